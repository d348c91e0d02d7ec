"""What the comparison of peers came to: as text, as a table for the README, as a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DECISIONS: Final = ("rules alone", "whole decision")


@dataclass(frozen=True, slots=True)
class Timing:
    """What one applicant takes a peer: seconds of wall time and of processor time. judged: over how many."""

    peer: str
    decision: str
    judged: int
    wall: float
    cpu: float


def times(timing: Timing, timings: Sequence[Timing]) -> float:
    """How much more processor time than minqual a peer takes."""
    (own,) = (each for each in timings if each.peer == "minqual" and each.decision == timing.decision)
    return timing.cpu / own.cpu


def in_text(timings: Sequence[Timing], applicants: int) -> str:
    """The times of each decision, the fastest first."""
    lines = []
    for decision in DECISIONS:
        lines.append(f"{decision}, {applicants} applicants")
        lines.append(f"  {'':<30}{'judged':>9}{'us each':>11}{'cpu us':>11}{'times':>10}")
        for each in sorted((each for each in timings if each.decision == decision), key=lambda each: each.cpu):
            ratio = times(each, timings)
            lines.append(
                f"  {each.peer:<30}{each.judged:>9}{each.wall * 1e6:>11.2f}{each.cpu * 1e6:>11.2f}{ratio:>10.2f}"
            )
    return "\n".join(lines)


def in_markdown(timings: Sequence[Timing], applicants: int) -> str:
    """Both decisions as one table, the fastest at rules alone first."""
    lines = [
        f"| {applicants:,} applicants | rules alone, µs | times minqual | whole decision, µs | times minqual |",
        "|---|--:|--:|--:|--:|",
    ]
    first, last = ([each for each in timings if each.decision == decision] for decision in DECISIONS)
    wholes = {each.peer: each for each in last}
    for rules in sorted(first, key=lambda each: each.cpu):
        whole = wholes[rules.peer]
        cells = [cell for each in (rules, whole) for cell in (_figure(each.cpu * 1e6), _figure(times(each, timings)))]
        lines.append(f"| {rules.peer} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _figure(value: float) -> str:
    """A figure with about two digits that say something."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def drawn(timings: Sequence[Timing], applicants: int, path: Path) -> None:
    """The times of both decisions as bars over a logarithmic axis, in the form that the file's name says."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # only where a plot is asked for

    figure = Figure(figsize=(11, 4.6), layout="constrained")
    axes = figure.subplots(1, len(DECISIONS))
    for axis, decision in zip(axes, DECISIONS, strict=True):
        shown = sorted((each for each in timings if each.decision == decision), key=lambda each: -each.cpu)
        colours = ["#b4552d" if each.peer.startswith("minqual") else "#7a8a99" for each in shown]
        bars = axis.barh([each.peer for each in shown], [each.cpu * 1e6 for each in shown], color=colours)
        axis.bar_label(bars, [_figure(each.cpu * 1e6) for each in shown], padding=3, fontsize=8)
        axis.set_xscale("log")
        axis.margins(x=0.15)
        axis.set_xlabel("processor time for each applicant, µs")
        axis.set_title(f"{decision}, {applicants:,} applicants", fontsize=10)
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    figure.savefig(path)
