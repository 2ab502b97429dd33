"""How often the proposed subject is right, against codes that a person gave to acts of a corpus.

    python benchmarks/subjects.py truth.tsv corpus.db [--wrong]

In: a table of tab-separated values with the columns `id` (of an act), `codes` (the acceptable ones, the preferred one
first: 7.5|8.9) and, if there is one, `set` (for example dev and held); lines that begin with # are comments. And the
corpus that holds the acts. Out: for each set the number of acts, the share with a proposal, and the share of right
proposals at levels 1 and 2; with --wrong, those that are not. The truth is to be written down before the first run.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path


def main(truth: Path, corpus: Path, *, wrong: bool = False) -> None:
    """Print the figures."""
    with truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    sets: dict[str, list[tuple[str, list[str], str | None]]] = defaultdict(list)
    with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as connection:
        for row in rows:
            if connection.execute("SELECT 1 FROM deliberations WHERE id = ?", (row["id"],)).fetchone() is None:
                print(f"{row['id']} is not in the corpus", file=sys.stderr)
                continue
            found = connection.execute(
                "SELECT code FROM subjects WHERE deliberation_id = ? AND ordinal = 0", (row["id"],)
            ).fetchone()
            proposed = ".".join(found[0].split(".")[:2]) if found else None
            sets[row.get("set") or "all"].append((row["id"], row["codes"].split("|"), proposed))
    for name, acts in sets.items():
        given = [(act, codes, code) for act, codes, code in acts if code]
        first = [one for one in given if one[2].split(".")[0] in {code.split(".")[0] for code in one[1]}]
        deep = [one for one in given if "." in one[2]]
        second = [one for one in deep if one[2] in one[1]]
        print(
            f"{name}: {len(acts)} acts, proposal for {len(given) / len(acts):.3f}, level 1 right "
            f"{len(first) / max(1, len(given)):.3f}, level 2 right {len(second) / max(1, len(deep)):.3f} of {len(deep)}"
        )
        for act, codes, code in given if wrong else ():
            if code not in codes and not ("." not in code and any(one.startswith(f"{code}.") for one in codes)):
                print(f"  {act}: {code}, but {'|'.join(codes)}")


if __name__ == "__main__":
    files = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    if len(files) != 2:
        sys.exit(str(__doc__))
    main(*files, wrong="--wrong" in sys.argv)
