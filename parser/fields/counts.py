"""The announced numbers of a sitting: members in office, quorum, present, proxies, voters.

In: the folded text of a head and the rules' words for what is counted (segment "count-word"). Out: `Found` numbers by
field. A figure belongs to the label that a colon ties it to, else to the words that follow it ("29 conseillers en
exercice"), else to the words before it on its line; rows of labels over rows of figures are read as tables. What the
words of a label say together decides what it counts. A label without a figure gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..rulebook import Hit
from .found import Found
from .numbers import find_number_words, read_number_words

FIELDS = ("in_office", "quorum", "present_count", "proxy_count", "voter_count")
_WITH_A_VOICE = re.compile(r" (?:deliberative|consultative)")  # "membres ayant voix délibérative": who may vote
_MOST = 600  # no deliberative body in France has more members; a larger figure is a year or a reference
_FIGURE = re.compile(
    r"(?<![\w.,/°'])(?<!\d[ -])(?P<n>\d{1,3})"
    r"(?=/(?P=n)(?![\w/])|(?![\w°/]|[.,]\d|[ ]?h\b|[ ]\d{3}\b| ?%| ?€))"  # "en exercice : 15/15"
)
_TIED = re.compile(r"[:=][ \t]*\(?[ \t]*$")
_DOTS = re.compile(r"[.…_ ]{3,}$")
_EDGE = re.compile(r"[;|\t\n]|\s[-–—/•]\s|\.\s|(?<=\d)\s*,|^\s*[-•]\s?|(?<=\d) - ")
_AFTER = re.compile(r"(?:\s*\([a-z\s]+\))?[ \n](?:[a-z'\-]+[ \n]){0,4}?")
_MONTHS = re.compile(
    r"\s*(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b|\s*(?:heures?|h\b|euros?|francs?)"
)
_CITED = re.compile(r"(?:article|art\.|alinea|page|folio|point|rapport|n ?°|no|l\.|r\.|le|du|au)\s*$")
# What a label counts, where several of its words could say it: the first that is there.
_RANK = (
    "quorum",
    "ballot",
    "present-or-represented",
    "voter_count",
    "proxy_count",
    "absent_count",
    "present_count",
    "in_office",
    "elected",
    "seats",
)


class _Word(msgspec.Struct, frozen=True):
    start: int
    end: int
    field: str
    rule: str
    opens: bool  # a capital at the beginning of a line: something of its own begins


def counts(hits: Sequence[Hit], text: str, folded: str, start: int, end: int) -> dict[str, Found]:
    """The announced numbers in folded[start:end]: in_office, quorum, present_count, proxy_count, voter_count.

    The first printed holds.
    """
    words = [
        _Word(hit.start, hit.end, hit.rule.field, hit.rule.id, _begins(text, hit.start))
        for hit in hits
        if hit.rule.segment == "count-word"
        and hit.rule.field
        and start <= hit.start < end
        and not (hit.rule.field == "voter_count" and _WITH_A_VOICE.match(folded, hit.end))
    ]
    if not words:
        return {}
    found: dict[str, Found] = {}
    tabled, claimed = _tables(words, folded, start, end)
    for item in sorted([*tabled, *_figures(words, folded, start, end, claimed)], key=lambda item: item[1].start):
        if item[0] in FIELDS or item[0] == "elected":
            found.setdefault(*item)
    elected = found.pop(
        "elected", None
    )  # "élus : 15, en fonction : 14": seats filled by the vote, not members in office
    if elected is not None:
        found.setdefault("in_office", elected)
    return found


def _begins(text: str, at: int) -> bool:
    return text[at].isupper() and not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _kind(words: Sequence[_Word], start: int, end: int) -> _Word | None:
    """What the label folded[start:end] counts, as the word that says it."""
    inside = [word for word in words if start <= word.start and word.end <= end]
    fields = {word.field for word in inside}
    if {"present_count", "proxy_count"} <= fields and not fields & {"voter_count", "absent_count"}:
        return None  # "présents ou représentés"
    field = next((name for name in _RANK if name in fields), None)
    return next((word for word in inside if word.field == field), None)


def _figures(
    words: Sequence[_Word], folded: str, start: int, end: int, claimed: list[tuple[int, int]]
) -> list[tuple[str, Found]]:
    found: list[tuple[str, Found]] = []
    spans = [match.span() for match in _FIGURE.finditer(folded, start, end)]
    # "quinze membres présents", "en exercice : neuf"; "un" and "une" are articles
    spans += [
        (n.start, n.end)
        for n in find_number_words(folded, start, end)
        if n.value > 1 and not any(a < n.end and n.start < b for a, b in spans)
    ]
    previous = start
    for a, b in sorted(spans):
        if any(x <= a < y for x, y in claimed):
            previous = b
            continue
        label = _label(words, folded, a, b, previous, end)
        value = _value(folded, a, b)
        if label is not None and value is not None:
            first = min(a, label[0])
            found.append((label[2].field, Found(value, first, max(b, label[1]), label[2].rule)))
        previous = b
    return found


def _value(folded: str, start: int, end: int) -> int | None:
    if folded[start:end].isdigit():
        value = int(folded[start:end])
    else:
        number = read_number_words(folded, start, end)
        value = number.value if number is not None else _MOST + 1
    return value if value <= _MOST else None


def _label(
    words: Sequence[_Word], folded: str, a: int, b: int, previous: int, end: int
) -> tuple[int, int, _Word] | None:
    """(start, end, word) of the label of the figure at folded[a:b], or None."""
    if _MONTHS.match(folded, b):
        return None
    before = folded[max(previous, a - 160) : a]
    offset = a - len(before)
    tied = _TIED.search(before.rstrip("\n")) or _DOTS.search(before)
    if tied is not None:
        first = _segment(before[: tied.start()])
        kind = _kind(words, offset + first, a)
        if kind is None and not any(word.start >= offset + first for word in words if word.end <= a):
            # the label wrapped: "Votants au total⏎: 34"
            first = _segment(before[: max(0, first - 1)].rstrip())
            kind = _kind(words, offset + first, a)
        return (kind.start, a, kind) if kind is not None else None
    if _CITED.search(before):
        return None
    following = [w for w in words if b <= w.start <= b + 60]
    if following:
        gap = _AFTER.match(folded, b, min(end, following[0].end + 1))
        between = folded[b : following[0].start]
        if gap is not None and len(between.split()) <= 5 and not re.search(r"[:;,.\t]|\n\s*\n|\s[-–]\s", between):
            stop = re.compile(r"[\w' ()-]*").match(folded, following[0].start, min(end, following[0].start + 60))
            limit = stop.end() if stop else following[0].end
            dash = re.search(r"\s[-–]\s|\d", folded[following[0].start : limit])
            kind = _kind(words, following[0].start, following[0].start + dash.start() if dash else limit)
            alone = folded[b : folded.find("\n", b) if folded.find("\n", b) >= 0 else len(folded)].strip() == ""
            if kind is not None and not (alone and "\n" in between) and not ("\n" in between and following[0].opens):
                return kind.start, kind.end, kind
    first = _segment(before)
    own = before[first:]
    if (colon := own.rfind(": ")) > 0:  # "Nombre de conseillers : en exercice 11, présents 8"
        first, own = first + colon + 2, own[colon + 2 :]
    rest = folded[b : b + 4].lstrip(" ")
    if own.strip() and len(own.split()) <= 9 and (not rest or rest[0] in "\n;,.-–|\t)/"):
        kind = _kind(words, offset + first, a)
        if kind is not None and not re.search(r"[.:]\s", own):
            return kind.start, a, kind
    if before.endswith("\t") and not own.strip() and (not rest or rest[0] in "\n\t"):
        cell = before.rstrip("\t ")  # a table of two columns: "Membres en exercice | 9"
        first = _segment(cell)
        kind = _kind(words, offset + first, offset + len(cell)) if len(cell[first:].split()) <= 9 else None
        if kind is not None:
            return kind.start, a, kind
    return None


def _segment(before: str) -> int:
    """Where the last piece of `before` begins: after a separator or a line's start."""
    edges = [match.end() for match in _EDGE.finditer(before)]
    return max(edges, default=0)


