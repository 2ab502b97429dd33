"""The plugin: our pages in Datasette's hooks.

In: what Datasette asks of a plugin. Out: routes, headers, pages of trouble. The plugin is registered for the whole
process, so each hook answers only for a `Room`.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Generator
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest, Request, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker

from ...errors import DelibError, NotFound
from .page import BadQuestion, Page, Route, TooSlow, answer_json, failure, trouble
from .shield import Shield

hookimpl = HookimplMarker("datasette")


def _is_room(datasette: Datasette) -> bool:
    return bool(getattr(datasette, "is_reading_room", False))


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Our addresses, before Datasette's own."""
    from .routes import ROUTES

    return [(f"{route.pattern}$", _view(route)) for route in ROUTES] if _is_room(datasette) else []


def _view(route: Route) -> Any:
    @functools.wraps(route.view)
    async def view(datasette: Any, request: Request) -> Response:
        page = Page(datasette, request)
        if request.method not in route.methods:
            response = await trouble(page, 405, "wrong-method")
            response.headers["Allow"] = ", ".join(route.methods)
            return response
        try:
            return await route.view(page, **request.url_vars)
        except DelibError as error:
            if not isinstance(error, NotFound | BadQuestion | TooSlow):
                traceback.print_exception(error)  # into the server's log
            return await failure(page, error)

    # Datasette looks at the signature to know what to hand over: ours, not that of the page.
    del view.__wrapped__
    return view


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """What Datasette's own pages and ours raise, in the visitor's language, or as JSON where that was asked for.

    In place of Datasette's answer, not before it: that one prints a traceback for every address that is not there.
    """
    others = yield
    if not _is_room(datasette):
        return others

    async def inner() -> Response:
        page = Page(datasette, request)
        status = getattr(exception, "status", 503 if isinstance(exception, QueryInterrupted) else 500)
        if status == 500 and not isinstance(exception, DelibError):
            traceback.print_exception(exception)  # into the server's log
        if request.path.split("?")[0].endswith(".json"):
            said = _said(exception) or _KINDS.get(status, "failed")
            return answer_json({"ok": False, "error": said, "status": status}, status)
        if isinstance(exception, DelibError) or status == 500:
            return await failure(page, exception)
        if getattr(exception, "title", None) == "SQL Interrupted":
            return await failure(page, TooSlow("interrupted"))
        return await trouble(page, status, _KINDS.get(status, "bad-question"), _said(exception))

    return [inner]


_KINDS = {400: "bad-question", 403: "forbidden", 404: "not-found", 500: "failed", 503: "too-slow"}


def _said(exception: Exception) -> str | None:
    """What Datasette says of a question that is wrong: a piece of SQL, a column that is not there."""
    if isinstance(exception, DatasetteError) and not exception.message_is_html and exception.status == 400:
        return str(exception.message)
    return str(exception.args[0]) if isinstance(exception, BadRequest) and exception.args else None


@hookimpl
def forbidden(datasette: Any, request: Request, message: str) -> Any:
    """A page that is switched off."""
    if not _is_room(datasette):
        return None

    async def inner() -> Response:
        return await trouble(Page(datasette, request), 403, "forbidden")

    return inner


@hookimpl
def permission_allowed(datasette: Any, action: str) -> bool | None:
    """Datasette's own pages are closed where the room is served without them."""
    if _is_room(datasette) and not datasette.options.tables and action.startswith(("view-", "execute-")):
        return False
    return None


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """The shield stands before everything."""
    if not _is_room(datasette):
        return lambda app: app
    return lambda app: Shield(app, datasette)
