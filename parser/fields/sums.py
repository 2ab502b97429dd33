"""What a sum of money is for: asked, granted, price, rent…

In: folded text and the span of a sum. Out: `Told`, the role and the words that say it, or None where no word near the
sum does. The phrases stand in rules/money.toml. The sentence bounds the search; in it the last strong phrase before the
sum decides, then the last weak one, then what follows the sum, then a noun.
"""

from __future__ import annotations

import re

import msgspec

from .money_words import money_words

_SENTENCE = re.compile(
    r"(?<!\b[a-z])(?<!\bart)(?<!\bfr)[.;](?=\s)|[.;]\s*\n|\n\s*[-*>•‐](?=\s)|\n\s*(?:article|art\.)\s"
)
_FIGURE = re.compile(r"\d")
_CLAUSE_SUM = re.compile(r"\d\s?(?:€|euros?(?![a-z])|£|francs?(?![a-z]))")
_CLAUSE = re.compile(r"[0-9](?=[0-9 .,]*\s?(?:€|euro))|,")
_LEVEL = re.compile(r"\ba hauteur (?:totale |maximale )?d[e']\s*(?:la somme (?:en principal )?de\s*)?$")
_DIRECTLY = re.compile(r"[\s,(]*(?:ce qui |qui |soit )?")
_JOINED = re.compile(r"(?:€|euros?)\s?(?:h\.?\s?t\.?|t\.?\s?t\.?\s?c\.?)?\s(?:a|et|ou)\s+$")
_LIST = 1500  # characters of a list before one of its items
_ITEM = re.compile(r"\s*\n\s*[-*>•‐–](?=\s)")
_ENDED = re.compile(r"\.\s*\n(?!\s*[-*>•‐–]\s)")  # a sentence that ends with its line, and no item after it
_REACH = 280  # characters of a sentence that are looked at before the sum
_AFTER = 60
# "Pour un total de" changes nothing after these.
_OVER = frozenset({"past", "asked", "loan", "guarantee"})


class Told(msgspec.Struct, frozen=True):
    """A role and the span of the words that say it."""

    role: str
    start: int
    end: int


def sentence_start(folded: str, floor: int, start: int) -> int:
    """Where the sentence begins that holds `start`, not before `floor`."""
    begin = max(floor, start - _REACH)
    for stop in _SENTENCE.finditer(folded, begin, start):
        begin = stop.end()
    return begin


def sentence_end(folded: str, end: int, limit: int) -> int:
    """Where the sentence ends that holds `end`, at most `limit`."""
    stop = _SENTENCE.search(folded, end, limit)
    return stop.start() if stop is not None else limit


def role_of(folded: str, start: int, end: int, floor: int = 0) -> Told | None:
    """The role of the sum at [start, end): what the words of its sentence say; `floor` is where its passage begins."""
    words = money_words()
    begin = sentence_start(folded, floor, start)
    strong: Told | None = None
    weak: Told | None = None
    noun: Told | None = None
    past: Told | None = None
    total: Told | None = None
    early: Told | None = None
    guarantee: Told | None = None
    for cue in words.cues.find(folded, begin, start):
        role, strength = cue.role, cue.strength
        told = Told(role, cue.start, cue.end)
        if strength == "weak" and _CLAUSE_SUM.search(folded, cue.end, start):
            early = told  # it speaks of another sum, which stands between
        elif strength == "weak":
            weak = told
            total = told if role == "total" else total
        elif strength == "noun":
            aid = noun is not None and noun.role == "granted"
            noun = noun if aid and role == "price" else told  # "une subvention d'un montant de"
        elif role == "asked" and words.not_asked.match(folded, cue.end):
            continue
        elif role == "granted" and strong is not None and strong.role == "guarantee":
            continue  # "la garantie est accordée à hauteur de"
        else:
            strong = told
            guarantee = told if role == "guarantee" else guarantee
            if role == "past":
                past = told
    if strong is not None and strong.role == "unit price" and _CLAUSE_SUM.search(folded, strong.end, start):
        strong = Told("price", strong.start, strong.end)  # "au prix unitaire de 45 € le m², soit 18 540 €"
    limit = sentence_end(folded, end, min(len(folded), end + _AFTER))
    next_figure = _FIGURE.search(folded, end, limit)
    behind = next(words.after.find(folded, end, next_figure.start() if next_figure else limit), None)
    if behind is not None and _DIRECTLY.fullmatch(folded, end, behind.start):
        return Told(behind.role, behind.start, behind.end)
    if guarantee is not None and _LEVEL.search(folded, begin, start):
        return guarantee  # "la garantie est accordée pour des prêts à hauteur de"
    over = past is not None and strong is not None and strong.role in ("past", "granted", "asked")
    if over and past is not None and strong is not None and not _own_clause(folded, past.end, strong.start):
        strong = past
    if strong is not None and strong.role in ("granted", "past") and _is_contract(folded, begin, start):
        strong = None if strong.role == "granted" else strong
        return strong or _weak(weak) or Told("price", begin, begin)
    later = strong is not None and weak is not None and weak.role == "total" and weak.start > strong.start
    if later and strong is not None and strong.role not in _OVER:
        return weak
    if weak is not None and weak.role == "valuation" and total is not None:
        weak = total  # "le coût des travaux est estimé à"
    if strong is None and weak is None and early is not None and _JOINED.search(folded, begin, start):
        return early  # "porte le marché de 500 € à 700 €"
    return strong or weak or _following(folded, end, limit) or noun or early


