"""A document as a volume: a strip of its pages with the cuts, and the table of its acts.

In: the id of a document. Out: where each act begins, how sure that is, and by which rule. A document of one act is a
volume too.
"""

from __future__ import annotations

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...volumes import Volume, volume
from .. import charts
from ..page import Page, Route

_SOURCES = ("text", "scan", "stamped-scan", "ocr-layer", "photo", "blank")


async def register(page: Page, document_id: str) -> Response:
    """The page of a volume."""
    found = await page.ask(lambda connection: volume(connection, document_id))
    unsure = sum(charts.grade(cut.confidence) == "unsure" and cut.confidence is not None for cut in found.cuts)
    return await page.html(
        "room/register.html", found.file, found=found, strip=_strip(page, found), grade=charts.grade, unsure=unsure
    )


def _strip(page: Page, found: Volume) -> Markup | None:
    if not found.leaves:
        return None
    t = page.t
    leaves = [
        charts.Leaf(
            one.number,
            one.source,
            f"{t('act.page')} {t.number(one.number)}: {t.either(f'page.{one.source}', one.source)}",
        )
        for one in found.leaves
    ]
    cuts = [
        charts.Cut(
            one.page, one.at, one.confidence, f"{one.title or t('act.untitled')} ({_sure(page, one.confidence)})"
        )
        for one in found.cuts
        if one.page is not None
    ]
    told = charts.Told("strip", t("volume.strip"), t("volume.strip-about", pages=len(leaves), n=len(cuts)))
    grades = {grade: t(f"volume.{grade}") for grade in ("sure", "fair", "unsure")}
    return Markup(charts.strip(told, leaves, cuts, grades, {one: t.either(f"page.{one}", one) for one in _SOURCES}))


def _sure(page: Page, confidence: float | None) -> str:
    return page.t("volume.not-measured") if confidence is None else page.t.share(confidence)


ROUTES = (
    Route(r"/register/(?P<document_id>[a-z2-7]+)", register),
    Route(r"/document/(?P<document_id>[a-z2-7]+)", register),
)
