"""CSV, NDJSON and Parquet of every table: whole, exact, harmless where that is asked for."""

from __future__ import annotations

import csv
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.export import flat
from delib.corpus.export.choice import INTERNAL, Choice
from delib.corpus.export.veil import Veil
from delib.corpus.schema import TABLES
from delib.corpus.store import store_record
from delib.errors import BadTarget
from delib.files import whole_file, whole_folder


def read_csv(path: Path, **dialect: Any) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True, **dialect))


def read_ndjson(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def test_every_table_comes_out_whole(town: sqlite3.Connection, tmp_path: Path) -> None:
    counts = flat.write_ndjson(Choice(town), tmp_path, Veil())
    for table in TABLES:
        if table.name in INTERNAL:
            continue
        (rows,) = town.execute(f"SELECT count(*) FROM {table.name}").fetchone()
        found = read_ndjson(tmp_path / f"{table.name}.ndjson")
        assert len(found) == counts[table.name] == rows
        assert not found or tuple(found[0]) == tuple(table.columns)
    stored = {
        row["object_id"]: json.loads(zlib.decompress(row["evidence"])) for row in town.execute("SELECT * FROM evidence")
    }
    assert {row["object_id"]: row["evidence"] for row in read_ndjson(tmp_path / "evidence.ndjson")} == stored


def test_nasty_titles_survive_csv_and_ndjson(town: sqlite3.Connection, tmp_path: Path, nasty: SimpleNamespace) -> None:
    flat.write_csv(Choice(town), tmp_path, Veil())
    flat.write_ndjson(Choice(town), tmp_path, Veil())
    for found in (read_csv(tmp_path / "deliberations.csv"), read_ndjson(tmp_path / "deliberations.ndjson")):
        assert set(nasty.titles) <= {row["title"] for row in found}
    raw = (tmp_path / "deliberations.csv").read_bytes()
    assert raw.startswith(b"id,")
    assert b"\r\n" in raw


def test_a_spreadsheet_takes_no_cell_for_a_formula(
    town: sqlite3.Connection, tmp_path: Path, nasty: SimpleNamespace
) -> None:
    flat.write_csv(Choice(town), tmp_path, Veil(), spreadsheet=True)
    raw = (tmp_path / "deliberations.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid;")
    with (tmp_path / "deliberations.csv").open(encoding="utf-8-sig", newline="") as opened:
        titles = {row["title"] for row in csv.DictReader(opened, delimiter=";")}
    assert {f"'{title}" for title in nasty.titles if title[0] in "=+-@\t"} <= titles
    assert not [title for title in titles if title.startswith(("=", "+", "-", "@", "\t"))]


def test_parquet_holds_types_and_titles(town: sqlite3.Connection, tmp_path: Path, nasty: SimpleNamespace) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    counts = flat.write_parquet(Choice(town), tmp_path, Veil())
    found = parquet.read_table(tmp_path / "deliberations.parquet").to_pylist()
    assert len(found) == counts["deliberations"]
    assert set(nasty.titles) <= {row["title"] for row in found}
    (vote, *_) = parquet.read_table(tmp_path / "votes.parquet").to_pylist()
    assert isinstance(vote["votes_for"], int)
    assert json.loads(parquet.read_table(tmp_path / "evidence.parquet").to_pylist()[0]["evidence"])


def test_a_choice_takes_only_what_hangs_on_it(town: sqlite3.Connection, tmp_path: Path, make: SimpleNamespace) -> None:
    other = make.act(number="7", act_id=f"034-{make.OTHER}-20200312-7-DE")
    store_record(town, make.document(make.session(other, body="Le Roc", date="2020-03-12"), key="roc"))
    counts = flat.write_ndjson(Choice(town, body="le roc"), tmp_path, Veil())
    one = {row["id"] for row in read_ndjson(tmp_path / "deliberations.ndjson")}
    document = {row["id"] for row in read_ndjson(tmp_path / "documents.ndjson")}
    assert len(one) == len(document) == counts["bodies"] == counts["sessions"] == counts["acts"] == 1
    for table in TABLES:
        path = tmp_path / f"{table.name}.ndjson"
        if not path.exists():
            continue
        for row in read_ndjson(path):
            assert row.get("document_id") in (None, *document), table.name
            assert row.get("deliberation_id") in (None, *one), table.name
    assert counts["attendance"] and counts["people"] and counts["segments"]
    empty = Choice(town, body="nowhere")
    assert set(flat.write_ndjson(empty, tmp_path, Veil()).values()) == {0}


def test_an_empty_corpus_gives_heads_only(corpus: sqlite3.Connection, tmp_path: Path) -> None:
    assert set(flat.write_csv(Choice(corpus), tmp_path, Veil()).values()) == {0}
    assert (tmp_path / "votes.csv").read_text(encoding="utf-8").startswith("deliberation_id,outcome,")


def test_a_folder_of_the_users_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for text in ("one", "two"):  # the second takes the place of the first
        with whole_folder(target, {"rows": 1}) as folder:
            (folder / "a.csv").write_text(text, encoding="utf-8")
        assert (target / "a.csv").read_text(encoding="utf-8") == text
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadTarget), whole_folder(mine, {}) as folder:
        pass
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]


def failing(write: Callable[[], None]) -> None:
    with pytest.raises(RuntimeError):
        write()


def test_a_file_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before", encoding="utf-8")

    def write() -> None:
        with whole_file(target) as opened:
            opened.write("half")
            raise RuntimeError

    failing(write)
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(BadTarget), whole_file(tmp_path / "no" / "a.csv"):
        pass
