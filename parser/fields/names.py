"""Lists of names, and single names, as the page prints them.

In: a stretch of text (and where the proxy phrases in it stand). Out: the entries of the list in the order of the
page, or the one name that the text begins with. Names come from civility, capitals and list structure, never from a
list of known names. Nothing is corrected: a name is what the page prints between two separators.
"""

from __future__ import annotations

from itertools import takewhile

import msgspec

from ..lexicon import load_lexicon
from .asides import Entry, Role
from .entries import EntryReader, NameList
from .name_tokens import NAMEY, Link, NameToken, style_of, tokenize
from .one_name import Name, NameReader

_USUAL, _MARGIN = 1200, 300  # characters

__all__ = ["Entry", "Link", "Name", "NameList", "Role", "read_name", "read_names"]


def read_names(
    text: str,
    start: int,
    end: int,
    *,
    links: list[tuple[int, int, Link]] | None = None,
    role: Role = "present",
    stops: frozenset[int] = frozenset(),
) -> NameList:
    """The names of the list in text[start:end].

    `links` are the spans of proxy phrases ("donne pouvoir à" = "to", "pouvoir de" = "from") in order. With `role`
    "proxies", a bare "à" between two names is one too; the role also says which side a phrase such as "au nom de"
    names. `stops` are offsets of line breaks that a name never crosses. The result's `end` is the offset where the
    list ends; what follows is not part of it.
    """
    # prose may follow for pages: a first look at what a usual list takes is enough, where the list ends within it
    near = text.find("\n", start + _USUAL, end) if end - start > 2 * _USUAL else -1
    if near > 0:
        found = _read(text, start, near, links or [], role, stops)
        if found.end < near - _MARGIN:
            return found
    return _read(text, start, end, links or [], role, stops)


def _read(
    text: str, start: int, end: int, links: list[tuple[int, int, Link]], role: Role, stops: frozenset[int]
) -> NameList:
    lexicon = load_lexicon()
    tokens = tokenize(text, start, end, links, lexicon)
    if role == "proxies":
        tokens = _without_of(tokens)
    if not tokens:
        return NameList((), False, start)
    return EntryReader(text, tokens, lexicon, style_of(tokens), stops, role).read()


def _without_of(tokens: list[NameToken]) -> list[NameToken]:
    """ "Procurations : de X à Y, de Z à W": where every giver has it, "de" is no part of a name."""
    run = [token for token in tokens if token.kind != "break"]
    begins = [
        token
        for before, token in zip([None, *run], run, strict=False)
        if (before is None or before.kind in _BEFORE_ONE or before.folded == "et")
        and (token.kind in NAMEY or token.kind in ("civ", "low"))
        and token.folded != "et"
    ]
    led = list(takewhile(lambda token: token.text == "de", begins))
    of = {id(token) for token in led}
    return [token for token in tokens if id(token) not in of] if len(of) > 1 else tokens


_BEFORE_ONE = frozenset({"sep", "dash", "colon"})


def read_name(
    text: str, start: int, end: int, *, stops: frozenset[int] = frozenset()
) -> tuple[Name | None, str | None]:
    """(the name, the words of office in its place) with which the prose text[start:end] begins.

    Articles may stand before it.
    """
    lexicon = load_lexicon()
    tokens = tokenize(text, start, end, [], lexicon)
    style = msgspec.structs.replace(style_of(tokens), a_line_each=False)
    reader = NameReader(text, tokens, lexicon, style, stops)
    while reader.at < len(tokens) and reader.kind() in (
        "low",
        "part",
        "dash",
        "colon",
        "break",
        "sep",
        "open",
        "star",
        "other",
    ):
        if reader.kind() == "part" and reader.starts_name(reader.at):
            break
        reader.at += 1
    if reader.at >= len(tokens):
        return None, None
    name, office, _ = reader.name()
    return name, office
