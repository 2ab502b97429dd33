"""The command line: one thin function a command.

In: arguments. Out: text or JSON on standard output, one line an error on standard error, an exit code of
`errors.ExitCode`. The commands about a document stand here, the others in `commands`, and there how answers look.
Output is UTF-8 whatever the terminal's language, and a reader who closes the pipe ends the command quietly.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .commands.corpus import ingest, report, search, show
from .commands.ocr import doctor, read_images
from .commands.options import complain, examples, ocr_options, rules_of, rules_option, width
from .commands.rules import rules
from .commands.upkeep import fix, forget, merge, pack, relocate
from .errors import DelibError, ExitCode
from .version import __version__

if TYPE_CHECKING:
    from .parser.ocr import Policy


class Program(click.Group):
    """The group of all commands: says what went wrong in one line, and ends with the right exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; no error leaves as a traceback (but with DELIB_DEBUG=1, for developers)."""
        for stream, errors in (
            (sys.stdin, "replace"),
            (sys.stdout, "backslashreplace"),
            (sys.stderr, "backslashreplace"),
        ):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors=errors)
        try:
            return super().invoke(ctx)
        except DelibError as error:
            self.end(ctx, error)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(int(ExitCode.INTERRUPTED))
        except BrokenPipeError:
            # The reader has gone (`delib … | head`): what Python would still write at its end goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(int(ExitCode.OK))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("DELIB_DEBUG"):
                raise
            from .commands.batch import failure

            self.end(ctx, failure(error, None))

    def end(self, ctx: click.Context, error: DelibError) -> NoReturn:
        """Say the error and stop."""
        complain(error)
        ctx.exit(int(error.exit_code))


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "delib extract act.pdf",
        "delib ingest folder --db corpus.db",
        'delib search "subvention école" --db corpus.db',
        'eval "$(_DELIB_COMPLETE=bash_source delib)"    # completion in bash; zsh_source, fish_source',
    ),
)
@click.version_option(__version__, prog_name="delib")
def main() -> None:
    """Reads French local-government deliberations: a PDF in, a record you can check out.

    Every command has help of its own: delib COMMAND --help.
    """


# ---- documents -------------------------------------------------------------------------------------------------------


@main.command(
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
    from .commands.batch import exit_code, output_names, read_each
    from .commands.sheet import sheet
    from .parser.record import to_json

    rulebook = rules_of(rules_folder)
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    names = output_names(files)
    errors: list[DelibError] = []
    for file, document, error in read_each(files, rulebook, ocr):
        if document is not None and output is not None:
            (output / names[file]).write_bytes(to_json(document) + b"\n")
            click.echo(f"{output / names[file]}: {document.kind}, {document.status}")
        elif document is not None and as_json:
            click.echo(to_json(document))
        elif document is not None:
            click.echo("\n".join([*sheet(document, width()), *([""] if len(files) > 1 else [])]))
        if error is not None:
            complain(error)
            errors.append(error)
    click.get_current_context().exit(int(exit_code(errors, len(files))))


@main.command(
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
    from .commands.batch import reading_of, status_error
    from .commands.explanation import explanation
    from .parser.explain import NAMES
    from .parser.explain import explain as reasons
    from .parser.reading import record

    reading = reading_of(file, rules_of(rules_folder), ocr)
    document = record(reading)
    found = list(reasons(reading, document, field))
    if field is not None and not found and document.sessions:
        raise click.BadParameter(f"the record has no '{field}'. Fields: {', '.join(NAMES)}.", param_hint="--field")
    for line in explanation(found, width()):
        click.echo(line)
    if (error := status_error(document, file)) is not None:
        raise error


# ---- the corpus, rules and the rest ----------------------------------------------------------------------------------


for command in (ingest, report, search, show, fix, merge, pack, relocate, forget):
    main.add_command(command)
main.add_command(rules)
main.add_command(read_images)
main.add_command(doctor)


@main.command(epilog=examples("delib schema > record.schema.json"))
def schema() -> None:
    """Print the JSON schema of the record."""
    import json

    from .parser.record import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
