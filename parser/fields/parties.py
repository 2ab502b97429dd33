"""Who receives a sum of money: the name that the sentence of the sum gives.

In: text, its folded copy and the span of a sum with its role. Out: `Named`, the span of a name as printed and the rule
that found it, or None: an unsure name is none. A name begins after a word that says who receives ("à", "au profit de"),
before one that says who asks ("X a sollicité"), or before a bracket that holds the sum ("X (55 €)"). It lives by its
capitals and its quotation marks; the phrases stand in rules/money.toml.
"""

from __future__ import annotations

import re

import msgspec

from .money_words import money_words
from .sums import sentence_end, sentence_start

_WORD = re.compile(r"[^\s«»\"“”()\[\],;:]+")
_QUOTED = re.compile(r"[«\"“]\s*([^«»\"“”\n]{2,90}(?:\n[^«»\"“”\n]{2,60})?)\s*[»\"”]")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_CADASTRE = re.compile(r"sections?\s+(?:\d{3}\s?)?[A-Z]{1,2}\b(?!['’-])", re.IGNORECASE)  # "section AC n° 112"
_FIGURES = re.compile(r"\d{1,4}$")
_ARTICLE = re.compile(r"(?:(?:de la|la|les|le|du|des|une|un|d'une|d'un)\s+|(?:de )?l'\s*)")
_CIVILITY = re.compile(
    r"(?:m\.?|mm\.?|mme|mmes|mlle|melle|mr|monsieur|madame|mademoiselle)(?:\s+(?:et|ou)\s+(?:m\.?|mme|mlle))?\s+(?=\S)"
)
_OFFICE = re.compile(r"(?:le|la|l'|les|un|une)\b")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+$|(?:St|Ste|Cie|Ets|Dr|bd)\.$")
_ANOTHER_SUM = re.compile(r"\d[\d .,]*\s?(?:€|euros?(?![a-z])|f(?![a-z])|francs?(?![a-z]))")
_BEFORE_BRACKET = re.compile(r"\(\s*$")
_QUOTES = re.compile(
    r"\s*(?:de\s[^,:;]{2,40})?\s*[,:;]\s*(?:d'un montant|devis|pour)"
    r"|\s+(?:d'un montant|pour un (?:montant|devis)|: devis)"
)
_BULLET = re.compile(r"[\s\-•>*‐.=\"'_°]*(?:[aeo]\s(?=\S))?")  # an OCR reads a bullet as a letter
_OF = frozenset({"de", "du", "des", "la", "le", "les"})
_LONGEST = 130
RECEIVES = frozenset({"granted", "asked", "past", "guarantee", "valuation", "share", "loan", "price"})
"""The roles of sums that somebody receives."""


class Named(msgspec.Struct, frozen=True):
    """The span of a name as printed, and the rule that found it."""

    start: int
    end: int
    rule: str


def receiver(
    text: str, folded: str, start: int, end: int, role: str | None, floor: int, limit: int, first: int
) -> Named | None:
    """Who receives the sum at [start, end): `floor` is where its paragraph begins, `first` and `limit` bound the
    passage, in which "lui" looks for whom it means.
    """
    words = money_words()
    begin = sentence_start(folded, floor, start)
    stop = sentence_end(folded, end, min(limit, end + 180))
    bracketed = _bracketed(text, folded, begin, start) if role is None or role in RECEIVES else None
    if bracketed is not None or role not in RECEIVES:
        return bracketed
    if role == "price":
        return _supplier(text, folded, begin, start)
    if role in ("asked", "loan"):
        return _subject(text, folded, begin, start)
    after = _ANOTHER_SUM.search(folded, end, stop)
    near = _linked(text, folded, end, after.start() if after else stop, near=True)
    if near is not None and after is not None and not folded[near.end : after.start()].strip(" \n:"):
        near = _linked_before(text, folded, begin, start) or near  # "à Alpha 500 € et à Bêta 700 €"
    if near is not None and role not in ("share",):
        return near
    if role == "past":
        found = _subject(text, folded, begin, start) or _linked_before(text, folded, begin, start)
    else:
        found = _linked_before(text, folded, begin, start) or _subject(text, folded, begin, start)
    if found is not None or role == "share":
        return found
    found = _linked(text, folded, end, after.start() if after else stop, near=False)
    if found is not None:
        return found
    cues = list(words.again.finditer(folded, begin, start))
    return last_named(text, folded, first, cues[-1].start()) if cues else None


