"""The command that follows an act through the acts that changed it.

In: the id of an act. Out: a line for each change of its chain, the earliest first, and how the act stands.
"""

from __future__ import annotations

from pathlib import Path

import click

from .options import database_option, examples, format_option


@click.command(
    epilog=examples("delib chain 3f2a9c01d4e5 --db corpus.db", "delib chain 3f2a9c01d4e5 --db corpus.db --format csv")
)
@click.argument("id_", metavar="ID")
@database_option
@format_option
def chain(id_: str, database: Path, form: str) -> None:
    """Follow an act: which earlier acts it changes, which later ones change it, and so on.

    A change is shown where the acts say it (modifie, retire, abroge, annule et remplace…) and both are in the corpus.
    What is in force is said as far as the corpus knows: an act that it does not hold may have changed it.
    """
    from contextlib import closing

    from ..corpus.chains import whole
    from ..corpus.search import show
    from ..corpus.store import open_corpus
    from ..errors import NotFound
    from .text.listing import chain_lines, changes, standing

    with closing(open_corpus(database)) as connection:
        shown = show(connection, id_)
        if shown.kind != "act" or shown.chain is None:
            raise NotFound(f"{id_} is no act but a {shown.kind}.", remedy="`delib search` prints the ids of acts.")
        found = whole(connection, shown.id)
    if found or form != "table":
        click.echo(changes(found, form))
    if form == "table":
        lines = [*([] if found else chain_lines(shown.chain)), standing(shown.chain)]
        click.echo("\n".join(lines))
