"""Hours of the day, in figures and in words.

In: folded text (`parser/folding.py`). Out: `Hour`, in order, never overlapping: the span and the hour as "HH:MM" (24
hours). "de relevée" (old French for the afternoon), "du soir" and "de l'après-midi" are understood. A length of time
("23 heures par semaine") is no hour: a bare "20 heures" counts only where a word or a sign announces an hour.
"""

from __future__ import annotations

import re

import msgspec

from .numbers import WORDS, read_number_words

_FIGURES = re.compile(
    r"(?<![\d.,:/a-z\-])(?P<hour>2[0-4]|[01]?\d)"
    r"(?:\s?(?:(?P<whole>heures?)|h(?:rs?)?)(?![a-z])(?:\s?(?P<minute>[0-5]\d(?!\d)))?"
    r"|\s?:\s?(?P<clock>[0-5]\d)(?![\d:]))"
)
_HEURES = re.compile(r"(?<![a-z'])heures?(?![a-z])")
_BEFORE = re.compile(rf"(?<![a-z])(?:(?:{WORDS})[\s\-]*)+$")
_WORD = re.compile(r"[a-z]+")
_GAP = re.compile(r"[\s,]*(?:et\s+)?")
_MINUTES = re.compile(r"(?P<half>demie?)(?![a-z])|(?:un\s+)?quart(?![a-z])|trois\s+quarts|(?P<figures>[0-5]\d)(?!\d)")
_PERIOD = re.compile(
    r"[\s,]*(?:precises?\s+)?(?:(?P<late>du\s+soir|de\s+relevee|(?:de\s+l'\s?)?apres[\s\-]?midi)"
    r"|(?P<early>du\s+matin))(?![a-z])"
)
_LENGTH = re.compile(
    r"\s*(?:/|hebdo|par\s|semaine|mensuel|annuel|supplementaire"
    r"|de\s+(?:travail|service|cours|formation|menage|delai|repos|presence)"
    r"|complementaire|d'(?:intervention|enseignement|heures)|effectue|consecutiv|maximum|minimum)"
)
_ANNOUNCED = re.compile(r"(?:(?<![a-z])(?:a|vers|apres|avant)\s+|[,;:(\-]\s*|\n\s*|^\s*|(?<=\d{4})\s+)$")


class Hour(msgspec.Struct, frozen=True):
    """An hour of the day: its span in the text and its value, "HH:MM"."""

    start: int
    end: int
    value: str


def find_hours(folded: str) -> list[Hour]:
    """Every hour of the day that the text states, in order."""
    found = [hour for match in _FIGURES.finditer(folded) if (hour := _in_figures(folded, match)) is not None]
    for match in _HEURES.finditer(folded):
        hour = _in_words(folded, match)
        if hour is not None and all(hour.end <= other.start or hour.start >= other.end for other in found):
            found.append(hour)
    return sorted(found, key=lambda hour: hour.start)


def _in_figures(folded: str, match: re.Match[str]) -> Hour | None:
    hour = int(match["hour"])
    minute = match["minute"] or match["clock"]
    if minute is not None:
        return _hour(folded, match.start(), match.end(), hour, int(minute), sure=True)
    part = _minutes(folded, match.end()) if match["whole"] else None
    if part is not None:
        return _hour(folded, match.start(), part[1], hour, part[0], sure=True)
    return _hour(folded, match.start(), match.end(), hour, 0, sure=False)


def _in_words(folded: str, match: re.Match[str]) -> Hour | None:
    low = max(0, match.start() - 40)
    run = _BEFORE.search(folded, low, match.start())
    if run is None:
        return None
    for word in _WORD.finditer(folded, run.start(), match.start()):
        number = read_number_words(folded, word.start(), match.start())
        if number is None or number.value > 24 or folded[number.end : match.start()].strip(" \t\n-"):
            continue
        part = _minutes(folded, match.end())
        minute, end = part if part is not None else (0, match.end())
        return _hour(folded, number.start, end, number.value, minute, sure=part is not None)
    return None


def _minutes(folded: str, at: int) -> tuple[int, int] | None:
    """(minutes, end) that follow "heures": figures, words, "et demie", "et quart"."""
    gap = _GAP.match(folded, at)
    begin = gap.end() if gap is not None else at
    match = _MINUTES.match(folded, begin)
    if match is not None:
        if match["figures"]:
            return (int(match["figures"]), match.end()) if "\n" not in folded[at:begin] else None
        return (30 if match["half"] else 45 if match.group().startswith("trois") else 15, match.end())
    words = read_number_words(folded, begin)
    if words is None or not 1 < words.value < 60 or "," in folded[at:begin]:
        return None
    return words.value, words.end


def _hour(folded: str, start: int, end: int, hour: int, minute: int, *, sure: bool) -> Hour | None:
    period = _PERIOD.match(folded, end)
    if period is not None:
        end = period.end()
        if period["late"] and hour < 12:
            hour += 12
    elif _LENGTH.match(folded, end) or (not sure and not _ANNOUNCED.search(folded, max(0, start - 10), start)):
        return None
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return Hour(start, end, f"{hour % 24:02}:{minute:02}")
