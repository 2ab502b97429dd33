"""Pages that are images, read: an image in, words with boxes and confidences out.

In: an opened `Source`, its bytes, and a `Policy`. Out: the same source with the words of its scanned pages in
place, or with the reason why they are not. Digital words of a page (a transmission stamp) are kept; nothing is read
twice. Engines are plug-ins (entry points "delib.ocr_engines"); Tesseract comes with the extra `delib[ocr]`.
"""

from __future__ import annotations

from .engine import Engine, EngineUnavailable, Seen
from .health import Finding, doctor
from .policy import Policy
from .source import engine_of, is_unread, why_unread, with_ocr

__all__ = [
    "Engine",
    "EngineUnavailable",
    "Finding",
    "Policy",
    "Seen",
    "doctor",
    "engine_of",
    "is_unread",
    "why_unread",
    "with_ocr",
]
