"""What was read, for other programs: ALTO 4 and hOCR.

In: an opened `Source`. Out: one XML file for all its pages, in either format, with every word, its box and, where an
engine read it, its confidence. Boxes are in pixels at `DPI`, top-left origin; pages are upright and straightened, as
delib reads them. Formats: https://www.loc.gov/standards/alto/ (4.2), https://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from ..pages.source import Page, Source, Word
from ..record import Box

DPI = 300
"""Pixels an inch of the boxes written: ALTO has no place for a resolution, so it is the same for all."""

_ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
_SCHEMA = f"{_ALTO} http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XHTML = "http://www.w3.org/1999/xhtml"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def to_alto(source: Source, engine: str | None = None) -> bytes:
    """The pages as ALTO 4."""
    root = ElementTree.Element("alto", {"xmlns": _ALTO, "xmlns:xsi": _XSI, "xsi:schemaLocation": _SCHEMA})
    about = _child(root, "Description")
    _child(about, "MeasurementUnit").text = "pixel"
    _child(_child(about, "sourceImageInformation"), "fileName").text = source.file
    if engine:
        software = _child(_child(_child(about, "OCRProcessing", ID="ocr"), "ocrProcessingStep"), "processingSoftware")
        _child(software, "softwareName").text = engine
    layout = _child(root, "Layout")
    for page in source.pages:
        n = page.number
        width, height = map(str, _pixels(0, 0, page.width, page.height)[2:])
        sheet = _child(layout, "Page", ID=f"p{n}", PHYSICAL_IMG_NR=str(n), WIDTH=width, HEIGHT=height)
        space = _child(sheet, "PrintSpace", HPOS="0", VPOS="0", WIDTH=width, HEIGHT=height)
        found = lines_of(page)
        if not found:
            continue
        block = _child(space, "TextBlock", ID=f"p{n}b1", **_placed(_around(page.words)))
        for row, line in enumerate(found, 1):
            text = _child(block, "TextLine", ID=f"p{n}l{row}", **_placed(_around(line)))
            for at, word in enumerate(line):
                if at:
                    _child(text, "SP")
                sure = {} if word.confidence is None else {"WC": f"{word.confidence:.3f}"}
                _child(text, "String", CONTENT=_plain(word.text), **_placed(_box(word)), **sure)
    return _bytes(root)


def to_hocr(source: Source, engine: str | None = None) -> bytes:
    """The pages as hOCR 1.2."""
    root = ElementTree.Element("html", {"xmlns": _XHTML, "lang": "fr"})
    head = _child(root, "head")
    _child(head, "title").text = source.file
    _child(head, "meta", charset="utf-8")
    _child(head, "meta", name="ocr-system", content=engine or "delib")
    _child(head, "meta", name="ocr-capabilities", content="ocr_page ocr_line ocrx_word ocrp_wconf")
    body = _child(root, "body")
    for page in source.pages:
        n = page.number
        about = f"bbox {_spaced((0, 0, page.width, page.height))}; ppageno {n - 1}; scan_res {DPI} {DPI}"
        sheet = _child(body, "div", {"class": "ocr_page", "id": f"page_{n}", "title": about})
        for row, line in enumerate(lines_of(page), 1):
            title = f"bbox {_spaced(_around(line))}"
            text = _child(sheet, "span", {"class": "ocr_line", "id": f"line_{n}_{row}", "title": title})
            for at, word in enumerate(line, 1):
                title = f"bbox {_spaced(_box(word))}"
                if word.confidence is not None:
                    title += f"; x_wconf {word.confidence * 100:.0f}"
                mark = _child(text, "span", {"class": "ocrx_word", "id": f"word_{n}_{row}_{at}", "title": title})
                mark.text, mark.tail = _plain(word.text), " "
    written: bytes = ElementTree.tostring(root, "utf-8")
    return b"<!DOCTYPE html>\n" + written


def lines_of(page: Page) -> list[list[Word]]:
    """The words of a page line by line, in their own order."""
    found: list[list[Word]] = []
    for word in page.words:
        if found:
            last = found[-1][-1]
            middle = (word.top + word.bottom) / 2
            if last.top < middle < last.bottom and word.x0 >= last.x0:
                found[-1].append(word)
                continue
        found.append([word])
    return found


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _child(
    parent: ElementTree.Element, tag: str, attributes: dict[str, str] | None = None, /, **more: str
) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, attributes or {}, **more)


def _box(word: Word) -> Box:
    return word.x0, word.top, word.x1, word.bottom


def _around(words: Sequence[Word]) -> Box:
    return (
        min(word.x0 for word in words), min(word.top for word in words),
        max(word.x1 for word in words), max(word.bottom for word in words),
    )  # fmt: skip


def _pixels(*box: float) -> list[int]:
    return [round(side * DPI / 72) for side in box]


def _spaced(box: Box) -> str:
    return " ".join(map(str, _pixels(*box)))


def _placed(box: Box) -> dict[str, str]:
    x0, top, x1, bottom = _pixels(*box)
    return {"HPOS": str(x0), "VPOS": str(top), "WIDTH": str(x1 - x0), "HEIGHT": str(bottom - top)}


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written
