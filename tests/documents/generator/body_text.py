"""One act as blocks: reasons, hinge, decisions, vote, in the forms of the trade.

In: a random generator, a sitting, a matter and a ballot. Out: `Written`, the blocks and the truth of the act's inner
parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .acts import Matter
from .blocks import Block, Para
from .layouts import CIVIL
from .sitting import Sitting
from .truth import UNSCORED, Passage, Unscored
from .votes import Ballot
from .wordings import word


@dataclass(frozen=True)
class Written:
    """The inner parts of an act, set and known."""

    blocks: tuple[Block, ...]
    considerants: Passage | Unscored | None
    dispositif: Passage | Unscored | None
    decisions: tuple[str, ...] | Unscored
    amounts: tuple[float, ...] | Unscored


def write_act(rng: Random, sitting: Sitting, matter: Matter, ballot: Ballot, *, debate: bool = False) -> Written:
    """The act in one of the forms that its ballot allows."""
    reasons = _reasons(rng, matter)
    blocks: list[Block] = []
    if rng.random() < 0.25:
        blocks.append(Para(f"Rapporteur : {CIVIL(rng.choice(sitting.present))}", before=5))
    blocks += [Para(reason, before=5) for reason in reasons]
    considerants: Passage | Unscored | None = Passage(" ".join(reasons)) if reasons else None
    if debate and rng.random() < 0.3:
        asks, answers = rng.sample(sitting.present, 2)
        remark = f"{asks.long_civility} {asks.written('SURNAME')} demande si le calendrier sera tenu."
        reply = f"{answers.long_civility} {answers.written('SURNAME')} répond que tout est prêt."
        blocks += [Para(remark, before=5), Para(reply, before=5)]
        considerants = UNSCORED
    if ballot.bare_matter:
        return _without_decisions(blocks, ballot, considerants)
    texts, decisions = _decided(rng, sitting, matter, ballot)
    blocks += texts
    blocks += ballot.blocks
    blocks += [Para(line, before=6, bold=False) for line in ballot.lines]
    whole = [block.text for block in texts if isinstance(block, Para)] + list(ballot.lines)
    dispositif: Passage | Unscored = (
        UNSCORED if ballot.blocks else Passage(" ".join(text.removeprefix("- ") for text in whole))
    )
    return Written(tuple(blocks), considerants, dispositif, decisions, matter.amounts)


def _reasons(rng: Random, matter: Matter) -> list[str]:
    form = rng.choice(("narrative", "visas", "both", "none"))
    reasons: list[str] = []
    if form in ("narrative", "both") or matter.note or not matter.visas:
        reasons += matter.reasons
    if form in ("visas", "both"):
        reasons += matter.visas
    return reasons


def _without_decisions(blocks: list[Block], ballot: Ballot, considerants: Passage | Unscored | None) -> Written:
    blocks += ballot.blocks
    blocks += [Para(line, before=6) for line in ballot.lines]
    dispositif: Passage | Unscored = UNSCORED if ballot.blocks else Passage(" ".join(ballot.lines))
    return Written(tuple(blocks), UNSCORED if ballot.blocks else considerants, dispositif, UNSCORED, UNSCORED)


def _decided(rng: Random, sitting: Sitting, matter: Matter, ballot: Ballot) -> tuple[list[Block], tuple[str, ...]]:
    """Hinge and decisions: third person, infinitives, articles, or a proposal."""
    organ = sitting.body.the_organ
    fields = {
        "organ": organ,
        "organ_low": sitting.body.low_organ,
        "vote": f", {ballot.clause}" if ballot.clause else "",
    }
    if ballot.proposal:
        return _proposed(rng, sitting, matter, ballot)
    form = rng.choice(("third", "upper", "decides", "articles"))
    if form == "decides":
        head = word(rng, "hinge_decides", **fields)
        texts = [decision.with_de() for decision in matter.decisions]
    else:
        head = word(rng, "hinge", **fields)
        texts = [decision.plain() for decision in matter.decisions]
        if form != "third":
            texts = [f"{decision.third.upper()} {decision.rest}" for decision in matter.decisions]
        if form == "articles":
            texts = [f"Article {'1er' if n == 1 else n} : {text}" for n, text in enumerate(texts, 1)]
    mark = "" if form == "articles" else rng.choice(("- ", "- ", "• ", ""))
    ends = [" ;"] * (len(texts) - 1) + ["."]
    texts = [f"{text}{end}" for text, end in zip(texts, ends, strict=True)]
    blocks: list[Block] = [Para(head, before=8, keep=True)]
    blocks += [Para(mark + text, indent=14, before=3) for text in texts]
    return blocks, tuple(texts)


def _proposed(rng: Random, sitting: Sitting, matter: Matter, ballot: Ballot) -> tuple[list[Block], tuple[str, ...]]:
    """A proposal; its adoption is a line of its own, or one sentence in capitals that carries the vote."""
    texts = [f"{decision.with_de()} ;" for decision in matter.decisions]
    texts[-1] = texts[-1].removesuffix(" ;") + "."
    head = word(rng, "proposal", to_organ=sitting.body.to_organ)
    blocks: list[Block] = [Para(head, before=8, keep=True)]
    blocks += [Para(f"- {text}", indent=14, before=3) for text in texts]
    if ballot.clause:
        blocks.append(Para(f"{sitting.body.the_organ}, {ballot.clause}, accepte cette proposition.".upper(), before=6))
    return blocks, tuple(texts)
