"""Datasette's own pages beside ours: tables, SQL and JSON, with no script inside the page."""

from __future__ import annotations

from typing import Any

import pytest

PAGES = (
    "/corpus", "/corpus/deliberations", "/corpus/deliberations?_facet=number", "/corpus/acts",
    "/corpus?sql=select+id,+title+from+deliberations", "/corpus/journal",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_tables_are_shown_without_script_inside_the_page(visitor: Any, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 200
    page = visitor.tree(path)
    assert not [one for one in page.xpath("//script") if one.text and one.text.strip()], path
    assert not page.xpath("//@onclick | //@onload")
    for address in (*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")):
        assert visitor.get(address).status_code == 200, address
    assert page.xpath("//header//a[contains(., 'Salle de lecture')]/@href") == ["/"]


def test_json_is_served(visitor: Any) -> None:
    rows = visitor.get("/corpus/deliberations.json?_shape=array").json()
    assert len(rows) > 10
    asked = visitor.get("/corpus.json?sql=select+count(*)+as+acts+from+deliberations&_shape=array").json()
    assert asked == [{"acts": len(rows)}]


def test_values_of_a_table_are_escaped(visit: Any, make: Any) -> None:
    visitor = visit(make.document(make.session(make.act("<script>alert(1)</script>"))))
    assert "<script>alert" not in visitor.get("/corpus/deliberations").text
    assert "<script>alert" not in visitor.get("/corpus?sql=select+title+from+deliberations").text
