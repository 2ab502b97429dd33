"""The layouts of attendance lists: the catalogue of the trade, by its numbers.

In: a random generator and a sitting. Out: a `Listing`, the blocks and the names as these print them. Numbers 21
(counts first, values later) and 22 (a column beside the list) are set by the document around the list, 25 ("les
mêmes") by the registers.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from .away import FORMS, Form, away
from .blocks import SIGNED, Block, Columns, Para, Table
from .people import Person
from .sitting import Listing, Sitting, Write, joined, writer
from .wordings import word

Layout = Callable[[Random, Sitting], Listing]
LOUD: Final = writer("given SURNAME")
CIVIL: Final = writer("given SURNAME", civility=True)


def lay_out(rng: Random, sitting: Sitting, number: int) -> Listing:
    """The attendance in the layout with this number of the catalogue."""
    return _LAYOUTS[number](rng, sitting)


def _whole(
    rng: Random,
    sitting: Sitting,
    present: tuple[Block, ...],
    write: Write,
    name: Write,
    form: Form | None = None,
    *,
    separator: str = ", ",
    names: tuple[str, ...] | None = None,
) -> Listing:
    """The list of the present and the sections on absences, in any order of the sections."""
    rest = away(rng, sitting, form if form else rng.choice(FORMS), write, name, separator=separator)
    sections = [*rest.sections]
    rng.shuffle(sections)
    sections.insert(0 if rng.random() < 0.8 else len(sections), present)
    blocks = tuple(block for section in sections for block in section)
    printed = tuple(name(person) for person in sitting.present) if names is None else names
    return Listing(blocks, printed, rest.absent, rest.proxies)


def _inline(rng: Random, text: str) -> tuple[Block, ...]:
    """A label and its names in one paragraph, or the label on a line of its own."""
    label = word(rng, "present_label")
    if rng.random() < 0.35:
        return (Para(label, bold=rng.random() < 0.6, keep=True), Para(text, before=2))
    return (Para(f"{label} {text}"),)


def _listed(write: Write, name: Write, *, separator: str = ", ", form: Form | None = None, lead: str = "") -> Layout:
    def layout(rng: Random, sitting: Sitting) -> Listing:
        text = lead + joined(rng, [write(person) for person in sitting.present], separator)
        outside = write if not lead else writer("given SURNAME", civility=True)
        return _whole(
            rng, sitting, _inline(rng, text), outside, name, form, separator=separator if separator != "," else ", "
        )

    return layout


def _plural(rng: Random, sitting: Sitting) -> Listing:
    lead = rng.choice(("MM. ", "Mmes et MM. ", "MM "))
    text = lead + joined(rng, [LOUD(person) for person in sitting.present])
    return _whole(rng, sitting, _inline(rng, text), CIVIL, LOUD)


def _runs(rng: Random, sitting: Sitting) -> Listing:
    name = writer("SURNAME")
    upper = rng.random() < 0.5
    pieces: list[str] = []
    people = list(sitting.present)
    for index, person in enumerate(people):
        if index == 0 or people[index - 1].woman != person.woman:
            run = 1
            while index + run < len(people) and people[index + run].woman == person.woman:
                run += 1
            civility = ("Mmes" if run > 1 else "Mme") if person.woman else ("MM" if run > 1 else "M")
            pieces.append(f"{civility.upper() if upper else civility}{'' if person.woman else '.'} {name(person)}")
        else:
            pieces.append(name(person))
    text = ", ".join(pieces) + rng.choice((".", ""))
    return _whole(rng, sitting, _inline(rng, text), writer("SURNAME", civility=True), name)


def _roles(rng: Random, sitting: Sitting) -> Listing:
    communal = sitting.body.family == "commune"
    seconds = "adjoints" if communal else "vice-présidents"
    others = [person for person in sitting.present if person != sitting.chief]
    deputies, members = others[: len(others) // 3], others[len(others) // 3 :]
    groups = [f"{CIVIL(sitting.chief)}, {sitting.chief_title}"]
    for group, role in ((deputies, seconds), (members, sitting.body.members)):
        if len(group) > 1:
            groups.append(", ".join(CIVIL(person) for person in group) + f", {role}")
        elif group:
            groups.append(CIVIL(group[0]))
    order = (sitting.chief, *deputies, *members)
    blocks = _inline(rng, ", ".join(groups) + ".")
    return _whole(rng, sitting, blocks, CIVIL, LOUD, names=tuple(LOUD(person) for person in order))


def _by_commune(rng: Random, sitting: Sitting) -> Listing:
    communes = sitting.body.communes
    groups: dict[str, list[Person]] = {commune: [] for commune in communes}
    for index, person in enumerate(sitting.present):
        groups[communes[index * len(communes) // len(sitting.present)]].append(person)
    lines = [
        Para(f"{commune} : {' ; '.join(CIVIL(person) for person in people)}", before=1)
        for commune, people in groups.items()
        if people
    ]
    blocks = (Para(word(rng, "present_label"), keep=True), *lines)
    return _whole(rng, sitting, blocks, CIVIL, LOUD)


def _dashes(rng: Random, sitting: Sitting) -> Listing:
    write = rng.choice((CIVIL, LOUD))
    lines = tuple(Para(f"- {write(person)}", before=1) for person in sitting.present)
    label = Para(word(rng, "present_label"), bold=True, keep=True)
    if rng.random() < 0.6 and len(lines) < 40:
        half = (len(lines) + 1) // 2
        columns: tuple[Block, ...] = (Columns((lines[:half], lines[half:]), (1, 1), before=2),)
    else:
        columns = lines
    return _whole(rng, sitting, (label, *columns), write, LOUD)


def _grid(rng: Random, sitting: Sitting) -> Listing:
    people = sorted(
        (*sitting.present, *sitting.absent, *(a for a, _ in sitting.proxies)), key=lambda p: p.written("SURNAME given")
    )
    holders = dict(sitting.proxies)
    absent_column = rng.choice((1, 3))
    rows: list[tuple[str, ...]] = [("Prénom", "NOM", "Présent", "Excusé", "Procuration", "Absent")]
    for person in people:
        marks = ["", "", "", ""]
        if person in holders:
            marks[2] = LOUD(holders[person])
        else:
            marks[0 if person in sitting.present else absent_column] = "X"
        rows.append((person.given, person.written("SURNAME"), *marks))
    table = Table(tuple(rows), (20, 26, 12, 12, 26, 12))
    return Listing(
        (table,),
        tuple(LOUD(person) for person in people if person in sitting.present),
        tuple(LOUD(person) for person in people if person in sitting.absent),
        tuple((LOUD(person), LOUD(holders[person])) for person in people if person in holders),
    )


def _signatures(rng: Random, sitting: Sitting) -> Listing:
    del rng
    people = sorted(
        (*sitting.present, *sitting.absent, *(a for a, _ in sitting.proxies)), key=lambda p: p.written("SURNAME given")
    )
    holders = dict(sitting.proxies)
    rows = [("Nom et prénom", "Qualité", "Signature", "Procuration")]
    for person in people:
        role = sitting.chief_title if person == sitting.chief else "Membre"
        sign = SIGNED if person in sitting.present else "Absente excusée" if person.woman else "Absent excusé"
        given = f"Procuration à {LOUD(holders[person])}" if person in holders else ""
        rows.append((LOUD(person), role, "" if person in holders else sign, given))
    table = Table(tuple(rows), (30, 16, 24, 30))
    return Listing(
        (table,),
        tuple(LOUD(person) for person in people if person in sitting.present),
        tuple(LOUD(person) for person in people if person in sitting.absent),
        tuple((LOUD(person), LOUD(holders[person])) for person in people if person in holders),
    )


def _all_but(rng: Random, sitting: Sitting) -> Listing:
    label = word(rng, "all_but", members=sitting.body.members)
    pieces = [f"{CIVIL(giver)} {word(rng, 'proxy_bracket', holder=CIVIL(holder))}" for giver, holder in sitting.proxies]
    pieces += [CIVIL(person) for person in sitting.absent]
    if not pieces:  # nobody is missing: the usual list is the only honest form
        return _listed(CIVIL, LOUD)(rng, sitting)
    blocks = (Para(f"{label} {joined(rng, pieces)}"),)
    return Listing(
        blocks, (), tuple(LOUD(p) for p in sitting.absent), tuple((LOUD(a), LOUD(b)) for a, b in sitting.proxies)
    )


def _stars(rng: Random, sitting: Sitting) -> Listing:
    name = writer("given")
    stars = {holder: "*" * (index + 1) for index, (_, holder) in enumerate(sitting.proxies)}
    present = [name(p) + (f" (Pr{stars[p]})" if p in stars else "") for p in sitting.present]
    excused = [f"{name(giver)} (Pr{stars[holder]})" for giver, holder in sitting.proxies] + [
        name(p) for p in sitting.absent
    ]
    blocks: list[Block] = [Para(f"Présents : {', '.join(present)}.")]
    if excused:
        blocks.append(Para(f"Absents excusés : {', '.join(excused)}."))
    if stars:
        blocks.append(
            Para("Pr = pouvoir ; le nombre d'étoiles relie celui qui le donne à celui qui le porte.", size=-1.5)
        )
    del rng
    return Listing(
        tuple(blocks),
        tuple(name(p) for p in sitting.present),
        tuple(name(p) for p in sitting.absent),
        tuple((name(a), name(b)) for a, b in sitting.proxies),
    )


def _holder_side(rng: Random, sitting: Sitting) -> Listing:
    carried = {holder: giver for giver, holder in sitting.proxies}
    pieces = []
    for person in sitting.present:
        side = f" {word(rng, 'proxy_holder_side', giver=CIVIL(carried[person]))}" if person in carried else ""
        pieces.append(CIVIL(person) + side)
    blocks: list[Block] = [*_inline(rng, joined(rng, pieces))]
    if sitting.absent:
        blocks.append(Para(f"{word(rng, 'absent_label')} {joined(rng, [CIVIL(p) for p in sitting.absent])}"))
    order = [(giver, holder) for holder in sitting.present if (giver := carried.get(holder))]
    return Listing(
        tuple(blocks),
        tuple(LOUD(p) for p in sitting.present),
        tuple(LOUD(p) for p in sitting.absent),
        tuple((LOUD(a), LOUD(b)) for a, b in order),
    )


def _moments(rng: Random, sitting: Sitting) -> Listing:
    """Who comes or goes is listed by the state at the opening: who leaves is present, who comes late is absent."""
    leaver = next((p for p in reversed(sitting.present) if p not in (sitting.chief, sitting.secretary)), None)
    pieces = []
    for person in sitting.present:
        mark = ""
        if person == leaver:
            mark = rng.choice((" (jusqu'au point n° 4)", f" (quitte la séance à 20h{rng.randrange(10, 60)})"))
        pieces.append(CIVIL(person) + mark)
    excused = [f"{CIVIL(giver)} (pouvoir à {CIVIL(holder)})" for giver, holder in sitting.proxies]
    if sitting.proxies and rng.random() < 0.4:  # printed in both lists: absent, and represented, when the sitting opens
        giver, holder = sitting.proxies[0]
        pieces.append(f"{CIVIL(giver)} (à partir du point n° 4)")
        excused[0] = f"{CIVIL(giver)} (jusqu'au point n° 3, pouvoir à {CIVIL(holder)})"
    for index, person in enumerate(sitting.absent):
        late = f" (arrivé{'e' if person.woman else ''} au point n° 3)" if index == 0 else ""
        excused.append(CIVIL(person) + late)
    blocks: list[Block] = [*_inline(rng, joined(rng, pieces))]
    if excused:
        blocks.append(Para(f"Absents excusés : {joined(rng, excused)}"))
    return Listing(
        tuple(blocks),
        tuple(LOUD(p) for p in sitting.present),
        tuple(LOUD(p) for p in sitting.absent),
        tuple((LOUD(a), LOUD(b)) for a, b in sitting.proxies),
    )


def _narrative(rng: Random, sitting: Sitting) -> Listing:
    others = [CIVIL(p) for p in sitting.present if p != sitting.chief]
    head = f"{CIVIL(sitting.chief)}, {sitting.chief_title.lower()} présidant la séance"
    text = f"{head}, {', '.join(others[:-1])} et {others[-1]}."
    blocks = (Para(f"L'assemblée s'est trouvée composée de {text}"),)
    order = (sitting.chief, *(p for p in sitting.present if p != sitting.chief))
    return _whole(rng, sitting, blocks, CIVIL, LOUD, names=tuple(LOUD(p) for p in order))


_SLASHED = _listed(writer("given"), writer("given"), separator=" / ", form="brackets")
_FIRST = _listed(writer("given"), writer("given"), form="brackets")
_LAYOUTS: Final[dict[int, Layout]] = {
    1: _listed(CIVIL, LOUD),
    2: _plural,
    3: _runs,
    4: _roles,
    5: _listed(writer("SURNAME given"), writer("SURNAME given"), separator=" ; "),
    6: _listed(writer("Surname I"), writer("Surname I"), form="bare"),
    7: _listed(writer("G. SURNAME"), writer("G. SURNAME")),
    8: lambda rng, sitting: rng.choice((_FIRST, _SLASHED))(rng, sitting),
    9: _listed(LOUD, LOUD, separator=","),
    10: _by_commune,
    11: _dashes,
    12: _grid,
    13: _signatures,
    14: _all_but,
    15: _listed(CIVIL, LOUD, form="brackets"),
    16: _listed(LOUD, LOUD, form="silent"),
    17: _stars,
    18: _holder_side,
    19: _listed(LOUD, LOUD, form="bare"),
    20: _moments,
    21: _listed(CIVIL, LOUD),
    22: _listed(CIVIL, LOUD, form="brackets"),
    23: _narrative,
    24: _listed(CIVIL, LOUD, form="mixed"),
    25: _listed(writer("SURNAME given"), writer("SURNAME given")),
}
NUMBERS: Final = tuple(_LAYOUTS)
