"""Tesseract 5, in this process, through tesserocr.

In: an upright grey image. Out: its words as `Seen`, in the order of Tesseract's lines. One API object a process:
loading the French model takes longer than reading a short page. Tesseract's own threads are held to one: they cost
more than they give, and processes are what delib counts.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .engine import EngineUnavailable, Seen

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "fra"

PIP_REMEDY = "pip install 'delib[ocr]'"
DATA_REMEDY = (
    "Install the French data: `apt-get install tesseract-ocr-fra` (Debian, Ubuntu), "
    "`dnf install tesseract-langpack-fra` (Fedora), `brew install tesseract-lang` (macOS); "
    "or set TESSDATA_PREFIX to a folder that holds fra.traineddata."
)


def data_folder() -> Path | None:
    """The first folder that holds the French model: TESSDATA_PREFIX, then where systems and conda put it."""
    return next((folder for folder in _folders() if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def _folders() -> list[Path]:
    found: list[Path] = []
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        found += [Path(prefix), Path(prefix) / "tessdata"]
    for root in ("/usr/share/tesseract-ocr", "/usr/local/share/tesseract-ocr"):
        # newest first: 5 before 4.00
        found += sorted(Path(root).glob("*/tessdata"), reverse=True)
    bases = [sys.prefix, os.environ.get("CONDA_PREFIX", ""), "/usr", "/usr/local", "/opt/homebrew", "/opt/local"]
    for base in filter(None, bases):
        found += [Path(base) / "share" / "tessdata", Path(base) / "share" / "tesseract-ocr" / "tessdata"]
    for variable in ("ProgramFiles", "LOCALAPPDATA"):
        if place := os.environ.get(variable):
            found += [
                Path(place) / "Tesseract-OCR" / "tessdata",
                Path(place) / "Programs" / "Tesseract-OCR" / "tessdata",
            ]
    return found


class Tesseract:
    """The engine. Not safe for threads."""

    name = "tesseract"

    def __init__(self, folder: Path):
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read once, when the library loads
        try:
            self._lib: Any = import_module("tesserocr")  # its stubs do not hold
        except ImportError:
            raise EngineUnavailable("tesserocr is not installed", PIP_REMEDY) from None
        try:
            # no trailing slash: Tesseract 5 adds its own
            self._api = self._lib.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=self._lib.PSM.AUTO)
        except RuntimeError as error:
            raise EngineUnavailable(
                f"Tesseract cannot load its French data in {folder} ({error})", DATA_REMEDY
            ) from None
        number = self._lib.tesseract_version().split()[1]
        model = sha256((folder / f"{LANGUAGE}.traineddata").read_bytes()).hexdigest()[:8]
        self.version = f"{number} ({LANGUAGE} {model})"

    def read(self, image: Image, dpi: float) -> list[Seen]:
        """The words of `image`; see `Engine.read`."""
        level = self._lib.RIL
        self._api.SetImage(image if image.mode == "L" else image.convert("L"))
        self._api.SetSourceResolution(max(70, round(dpi)))  # Tesseract guesses below 70
        try:
            if not self._api.Recognize():
                return []
            return self._words(level)
        finally:
            self._api.Clear()

    def _words(self, level: Any) -> list[Seen]:
        found: list[Seen] = []
        iterator = self._api.GetIterator()
        if iterator is None:
            return found
        line = -1
        for item in self._lib.iterate_level(iterator, level.WORD):
            if line < 0 or item.IsAtBeginningOf(level.TEXTLINE):
                line += 1
            if item.Empty(level.WORD):
                continue
            box = item.BoundingBox(level.WORD)
            text = (item.GetUTF8Text(level.WORD) or "").strip()
            if box is None or not text:
                continue
            confidence = round(item.Confidence(level.WORD) / 100, 3)
            x0, top, x1, bottom = map(float, box)
            found.append(Seen(text, x0, top, x1, bottom, min(1.0, max(0.0, confidence)), line))
        return found


@lru_cache(maxsize=1)
def engine() -> Tesseract:
    """The engine of this process (the entry point). Raises `EngineUnavailable`."""
    from importlib.util import find_spec

    if find_spec("tesserocr") is None:
        raise EngineUnavailable("tesserocr is not installed", PIP_REMEDY)
    folder = data_folder()
    if folder is None:
        raise EngineUnavailable("Tesseract's French data (fra.traineddata) is not on this machine", DATA_REMEDY)
    return Tesseract(folder)
