"""A public copy in every format: what is hidden stands nowhere in it, what is not hidden does, the corpus keeps all."""

from __future__ import annotations

import csv
import io
import sqlite3
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.export import akoma_files, flat, popolo
from delib.corpus.export.choice import Choice
from delib.corpus.export.csv_rows import Table
from delib.corpus.export.public import MARK, REPORT_COLUMNS, PublicVeil, report_path, veil_of
from delib.corpus.export.scdl import Scdl, write
from delib.corpus.export.siret import Sirets
from delib.corpus.export.subjects import Subjects
from delib.corpus.export.veil import Veil
from delib.corpus.keys import name_key
from delib.corpus.store import store_record
from delib.parser.record import Amount, Decision, Evidence, Passage, Person, Residue, Segment, Vote

TODAY = date(2026, 1, 1)
TRUTH = tomllib.loads(Path(__file__).with_name("privacy_truth.toml").read_text(encoding="utf-8"))["passage"]
PUBLIC = [one for one in TRUTH if one.get("mode", "public") == "public"]
SECRET = ("VARENNE", "Varenne", "varenne", "Odile VAR", "06 12 34 56 78", "14 rue des Tanneurs", "12 avril 1961")


def record(make: SimpleNamespace, passage: dict[str, Any], index: int) -> Any:
    """A document whose act says the passage in every place where a text can stand."""
    text, title = passage["text"], passage["title"]
    act = make.act(
        title,
        number=f"N{index:03d}",
        act_id=None,
        considerants=Passage(text),
        dispositif=Passage(text),
        decisions=(Decision(text),),
        vote=Vote("adopted"),
        dissent=(),
        amounts=(Amount(250.0, words=text),),
        mentions=(),
        segments=(Segment("considerants", text), Segment("header", title)),
        checks=(),
        evidence={"title": Evidence(words=f"{title} {text}")},
    )
    members = tuple(Person(name) for name in passage.get("members", []))
    session = make.session(
        act, date=passage["date"], body=f"Commune de Lieu{index}", present=members, absent=(), proxies=(), movements=(),
        president=None, secretary=None,
    )  # fmt: skip
    noise, residue = (Segment("furniture", text),), (Residue(text),)
    return make.document(session, key=f"p{index}", noise=noise, residue=residue)


