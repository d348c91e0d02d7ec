"""Pairs at bounds: for every figure that a clause asks, a case that just reaches it and one that just does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from minqual.authoring.case_runs import Difference, Trial, asserted
from minqual.counting import CountingPolicy
from minqual.judging import Screening, Tree
from minqual.notation import Amount
from minqual.values import DAYS_IN_YEAR, Quantity, Standing, calendar_words, hundredths, plain

DAY: Final = Fraction(1, DAYS_IN_YEAR)
MONTH: Final = Fraction(1, 12)
WEEK: Final = Fraction(1)
DAY_OF_WEEK: Final = Fraction(1, 7)
WORKING_DAY: Final = Fraction(8)


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that one written clause asks for.

    nodes: where it stands in the tree; a clause of every level stands in each. needed: in the unit that is counted;
    value: the same less what the counting policy forgives. step: how near to it a case must come. lack: what may be
    lacking of the amount, where the bound is what remains: it leads to `conditional`. upper: whether it is the most
    that may be, so that what lies above it stands lower.
    """

    nodes: tuple[int, ...]
    leaf: int
    name: str
    amount: Amount
    needed: Fraction
    value: Fraction
    step: Fraction
    lack: Amount | None = None
    upper: bool = False

    @property
    def standing(self) -> Standing:
        """Where the clause stands from this figure on."""
        return Standing.MET if self.lack is None else Standing.CONDITIONAL

    def __str__(self) -> str:
        if self.upper:
            return f"at most {self.amount}"
        bound = str(self.amount) if self.lack is None else f"{self.amount} less {self.lack}"
        forgiven = (self.needed - self.value) * (7 if self.amount.unit == "weeks" else DAYS_IN_YEAR)
        return f"{bound} less {plain(forgiven)} days" if forgiven else bound


@dataclass(frozen=True, slots=True)
class Pair:
    """A bound with the case that just reaches it and the one just below it; None where there is none."""

    bound: Bound
    reaching: Trial | None
    below: Trial | None

    @property
    def whole(self) -> bool:
        """Whether both cases are there."""
        return self.reaching is not None and self.below is not None

    def lacks(self) -> str:
        """What is missing, in words."""
        bound = self.bound
        missing = [
            said
            for said, trial in (
                (f"no case that just reaches {bound}", self.reaching),
                (
                    f"no case that {'exceeds' if bound.upper else 'misses'} it by {step_words(bound)} or less",
                    self.below,
                ),
            )
            if trial is None
        ]
        return f"{bound.name}: {', and '.join(missing)}" if missing else f"{bound.name}: a pair"


def step_words(bound: Bound) -> str:
    """How near a case must come, in words: one day, one unit."""
    known = {DAY: "one day", DAY_OF_WEEK: "one day", WEEK: "one week", MONTH: "one month", WORKING_DAY: "eight hours"}
    if bound.amount.unit in {"years", "months", "weeks", "hours"}:
        return known[bound.step]
    return "one unit" if bound.amount.of_units else str(Amount(bound.step, bound.amount.unit))


def written_places(screening: Screening) -> list[tuple[int, tuple[int, ...]]]:
    """Every clause that is decided by the record, each written one once: its leaf, and where it stands in the tree."""
    tree = screening.tree
    written = {id(clause) for clause in screening.pack.clauses}
    places: dict[tuple[int, int, str], list[int]] = {}
    for number, node in enumerate(tree.nodes):
        if node.leaf is not None and node.leaf != tree.unread:
            places.setdefault((node.leaf, *_written(tree, number, written)), []).append(number)
    return [(leaf, tuple(nodes)) for (leaf, _, _), nodes in places.items()]


def apart(tree: Tree, nodes: Sequence[int]) -> Tree:
    """A tree in which some nodes have a leaf of their own, numbered after all others."""
    own = len(tree.leaves) + 1
    changed = (replace(node, leaf=own) if place in nodes else node for place, node in enumerate(tree.nodes))
    return replace(tree, nodes=tuple(changed))


