"""Who may write, and from where.

In: a request. Out: nothing, or `Refused`. Writing needs a room that was opened for it (`delib serve --review`), the
token that was printed then (as an address, a form, and from then on a cookie that no other site's page can send), a
request that this site's own page makes, and the form's own token, which Datasette checks before anything here is asked.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...errors import DelibError

if TYPE_CHECKING:
    from .page import Page

COOKIE = "review"


class Refused(DelibError):
    """The request may not write; `args[0]` is the name of the text that says why."""

    code = "refused"


def opened(page: Page) -> bool:
    """Whether this visitor may write."""
    token = page.room.options.review
    kept = page.request.cookies.get(COOKIE, "")
    return token is not None and hmac.compare_digest(kept.encode(), _kept(token).encode())


def fits(page: Page, given: str) -> bool:
    """Whether this is the token that was printed."""
    token = page.room.options.review
    return token is not None and hmac.compare_digest(given.encode(), token.encode())


def cookie(page: Page) -> str:
    """What the visitor's browser keeps in place of the token. Call it only for who has given the token."""
    assert page.room.options.review is not None
    return _kept(page.room.options.review)


def check(page: Page) -> None:
    """Raises `Refused` unless this visitor may write, and asks from a page of this room."""
    if page.room.options.review is None:
        raise Refused("review.closed")
    if not own(page):
        raise Refused("review.elsewhere")
    if not opened(page):
        raise Refused("review.no-token")


def own(page: Page) -> bool:
    """Whether the request comes from a page of this room. A browser says where from with every form it sends; who does
    not say is not let in."""
    came = page.request.headers.get("origin") or page.request.headers.get("referer")
    if not came:
        return False
    try:
        parts = urlsplit(came)
        asked = {(page.request.scheme, page.request.host.lower())}
        if page.room.options.address:
            named = urlsplit(page.room.options.address)
            asked.add((named.scheme, named.netloc.lower()))
        return (parts.scheme, parts.netloc.lower()) in asked
    except ValueError:
        return False


def _kept(token: str) -> str:
    return hmac.new(token.encode(), b"the cookie of who reviews", hashlib.sha256).hexdigest()
