"""What is there for OCR on this machine, and how to get what is missing.

In: nothing. Out: `Finding`s for `delib doctor`, one a question, each with a remedy where the answer is no.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

import msgspec

from .cache import default_folder
from .engine import EngineUnavailable, engine_names, find_engine


class Finding(msgspec.Struct, frozen=True):
    """One answer: what was looked at, whether it is well, what was found, and what to do where it is not there."""

    subject: str
    ok: bool
    detail: str
    remedy: str = ""


def doctor() -> list[Finding]:
    """The state of OCR on this machine. Never raises."""
    from .tesseract import DATA_REMEDY, PIP_REMEDY, data_folder

    found = []
    for package in ("tesserocr", "pillow", "numpy"):
        try:
            found.append(Finding(f"package {package}", True, version(package)))
        except PackageNotFoundError:
            found.append(Finding(f"package {package}", False, "not installed", PIP_REMEDY))
    folder = data_folder()
    if folder is None:
        found.append(Finding("French data of Tesseract", False, "fra.traineddata not found", DATA_REMEDY))
    else:
        found.append(Finding("French data of Tesseract", True, str(folder)))
    names = engine_names()
    if not names:
        found.append(Finding("OCR engines", False, "none installed", PIP_REMEDY))
    for name in names:
        try:
            engine = find_engine(name)
            found.append(Finding(f"OCR engine {name}", True, f"{engine.name} {engine.version}"))
        except EngineUnavailable as error:
            # one engine is enough: the others are offers
            found.append(Finding(f"OCR engine {name}", name != names[0], error.why, error.remedy))
    return [*found, _cache()]


def _cache() -> Finding:
    folder = default_folder()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding("cache of OCR results", True, str(folder))
    return Finding(
        "cache of OCR results", False, f"{folder} cannot be written", "Give another folder with --ocr-cache."
    )
