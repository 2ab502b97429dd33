"""Transmission stamps: found wherever they stand and lifted out of the flow.

In: the fragments of a page. Out: the stamps (fragments of each, from top to bottom) and the fragments that are none.
Nothing is dropped: a fragment is in a stamp or in the rest. A stamp is a compact group of short lines in the wordings
of the operators (S2LOW, iXBus/DOTELEC, FAST, the ministry's acknowledgement), known by an act identifier or by two
such lines together. "Affiché le 5 mars" alone is a line of the act and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..folding import fold
from ..pages.source import Word
from .lines import Fragment, rows

# The wordings are those printed by the operators' layouts, with slack for OCR ("re?u en prefecture1e06").
IDENTIFIER = re.compile(r"(?:\d\d_[a-z]{2}\s*-\s*)?\b(?:0\d\d|02[ab]|9[78]\d)\s*-\s*\d{9}\s*-\s*\d{8}\s*-\s*[\w-]+")
_HINT = re.compile(r"pr.fectur|telet?rans|dotelec|ixbus|accuse|identifiant acte|\d{9}-\d{8}-")
_DATE = r"(?:\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}|\d{4}-\d\d-\d\d\S*|\d{1,2}(?:er)?\s+[a-z]{3,9}\.?\s+\d{4})"
_SENT = r"(?:envoye|envoi simule|envoi|recu|re.{0,2}u|recue|transmis|telet?ransmise?|depose)(?: le)?"
_PREFECTURE = r"(?:en|a la|en la) ?(?:sous-? ?)?pr.fectur(?:e|\S*)(?: (?:de|du|d') ?\S+){0,3}"
_STRONG = re.compile(
    "|".join(
        (
            rf"(?:id ?[:;]? ?)?{IDENTIFIER.pattern}$",
            r"id ?: ?\S*$",
            rf"{_SENT} {_PREFECTURE}(?: ?:?(?: le)? ?:? ?{_DATE})?(?: le)?\W*$",
            rf"(?:envoi|reception)(?: en)? prefecture ?:? ?(?:{_DATE})?$",
            r"accuse de reception(?: (?:en|de la) (?:sous-?)?prefecture| ?-? ?ministere.*)?\W*$",
            r"acte certifie executoire$",
            r"via dotelec.*$",
            r".{0,10}ixbus$",
            r"(?:acte recu par|nature transaction|identifiant acte) ?:.*$",
            r"date d'emission de l'accuse.*$",
            r"date de (?:telet?ransmission|reception (?:en )?prefecture) ?:.*$",
            rf"reception par le (?:sous-?)?prefet ?:? ?(?:{_DATE})?$",
        )
    )
)
_PUBLISHED = (
    "publie", "publiee", "affiche", "affichee", "affichage", "mis en ligne", "notifie", "publication",
    "date d'affichage", "date de publication", "date de notification",
)  # fmt: skip
_WEAK = re.compile(
    "|".join(
        (
            rf"(?:le |date ?:? ?)?{_DATE}$",
            rf"(?:{'|'.join(_PUBLISHED)})(?: le)? ?:? ?(?:le )?(?:{_DATE})?$",
            r"numero acte.*$",
            r"(?:objet|nature de l'|matiere) ?(?:de l'acte|acte|:).{0,80}$",
            r"arrivee? le.*$",
            r"pour l'autorite competente.*$",
            r"s.?low?$",
            r"berger.?levrault.*$",
        )
    )
)
_MOST_WORDS = 16


def has_hint(words: Sequence[Word]) -> bool:
    """A quick look: could there be a stamp among these words?"""
    if not words:
        return False
    if words[-1].origin == "annotation" or words[0].origin == "annotation":
        return True
    return _HINT.search(fold(" ".join([word.text for word in words]))) is not None or any(
        word.origin == "annotation" for word in words
    )


def lift(pieces: list[Fragment]) -> tuple[list[list[Fragment]], list[Fragment]]:
    """The stamps of a page and the fragments that are not in one."""
    notes = [piece for piece in pieces if piece.words[0].origin == "annotation"]
    others = [piece for piece in pieces if piece.words[0].origin != "annotation"] if notes else pieces
    stamps = [_reading(group) for group in _groups(notes)]
    strong: list[Fragment] = []
    weak: list[Fragment] = []
    for piece in others:
        if len(piece.words) <= _MOST_WORDS:
            text = fold(piece.text).strip()
            if _STRONG.match(text):
                strong.append(piece)
            elif _WEAK.match(text):
                weak.append(piece)
    taken: set[int] = set()
    for sure in _chained(_groups(strong), weak):
        group = _filled(_grown(sure, weak, taken), others)
        if _is_stamp(sure, group, others):
            taken.update([id(piece) for piece in group])
            stamps.append(_reading(group))
    rest = [piece for piece in others if id(piece) not in taken] if taken else others
    return stamps, rest


def _chained(groups: list[list[Fragment]], weak: list[Fragment]) -> list[list[Fragment]]:
    """The groups of sure lines, with those made one that a date or a label between them joins."""
    chained: list[tuple[list[Fragment], set[int]]] = []
    for sure in groups:
        own = {id(piece) for piece in _grown(sure, weak, set())}
        lines = list(sure)
        for other in [pair for pair in chained if pair[1] & own]:
            chained.remove(other)
            lines, own = other[0] + lines, other[1] | own
        chained.append((lines, own))
    return [lines for lines, _ in chained]


def _grown(sure: list[Fragment], weak: list[Fragment], taken: set[int]) -> list[Fragment]:
    """The sure lines of a stamp with the dates and bare labels that stand by them, in the same print."""
    group = list(sure)
    waiting = [piece for piece in weak if id(piece) not in taken]
    size = max(piece.size for piece in sure)
    found = True
    while found and len(group) <= 2 * len(sure) + 3:  # a stamp is compact: a column of dates beside it is not its own
        found = False
        for piece in waiting:
            if 0.8 * size <= piece.size <= 1.15 * size and any(_near(piece, other) for other in group):
                group.append(piece)
                waiting.remove(piece)
                found = True
                break
    return group


def _is_stamp(sure: list[Fragment], group: list[Fragment], others: list[Fragment]) -> bool:
    """An identifier, or two sure lines, or one that is set apart from the flow of the text."""
    if len(sure) > 1 or any(IDENTIFIER.search(fold(piece.text)) for piece in group):
        return True
    if len(group) < 2:
        return False
    first = sure[0]
    in_line = [p for p in others if p not in group and abs(p.x0 - first.x0) < 2 and abs(p.size - first.size) < 0.5]
    return len(in_line) < 3


def _groups(pieces: list[Fragment]) -> list[list[Fragment]]:
    """Fragments that lie near each other."""
    groups: list[list[Fragment]] = []
    for piece in pieces:
        near = [group for group in groups if any(_near(piece, other) for other in group)]
        joined = [piece]
        for group in near:
            joined = group + joined
            groups.remove(group)
        groups.append(joined)
    return groups


def _near(one: Fragment, two: Fragment) -> bool:
    height = max(one.bottom - one.top, two.bottom - two.top)
    down = max(one.top, two.top) - min(one.bottom, two.bottom)
    across = max(one.x0, two.x0) - min(one.x1, two.x1)
    if down < 0:
        return across < 8 * height
    return down < 2.0 * height and across < 3 * height


def _filled(group: list[Fragment], others: list[Fragment]) -> list[Fragment]:
    """The group with what was printed between its lines: same box, same stretch of the content stream."""
    x0 = min(piece.x0 for piece in group) - 2
    x1 = max(piece.x1 for piece in group) + 2
    top = min(piece.top for piece in group) - 2
    bottom = max(piece.bottom for piece in group) + 2
    first = min(piece.index for piece in group)
    last = max(piece.index for piece in group)
    inside = {id(piece) for piece in group}
    return group + [
        piece
        for piece in others
        if id(piece) not in inside
        and first < piece.index < last
        and piece.x0 >= x0
        and piece.x1 <= x1
        and piece.top >= top
        and piece.bottom <= bottom
    ]


def _reading(group: list[Fragment]) -> list[Fragment]:
    """The fragments of a stamp as they are read: row by row, so that a label stands before its value."""
    return [piece for row in rows(group) for piece in row]
