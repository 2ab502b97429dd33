"""The command that lists what does not add up in a corpus.

In: filters, and a file of checks that are switched off. Out: the hints on standard output, in a table for people or in
one of the formats for programs.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import FOLDER, database_option, examples, format_option, width
from .search import day
from .text.tables import written

if TYPE_CHECKING:
    from ..corpus.audit import Audit, Hint


@click.command(
    epilog=examples(
        "delib audit --db corpus.db",
        "delib audit --db corpus.db --check C08 --check C10 --from 2022-08",
        "delib audit --db corpus.db --severity error --body lemoine --format csv > to-check.csv",
        "delib audit --db corpus.db --off checks.toml --keep",
    )
)
@database_option
@click.option("--body", metavar="NAME", help="Only this body: part of its name, or its SIREN.")
@click.option(
    "--from", "from_", metavar="DAY", callback=day(last=False), help="From this day on: 2013, 2013-05 or 2013-05-27."
)
@click.option("--to", metavar="DAY", callback=day(last=True), help="Up to this day, likewise.")
@click.option("--check", "checks", metavar="CHECK", multiple=True, help="Only this check, by its number: C08.")
@click.option(
    "--severity", "severities", multiple=True, type=click.Choice(("error", "warn", "info")), help="Only these."
)
@click.option(
    "--off", "switched", metavar="FILE", type=FOLDER, help="Checks that are switched off, with reasons (TOML)."
)
@click.option("--keep", is_flag=True, help="Keep what --off says in the corpus, for the next time.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Hints on a page (50 in a table, else all).")
@click.option("--page", default=1, show_default=True, type=click.IntRange(min=1), help="The page shown.")
@format_option
def audit(
    database: Path, switched: Path | None, keep: bool, limit: int | None, page: int, form: str,
    **wanted: Any,
) -> None:  # fmt: skip
    """List what does not add up, the worst first: hints to check, never judgements.

    Each says what was read, where, and the law of that day. docs/checks.md has the catalogue. --off FILE hides checks
    that make no sense for a corpus or a body; they are named with the reason.
    """
    from contextlib import closing

    from ..corpus import audit as auditing
    from ..corpus import comparisons
    from ..corpus.database import transaction
    from ..corpus.filters import check_body
    from ..corpus.store import open_corpus

    if keep and switched is None:
        raise click.UsageError("--keep needs --off FILE: an empty file switches all checks on again.")
    switches = auditing.read_switches(switched) if switched is not None else None
    limit = limit or (50 if form == "table" else -1)
    with closing(open_corpus(database)) as connection:
        check_body(connection, wanted["body"])
        stale = connection.execute("SELECT 1 FROM unaudited LIMIT 1").fetchone() is not None
    with closing(open_corpus(database, "write" if stale or keep else "read")) as connection:
        if stale:
            comparisons.refresh(connection)
        if keep and switches is not None:
            with transaction(connection):
                auditing.keep(connection, switches)
        off = switches if switches is not None else auditing.kept(connection)
        try:
            found = auditing.audit(
                connection, auditing.Wanted(**wanted), off, limit=limit, offset=(page - 1) * max(limit, 0),
                together=form == "table",
            )  # fmt: skip
        except ValueError as error:
            raise click.UsageError(f"{error}.") from None
    click.echo(answers(found, form, width()))
    if form == "table":
        click.echo("\n".join(summary(found, page, limit)))


COLUMNS = (
    "id", "severity", "check_id", "date", "body", "organ", "number", "title", "message", "law", "file", "page",
    "times", "act_id", "session_id", "document_id", "path",
)  # fmt: skip


def answers(found: Audit, form: str, columns: int = 88) -> str:
    """The hints in one of the formats."""
    rows = [{name: getattr(hint, name) for name in COLUMNS} for hint in found.hints]
    if form == "table":
        return "\n".join(line for hint in found.hints for line in _entry(hint, columns))
    if form == "json":
        off = [{**one.switch._asdict(), "hidden": one.hidden} for one in found.off]
        whole = {"total": found.total, "by_check": found.by_check, "off": off, "hints": rows}
        return json.dumps(whole, ensure_ascii=False, indent=1)
    return written(rows, form, COLUMNS)


def _entry(hint: Hint, columns: int) -> Iterator[str]:
    yield "  ".join(filter(None, (hint.severity, hint.check_id, hint.date or "no date", hint.number)))
    yield from _wrapped(hint.message, columns)
    if hint.law and hint.law not in hint.message:
        yield from _wrapped(f"law: {hint.law}", columns)
    if hint.title:
        yield from _wrapped(f"act: {textwrap.shorten(hint.title, 2 * columns, placeholder=' …')}", columns)
    source = f"{hint.file}, page {hint.page}" if hint.page else hint.file
    more = f"{source} and {hint.times - 1} more" if hint.times > 1 else source
    where = ", ".join(filter(None, (hint.body, hint.organ)))
    yield f"  {' | '.join(filter(None, (where, more, hint.act_id or hint.session_id or hint.document_id)))}"
    yield ""


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, columns, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def summary(found: Audit, page: int, limit: int) -> Iterator[str]:
    """How many hints there are, by check, and what is switched off."""
    from ..parser.checks.catalogue import catalogue

    if not found.total:
        yield "Nothing to check."
    else:
        last = -(-found.total // limit)
        more = f" (page {page} of {last}; --page shows others)" if last > 1 else ""
        yield f"{found.total} to check{more}:"
    for name, count in sorted(found.by_check.items()):
        yield f"  {name} {count:>6}  {catalogue()[name].title}"
    for one in found.off:
        of = f" for {one.switch.body}" if one.switch.body else ""
        yield f"  {one.switch.check_id} is switched off{of}: {one.switch.why} ({one.hidden} not shown)"
