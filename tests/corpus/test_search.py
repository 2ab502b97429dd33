"""Questions to a corpus."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import catalogue, words
from delib.corpus.database import transaction
from delib.corpus.facets import facets
from delib.corpus.filters import Filters, day_bound
from delib.corpus.people.settle import settle
from delib.corpus.search import PASSAGE, Hit, search, show
from delib.corpus.store import fix, open_corpus, remove, store_record
from delib.errors import NotFound
from delib.parser.record import Amount, Check, Dissent, Passage, Vote
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SIREN = "732829320"
ACTS = (
    ("1", "Rénovation de l'école Jules Verne", "Les travaux sont confiés à l'entreprise Dubreuil.", "2023-05-10"),
    ("2", "Tarifs de la cantine", "Le conseil fixe les tarifs de la cantine des écoles.", "2023-05-10"),
    ("3", "Mise en œuvre du plan vélo", "Une piste est créée rue des Tilleuls.", "2024-01-20"),
    ("4", "Subventions aux associations", "Une aide de 500 € va au club de boules, rue des Tilleuls.", "2024-01-20"),
)


@pytest.fixture
def town(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """Four acts of two sittings of Valmorin, and one of another commune."""
    for number, title, dispositif, date in ACTS:
        one = make.act(title, number=number, considerants=None, dispositif=Passage(dispositif), act_id=None)
        store_record(corpus, make.document(make.session(one, date=date, body="Commune de Valmorin"), key=number))
    other = make.act("Cantine intercommunale", number="9", considerants=None, dispositif=None, act_id=None)
    store_record(corpus, make.document(make.session(other, date="2022-12-31", body="Le Roc"), key="roc"))
    return corpus


def numbers(town: sqlite3.Connection, query: str, **filters: Any) -> list[str | None]:
    paging = {name: filters.pop(name) for name in ("limit", "offset") if name in filters}
    return [hit.number for hit in search(town, query, Filters(**filters), **paging).hits]


def test_the_title_counts_more_than_the_text(town: sqlite3.Connection) -> None:
    assert numbers(town, "écoles") == ["1", "2"]
    assert numbers(town, "ecole") == ["1", "2"]
    assert numbers(town, "l'école") == ["1", "2"]
    assert numbers(town, "oeuvre") == ["3"]
    assert sorted(filter(None, numbers(town, '"rue des tilleuls"'))) == ["3", "4"]
    assert numbers(town, "tilleuls -vélo") == ["4"]
    assert numbers(town, "travau*") == ["1"]


def test_a_hit_shows_what_answers_and_where(town: sqlite3.Connection) -> None:
    found = search(town, "cantine tarif")
    (hit,) = found.hits
    assert found.total == 1
    assert (hit.body, hit.date, hit.outcome) == ("Commune de Valmorin", "2023-05-10", "adopted")
    assert (hit.file, hit.path, hit.page) == ("2.pdf", "2.pdf", 2)
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["Tarifs", "cantine"] if hit.title else False
    assert [hit.passage[a:b] for a, b in hit.passage_marks] == ["tarifs", "cantine"]
    assert hit.score is not None and hit.score > 0


def test_filters(town: sqlite3.Connection) -> None:
    assert numbers(town, "cantine", body="roc") == ["9"]
    assert numbers(town, "cantine", body="VILLE DE VALMORIN") == ["2"]
    assert numbers(town, "cantine", body="nowhere") == []
    assert numbers(town, "tilleuls", to="2023") == []
    assert sorted(filter(None, numbers(town, "", from_="2024"))) == ["3", "4"]
    assert (
        numbers(town, "", from_="2023", to="2023-05", body="valmorin")
        and search(town, "", Filters(to="2023")).total == 3
    )
    assert numbers(town, "-cantine", to="2023") == ["1"]
    assert search(town, "").hits == ()


def test_pages_of_results(town: sqlite3.Connection) -> None:
    everything = numbers(town, "", from_="2000")
    assert len(everything) == 5
    paged = [number for offset in range(0, 6, 2) for number in numbers(town, "", from_="2000", limit=2, offset=offset)]
    assert paged == everything
    assert search(town, "cantine", limit=1).total == 2
    assert search(town, "cantine", limit=0).hits == ()


def test_days() -> None:
    assert day_bound("2023", last=False) == "2023-01-01"
    assert day_bound("2024-02", last=True) == "2024-02-29"
    assert day_bound("27/05/2013", last=True) == "2013-05-27"
    for wrong in ("", "hier", "2023-13", "2023-02-30", "0000", "2023-1-1-1", "1/2"):
        with pytest.raises(ValueError):
            day_bound(wrong, last=False)


def test_a_long_passage_is_cut_around_the_words(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    text = "rien " * 200 + "la cantine et le tarif " + "rien " * 200 + "cantine"
    for key, dispositif in (("a", text), ("b", "x" * 5000 + " cantine " + "y" * 5000)):
        one = make.act("Titre", considerants=None, dispositif=Passage(dispositif), number=key)
        store_record(corpus, make.document(make.session(one), key=key))
    for hit in search(corpus, "cantine").hits:
        assert len(hit.passage) <= PASSAGE + 4
        assert "cantine" in {hit.passage[start:end] for start, end in hit.passage_marks}
        assert hit.passage.startswith("… ")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40), body=st.none() | st.text(max_size=5))
def test_searching_never_fails(town: sqlite3.Connection, query: str, body: str | None) -> None:
    found = search(town, query, Filters(body=body))
    assert len(found.hits) <= found.total
    for hit in found.hits:
        assert isinstance(hit, Hit)
        assert all(0 <= a < b <= len(hit.passage) for a, b in hit.passage_marks)


# ---- filters and counts ----------------------------------------------------------------------------------------------


@pytest.fixture
def council(corpus: sqlite3.Connection, make: SimpleNamespace) -> sqlite3.Connection:
    """Five acts of Valmorin that differ in what filters ask for."""
    odile, luc = make.person("Odile Brunel"), make.person("Luc Tavernier")
    fails = Check("C08", "fails", "warn", "two proxies", {})
    drawn: tuple[dict[str, Any], ...] = (
        {"vote": Vote("adopted", False, 10, 1, 0), "dissent": (Dissent("against", odile),)},
        {"vote": Vote("rejected", False, 3, 8, None), "amounts": (Amount(100.0), Amount(900.0)), "checks": (fails,)},
        {"vote": Vote("adopted", True), "amounts": (Amount(500.0),)},
        {"vote": Vote("noted"), "dissent": (Dissent("abstained", luc), Dissent("against", luc))},
        {"vote": Vote("deferred"), "dissent": (Dissent("did not take part", odile),), "mentions": (Amount(5000.0),)},
    )
    for index, values in enumerate(drawn):
        bare = {"dissent": (), "amounts": (), "mentions": (), "checks": (), "act_id": None, **values}
        act = make.act("Objet", number=str(index), **bare)
        here = (luc,) if index == 4 else (odile,)
        sitting = make.session(act, date=f"202{index}-01-01", present=here, proxies=(), movements=(), checks=())
        kind = "minutes" if index == 4 else "deliberation"
        status = "review" if index == 1 else "ok"
        store_record(corpus, make.document(sitting, key=str(index), kind=kind, status=status, checks=()))
    return corpus


@pytest.mark.parametrize(
    "filters, expected",
    [
        (Filters(vote="against"), "013"),
        (Filters(vote="abstained"), "3"),
        (Filters(vote="absent"), "4"),
        (Filters(vote="for"), "01"),
        (Filters(person="BRUNEL odile"), "01234"),
        (Filters(person="brun"), ""),
        (Filters(person="Odile", to="2023"), "0123"),
        (Filters(person="Luc Tavernier"), "34"),
        (Filters(person="brunel", vote="against"), "0"),
        (Filters(person="brunel", vote="absent"), "4"),
        (Filters(person="nobody"), ""),
        (Filters(person=" "), ""),
        (Filters(outcome="rejected"), "1"),
        (Filters(kind="minutes"), "4"),
        (Filters(status="review"), "1"),
        (Filters(amount_min=500), "12"),
        (Filters(amount_max=500), "12"),
        (Filters(amount_min=200, amount_max=800), "2"),
        (Filters(amount_min=1000), ""),
        (Filters(check="failed"), "1"),
        (Filters(check="c08"), "1"),
        (Filters(check="C09"), ""),
        (Filters(body="valmorin", outcome="adopted", amount_min=1), "2"),
        (Filters(body=SIREN), ""),
        (Filters(body=""), ""),
    ],
)
def test_what_filters_let_through(council: sqlite3.Connection, filters: Filters, expected: str) -> None:
    """Alone and with words, in the search and in the counts."""
    for query in ("", "objet", "-absente"):
        found = search(council, query, filters)
        assert "".join(sorted(hit.number or "" for hit in found.hits)) == expected, query
        assert found.total == len(expected) == facets(council, query, filters).total


def test_a_person_is_found_under_other_spellings(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    for number, name in enumerate(("Odile Brunel", "O. Brunel", "Odile Vernier")):
        act = make.act(number=str(number), act_id=None, dissent=(Dissent("against", make.person(name)),))
        sitting = make.session(
            act, date=f"2024-0{number + 1}-01", present=(make.person(name),), absent=(), proxies=(), movements=()
        )
        store_record(corpus, make.document(sitting, key=str(number)))
    assert numbers(corpus, "", person="odile brunel") == ["0"]  # before anybody has found out who is who
    settle(corpus)
    assert (
        numbers(corpus, "", person="odile brunel") == numbers(corpus, "", person="brunel", vote="against") == ["1", "0"]
    )
    (member,) = {row[0] for row in corpus.execute("SELECT member_id FROM dissents WHERE name LIKE '%Brunel'")}
    assert numbers(corpus, "", person=member) == ["1", "0"]


@pytest.mark.parametrize(
    "filters",
    [Filters(vote="maybe"), Filters(outcome="lost"), Filters(kind="letter"), Filters(check="%"), Filters(from_="x")],
)
def test_filters_that_make_no_sense(council: sqlite3.Connection, filters: Filters) -> None:
    with pytest.raises(ValueError):
        search(council, "objet", filters)
    with pytest.raises(ValueError):
        facets(council, "objet", filters)


def test_counts(council: sqlite3.Connection) -> None:
    found = facets(council)
    assert found.total == 5
    assert [(one.label, one.acts) for one in found.bodies] == [("Commune de Valmorin", 5)]
    assert search(council, "", Filters(body=found.bodies[0].value)).total == 5
    assert [one.value for one in found.years] == ["2020", "2021", "2022", "2023", "2024"]
    assert {one.value: one.acts for one in found.outcomes} == {"adopted": 2, "rejected": 1, "noted": 1, "deferred": 1}
    assert {one.value: one.acts for one in found.kinds} == {"deliberation": 4, "minutes": 1}
    assert {one.value: one.acts for one in found.statuses} == {"ok": 4, "review": 1}
    assert facets(council, "absente").total == 0
    assert facets(council, bodies=0).bodies_left == 1
    assert [one.label for one in facets(council, "objet", Filters(vote="absent")).outcomes] == ["deferred"]


def test_what_is_not_printed_is_counted_as_such(corpus: sqlite3.Connection, make: SimpleNamespace) -> None:
    act = make.act(vote=Vote(), dissent=(), act_id=None)
    store_record(corpus, make.document(make.session(act, body=None, date=None)))
    found = facets(corpus)
    assert [(one.value, one.label) for one in (*found.bodies, *found.years, *found.outcomes)] == [
        (None, "not said"), (None, "no date"), (None, "not said")
    ]  # fmt: skip


def test_the_catalogue_follows_the_acts(
    council: sqlite3.Connection, make: SimpleNamespace, held: Callable[[sqlite3.Connection], Any]
) -> None:
    """Whatever stores, corrects or forgets an act: afterwards its row is what it would be if made anew."""
    (rejected,) = search(council, "", Filters(outcome="rejected")).hits
    fix(council, rejected.id, "vote.outcome", "adopted", "see the minutes")
    assert search(council, "", Filters(outcome="rejected")).total == 0
    newer = make.document(make.session(make.act("Autre objet", act_id=None)), key="newer")
    store_record(council, newer, "0.pdf")  # other bytes at the same path
    with transaction(council):
        remove(council, rejected.document_id)
    after = held(council)
    with transaction(council):
        catalogue.rebuild(council)
    assert held(council) == after
    assert len(after["catalogue"]) == facets(council).total == 4


# ---- one id ----------------------------------------------------------------------------------------------------------


def test_ids_of_a_hit_are_shown(town: sqlite3.Connection, make: SimpleNamespace) -> None:
    (hit,) = search(town, "oeuvre").hits
    act = show(town, hit.id)
    assert (act.kind, act.path) == ("act", "3.pdf")
    assert act.document is not None
    assert act.document.sessions[0].deliberations[0].title == "Mise en œuvre du plan vélo"
    whole = show(town, hit.document_id.upper())
    assert (whole.kind, whole.document) == ("document", act.document)
    sitting = show(town, f" {hit.session_id}\n")
    assert (sitting.kind, sitting.document) == ("session", None)
    assert {(part["number"], part["file"], part["outcome"]) for part in sitting.parts} == {
        ("3", "3.pdf", "adopted"), ("4", "4.pdf", "adopted")
    }  # fmt: skip
    assert all(part["present"] == 2 and part["in_office"] == 15 for part in sitting.parts)
    for nothing in ("", "aaaa", "%", "\ud800"):
        with pytest.raises(NotFound):
            show(town, nothing)


# ---- the index -------------------------------------------------------------------------------------------------------


def test_an_index_by_older_words_is_made_again(
    town: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: Callable[[sqlite3.Connection], Any]
) -> None:
    before = held(town)
    with monkeypatch.context() as patched:
        patched.setattr(words, "VERSION", "0")
        town.execute("UPDATE settings SET value = 'older' WHERE name = 'index'")
        town.execute("INSERT INTO search (search) VALUES ('delete-all')")
    assert search(town, "cantine").total == 0
    with closing(open_corpus(tmp_path / "corpus.db", "write")) as again:
        assert search(again, "cantine").total == 2
        assert held(again) == before


def test_a_query_that_most_acts_answer_gives_titles_first(
    corpus: sqlite3.Connection, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not all are ranked then; the count, the pages and what is found stay right."""
    for number in range(30):
        title = "École de musique" if number % 10 == 3 else f"Objet {number}"
        act = make.act(title, number=str(number), act_id=None)
        store_record(corpus, make.document(make.session(act), key=str(number)))
    everything = search(corpus, "musique", limit=30)
    monkeypatch.setattr("delib.corpus.ranking._BROAD", 10)
    some = search(corpus, "musique", limit=8)
    assert some.total == everything.total == 30
    assert [hit.title for hit in some.hits[:3]] == ["École de musique"] * 3
    assert len({hit.id for hit in some.hits}) == 8
    assert search(corpus, "musique", limit=3, offset=5).hits == some.hits[5:]
    monkeypatch.setattr("delib.corpus.ranking._DEEP", 20)
    assert search(corpus, "musique", limit=30) == everything


