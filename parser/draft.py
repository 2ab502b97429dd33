"""A draft of rules for a body, from one of its documents: what fired, what is missing, which words may say it.

In: a `Reading`. Out: a `Draft`: the SIREN of the stamp, the rules that fired by segment, and for each value that is
missing the words of the document that come nearest, each where possible with a `Suggestion`: a rule that holds (its
phrase can be read, it fires on its example) and what the record gains by it, which was tried. Nothing is guessed into
the record: a person decides which suggestion is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from .difference import Change, difference
from .evidence import clean
from .explain import Nearest, explain
from .folding import fold
from .lexicon import load_lexicon
from .record import Document
from .rulebook import Rule, Rulebook, check_examples
from .rulebook.bricks import READERS
from .rulebook.check import is_siren
from .rulebook.phrases import PhraseError, read_phrase
from .rulebook.tokens import Tokens

if TYPE_CHECKING:
    from .reading import Reading

Span = tuple[int, int]

MOST_LINES = 3  # shown of the words that may be a missing value
MOST_RULES = 2  # suggested for one field
MOST_TRIED = 8  # tried for one field; each reads the document again
MOST_WORDS = 8  # of a suggested phrase

# How a field is written, and the rule that finds it: role, segment, the rule's field.
_FORMS: dict[str, tuple[str, str, str, str | None]] = {
    "date": ("date", "cue", "session", None),
    "convocation_date": ("date", "cue", "convocation", None),
    "received": ("date", "cue", "received", None),
    "posted": ("date", "cue", "publication", None),
    "in_office": ("number", "cue", "count-word", "in_office"),
    "quorum": ("number", "cue", "count-word", "quorum"),
    "present_count": ("number", "cue", "count-word", "present_count"),
    "proxy_count": ("number", "cue", "count-word", "proxy_count"),
    "voter_count": ("number", "cue", "count-word", "voter_count"),
    "president": ("person", "cue", "president", None),
    "secretary": ("person", "cue", "secretary", None),
    "present": ("label", "cue", "present", None),
    "absent": ("label", "cue", "absent", None),
    "proxies": ("label", "cue", "proxies", None),
    "dispositif": ("words", "opens", "dispositif", None),
    "vote.outcome": ("words", "value", "vote", "adopted"),
    "vote.unanimous": ("words", "value", "vote", "unanimous"),
}
# Most acts print none of these, and nothing is amiss: told of only where words are found that may say it.
_SELDOM = ("proxy_count", "proxies", "vote.unanimous")
# In the head of a sitting, any line that nothing else explains may say these.
_OF_THE_HEAD = ("date", "convocation_date", "president", "secretary")
# Where one of these fires, the line belongs to the reasoning, and its dates and names are not those of the sitting.
_REASONING = ("visa", "considerants", "dispositif", "article", "expose", "proposal")
_NUMBER = re.compile(r"(?<![\w,.])(?<!\d )\d{1,3}(?![\w,.]\d|\w|\s?(?:\d|%|€|euros?))")  # members, not money
_PIECE_ENDS = re.compile(r"[;!?]|(?<!\bm)(?<!\bmm)(?<!\b[a-z])\.(?=\s|$)")
_LITERAL = re.compile(r"[()\[\]|<\\…]|\.\.\.")
_LONG = 5  # letters of a word that says something of its segment


class Suggestion(msgspec.Struct, frozen=True):
    """A rule that may find a missing value; `gains` is what the record has with it that it had not."""

    rule: Rule
    gains: tuple[Change, ...]
    others: tuple[Change, ...]  # what else is lost or another with it


class Gap(msgspec.Struct, frozen=True):
    """A field that is missing, once for the document: in how many places, why, and the words that may say it."""

    field: str
    count: int
    reason: str
    nearest: tuple[Nearest, ...]
    words: tuple[tuple[str, int], ...]  # words of the document, page
    suggestions: tuple[Suggestion, ...]


class Draft(msgspec.Struct, frozen=True):
    """What a document says of the rules that its body may need. `siren` is None where no stamp prints a right one."""

    file: str
    siren: str | None
    body: str | None
    fired: tuple[tuple[str, tuple[tuple[Rule, int], ...]], ...]
    gaps: tuple[Gap, ...]
    residue: tuple[tuple[str, int], ...]


def draft(reading: Reading, document: Document) -> Draft:
    """The draft for the body of a document. `document` is the record of `reading`."""
    siren = next((s.act_id.siren for s in reading.stamps if s.act_id is not None and is_siren(s.act_id.siren)), None)
    tally: dict[str, Counter[Rule]] = {}
    for hit in reading.hits:
        tally.setdefault(hit.rule.segment, Counter())[hit.rule] += 1
    fired = tuple((segment, tuple(rules.most_common())) for segment, rules in sorted(tally.items()))
    body = next((session.body for session in document.sessions if session.body), None)
    residue = tuple((one.text, one.places[0].page if one.places else 1) for one in document.residue)
    return Draft(document.file, siren, body, fired, tuple(_Seeker(reading, document).gaps()), residue)


class _Seeker:
    """Looks for what is missing."""

    def __init__(self, reading: Reading, document: Document) -> None:
        self.reading = reading
        self.document = document
        self.body = reading.layout.body
        self.idle = self._idle_lines()
        self.words = _vocabulary(reading.rules)
        people = [one for session in document.sessions for one in (*session.present, *session.absent)]
        self.members = frozenset(fold(one.surname or one.name.split()[-1]) for one in people)
        self.reasoning = frozenset(
            self.body.line_at(hit.start) for hit in reading.hits if hit.rule.segment in _REASONING
        )

    def gaps(self) -> Iterator[Gap]:
        reasons = [one for one in explain(self.reading, self.document) if one.value is None]
        for field in _FORMS:
            mine = [one for one in reasons if one.path.endswith(f".{field}")]
            spans = self._spans(field, [one.path for one in mine])
            if field == "vote.unanimous":  # where a vote is told in words that are known, this one is not said
                hits = [hit for hit in self.reading.hits if hit.rule.segment == "vote" and hit.rule.field != "voters"]
                votes = [hit.start for hit in hits]
                spans = [span for span in spans if not any(span[0] <= at < span[1] for at in votes)]
            if not spans or (field == "dispositif" and self.document.kind == "list"):
                continue
            lines = list(self._lines(field, spans))
            if field.startswith("vote."):
                lines = [piece for piece in lines if self._is_sentence(piece)]
            elif field == "dispositif":
                lines = [piece for piece in lines if self.body.text[slice(*piece)].endswith(":")]
            suggestions = self._suggestions(field, lines)
            shown = tuple((clean(self.body, *span), self._page(span[0])) for span in lines[:MOST_LINES])
            if field in _SELDOM and not suggestions:
                continue
            near = tuple({one.rule: one for each in mine for one in each.nearest if one.words}.values())[:MOST_LINES]
            yield Gap(field, len(mine), mine[0].reason or "", near, shown, suggestions)

    # ---- where to look

    def _spans(self, field: str, paths: list[str]) -> list[Span]:
        """The stretches of the text where a field is missing: sittings for theirs, acts for theirs."""
        out: list[Span] = []
        for path in paths:
            place = [int(number) for number in re.findall(r"\[(\d+)\]", path)]
            sittings = self.reading.outline.sittings
            if len(sittings) != len(self.document.sessions):
                return [(0, len(self.body.text))]
            sitting = sittings[place[0]]
            if "deliberations" not in path:
                out.append((sitting.start, sitting.end))
            elif place[1] < len(sitting.cuts):
                cut = sitting.cuts[place[1]]
                out.append((cut.start, cut.end) if len(sitting.cuts) > 1 else (sitting.start, sitting.end))
        return list(dict.fromkeys(out))

    def _idle_lines(self) -> frozenset[int]:
        """The lines in which no rule fires and no list of names stands: nothing that they say is known yet."""
        taken: set[int] = set()
        spans = [(hit.start, hit.end) for hit in self.reading.hits if hit.rule.role != "noise"]
        for start, end in [*spans, *((item.start, item.end) for item in self.reading.lists)]:
            taken.update(range(self.body.line_at(start), self.body.line_at(max(start, end - 1)) + 1))
        return frozenset(range(len(self.body.lines))) - taken

    def _page(self, offset: int) -> int:
        return self.body.lines[self.body.line_at(offset)].page

    def _lines(self, field: str, spans: list[Span]) -> Iterator[Span]:
        """The pieces of lines that may say the field, the likeliest first, each once."""
        form, _, segment, rule_field = _FORMS[field]
        known = self.words.get((segment, rule_field if form == "number" else None), frozenset())
        ranked: dict[Span, float] = {}
        for start, end in spans:
            near = self.reading.rules.nearest(self.body.folded[start:end], segment, 6, text=self.body.text[start:end])
            close = {self.body.line_at(start + one.start): one.score for one in near}
            last = self._last_words(start, end) if field in ("vote.outcome", "vote.unanimous") else {}
            head = self._head_end(start, end)
            for index in range(self.body.line_at(start), self.body.line_at(max(start, end - 1)) + 1):
                line = self.body.lines[index]
                if form in ("person", "date") and index in self.reasoning:
                    continue
                for piece in _pieces(self.body.folded, line.start, line.start + len(line.text)):
                    said = bool(known & _stems(self.body.folded[slice(*piece)]))
                    score = 2.0 * said + last.get(index, 0.0)
                    if form not in ("number", "words") or said:
                        score += close.get(index, 0.0)
                    if field in _OF_THE_HEAD and line.start < head:
                        score += index in self.idle
                    if score >= 1.0 and self._holds(form, piece) and not self._is_said(segment, piece):
                        ranked[piece] = max(score, ranked.get(piece, 0.0))
        yield from sorted(ranked, key=lambda piece: (-ranked[piece], piece))

    def _head_end(self, start: int, end: int) -> int:
        """Where the head of a sitting ends: at its reasoning, or at the second of its acts."""
        cuts = [
            cut.start for sitting in self.reading.outline.sittings for cut in sitting.cuts if start < cut.start < end
        ]
        stops = [self.body.lines[index].start for index in sorted(self.reasoning)]
        return min((at for at in [*cuts[:2][-1:], *stops] if at > start), default=end)

    def _is_said(self, segment: str, piece: Span) -> bool:
        """Has a rule of the segment read a value, or said what a figure counts, in the piece already?"""
        hits = (hit for hit in self.reading.hits if hit.rule.segment == segment and hit.rule.role != "noise")
        speaking = (hit for hit in hits if hit.rule.role == "value" or segment == "count-word")
        return any(piece[0] <= hit.start < piece[1] for hit in speaking)

    def _last_words(self, start: int, end: int) -> dict[int, float]:
        """The idle lines that end the act, where its vote is told if anywhere, the last one the likeliest.

        They stand before closing words and signatures; a line that a verb of decision begins is a decision.
        """
        ends = (hit.start for hit in self.reading.hits if hit.rule.segment in ("closing", "signature"))
        stop = min((at for at in ends if start < at < end), default=end)
        last = self.body.line_at(max(start, stop - 1))
        out: dict[int, float] = {}
        for index in range(max(self.body.line_at(start), last - 2), last + 1):
            words = re.findall(r"[a-z]+", fold(self.body.lines[index].text))
            if index in self.idle and 1 < len(words) <= 2 * MOST_WORDS and words[0] not in load_lexicon().verbs:
                out[index] = 1.5 + 0.1 * (index - last)
        return out

    def _holds(self, form: str, piece: Span) -> bool:
        """Does the piece hold what the field is made of?"""
        text = self.body.folded[slice(*piece)]
        if form == "date":
            return any(piece[0] < dated.start and dated.end <= piece[1] for dated in self.reading.dates)
        if form == "number":
            return _NUMBER.search(text) is not None
        if form == "person":
            return self._person(piece) is not None
        if form == "label":
            return text.rstrip().endswith(":") or ":" in text
        return 2 <= len(text.split()) <= 2 * MOST_WORDS

    def _is_sentence(self, piece: Span) -> bool:
        """Does the piece fill its line, from a capital to a full stop?"""
        line = self.body.lines[self.body.line_at(piece[0])]
        return self.body.text[piece[0]].isupper() and line.text.rstrip().endswith(".") and piece[0] <= line.start + 3

    def _person(self, piece: Span) -> Span | None:
        """The first name of a member in the piece."""
        text, folded = self.body.text[slice(*piece)], self.body.folded[slice(*piece)]
        tokens = Tokens(folded, text)
        for brick in ("person", "name"):
            for at in range(len(tokens)):
                found = READERS[brick](tokens, at) if tokens.capital(at) else ()
                for _, start, end in found:
                    if self._is_member(folded[start:end]):
                        return piece[0] + start, piece[0] + end
        return None

    def _is_member(self, folded: str) -> bool:
        """Is it one of those listed as present or absent? Where nobody is listed, two words or more may be a name."""
        if not self.members:
            return len(folded.split()) > 1
        words = set(re.findall(r"[\w'-]+", folded))
        return any(surname in words or set(surname.split()) <= words for surname in self.members)

    # ---- what to suggest

    def _suggestions(self, field: str, lines: list[Span]) -> tuple[Suggestion, ...]:
        out: list[Suggestion] = []
        seen: set[str] = set()
        for piece in lines:
            if len(seen) >= MOST_TRIED:
                break
            made = self._rule(field, piece, len(out) + 1)
            if made is None or made.phrases[0] in seen:
                continue
            seen.add(made.phrases[0])
            tried = self._try(field, made)
            if tried is not None:
                out.append(tried)
        out.sort(key=lambda one: len(one.others))
        kept = out[:MOST_RULES]
        return tuple(
            msgspec.structs.replace(one, rule=msgspec.structs.replace(one.rule, id=f"own.{_slug(field)}-{number}"))
            for number, one in enumerate(kept, 1)
        )

    def _rule(self, field: str, piece: Span, number: int) -> Rule | None:
        """A rule for the words of a piece, or None where they make no phrase."""
        form, role, segment, rule_field = _FORMS[field]
        text, folded = self.body.text, self.body.folded
        start, end = piece
        where = "anywhere"
        if form == "date":
            dated = next(one for one in self.reading.dates if start < one.start and one.end <= end)
            phrase = _tail(text[start : dated.start])
        elif form == "number":
            found = _NUMBER.search(folded, start, end)
            assert found is not None
            lead, after = _tail(text[start : found.start()]), _head(text[found.end() : end])
            phrase = lead.rstrip(" :=") or after  # the words that say what is counted; the figure stands beside them
        elif form == "person":
            name = self._person(piece)
            assert name is not None
            lead, after = _tail(text[start : name[0]]), _head(text[name[1] : end])
            phrase, rule_field = (lead, "after") if lead else (after, "before")
            if field == "president" and rule_field == "after":
                rule_field = None
        elif form == "label":
            phrase = _tail(text[start : start + folded[start:end].index(":") + 1])
            where = "line-start"
        else:
            phrase = _head(text[start:end])
        if len(re.findall(r"[^\W\d_]{2,}", phrase)) < (1 if form == "number" else 2):
            return None
        try:
            read_phrase(phrase)
        except PhraseError:
            return None
        return Rule(
            f"own.{_slug(field)}-{number}", role, segment, rule_field, where=where, phrases=(phrase,),
            match=(clean(self.body, start, end),), origin="user",
        )  # fmt: skip

    def _try(self, field: str, rule: Rule) -> Suggestion | None:
        """The rule with what it changes; None where its example does not hold or where the field stays missing."""
        from .reading import Reading, record

        book = Rulebook([*self.reading.rules.rules, rule], disabled=self.reading.rules.disabled)
        if check_examples(Rulebook([rule])):
            return None
        changes = difference(self.document, record(Reading(self.reading.source, self.reading.layout, book)))
        gains = tuple(change for change in changes if change.field == field and change.kind == "gained")
        others = tuple(change for change in changes if change.kind != "gained")
        return Suggestion(rule, gains, others) if gains else None


def _pieces(folded: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a line, without blanks and bullets at their edges."""
    at = start
    for stop in [*(match.start() for match in _PIECE_ENDS.finditer(folded, start, end)), end]:
        a, b = at, stop
        while a < b and not folded[a].isalnum():
            a += 1
        while b > a and folded[b - 1].isspace():
            b -= 1
        if b > a:
            yield a, b
        at = stop + 1


