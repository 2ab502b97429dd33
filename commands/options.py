"""What several commands share: options, examples in the help, the width of the window.

In: nothing. Out: decorators and small functions for `cli` and the modules of commands. Nothing heavy is imported.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from ..errors import DelibError
    from ..parser.rulebook import Rulebook

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
FOLDER = click.Path(path_type=Path)


def complain(error: DelibError) -> None:
    """The error on one line of standard error."""
    click.echo(" ".join(str(error).split()), err=True)


def width() -> int:
    """Columns of the terminal, within what can be read."""
    return min(max(shutil.get_terminal_size((88, 24)).columns, 60), 110)


def examples(*lines: str) -> str:
    """An epilog that shows commands as they are typed."""
    return "\n".join(["\b", "Examples:", *(f"  $ {line}" for line in lines)])


def rules_option(command: Decorated) -> Decorated:
    """--rules DIR, the same for every command that has it."""
    said = "A folder of your own rules (TOML files), added to those that come with delib."
    return click.option("--rules", "rules_folder", metavar="DIR", type=FOLDER, help=said)(command)


def rules_of(folder: Path | None) -> Rulebook:
    """The rules that come with delib, and those of the folder."""
    from ..parser.reading import default_rulebook
    from ..parser.rulebook import load_rulebook

    return default_rulebook() if folder is None else load_rulebook(folder)


def ocr_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--ocr, --ocr-engine, --second-opinion and --ocr-cache, handed to the command as one `Policy` named `ocr`."""

    @functools.wraps(command)
    def with_policy(
        *arguments: Any, ocr: Any, ocr_engine: str, second_opinion: str, ocr_cache: Path | None, **options: Any
    ) -> Any:
        from ..parser.ocr import Policy

        policy = Policy(ocr, ocr_engine, second_opinion, None if ocr_cache is None else str(ocr_cache))
        return command(*arguments, ocr=policy, **options)

    kept = "Where results of OCR are kept; by default in the user's cache folder."
    for option in (
        click.option("--ocr-cache", metavar="DIR", type=FOLDER, help=kept),
        click.option("--second-opinion", metavar="NAME", default="", help="Ask this one too where the first doubts."),
        click.option("--ocr-engine", metavar="NAME", default="", help="Read with this engine (see delib doctor)."),
        click.option(
            "--ocr",
            type=click.Choice(("auto", "force", "never")),
            default="auto",
            show_default=True,
            help="Read pages that are images or whose text is debris; all that images cover; none.",
        ),
    ):
        with_policy = option(with_policy)
    return with_policy


def database_option(command: Decorated) -> Decorated:
    """--db FILE, the same for every command that has it: what SQLite says of the file is told as `BadDatabase`."""

    @functools.wraps(command)
    def spoken(*arguments: Any, database: Path, **options: Any) -> Any:
        from ..corpus.database import speaking

        with speaking(str(database)):
            return command(*arguments, database=database, **options)

    said = "The corpus, one SQLite file."
    option = click.option("--db", "database", metavar="FILE", required=True, type=FOLDER, help=said)
    return cast(Decorated, option(spoken))


def format_option(command: Decorated) -> Decorated:
    """--format, the same for every command whose answer is a table."""
    return click.option(
        "--format",
        "form",
        default="table",
        show_default=True,
        type=click.Choice(("table", "json", "csv", "ndjson")),
        help="For people, or for programs.",
    )(command)
