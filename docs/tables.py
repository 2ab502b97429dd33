"""The database described: for readers of docs/database.md, and for Datasette.

In: a database that delib has just made, docs/meanings.toml (what each column means), docs/datasette.toml (how tables
are shown, and worked questions). Out: Markdown, and the text of corpus/metadata.json. A table, a view or a column that
nobody has described, and a description of one that is gone, stops the generator.
"""

from __future__ import annotations

import json
import re
import sqlite3
import textwrap
import tomllib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

SHOWN = Path(__file__).resolve().parent / "datasette.toml"
Meanings = dict[str, dict[str, Any]]


def shown() -> dict[str, Any]:
    """docs/datasette.toml."""
    return tomllib.loads(SHOWN.read_text(encoding="utf-8"))


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table; bars inside cells escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


class Meaning:
    """Looks up what columns mean, and knows afterwards what nobody asked for."""

    def __init__(self, meanings: Meanings) -> None:
        self.said: dict[str, Any] = meanings["table"]
        self.used: set[tuple[str, str]] = set()

    def __call__(self, name: str, column: str) -> str:
        key = (name, column) if column in self.said.get(name, {}) else ("any", column)
        if column not in self.said[key[0]]:
            raise SystemExit(f"docs/meanings.toml says nothing of [table.{name}] {column}")
        self.used.add(key)
        return str(self.said[key[0]][column])

    def close(self) -> None:
        """Stop where something is described that there is not."""
        stale = sorted({(name, column) for name, lines in self.said.items() for column in lines} - self.used)
        if stale:
            raise SystemExit(f"docs/meanings.toml speaks of columns that are gone: {stale}")


def described(folder: Path, meanings: Meanings) -> str:
    """A section for each table and view of a database just made: what it is for, columns, keys, indexes."""
    from delib.corpus.database import open_corpus
    from delib.corpus.schema import TABLES, VIEWS

    meaning = Meaning(meanings)
    with closing(open_corpus(folder / "empty.db", "create")) as connection:
        parts = [f"## {made.name}\n\n{made.about}\n\n{columns(connection, made.name, meaning)}" for made in TABLES]
        parts.append("## search\n\nThe full-text index (FTS5), without the texts: `search_id` leads to the act.")
        for name, query in VIEWS.items():
            rows = [(f"`{column}`", meaning(name, column)) for column in names_of(connection, name)]
            sql = textwrap.dedent(query).strip()
            about = f"## {name}\n\nA view. {view(meanings, name)}\n\n{table(('column', 'meaning'), rows)}"
            parts.append(f"{about}\n\n```sql\n{sql}\n```")
    meaning.close()
    return "\n\n".join(parts)


def view(meanings: Meanings, name: str) -> str:
    """What a view is for."""
    from delib.corpus.schema import VIEWS

    said: dict[str, Any] = meanings["view"]
    if set(said) != set(VIEWS):
        raise SystemExit(
            f"[view] in docs/meanings.toml and VIEWS in schema.py differ: {sorted(set(said) ^ set(VIEWS))}"
        )
    return str(said[name])


def names_of(connection: sqlite3.Connection, name: str) -> list[str]:
    """The columns of a table or a view."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]


def columns(connection: sqlite3.Connection, name: str, meaning: Callable[[str, str], str]) -> str:
    """The columns of one table, as SQLite knows them; then its indexes."""
    leads = {row[3]: f"→ `{row[2]}.{row[4]}`" for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
    rows = []
    for _, column, kind, required, _, key in connection.execute(f'PRAGMA table_info("{name}")'):
        notes = ["primary key"] if key else []
        notes += ["never null"] if required and not key else []
        notes += [leads[column]] if column in leads else []
        rows.append((f"`{column}`", kind.lower(), ", ".join(notes), meaning(name, column)))
    lists = []
    for _, index, unique, origin, _ in connection.execute(f'PRAGMA index_list("{name}")'):
        if origin == "c":
            over = ", ".join(f"`{row[2]}`" for row in connection.execute(f'PRAGMA index_info("{index}")'))
            lists.append(over + (" (unique)" if unique else ""))
    indexes = "\n\nIndexes: " + "; ".join(sorted(lists)) + "." if lists else ""
    return table(("column", "type", "key", "meaning"), rows) + indexes


def worked(shown: dict[str, Any]) -> str:
    """The worked questions: title, what to know, SQL."""
    parts = []
    for one in shown["question"]:
        tried = "".join(f" `:{name}`: for example `{value}`." for name, value in one["try"].items() if value)
        empty = [f"`:{name}`" for name, value in one["try"].items() if not value]
        tried += f" {' and '.join(empty)} may be empty." if empty else ""
        said = f"*{one['french']}* {one['about']}{tried}"
        parts.append(f"### {one['title']}\n\n{said}\n\n```sql\n{one['sql'].strip()}\n```")
    return "\n\n".join(parts)


def metadata(meanings: Meanings, shown: dict[str, Any]) -> str:
    """corpus/metadata.json: what Datasette is told, for a database called corpus."""
    from delib.corpus.schema import TABLES, VIEWS

    about = {made.name: made.about for made in TABLES}
    about["search"] = "The full-text index (FTS5), without the texts: search_id leads to the act."
    about |= {name: view(meanings, name) for name in VIEWS}
    if unknown := set(shown["table"]) - set(about):
        raise SystemExit(f"docs/datasette.toml speaks of tables that are gone: {sorted(unknown)}")
    tables: dict[str, Any] = {}
    meaning = Meaning(meanings)
    with closing(_empty()) as connection:
        for name, said in about.items():
            how = shown["table"].get(name, {})
            held = names_of(connection, name)
            named = [how[key] for key in ("label", "sort", "sort_desc") if key in how]
            if unknown := {*named, *how.get("facets", ()), *how.get("units", ())} - set(held):
                raise SystemExit(f"docs/datasette.toml: {name} has no columns {sorted(unknown)}")
            made: dict[str, Any] = {"description": said}
            if name != "search":
                made["columns"] = {column: plain(meaning(name, column)) for column in held}
            label = {"label_column": how["label"]} if "label" in how else {}
            tables[name] = {**made, **label, **{key: value for key, value in how.items() if key != "label"}}
    queries = {one["name"]: query(one) for one in shown["question"]}
    whole = {**shown["about"], "databases": {"corpus": {"tables": tables, "queries": queries}}}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def query(question: dict[str, Any]) -> dict[str, str]:
    """A worked question as Datasette wants it."""
    said = plain(f"{question['french']} {question['about']}")
    return {"title": question["title"], "description": said, "sql": question["sql"].strip()}


def plain(markdown: str) -> str:
    """A meaning without the signs of Markdown: Datasette shows it as it is."""
    return re.sub(r"`([^`]*)`", r"\1", markdown)


def _empty() -> sqlite3.Connection:
    from delib.corpus import schema

    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    return connection
