"""What people decided in the queue, the latest first, and how it is taken back.

In: an open corpus; a finding that is accepted or mended by a corrected value. Out: rows of `acceptances` and
`corrections`, and `Done`, one for each. Both can be undone: the finding is in the queue again, and what was read is
back in its place. Each function is whole or not at all.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Literal, NamedTuple

import msgspec

from ..errors import NotFound
from . import acceptances, corrections, reviewing
from .corrections import FIELDS
from .database import transaction
from .store import fix, unfix


class Done(NamedTuple):
    """`name` is that of the finding, or the field; `said` what was seen and accepted, or the value that was given;
    `was` what had been read instead (None: nothing).
    """

    kind: Literal["accepted", "corrected"]
    object_id: str
    name: str
    said: str
    was: str | None
    why: str
    who: str | None
    at: str


def latest(connection: sqlite3.Connection, most: int) -> list[Done]:
    """What was decided last. A correction names who made it at the end of its reason."""
    done = [
        Done("accepted", one.object_id, one.name, one.seen, None, one.why, one.who, one.at)
        for one in acceptances.every(connection, most)
    ]
    done += [
        Done("corrected", one.object_id, one.field, _text(one.value) or "null", _read(one.was), one.why, None, one.at)
        for one in corrections.latest(connection, most)
    ]
    return sorted(done, key=lambda one: (one.at, one.kind), reverse=True)[:most]


def _text(json: str) -> str | None:
    """A value of a correction as text."""
    value: Any = msgspec.json.decode(json)
    if isinstance(value, dict):  # a passage
        value = value.get("text")
    return {None: None, True: "true", False: "false"}.get(value, str(value)) if not isinstance(value, str) else value


def _read(was: str | None) -> str | None:
    return None if was is None else _text(msgspec.json.encode(msgspec.json.decode(was)["value"]).decode())


def accept(connection: sqlite3.Connection, object_id: str, name: str, seen: str, who: str, why: str) -> None:
    """Accept a finding. Raises `NotFound` where it is not there, or not any more."""
    with transaction(connection):
        acceptances.accept(connection, object_id, name, seen, who, why)


def withdraw(connection: sqlite3.Connection, object_id: str, name: str) -> None:
    """Take an acceptance back. Raises `NotFound` where there is none."""
    with transaction(connection):
        acceptances.withdraw(connection, object_id, name)


def correct(
    connection: sqlite3.Connection, object_id: str, name: str, seen: str, field: str, value: str, who: str, why: str
) -> None:
    """Put right a value of what a finding is of.

    Where the finding is still there then (not every check reads that value), it is accepted: whoever looked at it has
    mended what was wrong. Raises `NotFound` where the finding is not there any more, `ValueError` for a field that
    there is not or a value that it cannot have.
    """
    item = reviewing.item(connection, object_id, name)
    if item is None or item.seen != seen:
        raise NotFound("The finding is not there any more.")
    own = item.act_id is None or (object_id == item.document_id and field in FIELDS["document"])
    fix(connection, item.document_id if own else str(item.act_id), field, value, f"{why} ({who})")
    still = reviewing.item(connection, object_id, name)
    if still is not None and still.seen == seen:
        accept(connection, object_id, name, seen, who, f"{field}: {value}. {why}")


def undo(connection: sqlite3.Connection, object_id: str, field: str) -> None:
    """Take a correction back, and the acceptances that came with it. Raises `NotFound` where there is none."""
    known = next((one for one in corrections.of_object(connection, object_id) if one.field == field), None)
    if known is None:
        raise NotFound(f"Nobody has corrected '{field}' of {object_id}.")
    unfix(connection, object_id, field)
    for one in acceptances.of_document(connection, known.document_id):
        if _came_with(known, one):
            withdraw(connection, one.object_id, one.name)


def _came_with(correction: corrections.Correction, one: acceptances.Acceptance) -> bool:
    """Whether a finding was accepted because a value was corrected: see `correct`."""
    if not one.why.startswith(f"{correction.field}: "):
        return False
    why = correction.why.removesuffix(f" ({one.who})")
    return one.object_id == correction.object_id or (why != correction.why and one.why.endswith(f". {why}"))
