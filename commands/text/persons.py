"""Members and votes as text: lists, the sheet of one person, tables of votes.

In: what `corpus.people` and `corpus.ballots` answer. Out: text in one of the formats of `tables`. Two functions take a
file in (decisions, a roster) and say what became of it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .tables import as_dict, columns, counted, program, share

if TYPE_CHECKING:
    from ...corpus.ballots import Ballot, Voter, Year
    from ...corpus.people.finding import Listed, Tie
    from ...corpus.people.presence import Appearance, Rate, Sheet


def most(limit: int | None, form: str, usual: int) -> int | None:
    """How many lines: as asked for, or as many as people read at once; None for all."""
    if limit is None:
        return usual if form == "table" else None
    return limit or None


# ---- files that are taken in -----------------------------------------------------------------------------------------


def take_decisions(database: Path, file: Path) -> str:
    """Decisions on names in place of those before; what became of them. Raises `BadInput`."""
    from ...corpus.database import open_corpus, transaction
    from ...corpus.keys import name_key
    from ...corpus.people import marks, rulings, settle

    decided = rulings.read(file)
    with closing(open_corpus(database, "write")) as connection:
        with transaction(connection):
            rulings.keep(connection, decided)
            marks.mark_all(connection)
        settle.settle(connection)
        known = {row[0] for row in connection.execute("SELECT DISTINCT name_key FROM people")}
    unknown = [name for one in decided for name in one.names if name_key(name) not in known]
    said = f"{file}: {counted(len(decided), 'decision')} kept."
    if unknown:
        said += f" No document prints so far: {', '.join(unknown)}."
    return said


def take_roster(database: Path, file: Path, body: str | None) -> str:
    """A roster in place of what its file gave before; what became of it. Raises `BadInput`."""
    from ...corpus.database import open_corpus, transaction
    from ...corpus.people import marks, roster, settle

    lines = roster.read(file, body)
    with closing(open_corpus(database, "write")) as connection:
        with transaction(connection):
            roster.keep(connection, file.name, lines)
            marks.mark_all(connection)
        settle.settle(connection)
        (found,) = connection.execute(
            "SELECT count(*) FROM roster WHERE file = ? AND member_id IS NOT NULL", (file.name,)
        ).fetchone()
    return f"{file}: {counted(len(lines), 'line')} kept, {found} of them of members whom documents name."


# ---- lists -----------------------------------------------------------------------------------------------------------

_PEOPLE = (
    "name", "body", "sittings", "present", "represented", "absent", "contradictory", "held", "votes", "names", "first",
    "last", "group_name", "id",
)  # fmt: skip


_LEGEND = (
    "sit.: sittings whose lists name them; repr.: gave a proxy; ?: the lists of a sitting differ; held: proxies held; "
    "votes: acts with whose vote they are named; names: ways in which their name is printed."
)


def listed(found: Listed, form: str, width: int) -> str:
    """The members, a line each; in the table by body."""
    if form != "table":
        return program(found.lines, form, _PEOPLE)
    if not found.lines:
        return "Nobody."
    lines: list[str] = []
    for body in dict.fromkeys(one.body for one in found.lines):
        rows = [
            (one.name, one.sittings, one.present, one.represented, one.absent, one.contradictory or None, one.held,
             one.votes or None, one.names, one.id)
            for one in found.lines if one.body == body
        ]  # fmt: skip
        heads = ("", "sit.", "pres.", "repr.", "abs.", "?", "held", "votes", "names", "id")
        lines += [*([""] if lines else []), body or "No body known", *columns(heads, rows, width)]
    shown = len(found.lines)
    people = f"{found.total} {'person' if found.total == 1 else 'people'}"
    said = f"{people}." if shown == found.total else f"{people}, {shown} shown; --limit shows more."
    lines += ["", *_wrapped(f"{said} {_LEGEND}", width, "")]
    return "\n".join(lines)


def ties(found: Sequence[Tie], form: str, limit: int | None, width: int) -> str:
    """Names that were joined, or may be, each with the reason."""
    found = found[: most(limit, form, 100)]
    if form != "table":
        return program(found, form, ("body", "verdict", "name", "other", "rule", "similarity", "why"))
    lines: list[str] = []
    for body in dict.fromkeys(one.body for one in found):
        lines += [*([""] if lines else []), body or "No body known"]
        for one in found:
            if one.body == body:
                pair = one.name if one.name == one.other else f"{one.name} | {one.other}"
                lines.append(f"  {one.verdict}: {pair}  [{one.rule}, {one.similarity}]")
                lines += _wrapped(one.why, width, "      ")
    return "\n".join(lines) or "No such links."


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


# ---- one person ------------------------------------------------------------------------------------------------------

_SITTING = (
    "date", "organ", "mandate", "state", "proxy_to", "proxies_from", "movements", "printed", "lists", "unnamed", "note",
    "file", "path", "page", "document_id", "session_id",
)  # fmt: skip
_VOTE = (
    "date", "number", "title", "position", "outcome", "votes_for", "votes_against", "abstentions", "counts", "file",
    "path", "page", "act_id", "document_id",
)  # fmt: skip
_RATE = (
    "mandate", "organ", "basis", "sittings", "present", "represented", "absent", "contradictory", "unnamed", "given",
    "held", "share_present",
)  # fmt: skip


def sheet(found: Sheet, form: str, show: str | None, width: int) -> str:
    """The sheet of a person, or one part of it."""
    if form == "json" and show is None:
        whole = {
            "member": found.member,
            **{name: [as_dict(row) for row in getattr(found, name)] for name in ("names", "links", "roster")},
            **{name: [as_dict(row) for row in getattr(found, name)] for name in ("rates", "appearances", "votes")},
        }
        return json.dumps(whole, ensure_ascii=False, indent=1)
    if form != "table":
        parts: dict[str, tuple[Sequence[Any], tuple[str, ...]]] = {
            "sittings": (found.appearances, _SITTING),
            "votes": (found.votes, _VOTE),
            "rates": (found.rates, _RATE),
            "names": (found.names, ("name", "first", "last", "sessions", "name_id")),
        }
        rows, fields = parts[show or "sittings"]
        who = {"person": found.member["name"], "member_id": found.member["id"], "body": found.member["body"]}
        return program([{**who, **as_dict(row)} for row in rows], form, ("person", "member_id", "body", *fields))
    blocks = {
        "names": _names(found, width),
        "rates": _rates(found.rates, width),
        "sittings": _sittings(found.appearances, width),
        "votes": _votes(found, width),
    }
    shown = [blocks[show]] if show is not None else list(blocks.values())
    head = ", ".join(filter(None, (found.member["name"], found.member["body"]))) + f" ({found.member['id']})"
    return "\n".join([head, *(line for block in shown if block for line in ("", *block))])


def _names(found: Sheet, width: int) -> list[str]:
    lines = ["Printed"]
    for one in found.names:
        span = " to ".join(dict.fromkeys(filter(None, (one["first"], one["last"]))))
        sittings = counted(one["sessions"], "sitting")
        lines.append(f"  {one['name']}: {sittings}{', ' + span if span else ''}")
    for one in found.links:
        pair = one["name"] if one["name"] == one["other"] else f"{one['name']} | {one['other']}"
        lines += _wrapped(f"{one['verdict']}: {pair}: {one['why']} [{one['rule']}]", width, "    ")
    for one in found.roster:
        days = " to ".join(filter(None, (one["begins"], one["ends"]))) or "no days"
        said = ", ".join(filter(None, (one["office"], one["group_name"], days)))
        lines.append(f"  roster: {said} ({one['file']}, line {one['line']})")
    return lines


def _rates(rates: Sequence[Rate], width: int) -> list[str]:
    if not rates:
        return ["No list of attendance names this person."]
    heads = ("Mandate", "organ", "sit.", "pres.", "repr.", "abs.", "?", "unnamed", "given", "held", "present", "of")
    rows = [
        (one.mandate, one.organ, one.sittings, one.present, one.represented, one.absent, one.contradictory or None,
         one.unnamed or None, one.given, one.held, share(one.share_present), one.basis)
        for one in rates
    ]  # fmt: skip
    said = (
        "of lists: share of the sittings whose lists name them; of roster: share of the sittings while they were in "
        "office. unnamed: sittings of the time whose lists leave them out."
    )
    return [*columns(heads, rows, width, flexible=1), *_wrapped(said, width, "  ")]


def _sittings(found: Sequence[Appearance], width: int) -> list[str]:
    lines = ["Sittings"] if found else []
    for one in found:
        more = (
            [f"proxy to {', '.join(name or 'somebody (not printed)' for name in one.proxy_to)}"] if one.proxy_to else []
        )
        more += [f"holds the proxy of {', '.join(one.proxies_from)}"] if one.proxies_from else []
        more += list(one.movements)
        others = f" and {one.lists - 1} more" if one.lists > 1 else ""
        where = f"{one.file}{f', page {one.page}' if one.page else ''}{others}"
        text = "  ".join(filter(None, (one.date or "no date", one.state, "; ".join(more), f"[{where}]")))
        lines += textwrap.wrap(
            text, width, initial_indent="  ", subsequent_indent=" " * 14, break_long_words=False, break_on_hyphens=False
        )
        lines += _wrapped(one.note, width, " " * 14) if one.note else []
    return lines


def _votes(found: Sheet, width: int) -> list[str]:
    lines = ["Votes"] if found.votes else []
    for one in found.votes:
        figures = _figures(one.votes_for, one.votes_against, one.abstentions, one.counts)
        where = f"{one.file}{f', page {one.page}' if one.page else ''}"
        said = (one.date or "no date", one.position, one.number, one.title or "(no title)", figures, f"[{where}]")
        lines += textwrap.wrap(
            "  ".join(filter(None, said)), width, initial_indent="  ", subsequent_indent=" " * 14,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return lines


def _figures(for_: int | None, against: int | None, abstentions: int | None, counts: str | None) -> str:
    if counts is None:
        return ""
    said = [
        f"{count} {word}"
        for count, word in ((for_, "for"), (against, "against"), (abstentions, "abst."))
        if count is not None
    ]
    return f"({', '.join(said)}{'' if counts == 'printed' else '; inferred'})"


# ---- votes -----------------------------------------------------------------------------------------------------------

_ACT = (
    "date", "body", "organ", "number", "title", "outcome", "unanimity", "unanimity_basis", "votes_for", "votes_against",
    "abstentions", "counts", "margin", "against", "abstained", "no_part", "differ", "file", "path", "page", "id",
    "document_id",
)  # fmt: skip
_YEAR = (
    "body", "year", "decisions", "adopted", "rejected", "noted", "deferred", "not_said", "unanimous", "divided",
    "unknown", "inferred", "figures", "share_unanimous",
)  # fmt: skip


def years(found: Sequence[Year], form: str, width: int) -> str:
    """By body and year."""
    if form != "table":
        return program(found, form, _YEAR)
    if not found:
        return "No votes."
    lines: list[str] = []
    heads = (
        "", "acts", "adopted", "rejected", "noted", "deferred", "unanimous", "divided", "not said", "share", "inferred",
        "figures",
    )  # fmt: skip
    for body in dict.fromkeys(one.body for one in found):
        rows = [
            (one.year or "no date", one.decisions, one.adopted, one.rejected or None, one.noted or None,
             one.deferred or None, one.unanimous, one.divided, one.unknown, share(one.share_unanimous), one.inferred,
             one.figures)
            for one in found if one.body == body
        ]  # fmt: skip
        lines += [*([""] if lines else []), body or "No body known", *columns(heads, rows, width)]
    lines += [
        "",
        *textwrap.wrap(
            "share: unanimous of those known to be unanimous or divided; inferred: worked out from figures and names, "
            "not printed; figures: acts that print how many voted for or against.",
            width,
        ),
    ]
    return "\n".join(lines)


def acts(found: Sequence[Ballot], form: str, limit: int | None, width: int) -> str:
    """One vote after the other, with names."""
    some = found[:limit]
    if form != "table":
        return program(some, form, _ACT)
    lines: list[str] = []
    for one in some:
        figures = _figures(one.votes_for, one.votes_against, one.abstentions, one.counts)
        inferred = " (inferred)" if one.unanimity_basis == "inferred" else ""
        unanimity = f"{one.unanimity}{inferred}" if one.unanimity else None
        margin = f"margin {one.margin}" if one.margin is not None and one.votes_against else None
        head = "  ".join(filter(None, (one.date or "no date", one.number, one.outcome, unanimity, figures, margin)))
        lines += [head, *_wrapped(one.title or "(no title)", width, "  ")]
        for word, names in (("against", one.against), ("abstained", one.abstained), ("no part", one.no_part)):
            lines += _wrapped(f"{word}: {', '.join(names)}", width, "    ") if names else []
        lines += ["    documents differ"] if one.differ else []
        where = f"{one.file}{f', page {one.page}' if one.page else ''}"
        lines += [f"  {' | '.join(filter(None, (one.body, where, one.id)))}", ""]
    total = counted(len(found), "vote")
    more = "." if len(some) == len(found) else f", {len(some)} shown; --limit shows more."
    return "\n".join([*lines, f"{total}{more}"])


def voters(found: Sequence[Voter], form: str, limit: int | None, width: int) -> str:
    """Who is named with votes, and with whom."""
    some = found[:limit]
    if form != "table":
        fields = ("name", "body", "against", "abstained", "no_part", "in_favour", "acts", "together", "id")
        return program(some, form, fields)
    rows = [
        (one.name, one.body, one.against, one.abstained, one.no_part, one.acts,
         ", ".join(f"{name} {count}" for name, count in one.together[:3]))
        for one in some
    ]  # fmt: skip
    lines = columns(("", "", "against", "abstained", "no part", "acts", "most often with"), rows, width, flexible=6)
    return "\n".join(lines) if found else "No vote names anybody."
