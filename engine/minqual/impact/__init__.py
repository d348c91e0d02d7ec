"""Impact: at what rates groups of applicants come through, and which clauses stop them.

The modules in their order:

    conventions      Conventions: named thresholds for selection rates
    exact_tests      Tests of two rates against each other: Fisher's exact test, its mid-P, and Z
    groups_file      A file of groups: who belongs to which group of which category. It is read for impact alone
    outcomes         Outcomes: how applicants stand, at one level or over all
    selection_rates  Selection rates of groups: ratios to the highest, tests, shortfall
    rate_data        Plain data of a selection rate, for programs
    by_group         Impact by group: selection rates of every group of every category, and what stops each of them
    change_by_group  Impact before and after a change: what becomes of the rates of every group
    of_results       Impact of results that a program holds or names, as the library gives it
    told             Impact as plain data, as sheets and in sentences
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.impact.by_group import CategoryImpact, ClauseImpact, Impact, impact_on
    from minqual.impact.change_by_group import GroupShift, ImpactChange, ImpactStep, impact_changed
    from minqual.impact.conventions import Convention
    from minqual.impact.exact_tests import Tested
    from minqual.impact.groups_file import Groups, read_groups
    from minqual.impact.of_results import impact_change, impact_of
    from minqual.impact.outcomes import Outcomes, outcomes_of_file, outcomes_of_screening
    from minqual.impact.selection_rates import Selected, SelectionRate
    from minqual.impact.told import (
        AS_IT_IS,
        funnel_said,
        impact_change_data,
        impact_change_sheets,
        impact_data,
        impact_said,
        impact_sheets,
        rate_cells,
        stop_cells,
        three_places,
    )

__all__, __getattr__, __dir__ = door(__name__)
