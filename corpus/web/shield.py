"""What stands before every page: limits on the request, headers on the answer.

In: any request. Out: the answer of the room with the headers that keep a browser from running or showing what is not
ours; a plain refusal for addresses beyond the limits, for methods nobody answers, and for Datasette's pages about the
machine. Our own pages run no script and no style but the files of static/; Datasette's use styles inside the page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .links import DATA

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

LONGEST = 8_192
"""Bytes of path and query."""
_LONGEST_BODY = 65_536
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
# Of Datasette's pages about itself, those that tell nothing of the machine.
_OPEN = ("-/static/", "-/versions.json", "-/metadata.json", "-/metadata", "-/settings.json")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_DAY = b"private, max-age=86400"
_LONG = b"public, max-age=31536000, immutable"


class Shield:
    """An ASGI application around the room's."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], room: Any) -> None:
        self.app = app
        self.base = room.setting("base_url")
        self.strict = _POLICY.format(styles="").encode()
        self.loose = _POLICY.format(styles=" 'unsafe-inline'").encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        path = raw.decode("latin-1").partition("?")[0]
        inner = path.removeprefix(self.base.rstrip("/")).lstrip("/")

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self.headers(inner, message)}
            await send(message)

        refused = self.refused(scope, raw, inner)
        if refused is not None:
            await _plain(answer, *refused)
        else:
            await self.app(scope, receive, answer)

    def refused(self, scope: Scope, raw: bytes, inner: str) -> tuple[int, str] | None:
        """Status and reason, where the request goes no further."""
        if len(raw.partition(b"?")[0]) + len(scope.get("query_string") or b"") > LONGEST:
            return 414, f"L'adresse est trop longue. The address is too long: {LONGEST} bytes at most."
        if scope["method"] not in _METHODS:
            return 405, "Cette méthode n'a pas de réponse ici. No page answers this method."
        length = dict(scope.get("headers") or ()).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > _LONGEST_BODY:
            return 413, "L'envoi est trop grand. Too much was sent."
        if not raw.isascii() or b"\x00" in raw or b"%00" in raw:
            return 400, "Cette adresse n'en est pas une. This is no address."
        if inner.startswith("-/") and not inner.startswith(_OPEN):
            return 404, "Il n'y a rien ici. There is nothing here."
        return None

    def headers(self, inner: str, message: Any) -> list[tuple[bytes, bytes]]:
        """The headers of the answer, and ours."""
        own = {name for name, _ in _HEADERS} | {b"content-security-policy"}
        found = [(bytes(name), bytes(value)) for name, value in message.get("headers", ())
                 if bytes(name).lower() not in own]  # fmt: skip
        is_data = inner.partition(".")[0].partition("/")[0] == DATA
        found += [*_HEADERS, (b"content-security-policy", self.loose if is_data else self.strict)]
        kept = _LONG if inner.startswith(("static/", "-/static/")) else _DAY
        if message["status"] == 200 and inner.startswith(("static/", "image/", "crop/", "-/static/")):
            # What these show does not depend on who asks, whatever Datasette makes of a cookie.
            found = [(name, value) for name, value in found if name.lower() not in (b"cache-control", b"vary")]
            found.append((b"cache-control", kept))
        return found


async def _plain(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    kind = (b"content-type", b"text/plain; charset=utf-8")
    allow = [(b"allow", ", ".join(sorted(_METHODS)).encode())] if status == 405 else []
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [kind, length, *allow]})
    await send({"type": "http.response.body", "body": body})
