"""XML read safely, and which format it is.

In: bytes. Out: the root element, and "alto", "page", "hocr", "mets" or None. Entities are not expanded, no DTD is
loaded, nothing is fetched, depth is limited (libxml2's own limit of 256). Element names are compared without their
namespace: the versions of ALTO and PAGE differ in it and in little else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ...errors import DamagedFile, TooLarge

Form = Literal["alto", "page", "hocr", "mets"]

MOST_BYTES = 64 << 20
"""Larger XML files are refused: the pages of a register are 30 to 500 KB each."""

_ROOTS: dict[str, Form] = {"alto": "alto", "PcGts": "page", "mets": "mets"}


def parsed(data: bytes, where: str) -> Any:
    """The root of the document. Raises `DamagedFile` where it is not well-formed, `TooLarge` beyond `MOST_BYTES`."""
    import lxml.etree as etree
    import lxml.html as html_

    html: Any = html_  # it has no types

    if len(data) > MOST_BYTES:
        raise TooLarge(f"It has more than {MOST_BYTES:,} bytes of XML.", file=where)
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        return etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True, **safe))
    except etree.XMLSyntaxError as error:
        if b"ocr_page" not in data:
            raise DamagedFile(
                f"The XML is not well-formed: {error.msg}.", file=where, remedy="Export it again."
            ) from None
    # hOCR is HTML, which need not be XML; where it does not say, it is in UTF-8
    encoding = None if b"charset" in data[:2048].lower() else "utf-8"
    try:
        return html.document_fromstring(
            data, parser=html.HTMLParser(no_network=True, remove_comments=True, encoding=encoding)
        )
    except (etree.LxmlError, ValueError) as error:
        raise DamagedFile(f"The HTML cannot be read: {error}.", file=where, remedy="Export it again.") from None


def form_of(root: Any) -> Form | None:
    """Which format a document is in."""
    name = tag(root)
    if name in _ROOTS:
        return _ROOTS[name]
    if name == "html" and next(of_class(root, "ocr_page"), None) is not None:
        return "hocr"
    return None


def tag(element: Any) -> str:
    """The name of an element without its namespace; "" for what is no element (an entity that was not expanded)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of these names; all elements where none is given."""
    return (child for child in element if (name := tag(child)) and (not names or name in names))


def within(element: Any, *names: str) -> Iterator[Any]:
    """The descendants of these names, in document order."""
    return (child for child in element.iter() if tag(child) in names)


def of_class(element: Any, *names: str) -> Iterator[Any]:
    """The descendants that carry one of these classes (hOCR)."""
    return (child for child in element.iter() if tag(child) and set(child.get("class", "").split()) & set(names))


def number(element: Any, name: str) -> float | None:
    """An attribute as a finite number; None where there is none."""
    try:
        value = float(element.get(name, ""))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None