@pytest.fixture
def large(corpus: sqlite3.Connection, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """Forty acts of eight days that all speak of music, every fifth rejected, every tenth with it in the title; a
    corpus in which the last twelve that answer are looked at."""
    for number in range(40):
        title = "Conservatoire de musique" if number % 10 == 3 else f"Objet {number}"
        vote = Vote("rejected" if number % 5 == 0 else "adopted", None)
        act = make.act(title, number=str(number), act_id=None, vote=vote)
        date = None if number == 21 else f"2023-0{1 + number * 3 % 8}-10"
        store_record(corpus, make.document(make.session(act, date=date), key=str(number)))
    for name, value in (("_LARGE", 30), ("_LAST", 12), ("_LATE", 30), ("_TITLES", 9), ("_ENOUGH", 2), ("_FEW", 5)):
        monkeypatch.setattr(f"delib.corpus.ranking.{name}", value)
    return corpus


def test_in_a_large_corpus_the_last_that_answer_are_looked_at(large: sqlite3.Connection) -> None:
    found = search(large, "musique", limit=10)
    assert (found.total, found.more) == (12, True)
    assert [hit.number for hit in found.hits] == ["33", *map(str, range(39, 33, -1)), "32", "31", "30"]
    counted = search(large, "musique", limit=10, exact=True)
    assert (counted.total, counted.more) == (40, False)
    assert {hit.number for hit in counted.hits[:4]} == {"3", "13", "23", "33"}


def test_pages_of_a_large_corpus_go_on_with_earlier_acts(large: sqlite3.Connection) -> None:
    """Each act stands on one page, whatever was counted on it."""
    pages = [search(large, "musique", limit=7, offset=at) for at in range(0, 42, 7)]
    numbers_ = [hit.number for page in pages for hit in page.hits]
    assert sorted(map(int, filter(None, numbers_))) == list(range(40))
    assert [(page.total, page.more) for page in pages] == [(12, True), *[(40, False)] * 5]


def test_a_filter_that_leaves_few_of_the_last_looks_at_all(large: sqlite3.Connection) -> None:
    found = search(large, "musique", Filters(outcome="rejected"), limit=5)
    assert (found.total, found.more) == (8, False)
    assert [hit.number for hit in found.hits] == ["35", "30", "25", "20", "15"]
    found = search(large, "musique", Filters(outcome="adopted"), limit=5)
    assert (found.total, found.more) == (10, True)
    assert [hit.number for hit in found.hits] == ["33", "39", "38", "37", "36"]


@pytest.mark.parametrize("order", ["latest", "earliest"])
@pytest.mark.parametrize("outcome", [None, "adopted", "rejected"])
@pytest.mark.parametrize("query", ["musique", "musiq*", "objet", ""])
def test_the_order_by_day_is_the_same_however_large_the_corpus(
    large: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, order: Any, outcome: str | None, query: str
) -> None:
    filters = Filters(outcome=outcome, from_=None if query or outcome else "2000")

    def pages() -> list[str | None]:
        found = [search(large, query, filters, order=order, limit=6, offset=at).hits for at in range(0, 42, 6)]
        return [hit.number for page in found for hit in page]

    walked = pages()
    monkeypatch.setattr("delib.corpus.ranking._LARGE", 1000)
    monkeypatch.setattr("delib.corpus.ranking._FEW", 1000)
    assert walked == pages()
    assert len(walked) == len(set(walked))
    if query.startswith("musiq") and outcome is None:
        assert len(walked) == 40
        assert walked[-1] == "21"  # without a day


def test_what_few_acts_have_is_looked_for_in_all(large: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that stands in four acts, three of them among the last."""
    found = search(large, "conservatoire", limit=2)
    assert (found.total, found.more) == (3, True)
    monkeypatch.setattr("delib.corpus.ranking._ENOUGH", 4)
    found = search(large, "conservatoire", limit=2)
    assert (found.total, found.more) == (4, False)


def test_a_beginning_finds_the_same_in_a_large_corpus(
    corpus: sqlite3.Connection, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is asked for by its words; beside other words, in a phrase, with a minus, within brackets too."""
    for number, title in enumerate(
        ["Les chefs d'ŒUVRE", "Œuvres sociales", "Des xylophones", "Une XYLOPHÓNIE", "Rien"]
    ):
        act = make.act(title, number=str(number), act_id=None)
        store_record(corpus, make.document(make.session(act), key=str(number)))
    queries = (
        "œuv*",
        "oeuvre* sociales",
        "xylo*",
        "des xylo*",
        "école OR (une xylo*)",
        "objet -xylo*",
        "rien SAUF z*",
        "z*",
    )
    for filters in (Filters(), Filters(outcome="adopted")):
        small = {query: {hit.number for hit in search(corpus, query, filters).hits} for query in queries}
        assert small["œuv*"] == {"0", "1"}
        assert small["xylo*"] == {"2", "3"}
        with monkeypatch.context() as patched:
            patched.setattr("delib.corpus.ranking._LARGE", 3)
            traced: list[str] = []
            corpus.set_trace_callback(traced.append)
            assert {query: {hit.number for hit in search(corpus, query, filters).hits} for query in queries} == small
            corpus.set_trace_callback(None)
            assert [sql for sql in traced if 'xylo" *' in sql] == []
            patched.setattr("delib.corpus.search._SPELLED", 1)  # more words than it may stand for
            assert {hit.number for hit in search(corpus, "xylo*", filters).hits} == small["xylo*"]


def test_the_words_of_the_index_are_known(town: sqlite3.Connection) -> None:
    """As the tokenizer of SQLite cut them; those of acts that were read again may stay until something is forgotten."""
    town.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search', 'col')")
    written = "SELECT DISTINCT term FROM temp.terms WHERE col NOT IN ('title_stems', 'text_stems')"
    terms = {row[0] for row in town.execute(written)}
    assert len(terms) > 50
    assert terms <= {row[0] for row in town.execute("SELECT word FROM search_words")}
