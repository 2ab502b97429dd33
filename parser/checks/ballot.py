"""The check of a secret ballot (C34): ballots = votes cast + blank + void; absolute majority = half the cast, and one.

In: a `Deliberation` and its `Text`. Out: a `Check`, or nothing where the act prints no votes cast. Figures are read
after their labels, the label first; an act with several rounds is read round by round.
"""

from __future__ import annotations

import re
from typing import Any

from ..record import Check, Deliberation
from .verdicts import check
from .wording import Text

_LABEL = re.compile(
    r"(?<![a-z])(?:(?P<voters>nombre\s+de\s+votants|votants(?=\s*:)|bulletins?\s+(?:trouves?|deposes?|dans\s+l'urne)|enveloppes?\s+trouvees?)"
    r"|(?P<both>(?:bulletins?\s+|suffrages\s+|votes\s+)?(?:blancs?\s*(?:et|ou|/|,)\s*nuls?|nuls?\s*(?:et|ou|/|,)\s*blancs?))"
    r"|(?P<blank>(?:bulletins?|votes|suffrages)\s+blancs?)|(?P<void>(?:bulletins?|votes|suffrages)\s+nuls?)"
    r"|(?P<cast>suffrages\s+exprimes)|(?P<majority>majorite\s+absolue))"
    r"(?P<gap>[^\d;]{0,160}?)(?P<figure>\d{1,4})(?![\d,%°])"
)

# What may stand between a label and its figure: blank ballots are explained at length, the others are not.
_SHORT = re.compile(
    r"[^a-z]{0,20}(?:\([^)]{0,12}\)[^a-z]{0,6})?|[^a-z]{0,4}(?:est de|etait de|etant de|soit|requise)[^a-z]{0,6}"
)
_NEAR = {
    **dict.fromkeys(("cast", "majority"), _SHORT),
    "voters": re.compile(r"[^a-z]{0,20}|[^:]{0,40}(?:urne|est de)[^a-z]{0,20}"),
    **dict.fromkeys(("both", "blank", "void"), re.compile(r"(?:(?!exprimes|majorite|obtenu).)*", re.DOTALL)),
}


def ballots(act: Deliberation, text: Text) -> list[Check]:
    """C34. Nothing where no number of votes cast is printed."""
    for part in (text.decision, text.rest, text.reasoning):
        if "suffrages exprim" not in part or not ("majorite absolue" in part or "blanc" in part):
            continue
        for round_ in _rounds(part):
            if wrong := _wrong(round_):
                where = act.dispositif.places if act.dispositif else ()
                message = f"To check: {wrong}; a number may be misread."
                return [check("C34", "fails", message, round_, where)]
        if told := [one for one in _rounds(part) if "cast" in one and len(one) > 1]:
            where = act.dispositif.places if act.dispositif else ()
            return [check("C34", "holds", "Ballots, votes cast and majority go together.", told[0], where)]
    return []


def _rounds(folded: str) -> list[dict[str, Any]]:
    """The figures of each round: a label that comes again begins the next."""
    rounds: list[dict[str, Any]] = [{}]
    for found in _LABEL.finditer(folded):
        label = next(name for name in ("voters", "both", "blank", "void", "cast", "majority") if found[name])
        if not _NEAR[label].fullmatch(found["gap"]):
            continue
        if label in rounds[-1]:
            rounds.append({})
        rounds[-1][label] = int(found["figure"])
    return [one for one in rounds if one]


def _wrong(round_: dict[str, Any]) -> str | None:
    cast, voters = round_.get("cast"), round_.get("voters")
    if cast is None:
        return None
    others = [round_[name] for name in ("both", "blank", "void") if name in round_]
    if voters is not None and others and voters != cast + sum(others):
        return f"{cast} cast + {' + '.join(map(str, others))} blank or void = {cast + sum(others)}, of {voters} ballots"
    if voters is not None and cast > voters:
        return f"{cast} votes are cast with {voters} ballots"
    majority = round_.get("majority")
    if majority is not None and majority != cast // 2 + 1:
        return f"an absolute majority of {majority} is printed; of {cast} votes cast it is {cast // 2 + 1}"
    return None
