"""The veil of a public copy: what it hides of each document, found once, hidden wherever the same words stand.

In: a `Choice`, a mode, the day of today. Out: a `Veil`. First every text of a document is searched (`privacy.find`) and
what is hidden goes into temporary tables; then each text that is written is gone through again: the names, facts and
values of its document are hidden wherever they stand, in whatever case and order, and values (addresses, numbers…) are
searched for in it too. An act in two documents hides in one what it hides in the other. The corpus is not changed. The
report names act, rule and place, never what is hidden.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...parser.folding import fold
from ..keys import name_key
from .choice import Choice
from .csv_rows import Table
from .privacy import Around, Hidden, Mode, find, masked, rules_of_title
from .privacy_rules import load_privacy
from .veil import Veil

MARK = "[occulté]"
REPORT_COLUMNS = ("document_id", "id", "file", "date", "rule", "law", "part", "page", "times")
_ROLLS = frozenset({"attendance", "proxies", "signature", "vote"})
_LETTERHEAD = frozenset({"header", "furniture", "stamp", "signature"})
_KEPT = 2_000  # documents whose patterns are held
_LONGEST = 6  # words of a name that is looked for in texts of no document
_TABLES = """
    DROP TABLE IF EXISTS temp.hidden_words;
    DROP TABLE IF EXISTS temp.hidden_places;
    CREATE TEMP TABLE hidden_words (document_id TEXT, kind TEXT, words TEXT, PRIMARY KEY (document_id, kind, words))
        WITHOUT ROWID;
    CREATE TEMP TABLE hidden_places (document_id TEXT, deliberation_id TEXT, day TEXT, rule TEXT, part TEXT,
                                     page INTEGER, times INTEGER);
