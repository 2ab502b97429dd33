"""Which body sat: the commune, intercommunality, département, région or board whose act this is.

In: pieces of text with the trust each deserves (head, running heads, the rest) and the organ that sat. Out: `Body`:
the name as printed, with its place. Every "kind of body + proper name" and "organ + proper name" is a vote for the
name; names that share their beginning are counted together, so that "Commune d'Arvel Folio 12" and "la commune
d'Arvel" agree. A letterhead's département or canton is not the body of a municipal council. No list of names is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from ..folding import fold
from ..lexicon import load_lexicon
from .labels import line_end, line_start


class Piece(msgspec.Struct, frozen=True):
    """A text to look into: its weight, where it begins in the body text (None: not part of it)."""

    text: str
    weight: float
    offset: int | None = 0


class Body(msgspec.Struct, frozen=True):
    """The name as printed; its span in the body text, or None where it was read from `piece` (a running head)."""

    name: str
    start: int | None
    end: int | None
    rule: str
    words: str


_LINK = r"(?:de\s+la\s+(?:commune|ville)\s+(?:de|d['’])|de\s+la|de\s+l['’]|du|des|de|d['’])(?:(?<=['’])|\b)"
_KINDS: tuple[tuple[str, str, bool], ...] = (
    # (family, wording, does the name need a link?)
    ("commune", r"commune\s+nouvelle|commune|ville|mairie|hôtel\s+de\s+ville|hotel\s+de\s+ville", True),
    (
        "epci",
        r"(?-i:^C\.?\s?C\.?|^C\.?\s?A\.?|^C\.?\s?U\.?)(?=\s)|communaut[ée]\s+(?:de\s+communes|d['’]\s?agglom[ée]ration|urbaine)|eurom[ée]tropole|m[ée]tropole"
        r"|grand\s+paris|pays",
        False,
    ),
    ("departement", r"d[ée]partement|collectivit[ée]\s+europ[ée]enne", True),
    ("region", r"r[ée]gion|collectivit[ée]\s+(?:territoriale|de)", False),
    (
        "syndicat",
        r"syndicat\s+(?:mixte|intercommunal|d[ée]partemental|des\s+eaux|des|de|du|d['’])"
        r"(?:\s+à\s+vocation\s+\w+)?[^\n,.;:()]{0,70}?|syndicat"
        r"|p[ôo]le\s+(?:m[ée]tropolitain|d['’]\s?[ée]quilibre\s+territorial(?:\s+et\s+rural)?)|parc\s+naturel\s+r[ée]gional"
        r"|s\.?i\.?v\.?o\.?[sm]\.?|s\.?i\.?v\.?u\.?|s\.?m\.?i\.?c\.?t\.?o\.?m\.?"
        r"|s\.?i\.?c\.?t\.?o\.?m\.?|s\.?i\.?a\.?e\.?p\.?"
        r"|(?-i:S(?:IAEPA|IRP|IEP?|IEA|IAH|MAEP|MIRTOM|IRTOM|MITOM|ITOM|MTOM|DE[CEM]?|YDEC|YDED|YANE)|PETR|EPAGE|EPTB)",
        False,
    ),
    (
        "board",
        r"c\.?\s?c\.?\s?a\.?\s?s\.?|c\.?\s?i\.?\s?a\.?\s?s\.?"
        r"|centre\s+(?:inter)?communal\s+d['’]\s?action\s+sociale|caisse\s+des\s+[ée]coles|s\.?d\.?i\.?s\.?"
        r"|service\s+d[ée]partemental\s+d['’]\s?incendie\s+et\s+de\s+secours|centre\s+de\s+gestion"
        r"|office\s+public\s+de\s+l['’]habitat",
        False,
    ),
)
# Where a kind of body or an organ may begin, on folded text: the first letters of all of `_KINDS` and `_ORGAN`.
_BEGINNING = re.compile(
    r"\b(?=commun|ville|mair|hotel|euro|metropole|grand|pays|depart|collect|region|syndicat|pole|s\.?[imd]|sy[da]|petr|ep[at]|c\.?\s?[ci]|c\.?[au]\.?\s"
    r"|centre|caisse|service|office|conseil|bureau|comite|parc )"
)
_CAPITAL = r"(?=[A-ZÀ-ÞŒ])"
_KIND = [
    (
        family,
        re.compile(
            rf"\b(?P<kind>{wording})"
            rf"(?P<link>\s+{_LINK}|{'(?!)' if needs else ''}\s+{_CAPITAL}|\s*[-–]\s*{_CAPITAL}"
            # "Commune : SAINT-AUBIN", a label
            + (rf"|\s?:\s*{_CAPITAL}" if family == "commune" else "")
            + r")\s*"
            # "Syndicat intercommunal d'énergies de la Maurelle": what is no name is part of the kind
            + (rf"(?-i:{_CAPITAL})" if family == "syndicat" else ""),
            re.IGNORECASE | re.MULTILINE,
        ),
    )
    for family, wording, needs in _KINDS
]
_ORGAN = re.compile(
    r"\b(?P<kind>conseil\s+(?:municipal|communautaire|m[ée]tropolitain|d[ée]partemental|g[ée]n[ée]ral|r[ée]gional|syndical)"
    r"|bureau(?:\s+communautaire|\s+m[ée]tropolitain)?|comit[ée]\s+syndical|conseil\s+d['’]administration"
    r"|conseil\s+de\s+communaut[ée]|maire)"
    rf"(?P<link>\s+{_LINK})\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"\b(?P<name>[A-ZÀ-ÞŒ][\wÀ-ÿ'’-]*(?:[ -](?:de |du |d['’])?[A-ZÀ-ÞŒ][\wÀ-ÿ'’-]*){0,3} "
    r"(?:M[ée]tropole|MÉTROPOLE|METROPOLE|Communaut[ée](?! de| d['’]| urbaine)|COMMUNAUT[ÉE](?! D[E'’]| URBAINE)"
    r"|Agglom[ée]ration|AGGLOM[ÉE]RATION|Agglo))\b"
)
_FAMILY_OF_ORGAN = (
    ("municipal", "commune"),
    ("departement", "departement"),
    ("general", "departement"),
    ("regional", "region"),
    ("region", "region"),
    ("communaut", "epci"),
    ("metropol", "epci"),
    ("syndical", "syndicat"),
    ("administration", "board"),
)
_ASIDE = re.compile(
    r"(?:deleguee?s?|historiques?|membres?|voisines?|associees?|fondatrices?|anciennes?|groupe|code|maire delegue"
    r"|chaque|autres?|archives|domaine|par le|aupres du|au titre du)\s*$"
)
_SUFFIXES = frozenset((("metropole",), ("agglomeration",), ("agglo",)))
_LETTERHEAD = frozenset(("departement", "region"))
_POSTCODE = re.compile(r"\b(?:F\s?-\s?)?\d{2}\s?\d{3}\s+(?=[A-ZÀ-ÞŒ])")
_TOWN_HALL = re.compile(r"\b(?:mairie|hotel de ville)\b")
_LETTER_PAPER = 200  # characters at the top of a document within which its author is named
_ADDRESS = 160  # characters of an address between the town hall and its postcode
_NOUNS = frozenset(("syndicat", "pole", "centre", "etablissement", "parc", "service"))
_TOKEN = re.compile(r"[A-Za-zÀ-ÿŒœ]+(?:['’.][A-Za-zÀ-ÿŒœ]+)*['’]?|\d+|[^\w\s]|\n")


class _Vote(msgspec.Struct):
    key: tuple[str, ...]
    weight: float
    family: str
    printed: str
    name: str
    piece: Piece
    start: int
    end: int
    organ: bool
    rule: str = ""


def find_body(pieces: Sequence[Piece], organ: str | None) -> Body | None:
    """The body whose act this is, or None where no name of one is printed."""
    family = _family(organ)
    votes: list[_Vote] = []
    for piece in pieces:
        votes.extend(_votes(piece, family))
    if not votes:
        return None
    totals: dict[tuple[str, ...], float] = {}
    for vote in votes:
        for size in range(1, len(vote.key) + 1):
            totals[vote.key[:size]] = totals.get(vote.key[:size], 0.0) + vote.weight
    whole = {vote.key for vote in votes}
    # the name that most evidence shares; of two with nearly the same support, the longer one
    best = max(whole, key=lambda key: (totals[key], -len(key)))
    # a running head may print only the first of the communes that name a syndicate
    listed = {vote.key for vote in votes if vote.family == "syndicat" and re.search(r"\s[-–]\s", vote.printed)}
    # a line's end may cut "Bureau de Grand-Orbe / Métropole"
    suffixed = {key for key in whole if key[len(best) :] in _SUFFIXES}
    longer = [
        key
        for key in whole
        if key[: len(best)] == best and totals[key] >= (0.4 if key in listed | suffixed else 0.75) * totals[best]
    ]
    best = max(longer, key=len)
    exact = [vote for vote in votes if vote.key == best]
    if exact and all(vote.piece.text[vote.end : vote.end + 1] == "\n" for vote in exact):
        # "Comité du Syndicat Énergies / Vervienne": a name that each line's end cuts is the longer one of another line
        whole_names = [key for key in whole if key[: len(best)] == best and len(key) > len(best)]
        best = max(whole_names, key=lambda key: totals[key]) if whole_names else best
    if totals[best] < 0.3:
        return None
    named = [vote for vote in votes if vote.key == best]
    chosen = max(named, key=lambda vote: (not vote.organ, vote.weight, -vote.start))
    place = chosen.piece.offset
    return Body(
        chosen.printed,
        None if place is None else place + chosen.start,
        None if place is None else place + chosen.end,
        f"body.{chosen.rule or ('organ-and-name' if chosen.organ else 'kind-and-name')}",
        " ".join(chosen.piece.text[chosen.start : chosen.end].split()),
    )


def _family(organ: str | None) -> str | None:
    if organ is None:
        return None
    folded = fold(organ)
    return next((family for word, family in _FAMILY_OF_ORGAN if word in folded), None)


def _votes(piece: Piece, family: str | None) -> list[_Vote]:
    found: list[_Vote] = []
    text = piece.text
    places = [match.start() for match in _BEGINNING.finditer(fold(text).replace("ſ", "s"))]
    for kind, pattern in _KIND:
        for match in _matches(pattern, text, places):
            if _ASIDE.search(fold(text[max(0, match.start() - 24) : match.start()])):
                continue
            fit = _fit(kind, family)
            if not fit:
                continue
            _add(found, piece, match, kind, fit, organ=False)
    for match in _matches(_ORGAN, text, places):
        word = fold(match.group("kind"))
        own = _family(word) if word != "maire" else "commune"
        fit = 0.5 if word == "maire" else 0.9
        if family is not None and own is not None and own != family:
            if own in _LETTERHEAD:
                continue  # "M. le Maire, conseiller départemental": another body's organ, or a letterhead's
            fit *= 0.15
        _add(found, piece, match, own or "", fit, organ=True)
    if family in (None, "commune"):
        found.extend(_addresses(piece))
    for match in _SUFFIX.finditer(text):
        name = match.group("name")
        if _key(name)[0] in load_lexicon().no_body:
            continue  # "DÉLIBÉRATIONS DU CONSEIL DE COMMUNAUTÉ"
        fit = 1.0 if family in (None, "epci") else 0.12
        found.append(
            _Vote(
                _key(name),
                piece.weight * fit,
                "epci",
                " ".join(name.split()),
                name,
                piece,
                match.start(),
                match.end(),
                False,
            )
        )
    return found


def _fit(kind: str, family: str | None) -> float:
    """What a name of this kind of body is worth to an organ of this family: a municipal council is a commune's; and the
    département and the région that a letterhead prints over another body's name are not that body."""
    if kind == family:
        return 1.0
    if kind in ("departement", "region"):
        return 0.2 if family is None else 0.0
    if family is None:
        return 1.0
    return {"commune": 0.0, "departement": 0.12, "region": 0.12}.get(family, 0.3)


