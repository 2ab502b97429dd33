"""A corpus in which every page of the reading room has something to show: invented acts as those of `corpus.py`, with
all that an act may hold, and after them the passes that an ingest ends with.

In: how many documents (by default 2,000), a file. Out: the corpus. To what `corpus.py` invents is added, in about the
shares of a corpus of real municipal acts: sums with their role and who receives them (three an act, half of them
granted), texts of law and earlier acts that are cited, subjects, land, checks that fail, values read with doubt, pages
that are scans, sittings whose minutes print the acts of the extracts once more, days of receipt, gaps between numbers.
Beside the corpus stands a folder of 20 PDFs (of the tests' generator, which needs the extra `dev`), read and taken in
too: their pages can be drawn.
The figures of growth and search are of the plain acts, so that they stay what they were.

    $ python benchmarks/full.py 100000 --keep full.db
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from delib import parse
from delib.corpus import chains, comparisons, twins
from delib.corpus.intake.settling import settle_all
from delib.corpus.people import settle as people
from delib.corpus.store import open_corpus, store_record
from delib.parser.fields.ledger import key_of
from delib.parser.record import (
    Amount,
    Check,
    Deliberation,
    Document,
    Evidence,
    Parcel,
    Party,
    Person,
    Reference,
    Relation,
    Subject,
    Vote,
)
from msgspec import structs

from corpus import BATCH, VERSIONS, Town, outcome

PDFS = 20
ROLES = (
    ("granted", 50), ("price", 11), ("total", 9), (None, 11), ("past", 6), ("valuation", 4), ("share", 3),
    ("maximum", 2), ("budget", 2), ("asked", 1), ("loan", 1),
)  # fmt: skip
SUMS = ((0, 45), (1, 20), (2, 10), (4, 10), (8, 10), (20, 5))  # sums, and how many acts of a hundred have so many
SUBJECTS = (
    ("7.5", "subventions", 25), ("7.1", "décisions budgétaires", 15), ("1.1", "marchés publics", 12),
    ("4.1", "personnel titulaire", 10), ("3.1", "acquisitions", 8), ("5.2", "fonctionnement des assemblées", 8),
    ("8.1", "enseignement", 7), ("2.1", "documents d'urbanisme", 5), ("9.1", "autres domaines", 10),
)  # fmt: skip
RELATIONS: tuple[Relation, ...] = ("modifies", "completes", "repeals", "replaces")
MESSAGES = {
    "C17": ("Received 2 days after the sitting; the act says 3.", "info"),
    "C08": ("36 votes for and 3 against; 41 voters are announced.", "warn"),
    "C01": ("35 members listed, 36 announced.", "error"),
}


class City(Town):
    """Invented acts that hold all that an act may hold, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.more = random.Random(seed)
        self.county = [self.party() for _ in range(600)]  # who is granted by several bodies
        self.own: list[Party] = []
        self.body = ""
        self.number = 0

    def party(self) -> Party:
        kind = self.more.choice(("Association", "Comité", "Amicale", "Club", "Société", "Union sportive"))
        name = f"{kind} {self.word().capitalize()} {self.word().capitalize()}"
        return Party(name, key_of(name))

    def sitting(self, body: str, members: list[Person], date: str) -> Iterator[Document]:
        if body != self.body:
            self.body, self.own = body, [self.party() for _ in range(60)]
        printed: list[Deliberation] = []
        again = self.more.random() < 0.1
        for document in super().sitting(body, members, date):
            session = document.sessions[0]
            printed += session.deliberations
            if document.kind == "minutes" and again:
                session = structs.replace(session, deliberations=tuple(printed))
            if self.more.random() < 0.02:
                session = structs.replace(session, convocation_date=f"{date[:8]}09")
            if self.more.random() < 0.003:
                session = structs.replace(session, checks=(*session.checks, self.failing("C01")))
            pages = document.pages
            if self.more.random() < 0.2:
                pages = tuple(structs.replace(page, source="scan") for page in pages)
            yield structs.replace(document, sessions=(session,), pages=pages)

    def act(self, number: str, members: list[Person]) -> Deliberation:
        plain, draw = super().act(number, members), self.more
        sums = tuple(self.amount() for _ in range(draw.choices(*zip(*SUMS, strict=True))[0]))
        code, label = draw.choices([one[:2] for one in SUBJECTS], [one[2] for one in SUBJECTS])[0]
        evidence = dict(plain.evidence)
        if draw.random() < 0.08:
            sure = draw.choice((0.5, 0.7, 0.75))
            evidence["title"] = Evidence(self.place(), plain.title or "", "act.title", sure)
        vote = plain.vote
        if plain.dissent:
            against = draw.randint(1, 19)
            vote = Vote(vote.outcome, False, 41 - against, against, 0, evidence=vote.evidence)
        year, month = int(number[:4]), number[5:7]
        cited = [
            Reference("code", "article L. 2121-29 du Code général des collectivités territoriales", self.place(),
                      "Code général des collectivités territoriales", ("L2121-29",)),
        ]  # fmt: skip
        if draw.random() < 0.2:
            earlier = f"{year - 1}-{month}-{draw.randint(0, 19):03d}"
            cited.append(
                Reference("act", f"délibération n° {earlier}", self.place(), number=earlier,
                          relation=draw.choice(RELATIONS) if draw.random() < 0.4 else None)
            )  # fmt: skip
        self.number += 1
        return structs.replace(
            plain,
            number=None if draw.random() < 0.005 else number,
            vote=vote,
            received=f"{number[:7]}-{draw.randint(16, 28)}" if draw.random() < 0.6 else None,
            amounts=sums,
            references=tuple(cited),
            subjects=(Subject(code, label, "inferred", label, self.place(), "subjects"),),
            parcels=(Parcel("AB", str(draw.randint(1, 999)), None, 350.0, "AB 12", self.place()),)
            if draw.random() < 0.1
            else (),
            checks=(*plain.checks, *self.failures()),
            evidence=evidence,
        )

    def failures(self) -> tuple[Check, ...]:
        drawn = self.more.random()
        return (self.failing("C17"),) if drawn < 0.25 else (self.failing("C08"),) if drawn < 0.29 else ()

    def failing(self, check: str) -> Check:
        message, severity = MESSAGES[check]
        kind: Any = severity
        return Check(check, "fails", kind, message, {"read": 36}, self.place())

    def amount(self) -> Amount:
        draw = self.more
        role = draw.choices(*zip(*ROLES, strict=True))[0]
        party = None
        if role in ("granted", "asked", "past") or (role == "price" and draw.random() < 0.5):
            rank = min(int(draw.paretovariate(0.7)) - 1, 10_000)
            party = (
                self.own[rank % 60] if draw.random() < 0.65 else self.county[rank % 600] if draw.random() < 0.6
                else self.party()
            )  # fmt: skip
        value = float(draw.choice((100, 250, 1500, 25_000)) * draw.randint(1, 9))
        return Amount(
            value, role=role, words=f"{value:.0f} €", places=self.place(), rule="amount.euro", role_words=role,
            beneficiary=party, again="said" if draw.random() < 0.15 else None,
        )  # fmt: skip


