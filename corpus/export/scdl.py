"""The acts of a corpus as SCDL Délibérations 2.1.5: one CSV of 17 columns.

In: an open corpus, the acts chosen, what the user says of SIRETs, subjects and addresses. Out: rows that keep the
schema, and `Gap`s: acts left out because a required value is missing, and optional values left empty because what the
document says contradicts itself. No value is guessed. Votes are those printed, or those that follow from what is
printed (a unanimous vote of 61 voters); all five columns or none.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from ...files import whole_file
from ...parser.folding import fold
from .budgets import budget_of
from .choice import Acts
from .csv_rows import Table
from .scdl_checks import check_row, columns
from .siret import Sirets
from .subjects import Subjects
from .veil import Veil

GAP_COLUMNS = ("what", "id", "body", "date", "number", "title", "column", "reason", "file", "page")
_ACT = """
    SELECT d.id, d.number, d.title, d.act_id, d.received, d.page, d.document_id, d.considerants, d.dispositif,
           s.date, s.body_id, b.siren, b.name, b.name_key, t.in_office, t.voter_count, f.file, f.path,
           v.outcome, coalesce(v.votes_for, v.inferred_for) AS votes_for,
           coalesce(v.votes_against, v.inferred_against) AS votes_against,
           coalesce(v.abstentions, v.inferred_abstentions) AS abstentions
    FROM deliberations d
    JOIN documents f ON f.id = d.document_id
    JOIN statements t ON t.id = d.statement_id
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    WHERE d.id = ?"""
REASONS = {
    "no-name": "no document prints the name of the body",
    "no-siren": "no document gives the SIREN of the body; --siret NAME=SIRET gives it",
    "no-nic": "the NIC of {siren} is not known; --nic {siren}=NIC gives it",
    "no-number": "the document prints no number",
    "no-day": "the day of the sitting is not known",
    "no-subject": "no subject is known; --subjects FILE gives one",
    "no-title": "the document prints no title",
    "schema": "{check}: {message}",
    "early": "received on {day}, before the sitting",
    "votes": "{total} votes, {members} members in office",
}
"""What may be missing, as the command says it; the reading room has its own words for each."""
_VOTES = ("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION")


class Gap(NamedTuple):
    """An act "left out", or a value "left empty", with the column and why.

    The first ten are a row of the list; `code` is one of `REASONS`, `values` what stands in it.
    """

    what: str
    id: str
    body: str | None
    date: str | None
    number: str | None
    title: str | None
    column: str
    reason: str
    file: str
    page: int | None
    code: str
    values: dict[str, Any]

    def row(self) -> tuple[Any, ...]:
        """What `GAP_COLUMNS` name."""
        return self[: len(GAP_COLUMNS)]


class Outcome(NamedTuple):
    """How many acts were written and left out, the reasons of the latter, and where the subjects come from."""

    written: int
    left_out: int
    reasons: Counter[str]
    subjects: Counter[str]
    gaps: Path | None


class Scdl:
    """Makes the rows."""

    def __init__(
        self,
        choice: Acts,
        sirets: Sirets,
        subjects: Subjects,
        *,
        url: str | None = None,
        veil: Veil | None = None,
        otherwise: str | None = None,
    ) -> None:
        """`url` is an address with {file}, {id} or {act_id} in it; `otherwise` is one for acts whose source has none.

        Raises `BadSiret` where a NIC is not of the body; `KeyError` or `ValueError` for another name in braces.
        """
        for one in (url, otherwise):
            if one is not None:
                one.format_map({"file": "", "id": "", "act_id": ""})
        self.choice = choice
        self.connection = choice.connection
        self.sirets = sirets
        self.subjects = subjects
        self.url = url
        self.otherwise = otherwise
        self.veil = veil or Veil()
        bodies = choice.bodies()
        sirets.check(bodies)
        self.alone = len(bodies) == 1
        self.sources: Counter[str] = Counter()

    def rows(self) -> Iterator[tuple[dict[str, str] | None, list[Gap]]]:
        """For each chosen act its row, or None, and what is missing."""
        for act in self.choice.acts():
            row = self.connection.execute(_ACT, (act,)).fetchone()
            if row is not None:  # gone since the ids were listed
                yield self._row(row)

    def _row(self, act: sqlite3.Row) -> tuple[dict[str, str] | None, list[Gap]]:
        gaps: list[Gap] = []

        def gap(what: str, column: str, code: str, **values: Any) -> None:
            title = self._text(act, act["title"])
            known = (act["id"], act["name"], act["date"], self._text(act, act["number"]), title)
            file = self._text(act, act["file"])
            reason = REASONS[code].format(**values)
            gaps.append(Gap(what, *known, column, reason, file or "", act["page"], code, values))

        found = dict.fromkeys(columns(), "")
        subject = self.subjects.of(act["id"], act["act_id"], act["number"])
        found["COLL_NOM"] = act["name"] or ""
        found["COLL_SIRET"] = self.sirets.of(act["siren"], act["name_key"], alone=self.alone) or ""
        found["DELIB_ID"] = self._text(act, act["number"]) or _transmitted(act["act_id"])
        found["DELIB_DATE"] = act["date"] if _is_day(act["date"]) else ""
        if subject is not None:
            found["DELIB_MATIERE_CODE"], found["DELIB_MATIERE_NOM"] = subject.code, subject.name
        found["DELIB_OBJET"] = self._text(act, act["title"]) or ""
        for column, code in (
            ("COLL_NOM", "no-name"), ("COLL_SIRET", "no-nic" if act["siren"] else "no-siren"),
            ("DELIB_ID", "no-number"), ("DELIB_DATE", "no-day"), ("DELIB_MATIERE_CODE", "no-subject"),
            ("DELIB_OBJET", "no-title"),
        ):  # fmt: skip
            if not found[column].strip():
                gap("left out", column, code, **({"siren": act["siren"]} if code == "no-nic" else {}))
        if gaps:
            return None, gaps
        budget = budget_of((act["title"], act["dispositif"]))
        if budget is not None:
            found["BUDGET_ANNEE"], found["BUDGET_NOM"] = budget.year, self._text(act, budget.name) or ""
        found["PREF_ID"] = self._prefecture(act)
        if _is_day(act["received"]):
            if act["received"] >= found["DELIB_DATE"]:
                found["PREF_DATE"] = act["received"]
            else:
                gap("left empty", "PREF_DATE", "early", day=act["received"])
        votes, total = _votes(act)
        found.update(zip(_VOTES, map(str, votes), strict=True) if votes else ())
        if total is not None and not votes:
            gap("left empty", "VOTE_REEL", "votes", total=total, members=act["in_office"])
        found["DELIB_URL"] = self._url(act)
        for column, check, message in list(check_row(found)):  # what the schema refuses is not written
            gap("left out", column, "schema", check=check, message=message)
        if any(one.what == "left out" for one in gaps):
            return None, gaps
        if subject is not None:
            self.sources[subject.source] += 1
        return found, gaps

    def _text(self, act: sqlite3.Row, text: str | None) -> str | None:
        return None if text is None else self.veil.text(act["document_id"], text)

    def _prefecture(self, act: sqlite3.Row) -> str:
        """PREF and the département of the identifier, in three signs. Not for a stamp of a sous-préfecture, whose
        arrondissement nothing says, nor for a région, whose acts go to another office.
        """
        place = _department(act["act_id"])
        if not place or (act["siren"] or "").startswith("23"):
            return ""
        stamps = self.connection.execute(
            "SELECT text FROM segments WHERE document_id = ? AND label = 'stamp' AND text IS NOT NULL "
            "AND (deliberation_id IS NULL OR deliberation_id = ?)",
            (act["document_id"], act["id"]),
        )
        return "" if any("sous-prefecture" in fold(text) for (text,) in stamps) else f"PREF{place}"

    def _url(self, act: sqlite3.Row) -> str:
        if self.veil.touched(act["document_id"]):
            return ""  # the source says what the copy hides
        remote = act["path"].startswith(("http://", "https://"))
        url = self.url or (None if remote else self.otherwise)
        if url is not None:
            names = {"file": act["file"], "id": act["id"], "act_id": act["act_id"] or ""}
            return url.format_map({name: quote(value, safe="") for name, value in names.items()})
        return quote(act["path"], safe=":/?&=%#+~,;@") if remote else ""


def _is_day(text: str | None) -> bool:
    try:
        return text is not None and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _department(act_id: str | None) -> str:
    """The département of an @CTES identifier, in three signs ("042", "02A", "971"); "" where there is none."""
    parts = (act_id or "").upper().split("-")
    if len(parts) > 1 and "_" in parts[0]:  # the type of the piece: 99_DE-042-…
        parts = parts[1:]
    known = len(parts) > 1 and len(parts[0]) == 3 and (parts[0].isdigit() or parts[0] in ("02A", "02B"))
    return parts[0] if known else ""


def _transmitted(act_id: str | None) -> str:
    """The number inside an @CTES identifier: the body gave it too, where the page prints none."""
    parts = (act_id or "").split("-")
    at = next((index for index, part in enumerate(parts) if len(part) == 9 and part.isdigit()), None)
    return parts[at + 2] if at is not None and len(parts) > at + 2 else ""


def _votes(act: sqlite3.Row) -> tuple[tuple[int, ...], int | None]:
    """The five numbers, or none; and the sum of the votes, where all are known."""
    effective = act["in_office"]
    cast = [act["votes_for"], act["votes_against"], act["abstentions"]]
    if effective is None or any(one is None for one in cast):
        return (), None
    total = sum(cast)
    return ((), total) if total > effective else ((effective, total, *cast), total)


def write(scdl: Scdl, target: Path, *, bom: bool = False) -> Outcome:
    """Write the file, and beside it NAME-left-out.csv where something is missing. Raises `BadTarget`."""
    gaps_path = target.with_name(f"{target.stem}-left-out.csv")
    written, left = 0, 0
    reasons: Counter[str] = Counter()
    some = False
    names = columns()
    with whole_file(target, bom=bom) as opened, whole_file(gaps_path) as beside:
        table, lacking = Table(opened, names), Table(beside, GAP_COLUMNS)
        for row, gaps in scdl.rows():
            for gap in gaps:
                some = True
                lacking.write(gap.row())
            if row is None:
                left += 1
                reasons.update({gap.column for gap in gaps if gap.what == "left out"})
            else:
                written += 1
                table.write([row[name] for name in names])
    if not some:
        gaps_path.unlink()
    return Outcome(written, left, reasons, scdl.sources, gaps_path if some else None)
