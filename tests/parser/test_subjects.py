"""What an act is about: printed codes, and proposals from words."""

from __future__ import annotations

import pytest
from delib.parser.fields.subjects import Zone, find_printed, label_of, labels, propose
from delib.parser.folding import fold
from delib.parser.pages import open_source
from delib.parser.reading import default_rulebook, read, record
from delib.parser.rulebook.matcher import APART
from generator import random_document


def zone(text: str, kind: str = "title") -> Zone:
    return Zone(kind, text, fold(text), 0, len(text))  # type: ignore[arg-type]


def proposed(title: str, decision: str = "", opening: str = "") -> list[str]:
    zones = [zone(title), zone(opening, "opening"), zone(decision, "decision")]
    return [topic.code for topic in propose(zones, default_rulebook()).topics]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nomenclature ACTES : 7.5.1", "7.5.1"),
        ("NOMENCLATURE : 1.1 Marchés publics", "1.1"),
        ("Matière : 6.1-Police municipale", "6.1"),
        ("Matière de l'acte : 3.2.2", "3.2.2"),
        ("Classification : 7.10 - Divers", "7.10"),
        ("Code matière 5-3", "5.3"),
        ("5.2. Institutions et vie politique – Fonctionnement des assemblées", "5.2"),
        ("  8.1 - Enseignement", "8.1"),
        ("Séance du 3 mai\n4.2 Personnel contractuel\nRecrutement", "4.2"),
    ],
)
def test_a_printed_code_is_kept_whole(text: str, code: str) -> None:
    (topic,) = find_printed([zone(text, "elsewhere")])
    assert (topic.code, topic.basis, topic.label) == (code, "stated", label_of(code))


@pytest.mark.parametrize(
    "text",
    [
        "Classification : 12.4",
        "Nomenclature : 7.15",  # there is no such subject
        "Article 5.2 du règlement",
        "5.2 Construction d'un préau",  # an item of the agenda, not the label of 5.2
        "le domaine public",
        "un taux de 7.5 %",
        "La matière est régie par la loi",
        "Matière : 7.5 €",
        "1.1 million d'euros",
    ],
)
def test_other_numbers_are_no_codes(text: str) -> None:
    assert find_printed([zone(text, "elsewhere")]) == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Octroi d'une subvention au club nautique de l'anse", "7.5"),
        ("Demande de subvention pour l'acquisition d'un terrain de jeux", "7.5"),
        ("Souscription d'un emprunt en vue de l'achat d'un immeuble", "7.3"),
        ("Groupement de commandes pour l'entretien de la voirie", "1.1"),
        ("Acquisition d'un terrain cadastré ZC 41", "3.1"),
        ("Vente d'une maison rue du Pressoir", "3.2"),
        ("Bail commercial du moulin", "3.3"),
        ("Servitude de passage au profit du concessionnaire", "3.6"),
        ("Dénomination de la place du lavoir", "3.5"),
        ("Création d'un poste de rédacteur", "4.1"),
        ("Recrutement de trois agents contractuels", "4.2"),
        ("Instauration du RIFSEEP", "4.5"),
        ("Élection de la troisième adjointe", "5.1"),
        ("Approbation du compte rendu de la séance du 4 mai", "5.2"),
        ("Désignation de deux délégués au syndicat des eaux", "5.3"),
        ("Modification des statuts de la communauté", "5.7"),
        ("Budget annexe de l'eau : décision modificative n° 3", "7.1"),
        ("Taux d'imposition pour 2034", "7.2"),
        ("Fonds de concours à la commune voisine", "7.8"),
        ("Révision allégée du plan local d'urbanisme", "2.1"),
        ("Renonciation au droit de préemption", "2.3"),
        ("Rapport sur le prix et la qualité du service de l'eau", "8.8"),
        ("Tarifs du camping pour la saison", "7.1"),
        ("Vœu pour le maintien de la maternité", "9.4"),
        ("Incorporation des voies du hameau dans le domaine public", "3.5"),
        ("Déclassement et cession d'un délaissé de voirie", "3.2"),
        ("Taxe de séjour : fixation des tarifs", "7.2"),
        ("Convention d'objectifs avec le cercle d'aviron", "7.5"),
        ("Jumelage avec une ville des Abruzzes", "9.1"),
    ],
)
def test_a_title_proposes(title: str, code: str) -> None:
    assert proposed(title)[:1] == [code]


@pytest.mark.parametrize("title", ["Questions diverses", "Point d'information", "Dossier Martin", ""])
def test_a_title_that_says_nothing_proposes_nothing(title: str) -> None:
    found = propose([zone(title)], default_rulebook())
    assert found.topics == ()
    assert found.why


def test_the_decision_speaks_where_the_title_is_silent() -> None:
    assert proposed("Quartier du port", "DÉCIDE d'attribuer une subvention de 900 € à la copropriété") == ["7.5"]
    assert proposed("Quartier du port", "La dépense sera imputée au budget de la ville") == []


def test_rivals_of_one_family_leave_the_family_and_others_nothing() -> None:
    (family,) = propose([zone("Acquisition et vente")], default_rulebook()).topics
    assert (family.code, family.label) == ("3", labels()["3"])
    assert "alike" in str(propose([zone("Bail ou emprunt")], default_rulebook()).why)


def test_the_words_that_say_it_are_kept_with_their_rule() -> None:
    (topic,) = propose([zone("Octroi d'une subvention au club")], default_rulebook()).topics
    assert topic.rule.startswith("subject.")
    assert [(one.zone, "Octroi d'une subvention au club"[one.start : one.end]) for one in topic.said] == [
        (0, "Octroi d'une subvention")
    ]


def test_rules_of_subjects_are_not_tried_on_whole_documents() -> None:
    text = "Demande de subvention"
    assert all(hit.rule.segment not in APART for hit in default_rulebook().scan(fold(text), text))
    assert [hit.rule.field for hit in default_rulebook().scan_apart("subject", fold(text), text)] == ["7-5"]


def test_every_code_of_the_rules_is_in_the_nomenclature() -> None:
    codes = {
        rule.field.replace("-", ".") for rule in default_rulebook().rules if rule.segment == "subject" and rule.field
    }
    assert codes <= set(labels())
    assert {code.split(".")[0] for code in codes} == set("123456789")


def test_a_document_says_its_subject_or_why_not() -> None:
    for seed in range(12):
        data, truth = random_document(seed)
        document = record(read(open_source(data, name=f"{truth.file}.pdf")))
        for session in document.sessions:
            for act in session.deliberations:
                assert bool(act.subjects) != ("subjects" in act.evidence)
                for subject in act.subjects:
                    assert subject.places and subject.words and subject.rule
