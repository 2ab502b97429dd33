"""Numbers in figures and in words."""

from __future__ import annotations

import pytest
from delib.parser.fields.numbers import find_number_words, parse_number, read_number_words
from hypothesis import given
from hypothesis import strategies as st

SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def below_hundred(n: int) -> str:
    """The French of 0 to 99, by the school's rules (1990 hyphens not applied)."""
    if n < 20:
        return SMALL[n]
    base, ten = TENS[n // 10], n // 10
    rest = n % 10 + (10 if ten in (7, 9) else 0)
    if rest == 0:
        return base + ("s" if n == 80 else "")
    if rest in (1, 11) and ten not in (8, 9):
        return f"{base} et {SMALL[rest]}"
    return f"{base}-{SMALL[rest]}"


def below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    if hundreds == 0:
        return below_hundred(rest)
    head = "cent" if hundreds == 1 else f"{SMALL[hundreds]} cent" + ("s" if rest == 0 else "")
    return head if rest == 0 else f"{head} {below_hundred(rest)}"


def spell(n: int) -> str:
    """The French of 0 to 999 999."""
    thousands, rest = divmod(n, 1000)
    if thousands == 0:
        return below_thousand(rest)
    head = "mille"
    if thousands > 1:
        head = f"{below_thousand(thousands)} mille"
        if thousands % 100 in (0, 80):  # "cents" and "vingts" lose their s before "mille"
            head = head.replace("s mille", " mille")
    return head if rest == 0 else f"{head} {below_thousand(rest)}"


def folded(text: str) -> str:
    return text.replace("é", "e")


def test_every_number_to_9999_comes_back() -> None:
    for n in range(10_000):
        words = folded(spell(n))
        assert parse_number(words) == n, words
        assert parse_number(words.replace("-", " ")) == n, words
        assert parse_number(words.replace(" ", "-").replace("mille", "mil")) == n, words


@given(st.integers(0, 999_999))
def test_large_numbers_come_back(n: int) -> None:
    assert parse_number(folded(spell(n))) == n


@given(st.integers(0, 9999), st.sampled_from([" ", "\n", "-\n", "  ", " - "]))
def test_lines_may_break_inside(n: int, gap: str) -> None:
    words = folded(spell(n)).replace("-", " ").replace(" ", gap)
    assert parse_number(words) == n


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_figures_and_words_must_agree(n: int, other: int) -> None:
    words = folded(spell(n))
    assert parse_number(f"{n} ({words})") == n
    assert parse_number(f"{words} ({n})") == n
    if other != n:
        assert parse_number(f"{other} ({words})") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25", 25),
        ("07", 7),
        ("1 234", 1234),
        ("1.234", 1234),
        ("12 345 678", 12345678),
        (" : 71 ", 71),
        ("septante", 70),
        ("nonante-neuf", 99),
        ("huitante et un", 81),
        ("vingt cinq", 25),
        ("vingtcinq", 25),
        ("soixante-et-onze", 71),
        ("soixante et dix", 70),
        ("une", 1),
        ("zero", 0),
        ("neant", 0),
        ("aucune", 0),
        ("mil neuf cent quatorze", 1914),
        ("dix-neuf cent quatorze", 1914),
        ("deux millions trois cent mille", 2_300_000),
        ("mille et un", 1001),
        ("(12)", 12),
        ("25 (dont le maire)", 25),
    ],
)
def test_written_forms(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "et",
        "vingt personnes",
        "vingt trente",
        "dix onze",
        "12 34",
        "1 2345",
        "deux et trois",
        "cent cent",
        "mille mille",
        "unieme",
        "3,5",
        "()",
        "12/13",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_spans_are_those_of_the_words() -> None:
    text = "par vingt-cinq voix pour, trois contre et une abstention"
    assert [(text[n.start : n.end], n.value) for n in find_number_words(text)] == [
        ("vingt-cinq", 25),
        ("trois", 3),
        ("une", 1),
    ]


def test_a_word_that_only_begins_like_a_number_is_none() -> None:
    assert list(find_number_words("la septieme centaine, unanime, dixit, deuxieme")) == []


def test_ordinals_on_demand() -> None:
    found = read_number_words("vingt-unieme jour", 0, ordinals=True)
    assert found is not None and (found.value, found.end) == (21, 12)
    assert read_number_words("premier avril", 0) is None
    dixieme = read_number_words("dixieme septembre", 0, ordinals=True)
    assert dixieme is not None and dixieme.value == 10