def _stems(folded: str) -> frozenset[str]:
    """The beginnings of the longer words: what a word and its plural or its participle share."""
    return frozenset(word[: _LONG + 1] for word in re.findall(r"[^\W\d_]+", folded) if len(word) >= _LONG)


def _vocabulary(book: Rulebook) -> dict[tuple[str, str | None], frozenset[str]]:
    """The words by which each segment, and each field of one, is told: those of its phrases that few others have."""
    found: dict[tuple[str, str | None], set[str]] = {}
    for rule in book.rules:
        if rule.role != "noise":
            for phrase in rule.phrases:
                stems = _stems(fold(phrase))
                found.setdefault((rule.segment, None), set()).update(stems)
                found.setdefault((rule.segment, rule.field or ""), set()).update(stems)
    spread = Counter(stem for (_, field), stems in found.items() if field is not None for stem in stems)
    return {key: frozenset(stem for stem in stems if spread[stem] <= 3) for key, stems in found.items()}


def _literal(words: str) -> str:
    """Words as a phrase that finds them: in lower case, the marks of the grammar made literal."""
    return _LITERAL.sub(lambda mark: "".join(f"\\{char}" for char in mark.group()), words.lower())


def _tail(text: str) -> str:
    """The last words before a value, as a phrase."""
    words = text.split()[-MOST_WORDS:]
    return _literal(" ".join(words)).strip(" ,;-–•")


def _head(text: str) -> str:
    """The first words after a value, up to a comma, as a phrase; figures are left open."""
    words = re.split(r"[,;:]", text.strip(" ,;:-–•"))[0].split()[:MOST_WORDS]
    return _NUMBER.sub("<number>", _literal(" ".join(words)))


def _slug(field: str) -> str:
    return field.replace("_", "-").replace(".", "-")
