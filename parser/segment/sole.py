"""The one act of an extract: its title and its number, wherever its head prints them.

In: the text of a sitting that holds one act, the candidate headings, the rules' hits. Out: its `Cut`, or None where
nothing looks like an act. A label ("Objet :") comes first, then a number with its title, then what stands out most.
"""

from __future__ import annotations

import re

from ..layout import Text
from ..rulebook import Hit
from .headings import Heading
from .marks import is_date_number
from .outline import Cut, Span
from .signs import opens_reasons


def sole_act(
    body: Text, hits: list[Hit], headings: list[Heading], anchors: list[int], start: int, end: int, taken: list[Span]
) -> Cut | None:
    """The one act of an extract: its title is the best heading before its reasoning."""
    first_anchor = min((a for a in anchors if a >= start), default=end)
    reasons = [h.start for h in hits if opens_reasons(h) and h.start > start]
    limit = min([first_anchor, *reasons, end])
    before = [h for h in headings if h.start < limit]
    labelled = [h for h in before if h.rule is not None and h.title[1] - h.title[0] > 3]
    numbered = [h for h in before if h.number is not None]
    number = numbered[0].number if numbered else _lone_number(body, start, limit)
    cell = _object_cell(body, start, limit)
    heading: Heading | None = None
    objects = [h for h in labelled if h.rule and h.rule.startswith("act.objet")]
    if objects:
        heading = objects[0]
    elif cell is not None:
        row = body.lines[body.line_at(cell[0])]
        return Cut(start, end, cell, number, None, row.start + len(row.text), "act.objet", 0.95)
    elif labelled:
        heading = labelled[0]
    elif numbered and numbered[0].title[1] - numbered[0].title[0] > 3 and not _names_body(body, numbered[0]):
        heading = numbered[0]
    else:
        scored = [(_title_score(body, h, taken), -h.start, h) for h in before if h.number is None]
        scored = [s for s in scored if s[0] > 0]
        if scored:
            heading = max(scored, key=lambda s: (s[0], s[1]))[2]
            heading = _under_theme(body, heading, [h for _, _, h in scored])
    if heading is None and not anchors:
        return None
    rule = (heading.rule or "heading.typography") if heading else "document"
    return Cut(
        start,
        end,
        _below_label(body, heading.title) if heading else None,
        number if number else heading.number if heading else None,
        heading.item if heading else None,
        heading.end if heading else start,
        rule,
        0.95,
    )


_NAMES_BODY = re.compile(
    r"\s*(?:commune|ville|mairie|region|departement|communaute|metropole|eurometropole|syndicat|conseil|comite|bureau"
    r"|commission permanente|assemblee"
    r"|centre (?:inter)?communal|c\.?c\.?a\.?s|pole|s\.?d\.?i\.?s|service departemental)\b"
)
_ENDS_BODY = re.compile(r"(?:metropole|communaute|agglomeration)\s*$")


def _names_body(body: Text, heading: Heading) -> bool:
    """Is the line under the number the letterhead: "VALDONNE MÉTROPOLE"?"""
    title = body.folded[slice(*heading.title)]
    return len(title.split()) <= 6 and (_NAMES_BODY.match(title) or _ENDS_BODY.search(title)) is not None


_LONE_NUMBER = re.compile(
    r"(?:^|[\t ])(?:(?P<number>\d{2,4}[.\-/_]\d{1,3}[.\-/_]\d{2,5})"
    r"|(?:[Rr][ée]f(?:[ée]rence)?\.?\s?:|(?:[Rr][ée]f\.?\s?:?\s*)?[Nn]\s?[°º]\s?:?|[Nn]um[ée]ro)\s*"
    r"(?P<named>(?:[A-Z]{1,5}[ _./-]?)?\d{2,8}(?:[-./_]\d{1,6}){1,3})"
    r"|(?P<coded>[A-Z]{1,5}[-_](?:19|20)\d\d(?:[-_][A-Z]{1,3})?(?:[-_/]\d{1,5}){1,3}))\s*$"
)  # "22.03.084", "Réf. : DCC-2022-117", "n° 2020-018"


