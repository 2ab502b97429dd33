"""A PDF, page by page.

In: the bytes of a PDF. Out: its pages. Each page is closed as soon as it is read. A page that cannot be read comes out
without words and says so in its reasons: one broken page does not lose the others.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from math import isfinite
from types import TracebackType

from ...errors import DamagedFile, DelibError, EncryptedFile, TooLarge
from .annotations import Annotations, Noted
from .drawing import read_drawing
from .fallback import Fallback
from .geometry import Geometry
from .images import has_ink
from .kinds import classify
from .legible import cut_in_letters, illegible
from .pdfium import pdfium
from .repairs import hyphenated, repaired
from .source import Page, Word
from .tables import find_tables
from .words import Print, Prints, TextPage

MOST_PAGES = 20_000
"""PDFs with more pages are refused."""

MOST_POINTS = 14_400
"""The longest side of a page (200 inches: PDF 32000-1, annex C). Larger pages are read, and marked."""

_LEAST_WORDS = 10  # fewer words are a note in the margin: they do not say how a page is held
_NEARLY_ALL = 0.9
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


def pages(data: bytes, name: str, only: tuple[int, int] | None = None) -> tuple[Page, ...]:
    """The pages of the PDF in `data`, or those from the first to the last of `only`; `name` is for the messages.

    Errors: `DamagedFile`, `EncryptedFile`, `TooLarge`. A file whose user password is empty opens.
    """
    with _Document(data, name) as document:
        first, last = only or (1, document.count)
        return tuple([document.page(number) for number in range(max(1, first), min(last, document.count) + 1)])


def count(data: bytes, name: str) -> int:
    """How many pages the PDF has. Errors: those of `pages`."""
    with _Document(data, name) as document:
        return document.count


class _Document:
    """An open PDF; the second opinions are opened when a page asks for them."""

    def __init__(self, data: bytes, name: str):
        self._lib = pdfium()
        self._handle = self._lib.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
            raise _refusal(self._lib.FPDF_GetLastError(), name)
        self._notes = Annotations(data)
        self._second = Fallback(data)
        self.count: int = self._lib.FPDF_GetPageCount(self._handle)
        error: DelibError | None = None
        if self.count > MOST_PAGES:
            error = TooLarge(f"{self.count:,} pages, the limit is {MOST_PAGES:,}.", file=name)
        elif self.count < 1:
            error = DamagedFile("The PDF has no pages.", file=name)
        if error is not None:
            self._lib.FPDF_CloseDocument(self._handle)
            raise error

    def __enter__(self) -> _Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._notes.close()
        self._second.close()
        self._lib.FPDF_CloseDocument(self._handle)

    def page(self, number: int) -> Page:
        """The page of this number (from 1)."""
        handle = self._lib.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            return _broken(number, "PDFium cannot load it")
        try:
            return self._read(handle, number)
        except (ArithmeticError, ValueError) as error:  # sizes and places that are no numbers
            return _broken(number, f"its geometry is broken ({error})")
        finally:
            self._lib.FPDF_ClosePage(handle)

    def _read(self, handle: int, number: int) -> Page:
        geometry = self._geometry(handle)
        reasons: list[str] = []
        prints = self._prints(handle, number, geometry, reasons)
        turns = _upright(prints.words, geometry.turns)
        if turns != geometry.turns:
            # PDFium sets lines in order as the page is displayed: sideways, it takes them for one line
            self._lib.FPDFPage_SetRotation(handle, turns)
            geometry = geometry._replace(turns=turns)
            prints = self._prints(handle, number, geometry, reasons)
            reasons.append(f"page {number}: turned to {turns * 90} degrees, its text runs sideways")
        prints, doubt = self._legible(prints, number, geometry, reasons)
        drawing = read_drawing(handle, geometry)
        noted = Noted([])
        if self._lib.FPDFPage_GetAnnotCount(handle) > 0:
            noted = self._notes.read(handle, number - 1, geometry)
        words = repaired(_placed([*prints.words, *noted.words]))
        if self._is_cropped(handle, geometry):
            seen = [item for item in words if _shows(item.word, geometry)]
            if len(seen) < len(words):
                reasons.append(f"{len(words) - len(seen)} words outside the page's CropBox left out")
                words = seen
        nameless = not words and bool(drawing.texts) and has_ink(handle, geometry)
        verdict = classify(words, drawing, geometry, doubt=doubt, marks=len(noted.images), nameless=nameless)
        tables, why = find_tables(drawing.strokes)
        reasons[:0] = verdict.reasons
        reasons.extend(drawing.reasons)
        if why:
            reasons.append(why)
        if max(geometry.width, geometry.height) > MOST_POINTS:
            reasons.append(
                f"page {number}: {geometry.width:.0f} × {geometry.height:.0f} points, more than {MOST_POINTS:,}"
            )
        return Page(
            number,
            geometry.width,
            geometry.height,
            tuple(hyphenated([item.word for item in words])),
            verdict.kind,
            tuple(reasons),
            drawing.cover(geometry.width, geometry.height),
            geometry.turns * 90,
            tables,
            drawing.strokes,
        )

    def _geometry(self, handle: int) -> Geometry:
        rect = (ctypes.c_float * 4)()
        self._lib.FPDF_GetPageBoundingBox(handle, rect)
        left, top, right, bottom = rect
        return Geometry(left, bottom, right, top, self._lib.FPDFPage_GetRotation(handle) % 4)

    def _is_cropped(self, handle: int, geometry: Geometry) -> bool:
        """True when the page shows only a part of its medium: what lies beside it is another page's, or a printer's."""
        edges = [ctypes.c_float() for _ in range(4)]
        if not self._lib.FPDFPage_GetMediaBox(handle, *[ctypes.byref(edge) for edge in edges]):
            return False
        left, bottom, right, top = [edge.value for edge in edges]
        across = abs(right - left) - (geometry.right - geometry.left)
        down = abs(top - bottom) - (geometry.top - geometry.bottom)
        return max(across, down) > 1.0

    def _prints(self, handle: int, number: int, geometry: Geometry, reasons: list[str]) -> Prints:
        """The words of the page's own content."""
        text = self._lib.FPDFText_LoadPage(handle)
        if not text:
            reasons.append(f"page {number}: PDFium cannot read its text")
            return Prints([])
        try:
            return TextPage(text, geometry).read()
        finally:
            self._lib.FPDFText_ClosePage(text)

    def _legible(self, prints: Prints, number: int, geometry: Geometry, reasons: list[str]) -> tuple[Prints, str]:
        """The words, PDFium's or pdfplumber's, and why they cannot be what is printed ("" where they can)."""
        doubt = illegible([item.word.text for item in prints.words], prints.unmapped) or cut_in_letters(
            [item.word for item in prints.words]
        )
        if doubt:
            others = self._second.words(number - 1, geometry)
            if others and not illegible([item.word.text for item in others]):
                reasons.append(f"words read by pdfplumber: those of PDFium are illegible ({doubt})")
                return Prints(others, prints.characters), ""
        return prints, doubt


