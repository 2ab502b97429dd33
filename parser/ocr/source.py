"""A source with its scanned pages read.

In: an opened `Source`, its bytes, a `Policy`. Out: the source with the words of its images in place and, on every
page that was looked at, the reason for what was done. A page that should have been read and could not be keeps its
words and says what is missing and how to get it. Nothing raises: a broken image is a reason, not an error.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from ..folding import fold
from ..pages.files import content
from ..pages.legible import illegible
from ..pages.render import Picture, Pictures
from ..pages.source import Page, Source, Word
from ..pages.tables import find_tables
from ..record import Box
from .cache import Cache, default_folder, key_of
from .engine import Engines, EngineUnavailable, find_engines
from .lines import settled
from .opinion import LEAST_DOUBT, doubt
from .policy import Policy
from .recipe import read_image
from .sight import Sight
from .verdict import judge

_IMAGES = ("scan", "stamped-scan")
_FORCED = 0.5  # share of a page that images must cover to be worth a forced reading
_FEW = 4  # words of a "photo" that are still no text
_SURE = 0.6  # mean confidence of a photo of a text
_ALIKE = 60.0  # of a hundred: two readings of one word
_GROWN = 1.5  # points around a digital word
_DESPITE = "no OCR"
_BLANK = "the image is blank"
_READ_BY = re.compile(r"read by (.+) at \d+ dpi")
_OPINION = re.compile(r"second opinion by ([^:]+): ")


def with_ocr(source: Source, path: str | Path | bytes, policy: Policy | None = None) -> Source:
    """`source` with the words of its scanned pages.

    `path` is what `source` was opened from: the file, or its bytes. Pages that are not read stay the objects they
    are; where no page needs reading no engine is loaded.
    """
    policy = policy or Policy()
    if source.form != "pdf":
        return source
    wanted = [wants(page, policy) for page in source.pages]
    if not any(read for read, _ in wanted):
        pages = tuple(_noted(page, why) for page, (_, why) in zip(source.pages, wanted, strict=True))
        return msgspec.structs.replace(source, pages=pages)
    try:
        engines = find_engines(policy)
    except EngineUnavailable as error:
        lacking = f"{_DESPITE}: {error.why}. {error.remedy}"
        pages = tuple(
            _noted(page, why, lacking) if read else _noted(page, why)
            for page, (read, why) in zip(source.pages, wanted, strict=True)
        )
        return msgspec.structs.replace(source, pages=pages)
    reader = _Reader(engines, Cache(_folder(policy)))
    data = content(path, source.file).data
    with Pictures(data) as pictures:
        pages = tuple(
            reader.page(_noted(page, why), pictures) if read else _noted(page, why)
            for page, (read, why) in zip(source.pages, wanted, strict=True)
        )
    return msgspec.structs.replace(source, pages=_settled(pages))


def is_unread(page: Page) -> bool:
    """True for a page that is an image which nobody has read; one on which an engine found no word has been."""
    if page.source not in _IMAGES or any(word.origin == "ocr" for word in page.words):
        return False
    return not any(reason == _BLANK or _READ_BY.match(reason) for reason in page.reasons)


def engine_of(source: Source) -> str | None:
    """The engines that read words of `source`, the first before the second; None where none did."""
    named: list[dict[str, None]] = [{}, {}]
    for page in source.pages:
        if any(word.origin == "ocr" for word in page.words):
            for found, pattern in zip(named, (_READ_BY, _OPINION), strict=True):
                found.update((match.group(1), None) for reason in page.reasons if (match := pattern.match(reason)))
    return ", ".join([*named[0], *named[1]]) or None


def why_unread(source: Source) -> tuple[str, ...]:
    """Why pages of `source` that are images have not been read, and what to do about it; each reason once."""
    return tuple(
        dict.fromkeys(
            reason.removeprefix(f"{_DESPITE}: ")
            for page in source.pages
            if is_unread(page)
            for reason in page.reasons
            if reason.startswith(_DESPITE)
        )
    )


def _folder(policy: Policy) -> Path | None:
    if policy.cache is None:
        return default_folder()
    return Path(policy.cache) if policy.cache else None


def wants(page: Page, policy: Policy) -> tuple[bool, str]:
    """Whether a page is to be read, and why (not); "" where there is nothing to say."""
    if policy.mode == "never":
        return False, f"{_DESPITE}: it is switched off. Leave out `--ocr never`." if page.source in _IMAGES else ""
    if page.source in _IMAGES:
        return True, ""
    if policy.mode == "force":
        return page.image_cover >= _FORCED, "reading forced" if page.image_cover >= _FORCED else ""
    if page.source == "ocr-layer":
        trust = judge(page.words)
        return not trust.good, trust.reason
    if page.source == "photo":
        return True, ""
    if page.source == "text":
        why = illegible([word.text for word in page.words])
        return bool(why), f"text: {why}" if why else ""
    return False, ""


def _noted(page: Page, *reasons: str) -> Page:
    added = tuple(filter(None, reasons))
    return msgspec.structs.replace(page, reasons=page.reasons + added) if added else page


class _Reader:
    """Reads pages with its engines and one cache."""

    def __init__(self, engines: Engines, cache: Cache):
        self._engines = engines
        self._cache = cache

    def page(self, page: Page, pictures: Pictures) -> Page:
        """`page` with what the engine reads on it."""
        stamped = page.source == "stamped-scan"
        annotated = any(word.origin == "annotation" for word in page.words)
        picture = pictures.page(page.number, text=not stamped, annotations=not annotated)
        if picture.image is None:
            return _noted(page, f"{_DESPITE}: {picture.reason}")
        sight = self._sight(picture)
        if not sight.words and "no ink" in sight.notes:
            if pictures.damaged(page.number):
                return _noted(page, f"{_DESPITE}: an image of the page is damaged and cannot be decoded")
            empty = _noted(page, _BLANK)
            return empty if page.words else msgspec.structs.replace(empty, source="blank")
        first = self._engines.first
        read = _placed(page, sight, picture, f"{first.name} {first.version}")
        if (
            not self._engines.lacking
            or doubt((word.text, word.confidence or 0.0) for word in sight.words) < LEAST_DOUBT
        ):
            return read
        return _noted(read, self._engines.lacking)

    def _sight(self, picture: Picture) -> Sight:
        assert picture.image is not None
        first, second = self._engines.first, self._engines.second
        key = key_of(picture.image, picture.dpi, first, second)
        found = self._cache.get(key)
        if found is None:
            found = read_image(picture.image, picture.dpi, first, second)
            self._cache.put(key, found)
        return found


def _placed(page: Page, sight: Sight, picture: Picture, engine: str) -> Page:
    """`page` with the words of `sight`, its own digital words kept, everything in the upright frame."""
    about = f"read by {engine} at {picture.dpi:.0f} dpi"
    if not sight.words:
        bare = _noted(page, picture.reason, f"{about}: no words", *sight.notes)
        return bare if page.words or page.source == "photo" else msgspec.structs.replace(bare, source="photo")
    turned = _turn(page, sight.turn)
    kept = _kept(turned)
    fresh = tuple(itertools.filterfalse(_doubles(kept, alike=picture.bare), sight.words))
    tables, why = find_tables(sight.rules) if sight.rules else ((), "")
    source = page.source
    if source == "photo":
        if len(fresh) <= _FEW or sight.confidence < _SURE:
            return _noted(page, f"{about}: a picture, not a text")
        source = "scan"
    reasons = (picture.reason, f"{about}, mean confidence {sight.confidence:.2f}", *sight.notes, why)
    return msgspec.structs.replace(
        turned,
        words=(*fresh, *kept),
        source=source,
        reasons=turned.reasons + tuple(filter(None, reasons)),
        tables=tables,
        rules=sight.rules,
    )


def _settled(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with nearly equal sizes of read words made equal: a document is printed in few fonts."""
    read = [word for page in pages for word in page.words if word.origin == "ocr"]
    one = settled([(word.size, len(word.text)) for word in read])
    done = []
    for page in pages:
        words = tuple(
            msgspec.structs.replace(word, size=one[word.size])
            if word.origin == "ocr" and one[word.size] != word.size
            else word
            for word in page.words
        )
        done.append(msgspec.structs.replace(page, words=words))
    return tuple(done)


