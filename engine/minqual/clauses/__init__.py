"""The kinds of clause that a rule pack can use, one class each; `kinds` is where a new one is registered.

The modules in their order:

    field_directions    In which direction another value makes a clause easier or harder: said once
    findings            What a clause finds for applicants: standings, evidence, open facts, and the words for them
    remedies            What would bring a clause to be met: things that are still to come
    base                What every kind of clause is: fields that are its YAML, a standing for every applicant
    due                 When something is due: at filing, by appointment or after it
    job_properties      What is asked of each job beside its time, in the words of its columns: certain, possible
    job_questions       What is asked of a job whose hours and dates are not stated
    answer              What only the applicant can say
    credential          Licences and certificates
    degree              Degrees and diplomas
    discretion          Discretion: who may accept an equivalent where the printed pattern is not met
    jobs_meant          Which jobs are meant: their kinds, facts, classes and employers
    judgement           What the record cannot decide: judgements that a person must make
    met_since           Since when a clause is met: said in one breath, and what keeps it open
    combinations        Combinations: all of, any of, and wordings that can be read in two ways
    course              Courses completed, whatever their units
    qualifying_work     Which time counts: the kinds, classes, employers, dates and shares that a clause asks of a job
    stated_number       Numbers that only the applicant can state: grade averages, words a minute, hours of training
    unit_asks           What the units that rows of education state leave open
    units               College units
    award               Awards that stand beside the levels of study
    conditional         Requirements that hang on a condition: asked only where it holds
    employed            Whether some job is held now, was held on a day, or was begun by or from a day
    events              Events that only the applicant can date, counted in a window before the as-of date: warnings
    experience          Time worked in certain kinds of experience
    takes_in            Takes in: experience among which several named things stand, no duration for any
    total_terms         What a total is made of: time, units, numbers and single tests
    unbroken            Unbroken: experience without a gap
    disjoint            Disjoint: uses of experience that may not share time
    substitution_table  Printed substitution tables: education in exchange for experience, row by row
    total               Totals: education and experience that add up, and uses of time that may not share it
    where_counted       Where counted: whoever counts certain time needs something besides
    kinds               The kinds of clause by the key that introduces them; KINDS is where a new one is registered
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.clauses.answer import Answer
    from minqual.clauses.award import Award
    from minqual.clauses.base import (
        ELSEWHERE,
        AnyClause,
        Clause,
        ExampleRows,
        Gate,
        Group,
        Leaf,
        Making,
        Member,
        NotBuilt,
        Provision,
        WaysToRead,
        remade,
    )
    from minqual.clauses.combinations import AllOf, AnyOf, AtLeast, numbered
    from minqual.clauses.conditional import If
    from minqual.clauses.credential import Credential
    from minqual.clauses.degree import Degree
    from minqual.clauses.discretion import BoundedDiscretion, Discretion, DiscretionWithin
    from minqual.clauses.disjoint import Disjoint
    from minqual.clauses.due import DueBy, deadline
    from minqual.clauses.employed import Employed, HeldWhen
    from minqual.clauses.events import Events
    from minqual.clauses.field_directions import (
        ANOTHER,
        Allowance,
        Barred,
        Demand,
        Direction,
        Effect,
        FromHardest,
        LeastOrMost,
        Limit,
        Parts,
        Shortfall,
        Undeciding,
        Welcome,
        Window,
        direction_of,
        directions,
        measure,
        names_in,
        opposite,
    )
    from minqual.clauses.findings import (
        COUNTED,
        RECORD,
        Assessment,
        Evidence,
        Gap,
        NamedQuestion,
        NotCounted,
        Question,
        Wording,
    )
    from minqual.clauses.jobs_meant import FACTS
    from minqual.clauses.judgement import Judgement
    from minqual.clauses.kinds import BY_KIND, BY_TAG, KINDS, ONE_ENOUGH, kind_of, tag
    from minqual.clauses.met_since import in_one_breath
    from minqual.clauses.qualifying_work import Work, conditions_of_jobs, jobs_of_no_credit
    from minqual.clauses.remedies import Remedy
    from minqual.clauses.stated_number import StatedNumber
    from minqual.clauses.substitution_table import Row, SubstitutionTable, TableRows, YearForYear
    from minqual.clauses.total_terms import (
        TERMS,
        BestOf,
        ClauseTerm,
        NumberTerm,
        Term,
        TimeTerm,
        UnitsTerm,
        in_base_unit,
    )
    from minqual.clauses.units import CollegeUnits

__all__, __getattr__, __dir__ = door(__name__)
