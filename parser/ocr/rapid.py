"""RapidOCR (PP-OCR models in its wheel): an engine that needs pip alone, on any system.

In: an upright grey image. Out: its words as `Seen`, line by line. Slower than Tesseract and larger (docs/ocr.md), and
better under stamps; one thread, one object a process. It reads a line whichever way up: a page upside down is not told.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .engine import EngineUnavailable, Seen

if TYPE_CHECKING:
    from PIL.Image import Image

PIP_REMEDY = "pip install 'delib[rapidocr]'"


class Rapid:
    """The engine. Not safe for threads."""

    name = "rapidocr"
    megabytes = 1200
    """What a process needs for it, beside what delib needs."""

    def __init__(self) -> None:
        try:
            library: Any = import_module("rapidocr")
            # -1 would be a thread a core: processes are what delib counts
            threads = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
            own = {f"EngineConfig.onnxruntime.{name}": value for name, value in threads.items()}
            self._read: Any = library.RapidOCR(params={"Global.log_level": "error", **own})
        except ImportError as error:
            raise EngineUnavailable(f"rapidocr cannot be loaded ({error})", PIP_REMEDY) from None
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self.version = version("rapidocr")

    def read(self, image: Image, dpi: float) -> list[Seen]:
        """The words of `image`; see `Engine.read`."""
        import numpy as np

        found: Any = self._read(np.asarray(image.convert("RGB")), return_word_box=True)
        seen: list[Seen] = []
        for line, words in enumerate(found.word_results or ()):
            for text, sure, corners in words:
                if corners is None or not text.strip():
                    continue
                across, down = [float(x) for x, _ in corners], [float(y) for _, y in corners]
                box = (min(across), min(down), max(across), max(down))
                seen.append(Seen(text.strip(), *box, round(float(sure), 3), line))
        return seen


@lru_cache(maxsize=1)
def engine() -> Rapid:
    """The engine of this process (the entry point). Raises `EngineUnavailable`."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise EngineUnavailable("rapidocr and onnxruntime are not installed", PIP_REMEDY)
    try:
        return Rapid()
    except PackageNotFoundError as error:
        raise EngineUnavailable(f"rapidocr cannot be loaded ({error})", PIP_REMEDY) from None
