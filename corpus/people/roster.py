"""A roster: the members, mandates and groups of a body, as somebody else's list gives them.

In: a CSV file, a line each mandate of a member. Out: rows of `roster`, and `Official`s for the grouping of names. The
columns may be named as in the Répertoire national des élus, as in the SCDL lists of élus (COLL_NOM, ELU_NOM…), or
plainly (nom, prénom, groupe, début, fin). Dates of birth, addresses and whatever else stands there are not taken in.
Another run with the same file replaces its lines.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput
from ..keys import body_key, content_key, name_key
from .spelling import gender

# How a column may be named (folded), the best first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "surname": ("nom", "nom de l elu", "elu nom", "nom elu", "nom d usage", "nom de famille", "surname", "family name"),
    "given_name": ("prenom", "prenom de l elu", "elu prenom", "prenom elu", "prenom usuel", "given name"),
    "civility": ("civilite", "elu civilite", "titre", "code sexe", "sexe", "elu sexe", "genre", "civility", "gender"),
    "body": (
        "coll nom", "collectivite", "nom collectivite", "nom de la collectivite", "organisme", "assemblee",
        "libelle de la commune", "nom de la commune", "commune", "libelle de l epci", "libelle epci",
        "libelle du departement du mandat", "libelle de la region", "body",
    ),
    "siren": ("coll siret", "siret", "siren", "n siren", "numero siren", "coll siren", "siren epci"),
    "official_id": ("id elu", "elu id", "identifiant", "identifiant elu", "matricule", "id"),
    "office": (
        "libelle de la fonction", "fonction", "elu fonction", "qualite", "mandat", "elu mandat", "office", "role",
    ),
    "group_name": ("groupe", "elu groupe", "groupe politique", "groupe d elus", "nom du groupe", "liste", "group"),
    "begins": (
        "date de debut du mandat", "date debut mandat", "mandat debut", "elu mandat debut", "debut mandat",
        "date debut", "debut", "elu date debut", "depuis", "date de debut de la fonction", "begins", "start date",
    ),
    "ends": (
        "date de fin du mandat", "date fin mandat", "mandat fin", "elu mandat fin", "fin mandat", "date fin", "fin",
        "elu date fin", "jusqu au", "ends", "end date",
    ),
}  # fmt: skip
_SEX = {"m": "M.", "h": "M.", "homme": "M.", "f": "Mme", "femme": "Mme"}


class Line(NamedTuple):
    """One line: a mandate of a member. Days are ISO; None where the list does not say."""

    line: int
    body: str | None
    siren: str | None
    official_id: str | None
    civility: str | None
    given_name: str | None
    surname: str
    office: str | None
    group_name: str | None
    begins: str | None
    ends: str | None


class Official(NamedTuple):
    """One person of the roster of a body: all lines that have the same id, or without one the same name.

    `name` prints the surname in capitals; `words` are those of `name_key`; `terms` the days from which to which.
    """

    key: str
    name: str
    words: tuple[str, ...]
    sexes: tuple[int, int]
    begins: str | None
    terms: tuple[tuple[str | None, str | None], ...]
    lines: tuple[int, ...]


# ---- a file ----------------------------------------------------------------------------------------------------------


def read(path: Path, body: str | None = None) -> list[Line]:
    """The lines of a CSV file; `body` is whose they are where no column says it.

    Raises `BadInput` with the line, the column, and what would be right.
    """
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as trouble:
        raise BadInput(f"It is no CSV: {trouble}.", file=str(path)) from None
    if not rows or not any(rows[0]):
        raise BadInput("The file is empty: its first line must name the columns.", file=str(path))
    found = _columns(path, rows[0])
    if "body" not in found and "siren" not in found and body is None:
        raise BadInput(
            "No column says which body it is about.", file=str(path),
            remedy="Name it with --body, or add a column COLL_NOM or SIREN.",
        )  # fmt: skip
    lines = [
        _line(path, number, {name: row[at].strip() for name, at in found.items() if at < len(row)}, body)
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    return lines


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as trouble:
        raise BadInput(f"It cannot be read: {trouble.strerror}.", file=str(path), remedy="Check the path.") from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput("It is no text.", file=str(path), remedy="Save it as CSV in UTF-8.")


def _columns(path: Path, head: list[str]) -> dict[str, int]:
    """Where each column stands."""
    keys = {re.sub(r"\s+", " ", name_key(name)): at for at, name in reversed(list(enumerate(head)))}
    found = {}
    for column, names in COLUMNS.items():
        at = next((keys[name] for name in names if name in keys), None)
        if at is not None:
            found[column] = at
    if "surname" not in found:
        raise BadInput(
            f"No column holds the surname; the first line has: {', '.join(filter(None, head))[:200]}.", file=str(path),
            remedy="Name the column NOM, ELU_NOM or “Nom de l'élu”.",
        )  # fmt: skip
    return found


def _line(path: Path, number: int, cells: Mapping[str, str], body: str | None) -> Line:
    def wrong(said: str) -> BadInput:
        return BadInput(f"Line {number}: {said}", file=str(path))

    if not name_key(cells.get("surname", "")):
        raise wrong("the surname is missing.")
    siren = re.sub(r"\s", "", cells.get("siren", "")) or None
    if siren is not None and not re.fullmatch(r"\d{9}(\d{5})?", siren):
        raise wrong(f"'{siren}' is neither a SIREN (9 digits) nor a SIRET (14).")
    days = {}
    for column in ("begins", "ends"):
        try:
            days[column] = _day(cells.get(column, ""))
        except ValueError:
            raise wrong(f"'{cells[column]}' is no day: write 2020-05-25 or 25/05/2020.") from None
    if days["begins"] and days["ends"] and days["ends"] < days["begins"]:
        raise wrong(f"the mandate ends ({days['ends']}) before it begins ({days['begins']}).")
    named = cells.get("body") or body
    if named is None and siren is None:
        raise wrong("neither a body nor a SIREN.")
    civility = cells.get("civility") or None
    return Line(
        number,
        named,
        siren[:9] if siren else None,
        cells.get("official_id") or None,
        _SEX.get(name_key(civility or ""), civility),
        cells.get("given_name") or None,
        cells["surname"],
        cells.get("office") or None,
        cells.get("group_name") or None,
        days["begins"],
        days["ends"],
    )


def _day(text: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    if found := re.fullmatch(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    return date.fromisoformat(text[:10]).isoformat()


# ---- in the corpus ---------------------------------------------------------------------------------------------------


def keep(connection: sqlite3.Connection, file: str, lines: Iterable[Line]) -> None:
    """Put these lines in place of those that the file of this name had, within the caller's transaction."""
    connection.execute("DELETE FROM roster WHERE file = ?", (file,))
    (last,) = connection.execute("SELECT coalesce(max(ordinal), 0) FROM roster").fetchone()
    connection.executemany(
        "INSERT INTO roster (ordinal, file, line, body, siren, official_id, civility, given_name, surname, office, "
        "group_name, begins, ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(last + at, file, *line) for at, line in enumerate(lines, 1)],
    )


