"""The named bricks of phrases: where a number, a date, a person, a body or a name stands.

In: `Tokens` and the index of a token. Out: the ways of reading the brick there, longest first: the index after it
and its span. The grammars are coarse on purpose: a brick says that words are a date; what day it is, `fields/dates`
reads from the span. <person>, <body> and <name> live by capitals and find nothing where only the folded text was
given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from ..lexicon import load_lexicon
from .tokens import Tokens

Way = tuple[int, int, int]
"""The index of the token after the brick, and the brick's span."""

_UNITS = frozenset(["un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"])
_TEENS = frozenset(["onze", "douze", "treize", "quatorze", "quinze", "seize"])
_TENS = frozenset(
    ["vingt", "vingts", "trente", "quarante", "cinquante", "soixante", "septante", "huitante", "octante", "nonante"]
)
_HUNDRED = frozenset(("cent", "cents"))
_THOUSAND = frozenset(("mil", "mille"))
NUMBER_WORDS = _UNITS | _TEENS | _TENS | _HUNDRED | _THOUSAND | {"dix", "zero"}

_WEEKDAYS = frozenset(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])
_REPUBLICAN = frozenset(
    [
        "vendemiaire",
        "brumaire",
        "frimaire",
        "nivose",
        "pluviose",
        "ventose",
        "germinal",
        "floreal",
        "prairial",
        "messidor",
        "thermidor",
        "fructidor",
    ]
)
_MONTHS = (
    frozenset(
        [
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre",
        ]
    )
    | frozenset(["janv", "fevr", "fev", "avr", "juil", "sept", "oct", "nov", "dec", "7bre", "8bre", "9bre", "xbre"])
    | _REPUBLICAN
)
DATE_WORDS = _WEEKDAYS | NUMBER_WORDS | {"1er", "premier", "an", "l"}
_NUMERIC = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[ ]?[/.-][ ]?\d{1,2}[ ]?[/.-][ ]?(?:\d{4}|\d{2}))(?![\d/])")
_ROMAN = re.compile(r"[ivxl]+")

_BODY_NOUNS = frozenset(
    [
        "commune",
        "ville",
        "mairie",
        "communaute",
        "metropole",
        "syndicat",
        "departement",
        "region",
        "agglomeration",
        "bourg",
    ]
)
_LINKS = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "en",
        "sur",
        "sous",
        "et",
        "aux",
        "au",
        "a",
        "lez",
        "communes",
        "agglomeration",
        "urbaine",
    ]
)
_MOST_NAMES = 5


def _words(tokens: Tokens, at: int) -> int:
    """The index after the number in words that begins at `at`; `at` itself where there is none."""
    words = tokens.words
    before, index = "", at
    while True:
        word = words[index]
        if (
            word == "et"
            and before in _TENS
            and (words[index + 1] in _UNITS or words[index + 1] in _TEENS or words[index + 1] == "dix")
        ):
            before = "et"
            index += 1
            continue
        if word not in NUMBER_WORDS or not _follows(before, word):
            return index
        before = word
        index += 1


def _follows(before: str, word: str) -> bool:
    """May `word` follow `before` inside one number?"""
    if before in ("", "et"):
        return True
    if word in _UNITS:
        return (
            before in _TENS
            or before in _HUNDRED
            or before in _THOUSAND
            or (before == "dix" and word in ("sept", "huit", "neuf"))
        )
    if word in _TEENS or word == "dix":
        return before in ("soixante", "vingt", "vingts") or before in _HUNDRED or before in _THOUSAND
    if word in _TENS:
        return before in _HUNDRED or before in _THOUSAND or (word in ("vingt", "vingts") and before == "quatre")
    if word in _HUNDRED:
        return before in _UNITS or before in _TEENS or before in _THOUSAND
    return word in _THOUSAND and before not in _THOUSAND


def _figures(tokens: Tokens, at: int) -> int:
    """The index after a count in figures (1 to 4 digits, or grouped by three); `at` where there is none."""
    words, folded = tokens.words, tokens.folded
    word = words[at]
    if not (word.isdigit() and word.isascii()) or len(word) > 4:
        return at
    start, end = tokens.starts[at], tokens.end(at)
    if start > 1 and folded[start - 1] in ",." and folded[start - 2].isdigit():
        return at  # the decimals of another number
    index = at + 1
    if len(word) <= 3 and len(words[index]) == 3 and words[index].isdigit() and tokens.between(index) == " ":
        return index + 1
    if folded[end : end + 1] in (",", ".") and folded[end + 1 : end + 2].isdigit():
        if words[index] == "." and len(words[index + 1]) == 3 and words[index + 1].isdigit() and len(word) <= 3:
            return index + 2
        return at
    return index


def number(tokens: Tokens, at: int) -> list[Way]:
    """A count: figures, words, or one with the other in brackets."""
    words = tokens.words
    if words[at] not in NUMBER_WORDS and not words[at].isdigit():
        return []
    index, second = _figures(tokens, at), _words
    if index == at:
        index, second = _words(tokens, at), _figures
        if index == at:
            return []
    out = []
    start = tokens.starts[at]
    if words[index] == "(":
        close = second(tokens, index + 1)
        if close > index + 1 and words[close] == ")":
            out.append((close + 1, start, tokens.end(close)))
    out.append((index, start, tokens.end(index - 1)))
    if words[at].isdigit() and index == at + 2 and words[at + 1] != ".":
        out.append((at + 1, start, tokens.end(at)))  # "12 345" may be two counts of a table
    return out


