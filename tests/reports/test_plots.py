"""Plots: no words stand over a bar, over other words or beyond the edge, however long they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import minqual
from minqual.impact import Groups, Outcomes, impact_on
from minqual.reports import plot_of_impact, plot_of_rule_change
from minqual.reports.plots import Bar, svg_of_bars
from minqual.values import Standing
from support.places import ROOT

SVG = "{http://www.w3.org/2000/svg}"
SIZE = 13


class Box(NamedTuple):
    """Where something stands: left, top, right, bottom."""

    x: float
    y: float
    right: float
    bottom: float

    def over(self, other: Box) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


def boxes(svg: str) -> tuple[list[Box], list[Box], Box]:
    """Those of words as a wide font sets them, of bars and lines, and of the whole."""
    textpath = pytest.importorskip("matplotlib.textpath")
    fonts = pytest.importorskip("matplotlib.font_manager")
    root = ET.fromstring(svg)  # noqa: S314  # of our own making
    words, bars = [], []
    for each in root.iter(f"{SVG}text"):
        font = fonts.FontProperties(family="DejaVu Sans", size=SIZE, weight=each.get("font-weight", "normal"))
        width, height, deep = textpath.text_to_path.get_text_width_height_descent(each.text or "", font, ismath=False)
        x, y = float(each.attrib["x"]), float(each.attrib["y"])
        words.append(Box(x, y - height + deep, x + width, y + deep))
    for each in [*root.iter(f"{SVG}rect")][1:]:
        x, y, width, height = (float(each.attrib[name]) for name in ("x", "y", "width", "height"))
        bars.append(Box(x, y, x + width, y + height))
    for each in root.iter(f"{SVG}line"):
        x, right, y, bottom = (float(each.attrib[name]) for name in ("x1", "x2", "y1", "y2"))
        bars.append(Box(x, y - 1, right, bottom + 1) if y == bottom else Box(x - 0.5, y, right + 0.5, bottom))
    return words, bars, Box(0, 0, float(root.attrib["width"]), float(root.attrib["height"]))


def check(svg: str) -> None:
    words, bars, whole = boxes(svg)
    assert not [(one, two) for one in words for two in bars if one.over(two)]
    assert not [(one, two) for one, two in combinations(words, 2) if one.over(two)]
    for each in (*words, *bars):
        assert each.x >= 0
        assert each.right <= whole.right
        assert each.bottom <= whole.bottom


LONG = "women of two or more ethnic or national groups, over forty"
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80)


@given(
    title=WORDS,
    bars=st.lists(
        st.builds(
            Bar,
            WORDS,
            st.text("0123456789, of open", max_size=30),
            st.none() | st.floats(0, 3),
            st.none() | st.tuples(st.floats(0, 0.4), st.floats(0.4, 2)),
            st.booleans(),
        ),
        max_size=4,
    ),
    line=st.none() | st.just(0.8),
    scale=st.sampled_from([(), (0, 0.25, 0.5, 0.75, 1), (0, 1, 2, 3), (0, 500, 1000, 1500, 2000)]),
)
@example(title="", bars=[Bar(LONG, "not compared, 24 of 107", None, (0.2, 1.5))], line=0.8, scale=())
@example(title=LONG * 4, bars=[Bar("W" * 80, "10 of 31, 7 open", 0.3)], line=None, scale=(0, 1, 2, 3, 4))
def test_no_words_stand_over_a_bar_or_over_other_words(
    title: str, bars: list[Bar], line: float | None, scale: Sequence[float]
) -> None:
    check(svg_of_bars(title, bars, line, "bar: one; line: the other", scale))


@given(groups=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=2, max_size=5))
@example(groups=[(10, 1), (10, 4), (10, 10)])
def test_ratios_are_drawn_in_proportion_whatever_group_the_others_are_compared_with(
    groups: list[tuple[int, int]],
) -> None:
    """The width of each bar, divided by what the scale says there, is its ratio: none is cut off."""
    people = [
        (f"g{place}", number < min(through, count))
        for place, (count, through) in enumerate(groups)
        for number in range(count)
    ]
    standings = np.array([Standing.MET if through else Standing.UNMET for _, through in people], dtype=np.int8)
    ids = tuple(f"a{place}" for place in range(len(people)))
    outcomes = Outcomes("r.csv", ids, "", standings, None, (), {})
    members = dict(zip(ids, (group for group, _ in people), strict=True))
    found = impact_on(outcomes, Groups("g.csv", {"team": members}), reference={"team": "g0"})
    root = ET.fromstring(plot_of_impact(found))  # noqa: S314  # of our own making
    widths = [float(each.attrib["width"]) for each in [*root.iter(f"{SVG}rect")][1:]]
    ratios = [float(rate.ratio) for rate in found.categories[0].rates if rate.ratio is not None]
    assert len(widths) == len(ratios)
    axis = next(each for each in root.iter(f"{SVG}line") if float(each.attrib["x2"]) - float(each.attrib["x1"]) > 200)
    assert max(widths, default=0) <= float(axis.attrib["x2"]) - float(axis.attrib["x1"]) + 0.1
    for one, other in combinations(zip(widths, ratios, strict=True), 2):
        assert abs(one[0] * other[1] - other[0] * one[1]) <= 0.2 * max(one[1], other[1])


@pytest.mark.parametrize(
    "changes",
    [
        ["director.experience: 2 years..6 years step 1 year"],
        ["director.experience: 4 years", "aide.experience: 2 years", "representative.experience: 1 year"],
    ],
)
def test_the_plot_of_a_change_shows_each_amount_beside_its_bar(changes: list[str]) -> None:
    sample = ROOT / "applicants" / "san-jose-council-community-relations"
    found = minqual.effects(sample, "san-jose/council-community-relations", date(2026, 11, 21), changes)
    svg = plot_of_rule_change(found)
    check(svg)
    root = ET.fromstring(svg)  # noqa: S314  # of our own making
    shown = "".join("".join((each.text or "").split()) for each in root.iter(f"{SVG}text"))
    assert all("".join(step.says.split()) in shown for step in found.steps)
