"""One sitting's record: who, when, where, how many.

In: the reading and one sitting of the outline. Out: the fields of `Session` but its acts, and the spans they were
read from. Values come from the sitting's own head; where it says "présents les mêmes" the names are those of the
sitting before, and the evidence says so. A value that is null has a reason.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from .evidence import evidence, missing
from .fields import header
from .fields.attendance import Attendance, Given, Listing, collect
from .fields.counts import FIELDS, counts
from .fields.dates import complete, find_dates
from .fields.found import Found
from .fields.hours import find_hours
from .fields.movements import find_movements
from .fields.names import Name
from .fields.officers import by_office, is_holder, president, secretary
from .folding import fold
from .layout import Text
from .record import Evidence, Movement, Person, Proxy
from .rulebook import Hit
from .segment.acts import anchors_of
from .segment.outline import Sitting

if TYPE_CHECKING:
    from .reading import Reading

Span = tuple[int, int]

_NULLS = {
    "body": "no name of a body was found in the head, the running heads or the decision",
    "organ": "no deliberating organ is named",
    "date": "no date stands with a word that announces the sitting",
    "convocation_date": "no date of convocation is printed",
    "in_office": "not printed",
    "quorum": "not printed",
    "present_count": "not printed",
    "proxy_count": "not printed",
    "voter_count": "not printed",
    "president": "no president is named",
    "secretary": "no secretary is named",
}
_DATED = (("convocation_date", "convocation", 110), ("posted", "publication", 60), ("received", "received", 60))
_HOLDS_CHAIR = re.compile(r"\b(?:maire|presidente?)\b(?! deleguee?| honoraire)")


class Head(msgspec.Struct):
    """The values of a sitting's head and the spans they came from."""

    values: dict[str, Any]
    evidence: dict[str, Evidence]
    attendance: Attendance
    spans: list[Span]
    names: list[Name]


class _Draft:
    """A head while it is read: each value is kept with its proof and its span."""

    def __init__(self, body: Text, spans: list[Span]):
        self.body = body
        self.values: dict[str, Any] = {}
        self.proof: dict[str, Evidence] = {}
        self.spans = spans

    def keep(self, field: str, found: Found | None, value: Any = None) -> None:
        """Keep a value, where there is one."""
        if found is None:
            return
        self.values[field] = found.value if value is None else value
        if found.text:
            self.proof[field] = Evidence(words=found.text[found.start : found.end], rule=found.rule)
        else:
            self.proof[field] = evidence(self.body, found.start, found.end, found.rule)
            self.spans.append((found.start, found.end))


def person(body: Text, name: Name, rule: str | None, remark: str | None = None) -> Person:
    """The record of a printed name."""
    return Person(
        name.text, name.civility, name.given, name.surname, " ".join(remark.split()) if remark else None,
        body.places(name.start, name.end), rule,
    )  # fmt: skip


def read_head(reading: Reading, sitting: Sitting, *, sole: bool) -> Head:
    """The head of `sitting`. `sole` says that it is the only one of the document."""
    body = reading.layout.body
    text, folded = body.text, body.folded
    start, end = sitting.start, sitting.end
    inside = [h for h in reading.hits if start <= h.start < end]
    own_end = _own_end(sitting, inside)
    attendance = _attendance(reading, sitting, own_end)
    first = next((item.start for item in reading.lists if start <= item.start < end and item.role == "present"), start)
    same = _same_hit(reading, sitting)
    if not attendance.lists and (
        same is None or start < first < same.start
    ):  # an old register: the act begins with the head
        own_end = _decision(sitting, inside, first)
        attendance = _attendance(reading, sitting, own_end)
    head_end = max([own_end, *(stop for _, stop in attendance.spans)])
    lists_end = max([start, *(stop for _, stop in attendance.spans)])
    draft = _Draft(body, list(attendance.spans))
    _dates(reading, draft, inside, sitting, head_end, sole)
    listed = _listed(attendance)
    for field, found in counts(
        inside, text, folded, start, _counted_end(inside, min(end, head_end + 200), lists_end)
    ).items():
        too_few = field == "present_count" and 4 * found.value < listed
        most = 4 * listed + 10 if field == "in_office" else 2 * listed + 4  # not all who are absent are named
        if listed and (found.value > most or too_few):
            draft.proof[field] = missing(f"{found.value} is printed, but {listed} names are listed")
        else:
            draft.keep(field, found)
    if sole:
        _in_the_margin(reading, draft, listed)
    if not any(field in draft.values for field in FIELDS):
        _under_each_act(draft, inside, sitting)
    if sole and len(sitting.cuts) <= 1 and "voter_count" not in draft.values:
        draft.keep("voter_count", header.voters_of_the_vote(inside, folded))
    presided = _officers(reading, draft, attendance, inside, sitting, head_end)
    draft.keep("organ", header.organ(inside, text, start, head_end))
    _body(reading, draft)
    hours = find_hours(folded[start : min(end, head_end)])
    if hours:
        draft.keep("time", Found(hours[0].value, start + hours[0].start, start + hours[0].end, "hour"))
    _people(reading, draft, attendance, sitting, presided)
    for field, reason in _NULLS.items():
        if field not in draft.values:
            draft.proof.setdefault(field, missing(reason))
    return Head(draft.values, draft.proof, attendance, draft.spans, [item.name for item in attendance.present])


