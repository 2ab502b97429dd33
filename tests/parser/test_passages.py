"""The passages of one act: what is reasoned, what is decided, where it ends, and why a dispositif is missing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from delib.parser.layout import Text
from delib.parser.segment.passages import Passages, label_act
from delib.parser.segment.units import cut_units
from delib.tests.parser.pages_of_lines import flat, scanned

HINGE = "Le conseil municipal, après en avoir délibéré, décide de retenir le devis de l'entreprise Morel."


def label(sheet: str, *, sole: bool = True, title: str = "") -> tuple[Text, Passages]:
    """The passages of an act whose text fills the sheet."""
    body, hits = scanned(sheet)
    return body, label_act(body, hits, 0, len(body.text), taken=[], sole=sole, title=title)


def halves(sheet: str, *, sole: bool = True) -> tuple[str | None, str | None]:
    """(considérants, dispositif), each on one line."""
    body, found = label(sheet, sole=sole)
    return tuple(
        flat(body.text[span[0] : span[1]]) if span else None for span in (found.considerants, found.dispositif)
    )  # type: ignore[return-value]


# ---------------------------------------------------------------- where the dispositif begins


def test_it_begins_with_the_sentence_of_the_hinge() -> None:
    assert halves(f"La charpente de la halle prend l'eau.\nTrois devis ont été demandés.\n{HINGE}") == (
        "La charpente de la halle prend l'eau. Trois devis ont été demandés.",
        HINGE,
    )


def test_visas_and_reasons_stand_before_it() -> None:
    sheet = """
    Vu le code général des collectivités territoriales,
    Vu le budget de l'année,
    Considérant que la charpente de la halle prend l'eau,

    Après en avoir délibéré, le conseil municipal :
    - retient le devis de l'entreprise Morel ;
    - autorise le maire à signer la commande.
    """
    reasons, decided = halves(sheet)
    assert reasons is not None and reasons.startswith("Vu le code général") and reasons.endswith("prend l'eau,")
    assert (
        decided is not None
        and decided.startswith("Après en avoir délibéré")
        and decided.endswith("signer la commande.")
    )


def test_the_organ_alone_then_verbs() -> None:
    sheet = """
    La charpente de la halle prend l'eau.
    Le conseil municipal, à l'unanimité :
    - retient le devis de l'entreprise Morel ;
    - autorise le maire à signer la commande.
    """
    reasons, decided = halves(sheet)
    assert reasons == "La charpente de la halle prend l'eau."
    assert decided is not None and decided.startswith("Le conseil municipal, à l'unanimité :")


def test_verbs_in_capitals_without_a_hinge() -> None:
    sheet = """
    Vu le code général des collectivités territoriales,
    Considérant que la charpente de la halle prend l'eau,

    RETIENT le devis de l'entreprise Morel,
    AUTORISE le maire à signer la commande.
    """
    reasons, decided = halves(sheet)
    assert reasons is not None and reasons.endswith("prend l'eau,")
    assert decided is not None and decided.startswith("RETIENT")


@pytest.mark.parametrize(
    "decided",
    [
        "Le Conseil, ouï l'exposé de M. le Président, vote la somme de quarante francs.",
        "Le Conseil, considérant que la dépense est utile, vote la somme de quarante francs.",
        "Le Conseil, après lecture, est d'avis de vendre ce chemin à M. Bresson.",
    ],
)
def test_a_sentence_whose_subject_is_the_organ_and_whose_verb_decides(decided: str) -> None:
    reasons, found = halves(f"M. le Président expose que les bancs de la place sont cassés.\n{decided}")
    assert (reasons, found) == ("M. le Président expose que les bancs de la place sont cassés.", decided)


def test_a_sentence_of_reasons_that_comes_to_its_decision() -> None:
    sheet = """
    Le maire expose l'état du pont.
    Considérant que deux pierres de la voûte sont tombées, est d'avis de fermer le pont aux charrettes.
    """
    reasons, decided = halves(sheet)
    assert reasons is not None and "deux pierres de la voûte" in reasons
    assert decided == "est d'avis de fermer le pont aux charrettes."


def test_a_date_of_an_older_decision_opens_none() -> None:
    sheet = f"""
    Par délibération du 3 mai 2018, le conseil municipal avait décidé de reporter les travaux.
    La charpente prend l'eau depuis.
    {HINGE}
    """
    reasons, decided = halves(sheet)
    assert reasons is not None and reasons.startswith("Par délibération du 3 mai 2018")
    assert decided == HINGE


def test_what_is_asked_of_the_council_is_not_yet_its_decision() -> None:
    sheet = f"""
    Le maire propose au conseil municipal de retenir le devis de l'entreprise Morel.
    {HINGE}
    """
    reasons, decided = halves(sheet)
    assert reasons == "Le maire propose au conseil municipal de retenir le devis de l'entreprise Morel."
    assert decided == HINGE


@pytest.mark.parametrize("bare", ["Le Conseil adopte.", "Adopté à l'unanimité.", "Vote : unanimité"])
def test_the_proposal_is_the_dispositif_where_the_decision_is_bare(bare: str) -> None:
    sheet = f"""
    La charpente de la halle prend l'eau.

    Il est proposé au conseil municipal :
    - de retenir le devis de l'entreprise Morel ;
    - d'autoriser le maire à signer la commande.

    {bare}
    """
    reasons, decided = halves(sheet)
    assert reasons == "La charpente de la halle prend l'eau."
    assert decided is not None
    assert decided.startswith("Il est proposé au conseil municipal :") and decided.endswith(bare), "the vote is its end"


def test_a_proposal_over_two_sentences_is_one_dispositif() -> None:
    sheet = """
    La charpente de la halle prend l'eau.
    Il est proposé au conseil municipal de retenir le devis de l'entreprise Morel.
    Il est proposé au conseil municipal de demander l'aide du département.
    Le Conseil adopte.
    """
    _, decided = halves(sheet)
    assert decided is not None and decided.startswith("Il est proposé au conseil municipal de retenir")


def test_the_announcement_of_the_text_is_no_part_of_it() -> None:
    sheet = """
    La charpente de la halle prend l'eau.
    Le conseil municipal a pris la délibération suivante :
    Le devis de l'entreprise Morel est retenu à l'unanimité.
    Le maire est autorisé à signer la commande.
    """
    reasons, decided = halves(sheet)
    assert reasons == "La charpente de la halle prend l'eau."
    assert decided is not None and decided.startswith("Le devis de l'entreprise Morel est retenu")


def test_an_act_without_reasons() -> None:
    assert halves(HINGE) == (None, HINGE)


# ---------------------------------------------------------------- no dispositif


@pytest.mark.parametrize("bare", ["Vote : 12 pour, 2 contre", "Adopté à l'unanimité.", "Le Conseil adopte."])
def test_a_bare_vote_is_no_dispositif_and_the_reason_is_given(bare: str) -> None:
    body, found = label(f"La charpente de la halle prend l'eau depuis l'automne.\n{bare}")
    assert found.dispositif is None
    assert found.why_no_dispositif
    assert found.considerants is not None
    assert flat(body.text[slice(*found.considerants)]) == "La charpente de la halle prend l'eau depuis l'automne."
    assert found.vote is not None
    start, end = found.vote
    assert flat(body.text[start:end]) in bare


def test_a_text_that_decides_nothing_has_no_dispositif_and_no_vote() -> None:
    _, found = label("La fête du village se tiendra le premier samedi de juillet.\nLe repas sera servi sous la halle.")
    assert (found.dispositif, found.vote) == (None, None)
    assert found.why_no_dispositif and found.considerants is not None


def test_an_act_without_text() -> None:
    body, hits = scanned(HINGE)
    found = label_act(body, hits, 5, 5, taken=[])
    assert (found.considerants, found.dispositif) == (None, None)
    assert found.why_no_dispositif


# ---------------------------------------------------------------- where it ends


@pytest.mark.parametrize(
    "after",
    [
        "Fait et délibéré les jour, mois et an susdits.",
        "Ainsi fait et délibéré à Valbrune, les jour, mois et an que dessus.",
        "Pour extrait conforme,\nLe maire, Odile FERRANDIER",
        "Certifié exécutoire par transmission au préfet",
        "La présente délibération peut faire l'objet d'un recours devant le tribunal administratif.",
        "Le maire,\nOdile FERRANDIER",
    ],
)
def test_closing_formulas_signatures_and_remedies_are_cut_off(after: str) -> None:
    sheet = f"La charpente de la halle prend l'eau.\n{HINGE}\n\n{after}"
    body, found = label(sheet)
    assert found.dispositif is not None
    assert flat(body.text[slice(*found.dispositif)]) == HINGE
    assert found.signature is not None
    assert flat(body.text[slice(*found.signature)]).rstrip(".") == flat(after).rstrip(".")


def test_a_closing_formula_in_the_last_sentence_is_cut_off_too() -> None:
    sheet = """
    M. le Président expose que les bancs sont cassés.
    Le conseil vote la somme de quarante francs ; et ont signé les membres présents.
    """
    _, decided = halves(sheet)
    assert decided is not None and decided.startswith("Le conseil vote la somme de quarante francs")
    assert "signé" not in decided


@pytest.mark.parametrize(
    "line", ["Publiée le 18 mars 2019", "Affiché en mairie le 18 mars 2019", "Reçu en préfecture le 18 mars 2019"]
)
def test_a_line_on_what_was_done_with_the_act_is_cut_off(line: str) -> None:
    _, decided = halves(f"La charpente de la halle prend l'eau.\n{HINGE}\n\n{line}")
    assert decided == HINGE


def test_the_closing_vote_is_the_end_of_the_dispositif() -> None:
    sheet = f"La charpente de la halle prend l'eau.\n{HINGE}\nVote : unanimité"
    _, decided = halves(sheet)
    assert decided == f"{HINGE} Vote : unanimité"


def test_a_theme_under_the_decision_is_no_part_of_it() -> None:
    sheet = f"La charpente de la halle prend l'eau.\n{HINGE}\n\n^! TRAVAUX DE VOIRIE"
    _, decided = halves(sheet, sole=False)
    assert decided == HINGE


def test_articles_in_bold_are_parts_of_the_decision() -> None:
    sheet = """
    La charpente de la halle prend l'eau.
    Le conseil municipal, après en avoir délibéré, décide :

    ! Article 1
    Le devis de l'entreprise Morel est retenu.

    ! Article 2
    Le maire signe la commande.
    """
    _, decided = halves(sheet, sole=False)
    assert decided is not None and decided.endswith("Le maire signe la commande.")


# ---------------------------------------------------------------- who reports


@pytest.mark.parametrize(
    "line", ["Rapporteur : Mme Anne ROUVRAY", "Rapporteure : Anne ROUVRAY", "Mme Anne ROUVRAY rapporte :"]
)
def test_a_line_that_only_names_who_reports_is_outside(line: str) -> None:
    body, found = label(f"{line}\n\nLa charpente de la halle prend l'eau.\n{HINGE}")
    assert found.considerants is not None
    assert flat(body.text[slice(*found.considerants)]) == "La charpente de la halle prend l'eau."
    assert [flat(body.text[slice(*span)]) for span in found.rapporteur] == [line]


def test_a_sentence_of_the_narrative_is_the_start() -> None:
    first = "Monsieur le Maire donne la parole à Mme ROUVRAY, qui expose que la charpente prend l'eau."
    reasons, _ = halves(f"{first}\n{HINGE}")
    assert reasons == first


def test_a_title_repeated_over_the_page_is_no_text_of_the_act() -> None:
    sheet = f"! Réfection de la toiture\n\nLa charpente de la halle prend l'eau.\n{HINGE}"
    body, found = label(sheet, title="Réfection de la toiture")
    assert found.considerants is not None
    assert flat(body.text[slice(*found.considerants)]) == "La charpente de la halle prend l'eau."


# ---------------------------------------------------------------- laws

ACTS = [
    HINGE,
    f"La charpente de la halle prend l'eau.\n{HINGE}\n\nPour extrait conforme,\nLe maire",
    "La charpente prend l'eau. M. Morel s'en charge. Le Conseil adopte.",
    "La charpente de la halle prend l'eau depuis l'automne.\nVote : 12 pour, 2 contre",
    "Vu le code,\nLe conseil municipal, à l'unanimité :\n- vote le budget ;\n- fixe les taux.\nLe maire,\nOdile X",
]


@pytest.mark.parametrize("sheet", ACTS)
def test_units_cover_an_act_without_a_hole(sheet: str) -> None:
    body, hits = scanned(sheet)
    units = cut_units(body, hits, 0, len(body.text))
    assert units[0].start == 0 and units[-1].end == len(body.text)
    assert all(one.end == two.start for one, two in pairwise(units))
    assert [hit for unit in units for hit in unit.hits] == hits


@pytest.mark.parametrize("sheet", ACTS)
def test_passages_stand_in_order_and_do_not_overlap(sheet: str) -> None:
    body, found = label(sheet)
    spans = [span for span in (found.considerants, found.dispositif, found.signature) if span is not None]
    assert all(0 <= a < b <= len(body.text) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert (found.dispositif is None) == (found.why_no_dispositif is not None)
    assert (found.dispositif is None) == (found.hinge_rule is None)


def test_a_sentence_ends_at_its_stop_and_not_at_an_abbreviation() -> None:
    body, hits = scanned(
        "Le devis de M. Morel est joint. Mme A. Rouvray l'a relu avec le cabinet St. Luc. Il est juste."
    )
    units = cut_units(body, hits, 0, len(body.text))
    assert [flat(body.text[unit.start : unit.end]) for unit in units] == [
        "Le devis de M. Morel est joint.",
        "Mme A. Rouvray l'a relu avec le cabinet St. Luc.",
        "Il est juste.",
    ]


# ---------------------------------------------------------------- wordings met on documents never seen before


@pytest.mark.parametrize(
    "line",
    [
        "Arrivée de Mme Odile FERRANDIER à 20 h 40.",
        "M. Luc TERRASSE quitte la séance et donne pouvoir à M. Jean PIOCHE.",
    ],
)
def test_who_comes_and_goes_after_the_decision_is_no_part_of_it(line: str) -> None:
    assert halves(f"La charpente prend l'eau.\n{HINGE}\n{line}", sole=False)[1] == HINGE


def test_a_bracket_goes_on_over_the_end_of_the_line() -> None:
    sheet = """
    La charpente prend l'eau.
    Le conseil municipal, après en avoir délibéré, à l'unanimité des suffrages exprimés (1 abstention :
    Yann PIOCHE) :
    - retient le devis de l'entreprise Morel.
    """
    assert (halves(sheet, sole=False)[1] or "").endswith("- retient le devis de l'entreprise Morel.")


def test_the_line_on_the_secretary_is_over_where_the_mayor_begins_to_speak() -> None:
    sheet = f"""
    A été élu secrétaire de séance : Monsieur Luc TERRASSE
    Madame la Présidente expose :
    La charpente de la halle prend l'eau.
    {HINGE}
    """
    assert (halves(sheet)[0] or "").startswith("Madame la Présidente expose")


def test_a_box_of_counts_with_its_vote_stands_before_the_reasons() -> None:
    sheet = f"""
    NOMBRE DE CONSEILLERS : En exercice : 24
    Présents : 18
    DÉLIBÉRATION APPROUVÉE : Pour 20 Contre 0 Abstentions 2

    Vu le code général des collectivités territoriales,
    {HINGE}
    """
    assert (halves(sheet)[0] or "").startswith("Vu le code")


def test_a_proposal_adopted_in_a_word_and_the_list_of_members_below_the_text() -> None:
    sheet = """
    Les tarifs n'ont pas changé depuis quatre ans.
    Je vous demande de bien vouloir, si vous en êtes d'accord :
    - fixer les droits à 153 € ;
    - appliquer ces tarifs au 1er janvier.
    LE CONSEIL MUNICIPAL ADOPTE À LA MAJORITÉ LES PROPOSITIONS DU RAPPORTEUR.
    Ont voté contre : MM. PIOCHE, ALBANEL. S'est abstenue : Mme ROUVRAY.
    """
    assert halves(sheet) == (
        "Les tarifs n'ont pas changé depuis quatre ans.",
        flat(sheet.split("quatre ans.")[1]).strip(),
    )


@pytest.mark.parametrize("line", ["Le Président, Gérard TERRASSE", "La Présidente du Conseil départemental,"])
def test_office_and_name_sign(line: str) -> None:
    assert halves(f"La charpente prend l'eau.\n{HINGE}\n{line}")[1] == HINGE


def test_a_hinge_alone_over_its_list() -> None:
    found = halves(
        "Considérant que la charpente prend l'eau ;\n\nDÉCIDE\n\n– de retenir le devis ;\n– d'autoriser le maire."
    )
    assert found == (
        "Considérant que la charpente prend l'eau ;",
        "DÉCIDE – de retenir le devis ; – d'autoriser le maire.",
    )


def test_who_proposed_is_said_in_the_decision() -> None:
    decided = "Sur proposition de la Présidente, le comité décide, à la majorité, de créer un poste."
    assert halves(f"Un agent part à la retraite.\n{decided}", sole=False) == ("Un agent part à la retraite.", decided)


def test_conclusions_adopted_where_no_proposal_is_printed() -> None:
    decided = "Le Conseil Départemental adopte à l'unanimité les conclusions du rapport."
    assert halves(f"Vu le rapport DEPS/2016/212,\n{decided}") == ("Vu le rapport DEPS/2016/212,", decided)


def test_the_organ_that_adopts_it_decides_where_nothing_is_proposed() -> None:
    assert halves("Le maire présente le programme de la commission. Le conseil l'adopte à l'unanimité.") == (
        "Le maire présente le programme de la commission.",
        "Le conseil l'adopte à l'unanimité.",
    )


@pytest.mark.parametrize(
    "decided",
    ["Le conseil municipal, à l'unanimité, émet un avis défavorable au projet.", "Le conseil municipal accepte."],
)
def test_an_opinion_and_an_acceptance_are_decisions_where_nothing_is_proposed(decided: str) -> None:
    assert halves(f"L'enquête publique s'est ouverte en octobre.\n{decided}") == (
        "L'enquête publique s'est ouverte en octobre.",
        decided,
    )


def test_the_organ_that_sits_before_its_visas_is_no_reason() -> None:
    sheet = """
    Le Conseil régional, réuni en séance plénière à Valbrune, sous la présidence de M. Terrasse,
    Vu le code général des collectivités territoriales,
    Vu le rapport de M. le Président,
    Après en avoir délibéré, approuve l'avenant.
    """
    reasons, _ = halves(sheet)
    assert reasons is not None and reasons.startswith("Vu le code général")
