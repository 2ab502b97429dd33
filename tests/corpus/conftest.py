"""Invented records to put into a corpus."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.store import open_corpus
from delib.parser.record import (
    Amount,
    Check,
    Coverage,
    Decision,
    Deliberation,
    Dissent,
    Document,
    Evidence,
    InferredVote,
    Movement,
    PageInfo,
    Parcel,
    Party,
    Passage,
    Person,
    Place,
    Proxy,
    Reference,
    Residue,
    Segment,
    Session,
    Subject,
    Surface,
    Versions,
    Vote,
)

SIREN = "213499999"
OTHER_SIREN = "219900016"
CODE = "code général des collectivités territoriales"


def place(number: float = 0.0, page: int = 1) -> tuple[Place, ...]:
    return (Place(page, (70.5, 100.25 + number, 210.125, 112.0 + number)),)


def person(name: str, **more: Any) -> Person:
    given, _, surname = name.partition(" ")
    return Person(name, "Mme", given, surname, places=place(3), rule="names.civility", **more)


def act(title: str = "Subvention à l'école de musique", **more: Any) -> Deliberation:
    """One act with a value in every field."""
    considerants = "Vu le code général des collectivités territoriales, considérant la demande de l'association,"
    dispositif = "DÉCIDE d'attribuer une subvention de 1 500 € à l'école de musique. Adopté à la majorité."
    values: dict[str, Any] = {
        "number": "2024-017",
        "title": title,
        "item": "3",
        "considerants": Passage(considerants, place(20), "considerants.vu"),
        "dispositif": Passage(dispositif, (*place(40), *place(10, 2)), "dispositif.decide"),
        "decisions": (Decision("d'attribuer une subvention de 1 500 €", "DÉCIDE", place(41)), Decision("Autre chose")),
        "vote": Vote(
            "adopted",
            False,
            11,
            1,
            0,
            InferredVote(11, 1, 0, "votants moins contre"),
            {"for": Evidence(place(50), "11")},
        ),
        "dissent": (
            Dissent("against", person("Odile Brunel"), None, place(51), "dissent.named"),
            Dissent("abstained", None, "groupe Demain"),
        ),
        "act_id": f"034-{SIREN}-20240312-2024_017-DE",
        "received": "2024-03-15",
        "posted": "2024-03-16",
        "amounts": (
            Amount(
                1500.0,
                "EUR",
                "TTC",
                "granted",
                "1 500 €",
                place(42),
                "amount",
                None,
                "attribue",
                "money.sentence",
                Party("l'Amicale des Tilleuls", "amicaletilleuls", place(43), "money.link-after", "inferred"),
                "said",
            ),
        ),
        "repeats": (Amount(1500.0, words="1 500 €", beneficiary=Party("Chorale du Val", "choraleval")),),
        "mentions": (Amount(20000.5, words="20 000,50 €"),),
        "references": (
            Reference("code", "article L2121-29 du CGCT", place(21), CODE, ("L2121-29",)),
            Reference(
                "act",
                "la délibération n° 2023-4 du 7 mars 2023",
                place(22),
                None,
                (),
                "2023-4",
                "2023-03-07",
                "modifies",
                "relation.modifies",
            ),
        ),
        "subjects": (
            Subject("7.5", "Subventions", "inferred", "Subvention", place(15, 2), "subject.grants"),
            Subject("8.9", "Culture", "inferred", "musique"),
        ),
        "parcels": (Parcel("AB", "12", "052", 340.5, "052 AB 12", (*place(23), *place(24))), Parcel("C", "3")),
        "surfaces": (Surface(340.5, "340,50 m²", False, place(25)), Surface(1000.0, "10 a", True)),
        "segments": (
            Segment("considerants", considerants, place(20), "considerants.vu"),
            Segment("dispositif", dispositif, (*place(40), *place(10, 2)), "dispositif.decide"),
            Segment("vote", "Adopté à la majorité.", place(50), "vote.majority"),
        ),
        "checks": (Check("C04", "holds", "warn", "11 + 1 = 12", {"for": 11, "against": 1}, place(50)),),
        "evidence": {
            "title": Evidence(place(15, 2), title, "title.object", 0.93),
            "number": Evidence(basis="missing", reason="none printed"),
        },
    }
    return Deliberation(**{**values, **more})


def session(*acts: Deliberation, **more: Any) -> Session:
    values: dict[str, Any] = {
        "body": "Commune de Valmorin",
        "organ": "Conseil municipal",
        "date": "2024-03-12",
        "time": "18:30",
        "place": "salle du conseil",
        "convocation_date": "2024-03-06",
        "in_office": 15,
        "quorum": 8,
        "present_count": 2,
        "proxy_count": 2,
        "voter_count": 12,
        "president": "Odile BRUNEL",
        "secretary": "Luc Tavernier",
        "present": (person("Odile BRUNEL"), Person("Luc Tavernier", remark="arrivé à 19 h", places=place(4))),
        "absent": (Person("Zoé Œrtel", confidence=0.71, as_read="Zoé CErtel"),),
        "proxies": (
            Proxy(person("Anne Vauclair"), person("Odile BRUNEL"), place(6), "proxy.arrow"),
            Proxy(Person("Paul Grandin")),
        ),
        "movements": (Movement(person("Luc Tavernier"), "arrives", "point n° 2", place(7)),),
        "segments": (Segment("header", "EXTRAIT DU REGISTRE", place(1), "header.extract"),),
        "checks": (Check("C01", "fails", "warn", "2 named, 3 announced", {"named": 2}, (*place(3), *place(4)), "L1"),),
        "evidence": {"date": Evidence(place(2), "12 mars 2024", "date.words", None, "stated")},
    }
    return Session(**{**values, "deliberations": acts or (act(),), **more})


def document(*sessions: Session, key: str = "a", **more: Any) -> Document:
    """A record with a value in every field, of bytes that `key` stands for."""
    values: dict[str, Any] = {
        "file": f"{key}.pdf",
        "kind": "deliberation",
        "status": "review",
        "status_reasons": ("C01: 2 named, 3 announced",),
        "sha256": sha256(key.encode()).hexdigest(),
        "pages": (PageInfo(1, 595.28, 841.89), PageInfo(2, 595.28, 841.89, "scan", ("an image covers it",))),
        "received": "2024-03-15",
        "noise": (Segment("stamp", "RECU EN PREFECTURE", place(60), "stamp.received"), Segment("furniture", "1/2")),
        "residue": (Residue("mot perdu", place(70)), Residue("autre")),
        "coverage": Coverage(0.75, 0.125, 0.1, 0.025),
        "checks": (Check("C22", "unknown", "info", "no identifier"),),
        "versions": Versions("0.1.0", "abc123", "tesseract 5.5"),
        "evidence": {"kind": Evidence(rule="outline.kind", basis="inferred", reason="one act")},
    }
    return Document(**{**values, "sessions": sessions or (session(),), **more})


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers of invented records."""
    return SimpleNamespace(
        act=act,
        session=session,
        document=document,
        person=person,
        place=place,
        proxy=Proxy,
        SIREN=SIREN,
        OTHER=OTHER_SIREN,
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty corpus, open for writing."""
    with closing(open_corpus(tmp_path / "corpus.db", "create")) as connection:
        yield connection


def contents(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What a corpus holds, by table: without run times, and without ids that are local to the file."""
    local = {"journal": {"seconds", "at"}, "deliberations": {"search_id"}, "catalogue": {"search_id"}}
    found = {}
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        if name in ("search", "unlinked", "ungrouped", "unchained", "unaudited") or name.startswith("search_"):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        kept = ", ".join(column for column in columns if column not in local.get(name, ()))
        found[name] = sorted(map(tuple, connection.execute(f"SELECT {kept} FROM {name}")), key=repr)
    # The index itself: which acts each of its words leads to.
    vocabulary = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, instance)"
    connection.execute(vocabulary)
    found["search"] = sorted(
        (row[0], row[1], row[2], row[3])
        for row in connection.execute(
            "SELECT v.term, coalesce(d.id, 'gone'), v.col, v.offset FROM vocabulary v "
            "LEFT JOIN deliberations d ON d.search_id = v.doc"
        )
    )
    connection.execute("DROP TABLE temp.vocabulary")
    return found


@pytest.fixture(scope="session")
def held() -> Any:
    """`contents`, to compare two corpora."""
    return contents