def _own_end(sitting: Sitting, hits: list[Hit]) -> int:
    """Where the head ends: before the first act or, where the outline knows of none, before the first decision."""
    return sitting.head[1] if sitting.head[1] > sitting.head[0] else _decision(sitting, hits)


def _decision(sitting: Sitting, hits: list[Hit], after: int = 0) -> int:
    """Where the first decision of the sitting (past offset `after`) stands; its end where nothing is decided."""
    return next((at for at in anchors_of(hits) if at > max(after, sitting.start)), sitting.end)


def _counted_end(hits: list[Hit], head_end: int, lists_end: int) -> int:
    """Where the figures of the head end: those of a ballot or of the reasoning count something else."""
    later = [
        h.start
        for h in hits
        if h.start >= lists_end
        and (h.rule.segment == "ballot" or (h.rule.role == "opens" and h.rule.segment != "other-people"))
    ]
    later += [at for at in anchors_of(hits) if at >= lists_end]
    return min([head_end, *later])


def _attendance(reading: Reading, sitting: Sitting, own_end: int) -> Attendance:
    lists = [item for item in reading.lists if sitting.start <= item.start < own_end]
    return collect(lists, own_end)


def _listed(attendance: Attendance) -> int:
    """How many people the lists name; 0 where they name too few to judge by."""
    known = len(attendance.present) + len(attendance.absent) + len(attendance.proxies)
    return known if len(attendance.present) >= 5 else 0


# ----------------------------------------------------------------------------------------------------------------- da


def _dates(reading: Reading, draft: _Draft, hits: list[Hit], sitting: Sitting, head_end: int, sole: bool) -> None:
    """The day of the sitting, of its convocation, of posting and receipt."""
    start, end = sitting.start, sitting.end
    folded = reading.layout.body.folded
    dates = [d for d in reading.dates if start <= d.start < end]
    claimed: list[Found] = []
    posted: list[Found] = []
    partial: list[tuple[Hit, Any]] = []
    for field, segment, reach in _DATED:
        for hit in hits:
            if hit.rule.segment != segment or hit.rule.role == "noise":
                continue
            near = hit.start < max(head_end, start + 4000) or sole
            if hit.rule.strength == "weak" and hit.start >= head_end:
                continue
            dated = header.date_after(
                hit, dates, folded, 60 if hit.rule.strength == "weak" else reach, partial=field == "convocation_date"
            )
            if dated is None:
                continue
            if dated.value is None:
                partial.append((hit, dated))
                continue
            found = Found(dated.value.isoformat(), dated.start, dated.end, hit.rule.id)
            claimed.append(found)
            if field == "posted":
                posted.append(msgspec.structs.replace(found, start=hit.start))
            if field not in draft.values and (field != "convocation_date" or near):
                draft.keep(field, msgspec.structs.replace(found, start=hit.start))
    stamp = next((s for s in reading.stamps if s.act_id is not None and s.act_id.date), None) if sole else None
    stamp_day = stamp.act_id.date if stamp is not None and stamp.act_id is not None else None
    ours = [d for d in dates if d.start < head_end] or dates[:3]
    cues = [h for h in hits if h.start < max(head_end, start + 1500)]
    day = header.session_date(cues, ours, folded, claimed, stamp=stamp_day)
    if day is None or not isinstance(day.value, date):
        return
    if day.rule == "stamp.date" and stamp is not None:
        draft.values["date"] = day.value.isoformat()
        draft.proof["date"] = msgspec.structs.replace(stamp.evidence["act_id"], basis="inferred", rule="stamp.date")
    else:
        draft.keep("date", day, day.value.isoformat())
    _notice(reading, draft, sitting)
    _posting(reading, draft, posted, day.value.isoformat())
    for hit, dated in partial:
        whole = complete(dated, day.value)
        if (
            whole is not None
            and whole <= day.value
            and "convocation_date" not in draft.values
            and hit.start < max(head_end, start + 4000)
        ):
            draft.keep("convocation_date", Found(whole.isoformat(), hit.start, dated.end, hit.rule.id))


