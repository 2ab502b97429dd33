"""Lists drawn as a table: a row an act, with its number, its object and what was decided.

In: the body text with its table rows, the rules' hits. Out: `Cut`s, one a row. The columns are known by their heads
("N°", "Objet", "Résultat", "Pour", "Contre"…), or, where there is no head, by what stands in them: numbers of one
shape, and words of voting in the same column of most rows. A row without number and without result goes on with the
title above it.
"""

from __future__ import annotations

import re

import msgspec

from ..layout import Cell, Line, Text
from ..rulebook import Hit
from .marks import number_shape
from .outline import Cut, Span
from .signs import RESULTS, is_result, opens_dispositif

_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"(?:n ?[°o.]?s?|num(?:ero)?s?|n° ?d'ordre|reference|ref\.?|deliberation n.*|numero d.*|acte|n° .*)$"
        ),
    ),
    ("for", re.compile(r"(?:voix )?pour$")),
    ("against", re.compile(r"(?:voix )?contre$")),
    ("abstentions", re.compile(r"abst(?:entions?|\.)?$")),
    ("result", re.compile(r".*\b(?:resultats?|decisions?|votes?|sens|adopte|suite|avis|approbation)\b.*$")),
    (
        "title",
        re.compile(
            r".*\b(?:objets?|intitules?|titres?|libelles?|deliberations?|designation|affaires?|questions?|points?"
            r"|dossiers?|rapports?)\b.*$"
        ),
    ),
)  # fmt: skip
_RESULTS = RESULTS | {"unclear"}
_NUMBER = re.compile(r"\s*(?:n\s?°?\s*)?(?P<number>[a-z]{0,6}[ _.-]?\d[\w./_ -]{0,24}?)\s*$")

_LEADING = re.compile(
    r"(?P<number>(?:[a-z]{1,8}[._ /-]?){1,3}\d{2,8}(?:[./_-]\d{1,6}){1,3}|\d{4}[./_-]\d{1,6}(?:[./_-]\d{1,6})?)"
    r"\s*[-–—:]\s*(?=[a-z])"
)


class _Row(msgspec.Struct):
    number: Span | None
    title: list[Span]
    start: int
    end: int
    votes: list[tuple[str, int, int]]
    result: Span | None


def listed_acts(body: Text, hits: list[Hit], start: int, end: int) -> list[Cut]:
    """The acts of the tables in body[start:end] that list acts, in order; empty where there is no such table."""
    tables: dict[int, list[Line]] = {}
    for line in body.lines:
        if start <= line.start < end and line.table is not None and line.cells:
            tables.setdefault(line.table, []).append(line)
    votes = [h for h in hits if h.rule.segment == "vote" and h.rule.field in _RESULTS and start <= h.start < end]
    decided = [h.start for h in hits if opens_dispositif(h) or (is_result(h) and h.rule.strength != "weak")]
    titled = any(h.rule.segment == "list" for h in hits)  # "Liste des délibérations": its rows hold no text
    found: list[Cut] = []
    columns: dict[int, str] = {}
    for lines in tables.values():
        if _tells_pages(body, lines[0]) and any(at > lines[-1].start + len(lines[-1].text) for at in decided):
            continue  # a table of contents, and what it tells of below it
        told = _told(body, lines, decided) if not titled else []
        if told:
            found.extend(told)
            continue
        own = _columns(body, lines, votes)
        if own is None and columns and len(lines[0].cells) >= 2:
            own = (columns, 0)  # the table goes on over the page
        if own is None:
            continue
        columns, first = own
        found.extend(_cut(body, row) for row in _rows(body, lines[first:], columns, votes) if row.title)
    printed = any(cut.rule == _TOLD or cut.result is not None or cut.votes for cut in found)
    outside = [at for at in decided if body.lines[body.line_at(at)].table is None]
    if not printed and len(outside) >= _LEAST_DECIDED:
        return []  # "N° | Objet | Montant": what is told of in minutes, whose decisions stand elsewhere
    return found if len(found) >= 2 else []


_LEAST_DECIDED = 2


_TOLD = "list.told"
_TEXT = 60  # characters of a cell that tells
_THEME = 12  # words of the cell before it


