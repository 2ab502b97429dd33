"""What was decided in the queue is taken back; what stands beside it is read, and accepted where it may be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.comparisons import refresh
from delib.corpus.load import load_record
from delib.corpus.store import open_corpus, store_record
from delib.corpus.web.phrases import french
from delib.parser.checks import recheck
from delib.parser.record import Check, Evidence, Vote
from reviewer import HERE, TOKEN, Reviewer, decided, rows, shown


@pytest.fixture
def reviewer(visit: Callable[..., Any], make: SimpleNamespace) -> Reviewer:
    """Somebody who has come in, to an act whose checks are those of its values."""
    act = make.act(vote=Vote("adopted", for_=11, evidence={"for": Evidence(make.place(50), "11", confidence=0.31)}))
    document = make.document(make.session(act, in_office=3), status_reasons=(), checks=())
    one = Reviewer(visit(recheck(document), review=TOKEN))
    assert one.enter().status_code == 302
    return one


def held(reviewer: Reviewer) -> tuple[Any, ...]:
    """The record as it stands, and what is beside it."""
    with closing(open_corpus(reviewer.visitor.room.corpus.path)) as connection:
        (document,) = connection.execute("SELECT id FROM documents").fetchone()
        record = load_record(connection, document)
    beside = (f"SELECT * FROM {table} ORDER BY 1, 2" for table in ("findings", "acceptances", "corrections"))
    return (record, *(rows(reviewer, one) for one in beside))


@pytest.mark.parametrize(("field", "value"), [("vote.for", "31"), ("title", "Un autre objet"), ("date", "2024-03-13")])
def test_a_correction_can_be_undone_and_the_finding_is_back(reviewer: Reviewer, field: str, value: str) -> None:
    before, asked = held(reviewer), shown(reviewer, "/review?lang=en")
    assert reviewer.send(reviewer.fields("correct", field=field, value=value)).status_code == 303
    assert held(reviewer) != before and shown(reviewer) != asked
    page = reviewer.get("/review?lang=en").text
    assert "corrected" in page and "Give back what was read" in page and f"<b>{value}</b>" in page
    undone = reviewer.send(decided(reviewer, "undo"))
    assert undone.status_code == 303 and undone.headers["location"].endswith("#finding")
    assert held(reviewer) == before and shown(reviewer) == asked
    assert "Give back what was read" not in reviewer.get("/review").text


def test_of_two_corrections_the_other_stays(reviewer: Reviewer) -> None:
    first = reviewer.fields("correct", field="title", value="Un autre objet")
    reviewer.send(first)  # the check is of another value: it is accepted
    doubt = reviewer.fields("correct", "/review?only=doubt", field="vote.for", value="12")
    assert doubt["name"] == "doubt:vote.for"
    reviewer.send(doubt)
    assert sorted(rows(reviewer, "SELECT field FROM corrections")) == [("title",), ("vote.for",)]
    assert reviewer.send({**decided(reviewer, "undo"), "name": "vote.for"}).status_code == 303
    assert rows(reviewer, "SELECT field FROM corrections") == [("title",)]
    assert rows(reviewer, "SELECT name FROM acceptances") == [(first["name"],)]
    assert shown(reviewer, "/review?only=doubt") == "11 (0.31)"
    assert reviewer.send(decided(reviewer, "undo")).status_code == 303
    assert rows(reviewer, "SELECT * FROM corrections UNION ALL SELECT * FROM acceptances") == []


def test_what_nobody_corrected_cannot_be_undone(reviewer: Reviewer) -> None:
    reviewer.send(reviewer.fields("correct", field="vote.for", value="31"))
    fields = decided(reviewer, "undo")
    for wrong in ({"name": "title"}, {"object": "nothing"}, {"object": "' OR 1=1 --"}):
        assert reviewer.send({**fields, **wrong}).status_code == 404
    assert rows(reviewer, "SELECT field FROM corrections") == [("vote.for",)]
    assert reviewer.send(fields).status_code == 303
    assert reviewer.send(fields).status_code == 404  # a second time


@pytest.mark.parametrize("way", ["elsewhere", "no cookie", "no form's token", "closed"])
def test_undoing_is_as_safe_as_accepting(reviewer: Reviewer, way: str) -> None:
    reviewer.send(reviewer.fields("correct", field="vote.for", value="31"))
    fields, headers = decided(reviewer, "undo"), dict(HERE)
    if way == "elsewhere":
        headers["Origin"] = "http://elsewhere.example"
    elif way == "no cookie":
        del reviewer.cookies["review"]
    elif way == "no form's token":
        del fields["csrftoken"]
    else:
        reviewer.visitor.room.options = reviewer.visitor.room.options._replace(review=None)
    assert reviewer.send(fields, headers).status_code == 403
    assert rows(reviewer, "SELECT field FROM corrections") == [("vote.for",)]


# ---- beside the queue ------------------------------------------------------------------------------------------------


def ten(make: SimpleNamespace) -> list[Any]:
    """Ten acts of one year without the sixth, and one whose check only informs."""

    def act(number: int) -> Any:
        checks = (Check("C14", "fails", "info", "<b>a note</b> of act 3"),) if number == 3 else ()
        title = f"Objet {number}"
        return make.act(title, number=f"2019-{number:03d}", act_id=None, received=None, references=(), checks=checks)

    return [
        make.document(
            make.session(act(month), date=f"2019-{month:02d}-14", convocation_date=None, checks=()),
            key=f"m{month}",
            status="ok",
        )
        for month in range(1, 11)
        if month != 6
    ]


@pytest.fixture
def compared(visit: Callable[..., Any], make: SimpleNamespace) -> Any:
    """A room over them."""
    return visit(*ten(make))


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


def test_what_several_documents_tell_is_accepted_and_put_back(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    reviewer = Reviewer(visit(*ten(make), review=TOKEN))
    assert not reviewer.tree("/review?only=together").xpath("//form[@id='accept']")
    reviewer.enter()
    listed = reviewer.tree("/review?only=together")
    (form,) = listed.xpath("//form[@id='accept']")
    assert listed.xpath("//a[@id='open']") and form.xpath("ancestor::details[@open]")  # keys find them
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input")}
    fields |= {"action": "accept", "who": "Ada Archer", "why": "le registre saute un numéro"}
    before = len(listed.xpath("//ol[@class='rows findings']/li"))
    total = rows(reviewer, "SELECT count(*) FROM corpus_checks")[0][0]

    for wrong in ({"seen": "another message"}, {"object": "nobody"}, {"name": "C24"}, {"name": "C24 together x"}):
        assert reviewer.send({**fields, **wrong}).status_code == 404
    assert reviewer.send(fields, {"Origin": "http://elsewhere.example"}).status_code == 403
    assert rows(reviewer, "SELECT * FROM acceptances") == []

    done = reviewer.send(fields)
    assert done.status_code == 303 and done.headers["location"] == "/review?only=together&page=1#finding"
    after = reviewer.tree("/review?only=together")
    assert len(after.xpath("//ol[@class='rows findings']/li")) == before - 1
    (badge,) = after.xpath("//nav//a[@aria-current='true']")
    assert badge.text == f"Entre documents {total - 1}"
    assert rows(reviewer, "SELECT count(*) FROM corpus_checks") == [(total,)]  # the hint itself stays

    # It stays accepted when the documents are compared again, and is open again where they tell something else.
    with closing(open_corpus(reviewer.visitor.room.corpus.path, "write")) as connection:
        connection.execute("INSERT OR IGNORE INTO unaudited SELECT body_id, year FROM corpus_checks")
        refresh(connection)
    assert len(reviewer.tree("/review?only=together").xpath("//ol[@class='rows findings']/li")) == before - 1
    with closing(open_corpus(reviewer.visitor.room.corpus.path, "write")) as connection:
        connection.execute("UPDATE corpus_checks SET message = message || ' And more.'")
    assert len(reviewer.tree("/review?only=together").xpath("//ol[@class='rows findings']/li")) == before

    assert reviewer.send(decided(reviewer, "withdraw", "/review?only=together")).status_code == 303
    assert rows(reviewer, "SELECT * FROM acceptances") == []


def test_hints_of_older_versions_and_second_copies_are_left_out(
    visit: Callable[..., Any], make: SimpleNamespace
) -> None:
    noted = Check("C14", "fails", "info", "a note")
    act = make.act(number="1", checks=(noted,))
    session = make.session(act, checks=(noted,))
    visitor = visit(make.document(session, key="a"), make.document(session, key="b"))  # two files of one act
    with closing(open_corpus(visitor.room.corpus.path)) as connection:
        assert connection.execute("SELECT count(*) FROM deliberations WHERE twin IS NOT NULL").fetchone()[0] == 1
        expected = connection.execute("SELECT count(*) FROM audit WHERE severity = 'info'").fetchone()[0]
    listed = visitor.tree("/review?only=info").xpath("//ol[@class='rows findings']/li")
    assert len(listed) == expected == 3  # of the act once, of each document's session
    with closing(open_corpus(visitor.room.corpus.path, "write")) as connection:
        other = make.document(make.session(make.act("Autre", number="2", checks=()), checks=()), key="c")
        store_record(connection, other, str(Path(visitor.room.corpus.path).parent / "a.pdf"))
        expected = connection.execute("SELECT count(*) FROM audit WHERE severity = 'info'").fetchone()[0]
    listed = visitor.tree("/review?only=info").xpath("//ol[@class='rows findings']/li")
    assert len(listed) == expected == 1  # of the session of b: its act is another's second copy
