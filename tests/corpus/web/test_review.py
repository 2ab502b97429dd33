"""The queue: what it shows, what a form does, and every way in which a form is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from delib.parser.record import Check, Evidence, Vote
from reviewer import HERE, TOKEN, Reviewer, rows, shown


def troubled(make: SimpleNamespace, key: str = "a", said: str = "31 voters are announced, 39 voted") -> Any:
    act = make.act(
        checks=(Check("C12", "fails", "error", said, places=make.place()), Check("C17", "fails", "warn", "late")),
        vote=Vote("adopted", for_=11, evidence={"for": Evidence(make.place(50), "11", confidence=0.31)}),
        evidence={},
    )
    session = make.session(act, checks=(), present=(), absent=(), proxies=(), movements=())
    return make.document(session, key=key, status_reasons=(), checks=())


@pytest.fixture
def reviewer(visit: Callable[..., Any], make: SimpleNamespace) -> Reviewer:
    """Somebody who has come in."""
    one = Reviewer(visit(troubled(make), review=TOKEN))
    assert one.enter().status_code == 302
    return one


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


def test_a_room_opened_for_review_opens_at_the_queue(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner
    from delib.cli import main

    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("delib.corpus.web.server.run", lambda _room, _listener, ready: ready())
    for options in (["--review"], []):
        done = CliRunner().invoke(main, ["serve", str(shelf.database), "--port", "0", "--open", *options])
        assert done.exit_code == 0, done.output
        assert opened[-1] in done.stdout
    assert "/review?token=" in opened[0] and opened[1].endswith("/")
