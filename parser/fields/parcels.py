"""Parcels of the land register that an act names, and areas of land.

In: text, its folded copy (`parser/folding.py`) and a span. Out: `Plot`, one a parcel, in the order in which they are
first named, with the area that stands beside it; `Area`, every area of land. A parcel is a section (one or two capital
letters, before it the three figures of a former commune where they are printed) and a number; in a list a number takes
the section before it ("AB n° 453 et 446"). It is read only beside a word that announces it (parcelle, cadastré,
section), because "AB 12" alone is anything. Areas are in square metres: 1 ha = 100 a = 10 000 ca.
"""

from __future__ import annotations

import re

import msgspec

_HEAD = re.compile(r"parcelles?(?![a-z])|cadastr[a-z]+|sections?(?![a-z])")
_SIGN = r"(?:,?\s*(?:sous\s+le\s+)?(?:n\s?[°ºo®]s?(?:\s?/\s?s)?|nos(?=\s)|numeros?)\s*)"
# A number that one of these follows is no number of a parcel.
_UNIT = (
    r"(?!\d|[.,]\d|\s?/\s?\d|\s*(?:m²|m2|m°|ha(?![a-z])|a\s?\d{1,2}\s?ca|ca(?![a-z])|km|€|euros?|francs?|%|metres?"
    r"|er(?![a-z])|eme|hectares?|ares?(?![a-z])|centiares?))"
)
_PART = r"(?:\s?(?:pp?|partie)(?![a-z]))?(?![a-z])"  # "AB 12p": a part of it
# What may stand between the word that announces parcels and the first of them: so few that many do not cost.
_FILLER = re.compile(
    r"(?:[\s,:;(\"]|(?:de\s+terrains?|de\s+bois|non\s+baties?|cadastree?s?|cadastrales?|sises?|references?|sections?"
    r"|parcelles?|situees?|communales?)(?![a-z])"
    r"|(?:en|la|les|sous|le|au|aux|a)\s(?=\s*(?:sections?|parcelles?|references?|numeros?))"
    r"|(?:n\s?°|nos?|numeros?|sous)(?=\s*(?:section|(?:\d{3}\s?)?[a-z]{1,2}\s?(?:,\s*)?(?:n\s?°\s*)?\d))){0,30}"
)
_PARCEL = re.compile(
    rf"(?:(?P<prefix>\d{{3}})\s?)?(?P<section>[a-z]{{1,2}})(?:(?P<sign>{_SIGN})|\s?)(?P<number>\d{{1,4}}){_UNIT}{_PART}"
)
_AFTER_NUMBER = re.compile(
    rf"(?:{_SIGN}|\s)?(?P<number>\d{{1,4}}){_UNIT}\s*,?\s*(?:de\s+la\s+|en\s+)?section\s+(?P<section>[a-z]{{1,2}})(?![a-z])"
)
_JOINT = re.compile(
    r"\s*(?:,|;|/|\+|-(?=\s)|et(?:\s+la\s+parcelle)?\s|ou\s|ainsi\s+que\s|(?=[a-z]{1,2}\s?\d))\s*"
    r"(?:et\s+)?(?:les?\s+|la\s+)?(?:parcelles?\s+)?(?:cadastree?s?\s+)?(?:sections?\s+)?"
)
_NEXT_NUMBER = re.compile(rf"{_SIGN}?(?P<number>\d{{1,4}}){_UNIT}{_PART}")
_WORDS = frozenset({"de", "du", "la", "le", "et", "en", "au", "un", "a", "ou", "d", "l", "n", "il", "y"})

_M2 = r"(?P<m2>\d{1,3}(?:[ .]\d{3})+(?:,\d{1,2})?|\d+(?:[,.]\d{1,2})?)\s?(?:m²|m2(?!\d)|m°|metres?\s+carres?)"
_HA = (
    r"(?P<ha>\d{1,4})\s?(?:ha|hectares?)\.?(?:\s?(?:et\s+)?(?P<ha_a>\d{1,2})\s?(?:ares?|a)?(?![a-z]))?"
    r"(?:[\s,]{0,2}(?:et\s+)?(?P<ha_ca>\d{1,2})\s?(?:centiares?|ca)?(?![a-z\d]))?"
)
_DECIMAL_HA = r"(?P<dha>\d{1,4}[,.]\d{1,4})\s?(?:ha|hectares?)(?![a-z])"
_A_CA = r"(?P<a>\d{1,3})\s?(?:ares?|a)\s?(?:et\s+)?(?P<a_ca>\d{1,2})\s?(?:centiares?|ca)(?![a-z])"
_ONLY = r"(?:(?P<only_a>\d{1,3})\s?ares?|(?P<only_ca>\d{1,3})\s?(?:centiares?|ca))(?![a-z])"
_AREA = re.compile(rf"(?<![\d.,])(?:{_M2}|{_DECIMAL_HA}|{_HA}(?![a-z])|{_A_CA}|{_ONLY})")
_AREA_UNITS = re.compile(r"m²|m2|m°|metres?\s+carres|hectare|centiare|\d\s?(?:ha|ca|ares?)(?![a-z])")
# Floors of a building are no land, nor is a price by the square metre.
_NOT_LAND = re.compile(
    r"\s*(?:de\s+)?(?:surface\s+(?:de\s+)?)?(?:plancher|shon|shob|sdp|sp(?![a-z])|utiles?|habitables?|hon(?![a-z]))"
)
_OF_AREA = re.compile(
    r"\s*[,(:\-]?\s*(?:d'une\s+|d'\s?|pour\s+(?:une\s+)?|soit\s+)?(?:(?:superficie|contenance|surface|emprise)\s*)?"
    r"(?:cadastrale\s*)?(?:totale\s*)?(?:respective\s*)?(?:de\s*|:\s*)?(?:environ\s*)?"
)
_TOTAL = re.compile(r"(?:total[a-z]*|ensemble)[^.;\n]{0,40}$|soit\s+(?:une\s+\w+\s+)?(?:total[a-z]*\s+)?(?:de\s+)?$")
_LAND = re.compile(r"parcelle|cadastr|terrain|superficie|contenance|emprise|hectare")
_ANNOUNCED = ("parcelle", "cadastr", "section")


