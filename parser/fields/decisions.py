"""The separate decisions of a dispositif.

In: the span of a dispositif and the rules' hits. Out: `Item`s, one a decision: the items of its list, its articles,
the clauses of its prose that begin with a decision verb. What leads to a list ("décide :") is no decision of its own,
sub-items belong to their item, the vote is not one. Nothing is dropped: what no item holds stays in the passage.
"""

from __future__ import annotations

import re

import msgspec

from ..layout import Text
from ..lexicon import Lexicon, load_lexicon
from ..rulebook import Hit
from ..segment.units import Unit, cut_units
from .decision_verbs import verb_at

_ARTICLE = re.compile(
    r"\s*art(?:icle|\.|°)?\s*(?:\d{1,2}(?!\d)|premier|unique|1er|[ivx]{1,4})\s*(?:er|°)?\s*[-.:–]*\s*"
)
_MARK = re.compile(
    r"\s*(?:\S{0,3}_+(?=\s\S)|[-–—•●▪■➢►✓*>·]|[\uf000-\uf0ff]|[oe](?=\s)|\|\||\d{1,2}\s?(?:°\)|[.)/°])|[a-h]\s?\)|[^\w\s«\"(]{1,3}(?=\s))\s*"
)
_NOISY_MARK = re.compile(r"\s*\S{1,5}\s+(?=[A-ZÀ-Þ][a-zà-ÿ']+\s)")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# "Ces propositions, mises aux voix, sont adoptées"
_PUT_TO_VOTE = re.compile(
    r"\W*(?:(?:ces|cette|les|la) (?:propositions?|conclusions)\b|mis(?:es?)? aux voix)[^.]{0,60}\badoptee?s?\b"
)
_OF_WHAT = re.compile(r"[ \n](?:d[eu]s? |d'|qu|que )")
_RENEWS = re.compile(r"\s*(?:cette|la presente) deliberation (?:annule|remplace|modifie|complete|abroge)")
_IT_IS = re.compile(r"\s*il est [a-z'\s]{3,60}?\s(?:de|d')\s?(?=[a-z]+(?:er|ir|re)\b)")
_IT_ASKS = re.compile(
    r"(?:il|elle|ils|elles) (?P<verb>[a-z]+) (?:en outre |egalement |aussi |donc )?"
    r"(?:m\.|monsieur|madame|mme|le |la |les |l'|a |au |aux |qu)"
)
_HOW_VOTED = ("unanimous", "majority", "aside", "dissent-against", "dissent-abstained", "dissent-for")
_PROPOSED = re.compile(r"\b(?:de |d')(?P<verb>[a-z]+(?:er|ir|re))\b")
_ACCOUNT = re.compile(r"art(?:icle|\.)\s*\d{3,}")
_TITLE_VERB = re.compile(r"\W*(?:adoption|approbation|attribution|acceptation|rejet|validation)\b")
_SPLIT = re.compile(r"(?P<sign>[;.:,])?\s*(?P<et>\bet\s+|puis\s+)?(?=(?P<verb>[a-z][a-z']+))")
_GIVES = re.compile(
    r"(?:dit (?:que|qu')|donne (?:tout|tous|plein|pouvoir|mandat|delegation|quitus|son)"
    r"|charge (?:m\.|m[mr]e? |monsieur|madame|le |la ))"
)
_JOINT = re.compile(r"[ \n,;]+(?:et|puis)$")
_REASON = ("considerant", "vu ", "attendu", "visant ")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_MARK = 16  # "Article 12 : "
_SOON = 40  # characters before a proposal that a sentence of proposal may have: "En conséquence, il est proposé…"
_SHORT_LEAD = 3  # words between a verb and the colon of its list: "se prononce favorablement sur :"


class Item(msgspec.Struct, frozen=True):
    """One decision: its span and, where it opens with one, its verb as folded."""

    start: int
    end: int
    verb: str | None = None


class _Start(msgspec.Struct):
    at: int
    verb: str | None
    kind: str  # article, bullet, verb, inline, sentence, lead
    x0: float
    unit: int
    glyph: str = ""


def read_decisions(body: Text, hits: list[Hit], start: int, end: int, *, one_breath: bool = False) -> list[Item]:
    """The decisions of the dispositif body[start:end], in order.

    `one_breath`: as in old registers, where the act is one sentence, a clause that "et" joins keeps it ("et prie M. le
    Préfet…"); elsewhere it begins with its verb.
    """
    reader = _Reader(body, hits, start, end, one_breath=one_breath)
    return reader.read()


