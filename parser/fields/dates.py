"""Dates, in figures, in words, and in the Republican calendar.

In: folded text (`parser/folding.py`; newlines may stand inside a date). Out: `Dated`, in order, never overlapping, each
with its span and its value. A date that is printed but impossible ("31 juin"), contradicted by its own formula ("L'an
deux mil dix-sept, le 2 février 2015") or misspelt in its year ("deux mil dix sep") is kept with the value None: another
date of the document may decide. A day and month without a year have the value None and can be completed from a
reference date. Numbers of acts that look like dates ("n° 2016.02.16") and names of streets ("rue du 8 mai 1945") are
no dates.

Republican calendar: in official use from 22 September 1792 to 31 December 1805 (decrees of 5 October 1793 and of 22
fructidor XIII); years III, VII and XI have six complementary days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from .numbers import WORDS, read_number_words

Relative = Literal["courant", "dernier", "prochain"]

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
    "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "aoust": 8, "septembre": 9, "sept": 9, "sep": 9, "octobre": 10,
    "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}  # fmt: skip
# Only after a day in figures: "dix sept" is a number.
_SHORT = frozenset({"janv", "jan", "fevr", "fev", "avr", "juil", "sept", "sep", "oct", "nov", "dec"})
_OLD_MONTHS = {"7": 9, "8": 10, "9": 11, "10": 12, "x": 12}  # 7bre, 8bre, 9bre, Xbre
_REPUBLICAN = (
    "vendemiaire", "brumaire", "frimaire", "nivose", "pluviose", "ventose",
    "germinal", "floreal", "prairial", "messidor", "thermidor", "fructidor",
)  # fmt: skip
_YEAR_STARTS = (  # 1 vendémiaire of the years I to XIV
    date(1792, 9, 22), date(1793, 9, 22), date(1794, 9, 22), date(1795, 9, 23), date(1796, 9, 22), date(1797, 9, 22),
    date(1798, 9, 22), date(1799, 9, 23), date(1800, 9, 23), date(1801, 9, 23), date(1802, 9, 23), date(1803, 9, 24),
    date(1804, 9, 23), date(1805, 9, 23),
)  # fmt: skip
_REPUBLICAN_END = date(1805, 12, 31)
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "iiii": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
    "xii": 12, "xiii": 13, "xiv": 14,
}  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1500, 2199  # a figure outside is no year of a deliberation
_PIVOT = 69  # a year of two figures: 00–68 is 2000–2068, 69–99 is 1969–1999, as POSIX reads it
_REACH = 90  # how far before the day "L'an …" may begin: "L'an mil huit cent quatre-vingt-dix-sept et le dimanche"

_NAME = re.compile(
    r"(?<![a-z])(?:(?P<name>janv(?:ier)?|jan(?=\.)|fevr(?:ier)?|fev|mars|avr(?:il)?|mai|juin|juil(?:let)?|aous?t"
    r"|sept(?:embre)?|sep(?=\.)|octobre|oct|novembre|nov|decembre|dec)"
    rf"|(?P<republican>{'|'.join(_REPUBLICAN)})"
    r"|(?P<extra>jours? +complementaires?))(?![a-z])"
    r"|(?<![0-9a-z])(?P<old>[789x]|10) ?b(?:re|er|bre)(?![a-z])"
)
_NUMERIC = re.compile(
    r"(?P<first>[0-9](?<![\d./\-].)\d{0,3})(?P<sep> ?[./\-] ?)(?P<month>\d{1,2})(?P=sep)(?P<last>\d{4}|\d{2})"
    r"(?!\d|[./\-][\da-z])"
)
_NUMBER_BEFORE = re.compile(r"(?:(?<![a-z])n ?[°ºo®*.]?|numeros?|(?<![a-z])num\.?|(?<![a-z])nos)[ :]*\Z|[a-z_]-?\Z")
_STREET_BEFORE = re.compile(
    r"(?<![a-z])(?:rue|place|avenue|av\.?|boulevard|bd\.?|square|esplanade|quai|pont|allees?|impasse|cours|chemin|route"
    r"|rond-point|salle|stade)\s+(?:du|des|de la)\s+$"
)
_DAY_FIGURES = re.compile(
    r"(?<![\d.,/\-])(?P<day>[0-3]?\d|(?<![a-z])[il](?:\d|(?=ers?\s*$)))(?:\s?(?:ers?|i?emes?|mes?|e|°|º|®|\*|o))?$"
)
_JOINT = re.compile(r"\s*(?:jours?\s*)?(?:du\s+mois\s+(?:de\s+|d'\s?)|du\s+|de\s+|d'\s?)?$")
_DAY_WORDS = re.compile(rf"(?<![a-z])(?:(?:{WORDS}|[a-z]{{2,10}}iemes?|premiere?|second)[\s\-]*)+$")
_WORD = re.compile(r"[a-z]+")
_NEXT_WORD = re.compile(r"[ \-]*([a-z]{3,})")
_YEAR_FIGURES = re.compile(r"(?P<full>(?:1[5-9]|2[0o1])[\do]{2})(?![\da-z])|'(?P<short>\d\d)(?!\d)")
_TO_YEAR = re.compile(r"[\s,]*(?:(?:de\s+)?l'\s?an(?:nee)?\s+(?:de\s+grace\s+)?|de\s+l'annee\s+|annee\s+|en\s+)?")
_TO_REPUBLICAN_YEAR = re.compile(r"[\s,]*(?:de\s+)?(?:l'\s?)?an(?:nee)?\s+")
_REPUBLICAN_YEAR = re.compile(r"(?P<figures>\d{1,2})(?:e|eme|me)?(?![\da-z])|(?P<roman>[ivx]+)(?:e|eme|me)?(?![a-z])")
_ERA = re.compile(r"(?<![a-z])(?:l'\s?)?an(?P<long>nee)?\s+(?:de\s+grace\s+|de\s+notre\s+seigneur\s+)?(?=[\da-z])")
_ERA_JOINT = re.compile(
    r"[\s,]*(?:et\s+)?(?:l[ea]\s+|ce\s+)?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?[\s,]*"
)
_ERA_STOPS = re.compile(r"[.;](?=\s)|convo[cq]|affiche")
_RELATIVE = re.compile(
    r"[\s,]*(?:(?:du\s+|de\s+l'annee\s+)?courante?|(?:du\s+)?present\s+mois|de\s+cette\s+annee"
    r"|(?P<dernier>dernier)|(?P<prochain>prochain|suivant))(?![a-z])"
)
_NUMBER_WORDS = tuple(w for w in WORDS.split("|") if len(w) > 2)
_SURE_WORDS = frozenset({"dit", "sis", "sus", "une", "sur"})  # near a number word by chance


class Dated(msgspec.Struct, frozen=True):
    """A date on the page: its span in the text, its value where it is certain, and the parts that were read.

    `day` and `month` are those of `calendar`; complementary days are the month 13 of the Republican calendar.
    `relative` completes a date without year: "courant" ("le 3 janvier courant"), "dernier", "prochain" (and
    "suivant"). `unsure` says that the year is printed, but misspelt or contradicted: it must not be completed from
    elsewhere.
    """

    start: int
    end: int
    value: date | None
    day: int
    month: int
    year: int | None = None
    calendar: Literal["gregorian", "republican"] = "gregorian"
    relative: Relative | None = None
    unsure: bool = False


class _Year(msgspec.Struct, frozen=True):
    """A year as read: `value` None where it is printed but misspelt."""

    start: int
    end: int
    value: int | None


def find_dates(folded: str) -> list[Dated]:
    """Every date of the text, in order, non-overlapping. Never raises: what is impossible has the value None."""
    found = _numeric(folded)
    end = 0
    named: list[Dated] = []
    for match in _NAME.finditer(folded):
        dated = _named(folded, match, end)
        if dated is not None:
            named.append(dated)
            end = dated.end
    if not found:
        return named
    taken = [(d.start, d.end) for d in named]
    found = [d for d in found if all(d.end <= a or d.start >= b for a, b in taken)]
    return sorted([*found, *named], key=lambda d: d.start)


def complete(dated: Dated, reference: date) -> date | None:
    """The value of a date, its missing year taken from `reference` (the day of the sitting, as a rule).

    "courant" takes the year of the reference, "dernier" the last such day before it, "prochain" the first after it;
    without such a word, the nearest such day. None where the date is impossible, or where its printed year was misread.
    """
    if dated.value is not None or dated.year is not None or dated.unsure or dated.calendar != "gregorian":
        return dated.value
    around = (_make(reference.year + shift, dated.month, dated.day) for shift in (-1, 0, 1))
    days = [day for day in around if day is not None]
    if dated.relative == "courant":
        days = [day for day in days if day.year == reference.year]
    elif dated.relative == "dernier":
        days = [day for day in days if day < reference]
    elif dated.relative == "prochain":
        days = [day for day in days if day > reference]
    return min(days, key=lambda day: abs(day - reference), default=None)


def republican(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of the Republican calendar, None if there is none; month 13: complementary days.

    >>> republican(13, 5, 16)
    datetime.date(1805, 2, 5)
    """
    if not 1 <= year <= len(_YEAR_STARTS) or not 1 <= month <= 13:
        return None
    last = 30 if month < 13 else 6 if year in (3, 7, 11) else 5
    if not 1 <= day <= last:
        return None
    value = _YEAR_STARTS[year - 1] + timedelta(days=(month - 1) * 30 + day - 1)
    return value if value <= _REPUBLICAN_END else None


