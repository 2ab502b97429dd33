"""What holds for each kind of page: nobody is kept out, nothing leaves the machine, nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

# The kinds of pages, each with what tells of which thing it is.
PAGES = {
    "home": ("/", None),
    "search": ("/search?q=subvention", None),
    "scdl": ("/search/scdl?q=subvention", None),
    "act": (
        "/act/{}",
        "SELECT d.id FROM deliberations d JOIN documents f ON f.id = d.document_id WHERE f.file = 'bureau-stamp.pdf'",
    ),
    "session": ("/session/{}", "SELECT session_id FROM attendance_lists ORDER BY represented DESC LIMIT 1"),
    "body": ("/body/{}", "SELECT id FROM bodies WHERE name = 'Commune de Valmorin'"),
    "person": ("/person/{}", "SELECT member_id FROM dissents GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
    "money": ("/money", None),
    "register": ("/register/{}", "SELECT document_id FROM pages GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
    "review": ("/review", None),
    "nothing": ("/nothing-here", None),
}


@pytest.fixture
def address(room: str, ask: Callable[..., list[Any]]) -> Callable[[str], str]:
    """The address of one page of a kind."""

    def of(kind: str) -> str:
        path, which = PAGES[kind]
        return room + path.format(*ask(which)[0]) if which else room + path

    return of


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_nobody_is_kept_out(
    window: Callable[..., Any], address: Callable[[str], str], tools: SimpleNamespace, kind: str, scheme: str
) -> None:
    page = window(color_scheme=scheme)
    response = page.goto(address(kind))
    assert response.status == (404 if kind == "nothing" else 200)
    tools.picture(page, f"{kind}-{scheme}")
    assert tools.violations(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_is_wide_enough(
    window: Callable[..., Any], address: Callable[[str], str], tools: SimpleNamespace, kind: str, language: str
) -> None:
    page = window(viewport=tools.PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{address(kind)}{'&' if '?' in address(kind) else '?'}lang={language}")
    assert page.get_attribute("html", "lang") == language
    tools.picture(page, f"{kind}-phone-{language}")
    assert tools.scrolls_sideways(page) == []


@pytest.mark.parametrize("kind", PAGES)
def test_the_first_tab_skips_to_the_text(window: Callable[..., Any], address: Callable[[str], str], kind: str) -> None:
    page = window()
    page.goto(address(kind))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.parametrize("kind", PAGES)
def test_it_can_be_read_without_scripts(window: Callable[..., Any], address: Callable[[str], str], kind: str) -> None:
    page = window(java_script_enabled=False)
    page.goto(address(kind))
    assert page.inner_text("h1").strip()
