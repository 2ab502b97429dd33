"""Popolo: every id leads somewhere, and votes are those printed."""

from __future__ import annotations

import io
import json
import sqlite3
from types import SimpleNamespace
from typing import Any

from delib.corpus.export import popolo
from delib.corpus.export.choice import Choice
from delib.corpus.export.veil import Veil
from delib.corpus.store import store_record


def exported(corpus: sqlite3.Connection, **filters: Any) -> dict[str, list[dict[str, Any]]]:
    opened = io.BytesIO()
    counts = popolo.write(Choice(corpus, **filters), opened, Veil())
    found: dict[str, list[dict[str, Any]]] = json.loads(opened.getvalue())
    assert counts == {name: len(entries) for name, entries in found.items()}
    return found


def test_every_id_leads_somewhere(town: sqlite3.Connection, nasty: SimpleNamespace) -> None:
    found = exported(town)
    ids = {name: {one["id"] for one in entries} for name, entries in found.items()}
    assert all(len(ids[name]) == len(entries) for name, entries in found.items())
    lists = {"organization_id": "organizations", "person_id": "persons", "legislative_session_id": "events"}
    lists |= {"voter_id": "persons", "represented_by_id": "persons", "motion_id": "motions"}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for name, one in value.items():
                assert name not in lists or one in ids[lists[name]], (name, one)
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(found)
    assert {one["text"] for one in found["motions"]} == {*nasty.titles, "Un acte dans deux fichiers"}
    assert len(found["motions"]) == len(nasty.titles) + 1  # the minutes' own version is not another motion


def test_votes_proxies_and_what_is_worked_out(town: sqlite3.Connection) -> None:
    found = exported(town)
    people = {one["id"]: one["name"] for one in found["persons"]}
    (sitting,) = found["events"]
    attendance = sitting["x_attendance"][0]
    held = {
        people[one["person_id"]]: one.get("represented_by_id") for one in attendance if one["state"] == "represented"
    }
    assert people[held["Anne Vauclair"]].casefold() == "odile brunel"
    assert held["Paul Grandin"] is None
    motion = next(one["id"] for one in found["motions"] if one["text"] == "Un acte dans deux fichiers")
    (vote,) = [one for one in found["vote_events"] if one["motion_id"] == motion]
    assert vote["counts"][0] == {"option": "yes", "value": 12, "x_basis": "inferred"}
    assert vote["result"] == "pass"
    named = [one for one in vote["votes"] if "voter_id" in one]
    assert [(people[one["voter_id"]].casefold(), one["option"]) for one in named] == [("odile brunel", "no")]
    assert {"option": "abstain", "x_group": "groupe Demain"} in vote["votes"]


def test_filters_and_an_empty_corpus(town: sqlite3.Connection, make: SimpleNamespace) -> None:
    other = make.act(number="7", act_id=f"034-{make.OTHER}-20200312-7-DE")
    session = make.session(other, body="Le Roc", date="2020-03-12", present=(make.person("Zoé Marchal"),))
    store_record(town, make.document(session, key="roc"))
    found = exported(town, body="le roc")
    assert [one["name"] for one in found["organizations"]] == ["Le Roc"]
    assert "Zoé Marchal" in {one["name"] for one in found["persons"]}
    assert "Zoé Marchal" not in {one["name"] for one in exported(town, body="valmorin")["persons"]}
    assert not any(exported(town, body="nowhere").values())