def moves(tree: Tree, leaves: Sequence[int], nodes: Sequence[int], standing: int, watched: Iterable[int]) -> bool:
    """Whether a node that is watched would stand otherwise if a clause had another standing where it stands."""
    before, after = tree.evaluate(leaves), apart(tree, nodes).evaluate([*leaves, standing])
    return any(before[node] != after[node] for node in watched)


def bounds(screening: Screening) -> list[Bound]:
    """Every bound that stands in a pack, each written clause once."""
    tree, policy = screening.tree, screening.pack.policy
    found = []
    for leaf, nodes in written_places(screening):
        assessment = screening.assessments[leaf]
        counted, needed, forgiven = assessment.counted, assessment.needed, assessment.forgiven
        if counted is not None and assessment.most is not None:
            found.append(_uppermost(tree.nodes[nodes[0]].id, nodes, leaf, assessment.most))
        if counted is None or needed is None or needed.value <= 0:
            continue
        value = in_counted_unit(counted, needed, screening)
        step = _step(counted, needed, value, policy)
        bound = Bound(nodes, leaf, tree.nodes[nodes[0]].id, needed, value, value - forgiven, step)
        found.append(bound)
        lack = tree.leaves[leaf].shortfall
        if lack is not None:
            rate = tree.leaves[leaf].quarter_unit(policy)
            alike = Amount(lack.semester(rate), "semester units") if lack.of_units else lack
            edge = value - in_counted_unit(counted, alike, screening)
            if edge > 0:
                near = max(edge - forgiven, Fraction(0))
                found.append(replace(bound, name=f"{bound.name}.may-lack", needed=edge, value=near, lack=lack))
    return found


def _uppermost(name: str, nodes: tuple[int, ...], leaf: int, most: Amount) -> Bound:
    """The bound of what may be at most."""
    step = Fraction(1) if most.value.denominator == 1 else Fraction(1, 10)
    return Bound(nodes, leaf, f"{name}.at-most", most, most.value, most.value, step, upper=True)


def _step(counted: Quantity, needed: Amount, value: Fraction, policy: CountingPolicy) -> Fraction:
    """The smallest sensible step of a figure: a day, a unit, a working day's hours, a tenth of a small number."""
    if counted.scale == 1:
        return Fraction(1)
    if counted.unit == "years":
        return DAY if policy.months == "by days" else MONTH
    if counted.unit == "weeks":
        return DAY_OF_WEEK if policy.weeks == "to the day" else WEEK
    if needed.of_units:
        return value / needed.value
    if counted.unit == "hours":
        return WORKING_DAY
    return Fraction(1) if value.denominator == 1 and value >= 10 else Fraction(1, 10)


def _written(tree: Tree, number: int, written: AbstractSet[int]) -> tuple[int, str]:
    """The written clause in which a node lies, and its way from there: a row of a table is made by the table."""
    top = number
    while id(tree.nodes[top].clause) not in written:
        parent = tree.nodes[top].parent
        if parent is None:
            break
        top = parent
    return id(tree.nodes[top].clause), tree.nodes[number].id.removeprefix(tree.nodes[top].id)


def in_counted_unit(counted: Quantity, needed: Amount, screening: Screening) -> Fraction:
    """What is needed, in the unit in which it is counted."""
    return needed.years if counted.unit == "years" else screening.pack.policy.semester_units(needed)


def figure(trial: Trial, leaf: int) -> tuple[Fraction, Fraction | None]:
    """What was counted for a leaf in a case, as bounds; None is endless."""
    counted = trial.screening.assessments[leaf].counted
    assert counted is not None
    return counted.exact(trial.applicant)


def reaches(trial: Trial, bound: Bound) -> bool:
    """Whether a case's figure is the bound, or at most one step above, and the clause stands as it then should."""
    low, high = figure(trial, bound.leaf)
    if bound.upper:
        near = high is not None and bound.value - bound.step <= high <= bound.value
        return near and trial.leaves[bound.leaf] == bound.standing
    return trial.leaves[bound.leaf] == bound.standing and bound.value <= low <= bound.value + bound.step


def falls_short(trial: Trial, bound: Bound) -> bool:
    """Whether a case's figure is below the bound by at most one step, and the clause stands lower."""
    low, high = figure(trial, bound.leaf)
    if bound.upper:
        return trial.leaves[bound.leaf] < bound.standing and bound.value < low <= bound.value + bound.step
    if high is None or trial.leaves[bound.leaf] >= bound.standing:
        return False
    return bound.value - bound.step <= high < bound.value


