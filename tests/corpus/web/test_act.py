"""The page of an act: every value is tied to its box and back, sums first, nothing printed is run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from delib import parse
from delib.corpus.database import open_corpus, transaction
from delib.corpus.web.stamp import Identity, identity
from delib.corpus.web.sums import ordered, sums
from delib.parser.record import Amount, Check, Party, Reference, from_json

BUREAU = "SELECT d.id FROM deliberations d JOIN documents f ON f.id = d.document_id WHERE f.file = 'bureau-stamp.pdf'"
EVIL = """</title><script>alert(1)</script><img src=x onerror="alert('2')">"'&"""


@pytest.fixture(scope="module")
def bureau(visitor: Any, ids: Callable[..., str]) -> Any:
    return visitor.tree(f"/act/{ids(BUREAU)}")


def test_every_name_leads_to_its_box_and_every_box_to_its_name(bureau: Any) -> None:
    anchors = {one.get("id") for one in bureau.xpath("//*[@id]")}
    assert len(anchors) == len(bureau.xpath("//*[@id]")), "an id stands twice"
    to_boxes = [link.get("href")[1:] for link in bureau.xpath("//article//a[starts-with(@href, '#box-')]")]
    to_values = [link.get("href")[1:] for link in bureau.xpath("//svg/descendant::a")]
    assert len([name for name in to_boxes if name.startswith("box-present-")]) == 49
    assert len([name for name in to_boxes if name.startswith("box-absent-")]) == 10
    assert len([name for name in to_boxes if name.startswith("box-proxies-")]) == 12
    assert set(to_boxes) <= anchors
    assert set(to_values) <= anchors
    for group in ("present", "absent", "proxies"):
        assert f"box-{group}" in anchors


def test_a_proxy_lights_up_who_gives_and_who_holds(bureau: Any, shelf: SimpleNamespace) -> None:
    session = parse(shelf.folder / "bureau-stamp.pdf").sessions[0]
    proxy = session.proxies[0]
    assert proxy.holder is not None
    drawn = bureau.xpath("//svg//a[contains(concat(' ', @data-of, ' '), ' proxies-0 ')]/rect")
    found = {(float(one.get("x")), float(one.get("y"))) for one in drawn}
    assert found == {place.box[:2] for place in (*proxy.giver.places, *proxy.holder.places)}
    (row,) = bureau.xpath("//*[@id='value-proxies-0']")
    assert proxy.giver.name in row.text_content()
    assert proxy.holder.name in row.text_content()


def test_a_box_lies_where_the_value_was_read(bureau: Any, shelf: SimpleNamespace) -> None:
    document = parse(shelf.folder / "bureau-stamp.pdf")
    (place,) = document.sessions[0].evidence["date"].places
    (rect,) = bureau.xpath("//a[@id='box-date']/rect")
    (figure,) = rect.xpath("ancestor::figure")
    assert figure.get("id") == f"page-{place.page}"
    assert [float(rect.get(name)) for name in ("x", "y")] == list(place.box[:2])
    assert float(rect.get("width")) == pytest.approx(place.box[2] - place.box[0], abs=0.01)
    (svg,) = rect.xpath("ancestor::svg")
    assert svg.get("viewbox") == "0 0 595.28 841.89"


def test_why_opens_the_evidence(bureau: Any) -> None:
    (row,) = bureau.xpath("//*[@id='value-date']")
    said = " ".join(row.xpath(".//details")[0].text_content().split())
    assert "« 2 JUIN 2022 »" in said
    assert "session.seance-du" in said
    (unsaid,) = bureau.xpath("//*[@id='value-for']")
    assert "déduit" in unsaid.text_content()
    assert "61" in unsaid.text_content()


def test_the_sums_are_shown_as_sums(bureau: Any) -> None:
    said = [" ".join(one.text_content().split()) for one in bureau.xpath("//ol[@class='sums']/li")]
    assert "49 présents + 12 pouvoirs + 10 absents = 71 en exercice ✓ juste" in said


def test_the_stamp_is_taken_apart(bureau: Any) -> None:
    text = " ".join(bureau.xpath("//section[@aria-labelledby='h-stamp']")[0].text_content().split())
    for part in ("042", "244209672", "2 juin 2022", "D20220021410", "délibération", "8 juin 2022", "9 juin 2022"):
        assert part in text


def test_the_record_can_be_had_and_cited(visitor: Any, ids: Callable[..., str], bureau: Any) -> None:
    act = ids(BUREAU)
    response = visitor.get(f"/act/{act}.json?keep=1")
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["content-disposition"] == f'attachment; filename="{act}.json"'
    record = from_json(response.content)
    assert len(record.sessions[0].present) == 49
    cited = bureau.xpath("//textarea")[0].text
    assert f"http://localhost/act/{act}" in cited
    assert "2022.00214" in cited
    cuts = bureau.xpath("//ul[@class='cuts']//img/@src")
    assert cuts
    for address in cuts:
        image = visitor.get(address)
        assert image.headers["content-type"] == "image/png"
        assert image.content.startswith(b"\x89PNG")