def last_named(text: str, folded: str, floor: int, start: int) -> Named | None:
    """The body last named before `start` by a noun of rules/money.toml or by an acronym: whom "lui" means."""
    words = money_words()
    found: Named | None = None
    for match in words.heads.finditer(folded, max(floor, start - 2500), start):
        named = name_at(text, folded, match.start(), start)
        lone = named is None or not _CAPITAL.search(text, *named)
        if named and not lone and not words.not_after.search(folded, max(floor, match.start() - 30), match.start()):
            found = Named(*named, "money.named-before")
    for match in re.finditer(r"(?<=[lL]['’])[A-Z]{3,}(?![a-z])", text[max(floor, start - 600) : start]):
        at = max(floor, start - 600) + match.start()
        if found is None or at > found.end:
            found = Named(at, at + len(match.group()), "money.named-before")
    return found


def name_at(text: str, folded: str, start: int, limit: int) -> tuple[int, int] | None:
    """The span of the name that begins at `start` (an article and quotation marks are left out); None where none does.

    A name is a noun of the list with its complement, words with a capital and what joins them, or what stands between
    quotation marks. A civility begins a person's name; "Madame le Maire" is an office and no name.
    """
    words = money_words()
    article = _ARTICLE.match(folded, start, limit)
    at = article.end() if article is not None and article.end() > start else start
    civility = _CIVILITY.match(folded, at, limit)
    if civility is not None:
        return _person(text, folded, at, civility.end(), limit)
    if _CADASTRE.match(text, at, limit):
        return None
    head = words.heads.match(folded, at, limit)
    name_start, kind_end = at, at
    while head is not None:
        kind_end = head.end()
        adjective = words.adjectives.match(folded, kind_end + 1, limit)
        while adjective is not None:
            kind_end = adjective.end()
            adjective = words.adjectives.match(folded, kind_end + 1, limit)
        break
    quoted = _QUOTED.match(text, kind_end + (1 if text[kind_end : kind_end + 1].isspace() else 0), limit)
    if quoted is not None:
        return quoted.span(1)
    if head is None and words.never.match(folded, at, limit):
        return None
    end = _run(text, folded, at, kind_end, limit)
    if end is None:
        return None
    if not _CAPITAL.search(text, name_start, end):
        common = words.common.match(folded, at, end)
        return (at, end) if common is not None and common.end() < end else None
    if end == kind_end and not text[at:end].isupper():
        printed = head is not None and kind_end > head.end() and text[at : at + 1].isupper()
        if not printed or not words.common.match(folded, at, end):  # "Amicale laïque", in capitals, is a name
            return None  # "l'Association", with nothing to tell which
    return name_start, end


def _run(text: str, folded: str, start: int, at: int, limit: int) -> int | None:
    """Where the words of a name end that begins at `start`, of which [start, at) is a noun already read."""
    words = money_words()
    end = at if at > start else None
    position = at
    joined = lower = 0
    stop = min(limit, start + _LONGEST)
    while position < stop:
        gap = re.compile(r"[ \n]*").match(text, position)
        begin = gap.end() if gap else position
        if "\n" in text[position:begin] and text[begin : begin + 2] in ("- ", "• ", "* ", "> "):
            break
        word = _WORD.match(text, begin, stop)
        if word is None:
            break
        printed = word.group()
        low = folded[begin : word.end()]
        trailing = printed.rstrip(".")
        plain = low.rstrip(".")
        if "'" in plain[:3] and plain.split("'")[0] in words.inside | {"d", "l"}:
            inner = printed[plain.index("'") + 1 :]
            if inner.islower() and words.heads.match(folded, begin + plain.index("'") + 1) and end is not None:
                break  # "le festival, l'association…": another name begins
            if _CAPITAL.match(inner):
                end, position, joined = word.end(), word.end(), 0
            elif joined < 2 and end is not None:
                position, joined = word.end(), joined + 1
            else:
                break
        elif plain in words.inside and (end is not None or printed[:1].isupper()):
            if plain in ("pour", "a", "au", "aux") and end is not None and not _opens(text, folded, start, end, plain):
                break
            if printed[:1].isupper() and not printed.isdigit() and end is None:
                end = None
            position, joined = word.end(), joined + 1
            if joined > 3:
                break
        elif _FIGURES.match(trailing) and end is not None and joined == 0:
            if _ANOTHER_SUM.match(folded, begin):
                break
            end, position = begin + len(trailing), word.end()
        elif _CAPITAL.search(trailing[:3]) or (_CAPITAL.search(trailing) and not trailing.islower()):
            tied = joined == 0 or text[position - 1] in "-–/"
            if end is not None and tied and words.never.match(folded, begin) and not trailing.isupper():
                break
            end, position, joined = begin + len(trailing), word.end(), 0
            if printed.endswith(".") and not _ABBREVIATION.search(printed):
                break
            if printed.endswith(".") and _ABBREVIATION.search(printed):
                end = word.end()
        elif end is not None and not joined and words.adjectives.fullmatch(plain):
            end, position = begin + len(trailing), word.end()  # "Protection civile"
        elif end is not None and joined and _region(text, folded, end, begin, word.end(), stop):
            position = word.end()  # "Société d'équipement de la région Lémoine"
        elif end is not None and _complements(text, folded, start, end, begin, plain, lower):
            end, position, joined, lower = begin + len(trailing), word.end(), 0, lower + 1  # "comité des fêtes"
            if printed.endswith("."):
                break
        else:
            break
    return end


