"""How the lines of a document usually look, so that what stands out can be told.

In: the body text. Out: a `Look`: the weight of a line by its type alone, and the look of a line as a word, which
headings of one kind share.
"""

from __future__ import annotations

from collections import Counter

from ..layout import Line, Text


class Look:
    """How lines of this document usually look, so that what stands out can be told."""

    def __init__(self, body: Text) -> None:
        lines = [line for line in body.lines if line.table is None] or list(body.lines)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        words = sum(len(line.words) for line in lines) or 1
        self.bold_is_plain = sum(len(line.words) for line in lines if line.bold) > 0.6 * words
        self.caps_are_plain = sum(len(line.words) for line in lines if line.caps) > 0.6 * words

        self.right: dict[tuple[int, int], float] = {}
        for line in lines:
            key = (line.page, line.column)
            self.right[key] = max(self.right.get(key, 0.0), line.x1)

    def is_full(self, line: Line) -> bool:
        """Does the line run to the right edge of its column, so that it may go on below?"""
        return line.x1 > 0.94 * self.right.get((line.page, line.column), 1e9)

    def weight(self, line: Line) -> float:
        """How much the line stands out by its looks: 0 for plain text."""
        out = 0.0
        if line.bold and not self.bold_is_plain:
            out += 0.4
        if line.caps and not self.caps_are_plain:
            out += 0.4
        if line.size > self.size * 1.12:
            out += 0.3
        if line.centred:
            out += 0.2
        return out


def hand(line: Line, look: Look) -> str:
    """The look of a line as a word: headings of one kind share it."""
    if look.weight(line) < 0.2:
        return f"plain {'gap' if line.gap > 0.6 else ''}"
    return " ".join(
        name
        for name, holds in (
            ("bold", line.bold),
            ("caps", line.caps),
            ("centred", line.centred),
            (f"{round(line.size)}", line.size > look.size * 1.12),
        )
        if holds
    )
