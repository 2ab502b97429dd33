"""What people type, understood."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from delib.corpus.query import LONGEST, Query, marks, parse_query
from delib.corpus.schema import SEARCH
from delib.corpus.words import index_row, plain, stemmed, stems, words_of
from hypothesis import example, given, settings
from hypothesis import strategies as st


def index(*texts: str) -> sqlite3.Connection:
    """An index of acts that have only a dispositif, numbered from 1."""
    connection = sqlite3.connect(":memory:")
    connection.execute(SEARCH)
    for number, text in enumerate(texts, 1):
        row = (number, *index_row(None, None, text, ""))
        connection.execute(f"INSERT INTO search (rowid, {COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    return connection


COLUMNS = "title, considerants, dispositif, heading, title_stems, text_stems"


def found(connection: sqlite3.Connection, query: str) -> set[int]:
    """The texts that answer, as `search` would find them."""
    asked = parse_query(query)
    ids = {row[0] for row in connection.execute("SELECT rowid FROM search")} if asked.without else set()
    if asked.match:
        ids = {row[0] for row in connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (asked.match,))}
    if asked.without:
        ids -= {row[0] for row in connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (asked.without,))}
    return ids


@pytest.mark.parametrize(
    "query, text",
    [
        ("école", "la rénovation des ÉCOLES"),
        ("ecoles", "à l’école"),
        ("l'école", "les ecoles du bourg"),
        ("oeuvre", "la mise en œuvre"),
        ("œuvres", "les chefs d'OEUVRE"),
        ("subventions", "SUBVENTION ACCORDEE"),
        ("accordé", "une aide accordée"),
        ("travaux", "les travaux de voirie"),
        ("municipal", "la police municipale"),
        ("municipale", "les policiers municipaux"),
        ("Saint-Étienne", "la ville de St Étienne et de Saint Etienne"),
        ("2024-017", "la délibération n° 2024-017"),
        ("L2121-29", "vu l'article L. 2121-29"),
        ("L. 2121-29", "vu l'article L2121-29"),
        ("2121-29", "vu l'article L2121-29"),
        ("subv*", "des subventions"),
        ("œuv*", "une OEUVRE"),
        ('"espaces verts"', "l'entretien des Espaces  Verts"),
        ("«espaces verts»", "les espaces verts"),
        ("“espaces verts”", "les espaces-verts"),
        ('"espaces verts', "les espaces verts"),  # the closing quote forgotten
        ("cantine OR garderie", "la garderie"),
        ("cantine OU garderie", "la cantine"),
        ("cantine ET tarif", "tarif de la cantine"),
        ("(cantine OR garderie) tarif", "le tarif de la garderie"),
        ("la", "la"),
        ("de la cantine", "cantine"),
        ("CCAS", "le C.C.A.S. de la ville"),
        ("C.C.A.S.", "le CCAS de la ville"),
        ("vidéosurveillance", "la vidéo-surveillance"),
        ("video-surveillance", "la vidéosurveillance"),
        ("porte à porte", "le porte-à-porte"),
        ("750000", "un prêt de 750 000 €"),
        ("750 000 €", "un prêt de 750000 €"),
        ("1.750.000", "un prêt de 1 750 000,00 €"),
        ("1500", "soit 1\u202f500 euros"),
        ("2022", "l'exercice 2022"),
        ("église Saint-Martin", "l'église St Martin"),
        ("ste anne", "le quartier Sainte-Anne"),
        ("RD12", "la RD 12"),
        ("RD 12", "la R.D. n° 5 et la RD12"),
        ("m3", "le prix du m³"),
        ("parcelle AB 123", "la parcelle cadastrée section AB n° 123"),
        ("parcelle AB n° 123", "la parcelle AB 123"),
        ("ﬁnances", "les finances"),
    ],
)
def test_finds(query: str, text: str) -> None:
    with closing(index(text, "rien de cela")) as connection:
        assert 1 in found(connection, query)


@pytest.mark.parametrize(
    "query, text",
    [
        ('"verts espaces"', "les espaces verts"),
        ('"espace vert"', "les espaces verts"),  # a phrase is as written
        ("cantine garderie", "la cantine"),
        ("cantine -garderie", "cantine et garderie"),
        ("cantine NOT garderie", "cantine et garderies"),
        ("cantine SAUF garderie", "cantine et garderie"),
        ('cantine -"repas à domicile"', "cantine et repas à domicile"),
        ("cantine -(tarif OR prix)", "prix de la cantine"),
        ("éco*", "subvention"),
        ("2024-018", "la délibération n° 2024-017"),
        ("parcelle AB 123", "la parcelle AB 124 de 1 123 m²"),
        ("750000", "les parcelles 750 et 001"),
        ("ccas", "c. ca s"),
    ],
)
def test_does_not_find(query: str, text: str) -> None:
    with closing(index(text)) as connection:
        assert found(connection, query) == set()


def test_what_is_only_ruled_out_finds_the_rest() -> None:
    with closing(index("cantine", "voirie")) as connection:
        assert found(connection, "-cantine") == {2}
        assert found(connection, "NOT cantine NOT voirie") == set()


def test_words_that_look_like_operators_are_words_in_lower_case() -> None:
    with closing(index("agents non titulaires", "cantine ou rien")) as connection:
        assert found(connection, "agents non titulaires") == {1}
        assert found(connection, "AGENTS NON TITULAIRES") == {1}
        assert found(connection, "near") == set()


def test_a_hyphen_inside_or_alone_rules_nothing_out() -> None:
    with closing(index("le porte-à-porte", "cantine scolaire")) as connection:
        assert found(connection, "porte-à-porte") == {1}
        assert found(connection, "cantine - scolaire") == {2}


def test_nothing_asked_is_nothing_found() -> None:
    for query in ("", "   ", '""', "()", "-", "*", "AND", "OR NOT", "...", "\x00", "((((", "-()"):
        assert parse_query(query) == Query("", "", ()), query


SIGNS = st.sampled_from([*"\"'()*-+^:{}[]<>!&|,.;/\\%_~«»“”’ \t\n\x00éœ", "AND", "OR", "NOT", "NEAR", "école", "title"])
HOSTILE = st.lists(st.one_of(SIGNS, st.text(max_size=3)), max_size=40).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(HOSTILE)
@example("NEAR(a b, 3)")
@example("title:école")
@example("search MATCH 'x'")
@example('"' * 50)
@example("(" * 3000 + "a")
@example("-" * 100 + "a")
@example("a OR " * 600)
@example("(a OR (b NOT " * 100)
@example("-(a -(b " * 60)
@example("ﬁﬂ ² ½ Ⅷ ａ １ ß İ ǆ")
@example("\ud800 a")
@example("क़ख़ 你好 नमस्ते")
def test_no_query_ever_fails(query: str) -> None:
    found(SHARED, query)
    list(marks("la mise en œuvre de l'école", parse_query(query).terms))


SHARED = index("la mise en œuvre de l'école", "cantine")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    """The index and the query cut words alike, whatever the script."""
    words = [word for word in text.split() if any(char.isalpha() and char.isascii() for char in word)]
    with closing(index(text)) as connection:
        for word in words:
            if (
                (asked := parse_query(word)).match
                and " NOT " not in asked.match
                and word not in ("AND", "OR", "NOT", "ET", "OU", "SAUF")
            ):
                assert found(connection, word) == {1}, (word, asked.match)


def test_long_queries_are_cut() -> None:
    assert parse_query("a1 " * LONGEST) == parse_query(("a1 " * LONGEST)[:LONGEST])


# ---- words -----------------------------------------------------------------------------------------------------------


def test_words_as_the_tokenizer_has_them() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")
        for word in ("École", "ŒUVRE", "naïf", "ÇA", "été2", "Ỳ"):
            connection.execute("DELETE FROM t")
            connection.execute("INSERT INTO t VALUES (?)", (word.replace("Œ", "OE"),))
            assert [row[0] for row in connection.execute("SELECT term FROM v")] == [plain(word)]


def test_stems_meet_with_and_without_accents() -> None:
    assert set(stems("approuvée")) & set(stems("APPROUVEE"))
    assert set(stems("écoles")) & set(stems("ecole"))
    assert stems("les") == ()
    assert stems("2024") == ("2024",)
    assert stemmed(words_of("Les écoles")) == stemmed(words_of("les école"))


def test_mere_words_may_be_asked_for_in_part() -> None:
    assert len(parse_query("cantine école tarif").parts) == 3
    for query in ("cantine ET école", "cantine -école", "(cantine) école", "cantine OU école", "SAUF cantine"):
        assert parse_query(query).parts == (), query
    assert parse_query("rue des Tilleuls").near == '{title_stems text_stems} : ("ru tilleul")'
    assert parse_query("cantine").near == parse_query("de la").near == ""


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, parse_query(query).terms)]


def test_the_words_that_answer_are_marked() -> None:
    text = "L’École et les écoles : mise en ŒUVRE des espaces verts, verts"
    assert marked(text, "école") == ["École", "écoles"]
    assert marked(text, "oeuvres") == ["ŒUVRE"]
    assert marked(text, '"espaces verts"') == ["espaces", "verts"]
    assert marked(text, "éco*") == ["École", "écoles"]
    assert marked(text, "école -verts") == ["École", "écoles"]
    assert marked(text, "") == []
    text = "Le C.C.A.S. (vidéo-surveillance, 1 750 000 €) de St-Martin, au m³ : AB n° 123"
    assert marked(text, "ccas") == ["C", "C", "A", "S"]
    assert marked(text, "videosurveillance") == ["vidéo", "surveillance"]
    assert marked(text, "1750000") == ["1", "750", "000"]
    assert marked(text, "saint martin") == ["St", "Martin"]
    assert marked(text, "m3") == ["m", "³"]
    assert marked(text, "AB 123") == ["AB", "123"]
