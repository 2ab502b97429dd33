"""The identifier of a transmission stamp, taken apart for people.

In: an @CTES identifier as printed. Out: its département, SIREN, day, number and nature, each None where it is not
there; the day as ISO. What the letters of the nature mean is in texts/act.toml.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..keys import siren_of

_BEFORE = re.compile(r"(?P<department>[0-9][0-9AB][0-9]|[0-9]{2})-$", re.ASCII)
# As in corpus/keys.py: the grammar is that of the XSD of ACTES.
_AFTER = re.compile(r"^-(?P<day>\d{8})-(?P<number>[0-9A-Za-z][0-9A-Za-z_-]*?)(?:-(?P<nature>DE|AR|AI|CC|BF|AU))?(?:-\d-\d(?:_\d+)?)?$")  # fmt: skip  # noqa: E501


class Identity(NamedTuple):
    """See the docstring of the module."""

    department: str | None
    siren: str
    day: str | None
    number: str | None
    nature: str | None


def identity(act_id: str | None) -> Identity | None:
    """The parts of an identifier; None where no SIREN can be read in it.

    >>> identity("99_DE-042-732829320-20220616-D20220026710-DE")
    Identity(department='042', siren='732829320', day='2022-06-16', number='D20220026710', nature='DE')
    """
    siren = siren_of(act_id)
    if siren is None or act_id is None:
        return None
    before, after = act_id.split(siren, 1)
    place, rest = _BEFORE.search(before), _AFTER.search(after)
    day = f"{rest['day'][:4]}-{rest['day'][4:6]}-{rest['day'][6:]}" if rest else None
    # "99_DE-": the transaction names the nature where the end of the identifier is cut off
    nature = rest["nature"] if rest and rest["nature"] else ("DE" if before.startswith("99_DE") else None)
    return Identity(place["department"] if place else None, siren, day, rest["number"] if rest else None, nature)
