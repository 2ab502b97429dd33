"""Images of pages, and of parts of them to cite.

In: the id of a document, the number of a page, "@2x" for twice the pixels, or a part as "x0,top,x1,bottom" in whole
points. Out: WebP of a page, PNG of a part. Where there is no image, a picture that says why, with the status that fits.
There are two sizes and no others, so that nobody can fill the cache with them.
"""

from __future__ import annotations

from pathlib import Path

from datasette.utils.asgi import Response
from markupsafe import escape

from ....errors import NotFound
from ..page import BadQuestion, Page, Route
from ..sources import Source, source_of, within
from ..studio import Shot, Wish

ACROSS = 1000
"""Pixels of the width of a page, once."""
_SOON = {"busy": 503, "too-slow": 503, "no-renderer": 503}


async def image(page: Page, document: str, number: str, twice: str | None) -> Response:
    """The image of a page."""
    source = await _source(page, document)
    if int(number) not in source.pages:
        raise NotFound("The document has no such page.")
    shot = await _shot(page, source, Wish(source.path, source.sha256, int(number), ACROSS * (2 if twice else 1)))
    if shot.reason:
        return picture_of_words(page, shot.reason)
    return page.data(shot.data, "image/webp")


async def crop(page: Page, document: str, number: str, x0: str, top: str, x1: str, bottom: str) -> Response:
    """A part of a page."""
    source = await _source(page, document)
    sheet = source.pages.get(int(number))
    box = (float(x0), float(top), float(x1), float(bottom))
    if sheet is None:
        raise NotFound("The document has no such page.")
    if not within(sheet, box):
        raise BadQuestion(page.t("image.no-part"))
    shot = await _shot(page, source, Wish(source.path, source.sha256, int(number), 0, box))
    if shot.reason:
        return picture_of_words(page, shot.reason)
    return page.data(shot.data, "image/png")


async def _source(page: Page, document: str) -> Source:
    beside = Path(page.room.corpus.path).parent
    return await page.ask(lambda connection: source_of(connection, document, beside))


async def _shot(page: Page, source: Source, wish: Wish) -> Shot:
    return Shot(b"", source.reason) if source.reason else await page.room.studio.image(wish)


def picture_of_words(page: Page, reason: str) -> Response:
    """A picture that says in words why there is no other."""
    title, text = page.t("image.none"), page.t(f"image.{reason}")
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 46:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    rows = "".join(f'<text x="300" y="{440 + 26 * row}">{escape(one)}</text>' for row, one in enumerate([*lines, line]))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 848" font-family="sans-serif" font-size="17" '
        f'text-anchor="middle" fill="#5b6069"><rect width="600" height="848" fill="#f6f4ee"/>'
        f'<text x="300" y="400" font-size="20" font-weight="600">{escape(title)}</text>{rows}</svg>'
    )
    return Response(svg, status=_SOON.get(reason, 404), content_type="image/svg+xml")


_ID = "(?P<document>[a-z2-7]{1,40})"
_PAGE = "(?P<number>[0-9]{1,6})"
_BOX = ",".join(f"(?P<{name}>[0-9]{{1,5}})" for name in ("x0", "top", "x1", "bottom"))

ROUTES = (
    Route(rf"/image/{_ID}/{_PAGE}(?P<twice>@2x)?\.webp", image),
    Route(rf"/crop/{_ID}/{_PAGE}/{_BOX}\.png", crop),
)
