"""Tables and lists of subsidies: which row's name receives which sum, and what the column says the sum is.

In: a `Text`, a span of it, the sums found there, the title of the act. Out: a `Seat` for every sum that stands in a row
with a name or under a head that says its role, and the sums of columns whose currency only the head or the total
prints. A row without a name, and a table that speaks of no aid and heads no column of names, give nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..layout import Line, Text
from .amounts import Money
from .money_words import MoneyWords, money_words
from .parties import RECEIVES
from .seats import Seat, Seats, clean_name
from .sum_lists import read_lists
from .sums import role_of

_NUMBER = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?|\d{2,7}(?:,\d\d)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BASIS = re.compile(r"\b(?:ht|ttc)\b")
_DATED = re.compile(r"\d\d[/.]\d\d[/.]\d{4}")
_FINANCING = re.compile(r"\bbudget\b|\bfinanc[ei]")
_NEAR = 200  # characters directly before a table
_REACH = 700  # characters before a table or a list that may say what it is


def read_subsidies(body: Text, start: int, end: int, sums: list[Money], title: str) -> Seats:
    """The seats of the sums of [start, end); `title` is folded."""
    seats: dict[int, Seat] = {}
    added: list[Money] = []
    if not sums:
        return Seats(seats, ())
    by_line: dict[int, list[Money]] = {}
    for money in sums:
        by_line.setdefault(body.line_at(money.start), []).append(money)
    first, last = body.line_at(start), body.line_at(max(start, end - 1))
    before: _Table | None = None
    for group in _tables(body, first, last):
        table = _Table(
            body, group, by_line, title, before if before is not None and before.lines[-1] + 3 > group[0] else None
        )
        table.seat(seats, added)
        before = table
    read_lists(body, first, last, by_line, title, seats)
    return Seats(seats, tuple(added))


def _tables(body: Text, first: int, last: int) -> Iterator[list[int]]:
    """The lines of each table, in order."""
    group: list[int] = []
    for index in range(first, last + 1):
        line = body.lines[index]
        if line.table is not None and (not group or body.lines[group[-1]].table == line.table):
            group.append(index)
            continue
        if group:
            yield group
        group = [index] if line.table is not None else []
    if group:
        yield group


class _Table:
    """One table: its heads by column, its column of names, its columns of sums."""

    def __init__(
        self, body: Text, lines: list[int], by_line: dict[int, list[Money]], title: str, before: _Table | None
    ):
        self.body, self.lines, self.by_line = body, lines, by_line
        self.words: MoneyWords = money_words()
        start = body.lines[lines[0]].start
        self.context = body.folded[max(0, start - _REACH) : start]
        self.aid = self.words.gift.search(title) is not None or self.words.gift.search(self.context) is not None
        self.heads: dict[int, tuple[int, int]] = {}
        self.body_lines = lines
        if not self._head():
            if before is not None and before.heads:
                self.heads, self.aid = before.heads, self.aid or before.aid
            else:
                self._head_above()
        said = " ".join(self._text(span) for span in self.heads.values())
        of_a_budget = self.words.chapters.search(said) and not self.words.names.search(said)
        if of_a_budget or self.words.plan.search(said) or "plan de financement" in self.context[-250:]:
            self.aid = False
        self.kind = None if self.aid else self._kind(said, title)
        self.names = self._names()
        self.roles = self._roles()

    def _text(self, span: tuple[int, int]) -> str:
        return " ".join(self.body.folded[span[0] : span[1]].split())

    def _head(self) -> bool:
        """The first row, where it holds no sum and names its columns."""
        line = self.body.lines[self.lines[0]]
        if self.lines[0] in self.by_line or len(line.cells) < 2:
            return False
        cells = {cell.column: (cell.start, cell.end) for cell in line.cells}
        if any(
            _NUMBER.fullmatch(self._text(span)) and not _YEAR.fullmatch(self._text(span)) for span in cells.values()
        ):
            return False
        said = [self._text(span) for span in cells.values()]
        kinds = [pattern for _, pattern in self.words.kinds]
        if not any(
            self.words.names.search(text)
            or self._column(text)
            or _YEAR.fullmatch(text)
            or any(pattern.search(text) for pattern in kinds)
            for text in said
        ):
            return False
        self.heads, self.body_lines = cells, self.lines[1:]
        return True

    def _head_above(self) -> None:
        """Heads that stand above the ruled part: each word goes to the column over which it stands."""
        row = self.body.lines[self.lines[0]]
        boxes = {cell.column: _edges(row, cell.start, cell.end) for cell in row.cells}
        for index in range(max(0, self.lines[0] - 3), self.lines[0]):
            line = self.body.lines[index]
            if len(line.text) > 90 or line.text.rstrip().endswith((".", ";", ":")):
                continue
            for match in self.words.names.finditer(self.body.folded, line.start, line.start + len(line.text)):
                x0, x1 = _edges(line, match.start(), match.end())
                over = [c for c, (a, b) in boxes.items() if a - 12 < (x0 + x1) / 2 < b + 12 or abs(a - x0) < 12]
                if over and over[0] not in self.heads:
                    self.heads[over[0]] = (match.start(), match.end())

    def _kind(self, heads: str, title: str) -> str | None:
        """What the sums of a table are that speaks of no aid: its heads say it, what stands before it, or the title."""
        if self.words.budget_acts.search(title):
            return "budget"
        for text in (heads, self.context[-_NEAR:], title):
            for role, pattern in self.words.kinds:
                if pattern.search(text):
                    return role
        return None

    def _names(self) -> int | None:
        for column, span in self.heads.items():
            if self.words.names.match(self._text(span)):
                return column
        for column, span in self.heads.items():
            if self.words.names.search(self._text(span)):
                return column
        if not self.aid or (
            not self.words.before.search(self.context[-400:]) and not self.context.rstrip().endswith(":")
        ):
            return None
        if _FINANCING.search(self.context[-250:]):
            return None
        letters: dict[int, int] = {}
        for index in self.body_lines:
            for cell in self.body.lines[index].cells:
                text = self.body.folded[cell.start : cell.end]
                letters[cell.column] = letters.get(cell.column, 0) + sum(map(str.isalpha, text))
        return max(letters, key=lambda column: (letters[column], -column)) if letters else None

    def _column(self, text: str) -> str | None:
        """The role that a head says; None where it says none."""
        for role, pattern in self.words.columns:
            if pattern.search(text):
                return role
        return None

    def _roles(self) -> dict[int, tuple[str, tuple[int, int]]]:
        """The role of each column that its head says; of several that grant, only the last does."""
        found: dict[int, tuple[str, tuple[int, int]]] = {}
        years = [year for span in self.heads.values() for year in _YEAR.findall(self._text(span))]
        for column, span in sorted(self.heads.items()):
            if column == self.names:
                continue
            text = self._text(span)
            role = self._column(text)
            if self.kind is not None and not self.words.codes.match(text):
                silent = role in (None, "granted", "share") or (role == "total" and self.kind == "budget")
                role = self.kind if silent else role
            year = _YEAR.search(text)
            if year is not None and year.group() < max(years) and role in (None, "granted", "share", self.kind):
                role = "past"
            if role in (None, "granted") and _DATED.search(text):
                role = "past"  # "Montant voté le 04/02/2030"
            if role == "granted" and not self.aid:
                role = None
            if role is not None:
                found[column] = (role, span)
        granted = [column for column, (role, _) in found.items() if role == "granted"]
        for column in granted[:-1]:
            del found[column]
        return found

    def seat(self, seats: dict[int, Seat], added: list[Money]) -> None:
        """Seat every sum of the table."""
        printed = any(index in self.by_line for index in self.lines)
        running: dict[int, Decimal] = {}
        for index in self.body_lines:
            line = self.body.lines[index]
            sums = list(self.by_line.get(index, ()))
            first = self.body.folded[line.start : line.start + len(line.text)].strip()
            total = self.words.sums_up.match(first) is not None
            budget = self.words.budget_row.match(first) is not None
            if (printed or self.kind is not None) and not budget and not (total and printed and self.kind is None):
                sums += self._bare(line, sums, added)
            name = None if total or budget else self._name(line, sums)
            for money in sums:
                cell = next((c for c in line.cells if c.start <= money.start < c.end), None)
                column = cell.column if cell is not None else -1
                pure = cell is not None and not re.search(r"[a-z]{3}", self.body.folded[cell.start : money.start])
                role, cue = self.roles.get(column, (None, None))
                turned = self._turned(column, line, name)
                if turned is not None:
                    seats[money.start] = turned
                    continue
                if pure and name is None and self.names is not None and running.get(column) == money.value:
                    total = True  # a row without a name that the rows above add up to
                running[column] = running.get(column, Decimal(0)) + money.value
                if total or budget:
                    seats[money.start] = Seat(
                        "total" if total else "budget", None, "money.total-row", (line.start, line.start + 5),
                        self._basis(column),
                    )  # fmt: skip
                    continue
                if not pure or (name is not None and name[0] <= money.start < name[1]):
                    if column == self.names and name is not None and money.role != "unit price":
                        told = role_of(self.body.folded, money.start, money.end, line.start)
                        seats[money.start] = Seat(
                            told.role if told else None, name, "money.table", (told.start, told.end) if told else None
                        )
                    continue
                if role is None and self.aid and self.names is not None and column not in self.heads:
                    role = "granted"
                if role is None and column not in self.heads and self.kind is not None:
                    role = self.kind
                if role is not None or name is not None:
                    told = None if self.heads else role_of(self.body.folded, money.start, money.end, line.start)
                    own = told.role if told is not None and told.role in ("share", "unit price") else None
                    seats[money.start] = Seat(
                        own or role,
                        name if role not in ("total", "maximum") and own is None else None,
                        "money.table",
                        cue,
                        self._basis(column),
                    )

    def _basis(self, column: int) -> str | None:
        """What the head of a column says of tax."""
        found = _BASIS.search(self._text(self.heads.get(column, (0, 0))))
        return found[0].upper() if found is not None else None

    def _bare(self, line: Line, sums: list[Money], added: list[Money]) -> list[Money]:
        """Figures without a currency in a column of sums."""
        found: list[Money] = []
        for cell in line.cells:
            text = self.body.folded[cell.start : cell.end]
            if any(cell.start <= money.start < cell.end for money in sums):
                continue
            if not _NUMBER.fullmatch(text.strip()) or not self._counts(cell.column, text):
                continue
            begin = cell.start + len(text) - len(text.lstrip())
            end = begin + len(text.strip())
            value = Decimal(re.sub(r"[ .]", "", self.body.folded[begin:end]).replace(",", "."))
            found.append(Money(begin, end, value, "EUR", words=self.body.text[begin:end]))
        added += found
        return found

    def _counts(self, column: int, printed: str) -> bool:
        """True where the column's head speaks of sums, or where two others of its sums, with centimes as it has, or
        its total print their currency."""
        if column in self.roles:
            return True
        if "," not in printed:
            return False
        others = 0
        for index in self.body_lines:
            line = self.body.lines[index]
            cell = next((c for c in line.cells if c.column == column), None)
            prints = cell is not None and any(cell.start <= m.start < cell.end for m in self.by_line.get(index, ()))
            if prints and self.words.sums_up.match(self.body.folded, line.start):
                return True
            others += prints
        return others >= 2

    def _turned(self, column: int, line: Line, name: tuple[int, int] | None) -> Seat | None:
        """In a table turned by a quarter the head of the column names who receives, and the row says what for."""
        head = self.heads.get(column)
        if name is None or head is None or column == self.names or self._column(self._text(head)) is not None:
            return None
        label = self._text(name)
        role = next((role for role, pattern in self.words.columns if pattern.match(label)), None)
        named = clean_name(self.body, *head) if role is not None and self.aid else None
        if named is None:
            return None
        return Seat(role, named if role in RECEIVES else None, "money.table", name)

    def _name(self, line: Line, sums: list[Money]) -> tuple[int, int] | None:
        cell = next((cell for cell in line.cells if cell.column == self.names), None)
        if cell is None:
            return None
        return clean_name(self.body, cell.start, cell.end)


def _edges(line: Line, start: int, end: int) -> tuple[float, float]:
    inside = [
        word for word, at in zip(line.words, line.offsets, strict=True) if at < end and at + len(word.text) > start
    ]
    if not inside:
        return line.x0, line.x1
    return min(word.x0 for word in inside), max(word.x1 for word in inside)
