"""A coordinator in a process of its own, for tests that kill it: `python coordinator.py FOLDER DATABASE LOG SECONDS`.

Prints the summary; an error of delib is one line and exit code 6, as the command has it.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    from delib.corpus import database
    from delib.corpus.intake.executors import Limits
    from delib.corpus.intake.ingest import run
    from delib.corpus.intake.processes import Processes
    from delib.errors import BadDatabase
    from faulty import VERSIONS, Faulty

    folder, target, log, seconds = sys.argv[1:5]
    database.BUSY_SECONDS = 1.0
    limits = Limits(20.0, 400)
    try:
        done = run(
            [folder], target, Faulty(Path(log), float(seconds)), VERSIONS,
            executor=Processes(2, limits), quarantine=Processes(1, limits.larger()),
        )  # fmt: skip
    except BadDatabase as error:
        print(error)
        return int(error.exit_code)
    print(done.by_status)
    return 0


if __name__ == "__main__":
    sys.exit(main())
