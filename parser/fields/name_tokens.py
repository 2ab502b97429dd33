"""The words of a list of names, each with what it can be in a name.

In: a stretch of text and the proxy phrases in it. Out: `NameToken`s in order and the `Style` that most of the list has
(surnames in capitals, surname first, one name a line). Nothing is dropped: every mark and line break is a token.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import msgspec

from ..folding import fold
from ..lexicon import Lexicon

Link = Literal["to", "from", "substitute"]

_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ"
_TOKEN = re.compile(
    rf"(?P<word>[{_LETTERS}](?:[{_LETTERS}'’.·\-‑](?![\s,;:)(]|$)|[{_LETTERS}])*[.'’\-]?)"
    r"|(?P<number>\d+(?:er|ère|e|ème|eme|°)?)|(?P<break>\n)|(?P<dash>[-–—•●▪■►➢✓·])|(?P<sep>[,;/|\t]|\.)"
    r"|(?P<open>\()|(?P<close>\))|(?P<colon>:)|(?P<star>\*+)|(?P<other>\S)"
)
_DOTTED = re.compile(rf"^(?:[{_LETTERS}]\.-?)+$")
_STUCK = re.compile(rf"(?P<surname>[{_LETTERS}]{{3,}})\.[{_LETTERS}]\.?")
_BRACKETED = re.compile(r"\((?:e|s|es|ne|nes|trice|rice)\)", re.IGNORECASE)

_SHORTEST, _LONGEST = 6, 160  # tokens of a list that its style is judged by
NAMEY = frozenset({"caps", "cap", "init", "part"})
"""The kinds of token that names are made of."""


class NameToken(msgspec.Struct, gc=False):
    """One token: its kind, its text, the same folded, its span.

    Kinds: "civ" (civility), "caps", "cap" (a word in capitals, a capitalised word), "init" (initials), "part"
    (particle), "office", "common" (a capitalised word that names nobody), "low", "num"; "break", "dash", "sep",
    "open", "close", "colon", "star", "other"; "link" (a proxy phrase, `link` says which side it names).
    """

    kind: str
    text: str
    folded: str
    start: int
    end: int
    link: Link | None = None


class Style(msgspec.Struct, frozen=True):
    """How most names of a list are printed."""

    capitals: bool
    surname_first: bool
    a_line_each: bool
    commas: bool = False


def _classify(word: str, folded: str, lexicon: Lexicon) -> str:
    bare = folded.rstrip(".")
    if folded in lexicon.civilities or (bare in lexicon.civilities and len(bare) > 1):
        # "M." before a capital is a civility; lower-case "m" (metres) and "me" are not.
        return "civ" if word[0].isupper() or len(bare) > 2 else "low"
    letters = [char for char in word if char.isalpha()]
    upper = sum(1 for char in letters if char.isupper())
    if bare in lexicon.offices and not (upper == len(letters) and len(letters) > 12):
        return "office"
    if bare.rpartition("'")[2] in lexicon.common and 0 < upper < len(letters):
        return "common"
    if len(letters) == 1 and upper == 1 and word[-1] not in "'’":
        return "init"
    if bare.rstrip("'") in lexicon.particles and (not word[0].isupper() or upper == len(letters) or len(letters) <= 3):
        return "part"
    if _DOTTED.match(word) and upper:
        return "init"
    if upper == len(letters) or (upper >= 3 and upper / len(letters) >= 0.6):
        return "init" if len(letters) == 2 and word.endswith(".") else "caps"
    if word[0].isupper() or (len(word) > 2 and word[1] in "'’" and word[2].isupper()):
        return "cap"
    return "low"


def tokenize(text: str, start: int, end: int, links: list[tuple[int, int, Link]], lexicon: Lexicon) -> list[NameToken]:
    """The tokens of text[start:end]; each span of `links` is one token."""
    out: list[NameToken] = []
    position = start
    spans = [span for span in links if span[0] < end and span[1] > start]
    for link_start, link_end, link in [*spans, (end, end, None)]:
        if link_start < position:
            continue
        _words(out, text, position, link_start, lexicon)
        if link is not None:
            out.append(NameToken("link", text[link_start:link_end], "", link_start, link_end, link))
            position = link_end
    joined = _join_hyphens(out, text)
    _initials(joined)
    _common(joined, lexicon)
    return joined


def _words(out: list[NameToken], text: str, start: int, end: int, lexicon: Lexicon) -> None:
    skip = start
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        if a < skip:
            continue
        group, word = match.lastgroup or "other", match.group()
        if group == "open":
            # "délégué(e)s", "Absent(e)(s)": no bracket, but the end of a word
            ending = _BRACKETED.match(text, a, end)
            if ending is not None and out and out[-1].end == a:
                skip = ending.end()
                continue
        folded = fold(word)
        if group == "word":
            kind = _classify(word, folded, lexicon)
            if kind == "caps" and (stuck := _STUCK.fullmatch(word)):  # "BARDIN.M": no space before the initial
                cut = stuck.end("surname")
                out.append(NameToken("caps", word[:cut], folded[:cut], a, a + cut))
                out.append(NameToken("init", word[cut + 1 :], folded[cut + 1 :], a + cut + 1, b))
                continue
            if word[-1] in "-'’" or (word.endswith(".") and kind not in ("civ", "init")):
                out.append(NameToken(kind, word[:-1], folded[:-1], a, b - 1))
                if word.endswith("."):
                    out.append(NameToken("sep", ".", ".", b - 1, b))
                continue
            out.append(NameToken(kind, word, folded, a, b))
        elif group == "number":
            out.append(NameToken("office" if folded in lexicon.offices else "num", word, folded, a, b))
        else:
            out.append(NameToken(group, word, folded, a, b))


def _join_hyphens(tokens: list[NameToken], text: str) -> list[NameToken]:
    """A word that ends with a hyphen at the line's end continues on the next line: one token again."""
    out: list[NameToken] = []
    for token in tokens:
        if (
            len(out) >= 2
            and out[-1].kind == "break"
            and out[-2].kind in ("caps", "cap", "init")
            and text[out[-2].end : out[-2].end + 1] in ("-", "‑")
            and token.kind in NAMEY | {"low"}
        ):
            out.pop()
            before = out.pop()
            # "Val-/dor" was cut by the printer, "VALDOR-/PERREL" has its own hyphen
            glue = "" if token.text[0].islower() else "-"
            kind = "caps" if token.kind == "caps" and before.kind == "caps" else before.kind
            word = before.text + glue + token.text
            out.append(NameToken(kind, word, fold(word), before.start, token.end))
            continue
        out.append(token)
    return out


