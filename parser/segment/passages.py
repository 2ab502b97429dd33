"""One act into its passages: heading, considérants, dispositif, vote, signature.

In: the body text, the act's bounds, the rules' hits, the spans of what belongs to the head (attendance, counts). Out:
`Passages`, spans of offsets. Evidence is weighed over the whole act: the dispositif begins at the unit that opens one
most strongly while what stands before it reads like reasoning and what follows like decisions. No order of the blocks
is assumed beyond this: a decision follows what it decides on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..folding import fold
from ..layout import Text
from ..rulebook import Hit
from .hinge import announces, find_hinge, states_result
from .signs import CALLED, is_result, opens_reasons
from .units import Unit, cut_units

Span = tuple[int, int]


class Passages(msgspec.Struct, frozen=True):
    """The spans of one act.

    `hinge_rule` is the rule that opened the dispositif; `vote` is the span of the words of voting, in the dispositif or
    alone; `rapporteur` are lines that only name who reports.
    """

    considerants: Span | None = None
    dispositif: Span | None = None
    vote: Span | None = None
    signature: Span | None = None
    rapporteur: tuple[Span, ...] = ()
    hinge_rule: str | None = None
    considerants_rule: str | None = None
    why_no_dispositif: str | None = None


_LABEL = re.compile(r"\s*(?:la )?decisions?\s*:?\s*$")  # over what is decided
_ARTICLE = re.compile(r"\s*art(?:icle|\.|°)?\s*(?:\d{1,2}(?!\d)|premier|unique|[ivx]{1,4}\b)")
_LONGEST_BOX = 240  # characters of a unit in a box of counts; a longer one is prose
_GLYPH = re.compile(r"^[\uf000-\uf0ff➢►▪■●]\s*")
_GOES_ON = re.compile(
    r"(?i)(?:,|\b(?:de|du|des|la|le|les|l['’]|d['’]|et|à|au|aux|en|pour|sur|avec|par|m\.|mme|mr|monsieur|madame))\s*$"
)
_END_SEGMENTS = frozenset({"closing", "signature", "remedies", "annex"})
_HEAD_SEGMENTS = frozenset(
    [
        "president", "secretary", "counts", "convocation", "quorum", "rapporteur", "publication", "received",
        "sent", "session", "header", "movement",
        "agenda", "nomenclature", "extract", "minutes", "list", "present", "absent", "excused", "proxies",
        "proxy-link", "organ-line", "other-people",
    ]
)  # fmt: skip
_HEAD_SENTENCES = frozenset(
    [
        "counts",
        "convocation",
        "movement",
        "secretary",
        "president",
        "presides-by-office",
        "quorum",
        "meets",
        "rapporteur",
        "other-people",
    ]
)


def label_act(
    body: Text,
    hits: list[Hit],
    start: int,
    end: int,
    *,
    taken: list[Span],
    lists: Sequence[Span] = (),
    sole: bool = False,
    title: str = "",
) -> Passages:
    """The passages of the act whose text (title excluded) is body[start:end].

    `taken` are spans that belong to the head, `lists` those of its lists of names. `sole` says that the document is
    one act, so that what follows the title may still be its head. `title` is the printed title, whose repetition
    under a page break is no text of the act.
    """
    begin = start
    units = cut_units(body, hits, start, end)
    if not units:
        return Passages(why_no_dispositif="the act has no text")
    spans = [span for span in taken if span[1] > start and span[0] < end]
    if lists:
        decided = next((unit.start for unit in units if unit.opens >= 3.0 or states_result(unit)), end)
        before = [span[1] for span in lists if start < span[1] <= decided]
        if before:
            begin = _whole_unit(units, max(before))
            units = cut_units(body, hits, min(begin, end), end)
            if not units:
                return Passages(why_no_dispositif="the act has no text")
    first, rapporteur = _content(body, units, spans, title)
    listed_below = [a for a, _ in lists if a > units[first].start]
    if sole:
        first = _past_the_box(units, first, spans)
    stop = _stop(body, units, first)
    if sole and listed_below:
        stop = _before_lists(units, first, stop, min(listed_below))
    hinge, rule = find_hinge(body, units, first, stop)
    announced = hinge
    while hinge is not None and hinge + 1 < stop and announces(units[hinge]):
        hinge += 1
    while hinge is not None and hinge + 1 < stop and _LABEL.match(body.folded, units[hinge].start, units[hinge].end):
        hinge += 1
    if hinge is None:
        return _without_dispositif(body, units, first, stop, rapporteur)
    if not sole:
        stop = _trim_tail(body, units, hinge, stop)
    while stop - 1 > hinge and any(
        is_over(body, units[stop - 1]) for is_over in (_is_signature, _notes_formality, _notes_movement)
    ):
        stop -= 1
    if stop - 1 > hinge and announces(units[stop - 1]):
        stop -= 1  # "M. le Maire est invité à faire parvenir la délibération suivante", and nothing follows
    assert announced is not None
    considerants = _trim(body, units[first].start, units[announced].start) if announced > first else None
    dispositif = _trim(body, units[hinge].start, units[stop - 1].end)
    finish = units[stop - 1].end
    signature = _trim(body, units[stop].start, end) if stop < len(units) else None
    inside = [hit for unit in units[hinge:stop] for hit in unit.hits]
    return Passages(
        considerants,
        dispositif,
        _vote_span(inside, finish),
        signature,
        tuple(rapporteur),
        rule,
        _first_rule([hit for unit in units[first:hinge] for hit in unit.hits]),
    )


# ------------------------------------------------------------------------------------------------------ where it begins


def _content(body: Text, units: list[Unit], spans: list[Span], title: str) -> tuple[int, list[Span]]:
    """(index of the first unit of reasoning or decision, the lines that only name who reports)."""
    printed = _letters(title)
    rapporteur: list[Span] = []
    index = 0
    while index < len(units):
        unit = units[index]
        bare = _letters(body.text[unit.start : unit.end])
        if _covered(unit, spans) and unit.opens < 3.0 and not _narrates(unit):
            index += 1
            continue
        if len(bare) < 3 or (len(bare) > 5 and bare in printed) or _names_organ(body, units, index):
            index += 1
            continue
        if unit.opens >= 3.0 or any(is_result(h) for h in unit.hits):
            break
        words = body.text[unit.start : unit.end].split()
        heads = [h for h in unit.hits if h.rule.segment in _HEAD_SEGMENTS and not _moves_nobody(body, unit, h)]
        if any(h.rule.segment == "meets" for h in unit.hits) and not _narrates(unit):
            index += 1  # "À 7 heures du soir, le Conseil municipal s'est assemblé au lieu ordinaire de ses séances…"
            continue
        speaks = [h for h in heads if h.rule.segment == "rapporteur"]
        if speaks:
            # "Rapporteur : X" and "X rapporte :" stand outside; a sentence of the narrative is the start
            if len(words) <= 10:
                rapporteur.append((unit.start, unit.end))
                index += 1
                continue
            break
        label = [h for h in unit.hits if h.rule.segment == "expose-label"]
        if label and len(words) <= 5:
            index += 1
            continue
        if _narrates(unit):
            break
        if heads and len(words) <= 24 and heads[0].start - unit.start < 60 and not _is_sentence(body, unit):
            index += 1
            continue
        break
    return min(index, len(units) - 1), rapporteur


def _past_the_box(units: list[Unit], first: int, spans: list[Span]) -> int:
    """The first unit of reasoning of the one act of a document that prints counts and vote in its head.

    "Présents : 18 … Délibération approuvée : Pour 20" before the visas is no decision.
    """
    reasons = next((n for n in range(first, len(units)) if any(opens_reasons(h) for h in units[n].hits)), None)
    if reasons is None or not any(unit.opens >= 3.0 for unit in units[reasons:]):
        return first
    boxed = units[first:reasons]
    if not any(h.rule.segment == "counts" for unit in units[:reasons] for h in unit.hits) or not any(
        is_result(h) for unit in boxed for h in unit.hits
    ):
        return first
    prose = any(
        not _covered(unit, spans) and (unit.opens >= 5.0 or unit.end - unit.start > _LONGEST_BOX or _narrates(unit))
        for unit in boxed
    )
    return first if prose else reasons


def _notes_formality(body: Text, unit: Unit) -> bool:
    """ "Publiée le 26 mars 2013", "Reçu en préfecture le…": a line on what was done with the act."""
    hit = next((h for h in unit.hits if h.rule.segment in ("publication", "received", "sent", "convocation")), None)
    if hit is None or unit.opens or unit.lean > 0:
        return False
    return not _alnum(body.text[unit.start : hit.start]) and len(body.text[unit.start : unit.end].split()) <= 14


_SIGNED = re.compile(
    r"\s*(?:pour )?(?:le|la|l'|m\.? le|mme la|monsieur le|madame la|madame le) ?"
    r"(?:maire|(?:vice-)?presidente?|adjointe?)\b"
    r"[^.;:]{0,40},\s*(?P<name>[^.;:,\d]{4,40})\s*$"
)


def _before_lists(units: list[Unit], first: int, stop: int, at: int) -> int:
    """Where the text ends before the list of members that an extract prints below it."""
    below = next((n for n in range(first, stop) if units[n].end > at), stop)
    decided = any(unit.opens >= 3.0 or any(is_result(h) for h in unit.hits) for unit in units[first:below])
    return below if decided and below > first else stop


def _is_signature(body: Text, unit: Unit) -> bool:
    """ "Le Président, Gérard DUC": office and name on one line, and no sentence."""
    found = _SIGNED.match(body.folded, unit.start, unit.end)
    if found is None or unit.opens >= 3.0:
        return False
    words = body.text[found.start("name") : found.end("name")].split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)


_LONGEST_MOVEMENT = 25  # words


def _notes_movement(body: Text, unit: Unit) -> bool:
    """ "Arrivée de Mme X à 20 h 40.", "M. Y quitte la séance et donne pouvoir à M. Z.": who comes and goes between two
    acts; no part of the decision before. Who leaves for the vote is told by the words of the vote.
    """
    hit = next((h for h in unit.hits if h.rule.segment == "movement"), None)
    text = body.text[unit.start : unit.end]
    if hit is None or unit.opens >= 3.0 or len(text.split()) > _LONGEST_MOVEMENT or text.lstrip()[:1] in "-–•":
        return False
    if any(h.rule.segment == "vote" for h in unit.hits) or len(body.text[unit.start : hit.start].split()) > 6:
        return False
    return bool(_PERSON.search(body.text, unit.start, unit.end) or _NAMED.search(body.text, unit.start, unit.end))


def _whole_unit(units: list[Unit], at: int) -> int:
    """The offset, or where its unit begins if the narrative has begun in it: no sentence is cut in two by a list of
    names.
    """
    for unit in units:
        if unit.start < at < unit.end:
            return unit.start if _narrates(unit) or (at - unit.start) * 2 < unit.end - unit.start else at
    return at


def _moves_nobody(body: Text, unit: Unit, hit: Hit) -> bool:
    """ "Le bail arrive à son terme": words of coming and going, and nobody comes or goes."""
    return (
        hit.rule.segment == "movement"
        and not _PERSON.search(body.text, unit.start, unit.end)
        and not _NAMED.search(body.text, unit.start, unit.end)
    )


_NAMED = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ]")
_PERSON = re.compile(r"\b(?:MM?\.|(?:Mmes?|Mlle|Mr|Monsieur|Madame|Messieurs|Mesdames|[A-ZÀ-Þ]{3,})\b)")


def _covered(unit: Unit, spans: list[Span]) -> bool:
    """Does the head hold most of the unit?"""
    shared = sum(max(0, min(b, unit.end) - max(a, unit.start)) for a, b in spans)
    return shared > 0 and (shared * 2 >= unit.end - unit.start or unit.end - unit.start < 90)


def _narrates(unit: Unit) -> bool:
    """Does the unit begin the narrative: "M. le Président expose…"?"""
    return any(h.rule.segment == "expose" and h.start - unit.start < 90 and h.end <= unit.end for h in unit.hits)


def _names_organ(body: Text, units: list[Unit], index: int) -> bool:
    """ "Le Conseil municipal," alone before its visas: the subject of the decision, no reason for it."""
    unit = units[index]
    if index + 1 >= len(units) or unit.opens or not _ORGAN.match(body.folded, unit.start):
        return False
    following = units[index + 1]
    visas = any(opens_reasons(h) for h in following.hits)
    words = len(body.text[unit.start : unit.end].split())
    sits = any(
        h.rule.segment in ("president", "session", "meets") for h in unit.hits
    )  # "…, réuni sous la présidence de…,"
    return visas and following.lean < -1 and words <= (_LONGEST_ORGAN if sits else 12)


_LONGEST_ORGAN = 40  # words
_ORGAN = re.compile(r"\s*(?:le|la|l') ?(?:conseil|comite|bureau|assemblee|commission)\b")


def _is_sentence(body: Text, unit: Unit) -> bool:
    """A full sentence of prose, as opposed to a label with its value."""
    text = body.text[unit.start : unit.end].strip()
    if len(text.split()) < 11 or not text.endswith((".", ":", ";")):
        return False
    return not any(h.rule.segment in _HEAD_SENTENCES for h in unit.hits)


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


# -------------------------------------------------------------------------------------------------------- where it ends


def _stop(body: Text, units: list[Unit], first: int) -> int:
    """Index of the unit where the act's text is over: its closing formula, signatures, remedies."""
    decided = -1
    for number in range(first, len(units)):
        unit = units[number]
        if unit.opens >= 3.0 or any(is_result(h) for h in unit.hits):
            decided = number
    for number in range(first, len(units)):
        unit = units[number]
        for hit in unit.hits:
            if hit.rule.role != "opens" or hit.rule.segment not in _END_SEGMENTS:
                continue
            late = number > decided or (hit.rule.strength == "strong" and number > first)
            if late and (hit.rule.strength == "strong" or not _alnum(body.text[unit.start : hit.start])):
                return number if number > first or not late else number + 1
    return len(units)


