"""What an archivist does: work through the queue by keyboard alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def desk(shelf: SimpleNamespace, tools: SimpleNamespace, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A room of one's own that may be written: `url`, `door` (the address with the token), `rows(sql)`."""
    with closing(sqlite3.connect(shelf.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database = tmp_path / "own.db"
    shutil.copyfile(shelf.database, database)

    def rows(sql: str) -> list[Any]:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(sql).fetchall()

    with tools.served(database, "--review") as server:
        door = server.lines.readline().split()[-1]
        yield SimpleNamespace(url=server.url, door=door, rows=rows, database=database)


def test_accept_correct_and_go_on_by_keys(
    window: Callable[..., Any], desk: SimpleNamespace, tools: SimpleNamespace
) -> None:
    page = window()
    page.goto(desk.door)
    assert page.url == f"{desk.url}/review"  # the token is gone from the address
    first = page.inner_text("#h-finding")
    tools.picture(page, "review-open")
    assert tools.violations(page) == []

    page.keyboard.press("n")
    page.wait_for_function("first => document.querySelector('#h-finding')?.innerText !== first", arg=first)
    page.goto(f"{desk.url}/review")
    page.keyboard.press("a")  # nobody has said who: the key goes to the field
    assert page.evaluate("document.activeElement.name") == "who"
    page.keyboard.type("Ada Archer")
    page.keyboard.press("a")  # typed, not obeyed
    assert page.input_value("#accept [name=who]") == "Ada Archera"
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review?after=**")
    assert desk.rows("SELECT who, seen FROM acceptances") == [("Ada Archer", first)]

    second = page.inner_text("#h-finding")
    page.keyboard.press("a")  # who it is was remembered
    page.wait_for_function("second => document.querySelector('#h-finding')?.innerText !== second", arg=second)
    assert len(desk.rows("SELECT 1 FROM acceptances")) == 2

    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "value"
    page.select_option("#correct [name=field]", "secretary")
    page.fill("#value", "Ada Archer")
    page.fill("#correct [name=why]", "lu sur l'original")
    page.press("#correct [name=why]", "Enter")
    page.wait_for_load_state()
    assert desk.rows("SELECT field, value FROM corrections") == [("secretary", '"Ada Archer"')]


def test_what_documents_tell_together_is_accepted_by_key_and_decisions_are_taken_back(
    window: Callable[..., Any], desk: SimpleNamespace, tools: SimpleNamespace
) -> None:
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("DELETE FROM corpus_checks")
        connection.execute(
            "INSERT INTO corpus_checks (body_id, year, ordinal, document_id, deliberation_id, check_id, verdict, "
            "severity, message, read) SELECT 'x', 2024, row_number() OVER (), document_id, id, 'C24', 'fails', 'warn', "
            "'Number ' || id || ' is missing.', '{}' FROM deliberations WHERE search_id IS NOT NULL LIMIT 3"
        )
        connection.commit()
    page = window()
    page.goto(desk.door)
    page.goto(f"{desk.url}/review?only=together")
    assert page.locator("#finding ol.findings > li").count() == 3
    tools.picture(page, "review-together")
    assert tools.violations(page) == []
    page.fill("#accept [name=who]", "Ada Archer")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_function("() => document.querySelectorAll('#finding ol.findings > li').length === 2")
    assert page.url == f"{desk.url}/review?only=together&page=1#finding"
    assert [row[0].split()[:2] for row in desk.rows("SELECT name FROM acceptances")] == [["C24", "together"]]
    page.locator("summary").nth(1).click()  # the second form is folded until it is asked for
    assert page.locator("#finding form").nth(1).is_visible()

    page.goto(f"{desk.url}/review")
    page.fill("#value", "Ada Archer")
    page.select_option("#correct [name=field]", "secretary")
    page.fill("#correct [name=why]", "lu sur l'original")
    page.press("#correct [name=why]", "Enter")
    page.wait_for_url("**/review?after=**")
    assert tools.violations(page) == []
    assert len(desk.rows("SELECT 1 FROM corrections")) == 1
    page.click("button[value=undo]")
    page.wait_for_function("() => !document.querySelector('button[value=undo]')")
    assert desk.rows("SELECT 1 FROM corrections") == []
    page.click("button[value=withdraw]")
    page.wait_for_function("() => !document.querySelector('button[value=withdraw]')")
    assert desk.rows("SELECT 1 FROM acceptances") == []


def test_keys_can_be_switched_off(window: Callable[..., Any], desk: SimpleNamespace) -> None:
    page = window()
    page.goto(desk.door)
    page.uncheck("#keys")
    page.reload()
    assert not page.is_checked("#keys")
    page.locator("h1").click()
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") != "value"


def test_another_site_cannot_write(window: Callable[..., Any], desk: SimpleNamespace) -> None:
    page = window()
    page.goto(desk.door)
    fields = page.eval_on_selector_all("#accept input", "all => all.map(one => [one.name, one.value])")
    inputs = "".join(f"<input name=\"{name}\" value='{value}'>" for name, value in fields)
    # The same machine by another name is another site: the cookie stays behind, and the form says where it comes from.
    form = (
        f'<form method="post" action="{desk.url}/review">{inputs}<button name="action" value="accept">x</button></form>'
    )
    page.route("http://localhost/**", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://localhost/")
    page.fill("[name=who]", "Mallory")
    with page.expect_navigation():
        page.click("button")
    assert desk.rows("SELECT 1 FROM acceptances") == []
