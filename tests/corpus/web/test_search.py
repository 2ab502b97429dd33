"""The search: facets that count what they lead to, marks that run nothing, files that hold what the page shows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from delib.parser.record import Subject

EVIL = """<script>alert(1)</script> subvention "onclick='alert(2)' & <mark>"""


def titles(page: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//li[@class='hit']//h3")]


def total(page: Any) -> int:
    return int(page.xpath("//*[@id='h-hits']")[0].text.split()[0])


def test_words_are_found_and_marked(visitor: Any) -> None:
    page = visitor.tree("/search?q=subventions")
    assert total(page) == 2
    assert "SUBVENTION AU COMITÉ DES FÊTES" in titles(page)
    assert {one.text.casefold() for one in page.xpath("//mark")} == {"subvention"}
    assert page.xpath("//input[@id='q']/@value") == ["subventions"]
    (link,) = page.xpath("//li[@class='hit']//h3/a[contains(., 'COMITÉ')]/@href")
    assert visitor.get(link).status_code == 200


def test_nothing_asked_lists_the_latest(visitor: Any, ids: Callable[..., str]) -> None:
    page = visitor.tree("/search")
    assert total(page) == int(ids("SELECT count(*) FROM deliberations WHERE search_id IS NOT NULL"))
    days = page.xpath("//li[@class='hit']//time/@datetime")
    assert days == sorted(days, reverse=True)
    assert days


def test_each_facet_leads_to_as_many_acts_as_it_says(visitor: Any) -> None:
    page = visitor.tree("/search")
    facets = page.xpath("//aside//section//li/a")
    assert {one.get("aria-labelledby") for one in page.xpath("//aside//section")} >= {"h-body", "h-year", "h-outcome"}
    for facet in facets:
        count = int(facet.xpath("./span[@class='count']")[0].text)
        assert total(visitor.tree(facet.get("href"))) == count, facet.get("href")


def test_a_filter_can_be_taken_away(visitor: Any) -> None:
    page = visitor.tree("/search?q=subvention&outcome=adopted&from=2022&to=2022")
    chips = page.xpath("//ul[@class='chips']/li/a/@href")
    assert "/search?q=subvention&from=2022&to=2022" in chips
    assert "/search?q=subvention&to=2022&outcome=adopted" in chips
    assert "/search?q=subvention" in chips
    (chosen,) = page.xpath("//section[@aria-labelledby='h-outcome']//a[@aria-current]")
    assert chosen.get("href") == "/search?q=subvention&from=2022&to=2022"


def test_results_are_sorted_by_day(visitor: Any) -> None:
    for order, backwards in (("latest", True), ("earliest", False)):
        days = visitor.tree(f"/search?q=conseil&sort={order}").xpath("//li[@class='hit']//time/@datetime")
        assert len(days) > 3
        assert days == sorted(days, reverse=backwards)


def test_pages_of_a_result_fit_together(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    acts = [make.act(f"Subvention n° {number}", number=f"2024-{number:03d}") for number in range(45)]
    visitor = visit(make.document(make.session(*acts)))
    seen: list[str] = []
    address = "/search?q=subvention"
    for _ in range(3):
        page = visitor.tree(address)
        assert total(page) == 45
        seen += titles(page)
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert address == ""
    assert len(seen) == len(set(seen)) == 45
    assert visitor.get("/search?q=subvention&page=99").status_code == 200


def test_files_hold_what_the_page_counts(visitor: Any) -> None:
    page = visitor.tree("/search?q=subvention")
    plain, excel, as_json, _ = page.xpath("//section[@class='take']//a/@href")
    rows = list(csv.DictReader(StringIO(visitor.get(plain).text)))
    assert len(rows) == total(page)
    assert {row["title"] for row in rows} == set(titles(page))
    assert all(row["address"].startswith("http://localhost/act/") for row in rows)
    assert visitor.get(plain).headers["content-disposition"] == 'attachment; filename="deliberations.csv"'
    opened = visitor.get(excel).content
    assert opened.startswith("\ufeffid;body;".encode())
    assert [row["title"] for row in visitor.get(as_json).json()] == [row["title"] for row in rows]


def test_a_file_for_a_spreadsheet_holds_no_formula(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    title = '=HYPERLINK("http://x.example";"subvention")'
    visitor = visit(make.document(make.session(make.act(title))))
    assert "'=HYPERLINK" in visitor.get("/search.csv?q=subvention&for=excel").text
    assert visitor.get("/search.json?q=subvention").json()[0]["title"] == title


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday", "to=2020-13", "outcome=lost", "kind=x", "status=x", "vote=x", "min=many", "max=1e99",
        "check=DROP", "subject=x", "subject=10", "subject=7.5%27", "sort=x", "page=x", "page=-1",
        "q=" + "a" * 2001, "person=" + "a" * 201,
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_words(visitor: Any, query: str) -> None:
    response = visitor.get(f"/search?{query}")
    assert response.status_code == 400
    assert "La question ne peut pas être comprise" in response.text
    assert visitor.get(f"/search.csv?{query}").status_code == 400


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE deliberations; --", '" OR 1=1 --', "a' UNION SELECT * FROM settings --", "title:x", "NEAR(a b)",
        "((((((((((((((((a", "* ^ : - +", "search MATCH 'x'", "%00", "\u202e\u0000", "a" * 2000, "🙂", "(" * 1999,
    ],
)  # fmt: skip
def test_no_words_are_taken_for_sql(visitor: Any, words: str) -> None:
    for name in ("q", "body", "person"):
        text = words if name == "q" else words[:200]
        response = visitor.get("/search", params={name: text})
        assert response.status_code in (200, 400), response.text[:500]
        assert visitor.get("/search.json", params={name: text}).status_code in (200, 400)
    assert visitor.get("/").status_code == 200


def test_nothing_that_is_typed_or_found_is_run(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    act = make.act(EVIL, number=EVIL)
    visitor = visit(make.document(make.session(act, body=EVIL, organ=EVIL), file="<b>evil</b>.pdf"))
    for path in (
        "/search?q=subvention",
        "/search?q=" + EVIL.replace("&", "%26"),
        "/search?body=" + EVIL.replace("&", "%26"),
    ):
        page = visitor.tree(path)
        assert not [one for one in page.xpath("//script") if one.text]
        assert not page.xpath("//@onclick | //@style | //h3//b")
    assert total(visitor.tree("/search?q=subvention")) == 1


def test_a_sum_is_read_as_people_write_it(visitor: Any) -> None:
    assert total(visitor.tree("/search?min=44 999,50&max=45 000 €")) == 1
    assert visitor.tree("/search?min=46000&q=subvention").xpath("//*[@class='empty-result']")


@pytest.fixture
def classed(visit: Callable[..., Any], make: SimpleNamespace) -> Any:
    """A room over acts of 7.1, of 7.1.2 and 7.10, of 7.10 and 3.1, and of no subject."""
    codes = (("7.1",), ("7.1.2", "7.10"), ("7.10", "3.1"), ())
    acts = [
        make.act(
            f"Objet {at}",
            number=f"2024-{at}",
            act_id=None,
            subjects=tuple(Subject(code, "Libellé", "inferred", "objet") for code in listed),
        )
        for at, listed in enumerate(codes)
    ]
    return visit(make.document(make.session(*acts)))


def subjects_of(page: Any) -> dict[str, int]:
    rows = page.xpath("//section[@aria-labelledby='h-subject']//li/a")
    return {one.xpath("./span[1]")[0].text.split()[0]: int(one.xpath("./span[@class='count']")[0].text) for one in rows}


def test_subjects_are_counted_at_both_levels(classed: Any) -> None:
    page = classed.tree("/search")
    assert list(subjects_of(page).items()) == [("3", 1), ("3.1", 1), ("7", 3), ("7.1", 2), ("7.10", 2)]
    labels = [one.text for one in page.xpath("//section[@aria-labelledby='h-subject']//li/a/span[1]")]
    assert "7 Finances locales" in labels
    for facet in page.xpath("//section[@aria-labelledby='h-subject']//li/a"):
        found = classed.tree(facet.get("href"))
        assert total(found) == int(facet.xpath("./span[@class='count']")[0].text)
    assert subjects_of(classed.tree("/search?q=objet&subject=3.1")) == {"3": 1, "3.1": 1, "7": 1, "7.10": 1}
    assert "Matière" in page.xpath("//*[@id='h-subject']")[0].text
    assert classed.tree("/search?lang=en").xpath("//*[@id='h-subject']")[0].text == "Subject"


def test_a_subject_in_force_is_shown_kept_and_taken_away(classed: Any) -> None:
    page = classed.tree("/search?subject=7.1")
    assert sorted(titles(page)) == ["Objet 0", "Objet 1"]  # 7.1.2 too, 7.10 not
    (chosen,) = page.xpath("//section[@aria-labelledby='h-subject']//a[@aria-current]")
    assert chosen.get("href") == "/search"
    (chip,) = page.xpath("//ul[@class='chips']/li/a")
    assert chip.get("href") == "/search"
    assert "Décisions budgétaires" in chip.text_content()
    assert page.xpath("//form[@class='criteria']//input[@name='subject']/@value") == ["7.1"]
    assert [row["number"] for row in classed.get("/search.json?subject=3").json()] == ["2024-2"]
