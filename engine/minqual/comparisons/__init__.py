"""Results compared: with other results, or with what people decided by hand.

The modules in their order:

    decision_words    The words in which people write what they decided
    rows_of_files     Rows of files of results, whatever their form: cells by heading
    decided_files     Files of what was decided: results of minqual in any form, or a sheet of decisions by hand
    standing_clauses  How clauses stand, as details have it, for those applicants of whom it is asked
    comparison        The comparison of what was decided twice: who moved, from where to where, by which clause
    standing_parts    How the clauses that all must meet for a level stand, as details have it
    screenings        Screenings compared: the same applicants judged twice, who stands otherwise and by which clauses
    told              A comparison as plain data, as sheets and in a few sentences
    open_effects      What a rule change may still do, once all that is open is settled
    rule_change       A rule change over a pool: how many stand where before and after it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.comparisons.comparison import ClauseChange, Comparison, Move, compared
    from minqual.comparisons.decided_files import Decided, DecidedFile, read_decided
    from minqual.comparisons.open_effects import OpenEffect
    from minqual.comparisons.rows_of_files import FileColumns, columns_in, columns_of_frame
    from minqual.comparisons.rule_change import (
        RuleChange,
        RuleStep,
        Shift,
        effects_of,
        rule_change_data,
        rule_change_sheets,
    )
    from minqual.comparisons.screenings import screenings_compared
    from minqual.comparisons.standing_clauses import Clauses, StandingClause, figures_said, read_clauses
    from minqual.comparisons.standing_parts import read_parts
    from minqual.comparisons.told import (
        clause_said,
        comparison_data,
        comparison_said,
        comparison_sheets,
        counts_of,
        levels_said,
    )

__all__, __getattr__, __dir__ = door(__name__)
