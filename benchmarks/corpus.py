"""How a corpus grows: acts stored per CPU second, bytes an act, and the time of a search, over invented records.

In: how many acts (by default 20,000). Out: a table on standard output: the first 1,000 acts, a line for each tenth of
the growth, 1,000 more at the end; the rates also as ratios to the first: the cost of an act must not grow with the
corpus. (Before the first 1,000, others are stored elsewhere, so that no words are new and no module is loaded late.)
Acts are written as an ingest writes them: with their rows in the journal, 50 in one transaction, and compared with the
other acts of their session. The records are invented: bodies of 45 members, extracts of 20 acts a sitting that each
print the list of names, 450 words of text an act with the frequencies of a language (Zipf), a place and a rule for
every value.

    $ python benchmarks/corpus.py 20000
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from delib.corpus import twins
from delib.corpus.intake.settling import settle_all
from delib.corpus.intake.tasks import Outcome, Task
from delib.corpus.search import search
from delib.corpus.store import open_corpus
from delib.parser.record import (
    Amount,
    Check,
    Coverage,
    Decision,
    Deliberation,
    Dissent,
    Document,
    Evidence,
    Kind,
    PageInfo,
    Passage,
    Person,
    Place,
    Proxy,
    Residue,
    Segment,
    Session,
    Versions,
    Vote,
)
from msgspec import structs

BATCH = 50
VERSIONS = Versions("0.1.0", "benchmark")
COMMON = """
    le la de du des les et à en un une pour par sur dans au aux est que qui conseil municipal commune délibération
    vote budget subvention association école cantine travaux voirie marché public convention projet programme service
    personnel terrain parcelle cession acquisition bail tarif taxe emprunt garantie logement eau assainissement
    bâtiment rénovation énergie éclairage transport culture sport jeunesse enfance bibliothèque musée festival forêt
    cimetière règlement rapport exercice comptes dépenses recettes autorise approuve décide monsieur maire signer
    documents nécessaires œuvre
"""
SYLLABLES = ("ba", "cou", "dré", "fi", "lo", "ma", "nis", "pri", "ten", "veu")
QUERIES = (
    "subvention", "écoles", "l'école", "budget cantine", '"conseil municipal"', "travaux voirie", "subv*", "oeuvre",
    "convention -association", "forêt OR cimetière", '"éclairage public"', "rénovation énergie bâtiment",
    "bibliothèque", "terrain parcelle cession", "festival musée", "emprunt garantie logement", "bail", "2019-12",
    "tarif eau assainissement", "(sport OR culture) jeunesse",
)  # fmt: skip


class Town:
    """Invented acts of invented communes, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.varied = random.Random(seed)  # what filters ask for: apart, so that the texts stay the same
        self.words = [*COMMON.split(), *dict.fromkeys(self.word() for _ in range(20_000))]
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]

    def word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=4))

    def text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, self.weights, k=words)).capitalize() + "."

    def place(self) -> tuple[Place, ...]:
        x, y = round(self.random.uniform(60, 400), 2), round(self.random.uniform(60, 760), 2)
        return (Place(self.random.randint(1, 2), (x, y, round(x + 80.5, 2), round(y + 11.34, 2))),)

    def person(self) -> Person:
        given, surname = self.word().capitalize(), self.word().upper()
        return Person(f"{given} {surname}", "Mme", given, surname)

    def acts(self) -> Iterator[Document]:
        """Extracts, sitting after sitting."""
        for number in range(1_000_000):
            body = f"Commune de {self.word().capitalize()}-{number}"
            members = [self.person() for _ in range(45)]
            for year in range(2010, 2020):
                for month in (2, 4, 6, 9, 12):
                    yield from self.sitting(body, members, f"{year}-{month:02d}-15")

    def sitting(self, body: str, members: list[Person], date: str) -> Iterator[Document]:
        shuffled = self.random.sample(members, len(members))
        for number in range(20):
            seen = [structs.replace(one, places=self.place(), rule="present.list") for one in shuffled]
            session = Session(
                body, "Conseil municipal", date, "18:30", None, date[:8] + "08", 45, None, 36, 5, 41, seen[0].name,
                seen[1].name, tuple(seen[:36]), tuple(seen[41:]),
                tuple(Proxy(giver, seen[0], self.place(), "proxy.arrow") for giver in seen[36:41]),
                (), (self.act(f"{date[:7]}-{number:03d}", shuffled),),
                checks=tuple(Check(f"C0{n}", "holds", "info", "36 named, 36 announced.", {"named": 36}, self.place())
                             for n in range(1, 6)),
                evidence={name: Evidence(self.place(), date, f"session.{name}") for name in
                          ("body", "organ", "date", "time", "in_office", "present_count", "president")},
            )  # fmt: skip
            key = f"{body}{date}{number}"
            kind: Kind = "minutes" if number == 19 else "deliberation"
            yield Document(
                f"{key}.pdf", kind, "review" if number % 10 == 7 else "ok",
                sha256=hashlib.sha256(key.encode()).hexdigest(),
                pages=(PageInfo(1, 595.28, 841.89), PageInfo(2, 595.28, 841.89)), sessions=(session,),
                noise=(Segment("stamp", "Reçu en préfecture le 20 " + date, self.place(), "stamp.received"),),
                residue=(Residue(self.text(6), self.place()),), coverage=Coverage(0.9, 0.05, 0.04, 0.01),
                versions=Versions("0.1.0", "benchmark"),
            )  # fmt: skip

    def act(self, number: str, members: list[Person]) -> Deliberation:
        considerants, dispositif = self.text(300), self.text(150)
        names = ("number", "title", "act_id", "received", "posted")
        outcome: Any = self.varied.choices(("adopted", "rejected", "noted", "deferred", None), (90, 1, 5, 1, 3))[0]
        against = self.varied.random() < 0.05
        verdict: Any = "fails" if self.varied.random() < 0.02 else "unknown"
        value = float(self.varied.choice((100, 1500, 25_000, 800_000)) * self.varied.randint(1, 9))
        return Deliberation(
            number, self.text(10), None,
            Passage(considerants, self.place(), "considerants.vu"),
            Passage(dispositif, self.place(), "dispositif.decide"),
            (Decision(self.text(25), "DÉCIDE", self.place()), Decision(self.text(20), "AUTORISE", self.place())),
            Vote(outcome, not against, evidence={"outcome": Evidence(self.place(), "Adopté", "vote.adopted")}),
            dissent=(Dissent("against", members[2]), Dissent("abstained", members[3])) if against else (),
            amounts=(Amount(value, words=f"{value:.0f} €", places=self.place(), rule="amount.euro"),),
            segments=(
                Segment("considerants", considerants, self.place()), Segment("dispositif", dispositif, self.place())
            ),
            checks=tuple(Check(f"C1{n}", verdict if n == 2 else "unknown", "info", "Not printed: votes against.",
                               {"against": None}) for n in range(6)),
            evidence={name: Evidence(self.place(), number, f"act.{name}") for name in names},
        )  # fmt: skip


