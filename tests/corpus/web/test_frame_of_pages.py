"""What all pages share: languages, headers, trouble, and texts that are there in both languages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import delib.corpus.web
import pytest
from delib.corpus.web.links import ADDRESSES, address
from delib.corpus.web.room import Options
from delib.corpus.web.server import open_room
from delib.corpus.web.texts import LANGUAGES, Speech, catalogue

WEB = Path(delib.corpus.web.__file__).parent


def test_french_first_english_by_a_switch_that_is_remembered(visitor: Any) -> None:
    french = visitor.get("/")
    assert french.status_code == 200
    assert '<html lang="fr">' in french.text
    assert "Salle de lecture" in french.text
    english = visitor.get("/?lang=en")
    assert '<html lang="en">' in english.text
    cookie = english.headers["set-cookie"]
    assert "lang=en" in cookie
    assert "samesite=lax" in cookie.lower()
    assert '<html lang="en">' in visitor.get("/", cookies={"lang": "en"}).text
    assert '<html lang="fr">' in visitor.get("/?lang=fr", cookies={"lang": "en"}).text
    assert '<html lang="fr">' in visitor.get("/?lang=de").text


def test_the_room_may_be_english_first(visit: Callable[..., Any]) -> None:
    assert '<html lang="en">' in visit(language="en").get("/").text


def test_an_empty_corpus_says_how_to_fill_it(visit: Callable[..., Any]) -> None:
    response = visit().get("/")
    assert response.status_code == 200
    assert "delib ingest" in response.text


def test_the_first_page_counts_what_is_there(visitor: Any, ids: Callable[..., str]) -> None:
    text = re.sub(r"\s+", " ", visitor.get("/?lang=en").text)
    for name, sql in {
        "acts": "SELECT count(*) FROM deliberations WHERE search_id IS NOT NULL",
        "sittings": "SELECT count(*) FROM sessions",
        "bodies": "SELECT count(*) FROM bodies",
    }.items():
        assert f"<dt>{name}</dt><dd>{ids(sql)}</dd>" in text


@pytest.mark.parametrize("path", ["/", "/nothing", "/act/nothing", "/static/room.css", "/corpus/deliberations"])
def test_every_answer_has_the_headers(visitor: Any, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == policy["default-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == "'self'"
    if not path.startswith("/corpus"):
        assert policy["style-src"] == "'self'"


def test_what_is_not_there_says_so_in_both_languages(visitor: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for language in LANGUAGES:
        response = visitor.get(f"/nothing?lang={language}")
        assert response.status_code == 404
        assert f'<html lang="{language}">' in response.text
        assert Speech(language)("error.not-found").split("'")[0] in response.text
    assert visitor.get("/corpus/nothing.json").json()["status"] == 404
    assert capsys.readouterr().err == ""  # an address that is not there is no event for the log


def test_pages_are_only_read(visitor: Any) -> None:
    assert visitor.request("HEAD", "/").status_code == 200
    response = visitor.request("POST", "/")
    assert response.status_code in (403, 405)
    assert visitor.request("DELETE", "/").status_code == 405
    assert visitor.request("PUT", "/nothing").headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_the_corpus_cannot_be_written(visitor: Any) -> None:
    for sql in ("delete from deliberations", "insert into settings values ('a', 'b')", "attach 'x' as y"):
        assert visitor.get("/corpus", params={"sql": sql}).status_code == 400
    with pytest.raises(PermissionError):
        visitor.room.corpus.connect(write=True)
    with pytest.raises(Exception, match=r"readonly|read-only"):
        visitor.room.corpus.connect().execute("DELETE FROM deliberations")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/?q=" + b"a" * 100_000, 414),
        (b"/" + b"a" * 100_000, 414),
        (b"/\x00", 400),
        (b"/%00", 400),
        (b"/\xff\xfe", 400),
        (b"/-/databases.json", 404),
        (b"/-/threads", 404),
        (b"/-/./threads", 404),
        (b"/../corpus.db", 404),
        (b"/corpus.db", 403),
        (b"/static/../room.py", 404),
        (b"/static/..%2froom.py", 404),
        (b"/static/%2e%2e/room.py", 404),
        (b"/static//etc/passwd", 404),
        (b"/static/../../../../../../../../etc/passwd", 404),
    ],
)
def test_addresses_that_ask_too_much(visitor: Any, path: bytes, status: int) -> None:
    answered, body = visitor.raw(path)
    if answered == 302:  # Datasette writes %XX otherwise: what it leads to is not there either
        assert b"~" not in body
    else:
        assert answered == status
    assert b"import" not in body
    assert b"root:" not in body


def test_tables_can_be_closed(visit: Callable[..., Any]) -> None:
    closed = visit(tables=False)
    for path in ("/corpus", "/corpus/deliberations", "/corpus/deliberations.json", "/corpus?sql=select+1"):
        assert closed.get(path).status_code == 403, path
    first = closed.get("/")
    assert first.status_code == 200
    assert 'href="/corpus"' not in first.text


def test_a_slow_question_is_stopped(visit: Callable[..., Any]) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    response = visit(seconds=0.1).get("/corpus", params={"sql": endless})
    assert response.status_code == 503
    assert Speech("fr")("error.too-slow") in response.text


def test_a_room_below_another_path(shelf: SimpleNamespace) -> None:
    room = open_room(shelf.database, Options(base_url="/archives/"))
    text = asyncio.run(room.client.get("/")).text
    assert 'href="/archives/search"' in text
    assert 'href="/archives/static/room.css?' in text
    assert 'href="/archives/?lang=en"' in text
    room.close()


# ---- texts -----------------------------------------------------------------------------------------------------------


def _places(text: str | list[str]) -> set[str]:
    forms = text if isinstance(text, list) else [text]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None}


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    for name, text in catalogue().items():
        if name.startswith("calendar."):
            continue
        assert set(text) == set(LANGUAGES), name
        assert all(text.values()), name
        assert isinstance(text["fr"], list) == isinstance(text["en"], list), name
        assert _places(text["fr"]) == _places(text["en"]), name


def test_every_text_that_a_page_names_is_there() -> None:
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    named = {
        name
        for file in files
        for name in re.findall(r"""\bt\(\s*["']([a-z0-9.-]+[a-z0-9])["']\s*[,)]""", file.read_text(encoding="utf-8"))
    }
    assert named, "the pattern finds nothing any more"
    assert named <= set(catalogue())


def test_numbers_days_and_sums_are_written_as_in_the_language() -> None:
    fr, en = Speech("fr"), Speech("en")
    assert (fr.number(12345.5, 1), en.number(12345.5, 1)) == ("12\u202f345,5", "12,345.5")
    assert (fr.day("2022-06-01"), en.day("2022-06-01")) == ("1er juin 2022", "1 June 2022")
    assert (fr.day("2022-06"), fr.day(None)) == ("2022-06", "")
    assert (fr.money(45000), en.money(1250.5)) == ("45\u202f000\u00a0€", "€1,250.50")
    assert (fr.share(0.034), en.share(0.5), fr.share(0)) == ("3,4\u00a0%", "50%", "0\u00a0%")
    assert (fr("home.n-acts", n=0), en("home.n-acts", n=0)) == ("0 acte", "0 acts")


def test_addresses_are_quoted() -> None:
    assert address("/", "act", "a/b?c") == "/act/a%2Fb%3Fc"
    assert address("/x/", "search", q="é & <b>", year=None) == "/x/search?q=%C3%A9+%26+%3Cb%3E"
    assert set(ADDRESSES) >= {"home", "search", "act", "session", "body", "person", "money", "register", "review"}
