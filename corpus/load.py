"""Rows back to a record: the inverse of `rows.py`.

In: an open corpus and a document's id, or the id of one of its acts. Out: the `Document` that was stored, equal to it
in every field; with an act's id, the same document with only that act and its session.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from ..errors import NotFound
from ..parser import record
from ..parser.record import Amount, Check, Deliberation, Document, Passage, Person, Segment, Session, Vote
from .proof import evidence, nth, places, unpack

Row = sqlite3.Row


def load_record(connection: sqlite3.Connection, document_id: str, *, act_id: str | None = None) -> Document:
    """The stored record; with `act_id`, only that act of it. Raises `NotFound`."""
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no document {document_id} in the corpus.")
    return _Reader(connection, document_id, act_id).document(row)


class _Reader:
    """Reads the rows of one document."""

    def __init__(self, connection: sqlite3.Connection, document_id: str, act_id: str | None) -> None:
        self.connection = connection
        self.id = document_id
        self.only = act_id
        self.proofs: dict[str, dict[str, Any]] = {
            row["object_id"]: unpack(row["evidence"]) for row in self.rows("evidence", "document_id = ?", document_id)
        }
        self.segments = self.rows("segments", "document_id = ? ORDER BY ordinal", document_id)
        self.checks = self.rows("checks", "document_id = ? ORDER BY ordinal", document_id)

    def rows(self, table: str, where: str, *values: Any) -> list[Row]:
        return self.connection.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchall()

    def document(self, row: Row) -> Document:
        found = self.proofs.get(self.id, {})
        statements = self.rows("statements", "document_id = ? ORDER BY ordinal", self.id)
        if self.only is not None:
            owner = self.connection.execute(
                "SELECT statement_id FROM deliberations WHERE id = ?", (self.only,)
            ).fetchone()
            statements = [one for one in statements if owner and one["id"] == owner[0]]
        noise = [one for one in self.segments if one["part"] == "noise"]
        residue = [one for one in self.segments if one["part"] == "residue"]
        return Document(
            file=row["file"],
            kind=row["kind"],
            status=row["status"],
            status_reasons=tuple(msgspec.json.decode(row["status_reasons"])),
            sha256=row["sha256"],
            pages=tuple(
                record.PageInfo(
                    number=page["number"], width=page["width"], height=page["height"], source=page["source"],
                    reasons=tuple(msgspec.json.decode(page["reasons"])),
                )
                for page in self.rows("pages", "document_id = ? ORDER BY number", self.id)
            ),
            act_id=row["act_id"],
            received=row["received"],
            posted=row["posted"],
            sessions=tuple(self.session(one) for one in statements),
            noise=self.passages(noise, found, "noise", {}),
            residue=tuple(
                record.Residue(one["text"], places(nth(found, "residue", index).get("at")))
                for index, one in enumerate(residue)
            ),
            coverage=record.Coverage(
                row["coverage_passages"], row["coverage_values"], row["coverage_noise"], row["coverage_residue"]
            ),
            checks=self.verdicts(
                [one for one in self.checks if one["statement_id"] is None and one["deliberation_id"] is None], found
            ),
            versions=record.Versions(row["tool"], row["rules"], row["ocr"]) if row["tool"] is not None else None,
            evidence=evidence(found.get("fields")),
        )  # fmt: skip

    def session(self, row: Row) -> Session:
        statement, listed = row["id"], row["list_id"]
        found = self.proofs.get(statement, {})
        attendance = self.rows("attendance", "list_id = ? ORDER BY ordinal", listed)
        by_state: dict[str, list[Row]] = {"present": [], "absent": [], "represented": []}
        for one in attendance:
            by_state[one["state"]].append(one)
        acts = self.rows("deliberations", "statement_id = ? ORDER BY ordinal", statement)
        own = [one for one in self.segments if one["statement_id"] == statement]
        checks = [one for one in self.checks if one["statement_id"] == statement]
        return Session(
            **{name: row[name] for name in _STATED},
            present=_people(by_state["present"], found, "present"),
            absent=_people(by_state["absent"], found, "absent"),
            proxies=tuple(
                _proxy(one, by_state["represented"][index], found, index)
                for index, one in enumerate(self.rows("proxies", "list_id = ? ORDER BY ordinal", listed))
            ),
            movements=tuple(
                record.Movement(
                    _person(one, nth(found, "movers", index)), one["kind"], one["at"],
                    places(nth(found, "movements", index).get("at")),
                )
                for index, one in enumerate(self.rows("movements", "list_id = ? ORDER BY ordinal", listed))
            ),
            deliberations=tuple(self.act(one) for one in acts if self.only in (None, one["id"])),
            segments=self.passages(own, found, "segments", {}),
            checks=self.verdicts(checks, found),
            evidence=evidence(found.get("fields")),
        )  # fmt: skip

    def act(self, row: Row) -> Deliberation:
        act_id = row["id"]
        found = self.proofs.get(act_id, {})

        def own(table: str) -> list[Row]:
            return self.rows(table, "deliberation_id = ? ORDER BY ordinal", act_id)

        amounts = own("amounts")
        (vote,) = self.rows("votes", "deliberation_id = ?", act_id)
        whole = {"considerants": row["considerants"], "dispositif": row["dispositif"]}
        return Deliberation(
            number=row["number"],
            title=row["title"],
            item=row["item"],
            considerants=_passage(row["considerants"], found.get("considerants")),
            dispositif=_passage(row["dispositif"], found.get("dispositif")),
            decisions=tuple(
                record.Decision(one["text"], one["verb"], places(nth(found, "decisions", index).get("at")))
                for index, one in enumerate(own("decisions"))
            ),
            vote=_vote(vote, found),
            dissent=tuple(
                record.Dissent(
                    position=one["position"],
                    person=_person(one, nth(found, "dissenters", index)) if one["name"] is not None else None,
                    group=one["group_name"],
                    places=places(nth(found, "dissent", index).get("at")),
                    rule=nth(found, "dissent", index).get("rule"),
                )
                for index, one in enumerate(own("dissents"))
            ),
            act_id=row["act_id"],
            received=row["received"],
            posted=row["posted"],
            amounts=_amounts(amounts, found, "dispositif"),
            repeats=_amounts(amounts, found, "repeat"),
            mentions=_amounts(amounts, found, "mention"),
            references=tuple(
                record.Reference(
                    one["kind"],
                    one["text"],
                    places(nth(found, "references", index).get("at")),
                    one["code"],
                    tuple(msgspec.json.decode(one["articles"])) if one["articles"] else (),
                    one["number"],
                    one["date"],
                    one["relation"],
                    nth(found, "references", index).get("rule"),
                )
                for index, one in enumerate(own("citations"))
            ),
            subjects=tuple(
                record.Subject(
                    one["code"],
                    one["label"],
                    one["basis"],
                    one["words"],
                    places(nth(found, "subjects", index).get("at")),
                    nth(found, "subjects", index).get("rule"),
                )
                for index, one in enumerate(own("subjects"))
            ),
            parcels=tuple(
                record.Parcel(
                    one["section"],
                    one["number"],
                    one["prefix"],
                    one["surface"],
                    one["words"],
                    places(nth(found, "parcels", index).get("at")),
                )
                for index, one in enumerate(own("parcels"))
            ),
            surfaces=tuple(
                record.Surface(
                    one["value"], one["words"], bool(one["total"]), places(nth(found, "surfaces", index).get("at"))
                )
                for index, one in enumerate(own("surfaces"))
            ),
            segments=self.passages(
                [one for one in self.segments if one["deliberation_id"] == act_id], found, "segments", whole
            ),
            checks=self.verdicts([one for one in self.checks if one["deliberation_id"] == act_id], found),
            evidence=evidence(found.get("fields")),
        )

    def passages(
        self, rows: list[Row], found: dict[str, Any], name: str, whole: dict[str, str | None]
    ) -> tuple[Segment, ...]:
        return tuple(
            Segment(
                label=row["label"],
                text=row["text"] if row["text"] is not None else whole.get(row["label"]) or "",
                places=places(nth(found, name, index).get("at")),
                rule=row["rule"],
            )
            for index, row in enumerate(rows)
        )

    def verdicts(self, rows: list[Row], found: dict[str, Any]) -> tuple[Check, ...]:
        return tuple(
            Check(
                id=row["check_id"],
                verdict=row["verdict"],
                severity=row["severity"],
                message=row["message"],
                read=msgspec.json.decode(row["read"]),
                places=places(nth(found, "checks", index).get("at")),
                law=row["law"],
            )
            for index, row in enumerate(rows)
        )


_STATED = (
    "body", "organ", "date", "time", "place", "convocation_date", "in_office", "quorum", "present_count", "proxy_count",
    "voter_count", "president", "secretary",
)  # fmt: skip


def _person(row: Row, found: dict[str, Any], prefix: str = "", name: str = "name") -> Person:
    return Person(
        name=row[name],
        civility=row[f"{prefix}civility"],
        given_name=row[f"{prefix}given_name"],
        surname=row[f"{prefix}surname"],
        remark=row[f"{prefix}remark"],
        places=places(found.get("at")),
        rule=found.get("rule"),
        confidence=found.get("confidence"),
        as_read=found.get("as_read"),
    )


def _people(rows: list[Row], found: dict[str, Any], name: str) -> tuple[Person, ...]:
    return tuple(_person(row, nth(found, name, index)) for index, row in enumerate(rows))


def _proxy(row: Row, giver: Row, found: dict[str, Any], index: int) -> record.Proxy:
    own = nth(found, "proxies", index)
    return record.Proxy(
        giver=_person(giver, nth(found, "givers", index)),
        holder=_person(row, nth(found, "holders", index), "holder_", "holder") if row["holder"] is not None else None,
        places=places(own.get("at")),
        rule=own.get("rule"),
    )


def _passage(text: str | None, found: dict[str, Any] | None) -> Passage | None:
    return None if text is None else Passage(text, places((found or {}).get("at")), (found or {}).get("rule"))


def _vote(row: Row, found: dict[str, Any]) -> Vote:
    worked_out = [row[f"inferred_{name}"] for name in ("for", "against", "abstentions", "how")]
    return Vote(
        outcome=row["outcome"],
        unanimous=None if row["unanimous"] is None else bool(row["unanimous"]),
        for_=row["votes_for"],
        against=row["votes_against"],
        abstentions=row["abstentions"],
        inferred=None if all(value is None for value in worked_out) else record.InferredVote(*worked_out),
        evidence=evidence(found.get("vote")),
    )


_PARTS = {"dispositif": "amounts", "repeat": "repeats", "mention": "mentions"}


def _amounts(rows: list[Row], found: dict[str, Any], part: str) -> tuple[Amount, ...]:
    """The sums of one part; `rows` are those of the whole act, whose receivers are kept in one list."""
    by_part = {name: [one for one in rows if one["part"] == name] for name in _PARTS}
    name = _PARTS[part]
    before = sum(len(by_part[other]) for other in list(_PARTS)[: list(_PARTS).index(part)])
    made: list[Amount] = []
    for index, row in enumerate(by_part[part]):
        proof, receiver = nth(found, name, index), nth(found, "receivers", before + index)
        made.append(
            Amount(
                value=row["value"],
                currency=row["currency"],
                basis=row["basis"],
                role=row["role"],
                words=row["words"],
                places=places(proof.get("at")),
                rule=proof.get("rule"),
                confidence=proof.get("confidence"),
                role_words=row["role_words"],
                role_rule=proof.get("role_rule"),
                beneficiary=None
                if row["beneficiary"] is None
                else record.Party(
                    row["beneficiary"],
                    row["beneficiary_key"],
                    places(receiver.get("at")),
                    receiver.get("rule"),
                    row["beneficiary_basis"],
                ),
                again=row["again"],
            )
        )
    return tuple(made)