def _kept(page: Page) -> tuple[Word, ...]:
    """The digital words of a page that OCR does not replace: a stamp's, an annotation's, a form field's."""
    if page.source == "stamped-scan":
        return page.words
    return tuple(word for word in page.words if word.origin in ("annotation", "field"))


def _doubles(kept: tuple[Word, ...], *, alike: bool) -> Callable[[Word], bool]:
    """Tells a word that stands where a digital word is; with `alike`, where one like it is: where the digital words are
    not in the image, others that are read there lie under the stamp."""
    from rapidfuzz.fuzz import ratio

    def is_double(word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return any(
            own.x0 - _GROWN <= x <= own.x1 + _GROWN
            and own.top - _GROWN <= y <= own.bottom + _GROWN
            and (not alike or ratio(fold(word.text), fold(own.text)) >= _ALIKE)
            for own in kept
        )

    return is_double


def _turn(page: Page, turn: int) -> Page:
    """`page` turned clockwise by `turn` degrees: its size and all its boxes."""
    if not turn:
        return page
    width, height = page.width, page.height

    def box(x0: float, top: float, x1: float, bottom: float) -> Box:
        if turn == 90:
            return height - bottom, x0, height - top, x1
        if turn == 180:
            return width - x1, height - bottom, width - x0, height - top
        return top, width - x1, bottom, width - x0

    words = []
    for word in page.words:
        x0, top, x1, bottom = box(word.x0, word.top, word.x1, word.bottom)
        words.append(msgspec.structs.replace(word, x0=x0, top=top, x1=x1, bottom=bottom))
    size = (width, height) if turn == 180 else (height, width)
    return msgspec.structs.replace(
        page,
        width=size[0],
        height=size[1],
        words=tuple(words),
        rotation=(page.rotation + turn) % 360,
        tables=(),
        rules=(),
    )
