"""Checks of land: price by the square metre (C30), the same parcels in the title and in the act (C31).

In: a `Deliberation`. Out: a list with one `Check`, or none where the act gives the check nothing to do. Only sums and
areas that the act prints count; taxes, offers and partial sales are reasons why a product may differ.
"""

from __future__ import annotations

import itertools
from typing import Any

from ..fields.parcels import Plot, find_parcels
from ..folding import fold
from ..record import Amount, Check, Deliberation, Surface
from .verdicts import Verdict, at, check

_UNIT, _PRICE = "unit price", "price"
_NEAR = 0.005  # of the price: areas are rounded to the metre, prices to the euro
_FEW = 6  # areas of which sums are tried


def price_of_land(act: Deliberation) -> list[Check]:
    """C30: unit price × area = price. An act that names no area, or no unit price, is not asked."""
    sums = [*act.amounts, *act.mentions]
    units = _distinct([one for one in sums if one.role == _UNIT])
    prices = _distinct([one for one in sums if one.role == _PRICE])
    if not units or not act.surfaces or not act.parcels:
        return []
    read: dict[str, Any] = {
        "unit_prices": [one.value for one in units],
        "surfaces": [one.value for one in act.surfaces],
        "prices": [one.value for one in prices],
    }
    where = [place for sum_ in (*units, *prices) for place in sum_.places]
    where += [place for area in act.surfaces for place in area.places]

    def say(verdict: Verdict, message: str) -> list[Check]:
        return [check("C30", verdict, message, read, where)]

    areas = _areas(act.surfaces)
    for unit, (area, words), price in itertools.product(units, areas, sums):
        if price.role == _UNIT or price.currency != unit.currency or price.value <= unit.value:
            continue
        if _same(unit.value * area, price.value):
            return say("holds", f"{unit.value:g} × {words} m² = {price.value:,.2f}, as printed.")
    whole = [one for one in act.surfaces if one.total] or list(act.surfaces)
    if len(units) != 1 or len(prices) != 1 or len({one.value for one in whole}) != 1:
        return say("unknown", "Several prices or areas: which belong together is not sure.")
    product = units[0].value * whole[0].value
    return say(
        "fails",
        f"{units[0].value:g} × {whole[0].value:g} m² = {product:,.2f}, but the price is {prices[0].value:,.2f}: "
        "taxes, a part of the land, or a figure to be looked at.",
    )


def _distinct(sums: list[Amount]) -> list[Amount]:
    return list({(one.value, one.currency): one for one in sums}.values())


def _areas(surfaces: tuple[Surface, ...]) -> list[tuple[float, str]]:
    """Each area, and the sums of areas that stand beside each other."""
    values = list(dict.fromkeys(one.value for one in surfaces))[:_FEW]
    runs = [values[a:b] for a in range(len(values)) for b in range(a + 1, len(values) + 1)]
    return [(sum(run), f"({' + '.join(f'{one:g}' for one in run)})" if len(run) > 1 else f"{run[0]:g}") for run in runs]


def _same(product: float, price: float) -> bool:
    return abs(product - price) <= max(1.0, _NEAR * price)


def parcels_of_the_title(act: Deliberation) -> list[Check]:
    """C31: every parcel of the title stands in the act. An act whose title, or whose text, names none is not asked."""
    named = _parcels(act.title)
    if not named:
        return []
    texts = [passage.text for passage in (act.considerants, act.dispositif) if passage is not None]
    found = [plot for text in texts for plot in _parcels(text)]
    if not found:
        return []
    known = {_key(plot) for plot in found}
    missing = [plot for plot in named if _key(plot) not in known]
    told = {"title": [_name(plot) for plot in named], "act": list(dict.fromkeys(_name(plot) for plot in found))}
    lost = {(plot.section, plot.number) for plot in missing}
    where = [*at(act.evidence, "title"), *(
        place for one in act.parcels if not lost or (one.section, one.number) in lost for place in one.places
    )]  # fmt: skip
    if not missing:
        message = f"The act names {', '.join(told['title'])}, as its title does."
        return [check("C31", "holds", message, told, where)]
    said = ", ".join(_name(plot) for plot in missing)
    message = f"The title names {said}, the act {', '.join(told['act'])}: one of them may be misread or mistyped."
    return [check("C31", "fails", message, told, where)]


def _parcels(text: str | None) -> list[Plot]:
    return find_parcels(text, fold(text), 0, len(text)) if text else []


def _key(plot: Plot) -> tuple[str, str]:
    return plot.section, plot.number  # the prefix of a former commune is often printed once only


def _name(plot: Plot) -> str:
    return " ".join(filter(None, (plot.prefix, plot.section, plot.number)))
