"""Values that a person put right: data of their own, kept apart from what was read.

In: an open corpus; the id of an act or a document, a field, a value and the reason. Out: the record with the corrected
values in place, whose evidence says so (rule "correction", the reason, and where the value stands on the page), and a
row of `corrections` that keeps what was read instead. Every new reading of the document takes the corrections in again;
what was read can always be had back (`as_read`). A correction of an act that a new reading does not find waits.

The verdicts of the checks follow the values: a corrected record is checked again as it stands (`parser.checks`, which
like `parser.record` knows records and nothing else), and once more when the correction is taken back.

Ids are made of what was read, not of what was corrected: an act keeps its id.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from ..errors import NotFound
from ..parser import plain
from ..parser.checks import recheck
from ..parser.record import Deliberation, Document, Evidence, Passage, Session, Vote
from .load import load_record
from .rows import Ids, document_key, ids_of

RULE = "correction"
_DAYS = frozenset({"date", "convocation_date", "received", "posted"})
_PASSAGES = ("considerants", "dispositif")
# What can be put right, by the object that says it.
FIELDS: dict[str, tuple[str, ...]] = {
    "act": (
        *plain.ACT[:2], "item", *plain.ACT[2:], *_PASSAGES, *(f"vote.{name.rstrip('_')}" for name in plain.VOTE),
    ),
    "session": plain.SESSION,
    "document": plain.DOCUMENT,
}  # fmt: skip


class Correction(NamedTuple):
    """A row of the table. `value` and `was` are JSON; `was` is null while the object is not there."""

    object_id: str
    field: str
    document_id: str
    value: str
    why: str
    at: str
    was: str | None


_COLUMNS = ", ".join(Correction._fields)


class Target(NamedTuple):
    """What a correction is of: the document's path, and the row that says the value."""

    object_id: str
    document_id: str
    path: str


# ---- a record with its corrections -----------------------------------------------------------------------------------


def of_document(connection: sqlite3.Connection, document_id: str) -> list[Correction]:
    """The corrections of a document and all that is in it."""
    return _rows(connection, "WHERE document_id = ?", document_id)


def of_object(connection: sqlite3.Connection, object_id: str) -> list[Correction]:
    """The corrections of an act, a session as its document states it, or a document alone."""
    return _rows(connection, "WHERE object_id = ?", object_id)


def latest(connection: sqlite3.Connection, most: int) -> list[Correction]:
    """The last corrections of what the files hold now."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM corrections WHERE document_id NOT IN "
        "(SELECT id FROM documents WHERE superseded_by IS NOT NULL) ORDER BY at DESC, object_id, field LIMIT ?",
        (most,),
    )
    return [Correction(*row) for row in rows]


def every(connection: sqlite3.Connection) -> list[Correction]:
    """All corrections of the corpus."""
    return _rows(connection, "")


def _rows(connection: sqlite3.Connection, where: str, *values: str) -> list[Correction]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM corrections {where} ORDER BY object_id, field", values)
    return [Correction(*row) for row in rows]


def corrected(document: Document, ids: Ids, corrections: Iterable[Correction]) -> tuple[Document, list[Correction]]:
    """The record as read, with the corrections in place; and the corrections, each with what was read (`was`)."""
    kept = []
    for one in corrections:
        found = _object(document, ids, one.object_id)
        if found is None:
            kept.append(one._replace(was=None))
            continue
        value, evidence = _get(found, one.field)
        was = msgspec.json.encode({"value": value, "evidence": evidence}).decode()
        kept.append(one._replace(was=was))
        reason = f"Corrected by hand on {one.at[:10]}: {one.why}"
        said = Evidence(evidence.places, evidence.words, RULE, None, "stated", reason) if evidence else None
        said = said or Evidence(rule=RULE, reason=reason)
        document = _put(document, ids, one.object_id, one.field, msgspec.json.decode(one.value), said)
    return (recheck(document) if any(one.was is not None for one in kept) else document), kept


def with_corrections(connection: sqlite3.Connection, document: Document, path: str) -> Document:
    """The record as read of the file at `path`, with the corrections that the corpus has for it in place."""
    kept = of_document(connection, document_key(document, path))
    return corrected(document, ids_of(document, path), kept)[0] if kept else document


def as_read(connection: sqlite3.Connection, document_id: str) -> Document:
    """The stored record without its corrections. Raises `NotFound`."""
    document = load_record(connection, document_id)
    ids = stored_ids(connection, document_id)
    changed = [one for one in of_document(connection, document_id) if one.was is not None]
    for one in changed:
        was = msgspec.json.decode(one.was or "")
        evidence = None if was["evidence"] is None else msgspec.convert(was["evidence"], Evidence)
        document = _put(document, ids, one.object_id, one.field, was["value"], evidence)
    return recheck(document) if changed else document


def stored_ids(connection: sqlite3.Connection, document_id: str) -> Ids:
    """The ids of a document's sessions and acts, as they are in the corpus."""

    def column(sql: str, value: str) -> tuple[str, ...]:
        return tuple(row[0] for row in connection.execute(sql, (value,)))

    statements = column("SELECT id FROM statements WHERE document_id = ? ORDER BY ordinal", document_id)
    within = "SELECT id FROM deliberations WHERE statement_id = ? ORDER BY ordinal"
    return Ids(document_id, statements, tuple(column(within, one) for one in statements))


