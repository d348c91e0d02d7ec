"""Impact of results that a program holds or names, as the library gives it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from minqual.impact.by_group import Impact, impact_on
from minqual.impact.change_by_group import ImpactChange, impact_changed
from minqual.impact.groups_file import Groups, groups_given, read_groups
from minqual.impact.outcomes import Outcomes, outcomes_of, outcomes_of_file
from minqual.verdicts import Results


def impact_of(
    results: Results | Path | str,
    groups: Path | str | Mapping[str, Mapping[str, str]],
    level: str | None = None,
    convention: str = "none",
    reference: Mapping[str, str] | None = None,
) -> Impact:
    """At what rates groups of applicants come through, within what bounds, and which clauses stop them.

    results: those of a screening, the path of a file of results or of decisions by hand, or of an examination file.
    groups: the path of a file, or by category, such as sex, the group of each applicant id. level: the one meant; else
    the verdict. convention: the name of a threshold. reference: by category, the group that others are compared with.
    SourceError carries what is wrong with the files, or names that are not known.
    """
    given = _outcomes(results, level)
    return impact_on(given, _groups(groups, given), convention, reference)


def impact_change(
    before: Results | Path | str,
    after: Results | Path | str,
    groups: Path | str | Mapping[str, Mapping[str, str]],
    level: str | None = None,
    convention: str = "none",
    reference: Mapping[str, str] | None = None,
) -> ImpactChange:
    """What becomes of the rates of groups by a change, with their bounds, and how many of each group move.

    before, after: results of the same applicants, as impact_of takes them; so are the other arguments and the errors.
    """
    first, other = (_outcomes(each, level) for each in (before, after))
    return impact_changed(first, [(other.name, other)], _groups(groups, first), convention, reference)


def _outcomes(results: Results | Path | str, level: str | None) -> Outcomes:
    return outcomes_of(results, level) if isinstance(results, Results) else outcomes_of_file(Path(results), level)


def _groups(groups: Path | str | Mapping[str, Mapping[str, str]], given: Outcomes) -> Groups:
    return groups_given(groups) if isinstance(groups, Mapping) else read_groups(Path(groups), given.ids)