def main() -> None:
    """Grow a corpus in steps of a tenth and print what each cost."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("acts", type=int, nargs="?", default=20_000)
    arguments.add_argument("--keep", metavar="FILE", type=Path, help="keep the corpus here, for benchmarks/search.py")
    options = arguments.parse_args()
    total = options.acts
    acts = Town(1).acts()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "corpus.db"
        with closing(open_corpus(path, "create")) as corpus:
            warm(Path(folder) / "before.db")
            first = 0.0
            acts_done = 0
            tenth = max(1000, total // 10)
            steps = [1000, tenth - 1000, *[tenth] * (total // tenth - 1), 1000]
            print(
                f"{'acts':>8} {'a CPU second':>13} {'ratio':>6} {'bytes an act':>13} {'search p50':>11} {'p95, ms':>8}"
            )
            for step in filter(None, steps):
                spent = 0.0
                for start in range(0, step, BATCH):
                    batch = [outcome(next(acts)) for _ in range(min(BATCH, step - start))]
                    began = time.process_time()
                    settle_all(corpus, batch, VERSIONS)
                    spent += time.process_time() - began
                began = time.process_time()
                twins.link(corpus)
                corpus.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                spent += time.process_time() - began
                acts_done += step
                rate = step / spent
                first = first or rate
                half, most = timed(path)
                size = path.stat().st_size / acts_done
                print(
                    f"{acts_done:8} {rate:13.0f} {rate / first:6.2f} {size:13.0f} {half:11.1f} {most:8.1f}", flush=True
                )


def warm(path: Path) -> None:
    """Store 1,000 acts elsewhere."""
    others = Town(2).acts()
    with closing(open_corpus(path, "create")) as corpus:
        for _ in range(0, 1000, BATCH):
            settle_all(corpus, [outcome(next(others)) for _ in range(BATCH)], VERSIONS)


def outcome(document: Document) -> Outcome:
    """A document as a worker hands it back."""
    return Outcome(
        Task(f"/archive/{document.file}", f"/archive/{document.file}", document.sha256 or ""), document, None, 0.0
    )


def timed(path: Path, times: int = 5) -> tuple[float, float]:
    """Median and 95th percentile of the queries' wall time, in milliseconds, 20 hits with their passages each."""
    taken = []
    with closing(open_corpus(path)) as reader:
        for query in QUERIES * times:
            began = time.perf_counter()
            search(reader, query)
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[len(taken) * 95 // 100]


if __name__ == "__main__":
    main()