def test_an_act_of_minutes_shows_its_neighbours_and_only_its_pages(visitor: Any, ids: Callable[..., str]) -> None:
    where = "FROM deliberations d JOIN documents f ON f.id = d.document_id WHERE f.file = 'minutes-short.pdf'"
    act = ids(f"SELECT d.id {where} ORDER BY d.ordinal LIMIT 1 OFFSET 1")
    page = visitor.tree(f"/act/{act}")
    listed = page.xpath("//ol[@class='neighbours']/li")
    assert len(listed) == int(ids(f"SELECT count(*) {where}"))
    assert [one.get("aria-current") for one in listed].index("true") == 1
    assert page.xpath("//a[@rel='prev']")
    assert page.xpath("//a[@rel='next']")


def test_what_does_not_add_up_comes_first() -> None:
    holds = Check("C01", "holds", "error", "", {"present_count": 3, "present": 3})
    unknown = Check("C12", "unknown", "error", "", {"for": None, "voter_count": 3})
    fails = Check("C04", "fails", "warn", "", {"in_office": 9, "present": 3, "proxies": 1, "absent": 2})
    found = sums([holds, unknown, fails])
    assert [(one.check.id, one.total, one.stated, one.adds_up) for one in found] == [
        ("C04", 6, 9, False),
        ("C01", 3, 3, True),
    ]
    assert [one.id for one in ordered([unknown, holds, fails])] == ["C04", "C01", "C12"]


def test_a_sum_is_shown_only_where_its_figures_give_the_verdict() -> None:
    aside = Check("C03", "holds", "error", "", {"voter_count": 9, "present": 8, "proxies": 2, "did_not_take_part": 1})
    assert sums([aside])[0].terms == (("present", 8), ("proxies", 2), ("did_not_take_part", -1))
    other = Check("C03", "holds", "error", "", {"voter_count": 9, "present": 8, "proxies": 2})
    assert sums([other]) == []


def test_identifiers_are_taken_apart_as_far_as_they_go() -> None:
    assert identity("034-213499998-20240312-2024_017-DE") is None  # no SIREN: its key is wrong
    whole = identity("042-732829320-20240312-2024_017-AR")
    assert whole == Identity("042", "732829320", "2024-03-12", "2024_017", "AR")
    assert identity("732829320") == Identity(None, "732829320", None, None, None)
    assert identity(None) is None


# ---- what a document may say -----------------------------------------------------------------------------------------