def pins(trial: Trial, bound: Bound) -> bool:
    """Whether what a case expects would be something else if the clause stood on the other side of its bound."""
    leaves = trial.leaves
    other = Standing.UNMET if leaves[bound.leaf] >= bound.standing else bound.standing
    return moves(trial.screening.tree, leaves, bound.nodes, int(other), asserted(trial))


def pairs(found: Sequence[Bound], trials: Sequence[Trial]) -> list[Pair]:
    """Each bound with its cases, the nearest first: only cases count whose expectation depends on the bound."""
    return [Pair(bound, _first(trials, bound, reaches), _first(trials, bound, falls_short)) for bound in found]


def _first(trials: Sequence[Trial], bound: Bound, test: Callable[[Trial, Bound], bool]) -> Trial | None:
    near = sorted(
        (trial for trial in trials if test(trial, bound)),
        key=lambda trial: abs(figure(trial, bound.leaf)[0] - bound.value),
    )
    return next((trial for trial in near if pins(trial, bound)), None)


def nearest_figures(trial: Trial, difference: Difference, trials: Sequence[Trial]) -> Iterator[str]:
    """For each figure that decides a difference, what was counted and the nearest cases on either side."""
    for leaf in _deciding(trial, difference):
        assessment = trial.screening.assessments[leaf]
        name = next(node.id for node in trial.screening.tree.nodes if node.leaf == leaf)
        if assessment.counted is None or assessment.needed is None:
            yield f"{name} is {Standing(trial.leaves[leaf]).word}"
            continue
        needed = in_counted_unit(assessment.counted, assessment.needed, trial.screening)
        others = [(each, *figure(each, leaf)) for each in trials if each is not trial]
        passing = [(low, each) for each, low, _ in others if each.leaves[leaf] == Standing.MET]
        failing = [(high, each) for each, _, high in others if high is not None and high < needed]
        least = min(passing, key=lambda each: each[0], default=(None, None))[1]
        most = max(failing, key=lambda each: each[0], default=(None, None))[1]
        yield (
            f"{name}: counted {_shown(trial, leaf, words=True)}; "
            f"{_named('passes', least, leaf)}; {_named('fails', most, leaf)}"
        )


def _named(verb: str, trial: Trial | None, leaf: int) -> str:
    if trial is None:
        return f"no other case {verb}"
    return f"nearest case that {verb}: {trial.case.name!r} with {_shown(trial, leaf, words=False)}"


def _shown(trial: Trial, leaf: int, *, words: bool) -> str:
    """A case's figure, and for the one in question what it is out of."""
    needed = trial.screening.assessments[leaf].needed
    assert needed is not None
    low, high = figure(trial, leaf)
    factor = 12 if needed.unit == "months" else 1
    text = hundredths(low * factor)
    if high is None:
        text += " or more"
    elif high != low:
        text += f" to {hundredths(high * factor)}"
    if not words:
        return text
    calendar = f" ({calendar_words(low)})" if needed.unit in {"years", "months"} else ""
    return f"{text} of {needed}{calendar}"


def _deciding(trial: Trial, difference: Difference) -> list[int]:
    """The leaves that decide a difference: those that change it alone, else all on the wrong side below it."""
    tree, leaves, node = trial.screening.tree, trial.leaves, difference.node
    if node is None or difference.expected is None:
        return []
    rising = difference.expected > trial.standings[node]
    other = Standing.MET if rising else Standing.UNMET
    wrong = [leaf for leaf in sorted(_below(tree, node)) if (leaves[leaf] != Standing.MET) == rising]
    alone = [
        leaf
        for leaf in wrong
        if tree.evaluate([*leaves[:leaf], int(other), *leaves[leaf + 1 :]])[node] != trial.standings[node]
    ]
    return alone or wrong


def _below(tree: Tree, number: int) -> set[int]:
    node = tree.nodes[number]
    if node.leaf is not None:
        return {node.leaf} - {tree.unread}
    return {leaf for part in node.parts for leaf in _below(tree, part)}
