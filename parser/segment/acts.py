"""A document into sittings and acts.

In: the body text, its lifted margins, the rules' hits. Out: an `Outline`: the kind of document, its sittings and in
each the acts, every cut with what supports it and a confidence. The agenda, the final list of titles and texts that
only stand between acts are told apart and kept. A single act, minutes, a register and a list are all read by the same
signals: what heads a line, what opens a sitting, where decisions stand.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from ..fields.dates import Dated
from ..fields.header import date_after
from ..layout import Layout, Text
from ..record import Kind
from ..rulebook import Hit
from .agenda import agenda_spans, announced_titles, recap_spans
from .cuts import Cluster, choose, clusters
from .headings import Heading, find_headings
from .listing import listed_acts
from .numbered import with_numbers
from .outline import Cut, Outline, Sitting, Span
from .registers import is_register, marginal_titles, register_sittings
from .run_ins import run_in_themes
from .signs import counted_ahead, is_result, opens_dispositif, strong_hinges
from .sole import sole_act
from .units import BY_SUBJECT, cut_units


def anchors_of(hits: list[Hit]) -> list[int]:
    """Offsets of what only a decision prints: hinges and votes."""
    return sorted(
        h.start
        for h in hits
        if (opens_dispositif(h) or (is_result(h) and h.rule.field != "for-against")) and h.rule.strength != "weak"
    )


def outline(layout: Layout, hits: list[Hit], dates: list[Dated], taken: list[Span]) -> Outline:
    """The structure of the document."""
    body = layout.body
    if not body.lines:
        return Outline("other", ("the document has no text",), ())
    taken = _lists_of_heads(body, hits, taken)
    agenda = agenda_spans(body, hits)
    recap = recap_spans(body, hits)
    dead = [*agenda, *recap]
    live = [h for h in hits if not _within(h.start, dead)]
    ahead = counted_ahead(body, live)
    live = [h for h in live if id(h) not in ahead]
    anchors = anchors_of(live)
    other = _other_kind(body, live, anchors)
    if other is not None:
        return Outline("other", (other,), (), tuple(agenda), tuple(recap))
    heads = _sitting_heads(body, live, dates)
    titles = marginal_titles(layout, live)
    if heads and is_register(layout, titles, heads):
        found = register_sittings(layout, live, [at for at, _ in heads], titles)
        acts = sum(len(sitting.cuts) for sitting in found)
        why = (f"{len(found)} sittings, {acts} acts told by titles in the margin",)
        return Outline(
            "register" if len(found) > 1 else "minutes",
            why,
            tuple(s for s in found if s.cuts),
            tuple(agenda),
            tuple(recap),
        )
    bounds = [_title_above(body, live, h[0]) for h in heads] or [0]
    if bounds[0] != 0:
        bounds = [0, *bounds[1:]]
    sittings: list[Sitting] = []
    for number, start in enumerate(bounds):
        end = bounds[number + 1] if number + 1 < len(bounds) else len(body.text)
        sittings.append(_sitting(layout, live, start, end, taken, dead))
    sittings = [s for s in sittings if s.cuts or len(bounds) == 1]
    kind, reasons = _kind(body, live, sittings)
    if kind == "other":
        return Outline("other", tuple(reasons), (), tuple(agenda), tuple(recap))
    return Outline(kind, tuple(reasons), tuple(sittings), tuple(agenda), tuple(recap))


def _lists_of_heads(body: Text, hits: list[Hit], taken: list[Span]) -> list[Span]:
    """Lists of names that stand by themselves; "à l'unanimité des membres présents : accepte…" opens none."""
    decided = {
        body.line_at(h.start) for h in hits if h.rule.segment in ("dispositif", "vote") and h.rule.strength != "weak"
    }
    return [span for span in taken if body.line_at(span[0]) not in decided]


def _within(offset: int, spans: list[Span]) -> bool:
    return any(a <= offset < b for a, b in spans)


# ----------------------------------------------------------------------------------------------------- whole document


def _other_kind(body: Text, hits: list[Hit], anchors: list[int]) -> str | None:
    """The reason why the document is no deliberation at all, or None."""
    others = [h for h in hits if h.rule.segment == "other-kind"]
    ours = [h for h in hits if h.rule.segment in ("extract", "minutes", "list") and h.start < 1500]
    hinges = strong_hinges(hits)
    # "DÉCIDE :" alone is the mayor's word too
    hinges = [h for h in hinges if _ORGAN.search(body.folded, h.start, h.end) or h.rule.id != "hinge.decide-line"]
    strong = [h for h in others if h.rule.strength == "strong"]
    if strong and not hinges and (not ours or strong[0].start < ours[0].start):
        return f"rule {strong[0].rule.id}"
    if others and not anchors:
        return f"rule {others[0].rule.id}, and no decision or vote"
    return None


_ORGAN = re.compile(r"\b(?:conseil|comite|bureau|assemblee|commission)\b")


def _kind(body: Text, hits: list[Hit], sittings: list[Sitting]) -> tuple[Kind, list[str]]:
    acts = [cut for sitting in sittings for cut in sitting.cuts]
    if not acts:
        return "other", ["no act was found"]
    if len(sittings) > 1:
        return "register", [f"{len(sittings)} sittings"]
    lists = [h for h in hits if h.rule.segment == "list" and h.start < 1500]
    minutes = [h for h in hits if h.rule.segment == "minutes" and h.start < 600]
    names = [h.start for h in hits if h.rule.segment == "present"]
    if minutes and lists and any(minutes[0].start < at < lists[0].start for at in names):
        lists = []  # "I. Relevé de décisions du bureau": a point of the minutes
    hinges = strong_hinges(hits)
    if lists and len(acts) > 1 and len(hinges) <= len(acts) / 3:
        return "list", [f"rule {lists[0].rule.id}", f"{len(acts)} entries without reasoning"]
    if len(acts) > 1 and all(cut.rule == "list.row" for cut in acts):
        return "list", [f"{len(acts)} acts, each a row of a table"]
    lengths = sorted(cut.end - cut.text_start for cut in acts)
    if len(acts) >= 4 and lengths[len(lengths) // 2] < 90 and not hinges and not minutes:
        return "list", [f"{len(acts)} entries of a line each"]
    if len(acts) == 1:
        extract = any(h.rule.segment == "extract" for h in hits)
        if minutes and not extract:
            return "minutes", [f"rule {minutes[0].rule.id}"]
        return "deliberation", ["one act"]
    return "minutes", [f"{len(acts)} acts of one sitting"]


# ----------------------------------------------------------------------------------------------------------- sittings


def _sitting_heads(body: Text, hits: list[Hit], dates: list[Dated]) -> list[tuple[int, date]]:
    """Where a sitting of another day begins: a head at a line's start, with a later date."""
    heads: list[tuple[int, date]] = []
    cited = [h for h in hits if h.rule.segment == "cited-session"]
    for hit in hits:
        if hit.rule.segment != "session" or hit.rule.role not in ("cue", "splits") or hit.rule.strength == "weak":
            continue
        line = body.lines[body.line_at(hit.start)]
        printed = hit.bricks.get("date")
        if body.text[line.start : hit.start].strip(" -*•\"'«"):
            # "REGISTRE DU CONSEIL MUNICIPAL / L'an mil huit cent…": the head is the line that the date opens
            line = body.lines[body.line_at(printed[0])] if printed else line
            if printed is None or body.text[line.start : printed[0]].strip(" -*•\"'«"):
                continue
        if any(c.start <= hit.start < c.end + 3 for c in cited):
            continue
        found = date_after(hit, dates, body.folded, 90)
        if found is None:
            within = printed or (hit.start, hit.end)
            found = next((d for d in dates if d.start < within[1] and within[0] < d.end), None)
        if found is None or found.value is None:
            continue
        if heads and found.value == heads[-1][1]:
            continue
        if line.bold or line.centred or line.caps or line.gap > 0.4 or hit.rule.strength == "strong":
            heads.append((line.start, found.value))
    days = {day for _, day in heads}
    if len(days) < 2:
        return heads[:1]
    # the head of a sitting stands before its acts: a head with no decision before the next one is none
    anchors = anchors_of(hits)
    anchors += [unit.start for unit in cut_units(body, hits, 0, len(body.text)) if unit.rule in BY_SUBJECT]
    kept: list[tuple[int, date]] = []
    for number, (offset, day) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(body.text)
        line = body.lines[body.line_at(offset)]
        alone = len(line.words) <= 9 and (line.gap > 0.5 or line.centred)
        if any(offset <= a < stop for a in anchors) or (alone and len(heads) > 3 and stop - offset > 300):
            kept.append((offset, day))
    merged: list[tuple[int, date]] = []
    for offset, day in kept:
        if not merged or merged[-1][1] != day:
            merged.append((offset, day))
    return merged


