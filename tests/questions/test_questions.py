"""docs/questions.md does what it says: every command and every query in it is run over the council of council.py.

What each block should answer is written here, from what the acts of the council say.
"""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import council
import pytest
from click.testing import CliRunner
from delib.cli import main
from delib.corpus.store import open_corpus

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
SECTION = re.compile(r"(?ms)^## (?P<number>\d+)\. (?P<title>[^\n]+)\n(?P<text>.*?)(?=^## |\Z)")
BLOCK = re.compile(r"(?ms)^```(?P<kind>sql|console)\n(?P<body>.*?)^```$")

# By question, for each of its blocks: cells of rows that a query gives, in their order; or what a command prints, and
# with a ! before it what it does not print.
ANSWERS: dict[int, list[list[Any]]] = {
    1: [["GRANDIN Paul          5      0      2     3", "9 people", "!Corvol"],
        ["2022-09-20  absent", "2022-03-15  represented  proxy to TAVERNIER Luc", "2022-010.txt, page 1"],
        [("2022", "GRANDIN Paul", 2, 0, 1, 1), ("2023", "GRANDIN Paul", 2, 0, 1, 1),
         ("2024", "GRANDIN Paul", 1, 0, 0, 1),
         ("2022", "MARTEL Zoé", 2, 1, 1, 0), ("2023", "BRUNEL Odile", 2, 2, 0, 0)]],
    2: [[("TAVERNIER Luc", "GRANDIN Paul", 2), ("TAVERNIER Luc", "MARTEL Zoé", 1),
         ("BRUNEL Odile", "VAUCLAIR Anne", 1)],
        ["TAVERNIER Luc holds 2 proxies on 2023-09-19", "L2121-20", "1 to check"],
        [("2023-09-19", "TAVERNIER Luc", 2)]],
    3: [["2022-002", "2022-010", "2023-003", "2024-004", "against: GRANDIN Paul, TAVERNIER Luc", "4 votes."],
        ["against  2022-002", "against  2023-003", "against  2024-004", "2022-002.txt, page 1", "!2022-012"],
        [("MARTEL Zoé", "abstained", "Souscription d'un emprunt pour la salle des fêtes")]],
    4: [["TAVERNIER Luc 2", "MARTEL Zoé 2, GRANDIN Paul"],
        [("MARTEL Zoé", "TAVERNIER Luc", 2, 3), ("GRANDIN Paul", "TAVERNIER Luc", 1, 3)]],
    5: [["2024             6        5", "80 %", "83 %", "67 %"],
        [("2022", 5, 3, 60.0), ("2023", 6, 5, 83.3), ("2024", 4, 3, 75.0)]],  # an abstention alone says neither
    6: [["2024-004  adopted  divided  (4 for, 4 against)  margin 0", "margin -2", "margin 4", "margin 5", "4 votes."],
        ["2024-004", "1 act."]],
    7: [["2022-010", "1 vote."], ["2023-012", "1 act."]],
    8: [["C08", "2023-09-19", "!C10", "1 to check"],
        [("C08", 10, 3, 0), ("C10", 19, 0, 2)]],  # nobody says how many were in office in 1919
    9: [["2022", "2 300", "2023", "4 800", "2024", "2 500"],
        ["association Les Petits Loups: granted 6 000,00 €", "Judo Club Valmorinois: granted 1 600,00 €"],
        ["1 500,00 €", "2 000,00 €", "2 500,00 €", "2024-001.txt, page 1", "!800,00", "3 sums;"],
        [("association Les Petits Loups", "2023", 2000.0, 500.0),
         ("association Les Petits Loups", "2024", 2500.0, 500.0),
         ("Judo Club Valmorinois", "2023", 800.0, 0.0)]],
    10: [[("association Les Petits Loups", 3, "2022", "2024"), ("Judo Club Valmorinois", 2, "2022", "2023")]],
    11: [[("2023-004", 3000.0, 2000.0)]],
    12: [["2024-005", "1 act."], [("SALVAING Ulysse", "Convention avec le Judo Club Valmorinois")]],
    13: [["2022-002", "1 act."], [("2022-002", 13500.0, "Habitat du Val", 15000.0, "AB 123", 450.0, 30.0)]],
    14: [["2023-012", "1 act."], [("2023-012", 22000.0, "AC 45")]],
    15: [["450", "!250 000"]],
    16: [["18 000,00 € HT", "2023-002.txt, page 1", "!14 200"], [("2023-002", 18000.0, "HT", "Dubreuil")]],
    17: [["250 000", "!18 000"]],
    18: [["2023-010", "!2022-001", "1 act."]],
    19: [[("2022-03-15", 3.2), ("2023-09-19", 3.45), ("2024-03-12", 3.6)]],
    20: [["2023-003", "1 act."], [("2023-003", 1240000.0)]],
    21: [[("2024", 6, 49)], [("1919-02-16",), ("1919-05-11",)]],
    22: [["2024-002", "2023-011", "modifies", "!2022-003"], [("2024-002", "modifies", "2023-011", "2023-09-19")]],
    23: [[("2024-003", 14200.0), ("2024-003", 1150.0)]],
    25: [["Secours aux indigents", "1 act."], ["200"]],
    27: [["1919-02-16  present", "1919-05-11  present", "registre-1919.txt, page 1"],
         ["1919-02-16", "1919-05-11", "2 acts."]],
    28: [[("registre-1919.txt", "1919-02-16", 1), ("registre-1919.txt", "1919-05-11", 1)]],
}  # fmt: skip
UNANSWERED = {24, 26}


