"""What stands before the first act: opening sentence, dates, counts, president, secretary.

In: a random generator and a sitting. Out: a `Head`: blocks, and which of its facts were printed, and how.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from .blocks import Block, Columns, Para, Table
from .dates import date_in_words, era_date, hour, long_date, short_date
from .layouts import CIVIL, LOUD
from .sitting import Sitting
from .wordings import word

COUNTS: Final = ("in_office", "present_count", "proxy_count", "voter_count")


@dataclass(frozen=True)
class Head:
    """The facts that the head printed; what is null was not. `opening` and `figures` are set apart so that a document
    can put the list of names, the object or a column between them."""

    opening: tuple[Block, ...]
    figures: tuple[Block, ...]
    secretary_line: tuple[Block, ...]
    convoked: date | None
    counts: dict[str, int | None]
    president: str | None
    secretary: str | None


def printed_date(rng: Random, day: date, *, words: bool = True) -> str:
    """A date in figures or in words."""
    forms = [long_date(day), short_date(day), long_date(day, weekday=True)]
    if words:
        forms.append(date_in_words(day, mil=rng.choice(("mil", "mille")), hyphens=rng.random() < 0.6))
    return rng.choice(forms)


def draw_head(rng: Random, sitting: Sitting, *, values_apart: bool = False, narrow: bool = False) -> Head:
    """The head of a document on this sitting; `values_apart` puts the labels of the counts before all their
    values, `narrow` keeps them out of a table, for a column."""
    president_in_clause = rng.random() < 0.75
    convoked = rng.choice(("clause", "line", "none"))
    chief = rng.choice(
        (CIVIL(sitting.chief), f"{sitting.chief.long_civility} {sitting.chief.written('given Surname')}")
    )
    president = LOUD(sitting.chief) if chief == CIVIL(sitting.chief) else sitting.chief.written("given Surname")
    if rng.random() < 0.6:
        start = era_date(sitting.day, mil=rng.choice(("mil", "mille")), hyphens=rng.random() < 0.6)
    else:
        start = f"Le {long_date(sitting.day, weekday=rng.random() < 0.5)}"
    time = hour(rng.choice((17, 18, 19, 20)), rng.choice((0, 15, 30)), rng.randrange(5))
    met = word(rng, "met_clause")
    organ = sitting.body.low_organ
    if convoked == "clause":
        organ += f", {word(rng, 'convocation_clause', date=printed_date(rng, sitting.convoked))},"
    if sitting.body.feminine:
        met, organ = _feminine(met), _feminine(organ)
    chair = ""
    if president_in_clause:
        chair = word(rng, "president_clause", name=chief, chief=sitting.chief_title)
        chair = f" {chair}" if chair.startswith("sous") or met.endswith(",") else f", {chair}"
    opening: list[Block] = [
        Para(f"{start}, à {time}, {organ} {met.rstrip(',') if not chair else met}{chair}.", before=10)
    ]
    if convoked == "line":
        opening.append(
            Para(word(rng, "convocation_line", date=printed_date(rng, sitting.convoked, words=False)), before=4)
        )
    if not president_in_clause:
        line = word(rng, "president_line", name=chief, chief=sitting.chief_title)
        opening.append(Para(line, before=4))
    secretary = rng.random() < 0.8
    e = "e" if sitting.secretary.woman else ""
    last = Para(word(rng, "secretary_line", name=CIVIL(sitting.secretary), e=e), before=6)
    counts, figures = _counts(rng, sitting, values_apart, narrow)
    return Head(
        opening=tuple(opening),
        figures=figures,
        secretary_line=(last,) if secretary else (),
        convoked=sitting.convoked if convoked != "none" else None,
        counts=counts,
        president=president,
        secretary=LOUD(sitting.secretary) if secretary else None,
    )


def _counts(
    rng: Random, sitting: Sitting, values_apart: bool, narrow: bool
) -> tuple[dict[str, int | None], tuple[Block, ...]]:
    values = {
        "in_office": sitting.in_office,
        "present_count": len(sitting.present),
        "proxy_count": len(sitting.proxies),
        "voter_count": sitting.voters,
    }
    if values_apart:
        shown = ["in_office", "present_count", "voter_count"]
    else:
        shown = [name for name in COUNTS if rng.random() < 0.75]
        if rng.random() < 0.15:
            shown = []
    counts: dict[str, int | None] = {name: values[name] if name in shown else None for name in COUNTS}
    if not shown:
        return counts, ()
    lines = [word(rng, name, n=values[name], members=sitting.body.members) for name in shown]
    if values_apart:
        labels = tuple(Para(f"{line.rsplit(':', 1)[0].strip()} :", before=1) for line in lines)
        numbers = tuple(Para(str(values[name]), before=1) for name in shown)
        return counts, (Columns((labels, numbers), (75, 25), before=6),)
    form = rng.choice(("lines", "sentence", "table"))
    if form == "sentence":
        return counts, (Para(rng.choice((" - ", " – ", " ; ")).join(lines), before=6),)
    if form == "table" and len(lines) > 1 and not narrow:
        columns = tuple(line.rsplit(":", 1)[0].strip() for line in lines)
        rows = (columns, tuple(str(values[name]) for name in shown))
        return counts, (Table(rows, tuple(1 for _ in shown)),)
    return counts, tuple(Para(line, before=6 if index == 0 else 0) for index, line in enumerate(lines))


def signature(rng: Random, sitting: Sitting) -> list[Block]:
    """The end of an extract: closing formula, office, name."""
    article = "La" if sitting.chief.woman else "Le"
    end: list[Block] = [Para(word(rng, "closing"), before=12)]
    end.append(Para(f"{article} {sitting.chief_title},", align="right", before=6, keep=True))
    end.append(Para(LOUD(sitting.chief), align="right", before=2))
    return end


def _feminine(text: str) -> str:
    """The participles of the opening sentence, for an organ whose name is feminine."""
    for participle in ("réuni", "assemblé", "retrouvé", "convoqué", "appelé"):
        text = re.sub(rf"\b{participle}\b", f"{participle}e", text)
    return text
