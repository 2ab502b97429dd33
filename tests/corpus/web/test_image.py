"""Images of pages: only of files that the corpus lists, with their bytes, within limits of time and size."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.web.studio import Box, Shot, Studio, Wish
from delib.parser.pages.view import MOST_PIXELS, REASONS, Viewer
from PIL import Image

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "hostile"
DOCUMENT = "SELECT id FROM documents WHERE file = ?"


def test_a_page_is_an_image_of_its_size(visitor: Any, ids: Callable[..., str]) -> None:
    document = ids(DOCUMENT, "bureau-stamp.pdf")
    for twice, across in (("", 1000), ("@2x", 2000)):
        response = visitor.get(f"/image/{document}/1{twice}.webp")
        assert response.headers["content-type"] == "image/webp"
        assert response.headers["cache-control"] == "private, max-age=86400"
        image = Image.open(BytesIO(response.content))
        assert abs(image.width - across) <= 1
        assert image.height / image.width == pytest.approx(841.89 / 595.28, abs=0.01)


def test_a_part_is_cut_out(visitor: Any, ids: Callable[..., str]) -> None:
    response = visitor.get(f"/crop/{ids(DOCUMENT, 'bureau-stamp.pdf')}/1/60,560,420,600.png")
    image = Image.open(BytesIO(response.content))
    assert image.format == "PNG"
    assert image.width == pytest.approx(360 * 2.5, abs=2)
    assert image.height == pytest.approx(40 * 2.5, abs=2)
    assert sum(image.convert("L").histogram()[:60]) > 0, "there is print on it"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/image/{}/0.webp", 404),
        ("/image/{}/3.webp", 404),
        ("/image/{}/999999.webp", 404),
        ("/image/{}/1@3x.webp", 404),
        ("/image/{}/1.png", 404),
        ("/image/nothing/1.webp", 404),
        ("/image/../{}/1.webp", 404),
        ("/crop/{}/1/0,0,99999,99999.png", 400),
        ("/crop/{}/1/0,0,1,1.png", 400),
        ("/crop/{}/1/300,300,200,200.png", 400),
        ("/crop/{}/7/0,0,50,50.png", 404),
        ("/crop/{}/1/0,0,-50,50.png", 404),
        ("/crop/{}/1/0,0,5e3,50.png", 404),
    ],
)
def test_what_is_not_on_the_page_is_not_shown(visitor: Any, ids: Callable[..., str], path: str, status: int) -> None:
    answered, body = visitor.raw(path.format(ids(DOCUMENT, "bureau-stamp.pdf")).encode())
    assert answered == status
    assert not body.startswith((b"RIFF", b"\x89PNG"))


def test_a_text_has_no_image_and_says_so(visitor: Any, ids: Callable[..., str]) -> None:
    response = visitor.get(f"/image/{ids(DOCUMENT, 'act.txt')}/1.webp")
    assert response.status_code == 404
    assert response.headers["content-type"] == "image/svg+xml"
    assert "La source est un texte" in response.text


def test_a_file_that_changed_or_went_is_not_shown(
    visit: Callable[..., Any], make: SimpleNamespace, tmp_path: Path, shelf: SimpleNamespace
) -> None:
    data = (shelf.folder / "bureau-stamp.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data)
    visitor = visit(make.document(sha256=sha256(data).hexdigest()), render=Viewer())
    (document,) = visitor.get("/corpus/documents.json?_shape=array").json()
    address = f"/image/{document['id']}/1.webp"
    assert visitor.get(address).content.startswith(b"RIFF")
    (tmp_path / "a.pdf").write_bytes(data + b"\n% more")
    assert visitor.get(address).status_code == 200  # the process has it open still, and these are the bytes
    asyncio.run(_restart(visitor.room.studio))
    assert "a changé" in visitor.get(address).text
    (tmp_path / "a.pdf").unlink()
    os.mkfifo(tmp_path / "a.pdf")  # reading it would never end
    assert "plus à sa place" in visitor.get(address).text.replace("\n", " ") or visitor.get(address).status_code == 404


async def _restart(studio: Studio) -> None:
    for _ in range(2):
        hand = studio.free.get()
        if hand is not None:
            hand.end()
    for _ in range(2):
        studio.free.put(None)


# ---- processes and the cache -----------------------------------------------------------------------------------------


def badly(path: str, digest: str, page: int, across: int, box: Box | None) -> tuple[bytes, str]:
    """A renderer that does what the path says."""
    if path == "hangs":
        time.sleep(60)
    if path == "dies":
        os._exit(11)
    if path == "raises":
        raise RuntimeError("a library gave up")
    if path == "grows":
        held = bytearray(8 << 30)
        return bytes(held[:1]), ""
    return b"image " + path.encode(), ""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(badly, tmp_path / "images", most=200, seconds=0.5)
    yield made
    made.close()


def wish(studio: Studio, path: str, page: int = 1) -> Shot:
    return asyncio.run(studio.image(Wish(path, sha256(path.encode()).hexdigest(), page, 10)))


def test_a_page_that_hangs_grows_or_kills_costs_only_itself(studio: Studio) -> None:
    assert wish(studio, "good") == Shot(b"image good")
    began = time.monotonic()
    assert wish(studio, "hangs") == Shot(b"", "too-slow")
    assert time.monotonic() - began < 5
    began = time.monotonic()
    assert wish(studio, "hangs") == Shot(b"", "too-slow")  # not tried again at once
    assert time.monotonic() - began < 0.2
    assert wish(studio, "dies") == Shot(b"", "crashed")
    assert wish(studio, "raises") == Shot(b"", "damaged")
    assert wish(studio, "grows") == Shot(b"", "damaged")
    assert wish(studio, "better") == Shot(b"image better")


def test_the_first_image_does_not_wait_for_a_process(studio: Studio) -> None:
    starter = threading.Thread(target=studio.warm)
    starter.start()
    starter.join()  # the processes outlive the thread that asked for them
    begun = {hand.process.pid for hand in studio.free.queue if hand is not None}
    assert len(begun) == 2
    assert wish(studio, "good") == Shot(b"image good")
    studio.warm()  # once more: there is nothing to begin
    assert {hand.process.pid for hand in studio.free.queue if hand is not None} == begun


def test_images_are_kept_and_the_cache_is_bounded(studio: Studio, tmp_path: Path) -> None:
    assert wish(studio, "good").data
    studio.render = None  # from now on only what is kept
    assert wish(studio, "good") == Shot(b"image good")
    assert wish(studio, "other") == Shot(b"", "no-renderer")
    studio.render = badly
    for page in range(1, 140):
        assert wish(studio, "many", page).data
    kept = list((tmp_path / "images").iterdir())
    assert sum(file.stat().st_size for file in kept) < 200 + 64 * len(b"image many")


def test_too_many_wishes_are_told_to_come_back(studio: Studio) -> None:
    async def crowd() -> list[Shot]:
        wishes = [Wish("good", "0" * 64, page, 10) for page in range(60)]
        return await asyncio.gather(*(studio.image(one) for one in wishes))

    found = asyncio.run(crowd())
    assert {shot.reason for shot in found} == {"", "busy"}
    assert sum(1 for shot in found if shot.reason == "busy") == 20


def test_hostile_files_give_an_image_or_a_reason(tmp_path: Path) -> None:
    files = sorted(HOSTILE.glob("*.pdf"))
    if not files:
        pytest.skip("shared/hostile is not here")
    studio = Studio(Viewer(), None, seconds=8.0)
    reasons = {*REASONS, "too-slow", "crashed"}
    try:
        for file in files[::3]:
            digest = sha256(file.read_bytes()).hexdigest()
            shot = asyncio.run(studio.image(Wish(str(file), digest, 1, 1000)))
            assert shot.data.startswith(b"RIFF") or shot.reason in reasons, file.name
            if shot.data:
                image = Image.open(BytesIO(shot.data))
                assert image.width * image.height <= MOST_PIXELS * 1.01
    finally:
        studio.close()
