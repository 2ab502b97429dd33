"""A second opinion: where it replaces, where it adds, and where the first reading stays."""

from __future__ import annotations

import io

import pytest
from delib.parser.ocr import Policy, engine_of, with_ocr
from delib.parser.ocr import engine as engines
from delib.parser.ocr.engine import EngineUnavailable, Seen, find_engines
from delib.parser.ocr.opinion import LEAST_DOUBT, combined, doubt
from delib.parser.pages import open_source
from PIL import Image, ImageDraw


def seen(text: str, x0: float, confidence: float, *, top: float = 100, line: int = 0, width: float = 100) -> Seen:
    return Seen(text, x0, top, x0 + width, top + 24, confidence, line)


class Reads:
    """An engine that reads what it is given, and counts."""

    version = "1"

    def __init__(self, name: str, words: list[Seen]):
        self.name, self.words, self.calls = name, words, 0

    def read(self, image: Image.Image, dpi: float) -> list[Seen]:
        self.calls += 1
        return self.words


def test_a_doubtful_word_gives_way_to_a_sure_one() -> None:
    first = [seen("Odile", 100, 0.95), seen("BERTH0UQ", 210, 0.31)]
    found = combined(first, [seen("Odile", 101, 0.99, top=98), seen("BERTHOUD", 211, 0.97, top=98)])
    assert [item.text for item in found.seen] == ["Odile", "BERTHOUD"]
    assert (found.replaced, found.added) == (1, 0)
    assert {item.line for item in found.seen} == {0}


@pytest.mark.parametrize(
    ("sure", "other"),
    [(0.9, 0.99), (0.3, 0.5)],
    ids=["the first is sure", "the second is not"],
)
def test_the_first_reading_stays(sure: float, other: float) -> None:
    found = combined([seen("VERCHERE", 100, sure)], [seen("VERCHÈDE", 100, other)])
    assert [item.text for item in found.seen] == ["VERCHERE"]
    assert found.replaced == found.added == 0


def test_a_french_word_is_taken_for_read() -> None:
    first = [seen("l'unanimité", 100, 0.05), seen("délibéré,", 220, 0.2)]
    assert doubt((item.text, item.confidence) for item in first) == 0
    assert combined(first, [seen("lunanimte", 100, 0.99), seen("délibéré.", 220, 0.99)]).seen == first


def test_what_both_read_is_as_sure_as_the_surer() -> None:
    (word,) = combined([seen("Amaury", 100, 0.4)], [seen("AMAURY", 100, 0.98)]).seen
    assert (word.text, word.confidence) == ("Amaury", 0.98)


def test_one_word_may_be_two() -> None:
    first = [seen("GuyJ0LY", 100, 0.3, width=220)]
    found = combined(first, [seen("Guy", 100, 0.95, width=90), seen("JOLY", 210, 0.96, width=110)])
    assert [item.text for item in found.seen] == ["Guy", "JOLY"]


def test_words_under_a_stamp_are_added_to_their_line() -> None:
    first = [seen("pouvoir", 100, 0.95, line=4), seen("JOLY", 340, 0.95, line=4)]
    second = [seen("pouvoir", 100, 0.99), seen("à", 215, 0.9, width=12), seen("Guy", 240, 0.97, width=80)]
    below = seen("Fait", 100, 0.9, top=400, line=3)
    found = combined(first, [*second, below, seen("~", 600, 0.99), seen("xx", 700, 0.4)])
    assert [(item.text, item.line) for item in found.seen[2:4]] == [("à", 4), ("Guy", 4)]
    assert found.seen[4].text == "Fait" and found.seen[4].line > 4
    assert found.added == 3


def page() -> bytes:
    image = Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(image).rectangle((100, 100, 900, 124), fill=0)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    return out.getvalue()


def read(monkeypatch: pytest.MonkeyPatch, *there: Reads) -> list[str]:
    """The reasons of the page, read with those engines; the second is asked for by name."""

    def find(name: str = "") -> Reads:
        for one in there:
            if name in ("", one.name):
                return one
        raise EngineUnavailable(f"{name} is not installed", "pip install it")

    monkeypatch.setattr(engines, "find_engine", find)
    data = page()
    source = with_ocr(open_source(data, name="scan.pdf"), data, Policy(second="second", cache=""))
    assert engine_of(source) in ("first 1", "first 1, second 1")
    return [*source.pages[0].reasons, engine_of(source) or "", " ".join(word.text for word in source.pages[0].words)]


def test_the_second_is_asked_where_the_first_doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Reads("first", [seen("0diIe", 100, 0.2), seen("B3RTHOUD", 210, 0.3)])
    assert doubt((item.text, item.confidence) for item in first.words) > LEAST_DOUBT
    second = Reads("second", [seen("Odile", 100, 0.99), seen("BERTHOUD", 210, 0.99)])
    reasons = read(monkeypatch, first, second)
    assert "second opinion by second 1: 2 doubtful words replaced, 0 added" in reasons
    assert reasons[-2:] == ["first 1, second 1", "Odile BERTHOUD"]


def test_the_second_is_not_asked_where_the_first_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    second = Reads("second", [])
    reasons = read(monkeypatch, Reads("first", [seen("Odile", 100, 0.95)]), second)
    assert second.calls == 0
    assert not any("opinion" in reason for reason in reasons)


def test_a_second_engine_that_is_missing_is_said_where_it_was_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = read(monkeypatch, Reads("first", [seen("0diIe", 100, 0.1), seen("B3RTHOUD", 210, 0.05)]))
    assert "no second opinion: second is not installed. pip install it" in reasons


def test_an_engine_is_no_second_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Reads("one", [])
    monkeypatch.setattr(engines, "find_engine", lambda name="": one)
    both = find_engines(Policy(second="one"))
    assert (both.second, both.label, both.megabytes) == (None, "one 1", 0)
