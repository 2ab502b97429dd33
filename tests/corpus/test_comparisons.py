"""What several documents together tell: numbers, days, copies, errata, authorities; and the list of what fails."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from console import delib
from delib.corpus import comparisons
from delib.corpus.audit import Switch, Wanted, audit, keep, kept, read_switches
from delib.corpus.database import transaction
from delib.corpus.filters import Filters
from delib.corpus.search import search
from delib.corpus.store import open_corpus, remove, store_record
from delib.errors import BadRules
from delib.parser.checks import recheck
from delib.parser.record import Deliberation, Document, Passage, Person, Proxy, Session

TEXT = "Le conseil décide " + "de refaire la toiture de la halle " * 20


def act(number: str | None, title: str = "Toiture", **values: Any) -> Deliberation:
    return Deliberation(**{"number": number, "title": title, **values})


def file(key: str, *acts: Deliberation, day: str = "2019-03-14", **values: Any) -> Document:
    base = {"body": "Commune de Valmorin", "organ": "Conseil municipal", "date": day}
    session = Session(**{**base, **values, "deliberations": acts})
    return Document(f"{key}.pdf", kind="minutes", sha256=key * 8, sessions=(session,))


def found(connection: sqlite3.Connection, check: str = "%") -> list[tuple[str, str]]:
    """(the act's number or the day of convocation, the message) of what the comparisons found."""
    comparisons.refresh(connection)
    rows = connection.execute(
        "SELECT coalesce(d.number, t.convocation_date), c.message FROM corpus_checks c "
        "LEFT JOIN deliberations d ON d.id = c.deliberation_id LEFT JOIN statements t ON t.id = c.statement_id "
        "WHERE c.check_id LIKE ? ORDER BY 1, 2",
        (check,),
    )
    return [(row[0], row[1]) for row in rows]


def numbers(*values: int) -> list[Document]:
    """A file a sitting: ten acts each."""
    by_month: dict[int, list[int]] = {}
    for value in values:
        by_month.setdefault(value // 10 + 1, []).append(value)
    return [
        file(f"m{month}", *(act(f"2019-{one:03d}", f"Objet {one}") for one in some), day=f"2019-{month:02d}-14")
        for month, some in by_month.items()
    ]


def test_a_gap_over_several_files(corpus: sqlite3.Connection) -> None:
    for document in numbers(*(one for one in range(1, 40) if one != 12)):
        store_record(corpus, document)
    ((number, message),) = found(corpus)
    assert number == "2019-013" and "missing: 12;" in message
    assert corpus.execute("SELECT count(*) FROM unaudited").fetchone()[0] == 0


def test_what_was_missing_comes(corpus: sqlite3.Connection) -> None:
    for document in numbers(*(one for one in range(1, 40) if one != 12)):
        store_record(corpus, document)
    assert len(found(corpus)) == 1
    late = store_record(corpus, file("late", act("2019-012", "Objet 12"), day="2019-02-14"))
    assert found(corpus) == []
    with transaction(corpus):
        remove(corpus, late.document_id)
    assert len(found(corpus)) == 1


def test_days_of_receipt_that_differ(corpus: sqlite3.Connection) -> None:
    one = "042-214299992-20190314-D7-DE"
    store_record(corpus, file("a", act("7", act_id=one, received="2019-03-15")))
    store_record(corpus, file("b", act("7", act_id=one, received="2019-03-18")))
    ((_, message),) = found(corpus, "C17")
    assert "2019-03-15 in a.pdf" in message and "2019-03-18 in b.pdf" in message
    assert found(corpus, "C24") == []


def test_days_of_convocation_that_differ(corpus: sqlite3.Connection) -> None:
    for key, day in (("a", "2019-03-07"), ("b", "2019-03-07"), ("c", "2019-03-11")):
        store_record(corpus, file(key, act(key), convocation_date=day))
    assert found(corpus) == [
        ("2019-03-11", "Called on 2019-03-11, by this document; on 2019-03-07, by 2 others of the same sitting.")
    ]


def test_the_same_text_twice(corpus: sqlite3.Connection) -> None:
    store_record(corpus, file("a", act("7", dispositif=Passage(TEXT))))
    store_record(corpus, file("b", act("8", dispositif=Passage(TEXT)), day="2019-04-11"))
    store_record(corpus, file("c", act("9", dispositif=Passage("Le conseil adopte.")), day="2019-04-11"))
    store_record(corpus, file("d", act("10", dispositif=Passage("Le conseil adopte.")), day="2019-04-11"))
    assert found(corpus) == [("8", "The same text, word for word, as 7 of 2019-03-14.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le procès-verbal est approuvé ; il y a lieu de supprimer Mme Vauclair des présents.", 1),
        ("Le procès-verbal est approuvé. Erratum : M. Hallez était excusé.", 1),
        ("Le procès-verbal est approuvé à l'unanimité des présents.", 0),
        ("Le procès-verbal est approuvé. Erratum : lire 300 € au lieu de 30 €.", 0),
    ],
)
def test_an_erratum_of_who_was_there(corpus: sqlite3.Connection, text: str, expected: int) -> None:
    store_record(
        corpus, file("a", act("7", "Approbation du procès-verbal de la séance du 7 mars", dispositif=Passage(text)))
    )
    store_record(corpus, file("b", act("8", "Toiture", dispositif=Passage("Erratum : M. Hallez était excusé."))))
    assert len(found(corpus, "C37")) == expected


def test_another_siren_under_one_name(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    """A neighbour's identifier on one act of ten: in the same département, or it is a commune of the same name."""
    for key in range(10):
        day = f"2019-03-{key + 10}"
        one = f"034-{make.SIREN}-{day.replace('-', '')}-D{key}-DE"
        store_record(corpus, file(f"k{key}", act(str(key), act_id=one), day=day))
    wrong = f"034-{make.OTHER}-20190325-D11-DE"
    store_record(corpus, file("wrong", act("11", act_id=wrong), day="2019-03-25"))
    ((number, message),) = found(corpus, "C21")
    assert number == "11" and f"10 other documents of that name and département bear {make.SIREN}" in message
    store_record(corpus, file("wrong", act("11", act_id=wrong.replace("034-", "099-", 1)), day="2019-03-25"))
    assert found(corpus, "C21") == []


def test_the_order_of_ingest_does_not_count(tmp_path: Path, make: SimpleNamespace, held: Any) -> None:
    one = "042-214299992-20190314-D7-DE"
    documents = [
        *numbers(*(one for one in range(1, 40) if one != 12)),
        file("a", act("7", dispositif=Passage(TEXT), act_id=one, received="2019-03-15"), convocation_date="2019-03-07"),
        file("b", act("7", dispositif=Passage(TEXT), act_id=one, received="2019-03-18"), convocation_date="2019-03-08"),
        file("c", act("8", dispositif=Passage(TEXT)), day="2019-04-11"),
        file("d", act("2019-003", "Autre"), day="2019-05-02"),
    ]
    outcomes = []
    for turn in range(3):
        random.Random(turn).shuffle(documents)
        with closing(open_corpus(tmp_path / f"{turn}.db", "create")) as corpus:
            for document in documents:
                store_record(corpus, document)
                if turn == 1:
                    comparisons.refresh(corpus)
            comparisons.refresh(corpus)
            outcomes.append(held(corpus))
    assert outcomes[0]["corpus_checks"] and len(outcomes[0]["corpus_checks"]) >= 4
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_a_search_finds_what_they_found(corpus: sqlite3.Connection) -> None:
    store_record(corpus, file("a", act("7", dispositif=Passage(TEXT))))
    store_record(corpus, file("b", act("8", dispositif=Passage(TEXT)), day="2019-04-11"))
    comparisons.refresh(corpus)
    assert [hit.number for hit in search(corpus, "", Filters(check="C40")).hits] == ["8"]
    assert [hit.number for hit in search(corpus, "toiture", Filters(check="failed")).hits] == ["8"]


# ---- the list --------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(corpus: sqlite3.Connection) -> sqlite3.Connection:
    """Two proxies of one holder in September 2022, in two documents; a list that is too short; a gap."""
    lists: dict[str, Any] = {
        "present": tuple(Person(name) for name in ("Odile BRUNEL", "Luc TAVERNIER", "Anne VAUCLAIR")),
        "proxies": tuple(Proxy(Person(giver), Person("Odile BRUNEL")) for giver in ("Paul GRANDIN", "Zoé CARDOT")),
    }
    for key in "ab":
        store_record(corpus, recheck(file(key, act(f"2022-{key}"), day="2022-09-15", **lists)))
    other = file("c", act("2022-c"), day="2022-06-16", body="Commune d'Aubreuil", present_count=4, **lists)
    store_record(corpus, recheck(other))
    for document in numbers(*(one for one in range(1, 40) if one != 12)):
        store_record(corpus, document)
    comparisons.refresh(corpus)
    return corpus


def test_the_worst_comes_first_and_a_sitting_once(filled: sqlite3.Connection) -> None:
    listed = audit(filled)
    assert [(hint.severity, hint.check_id, hint.times) for hint in listed.hints] == [
        ("error", "C01", 1), ("warn", "C08", 2), ("info", "C24", 1),
    ]  # fmt: skip
    assert (listed.total, listed.by_check) == (3, {"C01": 1, "C08": 1, "C24": 1})
    assert listed.hints[1].law == "CGCT L2121-20 (since 1996-02-24)"
    assert len({hint.id for hint in listed.hints}) == 3
    assert audit(filled).hints == listed.hints
    assert audit(filled, limit=1, offset=1).hints == listed.hints[1:2]


@pytest.mark.parametrize(
    ("wanted", "checks"),
    [
        (Wanted(body="aubreuil"), ["C01"]),
        (Wanted(from_="2022-07"), ["C08"]),
        (Wanted(to="2019"), ["C24"]),
        (Wanted(checks=("c08", "C24")), ["C08", "C24"]),
        (Wanted(severities=("error", "info")), ["C01", "C24"]),
        (Wanted(body="nowhere"), []),
    ],
)
def test_filters(filled: sqlite3.Connection, wanted: Wanted, checks: list[str]) -> None:
    assert [hint.check_id for hint in audit(filled, wanted).hints] == checks


def test_a_check_that_there_is_not(filled: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="C99"):
        audit(filled, Wanted(checks=("C99",)))


def test_switches_hide_and_say_so(filled: sqlite3.Connection) -> None:
    switches = (Switch("C24", "two counters"), Switch("C08", "looked at", "Ville de Valmorin"), Switch("C01", "x", "Y"))
    listed = audit(filled, switches=switches)
    assert [hint.check_id for hint in listed.hints] == ["C01"]
    assert [(one.switch.check_id, one.hidden) for one in listed.off] == [("C24", 1), ("C08", 1), ("C01", 0)]
    with transaction(filled):
        keep(filled, switches)
    assert kept(filled) == switches
    assert kept(filled)[1].body == "Ville de Valmorin"


def test_a_file_of_switches(tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    path.write_text('[checks.C24]\noff = "two counters"\n[checks.C20.bodies]\n"Ville de Valmorin" = "its own count"\n')
    assert read_switches(path) == (Switch("C20", "its own count", "Ville de Valmorin"), Switch("C24", "two counters"))
    path.write_text("")
    assert read_switches(path) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[checks.C99]\noff = "x"\n', 'no check "C99"'),
        ("[checks.C24]\noff = true\n", "without a reason"),
        ('[checks.C24]\noff = " "\n', "without a reason"),
        ('[checks.C24]\nof = "x"\n', "holds off, or bodies"),
        ('[checks.C24]\nbodies = "x"\n', "holds lines"),
        ('[check.C24]\noff = "x"\n', '"check" has no meaning'),
        ("[checks.C24\n", "is not TOML"),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "checks.toml"
    path.write_text(text)
    with pytest.raises(BadRules, match=said):
        read_switches(path)


# ---- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def database(filled: sqlite3.Connection) -> Path:
    """The file of the corpus."""
    return Path(filled.execute("PRAGMA database_list").fetchone()[2])


def test_the_table(database: Path) -> None:
    shown = delib("audit", "--db", database)
    assert shown.exit_code == 0
    assert shown.stdout.index("error  C01") < shown.stdout.index("warn  C08") < shown.stdout.index("info  C24")
    assert "To check: Odile BRUNEL holds 2 proxies on 2022-09-15" in " ".join(shown.stdout.split())
    assert "a.pdf and 1 more" in shown.stdout or "b.pdf and 1 more" in shown.stdout
    assert "3 to check:" in shown.stdout


def test_the_formats(database: Path) -> None:
    whole = json.loads(delib("audit", "--db", database, "--format", "json").stdout)
    assert (whole["total"], len(whole["hints"]), whole["off"]) == (3, 3, [])
    lines = delib("audit", "--db", database, "--format", "ndjson").stdout.splitlines()
    assert [json.loads(line) for line in lines] == whole["hints"]
    table = delib("audit", "--db", database, "--format", "csv").stdout.splitlines()
    assert table[0].startswith("id,severity,check_id,date,body") and len(table) == 4


def test_switching_off_by_a_file(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    path.write_text('[checks.C24]\noff = "two counters"\n', encoding="utf-8")
    once = delib("audit", "--db", database, "--off", path)
    assert "info  C24" not in once.stdout and "C24 is switched off: two counters (1 not shown)" in once.stdout
    assert "info  C24" in delib("audit", "--db", database).stdout
    assert delib("audit", "--db", database, "--off", path, "--keep").exit_code == 0
    assert "C24 is switched off" in delib("audit", "--db", database).stdout
    path.write_text("", encoding="utf-8")
    delib("audit", "--db", database, "--off", path, "--keep")
    assert "switched off" not in delib("audit", "--db", database).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--check", "C99"), 2, "C99"),
        (("--keep",), 2, "--off"),
        (("--off", "nowhere.toml"), 5, "cannot be read"),
        (("--from", "soon"), 2, "soon"),
    ],
)
def test_what_makes_no_sense_is_said(database: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    shown = delib("audit", "--db", database, *arguments)
    assert (shown.exit_code, said in shown.output) == (code, True)
    assert "Traceback" not in shown.output


def test_an_empty_corpus(tmp_path: Path) -> None:
    with closing(open_corpus(tmp_path / "empty.db", "create")):
        pass
    shown = delib("audit", "--db", tmp_path / "empty.db")
    assert (shown.exit_code, shown.stdout.strip()) == (0, "Nothing to check.")
    assert delib("audit", "--db", tmp_path / "none.db").exit_code == 6
