"""Our own documents as scans, read by the engine itself: the record is that of the digital page.

These tests need Tesseract and its French data. Where they are not, they are skipped with the reason; in CI they fail.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import delib
import msgspec
import pytest
from delib.parser.ocr import EngineUnavailable, Policy
from delib.parser.ocr.engine import find_engine
from delib.parser.record import Document
from generator.compare import differences
from generator.scanned import scanned

SAMPLES = Path(__file__).parent / "documents" / "samples"


def read(name: str, cache: Path) -> Document:
    try:
        find_engine("tesseract")
    except EngineUnavailable as missing:
        if os.environ.get("CI"):
            pytest.fail(f"in CI scans have to be read: {missing.why}. {missing.remedy}")
        pytest.skip(f"reading scans is NOT tested: {missing.why}. {missing.remedy}")
    data = scanned((SAMPLES / f"{name}.pdf").read_bytes())
    return delib.parse(data, name=f"{name}.pdf", ocr=Policy("auto", "tesseract", str(cache)))


@pytest.mark.parametrize(
    "name", ["annotation-stamp", "attendance-table", "bureau-stamp", "list", "convocation", "rotated"]
)
def test_a_scan_gives_the_record_of_the_digital_page(name: str, tmp_path: Path) -> None:
    document = read(name, tmp_path)
    gold = json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))
    found = differences(gold, msgspec.to_builtins(document))
    assert not found, "\n" + "\n".join(found)
    assert document.versions is not None and (document.versions.ocr or "").startswith("tesseract 5")


def test_the_stamp_of_a_stamped_scan_is_read_from_its_digital_words(tmp_path: Path) -> None:
    document = read("annotation-stamp", tmp_path)
    assert [page.source for page in document.pages] == ["stamped-scan"]
    act = document.sessions[0].deliberations[0]
    assert act.act_id is not None
    assert act.evidence["act_id"].confidence is None
    assert document.sessions[0].present[0].confidence is not None


def test_a_scanned_order_of_a_mayor_is_no_deliberation(tmp_path: Path) -> None:
    document = read("arrete", tmp_path)
    assert (document.kind, document.sessions) == ("other", ())
