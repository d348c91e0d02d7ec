"""What is counted: policies, spells, time credit, college units, allocation, words matched to a pack.

The modules in their order:

    allocation          The most that time can be worth when it is allotted to several uses, none of it twice
    capped_subjects     Units in subjects that count up to so many
    dated_events        Events that answers date: the days that each distinct cell names
    linear_programme    The most that a mixture of columns comes to where each row counts up to a cap
    matched_words       Columns of words matched against a pack's vocabulary: what each distinct cell means
    policies            Counting policies: the values that turn spells and units into credit, by name
    ranks               Which names rank above others, as a specification or its agency says: job classes, awards
    study_words         What a pack says of study in words of its own: words for the levels that there are
    answered_questions  Questions that rows of answers answer: word for word those that a pack asks, nearly those
    college_units       Counting college units for all applicants at once, exactly, as (low, high)
    units_by_subject    How many units of a row that names several subjects are in some of these, as people tell
    job_facts           Facts that a job may state beside its kind: yes or no, a step of a ladder, one of several
    spells              Rows of experience as time: spells on an axis of days in their shortest and longest reading
    time_credit         Counting time for all applicants at once, exactly, as (low, high)
    unlike_loads        Time allotted to several uses of which one counts a job whole that another counts by its share
    counted             What a pack's clauses draw on: applicants' rows matched to its words and counted by its policy
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.counting.allocation import MOST_USES, Use
    from minqual.counting.college_units import (
        SYSTEMS,
        UNITS_BY_LEVEL,
        earned_units,
        may_be_college,
        says_not_conferred,
        stated_units,
        system_told,
        told_together,
        units_in,
        units_told,
        without_award,
    )
    from minqual.counting.counted import COLUMN_OF, SECTION_OF, Accreditation, Ledger, Tally
    from minqual.counting.dated_events import EventRows
    from minqual.counting.job_facts import AskedFact, JobFact, JobFacts, Sought, ToldFacts
    from minqual.counting.matched_words import Matched, Spread
    from minqual.counting.policies import (
        FILE,
        CountingPolicy,
        OwnPolicy,
        PolicyValues,
        bundled_policies,
        policy_names,
    )
    from minqual.counting.ranks import Ranks
    from minqual.counting.spells import CALENDAR_START, Axis, Selection, Spells, Stretches, select
    from minqual.counting.study_words import (
        LEVELS,
        AwardEntry,
        AwardWords,
        StudyLevel,
        StudyWords,
        level_of,
        usual_level,
    )
    from minqual.counting.time_credit import added_up, completed, divided, idle, longest_stretch
    from minqual.counting.units_by_subject import Divided, part_of_units, units_divided, units_to_tell
    from minqual.counting.unlike_loads import TimedUse, allotted_unlike

__all__, __getattr__, __dir__ = door(__name__)
