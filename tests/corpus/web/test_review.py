"""The queue: what it shows, what a form does, and every way in which a form is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.store import open_corpus
from delib.corpus.web.phrases import french
from delib.parser.record import Check, Evidence, Vote

TOKEN = "a-token-of-the-test"
HERE = {"Origin": "http://localhost"}


def troubled(make: SimpleNamespace, key: str = "a", said: str = "31 voters are announced, 39 voted") -> Any:
    act = make.act(
        checks=(Check("C12", "fails", "error", said, places=make.place()), Check("C17", "fails", "warn", "late")),
        vote=Vote("adopted", for_=11, evidence={"for": Evidence(make.place(50), "11", confidence=0.31)}),
        evidence={},
    )
    session = make.session(act, checks=(), present=(), absent=(), proxies=(), movements=())
    return make.document(session, key=key, status_reasons=(), checks=())


class Reviewer:
    """A browser of who has the token, or has not."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor
        self.cookies: dict[str, str] = {}

    def get(self, path: str = "/review") -> Any:
        return self.keep(self.visitor.get(path, cookies=self.cookies))

    def enter(self, token: str = TOKEN) -> Any:
        return self.get(f"/review?token={token}")

    def keep(self, response: Any) -> Any:
        self.cookies.update(dict(response.cookies.items()))
        return response

    def fields(self, form: str, **changes: str) -> dict[str, str]:
        """The fields of the form of this id, or of the first one after it, as the page gives them."""
        page = self.get().text
        inside = page.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
        found = {
            name: html.unescape(value)
            for tag in re.findall(r"<input[^>]*>", inside)
            for name in re.findall(r'name="([^"]*)"', tag)
            for value in (re.findall(r'value="([^"]*)"', tag) or [""])
        }
        found |= {"action": form, "who": "Ada Archer", "why": "vu sur l'original"}
        return {**found, **changes}

    def send(self, fields: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        sent = HERE if headers is None else headers
        return self.keep(self.visitor.request("POST", "/review", data=fields, headers=sent, cookies=self.cookies))


@pytest.fixture
def reviewer(visit: Callable[..., Any], make: SimpleNamespace) -> Reviewer:
    """Somebody who has come in."""
    one = Reviewer(visit(troubled(make), review=TOKEN))
    assert one.enter().status_code == 302
    return one


def rows(reviewer: Reviewer, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reviewer.visitor.room.corpus.connect().execute(sql)]


def shown(reviewer: Reviewer, path: str = "/review") -> str:
    found = re.search(r'<h2 id="h-finding"[^>]*>(.*?)</h2>', reviewer.get(path).text, re.DOTALL)
    return html.unescape(re.sub(r"</?span[^>]*>", "", found[1])) if found else ""


def test_everybody_may_read_the_queue(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    reader = Reviewer(visit(troubled(make)))
    page = reader.get().text
    assert shown(reader) == "31 voters are announced, 39 voted"
    assert 'method="post"' not in page and "--review" in page
    assert "<code>C12</code> <b>Pour + contre + abstentions = votants</b>" in page
    assert shown(reader, "/review?only=warn") == "late"
    assert shown(reader, "/review?only=doubt") == "11 (0.31)"
    assert "Rien n'attend" in html.unescape(reader.get("/review?only=cut").text)
    assert reader.get("/review?after=nonsense").status_code == 400


def test_the_next_one_is_found_by_its_place(reviewer: Reviewer) -> None:
    path, seen = "/review", []
    while text := shown(reviewer, path):
        seen.append(text)
        found = re.search(r'id="next" rel="next" href="([^"#]+)', reviewer.get(path).text)
        assert found
        path = html.unescape(found[1])
    assert seen == ["31 voters are announced, 39 voted", "11 (0.31)", "late"]


def test_the_token_becomes_a_cookie_that_other_sites_cannot_send(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    visitor = Reviewer(visit(troubled(make), review=TOKEN))
    assert 'id="accept"' not in visitor.get().text
    response = visitor.enter()
    assert response.headers["location"] == "/review"  # the token is not left in the address
    (cookie,) = [one for one in response.headers.get_list("set-cookie") if one.startswith("review=")]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie
    assert 'id="accept"' in visitor.get().text


def test_accepting_takes_it_out_of_the_queue(reviewer: Reviewer) -> None:
    response = reviewer.send(reviewer.fields("accept"))
    assert response.status_code == 303
    assert response.headers["location"].startswith("/review?after=")
    assert rows(reviewer, "SELECT name, who, why FROM acceptances") == [("C12", "Ada Archer", "vu sur l'original")]
    assert shown(reviewer) == "11 (0.31)"
    assert 'value="Ada Archer"' in reviewer.get().text  # who it was is remembered
    assert reviewer.send(
        reviewer.fields("accept", name="C12", seen="31 voters are announced, 39 voted")
    ).status_code in (303, 404)


def test_correcting_is_a_correction_that_can_be_replayed(reviewer: Reviewer) -> None:
    assert reviewer.send(reviewer.fields("correct", field="vote.for", value="31")).status_code == 303
    assert rows(reviewer, "SELECT field, value, why FROM corrections") == [
        ("vote.for", "31", "vu sur l'original (Ada Archer)")
    ]
    assert rows(reviewer, "SELECT votes_for FROM votes") == [(31,)]
    assert [row[0] for row in rows(reviewer, "SELECT name FROM acceptances")] in (["C12"], [])
    # Neither the check nor the doubt is in the queue any more; other checks were made again on the corrected values.
    assert shown(reviewer) not in ("31 voters are announced, 39 voted", "11 (0.31)")


def test_a_value_that_cannot_be_is_refused_and_nothing_is_written(reviewer: Reviewer) -> None:
    for field, value in (("date", "yesterday"), ("vote.outcome", "perhaps"), ("nothing", "1")):
        refused = reviewer.send(reviewer.fields("correct", field=field, value=value))
        assert refused.status_code == 400
        assert "no day" not in refused.text and "cannot be" not in refused.text and "has no" not in refused.text
    assert reviewer.send(reviewer.fields("accept", who=" ")).status_code == 400
    assert reviewer.send(reviewer.fields("accept", why="")).status_code == 400
    assert reviewer.send(reviewer.fields("accept", why="x" * 5000)).status_code == 400
    assert reviewer.send(reviewer.fields("accept", action="drop")).status_code == 400
    assert reviewer.send(reviewer.fields("accept", seen="something else")).status_code == 404
    assert rows(reviewer, "SELECT * FROM corrections UNION ALL SELECT * FROM acceptances") == []


def test_what_was_accepted_can_be_put_back(reviewer: Reviewer) -> None:
    fields = reviewer.fields("accept")
    reviewer.send(fields)
    assert reviewer.send({**fields, "action": "withdraw"}).status_code == 303
    assert rows(reviewer, "SELECT * FROM acceptances") == []
    assert shown(reviewer) == "31 voters are announced, 39 voted"


# ---- refusals --------------------------------------------------------------------------------------------------------


def nothing_written(reviewer: Reviewer, response: Any, status: int = 403) -> None:
    assert response.status_code == status, response.text[:300]
    assert rows(reviewer, "SELECT * FROM acceptances") == []


def test_no_form_is_taken_where_the_room_was_not_opened_for_it(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    closed = Reviewer(visit(troubled(make)))
    assert closed.enter().status_code == 403
    open_ = Reviewer(visit(troubled(make), review=TOKEN))
    open_.enter()
    fields = open_.fields("accept")
    closed.cookies = dict(open_.cookies)
    nothing_written(closed, closed.send(fields))


def test_no_form_is_taken_without_the_token(reviewer: Reviewer) -> None:
    fields = reviewer.fields("accept")
    del reviewer.cookies["review"]
    nothing_written(reviewer, reviewer.send(fields))


@pytest.mark.parametrize("wrong", ["", "wrong", TOKEN, "é", "0" * 64])
def test_no_form_is_taken_with_a_wrong_cookie(reviewer: Reviewer, wrong: str) -> None:
    fields = reviewer.fields("accept")
    reviewer.cookies["review"] = wrong.encode().decode("latin-1") if wrong.isascii() else "%C3%A9"
    nothing_written(reviewer, reviewer.send(fields))


@pytest.mark.parametrize("wrong", ["x", TOKEN[:-1], TOKEN + "x", "%C3%A9"])
def test_a_wrong_token_lets_nobody_in(visit: Callable[..., Any], make: SimpleNamespace, wrong: str) -> None:
    visitor = Reviewer(visit(troubled(make), review=TOKEN))
    response = visitor.enter(wrong)
    assert response.status_code == 403 and "review" not in visitor.cookies
    visitor.get()
    token = re.search(r'name="csrftoken" value="([^"]+)"', visitor.get().text)
    assert token
    given = {"csrftoken": token[1], "action": "enter", "token": wrong}
    assert visitor.send(given).status_code == 403 and "review" not in visitor.cookies
    assert visitor.send({**given, "token": TOKEN}).status_code == 302 and "review" in visitor.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
        {"Referer": "http://elsewhere.example/review"},
        {},
    ],
)
def test_no_form_is_taken_from_another_site(reviewer: Reviewer, headers: dict[str, str]) -> None:
    nothing_written(reviewer, reviewer.send(reviewer.fields("accept"), headers))


def test_no_form_is_taken_without_its_own_token(reviewer: Reviewer) -> None:
    fields = reviewer.fields("accept")
    nothing_written(reviewer, reviewer.send({**fields, "csrftoken": "wrong"}))
    del fields["csrftoken"]
    nothing_written(reviewer, reviewer.send(fields))


def test_an_address_writes_nothing(reviewer: Reviewer) -> None:
    fields = reviewer.fields("accept")
    response = reviewer.visitor.get("/review", params=fields, cookies=reviewer.cookies, headers=HERE)
    nothing_written(reviewer, response, 200)
    assert reviewer.visitor.request("PUT", "/review", data=fields, cookies=reviewer.cookies).status_code == 405


def test_what_is_read_and_what_is_typed_is_never_markup(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    nasty = "<script>alert(1)</script>\"'"
    reviewer = Reviewer(visit(troubled(make, said=nasty), review=TOKEN))
    reviewer.enter()
    assert reviewer.send(reviewer.fields("accept", who=nasty, why=nasty)).status_code == 303
    page = reviewer.get().text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_room_itself_still_only_reads(reviewer: Reviewer) -> None:
    with pytest.raises(PermissionError):
        reviewer.visitor.room.corpus.connect(write=True)
    with pytest.raises(Exception, match=r"readonly|read-only"):
        reviewer.visitor.room.corpus.connect().execute("DELETE FROM acceptances")


def test_a_file_that_never_changes_is_not_reviewed(shelf: SimpleNamespace) -> None:
    from click.testing import CliRunner
    from delib.cli import main

    done = CliRunner().invoke(main, ["serve", str(shelf.database), "--review", "--immutable"])
    assert done.exit_code == 2 and "--immutable" in done.output


# ---- beside the queue ------------------------------------------------------------------------------------------------


@pytest.fixture
def compared(visit: Callable[..., Any], make: SimpleNamespace) -> Any:
    """A room over ten acts of one year without the sixth, and one whose check only informs."""

    def act(number: int) -> Any:
        checks = (Check("C14", "fails", "info", "<b>a note</b> of act 3"),) if number == 3 else ()
        title = f"Objet {number}"
        return make.act(title, number=f"2019-{number:03d}", act_id=None, received=None, references=(), checks=checks)

    return visit(
        *(
            make.document(
                make.session(act(month), date=f"2019-{month:02d}-14", convocation_date=None, checks=()),
                key=f"m{month}",
                status="ok",
            )
            for month in range(1, 11)
            if month != 6
        )
    )


def test_what_several_documents_tell_is_listed_apart(compared: Any) -> None:
    page = compared.tree("/review?only=together")
    listed = page.xpath("//ol[@class='rows findings']/li")
    with closing(open_corpus(compared.room.corpus.path)) as connection:
        rows = connection.execute("SELECT check_id, message FROM corpus_checks").fetchall()
    expected = [(check, french(message)) for check, message in rows]
    assert expected
    said = [(one.xpath("./code")[0].text, one.xpath("./span[@class='quiet']")[0].text) for one in listed]
    assert sorted(said) == sorted(expected)
    for address in page.xpath("//ol[@class='rows findings']/li/a/@href"):
        assert compared.get(address).status_code == 200
    (badge,) = page.xpath("//nav//a[@aria-current='true']")
    assert badge.text == f"Entre documents {len(expected)}"
    assert not page.xpath("//form[@id='accept' or @id='correct']")
    assert "Between documents" in compared.get("/review?lang=en").text


def test_what_only_informs_is_listed_apart(compared: Any) -> None:
    page = compared.tree("/review?only=info")
    (row,) = page.xpath("//ol[@class='rows findings']/li")
    assert row.xpath("./code")[0].text == "C14"
    assert row.xpath(".//span[@lang='en']")[0].text == "<b>a note</b> of act 3"
    assert row.xpath("./a")[0].text == "Objet 3"
    assert "C14" not in compared.get("/review").text  # it is not in the queue itself
    assert compared.get("/review?only=info&page=9").status_code == 200
