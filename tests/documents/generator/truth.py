"""The truth about a document, in the shape of a gold record.

In: what the generator decided before it wrote a word. Out: `Document.gold()`, a plain dictionary in the form of the
`*.gold.json` files: the same fields as the record of the parser, passages by their first and last words. A field that
a careful reader could fill in two ways is `UNSCORED` and left out of the file. Nothing here looks at a page.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Final

EDGE_WORDS: Final = 8


class Unscored:
    """The type of `UNSCORED`: the field does not go into the gold record, so nobody is judged by it."""


UNSCORED: Final = Unscored()


@dataclass(frozen=True)
class Passage:
    """The whole text of a passage; only its first and last words go into the gold record."""

    text: str

    def gold(self) -> dict[str, str]:
        words = self.text.split()
        return {"starts": " ".join(words[:EDGE_WORDS]), "ends": " ".join(words[-EDGE_WORDS:])}


@dataclass(frozen=True)
class Dissent:
    """A person named with the vote. `position` is "against", "abstained" or "did not take part"."""

    name: str
    position: str


@dataclass(frozen=True)
class Vote:
    """The vote as printed: what is only worked out stays null."""

    outcome: str | None = None
    unanimous: bool | Unscored | None = None
    for_: int | Unscored | None = None
    against: int | Unscored | None = None
    abstentions: int | Unscored | None = None

    def gold(self) -> dict[str, Any]:
        return _scored(
            outcome=self.outcome,
            unanimous=self.unanimous,
            **{"for": self.for_},
            against=self.against,
            abstentions=self.abstentions,
        )


@dataclass(frozen=True)
class Act:
    """One deliberation. `optional` marks an item that a careful reader could or could not count as an act."""

    title: str | None
    number: str | Unscored | None = None
    item: str | None = None
    considerants: Passage | Unscored | None = None
    dispositif: Passage | Unscored | None = None
    decisions: tuple[str, ...] | Unscored = ()
    vote: Vote = Vote()
    dissent: tuple[Dissent, ...] = ()
    act_id: str | None = None
    received: datetime.date | None = None
    posted: datetime.date | None = None
    amounts: tuple[float, ...] | Unscored = ()
    optional: bool = False

    def gold(self) -> dict[str, Any]:
        out = _scored(
            number=self.number,
            title=self.title,
            considerants=_passage(self.considerants),
            dispositif=_passage(self.dispositif),
            decisions=self.decisions if isinstance(self.decisions, Unscored) else list(self.decisions),
            vote=self.vote.gold(),
            act_id=self.act_id,
            received=_iso(self.received),
            posted=_iso(self.posted),
            amounts=self.amounts if isinstance(self.amounts, Unscored) else list(self.amounts),
        )
        if self.item is not None:
            out["item"] = self.item
        if not self.optional:
            out["dissent"] = [{"name": each.name, "position": each.position} for each in self.dissent]
        if self.optional:
            out["optional"] = True
        return out


@dataclass(frozen=True)
class Session:
    """One sitting. Names are as printed, without civility or office; a proxy is (giver, holder or None)."""

    body: str | None
    organ: str | Unscored | None
    date: datetime.date | None
    convocation_date: datetime.date | None = None
    in_office: int | None = None
    present_count: int | None = None
    proxy_count: int | None = None
    voter_count: int | None = None
    president: str | Unscored | None = None
    secretary: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str | None], ...] = ()
    acts: tuple[Act, ...] = ()

    def gold(self) -> dict[str, Any]:
        out = _scored(
            body=self.body,
            organ=self.organ,
            date=_iso(self.date),
            convocation_date=_iso(self.convocation_date),
            in_office=self.in_office,
            present_count=self.present_count,
            proxy_count=self.proxy_count,
            voter_count=self.voter_count,
            president=self.president,
            secretary=self.secretary,
        )
        out["present"] = list(self.present)
        out["absent"] = list(self.absent)
        out["proxies"] = [{"giver": giver, "holder": holder} for giver, holder in self.proxies]
        out["deliberations"] = [act.gold() for act in self.acts]
        return out


@dataclass(frozen=True)
class Document:
    """A whole document. `layout` says in a few words how it is set; `forms` names the catalogue entries it draws on."""

    file: str
    kind: str
    sessions: tuple[Session, ...] = ()
    layout: str = ""
    notes: str = ""
    scanned: bool = False
    forms: tuple[str, ...] = ()

    def gold(self) -> dict[str, Any]:
        """The gold record, ready for JSON."""
        out: dict[str, Any] = {"file": self.file, "kind": self.kind, "scanned": self.scanned, "layout": self.layout}
        if self.notes:
            out["notes"] = self.notes
        if self.forms:
            out["forms"] = list(self.forms)
        out["sessions"] = [session.gold() for session in self.sessions]
        return out

    def to_json(self) -> str:
        """The text of a `.gold.json` file."""
        return json.dumps(self.gold(), ensure_ascii=False, indent=1) + "\n"


def _scored(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if not isinstance(value, Unscored)}


def _passage(value: Passage | Unscored | None) -> Any:
    return value.gold() if isinstance(value, Passage) else value


def _iso(value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None
