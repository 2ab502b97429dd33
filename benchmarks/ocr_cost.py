"""What reading scans costs: against ocrmypdf, on two processes, over a volume of many pages.

    python benchmarks/ocr_cost.py ocrmypdf [--program PATH]    # pages per CPU second and character errors, both
    python benchmarks/ocr_cost.py processes [--pages 40]       # the same pages with one process and with two
    python benchmarks/ocr_cost.py volume [--pages 2000]        # one PDF of so many pages, 20 of them different

The pages are typeset from a French word list with a fixed seed, spoilt as scanners do (skew, grain, blur, fax, a stamp,
a signature) and written as 200 dpi JPEGs. Each program runs as a process of its own, from an empty cache; CPU time is
the system's, children included. `ocrmypdf` runs as `ocrmypdf --jobs 1 -l fra --sidecar`, otherwise with its defaults.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF
from ocr_truth import DPI, PAGES, as_scanned
from PIL import Image
from rapidfuzz.distance import Levenshtein

WORDS = Path(__file__).resolve().parent.parent / "rules" / "french-words.txt"
MIX = (
    "clean",
    "clean",
    "clean",
    "skew 1.5 degrees",
    "clean",
    "fax",
    "clean",
    "rings of a stamp",
    "clean",
    "a signature",
)
"""What becomes of every tenth page, by its place."""
READ = """
import sys
from delib.parser.ocr import Policy, with_ocr
from delib.parser.pages import open_source
for name in sys.argv[2:]:
    for page in with_ocr(open_source(name), name, Policy("force", cache=sys.argv[1])).pages:
        print(" ".join(word.text for word in page.words), end="\\f")
"""


class Run(NamedTuple):
    """What a process took, with its children: seconds of CPU and of the clock; and what it printed."""

    cpu: float
    wall: float
    output: str


class Watched(NamedTuple):
    """Seconds of the clock and of all processes' CPU, the largest process in MB, what was printed."""

    wall: float
    cpu: float
    peak: int
    output: str


