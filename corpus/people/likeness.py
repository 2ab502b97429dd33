"""Two printed names: could they be one person's, by which rule, and how alike are they?

In: two `Spelling`s. Out: a `Likeness` (rule, level, similarity, reason in words), or None. Pure: who sat beside whom,
when, and with which civility is weighed in `grouping`. A likeness of a lower level is stronger; `sure` false says that
the names alone never suffice.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from .spelling import Spelling

_LONG = 8  # letters of a surname from which two slips are allowed
_GIVEN = 5  # letters of a given name from which one slip is


class Likeness(NamedTuple):
    """`level` 1: the same words; 2: slips and compound names; 3: initials; 4: part of a name. `similarity` is 0 to
    100.
    """

    rule: str
    level: int
    similarity: int
    why: str
    sure: bool = True


def likeness(one: Spelling, other: Spelling) -> Likeness | None:
    """The strongest likeness of two names, or None. The same whichever comes first."""
    if sorted(one.words) == sorted(other.words):
        if _exchanged(one, other):
            return Likeness("exchanged", 1, 70, "given name and surname change places, and capitals tell them", False)
        return Likeness("order", 1, 100, "the same words")
    if _joined(one) & _joined(other):
        return Likeness("spacing", 1, 99, "the same letters, cut into words otherwise")
    if one.surname is None or other.surname is None or one.given is None or other.given is None:
        return _as_sets(one, other)
    if not one.surname or not other.surname:
        return _given_alone(one, other)
    given = _given(one.given, other.given)
    surname = _surname(one, other)
    if given is None or surname is None:
        return None
    if "alone" in (given.rule, surname.rule) or given.rule == "none":
        return _surname_alone(given, surname)
    parts = [part for part in (given, surname) if part.rule != "same"]
    if not parts:
        return Likeness("order", 1, 100, "the same words")
    if given.rule == "initials":
        if surname.rule == "same":
            return Likeness("initials", 3, given.similarity, given.why)
        sure = surname.rule == "compound" and given.similarity >= 85
        return Likeness("initials", 3, 75, f"{given.why}; {surname.why}", sure)
    if len(parts) > 1:
        return None if "part" in (given.rule, surname.rule) or surname.rule == "compound" else _slips(given, surname)
    return Likeness(parts[0].rule, 2, parts[0].similarity, parts[0].why, parts[0].sure)


# ---- the halves of a name --------------------------------------------------------------------------------------------


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness | None:
    if not one or not other:
        return Likeness("same" if one == other else "none", 4, 80, "no given name is printed")
    if "".join(one) == "".join(other):
        return Likeness("same", 1, 100, "the same given name")
    if any(len(word) == 1 or word.endswith(".") for word in (*one, *other)):
        return _initials(one, other)
    short, long = sorted((one, other), key=len)
    if len(short) < len(long) and (long[: len(short)] == short or long[-len(short) :] == short):
        return Likeness("part of the given name", 2, 85, f"“{' '.join(short)}” is part of “{' '.join(long)}”", False)
    return _slip("".join(one), "".join(other), "given name", _GIVEN)


def _initials(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness | None:
    for left, right in zip(one, other, strict=False):
        short, long = sorted((left.rstrip("."), right.rstrip(".")), key=len)
        abbreviated = len(left) == 1 or len(right) == 1 or left.endswith(".") or right.endswith(".")
        if short != long and not (abbreviated and long.startswith(short)):
            return None
    exact = len(one) == len(other)
    score = (80 if exact else 75) + 5 * (min(len(one), len(other)) > 1)
    short, long = sorted((" ".join(one), " ".join(other)), key=lambda text: (len(text), text))
    return Likeness("initials", 3, score, f"“{short}” may stand for “{long}”")


def _surname(one: Spelling, other: Spelling) -> Likeness | None:
    assert one.surname is not None and other.surname is not None
    if sorted(one.surname) == sorted(other.surname) or "".join(one.surname) == "".join(other.surname):
        return Likeness("same", 1, 100, "the same surname")
    if one.core < other.core or other.core < one.core:
        short, long = sorted((one, other), key=lambda name: len(name.core))
        return Likeness(
            "compound", 2, 90, f"“{' '.join(short.surname or ())}” is part of “{' '.join(long.surname or ())}”"
        )
    left, right = "".join(one.surname), "".join(other.surname)
    found = _slip(left, right, "surname", 3, 2 if min(len(left), len(right)) >= _LONG else 1)
    if found is None and one.core != other.core and len(one.core) == len(other.core) > 1:
        return None
    return found


def _slip(left: str, right: str, what: str, shortest: int, most: int = 1) -> Likeness | None:
    """Letters left out, doubled, changed or exchanged. A given name that ends otherwise may be the other sex's."""
    slips = OSA.distance(left, right, score_cutoff=most)
    if slips > most or min(len(left), len(right)) < shortest:
        return None
    score = round(100 * (1 - slips / max(len(left), len(right))))
    short, long = sorted((left, right), key=len)
    ending = long.startswith(short) or left[:-1] == right[:-1]
    if what == "given name" and (ending or left[0] != right[0]):
        return Likeness("given name", 2, score, f"“{left}” and “{right}” may be two given names", False)
    return Likeness("slip", 2, score, f"{slips} letter{'s' * (slips > 1)} of the {what}: “{left}”, “{right}”")


def _slips(given: Likeness, surname: Likeness) -> Likeness | None:
    """A slip in both halves: too much, but worth a look."""
    return Likeness("slip", 2, min(given.similarity, surname.similarity), f"{given.why}; {surname.why}", False)


def _surname_alone(given: Likeness, surname: Likeness) -> Likeness | None:
    if surname.rule == "same":
        return Likeness("surname alone", 4, 80, "only the surname is printed")
    if surname.rule in ("compound", "slip"):
        return Likeness("surname alone", 4, 60, f"only the surname is printed; {surname.why}", False)
    return None


def _given_alone(one: Spelling, other: Spelling) -> Likeness | None:
    """A given name without a surname: a hint at most."""
    if one.given and other.given and "".join(one.given) == "".join(other.given):
        return Likeness("given name alone", 4, 50, "only the given name is printed", False)
    return None


# ---- names whose halves are not known --------------------------------------------------------------------------------


def _joined(name: Spelling) -> frozenset[str]:
    """The letters of the name in its orders, particles included."""
    plain = [word.rstrip(".") for word in name.words]
    forms = {"".join(plain)}
    if name.surname and name.given:
        given, surname = "".join(name.given).replace(".", ""), "".join(name.surname)
        forms |= {given + surname, surname + given}
    return frozenset(forms)


def _exchanged(one: Spelling, other: Spelling) -> bool:
    if not (one.surname and other.surname and one.given and other.given):
        return False
    return sorted(one.surname) != sorted(other.surname) and set(one.surname) == set(other.given)


def _as_sets(one: Spelling, other: Spelling) -> Likeness | None:
    """One of the names cannot be cut: its words are compared with those of the other, in any order."""
    left, right = set(one.words), set(other.words)
    if len(left & right) >= 2 and (left < right or right < left):
        return Likeness("part of the name", 4, 70, "all words of one are in the other", False)
    only, there = sorted(left - right), sorted(right - left)
    if len(only) == len(there) == 1 and left & right:
        found = _slip(only[0], there[0], "name", _GIVEN)
        if found is not None and found.sure:
            return Likeness("slip", 2, found.similarity, found.why, bool(only[0][-1] == there[0][-1]))
    return None
