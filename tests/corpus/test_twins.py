"""One decision in several documents: linked, and not counted twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import twins
from delib.corpus.database import transaction
from delib.corpus.keys import identity_of
from delib.corpus.search import search, show
from delib.corpus.store import open_corpus, remove, store_record
from delib.parser.record import Document

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


def extract(make: SimpleNamespace, key: str, **more: Any) -> Document:
    document: Document = make.document(make.session(make.act(**more)), key=key, kind="deliberation")
    return document


def minutes(make: SimpleNamespace, key: str, *acts: Any) -> Document:
    document: Document = make.document(make.session(*acts), key=key, kind="minutes")
    return document


def acts(corpus: sqlite3.Connection) -> dict[str, tuple[bool, bool]]:
    """By file: whether its (first) act is linked, and whether it is searched."""
    rows = corpus.execute(
        "SELECT f.file, d.decision_id, d.search_id FROM deliberations d JOIN documents f ON f.id = d.document_id "
        "ORDER BY d.ordinal DESC"
    )
    return {row[0].removesuffix(".pdf"): (row[1] is not None, row[2] is not None) for row in rows}


def test_the_same_identifier_in_two_files_is_one_act(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a"))
    store_record(corpus, extract(make, "b", title="Un autre titre", number="17"))
    assert sorted(acts(corpus).values()) == [(True, False), (True, True)]
    assert corpus.execute("SELECT count(*) FROM acts").fetchone()[0] == 1
    assert search(corpus, "subvention").total == 1
    assert corpus.execute("SELECT count(*), sum(chosen), sum(twin) FROM same_decisions").fetchone()[:] == (2, 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"act_id": None}, {"act_id": None, "title": "Autre"}, True),  # the same number
        ({"act_id": None}, {"act_id": None, "number": "2024 / 017", "title": "Autre"}, True),
        ({"act_id": None}, {}, True),  # an identifier against none
        ({"act_id": None, "number": "1"}, {"act_id": None, "number": "2"}, False),  # the same title, other numbers
        ({"act_id": None, "number": None}, {"act_id": None, "number": "2"}, True),  # the same title, one number
        ({"act_id": None, "number": None, "title": "Divers"}, {"act_id": None, "title": "Divers"}, False),  # too short
        (
            {"act_id": None, "number": None, "item": "32.", "title": "Halle aux grains"},
            {"act_id": None, "number": None, "item": "32", "title": "Halle aux grains – marché de travaux"},
            True,  # the same place on the agenda, and titles that begin alike
        ),
        (
            {"act_id": None, "number": None, "item": "32", "title": "Halle aux grains"},
            {"act_id": None, "number": None, "item": "33", "title": "Halle aux grains – marché de travaux"},
            False,
        ),
        (
            {"act_id": None, "number": None, "item": "32", "title": "Halle aux grains"},
            {"act_id": None, "number": None, "item": "32", "title": "Tarifs de la cantine"},
            False,
        ),
        ({}, {"act_id": "034-213499999-20240312-2024_017-AR"}, False),  # the same number, another nature
        ({}, {"act_id": "034-213499999-20240312-2024_017-DE-1-1_0"}, True),  # a tail that names a file
    ],
)
def test_when_two_acts_of_a_session_are_one(
    one: dict[str, Any], other: dict[str, Any], same: bool, corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store_record(corpus, extract(make, "a", **one))
    store_record(corpus, extract(make, "b", **other))
    assert {linked for linked, _ in acts(corpus).values()} == {same}
    assert corpus.execute("SELECT count(*) FROM acts").fetchone()[0] == (1 if same else 2)


def test_minutes_and_extract_are_linked_and_both_found(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(
        corpus,
        minutes(make, "pv", make.act(act_id=None), make.act("Un autre point", number="2024-018", act_id=None)),
    )
    store_record(corpus, extract(make, "a"))
    assert acts(corpus) == {"pv": (True, True), "a": (True, True)}
    found = search(corpus, "musique")
    assert found.total == 3  # all three speak of it
    (single,) = [hit for hit in found.hits if hit.file == "a.pdf"]
    (also,) = show(corpus, single.id).also
    assert (also["kind"], also["path"]) == ("minutes", "pv.pdf")
    assert corpus.execute("SELECT count(*) FROM deliberations WHERE decision_id IS NULL").fetchone()[0] == 1


def test_a_number_given_twice_in_one_document_proves_nothing(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(
        corpus, minutes(make, "pv", make.act("Un", number="1", act_id=None), make.act("Deux", number="1", act_id=None))
    )
    store_record(corpus, extract(make, "a", title="Trois", number="1", act_id=None))
    assert acts(corpus) == {"pv": (False, True), "a": (False, True)}


def test_when_the_chosen_act_goes_the_other_is_found(
    corpus: sqlite3.Connection, make: SimpleNamespace, held: Held, tmp_path: Path
) -> None:
    ids = {key: store_record(corpus, extract(make, key)).document_id for key in "abc"}
    (chosen,) = corpus.execute("SELECT document_id FROM deliberations WHERE twin IS NULL").fetchone()
    with transaction(corpus):
        remove(corpus, chosen)
    twins.link(corpus)
    assert sorted(acts(corpus).values()) == [(True, False), (True, True)]
    assert search(corpus, "subvention").total == 1
    with closing(open_corpus(tmp_path / "fresh.db", "create")) as fresh:
        for key in ids:
            if ids[key] != chosen:
                store_record(fresh, extract(make, key))
        assert held(fresh) == held(corpus)


def test_an_older_version_is_no_twin(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a"), "/x.pdf")
    store_record(corpus, extract(make, "b"), "/x.pdf")
    assert sorted(acts(corpus).values()) == [(False, False), (False, True)]


def test_the_order_does_not_matter(make: SimpleNamespace, held: Held, tmp_path: Path) -> None:
    documents = [
        extract(make, "a"),
        extract(make, "b", act_id=None),
        minutes(make, "pv", make.act(act_id=None), make.act("Un autre point", number="2024-018", act_id=None)),
        extract(make, "c", title="Un autre point", number="2024-018", act_id="034-213499999-20240312-2024_018-DE"),
    ]
    results = []
    for number, order in enumerate([*permutations(documents)][::5]):
        with closing(open_corpus(tmp_path / f"{number}.db", "create")) as corpus:
            for document in order:
                store_record(corpus, document)
            results.append(held(corpus))
    assert all(result == results[0] for result in results)


def test_what_an_identifier_says() -> None:
    assert identity_of("99_DE-042-732829320-20220616-D2022_0026-DE") == ("732829320", "20220616", "d20220026", "DE")
    assert identity_of("042-732829320-20220616-12-AR-1-1_0") == ("732829320", "20220616", "12", "AR")
    assert identity_of("042-732829321-20220616-12-AR") is None  # the SIREN's sum is wrong
    assert identity_of("042-732829320") is None
    assert identity_of(None) is None
