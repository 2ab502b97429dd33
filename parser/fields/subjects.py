"""What an act is about, by the ACTES nomenclature: a printed code, or a proposal from the words of the act.

In: the zones of an act (title, first lines, decision) and the rulebook. Out: `Topic`, the principal first, or the
reason why there is none. A printed code ("Nomenclature ACTES : 7.5.1", "5.2. Institutions et vie politique") is
believed before all words; its levels beyond the second are kept and not interpreted, because they are local to each
prefecture. Without one, the rules of rules/subjects.toml are tried, and their weights are summed by code: see `_Scale`.
Where two codes weigh nearly the same, only the level that they share is proposed, or nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import msgspec

from ..folding import fold
from ..rulebook import Rule, Rulebook

PRINTED = "subject.printed"
MOST = 5  # subjects that ACTES takes for one act

_NUMBER = r"(?P<code>[1-9][.\-]\d{1,2}(?:[.\-]\d{1,2}){0,3})(?![\d/])(?!\s*(?:€|euro|%|m²|[-/]\s*\d))"
_LABELLED = re.compile(
    r"(?:nomenclature(?:\s+(?:actes?|@ctes|prefecture|de\s+la\s+prefecture))?|classification(?:\s+(?:actes?|@ctes|matieres?))?"
    r"|(?:code\s+)?matieres?(?:\s+de\s+l'acte|\s+actes?)?|code\s+(?:actes|nomenclature)|rubrique|domaine|theme)"
    r"(?:\s+(?:n\s?°|numero))?\s*[:=\-]?\s*(?:n\s?°\s*)?" + _NUMBER
)
_HEADS = re.compile(r"nomenclature|classification|matiere|code (?:actes|nom)|rubrique|domaine|theme")
_AT_LINE = re.compile(r"^[ \t]*" + _NUMBER + r"[ \t]*\.?[ \t]*[-:]?[ \t]*(?=[a-z])", re.MULTILINE)
_WORDS = re.compile(r"[a-z]{3,}")
# What follows these words says what for: "demande de subvention pour l'acquisition d'un terrain" is about a subvention.
_PURPOSE = re.compile(
    r"(?<![a-z])(?:pour|en\s+vue|afin|dans\s+le\s+cadre|au\s+titre|destinee?s?\s+a|portant\s+sur|suite\s+a|permettant)(?![a-z])"
)


class Zone(msgspec.Struct, frozen=True):
    """A stretch of text that tells what an act is about; `folded` as of `parser/folding.py`."""

    kind: Literal["title", "opening", "decision", "elsewhere"]
    text: str
    folded: str
    start: int
    end: int


class Said(NamedTuple):
    """Where words stand: the index of their zone, and their span in its text."""

    zone: int
    start: int
    end: int


class Topic(msgspec.Struct, frozen=True):
    """A subject: its code, label, why it stands (`basis`, `rule`), and where it is said, the weightiest words first."""

    code: str
    label: str
    basis: Literal["stated", "inferred"]
    rule: str
    said: tuple[Said, ...]


class Found(msgspec.Struct, frozen=True):
    """The topics of an act, the principal one first; where there are none, `why`."""

    topics: tuple[Topic, ...] = ()
    why: str | None = None


class _Scale:
    """The weights of the proposal."""

    STRENGTH: ClassVar[dict[str, float]] = {"strong": 4.0, "medium": 2.0, "weak": 1.0}
    # By zone: what a hit there counts, and how many characters of it are read.
    ZONES: ClassVar[dict[str, tuple[float, int]]] = {
        "title": (3.0, 1000), "opening": (1.0, 300), "decision": (0.75, 1200),
    }  # fmt: skip
    THEME = 0.75  # times the weight of the themes of domain 8, which an act about a contract or a sum touches as well
    PURPOSE = 1.0  # instead of 3, in a title, for what it is meant for
    ALONE = 1.6  # times the weight of opening and decision where the title names nothing
    LEAST = 4.5  # below it nothing is proposed: more than a medium phrase of the decision, less than one of the title
    MARGIN = 1.2  # the best must weigh so many times the second
    SECOND = 10.0  # a second subject is proposed from here on


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """The national labels by code, levels 1 and 2."""
    path = Path(__file__).parents[2] / "rules" / "nomenclature.toml"
    found: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["labels"]
    return found


def label_of(code: str) -> str | None:
    """The label of a code by its first two levels; None where the nomenclature has no such code."""
    return labels().get(".".join(code.split(".")[:2]))


# ------------------------------------------------------------------------------------------------------------- printed


def find_printed(zones: Sequence[Zone]) -> list[Topic]:
    """The codes that the zones print, in order; a code that the nomenclature does not have is none."""
    found: dict[str, Topic] = {}
    for index, zone in enumerate(zones):
        folded, start, end = zone.folded, zone.start, zone.end
        matches: list[re.Match[str]] = []
        if _HEADS.search(folded, start, end):
            matches += _LABELLED.finditer(folded, start, end)
        matches += [match for match in _AT_LINE.finditer(folded, start, end) if _says_its_label(folded, match, end)]
        for match in sorted(matches, key=lambda one: one.start()):
            code = _code_of(match)
            label = label_of(code)
            if label is not None and code not in found:
                stop = match.end() if match.re is _LABELLED else _line_end(folded, match.end(), end)
                begin = match.start() + len(match[0]) - len(match[0].lstrip())
                found[code] = Topic(code, label, "stated", PRINTED, (Said(index, begin, stop),))
    return list(found.values())[:MOST]


def _code_of(match: re.Match[str]) -> str:
    return ".".join(str(int(part)) for part in re.split(r"[.\-]", match["code"]))


def _line_end(folded: str, at: int, end: int) -> int:
    stop = folded.find("\n", at, end)
    return end if stop < 0 else stop


@lru_cache(maxsize=128)
def _label_words(code: str) -> tuple[frozenset[str], ...]:
    """The words of the labels of the code's first two levels."""
    parts = code.split(".")
    named = (labels().get(parts[0]), labels().get(".".join(parts[:2])))
    return tuple(frozenset(_WORDS.findall(fold(label))) for label in named if label)