def sections() -> dict[int, tuple[str, list[tuple[str, str]]]]:
    """The text of each question, and its blocks."""
    page = PAGE.read_text(encoding="utf-8")
    return {
        int(found["number"]): (found["text"], [(one["kind"], one["body"]) for one in BLOCK.finditer(found["text"])])
        for found in SECTION.finditer(page)
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council")
    council.write(folder / "acts")
    made = CliRunner().invoke(
        main,
        ["ingest", str(folder / "acts"), "--db", str(folder / "corpus.db"), "--jobs", "0", "--no-cache", "--quiet"],
    )
    assert made.exit_code == 0, made.output
    return folder / "corpus.db"


@pytest.fixture(scope="module")
def corpus(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_corpus(database)) as connection:
        yield connection


def test_the_page_has_all_28_questions() -> None:
    assert set(sections()) == set(range(1, 29)) == set(ANSWERS) | UNANSWERED


@pytest.mark.parametrize("number", sorted(UNANSWERED))
def test_what_cannot_be_answered_is_said_with_its_reason(number: int) -> None:
    text, blocks = sections()[number]
    assert not blocks and text.strip().startswith("*") and "**Not answered:**" in text


@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_the_answer_is_right(number: int, corpus: sqlite3.Connection, database: Path) -> None:
    _, blocks = sections()[number]
    assert len(blocks) == len(ANSWERS[number])
    for (kind, body), expected in zip(blocks, ANSWERS[number], strict=True):
        if kind == "sql":
            found = [tuple(row) for row in corpus.execute(body)]
            at = -1
            for cells in expected:
                hits = [index for index, row in enumerate(found) if set(cells) <= set(row)]
                assert hits, (number, cells, found)
                assert (at := next((index for index in hits if index > at), -1)) >= 0, (number, cells, found)
        else:
            said = run(body, database)
            for words in expected:
                assert (words.lstrip("!") in said) is not words.startswith("!"), (number, words, said)


def run(body: str, database: Path) -> str:
    """What the commands of a block print over the corpus of the tests, thousands apart by plain spaces."""
    said = ""
    for line in body.strip().splitlines():
        assert line.startswith("$ delib "), line
        given = {"corpus.db": str(database), "ID": tariffs(database)}
        words = [given.get(word, word) for word in shlex.split(line)[2:]]
        result = CliRunner(env={"COLUMNS": "100"}).invoke(main, words, prog_name="delib")
        assert result.exit_code == 0, (line, result.output)
        said += result.stdout
    return re.sub(r"[\u00a0\u202f]", " ", said)


def tariffs(database: Path) -> str:
    """The id of the act of 2024 that changes one of 2023."""
    with closing(open_corpus(database)) as corpus:
        return str(corpus.execute("SELECT id FROM deliberations WHERE number = '2024-002'").fetchone()[0])