def _complements(text: str, folded: str, start: int, end: int, begin: int, word: str, lower: int) -> bool:
    """True where a word without a capital goes on the name [start, end): "comité des fêtes", "sapeurs pompiers"."""
    words = money_words()
    if not word.replace("-", "").isalpha() or len(word) < 4 or word in words.no_complement or lower > 1:
        return False
    between = folded[end:begin].split()
    if lower and not between:
        return word.endswith("s") and folded[end - 1] == "s"
    if not between or not set(between) <= _OF:
        return False
    last = folded.rfind(" ", start, end) + 1 or start
    return lower > 0 or words.heads.fullmatch(folded, max(last, start), end) is not None


def _region(text: str, folded: str, end: int, begin: int, after: int, stop: int) -> bool:
    """True where a noun of the list of the list goes on the name that ends at `end`: a name with a capital follows."""
    between = folded[end:begin].split()
    if not set(between) <= _OF or money_words().heads.fullmatch(folded, begin, after) is None:
        return False
    follows = _WORD.match(text, after + 1, stop)
    return follows is not None and _CAPITAL.match(follows.group()) is not None


def _opens(text: str, folded: str, start: int, end: int, joint: str) -> bool:
    """True where "pour", "à", "aux" may go on the name: "Centre pour l'Initiative", and not "Alpha pour son"."""
    said = text[start:end].split()
    if joint == "pour":
        alone = len(said) == 1 and money_words().heads.fullmatch(folded, start, end) is not None
        return alone or text[start:end].isupper()
    return sum(bool(_CAPITAL.match(word)) for word in said) >= 2


def _person(text: str, folded: str, start: int, at: int, limit: int) -> tuple[int, int] | None:
    if _OFFICE.match(folded, at, limit):
        return None
    end = at
    for word in _WORD.finditer(text, at, min(limit, at + 60)):
        if text[end : word.start()].strip() or (
            "\n" in text[end : word.start()] and end > at and word.group()[0].islower()
        ):
            break
        if not _CAPITAL.match(word.group()) and folded[word.start() : word.end()] not in (
            "de",
            "du",
            "et",
            "ou",
            "la",
            "le",
        ):
            break
        end = word.end()
        if word.group().endswith((".", ",")) and not _ABBREVIATION.search(word.group()):
            end -= 1
            break
    while end > at and folded[start:end].split()[-1] in ("de", "du", "et", "ou", "la", "le"):
        end = start + len(text[start:end].rsplit(None, 1)[0])
    return (start, end) if end > at and _CAPITAL.search(text, at, end) else None


def _bracketed(text: str, folded: str, begin: int, start: int) -> Named | None:
    """The name before a bracket that holds the sum: "Alpha (55 €), Bêta (220 €)"."""
    bracket = _BEFORE_BRACKET.search(folded, begin, start)
    if bracket is None:
        return None
    opening = max(folded.rfind(sign, begin, bracket.start()) for sign in (",", ":", ";", ")"))
    opening = max(opening + 1, begin)
    joint = re.compile(r"\s*(?:et\s+|a\s+|au\s+|pour\s+)?").match(folded, opening)
    at = joint.end() if joint else opening
    named = name_at(text, folded, at, bracket.start())
    if named is None or folded[named[1] : bracket.start()].strip():
        linked = _linked_before(text, folded, at, bracket.start())  # "l'adhésion au CAUE (120 €)"
        if linked is not None and not folded[linked.end : bracket.start()].strip():
            return Named(linked.start, linked.end, "money.bracket")
        for head in money_words().heads.finditer(folded, at, bracket.start()):  # "la demande de l'association Bel Air"
            named = name_at(text, folded, head.start(), bracket.start())
            if named is not None and not folded[named[1] : bracket.start()].strip():
                return Named(*named, "money.bracket")
        whole = text[at : bracket.start()].strip()
        if not whole or not _CAPITAL.match(whole) or len(whole) > 60 or len(whole.split()) > 6:
            return None
        named = (at, at + len(whole))
    return Named(*named, "money.bracket")


