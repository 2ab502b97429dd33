"""Attendance drawn as a grid: a row a member, a column a state, a cross where it holds.

In: the body text with its geometry. Out: `Listed` objects, one a state, as from printed lists. The heads of the
columns are found by their words ("Présent", "Excusé", "Pouvoir à", "Signature"…); a mark belongs to the head of its
cell or, where cells were not told apart, to the head that stands nearest above it. Where members sign, a row without
a word in its place of signature is that of somebody who signed by hand. A row whose marks contradict one another is
left out.
"""

from __future__ import annotations

import re

import msgspec

from ..folding import fold
from ..layout import Line, Text
from ..pages.source import Word
from .attendance import Listed
from .names import Entry, Name, Role, read_names

_STATES: tuple[tuple[str, str], ...] = (
    ("proxy", r"pouvoirs?|procurations?|mandats?|represente(?:e|s|es)?|mandataires?"),
    ("present", r"presents?|presente|presentes|p"),
    ("excused", r"excuses?|excusee|excusees"),
    ("absent", r"absents?|absente|absentes|abs"),
    ("signed", r"signatures?|emargements?|paraphes?"),
    ("told", r"etats?|statuts?|situations?|presences?"),  # its cells say the state in a word
)
_STATE = [(state, re.compile(rf"(?:{pattern})$")) for state, pattern in _STATES]
_HINT = re.compile(
    r"\b(?:pouvoir|procuration|mandat|represent|present|excus|abs|signature|emargement|paraphe|etat|statut|situation)"
)
_NAMED = re.compile(
    r"(?:noms?|prenoms?|delegue|delegues|conseiller|conseillers|membres?|titulaires?|elus?|mme|monsieur|madame|m)$"
)
_ASIDE = re.compile(
    r"(?:commune|communes|qualite|fonction|fonctions|groupe|n|no|titre|observations?|arrivee|depart|college|liste|civilite)$"
)
_MARK = re.compile(r"(?:[xX×✗✘✓✔☒☑■●•*]|\uf0fc|\uf0fb|\uf078|oui|OUI)$")
_SMALL = frozenset(("a", "et", "de", "par", "ou", "donne", "donnee", "", "le", "la", "au", "du", "en"))
_COUNTED = frozenset(("nombre", "exercice", "votants", "total", "quorum"))  # a table of figures, not of members
_GIVERS = re.compile(
    r"(?:mandants?|donneurs?|delegants?"
    r"|(?:(?:conseillers?|membres?|elus?|delegues?) )?(?:absents?|excuses?|representes?)\b)"
)
_CODED = re.compile(r"p\s*[/,;-]\s*(?:a|e|r|abs|exc)\b")  # the head of a column of letters: "P / A / R"
_CODES = (
    ("present", {"p", "pr"}), ("absent", {"a", "abs"}), ("excused", {"e", "exc", "ae"}),
    ("proxy", {"r", "rep", "pv", "proc", "pouv"}),
)  # fmt: skip
_MOST_ROWS = 200


class _Column(msgspec.Struct, frozen=True):
    state: str  # one of _STATES; "name" and "aside" hold words
    x0: float
    x1: float
    cell: int | None = None

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


class _Row(msgspec.Struct, frozen=True):
    name: tuple[Word, ...]
    state: str
    holder: tuple[Word, ...]
    line: Line


def read_grids(body: Text) -> list[Listed]:
    """The attendance grids of the text, as lists: present, absent (with the excused), proxies."""
    found: list[Listed] = []
    lines = body.lines
    done = 0
    for index in sorted({body.line_at(match.start()) for match in _HINT.finditer(body.folded)}):
        columns = _head(lines[index]) if index >= done else None
        if columns is None:
            continue
        listed, after = _columns_of_names(body, index, columns)
        if listed:
            found.extend(listed)
            done = after
            continue
        rows, after = _rows(lines, index + 1, columns)
        pairs = {column.state for column in columns} == {"name", "proxy"}
        if sum(1 for row in rows if row.state) < (1 if pairs else 2):
            continue
        found.extend(_lists(body, lines[index], rows))
        done = after
    return found


# ------------------------------------------------------------------------------------------------------------- the head


def _bare(word: Word) -> str:
    return re.sub(r"[^a-z]", "", re.sub(r"\(.*?\)", "", fold(word.text)))


def _state(bare: str) -> str | None:
    return next((name for name, pattern in _STATE if pattern.match(bare)), None)


def _cells(line: Line) -> list[tuple[int, list[Word]]]:
    """(column, words) of each cell of a table row."""
    return [
        (cell.column, [word for word, at in zip(line.words, line.offsets, strict=True) if cell.start <= at < cell.end])
        for cell in line.cells
    ]


