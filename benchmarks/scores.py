"""How right delib is over documents with a known truth, field by field, and whether that is less than before.

In: our own documents (`own_documents`), and folders beside the repository that hold NAME.pdf (or .txt) with
NAME.gold.json, with the scorer that goes with them (`score.py`). Out: F1 a field for each group, and every value that
is missing or surplus. `tests/floors.toml` holds the lowest F1 allowed; a field that falls under its floor is told with
the values it lost: those wrong now that were not wrong when the floors were written.

    python benchmarks/scores.py                    # the scores, beside their floors
    python benchmarks/scores.py --only samples     # of one group
    python benchmarks/scores.py --misses date      # each value of a field that is wrong
    python benchmarks/scores.py --by-body          # of each body alone, and of all others without it
    python benchmarks/scores.py --no-overlays      # with the rules that serve every body, and no others
    python benchmarks/scores.py --write            # raise the floors to what is reached now
    python benchmarks/scores.py --history          # is each floor that a commit lowered accounted for?

The real documents are not in the repository, and what they say never enters it: the values known to be wrong are kept
as hashes. A floor is lowered by hand only, in a commit of its own whose message names each value lost, by its hash.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import itertools
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "tests" / "floors.toml"
SCANS = "scans"  # the scanned documents of "corpus", read by OCR
GROUPS = ("corpus", "forms", "registers", SCANS)  # folders beside the repository
OWN = ("samples", "generated")
SLACK = 0.0005  # floors are written with three decimals, rounded down


class Miss(NamedTuple):
    """One value that is wrong: the field, where, and what gold or delib says."""

    field: str
    where: str

    @property
    def key(self) -> str:
        """A hash that says nothing of the document; what delib reads instead is left out of it."""
        return hashlib.sha256(f"{self.field}|{self.where.split(' got=')[0]}".encode()).hexdigest()[:12]


class Scores(NamedTuple):
    """F1 by field, with "mean" over the fields; every value that is wrong; the documents scored."""

    f1: dict[str, float]
    misses: list[Miss]
    documents: list[str]


def scorer(shared: Path) -> ModuleType:
    """The scorer, loaded from where the documents are."""
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folder_of(group: str, shared: Path) -> Path:
    """Where the documents of a group lie."""
    return shared / ("corpus" if group == SCANS else group)


def sources(folder: Path, *, scanned: bool = False) -> Iterable[tuple[dict[str, Any], Path]]:
    """Each document of a folder with its gold record, born digital or `scanned`; a .txt beside the PDF too."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for suffix in (".pdf", ".txt"):
            source = path.with_name(path.name.removesuffix(".gold.json") + suffix)
            if source.exists() and bool(gold.get("scanned")) is scanned:
                yield {**gold, "file": source.name}, source


class Pair(NamedTuple):
    """A document: its gold record and what delib reads."""

    name: str
    gold: dict[str, Any]
    read: dict[str, Any]


def pairs(folder: Path, *, overlays: bool = True, scanned: bool = False) -> list[Pair]:
    """Every document of the folder, read; without `overlays`, by the rules that serve every body alone.

    Those that are `scanned` are read by the OCR engine, which has to be there.
    """
    import delib
    from delib.parser.ocr import Policy
    from delib.parser.record import to_json
    from delib.parser.rulebook import Rulebook, load_rulebook

    book = load_rulebook()
    if not overlays:
        book = Rulebook(book.rules, disabled=book.disabled)
    return [
        Pair(
            source.name,
            gold,
            json.loads(to_json(delib.parse(source, rulebook=book, ocr=Policy() if scanned else None))),
        )
        for gold, source in sources(folder, scanned=scanned)
    ]


def compare(read: Iterable[Pair], shared: Path) -> Scores:
    """The scores of documents that were read."""
    score = scorer(shared)
    tally, misses = recorder(score)
    documents: list[str] = []
    for one in read:
        score.score_document(one.gold, one.read, tally)
        documents.append(one.name)
    f1 = {field: tally.f1(field) for field, (_, wanted, found) in sorted(tally.rows.items()) if wanted or found}
    return Scores({"mean": tally.mean(), **f1}, misses, documents)


def measure(folder: Path, shared: Path, *, overlays: bool = True, scanned: bool = False) -> Scores:
    """Read every document of the folder and compare."""
    return compare(pairs(folder, overlays=overlays, scanned=scanned), shared)


def measure_own(group: str) -> Scores:
    """The same of a group of our own documents, which need nothing beside the repository."""
    if str(ROOT / "benchmarks") not in sys.path:
        sys.path.append(str(ROOT / "benchmarks"))
    counted, names = importlib.import_module("own_documents").count(group)
    f1 = counted.f1()
    mean = sum(f1.values()) / len(f1) if f1 else 1.0
    return Scores({"mean": mean, **f1}, [Miss(*wrong) for wrong in counted.wrong], names)


