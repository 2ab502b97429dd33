"""Layout on pages built word by word: reading order, what is lifted out, and that no word is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from delib.parser.layout import Layout, Text, dump, read_layout
from delib.parser.pages.source import Page, Table, Word

WIDTH, HEIGHT = 595.0, 842.0


def words(
    text: str, x: float, top: float, *, size: float = 10.0, to: float | None = None, bold: bool = False,
    slope: float = 0.0, origin: str = "text",
) -> list[Word]:  # fmt: skip
    """The words of one printed line; `to` justifies it to that right edge, `slope` lets it climb or sink (points a
    point).
    """
    parts = text.split(" ")
    widths = [len(part) * size * 0.5 for part in parts]
    space = size * 0.3
    if to is not None and len(parts) > 1:
        space = (to - x - sum(widths)) / (len(parts) - 1)
    made = []
    at = x
    for part, width in zip(parts, widths, strict=True):
        y = top + slope * (at - x)
        made.append(Word(part, at, y, at + width, y + size * 1.15, size, bold, origin=origin))  # type: ignore[arg-type]
        at += width + space
    return made


def stack(lines: Iterable[str], x: float, top: float, *, pitch: float = 12.0, **how: object) -> list[Word]:
    """Lines one under the other."""
    return [
        word
        for at, line in enumerate(lines)
        for word in words(line, x, top + at * pitch, **how)  # type: ignore[arg-type]
    ]


def page(*groups: Sequence[Word], number: int = 1, tables: tuple[Table, ...] = ()) -> Page:
    return Page(number, WIDTH, HEIGHT, tuple(word for group in groups for word in group), tables=tables)


def read(*pages: Page) -> Layout:
    """The layout, after the laws that hold for every page: no word lost, none doubled, every offset true."""
    layout = read_layout(pages)
    texts = [layout.body, *(item.text for item in layout.lifted)]
    printed = Counter(id(word) for one in pages for word in one.words)
    kept = Counter(id(word) for text in texts for line in text.lines for word in line.words)
    assert kept == printed
    for text in texts:
        assert len(text.folded) == len(text.text)
        assert "\n".join(line.text for line in text.lines) == text.text
        for line in text.lines:
            assert len(line.words) == len(line.offsets)
            for word, at in zip(line.words, line.offsets, strict=True):
                assert text.text[at : at + len(word.text)] == word.text
    return layout


def lines(layout: Layout) -> list[str]:
    return layout.body.text.split("\n")


def lifted(layout: Layout, kind: str) -> list[str]:
    return [item.text.text for item in layout.lifted if item.kind == kind]


PROSE = [
    "Le conseil municipal de la commune de Valbrune, dûment convoqué, s'est réuni en séance",
    "ordinaire à la mairie sous la présidence de Madame Odile Ferrandier, maire, pour y traiter",
    "des affaires inscrites à son ordre du jour et rendre compte de la gestion des finances de",
    "l'exercice écoulé ainsi que des travaux menés dans la salle des fêtes du bourg.",
]


def test_plain_prose_is_one_block_in_order() -> None:
    layout = read(page(stack(PROSE, 60, 100)))
    assert lines(layout) == PROSE
    assert {line.block for line in layout.body.lines} == {0}
    assert [line.gap for line in layout.body.lines][1:] == [0.0, 0.0, 0.0]


def test_stream_order_does_not_matter() -> None:
    straight = stack(PROSE, 60, 100)
    shuffled = [word for at in (3, 1, 0, 2) for word in words(PROSE[at], 60, 100 + at * 12)]
    assert read(page(shuffled)).body.text == read(page(straight)).body.text


def test_letterheads_left_and_right_are_read_one_after_the_other() -> None:
    left = ["SYNDICAT DU HAUT-VERNAY", "Mairie, 2 place du Puits", "99999 VALBRUNE"]
    right = ["République française", "Département de la Sorne", "SEANCE DU 9 JUIN 2020"]
    layout = read(page(stack(left, 60, 50), stack(right, 400, 50), stack(PROSE, 60, 130)))
    assert lines(layout) == [*left, *right, *PROSE]
    assert [line.column for line in layout.body.lines] == [1, 1, 1, 2, 2, 2, 0, 0, 0, 0]


def test_a_side_column_does_not_cut_the_attendance() -> None:
    side = ["Direction des sports", "Service des stades", "Extrait du registre", "des délibérations", "n° 2031 / 17"]
    attendance = [f"Présents : Anna ROUVRAY, Luc TERRASSE, Marie ALBANEL, Jean PIOCHE et {n}" for n in "ABCDEFG"]
    layout = read(
        page(
            stack(side, 40, 100, size=11, pitch=14.5),
            stack(attendance, 190, 103, size=8, pitch=9.4, to=550),
            stack(PROSE, 40, 260),
        )
    )
    assert lines(layout) == [*side, *attendance, *PROSE]


def test_names_in_two_columns_are_read_column_by_column_as_one_list() -> None:
    left = [f"Mme Anne ROUVRAY{n}" for n in "ABCDE"]
    right = [f"M. Luc TERRASSE{n}" for n in "ABCDE"]
    rows = [
        word for at in range(5) for x, side in ((80, left), (320, right)) for word in words(side[at], x, 100 + at * 12)
    ]
    layout = read(page(words("Ont siégé :", 60, 80, bold=True), rows, words("Excusés : M. Paul VERDIER.", 60, 180)))
    assert lines(layout) == ["Ont siégé :", *left, *right, "Excusés : M. Paul VERDIER."]
    assert layout.body.lines[6].gap == 0.0  # the list goes on at the head of the next column


def test_names_in_three_columns() -> None:
    columns = [
        [f"{civility} {name}{n}" for n in "ABCD"]
        for civility, name in (("M.", "RIVOL"), ("Mme", "TARDE"), ("M.", "OSTE"))
    ]
    rows = [
        word
        for at in range(4)
        for x, side in zip((60, 220, 380), columns, strict=True)
        for word in words(side[at], x, 100 + at * 12)
    ]
    assert lines(read(page(rows))) == [name for column in columns for name in column]


def test_lists_in_columns_end_at_the_head_of_the_next_list() -> None:
    present = ["DUC Paul", "PRADES Zoé", "VIDAL Luc", "LEROY Anne"]
    layout = read(
        page(
            words("Conseillers présents", 60, 100, bold=True),
            stack(present, 60, 116),
            stack(["SERRE Guy", "BRESSON Marc", "LE GALLEC Inès", "TESSOL Vincent"], 230, 116),
            stack(["PIOCHE Jean", "ROUVRAY Anne", "ALBANEL Paul"], 400, 116),
            words("Pouvoirs", 60, 170, bold=True),
            stack(["CORVOL Jeanne", "BARDIN Éric"], 60, 186),
            stack(["à DUC Paul", "à VIDAL Luc"], 230, 186),
            words("Absents excusés", 60, 216, bold=True),
            words("MOREL Rose, GARNIER Luc", 60, 232),
            words("Vu le code général des collectivités territoriales, notamment ses articles ;", 60, 260),
        )
    )  # fmt: skip
    text = lines(layout)
    assert text.index("ALBANEL Paul") < text.index("Pouvoirs") < text.index("Absents excusés")
    assert "CORVOL Jeanne à DUC Paul" in text and "BARDIN Éric à VIDAL Luc" in text


def test_justified_text_with_wide_gaps_is_not_split() -> None:
    loose = [
        "Le conseil autorise monsieur le",
        "maire à signer la convention qui",
        "sera annexée au présent acte et",
        "transmise à la préfecture dès lors",
    ]
    layout = read(page(stack(loose, 60, 100, to=535)))
    assert lines(layout) == loose
    assert {line.column for line in layout.body.lines} == {0}


def test_labels_and_values_far_apart_stay_one_line() -> None:
    rows = [("Nombre de membres en exercice :", "29"), ("Nombre de présents :", "20"), ("Nombre de votants :", "24")]
    both = [
        word
        for at, (label, value) in enumerate(rows)
        for word in words(label, 60, 100 + at * 12) + words(value, 450, 100 + at * 12)
    ]
    assert lines(read(page(both))) == [f"{label} {value}" for label, value in rows]


def test_dotted_leaders_stay_one_line() -> None:
    rows = [("Recettes ........................", "12 500,00"), ("Dépenses ........................", "11 250,00")]
    both = [
        word
        for at, (label, value) in enumerate(rows)
        for word in words(label, 60, 100 + at * 12) + words(value, 430, 100 + at * 12)
    ]
    assert lines(read(page(both))) == [f"{label} {value}" for label, value in rows]


def test_a_table_of_figures_without_rules_is_read_across() -> None:
    rows = [
        ("Association", "Objet", "Montant"),
        ("Les Amis du Vernay", "Fête du pain", "600,00 €"),
        ("Club de boules", "Tournoi", "250,00 €"),
        ("Chorale", "Concert", "400,00 €"),
    ]
    both = [
        word
        for at, row in enumerate(rows)
        for x, cell in zip((60, 250, 450), row, strict=True)
        for word in words(cell, x, 100 + at * 16)
    ]
    layout = read(page(both))
    assert [line.split("\t")[-1] for line in lines(layout)] == [row[2] for row in rows]
    assert [" ".join(line.split()) for line in lines(layout)] == [" ".join(row) for row in rows]
    assert {line.zone for line in layout.body.lines} == {"table"}


def test_the_rows_of_a_ruled_table_are_lines_with_cells() -> None:
    def row(top: float) -> tuple[tuple[float, float, float, float], ...]:
        return ((60, top, 200, top + 40), (200, top, 320, top + 40), (320, top, 500, top + 40))

    table = Table((60, 100, 500, 180), (row(100), row(140)))
    layout = read(
        page(
            words("Membres :", 60, 70),
            stack(["Délégué"], 64, 112), stack(["Commune"], 204, 112), stack(["Pouvoir à"], 324, 112),
            stack(["MONTCLAR", "Véronique"], 64, 145), stack(["Les Loges-", "en-Vernay"], 204, 145),
            words("La séance est levée.", 60, 200),
            tables=(table,),
        )
    )  # fmt: skip
    assert lines(layout) == [
        "Membres :",
        "Délégué\tCommune\tPouvoir à",
        "MONTCLAR Véronique\tLes Loges- en-Vernay\t",
        "La séance est levée.",
    ]
    line = layout.body.lines[2]
    assert line.zone == "table" and line.table == layout.body.lines[1].table
    assert [(cell.column, layout.body.text[cell.start : cell.end]) for cell in line.cells] == [
        (0, "MONTCLAR Véronique"), (1, "Les Loges- en-Vernay"), (2, "")
    ]  # fmt: skip


def test_a_frame_around_a_title_is_no_table() -> None:
    box = (60.0, 90.0, 500.0, 120.0)
    layout = read(page(words("COMMUNE DE VALBRUNE", 200, 100), stack(PROSE, 60, 140), tables=(Table(box, ((box,),)),)))
    assert lines(layout) == ["COMMUNE DE VALBRUNE", *PROSE]
    assert all(line.table is None for line in layout.body.lines)


IXBUS = [
    "RECU EN PREFECTURE",
    "Le 22 juin 2032",
    "VIA DOTELEC - iXBus",
    "99_DE-042-244200770-20320616-D20320026710",
    "DATE D'AFFICHAGE :22 juin 2032",
]
S2LOW = [
    "Envoyé en préfecture le 21/10/2034",
    "Reçu en préfecture le 21/10/2034",
    "Publié le",
    "ID : 042-244200770-20341016-DE2034_111-DE",
]


@pytest.mark.parametrize("stamp", [IXBUS, S2LOW])
def test_a_stamp_in_the_middle_of_a_list_is_lifted_and_the_list_joined(stamp: list[str]) -> None:
    proxies = [f"M. Alain TERNOIS{n} donne pouvoir à M. Guy MERLAND{n}," for n in "ABCDEF"]
    layout = read(
        page(
            words("Pouvoirs :", 60, 80),
            stack(proxies[:3], 60, 100),
            stack(stamp, 330, 130, size=8, pitch=9.5),
            stack(proxies[3:], 60, 136),
        )
    )
    assert lines(layout) == ["Pouvoirs :", *proxies]
    assert lifted(layout, "stamp") == ["\n".join(stamp)]
    item = layout.lifted[0]
    assert layout.body.text[item.after :].startswith(proxies[3])
    assert {line.zone for line in item.text.lines} == {"stamp"}


def test_labels_and_values_of_a_stamp_are_paired() -> None:
    labels = words("Envoi Préfecture :", 400, 80, size=8) + words("Réception en Préfecture :", 400, 90, size=8)
    values = words("20/06/2033", 510, 81, size=8) + words("21/06/2033", 510, 91, size=8)
    layout = read(
        page(
            words("Accusé de réception – Ministère de l'intérieur", 400, 45, size=8),
            words("042-244200770-20330617-0000064264-DE", 400, 55, size=8),
            words("Acte Certifié exécutoire", 400, 68, size=8),
            labels, values, stack(PROSE, 60, 130),
        )
    )  # fmt: skip
    assert lines(layout) == PROSE
    assert lifted(layout, "stamp")[0].split("\n")[-2:] == [
        "Envoi Préfecture : 20/06/2033", "Réception en Préfecture : 21/06/2033"
    ]  # fmt: skip


def test_the_acts_own_publication_line_stays() -> None:
    layout = read(
        page(
            stack(PROSE, 60, 100), words("Affiché le 5 mars 2031", 60, 200), words("Publiée le : 18 juin 2033", 60, 230)
        )
    )
    assert lines(layout)[-2:] == ["Affiché le 5 mars 2031", "Publiée le : 18 juin 2033"]
    assert not layout.lifted


def test_a_sentence_about_the_prefecture_stays() -> None:
    told = "La délibération reçue en préfecture le 12 mai 2031 sous le contrôle du préfet est retirée"
    layout = read(page(stack([*PROSE, told], 60, 100)))
    assert lines(layout)[-1] == told and not layout.lifted


def test_words_of_annotations_are_lifted() -> None:
    layout = read(page(stack(PROSE, 60, 100), stack(S2LOW, 350, 104, size=7, pitch=8.5, origin="annotation")))
    assert lines(layout) == PROSE
    assert lifted(layout, "stamp") == ["\n".join(S2LOW)]


def three_pages(head: str, foot: str) -> list[Page]:
    return [
        page(words(head, 60, 30, size=9), stack(PROSE, 60, 100), words(foot.format(n=n), 280, 800, size=9), number=n)
        for n in (1, 2, 3)
    ]


def test_running_heads_are_lifted_but_not_from_the_first_page() -> None:
    layout = read(*three_pages("Commune de Valbrune", "Hôtel de ville - page {n}"))
    assert lines(layout) == ["Commune de Valbrune", *PROSE * 3]
    assert lifted(layout, "head") == ["Commune de Valbrune"] * 2
    assert lifted(layout, "foot") == [f"Hôtel de ville - page {n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("foot", ["page {n}", "{n}/3", "{n} | 3", "Page {n} sur 3", "{n}", "- {n} -"])
def test_page_numbers_are_lifted(foot: str) -> None:
    layout = read(*three_pages("Commune de Valbrune", foot))
    assert lifted(layout, "page-number") == [foot.format(n=n) for n in (1, 2, 3)]
    assert layout.lifted[-1].after == len(layout.body.text)


def test_titles_that_differ_by_their_number_are_no_running_head() -> None:
    pages = [page(words(f"DELIBERATION N° 2031-{n}", 60, 30), stack(PROSE, 60, 100), number=n) for n in (1, 2, 3)]
    assert [line for line in lines(read(*pages)) if line.startswith("DELIB")] == [
        f"DELIBERATION N° 2031-{n}" for n in (1, 2, 3)
    ]


def test_the_text_flows_over_the_page_break() -> None:
    full = [f"ligne {n} du texte de la délibération qui court jusqu'au bord de la page et {n}" for n in range(50)]
    layout = read(page(stack(full, 60, 80)), page(stack(full, 60, 80), number=2))
    second = next(line for line in layout.body.lines if line.page == 2)
    assert second.gap == 0.0 and second.block == layout.body.lines[49].block


def test_a_page_that_ends_short_leaves_white() -> None:
    full = [f"ligne {n} du texte de la délibération qui court jusqu'au bord de la page." for n in range(50)]
    layout = read(page(stack(PROSE, 60, 80)), page(stack(full, 60, 80), number=2))
    assert next(line for line in layout.body.lines if line.page == 2).gap > 1


def register_page(number: int, titles: Sequence[tuple[int, str]]) -> Page:
    body = [f"le conseil, ouï l'exposé de monsieur le maire, est d'avis de {n}" for n in range(30)]
    margins = [word for at, title in titles for word in stack(title.split("/"), 40, 100 + at * 12, size=7, pitch=9)]
    return page(margins, stack(body, 190, 100), number=number)


def test_marginal_titles_are_lifted_beside_the_line_where_they_stand() -> None:
    layout = read(
        register_page(1, [(0, "Achat de bancs/pour l'école"), (17, "Vente d'un/chemin rural")]),
        register_page(2, [(9, "Chemins/vicinaux")]),
    )
    assert lifted(layout, "margin") == ["Achat de bancs\npour l'école", "Vente d'un\nchemin rural", "Chemins\nvicinaux"]
    starts = layout.body.starts
    assert [starts.index(item.after) for item in layout.lifted] == [0, 17, 39]
    assert {line.column for line in layout.body.lines} == {0}
    assert {line.zone for item in layout.lifted for line in item.text.lines} == {"margin"}


def test_skewed_lines_stay_lines() -> None:
    layout = read(page(stack(PROSE, 60, 100, slope=0.018)))
    assert lines(layout) == PROSE


def test_skewed_justified_lines_stay_lines() -> None:
    loose = ["Le conseil autorise madame le", "maire à signer la convention", "qui sera annexée au présent"]
    assert lines(read(page(stack(loose, 60, 100, slope=0.015, to=535)))) == loose


def test_a_raised_ordinal_belongs_to_its_line() -> None:
    line = [*words("le 1", 60, 100), Word("er", 82, 98, 87, 105, 6.0), *words("adjoint", 91, 100)]
    assert lines(read(page(line, words("La séance est ouverte.", 60, 112)))) == [
        "le 1 er adjoint",
        "La séance est ouverte.",
    ]


def test_titles_show_their_white_weight_and_middle() -> None:
    title = "VOTE DU BUDGET PRIMITIF"
    width = len(title) * 6 + 3 * 3.6 - 20
    layout = read(
        page(
            stack(PROSE, 60, 100, to=535),
            words(title, 297 - width / 2, 190, size=12, bold=True),
            stack(PROSE, 60, 230, to=535),
        )
    )
    line = layout.body.lines[4]
    assert (line.text, line.bold, line.caps, line.centred) == (title, True, True, True)
    assert line.gap > 1 and line.size == 12 and line.indent > 50
    assert len({item.block for item in layout.body.lines}) == 3
    assert not layout.body.lines[0].centred and not layout.body.lines[0].caps


def test_bullets_and_ended_lines_open_paragraphs() -> None:
    items = ["Le conseil décide :", "- d'approuver la convention", "- d'autoriser le maire", "Adopté à l'unanimité."]
    layout = read(page(stack(PROSE, 60, 60), stack(items, 60, 120)))
    assert len({line.block for line in layout.body.lines[-4:]}) == 4


def test_a_joined_word_keeps_its_offset() -> None:
    first = words("la salle des dé-", 60, 100)
    first[-1] = Word(
        text="dé-",
        x0=first[-1].x0,
        top=100,
        x1=first[-1].x1,
        bottom=111.5,
        size=10,
        joined=True,
    )
    layout = read(page(first, words("libérations du conseil", 60, 112)))
    assert layout.body.text == "la salle des dé-\nlibérations du conseil"


def test_places_give_one_box_a_line() -> None:
    body = read(page(stack(PROSE, 60, 100))).body
    start = body.text.index("séance")
    places = body.places(start, body.text.index("à la mairie"))
    assert [place.page for place in places] == [1, 1]
    assert places[0].box[1] == 100 and places[1].box[:2] == (60, 112)
    assert body.places(5, 5) == ()
    only = body.places(start, start + 1)
    assert len(only) == 1 and only[0].box[0] > 60


def test_line_at_and_of() -> None:
    body = read(page(stack(PROSE, 60, 100))).body
    assert [body.line_at(start) for start in body.starts] == [0, 1, 2, 3]
    assert body.line_at(body.starts[2] - 1) == 1
    part = Text.of(body.lines[2:])
    assert part.text == "\n".join(PROSE[2:]) and part.starts[0] == 0
    assert part.text[part.lines[1].offsets[1] :].startswith(PROSE[3].split()[1])
    with pytest.raises(IndexError):
        Text.of([]).line_at(0)


def test_a_document_without_words() -> None:
    layout = read(page(), page(number=2))
    assert layout.body.text == "" and layout.lifted == ()
    assert dump(layout) == ""


def test_dump_shows_each_line_and_what_was_lifted() -> None:
    shown = dump(read(*three_pages("Commune de Valbrune", "page {n}"))).split("\n")
    assert len(shown) == 1 + 3 * len(PROSE) + 2 + 3
    assert sum(" head " in line for line in shown) == 2
    assert sum(" page-n " in line for line in shown) == 3


def test_a_typed_certificate_in_the_flow_of_the_text_stays() -> None:
    typed = ["Certifié exécutoire,", "Reçu en préfecture le 12/05/2032", "Publié le 13/05/2032"]
    layout = read(page(stack([*PROSE, *typed], 60, 100)))
    assert lines(layout)[-3:] == typed and not layout.lifted


@pytest.mark.parametrize(
    "stamp",
    [
        ["RECU EN PREFECTURE", "LE 12 MAI 2032"],
        [
            "Accusé de réception en préfecture",
            "042-244200770-20320616-D2032-DE",
            "Date de télétransmission : 17/06/2032",
        ],
        ["Reu en préfecturé1e06/0172034", "ID : 042-244200770-20340104-2034_1-DE"],
        ["Acte reçu par: Préfecture de la Sorne", "Nature transaction: AR de transmission d'acte"],
    ],
)
def test_the_wordings_of_the_operators(stamp: list[str]) -> None:
    layout = read(page(stack(stamp, 380, 40, size=8, pitch=10), stack(PROSE, 60, 100)))
    assert lines(layout) == PROSE
    assert lifted(layout, "stamp") == ["\n".join(stamp)]


def test_dates_of_a_table_near_a_stamp_are_not_swallowed() -> None:
    dates = [f"{day:02}/03/2032" for day in range(1, 9)]
    layout = read(page(stack(dates, 60, 130, size=11), stack(S2LOW, 380, 140, size=7, pitch=8.5)))
    assert lines(layout) == dates


@pytest.mark.parametrize("seed", range(12))
def test_no_word_is_lost_on_pages_without_order(seed: int) -> None:
    """Words strewn at random, with boxes of every size down to nothing, in frames and under stamps."""
    dice = random.Random(seed)
    pages = []
    for number in range(1, 4):
        strewn = []
        for at in range(dice.randrange(5, 120)):
            x, top = dice.uniform(-20, WIDTH), dice.uniform(-20, HEIGHT)
            text = dice.choice(
                ["Valbrune", "12", "M.", "Publié le", ":", "Reçu en préfecture le", "•", "3 000 €", f"mot{at}"]
            )
            strewn += words(text, x, top, size=dice.choice([0.0, 6.0, 10.0, 14.0]), bold=dice.random() < 0.2)
        box = (100.0, 200.0, 400.0, 300.0)
        cells = ((100.0, 200.0, 250.0, 250.0), (250.0, 200.0, 400.0, 250.0)), ((100.0, 250.0, 400.0, 300.0), None)
        pages.append(page(strewn, stack(S2LOW, 300, 20, size=7), number=number, tables=(Table(box, cells),)))
    read(*pages)


def test_a_stamp_over_a_table_leaves_the_rows() -> None:
    rows = tuple(((60.0, y, 300.0, y + 20), (300.0, y, 540.0, y + 20)) for y in (100.0, 120.0, 140.0))
    cells = [
        w
        for at in range(3)
        for w in words(f"Chemin n° {at}", 64, 104 + at * 20) + words(f"{at} km", 304, 104 + at * 20)
    ]
    layout = read(page(cells, stack(S2LOW, 400, 102, size=7, pitch=9), tables=(Table((60, 100, 540, 160), rows),)))
    assert lines(layout) == [f"Chemin n° {at}\t{at} km" for at in range(3)]
    assert lifted(layout, "stamp") == ["\n".join(S2LOW)]


def test_given_names_beside_surnames_are_read_across() -> None:
    people = [
        ("Prénom", "NOM"),
        ("Gilles", "BARDOUX"),
        ("Maëva", "COLINET"),
        ("Simon", "PERRIGNY"),
        ("Sylvie", "TRAMOND"),
    ]
    both = [w for at, (a, b) in enumerate(people) for w in words(a, 80, 100 + at * 14) + words(b, 200, 100 + at * 14)]
    assert lines(read(page(both))) == [f"{given}\t{surname}" for given, surname in people]


def test_signatures_side_by_side_are_read_one_after_the_other() -> None:
    left, right = ["Le secrétaire de séance,", "Luc TERRASSE"], ["Le maire,", "Odile FERRANDIER"]
    layout = read(page(stack(PROSE, 60, 100), stack(left, 80, 300), stack(right, 380, 300)))
    assert lines(layout) == [*PROSE, *left, *right]


def test_a_page_number_that_is_a_year_or_a_sum_stays() -> None:
    layout = read(page(stack(PROSE, 60, 100), words("2031", 280, 800)))
    assert lines(layout)[-1] == "2031"


def test_a_lone_name_in_the_head_zone_of_one_page_stays() -> None:
    layout = read(
        page(words("Commune de Valbrune", 60, 30), stack(PROSE, 60, 100)), page(stack(PROSE, 60, 100), number=2)
    )
    assert lines(layout)[0] == "Commune de Valbrune" and not layout.lifted


def test_votes_that_end_pages_are_no_running_feet() -> None:
    votes = [f"Pour : {n}" for n in (57, 59, 52, 46, 58)]
    pages = [page(stack(PROSE, 60, 100), words(vote, 60, 780), number=n) for n, vote in enumerate(votes, 1)]
    assert [line for line in lines(read(*pages)) if line.startswith("Pour")] == votes


def test_a_running_head_with_its_date_is_one() -> None:
    layout = read(*three_pages("Valbrune, séance du 16 juin 2032", "{n}"))
    assert lifted(layout, "head") == ["Valbrune, séance du 16 juin 2032"] * 2


def test_a_lone_sum_at_the_foot_stays() -> None:
    layout = read(page(stack(PROSE, 60, 100), words("850", 480, 800)))
    assert lines(layout)[-1] == "850"


def test_page_numbers_of_a_volume_need_not_begin_at_one() -> None:
    pages = [page(stack(PROSE, 60, 100), words(str(210 + n), 280, 800), number=n) for n in (1, 2, 3)]
    assert lifted(read(*pages), "page-number") == ["211", "212", "213"]
