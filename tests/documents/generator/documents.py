"""A whole document drawn at random, and the truth about it.

In: a seed. Out: `random_document(seed) -> (pdf, truth)`. The layout of the list and the form of the first vote go
round the catalogues with the seed, so that a run over consecutive seeds covers them all; the rest is drawn. The same
seed gives the same document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from . import heads, layouts, numbering, stamps, votes
from .acts import Matter, draw_matters, report
from .blocks import Block, Columns, Para, Table
from .bodies import Family, draw_body
from .body_text import write_act
from .dates import hour, long_date
from .heads import Head, draw_head, printed_date
from .others import other
from .registers import register
from .sitting import Listing, Sitting, draw_sitting
from .truth import UNSCORED, Act, Document, Session, Vote
from .typeset import Sheet, typeset
from .wordings import word

KINDS: Final = (
    "deliberation",
    "deliberation",
    "minutes",
    "deliberation",
    "minutes",
    "list",
    "deliberation",
    "minutes",
    "register",
    "other",
)
SMALL: Final = frozenset({8, 12, 13, 17})
INITIALS: Final = frozenset({6, 7})  # a lone M would be read as a civility, namesakes could not be told apart
FAMILIES: Final[tuple[Family, ...]] = (
    "commune",
    "commune",
    "commune",
    "intercommunal",
    "bureau",
    "departement",
    "region",
    "ccas",
    "syndicat",
)


@dataclass(frozen=True)
class Scene:
    """What the makers of documents share: the sitting, its list and its head."""

    sitting: Sitting
    listing: Listing
    head: Head
    layout: int
    file: str


def random_document(seed: int) -> tuple[bytes, Document]:
    """The document of a seed: its PDF and its truth."""
    rng = Random(f"delib {seed}")
    kind = KINDS[(seed + seed // len(KINDS)) % len(KINDS)]
    layout = layouts.NUMBERS[seed % len(layouts.NUMBERS)]
    file = f"random-{seed:04}"
    sheet = draw_sheet(rng)
    if kind == "other":
        blocks, truth = other(rng, file)
        return typeset(blocks, sheet).pdf, truth
    if kind == "register":
        blocks, truth = register(rng, file)
        return typeset(blocks, replace(sheet, head=None, foot=None)).pdf, truth
    scene = draw_scene(rng, kind, layout, file)
    form = votes.FORMS[(7 * seed + seed // len(votes.FORMS)) % len(votes.FORMS)]
    if kind == "deliberation":
        blocks, truth = extract(rng, scene, form)
    elif kind == "minutes":
        blocks, truth = minutes(rng, scene, form)
    else:
        blocks, truth = listing(rng, scene)
    day = long_date(scene.sitting.day)
    if rng.random() < 0.4:
        sheet = replace(
            sheet,
            head=rng.choice((f"{scene.sitting.body.name} - séance du {day}", f"{scene.sitting.body.organ} du {day}")),
        )
    return typeset(blocks, sheet).pdf, truth


def draw_sheet(rng: Random) -> Sheet:
    """A page set-up."""
    margin = rng.choice((50, 60, 72))
    return Sheet(
        family=rng.choice(("Times", "Helvetica", "Times")),
        size=rng.choice((9.5, 10, 11, 12)),
        leading=rng.choice((1.15, 1.25, 1.4)),
        left=margin,
        right=margin,
        foot=rng.choice((None, "Page {page} sur {pages}", "{page} | {pages}", "{page}/{pages}")),
        justify=rng.random() < 0.3,
    )


def draw_scene(rng: Random, kind: str, layout: int, file: str) -> Scene:
    """Body, sitting, list and head for a layout of the catalogue."""
    family: Family = rng.choice(FAMILIES)
    if layout == 10:
        family = rng.choice(("intercommunal", "syndicat"))
    if layout in SMALL:
        family = "commune"
    body = draw_body(rng, family)
    day = date(rng.randrange(1996, 2026), 1, 1) + timedelta(days=rng.randrange(364))
    size = rng.randrange(11, 16) if layout in SMALL else rng.choice((15, 19, 23, 29, 35))
    sitting = draw_sitting(
        rng,
        body,
        day,
        size=size,
        avoid_initial="M" if layout in INITIALS else "",
        homonyms=layout not in (3, *INITIALS) and rng.random() < 0.15,
    )
    return Scene(
        sitting,
        layouts.lay_out(rng, sitting, layout),
        draw_head(rng, sitting, values_apart=layout == 21, narrow=layout == 22),
        layout,
        file,
    )


def session(scene: Scene, body: str, organ: str | None, acts: Sequence[Act]) -> Session:
    """The truth about the sitting."""
    head, listing_ = scene.head, scene.listing
    return Session(
        body, organ, scene.sitting.day, head.convoked, president=head.president, secretary=head.secretary,
        present=listing_.present, absent=listing_.absent, proxies=listing_.proxies, acts=tuple(acts), **head.counts,
    )  # fmt: skip


def titles(rng: Random, scene: Scene, key: str) -> tuple[list[Block], str]:
    """Body and title of the document, the title naming organ and date."""
    body, day = scene.sitting.body, scene.sitting.day
    fields = {
        "of_organ": body.of_organ,
        "OF_ORGAN": body.of_organ.upper(),
        "date": long_date(day),
        "DATE": long_date(day, upper=True),
    }
    title = Para(word(rng, key, **fields), bold=True, align="centre", before=8)
    return [Para(body.name, bold=True, align="centre", size=2), title], body.name


# ---- one act --------------------------------------------------------------------------------------------------------


def extract(rng: Random, scene: Scene, form: str) -> tuple[list[Block], Document]:
    """An "extrait du registre": one act, often with a transmission stamp."""
    sitting = scene.sitting
    blocks, body = titles(rng, scene, "register_title")
    blocks += titles(rng, scene, "session_title")[0][1:]
    matter, title = _matter(rng, sitting, form)
    number = rng.choice(numbering.NUMBERS)(sitting.day, rng.randrange(1, 180)) if rng.random() < 0.85 else None
    heading: list[Block] = [Para(word(rng, "number_line", number=number), bold=True, before=8)] if number else []
    heading.append(Para(word(rng, "object_line", title=title), bold=True, before=4))
    head_blocks, list_blocks = _head_and_list(rng, scene)
    early = rng.random() < 0.5
    blocks += [*heading, *head_blocks, *list_blocks] if early else [*head_blocks, *list_blocks, *heading]
    ballot = votes.ballot(rng, sitting, form)
    written = write_act(rng, sitting, matter, ballot)
    blocks += [*written.blocks, *heads.signature(rng, sitting)]
    facts, posted = None, None
    sent = sitting.day + timedelta(days=rng.randrange(1, 6))
    if rng.random() < 0.6 and sitting.day.year > 2004:
        operator = stamps.draw_form(rng)
        posted = (
            sent + timedelta(days=rng.randrange(0, 4)) if stamps.shows_posted(operator) and rng.random() < 0.7 else None
        )
        facts = stamps.transmission(
            sitting.body, sitting.day, number or "1", operator, sent=sent,
            received=sent + timedelta(days=rng.randrange(0, 3)), posted=posted
        )  # fmt: skip
        where = rng.choice(("page-foot", "page-top", "flow"))
        block = stamps.stamp(facts, operator, where)
        blocks.insert(rng.randrange(1, len(blocks)) if where == "flow" else 0, block)
    elif rng.random() < 0.4:
        posted = sent
        blocks.append(Para(word(rng, "posted_line", date=printed_date(rng, posted, words=False)), before=8))
    act = Act(
        title, number, None, written.considerants, written.dispositif, written.decisions, ballot.vote, ballot.dissent,
        facts.act_id if facts else None, facts.received if facts else None, posted, written.amounts,
    )  # fmt: skip
    truth = Document(
        scene.file, "deliberation", (session(scene, body, sitting.body.organ, (act,)),),
        f"layout {scene.layout}, vote {form}",
        forms=(f"attendance-{scene.layout}", f"vote-{form}"),
    )  # fmt: skip
    return blocks, truth


def _matter(rng: Random, sitting: Sitting, form: str) -> tuple[Matter, str]:
    if form == "noted":
        matter = report(rng, sitting.chief_long)
    elif form == "secret":
        matter = Matter("Élection d'un membre du bureau", ("Le siège laissé vacant doit être pourvu.",), (), ())
    else:
        (matter,) = draw_matters(rng, 1, sitting.chief_long)
    return matter, matter.title


def _head_and_list(rng: Random, scene: Scene) -> tuple[list[Block], list[Block]]:
    """Opening sentence, counts, names, secretary; layout 22 puts dates and counts in a column beside the names."""
    head, names = scene.head, list(scene.listing.blocks)
    if scene.layout == 22:
        left = (
            (Para("Séance ordinaire", bold=True, before=0), *head.figures)
            if head.figures
            else (Para("Séance ordinaire", before=0),)
        )
        flat = tuple(replace(block, before=2) if isinstance(block, Para) else block for block in left)
        columns = Columns((flat, tuple(names)), (32, 68), by_row=rng.random() < 0.5, before=10)
        return [*head.opening], [columns, *head.secretary_line]
    before = [*head.opening, *head.figures] if rng.random() < 0.6 else [*head.figures, *head.opening]
    return before, [*names, *head.secretary_line]


# ---- several acts ---------------------------------------------------------------------------------------------------


def minutes(rng: Random, scene: Scene, form: str) -> tuple[list[Block], Document]:
    """Minutes: an agenda or not, numbered items or numbered acts, a recap at the end or not."""
    sitting = scene.sitting
    blocks, body = titles(rng, scene, "minutes_title")
    head_blocks, list_blocks = _head_and_list(rng, scene)
    blocks += [*head_blocks, *list_blocks]
    count = rng.randrange(2, 8)
    forms = [form, *rng.sample([each for each in votes.FORMS if each not in (form, "secret")], count - 1)]
    matters = _matters(rng, sitting, forms)
    numbered = rng.random() < 0.5
    style, ordinal, first = rng.choice(numbering.NUMBERS), rng.choice(numbering.ORDINALS), rng.randrange(1, 60)
    upper = rng.random() < 0.5
    shown = [matter.title.upper() if upper else matter.title for matter in matters]
    if rng.random() < 0.4:
        blocks.append(Para(word(rng, "agenda_label"), bold=True, before=10, keep=True))
        blocks += [Para(f"- {matter.title}", before=1) for matter in matters]
    posted = sitting.day + timedelta(days=rng.randrange(2, 9)) if rng.random() < 0.4 else None
    acts = []
    for index, (matter, each) in enumerate(zip(matters, forms, strict=True)):
        number = style(sitting.day, first + index) if numbered else None
        label = f"{number} - {shown[index]}" if number else f"{ordinal(index + 1)} {shown[index]}"
        blocks.append(Para(label, bold=True, before=14, keep=True, underline=False))
        cast = votes.ballot(rng, sitting, each)
        written = write_act(rng, sitting, matter, cast, debate=True)
        blocks += written.blocks
        acts.append(
            Act(
                shown[index], number, None if number else str(index + 1), written.considerants, written.dispositif,
                written.decisions, cast.vote, cast.dissent, posted=posted, amounts=written.amounts,
            )
        )  # fmt: skip
    blocks.append(
        Para(word(rng, "session_closed", hour=hour(22, rng.choice((0, 10, 45)), rng.randrange(4))), before=14)
    )
    if rng.random() < 0.35:
        blocks.append(Para(word(rng, "recap_label"), bold=True, before=10, keep=True))
        blocks += [Para(f"- {matter.title}", before=1) for matter in matters]
    if posted:
        blocks.append(Para(word(rng, "posted_line", date=printed_date(rng, posted, words=False)), before=8))
    truth = Document(
        scene.file, "minutes", (session(scene, body, sitting.body.organ, acts),), f"layout {scene.layout}, "
        f"votes {', '.join(forms)}",
        forms=(f"attendance-{scene.layout}", *(f"vote-{each}" for each in forms)),
    )  # fmt: skip
    return blocks, truth


def _matters(rng: Random, sitting: Sitting, forms: Sequence[str]) -> list[Matter]:
    """One matter a vote, all with titles of their own."""
    drawn = draw_matters(rng, len(forms), sitting.chief_long)
    return [
        matter if form not in ("noted", "secret") else _matter(rng, sitting, form)[0]
        for matter, form in zip(drawn, forms, strict=True)
    ]


def listing(rng: Random, scene: Scene) -> tuple[list[Block], Document]:
    """A list of deliberations: number, object, outcome, in a table or line by line."""
    sitting = scene.sitting
    blocks, body = titles(rng, scene, "list_title")
    blocks.append(Para(f"Séance du {long_date(sitting.day)}", bold=True, align="centre", before=4))
    head_blocks, list_blocks = _head_and_list(rng, scene)
    blocks += [*head_blocks, *list_blocks]
    matters = draw_matters(rng, rng.randrange(3, 9), sitting.chief_long)
    style, first = rng.choice(numbering.NUMBERS), rng.randrange(1, 60)
    posted = sitting.day + timedelta(days=rng.randrange(2, 8)) if rng.random() < 0.6 else None
    rows, acts = [], []
    for index, matter in enumerate(matters):
        number = style(sitting.day, first + index)
        text, vote = _outcome(rng, sitting)
        rows.append((number, matter.title, text))
        acts.append(Act(matter.title, number, None, None, None, (), vote, posted=posted, amounts=UNSCORED))
    if rng.random() < 0.6:
        blocks.append(Table((("Numéro", "Objet", "Résultat"), *rows), (24, 46, 30), before=10))
    else:
        for number, title, text in rows:
            blocks += [Para(f"{number} - {title}", bold=True, before=8, keep=True), Para(text, before=1, indent=14)]
    if posted:
        blocks.append(Para(word(rng, "posted_line", date=printed_date(rng, posted, words=False)), before=10))
    truth = Document(
        scene.file, "list", (session(scene, body, sitting.body.organ, acts),), f"layout {scene.layout}",
        forms=(f"attendance-{scene.layout}",),
    )  # fmt: skip
    return blocks, truth


def _outcome(rng: Random, sitting: Sitting) -> tuple[str, Vote]:
    """The outcome of one entry, in a few words."""
    against = rng.randrange(1, max(2, sitting.voters // 3))
    pour = sitting.voters - against
    return rng.choice(
        (
            ("Adopté à l'unanimité", Vote("adopted", unanimous=True)),
            ("Approuvé à l'unanimité", Vote("adopted", unanimous=True)),
            ("Adopté", Vote("adopted")),
            ("Adopté à la majorité", Vote("adopted", unanimous=False)),
            (f"Adopté ({pour} pour, {against} contre)", Vote("adopted", unanimous=False, for_=pour, against=against)),
            (f"Rejeté ({against} pour, {pour} contre)", Vote("rejected", unanimous=False, for_=against, against=pour)),
            ("Prend acte", Vote("noted")),
            ("Retiré de l'ordre du jour", Vote("deferred")),
            ("Ajourné", Vote("deferred")),
        )
    )