def lead_of(folded: str, start: int, floor: int) -> Told | None:
    """What the words before a list say of the sums of its items: "alloue : - 300 € à… - 500 € à…"; `start` is in an
    item. None where the item is no item of a list, or the list has ended before it."""
    at = folded.rfind(":", max(floor, start - _LIST), start)
    while at >= 0 and not _ITEM.match(folded, at + 1):
        at = folded.rfind(":", max(floor, start - _LIST), at)
    if at < 0 or _ENDED.search(folded, at, start):
        return None
    begin = sentence_start(folded, floor, at)
    words = money_words()
    strong = [
        cue
        for cue in words.cues.find(folded, begin, at)
        if cue.strength == "strong" and not (cue.role == "asked" and words.not_asked.match(folded, cue.end))
    ]
    if not strong or (strong[-1].role == "granted" and _is_contract(folded, begin, at)):
        return None
    return Told(strong[-1].role, strong[-1].start, strong[-1].end)


def gives(folded: str, start: int, floor: int) -> bool:
    """True where the sentence before a sum gives: "attribuer", "verser"… and not for a contract."""
    words = money_words()
    begin = sentence_start(folded, floor, start)
    given = any((cue.role, cue.strength) == ("granted", "strong") for cue in words.cues.find(folded, begin, start))
    return given and not _is_contract(folded, begin, start)


def _weak(told: Told | None) -> Told | None:
    return told if told is not None and told.role == "price" else None


def _own_clause(folded: str, start: int, end: int) -> bool:
    """True where a new clause begins between two phrases: "a reçu 100 €, il est proposé d'attribuer"."""
    return re.search(r"[,:]\s|\b(?:propos\w*|decide)\b", folded[start:end]) is not None


def _is_contract(folded: str, begin: int, end: int) -> bool:
    words = money_words()
    return words.contract.search(folded, begin, end) is not None and words.gift.search(folded, begin, end) is None


def _following(folded: str, end: int, limit: int) -> Told | None:
    """The first telling phrase after the sum: "500 € sont attribués à"."""
    words = money_words()
    stop = _CLAUSE.search(folded, min(limit, end + 2), limit)  # "500 €, attribués à"
    cue = next(words.cues.find(folded, end, limit), None)
    if cue is None or (stop is not None and cue.start >= stop.start()):
        return None
    if cue.role == "share":  # "500 €, la participation versée à"
        given = next((one for one in words.cues.find(folded, cue.end, limit) if one.strength == "strong"), None)
        paid = given is not None and given.role == "granted" and not folded[cue.end : given.start].strip()
        cue = given if given is not None and paid else cue
    if cue.role in ("asked", "price", "budget", "total"):
        return None
    return Told(cue.role, cue.start, cue.end)