def _alnum(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _trim_tail(body: Text, units: list[Unit], hinge: int, stop: int) -> int:
    """What follows a decision under a heading of its own is no part of it: an information, the next theme."""
    for number in range(hinge + 1, stop):
        if any(h.rule.segment == "group-heading" and h.start - units[number].start < 4 for h in units[number].hits):
            return number  # "Questions diverses", in whatever type
        if units[number].start == units[number].line.start and _INFORMS.match(body.folded, units[number].start):
            return number
        if looks_heading(body, units[number]) and units[number].lean <= 0 and not units[number].opens:
            return number
    while stop - 1 > hinge and looks_heading(body, units[stop - 1]):
        stop -= 1
    return stop


_INFORMS = re.compile(r"\s*(?:pour )?(?:informations?|communications?|questions? (?:diverses?|orales?))\s?[:–-]\s")


def looks_heading(body: Text, unit: Unit) -> bool:
    """A line that stands apart like a heading: few words, no full stop, set off by weight, capitals or white."""
    text = body.text[unit.start : unit.end].strip()
    if unit.line.bold and unit.line.gap > 0.8:
        text = _GLYPH.sub("", text)  # a heading may bear a bullet of its own
    words = text.split()
    if (
        not words
        or len(words) > 16
        or text.endswith((".", ";", ","))
        or not text.lstrip('-–•*"«(').strip()[:1].isupper()
    ):
        return False
    line = unit.line
    if CALLED.search(body.folded[unit.start : unit.end].rstrip()) or _ARTICLE.match(body.folded, unit.start):
        return False  # a line of a roll call, an article of the decision
    if unit.start > line.start and _alnum(body.text[line.start : unit.start]):
        return False
    if any(h.rule.segment == "vote" and h.rule.field for h in unit.hits) or line.table is not None:
        return False
    if text[0] in "-–•*➢►>" or _GOES_ON.search(body.text[max(0, unit.start - 24) : unit.start]):
        return False
    return line.bold or line.caps or line.centred or (line.gap > 0.8 and len(words) <= 10)


def _trim(body: Text, start: int, end: int) -> Span | None:
    text = body.text
    while start < end and (text[start] in " \n\t" or (not text[start].isalnum() and text[start] not in "«\"“(-–—•'’[")):
        start += 1
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    if end - start < 3 or not any(c.isalpha() for c in text[start:end]):
        return None
    return (start, end)


# ---------------------------------------------------------------------------------------- bare votes


def _without_dispositif(body: Text, units: list[Unit], first: int, stop: int, rapporteur: list[Span]) -> Passages:
    """A bare vote, or nothing decided: what stands before is reasoning where it is a sentence."""
    votes = [n for n in range(first, stop) if any(is_result(h) for h in units[n].hits)]
    aside = [
        n
        for n in range(first, stop)
        if any(h.rule.segment == "vote" and h.rule.field == "aside" for h in units[n].hits)
    ]
    if votes and votes[0] > first and all(_NOMINAL.match(body.folded, u.start) for u in units[first : votes[0]]):
        # "- Création d'un fonds… / - Approbation du règlement… / 10 voix pour": decisions without a verb
        inside = [hit for unit in units[first:stop] for hit in unit.hits]
        end = units[votes[-1]].end
        return Passages(
            None,
            _trim(body, units[first].start, end),
            _vote_span(inside, end),
            None,
            tuple(rapporteur),
            "nominal-decisions",
        )
    upto = min([*votes[:1], *aside[:1]]) if votes else stop
    considerants = _trim(body, units[first].start, units[upto - 1].end) if upto > first else None
    inside = [hit for unit in units[first:stop] for hit in unit.hits]
    why = "a vote is printed without a decision" if votes else "no decision formula, no decision verb and no vote"
    rule = _first_rule([hit for unit in units[first:upto] for hit in unit.hits])
    signature = _trim(body, units[stop].start, units[-1].end) if stop < len(units) else None
    return Passages(
        considerants, None, _vote_span(inside, units[-1].end), signature, tuple(rapporteur), None, rule, why
    )


_NOMINAL = re.compile(
    r"\s*[-–—•*➢►>]\s*(?:creation|approbation|adoption|attribution|autorisation|designation|fixation|modification|octroi|cession"
    r"|acquisition|renouvellement|versement|inscription|acceptation|validation|affectation|rejet|retrait|report|ajournement"
    r"|prise d'acte|avis (?:de)?favorable|election|nomination|signature|suppression|annulation|lancement|garantie)\b"
)


def _first_rule(inside: list[Hit]) -> str | None:
    return next(
        (h.rule.id for h in inside if h.rule.segment in ("visa", "considerants", "expose", "expose-label")), None
    )


def _vote_span(inside: list[Hit], finish: int) -> Span | None:
    votes = [h for h in inside if h.rule.segment == "vote" and h.rule.field and h.end <= finish + 1]
    return (votes[0].start, max(h.end for h in votes)) if votes else None
