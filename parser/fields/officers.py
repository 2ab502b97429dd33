"""Who presided a sitting and who was its secretary.

In: the text of a sitting and the rules' hits in it. Out: `Found` names with their rule; where the page gives only an
office ("sous la présidence de M. le Maire") the words of that office. The name stands after the word ("Président de
séance : M. X", "la présidence étant assurée par Mme X") or before it ("Mme X, maire, préside"); which side it is on
is read from what stands between, not from the wording.
"""

from __future__ import annotations

import re

from ..folding import fold
from ..layout import Text
from ..lexicon import load_lexicon
from ..rulebook import Hit
from .attendance import Attendance
from .found import Found
from .names import Name, read_name, read_names

_CIVIL = r"(?:M\.|MM\.|Mme|Mr\.?|Mlle|Melle|Monsieur|Madame|Mademoiselle|Dr\.?)"
_CIVIL_NAME = re.compile(rf"(?:{_CIVIL}|\bM)\s+(?=[A-ZÀ-Þ])")
_SENTENCE = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bMr)(?<!\bMme)(?<!\bDr)(?<!\b[A-Z])[.;](?=\s)|\n[ \t]*\n|\t|:(?=\s)")
_STOP = re.compile(r"\n[ \t]*\n|[;\t]|(?<!\bM)(?<!\bMM)(?<!\bDr)(?<!\bMr)(?<!\b[A-Z])\.(?=\s|$)")
_OFFICE = re.compile(
    r"(?:m\.|mr|monsieur|mme|madame)?\s*l[ea']\s*(?:maire|presidente?|doyenne?|adjointe?|premiere? adjointe?)\b"
)
_CHAIR_LEAD = re.compile(
    r"(?:M\.\s|Mr\s|Mme\s|Monsieur\s|Madame\s)?(?:[Ll][ea]|LE|LA)\s(?:[Mm]aire|MAIRE|[Pp]résidente?|PR[EÉ]SIDENTE?),?\s+(?=[A-ZÀ-Þ])"
)
_GAP = re.compile(r"[ \t\n,:\-–(]*(?:[a-z'\-]+\s+){0,7}?(?:[a-z'\-]+)?[\s:,\-–(]*$")
_TITLED = re.compile(
    r"\s*(?:(?:de|du|d'|son|sa|notre|m\.|mr|mme|monsieur|madame|le|la)\s*){1,4}(?:maire|presidente?)\s*,\s*(?=[a-z])"
)
_LABEL_TAIL = re.compile(r"(?: (?:de|de la|du) (?:seance|reunion|session))?\s*(?:[:=–-]|\.{3,})")
_HOLDER = re.compile(
    r"(?:m\. |mr |monsieur |mme |madame )?(?:le |la |l')?(?:maire|presidente?)\b"
    r"(?! deleguee?| honoraire| de la commission| du groupe)"
)


_SOON = 600  # characters after the head in which the opening may still be told; later, debates speak of others


def _after(text: str, folded: str, at: int, end: int, stops: frozenset[int]) -> tuple[Name | None, str | None, str]:
    """(name, words of office, what stands between) after the word that ends at `at`."""
    limit = min(end, at + 140)
    stop = _STOP.search(text, at, limit)
    limit = stop.start() if stop else limit
    piece = text[at:limit]
    first = re.search(r"[A-ZÀ-Þ]", piece)
    if first is None:
        office = _OFFICE.search(folded, at, limit)
        return None, office.group().strip() if office else None, ""
    gap = folded[at : at + first.start()]
    if "," in gap.strip(" ,:") or not _GAP.fullmatch(gap):
        return None, None, ""
    name, office_words = read_name(text, at + first.start(), limit, stops=stops)
    titled = _TITLED.match(folded, at, limit) if name is None else None
    # "sous la présidence de son Maire, Paul X"; not "… de M. le Maire, s'est trouvé composé de MM. Y, Z"
    if titled is not None and text[titled.end()].isupper():
        name, gap = read_name(text, titled.end(), limit, stops=stops)[0], ""
    if name is None:
        office = _OFFICE.search(folded, at, limit)
        return None, office_words or (office.group().strip() if office else None), gap
    return name, None, gap


def sentence_start(text: str, at: int, floor: int) -> int:
    """Where the sentence that holds `at` begins, not before `floor`."""
    begin = max(floor, at - 300)
    cut = list(_SENTENCE.finditer(text, begin, at))
    offset = cut[-1].end() if cut else begin
    while offset < at and text[offset] in " \n\t-•–":
        offset += 1
    return offset


