"""The check of the pages (C23): all stamps of one act bear one identifier.

In: a `Document`. Out: a `Check`, or nothing where fewer than two pages bear an identifier, or the file holds several
acts.
"""

from __future__ import annotations

from ..fields.act_ids import find_act_ids
from ..folding import fold
from ..record import Check, Document, Place
from .verdicts import check


def one_identifier(document: Document) -> list[Check]:
    """C23: the identifiers of the stamps, page by page; an annex has the number of its act and a letter more."""
    if document.kind != "deliberation":
        return []
    pages: dict[str, list[int]] = {}
    where: list[Place] = []
    for segment in document.noise:
        if segment.label != "stamp" or not segment.places:
            continue
        for found in find_act_ids(segment.text, fold(segment.text)):
            if found.valid:
                pages.setdefault(f"{found.siren}-{found.date}-{found.number}", []).append(segment.places[0].page)
                where.extend(segment.places)
    if len({page for numbers in pages.values() for page in numbers}) < 2:
        return []
    read = {"pages": pages}
    if len(pages) == 1:
        return [check("C23", "holds", "Every stamp bears the same identifier.", read, where)]
    shortest = min(pages, key=lambda one: (len(one), one))
    if all(one.startswith(shortest) and len(one) - len(shortest) <= 2 for one in pages):
        return [check("C23", "holds", "The stamps bear one number, that of an annex with a letter more.", read, where)]
    said = "; ".join(f"{one} on page {', '.join(map(str, numbers))}" for one, numbers in pages.items())
    return [check("C23", "fails", f"To check: stamps of several acts in one file: {said}.", read, where)]
