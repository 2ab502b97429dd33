"""Content keys: the stable ids of the corpus, and when two printed names mean one thing.

In: what a thing is (the hash of a document's bytes, a body and a day, a printed name). Out: a short id, the same in
every database and on every machine, so that shards can be merged. Names are folded for their key only; the printed
form is kept beside it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

_BYTES = 10  # 80 bits, 16 letters: two of ten million things share an id with a chance of 1 in 24 billion
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})

# A municipality prints itself as "X", "Commune de X", "Ville de X", "Mairie de X"; the article is part of the name
# ("Ville du Havre" is Le Havre). Only where "de" follows at once: a "commune déléguée", a "communauté de communes" and
# a "département" are other bodies than the commune of that name.
_COMMUNE = re.compile(
    r"^(?:(?:ville|commune|commune nouvelle|mairie|municipalite|conseil municipal) "
    r"(?:de la (?=(?:ville|commune) d)|de |d |(?P<du>du )|(?P<des>des )))"
)
_SAINTS = re.compile(r"\b(?:st(?P<she>e?))\b")
# By delegation other organs than the assembly decide too: the bureau (CGCT L5211-10) and the commission permanente
# (L3211-2, L4221-5). The assembly itself has many printed names, or none, on the extracts of one sitting.
_BY_DELEGATION = re.compile(r"\b(?:bureau|commission permanente)\b")
# Grammar and natures: the XSD of ACTES, as in parser/fields/act_ids.py.
_AFTER_SIREN = re.compile(
    r"^-(?P<day>\d{8})-(?P<number>[0-9A-Za-z][0-9A-Za-z_-]*?)(?:-(?P<nature>DE|AR|AI|CC|BF|AU))?(?:-\d-\d(?:_\d+)?)?$"
)
_NUMBER_PARTS = re.compile(r"\d+|[a-z]+")
_NINE = re.compile(r"(?<![0-9A-Za-z])\d{9}(?![0-9A-Za-z])")


def content_key(kind: str, *parts: object) -> str:
    """The id of the thing of this kind that `parts` describe; None and "" are different parts."""
    joined = "\x1f".join([kind, *("\x00" if part is None else str(part) for part in parts)])
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
    return base64.b32encode(digest).decode("ascii").lower()


def name_key(text: str) -> str:
    """A printed name for comparison: lower case, no accents, every run of other signs one space.

    Nothing else is forgiven: two names with one key are one spelling, typography apart. Whether "NOM Prénom" and
    "Prénom NOM" are one person is a question of evidence, not of spelling.

    >>> name_key("M.-Odile  D’ESTRÉE")
    'm odile d estree'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())


def body_key(text: str) -> str:
    """The name of a body for comparison: as `name_key`, and the kind words of a commune do not count.

    >>> body_key("Ville du Havre"), body_key("LE HAVRE"), body_key("Commune de St-Aubin")
    ('le havre', 'le havre', 'saint aubin')
    """
    key = _SAINTS.sub(lambda found: "sainte" if found["she"] else "saint", name_key(text))
    while found := _COMMUNE.match(key):
        rest = key[found.end() :]
        if not rest:
            break
        key = ("le " if found["du"] else "les " if found["des"] else "") + rest
    return key


def organ_key(text: str | None) -> str:
    """What tells two sittings of a body on one day apart: "bureau", "commission permanente", or "" for the assembly."""
    found = _BY_DELEGATION.search(name_key(text or ""))
    return found[0] if found else ""


def number_key(text: str | None) -> str | None:
    """The number of an act for comparison: its figures and letters, without leading letters and zeros.

    >>> number_key("DE2024_090"), number_key("2013 / 175"), number_key("2017.07.04 - 1 BIS"), number_key("sans")
    ('2024.90', '2013.175', '2017.7.4.1.bis', None)
    """
    parts = _NUMBER_PARTS.findall(name_key(text or ""))
    while parts and parts[0].isalpha():
        parts = parts[1:]
    return ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts) or None


def siren_of(act_id: str | None) -> str | None:
    """The SIREN inside an @CTES identifier: nine digits between its dashes whose Luhn sum is right; None without one.

    >>> siren_of("99_DE-042-732829320-20220616-D20220026710")
    '732829320'
    """
    return next((digits for digits in _NINE.findall(act_id or "") if luhn(digits)), None)


def identity_of(act_id: str | None) -> tuple[str, str, str, str] | None:
    """What an @CTES identifier says the act is: SIREN, day (YYYYMMDD), number, nature; None where it is no whole one.

    The type, the département and the tail that names a message or a file do not count; a nature cut off is "DE".

    >>> identity_of("99_DE-042-732829320-20220616-D20220026710-DE")
    ('732829320', '20220616', 'd20220026710', 'DE')
    """
    siren = siren_of(act_id)
    if siren is None or act_id is None:
        return None
    found = _AFTER_SIREN.search(act_id.split(siren, 1)[1])
    number = re.sub(r"[^0-9a-z]", "", found["number"].casefold()) if found else ""
    return (siren, found["day"], number, found["nature"] or "DE") if found and number else None


def luhn(digits: str) -> bool:
    """Whether the Luhn sum of a SIREN or SIRET, a text of digits, is right; never of zeros alone."""
    doubled = (int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(digits)))
    return any(digit != "0" for digit in digits) and sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def best_spelling(one: str, other: str) -> str:
    """Of two spellings with one key, the one to show: mixed case before capitals, then the one with more accents.

    A total order, so that the outcome does not depend on which document came first.
    """
    return max(one, other, key=spelling_rank)


def spelling_rank(name: str) -> tuple[bool, int, str]:
    """The order of `best_spelling`; the greatest is the best."""
    return (not name.isupper(), sum(not char.isascii() for char in name), name)
