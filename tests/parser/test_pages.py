"""Opening sources: PDFs written byte by byte or with fpdf2, and texts. What is printed comes out where it stands."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from delib import errors
from delib.parser.pages import Page, Source, Word, open_source
from delib.parser.pages import files as files_room
from delib.parser.pages import pdf as pdf_room
from delib.parser.pages.fallback import Fallback
from delib.parser.pages.geometry import Geometry
from delib.parser.pages.images import has_exposure
from delib.parser.pages.legible import cut_in_letters, illegible
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

WIDTH, HEIGHT = 595, 842
STAMP = (
    "Envoyé en préfecture le 21/10/2031",
    "Reçu en préfecture le 21/10/2031",
    "ID : 999-219999991-20311016-DE2031_7-DE",
)
PROSE = (
    "Le conseil municipal de Fontclaire, réuni en séance ordinaire, décide de refaire la toiture du lavoir communal."
)


class Pdf:
    """A PDF written by hand: page content streams and, for each page, further entries and objects."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b"", b""]
        self.kids: list[int] = []
        self.catalog = b""
        self.font = self.add(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
        self.bold = self.add(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-BoldOblique/Encoding/WinAnsiEncoding>>")

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects) - 1

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        return self.add(b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data))

    def image(self) -> int:
        return self.stream(
            zlib.compress(bytes([255, 0, 0, 255])),
            b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode",
        )

    def page(
        self, content: str | bytes, entries: bytes = b"", resources: bytes = b"", contents: int | None = None
    ) -> Pdf:
        data = content.encode("cp1252") if isinstance(content, str) else content
        place = contents or self.stream(data)
        fonts = b"/Font<</F1 %d 0 R/F2 %d 0 R>>" % (self.font, self.bold)
        box = b"" if b"/MediaBox" in entries else b"/MediaBox[0 0 %d %d]" % (WIDTH, HEIGHT)
        self.kids.append(
            self.add(
                b"<</Type/Page/Parent 2 0 R%s/Resources<<%s%s>>/Contents %d 0 R%s>>"
                % (box, fonts, resources, place, entries)
            )
        )
        return self

    def bytes(self) -> bytes:
        self.objects[1] = b"<</Type/Catalog/Pages 2 0 R%s>>" % self.catalog
        self.objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
            len(self.kids),
            b" ".join(b"%d 0 R" % kid for kid in self.kids),
        )
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects[1:], 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % len(self.objects)
        for offset in offsets:
            out += b"%010d 00000 n \n" % offset
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(self.objects), start)
        return bytes(out)


