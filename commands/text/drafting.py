"""A draft of rules as a TOML file: what `delib rules new` writes.

In: a `Draft` of `parser.draft`. Out: the text of a rule file. It loads as it is, and changes nothing: every suggestion
is a comment. A line that begins with "#" and no blank is a suggestion; without its "#" it is in force.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...parser.draft import Draft, Gap, Suggestion
    from ...parser.explain import Nearest

WIDTH = 100
_VOTES = ("unanimous", "majority", "adopted", "rejected", "noted", "deferred")


def draft_file(draft: Draft) -> str:
    """The whole file."""
    return "\n".join([*_head(draft), *_fired(draft), *_gaps(draft), *_residue(draft)]) + "\n"


def draft_line(draft: Draft) -> str:
    """What the draft comes to, in one line."""
    rules = sum(len(gap.suggestions) for gap in draft.gaps)
    siren = f"SIREN {draft.siren}" if draft.siren else "no SIREN printed"
    return f"{draft.body or 'no body found'}, {siren}: fields missing: {len(draft.gaps)}, rules suggested: {rules}."


def _head(draft: Draft) -> Iterator[str]:
    yield from _said(
        f"Rules for {draft.body or 'a body whose name was not found'}, drafted by `delib rules new` from {draft.file}."
    )
    yield from _said(
        "As it stands this file changes nothing. A line that begins with # and no blank is a suggestion: take its # "
        "away, read it, mend it. Then: delib rules test, and delib rules diff over a folder of acts."
    )
    yield ""
    if draft.siren is not None:
        yield "[rules]"
        yield f'siren = "{draft.siren}"  # as the stamp prints it: the rules are for the acts of this body alone'
    else:
        yield from _said(
            "No stamp prints the SIREN of the body. Without it the rules are for every body whose acts you read with "
            "this folder."
        )
        yield "[rules]"
        yield '#siren = "213401722"  # put the nine digits here'
    yield ""


def _fired(draft: Draft) -> Iterator[str]:
    yield "# ---- What fired: by segment, how often, and by which rules"
    yield "#"
    for segment, rules in draft.fired:
        told = ", ".join(f"{rule.id} ({rule.place}) {count}" for rule, count in rules[:4])
        more = f", and {len(rules) - 4} more" if len(rules) > 4 else ""
        yield from _said(f"{segment} {sum(count for _, count in rules)}: {told}{more}")
    yield ""


def _gaps(draft: Draft) -> Iterator[str]:
    yield "# ---- What is missing, and the words of the document that may say it"
    if not draft.gaps:
        yield "#"
        yield "# Nothing that a rule could find."
    silent = [gap.field for gap in draft.gaps if not (gap.words or gap.nearest or gap.suggestions)]
    for gap in draft.gaps:
        if gap.field not in silent:
            yield ""
            yield from _gap(gap)
    if silent:
        yield ""
        yield from _said(f"Missing too, and nothing in the document looks like it: {', '.join(silent)}.")
    yield ""


def _gap(gap: Gap) -> Iterator[str]:
    often = f" ({gap.count} times)" if gap.count > 1 else ""
    yield from _said(f"{gap.field}{often}: {gap.reason or 'not printed, or not recognised'}")
    for words, page in gap.words:
        yield from _said(f"may be: « {_short(words)} » (page {page})", "  ")
    for near in gap.nearest:
        yield from _said(_near(near), "  ")
    for number, one in enumerate(gap.suggestions):
        if number:
            yield "# or"
        yield from _suggestion(gap.field, one)


def _near(near: Nearest) -> str:
    return f"nearest: {near.rule} ({near.source}) on « {_short(near.words)} »: {near.reason}"


def _suggestion(field: str, one: Suggestion) -> Iterator[str]:
    rule = one.rule
    gained = ", ".join(f"« {_short(change.now or '')} »" for change in one.gains[:3])
    more = f" and {len(one.gains) - 3} more" if len(one.gains) > 3 else ""
    also = ", ".join(dict.fromkeys(change.field for change in one.others))
    changes = f"; and changes {also}" if also else ""
    yield from _said(f"tried: gives {field} = {gained}{more}{changes}", "  ")
    yield "#[[rule]]"
    yield f"#id = {_string(rule.id)}"
    yield f"#role = {_string(rule.role)}"
    yield f"#segment = {_string(rule.segment)}"
    if rule.field is not None:
        other = ", ".join(name for name in _VOTES if name != rule.field)
        note = f"  # or {other}" if field in ("vote.outcome", "vote.unanimous") else ""
        yield f"#field = {_string(rule.field)}{note}"
    if rule.where != "anywhere":
        yield f"#where = {_string(rule.where)}"
    yield f"#phrases = [{', '.join(map(_string, rule.phrases))}]"
    yield f"#match = [{', '.join(map(_string, rule.match))}]"


def _residue(draft: Draft) -> Iterator[str]:
    if not draft.residue:
        return
    yield "# ---- Words that no rule placed"
    yield "#"
    for words, page in draft.residue[:12]:
        yield from _said(f"page {page}: « {_short(words)} »")
    if len(draft.residue) > 12:
        yield f"# and {len(draft.residue) - 12} more: delib explain, under residue"


def _short(words: str) -> str:
    return textwrap.shorten(words, 160, placeholder=" …")


def _said(text: str, indent: str = "") -> list[str]:
    """A comment, wrapped."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"# {indent}", subsequent_indent=f"# {indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _string(text: str) -> str:
    """A TOML string; in single quotes where a backslash makes a mark of the phrase literal."""
    plain = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    return f"'{plain}'" if "\\" in plain and "'" not in plain else json.dumps(plain, ensure_ascii=False)
