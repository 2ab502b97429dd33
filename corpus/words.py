"""The words of the full-text index: what is put in, so that French readers find it.

In: texts as printed. Out: the same for the exact columns (œ as oe; the tokenizer does case and accents), and for the
shadow columns the stems of the words, so that plurals and inflections meet, and what is written in pieces as one word
(C.C.A.S., vidéo-surveillance, 750 000). Nothing here is shown to a reader: what is shown is the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

VERSION = "3"  # raise it when any function here gives other words: the index is then rebuilt

# Letters and digits are words apart: an article is printed L2121-29, L.2121-29, L. 2121-29; a road RD12, RD 12; the
# small figure of m² and m³ is a digit.
WORD = re.compile(r"[^\W\d_²³]+|\d+|[²³]")
# What is one word to some writers and several to others.
_PIECES = re.compile(
    r"""(?<![^\W_])(?:
        (?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])           # C.C.A.S.
      | [^\W\d_]++(?:[-‐‑][^\W\d_]++){1,3}(?![^\W_])    # vidéo-surveillance
      | \d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?!\d)         # 750 000
    )""",
    re.VERBOSE,
)
_SIGNS = re.compile(r"[^\w]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# Grammar, not subject: asked for, these words find everything; left out of the shadow columns, it is a third smaller.
_FUNCTION_WORDS = """
    a au aux avec ce ces cet cette d dans de des dont du elle en est et eux il ils je l la le les leur leurs lui m mais
    n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vos votre vous y
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_SAINTS = {"st": "saint", "ste": "sainte"}


class Indexed(NamedTuple):
    """One row of the full-text index, in the order of `schema.SEARCH_COLUMNS`."""

    title: str
    considerants: str
    dispositif: str
    heading: str
    title_stems: str
    text_stems: str


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as the index has them: composed (NFKC), œ and æ as two letters, the rest as it is."""
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).translate(_LIGATURES)))


def joined(text: str) -> Iterator[tuple[int, int, str]]:
    """What the text has in pieces and others write as one word: where it stands, and the word.

    >>> [word for _, _, word in joined("le C.C.A.S. verse 1 750 000 € au porte-à-porte")]
    ['CCAS', '1750000', 'porteàporte']
    """
    for found in _PIECES.finditer(text):
        yield found.start(), found.end(), _SIGNS.sub("", found[0])


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word as the tokenizer of the index sees it: lower case, no accents, œ as oe."""
    parts = unicodedata.normalize("NFKD", word.translate(_LIGATURES).lower())
    return "".join(char for char in parts if not unicodedata.combining(char))


@cache
def _stemmer() -> Callable[[str], str]:
    from Stemmer import Stemmer

    stem: Callable[[str], str] = Stemmer("french", 0).stemWord  # no cache of its own: threads may share it, and ours is
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
    if bare in _SAINTS:
        word = bare = _SAINTS[bare]
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
    texts = [text or "" for text in (title, considerants, dispositif, heading)]
    first, *rest = parts = [words_of(text) for text in texts]
    of_texts = (word for part in rest for word in part)
    shadows = stemmed((*first, *_pieces(texts[:1]))), stemmed((*of_texts, *_pieces(texts[1:])))
    return Indexed._make((*map(" ".join, parts), *shadows))


def _pieces(texts: list[str]) -> Iterable[str]:
    """What is joined in the texts, each once: behind the other words, so that those keep their distances."""
    return dict.fromkeys(word for text in texts for _, _, word in joined(text))


def index_version() -> str:
    """What decides the words of the index: this module and the stemmer."""
    from importlib.metadata import version

    return f"{VERSION}/PyStemmer {version('PyStemmer')}"
