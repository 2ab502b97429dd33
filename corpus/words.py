"""The words of the full-text index: what is put in, so that French readers find it.

In: texts as printed. Out: the same for the exact columns (œ as oe; the tokenizer does case and accents), and for the
shadow columns the stems of the words, so that plurals and inflections meet. Nothing here is shown to a reader: what is
shown is the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import NamedTuple

VERSION = "1"  # raise it when any function here gives other words: the index is then rebuilt

# An article of a code is printed L2121-29, L.2121-29, L. 2121-29: its letter is a word.
WORD = re.compile(r"\b[LRDA](?=\d{3})|[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# Grammar, not subject: asked for, these words find everything; left out of the shadow columns, it is a third smaller.
_FUNCTION_WORDS = """
    a au aux avec ce ces cet cette d dans de des dont du elle en est et eux il ils je l la le les leur leurs lui m mais
    n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vos votre vous y
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


class Indexed(NamedTuple):
    """One row of the full-text index, in the order of `schema.SEARCH_COLUMNS`."""

    title: str
    considerants: str
    dispositif: str
    heading: str
    title_stems: str
    text_stems: str


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as the index has them: composed (NFC), œ and æ as two letters, the rest as it is."""
    return tuple(WORD.findall(unicodedata.normalize("NFC", text).translate(_LIGATURES)))


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word as the tokenizer of the index sees it: lower case, no accents, œ as oe."""
    parts = unicodedata.normalize("NFKD", word.translate(_LIGATURES).lower())
    return "".join(char for char in parts if not unicodedata.combining(char))


@cache
def _stemmer() -> Callable[[str], str]:
    from snowballstemmer.french_stemmer import FrenchStemmer  # the pure Python one, the same on every machine

    stem: Callable[[str], str] = FrenchStemmer().stemWord  # type: ignore[no-untyped-call]
    return stem


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a word, without accents: of the word as written and, where it differs, of the word without accents.

    Both, because acts are printed with and without accents (APPROUVEE, approuvée) and the stemmer needs them to see an
    inflection. Function words have none.
    """
    bare = plain(word)
    if bare in FUNCTION_WORDS:
        return ()
    if not bare.isalpha():
        return (bare,)
    stem = _stemmer()
    written, folded = plain(stem(word.translate(_LIGATURES).lower())), stem(bare)
    return (written,) if written == folded else (written, folded)


def stemmed(words: Iterable[str]) -> str:
    """The stems of words, in their order, separated by spaces."""
    return " ".join(stem for word in words for stem in stems(word))


def index_row(title: str | None, considerants: str | None, dispositif: str | None, heading: str) -> Indexed:
    """What the index holds of one act. The same texts must give the same row: taking a row out needs it again.

    The texts are cut into words here, as queries are, not by the tokenizer of SQLite, whose Unicode is older.
    """
    first, *rest = parts = [words_of(text or "") for text in (title, considerants, dispositif, heading)]
    stems_of_texts = stemmed(word for part in rest for word in part)
    return Indexed._make((*map(" ".join, parts), stemmed(first), stems_of_texts))


def index_version() -> str:
    """What decides the words of the index: this module and the stemmer."""
    from importlib.metadata import version

    return f"{VERSION}/snowballstemmer {version('snowballstemmer')}"
