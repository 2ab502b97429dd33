"""The dates of a sitting and the organ that sat.

In: the dates of a text and the rules' hits in it. Out: `Found` values, each with its span, its rule and what supports
it. Where candidates disagree, the one with the most support wins. A value that nothing prints is None.
"""

from __future__ import annotations

import re
from datetime import date

from ..folding import fold
from ..rulebook import Hit
from .dates import Dated
from .found import Found
from .labels import line_start
from .numbers import parse_number

# ---------------------------------------------------------------------------------------------------------------- dates


def date_after(hit: Hit, dates: list[Dated], folded: str, reach: int = 48, *, partial: bool = False) -> Dated | None:
    """The first date that follows a hit on the same line or the next, with no other sentence between.

    With `partial`, also one whose year is not printed (its `value` is None).
    """
    for dated in dates:
        if hit.start < dated.start and dated.end <= hit.end and dated.value is not None:
            return dated  # the words of the rule hold the date
        if dated.start >= hit.end - 1:
            between = folded[hit.end : dated.start]
            if len(between) > reach or re.search(r"[.;](?=\s)", between) or between.count("\n") > 1:
                return None
            return dated if dated.value is not None or (partial and not dated.unsure) else None
        if dated.start <= hit.start and dated.end >= hit.end:
            return None
    return None


def session_date(
    hits: list[Hit], dates: list[Dated], folded: str, other: list[Found], *, stamp: date | None = None
) -> Found | None:
    """The date of the sitting: each printed date gets the weight of what announces it; the heaviest wins.

    `other` are dates already claimed (convocation, posting, receipt), which only count against themselves. `stamp` is
    the date that the transmission identifier carries.
    """
    weights: dict[date, float] = {}
    best: dict[date, tuple[float, Dated, str]] = {}
    claimed = {(f.start, f.end) for f in other}
    cues = [h for h in hits if h.rule.segment == "session" and h.rule.role in ("cue", "splits")]
    cited = [h for h in hits if h.rule.segment == "cited-session" and not _own_sitting(h, hits, folded)]
    announced: dict[int, tuple[Dated, float, str]] = {}

    def support(dated: Dated, weight: float, rule: str) -> None:
        assert dated.value is not None
        weights[dated.value] = weights.get(dated.value, 0.0) + weight
        if dated.value not in best or weight > best[dated.value][0]:
            best[dated.value] = (weight, dated, rule)

    for hit in cues:
        if any(c.start <= hit.start < c.end + 3 for c in cited):
            continue
        found = date_after(hit, dates, folded, 60)
        if found is None:  # "L'an deux mille vingt, le …": the words are the date's own
            found = next((d for d in dates if d.start <= hit.start and d.end >= hit.end and d.value), None)
        if found is None:
            span = hit.bricks.get("date")
            found = next(
                (d for d in dates if span and d.start >= span[0] - 1 and d.end <= span[1] + 1 and d.value), None
            )
        if found is not None and (found.start, found.end) not in claimed:
            strength = {"strong": 3.0, "medium": 2.0, "weak": 1.0}.get(hit.rule.strength, 1.0)
            if strength > announced.get(found.start, (found, 0.0, ""))[1]:  # several cues may announce one date
                announced[found.start] = (found, strength, hit.rule.id)
    for number, (found, strength, rule) in enumerate(announced.values(), 1):
        support(found, strength / (1 + 0.15 * number), rule)
    for dated in dates:
        if dated.value is None or (dated.start, dated.end) in claimed or dated.start in announced:
            continue
        if any(c.end <= dated.start <= c.end + 40 for c in cited):
            continue
        if dated.value in weights:
            support(dated, 0.2, "date.repeated")
        elif not weights and dated.start < dates[0].start + 400:
            support(dated, 0.3, "date.in-head")
    if stamp is not None:
        if stamp in weights:
            weights[stamp] += 2.5
        elif not weights:
            return Found(stamp, 0, 0, "stamp.date", 1.0)
    if not weights:
        return None
    value = max(weights, key=lambda d: (weights[d], -best[d][1].start))
    _, dated, rule = best[value]
    return Found(value, dated.start, dated.end, rule, weights[value])