class Plot(msgspec.Struct, frozen=True):
    """A parcel: section and number without leading zeros, its area if that stands beside it, all spans that name it."""

    section: str
    number: str
    prefix: str | None
    surface: float | None
    spans: tuple[tuple[int, int], ...]


class Area(msgspec.Struct, frozen=True):
    """An area of land in square metres; `total` where the text calls it one."""

    value: float
    total: bool
    start: int
    end: int


def find_parcels(text: str, folded: str, start: int, end: int) -> list[Plot]:
    """The parcels that `[start, end)` names, each once."""
    if all(folded.find(word, start, end) < 0 for word in _ANNOUNCED):
        return []
    found: dict[tuple[str | None, str, str], Plot] = {}
    at = start
    for head in _HEAD.finditer(folded, start, end):
        if head.start() < at:
            continue
        for plot in _after_head(text, folded, head.end(), end):
            at = max(at, plot.spans[0][1])
            key = (plot.prefix, plot.section, plot.number)
            known = found.get(key)
            if known is None:
                found[key] = plot
            else:
                surface = known.surface if known.surface is not None else plot.surface
                found[key] = msgspec.structs.replace(known, surface=surface, spans=(*known.spans, *plot.spans))
    return list(found.values())


def _after_head(text: str, folded: str, at: int, end: int) -> list[Plot]:
    """The parcels that stand after a word that announces them."""
    turned = _AFTER_NUMBER.match(folded, at, end)
    if turned is not None and text[turned.start("section") : turned.end("section")].isupper():
        return [_plot(folded, None, turned["section"], turned["number"], turned.start("number"), turned.end(), end)]
    filler = _FILLER.match(folded, at, end)
    at = filler.end() if filler is not None else at
    match = _PARCEL.match(folded, at, end)
    if match is None or not _is_section(text, match):
        return []
    found: list[Plot] = []
    prefix, section = match["prefix"], match["section"]
    while match is not None:
        prefix, section = match["prefix"], match["section"]
        begin = match.start("prefix") if prefix else match.start("section")
        found.append(_plot(folded, prefix, section, match["number"], begin, match.end(), end))
        at = found[-1].spans[0][1]
        match = None
        while (joint := _JOINT.match(folded, at, end)) is not None:
            again = _PARCEL.match(folded, joint.end(), end)
            if again is not None and _is_section(text, again):
                match = again
                break
            number = _NEXT_NUMBER.match(folded, joint.end(), end)
            if number is None or joint.end() == at:
                break
            found.append(_plot(folded, prefix, section, number["number"], number.start("number"), number.end(), end))
            at = found[-1].spans[0][1]
    if len(found) > 1 and all(plot.surface is None for plot in found[:-1]):
        # "AB 12, 13 et 14 d'une contenance totale de 45 a": the area is that of them all
        found[-1] = msgspec.structs.replace(found[-1], surface=None)
    return found


def _is_section(text: str, match: re.Match[str]) -> bool:
    """Two capitals that are a word ("DE 12") are a section only with the sign of a number."""
    if not text[match.start("section") : match.end("section")].isupper():
        return False
    glued = match.start("number") == match.end("section")
    return match["section"] not in _WORDS or bool(match["sign"]) or glued or match["section"] == "a"


def _plot(folded: str, prefix: str | None, section: str, number: str, start: int, at: int, end: int) -> Plot:
    surface, stop = None, at
    of_area = _OF_AREA.match(folded, at, end)
    area = _AREA.match(folded, of_area.end(), end) if of_area is not None else None
    if area is not None and not _NOT_LAND.match(folded, area.end(), end):
        surface, stop = _square_metres(area), area.end() + (folded[area.end() : area.end() + 1] == ")")
    if prefix is not None and not prefix.strip("0"):
        prefix = None
    return Plot(section.upper(), number.lstrip("0") or "0", prefix, surface, ((start, stop),))


def find_areas(folded: str, start: int, end: int) -> list[Area]:
    """The areas of land that `[start, end)` names, where it speaks of land at all."""
    if _AREA_UNITS.search(folded, start, end) is None or _LAND.search(folded, start, end) is None:
        return []
    found: list[Area] = []
    for match in _AREA.finditer(folded, start, end):
        before = folded[max(start, match.start() - 3) : match.start()]
        if _NOT_LAND.match(folded, match.end(), end) or "/" in before or "€" in before:
            continue
        value = _square_metres(match)
        if value:
            total = _TOTAL.search(folded, max(start, match.start() - 60), match.start()) is not None
            found.append(Area(value, total, match.start(), match.end()))
    return found


def _square_metres(match: re.Match[str]) -> float:
    """The area of a match of `_AREA`."""
    if match["m2"]:
        figures = match["m2"]
        if re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+(?:,\d{1,2})?", figures):
            figures = figures.replace(" ", "").replace(".", "")
        return float(figures.replace(",", "."))
    if match["dha"]:
        return round(float(match["dha"].replace(",", ".")) * 10_000, 2)
    hectares = int(match["ha"] or 0)
    ares = int(match["ha_a"] or match["a"] or match["only_a"] or 0)
    centiares = int(match["ha_ca"] or match["a_ca"] or match["only_ca"] or 0)
    return float(hectares * 10_000 + ares * 100 + centiares)
