"""What an OCR engine is, and where engines come from.

In: a name. Out: an `Engine`, made once a process; for a `Policy` the engines that it names. An engine is an object with
a name, a version and `read`; a package offers one by an entry point of the group "delib.ocr_engines" whose object,
called without arguments, returns it or raises `EngineUnavailable` with a remedy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .policy import Policy

if TYPE_CHECKING:
    from PIL.Image import Image

GROUP = "delib.ocr_engines"
"""The group of entry points that offer engines."""

_FIRST = "tesseract"


class Seen(NamedTuple):
    """A word as an engine saw it: its box in pixels from the top-left corner of the image, its confidence (0 to 1),
    and the number of its line (words of one line share it).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int


class Engine(Protocol):
    """Reads images. `version` is part of the key of cached results: it changes whenever results may change."""

    @property
    def name(self) -> str:
        """The name that `--ocr-engine` takes."""

    @property
    def version(self) -> str:
        """The version of the engine and of its data."""

    def read(self, image: Image, dpi: float) -> list[Seen]:
        """The words of an upright grey image of `dpi` pixels an inch; an empty list where there are none."""


class EngineUnavailable(Exception):
    """An engine, or its data, is not there. `remedy` says how to get it."""

    def __init__(self, why: str, remedy: str):
        super().__init__(why)
        self.why = why
        self.remedy = remedy


class Engines(NamedTuple):
    """Who reads: the engine, another for a second opinion, and why that one is not there though it is wanted."""

    first: Engine
    second: Engine | None = None
    lacking: str = ""

    @property
    def label(self) -> str:
        """Names and versions: what the results of these engines depend on."""
        both = [self.first] if self.second is None else [self.first, self.second]
        return ", ".join(f"{engine.name} {engine.version}" for engine in both)

    @property
    def megabytes(self) -> int:
        """What they say they need beside delib's own memory; 0 where they say nothing."""
        return sum(int(getattr(engine, "megabytes", 0)) for engine in (self.first, self.second) if engine is not None)


def engine_names() -> tuple[str, ...]:
    """The names of the engines that installed packages offer, the default first."""
    from importlib.metadata import entry_points

    names = sorted({entry.name for entry in entry_points(group=GROUP)})
    return tuple(sorted(names, key=lambda name: name != _FIRST))


@lru_cache(maxsize=8)
def find_engine(name: str = "") -> Engine:
    """The engine of that name; "" is the first that works. Raises `EngineUnavailable`."""
    from importlib.metadata import entry_points

    names = engine_names()
    if name and name not in names:
        known = ", ".join(names) or "none"
        raise EngineUnavailable(
            f"there is no OCR engine {name!r} (installed: {known})", "Name one of them, or install its package."
        )
    refusal: EngineUnavailable | None = None
    for candidate in [name] if name else names:
        entry = next(iter(entry_points(group=GROUP, name=candidate)))
        try:
            made: Engine = entry.load()()
            return made
        except EngineUnavailable as error:
            refusal = refusal or error
        except ImportError as error:
            refusal = refusal or EngineUnavailable(
                f"the OCR engine {candidate!r} cannot be loaded ({error})", "Install its package again."
            )
    raise refusal or EngineUnavailable("no OCR engine is installed", "pip install 'delib[ocr]'")


def find_engines(policy: Policy) -> Engines:
    """The engines that the policy names. Raises `EngineUnavailable` where the first is not there."""
    first = find_engine(policy.engine)
    if not policy.second:
        return Engines(first)
    try:
        second = find_engine(policy.second)
    except EngineUnavailable as error:
        return Engines(first, None, f"no second opinion: {error.why}. {error.remedy}")
    return Engines(first) if second is first else Engines(first, second)
