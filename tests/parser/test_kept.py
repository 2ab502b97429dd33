"""Words kept: the same record, without opening the file again."""

from __future__ import annotations

from pathlib import Path

import pytest
from delib.errors import DamagedFile
from delib.parser import kept
from delib.parser.kept import Reader
from delib.parser.ocr import Policy
from delib.parser.reading import default_rulebook, parse
from fpdf import FPDF


def volume(path: Path, pages: int) -> Path:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.multi_cell(0, 6, f"Commune de Valmorin\nConseil municipal\nPage {number}\nDecide la chose numero {number}.")
    pdf.output(str(path))
    return path


def no_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened again")

    monkeypatch.setattr(kept, "open_source", opened)
    monkeypatch.setattr(kept, "page_count", opened)


def test_a_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = volume(tmp_path / "a.pdf", 2)
    reader = Reader(default_rulebook(), None, tmp_path / "kept")
    first = reader(file)
    assert first == parse(file)
    copy = tmp_path / "b.pdf"
    copy.write_bytes(file.read_bytes())
    no_opening(monkeypatch)
    assert reader(file) == first
    assert reader(copy).file == "b.pdf"


def test_other_bytes_and_other_code_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = volume(tmp_path / "a.pdf", 1)
    reader = Reader(None, None, tmp_path / "kept")
    reader(file)
    volume(file, 2)
    assert len(reader(file).pages) == 2
    monkeypatch.setattr(kept, "code_version", lambda: "another")
    no_opening(monkeypatch)
    with pytest.raises(AssertionError, match="opened again"):
        reader(file)


def test_what_ocr_was_wanted_does_not_matter_to_a_page_of_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = volume(tmp_path / "a.pdf", 1)
    first = Reader(None, Policy("never"), tmp_path / "kept")(file)
    no_opening(monkeypatch)
    assert Reader(None, Policy("auto"), tmp_path / "kept")(file) == first
    with pytest.raises(AssertionError, match="opened again"):
        Reader(None, Policy("force"), tmp_path / "kept")(file)


def test_a_broken_entry_and_a_folder_that_cannot_be_are_no_loss(tmp_path: Path) -> None:
    file = volume(tmp_path / "a.pdf", 1)
    reader = Reader(None, None, tmp_path / "kept")
    first = reader(file)
    (entry,) = (tmp_path / "kept").rglob("*.words")
    entry.write_bytes(entry.read_bytes()[:50])
    assert reader(file) == first
    (tmp_path / "file").write_text("no folder")
    assert Reader(None, None, tmp_path / "file")(file) == first
    assert Reader(None, None, None)(file) == first


def test_errors_are_those_of_reading(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 and nothing more")
    reader = Reader(None, None, tmp_path / "kept")
    with pytest.raises(DamagedFile):
        reader(file)
    with pytest.raises(DamagedFile):
        reader.parts(file)


def test_a_long_volume_read_by_parts_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LONG", 5)
    monkeypatch.setattr(kept, "RANGE", 4)
    file = volume(tmp_path / "a.pdf", 11)
    reader = Reader(None, None, tmp_path / "kept")
    assert reader.parts(file) == ((1, 4), (5, 8), (9, 11))
    for part in reader.parts(file)[:2]:
        reader.read_part(file, part)
    assert reader.parts(file) == ((9, 11),)
    assert reader(file) == parse(file)  # the part that is missing is read now
    assert reader.parts(file) == ()
    assert reader.parts(volume(tmp_path / "short.pdf", 3)) == ()
