"""The command that opens the reading room: serve.

In: a corpus, an address, a port. Out: the address on standard output, then pages until Ctrl-C. This is where the room,
which knows no PDF, is handed what renders pages.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from ..errors import NotInstalled
from .options import FOLDER, examples
from .stopping import stopped_by_term


def _base(_: click.Context, __: click.Parameter, value: str) -> str:
    """A path of the room: "/" or "/name/"."""
    trimmed = value.strip("/")
    if trimmed and not re.fullmatch(r"[\w.~-]+(/[\w.~-]+)*", trimmed, re.ASCII):
        raise click.BadParameter("give a path of letters, digits and dashes: /deliberations/")
    return f"/{trimmed}/" if trimmed else "/"


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", value):
        raise click.BadParameter("give an address such as https://archives.example.fr/deliberations")
    return value


@click.command(
    epilog=examples(
        "delib serve corpus.db --open",
        "delib serve corpus.db --port 8080 --lang en",
        "delib serve corpus.db --review",
        "delib serve corpus.db --immutable --url https://archives.example.fr/",
    )
)
@click.argument("database", metavar="CORPUS", type=FOLDER)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Who may come: by default this machine only.")
@click.option(
    "--open", "opening", is_flag=True, help="Open the first page in a browser; with --review the queue, to write."
)
@click.option(
    "--lang", "language", type=click.Choice(("fr", "en")), default="fr", show_default=True, help="Of who chose none."
)
@click.option("--immutable", is_flag=True, help="Nobody writes the file meanwhile: faster, and no lock is taken.")
@click.option("--no-tables", is_flag=True, help="Close Datasette's tables, SQL and JSON; our pages stay.")
@click.option("--base-url", default="/", show_default=True, callback=_base, help="The path that a proxy adds.")
@click.option("--url", "address", callback=_address, help="The address that visitors type, for what they cite.")
@click.option("--review", is_flag=True, help="Let whoever has the token that is printed accept and correct.")
def serve(
    database: Path, port: int, host: str, opening: bool, no_tables: bool, review: bool, **options: Any
) -> None:  # fmt: skip
    """Open the reading room: look at a corpus in a browser.

    Search it, read each act beside the image of its page, and see where every value was read. The corpus is only read,
    but with --review: then an address with a token is printed too, and whoever opens it can work through the queue of
    what needs a human. An ingest may go on meanwhile. Needs the extra delib[web]. Stop it with Ctrl-C.
    """
    if review and options["immutable"]:
        raise click.UsageError("--review writes, --immutable says that nobody does: leave one of them out.")
    try:
        from ..corpus.web.room import Options
        from ..corpus.web.server import bind, open_room, run, url_of
    except ImportError as error:
        raise NotInstalled(
            f"The reading room needs {error.name or 'Datasette'}.", remedy="Install it: pip install 'delib[web]'."
        ) from error

    from ..parser.kept import default_folder
    from ..parser.pages.view import Viewer

    images = default_folder().parent / "pages"
    token = secrets.token_urlsafe(24) if review else None
    room = open_room(database, Options(tables=not no_tables, render=Viewer(), images=images, review=token, **options))
    listener = bind(host, port)
    url = url_of(listener, room.base_url)

    def ready() -> None:
        first = url if token is None else f"{url}review?token={token}"
        click.echo(f"{database} is open at {url} (Ctrl-C closes it)")
        if token is not None:
            click.echo(f"Who may write opens {first}")
        if opening:
            import webbrowser

            webbrowser.open(first)

    with suppress(KeyboardInterrupt), stopped_by_term():  # to be closed is how a room ends
        run(room, listener, ready)
