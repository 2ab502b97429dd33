"""Names of bodies and persons in rules, where none may stand.

In: a rule, and the general words of French that the rules use. Out: a code and a message for each name that seems
to stand in a phrase. Rules outside overlays serve every body; a name in them would be a hard-coded result.

How it is told: case does not count in phrases, so a general word can always be written in lower case; a capital
inside a phrase is therefore a name unless the word is general French (it stands in lower case in some phrase, or in
the word lists) or an acronym. A name written in lower case is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..folding import fold
from ..lexicon import load_lexicon
from .bricks import civilities
from .model import Rule

_BRICK = re.compile(r"<[a-z]+>")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_ACRONYM = 5
_STARTS = frozenset(".:!?/")


def general_words(rules: Iterable[Rule]) -> frozenset[str]:
    """Folded words that are no names: those of the word lists, and those that some phrase writes in lower case."""
    lexicon = load_lexicon()
    listed = lexicon.offices | lexicon.joining | lexicon.verbs | lexicon.infinitives | lexicon.particles | civilities()
    used = {
        fold(word)
        for rule in rules
        if not rule.origin.startswith("siren:")
        for phrase in rule.phrases
        for word in _WORD.findall(_BRICK.sub(" ", phrase))
        if word.islower()
    }
    return frozenset(listed | used)


def names_in(rule: Rule, general: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Codes ("names-person", "names-body", "capital") and messages for the phrases of one rule."""
    for phrase in rule.phrases:
        plain = _BRICK.sub(lambda match: " " * len(match.group()), phrase)
        previous: list[str] = []
        for match in _WORD.finditer(plain):
            word, folded = match.group(), fold(match.group())
            if word[0].isupper() and folded not in general and not _acronym(word):
                told = _judge(phrase, plain, match.start(), word, previous)
                if told is not None:
                    yield told
            previous.append(folded)


def _acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ACRONYM


def _judge(phrase: str, plain: str, at: int, word: str, previous: list[str]) -> tuple[str, str] | None:
    if previous and previous[-1] in civilities():
        return (
            "names-person",
            f'"{phrase}" seems to name a person ("{word}"); write <person>, or put the rule in an overlay',
        )
    lead = previous[-3:]
    if any(noun in lead for noun in _BODIES) and previous[-1] in ("de", "d", "du", "des", "la", "le", "les", "l"):
        return "names-body", f'"{phrase}" seems to name a body ("{word}"); write <body>, or put the rule in an overlay'
    before = plain[:at].rstrip(" ([|\"«'")
    if not before or before[-1] in _STARTS:
        return None  # the capital of a sentence's first word
    remedy = "write it in lower case (case does not count); a name belongs in an overlay"
    return "capital", f'"{word}" in "{phrase}" has a capital: {remedy}'


_BODIES = frozenset(
    [
        "commune",
        "ville",
        "mairie",
        "communaute",
        "communes",
        "metropole",
        "syndicat",
        "departement",
        "region",
        "agglomeration",
    ]
)
