"""Dates in figures, in words, in the Republican calendar; what is no date."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from delib.parser.fields.dates import complete, find_dates, republican
from delib.parser.folding import fold
from hypothesis import given
from hypothesis import strategies as st

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
UNDER_TWENTY = (
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def two_digits(n: int) -> str:
    """1 to 99 in words (a speller of the tests' own)."""
    if n < 20:
        return UNDER_TWENTY[n]
    ten, unit = divmod(n, 10)
    if ten in (7, 9):
        unit += 10
    if unit == 0:
        return TENS[ten] + ("s" if ten == 8 else "")
    link = " et " if unit in (1, 11) and ten < 8 else "-"
    return TENS[ten] + link + UNDER_TWENTY[unit]


def year_in_words(year: int, mil: str) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    words = [mil] if thousands == 1 else ["deux", mil]
    if hundreds:
        words += ["cent"] if hundreds == 1 else [UNDER_TWENTY[hundreds], "cent"]
    if rest:
        words.append(two_digits(rest))
    return " ".join(words)


def writings(day: date, mil: str) -> list[str]:
    """The ways in which clerks write a date."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    figure = "1er" if day.day == 1 else str(day.day)
    words = "premier" if day.day == 1 else two_digits(day.day)
    year = year_in_words(day.year, mil)
    return [
        f"{figure} {month} {day.year}",
        f"{weekday} {figure} {month} {day.year}",
        f"{day.day:02} {month.upper()} {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.isoformat()}",
        f"{figure} {month} {year}",
        f"{words} {month} {year}",
        f"{words.replace('-', ' ')} {month} {year.replace('-', ' ')}",
        f"L'an {year}, le {words} {month}, à vingt heures trente",
        f"L’an {year.replace('-', ' ')}\nLe {weekday} {words.replace('-', ' ')} {month} à dix-neuf heures",
        f"L'AN {year.upper()} ET LE {words.upper()} DU MOIS DE {month.upper()}",
        f"L'an {day.year}, le {weekday} {figure} {month}",
        f"le {figure} du mois {'d’' if month[0] in 'ao' else 'de '}{month} {day.year}",
    ]


def values(text: str) -> list[date | None]:
    return [found.value for found in find_dates(fold(text))]


@given(st.dates(date(1793, 1, 1), date(2100, 12, 31)), st.sampled_from(["mil", "mille"]), st.data())
def test_every_date_comes_back(day: date, mil: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(writings(day, mil)))
    assert values(f"Séance du {text}.") == [day], text


@given(st.dates(date(1970, 1, 1), date(2065, 12, 31)), st.sampled_from("/.-"))
def test_years_of_two_figures(day: date, sign: str) -> None:
    assert values(f"courrier du {day.day:02}{sign}{day.month:02}{sign}{day.year % 100:02}, reçu") == [day]


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)), st.data())
def test_lines_may_break_inside(day: date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(writings(day, "mil")))
    assert values(text.replace(" ", "\n")) == [day], text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("jeudi 1er février 2013", "2013-02-01"),
        ("01er juillet 2024", "2024-07-01"),
        ("1° mai 2001", "2001-05-01"),
        ("1® mai 2001", "2001-05-01"),
        ("1 er mars 2020", "2020-03-01"),
        ("ler mars 2020", "2020-03-01"),
        ("l6 juin 2O22", "2022-06-16"),
        ("2février 2015", "2015-02-02"),
        ("le vingt-trois du mois de février deux mille vingt-trois", "2023-02-23"),
        ("vingt quatre février deux mil vingt trois", "2023-02-24"),
        ("22 septembre deux mil seize", "2016-09-22"),
        ("l'an mil huit cent quatre vingt dix et le neuf février", "1890-02-09"),
        ("L'an Deux Mil quinze, le 2 février 2015", "2015-02-02"),
        ("Aujourd'hui dixième septembre mil sept cent quatre vingt dix", "1790-09-10"),
        ("le seize juin de l'an deux mil vingt-deux", "2022-06-16"),
        ("3 janv. 2012", "2012-01-03"),
        ("4 févr 2012", "2012-02-04"),
        ("5 sept. 2012", "2012-09-05"),
        ("L'an deux mil, le sept janvier", "2000-01-07"),
        ("12 7bre 1790", "1790-09-12"),
        ("12 8bre 1812", "1812-10-12"),
        ("12 9bre 1812", "1812-11-12"),
        ("3 Xbre 1821", "1821-12-03"),
    ],
)
def test_written_forms(text: str, iso: str) -> None:
    assert values(text) == [date.fromisoformat(iso)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("16 pluviôse an 13", "1805-02-05"),
        ("le dix floréal an treize", "1805-04-30"),
        ("10 prairial an XIII de la République", "1805-05-30"),
        ("L'an treize de la république française, le 16 pluviôse", "1805-02-05"),
        ("3e jour complémentaire an VIII", "1800-09-20"),
        ("le troisième jour complémentaire de l'an huit", "1800-09-20"),
        ("1er vendémiaire an I", "1792-09-22"),
        ("10 nivôse an 14", "1805-12-31"),
    ],
)
def test_the_republican_calendar(text: str, iso: str) -> None:
    assert values(text) == [date.fromisoformat(iso)]


@pytest.mark.parametrize(
    "text", ["11 nivôse an 14", "31 germinal an 3", "6e jour complémentaire an 8", "2 floréal an 20"]
)
def test_days_that_the_republican_calendar_never_had(text: str) -> None:
    assert values(text) == [None]


def test_republican_days_follow_each_other() -> None:
    days = [
        day
        for year in range(1, 15)
        for month in range(1, 14)
        for number in range(1, 31)
        if (day := republican(year, month, number)) is not None
    ]
    assert days[0] == date(1792, 9, 22) and days[-1] == date(1805, 12, 31)
    assert all(second - first == timedelta(days=1) for first, second in itertools.pairwise(days))


@pytest.mark.parametrize(
    "text",
    [
        "31 juin 2022",
        "30/02/2021",
        "L'an deux mil dix sep, le dix avril, à vingt heures trente",
        "L'an deux mil ving, le dix avril",
        "L'an deux mil dix-sept, le 2 février 2015",
    ],
)
def test_what_cannot_be_is_kept_without_a_value(text: str) -> None:
    (found,) = find_dates(fold(text))
    assert found.value is None and complete(found, date(2017, 5, 19)) is None


@pytest.mark.parametrize(
    "text",
    [
        "N° 2016.02.16",
        "délibération n° 16-02-16",
        "n°2020-05-01",
        "2025-10-30-DCM-01",
        "CM-2024-05-13-07",
        "23-02/001",
        "téléphone 04.90.12.03.56",
        "place du 8 mai 1945",
        "rue du 11 novembre",
        "le budget 2021",
        "mars 2021",
        "dix sept conseillers",
        "45/13/2020",
        "le maire décide",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_dates_come_in_order_and_apart() -> None:
    text = fold("convoqués le vingt six octobre deux mil dix sept, réunis le 03/11/2017 ; affiché le 10 novembre 2017")
    found = find_dates(text)
    assert [d.value for d in found] == [date(2017, 10, 26), date(2017, 11, 3), date(2017, 11, 10)]
    assert [text[d.start : d.end] for d in found] == [
        "vingt six octobre deux mil dix sept",
        "03/11/2017",
        "10 novembre 2017",
    ]


def test_the_formula_does_not_reach_over_a_convocation() -> None:
    found = find_dates(fold("L'an deux mil vingt-deux, le conseil convoqué le 3 juin, s'est réuni"))
    assert [(d.value, d.day, d.month) for d in found] == [(None, 3, 6)]


@pytest.mark.parametrize(
    ("text", "reference", "iso"),
    [
        ("le 3 janvier courant", date(1881, 1, 23), "1881-01-03"),
        ("le 23 décembre dernier", date(1881, 1, 23), "1880-12-23"),
        ("du 12 juin dernier", date(2018, 6, 11), "2017-06-12"),
        ("le 10 juin prochain", date(2017, 5, 19), "2017-06-10"),
        ("le 4 janvier prochain", date(2017, 12, 19), "2018-01-04"),
        ("datée du 2 juin", date(2020, 6, 9), "2020-06-02"),
        ("datée du 28 décembre", date(2021, 1, 4), "2020-12-28"),
    ],
)
def test_a_missing_year_is_completed(text: str, reference: date, iso: str) -> None:
    (found,) = find_dates(fold(text))
    assert found.value is None
    assert complete(found, reference) == date.fromisoformat(iso)


@given(st.text(alphabet="0123456789/.- anlejuiovbrmdecfg'\nxé°", max_size=60))
def test_no_text_raises_or_overlaps(text: str) -> None:
    found = find_dates(fold(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) for d in found)
