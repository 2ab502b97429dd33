"""The wordings of `wordings.toml`.

In: the name of a list. Out: one wording of it, drawn. Two of three draws are ordinary wordings, one is unseen: the
share is that of the lists, so that no wording is favoured.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("wordings.toml")


@dataclass(frozen=True)
class Wordings:
    """One list: the ordinary phrases, and the third that stands in no rule."""

    phrases: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.phrases + self.unseen


@cache
def wordings() -> dict[str, Wordings]:
    """All lists by name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Wordings(tuple(each["phrases"]), tuple(each["unseen"])) for name, each in table.items()}


def word(rng: Random, name: str, /, **fields: object) -> str:
    """A wording of the list `name`, its braces filled; a field that it does not use is ignored."""
    return rng.choice(wordings()[name].all).format(**fields)


def first(name: str, /, **fields: object) -> str:
    """The first wording of a list: for the samples, which are the same on every run."""
    return wordings()[name].phrases[0].format(**fields)


def holes(wording: str) -> list[str]:
    """The names in braces of a wording."""
    return [name for _, name, _, _ in string.Formatter().parse(wording) if name]
