"""Pages of old registers: several sittings one after the other, in the forms of their era.

In: a random generator. Out: blocks and the truth. Eras: 1793-1805 (Republican calendar), 1806-1884, 1884-1914, 1930
(surname and initial). A sitting holds one to three acts; the following ones begin with "Même séance" and inherit the
list of names. Sums in francs are not scored. A title stands in the margin at the left, or alone on its line.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from .blocks import Block, Columns, Para
from .bodies import draw_body
from .dates import date_in_words, era_date, long_date, republican
from .people import NameStyle
from .sitting import Sitting, draw_sitting
from .truth import UNSCORED, Act, Document, Passage, Session, Vote
from .wordings import word

ERAS: Final = ("republican", "restoration", "third-republic", "interwar")
_FIRST: Final = {"republican": 1793, "restoration": 1816, "third-republic": 1885, "interwar": 1926}
_SUBJECTS: Final = (
    ("Réparation de la toiture de l'église", "expose que la toiture de l'église menace ruine et que l'eau gâte "
    "la charpente",
     ("est d'avis que la réparation soit faite au plus tôt", "vote à cet effet une somme de {sum} francs")),
    ("Traitement de l'instituteur", "expose que le traitement de l'instituteur doit être fixé pour l'année qui vient",
     ("fixe à {sum} francs le traitement de l'instituteur",)),
    ("Chemin de la fontaine", "donne lecture du rapport de l'agent voyer sur le chemin de la fontaine",
     ("approuve le rapport de l'agent voyer", "demande que les travaux soient commencés après les moissons")),
    ("Secours à une famille indigente", "expose la situation d'une famille que l'incendie a réduite à la misère",
     ("accorde à cette famille un secours de {sum} francs",)),
    ("Achat de livres pour l'école", "expose que l'école manque de livres",
     ("vote une somme de {sum} francs pour l'achat de livres",)),
    ("Nomination d'un garde champêtre", "expose que la place de garde champêtre est vacante",
     ("nomme un garde champêtre aux gages de {sum} francs",)),
    ("Coupe de bois communal", "expose que la coupe ordinaire du bois communal peut être mise en vente",
     ("demande à l'administration l'autorisation de vendre la coupe",)),
)  # fmt: skip


def register(rng: Random, file: str) -> tuple[list[Block], Document]:
    """Two to four sittings of one council in one era."""
    era = rng.choice(ERAS)
    body = draw_body(rng, "commune")
    margin = rng.random() < 0.5
    # The Republican years begin in September and end with days without a month: these sittings stay between January
    # and August.
    day = date(_FIRST[era] + rng.randrange(1, 9), 1, 5) + timedelta(
        days=rng.randrange(10 if era == "republican" else 200)
    )
    blocks: list[Block] = [Para(f"Commune de {body.place}", bold=True, align="centre", size=2)]
    blocks.append(Para("REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL", bold=True, align="centre", before=6))
    sessions, before = [], None
    for _ in range(rng.randrange(2, 5)):
        sitting = draw_sitting(rng, body, day, size=10, with_proxies=False, men_only=True)
        subjects = rng.sample(_SUBJECTS, rng.randrange(1, 4))
        text, truth = _sitting(rng, sitting, era, subjects, margin, before)
        blocks += text
        sessions.append(truth)
        before = truth
        day += timedelta(days=rng.randrange(20, 70))
    place = "in the margin" if margin else "on lines of their own"
    document = Document(
        file,
        "register",
        tuple(sessions),
        f"register, {era}, titles {place}",
        forms=(f"register-{era}", "attendance-25"),
    )
    return blocks, document


def _style(era: str) -> NameStyle:
    return {"interwar": "Surname I", "third-republic": "Surname given"}.get(era, "Surname")  # type: ignore[return-value]


def _sitting(
    rng: Random,
    sitting: Sitting,
    era: str,
    subjects: list[tuple[str, str, tuple[str, ...]]],
    margin: bool,
    before: Session | None,
) -> tuple[list[Block], Session]:
    style = _style(era)
    names = tuple(person.written(style) for person in sitting.present)
    listed = [f"{name}, maire" if person == sitting.chief and era != "republican" else name
              for name, person in zip(names, sitting.present, strict=True)]  # fmt: skip
    same = before is not None and rng.random() < 0.2
    start = _start(rng, sitting, era)
    opening = [f"{start}, {_assembled(rng, sitting, era, style)}"]
    if same and before is not None:
        names = before.present
        opening.append(rng.choice(("Présents les mêmes que ci-dessus.", "Présents : les mêmes.")))
    elif era == "republican":
        opening.append(f"Étaient présents les citoyens {', '.join(listed)}.")
    elif era == "restoration" and rng.random() < 0.5:
        opening[0] += " " + word(rng, "old_composed", names=", ".join(listed))
    else:
        opening.append(word(rng, "old_present", names=", ".join(listed)))
    opening[0] = opening[0].rstrip(".,") + "."
    absent: tuple[str, ...] = ()
    if sitting.absent and not same and era != "republican":
        absent = tuple(person.written(style) for person in sitting.absent)
        opening.append(f"Absent{'s' if len(absent) > 1 else ''} : {', '.join(absent)}.")
    blocks: list[Block] = []
    acts = []
    if era in ("third-republic", "interwar") and rng.random() < 0.5:
        blocks.append(Para(f"Séance du {long_date(sitting.day)}", bold=True, align="centre", before=14, keep=True))
    for index, (title, exposition, decided) in enumerate(subjects):
        head = opening if index == 0 else [word(rng, "same_session")]
        text, act = _act(rng, sitting, title, exposition, decided)
        block_texts = [*head, *text, word(rng, "old_closing", place=sitting.body.place), f"[{len(names)} signatures]"]
        body: list[Block] = [Para(each, before=4) for each in block_texts]
        if margin:
            blocks.append(Columns(((Para(title, before=4, size=-1),), tuple(body)), (24, 76), before=12))
        else:
            blocks += [Para(title, bold=True, before=12, keep=True), *body]
        acts.append(act)
    president = UNSCORED if same and era != "republican" else sitting.chief.written(style)
    session = Session(
        f"Commune de {sitting.body.place}", "Conseil municipal", sitting.day, president=president, present=names,
        absent=absent,
        acts=tuple(acts),
    )  # fmt: skip
    return blocks, session


def _start(rng: Random, sitting: Sitting, era: str) -> str:
    if era == "republican":
        text = republican(sitting.day, words=rng.random() < 0.7)
        return rng.choice(
            ("Aujourd'hui {d} de la République française", "Ce jourd'hui {d}", "L'an de la République, le {d}")
        ).format(d=text)
    if era == "interwar" and rng.random() < 0.4:
        return f"Le {date_in_words(sitting.day)}"
    return era_date(sitting.day) + rng.choice(("", " à huit heures du soir", ", à onze heures du matin"))


def _assembled(rng: Random, sitting: Sitting, era: str, style: NameStyle) -> str:
    place = sitting.body.place
    chair = f"du citoyen {sitting.chief.written(style)}, agent municipal" if era == "republican" else "de M. le Maire"
    council = rng.choice((f"le conseil municipal de la commune de {place}", f"le Conseil municipal de {place}"))
    return f"{council}, réuni au lieu ordinaire de ses séances sous la présidence {chair},"


def _act(rng: Random, sitting: Sitting, title: str, exposition: str, decided: tuple[str, ...]) -> tuple[list[str], Act]:
    total = rng.choice((25, 60, 120, 350, 600))
    reason = f"M. le Maire {exposition}."
    unanimous = rng.random() < 0.5
    hinge = word(rng, "old_hinge") + (" à l'unanimité," if unanimous else "")
    decisions = tuple(text.format(sum=total) for text in decided)
    text = f"{hinge} {' et '.join(decisions)}."
    vote = Vote("adopted", unanimous=True if unanimous else None)
    act = Act(
        title,
        None,
        considerants=Passage(reason),
        dispositif=Passage(text),
        decisions=UNSCORED,
        vote=vote,
        amounts=UNSCORED,
    )
    del sitting
    return [reason, text], act
