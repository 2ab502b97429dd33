"""What an ingest costs beside a plain script of pdfplumber, re and sqlite3 (`plain.py`), on the same files.

In: PDF files or folders (by default the sample documents of the tests, repeated with other last bytes). Out: a table on
standard output. `throughput`: the ingest of all files on one core and on two, parsing alone, the plain script; and,
because cores are shared with others, what this machine makes of two processes that have nothing to do with each other.
`volume`: memory over one long volume. `into`: the files taken into a corpus that is there already (it keeps them), and
into an empty one. Everything runs in processes of its own, each measurement in turn several times;
the best counts.

    $ python benchmarks/ingest.py throughput
    $ python benchmarks/ingest.py volume --pages 500
    $ python benchmarks/ingest.py into FOLDER --corpus big.db
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from parse import SAMPLES, find

HERE = Path(__file__).resolve().parent
PARSE = """
import sys, time
from pathlib import Path
from delib.parser.kept import Reader
from delib.parser.reading import default_rulebook
reader = Reader(default_rulebook())
began, acts = time.process_time(), 0
for name in sys.argv[1:]:
    acts += sum(len(session.deliberations) for session in reader(Path(name)).sessions)
print(time.process_time() - began, acts)
"""
STORE = """
import sys, time
from delib.corpus.intake.ingest import run
from delib.parser.kept import Reader
from delib.parser.reading import default_rulebook
from delib.parser.record import Versions
reader = Reader(default_rulebook())
began = time.process_time()
run(sys.argv[2:], sys.argv[1], reader, Versions("0", "0"))
print(time.process_time() - began)
"""


def into(paths: list[Path], corpus: Path, count: int, rounds: int) -> None:
    """Print what it costs to take files into a large corpus, and into an empty one."""
    kept = readable(paths)
    spent: dict[str, list[float]] = {"into an empty corpus": [], "into the large corpus": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            files = repeated(kept, folder, count, mark=f"{os.getpid()} {time.time()}")
            for name, database in zip(spent, (folder / "empty.db", corpus), strict=True):
                spent[name].append(said(STORE, [str(database), *files])[0])
    print(f"{count} files, CPU seconds of each round ({machine()}); the corpus has {corpus.stat().st_size >> 20} MB")
    for name, seconds in spent.items():
        print(f"  {name:24} {min(seconds):8.2f}   {' '.join(f'{one:.2f}' for one in seconds)}")
    empty, large = (min(seconds) for seconds in spent.values())
    print(f"  ratio {large / empty:.2f}")


def wall(command: list[str], cores: set[int]) -> float:
    """Seconds by the clock of a command that may use these cores."""
    began = time.perf_counter()
    subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    return time.perf_counter() - began


def said(code: str, arguments: list[str]) -> list[float]:
    """The numbers that a piece of Python prints."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def repeated(paths: list[Path], folder: Path, count: int, mark: str = "") -> list[str]:
    """`count` files of different bytes made of `paths`; with another `mark`, of others."""
    made = []
    for number in range(count):
        source = paths[number % len(paths)]
        target = folder / f"{number:05d}-{source.name}"
        target.write_bytes(source.read_bytes() + f"\n%% {number} {mark}\n".encode())
        made.append(str(target))
    return made


def readable(paths: list[Path]) -> list[Path]:
    """The born-digital ones: those of which delib makes acts and pdfplumber text."""
    import delib
    import pdfplumber

    kept = []
    for path in paths:
        try:
            with pdfplumber.open(path) as pdf:
                text = any(page.extract_text() for page in pdf.pages)
            if text and delib.parse(path).sessions:
                kept.append(path)
        except Exception:  # not of the kind that is measured
            continue
    return kept


