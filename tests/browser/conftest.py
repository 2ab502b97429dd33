"""A real browser before a real server: the reading room over the sample documents.

`make test-browser` runs these tests; without DELIB_BROWSER they are not collected: `make test` needs no browser.
What they need (Chromium, Playwright, axe-core) is looked for here: where it is missing they are skipped and say so, in
CI they fail.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "documents" / "samples"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
# Without the last ones Chromium asks its maker's servers by itself; nothing here may leave the machine.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-domain-reliability", "--no-pings",
)  # fmt: skip
SHOTS = os.environ.get("DELIB_SHOTS")
"""A folder for pictures of the pages: `make test-browser DELIB_SHOTS=/tmp/shots`."""

collect_ignore_glob = [] if os.environ.get("DELIB_BROWSER") else ["test_*.py"]


def _missing() -> str | None:
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright is not installed (make browser)"
    if _chromium() is None:
        return "there is no Chromium (on Debian and Ubuntu: apt install chromium)"
    return None if AXE.is_file() else "axe-core is not there (make browser)"


def _chromium() -> str | None:
    named = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in named if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    missing = _missing()
    if missing and os.environ.get("CI"):
        pytest.fail(f"The browser tests cannot run: {missing}.", pytrace=False)
    if missing:
        pytest.skip(f"THE BROWSER TESTS DO NOT RUN: {missing}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


# ---- the room --------------------------------------------------------------------------------------------------------


def delib(*arguments: object) -> list[str]:
    """A command line of this package."""
    return [sys.executable, "-c", "from delib.cli import main; main()", *map(str, arguments)]


@contextmanager
def served(database: Path, *options: str) -> Iterator[SimpleNamespace]:
    """A server over a corpus: `url`, and `said`, what it printed when it opened."""
    command = delib("serve", database, "--port", "0", *options)
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, f"the server said {said!r}"
        yield SimpleNamespace(url=found[0].rstrip("/"), said=said, lines=server.stdout)
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The sample documents and the corpus made of them, as a user makes it: `folder`, `database`."""
    folder = Path(tmp_path_factory.mktemp("shelf"))
    shutil.copytree(SAMPLES, folder / "samples")
    database = folder / "corpus.db"
    ingest = delib("ingest", folder / "samples", "--db", database, "--jobs", "1", "--quiet")
    done = subprocess.run(ingest, check=False, capture_output=True)
    assert done.returncode in (0, 1), done  # 1: some samples are meant to be refused
    _add_town(database)
    return SimpleNamespace(folder=folder / "samples", database=database)


def _add_town(database: Path) -> None:
    """Years of an invented commune beside the samples, which are of single days."""
    from contextlib import closing

    import years_of_sittings
    from delib.corpus.people.settle import settle
    from delib.corpus.store import open_corpus, store_record

    with closing(open_corpus(database, "write")) as connection:
        for document in years_of_sittings.sittings():
            store_record(connection, document, str(database.parent / document.file))
        settle(connection)


@pytest.fixture(scope="session")
def ask(shelf: SimpleNamespace) -> Callable[..., list[Any]]:
    """`ask("SELECT …")`: the rows that the corpus answers."""
    import sqlite3
    from contextlib import closing

    def rows(sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(f"file:{shelf.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()

    return rows


@pytest.fixture(scope="session")
def room(shelf: SimpleNamespace) -> Iterator[str]:
    """The address of the room."""
    with served(shelf.database) as server:
        yield server.url


# ---- a visitor -------------------------------------------------------------------------------------------------------


class Watched:
    """A window that is watched: what its console complains of, and what it asks of other machines."""

    def __init__(self, browser: Any, **look: Any) -> None:
        self.context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", **look})
        self.trouble: list[str] = []
        self.context.route("**/*", self._watch)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def _hear(self, said: Any) -> None:
        own = said.location.get("url") == self.page.url and "Failed to load resource" in said.text
        if said.type in ("error", "warning") and not own:  # a page that is not there is one all the same
            self.trouble.append(said.text)

    def _watch(self, route: Any) -> None:
        host = urlsplit(route.request.url).hostname
        if host in ("127.0.0.1", "localhost", "::1", None):
            route.continue_()
        else:
            self.trouble.append(f"it asks {route.request.url}")
            route.abort()

    def closed(self) -> None:
        """Close the window; nothing may have gone wrong in it."""
        self.context.close()
        assert not self.trouble, self.trouble


@pytest.fixture
def window(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`window(viewport=PHONE, color_scheme="dark")`: a page of a browser that is watched to the end of the test."""
    opened: list[Watched] = []

    def made(**look: Any) -> Any:
        opened.append(Watched(chromium, **look))
        return opened[-1].page

    yield made
    for one in opened:
        one.closed()


def violations(page: Any) -> list[str]:
    """What axe-core finds of serious or critical, as one line a rule with the first places."""
    # The pages forbid scripts that are not theirs: the tool is put in from outside, as a user of the browser can.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: " + "; ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def scrolls_sideways(page: Any) -> list[str]:
    """Elements that are wider than the window, where the page as a whole can be scrolled sideways."""
    told = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > wide + 1)
            .slice(0, 5).map(one => one.outerHTML.slice(0, 120));
        }"""
    )
    return list(json.loads(json.dumps(told)))


def picture(page: Any, name: str) -> None:
    """A picture of the page, where somebody wants to look at it."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """What tests look with."""
    return SimpleNamespace(
        violations=violations, scrolls_sideways=scrolls_sideways, picture=picture, served=served, PHONE=PHONE,
        DESKTOP=DESKTOP, delib=delib,
    )  # fmt: skip
