"""The counts of a vote that a table prints: "Pour | Contre | Abstention" over figures, or a line each.

In: the lines of the body text in the span of one act. Out: (field, start, end) of each figure, as `with_columns` of
`votes` takes them. Of several rows (a row a group) the one that is headed "Total" counts; where none is, the figures
are parts of a sum that the page does not print, and nothing is read.
"""

from __future__ import annotations

import re

from ..layout import Line, Text

Counted = tuple[str, int, int]

_FIELDS = (
    ("for", re.compile(r"(?:voix |votes? )?(?:pour|favorables?|approbations?)$")),
    ("against", re.compile(r"(?:voix |votes? )?(?:contre|defavorables?|oppositions?)$")),
    ("abstentions", re.compile(r"abst(?:entions?)?\.?$")),
    (
        "",
        re.compile(
            r"(?:(?:nombre de )?(?:votants?|suffrages?(?: exprimes?)?|exprimes?|presents?|pouvoirs?|procurations?)"
            r"|nppv|non[ -]participations?|ne prend(?:nent)? pas part au vote|total|blancs?|nuls?|unanimite)$"
        ),
    ),
)
_FIGURE = re.compile(r"\d{1,3}$|[/-]$|neant$")
_TOTAL = re.compile(r"totaux$|total\b")
_HINT = re.compile(r"\babst")
_MOST_ROWS = 30


def ballot_counts(body: Text, start: int, end: int) -> tuple[Counted, ...]:
    """The counts of the last table of a vote in body[start:end]; empty where there is none."""
    if _HINT.search(body.folded, start, end) is None:
        return ()
    found: tuple[Counted, ...] = ()
    index, last = body.line_at(start), body.line_at(max(start, end - 1))
    while index <= last:
        heads = _heads(body, body.lines[index])
        if heads is not None:
            found = _figures(body, index + 1, last, heads) or found
        index += 1
    return found or _rows_of_labels(body, body.line_at(start), last)


def _cells(body: Text, line: Line) -> list[tuple[int, int, int, str]]:
    """(column, start, end, folded words) of each cell; of each word where the line has no cells."""
    if line.cells:
        cells = [(cell.column, cell.start, cell.end) for cell in line.cells]
    else:
        pairs = zip(line.words, line.offsets, strict=True)
        cells = [(number, at, at + len(word.text)) for number, (word, at) in enumerate(pairs)]
    out = []
    for column, a, b in cells:
        while a < b and body.text[a].isspace():
            a += 1
        while b > a and (body.text[b - 1].isspace() or body.text[b - 1] in ":."):
            b -= 1
        out.append((column, a, b, " ".join(body.folded[a:b].split())))
    return out


def _field(words: str) -> str | None:
    return next((field for field, pattern in _FIELDS if pattern.match(words)), None)


def _heads(body: Text, line: Line) -> dict[int, str] | None:
    """The columns of a head row: {column: field}; None where the line is none."""
    if not 2 <= len(line.words) <= 24:
        return None
    cells = _cells(body, line)
    fields = {column: _field(words) for column, _, _, words in cells if words}
    named = {column: field for column, field in fields.items() if field}
    if len(set(named.values())) < 2 or len(named) != len(set(named.values())):
        return None
    if line.cells:
        first = min(fields)
        strange = [column for column, field in fields.items() if field is None and column != first]
        return named if not strange else None
    return {column: field or "" for column, field in fields.items()} if None not in fields.values() else None


def _figures(body: Text, first: int, last: int, heads: dict[int, str]) -> tuple[Counted, ...]:
    """The figures under a head row: of its only row, else of the row "Total"."""
    rows: list[tuple[bool, tuple[Counted, ...]]] = []
    ruled = bool(body.lines[first - 1].cells)
    for index in range(first, min(last + 1, first + _MOST_ROWS)):
        line = body.lines[index]
        cells = _cells(body, line)
        if ruled != bool(line.cells) or (not ruled and len(cells) != len(heads)):
            break
        figures = tuple((heads[c], a, b) for c, a, b, words in cells if heads.get(c) and _FIGURE.match(words))
        if not figures or (not ruled and not all(_FIGURE.match(words) for *_, words in cells)):
            break
        rows.append((any(_TOTAL.match(words) for *_, words in cells), figures))
    totals = [figures for total, figures in rows if total]
    if len(totals) == 1:
        return totals[0]
    return rows[0][1] if len(rows) == 1 else ()


def _rows_of_labels(body: Text, first: int, last: int) -> tuple[Counted, ...]:
    """ "Pour | 12", "Contre | 1", "Abstention | 0": a row of a table each."""
    found: dict[str, Counted] = {}
    for index in range(first, last + 1):
        line = body.lines[index]
        cells = [cell for cell in _cells(body, line) if cell[3]] if line.cells else []
        if len(cells) == 2 and _FIGURE.match(cells[1][3]) and (field := _field(cells[0][3])):
            found[field] = (field, cells[1][1], cells[1][2])
    return tuple(found.values()) if len(found) > 1 else ()
