"""What a question is narrowed to: body, days, person, vote, outcome, sums, kind, checks, subject.

In: `Filters` as people give them. Out: conditions in SQL on the table `catalogue` (as `c`), with their values. Filters
hold together: an act has to pass all of them. Nothing is guessed: an act of which a value is not known does not pass a
filter on it.
"""

from __future__ import annotations

import calendar
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, get_args

from rapidfuzz import fuzz, process

from ..errors import NotFound
from ..parser import record
from .keys import body_key, name_key

OUTCOMES: tuple[str, ...] = get_args(record.Outcome)
KINDS: tuple[str, ...] = get_args(record.Kind)
STATUSES = ("ok", "review", "needs-ocr")
VOTES = {"for": "for", "against": "against", "abstained": "abstained", "absent": "did not take part"}

_HOLDS = "instr(' ' || name_key || ' ', ?)"  # the words of a name, whole
_SET = "c.search_id IN ("  # how a condition begins that is a set of acts
_LISTED = 20_000  # acts of a set that are given by their ids
Condition = tuple[str, tuple[Any, ...]]


class Filters(NamedTuple):
    """All may be left out.

    body    part of its name (accents, case and "Ville de" do not count), its SIREN or its id
    from_   first day, and `to` the last, as `day_bound` takes them; both are included
    person  words of a printed name, in any order, or the id of a member: acts with which that person is named, under
            whatever spelling, in the lists of the sitting or in the vote; with `vote`, only those in whose vote
    vote    for, against, abstained or absent (did not take part): alone, acts with which anybody did so
    outcome adopted, rejected, noted or deferred
    amount_min, amount_max  the act decides a sum of at least, of at most so much, in the currency it prints
    kind    of the document: deliberation, minutes, register, list
    check   "failed" (any), or the number of a check that fails, of the act, of its sitting or of its document
    status  of the document: ok, review
    subject a code of the ACTES nomenclature, of any level: 7 holds 7.5 and 7.10, 7.1 does not hold 7.10
    """

    body: str | None = None
    from_: str | None = None
    to: str | None = None
    person: str | None = None
    vote: str | None = None
    outcome: str | None = None
    amount_min: float | None = None
    amount_max: float | None = None
    kind: str | None = None
    check: str | None = None
    status: str | None = None
    subject: str | None = None


NO_FILTERS = Filters()


def conditions(filters: Filters) -> list[Condition]:
    """The filters as conditions on `catalogue c`. Raises `ValueError` for a day, a vote, a kind… that is none."""
    return [*_plain(filters), *_sums(filters), *_votes(filters), *_checks(filters), *_subject(filters)]


def of_body(column: str, body: str) -> Condition:
    """The condition that a column is the id of a body that is meant: by part of its name, its SIREN or its id."""
    return among_bodies(column), body_values(body)


def among_bodies(column: str) -> str:
    """The condition of `of_body`, to be given `body_values`."""
    return f"{column} IN (SELECT id FROM bodies WHERE instr(name_key, ?) OR siren = ? OR id = ?)"


def body_values(body: str) -> tuple[str, str, str]:
    """What a body that is meant is looked for by: its folded name (nothing where it has no letter), a SIREN, an id."""
    return body_key(body) or "\x00", body.replace(" ", ""), body


def check_body(connection: sqlite3.Connection, body: str | None) -> None:
    """Raises `NotFound` where the body that is meant is none of the corpus: nothing would answer, and not say why."""
    if body is None:
        return
    where, values = of_body("id", body)
    if connection.execute(f"SELECT 1 FROM bodies WHERE {where} LIMIT 1", values).fetchone() is not None:
        return
    known = [row[0] for row in connection.execute("SELECT name FROM bodies WHERE name IS NOT NULL ORDER BY name_key")]
    near = [name for name, _, _ in process.extract(body, known, scorer=fuzz.WRatio, processor=body_key, limit=5)]
    remedy = f"Some of its bodies: {', '.join(near)}." if near else "The corpus names no body yet."
    raise NotFound(f"No body of the corpus is called '{body}'.", remedy=remedy)


def _plain(filters: Filters) -> Iterator[Condition]:
    if filters.body is not None:
        yield of_body("c.body_id", filters.body)
    if filters.from_ is not None:
        yield "c.date >= ?", (day_bound(filters.from_, last=False),)
    if filters.to is not None:
        yield "c.date <= ?", (day_bound(filters.to, last=True),)
    for name, known in (("outcome", OUTCOMES), ("kind", KINDS), ("status", STATUSES)):
        value = getattr(filters, name)
        if value is not None:
            yield f"c.{name} = ?", (_known(name, value, known),)


def _sums(filters: Filters) -> Iterator[Condition]:
    least, most = filters.amount_min, filters.amount_max
    if least is not None:
        yield "c.greatest >= ?", (least,)
    if most is not None:
        yield "c.least <= ?", (most,)
    if least is not None and most is not None:  # one sum lies between, not one above and another below
        between = "a.deliberation_id = c.deliberation_id AND a.part = 'dispositif' AND a.value BETWEEN ? AND ?"
        yield f"(c.least >= ? OR c.greatest <= ? OR EXISTS (SELECT 1 FROM amounts a WHERE {between}))", (
            least, most, least, most,
        )  # fmt: skip


