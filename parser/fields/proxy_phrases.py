"""The words by which a list says that one person votes for another.

In: the tokens of a list, at a word after a name or inside the brackets after it. Out: the index at which the other
name begins and the side it is on: "to" (the holder) or "from" (the giver). A phrase is told by a word that means a
proxy (`[proxies]` of rules/lexicon.toml) and by the preposition before the other name, so that a wording never seen
before is read as long as its words are French.
"""

from __future__ import annotations

from .name_tokens import Link, NameToken
from .one_name import NameReader

_REACH = 12  # tokens between the first word of the phrase and the other name
_TO = frozenset(("a", "au", "aux", "par", "chez"))
_FROM = frozenset(("de", "du", "d'", "d", "pour"))


def phrase_at(reader: NameReader, at: int, role: str) -> tuple[int, Link] | None:
    """(index of the other name, its side) for the phrase whose first word is at `at`, or None."""
    tokens = reader.tokens
    proxy: int | None = None
    for index in range(at, min(len(tokens), at + _REACH)):
        token = tokens[index]
        if token.kind == "link" and index > at:
            return index + 1, token.link or "to"  # "transmet" [son pouvoir à]
        if token.kind in ("sep", "open", "close", "link"):
            return None
        if token.folded in reader.lexicon.proxy_words and token.kind != "caps":
            proxy = index
            continue
        if proxy is None and token.kind in ("civ", "caps", "cap", "init"):
            return None
        if proxy is not None and _is_other(reader, index):
            return index, _side(tokens[proxy + 1 : index], tokens[proxy], role)
    return None


def bracket_link(reader: NameReader, first: int, closing: int, role: str) -> tuple[int, Link] | None:
    """The same for the brackets that hold tokens[first:closing].

    The word for the proxy may also stand after the name.
    """
    tokens = reader.tokens
    inside = tokens[first:closing]
    for index, token in enumerate(inside):
        if token.kind == "link":
            return first + index + 1, token.link or "to"
    proxies = [index for index, token in enumerate(inside) if token.folded in reader.lexicon.proxy_words]
    if not proxies:
        # "Mme X (à M. Y)" in a list of givers
        other = next((index for index in range(1, len(inside)) if inside[index].kind != "break"), None)
        bare = role == "proxies" and other is not None and inside[0].folded in _TO and _is_other(reader, first + other)
        if bare and other is not None:
            return first + other, "to"
        return (first, "to") if role == "proxies" and _whole_name(inside) else None
    for index in range(len(inside)):
        if index not in proxies and _is_other(reader, first + index):
            led = [number for number in proxies if number < index]
            words = inside[led[-1] + 1 : index] if led else inside[:index]
            return first + index, _side(words, inside[led[-1]] if led else inside[proxies[0]], role)
    return None


def _whole_name(inside: list[NameToken]) -> bool:
    """ "X (Paul DUC)" among those represented: nothing but a civility and a name, or a given name and a surname in
    capitals; a place ("Arvel-le-Haut") is neither.
    """
    kinds = [token.kind for token in inside if token.kind != "break"]
    if not kinds or any(kind not in ("civ", "caps", "cap", "init", "part") for kind in kinds):
        return False
    return kinds[0] == "civ" or ("caps" in kinds and "cap" in kinds)


def _is_other(reader: NameReader, at: int) -> bool:
    """Does the other name, or the words of its office, begin here?"""
    token = reader.tokens[at]
    if token.kind in ("civ", "caps", "cap", "init"):
        return True
    return token.kind == "office" and at > 0 and reader.tokens[at - 1].folded in ("au", "le", "la", "du")


def _side(words: list[NameToken], proxy: NameToken, role: str) -> Link:
    """Which side the name after `words` is on; `proxy` is the word for the proxy."""
    folded = [word.folded for word in words if word.kind != "break"]
    if "nom" in folded or "lieu" in folded:
        # "vote au nom de X" beside someone present; "procuration au nom de X" beside someone absent
        return "from" if role == "present" else "to"
    if folded and folded[-1] in _TO | {"le", "la"} and any(word in _TO for word in folded):
        return "to"
    if any(word in _FROM for word in folded[-2:]):
        return "from"
    if proxy.folded.startswith("representant"):
        return "from"
    return "to"
