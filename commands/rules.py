"""The commands about rules: test, lint, explain, new, diff.

In: arguments. Out: text on standard output, one line an error on standard error, an exit code. As in `cli`, a command
is one thin function; what it does stands in the package.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import DelibError, ExitCode
from .options import FOLDER, complain, examples, ocr_options, rules_of, rules_option, width

if TYPE_CHECKING:
    from ..parser.ocr import Policy


@click.group(epilog=examples("delib rules new act.pdf", "delib rules lint --rules my-rules"))
def rules() -> None:
    """Check and mend rules: the French wording by which acts are read.

    Rules are TOML files. Those that come with delib are in its folder rules/; yours go into a folder of your own.
    """


@rules.command("test", epilog=examples("delib rules test", "delib rules test --rules my-rules"))
@rules_option
def rules_test(rules_folder: Path | None) -> None:
    """Run the examples of every rule: each must match its own, and none of those it rejects.

    With --rules, your own rules are told of, and those of delib whose examples hold no longer because of yours.
    """
    from ..parser.rulebook import check_examples
    from .text.rule_reports import examples_report

    book = rules_of(rules_folder)
    known = frozenset(check_examples(rules_of(None))) if rules_folder is not None else frozenset()
    lines, error = examples_report(book, [one for one in check_examples(book) if one not in known], rules_folder)
    click.echo("\n".join(lines))
    if error is not None:
        raise error


@rules.command("lint", epilog=examples("delib rules lint", "delib rules lint --rules my-rules"))
@rules_option
def rules_lint(rules_folder: Path | None) -> None:
    """Look for what is wrong or doubtful in rules: file, line, and what would be right.

    A rule outside overlays that names a body or a person is an error. With --rules, your own rules alone are told of.
    """
    from ..parser.checks.catalogue import catalogue
    from ..parser.law import the_law
    from ..parser.rulebook import lint
    from .text.rule_reports import lint_report

    the_law()
    catalogue()
    lines, error = lint_report(lint(rules_folder))
    click.echo("\n".join(lines))
    if error is not None:
        raise error


@rules.command(
    "explain",
    epilog=examples(
        'delib rules explain "Le Bureau, après en avoir délibéré, DÉCIDE"', "delib rules explain < letter.txt"
    ),
)
@click.argument("words", nargs=-1)
@rules_option
def rules_explain(words: tuple[str, ...], rules_folder: Path | None) -> None:
    """Say which rules fire on words of yours, and where they are written; where none does, which came nearest.

    Without WORDS, standard input is read.
    """
    from ..parser.rulebook import explain_words, near_words
    from .text.rule_reports import words_report

    book = rules_of(rules_folder)
    text = " ".join(words) if words else sys.stdin.read()
    click.echo("\n".join(words_report(text, explain_words(book, text), near_words(book, text))))


@rules.command(
    "new", epilog=examples("delib rules new act.pdf", "delib rules new act.pdf -o my-rules/our-commune.toml")
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("-o", "--output", metavar="FILE.toml", type=FOLDER, help="Write the draft here, not on the screen.")
@rules_option
@ocr_options
def rules_new(file: str, output: Path | None, rules_folder: Path | None, ocr: Policy) -> None:
    """Draft rules for a body from one of its documents.

    The draft says what fired, what is missing, and which words of the document come nearest. What it suggests was tried
    on the document, and stands in comments: nothing is in force before you say so.
    """
    from ..files import made_folder, whole_file
    from ..parser.draft import draft
    from ..parser.reading import record
    from .batch import reading_of, status_error
    from .text.drafting import draft_file, draft_line

    reading = reading_of(file, rules_of(rules_folder), ocr)
    document = record(reading)
    if (error := status_error(document, file)) is not None:
        raise error
    made = draft(reading, document)
    if output is None:
        click.echo(draft_file(made), nl=False)
        return
    if output.exists():
        raise click.BadParameter(f"{output} is there already; it is not overwritten.", param_hint="--output")
    made_folder(output.parent)
    with whole_file(output) as opened:
        opened.write(draft_file(made))
    click.echo(f"{output}: {draft_line(made)}")


@rules.command(
    "diff",
    epilog=examples("delib rules diff acts --rules my-rules", "delib rules diff acts --rules my-rules --against older"),
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...", type=click.Path())
@click.option(
    "--rules", "rules_folder", metavar="DIR", type=FOLDER,
    help="The new rules: a folder of your own, or a whole rule set (it holds a base.toml). Else those of delib.",
)  # fmt: skip
@click.option(
    "--against", metavar="DIR", type=FOLDER, help="The rules to compare with, likewise. Else those of delib alone."
)
@ocr_options
def rules_diff(corpus: tuple[str, ...], rules_folder: Path | None, against: Path | None, ocr: Policy) -> None:
    """Say what is gained and lost by other rules, value by value, over files and folders.

    For each document and field: what it was → what it is. + is a value that was missing, - one that is lost, ~ one that
    is another. Each file is read once. Exit code 1 where a value is lost or changed or a file cannot be read, else 0.
    """
    from ..corpus.intake.sources import expand, is_document
    from ..parser.rulebook import load_rule_set
    from .gains import Compared, compare_each, gains_report, gains_sum

    was, now = load_rule_set(against), load_rule_set(rules_folder)
    if was.digest == now.digest:
        click.echo("The two rule sets are the same.")
        return
    files = [path for path, chosen in expand(corpus) if chosen or is_document(path)]
    done: list[Compared] = []
    for one in compare_each(map(_from_here, files), was, now, ocr):
        for line in gains_report(one, width()):
            click.echo(line)
        if one.error is not None:
            complain(one.error)
        done.append(one)
    said, worse = gains_sum(done)
    click.echo(said)
    errors: list[DelibError] = [one.error for one in done if one.error is not None]
    if errors and len(errors) == len(files) == 1:
        click.get_current_context().exit(int(errors[0].exit_code))
    click.get_current_context().exit(int(ExitCode.SOME_FAILED if worse or errors else ExitCode.OK))


def _from_here(path: str) -> str:
    """The path from the working directory, where that is shorter."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path
