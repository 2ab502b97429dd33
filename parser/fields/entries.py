"""A list of names into its entries, one a person.

In: the tokens of a list. Out: a `NameList`: its entries in the order of the page, whether the list says that it is
empty, and the offset where it ends and prose begins. Where a list ends is read from its own style: a chunk that does
not look like the names before it is not one of them.
"""

from __future__ import annotations

import re

import msgspec

from ..folding import fold
from ..lexicon import Lexicon
from .asides import CHUNK_ENDS, AsideReader, Entry, Role
from .name_tokens import Link, NameToken, Style
from .one_name import Name
from .person_titles import OF, stands_for_town, substitute_of, unknown_title
from .proxy_phrases import phrase_at

_NEAR = 12  # entries before a name that tell the style of its list
_STATES = frozenset(("est", "sont", "a", "ont", "était", "étaient", "n'est"))
_LONGEST_LABEL = 8  # words of the label of a group
_CHAIR = re.compile(r"(?:l[ea] )?(?:maire|presidente?)")
_SKIPPED = frozenset({"sep", "dash", "break", "close", "other", "colon", "open", "star"})


def _with_remark(entry: Entry, words: str) -> Entry:
    return msgspec.structs.replace(entry, remark=f"{entry.remark}, {words}" if entry.remark else words)


class NameList(msgspec.Struct, frozen=True):
    """The entries of a list, whether the list says that it is empty, and the offset where it ends."""

    entries: tuple[Entry, ...]
    empty: bool
    end: int


