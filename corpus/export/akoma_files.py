"""The Akoma Ntoso of a corpus: one file an act, one a sitting of minutes, in a folder or a zip.

In: a `Choice`, a veil, a folder or an open zip. Out: DAY-ID.xml files, how many there are, and the documents without a
day, which have none. One document is in memory at a time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..load import load_record
from .akoma import Keys, NoDay, of_act, of_sitting
from .choice import Choice
from .veil import Veil


class Written(NamedTuple):
    """How many acts and sittings have a file, and the files of the corpus that have none, with the reason."""

    acts: int
    sittings: int
    left_out: list[tuple[str, str]]


def into_folder(choice: Choice, folder: Path, veil: Veil) -> Written:
    """Write into the folder."""
    return _write(choice, veil, lambda name, data: _save(folder / name, data))


def into_zip(choice: Choice, archive: zipfile.ZipFile, veil: Veil) -> Written:
    """Write into the zip. Its entries have the day of the format, not of the run: the same corpus, the same bytes."""

    def put(name: str, data: bytes) -> None:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)

    return _write(choice, veil, put)


def _save(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _write(choice: Choice, veil: Veil, put: Callable[[str, bytes], None]) -> Written:
    acts, sittings = 0, 0
    left: list[tuple[str, str]] = []
    for name, data, kind in _files(choice, veil):
        if data is None:
            left.append((name, kind))
            continue
        put(name, data)
        acts += kind == "act"
        sittings += kind == "sitting"
    return Written(acts, sittings, left)


def _files(choice: Choice, veil: Veil) -> Iterator[tuple[str, bytes | None, str]]:
    """(name, data, kind); without data (file, None, reason)."""
    connection = choice.connection
    documents = connection.execute(
        f"SELECT id FROM documents WHERE superseded_by IS NULL AND {choice.where('documents')} ORDER BY path, id"
    )
    for (document_id,) in documents:
        statements = connection.execute(
            f"""SELECT statements.id, statements.ordinal, s.body_id FROM statements
                JOIN sessions s ON s.id = statements.session_id
                WHERE statements.document_id = ? AND {choice.where("statements")} ORDER BY statements.ordinal""",
            (document_id,),
        ).fetchall()
        if not statements:
            continue
        document = load_record(connection, document_id)
        for statement, ordinal, body_id in statements:
            session = document.sessions[ordinal]
            rows = connection.execute(
                "SELECT id, twin FROM deliberations WHERE statement_id = ? ORDER BY ordinal", (statement,)
            ).fetchall()
            ids = [row[0] for row in rows]
            try:
                if document.kind != "deliberation":
                    keys = Keys(document_id, statement, ids, body_id)
                    if ids:
                        yield f"{session.date}-{statement}.xml", of_sitting(document, session, keys, veil), "sitting"
                    continue
                for act, (key, twin) in zip(session.deliberations, rows, strict=True):
                    if not twin:
                        keys = Keys(document_id, key, [key], body_id)
                        yield f"{session.date}-{key}.xml", of_act(document, session, act, keys, veil), "act"
            except NoDay:
                yield veil.text(document_id, document.file), None, "the day of the sitting is not known"