def body_of(name: str) -> str:
    """The body that a document is of, by the name of its file: "arrete-arvel-2021-05-03.pdf" is of "arvel"."""
    words = re.sub(r"^(?:arrete|convocation|form|pv|cr)-", "", Path(name).stem).split("-")
    kept = list(itertools.takewhile(lambda word: not any(char.isdigit() for char in word), words))
    return "-".join(word for word in kept if word not in ("liste", "scan")) or name


def by_body(read: list[Pair], shared: Path) -> list[tuple[str, Scores, Scores]]:
    """Each body with its scores, and those of all the others without it."""
    bodies = sorted({body_of(one.name) for one in read})
    return [
        (
            body,
            compare([one for one in read if body_of(one.name) == body], shared),
            compare([one for one in read if body_of(one.name) != body], shared),
        )
        for body in bodies
    ]


def bodies_report(table: list[tuple[str, Scores, Scores]]) -> str:
    """A line a body: documents, mean F1, that of the others, and its worst fields; then the mean over bodies."""
    lines = []
    for body, own, others in table:
        worst = sorted((reached, field) for field, reached in own.f1.items() if field != "mean" and reached < 1)[:3]
        told = ", ".join(f"{field} {reached:.3f}" for reached, field in worst) or "nothing wrong"
        means = f"{own.f1['mean']:.4f}  the others {others.f1['mean']:.4f}"
        lines.append(f"  {body:24} {len(own.documents)} documents  mean {means}  {told}")
    if table:
        mean = sum(own.f1["mean"] for _, own, _ in table) / len(table)
        lines.append(f"  each body weighing the same: {mean:.4f} over {len(table)} bodies")
    return "\n".join(lines)


def recorder(score: ModuleType) -> tuple[Any, list[Miss]]:
    """The scorer's tally, which also keeps each value of a list that is missing or surplus."""
    misses: list[Miss] = []
    unmatched: list[str] = []
    match: Callable[..., int] = score.match_set

    def match_set(gold: list[Any], found: list[Any], same: Callable[[Any, Any], bool]) -> int:
        left = list(found)
        unmatched.clear()
        for value in gold:
            hit = next((index for index, other in enumerate(left) if same(value, other)), None)
            if hit is None:
                unmatched.append(f"missing {value!r}")
            else:
                left.pop(hit)
        unmatched.extend(f"surplus {value!r}" for value in left)
        return match(gold, found, same)

    class Tally(score.Tally):  # type: ignore[misc, name-defined]
        def add(self, field: str, right: int, gold: int, found: int, where: str = "") -> None:
            super().add(field, right, gold, found, where)
            if right < gold or right < found:
                misses.extend(Miss(field, f"{where} {value}".strip()) for value in unmatched or [""])
            unmatched.clear()

    score.match_set = match_set  # type: ignore[attr-defined]
    return Tally(), misses