"""


class _Text(NamedTuple):
    """A text of a document, and what is known around it."""

    act: str | None
    part: str
    page: int | None
    text: str
    around: Around


class PublicVeil(Veil):
    """Hides what a public copy, or one for the reading room, must not show."""

    hides = True

    def __init__(self, choice: Choice, mode: Mode = "public", today: date | None = None) -> None:
        """Search the chosen documents. Reads every text of them once."""
        self.choice = choice
        self.connection = choice.connection
        self.mode = mode
        self.today = today or date.today()
        self.counts: Counter[str] = Counter()
        self.acts = 0
        self.pattern = lru_cache(_KEPT)(self._pattern)
        self.day = lru_cache(_KEPT)(self._day)
        self.members = lru_cache(50)(self._members)
        self.connection.executescript(_TABLES)
        for (document_id,) in self.connection.execute(f"SELECT id FROM documents WHERE {choice.where('documents')}"):
            self._search(document_id)
        self.connection.execute(
            """INSERT OR IGNORE INTO hidden_words
               SELECT DISTINCT b.document_id, h.kind, h.words FROM hidden_words h
               JOIN deliberations a ON a.document_id = h.document_id AND a.decision_id IS NOT NULL
               JOIN deliberations b ON b.decision_id = a.decision_id AND b.document_id <> a.document_id"""
        )
        self.connection.execute("CREATE INDEX temp.hidden_by_words ON hidden_words (words)")

    # ---- searching ----

    def _search(self, document_id: str) -> None:
        words: set[tuple[str, str, str]] = set()
        places: Counter[tuple[str | None, str | None, str, str, int | None]] = Counter()
        for one in self._texts(document_id):
            for hidden in find(one.text, one.around):
                day = one.around.day.isoformat() if one.around.day else None
                places[one.act, day, hidden.rule, one.part, one.page] += 1
                self.counts[hidden.rule] += 1
                printed = one.text[hidden.start : hidden.end]
                words.update((document_id, kind, said) for kind, said in _words(hidden, printed, one.around.members))
        if words:
            self.connection.executemany("INSERT OR IGNORE INTO hidden_words VALUES (?, ?, ?)", sorted(words))
            self.connection.executemany(
                "INSERT INTO hidden_places VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(document_id, act, day, rule, part, page, n) for (act, day, rule, part, page), n in places.items()],
            )
            self.acts += len({act for act, *_ in places if act is not None})

    def _texts(self, document_id: str) -> Iterator[_Text]:
        around: dict[str | None, Around] = {}
        for row in self.connection.execute(
            """SELECT d.id, d.statement_id, d.title, d.considerants, d.dispositif, d.page, s.date, s.body_id
               FROM deliberations d JOIN sessions s ON s.id = d.session_id WHERE d.document_id = ? ORDER BY d.id""",
            (document_id,),
        ).fetchall():
            plain = Around(_as_day(row["date"]), self.mode, self.today, self.members(row["body_id"], document_id))
            known = plain._replace(title_rules=rules_of_title(row["title"], plain))
            around[row["id"]] = known
            around.setdefault(row["statement_id"], plain)
            for part in ("title", "considerants", "dispositif"):
                if row[part]:
                    yield _Text(row["id"], part, row["page"], row[part], known)
        default = Around(self.day(document_id), self.mode, self.today, self.members(None, document_id))
        for row in self.connection.execute(
            "SELECT deliberation_id, statement_id, label, page, text FROM segments "
            "WHERE document_id = ? AND text IS NOT NULL ORDER BY ordinal",
            (document_id,),
        ).fetchall():
            known = around.get(row["deliberation_id"]) or around.get(row["statement_id"]) or default
            known = known._replace(roll=row["label"] in _ROLLS, letterhead=row["label"] in _LETTERHEAD)
            yield _Text(row["deliberation_id"], row["label"], row["page"], row["text"], known)

    def _members(self, body_id: str | None, document_id: str) -> frozenset[str]:
        """Name keys of those whom the lists of the body name, on any day; of the document, where no body is known."""
        if body_id is not None:
            rows = self.connection.execute("SELECT name_key FROM people WHERE body_id = ?", (body_id,)).fetchall()
        else:
            rows = self.connection.execute(
                "SELECT DISTINCT p.name_key FROM statements t JOIN attendance a ON a.list_id = t.list_id "
                "JOIN people p ON p.id = a.person_id WHERE t.document_id = ?",
                (document_id,),
            ).fetchall()
        officers = self.connection.execute(
            "SELECT president, secretary FROM statements WHERE document_id = ?", (document_id,)
        )
        named = {name_key(name) for row in officers for name in row if name}
        return frozenset({row[0] for row in rows if row[0]} | named)

    def _day(self, document_id: str) -> date | None:
        """The latest day of the document's sittings; None where one of them has none."""
        days = [
            _as_day(row[0])
            for row in self.connection.execute("SELECT date FROM statements WHERE document_id = ?", (document_id,))
        ]
        return max(day for day in days if day) if days and all(days) else None

    # ---- hiding ----

    def text(self, document_id: str | None, text: str) -> str:
        """The text with everything hidden that is hidden of its document."""
        if not text:
            return text
        if document_id is None:
            return self._shared(text)
        pattern = self.pattern(document_id)
        found = find(text, Around(self.day(document_id), self.mode, self.today, roll=True))
        spans = [(one.start, one.end) for one in found]
        if pattern is not None:
            spans += [one.span() for one in pattern.finditer(fold(text))]
        if not spans:
            return text
        return masked(text, _joined(spans), MARK)

    def _shared(self, text: str) -> str:
        """A text of no one document: hidden whole where it holds a name, fact or value that some document hides."""
        words = name_key(text).split()[: 20 * _LONGEST]
        for length in range(1, _LONGEST + 1):
            for start in range(len(words) - length + 1):
                asked = " ".join(words[start : start + length])
                kinds = "('name', 'value', 'fact')" if length > 1 else "('surname', 'value', 'fact')"
                if self.connection.execute(
                    f"SELECT 1 FROM hidden_words WHERE words = ? AND kind IN {kinds} LIMIT 1", (asked,)
                ).fetchone():
                    return MARK if length > 1 or len(words) <= _LONGEST else text
        found = find(text, Around(None, self.mode, self.today, roll=True))
        return masked(text, found, MARK)

    def touched(self, document_id: str) -> bool:
        """Whether something of the document is hidden."""
        return self.pattern(document_id) is not None

    def _pattern(self, document_id: str) -> re.Pattern[str] | None:
        rows = self.connection.execute(
            "SELECT kind, words FROM hidden_words WHERE document_id = ?", (document_id,)
        ).fetchall()
        pieces = sorted({_piece(kind, words) for kind, words in rows}, key=len, reverse=True)
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(pieces)})(?![^\W_])") if pieces else None

    # ---- the report ----

    def report(self, table: Table) -> None:
        """A row for each act, rule and place: what was hidden where, never what it was."""
        laws = {rule.id: rule.law for rule in load_privacy().rules}
        for row in self.connection.execute(
            """SELECT h.*, f.file FROM hidden_places h JOIN documents f ON f.id = h.document_id
               ORDER BY f.file, h.document_id, h.page, h.rule, h.part"""
        ):
            file = self.text(row["document_id"], row["file"])
            place = (row["rule"], laws[row["rule"]], row["part"], row["page"], row["times"])
            table.write((row["document_id"], row["deliberation_id"], file, row["day"], *place))


