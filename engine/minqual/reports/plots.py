"""Plots as SVG: bars with their figures, readable without colour."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from minqual.impact import Impact, ImpactChange, SelectionRate

WIDTH: Final = 760
"""Of a plot, where the figures beside its bars leave these room enough."""

WIDEST_LABEL: Final = 250
NARROWEST_BAR: Final = 240
EDGE: Final = 8
GAP: Final = 10
LINE: Final = 17
BASE: Final = 13
SIZE: Final = 13
FONT: Final = f'font-family="sans-serif" font-size="{SIZE}"'


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar. value: its length; between: what it can become. heading: no bar, words above some."""

    label: str
    said: str = ""
    value: float | None = None
    between: tuple[float, float] | None = None
    heading: bool = False


def plot_of_impact(found: Impact) -> str:
    """The ratio of every group with what it can become, and the line of the convention."""
    bars: list[Bar] = []
    for category in found.categories:
        bars.append(Bar(category.category, heading=True))
        bars += [_ratio(rate.selected.group, rate) for rate in category.rates]
    return _svg_of_ratios(f"Ratios of selection rates, {_told_of(found)}", bars, found)


def plot_of_impact_change(found: ImpactChange) -> str:
    """The ratio of every group with what it can become, as it is and with each change."""
    from minqual.impact import AS_IT_IS

    sides = [(AS_IT_IS, found.before), *((step.says, step.after) for step in found.steps)]
    bars: list[Bar] = []
    for place, category in enumerate(found.before.categories):
        for group, rate in enumerate(category.rates):
            bars.append(Bar(f"{category.category}: {rate.selected.group}", heading=True))
            bars += [_ratio(says, each.categories[place].rates[group]) for says, each in sides]
    return _svg_of_ratios(f"Ratios of selection rates before and after, {_told_of(found.before)}", bars, found.before)


def _told_of(found: Impact) -> str:
    """What rates are of: the results, the groups and the level."""
    level = f", level {found.outcomes.level}" if found.outcomes.level else ""
    return f"{found.outcomes.name} by the groups of {found.groups.name}{level}"


def _svg_of_ratios(title: str, bars: Sequence[Bar], found: Impact) -> str:
    """Bars of ratios with their scale, as far as the largest of them goes, and the threshold of the convention."""
    convention = found.convention
    line = f"; dashed: the threshold of {convention.name}" if convention.ratio is not None else ""
    legend = f"Bar: ratio to the group that others are compared with; black line: what it can become{line}"
    ends = [end for bar in bars for end in (bar.value, *(bar.between or ())) if end is not None]
    return svg_of_bars(title, bars, convention.ratio, legend, _scale(max(ends, default=1.0)))


def _scale(most: float) -> tuple[float, ...]:
    """The figures of a scale from 0 to one that is not passed: some four steps of 1, 2 or 5."""
    least = max(most, 1.0) / 4
    power = 10.0 ** math.floor(math.log10(least))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= least * (1 - 1e-9))
    return tuple(round(step * place, 6) for place in range(math.ceil(max(most, 1.0) / step - 1e-9) + 1))


def _ratio(label: str, rate: SelectionRate) -> Bar:
    from minqual.impact import three_places

    chosen = rate.selected
    between = None if rate.ratios is None else (float(rate.ratios[0]), float(rate.ratios[1]))
    said = f"{three_places(rate.ratio) or 'not compared'}, {chosen.passed} of {chosen.count}"
    return Bar(label, said, None if rate.ratio is None else float(rate.ratio), between)


