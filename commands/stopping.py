"""A polite end: what is told to stop closes what it has open.

In: a block that runs long. Out: SIGTERM (a shutdown, a service manager) ends it as Ctrl-C does, by `KeyboardInterrupt`,
so that one way of ending needs to be right.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stopped_by_term() -> Iterator[None]:
    """Within it SIGTERM raises `KeyboardInterrupt`; outside the main thread, which signals do not reach, not."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