def _says_its_label(folded: str, match: re.Match[str], end: int) -> bool:
    """A number at the start of a line is a code where the label of the nomenclature follows it."""
    code = _code_of(match)
    words = _WORDS.findall(folded[match.end() : min(_line_end(folded, match.end(), end), match.end() + 60)])[:2]
    return bool(words) and any(set(words) <= label for label in _label_words(code))


# ------------------------------------------------------------------------------------------------------------ proposed


def propose(zones: Sequence[Zone], rules: Rulebook) -> Found:
    """The subjects that the words of the zones propose."""
    weights, proof = _weigh(zones, rules)
    if not weights:
        return Found(why="no phrase of rules/subjects.toml names a subject")
    ranked = sorted(weights, key=lambda code: (-weights[code], _key(code)))
    best = ranked[0]
    if weights[best] < _Scale.LEAST:
        return Found(why=f"what names {best} is too weak")
    second = next((code for code in ranked[1:]), None)
    if second is not None and weights[best] < _Scale.MARGIN * weights[second]:
        family = best.split(".")[0]
        rivals = [code for code in ranked if weights[code] * _Scale.MARGIN > weights[best]]
        if any(code.split(".")[0] != family for code in rivals):
            return Found(why=f"{best} and {second} are named alike")
        hits = [hit for code in rivals for hit in proof[code]]
        return Found((_topic(family, hits),))
    topics = [_topic(best, proof[best])]
    if second is not None and weights[second] >= _Scale.SECOND:
        topics.append(_topic(second, proof[second]))
    return Found(tuple(topics))


def _topic(code: str, hits: list[_Weighed]) -> Topic:
    return Topic(code, labels()[code], "inferred", hits[0].rule.id, tuple(hit.said for hit in hits))


def _key(code: str) -> tuple[int, ...]:
    return tuple(map(int, code.split(".")))


class _Weighed(NamedTuple):
    """A rule that fired: what it weighs there, and where."""

    weight: float
    rule: Rule
    said: Said


def _weigh(zones: Sequence[Zone], rules: Rulebook) -> tuple[dict[str, float], dict[str, list[_Weighed]]]:
    """The weight of each code and the hits that made it; each rule counts once, where it weighs most."""
    best: dict[str, _Weighed] = {}
    for index, zone in enumerate(zones):
        factor, length = _Scale.ZONES.get(zone.kind, (0.0, 0))
        start, end = zone.start, min(zone.end, zone.start + length)
        if start >= end:
            continue
        found = rules.scan_apart("subject", zone.folded[start:end], zone.text[start:end])
        hits = [hit for hit in found if hit.rule.field is not None]
        aim = end  # where the title goes on to say what for, once it has said what
        if zone.kind == "title" and hits and (purpose := _PURPOSE.search(zone.folded, start + hits[0].end, end)):
            aim = purpose.start()
        elif zone.kind != "title" and not best:
            factor *= _Scale.ALONE
        for hit in hits:
            weight = _Scale.STRENGTH[hit.rule.strength] * (_Scale.PURPOSE if hit.start + start > aim else factor)
            if hit.rule.id not in best or weight > best[hit.rule.id].weight:
                best[hit.rule.id] = _Weighed(weight, hit.rule, Said(index, hit.start + start, hit.end + start))
    weights: dict[str, float] = defaultdict(float)
    proof: dict[str, list[_Weighed]] = defaultdict(list)
    for one in sorted(best.values(), key=lambda one: (-one.weight, one.said, one.rule.id)):
        code = (one.rule.field or "").replace("-", ".")
        if code in labels():
            weights[code] += one.weight * (_Scale.THEME if code.startswith("8.") else 1.0)
            proof[code].append(one)
    return weights, proof