def _addresses(piece: Piece) -> Iterator[_Vote]:
    """Communes in the postal address of a town hall: where no other words name it, its letter paper does."""
    for match in _POSTCODE.finditer(piece.text):
        if not _TOWN_HALL.search(fold(piece.text[max(0, match.start() - _ADDRESS) : match.start()])):
            continue
        end = _name_end(piece.text, match.end(), "commune")
        name = re.sub(r"\s+c[ée]dex\b.*", "", piece.text[match.end() : end], flags=re.IGNORECASE | re.DOTALL)
        if key := _key(name):
            end = match.end() + len(name)
            printed = " ".join(name.split())
            yield _Vote(key, piece.weight * 0.2, "commune", printed, name, piece, match.end(), end, False, "address")


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives, looked for at these places only: the patterns that ignore case are slow elsewhere."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(text, place)) is not None:
            end = match.end()
            yield match


def _add(found: list[_Vote], piece: Piece, match: re.Match[str], family: str, fit: float, *, organ: bool) -> None:
    text = piece.text
    lexicon = load_lexicon()
    end = _name_end(text, match.end(), family)
    name = text[match.end() : end]
    key = _key(name)
    if not key or sum(len(word) for word in key) < 2 or key[0] in lexicon.no_body:
        return
    if organ and key[0] in _NOUNS:
        return  # "le comité syndical du Syndicat intercommunal d'énergies de…": the body's own noun votes
    kind = match.group("kind")
    if (organ and family in ("commune", "")) or (not organ and ":" in match.group("link")):
        printed, start = name, match.end()
    elif fold(kind) in ("mairie", "hotel de ville", "pays", "metropole"):
        printed, start = (
            (name, match.end())
            if fold(kind) in ("mairie", "hotel de ville")
            else (text[match.start() : end], match.start())
        )
    else:
        printed, start = text[match.start() : end], match.start()
    # what stands first says most
    early = 1.0 / (1.0 + 0.002 * match.start()) if piece.weight > 2 else 1.0
    if piece.weight > 2 and match.start() < _LETTER_PAPER and _is_line(text, match.start(), end):
        early *= 2
    found.append(
        _Vote(key, piece.weight * fit * early, family, " ".join(printed.split()), name, piece, start, end, organ)
    )


