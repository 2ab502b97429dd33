"""The law as data: what it says on a day, and what is refused in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from delib.errors import BadRules
from delib.parser.checks.catalogue import catalogue, read_catalogue
from delib.parser.law import FILE, UNKNOWN, read_law, the_law


@pytest.mark.parametrize(
    ("organ", "body", "kind"),
    [
        ("Conseil municipal", "Commune de Valmorin", "commune"),
        (None, "Ville de VALMORIN", "commune"),
        ("BUREAU MÉTROPOLITAIN", "Valmorin Métropole", "epci"),
        ("Bureau", "Communauté de communes du Val", "epci"),
        ("Comité syndical", "S.I.V.O.S. du Val", "epci"),
        ("Comité syndical", "Syndicat mixte du Val", "epci"),
        (None, "Syndicat mixte du Val", "statutes"),
        ("Conseil d'administration", "CCAS de Valmorin", "ccas"),
        ("Conseil d'administration", "Office du Val", "statutes"),
        ("Commission permanente du conseil régional", "Région Val", "commission permanente"),
        ("Conseil départemental", "Département du Val", "departement"),
        ("Conseil général", None, "departement"),
        (None, "Les Communets", UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_the_kind_of_a_body(organ: str | None, body: str | None, kind: str) -> None:
    assert the_law().kind_of(organ, body) == kind


@pytest.mark.parametrize(
    ("day", "most", "certain"),
    [
        ("2019-06-01", 1, True),
        ("2020-03-11", 1, True),
        ("2020-03-12", 2, True),
        ("2020-08-30", 2, True),
        ("2020-08-31", 1, False),
        ("2020-11-14", 1, False),
        ("2020-11-15", 2, True),
        ("2021-09-30", 2, True),
        ("2021-10-01", 1, True),
        ("2021-11-10", 1, True),
        ("2021-11-11", 2, True),
        ("2022-07-31", 2, True),
        ("2022-08-01", 1, True),
        ("1985-06-01", 1, True),
    ],
)
def test_proxies_by_the_day(day: str, most: int, certain: bool) -> None:
    rule = the_law().proxies_on("commune", date.fromisoformat(day))
    assert rule is not None
    assert (rule.most, rule.certain) == (most, certain)


def test_no_rule_of_proxies_before_the_code_des_communes() -> None:
    assert the_law().proxies_on("commune", date(1970, 1, 1)) is None
    assert the_law().proxies_on("statutes", date(2019, 1, 1)) is None


@pytest.mark.parametrize(
    ("kind", "day", "least", "counted"),
    [
        ("commune", "1900-01-01", 6, "present"),
        ("commune", "2019-01-01", 6, "present"),
        ("commune", "2020-04-15", 4, "unclear"),
        ("epci", "2020-04-15", 4, "present or represented"),
        ("commune", "2020-07-15", 4, "present"),
        ("commission permanente", "2020-07-15", 4, "present or represented"),
        ("commission permanente", "2024-01-01", 6, "present or represented"),
        ("commune", "2021-10-15", 6, "present"),
    ],
)
def test_quorum_of_eleven(kind: str, day: str, least: int, counted: str) -> None:
    rule = the_law().quorum_on(kind, date.fromisoformat(day))
    assert rule is not None
    assert (rule.least(11), rule.counted) == (least, counted)


def test_a_rule_prints_its_article_and_its_period() -> None:
    rule = the_law().proxies_on("epci", date(2022, 6, 16))
    assert rule is not None
    assert rule.said.startswith("loi n° 2021-1465 du 10 novembre 2021")
    assert rule.said.endswith("(2021-11-11 to 2022-07-31)")
    later = the_law().proxies_on("epci", date(2022, 9, 15))
    assert later is not None and later.said == "CGCT L5211-1, L2121-20 (since 1996-02-24)"


def test_seats_tell_the_least_number_of_inhabitants() -> None:
    assert [the_law().inhabitants(seats) for seats in (5, 7, 23, 27, 28, 69)] == [0, 0, 2500, 3500, 3500, 300000]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("from = 2021-11-11", 'from = "2021-11-11x"', r"in \[\[derogation\]\] number 5, from"),
        ("from = 2021-11-11", "from = 2023-11-11", "ends .* before it begins"),
        ("from = 2021-11-11", "from = 2021-09-11", r"two \[\[derogation\]\] hold on 2021-09-11"),
        ('share = "a third"', 'share = "a fourth"', "a fourth"),
        ("proxies = 2", "proxy = 2", "proxy"),
        ('kinds = ["ccas"]', 'kinds = ["casino"]', 'there is no \\[\\[kind\\]\\] "casino"'),
        ('law = "CGCT L2121-17"', "", "law"),
        ("[seats]", "[seats", "is not TOML"),
        ("inhabitants = 1500, seats = 19", "inhabitants = 1500, seats = 9", "must rise"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, was: str, now: str, said: str) -> None:
    text = FILE.read_text("utf-8")
    assert was in text
    broken = tmp_path / "law.toml"
    broken.write_text(text.replace(was, now), "utf-8")
    with pytest.raises(BadRules, match=said) as caught:
        read_law(broken)
    assert caught.value.file == "law.toml" or caught.value.file == str(broken)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="cannot be read"):
        read_law(tmp_path / "law.toml")


def test_the_catalogue_holds_every_check() -> None:
    assert list(catalogue()) == [f"C{number:02d}" for number in range(1, 43)]
    assert all(entry.title and entry.title_fr for entry in catalogue().values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[X01]\n", "is no check"),
        ('[C01]\ntitle = "a"\ntitle_fr = "b"\nof = "act"\nseverity = "grave"\n', "severity"),
        ('[C01]\ntitle = "a"\ntitle_fr = "b"\nof = "act"\nseverity = "info"\nstate = "not"\n', "say why"),
        ('[C01]\ntitle = "a"\ntitle_fr = "b"\nof = "act"\nseverity = "info"\nwords_ = "x"\n', "words_"),
        ('[C01]\ntitle = "a"\n', "title_fr"),
    ],
)
def test_a_mistake_in_the_catalogue_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "checks.toml").write_text(text, "utf-8")
    with pytest.raises(BadRules, match=said):
        read_catalogue(tmp_path / "checks.toml")
