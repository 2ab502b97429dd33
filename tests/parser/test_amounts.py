"""Sums of money as clerks write them, and figures that are no sums."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from delib.parser.fields.amounts import Money, find_amounts
from delib.parser.folding import fold
from hypothesis import given
from hypothesis import strategies as st


def read(text: str) -> list[Money]:
    return find_amounts(text, fold(text), 0, len(text))


def values(text: str) -> list[tuple[float, str]]:
    return [(float(money.value), money.currency) for money in read(text)]


def grouped(whole: int, sign: str) -> str:
    return f"{whole:,}".replace(",", sign)


@given(
    st.integers(1, 99_999_999),
    st.none() | st.integers(0, 99),
    st.sampled_from(["", " ", "\u00a0", "\u202f", "."]),
    st.sampled_from(["€", " €", " euros", " Euros", "€uros", " €uros", " EUR"]),
    st.sampled_from(["une subvention de {}.", "{} au titre de 2032", "pour l'année 2032 : {} ;", "({})", "{}"]),
)
def test_every_sum_comes_back(whole: int, cents: int | None, sign: str, currency: str, around: str) -> None:
    printed = grouped(whole, sign) + ("" if cents is None else f",{cents:02}") + currency
    expected = Decimal(whole) + Decimal(cents or 0) / 100
    text = around.format(printed)
    (money,) = read(text)
    assert (money.value, money.currency) == (expected, "EUR"), text
    assert text[money.start : money.end].startswith(printed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.590,00€ HT soit 3.108,00€ TTC", [2590.0, 3108.0]),
        ("162 324.06 €", [162324.06]),
        ("207.00 €", [207.0]),
        ("16 410, 60 €", [16410.6]),
        ("28.000 €uros", [28000.0]),
        ("5.100.000 € TTC", [5100000.0]),
        ("12 k€", [12000.0]),
        ("1,5 M€", [1500000.0]),
        ("3 millions d'euros", [3000000.0]),
        ("entre 1 et 1,3 million d’euros", [1300000.0]),
        ("trois mille euros", [3000.0]),
        ("deux millions d'euros", [2000000.0]),
        ("trente mille cinq cents euros et vingt centimes", [30500.2]),
        ("€ 500", [500.0]),
        ("2€50 par repas", [2.5]),
        ("5 OO0E", [5000.0]),
        ("226,00 £", [226.0]),
        ("961,52 € HT soit 1 153,82 TTC", [961.52, 1153.82]),
        ("un montant total de 312\n870,44 € pour 19 projets", [312870.44]),
        ("Chapitre 23 - article 2315 18 833 €", [18833.0]),
        ("en 2032 600 €", [600.0]),
        ("3 000, 12 500 €", [12500.0]),
        ("Alpha (55€), Bêta (55€)", [55.0, 55.0]),
        ("0,0452 €/kWh", [0.0452]),
        ("de 2 à 3 000 €", [3000.0]),
        ("la somme de 1 234,56, soit 12 € par élève", [1234.56, 12.0]),
    ],
)
def test_euros(text: str, expected: list[float]) -> None:
    assert values(text) == [(value, "EUR") for value in expected]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("300 F", 300.0, "FRF"),
        ("1244F", 1244.0, "FRF"),
        ("185,37 F", 185.37, "FRF"),
        ("732 F 78 c", 732.78, "FRF"),
        ("5 francs 65", 5.65, "FRF"),
        ("149 francs 25 centimes", 149.25, "FRF"),
        ("f. 4000", 4000.0, "FRF"),
        ("deux cent mille francs", 200000.0, "FRF"),
        ("100 frs", 100.0, "FRF"),
        ("300 NF", 300.0, "NF"),
        ("300 anciens francs", 300.0, "AF"),
        ("10 000 F CFP", 10000.0, "XPF"),
        ("80 livres tournois", 80.0, "LIVRE"),
        ("un secours de 50 francs, et les recettes pour 2735,82 ;", 50.0, "FRF"),
    ],
)
def test_currencies_before_the_euro(text: str, value: float, currency: str) -> None:
    assert values(text)[0] == (value, currency)


def test_a_column_without_signs_counts_in_the_francs_of_its_page() -> None:
    text = "Vote 25 francs.\nEn recette pour 2735,82\nEn dépense pour 2328,26\nd'où un excédent de recettes de 407,56\n"
    assert [value for value, currency in values(text) if currency == "FRF"] == [25.0, 2735.82, 2328.26, 407.56]


def test_a_column_under_a_head_in_euros() -> None:
    text = "Association Montant en €\nLes Amis du livre 600\nClub de boules 1 200\nTotal 1 800\n\nExercice 2032"
    assert values(text) == [(600.0, "EUR"), (1200.0, "EUR"), (1800.0, "EUR")]


@pytest.mark.parametrize(
    ("text", "value", "written_out"),
    [
        ("5 250 € (Cinq mille deux-cent-cinquante euros)", 5250, None),
        ("cinq mille euros (5 000 €)", 5000, None),
        ("cinq mille (5 000) euros", 5000, None),
        ("100 (cent) francs", 100, None),
        ("la somme de 50 (50F.)", 50, None),
        ("200 francs (200F.)", 200, None),
        ("5 250 € (cinq mille euros)", 5250, 5000),
        ("six mille euros (5 000 €)", 5000, 6000),
    ],
)
def test_figures_and_words_are_one_sum(text: str, value: int, written_out: int | None) -> None:
    (money,) = read(text)
    assert (money.value, money.written_out) == (Decimal(value), None if written_out is None else Decimal(written_out))
    assert text.endswith(money.words)


@pytest.mark.parametrize(
    "text",
    [
        "à l'euro symbolique",
        "1 € symbolique",
        "un euro symbolique",
        "20 % de 1 146 m²",
        "2 ha 50 a 19 ca",
        "tél. 04 77 12 34 56",
        "article L. 2122-22 du code",
        "le 16/06/2032 à 20h30",
        "l'exercice 2032",
        "la section F 300",
        "folio f. 12",
        "300 livres pour la bibliothèque",
        "un total de 1 234,56",
        "cent conseillers",
        "montant en €",
    ],
)
def test_what_is_no_sum(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("690 € HT", "HT"),
        ("14 000 € H.T.", "HT"),
        ("4 000 €HT", "HT"),
        ("70 € (TTC)", "TTC"),
        ("3 € hors taxes", "HT"),
        ("Montant total H. T. du projet : 413 500,00 €", "HT"),
        ("600 €", None),
    ],
)
def test_basis(text: str, basis: str | None) -> None:
    assert [money.basis for money in read(text)] == [basis]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("l'association sollicite un financement à hauteur de 60 000 €", "asked"),
        ("autorise le versement d'une subvention de 60 000 € à l'association", "granted"),
        ("acquisition de 18 ca au prix de 30 € le m²", "unit price"),
        ("vend la parcelle au prix de 30 000 €", "price"),
        ("pour un loyer annuel hors charge de 5 160,00 €", "rent"),
        ("un emprunt de 4 M€", "loan"),
        ("dans la limite de 800 €", "maximum"),
        ("Il sollicite l'État. Les frais de bouche : 12 €", None),
        ("frais de bouche : 12 €", None),
    ],
)
def test_roles(text: str, role: str | None) -> None:
    assert [money.role for money in read(text)] == [role]


def test_only_the_span_is_read() -> None:
    text = "Coût : 57 411 €. DÉCIDE de verser 4 000 €. Puis 12 €."
    start, end = text.index("DÉCIDE"), text.index("Puis")
    found = find_amounts(text, fold(text), start, end)
    assert [(m.words, m.start) for m in found] == [("4 000 €", text.index("4 000"))]


@given(st.text(alphabet="0123456789 ,.€()\nFfeurosHTcmil'k", max_size=80))
def test_no_text_raises_or_overlaps(text: str) -> None:
    found = read(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= m.start < m.end <= len(text) and m.value >= 0 for m in found)
