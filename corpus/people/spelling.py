"""A printed name, read for comparison: which of its words are given names, which the surname, which mere initials.

In: the forms in which one name is printed ("BRUNEL Odile", "O. Brunel", "Mme BRUNEL-VIDAL"), and what the other names
of the body show (`Lore`). Out: a `Spelling`. Capitals tell the surname; where they do not, the surnames and given names
that are known in the body may; where neither does, `surname` and `given` are None and the words are compared as a set.
Nothing is corrected.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..keys import name_key

_RULES = Path(__file__).parents[2] / "rules"
_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouy]")
_SHORT = 3  # letters: "JF", "M.-C.", "ML" are initials, longer capitals are a surname


class Words(NamedTuple):
    """Word lists: rules/persons.toml and the particles of rules/lexicon.toml."""

    particles: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    telling: frozenset[str]
    married: frozenset[str]


@functools.cache
def words() -> Words:
    """The word lists, read once."""
    data = tomllib.loads((_RULES / "persons.toml").read_text("utf-8"))
    lexicon = tomllib.loads((_RULES / "lexicon.toml").read_text("utf-8"))
    return Words(
        frozenset(lexicon["names"]["particles"]),
        frozenset(data["civility"]["man"]),
        frozenset(data["civility"]["woman"]),
        frozenset(data["tells_apart"]["words"]),
        frozenset(data["marriage"]["words"]),
    )


def gender(civility: str | None) -> str:
    """What a civility says: "m", "f", or "" where it says nothing."""
    key = name_key(civility or "")
    return "m" if key in words().men else "f" if key in words().women else ""


class Spelling(NamedTuple):
    """One printed name. All words are folded (`keys.name_key`).

    `given` and `surname` are None where nothing tells them apart; `given` is () where only a surname is printed, and
    `surname` () where only a given name is. An initial is a given name of one letter, an abbreviation one that ends in
    a point ("ph."). `telling` are the words that tell a bearer from another (père, fils, aîné).
    """

    words: tuple[str, ...]
    given: tuple[str, ...] | None
    surname: tuple[str, ...] | None
    telling: frozenset[str]

    @property
    def core(self) -> frozenset[str]:
        """The surname's words that are no particles."""
        return frozenset(self.surname or ()) - words().particles or frozenset(self.surname or ())


class Lore(NamedTuple):
    """Words that names of the body show to be surnames or given names, and how many do."""

    surnames: Counter[str]
    given: Counter[str]


class _Token(NamedTuple):
    """One word: in capitals (`loud`), an initial or abbreviation, a particle."""

    text: str
    loud: bool
    initial: bool
    particle: bool

    @property
    def as_given(self) -> tuple[str, ...]:
        """The word as given names: capitals without room for a name ("JF") are one initial a letter."""
        if self.loud and len(self.text) <= _SHORT:
            return tuple(self.text)
        return (f"{self.text}.",) if self.initial and len(self.text) > 1 else (self.text,)


def _tokens(printed: str) -> tuple[list[_Token], frozenset[str]]:
    tokens: list[_Token] = []
    telling: set[str] = set()
    found = list(_WORD.finditer(printed))
    for match in found:
        word, folded = match[0], name_key(match[0])
        if not folded or folded in words().married:
            continue
        if folded in words().telling and tokens:
            telling.add(folded)
            continue
        before = printed[match.start() - 1 : match.start()]
        after = printed[match.end() : match.end() + 1]
        tied = (after in "'’" and bool(after)) or (before in "'’" and bool(before))  # D'Estrée, KERLOC'H
        upper = sum(char.isupper() for char in word)
        loud = upper >= 2 and upper >= 0.75 * len(word)  # BALLARé
        short = word.isupper() if len(word) == 1 else len(word) <= _SHORT and after == "." and not loud
        initial = short and not tied
        ending = len(word) == 1 and before in "'’" and bool(before) and bool(tokens)  # the H of KERLOC'H
        particle = (folded in words().particles and not initial) or ending
        tokens.append(_Token(folded, loud or (ending and tokens[-1].loud), initial, particle))
    return tokens, frozenset(telling)


