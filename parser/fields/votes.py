"""The vote on one act, as printed: outcome, unanimity, counts, who dissented.

In: the text of the act and the rules' hits in it. Out: `ReadVote`. Counts come from the page only: its figures or,
where it names those who dissent without a figure, the number of names (rule `NAMED`); what follows from them by
arithmetic is added by the caller as inferred. Unanimity means that no vote cast is against (CGCT L2121-20: abstentions
are not votes cast), so abstentions do not break it. A template's left-over ("à l'unanimité ou non") says nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from ..folding import fold
from ..lexicon import load_lexicon
from ..rulebook import Hit
from .names import Name, read_names
from .numbers import parse_number

Position = Literal["for", "against", "abstained", "did not take part"]


class Read(msgspec.Struct, frozen=True):
    """A value with its span and the rule that read it."""

    value: int | str | bool
    start: int
    end: int
    rule: str


class Dissenter(msgspec.Struct, frozen=True):
    """A person (or a group) named with a vote."""

    position: Position
    name: Name | None
    group: str | None
    start: int
    end: int
    rule: str


class ReadVote(msgspec.Struct, frozen=True):
    """What the page says of one vote. `spans` are the spans of all hits used."""

    outcome: Read | None = None
    unanimous: Read | None = None
    for_: Read | None = None
    against: Read | None = None
    abstentions: Read | None = None
    voters: Read | None = None
    dissent: tuple[Dissenter, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


NAMED = "vote.named"
"""The rule of a count that is the number of those named: "Ont voté contre : Mme X, M. Y"."""
_SAYS_NONE = re.compile(r"zero|none")  # rules whose words say that nobody did: "contre : néant", "aucune voix contre"
_COUNTS = {"for": "for_", "against": "against", "abstentions": "abstentions"}
_GROUP = re.compile(r"\(?\s*((?:le |du |des )?groupes?\s[^,;()\n]{3,80})", re.IGNORECASE)


def _number(folded: str, hit: Hit) -> int | None:
    span = hit.bricks.get("number") or hit.bricks.get("number2")
    if span is None:
        return 0 if hit.rule.field in _COUNTS and _SAYS_NONE.search(hit.rule.id) else None
    return parse_number(folded[span[0] : span[1]])


_BESIDE = frozenset({"for", "against", "abstentions", "unanimous", "majority", "adopted", "voters"})


def _crossed(inside: list[Hit]) -> list[Hit]:
    """Counts read against the grain: in "4 contre 8 pour" the figure stands before its word, in "pour 4 contre 8"
    after it.

    The first count of a run tells which; those of the other kind that overlap it or its neighbours are wrong.
    """
    counted = [h for h in inside if h.rule.field in _COUNTS and (h.bricks.get("number") or h.bricks.get("number2"))]
    out: list[Hit] = []
    run: list[Hit] = []
    for hit in [*sorted(counted, key=lambda h: (h.start, h.end)), None]:
        if hit is not None and (not run or hit.start - max(h.end for h in run) < 40):
            run.append(hit)
            continue
        if run:
            first = _figure_first(run[0])
            kept = [h for h in run if _figure_first(h) == first]
            out.extend(
                h for h in run if _figure_first(h) != first and any(h.start < k.end and k.start < h.end for k in kept)
            )
        run = [hit] if hit is not None else []
    return out


_SAME_CLAUSE = 12  # characters


def _turn(counts: dict[str, Read]) -> None:
    """Those who win where a proposal is rejected are those against."""
    for_, against = counts.get("for"), counts.get("against")
    if for_ is not None and against is not None and int(for_.value) > int(against.value):
        counts["for"], counts["against"] = against, for_


_LABEL = re.compile(r"\d\s*\n\s*[a-z]+(?:\s[a-z]+)?$")
_COLON = re.compile(r"s?\s*[:=]")


def _over_label(folded: str, hit: Hit) -> bool:
    """ "Votants : 10⏎Abstention : 0": the figure of one line and the label of the next count nothing together."""
    return (
        hit.rule.field in _COUNTS
        and _LABEL.search(folded[hit.start : hit.end]) is not None
        and _COLON.match(folded, hit.end) is not None
        and folded[max(0, hit.start - 3) : hit.start].rstrip(" ")[-1:] in (":", "=", "\t")
    )


def _figure_first(hit: Hit) -> bool:
    span = hit.bricks.get("number") or hit.bricks["number2"]
    return span[0] == hit.start


def read_vote(text: str, folded: str, hits: list[Hit], start: int, end: int) -> ReadVote:
    """The vote that text[start:end] states.

    `hits` are the rules' hits of the text, of which those of segment "vote" are used: fields for, against, abstentions,
    voters (with a <number>), unanimous, majority, unclear, adopted, rejected, noted, deferred, dissent-against,
    dissent-abstained, dissent-for, aside.
    """
    inside = [
        h
        for h in hits
        if h.rule.segment == "vote"
        and start <= h.start
        and h.end <= end
        and h.rule.field
        and not _over_label(folded, h)
    ]
    by_field: dict[str, list[Hit]] = {}
    for hit in inside:
        by_field.setdefault(hit.rule.field or "", []).append(hit)
    counts: dict[str, Read] = {}
    spans: list[tuple[int, int]] = [(h.start, h.end) for h in inside]
    strong = [h for h in inside if h.rule.strength != "weak"]
    crossed = _crossed(inside)
    for field in ("for", "against", "abstentions", "voters"):
        # the last one printed is the result; a weak form counts only beside another word of voting
        for hit in reversed(by_field.get(field, [])):
            value = _number(folded, hit)
            if value is None or hit in crossed:
                continue
            if hit.rule.strength == "weak" and not any(
                h is not hit and abs(h.start - hit.start) < 120 and h.rule.field in _BESIDE for h in inside
            ):
                continue
            counts[field] = Read(value, hit.start, hit.end, hit.rule.id)
            break
    for hit in by_field.get("for-against", []):  # "par 6 voix contre 2"
        for field, name in (("for", "number"), ("against", "against")):
            span = hit.bricks.get(name)
            value = parse_number(folded[span[0] : span[1]]) if span else None
            if value is not None:
                counts[field] = Read(value, hit.start, hit.end, hit.rule.id)
        if any(0 <= hit.start - h.end < _SAME_CLAUSE for h in by_field.get("rejected", [])):
            _turn(counts)  # "rejetée par 10 voix contre 5"
    for field, name in (("dissent-abstained", "abstentions"), ("dissent-against", "against"), ("dissent-for", "for")):
        for hit in by_field.get(field, []):
            below = _NUMBER_BELOW.match(folded, hit.end, end)  # "Abstentions :" and the figure on the next line
            if below is not None and name not in counts:
                counts[name] = Read(int(below.group(1)), hit.start, below.end(), hit.rule.id)
    unclear = by_field.get("unclear")
    unanimous: Read | None = None
    if by_field.get("unanimous") and not unclear:
        hit = by_field["unanimous"][-1]
        unanimous = Read(True, hit.start, hit.end, hit.rule.id)
    elif by_field.get("majority"):
        hit = by_field["majority"][-1]
        unanimous = Read(False, hit.start, hit.end, hit.rule.id)
    against = counts.get("against")
    if against is not None and isinstance(against.value, int) and against.value > 0:
        unanimous = Read(False, against.start, against.end, against.rule)
    dissent = _dissent(text, folded, inside, start, end)
    if unanimous is None and any(d.position == "against" for d in dissent):
        found = next(d for d in dissent if d.position == "against")
        unanimous = Read(False, found.start, found.end, found.rule)
    for position, field in (("against", "against"), ("abstained", "abstentions")):
        named = [d for d in dissent if d.position == position]
        if field not in counts and named and all(d.name is not None for d in named) and not by_field.get(field):
            # "M. X votant contre et Mme Y s'abstenant": whoever is named is one
            counts[field] = Read(len(named), named[0].start, named[-1].end, NAMED)
    outcome = _outcome(by_field, counts, unanimous, bool(strong))
    return ReadVote(
        outcome,
        unanimous,
        counts.get("for"),
        counts.get("against"),
        counts.get("abstentions"),
        counts.get("voters"),
        dissent,
        tuple(spans),
    )


def with_columns(read: ReadVote, folded: str, columns: tuple[tuple[str, int, int], ...]) -> ReadVote:
    """The vote with the counts that a table prints in columns of their own; a stroke or "néant" is zero."""
    counts: dict[str, Read] = {}
    for field, start, end in columns:
        value = parse_number(folded[start:end]) if folded[start:end] not in ("/", "-") else 0
        if value is not None:
            counts[field] = Read(value, start, end, "list.column")
    if not counts:
        return read
    for_, against = counts.get("for", read.for_), counts.get("against", read.against)
    read = msgspec.structs.replace(
        read, for_=for_, against=against, abstentions=counts.get("abstentions", read.abstentions)
    )
    if read.unanimous is None and against is not None and against.value:
        read = msgspec.structs.replace(read, unanimous=Read(False, against.start, against.end, against.rule))
    if read.outcome is None and for_ is not None and isinstance(for_.value, int):
        lost = against is not None and isinstance(against.value, int) and against.value > for_.value
        read = msgspec.structs.replace(
            read, outcome=Read("rejected" if lost else "adopted", for_.start, for_.end, for_.rule)
        )
    return read


def _outcome(
    by_field: dict[str, list[Hit]], counts: dict[str, Read], unanimous: Read | None, strong: bool
) -> Read | None:
    def last(field: str) -> Hit | None:
        found = by_field.get(field)
        return found[-1] if found else None

    for field in ("deferred", "rejected"):
        hit = last(field)
        if hit is not None:
            return Read(field, hit.start, hit.end, hit.rule.id)
    for_, against = counts.get("for"), counts.get("against")
    if (
        for_ is not None
        and against is not None
        and isinstance(for_.value, int)
        and isinstance(against.value, int)
        and against.value > for_.value
    ):
        return Read("rejected", against.start, against.end, against.rule)
    noted, adopted = last("noted"), last("adopted")
    if noted is not None and (adopted is None or noted.rule.strength == "strong"):
        return Read("noted", noted.start, noted.end, noted.rule.id)
    if adopted is not None:
        return Read("adopted", adopted.start, adopted.end, adopted.rule.id)
    if unanimous is not None:
        return Read("adopted", unanimous.start, unanimous.end, unanimous.rule)
    if for_ is not None and strong:
        return Read("adopted", for_.start, for_.end, for_.rule)
    return None


_POSITIONS: dict[str, Position] = {
    "dissent-against": "against",
    "dissent-abstained": "abstained",
    "dissent-for": "for",
    "aside": "did not take part",
}


_EXCEPTION = re.compile(
    r"(?:a\s+l'exception|hormis|sauf|excepte|moins\s+(?:la|les)\s+voix|exception\s+faite)\s*(?:de|d'|des|du)?\s*:?\s*"
)
_WHO = re.compile(r"\squi\s")
_OPENS_NAMES = re.compile(r"\s*(?:[(:]|de |d')\s*")
_FULL_STOP = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\b[A-Z])\.(?:\s|$)")
_FIRST_WORD = re.compile(r"\n\s*([A-ZÀ-Þ][\w'’-]*)")
_HOW = re.compile(r"abst\w*|contre|oppos\w*|part\b|vote(?:nt)? pas")
_DID: dict[str, Position] = {
    "abst": "abstained",
    "cont": "against",
    "oppo": "against",
    "part": "did not take part",
    "vote": "did not take part",
}


def _dissent(text: str, folded: str, inside: list[Hit], start: int, end: int) -> tuple[Dissenter, ...]:
    """Who dissented or stood aside, and groups that did, as named before or after the words that say so."""
    flat = _flat(text)
    out: list[Dissenter] = _roll_call(text, folded, start, end)
    for match in _EXCEPTION.finditer(folded, start, end):
        # "à l'exception de X, qui vote contre, et de Y et Z, qui s'abstiennent": what each did follows the names
        at = match.end()
        reach = min(end, match.end() + 600)
        for who in _WHO.finditer(folded, match.end(), reach):
            did = _HOW.search(folded, who.end(), min(reach, who.end() + 60))
            if did is None or who.start() < at:
                break
            out.extend(_people(flat, at, who.start(), _DID[did.group().split()[0][:4]], "vote.exception"))
            at = did.end()
    told = sorted(h.start for h in inside if h.rule.field in _POSITIONS or h.rule.field in _BESIDE)
    for hit in inside:
        follows = next((at for at in told if at >= hit.end), end)
        position = _POSITIONS.get(hit.rule.field or "")
        counted = hit.rule.field in ("against", "abstentions")
        below = _NUMBER_BELOW.match(folded, hit.end, end)
        after_count = below.end() if below is not None else hit.end
        if position is None and not counted:
            continue
        if counted:
            # "2 contre (M. X, Mme Y)", "abstentions : M. X"
            position = "against" if hit.rule.field == "against" else "abstained"
            bracket = _OPENS_NAMES.match(flat, hit.end, end)
            if bracket is not None:
                out.extend(_people(flat, bracket.end(), _close(text, bracket.end(), follows), position, hit.rule.id))
            continue
        assert position is not None
        after = _NAMES_AFTER.match(flat, after_count, end)
        if after and hit.rule.where != "whole-line":
            people = _people(flat, after.end(), _close(text, after.end(), follows), position, hit.rule.id)
            if people:
                out.extend(people)
                continue
        sentence = max(flat.rfind(sign, start, hit.start) for sign in (".", "(", ";", ":")) + 1
        begin = max(sentence, start)
        dots = [m.end() for m in _NAMES_FROM.finditer(flat, begin, hit.start)]
        begin = dots[-1] if dots else _sentence_start(flat, start, hit.start)
        # "Mme X vote contre, M. Y s'abstient": the names of the clause before are not his
        begin = max([begin, *(h.end for h in inside if h.rule.field in _POSITIONS and h.end <= hit.start)])
        if re.match(r"\s*:", flat[hit.end : hit.end + 3]) or flat[hit.end - 1] == ":":
            continue  # a label: those whom it counts stand after it
        if any(item.rule == "vote.exception" and begin <= item.start < hit.start for item in out):
            continue
        people = _people(flat, begin, hit.start, position, hit.rule.id)
        civility = None if people else _CIVILITY.search(flat, begin, hit.start)
        if civility is not None:
            # "Vote : unanimité M. X déclare ne pas participer au vote": from the civility to the verb
            left = _VERBS_LEFT.search(flat, civility.start(), hit.start)
            people = _people(flat, civility.start(), left.start() if left else hit.start, position, hit.rule.id)
        out.extend(people)
    unique: dict[tuple[str, int], Dissenter] = {}
    for item in out:
        unique.setdefault((item.position, item.start), item)
    return tuple(unique.values())


_CALLED = re.compile(
    r"^[ \t\-•–]*(?P<who>[^\n:]{3,60}?)\s*[:\t]\s*"
    r"(?P<how>oui|non|pour|contre|abst[a-z]*|s'abstient|nppv|ne prend pas part au vote)[ .]*$",
    re.MULTILINE,
)
_CALLED_AS: dict[str, Position] = {
    "oui": "for",
    "pour": "for",
    "non": "against",
    "contre": "against",
    "nppv": "did not take part",
    "ne prend pas part au vote": "did not take part",
}


def _roll_call(text: str, folded: str, start: int, end: int) -> list[Dissenter]:
    """A vote by roll call (CGCT L2121-21): a line a member, "Mme X : oui"."""
    lines = list(_CALLED.finditer(folded, start, end))
    if len(lines) < 3:
        return []
    out: list[Dissenter] = []
    for match in lines:
        position = _CALLED_AS.get(match.group("how"), "abstained")
        out.extend(_people(text, match.start("who"), match.end("who"), position, "vote.roll-call")[:1])
    return out


_NUMBER_BELOW = re.compile(r"(?:\s*:|(?<=:))\s*\n\s*(\d{1,3})\b")
_NAMES_AFTER = re.compile(
    r"\s*[:(]?\s*(?=(?:de |d'|du )?\s*"
    r"(?:M\.|MM|Mme|Mr|Monsieur|Madame|Mesdames|Messieurs|[A-ZÀ-Þ][a-zà-ÿ]+[ -][A-ZÀ-Þ]|[A-ZÀ-Þ]\.))"
)
_PLURAL = re.compile(r"\b(?:MM\.?|Mmes|Messieurs|Mesdames|MESSIEURS|MESDAMES)\s")
_CIVILITY = re.compile(r"\b(?:M\.|MM\.?|Mmes?|Mr|Mlle|Monsieur|Madame|Messieurs|Mesdames)\s")
_VERBS_LEFT = re.compile(r"(?:(?<=\s)[a-zà-ÿ']+\s*)*$")
_NAMES_FROM = re.compile(
    r"(?<!\bM)(?<!\bMM)(?<!\b[A-Z])\.\s|[(;]|\bexception d(?:e|')|\bhormis|\bsauf|contre\)?,? et\b", re.IGNORECASE
)


def _sentence_start(text: str, start: int, at: int) -> int:
    found = [m.end() for m in re.finditer(r"(?<!\bM)(?<!\bMM)(?<!\bMme)(?<!\b[A-Z])[.;]\s", text[start:at])]
    return start + found[-1] if found else start


@lru_cache(maxsize=2)
def _flat(text: str) -> str:
    """The text on one line, and "ET" between names in capitals as the separator that it is; offsets stay."""
    return re.sub(r"(?<=[A-ZÀ-Þ])\s(ET)\s(?=[A-ZÀ-Þ])", " ,  ", text.replace("\n", " "))


def _close(text: str, start: int, end: int) -> int:
    """Where a list of names ends: at its bracket, its sentence, or a line that begins with a word that names nobody."""
    stops = [
        p for p in (text.find(")", start, end), text.find("\n\n", start, end), text.find(";", start, end)) if p >= 0
    ]
    dot = _FULL_STOP.search(text, start, end)
    if dot:
        stops.append(dot.start())
    common = load_lexicon().common
    for line in _FIRST_WORD.finditer(text, start, end):
        if fold(line.group(1)) in common:
            stops.append(line.start())
            break
    return min([*stops, start + 400, end])


def _people(text: str, start: int, end: int, position: Position, rule: str) -> list[Dissenter]:
    group = _GROUP.search(text, start, end)
    found = read_names(text, start, end)
    plural = _PLURAL.search(text, start, end) is not None
    people = [
        Dissenter(position, entry.name, None, entry.start, entry.end, rule)
        for entry in found.entries
        if entry.name is not None and (entry.name.civility or entry.name.given or plural)
    ]
    if group:
        people.insert(
            0, Dissenter(position, None, " ".join(group.group(1).split()), group.start(1), group.end(1), rule)
        )
    return people
