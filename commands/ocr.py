"""The commands about images: ocr, doctor.

In: arguments. Out: text on standard output, one line an error on standard error, an exit code. As in `cli`, a command
is one thin function; what it does stands in the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import DelibError, ExitCode
from .options import complain, examples, ocr_options

if TYPE_CHECKING:
    from ..parser.ocr import Policy


@click.command(
    "ocr", epilog=examples("delib ocr scan.pdf -o read", "delib ocr *.pdf -o read --ocr force --format hocr")
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into, made where there is none.",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(("alto", "hocr", "pdf")),
    help="What to write; may be given several times. By default all three.",
)
@ocr_options
def read_images(files: tuple[str, ...], output: Path, forms: tuple[str, ...], ocr: Policy) -> None:
    """Read images: words with boxes and confidences, as ALTO, hOCR and a PDF that can be searched.

    Words that need no reading are written too, as they are. extract and ingest read images by themselves; this is for
    other programs.
    """
    from ..files import made_folder
    from .batch import exit_code
    from .ocr_files import write_read

    made_folder(output)
    errors: list[DelibError] = []
    for file in files:
        try:
            for line in write_read(file, output, forms or ("alto", "hocr", "pdf"), ocr):
                click.echo(line)
        except DelibError as error:
            complain(error)
            errors.append(error)
    click.get_current_context().exit(int(exit_code(errors, len(files))))


@click.command(epilog=examples("delib doctor"))
def doctor() -> None:
    """Say what is there to read images with, and how to get what is missing.

    Exit code 4 where something is missing.
    """
    from ..parser.ocr import doctor as examine

    found = examine()
    for finding in found:
        mark = "✗" if not finding.ok else "·" if finding.remedy else "✓"  # a dot: an offer, nothing is missing
        click.echo(f"{mark} {finding.subject}: {finding.detail}")
        if finding.remedy:
            click.echo(f"    {finding.remedy}")
    click.get_current_context().exit(int(ExitCode.OK if all(one.ok for one in found) else ExitCode.NEEDS_OCR))
