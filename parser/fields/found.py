"""A value of a sitting's head, with where and by which rule it was read."""

from __future__ import annotations

from typing import Any

import msgspec


class Found(msgspec.Struct, frozen=True):
    """A value, its span in the text it was read from, the rule, and the weight of its support.

    `text` is that text where it is not the body text (a running head); empty otherwise.
    """

    value: Any
    start: int
    end: int
    rule: str
    weight: float = 1.0
    text: str = ""
