"""Who was there: lists of members present, absent and represented.

In: the text of a session's head (with the rules' hits in it). Out: `Attendance`: persons present and absent, proxies,
movements, with the span of each list and of its label. A label is any line or clause that holds a cue word
("présents", "excusés", "procuration"…) and is followed by names; what its cues say together decides what the list
means, so that a wording never seen before is read as long as its words are French. The order of the lists does not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..folding import fold
from ..lexicon import load_lexicon
from ..rulebook import Hit
from .labels import CUES, find_labels, heads_label, line_end, line_start, with_statements
from .names import Entry, Link, Name, Role, read_names


class Listed(msgspec.Struct, frozen=True):
    """One list: its role, the span of its label, its entries, the span of the whole."""

    role: Role
    label: tuple[int, int]
    rule: str
    entries: tuple[Entry, ...]
    start: int
    end: int


class Given(msgspec.Struct, frozen=True):
    """A proxy as read: giver, holder (a name, or the words of office that stand for one)."""

    giver: Name
    holder: Name | None
    holder_office: str | None
    start: int
    end: int
    rule: str
    remark: str | None = None


class Listing(msgspec.Struct, frozen=True):
    """A name with the rule of its list and its remark."""

    name: Name
    rule: str
    remark: str | None = None


class Attendance(msgspec.Struct, frozen=True):
    """What the lists of one session say.

    `spans` cover labels and lists; `all_present` when a list says so without names.
    """

    present: tuple[Listing, ...] = ()
    absent: tuple[Listing, ...] = ()
    proxies: tuple[Given, ...] = ()
    moved: tuple[Listing, ...] = ()
    offices_present: tuple[tuple[str, int, int], ...] = ()
    lists: tuple[Listed, ...] = ()
    stated_empty: frozenset[str] = frozenset()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The spans [start, end) of all lists with their labels."""
        return [(item.start, item.end) for item in self.lists]


_BULLETS = frozenset("-–•*")
_APART = frozenset(
    """secretary president rapporteur convocation publication received sent counts session quorum movement nomenclature
    ballot vote other-people session-open""".split()  # noqa: SIM905  (a list of words reads better so)
)


def _heads_line(text: str, offset: int) -> bool:
    """Does nothing but bullets stand before `offset` on its line? Then what begins here is no remark on a name."""
    return not any(char.isalnum() for char in text[line_start(text, offset) : offset])


def _between_bullets(text: str, offset: int) -> bool:
    """Does this line stand between two bullets of one list, as the running head of the next page does?"""
    first, last = line_start(text, offset), line_end(text, offset)
    before = text[line_start(text, max(0, first - 1)) : first].lstrip()
    return before[:1] in _BULLETS and text[last + 1 : last + 2] in _BULLETS and before[:1] == text[last + 1 : last + 2]


def _barriers(text: str, hits: list[Hit], start: int, end: int) -> list[int]:
    """Offsets at which a list ends at the latest.

    Something else opens, or a sentence on another matter begins its line.
    """
    verbs = load_lexicon().names_for_office
    found: set[int] = set()
    for hit in hits:
        if not start <= hit.start < end:
            continue
        if hit.rule.role in ("opens", "splits"):
            found.add(hit.start)
        elif hit.rule.segment in _APART and hit.rule.role != "noise" and not _between_bullets(text, hit.start):
            if _heads_line(text, hit.start):
                if not text[hit.start].islower():  # else the rest of a sentence that the line's end cut
                    found.add(hit.start)
            elif hit.rule.segment in ("secretary", "president", "quorum", "session-open"):
                line = line_start(text, hit.start)
                before = text[line : hit.start]
                stated = hit.rule.strength == "strong" or verbs & set(fold(before).split())
                if (
                    "," not in before
                    and ";" not in before
                    and (stated or text[max(0, line - 2) : line].strip() not in (",", ";"))
                ):
                    found.add(line)
    return sorted(found)


