"""The texts of law and the earlier acts that a document cites.

In: text, its folded copy (`parser/folding.py`) and a span. Out: `Citation`, in order, never overlapping: articles of
codes, laws, decrees, orders (arrêtés), circulars, and earlier deliberations. A citation keeps the articles that stand
with it ("article 97 de la loi n° 82-213 du 2 mars 1982" is one). A text that is named by neither number nor date ("la
loi") is no citation, nor is the heading of the act itself ("Délibération n° 12"). `parts_of` takes a citation apart.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from .citations import Parts, parts_of

Kind = Literal["code", "law", "decree", "order", "circular", "act"]

_NUMBER_SIGN = r"(?:n\s?[°ºo®*.]\s*|n(?=\d)|numeros?\s+|nos?\s+)"
_NUMBER = rf"{_NUMBER_SIGN}[a-z]{{0,6}}[.\-]?\d(?:[\w./\-]|\s/\s)*\w?"
_MONTH = r"(?:janv|fevr|mars|avr|mai|juin|juil|aou|sept|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}(?:\s?(?:er|°|e))?\s+{_MONTH}(?:\s+\d{{4}})?|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
_DATE_RE = re.compile(_DATE)
_DATES = rf"{_DATE}(?:(?:\s*,\s*|\s+et\s+(?:du\s+)?){_DATE})*"
_OF_DATE = rf"(?:(?:en\s+date\s+|prise?\s+|adoptee?\s+|votee?\s+)?(?:du|des|le|en\s+date\s+des)\s+{_DATES})"
_ARTICLE = r"(?:[lrda]\s?\.?\s?\*?\s?)?\d+(?:[-.]\n?\d+)*(?:er)?(?:\s+(?:bis|ter|quater|[b-h])(?![a-z]))?"
_ARTICLES = rf"articles?\s+{_ARTICLE}(?:(?:\s*[,;]\s*(?:et\s+)?|\s+(?:et|a|ou)\s+){_ARTICLE})*(?:\s+et\s+suivants)?"
_CODE = (
    r"(?:code\s+(?:general\s+(?:des\s+collectivites\s+territoriales(?:\s*\(\s*cgct\s*\))?"
    r"|de\s+la\s+propriete\s+des\s+personnes\s+publiques|des\s+impots|de\s+la\s+fonction\s+publique)"
    r"|rural(?:\s+et\s+de\s+la\s+peche\s+maritime)?|civil|penal|electoral|forestier|minier|municipal"
    r"|monetaire\s+et\s+financier|de\s+la\s+construction\s+et\s+de\s+l'habitation"
    r"|de\s+l'action\s+sociale\s+et\s+des\s+familles|de\s+l'expropriation(?:\s+pour\s+cause\s+d'utilite\s+publique)?"
    r"|des\s+relations\s+entre\s+le\s+public\s+et\s+l'administration|de\s+procedure\s+(?:civile|penale)"
    r"|de\s+l'entree\s+et\s+du\s+sejour\s+des\s+etrangers(?:\s+et\s+du\s+droit\s+d'asile)?"
    r"|(?:de\s+la\s+|de\s+l'|du\s+|des\s+|de\s+)[a-z]+"
    r"(?:\s+(?:routiere|publique|publics|interieure|sociale|administrative|financieres|intellectuelle))?)"
    r"|cgct|cgppp|cg3p|cgfp|casf)(?![a-z])"
)
_OF_CODE = rf"\s*,?\s*(?:du\s+|de\s+(?:ce\s+)?|dudit\s+){_CODE}"
_HEADS = re.compile(
    r"(?:article|code|cgct|cgppp|cg3p|cgfp|casf|loi|ordonnance|directive|reglement|decret|arrete|circulaire|deliberation)"
)
_OF_LAW = r"\s*,?\s*(?:de\s+la\s+|de\s+l'\s?|du\s+|des\s+)(?=(?:loi|ordonnance|decret|arrete|circulaire))"
_ARTICLES_RE = re.compile(_ARTICLES)
_OF_CODE_RE = re.compile(_OF_CODE)
_OF_LAW_RE = re.compile(_OF_LAW)
_CODE_RE = re.compile(_CODE)
_ARTICLES_OF_CODE = re.compile(
    r"\s*,?\s*(?:(?:et|pris)\s+)?(?:(?:plus\s+)?(?:notamment|particulierement|specialement)\s*,?\s*)?"
    rf"(?:en\s+|par\s+|dans\s+)?(?:son|ses|l'|les|aux|a\s+l')\s*{_ARTICLES}"
)
_CODIFIED = re.compile(r"[lrd]\s?\.?\s?\*?\s?\d")
_NAMED = rf"(?:{_NUMBER}(?:\s+modifiee?)?(?:\s*,?\s*{_OF_DATE})?|{_OF_DATE})"
_AUTHORITY = r"(?:\s+(?!du\s|de\s|le\s|en\s|n\s?°)[a-z\-]+){0,3}"  # "arrêté préfectoral", "du Conseil municipal"
_ORGAN = rf"(?:\s+(?:du|de\s+la|de\s+l')\s?(?:conseil|bureau|comite|commission|assemblee){_AUTHORITY})?"
_TEXTS: dict[str, tuple[Kind, re.Pattern[str]]] = {
    "loi": ("law", re.compile(rf"lois?(?:\s+organique)?\s+(?:modifiee\s+)?{_NAMED}")),
    "ordonnance": ("law", re.compile(rf"ordonnances?\s+{_NAMED}")),
    "directive": ("law", re.compile(r"directives?\s+(?:europeenne\s+)?(?:n\s?°\s*)?\d{2,4}/\d+(?:/(?:ue|ce|cee))?")),
    "reglement": ("law", re.compile(r"reglements?\s+\((?:ue|ce|cee)\)\s*(?:n\s?°\s*)?\d+/\d+")),
    "decret": ("decree", re.compile(rf"decrets?(?:-loi)?\s+(?:modifie\s+)?{_NAMED}")),
    "arrete": ("order", re.compile(rf"arretes?{_AUTHORITY}\s+{_NAMED}")),
    "circulaire": ("circular", re.compile(rf"circulaires?{_AUTHORITY}\s+{_NAMED}")),
    "deliberation": ("act", re.compile(rf"deliberations?{_ORGAN}(?:\s+(?:municip|communaut)ales?)?\s*,?\s+{_NAMED}")),
}
_CITED_BEFORE = re.compile(
    r"(?<![a-z])(?:la|sa|une|cette|par|les|ses|leurs?|des|deux|aux|vue?s?|premiere|suite\s+a|conformement\s+a)"
    r"\s+(?:precedentes?\s+|dites?\s+)?$"
)
# A code without an article is a citation only where it is invoked: "le code du travail" in a narrative is none.
_APPLIED = re.compile(
    r"(?<![a-z])(?:vue?s?|visant|application|conformement|selon|vertu)\s+(?:(?:le|du|au|l[ea]s|des|aux)\s+)?$"
)


class Citation(msgspec.Struct, frozen=True):
    """One cited text: its kind, its words as printed (blanks evened out), its span.

    `kind`: "code" (articles of a code, or a code), "law" (loi, ordonnance, law of the Union), "decree", "order"
    (arrêté), "circular", "act" (an earlier deliberation). `parts`: code, articles, number and day, as far as it names
    them.
    """

    kind: Kind
    text: str
    start: int
    end: int
    parts: Parts = Parts()


def find_references(text: str, folded: str, start: int, end: int) -> list[Citation]:
    """Every citation in `[start, end)`, in order."""
    found: list[Citation] = []
    at = start
    for head in _HEADS.finditer(folded, start, end):
        if head.start() < at or (head.start() and folded[head.start() - 1].isalnum()):
            continue
        read = _read(folded, head.start(), head.group(), start, end)
        if read is not None:
            kind, begin, at = read
            for first, last in _each(folded, kind, begin, at):
                printed = _printed(text, first, last)
                found.append(Citation(kind, printed, first, last, parts_of(kind, printed, _CODE_RE)))
    return found


def _each(folded: str, kind: Kind, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the acts of a citation: "les délibérations du 3 mai 2014 et du 6 juin 2015" are two."""
    days = list(_DATE_RE.finditer(folded, start, end)) if kind == "act" else []
    return [(start if index == 0 else day.start(), day.end()) for index, day in enumerate(days)] or [(start, end)]


