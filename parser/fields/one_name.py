"""One printed name, read from the tokens of a list.

In: the tokens, the place to read at, the style of the list. Out: a `Name` as printed between two separators, with its
civility and, where capitals tell them apart, its given name and surname; or the words of office that stand in its
place. Nothing is corrected, and no list of known names is used: civility, capitals and the structure of the list
decide.
"""

from __future__ import annotations

import msgspec

from ..folding import fold
from ..lexicon import Lexicon
from .name_tokens import NAMEY, NameToken, Style

_ARTICLES = frozenset(("le", "la", "les", "l'", "l"))
_MOST_WORDS = 7  # a printed name with more words is two names, or none


_INITIALS = frozenset(("dgs", "dga", "dgst"))  # offices that are always in capitals


class Name(msgspec.Struct, frozen=True):
    """One printed name and the span it stands in."""

    text: str
    start: int
    end: int
    civility: str | None = None
    given: str | None = None
    surname: str | None = None


def _loud_part(token: NameToken) -> bool:
    return token.kind == "part" and token.text.isupper()


def make_name(tokens: list[NameToken], civility: str | None) -> Name | None:
    """The name that these tokens print, or None where they are none."""
    while tokens and tokens[-1].kind == "part" and (not tokens[-1].text.isupper() or len(tokens[-1].text) == 1):
        tokens = tokens[:-1]
    while tokens and tokens[0].kind == "part" and tokens[0].folded in ("a", "et"):
        tokens = tokens[1:]
    if not tokens or not any(t.kind in ("caps", "cap", "init") or _loud_part(t) for t in tokens):
        return None
    if sum(len(t.text) for t in tokens) < 2 or len(tokens) > _MOST_WORDS:
        return None
    printed = " ".join(t.text for t in tokens)
    loud = [t for t in tokens if t.kind == "caps" or _loud_part(t)]
    quiet = [t for t in tokens if t.kind in ("cap", "init")]
    given = surname = None
    if loud and quiet:
        surname = " ".join(t.text for t in tokens if t in loud or t.kind == "part")
        given = " ".join(t.text for t in quiet)
    elif loud or len(tokens) == 1:
        surname = printed
    return Name(printed, tokens[0].start, tokens[-1].end, civility, given, surname)