@pytest.fixture
def told(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    for index, passage in enumerate(PUBLIC):
        store_record(corpus, record(make, passage, index))
    return corpus


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file as text."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield name, archive.read(name).decode()
        elif path.is_file() and path.suffix != ".parquet":
            yield path.name, path.read_text(encoding="utf-8")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def write_all(corpus: sqlite3.Connection, folder: Path, veil: Veil, choice: Choice) -> None:
    flat.write_ndjson(choice, folder, veil)
    flat.write_csv(choice, folder, veil)
    with zipfile.ZipFile(folder / "acts.zip", "w") as archive:
        akoma_files.into_zip(choice, archive, veil)
    with (folder / "people.json").open("wb") as opened:
        popolo.write(choice, opened, veil)
    codes = folder.parent / "codes.csv"
    codes.write_text(
        "\n".join(["act,code", *(f"{row[0]},8.2" for row in corpus.execute("SELECT id FROM deliberations"))]) + "\n",
        encoding="utf-8",
    )
    given = [f"Lieu{index}=21860194600013" for index in range(len(PUBLIC))]
    scdl = Scdl(choice, Sirets(given), Subjects(corpus, codes), veil=veil)
    assert write(scdl, folder / "scdl.csv").left_out == 0
    with (folder / "hidden.csv").open("w", encoding="utf-8", newline="") as report:
        if isinstance(veil, PublicVeil):
            veil.report(Table(report, REPORT_COLUMNS))


def test_what_is_hidden_stands_nowhere_and_the_rest_does(told: sqlite3.Connection, out: Path) -> None:
    before = list(told.iterdump())
    folder = out
    choice = Choice(told, current=True)
    veil = PublicVeil(choice, "public", TODAY)
    write_all(told, folder, veil, choice)
    # what another passage says too (a FROGER beside a Roger) is looked for in its own act only, below
    others = {one["name"]: (one["title"] + one["text"]).casefold() for one in PUBLIC}
    secret = {
        words for one in PUBLIC for words in one["blank"]
        if not any(words.casefold() in text for name, text in others.items() if name != one["name"])
    }  # fmt: skip
    assert len(secret) > 35
    files = list(everything(folder))
    assert len(files) > 70
    for name, text in files:
        assert [words for words in secret if words.casefold() in text.casefold()] == [], name
    for index, passage in enumerate(PUBLIC):
        (found,) = [text for name, text in files if name.endswith(".xml") and f">N{index:03d}<" in text]
        plain = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert [words for words in passage["blank"] if words in plain] == [], passage["name"]
        assert [words for words in passage["keep"] if words not in plain] == [], passage["name"]
    assert list(told.iterdump()) == before  # the corpus keeps all


def test_an_archive_copy_hides_nothing(told: sqlite3.Connection, tmp_path: Path) -> None:
    choice = Choice(told)
    flat.write_ndjson(choice, tmp_path, veil_of(choice, "archive"))
    text = (tmp_path / "deliberations.ndjson").read_text(encoding="utf-8")
    assert all(words in text for one in PUBLIC for words in one["blank"])
    assert MARK not in text


def test_parquet_hides_the_same(told: sqlite3.Connection, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    choice = Choice(told, current=True)
    flat.write_parquet(choice, tmp_path, PublicVeil(choice, "public", TODAY))
    text = str([parquet.read_table(path).to_pylist() for path in tmp_path.glob("*.parquet")])
    assert "VARENNE" not in text
    assert "deliberations" not in text or MARK in text


def test_a_name_is_hidden_in_every_form_and_in_other_documents_of_the_decision(
    corpus: sqlite3.Connection, make: SimpleNamespace, out: Path
) -> None:
    said = "Secours à Mme Odile VARENNE, demeurant 14 rue des Tanneurs, 06 12 34 56 78, née le 12 avril 1961."
    act_id = f"034-{make.SIREN}-20240312-2024_017-DE"
    first = make.act("Secours", act_id=act_id, considerants=Passage(said), segments=(), evidence={})
    other = make.act(
        "Affaires diverses",
        act_id=act_id,
        considerants=Passage("Mme Varenne remercie. VARENNE Odile signe. Dossier Varenne-Odile, tél. 0612345678"),
        segments=(),
        evidence={"title": Evidence(words="odile   varenne (14, rue des Tanneurs)")},
    )
    noise = (Segment("furniture", "Secours_VARENNE_Odile.docx"),)
    store_record(
        corpus, make.document(make.session(first), key="a", file="secours-varenne.pdf"), "in/secours-varenne.pdf"
    )
    store_record(corpus, make.document(make.session(other), key="b", kind="minutes", noise=noise))
    choice = Choice(corpus, current=True)
    veil = PublicVeil(choice, "public", TODAY)
    flat.write_ndjson(choice, out, veil)
    for name, text in everything(out):
        assert [words for words in (*SECRET, "0612345678", "14, rue des Tan") if words in text] == [], name
    assert veil.counts["aid.individual"] == 1
    assert "Odile BRUNEL" in (out / "attendance.ndjson").read_text(encoding="utf-8")  # a member of that given name


def test_a_public_copy_leaves_the_history_and_the_sources_out(
    corpus: sqlite3.Connection, make: SimpleNamespace, out: Path
) -> None:
    store_record(corpus, make.document(make.session(make.act("Ancien texte")), key="old"), "in/house/a.pdf")
    store_record(corpus, make.document(make.session(make.act("Nouveau texte")), key="new"), "in/house/a.pdf")
    choice = Choice(corpus, current=True)
    flat.write_ndjson(choice, out, PublicVeil(choice, "public", TODAY))
    text = "".join(text for _, text in everything(out))
    assert "Nouveau texte" in text
    assert "Ancien texte" not in text
    assert "in/house" not in text
    assert not (out / "journal.ndjson").read_bytes()


def test_everybody_is_hidden_who_is_no_member_and_acts_for_nobody(told: sqlite3.Connection, out: Path) -> None:
    choice = Choice(told, current=True)
    flat.write_ndjson(choice, out, PublicVeil(choice, "everybody", TODAY))
    text = (out / "deliberations.ndjson").read_text(encoding="utf-8")
    assert "MARCHENOIR" not in text  # a buyer
    assert "M. Anselme VIGNERON, architecte" in text
    assert "Mme Gisèle ARNOULD et M. Paul-Henri DESTREM" in text  # members
    assert "rue Marie CURIE" in text


def test_the_report_says_where_and_never_what(told: sqlite3.Connection, tmp_path: Path) -> None:
    veil = PublicVeil(Choice(told, current=True), "public", TODAY)
    opened = io.StringIO(newline="")
    veil.report(Table(opened, REPORT_COLUMNS))
    rows = list(csv.DictReader(io.StringIO(opened.getvalue(), newline="")))
    assert sum(int(row["times"]) for row in rows) == sum(veil.counts.values())
    assert {"title", "considerants", "dispositif", "furniture", "residue"} <= {row["part"] for row in rows}
    assert all(row["law"] for row in rows)
    assert "VARENNE" not in opened.getvalue()
    assert report_path(tmp_path / "a.csv").name == "a-hidden.csv"
    assert report_path(tmp_path / "tables").name == "tables-hidden.csv"


def test_the_reading_room_shows_what_anybody_may_consult(told: sqlite3.Connection, tmp_path: Path) -> None:
    choice = Choice(told, current=True)
    flat.write_ndjson(choice, tmp_path, PublicVeil(choice, "reading-room", TODAY))
    text = (tmp_path / "deliberations.ndjson").read_text(encoding="utf-8")
    assert "VARENNE" not in text  # an aid: nobody may consult it
    assert "14 rue des Tanneurs 99120" in text  # an address: it must only not be put online
    assert name_key("Clarisse BONNAMY") in name_key(text)
