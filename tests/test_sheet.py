"""The sheet: what a person sees of a record, and what is told as missing."""

from __future__ import annotations

import re

from delib.commands.text.sheet import sheet, vote_in_words
from delib.parser.record import (
    Amount,
    Check,
    Deliberation,
    Dissent,
    Document,
    InferredVote,
    PageInfo,
    Person,
    Residue,
    Session,
    Vote,
)

PAGE = PageInfo(1, 595.0, 842.0)


def text_of(document: Document, width: int = 88) -> str:
    lines = sheet(document, width)
    assert max(map(len, lines)) <= width
    return re.sub(" +", " ", " ".join(lines))


def test_what_is_not_printed_is_said() -> None:
    text = text_of(
        Document("a.pdf", "deliberation", pages=(PAGE,), sessions=(Session(deliberations=(Deliberation(),)),))
    )
    assert text.startswith("a.pdf: one act, 1 page")
    for said in (
        "body not printed", "date not printed, convocation not printed", "president not printed", "present none listed",
        "no number title not printed", "vote outcome not printed", "identifier not printed",
    ):  # fmt: skip
        assert said in text, said


def test_a_scan_is_told_as_one() -> None:
    scan = Document("b.pdf", status="needs-ocr", status_reasons=("page 1: an image",), pages=(PAGE,), act_id="042-X")
    assert text_of(scan) == "b.pdf: not read, 1 page status needs-ocr: page 1: an image transmission 042-X"


def test_votes_in_words() -> None:
    worked_out = Vote("adopted", True, inferred=InferredVote(14, 0, 1, "unanimity of 15 voters"))
    assert vote_in_words(worked_out) == (
        "adopted, unanimously (worked out from the unanimity of 15 voters: 14 for, 0 against, 1 abstention)"
    )
    assert (
        vote_in_words(Vote("rejected", for_=3, against=8, abstentions=2)) == "rejected, 3 for, 8 against, 2 abstentions"
    )
    assert vote_in_words(Vote()) == "outcome not printed"


def test_of_several_acts_only_what_fails_is_told() -> None:
    fine = Check("C15", "holds", "error", "Unanimous.")
    wrong = Check("C14", "fails", "error", "2 for, 9 against, yet adopted.")
    acts = (Deliberation("1", checks=(fine,)), Deliberation("2", checks=(wrong, fine)))
    own = (Check("C01", "holds", "error", "All listed."), Check("C02", "unknown", "error", "Not printed: x."))
    session = Session(deliberations=acts, checks=own)
    text = text_of(Document("c.pdf", "minutes", pages=(PAGE,), sessions=(session,)))
    assert "1 sitting, 2 acts" in text
    assert "3 hold, 1 fail, 1 cannot be told" in text
    assert "✗ C14 2: 2 for, 9 against" in text
    assert "✓ C01 All listed." in text and "? C02: Not printed: x." in text
    assert "Unanimous." not in text


def test_dissent_amounts_and_residue() -> None:
    act = Deliberation(
        dissent=(Dissent("against", Person("Luc Morel")), Dissent("did not take part", None, "le groupe du Lac")),
        amounts=(Amount(1250.5, role="price"), Amount(300.0, "FRF")),
    )
    session = Session(deliberations=(act,))
    document = Document(
        "d.pdf", "deliberation", "review", ("look here",), pages=(PAGE, PAGE), sessions=(session,),
        residue=(Residue("mots perdus"),),
    )  # fmt: skip
    text = text_of(document)
    assert "against Luc Morel" in text and "stood aside le groupe du Lac" in text
    assert "1\u202f250,50 € (price), 300,00 FRF" in text
    assert "residue mots perdus" in text and "review: look here" in text
