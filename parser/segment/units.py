"""The text of an act as units: sentences, list items, lines that stand alone, each with the evidence that lies in it.

In: a span of the body text and the rules' hits. Out: `Unit`s in reading order that cover the span without a hole. A
unit's `lean` says whether it reads like a decision (above 0) or like reasoning (below 0); `opens` how strongly it
looks like the first unit of the dispositif, and `rule` why.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from ..layout import Line, Text
from ..lexicon import load_lexicon
from ..rulebook import Hit
from .signs import CLOSED, inside_bracket, opens_dispositif, opens_reasons

_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+(?=[A-ZÀ-ÞŒ«\"“])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s('’.-])(?:[A-ZÀ-Þa-z]|MM?|Mr|Mme|Mmes|Mlle|Dr|Me|St|Ste|art|Art|ART|n°|cf|etc|av|bd|tel|Tel|Tél|p|pp|vol|réf|Réf|hab|env)\.$"
)
_BULLET = re.compile(
    r"[ \t]*(?:\S{0,3}_+(?=\s\S)|[-–—•●▪■➢►✓*>·o](?=\s)|[\uf000-\uf0ff]|\d{1,2}\s?(?:°\)|[.)/°])(?=\s?\D)"
    r"|[a-h]\s?\)|art(?:icle|\.)\s)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:[-–—•●▪■➢►✓*>·]\s*_?|[\uf000-\uf0ff]\s*|\d{1,2}\s?(?:°\)|[.)/°])\s*|[a-h]\s?\)\s*"
    r"|art(?:icle|\.)\s*\S+\s*[-:.–]*\s*)*(?:et |puis |ainsi |donc )?(?P<verb>[a-z]['a-z-]*)(?: (?P<second>[a-z]+))?"
)
ANNOUNCES = 4.0  # "a pris la délibération suivante :" says that a decision follows, and is no part of it
BY_SUBJECT = ("organ-decides", "organ-then-verbs")  # openings told by the grammar of the sentence, not by a rule
OPENINGS = {"strong": 6.0, "medium": 3.5, "weak": 1.5}


class Unit(msgspec.Struct):
    """One unit: its span, its first line, the hits that begin in it, and how it reads."""

    start: int
    end: int
    line: Line
    hits: list[Hit]
    lean: float = 0.0
    opens: float = 0.0
    rule: str | None = None

    def without(self, folded: str, hits: Iterable[Hit]) -> str:
        """The unit in the folded text, with blanks in the place of hits that begin in it: what is said besides."""
        left = folded[self.start : self.end]
        for hit in hits:
            begin, stop = hit.start - self.start, min(hit.end, self.end) - self.start
            left = left[:begin] + " " * (stop - begin) + left[stop:]
        return left


def cut_units(body: Text, hits: list[Hit], start: int, end: int) -> list[Unit]:
    """The units of body[start:end]. `hits` are those of the whole text or of the span, in order."""
    bounds: list[tuple[int, Line]] = []
    text = body.text
    if end <= start:
        return []
    opening, last = body.lines[body.line_at(start)], body.lines[body.line_at(end - 1)]
    finish = max(end, last.start + len(last.text))
    hits = hits[bisect_left(hits, opening.start, key=_begin) : bisect_left(hits, finish, key=_begin)]
    reasons = {hit.start for hit in hits if opens_reasons(hit)}
    organs = {hit.start for hit in hits if hit.rule.segment == "organ"}
    decides = {
        hit.start
        for hit in hits
        if opens_dispositif(hit) or (hit.rule.segment == "vote" and hit.rule.field in ("unanimous", "majority"))
    }
    proposals = {
        hit.start
        for hit in hits
        if hit.rule.segment == "proposal" or (hit.rule.segment == "vote" and hit.rule.field == "deferred")
    }
    officers = {body.lines[body.line_at(hit.start)].start for hit in hits if hit.rule.segment == "secretary"}
    hinges = {hit.start for hit in hits if opens_dispositif(hit) and hit.rule.strength == "strong"}
    closings = [hit.start for hit in hits if start < hit.start < end and _closes(text, hit)]
    first = body.line_at(start)
    previous: Line | None = None
    for index in range(first, len(body.lines)):
        line = body.lines[index]
        if line.start >= end:
            break
        begin = max(line.start, start)
        if (
            previous is None
            or line.start in reasons
            or (line.start in hinges and previous.text.rstrip().endswith((",", ";")) and _stands_for_itself(line))
            or (previous.start in officers and _narrates_anew(body, previous, line))
            or _shouts(body, line)
            or _begins(body, previous, line)
            or _turns_to_organ(previous, line, organs, decides, proposals)
        ):
            bounds.append((begin, line))
        for match in _SENTENCE.finditer(text, begin, min(end, line.start + len(line.text))):
            if not _ABBREVIATION.search(text[max(line.start, match.start() - 6) : match.start()]):
                bounds.append((match.end(), line))
        previous = line
    known = {begin for begin, _ in bounds}
    bounds = sorted(
        [*bounds, *((at, body.lines[body.line_at(at)]) for at in closings if at not in known)],
        key=lambda bound: bound[0],
    )
    bounds, turns = _with_verbs(body, hits, bounds, end)
    units: list[Unit] = []
    for number, (begin, line) in enumerate(bounds):
        stop = bounds[number + 1][0] if number + 1 < len(bounds) else end
        units.append(Unit(begin, stop, line, []))
    at = 0
    for hit in hits:
        if hit.start < start or hit.start >= end:
            continue
        while at + 1 < len(units) and hit.start >= units[at + 1].start:
            at += 1
        units[at].hits.append(hit)
    for number, unit in enumerate(units):
        _weigh(body, unit, units[number + 1 : number + 3])
        if unit.start in turns and unit.opens < 3.5:
            unit.opens, unit.rule = 3.5, "reasons-then-decides"
            unit.lean += 1.0
    for number, unit in enumerate(units[:-1]):
        if unit.rule == BY_SUBJECT[1] and units[number + 1].lean < 0:
            units[number + 1].lean = 0.5  # "Le Conseil, / Ouï cet exposé vote…": what was heard belongs to the decision
    return units


def _begin(hit: Hit) -> int:
    return hit.start


def _with_verbs(
    body: Text, hits: list[Hit], bounds: list[tuple[int, Line]], end: int
) -> tuple[list[tuple[int, Line]], set[int]]:
    """The bounds, with those where a sentence of reasons comes to its decision ("Considérant…, est d'avis de…"),
    which are told too.
    """
    out: list[tuple[int, Line]] = []
    turns: set[int] = set()
    reasons = [h for h in hits if opens_reasons(h)]
    at = 0
    for number, (begin, line) in enumerate(bounds):
        out.append((begin, line))
        stop = bounds[number + 1][0] if number + 1 < len(bounds) else end
        while at < len(reasons) and reasons[at].start < begin:
            at += 1
        if at >= len(reasons) or reasons[at].start >= stop:
            continue
        if body.folded.startswith("sur ", reasons[at].start) and reasons[at].start - begin < _AT_ONCE:
            continue  # "Sur proposition de la Présidente, le comité décide…": who proposed is said in the decision
        for match in _COMES_TO.finditer(body.folded, reasons[at].end, stop):
            if body.text[match.end() - 1] not in "éÉ" and body.text[match.start() : match.end()].islower():
                out.append((match.start(), body.lines[body.line_at(match.start())]))
                turns.add(match.start())
                break
    return out, turns


_AT_ONCE = 4  # characters
_COMES_TO = re.compile(
    r"(?:(?<=,)|(?<=, )|(?<=,\n)|(?<=[a-z][ \n]))(?:est d'avis|decide)\b"
    r"|(?:(?<=, )|(?<=,\n))(?:arrete|vote|accorde|delibere)\b"
)


def _closes(text: str, hit: Hit) -> bool:
    """ "…le plus tôt possible ; et ont signé les membres présents": a closing formula that goes on a sentence."""
    if (
        hit.rule.role != "opens"
        or hit.rule.strength != "strong"
        or hit.rule.segment not in ("closing", "signature")
        or hit.rule.field == "session"
    ):
        return False
    return text[max(0, hit.start - 12) : hit.start].rstrip()[-1:] in (";", ",", ".", ":")


def _begins(body: Text, previous: Line, line: Line) -> bool:
    """Does a unit begin with this line?"""
    if inside_bracket(previous.text, line.text) and line.page == previous.page and line.gap <= 0.6:
        return False
    if line.page == previous.page and line.gap > 0.6:
        return True
    if _BULLET.match(line.text):
        return True
    if _BULLET.match(previous.text) and line.page == previous.page and line.x0 < previous.x0 - 6:
        return True  # set out from under the bullets of a list: the list is over
    if line.table is not None or previous.table is not None:
        return True
    if line.block != previous.block:
        if previous.text.rstrip().endswith((",", "-")) and line.text[:1].islower():
            return False
        return _is_closed(previous) or not line.text[:1].islower() or _stands_out(previous)
    return _is_closed(previous) and not line.text[:1].islower()


_SPEAKER = re.compile(r"(?:m\.|monsieur|madame|mme|le|la) (?:le |la )?(?:maire|presidente?|vice)")
_OPEN_END = re.compile(r"(?i)(?:,|\b(?:de|du|la|le|et|à|m\.|mme|mr|monsieur|madame))\s*$")


def _narrates_anew(body: Text, previous: Line, line: Line) -> bool:
    """ "Secrétaire de séance : Mme X / Madame la Présidente expose…": the line on the secretary is over."""
    return _SPEAKER.match(body.folded, line.start) is not None and _OPEN_END.search(previous.text) is None


def _shouts(body: Text, line: Line) -> bool:
    """A line that begins with a decision verb in capitals, whatever stands before it: "APPROUVE le devis"."""
    first = line.text.split(" ", 1)[0].strip("-–•*>\"'«:,.")
    return (
        len(first) > 3 and first.isupper() and decision_verb(body, line.start, line.start + len(line.text)) is not None
    )


def _turns_to_organ(previous: Line, line: Line, organs: set[int], decides: set[int], proposals: set[int]) -> bool:
    """ "Entendu l'exposé de M. le Maire, / Le conseil municipal, après en avoir délibéré…": a line that begins with
    the organ, or on which the organ decides.
    """
    if not previous.text.rstrip().endswith((",", ";")) or not line.text.lstrip()[:1].isupper():
        return False
    finish = line.start + len(line.text)
    if any(line.start <= at < line.start + 40 for at in proposals):
        return True  # "Vu les tarifs, / Il vous est proposé…"
    named = [at for at in organs if line.start <= at < finish]
    if not named:
        return False
    return min(named) <= line.start + 4 or any(line.start <= at < finish for at in decides)


_FEW = 6  # words


def _stands_for_itself(line: Line) -> bool:
    """ "Après en avoir délibéré, …" with its capital, or "après en avoir délibéré," alone on its line."""
    return line.text[:1].isupper() or (len(line.words) <= _FEW and line.text.rstrip().endswith((",", ":")))


def _is_closed(line: Line) -> bool:
    """Does the line end a sentence? "M." and its like end none."""
    return bool(CLOSED.search(line.text)) and not _ABBREVIATION.search(line.text.rstrip())


def _stands_out(line: Line) -> bool:
    return line.bold or line.caps


def decision_verb(body: Text, start: int, end: int) -> tuple[int, str] | None:
    """(offset, verb) where the text at `start` opens with a decision verb in the third person, after its bullet."""
    at = start
    while at < end and body.folded[at] in " \t\n":
        at += 1
    match = _VERB.match(body.folded, at, end)
    if match is None:
        return None
    verbs = load_lexicon().verbs
    verb = match.group("verb")
    if verb in verbs:
        return match.start("verb"), verb
    second = match.group("second")
    told = second in load_lexicon().participles or (second in verbs and body.text[match.end("second") - 1] in "éÉ")
    if verb == "a" and told:
        return match.start("verb"), f"a {second}"  # "- a attribué une subvention de…"
    if verb in ("se", "s", "ne") and match.group("second") and f"{verb} {match.group('second')}" in verbs:
        return match.start("verb"), f"{verb} {match.group('second')}"
    return None


def _weigh(body: Text, unit: Unit, after: list[Unit]) -> None:
    """Set the lean of a unit and how strongly it opens a dispositif. `after` are the two units that follow."""
    following = after[0] if after else None
    lead = unit.start
    while lead < unit.end and not body.text[lead].isalnum():
        lead += 1
    opens = 0.0
    proposed = [hit.start for hit in unit.hits if hit.rule.segment == "proposal"]
    for hit in unit.hits:
        rule = hit.rule
        if rule.role == "opens" and rule.segment == "dispositif":
            if rule.id == "hinge.organ-decides" and any(at <= hit.start for at in proposed):
                continue  # "Il prie le Conseil de délibérer", "propose que le Conseil approuve"
            weight = ANNOUNCES if rule.field == "announces" else OPENINGS[rule.strength]
            if weight > opens:
                opens, unit.rule = weight, rule.id
            unit.lean += 1.0
        elif rule.role == "opens" and rule.segment in ("visa", "considerants"):
            if hit.start - lead <= 2:
                unit.lean -= 3.0
        elif rule.segment in ("rapporteur", "expose") and rule.role == "cue":
            unit.lean -= 1.0
        elif rule.segment == "article" and hit.start - lead <= 2:
            unit.lean += 1.5
            if opens < 2.5:
                opens, unit.rule = 2.5, rule.id
        elif rule.segment == "vote" and rule.field and rule.strength != "weak":
            unit.lean += 0.6
        elif rule.segment == "proposal":
            unit.lean -= 0.4
    found = decision_verb(body, unit.start, unit.end)
    if found is not None:
        offset, verb = found
        printed = body.text[offset : offset + len(verb)]
        if printed.isupper() or (unit.line.bold and unit.line.start <= offset < unit.line.start + len(unit.line.text)):
            unit.lean += 2.0
            if opens < 3.0:
                opens, unit.rule = 3.0, "lexicon.decision-verb"
        elif verb not in load_lexicon().soft and (printed[:1].isupper() or _BULLET.match(body.text, unit.start)):
            unit.lean += 1.0
            if opens < 1.0:
                opens, unit.rule = 1.0, "lexicon.decision-verb"
        elif _BULLET.match(body.text, unit.start) and printed[:1].isupper():
            unit.lean += 0.5  # "> Constate la désaffectation": a soft verb in a list
    if opens < 5.5 and _vote_first(body, unit, lead, after):
        opens, unit.rule = 5.5, "vote-then-decides"
        unit.lean += 1.0
    if following is not None and opens < 5.0 and _organ_leads(body, unit, lead):
        leads = decision_verb(body, following.start, following.end)
        if leads is not None or _heard_then_decides(body, after):
            opens, unit.rule = 5.0, "organ-then-verbs"
            unit.lean += 1.0
    if opens < 3.2 and not proposed and _organ_decides(body, unit, lead):
        opens, unit.rule = 3.2, "organ-decides"
        unit.lean += 1.0
    unit.opens = opens


def _vote_first(body: Text, unit: Unit, lead: int, after: list[Unit]) -> bool:
    """ "À la majorité des membres présents, / (5 abstentions : …), / le Conseil décide": the vote stands before its
    decision.
    """
    first = next((h for h in unit.hits if h.rule.segment == "vote" and h.rule.field in ("unanimous", "majority")), None)
    if first is None or first.start - lead > 2 or not body.text[unit.start : unit.end].rstrip().endswith(","):
        return False
    return any(opens_dispositif(h) for other in after for h in other.hits)


_HEARD = re.compile(r"[^a-z]*(?:oui|apres|sur|entendu|conformement|en consequence)\b")
_FINITE = re.compile(r"[a-z]+(?:'[a-z]+)*")


def _heard_then_decides(body: Text, after: list[Unit]) -> bool:
    """ "Ouï cet exposé et sur la proposition de M. le Maire vote…": what was heard, then the verb, in one sentence or
    the next line.
    """
    heard = after[0]
    if not _HEARD.match(body.folded, heard.start):
        return False
    if _finite_verb(body, heard.start, heard.end) is not None:
        return True
    closed = body.text[heard.start : heard.end].rstrip().endswith((".", ";"))
    return len(after) > 1 and not closed and decision_verb(body, after[1].start, after[1].end) is not None


def _organ_decides(body: Text, unit: Unit, lead: int) -> bool:
    """ "Le conseil, ouï l'exposé de M. le Président et la lecture des documents, désigne :": its subject is the
    organ.
    """
    organ = next((h for h in unit.hits if h.rule.segment == "organ"), None)
    if organ is None or organ.start - lead > 4:
        return False
    return _finite_verb(body, organ.end, unit.end) is not None


def _finite_verb(body: Text, start: int, end: int) -> int | None:
    """Where a decision verb in the third person stands as the verb of a sentence, or None.

    A clause ("qui…", "que…") ends with its comma.
    """
    lexicon = load_lexicon()
    before, inner, last = "", False, start
    for match in _FINITE.finditer(body.folded, start, end):
        word = match.group()
        if inner and "," in body.folded[last : match.start()]:
            inner = False
        if word in lexicon.clauses:
            inner = True
        elif (
            not inner
            and word in lexicon.verbs
            and word not in lexicon.narrates
            and before not in lexicon.no_subject
            and body.text[match.end() - 1] not in "éÉ"
        ):
            return match.start()
        before, last = word.rsplit("'", 1)[-1], match.end()
    return None


def _organ_leads(body: Text, unit: Unit, lead: int) -> bool:
    """ "Le Conseil départemental, sur les conclusions de la commission :" and the like."""
    organ = next((h for h in unit.hits if h.rule.segment == "organ"), None)
    if organ is None:
        return False
    text = body.text[unit.start : unit.end].rstrip()
    if organ.start - lead > 4:
        # "Après avoir ouï cet exposé, le Conseil municipal, à l'unanimité :"
        last = [h for h in unit.hits if h.rule.segment == "organ"][-1]
        if text.endswith(":") and last.end >= unit.start + len(text) - 2:
            return True  # "Sur la proposition du rapporteur, le Conseil municipal :"
        voted = any(h.rule.segment == "vote" and h.rule.field in ("unanimous", "majority") for h in unit.hits)
        return voted and bool(_HEARD.match(body.folded, unit.start)) and text[-1:] in (":", ",", ";")
    if text[-1:] in (":", ",") or organ.end >= unit.start + len(text) - 1:
        return True
    return any(h.rule.segment == "vote" and h.rule.field for h in unit.hits)
