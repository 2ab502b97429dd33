"""What lies over the texts of an export: nothing, or what a public copy hides.

In: a text and the document that it comes from. Out: the text as it may go out. `Veil` itself hides nothing; `public.py`
has the one that does. Every writer sends every text of a document through it.
"""

from __future__ import annotations

from typing import Any


class Veil:
    """Hides nothing: an export of the corpus as it is."""

    hides = False

    def text(self, document_id: str | None, text: str) -> str:
        """The text of a document, or one that no document owns, as it may go out."""
        return text

    def touched(self, document_id: str) -> bool:
        """Whether something of the document is hidden: its source must not be pointed to."""
        return False

    def value(self, document_id: str | None, value: Any) -> Any:
        """As `text` for any value: the texts inside lists and maps too, keys left alone."""
        if not self.hides:
            return value
        if isinstance(value, str):
            return self.text(document_id, value)
        if isinstance(value, dict):
            return {key: self.value(document_id, one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(document_id, one) for one in value]
        return value