def read(printed: str, lore: Lore | None = None) -> Spelling:
    """Read one printed form. With `lore`, what capitals leave open is settled by the other names of the body."""
    tokens, telling = _tokens(printed)
    everything = tuple(token.text for token in tokens)
    found = _by_capitals(tokens)
    if found is None and lore is not None:
        found = _by_lore(tokens, lore)
    if found is None:
        return Spelling(everything, None, None, telling)
    given, surname = found
    return Spelling(everything, _as_given(given), tuple(token.text for token in surname), telling)


_Split = tuple[list[_Token], list[_Token]]


def _as_given(tokens: list[_Token]) -> tuple[str, ...]:
    return tuple(word for token in tokens for word in token.as_given)


def _by_capitals(tokens: list[_Token]) -> _Split | None:
    if all(token.particle for token in tokens):
        return [], tokens  # LE VAN
    loud = [token for token in tokens if token.loud and not token.particle]
    quiet = [token for token in tokens if not token.loud and not token.initial and not token.particle]
    initials = [token for token in tokens if token.initial]
    if not loud and quiet and sum(token.loud for token in tokens) > 1:
        return [token for token in tokens if not token.loud], [token for token in tokens if token.loud]  # Anne LE VAN
    if loud and (quiet or initials):
        if quiet and all(len(token.text) <= _SHORT for token in loud):
            return None  # "JF Orsini" or "LY Sophie": capitals alone do not say
        given = [token for token in tokens if not token.loud and not token.particle]
        return given, [token for token in tokens if token.loud or token.particle]
    if loud:
        first = tokens[0]
        if len(loud) > 1 and first in loud and len(first.text) <= _SHORT and not _VOWEL.search(first.text):
            return tokens[:1], tokens[1:]  # JT ALBERTINI
        return ([], tokens) if len(loud) == 1 else None  # else a compound surname, or a name all in capitals
    if len(quiet) == 1 and initials:
        return initials, [token for token in tokens if not token.initial]
    for at, token in enumerate(tokens[:-1]):
        if token.particle and not token.loud and not all(one.particle for one in tokens[at:]):
            given = [one for one in tokens[:at] if not one.particle]  # Hélène d'Estrée; or de la Grange alone
            return (tokens[:at], tokens[at:]) if given else ([], tokens) if not at else None
    return None


def _by_lore(tokens: list[_Token], lore: Lore) -> _Split | None:
    """The one cut into given names and surname, in either order, for which the names of the body speak."""
    bearing = [token for token in tokens if not token.particle]
    if len(bearing) == 1:
        word = bearing[0].text
        return ([], tokens) if lore.surnames[word] or not lore.given[word] else (tokens, [])
    if all(lore.given[token.text] and not lore.surnames[token.text] for token in tokens):
        return tokens, []
    cuts: dict[int, list[_Split]] = {}
    for at in range(1, len(tokens)):
        for given, surname in ((tokens[:at], tokens[at:]), (tokens[at:], tokens[:at])):
            if any(token.initial for token in surname) or all(token.particle for token in surname):
                continue
            score = sum((lore.surnames[t.text] > 0) - (lore.given[t.text] > 0) for t in surname if not t.particle)
            names = [t for t in given if not t.initial and not (t.loud and len(t.text) <= _SHORT)]
            score += sum((lore.given[t.text] > 0) - (lore.surnames[t.text] > 0) for t in names)
            if score > 0:
                cuts.setdefault(score, []).append((given, surname))
    best = cuts.get(max(cuts, default=0), [])
    return best[0] if len(best) == 1 else None


def lore_of(printed: Iterable[str]) -> Lore:
    """What the names of a body show, from those whose capitals tell surname and given name apart."""
    lore = Lore(Counter(), Counter())
    for form in printed:
        found = read(form)
        if found.given and found.surname:
            lore.given.update(word for word in set(found.given) if len(word) > 2 and word not in words().particles)
        if found.surname and (found.given or len(found.core) == 1):
            lore.surnames.update(found.core)
    return lore


def best_reading(printed: Iterable[str], lore: Lore) -> Spelling:
    """Of the forms in which one name is printed, the reading that says most; always the same of the same forms."""
    readings = [read(form, lore) for form in sorted(set(printed))]
    known = [one for one in (read(form) for form in sorted(set(printed))) if one.surname is not None]
    choice = known or [one for one in readings if one.surname is not None] or readings
    times = Counter(choice)
    return max(times, key=lambda one: (times[one], one.words, one.surname or ()))
