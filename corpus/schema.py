"""The tables of a corpus, as data: columns, keys, indexes, and what each table is for.

In: nothing. Out: `TABLES`, `VIEWS`, the full-text index, and `create`, which makes them all in a new database through
sqlite-utils (an older database comes here by the steps of `migrations.py`). Every column that refers to another table
is the head of a primary key or of an index: otherwise deleting one row would read a whole table, and the cost of a
document would grow with the corpus. What each column means stands in docs/meanings.toml.
"""

from __future__ import annotations

import sqlite3

from .about_tables import ABOUT
from .people.tables import PEOPLE
from .table import Columns, Table
from .views import VIEWS as VIEWS

_PERSON: Columns = {"name": str, "civility": str, "given_name": str, "surname": str, "remark": str}

TABLES: tuple[Table, ...] = (
    Table(
        "documents",
        "One row a source document: the same bytes are one document, however many copies of the file there are.",
        {
            "id": str, "path": str, "file": str, "sha256": str, "kind": str, "status": str, "status_reasons": str,
            "act_id": str, "received": str, "posted": str, "page_count": int,
            "coverage_passages": float, "coverage_values": float, "coverage_noise": float, "coverage_residue": float,
            "tool": str, "rules": str, "ocr": str, "superseded_by": str,
        },
        links={"superseded_by": "documents"},
        indexes=(("path",), ("superseded_by",), ("sha256",), ("status",)),
        required=frozenset({"path", "file", "kind", "status"}),
    ),
    Table(
        "pages",
        "The pages of a document: size in points, what the page is made of, and why we think so.",
        {"document_id": str, "number": int, "width": float, "height": float, "source": str, "reasons": str},
        key=("document_id", "number"),
        links={"document_id": "documents"},
    ),
    Table(
        "bodies",
        "A deliberative body: by the SIREN of its act identifiers, or by its name where the corpus knows no SIREN, or "
        "more than one, for that name.",
        {"id": str, "siren": str, "name": str, "name_key": str},
        indexes=(("siren",),),
    ),
    Table(
        "body_names",
        "How a body is printed, and how often; the commonest form is its name.",
        {"body_id": str, "name": str, "statements": int},
        key=("body_id", "name"),
        links={"body_id": "bodies"},
        required=frozenset({"statements"}),
    ),
    Table(
        "sessions",
        "One sitting: one body on one day, a bureau or commission permanente apart from the assembly. What documents "
        "say of it is in statements.",
        {"id": str, "body_id": str, "organ": str, "date": str},
        links={"body_id": "bodies"},
        indexes=(("body_id", "date"), ("date",)),
    ),
    Table(
        "people",
        "One printed name within one body; which of them are one person stands in members.",
        {"id": str, "body_id": str, "name": str, "name_key": str},
        links={"body_id": "bodies"},
        indexes=(("body_id", "name_key"), ("name_key",)),
        required=frozenset({"name", "name_key"}),
    ),
    *PEOPLE,
    Table(
        "attendance_lists",
        "A list of who was there, as some document of the session prints it. Documents that print the same share it.",
        {"id": str, "session_id": str, "who": str, "present": int, "absent": int, "represented": int},
        links={"session_id": "sessions"},
        indexes=(("session_id",),),
        required=frozenset({"session_id", "who"}),
    ),
    Table(
        "attendance",
        "The names of a list. state: present, absent, or represented (gave a proxy).",
        {"list_id": str, "state": str, "ordinal": int, "person_id": str, **_PERSON, "member_id": str},
        key=("list_id", "state", "ordinal"),
        links={"list_id": "attendance_lists", "person_id": "people", "member_id": "members"},
        indexes=(("person_id", "state"), ("member_id", "state")),
        required=frozenset({"name"}),
    ),
    Table(
        "proxies",
        "Who gave a proxy to whom; holder is null where the document does not say.",
        {
            "list_id": str, "ordinal": int, "giver_id": str, "giver": str, "holder_id": str, "holder": str,
            "holder_civility": str, "holder_given_name": str, "holder_surname": str, "holder_remark": str,
            "giver_member_id": str, "holder_member_id": str,
        },
        key=("list_id", "ordinal"),
        links={
            "list_id": "attendance_lists", "giver_id": "people", "holder_id": "people", "giver_member_id": "members",
            "holder_member_id": "members",
        },
        indexes=(("giver_id",), ("holder_id",), ("giver_member_id",), ("holder_member_id",)),
        required=frozenset({"giver"}),
    ),
    Table(
        "movements",
        "Members who came or left during the sitting.",
        {"list_id": str, "ordinal": int, "person_id": str, "kind": str, "at": str, **_PERSON, "member_id": str},
        key=("list_id", "ordinal"),
        links={"list_id": "attendance_lists", "person_id": "people", "member_id": "members"},
        indexes=(("person_id",), ("member_id",)),
        required=frozenset({"name", "kind"}),
    ),
    Table(
        "statements",
        "What one document says of one session: announced numbers, president, secretary, and its list of names.",
        {
            "id": str, "document_id": str, "ordinal": int, "session_id": str, "list_id": str, "siren": str,
            "body_key": str, "body": str, "organ": str, "date": str, "time": str, "place": str,
            "convocation_date": str, "in_office": int, "present_count": int, "proxy_count": int, "voter_count": int,
            "president": str, "secretary": str, "quorum": int,
        },
        links={"document_id": "documents", "session_id": "sessions", "list_id": "attendance_lists"},
        indexes=(("document_id", "ordinal"), ("session_id",), ("list_id",), ("body_key", "siren")),
        required=frozenset({"document_id", "ordinal", "session_id"}),
    ),
    Table(
        "deliberations",
        "One act.",
        {
            "id": str, "document_id": str, "statement_id": str, "session_id": str, "ordinal": int, "number": str,
            "title": str, "item": str, "considerants": str, "dispositif": str, "act_id": str, "received": str,
            "posted": str, "page": int, "search_id": int, "decision_id": str, "twin": int,
        },
        links={
            "document_id": "documents", "statement_id": "statements", "session_id": "sessions",
            "decision_id": "deliberations",
        },
        indexes=(
            ("document_id",), ("statement_id", "ordinal"), ("session_id",), ("act_id",), ("number",),
            ("decision_id", "id"),
        ),
        required=frozenset({"document_id", "statement_id", "session_id", "ordinal"}),
        unique=(("search_id",),),
    ),
    Table(
        "votes",
        "The vote on an act: what is printed, and apart from it what is worked out (inferred).",
        {
            "deliberation_id": str, "outcome": str, "unanimous": int, "votes_for": int, "votes_against": int,
            "abstentions": int, "inferred_for": int, "inferred_against": int, "inferred_abstentions": int,
            "inferred_how": str,
        },
        key=("deliberation_id",),
        links={"deliberation_id": "deliberations"},
        indexes=(("outcome",),),
    ),
    Table(
        "dissents",
        "Persons and groups named with a vote.",
        {
            "deliberation_id": str, "ordinal": int, "position": str, "person_id": str, **_PERSON, "group_name": str,
            "page": int, "member_id": str,
        },
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations", "person_id": "people", "member_id": "members"},
        indexes=(("person_id", "position"), ("member_id", "position")),
        required=frozenset({"position"}),
    ),
    Table(
        "decisions",
        "The separate decisions of the dispositif.",
        {"deliberation_id": str, "ordinal": int, "text": str, "verb": str, "page": int},
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations"},
        required=frozenset({"text"}),
        long=True,
    ),
    Table(
        "amounts",
        "Sums of money, with their role and who receives them. A sum that only says another one again has `again`.",
        {
            "deliberation_id": str, "part": str, "ordinal": int, "value": float, "currency": str, "basis": str,
            "role": str, "words": str, "page": int, "role_words": str, "beneficiary": str, "beneficiary_key": str,
            "beneficiary_basis": str, "again": str,
        },
        key=("deliberation_id", "part", "ordinal"),
        links={"deliberation_id": "deliberations"},
        indexes=(("value",), ("beneficiary_key",)),
        required=frozenset({"value", "currency"}),
    ),
    Table(
        "inferred_beneficiaries",
        "What a model of the language says of sums of which the rules named nobody: apart from what was read.",
        {
            "deliberation_id": str, "part": str, "ordinal": int, "name": str, "key": str, "how": str, "method": str,
        },
        key=("deliberation_id", "part", "ordinal"),
        links={"deliberation_id": "deliberations"},
        indexes=(("key",),),
        required=frozenset({"method"}),
    ),
    Table(
        "citations",
        "Texts of law and earlier acts that the act cites.",
        {
            "deliberation_id": str, "ordinal": int, "kind": str, "text": str, "page": int, "code": str, "articles": str,
            "number": str, "date": str, "relation": str,
        },
        key=("deliberation_id", "ordinal"),
        links={"deliberation_id": "deliberations"},
        indexes=(("code",), ("relation",)),
        required=frozenset({"kind", "text"}),
    ),
    *ABOUT,
    Table(
        "segments",
        "Labelled passages, noise and residue: with the acts, every word of the document.",
        {
            "document_id": str, "ordinal": int, "part": str, "statement_id": str, "deliberation_id": str, "label": str,
            "page": int, "text": str, "rule": str,
        },
        key=("document_id", "ordinal"),
        links={"document_id": "documents", "statement_id": "statements", "deliberation_id": "deliberations"},
        indexes=(("statement_id",), ("deliberation_id",)),
        required=frozenset({"part", "label"}),
        long=True,
    ),
    Table(
        "checks",
        "Verdicts of the consistency checks on a document, a session as it states it, or an act.",
        {
            "document_id": str, "ordinal": int, "statement_id": str, "deliberation_id": str, "check_id": str,
            "verdict": str, "severity": str, "message": str, "read": str, "page": int, "law": str,
        },
        key=("document_id", "ordinal"),
        links={"document_id": "documents", "statement_id": "statements", "deliberation_id": "deliberations"},
        indexes=(("statement_id",), ("deliberation_id",)),
        failing=("check_id",),
        required=frozenset({"check_id", "verdict", "severity", "message"}),
        long=True,
    ),
    Table(
        "corpus_checks",
        "What only several documents together tell, in the form of `checks`: the failures, by the body and the year "
        "that were compared.",
        {
            "body_id": str, "year": int, "ordinal": int, "document_id": str, "statement_id": str,
            "deliberation_id": str, "check_id": str, "verdict": str, "severity": str, "message": str, "read": str,
            "page": int, "law": str,
        },
        key=("body_id", "year", "ordinal"),
        links={"document_id": "documents", "statement_id": "statements", "deliberation_id": "deliberations"},
        indexes=(("document_id",), ("statement_id",), ("deliberation_id",)),
        failing=("check_id",),
        required=frozenset({"document_id", "check_id", "verdict", "severity", "message"}),
        long=True,
    ),
    Table(
        "evidence",
        "Where the values of a document, a statement or an act were read: one JSON map for each, compressed with zlib.",
        {"object_id": str, "document_id": str, "evidence": bytes},
        key=("object_id",),
        links={"document_id": "documents"},
        indexes=(("document_id",),),
        required=frozenset({"document_id", "evidence"}),
    ),
    Table(
        "journal",
        "Every file that an ingest saw, read or not, and what became of it.",
        {
            "path": str, "file": str, "sha256": str, "document_id": str, "status": str, "code": str, "message": str,
            "page": int, "seconds": float, "tool": str, "rules": str, "ocr": str, "at": str,
        },
        key=("path",),
        links={"document_id": "documents"},
        indexes=(("document_id",), ("sha256",), ("status",)),
        required=frozenset({"file", "status", "at"}),
    ),
    Table(
        "corrections",
        "Values that a person put right, each with what was read instead. The tables above hold the corrected value; "
        "reading the document again does not lose it.",
        {
            "object_id": str, "field": str, "document_id": str, "value": str, "why": str, "at": str, "was": str,
        },
        key=("object_id", "field"),
        links={"document_id": "documents"},
        indexes=(("document_id",),),
        required=frozenset({"document_id", "value", "why", "at"}),
    ),
    Table(
        "catalogue",
        "What acts are filtered and counted by: a narrow row for each act that is searched. All of it is said by other "
        "tables; it is here so that a question to many acts reads little.",
        {
            "search_id": int, "deliberation_id": str, "statement_id": str, "document_id": str, "body_id": str,
            "date": str, "outcome": str, "kind": str, "status": str, "opposed": int, "abstained": int, "least": float,
            "greatest": float,
        },
        key=("search_id",),
        links={
            "deliberation_id": "deliberations", "statement_id": "statements", "document_id": "documents",
            "body_id": "bodies",
        },
        indexes=(
            ("deliberation_id", "date", "outcome", "body_id"), ("statement_id",), ("document_id",), ("body_id", "date"),
            ("date",), ("outcome",), ("kind", "status"),
        ),
        required=frozenset({"deliberation_id", "statement_id", "document_id", "kind", "status"}),
        in_order=frozenset({"date"}),
    ),
    Table(
        "findings",
        "What a person should look at: a row for each check that fails, doubtful value or unsure beginning of an act. "
        "Written with the document.",
        {
            "document_id": str, "ordinal": int, "object_id": str, "kind": str, "name": str, "seen": str, "field": str,
            "confidence": float, "worst": float, "page": int,
        },
        key=("document_id", "ordinal"),
        links={"document_id": "documents"},
        indexes=(("worst", "document_id", "ordinal"), ("object_id", "name")),
        required=frozenset({"object_id", "kind", "name", "seen", "worst"}),
        long=True,
    ),
    Table(
        "acceptances",
        "Findings that a person has looked at and found in order. Reading the document again does not lose them; a "
        "finding that then says something else is open again.",
        {
            "object_id": str, "name": str, "document_id": str, "seen": str, "who": str, "why": str, "at": str,
        },
        key=("object_id", "name"),
        links={"document_id": "documents"},
        indexes=(("document_id",), ("at",)),
        required=frozenset({"document_id", "seen", "who", "why", "at"}),
        long=True,
    ),
    Table(
        "unlinked",
        "Sessions whose acts have not been compared since a document of theirs came or went; empty after a run.",
        {"session_id": str},
        key=("session_id",),
    ),
    Table(
        "unaudited",
        "Bodies and years whose documents have not been compared since one came or went; empty after a run.",
        {"body_id": str, "year": int},
        key=("body_id", "year"),
    ),
    Table("settings", "What the corpus needs to know of itself.", {"name": str, "value": str}, key=("name",)),
)  # fmt: skip

