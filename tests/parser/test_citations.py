"""Citations taken apart, and what an act does to those that are deliberations."""

from __future__ import annotations

import pytest
from delib.parser.fields.citations import Parts
from delib.parser.fields.references import find_references
from delib.parser.fields.relations import find_relations
from delib.parser.folding import fold
from delib.parser.reading import default_rulebook

CGCT = "code général des collectivités territoriales"


def parts(text: str) -> list[Parts]:
    return [cited.parts for cited in find_references(text, fold(text), 0, len(text))]


def relations(text: str) -> list[str | None]:
    """The relation of each cited act."""
    folded = fold(text)
    found = find_references(text, folded, 0, len(text))
    related = find_relations(text, folded, found, default_rulebook())
    return [
        related[index].relation if index in related else None
        for index, cited in enumerate(found)
        if cited.kind == "act"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Vu les articles L. 2121-29 et L 2122-22 du CGCT,", Parts(CGCT, ("L2121-29", "L2122-22"))),
        ("Vu le Code Général des Collectivités Territoriales et notamment ses articles R.141-4 à R.141-10,",
         Parts(CGCT, ("R141-4 à R141-10",))),
        ("les articles 57 à 59 et 77 du code des communes", Parts("code des communes", ("57 à 59", "77"))),
        ("l'article L. 5211-10 bis du CGCT", Parts(CGCT, ("L5211-10 bis",))),
        ("selon l'article L.123-1,", Parts(None, ("L123-1",))),
        ("l'article 97 de la loi n° 82-213 du 2 mars 1982", Parts(None, ("97",), "82-213", "1982-03-02")),
        ("Vu le décret n°2000-815 du 25 août 2000,", Parts(None, (), "2000-815", "2000-08-25")),
        ("Vu l'arrêté ministériel du 21/07/2015.", Parts(None, (), None, "2015-07-21")),
        ("Vu la délibération n° 2031 / 175 du 6 mai 2031,", Parts(None, (), "2031/175", "2031-05-06")),
        ("des lois des 15 mars 1850, 10 avril 1867", Parts(None, (), None, None)),  # two days are no day
        ("Vu la directive 2014/24/UE", Parts(None, (), "2014/24/UE", None)),
    ],
)  # fmt: skip
def test_a_citation_is_taken_apart(text: str, wanted: Parts) -> None:
    assert parts(text) == [wanted]


def test_deliberations_of_two_days_are_two() -> None:
    text = "d'abroger les délibérations du 28 novembre 2032 et du 24 juillet 2034"
    assert [one.date for one in parts(text)] == ["2032-11-28", "2034-07-24"]
    assert relations(text) == ["repeals", "repeals"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("DÉCIDE de modifier l'article 3 de la délibération n° 12 du 3 mai 2031", "modifies"),
        ("MODIFICATION DE LA DÉLIBÉRATION DU 3 MAI 2031", "modifies"),
        ("La présente annule et remplace la délibération n° 2031-4", "replaces"),
        ("DÉCIDE d'annuler et remplacer l'article 2 de la délibération n° 2031-4", "modifies"),
        ("L'article 3 de la délibération du 3 mai 2031 est abrogé", "modifies"),
        ("Vu l'article 12 du règlement, il est proposé d'abroger la délibération n° 2031-4", "repeals"),
        ("de retirer sa délibération du 3 mai 2031", "withdraws"),
        ("DÉCIDE de rapporter la délibération du 3 mai 2031", "withdraws"),
        ("une erreur matérielle dans la délibération du 3 mai 2031", "rectifies"),
        ("de compléter la délibération du 3 mai 2031", "completes"),
        ("de proroger les effets de la délibération du 3 mai 2031", "extends"),
        ("en application de la délibération du 3 mai 2031", "implements"),
        ("dit que la délibération n° 2031-4 du 3 mai 2031 est abrogée", "repeals"),
        ("la délibération du 3 mai 2031 est ainsi modifiée :", "modifies"),
        ("Vu la délibération du 3 mai 2031", None),
        ("M. Dupuis rapporte : par délibération du 3 mai 2031, la ville a créé un fonds", None),
        ("la modification du plan approuvée par délibération du 3 mai 2031", None),
        ("le règlement, modifié par la délibération du 3 mai 2031", None),
        ("Vu la délibération du 3 mai 2031. Elle est abrogée de plein droit", None),
    ],
)
def test_what_is_done_to_a_cited_act(text: str, relation: str | None) -> None:
    assert relations(text) == [relation]


def test_a_participle_after_a_citation_speaks_of_the_cited_act() -> None:
    assert relations("Vu la délibération du 24 juillet 2034 complétant la délibération du 28 novembre 2032") == [
        None,
        None,
    ]
