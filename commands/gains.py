"""What one rule set reads otherwise than another, over many documents.

In: files and two rulebooks. Out: for each file the `Change`s of its record, in order, as they are found; and the sum,
as text. Each file is opened and its pages are read once, whatever rule sets are compared. A file that cannot be read
has its error, and does not stop the others.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..errors import DelibError
from .text.tables import counted

if TYPE_CHECKING:
    from ..parser.difference import Change
    from ..parser.ocr import Policy
    from ..parser.rulebook import Rulebook

MARKS = {"gained": "+", "lost": "-", "changed": "~"}


class Compared(NamedTuple):
    """A file with what differs, or with the error that says why it could not be read."""

    file: str
    changes: tuple[Change, ...]
    error: DelibError | None = None


def compare_each(files: Iterable[str], was: Rulebook, now: Rulebook, ocr: Policy | None = None) -> Iterator[Compared]:
    """Each file read with both rule sets, when it is asked for; `ocr` None reads no images."""
    from ..parser.difference import difference
    from ..parser.reading import Reading, record
    from .batch import failure, reading_of

    for file in files:
        try:
            before = reading_of(file, was, ocr)
            after = Reading(before.source, before.layout, now)
            yield Compared(file, tuple(difference(record(before), record(after))))
        except DelibError as error:
            yield Compared(file, (), error)
        except Exception as error:
            yield Compared(file, (), failure(error, file))


def gains_report(one: Compared, width: int = 88) -> list[str]:
    """The lines of one file: nothing where nothing differs."""
    if not one.changes:
        return []
    lines, where = [one.file], ""
    for change in one.changes:
        if change.where != where:
            where = change.where
            lines += textwrap.wrap(where, width, initial_indent="  ", subsequent_indent="      ")
        told = f"{MARKS[change.kind]} {change.field}: {_value(change.was, width)} → {_value(change.now, width)}"
        lines += textwrap.wrap(told, width, initial_indent="    ", subsequent_indent="      ", break_long_words=False)
    return lines


def _value(value: str | None, width: int) -> str:
    return "nothing" if value is None else f"« {textwrap.shorten(value, 2 * width, placeholder=' …')} »"


def gains_sum(all_: Iterable[Compared]) -> tuple[str, bool]:
    """The last line, and whether a value was lost or changed."""
    read, differ, errors = 0, 0, 0
    tally: Counter[str] = Counter()
    for one in all_:
        read += one.error is None
        errors += one.error is not None
        differ += bool(one.changes)
        tally.update(change.kind for change in one.changes)
    could = f" {errors} could not be read." if errors else ""
    said = (
        f"{counted(read, 'document')} read, {differ} differ: {counted(tally['gained'], 'value')} gained, "
        f"{tally['lost']} lost, {tally['changed']} changed.{could}"
    )
    return said, bool(tally["lost"] or tally["changed"])
