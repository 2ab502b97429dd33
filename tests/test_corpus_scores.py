"""What delib reads right does not become less: F1 a field, against the floors of tests/floors.toml.

Over our own documents always. The real ones are not in the repository; they lie beside it, in ../shared. Where they do
not, their tests are skipped, and in CI, where a skipped test would pass unseen, they fail.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from console import benchmark

ROOT = Path(__file__).resolve().parent.parent


scores = benchmark("scores")


def beside(group: str) -> Path:
    """The folder of a group of real documents; without it the test is skipped, and fails in CI."""
    folder: Path = scores.folder_of(group, scores.SHARED)
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is not there, and in CI the documents have to be read")
        pytest.skip(f"{folder} is not there: what delib reads right over real documents is NOT tested")
    return folder


def needs_engine() -> None:
    """Skip where no OCR engine is installed; fail in CI."""
    if importlib.util.find_spec("tesserocr") is None:
        if os.environ.get("CI"):
            pytest.fail("tesserocr is not installed, and in CI the scans have to be read")
        pytest.skip("tesserocr is not installed: what delib reads right over scans is NOT tested")


@pytest.mark.slow
@pytest.mark.parametrize("group", scores.GROUPS)
def test_no_field_falls_under_its_floor(group: str) -> None:
    folder = beside(group)
    if group == scores.SCANS:
        needs_engine()
    measured = scores.measure(folder, scores.SHARED, scanned=group == scores.SCANS)
    assert measured.documents, f"{folder} holds no document with a gold record"
    lost = scores.report(group, measured, scores.read_floors().get(group, {}))
    assert not lost, f"\n{lost}"


@pytest.mark.parametrize("group", scores.OWN)
def test_no_field_falls_under_its_floor_over_our_own_documents(group: str) -> None:
    measured = scores.measure_own(group)
    assert measured.documents
    lost = scores.report(group, measured, scores.read_floors().get(group, {}))
    assert not lost, f"\n{lost}"


@pytest.mark.slow
def test_the_rules_of_single_bodies_are_hardly_needed() -> None:
    folder = beside("corpus")
    full = scores.measure(folder, scores.SHARED).f1["mean"]
    assert full - scores.measure(folder, scores.SHARED, overlays=False).f1["mean"] < 0.01


def test_a_group_that_is_not_there_fails_in_ci(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scores, "SHARED", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        beside("corpus")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        beside("corpus")


def a_miss(field: str, where: str) -> Any:
    return scores.Miss(field, where)


def test_a_field_under_its_floor_is_told_with_what_it_lost() -> None:
    old, new = a_miss("date", "a gold='2020-01-02' got=None"), a_miss("date", "b gold='2021-03-04' got=None")
    measured = scores.Scores({"mean": 0.9, "date": 0.8, "title": 1.0}, [old, new], ["a", "b"])
    floors = {"f1": {"mean": 0.9, "date": 0.9, "title": 1.0}, "known": [scores.Miss(*old).key]}
    assert scores.report("corpus", measured, floors).splitlines() == [
        "corpus date: F1 0.8000, the floor is 0.9", f"    {new.key} date: b gold='2021-03-04' got=None",
    ]  # fmt: skip
    assert scores.report("corpus", measured, {**floors, "f1": {"mean": 0.9, "date": 0.8, "title": 1.0}}) == ""


def test_what_delib_reads_instead_does_not_make_another_miss() -> None:
    assert a_miss("date", "a gold=1 got=2").key == a_miss("date", "a gold=1 got=3").key
    assert a_miss("date", "a gold=1 got=2").key != a_miss("date", "b gold=1 got=2").key


def test_writing_floors_never_lowers_one() -> None:
    import tomllib

    measured = scores.Scores({"mean": 0.95, "date": 0.8765, "vote.for": 0.5}, [a_miss("date", "x")], ["x"])
    text = scores.written({"corpus": measured}, {"corpus": {"f1": {"mean": 0.9, "date": 0.9}}})
    floors = tomllib.loads(text)["corpus"]
    assert floors["f1"] == {"mean": 0.95, "date": 0.9, "vote.for": 0.5}
    assert floors["known"] == [a_miss("date", "x").key]


def test_writing_some_groups_leaves_the_others_alone() -> None:
    import tomllib

    old = {"forms": {"f1": {"mean": 0.75}, "known": ["abc"]}}
    floors = tomllib.loads(scores.written({"corpus": scores.Scores({"mean": 0.5}, [], ["x"])}, old))
    assert floors["forms"] == old["forms"]
    assert floors["corpus"]["f1"] == {"mean": 0.5}


def test_bodies_are_told_by_the_names_of_files() -> None:
    names = ("arrete-arvel-2021-05-03.pdf", "arvel-de2024-111.pdf", "saint-arvel-liste-2020.pdf", "2013-02.pdf")
    assert [scores.body_of(name) for name in names] == ["arvel", "arvel", "saint-arvel", "2013-02.pdf"]


def test_a_lowered_floor_is_accounted_for_in_a_commit_of_its_own() -> None:
    before = {"corpus": {"f1": {"date": 0.9, "title": 0.8}, "known": ["a"]}}
    after = {"corpus": {"f1": {"date": 0.85, "title": 0.9}, "known": ["a", "b"]}}
    fell = scores.lowered(before, after)
    assert fell == {"corpus date": ["b"]}
    assert scores.lowered(after, after) == {}
    assert scores.lowered(before, {}) == {"corpus date": [], "corpus title": []}
    floors = "tests/floors.toml"
    assert scores.unaccounted(fell, [floors], "Lower corpus date: b is read wrong, because the page is torn") == []
    assert scores.unaccounted(fell, [floors, "cli.py"], "Lower corpus date: b") == [
        "lowers a floor and changes cli.py too"
    ]
    assert scores.unaccounted(fell, [floors], "Tidy") == [
        "lowers corpus date and does not name it", "does not name the lost value b",
    ]  # fmt: skip


def test_history_accounts_for_lowered_floors() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert scores.history() == []


def own() -> ModuleType:
    scores.measure_own("samples")  # puts benchmarks/ on the path
    return importlib.import_module("own_documents")


def test_a_value_lost_in_our_own_documents_is_counted_and_named() -> None:
    from collections import Counter
    from copy import deepcopy

    module = own()
    name, truth, record = next(module.documents("samples"))
    whole = module.Counted(Counter(), Counter(), Counter(), [])
    module.add(whole, name, truth, record)
    broken = deepcopy(record)
    broken["sessions"][0]["date"] = "1999-12-31"
    broken["sessions"][0]["secretary"] = None
    lost = module.Counted(Counter(), Counter(), Counter(), [])
    module.add(lost, name, truth, broken)
    assert whole.f1()["secretary"] == 1.0
    assert lost.f1()["secretary"] == 0.0
    assert (lost.missing["secretary"], lost.surplus["secretary"]) == (1, 0)
    assert {field for field, _ in lost.wrong} - {field for field, _ in whole.wrong} == {"date", "secretary"}
