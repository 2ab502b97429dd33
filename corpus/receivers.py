"""Names of receivers that a model of the language finds where the rules named nobody, kept apart from what was read.

In: an open corpus and a reader of texts (`parser.spacy_parts.infer`, or any function of that form). Out: rows of
`inferred_beneficiaries`: one for each sum that was asked about, with a name or with null where the model found none
either. What documents say (`amounts`) is not touched. An act that is read again loses its rows and is asked about
again; so is every sum when another model comes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from .database import transaction

ROLES = ("asked", "granted", "past", "guarantee", "price", "valuation")
_SOME = 200  # sums in one transaction
_AROUND = 500  # characters of the passage on each side of a sum


class Answer(Protocol):
    """What the reader says of one sum."""

    name: str
    key: str
    how: str


class Question(NamedTuple):
    """A sum of which nobody is known to receive it: where it stands, and the text around it."""

    deliberation_id: str
    part: str
    ordinal: int
    text: str
    start: int
    end: int
    role: str
    body: str | None


class Done(NamedTuple):
    """Sums asked about, and those that have a name now."""

    asked: int
    named: int


Reader = Callable[[Iterable[Question]], Iterator[Any]]


def open_questions(connection: sqlite3.Connection, method: str) -> Iterator[Question]:
    """Sums without a beneficiary that this method has not been asked about, act by act."""
    marks = ", ".join("?" * len(ROLES))
    rows = connection.execute(
        f"SELECT a.deliberation_id, a.part, a.ordinal, a.words, a.role, d.considerants, d.dispositif, b.name "
        f"FROM amounts a JOIN deliberations d ON d.id = a.deliberation_id "
        f"JOIN sessions s ON s.id = d.session_id LEFT JOIN bodies b ON b.id = s.body_id "
        f"LEFT JOIN inferred_beneficiaries i ON i.deliberation_id = a.deliberation_id AND i.part = a.part "
        f"AND i.ordinal = a.ordinal AND i.method = ? "
        f"WHERE a.beneficiary IS NULL AND a.again IS NULL AND a.role IN ({marks}) AND i.deliberation_id IS NULL "
        f"ORDER BY a.deliberation_id, a.part, a.ordinal",
        (method, *ROLES),
    ).fetchall()
    for act, part, ordinal, words, role, considerants, dispositif, body in rows:
        yield _question(act, part, ordinal, words or "", role, (dispositif, considerants), body)


def _question(
    act: str, part: str, ordinal: int, words: str, role: str, passages: tuple[str | None, str | None], body: str | None
) -> Question:
    """The sum with the text around it; an empty text where the passages do not hold it as it is printed."""
    for text in passages if part != "mention" else passages[::-1]:
        at = text.find(words) if text and words else -1
        if text is not None and at >= 0:
            begin = max(0, at - _AROUND)
            around = text[begin : at + len(words) + _AROUND]
            return Question(act, part, ordinal, around, at - begin, at - begin + len(words), role, body)
    return Question(act, part, ordinal, "", 0, 0, role, body)


def infer(connection: sqlite3.Connection, read: Reader, method: str, tell: Callable[[int], None] | None = None) -> Done:
    """Ask `read` about every open sum; `tell` hears how many are done. What is written is there after each batch."""
    questions = list(open_questions(connection, method))
    answers = read(questions)
    asked = named = 0
    batch: list[tuple[Any, ...]] = []
    for question, answer in zip(questions, answers, strict=True):
        asked += 1
        named += answer is not None
        said = (answer.name, answer.key, answer.how) if answer is not None else (None, None, None)
        batch.append((question.deliberation_id, question.part, question.ordinal, *said, method))
        if len(batch) == _SOME:
            _write(connection, batch)
            batch = []
            if tell is not None:
                tell(asked)
    _write(connection, batch)
    return Done(asked, named)


def _write(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    with transaction(connection):
        connection.executemany("INSERT OR REPLACE INTO inferred_beneficiaries VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
