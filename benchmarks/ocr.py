"""OCR measured: what a step gains on real scans, and what the recipe costs over the bare engine.

    python benchmarks/ocr.py FOLDER [--step all|plain|no-skew|no-colour]
    python benchmarks/ocr.py FOLDER --verdicts

FOLDER holds PDFs and, beside them, hand-written records (`NAME.gold.json`, the record's shape). For every document with
a scanned page it prints how many of the gold names and how much of the gold passages (titles, starts and ends) are in
the text that OCR gave; then the CPU seconds of the recipe as a ratio to the bare engine on the same images. "plain" is
the bare engine's own reading and order. One process, no cache. `--verdicts` reads nothing: it counts the pages by kind
and by what "auto" would do with them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from delib.errors import DelibError
from delib.parser.ocr import Policy, colour
from delib.parser.ocr import image as steps
from delib.parser.ocr.engine import find_engine
from delib.parser.ocr.recipe import read_image
from delib.parser.ocr.source import wants
from delib.parser.ocr.verdict import share_known
from delib.parser.pages import open_source
from delib.parser.pages.render import Pictures
from rapidfuzz import fuzz


def folded(text: str) -> str:
    """Letters and figures only, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return re.sub(r"[^a-z0-9]+", "", plain.lower())


def gold_strings(gold: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The names, and the titles, starts and ends of passages, of a gold record."""
    names: list[str] = []
    passages: list[str] = []
    for session in gold["sessions"]:
        names += [*session.get("present", []), *session.get("absent", [])]
        for proxy in session.get("proxies", []):
            names += filter(None, (proxy["giver"], proxy.get("holder")))
        for act in session["deliberations"]:
            passages += filter(None, [act.get("title")])
            for part in filter(None, (act.get("considerants"), act.get("dispositif"))):
                passages += [part["starts"], part["ends"]]
    return names, passages


def documents(folder: Path) -> Iterator[tuple[str, bytes, Any, list[int]]]:
    """Name, bytes, gold record (or None) and scanned pages of each PDF that has any."""
    for path in sorted(folder.glob("*.pdf")):
        try:
            pages = open_source(path).pages
        except DelibError:
            continue
        scans = [page.number for page in pages if page.source in ("scan", "stamped-scan", "ocr-layer")]
        gold = path.with_suffix(".gold.json")
        if scans:
            yield path.name, path.read_bytes(), json.loads(gold.read_text("utf-8")) if gold.exists() else None, scans


def verdicts(folder: Path) -> None:
    """Print how many pages of each kind would be read, and the text layers nearest to the threshold."""
    counts: Counter[tuple[str, str]] = Counter()
    shares: list[tuple[float, str]] = []
    for path in sorted(folder.glob("*.pdf")):
        try:
            pages = open_source(path).pages
        except DelibError:
            continue
        for page in pages:
            counts[page.source, "read" if wants(page, Policy())[0] else "kept"] += 1
            share, looked_up = share_known(page.words)
            if page.source in ("ocr-layer", "text") and looked_up >= 15:
                shares.append((share, page.source))
    for (kind, action), count in sorted(counts.items()):
        print(f"{kind:13} {action:5} {count:5}")
    for kind in ("ocr-layer", "text"):
        own = sorted(share for share, source in shares if source == kind)
        if own:
            print(f"{kind}: French words, lowest {own[0]:.2f}, median {own[len(own) // 2]:.2f}, of {len(own)} pages")


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--step", choices=("all", "plain", "no-skew", "no-colour"), default="all")
    arguments.add_argument("--verdicts", action="store_true")
    given = arguments.parse_args()
    if given.verdicts:
        verdicts(given.folder)
        return 0
    if given.step == "no-skew":
        steps.LEAST_SKEW = 99.0  # also no box straightened
    if given.step == "no-colour":
        colour.LEAST_COLOUR = 2.0
    engine = find_engine()
    found = wanted = count = 0
    alike: list[float] = []
    bare = whole = 0.0
    for name, data, gold, numbers in documents(given.folder):
        text = ""
        with Pictures(data) as pictures:
            for number in numbers:
                picture = pictures.page(number)
                if picture.image is None:
                    continue
                grey = picture.image.convert("L")
                start = time.process_time()
                seen = engine.read(grey, picture.dpi)
                middle = time.process_time()
                sight = read_image(picture.image, picture.dpi, engine)
                bare += middle - start
                whole += time.process_time() - middle
                count += 1
                texts = [item.text for item in seen] if given.step == "plain" else [word.text for word in sight.words]
                text += " ".join(texts) + "\n"
        if gold is None:
            continue
        names, passages = gold_strings(gold)
        flat = folded(text)
        hits = sum(folded(item) in flat for item in names)
        ratios = [fuzz.partial_ratio(folded(item), flat) for item in passages]
        found, wanted, alike = found + hits, wanted + len(names), alike + ratios
        mean = f"{sum(ratios) / len(ratios):5.1f}" if ratios else "    -"
        print(f"{name[:44]:44} pages {len(numbers):3}  names {hits:3} of {len(names):3}  passages {mean}")
    if not count:
        print("no scanned page")
        return 1
    print(f"names {found} of {wanted}; passages {sum(alike) / max(1, len(alike)):.2f} of 100; {count} pages")
    ratio = f"recipe {whole / bare:.2f} times that"
    print(f"bare engine {bare / count:.2f} CPU s a page; {ratio} ({engine.name} {engine.version})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