def _initials(tokens: list[NameToken]) -> None:
    """Capitals and points that are initials here, because most of the list has them so."""
    pairs = [(a, b) for a, b in pairwise(tokens) if a.kind == "caps" and b.kind == "cap" and "-" not in a.text]
    short = [a for a, _ in pairs if len(a.text) <= 2]
    if short and len(short) * 2 >= len(pairs):  # "JF Valdor, ML Bardin"
        for token in short:
            token.kind = "init"
    following = list(zip(tokens, [*tokens[1:], None], strict=False))
    led = sum(1 for a, b in following if a.kind == "init" and b is not None and b.kind in ("caps", "cap", "part"))
    civil = [(a, b) for a, b in following if a.kind == "civ"]
    alone = all(a.folded in ("m.", "m") and _one_word(tokens, tokens.index(a) + 1) for a, _ in civil)
    if led >= 2 and led > len(civil) and alone:
        for token, _ in civil:
            token.kind = "init"  # "A. Valdor, M. Perrel, F. Tessol": a first name that begins with M
    before: NameToken | None = None
    for token, after in following:
        # "Corvol M. adjoint, Bardin E": a civility that no name follows is an initial
        lone = after is None or after.kind in ("sep", "dash", "break", "office", "low", "open", "close", "link")
        named = before is not None and before.kind in ("cap", "caps")
        if lone and named and token.kind == "civ" and token.folded in ("m", "m."):
            token.kind = "init"
        before = before if token.kind == "break" else token


def _one_word(tokens: list[NameToken], at: int) -> bool:
    """Does one name word stand here, with no other name word after it?"""
    if at >= len(tokens) or tokens[at].kind not in ("cap", "caps"):
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].kind not in ("cap", "caps", "init")


def _common(tokens: list[NameToken], lexicon: Lexicon) -> None:
    """Words in capitals that name nobody ("LE CONSEIL MUNICIPAL", "DELIBERATION DU BUREAU"): two of them together."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.kind != "caps" or token.folded not in lexicon.common:
            continue
        if (before is None or before.kind == "break") and (after is None or after.kind in ("colon", "break", "low")):
            token.kind = "common"  # a label on a line of its own
            continue
        near = [other for other in (before, after) if other is not None]
        if any(other.folded in lexicon.common or other.kind in ("office", "part", "num") for other in near):
            token.kind = "common"


def _list_length(tokens: list[NameToken]) -> int:
    """How many tokens surely belong to the list.

    Up to a full stop at a line's end, and not more than a long list has.
    """
    for at in range(_SHORTEST, min(len(tokens) - 1, _LONGEST)):
        if tokens[at].text == "." and tokens[at + 1].kind == "break" and any(t.text == "," for t in tokens[:at]):
            return at
    return _LONGEST


def style_of(tokens: list[NameToken]) -> Style:
    """The style that most names of the list have; prose may follow it, so only its beginning counts."""
    tokens = tokens[: _list_length(tokens)]
    given_first = surname_first = with_caps = plain = 0
    previous: NameToken | None = None
    commas = breaks = 0
    last = ""
    run: list[str] = []
    for token in [*tokens, NameToken("sep", "", "", 0, 0)]:
        if token.kind in ("caps", "cap", "init"):
            if previous is not None and previous.kind in ("cap", "init") and token.kind == "caps":
                given_first += 1
            elif previous is not None and previous.kind == "caps" and token.kind == "cap":
                surname_first += 1
            run.append(token.kind)
        elif token.kind in ("break", "dash"):
            breaks += token.kind == "break" and last != "."
        elif token.kind != "part":
            commas += token.kind == "sep" and token.text in ",;|\t" and token.text != ""
            if run and "caps" in run:
                with_caps += 1
            elif len(run) > 1:
                plain += 1
            run = []
        last = token.text
        previous = token if token.kind != "part" else previous
        if token.kind in ("sep", "civ", "link", "open", "close"):
            previous = None
    lines = breaks > 0 and commas <= max(1, breaks // 3) and 2 * _wraps(tokens) < breaks
    return Style(with_caps >= max(1, plain), surname_first > given_first, lines, commas > 1)


def _wraps(tokens: list[NameToken]) -> int:
    """How many line breaks have two name words before them and a single one after: there a name goes on."""
    kinds = ["", "", *[token.kind for token in tokens], "", ""]
    words = ("caps", "cap", "init")
    return sum(
        1
        for at in range(2, len(kinds) - 2)
        if kinds[at] == "break"
        and kinds[at - 1] in words
        and kinds[at - 2] in (*words, "part")
        and kinds[at + 1] in words
        and kinds[at + 2] not in (*words, "part")
    )
