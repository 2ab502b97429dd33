"""How sure the engine was of each value: the lowest of its words', French words apart; low ones ask for a look."""

from __future__ import annotations

import msgspec
import pytest
from delib.parser.doubt import LEAST, with_confidence
from delib.parser.pages import Page, Source, open_source
from delib.parser.reading import read, record
from delib.parser.record import Document, from_json, to_json

ACT = """COMMUNE DE VALBRUNE
Séance du 12 mars 2024
Nombre de membres en exercice : 11
Présents : Mme Odile BERTHOUD, M. Amaury PONCET, M. Guy JOLY
Délibération n° 2024-07
Objet : Réfection du lavoir
Le conseil municipal, après en avoir délibéré, à l'unanimité, décide d'accorder une subvention de 1 500 € au lavoir.
"""


def scanned(**unsure: float) -> Source:
    """The act as an engine read it: all of it well, but the words named."""
    source = open_source(ACT.encode(), name="acte.txt")
    words = []
    for word in source.pages[0].words:
        key = word.text.strip(",.").replace("'", "_")
        words.append(msgspec.structs.replace(word, origin="ocr", confidence=unsure.get(key, 0.95)))
    page = msgspec.structs.replace(source.pages[0], words=tuple(words), source="scan")
    return msgspec.structs.replace(source, pages=(page,))


def made(source: Source) -> Document:
    return record(read(source))


def doubts(document: Document) -> list[str]:
    return [reason for reason in document.status_reasons if reason.startswith("read with doubt")]


def test_every_value_that_was_read_says_how_sure_the_engine_was() -> None:
    (session,) = made(scanned(PONCET=0.71)).sessions
    assert [person.confidence for person in session.present] == [0.95, 0.71, 0.95]
    assert session.evidence["date"].confidence == 0.95
    act = session.deliberations[0]
    assert act.vote.evidence["outcome"].confidence == 0.95
    assert act.evidence["title"].confidence == 0.95
    assert [amount.confidence for amount in act.amounts] == [0.95]


def test_sure_values_ask_for_no_look() -> None:
    assert not doubts(made(scanned(PONCET=LEAST)))


@pytest.mark.parametrize(("word", "named"), [("PONCET", "Amaury PONCET"), ("500", "1 500 €"), ("11", "in office")])
def test_a_value_read_with_doubt_asks_for_a_look(word: str, named: str) -> None:
    document = made(scanned(**{word: 0.2}))
    assert document.status == "review"
    assert doubts(document) == [f"read with doubt: {named} (0.20)"]


def test_a_french_word_is_no_doubt_whatever_the_engine_thinks_of_it() -> None:
    document = made(scanned(**{"l_unanimité": 0.0, "mars": 0.1}))
    assert not doubts(document)


def test_a_word_like_a_french_one_is_a_doubt_in_capitals() -> None:
    assert doubts(made(scanned(BERTHOUD=0.1))) == ["read with doubt: Odile BERTHOUD (0.10)"]


def test_digital_text_has_no_confidence_and_stays_what_it_was() -> None:
    source = open_source(ACT.encode(), name="acte.txt")
    document = made(source)
    assert with_confidence(document, source) is document
    assert all(person.confidence is None for person in document.sessions[0].present)


def test_the_confidence_is_in_the_json() -> None:
    document = made(scanned(PONCET=0.3))
    assert from_json(to_json(document)) == document


def test_a_page_whose_words_are_elsewhere_says_nothing_of_them() -> None:
    document = made(open_source(ACT.encode(), name="acte.txt"))
    other = Source("acte.txt", "0" * 64, "text", (Page(2, 595, 842, scanned().pages[0].words),))
    assert all(person.confidence is None for person in with_confidence(document, other).sessions[0].present)
