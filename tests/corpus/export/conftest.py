"""A corpus whose texts are as nasty as texts can be."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from delib.corpus.store import store_record
from delib.parser.record import InferredVote, Passage, Vote

NASTY = (
    "=1+1",
    "+33 projet",
    "-5 degrés",
    "@SUM(A1:A9)",
    '=HYPERLINK("https://example.org";"clic")',
    'Titre avec "guillemets" et ; point-virgule, virgule',
    "Deux\nlignes\r\net un retour",
    "Fête 🎉 de l’été — « œuvre » 👩‍👩‍👧",
    "\tTabulation",
    "<b>balise</b> & esperluette ]]> fin",
    "'apostrophe",
)
SIREN = "213499999"
NIC = "00018"
SIRET = SIREN + NIC


@pytest.fixture
def town(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """An extract for each nasty title, and one act that minutes hold too."""
    for index, title in enumerate(NASTY):
        one = make.act(
            title,
            number=f"2024-{index:03d}",
            act_id=f"034-{SIREN}-20240312-2024_{index:03d}-DE",
            considerants=Passage(f"Vu {title}"),
            dispositif=Passage(f"DÉCIDE {title}"),
        )
        store_record(corpus, make.document(make.session(one), key=f"nasty{index}"))
    both = {"number": "2024-900", "act_id": f"034-{SIREN}-20240312-2024_900-DE"}
    unanimous = Vote("adopted", True, None, None, None, InferredVote(12, 0, 0, "12 votants"))
    extract = make.act("Un acte dans deux fichiers", vote=unanimous, **both)
    store_record(corpus, make.document(make.session(extract), key="extract"))
    again = make.act("Un acte dans deux fichiers", vote=unanimous, **both)
    store_record(corpus, make.document(make.session(again), key="minutes", kind="minutes"))
    return corpus


@pytest.fixture(scope="session")
def nasty() -> SimpleNamespace:
    """The titles of `town`, in the order of their numbers, and the numbers of its body."""
    return SimpleNamespace(titles=NASTY, siren=SIREN, nic=NIC, siret=SIRET)


@pytest.fixture
def codes(town: sqlite3.Connection, tmp_path: Path) -> Path:
    """A user's file of subjects for every act of `town`."""
    rows = [f"{row[0]},7.10" for row in town.execute("SELECT id FROM deliberations")]
    made = tmp_path / "codes.csv"
    made.write_text("\n".join(["act,code", *rows]) + "\n", encoding="utf-8")
    return made
