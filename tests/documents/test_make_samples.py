"""The committed samples are those that the generator makes, and hold what their names promise."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from generator import Sample, samples
from make_samples import gold_path, same

PdfDocument: Any = pypdfium2.PdfDocument  # the library has no types
FOLDER = Path(__file__).parent / "samples"
MADE = {sample.name: sample for sample in samples()}
LIMIT = 60_000


@pytest.mark.parametrize("sample", MADE.values(), ids=MADE)
def test_making_it_again_gives_the_same_text_and_truth(sample: Sample) -> None:
    assert same((FOLDER / sample.name).read_bytes(), sample.data), "run tests/documents/make_samples.py"
    if sample.truth is not None:
        assert gold_path(FOLDER, sample).read_text(encoding="utf-8") == sample.truth.to_json()


def test_nothing_else_is_in_the_folder() -> None:
    expected = set(MADE) | {gold_path(FOLDER, sample).name for sample in MADE.values() if sample.truth}
    assert {path.name for path in FOLDER.iterdir()} == expected


@pytest.mark.parametrize("name", MADE)
def test_samples_are_small(name: str) -> None:
    assert (FOLDER / name).stat().st_size < LIMIT


def text(name: str, page: int = 0) -> str:
    return str(PdfDocument(FOLDER / name)[page].get_textpage().get_text_range())


def test_the_stamp_stands_in_the_middle_of_the_proxies() -> None:
    first, second = text("bureau-stamp.pdf"), text("bureau-stamp.pdf", 1)
    before, _, after = first.partition("RECU EN PREFECTURE")
    assert "donne pouvoir à" in before.rsplit("Pouvoirs :", 1)[1]
    assert "donne pouvoir à" not in after
    assert "donne pouvoir à" in second


def test_the_annotation_stamp_is_not_in_the_text_of_the_page() -> None:
    assert "préfecture" not in text("annotation-stamp.pdf")
    with pdfplumber.open(FOLDER / "annotation-stamp.pdf") as pdf:
        (note,) = pdf.pages[0].annots
    assert "Reçu en préfecture le 30/09/2024" in note["data"]["Contents"].decode("latin-1")
    appearance = note["data"]["AP"]["N"]
    assert b"Tj" in appearance.get_data() or b"TJ" in appearance.get_data()


def test_the_rotated_page_is_upright_on_show() -> None:
    page = PdfDocument(FOLDER / "rotated.pdf")[0]
    assert page.get_rotation() == 90
    width, height = page.get_size()
    assert width < height
    with pdfplumber.open(FOLDER / "rotated.pdf") as pdf:
        assert pdf.pages[0].extract_words()[0]["upright"]


def test_the_scan_has_no_text() -> None:
    assert text("image-only.pdf").strip() == ""


def test_the_password_opens_it() -> None:
    data = (FOLDER / "password.pdf").read_bytes()
    with pytest.raises(pypdfium2.PdfiumError):
        PdfDocument(data)
    assert len(PdfDocument(io.BytesIO(data), password="tisserands")) == 1


def test_the_truth_adds_up() -> None:
    for sample in MADE.values():
        for session in sample.truth.sessions if sample.truth else ():
            if session.in_office is not None:
                assert session.in_office == len(session.present) + len(session.absent) + len(session.proxies), (
                    sample.name
                )
            if session.present_count is not None:
                assert session.present_count == len(session.present), sample.name
            if session.voter_count is not None:
                assert session.voter_count == len(session.present) + len(session.proxies), sample.name
