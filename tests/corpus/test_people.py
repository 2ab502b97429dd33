"""Printed names grouped into members: what is joined, what is not, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import journal
from delib.corpus.database import transaction
from delib.corpus.merge import merge
from delib.corpus.people import marks, rulings
from delib.corpus.people.mandates import mandates_of
from delib.corpus.people.settle import settle
from delib.corpus.people.spelling import best_reading, lore_of
from delib.corpus.store import fix, open_corpus, remove, store_record
from delib.parser.record import Dissent, Document, Movement, Person, Proxy, Versions

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]
Listed = str | tuple[str, str]  # a name, or a civility and a name
FULL = ("Alix MOREAU", "Bruno VERNET", "Carine DELMAS", "Didier PONSARD", "Edith LAURAGUET", "Fabrice ROUVIÈRE")


def person(listed: Listed) -> Person:
    civility, name = listed if isinstance(listed, tuple) else (None, listed)
    return Person(name, civility)


def sitting(
    make: SimpleNamespace,
    key: str,
    present: Iterable[Listed] = FULL,
    *,
    date: str | None = "2016-03-12",
    absent: Iterable[Listed] = (),
    proxies: Iterable[tuple[Listed, Listed | None]] = (),
    movements: Iterable[Listed] = (),
    against: Iterable[Listed] = (),
    body: str | None = "Commune de Valmorin",
) -> Document:
    """Minutes of one sitting that print these names, and no identifier."""
    dissent = tuple(Dissent("against", person(one)) for one in against)
    act = make.act(act_id=None, number=f"n° {key}", dissent=dissent)
    session = make.session(
        act,
        body=body,
        date=date,
        present=tuple(map(person, present)),
        absent=tuple(map(person, absent)),
        proxies=tuple(Proxy(person(giver), person(holder) if holder else None) for giver, holder in proxies),
        movements=tuple(Movement(person(one), "leaves") for one in movements),
        checks=(),
    )
    document: Document = make.document(session, key=key, kind="minutes", received=None)
    return document


def grouped(corpus: sqlite3.Connection, *documents: Document) -> list[set[str]]:
    """Store the documents, group the names; the printed names of each member that has several, or all its own."""
    for document in documents:
        store_record(corpus, document)
    settle(corpus)
    return members(corpus)


def members(corpus: sqlite3.Connection) -> list[set[str]]:
    rows = corpus.execute("SELECT n.member_id, p.name FROM member_names n JOIN people p ON p.id = n.name_id").fetchall()
    return [{name for other, name in rows if other == one} for one in sorted({row[0] for row in rows})]


def links(corpus: sqlite3.Connection, verdict: str) -> set[tuple[str, ...]]:
    """The rule and the two names of each link of a verdict; what time alone joins left out."""
    rows = corpus.execute(
        "SELECT l.rule, a.name, b.name FROM name_links l JOIN people a ON a.id = l.name_id "
        "JOIN people b ON b.id = l.other_id WHERE l.verdict = ? AND l.rule <> 'mandates'",
        (verdict,),
    )
    return {(row[0], *sorted((row[1], row[2]))) for row in rows}


# ---- what is joined --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("GAILLET Rémi", "Rémi GAILLET", "order"),
        ("Rémi Gaillet", "GAILLET Rémi", "order"),
        ("Rémi LE GAILLET", "LEGAILLET Rémi", "spacing"),
        ("GAILLETRémi", "Rémi GAILLET", "spacing"),
        ("Michel VAN DER HOEST", "Michel VAN-DERHOEST", "spacing"),
        ("J.T. ALBERTOSI", "JT Albertosi", "spacing"),
        ("Solange FAUVEL-BÉCHARD", "Solange FAUVEL-BÉCHAR", "slip"),
        ("Solange FAUVEL-BÉCHARD", "Solange FAUVVEL-BECHAR", "slip"),
        ("Christian GAILLET", "Chistian GAILLET", "slip"),
        ("Odile BRUNEL", "Odile BRUNEL-VIDAL", "compound"),
        ("Odile BRUNEL", "Odile VIDAL épouse BRUNEL", "compound"),
        ("Jean-François ORSINI", "JF ORSINI", "initials"),
        ("Jean-François ORSINI", "J.-F. Orsini", "initials"),
        ("Philippe ORSINI", "Ph. ORSINI", "initials"),
        ("Marie-Luce CASTELLANI-ROSSI", "ML Castellani", "initials"),
        ("Gwenaël KERMARC'H", "KERMARC'H", "surname alone"),
        ("Audrey DE LA GRANGETTE", "de la Grangette", "surname alone"),
        ("Hélène d'Estrabelle", "D'ESTRABELLE Hélène", "order"),
        ("Ximun ETCHEVERRIGARAY", "ETCHEVERIGARAY Ximun", "slip"),
        ("Hans-Peter SCHWARTZENTRUBER", "Hans Peter SCHWARZENTRUBER", "slip"),
    ],
)
def test_spellings_of_one_person(
    corpus: sqlite3.Connection, make: SimpleNamespace, one: str, other: str, rule: str
) -> None:
    found = grouped(corpus, sitting(make, "a", [*FULL, one]), sitting(make, "b", [*FULL, other], date="2016-06-01"))
    assert sorted(map(len, found)) == [1] * len(FULL) + [2]
    assert {link[0] for link in links(corpus, "same")} == {rule}
    ((why,),) = corpus.execute("SELECT why FROM name_links WHERE verdict = 'same' AND rule <> 'mandates'").fetchall()
    assert "2014–2020" in why and "never in one list (1 and 1 lists)" in why


# ---- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("André GAILLET", "Andrée GAILLET"),  # a couple
        ("Jean GAILLET père", "Jean GAILLET fils"),
        ("Le Gaillet Aîné", "Le Gaillet Jeune"),
        ("Martin GAILLET", "Gaillet MARTIN"),
        (("M.", "Dominique GAILLET"), ("Mme", "GAILLET Dominique")),
        ("Rémi GAILLET", "Rémy MAILLET"),
    ],
)
def test_two_persons_who_look_alike(
    corpus: sqlite3.Connection, make: SimpleNamespace, one: Listed, other: Listed
) -> None:
    listed = [sitting(make, "a", [*FULL[:4], one]), sitting(make, "b", [*FULL[:4], other], date="2016-06-01")]
    assert set(map(len, grouped(corpus, *listed))) == {1}


def test_a_given_name_in_part_is_enough_only_in_the_same_place(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    """One of many names that all come again may be printed shorter; in another company it may be a brother."""
    first = sitting(make, "a", [*FULL, "Jean GAILLET"])
    assert {"Jean GAILLET"} in grouped(corpus, first, sitting(make, "b", [*FULL[:3], "Jean-Marc GAILLET"]))
    assert {link[0] for link in links(corpus, "possible")} == {"part of the given name"}
    found = grouped(corpus, sitting(make, "c", [*FULL, "Jean-Marc GAILLET"], date="2016-06-01"))
    assert {"Jean GAILLET", "Jean-Marc GAILLET"} in found


def test_two_names_in_one_list_are_two_persons(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    both = sitting(make, "a", [*FULL, "Rémi GAILLET", "GAILLET Rémi", "Paul DURANTON", "Paul DURANTOM"])
    assert set(map(len, grouped(corpus, both))) == {1}
    assert links(corpus, "apart") == {
        ("order", "GAILLET Rémi", "Rémi GAILLET"), ("slip", "Paul DURANTOM", "Paul DURANTON"),
    }  # fmt: skip


def test_a_bare_surname_is_joined_only_where_one_person_has_it(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    listed = [*FULL, "Hervé MARTIN", "Jacques MARTIN"]
    found = grouped(
        corpus, sitting(make, "a", listed, movements=["Martin", "Vernet"], against=[("M.", "Delmas"), "Rouvière"])
    )
    assert {"Bruno VERNET", "Vernet"} in found and {"Fabrice ROUVIÈRE", "Rouvière"} in found
    assert {"Martin"} in found
    assert links(corpus, "possible") == {
        ("surname alone", "Hervé MARTIN", "Martin"), ("surname alone", "Jacques MARTIN", "Martin"),
    }  # fmt: skip
    assert {"Carine DELMAS", "Delmas"} in found  # no civility is printed with the full name


def test_a_civility_settles_whose_the_surname_is(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    listed: list[Listed] = [*FULL, ("M.", "Hervé MARTIN"), ("Mme", "Claire MARTIN")]
    found = grouped(corpus, sitting(make, "a", listed, movements=[("Mme", "Martin")]))
    assert {"Claire MARTIN", "Martin"} in found and {"Hervé MARTIN"} in found


def test_initials_that_could_be_two(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    """Of two brothers, one has his initials in full; the other may be either of them, or neither."""
    first = sitting(make, "a", [*FULL, "JF Orsini", "J. Orsini"])
    second = sitting(make, "b", FULL, date="2016-06-01", against=["Jean-François ORSINI"])
    found = grouped(corpus, first, second)
    assert {"Jean-François ORSINI", "JF Orsini"} in found and {"J. Orsini"} in found
    third = sitting(make, "c", [*FULL, "Jacques ORSONI", "Julie ORSONI"], against=["J. ORSONI"], date="2016-09-01")
    assert {"J. ORSONI"} in grouped(corpus, third)


# ---- time ------------------------------------------------------------------------------------------------------------


def test_a_name_over_mandates_is_one_person_and_says_so(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    years = ["2010-03-12", "2016-03-12", "2027-03-12"]
    grouped(corpus, *(sitting(make, year, date=year) for year in years))
    assert corpus.execute("SELECT count(*) FROM members").fetchone()[0] == len(FULL)
    said = corpus.execute("SELECT DISTINCT verdict, rule, similarity, why FROM name_links").fetchall()
    assert [tuple(row) for row in said] == [
        ("same", "mandates", 90, "the same name in the mandates 2008–2014, 2014–2020, since 2026, 1 between without it")
    ]


def test_a_name_of_another_generation_is_another_person(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    days = ["1880-05-09", "1890-02-09", "1931-04-12"]
    grouped(corpus, *(sitting(make, day, ["Jean MARCEROL"], date=day) for day in days))
    spans = corpus.execute("SELECT first, last FROM member_names ORDER BY first").fetchall()
    assert [tuple(row) for row in spans] == [("1880-05-09", "1890-02-09"), ("1931-04-12", "1931-04-12")]
    assert links(corpus, "possible") == {("years", "Jean MARCEROL", "Jean MARCEROL")}


def test_mandates_by_kind_of_body() -> None:
    assert mandates_of("Commune de Valmorin").of("2013-02-04").label == "2008–2014"
    assert mandates_of("Commune de Valmorin").of("2020-05-11").label == "2014–2020"  # the old council sat on
    assert mandates_of("Commune de Valmorin").of("2020-05-25").label == "2020–2026"
    assert mandates_of("Département de la Vaucreuse").of("2016-01-10").label == "2015–2021"
    assert mandates_of("X", "239999999").of("2016-01-10").label == "2015–2021"
    assert mandates_of("Département de la Vaucreuse", "219999999").of("2016-01-10").label == "2014–2020"
    assert mandates_of("Commune de Valmorin").of("1790-01-10").label == "before 1884"
    for kind in ("Commune de Valmorin", "Département d'X", "Région X"):
        assert list(mandates_of(kind).begins) == sorted(mandates_of(kind).begins)


# ---- homonyms --------------------------------------------------------------------------------------------------------


def test_a_surname_of_a_man_and_of_a_woman(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    listed: list[Listed] = [("M.", "LEFAURE"), ("Mme", "LEFAURE"), ("M.", "COSSARD")]
    grouped(corpus, sitting(make, "a", listed))
    assert corpus.execute("SELECT count(*) FROM members WHERE name = 'LEFAURE'").fetchone()[0] == 2
    assert corpus.execute("SELECT count(DISTINCT member_id) FROM attendance").fetchone()[0] == 3
    assert links(corpus, "possible") == {("civility", "LEFAURE", "LEFAURE")}


# ---- the outcome does not depend on the way ------------------------------------------------------------------------


def hard(make: SimpleNamespace) -> list[Document]:
    return [
        sitting(make, "a", [*FULL, "Solange FAUVEL-BÉCHARD", "Hervé MARTIN", "J. Orsini"]),
        sitting(make, "b", [*FULL, "FAUVEL-BECHAR Solange", "Jacques Martin"], date="2016-06-01", movements=["Martin"]),
        sitting(make, "c", [*FULL, "Solange FAUVVEL-BÉCHARD", "Jean ORSINI"], date="2016-09-01", against=["MARTIN"]),
        sitting(
            make, "d", [*FULL, "Jacques ORSINI", "LEFAURE"], date="2022-09-01", proxies=[("Odile BRUNEL", "MOREAU")]
        ),
    ]


def test_the_order_of_ingest_does_not_matter(make: SimpleNamespace, tmp_path: Path, held: Held) -> None:
    outcomes = []
    for number, order in enumerate(permutations(hard(make))):
        with closing(open_corpus(tmp_path / f"{number}.db", "create")) as corpus:
            for document in order:
                store_record(corpus, document)
                if number % 2:
                    settle(corpus)  # after each document, or once at the end
            settle(corpus)
            outcomes.append(held(corpus))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0]["name_links"] and outcomes[0]["members"]


def test_a_document_that_goes_leaves_nothing(corpus: sqlite3.Connection, make: SimpleNamespace, held: Held) -> None:
    documents = hard(make)
    grouped(corpus, *documents[:3])
    before = held(corpus)
    grouped(corpus, documents[3], sitting(make, "e", body=None))
    assert held(corpus) != before
    for key in ("d", "e"):
        (found,) = corpus.execute("SELECT id FROM documents WHERE file = ?", (f"{key}.pdf",)).fetchone()
        with transaction(corpus):
            remove(corpus, found)
    settle(corpus)
    assert held(corpus) == before
    for file in ("a.pdf", "b.pdf", "c.pdf"):
        (found,) = corpus.execute("SELECT id FROM documents WHERE file = ?", (file,)).fetchone()
        with transaction(corpus):
            remove(corpus, found)
    settle(corpus)
    for table in ("members", "member_names", "name_links", "people", "ungrouped"):
        assert corpus.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


def test_only_the_body_of_the_document_is_grouped_again(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    grouped(corpus, sitting(make, "a"), sitting(make, "b", body="Commune de Brécy"))
    store_record(corpus, sitting(make, "c", date="2016-09-01"))
    assert corpus.execute("SELECT count(*) FROM ungrouped").fetchone()[0] == 1
    assert settle(corpus) == 1


# ---- what people decide ----------------------------------------------------------------------------------------------


def decide(corpus: sqlite3.Connection, tmp_path: Path, text: str) -> list[set[str]]:
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with transaction(corpus):
        rulings.keep(corpus, rulings.read(path))
        marks.mark_all(corpus)
    settle(corpus)
    return members(corpus)


def test_a_merge_is_undone_and_forced_and_taken_back(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path, held: Held
) -> None:
    documents = [
        sitting(make, "a", [*FULL, "Odile BRUNEL"]),
        sitting(
            make, "b", [*FULL, "Odile BRUNEL-VIDAL"], date="2016-06-01", against=["M. ALBERTOSI", "Marc ALBERTINI"]
        ),
    ]
    assert {"Odile BRUNEL", "Odile BRUNEL-VIDAL"} in grouped(corpus, *documents)
    before = held(corpus)
    text = """
        [[apart]]
        body = "valmorin"
        names = ["Odile Brunel", "Odile Brunel-Vidal"]
        why = "mother and daughter"
        [[same]]
        names = ["M. Albertosi", "Marc Albertini"]
        why = "a slip of the clerk"
    """
    found = decide(corpus, tmp_path, text)
    assert {"Odile BRUNEL"} in found and {"Odile BRUNEL-VIDAL"} in found
    assert {"M. ALBERTOSI", "Marc ALBERTINI"} in found
    assert ("decision", "Odile BRUNEL", "Odile BRUNEL-VIDAL") in links(corpus, "apart")
    assert ("decision", "M. ALBERTOSI", "Marc ALBERTINI") in links(corpus, "same")
    assert "mother and daughter" in {
        row[0].removeprefix("decided by hand: ") for row in corpus.execute("SELECT why FROM name_links")
    }
    grouped(corpus, sitting(make, "c", [*FULL, "Odile BRUNEL"], date="2016-09-01"))  # decisions hold for what comes
    assert {"Odile BRUNEL"} in members(corpus)
    (found_id,) = corpus.execute("SELECT id FROM documents WHERE file = 'c.pdf'").fetchone()
    with transaction(corpus):
        remove(corpus, found_id)
    decide(corpus, tmp_path, "")
    assert held(corpus) == before


def test_father_and_son_of_one_name(corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path) -> None:
    days = ["2010-03-12", "2013-03-12", "2016-03-12"]
    grouped(corpus, *(sitting(make, day, ["Jean TAVERNIER"], date=day) for day in days))
    assert corpus.execute("SELECT count(*) FROM members").fetchone()[0] == 1
    decide(corpus, tmp_path, '[[apart]]\nnames = ["Jean TAVERNIER"]\nfrom = 2014-03-30\nwhy = "the son"')
    spans = [tuple(row) for row in corpus.execute("SELECT first, last FROM member_names ORDER BY first")]
    assert spans == [("2010-03-12", "2013-03-12"), ("2016-03-12", "2016-03-12")]
    assert links(corpus, "apart") == {("decision", "Jean TAVERNIER", "Jean TAVERNIER")}


def test_merged_corpora_keep_what_was_decided(make: SimpleNamespace, tmp_path: Path, held: Held) -> None:
    both = [sitting(make, "a", [*FULL, "Odile BRUNEL"]), sitting(make, "b", [*FULL, "BRUNEL Odile"], date="2016-06-01")]
    for name, document in zip("12", both, strict=True):
        with closing(open_corpus(tmp_path / f"{name}.db", "create")) as corpus:
            grouped(corpus, document)
            journal.write(corpus, entry(corpus), Versions("1", "1"))
            if name == "2":
                decide(corpus, tmp_path, '[[apart]]\nnames = ["Odile BRUNEL", "BRUNEL Odile"]')
    merge([tmp_path / "1.db", tmp_path / "2.db"], tmp_path / "all.db")
    with closing(open_corpus(tmp_path / "all.db")) as corpus:
        assert {"Odile BRUNEL"} in members(corpus) and {"BRUNEL Odile"} in members(corpus)
        assert corpus.execute("SELECT count(*) FROM ungrouped").fetchone()[0] == 0


def entry(corpus: sqlite3.Connection) -> journal.Entry:
    """The line of the journal for the one document."""
    document_id, path, file, sha256 = corpus.execute("SELECT id, path, file, sha256 FROM documents").fetchone()
    return journal.Entry(path, file, sha256, document_id, "ok", None, None, None, 0.1)


def test_a_correction_is_grouped_again(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    grouped(corpus, sitting(make, "a"))
    (act_id,) = corpus.execute("SELECT id FROM deliberations").fetchone()
    fix(corpus, act_id, "date", "2016-03-13", "the page says so")
    assert settle(corpus) == 1
    assert corpus.execute("SELECT count(*) FROM attendance WHERE member_id IS NULL").fetchone()[0] == 0
    assert corpus.execute("SELECT DISTINCT first FROM member_names").fetchone()[0] == "2016-03-13"


# ---- how a name is read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "given", "surname"),
    [
        ("GAILLET Rémi", ("remi",), ("gaillet",)),
        ("Rémi Gaillet", ("remi",), ("gaillet",)),  # the body knows who is called how
        ("Gwenaël KERMARC'H", ("gwenael",), ("kermarc", "h")),
        ("Marc-Antoine DE LA GRANGETTE", ("marc", "antoine"), ("de", "la", "grangette")),
        ("Hélène d'Estrabelle", ("helene",), ("d", "estrabelle")),
        ("BALLARDé Luc", ("luc",), ("ballarde",)),
        ("Anne-Laure LE VAN", ("anne", "laure"), ("le", "van")),
        ("LE VAN", (), ("le", "van")),
        ("JF Orsini", ("j", "f"), ("orsini",)),
        ("J.-Ph. ORSINI", ("j", "ph."), ("orsini",)),
        ("Orsini", (), ("orsini",)),
        ("Rémi", ("remi",), ()),
        ("LY Sophie", None, None),
    ],
)
def test_given_names_and_surnames(printed: str, given: tuple[str, ...] | None, surname: tuple[str, ...] | None) -> None:
    lore = lore_of(["GAILLET Rémi", "Jean-Luc ORSINI"])
    found = best_reading([printed], lore)
    assert (found.given, found.surname) == (given, surname)
