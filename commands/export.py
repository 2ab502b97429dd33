"""The command that takes a corpus into the formats of others.

In: arguments. Out: a file or a folder, a few lines of what was written on standard error, an exit code. What it does
stands in `corpus.export`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode
from .options import FOLDER, examples
from .search import day
from .text.tables import counted

if TYPE_CHECKING:
    from ..corpus.export.choice import Choice
    from ..corpus.export.public import PublicVeil
    from ..corpus.export.veil import Veil

FORMATS = ("scdl", "csv", "ndjson", "parquet", "akn", "popolo")


@click.command(
    epilog=examples(
        "delib export --db corpus.db --format scdl --nic 00017 -o deliberations.csv",
        "delib export --check deliberations.csv",
        "delib export --db corpus.db --format csv --body lemoine --from 2020 -o tables",
    )
)
@click.option("--db", "database", metavar="FILE", type=FOLDER, help="The corpus, one SQLite file.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="What to write.")
@click.option("-o", "--output", "target", metavar="PATH", type=FOLDER, help="The file, or the folder, to write.")
@click.option(
    "--check", "checked", metavar="FILE", type=FOLDER, help="Hold an SCDL file against the schema; write nothing."
)
@click.option("--body", metavar="NAME", help="Only this body: its SIREN, or part of its name.")
@click.option(
    "--from", "from_", metavar="DAY", callback=day(last=False), help="From this day on: 2013, 2013-05 or 2013-05-27."
)
@click.option("--to", metavar="DAY", callback=day(last=True), help="Up to this day, likewise.")
@click.option("--nic", "nics", metavar="NIC", multiple=True, help="scdl: the body's NIC, or SIREN=NIC for each.")
@click.option("--siret", "given", metavar="SIRET", multiple=True, help="scdl: its SIRET, or NAME=SIRET for each.")
@click.option("--sirets", "siret_file", metavar="FILE", type=FOLDER, help="scdl: a CSV of siren or body, siret or nic.")
@click.option("--subjects", "subject_file", metavar="FILE", type=FOLDER, help="scdl: a CSV of act and code.")
@click.option("--printed-subjects", is_flag=True, help="scdl: no subject that delib proposes, only printed ones.")
@click.option("--url", metavar="URL", help="scdl: where the documents are: https://…/{file}, {id} or {act_id}.")
@click.option("--public", "mode", flag_value="public", help="Hide what must not be put online, and list where.")
@click.option(
    "--everybody",
    "mode",
    flag_value="everybody",
    help="As --public, and every person who is no member or professional.",
)
@click.option(
    "--reading-room", "mode", flag_value="reading-room", help="Hide what nobody may consult yet, and list where."
)
@click.option("--bom", is_flag=True, help="scdl, csv: begin with a byte-order mark.")
@click.option("--spreadsheet", is_flag=True, help="csv: semicolons, and no text that Excel takes for a formula.")
def export(form: str | None, database: Path | None, target: Path | None, checked: Path | None, **options: Any) -> None:
    """Write a corpus in a format of others.

    scdl is the open data schema of French deliberations (2.1.5), one CSV: acts that lack a required value are left
    out, and listed in NAME-left-out.csv. csv, ndjson and parquet are folders with a file for each table. akn is Akoma
    Ntoso XML, a file an act, in a folder or a .zip. popolo is one JSON file of people, sittings, motions and votes.

    --public hides individual aid, staff matters, private addresses, birth dates, illness, children… by the rules of
    rules/privacy.toml, and lists act by act which rule hid something where, in NAME-hidden.csv; the corpus keeps all.
    No rule finds everything: read what you publish.

    Texts are written as they are. A CSV of other people's texts can begin a cell with "=", which Excel computes when
    the file is opened by a double click: import it as text, or use --spreadsheet.
    """
    if checked is not None:
        return _check(checked)
    if database is None or form is None or target is None:
        raise click.UsageError("Give --db, --format and -o; or --check FILE.")
    if options["spreadsheet"] and form != "csv":
        raise click.UsageError("--spreadsheet changes texts; it is for --format csv only.")
    from contextlib import closing

    from ..corpus.database import file_of, speaking
    from ..corpus.export.choice import Choice
    from ..corpus.export.privacy import Mode
    from ..corpus.export.public import PublicVeil, veil_of
    from ..corpus.filters import check_body
    from ..corpus.store import open_corpus

    with closing(open_corpus(database)) as connection:
        mode: Mode = options["mode"] or "archive"
        filters = {name: options[name] for name in ("body", "from_", "to")}
        check_body(connection, options["body"])
        choice = Choice(connection, current=mode != "archive", **filters)
        with speaking(file_of(connection)):
            veil = veil_of(choice, mode)
            if form == "scdl":
                _scdl(choice, target, veil, options)
            elif form == "akn":
                _akn(choice, target, veil, options)
            elif form == "popolo":
                _popolo(choice, target, veil)
            else:
                _tables(choice, form, target, veil, options)
            if isinstance(veil, PublicVeil):
                _hidden(veil, target)


def _check(path: Path) -> None:
    """Print what is wrong with an SCDL file; exit code 1 where something is."""
    from ..corpus.export.scdl_checks import check_file

    wrong = 0
    for found in check_file(path):
        wrong += 1
        where = f"{path}:{found.line}: {found.column or 'line'}"
        click.echo(f"{where}: {found.message} [{found.check}]")
    if wrong:
        click.echo(f"{counted(wrong, 'error')}.", err=True)
        click.get_current_context().exit(int(ExitCode.SOME_FAILED))
    click.echo(f"{path} keeps SCDL Délibérations 2.1.5.", err=True)


def _scdl(choice: Choice, target: Path, veil: Veil, options: dict[str, Any]) -> None:
    from ..corpus.export.scdl import Scdl, write
    from ..corpus.export.siret import Sirets
    from ..corpus.export.subjects import Subjects

    sirets = Sirets(options["given"], options["nics"], options["siret_file"])
    subjects = Subjects(choice.connection, options["subject_file"], proposed=not options["printed_subjects"])
    try:
        scdl = Scdl(choice, sirets, subjects, url=options["url"], veil=veil)
    except (KeyError, ValueError, IndexError) as error:
        said = "it may hold {file}, {id} and {act_id}, and nothing else in braces."
        raise click.BadParameter(said, param_hint="--url") from error
    done = write(scdl, target, bom=options["bom"])
    click.echo(f"{counted(done.written, 'act')} in {target}; {done.left_out} left out.", err=True)
    for column, times in sorted(done.reasons.items(), key=lambda one: (-one[1], one[0])):
        click.echo(f"  {column}: {times}", err=True)
    said = ", ".join(f"{times} {source}" for source, times in sorted(done.subjects.items()))
    if said:
        click.echo(f"Subjects: {said}.", err=True)
    if done.gaps is not None:
        click.echo(f"What is missing, act by act: {done.gaps}", err=True)


def _tables(choice: Choice, form: str, target: Path, veil: Veil, options: dict[str, Any]) -> None:
    from ..corpus.export import flat
    from ..files import whole_folder

    manifest = _manifest(form, options)
    with whole_folder(target, manifest) as folder:
        if form == "csv":
            counts = flat.write_csv(choice, folder, veil, bom=options["bom"], spreadsheet=options["spreadsheet"])
        elif form == "ndjson":
            counts = flat.write_ndjson(choice, folder, veil)
        else:
            counts = flat.write_parquet(choice, folder, veil)
        manifest["rows"] = counts
    click.echo(f"{counted(sum(counts.values()), 'row')} of {len(counts)} tables in {target}.", err=True)


def _akn(choice: Choice, target: Path, veil: Veil, options: dict[str, Any]) -> None:
    import zipfile

    from ..corpus.export import akoma_files
    from ..files import whole_file, whole_folder

    if target.suffix == ".zip":
        with whole_file(target, binary=True) as opened, zipfile.ZipFile(opened, "w") as archive:
            done = akoma_files.into_zip(choice, archive, veil)
    else:
        manifest = _manifest("akn", options)
        with whole_folder(target, manifest) as folder:
            done = akoma_files.into_folder(choice, folder, veil)
            manifest |= {"acts": done.acts, "sittings": done.sittings}
    said = f"{counted(done.acts, 'act')} and {counted(done.sittings, 'sitting')} in {target}"
    click.echo(f"{said}; {len(done.left_out)} left out.", err=True)
    for name, reason in done.left_out:
        click.echo(f"  {name}: {reason}", err=True)


def _popolo(choice: Choice, target: Path, veil: Veil) -> None:
    from ..corpus.export import popolo
    from ..files import whole_file

    with whole_file(target, binary=True) as opened:
        counts = popolo.write(choice, opened, veil)
    click.echo(f"{', '.join(f'{times} {name}' for name, times in counts.items())} in {target}.", err=True)


def _manifest(form: str, options: dict[str, Any]) -> dict[str, Any]:
    """What export.json says of a folder."""
    from ..version import __version__

    asked = {name: options[key] for name, key in (("body", "body"), ("from", "from_"), ("to", "to"))}
    asked["mode"] = options["mode"] or "archive"
    return {"tool": f"delib {__version__}", "format": form, **asked}


def _hidden(veil: PublicVeil, target: Path) -> None:
    """Write the list of what was hidden where, and say how much."""
    from ..corpus.export.csv_rows import Table
    from ..corpus.export.public import REPORT_COLUMNS, report_path
    from ..files import whole_file

    beside = report_path(target)
    with whole_file(beside) as opened:
        veil.report(Table(opened, REPORT_COLUMNS))
    total = sum(veil.counts.values())
    click.echo(
        f"Hidden: {counted(total, 'place')} in {counted(veil.acts, 'act')}. Which rule, where: {beside}", err=True
    )
    for rule, times in sorted(veil.counts.items(), key=lambda one: (-one[1], one[0])):
        click.echo(f"  {rule}: {times}", err=True)
    click.echo("No rule finds everything: read what you publish.", err=True)
