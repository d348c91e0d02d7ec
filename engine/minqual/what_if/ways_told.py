"""Ways to qualify as they are told: one sentence each, with its figures, its day and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np

from minqual.clauses import Remedy
from minqual.judging import Screener, Screening
from minqual.notation import listed
from minqual.records import Tables
from minqual.values import DAYS_IN_YEAR, Standing, Word, calendar_words, day_number, number_after, plain
from minqual.verdicts import Judged, Results, ResultTable, Verdict, Worded, entry_of, explain, told_by
from minqual.what_if.known_remedies import KnownRemedies, begins
from minqual.what_if.way_search import Thing, Way
from minqual.what_if.ways import WaysToLevel, WaysToQualify

MOST_UNITS: Final = {"semester_units": 120, "quarter_units": 180}
"""Units of a whole bachelor's degree."""

MOST_WAITED: Final = 2
"""Tests that are named of a time that passes; of more, which one award may meet at once, the first."""

_UNITS: Final = {"semester_units": "semester units", "quarter_units": "quarter units"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ThingTold:
    """One thing that is still to come. amount: how much of it, with its unit; until: the last day of work."""

    says: str
    table: str
    amount: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WayTold:
    """One way to a level in a sentence.

    earliest: the day on which it is gone at the earliest, however what is open turns out; None where nobody knows how
    long a thing of it takes; then not before `not_before`. day: the same by what is known, later where an answer may
    make it sooner. rests_on: what is assumed. answers: questions to be answered besides.
    """

    says: str
    earliest: str | None
    not_before: str
    things: tuple[ThingTold, ...]
    rests_on: str
    answers: tuple[str, ...]
    day: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelWays:
    """The ways to one level.

    standing: where it stands. leads_to: the standing that the ways lead to: met, or review, where a person must decide
    besides. questions: open facts that bear on the level. discretion: who may accept an equivalent, where that is all.
    no_way: why there is none, where none is told.
    """

    level: str
    title: str
    standing: Word
    leads_to: Word
    ways: tuple[WayTold, ...]
    questions: tuple[str, ...]
    discretion: str
    no_way: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The ways as plain values."""
        plain_values: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain_values


def ways_of(
    screener: Screener, tables: Tables, screening: Screening, applicant: int = 0, only: str | None = None
) -> tuple[LevelWays, ...]:
    """The ways of one applicant, by number, to each level that they do not meet. only: the one level asked for.

    tables: those that the screening is of.
    """
    search, wanted = WaysToQualify(screener, tables, screening), _wanted(screening, only)
    (found,) = search.of([applicant], wanted)
    return _levels_told(screening, applicant, only, [*map(_within_a_degree, found)], search.known)


def ways_of_pool(
    screener: Screener, tables: Tables, screening: Screening, only: str | None = None
) -> list[tuple[LevelWays, ...]]:
    """The ways of every applicant, in their order, to each level that they do not meet; sought together."""
    told: list[tuple[LevelWays, ...]] = [()] * screening.tally.count
    for applicant, found, known in _sought(screener, tables, screening, only):
        told[applicant] = _levels_told(screening, applicant, only, found, known)
    return told


def ways_column(screener: Screener, tables: Tables, screening: Screening, only: str | None = None) -> list[str]:
    """Per applicant, the first way to each level that they do not meet: "aide: a valid driver's license: …"."""
    levels = screening.pack.levels
    told = [""] * screening.tally.count
    for applicant, found, known in _sought(screener, tables, screening, only):
        teller = _Teller(screening, applicant, known, only)
        told[applicant] = " | ".join(f"{levels[each.level].id}: {teller.first(each)}" for each in found)
    return told


def _wanted(screening: Screening, only: str | None) -> list[int]:
    return [place for place, level in enumerate(screening.pack.levels) if only in (None, level.id)]


def _sought(
    screener: Screener, tables: Tables, screening: Screening, only: str | None
) -> Iterator[tuple[int, Sequence[WaysToLevel], KnownRemedies]]:
    """Whoever does not meet a level that is asked for, by number, with the ways that were found."""
    wanted = _wanted(screening, only)
    lacking = np.zeros(screening.tally.count, dtype=np.bool_)
    for place in wanted:
        lacking |= screening.standing(screening.tree.levels[place]) < Standing.MET
    short = np.flatnonzero(lacking).tolist()
    search = WaysToQualify(screener, tables, screening)
    for applicant, found in zip(short, search.of(short, wanted), strict=True):
        yield applicant, [*map(_within_a_degree, found)], search.known


def _within_a_degree(each: WaysToLevel) -> WaysToLevel:
    """The ways but for those of more units than a whole bachelor's degree has, where there are others."""
    ways = tuple(
        way
        for way in each.ways
        if all(one.amount <= MOST_UNITS[one.remedy.column] for one in way.things if one.remedy.column in _UNITS)
    )
    return replace(each, ways=ways or each.ways)


def _levels_told(
    screening: Screening, applicant: int, only: str | None, found: Sequence[WaysToLevel], known: KnownRemedies
) -> tuple[LevelWays, ...]:
    """The ways of one applicant that were found, level by level."""
    teller = _Teller(screening, applicant, known, only)
    told = []
    for each in found:
        level, asked = teller.verdict.levels[each.level], teller.questions(each)
        told.append(
            LevelWays(
                level=level.level,
                title=level.title,
                standing=level.standing,
                leads_to=each.standing.word,
                ways=tuple(map(teller.way, each.ways)),
                questions=asked,
                discretion="" if asked else each.discretion,
                no_way=teller.no_way(each),
            )
        )
    return tuple(told)


def with_ways(judged: Judged, screeners: Sequence[Screener], tables: Tables, only: str | None = None) -> Judged:
    """Results with the first way to each level that an applicant does not meet, as a column more."""
    return replace(
        judged,
        by_pack=tuple(
            replace(each, columns={**each.columns, "ways": _column(screener, tables, each, only)})
            for each, screener in zip(judged.by_pack, screeners, strict=True)
        ),
    )


def _column(screener: Screener, tables: Tables, results: ResultTable, only: str | None) -> Worded:
    assert isinstance(results, Results)
    words: dict[str, int] = {}
    told = ways_column(screener, tables, results.screening, only)
    places = np.array([words.setdefault(each, len(words)) for each in told], dtype=np.int32)
    return Worded(places, list(words))


def _open_of(screening: Screening, applicant: int, leaf: int) -> Iterator[str]:
    """What is open of a leaf of one applicant's record, each question with the row that it is about."""
    wanted = np.arange(screening.tally.count) == applicant
    for question in screening.tree.leaves[leaf].questions(screening.tally, wanted):
        for fact in told_by(screening, leaf, question) if len(question.owner) else ():
            for row in fact.question.row[fact.question.owner == applicant].tolist():
                entry = entry_of(screening.applicants, fact.question.table, row)
                yield f"{entry}: {fact.question.ask}" if entry else fact.question.ask


def _one_by_one(said: Sequence[str]) -> str:
    """Things in one sentence, apart from each other where there are commas in them."""
    return "; and ".join(filter(None, ("; ".join(said[:-1]), *said[-1:]))) if len(said) > 1 else "".join(said)


def _in_posts(begun: Sequence[int]) -> str:
    """How the works of a way go together, by the day on which each begins."""
    apart = ", one after the other" if any(begun) else ""
    together = ", in one job what is of the same time" if apart else ", both in one job"
    return apart + (together if len(set(begun)) < len(begun) else "")


class _Teller:
    """Tells the ways of one applicant."""

    def __init__(self, screening: Screening, applicant: int, known: KnownRemedies, only: str | None) -> None:
        self._screening, self._applicant, self._known, self._only = screening, applicant, known, only
        met = [bool(each.standings[applicant] == Standing.MET) for each in screening.assessments]
        needed = {each for leaf, own in enumerate(known.own) if not met[leaf] for each in own}
        self._held = {known.all[each] for own in known.own for each in own if each not in needed}
        self._as_of = screening.applicants.as_of
        self._full_time = plain(screening.pack.policy.full_time_hours)

    @cached_property
    def verdict(self) -> Verdict:
        """How the applicant stands."""
        return explain(self._screening, self._applicant, self._only)

    def first(self, each: WaysToLevel) -> str:
        """The first way to a level, with what may make it sooner; or what is asked, who may accept an equivalent."""
        if each.ways and not each.ways[0].open:
            return self.way(each.ways[0]).says
        asked = "; ".join(self.questions(each))
        told = self.way(each.ways[0]).says if each.ways else self.no_way(each) or ("" if asked else each.discretion)
        return "; ".join(filter(None, (told, asked and f"what an answer may settle: {asked}")))

    def no_way(self, each: WaysToLevel) -> str:
        """Why no way to a level is told: what nothing brings about, or that none was found; empty where one is."""
        if each.barred:
            return (
                f"no way is known: nothing still to come brings about {_one_by_one([*map(self._tests, each.barred)])}"
            )
        silent = not each.ways and not each.discretion and not self.questions(each)
        return "no way was found among what was tried; there may be one" if silent else ""

    def _tests(self, node: int) -> str:
        """The tests below a node, any of which may do."""
        tree = self._screening.tree
        below = tree.nodes[tree.first()[node] : node + 1]
        leaves = (tree.leaves[each.leaf] for each in below if each.leaf not in {None, tree.unread})
        return " or ".join(dict.fromkeys(leaf.called() for leaf in leaves if not leaf.by_person))

    def questions(self, each: WaysToLevel) -> tuple[str, ...]:
        """What is asked that may settle a level, that a way to it rests on, or that may make one sooner."""
        known, tree = self._known, self._screening.tree
        rests = {one.remedy for way in each.ways for one in way.answers}
        leaves = {leaf for leaf, own in enumerate(known.own) if any(known.all[one] in rests for one in own)}
        open_ = {node.id for node in tree.nodes if node.leaf in leaves}
        asked = dict.fromkeys(
            f"{fact.entry}: {fact.ask}" if fact.entry else fact.ask
            for clause in self.verdict.levels[each.level].clauses
            for fact in clause.open
            if fact.decides or clause.id in open_
        )
        sooner = sorted({*each.open, *(leaf for way in each.ways for leaf in way.open)})
        more = (said for leaf in sooner for said in _open_of(self._screening, self._applicant, leaf))
        return tuple({**asked, **dict.fromkeys(more)})

    def way(self, way: Way) -> WayTold:
        """One way in a sentence."""
        day = self._day(way.days)
        begun = begins({each.remedy: each.amount for each in way.things if each.remedy.of_time})
        things = tuple(self._thing(each, way, begun.get(each.remedy, 0)) for each in way.things)
        said = [f"{each.amount} {each.says}".strip() for each in things]
        rests_on = ""
        if any(each.remedy.of_time for each in way.things):
            rests_on = f"at {self._full_time} hours a week from {self._day(1)} on{_in_posts(list(begun.values()))}"
            last = max(place for place, each in enumerate(way.things) if each.remedy.of_time)
            said[last] += f", {rests_on}"
        elif way.waits:
            jobs, rests_on = self._present_jobs()
            lasting = self._lasting(1, way.days)
            said.insert(0, f"{lasting} more of {jobs}, {rests_on}" if jobs else self._waiting(way, lasting))
        if way.conferred:
            degrees = "the degree in progress" if len(way.conferred) == 1 else "the degrees in progress"
            expected = f"{degrees}, conferred as expected on {listed(way.conferred, 'and')}"
            said.append(expected)
            rests_on = "; ".join(filter(None, (rests_on, expected)))
        answers = tuple(self._asked(each) for each in way.answers)
        besides = f", with {listed(answers, 'and')}" if answers else ""
        soonest = self._day(way.days if way.soonest is None else way.soonest)
        return WayTold(
            says=f"{_one_by_one(said)}{besides}: {self._when(way, day, soonest)}",
            earliest=soonest if way.dated else None,
            day=day if way.dated else None,
            not_before=soonest,
            things=things,
            rests_on=rests_on,
            answers=answers,
        )

    def _waiting(self, way: Way, lasting: str) -> str:
        """Time that passes, and for what."""
        numbers = [self._known.number[each.remedy] for each in (*way.things, *way.answers)]
        comes = frozenset[int]().union(*(self._known.does[number] for number in numbers))
        now, reached = self._screening.assessments, way.reached
        waited = [
            self._screening.tree.leaves[leaf].called()
            for leaf, each in enumerate(now)
            if reached and each.standings[self._applicant] < Standing.MET and leaf not in comes and reached.met(leaf)
        ]
        said = waited[:1] if len(waited) > MOST_WAITED else waited
        return f"{lasting} of waiting" + (f" until this is so: {_one_by_one(said)}" if said else "")

    @staticmethod
    def _when(way: Way, day: str, soonest: str) -> str:
        """When a way is gone: by what is known, and at the earliest."""
        known = "by what is known and so answered" if way.answers else "by what is known"
        if day != soonest and way.dated:
            return f"{day} {known}, {soonest} at the earliest by what is open"
        if day != soonest:
            spared = f"none before {soonest} by what is open" if way.soonest else "what is open may spare the time"
            return f"no date can be told, none before {day} {known}, {spared}"
        when = f"{day} at the earliest" if way.dated else "no date can be told"
        if not way.dated and way.days:
            when += f", and none before {day}"
        return f"{when}; less may do by what is open" if way.open else when

    @staticmethod
    def _asked(thing: Thing) -> str:
        """What is open, of an answer as it must be, of anything else that it holds."""
        says = thing.remedy.says
        return says if thing.remedy.table == "answers" else f"what is open of {says} settled"

    def _again(self, remedy: Remedy, way: Way) -> bool:
        """Whether what is on record does today, and no longer will by the day of a way."""
        return not remedy.column and way.days > 0 and remedy in self._held

    def _thing(self, thing: Thing, way: Way, begun: int) -> ThingTold:
        remedy, amount = thing.remedy, ""
        until = ""
        if remedy.of_time:
            last = begun + thing.amount
            amount, until = f"{self._lasting(begun + 1, last)} more of", self._day(last)
        elif remedy.column in _UNITS:
            amount = f"{thing.amount} more {_UNITS[remedy.column]}"
        elif remedy.column:
            amount = f"the answer {thing.amount}"
        says = f"{remedy.says} (the one on record runs out before)" if self._again(remedy, way) else remedy.says
        return ThingTold(says=says, table=remedy.table, amount=amount, until=until)

    def _day(self, days: int) -> str:
        return (self._as_of + timedelta(days=days)).isoformat()

    def _lasting(self, first: int, last: int) -> str:
        """From one day ahead to another, both worked, in years, months and days."""
        begin, end = (self._as_of + timedelta(days=each) for each in (first, last))
        return calendar_words(Fraction(max(number_after(end) - day_number(begin), 1), DAYS_IN_YEAR))

    def _present_jobs(self) -> tuple[str, str]:
        """The jobs that go on, and what is assumed of them; nothing where there are none."""
        jobs = self._screening.applicants.experience
        rows = self._screening.tally.rows_of("experience", self._applicant)
        ongoing = [int(jobs.row[row]) for row in rows if jobs.ongoing[row]]
        if not ongoing:
            return "", ""
        hours = [cell for row in ongoing if (cell := jobs.table.cell("hours_per_week", row))]
        at = f" at {listed(hours, 'and')} hours a week" if hours else ""
        if len(ongoing) == 1:
            return "the present job", f"if it goes on{at}"
        return "the present jobs", f"if they go on{at}"


def verdict_schema() -> dict[str, Any]:
    """The JSON Schema of a verdict as it is told, with the ways that are told on request."""
    from pydantic import TypeAdapter

    said = TypeAdapter(Verdict).json_schema(mode="serialization")
    ways = TypeAdapter(tuple[LevelWays, ...]).json_schema(mode="serialization")
    said["$defs"] |= ways.pop("$defs")
    said["properties"]["ways"] = {**ways, "title": "Ways", "description": "what --ways adds"}
    return said
