"""Plots as SVG: bars with their figures, readable without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from minqual.impact import Impact, ImpactChange, SelectionRate

WIDTH: Final = 760
LABEL: Final = 230
ROW: Final = 26
FONT: Final = 'font-family="sans-serif" font-size="13"'


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar. value: its length, of 0 to 1; between: what it can become. heading: no bar, words above some."""

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
    title = f"Ratios of selection rates, {found.outcomes.name}"
    return svg_of_bars(title, bars, found.convention.ratio)


def plot_of_impact_change(found: ImpactChange) -> str:
    """The ratio of every group with what it can become, as it is and with each change."""
    from minqual.impact import AS_IT_IS

    sides = [(AS_IT_IS, found.before), *((step.says, step.after) for step in found.steps)]
    bars: list[Bar] = []
    for place, category in enumerate(found.before.categories):
        for group, rate in enumerate(category.rates):
            bars.append(Bar(f"{category.category}: {rate.selected.group}", heading=True))
            bars += [_ratio(says, each.categories[place].rates[group]) for says, each in sides]
    title = f"Ratios of selection rates before and after, {found.before.outcomes.name}"
    return svg_of_bars(title, bars, found.before.convention.ratio)


def _ratio(label: str, rate: SelectionRate) -> Bar:
    from minqual.impact import three_places

    chosen = rate.selected
    between = None if rate.ratios is None else (float(rate.ratios[0]), float(rate.ratios[1]))
    said = f"{three_places(rate.ratio) or 'not compared'}, {chosen.passed} of {chosen.count}"
    return Bar(label, said, None if rate.ratio is None else float(rate.ratio), between)


def svg_of_bars(title: str, bars: Sequence[Bar], line: float | None = None) -> str:
    """Bars below each other, from 0 to 1. line: where a threshold stands."""
    height = 40 + ROW * len(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" {FONT} role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20" font-weight="bold">{escape(title)}</text>',
    ]
    for place, bar in enumerate(bars):
        parts += _bar(bar, 32 + ROW * place)
    if line is not None:
        x = _at(line)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="30" y2="{height - 6}" stroke="#000" stroke-dasharray="4 3"/>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _at(value: float) -> float:
    return LABEL + min(value, 1.0) * (WIDTH - LABEL - 170)


def _bar(bar: Bar, y: int) -> Iterator[str]:
    weight = ' font-weight="bold"' if bar.heading else ""
    yield f'<text x="8" y="{y + 17}"{weight}>{escape(bar.label)}</text>'
    if bar.heading:
        return
    if bar.value is not None:
        yield f'<rect x="{LABEL}" y="{y + 4}" width="{_at(bar.value) - LABEL:.1f}" height="16" fill="#4a6f9b"/>'
    if bar.between is not None:
        low, high = map(_at, bar.between)
        yield f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y + 12}" y2="{y + 12}" stroke="#000" stroke-width="2"/>'
    yield f'<text x="{WIDTH - 160}" y="{y + 17}">{escape(bar.said)}</text>'