def _object_cell(body: Text, start: int, limit: int) -> Span | None:
    """The cell beside "Objet" or "Intitulé" in a table of the head."""
    for line in body.lines[body.line_at(start) : body.line_at(max(start, limit - 1)) + 1]:
        if len(line.cells) > 1 and _OBJECT.match(body.folded[line.cells[0].start : line.cells[0].end]):
            span = (line.cells[1].start, line.cells[1].end)
            if len(body.text[slice(*span)].split()) > 1:
                return span
    return None


_OBJECT = re.compile(r"\s*(?:objet|intitule|titre|libelle)(?: (?:de la|du|de l') ?[a-z]+)?\s*:?\s*$")


def _under_theme(body: Text, heading: Heading, others: list[Heading]) -> Heading:
    """The title below a theme of a few words in capitals: "DÉCHETS MÉNAGERS / Grille tarifaire 2023"."""
    below = next((h for h in others if h.line == heading.last + 1), None)
    theme = body.text[slice(*heading.title)]
    if below is None or not theme.isupper() or len(theme.split()) > _MOST_OF_A_THEME or body.lines[below.line].caps:
        return heading
    return below if len(body.text[slice(*below.title)].split()) > len(theme.split()) else heading


_MOST_OF_A_THEME = 4  # words


def _below_label(body: Text, title: Span) -> Span:
    """The lines below where the title is but the word "OBJET", alone on its line: in a margin it has several."""
    index = body.line_at(title[0]) + 1
    if body.folded[title[0] : title[1]].strip(" :") != "objet" or index >= len(body.lines):
        return title
    first = last = body.lines[index]
    for line in body.lines[index + 1 : index + _MOST_LINES]:
        alike = line.page == first.page and line.column == first.column and line.bold == first.bold
        if not alike or line.gap > last.gap + 0.15 or _NUMBERS.match(line.text) or _CLOSED.search(last.text):
            break
        if line.text[:1].isupper() and line.x1 - line.x0 > 1.6 * (first.x1 - first.x0):
            break  # the text of the page
        last = line
    return (first.start, last.start + len(last.text.rstrip()))


_MOST_LINES = 6
_NUMBERS = re.compile(r"\s*(?:[Nn]\s?[°º]|[Nn]ombre|[Dd]ate|[Vv]u )")
_CLOSED = re.compile(r"[.;:]\s*$")


def _lone_number(body: Text, start: int, limit: int) -> tuple[int, int] | None:
    """The one number in the shape of an act's ("22.03.084") that ends a line of the head of an extract."""
    found: dict[str, tuple[int, int]] = {}
    for line in body.lines[body.line_at(start) : body.line_at(max(start, limit - 1)) + 1]:
        match = _LONE_NUMBER.search(line.text) if len(line.words) <= _MOST_BESIDE else None
        name = (match.lastgroup or "") if match is not None else ""
        if match is not None and not is_date_number(match.group(name)):
            found[match.group(name)] = (line.start + match.start(name), line.start + match.end(name))
    return next(iter(found.values())) if len(found) == 1 else None


_MOST_BESIDE = 10  # words of a line of a letterhead


def _title_score(body: Text, heading: Heading, taken: list[Span]) -> float:
    """How much a heading of an extract looks like its title: in bold or capitals, alone, a few words long."""
    line = body.lines[heading.line]
    words = len(body.text[heading.title[0] : heading.title[1]].split())
    if words < 2:
        return 0.0
    score = 1.0 * line.bold + 0.6 * line.caps + 0.6 * line.centred + 0.3 * (line.gap > 0.5) + 0.2 * min(words, 12) / 4
    if any(b <= heading.start for _, b in taken):
        score += 0.5
    return 0.3 * score if _NAMES_BODY.match(body.folded, line.start) else score
