"""Folded text as the words and marks that phrases are made of.

In: folded text (`parser/folding.py`), and the text itself where capitals matter. Out: `Tokens`: words, marks that
break a phrase, and the offset of each. Blanks, one line break, hyphens, apostrophes and dotted leaders separate
words and are no tokens; an empty line is one, and no phrase crosses it. Offsets are those of the source; nothing is
rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left

# A word may carry its endings as forms print them: "présent(e)s", "élu.e.s", "élu·e·s". "º" is a letter for
# Unicode, but stands for "°" in "nº". Three letters before an inclusive point, so that "M.E." stays two initials.
_WORD = r"[^\W_º]+(?:(?:\([a-z]{1,2}\))+[a-z]*|(?<=[a-z]{3})[.·]e(?:[.·]?s)?(?![^\W_]))?"
_MARK = r"\n[ \t]*\n\s*|[^\w\s'\-….·*]|º|(?<!\.)\.(?!\.)"
_TOKEN = re.compile(f"{_WORD}|{_MARK}")
_PLAIN = re.compile(rf"[^\W_º]+|{_MARK}")
_ENDINGS = re.compile(r"[a-z](?:\([a-z]{1,2}\)|[.·]e)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_CUT = re.compile(r"-[ \t]*\n[ \t]*")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

END = "\n"
"""The token of an empty line, and of the end of the text: no phrase goes on after it."""


def _normal(token: str) -> str:
    if token[0] == "\n":
        return END
    if token == "º":
        return "°"
    if len(token) > 1 and not token.isalnum():
        return _NOT_LETTERS.sub("", token)
    return token


def words_of(folded: str) -> list[str]:
    """The tokens of a folded phrase, without offsets."""
    return [_normal(token) for token in _TOKEN.findall(folded)]


class Tokens:
    """The tokens of one folded text.

    `words[i]` is token i as phrases see it, at folded[starts[i]:ends(i)]. `cut` maps the index of a word that a
    line's end cuts ("delibe-" / "ration") to the whole word; it then stands for tokens i and i + 1. `words` ends
    with one `END` more.
    """

    __slots__ = ("_raw", "cut", "folded", "starts", "text", "words")

    def __init__(self, folded: str, text: str | None = None):
        self.folded = folded
        self.text = text
        endings = _ENDINGS.search(folded) is not None
        token = _TOKEN if endings else _PLAIN
        self._raw: list[str] = token.findall(folded)
        self.starts: list[int] = [match.start() for match in token.finditer(folded)]
        plain = not endings and "º" not in folded and not _EMPTY_LINE.search(folded)
        self.words: list[str] = list(self._raw) if plain else [_normal(token) for token in self._raw]
        self.words.append(END)
        self.cut: dict[int, str] = self._cuts() if "-" in folded and "\n" in folded else {}

    def _cuts(self) -> dict[int, str]:
        out: dict[int, str] = {}
        for match in _CUT.finditer(self.folded):
            index = bisect_left(self.starts, match.end())
            if (
                0 < index < len(self.starts)
                and self.starts[index] == match.end()
                and self.end(index - 1) == match.start()
            ):
                before, after = self.words[index - 1], self.words[index]
                if before[-1].isalpha() and after[0].isalpha():
                    out[index - 1] = before + after
        return out

    def __len__(self) -> int:
        return len(self.starts)

    def end(self, index: int) -> int:
        """The offset after token `index`."""
        return self.starts[index] + len(self._raw[index])

    def between(self, index: int) -> str:
        """What separates token `index` from the one before it."""
        return self.folded[self.end(index - 1) : self.starts[index]] if index else ""

    def capital(self, index: int) -> bool:
        """Does token `index` begin with a capital letter? False where the text itself was not given."""
        return self.text is not None and index < len(self.starts) and self.text[self.starts[index]].isupper()

    def at(self, offset: int) -> int:
        """The index of the first token that begins at `offset` or later."""
        return bisect_left(self.starts, offset)
