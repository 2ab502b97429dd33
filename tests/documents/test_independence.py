"""The generator does not know the rules: no import of the parser, and a third of its wordings stands in no rule."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from delib.parser.folding import fold
from generator.wordings import Wordings, wordings

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rules"
HOLE = re.compile(r"\{\w+\}|<\w+>")
GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
LIMIT = 2000
LISTS = wordings()


def letters(text: str) -> str:
    """Folded, every hole (of a wording or of a rule) as one sign, what is no letter or figure as one space."""
    parts = HOLE.split(text)
    return " ".join(" @ ".join(re.sub(r"[^a-z0-9]+", " ", fold(part)) for part in parts).split())


def strings(value: Any, key: str = "") -> Iterator[str]:
    """Every string in a rule file: phrases, in each of their readings, but also examples, since who wrote them knew
    the wording."""
    if isinstance(value, str):
        yield from readings(value) if key == "phrases" else [value]
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, key)


def readings(phrase: str) -> list[str]:
    """What a phrase can mean: of "[a|b]" one, of "(a|b)" one or nothing. Beyond the limit the last ones are left
    out."""
    done: list[str] = []
    todo = [phrase]
    while todo and len(done) < LIMIT:
        text = todo.pop()
        group = GROUP.search(text)
        if group is None:
            done.append(text)
            continue
        options = (group[1] or group[2] or "").split("|") + ([""] if group[1] is not None else [])
        todo += [text[: group.start()] + option + text[group.end() :] for option in options]
    return done


@cache
def rule_strings() -> dict[str, str]:
    """The folded strings of all rule files, with the name of a file that holds each."""
    found = {}
    for path in sorted(RULES.rglob("*.toml")):
        for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            found[letters(text)] = path.name
    return found


def needles(wording: str) -> list[str]:
    """What must not stand in a rule: the whole wording, and a piece between two holes that makes up most of it."""
    whole = letters(wording)
    longest = max((letters(part) for part in HOLE.split(wording)), key=lambda part: len(part.split()))
    size = len(longest.split())
    mostly = size >= 3 and 3 * size >= 2 * len(whole.replace("@", "").split())
    return [whole, longest] if mostly and longest != whole else [whole]


@pytest.mark.parametrize("name", LISTS)
def test_no_unseen_wording_stands_in_a_rule(name: str) -> None:
    rules = rule_strings()
    assert rules
    for wording in LISTS[name].unseen:
        for needle in needles(wording):
            held = [f"{file}: {text!r}" for text, file in rules.items() if f" {needle} " in f" {text} "]
            assert not held, f"the unseen wording {wording!r} of [{name}] stands in {held}"


@pytest.mark.parametrize("name", LISTS)
def test_a_third_of_each_list_is_unseen(name: str) -> None:
    each: Wordings = LISTS[name]
    assert 3 * len(each.unseen) >= len(each.all)
    assert len(set(each.all)) == len(each.all)


def test_the_generator_imports_neither_parser_nor_rules() -> None:
    allowed = {"generator", "fpdf", "PIL", "pypdfium2", "pdfplumber", "rapidfuzz"}
    for path in sorted([*(HERE / "generator").glob("*.py"), HERE / "make_samples.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            roots = {name.split(".")[0] for name in names}
            assert "delib" not in roots, f"{path.name} imports {names}"
            foreign = {root for root in roots if root not in allowed and not is_standard(root)}
            assert not foreign, f"{path.name} imports {foreign}"


def is_standard(module: str) -> bool:
    return module in sys.stdlib_module_names