def _head(line: Line) -> list[_Column] | None:
    """The columns of a head row, or None where the line is none."""
    if not 2 <= len(line.words) <= 24 or any(char in line.text for char in ":;,"):
        return None
    columns = _head_cells(line) if line.cells else _head_words(line)
    if columns is None:
        return None
    states = {column.state for column in columns} - {"name", "aside"}
    named = any(column.state == "name" for column in columns)
    if states == {"proxy"} and len(columns) == 2 and line.cells and _GIVERS.match(fold(line.text)):
        return columns  # "Mandants | Mandataires"
    if len(states) >= 2 and (named or line.cells):
        return columns
    return columns if states & {"signed", "told"} and named and line.cells else None


def _head_cells(line: Line) -> list[_Column] | None:
    columns: list[_Column] = []
    for number, words in _cells(line):
        if not words:
            continue
        bare = [_bare(word) for word in words]
        if _CODED.match(fold(" ".join(word.text for word in words))):
            columns.append(_Column("code", words[0].x0, words[-1].x1, number))
            continue
        state = next((state for state in map(_state, bare) if state is not None), None)
        if state is None:
            state = (
                "name"
                if any(_NAMED.match(one) for one in bare) and not any(_ASIDE.match(one) for one in bare)
                else "aside"
            )
        if len(words) > 6 or any(one in _COUNTED for one in bare):
            return None
        columns.append(_Column(state, words[0].x0, words[-1].x1, number))
    if columns and not any(column.state == "name" for column in columns) and columns[0].state == "aside":
        columns[0] = msgspec.structs.replace(columns[0], state="name")
    return columns


def _head_words(line: Line) -> list[_Column] | None:
    columns: list[_Column] = []
    other = 0
    for word in line.words:
        bare = _bare(word)
        state = _state(bare)
        if state is not None and bare != "p":
            columns.append(_Column(state, word.x0, word.x1))
        elif _ASIDE.match(bare):
            columns.append(_Column("aside", word.x0, word.x1))
        elif _NAMED.match(bare):
            columns.append(_Column("name", word.x0, word.x1))
        elif bare not in _SMALL:
            other += 1
    return columns if other <= 2 else None


# ------------------------------------------------------------------------------------------------------------- the rows


def _rows(lines: tuple[Line, ...], first: int, columns: list[_Column]) -> tuple[list[_Row], int]:
    """The rows under a head, and the index of the first line that is none.

    A head printed again on the next page is skipped.
    """
    rows: list[_Row] = []
    index = first
    barren = 0
    while index < len(lines) and index - first < _MOST_ROWS:
        line = lines[index]
        again = _head(line)
        row = None if again or (columns[0].cell is not None and not line.cells) else _row(line, columns)
        if again:
            columns = again
        elif row is None:
            barren += 1
            if barren > 1 or not line.cells:
                break
        else:
            barren = 0
            rows.append(row)
        index += 1
    return rows, index


def _columns_of_names(body: Text, head: int, columns: list[_Column]) -> tuple[list[Listed], int]:
    """The lists of a table whose columns are lists ("Présents | Absents"), and the index of the next line."""
    roles = {c.cell: _ROLES[c.state] for c in columns if c.state in _ROLES and c.cell is not None}
    entries: dict[Role, list[Entry]] = {"present": [], "absent": [], "proxies": []}
    index, lines = head + 1, body.lines
    while index < len(lines) and lines[index].cells and index - head < _MOST_ROWS:
        line = lines[index]
        for cell in line.cells:
            if cell.column in roles and cell.end > cell.start:
                placed = zip(line.words, line.offsets, strict=True)
                words = [(word, at) for word, at in placed if cell.start <= at < cell.end]
                if any(_MARK.match(word.text) or _state(_bare(word)) for word, _ in words):
                    return [], head  # crosses and words of state: a row a member
                entries[roles[cell.column]].extend(_names_of_cell(body, words, roles[cell.column]))
        index += 1
    if len(entries["present"]) < _FEWEST or not (entries["absent"] or entries["proxies"] or len(roles) > 1):
        return [], head
    label = (lines[head].start, lines[head].start + len(lines[head].text))
    stop = lines[index - 1].start + len(lines[index - 1].text)
    return [
        Listed(role, label, f"grid.{role}", tuple(found), label[0], stop) for role, found in entries.items() if found
    ], index


_ROLES: dict[str, Role] = {"present": "present", "absent": "absent", "excused": "absent", "proxy": "proxies"}
_OVERLAP = 2  # points by which words of one line overlap in height, at least
_FEWEST = 3  # names that make a column a list


def _names_of_cell(body: Text, words: list[tuple[Word, int]], role: Role) -> list[Entry]:
    """The names of one cell: between its commas or, where it has none, a line each."""
    pieces: list[list[tuple[Word, int]]] = []
    commas = any(word.text.endswith((",", ";")) for word, _ in words)
    for word, at in words:
        last = pieces[-1][-1][0] if pieces else None
        if last is not None and (commas or word.top < last.bottom - _OVERLAP or fold(last.text) in _SMALL):
            pieces[-1].append((word, at))
        else:
            pieces.append([(word, at)])
    out: list[Entry] = []
    for piece in pieces:
        out.extend(read_names(body.text, piece[0][1], piece[-1][1] + len(piece[-1][0].text), role=role).entries)
    return out