# ---------------------------------------------------------------------------------------------------------------- tab


def _tables(
    words: Sequence[_Word], folded: str, start: int, end: int
) -> tuple[list[tuple[str, Found]], list[tuple[int, int]]]:
    """Labels first and figures later: rows or columns of labels, then as many figures."""
    lines: list[tuple[int, str]] = []
    at = start
    for piece in folded[start:end].split("\n"):
        lines.append((at, piece))
        at += len(piece) + 1
    found: list[tuple[str, Found]] = []
    claimed: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        if not _only_figures(lines[number][1]):
            number += 1
            continue
        stop = number
        while stop < len(lines) and _only_figures(lines[stop][1]):
            stop += 1
        figures = [
            (lines[n][0] + m.start(), lines[n][0] + m.end())
            for n in range(number, stop)
            for m in re.finditer(r"\d+", lines[n][1])
        ]
        labels = _labels_above(words, lines, number, len(figures))
        if labels is not None:
            for kind, (a, b) in zip(labels, figures, strict=True):
                if kind is not None and int(folded[a:b]) <= _MOST:
                    found.append((kind.field, Found(int(folded[a:b]), a, b, kind.rule)))
            claimed.append((figures[0][0], figures[-1][1]))
        number = stop
    return found, claimed


def _only_figures(line: str) -> bool:
    return bool(re.fullmatch(r"\s*\d{1,3}(?:[\s|]+\d{1,3})*\s*", line))


def _labels_above(
    words: Sequence[_Word], lines: list[tuple[int, str]], number: int, size: int
) -> list[_Word | None] | None:
    """The labels of `size` figures that begin on line `number`: one a cell of the row above, or one a line above."""
    cells: list[_Word | None] = []
    for back in range(number - 1, max(-1, number - 8), -1):
        offset, line = lines[back]
        if re.search(r"\d", line) or not line.strip():
            break
        row: list[_Word | None] = []
        at = offset
        for cell in line.split("\t"):
            inside = [word for word in words if at <= word.start < at + len(cell)]
            if inside and "\t" not in line and size > 1 and len({word.field for word in inside}) == size:
                row.extend(inside)  # a row of labels with no cells told apart
            else:
                row.append(_kind(words, at, at + len(cell)))
            at += len(cell) + 1
        if not any(row):
            break
        cells = row + cells
        if len(cells) == size:
            return cells
        if len(cells) > size:
            return None
    return None
