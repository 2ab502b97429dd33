"""Headings whose number and title stand on lines of their own are one.

In: the candidate headings in order. Out: the same, the number and the title of one act joined.
"""

from __future__ import annotations

import re

import msgspec

from ..layout import Text
from .headings import Heading


def with_numbers(body: Text, found: list[Heading]) -> list[Heading]:
    """The headings, those of one act made one: "N° 2019/11-01" over "Objet : …", a title over its number."""
    out: list[Heading] = []
    for heading in found:
        above = out[-1] if out else None
        if above is not None and heading.line <= above.last:
            continue  # the line of the reference that the heading above has taken
        if (
            above is not None
            and heading.rule is not None
            and heading.number is None
            and above.number is not None
            and above.title[0] >= above.title[1]
            and heading.line - above.last <= _MOST_BETWEEN
            and body.lines[heading.line].page == body.lines[above.last].page
        ):
            out[-1] = msgspec.structs.replace(heading, start=above.start, line=above.line, number=above.number)
        elif above is not None and _numbers_item(body, above, heading):
            label = body.lines[heading.line]
            out[-1] = msgspec.structs.replace(
                heading,
                start=above.start,
                line=above.line,
                last=heading.line,
                end=label.start + len(label.text),
                title=above.title,
                item=above.item,
            )
        else:
            out.append(_with_reference(body, heading))
    return out


_REFERENCE = re.compile(
    r"\s*ref(?:erence)?\.?\s*:?\s*(?:n\s?°\s*:?\s*)?"
    r"(?P<number>(?:[a-z]{1,4}[-_ ]?)?\d{1,5}(?:[-_/.]\w{1,6}){1,3})\s*"
)


def _with_reference(body: Text, heading: Heading) -> Heading:
    """A title over "réf : 2021-112" has this number."""
    if heading.number is not None or heading.last + 1 >= len(body.lines):
        return heading
    below = body.lines[heading.last + 1]
    stop = below.start + len(below.text)
    found = _REFERENCE.fullmatch(body.folded, below.start, stop)
    if found is None or below.page != body.lines[heading.last].page:
        return heading
    return msgspec.structs.replace(heading, number=found.span("number"), last=heading.last + 1, end=stop)


def _numbers_item(body: Text, above: Heading, heading: Heading) -> bool:
    """ "2. Débat d'orientation" over "Délibération n° 2021-03-004", and prose below: the title stands above."""
    line = body.lines[heading.line]
    if above.kind != "item" or above.number is not None or heading.kind != "label" or heading.number is None:
        return False
    if heading.line != above.last + 1:
        return False
    if above.title[1] - above.title[0] < 4 or heading.title[0] < line.start + len(line.text) <= heading.title[1]:
        return False
    below = body.lines[min(heading.line + 1, len(body.lines) - 1)]
    return heading.title[0] >= heading.title[1] or not (below.bold or below.caps or below.centred)


_MOST_BETWEEN = 3  # lines
