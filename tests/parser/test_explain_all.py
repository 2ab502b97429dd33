"""`delib explain` answers for everything: each value of a record has its rule with file and line (or the module that
reads it), its words, its page and its box; each null says why.

Over our own documents, and over the real ones that lie beside the repository. Where those do not, the test is skipped,
and in CI, where a skipped test would pass unseen, it fails.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from delib.errors import DelibError
from delib.parser import knowhow
from delib.parser.explain import Reason, explain
from delib.parser.pages import open_source
from delib.parser.reading import Reading, read, record
from generator import random_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "documents" / "samples"
REAL = ROOT.parent / "shared" / "corpus"
READABLE = sorted(
    one for one in SAMPLES.iterdir() if one.suffix in (".pdf", ".txt") and one.with_suffix(".gold.json").exists()
)
SEEDS = range(24)

# What is evidence or bookkeeping, and no value of the document.
ASIDE = frozenset(
    ["evidence", "places", "confidence", "rule", "words", "reason", "basis", "file", "sha256", "pages", "coverage",
     "versions", "status", "status_reasons"]
)  # fmt: skip
# What the document as a whole says, or what is worked out from several values, stands on no one spot.
NOWHERE = re.compile(r"kind|.*checks\[\d+\]")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a record with its path; an empty list is one value."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            if field.name not in ASIDE:
                yield from leaves(getattr(value, field.name), f"{path}.{field.encode_name}".lstrip("."))
    elif isinstance(value, tuple) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{index}]")
    else:
        yield path, None if value == () else value


def answer(path: str, reasons: dict[str, Reason]) -> Reason | None:
    """The reason of a value: its own, or that of what it is part of (a civility, of the person)."""
    while path and path not in reasons:
        path = re.sub(r"(?:\[\d+\]|(?:^|\.)[^.\[]+)$", "", path)
    return reasons.get(path)


def unanswered(reading: Reading) -> list[str]:
    """A line for each value of which `explain` does not say enough."""
    document = record(reading)
    reasons = {one.path: one for one in explain(reading, document, whole=True)}
    out = []
    for path, value in leaves(document):
        reason = answer(path, reasons)
        if reason is None:
            out.append(f"{path}: nothing is said of it")
        elif reason.value is None:
            if value is not None and reason.path == path:
                out.append(f"{path}: told as missing, but it is {value!r}")
            if not reason.reason:
                out.append(f"{path}: missing without a reason")
        elif value is not None:
            if not reason.source:
                out.append(f"{path}: the rule {reason.rule} stands nowhere; tell of it in parser/knowhow.py")
            elif re.search(r"\.toml$", reason.source.split(":")[0]) and not reason.rule:
                out.append(f"{path}: a rule file without a rule")
            if not reason.words and not reason.value:
                out.append(f"{path}: without words")
            if not reason.places and not NOWHERE.fullmatch(reason.path):
                out.append(f"{path}: on no page")
            if any(p.page < 1 or p.box[0] > p.box[2] or p.box[1] > p.box[3] for p in reason.places):
                out.append(f"{path}: in no box")
    return out


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_value_of_a_sample_has_its_answer(path: Path) -> None:
    lacking = unanswered(read(open_source(path)))
    assert not lacking, "\n" + "\n".join(lacking)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_of_a_random_document_has_its_answer(seed: int) -> None:
    data, truth = random_document(seed)
    lacking = unanswered(read(open_source(data, name=f"{truth.file}.pdf")))
    assert not lacking, "\n" + "\n".join(lacking)


@pytest.mark.slow
def test_every_value_of_a_real_document_has_its_answer() -> None:
    if not REAL.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{REAL} is not there, and in CI the documents have to be read")
        pytest.skip(f"{REAL} is not there: whether real documents are explained is NOT tested")
    lacking, read_ = [], 0
    for path in sorted([*REAL.glob("*.pdf"), *REAL.glob("*.txt")]):
        try:
            reading = read(open_source(path))
        except DelibError:
            continue  # a file that is refused has no record to explain
        read_ += 1
        lacking += [f"{path.name}: {line}" for line in unanswered(reading)]
    assert read_, f"{REAL} holds no document"
    assert not lacking, f"{len(lacking)} values\n" + "\n".join(lacking[:200])


def test_what_the_program_knows_stands_where_it_says() -> None:
    for known in knowhow.everything():
        assert (ROOT / known.where).exists(), known
        assert known.how


def test_the_test_sees_a_value_without_an_answer() -> None:
    document = record(read(open_source(SAMPLES / "act.txt")))
    assert ("noise", None) in list(leaves(msgspec.structs.replace(document, noise=())))
    assert answer("sessions[0].present[1].civility", {"sessions[0].present[1]": Reason("x", "y")}) == Reason("x", "y")
    assert answer("sessions[0].present[1].civility", {"sessions[0].present[0]": Reason("x", "y")}) is None