def line(text: str, x: float, y: float, size: float = 12, font: str = "F1") -> str:
    """One printed line, in PDF space (y from the bottom)."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def prose(lines: int = 8) -> str:
    return "".join(line(PROSE, 40, 700 - 20 * row, 10) for row in range(lines))


def first(data: bytes) -> Page:
    return open_source(data, name="acte.pdf").pages[0]


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def named(page: Page, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


def near(word: Word, x0: float, top: float, slack: float = 4) -> bool:
    return abs(word.x0 - x0) <= slack and abs(word.top - top) <= slack


# Words


def test_words_stand_where_they_are_printed_in_the_order_of_the_stream() -> None:
    page = first(Pdf().page(line("Fontclaire, le lavoir", 72, 700) + line("en haut", 72, 800, 20, "F2")).bytes())
    assert texts(page) == ["Fontclaire,", "le", "lavoir", "en", "haut"]
    assert (page.width, page.height, page.number, page.source, page.reasons) == (WIDTH, HEIGHT, 1, "text", ())
    lavoir, haut = named(page, "lavoir"), named(page, "haut")
    assert lavoir.size == 12 and not lavoir.bold and not lavoir.italic
    assert haut.size == 20 and haut.bold and haut.italic
    assert near(named(page, "Fontclaire,"), 72, HEIGHT - 700 - 11)
    assert lavoir.top < HEIGHT - 700 < lavoir.bottom < lavoir.top + 16
    assert haut.bottom < lavoir.top


def test_the_size_is_that_of_the_page_not_of_the_font() -> None:
    page = first(Pdf().page("q 0.1 0 0 0.1 0 0 cm BT /F1 1 Tf 140 0 0 140 720 7000 Tm (Lavoir) Tj ET Q").bytes())
    assert named(page, "Lavoir").size == 14
    assert near(named(page, "Lavoir"), 72, HEIGHT - 700 - 13)


def test_letters_thickened_with_a_stroke_are_bold() -> None:
    content = "BT /F1 12 Tf 2 Tr 0.4 w 72 700 Td (Gras) Tj 0 Tr 0 -20 Td (Maigre) Tj ET"
    page = first(Pdf().page(content).bytes())
    assert [(word.text, word.bold) for word in page.words] == [("Gras", True), ("Maigre", False)]


@pytest.mark.parametrize(
    ("turns", "size", "place"),
    [
        (0, (500, 700), (22, 99)),
        (90, (700, 500), (587, 22)),
        (180, (500, 700), (445, 587)),
        (270, (700, 500), (99, 445)),
    ],
)
def test_boxes_are_those_of_the_page_as_displayed(
    turns: int, size: tuple[float, float], place: tuple[float, float]
) -> None:
    # the word stands at (72, 700) in a CropBox whose corner is (50, 110)
    page = first(Pdf().page(line("Lavoir", 72, 700), b"/Rotate %d/CropBox[50 110 550 810]" % turns).bytes())
    word = named(page, "Lavoir")
    assert (page.width, page.height) == size and page.rotation == turns
    assert 0 <= word.x0 < word.x1 <= page.width and 0 <= word.top < word.bottom <= page.height
    assert near(word, *place, slack=2)
    assert (word.bottom - word.top > word.x1 - word.x0) == (turns in (90, 270))
    assert word.size == 12


def test_words_beside_the_cropbox_are_another_page_s() -> None:
    page = first(Pdf().page(line("dedans", 100, 700) + line("dehors", 400, 700), b"/CropBox[0 0 300 842]").bytes())
    assert texts(page) == ["dedans"]
    assert any("1 words outside the page's CropBox" in reason for reason in page.reasons)


def test_words_that_overflow_the_medium_are_kept() -> None:
    assert texts(first(Pdf().page(line("De", -20, 700) + line("Lavoir", 72, 680)).bytes())) == ["De", "Lavoir"]


def test_a_hyphen_at_the_end_of_a_line_is_printed_and_remembered() -> None:
    content = line("le conseil a déli-", 72, 700) + line("béré sur la sous-", 72, 686) + line("traitance - et", 72, 672)
    page = first(Pdf().page(content).bytes())
    assert texts(page) == ["le", "conseil", "a", "déli-", "béré", "sur", "la", "sous-", "traitance", "-", "et"]
    assert [word.text for word in page.words if word.joined] == ["déli-", "sous-"]
    assert named(page, "béré").top > named(page, "déli-").bottom - 4
    assert named(page, "béré").x0 < named(page, "déli-").x0


def test_a_hyphen_within_a_line_joins_nothing() -> None:
    page = first(
        Pdf().page(line("les sous-préfets -", 72, 700) + line("2030-", 72, 686) + line("2031", 72, 672)).bytes()
    )
    assert texts(page) == ["les", "sous-préfets", "-", "2030-", "2031"]
    assert not any(word.joined for word in page.words)


def test_what_is_printed_twice_on_one_spot_is_one_word() -> None:
    content = line("Lavoir communal", 72, 700) + line("autre", 72, 650) + line("Lavoir communal", 72.3, 700)
    content += line("Lavoir communal", 72, 600)
    assert texts(first(Pdf().page(content).bytes())) == ["Lavoir", "communal", "autre", "Lavoir", "communal"]


def test_letters_set_apart_spell_words() -> None:
    glyphs, x = "", 72
    for char in "EXTRAIT DU REGISTRE":
        glyphs += line(char, x, 700) if char != " " else ""
        x += 16
    page = first(Pdf().page(glyphs + line("D É L I B É R A T I O N   D U   J O U R", 72, 650)).bytes())
    assert texts(page) == ["EXTRAIT", "DU", "REGISTRE", "DÉLIBÉRATION", "DU", "JOUR"]
    assert near(named(page, "REGISTRE"), 72 + 11 * 16, HEIGHT - 700 - 11)


@pytest.mark.parametrize("text", ["lots A B C et D", "X X X X X X"])
def test_single_letters_are_not_always_a_word(text: str) -> None:
    assert texts(first(Pdf().page(line(text, 72, 700)).bytes())) == text.split()


def test_marks_in_the_columns_of_a_table_stay_apart() -> None:
    content = "".join(line(mark, 72 + 60 * at, 700) for at, mark in enumerate("ABCDEF"))
    assert texts(first(Pdf().page(content).bytes())) == list("ABCDEF")


def test_a_raised_letter_belongs_to_its_number() -> None:
    content = line("Le 1", 72, 700) + line("er", 72 + 23.35, 705, 7) + line("mars", 110, 700)
    assert texts(first(Pdf().page(content).bytes())) == ["Le", "1er", "mars"]


def test_accents_are_composed_and_bullets_kept() -> None:
    pdf = Pdf()
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"3 beginbfchar <41> <00650301> <42> <f0b7> <43> <200b> endbfchar endcmap end end"
    )
    table = pdf.stream(cmap)
    pdf.objects[pdf.font] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode %d 0 R>>" % table
    assert texts(first(pdf.page("BT /F1 12 Tf 72 700 Td (B A C t) Tj ET").bytes()))[:2] == ["\uf0b7", "é"]


@pytest.mark.parametrize(
    ("turns", "matrix"), [(1, "0 1 -1 0 {y} 60"), (2, "-1 0 0 -1 500 {y}"), (3, "0 -1 1 0 {y} 800")]
)
def test_a_page_whose_text_runs_sideways_is_turned_upright(turns: int, matrix: str) -> None:
    rows = range(4) if turns == 3 else range(3, -1, -1)
    places = [100 + 20 * row for row in rows]
    content = "".join(
        f"BT /F1 10 Tf {matrix.format(y=y)} Tm (ligne {at} du lavoir de Fontclaire) Tj ET\n"
        for at, y in enumerate(places[::-1])
    )
    page = first(Pdf().page(content).bytes())
    assert page.rotation == turns * 90
    assert (page.width, page.height) == ((HEIGHT, WIDTH) if turns != 2 else (WIDTH, HEIGHT))
    assert texts(page) == [word for at in range(4) for word in f"ligne {at} du lavoir de Fontclaire".split()]
    assert all(word.x1 - word.x0 > word.bottom - word.top for word in page.words if len(word.text) > 4)
    tops = [word.top for word in page.words if word.text == "ligne"]
    assert tops == sorted(tops) and len(set(tops)) == 4
    assert "turned" in page.reasons[0]


def test_a_note_up_the_margin_does_not_turn_the_page() -> None:
    note = "BT /F1 8 Tf 0 1 -1 0 20 300 Tm (visa de la sous-prefecture) Tj ET\n"
    page = first(Pdf().page(prose() + note).bytes())
    assert page.rotation == 0 and "visa" in texts(page)


# Annotations and fields


def appearance(pdf: Pdf, rows: tuple[str, ...]) -> int:
    content = "".join(line(row, 2, 32 - 10 * at, 7) for at, row in enumerate(rows))
    font = b"/Resources<</Font<</F1 %d 0 R>>>>" % pdf.font
    return pdf.stream(content.encode("cp1252"), b"/Type/XObject/Subtype/Form/BBox[0 0 200 42]" + font)


def stamped(content: str, *, flags: int = 4, rotate: int = 0, resources: bool = False) -> Page:
    pdf = Pdf()
    image = b"/XObject<</I %d 0 R>>" % pdf.image() if resources else b""
    drawing = appearance(pdf, STAMP)
    note = pdf.add(
        b"<</Type/Annot/Subtype/Stamp/Rect[380 780 580 822]/F %d/AP<</N %d 0 R>>/Contents(remarque)>>"
        % (flags, drawing)
    )
    return first(pdf.page(content, b"/Rotate %d/Annots[%d 0 R]" % (rotate, note), image).bytes())


def test_the_words_of_a_stamp_annotation_are_read_where_they_show() -> None:
    page = stamped(prose())
    notes = [word for word in page.words if word.origin == "annotation"]
    assert " ".join(word.text for word in notes) == " ".join(STAMP)
    assert page.source == "text"
    assert "remarque" not in texts(page)  # a comment, not print
    assert near(notes[0], 382, HEIGHT - 780 - 32 - 7)
    assert notes[0].size == 7
    assert [word.text for word in page.words if word.origin == "text"] == PROSE.split() * 8


def test_a_stamp_annotation_turns_with_its_page() -> None:
    page = stamped(line("Lavoir", 72, 700), rotate=270)
    note = next(word for word in page.words if word.origin == "annotation")
    assert (page.width, page.height) == (HEIGHT, WIDTH)
    assert near(note, HEIGHT - 780 - 32 - 7, WIDTH - 382 - 22, slack=6)


def test_a_hidden_annotation_is_not_read() -> None:
    assert not [word for word in stamped(prose(), flags=2).words if word.origin == "annotation"]


def test_a_free_text_that_nothing_draws_is_read_from_its_contents() -> None:
    pdf = Pdf()
    note = pdf.add(b"<</Type/Annot/Subtype/FreeText/Rect[100 500 300 530]/F 4/DA(/F1 10 Tf)/Contents(Vu\rpour visa)>>")
    page = first(pdf.page(prose(), b"/Annots[%d 0 R]" % note).bytes())
    notes = [word for word in page.words if word.origin == "annotation"]
    assert [word.text for word in notes] == ["Vu", "pour", "visa"]
    assert all(word.x0 >= 100 and word.x1 <= 300 and word.top >= 312 and word.bottom <= 342 for word in notes)
    assert notes[0].bottom <= notes[1].top


@pytest.mark.parametrize("drawn", [True, False])
def test_the_value_of_a_form_field_is_read(drawn: bool) -> None:
    pdf = Pdf()
    look = b""
    if drawn:
        font = b"/Resources<</Font<</F1 %d 0 R>>>>" % pdf.font
        look = b"/AP<</N %d 0 R>>" % pdf.stream(
            b"/Tx BMC " + line("Aubin Garrel", 2, 5, 10).encode() + b"EMC",
            b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]" + font,
        )
    field = pdf.add(
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/V(Aubin Garrel)/Rect[100 500 300 520]/F 4/DA(/F1 10 Tf 0 g)%s>>"
        % look
    )
    pdf.catalog = b"/AcroForm<</Fields[%d 0 R]/DA(/F1 10 Tf 0 g)/DR<</Font<</F1 %d 0 R>>>>>>" % (field, pdf.font)
    page = first(pdf.page(prose(), b"/Annots[%d 0 R]" % field).bytes())
    fields = [word for word in page.words if word.origin == "field"]
    assert [word.text for word in fields] == ["Aubin", "Garrel"]
    assert all(word.x0 >= 98 and word.x1 <= 302 and word.top >= 318 and word.bottom <= 346 for word in fields)


def test_links_and_comments_are_not_print() -> None:
    pdf = Pdf()
    link = pdf.add(b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://fontclaire.example)>>>>")
    comment = pdf.add(b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(a relire)>>")
    page = first(pdf.page(line("Lavoir", 72, 700), b"/Annots[%d 0 R %d 0 R]" % (link, comment)).bytes())
    assert texts(page) == ["Lavoir"]


# Kinds of pages


IMAGE = "q 595 0 0 842 0 0 cm /I Do Q\n"


def imaged(content: str) -> Page:
    pdf = Pdf()
    return first(pdf.page(content, resources=b"/XObject<</I %d 0 R>>" % pdf.image()).bytes())


def test_an_image_alone_is_a_scan() -> None:
    page = imaged(IMAGE)
    assert page.source == "scan" and page.image_cover == 1.0 and page.words == ()
    assert page.reasons[0] == "images cover 100% of the page"


def test_an_image_inside_forms_counts() -> None:
    pdf = Pdf()
    inner = pdf.stream(
        b"q 1 0 0 1 0 0 cm /I Do Q",
        b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</I %d 0 R>>>>" % pdf.image(),
    )
    outer = pdf.stream(
        b"q 10 0 0 10 0 0 cm /G Do Q",
        b"/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<</XObject<</G %d 0 R>>>>" % inner,
    )
    page = first(pdf.page("q 59.5 0 0 42.1 0 0 cm /H Do Q", resources=b"/XObject<</H %d 0 R>>" % outer).bytes())
    assert page.image_cover == pytest.approx(0.5, abs=0.01)
    assert page.source == "scan"


def test_overlapping_images_are_counted_once() -> None:
    page = imaged("q 595 0 0 421 0 0 cm /I Do Q q 595 0 0 421 0 0 cm /I Do Q q 297.5 0 0 842 0 0 cm /I Do Q")
    assert page.image_cover == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize(
    "rows", [STAMP, ("RECU EN PREFECTURE", "Le 22 juin 2031", "VIA DOTELEC - iXBus", "DATE D'AFFICHAGE :22 juin 2031")]
)
def test_a_scan_with_a_printed_stamp_is_a_stamped_scan(rows: tuple[str, ...]) -> None:
    page = imaged(IMAGE + "".join(line(row, 380, 810 - 10 * at, 7) for at, row in enumerate(rows)))
    assert page.source == "stamped-scan"
    assert " ".join(texts(page)) == " ".join(rows)
    assert "0 of them outside stamps" in page.reasons[1]


def test_a_scan_with_a_stamp_annotation_is_a_stamped_scan() -> None:
    page = stamped(IMAGE, resources=True)
    assert page.source == "stamped-scan"
    assert {word.origin for word in page.words} == {"annotation"}


def test_hidden_words_over_an_image_are_an_ocr_layer() -> None:
    page = imaged(IMAGE + f"3 Tr {prose()}".replace("BT", "BT 3 Tr"))
    assert page.source == "ocr-layer" and len(page.words) == 8 * len(PROSE.split())


def test_words_painted_over_by_an_image_are_an_ocr_layer() -> None:
    assert imaged(prose() + IMAGE).source == "ocr-layer"


def test_an_ocr_layer_with_a_stamp_is_an_ocr_layer() -> None:
    content = (
        IMAGE
        + prose().replace("BT", "BT 3 Tr")
        + "".join(line(row, 380, 810 - 10 * at, 7) for at, row in enumerate(STAMP))
    )
    assert imaged(content.replace("BT /F1 7", "BT 0 Tr /F1 7")).source == "ocr-layer"


def test_text_on_a_background_is_text() -> None:
    page = imaged(IMAGE + prose())
    assert page.source == "text" and page.image_cover == 1.0


def test_a_title_beside_a_picture_is_text() -> None:
    assert (
        imaged("q 400 0 0 600 90 60 cm /I Do Q" + line("Conseil municipal de Fontclaire", 72, 780, 24)).source == "text"
    )


def test_a_stamp_alone_on_a_digital_page_is_text() -> None:
    assert (
        first(Pdf().page("".join(line(row, 380, 810 - 10 * at, 7) for at, row in enumerate(STAMP))).bytes()).source
        == "text"
    )


@pytest.mark.parametrize("content", ["", line(" ", 72, 700), "0 0 m 300 0 l S"])
def test_nothing_is_a_blank_page(content: str) -> None:
    page = first(Pdf().page(content).bytes())
    assert page.source == "blank" and page.words == () and page.reasons


def test_letters_drawn_as_shapes_want_an_ocr() -> None:
    curve = "100 {y} m 110 {y} 120 700 130 {y} c 140 {y} 150 690 160 {y} c h f\n"
    page = first(Pdf().page("".join(curve.format(y=100 + row) for row in range(60))).bytes())
    assert page.source == "scan" and "drawn shapes" in page.reasons[0]


def test_debris_of_a_font_without_unicode_wants_an_ocr() -> None:
    shifted = "".join(
        chr(ord(char) - 29) if char.isascii() and ord(char) > 60 else "$" for char in PROSE.replace(" ", "")
    )
    page = first(Pdf().page("".join(line(shifted, 20, 700 - 20 * row, 6) for row in range(4))).bytes())
    assert page.source == "scan" and "illegible" in page.reasons[0]
    assert page.words  # they stay in the record of the page


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "M. Brun, Mme Le Goff, M. N'Guyen-Tran, MM. Szczepański et Krzyżanowski, " * 2,
        "1 234,56 € " * 20,
        "ABCD EFGH " * 3,
    ],
)
def test_names_and_figures_are_legible(text: str) -> None:
    assert illegible(text.split()) == ""


def test_lost_characters_are_illegible() -> None:
    assert illegible(["(cid:12)(cid:34)(cid:7)"] * 10)
    assert illegible(["\ufffd\ufffdabc"] * 10)
    assert illegible([PROSE], unmapped=50)


def test_letters_with_no_white_between_them_are_cut_apart_by_the_reader() -> None:
    apart = [Word(char, 60 + 5 * at, 70, 65 + 5 * at, 80, 10) for at, char in enumerate("Laséanceestlevée")]
    assert cut_in_letters(apart)
    assert not cut_in_letters([msgspec.structs.replace(w, x1=w.x1 - 3) for w in apart])  # printed apart
    assert not cut_in_letters([Word("Valbrune", 60 + 60 * at, 70, 110 + 60 * at, 80, 10) for at in range(8)])


def test_a_camera_is_known_by_its_exposure() -> None:
    from PIL import Image

    def jpeg(tags: dict[int, Any]) -> bytes:
        exif = Image.Exif()
        exif.get_ifd(0x8769).update(tags)
        out = io.BytesIO()
        Image.new("L", (8, 8)).save(out, "JPEG", exif=exif)
        return out.getvalue()

    assert has_exposure(jpeg({0x829A: 0.01}))
    assert not has_exposure(jpeg({0x9003: "2031:03:05 10:00:00"}))
    assert not has_exposure(b"\xff\xd8\xffExif\0\0garbage")
    pdf = Pdf()
    photo = jpeg({0x829A: 0.01})
    image = pdf.stream(
        photo, b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode"
    )
    assert first(pdf.page(IMAGE, resources=b"/XObject<</I %d 0 R>>" % image).bytes()).source == "photo"


# Tables and rules


def grid(*, outer: bool = True) -> str:
    content = "0.5 w "
    for row in range(0 if outer else 1, 5 if outer else 4):
        content += f"72 {700 - 20 * row} m 372 {700 - 20 * row} l S "
    for column in range(4):
        content += f"{72 + 100 * column} 700 m {72 + 100 * column} 620 l S "
    for row in range(4):
        for column in range(3):
            content += line(f"r{row}c{column}", 80 + 100 * column, 686 - 20 * row, 9)
    return content


@pytest.mark.parametrize("outer", [True, False])
def test_a_ruled_table_has_its_cells_row_by_row(outer: bool) -> None:
    page = first(Pdf().page(grid(outer=outer)).bytes())
    (table,) = page.tables
    assert [len(row) for row in table.rows] == [3, 3, 3, 3]
    assert table.box == pytest.approx((72, 142, 372, 222), abs=1)
    for row, boxes in enumerate(table.rows):
        for column, box in enumerate(boxes):
            assert box is not None
            word = named(page, f"r{row}c{column}")
            assert box[0] < word.x0 < word.x1 < box[2] and box[1] < (word.top + word.bottom) / 2 < box[3]
    assert len(page.rules) >= 7


def test_a_merged_cell_is_none() -> None:
    content = "0.5 w 72 600 300 80 re S 72 640 m 372 640 l S 222 600 m 222 640 l S " + line("seul", 80, 660)
    (table,) = first(Pdf().page(content).bytes()).tables
    assert [[box is not None for box in row] for row in table.rows] == [[True, False], [True, True]]


def test_thin_boxes_are_rules_and_shaded_ones_are_not() -> None:
    content = "0 g 72 700 200 0.6 re f 0.9 g 72 600 200 40 re f 0 g " + prose()
    page = first(Pdf().page(content).bytes())
    assert [tuple(round(edge) for edge in box) for box in page.rules] == [(72, 141, 272, 142)]
    assert page.tables == ()


def test_a_frame_is_no_table() -> None:
    assert (
        first(Pdf().page("72 600 300 80 re S 74 602 296 76 re S 72 590 m 200 590 l S " + prose()).bytes()).tables == ()
    )


def test_a_page_of_thousands_of_paths_is_given_up_in_time() -> None:
    rng = random.Random(5)
    hatch = "".join(f"{rng.randint(0, 595)} 0 m {rng.randint(0, 595)} 842 l S\n" for _ in range(3000))
    cells = "".join(f"{9 * x} 0 m {9 * x} 842 l S 0 {9 * x} m 595 {9 * x} l S\n" for x in range(66))
    page = first(Pdf().page(hatch + cells + line("Lavoir", 72, 700)).bytes())
    assert texts(page) == ["Lavoir"]
    assert any("tables not looked for" in reason for reason in page.reasons)


# Whole files


def book(pages: int = 3) -> Pdf:
    pdf = Pdf()
    for number in range(1, pages + 1):
        pdf.page(line(f"page {number}", 72, 740) + prose())
    return pdf


def test_the_source_knows_its_file_and_its_bytes(tmp_path: Path) -> None:
    data = book().bytes()
    file = tmp_path / "acte 7.pdf"
    file.write_bytes(data)
    source = open_source(file)
    assert source == open_source(str(file)) == open_source(data, name="acte 7.pdf")
    assert (source.file, source.form, len(source.pages)) == ("acte 7.pdf", "pdf", 3)
    assert len(source.sha256) == 64
    assert [page.number for page in source.pages] == [1, 2, 3]


def test_one_broken_page_does_not_lose_the_others() -> None:
    pdf = book()
    pdf.objects[pdf.kids[1]] = b"(not a page)"
    source = open_source(pdf.bytes(), name="acte.pdf")
    assert len(source.pages) == 3
    broken = source.pages[1]
    assert broken.words == () and broken.reasons[0].startswith("page 2:")
    assert texts(source.pages[0])[:2] == ["page", "1"] and texts(source.pages[2])[:2] == ["page", "3"]


def test_a_truncated_file_gives_what_is_left_or_says_so() -> None:
    data = book().bytes()
    for share in (0.3, 0.6, 0.9):
        try:
            source = open_source(data[: int(share * len(data))], name="acte.pdf")
        except errors.DamagedFile as error:
            assert error.file == "acte.pdf"
        else:
            assert len(source.pages) <= 3


def test_junk_before_the_header_is_passed_over() -> None:
    assert texts(first(b"HTTP/1.1 200 OK\r\n\r\n" + book().bytes()))[:2] == ["page", "1"]


def encrypted(user: str) -> bytes:
    pdf = FPDF()
    pdf.set_encryption(
        owner_password="maire",
        user_password=user,
        permissions=AccessPermission.none(),
        encryption_method=EncryptionMethod.AES_128,
    )
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="Lavoir communal")
    return bytes(pdf.output())


def test_a_password_is_asked_for() -> None:
    with pytest.raises(errors.EncryptedFile) as caught:
        open_source(encrypted("secret"), name="acte.pdf")
    assert caught.value.file == "acte.pdf" and "password" in caught.value.message


def test_an_empty_user_password_opens() -> None:
    assert texts(first(encrypted(""))) == ["Lavoir", "communal"]


def test_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book().bytes()
    monkeypatch.setattr(pdf_room, "MOST_PAGES", 2)
    with pytest.raises(errors.TooLarge, match="3 pages"):
        open_source(data, name="acte.pdf")
    monkeypatch.setattr(files_room, "MOST_BYTES", 100)
    with pytest.raises(errors.TooLarge, match="100 bytes"):
        open_source(data, name="acte.pdf")


def test_a_huge_page_is_read_and_marked() -> None:
    page = first(Pdf().page(line("Plan", 72, 700), b"/MediaBox[0 0 20000 842]").bytes())
    assert texts(page) == ["Plan"] and any("20000 × 842 points" in reason for reason in page.reasons)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", errors.EmptyFile, "no bytes"),
        (b"%PDF-1.7\nThis is not a PDF", errors.DamagedFile, "structure"),
        (b"PK\x03\x04rest of an archive", errors.NotADocument, "zip"),
        (b"\x89PNG\r\n\x1a\n\0\0", errors.NotADocument, "PNG"),
        (b"\0\1\2\3" * 50, errors.NotADocument, "neither a PDF nor text"),
        (b"<!DOCTYPE html><html><body>404</body></html>", errors.NotADocument, "HTML"),
        (b'<?xml version="1.0"?><note/>', errors.NotADocument, "XML"),
        (b'<?xml version="1.0"?><alto/>', errors.DamagedFile, "XML"),
        (b"Extrait du registre", errors.NotADocument, "plain text, not a PDF"),
    ],
)
def test_what_is_no_pdf_is_named(data: bytes, error: type[errors.DelibError], says: str) -> None:
    with pytest.raises(error) as caught:
        open_source(data, name="acte.pdf")
    assert says in str(caught.value) and str(caught.value).startswith("acte.pdf: ")


def test_paths_that_lead_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFile) as caught:
        open_source(tmp_path / "rien.pdf")
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(errors.IsDirectory):
        open_source(tmp_path)
    with pytest.raises(errors.UnreadableFile):
        open_source("a\0b.pdf")
    file = tmp_path / "vide.pdf"
    file.touch()
    with pytest.raises(errors.EmptyFile):
        open_source(file)


@pytest.mark.parametrize("seed", range(25))
def test_damage_is_an_error_or_a_page_never_a_crash(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(book().bytes())
    for _ in range(rng.choice((1, 5, 40))):
        data[rng.randrange(20, len(data))] = rng.randrange(256)
    try:
        source = open_source(bytes(data), name="acte.pdf")
    except errors.DelibError as error:
        assert error.file == "acte.pdf"
    else:
        assert all(page.words or page.reasons for page in source.pages)


# Plain text


def read(text: str | bytes, name: str = "acte.txt") -> Source:
    return open_source(text.encode() if isinstance(text, str) else text, name=name)


def test_a_text_is_a_grid() -> None:
    source = read("EXTRAIT\n\n    Présents :      Absents :\nM. Brun             Mme Vial\n")
    (page,) = source.pages
    assert (source.form, page.source) == ("text", "text")
    assert texts(page) == ["EXTRAIT", "Présents", ":", "Absents", ":", "M.", "Brun", "Mme", "Vial"]
    assert named(page, "Absents").x0 == named(page, "Mme").x0  # columns made with spaces keep their place
    assert named(page, "Présents").x0 - named(page, "EXTRAIT").x0 == pytest.approx(4 * 6)
    assert named(page, "Présents").top - named(page, "EXTRAIT").top == pytest.approx(24)
    assert named(page, "Brun").x1 < page.width and named(page, "Brun").bottom < page.height


def test_form_feeds_end_pages() -> None:
    source = read("un\ftrois mots ici\f\fquatre\f")
    assert [texts(page) for page in source.pages] == [["un"], ["trois", "mots", "ici"], [], ["quatre"]]
    assert [page.source for page in source.pages] == ["text", "text", "blank", "text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    (page,) = read("délibéré à l’unanimité – œuvre\r\n".encode(encoding)).pages
    assert texts(page) == ["délibéré", "à", "l’unanimité", "–", "œuvre"]


def test_tabs_wide_lines_and_hyphens_of_a_text() -> None:
    (page,) = read("a\tb\n" + "x" * 300 + "\nle conseil a déli-\nbéré\n").pages
    assert named(page, "b").x0 - named(page, "a").x0 == pytest.approx(8 * 6)
    assert page.width > 300 * 6
    assert [word.text for word in page.words if word.joined] == ["déli-"]


def test_bold_as_in_markdown() -> None:
    (page,) = read("avant **LE LAVOIR\nCOMMUNAL** après **seul**, * note\n").pages
    assert texts(page) == ["avant", "LE", "LAVOIR", "COMMUNAL", "après", "seul,", "*", "note"]
    assert [word.text for word in page.words if word.bold] == ["LE", "LAVOIR", "COMMUNAL", "seul,"]
    (odd,) = read("deux ** étoiles **\net **une\n").pages
    assert "**une" in texts(odd)


# The second opinion


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_pdfplumber_s_words_stand_where_pdfium_s_do(turns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = b"/Rotate %d/MediaBox[30 20 625 862]/CropBox[50 110 550 810]" % turns
    data = Pdf().page(line("Lavoir communal", 72, 700, 12, "F2"), boxes).bytes()
    plain = first(data)
    verdicts = iter(["no Unicode", ""])  # of PDFium's words, then of pdfplumber's
    monkeypatch.setattr(pdf_room, "illegible", lambda *_: next(verdicts))
    page = first(data)
    assert texts(page) == texts(plain) == ["Lavoir", "communal"]
    assert page.source == "text" and "pdfplumber" in page.reasons[0] and plain.reasons == ()
    for one, two in zip(plain.words, page.words, strict=True):
        assert (two.x0, two.top, two.x1, two.bottom) == pytest.approx((one.x0, one.top, one.x1, one.bottom), abs=3)
        assert (one.bold, one.italic, one.size) == (two.bold, two.italic, two.size) == (True, True, 12)


def test_no_second_opinion_is_no_crash() -> None:
    for data in (book().bytes()[:400], b"%PDF-1.7"):
        fallback = Fallback(data)
        assert fallback.words(0, Geometry(0, 0, WIDTH, HEIGHT)) == []
        fallback.close()
