"""Dates, hours and numbers as French acts write them.

In: a `datetime.date` or a number. Out: text. The Republican calendar is that of 1792-1805 (each year begins on the
day decreed from the observed equinox; twelve months of thirty days and the complementary days).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_UNITS: Final = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS: Final = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
REPUBLICAN_MONTHS: Final = (
    "vendémiaire", "brumaire", "frimaire", "nivôse", "pluviôse", "ventôse",
    "germinal", "floréal", "prairial", "messidor", "thermidor", "fructidor",
)  # fmt: skip
_NEW_YEARS: Final = {
    2: date(1793, 9, 22), 3: date(1794, 9, 22), 4: date(1795, 9, 23), 5: date(1796, 9, 22), 6: date(1797, 9, 22),
    7: date(1798, 9, 22), 8: date(1799, 9, 23), 9: date(1800, 9, 23), 10: date(1801, 9, 23), 11: date(1802, 9, 23),
    12: date(1803, 9, 24), 13: date(1804, 9, 23),
}  # fmt: skip


def in_words(number: int) -> str:
    """A number from 0 to 9999 in words, with hyphens up to one hundred.

    >>> in_words(71), in_words(280), in_words(1991)
    ('soixante et onze', 'deux cent quatre-vingts', 'mille neuf cent quatre-vingt-onze')
    """
    if number < 20:
        return _UNITS[number]
    if number < 70:
        ten, unit = divmod(number, 10)
        return _TENS[ten] + ("" if unit == 0 else " et un" if unit == 1 else "-" + _UNITS[unit])
    if number < 80:
        return "soixante" + (" et onze" if number == 71 else "-" + _UNITS[number - 60])
    if number < 100:
        return "quatre-vingts" if number == 80 else "quatre-vingt-" + _UNITS[number - 80]
    if number < 1000:
        hundred, rest = divmod(number, 100)
        head = "cent" if hundred == 1 else f"{_UNITS[hundred]} cent" + ("s" if rest == 0 else "")
        return head + (f" {in_words(rest)}" if rest else "")
    thousand, rest = divmod(number, 1000)
    head = "mille" if thousand == 1 else f"{_UNITS[thousand]} mille"
    return head + (f" {in_words(rest)}" if rest else "")


def year_in_words(year: int, *, mil: str = "mil", hyphens: bool = True) -> str:
    """The year of an act: "deux mil dix-sept", "mil huit cent quatre-vingt"."""
    thousand, rest = divmod(year, 1000)
    # A year is an ordinal: "quatre-vingt" and "cent" take no s.
    tail = in_words(rest).removesuffix("s") if rest % 100 in (0, 80) and rest else in_words(rest)
    text = (mil if thousand == 1 else f"deux {mil}") + (f" {tail}" if rest else "")
    return text if hyphens else text.replace("-", " ")


def day_in_words(day: int) -> str:
    return "premier" if day == 1 else in_words(day)


def long_date(day: date, *, weekday: bool = False, upper: bool = False, ordinal: str = "1er") -> str:
    """ "16 juin 2022", "jeudi 16 juin 2022"."""
    text = f"{ordinal if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    if weekday:
        text = f"{DAYS[day.weekday()]} {text}"
    return text.upper() if upper else text


def short_date(day: date, separator: str = "/") -> str:
    """ "16/06/2022"."""
    return separator.join((f"{day.day:02}", f"{day.month:02}", str(day.year)))


def date_in_words(day: date, *, mil: str = "mil", hyphens: bool = True) -> str:
    """ "seize juin deux mil vingt-deux"."""
    return f"{day_in_words(day.day)} {MONTHS[day.month - 1]} {year_in_words(day.year, mil=mil, hyphens=hyphens)}"


def era_date(day: date, *, mil: str = "mil", hyphens: bool = True) -> str:
    """ "L'an deux mil vingt-deux, le seize juin"."""
    year = year_in_words(day.year, mil=mil, hyphens=hyphens)
    return f"L'an {year}, le {day_in_words(day.day)} {MONTHS[day.month - 1]}"


def republican(day: date, *, words: bool = True) -> str:
    """A day of the years II to XIII in the Republican calendar: "seize pluviôse an treize", "16 pluviôse an 13".

    Raises ValueError for a day outside those years or among the complementary days.
    """
    year = max((year for year, first in _NEW_YEARS.items() if first <= day), default=0)
    month, rest = divmod((day - _NEW_YEARS[year]).days, 30) if year else (99, 0)
    if month > 11 or day > date(1805, 9, 17):
        raise ValueError(f"no Republican month for {day}")
    name = REPUBLICAN_MONTHS[month]
    return f"{day_in_words(rest + 1)} {name} an {in_words(year)}" if words else f"{rest + 1} {name} an {year}"


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)


def hour(hours: int, minutes: int, style: int) -> str:
    """An hour in one of five styles: "20h30", "20 h 30", "20H30", "20 heures 30", "vingt heures trente"."""
    tail = f"{minutes:02}" if minutes else ""
    if style == 4:
        return f"{in_words(hours)} heures" + (f" {in_words(minutes)}" if minutes else "")
    return (
        f"{hours}h{minutes:02}",
        f"{hours} h {tail}".strip(),
        f"{hours}H{minutes:02}",
        f"{hours} heures {tail}".strip(),
    )[style]


def euros(value: float, style: int = 0) -> str:
    """A sum as acts print it: "60 000 €", "1 250,50 €", "2.590,00€", "28 000 euros"."""
    whole, cents = divmod(round(value * 100), 100)
    grouped = f"{whole:,}".replace(",", " ")
    if style == 1:
        return f"{grouped},{cents:02} €"
    if style == 2:
        return f"{whole:,}".replace(",", ".") + f",{cents:02}€"
    if style == 3 and not cents:
        return f"{grouped} euros"
    return f"{grouped},{cents:02} €" if cents else f"{grouped} €"
