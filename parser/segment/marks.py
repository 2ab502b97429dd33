"""What heads a line: the label of an act, its number, an ordinal of the agenda.

In: one line of the folded text, the labels of the rules in it, what this document's numbers look like. Out: `Marks`,
or None. A date, a telephone number or a sum of money is no number of an act.
"""

from __future__ import annotations

import re

import msgspec

from ..folding import fold
from ..layout import Line, Text
from ..rulebook import Hit

Span = tuple[int, int]

# "23-02/001", "2016.02.16", "DEL2023_012", "20150928-01", "2013 / 252", "D2018-66", "CP2023_06_12", "2018 SG 30"
_NUMBER = (
    r"(?:[a-z]{1,6}[ _.-]?)?\d{1,8}(?:(?:[-./_]|\s?[/-]\s?(?=\d))(?:\d[a-z0-9]{0,7}|[a-z]{1,4}(?![a-z]))){1,4}"
    r"(?:\s?(?:bis|ter|quater))?"
    r"|[a-z]{1,4}[-_ ]?\d{3,12}[a-z]?|\d{4} [a-z]{2,5} \d{1,4}|\d{3,12}"
)
_NUMERO = r"(?:n\s?(?:[°º*®]|o(?![a-z]))\s?\.?|numero|no\.?(?![a-z]))"
_NUMBERED = re.compile(rf"\s*(?:{_NUMERO}\s*:?\s*)(?P<number>{_NUMBER})\s*(?P<tail>[-:.]|$|\n)?\s*")
_AFTER_LABEL = re.compile(rf"\s*(?:{_NUMERO})?\s*:?\s*(?P<number>{_NUMBER}|\d{{1,3}})(?=[\s:;,.)\-]|$)\s*(?:[-:.]\s*)?")
_BARE_NUMBER = re.compile(
    r"\s*(?P<number>(?:[a-z]{1,6}[ _.-]?)?\d{2,8}"
    r"(?:(?:[-./_]|\s?[/-]\s?(?=\d))(?:\d[a-z0-9]{0,7}|[a-z]{1,4}(?![a-z]))){1,4}(?:\s(?:bis|ter|quater))?)"
    r"(?P<tail>\s*[-:.]\s|\s*:|\s+(?=\S)|$)\s*(?:[-:]\s*)?"
)
_ITEM = re.compile(
    r"\s*(?P<item>\d{1,3}(?:\s?[.-]\s?(?:\d{1,2}|[a-z])(?![a-z0-9]))?|[ivx]{1,6}|[a-h])\s*(?P<mark>°\)|°\s?/|\.\)|[.,)/°]|\s?-(?=\s))\s*[-:.]?\s*(?=[^\s\d.,;/])"
)
_LOST_MARK = re.compile(r"\s*(?P<item>[a-h]) (?=[a-z]{3,})")  # "a Acquisition…": the OCR lost the bracket
_AMOUNT = re.compile(r"(?!(?:19|20)\d\d\.\d\d ?:)\d{1,6}[.,]\d{2}(?![\d.\-/_a-z])")  # "2016.84 : Budget" is no sum
# "POINT 2 – Compte financier", "DCS n° 2019/04", "Délibération 2016.05.11"
_POINT = re.compile(r"(?:point|question|affaire|dossier|sujet)\s+(?P<item>\d{1,3})\s*(?:[-–:]|\.(?=\s))\s*(?=\S)")
_ACRONYM = re.compile(
    rf"\s*(?:[a-z]{{2,4}}\s?{_NUMERO}\s*:?\s*(?P<number>(?:\d{{2,4}}[-./_]\d{{1,6}}(?:[-./_]\d{{1,4}})?))(?P<tail>[-:]|$|\n)\s*)"
)
_BARE_LABEL = re.compile(
    r"(?:deliberation|delib\.?)\s+"
    r"(?P<number>(?:19|20)\d\d[-./_]\d{1,3}(?:[-./_]\d{1,4})?|[a-z]{1,4}[-_ ]?(?:19|20)\d\d[-./_ ]?\d{1,4})"
    r"\s*(?:[-:]\s*|$|\n)"
)
_POINT_LABEL = re.compile(  # "3. Délibération n° D2023-33 : Convention"
    r"(?P<item>\d{1,3}|[ivx]{1,5})\s?[-.)/°]{1,2}\s*[-:]?\s*(?:deliberation|delib\.?|dcm)\s*"
    rf"{_NUMERO}\s*:?\s*(?P<number>{_NUMBER}|\d{{1,3}})(?=[\s:;,.)\-]|$)\s*(?:[-:.]\s*)?"
)
_NTH = re.compile(r"(?P<item>\d{1,2})\s?(?:ere?|e|eme)\s+(?:deliberation|question|affaire)\s*[-:.]\s*(?=\S)")
_YEARLY = re.compile(
    r"\d{1,4}[-./_](?:19|20)\d\d[-./_]\d{1,4}"
    r"|(?:19|20)\d\d[-./_](?:\d{1,3}|[a-z]{1,5})[-./_]\d{1,4}"  # "Affaire n° 2026-CM/071"
)
_CODED = re.compile(r"(?P<number>(?:19|20)\d\d [a-z]{2,5} \d{1,4}(?:-\d)?(?: (?:bis|ter))?)\s*")  # "2019 DFPE 175"
_MONTHLY = re.compile(r"(?P<number>(?:19|20)\d\d \d\d n ?° ?\d{1,3})\s*[-–:]?\s*")  # "2019 03 n°08 – Tarifs"
_SUB_ITEM = re.compile(r"(?P<item>\d{1,2}[.-]\d{1,2}) (?=[a-z]{2})")  # "1-1 Modification des statuts", in bold
_NAMED_THING = re.compile(r"[a-z]{1,6} \d{1,4}$")  # "Objet : RD 912 - Carrefour": a road, no number of an act
_WORDS = re.compile(r"[a-z]{3}")
_FIGURES = re.compile(r"(?:\d{1,3}|[ivx]{1,4}) ")
_DATE_NUMBER = re.compile(
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d|\d\d(?:[ .]\d\d){4})$"
)