def _printed(text: str, start: int, end: int) -> str:
    return " ".join(re.sub(r"-\n", "-", text[start:end]).split()).rstrip(" ,;.")


def _read(folded: str, at: int, head: str, start: int, end: int) -> tuple[Kind, int, int] | None:
    """(kind, start, end) of the citation whose first word stands at `at`."""
    if head == "article":
        return _articles(folded, at, end)
    if head in _TEXTS:
        return _named(folded, at, head, start, end)
    code = _CODE_RE.match(folded, at, end)
    if code is None:
        return None
    articles = _ARTICLES_OF_CODE.match(folded, code.end(), end)
    if articles is not None:
        return "code", at, articles.end()
    return ("code", at, code.end()) if _APPLIED.search(folded, max(start, at - 24), at) else None


def _articles(folded: str, at: int, end: int) -> tuple[Kind, int, int] | None:
    match = _ARTICLES_RE.match(folded, at, end)
    if match is None:
        return None
    code = _OF_CODE_RE.match(folded, match.end(), end)
    if code is not None:
        return "code", at, code.end()
    of_law = _OF_LAW_RE.match(folded, match.end(), end)
    if of_law is not None:
        head = _HEADS.match(folded, of_law.end(), end)
        read = _named(folded, of_law.end(), head.group(), at, end) if head is not None else None
        if read is not None:
            return read[0], at, read[2]
    if _CODIFIED.match(folded, at + (9 if folded.startswith("articles", at) else 8)):
        return "code", at, match.end()
    return None  # "article 2 :" of the act itself, "article 6574" of the budget


def _named(folded: str, at: int, head: str, start: int, end: int) -> tuple[Kind, int, int] | None:
    """A text that its number or its date names."""
    kind, pattern = _TEXTS[head]
    match = pattern.match(folded, at, end)
    if match is None:
        return None
    if kind == "act" and not _CITED_BEFORE.search(folded, max(0, at - 24), at):
        return None
    return kind, at, match.end()