def throughput(paths: list[Path], count: int, rounds: int) -> None:
    """Print the table of throughput."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        files = repeated(readable(paths), folder, count)
        delib = [
            str(Path(sys.executable).parent / "delib"),
            "ingest",
            *files,
            "--no-cache",
            "--quiet",
            "--ocr",
            "never",
        ]
        fresh = iter(range(10_000))

        def ingest(jobs: int, cores: set[int]) -> float:
            return wall([*delib, "--jobs", str(jobs), "--db", str(folder / f"{next(fresh)}.db")], cores)

        def plain() -> float:
            return wall([sys.executable, str(HERE / "plain.py"), str(folder / f"{next(fresh)}.db"), *files], {0})

        def alone(processes: int) -> float:
            began = time.perf_counter()
            share = [files[number::processes] for number in range(processes)]
            running = [
                subprocess.Popen([sys.executable, "-c", PARSE, *part], stdout=subprocess.DEVNULL) for part in share
            ]
            for one in running:
                one.wait()
            return time.perf_counter() - began

        measured: dict[str, Callable[[], float]] = {
            "ingest, one core, one worker": lambda: ingest(1, {0}),
            "ingest, two cores, two workers": lambda: ingest(2, {0, 1}),
            "plain script, one core": plain,
            "parsing alone, one process": lambda: alone(1),
            "parsing alone, two processes": lambda: alone(2),
            "CPU: parsing alone": lambda: said(PARSE, files)[0],
            "CPU: parsing and storing": lambda: said(STORE, [str(folder / f"{next(fresh)}.db"), *files])[0],
        }
        acts = said(PARSE, files)[1]
        best = dict.fromkeys(measured, float("inf"))
        for _ in range(rounds):  # in turn, so that what else the machine does falls on all
            for name, measure in measured.items():
                best[name] = min(best[name], measure())
    print(f"{count} files, {acts:.0f} acts, best of {rounds} ({machine()})")
    for name, seconds in best.items():
        print(f"  {name:32} {seconds:8.2f} s {count / seconds:8.1f} files/s {acts / seconds:8.1f} acts/s")
    one, two = best["ingest, one core, one worker"], best["ingest, two cores, two workers"]
    plain_, apart = best["plain script, one core"], best["parsing alone, one process"]
    parsing, storing = best["CPU: parsing alone"], best["CPU: parsing and storing"]
    own = apart / best["parsing alone, two processes"]
    print(f"  two cores against one: {one / two:.2f}; two processes that share nothing against one: {own:.2f}")
    print(f"  stored acts per CPU second against parsing alone: {parsing / storing:.2f}")
    print(f"  whole ingest against the plain script: one core {plain_ / one:.1f} times, two {plain_ / two:.1f} times")


def volume(pages: int) -> None:
    """Print the memory that one long volume takes."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file = written(folder / "volume.pdf", pages)
        command = [
            str(Path(sys.executable).parent / "delib"), "ingest", str(file), "--db", str(folder / "a.db"), "--no-cache",
            "--json-log",
        ]  # fmt: skip
        began = time.perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - began
        summary = json.loads(done.stdout.splitlines()[-1])
        plain = peak([sys.executable, str(HERE / "plain.py"), str(folder / "b.db"), str(file)])
        kept = peak([sys.executable, str(HERE / "plain.py"), str(folder / "c.db"), str(file), "--keep-pages"])
    print(f"{pages} pages, {machine()}; {summary['by_status']} in {seconds:.1f} s")
    print(f"  delib ingest, the worker          {summary['peak_megabytes']:6} MB")
    print(f"  plain script, pages closed        {plain:6.0f} MB, {plain / summary['peak_megabytes']:.1f} times")
    print(f"  plain script, as usually written  {kept:6.0f} MB, {kept / summary['peak_megabytes']:.1f} times")


def peak(command: list[str]) -> float:
    """The resident memory of a command at its highest, in megabytes."""
    code = (
        f"import resource, subprocess; subprocess.run({command!r}); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return float(done.stdout.split()[-1]) / unit


def written(path: Path, pages: int) -> Path:
    """A register of invented acts, some on each page."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    words = "Considérant que la commune entretient ses chemins et que les crédits sont inscrits au budget, "
    for page in range(pages):
        pdf.add_page()
        if page % 10 == 0:
            day = f"{page // 10 % 28 + 1} mars {1990 + page // 280}"
            pdf.multi_cell(
                0, 5, f"COMMUNE DE VALMORIN\nCONSEIL MUNICIPAL\nSéance du {day}\n\nPrésents : Mme Odile BRUNEL, "
                "M. Luc TAVERNIER, M. Paul GRANDIN\nSecrétaire de séance : M. Luc TAVERNIER\n",
            )  # fmt: skip
        for number in range(2):
            pdf.multi_cell(
                0, 5, f"Délibération n° {1990 + page // 280}-{page * 2 + number:04d}\n"
                f"Objet : Entretien du chemin {page}\n"
                + words * 12 + "\nLe Conseil municipal, après en avoir délibéré, à l'unanimité :\n"
                f"- DÉCIDE d'inscrire {page + 100} euros au budget.\n\n",
            )  # fmt: skip
    pdf.output(str(path))
    return path


def machine() -> str:
    """What the figures were measured on."""
    memory = resource.getpagesize() * os.sysconf("SC_PHYS_PAGES") >> 30
    return f"{platform.machine()}, {os.cpu_count()} cores, {memory} GB, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=("throughput", "volume", "into"))
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLES], help="PDF files or folders of them")
    parser.add_argument("--files", type=int, default=400, help="how many files they are made into (400)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds measured; the best counts (3)")
    parser.add_argument("--corpus", type=Path, help="the corpus that is there already")
    parser.add_argument("--pages", type=int, default=500, help="pages of the volume (500)")
    options = parser.parse_args()
    if options.what == "throughput":
        throughput(find(options.paths), options.files, options.rounds)
    elif options.what == "into":
        if options.corpus is None:
            parser.error("give --corpus FILE")
        into(find(options.paths), options.corpus, options.files, options.rounds)
    else:
        volume(options.pages)


if __name__ == "__main__":
    main()
