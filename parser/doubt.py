"""How sure the engine was of each value that was read from an image.

In: a record and the source it was made of. Out: the record with a confidence on each value, name and amount whose words
an engine read, the lowest of its words'; and, where one is under `LEAST`, the status "review" with the reason. Words of
the French list do not lower it: Tesseract gives elided ones ("l'unanimité") confidences near 0, and what is a word is
hardly a misreading. Values of digital text have no such confidence and are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from .folding import fold
from .ocr.verdict import french
from .pages.source import Source, Word
from .record import Amount, Document, Evidence, Person, Place

LEAST = 0.6
"""Under this the record asks for a look: docs/ocr.md has how often such words are wrong, and how often others are."""

_LONG = 4  # letters of a word that is no misreading of another
_PART = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_MOST_NAMED = 6  # values in a reason

Doubt = tuple[str, float]  # the name of a value (with its words), and how sure it is


def with_confidence(document: Document, source: Source) -> Document:
    """`document` with the confidences of `source`; the same object where no engine read anything."""
    sight = _Sight(source)
    if not sight.pages:
        return document
    doubts: list[Doubt] = []
    done: Document = _filled(document, sight, doubts)
    if not doubts:
        return done
    doubts = list(dict.fromkeys(sorted(doubts, key=lambda doubt: doubt[1])))
    named = ", ".join(f"{name} ({sure:.2f})" for name, sure in doubts[:_MOST_NAMED])
    more = f" and {len(doubts) - _MOST_NAMED} more" if len(doubts) > _MOST_NAMED else ""
    reason = f"read with doubt: {named}{more}"
    status = "review" if done.status == "ok" else done.status
    return msgspec.structs.replace(done, status=status, status_reasons=(*done.status_reasons, reason))


class _Sight:
    """The words that an engine read, by page."""

    def __init__(self, source: Source) -> None:
        self.pages: dict[int, list[Word]] = {}
        for page in source.pages:
            words = [word for word in page.words if word.confidence is not None]
            if words:
                self.pages[page.number] = words

    def sure(self, places: Sequence[Place]) -> float | None:
        """The lowest confidence of the words in these places; None where an engine read none of them."""
        read = [word for place in places for word in self.pages.get(place.page, ()) if _is_in(word, place)]
        told = [word.confidence for word in read if word.confidence is not None and _counts(word)]
        if told:
            return round(min(told), 3)
        # French words only: the engine was surest of what was easiest to see
        return round(max(word.confidence or 0.0 for word in read), 3) if read else None


def _counts(word: Word) -> bool:
    """False for signs, and for words in small letters that the French list knows, whatever is elided before them."""
    if not any(map(str.isalnum, word.text)):
        return False
    parts = _PART.findall(word.text)
    longest = max(parts, key=len)
    known = len(longest) >= _LONG and longest[1:].islower() and fold(longest) in french()
    return not (known and all(len(part) <= 2 or part == longest for part in parts) and not _DIGIT.search(word.text))


def _is_in(word: Word, place: Place) -> bool:
    x0, top, x1, bottom = place.box
    return x0 - 0.5 <= (word.x0 + word.x1) / 2 <= x1 + 0.5 and top - 0.5 <= (word.top + word.bottom) / 2 <= bottom + 0.5


def _filled(part: Any, sight: _Sight, doubts: list[Doubt]) -> Any:
    """The part of a record with confidences wherever it, or a part of it, has a place for one."""
    changes: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name == "evidence":
            changes[name] = {key: _weighed(one, key, sight, doubts) for key, one in value.items()}
        elif isinstance(value, msgspec.Struct):
            changes[name] = _filled(value, sight, doubts)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct) and name != "places":
            changes[name] = tuple(_filled(one, sight, doubts) for one in value)
    if isinstance(part, Person | Amount):
        changes["confidence"] = _lower(part.confidence, sure := sight.sure(part.places))
        if sure is not None and sure < LEAST:
            doubts.append((part.name if isinstance(part, Person) else part.words, sure))
    return msgspec.structs.replace(part, **changes) if changes else part


def _weighed(proof: Evidence, name: str, sight: _Sight, doubts: list[Doubt]) -> Evidence:
    if proof.basis == "missing" or (sure := sight.sure(proof.places)) is None:
        return proof
    if sure < LEAST:
        doubts.append((name.replace("_", " "), sure))
    return msgspec.structs.replace(proof, confidence=_lower(proof.confidence, sure))


def _lower(*values: float | None) -> float | None:
    return min((value for value in values if value is not None), default=None)