def _make(year: int | None, month: int, day: int) -> date | None:
    if year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ----------------------------------------------------------------------------------------------------------- in figures


def _numeric(folded: str) -> list[Dated]:
    found: list[Dated] = []
    for match in _NUMERIC.finditer(folded):
        if _NUMBER_BEFORE.search(folded, max(0, match.start() - 12), match.start()):
            continue
        first, last, month = match["first"], match["last"], int(match["month"])
        short = len(first) <= 2 and len(last) == 2
        if len(first) == 4:  # ISO; with other signs between, it is the number of an act
            year, day = int(first), int(last)
            value = _make(year, month, day)
            if value is None or match["sep"] != "-" or len(match["month"] + last) != 4:
                continue
        elif len(first) <= 2:
            year, day = int(last), int(first)
            if short:
                year += 2000 if year < _PIVOT else 1900
            value = _make(year, month, day)
            if not _FIRST_YEAR <= year <= _LAST_YEAR or (short and len(match["sep"]) > 1):
                continue
            if value is None and (short or (month > 12 and day > 12)):
                continue
        else:
            continue
        found.append(Dated(match.start(), match.end(), value, day, month, year))
    return found


# ---------------------------------------------------------------------------------------------------- by a month's name


def _named(folded: str, match: re.Match[str], floor: int) -> Dated | None:
    """The date around a month's name; `floor` is the end of the date before it."""
    short = match["name"] is not None and match["name"] in _SHORT
    after = match.end()
    if (short or match["old"]) and folded.startswith(".", after):
        after += 1
    day = _day_before(folded, match.start(), floor, figures_only=short)
    if day is None:
        return None
    start, number = day
    if match["republican"] or match["extra"]:
        month = _REPUBLICAN.index(match["republican"]) + 1 if match["republican"] else 13
        return _republican_date(folded, start, number, month, after, floor)
    if _STREET_BEFORE.search(folded, max(0, start - 24), start):
        return None
    month = _OLD_MONTHS[match["old"]] if match["old"] else _MONTHS[match["name"]]
    year = _year_after(folded, after)
    end = year.end if year is not None else after
    era = _era(folded, start, floor)
    if era is not None:
        start = era.start
        if year is None:
            year = era
        elif year.value != era.value:
            year = _Year(era.start, end, None)  # the formula and the date contradict each other
    if year is not None:
        return Dated(start, end, _make(year.value, month, number), number, month, year.value, unsure=year.value is None)
    relative = _RELATIVE.match(folded, end)
    if relative is not None:
        word: Relative = "dernier" if relative["dernier"] else "prochain" if relative["prochain"] else "courant"
        return Dated(start, relative.end(), None, number, month, relative=word)
    return Dated(start, end, None, number, month)