def _told(body: Text, lines: list[Line], decided: list[int]) -> list[Cut]:
    """The acts of a table of themes, each beside its text: "Voirie | Le maire présente deux devis. Le conseil…"."""
    pairs = [line for line in lines if len(line.cells) == 2]
    texts = sorted(line.cells[1].end - line.cells[1].start for line in pairs)
    if len(pairs) < len(lines) or len(pairs) < _LEAST_DECIDED or texts[len(texts) // 2] < _TEXT:
        return []
    cuts: list[Cut] = []
    for line in pairs:
        theme, text = line.cells
        title = _trimmed(body, theme)
        if title is None or len(body.text[slice(*title)].split()) > _THEME:
            return []
        if any(text.start <= at < text.end for at in decided):
            cuts.append(Cut(line.start, line.start + len(line.text), title, None, None, text.start, _TOLD, 0.8))
    return cuts if len(cuts) >= _LEAST_DECIDED else []


def _tells_pages(body: Text, head: Line) -> bool:
    """ "N° | Objet | Page": a table of contents."""
    return any(_PAGES.match(body.folded[cell.start : cell.end]) for cell in head.cells)


_PAGES = re.compile(r"\s*(?:(?:n ?[°o]\.? ?(?:de )?)?pages?|folios?)\b(?: du \w+)?\s*$")


def _cut(body: Text, row: _Row) -> Cut:
    title = (row.title[0][0], row.title[-1][1])
    number, item = row.number, None
    leading = _LEADING.match(body.folded, *title)
    if leading and (number is None or body.text[slice(*number)].isdigit()):
        # "3 | CA/2026/21 - Décision modificative": the ordinal of the row, and the number of the act before its object
        item = body.text[slice(*number)] if number is not None else None
        number, title = leading.span("number"), (leading.end(), title[1])
    pieces = ((title[0], row.title[0][1]), *row.title[1:]) if len(row.title) > 1 else ()
    return Cut(
        row.start, row.end, title, number, item, title[1], "list.row", 0.9, None, row.result, pieces, tuple(row.votes)
    )


def _columns(body: Text, lines: list[Line], votes: list[Hit]) -> tuple[dict[int, str], int] | None:
    """(what each column holds, index of the first row of acts), or None where the table lists no acts."""
    for place, line in enumerate(lines[:3]):
        named: dict[int, str] = {}
        for cell in line.cells:
            words = " ".join(body.folded[cell.start : cell.end].split()).strip(" :")
            kind = next((name for name, pattern in _HEADS if words and pattern.match(words)), None)
            if kind is not None and kind not in named.values():
                named[cell.column] = kind
        kinds = set(named.values())
        if "title" in kinds and kinds & {"result", "for", "number"} and len(kinds) >= 2 and len(lines) > place + 1:
            return named, place + 1
    return _guessed(body, lines, votes)


def _guessed(body: Text, lines: list[Line], votes: list[Hit]) -> tuple[dict[int, str], int] | None:
    """Columns without heads: the same shape of number in one, words of voting in another."""
    width = max(len(line.cells) for line in lines)
    if len(lines) < 2 or width < 2:
        return None
    shapes: dict[int, dict[str, int]] = {}
    results: dict[int, int] = {}
    letters: dict[int, int] = {}
    for line in lines:
        for cell in line.cells:
            words = body.folded[cell.start : cell.end]
            match = _NUMBER.match(words)
            if match:
                shape = number_shape(match.group("number"))
                shapes.setdefault(cell.column, {})[shape] = shapes.get(cell.column, {}).get(shape, 0) + 1
            if any(cell.start <= h.start < cell.end for h in votes):
                results[cell.column] = results.get(cell.column, 0) + 1
            letters[cell.column] = letters.get(cell.column, 0) + sum(c.isalpha() for c in words)
    least = max(2, (len(lines) + 1) // 2)
    result = next((column for column, count in results.items() if count >= least), None)
    if result is None:
        return None
    number = next((column for column, seen in shapes.items() if max(seen.values()) >= least and column != result), None)
    title = max(
        (column for column in letters if column not in (result, number)),
        key=lambda column: letters[column],
        default=None,
    )
    if title is None:
        return None
    named = {result: "result", title: "title"}
    if number is not None:
        named[number] = "number"
    return named, 0


def _rows(body: Text, lines: list[Line], columns: dict[int, str], votes: list[Hit]) -> list[_Row]:
    rows: list[_Row] = []
    numbered = "number" in columns.values()
    for line in lines:
        number: Span | None = None
        title: Span | None = None
        figures: list[tuple[str, int, int]] = []
        result: Span | None = None
        for cell in line.cells:
            kind = columns.get(cell.column)
            span = _trimmed(body, cell)
            if span is None:
                continue
            if kind == "number":
                match = _NUMBER.match(body.folded[span[0] : span[1]])
                number = (span[0] + match.start("number"), span[0] + match.end("number")) if match else None
            elif kind == "title" or (
                kind is None and title is None and not any(c.isdigit() for c in body.text[span[0] : span[1]])
            ):
                title = span
            elif kind in ("for", "against", "abstentions") and re.fullmatch(
                r"\d{1,3}|/|-|néant|neant", body.folded[span[0] : span[1]]
            ):
                figures.append((kind, *span))
            if kind == "result" or any(span[0] <= h.start < span[1] for h in votes):
                result = span
        end = line.start + len(line.text)
        opens = number is not None if numbered else (result is not None or bool(figures)) and title is not None
        if rows and not opens and (title is not None or result is not None):
            last = rows[-1]
            if title is not None:
                last.title.append(title)
            last.end = end
            last.votes.extend(figures)
            if result is not None:
                last.result = (last.result[0], result[1]) if last.result else result
        elif title is not None or number is not None:
            rows.append(_Row(number, [title] if title else [], line.start, end, figures, result))
    return [row for row in rows if row.title and (row.result or row.number is not None or row.votes)]


def _trimmed(body: Text, cell: Cell) -> Span | None:
    start, end = cell.start, cell.end
    while start < end and body.text[start].isspace():
        start += 1
    while end > start and body.text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
