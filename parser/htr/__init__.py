"""Pages that somebody else has read: ALTO, PAGE XML and hOCR, as OCR and handwriting campaigns leave them.

In: the bytes of a file, or a folder of pages. Out: pages of words with boxes, confidences and the zones that the source
labels. Words, order and labels are the source's; where it gives lines only, the place of each word is worked out from
its letters, and a reason says so. XML is read without entities, DTDs and network.
"""

from __future__ import annotations

from .folder import open_folder
from .reading import read_pages

__all__ = ["open_folder", "read_pages"]