def take(source: sqlite3.Connection, target: sqlite3.Connection) -> bool:
    """Take in the files of another corpus's roster that are not there, within the caller's transaction."""
    new = False
    for (file,) in source.execute("SELECT DISTINCT file FROM roster ORDER BY file").fetchall():
        if target.execute("SELECT 1 FROM roster WHERE file = ? LIMIT 1", (file,)).fetchone() is None:
            columns = ", ".join(Line._fields)
            rows = source.execute(f"SELECT {columns} FROM roster WHERE file = ? ORDER BY line", (file,)).fetchall()
            keep(target, file, [Line(*row) for row in rows])
            new = True
    return new


def of_body(connection: sqlite3.Connection, key: str | None, siren: str | None) -> list[Official]:
    """The persons that the roster gives for the body of this `name_key` and SIREN."""
    by_person: dict[tuple[str, str], list[sqlite3.Row]] = {}
    for row in connection.execute("SELECT * FROM roster ORDER BY file, line"):
        by_number = row["siren"] == siren if row["siren"] and siren else None
        if by_number if by_number is not None else bool(row["body"]) and body_key(row["body"]) == key:
            name = " ".join(sorted(name_key(f"{row['given_name'] or ''} {row['surname']}").split()))
            by_person.setdefault((row["official_id"] or "", name), []).append(row)
    return [_official(key, rows) for key, rows in sorted(by_person.items())]


def _official(key: tuple[str, str], rows: list[sqlite3.Row]) -> Official:
    first = rows[0]
    name = " ".join(filter(None, (first["given_name"], first["surname"].upper())))
    sex = gender(first["civility"])
    begins = [row["begins"] for row in rows if row["begins"]]
    return Official(
        content_key("official", *key),
        name,
        tuple(name_key(name).split()),
        (int(sex == "m"), int(sex == "f")),
        min(begins, default=None),
        tuple(sorted(((row["begins"], row["ends"]) for row in rows), key=str)),
        tuple(row["ordinal"] for row in rows),
    )


def link(connection: sqlite3.Connection, lines: Iterable[int], member_id: str) -> None:
    """These lines are the member's."""
    connection.executemany("UPDATE roster SET member_id = ? WHERE ordinal = ?", [(member_id, one) for one in lines])
