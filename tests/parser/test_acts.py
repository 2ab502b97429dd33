"""One act's record: what is inferred of its vote, where its values stand, and the reasons for what is null."""

from __future__ import annotations

import pytest
from delib.parser.record import Deliberation, Session
from delib.tests.parser.pages_of_lines import flat, record_sheet

HEAD = """
^!+ COMMUNE DE VALBRUNE
^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
^ Séance du 14 mars 2019

{counts}
Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY

! Objet : Réfection de la toiture de la halle

La charpente de la halle prend l'eau.
"""


def read(decided: str, counts: str = "Votants : 4") -> tuple[Session, Deliberation]:
    """The sitting and the act of an extract that decides so."""
    (session,) = record_sheet(HEAD.format(counts=counts) + decided).sessions
    (act,) = session.deliberations
    return session, act


BASE = "Le conseil municipal, après en avoir délibéré{},\nretient le devis de l'entreprise Morel pour 8 400 euros."


def test_a_printed_unanimity_of_known_voters_is_worked_out_beside_what_is_printed() -> None:
    session, act = read(BASE.format(", à l'unanimité"))
    assert session.voter_count == 4
    vote = act.vote
    assert (vote.unanimous, vote.for_, vote.against, vote.abstentions) == (True, None, None, None)
    assert vote.inferred is not None
    assert (vote.inferred.for_, vote.inferred.against, vote.inferred.abstentions) == (4, 0, 0)
    assert "4" in (vote.inferred.how or "")


def test_abstentions_are_taken_off_the_voters_and_leave_unanimity() -> None:
    _, act = read(BASE.format(", à l'unanimité et une abstention"))
    vote = act.vote
    assert (vote.unanimous, vote.for_, vote.abstentions) == (True, None, 1)
    assert vote.inferred is not None
    assert (vote.inferred.for_, vote.inferred.abstentions) == (3, 1)


@pytest.mark.parametrize(
    ("decided", "counts"),
    [
        (BASE.format(", à l'unanimité"), ""),
        (BASE.format(", à la majorité"), "Votants : 4"),
        (BASE.format(", par 3 voix pour et 1 voix contre"), "Votants : 4"),
        (BASE.format(""), "Votants : 4"),
        (BASE.format(", à l'unanimité (4 voix pour)"), "Votants : 4"),
    ],
    ids=["no-voters", "majority", "counted", "no-vote", "already-printed"],
)
def test_nothing_is_worked_out_where_it_does_not_follow(decided: str, counts: str) -> None:
    _, act = read(decided, counts)
    assert act.vote.inferred is None


def test_the_voters_of_the_vote_itself_are_its_voices_for() -> None:
    _, act = read(BASE.format(", à l'unanimité des votants (4 voix)"), "")
    assert (act.vote.unanimous, act.vote.for_) == (True, 4)


def test_a_text_that_decides_without_a_vote_is_adopted_and_says_that_this_is_inferred() -> None:
    _, act = read(BASE.format(""))
    assert act.vote.outcome == "adopted"
    assert act.vote.unanimous is None
    proof = act.vote.evidence["outcome"]
    assert proof.basis == "inferred"
    assert proof.reason


def test_an_outcome_that_is_printed_is_stated() -> None:
    _, act = read(BASE.format("") + "\nAdopté à l'unanimité.")
    assert act.vote.outcome == "adopted"
    assert act.vote.evidence["outcome"].basis == "stated"


@pytest.mark.parametrize(
    ("decided", "unanimous"),
    [
        ("Le conseil municipal, après en avoir délibéré, refuse de prendre à sa charge le chemin de M. Bresson.", None),
        ("Le conseil municipal, après en avoir délibéré, refuse cette vente à l'unanimité.", True),
        ("Le conseil municipal, après en avoir délibéré et à l'unanimité, rejette l'implantation d'une antenne.", True),
        ("Le conseil municipal, à la majorité, décide de ne pas donner suite à cette demande.", False),
        ("Le conseil municipal, après en avoir délibéré, n'accorde pas la gratuité de la salle.", None),
    ],
)
def test_what_is_refused_is_rejected_whoever_voted_so(decided: str, unanimous: bool | None) -> None:
    _, act = read(decided)
    assert (act.vote.outcome, act.vote.unanimous) == ("rejected", unanimous)
    assert act.vote.evidence["outcome"].basis in ("inferred", "stated")


@pytest.mark.parametrize(
    "decided",
    [
        "Le conseil municipal, à l'unanimité, décide de ne pas augmenter les taux.",
        "Le conseil municipal, à l'unanimité, décide de ne pas exercer son droit de préemption.",
        "Le conseil municipal, à l'unanimité, autorise le maire à agir contre l'entreprise qui refuse de livrer.",
        "Le conseil municipal, à l'unanimité :\n- refuse le premier devis ;\n- retient celui de l'entreprise Morel.\n",
    ],
)
def test_not_to_do_a_thing_is_no_refusal(decided: str) -> None:
    _, act = read(decided)
    assert act.vote.outcome == "adopted"


