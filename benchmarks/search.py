"""What a search costs in a large corpus: 30 queries, bare and with filters, and the counts beside them.

In: a corpus that `benchmarks/corpus.py N --keep FILE` made. Out: for each set of questions the median and the 95th
percentile in milliseconds, of the CPU and by the clock, 20 hits with their passages each; then the slowest. The first
round warms the caches and is not counted.

    $ python benchmarks/corpus.py 100000 --keep big.db
    $ python benchmarks/search.py big.db
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from delib.corpus.database import open_corpus
from delib.corpus.facets import facets
from delib.corpus.filters import Filters
from delib.corpus.search import search

from corpus import QUERIES

MORE = (
    "vote du budget de la commune", "taxe eau OU assainissement", "personnel SAUF école", '"garantie emprunt" logement',
    "2015-06-003", "marché public travaux bâtiment école", "règlement cimetière", "subvention associations sport 2018",
    "tarif can*", "aucunacteneditcela subvention école",
)  # fmt: skip


def filters_of(connection: sqlite3.Connection) -> dict[str, Filters]:
    """One of each filter, and some together; body and person are those of the corpus."""
    body = connection.execute("SELECT body_id FROM catalogue ORDER BY search_id LIMIT 1 OFFSET 500").fetchone()[0]
    person = connection.execute("SELECT name FROM dissents WHERE name IS NOT NULL LIMIT 1").fetchone()[0]
    return {
        "body": Filters(body=body),
        "days": Filters(from_="2013", to="2016-06"),
        "outcome": Filters(outcome="rejected"),
        "adopted": Filters(outcome="adopted"),
        "sums": Filters(amount_min=100_000),
        "sums between": Filters(amount_min=10_000, amount_max=90_000),
        "kind": Filters(kind="minutes"),
        "vote": Filters(vote="against"),
        "person": Filters(person=person),
        "person, vote": Filters(person=person, vote="against"),
        "check": Filters(check="failed"),
        "status": Filters(status="review"),
        "several": Filters(from_="2012", outcome="adopted", amount_min=1000, kind="deliberation"),
    }


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    queries = (*QUERIES, *MORE)
    with closing(open_corpus(options.corpus)) as reader:
        narrow = filters_of(reader)
        sets: dict[str, dict[str, Callable[[], object]]] = {
            f"{len(queries)} queries": {one: partial(search, reader, one) for one in queries},
            f"the same with each of {len(narrow)} filters": {
                f"{one} [{name}]": partial(search, reader, one, chosen)
                for one in queries for name, chosen in narrow.items()
            },
            f"{len(narrow)} filters without words": {
                name: partial(search, reader, "", chosen) for name, chosen in narrow.items()
            },
            "page 6 of the queries": {one: partial(search, reader, one, offset=100) for one in queries},
            "counts: all acts": {"all": partial(facets, reader)},
            "counts: the queries": {one: partial(facets, reader, one) for one in queries},
        }  # fmt: skip
        print(f"{'milliseconds':40} {'CPU p50':>8} {'p95':>7} {'clock p50':>10} {'p95':>7}   slowest (CPU)")
        for name, asked in sets.items():
            measured = [(cost, one) for one, call in asked.items() for cost in costs(call, options.rounds)]
            cpu = sorted(cost[0] for cost, _ in measured)
            clock = sorted(cost[1] for cost, _ in measured)
            slowest = max(measured)
            print(
                f"{name:40} {at(cpu, 50):8.1f} {at(cpu, 95):7.1f} {at(clock, 50):10.1f} {at(clock, 95):7.1f}   "
                f"{slowest[0][0]:.0f} {slowest[1]}",
                flush=True,
            )


def costs(call: Callable[[], object], rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of the CPU and by the clock, once a round."""
    call()
    taken = []
    for _ in range(rounds):
        cpu, clock = time.process_time(), time.perf_counter()
        call()
        taken.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000))
    return taken


def at(sorted_: list[float], percentile: int) -> float:
    """The value at a percentile."""
    return sorted_[min(len(sorted_) - 1, len(sorted_) * percentile // 100)]


if __name__ == "__main__":
    main()
