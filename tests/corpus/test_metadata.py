"""What Datasette is told of a corpus, and the worked questions."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import schema
from delib.corpus.metadata import metadata
from delib.corpus.people.settle import settle
from delib.corpus.store import store_record
from delib.parser.record import Amount, Check, Dissent, Vote

SHOWN = tomllib.loads((Path(__file__).parents[2] / "docs" / "datasette.toml").read_text(encoding="utf-8"))
QUESTIONS: dict[str, dict[str, Any]] = {one["name"]: one for one in SHOWN["question"]}


@pytest.fixture
def asked(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """Three sittings of Valmorin, two members, a third who comes once."""
    odile, luc, zoe = (make.person(name) for name in ("Odile Brunel", "Luc Tavernier", "Zoé Martel"))
    fails = Check("C04", "fails", "error", "11 + 1 is not 13", {}, make.place())
    against = (Dissent("against", luc, None, make.place()),)
    drawn: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        ("2023-01-10", {"vote": Vote("adopted", True), "amounts": (Amount(500.0, words="500 €"),)},
         {"present": (odile, luc), "absent": ()}),
        ("2023-05-10", {"vote": Vote("rejected", False, 5, 6, 0), "dissent": against, "checks": (fails,)},
         {"present": (odile,), "absent": (luc,)}),
        ("2024-01-10", {"vote": Vote("adopted", False, 9, 2, 0), "received": "2024-01-25"},
         {"present": (odile, zoe), "absent": (), "proxies": (make.proxy(luc, odile),)}),
    )  # fmt: skip
    for index, (date, values, listed) in enumerate(drawn):
        bare = {"dissent": (), "amounts": (), "mentions": (), "checks": (), "act_id": None, "received": None, **values}
        act = make.act(f"Objet {index} : subvention", number=str(index), **bare)
        sitting = {"proxies": (), "movements": (), "checks": (), **listed}
        store_record(corpus, make.document(make.session(act, date=date, **sitting), key=str(index), checks=()))
    settle(corpus)
    return corpus


def rows(connection: sqlite3.Connection, name: str, **values: str) -> list[dict[str, Any]]:
    question = QUESTIONS[name]
    empty = dict.fromkeys(question["try"], "")
    return [dict(row) for row in connection.execute(question["sql"], {**empty, **values})]


def test_the_worked_questions_are_answered(asked: sqlite3.Connection) -> None:
    assert {row["number"] for row in rows(asked, "acts-by-words", words="subventi*")} == {"0", "1", "2"}
    assert rows(asked, "acts-by-words") == []
    missing = rows(asked, "who-misses-sessions", year="2023")
    assert [(row["name"], row["sessions"], row["present"], row["absent"]) for row in missing] == [
        ("Luc Tavernier", 2, 1, 1), ("Odile Brunel", 2, 2, 0)
    ]  # fmt: skip
    assert {row["year"] for row in rows(asked, "who-misses-sessions")} == {"2023", "2024"}
    represented = [row for row in rows(asked, "who-misses-sessions", year="2024") if row["represented"]]
    assert [(row["name"], row["present"]) for row in represented] == [("Luc Tavernier", 0)]
    assert [(row["giver"], row["holder"], row["sessions"]) for row in rows(asked, "who-gives-proxies")] == [
        ("Luc Tavernier", "Odile Brunel", 1)
    ]
    assert [
        (row["who"], row["position"], row["page"]) for row in rows(asked, "who-votes-against", person="tavernier")
    ] == [("Luc Tavernier", "against", 1)]
    assert rows(asked, "who-votes-against", person="nobody") == []
    assert [row["distance"] for row in rows(asked, "closest-votes")] == [1, 7]
    shares = rows(asked, "share-of-unanimity")
    assert [(row["year"], row["acts"], row["unanimous"], row["rejected"]) for row in shares] == [
        ("2023", 2, 1, 1), ("2024", 1, 0, 0)
    ]  # fmt: skip
    assert [row["title"] for row in rows(asked, "not-adopted")] == ["Objet 1 : subvention"]
    assert [(row["value"], row["words"]) for row in rows(asked, "greatest-sums", year="2023")] == [(500.0, "500 €")]
    assert [(row["acts"], row["longest_days"]) for row in rows(asked, "days-to-receipt")] == [(1, 15)]
    assert [row["message"] for row in rows(asked, "does-not-add-up", check="C04")] == ["11 + 1 is not 13"]
    assert rows(asked, "does-not-add-up", check="C05") == []


def test_everything_is_described() -> None:
    told = metadata("loire")["databases"]["loire"]
    tables = {table.name: set(table.columns) for table in schema.TABLES}
    assert set(told["tables"]) == {*tables, *schema.VIEWS, "search"}
    for name, columns in tables.items():
        assert set(told["tables"][name]["columns"]) == columns
    assert set(told["queries"]) == set(QUESTIONS) and len(QUESTIONS) == 10


def test_datasette_shows_it(asked: sqlite3.Connection, tmp_path: Path) -> None:
    """The real program, in this process: every table, view, facet and question answers."""
    app = pytest.importorskip("datasette.app")
    asked.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def look() -> None:
        served = app.Datasette([str(tmp_path / "corpus.db")], metadata=metadata(), plugins_dir=None)
        await served.invoke_startup()

        async def page(path: str) -> str:
            answer = await served.client.get(path)
            assert answer.status_code == 200, (path, answer.text[:400])
            return str(answer.text)

        front = await page("/corpus")
        for name, told in metadata()["databases"]["corpus"]["tables"].items():
            shown = await page(f"/corpus/{name}")
            assert told["description"][:40].split("'")[0] in shown
            found = json.loads(await page(f"/corpus/{name}.json"))
            assert set(told.get("facets", ())) <= set(found["facet_results"]), name
        for name, question in QUESTIONS.items():
            assert question["title"] in front
            filled = "&".join(f"{key}={value}" for key, value in question["try"].items())
            found = json.loads(await page(f"/corpus/{name}.json?{filled}"))
            assert found.get("error") is None and (found["rows"] or name == "greatest-sums"), name

    asyncio.run(look())