class _Reader:
    """Reads one dispositif."""

    def __init__(self, body: Text, hits: list[Hit], start: int, end: int, *, one_breath: bool) -> None:
        self.body, self.start, self.end = body, start, end
        self.one_breath = one_breath
        self.text, self.folded = body.text, body.folded
        self.lexicon: Lexicon = load_lexicon()
        self.units: list[Unit] = _joined(body, cut_units(body, hits, start, end))
        self.votes = [h for h in hits if h.rule.segment == "vote" and start <= h.start < end]

    def read(self) -> list[Item]:
        starts: list[_Start] = []
        for number, unit in enumerate(self.units):
            if not self._is_vote(unit) or self._is_item(unit):
                starts.extend(self._starts(unit, number))
        starts = self._levels(starts)
        items: list[Item] = []
        for place, one in enumerate(starts):
            stop = self._upto(one, starts[place + 1]) if place + 1 < len(starts) else self.end
            stop = min(
                [
                    stop,
                    *(
                        u.start
                        for u in self.units
                        if one.at < u.start < stop and ((self._is_vote(u) and not self._is_item(u)) or self._counts(u))
                    ),
                ]
            )
            finish = stop
            while finish > one.at and self.text[finish - 1] in " \n\t,;-–—•➢►*>":
                finish -= 1
            joint = _JOINT.search(self.folded, max(one.at, finish - 6), finish) if finish < self.end else None
            finish = joint.start() if joint is not None else finish  # "…le devis et | autorise le Maire"
            if finish - one.at > 3:
                items.append(Item(one.at, finish, one.verb))
        if not items:
            items = self._sentence()
        return items

    def _upto(self, one: _Start, following: _Start) -> int:
        """Where a decision ends before the next one: at that one's unit, whose mark ("2.", "Article 2") is not part
        of this one.
        """
        begin = self.units[following.unit].start
        return begin if one.at < begin and following.at - begin <= _LONGEST_MARK else following.at

    def _sentence(self) -> list[Item]:
        """A dispositif that is one sentence with a subject ("Cette élection est validée à l'unanimité") is one
        decision.
        """
        for unit in self.units:
            if 1.0 <= unit.opens < 3.0:
                begin, finish = unit.start, unit.end
                while begin < finish and self.text[begin] in " \n\t-–—•➢►*>":
                    begin += 1
                while finish > begin and self.text[finish - 1] in " \n\t":
                    finish -= 1
                return [Item(begin, finish)]
        for unit in self.units:
            # announced by what stands before: "Délibère : La commune sera imposée…"
            words = self.text[unit.start : unit.end].split()
            if (
                len(words) >= 6
                and not self._is_vote(unit)
                and not self.text[unit.start : unit.end].rstrip().endswith((":", ","))
            ):
                begin = unit.start + next((i for i, c in enumerate(self.text[unit.start : unit.end]) if c.isalnum()), 0)
                return [Item(begin, unit.start + len(self.text[unit.start : unit.end].rstrip()))]
        return []

    # -- where decisions begin -----------------------------------------------------------------------------------------

    def _starts(self, unit: Unit, number: int) -> list[_Start]:
        begin = unit.start
        while begin < unit.end and self.text[begin] in " \n\t":
            begin += 1
        x0 = unit.line.x0
        article = _ARTICLE.match(self.folded, begin, unit.end)
        if article and article.group().strip():
            if not self.text[article.end() : unit.end].strip(" \n\t.:°") and number + 1 < len(self.units):
                # "Article 2" on a line of its own: the decision is what stands under it
                under = self.units[number + 1].start
                return [_Start(under, self._verb(under, self.units[number + 1].end), "article", x0, number)]
            return [_Start(begin, self._verb(article.end(), unit.end), "article", x0, number)]
        mark = _MARK.match(self.folded, begin, unit.end)
        at = mark.end() if mark else begin
        if self.folded.startswith(_REASON, at):
            return []
        verb = self._verb(at, unit.end)
        if mark and verb is None:
            noisy = _NOISY_MARK.match(self.text, begin, unit.end)
            if noisy and (inner := self._verb(noisy.end(), unit.end)):
                at, verb = noisy.end(), inner
        if mark is None and verb is None:
            noisy = _NOISY_MARK.match(self.text, begin, unit.end)
            if (
                noisy
                and (inner := self._verb(noisy.end(), unit.end))
                and inner in self.lexicon.verbs
                and len(noisy.group()) < 7
            ):
                at, verb, mark = noisy.end(), inner, noisy
        if verb is not None and (mark or number == 0 or self.text[at].isupper() or self._listed(number)):
            kind = "lead" if self._leads(unit, at) else "bullet" if mark else "verb"
            found = [_Start(at, verb, kind, x0, number, _glyph(mark))]
            return found + self._clauses(unit, at + len(verb), number, loud=mark is not None)
        if mark and not _ACCOUNT.match(self.folded, at, unit.end):
            return [_Start(at, None, "bullet", x0, number, _glyph(mark))]
        asks = _IT_ASKS.match(self.folded, begin, unit.end)
        if asks and self._verb(asks.start("verb"), unit.end):
            return [_Start(begin, asks.group("verb"), "inline", x0, number)]
        if _RENEWS.match(self.folded, begin, unit.end):
            return [_Start(begin, None, "sentence", x0, number)]
        operative = self._operative(unit)
        if operative is not None:
            at, verb = operative
            if verb == "propose":
                # "M. le Maire propose de mandater…": what is proposed is what is decided
                what = _PROPOSED.search(self.folded, at, unit.end)
                kind = "inline" if what else "lead"
                return [_Start(what.start() if what else at, what.group("verb") if what else verb, kind, x0, number)]
            asks_for_list = any(h.rule.segment == "proposal" for h in unit.hits) and self.text[
                unit.start : unit.end
            ].rstrip().endswith(":")
            found = [_Start(at, verb, "lead" if asks_for_list or self._leads(unit, at) else "inline", x0, number)]
            return found + self._clauses(unit, at + len(verb), number, loud=False)
        proposed = next((h.start for h in unit.hits if h.rule.segment == "proposal" and h.start - begin < _SOON), None)
        what = _PROPOSED.search(self.folded, proposed, unit.end) if proposed is not None else None
        if what is not None:  # "Il est proposé au conseil d'autoriser…": what is proposed is what is decided
            return [_Start(what.start(), what.group("verb"), "inline", x0, number)]
        if any(h.rule.segment == "dispositif" and h.rule.field == "announces" for h in unit.hits):
            return []
        if len(self.text[begin : unit.end].split()) < 4 or self._only_hinge(unit):
            return []
        if _ACCOUNT.match(self.folded, begin, unit.end):
            return []  # "article 2151 du budget": a line of the budget
        said = _IT_IS.match(self.folded, begin, unit.end)
        led = self.folded[begin : unit.end].rstrip().endswith((":", ","))
        if unit.opens >= 1.5 and (not led or said or _TITLE_VERB.match(self.folded, begin)):
            return [_Start(said.end() if said else begin, None, "sentence", x0, number)]
        return []

    def _only_hinge(self, unit: Unit) -> bool:
        """ "Après en avoir délibéré ;" on a line of its own decides nothing yet."""
        said = [h for h in unit.hits if h.rule.segment == "dispositif" and h.rule.role == "opens"]
        if not said:
            return False
        left = self.folded[unit.start : said[0].start] + self.folded[max(h.end for h in said) : unit.end]
        return len(re.findall(r"[a-z]{2,}", left)) < _SHORT_LEAD

    def _listed(self, number: int) -> bool:
        """Does the unit continue a list: the one before ends with a colon, a semicolon or a comma, or it is set in
        as a list is?
        """
        if number == 0:
            return False
        if self.units[number].line.x0 - min(unit.line.x0 for unit in self.units) > 20:
            return True
        before = self.units[number - 1]
        return self.text[before.start : before.end].rstrip()[-1:] in (":", ";", ",")

    def _leads(self, unit: Unit, at: int) -> bool:
        """ "décide :", "se prononce favorablement sur :": a verb that only leads to a list."""
        rest = self.folded[at : unit.end].strip()
        if " " not in rest and self.text[at : at + len(rest)].isupper():
            return True  # "DÉCIDE" on a line of its own
        if not rest.endswith(":"):
            return False
        if len(re.findall(r"[a-z]+", rest)) <= _SHORT_LEAD + 1:
            return True
        # "arrête, à la majorité (4 abstentions), les décisions qui suivent et décide :"
        words = re.findall(r"[a-z]{2,}", _BRACKETS.sub(" ", rest))
        return not any(word not in self.lexicon.bare and word not in self.lexicon.verbs for word in words)

    def _verb(self, at: int, end: int) -> str | None:
        return verb_at(self.text, self.folded, at, end)

    def _operative(self, unit: Unit) -> tuple[int, str] | None:
        """The first decision verb in the third person of a sentence of prose, and where it stands."""
        before = ""
        covered = [(h.start, h.end) for h in unit.hits if h.rule.segment == "vote" and h.rule.field in _HOW_VOTED]
        for match in _WORD.finditer(self.folded, unit.start, unit.end):
            word = match.group()
            if not any(a <= match.start() < b for a, b in covered):
                verb = self._verb(match.start(), unit.end)
                if verb is not None and (
                    verb in self.lexicon.verbs
                    or verb.split()[-1] in self.lexicon.verbs
                    or verb in ("est d'avis", "a l'honneur")
                    or word[:2] in ("n'", "s'")
                ):
                    noun = before in self.lexicon.before_noun and word in (self.lexicon.also_nouns | {"decide"})
                    if not noun and before not in self.lexicon.auxiliaries:
                        return match.start(), verb
            before = word.split("'")[-1] if "'" in word else word
        return None

    def _clauses(self, unit: Unit, at: int, number: int, *, loud: bool) -> list[_Start]:
        """Further verbs of the same sentence: after a semicolon, "et", or with a capital.

        In a list item (`loud`) a capital is asked for.
        """
        found: list[_Start] = []
        for match in _SPLIT.finditer(self.folded, at, unit.end):
            sign, et = match.group("sign"), match.group("et")
            place = match.start("verb")
            if not sign and not et:
                continue
            verb = self._verb(place, unit.end)
            if (
                verb is None
                or self._leads(unit, place)
                or verb.split()[0] in ("de", "en")
                or self.folded.startswith("d'", place)
                or (verb in self.lexicon.infinitives and verb not in self.lexicon.verbs)
            ):
                continue
            capital = self.text[place].isupper()
            if (
                loud
                and not (capital and self.text[place : place + len(verb)].isupper())
                and not (capital and sign in (";", "."))
            ):
                continue
            given = et is not None and _GIVES.match(self.folded, place) is not None
            if not capital and not given and (sign not in (";", ":") and verb in self.lexicon.also_nouns):
                continue
            if (
                not capital
                and sign == ","
                and not et
                and self.folded[place + len(verb) : place + len(verb) + 1] not in " "
            ):
                continue
            joined = match.start("et") if self.one_breath and et and not sign and not capital else place
            found.append(_Start(joined, verb, "inline", unit.line.x0, number))
        return found

    # -- which of them stand -------------------------------------------------------------------------------------------

    def _levels(self, starts: list[_Start]) -> list[_Start]:
        """Sub-items belong to their item: of bullets only those at the level of the first with a verb count."""
        if any(s.kind == "article" for s in starts):
            starts = [s for s in starts if s.kind != "lead"]
            return [
                s for s in starts if s.kind == "article" or s.at < next(a.at for a in starts if a.kind == "article")
            ]
        leads = [s for s in starts if s.kind == "lead"]
        starts = [s for s in starts if s.kind != "lead"]
        bullets = [s for s in starts if s.kind == "bullet"]
        spoken = [s for s in bullets if s.verb]
        prose = [s for s in starts if s.kind in ("inline", "verb", "sentence")]
        if spoken:
            level = min(s.x0 for s in spoken)
            glyphs = {s.glyph for s in spoken}
            kept = [
                s
                for s in starts
                if s.kind != "bullet"
                or (s.verb and s.x0 <= level + 12)
                or (not s.verb and s.glyph in glyphs and abs(s.x0 - level) < 3)
            ]
            # a bullet without verb under an item that announces a list ("les modalités suivantes :") is a part of it
            return [s for s in kept if not (s.kind == "bullet" and not s.verb and self._announced(s, kept))]
        led = [s for s in bullets if any(lead.unit == s.unit - 1 for lead in leads)]
        if led:  # "désigne : 1° M. X… 2° M. Y…"
            run = [s for s in bullets if s.at >= led[0].at and s.glyph == led[0].glyph and abs(s.x0 - led[0].x0) < 12]
            return [s for s in starts if s in run or s in prose]
        if prose:
            return prose
        if bullets:
            level = min(s.x0 for s in bullets)
            return [s for s in bullets if s.x0 <= level + 3]
        return []

    def _announced(self, one: _Start, starts: list[_Start]) -> bool:
        before = [s for s in starts if s.at < one.at and s.verb]
        if not before:
            return False
        text = self.text[before[-1].at : one.at]
        cut = text.rstrip(" \n\t-–—•➢►*>")
        first_after = not any(before[-1].at < s.at < one.at for s in starts)
        return (cut.endswith(":") and first_after) or (":\n" in text and not first_after)

    def _is_vote(self, unit: Unit) -> bool:
        """A unit that holds nothing but the vote."""
        inside = [h for h in self.votes if unit.start <= h.start < unit.end]
        if not inside:
            return False
        if _PUT_TO_VOTE.match(self.folded, unit.start, unit.end):
            return True
        noted = next((h for h in inside if h.rule.field == "noted"), None)
        if noted is not None and _OF_WHAT.match(self.folded, noted.end, unit.end):
            return False  # "prend acte du rapport d'activité": what is noted is said
        left = unit.without(self.folded, [*inside, *(h for h in unit.hits if h.rule.segment in ("organ", "ballot"))])
        # capitalised words left over are the names of those who dissent or stand aside
        small = [m for m in re.finditer(r"[a-z]{3,}", left) if self.text[unit.start + m.start()].islower()]
        if len(small) >= 2 and _TITLE_VERB.match(self.folded, unit.start, unit.end):
            return False  # "Adoption à l'unanimité du plan de financement suivant :"
        if len(small) > 3 or self._verb_left(unit):
            return False
        # "Le Conseil à l'unanimité accepte ce devis": the organ is the subject, and what it accepts is said
        said = [m.group() for m in small if m.group() not in self.lexicon.bare and m.group() not in self.lexicon.verbs]
        told = any(h.rule.segment == "organ" for h in unit.hits) and self._operative(unit) is not None
        return not (said and told)

    def _counts(self, unit: Unit) -> bool:
        """ "Nombre de votants : 10", "Résultat du vote :": a line that counts heads or leads to the vote."""
        begin = next((i for i in range(unit.start, unit.end) if self.text[i].isalpha()), unit.end)
        return any(h.rule.segment in ("counts", "vote-heading") and h.start - begin <= 2 for h in unit.hits)

    def _is_item(self, unit: Unit) -> bool:
        """ "- Accepte la proposition.": an item of the list, though its words are those of a vote."""
        mark = _MARK.match(self.folded, unit.start, unit.end)
        if mark is not None:
            return self._verb(mark.end(), unit.end) is not None
        begin = next((i for i in range(unit.start, unit.end) if self.text[i].isalpha()), unit.end)
        verb = self._verb(begin, unit.end)
        printed = self.text[begin : begin + len(verb)] if verb else ""
        rest = self.text[begin + len(printed) : unit.end]
        if verb == "vote" and rest.lstrip(" S")[:1] == ":":
            return False  # "VOTE : Pour : 7"
        return len(printed) > 3 and printed.isupper() and not rest.isupper()  # "ADOPTE la décision modificative ;"

    def _verb_left(self, unit: Unit) -> bool:
        found = self._operative(unit)
        if found is not None and self._clauses(unit, found[0] + len(found[1]), 0, loud=False):
            return True
        asides = [h.start for h in self.votes if unit.start <= h.start < unit.end and h.rule.field == "aside"]
        if found is not None and asides and found[0] < asides[0]:
            return False  # "M. X déclare ne pas prendre part au vote"
        return found is not None and found[1] not in ("adopte", "accepte", "approuve", "vote", "prend")


def _glyph(mark: re.Match[str] | None) -> str:
    """The bullet of an item; ordinals of one kind count as one."""
    return re.sub(r"\d+|[a-h](?=\s?\))", "1", mark.group().strip()) if mark else ""


def _joined(body: Text, units: list[Unit]) -> list[Unit]:
    """Ordinals that stand alone ("1.") are one unit with what they number."""
    out: list[Unit] = []
    for unit in units:
        if out and len(body.text[out[-1].start : out[-1].end].strip()) <= 3:
            before = out[-1]
            out[-1] = Unit(
                before.start, unit.end, before.line, [*before.hits, *unit.hits], unit.lean, unit.opens, unit.rule
            )
        else:
            out.append(unit)
    return out
