"""How long the reading room takes for every kind of page: CPU and wall time of the server, without a network.

In: a corpus, by default 2,000 invented documents (`full.py` makes them); how many requests a kind. Out: a table on
standard output, in milliseconds: of the CPU the median, the 95th percentile and the slowest; the 95th percentile of the
clock. Each kind is asked for at many different acts, sittings, people and words, in French and in English by turns, of
a server that has counted what it counts at its start (what that costs stands first). For pages that tell of the whole
corpus there is also the first request of a server that has counted nothing (CPU), and the first one after the file has
changed (clock: the page as it was before, where counting takes long, while the new counts are made beside it).

CPU is that of the server and of its processes that draw pages; a second process that works on the same machine makes
wall time longer, not CPU time. A 95th percentile over the limit of 300 ms is marked, and answers that are no page (503:
too slow) are counted.

    $ python benchmarks/full.py 100000 --keep full.db
    $ python benchmarks/web.py full.db
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psutil
from delib.corpus.metadata import metadata
from delib.corpus.reviewing import queue
from delib.corpus.store import open_corpus
from delib.corpus.web.room import Options, Room
from delib.corpus.web.server import open_room, prepare
from delib.parser.pages.view import Viewer
from full import grow

from corpus import QUERIES, SYLLABLES

LIMIT = 300.0
NARROWED = ("outcome=rejected", "from=2012&to=2014", "subject=7.5", "min=20000", "vote=against", "check=C08",
            "kind=minutes", "status=review")  # fmt: skip


class Kind(NamedTuple):
    """A kind of page: the addresses that are asked for, and whether it tells of the whole corpus."""

    name: str
    addresses: list[str]
    whole: bool = False


class Took(NamedTuple):
    """Milliseconds of a kind, each list in order; `first` with nothing counted, `changed` after the file has changed;
    answers that are no page."""

    name: str
    spent: list[float]
    wall: list[float]
    first: float | None
    changed: float | None
    refused: int


def kinds(path: Path, many: int) -> Iterator[Kind]:
    """What is asked for."""
    with closing(open_corpus(path)) as connection:

        def column(sql: str) -> list[str]:
            return [str(row[0]) for row in connection.execute(f"{sql} LIMIT {many}")]

        def ids(table: str, where: str = "1") -> list[str]:
            return column(f"SELECT id FROM {table} WHERE {where} ORDER BY id")

        bodies, acts = ids("bodies"), ids("deliberations")
        yield Kind("/", ["/"], True)
        yield Kind("/search", ["/search"], True)
        yield Kind("/search, later pages", [f"/search?page={number}" for number in range(2, 2_500, 125)])
        yield Kind("/search?sort=", [f"/search?sort={order}" for order in ("best", "latest", "earliest")])
        yield Kind("/search?outcome= …", [f"/search?{one}" for one in NARROWED])
        yield Kind("/search?q=", [f"/search?q={quote(query)}" for query in QUERIES])
        yield Kind("/search?q=, latest", [f"/search?q={quote(query)}&sort=latest" for query in QUERIES])
        yield Kind("/search?q=, narrowed", [f"/search?q={quote(query)}&outcome=adopted&from=2012&to=2014"
                                            for query in QUERIES])  # fmt: skip
        yield Kind("/search?q=, page 6", [f"/search?q={quote(query)}&page=6" for query in QUERIES])
        yield Kind("/search/scdl?q=", ["/search/scdl", *(f"/search/scdl?q={quote(query)}" for query in QUERIES)])
        yield Kind("/act", [f"/act/{one}" for one in acts])
        yield Kind(
            "/act, of minutes",
            [
                f"/act/{one}"
                for one in column(
                    "SELECT d.id FROM documents f JOIN deliberations d ON d.document_id = f.id WHERE f.kind = 'minutes'"
                )
            ],
        )
        yield Kind("/act.json, the record", [f"/act/{one}.json?keep=1" for one in acts])
        yield Kind("/session", [f"/session/{one}" for one in ids("sessions")])
        yield Kind("/body", [f"/body/{one}" for one in bodies])
        yield Kind("/body?year=", [f"/body/{one}?year={2010 + at % 10}" for at, one in enumerate(bodies)])
        yield Kind("/person", [f"/person/{one}" for one in ids("members") or ids("people")])
        yield Kind("/register", [f"/register/{one}" for one in ids("documents")])
        yield Kind("/register, of minutes", [f"/register/{one}" for one in ids("documents", "kind = 'minutes'")])
        yield from _money(column, bodies)
        yield from _review(connection)
        yield from _tables(connection)
        yield from _drawn(connection, many)


def _money(column: Any, bodies: list[str]) -> Iterator[Kind]:
    names = column("SELECT min(beneficiary) FROM amounts WHERE beneficiary_key IS NOT NULL GROUP BY beneficiary_key")
    yield Kind("/money", ["/money", "/money?page=7"], True)
    yield Kind("/money?role=any", ["/money?role=any"], True)
    yield Kind("/money?role=price", ["/money?role=price"], True)
    yield Kind("/money?body=", [f"/money?body={one}" for one in bodies])
    yield Kind("/money?to=", [f"/money?to={quote(one)}" for one in names])
    parts = [quote(one + other) for one in SYLLABLES for other in SYLLABLES]  # each in a twentieth of the sums
    yield Kind("/money?to=, part of names", [f"/money?to={one}" for one in parts[::3]])
    yield Kind("/money?to=, half of the names", [f"/money?to={quote(one)}" for one in SYLLABLES])
    roles = ("granted", "any", "price", "total")
    years = [f"from={year}&to-year={year}&role={role}" for year in range(2010, 2020) for role in roles]
    yield Kind("/money?from=&to-year=", [f"/money?{one}" for one in years])


def _review(connection: sqlite3.Connection) -> Iterator[Kind]:
    yield Kind("/review", ["/review"], True)
    yield Kind("/review?only=kind", [f"/review?only={kind}" for kind in ("error", "status", "doubt", "cut", "warn")])
    items = queue(connection, limit=8_000)[::400]
    places = (f"{one.worst!r},{one.document_id},{one.ordinal}" for one in items)
    yield Kind("/review?after=", [f"/review?after={quote(one)}" for one in places])
    for sort in ("together", "info"):
        pages = [f"/review?only={sort}&page={number}" for number in (2, 20, 60, 200, 500)]
        yield Kind(f"/review?only={sort}", [f"/review?only={sort}", *pages], True)


def _tables(connection: sqlite3.Connection) -> Iterator[Kind]:
    named = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search_%' ORDER BY name"
    yield Kind("/corpus", ["/corpus"], True)
    for (name,) in connection.execute(named).fetchall():
        yield Kind(f"/corpus/{name}", [f"/corpus/{name}"], True)
    row = connection.execute("SELECT id FROM deliberations LIMIT 1").fetchone()[0]
    yield Kind("/corpus/TABLE/ROW", [f"/corpus/deliberations/{row}"])
    yield Kind("/corpus/TABLE.json", ["/corpus/deliberations.json?_size=100", "/corpus/votes.json?_shape=array"])
    narrowed = [f"/corpus/acts?date__startswith={year}" for year in range(2010, 2020)]
    narrowed += [f"/corpus/votes?votes_against={number}" for number in range(10)]
    narrowed += [f"/corpus/documents?file__contains={letter}" for letter in "abcdefghij"]
    yield Kind("/corpus/TABLE?COLUMN=", narrowed)
    questions = [f"/corpus/who-misses-sessions?year={year}" for year in range(2010, 2020)]
    questions += [f"/corpus/greatest-sums?year={year}" for year in range(2010, 2020)]
    questions += [f"/corpus/acts-by-words?words={quote(query)}" for query in QUERIES if query.isalpha()]
    yield Kind("/corpus/QUESTION?…=", questions)
    for name, query in metadata()["databases"]["corpus"]["queries"].items():
        given = "?words=bail&year=2015&person=&check=" if ":" in query["sql"] else ""
        yield Kind(f"/corpus/{name}", [f"/corpus/{name}{given}"], True)


def _drawn(connection: sqlite3.Connection, many: int) -> Iterator[Kind]:
    """Images, where the corpus has files that can be drawn."""
    pages = connection.execute(
        "SELECT p.document_id, p.number, f.path, d.id FROM documents f JOIN pages p ON p.document_id = f.id "
        "LEFT JOIN deliberations d ON d.document_id = f.id WHERE f.path NOT LIKE '/archive/%' GROUP BY 1, 2 LIMIT ?",
        (many,),
    ).fetchall()
    found = [(f"{document}/{number}", act) for document, number, path, act in pages if Path(path).is_file()]
    if not found:
        print("No file of the corpus can be drawn: images are left out.")
        return
    yield Kind("/image, drawn", [f"/image/{one}.webp" for one, _ in found])
    yield Kind("/image, kept", [f"/image/{one}.webp" for one, _ in found])
    yield Kind("/image@2x, drawn", [f"/image/{one}@2x.webp" for one, _ in found])
    yield Kind("/crop, drawn", [f"/crop/{one}/60,60,400,300.png" for one, _ in found])
    yield Kind("/crop, kept", [f"/crop/{one}/60,60,400,300.png" for one, _ in found])
    yield Kind("/act, its file at hand", [f"/act/{act}" for _, act in found if act])


async def measure(path: Path, many: int, folder: Path, only: str) -> list[Took]:
    """Ask for everything."""
    room = open_room(path, Options(render=Viewer(), images=folder))
    wanted = [kind for kind in kinds(path, many) if only in kind.name]
    try:
        await room.client.get("/static/base.css")  # what the first request of all loads is nobody's page
        await room.client.get("/act/none")
        first = {kind.name: await _first(room, kind.addresses[0]) for kind in wanted if kind.whole}
        _forget(room)
        began = _cpu()
        room.warm()
        if room.warming is not None:
            room.warming.join()
        print(f"At its start the server counts and begins to draw for {(_cpu() - began) * 1000:.0f} ms of CPU,")
        began = _cpu()
        await prepare(room)
        print(f"and asks what the pages of tables tell before they are narrowed for {(_cpu() - began) * 1000:.0f} ms.")
        took = [await _asked(room, kind, many) for kind in wanted]
        changed = {kind.name: await _changed(room, path, kind.addresses[0]) for kind in wanted if kind.whole}
    finally:
        room.close()
    return [one._replace(first=first.get(one.name), changed=changed.get(one.name)) for one in took]


def _forget(room: Room) -> None:
    """As if nothing of the whole corpus had been counted."""
    room.memory.known.clear()
    room.corpus.answers.clear()


async def _first(room: Room, address: str) -> float:
    _forget(room)
    return (await _one(room, address, "fr"))[0]


async def _changed(room: Room, path: Path, address: str) -> float:
    """The file has a new time; what is counted beside is waited for afterwards."""
    os.utime(path)
    clock = (await _one(room, address, "fr"))[1]
    for thread in list(room.memory.beside.values()):
        thread.join()
    return clock


async def _asked(room: Room, kind: Kind, many: int) -> Took:
    spent, wall, refused = [], [], 0
    once = "drawn" in kind.name or kind.name.startswith("/money?to=")  # what is asked for again is known
    rounds = kind.addresses if once else islice(cycle(kind.addresses), max(many, len(kind.addresses)))
    for at, address in enumerate(rounds):
        cpu, clock, status = await _one(room, address, ("fr", "en")[at % 2])
        spent.append(cpu)
        wall.append(clock)
        refused += status != 200
    return Took(kind.name, sorted(spent), sorted(wall), None, None, refused)


async def _one(room: Room, address: str, language: str) -> tuple[float, float, int]:
    """CPU and clock, in milliseconds, and the status of the answer."""
    began, worked = time.perf_counter(), _cpu()
    response = await room.client.get(address, cookies={"lang": language})
    return (_cpu() - worked) * 1000, (time.perf_counter() - began) * 1000, response.status_code


def _cpu() -> float:
    """Seconds of CPU of this process and of those it has begun."""
    children = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
    drawing: float = sum(times.user + times.system for times in children)
    return time.process_time() + drawing


def line(took: Took) -> str:
    """A row of the table."""
    spent, wall = took.spent, took.wall
    middle, high = len(spent) // 2, len(spent) * 95 // 100
    once = "".join(f" {'' if one is None else f'{one:.0f}':>8}" for one in (took.first, took.changed))
    marks = ("  !" if spent[high] > LIMIT else "") + (f"  {took.refused} refused" if took.refused else "")
    return (
        f"{took.name:<32} {len(spent):5} {spent[middle]:7.1f} {spent[high]:7.1f} {spent[-1]:8.1f} {wall[high]:8.1f}"
        f"{once}{marks}"
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("corpus", type=Path, nargs="?")
    arguments.add_argument("--requests", type=int, default=40, help="of each kind")
    arguments.add_argument("--only", default="", help="kinds whose name holds this")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.corpus
        if path is None:
            path = Path(folder) / "corpus.db"
            grow(path, 2_000)
        head = f"{'page':<32} {'n':>5} {'CPU p50':>7} {'p95':>7} {'slowest':>8} {'wall p95':>8}"
        print(f"{head} {'first':>8} {'changed':>8}")
        for took in asyncio.run(measure(path, given.requests, Path(folder) / "images", given.only)):
            print(line(took))


if __name__ == "__main__":
    main()