COLUMNS: dict[str, tuple[str, ...]] = {table.name: tuple(table.columns) for table in TABLES}

# The index holds no text of its own (content=''): the texts are in `deliberations` and `statements`. The two columns of
# stems are the shadow in which plurals and inflections meet; see words.py.
SEARCH_COLUMNS = ("title", "considerants", "dispositif", "heading", "title_stems", "text_stems")
SEARCH = (
    f"CREATE VIRTUAL TABLE search USING fts5({', '.join(SEARCH_COLUMNS)}, content='', "
    "tokenize='unicode61 remove_diacritics 2')"
)
# The words of it, small and without accents: what a beginning (subv*) stands for in a very large corpus.
SEARCH_WORDS = "CREATE TABLE IF NOT EXISTS search_words (word TEXT PRIMARY KEY) WITHOUT ROWID"


def create(connection: sqlite3.Connection) -> None:
    """Make every table, index and view of the current version, within the caller's transaction."""
    for table in TABLES:
        make(connection, table.name)
    for name in VIEWS:
        make_view(connection, name)
    connection.execute(SEARCH)
    connection.execute(SEARCH_WORDS)


def make_view(connection: sqlite3.Connection, name: str) -> None:
    """Make one view, within the caller's transaction."""
    connection.execute(f"CREATE VIEW {name} AS {VIEWS[name]}")


