"""The rules of rules/privacy.toml, compiled.

In: the packaged file. Out: `Privacy`: for each rule what it finds in folded text (see `parser.folding`), and the words
by which persons, things and professionals are told apart. Nothing is searched here; that is `privacy.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...parser.folding import fold
from ...parser.lexicon import load_lexicon

RULES = Path(__file__).parents[2] / "rules" / "privacy.toml"
WORDS = RULES.with_name("french-words.txt")
_WORDS = r"(?:(?:[\w'-]+|\d[\d.]*|€|%)[\s,]+){0,6}?"  # what "…" inside a phrase stands for


class Rule(NamedTuple):
    """One rule. `finds` are the patterns of its phrases, each with letters that a text must hold to be searched for it,
    or its regex; `unless` is what only looks like one.
    """

    id: str
    about: str
    law: str
    hides: str
    years: int
    online: bool
    bare: bool
    beside: bool
    everybody: bool
    finds: tuple[tuple[str, re.Pattern[str]], ...]
    unless: re.Pattern[str] | None
    examples: tuple[dict[str, Any], ...]


class Privacy(NamedTuple):
    """All rules, and the patterns by which names are read. `before` is on the text itself, the rest on folded text."""

    rules: tuple[Rule, ...]
    named: re.Pattern[str]
    bare: re.Pattern[str]
    civilities: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]
    minors: frozenset[str]
    between: frozenset[str]
    things: frozenset[str]
    public_before: re.Pattern[str]
    public_after: re.Pattern[str]
    services: re.Pattern[str]
    address: re.Pattern[str]
    offices: frozenset[str]


_OF_WHAT = r"\s+(?:de|du|des|d'|de l'|de la)\s*[\w'-]+(?:\s+[\w'-]+)?"  # "président de l'amicale"
_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
_PARTICLE = r"(?:(?:de|du|des|d|la|le|van|von|da|dos|el|ben|épouse|ép\.|veuve|née|dit|dite)\s+|d['’]|l['’])"
_INITIALS = rf"(?:[{_CAPITAL}]\.-?)"
_WORD = rf"(?:{_INITIALS}*[{_CAPITAL}](?:['’][{_CAPITAL}])?[{_LETTER}]*(?:['’-]{{1,2}}[{_LETTER}]+)*|{_INITIALS}+)"
_NAME = rf"(?:{_PARTICLE}){{0,2}}{_WORD}(?:[ \t\n-]{{1,2}}(?:{_PARTICLE}){{0,2}}{_WORD}){{0,4}}"
_UPPER = rf"[{_CAPITAL}]{{2,}}(?:['’ -]{{1,2}}[{_CAPITAL}]{{2,}}){{0,2}}"
_TITLE = rf"[{_CAPITAL}][a-zà-öø-ÿœ]+(?:-[{_CAPITAL}][a-zà-öø-ÿœ]+)?"
_BARE = rf"(?<![\w'’-])(?:{_UPPER}\s+{_TITLE}|(?:{_TITLE}(?:,\s+|,?\s+et\s+)){{0,4}}{_TITLE}\s+{_UPPER})(?![\w'’-])"


@lru_cache(maxsize=1)
def load_privacy() -> Privacy:
    """The packaged rules, read once a process."""
    data = tomllib.loads(RULES.read_text("utf-8"))
    said = data["persons"]
    lexicon = load_lexicon()
    civilities = sorted({*lexicon.civilities, *map(fold, said["before"])}, key=len, reverse=True)
    cue = "|".join(re.escape(word) for word in civilities)
    between = sorted(map(fold, said["between"]), key=len, reverse=True)
    more = "|".join(re.escape(word) for word in between)
    lead = rf"(?<![\w/-])(?P<cue>{cue})(?![\w-])(?:\s*(?:\(?e?s?\)|[,:])?\s*(?:(?:{more}|{cue})(?![\w-])\.?['\s]\s*)*)"
    return Privacy(
        rules=tuple(_rule(one) for one in data["hide"]),
        named=re.compile(lead),
        bare=re.compile(_BARE),
        civilities=frozenset(lexicon.civilities),
        given=frozenset(map(fold, said["given"])),
        common=frozenset(fold(line) for line in WORDS.read_text("utf-8").split("\n") if not line.startswith("#")),
        minors=frozenset(map(fold, said["minors"])),
        between=frozenset(between),
        things=frozenset(map(fold, said["things"])),
        public_before=re.compile(rf"\b(?:{_any(said['public_before'])})(?:{_OF_WHAT})?(?:\s+est)?[\s,:.]*$"),
        public_after=re.compile(rf"^[\s,(]*(?:\w+\s+){{0,1}}?(?:{_any(said['public_after'])})\b"),
        services=re.compile(_any(said["services"])),
        address=_address(rf"\b(?:{_any(said['streets'])})\b"),
        offices=lexicon.offices | lexicon.common,
    )


NAME = re.compile(_NAME)


def _address(streets: str) -> re.Pattern[str]:
    """A number and a street, up to a postcode, a sign, a sum, or a word that goes on with the sentence."""
    return re.compile(
        rf"(?:(?:n°\s*)?\d{{1,4}}(?:\s?(?:bis|ter|quater|[a-d])\b)?,?\s+)?(?:{streets})\.?[^;:()\n]*?"
        rf"(?=,?\s+\d{{5}}\b|[;:()\n]|\.\s|\.$|$|,(?!\s*(?:{streets}))|\s+\d[\d .]*(?:,\d\d)?\s*€|\s+\d+\.\d{{3}},\d\d"
        r"|\s+(?:et\s+(?:m|mme|monsieur|madame|a|au)\b|est|propose|sollicit|demande|au prix|pour|qui|dont|ont|a\b"
        r"|depense|batiment))"
        r'|"[^"]{2,40}"'  # a house that has a name
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, fold(word).split())) for word in sorted(words, key=len, reverse=True))


def _rule(entry: dict[str, Any]) -> Rule:
    if "regex" in entry:
        finds = [(entry.get("holds", ""), re.compile(entry["regex"]))]
    elif entry["hides"] == "facts":
        finds = [(_letters(phrase), re.compile(_fact(phrase))) for phrase in entry["phrases"]]
    else:
        finds = [(_letters(phrase), re.compile(phrase_pattern(phrase))) for phrase in entry["phrases"]]
    unless = [phrase_pattern(one) for one in entry.get("unless", ())]
    return Rule(
        id=entry["id"],
        about=entry["about"],
        law=entry["law"],
        hides=entry["hides"],
        years=entry["years"],
        online=entry.get("online", False),
        bare=entry.get("bare", False),
        beside=entry.get("beside", False),
        everybody=entry.get("everybody", False),
        finds=tuple(finds),
        unless=re.compile("|".join(unless)) if unless else None,
        examples=tuple(entry.get("example", ())),
    )


def _letters(phrase: str) -> str:
    """Letters that every text with the phrase holds: its longest piece outside choices; "" where all of it is one."""
    certain = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", fold(phrase))
    return max(re.findall(r"[a-z]+", certain), key=len, default="")


def phrase_pattern(phrase: str) -> str:
    """A phrase as a regular expression on folded text: [a|b], (may be missing), word*, … (up to six words).

    >>> bool(re.search(phrase_pattern("remise* gracieuse*"), "les remises gracieuses"))
    True
    """
    return rf"(?<![\w-]){_words(fold(phrase))}"


def _fact(phrase: str) -> str:
    """A phrase whose last piece, or the whole of it, is a fact to hide."""
    text = fold(phrase)
    if not text.endswith("…"):
        return rf"(?<![\w-])(?:{_words(text)})"
    rest = r"[\s]*(?:[\w'-]+(?:\s+(?!et\b|est\b|a\b|demand|sollicit|depuis\b|qui\b|dont\b|pour\b)[\w'-]+){0,4})"
    return rf"(?<![\w-]){_words(text.removesuffix('…').strip())}{rest}"


def _words(text: str) -> str:
    """The body of a phrase, choices and options unfolded."""
    made = ""
    at = 0
    for found in re.finditer(r"\[([^\]]*)\]|\(([^)]*)\)|…|\*|'|\s+|[^\[\]()…*'\s]+", text):
        piece = found[0]
        choice = found[1] if found[1] is not None else found[2]
        if choice is not None:
            made += "(?:" + "|".join(_words(one) if one.strip() else r"\s" for one in choice.split("|")) + ")"
            made += "?" if found[1] is None else ""
        elif piece == "…":
            made += _WORDS
        elif piece == "*":
            made += r"\w*"
        elif piece == "'":
            made += r"'\s*"
        elif piece.isspace():
            made += r"[\s,-]*"
        else:
            made += re.escape(piece)
            # a word ends where it ends, unless a star says otherwise
            following = text[found.end() : found.end() + 1]
            made += "" if following in ("*", "'", "[") or not piece[-1].isalnum() else r"(?![\w])"
        at = found.end()
    assert at == len(text), text
    return made
