"""Registers whose acts are told by titles in the margin and by "Même séance"."""

from __future__ import annotations

import msgspec
from delib.parser.layout import read_layout
from delib.tests.parser.pages_of_lines import flat, pages_of, read_sheet, record_sheet, titles

FIRST = """
Achat/de bancs || L'an mil huit cent quatre-vingt-deux, le douze mars, le conseil municipal
|| de la commune de Valbrune s'est réuni sous la présidence de M. Terrasse.
|| Présents : MM. Rouvray, Piochet, Albanel.
|| M. le Président expose que les bancs de la place sont cassés.
|| Le conseil, à l'unanimité, vote la somme de quarante francs.

Vente d'un/chemin || Même séance. M. le Président donne lecture d'une demande de
|| M. Bresson qui voudrait acheter le vieux chemin des Aulnes. Ce chemin ne sert plus
|| depuis que la route neuve est ouverte et la commune n'en tire aucun revenu. Le prix
|| qu'il en offre paraît juste à tous ceux qui connaissent le pays.
|| Le conseil est d'avis de vendre ce chemin.

Secours || Même séance. M. le Président expose la misère de la veuve Morel.
|| Restée seule avec quatre enfants en bas âge depuis l'accident de la carrière, elle
|| n'a plus de quoi payer son pain et le bureau de bienfaisance a vidé sa caisse pour
|| cette année. Il demande qu'on ne la laisse pas sans feu jusqu'au printemps.
|| Le conseil vote pour elle un secours de dix francs.
"""
SECOND = """
Réparation/du pont || L'an mil huit cent quatre-vingt-deux, le quatre juin, le conseil municipal
|| de la commune de Valbrune s'est réuni sous la présidence de M. Terrasse.
|| Présents : MM. Rouvray, Piochet, Dolmen.
|| M. le Président expose que le pont a souffert des pluies du printemps. Deux pierres
|| de la voûte sont tombées et les charrettes de foin ne passent plus qu'à vide.
|| Le conseil, à l'unanimité, vote la somme de deux cents francs.

Chemins/vicinaux || Même séance. M. le Président expose l'état des chemins et demande
|| trois journées de prestation pour chaque habitant.
|| Le conseil vote trois journées pour l'année prochaine.
"""
REGISTER = FIRST + "\n=====\n" + SECOND
TITLES = [["Achat de bancs", "Vente d'un chemin", "Secours"], ["Réparation du pont", "Chemins vicinaux"]]


def test_each_title_in_the_margin_begins_an_act() -> None:
    reading = read_sheet(REGISTER)
    assert titles(reading) == TITLES
    assert reading.outline.kind == "register"


def test_same_sitting_begins_an_act_and_no_sitting() -> None:
    record = record_sheet(REGISTER)
    assert [(session.date, len(session.deliberations)) for session in record.sessions] == [
        ("1882-03-12", 3),
        ("1882-06-04", 2),
    ]


def test_an_act_of_a_register_holds_its_own_text_and_no_more() -> None:
    reading = read_sheet(REGISTER)
    text = reading.layout.body.text
    second = reading.outline.sittings[0].cuts[1]
    own = flat(text[second.start : second.end])
    assert "Bresson" in own and own.endswith("vendre ce chemin.")
    assert "quarante francs" not in own and "veuve" not in own


def test_the_title_of_an_act_of_a_register_is_the_words_of_its_margin() -> None:
    record = record_sheet(REGISTER)
    assert [act.title for act in record.sessions[1].deliberations] == TITLES[1]
    proof = record.sessions[1].deliberations[0].evidence["title"]
    assert proof.rule == "margin.title"
    assert proof.places and all(place.box[2] < 150 for place in proof.places), "its place is that in the margin"


def test_the_first_act_reads_those_present_in_its_head() -> None:
    session = record_sheet(REGISTER).sessions[1]
    assert [person.name for person in session.present] == ["Rouvray", "Piochet", "Dolmen"]


def test_same_sitting_without_a_title_beside_it_begins_an_act_too() -> None:
    text = REGISTER.replace("Secours || Même séance.", "|| Même séance.")
    reading = read_sheet(text)
    found = titles(reading)
    assert [len(own) for own in found] == [3, 2]
    assert found[0][:2] == TITLES[0][:2] and found[1] == TITLES[1]
    assert "Secours" not in str(found)


def test_a_short_last_act_stays_in_its_sitting() -> None:
    first = FIRST[: FIRST.index("|| Restée seule")] + "|| Le conseil vote pour elle un secours de dix francs.\n"
    assert titles(read_sheet(first + "\n=====\n" + SECOND)) == TITLES


def test_approvals_of_the_prefect_in_the_margin_are_no_titles() -> None:
    text = REGISTER.replace(
        "|| M. le Président expose que les bancs", "Vu et approuvé/le Préfet || M. le Président expose que les bancs"
    )
    assert titles(read_sheet(text)) == TITLES


