"""What the record says in English, said in French.

In: a message of a check, a reason, a law, as the record has it. Out: the same in French, or None where no phrase of
phrases.toml is like it: a record of another version of delib. The record is made once, in English; nothing of it is
decided here. A phrase is found by its words, and what stands in its places is taken over: names as they are, numbers
and days as French writes them, other phrases in French.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup, escape

from .texts import Speech, catalogue

_FRENCH = Speech("fr")
PLACE = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>[^}]*))?\}")
_PATTERNS = {
    "n": r"\d+",
    "word": r"\S+",
    "day": r"\d{4}-\d\d-\d\d",
    "number": r"[\d,\s]*\d(?:\.\d+)?",
    "field": r"[^()]+?",
    "more": r"(?: and \d+ more)?",
    "rest": ".*",
    "any": ".+?",
    "name": "[^,;]+?",
    "": "(?:(?!; ).)+?",
}
_MORE = re.compile(r" and (\d+) more$")
_BETWEEN = ("; ", ", ", " + ", " = ")  # what stands between phrases that are joined
_ONE = re.compile(
    r"(?<![\d.,\u202f])([01]) (abstention|absent|acte|autre|bulletin|jour|membre|nom|pouvoir|présent|représenté|séance|"
    r"suffrage|votant)s\b"
)
_LONGEST = 4_000  # letters: nothing that is said is so long


class Phrase(NamedTuple):
    """An English phrase, its pattern, the kinds of its places, and the French: one text, or for one and for many."""

    english: str
    pattern: re.Pattern[str]
    kinds: dict[str, str]
    french: tuple[str, ...]


def french(text: str) -> str | None:
    """The text in French, or None."""
    found = _said(text) if len(text) <= _LONGEST else None
    return None if found is None else agreed(found)


def agreed(text: str) -> str:
    """French with its nouns in the singular after 0 and 1.

    >>> agreed("12 présents + 1 représentés, 0 absents")
    '12 présents + 1 représenté, 0 absent'
    """
    return _ONE.sub(r"\1 \2", text)


def perhaps(text: str) -> str:
    """The text with those of its phrases in French that are known: a law, whose articles are French already."""
    return _maybe(text)


def told(speech: Speech, text: str | None, *, law: bool = False) -> Markup:
    """A text of the record for a page in some language; what stays English on a French page is marked as such.

    Of a `law` only what is said around it is English.
    """
    if text is None or speech.language == "en":
        return escape(text or "")
    if law:
        return escape(perhaps(text))
    found = french(text)
    return escape(found) if found is not None else Markup('<span lang="en">{}</span>').format(text)


@cache
def phrases() -> dict[str, dict[str, Phrase]]:
    """All phrases by the file that says them, and by their English."""
    text = files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    return {
        source: {english: _phrase(english, said) for english, said in said_there.items()}
        for source, said_there in tomllib.loads(text).items()
    }


def _phrase(english: str, said: str | list[str]) -> Phrase:
    kinds: dict[str, str] = {}
    pattern, at = "", 0
    for place in PLACE.finditer(english):
        name, kind = place["name"], place["kind"] or ""
        kinds[name] = kind
        pattern += re.escape(english[at : place.start()])
        pattern += f"(?P<{name}>{kind if '|' in kind else _PATTERNS.get(kind, '.+?')})"
        at = place.end()
    pattern += re.escape(english[at:])
    return Phrase(english, re.compile(pattern, re.DOTALL), kinds, (said,) if isinstance(said, str) else tuple(said))


@cache
def _plain() -> dict[str, str]:
    """The phrases without places."""
    return {one.english: one.french[0] for said in phrases().values() for one in said.values() if not one.kinds}


@cache
def _with_places() -> tuple[Phrase, ...]:
    """The others, those that say most by themselves first."""
    found = {one.english: one for said in phrases().values() for one in said.values() if one.kinds}
    return tuple(sorted(found.values(), key=lambda one: (-len(PLACE.sub("", one.english)), one.english)))


@lru_cache(maxsize=8_192)
def _said(text: str) -> str | None:
    """A phrase, or several that are joined."""
    found = _whole(text)
    for sign in _BETWEEN:
        if found is None and sign in text:
            found = _joined(text, sign)
    return found


def _whole(text: str) -> str | None:
    """A single phrase; at the head of a sentence it may begin with a capital."""
    found = _phrased(text)
    if found is None and text[:1].isupper() and (found := _phrased(text[0].lower() + text[1:])) is not None:
        found = found[0].upper() + found[1:]
    return found


def _phrased(text: str) -> str | None:
    if text in _plain():
        return _plain()[text]
    for phrase in _with_places():
        if (match := phrase.pattern.fullmatch(text)) is not None:
            said = {name: _PUT.get(kind, str)(match[name]) for name, kind in phrase.kinds.items()}
            if None not in said.values():
                return _form(phrase, match).format(**said)
    return None


def _form(phrase: Phrase, match: re.Match[str]) -> str:
    if len(phrase.french) == 1:
        return phrase.french[0]
    return phrase.french[0 if int(match["n"]) < 2 else 1]


def _joined(text: str, sign: str) -> str | None:
    """Phrases with a sign between them, which may stand within one of them too."""
    at = text.find(sign)
    while at >= 0:
        first = _whole(text[:at])
        rest = _said(text[at + len(sign) :]) if first is not None else None
        if first is not None and rest is not None:
            return f"{first}{' ; ' if sign == '; ' else sign}{rest}"
        at = text.find(sign, at + 1)
    return None


# ---- what stands in the places ---------------------------------------------------------------------------------------


def _number(text: str) -> str:
    """A number of a program, 12,345.60 or 12 345.60, as French writes it."""
    whole, _, part = re.sub(r"[,\s]", "", text).partition(".")
    return _FRENCH.number(int(whole)) + (f",{part}" if part else "")


def _maybe(text: str) -> str:
    found = _said(text)
    if found is not None:
        return found
    return ", ".join(_said(part) or part for part in text.split(", ")) if ", " in text else text


def _field(text: str) -> str:
    """The name of a value, as "convocation date"; a text that is none as it is."""
    name = f"field.{text.replace(' ', '_')}"
    return str(catalogue()[name]["fr"]) if name in catalogue() else text


def _more(text: str) -> str:
    return _MORE.sub(lambda found: f" et {found[1]} de plus", text)


_PUT: dict[str, Callable[[str], str | None]] = {
    "day": _FRENCH.day,
    "number": _number,
    "said": _said,
    "maybe": _maybe,
    "field": _field,
    "pair": lambda text: text.replace(" and ", " et "),
    "list": _more,
    "more": _more,
    "rest": lambda text: re.sub(r"^: ", " : ", text),
}
