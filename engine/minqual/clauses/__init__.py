"""The kinds of clause that a rule pack can use, one class each; KINDS is where a new one is registered.

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
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final

from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_plain_validator_function, simple_ser_schema, tagged_union_schema

from minqual._forking import built
from minqual.clauses.answer import Answer
from minqual.clauses.award import Award
from minqual.clauses.base import (
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
from minqual.clauses.combinations import AllOf, Ambiguous, AnyOf, AtLeast, numbered
from minqual.clauses.conditional import Eased, If
from minqual.clauses.course import Course
from minqual.clauses.credential import Credential
from minqual.clauses.degree import Degree
from minqual.clauses.discretion import BoundedDiscretion, Discretion, DiscretionWithin
from minqual.clauses.disjoint import Disjoint
from minqual.clauses.due import DueBy, deadline
from minqual.clauses.employed import Employed, HeldWhen
from minqual.clauses.events import Events
from minqual.clauses.experience import Experience
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
from minqual.clauses.met_since import in_one_breath
from minqual.clauses.qualifying_work import Work, conditions_of_jobs, jobs_of_no_credit
from minqual.clauses.remedies import Remedy
from minqual.clauses.stated_number import StatedNumber
from minqual.clauses.substitution_table import Row, SubstitutionTable, TableRows, YearForYear
from minqual.clauses.takes_in import TakesIn
from minqual.clauses.total import Total
from minqual.clauses.total_terms import TERMS, BestOf, ClauseTerm, NumberTerm, Term, TimeTerm, UnitsTerm, in_base_unit
from minqual.clauses.unbroken import Unbroken
from minqual.clauses.units import UNIT_COLUMNS, CollegeUnits
from minqual.clauses.where_counted import WhereCounted
from minqual.notation import PackModel, key_of

__all__ = [
    "ANOTHER",
    "BY_KIND",
    "BY_TAG",
    "COUNTED",
    "FACTS",
    "KINDS",
    "RECORD",
    "TERMS",
    "UNIT_COLUMNS",
    "AllOf",
    "Allowance",
    "Answer",
    "AnyClause",
    "AnyOf",
    "Assessment",
    "AtLeast",
    "Award",
    "Barred",
    "BestOf",
    "BoundedDiscretion",
    "Clause",
    "ClauseTerm",
    "CollegeUnits",
    "Credential",
    "Degree",
    "Demand",
    "Direction",
    "Discretion",
    "DiscretionWithin",
    "Disjoint",
    "DueBy",
    "Effect",
    "Employed",
    "Events",
    "Evidence",
    "ExampleRows",
    "FromHardest",
    "Gap",
    "Gate",
    "Group",
    "HeldWhen",
    "If",
    "Judgement",
    "Leaf",
    "LeastOrMost",
    "Limit",
    "Making",
    "Member",
    "NamedQuestion",
    "NotBuilt",
    "NotCounted",
    "NumberTerm",
    "Parts",
    "Provision",
    "Question",
    "Remedy",
    "Row",
    "Shortfall",
    "StatedNumber",
    "SubstitutionTable",
    "TableRows",
    "Term",
    "TimeTerm",
    "Undeciding",
    "UnitsTerm",
    "WaysToRead",
    "Welcome",
    "Window",
    "Wording",
    "Work",
    "YearForYear",
    "conditions_of_jobs",
    "deadline",
    "direction_of",
    "directions",
    "in_base_unit",
    "in_one_breath",
    "jobs_of_no_credit",
    "kind_of",
    "measure",
    "names_in",
    "numbered",
    "opposite",
    "remade",
    "tag",
]

KINDS: Final[tuple[type[Clause], ...]] = (
    Degree,
    CollegeUnits,
    Experience,
    Unbroken,
    Employed,
    TakesIn,
    SubstitutionTable,
    Total,
    Disjoint,
    Credential,
    Answer,
    StatedNumber,
    Events,
    Course,
    Award,
    Judgement,
    Discretion,
    BoundedDiscretion,
    AllOf,
    AnyOf,
    AtLeast,
    Ambiguous,
    WhereCounted,
    If,
    Eased,
)

BY_KIND: Final[Mapping[str, type[Clause]]] = {kind.kind: kind for kind in KINDS}


BY_TAG: Final[Mapping[str, type[PackModel]]] = {
    **{f"<{name}>": kind for name, kind in BY_KIND.items()},
    **{f"<count {name}>": term for name, term in TERMS.items()},
}
"""What the marks in the path of a fault stand for: kinds of clause, and terms of a total."""


def kind_of(value: object) -> str | None:
    """The kind of a clause in a pack: the key that introduces it. None where there is none, or more than one.

    A key that says more about another one there ("at least" of events) introduces none.
    """
    if isinstance(value, Clause):
        return tag(value.kind)
    keys = [key for key in value if key in BY_KIND] if isinstance(value, Mapping) else []
    if len(keys) > 1:
        keys = [key for key in keys if not any(key in _own_keys(other) for other in keys if other != key)]
    return tag(keys[0]) if len(keys) == 1 else None


@lru_cache(maxsize=64)
def _own_keys(kind: str) -> frozenset[str]:
    return frozenset(key_of(name) for name in BY_KIND[kind].model_fields)


def tag(kind: str) -> str:
    """A kind as it is marked in the path of a fault, so that no key of a pack can be taken for it."""
    return f"<{kind}>"


def any_clause() -> CoreSchema:
    """The union of all kinds, told apart by the key that introduces a clause."""
    kinds: dict[Any, Mapping[str, Any]] = {
        tag(name): no_info_plain_validator_function(partial(_read_as, kind)) for name, kind in BY_KIND.items()
    }
    return tagged_union_schema(
        kinds,
        kind_of,
        custom_error_type="clause_kind",
        custom_error_message="one clause",
        serialization=simple_ser_schema("any"),
    )


def _read_as(kind: type[Clause], value: object) -> Clause:
    return built(kind).model_validate(value)
