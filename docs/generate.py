"""Writes the parts of the documentation that the code already says, so that they cannot drift.

In: the types of the record, the errors, the commands, the database that `delib ingest` makes, the sample documents.
Out: docs/schema.json, corpus/metadata.json, and in the pages of docs/ and the README whatever stands between

    <!-- generated: NAME -->
    <!-- /generated -->

The rest of a page is written by hand and left alone. With --check nothing is written: pages that are not current are
named, with the first lines that differ, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
import tempfile
import tomllib
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import tables
from tables import table

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "tests/documents/samples/bureau-stamp.pdf"
WORDS = "subvention"
MENDING = ("docs/mend-a-rule.md", "docs/corriger-une-regle.md")
PAGES = ("README.md", "docs/record.md", "docs/errors.md", "docs/cli.md", "docs/database.md", "docs/checks.md", *MENDING)
BLOCK = re.compile(r"(?ms)^(<!-- generated: (?P<name>[a-z-]+) -->)\n.*?^(<!-- /generated -->)$")


# ---- the record ------------------------------------------------------------------------------------------------------


def spelled(kind: Any) -> str:
    """A type in the words of a reader: `text`, `number`, `list of Person`, `text or null`."""
    if kind is None or kind is type(None):
        return "null"
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "anything"}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(spelled(one) for one in arguments)
    if origin is tuple and arguments[-1] is Ellipsis:
        return f"list of {spelled(arguments[0])}"
    if origin is tuple:
        return f"{len(arguments)} numbers"
    if origin is dict:
        return f"map of {spelled(arguments[1])} by {spelled(arguments[0])}"
    raise TypeError(f"docs/generate.py has no words for {kind}")


def structs(root: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """The types that a record is made of, in the order in which a reader meets them."""
    seen: dict[type[msgspec.Struct], None] = {}

    def walk(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            if kind not in seen:
                seen[kind] = None
                for inner in get_type_hints(kind).values():
                    walk(inner)
        else:
            for inner in get_args(kind):
                walk(inner)

    walk(root)
    yield from seen


def meanings() -> dict[str, dict[str, Any]]:
    """docs/meanings.toml."""
    return tomllib.loads((ROOT / "docs" / "meanings.toml").read_text(encoding="utf-8"))


def record() -> str:
    """One section a type: its docstring, and a table of its fields."""
    from delib.parser.record import Document

    said = {kind: names for kind, names in meanings().items() if kind not in ("ExitCode", "table", "view")}
    sections, used = [], set()
    for struct in structs(Document):
        hints = get_type_hints(struct)
        rows = []
        for field in msgspec.structs.fields(struct):
            key = (struct.__name__, field.encode_name)
            if key[1] not in said.get(key[0], {}):
                raise SystemExit(f"docs/meanings.toml says nothing of [{key[0]}] {key[1]}")
            used.add(key)
            rows.append((f"`{key[1]}`", spelled(hints[field.name]), said[key[0]][key[1]]))
        doc = " ".join((struct.__doc__ or "").split())
        sections.append(f"## {struct.__name__}\n\n{doc}\n\n{table(('field', 'type', 'meaning'), rows)}")
    stale = sorted({(kind, name) for kind, names in said.items() for name in names} - used)
    if stale:
        raise SystemExit(f"docs/meanings.toml speaks of fields that are gone: {stale}")
    return "\n\n".join(sections)


def schema() -> str:
    """docs/schema.json: the same that `delib schema` prints."""
    from delib.parser.record import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


# ---- errors ----------------------------------------------------------------------------------------------------------


def errors() -> str:
    """A row for each error: code, when, exit code, remedy."""
    from delib.errors import kinds

    rows = [
        (f"`{kind.code}`", " ".join((kind.__doc__ or "").split()), str(int(kind.exit_code)), kind.remedy)
        for kind in kinds()
    ]
    return table(("code", "when", "exit code", "remedy"), rows)


def exit_codes() -> str:
    """A row for each exit code, with the errors that end in it."""
    from delib.errors import ExitCode, kinds

    said = meanings()["ExitCode"]
    if set(said) != {code.name for code in ExitCode}:
        raise SystemExit("[ExitCode] in docs/meanings.toml and ExitCode in errors.py do not name the same codes")
    rows = [
        (
            str(int(code)),
            said[code.name],
            ", ".join(f"`{kind.code}`" for kind in kinds() if kind.exit_code == code),
        )
        for code in ExitCode
    ]
    return table(("exit code", "meaning", "errors"), rows)


# ---- the checks ------------------------------------------------------------------------------------------------------


def checks() -> str:
    """A row for each check of the catalogue: what it asks, its law, how grave a failure is, its caveat."""
    from delib.parser.checks.catalogue import catalogue

    rows = []
    for entry in catalogue().values():
        state = "" if entry.state == "done" else f"**{entry.state}**: {entry.why} "
        rows.append(
            (entry.id, f"{entry.title}<br>*{entry.title_fr}*", entry.of, entry.severity, entry.law or "",
             f"{state}{entry.caveat or ''}".strip())
        )  # fmt: skip
    return table(("id", "what it asks", "of", "severity", "law", "caveat"), rows)


def law() -> str:
    """The windows of rules/law.toml: quorum and proxies by day."""
    from delib.parser.law import the_law

    rows = [
        (str(one.from_), str(one.to), f"{one.share}, {one.counted}", str(one.proxies), one.law,
         "" if one.certain else "not clear: nothing fails")
        for one in the_law().derogation
    ]  # fmt: skip
    return table(("from", "to", "quorum", "proxies", "law", ""), rows)


# ---- the command line ------------------------------------------------------------------------------------------------


def commands() -> str:
    """`--help` of the program and of every command."""
    import click
    from delib.cli import main

    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
        shown = run([*path[1:], "--help"])
        yield f"{'#' * (len(path) + 1)} {' '.join(path)}\n\n```text\n{shown}\n```"
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    yield from walk(inner, (*path, name))

    return "\n\n".join(walk(main, ("delib",)))


def run(arguments: list[str], allowed: tuple[int, ...] = (0,)) -> str:
    """What `delib ARGUMENTS` prints in a window 88 columns wide; an exit code not allowed stops the generator."""
    from click.testing import CliRunner
    from delib.cli import main

    result = CliRunner(env={"COLUMNS": "88", "NO_COLOR": "1"}).invoke(
        main, arguments, prog_name="delib", terminal_width=88
    )
    if result.exit_code not in allowed:
        raise SystemExit(f"delib {' '.join(arguments)} ended with {result.exit_code}: {result.output}")
    return "\n".join(line.rstrip() for line in result.stdout.rstrip().splitlines())


# ---- the README ------------------------------------------------------------------------------------------------------


def example_sheet() -> str:
    """The sheet of a sample act, as printed."""
    return f"```console\n$ delib extract {SAMPLE}\n{run(['extract', SAMPLE])}\n```"


def example_search(folder: Path) -> str:
    """A search in the corpus of the sample documents, made by the command that people use."""
    target = str(folder / "corpus.db")
    run(["ingest", str(Path(SAMPLE).parent), "--db", target], allowed=(0, 1))  # 1: some samples are meant to be refused
    found = run(["search", WORDS, "--db", target])
    return f"```console\n$ delib search {WORDS} --db corpus.db\n{found}\n```"


# ---- mending a rule --------------------------------------------------------------------------------------------------

OWN_WORDING = "tests/documents/samples/own-wording.pdf"
OWN_RULES = "docs/examples/own-wording"


def shown(command: str, answer: str) -> str:
    """A command and its answer. Lines of base.toml move with every rule that is added: they are left open."""
    return f"```console\n$ {command}\n{re.sub(r'(rules/base.toml):[0-9]+', r'rules/base.toml:…', answer)}\n```"


def mending(folder: Path) -> dict[str, Callable[[], str]]:
    """The blocks of docs/mend-a-rule.md, in both languages."""

    def ran(command: str, allowed: tuple[int, ...] = (0,)) -> str:
        return shown(command, run(command.split()[1:], allowed))

    def drafted() -> tuple[str, str]:
        """What the command says, and the file that it writes."""
        target = folder / f"draft-{len(list(folder.iterdir()))}.toml"
        said = run(["rules", "new", OWN_WORDING, "-o", str(target)])
        return said.replace(str(target), "my-rules/vaucreuse.toml"), target.read_text(encoding="utf-8")

    def suggestions() -> str:
        text = drafted()[1]
        return f"```toml\n{text[text.index('# ---- What is missing') :].rstrip()}\n```"

    def rules() -> str:
        return f"```toml\n{(ROOT / OWN_RULES / 'vaucreuse.toml').read_text(encoding='utf-8').rstrip()}\n```"

    return {
        "mend-gap": lambda: ran(f"delib explain {OWN_WORDING} --field secretary"),
        "mend-draft": lambda: shown(f"delib rules new {OWN_WORDING} -o my-rules/vaucreuse.toml", drafted()[0]),
        "mend-suggestions": suggestions,
        "mend-rules": rules,
        "mend-test": lambda: "\n\n".join(ran(f"delib rules {name} --rules {OWN_RULES}") for name in ("test", "lint")),
        # 1: some values are others, and some samples are meant to be refused
        "mend-diff": lambda: ran(f"delib rules diff {Path(SAMPLE).parent} --rules {OWN_RULES}", (1,)),
        "mend-why": lambda: ran(f"delib explain {OWN_WORDING} --field secretary --rules {OWN_RULES}"),
    }


# ---- writing and checking --------------------------------------------------------------------------------------------


def generated(folder: Path) -> dict[str, Callable[[], str]]:
    """What makes each block, by name."""
    return {
        "record": record,
        "errors": errors,
        "exit-codes": exit_codes,
        "commands": commands,
        "checks": checks,
        "law": law,
        "database": lambda: tables.described(folder, meanings()),
        "worked-questions": lambda: tables.worked(tables.shown()),
        "example-sheet": example_sheet,
        "example-search": lambda: example_search(folder),
        **mending(folder),
    }


def pages() -> dict[str, str]:
    """Every generated file as it should be now, by its path from the root."""
    made: dict[str, str] = {
        "docs/schema.json": schema(),
        "corpus/metadata.json": tables.metadata(meanings(), tables.shown()),
    }
    with tempfile.TemporaryDirectory() as folder:
        makers = generated(Path(folder))
        for name in PAGES:
            text = (ROOT / name).read_text(encoding="utf-8")
            made[name] = BLOCK.sub(lambda found: f"{found[1]}\n{makers[found['name']]()}\n{found[3]}", text)
    return made


def main(argv: list[str] | None = None) -> int:
    """Write the pages, or with --check say which are not current."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a page is not current")
    options = parser.parse_args(argv)
    os.chdir(ROOT)  # the examples name files from the root
    stale = 0
    for name, wanted in pages().items():
        path = ROOT / name
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        if now == wanted:
            continue
        if options.check:
            stale += 1
            print(f"{name} is not what the code says now; `make docs` writes it.")
            changes = difflib.unified_diff(now.splitlines(), wanted.splitlines(), name, "now", lineterm="", n=0)
            print("\n".join(list(changes)[:20]))
        else:
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
