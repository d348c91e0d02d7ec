"""A run of a pack's cases: what holds, what the cases decide, which bounds lack a pair; in words and as values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from minqual.authoring.boundary_pairs import Pair, bounds, nearest_figures, pairs
from minqual.authoring.case_runs import Outcome, Trial, failures, outcomes, run_cases, try_cases
from minqual.authoring.cases import cases_of, read_cases, unread
from minqual.authoring.coverage import Decided, coverage, told
from minqual.authoring.lint.written_pack import Written
from minqual.authoring.sensitivity import Felt, by_clause, feelings
from minqual.authoring.sensitivity import told as told_of_values
from minqual.authoring.variations import unseen
from minqual.judging import Screener
from minqual.notation import bundled_rules
from minqual.packs import find_pack, load_pack, load_written
from minqual.values import Gathered, so_many


@dataclass(frozen=True, slots=True)
class PackRun:
    """What came of one pack's cases.

    trials: all of its cases, judged; outcomes: what came of those that were asked for.

    demanding: whether every bound must have a pair, every value inside a clause be felt, and no proposal be unread.
    decided, pairs and felt are empty where only some were asked for. unread: proposals that nobody has read. left_out:
    amounts that no record can show, each with its line and why.
    """

    pack: str
    trials: tuple[Trial, ...]
    outcomes: tuple[Outcome, ...]
    decided: tuple[Decided, ...]
    pairs: tuple[Pair, ...]
    felt: tuple[Felt, ...]
    demanding: bool
    unread: int
    left_out: tuple[str, ...]

    @property
    def failed(self) -> list[Outcome]:
        """The cases that do not hold."""
        return failures(self.outcomes)

    @property
    def lacking(self) -> list[Pair]:
        """The bounds without a whole pair of cases."""
        return [pair for pair in self.pairs if not pair.whole]

    @property
    def amounts(self) -> list[Felt]:
        """The amounts, choices and parts inside clauses, with what cases feel of them."""
        return [each for each in self.felt if not each.inside.named]

    @property
    def names(self) -> list[Felt]:
        """The names that clauses ask for, with what cases feel of them."""
        return [each for each in self.felt if each.inside.named]

    @property
    def unfelt(self) -> list[Felt]:
        """The values inside clauses that no case feels change."""
        return [each for each in self.felt if each.by_none]

    @property
    def passes(self) -> bool:
        """Whether every case holds, and where that is demanded, nothing is lacking, unfelt or unread."""
        return not self.failed and not (self.demanding and (self.lacking or self.unfelt or self.unread))

    def why(self, outcome: Outcome) -> list[str]:
        """For a case that fails, the figures that decide it beside the nearest ones of other cases."""
        trial = self.trials[outcome.number]
        found = [line for each in outcome.found for line in nearest_figures(trial, each, self.trials)]
        return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case of a pack that was run, for the tests of another project. differences: none where it holds.

    pack: as load_pack takes it. place: the file and line of the case.
    """

    pack: str
    case: str
    place: str
    differences: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.pack}: {self.case}"


def cases_run(names: Sequence[str]) -> list[CaseRun]:
    """Every case beside some packs, run; PackError carries what cannot be read of any of them."""
    unread = Gathered()
    found: list[CaseRun] = []
    for name in names:
        with unread.step():
            screener = Screener(load_pack(name))
            ran = run_cases(*read_cases(cases_of(name), screener), screener)
            found += [CaseRun(name, each.case, each.place, each.differences) for each in ran]
    unread.told()
    return found


def run_pack(name: str, *, only: str | None, strict: bool) -> PackRun:
    """The cases of one pack, or those whose name has some words in it, judged."""
    screener = Screener(load_pack(name))
    place = cases_of(name)
    cases, text = read_cases(place, screener)
    trials = try_cases(cases, screener)
    kept = [trial for trial in trials if only is None or only.casefold() in trial.case.name.casefold()]
    return PackRun(
        pack=name,
        trials=tuple(trials),
        outcomes=tuple(outcomes(kept, text)),
        decided=tuple(coverage(trials[0].screening, trials)) if only is None else (),
        pairs=tuple(pairs(bounds(trials[0].screening), trials)) if only is None else (),
        felt=tuple(feelings(trials[0].screening, trials)) if only is None else (),
        demanding=strict or is_bundled(name),
        unread=unread(place),
        left_out=tuple(_left_out(name)) if only is None else (),
    )


def _left_out(name: str) -> Iterator[str]:
    """The amounts of a pack that no record can show, in words."""
    written = Written(*load_written(name))
    for placed in written.clauses:
        for each in unseen(placed.clause):
            place = written.text.place((*placed.path, each.key)).rpartition(" line ")[2].partition(" column")[0]
            yield f"line {place}, {placed.name}: {each.key} {each.value}, {each.why}"