def _title_above(body: Text, hits: list[Hit], head: int) -> int:
    """Where registers print the title of an act over the head of its sitting, the sitting begins with the title."""
    index = body.line_at(head)
    ends = {
        body.line_at(h.start)
        for h in hits
        if h.rule.segment in ("closing", "signature", "header", "extract", "minutes", "list", "counts", "session")
    }
    first = index
    while first > 0 and index - first < 4:
        above, line = body.lines[first - 1], body.lines[first]
        stands_out = (above.bold and not body.lines[index].bold) or (above.caps and not body.lines[index].caps)
        if (
            not stands_out
            or above.page != line.page
            or line.gap > 0.6
            or first - 1 in ends
            or above.text.rstrip().endswith("]")
        ):
            break
        first -= 1
    return body.lines[first].start


def _sitting(layout: Layout, hits: list[Hit], start: int, end: int, taken: list[Span], dead: list[Span]) -> Sitting:
    body = layout.body
    inside = [h for h in hits if start <= h.start < end]
    anchors = anchors_of(inside)
    head_end = min([a for a in anchors if a > start] + [end])
    listed = listed_acts(body, inside, start, end)
    hinges = strong_hinges(inside)
    if listed and 2 * len(hinges) < len(listed):
        return Sitting(start, end, (start, listed[0].start), tuple(listed))
    themes = {}
    if not any(h.rule.segment == "extract" for h in inside):
        themes = run_in_themes(body, inside, [*taken, *dead], start, end)
    announced = announced_titles(body, dead)
    headings = with_numbers(body, find_headings(body, inside, [*taken, *dead], start, end, themes, announced))
    decisions = clusters(body, inside, headings, start, end)
    if not _several(body, inside, headings, decisions):
        cut = sole_act(body, inside, headings, anchors, start, end, taken)
        return Sitting(start, end, (start, head_end), (cut,) if cut else ())
    # lists of names after the first decision are lists of those elected, of those who dissent
    first_decision = decisions[0].start if decisions else end
    heads = [a for a, _ in taken if start <= a < min(end, first_decision)]
    groups = [h.start for h in inside if h.rule.segment in ("group-heading", "secretary-item")]
    chosen = choose(body, headings, decisions, announced, end, heads, groups)
    cuts = _cuts(body, inside, chosen, decisions, end, heads)
    if not cuts:
        cut = sole_act(body, inside, headings, anchors, start, end, taken)
        return Sitting(start, end, (start, head_end), (cut,) if cut else ())
    return Sitting(start, end, (start, cuts[0].start), tuple(cuts))


