"""Numbers of acts and ordinals of agendas, in the styles of the trade.

In: a style, the day of the sitting, a place in the series. Out: text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

Style = Callable[[date, int], str]

NUMBERS: Final[tuple[Style, ...]] = (
    lambda day, n: f"{day.year}.{n:05}",
    lambda day, n: f"{day.year}-{n:03}",
    lambda day, n: f"DE{day.year}_{n:03}",
    lambda day, n: f"D{day.year}-{n}",
    lambda day, n: f"DL-{n:03}-{day.month:02}-{day.year % 100:02}",
    lambda day, n: f"{day.year % 100:02}-{day.month:02}/{n:03}",
    lambda day, n: f"{day.year}.{day.month:02}.{n:02}",
    lambda day, n: f"{day:%Y%m%d}-{n:02}",
    lambda day, n: f"{day.year}-{day.month:02}-{n:02}",
    lambda day, n: f"{day.isoformat()}-DCM-{n:02}",
    lambda day, n: f"{day.year} / {n}",
    lambda day, n: f"C{n}.{day.year}",
    lambda day, n: f"B{day:%Y%m%d}-{n:02}",
)
ORDINALS: Final[tuple[Callable[[int], str], ...]] = (
    lambda n: f"{n}.",
    lambda n: f"{n}/",
    lambda n: f"{n} -",
    lambda n: f"{n})",
    lambda n: f"Point n° {n} :",
    lambda n: f"Question n° {n} :",
    lambda n: f"{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII')[n - 1]} -",
)
