"""The addresses of the room: one place that knows what each page is called.

In: the kind of a page and what it is about. Out: its address. Ids are quoted, values of a query too; nothing that a
visitor typed is ever part of a path.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

DATA = "corpus"
"""The name of the database in Datasette's addresses: the same whatever the file is called."""

ADDRESSES = {
    "home": "/",
    "search": "/search",
    "search-csv": "/search.csv",
    "search-json": "/search.json",
    "search-scdl": "/search/scdl",
    "search-scdl-csv": "/search/scdl.csv",
    "search-scdl-left-out": "/search/scdl-left-out.csv",
    "act": "/act/{}",
    "act-json": "/act/{}.json",
    "session": "/session/{}",
    "body": "/body/{}",
    "person": "/person/{}",
    "document": "/document/{}",
    "money": "/money",
    "register": "/register/{}",
    "review": "/review",
    "image": "/image/{}/{}.webp",
    "image-twice": "/image/{}/{}@2x.webp",
    "crop": "/crop/{}/{}/{}.png",
    "help": "/help",
    "data": f"/{DATA}",
    "table": f"/{DATA}/{{}}",
    "static": "/static/{}",
}


def address(base: str, kind: str, /, *parts: object, anchor: str = "", **query: Any) -> str:
    """The address of a page below `base` ("/" or "/delib/"); values of the query that are None or "" are left out."""
    path = ADDRESSES[kind].format(*(quote(str(part), safe=",") for part in parts))
    asked = {name: value for name, value in query.items() if value not in (None, "", [], ())}
    return (
        base.rstrip("/")
        + path
        + (f"?{urlencode(asked, doseq=True)}" if asked else "")
        + (f"#{quote(anchor, safe='')}" if anchor else "")
    )
