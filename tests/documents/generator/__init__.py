"""Our own documents: invented bodies and people, a known truth, every layout of the trade.

In: a seed, or nothing. Out: `random_document(seed)`, a PDF and the truth about it; `samples()`, the files committed
beside this package. The truth is decided first and then set on pages. Nothing here imports the parser or reads its
rules: the documents prove something only if they do not know them.
"""

from __future__ import annotations

from .documents import random_document
from .sample import Sample
from .samples import samples
from .truth import Document

__all__ = ["Document", "Sample", "random_document", "samples"]
