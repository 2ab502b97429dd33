"""The command that searches a corpus.

In: words and filters. Out: acts on standard output, in a table for people or in one of the formats for programs; what
was left out on standard error there, so that the output stays what it says it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .options import database_option, examples, format_option, width


def day(*, last: bool) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback that takes a year, a month or a day for its first (or last) day."""

    def read(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        from ..corpus.filters import day_bound

        try:
            return None if value is None else day_bound(value, last=last)
        except ValueError as error:
            raise click.BadParameter(f"{error}.") from None

    return read


@click.command(
    epilog=examples(
        'delib search "subvention école" --db corpus.db',
        "delib search '\"espaces verts\" SAUF tennis' --db corpus.db --from 2020 --to 2022-06",
        "delib search emprunt --db corpus.db --amount-min 100000 --format csv > loans.csv",
        "delib search --db corpus.db --person 'Odile Brunel' --vote against",
        "delib search --db corpus.db --check failed --body lemoine",
        "delib search --db corpus.db --matiere 3.2 --from 2013",
    )
)
@click.argument("words", nargs=-1)
@database_option
@click.option("--body", metavar="NAME", help="Only acts of this body: part of its name, or its SIREN.")
@click.option(
    "--from", "from_", metavar="DAY", callback=day(last=False), help="From this day on: 2013, 2013-05 or 2013-05-27."
)
@click.option("--to", metavar="DAY", callback=day(last=True), help="Up to this day, likewise.")
@click.option("--person", metavar="NAME", help="Acts with which this person is named, in the lists or in the vote.")
@click.option(
    "--vote",
    type=click.Choice(("for", "against", "abstained", "absent")),
    help="Acts with such a vote: of the person, or of anybody (absent: took no part).",
)
@click.option("--outcome", type=click.Choice(("adopted", "rejected", "noted", "deferred")), help="How it ended.")
@click.option("--amount-min", metavar="SUM", type=float, help="A sum of at least so much is decided.")
@click.option("--amount-max", metavar="SUM", type=float, help="A sum of at most so much is decided.")
@click.option("--kind", type=click.Choice(("deliberation", "minutes", "register", "list")), help="Of the document.")
@click.option("--check", metavar="CHECK", help="Acts of which a check fails: failed (any), or its number: C08.")
@click.option("--status", type=click.Choice(("ok", "review")), help="Of the document: review has something to look at.")
@click.option("--matiere", "subject", metavar="CODE", help="Acts of this subject (ACTES): 7, 7.5, as printed 7.5.1.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="Acts on a page.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(min=1), help="The page shown.")
@click.option("--exact", is_flag=True, help="Count all acts, where a corpus has very many that answer.")
@format_option
def search(
    words: tuple[str, ...], database: Path, limit: int, page: int, exact: bool, form: str, **wanted: Any
) -> None:
    """Find acts by their words, the best first, or by filters alone, the latest first.

    Accents, capitals, plurals and elisions do not count. All words are looked for, and where no act has all, most of
    them; "words in quotes" stand as they are, word* is a beginning, -word or SAUF (NOT) rules out, OU (OR) gives a
    choice, (brackets) group.
    """
    from contextlib import closing

    from ..corpus.filters import Filters, check_body
    from ..corpus.search import search as look
    from ..corpus.store import open_corpus
    from ..errors import NotFound
    from .text.listing import answers, total

    query = " ".join(words)
    if not query.strip() and all(value is None for value in wanted.values()):
        raise click.UsageError("Give words, or a filter such as --outcome rejected.")
    with closing(open_corpus(database)) as connection:
        check_body(connection, wanted["body"])
        try:
            found = look(connection, query, Filters(**wanted), limit=limit, offset=(page - 1) * limit, exact=exact)
        except ValueError as error:
            raise click.UsageError(f"{error}.") from None
    if found.hits or form != "table":
        click.echo(answers(found, form, width=width(), mark=lambda word: click.style(word, bold=True)))
    if not found.total:
        remedy = "Try fewer words, or a beginning: subv*." if query.strip() else "Try fewer filters."
        raise NotFound("No act in the corpus answers.", file=str(database), remedy=remedy)
    if form == "table" or found.total > len(found.hits) or found.partly or found.more:
        click.echo(total(found, page, limit), err=form != "table")
