"""A phrase of a rule, read: words, optional groups, alternatives, bricks, gaps.

In: a phrase as an archivist writes it ("(le|la) [conseil|bureau] (municipal), après en avoir délibéré"). Out: a
`Node`, the tree of its tokens, or `PhraseError` with the column and what would be right. The grammar stands in
docs/rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from ..folding import fold
from .model import BRICKS
from .tokens import words_of

GAP = "…"
_PLAIN = re.compile(r"[^()\[\]|<\\….]+")
LONGEST_GLUE = 128
"""Ways of reading one word with its glued endings; more is a mistake in the phrase."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names the column (from 1) and the remedy."""


class Node(NamedTuple):
    """One piece of a phrase.

    Kinds: "word" (value: a token), "brick" (value: its name), "gap", "all" (parts one after the other), "any" (one
    of parts; an empty "all" among them means that it may be left out).
    """

    kind: str
    value: str = ""
    parts: tuple[Node, ...] = ()


NOTHING = Node("all")
_COMMA = Node("any", "", (NOTHING, Node("word", ",")))

# As read, before words are told apart: a piece of text, a brick or gap, or a group of alternatives.
_Piece = str | Node | tuple["list[list[_Piece]]", bool]


@lru_cache(maxsize=16384)
def read_phrase(phrase: str) -> Node:
    """The tree of `phrase`. Errors: `PhraseError`.

    Kept, because the check of a file and the matcher both ask for it.
    """
    node = _lower(_Reader(phrase).pieces(""), phrase)
    _check(node, phrase)
    return node


class _Reader:
    def __init__(self, phrase: str):
        self.phrase = phrase
        self.folded = fold(phrase)  # of the same length, so that columns stay true
        self.at = 0

    def fail(self, message: str, at: int | None = None) -> PhraseError:
        return PhraseError(f'"{self.phrase}", column {(self.at if at is None else at) + 1}: {message}')

    def pieces(self, closing: str) -> list[_Piece]:
        """Pieces up to `closing` or, in a group, "|"; the mark itself is left."""
        out: list[_Piece] = []
        text = ""
        folded, size = self.folded, len(self.folded)
        while self.at < size:
            plain = _PLAIN.match(folded, self.at)
            if plain is not None:
                text += plain.group()
                self.at = plain.end()
                continue
            char = folded[self.at]
            if closing and char in (closing, "|"):
                break
            if char == "\\":
                if self.at + 1 == size:
                    raise self.fail("a backslash stands before the mark that it makes literal, but nothing follows it")
                text += folded[self.at + 1]
                self.at += 2
                continue
            if char == "." and not folded.startswith("...", self.at):
                text += char
                self.at += 1
                continue
            if text:
                out.append(text)
                text = ""
            if char in "([":
                out.append(self.group(char))
            elif char in ")]":
                raise self.fail(f'"{char}" closes nothing; write "\\{char}" for the mark itself')
            elif char == "|":
                raise self.fail('"|" stands only inside ( ) or [ ]; write "\\|" for the mark itself')
            elif char == "<":
                out.append(self.brick())
            else:
                out.append(Node("gap"))
                self.at += 1 if char == GAP else 3
        if text:
            out.append(text)
        return out

    def group(self, opening: str) -> _Piece:
        start, closing = self.at, ")" if opening == "(" else "]"
        options: list[list[_Piece]] = []
        while True:
            self.at += 1
            options.append(self.pieces(closing))
            if self.at >= len(self.phrase):
                raise self.fail(
                    f'"{opening}" is never closed: add "{closing}", or write "\\{opening}" for the mark itself', start
                )
            if self.phrase[self.at] == closing:
                self.at += 1
                break
        if opening == "[" and any(not option for option in options):
            raise self.fail("an alternative is empty; what may be left out stands in ( )", start)
        return options, opening == "("

    def brick(self) -> Node:
        start = self.at
        close = self.folded.find(">", start)
        name = self.folded[start + 1 : close] if close > 0 else self.folded[start + 1 :]
        if name not in BRICKS:
            near = get_close_matches(name, BRICKS, 1, 0.5)
            meant = f"did you mean <{near[0]}>?" if near else f"there are {', '.join(f'<{b}>' for b in BRICKS)};"
            raise self.fail(f'<{name}> is no brick: {meant} write "\\<" for the mark itself', start)
        self.at = close + 1
        return Node("brick", name)


