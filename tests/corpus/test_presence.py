"""Who was there and how they voted: counted by sitting and by decision, each line with its proof."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import ballots
from delib.corpus.assemblies import presence, sittings
from delib.corpus.database import transaction
from delib.corpus.people import marks, roster
from delib.corpus.people.finding import find, people
from delib.corpus.people.presence import CONTRADICTORY, STATES, Sheet, sheet
from delib.corpus.people.settle import settle
from delib.corpus.persons import person
from delib.corpus.store import store_record
from delib.errors import Ambiguous, BadInput, NotFound
from delib.parser.record import Dissent, Document, InferredVote, Movement, Person, Place, Proxy, Vote

PLACE = (Place(3, (1.0, 2.0, 3.0, 4.0)),)


def named(name: str, page: int = 1) -> Person:
    return Person(name, places=(Place(page, (1.0, 2.0, 3.0, 4.0)),))


def listed(
    make: SimpleNamespace, key: str, date: str, present: str, absent: str = "", proxies: str = "", **more: Any
) -> Document:
    """A document with lists written as "A BBB, C DDD" and proxies as "A BBB > C DDD"."""

    def names(text: str) -> tuple[Person, ...]:
        return tuple(named(one.strip(), more.get("page", 1)) for one in text.split(",") if one.strip())

    given = []
    for pair in filter(None, (one.strip() for one in proxies.split(","))):
        giver, _, holder = (part.strip() for part in pair.partition(">"))
        given.append(Proxy(named(giver), named(holder) if holder else None))
    act = more.get("act") or make.act(act_id=None, number=f"n° {key}", title=f"Objet de l'acte {key}", dissent=())
    session = make.session(
        act, body="Commune de Valmorin", date=date, organ=more.get("organ", "Conseil municipal"),
        present=names(present), absent=names(absent), proxies=tuple(given), movements=more.get("movements", ()),
        checks=(),
    )  # fmt: skip
    document: Document = make.document(session, key=key, kind=more.get("kind", "deliberation"), received=None)
    return document


@pytest.fixture
def council(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """Four sittings of the council in two mandates, one of them in three documents of which one differs; a bureau."""
    leaves = (Movement(named("Lise ARNAUD"), "leaves", "point n° 4"),)
    for document in (
        listed(make, "a", "2018-03-01", "Lise ARNAUD, Paul BRETON, Zoé CARLE", movements=leaves, page=2),
        listed(make, "b1", "2019-03-01", "ARNAUD Lise, Paul BRETON", proxies="Zoé CARLE > Paul BRETON"),
        listed(make, "b2", "2019-03-01", "Lise ARNAUD, Paul BRETON", proxies="Zoé CARLE > Paul BRETON"),
        listed(make, "b3", "2019-03-01", "Paul BRETON", absent="Lise ARNAUD"),
        listed(make, "c", "2021-03-01", "Paul BRETON", absent="Zoé CARLE", proxies="Lise ARNAUD > Paul BRETON"),
        listed(make, "d", "2021-06-01", "Paul BRETON, Zoé CARLE"),
        listed(make, "e", "2021-06-01", "Paul BRETON, Lise ARNAUD", organ="Bureau municipal"),
    ):
        store_record(corpus, document)
    settle(corpus)
    return corpus


def of(corpus: sqlite3.Connection, name: str, **days: str) -> Sheet:
    return sheet(corpus, find(corpus, name), **days)


def test_everybody_who_asks_who_was_there_is_told_the_same(council: sqlite3.Connection) -> None:
    """The command, the page of a person, the matrix of a body, the list of people and the table in SQL."""
    body = council.execute("SELECT id FROM bodies").fetchone()[0]
    days = tuple(day for year in ("2018", "2019", "2021") for day in sittings(council, body, year))
    matrix = {one.id: one for one in presence(council, days).members}
    view = {(row[0], row[1]): row[2] for row in council.execute("SELECT member_id, session_id, state FROM presence")}
    counts = {one.id: one for one in people(council).lines}
    assert len(matrix) == len(counts) == 3
    for member, counted in counts.items():
        said = {one.session_id: one.state for one in sheet(council, member).appearances}
        page = person(council, member)
        assert {one.session_id: one.state for one in page.days} == said
        days_of = [one.date or "" for one in page.days]
        assert days_of == sorted(days_of, reverse=True)
        assert matrix[member].states == said
        assert {session: state for (one, session), state in view.items() if one == member} == said
        for state in (*STATES, CONTRADICTORY):
            assert getattr(counted, state) == getattr(matrix[member], state) == list(said.values()).count(state)
        for name in page.names:
            (id_,) = council.execute("SELECT id FROM people WHERE name = ?", (name.name,)).fetchone()
            assert person(council, id_).days == page.days
    assert sum(one.contradictory for one in matrix.values()) == 1
    (arnaud,) = (one for one in person(council, find(council, "arnaud")).days if one.state == CONTRADICTORY)
    assert arnaud.note == "documents differ: absent in 1, present in 2"
    pairs = {(one.giver, one.holder): one.times for one in presence(council, days).pairs}
    assert pairs == {("Zoé CARLE", "Paul BRETON"): 1, ("Lise ARNAUD", "Paul BRETON"): 1}


def test_a_name_that_is_not_grouped_yet_is_told_in_the_same_words(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    act = make.act(act_id=None, dissent=(Dissent("against", named("Paul BRETON")), Dissent("for", named("Zoé CARLE"))))
    store_record(corpus, listed(make, "a", "2019-03-01", "Paul BRETON", proxies="Zoé CARLE > Paul BRETON", act=act))
    store_record(corpus, listed(make, "b", "2019-03-01", "Zoé CARLE", absent="Paul BRETON"))
    alone = {row[1]: person(corpus, row[0]) for row in corpus.execute("SELECT id, name FROM people")}
    settle(corpus)
    for name, before in alone.items():
        after = person(corpus, find(corpus, name))
        assert (before.grouped, after.grouped) == (False, True)
        assert (before.days, before.votes) == (after.days, after.votes)
        assert [(one.session_id, one.other) for one in before.held] == [
            (one.session_id, one.other) for one in after.held
        ]
        assert before.days[0].state == CONTRADICTORY
    assert (alone["Zoé CARLE"].votes[0].ordinal, alone["Paul BRETON"].votes[0].position) == (1, "against")


def test_one_line_a_sitting_with_its_proof(council: sqlite3.Connection) -> None:
    found = of(council, "arnaud").appearances
    assert [(one.date, one.state) for one in found] == [
        ("2018-03-01", "present"), ("2019-03-01", "contradictory"), ("2021-03-01", "represented"),
        ("2021-06-01", "present"),
    ]  # fmt: skip
    assert (found[0].file, found[0].page, found[0].movements) == ("a.pdf", 2, ("leaves point n° 4",))
    assert found[1].said == {"absent": 1, "present": 2} and found[1].lists == 3
    assert found[1].note == "documents differ: absent in 1, present in 2"
    assert set(found[1].printed) == {"ARNAUD Lise", "Lise ARNAUD"}
    assert found[2].proxy_to == ("Paul BRETON",)
    held = of(council, "Breton Paul").appearances
    assert [one.proxies_from for one in held] == [(), ("Zoé CARLE",), ("Lise ARNAUD",), (), ()]
    assert of(council, "carle").appearances[1].note == "1 of 3 documents with a list do not name the member"


def test_rates_by_mandate_and_organ(council: sqlite3.Connection) -> None:
    rates = {(one.mandate, one.organ): one for one in of(council, "arnaud").rates}
    council_2020 = rates["2020–2026", "Conseil municipal"]
    assert (council_2020.sittings, council_2020.represented, council_2020.unnamed) == (1, 1, 0)
    assert (council_2020.share_present, council_2020.basis, council_2020.given) == (0.0, "lists", 1)
    assert rates["2014–2020", "Conseil municipal"].contradictory == 1
    assert rates["2020–2026", "Bureau municipal"].present == 1
    breton = {one.mandate: one for one in of(council, "breton").rates if one.organ == "Conseil municipal"}
    assert (breton["2020–2026"].held, breton["2020–2026"].share_present) == (1, 1.0)
    assert len(of(council, "breton", from_="2019-01-01", to="2019-12-31").appearances) == 1


def test_states_add_up_to_the_lists(council: sqlite3.Connection) -> None:
    """For each sitting whose documents agree, the members by state are the numbers of its lists."""
    counts = Counter(
        (row[0], row[1]) for row in council.execute("SELECT session_id, state FROM presence WHERE date <> '2019-03-01'")
    )
    lists = council.execute(
        "SELECT l.session_id, l.present, l.absent, l.represented FROM attendance_lists l "
        "JOIN sessions s ON s.id = l.session_id WHERE s.date <> '2019-03-01'"
    ).fetchall()
    assert len(lists) == 4
    for session, *numbers in lists:
        assert [counts[session, state] for state in ("present", "absent", "represented")] == numbers


def test_people_are_listed_and_counted(council: sqlite3.Connection) -> None:
    lines = {one.name: one for one in people(council, body="valmorin").lines}
    assert list(lines) == ["Lise ARNAUD", "Paul BRETON", "Zoé CARLE"]
    arnaud = lines["Lise ARNAUD"]
    assert (arnaud.sittings, arnaud.present, arnaud.represented, arnaud.contradictory, arnaud.names) == (4, 2, 1, 1, 2)
    assert lines["Paul BRETON"].held == 2
    assert people(council, order="absent").lines[0].name == "Zoé CARLE"
    assert [one.sittings for one in people(council, from_="2021-01-01").lines] == [2, 3, 2]
    assert people(council, name="bret").total == people(council, name="Paul BRETON").total == 1
    assert people(council, name="breton lise").total == people(council, body="nowhere").total == 0


def test_who_is_meant(council: sqlite3.Connection, make: SimpleNamespace) -> None:
    assert find(council, find(council, "lise arnaud")) == find(council, "ARNAUD, Lise")
    (name_id,) = council.execute("SELECT id FROM people WHERE name_key = 'arnaud lise'").fetchone()
    assert find(council, name_id) == find(council, "arnaud")
    with pytest.raises(NotFound):
        find(council, "Martine")
    store_record(council, listed(make, "z", "2021-09-01", "Paula BRETONNEAU, Paul BRETON"))
    settle(council)
    assert find(council, "breton") == find(council, "paul breton")  # a whole word before a beginning
    with pytest.raises(Ambiguous, match="Paula BRETONNEAU"):
        find(council, "pau")


# ---- a roster --------------------------------------------------------------------------------------------------------

ROSTER = """COLL_NOM;ELU_NOM;ELU_PRENOM;ELU_GROUPE;ELU_MANDAT_DEBUT;ELU_MANDAT_FIN
Valmorin;Arnaud;Lise;Demain;25/05/2020;
Valmorin;Carle;Zoé;Ensemble;2020-05-25;2021-04-30
Valmorin;Carle;Zoé;Ensemble;2014-04-01;2020-05-24
Valmorin;Dubreuil;Anne;Demain;2020-05-25;
"""


def enrol(corpus: sqlite3.Connection, tmp_path: Path, text: str, body: str | None = None) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with transaction(corpus):
        roster.keep(corpus, path.name, roster.read(path, body))
        marks.mark_all(corpus)
    settle(corpus)


def test_a_roster_gives_groups_and_the_time_in_office(council: sqlite3.Connection, tmp_path: Path) -> None:
    enrol(council, tmp_path, ROSTER)
    assert {one.name: one.group_name for one in people(council).lines} == {
        "Lise ARNAUD": "Demain", "Paul BRETON": None, "Zoé CARLE": "Ensemble",
    }  # fmt: skip
    rates = [one for one in of(council, "arnaud").rates if one.basis == "roster"]
    (rate,) = rates  # of the mandate before, the roster says nothing of her
    # two sittings of the council while in office, of which the lists of one do not name her
    assert (rate.mandate, rate.sittings, rate.represented, rate.unnamed) == ("2020–2026", 2, 1, 1)
    carle = {one.mandate: one for one in of(council, "carle").rates}
    assert (carle["2020–2026"].sittings, carle["2020–2026"].absent) == (1, 1)  # the second was after her term
    assert carle["2014–2020"].sittings == 2
    assert council.execute("SELECT count(*) FROM roster WHERE member_id IS NULL").fetchone()[0] == 1
    enrol(council, tmp_path, ROSTER.split("\n", 1)[0])
    assert council.execute("SELECT count(*) FROM roster").fetchone()[0] == 0
    assert {one.basis for one in of(council, "arnaud").rates} == {"lists"}


def test_two_persons_of_one_name_in_the_roster(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path
) -> None:
    for day in ("2010-03-01", "2013-03-01", "2016-03-01"):
        store_record(
            corpus, listed(make, day, day, "Jean TAVERNIER, J. TAVERNIER" if day > "2016" else "Jean TAVERNIER")
        )
    settle(corpus)
    assert people(corpus).total == 2
    enrol(
        corpus, tmp_path,
        "nom,prénom,identifiant,début,fin\nTavernier,Jean,7,2008-03-16,2014-03-29\nTavernier,Jean,8,2014-03-30,\n",
        "Valmorin",
    )  # fmt: skip
    spans = corpus.execute("SELECT first, last FROM member_names ORDER BY first, last").fetchall()
    # the first until 2013; the second, and with him the initial, in 2016
    assert [tuple(row) for row in spans] == [("2010-03-01", "2013-03-01"), *[("2016-03-01", "2016-03-01")] * 2]
    assert corpus.execute("SELECT count(DISTINCT member_id) FROM roster").fetchone()[0] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a;b\n1;2\n", "No column holds the surname"),
        ("nom;prénom\nArnaud;Lise\n", "which body"),
        ("nom;commune;début\nArnaud;Valmorin;31/02/2020\n", "Line 2: '31/02/2020' is no day"),
        ("nom;commune;début;fin\nArnaud;Valmorin;2020-05-25;2019-01-01\n", "before it begins"),
        ("nom;commune\n;Valmorin\n", "Line 2: the surname is missing"),
        ("nom;siret\nArnaud;12345\n", "neither a SIREN"),
        ('nom;commune\n"Arnaud;Valmorin\n', "no CSV"),
    ],
)
def test_a_roster_that_is_none(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        roster.read(path)


def test_a_roster_of_the_national_register(tmp_path: Path) -> None:
    """Its columns, in the encoding of a spreadsheet; the date of birth is not taken in."""
    path = tmp_path / "rne.csv"
    head = "Libellé de la commune;Nom de l'élu;Prénom de l'élu;Code sexe;Date de naissance;Date de début du mandat"
    path.write_bytes(f"{head}\nValmorin;ARNAUD;Lise;F;01/02/1970;25/05/2020\n".encode("cp1252"))
    (line,) = roster.read(path)
    assert (line.body, line.surname, line.given_name, line.civility) == ("Valmorin", "ARNAUD", "Lise", "Mme")
    assert line.begins == "2020-05-25" and "1970" not in repr(line)


# ---- votes -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def voted(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    def act(number: str, vote: Vote, *dissent: Dissent) -> Any:
        return make.act(act_id=None, number=number, title=f"Objet de l'acte {number}", vote=vote, dissent=dissent)

    against = [Dissent("against", named(name), None, PLACE) for name in ("Lise ARNAUD", "ARNAUD Zoé", "M. Breton")]
    everyone = "Lise ARNAUD, Zoé ARNAUD, Paul BRETON, Anne CARLE"
    unanimous = Vote("adopted", True, inferred=InferredVote(4, 0, 0, "unanimity"))
    close = Vote("adopted", False, 2, 1, 1)
    for key, day, one, kind in (
        ("a", "2021-03-01", act("1", unanimous), "deliberation"),
        ("b", "2021-03-01", act("2", close, against[0]), "deliberation"),
        ("c", "2021-03-01", act("2", close, against[0]), "minutes"),  # the same decision, in the minutes
        ("d", "2021-06-01", act("3", Vote("rejected", None, 1, 2), *against[:2]), "deliberation"),
        ("e", "2021-06-01", act("4", Vote("adopted", None), against[1]), "deliberation"),
        ("f", "2022-06-01", act("5", Vote("adopted", None, 4, 0, 0)), "deliberation"),
        ("g", "2022-06-01", act("6", Vote("noted")), "deliberation"),
    ):
        store_record(corpus, listed(make, key, day, everyone, act=one, kind=kind))
    settle(corpus)
    from delib.corpus import twins

    twins.link(corpus)
    return corpus


def test_votes_by_year(voted: sqlite3.Connection) -> None:
    later, earlier = ballots.years(ballots.ballots(voted))
    assert (later.year, later.decisions, later.noted, later.unanimous, later.inferred) == ("2022", 2, 1, 1, 1)
    assert (earlier.decisions, earlier.adopted, earlier.rejected) == (4, 3, 1)
    assert (earlier.unanimous, earlier.divided, earlier.share_unanimous) == (1, 3, 0.25)
    assert (earlier.inferred, earlier.figures) == (2, 2)


def test_a_vote_says_what_is_printed_and_what_is_inferred(voted: sqlite3.Connection) -> None:
    found = {one.number: one for one in ballots.ballots(voted)}
    assert len(found) == 6
    assert (found["1"].unanimity, found["1"].unanimity_basis, found["1"].counts) == ("unanimous", "printed", "inferred")
    assert (found["2"].counts, found["2"].margin, found["2"].against) == ("printed", 1, ("Lise ARNAUD",))
    assert (found["4"].unanimity, found["4"].unanimity_basis, found["4"].counts) == ("divided", "inferred", None)
    assert (found["5"].unanimity, found["5"].unanimity_basis) == ("unanimous", "inferred")
    assert found["6"].unanimity is None
    assert [one.number for one in ballots.closest(found.values())] == ["2", "3"]


def test_who_stands_against_with_whom(voted: sqlite3.Connection) -> None:
    lise, zoe = ballots.voters(voted)
    assert (lise.name, lise.against, lise.together) == ("Lise ARNAUD", 2, (("Zoé ARNAUD", 1),))
    assert (zoe.name, zoe.against, zoe.acts) == ("Zoé ARNAUD", 2, 2)
    votes = of(voted, "lise arnaud").votes
    assert [(one.number, one.position, one.page) for one in votes] == [("2", "against", 3), ("3", "against", 3)]
    assert [one.number for one in ballots.ballots(voted, member=find(voted, "zoé"))] == ["3", "4"]
    assert ballots.ballots(voted, from_="2022-01-01", to="2022-12-31", body="valmorin")[0].date == "2022-06-01"
