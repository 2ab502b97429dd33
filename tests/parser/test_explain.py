"""Why a value stands in the record: every scalar has its reason, and each null what came nearest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from delib.parser.explain import Reason, explain
from delib.parser.pages import open_source
from delib.parser.reading import Reading, read, record
from delib.parser.record import Document

ACT = """COMMUNE DE VALSERINE-LES-BOIS

EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL

Séance du 14 mars 2023

Délibération n° 2023-017

Objet : Subvention à la bibliothèque

Nombre de membres en exercice : 5

Présents : Mme Zélie BARBANCON, M. Ulysse CARPENTRAS, M. Théo LANCELIN

Considérant que la bibliothèque achète des livres,

Le Conseil municipal, après en avoir délibéré, à l'unanimité :

- DÉCIDE d'accorder une subvention de 1 500 € à la bibliothèque.
"""


@pytest.fixture(scope="module")
def made() -> tuple[Reading, Document]:
    reading = read(open_source(ACT.encode(), name="acte.txt"))
    return reading, record(reading)


def reasons(made: tuple[Reading, Document], field: str) -> list[Reason]:
    return list(explain(*made, field))


def scalars(document: Document) -> Iterator[str]:
    for index, session in enumerate(document.sessions):
        for name in ("body", "organ", "date", "in_office", "president", "secretary", "convocation_date"):
            yield f"sessions[{index}].{name}"
        for number, _ in enumerate(session.deliberations):
            for name in ("number", "title", "act_id", "vote.outcome", "vote.unanimous", "vote.for", "vote.against"):
                yield f"sessions[{index}].deliberations[{number}].{name}"


def test_every_scalar_has_a_reason(made: tuple[Reading, Document]) -> None:
    paths = [reason.path for reason in explain(*made)]
    assert len(paths) == len(set(paths))
    assert set(scalars(made[1])) <= set(paths)


def test_a_value_has_its_rule_its_line_its_words_and_its_place(made: tuple[Reading, Document]) -> None:
    (reason,) = reasons(made, "in_office")
    assert (reason.value, reason.basis) == ("5", "stated")
    assert reason.words.endswith("en exercice : 5")
    assert reason.source is not None and reason.source.startswith("rules/base.toml:")
    assert [place.page for place in reason.places] == [1]


def test_a_null_says_why_and_what_came_nearest(made: tuple[Reading, Document]) -> None:
    (reason,) = reasons(made, "secretary")
    assert reason.value is None and reason.basis == "missing" and reason.reason
    assert reason.nearest and all(one.source and one.reason for one in reason.nearest)
    assert {one.rule.split(".")[0] for one in reason.nearest} == {"secretary"}


def test_fields_are_picked_by_name(made: tuple[Reading, Document]) -> None:
    assert [reason.value for reason in reasons(made, "present")] == [
        "Mme Zélie BARBANCON", "M. Ulysse CARPENTRAS", "M. Théo LANCELIN",
    ]  # fmt: skip
    assert {reason.path.rsplit(".", 1)[-1] for reason in reasons(made, "vote")} == {
        "outcome", "unanimous", "for", "against", "abstentions", "inferred",
    }  # fmt: skip
    assert [reason.path for reason in reasons(made, "vote.outcome")] == ["sessions[0].deliberations[0].vote.outcome"]
    assert reasons(made, "pres") == []


def test_passages_are_explained(made: tuple[Reading, Document]) -> None:
    (dispositif,) = reasons(made, "dispositif")
    assert dispositif.value is not None and dispositif.value.startswith("Le Conseil municipal, après en avoir délibéré")
    assert dispositif.rule and dispositif.places
    labels = {reason.value for reason in reasons(made, "segments")}
    assert labels, "the passages of the act are told of"