class NameReader:
    """Walks over the tokens of one list; `at` is the token that comes next. One instance a list."""

    def __init__(self, text: str, tokens: list[NameToken], lexicon: Lexicon, style: Style, stops: frozenset[int]):
        self.text, self.tokens, self.lexicon = text, tokens, lexicon
        self.style, self.stops = style, stops
        self.at = 0

    # -- looking around ------------------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> NameToken | None:
        """The token `ahead` places further, or None after the last."""
        at = self.at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def kind(self, ahead: int = 0) -> str:
        """The kind of that token; empty after the last."""
        token = self.peek(ahead)
        return token.kind if token is not None else ""

    def is_soft(self, at: int) -> bool:
        """Is there a line break here that a name may cross?"""
        return at < len(self.tokens) and self.tokens[at].kind == "break" and self.tokens[at].start not in self.stops

    def starts_name(self, at: int) -> bool:
        """Does a name, or a civility, stand here or on the next line?"""
        while at < len(self.tokens) and self.tokens[at].kind == "break":
            at += 1
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.kind == "part":
            return token.text[0].isupper() and self._leads(at)
        return token.kind in ("civ", "caps", "cap", "init")

    def _skip_soft(self) -> None:
        while self.is_soft(self.at):
            self.at += 1

    # -- one name ------------------------------------------------------------------------------------------------------

    def name(self) -> tuple[Name | None, str | None, str | None]:
        """(name, words of office in its place, civility) at the current token."""
        civility = self._civility()
        office = self._office() if civility is not None or self._office_ahead() else None
        if office is None:
            return self._run(civility), None, civility
        mark = self.at
        article = fold(office.split()[0]) in ("le", "la", "l'")
        if (
            self.kind() == "sep"
            and self.tokens[self.at].text == ","
            and self.kind(1) in NAMEY
            and (article or civility is not None)
        ):
            self.at += 1  # "Madame le Maire, Hélène X"; a civility would begin the next name
        if self._of_a_place(office):
            return None, office, civility
        self._skip_soft()
        inner = None
        if self.kind() in NAMEY | {"civ"} and self.tokens[mark].kind != "break":
            inner = self._run(self._civility() or civility)
        if inner is not None:
            return inner, None, civility
        self.at = mark
        return None, office, civility

    def _of_a_place(self, office: str) -> bool:
        """ "Maire de Verchères", "maire d'Arvel": what follows the office is a place; steps over it."""
        following = self.peek()
        if following is None or following.kind not in NAMEY:
            return False
        tied = fold(office).split()[-1] in ("de", "du", "des") and following.kind in ("cap", "caps", "part")
        if not tied and not following.text.startswith(("d'", "d’")):
            return False
        self._run()
        return True

    def _civility(self) -> str | None:
        civility: str | None = None
        while self.kind() == "civ":
            token = self.tokens[self.at]
            if token.folded in ("m", "m.", "me", "me.") and civility is not None:
                break  # "Mme M. Perrel": an initial
            known = self.lexicon.civilities
            civility = known.get(token.folded) or known.get(token.folded.rstrip("."))
            self.at += 1
            if self.kind() == "sep" and self.tokens[self.at].text == "." and self.tokens[self.at].start == token.end:
                self.at += 1
            self._skip_soft()
            following = self.peek()
            if following is not None and following.folded == "et" and self.kind(1) == "civ":
                self.at += 1
            if self.kind() == "colon":
                self.at += 1
                self._skip_soft()
        return civility

    def _office_ahead(self) -> bool:
        at = self.at + (1 if self.tokens[self.at].folded in _ARTICLES else 0)
        return at < len(self.tokens) and self.tokens[at].kind == "office"

    def _office(self) -> str | None:
        """Words of office at the current token ("le Maire", "la Présidente"), or None."""
        tokens = self.tokens
        at = self.at
        if at < len(tokens) and tokens[at].folded in _ARTICLES:
            at += 1
        if at >= len(tokens) or tokens[at].kind != "office":
            return None
        surname = tokens[at].text.isupper() and tokens[at].folded not in _INITIALS  # "M. MAIRE", not "Mme X, DGS"
        if surname and self.style.capitals and not self._office_in_capitals(at):
            tokens[at].kind = "caps"  # "M. MAIRE", "LE MAIRE Paul": a surname
            return None
        first = tokens[self.at].start
        while at < len(tokens) and (tokens[at].kind == "office" or tokens[at].folded in ("du", "de", "au")):
            at += 1
        self.at = at
        return self.text[first : tokens[at - 1].end]

    def _office_in_capitals(self, at: int) -> bool:
        """ "MONSIEUR LE MAIRE": the article says that it is the office; "LE MAIRE Paul" is a person."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return at > self.at and (following is None or following.kind not in ("cap", "init"))

    def _run(self, civility: str | None = None) -> Name | None:
        """The longest run of name tokens from here that is one name."""
        tokens = self.tokens
        run: list[NameToken] = []
        at = self.at
        loud = quiet = False
        while at < len(tokens):
            token = tokens[at]
            if token.kind in NAMEY:
                if run and self._begins_another(run, token, loud, quiet, at):
                    break
                if token.kind == "part" and not run and not self._leads(at):
                    return None
                run.append(token)
                loud = loud or (token.kind == "caps" and len(token.text) > 1)
                quiet = quiet or token.kind in ("cap", "init")
                at += 1
            elif token.kind == "low" and token.folded in self.lexicon.linking and run:
                run.append(token)
                at += 1
            elif token.kind == "break" and run and self._goes_on(run, at, loud, quiet):
                at += 1
            elif token.kind == "dash" and run and token.text in "-–—" and self._dash_joins(run, at):
                run.append(token)
                at += 1
            else:
                break
        if run:
            at = self._give_back(run, at)
        self.at = at
        return make_name(run, civility)

    def _leads(self, at: int) -> bool:
        """A particle that opens a name: "DE ROSTANGES Paul", "de La Morinière L"; not "Le" of a new sentence."""
        following = at + 1
        while following < len(self.tokens) and (self.tokens[following].kind == "part" or self.is_soft(following)):
            following += 1
        return following < len(self.tokens) and self.tokens[following].kind in ("caps", "cap")

    def _give_back(self, run: list[NameToken], at: int) -> int:
        """Particles at the end belong to what follows ("M. X\\nLe Conseil"): the index before them."""
        last = len(run)
        while last > 1 and run[last - 1].kind == "part" and not run[last - 1].text.isupper():
            last -= 1
        if last == len(run):
            return at
        first = run[last]
        del run[last:]
        while at > 0 and self.tokens[at - 1].start >= first.start:
            at -= 1
        if at > 0 and self.tokens[at - 1].kind == "break":
            at -= 1
        return at

    def _goes_on(self, run: list[NameToken], at: int, loud: bool, quiet: bool) -> bool:
        """Does a name that the line's end cut go on after the break at `at`?"""
        tokens = self.tokens
        open_end = run[-1].kind == "part" or (run[-1].kind == "init" and not loud and len(run) == 1)
        if tokens[at].start in self.stops and not open_end and not self._half(loud, quiet):
            return False
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None or following.kind not in NAMEY:
            return False
        if self.style.a_line_each and not open_end and not self._half(loud, quiet):
            return False
        if following.kind == "part":
            after = tokens[at + 2] if at + 2 < len(tokens) else None
            while after is not None and after.kind == "part":
                after = tokens[tokens.index(after) + 1] if tokens.index(after) + 1 < len(tokens) else None
            if after is None or after.kind not in ("caps", "cap") or (loud and after.kind != "caps"):
                return False
            if self.style.capitals and quiet and loud and not open_end:
                return False
        if self._begins_another(run, following, loud, quiet, at + 1):
            return False
        if open_end:
            return True
        if self.style.capitals:
            return not (loud and quiet) or not self.style.surname_first
        if self.style.commas and self._ends_chunk(at + 1):
            return True  # in a list with commas, what stands between two of them is one name
        if following.kind == "init":  # "Van Praetere⏎O."
            after = tokens[at + 2] if at + 2 < len(tokens) else None
            return after is None or after.kind in ("sep", "break", "link", "open", "close", "low")
        return sum(1 for token in run if token.kind != "part") < 2

    def _ends_chunk(self, at: int) -> bool:
        """Is there, from here, a name word or two and then the separator of a list?"""
        last = at
        while last < len(self.tokens) and last - at < 2 and self.tokens[last].kind in ("cap", "caps", "init"):
            last += 1
        return last > at and last < len(self.tokens) and self.tokens[last].text in (",", ";")

    def _half(self, loud: bool, quiet: bool) -> bool:
        """Where surnames are in capitals, a line with only one of given name and surname is half a name."""
        return self.style.capitals and loud != quiet

    def _begins_another(self, run: list[NameToken], token: NameToken, loud: bool, quiet: bool, at: int) -> bool:
        if token.kind == "part":
            if self.style.surname_first and self.style.capitals and loud and quiet:
                return run[-1].kind in ("cap", "init")
            return False
        if self.style.capitals and loud and quiet:
            if self.style.surname_first:
                return token.kind == "caps" and run[-1].kind in ("cap", "init")
            return token.kind in ("cap", "init") and run[-1].kind in ("caps", "part") and run[0].kind != "caps"
        # "JF Valdor J. Valdor": an initial after a complete name that began with one
        return token.kind == "init" and run[0].kind == "init" and len(run) >= 2 and run[-1].kind == "cap"

    def _dash_joins(self, run: list[NameToken], at: int) -> bool:
        """ "VALDOR - PERREL": a spaced dash inside a surname, in a list that has other separators."""
        if self.style.a_line_each or run[-1].kind != "caps" or at + 1 >= len(self.tokens):
            return False
        following = self.tokens[at + 1]
        if following.kind != "caps" or not any(t.kind in ("cap", "init") for t in run):
            return False
        after = self.tokens[at + 2] if at + 2 < len(self.tokens) else None
        return after is None or after.kind in ("sep", "break", "link", "open", "close", "low")