def run(command: list[str], **environment: str) -> Run:
    """Run a command and wait for it; raises `RuntimeError` where it fails."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env={**os.environ, **environment})
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command[:6]} ended with {process.returncode}: {said.decode(errors='replace')[-500:]}")
        out.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return Run(cpu, time.monotonic() - began, out.read())


def text_of(number: int) -> list[str]:
    """The lines of page `number`: always the same."""
    draw = random.Random(number)
    listed = WORDS.read_text("utf-8").splitlines()
    words = [word for word in listed if word and word[0] != "#" and "œ" not in word]  # not in the font
    lines = []
    for _ in range(40):
        line = ""
        while len(line) < 70:
            line += draw.choice(words) + " "
        lines.append(line.strip().capitalize() + draw.choice((".", ",", f" {draw.randint(2, 9999)}.")))
    return lines


def picture(number: int) -> Image.Image:
    """Page `number` as a scanner sees it."""
    from delib.parser.pages.render import Pictures

    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("Times", size=11)
    for row, line in enumerate(text_of(number)):
        pdf.text(60, 80 + row * 18, line)
    with Pictures(bytes(pdf.output())) as pictures:
        image = pictures.page(1).image
    assert image is not None
    return as_scanned(PAGES[MIX[number % len(MIX)]](image.convert("RGB")))


def volume(path: Path, pages: int, different: int) -> None:
    """A PDF of so many image pages; after `different` of them the images come again."""
    pdf = FPDF(unit="pt", format="A4")
    images: list[io.BytesIO] = []
    for number in range(pages):
        if number < different:
            images.append(io.BytesIO())
            picture(number).save(images[-1], "JPEG", quality=75, dpi=(DPI, DPI))
        pdf.add_page()
        pdf.image(images[number % different], 0, 0, pdf.w, pdf.h)
    pdf.output(str(path))


def errors(text: str, first: int, pages: int) -> float:
    """The character error rate, in %, of pages divided by form feeds."""
    wrong = total = 0
    for number, read in zip(range(first, first + pages), text.split("\f"), strict=False):
        true = " ".join(" ".join(text_of(number)).split())
        wrong += Levenshtein.distance(true, " ".join(read.split()))
        total += len(true)
    return 100 * wrong / total


def against_ocrmypdf(program: str, folder: Path) -> int:
    """Both on the same pages."""
    found = shutil.which(program)
    if found is None:
        print(f"{program} is not here: pip install ocrmypdf, in an environment of its own", file=sys.stderr)
        return 1
    pages = 30
    volume(folder / "scan.pdf", pages, pages)
    ours = run([sys.executable, "-c", READ, str(folder / "cache"), str(folder / "scan.pdf")])
    theirs_text = folder / "sidecar.txt"
    command = [found, "--jobs", "1", "-l", "fra", "--sidecar", str(theirs_text)]
    theirs = run([*command, str(folder / "scan.pdf"), str(folder / "out.pdf")])
    version = run([found, "--version"]).output.strip()
    for name, done, text in (
        ("delib", ours, ours.output), (f"ocrmypdf {version}", theirs, theirs_text.read_text("utf-8")),
    ):  # fmt: skip
        rate = f"{pages / done.cpu:.2f} pages per CPU second ({done.cpu / pages:.2f} s a page)"
        print(f"{name:18} {rate}, {errors(text, 0, pages):.2f} % of characters wrong")
    print(f"delib reads {theirs.cpu / ours.cpu:.2f} times as many pages per CPU second, on {pages} pages")
    return 0


def processes(folder: Path, pages: int) -> int:
    """One process and two, on the same files, through `delib ingest`."""
    scans = folder / "scans"
    scans.mkdir()
    for at in range(pages // 5):
        pdf = FPDF(unit="pt", format="A4")
        for number in range(5 * at, 5 * at + 5):
            held = io.BytesIO()
            picture(number).save(held, "JPEG", quality=75, dpi=(DPI, DPI))
            pdf.add_page()
            pdf.image(held, 0, 0, pdf.w, pdf.h)
        pdf.output(str(scans / f"scan-{at}.pdf"))
    seen = {}
    for jobs in (1, 2):
        command = _delib("ingest", scans, "--db", folder / f"{jobs}.db", "--jobs", jobs, "--no-cache", "--quiet")
        seen[jobs] = watch([*command, "--ocr-cache", str(folder / f"cache-{jobs}")])
        wall, cpu = seen[jobs].wall, seen[jobs].cpu
        print(
            f"{jobs} process(es): {wall:.1f} s of the clock, {cpu:.1f} s of CPU ({cpu / wall:.2f} cores), {pages} pages"
        )
    print(f"two processes take {seen[1].wall / seen[2].wall:.2f} times less time (on a machine that does nothing else)")
    return 0


def many(folder: Path, pages: int) -> int:
    """One long PDF, through `delib ingest` with two processes and the usual limits."""
    volume(folder / "volume.pdf", pages, 20)
    size = (folder / "volume.pdf").stat().st_size >> 20
    command = _delib("ingest", folder / "volume.pdf", "--db", folder / "corpus.db", "--quiet")
    done = watch([*command, "--ocr-cache", str(folder / "cache")], XDG_CACHE_HOME=str(folder / "xdg"))
    took = f"{done.wall:.0f} s of the clock, {done.cpu:.0f} s of CPU"
    print(f"{done.output.strip()}\n{pages} pages ({size} MB): {took}, the largest process {done.peak} MB")
    return 0


def watch(command: list[str], **environment: str) -> Watched:
    """Run a command and look at it and its descendants, which nobody else waits for; raises `RuntimeError` as `run`."""
    import psutil

    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    spent: dict[int, float] = {}
    peak = 0
    while process.poll() is None:
        with suppress(psutil.Error):
            own = psutil.Process(process.pid)
            for one in (own, *own.children(recursive=True)):
                with suppress(psutil.Error):
                    used = one.cpu_times()
                    spent[one.pid] = used.user + used.system
                    peak = max(peak, int(one.memory_info().rss) >> 20)
        time.sleep(0.1)
    wall = time.monotonic() - began
    assert process.stdout is not None
    if process.returncode:
        raise RuntimeError(f"{command[:6]} ended with {process.returncode}")
    return Watched(wall, sum(spent.values()), peak, process.stdout.read())


def _delib(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "delib.cli", *map(str, arguments)]


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("ocrmypdf", "processes", "volume"))
    parser.add_argument("--program", default="ocrmypdf")
    parser.add_argument("--pages", type=int, help="2000 of a volume, 40 for processes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if given.what == "ocrmypdf":
            return against_ocrmypdf(given.program, Path(name))
        return (
            processes(Path(name), given.pages or 40)
            if given.what == "processes"
            else many(Path(name), given.pages or 2000)
        )


if __name__ == "__main__":
    sys.exit(main())