def read_floors() -> dict[str, Any]:
    """The floors as written: a table a group, its `known` misses as hashes."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def fallen(scores: Scores, floors: dict[str, Any]) -> dict[str, list[Miss]]:
    """The fields under their floor, each with the values that it lost; fields that have no floor yet are under it."""
    known = set(floors.get("known", ()))
    out: dict[str, list[Miss]] = {}
    for field, reached in scores.f1.items():
        if reached + SLACK < floors.get("f1", {}).get(field, 1.0):
            mine = [miss for miss in scores.misses if field in ("mean", miss.field, pooled(miss.field))]
            lost = [miss for miss in mine if miss.key not in known]
            out[field] = lost or mine
    return out


def pooled(field: str) -> str:
    """The row under which the scorer counts a field."""
    if re.fullmatch(r"in_office|(?:present|proxy|voter)_count", field):
        return "counts"
    return "vote.counts" if field in ("vote.for", "vote.against", "vote.abstentions") else field


def report(group: str, scores: Scores, floors: dict[str, Any]) -> str:
    """What fell, value by value; empty where nothing did."""
    lines: list[str] = []
    for field, lost in fallen(scores, floors).items():
        floor = floors.get("f1", {}).get(field)
        lines.append(
            f"{group} {field}: F1 {scores.f1[field]:.4f}, the floor is {'not set' if floor is None else floor}"
        )
        lines += [f"    {miss.key} {miss.field}: {miss.where}" for miss in lost]
    return "\n".join(lines)


def written(all_scores: dict[str, Scores], floors: dict[str, Any]) -> str:
    """tests/floors.toml with each floor raised to what is reached; one that is not reached stays."""
    lines = [
        "# The lowest F1 allowed, by field, over our own documents and those beside the repository. Written by",
        "# benchmarks/scores.py --write.",
        "# `known`: hashes of the values wrong at that time. A floor is lowered by hand only, saying what is lost.",
    ]
    for group in dict.fromkeys((*all_scores, *floors)):
        old = floors.get(group, {})
        scores = all_scores.get(group) or Scores(old.get("f1", {}), [], [])
        lines += ["", f"[{group}.f1]"]
        for field, reached in scores.f1.items():
            floor = max(int(reached * 1000) / 1000, old.get("f1", {}).get(field, 0.0))
            lines.append(f'"{field}" = {floor:.3f}')
        lines += ["", f"[{group}]", "known = ["]
        known = {miss.key for miss in scores.misses} if group in all_scores else old.get("known", ())
        lines += [f'  "{key}",' for key in sorted(known)]
        lines.append("]")
    return "\n".join(lines) + "\n"


# ---- what history says of the floors ---------------------------------------------------------------------------------


def git(*arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def lowered(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """Each floor that is lower after than before, as "group field", with the hashes of what is newly known wrong."""
    out: dict[str, list[str]] = {}
    for group, old in before.items():
        new = after.get(group, {})
        for field, floor in old.get("f1", {}).items():
            if new.get("f1", {}).get(field, -1.0) < floor:
                out[f"{group} {field}"] = sorted(set(new.get("known", ())) - set(old.get("known", ())))
    return out


def unaccounted(fell: dict[str, list[str]], files: Iterable[str], message: str) -> list[str]:
    """What is wrong with a commit that lowers floors: it changes code too, or does not name what is lost."""
    if not fell:
        return []
    name = FLOORS.relative_to(ROOT).as_posix()
    out = [f"lowers a floor and changes {file} too" for file in files if file not in (name, "CHANGELOG.md")]
    out += [f"lowers {field} and does not name it" for field in fell if field not in message]
    lost = sorted({key for keys in fell.values() for key in keys})
    return out + [f"does not name the lost value {key}" for key in lost if key not in message]


def history() -> list[str]:
    """A line for each commit that lowered a floor and does not account for it."""
    name = FLOORS.relative_to(ROOT).as_posix()
    out = []
    for commit in git("log", "--format=%H", "--", name).split():
        versions = []
        for revision in (f"{commit}^", commit):
            try:
                versions.append(tomllib.loads(git("show", f"{revision}:{name}")))
            except subprocess.CalledProcessError:
                versions.append({})  # the file is not there yet, or no longer
        files = git("show", "--format=", "--name-only", commit).split()
        wrong = unaccounted(lowered(*versions), files, git("show", "-s", "--format=%B", commit))
        out += [f"{commit[:10]} {line}" for line in wrong]
    return out


def main(argv: list[str] | None = None) -> int:
    """Measure and print. Exit code 1 where a field is under its floor."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the documents and the scorer are")
    parser.add_argument("--only", metavar="GROUP", choices=(*OWN, *GROUPS), help="one group alone")
    parser.add_argument("--misses", metavar="FIELD", help="print each wrong value of a field, or of 'all'")
    parser.add_argument("--by-body", action="store_true", help="print the scores of each body alone")
    parser.add_argument("--no-overlays", action="store_true", help="read without the rules of single bodies")
    parser.add_argument("--write", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--history", action="store_true", help="check that lowered floors are accounted for")
    options = parser.parse_args(argv)
    if options.history:
        wrong = history()
        print("\n".join(wrong) or "Every floor that was lowered is accounted for.")
        return 1 if wrong else 0
    if options.write and options.no_overlays:
        parser.error("floors are written with all rules in force")
    floors = read_floors()
    scores: dict[str, Scores] = {}
    for group in (*OWN, *GROUPS) if options.only is None else (options.only,):
        if group in OWN:
            if options.by_body or options.no_overlays:
                continue
            one = scores[group] = measure_own(group)
        else:
            folder = folder_of(group, options.shared)
            if not folder.is_dir():
                print(f"{group}: {folder} is not there, NOT measured")
                continue
            read = pairs(folder, overlays=not options.no_overlays, scanned=group == SCANS)
            one = scores[group] = compare(read, options.shared)
        print(f"{group}: {len(one.documents)} documents")
        if options.by_body:
            print(bodies_report(by_body(read, options.shared)))
            continue
        for field, reached in one.f1.items():
            floor = floors.get(group, {}).get("f1", {}).get(field)
            print(f"  {field:18} {reached:.4f}  {'' if floor is None else f'floor {floor:.3f}'}".rstrip())
        for miss in one.misses:
            if options.misses in ("all", miss.field):
                print(f"    {miss.field}: {miss.where}")
    if options.write:
        FLOORS.write_text(written(scores, floors), encoding="utf-8")
        print(f"wrote {FLOORS.relative_to(ROOT)}")
        return 0
    lost = [text for group, one in scores.items() if (text := report(group, one, floors.get(group, {})))]
    if lost and floors:
        print("Under the floor:\n" + "\n".join(lost))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
