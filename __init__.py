"""delib reads French local-government deliberations: a document in, a structured record out.

    >>> import delib
    >>> document = delib.parse("deliberation.pdf")
    >>> document.sessions[0].date
    '2022-06-16'
"""

from .version import __version__

__all__ = ["__version__"]
