"""The command that answers questions about money.

In: whom, whose, when, what for. Out: sums with their act and page on standard output, or totals; what was not taken for
the name asked for on standard error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from .options import database_option, examples, format_option
from .search import day
from .text.tables import counted, written

if TYPE_CHECKING:
    from ..corpus.money import Answer, Line, Total

_COUNTS = {"no": "not counted", "perhaps twice": "perhaps counted twice"}
_DAY = re.compile(r"\d{4}(?:-\d\d?){0,2}|\d\d?[/.]\d\d?[/.]\d{4}")


def _receiver(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A name; a day is meant for --until, as in `delib search --to`."""
    if value is not None and _DAY.fullmatch(value.strip()):
        raise click.BadParameter(f"'{value}' is a day, and --to is who receives; the last day is --until {value}.")
    return value


@click.command(
    epilog=examples(
        "delib money --db corpus.db --to MECALOIRE",
        "delib money --db corpus.db --to 'comité des fêtes' --by year",
        "delib money --db corpus.db --by beneficiary --since 2020 --until 2022-06",
        "delib money --db corpus.db --body lemoine --role price --min 100000 --format csv > prices.csv",
    )
)
@database_option
@click.option("--to", metavar="NAME", callback=_receiver, help="Sums that this one receives: part of the name.")
@click.option("--body", metavar="NAME", help="Only acts of this body: part of its name, or its SIREN.")
@click.option(
    "--since", "--from", metavar="DAY", callback=day(last=False), help="From this day on: 2013, 2013-05 or 2013-05-27."
)
@click.option("--until", metavar="DAY", callback=day(last=True), help="Up to this day, likewise.")
@click.option("--role", metavar="ROLE", help="Only sums of this role: granted, asked, past, price, loan, rent…")
@click.option("--min", "least", metavar="SUM", type=float, help="Only sums of at least so much.")
@click.option("--inferred", is_flag=True, help="Take names that a model inferred too (see delib infer).")
@click.option("--by", type=click.Choice(("year", "beneficiary", "role", "body")), help="Totals instead of sums.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(min=0), help="Lines of the table; 0: all.")
@format_option
def money(
    database: Path, to: str | None, body: str | None, since: str | None, until: str | None, role: str | None,
    least: float | None, inferred: bool, by: str | None, limit: int, form: str,
) -> None:  # fmt: skip
    """Say who got how much, for what and when, each sum with its act and page.

    --to is who receives (the last day is --until). Case, accents, articles and words of legal form do not count;
    --by beneficiary lists the spellings that were taken for one. No sum is counted twice: a total beside its parts, a
    price before tax beside the same with tax, minutes beside the extract of one decision. What a later act replaced,
    withdrew or changed is listed and not counted, with that act; where the acts do not say which sum stands, both count
    and are said to be perhaps counted twice.
    """
    from contextlib import closing

    from ..corpus.filters import body_values, check_body
    from ..corpus.money import Wanted, named, totals
    from ..corpus.money import money as ask
    from ..corpus.store import open_corpus
    from ..errors import NotFound
    from ..parser.fields.ledger import key_of

    whose = body_values(body) if body is not None else None
    wanted = Wanted(key_of(to) or "\x00" if to is not None else None, whose, since, until, role, least, inferred)
    with closing(open_corpus(database)) as connection:
        check_body(connection, body)
        try:
            answer = ask(connection, wanted)
        except ValueError as error:
            raise click.UsageError(f"{error}.") from None
        lines = answer.lines if limit == 0 else answer.lines[:limit]
        others = named(connection, lines) if by is None else {}
    for name, count in answer.near:
        click.echo(f"Not counted: {name} ({counted(count, 'sum')}), which is spelled nearly so.", err=True)
    if not answer.lines:
        if form != "table":
            click.echo(_program([], form, _fields(by)))
        raise NotFound(
            "No sum in the corpus answers.", file=str(database), remedy="Try a part of the name, or fewer filters."
        )
    rows: Sequence[Line | Total] = answer.lines if by is None else totals(answer.lines, by)
    if form != "table":
        click.echo(_program(rows, form, _fields(by)))
        return
    shown = rows if limit == 0 else rows[:limit]
    said = [_sum(one, others) if not hasattr(one, "group") else _group(one) for one in shown]  # type: ignore[arg-type]
    click.echo("\n".join(said))
    click.echo(_end(answer, len(rows), len(shown), by))


def _fields(by: str | None) -> tuple[str, ...]:
    from ..corpus.money import Line, Total

    return Line._fields if by is None else Total._fields


def _program(rows: Sequence[NamedTuple], form: str, fields: tuple[str, ...]) -> str:
    """The rows for programs; spellings in CSV are joined by " | "."""

    def cell(value: Any) -> Any:
        return " | ".join(value) if isinstance(value, tuple) else value

    return written([row._asdict() for row in rows], form, fields, cell)


def figures(value: float, currency: str) -> str:
    """A sum as it is written in France: 12 500,00 €."""
    written = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",")
    return f"{written} {'€' if currency == 'EUR' else currency}"