def widen(connection: sqlite3.Connection, name: str, *columns: str) -> None:
    """Add columns to a table of an older version, with the indexes that begin with them. They must be its last ones."""
    kinds = {str: "TEXT", int: "INTEGER", float: "FLOAT", bytes: "BLOB"}
    table = next(one for one in TABLES if one.name == name)
    for column in columns:
        link = f' REFERENCES "{table.links[column]}"("id")' if column in table.links else ""
        connection.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {kinds[table.columns[column]]}{link}')
    for over in table.indexes:
        if over[0] in columns:
            index(connection, name, over)


def make(connection: sqlite3.Connection, name: str) -> None:
    """Make one table with its indexes, within the caller's transaction."""
    import sqlite_utils

    table = next(one for one in TABLES if one.name == name)
    sql = sqlite_utils.Database(connection).create_table_sql(
        table.name,
        table.columns,
        pk=table.key[0] if len(table.key) == 1 else table.key,
        foreign_keys=[(column, other, "id") for column, other in table.links.items()],
        not_null=set(table.required | set(table.key)),
    )
    # A compound key is the table's own order: rows of one parent lie together, and the key is stored once. SQLite
    # advises against it for long rows (https://sqlite.org/withoutrowid.html).
    ending = " WITHOUT ROWID" if len(table.key) > 1 and not table.long else ""
    connection.execute(sql.strip().rstrip(";") + ending)
    always = table.required | set(table.key) | table.in_order
    for columns in (*table.indexes, *table.unique):
        # Nulls are never looked for: an index without them is smaller.
        where = "" if columns[0] in always else f' WHERE "{columns[0]}" IS NOT NULL'
        _index(connection, table.name, columns, where, unique=columns in table.unique)
    if table.failing:
        _index(connection, table.name, table.failing, " WHERE verdict = 'fails'")


def index(connection: sqlite3.Connection, name: str, columns: tuple[str, ...]) -> None:
    """Make one index that `TABLES` lists, for a table that is there already, within the caller's transaction."""
    table = next(one for one in TABLES if one.name == name)
    always = table.required | set(table.key) | table.in_order
    where = "" if columns[0] in always else f' WHERE "{columns[0]}" IS NOT NULL'
    _index(connection, name, columns, where, unique=columns in table.unique)


def _index(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], where: str, *, unique: bool = False
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    kind = "UNIQUE INDEX" if unique else "INDEX"
    connection.execute(f'CREATE {kind} "idx_{table}_{"_".join(columns)}" ON "{table}" ({names}){where}')
