"""Who got how much: nothing twice, currencies apart, spellings of one name together and said so."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from delib.cli import main
from delib.corpus.money import Wanted, money, totals, unit_of
from delib.corpus.store import open_corpus, store_record
from delib.corpus.twins import link
from delib.parser.record import Amount, Party, Vote


def party(name: str, key: str) -> Party:
    return Party(name, key)


BEL_AIR = party("Bel Air", "belair")


def granted(value: float, who: Party | None = BEL_AIR, **more: Any) -> Amount:
    return Amount(value, role="granted", beneficiary=who, words=f"{value} €", **more)


def store(corpus: sqlite3.Connection, make: SimpleNamespace, key: str, *amounts: Amount, **more: Any) -> None:
    """An act with these sums, in a document of its own."""
    session = more.pop("session", {})
    kind = more.pop("kind", "deliberation")
    act = make.act(
        amounts=amounts, repeats=(), mentions=(), **{"number": key, "act_id": None, "title": key * 9, **more}
    )
    store_record(corpus, make.document(make.session(act, **session), key=key, kind=kind))


def values(corpus: sqlite3.Connection, **wanted: Any) -> list[tuple[float, str | None]]:
    return [(line.value, line.beneficiary) for line in money(corpus, Wanted(**wanted)).lines]


def test_a_sum_said_again_and_a_price_before_tax_are_not_counted(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store(
        corpus, make, "a", granted(500), granted(500, again="said"),
        Amount(10.0, basis="HT", role="price", again="tax"), Amount(12.0, basis="TTC", role="price"),
        Amount(500.0, role="total"),
    )  # fmt: skip
    lines = money(corpus, Wanted()).lines
    assert sorted((line.value, line.role) for line in lines) == [(12, "price"), (500, "granted"), (500, "total")]
    (year,) = totals(lines, "year")
    assert (year.granted, year.price, year.other) == (500, 12, 500)


def test_spellings_of_one_key_are_one_beneficiary_and_are_named(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store(corpus, make, "a", granted(500), Amount(900.0, role="asked", beneficiary=party("BEL-AIR", "belair")))
    store(
        corpus, make, "b", granted(200, party("L'association Bel Air", "belair")), granted(90, party("Le Val", "val"))
    )
    first, second = totals(money(corpus, Wanted()).lines, "beneficiary")
    assert (first.granted, first.asked, first.difference, first.acts) == (700, 900, -200, 2)
    assert first.spellings == ("BEL-AIR", "Bel Air", "L'association Bel Air")
    assert (second.group, second.granted) == ("Le Val", 90)


def test_a_name_is_found_by_a_part_and_one_spelled_nearly_so_is_told_not_counted(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store(corpus, make, "a", granted(500, party("Mécanova", "mecanova")), granted(70, party("Mecanovo", "mecanovo")))
    answer = money(corpus, Wanted(to="mecanova"))
    assert [line.value for line in answer.lines] == [500]
    assert answer.near == (("Mecanovo", 1),)
    assert values(corpus, to="canov") == [(500, "Mécanova"), (70, "Mecanovo")]


def test_body_days_role_and_least(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store(corpus, make, "a", granted(500), Amount(40.0, role="asked"))
    store(corpus, make, "b", granted(300), session={"date": "2025-01-09", "body": "Commune de Brenac"})
    assert values(corpus, since="2025-01-01") == [(300, "Bel Air")]
    assert values(corpus, until="2024-12-31", role="granted") == [(500, "Bel Air")]
    assert values(corpus, body=("brenac", "", "")) == [(300, "Bel Air")]
    assert values(corpus, least=400.0) == [(500, "Bel Air")]
    with pytest.raises(ValueError, match="no role"):
        money(corpus, Wanted(role="gift"))
    with pytest.raises(ValueError, match="no group"):
        totals([], "moon")


def test_minutes_and_extract_of_one_decision_count_once_by_the_one_that_says_more(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    same = {"number": "2024-7", "title": "Subventions aux associations", "act_id": None}
    store(corpus, make, "a", granted(700, None), **same)
    store(corpus, make, "b", granted(400), granted(300, party("Le Val", "val")), kind="minutes", **same)
    link(corpus)
    assert corpus.execute("SELECT count(DISTINCT decision_id) FROM deliberations").fetchone()[0] == 1
    assert sorted(values(corpus)) == [(300, "Le Val"), (400, "Bel Air")]


def test_what_was_rejected_is_listed_and_not_granted(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store(corpus, make, "a", granted(500), vote=Vote("rejected"))
    lines = money(corpus, Wanted()).lines
    assert [(line.value, line.outcome) for line in lines] == [(500, "rejected")]
    assert totals(lines, "beneficiary")[0].granted == 0


@pytest.mark.parametrize(
    ("currency", "day", "unit"),
    [
        ("FRF", "1790-03-01", "LIVRE"), ("FRF", "1931-05-02", "AF"), ("FRF", "1959-12-31", "AF"),
        ("FRF", "1960-01-01", "FRF"), ("NF", "1961-01-09", "FRF"), ("AF", "1965-01-09", "AF"), ("FRF", None, "FRF?"),
        ("EUR", "2031-01-01", "EUR"), ("LIVRE", "1780-01-01", "LIVRE"),
    ],
)  # fmt: skip
def test_a_franc_is_that_of_its_day(currency: str, day: str | None, unit: str) -> None:
    assert unit_of(currency, day) == unit


def test_currencies_are_not_added_together(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store(corpus, make, "a", granted(500, currency="FRF"), session={"date": "1931-05-02"})
    store(corpus, make, "b", granted(300, currency="FRF"), session={"date": "1971-05-02"})
    assert [(t.currency, t.granted) for t in totals(money(corpus, Wanted()).lines, "beneficiary")] == [
        ("AF", 500), ("FRF", 300),
    ]  # fmt: skip


@pytest.fixture
def file(make: SimpleNamespace, tmp_path: Path) -> Path:
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path, "create")) as corpus:
        store(
            corpus, make, "a", granted(1234.5), Amount(2000.0, role="asked", beneficiary=party("BEL-AIR", "belair")),
            granted(70, party("Bel Airs", "belairs"), basis="TTC"),
        )  # fmt: skip
    return path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["money", *arguments])


def test_the_command_lists_sums_with_act_and_page(file: Path) -> None:
    result = run("--db", str(file), "--to", "l'association Bel Air")
    assert result.exit_code == 0
    assert "1\u202f234,50 €" in result.output and "asked" in result.output and "a.pdf" in result.output
    assert "granted in all: 1\u202f304,50 €" in result.output


def test_the_command_adds_up(file: Path) -> None:
    result = run("--db", str(file), "--by", "beneficiary")
    assert "Bel Air: granted 1\u202f234,50 €, asked 2\u202f000,00 €, difference -765,50 €" in result.output
    assert "taken for one: BEL-AIR | Bel Air" in result.output


def test_formats_for_programs(file: Path) -> None:
    (first, *_) = json.loads(run("--db", str(file), "--format", "json").stdout)
    assert {"id", "date", "value", "currency", "role", "beneficiary", "file", "page"} <= set(first)
    assert len(run("--db", str(file), "--format", "ndjson").stdout.splitlines()) == 3
    head, *rows = run("--db", str(file), "--format", "csv", "--by", "beneficiary").stdout.splitlines()
    assert head.startswith("group,currency,granted,asked") and len(rows) == 2


def test_to_is_no_day_and_nothing_found_says_so(file: Path) -> None:
    result = run("--db", str(file), "--to", "2024-06")
    assert result.exit_code == 2 and "--until 2024-06" in result.output
    assert run("--db", str(file), "--role", "gift").exit_code == 2
    missing = run("--db", str(file), "--to", "Personne")
    assert missing.exit_code not in (0, 2) and "No sum" in missing.output
    assert run("--db", str(file), "--to", "Bel Ayr").output.count("spelled nearly so") == 1
