"""A parser that does what a file tells it to, for tests of those who run it: it hangs, grows, dies, or makes a record.

In: a text file, whose first word is what happens and whose rest is the title of the act. Out: a record of one act, or
the fault. Importable by worker processes, which is why it is not in a test module.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from delib.errors import DamagedFile
from delib.parser.record import Deliberation, Document, PageInfo, Passage, Person, Session, Versions, Vote

VERSIONS = Versions("0.1.0", "faulty")
SIREN = "213499999"


@dataclass(frozen=True)
class Faulty:
    """`log` is a file to which each reading adds a line; `seconds` is how long a reading takes."""

    log: Path | None = None
    seconds: float = 0.0

    def __call__(self, path: Path) -> Document:
        text = path.read_text()
        what, _, title = text.partition(" ")
        if self.log is not None:
            with self.log.open("a") as log:
                log.write(f"{path.name}\n")
        time.sleep(self.seconds)
        if what == "hang":
            time.sleep(3600)
        elif what == "spin":
            while True:
                pass
        elif what == "slow":
            time.sleep(float(title))
        elif what == "grow":
            kept = []
            while True:
                kept.append(b"x" * (4 << 20))  # quickly: a busy machine must not meet the deadline first
        elif what == "huge":
            bytearray(1 << 42)
        elif what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif what == "crash":
            sys.stderr.write("the library says: heap corrupted\n")
            sys.stderr.flush()
            os.abort()
        elif what == "segv":
            ctypes.string_at(0)
        elif what == "exit":
            sys.exit(3)
        elif what == "raise":
            raise ZeroDivisionError("division by zero \udcff")
        elif what == "damaged":
            raise DamagedFile("The cross-reference table is gone.", file=str(path), page=3)
        elif what == "noise":
            os.write(1, b"caf\xe9 \xff\xfe\n" * 1000)
            os.write(2, b"caf\xe9 \xff\xfe\n" * 1000)
        elif what == "noisy-death":
            os.write(2, b"\xff\xfe d\xe9c\xe8s\n")
            os.kill(os.getpid(), signal.SIGKILL)
        elif what == "pid":
            title = str(os.getpid())
        return record(path, title)


def record(path: Path, title: str) -> Document:
    """A record of one act, a few rows in most tables."""
    digest = sha256(path.read_bytes()).hexdigest()  # of the bytes alone, as a parser's record is
    number = digest[:8]
    act = Deliberation(
        number, title, None,
        Passage(f"Vu la demande {title}, considérant ce qui suit"), Passage(f"DÉCIDE {title}"),
        vote=Vote("adopted", True), act_id=f"034-{SIREN}-20240312-{number}-DE",
    )  # fmt: skip
    session = Session(
        "Commune de Valmorin", "Conseil municipal", "2024-03-12", in_office=15, president="Odile Brunel",
        present=(Person("Odile Brunel"), Person("Luc Tavernier")), deliberations=(act,),
    )  # fmt: skip
    return Document(
        path.name, "deliberation", sha256=digest, pages=(PageInfo(1, 595.0, 842.0),), sessions=(session,),
        versions=VERSIONS,
    )  # fmt: skip


@dataclass(frozen=True)
class InParts(Faulty):
    """A parser that reads a long file (its words begin with "ok long") by two parts, each of which leaves a mark."""

    marks: Path = Path()

    def parts(self, path: Path) -> tuple[tuple[int, int], ...]:
        if not path.read_text().startswith("ok long"):
            return ()
        return tuple(part for part in ((1, 2), (3, 4)) if not self._mark(path, part).exists())

    def read_part(self, path: Path, part: tuple[int, int]) -> None:
        if "hang" in path.read_text() and part == (3, 4):
            time.sleep(3600)
        self._mark(path, part).write_text("")

    def __call__(self, path: Path) -> Document:
        seen = [part for part in ((1, 2), (3, 4)) if self._mark(path, part).exists()]
        document = super().__call__(path)
        return record(path, f"parts {seen}") if seen else document

    def _mark(self, path: Path, part: tuple[int, int]) -> Path:
        return self.marks / f"{path.stem}-{part[0]}"
