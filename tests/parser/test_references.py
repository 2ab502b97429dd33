"""Cited texts: codes, laws, decrees, orders, circulars, earlier deliberations."""

from __future__ import annotations

import itertools

import pytest
from delib.parser.fields.references import find_references
from delib.parser.folding import fold
from hypothesis import given
from hypothesis import strategies as st


def read(text: str) -> list[tuple[str, str]]:
    return [(cited.kind, cited.text) for cited in find_references(text, fold(text), 0, len(text))]


@pytest.mark.parametrize(
    ("before", "kind", "cited", "after"),
    [
        ("Vu les ", "code", "articles L. 2121-29 et suivants du Code général des collectivités territoriales", ","),
        ("Vu l’", "code", "article L2121-20 du CGCT", " ;"),
        (
            "Vu le ",
            "code",
            "Code général des collectivités territoriales (CGCT) et notamment son article L.2122-22",
            "\n",
        ),
        ("le ", "code", "Code de la voirie routière et notamment ses articles R.141-4 à R.141-10", " ;"),
        ("Vu le ", "code", "code de l'urbanisme", ","),
        ("selon l'", "code", "article L.123-1", ","),
        ("les ", "code", "articles 57 à 59 et 77 du code des marchés publics", "."),
        ("Vu la ", "law", "loi n° 84-53 du 26 janvier 1984", " modifiée"),
        ("l'", "law", "article 97 de la loi n°82-213 du 2 mars 1982", " relative aux droits"),
        ("Vu l'", "law", "ordonnance n° 2015-899 du 23 juillet 2015", ","),
        ("des ", "law", "lois des 15 mars 1850, 10 avril 1867 et 16 juin 1881", " ;"),
        ("Vu le ", "decree", "décret n° 82-979 du 19 novembre 1982", " précisant"),
        ("l'", "decree", "article 3 du décret n°2000-815 du 25 août 2000", "."),
        ("Vu l'", "order", "arrêté préfectoral n° 2033-I-777 en date du 21 mars 2033", ","),
        ("Vu l'", "order", "arrêté ministériel du 21/07/2015", "."),
        ("La ", "circular", "circulaire n°2014/79 du 5 décembre 2014", " relative"),
        ("Vu la ", "act", "délibération n° 2032-12/130 du 6 décembre 2032", " :"),
        ("Vu la ", "act", "délibération du conseil municipal en date du 3 mai 2014", ","),
        ("par ", "act", "délibération du 20 septembre 2036", ", le Conseil"),
        ("Modification de la ", "act", "délibération N°0911/077 du 27 septembre 2031", " portant"),
    ],
)
def test_a_citation_in_its_sentence(before: str, kind: str, cited: str, after: str) -> None:
    text = before + cited + after
    (found,) = find_references(text, fold(text), 0, len(text))
    assert (found.kind, found.text) == (kind, cited)
    assert text[found.start : found.end] == cited


@pytest.mark.parametrize(
    "text",
    [
        "DÉLIBÉRATION N° 12 du 3 mai 2032",
        "Article 2 : dit que",
        "article 6574 du budget",
        "la loi est dure",
        "le décret en question",
        "il arrête la liste",
        "un agent qui applique le code du travail",
        "après en avoir délibéré",
        "",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert read(text) == []


def test_citations_come_in_order() -> None:
    text = "Vu la loi n° 84-53 du 26 janvier 1984, le décret n° 91-875, vu la délibération du 3 mai 2032"
    assert [kind for kind, _ in read(text)] == ["law", "decree", "act"]


def test_lines_break_inside() -> None:
    text = "articles L. 171-2 à L. 171-\n11 du code de la\nvoirie routière et la loi\nn° 84-53 du 26\njanvier 1984"
    assert read(text) == [
        ("code", "articles L. 171-2 à L. 171-11 du code de la voirie routière"),
        ("law", "loi n° 84-53 du 26 janvier 1984"),
    ]


def test_only_the_span_is_read() -> None:
    text = "loi n° 84-53 du 26 janvier 1984 ; loi n° 92-3 du 3 janvier 1992"
    found = find_references(text, fold(text), text.index(";"), len(text))
    assert [cited.text for cited in found] == ["loi n° 92-3 du 3 janvier 1992"]


@given(st.text(alphabet="articleslod uLRn°0123456789-.,\ndécret", max_size=80))
def test_no_text_raises_or_overlaps(text: str) -> None:
    found = find_references(text, fold(text), 0, len(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
