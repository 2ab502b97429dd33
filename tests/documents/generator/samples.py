"""The samples: a few documents written by hand on invented facts, the same on every run.

In: nothing. Out: `samples()`, the files to write. Each takes one difficulty of real documents: a stamp in the middle
of a list, a column beside the attendance, a grid of crosses, names in two columns, a stamp that is an annotation, a
page on its side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .sample import Sample
from .samples_acts import attendance_table, bureau_stamp, side_column
from .samples_forms import act_text, annotation_stamp, rotated, two_columns
from .samples_mend import own_wording
from .samples_minutes import listing, minutes
from .samples_others import arrete, convocation, cut_short, empty, not_a_pdf, password, scan

MAKERS: Final[tuple[Callable[[], Sample], ...]] = (
    act_text, annotation_stamp, arrete, attendance_table, bureau_stamp, convocation, cut_short, empty, listing,
    minutes, not_a_pdf, own_wording,
    password, rotated, scan, side_column, two_columns,
)  # fmt: skip


def samples() -> list[Sample]:
    """All samples, in the order of their names."""
    return sorted((make() for make in MAKERS), key=lambda sample: sample.name)
