"""What the units that rows of education state leave open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses.findings import Ask, Gap
from minqual.counting import system_told, told_together
from minqual.records import PART, SYSTEM, UNIT_COLUMNS, UNITS_BESIDE
from minqual.values import Flags

if TYPE_CHECKING:
    from minqual.records import Education, Figures

WHICH_SYSTEM: Final = "Are these semester units or quarter units?"


def unit_figures(education: Education) -> Mapping[str, Figures]:
    """The columns of units, by their names."""
    figures = (education.semester, education.quarter, education.either)
    return dict(zip(UNIT_COLUMNS, figures, strict=True))


def of_several_systems(education: Education) -> Flags:
    """Rows with units of several systems of which nobody has said whether they are the same ones."""
    several = np.sum([figures.stated for figures in unit_figures(education).values()], axis=0) > 1
    told = np.logical_or(*told_together(education)) if education.table.confirmed else np.zeros_like(several)
    return np.asarray(several & ~told, dtype=np.bool_)


def stated_unit_asks(education: Education, live: Flags) -> Iterator[Ask]:
    """What the units that rows state leave open: whether they are the same ones, of which system, and how many."""
    both = "Are the semester and the quarter units the same units, or separate ones?"
    place = f"semester_units{PART}{UNITS_BESIDE}"
    yield place, both, "applicant", live & of_several_systems(education), Gap.UNITS
    told = np.logical_or(*system_told(education)) if education.table.confirmed else np.zeros_like(live)
    which = live & education.either.stated & ~may_be_any(education.either) & ~told
    yield f"semester_units{PART}{SYSTEM}", WHICH_SYSTEM, "applicant", which, Gap.SYSTEM
    yield from unit_figure_asks(education, live)


def unit_figure_asks(education: Education, live: Flags) -> Iterator[Ask]:
    """How many units rows state, where they say it in no exact figure."""
    for column, figures in unit_figures(education).items():
        unread = may_be_any(figures)
        vague = live & figures.vague & ~unread
        yield column, "How many units were earned?", "applicant", live & unread, Gap.UNITS
        yield column, "How many units were earned exactly?", "applicant", vague, Gap.VAGUE_UNITS


def may_be_any(units: Figures) -> Flags:
    """Rows whose cell of units may be any figure, since nobody can read it."""
    unread: Flags = units.stated & (units.low == 0) & units.unlimited
    return unread
