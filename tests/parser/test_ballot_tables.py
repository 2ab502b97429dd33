"""The counts of a vote in a table, on pages made by the tests' own generator."""

from __future__ import annotations

import pytest
from delib.parser.fields.ballot_tables import ballot_counts
from delib.parser.layout import read_layout
from delib.parser.pages import open_source
from generator.blocks import Para, Table
from generator.typeset import Sheet, typeset

HEAD = ("Groupe", "Pour", "Contre", "Abstention")


def counts(*rows: tuple[str, ...], ruled: bool = True) -> dict[str, str]:
    """The counts that are read from a table under a decision."""
    table = Table(rows, tuple(1 for _ in rows[0]), ruled=ruled)
    data = typeset([Para("Le conseil décide d'acheter un banc."), table, Para("La séance est levée.")], Sheet()).pdf
    body = read_layout(open_source(data, name="vote.pdf").pages).body
    return {field: body.text[a:b] for field, a, b in ballot_counts(body, 0, len(body.text))}


def test_one_row() -> None:
    found = counts(("Votants", "Pour", "Contre", "Abstentions"), ("10", "8", "0", "2"))
    assert found == {"for": "8", "against": "0", "abstentions": "2"}


def test_a_row_a_group_and_their_total() -> None:
    found = counts(HEAD, ("Union", "8", "0", "0"), ("Gauche", "4", "0", "1"), ("TOTAL", "12", "0", "1"))
    assert found == {"for": "12", "against": "0", "abstentions": "1"}


def test_groups_without_a_total_are_not_added_up() -> None:
    assert counts(HEAD, ("Union", "8", "0", "0"), ("Gauche", "4", "0", "1")) == {}


def test_a_row_a_count() -> None:
    found = counts(("Pour", "12"), ("Contre", "1"), ("Abstention", "0"))
    assert found == {"for": "12", "against": "1", "abstentions": "0"}


@pytest.mark.parametrize(
    "rows",
    [
        (("Association", "Montant", "Abstention"), ("Le Fil", "20", "30")),
        (("Élève", "Pour 2021", "Contre-allée"), ("1", "2", "3")),
    ],
)
def test_tables_of_something_else(rows: tuple[tuple[str, ...], ...]) -> None:
    assert counts(*rows) == {}
