"""Records into rows, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from delib.corpus import chains, database
from delib.corpus.database import transaction
from delib.corpus.keys import body_key, name_key, organ_key, siren_of
from delib.corpus.load import load_record
from delib.corpus.schema import TABLES
from delib.corpus.search import search
from delib.corpus.store import open_corpus, remove, store_record
from delib.errors import BadDatabase, NotFound
from delib.parser.record import Document, Evidence, Person, Proxy, Vote, from_json, to_json

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


def count(corpus: sqlite3.Connection, table: str) -> int:
    return int(corpus.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


# ---- there and back --------------------------------------------------------------------------------------------------


def test_a_record_comes_out_as_it_went_in(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    second = make.session(make.act("Vote du budget", number=None), make.act("Vote du budget", number=None), date=None)
    whole = make.document(make.session(make.act(), make.act("Cantine", act_id=None)), second, kind="register")
    for record in (whole, Document("empty.txt"), Document("other.pdf", sha256="00")):
        stored = store_record(corpus, record, f"/archive/{record.file}")
        assert load_record(corpus, stored.document_id) == record


def test_the_record_of_the_test_fills_every_field(make: SimpleNamespace) -> None:
    """Otherwise the test above would not notice a field that is lost."""

    def empty(value: Any, path: str) -> list[str]:
        if isinstance(value, msgspec.Struct):
            return [one for name in value.__struct_fields__ for one in empty(getattr(value, name), f"{path}.{name}")]
        return [path] if value in (None, (), {}, "") else []

    document = make.document()
    session = document.sessions[0]
    act = session.deliberations[0]
    parts = [document, session, act, act.vote, act.dissent[0], act.amounts[0], session.proxies[0], session.movements[0]]
    missing = {one for part in parts for one in empty(part, type(part).__name__)}
    # What cannot be: a document's own identifier where its act has one; remarks and mended names stand in others of it.
    assert {one for one in missing if not one.endswith((".remark", ".confidence", ".as_read"))} <= {
        "Document.act_id", "Document.posted", "Dissent.group"
    }  # fmt: skip


def test_one_act_of_a_document_can_be_loaded_alone(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    record = make.document(make.session(make.act("Un", number="1"), make.act("Deux", number="2")))
    store_record(corpus, record)
    (act_id,) = corpus.execute("SELECT id FROM deliberations WHERE number = '2'").fetchone()
    part = load_record(corpus, corpus.execute("SELECT id FROM documents").fetchone()[0], act_id=act_id)
    assert [act.number for session in part.sessions for act in session.deliberations] == ["2"]
    assert part.sessions[0].present == record.sessions[0].present


def test_an_unknown_document_is_not_found(corpus: sqlite3.Connection) -> None:
    with pytest.raises(NotFound):
        load_record(corpus, "nothing")


def test_a_record_read_from_json_comes_out_too(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    record = make.document()
    stored = store_record(corpus, from_json(to_json(record)))
    assert load_record(corpus, stored.document_id) == record


# ---- again, replaced, taken out --------------------------------------------------------------------------------------


def test_storing_again_changes_nothing(corpus: sqlite3.Connection, make: SimpleNamespace, held: Held) -> None:
    assert store_record(corpus, make.document()).change == "new"
    before, changes = held(corpus), corpus.total_changes
    assert store_record(corpus, make.document()).change == "unchanged"
    assert held(corpus) == before
    assert corpus.total_changes == changes


def test_another_reading_replaces_the_first_whole(
    corpus: sqlite3.Connection, make: SimpleNamespace, held: Held, tmp_path: Path
) -> None:
    first = make.document(make.session(make.act("Ancien titre"), body="Commune de Walmorin", organ="CONSEIL MUNICIPAL"))
    second = make.document(make.session(make.act("Nouveau titre"), present=(Person("Jean Nouveau"),), movements=()))
    other = make.document(make.session(make.act("Autre acte", number="9", act_id=None)), key="b")
    for record in (first, other):
        store_record(corpus, record)
    assert store_record(corpus, second).change == "replaced"
    with closing(open_corpus(tmp_path / "fresh.db", "create")) as fresh:
        for record in (second, other):
            store_record(fresh, record)
        assert held(corpus) == held(fresh)
    assert search(corpus, "ancien").total == 0
    assert search(corpus, "nouveau").total == 1


def test_a_document_taken_out_leaves_nothing(corpus: sqlite3.Connection, make: SimpleNamespace, held: Held) -> None:
    store_record(corpus, make.document())
    before = held(corpus)
    other = make.document(
        make.session(
            make.act(number="9", act_id=None), body="VALMORIN", present=(Person("Odile Brunel"), Person("Seul Ici"))
        ),
        key="b",
    )
    stored = store_record(corpus, other)
    assert held(corpus) != before
    with transaction(corpus):
        assert remove(corpus, stored.document_id)
    assert held(corpus) == before
    with transaction(corpus):
        assert not remove(corpus, stored.document_id)
        (last,) = corpus.execute("SELECT id FROM documents").fetchone()
        remove(corpus, last)
    assert {name: rows for name, rows in held(corpus).items() if rows and name != "settings"} == {}


def test_a_newer_file_at_the_same_path_supersedes_the_older(
    corpus: sqlite3.Connection, make: SimpleNamespace, held: Held
) -> None:
    old = store_record(corpus, make.document(make.session(make.act("Ancien"))), "/a.pdf")
    before = held(corpus)
    new = store_record(corpus, make.document(make.session(make.act("Nouveau")), key="b"), "/a.pdf")
    assert search(corpus, "ancien").total == 0
    assert search(corpus, "nouveau").total == 1
    assert [row["title"] for row in corpus.execute("SELECT title FROM acts")] == ["Nouveau"]
    assert load_record(corpus, old.document_id).sessions[0].deliberations[0].title == "Ancien"
    # The old bytes come back: they are the current ones again.
    store_record(corpus, make.document(make.session(make.act("Ancien"))), "/a.pdf")
    assert [row["title"] for row in corpus.execute("SELECT title FROM acts")] == ["Ancien"]
    store_record(corpus, make.document(make.session(make.act("Nouveau")), key="b"), "/a.pdf")
    with transaction(corpus):
        remove(corpus, new.document_id)
    assert held(corpus) == before


def test_foreign_keys_hold_after_all_that(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    for key in "abcab":
        store_record(corpus, make.document(key=key), "/same.pdf")
    assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []
    corpus.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_a_record_that_cannot_be_stored_leaves_no_trace(
    corpus: sqlite3.Connection, make: SimpleNamespace, held: Held
) -> None:
    before = held(corpus)
    with pytest.raises(OverflowError):
        store_record(corpus, make.document(make.session(in_office=2**70)))
    assert held(corpus) == before


# ---- bodies, sessions, people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ville de Valmorin", "VALMORIN"),
        ("Commune de Valmorin", "Mairie de Valmorin"),
        ("Ville du Roc", "Le Roc"),
        ("Ville des Aulnes", "LES AULNES"),
        ("Commune de la Roche-Fleurie", "La Roche Fleurie"),
        ("Conseil municipal de la ville de Valmorin", "Commune d’Valmorin"),
        ("St-Œrtel", "Commune de SAINT OERTEL"),
    ],
)
def test_names_of_a_commune_meet(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Commune déléguée de Valmorin", "Commune de Valmorin"),
        ("Communauté de communes de Valmorin", "Commune de Valmorin"),
        ("Département du Roc", "Le Roc"),
        ("Ville-de-Roc-sur-Mer", "Roc"),
    ],
)
def test_names_of_different_bodies_do_not(one: str, other: str) -> None:
    assert body_key(one) != body_key(other)


def test_the_kind_alone_is_a_name() -> None:
    assert body_key("Ville de") == "ville de"
    assert body_key("Commune de la") != ""


def test_siren_of_an_identifier(make: SimpleNamespace) -> None:
    assert siren_of(f"99_DE-034-{make.SIREN}-20240312-D2024-DE") == make.SIREN
    assert siren_of("034-213499998-20240312-2024_017-DE") is None  # a digit misread: the Luhn sum tells
    assert siren_of("034-000000000-20240312-2024_017-DE") is None
    assert siren_of(None) is None


def test_names_of_people_keep_their_order() -> None:
    assert name_key("D’ESTRÉE") == name_key("d'estrée")
    assert name_key("Anne Paul") != name_key("Paul Anne")


def extract(make: SimpleNamespace, key: str, body: str | None, siren: str | None, **more: Any) -> Document:
    """One extract of the sitting of 12 March 2024."""
    act_id = siren and f"034-{siren}-20240312-{key}-DE"
    record: Document = make.document(make.session(make.act(number=key, act_id=act_id), body=body, **more), key=key)
    return record


def test_extracts_of_one_sitting_are_one_session_of_one_body(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    names = ("Ville de Valmorin", "VALMORIN", "Commune de Valmorin", "VALMORIN")
    organs = ("Conseil municipal", None, "CONSEIL MUNICIPAL", "Conseil Municipal de la Ville")
    for index, (name, organ) in enumerate(zip(names, organs, strict=True)):
        store_record(corpus, extract(make, f"n{index}", name, make.SIREN if index else None, organ=organ))
    assert [tuple(row) for row in corpus.execute("SELECT siren, name FROM bodies")] == [(make.SIREN, "VALMORIN")]
    assert count(corpus, "sessions") == 1
    assert count(corpus, "statements") == 4
    assert count(corpus, "attendance_lists") == 1  # the same list of names, printed four times
    assert count(corpus, "disagreements") == 0


def test_the_bureau_sits_apart_from_the_assembly(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a", "Métropole du Roc", None, organ="Conseil métropolitain"))
    store_record(corpus, extract(make, "b", "Métropole du Roc", None, organ="Bureau métropolitain"))
    assert count(corpus, "sessions") == 2
    assert organ_key("COMMISSION PERMANENTE du conseil") == "commission permanente"


def test_communes_of_one_name_are_told_apart_by_siren(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a", "Valmorin", make.SIREN))
    store_record(corpus, extract(make, "b", "Valmorin", make.OTHER))
    assert count(corpus, "bodies") == 2
    assert count(corpus, "sessions") == 2
    assert count(corpus, "people") == 2 * corpus.execute("SELECT count(DISTINCT name_key) FROM people").fetchone()[0]


def test_a_siren_holds_bodies_of_different_names_together(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    for key, name in (("a", "Roc Métropole"), ("b", "Communauté urbaine du Roc"), ("c", "Roc Métropole"), ("d", None)):
        store_record(corpus, extract(make, key, name, make.SIREN))
    assert [tuple(row) for row in corpus.execute("SELECT siren, name FROM bodies")] == [(make.SIREN, "Roc Métropole")]
    assert count(corpus, "sessions") == 1


def test_the_order_of_documents_does_not_matter(make: SimpleNamespace, held: Held, tmp_path: Path) -> None:
    """Not even where it is found out late that a name without SIREN means one body, then that it may mean two."""
    records = [
        extract(make, "a", "Valmorin", None),
        extract(make, "b", "VILLE DE VALMORIN", make.SIREN),
        extract(make, "c", "Valmorin", make.OTHER),
        extract(make, "d", "Ville de Valmorin", None, present=(Person("ODILE BRUNEL"),)),
    ]
    for chosen, bodies in ((records[:2], 1), (records, 3)):
        results = []
        for number, order in enumerate([*permutations(chosen)][:: 2 * len(chosen) - 3]):
            with closing(open_corpus(tmp_path / f"{len(chosen)}-{number}.db", "create")) as corpus:
                for record in order:
                    store_record(corpus, record, f"/{record.file}")
                results.append(held(corpus))
                assert count(corpus, "bodies") == bodies
                for record, (found,) in zip(
                    order, corpus.execute("SELECT id FROM documents ORDER BY rowid"), strict=True
                ):
                    assert load_record(corpus, found) == record
        assert all(result == results[0] for result in results)


def test_a_body_known_only_by_a_document_taken_out_is_unknown_again(
    corpus: sqlite3.Connection, make: SimpleNamespace, held: Held
) -> None:
    store_record(corpus, extract(make, "a", "Valmorin", None))
    before = held(corpus)
    stored = store_record(corpus, extract(make, "b", "Valmorin", make.SIREN))
    assert count(corpus, "bodies") == 1
    with transaction(corpus):
        remove(corpus, stored.document_id)
    chains.link(corpus)
    assert held(corpus) == before


def test_a_superseded_document_seated_again_stays_superseded(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a", "Valmorin", None), "/x.pdf")
    store_record(corpus, make.document(key="b"), "/x.pdf")
    store_record(corpus, extract(make, "c", "Valmorin", make.OTHER), "/y.pdf")
    assert corpus.execute("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL").fetchone()[0] == 1
    assert search(corpus, '"n a"').total == 0
    assert search(corpus, "subvention").total == 2


def test_a_person_is_shown_in_the_best_spelling(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, extract(make, "a", "Valmorin", None, present=(Person("ZOE OERTEL"),), absent=()))
    store_record(corpus, extract(make, "b", "Valmorin", None, present=(Person("Zoé Œrtel"),), absent=()))
    names = [row[0] for row in corpus.execute("SELECT name FROM people WHERE name_key = 'zoe oertel'")]
    assert names == ["Zoé Œrtel"]
    assert {row[0] for row in corpus.execute("SELECT name FROM attendance WHERE name LIKE 'Z%'")} == {
        "ZOE OERTEL", "Zoé Œrtel"
    }  # fmt: skip


# ---- documents that disagree -----------------------------------------------------------------------------------------


def test_extracts_that_disagree_keep_each_their_list(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    one = extract(make, "a", "Valmorin", make.SIREN)
    session = one.sessions[0]
    other = extract(
        make, "b", "Valmorin", make.SIREN, present=session.present[:1], absent=(*session.absent, session.present[1]),
        present_count=1,
    )  # fmt: skip
    for record in (one, other):
        store_record(corpus, record)
    (found,) = corpus.execute("SELECT * FROM disagreements").fetchall()
    assert (found["documents"], found["lists"], found["present_counts"], found["voter_counts"]) == (2, 2, 2, 1)
    for record in (one, other):
        (found,) = corpus.execute("SELECT id FROM documents WHERE file = ?", (record.file,)).fetchone()
        assert load_record(corpus, found).sessions[0].present == record.sessions[0].present


def test_typography_is_no_disagreement(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    capitals = tuple(Person(name.upper(), "MME") for name in ("Odile Brunel", "Luc Tavernier"))
    store_record(corpus, extract(make, "a", "Valmorin", None))
    store_record(corpus, extract(make, "b", "Valmorin", None, present=capitals[::-1]))
    assert count(corpus, "attendance_lists") == 2
    assert count(corpus, "disagreements") == 0


def test_a_different_holder_is_a_disagreement(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    given = (Proxy(Person("Anne Vauclair"), Person("Luc Tavernier")), Proxy(Person("Paul Grandin")))
    store_record(corpus, extract(make, "a", "Valmorin", None))
    store_record(corpus, extract(make, "b", "Valmorin", None, proxies=given))
    assert count(corpus, "disagreements") == 1


# ---- the file --------------------------------------------------------------------------------------------------------


def test_what_is_no_corpus_is_refused_and_left_alone(tmp_path: Path) -> None:
    text, foreign, empty = tmp_path / "notes.db", tmp_path / "foreign.db", tmp_path / "empty.db"
    text.write_text("not a database, but long enough to be read as the head of one" * 40)
    with closing(sqlite3.connect(foreign)) as made:
        made.execute("CREATE TABLE theirs (x)")
        made.commit()
    empty.touch()
    for mode in ("read", "write", "create"):
        for path in (text, foreign, tmp_path):
            before = path.read_bytes() if path.is_file() else b""
            with pytest.raises(BadDatabase) as caught:
                open_corpus(path, mode)
            assert caught.value.file == str(path)
            assert caught.value.remedy
            assert path.is_dir() or path.read_bytes() == before
    for path in (empty, tmp_path / "nothing.db"):
        with pytest.raises(BadDatabase):
            open_corpus(path, "read")
        assert not path.exists() or path.read_bytes() == b""
    with pytest.raises(BadDatabase, match="folder"):
        open_corpus(tmp_path / "none" / "corpus.db", "create")
    with closing(open_corpus(empty, "create")) as filled:
        assert count(filled, "documents") == 0


def test_a_locked_database_says_so(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(open_corpus(tmp_path / "corpus.db", "write")) as other:
        corpus.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadDatabase, match="Another program") as caught:
            store_record(other, make.document())
        assert "again" in caught.value.remedy
        corpus.execute("ROLLBACK")
        assert store_record(other, make.document()).change == "new"


def test_a_read_only_database_says_so(corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "corpus.db", "read")) as reader:
        with pytest.raises(BadDatabase, match="cannot be written") as caught:
            store_record(reader, make.document())
        assert "permissions" in caught.value.remedy


def test_readers_see_what_was_before_a_write(corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "corpus.db")) as reader:
        with transaction(corpus):
            corpus.execute("INSERT INTO settings (name, value) VALUES ('x', 'y')")
            assert reader.execute("SELECT count(*) FROM settings WHERE name = 'x'").fetchone()[0] == 0
        assert reader.execute("SELECT count(*) FROM settings WHERE name = 'x'").fetchone()[0] == 1


# ---- the cost does not grow ------------------------------------------------------------------------------------------


def test_every_link_has_an_index(corpus: sqlite3.Connection) -> None:
    for table in TABLES:
        heads = {table.key[0], *(columns[0] for columns in (*table.indexes, *table.unique))}
        assert set(table.links) <= heads, table.name


def test_no_statement_of_a_write_reads_a_whole_table(
    corpus: sqlite3.Connection, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every statement that a store, a replacement and a removal ran, asked for its plan."""
    said: set[str] = set()
    corpus.set_trace_callback(said.add)
    store_record(corpus, extract(make, "a", "Valmorin", None), "/a.pdf")
    store_record(corpus, extract(make, "b", "Valmorin", make.SIREN), "/b.pdf")
    store_record(corpus, extract(make, "b", "Valmorin", make.SIREN, time="20:00"), "/b.pdf")
    stored = store_record(corpus, extract(make, "c", "Valmorin", None), "/a.pdf")
    with transaction(corpus):
        remove(corpus, stored.document_id)
    corpus.set_trace_callback(None)
    asked = 0
    for sql in sorted(said):
        if (
            not sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))
            or "'search" in sql
            or "search_" in sql.split()[1]
        ):
            continue
        plan = [row["detail"] for row in corpus.execute(f"EXPLAIN QUERY PLAN {sql}")]
        asked += 1
        scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT ROW" not in step]
        scans = [
            step for step in scans if not step.startswith(("SCAN unlinked", "SCAN unchained"))
        ]  # short lists of work
        assert not scans, f"{sql}\n{plan}"
    assert asked > 30


def test_evidence_of_a_vote_is_kept_apart_from_its_values(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    bare = make.document(
        make.session(make.act(vote=Vote(evidence={"outcome": Evidence(basis="missing", reason="bare")})))
    )
    stored = store_record(corpus, bare)
    assert load_record(corpus, stored.document_id) == bare
    assert tuple(corpus.execute("SELECT outcome, inferred_for FROM votes").fetchone()) == (None, None)
