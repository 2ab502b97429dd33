"""The verb that a decision opens with.

In: a place in the text. Out: the verb as folded ("approuve", "s'engage", "est d'avis"), or None. A participle is
none, nor is "dit" as in "le ruisseau dit de La Borde".
"""

from __future__ import annotations

import re

from ..lexicon import load_lexicon

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def verb_at(text: str, folded: str, at: int, end: int) -> str | None:
    """The decision verb at `at` ("approuve", "de fixer", "s'engage"), or None; a participle is none."""
    lexicon = load_lexicon()
    match = _WORD.match(folded, at, end)
    if match is None:
        return None
    word = match.group()
    verbs, infinitives = lexicon.verbs, lexicon.infinitives
    if word == "delibere" and not re.match(r" ?(?:qu|:)", folded[match.end() : match.end() + 3]):
        return None  # "Délibéré en comité secret"
    if (
        word == "dit"
        and text[at].islower()
        and not re.match(r" (?:que|qu'|y|n|ne)\b", folded[match.end() : match.end() + 5])
    ):
        return None  # "le ruisseau dit de La Borde"
    if word in verbs:
        return None if text[match.end() - 1] in "éÉ" and not text[at : match.end()].isupper() else word
    following = _WORD.match(folded, match.end() + 1, end)
    after = following.group() if following else ""
    if word in ("se", "s", "ne", "n", "en", "y") and (
        f"{word} {after}" in verbs or (word in ("ne", "en") and after in verbs)
    ):
        return f"{word} {after}"
    if word[:2] in ("n'", "s'") and (word in verbs or word[2:] in verbs):
        return word
    if word == "a" and after == "l'honneur":
        return "a l'honneur"
    if word == "a" and after in lexicon.participles:
        return f"a {after}"
    if word in ("de", "est") and (after in infinitives or after == "d'avis" or re.search(r"(?:er|ir|re)$", after)):
        return f"{word} {after}" if word == "est" and after == "d'avis" else after if word == "de" else None
    if word.startswith("d'") and (word[2:] in infinitives or re.search(r"(?:er|ir|re)$", word)):
        return word[2:]
    return word if word in infinitives else None
