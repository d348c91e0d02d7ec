"""Seeds: records from which a value inside a clause may come to matter, made from its terms or from other records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from fractions import Fraction
from itertools import chain
from typing import Any, Final

from minqual.authoring.boundary_pairs import Bound
from minqual.clauses import (
    BestOf,
    ClauseTerm,
    Disjoint,
    Events,
    Leaf,
    NotBuilt,
    NumberTerm,
    Term,
    TimeTerm,
    UnitsTerm,
    directions,
    in_base_unit,
    names_in,
)
from minqual.counting import CountingPolicy, Sought
from minqual.notation import Amount, PackModel
from minqual.packs import Pack
from minqual.records import LISTS
from minqual.values import DegreeLevel, as_decimal, months_later, plain
from minqual.what_if import Builder, Lists, changed, events_in

APART: Final = 15
"""Years between the work of one term and that of another, so that they share no time."""


def seeds(builder: Builder, leaf: Leaf, nodes: Sequence[int], policy: CountingPolicy, as_of: date) -> Iterator[Lists]:
    """Records for the terms of a total: each term alone and beside each other one, with all else that a level needs."""
    for node in nodes:
        try:
            around = builder.around(node)
        except NotBuilt:
            continue
        for own in _combinations(builder, leaf, policy, as_of):
            yield {name: (*around.get(name, ()), *own.get(name, ())) for name in LISTS}


def _combinations(builder: Builder, leaf: Leaf, policy: CountingPolicy, as_of: date) -> Iterator[Lists]:
    late = date(as_of.year - 1, 12, 31)
    early = date(late.year - APART, 12, 31)
    if isinstance(leaf, Disjoint):
        yield from _of_every_use(builder, leaf, policy, late)
    terms = [term for term in _parts(leaf) if isinstance(term, Term) and not isinstance(term, BestOf)]
    for place, term in enumerate(terms):
        others = [other for number, other in enumerate(terms) if number != place]
        for size in _sizes(term, policy):
            try:
                rows = builder.term(term, size, late)
                yield rows
                for other in sorted(others, key=lambda each: not isinstance(each, TimeTerm)):
                    for beside in _sizes(other, policy)[:1]:
                        more = builder.term(other, beside, early)
                        yield {name: (*rows.get(name, ()), *more.get(name, ())) for name in LISTS}
            except NotBuilt:
                continue


def _of_every_use(builder: Builder, leaf: Disjoint, policy: CountingPolicy, late: date) -> Iterator[Lists]:
    """The first term of each use, one after the other with just what is needed, and all at once with more."""
    firsts = [(use.of[0], in_base_unit(use.needs, policy)) for use in leaf.disjoint]
    apart = [(term, need, date(late.year - APART * place, 12, 31)) for place, (term, need) in enumerate(firsts)]
    for uses in (apart, [(term, Fraction(8), late) for term, _ in firsts]):
        try:
            rows = [builder.term(term, size, day) for term, size, day in uses]
        except NotBuilt:
            continue
        yield {name: tuple(chain.from_iterable(each.get(name, ()) for each in rows)) for name in LISTS}


def _sizes(term: Term, policy: CountingPolicy) -> list[Fraction]:
    """How much of a term to try: what makes one step, one and a half, as much as its cap lets count, and more."""
    if isinstance(term, ClauseTerm):
        return [Fraction(1)]
    every = getattr(term, "every", None)
    step = in_base_unit(every, policy) if isinstance(every, Amount) else Fraction(every or 1)
    if isinstance(term, UnitsTerm) and every is None:
        step = Fraction(policy.units_in_a_year)
    beyond = term.beyond if isinstance(term, UnitsTerm) else None
    start = in_base_unit(beyond, policy) if beyond is not None else Fraction(0)
    found = [step, step * 3 / 2]
    if term.at_most is not None:
        worth = in_base_unit(term.gives, policy) if term.gives is not None else Fraction(1)
        cap = in_base_unit(term.at_most, policy) / worth * step
        found += [cap, cap * 2]
    return [start + size for size in found if isinstance(term, NumberTerm) or size > 0]


def _parts(model: PackModel) -> Iterator[PackModel]:
    """A clause and every mapping written inside it."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, PackModel):
                yield from _parts(part)


