"""What is to be said of rules, as text: examples that fail, findings of lint, the rules that fire on some words.

In: `Failure`s, `Finding`s, `Explained` of `parser.rulebook`. Out: lines, and a `BadRules` where the command has to
fail. How a draft of rules is written out stands in `drafting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadRules
from .tables import counted

if TYPE_CHECKING:
    from ...parser.rulebook import Explained, Failure, Finding, Hit, Near, Rule, Rulebook


def examples_report(
    book: Rulebook, failures: Sequence[Failure], folder: Path | None = None
) -> tuple[list[str], BadRules | None]:
    """A line for each example that does not hold, and the sum. A hidden match is a warning.

    With a `folder`, the rules written in it are counted alone.
    """
    lines = [f"{failure.rule.place}: {failure.rule.id}: {failure.message}" for failure in failures]
    everywhere = [*book.rules, *(rule for overlay in book.overlays.values() for rule in overlay.rules)]
    if folder is not None:
        everywhere = [rule for rule in everywhere if Path(rule.file).is_relative_to(folder)]
    count = sum(len(rule.match) + len(rule.reject) for rule in everywhere)
    broken = [failure for failure in failures if failure.kind != "hidden"]
    lines.append(
        f"{counted(len(everywhere), 'rule')}, {counted(count, 'example')}: "
        f"{count - len(broken)} hold, {len(broken)} do not"
        + (f"; {counted(len(failures) - len(broken), 'warning')}." if len(failures) > len(broken) else ".")
    )
    if not broken:
        return lines, None
    return lines, BadRules(
        f"{len(broken)} of {count} examples do not hold.",
        remedy="Mend the rule, or the example where it is the example that is wrong; each stands above with its line.",
    )


def lint_report(findings: Sequence[Finding]) -> tuple[list[str], BadRules | None]:
    """A line for each finding, and the sum; errors make the command fail."""
    lines = [
        f"{finding.file}:{finding.line}: {finding.level}: {finding.message} [{finding.code}]" for finding in findings
    ]
    tally = Counter(finding.level for finding in findings)
    lines.append(f"{', '.join(counted(tally[level], level) for level in ('error', 'warning', 'note'))}.")
    if not tally["error"]:
        return lines, None
    return lines, BadRules(f"{tally['error']} errors in the rules.", remedy="Each stands above with its file and line.")


def words_report(text: str, explained: Sequence[Explained], near: Sequence[Near] = ()) -> list[str]:
    """A line for each rule that fires on the text: the words, the rule, what hides it; then those that nearly fire."""
    lines = [] if explained else ["No rule fires on these words."]
    for one in explained:
        rule = one.hit.rule
        hidden = f"; hidden by {one.hidden_by.id} ({one.hidden_by.place})" if one.hidden_by is not None else ""
        alone = f"; for the SIREN {rule.origin[6:]} alone" if rule.origin.startswith("siren:") else ""
        lines.append(f"« {_words(text, one.hit)} »: {rule.id} ({rule.place}; {_what(rule)}{alone}{hidden})")
    for miss in near:
        words = _words(text, miss)
        lines.append(f"nearest: {miss.rule.id} ({miss.rule.place}; {_what(miss.rule)}) on « {words} »: {miss.reason}")
    return lines


def _words(text: str, found: Hit | Near) -> str:
    return " ".join(text[found.start : found.end].split())


def _what(rule: Rule) -> str:
    return f"{rule.role} {rule.segment}{f', {rule.field}' if rule.field else ''}"