def _is_line(text: str, start: int, end: int) -> bool:
    """Is text[start:end] all that its line says?"""
    return not text[line_start(text, start) : start].strip() and not text[end : line_end(text, end)].strip()


def _key(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", fold(name).replace("saint", "st"))
    return tuple(word for word in words if word not in ("de", "du", "des", "d", "la", "le", "les", "l"))


def _name_end(text: str, start: int, family: str) -> int:
    """Where a proper name that begins at `start` ends: capitalised words, and small words between them."""
    lexicon = load_lexicon()
    end = start
    taken = 0
    pending = 0
    loud = False
    dashed = False
    between = fold(text[max(0, start - 8) : start]).rstrip().endswith(" entre")
    for match in _TOKEN.finditer(text, start, min(len(text), start + 110)):
        token = match.group()
        gap = text[end if taken else start : match.start()]
        if token == "\n":
            if taken and pending == 0:
                break
            continue
        if token in "-–":
            if (
                taken
                and family != "syndicat"
                and (gap.strip(" ") == "" and gap and text[match.end() : match.end() + 1] == " ")
            ):
                break  # a spaced dash sets something apart
            dashed = True
            continue
        folded = fold(token).rstrip("'")
        if dashed and folded in ("le", "la", "les") and family == "syndicat":
            continue  # "Arvel – Les Loges": a list of communes
        dashed = False
        between = between or folded == "entre"
        if token[0].isdigit() or not token[0].isalpha():
            break
        small = folded in lexicon.body_links and (token.islower() or loud or token.isupper())
        if (
            small
            and taken
            and token[0].isupper()
            and text[match.start() - 1] in "-–"
            and text[match.end() : match.end() + 1] not in ("-", "–")
        ):
            small = False  # "VAUX-LES-PRÉS": the last part of a name with hyphens is no small word
        if small and taken:
            pending += 1
            joins = family == "epci" or between or gap in ("-", "–")  # "Plaines-et-Monts", "entre Orbe et Lisse"
            if pending > 3 or (folded == "et" and not joins):
                break
            continue
        if small and not taken:
            pending += 1
            continue
        if not token[0].isupper() and not ("'" in token or "’" in token):
            break
        if folded in lexicon.no_body and (taken or folded not in ("le", "la", "les")):
            break
        if token[0].islower() and not re.match(r"[dl]['’][A-ZÀ-Þ]", token):
            break
        loud = loud or (token.isupper() and len(token) > 2)
        if loud and not token.isupper() and taken and not token[0].islower():
            break  # "COMMUNE D'ARVEL Séance du…"
        end = match.end()
        taken += 1
        pending = 0
        if taken >= 8:
            break
    return end