def read_lists(
    text: str,
    folded: str,
    hits: list[Hit],
    start: int,
    end: int,
    *,
    stops: frozenset[int] = frozenset(),
    grids: Sequence[int] = (),
) -> list[Listed]:
    """The attendance lists in text[start:end], in the order of the page.

    `hits` are the rules' hits of the whole text: cues of segments present, absent, excused and proxies, proxy phrases
    (cues of segment "proxy-link", field "to" or "from"), and the openings of other segments, which end a list.
    `stops` are offsets of line breaks after which a new block begins, `grids` those of grids, at which a list ends.
    """
    cues = [h for h in hits if h.rule.role == "cue" and h.rule.segment in CUES]
    links: list[tuple[int, int, Link]] = [
        (h.start, h.end, h.rule.field if h.rule.field in ("from", "substitute") else "to")  # type: ignore[misc]
        for h in hits
        if h.rule.role == "cue"
        and h.rule.segment == "proxy-link"
        and start <= h.start < end
        and not heads_label(text, folded, h)
        and not _is_title(folded, h)
    ]
    link_spans = [(a, b) for a, b, _ in links]
    cues = [c for c in cues if not any(a <= c.start < b for a, b in link_spans)]
    others = [(h.start, line_end(text, h.end)) for h in hits if h.rule.segment == "other-people"]
    cues = [c for c in cues if not any(a <= c.start < b for a, b in others)]
    barriers = _barriers(text, hits, start, end)
    mentions = [(h.start, h.end) for h in hits if h.rule.segment == "present-other"]
    labels = find_labels(text, folded, cues, start, end, mentions=mentions)
    labels = with_statements(text, folded, labels, links)
    lists: list[Listed] = []
    outsiders = load_lexicon().outsiders
    for number, label in enumerate(labels):
        if label.before:
            found = read_names(text, label.start, label.end, links=links)
            named = found.entries[0].name if found.entries else None
            if named is not None and outsiders.search(fold(text[named.end : label.end])):
                continue  # "M. X, trésorier, est excusé": no member is missing
            if found.entries:
                stop = line_end(text, label.end)
                lists.append(Listed("absent", (label.end, stop), label.rule, found.entries[:1], label.start, stop))
            continue
        limit = labels[number + 1].start if number + 1 < len(labels) else end
        limit = next((b for b in barriers if label.end <= b < limit), limit)
        limit = next((b for b in grids if label.end <= b < limit), limit)
        found = read_names(text, label.end, limit, links=links, role=label.role, stops=stops)
        if not found.entries and not found.empty and not label.all_but:
            continue
        if _NO_VOICE.search(folded, label.start, label.end):
            continue  # "Suppléant présent sans droit de vote", "Invités excusés": no members
        lists.append(
            Listed(
                label.role, (label.start, label.end), label.rule, found.entries, label.start, max(found.end, label.end)
            )
        )
    return lists


_NO_VOICE = re.compile(
    r"\b(?:sans (?:droit de vote|voix deliberative|voix)\b|voix consultative|titre consultatif|invitee?s?\b"
    r"|non membres?\b|agents?\b)"
)
_SPACED_HYPHEN = 3  # characters: " - "


def collect(lists: list[Listed], limit: int | None = None) -> Attendance:
    """Who was there when the lists were drawn up, from the lists of one sitting.

    Names from offset `limit` on are left out.
    """
    lexicon = load_lexicon()
    kept = _first_prints([_until(listed, limit) for listed in lists])
    present: list[tuple[Listing, Entry]] = []
    absent: list[tuple[Listing, Entry]] = []
    proxies: list[Given] = []
    moved: list[Listing] = []
    stands_in: list[tuple[Listing, Entry]] = []
    offices: list[tuple[str, int, int]] = []
    for listed in kept:
        for entry in _double_names(listed):
            if entry.name is None or entry.name.text.startswith("des "):  # "le représentant des anciens élèves"
                if listed.role == "present" and entry.office:
                    offices.append((entry.office, entry.start, entry.end))
                continue
            listing = Listing(entry.name, listed.rule, entry.remark)
            remark = " ".join(fold(entry.remark or "").split())
            if lexicon.arrives.search(remark) or lexicon.leaves.search(remark):
                moved.append(listing)
            if entry.link == "substitute":
                # a substitute sits in his own right: no proxy was given
                if entry.other is None:
                    absent.append((listing, entry))
                    continue
                stands_in.append((Listing(entry.other, listed.rule, f"in place of {entry.name.text}"), entry))
                if listed.role == "present":
                    continue  # the list names who sat: it lists nobody as absent
                replaced = ", ".join(word for word in (entry.remark, f"replaced by {entry.other.text}") if word)
                absent.append((msgspec.structs.replace(listing, remark=replaced), entry))
            elif entry.link == "from" and entry.other is not None:
                proxies.append(Given(entry.other, entry.name, None, entry.start, entry.end, listed.rule))
                if listed.role == "present" and not any(_key(item.name) == _key(entry.name) for item, _ in present):
                    present.append((listing, entry))
            elif listed.role == "present" and (entry.link != "to" or lexicon.whiles.search(remark)):
                present.append((listing, entry))
                if entry.link == "to":
                    moved.append(listing)
            elif entry.link == "to" or listed.role == "proxies":
                proxies.append(
                    Given(
                        entry.name, entry.other, entry.other_office, entry.start, entry.end, listed.rule, entry.remark
                    )
                )
            elif not lexicon.outsiders.match(remark.strip(" ,(")):
                absent.append((listing, entry))
    listed_present = {_key(item.name) for item, _ in present}
    present += [pair for pair in stands_in if _key(pair[0].name) not in listed_present]
    absent, starred = _by_stars(present, absent)
    proxies += starred
    here = {_key(item.name): " ".join(fold(item.remark or "").split()) for item, _ in present}
    # who came later and was represented until then was absent; who left and then gave a proxy was present
    late = {_key(p.giver) for p in proxies if lexicon.arrives.search(here.get(_key(p.giver), ""))}
    left = {_key(p.giver) for p in proxies if _key(p.giver) in here and _key(p.giver) not in late and p.remark}
    proxies = [p for p in proxies if _key(p.giver) not in left]
    givers = {_key(p.giver) for p in proxies}
    # the other lists may have such a name in two
    givers |= {_key(Name(part, 0, 0)) for p in proxies if " - " in p.giver.text for part in p.giver.text.split(" - ")}
    return Attendance(
        tuple(item for item, _ in present if _key(item.name) not in late),
        tuple(item for item, _ in absent if _key(item.name) not in givers),
        tuple(proxies),
        tuple(moved),
        tuple(offices),
        tuple(kept),
        frozenset(listed.role for listed in kept if not listed.entries),
    )


