"""The checks of sums, ballots, dates and wording: C23, C25 to C29, C32, C34, C35, C38, C41, C42."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from delib.errors import DelibError
from delib.parser.checks import check_act, check_document, recheck
from delib.parser.reading import parse
from delib.parser.record import (
    Amount,
    Check,
    Deliberation,
    Dissent,
    Document,
    Passage,
    Person,
    Place,
    Segment,
    Session,
    Vote,
)

SAMPLES = Path(__file__).parents[1] / "documents" / "samples"
SITTING = Session(organ="Conseil municipal", body="Commune de Valmorin", date="2019-06-20", president="Odile BRUNEL")


def find(id_: str, act: Deliberation, session: Session = SITTING) -> Check | None:
    return next((check for check in check_act(session, act) if check.id == id_), None)


def verdict(id_: str, act: Deliberation, session: Session = SITTING) -> str | None:
    check = find(id_, act, session)
    return check.verdict if check else None


def says(decision: str, **values: Any) -> Deliberation:
    base: dict[str, Any] = {"dispositif": Passage(decision), "considerants": Passage("Considérant le projet.")}
    return Deliberation(**{**base, **values})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5 250 € (cinq mille deux cent cinquante euros)", "holds"),
        ("5 250 € (cinq mille deux cent soixante euros)", "fails"),
        ("5 250 €", None),
    ],
)
def test_words_and_figures(words: str, expected: str | None) -> None:
    assert verdict("C25", says("Le conseil décide.", amounts=(Amount(5250.0, words=words),))) == expected


@pytest.mark.parametrize(
    ("decision", "day", "expected"),
    [
        ("Accepte le devis de 1 000,00 € HT soit 1 200,00 € TTC.", "2019-06-20", "holds"),
        ("Accepte le devis de 1 000,00 € HT soit 1 196,00 € TTC.", "2013-06-20", "holds"),
        ("Accepte le devis de 10 000,00 € HT soit 11 960,00 € TTC.", "2019-06-20", "unknown"),  # an old rate, or two
        ("Accepte le devis de 10 000,00 € HT soit 15 000,00 € TTC.", "2019-06-20", "fails"),
        ("Accepte le devis de 10 000,00 € HT soit 9 000,00 € TTC.", "2019-06-20", "fails"),
        ("Accepte le devis de 10 000,00 € HT. Le lot 2, soit 9 000,00 € TTC.", "2019-06-20", None),
        ("Accepte le devis de 10 000,00 € HT.", "2019-06-20", None),
    ],
)
def test_with_and_without_tax(decision: str, day: str, expected: str | None) -> None:
    assert verdict("C26", says(decision), Session(date=day)) == expected


GRANTED = (Amount(30_000.0, role="granted", words="30 000 €"),)


@pytest.mark.parametrize(
    ("decision", "values", "expected"),
    [
        ("attribue une subvention de 30 000 € à l'association Les Amis", {}, "fails"),
        ("attribue une subvention de 30 000 € à l'association Les Amis et approuve la convention", {}, "holds"),
        ("attribue une subvention de 30 000 € au syndicat des eaux", {}, "unknown"),
        ("attribue une subvention de 30 000 € aux Amis", {}, "unknown"),
        ("une subvention de 3 000 € à l'association Les Amis", {"amounts": (Amount(3e3, role="granted"),)}, None),
        ("une subvention de 30 000 € à l'association Les Amis", {"amounts": (Amount(3e4, role="asked"),)}, None),
        ("attribue un prix de 30 000 € à l'association Les Amis", {}, None),
    ],
)  # fmt: skip
def test_a_convention_over_the_threshold(decision: str, values: dict[str, Any], expected: str | None) -> None:
    act = says(decision, **{"amounts": GRANTED, **values})
    assert verdict("C27", act) == expected
    assert verdict("C27", act, Session(date="1999-06-20")) is None


@pytest.mark.parametrize(
    ("number", "decision", "expected"),
    [
        ("2019-077", "Le conseil décide.", "holds"),
        ("2018-077", "Le conseil décide.", "fails"),
        ("1987", "Le conseil décide.", None),  # a count
        ("77", "Impute la dépense au budget 2019.", "holds"),
        ("77", "Vote le budget 2020.", "holds"),
        ("77", "Impute la dépense au budget 2012.", "fails"),
        ("77", "Le conseil décide.", None),
    ],
)
def test_years(number: str, decision: str, expected: str | None) -> None:
    assert verdict("C28", says(decision, number=number)) == expected


@pytest.mark.parametrize(
    ("asked", "granted", "expected"),
    [((600.0,), (500.0,), "holds"), ((600.0,), (700.0,), "fails"), ((600.0, 10.0), (700.0,), None), ((), (7.0,), None)],
)
def test_granted_of_asked(asked: tuple[float, ...], granted: tuple[float, ...], expected: str | None) -> None:
    sums = tuple(Amount(one, role="granted") for one in granted)
    mentions = tuple(Amount(one, role="asked") for one in asked)
    assert verdict("C29", says("Le conseil attribue.", amounts=sums, mentions=mentions)) == expected


ACCOUNTS: dict[str, Any] = {"title": "Vote du compte administratif 2018", "vote": Vote("adopted")}


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (says("Le conseil approuve le compte administratif 2018.", **ACCOUNTS), "fails"),
        (says("Le maire s'étant retiré, le conseil approuve le compte administratif 2018.", **ACCOUNTS), "holds"),
        (says("Sous la présidence de M. X, approuve le compte administratif 2018.", **ACCOUNTS), "holds"),
        (says("approuve le compte administratif 2018.", **ACCOUNTS,
              dissent=(Dissent("did not take part", Person("Odile BRUNEL")),)), "holds"),
        (says("Affecte le résultat du compte administratif 2018.", **ACCOUNTS), None),
        (says("Le conseil approuve le compte de gestion 2018.", title="Compte de gestion", vote=Vote("adopted")), None),
        (says("Le conseil approuve le compte administratif.", **{**ACCOUNTS, "vote": Vote("rejected")}), None),
    ],
)  # fmt: skip
def test_the_accounts(act: Deliberation, expected: str | None) -> None:
    assert verdict("C32", act) == expected


BALLOT = "Nombre de votants : {}\nBulletins blancs ou nuls : {}\nSuffrages exprimés : {}\nMajorité absolue : {}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BALLOT.format(32, 2, 30, 16), "holds"),
        (BALLOT.format(31, 2, 29, 15), "holds"),
        (BALLOT.format(32, 3, 30, 16), "fails"),
        (BALLOT.format(32, 2, 30, 15), "fails"),
        (BALLOT.format(32, 2, 30, 16) + "Deuxième tour\n" + BALLOT.format(32, 3, 30, 16), "fails"),
        ("Suffrages exprimés : 30\nMajorité absolue : 16\n", "holds"),
        ("Suffrages exprimés : 30\n", None),
        ("Suffrages exprimés : 30\nAyant obtenu la majorité absolue : M. Paul HALLEZ, 21 voix\n", None),
        ("Votants | Blancs | Suffrages exprimés | Majorité absolue 32 2 30 16", None),  # which is which?
        ("A l'unanimité des suffrages exprimés", None),
        ("Nombre de bulletins trouvés dans l'urne : 10 - A déduire : bulletins blancs, ou dans lesquels les votants se "
         "sont fait connaître 1 - Reste pour le nombre des suffrages exprimés 9 - Majorité absolue 5", "holds"),
    ],
)  # fmt: skip
def test_a_secret_ballot(text: str, expected: str | None) -> None:
    assert verdict("C34", says(text)) == expected


@pytest.mark.parametrize(
    ("outcome", "act_id", "expected"),
    [("rejected", "042-214299992-20190620-D1-DE", "fails"), ("deferred", None, "holds"), ("adopted", "x", None)],
)
def test_a_refusal_has_no_stamp(outcome: Any, act_id: str | None, expected: str | None) -> None:
    assert verdict("C35", says("Le conseil.", vote=Vote(outcome), act_id=act_id)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("à compter du 31 juin 2019", "fails"),
        ("du 29 février 2019", "fails"),
        ("du 29 février 2020", None),
        ("le 45 mars 2019", "fails"),
        ("la délibération n° 45 mars 2019", None),
        ("à compter du 30 juin 2019", None),
    ],
)
def test_days_of_the_calendar(text: str, expected: str | None) -> None:
    assert verdict("C38", says(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("décide à l'unanimité/ou non", "fails"),
        ("M. X est désigné(e) secrétaire", "fails"),
        ("signé #signature#", "fails"),
        ("décide à l'unanimité", None),
        ("les conseiller(e)s décident", None),
    ],
)
def test_left_of_a_template(text: str, expected: str | None) -> None:
    assert verdict("C41", says(text)) == expected


@pytest.mark.parametrize(
    ("organ", "text", "expected"),
    [
        ("Bureau communautaire", "Le Conseil communautaire, après en avoir délibéré, décide", "fails"),
        ("Bureau communautaire", "Le Bureau communautaire, après en avoir délibéré, décide", "holds"),
        ("Bureau communautaire", "Propose au conseil communautaire de décider", "holds"),
        ("Conseil communautaire", "Le Conseil communautaire décide", None),
    ],
)
def test_the_organ(organ: str, text: str, expected: str | None) -> None:
    assert verdict("C42", says(text), Session(organ=organ)) == expected


def stamps(*ids: str, kind: Any = "deliberation") -> Document:
    noise = tuple(
        Segment("stamp", f"ID : {one}", (Place(page, (1.0, 2.0, 3.0, 4.0)),)) for page, one in enumerate(ids, 1)
    )
    return Document("a.pdf", kind=kind, noise=noise)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (stamps("042-214299992-20190620-D2019_77-DE", "042-214299992-20190620-D2019_77-DE"), "holds"),
        (stamps("042-214299992-20190620-D2019_77-DE", "042-214299992-20190620-D2019_77A-DE"), "holds"),  # an annex
        (stamps("042-214299992-20190620-D2019_77-DE", "042-214299992-20190620-D2019_81-DE"), "fails"),
        (stamps("042-214299992-20190620-D2019_77-DE"), None),
        (stamps("042-214299992-20190620-D1-DE", "042-214299992-20190620-D2-DE", kind="minutes"), None),
    ],
)
def test_one_identifier_on_all_pages(document: Document, expected: str | None) -> None:
    checks = check_document(document)
    assert [check.verdict for check in checks] == ([expected] if expected else [])


def test_what_does_not_concern_an_act_is_not_said() -> None:
    assert {check.id for check in check_act(SITTING, says("Le conseil décide."))} == {
        "C12", "C13", "C14", "C15", "C17", "C19", "C20", "C21", "C22",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.name)
def test_checking_again_changes_nothing(path: Path) -> None:
    """The verdicts follow from the record alone: else a corrected record would lose what only the page told."""
    try:
        document = parse(path)
    except DelibError:
        pytest.skip("a sample that is refused")
    assert recheck(document) == document