_ITS_SITTING = re.compile(r"(?:dans|en|lors de|au cours de) sa seance")
_TITLES = ("list", "extract", "minutes")


def _own_sitting(cited: Hit, hits: list[Hit], folded: str) -> bool:
    """ "LISTE DES DÉLIBÉRATIONS EXAMINÉES PAR LE CONSEIL MUNICIPAL EN SA SÉANCE DU…": the title names the sitting that
    the document is of, and cites none.
    """
    if _ITS_SITTING.match(folded, cited.start) is None:
        return _heads_act(cited, hits, folded)
    title = next((h for h in reversed(hits) if h.start < cited.start and h.rule.segment in _TITLES), None)
    return (
        title is not None
        and not re.search(r"[.;:]", folded[title.end : cited.start])
        and (cited.start - title.end < _LONGEST_TITLE)
    )


def _heads_act(cited: Hit, hits: list[Hit], folded: str) -> bool:
    """ "Délibération n° 2024/03/28-07 / Conseil communautaire du 28 mars 2024": the number of the act itself."""
    line = folded.rfind("\n", 0, cited.start) + 1
    if not folded.startswith("deliberation n", cited.start) or folded[line : cited.start].strip():
        return False
    first = next((h.start for h in hits if h.rule.segment in ("visa", "considerants")), len(folded))
    return cited.start < first and "\n" in folded[cited.start : cited.end]


_LONGEST_TITLE = 120  # characters between the word of the title and its date


# --------------------------------------------------------------------------------------------------------------- organ


def _of_permanent_commission(text: str, hit: Hit) -> bool:
    start, end = text.rfind("\n", 0, hit.start) + 1, text.find("\n", hit.end)
    line = text[start : end if end >= 0 else len(text)]
    return text[hit.start : hit.end].lower().startswith("commission permanente") and (
        not text[start : hit.start].strip() and len(line.split()) <= _HEADING_WORDS
    )


def _of_a_service(text: str, hit: Hit) -> bool:
    """ "Secrétariat général de l'assemblée départementale": a letterhead names the service that serves the organ."""
    return _SERVICE.search(fold(text[line_start(text, hit.start) : hit.start])) is not None


_SERVICE = re.compile(r"^\W*(?:secretariat|service|direction|cabinet|bureau)\b[^.;:]*$")
_HEADING_WORDS = 10


def organ(hits: list[Hit], text: str, start: int, end: int) -> Found | None:
    """The deliberating organ, as printed first in the head, else most often in the text."""
    seen: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.rule.segment == "organ" and hit.rule.role == "cue":
            seen.setdefault(hit.rule.field or hit.rule.id, []).append(hit)
    head = [
        h
        for found in seen.values()
        for h in found
        if start <= h.start < end and h.rule.strength == "strong" and not _of_a_service(text, h)
    ]
    if head:
        hit = min(head, key=lambda h: h.start)
        # the letterhead names the council, a line of its own its permanent commission: that one sat
        hit = next((h for h in head if _of_permanent_commission(text, h)), hit)
    elif seen:
        found = max(seen.values(), key=lambda f: (f[0].rule.strength == "strong", len(f)))
        hit = found[0]
    else:
        return None
    words = " ".join(text[hit.start : hit.end].split())
    return Found(words, hit.start, hit.end, hit.rule.id)


# --------------------------------------------------------------------------------------------------------------- voters


def voters_of_the_vote(hits: list[Hit], folded: str) -> Found | None:
    """The number of voters where only the vote of a single act gives it: "à l'unanimité des votants (31 voix)"."""
    for hit in hits:
        if (
            hit.rule.role == "value"
            and hit.rule.field == "voter_count"
            and hit.rule.strength == "weak"
            and "number" in hit.bricks
        ):
            value = parse_number(folded[slice(*hit.bricks["number"])])
            if value is not None:
                return Found(value, hit.start, hit.end, hit.rule.id)
    return None
