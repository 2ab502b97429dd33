"""A record as rows: what each table will hold of one document.

In: a `Document`, the path it came from, and the SIRENs that the corpus knows for the bodies it names. Out: `Rows`:
tuples by table, in the order of `schema.COLUMNS`. Pure: no database is read. Every field of the record goes into a
column, or into the evidence row of its object; `load.py` puts them together again, and a test holds that what comes
out is what went in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from ..parser.record import Check, Deliberation, Document, Person, Segment, Session
from .findings import findings
from .fulltext import heading
from .keys import best_spelling, body_key, content_key, name_key, number_key, organ_key, siren_of
from .proof import fields, pack, page_of, tidy, trace, traces
from .words import Indexed, index_row

Row = tuple[Any, ...]


class Act(NamedTuple):
    """An act ready to store: its row without `search_id` (the database gives that), and what is indexed of it."""

    row: Row
    indexed: Indexed


class Rows(NamedTuple):
    """What one document becomes.

    `own` holds rows that hang on the document alone, by table. The rest may be shared with other documents: `sessions`
    and `people` as rows by id, `bodies` as SIREN by id, `spellings` as how often the document prints each name of a
    body, `lists` as rows by table by list id.
    """

    document_id: str
    own: dict[str, list[Row]]
    acts: list[Act]
    sessions: dict[str, Row]
    bodies: dict[str, str | None]
    spellings: Counter[tuple[str, str]]
    people: dict[str, Row]
    lists: dict[str, dict[str, list[Row]]]


class Ids(NamedTuple):
    """The ids of a document, of its sessions as it states them, and of the acts of each."""

    document: str
    statements: tuple[str, ...]
    acts: tuple[tuple[str, ...], ...]


class Claim(NamedTuple):
    """What a document says of the body that sat: the key of its printed name, and the SIREN of its act identifiers."""

    name: str | None
    siren: str | None


def claim(document: Document, session: Session) -> Claim:
    """The claim of one session. Identifiers with two different SIRENs say nothing; a document's own speaks for all."""
    sirens = {siren_of(act.act_id) for act in session.deliberations} - {None}
    sirens = sirens or {siren_of(document.act_id)}
    return Claim(body_key(session.body or "") or None, sirens.pop() if len(sirens) == 1 else None)


def document_key(document: Document, path: str) -> str:
    """The id of a document: that of its bytes; of its path where the record does not know the bytes."""
    return content_key("document", document.sha256) if document.sha256 else content_key("document-at", path)


def dump(value: Any) -> str:
    """Compact JSON text."""
    return msgspec.json.encode(value).decode()


def ids_of(document: Document, path: str) -> Ids:
    """The ids that a record as read gives.

    An act's stays when other acts of the document are cut otherwise, or other values of it read better.
    """
    own = document_key(document, path)
    single = sum(len(session.deliberations) for session in document.sessions) == 1
    turns: Counter[str] = Counter()

    def of_act(act: Deliberation, date: str | None) -> str:
        if single:
            natural = "single"
        elif act.number:
            natural = f"number\x1f{name_key(act.number)}\x1f{date}"
        else:
            natural = f"title\x1f{name_key(act.title or '')}\x1f{date}"
        turns[natural] += 1
        return content_key("act", own, natural, turns[natural] - 1)

    return Ids(
        own,
        tuple(content_key("statement", own, ordinal) for ordinal in range(len(document.sessions))),
        tuple(tuple(of_act(act, session.date) for act in session.deliberations) for session in document.sessions),
    )


def rows_of(document: Document, path: str, known: Mapping[str, str] | None = None, ids: Ids | None = None) -> Rows:
    """The rows of the document that lies at `path`; `known` is the one SIREN of a body by `body_key`.

    `ids` are those of the record as read, where values of it have been corrected.
    """
    return _Writer(document, path, known or {}, ids or ids_of(document, path)).write()


def found_in(document: Document, ids: Ids) -> list[Row]:
    """The rows of what a person should look at."""
    return [(ids.document, ordinal, *one) for ordinal, one in enumerate(findings(document, ids))]


