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

    def __reduce__(self):  # crosses process boundaries
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
    remedy = "Give the files in it, or use `delib ingest`, which takes folders."


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
    remedy = "delib reads PDF, plain text (.txt), ALTO, PAGE XML and hOCR."


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
    """The pages are images without a usable text layer."""

    code = "needs-ocr"
    exit_code = ExitCode.NEEDS_OCR
    remedy = "Run an OCR first (for example `ocrmypdf -l fra`), then give the result."


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
