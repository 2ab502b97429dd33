"""What of a text a public copy hides, and why.

In: a text, and what is known around it: the day, the mode, who sat, which rules its title sets off. Out: `Hidden`
stretches, each with its rule. Pure: no database. What decides is in rules/privacy.toml; a rule of a situation (an aid,
a debt, an illness…) hides the natural persons named in its sentence and the next, and in the whole act where its title
says it. Members of the body stay, and those who act for a company, an association or an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from ...parser.folding import fold
from ..keys import name_key
from .privacy_rules import NAME, Privacy, Rule, load_privacy

Mode = Literal["public", "everybody", "reading-room", "archive"]
_SENTENCE = re.compile(r"[.!?][)\"»]?\s+(?=[A-ZÀ-ÖØ-ÞŒ«-])|\n\s*\n")
_ABBREVIATED = re.compile(r"(?:\b(?:M|MM|Mr|Mrs|Mme|Mmes|Mlle|Melle|Dr|Me|St|Ste|n|art|cf|bd|av|bld|[A-Z])|\bN°)\.?$")
_LEAD = re.compile(r"[\s,:]*(?:(?:au|a|aux|dans|en|est|sis|situe|,)\s+)?(?:la\s+|le\s+|l')?")
_AFTER_NAME = re.compile(r"\s+\([^)]{0,40}\)\s*,?\s*|\s*[,:(-]\s*(?:\([^)]{0,40}\)\s*)?(?:au\s+)?")
_SUFFERS = re.compile(
    r"(?:atteint\w*|souffr\w*)\s+(?:d['’]\s*une?\s+|de\s+la\s+|du\s+|de\s+|d['’]\s*|par\s+)?", re.IGNORECASE
)
_POSTCODE = re.compile(r",?\s+\d{5}(?:\s+[\w'-]+)?")
_TOWN_FIRST = re.compile(
    r"[\s,:]*(?:à|a|au|aux)\s+[A-ZÀ-ÖØ-ÞŒ][\w'’-]*(?:[ -][A-ZÀ-ÖØ-ÞŒ][\w'’-]*)*(?:\s*\(\d{2,5}\))?\s*,\s*"
)
_PARENTS = frozenset({"mere", "pere"})  # "mère d'Elouan": the child is named
_OF_AGE = 18
_CHILD = re.compile(
    r"(?<![\w'’-])([A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]+(?:-[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]+)?)\s*[,(]\s*(?:âgée?\s+de\s+)?(\d{1,2})\s+ans\b"
)
_AGED = re.compile(r"\s*[,(]?\s*(?:âgée?s? de\s+)?\d{1,2}\s+ans\b")
_TOWN = re.compile(r"(?:[ -][A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ'’-]+)*")
_SHORTEST = 5  # characters of a text in which something can be hidden
_SAME = 90  # of 100: two spellings of one name
_LISTS = frozenset({"aid.individual", "debt.remitted"})
_SAID = 60  # characters around a value that say whose it is


class Hidden(NamedTuple):
    """A stretch of the text that is hidden. `kind` is "person", "fact" or "value"."""

    start: int
    end: int
    rule: str
    kind: Literal["person", "fact", "value"]


class Around(NamedTuple):
    """What is known around a text. `members` are name keys of those who sit; `title_rules` are set off by the title.

    `letterhead` is true for headings, stamps and margins, where telephone numbers and addresses are the body's own;
    `roll` for lists of names, votes and signatures, in which nobody is hidden.
    """

    day: date | None
    mode: Mode
    today: date
    members: frozenset[str] = frozenset()
    title_rules: frozenset[str] = frozenset()
    letterhead: bool = False
    roll: bool = False


@lru_cache(maxsize=500)
def _in_force(day: date | None, mode: Mode, today: date) -> tuple[Rule, ...]:
    """The rules that hide something of an act of that day."""
    around = Around(day, mode, today)
    return tuple(rule for rule in load_privacy().rules if holds(rule, around))


def holds(rule: Rule, around: Around) -> bool:
    """Whether the rule hides anything of an act of that day, in that mode, today."""
    if around.mode == "archive" or (around.mode == "reading-room" and rule.online):
        return False
    if rule.everybody and around.mode != "everybody":
        return False
    if around.day is None:
        return True
    return around.day.year + rule.years > around.today.year or (
        around.day.year + rule.years == around.today.year
        and (around.today.month, around.today.day) < (around.day.month, around.day.day)
    )


def rules_of_title(title: str | None, around: Around) -> frozenset[str]:
    """The rules that a title sets off for its whole act."""
    if not title:
        return frozenset()
    folded = fold(title)
    return frozenset(
        rule.id
        for rule in _in_force(around.day, around.mode, around.today)
        if rule.hides == "persons" and any(_triggers(rule, folded))
    )


def find(text: str, around: Around) -> list[Hidden]:
    """What is hidden of the text, in its order, without overlaps."""
    if around.mode == "archive" or len(text) < _SHORTEST:
        return []
    known = load_privacy()
    rules = _in_force(around.day, around.mode, around.today)
    folded = fold(text)
    found: list[Hidden] = []
    sentences: list[tuple[int, int]] | None = None
    facts: list[tuple[Rule, int, int]] = []
    names: list[tuple[int, int, bool, bool]] | None = None
    for rule in rules:
        if rule.hides == "match":
            found.extend(_values(rule, folded, around, known))
        elif rule.hides == "address" and rule.beside:
            continue  # only where somebody is hidden: below
        elif rule.hides == "address":
            found.extend(_addresses(rule, text, folded, around, known))
        elif around.roll:
            continue
        elif rule.hides == "facts":
            facts.extend((rule, *found_at) for found_at in _triggers(rule, folded))
        else:
            places = [(0, len(text))] if rule.everybody or rule.id in around.title_rules else []
            if not places and rule.hides == "persons":
                triggers = list(_triggers(rule, folded))
                if triggers and sentences is None:
                    sentences = _sentences(text)
                places = _scopes(triggers, sentences or [], len(text))
            if not places and rule.hides != "minors":
                continue
            if names is None:
                names = list(_names(text, folded, around, known))
            hits = sum(any(a <= start and end <= b for a, b in places) for start, end, _, bare in names if not bare)
            if rule.id in _LISTS and hits > 1:
                places = [(0, len(text))]  # a list of them: sentences end where "bd." and "av." do
            for start, end, minor, bare in names:
                inside = any(a <= start and end <= b for a, b in places)
                if (rule.hides == "minors" and minor) or (inside and (rule.bare or not bare)):
                    found.append(Hidden(start, end, rule.id, "person"))
    if facts:
        found.extend(_facts(facts, text, found, around, sentences))
    persons = [one for one in found if one.kind == "person"]
    for rule in rules:
        if persons and rule.hides == "address":
            found.extend(_beside(rule, persons, text, folded, known))
            if rule.beside:
                found.extend(_addresses(rule, text, folded, around, known))
    return _merged(found)


def _triggers(rule: Rule, folded: str) -> Iterator[tuple[int, int]]:
    """Where the rule's phrases stand, those of `unless` left out."""
    but: list[tuple[int, int]] | None = None
    hits = (found for holds, finds in rule.finds if holds in folded for found in finds.finditer(folded))
    for found in hits:
        if but is None:
            but = [one.span() for one in rule.unless.finditer(folded)] if rule.unless is not None else []
        if not any(start < found.end() and found.start() < end for start, end in but):
            yield found.span()


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0]
    for found in _SENTENCE.finditer(text):
        if not _ABBREVIATED.search(text[max(0, found.start() - 6) : found.start()]):
            cuts.append(found.end())
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _scopes(triggers: list[tuple[int, int]], sentences: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """From each trigger's sentence to the end of the next one."""
    scopes = []
    for start, _ in triggers:
        index = next(i for i, (a, b) in enumerate(sentences) if a <= start < b or b == end)
        scopes.append((sentences[index][0], sentences[min(index + 1, len(sentences) - 1)][1]))
    return scopes


# ---- persons ---------------------------------------------------------------------------------------------------------


def _names(text: str, folded: str, around: Around, known: Privacy) -> Iterator[tuple[int, int, bool, bool]]:
    """Natural persons: (start, end, whether a child, whether without a civility)."""
    taken: list[tuple[int, int]] = []
    for lead in known.named.finditer(folded):
        cue = lead["cue"]
        if cue in known.civilities and folded[: lead.start()].endswith("'"):
            continue  # "l'enfant" is one, "j'M" is not
        if cue == "m" and text[lead.end("cue") : lead.end("cue") + 1] != "." and not _stands_alone(text, lead.start()):
            continue  # "à 80 m NGF", "GIP DSUA M P": metres, a column
        name = NAME.match(text, lead.end())
        start, end = (name.start(), _name_end(text, name.start(), name.end(), known)) if name else (0, 0)
        if name is None or end <= start or not text[start:end].strip(" .-"):
            continue
        if _stays(text, folded, lead.start(), start, end, around, known):
            taken.append((start, end))
            continue
        if not _likely(text[lead.start("cue") : lead.end("cue")], cue, text[start:end], known):
            continue
        taken.append((start, end))
        said = re.findall(r"[\w-]+", lead[0])  # "la famille de l'élève": the child is named
        yield start, end, any(word in known.minors for word in said), False
    for found in _CHILD.finditer(text):  # "Basile (7 ans)"
        start, end = found.span(1)
        if int(found[2]) < _OF_AGE and not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            yield start, end, True, False
    for found in known.bare.finditer(text):
        start, end = found.span()
        if any(a < end and start < b for a, b in taken):
            continue
        aged = _AGED.match(text, end) is not None  # "Milan DUPONT, 6 ans": nobody but a person
        start = _bare_start(text, start, end, known, whole_act=aged or bool(around.title_rules))
        if start == end:
            continue
        if re.match(r"\s*:", text[end:]) and not text[:start].rstrip(" \n").endswith((":", ";", ",")):
            continue  # who speaks, in minutes
        if not _stays(text, folded, start, start, end, around, known):
            yield start, end, False, not aged


def _stands_alone(text: str, at: int) -> bool:
    """Whether an "M" without a point may be "Monsieur": a capital, and no word in capitals before it."""
    before = text[:at].split()[-1:] or [""]
    return text[at] == "M" and not before[0].isupper()


def _likely(printed: str, cue: str, name: str, known: Privacy) -> bool:
    """Whether what follows a word like "famille" is a name. After a civility it is."""
    words = name.split()
    if cue in known.civilities and not cue.startswith("citoyen"):
        return not (printed.isupper() and len(printed) > 4 and name.isupper() and len(words) == 1 and len(name) < 3)
    capitals = [word for word in words if len(word) > 2 and word.isupper()]
    if printed.isupper():
        return False  # a heading or a table in capitals
    if cue in _PARENTS and len(words) == 1:
        return not _is_common(fold(name).strip("'."), known)
    if cue in ("nomme", "nommee", "denomme", "denommee", "agent", "jeune", "eleve") and len(words) < 2:
        return False
    if capitals:
        return True
    return len(words) > 1 and not any(_is_common(fold(word).strip("'."), known) for word in words)


def _bare_name(name: str, known: Privacy, *, whole_act: bool) -> bool:
    """Whether a word in capitals beside one that is not is a surname beside a given name: one of the list, or, in an
    act whose title says that it is about persons, any that are no French words.
    """
    words = [fold(word) for word in name.split()]
    if any(word in known.offices or word in known.things for word in words):
        return False
    if all(fold(word) in known.between for word in name.split() if word.isupper()):
        return False  # "DE France"
    given = [fold(word) for word in name.split() if not word.isupper()]
    if all(word in known.given or set(word.split("-")) <= known.given for word in given):
        return True
    surname = [word for word in name.split() if word.isupper()]
    if not whole_act or any(len(word) < 4 for word in surname):
        return False
    return not any(_is_common(word, known) for word in words)


def _bare_start(text: str, start: int, end: int, known: Privacy, *, whole_act: bool) -> int:
    """Where the given names begin that share a surname ("Ninon et Basile DUFRESNEL"); `end` where there is no name."""
    while start < end:
        said = [part for part in re.split(r",?\s+et\s+|,\s+", text[start:end]) if part]
        whole = all(_bare_name(f"{one} {said[-1].split()[-1]}", known, whole_act=whole_act) for one in said[:-1])
        if whole and _bare_name(said[-1], known, whole_act=whole_act):
            return start
        joint = re.search(r",?\s+et\s+|,\s+", text[start:end])
        start = start + joint.end() if joint else end
    return end


def _is_common(word: str, known: Privacy) -> bool:
    """Whether it is a French word, in the plural too."""
    return word in known.common or word.rstrip("s") in known.common


def _name_end(text: str, start: int, end: int, known: Privacy) -> int:
    """Where the name really ends: before a word of office, or a word that begins another sentence."""
    at = start
    for word in re.finditer(r"[^\s]+", text[start:end]):
        folded = fold(word[0]).strip(".,'")
        if folded in known.offices and folded not in known.between:
            break
        if folded in known.civilities and (len(folded) > 2 or word[0].endswith(".")):
            break
        if at > start and text[start:at].split()[-1].isupper() and not word[0].isupper() and _is_common(folded, known):
            break  # "Mme DUFRESNEL Caractéristiques": the next cell of a table
        if folded.startswith(("l'", "d'")) and folded[2:] in known.offices:
            break
        at = start + word.end()
    return start + len(text[start:at].rstrip(" .-\n\t"))


def _stays(text: str, folded: str, cue: int, start: int, end: int, around: Around, known: Privacy) -> bool:
    """Whether the name is that of a member, of a thing or company, or of somebody who acts for one or for an office."""
    key = name_key(text[start:end])
    words = key.split()
    if not words or _is_member(words, around.members):
        return True
    before = folded[max(0, cue - _SAID) : cue]
    near = re.findall(r"[\w-]+", re.split(r"[.;:,()\n]", before)[-1])[-3:]
    if any(word in known.things for word in near):
        return True
    return bool(known.public_before.search(before)) or bool(known.public_after.search(folded[end : end + _SAID]))


def _is_member(words: list[str], members: frozenset[str]) -> bool:
    """Whether the words are a member's whole name in any order, or a member's surname alone."""
    asked = set(words)
    whole = " ".join(words)
    for member in members:
        theirs = set(member.split())
        if asked <= theirs or (len(theirs) > 1 and theirs <= asked):
            return True
        if len(words) > 1 and fuzz.ratio(whole, member, score_cutoff=_SAME) >= _SAME:
            return True  # a slip in one of the two
    return False


# ---- facts and values ------------------------------------------------------------------------------------------------


def _facts(
    facts: list[tuple[Rule, int, int]], text: str, found: list[Hidden], around: Around,
    sentences: list[tuple[int, int]] | None,
) -> Iterator[Hidden]:  # fmt: skip
    """Medical words in a sentence in which somebody is hidden."""
    persons = [one for one in found if one.kind == "person"]
    for rule, start, end in facts:
        scope = next(((a, b) for a, b in sentences or _sentences(text) if a <= start < b), (0, len(text)))
        if any(scope[0] <= one.start < scope[1] for one in persons):
            shown = _SUFFERS.match(text[start:end])
            yield Hidden(start + (shown.end() if shown else 0), end, rule.id, "fact")


def _values(rule: Rule, folded: str, around: Around, known: Privacy) -> Iterator[Hidden]:
    service = rule.id in ("value.telephone", "value.email")
    if service and around.letterhead:
        return
    ((letters, finds),) = rule.finds
    if letters not in folded:
        return
    for found in finds.finditer(folded):
        group = next(name for name in ("hide", "hide2") if name in finds.groupindex and found[name])
        start, end = found.span(group)
        if service and known.services.search(folded[max(0, start - 2 * _SAID) : end + _SAID // 2]):
            continue
        yield Hidden(start, end, rule.id, "value")


def _addresses(rule: Rule, text: str, folded: str, around: Around, known: Privacy) -> Iterator[Hidden]:
    if around.letterhead:
        return
    for start, end in _triggers(rule, folded):
        before = re.split(r"[.;\n]", folded[max(0, start - 120) : start])[-1]
        if "siege" in before:
            continue
        lead = _LEAD.match(folded, end)
        place = _place(text, folded, lead.end() if lead else end, known)
        if place is None and (town := _TOWN_FIRST.match(text, end)) is not None:
            place = _place(text, folded, town.end(), known)
        if place is not None:
            yield Hidden(*place, rule.id, "value")


def _beside(rule: Rule, persons: list[Hidden], text: str, folded: str, known: Privacy) -> Iterator[Hidden]:
    """The address right after the name of somebody who is hidden."""
    for one in persons:
        lead = _AFTER_NAME.match(folded, one.end)
        place = _place(text, folded, lead.end(), known) if lead else None
        if place is not None:
            yield Hidden(*place, rule.id, "value")


def _place(text: str, folded: str, at: int, known: Privacy) -> tuple[int, int] | None:
    """The address that begins at `at`, its postcode and town included; None where none does."""
    place = known.address.match(folded, at)
    if place is None or place.end() == place.start():
        return None
    stop = place.end()
    code = _POSTCODE.match(folded, stop)
    if code is not None:
        town = _TOWN.match(text, code.end())
        stop = town.end() if town else code.end()
    return place.start(), place.start() + len(text[place.start() : stop].rstrip())


def _merged(found: list[Hidden]) -> list[Hidden]:
    """In order, the longer of two that overlap; the rule that comes first in the file where they are the same."""
    kept: list[Hidden] = []
    for one in sorted(found, key=lambda hidden: (hidden.start, -hidden.end)):
        if kept and one.start < kept[-1].end:
            if one.end > kept[-1].end:
                kept[-1] = kept[-1]._replace(end=one.end)
            continue
        kept.append(one)
    return kept


def masked(text: str, found: list[Hidden], mark: str) -> str:
    """The text with what is hidden replaced by `mark`."""
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], mark]
        at = one.end
    return "".join([*pieces, text[at:]])