DAYS_IN_WEEK: Final = 7
MOST_HOURS: Final = 14
"""Hours of one day whose week is still one that may be."""


def at_bound(leaf: Leaf, bound: Bound, lists: Lists) -> Iterator[tuple[Lists, Lists]]:
    """A record that states just what a bound asks, and one just beyond it, where no lever moves that figure."""
    beyond = bound.value + (bound.step if bound.upper else -bound.step)
    questions = {each.name for each in leaf.asks() if each.form == "a number"}
    for place, row in enumerate(lists.get("answers", ())):
        if row.get("question") in questions and beyond >= 0:
            at, past = (changed(lists, "answers", place, answer=plain(each)) for each in (bound.value, beyond))
            yield at, past
    if bound.amount.unit == "hours" and bound.value <= MOST_HOURS:
        for place, job in enumerate(lists.get("experience", ())):
            week = bound.value * DAYS_IN_WEEK
            day = {"start": str(job.get("end")), "years": ""}
            at, past = (
                changed(lists, "experience", place, hours_per_week=plain(hours), **day) for hours in (week, week / 2)
            )
            yield at, past


COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "fields": ("education", "field"),
    "subjects": ("education", "subject"),
    "countries": ("education", "country"),
    "kinds": ("experience", "kinds"),
    "classes": ("experience", "class_code"),
    "employers": ("experience", "employer"),
    "credentials": ("credentials", "name"),
    "issuers": ("credentials", "issuer"),
}
"""Where a record states the names of each section: table and column."""


def tweaks(leaf: Leaf, lists: Lists, as_of: date, pack: Pack) -> Iterator[Lists]:
    """A record with one thing changed that some value inside a clause is about."""
    for part in _parts(leaf):
        values = {name: getattr(part, name) for name in part.model_fields_set}
        told = (("experience", "facts", word) for word in _facts(values.get("where", {}), pack))
        for table, column, word in (*_words(part, pack.groups), *told):
            for place in range(len(lists.get(table, ()))):
                yield changed(lists, table, place, **{column: word})
        for place in range(len(lists.get("experience", ()))):
            yield from _other_work(lists, place, values, as_of)
        for place in range(len(lists.get("education", ()))):
            yield from _other_study(lists, place, values, as_of)
        for place in range(len(lists.get("answers", ()))) if "if_no" in values else ():
            yield changed(lists, "answers", place, answer="no")
    if isinstance(leaf, Events) and leaf.within is not None:
        yield from _events_at_the_edge(leaf, lists, leaf.within.before(as_of))
    if leaf.model_fields_set & {"due", "if_silent"}:
        yield from ({**lists, table: ()} for table in leaf.draws_on() if lists.get(table))


def _events_at_the_edge(leaf: Events, lists: Lists, opens: date) -> Iterator[Lists]:
    """A record with an event on the first day of the window, or the day before: one more, or for the last."""
    for place, row in enumerate(lists.get("answers", ())):
        days = [day.isoformat() for day in events_in(row)]
        if row.get("question") == leaf.events and (days or row.get("answer") == "none"):
            for edge in (opens, opens - timedelta(days=1)):
                for kept in (days, days[:-1]):
                    yield changed(lists, "answers", place, answer="; ".join((*kept, edge.isoformat())))


def _other_work(lists: Lists, place: int, values: Mapping[str, Any], as_of: date) -> Iterator[Lists]:
    for cells in _work_cells(values, as_of):
        yield changed(lists, "experience", place, **cells)
    if isinstance(values.get("gap_at_most"), Amount):
        yield from _broken_up(lists, place, values["gap_at_most"])


def _other_study(lists: Lists, place: int, values: Mapping[str, Any], as_of: date) -> Iterator[Lists]:
    for cells in _study_cells(values, lists["education"][place], as_of):
        yield changed(lists, "education", place, **cells)
    if isinstance(values.get("at_most"), Mapping):
        yield from _in_one_subject(lists, place, values["at_most"], values.get("in_", ()))