def _posting(reading: Reading, draft: _Draft, mentions: list[Found], held: str) -> None:
    """An act is posted after it was taken: what was published before, in the midst of a sentence, is another text."""
    if not mentions or draft.values.get("posted") != mentions[0].value or mentions[0].value >= held:
        return
    later = next((one for one in mentions if one.value >= held), None)
    if later is not None:
        draft.keep("posted", later)
        return
    text = reading.layout.body.text
    own = next((one for one in mentions if _is_label(text, one)), None)
    if own is not None:  # a label of its own: the document prints that day
        draft.keep("posted", own)
    else:
        del draft.values["posted"]
        draft.proof["posted"] = missing(f"a publication of {mentions[0].value}, before the sitting, is of another text")


def _is_label(text: str, mention: Found) -> bool:
    """Does it stand for itself ("Affiché le 3 mai", "date d'affichage : 3 mai"), and not in a sentence?"""
    before = text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip()
    return text[mention.start].isupper() or not before or ":" in text[mention.start : mention.end]


def _under_each_act(draft: _Draft, hits: list[Hit], sitting: Sitting) -> None:
    """The counts of a sitting that are printed with each of its acts, and not in its head: those on which all agree."""
    text, folded = draft.body.text, draft.body.folded
    blocks = []
    for cut in sitting.cuts:
        own = [h for h in hits if cut.start <= h.start < cut.end]
        found = counts(own, text, folded, cut.start, cut.end)
        if "in_office" in found:
            blocks.append(found)
    for field in FIELDS:
        values = {block[field].value for block in blocks if field in block}
        if len(values) == 1 and all(field in block for block in blocks):
            draft.keep(field, blocks[0][field])


def _in_the_margin(reading: Reading, draft: _Draft, listed: int) -> None:
    """Counts and the date of convocation that minutes print in a column beside their text, page after page."""
    notes = [item.text for item in reading.layout.lifted if item.kind == "margin"]
    for place, text in enumerate(notes):
        hits = reading.rules.scan(text.folded, text.text)
        for field, found in counts(hits, text.text, text.folded, 0, len(text.text)).items():
            if field not in draft.values and not (field == "in_office" and found.value < listed):
                draft.values[field] = found.value
                draft.proof[field] = evidence(text, found.start, found.end, found.rule)
        dates = find_dates(text.folded)
        called = next((h for h in hits if h.rule.segment == "convocation" and h.rule.role != "noise"), None)
        if called is None or "convocation_date" in draft.values:
            continue
        dated, start = header.date_after(called, dates, text.folded, 60), called.start
        if dated is None and place + 1 < len(notes) and called.end >= len(text.text.rstrip(" :")):
            text, start = notes[place + 1], 0  # the label and its date are notes apart
            dated = next(iter(find_dates(text.folded)[:1]), None)
        if dated is not None and dated.value is not None:
            draft.values["convocation_date"] = dated.value.isoformat()
            draft.proof["convocation_date"] = evidence(text, start, dated.end, called.rule.id)


def _notice(reading: Reading, draft: _Draft, sitting: Sitting) -> None:
    """The copy of the notice that stands before a sitting in a register gives the day of its convocation."""
    if sitting.notice is None or "convocation_date" in draft.values:
        return
    first, last = sitting.notice
    dated = next((d for d in reading.dates if first <= d.start < last), None)
    if dated is not None and dated.value is not None:
        draft.keep("convocation_date", Found(dated.value.isoformat(), dated.start, dated.end, "convocation.notice"))


# --------------------------------------------------------------------------------------------------------------- people


def _officers(
    reading: Reading, draft: _Draft, attendance: Attendance, hits: list[Hit], sitting: Sitting, head_end: int
) -> Found | None:
    """President and secretary.

    The president is returned also where several sat in turn, which the record leaves null.
    """
    body = reading.layout.body
    start, end = sitting.start, sitting.end
    presided, office = president(body.text, body.folded, hits, start, end, head_end, reading.stops)
    if presided is None:
        presided = by_office(body, attendance, hits, office, start, end)
    if any(h.rule.segment == "president-changes" for h in hits):
        draft.proof["president"] = missing("several persons presided in turn")
    elif presided is not None:
        draft.keep("president", presided, presided.value.text)
    found = secretary(body.text, body.folded, hits, start, end, head_end, reading.stops)
    if found is not None:
        draft.keep("secretary", found, found.value.text)
    return presided