def _votes(filters: Filters) -> Iterator[Condition]:
    position = None if filters.vote is None else VOTES[_known("vote", filters.vote, tuple(VOTES))]
    if filters.person is not None:
        who, values = _people(filters.person)
        named = f"SELECT deliberation_id FROM dissents WHERE {who('person_id', 'member_id')}"
        if position is not None:
            yield _acts(deliberation_id=f"{named} AND position = ?"), (*values, position)
            return
        lists = " UNION ".join(
            f"SELECT list_id FROM {table} WHERE {who(name, member)}"
            for table, name, member in (
                ("attendance", "person_id", "member_id"),
                ("proxies", "giver_id", "giver_member_id"),
                ("proxies", "holder_id", "holder_member_id"),
            )
        )
        listed = f"SELECT id FROM statements WHERE list_id IN ({lists})"
        yield _acts(deliberation_id=named, statement_id=listed), values * 4
    elif filters.vote in ("against", "abstained"):
        yield f"c.{'opposed' if filters.vote == 'against' else 'abstained'} = 1", ()
    elif position is not None:
        counted = " UNION SELECT deliberation_id FROM votes WHERE votes_for > 0" if position == "for" else ""
        yield _acts(deliberation_id=f"SELECT deliberation_id FROM dissents WHERE position = ?{counted}"), (position,)


def _acts(before: str = "", **found: str) -> str:
    """The acts that any of the queries finds, by the column of the catalogue that it gives: made once, as a set."""
    each = (f"SELECT search_id FROM catalogue WHERE {column} IN ({query})" for column, query in found.items())
    return f"{_SET}{before}{' UNION '.join(each)})"


def with_sets(connection: sqlite3.Connection, wanted: list[Condition]) -> list[Condition]:
    """The same conditions, in which sets of acts that it costs much to find are given by their ids, unless they are
    very large: a search asks for them several times."""
    return [_as_ids(connection, condition, values) for condition, values in wanted]


def _as_ids(connection: sqlite3.Connection, condition: str, values: tuple[Any, ...]) -> Condition:
    if not condition.startswith(_SET):
        return condition, values
    found = connection.execute(condition[len(_SET) : -1], values).fetchmany(_LISTED + 1)
    if len(found) > _LISTED:
        return condition, values
    return f"{_SET}SELECT value FROM json_each(?))", (json.dumps([row[0] for row in found]),)


def _people(person: str) -> tuple[Callable[[str, str], str], tuple[str, ...]]:
    """A condition on the two columns that say who a name is, and its values: the member of whom some printed name holds
    all the words of `person`, and such printed names of which nobody has found out yet whose they are."""
    words = name_key(person).split() or ["\x00"]
    names = f"SELECT id FROM people WHERE {' AND '.join([_HOLDS] * len(words))}"
    members = f"SELECT member_id FROM member_names WHERE name_id IN ({names}) UNION SELECT id FROM members WHERE id = ?"
    held = tuple(f" {word} " for word in words)

    def condition(name: str, member: str) -> str:
        return f"({member} IN ({members}) OR ({member} IS NULL AND {name} IN ({names})))"

    return condition, (*held, person.strip(), *held)


def _checks(filters: Filters) -> Iterator[Condition]:
    if filters.check is None:
        return
    one = filters.check.strip().upper()
    if one not in ("FAILED", "FAILS") and not re.fullmatch(r"[A-Z]\d{1,3}", one):
        raise ValueError(f"'{filters.check}' is no check: give failed, or a number such as C08")
    columns = "document_id, statement_id, deliberation_id, check_id"
    both = " UNION ALL ".join(
        f"SELECT {columns} FROM {table} WHERE verdict = 'fails'" for table in ("checks", "corpus_checks")
    )
    failing = f"SELECT * FROM ({both})"
    values: tuple[str, ...] = ()
    if one not in ("FAILED", "FAILS"):
        failing, values = f"{failing} WHERE check_id = ?", (one,)
    found = _acts(
        f"WITH failing AS MATERIALIZED ({failing}) ",
        deliberation_id="SELECT deliberation_id FROM failing",
        statement_id="SELECT statement_id FROM failing WHERE deliberation_id IS NULL",
        document_id="SELECT document_id FROM failing WHERE statement_id IS NULL AND deliberation_id IS NULL",
    )
    yield found, values


def _subject(filters: Filters) -> Iterator[Condition]:
    if filters.subject is None:
        return
    if not re.fullmatch(r"\s*[1-9](?:\.\d{1,2}){0,4}\.?\s*", filters.subject):
        raise ValueError(f"'{filters.subject}' is no code of the nomenclature: give 7, 7.5 or 7.5.1")
    code = ".".join(str(int(part)) for part in filters.subject.strip().rstrip(".").split("."))
    found = _acts(deliberation_id="SELECT deliberation_id FROM subjects WHERE code = ? OR (code >= ? AND code < ?)")
    yield found, (code, f"{code}.", f"{code}/")  # "/" is the character after "."


def _known(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"'{value}' is no {name}: give {', '.join(known[:-1])} or {known[-1]}")
    return value


def day_bound(text: str, *, last: bool) -> str:
    """A year, a month or a day (2013, 2013-05, 2013-05-27, 27/05/2013) as its first or last ISO day.

    Raises `ValueError` for anything else.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", text.strip())
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", text.strip())):
        parts = found.groups()[::-1]
    if parts is None:
        raise ValueError(f"'{text}' is no date: give 2013, 2013-05 or 2013-05-27")
    year = int(parts[0])
    month = int(parts[1]) if parts[1] else (12 if last else 1)
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(f"'{text}' has no such month")
    days = calendar.monthrange(year, month)[1]
    day = int(parts[2]) if parts[2] else (days if last else 1)
    if not 1 <= day <= days:
        raise ValueError(f"'{text}' has no such day")
    return f"{year:04d}-{month:02d}-{day:02d}"
