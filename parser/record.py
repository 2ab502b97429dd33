"""The record: what one document becomes. The one definition of its types; the JSON schema is generated from them.

In: nothing (types only). Out: `Document` and what it holds, `to_json`, `json_schema`. Scalars stay plain; where each
was read stands beside it in the `evidence` map of the same object, keyed by the field's name. Boxes are (x0, top, x1,
bottom) in points from the top-left corner of the page as it is displayed. Nothing here reads or writes files.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import field

Box = tuple[float, float, float, float]
Kind = Literal["deliberation", "minutes", "register", "list", "other"]
Outcome = Literal["adopted", "rejected", "noted", "deferred"]
Status = Literal["ok", "review", "needs-ocr"]
Relation = Literal["modifies", "completes", "rectifies", "withdraws", "repeals", "replaces", "extends", "implements"]
PageSource = Literal["text", "scan", "stamped-scan", "ocr-layer", "blank", "photo"]


class Place(msgspec.Struct, frozen=True):
    """A spot on a page: the page's number (from 1) and the box that encloses the words."""

    page: int
    box: Box


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a value stands in the record, or why it is null.

    `words` are the source's own; `rule` is the id of the rule that fired; `basis` is "stated" (printed), "inferred"
    (worked out from what is printed) or "missing" (the value is null: `reason` says why).
    """

    places: tuple[Place, ...] = ()
    words: str = ""
    rule: str | None = None
    confidence: float | None = None
    basis: Literal["stated", "inferred", "missing"] = "stated"
    reason: str | None = None


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """One printed name. `name` is as printed, without civility, office or remark; where an engine misread it and it was
    mended after the other lists of the document, `as_read` is what the engine read.
    """

    name: str
    civility: str | None = None
    given_name: str | None = None
    surname: str | None = None
    remark: str | None = None
    places: tuple[Place, ...] = ()
    rule: str | None = None
    confidence: float | None = None
    as_read: str | None = None


class Proxy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A proxy (pouvoir, procuration, mandat): who gave it, and to whom; `holder` is null where that is not printed."""

    giver: Person
    holder: Person | None = None
    places: tuple[Place, ...] = ()
    rule: str | None = None


class Movement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A member who came or left during the sitting, and at which item or hour, as printed."""

    person: Person
    kind: Literal["arrives", "leaves", "absent-for-item"]
    at: str | None = None
    places: tuple[Place, ...] = ()


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who receives a sum: a body, an association, a firm or a person, as printed.

    `key` is the name folded, without articles and words of legal form: spellings of one name share it. `rule` is what
    found the name; `basis` is "stated" where it stands with the sum (its sentence, its row) and "inferred" where
    another sum of the act, or its title, names it.
    """

    name: str
    key: str
    places: tuple[Place, ...] = ()
    rule: str | None = None
    basis: Literal["stated", "inferred"] = "stated"


class Amount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sum of money. `value` in `currency`; `words` as printed; `role` is what the sum is for, when the text says
    it, `role_words` the words that say so, `role_rule` how they were found; `beneficiary` is who receives it.

    `again` is "said" where another sum of the act says the same thing, and "tax" where the sum that follows is the
    same price with tax: neither is to be counted once more.
    """

    value: float
    currency: str = "EUR"
    basis: str | None = None
    role: str | None = None
    words: str = ""
    places: tuple[Place, ...] = ()
    rule: str | None = None
    confidence: float | None = None
    role_words: str | None = None
    role_rule: str | None = None
    beneficiary: Party | None = None
    again: Literal["said", "tax"] | None = None


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text of law or an earlier act that the document cites.

    `kind`: "code", "law", "decree", "order", "circular", "act". `code` is the full name of a code, `articles` are as
    "L2121-29", `date` is an ISO day; `relation` is what this act does to a cited act of the same body, `rule` the rule
    that says so.
    """

    kind: str
    text: str
    places: tuple[Place, ...] = ()
    code: str | None = None
    articles: tuple[str, ...] = ()
    number: str | None = None
    date: str | None = None
    relation: Relation | None = None
    rule: str | None = None


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the act is about, by the ACTES nomenclature: a code ("7.5") and its national label.

    `basis` is "stated" where the document prints the code, which is then kept whole ("7.5.1"), and "inferred" where it
    follows from the words of the act.
    """

    code: str
    label: str
    basis: Literal["stated", "inferred"]
    words: str = ""
    places: tuple[Place, ...] = ()
    rule: str | None = None


class Parcel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A parcel of the land register. `prefix` is that of a former commune (three figures), `section` and `number` are
    without leading zeros, `surface` is in square metres.
    """

    section: str
    number: str
    prefix: str | None = None
    surface: float | None = None
    words: str = ""
    places: tuple[Place, ...] = ()


class Surface(msgspec.Struct, frozen=True, omit_defaults=True):
    """An area of land, in square metres; `words` as printed. `total` says that the text calls it a total."""

    value: float
    words: str = ""
    total: bool = False
    places: tuple[Place, ...] = ()


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of the document in reading order, line-end hyphens joined and running heads left out."""

    text: str
    places: tuple[Place, ...] = ()
    rule: str | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One separate decision of the dispositif."""

    text: str
    verb: str | None = None
    places: tuple[Place, ...] = ()


