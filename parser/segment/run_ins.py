"""Themes that run into their text: "**Assainissement :** Le maire informe que…", "Garde-champêtre. Le Conseil fixe…".

In: the body text with its typography, the rules' hits. Out: the offset where the theme of a line ends, by the offset of
its line. A theme is a few words without a verb at the head of a paragraph, set in bold or followed by a sentence of the
narrative. Words that come again and again ("Vote :", "Exposé :") are labels and no themes; one theme alone is a phrase
like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter

import msgspec

from ..layout import Line, Text
from ..rulebook import Hit
from .signs import CLOSED

Span = tuple[int, int]


class RunIn(msgspec.Struct, frozen=True):
    """A theme: the span of its words, where its mark ends, how it is set."""

    title: Span
    end: int
    style: str
    weight: float
    item: str | None = None
    lines: int = 1


_THEME = re.compile(
    r"\W{0,3}(?:(?P<item>\d{1,2}|[IVX]{1,4}|[A-Ha-h])\s?(?:°\s?[)/]|[.)/°]|\s?[-–](?=\s))\s*[-–]?\s*)?"
    r"(?P<theme>\w[^.:;\t]{2,80}?)\s?(?P<mark>:|\.\s?[-–—]|\.|\s[-–—](?=\s))\s?[-–—]?\s*(?=\S)"
)
_MOST_WORDS = 12
_NARRATES = re.compile(
    r"(?:le|la|les|l'|un|une|des|du|m\.|mr|mme|mmes|mm\.|monsieur|madame|messieurs|mesdames|il|elle|ce|cette|ces|suite"
    r"|vu|apres|considerant|sur|a la|afin|dans|conformement|par|pour|au|aux|lors|ayant|entendu|oui|depuis|en|compte"
    r"|adoptee?s?|approuvee?s?|acceptee?s?|accord|avis|rejetee?s?|ajournee?s?|reportee?s?)\b"
)
_LEAST_WORDS_BEHIND = 3
_BOLD, _PLAIN, _ITEM = 0.1, -0.3, 0.4  # how much a theme looks like a heading, on the scale of `headings`
_LEAST = 2
_NO_THEME = re.compile(
    r"(?:\d+[.,]?\d*|art(?:icle|\.)|chapitre|section|titre|lot|objet|rapporteur|presents?|absents?|excusee?s?|secretaire|date|commune|"
    r"departement|nombre|pour|contre|abstentions?|vote|votants?|fait|nota|n\.?b|monsieur|madame|m|mme|considerant|vu|il|elle|on"
    r"|montant|total|depenses?|recettes?|fonctionnement|investissement)\b"
)
_OWN_SEGMENTS = frozenset(
    [
        "organ", "dispositif", "expose", "proposal", "visa", "considerants", "vote", "present", "absent", "excused",
        "proxies", "secretary", "president", "counts", "convocation", "session", "rapporteur", "signature", "closing",
        "expose-label", "header", "quorum", "publication", "received", "sent", "agenda", "article", "movement", "act",
    ]
)  # fmt: skip


def run_in_themes(body: Text, hits: list[Hit], taken: list[Span], start: int, end: int) -> dict[int, RunIn]:
    """The themes of body[start:end], by the offset of their line; empty where fewer than two are of one setting."""
    own = sorted(h.start for h in hits if h.rule.segment in _OWN_SEGMENTS and start <= h.start < end)
    found: dict[int, RunIn] = {}
    first = body.line_at(start)
    for index in range(first, len(body.lines)):
        line = body.lines[index]
        if line.start >= end:
            break
        if line.start < start or line.table is not None or not _begins_paragraph(body, index):
            continue
        if any(a < line.start + len(line.text) and line.start < b for a, b in taken):
            continue
        theme = _theme(body, line, own) or _long_theme(body, index, own)
        if theme is not None:
            found[line.start] = theme
    words = Counter(body.folded[slice(*theme.title)] for theme in found.values())
    found = {at: theme for at, theme in found.items() if words[body.folded[slice(*theme.title)]] == 1}
    styles = Counter(theme.style for theme in found.values())
    return {at: theme for at, theme in found.items() if styles[theme.style] >= _LEAST}


def _begins_paragraph(body: Text, index: int) -> bool:
    if index == 0:
        return True
    before, line = body.lines[index - 1], body.lines[index]
    return line.gap > 0.3 or before.page != line.page or bool(CLOSED.search(before.text))


def _theme(body: Text, line: Line, own: list[int]) -> RunIn | None:
    found = _THEME.match(line.text)
    if found is None or found.end() >= len(line.text):
        return None
    start, stop = line.start + found.start("theme"), line.start + found.end("theme")
    theme, rest = body.text[start:stop], body.text[line.start + found.end() : line.start + len(line.text)]
    if not theme[0].isupper() or len(theme.split()) > _MOST_WORDS or _NO_THEME.match(body.folded, start):
        return None
    if bisect_left(own, start) < bisect_right(own, stop - 1):
        return None  # "Le conseil décide :", "Présents : …"
    bold = _set_apart(line, found.end())
    mark = found.group("mark").strip()[:1]
    if not bold:
        if line.bold or mark not in (":", ".") or len(rest.split()) < _LEAST_WORDS_BEHIND or not rest[0].isupper():
            return None
        if _SENTENCE.search(body.folded[start:stop]):
            return None  # "Mais je vais répondre. Les horaires…": a short sentence
        loud = theme.isupper() and len(theme) > 4 and not rest[: len(theme)].isupper()
        if not loud and not _NARRATES.match(body.folded, line.start + found.end()):
            return None
    elif len(rest.split()) < 2:
        return None
    item = found.group("item")
    mark = mark if mark in (":", ".") else "–"
    style = f"run-in {'bold' if bold else 'plain'} {mark}{' item' if item else ''}"
    weight = (_BOLD if bold else _PLAIN) + (_ITEM if item else 0.0)
    return RunIn((start, stop), line.start + found.end(), style, weight, item.lower() if item else None)


def _long_theme(body: Text, index: int, own: list[int]) -> RunIn | None:
    """A theme in bold over several lines: "**Subvention pour les travaux de / la traversée –** Le conseil…"."""
    first = last = body.lines[index]
    at = index
    while all(word.bold for word in last.words) and at - index < _MOST_LINES and at + 1 < len(body.lines):
        at += 1
        last = body.lines[at]
        if last.gap > 0.35 or last.page != first.page or last.table is not None:
            return None
    loud = next((place for place, word in enumerate(last.words) if not word.bold), len(last.words))
    if at == index or loud == 0 or len(last.words) - loud < 2:
        return None
    behind, rest = last.words[loud - 1], last.words[loud]
    marked = behind.text.endswith((":", ".", "–", "—", "-")) or rest.text in (":", "–", "—", "-")
    start = first.start
    ordinal = _ORDINAL.match(first.text)
    item = ordinal.group(1) if ordinal else None
    start += ordinal.end() if ordinal else 0
    stop = last.offsets[loud - 1] + len(behind.text)
    theme = body.text[start:stop].rstrip(" :.–—-")
    if not marked or not theme[:1].isupper() or len(theme.split()) > _LONGEST or _NO_THEME.match(body.folded, start):
        return None
    if bisect_left(own, start) < bisect_right(own, start + 3):
        return None  # "Présents : …", "Le conseil décide…" in bold
    style = f"run-in bold {behind.text[-1] if behind.text[-1] in ':.' else '–'}{' item' if item else ''}"
    end = last.offsets[loud + (rest.text in (":", "–", "—", "-"))]
    return RunIn((start, start + len(theme)), end, style, _BOLD, item.lower() if item else None, at - index + 1)


_ORDINAL = re.compile(r"(\d{1,2}|[IVX]{1,4}|[A-Ha-h])\s?(?:°\s?[)/]|[.)/°]|\s?[-–](?=\s))\s*[-–]?\s*")
_MOST_LINES = 3
_LONGEST = 45  # words


_SENTENCE = re.compile(
    r"^(?:l'|le |la |les |mais |et |enfin|ensuite|puis|c'est|ce |cela |ainsi|donc|or )"
    r"|\b(?:je|j'|nous|vous|votre|vos|notre|nos|est|sont|ont|doit|doivent|sera|seront|peut|peuvent|va|vont|faut|qui|que|qu')\b"
)


def _set_apart(line: Line, end: int) -> bool:
    """Are the words before `end` in bold, and those behind it not?"""
    before = [word.bold for word, at in zip(line.words, line.offsets, strict=True) if at - line.start < end]
    behind = [word.bold for word, at in zip(line.words, line.offsets, strict=True) if at - line.start >= end]
    letters = before[:-1] if len(before) > 1 else before  # the mark itself may be in plain type
    return all(letters) and bool(behind) and not behind[0]
