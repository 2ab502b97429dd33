"""The commands about a document: extract, explain, schema.

In: arguments. Out: a sheet, a record or its reasons on standard output, one line an error on standard error, an exit
code. As in `cli`, a command is one thin function; what it does stands in the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import complain, examples, ocr_options, rules_of, rules_option, width

if TYPE_CHECKING:
    from ..errors import DelibError
    from ..parser.ocr import Policy


@click.command(
    epilog=examples(
        "delib extract act.pdf",
        "delib extract act.pdf --json | jq '.sessions[0].present[].name'",
        "delib extract *.pdf -o records",
        "cat act.pdf | delib extract - --json",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the record: one JSON object a line, each as it is ready.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write each record to DIR/FILENAME.json instead.",
)
@rules_option
@ocr_options
def extract(files: tuple[str, ...], as_json: bool, output: Path | None, rules_folder: Path | None, ocr: Policy) -> None:
    """Read acts: print a sheet of each, or its record.

    The sheet says who sat, when, what was decided and by what vote, and whether the numbers add up. FILE is a PDF or a
    text file; - is standard input. A file that cannot be read does not stop the others.
    """
    from ..files import made_folder, whole_file
    from ..parser.record import to_json
    from .batch import exit_code, output_names, read_each
    from .text.sheet import sheet

    rulebook = rules_of(rules_folder)
    if output is not None:
        made_folder(output)
    names = output_names(files)
    errors: list[DelibError] = []
    for file, document, error in read_each(files, rulebook, ocr):
        if document is not None and output is not None:
            with whole_file(output / names[file], binary=True) as opened:
                opened.write(to_json(document) + b"\n")
            click.echo(f"{output / names[file]}: {document.kind}, {document.status}")
        elif document is not None and as_json:
            click.echo(to_json(document))
        elif document is not None:
            click.echo("\n".join([*sheet(document, width()), *([""] if len(files) > 1 else [])]))
        if error is not None:
            complain(error)
            errors.append(error)
    click.get_current_context().exit(int(exit_code(errors, len(files))))


@click.command(
    epilog=examples(
        "delib explain act.pdf",
        "delib explain act.pdf --field date",
        "delib explain act.pdf --field vote.outcome --rules my-rules",
    )
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--field", metavar="NAME", help="Only this field of the record: date, present, vote.outcome, dispositif…")
@rules_option
@ocr_options
def explain(file: str, field: str | None, rules_folder: Path | None, ocr: Policy) -> None:
    """Say why: for each passage and value the rule, its file and line, the words, the page and the box.

    For what is missing, the rules that came nearest and why they did not fire.
    """
    from ..parser.explain import NAMES
    from ..parser.explain import explain as reasons
    from ..parser.reading import record
    from .batch import reading_of, status_error
    from .text.explanation import explanation

    reading = reading_of(file, rules_of(rules_folder), ocr)
    document = record(reading)
    found = list(reasons(reading, document, field))
    if field is not None and not found and document.sessions:
        raise click.BadParameter(f"the record has no '{field}'. Fields: {', '.join(NAMES)}.", param_hint="--field")
    for line in explanation(found, width()):
        click.echo(line)
    if (error := status_error(document, file)) is not None:
        raise error


@click.command(
    epilog=examples(
        "delib schema > record.schema.json",
        "delib schema --datasette > metadata.json && datasette corpus.db -m metadata.json",
    )
)
@click.option("--datasette", "database", is_flag=True, help="Print what Datasette is told of a corpus instead.")
@click.option("--name", default="corpus", show_default=True, help="The database's name there: its file without .db.")
def schema(database: bool, name: str) -> None:
    """Print the JSON schema of the record, or the description of the database.

    With --datasette: tables and columns described, labels, facets and worked questions, for
    https://datasette.io to show (it needs nothing else of delib).
    """
    import json

    from ..corpus.metadata import metadata
    from ..parser.record import json_schema

    click.echo(json.dumps(metadata(name) if database else json_schema(), indent=2, ensure_ascii=False))