def test_nothing_that_a_document_says_is_run(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    act = make.act(EVIL, number=EVIL)
    session = make.session(act, body=EVIL, organ=EVIL, present=(make.person(EVIL),), president=EVIL)
    visitor = visit(make.document(session, file="evil.pdf"))
    for path in ("/", "/?lang=en", f"/act/{_only(visitor)}", f"/act/{_only(visitor)}?lang=en"):
        text = visitor.get(path).text
        assert "alert" in text or path.startswith("/?") or path == "/"
        page = visitor.tree(path)
        assert not [one for one in page.xpath("//script") if one.text]
        assert not page.xpath("//@onerror | //@style | //style")
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def _only(visitor: Any) -> str:
    rows = visitor.get("/corpus/deliberations.json?_shape=array").json()
    return str(rows[0]["id"])


def test_no_page_has_script_or_style_of_its_own(visitor: Any, ids: Callable[..., str]) -> None:
    for path in ("/", f"/act/{ids(BUREAU)}", "/nothing"):
        page = visitor.tree(path)
        assert not page.xpath("//@style | //style | //*[@onclick]"), path
        sources = [*page.xpath("//script/@src"), *page.xpath("//link/@href"), *page.xpath("//img/@src")]
        assert all(one.startswith("/") and not one.startswith("//") for one in sources), path


def test_a_source_that_is_gone_is_said_plainly(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document())
    page = visitor.get(f"/act/{_only(visitor)}").text
    assert "Le fichier source n&#39;est plus à sa place" in page
    assert "delib relocate" in page
    assert "/image/" not in page
    assert 'id="box-title"' in page  # the boxes are there all the same


@pytest.mark.parametrize(
    "path",
    ["/act/", "/act/nothing", "/act/../act", "/act/aaaa'--", "/act/1 OR 1=1", "/act/%27%20OR%201=1--", "/act/aa.json"],
)
def test_an_id_that_is_none_is_not_there(visitor: Any, path: str) -> None:
    status, body = visitor.raw(path.replace(" ", "%20").encode())
    assert status in (302, 404)
    assert b"Traceback" not in body


def test_the_record_of_an_act_is_the_stored_one(visitor: Any, ids: Callable[..., str], shelf: SimpleNamespace) -> None:
    record = from_json(visitor.get(f"/act/{ids(BUREAU)}.json").content)
    assert record == parse(shelf.folder / "bureau-stamp.pdf")


# ---- subjects, land, earlier acts ------------------------------------------------------------------------------------


def words(page: Any, xpath: str) -> str:
    return " ".join(" ".join(one.text_content() for one in page.xpath(xpath)).split())


def test_subjects_and_land_stand_with_their_proof(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document())
    page = visitor.tree(f"/act/{_only(visitor)}")
    said = words(page, "//*[@id='value-subjects-0']")
    assert said.startswith("7.5 Subventions proposé")
    assert "subject.grants" in said
    assert "« Subvention »" in said
    assert page.xpath("//*[@id='value-subjects-0']/a/@href") == ["#box-subjects-0", "/search?subject=7.5"]
    assert page.xpath("//a[@id='box-subjects-0']/@href") == ["#value-subjects-0"]
    assert page.xpath("//*[@id='value-subjects-1']/a/@href") == ["/search?subject=8.9"]  # nothing says where it stands
    assert words(page, "//*[@id='value-parcels-0']").startswith("052 AB 12 340,50 m²")
    assert len(page.xpath("//a[@href='#value-parcels-0']")) == 2  # two places, one of them with the address
    assert len(page.xpath("//a[@id='box-parcels-0']")) == 1
    assert words(page, "//*[@id='value-surfaces-1']").startswith("1 000 m² total")
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    english = visitor.tree(f"/act/{_only(visitor)}?lang=en")
    assert words(english, "//*[@id='value-subjects-0']").startswith("7.5 Subventions proposed")
    assert words(english, "//*[@id='value-references-1']").startswith("modifies la délibération n° 2023-4")


def test_an_act_without_a_subject_says_so(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document(make.session(make.act(subjects=(), parcels=(), surfaces=(), references=()))))
    page = visitor.tree(f"/act/{_only(visitor)}")
    assert "Aucune matière" in words(page, "//section[@aria-labelledby='h-about']")
    assert not page.xpath("//*[@id='h-references'] | //*[starts-with(@id, 'value-parcels')]")


def test_what_became_of_an_act(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    def extract(number: str, date: str, *cited: Reference) -> Any:
        act = make.act(f"Tarifs de la piscine, {number}", number=number, act_id=None, references=cited, subjects=())
        return make.document(make.session(act, date=date), key=number)

    repeals = Reference("act", "la délibération 2031-004", number="2031-004", date="2031-05-03", relation="repeals")
    unknown = Reference("act", "la délibération 2030-009", number="2030-009", date="2030-05-03", relation="modifies")
    visitor = visit(extract("2031-004", "2031-05-03"), extract("2032-001", "2032-01-09", repeals, unknown))
    rows = visitor.get("/corpus/deliberations.json?_shape=array").json()
    ids = {row["number"]: row["id"] for row in rows}
    old, new = (visitor.tree(f"/act/{ids[number]}") for number in ("2031-004", "2032-001"))
    standing = "//section[@aria-labelledby='h-standing']"
    assert "N'est plus en vigueur" in words(old, standing)
    assert "abrogé par 2032-001, 9 janvier 2032" in words(old, standing)
    assert old.xpath(f"{standing}//a/@href") == [f"/act/{ids['2032-001']}"]
    assert "Aucun acte du corpus ne le modifie" in words(new, standing)
    assert words(new, "//*[@id='value-references-0']").startswith(
        "abroge la délibération 2031-004 → 2031-004, 3 mai 2031"
    )
    assert f"/act/{ids['2031-004']}" in new.xpath("//*[@id='value-references-0']/a/@href")
    assert "non relié : aucun acte de ce jour n'est dans le corpus" in words(new, "//*[@id='value-references-1']")


def test_who_a_model_names_stands_apart_from_what_was_read(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    tilleul = Party("Le Tilleul", "tilleul", make.place(60))
    read = Amount(500.0, "EUR", None, "granted", "500 €", make.place(60), beneficiary=tilleul)
    silent = Amount(900.0, "EUR", None, "granted", "900 €", make.place(80))
    visitor = visit(make.document(make.session(make.act("Un", amounts=(read, silent)))))
    path = visitor.room.corpus.path
    with closing(open_corpus(path, "write")) as connection, transaction(connection):
        (act,) = connection.execute("SELECT id FROM deliberations").fetchone()
        rows = [(0, "Another", "only"), (1, "<b>La Lyre</b>", "after")]
        connection.executemany(
            "INSERT INTO inferred_beneficiaries VALUES (?, 'dispositif', ?, ?, NULL, ?, 'a model 1.0')",
            [(act, ordinal, name, how) for ordinal, name, how in rows],
        )
    page = visitor.tree(f"/act/{act}?lang=fr")
    (listed,) = page.xpath("//h3[@id='value-proposed']/following-sibling::ul[1]")
    said = " ".join(listed.text_content().split())
    assert said == "900 € à <b>La Lyre</b> modèle nom après la somme, derrière un mot de don"
    assert listed.xpath(".//a/@href") == ["#box-amounts-1"] and page.xpath("//*[@id='box-amounts-1']")
    assert "a model 1.0" in page.xpath("//h3[@id='value-proposed']/following-sibling::p[1]")[0].text
    assert "Another" not in page.text_content()  # the act names who receives that sum
    assert "Lyre" not in visitor.get(f"/act/{act}.json").text  # nor is it part of the record