def test_a_verb_that_may_refuse_leaves_the_outcome_open_and_says_why() -> None:
    _, act = read("Le conseil municipal, après en avoir délibéré, reporte le crédit de la halle au budget suivant.")
    assert act.vote.outcome is None
    assert "reporte" in (act.vote.evidence["outcome"].reason or "")


def test_what_is_only_noted_is_noted() -> None:
    _, act = read("Le conseil municipal, après en avoir délibéré, prend acte du rapport annuel du syndicat des eaux.")
    assert act.vote.outcome == "noted"


def test_a_text_that_notes_one_thing_and_decides_another_is_adopted() -> None:
    _, act = read(
        "Le conseil municipal, après en avoir délibéré :\n"
        "- prend acte du rapport du syndicat ;\n"
        "- fixe le prix de l'eau à 2 euros.\n"
    )
    assert act.vote.outcome == "adopted"
    assert act.vote.evidence["outcome"].basis == "inferred"


def test_every_null_of_a_vote_has_its_reason() -> None:
    _, act = read(BASE.format(", à l'unanimité"))
    for field, value in (("for", act.vote.for_), ("against", act.vote.against), ("abstentions", act.vote.abstentions)):
        assert value is None
        assert act.vote.evidence[field].reason


def test_every_null_of_an_act_has_its_reason() -> None:
    _, act = read("Vote : 3 pour, 1 contre\n")
    assert act.dispositif is None
    for field in ("number", "dispositif", "act_id", "received", "posted"):
        assert getattr(act, field) is None
        assert act.evidence[field].reason


def test_the_amounts_of_the_dispositif_are_apart_from_those_of_the_reasons() -> None:
    _, act = read(
        "Le devis de la maison Dolmen était de 9 900 euros.\n"
        + BASE.format("")
        + "\nIl inscrit 8 400 euros au budget, dont 400 euros de zinc.\n"
    )
    assert [amount.value for amount in act.amounts] == [8400.0, 400.0], "in order, without repeats"
    assert [amount.value for amount in act.mentions] == [9900.0]


def test_a_date_of_posting_that_the_head_prints_is_that_of_the_act() -> None:
    _, act = read(BASE.format(""), "Affiché le 18 mars 2019")
    assert act.posted == "2019-03-18"
    assert act.received is None


def test_who_dissents_is_a_person_of_the_record() -> None:
    _, act = read(BASE.format(", par 3 voix pour et 1 voix contre (Mme Anne ROUVRAY)"))
    assert [(one.position, one.person.name if one.person else None) for one in act.dissent] == [
        ("against", "Anne ROUVRAY")
    ]


def test_the_passages_of_an_act_have_their_place_on_the_page() -> None:
    _, act = read(BASE.format(", à l'unanimité"))
    assert act.considerants is not None and act.dispositif is not None
    assert flat(act.considerants.text) == "La charpente de la halle prend l'eau."
    assert flat(act.dispositif.text) == flat(BASE.format(", à l'unanimité"))
    above = max(place.box[3] for place in act.considerants.places)
    below = min(place.box[1] for place in act.dispositif.places)
    assert above <= below + 2


def test_the_shares_of_a_record_add_up() -> None:
    record = record_sheet(HEAD.format(counts="Votants : 4") + BASE.format(", à l'unanimité"))
    shares = record.coverage
    assert shares is not None
    assert shares.passages + shares.values + shares.noise + shares.residue == pytest.approx(1.0)


def test_a_vote_printed_in_the_head_of_an_extract_is_that_of_its_act() -> None:
    box = "NOMBRE DE CONSEILLERS :\nEn exercice : 24\nVotants : 22\nVote : Pour 20 Contre 0 Abstentions 2"
    _, act = read("Vu le budget de l'année,\n" + BASE.format(""), counts=box)
    assert (act.vote.for_, act.vote.against, act.vote.abstentions) == (20, 0, 2)


def test_a_road_in_the_title_is_no_number() -> None:
    (session,) = record_sheet(
        HEAD.format(counts="Votants : 4").replace("Réfection de la toiture", "RD 912 - Réfection de la toiture")
        + BASE.format("")
    ).sessions
    (act,) = session.deliberations
    assert act.number is None
    assert act.title == "RD 912 - Réfection de la toiture de la halle"


def test_an_identifier_printed_in_a_line_of_the_text() -> None:
    _, act = read(
        BASE.format("") + "\n\nPour extrait conforme\nÉtabli sous le no 999-219999991-20190314-2019-03-302-DE ce jour"
    )
    assert act.act_id == "999-219999991-20190314-2019-03-302-DE"
    _, act = read(BASE.format("") + "\n\nPour extrait conforme\nModifie 999-219999991-20180314-2018-03-302-DE ce jour")
    assert act.act_id is None, "the identifier is of another day"
