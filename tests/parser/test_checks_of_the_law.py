"""The checks that depend on the day and the kind of the body: C08, C10, C11, C18."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from delib.parser.checks import check_session, recheck
from delib.parser.reading import parse
from delib.parser.record import Check, Deliberation, Document, Passage, Person, Place, Proxy, Session

SHARED = Path(__file__).parents[3] / "shared"
PLACE = (Place(1, (50.0, 60.0, 200.0, 70.0)),)


def proxy(giver: str, holder: str | None) -> Proxy:
    return Proxy(Person(giver), None if holder is None else Person(holder), PLACE)


def found(id_: str, session: Session) -> Check | None:
    return next((check for check in check_session(session) if check.id == id_), None)


def bureau(**values: Any) -> Session:
    """A bureau of an invented métropole whose president holds two proxies."""
    base: dict[str, Any] = {
        "body": "Vaucreuse Métropole", "organ": "Bureau métropolitain", "date": "2022-06-16",
        "convocation_date": "2022-06-10", "president": "Odile BRUNEL",
        "present": (Person("Odile BRUNEL"), Person("Luc TAVERNIER"), Person("Anne VAUCLAIR")),
        "proxies": (
            proxy("Paul GRANDIN", "Odile BRUNEL"), proxy("Zoé CARDOT", "Luc TAVERNIER"),
            proxy("Rémi HALLEZ", "Odile BRUNEL"),
        ),
    }  # fmt: skip
    return Session(**{**base, **values})


def test_two_proxies_are_lawful_in_a_window_and_the_law_is_named() -> None:
    check = found("C08", bureau())
    assert check is not None and check.verdict == "holds"
    assert "Odile BRUNEL holds 2 proxies, as the law of 2022-06-16 allowed (2 each)" in check.message
    assert check.law is not None and check.law.startswith("loi n° 2021-1465 du 10 novembre 2021")
    assert check.places == PLACE


def test_the_same_in_september_is_to_check() -> None:
    check = found("C08", bureau(date="2022-09-15"))
    assert check is not None and (check.verdict, check.severity) == ("fails", "warn")
    assert check.message.startswith(
        "To check: Odile BRUNEL holds 2 proxies on 2022-09-15, when the law allows one each"
    )
    assert check.law == "CGCT L5211-1, L2121-20 (since 1996-02-24)"


def test_one_surname_of_two_members_is_nobody_s() -> None:
    """Lists of surnames: M. and Mme MARTIN, and a MARTIN who may be either."""

    def held(*civilities: str | None, present: tuple[str, ...] = ()) -> str | None:
        holders = [Person("MARTIN", civility=civility) for civility in civilities]
        given = tuple(Proxy(Person(f"Mandant {index}a"), one) for index, one in enumerate(holders))
        members = tuple(Person(name) for name in present)
        check = found("C08", bureau(date="2022-09-15", proxies=given, present=members))
        return check.verdict if check else None

    assert held("M.", "Mme") == "holds"
    assert held("M.", "M.") == "fails"
    assert held(None, None, present=("Paul MARTIN", "Anne MARTIN")) is None
    assert held(None, None, present=("Paul MARTIN",)) == "fails"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"date": "2020-09-15"}, "unknown"),  # no clear text for those weeks
        ({"date": "1965-06-01"}, "unknown"),  # no rule is known
        ({"date": None}, "unknown"),
        ({"date": "2022-09-15", "body": "Syndicat mixte du Val", "organ": None}, "unknown"),  # its statutes decide
        ({"date": "2022-09-15", "body": None, "organ": None}, "fails"),
        ({"date": "2022-09-15", "proxies": (proxy("Paul GRANDIN", "Odile BRUNEL"),)}, "holds"),
        ({"proxies": tuple(proxy(name, "Odile BRUNEL") for name in ("A Durand", "B Petit", "C Roux"))}, "fails"),
        ({"date": "2022-09-15", "proxies": (proxy("Paul GRANDIN", None), proxy("Zoé CARDOT", None))}, None),
        ({"date": "2022-09-15", "proxies": (proxy("Paul GRANDIN", "BRUNEL"), proxy("Zoé C", "Odile Brunel"))}, "fails"),
        ({"date": "2022-09-15", "proxies": (proxy("Paul GRANDIN", "Odile BRUNEL"),) * 2}, "holds"),  # printed twice
    ],
)  # fmt: skip
def test_proxies_of_one_holder(values: dict[str, Any], expected: str | None) -> None:
    check = found("C08", bureau(**values))
    assert (check.verdict if check else None) == expected


@pytest.mark.parametrize(
    ("quorum", "in_office", "day", "expected"),
    [
        (17, 33, "2023-01-10", "holds"),
        (14, 33, "2023-01-10", "fails"),
        (13, 33, "2022-12-05", "fails"),
        (11, 33, "2021-12-06", "holds"),  # a third, then
        (17, 33, "2021-12-06", "holds"),  # more than half, where a third was enough
        (14, 33, "2021-12-06", "fails"),
        (20, 33, "2023-01-10", "unknown"),  # that many were present
        (14, None, "2023-01-10", "unknown"),
        (14, 33, None, "unknown"),
        (14, 33, "2020-09-15", "unknown"),
        (None, 33, "2023-01-10", None),
    ],
)
def test_the_quorum_that_is_printed(
    quorum: int | None, in_office: int | None, day: str | None, expected: str | None
) -> None:
    session = Session(organ="Conseil municipal", quorum=quorum, in_office=in_office, date=day, present_count=20)
    check = found("C11", session)
    assert (check.verdict if check else None) == expected


def council(sent: str, held: str, **values: Any) -> Session:
    base: dict[str, Any] = {
        "body": "Commune de Valmorin", "organ": "Conseil municipal", "convocation_date": sent, "date": held,
    }  # fmt: skip
    return Session(**{**base, **values})


STAMPED = (Deliberation(act_id="042-214299992-20190620-D1-DE"),)
URGENT = (Deliberation(dispositif=Passage("Vu l'urgence, le conseil décide.")),)


@pytest.mark.parametrize(
    ("session", "days", "expected"),
    [
        (council("2019-06-10", "2019-06-16"), 5, "holds"),
        (council("2019-06-11", "2019-06-16"), 4, "unknown"),  # how many inhabitants?
        (council("2019-06-11", "2019-06-16", in_office=15, deliberations=STAMPED), 4, "unknown"),
        (council("2019-06-11", "2019-06-16", in_office=35, deliberations=STAMPED), 4, "fails"),
        (council("2019-06-11", "2019-06-16", in_office=29, deliberations=STAMPED), 4, "unknown"),  # a commune nouvelle?
        (council("2019-06-11", "2019-06-16", in_office=36, deliberations=STAMPED), 4, "unknown"),  # no council has 36
        (council("2019-06-11", "2019-06-16", in_office=35), 4, "unknown"),  # perhaps in Alsace-Moselle
        (council("2019-06-13", "2019-06-16"), 2, "fails"),
        (council("2019-06-13", "2019-06-16", deliberations=URGENT), 2, "unknown"),
        (council("1890-06-13", "1890-06-16"), 2, "unknown"),
        (council("2019-06-11", "2019-06-16", organ="Bureau métropolitain", deliberations=STAMPED,
                 body="Vaucreuse Métropole"), 4, "fails"),
        (council("2019-06-12", "2019-06-16", organ="Conseil d'administration", body="CCAS de Valmorin"), 3, "holds"),
    ],
)  # fmt: skip
def test_clear_days(session: Session, days: int, expected: str) -> None:
    check = found("C18", session)
    assert check is not None
    assert (check.read["clear_days"], check.verdict) == (days, expected)


def test_a_delay_that_cannot_be_counted_is_not_checked() -> None:
    assert found("C18", council("2019-06-16", "2019-06-10")) is None  # C17 tells of it
    assert found("C18", Session(date="2019-06-16")) is None


def test_a_document_of_ours_with_two_proxies_on_two_days() -> None:
    """Read from a page, not made as a record: the sitting of June holds, the same in September is to check."""

    def read(day: str, sent: str) -> Check:
        page = f"""VAUCREUSE MÉTROPOLE
EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
BUREAU MÉTROPOLITAIN
Séance du {day}
Date de convocation : {sent}
Membres en exercice : 8
Nombre de présents : 5
Nombre de pouvoirs : 2
Président de séance : Mme Odile BRUNEL
Présents : Mme Odile BRUNEL, M. Luc TAVERNIER, Mme Anne VAUCLAIR, M. Rémi HALLEZ, Mme Léa CORVIN
Pouvoirs :
M. Paul GRANDIN a donné pouvoir à Mme Odile BRUNEL
Mme Zoé CARDOT a donné pouvoir à Mme Odile BRUNEL
Absent excusé : M. Denis ROUVRAY
OBJET : Subvention au comité des fêtes
Le Bureau métropolitain, après en avoir délibéré, à l'unanimité :
- attribue une subvention de 500 € au comité des fêtes.
"""
        document = parse(page.encode(), name="bureau.txt")
        (session,) = document.sessions
        assert recheck(document) == document
        check = found("C08", session)
        assert check is not None
        return check

    assert read("16 juin 2022", "10 juin 2022").verdict == "holds"
    assert read("15 septembre 2022", "9 septembre 2022").verdict == "fails"


def test_the_status_follows_the_checks() -> None:
    session = Session(date="2019-06-16", present_count=5, present=(Person("A Durand"), Person("B Petit")))
    document = recheck(
        Document("a.pdf", kind="deliberation", status_reasons=("read with doubt: x",), sessions=(session,))
    )
    assert document.status == "review"
    assert document.status_reasons[0].startswith("C01: ") and document.status_reasons[1] == "read with doubt: x"
    mended = recheck(Document("a.pdf", kind="deliberation", status="review", status_reasons=document.status_reasons[:1],
                              sessions=(Session(date="2019-06-16"),)))  # fmt: skip
    assert (mended.status, mended.status_reasons) == ("ok", ())


def test_the_act_with_two_proxies_that_lies_beside_the_repository() -> None:
    """A bureau whose president held two proxies on 16 June 2022, in a window; the same in September is to check."""
    path = next((SHARED / "corpus").glob("*2022-00267.pdf"), None)
    if path is None:
        pytest.skip(f"{SHARED} is not there")
    document = parse(path)
    (session,) = document.sessions
    lawful = found("C08", session)
    assert lawful is not None and lawful.verdict == "holds" and lawful.read["most_held"] == 2
    assert lawful.law is not None and lawful.law.startswith("loi n° 2021-1465")
    assert {place.page for place in lawful.places} == {1, 2}  # the list runs on
    later = found("C08", msgspec.structs.replace(session, date="2022-09-15"))
    assert later is not None and later.verdict == "fails" and later.message.startswith("To check: ")
    assert later.law == "CGCT L5211-1, L2121-20 (since 1996-02-24)"
