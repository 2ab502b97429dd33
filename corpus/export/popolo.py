"""People, bodies, sittings, motions and votes as Popolo JSON (https://www.popoloproject.com).

In: a `Choice` and a veil. Out: one JSON object with the lists `organizations`, `persons`, `memberships`, `events`,
`motions` and `vote_events`, written one entry after the other. A person is a member of a body as the corpus has
grouped printed names, or a printed name where it has not. What Popolo has no place for stands in
keys that begin with `x_`: who was there and who held whose proxy (`x_attendance`), that a count is worked out
(`x_basis`), when a name was first and last seen (a mandate it is not), the group of a vote. Only votes that are printed
with a name are votes of a person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import IO, Any

import msgspec

from .choice import Choice
from .veil import Veil

Entry = dict[str, Any]
_OPTIONS = {"for": "yes", "against": "no", "abstained": "abstain", "did not take part": "not voting"}
_RESULTS = {"adopted": "pass", "rejected": "fail"}
_COUNTS = (("yes", "for"), ("no", "against"), ("abstain", "abstentions"))


def write(choice: Choice, opened: IO[bytes], veil: Veil) -> dict[str, int]:
    """Write the object; how many entries each list has."""
    made = _Maker(choice, veil)
    lists: dict[str, Iterable[Entry]] = {
        "organizations": made.organizations(),
        "persons": made.persons(),
        "memberships": made.memberships(),
        "events": made.events(),
        "motions": made.motions(),
        "vote_events": made.vote_events(),
    }
    encode = msgspec.json.Encoder().encode
    counts: dict[str, int] = {}
    opened.write(b"{")
    for index, (name, entries) in enumerate(lists.items()):
        opened.write(b",\n" if index else b"\n")
        opened.write(encode(name) + b": [")
        counts[name] = 0
        for entry in entries:
            opened.write((b",\n " if counts[name] else b"\n ") + encode(entry))
            counts[name] += 1
        opened.write(b"\n]")
    opened.write(b"\n}\n")
    return counts


# Printed names that some list or vote has not been able to give to one member.
_UNGROUPED = """
    SELECT person_id FROM attendance WHERE member_id IS NULL AND person_id IS NOT NULL
    UNION SELECT holder_id FROM proxies WHERE holder_member_id IS NULL AND holder_id IS NOT NULL
    UNION SELECT person_id FROM dissents WHERE member_id IS NULL AND person_id IS NOT NULL"""


class _Maker:
    """Makes the entries of each list."""

    def __init__(self, choice: Choice, veil: Veil) -> None:
        self.choice = choice
        self.veil = veil

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        yield from self.choice.connection.execute(query, values)

    def say(self, document_id: str | None, text: str | None) -> str | None:
        return None if text is None else self.veil.text(document_id, text)

    def organizations(self) -> Iterator[Entry]:
        for row in self.rows(f"SELECT id, siren, name FROM bodies WHERE {self.choice.where('bodies')} ORDER BY id"):
            names = self.rows("SELECT name FROM body_names WHERE body_id = ? AND name IS NOT ?", row["id"], row["name"])
            yield _tidy(
                {
                    "id": row["id"],
                    "name": row["name"],
                    "classification": "deliberative body",
                    "identifiers": [{"scheme": "SIREN", "identifier": row["siren"]}] if row["siren"] else [],
                    "other_names": [{"name": one[0]} for one in names],
                }
            )

    def persons(self) -> Iterator[Entry]:
        for row in self.rows(f"SELECT * FROM members WHERE {self.choice.where('members')} ORDER BY id"):
            names = self.rows(
                "SELECT p.name FROM member_names m JOIN people p ON p.id = m.name_id "
                "WHERE m.member_id = ? AND p.name <> ? ORDER BY p.name",
                row["id"], row["name"],
            )  # fmt: skip
            yield self.person(row["id"], row["name"], row, [one[0] for one in names])
        lone = f"{self.choice.where('people')} AND id IN ({_UNGROUPED})"
        for row in self.rows(f"SELECT id, name FROM people WHERE {lone} ORDER BY id"):
            parts = self.choice.connection.execute(
                "SELECT civility, given_name, surname FROM attendance "
                "WHERE person_id = ? AND surname IS NOT NULL ORDER BY list_id LIMIT 1",
                (row["id"],),
            ).fetchone()
            yield self.person(row["id"], row["name"], parts, [])

    def person(self, id_: str, name: str, parts: sqlite3.Row | None, others: list[str]) -> Entry:
        return _tidy(
            {
                "id": id_,
                "name": self.say(None, name),
                "honorific_prefix": parts["civility"] if parts is not None else None,
                "given_name": self.say(None, parts["given_name"]) if parts is not None else None,
                "family_name": self.say(None, parts["surname"]) if parts is not None else None,
                "other_names": [{"name": self.say(None, one)} for one in others],
            }
        )

    def memberships(self) -> Iterator[Entry]:
        sittings = "s.id IN temp.chosen_sessions" if self.choice.filtered else "1"
        for row in self.rows(
            f"""SELECT coalesce(a.member_id, a.person_id) AS person, s.body_id AS body, min(s.date) AS first,
                       max(s.date) AS last
                FROM attendance a
                JOIN attendance_lists l ON l.id = a.list_id
                JOIN sessions s ON s.id = l.session_id
                WHERE a.person_id IS NOT NULL AND s.body_id IS NOT NULL AND {sittings}
                GROUP BY 1, 2 ORDER BY 1, 2"""
        ):
            yield _tidy(
                {
                    "id": f"{row['person']}-{row['body']}",
                    "person_id": row["person"],
                    "organization_id": row["body"],
                    "role": "member",
                    "x_first_seen": row["first"],
                    "x_last_seen": row["last"],
                }
            )

    def events(self) -> Iterator[Entry]:
        for row in self.rows(f"SELECT * FROM sessions WHERE {self.choice.where('sessions')} ORDER BY date, id"):
            lists = self.rows(
                "SELECT DISTINCT t.list_id FROM statements t JOIN documents f ON f.id = t.document_id "
                "AND f.superseded_by IS NULL WHERE t.session_id = ? AND t.list_id IS NOT NULL ORDER BY t.list_id",
                row["id"],
            )
            yield _tidy(
                {
                    "id": row["id"],
                    "name": row["organ"],
                    "classification": "sitting",
                    "organization_id": row["body_id"],
                    "start_date": row["date"],
                    # documents of one sitting may print different lists: each is kept
                    "x_attendance": [self.attendance(one[0]) for one in lists],
                }
            )

    def attendance(self, list_id: str) -> list[Entry]:
        holders = {
            row["giver_id"]: row["holder"]
            for row in self.rows(
                "SELECT giver_id, coalesce(holder_member_id, holder_id) AS holder FROM proxies WHERE list_id = ? "
                "AND giver_id IS NOT NULL AND holder_id IS NOT NULL",
                list_id,
            )
        }
        named = self.rows(
            "SELECT person_id, coalesce(member_id, person_id) AS person, state FROM attendance WHERE list_id = ? "
            "AND person_id IS NOT NULL ORDER BY state DESC, ordinal",
            list_id,
        )
        return [
            _tidy(
                {
                    "person_id": row["person"],
                    "state": row["state"],
                    "represented_by_id": holders.get(row["person_id"]) if row["state"] == "represented" else None,
                }
            )
            for row in named
        ]

    def motions(self) -> Iterator[Entry]:
        for act in self.choice.acts():
            row = self.act(act)
            yield _tidy(
                {
                    "id": act,
                    "organization_id": row["body_id"],
                    "legislative_session_id": row["session_id"],
                    "identifier": self.say(row["document_id"], row["number"]),
                    "text": self.say(row["document_id"], row["title"]),
                    "date": row["date"],
                    "result": _RESULTS.get(row["outcome"]),
                    "x_outcome": row["outcome"],
                    "sources": [{"url": self.say(row["document_id"], row["file"]), "x_page": row["page"]}],
                }
            )

    def act(self, act: str) -> sqlite3.Row:
        row: sqlite3.Row = self.choice.connection.execute(
            """SELECT d.id, d.number, d.title, d.document_id, d.session_id, d.page, s.body_id, s.date, f.file, v.*
               FROM deliberations d JOIN sessions s ON s.id = d.session_id JOIN documents f ON f.id = d.document_id
               LEFT JOIN votes v ON v.deliberation_id = d.id WHERE d.id = ?""",
            (act,),
        ).fetchone()
        return row

    def vote_events(self) -> Iterator[Entry]:
        for act in self.choice.acts():
            row = self.act(act)
            counts = list(_counts(row))
            votes = list(self.votes(row))
            if row["outcome"] not in _RESULTS and not counts and not votes:
                continue
            yield _tidy(
                {
                    "id": f"{act}-vote",
                    "motion_id": act,
                    "organization_id": row["body_id"],
                    "legislative_session_id": row["session_id"],
                    "start_date": row["date"],
                    "result": _RESULTS.get(row["outcome"]),
                    "x_unanimous": None if row["unanimous"] is None else bool(row["unanimous"]),
                    "counts": counts,
                    "votes": votes,
                }
            )

    def votes(self, act: sqlite3.Row) -> Iterator[Entry]:
        for row in self.rows(
            "SELECT position, coalesce(member_id, person_id) AS person, name, group_name FROM dissents "
            "WHERE deliberation_id = ? ORDER BY ordinal",
            act["id"],
        ):
            document = act["document_id"]
            yield _tidy(
                {
                    "voter_id": row["person"],
                    "option": _OPTIONS[row["position"]],
                    "x_name": self.say(document, row["name"]) if row["person"] is None else None,
                    "x_group": self.say(document, row["group_name"]),
                }
            )


def _counts(row: sqlite3.Row) -> Iterator[Entry]:
    for option, name in _COUNTS:
        printed = row["abstentions" if name == "abstentions" else f"votes_{name}"]
        if printed is not None:
            yield {"option": option, "value": printed}
        elif row[f"inferred_{name}"] is not None:
            yield {"option": option, "value": row[f"inferred_{name}"], "x_basis": "inferred"}


def _tidy(entry: Entry) -> Entry:
    """Without what is not known; Popolo's properties are all optional."""
    return {name: value for name, value in entry.items() if value is not None and value != []}
