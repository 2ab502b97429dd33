"""The labels of lists of members: "Étaient présents :", "Excusés ayant donné pouvoir :", "Maryline : absente".

In: the text of a head and the rules' cue words in it. Out: `Label`s: what their list means, where they stand, where
their list begins. A label is any line or clause that holds a cue word ("présents", "excusés", "procuration"…) and is
followed by names; what its cues say together decides what the list means, so that a wording never seen before is read
as long as its words are French.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..folding import fold
from ..lexicon import load_lexicon
from ..rulebook import Hit
from .names import Role

_CIVILITY = r"(?:m\.?m?\.?|mmes?\.?|mrs?\.?|mlles?\.?|melles?\.?|monsieur|madame|messieurs|mesdames|citoyens?)(?![\w'])"
_NAME_NEXT = re.compile(rf"[\s(:]*(?:(?:les|le|de|d'|par) )?(?=(?P<civ>{_CIVILITY})[\s.:]*(?P<name>\S))")
_NAME_SOON = re.compile(
    rf"(?:[ \n]+(?!{_CIVILITY})[a-z'\-]+){{0,6}}[ \n:(]+(?:(?:les|le|de|d') )?"
    rf"(?=(?P<civ>{_CIVILITY})[\s.:]*(?P<name>\S))"
)
_TAIL = re.compile(r"(?:[^:\n.;\t]|\.(?=\d)){0,200}")
_BARE_NAMES = re.compile(
    r"\s*[-–—,]?\s*(?:[a-zà-ÿ'’ ]{0,30}\s)?(?P<first>[A-ZÀ-Þ][\wÀ-ÿ'’-]+)(?:\s[A-ZÀ-Þ][\wÀ-ÿ'’.-]*){1,2}\s*\.?\s*"
)
_ONLY_NUMBER = re.compile(r"[\s:(=]*\d+\s*(?:puis\s+\d+|ou\s+\d+)?\s*\)?\s*[.;,]?\s*(?=\n|$|-|/|–|;|\t|\|)")
_NUMBERED_NAME = re.compile(
    r"\s*\n\s*\d{1,2}\s*[-–.)]\s*(?:M\.|Mme\s|Monsieur\s|Madame\s)?\s*[A-ZÀ-Þ][\w'’-]+\s[A-ZÀ-Þ]"
)
_EXCEPT = re.compile(r"(?:a l'exception|hormis|sauf|excepte|a l'exclusion)")
_ALL_BUT = re.compile(
    r"[\s:]*(?:tous |toutes |l'ensemble d)[a-z' ]{0,60}(?:,\s*)?"
    r"(?:sauf|hormis|excepte|a l'exception d(?:e|es|u)?|a l'exclusion de)(?: :|:)?\s*"
)
_WITHOUT_PROXY = re.compile(
    r"(?:sans|non|ni|pas)\s+(?:donne[rs]?\s+(?:de\s+)?|avoir (?:donne|remis|laisse)\s+(?:de\s+)?)?"
    r"(?:pouvoir|procuration|representes?|represente|mandat)"
)
_OR_NOT = re.compile(r"\bou (?:non|pas)\b")
_NAMED = (
    re.compile(r"\b(?:M\.|MM\.?|Mme|Mmes|Mr|Mlle|Monsieur|Madame)\s+(?!le\b|la\b|les\b)[A-ZÀ-Þ]"),
    re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?\s+[A-ZÀ-Þ]{2,}"),
    re.compile(r"\b[A-ZÀ-Þ]{3,}[A-ZÀ-Þ\-]*\s+[A-ZÀ-Þ][a-zà-ÿ]+"),
)
_CLAUSE = re.compile(r"(?<!\b[A-Z])(?<!\bMM)(?<!\bMme)(?<!\bMr)\. |; |\t| [-–] |\) et ")
CUES = ("present", "absent", "excused", "proxies")
"""The segments whose cue words make a label."""


class Label(msgspec.Struct, frozen=True):
    """One label: its role, its span (its list begins at `end`), its rule.

    With `before`, the one name it speaks of stands inside the span ("Maryline : absente"). With `all_but`, the list
    names those who are missing from a full house.
    """

    role: Role
    start: int
    end: int
    rule: str
    before: bool = False
    all_but: bool = False


def line_start(text: str, offset: int) -> int:
    """The offset at which the line of `offset` begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """The offset at which the line of `offset` ends."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found


def has_name(piece: str) -> bool:
    """Does a civility with a name, or a given name with a surname in capitals, stand in `piece`?"""
    return any(pattern.search(piece) for pattern in _NAMED)


def find_labels(
    text: str, folded: str, cues: list[Hit], start: int, end: int, *, mentions: Sequence[tuple[int, int]] = ()
) -> list[Label]:
    """The labels in text[start:end], in order. `cues` are the hits of cue words (segments `CUES`), in order.

    `mentions` are spans that speak of members without naming them ("des membres présents"): a cue inside one is a
    label only where a colon follows.
    """
    labels: list[Label] = []
    at = 0
    while at < len(cues):
        cue = cues[at]
        at += 1
        if cue.start < start or cue.end > end or (labels and cue.start < labels[-1].end):
            continue
        line = max(line_start(text, cue.start), start)
        if _remarks_on_name(text, cue, line):
            continue
        aside = _trailing(text, folded, cue, line)
        if aside is not None:
            labels.append(aside)
            continue
        mentioned = any(a <= cue.start < b for a, b in mentions)
        stop = (_colon if mentioned else _stop)(text, folded, cue, cues[at : at + 4], end)
        if stop is None:
            continue
        rules = {cue.rule.segment: cue.rule.id}
        while at < len(cues) and cues[at].start < stop:
            rules.setdefault(cues[at].rule.segment, cues[at].rule.id)
            at += 1
        counted = _ONLY_NUMBER.match(text, stop)
        if counted and not (_names_follow(text, stop, end) or _NUMBERED_NAME.match(text, stop)):
            continue
        begin = max(_begin(text, cue, line), labels[-1].end if labels else start)
        but = _ALL_BUT.match(folded, stop, end) if "present" in rules else None
        stop = but.end() if but is not None else stop
        words = folded[begin:stop]
        role = _role(set(rules), words)
        all_but = role != "proxies" and "present" in rules and bool(_EXCEPT.search(words))
        own = rules.get(role) or (rules.get("excused") if role == "absent" else None) or cue.rule.id
        labels.append(Label("absent" if all_but else role, begin, stop, own, all_but=all_but))
    return labels


def _remarks_on_name(text: str, cue: Hit, line: int) -> bool:
    """ "Annie DUC (Absente à l'ouverture, arrivée à 20 h 50)": what opens a bracket behind a name speaks of it."""
    before = text[line : cue.start].rstrip()
    return (
        cue.rule.segment in ("absent", "excused", "present")
        and before.endswith("(")
        and has_name(before)
        and ")" in text[cue.end : cue.end + _LONGEST_REMARK]
        and ":" not in text[cue.end : text.find(")", cue.end)]
    )


_LONGEST_REMARK = 240  # characters
_STATED = re.compile(rf"\s+(?:{_CIVILITY}[ .]*)?[^\n,;:.()]{{2,60}}?\s(?:a|au)\s+(?:{_CIVILITY}[ .]*)?(?P<holder>\S)")


def with_statements(text: str, folded: str, labels: list[Label], links: Sequence[tuple[int, int, str]]) -> list[Label]:
    """The labels, and one at each line that states a proxy by itself: "Pouvoir de M. X à Mme Y".

    Its list begins with the statement, so that it is no remark on the last name of the list above.
    """
    added: list[Label] = []
    for start, end, link in links:
        before = text[line_start(text, start) : start]
        if link != "from" or not text[start].isupper() or before.strip(" -–•*\t"):
            continue
        found = _STATED.match(folded, end)
        if found is None or not text[found.start("holder")].isupper():
            continue
        if not any(label.start <= start < label.end for label in labels):
            added.append(Label("proxies", start, start, "proxy.from"))
    return sorted([*labels, *added], key=lambda label: label.start) if added else labels


def _role(segments: set[str], words: str) -> Role:
    if "proxies" in segments and not _WITHOUT_PROXY.search(words):
        # "Absents, représentés ou non": each name says for itself
        return "absent" if _OR_NOT.search(words) and segments & {"absent", "excused"} else "proxies"
    if segments & {"absent", "excused"}:
        return "absent"
    return "present"


def _begin(text: str, cue: Hit, line: int) -> int:
    """Where the label begins: with its line, unless something else stands before the cue there."""
    before = text[line : cue.start]
    closed = before.rfind(")")
    if closed >= 0 and "(" not in before[:closed]:
        # "…, M.C. X et P. Y) et 5 conseillers étaient absents": a bracket of the line before ends here
        line += closed + 1
        before = before[closed + 1 :]
    if has_name(before) or len(before.split()) > 8:
        cut = [m.end() for m in _CLAUSE.finditer(before)]
        return (
            line + cut[-1]
            if cut and not has_name(before[cut[-1] :]) and len(before[cut[-1] :].split()) < 6
            else cue.start
        )
    cut = [m.end() for m in _CLAUSE.finditer(before) if any(c.isdigit() for c in before[: m.start()])]
    return line + cut[-1] if cut else line


def _stop(text: str, folded: str, cue: Hit, later: list[Hit], end: int) -> int | None:
    """Where the label of a cue ends and its names begin; None where no names do."""
    colon = _colon(text, folded, cue, later, end)
    if colon is not None:
        return colon
    named = _NAME_NEXT.match(folded, cue.end)
    if named is None and cue.rule.segment in ("present", "absent", "excused"):
        named = _NAME_SOON.match(folded, cue.end)
        if named is not None and any(char.isupper() for char in text[cue.end : named.start("civ")]):
            named = None
    if named is not None and _is_person(text, folded, named):
        return named.end()
    if text[cue.end : cue.end + 2].strip() in (":", "("):
        return cue.end + 1
    line, stop = line_start(text, cue.start), line_end(text, cue.end)
    before, rest = text[line : cue.start], text[cue.end : stop]
    if _list_next(text, cue, stop):
        return cue.end
    if not before.strip():
        bare = _BARE_NAMES.fullmatch(rest)
        if bare is not None and fold(bare["first"]) not in load_lexicon().common:
            return cue.end + bare.start("first")
    whole = text[line:stop]
    short = len(whole.split()) <= 9 and not any(mark in before for mark in ":(") and "\t" not in whole
    plain = (
        not before.rstrip().endswith(",")
        and not (")" in rest and "(" not in rest)
        and "," not in rest
        and not rest.strip().endswith(".")
        and not any(char.isdigit() for char in rest)
    )
    return stop if short and plain and not has_name(rest) else None


def _is_person(text: str, folded: str, match: re.Match[str]) -> bool:
    """Is the civility that was found printed like one, and does a name or an office follow it?"""
    civil, name = match.start("civ"), match.start("name")
    if not text[civil].isupper() and match["civ"][:4] not in ("cito", "mess", "sieu"):
        return False
    return text[name].isupper() or folded[civil : name + 8].startswith(("m. le ", "mm. les "))


def heads_label(text: str, folded: str, hit: Hit) -> bool:
    """Do these words open their line and lead to a colon ("Pouvoirs remis au président :")? Then they are a label."""
    if text[line_start(text, hit.start) : hit.start].strip(" -•*\t"):
        return False
    return _colon(text, folded, hit, [], len(text)) is not None


def _colon(text: str, folded: str, cue: Hit, later: list[Hit], end: int) -> int | None:
    """The end of the colon that closes the label, over at most two line breaks, or None."""
    at = cue.end
    for _ in range(3):
        tail = _TAIL.match(folded, at, end)
        stop = tail.end() if tail is not None else at
        if stop < end and (text[stop] == ":" or _slipped(text, cue, stop)):
            return None if has_name(text[cue.end : stop]) else stop + 1
        if stop >= end or text[stop] != "\n":
            dotted = (
                text[stop : stop + 1] == "." and text[stop - 1 : stop].isupper() and text[stop - 2 : stop - 1] == " "
            )
            if not dotted:  # "en application de l'article L. 2121-20"
                return None
            at = stop + 1
            continue
        if _breaks_off(text, folded, stop, later):
            return None
        at = stop + 1
    return None


def _slipped(text: str, cue: Hit, stop: int) -> bool:
    """ "Personne ayant donné procuration ; M. X à M. Y": a semicolon typed for the colon, right before a name."""
    if text[stop] != ";" or "," in text[line_start(text, cue.start) : stop]:
        return False
    return has_name(text[line_start(text, cue.start) : stop]) is False and bool(
        _SLIP_NAME.match(text, stop + 1) and cue.rule.segment in CUES
    )


_SLIP_NAME = re.compile(r"\s?(?:M\.|MM\.?|Mme|Mmes|Mr|Mrs|Mlle|Monsieur|Madame|Messieurs|Mesdames)\s+[A-ZÀ-Þ]")


def _breaks_off(text: str, folded: str, newline: int, later: list[Hit]) -> bool:
    """Is the next line something of its own, not the rest of the label?"""
    following = text[newline + 1 : line_end(text, newline + 1)]
    if not following.strip() or "\t" in following or not any(char.isalpha() for char in following):
        return True
    if any(hit.start == newline + 1 for hit in later):
        return True
    first = following.lstrip()[0]
    if (
        following.rstrip().endswith(":")
        and len(text[line_start(text, newline) : newline].split()) >= 5
        and not has_name(following)
    ):
        return False  # "… du Code⏎Général des collectivités territoriales :"
    return not (first.islower() or first in "(:" or re.match(r"[LR]\.?\s?\d", following.lstrip()) is not None)


def _list_next(text: str, cue: Hit, stop: int) -> bool:
    """ "Présents Marcel P, maire, Corvol M, Bardin E": names right after the cue, with no mark between."""
    rest = text[cue.end : stop]
    return (
        rest[:1] == " "
        and rest.count(",") >= 2
        and not text[line_start(text, cue.start) : cue.start].strip()
        and all(re.match(r"\s*(?:[A-ZÀ-Þ]|maire|adjoint)", piece) for piece in rest.split(",") if piece.strip())
    )


def _names_follow(text: str, stop: int, end: int) -> bool:
    """After a count, do names come on the next line?"""
    rest = text[line_end(text, stop + 1) : min(end, stop + 240)].lstrip()
    first = rest.split("\n", 1)[0]
    if re.search(r"\b\d", first) or ":" in first or "\t" in first:
        return False
    return has_name(first) or first.count(",") >= 2


def _trailing(text: str, folded: str, cue: Hit, line: int) -> Label | None:
    """ "Maryline : absente non excusée", "M. X est excusé": one name, then its state."""
    before = text[line : cue.start]
    if cue.rule.segment not in ("absent", "excused") or not before.strip() or len(before.split()) > 6:
        return None
    rest = folded[cue.end : line_end(text, cue.end)]
    if rest.strip(" .;") and len(rest.split()) > 3:
        return None
    if not re.search(r"(?::|,|\best\b|\betait\b|\bsont\b|\betaient\b|-)\s*$", folded[line : cue.start]):
        return None
    if not re.search(r"\b[A-ZÀ-Þ]", before) or "(" in before:
        return None
    words = re.findall(r"[a-z]+", folded[line : cue.start])
    if not words or words[0] in load_lexicon().common or all(w in load_lexicon().offices for w in words):
        return None
    return Label("absent", line, cue.start, cue.rule.id, before=True)
