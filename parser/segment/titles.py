"""What stands on the line of a title and is no part of it: an ordinal, the number of the act, the result.

In: the body text and the span of a title. Out: the span without it, and what was found. "II – Tarifs" under a number,
"Vente d'un véhicule (délibération 2024-16)", "Extinction de l'éclairage : rejetée par 7 voix contre".
"""

from __future__ import annotations

import re

from ..layout import Text

Span = tuple[int, int]

_ORDINAL = re.compile(r"(?:[ivx]{1,5}|\d{1,2})\s?[-–.)/]\s+(?=\S)")
_BEHIND = re.compile(
    r"\s*\(\s*(?:deliberation|delib\.?|del\.?)\s*(?:n\s?[°o]\.?)?\s*"
    r"(?P<number>[a-z]{0,4}[-_.]?\d{2,8}(?:[-./_](?:\d{1,6}|[a-z]{1,3})){0,3})\s*\)\s*$"
)


_AFTER_DASH = re.compile(r"\s+[-–]\s+(?P<number>[a-z]{1,4}[_-](?:19|20)\d\d[_-]\d{1,4})\s*$")
_RESULT = re.compile(
    r"\s*[:–-]\s+(?:"
    r"(?:est |a ete )?(?:adopt|approuv|accept|vot|rejet|refus|ajourn|report|retir)ee?s?\b"
    r"|(?:le |la |l')[\w' ]{4,40}(?:prend|donne) acte|prend acte|pris acte|dont acte|(?:a l')?unanimite\b"
    r")[^.]*\.?\s*$"
)


def result_behind(body: Text, start: int, end: int) -> int | None:
    """Where the result begins that stands on the line of a title: "Extinction de l'éclairage : rejetée par 7 voix"."""
    found = _RESULT.search(body.folded, start, end)
    return found.start() if found is not None and found.start() > start + _SHORTEST_TITLE else None


_SHORTEST_TITLE = 8  # characters


def number_behind(body: Text, start: int, end: int) -> tuple[Span | None, int]:
    """(the number that a title ends with, where the title ends): "Vente d'un véhicule (délibération 2024-16)"."""
    pattern = _BEHIND if body.text[start:end].rstrip().endswith(")") else _AFTER_DASH
    found = pattern.search(body.folded, start, end)
    return (found.span("number"), found.start()) if found is not None and found.start() > start else (None, end)


def past_ordinal(body: Text, start: int, end: int) -> int:
    """Where the title begins after an ordinal: "2011-02-001 / II – Tarifs"."""
    ordinal = _ORDINAL.match(body.folded, start, end)
    return ordinal.end() if ordinal is not None else start


def title_key(text: str) -> str:
    """Letters of a title, for comparison with the agenda."""
    return re.sub(r"[^a-z]+", "", text)
