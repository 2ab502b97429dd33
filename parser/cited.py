"""What an act cites, as the record keeps it.

In: the reading and the bounds of the act. Out: `Reference`s in order, taken apart, with what the act does to those of
them that are deliberations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fields.references import find_references
from .fields.relations import find_relations
from .record import Reference

if TYPE_CHECKING:
    from .reading import Reading


def references_of(reading: Reading, start: int, end: int) -> tuple[Reference, ...]:
    """The references of `[start, end)` of the body."""
    body = reading.layout.body
    found = find_references(body.text, body.folded, start, end)
    related = find_relations(body.text, body.folded, found, reading.rules)
    out: list[Reference] = []
    for index, cited in enumerate(found):
        does = related.get(index)
        parts = cited.parts
        out.append(
            Reference(
                cited.kind,
                cited.text,
                body.places(cited.start, cited.end),
                parts.code,
                parts.articles,
                parts.number,
                parts.date,
                does.relation if does else None,  # type: ignore[arg-type]
                does.rule if does else None,
            )
        )
    return tuple(out)