def is_bundled(name: str) -> bool:
    """Whether a pack is one of those that come with minqual."""
    return find_pack(name).resolve().is_relative_to(bundled_rules().resolve())


def run_lines(run: PackRun, width: int) -> Iterator[str]:
    """A run in words: a line for the pack, one for its coverage and one for its amounts where all is well."""
    for outcome in run.failed:
        yield f"FAILED {outcome.place}: {outcome.case}"
        for said in (*outcome.differences, *run.why(outcome)):
            yield from _broken(said, width, 4)
    holding = len(run.outcomes) - len(run.failed)
    whole = len(run.pairs) - len(run.lacking)
    in_pairs = f", {whole} of {len(run.pairs)} bounds in pairs" if run.pairs else ""
    yield f"{run.pack}: {holding} of {len(run.outcomes)} cases hold{in_pairs}"
    if run.decided:
        yield from _broken(told(run.decided), width, 4)
    for felt in (run.amounts, run.names):
        if felt:
            yield from _broken(told_of_values(felt), width, 4)
    if run.left_out:
        amounts = so_many(len(run.left_out), "amount")
        yield from _broken(f"left out, {amounts} that no record can show: {'; '.join(run.left_out)}", width, 4)
    mark = "FAILED " if run.demanding else ""
    for pair in run.lacking:
        yield from _broken(mark + pair.lacks(), width, 4)
    for said in by_clause(run.unfelt) if run.demanding else ():
        yield from _broken(f"{mark}{said}: no case feels it change", width, 4)
    if run.unread:
        proposals = so_many(run.unread, "proposal")
        yield from _broken(f"{mark}{proposals} that nobody has read: {READ_IT}", width, 4)


READ_IT: Final = "read the sentence beside each, and drop the remark above it"


def sum_line(runs: Sequence[PackRun]) -> str:
    """All packs in one line, whose counts are the sums of theirs."""
    total = totals(runs)
    in_pairs = f", {total['bounds in pairs']} of {total['bounds']} bounds in pairs" if total["bounds"] else ""
    return f"{total['packs']} packs: {total['hold']} of {total['cases']} cases hold{in_pairs}"


def totals(runs: Sequence[PackRun]) -> dict[str, int]:
    """The counts over all packs."""
    return {
        "packs": len(runs),
        "cases": sum(len(run.outcomes) for run in runs),
        "hold": sum(len(run.outcomes) - len(run.failed) for run in runs),
        "failed": sum(len(run.failed) for run in runs),
        "bounds": sum(len(run.pairs) for run in runs),
        "bounds in pairs": sum(len(run.pairs) - len(run.lacking) for run in runs),
        "amounts": sum(len(run.amounts) for run in runs),
        "amounts felt on both sides": sum(each.whole for run in runs for each in run.amounts),
        "amounts felt by no case": sum(not each.inside.named for run in runs for each in run.unfelt),
        "names": sum(len(run.names) for run in runs),
        "names felt by no case": sum(each.inside.named for run in runs for each in run.unfelt),
        "amounts left out": sum(len(run.left_out) for run in runs),
        "proposals unread": sum(run.unread for run in runs),
        "packs that pass": sum(run.passes for run in runs),
    }


def run_values(run: PackRun) -> dict[str, Any]:
    """A run as values for a machine."""
    return {
        "pack": run.pack,
        "passes": run.passes,
        "cases": len(run.outcomes),
        "hold": len(run.outcomes) - len(run.failed),
        "failed": [
            {
                "case": outcome.case,
                "place": outcome.place,
                "differences": list(outcome.differences),
                "figures": run.why(outcome),
            }
            for outcome in run.failed
        ],
        "clauses": [
            {"id": each.name, "decides when met": each.standing, "decides when not met": each.lacking}
            | ({"one sided": True} if each.one_sided else {})
            for each in run.decided
        ],
        "bounds": [
            {
                "id": pair.bound.name,
                "needed": str(pair.bound.amount),
                "reached by": pair.reaching.case.name if pair.reaching else None,
                "missed by": pair.below.case.name if pair.below else None,
            }
            for pair in run.pairs
        ],
        "amounts": [
            {"id": each.inside.name, "value": each.inside.value, "felt": dict(each.sides)} for each in run.amounts
        ],
        "names": [
            {"id": each.inside.name, "value": each.inside.value, "felt": any(each.sides.values())} for each in run.names
        ],
        "amounts left out": list(run.left_out),
        "proposals unread": run.unread,
        "pairs demanded": run.demanding,
    }


def _broken(text: str, width: int, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=blank,
        subsequent_indent=blank + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