def _linked(text: str, folded: str, start: int, stop: int, *, near: bool) -> Named | None:
    """The name after a word that says who receives; `near`: at most 40 characters after `start`."""
    words = money_words()
    for link in words.links.finditer(folded, start, min(stop, start + 40) if near else stop):
        if words.not_after.search(folded, max(start, link.start() - 25), link.start()):
            continue
        named = name_at(text, folded, link.end(), stop)
        if named is not None and _believable(text, folded, start, link, named):
            return Named(*named, "money.link-after")
    return None


def _linked_before(text: str, folded: str, begin: int, start: int) -> Named | None:
    words = money_words()
    found: Named | None = None
    for link in words.links.finditer(folded, begin, start):
        if found is not None and link.start() < found.end:
            continue
        if words.not_after.search(folded, max(begin, link.start() - 25), link.start()):
            continue
        named = name_at(text, folded, link.end(), start)
        if named is not None and _believable(text, folded, begin, link, named):
            found = Named(*named, "money.link-before")
    return found


def _believable(text: str, folded: str, start: int, link: re.Match[str], named: tuple[int, int]) -> bool:
    """A bare "à" or "pour" before words with a capital may be a place or a thing: it must be more than that."""
    words = money_words()
    said = folded[link.start() : link.end()].split("'")[0].split()
    if said[:1] == ["pour"]:
        return words.legal.search(folded, link.end(), named[1]) is not None
    if not said or said[0] not in ("a", "au", "aux"):
        return True
    if words.heads.match(folded, named[0], named[1]) is not None or _CIVILITY.match(folded, named[0]):
        return True
    if text[max(0, named[0] - 2) : named[0]].strip() in ("«", '"', "“"):
        return True
    first = text[named[0] : named[1]].split()[0]
    if first.isupper() and len(first.strip(".")) > 2 and len(first) < 12:
        return True  # an acronym
    return link.start() - start <= 3 or words.giving.search(folded, max(start - 40, 0), link.start()) is not None


def _subject(text: str, folded: str, begin: int, start: int) -> Named | None:
    """The name before a verb of asking or receiving: "l'association X a sollicité"."""
    words = money_words()
    found: Named | None = None
    for match in words.heads.finditer(folded, begin, start):
        if found is not None and match.start() < found.end:
            continue
        named = name_at(text, folded, match.start(), start)
        if named is not None and words.subjects.match(folded, _past_bracket(folded, named[1]), start):
            found = Named(*named, "money.subject")
    if found is not None:
        return found
    for verb in words.subjects.finditer(folded, begin, start):
        opening = max(begin, verb.start() - _LONGEST, *(folded.rfind(sign, begin, verb.start()) + 1 for sign in ",;:."))
        for first in _WORD.finditer(text, opening, verb.start()):
            named = name_at(text, folded, first.start(), verb.start())
            if named is not None and not folded[named[1] : verb.start()].strip(' ,\n»"“”'):
                return Named(*named, "money.subject")
    return None


def _past_bracket(folded: str, at: int) -> int:
    match = re.compile(r"\s*[»\"]?\s*(?:\([^)]{0,60}\))?").match(folded, at)
    return match.end() if match else at


def _supplier(text: str, folded: str, begin: int, start: int) -> Named | None:
    """The firm or seller that the sentence of a price names last before it."""
    words = money_words()
    found: Named | None = None
    for link in words.suppliers.finditer(folded, begin, start):
        named = name_at(text, folded, link.end(), start)
        if named is not None:
            found = Named(*named, "money.supplier")
    if found is not None:
        return found
    opening = _BULLET.match(folded, begin)
    named = name_at(text, folded, opening.end() if opening else begin, start)
    if named is not None and _QUOTES.match(folded, named[1], start):
        return Named(*named, "money.line")
    for match in words.heads.finditer(folded, begin, start):
        if found is not None and match.start() < found.end:
            continue
        if folded[match.start() : match.end()] in ("commune", "ville", "conseil", "communaute"):
            continue
        named = name_at(text, folded, match.start(), start)
        if named is not None and not words.not_after.search(folded, max(begin, match.start() - 8), match.start()):
            found = Named(*named, "money.firm")
    return found
