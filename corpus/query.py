"""What people type into a search box, understood.

In: any string: words, "phrases in quotes", prefix*, AND/OR/NOT (also ET/OU/SAUF, in capitals), -word, brackets. Out: a
`Query`: the expressions for the full-text index, and the terms to mark in what is found. Nothing raises: what is not
understood is taken as words, and a query without words finds nothing.

Operators are capitals, because "et", "ou" and "or" are words; NON is none, because acts print AGENTS NON TITULAIRES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from .fulltext import EXACT as _EXACT
from .words import FUNCTION_WORDS, WORD, joined, plain, stems, words_of

LONGEST = 2_000  # characters of a query that are read
DEEPEST = 8  # brackets within brackets; SQLite's own parser gives up at about thirty

_STEMS = "{title_stems text_stems}"
_TOKEN = re.compile(
    r"""(?P<phrase>[-!]?["“”«„](?P<inside>[^"“”»„]*)["“”»]?)|(?P<open>[-!]?\()|(?P<close>\))|(?P<word>[^\s"“”«»„()]+)""",
    re.VERBOSE,
)
_AND, _OR, _NOT = {"AND", "ET", "&", "&&", "+"}, {"OR", "OU", "|", "||"}, {"NOT", "SAUF"}
_THOUSANDS = re.compile(r"(?<![^\W_])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_SECTION = re.compile(r"[A-Z]{1,2}")  # of the land register, of a road: AB 123, RD 12
_PLACE = re.compile(r"\d{1,4}")
_LONG = 4  # words of a query that are looked for side by side
_CLOSE = 2  # words between the section and the number: AB n° 123, AB sous numéro 123


class Term(NamedTuple):
    """Words in a row that a hit contains. `how`: "exact", "prefix" (accents forgiven), "stem" (inflections too)."""

    words: tuple[str, ...]
    how: str


class Query(NamedTuple):
    """`match` is what must be found, `without` what must not, both for FTS5; empty where there is none.

    Of mere words, without operators, `near` finds some of them side by side, and `parts` are the expressions of which
    `match` asks for all: some of them may do where no act has all.
    """

    match: str
    without: str
    terms: tuple[Term, ...]
    near: str = ""
    parts: tuple[str, ...] = ()


NOTHING = Query("", "", ())


Spell = Callable[[str], list[str]]
"""The words that a beginning stands for; none where nobody knows."""


class _Part(NamedTuple):
    """A piece of the expression: what it asks for and what it rules out; of mere words, what each asks for."""

    match: str = ""
    without: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    parts: tuple[str, ...] = ()


def parse_query(text: str, spell: Spell | None = None) -> Query:
    """Understand a query; see the module's docstring. With `spell` a beginning (subv*) is asked for by its words."""
    read = text[:LONGEST].replace("\x00", " ")
    read = _THOUSANDS.sub(lambda found: re.sub(r"\s", ".", found[0]), read)  # 750 000 is one number
    part = _Reader(list(_TOKEN.finditer(read)), spell).alternatives(0)
    if part.match and part.without:
        return Query(_minus(part), "", part.terms)
    return Query(part.match, " OR ".join(part.without), part.terms, _near(part), part.parts)


def _near(part: _Part) -> str:
    """Words of the query side by side and in its order, by their stems; empty where there are not several."""
    words = [stems(word) for term in part.terms if term.how != "prefix" for word in term.words]
    words = [word for word in words if word][:_LONG]
    if len(part.parts) < 2 or len(words) < 2:
        return ""
    # A word may have two stems in the index, one behind the other: the last of one lies beside the first of the next.
    pairs = (f'"{one[-1]} {other[0]}"' for one, other in pairwise(words))
    return f"{_STEMS} : ({' OR '.join(pairs)})"


