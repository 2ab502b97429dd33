"""What SQLite adds up is what the lines add up to, whatever is asked."""

from __future__ import annotations

import random
import sqlite3
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.ledger import ledger
from delib.corpus.money import NOT_NAMED, Line, Total, Wanted, money, totals
from delib.corpus.store import store_record
from delib.corpus.twins import link
from delib.parser.record import Amount, Party, Vote

NAMES = ("Bel Air", "BEL-AIR", "Le Val", "Club du Val", "Chorale", "Harmonie", None)
DAYS = ("1931-05-02", "1959-03-01", "1961-05-02", "2019-12-01", "2020-01-31", "2020-06-02", None)


def amount(draw: random.Random) -> Amount:
    name = draw.choice(NAMES)
    return Amount(
        float(draw.randint(1, 99)) / 4,
        currency=draw.choice(("EUR", "EUR", "FRF", "NF")),
        role=draw.choice(("granted", "granted", "asked", "price", "total", None)),
        words="…",
        beneficiary=Party(name, name.casefold().replace("-", "").replace(" ", "")) if name else None,
        again="said" if draw.random() < 0.1 else None,
    )


@pytest.fixture
def filled(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """Sixty acts of three bodies; some in extract and minutes that say other sums, one file read again as another."""
    draw = random.Random(7)
    for number in range(60):
        for key, kind in ((f"{number}", "deliberation"), (f"{number}m", "minutes"))[: draw.choice((1, 1, 2))]:
            same = random.Random(number)
            act = make.act(
                f"Objet {number}", number=f"n{number}", act_id=None, repeats=(), mentions=(),
                vote=Vote(same.choice(("adopted", "adopted", "rejected", "deferred", None))),
                amounts=tuple(amount(draw) for _ in range(draw.randint(0, 6))),
            )  # fmt: skip
            session = make.session(act, date=same.choice(DAYS), body=f"Commune de {same.choice('ABC')}ville")
            store_record(corpus, make.document(session, key=key, kind=kind), f"/x/{key}.pdf")
    changed = make.session(make.act("Un autre objet", number="other", act_id=None, amounts=(amount(draw),)))
    store_record(corpus, make.document(changed, key="changed"), "/x/3.pdf")
    link(corpus)
    assert corpus.execute("SELECT count(*) FROM deliberations WHERE decision_id IS NOT NULL").fetchone()[0] > 20
    assert corpus.execute("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL").fetchone()[0] == 1
    return corpus


ASKED: tuple[dict[str, Any], ...] = (
    {}, {"role": "granted"}, {"role": "asked"}, {"role": "price"}, {"role": "total"}, {"to": "val"},
    {"to": "belair", "role": "granted"}, {"to": "a"}, {"to": "nobody"}, {"to": "belaix"},
    {"body": ("bville", "bville", "bville")}, {"since": "2020-01-01", "until": "2020-12-31"}, {"until": "1960-12-31"},
    {"least": 10.0, "role": "granted"}, {"body": ("aville",) * 3, "to": "chorale", "since": "1950-01-01"},
)  # fmt: skip


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("asked", ASKED, ids=repr)
def test_it_says_what_the_lines_say(
    filled: sqlite3.Connection, asked: dict[str, Any], share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delib.corpus.money_counted.PART", share)
    monkeypatch.setattr("delib.corpus.money_counted.FEW", share / 2)
    monkeypatch.setattr("delib.corpus.money_counted.MANY", share)
    wanted = Wanted(**asked)
    found, (lines, near) = ledger(filled, wanted), money(filled, wanted)
    assert (found.sums, list(found.lines), found.near) == (len(lines), lines[::-1], near)
    counted = {line.currency: sum(other.currency == line.currency for other in lines) for line in lines}
    assert found.currency == max(counted, key=lambda one: (counted[one], one), default=None)

    years = [(one.group, one.currency, figure(one, wanted), one.sums, one.acts, one.first, one.last)
             for one in totals(lines, "year")]  # fmt: skip
    assert sorted(tuple(one[:7]) for one in (*found.years, *found.others)) == sorted(years)
    assert {one.currency for one in found.years} <= {found.currency}

    named = [one for one in totals(lines, "beneficiary") if one.currency == found.currency]
    said = [(one.group, figure(one, wanted), one.sums, one.first, one.last, one.spellings) for one in named]
    assert sorted(said, key=repr) == sorted(
        ((one.group, one.value, one.sums, one.first, one.last, one.spellings) for one in found.receivers), key=repr
    )
    order = [(one.group == NOT_NAMED, -one.value) for one in found.receivers]
    assert order == sorted(order)
    for name, by_year in found.over.items():
        mine = next(one for one in found.receivers if one.group == name)
        dated = [line for line in lines if line.date and line.beneficiary in mine.spellings]
        own = totals([line for line in dated if line.currency == found.currency], "year")
        assert by_year == {one.group: figure(one, wanted) for one in own if figure(one, wanted)}


def figure(total: Total, wanted: Wanted) -> float:
    """What a total has of the role that is asked for."""
    return {None: total.granted, "granted": total.granted, "asked": total.asked, "price": total.price}.get(
        wanted.role, total.other
    )


def test_the_latest_lines_are_the_last_of_all_lines(filled: sqlite3.Connection) -> None:
    for asked in ({}, {"to": "val"}, {"until": "2020-02-01"}):
        wanted = Wanted(**asked)  # type: ignore[arg-type]
        lines: list[Line] = money(filled, wanted).lines
        for most in (1, 7, len(lines) - 1, len(lines), 900):
            assert list(ledger(filled, wanted, lines=most).lines) == lines[: -most - 1 : -1], (asked, most)


def test_what_cannot_be_added_up_is_refused(filled: sqlite3.Connection) -> None:
    for wrong in (Wanted(role="theft"), Wanted(inferred=True)):
        with pytest.raises(ValueError, match=r"is no role|inferred"):
            ledger(filled, wrong)