def _before(text: str, at: int, floor: int) -> tuple[Name | None, str]:
    """(the nearest name before `at` in its sentence, what stands between)."""
    offset = sentence_start(text, at, floor)
    civil = list(_CIVIL_NAME.finditer(text, offset, at))
    if civil:
        for match in reversed(civil):
            name = read_name(text, match.start(), at)[0]
            if name is not None:
                between = text[name.end : at]
                return (None, "") if _new_line(between) else (name, between)
        return None, ""
    # the sentence may begin in the middle of a wrapped paragraph: its own line is enough
    for begin in (offset, text.rfind("\n", offset, at) + 1):
        begin += _lead(text, begin, at)
        if begin <= offset - 1 or begin >= at:
            continue
        name = read_name(text, begin, at)[0]
        if name is not None and name.given and name.start - begin < 3 and not _new_line(text[name.end : at]):
            return name, text[name.end : at]
    return None, ""


def _lead(text: str, begin: int, at: int) -> int:
    """How many characters of office stand before the name: "Le Maire, Paul X, ouvre la séance"."""
    lead = _CHAIR_LEAD.match(text, begin, at)
    return lead.end() - begin if lead is not None else 0


def _new_line(between: str) -> bool:
    """Does a sentence of its own begin on a line in between?"""
    first = re.search(r"\n[^\w\n]*([A-ZÀ-Þ][\w'’]*)", between)
    return first is not None and fold(first.group(1)) not in load_lexicon().offices


def president(
    text: str, folded: str, hits: list[Hit], start: int, end: int, head_end: int, stops: frozenset[int] = frozenset()
) -> tuple[Found | None, str | None]:
    """(who presided, the words of office where the page gives only those).

    Words of weak strength count only in the head.
    """
    office: str | None = None
    cues = [h for h in hits if h.rule.segment == "president" and start <= h.start < end]
    for hit in sorted(cues, key=lambda h: (h.rule.strength == "weak", h.start)):
        if hit.start >= head_end + (0 if hit.rule.strength == "weak" else _SOON):
            continue
        name, words, gap = _after(text, folded, hit.end, end, stops)
        behind, between = _before(text, hit.start, start)
        if hit.rule.field in ("before", "either") and (subject := _subject(text, hit.start, start)) is not None:
            return Found(subject, subject.start, subject.end, hit.rule.id), office
        if name is not None and (
            (hit.rule.field == "before" and behind is not None)
            or (hit.rule.field in ("before", "either") and _by_office(folded, text, hit, start))
        ):
            name = None
        if name is not None and (name.civility or name.given or len(gap.split()) <= 3):
            return Found(name, name.start, name.end, hit.rule.id), office
        if (
            behind is not None
            and hit.rule.field != "after"
            and _joins(between)
            and not _office_presides(folded, text, hit.start, start, behind)
        ):
            return Found(behind, behind.start, behind.end, hit.rule.id), office
        office = office or words
        if (
            office is None
            and hit.rule.field in ("before", "either")
            and _OFFICE.match(folded, sentence_start(text, hit.start, start))
        ):
            office = "le maire"
    return None, office


def _subject(text: str, at: int, floor: int) -> Name | None:
    """The subject of the sentence that holds `at`, where it is a name beside its office.

    Whatever clause stands between: "Le Président, M. X, après avoir constaté que…, ouvre la séance"; "Mme X, maire,
    constate que… et ouvre la séance".
    """
    begin = sentence_start(text, at, floor)
    lead = _lead(text, begin, at)
    name = read_name(text, begin + lead, at)[0]
    if name is None or name.start - begin - lead > _CIVILITY_WIDTH:
        return None
    following = fold(text[name.end : name.end + 16])
    told = following.startswith(",") if lead else _HOLDER.match(following.lstrip(", ")) is not None
    return name if told and "\n\n" not in text[name.end : at] else None


_CIVILITY_WIDTH = 12  # characters: "Mademoiselle "


def _by_office(folded: str, text: str, hit: Hit, floor: int) -> bool:
    """ "Monsieur le Maire ouvre la séance et propose Mme X": the office is the subject, and who follows is another."""
    return _OFFICE.match(folded, sentence_start(text, hit.start, floor)) is not None


