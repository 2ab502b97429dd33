"""The checks of names: C05, C06, C07, C09, C16, C33, C36."""

from __future__ import annotations

from typing import Any

import pytest
from delib.parser.checks import check_act, check_session
from delib.parser.record import Check, Deliberation, Dissent, Movement, Passage, Person, Proxy, Session

PRESENT = tuple(
    Person(f"{given} {name}", given_name=given, surname=name)
    for given, name in (("Odile", "BRUNEL"), ("Luc", "TAVERNIER"), ("Anne", "VAUCLAIR"), ("Rémi", "HALLEZ"))
)


def sitting(**values: Any) -> Session:
    base: dict[str, Any] = {
        "present": PRESENT, "present_count": 4, "absent": (Person("Denis ROUVRAY"),),
        "proxies": (Proxy(Person("Paul GRANDIN"), Person("Odile BRUNEL")),), "president": "Odile BRUNEL",
        "secretary": "Luc TAVERNIER",
    }  # fmt: skip
    return Session(**{**base, **values})


def verdict(checks: list[Check], id_: str) -> str | None:
    return next((check.verdict for check in checks if check.id == id_), None)


def moved(name: str) -> tuple[Movement, ...]:
    return (Movement(Person(name), "leaves"),)


def given(giver: str, holder: str) -> tuple[Proxy, ...]:
    return (Proxy(Person(giver), Person(holder)),)


def test_a_sitting_in_order() -> None:
    checks = check_session(sitting())
    assert {id_: verdict(checks, id_) for id_ in ("C05", "C06", "C07", "C09")} == dict.fromkeys(
        ("C05", "C06", "C07", "C09"), "holds"
    )


@pytest.mark.parametrize(
    ("id_", "values", "expected"),
    [
        ("C05", {"absent": (Person("Anne Vauclair"),)}, "fails"),
        ("C05", {"absent": (Person("VAUCLAIR Anne"),)}, "fails"),  # the order of the words does not count
        ("C05", {"absent": (Person("Anne Vauclair"),), "movements": moved("Anne VAUCLAIR")}, "holds"),
        ("C05", {"absent": (Person("Anne Vauclair", remark="jusqu'au point 3"),)}, "holds"),
        ("C05", {"absent": (Person("Paul GRANDIN"),)}, "fails"),  # absent and represented
        ("C05", {"present": (*PRESENT, PRESENT[2])}, "fails"),
        ("C05", {"absent": (Person("VAUCLAIR"),)}, "holds"),  # a surname may be that of two members
        ("C05", {"present": (), "absent": (), "proxies": ()}, None),
        ("C06", {"proxies": given("Rémi HALLEZ", "Odile BRUNEL")}, "fails"),
        ("C06", {"proxies": given("Rémi HALLEZ", "Odile BRUNEL"), "movements": moved("Rémi HALLEZ")}, "unknown"),
        ("C06", {"proxies": ()}, None),
        ("C07", {"proxies": given("Paul GRANDIN", "Denis ROUVRAY")}, "fails"),  # listed as absent
        ("C07", {"proxies": given("Paul GRANDIN", "Zoé CARDOT")}, "fails"),  # in no list, and the list is complete
        ("C07", {"proxies": given("Paul GRANDIN", "Zoé CARDOT"), "present_count": None}, "unknown"),
        ("C07", {"proxies": given("Paul GRANDIN", "Anne VAUCLAIRE")}, "holds"),  # a misprint
        ("C07", {"proxies": given("Paul GRANDIN", "Mme VAUCLAIR")}, "holds"),
        ("C07", {"proxies": given("Paul GRANDIN", "Zoé CARDOT"), "president": "Zoé CARDOT"}, "holds"),
        ("C07", {"proxies": given("Paul GRANDIN", "Denis ROUVRAY"), "movements": moved("Denis ROUVRAY")}, "unknown"),
        ("C07", {"proxies": (Proxy(Person("Paul GRANDIN")),)}, None),
        ("C09", {"president": "Denis ROUVRAY"}, "fails"),
        ("C09", {"secretary": "Paul GRANDIN"}, "fails"),
        ("C09", {"secretary": "Agent AUXILIAIRE"}, "holds"),  # a secretary may be no member
        ("C09", {"president": None, "secretary": None}, None),
    ],
)
def test_a_sitting(id_: str, values: dict[str, Any], expected: str | None) -> None:
    assert verdict(check_session(sitting(**values)), id_) == expected


@pytest.mark.parametrize(
    ("id_", "position", "name", "expected"),
    [
        ("C16", "against", "HALLEZ", "holds"),
        ("C16", "for", "Paul GRANDIN", "holds"),  # represented
        ("C16", "against", "Denis ROUVRAY", "fails"),
        ("C16", "against", "Zoé CARDOT", "unknown"),
        ("C16", "abstained", "HALLEZ", None),
        ("C33", "abstained", "HALLEZ", "holds"),
        ("C33", "abstained", "Denis ROUVRAY", "fails"),
        ("C33", "did not take part", "Denis ROUVRAY", None),
    ],
)
def test_who_is_named_with_a_vote(id_: str, position: Any, name: str, expected: str | None) -> None:
    act = Deliberation(dissent=(Dissent(position, Person(name)),))
    assert verdict(check_act(sitting(), act), id_) == expected


def test_nobody_is_listed() -> None:
    act = Deliberation(dissent=(Dissent("against", Person("Anne VAUCLAIR")),))
    assert verdict(check_act(Session(), act), "C16") == "unknown"


@pytest.mark.parametrize(
    ("title", "aside", "expected"),
    [
        ("Marché de voirie attribué à la SARL HALLEZ", None, "fails"),
        ("Marché de voirie attribué à la société Transports Hallez", None, "fails"),
        ("Marché de voirie attribué à la SARL HALLEZ", "Rémi HALLEZ", None),  # he stood aside
        ("Marché de voirie attribué à la SARL DUMONT", None, None),
        ("Désignation de M. Rémi HALLEZ", None, None),  # no firm
    ],
)
def test_a_namesake_is_info_and_no_assertion(title: str, aside: str | None, expected: str | None) -> None:
    dissent = (Dissent("did not take part", Person(aside)),) if aside else ()
    checks = check_act(
        sitting(), Deliberation(title=title, dispositif=Passage("Le conseil approuve."), dissent=dissent)
    )
    assert verdict(checks, "C36") == expected
    for check in checks:
        if check.id == "C36":
            assert check.severity == "info" and "homonymy" in check.message
