"""Acts and minutes as Akoma Ntoso 3.0 XML (OASIS LegalDocML).

In: a record, as the corpus holds it. Out: one XML document: a `doc` for an act of its own, a `debateReport` for a
sitting of minutes or a register. Attendance is a `rollCall`; visas and considérants are `citations` and `recitals`;
the dispositif is `paragraph`s; announced numbers and votes are `quorumVerification` and `voting` in the metadata, where
a value that is worked out says so. What the standard has no place for (proxies, movements, numbers of a stamp) stands
in attributes and elements of our own namespace. A document without a day has no FRBRdate, which the standard requires:
it is left out and listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from lxml import etree

from ...parser.folding import fold
from ...parser.record import Deliberation, Document, Passage, Person, Session
from ...version import __version__
from ..keys import name_key, siren_of
from .budgets import wording
from .veil import Veil

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "https://delib.invalid/ns/akn/1"  # of a reserved domain: a name, nothing is there
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VOTES = (("for", "for_"), ("against", "against"), ("abstentions", "abstentions"))
_COUNTS = ("in_office", "present_count", "proxy_count", "voter_count")
_POSITIONS = {"for": "for", "against": "against", "abstained": "abstention", "did not take part": "not-voting"}


class NoDay(ValueError):
    """The sitting has no day."""


def of_act(document: Document, session: Session, act: Deliberation, keys: Keys, veil: Veil) -> bytes:
    """One act. Raises `NoDay`."""
    made = _Maker(document, session, keys, veil)
    return made.whole("doc", "deliberation", [act], keys.act_ids[0])


def of_sitting(document: Document, session: Session, keys: Keys, veil: Veil) -> bytes:
    """One sitting with all its acts. Raises `NoDay`."""
    made = _Maker(document, session, keys, veil)
    return made.whole("debateReport", document.kind, session.deliberations, keys.own)


class Keys:
    """The ids of the corpus for what is written: of the document, of the whole, of its acts in their order."""

    def __init__(self, document_id: str, own: str, act_ids: Iterable[str], body_id: str | None) -> None:
        self.document_id = document_id
        self.own = own
        self.act_ids = tuple(act_ids)
        self.body_id = body_id


@lru_cache(maxsize=1)
def _sentences() -> tuple[re.Pattern[str], frozenset[str]]:
    """Where a citation or recital begins, and the folded words that begin a citation."""
    said = wording()["preamble"]
    words = sorted((fold(word) for word in (*said["citations"], *said["recitals"])), key=len, reverse=True)
    citations = frozenset(fold(word) for word in said["citations"])
    return re.compile(rf"(?:^|(?<=[.;,:\n])\s*)(?P<word>{'|'.join(map(re.escape, words))})\b"), citations


class _Maker:
    """Makes one XML document."""

    def __init__(self, document: Document, session: Session, keys: Keys, veil: Veil) -> None:
        if _day(session.date) is None:
            raise NoDay
        self.document = document
        self.session = session
        self.keys = keys
        self.veil = veil
        self.people: dict[str, str] = {}
        self.taken: dict[str, int] = {}

    # ---- small parts ----

    def say(self, text: str | None) -> str:
        """A text as it may stand in XML: through the veil, signs that XML does not know replaced."""
        return _NOT_XML.sub("\ufffd", self.veil.text(self.keys.document_id, text)) if text else ""

    def add(self, parent: Any, tag: str, text: str | None = None, /, **attributes: str) -> Any:
        made = etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes)
        if text is not None:
            made.text = self.say(text)
        return made

    def eid(self, kind: str) -> str:
        self.taken[kind] = self.taken.get(kind, 0) + 1
        return f"{kind}_{self.taken[kind]}"

    def person(self, parent: Any, person: Person, role: str) -> Any:
        """A name in a paragraph of its own."""
        place = self.add(parent, "p")
        place.set("class", role)
        key = self.people.setdefault(person.name, f"person{len(self.people) + 1}")
        name = self.add(place, "person", person.name, eId=self.eid("name"), refersTo=f"#{key}")
        if person.remark:
            name.tail = f" ({self.say(person.remark)})"
        return place

    # ---- the whole ----

    def whole(self, kind: str, name: str, acts: Iterable[Deliberation], own: str) -> bytes:
        root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN, "delib": OWN})
        acts = tuple(acts)
        single = kind == "doc"
        main = self.add(root, kind, name=name)
        meta = self.add(main, "meta")
        self.preface(main, acts[0] if single else None)
        if single:
            self.preamble(main, acts[0])
        body = self.add(main, "mainBody")
        self.roll(body)
        for act in acts:
            if single:
                self.decided(body, act)
            else:
                section = self.add(body, "debateSection", name="deliberation", eId=self.eid("dbsect"))
                self.number(section, act)
                self.add(section, "heading", act.title or "", eId=self.eid("heading"))
                self.reasons(section, act)
                self.decided(section, act)
        if single:
            self.conclusions(main, acts[0])
        self.meta(meta, kind, name, acts, own)
        written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return written

    def number(self, parent: Any, act: Deliberation) -> None:
        if act.number or act.item:
            self.add(parent, "num", act.number or act.item)

    def preface(self, main: Any, act: Deliberation | None) -> None:
        session = self.session
        preface = self.add(main, "preface")
        place = self.add(preface, "p")
        self.add(place, "docAuthority", session.body or "")
        if session.organ:
            self.add(self.add(preface, "p"), "docProponent", session.organ)
        held = self.add(self.add(preface, "p"), "docDate", session.date, date=session.date or "")
        held.set("refersTo", "#sitting")
        if act is None:
            return
        if act.number:
            self.add(self.add(preface, "p"), "docNumber", act.number)
        self.add(self.add(self.add(preface, "longTitle"), "p"), "docTitle", act.title or "")

    def preamble(self, main: Any, act: Deliberation) -> None:
        if act.considerants is not None and act.considerants.text.strip():
            self.reasons(self.add(main, "preamble"), act)

    def reasons(self, parent: Any, act: Deliberation) -> None:
        """Citations and recitals; in the preamble of an act as such, in minutes as paragraphs."""
        single = etree.QName(parent).localname == "preamble"
        group: tuple[str, Any] | None = None
        for kind, text in _reasons(act.considerants):
            if not single or kind == "other":
                group = None
                self.add(parent, "p", text).set("class", "considerants")
                continue
            if group is None or group[0] != kind:
                plural = f"{kind}s"
                group = (kind, self.add(parent, plural, eId=self.eid(plural)))
            self.add(self.add(group[1], kind, eId=self.eid(kind)), "p", text)

    def roll(self, body: Any) -> None:
        """Who was there, who was not, who was represented by whom, who came or left."""
        session = self.session
        if not (session.present or session.absent or session.proxies or session.movements):
            return
        roll = self.add(body, "rollCall", eId=self.eid("roll"))
        for person in session.present:
            self.person(roll, person, "present")
        for person in session.absent:
            self.person(roll, person, "absent")
        for proxy in session.proxies:
            place = self.person(roll, proxy.giver, "represented")
            if proxy.holder is not None:
                key = self.people.setdefault(proxy.holder.name, f"person{len(self.people) + 1}")
                place.set(f"{{{OWN}}}proxy-holder", f"#{key}")
                place[0].tail = (place[0].tail or "") + " → "
                self.add(place, "person", proxy.holder.name, eId=self.eid("name"), refersTo=f"#{key}")
        for movement in session.movements:
            place = self.person(roll, movement.person, movement.kind)
            if movement.at:
                place.set(f"{{{OWN}}}at", self.say(movement.at))

    def decided(self, parent: Any, act: Deliberation) -> None:
        for opening, text in _decisions(act):
            if opening or etree.QName(parent).localname != "mainBody":
                self.add(parent, "p", text).set("class", "dispositif")
            else:
                item = self.add(parent, "paragraph", eId=self.eid("para"))
                self.add(self.add(item, "content", eId=self.eid("content")), "p", text)
        if not act.dissent:
            return
        said = self.add(parent, "declarationOfVote", eId=self.eid("dclvote"))
        for one in act.dissent:
            if one.person is not None:
                self.person(said, one.person, _POSITIONS[one.position])
            elif one.group:
                self.add(said, "p", one.group).set("class", _POSITIONS[one.position])

    def conclusions(self, main: Any, act: Deliberation) -> None:
        signed = [part.text for part in act.segments if part.label == "signature" and part.text.strip()]
        if signed:
            place = self.add(main, "conclusions")
            for text in signed:
                self.add(self.add(place, "p"), "signature", text)

    # ---- metadata ----

    def meta(self, meta: Any, kind: str, name: str, acts: tuple[Deliberation, ...], own: str) -> None:
        session, act = self.session, acts[0] if kind == "doc" and acts else None
        day = session.date or ""
        actor = next((siren for one in acts if (siren := siren_of(one.act_id))), None) or self.keys.body_id or "unknown"
        number = name_key(self.say(act.number if act else None)).replace(" ", "-") or own
        iri = "/".join(["/akn/fr", kind, quote(name), actor, day, quote(number)])
        identification = self.add(meta, "identification", source="#delib")
        for level, tail in (("FRBRWork", ""), ("FRBRExpression", "/fra"), ("FRBRManifestation", "/fra.xml")):
            frbr = self.add(identification, level)
            self.add(frbr, "FRBRthis", value=f"{iri}{tail}/!main")
            self.add(frbr, "FRBRuri", value=f"{iri}{tail}")
            if level == "FRBRWork":
                self.add(frbr, "FRBRalias", value=own, name="delib")
                if act is not None and act.act_id:
                    self.add(frbr, "FRBRalias", value=self.say(act.act_id), name="ACTES")
            self.add(frbr, "FRBRdate", date=day, name="sitting")
            self.add(frbr, "FRBRauthor", href="#body" if level != "FRBRManifestation" else "#delib")
            if level == "FRBRWork":
                self.add(frbr, "FRBRcountry", value="fr")
                if act is not None and act.number:
                    self.add(frbr, "FRBRnumber", value=self.say(act.number))
            elif level == "FRBRExpression":
                self.add(frbr, "FRBRlanguage", language="fra")
        posted = act.posted if act is not None else self.document.posted
        if _day(posted):
            self.add(meta, "publication", date=posted or "", name="affichage", showAs="affichage")
        self.analysis(meta, acts)
        self.references(meta)
        self.proprietary(meta, act)

    def analysis(self, meta: Any, acts: tuple[Deliberation, ...]) -> None:
        found = etree.Element(f"{{{AKN}}}parliamentary")
        counts = [(name, value) for name in _COUNTS if (value := getattr(self.session, name)) is not None]
        if counts:
            held = self.add(found, "quorumVerification", eId=self.eid("quorum"), refersTo="#sitting")
            for name, value in counts:
                self.add(held, "count", eId=self.eid("count"), value=str(value), refersTo=f"#{name}")
        for act, key in zip(acts, self.keys.act_ids, strict=True):
            self.voting(found, act, key)
        if len(found):
            analysis = self.add(meta, "analysis", source="#delib")
            analysis.append(found)

    def voting(self, found: Any, act: Deliberation, key: str) -> None:
        vote = act.vote
        counts = [(name, getattr(vote, field), False) for name, field in _VOTES]
        if vote.inferred is not None:
            counts += [
                (name, getattr(vote.inferred, field), True) for name, field in _VOTES if getattr(vote, field) is None
            ]
        counts = [one for one in counts if one[1] is not None]
        if vote.outcome is None and not counts:
            return
        held = etree.SubElement(found, f"{{{AKN}}}voting", eId=self.eid("vote"))
        if vote.outcome is not None:
            held.set("outcome", f"#{vote.outcome}")
        held.set(f"{{{OWN}}}act", key)
        if vote.unanimous is not None:
            held.set(f"{{{OWN}}}unanimous", str(vote.unanimous).lower())
        for name, value, inferred in counts:
            one = self.add(held, "count", eId=self.eid("count"), value=str(value), refersTo=f"#{name}")
            if inferred:
                one.set(f"{{{OWN}}}basis", "inferred")
        if not counts:  # the standard wants one: nothing is printed, so nothing is counted
            self.add(held, "count", eId=self.eid("count"), refersTo="#votes", value="")

    def references(self, meta: Any) -> None:
        references = self.add(meta, "references", source="#delib")
        body = self.session.body or ""
        delib = {"eId": "delib", "href": "/akn/ontology/organization/delib", "showAs": f"delib {__version__}"}
        self.add(references, "TLCOrganization", **delib)
        href = f"/akn/ontology/organization/{self.keys.body_id or 'unknown'}"
        self.add(references, "TLCOrganization", eId="body", href=href, showAs=self.say(body))
        for name, key in self.people.items():
            href = f"/akn/ontology/person/{quote(name_key(self.say(name)).replace(' ', '-'))}"
            self.add(references, "TLCPerson", eId=key, href=href, showAs=self.say(name))
        self.add(references, "TLCEvent", eId="sitting", href="/akn/ontology/event/sitting", showAs="séance")
        concepts = (*_COUNTS, *(name for name, _ in _VOTES), "votes", "adopted", "rejected", "noted", "deferred")
        for name in concepts:
            self.add(references, "TLCConcept", eId=name, href=f"/akn/ontology/concept/{name}", showAs=name)

    def proprietary(self, meta: Any, act: Deliberation | None) -> None:
        """What the standard has no place for."""
        session = self.session
        facts: dict[str, str | None] = {
            "file": self.document.file, "received": act.received if act else self.document.received,
            "act-id": act.act_id if act else self.document.act_id, "convocation-date": session.convocation_date,
            "time": session.time, "place": session.place, "president": session.president,
            "secretary": session.secretary,
        }  # fmt: skip
        place = self.add(meta, "proprietary", source="#delib")
        for name, value in facts.items():
            if value:
                etree.SubElement(place, f"{{{OWN}}}{name}").text = self.say(value)
        for reference in act.references if act else ():
            one = etree.SubElement(place, f"{{{OWN}}}reference", kind=reference.kind)
            one.text = self.say(reference.text)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _reasons(passage: Passage | None) -> list[tuple[str, str]]:
    """The passage in pieces: ("citation" | "recital" | "other", text). Joined they are the passage."""
    text = passage.text if passage is not None else ""
    begins, citations = _sentences()
    found = list(begins.finditer(fold(text)))
    cuts = [0, *(one.start("word") for one in found if one.start("word")), len(text)]
    kinds = {one.start("word"): "citation" if one["word"] in citations else "recital" for one in found}
    pieces = [(kinds.get(start, "other"), text[start:end].strip()) for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece[1]]


def _decisions(act: Deliberation) -> list[tuple[bool, str]]:
    """The dispositif in pieces: what opens it (True), then its decisions. Joined they are the dispositif."""
    text = act.dispositif.text if act.dispositif is not None else ""
    starts: list[int] = []
    at = 0
    for decision in act.decisions:
        start = text.find(decision.text, at)
        if start < 0:
            continue
        starts.append(start)
        at = start + len(decision.text)
    cuts = [*starts, len(text)]
    pieces = [(True, text[: cuts[0]].strip())]
    pieces += [(False, text[start:end].strip()) for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece[1]]
