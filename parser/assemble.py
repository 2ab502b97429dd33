"""The parts of a reading put together into the record, and the account of every word.

In: a `Reading`. Out: a `Document` with its coverage: each word of the source is in a value, a passage, labelled noise
or the residue, which is listed.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from . import checks
from .acts import ReadAct, read_act
from .evidence import block_places, clean
from .ocr import is_unread, why_unread
from .record import Coverage, Document, Evidence, PageInfo, Residue, Segment, Session, Versions
from .sitting import Head, read_head

if TYPE_CHECKING:
    from .reading import Reading
    from .stamps import Stamp

Label = tuple[str, int, int]
_NOISE = frozenset({"furniture", "stamp"})


def unread(reading: Reading, pages: tuple[PageInfo, ...], versions: Versions, images: list[int]) -> Document:
    """The record of a document whose pages are images: its status says so, and no session is made up."""
    first = next((s for s in reading.stamps if s.printed_id), None)
    return Document(
        file=reading.source.file,
        status="needs-ocr",
        status_reasons=_unread_reasons(reading, images),
        sha256=reading.source.sha256,
        pages=pages,
        act_id=first.printed_id if first else None,
        received=first.received if first else None,
        posted=first.posted if first else None,
        noise=_lifted(reading),
        versions=versions,
        evidence=dict(first.evidence) if first else {},
    )


def _unread_reasons(reading: Reading, images: list[int]) -> tuple[str, ...]:
    """Which pages are images that nobody has read, why, and what to do about it."""
    numbers = ", ".join(map(str, images[:12])) + ("…" if len(images) > 12 else "")
    return f"page {numbers}: an image that has not been read; this needs OCR", *why_unread(reading.source)


def document(reading: Reading, pages: tuple[PageInfo, ...], versions: Versions) -> Document:
    """The record of a document with text."""
    outline = reading.outline
    many = sum(len(s.cuts) for s in outline.sittings) > 1
    sole = not many and outline.kind == "deliberation"
    labels: list[Label] = []
    values: list[tuple[int, int]] = []
    sessions: list[Session] = []
    by_act = _stamps_by_act(reading) if many else {}
    for sitting in outline.sittings:
        head = read_head(reading, sitting, sole=len(outline.sittings) == 1)
        values.extend(head.spans)
        acts: list[ReadAct] = []
        for cut in sitting.cuts:
            stamp = by_act.get((cut.start, cut.end)) if many else (_best_stamp(reading.stamps) if sole else None)
            acts.append(read_act(reading, cut, head, sole=sole, stamp=stamp, listed=outline.kind == "list"))
        session = _session(head, acts)
        sessions.append(session)
        for act in acts:
            labels.extend(act.labels)
            values.extend(act.values)
        labels.extend(_head_labels(head))
    labels.extend(("furniture", a, b) for a, b in (*outline.agenda, *outline.recap))
    noise, residue, coverage = account(reading, labels, values, other=outline.kind == "other")
    whole = None if sole else _best_stamp(reading.stamps)
    if by_act:
        whole = None
    status, reasons = _status(reading, sessions, outline.kind)
    made = Document(
        file=reading.source.file,
        kind=outline.kind,
        status=status,  # type: ignore[arg-type]
        status_reasons=tuple(reasons),
        sha256=reading.source.sha256,
        pages=pages,
        act_id=whole.printed_id if whole else None,
        received=whole.received if whole else None,
        posted=whole.posted if whole else None,
        sessions=tuple(sessions),
        noise=noise,
        residue=residue,
        coverage=coverage,
        versions=versions,
        evidence={
            "kind": Evidence(rule="outline.kind", basis="inferred", reason="; ".join(outline.reasons)),
            **(whole.evidence if whole else {}),
        },
    )
    return msgspec.structs.replace(made, checks=tuple(checks.check_document(made)))


def _session(head: Head, acts: list[ReadAct]) -> Session:
    values = {k: v for k, v in head.values.items() if k in Session.__struct_fields__}
    return checks.checked_session(Session(**values, deliberations=tuple(a.act for a in acts), evidence=head.evidence))


def _best_stamp(stamps: list[Stamp]) -> Stamp | None:
    """The stamp that says most: one with an identifier, and the most dates."""
    if not stamps:
        return None
    best = max(stamps, key=lambda s: (s.printed_id is not None, (s.received is not None) + (s.posted is not None)))
    for other in stamps:
        if other.printed_id == best.printed_id or other.printed_id is None:
            best = msgspec.structs.replace(
                best,
                received=best.received or other.received,
                posted=best.posted or other.posted,
                evidence={**other.evidence, **best.evidence},
            )
    return best


def _stamps_by_act(reading: Reading) -> dict[tuple[int, int], Stamp]:
    """Where each act of a file carries an identifier of its own, the stamp of each act by its bounds."""
    ids = {s.printed_id for s in reading.stamps if s.printed_id}
    if len(ids) < 2:
        return {}
    body = reading.layout.body
    out: dict[tuple[int, int], Stamp] = {}
    for sitting in reading.outline.sittings:
        for cut in sitting.cuts:
            pages = {
                body.lines[body.line_at(cut.start)].page,
                body.lines[body.line_at(max(cut.start, cut.end - 1))].page,
            }
            here = [s for s in reading.stamps if s.page in pages and s.printed_id]
            if here:
                out[(cut.start, cut.end)] = here[0]
    return out


def _head_labels(head: Head) -> list[Label]:
    labels: list[Label] = []
    for listed in head.attendance.lists:
        labels.append(("proxies" if listed.role == "proxies" else "attendance", listed.start, listed.end))
    taken = [(a, b) for _, a, b in labels]
    labels.extend(("header", a, b) for a, b in head.spans if (a, b) not in taken)
    return labels


def _lifted(reading: Reading) -> tuple[Segment, ...]:
    out = []
    for item in reading.layout.lifted:
        text = item.text
        label = "stamp" if item.kind == "stamp" else "header" if item.kind == "margin" else "furniture"
        out.append(Segment(label, clean(text, 0, len(text.text)), block_places(text, 0, len(text.text))))
    return tuple(out)


_AT_LEAST = [bytes(max(value, colour) for value in range(256)) for colour in range(4)]


def account(
    reading: Reading, labels: list[Label], values: list[tuple[int, int]], *, other: bool
) -> tuple[tuple[Segment, ...], tuple[Residue, ...], Coverage]:
    """Where each word went: (noise, residue, shares)."""
    body = reading.layout.body
    size = len(body.text)
    mark = bytearray(size)  # 0 nowhere, 1 noise, 2 passage, 3 value

    def paint(start: int, end: int, colour: int) -> None:
        start, end = max(0, start), min(size, end)
        mark[start:end] = mark[start:end].translate(_AT_LEAST[colour])

    noise: list[Segment] = list(_lifted(reading))
    for hit in reading.hits:
        if hit.rule.role == "noise" or hit.rule.segment in ("closing", "signature", "remedies", "furniture", "agenda"):
            line = body.lines[body.line_at(hit.start)]
            paint(line.start, line.start + len(line.text), 1)
        elif hit.rule.segment in (
            "counts",
            "convocation",
            "publication",
            "received",
            "session",
            "president",
            "secretary",
            "quorum",
            "extract",
            "minutes",
            "list",
            "organ",
            "rapporteur",
            "expose-label",
            "presides-by-office",
        ):
            paint(hit.start, hit.end, 2)
    for label, start, end in labels:
        if label in _NOISE:
            paint(start, end, 1)
            noise.append(Segment(label, clean(body, start, end), block_places(body, start, end)))
        else:
            paint(start, end, 2)
    for start, end in values:
        paint(start, end, 3)
    if other:
        paint(0, size, 2)
    _paint_heads(reading, mark)
    counts = [0, 0, 0, 0]
    residue: list[Residue] = []
    begin, last = -1, 0  # a run of words that went nowhere; -1 where there is none

    def close_run() -> None:
        nonlocal begin
        if begin >= 0:
            residue.append(Residue(clean(body, begin, last), block_places(body, begin, last)))
            begin = -1

    for line in body.lines:
        painted = mark[line.start : line.start + len(line.text)]
        if painted and painted[0] and painted.count(painted[0]) == len(painted):  # all of it went one way
            counts[painted[0]] += len(line.words)
            close_run()
            continue
        for word, at in zip(line.words, line.offsets, strict=True):
            colour = max(mark[at : at + max(1, len(word.text))], default=0)
            if colour == 0 and not any(c.isalnum() for c in word.text):
                colour = 1
            counts[colour] += 1
            if colour == 0:
                begin = begin if begin >= 0 else at
                last = at + len(word.text)
            else:
                close_run()
    close_run()
    lifted_words = sum(len(line.words) for item in reading.layout.lifted for line in item.text.lines)
    total = sum(counts) + lifted_words or 1
    return (
        tuple(noise),
        tuple(residue),
        Coverage(counts[2] / total, counts[3] / total, (counts[1] + lifted_words) / total, counts[0] / total),
    )


def _paint_heads(reading: Reading, mark: bytearray) -> None:
    """A line of a sitting's head that holds a value is head matter as a whole, so is each line between two acts."""
    body = reading.layout.body

    def fill(start: int, end: int) -> None:
        if start < end:
            mark[start:end] = mark[start:end].replace(b"\0", b"\2")

    for sitting in reading.outline.sittings:
        first = sitting.cuts[0].start if sitting.cuts else sitting.end
        if len(reading.outline.sittings) == 1 and len(sitting.cuts) == 1:
            first = sitting.cuts[0].text_start
        stop = max(first, sitting.head[1]) if len(sitting.cuts) <= 1 else first
        for index in range(body.line_at(sitting.start), len(body.lines)):
            line = body.lines[index]
            if line.start >= stop:
                break
            end = line.start + len(line.text)
            if any(mark[line.start : end]) or line.bold or line.caps or line.centred:
                fill(line.start, end)
        inside = [(c.start, c.end) for c in sitting.cuts]
        for before, after in itertools.pairwise(inside):
            fill(before[1], after[0])
        fill(inside[-1][1] if inside else sitting.end, sitting.end)


def _status(reading: Reading, sessions: list[Session], kind: str) -> tuple[str, list[str]]:
    if kind == "other":
        return "ok", []
    reasons = checks.doubts(sessions)
    if scans := [page.number for page in reading.source.pages if is_unread(page)]:
        reasons.extend(_unread_reasons(reading, scans))
    return ("review" if reasons else "ok"), reasons
