"""The laws that verdicts obey under any pack, each attacked with generated packs and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.clauses import DiscretionWithin
from minqual.clauses.experience import Experience
from minqual.judging import Screening, Tree
from minqual.values import Standing
from minqual.verdicts import explain
from support.as_written import stretches_with
from support.examples import examples
from support.oracle.pack import every_clause
from support.oracle.policy import policy_of
from support.oracle.time import read_award, read_date
from support.screened import relaxed, standings
from support.strategies.any_records import answer, credential, job, schooling
from support.strategies.pack_fillings import filled
from support.strategies.packs import EVENTS, NUMBERS
from support.strategies.packs_with_records import Change, Drawn, changed, drawn, fixed
from support.strategies.records import TAPE, Cells, Record, Tape, award_cell, more_stated

Standings = Mapping[str, Standing]


def compared(case: Drawn, after: Sequence[Record]) -> Iterator[tuple[Standings, Standings, str]]:
    """The standings of every clause and level, applicant by applicant, before and after a change, and the change."""
    screener = case.screener()
    screenings = [case.screened(screener, pool) for pool in (case.pool, after)]
    for place, record in enumerate(case.pool):
        first, second = (standings(screening, place) for screening in screenings)
        yield first, second, case.told(record, after[place])


@given(data=st.data())
@settings(relaxed, max_examples=examples(100))
def test_sound(data: st.DataObject) -> None:
    """However the open facts are filled in, met stays met, unmet unmet, and what is referred never comes to more.

    Discretion within a bound is the exception: silence on what is due by appointment is conditional, so that it refers,
    and a "no" that a person must judge opens the bound. What is open then is whether it refers at all.
    """
    case, after = data.draw(changed(filled))
    tree = case.screener().tree
    for said, found, told in compared(case, after):
        broken = unsound(tree, said, found)
        assert not broken, f"{broken} {told}"


def unsound(tree: Tree, said: Standings, found: Standings) -> Mapping[str, tuple[str, str]]:
    """What was said and does not hold: what was met and is not, or has come to more than unmet or refer."""
    broken: dict[str, tuple[str, str]] = {}
    judged: set[str] = set()
    for node in tree.nodes:
        claim, after = said[node.id], found[node.id]
        if claim is Standing.REFER and after is Standing.REVIEW:
            bound = node.id.removesuffix(".discretion") + ".bound"
            opened = (
                isinstance(node.clause, DiscretionWithin)
                and said[bound] in (Standing.REFER, Standing.CONDITIONAL)
                and found[bound] is Standing.REVIEW
            )
            if opened or any(tree.nodes[part].id in judged for part in node.parts):
                judged.add(node.id)
                continue
        if (claim is Standing.MET and after is not claim) or (claim <= Standing.REFER and after > claim):
            broken[node.id] = (claim.word, after.word)
    return broken


def willing(due: str) -> Drawn:
    """A degree, or what the department accepts from who is willing: asked of one applicant, who says nothing."""
    bound = {"id": "c3", "answer": "travel", "ask": "Are you willing?", "due": due, "if no": "review"}
    accepted = {"id": "c2", "bounded discretion": "the department", "may accept": "an equivalent", "only if": bound}
    either = {"id": "c4", "any of": [{"id": "c1", "degree": "bachelor"}, accepted]}
    return fixed(date(2025, 7, 31), [either], {})


@pytest.mark.parametrize(
    ("due", "answer", "before", "after"),
    [
        ("by appointment", "yes", Standing.REFER, Standing.REFER),
        ("by appointment", "no", Standing.REFER, Standing.REVIEW),
        ("at filing", "yes", Standing.REVIEW, Standing.REFER),
        ("at filing", "no", Standing.REVIEW, Standing.REVIEW),
    ],
)
def test_a_bound_that_is_judged_opens_what_was_referred(
    due: str, answer: str, before: Standing, after: Standing
) -> None:
    """That alone is no breach: the same of a degree would be one, and of all that it decides."""
    case = willing(due)
    tree = case.screener().tree
    answered = [each | {"answers": [{"question": "travel", "answer": answer}]} for each in case.pool]
    for said, found, told in compared(case, answered):
        for name in ("verdict", "l0", "l0.c4", "l0.c4.c2", "l0.c4.c2.discretion"):
            assert (said[name], found[name]) == (before, after), told
        assert not unsound(tree, said, found), told
        raised = {"l0.c4.c1": Standing.REVIEW}
        assert unsound(tree, said, {**found, **raised}).keys() == raised.keys(), told
        same = {"l0.c4.c2.bound": said["l0.c4.c2.bound"]}
        assert ("l0" in unsound(tree, said, {**found, **same})) == (before < after), told


@pytest.mark.parametrize("subject", ["\u200b; accounting", "accounting;", " ; accounting; "])
def test_an_empty_place_in_a_list_of_words_is_not_open(subject: str) -> None:
    """Units in one subject are certain with it, and it is not filled in with another subject."""
    clause = {"id": "c1", "units": "60 semester units", "in": "accounting"}
    study = {"level": "associate", "conferred": "yes", "semester_units": "60", "subject": subject}
    case = fixed(date(2025, 7, 31), [clause], {"education": [study]}, subjects={"accounting": []})
    random = Random(1)
    for _ in range(20):
        after = [filled(Tape(random.randbytes(TAPE)), each, case) for each in case.pool]
        for said, found, told in compared(case, after):
            assert said["l0.c1"] is found["l0.c1"] is Standing.MET, told


def test_units_that_a_degree_implies_are_filled_in_at_its_own_level() -> None:
    """Fewer units than a bachelor's degree implies may be as many; they are no graduate units for that."""
    clause = {"id": "c1", "units": "60 semester units", "level": "master", "foreign": "refused"}
    study = {"level": "BA, MA", "conferred": "yes", "awarded": "2020-02-11", "semester_units": "24"}
    case = fixed(date(2024, 3, 21), [clause], {"education": [study]})
    units, random = set(), Random(1)
    for _ in range(20):
        after = [filled(Tape(random.randbytes(TAPE)), each, case) for each in case.pool]
        units |= {(row["level"], row["semester_units"]) for each in after for row in each["education"]}
        for said, found, told in compared(case, after):
            assert said["l0.c1"] is found["l0.c1"] is Standing.UNMET, told
    assert {("bachelor", "120"), ("master", "24")} <= units


