"""Questions as people type them find what they should among the first ten; see queries.toml."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import town
from delib.corpus import ranking
from delib.corpus import search as searching
from delib.corpus.filters import Filters
from delib.corpus.search import search
from delib.corpus.store import open_corpus, store_record

QUERIES = town.queries()


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("town") / "corpus.db"
    with closing(open_corpus(path, "create")) as connection:
        for document in town.records():
            store_record(connection, document)
        yield connection


def test_there_is_enough_to_confuse(acts: sqlite3.Connection) -> None:
    assert len(QUERIES) == 30
    (stored,) = acts.execute("SELECT count(*) FROM catalogue").fetchone()
    assert stored == town.OTHERS + len(town.written()["act"])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_what_is_asked_is_found(acts: sqlite3.Connection, query: town.Query) -> None:
    first = [hit.number for hit in search(acts, query.text, limit=10).hits]
    assert set(query.finds) <= set(first)
    assert not set(query.avoids) & set(first)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_the_words_that_answer_are_marked(acts: sqlite3.Connection, query: town.Query) -> None:
    """Every hit shows why it is one, but those that answer by their number alone."""
    for hit in search(acts, query.text, limit=10).hits:
        assert hit.title_marks or hit.passage_marks or hit.number in query.finds


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_pages_fit_together(acts: sqlite3.Connection, query: town.Query) -> None:
    whole = search(acts, query.text, limit=12)
    paged = [hit for offset in range(0, 12, 4) for hit in search(acts, query.text, limit=4, offset=offset).hits]
    assert paged == list(whole.hits)


def test_filters_first_or_words_first_finds_the_same(acts: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The acts that filters let through are listed first where they are few, which changes no hit, score or place."""
    narrow = (Filters(from_="2020", to="2022"), Filters(kind="deliberation"), Filters(to="2019", outcome="adopted"))
    texts = (*(query.text for query in QUERIES), "aucunacteneditcela subvention école judo", "rue -tilleuls")
    asked = [(text, filters) for text in texts for filters in narrow]
    filters_first = [search(acts, text, filters, limit=30) for text, filters in asked]
    for module in (searching, ranking):
        monkeypatch.setattr(module, "few_of", lambda *_: None)
    for (text, filters), found in zip(asked, filters_first, strict=True):
        assert search(acts, text, filters, limit=30) == found, (text, filters)
    assert any(found.partly for found in filters_first) and any(found.total > 30 for found in filters_first)