def _is_title(folded: str, hit: Hit) -> bool:
    """ "M. le représentant de l'Union locale": an office, and nobody is represented by him here."""
    return folded[hit.start : hit.end] == "representant" and folded[: hit.start].endswith((" le ", " un ", " du "))


def _double_names(listed: Listed) -> list[Entry]:
    """The entries, with a surname in two parts made one: "Philippe ROUVEL - CORAY donne procuration à …".

    Alone, the first part would have given its proxy to nobody, and the second would be a surname without its bearer.
    """
    out: list[Entry] = []
    for entry in listed.entries:
        before = out[-1] if out else None
        if (
            listed.role == "proxies"
            and before is not None
            and before.name is not None
            and entry.name is not None
            and before.link is None
            and entry.link == "to"
            and not (entry.name.given or entry.name.civility)
            and entry.name.start - before.name.end == _SPACED_HYPHEN
        ):
            one, two = before.name, entry.name
            both = Name(
                f"{one.text} - {two.text}", one.start, two.end, one.civility, one.given,
                f"{one.surname or one.text} - {two.surname or two.text}",
            )  # fmt: skip
            out[-1] = msgspec.structs.replace(entry, name=both, start=before.start)
        else:
            out.append(entry)
    return out


def _until(listed: Listed, limit: int | None) -> Listed:
    """The list without what stands from `limit` on, where it began before."""
    if limit is None or not listed.entries or listed.entries[-1].start < limit or listed.label[1] > limit:
        return listed
    entries = tuple(entry for entry in listed.entries if entry.start < limit)
    return msgspec.structs.replace(listed, entries=entries, end=entries[-1].end if entries else listed.label[1])


def _first_prints(lists: list[Listed]) -> list[Listed]:
    """The lists without those that only print again what another one has named."""
    seen: dict[str, set[str]] = {}
    kept: list[Listed] = []
    for listed in lists:
        names = {_key(entry.name) for entry in listed.entries if entry.name is not None}
        known = seen.setdefault(listed.role, set())
        if len(names) > 2 and names <= known:
            continue
        known |= names
        kept.append(listed)
    return kept


def _by_stars(
    present: list[tuple[Listing, Entry]], absent: list[tuple[Listing, Entry]]
) -> tuple[list[tuple[Listing, Entry]], list[Given]]:
    """ "Agnès (Pr**)" among the present and "Marielle (Pr**)" among the absent: the mark ties giver to holder."""
    given: list[Given] = []
    rest: list[tuple[Listing, Entry]] = []
    for item, entry in absent:
        holders = [other.name for other, its in present if entry.stars and its.stars == entry.stars]
        if len(holders) == 1:
            given.append(Given(item.name, holders[0], None, entry.start, entry.end, item.rule))
        else:
            rest.append((item, entry))
    return rest, given


def _key(name: Name) -> str:
    return "".join(sorted(fold(name.text).replace("-", " ").split()))
