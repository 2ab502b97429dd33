"""Answers of a corpus as text: what a search found, what a session holds, what an ingest did.

In: `Hit`s of `corpus.search`, rows, a `Summary`. Out: text in one of the formats "table" (for people), "json" (one
array), "ndjson" (one object a line) and "csv" (UTF-8, a head line). The spans to mark are marked in the table only.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import DelibError, kinds
from .tables import counted, written

if TYPE_CHECKING:
    from pathlib import Path

    from ...corpus.chains import Chain, Change
    from ...corpus.corrections import Correction
    from ...corpus.intake.ingest import Summary
    from ...corpus.journal import Entry
    from ...corpus.report import Report
    from ...corpus.search import Found, Hit, Shown

COLUMNS = (
    "id", "date", "body", "organ", "number", "title", "outcome", "file", "page", "passage", "document_id", "session_id",
)  # fmt: skip
Mark = Callable[[str], str]


def answers(found: Found, form: str, *, width: int = 88, mark: Mark = str) -> str:
    """What a search found. `mark` sets off the words looked for, in the table."""
    if form == "table":
        return "\n".join(_entry(hit, width, mark) for hit in found.hits)
    return written([_whole(hit) for hit in found.hits], form, COLUMNS)


def total(found: Found, page: int, limit: int) -> str:
    """How many acts answer, and which of them a page of `limit` shows."""
    acts = counted(found.total, "act")
    if found.partly:
        acts = f"No act holds all the words; most of them: {acts}"
    if found.more:
        acts = f"More than {acts} (--exact counts them)"
    if found.total == len(found.hits):
        return f"{acts}."
    last = -(-found.total // limit)
    if not found.hits:
        return f"{acts}: the last page is {last}."
    first = (page - 1) * limit
    more = f"; --page {page + 1} shows more" if page < last or found.more else ""
    return f"{acts}, {first + 1} to {first + len(found.hits)} shown{more}."


def _whole(hit: Hit) -> dict[str, Any]:
    """All of a hit, with the spans of the words that answer: [start, end] in the title, in the passage."""
    return {name: getattr(hit, name) for name in (*COLUMNS, "path", "score", "title_marks", "passage_marks")}


def _entry(hit: Hit, width: int, mark: Mark) -> str:
    head = "  ".join(filter(None, (hit.date or "no date", hit.number, hit.outcome)))
    where = ", ".join(filter(None, (hit.body, hit.organ)))
    source = f"{hit.file}, page {hit.page}" if hit.page else hit.file
    title = _wrap(hit.title or "(no title)", width, hit.title_marks, mark)
    lines = [head, *title, *_wrap(hit.passage, width, hit.passage_marks, mark)]
    return "\n".join([*lines, f"  {' | '.join(filter(None, (where, source, hit.id)))}", ""])


def _wrap(text: str, width: int, spans: Sequence[tuple[int, int]], mark: Mark) -> list[str]:
    """The text in lines, its spans marked: after the lines are cut, because marks take no room on a screen."""
    lines: list[str] = []
    at = 0
    for line in textwrap.wrap(text, width - 2, break_long_words=False, expand_tabs=False):
        start = text.find(line.split(" ", 1)[0], at)
        at = start + len(line)
        inside = [(max(a, start) - start, min(b, at) - start) for a, b in spans if a < at and b > start]
        lines.append("  " + _marked(line, inside, mark))
    return lines


def _marked(text: str, spans: Iterable[tuple[int, int]], mark: Mark) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], mark(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def session(shown: Shown, *, width: int = 88) -> list[str]:
    """What the documents say of one session: a line for each act, the numbers they announce, and where they differ."""
    if not shown.parts:
        return ["No document in the corpus says anything of this session any more."]
    first = shown.parts[0]
    lines = [", ".join(str(first[name]) for name in ("body", "organ", "date") if first[name])]
    for part in _distinct(shown.parts, ("in_office", "present_count", "proxy_count", "voter_count", "list_id")):
        counts = (("in_office", "in office"), ("present_count", "present"), ("proxy_count", "proxies"))
        said = [f"{part[name]} {word}" for name, word in (*counts, ("voter_count", "voters")) if part[name] is not None]
        names = [f"{part[name]} {name}" for name in ("present", "absent", "represented") if part[name] is not None]
        lines.append(f"  announced: {', '.join(said) or 'nothing'}; listed: {', '.join(names) or 'nobody'}")
    for part in shown.parts:
        if part["id"] is None:
            continue
        head = "  ".join(str(part[name]) for name in ("number", "outcome") if part[name])
        lines += textwrap.wrap(
            f"{head}  {part['title'] or '(no title)'}  [{part['file']} {part['id']}]", width,
            initial_indent="  ", subsequent_indent="      ", break_long_words=False,
        )  # fmt: skip
    return lines


def _distinct(parts: Sequence[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return list({tuple(part[name] for name in names): part for part in reversed(parts)}.values())[::-1]


def around(shown: Shown) -> list[str]:
    """What the corpus knows beside the record: the same decision elsewhere, and what was put right by hand."""
    lines = []
    for other in shown.also:
        page = f", page {other['page']}" if other["page"] else ""
        lines.append(f"also in {other['path']}{page} ({other['kind']}, {other['id']})")
    if shown.chain is not None:
        lines += chain_lines(shown.chain)
    return [*lines, *corrections(shown.corrections)]


_UNDERGONE = {
    "modifies": "modified by", "completes": "completed by", "rectifies": "rectified by", "withdraws": "withdrawn by",
    "repeals": "repealed by", "replaces": "replaced by", "extends": "extended by", "implements": "implemented by",
}  # fmt: skip
_STANDING = {
    "in force": "no act of the corpus changes it",
    "changed": "in force as changed, as far as the corpus knows",
    "ended": "no more in force, as far as the corpus knows",
}


def chain_lines(chain: Chain) -> list[str]:
    """What an act does to earlier ones, what later ones do to it, and whether it stands; nothing where it is alone."""
    lines = [f"{one.relation} {_other(one.to_number, one.to_date, one.to_title, one.to)}" for one in chain.does]
    lines += [f"{relation} {words} (not linked: {why})" for words, relation, why in chain.unresolved]
    for one in chain.undergoes:
        without = "" if one.effective else " (not adopted)"
        lines.append(f"{_UNDERGONE[one.relation]} {_other(one.by_number, one.by_date, one.by_title, one.by)}{without}")
    return [*lines, standing(chain)] if chain.undergoes else lines


def standing(chain: Chain) -> str:
    """What is left of the act, as far as the corpus knows."""
    return _STANDING[chain.standing]


def _other(number: str | None, date: str | None, title: str | None, act_id: str) -> str:
    named = " of ".join(filter(None, (number, date))) or "an act"
    return f"{named}, {textwrap.shorten(title or 'no title', 70, placeholder=' …')} ({act_id})"


def changes(listed: Iterable[Change], form: str) -> str:
    """A chain of acts, a line a change, the earliest first."""
    if form != "table":
        rows = [one._asdict() for one in listed]
        return written(rows, form, list(rows[0]) if rows else [])
    lines = []
    for one in listed:
        without = "" if one.effective else " (not adopted)"
        lines.append(_other(one.by_number, one.by_date, one.by_title, one.by))
        lines.append(f"    {one.relation} {_other(one.to_number, one.to_date, one.to_title, one.to)}{without}")
    return "\n".join(lines)


def corrections(listed: Iterable[Correction]) -> list[str]:
    """Corrections by hand, a line each."""
    lines = []
    for one in listed:
        was = json.loads(one.was)["value"] if one.was is not None else None
        was = was["text"] if isinstance(was, dict) else was
        read = "its act is not there now" if one.was is None else f"read: {_short(was)}"
        lines.append(
            f"corrected by hand: {one.field} = {_short(json.loads(one.value))} ({read}), {one.at[:10]}: {one.why}"
        )
    return lines


def _short(value: object) -> str:
    return textwrap.shorten(json.dumps(value, ensure_ascii=False), 100, placeholder='…"')


def trouble(entry: Entry) -> str:
    """A file that gave nothing, on one line, with what to do."""
    page = f", page {entry.page}" if entry.page is not None else ""
    said, _, own = (entry.message or "It cannot be read.").partition("\n")
    remedy = own or next((kind.remedy for kind in kinds() if kind.code == entry.code), DelibError.remedy)
    return " ".join(f"{entry.path}{page}: {said} [{entry.code or entry.status}] {remedy}".split())


_VERSIONS = {"rules": "rules", "tool": "code", "ocr": "OCR"}


def summary(done: Summary, database: Path) -> str:
    """What an ingest did, on one line."""
    statuses = ", ".join(f"{count} {status}" for status, count in done.by_status.items())
    files = counted(done.files, "file")
    known = f", {done.known} of them known already" if done.known else ""
    for name, count in done.renewed.items():
        known += f", {count} read again with other {_VERSIONS[name]}"
    return (
        f"{database}: {files}{known} ({statuses}) in {done.seconds:.1f} s." if done.files else f"{database}: no files."
    )


def report_lines(found: Report, database: Path) -> list[str]:
    """How a corpus stands, for people."""
    lines = [
        f"{database}: {counted(found.files, 'file')}, {counted(found.documents, 'document')}, "
        + counted(found.acts, "act")
        + (f" ({found.twins} more in a second file)" if found.twins else "")
        + (f", {counted(found.superseded, 'older version')}" if found.superseded else "")
        + f"; read in {found.seconds:.0f} s of work"
        + (f", last {found.last}" if found.last else "")
        + ".",
        "",
        *(f"  {count:8}  {status}" for status, count in found.by_status.items()),
    ]
    if found.by_code:
        lines += ["", "Why:", *(f"  {count:8}  {code}" for code, count in found.by_code.items())]
    if found.unread:
        lines += ["", f"Gave nothing to search ({_some(found.unread, found.unread_count)}):"]
        lines += [f"  {trouble(entry)}" for entry in found.unread]
    if found.review:
        lines += ["", f"To look at ({_some(found.review, found.review_count)}):"]
        lines += [f"  {entry.path}: {' '.join((entry.message or '').split())}" for entry in found.review]
    if found.slowest:
        lines += ["", "Slowest:", *(f"  {entry.seconds:8.1f} s  {entry.path}" for entry in found.slowest[:3])]
    if found.corrections:
        waiting = f", {found.waiting} of them for acts that are not there now" if found.waiting else ""
        lines += ["", f"{counted(found.corrections, 'correction')} by hand{waiting}; `delib fix --list` shows them."]
    return lines


def _some(listed: Sequence[object], count: int) -> str:
    return str(count) if len(listed) == count else f"{len(listed)} of {count}; --limit shows more"


def report_json(found: Report) -> str:
    """How a corpus stands, for programs."""
    lists = {name: [entry._asdict() for entry in getattr(found, name)] for name in ("unread", "review", "slowest")}
    return json.dumps({**found._asdict(), **lists}, ensure_ascii=False)
