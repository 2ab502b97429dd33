"""What the pages say, in French and in English.

In: texts/*.toml, where each text has both languages. Out: `Speech`, which says a text in one language, and numbers,
days and sums as that language writes them. A text of two forms is a list: for one, and for many. French first: it is
the language of whoever asks for none.
"""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "en")
_THIN = "\u202f"  # narrow no-break space
_POINT = {"fr": ",", "en": "."}
_GROUP = {"fr": _THIN, "en": ","}


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every text by its name ("home.title"), each with its languages."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(files(__package__).joinpath("texts").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            for group, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
                for name, languages in texts.items():
                    found[f"{group}.{name}"] = languages
    return found


class Speech:
    """One language. Calling it says a text: `t("home.acts", n=3)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]

    def __call__(self, name: str, /, **values: Any) -> str:
        """The text `name`, its {places} filled; `n` chooses between one and many, and is written as a number.

        Raises `KeyError` for a name that texts/ does not have.
        """
        text = catalogue()[name][self.language]
        if isinstance(text, list):
            count = values["n"]
            single = count < 2 if self.language == "fr" else count == 1
            text = text[0 if single else 1]
        said = {key: self.number(value) if isinstance(value, int | float) else value for key, value in values.items()}
        return str(text.format(**said)) if said else str(text)

    def has(self, name: str) -> bool:
        """Whether there is such a text."""
        return name in catalogue()

    def either(self, name: str, otherwise: str) -> str:
        """The text `name`; `otherwise` where there is none: a code that a newer delib writes."""
        return self(name) if self.has(name) else otherwise

    def number(self, value: float | int | None, digits: int = 0) -> str:
        """A number with its groups of three apart."""
        if value is None:
            return ""
        whole, _, part = f"{value:,.{digits}f}".partition(".")
        whole = whole.replace(",", _GROUP[self.language])
        return whole + (_POINT[self.language] + part if part else "")

    def share(self, value: float) -> str:
        """A share (0 to 1) as a percentage; one that is not nothing is not written 0."""
        digits = 0 if value in (0, 1) or 0.1 <= value < 0.995 else 1
        return self.number(value * 100, digits) + ("\u00a0%" if self.language == "fr" else "%")

    def money(self, value: float, currency: str = "EUR") -> str:
        """A sum; cents are written where there are any."""
        figures = self.number(value, 0 if value == int(value) else 2)
        if currency != "EUR":
            return f"{figures}\u00a0{currency}"
        return f"{figures}\u00a0€" if self.language == "fr" else f"€{figures}"

    def day(self, iso: str | None) -> str:
        """An ISO day as people write it: 2 juin 2022, 2 June 2022; what is no day stays as it is."""
        try:
            day = datetime.date.fromisoformat(iso or "")
        except ValueError:
            return iso or ""
        months: list[str] = catalogue()["calendar.months"][f"{self.language}_names"]
        first = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{first} {months[day.month - 1]} {day.year}"