def _office_presides(folded: str, text: str, at: int, floor: int, name: Name) -> bool:
    """ "Le Maire, ayant désigné M.

    X comme secrétaire, ouvre la séance": the subject is the office, not the name nearest to it.
    """
    begin = sentence_start(text, at, floor)
    office = _OFFICE.match(folded, begin)
    return office is not None and len(folded[office.end() : name.start].split()) > 4


def _joins(between: str) -> bool:
    """Between a name and the word that speaks of it stand an office, a verb, commas.

    No other sentence, no long clause.
    """
    words = fold(between).split()
    return len(words) <= 12 and ";" not in between and not re.search(r"\bque\b", fold(between))


def secretary(
    text: str, folded: str, hits: list[Hit], start: int, end: int, head_end: int, stops: frozenset[int] = frozenset()
) -> Found | None:
    """The secrétaire de séance (CGCT L2121-15), before or after the word."""
    verbs = load_lexicon().names_for_office
    cues = [h for h in hits if h.rule.segment == "secretary" and start <= h.start < end]
    for hit in sorted(
        cues, key=lambda h: (h.rule.strength == "weak", h.start >= head_end, h.rule.strength != "strong", h.start)
    ):
        if hit.rule.strength == "weak" and hit.start >= head_end:
            continue
        name, _, gap = _after(text, folded, hit.end, end, stops)
        behind, between = _before(text, hit.start, start)
        label = bool(_LABEL_TAIL.match(folded, hit.end)) or text[hit.end - 1] == ":"
        if name is not None and not (name.civility or name.given or label or len(gap.split()) <= 1):
            name = None
        if behind is not None and not _joins(between):
            behind = None
        if name is not None and behind is not None:
            tied = bool(verbs & set(fold(text[behind.end : hit.end]).split())) and not label
            name = (
                None
                if tied
                and (len(gap.split()) > 0 or "\n" in text[hit.end : name.start] or hit.rule.strength == "strong")
                else name
            )
        chosen = name or behind
        if chosen is not None:
            return Found(chosen, chosen.start, chosen.end, hit.rule.id)
    return None


# ---------------------------------------------------------------------------------------------- by office, by signature


def by_office(
    body: Text, attendance: Attendance, hits: list[Hit], office: str | None, start: int, end: int
) -> Found | None:
    """The president where the page names only the office: from the list ("X, maire") or from the signature."""
    opened = office or next((h.rule.id for h in hits if h.rule.segment == "presides-by-office"), None)
    if opened is None:
        return None
    for item in attendance.present:
        if item.remark and is_holder(item.remark):
            return Found(item.name, item.name.start, item.name.end, "president.office-in-list")
    name = signatory(body, end)
    if name is not None and name.start >= start:
        return Found(name, name.start, name.end, "president.office-in-signature")
    return None


def is_holder(remark: str) -> bool:
    """Do the words beside a name say that he is the mayor or the president ("M. X, Maire")?"""
    return _HOLDER.match(fold(remark).strip(" ,()")) is not None


_SIGNS = re.compile(
    r"(?:^|\n|\t| {2,})[^\n\t]{0,40}?(?:\b(?:le|la|m\.? le|mme la|monsieur le|madame la|madame le) )"
    r"(?:maire|presidente?)\b[^\n.;:]*"
)


def signatory(body: Text, end: int) -> Name | None:
    """The name under "Le Maire," or "Le Président," at the end of the text.

    Of two side by side, the one below the office.
    """
    text, folded = body.text, body.folded
    for match in reversed(list(_SIGNS.finditer(folded, max(0, end - 700), end))):
        number = body.line_at(match.end() - 1)
        line = body.lines[number]
        if len(line.text.split()) > 9:
            continue
        office = re.search(r"(?:maire|presidente?)\b", folded[line.start : line.start + len(line.text)])
        if office is None:
            continue
        same = read_names(text, line.start + office.end(), line.start + len(line.text)).entries
        if same and same[0].name is not None and (same[0].name.given or same[0].name.civility):
            return same[0].name
        centre = _centre(body, line.start + office.start(), line.start + office.end())
        for below in body.lines[number + 1 : number + 5]:
            if below.start >= end or below.page != line.page:
                break
            entries = read_names(text, below.start, below.start + len(below.text)).entries
            names = [e.name for e in entries if e.name is not None and (e.name.given or e.name.civility)]
            if names:
                return min(names, key=lambda name: abs(_centre(body, name.start, name.end) - centre))
    return None


def _centre(body: Text, start: int, end: int) -> float:
    places = body.places(start, end)
    return (places[0].box[0] + places[0].box[2]) / 2 if places else 0.0
