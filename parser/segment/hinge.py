"""The hinge of an act: the unit where its dispositif begins.

In: the units of the act, each with the evidence that lies in it. Out: the index of the unit and the rule that speaks
for it. A decision that says nothing of its own ("Le Conseil adopte.") sends back to what was proposed.
"""

from __future__ import annotations

import re

from ..layout import Text
from ..lexicon import load_lexicon
from .signs import is_result
from .units import Unit

_EXCEPTED = re.compile(r"\b(?:a\s+l'exception|hormis|sauf|excepte)\b.*?(?:\bqui\b|,(?=[^,]*$)|$)", re.DOTALL)
_BRACKETED = re.compile(r"\([^()]*\)")


def find_hinge(body: Text, units: list[Unit], first: int, stop: int) -> tuple[int | None, str | None]:
    """(index, rule) of the unit where the dispositif begins; (None, None) where nothing is decided in words."""
    total = sum(_clip(unit.lean) for unit in units[first:stop])
    best: tuple[float, int] | None = None
    before = 0.0
    seen_strong = False
    for number in range(first, stop):
        unit = units[number]
        if unit.opens > 0 and not (number + 1 == stop and announces(unit)):
            # each further opening of the same strength is less likely to be the first one
            score = unit.opens + (total - before) - before
            if seen_strong and unit.opens >= 6.0:
                score -= 3.0
            seen_strong = seen_strong or unit.opens >= 6.0
            if best is None or score > best[0]:
                best = (score, number)
        before += _clip(unit.lean)
    votes = [n for n in range(first, stop) if any(is_result(h) for h in units[n].hits)]
    chosen = best[1] if best is not None else None
    if chosen is not None and not _is_bare(body, units, chosen, stop):
        return chosen, units[chosen].rule
    limit = chosen if chosen is not None else votes[-1] if votes else None
    if limit is None:
        return None, None
    proposals = [
        n
        for n in range(first, limit)
        if any(h.rule.segment == "proposal" for h in units[n].hits) or _leads_infinitives(body, units, n, limit)
    ]
    leads = [n for n in proposals if _leads_list(body, units, n)]
    if proposals:
        number = leads[-1] if leads else proposals[-1]
        while number - 1 in proposals and not leads:
            number -= 1  # "Il est proposé… Il est aussi proposé…"
        rule = next((h.rule.id for h in units[number].hits if h.rule.segment == "proposal"), "list-of-infinitives")
        return number, rule
    full = [
        n
        for n in votes
        if not _is_bare(body, units, n, stop) or (units[n].opens and _POINTS_BACK.match(body.folded, units[n].start))
    ]
    if full:
        hit = next(h for h in units[full[-1]].hits if is_result(h))
        return full[-1], hit.rule.id
    if chosen is not None and (
        _ADOPTS_WHAT.search(body.folded, units[chosen].start, units[chosen].end)
        or (chosen > first and _ADOPTS_IT.search(body.folded, units[chosen].start, units[chosen].end))
    ):
        return chosen, units[chosen].rule  # "Le Conseil adopte les conclusions du rapport": no proposal is printed
    return None, None


def _clip(lean: float) -> float:
    return max(-2.0, min(2.0, lean))


def _is_bare(body: Text, units: list[Unit], number: int, stop: int) -> bool:
    """ "Le Conseil adopte.", "Vote : 12 pour": it says that something is decided, and nothing of what."""
    unit = units[number]
    if unit.opens and unit.opens < 3.0 and _POINTS_BACK.match(body.folded, unit.start):
        return True  # "Ces deux montants sont validés": what was proposed before
    if unit.rule == "hinge.decide-line" and number + 1 < stop and not any(is_result(h) for h in units[number + 1].hits):
        return False  # "DÉCIDE", and its list below
    if _OPINES.search(body.folded, unit.start, unit.end):
        return False  # "Le conseil émet un avis défavorable au projet": the opinion is what is decided
    voted = {h.rule.field for h in unit.hits if h.rule.segment == "vote"}
    if "deferred" in voted or (unit.opens >= 3.0 and "noted" in voted):
        return False  # "Le conseil prend acte de ce rapport": that is the decision
    left = unit.without(body.folded, (h for h in unit.hits if h.rule.segment in _NO_CONTENT))
    bare = load_lexicon().bare
    left = _EXCEPTED.sub(_blank, _BRACKETED.sub(_blank, left))  # "(UMP-NI)": who, not what
    content = [
        m.group()
        for m in _SAID.finditer(left)
        # "Ont voté contre : MM. Duc, Vidal": who, not what
        if m.group() not in bare and (unit.opens or not body.text[unit.start + m.start()].isupper())
    ]
    if len(content) > (0 if unit.opens else 2):
        return False
    if body.text[unit.start : unit.end].rstrip().endswith((":", ",", ";")) and number + 1 < stop:
        return False  # what is decided follows
    following = units[number + 1] if number + 1 < stop else None
    if following is None or (following.lean <= 0 and following.opens <= 0):
        return True
    return _is_bare(body, units, number + 1, stop)


_NO_CONTENT = frozenset({"vote", "organ", "dispositif", "ballot", "quorum", "present-other"})
_ADOPTS_WHAT = re.compile(
    r"\b(?:adopte|approuve|accepte)\b[\w' ]{0,40}\b(?:les conclusions|le rapport|la deliberation|le projet)\b"
)
_ADOPTS_IT = re.compile(
    r"\b(?:conseil|comite|bureau|assemblee|commission)\b[\w' ,]{0,40}"
    r"\b(?:(?:l'|les )(?:adopte|approuve|valide)|(?:l'|les )?accepte)\b"
)
_OPINES = re.compile(r"\b(?:emet|emettent|donne|rend)\s+un\s+avis\b")
_SAID = re.compile(r"[a-z]{2,}|\d+")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


_POINTS_BACK = re.compile(r"\s*(?:ces|cette|cet|ce|celui-ci|celle-ci|il|elle) ")


def _leads_infinitives(body: Text, units: list[Unit], number: int, limit: int) -> bool:
    """A line that ends with a colon over a list of what is to be done: "… : / - de vendre… / - d'autoriser…"."""
    if number + 1 >= limit or not _leads_list(body, units, number):
        return False
    return _INFINITIVE.match(body.folded, units[number + 1].start) is not None


_INFINITIVE = re.compile(r"[^a-z]*(?:de |d')[a-z]+(?:er|ir|re)\b")


def _leads_list(body: Text, units: list[Unit], number: int) -> bool:
    """A proposal that ends with a colon: its list follows."""
    return body.text[units[number].start : units[number].end].rstrip().endswith(":")


def announces(unit: Unit) -> bool:
    return (
        any(h.rule.segment == "dispositif" and h.rule.field == "announces" for h in unit.hits)
        and unit.opens < 5.0
        and unit.lean >= 0
    )


def states_result(unit: Unit) -> bool:
    return any(is_result(h) and h.rule.strength != "weak" for h in unit.hits)
