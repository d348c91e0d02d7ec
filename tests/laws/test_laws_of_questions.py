"""Asked and answered, one question after the other, a record comes to a verdict that waits for no applicant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual import NextQuestion, NextQuestions
from minqual.clauses import DiscretionWithin
from minqual.counting import ToldFacts
from minqual.records import AS_IT_STANDS, DATES, FIGURES, YES_OR_NO
from minqual.settlements import Settlement
from minqual.values import NONE_OF_THESE, REVIEW, fold
from support.examples import examples
from support.screened import relaxed, screener
from support.strategies.packs_with_records import Drawn, drawn, fixed
from support.strategies.records import PACKS, Record, Tape, pools, tapes

UNITS: Final = ("120", "180", "300", "500.5")
"""At least as many as any degree implies: fewer are asked about again."""

COURSE: Final = ("awarded", "conferred", "semester_units")

MOST: Final = 60
"""Questions after which an applicant has been asked long enough."""


@dataclass(frozen=True)
class Said:
    """A record as it has come to be, with what was said of it beside it."""

    record: Record
    settled: tuple[Settlement, ...] = ()


@dataclass
class Asking:
    """One applicant under a pack, asked until nothing is left to say."""

    screener: minqual.Screener
    as_of: date
    tape: Tape
    whole: Record = field(default_factory=dict)
    day: int = 0
    trace: list[str] = field(default_factory=list)

    def next(self, said: Said) -> NextQuestions:
        return minqual.next_questions(said.record, self.screener, self.as_of, settlements=minqual.settled(said.settled))

    def verdict(self, said: Said) -> minqual.Verdict:
        return minqual.check(said.record, self.screener, self.as_of, settlements=minqual.settled(said.settled))

    def answered(self, said: Said, question: NextQuestion) -> Said:
        """The record with the first of some answers that contradicts nothing else in it."""
        for each in self.answers(said, question):
            if self.next(each).none != "faults":
                return each
        raise AssertionError(("no answer is admissible", question, said.record))

    def by_key(self, said: Said, question: NextQuestion) -> Said:
        """Said with an answer under the key of a question: what the record states already does not settle it."""
        own = self.cells(question, question.columns[0])
        answers = [each for each in (*own, *question.choices) if each]
        first = self.tape.pick(range(len(own)))
        every = (self.settled(said, question, each) for each in (*answers[first:], *answers[:first]))
        return next(each for each in every if self.next(each).none != "faults")

    def answers(self, said: Said, question: NextQuestion) -> Iterator[Said]:
        """Said with each of some admissible answers to a question."""
        if question.form == "rows":
            (table,) = question.path
            yield replace(said, record=said.record | {str(table): self.whole.get(str(table), [])})
        elif question.form == "the same or separate":
            yield from (self.settled(said, question, each) for each in question.choices)
        elif question.table == "answers":
            yield with_row(said, question, {**question.cells, "answer": self.tape.pick(self.cells(question, "answer"))})
        elif len(question.path) == 1:
            assert question.form == "a row"
            issuer = (
                {"issuer": self.tape.pick(("", *self.screener.pack.issuers))} if "issuer" in question.columns else {}
            )
            row = {question.columns[0]: self.tape.pick(question.choices), **issuer}
            yield with_row(said, question, {**question.cells, **row})
        elif question.fact:
            (column,), told = question.columns, self.screener.pack.told_facts
            others = [each for each in words_of(said, question, column) if not speaks(told, question.fact, each)]
            cell = self.tape.pick(self.cells(question, "facts"))
            yield with_cells(said, question, {column: "; ".join((*others, f"{question.fact}: {cell}"))})
        elif question.columns[0] == "kinds":
            yield from self.kinds(said, question)
        else:
            yield from self.row(said, question)

    def row(self, said: Said, question: NextQuestion) -> Iterator[Said]:
        """Said with other cells in a row."""
        columns = [self.cells(question, column) for column in question.columns]
        if AS_IT_STANDS in question.choices:
            yield self.settled(said, question, AS_IT_STANDS)
        if "credits" in question.columns:
            one = self.tape.pick((0, 1))
            columns = [(("",) if place != one else UNITS) for place in range(3)]
        if question.columns[: len(COURSE)] == COURSE:
            done = self.tape.chance(2)
            columns[: len(COURSE)] = [columns[0][:-1], ["yes"], [""]] if done else [[""], ["no"], ["0"]]
        every = list(product(*columns))
        first = self.tape.pick(range(len(every)))
        for cells in (*every[first:], *every[:first]):
            stated = dict(zip(question.columns, cells, strict=True))
            if question.columns[0] in {"awarded", "valid_from"} and not cells[0] and "no" not in cells:
                continue
            none = {"quarter_units": "", "credits": ""} if stated.get("semester_units") == "0" else {}
            yield with_cells(said, question, {**stated, **none})

    def kinds(self, said: Said, question: NextQuestion) -> Iterator[Said]:
        """Said with all kinds of work that a job was in, stated ones among them, and all that it was not in."""
        kinds = self.screener.pack.vocabularies["kinds"]
        names = [each for each in question.choices if each != NONE_OF_THESE]
        stated = [kinds.meaning(fold(each)) for each in words_of(said, question, "kinds")]
        picked = [*filter(None, stated), *(each for each in names if self.tape.chance(2))]
        every = frozenset().union(*map(kinds.wholes, picked))
        chosen = [each for each in names if each in every]
        told = self.screener.pack.told_facts
        speaking = {name for kind in names for name, _ in told.about(kind)}
        facts = words_of(said, question, "facts")
        cells = {
            "kinds": [*words_of(said, question, "kinds"), *(chosen or [NONE_OF_THESE])],
            "facts": [each for each in facts if not any(speaks(told, name, each) for name in speaking)],
        }
        for kind in names:
            if kind not in chosen:
                for column, says in question.denied[kind].items():
                    cells[column].append(says)
        yield with_cells(said, question, {column: "; ".join(words) for column, words in cells.items()})

    def cells(self, question: NextQuestion, column: str) -> Sequence[str]:
        """Answers in one cell."""
        days = [(self.as_of - timedelta(days=days)).isoformat() for days in (0, 1, 400, 2000, 4000, 9000, 15000)]
        late = (self.as_of + timedelta(days=90)).isoformat()
        words = [each for each in question.choices if each not in {NONE_OF_THESE, AS_IT_STANDS}]
        by_column: dict[str, Sequence[str]] = {
            **dict.fromkeys(DATES, days),
            **dict.fromkeys(FIGURES, ("1", "2", "3", "20")),
            **dict.fromkeys(YES_OR_NO, ("yes", "no")),
            "level": question.choices or ("bachelor", "none"),
            "end": [*days, "present"],
            "expected": [*days, late, ""],
            "awarded": [*days, ""],
            "valid_from": [*days, ""],
            "expires": [*days, late, ""],
            "years": ["3"] if question.form == "number" else [""],
            "share": ("1", "0.5", "0"),
            "hours_per_week": ("20", "40", "7.5"),
            "issuer": [*self.screener.pack.issuers, "somebody"],
        }
        most = ("1", "2", "3") if "above" in question.ask else ("1", "2", "3", "20")
        by_form = {"days": [*days, "none"], "a number": most, "number": ("1", "2", "20")}
        return by_column.get(column) or by_form.get(question.form) or [*words, *([] if words else ["something else"])]

    def settled(self, said: Said, question: NextQuestion, answer: str) -> Said:
        self.day += 1
        on = self.as_of + timedelta(days=self.day - 300)
        return Said(said.record, (*said.settled, *minqual.settle(question.key, answer, by="JD", on=on)))


def with_row(said: Said, question: NextQuestion, row: Mapping[str, str]) -> Said:
    """A row of answers takes the place of those that answer the same question; any other is added."""
    (table,) = question.path
    rows = [
        each
        for each in said.record.get(str(table), ())
        if "question" not in question.cells or not is_about(each, question)
    ]
    return replace(said, record=said.record | {str(table): [*rows, dict(row)]})


def is_about(row: Mapping[str, str], question: NextQuestion) -> bool:
    return str(row.get("question", "")).strip().casefold() == question.cells["question"].casefold()


def row_of(said: Said, question: NextQuestion) -> Mapping[str, str]:
    table, place, *_ = question.path
    row: Mapping[str, str] = said.record[str(table)][int(place)]
    return row


def words_of(said: Said, question: NextQuestion, column: str) -> list[str]:
    """The words of a cell that lists several."""
    return [each.strip() for each in str(row_of(said, question).get(column, "")).split(";") if each.strip()]


def speaks(told: ToldFacts, fact: str, word: str) -> bool:
    """Whether a word says something of a fact, however vague."""
    said = told.said(fact, fold(word))
    return bool(said.told or said.loose)


def with_cells(said: Said, question: NextQuestion, cells: Mapping[str, str]) -> Said:
    table, place, *_ = question.path
    rows: list[Mapping[str, str]] = list(said.record[str(table)])
    rows[int(place)] = {**rows[int(place)], **cells}
    return replace(said, record=said.record | {str(table): rows})


def open_levels(verdict: minqual.Verdict) -> set[str]:
    return {each.level for each in verdict.levels if each.standing in {"review", "conditional"}}


def asked_to_the_end(asking: Asking, record: Record, most_often: int = 1) -> None:
    """Every question is answered, and asked once, until none is left; no answer settles more than its question says.

    most_often: how often one may come; from the second time on it is answered by its key.
    """
    said = Said(record)
    for _ in range(MOST):
        found = asking.next(said)
        settling = [bool(each.settles) for each in found.questions]
        assert settling == sorted(settling, reverse=True), "what settles nothing is asked before what may"
        if found.none is not None:
            assert found.none != "faults"
            return
        first = found.questions[0]
        again = f"{first.ask} {first.path} {first.form} {first.cells}"
        assert asking.trace.count(again) < most_often, ("asked again", asdict(first), asking.trace, said.record)
        answered = asking.by_key if first.key and (again in asking.trace or not first.path) else asking.answered
        asking.trace.append(again)
        before, said = open_levels(asking.verdict(said)), answered(said, first)
        settled = before & set(first.levels) - open_levels(asking.verdict(said))
        assert settled <= set(first.settles), json.dumps([asdict(first), asking.trace, said.record, str(said.settled)])
    raise AssertionError("\n".join(["asked without end", *asking.trace, json.dumps(said.record)]))


def alone(record: Record) -> Record:
    """A record of which nothing is told yet but whose it is."""
    return {"applicant_id": record["applicant_id"]}


def judgeable(record: Record, ready: minqual.Screener, as_of: date) -> bool:
    """Whether nothing in a record has to be mended first."""
    return minqual.next_questions(record, ready, as_of).none != "faults"


@pytest.mark.parametrize("pack", PACKS)
@settings(relaxed, max_examples=examples(6))
@given(st.data())
def test_an_interview_begins_with_nothing_and_comes_to_the_whole_record(pack: str, data: st.DataObject) -> None:
    """Lists that are not there yet are asked for first; once they are told, what follows is asked of the whole."""
    as_of, pool = data.draw(pools(pack, 2))
    for whole in pool:
        record: Record = {name: whole[name] for name in ("applicant_id", "answers") if name in whole}
        while True:
            found = minqual.next_questions(record, screener(pack), as_of)
            lists = [each for each in found.questions if each.form == "rows"]
            assert found.questions[: len(lists)] == tuple(lists)
            if not lists:
                break
            (table,) = lists[0].path
            record[str(table)] = whole.get(str(table), [])
        if found.none != "faults":
            ready, asked = screener(pack), replace(found, applicant_id="")
            assert asked == replace(minqual.next_questions(whole, ready, as_of), applicant_id="")
            verdicts = [minqual.check(each, ready, as_of).eligible_level for each in (record, whole)]
            assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("pack", PACKS)
@settings(relaxed, max_examples=examples(12))
@given(st.data())
def test_answering_what_is_asked_ends(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack, 2))
    for record in pool:
        if judgeable(record, screener(pack), as_of):
            asked_to_the_end(Asking(screener(pack), as_of, data.draw(tapes), record), record)
            asked_to_the_end(Asking(screener(pack), as_of, data.draw(tapes), record), alone(record))


@settings(relaxed, max_examples=examples(12))
@given(drawn(2), tapes)
def test_answering_what_is_asked_ends_under_any_pack(case: Drawn, tape: Tape) -> None:
    ready = case.screener()
    for record in case.pool:
        if judgeable(record, ready, case.as_of):
            asked_to_the_end(Asking(ready, case.as_of, tape, record), record, MOST)
            asked_to_the_end(Asking(ready, case.as_of, tape, record), alone(record), MOST)


@settings(relaxed, max_examples=examples(60))
@given(drawn())
@example(
    fixed(
        date(2025, 8, 31),
        [{"id": "c", "degree": "high school", "foreign": "refused"}],
        {"education": [{"level": "foreign associate", "conferred": "yes"}]},
    )
)
def test_every_clause_that_is_open_asks_something_of_whom_it_is_open_for(case: Drawn) -> None:
    """Discretion within a bound asks nothing by itself: the bound stands beside it and asks."""
    screening = case.screened(case.screener(), case.pool)
    for leaf, clause in enumerate(screening.tree.leaves):
        open_ = screening.assessments[leaf].standings == REVIEW
        if not isinstance(clause, DiscretionWithin) and open_.any():
            asked = {owner for question in clause.questions(screening.tally, open_) for owner in question.owner}
            assert set(open_.nonzero()[0]) <= asked, clause.says()
