"""What the pages of a sitting, a body and a volume are told."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace

import pytest
from delib.corpus.assemblies import assembly, presence, sittings
from delib.corpus.sittings import sitting
from delib.corpus.store import store_record
from delib.corpus.volumes import volume
from delib.errors import NotFound
from delib.parser.record import Evidence, PageInfo, Person, Place, Proxy, Vote


def only(corpus: sqlite3.Connection, sql: str) -> str:
    (row,) = corpus.execute(sql).fetchall()
    return str(row[0])


def test_a_sitting_says_where_documents_agree(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, make.document(make.session(make.act("Un", number="1", act_id=None)), key="a"))
    store_record(
        corpus,
        make.document(
            make.session(make.act("Deux", number="2", act_id=None), in_office=19, secretary="luc tavernier"), key="b"
        ),
    )
    store_record(
        corpus, make.document(make.session(make.act("Trois", number="3", act_id=None), secretary=None), key="c")
    )
    found = sitting(corpus, only(corpus, "SELECT id FROM sessions"))
    assert (found.body, found.date, found.organ) == ("Commune de Valmorin", "2024-03-12", "Conseil municipal")
    assert found.agreed["present_count"] == 2
    assert found.agreed["secretary"].casefold() == "luc tavernier"  # how it is written is no disagreement
    assert {name: [(one.value, one.documents) for one in claims] for name, claims in found.differing.items()} == {
        "in_office": [(15, ("a.pdf", "c.pdf")), (19, ("b.pdf",))]
    }
    assert [act.title for act in found.acts] == ["Un", "Deux", "Trois"]
    assert found.lists == 1 and len(found.said) == 3


def test_each_name_leads_to_the_page_where_it_stands(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    present = (Person("Odile BRUNEL", places=make.place(3, 1)), Person("Luc Tavernier", places=make.place(9, 2)))
    giver = Person("Anne Vauclair", places=make.place(5, 2))
    session = make.session(present=present, proxies=(Proxy(giver, present[0]), Proxy(Person("Paul Grandin"))))
    store_record(corpus, make.document(session))
    found = sitting(corpus, only(corpus, "SELECT id FROM sessions"))
    assert [(one.name, one.state, one.holder, one.page, one.box) for one in found.members] == [
        ("Odile BRUNEL", "present", None, 1, make.place(3)[0].box),
        ("Luc Tavernier", "present", None, 2, make.place(9)[0].box),
        ("Anne Vauclair", "represented", "Odile BRUNEL", 2, make.place(5)[0].box),
        ("Paul Grandin", "represented", None, None, None),
        ("Zoé Œrtel", "absent", None, None, None),
    ]
    assert {one.act_id for one in found.members} == {only(corpus, "SELECT id FROM deliberations")}
    assert [(one.name, one.kind, one.at) for one in found.movements] == [("Luc Tavernier", "arrives", "point n° 2")]


def test_the_list_of_most_documents_is_shown(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    other = make.session(
        make.act("Un", number="1", act_id=None), present=(Person("Seule Ici"),), absent=(), proxies=(), movements=()
    )
    store_record(corpus, make.document(other, key="a"))
    for key in "bc":
        store_record(corpus, make.document(make.session(make.act(key)), key=key))
    found = sitting(corpus, only(corpus, "SELECT id FROM sessions"))
    assert found.lists == 2
    assert "Seule Ici" not in {one.name for one in found.members}


def test_a_sitting_has_neighbours(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    for key, day in (("a", "2024-01-09"), ("b", "2024-02-06"), ("c", "2024-03-05")):
        store_record(corpus, make.document(make.session(date=day), key=key))
    middle = only(corpus, "SELECT id FROM sessions WHERE date = '2024-02-06'")
    found = sitting(corpus, middle)
    assert found.before is not None and found.before[1] == "2024-01-09"
    assert found.after is not None and found.after[1] == "2024-03-05"
    assert sitting(corpus, found.before[0]).before is None


def test_superseded_documents_say_nothing(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    store_record(corpus, make.document(make.session(in_office=99), key="a"), "same.pdf")
    store_record(corpus, make.document(key="b"), "same.pdf")
    found = sitting(corpus, only(corpus, "SELECT id FROM sessions"))
    assert found.agreed["in_office"] == 15 and len(found.said) == len(found.acts) == 1


def test_a_body_by_years(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    yes, no, silent = Vote("adopted", True), Vote("adopted", False), Vote("adopted")
    plans = (
        ("a", "2023-01-09", (yes, yes)),
        ("b", "2023-02-06", (no, silent)),
        ("c", "2024-03-05", (yes,)),
        ("e", "2025-03-05", (silent, Vote("adopted", None, 9, 0), Vote("adopted", None, 8, 1), Vote())),
        ("d", None, ()),
    )
    for key, day, votes in plans:
        acts = [
            make.act(f"{key} {index}", number=f"{key}{index}", vote=vote, dissent=(), act_id=None)
            for index, vote in enumerate(votes)
        ]
        store_record(corpus, make.document(make.session(*acts, date=day), key=key, act_id=f"034-{make.SIREN}-x"))
    body = only(corpus, "SELECT id FROM bodies")
    found = assembly(corpus, body)
    assert found.name == "Commune de Valmorin" and found.siren == make.SIREN
    assert found.years == (("2023", 2, 4, 3, 2), ("2024", 1, 1, 1, 1), ("2025", 1, 4, 2, 1))
    assert found.undated == 1
    assert [(day.date, day.acts) for day in sittings(corpus, body, "2023")] == [("2023-01-09", 2), ("2023-02-06", 2)]
    assert [day.date for day in sittings(corpus, body)] == [None]


def test_a_decision_in_two_documents_is_one(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    one = make.act("Un", number="1", dissent=(), vote=Vote("adopted"))
    two = make.act("Deux", number="2", dissent=(), vote=Vote("adopted", True), act_id=None)
    store_record(corpus, make.document(make.session(one, date="2024-03-12"), key="a"))
    same = make.act("Un", number="1", dissent=(), vote=Vote("adopted", True), act_id=None)
    store_record(corpus, make.document(make.session(same, two, date="2024-03-12"), key="b", kind="minutes"))
    found = assembly(corpus, only(corpus, "SELECT id FROM bodies"))
    assert found.years == (("2024", 1, 2, 2, 2),)


def test_who_was_there(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    ann, ben, cleo = Person("Anne Aube"), Person("Ben Bois"), Person("Cléo Clair")
    more = {"movements": (), "absent": ()}
    for key, session in {
        "a": make.session(date="2024-01-09", present=(ann, ben), proxies=(Proxy(cleo, ann),), **more),
        "b": make.session(date="2024-02-06", present=(ann,), proxies=(Proxy(cleo, ann), Proxy(ben)), **more),
        "c": make.session(date="2024-03-05", present=(cleo,), proxies=(), movements=(), absent=(ben,)),
    }.items():
        store_record(corpus, make.document(session, key=key))
    body = only(corpus, "SELECT id FROM bodies")
    days = sittings(corpus, body, "2024")
    found = presence(corpus, days)
    order = [day.id for day in days]
    assert {one.name: [one.states.get(day) for day in order] for one in found.members} == {
        "Anne Aube": ["present", "present", None],
        "Ben Bois": ["present", "represented", "absent"],
        "Cléo Clair": ["represented", "represented", "present"],
    }
    assert [(one.name, one.present, one.represented, one.absent) for one in found.members] == [
        ("Ben Bois", 1, 1, 1), ("Cléo Clair", 1, 2, 0), ("Anne Aube", 2, 0, 0),
    ]  # fmt: skip
    assert [(giver, holder, times) for _, giver, _, holder, times in found.pairs] == [
        ("Cléo Clair", "Anne Aube", 2), ("Ben Bois", None, 1),
    ]  # fmt: skip


def test_a_volume_with_its_cuts(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    def title(page: int, top: float, sure: float | None) -> dict[str, Evidence]:
        return {"title": Evidence((Place(page, (70.0, top, 300.0, top + 12)),), "", "margin.title", sure)}

    acts = [
        make.act("Un", number="1", evidence=title(1, 200.0, 0.9)),
        make.act("Deux", number="2", evidence=title(3, 600.0, 0.5)),
    ]
    bare = make.act("Trois", number="3", evidence={}, considerants=None, dispositif=None, segments=())
    pages = tuple(PageInfo(number, 600.0, 800.0, "scan" if number == 2 else "text") for number in (1, 2, 3))
    store_record(corpus, make.document(make.session(*acts, bare), kind="register", pages=pages))
    found = volume(corpus, only(corpus, "SELECT id FROM documents"))
    assert [(one.number, one.source) for one in found.leaves] == [(1, "text"), (2, "scan"), (3, "text")]
    assert [(one.title, one.page, one.at, one.confidence, one.rule) for one in found.cuts] == [
        ("Un", 1, 0.25, 0.9, "margin.title"), ("Deux", 3, 0.75, 0.5, "margin.title"), ("Trois", None, 0.0, None, None),
    ]  # fmt: skip
    assert [(date, acts) for _, date, _, acts in found.sittings] == [("2024-03-12", 3)]


@pytest.mark.parametrize("ask", [sitting, assembly, volume])
def test_what_is_not_there(corpus: sqlite3.Connection, ask: object) -> None:
    with pytest.raises(NotFound):
        ask(corpus, "nothing' OR 1=1 --")  # type: ignore[operator]