def _day_before(folded: str, end: int, floor: int, *, figures_only: bool) -> tuple[int, int] | None:
    """(start, number) of the day that ends before `end`, in figures or (before a whole month's name) in words."""
    low = max(floor, end - 64)
    joint = _JOINT.search(folded, low, end)
    at = joint.start() if joint is not None else end
    if at <= low:
        return None
    figures = _DAY_FIGURES.search(folded, max(low, at - 8), at)
    if figures is not None:
        text = figures["day"].replace("l", "1").replace("i", "1")
        return (figures.start(), int(text))
    run = None if figures_only else _DAY_WORDS.search(folded, low, at)
    if run is None:
        return None
    for word in _WORD.finditer(folded, run.start(), at):
        number = read_number_words(folded, word.start(), at, ordinals=True)
        if number is not None and not folded[number.end : at].strip(" \n\t-") and 1 <= number.value <= 31:
            return (number.start, number.value)
    return None


def _year_after(folded: str, at: int) -> _Year | None:
    """The year that follows a month, in figures or in words."""
    gap = _TO_YEAR.match(folded, at)
    begin = gap.end() if gap is not None else at
    figures = _YEAR_FIGURES.match(folded, begin)
    if figures is not None:
        return _Year(begin, figures.end(), _figures(figures))
    words = read_number_words(folded, begin)
    if words is not None and _FIRST_YEAR <= words.value <= _LAST_YEAR:
        return _spelt(folded, begin, words.end, words.value)
    return None


