"""What became of a sum: an act that changes an earlier grant and that grant are not added up together."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from delib.cli import main
from delib.corpus import chains, twins
from delib.corpus.database import transaction
from delib.corpus.ledger import ledger
from delib.corpus.money import Line, Wanted, money, totals
from delib.corpus.store import open_corpus, remove, store_record
from delib.parser.record import Amount, Document, Party, Passage, Reference, Vote

HALL = Party("Les Amis de la halle", "amisdehalle")
CHOIR = Party("Chorale du Val", "choraleduval")


def granted(value: float, who: Party | None = HALL, role: Any = "granted", words: str = "") -> Amount:
    return Amount(value, role=role, beneficiary=who, words=words or f"{value:.0f} €")


def cites(number: str | None, date: str | None, relation: Any) -> Reference:
    return Reference("act", f"délibération {number} {date}", number=number, date=date, relation=relation)


def document(
    make: SimpleNamespace, number: str, date: str, *amounts: Amount, cited: tuple[Reference, ...] = (), text: str = "",
    kind: str = "deliberation", key: str = "", **more: Any,
) -> Document:  # fmt: skip
    values = {"title": f"Subvention, point {number}", "act_id": None, "repeats": (), "mentions": (), **more}
    if text:
        values["dispositif"] = Passage(text, ())
    act = make.act(number=number, references=cited, amounts=amounts, **values)
    session = make.session(act, date=date, body="Commune de Valmorin")
    made: Document = make.document(session, key=key or f"{number} {date}", kind=kind)
    return made


def put(corpus: sqlite3.Connection, *documents: Document) -> None:
    for one in documents:
        store_record(corpus, one)
    twins.link(corpus)
    chains.link(corpus)


FIRST = ("2031-4", "2031-05-03")


def lines(corpus: sqlite3.Connection, **wanted: Any) -> list[tuple[str | None, float, str, str | None]]:
    found = money(corpus, Wanted(**wanted)).lines
    assert list(ledger(corpus, Wanted(**wanted)).lines) == found[::-1]
    return [(line.number, line.value, line.counts, line.why) for line in found]


def sum_of(corpus: sqlite3.Connection) -> float:
    """What was granted in all: the same in Python and in SQL."""
    found = money(corpus, Wanted(role="granted")).lines
    (year, *others) = totals(found, "role")
    assert not others
    added = sum(one.value for one in ledger(corpus, Wanted(role="granted")).years)
    assert added == year.granted
    return year.granted


@pytest.mark.parametrize(
    ("relation", "why"), [("replaces", "replaced by"), ("withdraws", "withdrawn by"), ("repeals", "repealed by")]
)
def test_what_a_later_act_ends_is_listed_and_not_added(
    relation: str, why: str, corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, relation),))
    put(corpus, document(make, *FIRST, granted(500), granted(90, CHOIR)), later)
    assert lines(corpus) == [("2031-4", 500, "no", why), ("2031-4", 90, "no", why), ("2031-9", 800, "yes", None)]
    assert sum_of(corpus) == 800
    first = money(corpus, Wanted()).lines[0]
    assert first.other_id == next(line.id for line in money(corpus, Wanted()).lines if line.number == "2031-9")


@pytest.mark.parametrize("outcome", ["rejected", "deferred"])
def test_an_act_that_was_not_adopted_changes_nothing(
    outcome: Any, corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "replaces"),), vote=Vote(outcome))
    put(corpus, document(make, *FIRST, granted(500)), later)
    assert lines(corpus) == [("2031-4", 500, "yes", None), ("2031-9", 800, "no", outcome)]
    assert sum_of(corpus) == 500


def test_what_was_withdrawn_changes_nothing_and_what_was_replaced_had_its_effect(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    put(
        corpus,
        document(make, *FIRST, granted(500)),
        document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "replaces"),)),
        document(make, "2031-12", "2031-12-03", cited=(cites("2031-9", "2031-09-03", "withdraws"),)),
    )
    assert [one[2] for one in lines(corpus)] == ["yes", "no"]
    assert sum_of(corpus) == 500
    put(corpus, document(make, "2032-1", "2032-01-03", granted(700), cited=(cites(*FIRST, "replaces"),)))
    put(
        corpus, document(make, "2032-2", "2032-02-03", granted(600), cited=(cites("2032-1", "2032-01-03", "replaces"),))
    )
    assert [(number, counts) for number, _, counts, _ in lines(corpus)] == [
        ("2031-4", "no"), ("2031-9", "no"), ("2032-1", "no"), ("2032-2", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "new", "counts"),
    [
        ("DÉCIDE de porter la subvention des Amis de la halle à 800 €.", 800, ("no", "yes")),
        ("DÉCIDE de ramener de 500 € à 300 € la subvention.", 300, ("no", "yes")),
        ("Le nouveau montant de la subvention est de 800 €.", 800, ("no", "yes")),
        ("La subvention est de 800 € au lieu de 500 €.", 800, ("no", "yes")),
        ("ATTRIBUE une subvention complémentaire de 300 €.", 300, ("yes", "yes")),
        ("DÉCIDE d'augmenter la subvention de 300 €.", 300, ("yes", "yes")),
        ("ATTRIBUE 300 € supplémentaires à l'association.", 300, ("yes", "yes")),
        ("ATTRIBUE 800 € à l'association.", 800, ("perhaps twice", "perhaps twice")),
        ("ATTRIBUE 500 € à l'association, payables en mars.", 500, ("no", "yes")),
    ],
)
def test_what_modifies_a_grant_takes_its_place_comes_on_top_or_is_unsure(
    text: str, new: float, counts: tuple[str, str], corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(make, "2031-9", "2031-09-03", granted(new), cited=(cites(*FIRST, "modifies"),), text=text)
    put(corpus, document(make, *FIRST, granted(500), granted(90, CHOIR)), later)
    found = lines(corpus, to="amisdehalle")
    assert tuple(one[2] for one in found) == counts
    assert sum_of(corpus) == 90 + sum(value for _, value, one, _ in found if one != "no")
    assert lines(corpus, to="chorale") == [("2031-4", 90, "yes", None)]  # of it the later act says nothing


def test_a_sum_that_is_the_earlier_one_and_what_comes_on_top_does_not_count(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(
        make, "2031-9", "2031-09-03", granted(300, role="price"), granted(800, None, role="price"),
        cited=(cites(*FIRST, "modifies"),), text="L'avenant est de 300 €, ce qui porte le marché à 800 €.",
    )  # fmt: skip
    put(corpus, document(make, *FIRST, granted(500, role="price")), later)
    assert lines(corpus) == [
        ("2031-4", 500, "yes", None), ("2031-9", 800, "no", "adds up with"), ("2031-9", 300, "yes", None),
    ]  # fmt: skip


def test_an_erratum_takes_the_place_of_the_sum_that_it_puts_right_and_of_no_other(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(make, "2031-9", "2031-09-03", granted(5000), cited=(cites(*FIRST, "rectifies"),))
    put(corpus, document(make, *FIRST, granted(500), granted(90, CHOIR)), later)
    assert lines(corpus) == [
        ("2031-4", 500, "no", "put right by"), ("2031-4", 90, "yes", None), ("2031-9", 5000, "yes", None),
    ]  # fmt: skip
    (total,) = totals(money(corpus, Wanted()).lines, "year")
    assert (total.granted, total.sums, total.apart, total.perhaps_twice) == (5090, 3, 1, 0)


def test_a_sum_without_a_name_is_the_same_where_each_act_has_one(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(make, "2031-9", "2031-09-03", granted(700, None), cited=(cites(*FIRST, "rectifies"),))
    put(corpus, document(make, *FIRST, granted(500, None)), later)
    assert [one[2] for one in lines(corpus)] == ["no", "yes"]
    two = document(make, "2031-20", "2031-10-03", granted(500, None), granted(60, None))
    put(corpus, two, document(make, "2031-21", "2031-11-03", granted(70, None),
                              cited=(cites("2031-20", "2031-10-03", "rectifies"),)))  # fmt: skip
    assert [one[2] for one in lines(corpus, since="2031-10-01")] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("relation", [None, "implements", "completes", "extends"])
def test_a_sum_said_again_of_an_act_that_is_only_cited_may_count_twice(
    relation: str | None, corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    later = document(
        make, "2031-9", "2031-09-03", granted(500), granted(90, CHOIR), cited=(cites(*FIRST, relation),)
    )  # fmt: skip
    put(corpus, document(make, *FIRST, granted(500)), later)
    assert lines(corpus) == [
        ("2031-4", 500, "perhaps twice", "may count twice with"),
        ("2031-9", 500, "perhaps twice", "may count twice with"), ("2031-9", 90, "yes", None),
    ]  # fmt: skip
    assert sum_of(corpus) == 1090


def test_an_act_that_changes_one_that_is_not_known_for_sure_says_so(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    day = cites(None, FIRST[1], "modifies")
    put(corpus, document(make, *FIRST, granted(500), title="Éclairage du stade"))
    put(corpus, document(make, "2031-9", "2031-09-03", granted(800), cited=(day,), title="Tarifs de la piscine"))
    assert [one[2:] for one in lines(corpus)] == [
        ("yes", None), ("perhaps twice", "changes an act that is not known for sure"),
    ]  # fmt: skip
    nobody = cites("2030-1", "2030-01-01", "modifies")  # no act of that day is there: nothing is counted twice
    put(corpus, document(make, "2031-10", "2031-10-03", granted(70), cited=(nobody,), title="Voirie du bourg"))
    assert lines(corpus)[-1][2:] == ("yes", None)


def test_minutes_and_extract_of_a_replaced_act_are_both_replaced(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    """The link leads to the extract; the minutes say more, and would count."""
    minutes = document(make, *FIRST, granted(400), granted(100, CHOIR), kind="minutes", key="minutes")
    later = document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "replaces"),))
    put(corpus, document(make, *FIRST, granted(500, None)), minutes, later)
    assert [one[1:3] for one in lines(corpus)] == [(400, "no"), (100, "no"), (800, "yes")]


def test_two_acts_of_one_day_that_replace_each_other_both_count(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    put(
        corpus,
        document(make, *FIRST, granted(500), cited=(cites("2031-5", FIRST[1], "replaces"),)),
        document(make, "2031-5", FIRST[1], granted(800), cited=(cites(*FIRST, "replaces"),)),
    )
    assert [one[2] for one in lines(corpus)] == ["yes", "yes"]


def test_the_outcome_does_not_depend_on_the_order(make: SimpleNamespace, tmp_path: Path) -> None:
    records = [
        document(make, *FIRST, granted(500), granted(90, CHOIR)),
        document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "modifies"),), text="Porte à 800 €."),
        document(make, "2031-12", "2031-12-03", granted(90, CHOIR), cited=(cites(*FIRST, None),)),
        document(make, "2032-1", "2032-01-03", granted(700), cited=(cites("2031-9", "2031-09-03", "replaces"),)),
    ]
    results: list[list[Line]] = []
    for number, order in enumerate(itertools.permutations(records)):
        with closing(open_corpus(tmp_path / f"{number}.db", "create")) as connection:
            put(connection, *order)
            results.append(money(connection, Wanted()).lines)
    assert all(result == results[0] for result in results)
    assert sorted(line.counts for line in results[0]) == ["no", "no", "perhaps twice", "perhaps twice", "yes"]


def test_an_act_that_goes_gives_the_sum_back(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    put(corpus, document(make, *FIRST, granted(500)))
    stored = store_record(
        corpus, document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "replaces"),))
    )
    assert sum_of(corpus) == 800
    with transaction(corpus):
        remove(corpus, stored.document_id)
    put(corpus)
    assert sum_of(corpus) == 500


def test_the_command_says_which_sum_counts_and_why(make: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path, "create")) as corpus:
        put(
            corpus,
            document(make, *FIRST, granted(500)),
            document(make, "2031-9", "2031-09-03", granted(800), cited=(cites(*FIRST, "replaces"),)),
        )
    said = CliRunner().invoke(main, ["money", "--db", str(path)]).output
    assert "not counted: replaced by 2031-9 of 2031-09-03 [" in said
    assert "2 sums; granted in all: 800,00 €; 1 not counted." in said
    added = CliRunner().invoke(main, ["money", "--db", str(path), "--by", "beneficiary"]).output
    assert "granted 800,00 € (2 sums, 1 of them not counted, 2 acts" in added
    rows = json.loads(CliRunner().invoke(main, ["money", "--db", str(path), "--format", "json"]).stdout)
    assert [(row["counts"], row["why"]) for row in rows] == [("no", "replaced by"), ("yes", None)]
    assert rows[0]["other_id"] == rows[1]["id"]
