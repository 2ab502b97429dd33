"""How long the reading room takes for each kind of page: wall and CPU time of the server, without a network.

In: a corpus, by default 2,000 invented acts (`benchmarks/corpus.py` makes them); how many requests a kind. Out: a table
on standard output: median and 95th percentile of both times, in milliseconds. Each kind is asked for at many different
acts, sittings, people and words, so that nothing but the totals of the corpus is remembered. A second process that
works on the same machine makes wall time longer, not CPU time.

    $ python benchmarks/web.py corpus.db
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from delib.corpus.settling import settle_all
from delib.corpus.store import open_corpus
from delib.corpus.web.room import Options
from delib.corpus.web.server import open_room

from corpus import BATCH, QUERIES, VERSIONS, Town, outcome


def addresses(path: Path, many: int) -> dict[str, list[str]]:
    """Addresses to ask for, by kind."""
    with closing(open_corpus(path)) as connection:

        def ids(table: str, where: str = "1") -> list[str]:
            rows = connection.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT ?", (many,))
            return [row[0] for row in rows]

        kinds = {
            "home": ["/"],
            "search": [f"/search?q={query}" for query in QUERIES],
            "search, latest": [f"/search?q={query}&sort=latest" for query in QUERIES],
            "search, narrowed": [f"/search?q={query}&outcome=adopted&from=2012&to=2014" for query in QUERIES],
            "all acts": ["/search"],
            "act": [f"/act/{one}" for one in ids("deliberations")],
            "record": [f"/act/{one}.json" for one in ids("deliberations")],
            "sitting": [f"/session/{one}" for one in ids("sessions")],
            "body": [f"/body/{one}" for one in ids("bodies")],
        }
    return {name: list(islice(cycle(found), many)) for name, found in kinds.items() if found}


async def measure(path: Path, many: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """For each kind its name, wall times and CPU times in milliseconds."""
    room = open_room(path, Options(seconds=10.0))
    found = []
    try:
        await room.client.get("/")
        await room.client.get("/search")
        for name, asked in addresses(path, many).items():
            wall, spent = [], []
            for address in asked:
                began, worked = time.perf_counter(), time.process_time()
                response = await room.client.get(address)
                wall.append((time.perf_counter() - began) * 1000)
                spent.append((time.process_time() - worked) * 1000)
                assert response.status_code == 200, (address, response.status_code)
            found.append((name, sorted(wall), sorted(spent)))
    finally:
        room.close()
    return iter(found)


def invented(path: Path, acts: int) -> None:
    """A corpus of invented acts."""
    made = Town(1).acts()
    with closing(open_corpus(path, "create")) as connection:
        for _ in range(0, acts, BATCH):
            settle_all(connection, [outcome(next(made)) for _ in range(BATCH)], VERSIONS)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("corpus", type=Path, nargs="?")
    arguments.add_argument("--requests", type=int, default=60)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.corpus
        if path is None:
            path = Path(folder) / "corpus.db"
            invented(path, 2_000)
        print(f"{'page':<18} {'wall p50':>9} {'p95':>7} {'CPU p50':>9} {'p95':>7}   ms")
        for name, wall, spent in asyncio.run(measure(path, given.requests)):
            middle, high = len(wall) // 2, len(wall) * 95 // 100
            print(f"{name:<18} {wall[middle]:9.1f} {wall[high]:7.1f} {spent[middle]:9.1f} {spent[high]:7.1f}")


if __name__ == "__main__":
    main()
