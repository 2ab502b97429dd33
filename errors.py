"""Every error a user can meet: its stable code, its exit code, its message and its remedy.

A message names the file and, where there is one, the page; the remedy says what to do next. Codes never change meaning;
new ones are added at the end. `docs/errors.md` is generated from this file.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    SOME_FAILED = 1  # a run over several files ended, and some of them failed
    USAGE = 2
    INPUT = 3  # a source cannot be read
    NEEDS_OCR = 4
    RULES = 5
    DATABASE = 6
    NOT_FOUND = 7
    INTERRUPTED = 130


class DelibError(Exception):
    """Base of all errors. `file` and `page` say where, `remedy` what to do."""

    code = "failed"
    exit_code = ExitCode.INPUT
    remedy = "Report this file with the command that you ran."

    def __init__(self, message: str, *, file: str | None = None, page: int | None = None, remedy: str | None = None):
        super().__init__(message)
        self.message = message
        self.file = file
        self.page = page
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        where = self.file or ""
        if self.page is not None:
            where += f", page {self.page}"
        head = f"{where}: " if where else ""
        return f"{head}{self.message} [{self.code}] {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:  # crosses process boundaries
        return (_rebuild, (type(self), self.message, self.file, self.page, self.remedy))


def _rebuild(cls: type[DelibError], message: str, file: str | None, page: int | None, remedy: str) -> DelibError:
    return cls(message, file=file, page=page, remedy=remedy)


class MissingFile(DelibError):
    """There is nothing at the path."""

    code = "missing"
    remedy = "Check the path."


class IsDirectory(DelibError):
    """The path is a folder where one file is expected."""

    code = "directory"
    remedy = (
        "Give the files in it, or use `delib ingest`, which takes folders; a folder of pages (ALTO, PAGE, hOCR) "
        "is read as one."
    )


class UnreadableFile(DelibError):
    """The operating system refuses to read the file."""

    code = "unreadable"
    remedy = "Check the permissions of the file."


class EmptyFile(DelibError):
    """The file has no bytes."""

    code = "empty"
    remedy = "Fetch the file again."


class NotADocument(DelibError):
    """The bytes are of no kind that delib reads."""

    code = "unknown-format"
    remedy = "delib reads PDF, plain text (.txt), and pages as ALTO, PAGE or hOCR."


class DamagedFile(DelibError):
    """The file is a PDF whose structure is broken beyond reading."""

    code = "damaged"
    remedy = "Fetch the file again, or repair it (for example with `qpdf --linearize`)."


class EncryptedFile(DelibError):
    """The PDF asks for a password."""

    code = "encrypted"
    remedy = "Save a copy without the password and give that."


class TooLarge(DelibError):
    """The file goes beyond a stated limit."""

    code = "too-large"
    remedy = "Split the file, or raise the limit."


class NeedsOcr(DelibError):
    """The pages are images that have not been read: OCR is off, is not installed, or cannot read them."""

    code = "needs-ocr"
    exit_code = ExitCode.NEEDS_OCR
    remedy = "`delib doctor` says whether images can be read here, and how to get what is missing."


class BadRules(DelibError):
    """A rule file is not valid: file, line, what is wrong and what would be right."""

    code = "bad-rules"
    exit_code = ExitCode.RULES
    remedy = "Mend the rule file; `delib rules lint` checks it."


class BadDatabase(DelibError):
    """The database cannot be opened, or is not one of delib's."""

    code = "bad-database"
    exit_code = ExitCode.DATABASE
    remedy = "Check the path; `delib ingest FILES --db corpus.db` makes a new one."


class NotFound(DelibError):
    """Nothing in the corpus has the id or answers the question."""

    code = "not-found"
    exit_code = ExitCode.NOT_FOUND
    remedy = "`delib search` lists what there is."


class TimedOut(DelibError):
    """Reading the document took longer than its deadline."""

    code = "timeout"
    remedy = "Give it more time (`--deadline SECONDS`), or split the file."


class OutOfMemory(DelibError):
    """Reading the document took more memory than a worker may have."""

    code = "out-of-memory"
    remedy = "Give it more (`--memory MEGABYTES`), or split the file."


class WorkerDied(DelibError):
    """The process that read the document ended before it was done: a library failed, or another program killed it."""

    code = "crashed"
    remedy = "Try it again (`delib ingest --retry failed`); if it happens again, report this file."


class NoScheduler(DelibError):
    """The dask scheduler cannot be used: not there, without workers, or with workers of another delib."""

    code = "no-scheduler"
    remedy = "Start a scheduler and workers with the same delib (docs/scale.md), or leave out `--scheduler`."


class NotInstalled(DelibError):
    """A part of delib that is installed on request is not there."""

    code = "not-installed"
    exit_code = ExitCode.USAGE
    remedy = "Install it with pip."


class CannotServe(DelibError):
    """The web server cannot be started: the port is taken, or the address is not one of this machine."""

    code = "cannot-serve"
    exit_code = ExitCode.USAGE
    remedy = "Choose another port: `--port 8002`, or `--port 0` for any that is free."


class BadTarget(DelibError):
    """An export cannot be written where the user asks: a folder in the way, something of the user's, no permission."""

    code = "bad-target"
    exit_code = ExitCode.USAGE
    remedy = "Name another path; a folder is replaced only where an earlier export made it."


class BadSiret(DelibError):
    """A SIRET or NIC that the user gives is not one, or not of this body."""

    code = "bad-siret"
    exit_code = ExitCode.USAGE
    remedy = "Give --siret SIRET or --nic NIC, with NAME= or SIREN= before it where there are several bodies."


class Ambiguous(DelibError):
    """A name may be several persons."""

    code = "ambiguous"
    exit_code = ExitCode.NOT_FOUND
    remedy = "Give the id of the one you mean, more of the name, or --body."


class BadInput(DelibError):
    """A file that a command was given (decisions on names, a roster) does not hold what it should."""

    code = "bad-input"
    remedy = "Mend the file, then run the command again: nothing was changed."


def kinds() -> list[type[DelibError]]:
    """Every error that a user can meet, in the order of this file."""
    found = [kind for kind in globals().values() if isinstance(kind, type) and issubclass(kind, DelibError)]
    return [kind for kind in found if kind is not DelibError]
