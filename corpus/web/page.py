"""What a page is handed, and what it hands back.

In: a request. Out: `Page`: the visitor's language, the arguments of the address, read-only questions to the corpus in
a thread and under a time limit, addresses of other pages, and the answer as HTML, JSON or bytes. A page raises
`NotFound` or `BadQuestion`, which become a page that says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from ...errors import BadDatabase, DelibError, NotFound
from .links import address
from .memory import Make
from .phrases import told
from .texts import LANGUAGES, Speech

if TYPE_CHECKING:
    from .room import Room

Answer = TypeVar("Answer")
COOKIE = "lang"
_JSON = "application/json; charset=utf-8"
_YEAR = 365 * 24 * 3600


class BadQuestion(DelibError):
    """The address asks for something that cannot be: too long, no number, no day."""

    code = "bad-question"


class TooSlow(DelibError):
    """The corpus took longer to answer than a page may."""

    code = "too-slow"


class Route(NamedTuple):
    """A page: the pattern of its address, whose named groups are handed to `view` after the `Page`."""

    pattern: str
    view: Callable[..., Awaitable[Response]]
    methods: tuple[str, ...] = ("GET", "HEAD")


class Page:
    """One request, and the means to answer it."""

    def __init__(self, room: Room, request: Request) -> None:
        self.room = room
        self.request = request
        self.args = request.args
        self.behind = False
        self.chosen = self.args.get("lang") if self.args.get("lang") in LANGUAGES else None
        kept = request.cookies.get(COOKIE)
        self.t = Speech(self.chosen or (kept if kept in LANGUAGES else room.options.language))

    # ---- what is asked

    def arg(self, name: str, longest: int = 200) -> str:
        """An argument of the address without spaces around it; "" where there is none. Raises `BadQuestion`."""
        text = (self.args.get(name) or "").strip()
        if len(text) > longest:
            raise BadQuestion(self.t("error.too-long", name=name, n=longest))
        return text

    def whole(self, name: str, otherwise: int, least: int = 1, most: int = 1_000_000) -> int:
        """A whole number of the address, brought within its bounds. Raises `BadQuestion` for what is none."""
        text = self.arg(name, 20)
        if not text:
            return otherwise
        if not text.isdecimal():
            raise BadQuestion(self.t("error.no-number", name=name))
        return min(max(int(text), least), most)

    async def ask(self, question: Callable[[sqlite3.Connection], Answer], seconds: float | None = None) -> Answer:
        """What the corpus answers: `question` runs in a thread, with a connection that can only read.

        Raises `TooSlow` where SQLite takes longer than `seconds` (by default `Options.seconds`), and what `question`
        raises.
        """
        return await ask(self.room, question, seconds)

    def remember(
        self, name: str, make: Make[Answer], connection: sqlite3.Connection, *, passing: bool = False
    ) -> Answer:
        """What `make` says of the corpus, kept until that changes; of `passing` answers only the last ones.

        What takes long is counted beside the visitors: the page then says that the corpus has changed since (`behind`).
        Call it within a question.
        """
        answer, behind = self.room.memory.get(name, make, connection, passing=passing)
        self.behind = self.behind or behind
        return answer

    # ---- what is answered

    def link(self, kind: str, /, *parts: object, anchor: str = "", **query: Any) -> str:
        """The address of another page: `page.link("act", id)`, `page.link("search", q="école")`."""
        return address(self.room.base_url, kind, *parts, anchor=anchor, **query)

    def permanent(self, kind: str, /, *parts: object, anchor: str = "") -> str:
        """An address to cite: with the name of the server."""
        path = self.link(kind, *parts, anchor=anchor)
        if self.room.options.address:
            return self.room.options.address.rstrip("/") + path.removeprefix(self.room.base_url.rstrip("/"))
        return f"{self.request.scheme}://{self.request.host}{path}"

    def here(self, **changes: Any) -> str:
        """This address with other arguments; None takes one away."""
        asked = {name: self.args.getlist(name) for name in self.args if name not in changes}
        asked |= {name: [value] for name, value in changes.items() if value is not None}
        path = self.request.scope.get("route_path") or self.request.path
        own = self.room.base_url.rstrip("/") + path
        return f"{own}?{urlencode(asked, doseq=True)}" if asked else own

    async def html(self, template: str, title: str, *, status: int = 200, **context: Any) -> Response:
        """A page from templates/`template`. `title` names it in the window."""
        found = self.room.jinja_env.get_template(template)
        own = {"page": self, "t": self.t, "title": title, "link": self.link, "told": partial(told, self.t)}
        body = await found.render_async({**self.room.shared, **context, **own})
        return self.kept(Response(body, status=status, content_type="text/html; charset=utf-8"))

    def json(self, value: Any, *, name: str | None = None) -> Response:
        """A value as JSON; with `name`, as a file to keep."""
        body = value if isinstance(value, bytes) else _json(value)
        return self.data(body, _JSON, name=name)

    def data(self, body: bytes, kind: str, *, name: str | None = None) -> Response:
        """Bytes of some kind; with `name` (letters, digits, dots and dashes), as a file to keep."""
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
        return Response(body, headers=headers, content_type=kind)

    def redirect(self, to: str) -> Response:
        """Go elsewhere within the room."""
        return Response("", status=302, headers={"Location": to}, content_type="text/html; charset=utf-8")

    def kept(self, response: Response) -> Response:
        """The response; where the visitor chose a language, with the cookie that remembers it."""
        if self.chosen:
            response.set_cookie(COOKIE, self.chosen, max_age=_YEAR, path=self.room.base_url, samesite="lax")
        return response


def answer_json(value: Any, status: int = 200) -> Response:
    """A value as JSON, whoever asks."""
    return Response(_json(value), status=status, content_type=_JSON)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


async def ask(room: Room, question: Callable[[sqlite3.Connection], Answer], seconds: float | None = None) -> Answer:
    """See `Page.ask`."""

    def within(connection: sqlite3.Connection) -> Answer:
        with sqlite_timelimit(connection, (seconds or room.options.seconds) * 1000):
            return question(connection)

    try:
        answer: Answer = await room.corpus.execute_fn(within)
    except (sqlite3.OperationalError, BadDatabase) as error:
        cause = error.__cause__ if isinstance(error, BadDatabase) else error
        if cause is not None and "interrupted" in str(cause):
            raise TooSlow("The corpus took too long to answer.") from error
        raise
    return answer


async def failure(page: Page, error: BaseException) -> Response:
    """The page that says what went wrong; nothing of the machine is told."""
    if isinstance(error, NotFound):
        status, kind = 404, "not-found"
    elif isinstance(error, BadQuestion):
        status, kind = 400, "bad-question"
    elif isinstance(error, TooSlow):
        status, kind = 503, "too-slow"
    else:
        status, kind = 500, "failed"
    said = str(error.args[0]) if isinstance(error, BadQuestion) else None
    return await trouble(page, status, kind, said)


async def trouble(page: Page, status: int, kind: str, said: str | None = None) -> Response:
    """A page of trouble: texts/frame.toml has its title and its text."""
    title = page.t(f"error.{kind}")
    return await page.html(
        "room/trouble.html", title, status=status, code=status, text=said or page.t(f"error.{kind}-text")
    )
