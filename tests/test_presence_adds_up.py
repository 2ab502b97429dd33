"""Over real documents that lie beside the repository: the presence of every member adds up to the lists.

The sittings of one year of a large city, each in some dozens of extracts. The figures were read on the pages by hand
before the program first counted; no name stands here. Where ../shared is not there, the test is skipped.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from delib.corpus.intake.ingest import run
from delib.corpus.people.finding import people
from delib.corpus.people.presence import sheet
from delib.corpus.store import open_corpus
from delib.parser.kept import Reader
from delib.parser.reading import default_rulebook
from delib.parser.record import Versions

BULK = Path(__file__).resolve().parent.parent.parent / "shared" / "bulk"
# day: extracts, then members present, represented, absent, as the page prints them
READ = {"2013-02-04": (48, 49, 7, 5), "2013-03-25": (31, 48, 10, 3), "2013-06-17": (51, 48, 9, 4)}
IN_OFFICE = 61
IN_THE_YEAR = 62  # one left after March, another came


@pytest.mark.slow
def test_a_year_of_a_city(tmp_path: Path) -> None:
    files = sorted(BULK.glob("2013-*.pdf"))
    if not files:
        pytest.skip(f"{BULK} is not there: that real sittings add up is NOT tested")
    book = default_rulebook()
    run(files, tmp_path / "corpus.db", Reader(book, None, None), Versions("0", book.digest))
    with closing(open_corpus(tmp_path / "corpus.db")) as connection:
        everyone = people(connection, everyone=True).lines
        assert len(everyone) == IN_THE_YEAR
        sheets = [sheet(connection, one.id) for one in everyone]
        lists = connection.execute(
            "SELECT s.date, l.present, l.represented, l.absent FROM attendance_lists l "
            "JOIN sessions s ON s.id = l.session_id"
        ).fetchall()
    said = [one for found in sheets for one in found.appearances]
    by_state = Counter((one.date, one.state) for one in said)
    assert {row[0] for row in lists} == set(READ)
    for day, (extracts, *numbers) in READ.items():
        counted = [by_state[day, state] for state in ("present", "represented", "absent")]
        assert counted == numbers and sum(counted) == IN_OFFICE
        assert all(list(row[1:]) == numbers for row in lists if row[0] == day)  # every list of the sitting
        assert {one.lists for one in said if one.date == day} == {extracts}
        assert all(one.page == 1 and one.note is None for one in said if one.date == day)
    for line, found in zip(everyone, sheets, strict=True):
        states = Counter(one.state for one in found.appearances)
        assert (line.present, line.represented, line.absent) == (
            states["present"], states["represented"], states["absent"],
        )  # fmt: skip
        assert line.sittings == len(found.appearances) == sum(rate.sittings for rate in found.rates)