def _upright(words: list[Print], turns: int) -> int:
    """The quarter turns with which the page can be read: those of the file, unless nearly all words run another way."""
    if len(words) < _LEAST_WORDS:
        return turns
    usual, count = Counter([item.ink.turns for item in words]).most_common(1)[0]
    return usual if count >= _NEARLY_ALL * len(words) else turns


def _refusal(code: int, name: str) -> DelibError:
    if code == _PASSWORD:
        return EncryptedFile("The PDF asks for a password.", file=name)
    if code == _SECURITY:
        return EncryptedFile("The PDF is protected in a way that PDFium does not know.", file=name)
    return DamagedFile("The PDF cannot be opened: its structure is broken.", file=name)


def _broken(number: int, why: str) -> Page:
    return Page(number, 0.0, 0.0, source="blank", reasons=(f"page {number}: {why}",))


def _shows(word: Word, geometry: Geometry) -> bool:
    return word.x1 > 0 and word.bottom > 0 and word.x0 < geometry.width and word.top < geometry.height


def _placed(words: list[Print]) -> list[Print]:
    """The words whose boxes are numbers. A word at infinity is printed nowhere."""
    if isfinite(sum([word.x0 + word.top + word.x1 + word.bottom + word.size for word, _, _ in words])):
        return words
    return [
        item
        for item in words
        if isfinite(item.word.x0 + item.word.top + item.word.x1 + item.word.bottom + item.word.size)
    ]