class EntryReader(AsideReader):
    """Walks over the tokens of one list. One instance a list."""

    def __init__(
        self, text: str, tokens: list[NameToken], lexicon: Lexicon, style: Style, stops: frozenset[int], role: Role
    ):
        super().__init__(text, tokens, lexicon, style, stops, role)
        self.entries: list[Entry] = []
        self.empty = False
        self.numbered = False
        self.grouped = False
        self.labelled = False
        self.over = False
        self.headed_by: str | None = None
        self.skipped = 0
        self.end = tokens[0].start

    def read(self) -> NameList:
        """Read entries until the tokens end or prose begins."""
        tokens = self.tokens
        while self.at < len(tokens) and not self.over:
            token = tokens[self.at]
            if token.kind == "break" and token.start in self.stops and self.entries and self._closed(self.at):
                break
            if token.kind == "break" and self._stopped(self.at):
                break
            if token.kind in _SKIPPED or (token.kind == "low" and token.folded in ("et", "ainsi", "que")):
                self.at += 1
                continue
            if token.kind == "num" and self._ordinal():
                continue
            if (
                token.kind == "num"
                and self.entries
                and self._heads_line(self.at)
                and self.kind(1) in ("sep", "close", "dash")
            ):
                break  # the number of what follows the list
            begin = self.at
            if not self._entry() and not self._interrupted(begin):
                break
        return NameList(tuple(self.entries), self.empty and not self.entries, self.end)

    def _ordinal(self) -> bool:
        """ "1. M. X", "2) Mme Y": steps over the ordinal, where the list has had them from its first name on."""
        following = self.peek(1)
        if self.entries and not self.numbered:
            return False
        if following is None or following.kind not in ("sep", "close", "dash", "other"):
            return False
        self.numbered = True
        self.at += 2
        return True

    def _closed(self, at: int) -> bool:
        """A full stop before a new block ends the list, unless its entries all end so."""
        before = self.tokens[at - 1]
        if before.kind != "sep" or before.text != ".":
            return False
        bulleted = sum(1 for token in self.tokens[:at] if token.kind == "dash") >= 3
        if bulleted and at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "dash" and self.starts_name(at + 2):
            return False  # another bullet of the list
        dots = sum(
            1 for a, b in zip(self.tokens[:at], self.tokens[1:at], strict=False) if a.text == "." and b.kind == "break"
        )
        return dots == 0 or len(self.entries) > 2 * dots + 2

    def _interrupted(self, begin: int) -> bool:
        """Does only a running head stand here, at the top of a page, and the list goes on below it? Steps over it."""
        tokens = self.tokens
        if len(self.entries) < 3 or begin < 2 or tokens[begin - 1].kind != "break" or self.skipped > 1:
            return False
        stop = next((at for at in range(begin, min(len(tokens), begin + 16)) if tokens[at].kind == "break"), None)
        if (
            stop is None
            or stop + 1 >= len(tokens)
            or any(t.kind in ("colon", "civ", "dash") for t in tokens[begin:stop])
        ):
            return False
        bulleted = tokens[stop + 1].kind == "dash" and sum(1 for t in tokens[:begin] if t.kind == "dash") >= 3
        goes_on = tokens[begin - 2].text == "," and self.starts_name(stop + 1) and self._commas_on_line(stop + 1)
        if not bulleted and not goes_on:
            return False
        self.skipped += 1
        self.at = stop
        return True

    def _commas_on_line(self, at: int) -> bool:
        """Is there a comma on the line that begins at token `at`?"""
        while at < len(self.tokens) and self.tokens[at].kind != "break":
            if self.tokens[at].text == ",":
                return True
            at += 1
        return False

    def _stopped(self, at: int) -> bool:
        """Does the full stop of a list in one paragraph stand before this break, and something else after it?"""
        if len(self.entries) < 3 or self.tokens[at - 1].text != "." or at + 1 >= len(self.tokens):
            return False
        inside = self.tokens[:at]
        if any(a.text == "." and b.kind == "break" for a, b in zip(inside, self.tokens[1:at], strict=False)):
            return False
        commas = sum(1 for token in inside if token.kind == "sep" and token.text in ",;/")
        return commas >= 2 and self.tokens[at + 1].kind not in ("civ", "office", "dash", "num", "link")

    # -- one entry -----------------------------------------------------------------------------------------------------

    def _entry(self) -> bool:
        """One chunk: (civility) (office) name (office) (remark) (link name). False where prose begins."""
        begin = self.at
        first = self.tokens[begin]
        if first.kind in ("low", "common", "cap") and first.folded in self.lexicon.none_words:
            return self._nobody(first)
        if first.kind == "link" and first.link == "from" and not (self.entries and self.role == "present"):
            return self._giver_first(first)
        if self.entries and self.entries[-1].link is None and self._attached_link():
            return True
        if self.entries and (stands_in := substitute_of(self)):  # "M. X, suppléant de M. Y": Y is not there
            self.end = self.tokens[self.at - 1].end
            self.entries[-1] = _with_remark(self.entries[-1], stands_in)
            return True
        name, office, civility = self.name()
        if name is None and office is None:
            self.at = begin
            return self._not_a_name(first)
        if self.kind() == "colon" and (office is not None or self._group_label(name, civility)):
            self.at += 1  # "Adjoints :", "Commune A :"
            self.headed_by = office if name is None and office and _CHAIR.fullmatch(fold(office)) else None
            self.grouped = self.grouped or office is None
            self.labelled = True
            return True
        if (
            name is None
            and civility is None
            and office is not None
            and self.entries
            and fold(office.split()[0]) not in ("le", "la", "l'")
        ):
            return self._title(begin) or self._next_group(begin)
        entry, loose = self.tail(Entry(name, office=office if name is None else None, start=first.start))
        if not self._belongs(entry, loose, begin):
            self.at = begin
            return self._next_group(begin) or self._orphan(begin)
        if (
            self.entries
            and self._heads_line(begin)
            and self.tokens[begin - 1].kind == "break"
            and entry.link is None
            and loose.split(" ")[0].lower() in _STATES
        ):
            self.at = begin
            return False  # "Mme X est arrivée lors du 2ème point": a sentence under the list
        if (
            loose
            and entry.link is None
            and not self._is_remark(loose)
            and not self._heads_line(begin)
            and name is not None
        ):
            # "…, M. X formant la majorité des membres": prose begins after the last name; "M. X présente le rapport
            # de la
            # commission" on a line of its own is prose from its first word
            words = loose.split()
            if self.tokens[begin - 1].kind == "break" and len(words) > 4 and not words[0].endswith("ant"):
                self.at = begin
                return False
            self.over = True
            self.end = name.end
            self.entries.append(msgspec.structs.replace(entry, end=name.end))
            return True
        self.end = self.tokens[self.at - 1].end
        remark = ", ".join(words for words in (self.headed_by, loose, entry.remark) if words) or None
        self.headed_by = None  # "Le Maire : M. X": said of the first name after it
        self.entries.append(msgspec.structs.replace(entry, end=self.end, remark=remark))
        return True

    def _title(self, begin: int) -> bool:
        """ "X, maire, Y, adjoint": words of office after a comma belong to the name before."""
        while self.kind() in ("low", "part", "office", "num", "common") or (
            self.is_soft(self.at) and self.kind(1) == "low"
        ):
            if self.tokens[self.at].folded == "et" and self.starts_name(self.at + 1):
                break
            self.at += 1
            while self.tokens[self.at - 1].folded in OF and self.kind() in ("cap", "caps", "part"):
                self.at += 1  # "Maire de Verchères"
        words = self.text[self.tokens[begin].start : self.tokens[self.at - 1].end]
        if not self._is_remark(words) and (self._heads_line(begin) or len(words.split()) > 8):
            self.at = begin
            return False
        last = self.entries[-1]
        self.end = self.tokens[self.at - 1].end
        self.entries[-1] = msgspec.structs.replace(last, remark=f"{last.remark}, {words}" if last.remark else words)
        return True

    def _nobody(self, first: NameToken) -> bool:
        self.empty = True
        self.end = first.end
        self.at += 1
        return True

    def _group_label(self, name: Name | None, civility: str | None) -> bool:
        """ "Commune A : M. X ; Mme Y": a group's name, where the list has begun with one."""
        if name is None or civility is not None:
            return False
        following = self.at + 1
        while following < len(self.tokens) and self.tokens[following].kind in ("break", "dash"):
            following += 1
        if not self.starts_name(following):
            return False
        return self.grouped or not self.entries

    def _next_group(self, begin: int) -> bool:
        """ "Non inscrits : Mme X": the label of one more group of a list that stands in groups."""
        at = begin
        while at < len(self.tokens) and self.tokens[at].kind not in CHUNK_ENDS:
            at += 1
        ends = at < len(self.tokens) and self.tokens[at].kind == "colon" and self.starts_name(at + 1)
        if not (ends and (self.grouped or self.labelled) and self._heads_line(begin) and at - begin <= _LONGEST_LABEL):
            return False
        self.at = at + 1
        return True

    def _attached_link(self) -> bool:
        """ "M. X, a donné pouvoir à M. Y": the proxy stands after a comma; it belongs to the name before."""
        token = self.tokens[self.at]
        last = self.entries[-1]
        link: Link | None = None
        after = self.at + 1
        if token.kind == "link":
            link = token.link
        elif token.kind in ("low", "part"):
            found = phrase_at(self, self.at, self.role)
            if found is None and self.role == "proxies":
                found = self._after_remark()
                if found is not None:
                    last = msgspec.structs.replace(
                        last, remark=self.text[token.start : self.tokens[found[0] - 2].start].strip(" ,")
                    )
            if found is not None:
                after, link = found
        if link is None:
            return False
        entry = self.linked(last, link, after)
        while self.at < len(self.tokens) and self.kind() in ("low", "num", "part") and last.remark:
            self.at += 1  # "… à Mme Y pour la suite de la séance"
        self.end = self.tokens[self.at - 1].end
        self.entries[-1] = msgspec.structs.replace(entry, end=self.end)
        return True

    def _after_remark(self) -> tuple[int, Link] | None:
        """ "M. X, présent jusqu'au point 3, à Mme Y": the holder stands after a remark set off by commas."""
        tokens = self.tokens
        for at in range(self.at + 1, min(len(tokens), self.at + 16)):
            if tokens[at].text in (";", ".") or tokens[at].kind == "civ":
                return None
            if tokens[at].folded == "a" and tokens[at - 1].text == "," and self.starts_name(at + 1):
                return at + 1, "to"
        return None

    def _giver_first(self, first: NameToken) -> bool:
        """ "Pouvoir de X à Y": the giver follows the phrase."""
        entry = self.linked(Entry(None, start=first.start), "from", self.at + 1)
        giver = entry.other
        if giver is None:
            return False
        entry = Entry(giver, start=first.start)
        if self.kind() == "link" or (self.at < len(self.tokens) and self.tokens[self.at].folded in ("a", "au")):
            entry = self.linked(entry, "to", self.at + 1)
        else:
            entry = msgspec.structs.replace(entry, link="to")
        self.end = self.tokens[self.at - 1].end
        self.entries.append(msgspec.structs.replace(entry, end=self.end))
        return True

    # -- what is no name -----------------------------------------------------------------------------------------------

    def _not_a_name(self, first: NameToken) -> bool:
        """A chunk that is no name: words of office or a label are stepped over, prose ends the list."""
        at = self.at
        tokens = self.tokens
        words: list[NameToken] = []
        while at < len(tokens) and tokens[at].kind not in CHUNK_ENDS:
            words.append(tokens[at])
            at += 1
        folded = [w.folded.rstrip(".") for w in words if w.kind not in ("dash", "num")]
        known = self.lexicon.offices | self.lexicon.joining
        if not folded:
            self.at = max(at, self.at + 1)
            return True
        if all(word in known for word in folded) and not (self.entries and any(w.kind == "common" for w in words)):
            self.at = at
            self.end = words[-1].end
            return True
        remark = self.text[words[0].start : words[-1].end]
        if self.entries and self.lexicon.remarks.search(fold(remark)) and first.kind in ("low", "part"):
            last = self.entries[-1]
            self.at, self.end = at, words[-1].end
            self.entries[-1] = msgspec.structs.replace(
                last, remark=f"{last.remark} {remark}" if last.remark else remark
            )
            return True
        if self.entries and unknown_title(self, words, at):
            self.at, self.end = at, words[-1].end
            self.entries[-1] = _with_remark(self.entries[-1], remark)
            return True
        headed = at < len(tokens) and tokens[at].kind == "colon" and first.kind != "low" and self.starts_name(at + 1)
        if headed and len(words) <= 8 and first.start - 1 not in self.stops and (self.grouped or not self.entries):
            self.grouped = True
            self.at = at + 1  # "Pour le groupe X :"
            return True
        return False

    def _orphan(self, begin: int) -> bool:
        """A lone word between two commas in the midst of a list is left out; the list goes on."""
        before = self.tokens[begin - 1] if begin else None
        at = begin
        while at < len(self.tokens) and self.tokens[at].kind in ("cap", "caps", "init"):
            at += 1
        if at - begin != 1 or before is None or before.text not in (",", "\n") or at >= len(self.tokens):
            return False
        if before.text == "\n" and (begin < 2 or self.tokens[begin - 2].text != ","):
            return False
        if self.tokens[at].text != "," or not self.starts_name(at + 1):
            return False
        self.at = at + 1
        return True

    def _belongs(self, entry: Entry, remark: str, begin: int) -> bool:
        """Is this an entry of the list, or the first words of what follows it? `remark` stands outside brackets."""
        name = entry.name
        after = self.peek()
        if name is not None and name.civility is None and self._new_line_in_paragraph(begin):
            ended = entry.link is None and (after is None or after.kind not in ("sep", "low") or bool(remark))
            if ended or not self._in_style(name, begin):
                return False  # a title that follows a list in one paragraph
        if entry.link is not None:
            return True
        if (
            self.entries
            and after is not None
            and after.text == "\t"
            and not any(token.text == "\t" for token in self.tokens[:begin])
        ):
            return False  # the first cell of a table
        if remark and not self._is_remark(remark) and (name is None or self._heads_line(begin)):
            return False
        if name is None:
            return True
        return self._in_style(name, begin)

    def _new_line_in_paragraph(self, begin: int) -> bool:
        """In a list in one paragraph: does a line begin here with no comma before it?"""
        if len(self.entries) < 3 or self.style.a_line_each or not self._heads_line(begin):
            return False
        if self.tokens[begin - 1].kind == "dash" and self.tokens[begin - 2].kind != "break":
            return False  # "- Zoé PRADES, adjointe - Ève ROLLIN": two bullets of one line
        return (
            sum(1 for token in self.tokens[:begin] if token.kind == "sep" and token.text in ",;/")
            >= len(self.entries) - 1
        )

    def _heads_line(self, begin: int) -> bool:
        """Does a line begin here that does not go on a sentence or list of the line before?"""
        if begin == 0 or self.tokens[begin - 1].kind == "dash":
            return True
        if self.tokens[begin - 1].kind != "break":
            return False
        before = self.tokens[begin - 2] if begin > 1 else None
        return before is None or not (before.text in (",", ";") or before.folded in ("et", "de", "du"))

    def _is_remark(self, remark: str) -> bool:
        if stands_for_town(remark):
            return True
        words = re.findall(r"[^\W_]+", fold(remark))
        known = self.lexicon.offices | self.lexicon.joining
        if all(w in known or w.isdigit() for w in words):
            return True
        return bool(self.lexicon.remarks.search(" ".join(fold(remark).split()))) or (
            len(words) <= 2 and len(self.entries) >= 2
        )

    def _in_style(self, name: Name, begin: int) -> bool:
        """Does this name look like the others of its list? A title in prose that follows a list does not."""
        if name.civility:
            return True
        named = [entry.name for entry in self.entries[-_NEAR:] if entry.name is not None]
        if len(named) < 2:
            return True
        if len(named) > 2 and sum(1 for other in named if other.civility) >= 0.8 * len(named):
            runs = any(other.civility in ("MM.", "Mmes") for other in named)  # "MMES A,⏎B": the civility holds on
            marked = self._mark_before(begin) in (",", "et", ";", "/")
            return marked and (runs or self.tokens[begin - 1].kind != "break")
        loud = [other for other in named if any(word.isupper() and len(word) > 1 for word in other.text.split())]
        if self.style.capitals and len(loud) >= 0.7 * len(named):
            letters = [c for c in name.text if c.isalpha()]
            if sum(c.isupper() for c in letters) < 3 and len(letters) > 2:
                return False
            if sum(1 for other in named if other.given) >= 0.8 * len(named) and name.given is None:
                return name.start - 1 not in self.stops and self._mark_before(begin) in (",", ";")
        return True

    def _mark_before(self, begin: int) -> str:
        """The separator before a token, line breaks apart."""
        at = begin - 1
        while at > 0 and self.tokens[at].kind == "break":
            at -= 1
        return self.tokens[at].folded if at >= 0 else ""
