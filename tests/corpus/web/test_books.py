"""The pages of a sitting, a body and a volume: what they say, and where every row leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from delib.parser.record import Amount, Check, Dissent, Evidence, PageInfo, Party, Person, Place, Proxy, Reference, Vote

NASTY = "<script>alert(1)</script>\"'&"


def first(visitor: Any, sql: str) -> str:
    return str(visitor.room.corpus.connect().execute(sql).fetchone()[0])


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sitting(visitor: Any, ids: Callable[..., str], language: str) -> None:
    session = ids("SELECT session_id FROM attendance_lists WHERE represented > 0 ORDER BY represented DESC LIMIT 1")
    response = visitor.get(f"/session/{session}?lang={language}")
    assert response.status_code == 200
    act = ids("SELECT id FROM deliberations WHERE session_id = ? AND search_id IS NOT NULL LIMIT 1", session)
    assert f'href="/act/{act}"' in response.text
    assert 'class="chart chart-pairs"' in response.text and 'class="chart chart-stacks"' in response.text
    name = ids(
        "SELECT giver FROM proxies p JOIN attendance_lists l ON l.id = p.list_id WHERE l.session_id = ?", session
    )
    assert name in text_of(response.text)


def test_every_name_leads_to_a_box_that_is_there(visitor: Any, ids: Callable[..., str]) -> None:
    session = ids("SELECT session_id FROM attendance_lists WHERE represented > 0 ORDER BY represented DESC LIMIT 1")
    page = visitor.get(f"/session/{session}").text
    proofs = re.findall(r'href="(/act/[a-z2-7]+)#(box-(?:present|absent|proxies)-\d+)"', page)
    listed = "SELECT count(*) FROM attendance WHERE list_id = (SELECT id FROM attendance_lists WHERE session_id = ?)"
    people = int(ids(listed, session))
    assert len(proofs) == people > 0
    acts = {act: visitor.get(act).text for act in {act for act, _ in proofs}}
    missing = [anchor for act, anchor in proofs if f'id="{anchor}"' not in acts[act]]
    assert missing == []


def test_a_sitting_that_documents_tell_differently(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    one = make.document(make.session(make.act("Un", number="1", act_id=None)), key="a")
    two = make.document(make.session(make.act("Deux", number="2", act_id=None), in_office=19), key="b")
    visitor = visit(one, two)
    page = text_of(visitor.get(f"/session/{first(visitor, 'SELECT id FROM sessions')}").text)
    assert "Les documents ne s'accordent pas" in page
    assert "15 1 document dit: a.pdf" in page
    assert "19 1 document dit" in page


def test_a_body(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    ann, ben = Person("Anne Aube"), Person("Ben Bois")
    visitor = visit(
        make.document(make.session(date="2022-03-01", present=(ann,), proxies=(Proxy(ben, ann),)), key="a"),
        make.document(make.session(date="2023-03-01", present=(ann, ben), proxies=()), key="b"),
        make.document(make.session(date=None), key="c"),
    )
    body = first(visitor, "SELECT id FROM bodies")
    last = visitor.get(f"/body/{body}").text
    assert "L'année 2023" in last.replace("&#39;", "'")
    assert "chart-matrix" in last and "chart-columns" in last and "chart-shares" in last
    assert "chart-pairs" not in last
    before = visitor.get(f"/body/{body}?year=2022").text
    assert "Ben Bois donne pouvoir à Anne Aube, 1 fois" in before
    session = first(visitor, "SELECT id FROM sessions WHERE date = '2022-03-01'")
    assert f'href="/session/{session}"' in before and f'href="/session/{session}"' not in last
    undated = visitor.get(f"/body/{body}?year=none")
    assert undated.status_code == 200 and "Séances sans date" in undated.text
    assert visitor.get(f"/body/{body}?year=1066").status_code == 200
    assert visitor.get(f"/body/{body}?year=20x2").status_code == 400
    assert visitor.get(f"/body/{body}?part=9").status_code == 200


def test_a_volume(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    def title(page: int, sure: float) -> dict[str, Evidence]:
        return {"title": Evidence((Place(page, (70.0, 200.0, 300.0, 212.0)),), "", "margin.title", sure)}

    acts = [
        make.act(f"Acte {n}", number=str(n), act_id=None, evidence=title(n, sure)) for n, sure in ((1, 0.95), (2, 0.4))
    ]
    pages = tuple(PageInfo(number, 600.0, 800.0) for number in (1, 2, 3))
    visitor = visit(make.document(make.session(*acts), kind="register", pages=pages))
    document = first(visitor, "SELECT id FROM documents")
    page = visitor.get(f"/register/{document}?lang=en").text
    assert "chart-strip" in page and page.count('class="cut unsure"') == 2  # the key and the cut
    assert "1 cut to look at" in text_of(page)
    act = first(visitor, "SELECT id FROM deliberations WHERE title = 'Acte 2'")
    assert f'href="/act/{act}#box-title"' in page
    assert visitor.get(f"/document/{document}").status_code == 200


def test_what_documents_print_is_never_markup(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    nasty = Person(NASTY, places=(Place(1, (1.0, 1.0, 2.0, 2.0)),))
    acts = make.act(NASTY, number=NASTY, checks=(Check("C01", "fails", "error", NASTY),))
    session = make.session(
        acts, organ=NASTY, body=NASTY, president=NASTY, present=(nasty,), proxies=(Proxy(nasty, nasty),)
    )
    visitor = visit(make.document(session, file="a.pdf", status_reasons=(NASTY,)))
    for path in (
        f"/session/{first(visitor, 'SELECT id FROM sessions')}",
        f"/body/{first(visitor, 'SELECT id FROM bodies')}",
        f"/register/{first(visitor, 'SELECT id FROM documents')}",
    ):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "&lt;script&gt;alert" in page.text, path


@pytest.mark.parametrize("path", ["/session/aaaa", "/body/aaaa", "/register/aaaa", "/session/A'--", "/body/../x"])
def test_what_is_not_there(visitor: Any, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_person(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    ann, ben = Person("Anne Aube"), Person("Ben Bois")
    against = make.act("Un", dissent=(Dissent("against", ben, places=make.place(50)),))
    visitor = visit(
        make.document(
            make.session(against, date="2022-03-01", present=(ann, ben), proxies=(), absent=(), movements=()), key="a"
        ),
        make.document(
            make.session(date="2023-03-01", present=(ann,), proxies=(Proxy(ben, ann),), absent=(), movements=()),
            key="b",
        ),
    )
    found = first(visitor, "SELECT id FROM people WHERE name = 'Ben Bois'")
    page = visitor.get(f"/person/{found}").text
    assert "<h1>Ben Bois</h1>" in page
    assert "présent à 1 séance" in page and "a donné 1 pouvoir" in page
    assert page.count("chart-stacks") == 2 and "chart-pairs" in page
    act = first(visitor, "SELECT deliberation_id FROM dissents WHERE name = 'Ben Bois'")
    assert f'href="/act/{act}#box-dissent-0"' in page
    assert 'id="box-dissent-0"' in visitor.get(f"/act/{act}").text
    held = visitor.get(
        f"/person/{first(visitor, 'SELECT id FROM people WHERE name = ' + repr('Anne Aube'))}?lang=en"
    ).text
    assert "held 1 proxy" in held and "present at 2 sittings" in held
    assert visitor.get("/person/aaaa").status_code == 404


def test_where_documents_contradict_each_other_the_pages_say_so(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    ann, ben = Person("Anne Aube"), Person("Ben Bois")

    def listing(key: str, present: tuple[Person, ...], absent: tuple[Person, ...]) -> Any:
        session = make.session(date="2022-03-01", present=present, absent=absent, proxies=(), movements=())
        return make.document(session, key=key)

    visitor = visit(listing("a", (ann, ben), ()), listing("b", (ann, ben), ()), listing("c", (ann,), (ben,)))
    found = first(visitor, "SELECT id FROM members WHERE name = 'Ben Bois'")
    page = text_of(visitor.get(f"/person/{found}").text)
    assert "1 séance où les documents se contredisent" in page
    assert "les documents se contredisent : absent selon 1 document, présent selon 2 documents" in page
    assert "présent à" not in page
    assert "documents differ: absent in 1, present in 2" in text_of(visitor.get(f"/person/{found}?lang=en").text)
    matrix = visitor.tree(f"/body/{first(visitor, 'SELECT id FROM bodies')}?lang=fr")
    assert len(matrix.xpath("//*[local-name()='use'][@href='#presence-contradictory']")) == 1
    (row,) = matrix.xpath("//th[a='Ben Bois']/..")
    assert [cell.text for cell in row.xpath("./td")] == ["0", "0", "0", "1"]
    sitting = text_of(visitor.get(f"/session/{first(visitor, 'SELECT id FROM sessions')}?lang=fr").text)
    assert "Ben Bois présent ailleurs : absent" in sitting


def test_the_spellings_of_a_person_are_one_page(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    def sitting(key: str, day: str, *people: Person) -> Any:
        return make.document(make.session(date=day, present=people, absent=(), proxies=(), movements=()), key=key)

    cleo = Person("Cléo Clair")
    visitor = visit(
        sitting("a", "2022-03-01", Person("Benoît BOISSONNADE"), cleo),
        sitting("b", "2022-04-01", Person("BOISSONNADE Benoît"), cleo),
    )
    ids = {
        row[0] for row in visitor.room.corpus.connect().execute("SELECT id FROM people WHERE name LIKE '%BOISSONNADE%'")
    }
    assert len(ids) == 2
    pages = {re.sub(r"/person/\w+", "", visitor.get(f"/person/{one}").text) for one in ids}
    assert len(pages) == 1
    (page,) = pages
    assert "présent à 2 séances" in page and "Imprimé sous 2 noms" in page
    body = first(visitor, "SELECT id FROM bodies")
    assert visitor.get(f"/body/{body}").text.count("Benoît BOISSONNADE</a>") == 1


def test_a_sum_that_a_later_act_replaces_is_shown_with_that_act(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    def granting(number: str, day: str, value: float, *cited: Reference) -> Any:
        amount = Amount(value, role="granted", words=f"{value} €", beneficiary=Party("harmonie", "harmonie"))
        act = make.act(f"Subvention {number}", number=number, act_id=None, amounts=(amount,), mentions=(), repeats=(),
                       references=cited)  # fmt: skip
        return make.document(make.session(act, date=day), key=number)

    first = Reference("act", "délibération 2031-4", number="2031-4", date="2031-05-03", relation="replaces")
    visitor = visit(granting("2031-4", "2031-05-03", 500.0), granting("2031-9", "2031-09-03", 800.0, first))
    page = visitor.get("/money?lang=en").text
    assert "2031 €800 2 2" in text_of(page)
    assert "Not counted: replaced by 2031-9, " in text_of(page)
    by = visitor.room.corpus.connect().execute("SELECT id FROM deliberations WHERE number = '2031-9'").fetchone()[0]
    assert re.search(rf'replaced by <a href="/act/{by}">', page)
    assert "Non compté : remplacé par" in text_of(visitor.get("/money").text)


def test_money(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    def granted(number: str, value: float, name: str, **more: Any) -> Any:
        amount = Amount(
            value, "EUR", None, "granted", f"{value} €", make.place(42), beneficiary=Party(name, name.casefold())
        )
        return make.act(
            f"Subvention {number}", number=number, act_id=None, amounts=(amount,), mentions=(), repeats=(), **more
        )

    def sitting(key: str, day: str, *acts: Any) -> Any:
        return make.document(make.session(*acts, date=day), key=key)

    visitor = visit(
        sitting("a", "2022-03-01", granted("1", 1000.0, "harmonie"), granted("2", 500.0, "club")),
        sitting(
            "b", "2023-03-01", granted("3", 2000.0, "harmonie"), granted("4", 9000.0, "club", vote=Vote("rejected"))
        ),
    )
    page = text_of(visitor.get("/money?lang=en").text)
    assert "2022 €1,500 2 2" in page and "2023 €2,000 2 2" in page  # what was rejected is listed, not added
    assert "harmonie €3,000 2 2022–2023" in page and "club €500 2" in page
    drawn = visitor.get("/money").text
    assert all(f"chart-{kind}" in drawn for kind in ("columns", "ranks", "curves"))
    act = first(visitor, "SELECT id FROM deliberations WHERE title = 'Subvention 3'")
    assert f'href="/act/{act}#box-amounts"' in drawn
    only = text_of(visitor.get("/money?to=harmonie&from=2023&to-year=2023&lang=en").text)
    assert "1 sum." in only and "Subvention 1" not in only and "Subvention 3" in only
    body = first(visitor, "SELECT id FROM bodies")
    assert "4 sums." in text_of(visitor.get(f"/money?body={body}&role=any&lang=en").text)
    assert "Aucune somme" in text_of(visitor.get("/money?to=personne").text)
    assert "Not counted" not in page
    for wrong in ("role=theft", "from=19x4", "page=x", "to=" + "a" * 300):
        assert visitor.get(f"/money?{wrong}").status_code == 400, wrong
    assert visitor.get("/money?page=99").status_code == 200
    assert visitor.get("/money", params={"to": "' OR 1=1 --", "body": "x'"}).status_code == 200