def test_a_notice_that_calls_the_next_sitting_is_no_act_of_this_one() -> None:
    notice = """
Convocation || Valbrune, le trente mai. Monsieur, vous êtes prié de vous rendre à la mairie
|| le quatre juin prochain pour y parler du pont.
"""
    reading = read_sheet(FIRST + notice + "\n=====\n" + SECOND)
    assert titles(reading) == TITLES
    assert reading.outline.sittings[1].notice is not None
    a, b = reading.outline.sittings[1].notice
    assert "pour y parler du pont" in flat(reading.layout.body.text[a:b])


def test_an_order_of_the_mayor_between_two_acts_is_cut_off() -> None:
    order = """
Arrêté || Nous, maire de Valbrune, défendons de laver le linge à la fontaine du
|| Puits-Neuf pendant la sécheresse.
"""
    reading = read_sheet(REGISTER.replace("Vente d'un/chemin ||", order.lstrip() + "\nVente d'un/chemin ||"))
    assert titles(reading) == TITLES
    text = reading.layout.body.text
    assert not any(
        "fontaine" in text[cut.start : cut.end] for sitting in reading.outline.sittings for cut in sitting.cuts
    )


MINUTES = """
|| ! COMPTE RENDU DU CONSEIL MUNICIPAL
|| ! Séance du 14 mars {year}
|| Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE

{0} || ! 1. Réfection de la toiture
|| La charpente de la halle prend l'eau depuis l'automne dernier.
|| Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.

{1} || ! 2. Tarif de la cantine
|| Le prix du repas n'a pas changé depuis quatre ans.
|| Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.

{2} || ! 3. Achat de bancs
|| Les bancs de la place sont cassés.
|| Le conseil municipal, à l'unanimité, approuve l'achat de quatre bancs.

{3} || ! 4. Bail du moulin
|| Le locataire actuel souhaite rester.
|| Le conseil municipal, à l'unanimité, renouvelle le bail pour neuf ans.
"""
HEADINGS = [["Réfection de la toiture", "Tarif de la cantine", "Achat de bancs", "Bail du moulin"]]


def test_names_in_the_margin_are_no_titles() -> None:
    text = MINUTES.format("Luc/Terrasse", "Jean/Pioche", "Odile/Ferrandier", "Anne/Rouvray", year=1889)
    reading = read_sheet(text)
    assert len([item for item in reading.layout.lifted if item.kind == "margin"]) == 4, "the test needs its margin"
    assert titles(reading) == HEADINGS


def test_the_same_words_again_and_again_in_the_margin_are_no_titles() -> None:
    reading = read_sheet(MINUTES.format(*["pour extrait/conforme"] * 4, year=1889))
    assert len([item for item in reading.layout.lifted if item.kind == "margin"]) == 4, "the test needs its margin"
    assert titles(reading) == HEADINGS


def test_minutes_of_one_sitting_of_our_days_are_no_register_whatever_their_margin_says() -> None:
    reading = read_sheet(
        MINUTES.format("toit/de la halle", "repas/des enfants", "bancs/neufs", "bail/du moulin", year=2019)
    )
    assert len([item for item in reading.layout.lifted if item.kind == "margin"]) == 4, "the test needs its margin"
    assert titles(reading) == HEADINGS


# ---------------------------------------------------------------- the one note of a page of a register


def margin_notes(sheet: str) -> list[tuple[int, str]]:
    return [(item.page, flat(item.text.text)) for item in read_layout(pages_of(sheet)).lifted if item.kind == "margin"]


LONE = """
|| M. le Président expose que le puits de la place est à sec depuis le mois
Puits || d'août et que les habitants vont chercher l'eau à la rivière.
|| Le conseil vote la somme de trente francs pour le faire creuser et prie
|| M. le Préfet d'approuver la dépense.
|| La séance est levée à midi et les membres présents ont signé après lecture.
|| Ainsi dit à Valbrune, en la maison commune.
"""


def test_the_only_note_of_a_page_is_lifted_where_other_pages_have_a_margin() -> None:
    found = margin_notes(FIRST + "\n=====\n" + SECOND + "\n=====\n" + LONE)
    assert (3, "Puits") in found
    layout = read_layout(pages_of(FIRST + "\n=====\n" + SECOND + "\n=====\n" + LONE))
    assert "août et que les habitants" in layout.body.text
    assert "Puits" not in layout.body.text


def test_a_lone_note_as_large_as_the_text_is_text() -> None:
    pages = pages_of(FIRST + "\n=====\n" + SECOND + "\n=====\n" + LONE)
    large = tuple(msgspec.structs.replace(w, size=10.0) if w.text == "Puits" else w for w in pages[2].words)
    pages[2] = msgspec.structs.replace(pages[2], words=large)
    layout = read_layout(pages)
    assert "Puits" in layout.body.text


def test_without_other_margins_a_lone_small_line_stays_in_the_text() -> None:
    assert margin_notes(LONE) == []
    assert "Puits" in read_layout(pages_of(LONE)).body.text


def test_no_word_of_a_register_is_lost() -> None:
    pages = pages_of(FIRST + "\n=====\n" + SECOND + "\n=====\n" + LONE)
    layout = read_layout(pages)
    kept = [
        id(w)
        for text in (layout.body, *(item.text for item in layout.lifted))
        for line in text.lines
        for w in line.words
    ]
    assert sorted(kept) == sorted(id(w) for page in pages for w in page.words)
