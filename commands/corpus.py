"""The commands about a corpus: ingest, report, show.

In: arguments. Out: text on standard output, one line an error on standard error, an exit code. As in `cli`, a command
is one thin function; what it does stands in the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode
from .options import database_option, examples, ocr_options, rules_of, rules_option, width

if TYPE_CHECKING:
    from ..parser.ocr import Policy


def statuses(_context: click.Context, _parameter: click.Parameter, named: tuple[str, ...]) -> frozenset[str]:
    """The statuses that --retry names; "failed" stands for all of which a worker may be the cause."""
    from ..corpus.journal import RETRIED

    for name in named:
        if name not in RETRIED:
            raise click.BadParameter(f"'{name}' is none of {', '.join(RETRIED)}.")
    return frozenset().union(*(RETRIED[name] for name in named))


@click.command(
    epilog=examples(
        "delib ingest act.pdf --db corpus.db",
        "delib ingest folder more/*.pdf --db corpus.db",
        "delib ingest folder --db corpus.db --retry failed --deadline 900",
        "find . -name '*.pdf' -print0 | delib ingest - --db corpus.db",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@database_option
@rules_option
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=0),
    help="Processes that read, by default one a core; 0 reads in this one, without limits.",
)
@click.option(
    "--deadline", metavar="SECONDS", type=click.FloatRange(min=0.1), help="The most a document may take (300)."
)
@click.option("--memory", metavar="MB", type=click.IntRange(min=100), help="The most memory it may take (640).")
@click.option("--scheduler", metavar="ADDRESS", help="Read on the workers of this dask scheduler: tcp://HOST:8786.")
@click.option(
    "--retry",
    metavar="STATUS",
    multiple=True,
    callback=statuses,
    help="Read files of this status again: failed, needs-ocr, damaged, review…",
)
@click.option("--force", is_flag=True, help="Read all files again.")
@click.option("--no-cache", is_flag=True, help="Do not keep the words of files for a next run with other rules.")
@ocr_options
@click.option("--quiet", is_flag=True, help="No bar, no word of single files.")
@click.option("--json-log", is_flag=True, help="Print a JSON object a file, and one at the end.")
def ingest(
    paths: tuple[str, ...], database: Path, rules_folder: Path | None, quiet: bool, json_log: bool, no_cache: bool,
    ocr: Policy, **options: Any,
) -> None:  # fmt: skip
    """Read files and folders into a corpus, which is made where there is none.

    Folders are walked with what is in them, PDF and text files; - takes names of files from standard input; URLs
    (s3://, https://, zip://*.pdf::archive.zip) need the extra delib[remote].

    What is in the corpus already is not read again, unless the file, delib or the rules have changed: a run that was
    stopped goes on where it was. A file that cannot be read leaves a row in the journal and does not stop the others;
    what took too long or too much memory is tried once more at the end, alone, with twice of both.
    """
    from ..parser.kept import default_folder
    from .ingestion import Options
    from .ingestion import ingest as read_all
    from .text import progress
    from .text.listing import summary

    wanted = Options(kept=None if no_cache else default_folder(), **options)
    shown = progress.json_log() if json_log else progress.quiet() if quiet else progress.bar()
    try:
        with shown as show:
            done = read_all(paths, database, rules_of(rules_folder), wanted, show, ocr)
    except KeyboardInterrupt:
        click.echo(f"Stopped. What is done is in {database}; the same command goes on from there.", err=True)
        click.get_current_context().exit(int(ExitCode.INTERRUPTED))
    click.echo(progress.summary_json(done) if json_log else summary(done, database))
    click.get_current_context().exit(int(done.exit_code))


@click.command(epilog=examples("delib report --db corpus.db", "delib report --db corpus.db --json | jq .by_status"))
@database_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=0), help="Files in each list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(database: Path, limit: int, as_json: bool) -> None:
    """Say how a corpus stands: files by status, and those that need a human.

    It reads the journal, so it can be asked at any time, also while an ingest runs.
    """
    from contextlib import closing

    from ..corpus.report import report as ask
    from ..corpus.store import open_corpus
    from .text.listing import report_json, report_lines

    with closing(open_corpus(database)) as connection:
        found = ask(connection, limit=limit)
    click.echo(report_json(found) if as_json else "\n".join(report_lines(found, database)))


@click.command(
    epilog=examples("delib show 3f2a9c01d4e5 --db corpus.db", "delib show 3f2a9c01d4e5 --db corpus.db --json")
)
@click.argument("id_", metavar="ID")
@database_option
@click.option("--json", "as_json", is_flag=True, help="Print the record instead of a sheet.")
def show(id_: str, database: Path, as_json: bool) -> None:
    """Show what an id stands for: a document, an act or a session.

    Search prints the ids. They stay the same from one corpus to another.
    """
    import json
    from contextlib import closing

    from ..corpus.search import show as look
    from ..corpus.store import open_corpus
    from ..parser.record import to_json
    from .text.listing import around, session
    from .text.sheet import sheet

    with closing(open_corpus(database)) as connection:
        shown = look(connection, id_)
    if shown.document is None:
        click.echo(json.dumps(shown.parts, ensure_ascii=False) if as_json else "\n".join(session(shown, width=width())))
    elif as_json:
        click.echo(to_json(shown.document))
    else:
        head = [f"{shown.path} ({shown.kind} {shown.id})", *around(shown)]
        click.echo("\n".join([*head, "", *sheet(shown.document, width())]))