class Marks(msgspec.Struct, frozen=True):
    """What heads a line: a label of the rules, a number of an act, an agenda ordinal."""

    kind: str
    style: str
    end: int
    number: Span | None = None
    item: str | None = None
    rule: str | None = None
    strength: str = "medium"


def is_date_number(number: str) -> bool:
    """Is what looks like a number of an act a date, a year, a telephone number?"""
    return _DATE_NUMBER.match(number) is not None


def number_shape(number: str) -> str:
    """The build of an act's number: runs of digits as 9, runs of letters as a, blanks left out."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "9", fold(number).replace(" ", "")))


def common_shapes(body: Text, start: int, end: int) -> frozenset[str]:
    """Shapes of numbers that stand, each time with another value, at the start of several lines."""
    values: dict[str, set[str]] = {}
    for line in body.lines:
        if not start <= line.start < end:
            continue
        match = _BARE_NUMBER.match(body.folded, line.start, line.start + len(line.text))
        if (
            match
            and not _DATE_NUMBER.match(match.group("number"))
            and sum(c.isdigit() for c in match.group("number")) >= 4
        ):
            values.setdefault(number_shape(match.group("number")), set()).add(match.group("number"))
    return frozenset(shape for shape, seen in values.items() if len(seen) >= 2)


def bare_ordinals(body: Text, start: int, end: int) -> frozenset[int]:
    """Offsets of lines that a number heads without a mark ("12 Acquisition d'un terrain"), told by their running on
    from 1, line after line, at one indent.
    """
    lines = [line for line in body.lines if start <= line.start < end and line.table is None]
    romans = _bare_romans(lines)
    runs: dict[tuple[int, int], list[int]] = {}
    for line in lines:
        match = _BARE_ORDINAL.match(line.text)
        if match is None:
            continue
        value = int(match.group(1))
        for (last, length), offsets in list(runs.items()):
            if value == last + 1:
                del runs[(last, length)]
                runs[(value, length + 1)] = [*offsets, line.start]
                break
        else:
            if value == 1:
                runs[(1, 1)] = [line.start]
    best = max(runs.values(), key=len, default=[])
    return romans | frozenset(best) if len(best) >= _LEAST_ORDINALS else romans


def _bare_romans(lines: list[Line]) -> frozenset[int]:
    """The lines that "I", "II", "III"… head, running on from I."""
    found: list[int] = []
    for line in lines:
        match = _BARE_ROMAN.match(line.text)
        if match is not None and len(found) < len(_ROMANS) and match.group(1) == _ROMANS[len(found)]:
            found.append(line.start)
    return frozenset(found) if len(found) >= _LEAST_ROMANS else frozenset()


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_BARE_ROMAN = re.compile(r"([IVX]{1,4}) (?=[A-ZÀ-Þ])")
_LEAST_ROMANS = 3
_BARE_ORDINAL = re.compile(r"(\d{1,3}) (?=[A-ZÀ-Þ«])")
_LEAST_ORDINALS = 5


def read_marks(
    folded: str,
    start: int,
    end: int,
    splits: dict[int, Hit],
    shapes: frozenset[str],
    *,
    apart: bool = False,
    ordinals: frozenset[int] = frozenset(),
    loud: bool = False,
) -> Marks | None:
    """The label, number or ordinal at the start of a line, or None."""
    at = start
    while at < end and folded[at] in " \t-*•>\"'":
        at += 1
    hit = splits.get(at)
    if hit is not None:
        if hit.end > end:  # "DÉLIBÉRATION DU CONSEIL MUNICIPAL / N° 2025-031": the words of the label wrap
            end = max(hit.end, folded.find("\n", hit.end))
        after = re.compile(r"\s*(?:du [^\n:]{6,40}?)?[-:]?\s*").match(folded, hit.end, end)
        position = after.end() if after else hit.end
        number = _NUMBERED.match(folded, hit.end, end) or _AFTER_LABEL.match(folded, hit.end, end)
        if number is not None and hit.rule.field != "number" and _NAMED_THING.match(number.group("number")):
            number = None
        if number is not None:
            value = number.group("number")
            if hit.rule.field == "number" or _YEARLY.fullmatch(value):  # "Affaire n° 05-2022/03": no ordinal
                return Marks(
                    "label", hit.rule.id, number.end(), number.span("number"), None, hit.rule.id, hit.rule.strength
                )
            return Marks("label", hit.rule.id, number.end(), None, value, hit.rule.id, hit.rule.strength)
        return Marks("label", hit.rule.id, position, rule=hit.rule.id, strength=hit.rule.strength)
    bare_label = _BARE_LABEL.match(folded, at, end)
    if bare_label is not None and not _DATE_NUMBER.match(bare_label.group("number")):
        return Marks(
            "label",
            "act.deliberation-no",
            bare_label.end(),
            bare_label.span("number"),
            None,
            "act.deliberation-no",
            "strong",
        )
    behind = _POINT_LABEL.match(folded, at, end)
    if behind is not None:
        return Marks(
            "label", "act.deliberation-no", behind.end(), behind.span("number"), None, "act.deliberation-no", "strong"
        )
    nth = _NTH.match(folded, at, end)
    if nth is not None:
        return Marks("label", "act.point", nth.end(), None, nth.group("item"), "act.point", "medium")
    coded = _CODED.fullmatch(folded, at, end) if loud or apart else None
    coded = coded or _MONTHLY.match(folded, at, end)
    if coded is not None:
        return Marks("number", "coded " + number_shape(coded.group("number")), coded.end(), coded.span("number"))
    point = _POINT.match(folded, at, end)
    if point is not None:
        return Marks("label", "act.point", point.end(), None, point.group("item"), "act.point", "medium")
    numbered = _NUMBERED.match(folded, at, end) or _ACRONYM.match(folded, at, end)
    if numbered and numbered.group("number").isdigit() and not (apart or numbered.group("tail") in ("-", ":")):
        numbered = None
    if numbered and (
        not _DATE_NUMBER.match(numbered.group("number")) or numbered.group("tail") in ("-", ":", "\n", "", None)
    ):
        return Marks("number", "n° " + number_shape(numbered.group("number")), numbered.end(), numbered.span("number"))
    bare = _BARE_NUMBER.match(folded, at, end)
    if bare and _AMOUNT.match(folded, bare.start("number"), end):
        bare = None
    if bare and (bare.end() < end and not _WORDS.search(folded, bare.end(), end)):
        bare = None  # "20/2051 200,00": a line of the budget
    if bare and not _DATE_NUMBER.match(bare.group("number")):
        shape = number_shape(bare.group("number"))
        digits = sum(c.isdigit() for c in bare.group("number"))
        alone = loud and bare.end() >= end and digits >= 5
        marked = (bool(bare.group("tail").strip()) and digits >= 4) or alone
        if shape in shapes or marked:
            return Marks("number", shape, bare.end(), bare.span("number"))
    if start in ordinals:
        figures = _FIGURES.match(folded, start, end)
        assert figures is not None
        return Marks("item", "digit", figures.end(), item=figures.group().strip(), strength="strong")
    inner = _SUB_ITEM.match(folded, at, end) if loud and start == at else None
    if inner is not None:
        return Marks("item", "sub", inner.end(), item=inner.group("item"))
    item = _ITEM.match(folded, at, end) or (_LOST_MARK.match(folded, at, end) if apart and end - start < 90 else None)
    if item and at - start <= 2:
        value = item.group("item")
        shape = (
            "digit"
            if value.isdigit()
            else "sub"
            if value[0].isdigit()
            else "letter"
            if len(value) == 1 and value not in "ivx"
            else "roman"
        )
        if item.groupdict().get("mark") == "," and shape != "digit":
            return None
        return Marks("item", shape, item.end(), item=value.replace(" ", ""))
    return None
