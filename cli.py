"""The command line: one thin function a command.

In: arguments. Out: text or JSON on standard output, one line an error on standard error, an exit code of
`errors.ExitCode`. The commands stand in `commands`, and there how answers look.
Output is UTF-8 whatever the terminal's language, and a reader who closes the pipe ends the command quietly.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import click

from .commands.audit import audit
from .commands.chain import chain
from .commands.corpus import ingest, report, show
from .commands.document import explain, extract, schema
from .commands.export import export
from .commands.inferring import infer
from .commands.money import money
from .commands.ocr import doctor, read_images
from .commands.options import complain, examples
from .commands.people import people, person, votes
from .commands.rules import rules
from .commands.search import search
from .commands.serve import serve
from .commands.upkeep import fix, forget, merge, pack, relocate
from .errors import DelibError, ExitCode
from .version import __version__


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


for command in (
    # a document
    extract, explain, schema,
    # a corpus: made, asked, kept
    ingest, report, search, people, person, votes, money, infer, show, chain, serve, export,
    audit,
    fix, merge, pack, relocate, forget,
    # rules and the machine
    rules, read_images, doctor,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