def _people(reading: Reading, draft: _Draft, attendance: Attendance, sitting: Sitting, presided: Found | None) -> None:
    """Present, absent, proxies, movements."""
    body = draft.body
    chair: Name | None = presided.value if presided is not None else None
    present = [person(body, item.name, item.rule, item.remark) for item in attendance.present]
    if not present:
        present = _same_as_before(reading, draft, sitting)
    for words, at, stop in attendance.offices_present:
        # "M. le Maire" in the list is the president, whom the document names elsewhere
        if chair is None or not _HOLDS_CHAIR.search(fold(words)) or any(_same(p.name, chair.text) for p in present):
            continue
        printed = Person(
            chair.text,
            chair.civility,
            chair.given,
            chair.surname,
            f"printed: {words}",
            body.places(at, stop),
            "office.president",
        )
        place = sum(1 for item in attendance.present if item.name.start < at)
        present.insert(place, printed)
    draft.values["present"] = tuple(present)
    draft.values["absent"] = tuple(person(body, item.name, item.rule, item.remark) for item in attendance.absent)
    titled = next((item.name for item in attendance.present if item.remark and is_holder(item.remark)), None)
    draft.values["proxies"] = tuple(_proxy(body, given, titled or chair) for given in attendance.proxies)
    noted = find_movements(
        body.text, body.folded, reading.hits, sitting.start, sitting.end, lists=attendance.spans,
        members=[
            *(item.name for item in (*attendance.present, *attendance.absent)),
            *(given.giver for given in attendance.proxies),
        ],
    )  # fmt: skip
    draft.values["movements"] = (
        *(_movement(body, item) for item in attendance.moved),
        *(
            Movement(
                person(body, m.name, m.rule), m.kind, m.at or _item(body, sitting, m.start), body.places(m.start, m.end)
            )
            for m in noted
        ),
    )
    if not present:
        draft.proof.setdefault("present", missing("no list of members present is printed"))


def _same_hit(reading: Reading, sitting: Sitting) -> Hit | None:
    """The words "les mêmes" in the head of a sitting."""
    inside = [h for h in reading.hits if sitting.start <= h.start < sitting.end]
    opened = next(
        (h.start for h in inside if h.rule.segment == "session" and h.rule.strength == "strong"), sitting.start
    )
    limit = max(sitting.head[1], _decision(sitting, inside, opened))
    return next((h for h in inside if h.rule.segment == "present-same" and h.start < limit), None)


def _same_as_before(reading: Reading, draft: _Draft, sitting: Sitting) -> list[Person]:
    """ "Présents les mêmes": the names of the nearest sitting before that lists some."""
    hit = _same_hit(reading, sitting)
    if hit is None:
        return []
    sittings = reading.outline.sittings
    for before in reversed([s for s in sittings if s.end <= sitting.start]):
        own = [h for h in reading.hits if before.start <= h.start < before.end]
        names = (_attendance(reading, before, max(_own_end(before, own), _decision(before, own)))).present
        if names:
            draft.keep("present", Found((), hit.start, hit.end, hit.rule.id))
            draft.proof["present"] = msgspec.structs.replace(
                draft.proof["present"], basis="inferred", reason="the names are those of the sitting before"
            )
            return [person(draft.body, item.name, hit.rule.id, item.remark) for item in names]
    return []


def _same(one: str, other: str) -> bool:
    return sorted(fold(one).replace("-", " ").split()) == sorted(fold(other).replace("-", " ").split())


def _proxy(body: Text, given: Given, chair: Name | None) -> Proxy:
    holder: Person | None = None
    if given.holder is not None:
        holder = person(body, given.holder, given.rule)
    elif given.holder_office and chair is not None and _HOLDS_CHAIR.search(fold(given.holder_office)):
        holder = Person(
            chair.text, chair.civility, chair.given, chair.surname, f"printed: {given.holder_office}",
            body.places(given.start, given.end), "office.president",
        )  # fmt: skip
    return Proxy(
        person(body, given.giver, given.rule, given.remark), holder, body.places(given.start, given.end), given.rule
    )


def _movement(body: Text, item: Listing) -> Movement:
    remark = fold(item.remark or "")
    leaves = bool(re.search(r"quitt|part[ie]|depart|jusqu|sort|retire", remark)) and "a partir" not in remark
    at = " ".join((item.remark or "").split()) or None
    return Movement(
        person(body, item.name, item.rule),
        "leaves" if leaves else "arrives",
        at,
        body.places(item.name.start, item.name.end),
    )


def _item(body: Text, sitting: Sitting, at: int) -> str | None:
    """The number, as printed, of the act in or before which a movement is noted."""
    cut = next((cut for cut in sitting.cuts if cut.end > at), None)
    if cut is None:
        return None
    printed = cut.item or (body.text[cut.number[0] : cut.number[1]] if cut.number else None)
    return " ".join(printed.split()) if printed else None


def _body(reading: Reading, draft: _Draft) -> None:
    found = reading.body_found
    if found is None:
        return
    if found.start is not None and found.end is not None:
        draft.keep("body", Found(found.name, found.start, found.end, found.rule))
    else:
        draft.keep("body", Found(found.name, 0, len(found.words), found.rule, text=found.words))
