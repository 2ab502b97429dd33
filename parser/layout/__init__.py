"""Words into lines, lines into blocks, in reading order; stamps, running heads and margins told apart.

In: the pages of a source. Out: a `Layout`: the body text in reading order, and beside it what was lifted out of it
(stamps, running heads and feet, page numbers, margins), each as a `Text`. Every word of the pages is in exactly one of
them.
"""

from __future__ import annotations

from .model import Cell, Layout, Lifted, LiftedKind, Line, Text, Zone
from .reading import dump, read_layout

__all__ = ["Cell", "Layout", "Lifted", "LiftedKind", "Line", "Text", "Zone", "dump", "read_layout"]
