"""Hours of the day, and lengths of time that are none."""

from __future__ import annotations

import pytest
from delib.parser.fields.hours import find_hours
from delib.parser.folding import fold
from hypothesis import given
from hypothesis import strategies as st


def values(text: str) -> list[str]:
    return [hour.value for hour in find_hours(fold(text))]


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{}h{:02}", "{} h {:02}", "{}H{:02}", "{}:{:02}", "{} heures {:02}"]),
)
def test_every_minute_comes_back(hour: int, minute: int, form: str) -> None:
    assert values(f"réuni à {form.format(hour, minute)}, à la mairie") == [f"{hour:02}:{minute:02}"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("à vingt heures trente, les membres", "20:30"),
        ("à dix-neuf heures, à l'invitation", "19:00"),
        ("à 20 heures", "20:00"),
        ("à 18 h.", "18:00"),
        ("A 7 heures du soir, le Conseil", "19:00"),
        ("à neuf heures du matin", "09:00"),
        ("à huit heures du soir", "20:00"),
        ("à deux heures de relevée", "14:00"),
        ("à deux heures et demie de l'après-midi", "14:30"),
        ("à trois heures trois quarts de relevée", "15:45"),
        ("à dix-huit heures et quinze minutes", "18:15"),
        ("le 27 octobre 2017 à 10 heures, date de clôture", "10:00"),
        ("L'an deux mil vingt-deux, le seize juin à vingt-et-une heures", "21:00"),
    ],
)
def test_written_forms(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "à raison de 23 heures par semaine",
        "un poste de 20h/semaine",
        "plus de quatre ou cinq heures par jour",
        "25 heures",
        "tout à l'heure",
        "à l'heure dite",
        "durée de 12 heures",
        "13.30.45",
        "de 99h99",
        "Art. 20 habitants",
    ],
)
def test_what_is_no_hour(text: str) -> None:
    assert values(text) == []


def test_the_span_is_the_hour_with_its_time_of_day() -> None:
    text = fold("Séance ouverte à huit heures du soir et levée à 22h15.")
    assert [text[h.start : h.end] for h in find_hours(text)] == ["huit heures du soir", "22h15"]
