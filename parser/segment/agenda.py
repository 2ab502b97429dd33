"""The agenda and the final list of titles: they announce acts, and are none.

In: the body text and the rules' hits. Out: spans of the text, and the titles in them as keys, which tell the headings
of acts.
"""

from __future__ import annotations

import re

from ..layout import Text
from ..rulebook import Hit
from .outline import Span
from .titles import title_key


def agenda_spans(body: Text, hits: list[Hit]) -> list[Span]:
    """The agenda: from its heading to the last of its short lines."""
    spans: list[Span] = []
    for hit in hits:
        if hit.rule.segment != "agenda" or hit.rule.role != "opens":
            continue
        first = body.line_at(hit.start)
        rest = body.text[hit.end : body.lines[first].start + len(body.lines[first].text)]
        if len(rest.split()) > 4:
            continue
        last = first
        index = first + 1
        stops = sorted(
            {
                body.line_at(h.start)
                for h in hits
                if h.start > hit.end
                and h.rule.segment
                in (
                    "present",
                    "absent",
                    "excused",
                    "proxies",
                    "counts",
                    "secretary",
                    "president",
                    "dispositif",
                    "visa",
                    "vote",
                    "session",
                    "convocation",
                    "quorum",
                )
                and h.rule.role != "noise"
            }
        )
        column = body.lines[first].column
        while index < len(body.lines) and index - first < 80:
            line = body.lines[index]
            if line.column != column and line.page == body.lines[first].page and column:
                break
            if index in stops and not _is_item(line.text):
                break
            if line.bold and line.gap > 0.6 and not body.lines[index - 1].bold and index - first > 2:
                break  # a heading in bold after items that are not
            item = _is_item(line.text) or (line.block == body.lines[index - 1].block) or len(line.text) < 110
            if not item or (line.text.rstrip().endswith(".") and len(line.text) > 80):
                break
            last = index
            index += 1
        voted = {
            body.line_at(h.start)
            for h in hits
            if h.rule.segment == "vote" and h.rule.field and h.rule.strength != "weak"
        }
        if last + 1 in voted or last - first < 2:
            continue  # the heading of the debates themselves: votes follow its items
        if last > first:
            last = _before_repeat(body, first + 1, last)
            spans.append((body.lines[first].start, body.lines[last].start + len(body.lines[last].text)))
    return spans


_ITEM = re.compile(r"\s*(?!MM?\.)(?:[-•➢►*●▪■✓]|\d{1,3}\s?[-.)/°]|[IVX]{1,5}\s?[-.)/]|[A-Z]\s?[-.)/])\s*\S")


def _is_item(text: str) -> bool:
    return bool(_ITEM.match(text))


def _before_repeat(body: Text, first: int, last: int) -> int:
    """The agenda ends where its first item comes again: there the acts begin."""

    def key(index: int) -> str:
        return re.sub(
            r"[^a-z]+", "", body.folded[body.lines[index].start : body.lines[index].start + len(body.lines[index].text)]
        )

    seen: dict[str, int] = {}
    for index in range(first, last + 1):
        words = key(index)
        again = next(
            (
                at
                for key_, at in seen.items()
                if len(key_) > 12 and words.endswith(key_) and len(words) - len(key_) < 14
            ),
            None,
        )
        if len(words) > 12 and again is not None and index - again > 1:
            return max(first, index - 1)
        seen.setdefault(words, index)
    return last


def recap_spans(body: Text, hits: list[Hit]) -> list[Span]:
    """The list of titles after the sitting is closed."""
    closed = [h for h in hits if h.rule.segment == "closing" and h.rule.field == "session"]
    if not closed:
        return []
    last = closed[-1]
    after = [h for h in hits if h.start > last.end and h.rule.segment in ("recap", "list", "agenda")]
    return [(body.lines[body.line_at(after[0].start)].start, len(body.text))] if after else []


def announced_titles(body: Text, dead: list[Span]) -> set[str]:
    """The titles that agendas and final lists print, as keys."""
    keys: set[str] = set()
    for start, end in dead:
        item = ""
        for line in body.lines:
            if not start <= line.start < end:
                continue
            folded = body.folded[line.start : line.start + len(line.text)]
            stripped = re.sub(r"^\W*(?:(?:\d{1,3}|[ivx]{1,4}|[a-h])\s?[-.)/°]+)?\s*", "", folded)
            if _is_item(line.text) or line.gap > 0.4 or not item:
                keys.add(title_key(item))
                item = stripped
            else:
                item += folded
        keys.add(title_key(item))
    keys.discard("")
    return keys