def _row(line: Line, columns: list[_Column]) -> _Row | None:
    """One member, or None where the line is no row of the grid."""
    by_column = _in_cells(line, columns) if line.cells and columns[0].cell is not None else _by_place(line, columns)
    name = [word for column, word in by_column if column.state == "name"]
    if not name or not any(char.isupper() for word in name for char in word.text):
        return None
    marks: list[str] = []
    holder: list[Word] = []
    told = False  # does the holder stand in the column of proxies?
    for column, word in by_column:
        if column.state in ("name", "aside"):
            continue
        bare = _bare(word)
        if column.state == "code":
            marks.extend(state for state, letters in _CODES if bare in letters)
            continue
        printed = _state(bare) if bare != "p" else None
        if _MARK.match(word.text):
            marks.append("present" if column.state in ("signed", "told") else column.state)
        elif printed is not None:
            marks.append(printed)
        elif column.state in ("proxy", "signed") and (holder or bare not in _SMALL or word.text[0].isupper()):
            holder.append(word)
            told = told or column.state == "proxy"
    signs = any(column.state == "signed" for column in columns)
    seen = set(marks)
    if not seen and not holder:
        return _Row(tuple(name), "present" if signs else "", (), line) if line.cells else None
    if not seen and not line.cells:
        return None
    return _Row(tuple(name), _verdict(seen, bool(holder), told), tuple(holder), line)


def _verdict(seen: set[str], holder: bool, told: bool) -> str:
    if "proxy" in seen or (holder and not seen) or (told and seen <= {"absent", "excused"}):
        return "proxy"
    if len(seen) == 1:
        return seen.pop()
    return "absent" if seen and seen <= {"absent", "excused"} else "proxy" if holder else ""


def _in_cells(line: Line, columns: list[_Column]) -> list[tuple[_Column, Word]]:
    """Each word with the column of its cell."""
    by_cell = {column.cell: column for column in columns}
    found: list[tuple[_Column, Word]] = []
    for number, words in _cells(line):
        column = by_cell.get(number)
        for word in words:
            found.append((column or _nearest(word, columns), word))
    return found


def _by_place(line: Line, columns: list[_Column]) -> list[tuple[_Column, Word]]:
    """Each word with the column whose head stands nearest above it; words left of all states are the name."""
    states = [column for column in columns if column.state not in ("name", "aside")]
    words = [column for column in columns if column.state in ("name", "aside")] or [_Column("name", 0.0, 0.0)]
    left = min(column.x0 for column in states)
    return [
        (_nearest(word, states if _MARK.match(word.text) or word.x0 >= left - 6 else words), word)
        for word in line.words
    ]


def _nearest(word: Word, columns: list[_Column]) -> _Column:
    middle = (word.x0 + word.x1) / 2
    return min(columns, key=lambda column: 0.0 if column.x0 <= middle <= column.x1 else abs(column.middle - middle))


# ------------------------------------------------------------------------------------------------------------- the li


def _lists(body: Text, head: Line, rows: list[_Row]) -> list[Listed]:
    by_role: dict[Role, list[Entry]] = {"present": [], "absent": [], "proxies": []}
    for row in rows:
        name = _name(body, row, row.name)
        if name is None or not row.state:
            continue
        end = row.line.start + len(row.line.text)
        if row.state == "proxy":
            holder = _name(body, row, row.holder) if row.holder else None
            by_role["proxies"].append(Entry(name, "to", holder, start=row.line.start, end=end))
        else:
            role: Role = "present" if row.state == "present" else "absent"
            by_role[role].append(Entry(name, start=row.line.start, end=end))
    label = (head.start, head.start + len(head.text))
    stop = rows[-1].line.start + len(rows[-1].line.text)
    return [
        Listed(role, label, f"grid.{role}", tuple(entries), head.start, stop)
        for role, entries in by_role.items()
        if entries
    ]


def _name(body: Text, row: _Row, words: tuple[Word, ...]) -> Name | None:
    """The name that these words of a row print."""
    offsets = {id(word): at for word, at in zip(row.line.words, row.line.offsets, strict=True)}
    start, end = offsets[id(words[0])], offsets[id(words[-1])] + len(words[-1].text)
    found = read_names(body.text, start, end)
    entries = [entry.name for entry in found.entries if entry.name is not None]
    printed = " ".join(word.text for word in words).strip(" ,;.-")
    if len(entries) == 1 and fold(entries[0].text) == fold(printed):
        return entries[0]
    civility = entries[0].civility if entries else None
    if civility is not None:
        printed = " ".join(word.text for word in words[1:]) or printed
        if fold(entries[0].text) == fold(printed):
            return entries[0]
    # given name and surname stand in cells of their own
    upper = [word.text for word in words if word.text.isupper() and len(word.text) > 1]
    given = [word.text for word in words if not word.text.isupper()]
    return Name(printed, start, end, civility, " ".join(given) or None, " ".join(upper) or None)
