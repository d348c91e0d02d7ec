"""Cases judged: all of one as-of date at once, and how each differs from what it expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from minqual.authoring.cases import Case, Cases, record_of
from minqual.judging import Screener, Screening, Tree
from minqual.notation import YamlText
from minqual.packs import Run, said_of
from minqual.records import record_tables
from minqual.values import Standing
from minqual.verdicts import asked, holding_back


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One case judged. number: its place among the cases; applicant: its place in the screening."""

    number: int
    case: Case
    as_of: date
    screening: Screening
    applicant: int

    @property
    def standings(self) -> Sequence[Standing]:
        """The standing of every node of the tree."""
        return self.screening.derived[int(self.screening.pattern[self.applicant])].standings

    @property
    def leaves(self) -> list[int]:
        """The standing of every leaf, that of unread rows last."""
        unread = Standing.REVIEW if self.screening.applicants.unread[self.applicant] else Standing.UNMET
        return [*(int(each.standings[self.applicant]) for each in self.screening.assessments), int(unread)]


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that does not hold. node: the level or clause it is about; None for open facts."""

    says: str
    node: int | None = None
    expected: Standing | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: the differences from what it expects, none where it holds."""

    number: int
    case: str
    place: str
    found: tuple[Difference, ...]

    @property
    def differences(self) -> tuple[str, ...]:
        """The differences in words."""
        return tuple(each.says for each in self.found)


def run_cases(cases: Cases, text: YamlText, screener: Screener) -> list[Outcome]:
    """Every case judged by the engine, in the order of the file."""
    return outcomes(try_cases(cases, screener), text)


def try_cases(cases: Cases, screener: Screener) -> list[Trial]:
    """Every case judged, one screening for each as-of date and all that is said of a run."""
    by_days: dict[tuple[date, Run], list[int]] = {}
    pack = screener.pack.written
    for number, case in enumerate(cases.cases):
        said, _ = said_of(pack.vacancy, {**dict(screener.pack.run.vacancy), **cases.vacancy_of(case)})
        run = replace(screener.pack.run, vacancy=said)
        run = run if case.papers_until is None else replace(run, papers_until=case.papers_until)
        by_days.setdefault((case.as_of or cases.as_of, run), []).append(number)
    trials: list[Trial] = []
    for (as_of, run), numbers in by_days.items():
        records = [record_of(cases, cases.cases[number], f"case {number}") for number in numbers]
        screening = screener.for_run(run).screen(record_tables(records), as_of)
        trials += [
            Trial(number, cases.cases[number], as_of, screening, applicant) for applicant, number in enumerate(numbers)
        ]
    return sorted(trials, key=lambda trial: trial.number)


def outcomes(trials: Sequence[Trial], text: YamlText) -> list[Outcome]:
    """What came of some cases that were judged."""
    named = open_facts_of([trial for trial in trials if trial.case.open is not None or _without_facts(trial)])
    return [
        Outcome(trial.number, trial.case.name, text.place(("cases", trial.number)), tuple(_differences(trial, named)))
        for trial in trials
    ]


def node_numbers(tree: Tree) -> dict[str, int]:
    """The number of every node by its id."""
    return {node.id: number for number, node in enumerate(tree.nodes)}


def asserted(trial: Trial) -> dict[int, Standing]:
    """The nodes whose standing a case names, with the standing that it expects."""
    numbers = node_numbers(trial.screening.tree)
    expected = {**trial.case.expect, **trial.case.clauses}
    return {numbers[name]: Standing[word.upper()] for name, word in expected.items()}


def _differences(trial: Trial, named: dict[int, frozenset[str]]) -> list[Difference]:
    nodes = trial.screening.tree.nodes
    found = [
        Difference(f"{nodes[node].id} is {trial.standings[node].word}, expected {expected.word}", node, expected)
        for node, expected in asserted(trial).items()
        if trial.standings[node] is not expected
    ]
    if any(
        each.node is not None and trial.standings[each.node] in {Standing.REVIEW, Standing.CONDITIONAL}
        for each in found
    ):
        found += _first_open(trial)
    if trial.case.open is not None and named[trial.number] != set(trial.case.open):
        came, expected_facts = _listed(named[trial.number]), _listed(frozenset(trial.case.open))
        found.append(Difference(f"open: {came}; expected {expected_facts}"))
    if _without_facts(trial):
        facts = ", ".join(sorted(named[trial.number]))
        found.append(Difference(f"a review without its open facts; what came of it: open: [{facts}]"))
    return found


MOST_ASKED: Final = 3
"""Open facts that a case which fails names; the others are counted."""


def _first_open(trial: Trial) -> Iterator[Difference]:
    """What is open for the applicant of a case that fails, as their verdict asks it."""
    told = [each.said for each in asked(trial.screening) if each.applicant == trial.applicant]
    more = f" | and {len(told) - MOST_ASKED} more" if len(told) > MOST_ASKED else ""
    if told:
        yield Difference(f"what is open: {' | '.join(told[:MOST_ASKED])}{more}")


def _without_facts(trial: Trial) -> bool:
    """Whether a case expects a review and does not say what is open."""
    return trial.case.open is None and Standing.REVIEW.word in trial.case.expect.values()


def open_facts_of(trials: Sequence[Trial]) -> dict[int, frozenset[str]]:
    """By number of the case, the open facts that decide the levels it expects, as cases name them."""
    found: dict[int, set[str]] = {trial.number: set() for trial in trials}
    for screening in dict.fromkeys(trial.screening for trial in trials):
        mine = {trial.applicant: trial for trial in trials if trial.screening is screening}
        held = {applicant: _holding_back(trial) for applicant, trial in mine.items()}
        for leaf, clause in enumerate(screening.tree.leaves):
            wanted = np.zeros(screening.tally.count, dtype=np.bool_)
            wanted[[applicant for applicant, leaves in held.items() if leaf in leaves]] = True
            if not wanted.any():
                continue
            for question in clause.questions(screening.tally, wanted):
                fact = f"{question.table} {question.column}".rstrip() if question.table else "judgement"
                for applicant in set(question.owner.tolist()):
                    found[mine[applicant].number].add(fact)
    return {number: frozenset(facts) for number, facts in found.items()}


def _holding_back(trial: Trial) -> frozenset[int]:
    """The leaves whose open facts decide the levels that a case expects."""
    screening = trial.screening
    levels = [place for place, level in enumerate(screening.pack.judged) if level.id in trial.case.expect]
    return frozenset().union(*(holding_back(screening.tree, trial.standings, place) for place in levels))


def _listed(facts: frozenset[str]) -> str:
    return ", ".join(sorted(facts)) or "nothing"


def failures(outcomes_: Sequence[Outcome]) -> list[Outcome]:
    """The cases that do not hold."""
    return [outcome for outcome in outcomes_ if outcome.differences]
