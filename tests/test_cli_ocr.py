"""The commands and options about images: --ocr, --ocr-cache, ocr, doctor. The engine is a fake one."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from console import delib
from delib import errors
from delib.commands import ingestion
from delib.parser.ocr import EngineUnavailable, Seen, health
from delib.parser.ocr import engine as engines
from delib.parser.ocr.searchable import searchable
from delib.parser.ocr.written import to_alto, to_hocr
from delib.parser.pages import Page, Source, Word, open_source
from delib.parser.record import from_json
from PIL import Image, ImageDraw

PdfDocument: Any = pypdfium2.PdfDocument  # the library has no types
LINES = (
    "COMMUNE DE VALBRUNE",
    "Extrait du registre des délibérations du conseil municipal",
    "Séance du 12 mars 2024",
    "Présents : Mme Odile BERTHOUD, M. Amaury PONCET, M. Guy JOLY",
    "Le conseil municipal, après en avoir délibéré, à l'unanimité,",
    "APPROUVE la convention et autorise le maire à la signer.",
)
ALTO = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}


class Fake:
    """Sees the lines above, on any image."""

    name, version = "fake", "1"

    def __init__(self) -> None:
        self.calls = 0

    def read(self, image: Image.Image, dpi: float) -> list[Seen]:
        self.calls += 1
        found = []
        for row, line in enumerate(LINES):
            x, top = 150.0, 200.0 + 60 * row
            for word in line.split():
                found.append(Seen(word, x, top, x + 14 * len(word), top + 24, 0.9, row))
                x += 14 * len(word) + 10
        return found


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    image = Image.new("L", (1240, 1754), 255)
    for row in range(len(LINES)):
        ImageDraw.Draw(image).rectangle((150, 200 + 60 * row, 900, 220 + 60 * row), fill=0)
    image.save(tmp_path / "scan.pdf", resolution=150)
    return tmp_path / "scan.pdf"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    monkeypatch.setattr(engines, "find_engine", lambda name="": made)
    return made


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str = "") -> None:
        raise EngineUnavailable(
            "Tesseract's French data is not on this machine", "Install it: apt-get install some-data."
        )

    for place in (engines, health):
        monkeypatch.setattr(place, "find_engine", missing)


def test_a_scan_is_read_by_itself(scan: Path, fake: Fake) -> None:
    result = delib("extract", scan, "--json")
    assert result.exit_code == 0, result.output
    document = from_json(result.stdout)
    assert document.sessions[0].date == "2024-03-12"
    assert [person.name for person in document.sessions[0].present] == ["Odile BERTHOUD", "Amaury PONCET", "Guy JOLY"]
    assert document.versions is not None and document.versions.ocr == "fake 1"


def test_never_leaves_it_unread_and_says_what_to_do(scan: Path, fake: Fake) -> None:
    result = delib("extract", scan, "--json", "--ocr", "never")
    assert (result.exit_code, fake.calls) == (errors.ExitCode.NEEDS_OCR, 0)
    assert from_json(result.stdout).status == "needs-ocr"
    assert result.stderr.rstrip().endswith("[needs-ocr] Leave out `--ocr never`.")


def test_without_an_engine_the_remedy_is_how_to_get_it(scan: Path, no_engine: None) -> None:
    result = delib("extract", scan)
    assert result.exit_code == errors.ExitCode.NEEDS_OCR
    assert result.stderr.rstrip().endswith("[needs-ocr] Install it: apt-get install some-data.")
    assert "Tesseract's French data is not on this machine" in result.stderr


def test_results_are_kept_where_the_user_says(scan: Path, fake: Fake, tmp_path: Path) -> None:
    for _ in range(2):
        assert delib("extract", scan, "--ocr-cache", tmp_path / "kept").exit_code == 0
    assert fake.calls == 1
    assert list((tmp_path / "kept").rglob("*.msgpack"))


def test_a_corpus_knows_by_which_engine_a_scan_was_read(scan: Path, fake: Fake, tmp_path: Path) -> None:
    database = tmp_path / "corpus.db"
    done = delib("ingest", scan, "--db", database, "--jobs", "0", "--no-cache", "--ocr-cache", tmp_path / "kept")
    assert done.exit_code == 0, done.output
    hits = json.loads(delib("search", "convention", "--db", database, "--format", "json").stdout)
    versions = from_json(delib("show", hits[0]["document_id"], "--db", database, "--json").stdout).versions
    assert versions is not None and versions.ocr == "fake 1"


def test_a_scan_is_read_again_when_an_engine_has_come(
    scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = tmp_path / "corpus.db"
    arguments = ("ingest", scan, "--db", database, "--jobs", "0", "--no-cache", "--ocr-cache", tmp_path / "kept")
    assert delib(*arguments, "--ocr", "never").exit_code == errors.ExitCode.SOME_FAILED
    made = Fake()
    monkeypatch.setattr(engines, "find_engine", lambda name="": made)
    assert delib(*arguments).exit_code == 0


def test_the_engine_of_a_run_is_that_of_its_policy(fake: Fake) -> None:
    from delib.parser.ocr import Policy

    assert ingestion.ocr_version(Policy()) == "fake 1"
    assert ingestion.ocr_version(Policy("never")) is None


def test_ocr_writes_what_was_read(scan: Path, fake: Fake, tmp_path: Path) -> None:
    out = tmp_path / "read"
    result = delib("ocr", scan, "-o", out)
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {"scan.alto.xml", "scan.hocr", "scan.read.pdf"}
    said = [word for line in LINES for word in line.split()]
    alto = ElementTree.parse(out / "scan.alto.xml")
    assert [one.get("CONTENT") for one in alto.iterfind(".//a:String", ALTO)] == said
    assert {one.get("WC") for one in alto.iterfind(".//a:String", ALTO)} == {"0.900"}
    assert len(alto.findall(".//a:TextLine", ALTO)) == len(LINES)
    hocr = ElementTree.parse(out / "scan.hocr")
    marks = [one for one in hocr.iter() if one.get("class") == "ocrx_word"]
    assert [one.text for one in marks] == said
    assert all("x_wconf 90" in one.get("title", "") for one in marks)


def test_the_pdf_that_can_be_searched_shows_the_same_and_holds_the_words(
    scan: Path, fake: Fake, tmp_path: Path
) -> None:
    delib("ocr", scan, "-o", tmp_path, "--format", "pdf")
    (page,) = open_source(tmp_path / "scan.read.pdf").pages
    assert page.source == "ocr-layer"
    assert [word.text for word in page.words] == [word for line in LINES for word in line.split()]
    shown = [PdfDocument(path)[0].render(scale=1).to_pil() for path in (scan, tmp_path / "scan.read.pdf")]
    assert shown[0].tobytes() == shown[1].tobytes()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_lie_where_they_were_read_however_the_page_is_turned(turn: int) -> None:
    out = io.BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PDF", resolution=72)
    width, height = (600, 800) if turn % 180 == 0 else (800, 600)
    words = tuple(
        Word(text, x0, 100.0, x0 + 90, 120.0, 18, origin="ocr", confidence=0.9)
        for text, x0 in (("Valbrune", 60.0), ("œuvres", 170.0), ("délibéré", 280.0))
    )
    pdf = PdfDocument(out.getvalue())
    pdf[0].set_rotation(turn)
    turned = io.BytesIO()
    pdf.save(turned)
    made = searchable(turned.getvalue(), [Page(1, width, height, words, rotation=turn)])
    (page,) = open_source(made, name="a.pdf").pages
    assert (page.width, page.height) == (width, height)
    assert [word.text for word in page.words] == ["Valbrune", "œuvres", "délibéré"]
    for read, written in zip(page.words, words, strict=True):
        assert abs(read.x0 - written.x0) < 3 and abs(read.x1 - written.x1) < 3
        assert read.top < 110 < read.bottom


def test_a_pdf_without_read_words_is_not_touched() -> None:
    assert searchable(b"%PDF-1.4 anything", [Page(1, 100, 100, (Word("a", 1, 1, 2, 2),))]) == b"%PDF-1.4 anything"


def test_letters_that_xml_does_not_allow_do_not_break_the_files() -> None:
    page = Page(1, 100, 100, (Word("a\x02b\ufffe<&>", 1, 1, 20, 9),))
    source = Source("x.pdf", "0" * 64, "pdf", (page, Page(2, 100, 100)))
    alto = ElementTree.fromstring(to_alto(source))
    assert [one.get("CONTENT") for one in alto.iterfind(".//a:String", ALTO)] == ["ab<&>"]
    assert len(alto.findall(".//a:Page", ALTO)) == 2
    assert b">ab&lt;&amp;&gt;<" in to_hocr(source)


def test_ocr_of_what_cannot_be_read_is_one_line(scan: Path, no_engine: None, tmp_path: Path) -> None:
    result = delib("ocr", scan, "-o", tmp_path / "read")
    assert result.exit_code == errors.ExitCode.NEEDS_OCR
    (line,) = result.stderr.splitlines()
    assert line.endswith("[needs-ocr] Install it: apt-get install some-data.")
    assert delib("ocr", tmp_path / "none.pdf", "-o", tmp_path / "read").exit_code == errors.ExitCode.INPUT


def test_doctor_says_what_to_do(no_engine: None) -> None:
    result = delib("doctor")
    assert result.exit_code == errors.ExitCode.NEEDS_OCR
    assert "Install it: apt-get install some-data." in result.stdout


def test_an_engine_with_models_of_its_own_has_more_memory(monkeypatch: pytest.MonkeyPatch, fake: Fake) -> None:
    from delib.corpus.intake.executors import Limits
    from delib.corpus.intake.processes import Processes
    from delib.parser.ocr import Policy

    assert ingestion.needed_memory(Policy()) == 0
    monkeypatch.setattr(Fake, "megabytes", 1200, raising=False)
    assert ingestion.needed_memory(Policy()) == 1200
    assert ingestion.needed_memory(Policy("never")) == ingestion.needed_memory(None) == 0
    first, _ = ingestion.readers(ingestion.Options(jobs=1), 1200)
    assert isinstance(first, Processes)
    assert first.limits.megabytes == Limits().megabytes + 1200
