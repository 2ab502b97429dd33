"""Sums, roles and beneficiaries of acts read by hand do not become less right: tests/gold, against real documents.

The documents are not in the repository; they lie beside it, in ../shared. Where they do not, the test is skipped.
"""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import pytest
from console import benchmark

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = {"money.toml": 0.95, "money_held_out.toml": 0.9, "money_third.toml": 0.9}


money = benchmark("money")


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_sums_roles_and_beneficiaries_keep_their_floor(name: str) -> None:
    if not (SHARED / "bulk").is_dir():
        pytest.skip(f"{SHARED} is not there: how sums of real documents are read is NOT tested")
    if importlib.util.find_spec("tesserocr") is None:
        pytest.skip("tesserocr is not installed: one of the documents is a scan")
    acts = money.read_gold(ROOT / "tests" / "gold" / name, SHARED)
    scores = [money.score(found, entry["sums"], money.ALL) for entry, found in acts]
    assert money.total(scores).f1 >= FLOORS[name]
    assert sum(one.f1 for one in scores) / len(scores) >= FLOORS[name]


def test_the_gold_file_is_whole() -> None:
    roles = {
        "asked", "granted", "past", "price", "unit price", "rent", "loan", "guarantee", "total", "share", "maximum",
        "valuation", "budget", "",
    }  # fmt: skip
    for path in sorted((ROOT / "tests" / "gold").glob("*.toml")):
        acts = tomllib.loads(path.read_text("utf-8"))["act"]
        assert acts
        for act in acts:
            assert len(act["sha256"]) == 64 and act["sums"]
            for line in act["sums"]:
                assert set(money.choices(line.get("role"))) <= roles
                assert not (line.get("private") and "beneficiary" in line)


def test_a_score_counts_what_is_missing_and_what_is_too_much() -> None:
    record = __import__("delib.parser.record", fromlist=["Amount", "Party"])
    found = [
        record.Amount(5.0, role="granted", beneficiary=record.Party("L'Association Alpha", "alpha")),
        record.Amount(7.0, role="asked"),
    ]
    wanted = [{"value": 5, "role": "granted", "beneficiary": "ALPHA"}, {"value": 7, "role": ["total", "granted"]}]
    assert money.score(found, wanted, money.ALL) == (1, 2, 1, 2)
    assert money.score(found, wanted, frozenset()).f1 == 1.0
