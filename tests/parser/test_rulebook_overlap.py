"""Which findings stand beside one another, by strength; and the `accents` key, for words that an accent tells apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from delib.errors import BadRules
from delib.parser.folding import fold
from delib.parser.rulebook import Rulebook
from delib.parser.rulebook.files import build


def rule(name: str, *phrases: str, role: str = "value", segment: str = "vote", more: str = "") -> str:
    listed = ", ".join(f'"{phrase}"' for phrase in phrases)
    return f'[[rule]]\nid = "{name}"\nrole = "{role}"\nsegment = "{segment}"\nphrases = [{listed}]\n{more}\n\n'


def book(folder: Path, text: str) -> Rulebook:
    rules = folder / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "base.toml").write_text(text, encoding="utf-8")
    return build(rules, None)


def found(rules: Rulebook, text: str) -> list[tuple[str, str]]:
    """(rule, words as printed) of each hit."""
    return [(hit.rule.id, text[hit.start : hit.end]) for hit in rules.scan(fold(text), text)]


# ---------------------------------------------------------------- strength

SHORT, LONG = "à l'unanimité", "à l'unanimité des voix"


@pytest.mark.parametrize(
    ("short", "long", "stands"),
    [
        ("weak", "weak", ["long"]),
        ("weak", "medium", ["long"]),
        ("weak", "strong", ["long"]),
        ("medium", "medium", ["long"]),
        ("medium", "strong", ["long"]),
        ("strong", "strong", ["long"]),
        ("medium", "weak", ["long", "short"]),
        ("strong", "weak", ["long", "short"]),
        ("strong", "medium", ["long", "short"]),
    ],
)
def test_a_finding_gives_way_to_a_longer_one_that_is_no_weaker(
    tmp_path: Path, short: str, long: str, stands: list[str]
) -> None:
    rules = book(
        tmp_path,
        rule("short", SHORT, more=f'strength = "{short}"') + rule("long", LONG, more=f'strength = "{long}"'),
    )
    assert [name for name, _ in found(rules, LONG)] == stands


def test_a_weak_finding_hides_no_strong_one_that_ends_it(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        rule("weak", "le conseil décide", role="opens", segment="dispositif", more='strength = "weak"')
        + rule("strong", "décide", role="opens", segment="dispositif", more='strength = "strong"'),
    )
    assert found(rules, "Le conseil décide") == [("weak", "Le conseil décide"), ("strong", "décide")]


def test_of_three_the_middle_one_gives_way_to_the_strongest_though_a_weak_one_is_longer(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        rule("weak", "adopté à l'unanimité des voix", more='strength = "weak"')
        + rule("strong", "adopté à l'unanimité", more='strength = "strong"')
        + rule("medium", "adopté", more='strength = "medium"'),
    )
    assert [name for name, _ in found(rules, "adopté à l'unanimité des voix")] == ["weak", "strong"]


def test_strength_does_not_reach_over_segments(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        rule("long", LONG, more='strength = "strong"')
        + rule("other", SHORT, segment="ballot", more='strength = "weak"'),
    )
    assert [name for name, _ in found(rules, LONG)] == ["long", "other"]


def test_noise_takes_a_strong_finding_too(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        rule("strong", SHORT, more='strength = "strong"')
        + rule("left-over", "à l'unanimité ou non", role="noise", segment="template", more='strength = "weak"'),
    )
    assert [name for name, _ in found(rules, "à l'unanimité ou non")] == ["left-over"]


# ---------------------------------------------------------------- accents


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("le conseil approuve", True),
        ("LE CONSEIL APPROUVE", True),
        ("le conseil a approuvé", False),  # a participle narrates
        ("le conseil approuvé", False),
        ("LE CONSEIL APPROUVÉ", False),
        ("Le Conseil approuve.", True),
    ],
)
def test_a_word_authored_without_accents_is_not_found_with_one(tmp_path: Path, text: str, hit: bool) -> None:
    rules = book(tmp_path, rule("decides", "le conseil … approuve", role="opens", more="accents = true"))
    assert bool(found(rules, text)) is hit


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("le conseil crée", True),
        ("le conseil créé", False),
        ("LE CONSEIL CRÉE", True),
        ("LE CONSEIL CREE", True),  # capitals are often printed without accents
        ("le conseil cree", True),
    ],
)
def test_a_word_authored_with_accents_is_found_with_these_or_with_none(tmp_path: Path, text: str, hit: bool) -> None:
    rules = book(tmp_path, rule("decides", "le conseil crée", role="opens", more="accents = true"))
    assert bool(found(rules, text)) is hit


def test_only_the_last_word_is_held_to_its_accents(tmp_path: Path) -> None:
    rules = book(tmp_path, rule("decides", "l'assemblee approuve", role="opens", more="accents = true"))
    assert found(rules, "l'assemblée approuve") == [("decides", "l'assemblée approuve")]


def test_without_the_key_accents_do_not_count(tmp_path: Path) -> None:
    rules = book(tmp_path, rule("decides", "le conseil approuve", role="opens"))
    assert found(rules, "le conseil approuvé") == [("decides", "le conseil approuvé")]


def test_of_two_phrases_the_one_that_is_printed_is_found(tmp_path: Path) -> None:
    rules = book(
        tmp_path, rule("present", "présents", "le présent", role="cue", segment="present", more="accents = true")
    )
    assert found(rules, "Présents : les élus, et ils presentent") == [("present", "Présents")]


def test_where_the_longest_phrase_bears_another_accent_a_shorter_one_may_stand(tmp_path: Path) -> None:
    rules = book(tmp_path, rule("decides", "le conseil décide", "le conseil", role="opens", more="accents = true"))
    assert found(rules, "le conseil décidé") == [("decides", "le conseil")]


def test_the_key_is_true_or_false(tmp_path: Path) -> None:
    with pytest.raises(BadRules) as caught:
        book(tmp_path, rule("decides", "le conseil approuve", role="opens", more='accents = "yes"'))
    assert "true or false" in str(caught.value)
