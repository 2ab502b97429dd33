"""Running heads and feet, and page numbers.

In: the fragments of all pages, stamps taken out. Out: for each page, what is furniture and what is not. A head is
lifted where it repeats, but never from the first page (there it may be the only place that names the body or the
sitting); a foot is lifted wherever it stands. "The same" means the same words at the same height on two pages or more,
page numbers apart: "DELIBERATION N° 12" on one page and "DELIBERATION N° 13" on the next are two titles, not a running
head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from ..folding import fold
from .lines import Fragment, Row, rows

_ZONE = 0.13  # share of the page's height at its top and at its bottom where furniture stands
_SAME_HEIGHT = 8.0  # points
_LETTERS = re.compile(r"[^a-z0-9]+")
_NAMED_NUMBER = re.compile(r"\b(?:page|p\.|pg|folio|feuillet|f°)\W*\d+(?:\W*(?:/|sur|de|\||of)\W*\d+)?")
_BARE_NUMBER = re.compile(
    r"^\W*(\d{1,4})(?: ?[/|] ?\d{1,4})?\b(?![/.-]\d)|(?<![\d/.-])\b(\d{1,4})(?: ?[/|] ?\d{1,4})?\W*$"
)
_NUMBER = re.compile(r"^\W*(?:page|p\.?|pg|folio|feuillet|f°)?\W*(\d{1,4})\W*(?:(?:/|sur|de|\||of)\W*(\d{1,4}))?\W*$")
_NUMBER_TAIL = re.compile(r".*\b(?:page|p\.)\W*(\d{1,4})\W*(?:(?:/|sur|de)\W*(\d{1,4}))?\W*$")


class PageFurniture(NamedTuple):
    """What was told apart on one page. `title` holds the running heads of the first page: body, above all columns."""

    head: list[Row]
    foot: list[Row]
    numbers: list[Row]
    title: list[Row]
    rest: list[Fragment]


class _Candidate(NamedTuple):
    page: int
    row: Row
    key: str
    text: str
    middle: float


def tell_apart(pages: Sequence[tuple[int, float, list[Fragment]]]) -> list[PageFurniture]:
    """Furniture of each page; a page is given as (number, height, fragments)."""
    tops: list[list[_Candidate]] = []
    bottoms: list[list[_Candidate]] = []
    for number, height, pieces in pages:
        tops.append(_candidates(number, [p for p in pieces if p.bottom < height * _ZONE], 0.0))
        bottoms.append(_candidates(number, [p for p in pieces if p.top > height * (1 - _ZONE)], height))
    head_keys = _repeated(tops)
    foot_keys = _repeated(bottoms)
    ahead = _steps(tops) + _steps(bottoms)
    found: list[PageFurniture] = []
    for place, ((number, _, pieces), top, bottom) in enumerate(zip(pages, tops, bottoms, strict=True)):
        head: list[Row] = []
        foot: list[Row] = []
        numbers: list[Row] = []
        title: list[Row] = []
        for candidate in top:  # from the edge inwards: what stands inside the text is text
            if candidate.row[0].cells is not None:
                break  # the rows of a table are text, its head repeated on each page too
            if _is_number(candidate, number, ahead):
                numbers.append(candidate.row)
            elif _matches(candidate, head_keys):
                (head if place else title).append(candidate.row)
            elif place and candidate is top[0] and _is_small_print(candidate, pieces):
                head.append(candidate.row)
            elif len(candidate.key) > 2:
                break
        for candidate in reversed(bottom):
            if candidate.row[0].cells is not None:
                break  # the rows of a table are text, its head repeated on each page too
            if _is_number(candidate, number, ahead):
                numbers.append(candidate.row)
            elif _matches(candidate, foot_keys) or (
                len(candidate.text) < 80 and _is_number(candidate, number, ahead, tail=True)
            ):
                foot.append(candidate.row)
            elif len(candidate.key) > 2:
                break
        foot.reverse()
        taken = {id(piece) for group in (head, foot, numbers, title) for row in group for piece in row}
        rest = [piece for piece in pieces if id(piece) not in taken] if taken else pieces
        found.append(PageFurniture(head, foot, numbers, title, rest))
    return found


def _is_small_print(candidate: _Candidate, pieces: list[Fragment]) -> bool:
    """A line of its own over the text of a later page, set smaller and apart: a running head, though no other page
    has it.
    """
    rest = [piece for piece in pieces if piece not in candidate.row]
    if not rest or len(candidate.row) > 1 or len(candidate.text.split()) > 12:
        return False
    own = candidate.row[0]
    below = min(piece.top for piece in rest) - own.bottom
    return own.size <= 0.9 * median([piece.size for piece in rest]) and below > own.bottom - own.top


def _candidates(page: int, pieces: list[Fragment], offset: float) -> list[_Candidate]:
    """The rows of a page's edge, each with its letters and its height from the page's edge."""
    found = []
    for row in rows(pieces):
        text = fold(" ".join([piece.text for piece in row]))
        middle = row[0].middle - offset
        found.append(_Candidate(page, row, _LETTERS.sub("", _counted(text, page)), text, middle))
    return found


def _counted(text: str, page: int) -> str:
    """The text without its page number: one that says so, or a figure at its end that grows with the pages."""
    text = _NAMED_NUMBER.sub("", text)
    match = _BARE_NUMBER.search(text)
    if match is None:
        return text
    number = int(match[1] or match[2])
    if 1900 <= number < 2100:
        return text  # a year
    return f"{text[: match.start()]} {number - page + 10_000} {text[match.end() :]}"


def _repeated(edges: list[list[_Candidate]]) -> dict[str, list[float]]:
    """Words that stand at one height on several pages, on half at least of those they span, with their heights."""
    places: dict[str, list[tuple[int, float]]] = {}
    for edge in edges:
        for candidate in edge:
            if sum(char.isalpha() for char in candidate.key) >= 3:
                places.setdefault(candidate.key, []).append((candidate.page, candidate.middle))
    found: dict[str, list[float]] = {}
    least = 2 if len(edges) < 5 else 3
    for key, all_places in places.items():
        kept: list[float] = []
        for _, middle in all_places:
            same = {page for page, at in all_places if abs(at - middle) <= _SAME_HEIGHT}
            close = {page for page, at in all_places if abs(at - middle) <= _SAME_HEIGHT / 4}
            if len(close) > 1 or len(same) > 2:
                span = max(same) - min(same) + 1
                if len(same) >= least and len(same) * 2 >= span:
                    kept.append(middle)
        if kept:
            found[key] = kept
    return found


def _matches(candidate: _Candidate, keys: dict[str, list[float]]) -> bool:
    return any(abs(candidate.middle - height) < 0.5 for height in keys.get(candidate.key, ()))


def _is_number(candidate: _Candidate, page: int, ahead: Counter[int], *, tail: bool = False) -> bool:
    """A page number: "2/19" must not run past its total, a bare figure must keep step with the pages."""
    match = (_NUMBER_TAIL if tail else _NUMBER).match(candidate.text)
    if match is None:
        return False
    number = int(match[1])
    if match[2] is not None:
        return number <= int(match[2]) and (number == page or int(match[2]) < 1000)
    if re.search(r"[a-z]", candidate.text):
        return True
    return "/" not in candidate.text and (abs(number - page) <= 1 or ahead[number - page] > 1)


def _steps(edges: list[list[_Candidate]]) -> Counter[int]:
    """How far the bare figures at the pages' edges are ahead of the page's number, and on how many pages."""
    steps: Counter[int] = Counter()
    for edge in edges:
        for candidate in edge:
            match = _NUMBER.match(candidate.text)
            if match is not None and match[2] is None:
                steps[int(match[1]) - candidate.page] += 1
    return steps
