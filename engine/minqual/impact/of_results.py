"""Impact of results that a program holds or names, as the library gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from minqual.impact.by_group import Impact, impact_on
from minqual.impact.change_by_group import ImpactChange, impact_changed
from minqual.impact.groups_file import groups_given
from minqual.impact.outcomes import Outcomes, outcomes_of, outcomes_of_file
from minqual.values import FaultyInput, misused
from minqual.verdicts import Results

Grouped: TypeAlias = Path | str | Mapping[str, Mapping[str, str]] | Any
"""What groups may be given as; the last is a DataFrame, whose type is named only where it is read."""


def impact_of(
    results: Results | Path | str,
    groups: Grouped,
    level: str | None = None,
    convention: str = "none",
    reference: Mapping[str, str] | None = None,
) -> Impact:
    """At what rates groups of applicants come through, within what bounds, and which clauses stop them.

    results: those of a screening, the path of a file of results or of decisions by hand, or of an examination file.
    groups: the path of a file, a DataFrame with its columns, or by category, such as sex, the group of each
    applicant id. level: the one meant; else the verdict. convention: the name of a threshold. reference: by
    category, the group that others are compared with. What comes back holds the rates by category and group.
    SourceError carries what is wrong with the files, or names that are not known; FaultyInput: an argument is of
    another kind.
    """
    with _of_arguments(convention, level, reference):
        given = _outcomes("results", results, level)
        return impact_on(given, groups_given(groups, given.ids), convention, reference)


def impact_change(
    before: Results | Path | str,
    after: Results | Path | str,
    groups: Grouped,
    level: str | None = None,
    convention: str = "none",
    reference: Mapping[str, str] | None = None,
) -> ImpactChange:
    """What becomes of the rates of groups by a change, with their bounds, and how many of each group move.

    before, after: results of the same applicants, as impact_of takes them; so are the other arguments and the errors.
    """
    with _of_arguments(convention, level, reference):
        first, other = _outcomes("before", before, level), _outcomes("after", after, level)
        return impact_changed(first, [(other.name, other)], groups_given(groups, first.ids), convention, reference)


def _outcomes(where: str, results: object, level: str | None) -> Outcomes:
    if isinstance(results, Results):
        return outcomes_of(results, level)
    if not isinstance(results, str | Path):
        raise misused(where, results, "the Results that screen returns, or the path of a file of results")
    return outcomes_of_file(Path(results), level)


@contextmanager
def _of_arguments(convention: object, level: object, reference: object) -> Iterator[None]:
    """Faults of a program's arguments, which are called as the options of the command are, but for the dashes."""
    if not isinstance(convention, str):
        raise misused("convention", convention, "the name of a threshold, such as four-fifths")
    if not isinstance(level, str | None):
        raise misused("level", level, "the id of a level, or nothing")
    if not isinstance(reference, Mapping | None):
        raise misused("reference", reference, 'by category one of its groups, as in {"sex": "women"}')
    try:
        yield
    except FaultyInput as error:
        raise type(error)(
            [replace(each, where=each.where[2:]) if each.where[:2] == "--" else each for each in error.faults]
        ) from None
