"""Checks of land and of cited texts: C30, C31, C39, on invented records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from delib.parser.checks.land import parcels_of_the_title, price_of_land
from delib.parser.checks.texts import in_force, texts
from delib.parser.record import Amount, Deliberation, Parcel, Passage, Place, Reference, Session, Surface

AT = (Place(1, (50.0, 100.0, 90.0, 112.0)),)


def sold(*surfaces: Surface, unit: float | None = 5.4, price: float | None = 16410.6, **more: Any) -> Deliberation:
    sums = [Amount(unit, role="unit price", places=AT)] if unit is not None else []
    sums += [Amount(price, role="price", places=AT)] if price is not None else []
    values: dict[str, Any] = {"parcels": (Parcel("ZK", "74"),), "surfaces": surfaces, "amounts": tuple(sums)}
    return Deliberation(**{**values, **more})


@pytest.mark.parametrize(
    ("act", "verdict"),
    [
        (sold(Surface(3039.0)), "holds"),
        (sold(Surface(22.0), Surface(3017.0)), "holds"),  # the sum of two areas
        (sold(Surface(3039.0), unit=5.4, price=16411.0), "holds"),  # rounded to the euro
        (sold(Surface(3039.0), price=26410.6), "fails"),
        (sold(Surface(3039.0, total=True), Surface(400.0), price=26410.6), "fails"),
        (sold(Surface(3039.0), Surface(400.0), price=26410.6), "unknown"),
        (sold(Surface(3039.0), price=None), "unknown"),
        (sold(Surface(3039.0), unit=None), None),
        (sold(), None),
        (sold(Surface(3039.0), parcels=()), None),
    ],
)
def test_price_is_unit_price_times_area(act: Deliberation, verdict: str | None) -> None:
    found = price_of_land(act)
    assert [check.verdict for check in found] == ([verdict] if verdict else [])
    for check in found:
        assert (check.id, check.severity) == ("C30", "info")
        assert check.places


@pytest.mark.parametrize(
    ("title", "text", "verdict"),
    [
        ("Vente de la parcelle ZK 74", "DÉCIDE de vendre la parcelle cadastrée section ZK n° 74", "holds"),
        ("Vente des parcelles ZK 74 et 75", "DÉCIDE de vendre les parcelles ZK 74, ZK 75 et ZK 76", "holds"),
        ("Vente de la parcelle 052 ZK 74", "DÉCIDE de vendre la parcelle ZK 74", "holds"),
        ("Vente de la parcelle ZK 74", "DÉCIDE de vendre la parcelle ZK 47", "fails"),
        ("Vente de la parcelle ZK 74", "DÉCIDE de vendre le terrain", None),
        ("Vente d'un terrain", "DÉCIDE de vendre la parcelle ZK 74", None),
    ],
)
def test_parcels_of_title_and_act(title: str, text: str, verdict: str | None) -> None:
    act = Deliberation(title=title, dispositif=Passage(text), parcels=(Parcel("ZK", "74", places=AT),))
    found = parcels_of_the_title(act)
    assert [check.verdict for check in found] == ([verdict] if verdict else [])
    if verdict == "fails":
        assert "ZK 74" in found[0].message and "ZK 47" in found[0].message
        assert found[0].places == AT


def cites(day: str | None, *references: Reference) -> list[tuple[str, str]]:
    found = in_force(Session(date=day), Deliberation(references=references))
    return [(check.verdict, check.message) for check in found]


def code(name: str, *articles: str) -> Reference:
    return Reference("code", name, AT, name, articles)


@pytest.mark.parametrize(
    ("day", "cited", "verdict"),
    [
        ("1995-06-01", code("code des communes"), "holds"),
        ("1998-06-01", code("code des communes"), "fails"),
        ("1998-06-01", code("code des communes", "R361-1"), "holds"),  # its regulations lasted until 2000
        ("2001-06-01", code("code des communes", "R361-1"), "fails"),
        ("1990-06-01", code("code général des collectivités territoriales", "L2121-29"), "fails"),
        ("2016-03-31", code("code des marchés publics"), "holds"),
        ("2016-04-01", code("code des marchés publics"), "fails"),
        ("2022-03-01", Reference("law", "loi n° 84-53", AT, number="84-53", date="1984-01-26"), "fails"),
        ("2022-02-28", Reference("law", "loi n° 84-53", AT, number="84-53", date="1984-01-26"), "holds"),
        ("2012-01-01", Reference("decree", "décret du 3 mai 2014", AT, date="2014-05-03"), "fails"),
        ("2012-01-01", Reference("act", "délibération du 3 mai 2012", AT, date="2012-05-03"), "fails"),
        ("2012-05-03", Reference("act", "délibération du 3 mai 2012", AT, date="2012-05-03"), "holds"),
        ("2012-05-03", code("code civil"), None),  # nothing is known of its days
        (None, code("code des communes"), None),
    ],
)
def test_what_is_cited_was_in_force(day: str | None, cited: Reference, verdict: str | None) -> None:
    assert [one for one, _ in cites(day, cited)] == ([verdict] if verdict else [])


def test_a_finding_names_the_text_and_what_ended_it() -> None:
    ((verdict, message),) = cites("1998-06-01", code("code des communes"), code("code des marchés publics"))
    assert verdict == "fails"
    assert "code des communes" in message and "96-142" in message and "marchés publics" not in message


def test_the_days_of_the_texts_are_days_with_a_reason() -> None:
    for entries in texts().values():
        for one in entries:
            assert one.first or one.last
            assert all(date.fromisoformat(day) for day in (one.first, one.last) if day)
            assert one.first is None or one.last is None or one.first < one.last
            assert len(one.since) > 20
