"""From spans of the body text to what the record keeps: places, evidence, passages.

In: a `Text` and spans of its offsets. Out: `Evidence`, `Place` and the text as a reader would copy it: words cut at a
line's end joined again, one space between words.
"""

from __future__ import annotations

import re

from .layout import Text
from .record import Evidence, Passage, Place

_SPACES = re.compile(r"[ \t\n]+")


def clean(body: Text, start: int, end: int) -> str:
    """body[start:end] on one line; a word that the printer cut at the line's end is whole again."""
    text = body.text
    first, last = body.line_at(start), body.line_at(max(start, end - 1))
    pieces: list[str] = []
    for index in range(first, last + 1):
        line = body.lines[index]
        begin, finish = max(start, line.start), min(end, line.start + len(line.text))
        if finish <= begin:
            continue
        piece = text[begin:finish]
        pieces.append(piece)
        if index < last and finish == line.start + len(line.text) and _is_cut(body, index):
            pieces[-1] = piece.rstrip()
            following = body.lines[index + 1].text[:1]
            if following.islower():
                pieces[-1] = pieces[-1][:-1]
        else:
            pieces.append(" ")
    return _SPACES.sub(" ", "".join(pieces)).strip()


def _is_cut(body: Text, index: int) -> bool:
    """Does the line end with a hyphen that ties its last word to the next line?"""
    words = body.lines[index].words
    if not words or index + 1 >= len(body.lines):
        return False
    last = words[-1]
    if last.joined:
        return True
    return (
        len(last.text) > 2
        and last.text.endswith("-")
        and last.text[-2].isalpha()
        and body.lines[index + 1].text[:1].islower()
    )


def evidence(
    body: Text, start: int, end: int, rule: str | None, *, basis: str = "stated", confidence: float | None = None
) -> Evidence:
    """Evidence for a value read at body[start:end]."""
    return Evidence(
        body.places(start, end),
        _SPACES.sub(" ", body.text[start:end]).strip(),
        rule,
        confidence,
        basis,  # type: ignore[arg-type]
    )


def missing(reason: str) -> Evidence:
    """Evidence for a value that is null."""
    return Evidence(basis="missing", reason=reason)


def passage(body: Text, span: tuple[int, int] | None, rule: str | None) -> Passage | None:
    """The passage of a span, or None."""
    if span is None:
        return None
    return Passage(clean(body, *span), block_places(body, *span), rule)


def block_places(body: Text, start: int, end: int) -> tuple[Place, ...]:
    """One place a page and column for a long span: the box that encloses its lines there."""
    boxes: dict[tuple[int, int], list[float]] = {}
    if end <= start or not body.lines:
        return ()
    for index in range(body.line_at(start), len(body.lines)):
        line = body.lines[index]
        if line.start >= end:
            break
        key = (line.page, line.column)
        box = boxes.get(key)
        if box is None:
            boxes[key] = [line.x0, line.top, line.x1, line.bottom]
        else:
            box[0], box[1] = min(box[0], line.x0), min(box[1], line.top)
            box[2], box[3] = max(box[2], line.x1), max(box[3], line.bottom)
    return tuple(Place(page, (b[0], b[1], b[2], b[3])) for (page, _), b in boxes.items())
