"""What was put in must come out: random documents of our own through the whole parser.

On names, proxies, counts, dates and votes recall and precision must be 1.0 for each document. A failure lists the
values that went missing, came up or changed. The truth is the generator's, which knows neither the parser nor its
rules.
"""

from __future__ import annotations

import delib
import msgspec
import pytest
from generator import random_document
from generator.compare import FACTS, differences
from generator.layouts import NUMBERS
from generator.votes import FORMS

FAST = range(25)
FULL = range(25, 525)


def lost_and_invented(seed: int) -> list[str]:
    """The differences on one random document."""
    data, truth = random_document(seed)
    record = msgspec.to_builtins(delib.parse(data, name=f"{truth.file}.pdf"))
    found = differences(truth.gold(), record, FACTS)
    return [f"seed {seed}, {truth.kind}, {truth.layout}", *found] if found else []


@pytest.mark.parametrize("seed", FAST)
def test_what_was_put_in_comes_out(seed: int) -> None:
    found = lost_and_invented(seed)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(5))
def test_what_was_put_in_comes_out_at_full_size(hundred: int) -> None:
    found = [lost_and_invented(seed) for seed in FULL[hundred * 100 : hundred * 100 + 100]]
    wrong = [lines for lines in found if lines]
    assert not wrong, f"{len(wrong)} of 100 documents differ\n" + "\n".join("\n".join(lines) for lines in wrong)


@pytest.mark.slow
def test_the_seeds_cover_the_catalogues() -> None:
    forms = {form for seed in FULL for form in random_document(seed)[1].forms}
    assert {f"attendance-{number}" for number in NUMBERS} <= forms
    assert {f"vote-{form}" for form in FORMS} <= forms
    assert {f"register-{era}" for era in ("republican", "restoration", "third-republic", "interwar")} <= forms


def test_the_same_seed_gives_the_same_document() -> None:
    for seed in (3, 8):
        first, second = random_document(seed), random_document(seed)
        assert first[1] == second[1]
        assert len(first[0]) == len(second[0])