def _decides_by_items(hits: list[Hit], headings: list[Heading]) -> bool:
    """Does the extract of a whole sitting decide under several of its numbered items ("1-1 …", "1-2 …", "2. …")?"""
    items = [h.start for h in headings if h.kind == "item" and h.weight > 0]
    hinges = [h.start for h in strong_hinges(hits)]
    under = {max(at for at in items if at < hinge) for hinge in hinges if any(at < hinge for at in items)}
    return len(under) > 1


_OF_MINUTES = re.compile(r"extrait d[ue]s? proces[- ]verba(?:l|ux)$")


def _several(body: Text, hits: list[Hit], headings: list[Heading], decisions: list[Cluster]) -> bool:
    """Does the sitting hold several acts? An extract does not, however many votes it prints."""
    numbers = {h.style for h in headings if h.number is not None}
    values = {h.title for h in headings if h.number is not None}
    labels = [h for h in headings if h.kind == "label"]
    extract = [h for h in hits if h.rule.segment == "extract"]
    minutes = [h for h in hits if h.rule.segment in ("minutes", "list") and h.start < 1500]
    items = {h.item for h in headings if h.kind == "item" and h.item}
    if (
        extract
        and {"1", "2", "3"} <= items
        and len(decisions) > 1
        and _OF_MINUTES.search(body.folded[: extract[0].end])
    ):
        return True  # "EXTRAIT DU PROCÈS-VERBAL D'INSTALLATION", with its numbered items
    if extract and _decides_by_items(hits, headings):
        return True
    if extract and (not minutes or extract[0].start < minutes[0].start) and len(values) <= 1:
        return False
    if minutes or len(values) > 2:
        return True
    rules = [h.rule for h in labels]
    if len(values) == 1 and any(h.number is not None for h in labels) and len(rules) == len(set(rules)):
        return False  # one "Délibération n°", at most one "Objet :"
    numbered = [h.start for h in headings if h.number is not None and h.weight > 0.5]
    if len(values) > 1 and all(
        any(a <= d.start < b for d in decisions) for a, b in zip(numbered, [*numbered[1:], 1 << 60], strict=True)
    ):
        return True  # two numbers, a decision under each
    hinges = strong_hinges(hits)
    if len(numbers) == 1 and len(values) <= 2 and len(hinges) <= 1 and len({h.style for h in labels}) <= 1:
        return False
    return len(decisions) > 1