def with_another_row(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with one more readable row, at any place in its table; an answer where there was none is enough."""
    table = tape.pick(("experience", "education", "credentials", "answers"))
    rows: dict[str, Callable[[], Cells]] = {
        "experience": lambda: job(tape, case.as_of),
        "education": lambda: schooling(tape, case.as_of),
        "credentials": lambda: credential(tape, case.as_of),
        "answers": lambda: enough(answer(tape, case.as_of), record["answers"], dict(scales(case.pack))),
    }
    row, place = rows[table](), tape.pick(range(len(record[table]) + 1))
    if table == "answers" and row["question"] in conditions(case):
        row = row | {"answer": ""}
    return record | {table: [*record[table][:place], row, *record[table][place:]]}


def conditions(case: Drawn) -> set[str]:
    """The questions whose answer says whether more is asked: either answer may ask more than silence."""
    return {each["if"]["answer"] for each in every_clause(case.pack) if "answer" in each.get("if", {})}


def scales(part: object) -> Iterator[tuple[str, str]]:
    """The top of the scale of each question that has one: a number above it is open, which silence may not be."""
    if isinstance(part, Mapping):
        if "out of" in part:
            yield from ((question, str(part["out of"])) for question in part.get("questions", ()))
        for inner in part.values():
            yield from scales(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from scales(inner)


def enough(row: Cells, given: Sequence[Cells], tops: Mapping[str, str]) -> Cells:
    """An answer that is yes, or a number large enough; blank where the question was answered before, or of events."""
    if row["question"] in EVENTS:
        return row | {"answer": ""}
    answered = any(each["answer"] for each in given if each["question"] == row["question"])
    most = tops.get(row["question"], "100000") if row["question"] in NUMBERS else "yes"
    return row | {"answer": "" if answered or not row["answer"] else most}


def with_more_stated(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with one of its stated numbers raised."""
    return more_stated(tape, record)


def has_a_most(case: Drawn) -> bool:
    """Whether a number, or events, may be at most so many under a pack."""
    if any("events" in each and "at most" in each for each in every_clause(case.pack)):
        return True
    numbers = [each.get("number", "") for each in every_clause(case.pack)]
    return any(each.startswith("at most ") or " to " in each for each in numbers)


def with_numbers_of(before: Record, after: Record) -> Record:
    """A record that was changed, with the numbers and the events that it stated before."""
    kept = (*NUMBERS, *EVENTS)
    numbers = [row for row in before["answers"] if row["question"] in kept]
    return after | {"answers": [*numbers, *(row for row in after["answers"] if row["question"] not in kept)]}


@pytest.mark.parametrize("change", [with_another_row, with_more_stated])
@given(data=st.data())
@settings(relaxed, max_examples=examples(70))
def test_monotone(change: Change, data: st.DataObject) -> None:
    """Adding a readable row, or raising a stated number, never lowers the standing of any clause or level.

    Discretion within a bound is the exception: open while its bound is, it refers once the bound holds. So is what may
    be at most so much, which a number that is raised or first stated may pass: where a pack has a most, numbers stay.
    """
    case, after = data.draw(changed(change))
    if has_a_most(case):
        after = [with_numbers_of(before, each) for before, each in zip(case.pool, after, strict=True)]
    settled = "bounded discretion" in repr(case.pack) and (Standing.REVIEW, Standing.REFER)
    for said, found, told in compared(case, after):
        each = {name: (claim, found[name]) for name, claim in said.items()}
        lower = {name: both for name, both in each.items() if both[1] < both[0] and both != settled}
        assert not lower, f"{lower} {told}"


def shuffled(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with the rows of each table in another order."""

    def order(rows: Sequence[Cells]) -> list[Cells]:
        left = list(rows)
        return [left.pop(tape.pick(range(len(left)))) for _ in rows]

    return record | {table: order(record[table]) for table in ("education", "experience", "credentials", "answers")}


@given(data=st.data())
@settings(relaxed, max_examples=examples(30))
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    """Order: permuting the rows of a record gives the same verdict, to the byte but for where an open cell stands."""
    case, after = data.draw(changed(shuffled))
    screener = case.screener()
    first, second = case.screened(screener, case.pool), case.screened(screener, after)
    for place, record in enumerate(case.pool):
        one, other = (explain(screening, place).to_json() for screening in (first, second))
        lines = [[line for line in each.splitlines() if '"row": ' not in line] for each in (one, other)]
        assert lines[0] == lines[1], case.told(record, after[place])


def split(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with one spell split into two that abut, on a day that every reading of its dates lies around."""
    after = [*record["experience"]]
    inside = {place: inner for place, row in enumerate(after) if (inner := _inside(row, case.as_of))}
    places = [place for place, inner in inside.items() if inner[0] < inner[1]]
    if not places:
        return record
    place = tape.pick(places)
    first, stop = inside[place]
    last = first + timedelta(days=tape.pick(range((stop - first).days)))
    pieces = [
        after[place] | {"end": last.isoformat()},
        after[place] | {"start": (last + timedelta(days=1)).isoformat()},
    ]
    return record | {"experience": [*after[:place], *pieces, *after[place + 1 :]]}


def _inside(row: Cells, as_of: date) -> tuple[date, date] | None:
    """The days that every reading of a job's dates covers; None where one of them is blank."""
    start = read_date(row["start"])
    end = (as_of, as_of) if row["end"] == "present" else read_date(row["end"])
    return (start[1], end[0]) if start and end else None


def counted(screening: Screening, applicant: int) -> list[tuple[Fraction, Fraction | None]]:
    """Every quantity of one applicant as exact bounds, clause by clause."""
    return [each.counted.exact(applicant) for each in screening.assessments if each.counted]


@given(data=st.data())
@settings(relaxed, max_examples=examples(70))
def test_splitting(data: st.DataObject) -> None:
    """Splitting a spell into two abutting ones changes no standing and no bound, by days, months or stretches."""
    case, after = data.draw(changed(split))
    if "begun from" in str(case.pack):
        return  # whether a job began since a day is asked of each job: the second half of one did
    screener = case.screener()
    first, second = case.screened(screener, case.pool), case.screened(screener, after)
    for place, record in enumerate(case.pool):
        told = case.told(record, after[place])
        assert standings(first, place) == standings(second, place), told
        assert counted(first, place) == counted(second, place), told


@given(case=drawn())
@settings(relaxed, max_examples=examples(25))
def test_a_batch_equals_its_applicants_one_by_one(case: Drawn) -> None:
    """Batch equals one by one: nothing of a verdict depends on who else is screened."""
    screener = case.screener()
    batch = case.screened(screener, case.pool)
    for place, record in enumerate(case.pool):
        single = minqual.check(record, screener, case.as_of)
        assert explain(batch, place).to_json().splitlines() == single.to_json().splitlines(), case.told(record)


@given(case=drawn())
@settings(relaxed, max_examples=examples(60))
def test_what_is_open_is_asked(case: Drawn) -> None:
    """Every level at review or conditional names at least one open fact that would decide it."""
    screener = case.screener()
    for record in case.pool:
        for level in minqual.check(record, screener, case.as_of).levels:
            if level.standing in {"review", "conditional"}:
                assert any(clause.open for clause in level.clauses), f"{level.level} {case.told(record)}"


@given(case=drawn())
@settings(relaxed, max_examples=examples(80))
def test_evidence_adds_up(case: Drawn) -> None:
    """The rows that an experience clause shows as evidence add up to what it counted, where time counts by days."""
    if policy_of(case.pack).by_months:
        return
    screening = case.screened(case.screener(), case.pool)
    for leaf, assessment in zip(screening.tree.leaves, screening.assessments, strict=True):
        if not isinstance(leaf, Experience) or assessment.counted is None:
            continue
        if leaf.axis == "weeks" and policy_of(case.pack).whole_weeks:
            continue
        for place, record in enumerate(case.pool):
            rows = list(leaf.evidence(screening.tally, place))
            highs = [row.high for row in rows]
            bounded = [high for high in highs if high is not None]
            total = sum(bounded, Fraction(0)) if len(bounded) == len(highs) else None
            low = sum((row.low or Fraction(0) for row in rows), Fraction(0))
            assert (low, total) == assessment.counted.exact(place), f"{leaf.says()} {case.told(record)}"


@pytest.mark.long
@given(case=drawn())
@settings(relaxed, max_examples=examples(40))
def test_posts_change_no_level(case: Drawn) -> None:
    """What is asked for some posts besides leaves every level, its clauses, the verdict and its open facts alone."""
    posts = {"id": "p9", "posts": "by the sea", "requires": [{"experience": "2 years", "in": "journalism"}]}
    bare = {key: value for key, value in case.pack.items() if key != "for some posts"}
    more = bare | {"for some posts": [*case.pack.get("for some posts", ()), posts]}
    without, within = (replace(case, pack=pack) for pack in (bare, more))
    for record in case.pool:
        plain, other = (minqual.check(record, each.screener(), case.as_of) for each in (without, within))
        assert [each.posts for each in other.posts][-1] == "p9"
        for name in ("verdict", "eligible_level", "conditional_level", "best_possible_level", "levels"):
            assert getattr(plain, name) == getattr(other, name), case.told(record)


@pytest.mark.parametrize("day", [date(2022, 11, 5), date(2023, 3, 31), date(2026, 12, 31)])
def test_a_degree_that_is_drawn_is_dated_around_its_day(day: date) -> None:
    """2021-22 as the date of a degree is over in November 2022, and "no" beside it would contradict it."""
    stretches = list(stretches_with(day))
    for place, text in enumerate(stretches):
        cell = award_cell(Tape(b"".join(choice.to_bytes(2, "little") for choice in (4, 2, place))), day)
        covered = read_award(cell)
        assert cell in (text, day.isoformat())
        assert covered is not None
        assert covered[0] <= day <= covered[1]
    assert f"{day.year - 1}-{day.year % 100}" in stretches
