"""The queue of what a person should look at, and what takes a finding out of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import acceptances
from delib.corpus.database import transaction
from delib.corpus.findings import DOUBTFUL, findings
from delib.corpus.merge import merge
from delib.corpus.reviewing import Item, counts, item, queue
from delib.corpus.rows import ids_of
from delib.corpus.store import fix, open_corpus, remove, store_record, supersede
from delib.errors import NotFound
from delib.parser.doubt import LEAST
from delib.parser.record import Check, Document, Evidence, Person, Vote


def troubled(make: SimpleNamespace, key: str = "a", error: str = "31 voters are announced, 39 voted") -> Document:
    """A document with one finding of each kind, and others that are none."""
    act = make.act(
        checks=(
            Check("C12", "fails", "error", error, places=make.place(page=3)),
            Check("C17", "fails", "warn", "received before it was voted"),
            Check("C20", "fails", "info", "no number"),
            Check("C04", "holds", "error", "11 + 1 = 12"),
        ),
        vote=Vote("adopted", for_=11, evidence={"for": Evidence(make.place(50, 2), "11", confidence=0.31)}),
        evidence={"title": Evidence(make.place(15, 2), "Subvention", "heading.typography", 0.7)},
    )
    session = make.session(
        act,
        checks=(),
        present=(Person("Odile BRUNEL", confidence=0.5), Person("Luc Tavernier", confidence=0.9)),
        absent=(Person("Zoé Œrtel", confidence=0.2, places=make.place(3, 2)),),
        proxies=(),
        movements=(),
    )
    reasons = ("a sitting without a date", f"C12: {error}", "read with doubt: for (0.31)")
    document: Document = make.document(session, key=key, status_reasons=reasons, checks=())
    return document


def names(items: list[Item]) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in items]


def test_the_threshold_is_the_one_of_the_parser() -> None:
    assert DOUBTFUL == LEAST


def test_findings_of_a_record(make: SimpleNamespace) -> None:
    document = troubled(make)
    ids = ids_of(document, "a.pdf")
    found = findings(document, ids)
    assert sorted((one.kind, one.name, one.seen) for one in found) == [
        ("cut", "cut", "Subvention à l'école de musique (0.70)"),
        ("doubt", "doubt:names", "Odile BRUNEL (0.50), Zoé Œrtel (0.20)"),
        ("doubt", "doubt:vote.for", "11 (0.31)"),
        ("error", "C12", "31 voters are announced, 39 voted"),
        ("status", "status:a sitting without a date", "a sitting without a date"),
        ("warn", "C17", "received before it was voted"),
    ]
    by_name = {one.name: one for one in found}
    assert by_name["doubt:names"].object_id == ids.statements[0] and by_name["doubt:names"].page == 2
    assert by_name["C12"].object_id == ids.acts[0][0] and by_name["C12"].page == 3
    assert by_name["doubt:vote.for"].field == "vote.for"


def test_two_findings_of_one_name_are_told_apart(make: SimpleNamespace) -> None:
    twice = (Check("C12", "fails", "error", "one"), Check("C12", "fails", "error", "two"))
    document = make.document(make.session(make.act(checks=twice), checks=()), checks=(), status_reasons=())
    assert [one.name for one in findings(document, ids_of(document, ""))] == ["C12", "C12 (2)"]


def test_the_queue_begins_with_the_worst_and_goes_on_by_pages(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    for key in "abc":
        store_record(corpus, troubled(make, key))
    whole = queue(corpus, limit=100)
    assert [one.kind for one in whole] == [
        kind for kind in ("error", "status", "doubt", "cut", "warn") for _ in range(6 if kind == "doubt" else 3)
    ]
    assert [one.confidence for one in whole if one.kind == "doubt"] == [0.2, 0.2, 0.2, 0.31, 0.31, 0.31]
    paged: list[Item] = []
    while page := queue(corpus, after=paged[-1].place if paged else None, limit=4):
        paged += page
    assert paged == whole
    assert counts(corpus) == {"error": 3, "status": 3, "doubt": 6, "cut": 3, "warn": 3}
    assert names(queue(corpus, kind="cut")) == [("cut", "cut")] * 3
    with pytest.raises(ValueError, match="none of"):
        queue(corpus, kind="'; DROP TABLE findings")
    assert all(one.act_id is not None and one.file and one.body == "Commune de Valmorin" for one in whole)


def accept(corpus: sqlite3.Connection, one: Item, why: str = "checked on the paper") -> None:
    with transaction(corpus):
        acceptances.accept(corpus, one.object_id, one.name, one.seen, "archives", why)


def test_what_is_accepted_leaves_the_queue_and_stays_out(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, troubled(make), "a.pdf")
    (first, *rest) = queue(corpus)
    accept(corpus, first)
    assert queue(corpus) == rest
    assert counts(corpus)["error"] == 0
    again = item(corpus, first.object_id, first.name)
    assert again is not None and again.seen == first.seen  # the finding itself is still there
    store_record(corpus, make.document(), "a.pdf")  # another reading, without it
    store_record(corpus, troubled(make), "a.pdf")
    assert queue(corpus) == rest
    (kept,) = acceptances.every(corpus)
    assert (kept.who, kept.why, kept.at[:2]) == ("archives", "checked on the paper", "20")


def test_a_finding_that_says_something_else_is_open_again(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, troubled(make), "a.pdf")
    accept(corpus, queue(corpus)[0])
    store_record(corpus, troubled(make, error="31 voters are announced, 93 voted"), "a.pdf")
    assert queue(corpus)[0].seen.endswith("93 voted")
    assert counts(corpus)["error"] == 1


def test_only_what_is_there_can_be_accepted_or_withdrawn(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, troubled(make))
    first = queue(corpus)[0]
    with pytest.raises(NotFound):
        accept(corpus, first._replace(seen="something else"))
    with pytest.raises(NotFound):
        accept(corpus, first._replace(name="C99"))
    accept(corpus, first)
    with transaction(corpus):
        acceptances.withdraw(corpus, first.object_id, first.name)
    assert queue(corpus)[0] == first
    with pytest.raises(NotFound), transaction(corpus):
        acceptances.withdraw(corpus, first.object_id, first.name)


def test_a_corrected_value_is_no_doubt_any_more(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, troubled(make))
    (doubt,) = [one for one in queue(corpus) if one.name == "doubt:vote.for"]
    assert doubt.act_id is not None
    fix(corpus, doubt.act_id, "vote.for", "17", "the scan is smudged")
    assert ("doubt", "doubt:vote.for") not in names(queue(corpus))
    fix(corpus, doubt.act_id, "vote.for", None)
    assert ("doubt", "doubt:vote.for") in names(queue(corpus))


def test_older_versions_of_a_file_are_not_in_the_queue(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    old = store_record(corpus, troubled(make, "a"), "same.pdf").document_id
    new = store_record(corpus, troubled(make, "b"), "same.pdf").document_id
    with transaction(corpus):
        supersede(corpus, "same.pdf", new)
    assert {one.document_id for one in queue(corpus)} == {new}
    assert sum(counts(corpus).values()) == len(queue(corpus)) == 6
    with transaction(corpus):
        remove(corpus, new)
    assert {one.document_id for one in queue(corpus)} == {old}


def test_acceptances_go_with_their_document(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    held = store_record(corpus, troubled(make)).document_id
    accept(corpus, queue(corpus)[0])
    with transaction(corpus):
        remove(corpus, held)
    assert acceptances.every(corpus) == [] and queue(corpus) == []


def test_acceptances_come_along_when_corpora_are_merged(make: SimpleNamespace, tmp_path: Path) -> None:
    def shard(name: str, key: str, **more: Any) -> Path:
        with closing(open_corpus(tmp_path / name, "create")) as corpus:
            store_record(corpus, troubled(make, key))
            corpus.execute(
                "INSERT INTO journal (path, file, document_id, status, at) "
                "SELECT path, file, id, status, '2024' FROM documents"
            )
            accept(corpus, queue(corpus)[0], key)
        return tmp_path / name

    merge([shard("a.db", "a"), shard("b.db", "b")], tmp_path / "all.db")
    with closing(open_corpus(tmp_path / "all.db")) as corpus:
        assert sorted(one.why for one in acceptances.every(corpus)) == ["a", "b"]
        assert counts(corpus)["error"] == 0
