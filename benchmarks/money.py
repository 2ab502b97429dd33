"""How well sums, their roles and those who receive them are read: the acts of tests/gold/money.toml.

    python benchmarks/money.py [--gold FILE] [--documents FOLDER] [--misses]

In: a gold file and the folder that holds its documents (they are not part of the repository). Out: precision, recall
and F1 of (amount, role, beneficiary) over all sums and as the mean of the acts, and the same for each part of it. What
a match is stands at the top of the gold file. Sums that the record itself says to be said again are not counted.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import delib
from delib.parser.fields.ledger import key_of
from delib.parser.folding import fold
from delib.parser.ocr import Policy
from delib.parser.record import Amount, Deliberation, Document
from rapidfuzz import fuzz

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent / "tests" / "gold" / "money.toml"
DOCUMENTS = Path("../shared")


class Score(NamedTuple):
    """Hits among what was found, what was found, hits among what should be, what should be."""

    right: int
    found: int
    met: int
    wanted: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.met / self.wanted if self.wanted else 1.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def sums(act: Deliberation) -> list[Amount]:
    """The sums of an act that say something of their own."""
    return [amount for amount in (*act.amounts, *act.repeats, *act.mentions) if amount.again != "said"]


def choices(value: str | list[str] | None) -> list[str]:
    """What the gold accepts."""
    return [""] if value is None else [value] if isinstance(value, str) else value


def matches(amount: Amount, wanted: dict[str, Any], parts: frozenset[str]) -> bool:
    """Does a sum of the record match a line of the gold, in the named parts?"""
    if abs(amount.value - wanted["value"]) >= 0.005:
        return False
    if "role" in parts and (amount.role or "") not in choices(wanted.get("role")):
        return False
    if "basis" in parts and amount.basis != wanted.get("basis"):
        return False
    if "beneficiary" in parts and not wanted.get("private"):
        names = {key_of(name) if name else "" for name in choices(wanted.get("beneficiary"))}
        name = key_of(amount.beneficiary.name) if amount.beneficiary else ""
        return name in names
    return True


ALL = frozenset({"role", "beneficiary"})
PARTS = {
    "amount": frozenset[str](),
    "role": frozenset({"role"}),
    "beneficiary": frozenset({"beneficiary"}),
    "basis": frozenset({"basis"}),
    "amount, role, beneficiary": ALL,
}


def score(found: list[Amount], wanted: list[dict[str, Any]], parts: frozenset[str]) -> Score:
    """The score of one act."""
    right = sum(any(matches(amount, line, parts) for line in wanted) for amount in found)
    met = sum(any(matches(amount, line, parts) for amount in found) for line in wanted)
    return Score(right, len(found), met, len(wanted))


def act_of(document: Document, title: str | None) -> Deliberation | None:
    """The act that the gold means: the only one, or the one whose title is nearest to that given."""
    acts = [act for session in document.sessions for act in session.deliberations]
    if title is None:
        return acts[0] if acts else None
    rated = [(fuzz.partial_ratio(fold(title), fold(act.title or "")), act) for act in acts if sums(act)]
    best = max(rated, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= 80 else None


def read_gold(gold: Path, documents: Path) -> list[tuple[dict[str, Any], list[Amount]]]:
    """Each act of the gold with the sums that are read from its document; an act that is not found has none."""
    read: dict[Path, Document] = {}
    out: list[tuple[dict[str, Any], list[Amount]]] = []
    for entry in tomllib.loads(gold.read_text("utf-8"))["act"]:
        path = documents / entry.get("folder", "bulk") / entry["file"]
        if path not in read:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise SystemExit(f"{path} is not the document that the gold was read from")
            read[path] = delib.parse(path, ocr=Policy())
        act = act_of(read[path], entry.get("title"))
        passages = (act.considerants, act.dispositif) if act is not None else ()
        entry["_text"] = " ".join(one.text for one in passages if one is not None)
        out.append((entry, sums(act) if act is not None else []))
    return out


def with_model(acts: list[tuple[dict[str, Any], list[Amount]]]) -> list[tuple[dict[str, Any], list[Amount]]]:
    """The same, where the model may name who receives a sum of which the rules named nobody."""
    import msgspec
    from delib.corpus.receivers import ROLES
    from delib.parser import spacy_parts
    from delib.parser.record import Party

    nlp = spacy_parts.pipeline()
    print(f"with {spacy_parts.name_of(nlp)}")
    open_sums = [(a, s) for a, (_, found) in enumerate(acts) for s, one in enumerate(found) if _is_open(one, ROLES)]
    asked = []
    for a, s in open_sums:
        text, one = acts[a][0]["_text"], acts[a][1][s]
        at = max(0, text.find(one.words))
        begin = max(0, at - 500)
        around = text[begin : at + len(one.words) + 500]
        asked.append(spacy_parts.Asked(around, at - begin, at - begin + len(one.words), one.role or ""))
    for (a, s), answer in zip(open_sums, spacy_parts.infer(nlp, asked), strict=True):
        if answer is not None:
            acts[a][1][s] = msgspec.structs.replace(
                acts[a][1][s], beneficiary=Party(answer.name, answer.key, rule=answer.how)
            )
    return acts


def _is_open(one: Amount, roles: tuple[str, ...]) -> bool:
    return one.beneficiary is None and one.role in roles


def total(scores: list[Score]) -> Score:
    """All acts as one."""
    return Score(*(sum(column) for column in zip(*scores, strict=True)))


def main() -> int:
    """Print the table; with --misses, what was not met and what was too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--documents", type=Path, default=DOCUMENTS)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--model", action="store_true", help="with what the language model names, too (delib[nlp])")
    options = parser.parse_args()
    if not options.documents.is_dir():
        print(f"{options.documents}: the documents are not there", file=sys.stderr)
        return 2
    acts = read_gold(options.gold, options.documents)
    if options.model:
        acts = with_model(acts)
    print(f"{len(acts)} acts, {sum(len(entry['sums']) for entry, _ in acts)} sums")
    for name, parts in PARTS.items():
        scores = [score(found, entry["sums"], parts) for entry, found in acts]
        whole = total(scores)
        mean = sum(one.f1 for one in scores) / len(scores)
        counts = f"found {whole.right}/{whole.found}  met {whole.met}/{whole.wanted}"
        print(f"{name:28} F1 {whole.f1:.3f}  {counts}  mean of acts {mean:.3f}")
    if options.misses:
        for entry, found in acts:
            missed = [line for line in entry["sums"] if not any(matches(amount, line, ALL) for amount in found)]
            surplus = [amount for amount in found if not any(matches(amount, line, ALL) for line in entry["sums"])]
            if missed or surplus:
                print(f"\n{entry['file']} {entry.get('title', '')}")
            for line in missed:
                print(f"  - {line}")
            for amount in surplus:
                party = amount.beneficiary
                who = f"{party.name} ({party.rule})" if party else "nobody"
                print(f"  + {amount.value} {amount.role} [{amount.role_words}] {who}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
