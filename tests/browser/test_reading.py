"""What readers do: search, open an act, point at a name and see it lit on the page; with the mouse, with keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SAMPLE = "FROM deliberations d JOIN documents f ON f.id = d.document_id WHERE f.file = 'bureau-stamp.pdf'"
ACT = f"SELECT d.id {SAMPLE}"
WORD = f"SELECT substr(title, 1, 60) {SAMPLE}"


def lit(page: Any) -> list[str]:
    """The boxes that are lit on the page."""
    found: list[str] = page.eval_on_selector_all(".box.lit", "boxes => boxes.map(one => one.dataset.of)")
    return found


def test_from_a_word_to_a_name_that_is_lit(
    window: Callable[..., Any], room: str, ask: Callable[..., list[Any]], tools: SimpleNamespace
) -> None:
    page = window()
    page.goto(room)
    page.fill("#q", ask(WORD)[0][0])
    page.press("#q", "Enter")
    page.wait_for_url("**/search?**")
    tools.picture(page, "search-desktop")
    page.click(f"main a[href*='/act/{ask(ACT)[0][0]}']")
    page.wait_for_selector(".sheets img")
    image = page.locator(".sheets img").first
    page.wait_for_function("image => image.complete && image.naturalWidth > 300", arg=image.element_handle())
    name = page.locator("[data-box='present-0'] a").first
    name.click()
    assert lit(page) and all("present-0" in boxes.split() for boxes in lit(page))
    box = page.locator(".box.lit rect").first.bounding_box()
    sheet = page.locator(".paper").first.bounding_box()
    assert sheet["x"] <= box["x"] and box["x"] + box["width"] <= sheet["x"] + sheet["width"]
    tools.picture(page, "act-name-lit")


def test_from_a_search_to_a_file_to_publish(
    window: Callable[..., Any], room: str, tools: SimpleNamespace, tmp_path: Path
) -> None:
    page = window()
    page.goto(f"{room}/search?q=subvention")
    page.click("text=SCDL")
    page.wait_for_url("**/search/scdl?q=subvention")
    for field in page.locator(".sirets input[type='text']").all():
        field.fill("21860194600013")  # of a body whose SIREN is known it is another's, and marked
    page.locator(".sirets button").click()
    page.wait_for_url("**siret.**")
    for field in page.locator(".sirets [aria-invalid]").all():
        field.fill("")
    page.locator(".sirets button").click()
    tools.picture(page, "scdl-desktop")
    with page.expect_download() as waiting:
        page.click("main a[href*='left-out']")
    waiting.value.save_as(tmp_path / "left.csv")
    left = (tmp_path / "left.csv").read_text(encoding="utf-8-sig")
    acts = page.locator("[aria-labelledby='h-left'] tbody tr").count()
    assert acts and len({line.split(";")[1] for line in left.splitlines()[1:] if ";" in line}) >= acts


def test_a_box_leads_back_to_its_value(window: Callable[..., Any], room: str, ask: Callable[..., list[Any]]) -> None:
    page = window()
    page.goto(f"{room}/act/{ask(ACT)[0][0]}")
    page.locator(".box[data-of~='present-1']").first.click()
    assert page.url.endswith("#value-present-1")
    assert page.locator("[data-box='present-1'].lit").count() == 1


def test_with_keys_alone(window: Callable[..., Any], room: str, ask: Callable[..., list[Any]]) -> None:
    page = window()
    page.goto(f"{room}/act/{ask(ACT)[0][0]}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # over the head of the page
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-box^=present-]') !== null"):
            break
    else:
        raise AssertionError("no name can be reached by Tab")
    key = page.evaluate("document.activeElement.closest('[data-box]').dataset.box")
    assert any(key in boxes.split() for boxes in lit(page))
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#box-{key}")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")  # the page has heard of it
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash === ''")


def test_a_sitting_leads_to_the_name_on_the_page(
    window: Callable[..., Any], room: str, ask: Callable[..., list[Any]]
) -> None:
    page = window()
    (session,) = ask("SELECT session_id FROM attendance_lists ORDER BY represented DESC LIMIT 1")[0]
    page.goto(f"{room}/session/{session}")
    page.locator("a[href*='#box-proxies-']").first.click()
    page.wait_for_url("**/act/**")
    assert any("proxies-0" in boxes.split() for boxes in lit(page))


def test_a_language_is_kept_from_page_to_page(window: Callable[..., Any], room: str) -> None:
    page = window()
    page.goto(room)
    assert page.get_attribute("html", "lang") == "fr"
    page.click(".languages a[lang=en]")
    assert page.get_attribute("html", "lang") == "en"
    page.goto(f"{room}/review")
    assert page.get_attribute("html", "lang") == "en"


def test_names_and_days_stay_in_sight_while_a_matrix_is_scrolled(
    window: Callable[..., Any], room: str, ask: Callable[..., list[Any]]
) -> None:
    page = window(viewport={"width": 320, "height": 400})
    (body,) = ask("SELECT id FROM bodies WHERE name = 'Commune de Valmorin'")[0]
    page.goto(f"{room}/body/{body}?year=2023")
    matrix = page.locator(".matrix")
    matrix.scroll_into_view_if_needed()
    frame = matrix.bounding_box()
    matrix.evaluate("one => one.scrollTo(150, 150)")
    assert matrix.evaluate("one => one.scrollLeft > 0 && one.scrollTop > 0")
    side, head = page.locator(".matrix-side").bounding_box(), page.locator(".matrix-head").bounding_box()
    assert abs(side["x"] - frame["x"]) <= 2 and abs(head["y"] - frame["y"]) <= 2
