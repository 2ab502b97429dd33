"""The charts: well formed, escaped, told in words, with nothing, one thing and a thousand things in them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from delib.corpus.web import charts
from delib.corpus.web.charts import Cut, Head, Leaf, Pair, Point, Series, Stack, Told
from delib.corpus.web.charts.drawing import fitted, steps
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
TOLD = Told("one", "Titre & <script>", 'Ce que l\'on voit : "tout"\x00')
NASTY = "<img src=x onerror=alert(1)> & ' \"\x0b"


def say(value: float) -> str:
    return f"{value:g} €"


def points(count: int, label: str = "") -> list[Point]:
    return [
        Point(label or f"{1900 + one}", None if one % 7 == 3 else one * 1000.5, label or say(one))
        for one in range(count)
    ]


def columns(count: int, label: str = "") -> str:
    return charts.columns(TOLD, points(count, label), say)


def shares(count: int, label: str = "") -> str:
    return charts.shares(TOLD, [Point(label or str(one), one / count, "de tous") for one in range(count)], say)


def ranks(count: int, label: str = "") -> str:
    return charts.ranks(TOLD, points(count, label))


def curves(count: int, label: str = "") -> str:
    series = [Series(label or f"n° {one}", points(count, label)) for one in range(8 if count else 0)]
    return charts.curves(TOLD, [label or str(one) for one in range(count)], series, say)


def stacks(count: int, label: str = "") -> str:
    rows = [Stack(label or f"n° {one}", (one, 2, 0, 1), label) for one in range(count)]
    return charts.stacks(TOLD, [label or kind for kind in ("pour", "contre", "abstention", "ne prend pas part")], rows)


def matrix(count: int, label: str = "") -> str:
    states = {
        (one, other): ("present", "represented", "absent")[(one + other) % 3]
        for one in range(count)
        for other in range(min(count, 40))
    }
    heads = [Head(label or f"n° {one}", label) for one in range(count)]
    return charts.matrix(TOLD, heads, heads[:40], states, {"present": label or "présent"})


def pairs(count: int, label: str = "") -> str:
    listed = [
        Pair(f"{label}g{one}", None if one % 9 == 4 else f"{label}h{one // 2}", 1 + one % 3, label)
        for one in range(count)
    ]
    return charts.pairs(TOLD, listed, label or "donne", label or "reçoit", label or "non dit")


def strip(count: int, label: str = "") -> str:
    leaves = [Leaf(one + 1, "scan" if one % 2 else "text", label) for one in range(count)]
    cuts = [Cut(one + 1, one % 5 / 5, (0.9, 0.7, 0.4, None)[one % 4], label) for one in range(count)]
    return charts.strip(TOLD, leaves, cuts, {"sure": label or "sûre"}, {"text": label or "texte", "scan": "image"})


ALL = [columns, shares, ranks, curves, stacks, matrix, pairs, strip]


def tree(drawn: str) -> etree._Element:
    return etree.fromstring(drawn if drawn.startswith("<svg") else f"<div>{drawn}</div>")


def pictures(drawn: str) -> list[etree._Element]:
    return [one for one in tree(drawn).iter(f"{SVG}svg") if one.get("role") == "img"]


@pytest.mark.parametrize("count", [0, 1, 2, 40, 1000])
@pytest.mark.parametrize("draw", ALL)
def test_well_formed_and_told_in_words(draw: Callable[..., str], count: int) -> None:
    (picture,) = pictures(draw(count))
    named = (picture.get("aria-labelledby") or "").split()
    words = [picture.find(f"*[@id='{one}']") for one in named]
    assert [one.text for one in words if one is not None] == [TOLD.title, TOLD.about.replace("\x00", "")]
    ids = [one.get("id") for one in tree(draw(count)).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("draw", ALL)
def test_labels_are_escaped_and_nothing_runs(draw: Callable[..., str]) -> None:
    drawn = draw(5, NASTY)
    root = tree(drawn)
    assert not [
        one.tag for one in root.iter() if str(one.tag).rsplit("}", 1)[-1] in ("img", "script", "foreignObject", "style")
    ]
    attributes = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in attributes if name == "style" or name.startswith("on") or name.endswith("}href")]
    said = " ".join(root.itertext())
    assert "<img src=x" in said  # it is there, as text


@pytest.mark.parametrize("draw", ALL)
def test_everything_lies_inside_the_drawing(draw: Callable[..., str]) -> None:
    for picture in pictures(draw(40)):
        _, _, width, height = map(float, (picture.get("viewBox") or "").split())
        for rect in picture.iter(f"{SVG}rect"):
            if rect.getparent().tag in (f"{SVG}pattern", f"{SVG}g"):
                continue  # in coordinates of their own
            x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
            assert x >= -0.1 and x + float(rect.get("width")) <= width + 0.1
            assert y >= -0.1 and y + float(rect.get("height")) <= height + 0.1


def test_a_column_is_as_high_as_its_figure() -> None:
    (picture,) = pictures(
        charts.columns(TOLD, [Point("2020", 50, "50"), Point("2021", 100, "100"), Point("2022", None, "")], say)
    )
    low, high = (float(bar.get("height")) for bar in picture.iter(f"{SVG}rect") if bar.get("class") == "bar")
    assert high == pytest.approx(2 * low, rel=0.01)
    assert [one.text for one in picture.iter(f"{SVG}text") if one.get("class") == "unknown"] == ["?"]


def test_a_curve_is_broken_where_a_figure_is_not_known() -> None:
    known = [Point("1", 1, ""), Point("2", 2, ""), Point("3", None, ""), Point("4", 3, "")]
    drawn = charts.curves(TOLD, list("1234"), [Series("a", known)], say)
    (path,) = re.findall(r'<path d="(M[^"]+)" class="line"', drawn)
    assert path.count("M") == 2 and path.count("L") == 1
    assert drawn.count('class="mark disc"') == 3 + 1  # and the one of the key


def test_kinds_differ_by_more_than_colour() -> None:
    (picture,) = pictures(stacks(3))
    looks = {
        (one.get("class"), one.get("fill")) for one in picture.iter(f"{SVG}rect") if "kind-" in one.get("class", "")
    }
    assert {fill for _, fill in looks} == {None, "url(#one-1)", "url(#one-2)", "url(#one-3)"}
    drawn = [one.get("d") for one in picture.iter(f"{SVG}path") if one.get("class") == "texture"]
    assert len(drawn) == len(set(drawn)) == 3


def test_the_threads_of_a_sitting_do_not_cross() -> None:
    listed = [Pair(f"g{(one * 37) % 60:02}", f"h{(one * 37) % 60 // 2}", 1, "") for one in range(60)]
    drawn = charts.pairs(TOLD, listed, "donne", "reçoit", "non dit")
    ends = [tuple(map(float, re.findall(r"[\d.]+", path))) for path in re.findall(r'd="(M[^"]+C[^"]+)"', drawn)]
    threads = sorted((path[1], path[7]) for path in ends)
    assert len(threads) == 60
    assert [end for _, end in threads] == sorted(end for _, end in threads)


def test_a_matrix_holds_a_sign_for_each_known_pair_and_no_other() -> None:
    states = {(0, 0): "present", (1, 1): "absent", (0, 1): "represented", (5, 5): "present", (1, 0): "elsewhere"}
    drawn = charts.matrix(TOLD, [Head("A"), Head("B")], [Head("1"), Head("2")], states, {})
    assert re.findall(r'<use href="#one-(\w+)" x="(\d+)" y="(\d+)"', drawn) == [
        ("present", "3", "3"), ("represented", "21", "3"), ("absent", "21", "21"),
    ]  # fmt: skip
    assert len(matrix(70)) < 250_000


def test_cuts_are_graded() -> None:
    drawn = charts.strip(
        TOLD, [Leaf(1, "text", ""), Leaf(2, "text", "")], [Cut(1, 0.5, 0.9, ""), Cut(9, 0, 0.1, "")], {}, {}
    )
    assert re.findall(r"cut (\w+)", drawn) == ["sure", "sure"]  # the key and the cut; there is no page 9
    assert [re.findall(r"cut (\w+)", strip(4))[-4:]] == [["sure", "fair", "unsure", "unsure"]]


def test_an_id_that_could_break_out_is_refused() -> None:
    with pytest.raises(ValueError):
        charts.ranks(Told('a" onload="x', "", ""), [])


def test_round_figures_and_short_texts() -> None:
    assert steps(71) == [0, 20, 40, 60, 80]
    assert steps(0) == [0, 1] and steps(float("nan")) == [0, 1]
    assert steps(1e9)[-1] >= 1e9
    assert fitted("Subvention à l'école", 60) == "Subvent…"
