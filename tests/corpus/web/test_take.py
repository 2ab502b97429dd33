"""What a search finds, taken along: all of it, in the order of the days, and as SCDL with what is left out and why."""

from __future__ import annotations

import asyncio
import csv
import re
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.export.choice import Choice
from delib.corpus.export.scdl import GAP_COLUMNS, REASONS, Scdl, write
from delib.corpus.export.scdl_checks import check_file
from delib.corpus.export.siret import Sirets
from delib.corpus.export.subjects import Subjects
from delib.corpus.store import open_corpus
from delib.corpus.web import streams
from delib.corpus.web.page import TooSlow
from delib.corpus.web.texts import catalogue
from delib.parser.record import Subject, Vote

SIREN, NIC = "213499999", "00018"
NAMELESS = "21860194600013"  # the SIRET of a body whose SIREN no document prints


def rows_of(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


@pytest.fixture
def publishable(visit: Callable[..., Any], make: SimpleNamespace) -> Any:
    """A room over nine acts that keep the schema once the NIC is given, one without a number, one without a subject,
    one that contradicts itself, and one of a body without a SIREN."""

    def act(number: str | None, **more: Any) -> Any:
        subject = (Subject("7.5", "Subventions", "inferred", "subvention"),)
        return make.act(
            f"Subvention {number}", number=number,
            **{"act_id": f"034-{SIREN}-20240312-{number}-DE" if number else None, "subjects": subject, **more},
        )  # fmt: skip

    acts = [act(f"2024_{at}") for at in range(9)]
    acts += [act(None), act("2024_10", subjects=()), act("2024_11", vote=Vote("adopted", None, 14, 1, 3))]
    other = act("5", act_id=None)
    return visit(
        make.document(make.session(*acts), key="a"), make.document(make.session(other, body="Le Roc"), key="b")
    )


def fields(page: Any) -> dict[str, str]:
    """The name of the field of each body, by the name of the body."""
    found = {}
    for label in page.xpath("//form[contains(@class, 'sirets')]//label"):
        (name,) = page.xpath("//input[@id=$id]/@name", id=label.get("for"))
        found[label.xpath("./b")[0].text] = name
    return found


def test_the_page_says_what_is_written_and_what_not_and_why(publishable: Any) -> None:
    page = publishable.tree("/search/scdl?q=subvention")
    text = " ".join(page.text_content().split())
    assert "13 actes trouvés" in text
    assert "0 ligne peut être écrite, 13 actes sont laissés de côté" in text
    names = fields(page)
    assert set(names) == {"Commune de Valmorin", "Le Roc"}
    page = publishable.tree(f"/search/scdl?q=subvention&{names['Commune de Valmorin']}={NIC}")
    text = " ".join(page.text_content().split())
    assert "10 lignes peuvent être écrites, 3 actes sont laissés de côté" in text
    assert "Dans 1 ligne, une valeur facultative est laissée vide" in text
    counted = {
        " ".join(row.xpath("./th")[0].text_content().split()): int(row.xpath("./td")[0].text)
        for row in page.xpath("//section[@aria-labelledby='h-why']//tbody/tr")
    }
    assert counted == {
        "le SIRET de l'assemblée n'est pas connu : donnez-le plus bas": 1,
        "le document n'imprime pas de numéro": 1,
        "la matière (nomenclature ACTES) n'est ni imprimée ni certaine": 1,
    }
    assert len(page.xpath("//section[@aria-labelledby='h-left']//tbody/tr")) == 3
    assert page.xpath("//input[@name=$name]/@value", name=names["Commune de Valmorin"]) == [NIC]


def test_the_files_hold_what_the_page_counts_and_keep_the_schema(publishable: Any, tmp_path: Path) -> None:
    names = fields(publishable.tree("/search/scdl"))
    page = publishable.tree(
        f"/search/scdl?q=subvention&{names['Commune de Valmorin']}={SIREN}{NIC}&{names['Le Roc']}={NAMELESS}"
    )
    file, leavings = page.xpath("//p[@class='tools']/a/@href")
    response = publishable.get(file)
    assert response.headers["content-disposition"] == 'attachment; filename="deliberations-scdl.csv"'
    rows = rows_of(response.text)
    assert len(rows) == 11
    assert {row["COLL_SIRET"] for row in rows} == {SIREN + NIC, NAMELESS}
    (tmp_path / "web.csv").write_bytes(response.content)
    assert list(check_file(tmp_path / "web.csv")) == []
    left = rows_of(publishable.get(leavings).text, ";")
    assert sorted((row["quoi"], row["colonne"]) for row in left) == [
        ("acte laissé de côté", "DELIB_ID"),
        ("acte laissé de côté", "DELIB_MATIERE_CODE"),
        ("valeur laissée vide", "VOTE_REEL"),
    ]
    assert {row["motif"] for row in left} == {
        "le document n'imprime pas de numéro", "la matière (nomenclature ACTES) n'est ni imprimée ni certaine",
        "18 votes pour 15 membres en exercice",
    }  # fmt: skip
    english = rows_of(publishable.get(f"{leavings}&lang=en").text, ";")
    assert "the document prints no number" in {row["reason"] for row in english}


def test_the_rows_are_those_of_the_command(publishable: Any, tmp_path: Path) -> None:
    names = fields(publishable.tree("/search/scdl"))
    rows = rows_of(publishable.get(f"/search/scdl.csv?{names['Commune de Valmorin']}={NIC}").text)
    with closing(open_corpus(Path(publishable.room.corpus.path))) as connection:
        maker = Scdl(Choice(connection), Sirets(nics=[f"{SIREN}={NIC}"]), Subjects(connection))
        write(maker, tmp_path / "command.csv")
    theirs = rows_of((tmp_path / "command.csv").read_text(encoding="utf-8"))
    assert len(rows) == 10
    assert sorted(rows, key=str) == sorted(theirs, key=str)


def test_an_act_in_two_files_is_one_line_in_the_room_as_in_the_command(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    both = {"number": "2024-900", "act_id": f"034-{SIREN}-20240312-2024_900-DE"}
    visitor = visit(
        make.document(make.session(make.act("Un acte dans deux fichiers", **both)), key="extract"),
        make.document(make.session(make.act("Un acte dans deux fichiers", **both)), key="minutes", kind="minutes"),
        make.document(make.session(make.act("Seul", number="7", act_id=None)), key="seul"),
    )
    with closing(open_corpus(Path(visitor.room.corpus.path))) as connection:
        listed = list(Choice(connection).acts())
    assert len(listed) == 2
    assert len(visitor.get("/search.json").json()) == 3  # the search finds it in both documents
    left = rows_of(visitor.get("/search/scdl-left-out.csv").text, ";")
    assert {row["id"] for row in left} == set(listed)
    text = " ".join(visitor.tree("/search/scdl").text_content().split())
    assert "3 actes trouvés" in text
    assert "est une seule ligne : il en reste 2. Tous ont été essayés : 0 ligne peut être écrite, 2 actes sont" in text
    assert "une seule ligne" not in visitor.get("/search/scdl?q=seul").text


def test_what_a_visitor_types_is_not_run(publishable: Any) -> None:
    names = fields(publishable.tree("/search/scdl"))
    typed = """"'><script>x</script>"""
    page = publishable.tree(f"/search/scdl?q={typed}&{names['Le Roc']}={typed}")
    assert not [one for one in page.xpath("//script") if one.text]
    assert publishable.get(f"/search/scdl?{names['Le Roc']}={'1' * 31}").status_code == 400


def test_a_number_that_is_no_siret_is_marked_and_gives_no_file(publishable: Any) -> None:
    names = fields(publishable.tree("/search/scdl"))
    for body, wrong in (("Commune de Valmorin", "00019"), ("Commune de Valmorin", NAMELESS), ("Le Roc", NIC)):
        address = f"/search/scdl?{names[body]}={wrong}"
        response = publishable.get(address)
        assert response.status_code == 400
        page = publishable.tree(address)
        assert page.xpath("//input[@aria-invalid]/@name") == [names[body]]
        assert not page.xpath("//p[@class='tools']/a")
        assert publishable.get(address.replace("scdl", "scdl.csv")).status_code == 400
    assert publishable.get("/search/scdl?siret.aaaaaaaa=1").status_code == 200  # of no body that is found


def test_an_address_to_publish_is_one_that_others_can_open(
    publishable: Any, visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    names = fields(publishable.tree("/search/scdl"))
    asked = f"/search/scdl.csv?{names['Commune de Valmorin']}={NIC}"
    assert {row["DELIB_URL"] for row in rows_of(publishable.get(asked).text)} == {""}
    act = make.act("Un", number="1", subjects=(Subject("7.5", "", "inferred", "x"),))
    open_to_all = visit(make.document(make.session(act)), address="https://actes.example/")
    (name,) = fields(open_to_all.tree("/search/scdl")).values()
    (row,) = rows_of(open_to_all.get(f"/search/scdl.csv?{name}={NIC}").text)
    assert re.fullmatch(r"https://actes\.example/act/[a-z2-7]+", row["DELIB_URL"])


def test_a_list_that_people_open_holds_no_formula(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document(make.session(make.act("=1+1", number="+1"))))
    left = visitor.get("/search/scdl-left-out.csv").text
    assert "'=1+1" in left and "'+1" in left
    assert visitor.get("/search/scdl?q=nothing").status_code == 200


def test_a_file_holds_every_act_however_many_portions_it_takes(
    visit: Callable[..., Any], make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [make.act(f"Acte {at}", number=str(at), act_id=None) for at in range(23)]
    visitor = visit(make.document(make.session(*acts)))
    whole = visitor.get("/search.csv").text, visitor.get("/search.json").json()
    monkeypatch.setattr(streams, "_PORTION", 5)
    assert (visitor.get("/search.csv").text, visitor.get("/search.json").json()) == whole
    assert len(rows_of(whole[0])) == len(whole[1]) == 23
    monkeypatch.setattr(streams, "MOST", 7)
    assert visitor.get("/search.json").json() == whole[1][:7]
    monkeypatch.setattr(streams, "MOST", 0)
    assert visitor.get("/search.json").json() == []
    head = visitor.request("HEAD", "/search.csv")
    assert (head.status_code, head.content) == (200, b"")


def test_a_file_that_cannot_be_finished_breaks_off(
    visit: Callable[..., Any], make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first portion there is a page that says so; after it no end is sent that would make it look whole."""
    acts = [make.act(f"Acte {at}", number=str(at), act_id=None) for at in range(12)]
    visitor = visit(make.document(make.session(*acts)))
    monkeypatch.setattr(streams, "_PORTION", 5)
    sent: list[Any] = []
    request: Any = SimpleNamespace(method="GET", receive=lambda: asyncio.sleep(60))

    async def parts() -> Any:
        yield b"first"
        raise TooSlow("interrupted")

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(TooSlow):
        asyncio.run(streams.Stream(request, parts(), "text/csv", "a.csv").asgi_send(send))
    assert sent[-1] == {"type": "http.response.body", "body": b"first", "more_body": True}

    monkeypatch.setattr(streams, "ids_of", lambda *_: (_ for _ in ()).throw(TooSlow("interrupted")))
    response = visitor.get("/search.csv")
    assert response.status_code == 503
    assert "La réponse tarde trop" in response.text


def test_nothing_more_is_read_for_a_visitor_who_has_gone() -> None:
    read: list[int] = []

    async def parts() -> Any:
        for at in range(100):
            read.append(at)
            yield b"x"
            await asyncio.sleep(0)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)

    request: Any = SimpleNamespace(method="GET", receive=receive)
    asyncio.run(streams.Stream(request, parts(), "text/csv", "a.csv").asgi_send(send))
    assert len(read) < 5


def test_each_reason_has_its_words_in_both_languages() -> None:
    places = re.compile(r"\{(\w+)\}")
    for code, english in REASONS.items():
        said = catalogue()[f"scdl.why-{code}"]
        for language in ("fr", "en"):
            assert set(places.findall(said[language])) <= set(places.findall(english)), code
    assert set(GAP_COLUMNS) <= {name.removeprefix("scdl.head-") for name in catalogue()}