def veil_of(choice: Choice, mode: Mode, today: date | None = None) -> Veil:
    """The veil of a mode: of an archive copy, none."""
    return Veil() if mode == "archive" else PublicVeil(choice, mode, today)


def report_path(target: Path) -> Path:
    """Where the report of an export to `target` goes."""
    return target.with_name(f"{target.stem if target.suffix else target.name}-hidden.csv")


def _as_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _words(hidden: Hidden, printed: str, members: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(kind, words) by which what is hidden is found again: the whole, and of a name the surname alone."""
    key = name_key(printed)
    if not key:
        return
    if hidden.kind != "person":
        yield hidden.kind, key
        return
    known = load_privacy()
    words = re.findall(r"[^\W\d_][\w'’-]*", printed)
    yield "name", key
    surnames = [word for word in words if len(word) > 2 and word.isupper()] or words[-1:]
    theirs = {word for member in members for word in member.split()}
    for surname in surnames:
        for word in name_key(surname).split():
            if len(word) < 3 or word in theirs or word in known.between:
                continue
            yield ("surname" if not _ordinary(word) else "said-surname"), word


def _ordinary(word: str) -> bool:
    """Whether a surname is a word of French too: "petit" is hidden only after "M." or "Mme"."""
    known = load_privacy()
    return word in known.common or word.rstrip("s") in known.common or word in known.things or word in known.offices


@lru_cache(maxsize=1)
def _civilities() -> str:
    return "|".join(sorted((re.escape(one.rstrip(".")) for one in load_privacy().civilities), key=len, reverse=True))


def _piece(kind: str, words: str) -> str:
    """A pattern on folded text. Names in any order of their two halves; words parted by anything."""
    between = r"(?:[\W_]|¬)*" if kind == "value" else r"[\W_]+"
    parts = [_spelled(word) for word in words.split()]
    if kind == "said-surname":
        return rf"(?:{_civilities()})\.?\s+{parts[0]}"
    whole = between.join(parts)
    if kind == "name" and len(parts) > 1:
        turned = [between.join(parts[cut:] + parts[:cut]) for cut in range(1, len(parts))]
        return "|".join([whole, *turned])
    return whole


def _spelled(word: str) -> str:
    """A word of a key in folded text, where œ and æ are one letter."""
    return re.escape(word).replace("oe", "(?:oe|o)").replace("ae", "(?:ae|a)")


def _joined(spans: list[tuple[int, int]]) -> list[Hidden]:
    """Stretches in order, those that overlap as one."""
    kept: list[Hidden] = []
    for start, end in sorted(spans):
        if kept and start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(end, kept[-1].end))
        else:
            kept.append(Hidden(start, end, "", "value"))
    return kept
