"""The subject of an act: the user's before what is printed, what is printed before what is proposed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

from delib.corpus.export.subjects import Subjects
from delib.corpus.store import store_record


def test_whose_subject_it_is(corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path) -> None:
    store_record(corpus, make.document(make.session(make.act())))
    (act,) = corpus.execute("SELECT id FROM deliberations").fetchone()
    corpus.execute("CREATE TABLE IF NOT EXISTS subjects (deliberation_id, ordinal, code, label, basis, sort)")
    corpus.execute("DELETE FROM subjects")

    def say(ordinal: int, code: str, basis: str) -> None:
        corpus.execute(
            "INSERT INTO subjects (deliberation_id, ordinal, code, label, basis, sort) VALUES (?, ?, ?, '', ?, '')",
            (act, ordinal, code, basis),
        )

    assert Subjects(corpus).of(act, None, None) is None
    say(0, "7.5", "inferred")
    proposed = Subjects(corpus).of(act, None, None)
    assert proposed is not None
    assert (proposed.code, proposed.name, proposed.source) == ("7.5", "finances locales/subventions", "proposed")
    assert Subjects(corpus, proposed=False).of(act, None, None) is None
    say(1, "8.9.2", "stated")
    printed = Subjects(corpus, proposed=False).of(act, None, None)
    assert printed is not None
    assert (printed.code, printed.source) == ("8.9", "printed")
    given = tmp_path / "codes.csv"
    given.write_text("act,code\nDE 2024/017,9.4\n", encoding="utf-8")
    mine = Subjects(corpus, given).of(act, None, "de-2024-017")
    assert mine is not None
    assert (mine.code, mine.source) == ("9.4", "user")