def keep(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    """Write what was read beside each correction."""
    connection.executemany(
        "UPDATE corrections SET was = ? WHERE object_id = ? AND field = ?",
        [(one.was, one.object_id, one.field) for one in corrections],
    )


def write(connection: sqlite3.Connection, target: Target, field: str, value: Any, why: str) -> None:
    """Put a correction into its table; storing the record as read again puts it in place."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = msgspec.json.encode(value).decode()
    add(connection, Correction(target.object_id, field, target.document_id, text, why, now, None))


def add(connection: sqlite3.Connection, one: Correction) -> None:
    """Put a correction in place of the one that is there."""
    connection.execute(
        "INSERT INTO corrections (object_id, field, document_id, value, why, at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (object_id, field) DO UPDATE SET value = excluded.value, why = excluded.why, at = excluded.at",
        one[:6],
    )


def erase(connection: sqlite3.Connection, target: Target, field: str) -> bool:
    """Take the correction back; False where there is none."""
    return (
        connection.execute(
            "DELETE FROM corrections WHERE object_id = ? AND field = ?", (target.object_id, field)
        ).rowcount
        > 0
    )


def target_of(connection: sqlite3.Connection, object_id: str, field: str) -> Target:
    """What a correction that is there is of. Raises `NotFound`: there is none, or only one of an older version."""
    row = connection.execute(
        "SELECT c.document_id, f.path FROM corrections c JOIN documents f ON f.id = c.document_id "
        "WHERE c.object_id = ? AND c.field = ? AND f.superseded_by IS NULL",
        (object_id, field),
    ).fetchone()
    if row is None:
        raise NotFound(f"Nobody has corrected '{field}' of {object_id}.", remedy="`delib fix --list` shows what is.")
    return Target(object_id, row[0], row[1])


# ---- what a person names ---------------------------------------------------------------------------------------------


def find(connection: sqlite3.Connection, wanted: str, field: str) -> Target:
    """What the id and the field mean: an act's own value, that of the session it belongs to, or the document's.

    Raises `NotFound` for an id that is not there, `ValueError` for a field that it does not have.
    """
    row = connection.execute(
        "SELECT d.id, d.statement_id, d.document_id, f.path FROM deliberations d "
        "JOIN documents f ON f.id = d.document_id WHERE d.id = ? AND f.superseded_by IS NULL",
        (wanted,),
    ).fetchone()
    if row is not None:
        act, statement, document, path = row
        if field in FIELDS["act"]:
            return Target(act, document, path)
        if field in FIELDS["session"]:
            return Target(statement, document, path)
        raise ValueError(f"an act has no '{field}'; it has {', '.join(FIELDS['act'] + FIELDS['session'])}")
    row = connection.execute(
        "SELECT id, path FROM documents WHERE id = ? AND superseded_by IS NULL", (wanted,)
    ).fetchone()
    if row is None:
        raise NotFound(f"The corpus has no act and no document with the id '{wanted}', or only an older version of it.")
    if field in FIELDS["document"]:
        return Target(row[0], row[0], row[1])
    statements = stored_ids(connection, row[0]).statements
    if field in FIELDS["session"] and len(statements) == 1:
        return Target(statements[0], row[0], row[1])
    if field in FIELDS["session"]:
        raise ValueError("the document has several sessions: give the id of an act of the one you mean")
    raise ValueError(f"a document has no '{field}'; it has {', '.join(FIELDS['document'])}: give the id of an act")


def value_of(field: str, text: str) -> Any:
    """A value as it is typed, in the type of the field; "null" is the absence of a value. Raises `ValueError`."""
    if text == "null":
        return None
    if field in _PASSAGES:
        return text
    name = field.removeprefix("vote.")
    owner: type = Vote if name != field else Deliberation if field in FIELDS["act"] else Session
    owner = Document if field == "kind" else owner
    hint = get_type_hints(owner)[{"for": "for_"}.get(name, name)]
    if field in _DAYS and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(f"'{text}' is no day: give YYYY-MM-DD")
    try:
        if field in _DAYS:
            date.fromisoformat(text)
        return msgspec.convert(text, hint, strict=False)
    except ValueError:
        raise ValueError(f"'{text}' cannot be a value of {field}: {_wanted(field, hint)}") from None


def _wanted(field: str, hint: Any) -> str:
    """What a field takes, in words."""
    kinds = get_args(hint) or (hint,)
    words = [one for kind in kinds for one in get_args(kind) if isinstance(one, str)]
    words += [one for one in kinds if isinstance(one, str)]
    if field in _DAYS:
        return "there is no such day"
    if words:
        return f"give {', '.join(words)}, or null"
    if bool in kinds:
        return "give true, false or null"
    return "give a whole number, or null" if int in kinds else "give a text, or null"


# ---- one value of a record -------------------------------------------------------------------------------------------

Found = Document | Session | Deliberation


def _object(document: Document, ids: Ids, wanted: str) -> Found | None:
    if wanted == ids.document:
        return document
    for session, statement, acts in zip(document.sessions, ids.statements, ids.acts, strict=True):
        if statement == wanted:
            return session
        for act, act_id in zip(session.deliberations, acts, strict=True):
            if act_id == wanted:
                return act
    return None


def _get(found: Found, field: str) -> tuple[Any, Evidence | None]:
    """The value, in plain types, and its evidence."""
    if isinstance(found, Deliberation) and field.startswith("vote."):
        name = field.removeprefix("vote.")
        return getattr(found.vote, {"for": "for_"}.get(name, name)), found.vote.evidence.get(name)
    if field in _PASSAGES:
        passage = getattr(found, field)
        if passage is None:
            return None, found.evidence.get(field)
        return msgspec.to_builtins(passage), found.evidence.get(field)
    return getattr(found, field), found.evidence.get(field)


def _set(found: Any, field: str, value: Any, said: Evidence | None) -> Any:
    replace = msgspec.structs.replace
    if field.startswith("vote."):
        name = field.removeprefix("vote.")
        values = {{"for": "for_"}.get(name, name): value, "evidence": _said(found.vote.evidence, name, said)}
        return replace(found, vote=replace(found.vote, **values))
    if field in _PASSAGES:
        old = getattr(found, field)
        if isinstance(value, dict):
            value = msgspec.convert(value, Passage)
        elif value is not None:
            value = Passage(value, old.places if old else (), RULE)
    return replace(found, **{field: value}, evidence=_said(found.evidence, field, said))


def _said(evidence: dict[str, Evidence], name: str, said: Evidence | None) -> dict[str, Evidence]:
    without = {one: value for one, value in evidence.items() if one != name}
    return without if said is None else {**without, name: said}


def _put(document: Document, ids: Ids, wanted: str, field: str, value: Any, said: Evidence | None) -> Document:
    replace = msgspec.structs.replace
    if wanted == ids.document:
        changed: Document = _set(document, field, value, said)
        return changed
    sessions = []
    for session, statement, acts in zip(document.sessions, ids.statements, ids.acts, strict=True):
        if statement == wanted:
            session = _set(session, field, value, said)
        elif wanted in acts:
            own = tuple(
                _set(act, field, value, said) if act_id == wanted else act
                for act, act_id in zip(session.deliberations, acts, strict=True)
            )
            session = replace(session, deliberations=own)
        sessions.append(session)
    return replace(document, sessions=tuple(sessions))
