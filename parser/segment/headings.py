"""Lines that may be the heading of an act.

In: the body text with its typography, the rules' hits. Out: `Heading` candidates, each with its style (what headings
of one document have in common), its weight (how much the line by itself looks like a heading), and what it prints
before the title. Which of them are headings of acts is for `cuts` to say: that depends on what follows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set

import msgspec

from ..layout import Line, Text
from ..rulebook import Hit
from .look import Look, hand
from .marks import Marks, bare_ordinals, common_shapes, read_marks
from .run_ins import RunIn
from .signs import CALLED, CLOSED, COUNTED, inside_bracket
from .titles import number_behind, past_ordinal, result_behind, title_key
from .units import decision_verb

Span = tuple[int, int]

_OWN_NUMBER = re.compile(r"\s*(?:[A-Za-z]{1,6}[ _.-]?)?\d{2,8}[-./_]\d{1,6}\b")
_CODE = re.compile(r"[A-Z]{1,6}[ _.-](?:19|20)\d\d(?:[-./_](?:\d{1,6}|[A-Z]{1,3})){1,3}")  # "DEL-2018-AP-0294"
_NUMBER_LINE = re.compile(r"\s*(?:[A-Z]{2,4}\s)?[Nn]\s?[°º]\s?\d")
_OPEN = re.compile(r"(?i)\b(?:de|du|des|la|le|les|l['’]|d['’]|et|à|au|aux|en|pour|sur|avec|par)\s*$")
_PERSON = re.compile(r"\s*(?:MM?\.|Mme|Mlle|Madame|Monsieur|Mesdames|Messieurs)\s")
_TAIL = re.compile(r"[,;]\s*$|[:=]\s*(?:\d{1,3}|/|[Nn]éant|NÉANT)\s*\.?\s*$")  # "Votes pour : 22" heads nothing
_ARTICLE = re.compile(r"\s*art(?:icle|\.)\s*(?:\d{1,2}(?:er)?|premier|unique|[ivx]{1,4})\s*(?:[-–:.]|$|\n)")
_ORGAN_SAYS = re.compile(r"\s*(?:le |la |l')(?:conseil|comite|bureau|assemblee|commission)(?: [a-z'-]+){0,4} ?[:,]\s*$")
_NEXT_ITEM = re.compile(r"\s*\d{1,2}\s?[-–]\s+(?=[A-ZÀ-Þ«])")
_SKIP = " :.;,-–—\n\t"
_BULLET = re.compile(r"\s*(?:[-•➢►*>–—=\"]\s|[\uf000-\uf0ff])")


class Heading(msgspec.Struct, frozen=True):
    """A candidate: its lines, the span of its words and of the title in them, and what heads it.

    `kind` is what marks it: "label" (a rule such as "Délibération n°"), "number" (a number of an act), "item" (an
    ordinal), "" (its typography alone).
    """

    line: int
    last: int
    start: int
    end: int
    kind: str
    style: str
    title: Span
    weight: float
    number: Span | None = None
    item: str | None = None
    rule: str | None = None


def find_headings(
    body: Text,
    hits: list[Hit],
    taken: list[Span],
    start: int = 0,
    end: int | None = None,
    themes: dict[int, RunIn] | None = None,
    announced: Set[str] = frozenset(),
) -> list[Heading]:
    """Every line in [start, end) that could head an act, with its continuation lines.

    `taken` are spans that belong to something else (attendance lists, agendas): no heading lies in them. `themes` are
    those that run into their text, by the offset of their line; `announced` are the keys of titles that the agenda
    prints: they head in whatever type.
    """
    stop = len(body.text) if end is None else end
    lines = body.lines
    if not lines:
        return []
    splits = {h.start: h for h in hits if h.rule.role == "splits" and h.rule.segment == "act"}
    barred = sorted({body.line_at(h.start) for h in hits if _bars(h) and _leads(body, h)})
    speaking = sorted(
        {
            body.line_at(h.start)
            for h in hits
            if h.rule.segment in ("proposal", "expose", "dispositif", "vote", "visa", "considerants", "ballot")
        }
    )
    shapes = common_shapes(body, start, stop)
    ordinals = bare_ordinals(body, start, stop)
    look = Look(body)
    found: list[Heading] = []
    index = body.line_at(start)
    while index < len(lines):
        line = lines[index]
        if line.start >= stop:
            break
        if line.start < start or not line.words or _inside(line.start, line.start + len(line.text), taken):
            index += 1
            continue
        theme = themes.get(line.start) if themes else None
        if theme is not None:
            kind = "item" if theme.item else ""
            last = index + theme.lines - 1
            found.append(
                Heading(
                    index, last, line.start, theme.end, kind, theme.style, theme.title, theme.weight, item=theme.item
                )
            )
            index = last + 1
            continue
        heading = _heading(body, look, index, splits, shapes, ordinals, barred, speaking, stop, announced)
        if heading is None:
            index += 1
        else:
            found.append(heading)
            index = heading.last + 1
    return found


def _heading(
    body: Text,
    look: Look,
    index: int,
    splits: dict[int, Hit],
    shapes: frozenset[str],
    ordinals: frozenset[int],
    barred: list[int],
    speaking: list[int],
    stop: int,
    announced: Set[str],
) -> Heading | None:
    lines, line = body.lines, body.lines[index]
    begin, finish = line.start, line.start + len(line.text)
    text = line.text
    marks = (
        read_marks(
            body.folded,
            begin,
            finish,
            splits,
            shapes,
            apart=line.gap > 0.6,
            ordinals=ordinals,
            loud=look.weight(line) >= 0.4,
        )
        if line.table is None or len(line.words) < 40
        else None
    )
    is_barred = _has(barred, index)
    if is_barred and (marks is None or marks.kind == "item"):
        return None
    loud = look.weight(line)
    if marks is not None and marks.kind == "label" and text.lstrip()[:1].islower():
        return None  # "…modifie la / délibération n° 12": a citation that the line's end cut
    if marks is None and (CALLED.search(text.lower().rstrip()) or _ARTICLE.match(body.folded, begin, finish)):
        return None  # a line of a roll call, an article of a decision
    if marks is None and (COUNTED.match(body.folded, begin, finish) or _ORGAN_SAYS.match(body.folded, begin, finish)):
        return None  # "Nombre de membres / en exercice : 11", "LA COMMISSION PERMANENTE :"
    if index and inside_bracket(lines[index - 1].text, text):
        return None  # "…et 1 voix contre (Mme / Quintane) :"
    stands_alone = marks is not None and marks.kind == "number" and marks.end >= finish
    stands_alone = stands_alone or (
        marks is not None
        and marks.kind == "label"
        and (marks.strength == "strong" or (marks.number is not None and marks.end >= finish))
    )
    stands_alone = stands_alone or (
        marks is not None and marks.kind == "number" and index > 0 and bool(_NUMBER_LINE.match(lines[index - 1].text))
    )  # "N° 2024-01 – …" over "N° 2024-02 – …"
    if (
        _runs_on(lines, index)
        and not stands_alone
        and (loud < 0.6 if marks is None or _NEXT_ITEM.match(text) else not CLOSED.search(lines[index - 1].text))
    ):
        return None
    if marks is None:
        first = next((c for c in text if c.isalnum()), "")
        if not first or not (first.isupper() or first.isdigit()) or len(text) < 4:
            return None
        over_vote = _BULLET.match(text) and _is_over_vote(body, index, finish, barred, speaking)
        if _BULLET.match(text) and not (line.bold and not look.bold_is_plain) and not over_vote:
            return None
        if (
            line.table is not None
            or (_TAIL.search(text) and not (loud >= 0.4 and _goes_on(lines, index)))
            or len(text) > 220
        ):
            return None
        if loud < 0.2 and not over_vote and not (announced and title_key(body.folded[begin:finish]) in announced):
            fresh = index > 0 and lines[index - 1].page != line.page and not look.is_full(lines[index - 1])
            plain_title = (line.gap > 0.5 or fresh) and (text.rstrip().endswith(":") or len(text) < 100)
            if not plain_title or (text.rstrip().endswith(".") and len(text.split()) > 5) or _has(speaking, index):
                return None
    elif line.table is not None and marks.kind == "item":
        return None
    last = _continuation(lines, index, marks, loud, look, barred, splits)
    finish = lines[last].start + len(lines[last].text)
    title_start = _skip(body.text, min(marks.end, finish) if marks else begin, finish)
    labelled = index + 1 < len(lines) and lines[index + 1].start in splits
    if marks is not None and title_start >= begin + len(text) and last == index and not labelled:
        under = _next_block(body, look, index + 1, stop, barred, splits)
        if under >= index + 1:
            last = under
            title_start = _skip(body.text, lines[index + 1].start, lines[last].start + len(lines[last].text))
            finish = lines[last].start + len(lines[last].text)
    if marks is not None and marks.number is not None:
        title_start = past_ordinal(body, title_start, finish)
    title_end = finish
    number, title_end = (
        number_behind(body, title_start, title_end) if marks is None or marks.number is None else (None, title_end)
    )
    told = result_behind(body, title_start, title_end) if marks is not None and marks.kind != "item" else None
    if told is not None:
        title_end = finish = told
    while title_end > title_start and body.text[title_end - 1] in _SKIP:
        title_end -= 1
    weight = _weight(body, line, lines[last], marks, loud, title_start, title_end)
    kind = marks.kind if marks else ""
    style = (
        f"{kind} {marks.style}"
        if marks and kind != "item"
        else f"{kind} {marks.style if marks else ''} {hand(line, look)}"
    )
    return Heading(
        index, last, begin, finish, kind, style, (title_start, title_end), weight,
        (marks.number if marks else None) or number, marks.item if marks else None, marks.rule if marks else None,
    )  # fmt: skip


def _is_over_vote(body: Text, index: int, finish: int, barred: list[int], speaking: list[int]) -> bool:
    """ "• Approbation du compte de gestion" over "Accord à la majorité : 10 pour": a point of a list, and its vote."""
    line, above = body.lines[index], body.lines[max(index - 1, 0)]
    if _BULLET.match(above.text) or above.text.rstrip().endswith(":"):
        return False  # a list of decisions, and the vote on all of them
    if _has(speaking, index) or len(line.text) > _LONGEST_POINT or line.text.rstrip().endswith((".", ",", ";", ":")):
        return False
    below = [at for at in (index + 1, index + 2) if at < len(body.lines) and body.lines[at].gap <= 1.0]
    return (
        any(_has(barred, at) and _has(speaking, at) for at in below) and decision_verb(body, line.start, finish) is None
    )


_LONGEST_POINT = 130  # characters


def _goes_on(lines: tuple[Line, ...], index: int) -> bool:
    """ "Approbation de la convention entre la Ville, / la Région et l'association": a title cut after a comma."""
    line, after = lines[index], lines[min(index + 1, len(lines) - 1)]
    alike = line.bold and after.bold and after.gap <= 0.35 and after.page == line.page
    centred = (line.centred or after.centred) and after.block == line.block
    return alike and line.text.rstrip().endswith(",") and (centred or after.text[:1].islower())


def _runs_on(lines: tuple[Line, ...], index: int) -> bool:
    """Is the line the next one of a paragraph?"""
    if index == 0:
        return False
    before, line = lines[index - 1], lines[index]
    stands_out = (line.bold and not before.bold) or (line.caps and not before.caps)
    if before.text.rstrip().endswith(",") and line.gap <= 0.6 and before.table is None and not stands_out:
        return True
    if line.caps and not before.caps and CLOSED.search(before.text) and len(line.words) > 1:
        return False  # "TAUX DES TAXES LOCALES :" under the end of a sentence
    return before.block == line.block and before.page == line.page and line.gap <= 0.35 and before.bold == line.bold


def _weight(body: Text, line: Line, last: Line, marks: Marks | None, loud: float, start: int, end: int) -> float:
    """How much the line by itself looks like the heading of an act."""
    title = body.text[start:end]
    words = len(title.split())
    weight = loud + (0.25 if line.gap > 0.6 else 0.0)
    if marks is None:
        weight -= 0.55
    elif marks.kind == "label":
        weight += {"strong": 1.5, "medium": 0.5, "weak": 0.2}[marks.strength]
    elif marks.kind == "number":
        weight += 1.2
    else:
        weight += 0.15
    if marks is not None and marks.kind == "item" and marks.strength == "strong":
        return weight  # its place in a long run says more than its length
    if words > 40:
        weight -= 0.5
    if marks is None or marks.kind == "item":
        if last.text.rstrip().endswith(".") and words > 6:
            weight -= 0.4
        if loud < 0.2 and words > 25:
            weight -= 0.5
        if title[:1].islower():
            weight -= 0.8
        if not title:
            weight -= 1.0
    return weight


_BARRING = {
    "opens": {"dispositif", "closing", "signature", "remedies", "visa", "considerants", "agenda", "other-people"},
    "value": {"counts", "vote"},
    "noise": {"furniture"},
    "cue": {
        "extract", "minutes", "list", "received", "sent", "president", "secretary", "convocation",
        "publication", "rapporteur", "quorum", "session",
        "expose-label", "header", "nomenclature", "proposal", "movement", "expose", "session-open", "vote-heading",
    },
    "splits": {"session", "same-session"},
}  # fmt: skip


def _bars(hit: Hit) -> bool:
    """Does what this rule finds belong to a line that heads no act?"""
    return hit.rule.segment in _BARRING.get(hit.rule.role, ())


def _leads(body: Text, hit: Hit) -> bool:
    """Does the hit stand at the start of its line? Counts and votes bar a short line wherever they stand."""
    line = body.lines[body.line_at(hit.start)]
    before = body.folded[line.start : hit.start].strip(" \t-–—•*>\"'«.:()")
    if not any(c.isalnum() for c in before) or before in (
        "le",
        "la",
        "les",
        "l",
        "du",
        "de",
        "date",
        "nombre de",
        "d",
        "monsieur le",
        "m. le",
    ):
        return True
    if hit.rule.segment == "vote":
        return hit.rule.strength != "weak" and hit.start - line.start < 12
    return (
        hit.rule.strength != "weak"
        and hit.rule.segment in ("counts", "secretary", "dispositif")
        and hit.start - line.start < 60
    )


def _has(ordered: list[int], value: int) -> bool:
    position = bisect_left(ordered, value)
    return position < len(ordered) and ordered[position] == value


def _inside(start: int, end: int, spans: list[Span]) -> bool:
    return any(a < end and start < b for a, b in spans)


def _skip(text: str, start: int, end: int) -> int:
    while start < end and not (text[start].isalnum() or text[start] in "«\"'’(“"):
        start += 1
    return start


def _continuation(
    lines: tuple[Line, ...],
    index: int,
    marks: Marks | None,
    loud: float,
    look: Look,
    barred: list[int],
    splits: dict[int, Hit],
) -> int:
    """The last line of a heading that begins at `index`: lines in the same hand that follow without white."""
    line = lines[index]
    last = index
    while last + 1 < len(lines) and last - index < 6:
        following = lines[last + 1]
        if (
            following.page != line.page
            or following.gap > 0.45
            or following.column != line.column
            or following.table is not None
        ):
            break
        own = marks is not None and marks.kind == "number" and _OWN_NUMBER.match(following.text)
        own = own or _CODE.fullmatch(following.text.strip())
        if following.start in splits or own or _NUMBER_LINE.match(following.text):
            break  # "n° 2013 / 250", "Objet : …" under the number of the act
        hangs = (
            marks is not None
            and marks.kind == "item"
            and 8 < following.x0 - line.x0 < 40
            and not _has(barred, last + 1)
        )
        hangs = hangs and following.bold == line.bold and following.gap <= 0.1 and not _PERSON.match(following.text)
        if hangs and not CLOSED.search(lines[last].text):
            last += 1  # "12 Acquisition d'un terrain de la / commune": its lines hang under its first word
            continue
        unlike = abs(following.size - line.size) > 0.08 * line.size + 0.6 or following.bold != line.bold
        if unlike and not (_OPEN.search(lines[last].text) and following.text[:1].islower()):
            break
        if (line.caps and not following.caps) or (_has(barred, last + 1) and not _OPEN.search(lines[last].text)):
            break
        if _BULLET.match(following.text) or re.match(
            r"\s*(?:\d+\s?[.)/]|\d{1,2}[.-]\d{1,2}|[a-hA-H]\s?[.)/])\s", following.text
        ):
            break
        if marks is None and _NEXT_ITEM.match(following.text):
            break  # "MISSION 2 – SOLIDARITÉ / 1 – AIDES AUX FAMILLES"
        if loud < 0.2 and (lines[last].text.rstrip().endswith((":", ".")) or last - index >= 3):
            break
        if (
            loud < 0.2
            and following.block != line.block
            and not following.text[:1].islower()
            and not look.is_full(lines[last])
        ):
            break
        if line.caps and following.caps and lines[last].text.rstrip().endswith("."):
            break
        last += 1
    return last


def _next_block(body: Text, look: Look, index: int, stop: int, barred: list[int], splits: dict[int, Hit]) -> int:
    """The last line of the title that stands under a line with nothing but a number; index - 1 where there is none."""
    lines = body.lines
    objet = next((at for at in range(index + 1, min(index + 4, len(lines))) if lines[at].start in splits), None)
    if objet is not None and lines[index].start not in splits:
        return index - 1  # "Direction de l'habitat" / "OBJET : …": the title is labelled below
    if index >= len(lines) or lines[index].start >= stop or _has(barred, index):
        return index - 1
    first = lines[index]
    heavy = first.bold or first.caps or first.centred
    last = index
    while last + 1 < len(lines) and last - index < 5:
        following = lines[last + 1]
        if following.start >= stop or following.gap > 0.6 or following.page != first.page or _has(barred, last + 1):
            break
        small = following.text[:1].islower()
        goes_on = small and _OPEN.search(lines[last].text)  # "…des travaux de voirie et / réseaux"
        grows = abs(following.size - first.size) > 0.6 and not small  # sizes of a scan waver
        if ((following.bold != first.bold or grows) and not goes_on) or (first.caps and not following.caps):
            break
        if not heavy and following.block != first.block and not small:
            break
        last += 1
    return last
