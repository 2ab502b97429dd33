"""Names mended after the other lists of a document: which are, and above all which are not."""

from __future__ import annotations

import pytest
from delib.parser.mending import mended
from delib.parser.record import Deliberation, Dissent, Document, Evidence, Movement, Person, Proxy, Session


def name(text: str, confidence: float | None = 0.95, civility: str | None = None) -> Person:
    given, _, surname = text.partition(" ")
    return Person(text, civility, given, surname, confidence=confidence)


PRESENT = (name("Odile BERTHOUD"), name("Guy JOLY"), name("Ysaline VERCHÈRE"))


def holder_of(session: Session) -> Person:
    (proxy,) = mended(Document("scan.pdf", sessions=(session,))).sessions[0].proxies
    assert proxy.holder is not None
    return proxy.holder


def given_to(holder: Person, present: tuple[Person, ...] = PRESENT) -> Session:
    return Session(present=present, proxies=(Proxy(name("Amaury PONCET"), holder),))


def test_a_doubtful_holder_takes_the_form_of_the_list() -> None:
    holder = holder_of(given_to(name("Odile BERTHOUQ", 0.4, "Mme")))
    assert (holder.name, holder.as_read, holder.confidence) == ("Odile BERTHOUD", "Odile BERTHOUQ", 0.4)
    assert (holder.civility, holder.given_name, holder.surname) == ("Mme", "Odile", "BERTHOUD")


@pytest.mark.parametrize(
    ("read", "confidence"),
    [
        ("Odile BERTHOUQ", 0.9),  # sure
        ("Odile BERTHOUQ", None),  # digital
        ("Odile BARTHOUQ", 0.4),  # in 14 letters one slip
        ("Odille BERTHOUQ", 0.4),  # two words differ
        ("BERTHOUQ", 0.4),
        ("Paul MARTIN", 0.4),
    ],
)
def test_what_is_not_mended(read: str, confidence: float | None) -> None:
    holder = name(read, confidence)
    assert holder_of(given_to(holder)) == holder


def test_another_name_is_no_misreading() -> None:
    there = (*PRESENT, name("Jean PERRET"), name("Claude MOREL", civility="M."))
    assert holder_of(given_to(name("Jeanne PERRET", 0.4), there)).name == "Jeanne PERRET"
    assert holder_of(given_to(name("Claude MORET", 0.4, "Mme"), there)).name == "Claude MORET"
    assert holder_of(given_to(name("Claude MORET", 0.4, "Monsieur"), there)).name == "Claude MOREL"


def test_of_two_that_are_like_it_none_is_taken() -> None:
    there = (name("Guy JOLY"), name("Guy JOLI"))
    assert holder_of(given_to(name("Guy JOLV", 0.3), there)).name == "Guy JOLV"


def test_two_names_of_one_list_stay_two() -> None:
    there = (*PRESENT, name("Odile BERTHOUB", 0.4))
    session = mended(Document("scan.pdf", sessions=(Session(present=there, secretary="Odile BERTHOUD"),))).sessions[0]
    assert session.present == there
    assert holder_of(given_to(name("Odile BERTHOUB", 0.5), there)).name == "Odile BERTHOUB"


def test_a_doubtful_member_takes_the_form_of_who_is_named_apart() -> None:
    present = (name("Odile BERTHOUQ", 0.4), name("Guy JOLY"))
    session = Session(
        present=present, secretary="Odile BERTHOUD", evidence={"secretary": Evidence(words="Odile", confidence=0.97)}
    )
    found = mended(Document("scan.pdf", sessions=(session,))).sessions[0]
    assert [(person.name, person.as_read) for person in found.present] == [
        ("Odile BERTHOUD", "Odile BERTHOUQ"),
        ("Guy JOLY", None),
    ]


def test_lists_of_other_sittings_help() -> None:
    first = Session(date="1923-05-06", present=PRESENT)
    second = Session(date="1923-08-12", present=(name("0dile BERTHOUD", 0.3), name("Guy JOLY")))
    found = mended(Document("register.pdf", sessions=(first, second)))
    assert [person.name for person in found.sessions[1].present] == ["Odile BERTHOUD", "Guy JOLY"]
    assert found.sessions[0] == first


def test_president_dissenters_and_movements() -> None:
    session = Session(
        president="Guy J0LY",
        present=PRESENT,
        movements=(Movement(name("Ysaline VERCHÈBE", 0.5), "leaves"),),
        deliberations=(Deliberation(dissent=(Dissent("against", name("0dile BERTHOUD", 0.5)),)),),
        evidence={"president": Evidence(words="Guy J0LY", rule="president", confidence=0.2)},
    )
    found = mended(Document("scan.pdf", sessions=(session,))).sessions[0]
    assert found.president == "Guy JOLY"
    assert found.evidence["president"].words == "Guy J0LY"
    assert found.evidence["president"].reason == "read as Guy J0LY; the lists of the document have Guy JOLY"
    assert found.movements[0].person.name == "Ysaline VERCHÈRE"
    (dissent,) = found.deliberations[0].dissent
    assert dissent.person is not None and dissent.person.name == "Odile BERTHOUD"


def test_a_sure_record_is_the_same_object() -> None:
    document = Document("a.pdf", sessions=(given_to(name("Odile BERTHOUD", None)),))
    assert mended(document) is document