def _work_cells(values: Mapping[str, Any], as_of: date) -> Iterator[dict[str, str]]:
    if "unpaid_work" in values:
        yield {"paid": "no"}
    if "other_classes" in values:
        yield {"class_code": "another class"}
    if isinstance(values.get("share_at_least"), Fraction):
        share = values["share_at_least"] * 100
        yield from ({"share": f"{as_decimal(int(each * 1000))}%"} for each in (share, share - Fraction(1, 10)))
    if isinstance(values.get("within"), Amount):
        yield {"start": months_later(values["within"].before(as_of), -24).isoformat()}


def _study_cells(values: Mapping[str, Any], row: Mapping[str, Any], as_of: date) -> Iterator[dict[str, str]]:
    if "other_fields" in values:
        yield {"field": "another field"}
    if "foreign" in values:
        yield {"level": f"foreign {row.get('level', '')}"}
    within = values.get("expected_within")
    if "in_progress" in values or isinstance(within, Amount):
        due = within.after(as_of) if isinstance(within, Amount) else months_later(as_of, 1)
        for day in (due, due + timedelta(days=1)):
            yield {"conferred": "no", "awarded": "", "expected": day.isoformat()}
    pair = values.get("or_")
    if isinstance(pair, Amount):
        column, other = ("quarter_units", "semester_units")[:: 1 if pair.unit.startswith("quarter") else -1]
        yield {column: as_decimal(int(pair.value * 1000)), other: ""}
    if any(isinstance(value, IntEnum) for value in values.values()):
        yield from ({"level": level.word} for level in DegreeLevel if level)


def _words(part: PackModel, groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Each name of a clause by itself in its column, and each kind beside the first of each other list of kinds."""
    stated = {
        name: [kind for each in names_in(getattr(part, name)) for kind in groups.get(each, (each,))]
        for name, direction in directions(type(part)).items()
        if direction.section in COLUMNS and name in part.model_fields_set
    }
    for name, words in stated.items():
        section = directions(type(part))[name].section
        table, column = COLUMNS[section]
        kinds = [first[0] for other, first in stated.items() if first and other != name and section == "kinds"
                 and directions(type(part))[other].section == "kinds"]  # fmt: skip
        for beside in dict.fromkeys(("; ".join(kinds), *kinds)) if kinds else ():
            yield from ((table, column, f"{beside}; {word}") for word in words)
        yield from ((table, column, word) for word in words)


def _facts(where: Mapping[str, Sought], pack: Pack) -> Iterator[str]:
    """What a job states of the facts that are asked: of each in turn every value, or numbers near those asked."""
    for name, sought in where.items():
        others = [f"{other}: {each.example}" for other, each in where.items() if other != name]
        numbers = [int(each) for said in sought.names for each in re.findall(r"\d+", said)]
        values = [*pack.job_facts[name].values, *(str(each + step) for each in numbers for step in (-1, 0, 1))]
        yield from ("; ".join((f"{name}: {value}", *others)) for value in values or ("yes", "no"))


def _broken_up(lists: Lists, place: int, gap: Amount) -> Iterator[Lists]:
    """A job in two halves, with just the gap between them that is bridged, and with one day more."""
    job = lists["experience"][place]
    try:
        start, end = date.fromisoformat(str(job.get("start"))), date.fromisoformat(str(job.get("end")))
    except ValueError:
        return
    half = date.fromordinal((start.toordinal() + end.toordinal()) // 2).replace(day=28) + timedelta(days=4)
    first = half.replace(day=1) - timedelta(days=1)
    for more in (0, 1):
        second = gap.after(first + timedelta(days=1)) + timedelta(days=more)
        if start < first and second < end:
            rows = changed(lists, "experience", place, end=first.isoformat())
            yield {**rows, "experience": (*rows["experience"], {**job, "start": second.isoformat()})}


def _in_one_subject(lists: Lists, place: int, caps: Mapping[str, Amount], subjects: Sequence[str]) -> Iterator[Lists]:
    """Study of which twice as much as counts is in a capped subject, and the rest in another."""
    row = lists["education"][place]
    for name, cap in caps.items():
        other = next((subject for subject in subjects if subject not in caps), None)
        units = {"semester_units": as_decimal(int(cap.value * 2000))}
        capped = {**row, "subject": name, "quarter_units": "", **units}
        rows = changed(lists, "education", place, **({"subject": other} if other else {}))
        yield {**rows, "education": (*rows["education"], capped)}
