"""The queue of what needs a human, one finding at a time; who may write accepts it or puts the value right.

In: the kind to look through, and the place in the queue from which to go on. Out: the finding with its page, the ones
that follow, what was decided last, which can be taken back; apart from the queue, what several documents together tell,
which can be accepted too, and what only informs, which is read only. Everybody may read. A form is taken from who may
write (`guard.py`); it becomes a row of `acceptances` or a correction, both of which hold when the document is read
again, and the next finding is shown.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response

from ... import hints, reviewed, reviewing
from ...corrections import FIELDS
from ...database import open_corpus
from ...findings import KINDS
from ...reviewing import Item, Place
from .. import guard
from ..page import BadQuestion, Page, Route, trouble
from ..phrases import french
from ..sources import source_of
from ..sums import title_of

_LIST = 12  # findings that are listed under the one that is shown
_HINTS = 50  # hints on a page
_LAST = 8  # what was decided last
_NAME = "reviewer"  # the cookie that remembers who reviews
_YEAR = 365 * 24 * 3600
_LONGEST = 4_000  # characters of a value or a reason


class _Found(NamedTuple):
    items: list[Item]
    counts: dict[str, int]
    last: list[reviewed.Done]
    image: bool
    hints: list[hints.Hint]
    apart: dict[str, int]


async def review(page: Page) -> Response:
    """The page of the queue; a form that it sent."""
    if page.request.method == "POST":
        try:
            return await _form(page)
        except guard.Refused as error:
            return await trouble(page, 403, "forbidden", page.t(str(error.args[0])))
    given = page.arg("token", 200)
    if given:
        return await _let_in(page, given)
    kind = _kind(page.arg("only"))
    sort = page.arg("only") if page.arg("only") in hints.SORTS else None
    at = page.whole("page", 1, 1, 10_000)
    after = _place(page, page.arg("after", 100))
    beside = Path(page.room.corpus.path).parent

    def ask(connection: sqlite3.Connection) -> _Found:
        items = [] if sort else reviewing.queue(connection, kind=kind, after=after, limit=_LIST + 1)
        return _Found(
            items,
            reviewing.counts(connection),
            reviewed.latest(connection, _LAST),
            bool(items) and page.room.options.render is not None and _drawn(connection, items[0], beside),
            hints.listed(connection, sort, limit=_HINTS, offset=(at - 1) * _HINTS) if sort else [],
            page.remember("hints", hints.counts, connection),
        )

    found = await page.ask(ask)
    shown = found.items[0] if found.items else None
    return await page.html(
        "room/review.html",
        page.t("review.title"),
        found=found,
        shown=shown,
        rest=found.items[1:],
        kinds=KINDS,
        kind=kind,
        sort=sort,
        at=at,
        last=-(-found.apart[sort] // _HINTS) if sort else 0,
        title_of=title_of,
        after=page.arg("after", 100),
        total=sum(found.counts.values()),
        fields=_fields(shown),
        opened=guard.opened(page),
        may_open=page.room.options.review is not None,
        who=unquote(page.request.cookies.get(_NAME, "")),
        csrf=page.request.scope["csrftoken"] if page.room.options.review is not None else None,
        place=_written,
        anchor=_anchor,
    )


def _drawn(connection: sqlite3.Connection, item: Item, beside: Path) -> bool:
    """Whether there is an image of the page to look at."""
    source = source_of(connection, item.document_id, beside)
    return not source.reason and item.page in source.pages


def _kind(text: str) -> str | None:
    return text if text in KINDS else None


def _written(item: Item) -> str:
    """A place in the queue as it stands in an address."""
    return f"{item.worst!r},{item.document_id},{item.ordinal}"


def _place(page: Page, text: str) -> Place | None:
    if not text:
        return None
    try:
        worst, document, ordinal = text.split(",")
        return (float(worst), document, int(ordinal))
    except ValueError:
        raise BadQuestion(page.t("error.bad-question-text")) from None


def _anchor(item: Item) -> str:
    """Where on the page of the act the finding is: its box, or the sums."""
    if item.kind in ("error", "warn"):
        return "sums"
    return f"box-{item.field.replace('.', '-')}" if item.field else ""


def _fields(item: Item | None) -> tuple[str, ...]:
    """What can be put right of the object, the value that the finding is of first."""
    if item is None:
        return ()
    names = FIELDS["document"] if item.act_id is None else tuple(dict.fromkeys((*FIELDS["act"], *FIELDS["session"])))
    return tuple(sorted(names, key=lambda name: name != item.field))


# ---- writing ---------------------------------------------------------------------------------------------------------


async def _let_in(page: Page, given: str) -> Response:
    """Who brings the token gets the cookie, and the address without the token."""
    if not guard.fits(page, given):
        closed = page.room.options.review is None
        return await trouble(page, 403, "forbidden", page.t("review.closed" if closed else "review.wrong-token"))
    response = page.redirect(page.link("review"))
    response.set_cookie(
        guard.COOKIE, guard.cookie(page), path=page.room.base_url, httponly=True, samesite="strict",
        secure=page.request.scheme == "https",
    )  # fmt: skip
    return response


async def _form(page: Page) -> Response:
    """What a form asks for. Raises `Refused`, `BadQuestion`, `NotFound`."""
    sent = await page.request.post_vars()
    action = sent.get("action", "")
    if action == "enter":  # the token itself, typed into a form
        if page.room.options.review is None or not guard.own(page):
            raise guard.Refused("review.closed" if page.room.options.review is None else "review.elsewhere")
        return await _let_in(page, sent.get("token", ""))
    guard.check(page)
    if any(len(value) > _LONGEST for value in sent.values()):
        raise BadQuestion(page.t("error.too-long", name=action, n=_LONGEST))
    who, why = sent.get("who", "").strip(), sent.get("why", "").strip()
    object_id, name, seen = sent.get("object", ""), sent.get("name", ""), sent.get("seen", "")
    if action in ("accept", "correct") and not (who and why):
        raise BadQuestion(page.t("review.who-and-why"))
    if action == "accept":
        await _write(page, lambda connection: reviewed.accept(connection, object_id, name, seen, who, why))
    elif action == "correct":
        await _write(page, lambda connection: _correct(page, connection, sent, who, why))
    elif action == "withdraw":
        await _write(page, lambda connection: reviewed.withdraw(connection, object_id, name))
    elif action == "undo":
        await _write(page, lambda connection: reviewed.undo(connection, object_id, name))
    else:
        raise BadQuestion(page.t("error.bad-question-text"))
    only, after = sent.get("only", ""), sent.get("after", "")
    _place(page, after)
    listed = only in hints.SORTS
    number = sent.get("page", "") if listed and sent.get("page", "").isdecimal() else None
    where = page.link(
        "review", only=only if listed else _kind(only), after=after or None, page=number, anchor="finding"
    )
    response = page.redirect(where)
    response.status = 303
    if who:
        response.set_cookie(_NAME, quote(who), max_age=_YEAR, path=page.room.base_url, samesite="strict")
    return response


async def _write(page: Page, task: Callable[[sqlite3.Connection], None]) -> None:
    """One writer at a time; the corpus is open for writing only meanwhile."""

    def run() -> None:
        with closing(open_corpus(page.room.corpus.path, "write")) as connection:
            task(connection)

    async with page.room.writing:
        await asyncio.to_thread(run)


def _correct(page: Page, connection: sqlite3.Connection, sent: dict[str, str], who: str, why: str) -> None:
    """Put a value right; a value that cannot be is a bad question."""
    object_id, name, seen, field = (sent.get(one, "") for one in ("object", "name", "seen", "field"))
    try:
        reviewed.correct(connection, object_id, name, seen, field, sent.get("value", "").strip(), who, why)
    except ValueError as error:
        said = french(str(error)) if page.t.language == "fr" else None
        raise BadQuestion(f"{said or error}.") from None


WHOLE = {"hints": hints.counts}
ROUTES = (Route(r"/review", review, ("GET", "HEAD", "POST")),)