class _Reader:
    """Reads the tokens by descent: alternatives of conjunctions of words, phrases and groups."""

    def __init__(self, tokens: list[re.Match[str]], spell: Spell | None) -> None:
        self.tokens = tokens
        self.spell = spell
        self.at = 0
        self.mere = True  # no operator and no bracket so far

    def peek(self) -> re.Match[str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def operator(self, names: set[str]) -> bool:
        token = self.peek()
        if token is not None and token["word"] in names:
            self.at += 1
            self.mere = False
            return True
        return False

    def number_after(self, token: re.Match[str]) -> str | None:
        """The number that stands behind a section (AB 123), taken with it."""
        if not token["word"] or not _SECTION.fullmatch(token["word"]):
            return None
        rest = [one["word"] for one in self.tokens[self.at : self.at + 2]]
        for skipped, word in enumerate(rest[: 2 if rest and rest[0] in ("n°", "N°", "no") else 1]):
            if word and _PLACE.fullmatch(word.rstrip(",.;")):
                self.at += skipped + 1
                return word.rstrip(",.;")
        return None

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
        parts = tuple(f"({one})" for one in asked or small)
        out = tuple(f"({one})" for one in without if one)
        return _Part(" AND ".join(parts), out, tuple(terms), parts if self.mere and not out else ())

    def atom(self, token: re.Match[str], depth: int) -> tuple[_Part, bool, bool]:
        """The next piece; whether it is a mere function word; whether a minus stands before it."""
        self.at += 1
        minus = token[0][0] in "-!" and len(token[0]) > 1
        if token["open"]:
            self.mere = False
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
        if (number := self.number_after(token)) is not None:
            near = f'{_EXACT} : NEAR("{word}" "{number}", {_CLOSE})'
            return _Part(near, (), (Term((plain(word),), "exact"), Term((number,), "exact"))), False, minus
        part, minor = _word(word, self.spell)
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


def _word(written: str, spell: Spell | None) -> tuple[_Part, bool]:
    """A word, or several tied by apostrophes, hyphens or points; true where it is a function word only."""
    words = words_of(written)
    if not words:
        return _Part(), False
    if written.rstrip(".,;:!?…").endswith("*"):
        term = Term(tuple(map(plain, words)), "prefix")
        spelled = [_quote((*words[:-1], word)) for word in (spell(term.words[-1]) if spell else ())]
        found = f"({' OR '.join(spelled)})" if spelled else f"{_quote(words)} *"
        return _Part(f"{_EXACT} : {found}", (), (term,)), False
    whole = _whole(written)
    if len(words) == 1 and words[0].isdecimal():  # as it is, or with its thousands apart
        return _Part(_or("", whole), (), whole), False
    if any(char.isdigit() for char in written):  # a number, a date, an article: as written
        found = f"{_EXACT} : {_quote(words)}"
        terms = (Term(tuple(map(plain, words)), "exact"), *whole)
        return _Part(_or(found, whole), (), terms), False
    content = tuple(word for word in words if plain(word) not in FUNCTION_WORDS)  # l'école asks for école
    if not content and not whole:
        return _Part(f"{_EXACT} : {_quote(words)}", (), ()), True
    if len(content) == 1:
        return _Part(_or("", (Term(content, "stem"), *whole)), (), (Term(content, "stem"), *whole)), False
    # Tied words lie side by side, but the shadow columns may hold two stems a word: a little room between them.
    near = " ".join(f'"{stems(word)[-1]}"' for word in content)
    found = f"{_STEMS} : NEAR({near}, {2 * len(content)})" if content else ""
    return _Part(_or(found, whole), (), (*([Term(content, "stem")] if content else []), *whole)), False


def _whole(written: str) -> tuple[Term, ...]:
    """What is written in pieces, or is a number, as one word: C.C.A.S., co-voiturage, 750.000, 750000."""
    words = [word for _, _, word in joined(written)] or re.findall(r"^\W*(\d+)\W*$", written)
    return tuple(Term((word,), "stem") for word in words)


def _or(found: str, terms: tuple[Term, ...]) -> str:
    """The expression, or any of the single words by their stems."""
    either = " OR ".join(f'"{stem}"' for term in terms for stem in stems(term.words[0]))
    return " OR ".join(
        filter(None, (found and f"({found})" if either else found, either and f"({_STEMS} : ({either}))"))
    )


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
    whole = {stem for term in terms if term.how == "stem" and not term.words[1:] for stem in stems(term.words[0])}
    for start, end, word in joined(text) if whole else ():
        if not whole.isdisjoint(stems(word)):
            marked.update(index for index, (a, b, _) in enumerate(tokens) if start <= a and b <= end)
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
