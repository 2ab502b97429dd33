"""The commands about people: people, person, votes.

In: arguments. Out: text on standard output, one line an error on standard error, an exit code. As in `cli`, a command
is one thin function; what it does stands in the package, how it looks in `persons`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from .options import FOLDER, Decorated, database_option, examples, format_option, width
from .search import day

_body = click.option("--body", metavar="NAME", help="Only this body: part of its name, or its SIREN.")
_from = click.option(
    "--from", "from_", metavar="DAY", callback=day(last=False), help="From this day on: 2013, 2013-05 or 2013-05-27."
)
_to = click.option("--to", metavar="DAY", callback=day(last=True), help="Up to this day, likewise.")


def _limit(lines: int) -> Callable[[Decorated], Decorated]:
    said = "Lines shown; 0: all. Formats for programs have all unless it is given."
    return click.option("--limit", default=None, type=click.IntRange(min=0), help=f"{said} By default {lines}.")


@click.command(
    epilog=examples(
        "delib people --db corpus.db --body lemoine --from 2014 --to 2020",
        "delib people --db corpus.db --name brunel",
        "delib people --db corpus.db --links possible",
        "delib people --db corpus.db --merges names.toml",
        "delib people --db corpus.db --roster elus.csv --body lemoine",
    )
)
@database_option
@_body
@click.option("--name", metavar="NAME", help="Only who is called so: words of the name, or their beginnings.")
@_from
@_to
@click.option("--all", "everyone", is_flag=True, help="Those too whom no list of attendance names.")
@click.option(
    "--sort", "order", type=click.Choice(("name", "absent", "sittings")), default="name", show_default=True,
    help="The order; absent: who was most often not there, with a proxy or without.",
)  # fmt: skip
@click.option(
    "--links", type=click.Choice(("same", "possible", "apart", "all")), help="Show why names were joined, or were not."
)
@click.option("--merges", metavar="FILE", type=FOLDER, help="Take in the decisions of this file (TOML) first.")
@click.option("--decisions", is_flag=True, help="Print what has been decided, as such a file.")
@click.option("--roster", "roster_file", metavar="FILE", type=FOLDER, help="Take in this list of members (CSV) first.")
@_limit(100)
@format_option
def people(
    database: Path, body: str | None, name: str | None, from_: str | None, to: str | None, everyone: bool, order: str,
    links: str | None, merges: Path | None, decisions: bool, roster_file: Path | None, limit: int | None, form: str,
) -> None:  # fmt: skip
    """List the members of a body, each once, however the name is printed, with how often they were there.

    A sitting counts once, however many documents print its lists. Names are joined by rules (order, slips, compound
    names, initials…), each with its reason (--links same); what may be one person is kept apart and listed (--links
    possible). A file of decisions puts it right and is kept with the corpus:

    \b
        [[same]]                            # or [[apart]]
        body  = "Valmorin"
        names = ["Odile BRUNEL", "Odile BRUNEL-VIDAL"]
        why   = "married in 2016"
    """
    from ..corpus.filters import check_body
    from ..corpus.people import finding, rulings
    from .text import persons

    if roster_file is not None:
        click.echo(persons.take_roster(database, roster_file, body), err=True)
    if merges is not None:
        click.echo(persons.take_decisions(database, merges), err=True)
    with closing(finding.ready(database)) as connection:
        if roster_file is None:  # a roster may come before the documents of its body
            check_body(connection, body)
        if decisions:
            click.echo(rulings.as_toml(rulings.kept(connection)) or "# Nothing has been decided.")
        elif links is not None:
            verdicts = ("same", "possible", "apart") if links == "all" else (links,)
            click.echo(persons.ties(finding.ties(connection, verdicts, body=body, name=name), form, limit, width()))
        elif (merges is None and roster_file is None) or form != "table":
            found = finding.people(
                connection, body=body, name=name, from_=from_, to=to, everyone=everyone, order=order,
                limit=persons.most(limit, form, 100),
            )  # fmt: skip
            click.echo(persons.listed(found, form, width()))


@click.command(
    epilog=examples(
        "delib person 'Odile Brunel' --db corpus.db",
        "delib person brunel --db corpus.db --body lemoine --from 2014 --to 2020",
        "delib person 3f2a9c01d4e5 --db corpus.db --show votes --format csv > votes.csv",
    )
)
@click.argument("name", metavar="NAME_OR_ID")
@database_option
@_body
@_from
@_to
@click.option(
    "--show", type=click.Choice(("sittings", "votes", "rates", "names")), default=None,
    help="One part: a line a sitting (what csv and ndjson have by default), a vote, a mandate, a printed name.",
)  # fmt: skip
@format_option
def person(
    name: str, database: Path, body: str | None, from_: str | None, to: str | None, show: str | None, form: str
) -> None:
    """Show one person: where present, absent, represented and by whom, proxies held, votes, rates by mandate.

    One line a real sitting, with the document and the page that prove it; where documents of a sitting differ, it says
    so. json has everything.
    """
    from ..corpus.filters import check_body
    from ..corpus.people import finding
    from ..corpus.people.presence import sheet
    from .text import persons

    with closing(finding.ready(database)) as connection:
        check_body(connection, body)
        found = sheet(connection, finding.find(connection, name, body=body), from_=from_, to=to)
    click.echo(persons.sheet(found, form, show, width()))


@click.command(
    epilog=examples(
        "delib votes --db corpus.db --body lemoine",
        "delib votes --db corpus.db --show closest --limit 10",
        "delib votes --db corpus.db --show rejected --from 2014",
        "delib votes --db corpus.db --show persons --format csv > votes.csv",
        "delib votes --db corpus.db --person 'Odile Brunel'",
    )
)
@database_option
@_body
@_from
@_to
@click.option("--person", "who", metavar="NAME", help="Only votes with which this person is named (name or id).")
@click.option(
    "--show", type=click.Choice(("years", "acts", "divided", "closest", "rejected", "persons")), default=None,
    help="By body and year (the default), all acts, those with votes against, the closest, the rejected; by person.",
)  # fmt: skip
@_limit(50)
@format_option
def votes(
    database: Path, body: str | None, from_: str | None, to: str | None, who: str | None, show: str | None,
    limit: int | None, form: str,
) -> None:  # fmt: skip
    """Say how a body votes: unanimity by year, the closest votes, rejected acts, who stood against with whom.

    Figures and unanimity that a document prints are told from those that were worked out (inferred). A decision counts
    once, in however many documents it is.
    """
    from ..corpus import ballots
    from ..corpus.filters import check_body
    from ..corpus.people import finding
    from .text import persons

    show = show or ("acts" if who is not None else "years")
    with closing(finding.ready(database)) as connection:
        check_body(connection, body)
        member = finding.find(connection, who, body=body) if who is not None else None
        if show == "persons":
            found = ballots.voters(connection, body=body, from_=from_, to=to)
            click.echo(persons.voters(found, form, persons.most(limit, form, 50), width()))
            return
        every = ballots.ballots(connection, body=body, from_=from_, to=to, member=member)
    if show == "years":
        click.echo(persons.years(ballots.years(every), form, width()))
        return
    chosen = {
        "acts": every,
        "divided": [one for one in every if one.unanimity == "divided"],
        "closest": ballots.closest(every),
        "rejected": [one for one in every if one.outcome == "rejected"],
    }[show]
    click.echo(persons.acts(chosen, form, persons.most(limit, form, 50), width()))
