"""Which earlier act a citation means, and what became of an act."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import chains, twins
from delib.corpus.database import transaction
from delib.corpus.store import open_corpus, remove, store_record
from delib.parser.record import Document, Reference, Vote

Held = Callable[[sqlite3.Connection], Any]


def extract(make: SimpleNamespace, number: str | None, date: str, *cited: Reference, **more: Any) -> Document:
    """One act in a document of its own."""
    values = {"title": f"Tarifs de la piscine, point {number or date}", "act_id": None, **more}
    body = values.pop("body", "Commune de Valmorin")
    act = make.act(number=number, references=cited, **values)
    made: Document = make.document(make.session(act, date=date, body=body), key=f"{number} {date} {body}")
    return made


def cites(number: str | None, date: str | None, relation: str | None = "modifies") -> Reference:
    return Reference("act", f"délibération {number} {date}", number=number, date=date, relation=relation)  # type: ignore[arg-type]


def ids(connection: sqlite3.Connection) -> dict[str | None, str]:
    return {row["number"]: row["id"] for row in connection.execute("SELECT id, number FROM deliberations")}


def answers(connection: sqlite3.Connection) -> list[tuple[str | None, str | None, str | None]]:
    rows = connection.execute(
        "SELECT t.number, l.how, l.why FROM act_links l LEFT JOIN deliberations t ON t.id = l.target_id "
        "ORDER BY l.ordinal"
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("cited", "answer"),
    [
        (cites("2031-4", "2031-05-03"), ("2031-004", "number and day", None)),
        (cites("2031 / 004", None), ("2031-004", "number", None)),
        (cites("DEL2031_4", None), ("2031-004", "number", None)),
        (cites("4", "2031-05-03"), ("2031-004", "number and day", None)),
        (cites("4", None), (None, None, "a number without a year, and no day")),
        (cites("2031-5", "2031-05-03"), (None, None, "no act of that day has that number")),
        (cites("2031-4", "2031-05-04"), (None, None, "the act of that number is of 2031-05-03")),
        (cites("2031-99", None), (None, None, "no act of that number is known")),
        (cites(None, "2031-05-09"), (None, None, "no act of that day is in the corpus")),
        (cites(None, "2033-01-01"), (None, None, "the cited day is later than the act")),
        (cites("2032-9", None), (None, None, "the act of that number is this act itself")),
    ],
)
def test_which_act_is_meant(
    cited: Reference, answer: tuple[str | None, ...], corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store_record(corpus, extract(make, "2031-004", "2031-05-03"))
    store_record(corpus, extract(make, "2031-004", "2031-05-03", body="Commune de Brizon"))  # another body's
    store_record(corpus, extract(make, "2032-9", "2032-02-01", cited))
    assert answers(corpus) == [answer]


def test_a_day_alone_means_an_act_only_with_its_title(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "1", "2031-05-03", title="Règlement de la halle aux grains"))
    store_record(corpus, extract(make, "2", "2031-05-03", title="Tarifs de la piscine municipale"))
    day = cites(None, "2031-05-03")
    store_record(corpus, extract(make, "3", "2032-02-01", day, title="Tarifs de la piscine municipale, modification"))
    assert answers(corpus) == [("2", "day and title", None)]
    store_record(corpus, extract(make, "4", "2032-03-01", day, title="Éclairage du stade de rugby"))
    assert [why is not None for _, _, why in answers(corpus)] == [False, True]


def test_an_ordinal_means_an_act_where_acts_have_no_numbers(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, None, "2031-05-03", item="15"))
    store_record(corpus, extract(make, "9", "2032-02-01", cites("15", "2031-05-03")))
    assert [how for _, how, _ in answers(corpus)] == ["ordinal and day"]


def test_several_acts_that_answer_are_none_unless_they_are_one_decision(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    other = extract(make, "2031-4", "2031-05-03")
    again = make.document(*other.sessions, key="copy", kind="minutes")
    store_record(corpus, other)
    store_record(corpus, again)  # the same decision in the minutes
    store_record(corpus, extract(make, "2032-9", "2032-02-01", cites("2031-4", "2031-05-03")))
    assert answers(corpus) == [("2031-4", "number and day", None)]
    differs = extract(make, "2031-04", "2031-05-04")  # the same number on another day
    store_record(corpus, differs)
    store_record(corpus, extract(make, "2032-10", "2032-02-02", cites("2031-4", None)))
    assert "2 acts answer to number" in {why for _, _, why in answers(corpus)}


def test_the_outcome_does_not_depend_on_the_order(make: SimpleNamespace, held: Held, tmp_path: Path) -> None:
    records = [
        extract(make, "2031-4", "2031-05-03"),
        extract(make, "2031-4", "2031-05-04"),
        extract(make, "2032-9", "2032-02-01", cites("2031-4", None), cites("2031-4", "2031-05-03", "repeals")),
        extract(make, "2033-1", "2033-02-01", cites("2032-9", "2032-02-01", "withdraws")),
    ]
    results = []
    for number, order in enumerate(itertools.permutations(records)):
        with closing(open_corpus(tmp_path / f"{number}.db", "create")) as connection:
            for record in order:
                store_record(connection, record)
            results.append(held(connection))
    assert all(result == results[0] for result in results)


def test_an_act_that_goes_is_meant_no_more(corpus: sqlite3.Connection, make: SimpleNamespace, held: Held) -> None:
    store_record(corpus, extract(make, "2032-9", "2032-02-01", cites("2031-4", "2031-05-03")))
    before = held(corpus)
    stored = store_record(corpus, extract(make, "2031-4", "2031-05-03"))
    assert answers(corpus) == [("2031-4", "number and day", None)]
    with transaction(corpus):
        remove(corpus, stored.document_id)
    twins.link(corpus)
    chains.link(corpus)
    assert held(corpus) == before
    assert answers(corpus) == [(None, None, "no act of that day is in the corpus")]


def test_what_became_of_an_act(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "2031-4", "2031-05-03"))
    store_record(corpus, extract(make, "2032-9", "2032-02-01", cites("2031-4", None, None)))  # cites, and no more
    first = ids(corpus)["2031-4"]
    assert chains.of_act(corpus, first).standing == "in force"
    rejected = extract(make, "2032-10", "2032-02-02", cites("2031-4", None, "repeals"), vote=Vote("rejected"))
    store_record(corpus, rejected)
    assert chains.of_act(corpus, first).standing == "in force"
    store_record(corpus, extract(make, "2032-11", "2032-02-03", cites("2031-4", None)))
    assert chains.of_act(corpus, first).standing == "changed"
    store_record(corpus, extract(make, "2032-12", "2032-02-04", cites("2031-4", None, "repeals")))
    chain = chains.of_act(corpus, first)
    assert chain.standing == "ended"
    assert [(one.relation, one.by_number, one.effective) for one in chain.undergoes] == [
        ("repeals", "2032-10", False), ("modifies", "2032-11", True), ("repeals", "2032-12", True)
    ]  # fmt: skip
    store_record(corpus, extract(make, "2033-1", "2033-02-04", cites("2032-12", None, "withdraws")))
    assert chains.of_act(corpus, first).standing == "changed"  # what repealed it is gone
    every = chains.whole(corpus, ids(corpus)["2033-1"])
    assert [one.by_number for one in every] == ["2032-10", "2032-11", "2032-12", "2033-1"]


def test_acts_that_change_each_other_come_to_an_end(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    day = "2031-05-03"
    store_record(corpus, extract(make, "2031-1", day, cites("2031-2", day, "withdraws")))
    store_record(corpus, extract(make, "2031-2", day, cites("2031-1", day, "withdraws")))
    for act_id in ids(corpus).values():
        assert chains.of_act(corpus, act_id).standing in ("in force", "ended")
        assert len(chains.whole(corpus, act_id)) == 2


def test_an_act_that_the_corpus_does_not_have_is_named_with_the_reason(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store_record(corpus, extract(make, "2032-9", "2032-02-01", cites("2031-4", "2031-05-03", "repeals")))
    (only,) = chains.of_act(corpus, ids(corpus)["2032-9"]).unresolved
    assert only == ("délibération 2031-4 2031-05-03", "repeals", "no act of that day is in the corpus")
