"""What stands after a name in a list: its proxy, brackets, a footnote mark, a remark.

In: the tokens of a list, past a name. Out: the `Entry` of that name, with the other name of its proxy and the words
that are neither. Brackets that are never closed end at the next name or separator.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..folding import fold
from ..lexicon import Lexicon
from .name_tokens import NAMEY, Link, NameToken, Style
from .one_name import Name, NameReader
from .proxy_phrases import bracket_link, phrase_at

Role = Literal["present", "absent", "proxies"]


class Entry(msgspec.Struct, frozen=True):
    """One person of a list.

    `other` is the second name of a proxy: its holder (`link` "to") or its giver ("from"); or the "substitute" who sits
    in the place of the first.

    `office` is the words of office where the list prints an office in place of a name ("M. le Maire"): `name` is None
    then. `stars` is the footnote mark after the name ("**").
    """

    name: Name | None
    link: Link | None = None
    other: Name | None = None
    other_office: str | None = None
    office: str | None = None
    remark: str | None = None
    start: int = 0
    end: int = 0
    stars: str = ""


CHUNK_ENDS = frozenset({"sep", "break", "open", "close", "link", "civ", "colon"})


def _pair_mark(tokens: list[NameToken]) -> str | None:
    """The mark between giver and holder, a pair a line or a clause ("X / Y ; Z / W"), or None."""
    first: list[NameToken] = []
    for token in tokens:
        if token.kind in ("break", "link", "open") or token.text in (";", "."):
            if any(t.kind in NAMEY for t in first):
                break
            continue
        first.append(token)
    marks = [at for at, token in enumerate(first) if token.kind == "sep"]
    if len(marks) != 1 or first[marks[0]].text not in ("/", "\t", "|"):
        return None
    both = (first[: marks[0]], first[marks[0] + 1 :])
    return first[marks[0]].text if all(any(t.kind in NAMEY for t in side) for side in both) else None


class AsideReader(NameReader):
    """A reader of names that also reads what stands after them; `role` is that of the list."""

    def __init__(
        self, text: str, tokens: list[NameToken], lexicon: Lexicon, style: Style, stops: frozenset[int], role: Role
    ):
        super().__init__(text, tokens, lexicon, style, stops)
        self.role = role
        self.paired = _pair_mark(tokens) if role == "proxies" else None

    def tail(self, entry: Entry) -> tuple[Entry, str]:
        """What follows a name: brackets and proxy (in the entry), and a remark outside brackets."""
        replace = msgspec.structs.replace
        loose = ""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "open":
                entry = self._bracket(entry)
            elif token.kind == "link":
                entry = self.linked(entry, token.link or "to", self.at + 1)
            elif token.kind == "star":
                entry = replace(entry, stars=entry.stars + token.text)
                self.at += 1
            elif token.kind in ("colon", "dash") and self.kind(1) == "link":
                self.at += 1
            elif token.kind in ("low", "num", "office", "common") or (token.kind == "part" and token.text.islower()):
                if token.folded in ("et", "ainsi") and token.kind == "low":
                    break
                found = phrase_at(self, self.at, self.role) if entry.link is None else None
                if found is not None:
                    entry = self.linked(entry, found[1], found[0])
                    continue
                if self._bare_to(entry):
                    entry = self.linked(entry, "to", self.at + 1)
                    continue
                loose = f"{loose} {self._remark()}".strip()
            elif entry.link is None and token.text == self.paired and self.starts_name(self.at + 1):
                entry = self.linked(entry, "to", self.at + 1)
            elif self.is_soft(self.at) and self._link_after(self.at + 1, entry):
                self.at += 1
            else:
                break
        if entry.link is not None and loose and not self.lexicon.remarks.search(fold(loose)):
            loose = ""  # "transmet son" (pouvoir à M. Y): words of the phrase
        return entry, loose

    def _link_after(self, at: int, entry: Entry) -> bool:
        """After a line break: does the proxy of this name follow?"""
        if at >= len(self.tokens) or entry.link is not None:
            return False
        if self.tokens[at].kind == "link":
            return self.tokens[at].text[0].islower()  # "Procuration de X à Y" on a line of its own speaks of others
        if self.tokens[at].kind not in ("low", "part", "open"):
            return False
        if self.tokens[at].kind == "open":
            return True
        return phrase_at(self, at, self.role) is not None or (
            self.role == "proxies" and self.tokens[at].folded in ("a", "par") and self.starts_name(at + 1)
        )

    def _bare_to(self, entry: Entry) -> bool:
        """ "X à Y", "X par Y" in a list of proxies."""
        return (
            self.role == "proxies" and entry.link is None and self.tokens[self.at].folded in ("a", "au", "par")
            and (self.starts_name(self.at + 1) or self._holds_office(self.at))
        )  # fmt: skip

    def _holds_office(self, at: int) -> bool:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return following is not None and following.kind == "office"

    def linked(self, entry: Entry, link: Link, at: int) -> Entry:
        """The entry with the name (or office) at token `at` on the other side of its proxy."""
        self.at = at
        while self.kind() in ("break", "colon"):
            self.at += 1
        mark = self.at
        other, office, _ = self.name() if self.at < len(self.tokens) else (None, None, None)
        if other is None and office is None:
            self.at = mark
        return msgspec.structs.replace(entry, link=link, other=other, other_office=office)

    def _bracket(self, entry: Entry) -> Entry:
        """The entry with what stands in brackets after its name: a proxy, a footnote mark, a remark."""
        tokens = self.tokens
        opened = self.at
        closing = self._closing(opened)
        inside = tokens[opened + 1 : closing]
        found = bracket_link(self, opened + 1, closing, self.role) if entry.link is None else None
        if found is not None:
            phrase = next(
                (
                    t
                    for t in inside
                    if t.kind == "link" or t.folded in self.lexicon.proxy_words or t is tokens[found[0] - 1]
                ),
                tokens[opened],
            )
            before = self.text[tokens[opened].end : phrase.start]
            entry = self.linked(entry, found[1], found[0])
            closed = closing < len(tokens) and tokens[closing].kind == "close"
            stop = closing if closed else min(self.at, closing)  # never closed: the holder's name ends it
            after = self.text[tokens[self.at - 1].end : tokens[stop - 1].end] if stop > self.at else ""
            words = " ".join(piece for piece in (before.strip(" ,;\n"), after.strip(" ,;\n")) if piece)
        else:
            stop = closing
            given = [t for t in inside if t.kind == "cap" and t.folded not in self.lexicon.proxy_words]
            if entry.name is not None and given and len(given) == len(inside) == 1 and self._surname_alone(entry.name):
                # "Tessol (Etienne)": the given name
                whole = Name(
                    f"{entry.name.text} {given[0].text}",
                    entry.name.start,
                    given[0].end,
                    None,
                    given[0].text,
                    entry.name.text,
                )
                entry = msgspec.structs.replace(entry, name=whole)
                inside = []
                following = self.tokens[closing + 1] if closing + 1 < len(tokens) else None
                if following is not None and following.kind == "cap" and closing < len(tokens):
                    tail = Name(
                        f"{whole.text} {following.text}", whole.start, following.end, None, whole.given, whole.surname
                    )
                    entry = msgspec.structs.replace(entry, name=tail)  # "Tessol (Mathias) Vial"
                    stop = closing + 2
            stars = "".join(token.text for token in inside if token.kind == "star")
            if stars and any(token.folded in self.lexicon.proxy_words for token in inside):
                entry = msgspec.structs.replace(entry, stars=stars)
                words = ""
            else:
                words = self.text[tokens[opened].end : inside[-1].end].strip() if inside else ""
        self.at = stop + 1 if stop < len(tokens) and tokens[stop].kind == "close" else max(stop, opened + 1)
        if words:
            entry = msgspec.structs.replace(entry, remark=f"{entry.remark}, {words}" if entry.remark else words)
        return entry

    def _surname_alone(self, name: Name) -> bool:
        return name.civility in (None, "MM.", "Mmes") and " " not in name.text and not name.text.isupper()

    def _closing(self, opened: int) -> int:
        """The index of the bracket's end, or of the token before which one that is never closed must end."""
        depth = 1
        for at in range(opened + 1, min(len(self.tokens), opened + 60)):
            token = self.tokens[at]
            if token.kind == "open":
                depth += 1
                if depth > 2 or self.tokens[at - 1].kind in ("caps", "cap", "init"):
                    break  # the bracket of the next name
            elif token.kind == "close":
                depth -= 1
                if depth == 0:
                    return at
            elif token.kind == "break" and token.start in self.stops:
                break
        seen = False
        for at in range(opened + 1, min(len(self.tokens), opened + 60)):
            token = self.tokens[at]
            seen = seen or token.kind in ("caps", "cap", "link")
            if (
                (token.kind == "sep" and seen)
                or (token.kind == "break" and token.start in self.stops)
                or token.kind == "close"
            ):
                return at
        return min(len(self.tokens), opened + 60)

    def _remark(self) -> str:
        """Words after a name that are not the name: office, "excusé", "arrivée à 20 h"; up to the next separator."""
        tokens = self.tokens
        first = self.at
        while self.at < len(tokens):
            token = tokens[self.at]
            if token.kind == "break":
                following = self.peek(1)
                if not self.is_soft(self.at) or following is None or following.kind not in ("low", "num"):
                    break
                if following.folded == "et" or self._link_after(self.at + 1, Entry(None)):
                    break
            elif (
                token.kind in CHUNK_ENDS
                or (
                    self.at > first
                    and (token.folded == "et" or (self.role == "proxies" and token.folded in ("a", "par")))
                    and self.starts_name(self.at + 1)
                )
                or (self.at > first and token.kind == "low" and phrase_at(self, self.at, self.role) is not None)
            ):
                break
            self.at += 1
        if self.at == first:
            self.at += 1
        return self.text[tokens[first].start : tokens[self.at - 1].end]
