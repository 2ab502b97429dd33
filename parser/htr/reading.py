"""One file of pages, in any of the formats.

In: its bytes. Out: its form and its pages. Raises `NotADocument`, `DamagedFile`, `TooLarge`.
"""

from __future__ import annotations

from typing import Any, Literal

from ...errors import DamagedFile, NotADocument
from ..pages.source import Page
from . import alto, hocr, page_xml
from .markup import Form, form_of, parsed
from .sheet import page_of

PageForm = Literal["alto", "page", "hocr"]


def read_pages(data: bytes, where: str, first: int = 1) -> tuple[PageForm, tuple[Page, ...]]:
    """The pages of the file, numbered from `first`; `where` is for messages."""
    root = parsed(data, where)
    return pages_of(root, form_of(root), where, first)


def pages_of(root: Any, form: Form | None, where: str, first: int = 1) -> tuple[PageForm, tuple[Page, ...]]:
    """The pages of a document that is parsed already."""
    if form is None or form == "mets":
        raise NotADocument(
            "The bytes are XML of another kind than ALTO, PAGE or hOCR.",
            file=where,
            remedy="delib reads ALTO, PAGE and hOCR: export the pages as one of these.",
        )
    sheets = {"alto": alto.sheets, "page": page_xml.sheets, "hocr": hocr.sheets}[form](root)
    pages = tuple(page_of(sheet, number) for number, sheet in enumerate(sheets, first))
    if not pages:
        raise DamagedFile("The XML describes no page.", file=where, remedy="Export it again.")
    return form, pages
