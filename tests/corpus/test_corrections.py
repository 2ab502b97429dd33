"""Corrections by hand: data of their own, in place wherever the value is used, and never lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.corrections import FIELDS, as_read, every, value_of
from delib.corpus.load import load_record
from delib.corpus.search import search, show
from delib.corpus.store import fix, open_corpus, store_record
from delib.errors import NotFound
from delib.parser.checks import recheck
from delib.parser.record import Deliberation, Document, Session, Vote

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


@pytest.fixture
def act(corpus: sqlite3.Connection, make: SimpleNamespace) -> str:
    """The id of the only act of a corpus."""
    store_record(corpus, make.document())
    return str(corpus.execute("SELECT id FROM deliberations").fetchone()[0])


def test_a_corrected_value_stands_everywhere(corpus: sqlite3.Connection, make: SimpleNamespace, act: str) -> None:
    fix(corpus, act, "title", "Subvention au conservatoire", "lu sur l'original")
    fix(corpus, act, "vote.against", "2", "le total ne tombait pas juste")
    fix(corpus, act, "in_office", "19", "smudged")
    document = load_record(corpus, corpus.execute("SELECT id FROM documents").fetchone()[0])
    (session,) = document.sessions
    (read,) = session.deliberations
    assert (read.title, read.vote.against, session.in_office) == ("Subvention au conservatoire", 2, 19)
    evidence = read.evidence["title"]
    assert evidence.rule == "correction"
    assert evidence.places == make.act().evidence["title"].places  # where it stands on the page
    assert evidence.reason is not None and evidence.reason.endswith("lu sur l'original")
    assert search(corpus, "conservatoire").total == 1
    shown = show(corpus, act)
    assert {one.field for one in shown.corrections} == {"title", "vote.against", "in_office"}
    assert corpus.execute("SELECT title, votes_against FROM acts").fetchone()[:] == ("Subvention au conservatoire", 2)


def test_what_was_read_is_kept(corpus: sqlite3.Connection, make: SimpleNamespace, act: str, held: Held) -> None:
    store_record(corpus, recheck(make.document()))  # with the verdicts that its values give
    before = held(corpus)
    for field, value in (("number", "2024-071"), ("dispositif", "DÉCIDE autre chose."), ("date", "2024-03-13")):
        fix(corpus, act, field, value, "because")
    assert held(corpus) != before
    document_id = corpus.execute("SELECT id FROM documents").fetchone()[0]
    assert as_read(corpus, document_id) == recheck(make.document())
    assert corpus.execute("SELECT date FROM sessions").fetchall()[0][0] == "2024-03-13"
    for field in ("date", "dispositif", "number"):
        fix(corpus, act, field, None)
    assert held(corpus) == before


def test_the_checks_follow_the_corrected_values(corpus: sqlite3.Connection, make: SimpleNamespace, held: Held) -> None:
    """Three people are announced and two are listed; the figure was misread. The status follows too."""
    session = make.session(make.act(act_id=None), present_count=3, voter_count=None, quorum=None, movements=())
    read = recheck(make.document(session))
    assert read.status == "review" and any(reason.startswith("C01: ") for reason in read.status_reasons)
    store_record(corpus, read)
    before = held(corpus)
    act = str(corpus.execute("SELECT id FROM deliberations").fetchone()[0])

    def verdict() -> tuple[str, str]:
        row = corpus.execute(
            "SELECT c.verdict, f.status_reasons FROM checks c JOIN documents f ON f.id = c.document_id "
            "WHERE c.check_id = 'C01'"
        ).fetchone()
        return row[0], row[1]

    assert verdict()[0] == "fails"
    fix(corpus, act, "present_count", "2", "a 3 is a 2 on the page")
    assert verdict()[0] == "holds" and "C01" not in verdict()[1]
    (shown,) = load_record(corpus, corpus.execute("SELECT id FROM documents").fetchone()[0]).sessions
    assert shown == recheck(make.document(shown)).sessions[0]
    fix(corpus, act, "present_count", None)
    assert verdict()[0] == "fails" and held(corpus) == before


def test_a_new_reading_does_not_lose_it(corpus: sqlite3.Connection, make: SimpleNamespace, act: str) -> None:
    fix(corpus, act, "number", "2024-099", "because")
    other = make.document(make.session(make.act(number="2O24-O17", title="Mieux lu")))
    assert store_record(corpus, other).change == "replaced"
    assert corpus.execute("SELECT id, number, title FROM deliberations").fetchone()[:] == (act, "2024-099", "Mieux lu")
    (one,) = every(corpus)
    assert json.loads(one.was or "")["value"] == "2O24-O17"
    assert as_read(corpus, one.document_id) == recheck(other)
    assert store_record(corpus, other).change == "unchanged"


def test_a_correction_waits_for_its_act(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    both = make.document(make.session(make.act("Un", number="1"), make.act("Deux", number="2")))
    store_record(corpus, both)
    second = corpus.execute("SELECT id FROM deliberations WHERE number = '2'").fetchone()[0]
    fix(corpus, second, "title", "Corrigé", "because")
    store_record(corpus, make.document(make.session(make.act("Un", number="1"), make.act("Trois", number="3"))))
    assert [one.was for one in every(corpus)] == [None]
    store_record(corpus, both)
    assert corpus.execute("SELECT title FROM deliberations WHERE id = ?", (second,)).fetchone()[0] == "Corrigé"


def test_a_correction_survives_a_change_of_bodies(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    """A document without a SIREN is seated again when another one tells which body its name means."""
    store_record(corpus, make.document(make.session(make.act(act_id=None))))
    act = corpus.execute("SELECT id FROM deliberations").fetchone()[0]
    fix(corpus, act, "number", "2024-099", "because")
    before = corpus.execute("SELECT session_id FROM deliberations WHERE id = ?", (act,)).fetchone()[0]
    store_record(corpus, make.document(make.session(make.act("Autre", number="4")), key="b"))
    row = corpus.execute("SELECT session_id, number FROM deliberations WHERE id = ?", (act,)).fetchone()
    assert row[0] != before and row[1] == "2024-099"


def test_every_field_can_be_corrected(corpus: sqlite3.Connection, act: str) -> None:
    values = {
        "number": "9", "title": "t", "item": "4", "act_id": "x", "received": "2024-01-02", "posted": "2024-01-03",
        "considerants": "c", "dispositif": "d", "vote.outcome": "rejected", "vote.unanimous": "true", "vote.for": "1",
        "vote.against": "2", "vote.abstentions": "3", "body": "b", "organ": "o", "date": "2020-02-29", "time": "20:00",
        "place": "p", "convocation_date": "2020-02-01", "in_office": "1", "present_count": "2", "proxy_count": "3",
        "voter_count": "4", "president": "P", "secretary": "S", "quorum": "2",
    }  # fmt: skip
    assert set(values) == set(FIELDS["act"]) | set(FIELDS["session"])
    for field, value in values.items():
        fix(corpus, act, field, value, "because")
        fix(corpus, act, field, "null", "not printed")
    document = load_record(corpus, corpus.execute("SELECT id FROM documents").fetchone()[0])
    (session,) = document.sessions
    (found,) = session.deliberations
    empty = Session(), Deliberation(), Vote()
    for owner, blank, fields in (
        (session, empty[0], FIELDS["session"]),
        (found, empty[1], [field for field in FIELDS["act"] if "." not in field]),
        (found.vote, empty[2], ["outcome", "unanimous", "for_", "against", "abstentions"]),
    ):
        assert [getattr(owner, field) for field in fields] == [getattr(blank, field) for field in fields]
    fix(corpus, document_id(corpus), "kind", "minutes", "because")
    assert load_record(corpus, document_id(corpus)).kind == "minutes"


def document_id(corpus: sqlite3.Connection) -> str:
    return str(corpus.execute("SELECT id FROM documents").fetchone()[0])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("nothing", "1", "has no 'nothing'"),
        ("in_office", "many", "cannot be a value"),
        ("date", "12/03/2024", "YYYY-MM-DD"),
        ("date", "2024-02-30", "cannot be a value"),
        ("vote.outcome", "maybe", "cannot be a value"),
    ],
)
def test_what_cannot_be(field: str, value: str, said: str, corpus: sqlite3.Connection, act: str, held: Held) -> None:
    before = held(corpus)
    with pytest.raises(ValueError, match=said):
        fix(corpus, act, field, value, "because")
    assert held(corpus) == before


def test_what_is_not_there(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    with pytest.raises(NotFound):
        fix(corpus, "aaaa", "title", "x", "because")
    stored = store_record(corpus, make.document(), "/x.pdf")
    act = corpus.execute("SELECT id FROM deliberations").fetchone()[0]
    with pytest.raises(NotFound, match="Nobody"):
        fix(corpus, act, "title", None)
    store_record(corpus, make.document(key="b"), "/x.pdf")
    with pytest.raises(NotFound, match="older version"):
        fix(corpus, stored.document_id, "kind", "minutes", "because")


def test_values_are_typed() -> None:
    assert value_of("in_office", "15") == 15
    assert value_of("vote.unanimous", "true") is True
    assert value_of("title", "15") == "15"
    assert value_of("title", "null") is None


def test_the_same_in_another_database(make: SimpleNamespace, held: Held, tmp_path: Path) -> None:
    """Corrected, then read again; or read as it is now, then corrected."""
    first, second = make.document(), make.document(make.session(make.act("Mieux lu")))
    results = []
    for order in ((first, None, second), (second, None)):
        with closing(open_corpus(tmp_path / f"{len(order)}.db", "create")) as corpus:
            for document in order:
                if isinstance(document, Document):
                    store_record(corpus, document)
                else:
                    fix(corpus, corpus.execute("SELECT id FROM deliberations").fetchone()[0], "number", "8", "because")
            corpus.execute("UPDATE corrections SET at = '2024'")
            results.append({**held(corpus), "evidence": []})  # which says the second of the correction
    assert results[0] == results[1]