def date(tokens: Tokens, at: int) -> list[Way]:
    """A day: in figures (3/5/2021), in words, with or without its weekday, or by the formula "l'an …, le …"."""
    words, start = tokens.words, tokens.starts[at]
    numeric = _NUMERIC.match(tokens.folded, start)
    if numeric:
        return [(tokens.at(numeric.end()), start, numeric.end())]
    index = at
    if words[index] in ("l", "an"):
        index = _year_formula(tokens, at)
        if index == at:
            return []
    if words[index] in _WEEKDAYS:
        index += 1
        if words[index] == ",":
            index += 1
        if words[index] == "le":
            index += 1
    day = words[index]
    if day in ("1er", "premier") or (day.isdigit() and len(day) <= 2):
        index += 1
        if words[index] == "er":
            index += 1
    else:
        following = _words(tokens, index)
        if following == index:
            return []
        index = following
    if words[index] == "jour":
        index += 1
    if words[index] in ("du", "de", "d"):
        index += 1
    if words[index] == "mois":
        index += 2 if words[index + 1] in ("de", "d") else 1
    if words[index] not in _MONTHS:
        return []
    index += 1
    if words[index] == "." and words[index - 1] not in _REPUBLICAN and len(words[index - 1]) <= 5:
        index += 1
    index = _year(tokens, index)
    return [(index, start, tokens.end(index - 1))]


def _year_formula(tokens: Tokens, at: int) -> int:
    words = tokens.words
    index = at + 1 if words[at] == "l" else at
    if words[index] != "an":
        return at
    following = _words(tokens, index + 1)
    if following == index + 1:
        if not (words[index + 1].isdigit() and len(words[index + 1]) == 4):
            return at
        following = index + 2
    while words[following] in (",", "et", "le"):
        following += 1
    return following


def _year(tokens: Tokens, at: int) -> int:
    """The index after a year at `at`, where there is one."""
    words, index = tokens.words, at
    if words[index] in ("de", "l") and words[index + 1] in ("l", "an"):
        index += 1
    if words[index] == "l" and words[index + 1] == "an":
        index += 1
    if words[index] == "an":
        index += 1
        if words[index].isdigit() or _ROMAN.fullmatch(words[index]):
            return index + 1
        following = _words(tokens, index)
        return following if following > index else at
    if len(words[index]) == 4 and words[index].isdigit():
        return index + 1
    if words[index] in ("deux", "mil", "mille"):
        following = _words(tokens, index)
        if any(word in _THOUSAND for word in words[index:following]):
            return following
    return at


@lru_cache(maxsize=1)
def civilities() -> frozenset[str]:
    """The words that a <person> begins with, folded and without their point."""
    return frozenset(word for key in load_lexicon().civilities if (word := key.rstrip(".")).isalpha())


def person(tokens: Tokens, at: int) -> list[Way]:
    """A civility and one to five capitalised words ("M. Jean de la Vergne")."""
    if tokens.words[at] not in civilities():
        return []
    index = at + 1
    if tokens.words[index] == ".":
        index += 1
    return [(end, tokens.starts[at], stop) for end, _, stop in _names(tokens, index)]


def name(tokens: Tokens, at: int) -> list[Way]:
    """One to five capitalised words, with or without a civility."""
    return person(tokens, at) or _names(tokens, at)


def _names(tokens: Tokens, at: int) -> list[Way]:
    """Runs of capitalised words from `at`, longest first. A word of office ("Maire") or the line's end closes one."""
    lexicon, words = load_lexicon(), tokens.words
    out: list[Way] = []
    index, count = at, 0
    while count < _MOST_NAMES and index < len(tokens):
        if index > at and "\n" in tokens.between(index):
            break
        word = words[index]
        if word in lexicon.particles and word.isalpha():
            index += 1
            continue
        if not tokens.capital(index) or word in lexicon.offices or word in civilities():
            break
        index += 1
        count += 1
        if words[index] == "." and len(word) <= 2:
            index += 1
        out.append((index, tokens.starts[at], tokens.end(index - 1)))
    return out[::-1]


def body(tokens: Tokens, at: int) -> list[Way]:
    """A public body: a run of capitalised words, with or without "commune de", "ville de", … before it."""
    if tokens.text is None or not (tokens.capital(at) or tokens.words[at] in _BODY_NOUNS):
        return []
    out: list[Way] = []
    index = at
    while index < len(tokens) and index - at < 10:
        if index > at and "\n" in tokens.between(index):
            break
        if tokens.capital(index):
            out.append((index + 1, tokens.starts[at], tokens.end(index)))
        elif tokens.words[index] not in _LINKS and not (index == at and tokens.words[index] in _BODY_NOUNS):
            break
        index += 1
    return out[::-1]


READERS: dict[str, Callable[[Tokens, int], list[Way]]] = {
    "number": number,
    "date": date,
    "person": person,
    "body": body,
    "name": name,
}
"""The reader of each brick."""


class Beginnings(NamedTuple):
    """How bricks may begin: by one of these words, by figures, by a capital. A quick test; the reader may say no."""

    words: frozenset[str]
    figures: bool
    capitals: bool


def beginnings(bricks: Iterable[str]) -> Beginnings:
    """How any of these bricks may begin."""
    names = frozenset(bricks)
    words: frozenset[str] = frozenset()
    if "number" in names:
        words |= NUMBER_WORDS
    if "date" in names:
        words |= DATE_WORDS
    if names & {"person", "name"}:
        words |= civilities()
    if "body" in names:
        words |= _BODY_NOUNS
    return Beginnings(words, bool(names & {"number", "date"}), bool(names & {"body", "name"}))
