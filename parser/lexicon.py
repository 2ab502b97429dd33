"""The word lists of rules/lexicon.toml, folded, as sets.

In: the packaged file. Out: a `Lexicon`. It holds general French only; names of bodies and persons never stand in it.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from .folding import fold


class Lexicon(msgspec.Struct, frozen=True):
    """Folded words by use; see rules/lexicon.toml for what each list means."""

    civilities: dict[str, str]
    particles: frozenset[str]
    linking: frozenset[str]
    common: frozenset[str]
    proxy_words: frozenset[str]
    remarks: re.Pattern[str]
    arrives: re.Pattern[str]
    leaves: re.Pattern[str]
    whiles: re.Pattern[str]
    outsiders: re.Pattern[str]
    names_for_office: frozenset[str]
    none_words: frozenset[str]
    offices: frozenset[str]
    joining: frozenset[str]
    body_links: frozenset[str]
    no_body: frozenset[str]
    verbs: frozenset[str]
    infinitives: frozenset[str]
    participles: frozenset[str]
    soft: frozenset[str]
    bare: frozenset[str]
    narrates: frozenset[str]
    deciding: frozenset[str]
    also_nouns: frozenset[str]
    before_noun: frozenset[str]
    auxiliaries: frozenset[str]
    no_subject: frozenset[str]
    clauses: frozenset[str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged word lists, read once a process."""
    path = Path(__file__).parent.parent / "rules" / "lexicon.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))

    def words(table: str, key: str) -> frozenset[str]:
        return frozenset(fold(word) for word in data[table][key])

    def beginnings(key: str) -> re.Pattern[str]:
        """Any of these beginnings of words; a blank at the end asks for the whole word."""
        stems = [
            re.escape(fold(word).rstrip()) + (r"\b" if word.endswith(" ") else "") for word in data["attendance"][key]
        ]
        return re.compile(rf"\b(?:{'|'.join(stems)})")

    return Lexicon(
        civilities={fold(key): value for key, value in data["civility"].items()},
        particles=words("names", "particles"),
        linking=words("names", "linking"),
        common=words("names", "common"),
        proxy_words=words("proxies", "words"),
        remarks=beginnings("remarks"),
        arrives=beginnings("arrives"),
        leaves=beginnings("leaves"),
        whiles=beginnings("whiles"),
        outsiders=beginnings("outsiders"),
        names_for_office=words("attendance", "names_for_office"),
        none_words=words("names", "none"),
        offices=words("offices", "words"),
        joining=words("offices", "joining"),
        body_links=words("bodies", "links"),
        no_body=words("bodies", "never"),
        verbs=words("decisions", "verbs"),
        infinitives=words("decisions", "infinitives"),
        participles=words("decisions", "participles"),
        soft=words("decisions", "soft"),
        bare=words("decisions", "bare"),
        narrates=words("decisions", "narrates"),
        deciding=words("decisions", "deciding"),
        also_nouns=words("decisions", "also_nouns"),
        before_noun=words("decisions", "before_noun"),
        auxiliaries=words("decisions", "auxiliaries"),
        no_subject=words("decisions", "no_subject"),
        clauses=words("decisions", "clauses"),
    )