def _figures(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"].replace("o", "0"))
    short = int(match["short"])
    return short + (2000 if short < _PIVOT else 1900)


def _spelt(folded: str, start: int, end: int, value: int) -> _Year:
    """A year in words; None as value where the word that follows is a number word misspelt ("deux mil dix sep")."""
    rest = _NEXT_WORD.match(folded, end)
    if rest is not None and rest[1] not in _SURE_WORDS and any(_one_slip(rest[1], word) for word in _NUMBER_WORDS):
        return _Year(start, rest.end(), None)
    return _Year(start, end, value)


def _one_slip(word: str, right: str) -> bool:
    """True when `word` is `right` with one letter lost, added or changed."""
    if word == right or abs(len(word) - len(right)) > 1:
        return False
    head = 0
    while head < min(len(word), len(right)) and word[head] == right[head]:
        head += 1
    if head < 2:
        return False  # "cent" and "sent": the beginning of a word is seldom lost
    return word[head + 1 :] == right[head + 1 :] or word[head:] == right[head + 1 :] or word[head + 1 :] == right[head:]


def _era(folded: str, start: int, floor: int) -> _Year | None:
    """The year of the formula "L'an …" that stands before the day at `start`."""
    low = max(floor, start - _REACH)
    last = None
    for match in _ERA.finditer(folded, low, start):
        last = match
    if last is None:
        return None
    figures = _YEAR_FIGURES.match(folded, last.end())
    if figures is not None and figures["full"]:
        year = _Year(last.start(), figures.end(), _figures(figures))
    else:
        words = read_number_words(folded, last.end(), start)
        if words is None or not _FIRST_YEAR <= words.value <= _LAST_YEAR:
            return None
        year = _spelt(folded, last.start(), words.end, words.value)
    if last["long"] and not _ERA_JOINT.fullmatch(folded, year.end, start):
        return None  # "le rapport de l'année 2017, validé le 21 juin"
    return None if _ERA_STOPS.search(folded, year.end, start) else year


def _republican_date(folded: str, start: int, day: int, month: int, end: int, floor: int) -> Dated | None:
    gap = _TO_REPUBLICAN_YEAR.match(folded, end)
    read = _republican_year(folded, gap.end()) if gap is not None else None
    if read is not None:
        year, end = read
    else:
        last = None
        for match in _ERA.finditer(folded, max(floor, start - _REACH - 30), start):
            last = match
        read = _republican_year(folded, last.end()) if last is not None else None
        if last is None or read is None or _ERA_STOPS.search(folded, read[1], start):
            return Dated(start, end, None, day, month, calendar="republican")
        start, year = last.start(), read[0]
    return Dated(start, end, republican(year, month, day), day, month, year, "republican")


def _republican_year(folded: str, at: int) -> tuple[int, int] | None:
    match = _REPUBLICAN_YEAR.match(folded, at)
    if match is not None:
        number = int(match["figures"]) if match["figures"] else _ROMAN.get(match["roman"])
        return None if number is None else (number, match.end())
    words = read_number_words(folded, at, ordinals=True)
    return None if words is None or words.value > 99 else (words.value, words.end)
