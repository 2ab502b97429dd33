"""How fast delib parses, beside pdfplumber's `extract_text` on the same files: pages per CPU second, and the ratio.

In: PDF files or folders (by default the sample documents of the tests). Out: a table on standard output, or one JSON
object. Both run in this one process, file after file in turn, so that what else the machine does falls on both; what
counts is CPU time (`time.process_time`), not the clock. A file that either side cannot read is named and left out.

The figures of two machines cannot be compared; the ratio can.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "documents" / "samples"


def with_delib(path: Path) -> int:
    """Parse the file to its whole record. Returns its pages. Raises `ValueError` where it needs an OCR."""
    import delib

    document = delib.parse(path)
    if document.status == "needs-ocr":
        raise ValueError("needs an OCR")
    return len(document.pages)


def with_pdfplumber(path: Path) -> int:
    """Only the text of the file, page by page, each page closed after use. Returns the pages."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()
        return len(pdf.pages)


def seconds(reader: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """CPU seconds that `reader` takes for the file, and its pages."""
    gc.collect()
    start = time.process_time()
    pages = reader(path)
    return time.process_time() - start, pages


def measure(files: list[Path], rounds: int) -> tuple[dict[str, float], int, dict[str, str]]:
    """The best round of each reader in CPU seconds, the pages of a round, and the files left out, with why."""
    readers: dict[str, Callable[[Path], int]] = {"delib": with_delib, "pdfplumber": with_pdfplumber}
    skipped: dict[str, str] = {}
    kept: list[Path] = []
    pages = 0
    for path in files:  # a round that is not counted: imports, compiled rules, the system's file cache
        try:
            counts = {name: seconds(reader, path)[1] for name, reader in readers.items()}
        except Exception as error:  # whatever stops either side
            skipped[path.name] = f"{type(error).__name__}: {error}".splitlines()[0]
            continue
        if counts["delib"] != counts["pdfplumber"]:
            skipped[path.name] = f"the two do not agree on the number of pages: {counts}"
            continue
        kept.append(path)
        pages += counts["delib"]
    totals = dict.fromkeys(readers, float("inf"))
    for _ in range(rounds):
        this = dict.fromkeys(readers, 0.0)
        for path in kept:
            for name, reader in readers.items():
                this[name] += seconds(reader, path)[0]
        totals = {name: min(totals[name], this[name]) for name in readers}
    return totals, pages, skipped


def find(paths: list[Path]) -> list[Path]:
    """The PDF files among the paths, folders walked, sorted."""
    found: set[Path] = set()
    for path in paths:
        found.update(path.rglob("*.pdf") if path.is_dir() else [path])
    return sorted(found)


def main(argv: list[str] | None = None) -> int:
    """Measure and print. Exit code 1 where no file could be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLES], help="PDF files or folders of them")
    parser.add_argument("--rounds", type=int, default=3, help="rounds measured; the best counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    files = find(options.paths)
    totals, pages, skipped = measure(files, max(1, options.rounds))
    if not pages:
        print(f"none of the {len(files)} files could be measured: {skipped}", file=sys.stderr)
        return 1
    result = {
        "files": len(files) - len(skipped),
        "pages": pages,
        "delib_pages_per_cpu_second": round(pages / totals["delib"], 1),
        "pdfplumber_pages_per_cpu_second": round(pages / totals["pdfplumber"], 1),
        "ratio": round(totals["pdfplumber"] / totals["delib"], 2),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "skipped": skipped,
    }
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return 0
    print(f"{result['files']} files, {pages} pages, best of {options.rounds} rounds ({result['machine']})")
    print(f"  delib.parse, the whole record     {result['delib_pages_per_cpu_second']:8.1f} pages per CPU second")
    print(f"  pdfplumber extract_text, the text {result['pdfplumber_pages_per_cpu_second']:8.1f} pages per CPU second")
    print(f"  ratio                             {result['ratio']:8.2f}")
    for name, why in skipped.items():
        print(f"  left out: {name} ({why})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