def grow(path: Path, documents: int) -> None:
    """A new corpus of so many documents at `path`, settled as an ingest leaves it."""
    made = islice(City(1).acts(), documents)
    with closing(open_corpus(path, "create")) as connection:
        while batch := [outcome(document) for document in islice(made, BATCH)]:
            settle_all(connection, batch, VERSIONS)
        for file in pdfs(path.with_suffix("")):
            store_record(connection, parse(file), str(file.absolute()))
        twins.link(connection)
        people.settle(connection)
        chains.link(connection)
        comparisons.refresh(connection)


def pdfs(folder: Path) -> Iterator[Path]:
    """Invented acts and minutes as PDF files in the folder."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "documents"))
    from generator.documents import random_document

    folder.mkdir(exist_ok=True)
    for seed in range(PDFS):
        file = folder / f"{seed}.pdf"
        file.write_bytes(random_document(seed)[0])
        yield file


def main() -> None:
    """Make the corpus and say what is in it."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("documents", type=int, nargs="?", default=2_000)
    arguments.add_argument("--keep", metavar="FILE", type=Path, required=True)
    given = arguments.parse_args()
    grow(given.keep, given.documents)
    with closing(open_corpus(given.keep)) as connection:
        for table in ("catalogue", "amounts", "members", "findings", "corpus_checks", "act_links", "pages"):
            (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            print(f"{rows:>10,} {table}")


if __name__ == "__main__":
    main()
