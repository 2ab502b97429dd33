"""delib reads French local-government deliberations: a document in, a structured record out.

    >>> import delib
    >>> document = delib.parse("deliberation.pdf")
    >>> document.sessions[0].date
    '2022-06-16'

The public API is what `__all__` names: `parse`, the `Document` it returns (its types are in `delib.parser.record`), and
the errors. `import delib` loads none of the libraries that open documents; the first `parse` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import errors
from .errors import DelibError
from .version import __version__

if TYPE_CHECKING:
    from .parser import parse
    from .parser.record import Document

__all__ = ["DelibError", "Document", "__version__", "errors", "parse"]


def __getattr__(name: str) -> Any:
    """`parse` and `Document`, imported on first use (PEP 562)."""
    if name == "parse":
        from .parser import parse

        return parse
    if name == "Document":
        from .parser.record import Document

        return Document
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
