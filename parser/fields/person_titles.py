"""What somebody is, said beside a name: a substitute, a calling.

In: the reader of a list, at the words after a name. Out: whether they are a title, so that the list goes on after them;
the reader is moved past those that it steps over.
"""

from __future__ import annotations

import re

from .name_tokens import NameToken
from .one_name import NameReader

OF = frozenset({"de", "d'", "d", "du", "des", "a", "la", "le", "l'", "l", "les", "saint", "sainte"})
"""Small words between an office and the place it is of: "Maire de Verchères"."""

_STANDS_IN = frozenset({"suppleant", "suppleante", "remplacant", "remplacante"})
_LONGEST_TITLE = 8  # words
_CLAUSE = frozenset(("qui", "que", "dont", "soit", "lesquels"))


def substitute_of(reader: NameReader) -> str | None:
    """The words "suppléant de M. Y", stepped over: Y is somebody who is not there. None where no such words stand."""
    begin = reader.at
    if reader.tokens[begin].folded not in _STANDS_IN:
        return None
    reader.at += 1
    while reader.kind() == "office":
        reader.at += 1
    if reader.kind() in ("low", "part") and reader.tokens[reader.at].folded in ("de", "d'", "d", "du"):
        reader.at += 1
        name, office, _ = reader.name() if reader.at < len(reader.tokens) else (None, None, None)
        if name is not None or office is not None:
            return reader.text[reader.tokens[begin].start : reader.tokens[reader.at - 1].end]
    reader.at = begin
    return None


def unknown_title(reader: NameReader, words: list[NameToken], at: int) -> bool:
    """ "Mme X, inspectrice de l'Éducation nationale ; M. Y": are `words`, which end at token `at`, such a title?"""
    before = reader.at - 1
    while before >= 0 and reader.tokens[before].kind == "break":
        before -= 1
    first = words[0]
    return (
        before >= 0
        and reader.tokens[before].text == ","
        and first.kind == "low"
        and len(words) <= _LONGEST_TITLE
        and not first.folded.endswith("ant")
        and first.folded not in reader.lexicon.names_for_office
        and not any(word.folded in _CLAUSE for word in words)
        and at < len(reader.tokens)
        and reader.tokens[at].text in (",", ";")
        and reader.starts_name(at + 1)
    )


_FOR_TOWN = re.compile(
    r"(?:pour|représentant)(?: la commune)?(?: d[eu]| d['’])? ?[A-ZÀ-Þ][\w'’-]*"
    r"(?: (?:[A-ZÀ-Þ][\w'’-]*|l[ea]s?|d[eu]s?|d['’]\w+|sur|sous|en|aux?|et|/))*"
)


def stands_for_town(remark: str) -> bool:
    """Do the words beside a name say which commune the delegate stands for ("M. X pour AZUR LE VIEUX")?"""
    return _FOR_TOWN.fullmatch(" ".join(remark.split())) is not None
