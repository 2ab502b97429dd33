"""The samples through the whole parser: every field of their gold records, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import delib
import msgspec
import pytest
from delib.parser.rulebook import load_rulebook
from generator.compare import differences

SAMPLES = Path(__file__).parent / "documents" / "samples"
EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
READABLE = sorted(
    path for path in SAMPLES.glob("*.gold.json") if not json.loads(path.read_text(encoding="utf-8"))["scanned"]
)


def source(gold: Path) -> Path:
    stem = gold.name.removesuffix(".gold.json")
    return next(path for path in (SAMPLES / f"{stem}.pdf", SAMPLES / f"{stem}.txt") if path.exists())


@pytest.mark.parametrize("gold", READABLE, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_sample_comes_out_as_it_was_put_in(gold: Path) -> None:
    own = EXAMPLES / gold.name.removesuffix(".gold.json")  # a sample that shows how to mend a rule comes with its rules
    rulebook = load_rulebook(own) if own.is_dir() else None
    record = msgspec.to_builtins(delib.parse(source(gold), rulebook=rulebook))
    found = differences(json.loads(gold.read_text(encoding="utf-8")), record)
    assert not found, "\n" + "\n".join(found)


def test_every_readable_sample_has_a_gold_record() -> None:
    assert len(READABLE) >= 11


def test_a_page_that_is_an_image_needs_ocr() -> None:
    document = delib.parse(SAMPLES / "image-only.pdf")
    assert document.status == "needs-ocr"
    assert document.sessions == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("password.pdf", "encrypted"),
        ("truncated.pdf", "damaged"),
        ("not-a-pdf.pdf", "unknown-format"),
        ("empty.pdf", "empty"),
    ],
)
def test_a_sample_that_cannot_be_read_is_refused_by_name(name: str, code: str) -> None:
    with pytest.raises(delib.DelibError) as refused:
        delib.parse(SAMPLES / name)
    assert refused.value.code == code
    assert name in str(refused.value)
