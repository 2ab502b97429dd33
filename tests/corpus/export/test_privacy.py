"""What a public copy hides: the rules' own examples, and passages written before there was a rule."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from delib.corpus.export.privacy import Around, Hidden, find, holds, masked, rules_of_title
from delib.corpus.export.privacy_rules import load_privacy
from delib.corpus.keys import name_key

TODAY = date(2026, 1, 1)
TRUTH = tomllib.loads(Path(__file__).with_name("privacy_truth.toml").read_text(encoding="utf-8"))["passage"]
RULES = load_privacy().rules


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.examples],
    ids=lambda one: getattr(one, "id", ""),
)
def test_a_rule_does_what_its_examples_say(rule: Any, example: dict[str, Any]) -> None:
    around = Around(date(2020, 1, 1), "everybody" if rule.everybody else "public", TODAY)
    found = find(example["text"], around)
    assert [example["text"][one.start : one.end] for one in found] == example["hidden"]
    if example["hidden"]:
        assert rule.id in {one.rule for one in found}


def test_every_rule_has_a_law_and_examples() -> None:
    assert all(rule.law and rule.about and rule.examples for rule in RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.years for rule in RULES} == {50, 75, 100, 120}


@pytest.mark.parametrize("passage", TRUTH, ids=lambda one: one["name"])
def test_the_passages_written_before_the_rules(passage: dict[str, Any]) -> None:
    members = frozenset(map(name_key, passage.get("members", [])))
    around = Around(date.fromisoformat(passage["date"]), passage.get("mode", "public"), TODAY, members)
    around = around._replace(title_rules=rules_of_title(passage["title"], around))
    shown = " | ".join(masked(text, find(text, around), "…") for text in (passage["title"], passage["text"]))
    assert [words for words in passage["blank"] if words in shown] == []
    assert [words for words in passage["keep"] if words not in shown] == []


def test_a_delay_ends_on_its_day() -> None:
    (aid,) = [rule for rule in RULES if rule.id == "aid.individual"]
    around = Around(date(1976, 6, 15), "public", date(2026, 6, 14))
    assert holds(aid, around)
    assert not holds(aid, around._replace(today=date(2026, 6, 15)))
    assert holds(aid, around._replace(day=None))  # without a day nothing says that it is over
    assert not holds(aid, around._replace(mode="archive"))


def test_the_body_s_own_telephone_stays_in_its_letterhead() -> None:
    around = Around(date(2020, 1, 1), "public", TODAY)
    text = "12 quai Haut — 04 99 12 34 56 — bonjour@valmorin.example"
    assert len(find(text, around)) == 2
    assert find(text, around._replace(letterhead=True)) == []


def test_nobody_is_hidden_in_a_list_of_names() -> None:
    around = Around(date(2020, 1, 1), "public", TODAY, title_rules=frozenset({"staff.career"}))
    text = "Présents : Mme Odile BRUNEL, M. Luc TAVERNIER"
    assert len(find(text, around)) == 2
    assert find(text, around._replace(roll=True)) == []
    assert find(text, around._replace(members=frozenset({"odile brunel", "tavernier luc"}))) == []


def test_a_stretch_is_replaced_once() -> None:
    assert masked("abcdef", [Hidden(1, 3, "r", "value"), Hidden(4, 5, "r", "value")], "_") == "a_d_f"
    assert masked("abc", [], "_") == "abc"
