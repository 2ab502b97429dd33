"""What annotations and form fields print on a page: transmission stamps are often annotations.

In: the bytes of a PDF. Out, for a page: the words that its annotations show (origin "annotation") and that its form
fields show (origin "field"), with their boxes, and how many annotations show an image without words. PDFium's text
page knows only the page's own content, so a second copy of the document is opened, the page is emptied, its
annotations are pressed into it, and what then stands there is read. Hidden annotations, links and the bubbles of
comments are not printed and not read.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..record import Box
from .geometry import Geometry
from .pdfium import form_fill_info, pdfium
from .source import Word
from .words import NO_INK, Print, TextPage

_TEXT, _LINK, _FREE_TEXT, _STAMP, _POPUP, _WIDGET = 1, 2, 3, 13, 16, 20
_UNPRINTED = frozenset((_TEXT, _LINK, _POPUP))
_HIDDEN = 1 << 1 | 1 << 5  # PDF 32000-1, table 165: Hidden, NoView
_FLATTENED = 1  # FLATTEN_SUCCESS
_MOST = 5_000
"""Annotations of one page that are looked at."""


class Note(NamedTuple):
    """A visible annotation: its subtype (PDFium's number), its box, and its text where nothing draws it."""

    kind: int
    box: Box
    contents: str


class Noted(NamedTuple):
    """The words that annotations and fields print, and the boxes of those that print something else (an image)."""

    words: list[Print]
    images: tuple[Box, ...] = ()


class Annotations:
    """The second copy of a document, opened when the first page with annotations is met."""

    def __init__(self, data: bytes):
        self._data = data
        self._document = 0
        self._forms = 0
        self._info: object = None  # PDFium keeps a pointer to it

    def close(self) -> None:
        """Give the copy back."""
        lib = pdfium()
        if self._forms:
            lib.FPDFDOC_ExitFormFillEnvironment(self._forms)
        if self._document:
            lib.FPDF_CloseDocument(self._document)
        self._forms = self._document = 0
        self._info = None

    def read(self, page: int, index: int, geometry: Geometry) -> Noted:
        """The printed annotations of a loaded page; `index` is its place in the document, from 0."""
        notes = _notes(page, geometry)
        if not notes or not self._open():
            return Noted([])
        prints = self._pressed(index, geometry, any(note.kind == _WIDGET for note in notes))
        words: list[Print] = []
        filled: set[int] = set()
        for item in prints:
            place = _holder(item.word, notes)
            if place is not None:
                filled.add(place)
            is_field = place is not None and notes[place].kind == _WIDGET
            words.append(
                item._replace(word=msgspec.structs.replace(item.word, origin="field" if is_field else "annotation"))
            )
        empty = [note for place, note in enumerate(notes) if place not in filled]
        for note in empty:
            if note.kind == _FREE_TEXT and note.contents:
                words.extend(_set(note.contents, note.box))
        return Noted(words, tuple(note.box for note in empty if note.kind == _STAMP))

    def _open(self) -> bool:
        lib = pdfium()
        if not self._document:
            self._document = lib.FPDF_LoadMemDocument64(self._data, len(self._data), None) or 0
        return bool(self._document)

    def _form(self) -> int:
        """The form environment: with it PDFium draws the fields that bring no drawing of their own."""
        if not self._forms:
            info = form_fill_info()
            self._info = info
            self._forms = pdfium().FPDFDOC_InitFormFillEnvironment(self._document, ctypes.byref(info)) or 0
        return self._forms

    def _pressed(self, index: int, geometry: Geometry, fields: bool) -> list[Print]:
        lib = pdfium()
        forms = self._form() if fields else 0
        page = lib.FPDF_LoadPage(self._document, index)
        if not page:
            return []
        try:
            if forms:
                lib.FORM_OnAfterLoadPage(page, forms)
            for at in range(lib.FPDFPage_CountObjects(page) - 1, -1, -1):
                item = lib.FPDFPage_GetObject(page, at)
                if lib.FPDFPage_RemoveObject(page, item):
                    lib.FPDFPageObj_Destroy(item)
            lib.FPDFPage_GenerateContent(page)
            done = lib.FPDFPage_Flatten(page, 0) == _FLATTENED
            if forms:
                lib.FORM_OnBeforeClosePage(page, forms)
        finally:
            lib.FPDF_ClosePage(page)
        if not done:
            return []
        page = lib.FPDF_LoadPage(self._document, index)
        if not page:
            return []
        try:
            text = lib.FPDFText_LoadPage(page)
            if not text:
                return []
            try:
                return TextPage(text, geometry).read().words
            finally:
                lib.FPDFText_ClosePage(text)
        finally:
            lib.FPDF_ClosePage(page)


def _notes(page: int, geometry: Geometry) -> list[Note]:
    lib = pdfium()
    notes: list[Note] = []
    rect = (ctypes.c_float * 4)()
    for at in range(min(_MOST, lib.FPDFPage_GetAnnotCount(page))):
        handle = lib.FPDFPage_GetAnnot(page, at)
        if not handle:
            continue
        try:
            kind = lib.FPDFAnnot_GetSubtype(handle)
            if kind in _UNPRINTED or lib.FPDFAnnot_GetFlags(handle) & _HIDDEN:
                continue
            if lib.FPDFAnnot_GetRect(handle, rect):
                left, top, right, bottom = rect
                contents = _string(handle, b"Contents") if kind == _FREE_TEXT else ""
                notes.append(Note(kind, geometry.box(left, bottom, right, top), contents))
        finally:
            lib.FPDFPage_CloseAnnot(handle)
    return notes


def _string(handle: int, key: bytes) -> str:
    lib = pdfium()
    size = lib.FPDFAnnot_GetStringValue(handle, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    lib.FPDFAnnot_GetStringValue(handle, key, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _holder(word: Word, notes: Sequence[Note]) -> int | None:
    """The index of the smallest annotation that holds the middle of the word."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    best: int | None = None
    least = 0.0
    for place, note in enumerate(notes):
        x0, top, x1, bottom = note.box
        if x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1:
            area = (x1 - x0) * (bottom - top)
            if best is None or area < least:
                best, least = place, area
    return best


def _set(text: str, box: Box) -> list[Print]:
    """The words of an annotation that nothing draws, set into its box line by line."""
    x0, top, x1, bottom = box
    lines = [line.split() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    pitch = (bottom - top) / max(1, len(lines))
    longest = max((len(" ".join(line)) for line in lines), default=1)
    advance = min(0.5 * pitch, (x1 - x0) / max(1, longest))
    found: list[Print] = []
    for row, line in enumerate(lines):
        left = x0
        for word in line:
            right = left + len(word) * advance
            high = top + row * pitch
            made = Word(
                word, round(left, 2), round(high, 2), round(right, 2), round(high + pitch, 2), round(0.8 * pitch, 2),
                origin="annotation",
            )  # fmt: skip
            found.append(Print(made, NO_INK, 0))
            left = right + advance
    return found
