"""What two readings of a document differ in: acts and sittings find each other again, lists have no order."""

from __future__ import annotations

from delib.parser.difference import Change, difference
from delib.parser.record import Decision, Deliberation, Document, Person, Session, Vote


def document(*acts: Deliberation, **session: object) -> Document:
    sitting = Session(date="2021-05-03", deliberations=acts, **session)  # type: ignore[arg-type]
    return Document("a.pdf", "minutes", sessions=(sitting,))


ROOF, BUDGET, ROAD = (Deliberation(title=title) for title in ("Toit de l'école", "Budget primitif", "Chemin du bois"))


def test_equal_records_differ_in_nothing() -> None:
    assert difference(document(ROOF, BUDGET), document(ROOF, BUDGET)) == []


def test_a_value_is_gained_lost_or_another() -> None:
    found = difference(document(president="Z", in_office=11), document(secretary="T", in_office=12))
    assert [(one.field, one.was, one.now, one.kind) for one in found] == [
        ("in_office", "11", "12", "changed"), ("president", "Z", None, "lost"), ("secretary", None, "T", "gained"),
    ]  # fmt: skip
    assert {one.where for one in found} == {"sitting 2021-05-03"}


def test_one_act_more_does_not_make_the_later_ones_differ() -> None:
    (only,) = difference(document(ROOF, ROAD), document(ROOF, BUDGET, ROAD))
    assert only == Change("sitting 2021-05-03, act 2 “Budget primitif”", "act", None, "Budget primitif")
    (gone,) = difference(document(ROOF, BUDGET, ROAD), document(ROOF, ROAD))
    assert (gone.kind, gone.was) == ("lost", "Budget primitif")


def test_an_act_whose_title_is_another_is_the_same_act() -> None:
    (only,) = difference(document(ROOF, BUDGET), document(ROOF, Deliberation(title="Budget")))
    assert (only.field, only.was, only.now) == ("title", "Budget primitif", "Budget")


def test_the_values_of_an_act_that_is_new_are_told() -> None:
    found = difference(document(ROOF), document(ROOF, Deliberation(title="Vœu", vote=Vote(outcome="rejected"))))
    assert [(one.field, one.now) for one in found] == [("act", "Vœu"), ("vote.outcome", "rejected")]


def test_lists_have_no_order_and_count_twice_what_stands_twice() -> None:
    anne, theo = Person("Anne NOGARET"), Person("Théo LANCELIN")
    assert difference(document(present=(anne, theo)), document(present=(theo, anne))) == []
    (twice,) = difference(document(present=(anne,)), document(present=(anne, anne)))
    assert (twice.field, twice.kind, twice.now) == ("present", "gained", "Anne NOGARET")


def test_a_decision_that_is_longer_now_is_changed_not_lost() -> None:
    short, long = (
        Deliberation(title="Toit", decisions=(Decision(f"AUTORISE le maire à signer le marché{more}"),))
        for more in ("", " et tout avenant")
    )
    (only,) = difference(document(short), document(long))
    assert (only.field, only.kind) == ("decisions", "changed")


def test_sittings_find_each_other_by_their_day() -> None:
    first, second = Session(date="2021-05-03", body="Arvel"), Session(date="2021-06-07", body="Arvel")
    was = Document("a.pdf", "register", sessions=(second,))
    found = difference(was, Document("a.pdf", "register", sessions=(first, second)))
    assert {one.where for one in found} == {"sitting 2021-05-03"}
    assert {one.kind for one in found} == {"gained"}