class InferredVote(msgspec.Struct, frozen=True, omit_defaults=True):
    """Counts that the page does not print but that follow from what it prints; `how` says from what."""

    for_: int | None = field(default=None, name="for")
    against: int | None = None
    abstentions: int | None = None
    how: str | None = None


class Vote(msgspec.Struct, frozen=True):
    """The vote on one act. Counts are those printed; what is worked out is in `inferred`."""

    outcome: Outcome | None = None
    unanimous: bool | None = None
    for_: int | None = field(default=None, name="for")
    against: int | None = None
    abstentions: int | None = None
    inferred: InferredVote | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)


class Dissent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or group named with a vote: "against", "abstained", "did not take part", "for"."""

    position: Literal["for", "against", "abstained", "did not take part"]
    person: Person | None = None
    group: str | None = None
    places: tuple[Place, ...] = ()
    rule: str | None = None


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """The verdict of one consistency check: a hint to a reader, never a judgement.

    `id` is that of the catalogue (C01…); `verdict` is "holds", "fails" or "unknown"; `read` is what went in, by name;
    `places` is where it was read; `law` is the article that it asks, with its period where the day matters.
    """

    id: str
    verdict: Literal["holds", "fails", "unknown"]
    severity: Literal["error", "warn", "info"]
    message: str
    read: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    law: str | None = None


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One labelled passage of an act or session. `label` is one of header, attendance, proxies, considerants,
    dispositif, vote, signature, stamp, furniture, residue."""

    label: str
    text: str
    places: tuple[Place, ...] = ()
    rule: str | None = None


class Deliberation(msgspec.Struct, frozen=True):
    """One act.

    `amounts` are the euro amounts of the dispositif, each value once; `repeats` are sums of the dispositif whose value
    stands there already but which are another thing (a row of a table, another beneficiary); `mentions` are the sums
    outside the dispositif and those in other currencies.
    """

    number: str | None = None
    title: str | None = None
    item: str | None = None
    considerants: Passage | None = None
    dispositif: Passage | None = None
    decisions: tuple[Decision, ...] = ()
    vote: Vote = field(default_factory=Vote)
    dissent: tuple[Dissent, ...] = ()
    act_id: str | None = None
    received: str | None = None
    posted: str | None = None
    amounts: tuple[Amount, ...] = ()
    repeats: tuple[Amount, ...] = ()
    mentions: tuple[Amount, ...] = ()
    references: tuple[Reference, ...] = ()
    subjects: tuple[Subject, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    segments: tuple[Segment, ...] = ()
    checks: tuple[Check, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)


class Session(msgspec.Struct, frozen=True):
    """One sitting of one deliberative body. Dates are ISO dates (YYYY-MM-DD)."""

    body: str | None = None
    organ: str | None = None
    date: str | None = None
    time: str | None = None
    place: str | None = None
    convocation_date: str | None = None
    in_office: int | None = None
    quorum: int | None = None
    present_count: int | None = None
    proxy_count: int | None = None
    voter_count: int | None = None
    president: str | None = None
    secretary: str | None = None
    present: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    movements: tuple[Movement, ...] = ()
    deliberations: tuple[Deliberation, ...] = ()
    segments: tuple[Segment, ...] = ()
    checks: tuple[Check, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)


class PageInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of the source: its number (from 1), its size in points, what it is made of and why we think so."""

    number: int
    width: float
    height: float
    source: PageSource = "text"
    reasons: tuple[str, ...] = ()


class Coverage(msgspec.Struct, frozen=True):
    """Shares (0 to 1) of the source's words that ended in a passage or a value, in labelled noise, or nowhere."""

    passages: float = 0.0
    values: float = 0.0
    noise: float = 0.0
    residue: float = 0.0


class Residue(msgspec.Struct, frozen=True):
    """Words of the source that no rule placed."""

    text: str
    places: tuple[Place, ...] = ()


class Versions(msgspec.Struct, frozen=True):
    """What made the record: the tool's version, the hash of the compiled rules, the OCR engine and version if any."""

    tool: str
    rules: str
    ocr: str | None = None


class Document(msgspec.Struct, frozen=True):
    """The record of one source document."""

    file: str
    kind: Kind = "other"
    status: Status = "ok"
    status_reasons: tuple[str, ...] = ()
    sha256: str | None = None
    pages: tuple[PageInfo, ...] = ()
    act_id: str | None = None
    received: str | None = None
    posted: str | None = None
    sessions: tuple[Session, ...] = ()
    noise: tuple[Segment, ...] = ()
    residue: tuple[Residue, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    checks: tuple[Check, ...] = ()
    versions: Versions | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)


def to_json(document: Document) -> bytes:
    """The record as UTF-8 JSON on one line, keys in the order of the types."""
    return msgspec.json.encode(document)


def from_json(data: bytes | str) -> Document:
    """The record that `to_json` wrote. Raises `msgspec.ValidationError` when the JSON is not a record."""
    return msgspec.json.decode(data, type=Document)


def json_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of the record, generated from the types."""
    return msgspec.json.schema(Document)
