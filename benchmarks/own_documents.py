"""How right delib is over our own documents: the committed samples and a fixed set of random ones.

In: nothing. Out: for each field how many values were put in, came out and are right, and a line for each that is wrong.
The comparison is the generator's (`generator.compare`), exact where the project's scorer is tolerant; it needs nothing
that is not in the repository. A sample that a rule of its own has to mend is read with that rule.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "documents" / "samples"
SEEDS = range(1000, 1060)  # none of those of tests/parser/test_generated.py: rules are tuned on these

_SESSION = ("body", "organ", "date", "convocation_date", "in_office", "present_count", "proxy_count", "voter_count")
_ACT = ("number", "title", "act_id", "received", "posted")
_WRONG = re.compile(
    r"(?P<where>.*?): (?P<field>kind|body|organ|\w*date|in_office|\w+_count|president|secretary|present|absent|proxies"
    r"|number|title|act_id|received|posted|vote\.\w+|dissent|considerants|dispositif|decisions|amounts)"
    r"(?: (?P<edge>starts|ends))?: (?P<what>.*)"
)


class Counted(NamedTuple):
    """By field: values put in, surplus, missing; and each wrong one as (field, where)."""

    gold: Counter[str]
    surplus: Counter[str]
    missing: Counter[str]
    wrong: list[tuple[str, str]]

    def f1(self) -> dict[str, float]:
        """F1 by field; a field that nothing was put into and nothing came out of is left out."""
        out = {}
        for field in sorted(set(self.gold) | set(self.surplus)):
            right = max(0, self.gold[field] - self.missing[field])
            total = self.gold[field] + right + self.surplus[field]
            if total:
                out[field] = 2 * right / total
        return out


def documents(group: str) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Name, truth and record of each document of the group "samples" or "generated"."""
    import delib
    import msgspec

    folder = str(ROOT / "tests" / "documents")
    if folder not in sys.path:
        sys.path.append(folder)
    if group == "samples":
        for path in sorted(SAMPLES.glob("*.gold.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            stem = path.name.removesuffix(".gold.json")
            source = next(one for one in (SAMPLES / f"{stem}.pdf", SAMPLES / f"{stem}.txt") if one.exists())
            if not truth["scanned"]:
                yield stem, truth, msgspec.to_builtins(delib.parse(source, rulebook=rules_for(stem)))
        return
    generator = importlib.import_module("generator")
    for seed in SEEDS:
        data, drawn = generator.random_document(seed)
        yield f"seed {seed}", drawn.gold(), msgspec.to_builtins(delib.parse(data, name=f"{drawn.file}.pdf"))


def rules_for(sample: str) -> Any:
    """The rules that a sample is read with: its own folder in docs/examples/, where there is one, or None."""
    from delib.parser.rulebook import load_rulebook

    folder = ROOT / "docs" / "examples" / sample
    return load_rulebook(folder) if folder.is_dir() else None


def count(group: str) -> tuple[Counted, list[str]]:
    """All documents of a group compared; and their names."""
    counted = Counted(Counter(), Counter(), Counter(), [])
    names = []
    for name, truth, record in documents(group):
        add(counted, name, truth, record)
        names.append(name)
    return counted, names


def add(counted: Counted, name: str, truth: Mapping[str, Any], record: Any) -> None:
    """Count one document."""
    counted.gold.update(put_in(truth))
    for line in importlib.import_module("generator.compare").differences(truth, record):
        structure = re.fullmatch(r"(?:(?P<where>.*): )?(?P<what>surplus|missing) (?P<kind>session|act)\b.*", line)
        found = None if structure else _WRONG.fullmatch(line)
        if structure:
            field = "sessions" if structure["kind"] == "session" else "deliberations"
            (counted.surplus if structure["what"] == "surplus" else counted.missing)[field] += 1
        elif found:
            field, what = found["field"], found["what"]
            if not what.startswith("surplus ") and not what.startswith("None put in"):
                counted.missing[field] += 1
            if not what.startswith("missing ") and not what.endswith(" None came out"):
                counted.surplus[field] += 1
        else:
            raise ValueError(f"a difference that has no field: {line}")
        told = re.sub(r" put in, (.*) came out$", r" got=\1", line)  # what follows got= is no part of a miss's hash
        counted.wrong.append((field, f"{name}, {told}"))


def put_in(truth: Mapping[str, Any]) -> Iterator[str]:
    """The field of each value of a gold record, as often as there are values."""
    yield "kind"
    for session in truth["sessions"]:
        yield "sessions"
        yield from (name for name in (*_SESSION, "president", "secretary") if session.get(name) is not None)
        for name in ("present", "absent", "proxies"):
            yield from [name] * len(session.get(name) or ())
        for act in session["deliberations"]:
            if act.get("optional"):
                continue
            yield "deliberations"
            yield from (name for name in _ACT if act.get(name) is not None)
            vote = act.get("vote") or {}
            yield from (f"vote.{name}" for name, value in vote.items() if name != "dissent" and value is not None)
            for name in ("considerants", "dispositif"):
                yield from [name] * 2 if act.get(name) else []
            for name in ("decisions", "amounts", "dissent"):
                yield from [name] * len(act.get(name) or ())
