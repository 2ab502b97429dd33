"""Votes in every form of the trade: what is printed, and what a careful reader takes from it.

In: a random generator, a sitting, the name of a form. Out: a `Ballot`: a clause for the hinge ("à l'unanimité") or
lines of their own, and the truth. Only what is printed is a count; "à la majorité" says that it was not unanimous; a
slash is a zero; where dissent is told by names alone the number is left unscored.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from .blocks import Block, Para, Table
from .dates import in_words
from .layouts import CIVIL, LOUD
from .people import Person
from .sitting import Sitting
from .truth import UNSCORED, Dissent, Vote
from .wordings import holes, word, wordings

FORMS: Final = (
    "bare", "unanimous_line", "unanimous_clause", "unanimous_both", "unanimous_abstentions", "majority_line",
    "majority_clause",
    "counts", "words", "against_number", "slash", "named", "but_against", "but_abstain", "against_line",
    "abstain_line", "apart",
    "group", "rejected", "casting", "noted", "deferred", "secret", "roll_call", "leftover",
)  # fmt: skip
GROUPS: Final = ("Demain ensemble", "Agir autrement", "Territoire en commun")


@dataclass(frozen=True)
class Ballot:
    """A vote as printed. `proposal` means that the decisions stand as a proposal above it; `bare_matter`, that
    nothing is decided (the assembly takes note, or puts off)."""

    vote: Vote
    clause: str = ""
    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    proposal: bool = False
    bare_matter: bool = False


def ballot(rng: Random, sitting: Sitting, form: str) -> Ballot:
    """A vote in this form."""
    organ, low = sitting.body.the_organ, sitting.body.low_organ
    voters = sitting.voters
    against = rng.randrange(1, max(2, voters // 3))
    abst = rng.randrange(1, max(2, (voters - against) // 3))
    if form == "bare":
        return Ballot(Vote("adopted"), lines=(word(rng, "vote_bare", organ=organ),), proposal=rng.random() < 0.5)
    if form.startswith("unanimous") and form != "unanimous_abstentions":
        vote = Vote("adopted", unanimous=True)
        clause = "" if form == "unanimous_line" else word(rng, "vote_unanimous_clause")
        lines = () if form == "unanimous_clause" else (word(rng, "vote_unanimous_line", organ=organ),)
        return Ballot(vote, clause, lines, proposal=form == "unanimous_line" and rng.random() < 0.4)
    if form == "unanimous_abstentions":
        text = word(rng, "vote_unanimous_abstentions", abst=abst, abst_words=_voices(abst), s=_s(abst))
        return Ballot(Vote("adopted", unanimous=True, abstentions=abst), text)
    if form == "majority_line":
        return Ballot(Vote("adopted", unanimous=False), lines=(word(rng, "vote_majority_line"),))
    if form == "majority_clause":
        text = word(rng, "vote_majority_clause", abst=abst, against=against, sa=_s(abst))
        return Ballot(Vote("adopted", unanimous=False, against=against, abstentions=abst), text)
    if form in ("counts", "words", "against_number", "slash"):
        return _figures(rng, voters, form, against, abst)
    if form in ("rejected", "casting"):
        return _close(rng, sitting, form, organ)
    if form in ("noted", "deferred"):
        text = word(rng, f"vote_{form}", organ=organ, organ_low=low)
        return Ballot(Vote(form), lines=(text,), bare_matter=True)
    if form == "secret":
        return _secret(rng, sitting)
    if form == "leftover":
        return Ballot(Vote("adopted", unanimous=None), rng.choice(("à l'unanimité/ou non", "à l'unanimité ou pas")))
    if form == "group":
        text = word(rng, "vote_group", abst=abst + 1, group=rng.choice(GROUPS))
        return _placed(Vote("adopted", unanimous=False, abstentions=abst + 1), text)
    return _nominal(rng, sitting, form)


def _figures(rng: Random, voters: int, form: str, against: int, abst: int) -> Ballot:
    if form == "slash":
        text = word(rng, "vote_slash", pour=voters)
        return Ballot(Vote("adopted", unanimous=None, for_=voters, against=0, abstentions=0), lines=(text,))
    if form == "words":
        text = word(rng, "vote_words", pour_words=_voices(voters - against), against_words=_voices(against))
        return _placed(Vote("adopted", unanimous=False, for_=voters - against, against=against), text)
    if form == "against_number":
        text = word(rng, "vote_against_number", pour=voters - against, against=against)
        return _placed(Vote("adopted", unanimous=False, for_=voters - against, against=against), text)
    against, abst = rng.choice(((against, abst), (0, abst), (0, 0), (against, 0)))
    pour = voters - against - abst
    text = word(rng, "vote_counts", pour=pour, against=against, abst=abst, sa=_s(abst))
    vote = Vote("adopted", unanimous=False if against else None, for_=pour, against=against, abstentions=abst)
    return Ballot(vote, lines=(text,))


def _close(rng: Random, sitting: Sitting, form: str, organ: str) -> Ballot:
    voters = sitting.voters
    if form == "casting":
        half = voters // 2
        text = word(rng, "vote_casting", pour=half)
        return Ballot(Vote("adopted", unanimous=False, for_=half, against=half), lines=(text,), proposal=True)
    template = rng.choice(wordings()["vote_rejected"].all)
    abst = 1 if "abst" in holes(template) else 0
    pour = max(1, (voters - abst) // 3)
    against = voters - abst - pour
    text = template.format(organ=organ, pour=pour, against=against, abst=abst, sa=_s(abst))
    vote = Vote("rejected", unanimous=False, for_=pour, against=against, abstentions=abst or None)
    return Ballot(vote, lines=(text,), proposal=True)


def _nominal(rng: Random, sitting: Sitting, form: str) -> Ballot:
    pool = [person for person in sitting.present if person != sitting.chief]
    chosen = rng.sample(pool, min(len(pool), rng.choice((1, 2, 3))))
    if form == "apart":
        person = chosen[0]
        lines = (
            word(rng, "vote_unanimous_line", organ=sitting.body.the_organ),
            word(rng, "vote_apart", name=CIVIL(person), e="e" if person.woman else ""),
        )
        return Ballot(
            Vote("adopted", unanimous=True), lines=lines, dissent=(Dissent(LOUD(person), "did not take part"),)
        )
    if form in ("but_against", "but_abstain"):
        position = "against" if form == "but_against" else "abstained"
        many = chosen if len(chosen) > 1 else [*chosen, rng.choice([p for p in pool if p not in chosen])]
        text = word(rng, f"vote_{form}", names=_and(CIVIL, many), NAMES=_and(_shout, many))
        unanimous = False if position == "against" else UNSCORED
        vote = Vote("adopted", unanimous=unanimous, against=UNSCORED, abstentions=UNSCORED)
        return Ballot(vote, text, dissent=tuple(Dissent(LOUD(p), position) for p in many), proposal=text.isupper())
    if form in ("against_line", "abstain_line"):
        position, key = (
            ("against", "vote_against_line") if form == "against_line" else ("abstained", "vote_abstain_line")
        )
        lines = (word(rng, "vote_majority_line"), word(rng, key, names=_list(CIVIL, chosen)))
        vote = Vote("adopted", unanimous=False, against=UNSCORED, abstentions=UNSCORED)
        return Ballot(vote, lines=lines, dissent=tuple(Dissent(LOUD(p), position) for p in chosen))
    if form == "roll_call":
        return _roll_call(sitting, chosen)
    contra, quiet = rng.sample(pool, 3)[:2], []
    contra, quiet = contra[:1] if rng.random() < 0.5 else contra, [p for p in pool if p not in contra][:2]
    pour = sitting.voters - len(contra) - len(quiet)
    text = word(
        rng, "vote_named", pour=pour, against=len(contra), abst=len(quiet), against_names=_list(CIVIL, contra),
        abst_names=_list(CIVIL, quiet),
    )  # fmt: skip
    dissent = tuple(Dissent(LOUD(p), "against") for p in contra) + tuple(Dissent(LOUD(p), "abstained") for p in quiet)
    vote = Vote("adopted", unanimous=False, for_=pour, against=len(contra), abstentions=len(quiet))
    return Ballot(vote, lines=tuple(text.split("\n")), dissent=dissent)


def _roll_call(sitting: Sitting, contra: list[Person]) -> Ballot:
    lines = [f"{CIVIL(person)} : {'non' if person in contra else 'oui'}" for person in sitting.present]
    pour = len(sitting.present) - len(contra)
    blocks: list[Block] = [Para("Il est procédé au scrutin public par appel nominal :", before=6)]
    blocks += [Para(line, before=0, indent=14) for line in lines]
    total = f"Pour : {pour} - Contre : {len(contra)}"
    vote = Vote("adopted", unanimous=False, for_=pour, against=len(contra))
    return Ballot(
        vote, lines=(total,), blocks=tuple(blocks), dissent=tuple(Dissent(LOUD(p), "against") for p in contra)
    )


def _secret(rng: Random, sitting: Sitting) -> Ballot:
    """An election: the figures are those of a candidate, not of a motion, and are not scored."""
    voters, blank = sitting.voters, rng.randrange(0, 3)
    cast = voters - blank
    elected = rng.choice([p for p in sitting.present if p != sitting.chief])
    got = cast - rng.randrange(0, max(1, cast // 4))
    rows = (
        ("Nombre de bulletins trouvés dans l'urne", str(voters)),
        ("Bulletins blancs ou nuls", str(blank)),
        ("Suffrages exprimés", str(cast)),
        ("Majorité absolue", str(cast // 2 + 1)),
        (f"{CIVIL(elected)} a obtenu", f"{got} ({_voices(got)}) voix"),
    )
    e = "e" if elected.woman else ""
    line = (
        f"{CIVIL(elected)}, ayant obtenu la majorité absolue, est proclamé{e} élu{e} et installé{e} dans ses fonctions."
    )
    blocks = (Para(word(rng, "secret_ballot")), Table(rows, (70, 30), header=False))
    vote = Vote("adopted", unanimous=UNSCORED, for_=UNSCORED, against=UNSCORED, abstentions=UNSCORED)
    return Ballot(vote, lines=(line,), blocks=blocks, bare_matter=True)


def _placed(vote: Vote, text: str) -> Ballot:
    """A wording that begins in lower case belongs into the hinge; any other is a line of its own."""
    return Ballot(vote, clause=text) if text[0].islower() else Ballot(vote, lines=(text,))


def _voices(count: int) -> str:
    """A number of voices or abstentions in words: both are feminine."""
    words = in_words(count)
    return words + "e" if words.endswith("un") else words


def _list(write: object, people: list[Person]) -> str:
    return ", ".join(write(person) for person in people)  # type: ignore[operator]


def _and(write: object, people: list[Person]) -> str:
    texts = [write(person) for person in people]  # type: ignore[operator]
    link = " ET " if texts[0].isupper() else " et "
    return link.join((", ".join(texts[:-1]), texts[-1])) if len(texts) > 1 else texts[0]


def _shout(person: Person) -> str:
    return f"{person.long_civility} {LOUD(person)}".upper()


def _s(count: int) -> str:
    return "s" if count > 1 else ""
