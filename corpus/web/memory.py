"""What was asked of the whole corpus, kept until the file changes.

In: a name, a question to a connection, and the state of the file. Out: the answer to it. What takes long is asked again
beside the visitors: whoever comes while the file has changed and the new answer is not there is told the one before,
and that it is. The first answer of all has to be waited for, by one question at a time; a server asks what it knows
will be wanted as soon as it starts (`Room.warm`).
"""

from __future__ import annotations

import sqlite3
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Value = TypeVar("Value")
Make = Callable[[sqlite3.Connection], Value]

_MOST = 30  # passing answers
PATIENCE = 0.1  # seconds for which a visitor waits rather than being told what was


class _Known(NamedTuple):
    """An answer, the state of the file that it is of, and how many seconds it took."""

    state: object
    value: Any
    seconds: float


class Memory:
    """Answers by name. `state` says what the file is like now, `connect` opens a connection of one thread."""

    def __init__(self, state: Callable[[], object], connect: Callable[[], sqlite3.Connection]) -> None:
        self.state = state
        self.connect = connect
        self.known: dict[str, _Known] = {}
        self.passing: OrderedDict[str, None] = OrderedDict()
        self.fixed: dict[str, Any] = {}
        self.asking: dict[str, threading.Lock] = {}
        self.beside: dict[str, threading.Thread] = {}
        self.closed = False
        self.lock = threading.Lock()

    def get(
        self, name: str, make: Make[Value], connection: sqlite3.Connection, *, passing: bool = False
    ) -> tuple[Value, bool]:
        """The answer, and whether the corpus has changed since it was given. Call it in the connection's thread.

        `passing`: of such answers only the last ones are kept.
        """
        if passing:
            self._pass(name)
        state = self.state()
        known = self.known.get(name)
        if known is not None and known.state == state:
            return known.value, False
        if known is not None and known.seconds > PATIENCE:
            self._ask_beside(name, make)
            return known.value, True
        with self.lock:
            asking = self.asking.setdefault(name, threading.Lock())
        with asking:
            known = self.known.get(name)  # somebody else may have asked meanwhile
            if known is None or known.state != state:
                known = self._ask(name, make, connection)
        return known.value, False

    def always(self, name: str, make: Callable[[], Value]) -> Value:
        """What `make` gave the first time, whatever becomes of the file."""
        if name not in self.fixed:
            self.fixed[name] = make()
        value: Value = self.fixed[name]
        return value

    def close(self) -> None:
        """Wait for what is being asked."""
        self.closed = True
        for thread in list(self.beside.values()):
            thread.join()

    def _ask(self, name: str, make: Make[Value], connection: sqlite3.Connection) -> _Known:
        state, began = self.state(), time.perf_counter()
        value = make(connection)
        known = self.known[name] = _Known(state, value, time.perf_counter() - began)
        return known

    def _pass(self, name: str) -> None:
        """What was not asked for longest is forgotten."""
        with self.lock:
            self.passing[name] = None
            self.passing.move_to_end(name)
            while len(self.passing) > _MOST:
                oldest, _ = self.passing.popitem(last=False)
                self.known.pop(oldest, None)
                self.asking.pop(oldest, None)

    def _ask_beside(self, name: str, make: Make[Value]) -> None:
        """Ask in a thread of its own, unless one does so already."""

        def run() -> None:
            try:
                connection = self.connect()
                try:
                    connection.set_progress_handler(lambda: self.closed, 10_000)
                    self._ask(name, make, connection)
                finally:
                    connection.close()
            except Exception as error:  # into the server's log; the answer before stands
                if not self.closed:
                    traceback.print_exception(error)
            finally:
                with self.lock:
                    self.beside.pop(name, None)

        with self.lock:
            if name in self.beside or self.closed:
                return
            self.beside[name] = thread = threading.Thread(target=run, name=f"ask {name}", daemon=True)
        thread.start()
