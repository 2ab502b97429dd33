"""Identifiers of transmitted acts (@CTES): found, decoded, checked.

In: text and its folded copy (`parser/folding.py`). Out: `ActId`: the parts, the identifier as printed (without the
blanks of a line wrap and without the tail that names a file), and what is wrong with it, a sentence each. A doubtful
identifier is kept, with its problems; only the letters that OCR puts for digits are mended, and only where the
SIREN's key then holds.

Grammar: `[TYPE-]DEPARTMENT-SIREN-YYYYMMDD-NUMBER[-NATURE][-MESSAGE]` (XSD of the State's application ACTES; key of the
SIREN: Luhn's sum). Two things are looser than in the XSD because printed stamps are: NUMBER may hold a hyphen, and
NATURE may be missing.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

NATURES = {
    "DE": "délibération",
    "AR": "acte réglementaire",
    "AI": "acte individuel",
    "CC": "contrat, convention ou avenant",
    "BF": "document budgétaire ou financier",
    "AU": "autre acte",
}
"""Codes of nature and what they stand for (XSD of ACTES)."""

_DIGIT = "[0-9oil]"  # letters that OCR puts for 0 and 1
_DASH = r"\s{0,2}-\s{0,2}"
_CORE = re.compile(
    rf"-\s{{0,2}}(?P<siren>{_DIGIT}(?:\s?{_DIGIT}){{8}}){_DASH}(?P<day>{_DIGIT}(?:\s?{_DIGIT}){{7}}){_DASH}(?=[0-9a-z])"
)
_BEFORE = re.compile(
    rf"(?:(?<![0-9a-z])(?P<type>\d\d_[a-z]{{2}})\s?-\s?)?"
    rf"(?<![0-9a-z_])(?P<department>{_DIGIT}{_DIGIT}(?:{_DIGIT}|[ab]))\s{{0,2}}$"
)
_NUMBER = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_\-]*[0-9A-Za-z])?")
_WRAPPED = re.compile(r"(?:(?<=[\-_])[ \t]*\n?[ \t]*|[ \t]*\n[ \t]*(?=[\-_]))(?=[0-9A-Za-z_\-])")
_TAIL = re.compile(r"-(?P<message>[1-7]-[1-5])(?:_\d{1,3})?$")
_NATURE = re.compile(rf"(?P<number>.+)-(?P<nature>{'|'.join(NATURES)})$")
_DASHES = str.maketrans("–—‐‑−", "-----")
_FIX = str.maketrans("oil", "011")
_LONGEST = 15


class ActId(msgspec.Struct, frozen=True):
    """An identifier: `text` as printed, its span in the source, its parts, and its problems, a sentence each.

    `date` is None where the eight digits are no date, `nature` where the identifier is cut short before it (which is no
    problem: many stamps print it so). `valid` says that there is no problem but, perhaps, a SIREN given in another
    département.
    """

    text: str
    start: int
    end: int
    department: str
    siren: str
    date: date | None
    number: str
    nature: str | None = None
    prefix: str | None = None
    message: str | None = None
    valid: bool = True
    problems: tuple[str, ...] = ()


def find_act_ids(text: str, folded: str) -> list[ActId]:
    """Every identifier of the text, in order. Repeats are kept: each has its own place."""
    found: list[ActId] = []
    at = 0
    while (core := _CORE.search(folded, at)) is not None:
        at = core.start() + 1
        before = _BEFORE.search(folded, max(0, core.start() - 12), core.start())
        if before is None:
            continue
        act = _decode(text, folded, before, core)
        found.append(act)
        at = act.end
    return found


def luhn(digits: str) -> bool:
    """True when the key of a SIREN (9 digits) or a SIRET (14) holds.

    >>> luhn("732829320")
    True
    """
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siren_department(siren: str) -> str | None:
    """The département (two characters, "20" for Corsica, "97" overseas) that an old SIREN of a local body carries.

    Blocks 21 (communes) to 26 (CCAS) hold it; the SIREN of younger bodies (20…) says nothing: None.
    """
    return siren[2:4] if siren[:2] in {"21", "22", "23", "24", "25", "26"} else None


def is_department(code: str) -> bool:
    """True for the three-character codes of ACTES: 001 to 095, 02A, 02B, and those overseas."""
    if code in ("02A", "02B"):
        return True
    if not code.isdigit() or len(code) != 3:
        return False
    number = int(code)
    return (1 <= number <= 95 and number != 20) or 971 <= number <= 978 or 986 <= number <= 988


def _decode(text: str, folded: str, before: re.Match[str], core: re.Match[str]) -> ActId:
    siren, day = (re.sub(r"\s", "", core[group]).translate(_FIX) for group in ("siren", "day"))
    department = before["department"]
    if not department.isdigit():
        letter = department[2] if department[2] in "ab" else ""
        department = department[: 3 - len(letter)].translate(_FIX) + letter.upper()
    kind = text[before.start("type") : before.end("type")].upper() if before["type"] else None
    rest, end = _rest(text.translate(_DASHES), core.end())
    message = None
    tail = _TAIL.search(rest)
    if tail is not None and _NATURE.search(rest[: tail.start()]):
        message, rest = tail["message"], rest[: tail.start()]
    named = _NATURE.fullmatch(rest)
    number, nature = (named["number"], named["nature"]) if named else (rest, None)
    try:
        decided = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        decided = None
    key = luhn(siren)
    parts = [department, siren, day]
    if not key or decided is None:  # nothing bears out the mending of letters: as printed
        spans = before.span("department"), core.span("siren"), core.span("day")
        parts = [re.sub(r"\s", "", text[a:b]) for a, b in spans]
    printed = "-".join(part for part in (kind, *parts, number, nature) if part)
    faults: list[str] = []
    if not is_department(department):
        faults.append(f"no département has the code {department}")
    if not key:
        faults.append(f"the SIREN {siren} does not pass its key (Luhn): a digit is misread or misprinted")
    if decided is None:
        faults.append(f"{day} is no date")
    if len(number) > _LONGEST:
        faults.append(f"the number {number} is longer than the {_LONGEST} characters that the format allows")
    valid = not faults
    given = siren_department(siren)
    if given is not None and is_department(department) and given != _in_siren(department):
        faults.append(f"the SIREN {siren} was given in département {given}, but the identifier names {department}")
    return ActId(
        printed, before.start(), end, department, siren, decided, number, nature, kind, message, valid, tuple(faults)
    )


def _in_siren(department: str) -> str:
    """The two characters by which old SIREN name a département of ACTES."""
    if department in ("02A", "02B"):
        return "20"
    return department[:2] if department[0] == "9" else department[1:]


def _rest(text: str, start: int) -> tuple[str, int]:
    """(number, nature and tail without the blanks of a wrap, end) from `start`."""
    match = _NUMBER.match(text, start)
    assert match is not None  # _CORE looks ahead for its first character
    rest, end = match.group(), match.end()
    while len(rest) < _LONGEST + 3 and not _NATURE.fullmatch(rest):
        hyphen = text[end : end + 1] if text[end : end + 1] in ("-", "_") else ""
        gap = _WRAPPED.match(text, end + len(hyphen))
        more = re.compile(r"[\-_]?[0-9A-Za-z_\-]*[0-9A-Za-z]").match(text, gap.end()) if gap is not None else None
        joined = rest + hyphen + more.group() if more is not None else rest
        if more is None or not (hyphen or more.group()[0] in "-_") or len(joined) > _LONGEST + 10:
            break
        rest, end = joined, more.end()
    return rest, end