class _Writer:
    """Collects the rows of one document."""

    def __init__(self, document: Document, path: str, known: Mapping[str, str], ids: Ids) -> None:
        self.document = document
        self.path = path
        self.known = known
        self.ids = ids
        self.id = ids.document
        self.own: dict[str, list[Row]] = {}
        self.acts: list[Act] = []
        self.sessions: dict[str, Row] = {}
        self.bodies: dict[str, str | None] = {}
        self.spellings: Counter[tuple[str, str]] = Counter()
        self.people: dict[str, Row] = {}
        self.lists: dict[str, dict[str, list[Row]]] = {}

    def write(self) -> Rows:
        document = self.document
        versions, coverage = document.versions, document.coverage
        self.add(
            "documents",
            self.id, self.path, document.file, document.sha256, document.kind, document.status,
            dump(document.status_reasons), document.act_id, document.received, document.posted, len(document.pages),
            coverage.passages, coverage.values, coverage.noise, coverage.residue,
            versions and versions.tool, versions and versions.rules, versions and versions.ocr, None,
        )  # fmt: skip
        for page in document.pages:
            self.add("pages", self.id, page.number, page.width, page.height, page.source, dump(page.reasons))
        for ordinal, session in enumerate(document.sessions):
            self.session(ordinal, session)
        self.segments("noise", None, None, document.noise)
        for residue in document.residue:
            self.segment("residue", None, None, "residue", residue.text, None, page_of(residue))
        self.checks(None, None, document.checks)
        self.evidence(
            self.id,
            {
                "fields": fields(document.evidence),
                "noise": traces(document.noise),
                "residue": traces(document.residue),
                "checks": traces(document.checks),
            },
        )
        self.own["findings"] = found_in(document, self.ids)
        return Rows(self.id, self.own, self.acts, self.sessions, self.bodies, self.spellings, self.people, self.lists)

    def add(self, table: str, *values: Any) -> None:
        self.own.setdefault(table, []).append(values)

    def evidence(self, owner: str, found: dict[str, Any]) -> None:
        if kept := tidy(found):
            self.add("evidence", owner, self.id, pack(kept))

    # ---- a session as the document states it ----

    def session(self, ordinal: int, session: Session) -> None:
        statement_id = self.ids.statements[ordinal]
        said = claim(self.document, session)
        body_id = self.body(session.body, said)
        if body_id is not None and session.date:
            session_id = content_key("session", body_id, organ_key(session.organ), session.date)
        else:  # without a body and a day nothing says that another document means the same sitting
            session_id = content_key("session-of", self.id, ordinal)
        known = self.sessions.get(session_id)
        organ = session.organ if known is None or not known[2] else best_spelling(known[2], session.organ or known[2])
        self.sessions[session_id] = (session_id, body_id, organ, session.date)
        scope = body_id or session_id
        self.add(
            "statements",
            statement_id, self.id, ordinal, session_id, self.names(session, session_id, scope, body_id),
            said.siren, said.name, session.body, session.organ, session.date, session.time, session.place,
            session.convocation_date, session.in_office, session.present_count, session.proxy_count,
            session.voter_count, session.president, session.secretary, session.quorum,
        )  # fmt: skip
        self.segments("session", statement_id, None, session.segments)
        self.checks(statement_id, None, session.checks)
        self.evidence(
            statement_id,
            {
                "fields": fields(session.evidence),
                "present": traces(session.present),
                "absent": traces(session.absent),
                "proxies": traces(session.proxies),
                "givers": traces(proxy.giver for proxy in session.proxies),
                "holders": traces(proxy.holder for proxy in session.proxies),
                "movements": traces(session.movements),
                "movers": traces(movement.person for movement in session.movements),
                "segments": traces(session.segments),
                "checks": traces(session.checks),
            },
        )
        for index, act in enumerate(session.deliberations):
            act_id = self.ids.acts[ordinal][index]
            self.act(index, act_id, act, session, session_id, statement_id, scope, body_id)

    def body(self, name: str | None, said: Claim) -> str | None:
        siren = said.siren or self.known.get(said.name or "")
        if siren is None and said.name is None:
            return None
        body_id = content_key("body", siren) if siren else content_key("body-named", said.name)
        self.bodies[body_id] = siren
        if name is not None:
            self.spellings[(body_id, name)] += 1
        return body_id

    def person(self, person: Person, scope: str, body_id: str | None) -> str | None:
        key = name_key(person.name)
        if not key:
            return None
        person_id = content_key("person", scope, key)
        known = self.people.get(person_id)
        name = best_spelling(person.name, known[2]) if known else person.name
        self.people[person_id] = (person_id, body_id, name, key)
        return person_id

    def names(self, session: Session, session_id: str, scope: str, body_id: str | None) -> str | None:
        """The rows of the session's list of names under the list's id; None where the document lists nobody."""

        def row(person: Person) -> Row:
            return (self.person(person, scope, body_id), *_printed(person))

        attendance: list[Row] = []
        given = [proxy.giver for proxy in session.proxies]
        for state, people in (("absent", session.absent), ("present", session.present), ("represented", given)):
            attendance += [(state, ordinal, *row(person)) for ordinal, person in enumerate(people)]
        proxies: list[Row] = []
        for ordinal, proxy in enumerate(session.proxies):
            held = row(proxy.holder) if proxy.holder else (None,) * 6
            proxies.append((ordinal, self.person(proxy.giver, scope, body_id), proxy.giver.name, *held))
        movements = [
            (ordinal, row(movement.person)[0], movement.kind, movement.at, *_printed(movement.person))
            for ordinal, movement in enumerate(session.movements)
        ]
        if not attendance and not movements:
            return None
        list_id = content_key("list", session_id, dump((attendance, proxies, movements)))
        who = sorted((state, str(person_id)) for state, _, person_id, *_ in attendance)
        pairs = sorted((str(giver_id), str(holder_id)) for _, giver_id, _, holder_id, *_ in proxies)
        same = content_key("who", session_id, dump((who, pairs)))
        self.lists[list_id] = {
            "attendance_lists": [
                (list_id, session_id, same, len(session.present), len(session.absent), len(session.proxies))
            ],
            # Which member each name is, `people.settle` finds out.
            "attendance": [(list_id, *one, None) for one in attendance],
            "proxies": [(list_id, *one, None, None) for one in proxies],
            "movements": [(list_id, *one, None) for one in movements],
        }
        return list_id

    # ---- an act ----

    def act(
        self, ordinal: int, act_id: str, act: Deliberation, session: Session, session_id: str, statement_id: str,
        scope: str, body_id: str | None,
    ) -> None:  # fmt: skip
        considerants = act.considerants.text if act.considerants else None
        dispositif = act.dispositif.text if act.dispositif else None
        row = (
            act_id, self.id, statement_id, session_id, ordinal, act.number, act.title, act.item, considerants,
            dispositif, act.act_id, act.received, act.posted, _page(act),
        )  # fmt: skip
        words = heading(session.body, session.organ, act.number, act.act_id)
        self.acts.append(Act(row, index_row(act.title, considerants, dispositif, words)))
        vote, inferred = act.vote, act.vote.inferred
        self.add(
            "votes",
            act_id, vote.outcome, vote.unanimous, vote.for_, vote.against, vote.abstentions,
            inferred and inferred.for_, inferred and inferred.against, inferred and inferred.abstentions,
            inferred and inferred.how,
        )  # fmt: skip
        for index, dissent in enumerate(act.dissent):
            person = dissent.person
            who = (self.person(person, scope, body_id), *_printed(person)) if person else (None,) * 6
            self.add("dissents", act_id, index, dissent.position, *who, dissent.group, page_of(dissent), None)
        for index, decision in enumerate(act.decisions):
            self.add("decisions", act_id, index, decision.text, decision.verb, page_of(decision))
        for part, amounts in (("dispositif", act.amounts), ("repeat", act.repeats), ("mention", act.mentions)):
            for index, sum_ in enumerate(amounts):
                party = sum_.beneficiary
                self.add(
                    "amounts",
                    act_id,
                    part,
                    index,
                    sum_.value,
                    sum_.currency,
                    sum_.basis,
                    sum_.role,
                    sum_.words,
                    page_of(sum_),
                    sum_.role_words,
                    party and party.name,
                    party and party.key,
                    party and party.basis,
                    sum_.again,
                )
        for index, reference in enumerate(act.references):
            self.add(
                "citations",
                act_id, index, reference.kind, reference.text, page_of(reference), reference.code,
                dump(reference.articles) if reference.articles else None, reference.number, reference.date,
                reference.relation,
            )  # fmt: skip
        self.add_about(act_id, act)
        self.add_keys(act_id, act, body_id)
        whole = {"considerants": considerants, "dispositif": dispositif}
        for segment in act.segments:
            same = segment.text == whole.get(segment.label)
            text = None if same else segment.text
            self.segment("act", None, act_id, segment.label, text, segment.rule, page_of(segment))
        self.checks(None, act_id, act.checks)
        self.evidence(
            act_id,
            {
                "fields": fields(act.evidence),
                "vote": fields(vote.evidence),
                "considerants": trace(act.considerants) if act.considerants else {},
                "dispositif": trace(act.dispositif) if act.dispositif else {},
                "decisions": traces(act.decisions),
                "dissent": traces(act.dissent),
                "dissenters": traces(dissent.person for dissent in act.dissent),
                "amounts": traces(act.amounts),
                "repeats": traces(act.repeats),
                "mentions": traces(act.mentions),
                "receivers": traces(one.beneficiary for one in (*act.amounts, *act.repeats, *act.mentions)),
                "references": traces(act.references),
                "subjects": traces(act.subjects),
                "parcels": traces(act.parcels),
                "surfaces": traces(act.surfaces),
                "segments": traces(act.segments),
                "checks": traces(act.checks),
            },
        )

    def add_about(self, act_id: str, act: Deliberation) -> None:
        """What the act is about: its subjects, its parcels and areas."""
        for index, one in enumerate(act.subjects):
            sort = ".".join(part.rjust(2, "0") for part in one.code.split("."))
            self.add("subjects", act_id, index, one.code, one.label, one.basis, sort, one.words, page_of(one))
        for index, parcel in enumerate(act.parcels):
            self.add(
                "parcels",
                act_id, index, parcel.prefix, parcel.section, parcel.number, parcel.surface, parcel.words,
                page_of(parcel),
            )  # fmt: skip
        for index, area in enumerate(act.surfaces):
            self.add("surfaces", act_id, index, area.value, int(area.total), area.words, page_of(area))

    def add_keys(self, act_id: str, act: Deliberation, body_id: str | None) -> None:
        """Under which number the act can be cited, and which acts of its body it cites: see `chains.py`."""
        if body_id is None:
            return
        own = number_key(act.number)
        if own is not None:
            self.add("act_keys", f"{body_id}:{own}", act_id)
        for index, cited in enumerate(act.references):
            if cited.kind == "act":
                number = number_key(cited.number)
                keys = (number and f"{body_id}:{number}", cited.date and f"{body_id}:{cited.date}")
                why = None if any(keys) else "neither a number nor one day is cited"
                self.add("act_links", act_id, index, *keys, cited.relation, None, None, why)

    # ---- passages and verdicts ----

    def segments(self, part: str, statement_id: str | None, act_id: str | None, segments: Iterable[Segment]) -> None:
        for segment in segments:
            self.segment(part, statement_id, act_id, segment.label, segment.text, segment.rule, page_of(segment))

    def segment(
        self,
        part: str,
        statement_id: str | None,
        act_id: str | None,
        label: str,
        text: str | None,
        rule: str | None,
        page: int | None,
    ) -> None:
        ordinal = len(self.own.get("segments", ()))
        self.add("segments", self.id, ordinal, part, statement_id, act_id, label, page, text, rule)

    def checks(self, statement_id: str | None, act_id: str | None, checks: Iterable[Check]) -> None:
        for check in checks:
            ordinal = len(self.own.get("checks", ()))
            self.add(
                "checks",
                self.id, ordinal, statement_id, act_id, check.id, check.verdict, check.severity, check.message,
                dump(check.read), page_of(check), check.law,
            )  # fmt: skip


def _printed(person: Person) -> tuple[str, str | None, str | None, str | None, str | None]:
    """A person's columns: name, civility, given_name, surname, remark."""
    return (person.name, person.civility, person.given_name, person.surname, person.remark)


def _page(act: Deliberation) -> int | None:
    """The page on which the act begins, as far as its evidence tells."""
    title = act.evidence.get("title")
    parts = (title, act.considerants, act.dispositif, *act.segments)
    return next((page_of(part) for part in parts if part is not None and part.places), None)
