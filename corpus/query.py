"""What people type into a search box, understood.

In: any string: words, "phrases in quotes", prefix*, AND/OR/NOT (also ET/OU/SAUF, in capitals), -word, brackets. Out: a
`Query`: the expression for the full-text index, and the terms to mark in what is found. Nothing raises: what is not
understood is taken as words, and a query without words finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .words import FUNCTION_WORDS, WORD, plain, stems, words_of

LONGEST = 2_000  # characters of a query that are read
DEEPEST = 8  # brackets within brackets; SQLite's own parser gives up at about thirty

_EXACT = "{title considerants dispositif heading}"
_STEMS = "{title_stems text_stems}"
_TOKEN = re.compile(
    r"""(?P<phrase>[-!]?["“”«„](?P<inside>[^"“”»„]*)["“”»]?)|(?P<open>[-!]?\()|(?P<close>\))|(?P<word>[^\s"“”«»„()]+)""",
    re.VERBOSE,
)
_AND, _OR, _NOT = (
    {"AND", "ET", "&", "&&", "+"},
    {"OR", "OU", "|", "||"},
    {"NOT", "SAUF"},
)  # not NON: "AGENTS NON TITULAIRES"


class Term(NamedTuple):
    """Words in a row that a hit contains. `how`: "exact", "prefix" (accents forgiven), "stem" (inflections too)."""

    words: tuple[str, ...]
    how: str


class Query(NamedTuple):
    """`match` is what must be found, `without` what must not, both for FTS5; empty where there is none."""

    match: str
    without: str
    terms: tuple[Term, ...]


class _Part(NamedTuple):
    """A piece of the expression: what it asks for and what it rules out."""

    match: str = ""
    without: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()


def parse_query(text: str) -> Query:
    """Understand a query; see the module's docstring."""
    tokens = list(_TOKEN.finditer(text[:LONGEST].replace("\x00", " ")))
    part = _Reader(tokens).alternatives(0)
    if part.match and part.without:
        return Query(_minus(part), "", part.terms)
    return Query(part.match, " OR ".join(part.without), part.terms)


class _Reader:
    """Reads the tokens by descent: alternatives of conjunctions of words, phrases and groups."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> re.Match[str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def operator(self, names: set[str]) -> bool:
        token = self.peek()
        if token is not None and token["word"] in names:
            self.at += 1
            return True
        return False

    def alternatives(self, depth: int) -> _Part:
        parts = [self.conjunction(depth)]
        while self.operator(_OR):
            parts.append(self.conjunction(depth))
        parts = [part for part in parts if part.match or part.without]
        if len(parts) < 2:
            return parts[0] if parts else _Part()
        # "A OR -B" would be nearly everything: the -B is left out.
        asked = [_minus(part) for part in parts if part.match]
        terms = tuple(term for part in parts if part.match for term in part.terms)
        return _Part(" OR ".join(asked), (), terms) if asked else parts[0]

    def conjunction(self, depth: int) -> _Part:
        asked: list[str] = []
        small: list[str] = []  # function words: asked for only where there is nothing else
        without: list[str] = []
        terms: list[Term] = []
        negated = False
        while (token := self.peek()) is not None:
            if token["close"]:
                if depth:
                    break
                self.at += 1
                continue
            if token["word"] in _OR:
                break
            if self.operator(_AND):
                continue
            if self.operator(_NOT):
                negated = True
                continue
            part, minor, minus = self.atom(token, depth)
            if negated or minus:
                without.extend([_minus(part)] if part.match else part.without)
            elif minor:
                small.append(part.match)
            else:
                asked.extend([_minus(part)] if part.match else [])
                without.extend(() if part.match else part.without)
                terms.extend(part.terms)
            negated = False
        match = " AND ".join(f"({one})" for one in asked or small)
        return _Part(match, tuple(f"({one})" for one in without if one), tuple(terms))

    def atom(self, token: re.Match[str], depth: int) -> tuple[_Part, bool, bool]:
        """The next piece; whether it is a mere function word; whether a minus stands before it."""
        self.at += 1
        minus = token[0][0] in "-!" and len(token[0]) > 1
        if token["open"]:
            if depth >= DEEPEST:
                return _Part(), False, False
            inner = self.alternatives(depth + 1)
            closing = self.peek()
            if closing is not None and closing["close"]:
                self.at += 1
            return inner, False, minus
        if token["phrase"]:
            return _phrase(token["inside"]), False, minus
        word = token["word"].lstrip("-!+") if minus else token["word"]
        part, minor = _word(word)
        return part, minor, minus


def _minus(part: _Part) -> str:
    """What the part asks for without what it rules out."""
    if not part.without:
        return part.match
    return f"({part.match}) NOT ({' OR '.join(part.without)})"


def _quote(words: tuple[str, ...]) -> str:
    return '"' + " ".join(words) + '"'  # words are letters and digits only: there is nothing to escape


def _phrase(inside: str) -> _Part:
    words = words_of(inside)
    if not words:
        return _Part()
    return _Part(f"{_EXACT} : {_quote(words)}", (), (Term(tuple(map(plain, words)), "exact"),))


def _word(written: str) -> tuple[_Part, bool]:
    """A word, or several tied by apostrophes, hyphens or points; true where it is a function word only."""
    words = words_of(written)
    if not words:
        return _Part(), False
    if written.rstrip(".,;:!?…").endswith("*"):
        return _Part(f"{_EXACT} : {_quote(words)} *", (), (Term(tuple(map(plain, words)), "prefix"),)), False
    if any(char.isdigit() for char in written):  # a number, a date, an article: as written
        return _Part(f"{_EXACT} : {_quote(words)}", (), (Term(tuple(map(plain, words)), "exact"),)), False
    content = tuple(word for word in words if plain(word) not in FUNCTION_WORDS)  # l'école asks for école
    if not content:
        return _Part(f"{_EXACT} : {_quote(words)}", (), ()), True
    if len(content) == 1:
        either = " OR ".join(f'"{stem}"' for stem in stems(content[0]))
        return _Part(f"{_STEMS} : ({either})", (), (Term(content, "stem"),)), False
    # Tied words lie side by side, but the shadow columns may hold two stems a word: a little room between them.
    near = " ".join(f'"{stems(plain(word))[-1]}"' for word in content)
    found = f"{_STEMS} : NEAR({near}, {2 * len(content)})"
    return _Part(found, (), (Term(content, "stem"),)), False


def marks(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """Where the terms stand in a text as printed: (start, end) of each word to mark, in order."""
    tokens = [(found.start(), found.end(), found[0]) for found in WORD.finditer(text)] if terms else []
    distinct = {written for _, _, written in tokens}
    marked: set[int] = set()
    for term in terms:
        last = len(term.words) - 1
        first, *rest = [_fitting(distinct, word, term.how, last=at == last) for at, word in enumerate(term.words)]
        for index, (_, _, written) in enumerate(tokens[: len(tokens) - last]):
            if written in first and all(tokens[index + at][2] in words for at, words in enumerate(rest, 1)):
                marked.update(range(index, index + last + 1))
    for index in sorted(marked):
        yield tokens[index][:2]


def _fitting(written: set[str], wanted: str, how: str, *, last: bool) -> set[str]:
    """Those of the words that the wanted one stands for."""
    if how == "stem":
        looked_for = set(stems(wanted))
        return {word for word in written if not looked_for.isdisjoint(stems(word))}
    if how == "prefix" and last:
        return {word for word in written if plain(word).startswith(wanted)}
    return {word for word in written if plain(word) == wanted}
