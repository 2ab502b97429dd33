"""The checks: what holds, what fails and what cannot be said, on invented records."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from delib.parser.checks import check_act, check_session
from delib.parser.record import Check, Deliberation, Dissent, Evidence, Movement, Person, Place, Proxy, Session, Vote

# Invented SIREN whose control digit is right: a commune of département 42, and a body numbered since.
COMMUNE, NEWER = "214299992", "200999993"


def people(count: int, word: str = "Durand", top: float = 100.0) -> tuple[Person, ...]:
    return tuple(
        Person(f"{word} Numéro-{index}", places=(Place(1, (50.0, top + index, 90.0, top + index + 1)),))
        for index in range(count)
    )


def proxies(count: int) -> tuple[Proxy, ...]:
    return tuple(Proxy(giver, None, giver.places) for giver in people(count, "Mandant", 300.0))


def sitting(**values: Any) -> Session:
    """49 present, 12 represented and 10 absent of 71, as announced, called a week before."""
    base: dict[str, Any] = {
        "date": "2018-06-14", "convocation_date": "2018-06-07", "in_office": 71, "present_count": 49, "proxy_count": 12,
        "voter_count": 61, "present": people(49), "proxies": proxies(12), "absent": people(10, "Absent"),
    }  # fmt: skip
    return Session(**{**base, **values})


def verdict(checks: list[Check], name: str) -> Check:
    (found,) = [check for check in checks if check.id == name]
    return found


def of_session(name: str, **values: Any) -> Check:
    return verdict(check_session(sitting(**values)), name)


def of_act(name: str, act: Deliberation, **values: Any) -> Check:
    return verdict(check_act(sitting(**values), act), name)


def voted(**values: Any) -> Deliberation:
    return Deliberation(vote=Vote(**values))


def stamped(number: str = "2018-077", inner: str = "D2018077", **values: Any) -> Deliberation:
    base: dict[str, Any] = {"number": number, "act_id": f"042-{COMMUNE}-20180614-{inner}-DE"}
    return Deliberation(**{**base, **values})


def test_everything_adds_up() -> None:
    checks = check_session(sitting())
    assert [check.id for check in checks] == ["C01", "C02", "C03", "C04", "C05", "C06", "C10", "C17", "C18"]
    assert {check.verdict for check in checks[:-1]} == {"holds"}
    assert checks[-1].verdict == "unknown"  # what delay the law asks depends on the kind of the body
    assert verdict(checks, "C04").message == "49 present + 12 represented + 10 absent = 71 in office, as announced."
    assert verdict(checks, "C03").read == {"voter_count": 61, "present": 49, "proxies": 12}


def test_an_empty_record_is_unknown_everywhere_and_says_what_is_missing() -> None:
    checks = [*check_session(Session()), *check_act(Session(), Deliberation())]
    assert {check.verdict for check in checks} == {"unknown"}
    assert len(checks) == 15
    assert all(check.message.endswith(".") for check in checks)
    assert verdict(check_session(Session()), "C01").message == (
        "Not printed: the number of members present, the list of them."
    )


def test_a_check_shows_where_it_read() -> None:
    count = Place(2, (10.0, 20.0, 30.0, 40.0))
    check = of_session("C01", evidence={"present_count": Evidence((count,), "49", "counts.present")})
    assert check.places == (count, Place(1, (50.0, 100.0, 90.0, 149.0)))


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("C01", {"present_count": 50}, "fails"),
        ("C01", {"present_count": 50, "president": "Anne Lemoine"}, "holds"),  # named outside the list
        ("C01", {"present_count": 50, "president": "Durand Numéro-3"}, "fails"),  # already in the list
        ("C01", {"present_count": 50, "movements": (Movement(Person("A B"), "arrives"),)}, "unknown"),
        ("C01", {"present_count": 53, "movements": (Movement(Person("A B"), "arrives"),)}, "fails"),
        ("C01", {"present_count": None}, "unknown"),
        ("C01", {"present": ()}, "unknown"),
        ("C02", {"proxy_count": 11}, "fails"),
        ("C02", {"proxy_count": 0, "proxies": ()}, "holds"),
        ("C02", {"proxy_count": 3, "proxies": ()}, "unknown"),
        ("C03", {"voter_count": 60}, "fails"),
        ("C03", {"voter_count": None}, "unknown"),
        ("C03", {"voter_count": 62, "present_count": None, "president": "Anne Lemoine"}, "holds"),
        ("C03", {"voter_count": 57, "deliberations": (Deliberation(vote=Vote(abstentions=4)),)}, "holds"),  # no voters
        ("C03", {"voter_count": 62, "president": "Anne Lemoine"}, "fails"),  # 49 are announced with her
        ("C04", {"in_office": 72}, "fails"),
        ("C04", {"in_office": 70}, "fails"),
        ("C04", {"in_office": 72, "president": "Anne Lemoine"}, "holds"),
        ("C04", {"absent": ()}, "unknown"),  # many extracts do not list the absent
        ("C17", {"convocation_date": "2018-06-14"}, "fails"),
        ("C17", {"convocation_date": None}, "unknown"),
    ],
)
def test_a_sitting(name: str, changes: dict[str, Any], expected: str) -> None:
    assert of_session(name, **changes).verdict == expected


def test_those_who_stand_aside_are_no_voters() -> None:
    aside = Deliberation(dissent=(Dissent("did not take part", Person("Paul Vidal")),))
    assert of_session("C03", voter_count=60, deliberations=(aside,)).verdict == "holds"
    assert of_session("C03", voter_count=59, deliberations=(aside,)).verdict == "fails"


@pytest.mark.parametrize(
    ("day", "present", "expected"),
    [
        ("2018-06-14", 36, "holds"),
        ("2018-06-14", 35, "fails"),  # half of 71, rounded down
        ("2020-06-10", 24, "holds"),  # a third was enough
        ("2020-06-10", 23, "unknown"),  # with the represented there are enough, and whether they count is not clear
        ("2020-06-10", 11, "fails"),  # with the 12 represented too
        ("2021-05-10", 23, "fails"),
        ("2020-10-05", 24, "unknown"),  # no clear text for those weeks
        ("2021-10-05", 24, "fails"),  # between two laws
        ("2022-08-01", 24, "fails"),
        ("1988-03-01", 24, "unknown"),  # the kind of the body is not known
    ],
)
def test_quorum_depends_on_the_day(day: str, present: int, expected: str) -> None:
    assert of_session("C10", date=day, present_count=present).verdict == expected


def test_a_standing_commission_counts_the_represented() -> None:
    assert of_session("C10", present_count=30).verdict == "fails"
    assert of_session("C10", present_count=30, organ="Commission permanente").verdict == "holds"


@pytest.mark.parametrize(
    ("name", "vote", "expected"),
    [
        ("C12", {"for_": 58, "against": 1, "abstentions": 2}, "holds"),
        ("C12", {"for_": 58, "against": 1, "abstentions": 3}, "fails"),
        ("C12", {"for_": 58, "against": 1, "abstentions": 1}, "fails"),
        ("C12", {"for_": 58, "against": 1}, "unknown"),  # the abstentions are not printed
        ("C12", {"for_": 60, "against": 2}, "fails"),  # more than the voters, whatever is not printed
        ("C12", {"unanimous": True}, "unknown"),
        ("C13", {"for_": 61}, "holds"),
        ("C13", {"for_": 62}, "fails"),
        ("C14", {"outcome": "adopted", "for_": 40, "against": 21}, "holds"),
        ("C14", {"outcome": "adopted", "for_": 21, "against": 40}, "fails"),
        ("C14", {"outcome": "rejected", "for_": 21, "against": 40}, "holds"),
        ("C14", {"outcome": "adopted", "for_": 30, "against": 30}, "unknown"),  # the president decides
        ("C14", {"outcome": "noted", "for_": 30, "against": 3}, "unknown"),
        ("C15", {"unanimous": True}, "holds"),
        ("C15", {"unanimous": True, "against": 0, "abstentions": 4}, "holds"),
        ("C15", {"unanimous": True, "against": 1}, "fails"),
        ("C15", {"unanimous": False, "against": 1}, "unknown"),
    ],
)
def test_a_vote(name: str, vote: dict[str, Any], expected: str) -> None:
    assert of_act(name, voted(**vote)).verdict == expected


def test_a_vote_with_named_members() -> None:
    against = Deliberation(vote=Vote(unanimous=True), dissent=(Dissent("against", Person("Luc Morel")),))
    assert of_act("C15", against).verdict == "fails"
    aside = Deliberation(vote=Vote(for_=60), dissent=(Dissent("did not take part", Person("Luc Morel")),))
    assert of_act("C12", aside).verdict == "holds"
    assert of_act("C13", msgspec.structs.replace(aside, vote=Vote(for_=61))).verdict == "fails"


@pytest.mark.parametrize(
    ("received", "posted", "expected", "severity"),
    [
        ("2018-06-18", "2018-06-20", "holds", "warn"),
        ("2018-06-14", "2018-06-14", "holds", "warn"),
        ("2018-06-12", None, "fails", "warn"),
        ("2018-06-20", "2018-06-18", "fails", "info"),  # posted first: usual with paper
        (None, "2018-06-18", "holds", "warn"),
        (None, None, "unknown", "warn"),
    ],
)
def test_the_order_of_dates(received: str | None, posted: str | None, expected: str, severity: str) -> None:
    check = of_act("C17", Deliberation(received=received, posted=posted))
    assert (check.verdict, check.severity) == (expected, severity)


def test_the_identifier_agrees_with_the_act() -> None:
    checks = check_act(sitting(), stamped())
    assert {check.id: check.verdict for check in checks if check.id >= "C19"} == {
        "C19": "holds", "C20": "holds", "C21": "holds", "C22": "holds", "C28": "holds",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "act_id", "expected"),
    [
        ("C19", f"042-{COMMUNE}-20180615-D2018077-DE", "fails"),
        ("C20", f"042-{COMMUNE}-20180614-D2018099-DE", "fails"),
        ("C20", f"042-{COMMUNE}-20180614-0000071265-DE", "unknown"),  # a count of transmissions
        ("C20", f"042-{COMMUNE}-20180614-DL_77-DE", "holds"),
        ("C21", "042-214299996-20180614-D2018077-DE", "fails"),  # the control digit
        ("C21", f"043-{COMMUNE}-20180614-D2018077-DE", "fails"),  # a commune of another département
        ("C21", f"043-{NEWER}-20180614-D2018077-DE", "holds"),  # the number tells no département
        ("C22", f"042-{COMMUNE}-20180614-D2018077-AI", "fails"),  # an individual act
        ("C22", f"042-{COMMUNE}-20180614-D2018077-BF", "holds"),  # a budget
        ("C22", f"99_DE-042-{COMMUNE}-20180614-D2018077", "holds"),  # cut off by the stamp
        ("C22", "not an identifier", "fails"),
        ("C21", "not an identifier", "unknown"),
    ],
)
def test_an_identifier(name: str, act_id: str, expected: str) -> None:
    assert of_act(name, stamped(act_id=act_id)).verdict == expected


def test_a_date_taken_from_the_identifier_proves_nothing() -> None:
    inferred = {"date": Evidence(basis="inferred", rule="stamp.date")}
    assert of_act("C19", stamped(), evidence=inferred).verdict == "unknown"


def test_every_single_misread_digit_of_a_siren_is_caught() -> None:
    for wrong in {COMMUNE[:4] + digit + COMMUNE[5:] for digit in "0123456789"} - {COMMUNE}:
        assert of_act("C21", stamped(act_id=f"042-{wrong}-20180614-D2018077-DE")).verdict == "fails"


def test_the_department_of_corsican_and_overseas_bodies() -> None:
    corsican, overseas = "212099998", "219799996"  # 20 for both départements of the island; 97 for all overseas
    assert of_act("C21", stamped(act_id=f"02A-{corsican}-20180614-7-DE")).verdict == "holds"
    assert of_act("C21", stamped(act_id=f"042-{overseas}-20180614-7-DE")).verdict == "fails"
    assert of_act("C21", stamped(act_id=f"974-{overseas}-20180614-7-DE")).verdict == "holds"
