"""One citation, taken apart: which code, which articles, which number, which day.

In: a citation as printed ("articles L. 2121-29 et L.2122-22 du CGCT"). Out: `Parts`, with codes by their full names,
articles as "L2121-29", numbers without their sign, days in ISO form. What a citation does not name is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..folding import fold
from .dates import find_dates

# Codes by the way in which they are printed, folded; others are named as printed.
_NAMES = {
    "cgct": "code général des collectivités territoriales",
    "code general des collectivites territoriales": "code général des collectivités territoriales",
    "cgppp": "code général de la propriété des personnes publiques",
    "cg3p": "code général de la propriété des personnes publiques",
    "code general de la propriete des personnes publiques": "code général de la propriété des personnes publiques",
    "cgfp": "code général de la fonction publique",
    "code general de la fonction publique": "code général de la fonction publique",
    "casf": "code de l'action sociale et des familles",
    "code de l'action sociale et des familles": "code de l'action sociale et des familles",
    "code de l'urbanisme": "code de l'urbanisme",
    "code des marches publics": "code des marchés publics",
    "code general des impots": "code général des impôts",
    "code de l'expropriation": "code de l'expropriation pour cause d'utilité publique",
    "code rural": "code rural et de la pêche maritime",
    "code de la voirie routiere": "code de la voirie routière",
    "code de l'education": "code de l'éducation",
    "code electoral": "code électoral",
    "code des communes": "code des communes",
    "code de la commande publique": "code de la commande publique",
    "code de la construction et de l'habitation": "code de la construction et de l'habitation",
    "code de la securite interieure": "code de la sécurité intérieure",
    "code de la route": "code de la route",
    "code du travail": "code du travail",
    "code de l'environnement": "code de l'environnement",
    "code de l'energie": "code de l'énergie",
    "code de la sante publique": "code de la santé publique",
    "code civil": "code civil",
}
_ARTICLE = re.compile(
    r"(?P<letter>[lrda])?\s?\.?\s?\*?\s?(?P<figures>\d+(?:\s?[-.]\s?\d+)*)(?P<more>er)?"
    r"(?P<suffix>\s+(?:bis|ter|quater|[b-h])(?![a-z]))?"
)
_ARTICLES = re.compile(r"articles?\s+")
_STOP = re.compile(r"\s+(?:du|de|dudit)\s")
_RANGE = re.compile(r"\s*\ba\s*$")
_NUMBER = re.compile(
    r"(?<![a-z])(?:n\s?[°ºo®*.]\s*|n(?=\d)|numeros?\s+|nos?\s+)(?P<number>[a-z]{0,6}[.\-]?\d(?:[\w./\-]|\s/\s)*\w?)"
)
_BARE = re.compile(r"(?:directives?|reglements?)\D*(?P<number>\d{2,4}/\d+(?:/(?:ue|ce|cee))?)")


class Parts(NamedTuple):
    """What a citation names. `code` is the full name of a code, `date` an ISO day."""

    code: str | None = None
    articles: tuple[str, ...] = ()
    number: str | None = None
    date: str | None = None


def parts_of(kind: str, printed: str, code: re.Pattern[str]) -> Parts:
    """The parts of a citation; `code` is the pattern of the names of codes, on folded text."""
    folded = fold(printed)
    articles = _articles(printed, folded)
    if kind == "code":
        named = code.search(folded)
        return Parts(_code(printed, named) if named else None, articles)
    number = _NUMBER.search(folded) or _BARE.search(folded)
    text = re.sub(r"\s", "", printed[number.start("number") : number.end("number")]) if number else None
    days = [dated.value for dated in find_dates(folded) if dated.value is not None]
    return Parts(None, articles, text, days[0].isoformat() if len(days) == 1 else None)


def _code(printed: str, named: re.Match[str]) -> str:
    folded = " ".join(named[0].split())
    folded = re.sub(r"\s*\(.*", "", folded)
    known = next((name for start, name in _NAMES.items() if folded.startswith(start)), None)
    return known or " ".join(printed[named.start() : named.end()].split()).lower()


def _articles(printed: str, folded: str) -> tuple[str, ...]:
    """The articles, in order; a range ("R141-4 à R141-10") is one."""
    head = _ARTICLES.search(folded)
    if head is None:
        return ()
    stop = _STOP.search(folded, head.end())
    end = stop.start() if stop is not None else len(folded)
    found: list[str] = []
    last = head.end()
    for match in _ARTICLE.finditer(folded, head.end(), end):
        letter, start = (match["letter"] or "").upper(), match.start()
        if letter == "A" and not printed[match.start("letter")].isupper():  # "57 à 59"
            letter, start = "", match.start("figures")
        figures = re.sub(r"\s", "", match["figures"])
        name = f"{letter}{figures}{(match['suffix'] or '').rstrip()}"
        if found and _RANGE.search(folded[last:start]):
            found[-1] = f"{found[-1]} à {name}"
        else:
            found.append(name)
        last = match.end()
    return tuple(dict.fromkeys(found))
