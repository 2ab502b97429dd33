"""What an act does to the earlier deliberations that it cites: modifies, withdraws, replaces them…

In: text, its folded copy, the citations found in it, the rulebook. Out: for each citation of an act that a phrase of
rules/relations.toml speaks of, the relation and the id of the rule. A phrase counts where it leads to the citation
("modifier l'article 2 de la délibération…") or follows it at once ("… est abrogée"); a bare visa says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..rulebook import Hit, Rulebook
from .references import Citation

_BEFORE, _AFTER = 110, 90  # characters around a citation in which a phrase may stand
_NEAR = 45  # between a citation and the verb after it
_BY = re.compile(r"\spar\s")
_PART = 40  # before a citation in which the part of the act is named: "l'article 2 de la"
_OF_THE_OTHER = 15  # after one citation, a participle speaks of that act: "la délibération du … complétant celle du …"
# Of two phrases that stand, the one that says more: "annule et remplace" is not a withdrawal.
_ENDS = frozenset({"replaces", "repeals", "withdraws"})
_ORDER = ("replaces", "repeals", "withdraws", "rectifies", "modifies", "completes", "extends", "implements")


class Related(NamedTuple):
    """The relation of the citing act to the cited one, and the rule that says so."""

    relation: str
    rule: str


def find_relations(text: str, folded: str, found: Sequence[Citation], rules: Rulebook) -> dict[int, Related]:
    """The relations, by the index of the citation in `found`."""
    out: dict[int, Related] = {}
    for index, cited in enumerate(found):
        if cited.kind != "act":
            continue
        before = found[index - 1] if index else None
        if before is not None and before.kind == "act" and not folded.startswith("deliberation", cited.start):
            if index - 1 in out:  # the second day of "les délibérations du … et du …"
                out[index] = out[index - 1]
            continue
        start = max(0, cited.start - _BEFORE, before.end if before is not None else 0)
        follows = found[index + 1].start if index + 1 < len(found) else len(folded)
        end = min(len(folded), cited.end + _AFTER, follows)
        scanned = list(rules.scan_apart("relation", folded[start:end], text[start:end]))
        hits = [hit for hit in scanned if hit.rule.field in _ORDER and _speaks(hit, cited, before, start, folded)]
        if hits:
            best = min(hits, key=lambda hit: (_ORDER.index(str(hit.rule.field)), hit.start))
            relation = str(best.rule.field)
            part = next((hit for hit in scanned if _names_part(hit, best, cited.start - start)), None)
            if part is not None and relation in _ENDS:
                relation, best = "modifies", part
            out[index] = Related(relation, best.rule.id)
    return out


def _names_part(hit: Hit, best: Hit, at: int) -> bool:
    """Does a phrase name a part of the act that is cited at `at`: with the verb, or directly before the citation?"""
    near = hit.start == best.start or at - _PART <= hit.start
    return hit.rule.field == "part" and near and hit.start < at < hit.end


def _speaks(hit: Hit, cited: Citation, before: Citation | None, shift: int, folded: str) -> bool:
    start, end = hit.start + shift, hit.end + shift
    if start < cited.start < end <= cited.end:
        if before is not None and before.kind == "act" and start - before.end <= _OF_THE_OTHER:
            return False
        # "la modification du plan approuvée par délibération", "modifiée par délibération": not what this act does
        return _BY.search(folded, start, cited.start) is None
    if not cited.end <= start <= cited.end + _NEAR:
        return False
    between = folded[cited.end : start]
    return "." not in between and ";" not in between and ":" not in between
