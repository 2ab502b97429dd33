"""Sums of money, in figures and in words, in euros and in the currencies before them.

In: text, its folded copy (`parser/folding.py`) and a span. Out: `Money`, in order, never overlapping. A sum written in
figures and again in words is one `Money`; where the two contradict each other, the figures are the value and
`written_out` keeps the words'. "L'euro symbolique", percentages, surfaces, years and numbers of articles are no sums.
A figure without a currency is a sum only where the page says so: HT or TTC stands by it, or it stands in a column
whose head says euros, or it has centimes and a word of money before it on a page that counts in one currency.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from .numbers import WORDS, read_number_words
from .sums import Told, role_of

# The lookbehinds come after the first figure, so that the scan can skip to figures.
_NUMBER = re.compile(
    r"(?P<whole>[0-9](?<!\d\d)(?<!\d[.,]\d)(?:\d{0,2}(?:[ .'][\do]{3})+(?![\do])|\d*))"
    r"(?:[.,](?P<cents>\d{1,4})(?!\d)"
    r"|\s?[.,] (?P<apart>\d\d)(?=\s?(?:€|euros?(?![a-z])|eur(?![a-z])|f(?![a-z])|francs?(?![a-z]))))?"
)
_MONEY = r"euros?(?![a-z])|€(?:\s?uros?(?![a-z]))?|eur(?![a-z])"
_CURRENCY = re.compile(
    rf"[ \n]{{0,2}}(?:(?P<closing>\)\s?)|\((?P<spelt>[a-z\s\-]{{2,90}})\)\s{{0,2}})?"
    rf"(?:(?P<unit>k|m)\s?(?:d'\s?)?(?:{_MONEY})"
    rf"|(?P<scale>million|milliard|millier)s?\s+(?:d'\s?|de\s+)?(?P<scaled>{_MONEY}|francs?(?![a-z]))"
    rf"|(?P<eur>(?:d'\s?)?(?:{_MONEY}))|(?P<ocr>e(?![a-z0-9'.])|£)|(?P<bare>(?:h\.? ?t|t\.? ?t\.? ?c)(?![a-z]))"
    r"|(?P<xpf>(?:f|francs?)\s?(?:cfp|pacifique)(?![a-z])|xpf(?![a-z]))"
    r"|(?P<nf>nf(?![a-z])|nouveaux\s+francs?(?![a-z]))|(?P<af>af(?![a-z])|anciens\s+francs?(?![a-z]))"
    r"|(?P<frf>(?:francs?|frs?)(?![a-z])\.?|f(?![a-z0-9])\.?|f(?=,\d\d(?!\d)))"
    r"|(?P<livre>livres?(?=\s+(?:tournois|\d+\s+(?:sols?|sous))(?![a-z]))(?:\s+tournois)?))"
)
_SCALES = {"k": 3, "m": 6, "millier": 3, "million": 6, "milliard": 9}
_CODES = {"eur": "EUR", "ocr": "EUR", "xpf": "XPF", "nf": "NF", "af": "AF", "frf": "FRF", "livre": "LIVRE"}
_CENTS = re.compile(
    r"(?:,|\s*(?:et\s+)?)(?P<cents>\d{1,2})\s*(?:centimes?|cts?|cents?|c)(?![a-z])\.?"
    r"|(?:,\s?|\s+)(?P<loose>\d\d)(?=\s*[.,;:)]|\s*$|\s*\n|\s+(?:pour|par|de|et|a|le|la|qui|au)\s)"
)
_GLUED_CENTS = re.compile(r"(?P<cents>\d\d)(?P<loose>(?!\d))")
_CENT_WORDS = re.compile(r"\s+(?:et\s+)?")
_CENT_UNIT = re.compile(r"\s+(?:centimes?|cents?)(?![a-z])")
_BASIS = re.compile(
    r"[\s(]{0,3}(?:(?P<ht>h\.?\s?t(?![a-z])\.?|hors\s+taxes?(?![a-z]))"
    r"|(?P<ttc>t\.?\s?t\.?\s?c(?![a-z])\.?|toutes\s+taxes\s+comprises))"
)
_BASIS_BEFORE = re.compile(
    r"(?:(?P<ht>(?<![a-z])h\.?\s?t\b\.?)|(?P<ttc>(?<![a-z])t\.?\s?t\.?\s?c\b\.?))[^\d\n;,]{0,24}$"
)
_SYMBOLIC = re.compile(r"[\s(]*symbolique")
_UNIT_PRICE = re.compile(
    r"\s*(?:h\.?t\.?|ttc)?\s*(?:par\s+an\s+et\s+)?(?:/\s?|(?:le|la|les|par|du|au)\s+|l'\s?)(?:m²|m2|m3|m³|metre|hectare|ha(?![a-z])"
    r"|ares?(?![a-z])|heure|h(?![a-z])|jour|nuit|repas|tonne|litre|kwh|kilo|kg|km|unite|personne|enfant|eleve|habitant"
    r"|agent|seance|stere|lot(?![a-z])|hab(?![a-z])|abonne|foyer|menage|adulte|couple|couvert|emplacement|ml(?![a-z]))|\s*[x×]\s?\d"
)
_WORD_ANCHOR = re.compile(r"(?:(?P<eur>euro)|franc)s?(?![a-z])")
_WORDS_BEFORE = re.compile(rf"(?<![a-z])(?:(?:{WORDS})(?:[\s\-]+|(?=[a-z])))+(?P<joint>d'\s?|de\s+)?$")
_WORD = re.compile(r"[a-z]+")
_BRACKET_WORDS = re.compile(rf"(?<![a-z])(?P<words>(?:(?:{WORDS})[\s\-]*)+)\(\s*$")
_BRACKET_FIGURES = re.compile(r"(?<![\d,.])(?P<figures>\d(?:[\d .]*\d)?(?:,\d\d)?)\s*\(\s*$")
# A sum that a line's end breaks: "un total de 312⏎870,44 €". Only after a word that a sum must follow.
_WRAPPED = re.compile(
    r"(?:(?<![a-z])(?:de|d'|a|soit|totale?|montant|somme|maximum|hauteur de)|:)\s(?P<head>\d{1,3}(?: \d{3})*)[ ]?\n$"
)
_BEFORE_SIGN = re.compile(r"(?<!\d)(?<!\d\s)€\s?$|(?<![a-z])f\. ?$")
_COLUMN_HEAD = re.compile(
    r"(?:\(|(?<![a-z])en\s+|montants?\s+(?:h\.?t\.?\s+|ttc\s+)?)(?:€|euros?)(?![a-z])[^\n]{0,12}$", re.MULTILINE
)
_NOT_MONEY = re.compile(
    r"\s?(?:%|‰|m²|m2|m3|ha(?![a-z])|ca(?![a-z])|a(?![a-z])|km|kg|kw|h(?![a-z])|points?|etp|habitants?|voix)"
)
_NOT_COLUMN = re.compile(r"(?:n ?°|article|art\.?|chapitre|chap\.?|compte|cpte|operation|lot|section|parcelle)\s*$")
_CUE = re.compile(
    r"(?<![a-z])(?:sommes?|montants?|totale?s?|prix|couts?|credits?|recettes?|depenses?|exced[ae]nts?|deficits?|produits?"
    r"|evaluee?s?|soit|elev\w+|fixee?s?|subventions?|secours|traitement|loyer|interets?|debiteur)(?:\s+[a-z']{1,14}){0,3}\s*:?\s+$"
)
_FRANCS = re.compile(r"francs?(?![a-z])|[0-9] ?f(?![a-z0-9])")


class Money(msgspec.Struct, frozen=True):
    """A sum: its span, its value in `currency`, and what the page says of it.

    `currency`: "EUR", "FRF" (the franc of its day), "NF" and "AF" where the page says new or old francs, "XPF",
    "LIVRE". `basis`: "HT" or "TTC". `role`: see `sums.role_of`; None where the text does not say. `cue`: the span of
    the words that say the role. `words`: as printed. `written_out`: the value in words where it is not the value in
    figures.
    """

    start: int
    end: int
    value: Decimal
    currency: str
    basis: str | None = None
    role: str | None = None
    words: str = ""
    written_out: Decimal | None = None
    cue: tuple[int, int] | None = None


class _Sum(msgspec.Struct, frozen=True):
    start: int
    end: int
    value: Decimal
    currency: str
    in_words: bool = False


def find_amounts(text: str, folded: str, start: int, end: int, *, roles: bool = True) -> list[Money]:
    """Every sum of money in `[start, end)`, in the order of the text, repeats included.

    Without `roles` only unit prices have one: who knows more of the page than its sentences says what a sum is for.
    """
    numbers = list(_NUMBER.finditer(folded, start, end))
    sums = _in_figures(text, folded, numbers, start, end)
    in_words = _in_words(folded, start, end)
    sums += [item for item in in_words if all(item.end <= other.start or item.start >= other.end for other in sums)]
    sums += _bare(folded, numbers, start, end, sums)
    sums.sort(key=lambda item: item.start)
    found: list[Money] = []
    worded = False
    for item in sums:
        if found and item.start < found[-1].end:
            continue  # one figure makes one sum
        money = _money(text, folded, item, start, end, roles)
        twice = worded or item.in_words or (bool(found) and found[-1].value == money.value)
        worded = item.in_words
        if found and twice and _same(folded, found[-1], money):
            found[-1] = _merged(text, folded, found[-1], money, item.in_words)
        else:
            found.append(money)
    return found


# ----------------------------------------------------------------------------------------------------------- in figures


def _in_figures(text: str, folded: str, numbers: list[re.Match[str]], start: int, end: int) -> list[_Sum]:
    found: list[_Sum] = []
    for match in numbers:
        after = _CURRENCY.match(folded, match.end(), end)
        if after is None:
            near = folded[max(start, match.start() - 2) : match.start()]
            sign = None
            if "€" in near or "." in near:
                sign = _BEFORE_SIGN.search(folded, max(start, match.start() - 4), match.start())
            if sign is not None:
                item = _before(folded, match, sign)
                if item is not None:
                    found.append(item)
            continue
        item = _after(text, folded, match, after, found[-1].end if found else start, end)
        if item is not None:
            found.append(item)
    return found


def _after(text: str, folded: str, match: re.Match[str], after: re.Match[str], floor: int, end: int) -> _Sum | None:
    """The sum of a number followed by its currency."""
    value, begin, at = _value(match), match.start(), after.end()
    wrapped = _WRAPPED.search(folded, max(floor, begin - 30), begin)
    if wrapped is not None and re.match(r"\d{3}(?!\d)", match["whole"]):
        value, begin = Decimal(re.sub(r"\D", "", wrapped["head"]) + _digits(match)), wrapped.start("head")
    decimals = match["cents"] is not None and len(match["cents"]) == 2
    grouped = len(match["whole"]) > 3 and not match["whole"].isdigit()
    if after["closing"]:
        words = _BRACKET_WORDS.search(folded, max(floor, begin - 90), begin)
        figures = read_number_words(folded, words.start("words")) if words is not None else None
        if figures is None or Decimal(figures.value) != value:
            return None
        begin = figures.start
    if after["spelt"]:
        spelt = after["spelt"].strip()
        figures = read_number_words(spelt, 0)
        if figures is None or figures.end != len(spelt) or Decimal(figures.value) != value:
            return None
    if after["ocr"] and not (decimals or grouped):
        return None  # "£" and "E" are misread signs of the euro only where the figures are those of a sum
    if after["ocr"] == "e" and (text[at - 1] != "E" or after.start() != at - 1):
        return None
    if after["bare"]:
        if not (decimals or grouped):
            return None
        at = match.end()
    if after["frf"] and after["frf"].rstrip(".") == "f" and text[after.start("frf")] == "f" and not decimals:
        cents = _CENTS.match(folded, at, end)
        if cents is None or cents["cents"] is None:
            return None  # a lower-case f is seldom a franc
    if _SYMBOLIC.match(folded, at, end):
        return None
    currency = "EUR"
    if after["unit"]:
        value *= 10 ** _SCALES[after["unit"]]
    elif after["scale"]:
        value *= 10 ** _SCALES[after["scale"]]
        currency = "FRF" if after["scaled"].startswith("franc") else "EUR"
    elif not after["bare"]:
        currency = next(code for group, code in _CODES.items() if after[group])
        if match["cents"] is None and match["apart"] is None:
            value, at = _with_cents(folded, value, at, end, glued=after[0].endswith("€"))
    figures_before = _BRACKET_FIGURES.search(folded, max(floor, begin - 16), begin)
    if figures_before is not None:
        number = _NUMBER.match(folded, figures_before.start())
        if number is not None and number.end() == figures_before.end("figures") and _value(number) == value:
            begin = figures_before.start()
            at += folded[at : at + 1] == ")"
    return _Sum(begin, at, value, currency)


def _before(folded: str, match: re.Match[str], sign: re.Match[str]) -> _Sum | None:
    """The sum of a number that its currency precedes: "€ 500", "f. 4000"."""
    if "€" in sign.group():
        return _Sum(sign.start(), match.end(), _value(match), "EUR")
    if len(match["whole"]) < 3 and match["cents"] is None:
        return None  # "f. 12" is a folio
    return _Sum(sign.start(), match.end(), _value(match), "FRF")


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(_digits(match))


def _digits(match: re.Match[str]) -> str:
    """The figures of a number, with a point before the decimals."""
    whole = match["whole"]
    if whole.startswith("0.") and match["cents"] is None:
        return str(whole)  # "0.452 €/kWh"
    digits = re.sub(r"[ .']", "", whole).replace("o", "0")
    cents = match["cents"] or match["apart"]
    return f"{digits}.{cents}" if cents else digits


def _with_cents(folded: str, value: Decimal, at: int, end: int, *, glued: bool = False) -> tuple[Decimal, int]:
    """The value with the centimes that follow the currency: "5 francs 65", "732 F 78 c", and, `glued`, "2€50"."""
    match = _CENTS.match(folded, at, end)
    if match is not None and match["loose"] and glued:
        match = None
    if match is None and glued:
        match = _GLUED_CENTS.match(folded, at, end)
    if match is not None:
        cents = match["cents"] or match["loose"]
        return value + Decimal(int(cents)).scaleb(-2), match.end()
    gap = _CENT_WORDS.match(folded, at, end)
    words = read_number_words(folded, gap.end(), end) if gap is not None else None
    unit = _CENT_UNIT.match(folded, words.end, end) if words is not None and words.value < 100 else None
    if words is None or unit is None:
        return value, at
    return value + Decimal(words.value).scaleb(-2), unit.end()


# ------------------------------------------------------------------------------------------------------------- in words


def _in_words(folded: str, start: int, end: int) -> list[_Sum]:
    found: list[_Sum] = []
    for anchor in _WORD_ANCHOR.finditer(folded, start, end):
        run = _WORDS_BEFORE.search(folded, max(start, anchor.start() - 120), anchor.start())
        if run is None:
            continue
        stop = run.start("joint") if run["joint"] else anchor.start()
        for word in _WORD.finditer(folded, run.start(), stop):
            number = read_number_words(folded, word.start(), stop)
            if number is not None and not folded[number.end : stop].strip(" \t\n-"):
                break
        else:
            continue
        if number.value <= 1 or _SYMBOLIC.match(folded, anchor.end(), end):
            continue  # "un euro symbolique", "la mise d'un euro"
        value, at = _with_cents(folded, Decimal(number.value), anchor.end(), end)
        found.append(_Sum(number.start, at, value, "EUR" if anchor["eur"] else "FRF", in_words=True))
    return found


# --------------------------------------------------------------------------------------------------- without a currency


def _bare(folded: str, numbers: list[re.Match[str]], start: int, end: int, sums: list[_Sum]) -> list[_Sum]:
    """Figures that the page makes sums: in a column under "€", or with centimes after a word of money."""
    head = _COLUMN_HEAD.search(folded, start, end)
    currency = _page_currency(folded, start, end)
    if head is None and currency is None:
        return []
    found: list[_Sum] = []
    taken = sorted((item.start, item.end) for item in sums)
    next_taken = 0
    for match in numbers:
        while next_taken < len(taken) and taken[next_taken][1] <= match.start():
            next_taken += 1
        if next_taken < len(taken) and taken[next_taken][0] < match.end():
            continue
        decimals = match["cents"] is not None and len(match["cents"]) == 2
        if not decimals and head is None:
            continue
        if (
            _value(match) == 0
            or _NOT_MONEY.match(folded, match.end(), end)
            or folded[match.end() : match.end() + 1] in "/-°"
        ):
            continue
        if head is not None and match.start() > head.end() and _in_column(folded, match, head.end(), decimals):
            found.append(_Sum(match.start(), match.end(), _value(match), "EUR"))
        elif decimals and currency is not None and _CUE.search(folded, max(start, match.start() - 70), match.start()):
            found.append(_Sum(match.start(), match.end(), _value(match), currency))
    return found


def _page_currency(folded: str, start: int, end: int) -> str | None:
    """The one currency that the text counts in around the span; None where there are none or two."""
    low, high = max(0, start - 4000), end + 4000
    euros = folded.find("€", low, high) >= 0 or folded.find("euro", low, high) >= 0
    francs = _FRANCS.search(folded, low, high) is not None
    if euros == francs:
        return None
    return "EUR" if euros else "FRF"


def _in_column(folded: str, match: re.Match[str], head: int, decimals: bool) -> bool:
    """True where a number ends its line, under the head of a column, with only such lines between."""
    line_end = folded.find("\n", match.end())
    tail = folded[match.end() : line_end if line_end >= 0 else len(folded)]
    if re.sub(r"[\d ,.]", "", tail) or len(folded[head : match.start()].split("\n")) > 80:
        return False
    rows = folded[head : match.start()].split("\n")[1:-1]
    prose = sum(1 for row in rows if len(row) > 90 or row.rstrip().endswith((".", ";", ":")))
    if prose:
        return False
    if decimals:
        return True
    line_start = folded.rfind("\n", 0, match.start()) + 1
    label = folded[line_start : match.start()]
    if not re.search(r"[a-z]{3}", label) or _NOT_COLUMN.search(label) or tail.strip():
        return False
    whole = match["whole"]
    return match["cents"] is None and not (whole.isdigit() and len(whole) == 4 and whole[:2] in ("19", "20"))


# -------------------------------------------------------------------------------------------------------- one `Money`


def _money(text: str, folded: str, item: _Sum, start: int, end: int, roles: bool) -> Money:
    basis, at = None, item.end
    match = _BASIS.match(folded, at, end)
    if match is not None:
        basis, at = ("HT" if match["ht"] else "TTC"), match.end()
        if "(" in match.group() and folded[at : at + 1] == ")":
            at += 1
    else:
        before = _BASIS_BEFORE.search(folded, max(start, item.start - 40), item.start)
        if before is not None:
            basis = "HT" if before["ht"] else "TTC"
    unit = _UNIT_PRICE.match(folded, item.end, end)
    told = Told("unit price", unit.start(), unit.end()) if unit else None
    if told is None and roles:
        told = role_of(folded, item.start, at, start)
    return Money(
        item.start,
        at,
        item.value,
        item.currency,
        basis,
        told.role if told else None,
        _printed(text, item.start, at),
        cue=(told.start, told.end) if told else None,
    )


def _same(folded: str, first: Money, second: Money) -> bool:
    """True when `second` repeats `first` in brackets, in words or in figures."""
    between = folded[first.end : second.start]
    return first.currency == second.currency and between.count("(") == 1 and not between.strip(" \n\t(")


def _merged(text: str, folded: str, first: Money, second: Money, words_second: bool) -> Money:
    end = second.end + (folded[second.end : second.end + 1] == ")")
    value, other = (
        (first.value, second.value) if words_second or first.value == second.value else (second.value, first.value)
    )
    return msgspec.structs.replace(
        first,
        end=end,
        value=value,
        basis=first.basis or second.basis,
        words=_printed(text, first.start, end),
        written_out=None if value == other else other,
    )


def _printed(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