def _sum(line: Line, others: dict[str, tuple[str | None, str | None]]) -> str:
    """Two lines for one sum: what it is, and the act and page that prove it; a third where another act changes it."""
    basis = f" {line.basis}" if line.basis else ""
    who = line.beneficiary or "(not named)"
    if line.beneficiary_basis == "inferred":
        who += " (said elsewhere in the act)"
    elif (line.beneficiary_basis or "").startswith("inferred by"):
        who += f" ({line.beneficiary_basis})"
    outcome = f", {line.outcome}" if line.outcome in ("rejected", "deferred") else ""
    why = line.why if line.why != line.outcome else None
    other = " of ".join(one for one in others.get(line.other_id or "", ()) if one)
    act = f" {other or 'an act'} [{line.other_id}]" if line.other_id else ""
    changed = f"\n    {_COUNTS[line.counts]}: {why}{act}" if why else ""
    head = (
        f"{line.date or 'no date':10}  {figures(line.value, line.currency) + basis:>20}  {line.role or '-':10}  {who}"
    )
    where = ", ".join(part for part in (line.body, line.number, line.title and line.title[:70]) if part)
    page = f", page {line.page}" if line.page else ""
    return f"{head}\n    {where}{outcome} [{line.file}{page}, {line.id}]{changed}"


def _group(total: Total) -> str:
    unit = total.currency
    said = [f"granted {figures(total.granted, unit)}"] if total.granted else []
    said += [f"asked {figures(total.asked, unit)}"] if total.asked else []
    said += [f"difference {figures(total.difference, unit)}"] if total.difference is not None else []
    said += [f"prices {figures(total.price, unit)}"] if total.price else []
    said += [f"other roles {figures(total.other, unit)}"] if total.other else []
    span = total.first if total.first == total.last else f"{total.first} to {total.last}"
    apart = f", {total.apart} of them not counted" if total.apart else ""
    apart += f", {total.perhaps_twice} perhaps counted twice" if total.perhaps_twice else ""
    sums, acts = f"{counted(total.sums, 'sum')}{apart}", counted(total.acts, "act")
    line = f"{total.group}: {', '.join(said) or '0'} ({sums}, {acts}, {span})"
    if len(total.spellings) > 1:
        line += f"\n    taken for one: {' | '.join(total.spellings)}"
    return line


def _end(answer: Answer, rows: int, shown: int, by: str | None) -> str:
    from ..corpus.money import totals

    more = f", {shown} shown (--limit 0 shows all)" if shown < rows else ""
    sums = counted(len(answer.lines), "sum")
    head = sums if by is None else f"{counted(rows, f'{by} total')} of {sums}"
    granted: dict[str, float] = {}
    for total in totals(answer.lines, "year"):
        if total.granted:
            granted[total.currency] = granted.get(total.currency, 0.0) + total.granted
    said = "; granted in all: " + ", ".join(figures(value, unit) for unit, value in granted.items()) if granted else ""
    apart = sum(line.counts == "no" for line in answer.lines)
    twice = sum(line.counts == "perhaps twice" for line in answer.lines)
    said += f"; {apart} not counted" if apart else ""
    said += f"; {twice} perhaps counted twice" if twice else ""
    return f"\n{head}{more}{said}."