def _chunks(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that are glued to each other, one list for what stands between two blanks."""
    chunk: list[_Piece] = []
    for piece in pieces:
        if not isinstance(piece, str):
            chunk.append(piece)
            continue
        parts = piece.split()
        if piece[:1].isspace() and chunk:
            yield chunk
            chunk = []
        for number, part in enumerate(parts):
            if number:
                yield chunk
                chunk = []
            chunk.append(part)
        if piece[-1:].isspace() and chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _lower(pieces: list[_Piece], phrase: str) -> Node:
    out: list[Node] = []
    for chunk in _chunks(pieces):
        first = chunk[0]
        if len(chunk) == 1 and isinstance(first, tuple) and not isinstance(first, Node):
            options, optional = first
            parts = tuple(_lower(option, phrase) for option in options)
            out.append(Node("any", "", (NOTHING, *parts) if optional else parts))
        elif all(isinstance(piece, str | Node) for piece in chunk):
            out.extend(_tokens(chunk))
        else:
            ways = list(islice(_flat(chunk), LONGEST_GLUE + 1))
            if len(ways) > LONGEST_GLUE:
                raise PhraseError(
                    f'"{phrase}": one word can be read in more than {LONGEST_GLUE} ways; put blanks between its groups'
                )
            parts = tuple(dict.fromkeys(Node("all", "", tuple(_tokens(way))) for way in ways))
            out.append(Node("any", "", parts))
    return out[0] if len(out) == 1 else Node("all", "", tuple(out))


def _flat(chunk: list[_Piece]) -> Iterator[list[_Piece]]:
    """Every way of reading glued pieces, groups resolved."""
    options: list[list[list[_Piece]]] = []
    for piece in chunk:
        if isinstance(piece, str | Node):
            options.append([[piece]])
        else:
            inner = [way for option in piece[0] for way in islice(_flat(option), LONGEST_GLUE + 1)]
            options.append([[], *inner] if piece[1] else inner)
    for ways in product(*options):
        yield [piece for way in ways for piece in way]


def _tokens(pieces: list[_Piece]) -> list[Node]:
    """Text and bricks as token nodes; neighbouring texts are one text."""
    out: list[Node] = []
    text = ""
    for piece in [*pieces, NOTHING]:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            out.extend(_words(text))
            text = ""
        if isinstance(piece, Node) and piece != NOTHING:
            out.append(piece)
    return out


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[Node, ...]:
    return tuple(_COMMA if word == "," else Node("word", word) for word in words_of(text))


def _check(node: Node, phrase: str) -> None:
    if not wordy(node) and shortest(node, lambda word: int(word.isalnum()), brick=1) == 0:
        raise PhraseError(
            f'"{phrase}": with its optional parts ( ) left out no word remains; if one must be there: [a|b]'
        )
    if GAP not in phrase and "..." not in phrase:
        return
    if _edge(node, 0) or _edge(node, -1):
        told = "with its optional parts ( ) left out, " if not (node.kind == "all" and _gap_outside(node)) else ""
        raise PhraseError(
            f'"{phrase}": {told}a gap (…) is first or last; it stands between words. If one must be there: [a|b]'
        )


def _gap_outside(node: Node) -> bool:
    return "gap" in (node.parts[0].kind, node.parts[-1].kind)


def wordy(node: Node) -> bool:
    """Does a word remain however `node` is read?"""
    return shortest(node, lambda word: int(word.isalnum())) > 0


def _edge(node: Node, side: int) -> bool:
    """Can a gap be the first (side 0) or last (side -1) piece?"""
    if node.kind == "all":
        for part in node.parts if side == 0 else reversed(node.parts):
            if _edge(part, side):
                return True
            if not _empty(part):
                return False
        return False
    return any(_edge(part, side) for part in node.parts) if node.kind == "any" else node.kind == "gap"


def _empty(node: Node) -> bool:
    if node.kind == "all":
        return all(_empty(part) for part in node.parts)
    return node.kind == "any" and any(_empty(part) for part in node.parts)


def shortest(node: Node, size: Callable[[str], int], brick: int = 0) -> int:
    """The least total `size` of words over all ways of reading `node`; a brick counts `brick`, a gap nothing."""
    if node.kind == "word":
        return size(node.value)
    if node.kind == "brick":
        return brick
    if node.kind == "all":
        return sum(shortest(part, size, brick) for part in node.parts)
    return min((shortest(part, size, brick) for part in node.parts), default=0)


def letters(node: Node) -> int:
    """The letters and digits that the phrase has at least."""
    return shortest(node, lambda word: len(word) if word.isalnum() else 0)


def variants(node: Node) -> Iterator[tuple[Node, ...]]:
    """Every way of reading `node`, as words, bricks and gaps in order. There may be very many: take what you need."""
    if node.kind == "all":
        yield from _sequences(node.parts)
    elif node.kind == "any":
        for part in node.parts:
            yield from variants(part)
    else:
        yield (node,)


def _sequences(parts: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    if not parts:
        yield ()
        return
    for head in variants(parts[0]):
        for tail in _sequences(parts[1:]):
            yield head + tail
