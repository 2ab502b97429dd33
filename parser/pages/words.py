"""The words of a PDF page, as PDFium sees them.

In: a text page (a handle of PDFium) and the geometry of its page. Out: `Print`s, words with what is known of the ink
they were printed with, in the order of the content stream. A word is a run without white space; a hyphen that PDFium
joined across a line's end is printed again, and both halves stand where they were printed. Characters that have no
Unicode are counted, not guessed.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from math import atan2, hypot, pi
from typing import NamedTuple

from .geometry import Geometry
from .pdfium import pdfium
from .source import Word

_RUN = re.compile(r"\S+")
_HYPHEN = re.compile("[￾\x02\xad]")  # what PDFium writes for a hyphen at the end of a line, now and in older releases
# Nothing is printed for these: controls, zero-width marks, direction marks, byte order marks.
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|gras|[-,]bd\b|bdmt|\bbd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obliq|kursiv", re.IGNORECASE)
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6  # PDF 32000-1, table 123
_INVISIBLE = (3, 7)  # text rendering modes that paint nothing (table 106)
_FILL_STROKE = 2
_LONGEST_NAME = 256  # bytes; names of fonts are no longer than 127 (PDF 32000-1, annex C)
_FAKE_BOLD = 0.015  # a stroke of this share of the size around filled letters thickens them
_RAISED = 0.15  # a raised or lowered letter is smaller by this share at least
_TOUCHING = (-0.1, 0.06)  # ems between two words that have no white between them


class Ink(NamedTuple):
    """How the words of one text object are printed: size in points as displayed, weight, slant, whether it shows, and
    the quarter turns clockwise that set it upright, counted from the unturned page.
    """

    size: float
    bold: bool
    italic: bool
    visible: bool
    font: str
    turns: int = 0


class Print(NamedTuple):
    """A word and its ink; `handle` is the text object it came from (0: none)."""

    word: Word
    ink: Ink
    handle: int


NO_INK = Ink(0.0, False, False, True, "")


class Prints(NamedTuple):
    """All words of one text page; `characters` counts all its characters, `unmapped` those without a Unicode value."""

    words: list[Print]
    characters: int = 0
    unmapped: int = 0


class TextPage:
    """Reads one text page. The buffers are made once for a page, not once for a word."""

    def __init__(self, handle: int, geometry: Geometry):
        lib = pdfium()
        self._handle = handle
        self._lib = lib
        self._rect = (ctypes.c_float * 4)()
        self._box = geometry.single_box
        self._page = ctypes.c_void_p(handle)
        self._loose_box = lib.bare("FPDFText_GetLooseCharBox")
        self._text_object = lib.bare("FPDFText_GetTextObject")
        self._matrix = (ctypes.c_float * 6)()
        self._inks: dict[int, Ink] = {}
        self._faces: dict[int, tuple[str, bool, bool]] = {}
        self._words: list[Print] = []
        self._mapped = False

    def read(self) -> Prints:
        """The words of the page."""
        count = max(0, self._lib.FPDFText_CountChars(self._handle))
        text = self._text(count) if count else ""
        self._mapped = len(text) != count
        last = 0
        words, add, put, touch = self._words, self._add, self._put, self._touch
        for run in _RUN.finditer(text):
            start, end = run.span()
            word = run.group()
            if word.isascii() and word.isprintable():
                put(word, start, end - 1)
            else:
                add(word, start)
            if start - last <= 2 and len(words) > 1:
                touch(start)
            last = end
        return Prints(words, count, max(0, count - len(text)))

    def _text(self, count: int) -> str:
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self._lib.FPDFText_GetText(self._handle, 0, count, buffer)
        return bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")

    def _index(self, at: int) -> int:
        """The place among the page's characters of the one at `at` in its text."""
        return int(self._lib.FPDFText_GetCharIndexFromTextIndex(self._handle, at)) if self._mapped else at

    def _add(self, text: str, start: int) -> None:
        """Append the word at `start`; in two where a hyphen was joined across the end of a line."""
        found = _HYPHEN.search(text, 1)
        if found is None:
            self._put(_printed(text), start, start + len(text) - 1)
            return
        middle = found.end()
        self._put(_printed(text[: middle - 1] + "-"), start, start + middle - 1)
        if middle < len(text):
            before = len(self._words)
            self._add(text[middle:], start + middle)
            if before and len(self._words) > before:
                self._join(before)

    def _join(self, at: int) -> None:
        """Tell a hyphen at the end of a line from one that PDFium took for it, in the middle of a line."""
        one, two = self._words[at - 1].word, self._words[at].word
        common = min(one.bottom, two.bottom) - max(one.top, two.top)
        if common > 0.5 * min(one.bottom - one.top, two.bottom - two.top) and -one.size < two.x0 - one.x1 < one.size:
            self._merge(at)
        else:
            self._words[at - 1] = self._words[at - 1]._replace(word=_joined(one))

    def _touch(self, start: int) -> None:
        """Put a word to the one before where PDFium, not the page, put a space between them ("1" and a raised "er")."""
        one, two = self._words[-2].word, self._words[-1].word
        size = one.size
        gap = two.x0 - one.x1
        if (
            _TOUCHING[0] * size < gap < _TOUCHING[1] * size
            and abs(two.size - size) > _RAISED * size
            and two.top < one.bottom
            and one.top < two.bottom
            and self._words[-1].ink.visible
            and self._lib.FPDFText_IsGenerated(self._handle, self._index(start - 1)) == 1
        ):
            self._merge(len(self._words) - 1)

    def _merge(self, at: int) -> None:
        """Make one word of the word at `at` and the one before."""
        before = self._words[at - 1]
        one, two = before.word, self._words[at].word
        box = (min(one.x0, two.x0), min(one.top, two.top), max(one.x1, two.x1), max(one.bottom, two.bottom))
        word = Word(one.text + two.text, *box, one.size, one.bold, one.italic, joined=two.joined)
        self._words[at - 1 : at + 1] = [before._replace(word=word)]

    def _put(self, text: str, first: int, last: int) -> None:
        """Append the word `text`, its characters those from `first` to `last`; nothing where nothing is printed."""
        if not text:
            return
        if self._mapped:
            first, last = self._index(first), self._index(last)
        page, rect, loose_box = self._page, self._rect, self._loose_box
        loose_box(page, first, rect)
        x0, top, x1, bottom = rect[:]
        if len(text) > 1:
            loose_box(page, last, rect)
            ex0, etop, ex1, ebottom = rect[:]
            if ex0 < x0:
                x0 = ex0
            if ex1 > x1:
                x1 = ex1
            if etop > top:
                top = etop
            if ebottom < bottom:
                bottom = ebottom
        handle = self._text_object(page, first) or 0
        ink = self._inks.get(handle)
        if ink is None:
            ink = self._inks[handle] = self._ink(handle, first)
        x0, top, x1, bottom = self._box(x0, bottom, x1, top)
        word = Word(text, x0, top, x1, bottom, ink.size, ink.bold, ink.italic)
        self._words.append(Print(word, ink, handle))

    def _ink(self, handle: int, index: int) -> Ink:
        lib = self._lib
        matrix = self._matrix
        scale, turns = 1.0, 0
        if lib.FPDFText_GetMatrix(self._handle, index, matrix):
            scale = hypot(matrix[2], matrix[3])
            turns = round(atan2(matrix[1], matrix[0]) / (pi / 2)) % 4
        size = float(lib.FPDFText_GetFontSize(self._handle, index)) * scale
        face = lib.FPDFTextObj_GetFont(handle) or 0 if handle else 0
        font = self._faces.get(face)
        if font is None:
            font = self._font(index)
            if face:
                self._faces[face] = font
        name, bold, italic = font
        mode = lib.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
        if not bold and mode == _FILL_STROKE and size > 0:
            width = ctypes.c_float()
            if lib.FPDFPageObj_GetStrokeWidth(handle, ctypes.byref(width)):
                bold = width.value * scale >= _FAKE_BOLD * size
        return Ink(round(size, 2), bold, italic, mode not in _INVISIBLE, name, turns)

    def _font(self, index: int) -> tuple[str, bool, bool]:
        """The name of a character's font, and whether it is bold and italic."""
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        flags = ctypes.c_int()
        length = self._lib.FPDFText_GetFontInfo(self._handle, index, name, _LONGEST_NAME, ctypes.byref(flags))
        font = name.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""
        return font, is_bold(font) or bool(flags.value & _FORCE_BOLD), is_italic(font) or bool(flags.value & _ITALIC)


def is_bold(font: str) -> bool:
    """What the name of a font says of its weight."""
    return _BOLD_NAME.search(font) is not None


def is_italic(font: str) -> bool:
    """What the name of a font says of its slant."""
    return _ITALIC_NAME.search(font) is not None


def _joined(word: Word) -> Word:
    return Word(word.text, word.x0, word.top, word.x1, word.bottom, word.size, word.bold, word.italic, joined=True)


def _printed(text: str) -> str:
    """What is printed of a run of characters: composed letters, no marks without a shape."""
    if text.isascii():
        return text if text.isprintable() else _UNPRINTED.sub("", text)
    text = unicodedata.normalize("NFC", _UNPRINTED.sub("", text))
    return text if text.isprintable() else _whole(text)


def _whole(text: str) -> str:
    """Pairs of surrogates put together, lone ones dropped: they are no characters."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
