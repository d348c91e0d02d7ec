"""Impact: at what rates groups of applicants come through, and which clauses stop them.

The modules in their order:

    conventions      Conventions: named thresholds for selection rates
    exact_tests      Tests of two rates against each other: Fisher's exact test, its mid-P, and Z
    groups_file      A file of groups: who belongs to which group of which category. It is read for impact alone
    outcomes         Outcomes: how applicants stand, at one level or over all
    selection_rates  Selection rates of groups: ratios to the highest, tests, shortfall
    by_group         Impact by group: selection rates of every group of every category, and what stops each of them
    told             Impact as plain data, as sheets and in sentences
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.impact.by_group import CategoryImpact, ClauseImpact, Impact, impact_on
    from minqual.impact.conventions import Convention
    from minqual.impact.exact_tests import Tested
    from minqual.impact.groups_file import Groups, groups_given, read_groups
    from minqual.impact.outcomes import Outcomes, outcomes_of, outcomes_of_file
    from minqual.impact.selection_rates import Selected, SelectionRate
    from minqual.impact.told import (
        funnel_said,
        impact_data,
        impact_said,
        impact_sheets,
        rate_cells,
        stop_cells,
        three_places,
    )

__all__, __getattr__, __dir__ = door(__name__)
