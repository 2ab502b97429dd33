"""The commands about a corpus as a whole: fix, merge, pack, relocate, forget.

In: arguments. Out: text on standard output, one line an error on standard error, an exit code. As in `cli`, a command
is one thin function; what it does stands in the package.
"""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import ExitCode
from .options import FOLDER, database_option, examples
from .text.tables import counted


@click.command(
    epilog=examples(
        "delib fix 3f2a9c01d4e5 in_office 15 --db corpus.db --why 'read as 75: the scan is smudged'",
        "delib fix 3f2a9c01d4e5 vote.against null --db corpus.db --why 'not printed'",
        "delib fix 3f2a9c01d4e5 in_office --undo --db corpus.db",
        "delib fix --list --db corpus.db",
    )
)
@click.argument("id_", metavar="[ID]", required=False)
@click.argument("field", metavar="[FIELD]", required=False)
@click.argument("value", metavar="[VALUE]", required=False)
@database_option
@click.option("--why", metavar="REASON", help="Where you know it from; needed.")
@click.option("--undo", is_flag=True, help="Take the correction back: what was read stands again.")
@click.option("--list", "listing", is_flag=True, help="Show all corrections.")
def fix(
    id_: str | None, field: str | None, value: str | None, database: Path, why: str | None, undo: bool, listing: bool
) -> None:
    """Put a value right that was read wrongly: FIELD of the act or document ID is VALUE.

    The correction is kept apart from what was read, and holds when the file is read again. Fields are named as in the
    record: number, title, date, in_office, president, vote.outcome, vote.for… What belongs to the session (date,
    in_office) is changed for all acts that its document puts into it. null says that the document does not state it.
    """
    from contextlib import closing

    from ..corpus.corrections import every
    from ..corpus.people.settle import settle
    from ..corpus.store import fix as put_right
    from ..corpus.store import open_corpus
    from .text.listing import corrections

    if listing:
        with closing(open_corpus(database)) as connection:
            click.echo("\n".join(corrections(every(connection))) or "No value has been corrected.")
        return
    if id_ is None or field is None or (value is None) is not undo:
        raise click.UsageError("Give an ID, a FIELD and a VALUE; or an ID, a FIELD and --undo; or --list.")
    if not undo and not (why or "").strip():
        raise click.UsageError("Say --why: whoever reads the value later will want to know.")
    with closing(open_corpus(database, "write")) as connection:
        try:
            put_right(connection, id_, field, value, why or "")
        except ValueError as error:
            raise click.BadParameter(f"{error}.") from None
        settle(connection)
    click.echo(f"{field} of {id_}: {'what was read stands again' if undo else f'now {value}'}.")


@click.command(epilog=examples("delib merge 2019.db 2020.db -o all.db"))
@click.argument("databases", nargs=-1, required=True, metavar="DB...", type=FOLDER)
@click.option("-o", "--output", metavar="FILE", required=True, type=FOLDER, help="The corpus to make, or to add to.")
def merge(databases: tuple[Path, ...], output: Path) -> None:
    """Make one corpus of several: shards of several machines, or of several years.

    Ids stay as they are, and merging again changes nothing. Of two readings of one file the later stays. Corrections
    come along.
    """
    from ..corpus.merge import merge as join

    files = join(databases, output, lambda path, taken: click.echo(f"{path}: {counted(taken, 'file')} taken in"))
    click.echo(f"{output}: {counted(files, 'file')}.")


@click.command(
    epilog=examples(
        "delib pack --db corpus.db -o corpus.zip",
        "delib pack --db corpus.db -o corpus.zip --hashes",
        "unzip corpus.zip && delib relocate sources --db corpus.db    # elsewhere",
    )
)
@database_option
@click.option("-o", "--output", metavar="FILE", required=True, type=FOLDER, help="The zip file to write.")
@click.option("--hashes", is_flag=True, help="Only the hashes of the sources, not the files.")
@click.option("--images", is_flag=True, help="An image of every page, too.")
def pack(database: Path, output: Path, hashes: bool, images: bool) -> None:
    """Pack a corpus to take it elsewhere: the database, its sources, a list of both with their hashes.

    A source that is not at its path any more, or is another file by now, is named and left out.
    """
    from contextlib import closing

    from ..corpus.store import open_corpus
    from ..corpus.travel import pack as put_together
    from .ingestion import page_images

    with closing(open_corpus(database)) as connection:
        done = put_together(connection, output, sources=not hashes, images=page_images if images else None)
    for path in done.missing:
        click.echo(f"{path}: not there, or other bytes by now; left out. `delib relocate` finds moved files.", err=True)
    click.echo(
        f"{output}: {counted(done.documents, 'document')}, {counted(done.sources, 'source')}, "
        f"{counted(done.images, 'page image')}."
    )
    click.get_current_context().exit(int(ExitCode.SOME_FAILED if done.missing else ExitCode.OK))


@click.command(epilog=examples("delib relocate /new/place --db corpus.db"))
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path())
@database_option
def relocate(folders: tuple[str, ...], database: Path) -> None:
    """Find again the sources that have moved: files in FOLDER are known by their bytes."""
    from contextlib import closing

    from ..corpus.store import open_corpus
    from ..corpus.travel import relocate as find_again

    with closing(open_corpus(database, "write")) as connection:
        done = find_again(connection, folders)
    for path in done.missing:
        click.echo(f"{path}: found nowhere.", err=True)
    click.echo(f"{database}: {done.moved} found at another path, {len(done.missing)} nowhere.")
    click.get_current_context().exit(int(ExitCode.SOME_FAILED if done.missing else ExitCode.OK))


@click.command(epilog=examples("delib forget folder/act.pdf --db corpus.db"))
@click.argument("path", metavar="PATH")
@database_option
def forget(path: str, database: Path) -> None:
    """Take a file, or all files of a folder, out of a corpus, with what only they said.

    Where the corpus knows a copy of the file, its document stays with the copy. The file itself is not touched.
    """
    from contextlib import closing

    from ..corpus.store import open_corpus
    from ..corpus.travel import forget as take_out

    with closing(open_corpus(database, "write")) as connection:
        files = take_out(connection, path)
    click.echo(f"{database}: {counted(files, 'file')} forgotten.")
