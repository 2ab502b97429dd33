"""Pages that somebody else has read: ALTO, PAGE and hOCR files, and folders of them. All of them invented."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import delib
import pytest
from click.testing import CliRunner
from delib.cli import main
from delib.errors import DamagedFile, IsDirectory, NotADocument, TooLarge
from delib.parser.htr import markup
from delib.parser.layout import read_layout
from delib.parser.layout.zones import kind_of
from delib.parser.ocr.written import to_alto, to_hocr
from delib.parser.pages import Source, open_source
from delib.parser.record import from_json

HTR = Path(__file__).resolve().parents[3] / "shared" / "htr"
V4 = "http://www.loc.gov/standards/alto/ns-v4#"
FIRST = (
    "COMMUNE DE VALBRUNE",
    "Séance du 12 mars 1882",
    "Présents : MM. Amaury PONCET, Guy JOLY, Odilon BERTHOUD",
    "Le conseil municipal, après en avoir délibéré, à l'unani¬",
    "mité, approuve l'achat d'une cloche pour l'église.",
)
SECOND = (
    "Séance du 4 juin 1882",
    "Présents : MM. Amaury PONCET, Guy JOLY",
    "Le conseil municipal, après en avoir délibéré, à l'unanimité,",
    "rejette la demande de subvention du sieur VERCHÈRE.",
)


def alto(
    lines: Sequence[str], *, words: bool = False, unit: str = "pixel", namespace: str = V4,
    zones: Sequence[tuple[str, str, tuple[int, int]]] = (), body: str = "MainZone",
) -> bytes:  # fmt: skip
    """An ALTO page of 2480 by 3508 pixels: the lines in one block, and a block for each zone (label, text, place)."""

    def line(text: str, x: int, y: int) -> str:
        width = 24 * len(text)
        inner = f'<String CONTENT={quoteattr(text)} HPOS="{x}" VPOS="{y}" WIDTH="{width}" HEIGHT="50"/>'
        if words:
            inner, at = "", x
            for word in text.split():
                box = f'HPOS="{at}" VPOS="{y}" WIDTH="{24 * len(word)}" HEIGHT="44"'
                inner += f'<String CONTENT={quoteattr(word)} {box} WC="0.8"/><SP/>'
                at += 24 * (len(word) + 1)
        base = f"{x} {y + 40} {x + width} {y + 42}"
        return f'<TextLine HPOS="{x}" VPOS="{y}" WIDTH="{width}" HEIGHT="50" BASELINE="{base}">{inner}</TextLine>'

    labels = dict.fromkeys([body, *(label for label, _, _ in zones)])
    tags = "".join(f'<OtherTag ID="T{at}" LABEL="{label}"/>' for at, label in enumerate(labels))
    named = {label: f"T{at}" for at, label in enumerate(labels)}
    printed = "".join(line(text, 600, 400 + 80 * row) for row, text in enumerate(lines))
    box = f'HPOS="580" VPOS="380" WIDTH="1800" HEIGHT="{80 * len(lines) + 40}"'
    blocks = f'<TextBlock {box} TAGREFS="T0">{printed}</TextBlock>'
    for label, text, (x, y) in zones:
        box = f'HPOS="{x - 10}" VPOS="{y - 10}" WIDTH="{24 * len(text) + 20}" HEIGHT="70"'
        blocks += f'<TextBlock {box} TAGREFS="{named[label]}">{line(text, x, y)}</TextBlock>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alto xmlns="{namespace}"><Description><MeasurementUnit>{unit}'
        f'</MeasurementUnit></Description><Tags>{tags}</Tags><Layout><Page WIDTH="2480" HEIGHT="3508"><PrintSpace>'
        f"{blocks}</PrintSpace></Page></Layout></alto>"
    ).encode()


def page_xml(lines: Sequence[str], *, words: bool = False, order: bool = False) -> bytes:
    """A PAGE page: the lines in one region; with `order` each in its own, written from the last to the first."""

    def coords(x0: int, top: int, x1: int, bottom: int) -> str:
        return f'<Coords points="{x0},{top} {x1},{top} {x1},{bottom} {x0},{bottom}"/>'

    def line(text: str, y: int) -> str:
        inner, at = "", 600
        if words:
            for word in text.split():
                told = f'<TextEquiv conf="0.7"><Unicode>{word}</Unicode></TextEquiv>'
                inner += f"<Word>{coords(at, y, at + 24 * len(word), y + 44)}{told}</Word>"
                at += 24 * (len(word) + 1)
        whole = '<TextEquiv index="1"><Unicode>wrong</Unicode></TextEquiv>'
        whole += f'<TextEquiv index="0" conf="0.9"><Unicode>{text}</Unicode></TextEquiv>'
        return f"<TextLine>{coords(600, y, 600 + 24 * len(text), y + 50)}{inner}{whole}</TextLine>"

    printed = [line(text, 400 + 80 * row) for row, text in enumerate(lines)]
    regions = [f'<TextRegion id="r">{coords(580, 380, 2400, 3000)}{"".join(printed)}</TextRegion>']
    reading = ""
    if order:
        regions = [f'<TextRegion id="r{at}">{one}</TextRegion>' for at, one in enumerate(printed)][::-1]
        refs = "".join(f'<RegionRefIndexed index="{at}" regionRef="r{at}"/>' for at in range(len(printed)))
        reading = f"<ReadingOrder><OrderedGroup>{refs}</OrderedGroup></ReadingOrder>"
    space = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
    return (
        f'<PcGts xmlns="{space}"><Page imageWidth="2480" imageHeight="3508">{reading}{"".join(regions)}</Page></PcGts>'
    ).encode()


def hocr(lines: Sequence[str], *, broken: bool = False) -> bytes:
    spans = ""
    for row, text in enumerate(lines):
        at, y, inner = 600, 400 + 80 * row, ""
        for word in text.split():
            box = f"bbox {at} {y} {at + 24 * len(word)} {y + 44}; x_wconf 91"
            inner += f'<span class="ocrx_word" title="{box}">{word}</span> '
            at += 24 * (len(word) + 1)
        spans += f'<span class="ocr_line" title="bbox 600 {y} {at} {y + 50}">{inner}</span>'
    tail = "<br>" if broken else ""
    page = '<div class="ocr_page" title="bbox 0 0 2480 3508; scan_res 300 300">'
    return f"<!DOCTYPE html><html><body>{page}{spans}</div>{tail}</body></html>".encode()


def texts(data: bytes) -> list[str]:
    return [word.text for word in open_source(data, name="a.xml").pages[0].words]


def said(lines: Sequence[str]) -> list[str]:
    return [word.replace("¬", "-") for line in lines for word in line.split()]


FORMS = {
    "alto, lines": (alto(FIRST), "alto", None), "alto, words": (alto(FIRST, words=True), "alto", 0.8),
    "alto 2": (alto(FIRST, namespace="http://www.loc.gov/standards/alto/ns-v2#"), "alto", None),
    "alto 3": (alto(FIRST, namespace="http://www.loc.gov/standards/alto/ns-v3#"), "alto", None),
    "page, lines": (page_xml(FIRST), "page", 0.9), "page, words": (page_xml(FIRST, words=True), "page", 0.7),
    "page, ordered": (page_xml(FIRST, order=True), "page", 0.9),
    "hocr": (hocr(FIRST), "hocr", 0.91), "hocr that is no XML": (hocr(FIRST, broken=True), "hocr", 0.91),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_its_words_in_order(name: str) -> None:
    data, form, confidence = FORMS[name]
    source = open_source(data, name="page.xml")
    (page,) = source.pages
    assert source.form == form
    assert [word.text for word in page.words] == said(FIRST)
    assert {word.confidence for word in page.words} == {confidence}
    assert {word.origin for word in page.words} == {"ocr"}
    assert abs(page.width - 595) < 1 and abs(page.height - 842) < 1
    assert page.words[0].x0 == pytest.approx(600 * 842 / 3508, abs=0.5)
    for word in page.words:
        assert 0 <= word.x0 < word.x1 <= page.width and 0 <= word.top < word.bottom <= page.height


@pytest.mark.parametrize("name", FORMS)
def test_every_format_becomes_a_record(name: str) -> None:
    record = delib.parse(FORMS[name][0], name="page.xml")
    (session,) = record.sessions
    assert session.date == "1882-03-12"
    assert [person.name for person in session.present] == ["Amaury PONCET", "Guy JOLY", "Odilon BERTHOUD"]
    dispositif = session.deliberations[0].dispositif
    assert dispositif is not None and "achat d'une cloche" in dispositif.text


def test_units_of_length_are_kept() -> None:
    tenths = open_source(alto(["Mairie"], unit="mm10"), name="a.xml").pages[0]
    assert tenths.height == pytest.approx(3508 * 72 / 254, abs=0.1)
    assert not any("A4" in reason for reason in tenths.reasons)


def test_a_hyphen_at_the_end_of_a_line_joins_the_word() -> None:
    words = {word.text: word for word in open_source(alto(FIRST), name="a.xml").pages[0].words}
    assert words["l'unani-"].joined and not words["mité,"].joined


def test_alto_hyphenation_and_style() -> None:
    data = (
        f'<alto xmlns="{V4}"><Styles><TextStyle ID="S" FONTSTYLE="bold"/></Styles><Layout>'
        '<Page WIDTH="1000" HEIGHT="1000">'
        '<PrintSpace><TextBlock STYLEREFS="S"><TextLine><String CONTENT="délibé" HPOS="700" VPOS="100" WIDTH="100" '
        'HEIGHT="30"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ration" HPOS="100" VPOS="140" WIDTH="90" '
        'HEIGHT="24"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
    ).encode()
    first, second = open_source(data, name="a.xml").pages[0].words
    assert (first.text, first.joined, second.text) == ("délibé-", True, "ration")
    assert first.bold and second.bold


ZONES = [
    ("MarginTextZone", "Achat d'une cloche", (60, 620)),
    ("NumberingZone", "Folio douze", (2000, 60)),
    ("RunningTitleZone", "Registre de Valbrune", (700, 60)),
    ("StampZone", "Vu et reçu le 14 mars", (700, 3000)),
]


def test_labelled_zones_are_told_apart_from_the_text() -> None:
    source = open_source(alto(FIRST, zones=ZONES), name="a.xml")
    assert [zone.label for zone in source.pages[0].zones] == ["MainZone", *(label for label, _, _ in ZONES)]
    layout = read_layout(source.pages)
    lifted = {item.kind: item.text.text for item in layout.lifted}
    assert lifted == {
        "margin": "Achat d'une cloche", "page-number": "Folio douze", "head": "Registre de Valbrune",
        "stamp": "Vu et reçu le 14 mars",
    }  # fmt: skip
    assert all(text not in layout.body.text for _, text, _ in ZONES)
    every = [
        word
        for text in (layout.body, *(item.text for item in layout.lifted))
        for line in text.lines
        for word in line.words
    ]
    assert len(every) == len(source.pages[0].words)


def test_without_labels_the_same_words_stay_in_the_text() -> None:
    zones = [("CustomZone", text, place) for _, text, place in ZONES]
    layout = read_layout(open_source(alto(FIRST, zones=zones), name="a.xml").pages)
    assert "Achat d'une cloche" in layout.body.text and "Vu et reçu" in layout.body.text


def test_labels_with_subtypes_and_those_of_page_are_known() -> None:
    assert kind_of("MarginTextZone:note#2") == kind_of("marginalia") == "margin"
    assert kind_of("NumberingZone#1") == kind_of("page-number") == "page-number"
    assert kind_of("MainZone") is None and kind_of("paragraph") is None


def test_the_region_types_of_page_are_zones() -> None:
    data = page_xml(FIRST).replace(
        b'<TextRegion id="r"', b'<TextRegion id="r" type="paragraph" custom="structure {type:MainZone;}"'
    )
    assert [zone.label for zone in open_source(data, name="a.xml").pages[0].zones] == ["MainZone"]


# ---- folders --------------------------------------------------------------------------------------------------------


def test_a_folder_of_pages_is_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "registre"
    folder.mkdir()
    (folder / "page-10.xml").write_bytes(alto(SECOND))
    (folder / "page-9.xml").write_bytes(alto(FIRST))
    (folder / "page-9.jpg").write_bytes(b"\xff\xd8\xff not looked at")
    (folder / "notes.xml").write_bytes(b"<notes/>")
    result = CliRunner().invoke(main, ["extract", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    record = from_json(result.stdout)
    assert record.file == "registre"
    assert [page.reasons[0] for page in record.pages] == ["page-9.xml", "page-10.xml"]
    assert [session.date for session in record.sessions] == ["1882-03-12", "1882-06-04"]
    assert [len(session.deliberations) for session in record.sessions] == [1, 1]


def test_the_order_of_a_mets_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(alto(SECOND))
    (tmp_path / "b.xml").write_bytes(alto(FIRST))
    files = "".join(f'<file ID="f{name}"><FLocat xlink:href="alto/{name}.xml"/></file>' for name in ("a", "b"))
    (tmp_path / "mets.xml").write_text(
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp>'
        f'{files}</fileGrp></fileSec><structMap><div><fptr FILEID="fb"/><fptr FILEID="fa"/></div></structMap></mets>'
    )
    source = open_source(tmp_path)
    assert [page.reasons[0] for page in source.pages] == ["b.xml", "a.xml"]
    assert [page.number for page in source.pages] == [1, 2]


def test_a_folder_without_pages_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.xml").write_bytes(b"<notes/>")
    with pytest.raises(IsDirectory):
        open_source(tmp_path)


def test_what_delib_writes_it_reads() -> None:
    source = open_source(alto(FIRST, words=True), name="a.xml")
    for written in (to_alto(source), to_hocr(source)):
        again = open_source(written, name="b.xml")
        assert [word.text for word in again.pages[0].words] == said(FIRST)
        for one, other in zip(again.pages[0].words, source.pages[0].words, strict=True):
            assert abs(one.x0 - other.x0) < 0.5 and abs(one.x1 - other.x1) < 0.5


# ---- bad input ------------------------------------------------------------------------------------------------------


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CONFIDENTIEL")
    head = f'<!DOCTYPE PcGts [<!ENTITY a "ha"><!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    data = page_xml(["Mairie", "fin"]).replace(b"Mairie<", b"Mairie &a; &file;<")
    words = texts(head.encode() + data)
    assert words == ["Mairie", "fin"]


def test_entities_that_grow_without_end_are_refused() -> None:
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    data = page_xml(["Mairie"]).replace(b"Mairie<", b"Mairie &b11;<")
    with pytest.raises(DamagedFile):
        open_source(f'<!DOCTYPE PcGts [<!ENTITY b0 "ha">{bomb}]>'.encode() + data, name="a.xml")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (alto(FIRST)[:900], DamagedFile),
        (b"<alto><Layout/></alto>", DamagedFile),
        (b"<alto>" * 400 + b"</alto>" * 400, DamagedFile),
        (b"<TEI><text/></TEI>", NotADocument),
        (b"<html><body>Erreur 404</body></html>", NotADocument),
    ],
)
def test_bad_files_have_their_error(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        open_source(data, name="a.xml")


def test_xml_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_BYTES", 100)
    with pytest.raises(TooLarge):
        open_source(alto(FIRST), name="a.xml")


@pytest.mark.parametrize("width", ["", "-5", "nan", "1e400", "viele"])
def test_numbers_that_are_none_do_not_stop_the_page(width: str) -> None:
    data = alto(FIRST).replace(b'WIDTH="2480"', f'WIDTH="{width}"'.encode())
    assert texts(data) == said(FIRST)


def test_a_page_without_words_is_blank() -> None:
    (page,) = open_source(alto([]), name="a.xml").pages
    assert (page.source, page.words) == ("blank", ())


def test_the_samples_beside_the_repository_are_all_read() -> None:
    if not HTR.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{HTR} is not there, and in CI the samples have to be read")
        pytest.skip(f"{HTR} is not there: real ALTO and PAGE files are NOT tested")
    sources: list[Source] = [open_source(path) for path in sorted(HTR.glob("*.xml"))]
    assert len(sources) >= 13
    assert all(page.words for source in sources for page in source.pages)


def test_a_folder_of_pages_goes_into_a_corpus_as_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "registres" / "1882"
    folder.mkdir(parents=True)
    (folder / "p1.xml").write_bytes(alto(FIRST))
    (folder / "p2.xml").write_bytes(alto(SECOND))
    (folder / "notes.txt").write_text("Ceci n'est pas un acte.")
    database = tmp_path / "corpus.db"

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == 0, result.output
        return result.output

    said = run("ingest", str(tmp_path / "registres"), "--db", str(database), "--jobs", "0", "--no-cache")
    assert "2 file" in said
    hits = json.loads(run("search", "cloche", "--db", str(database), "--format", "json"))
    record = from_json(run("show", hits[0]["document_id"], "--db", str(database), "--json"))
    assert (record.file, record.sha256) == ("1882", open_source(folder).sha256)
    assert [session.date for session in record.sessions] == ["1882-03-12", "1882-06-04"]
    again = run("ingest", str(tmp_path / "registres"), "--db", str(database), "--jobs", "0", "--no-cache")
    assert "2 of them known already" in again
    (folder / "p2.xml").write_bytes(alto(SECOND[:3]))
    assert "1 of them known already" in run(
        "ingest", str(tmp_path / "registres"), "--db", str(database), "--jobs", "0", "--no-cache"
    )