def svg_of_bars(
    title: str, bars: Sequence[Bar], line: float | None = None, legend: str = "", scale: Sequence[float] = ()
) -> str:
    """Bars below each other, none of them over any words.

    line: where a threshold stands. scale: the figures below them, from 0 to the longest; without, from 0 to 1.
    """
    most = scale[-1] if scale else 1.0
    said = max(
        (width_of(words) for words in (*(bar.said for bar in bars), *(f"{each:g}" for each in scale))), default=0.0
    )
    label = max((width_of(bar.label) for bar in bars if not bar.heading), default=0.0)
    begin = EDGE + min(label, WIDEST_LABEL) + GAP
    span = begin, max(WIDTH - EDGE - said - GAP, begin + NARROWEST_BAR)
    width = span[1] + GAP + said + EDGE
    parts, y = [], float(EDGE)
    for words, bold in ((title, True), (legend, False)):
        for each in in_lines(words, width - 2 * EDGE, bold=bold):
            parts.append(_text(each, EDGE, y, bold=bold))
            y += LINE
    y += GAP
    for bar in bars:
        lines = in_lines(bar.label, width - 2 * EDGE if bar.heading else span[0] - GAP - EDGE, bold=bar.heading)
        height = LINE * max(len(lines), 1) + GAP
        parts += [_text(each, EDGE, y + LINE * place, bold=bar.heading) for place, each in enumerate(lines)]
        if not bar.heading:
            parts += _bar(bar, y, span, most, None if line is None else (line, height))
        y += height
    if scale:
        parts += _axis(scale, y, span)
        y += LINE + GAP
    size = f'width="{width:.0f}" height="{y:.0f}"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {FONT} role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect {size} fill="#fff"/>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def _text(words: str, x: float, y: float, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y + BASE:.1f}"{weight}>{escape(words)}</text>'


def _axis(scale: Sequence[float], y: float, span: tuple[float, float]) -> Iterator[str]:
    """The scale of bars: a line with the figures below it."""
    yield f'<line x1="{span[0]:.1f}" x2="{span[1]:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#000"/>'
    for each in scale:
        x = span[0] + each / scale[-1] * (span[1] - span[0])
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y + 4:.1f}" stroke="#000"/>'
        yield _text(f"{each:g}", x - width_of(f"{each:g}") / 2, y + 5)


def _bar(bar: Bar, y: float, span: tuple[float, float], most: float, line: tuple[float, float] | None) -> Iterator[str]:
    """A bar with what it can become and what is said of it.

    most: where its room ends. line: where the threshold stands, and how far down.
    """

    def at(value: float) -> float:
        return span[0] + min(value / most, 1.0) * (span[1] - span[0])

    if bar.value is not None:
        yield f'<rect x="{span[0]:.1f}" y="{y:.1f}" width="{at(bar.value) - span[0]:.1f}" height="16" fill="#4a6f9b"/>'
    if bar.between is not None:
        low, high = map(at, bar.between)
        yield f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y + 8:.1f}" y2="{y + 8:.1f}" stroke="#000" stroke-width="2"/>'
    if line is not None:
        x, down = at(line[0]), y + line[1]
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{down:.1f}" stroke="#000" stroke-dasharray="4 3"/>'
    yield _text(bar.said, span[1] + GAP, y)


def width_of(words: str, *, bold: bool = False) -> float:
    """How much room words take at most, whichever of the usual fonts a reader's machine has."""
    return SIZE * (1.12 if bold else 1.0) * sum(map(_width, words))


def _width(letter: str) -> float:
    """The width of a letter in parts of its height, on the wide side."""
    if unicodedata.combining(letter):
        return 0.0
    if letter in " .,:;'|!ijl-":
        return 0.42
    if unicodedata.east_asian_width(letter) in "WF" or letter in "MWmw@%":
        return 1.05
    if letter.isascii() and letter.isalnum():
        return 0.8 if letter.isupper() else 0.65
    return 0.95


def in_lines(words: str, room: float, *, bold: bool = False) -> list[str]:
    """Words in lines that fit into some room: one for each of several things, where all of them do not fit into one."""
    if not words or width_of(words, bold=bold) <= room:
        return [words] if words else []
    return [line for each in re.split(r"(?<=, )", words) for line in _broken(each, room, bold=bold)]


def _broken(words: str, room: float, *, bold: bool) -> list[str]:
    """Words broken after a blank or a full stop, else where it must be."""
    lines: list[str] = []
    for part in filter(None, re.split(r"(?<=[ .])", words)):
        rest = part
        if lines and width_of((lines[-1] + rest).rstrip(), bold=bold) <= room:
            lines[-1] += rest
            continue
        while width_of(rest.rstrip(), bold=bold) > room:
            fits = max(sum(width_of(rest[:end], bold=bold) <= room for end in range(1, len(rest))), 1)
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return [each.rstrip() for each in lines]
