"""The catalogue of the checks: what each asks, how grave its failure is, and the words it looks for.

In: rules/checks.toml, read once a process. Out: an `Entry` by id (C01…). `BadRules` says what is wrong in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from ...errors import BadRules
from ..folding import fold
from ..law import read_toml

FILE = Path(__file__).parents[2] / "rules" / "checks.toml"
Severity = Literal["error", "warn", "info"]
_ID = re.compile(r"C\d\d")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A check of the catalogue. `words` are its lists of French words, folded, by name."""

    id: str
    title: str
    title_fr: str
    of: Literal["session", "act", "document", "corpus"]
    severity: Severity
    law: str | None = None
    caveat: str | None = None
    state: Literal["done", "elsewhere", "not"] = "done"
    why: str | None = None
    words: dict[str, tuple[str, ...]] = {}


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Every check by its id. Raises `BadRules`."""
    return read_catalogue(FILE)


def read_catalogue(path: Path) -> dict[str, Entry]:
    """The catalogue in the file at `path`. Raises `BadRules`."""
    found: dict[str, Entry] = {}
    own = {field.name for field in msgspec.structs.fields(Entry)}
    for name, table in read_toml(path).items():
        if not _ID.fullmatch(name) or not isinstance(table, dict):
            raise BadRules(f'"{name}" is no check: a check begins with its id in brackets, [C01]', file=path.name)
        words = {}
        for key, value in table.items():
            if key in own:
                continue
            if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
                raise BadRules(f'[{name}] "{key}" has no meaning here, or is no list of words', file=path.name)
            words[key] = tuple(fold(word) for word in value)
        plain = {key: value for key, value in table.items() if key in own}
        try:
            entry = msgspec.convert({**plain, "id": name, "words": words}, Entry)
        except msgspec.ValidationError as error:
            raise BadRules(f"[{name}] {error}", file=path.name) from None
        if entry.state != "done" and not entry.why:
            raise BadRules(f'[{name}] is not done here: say why = "…"', file=path.name)
        found[name] = entry
    return found


class Words:
    """A list of words of a check, looked for in folded text: whole words, or with a star the beginnings of words.

    Each is found by itself: on a page without any of them that is ten times as fast as one pattern of all.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        self.all = tuple((stem := word.removesuffix("*"), stem[0].isalpha(), stem[-1].isalpha() and stem == word)
                         for word in words)  # fmt: skip

    def search(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the first of them stands (of two at one place the longer), as (start, end); None where none does."""
        stop = len(text) if end is None else end
        best: tuple[int, int] | None = None
        for stem, opens, closes in self.all:
            at = text.find(stem, start, stop)
            while at >= 0:
                last = at + len(stem)
                free = not (opens and at and text[at - 1].isalpha()) and not (
                    closes and text[last : last + 1].isalpha()
                )
                if free:
                    if best is None or (at, -last) < (best[0], -best[1]):
                        best = (at, last)
                    break
                at = text.find(stem, at + 1, stop)
        return best

    def every(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, in order, none within another."""
        found = self.search(text)
        while found is not None:
            yield found
            found = self.search(text, found[1])


@lru_cache(maxsize=64)
def words_of(name: str, list_: str) -> Words:
    """One of the lists of words of a check. Phrases are looked for with single blanks between their words."""
    return Words(catalogue()[name].words[list_])