def _cuts(
    body: Text, hits: list[Hit], chosen: list[Heading], decisions: list[Cluster], end: int, heads: list[int]
) -> list[Cut]:
    closed = [h.start for h in hits if h.rule.segment == "closing" and h.rule.field == "session"]
    again = {key for key, times in Counter(_key(body, h) for h in chosen if h.number).items() if times > 1}
    cuts: list[Cut] = []
    for number, heading in enumerate(chosen):
        stop = chosen[number + 1].start if number + 1 < len(chosen) else end
        stop = next(
            (
                at
                for at in closed
                if heading.start < at < stop
                and at > min((c.start for c in decisions if c.start >= heading.start), default=at)
            ),
            stop,
        )
        decided = any(heading.start <= decision.start < stop for decision in decisions)
        if not decided and not (heading.number is not None and stop - heading.end > 40):
            continue  # a heading over a group of acts, an information, a question
        if not decided and (_key(body, heading) in again or body.lines[heading.line].table is not None):
            continue  # a line of the list of titles that the sitting opens with, a row of a table
        alike = sum(other.style == heading.style for other in chosen) > 1
        if heading.kind in ("", "item") and not alike and any(heading.start <= at < stop for at in heads):
            continue  # the head of the sitting
        rule = heading.rule or f"heading.{heading.kind or 'typography'}"
        sure = 0.95 if heading.number is not None else 0.85 if heading.rule or heading.item else 0.7
        title = heading.title if heading.title[1] > heading.title[0] else None
        cuts.append(Cut(heading.start, stop, title, heading.number, heading.item, heading.end, rule, sure))
    return cuts


def _key(body: Text, heading: Heading) -> str:
    """The number of a heading, without blanks; empty where it has none."""
    return "".join(body.folded[slice(*heading.number)].split()) if heading.number else ""
