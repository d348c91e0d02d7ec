"""Proposals: the cases that a pack lacks, made from the nearest ones it has or from its own words, and verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Final

from minqual.authoring.boundary_pairs import (
    Bound,
    bounds,
    falls_short,
    figure,
    pairs,
    pins,
    reaches,
    step_words,
    written_places,
)
from minqual.authoring.case_runs import Trial, failures, open_facts_of, outcomes, try_cases
from minqual.authoring.cases import UNREAD, Case, Cases, Rows, cases_in, cases_of, read_cases
from minqual.authoring.coverage import Decided, coverage, falls_by, stands_by
from minqual.authoring.judged_trials import JudgedTrials
from minqual.authoring.sensitive_records import Pool
from minqual.authoring.sensitivity import OF_PARTS, Inside, Sense, feelings, was
from minqual.authoring.starting_records import at_bound, seeds
from minqual.authoring.variations import LARGER, LEFT_OUT, SMALLER
from minqual.clauses import NotBuilt
from minqual.judging import Screener, Screening
from minqual.notation import YamlText, made, parse_yaml, scalar
from minqual.packs import beside_pack, load_pack, said_of
from minqual.records import LISTS
from minqual.values import InternalFault, Standing
from minqual.what_if import Builder, Lever, Lists, changed, levers, variants, without

MOST_BASES: Final = 6
MOST_CANDIDATES: Final = 96
MOST_ROUNDS: Final = 3

_FRAME: Final = {"any-of", "all-of", "at-least", "rows", "table", "requirements"}


@dataclass(frozen=True, slots=True)
class Proposals:
    """The cases that a pack lacks. unable: bounds without a pair, undecided: clauses, for which none could be made."""

    cases: tuple[Case, ...]
    text: str
    unable: tuple[str, ...]
    undecided: tuple[str, ...]


def proposals(name: str, today: date) -> Proposals:
    """What a pack's cases lack; where there are none yet, a first file of them as of today."""
    screener = Screener(load_pack(name))
    path = cases_of(name)
    cases, text = read_cases(path, screener) if beside_pack(path) is not None else (None, None)
    making = _Making(_of_some_vacancy(screener, cases), cases, today)
    making.rounds()
    proposed = tuple(trial.case for trial in making.made)
    lines = [line for case in proposed for line in case_lines(case, indent_of(text))]
    written = "\n".join(lines) + "\n" if lines else ""
    if text is None and written:
        written = head(screener.pack.name, making.as_of) + written
    _verify(path.read_bytes() if text is not None else b"", text, written, screener)
    return Proposals(proposed, written, making.unable(), tuple(making.undecided))


def _of_some_vacancy(screener: Screener, cases: Cases | None) -> Screener:
    """A screener for the vacancy of the first case, or the first that may be; what is proposed is for that one."""
    pack = screener.pack
    said = {name: parameter.one_of[0] for name, parameter in pack.vacancy.items()}
    said |= cases.vacancy_of(cases.cases[0]) if cases is not None else {}
    return screener.for_run(replace(pack.run, vacancy=said_of(pack.vacancy, said)[0]))


def _verify(before: bytes, text: YamlText | None, written: str, screener: Screener) -> None:
    """Stop where what is proposed does not hold once it is appended."""
    last = list(text.value)[-1] if text is not None and isinstance(text.value, dict) else "cases"
    if not written or last != "cases":
        return
    whole = parse_yaml(before.rstrip(b"\n") + b"\n" + written.encode() if before else written.encode(), "proposals")
    cases = cases_in(whole, screener)
    known = len(cases.cases) - written.count("\n" + " " * indent_of(text) + "- name: ")
    wrong = [each for each in failures(outcomes(try_cases(cases, screener), whole)) if each.number >= known]
    if wrong:
        raise InternalFault(f"a proposed case does not hold: {wrong[0].case}: {wrong[0].differences[0]}")


class _Making:
    """Proposals while they are made: each one counts as a case for those after it."""

    def __init__(self, screener: Screener, cases: Cases | None, today: date) -> None:
        self.screener = screener
        self.as_of: date = cases.as_of if cases is not None else today
        self.made: list[Trial] = []
        self.undecided: list[str] = []
        self._unpaired: list[tuple[Bound, str]] = []
        self._given = cases.given if cases is not None else Rows()
        vacancy = cases.vacancy if cases is not None else {}
        self._attempts = JudgedTrials(screener, self.as_of, self._given, vacancy)
        self._trials = try_cases(cases, screener) if cases is not None else []
        needed = [each.needed for each in self._screening().assessments]
        self._builder = Builder(screener.pack, screener.tree, needed, self.as_of)

    def rounds(self) -> None:
        """All that can be made, in rounds: what was made in one may be where another case starts from in the next."""
        for _ in range(MOST_ROUNDS):
            before = len(self.made)
            self._unpaired.clear()
            self.undecided.clear()
            self.levels()
            self.pairs()
            self.clauses()
            self.noes()
            self.amounts()
            if len(self.made) == before or not (self._unpaired or self.undecided):
                return

    def levels(self) -> None:
        """A case for each level that no case expects to stand as high as it can be brought."""
        for level, required in zip(self.screener.pack.judged, self.screener.tree.requirements, strict=True):
            lists = self._built(required, holding=True)
            for trial in self._attempts.judged([lists] if lists is not None else [], self.as_of):
                reached = _standing(trial, level.id)
                if reached >= Standing.REVIEW and not any(
                    _standing(each, level.id) >= reached for each in self._trials
                ):
                    self._keep(trial, f"{level.id}, {reached.word}")

    def pairs(self) -> None:
        """The missing cases at every bound."""
        for bound in bounds(self._screening()):
            (pair,) = pairs([bound], self._trials)
            if pair.whole:
                continue
            found = self._pair(bound, above=pair.reaching is None, below=pair.below is None)
            if isinstance(found, str):
                self._unpaired.append((bound, found))
                continue
            for trial, said in found:
                self._keep(trial, f"{_title(bound.name)}, {said}")

    def unable(self) -> tuple[str, ...]:
        """The bounds without a pair, with what they lack beside all that is proposed, and why none was made."""
        found = pairs([bound for bound, _ in self._unpaired], self._trials)
        reasons = (why for _, why in self._unpaired)
        return tuple(f"{pair.lacks()}; {why}" for pair, why in zip(found, reasons, strict=True) if not pair.whole)

    def clauses(self) -> None:
        """A case for each clause that decides none, or only by being met or by not being met."""
        screening = self._screening()
        for decided in coverage(screening, self._trials):
            (now,) = [each for each in coverage(screening, self._trials) if each.nodes == decided.nodes]
            if not now.standing:
                self._decide(now, stands=True)
            if not now.lacking and not now.one_sided:
                self._decide(now, stands=False)

    def noes(self) -> None:
        """A case with a plain no to each question that has none: silence says nothing of what a no comes to."""
        tree = self.screener.tree
        for leaf, nodes in written_places(self._screening()):
            asked = {each.name for each in tree.leaves[leaf].asks() if each.form == "yes or no"}
            for question in sorted(asked - {name for trial in self._trials for name in self._denied(trial)}):
                lists = self._built(nodes[0])
                rows = enumerate((lists or {}).get("answers", ()))
                place = next((number for number, row in rows if row.get("question") == question), None)
                if lists is None or place is None:
                    continue
                for trial in self._attempts.judged([changed(lists, "answers", place, answer="no")], self.as_of):
                    self._keep(trial, f"{_title(tree.nodes[nodes[0]].id)}, no to {question}")

    def _denied(self, trial: Trial) -> Iterator[str]:
        """The questions that a case answers with no."""
        rows = self._lists(trial)["answers"]
        yield from (str(row.get("question")) for row in rows if str(row.get("answer")).strip().casefold() == "no")

    def amounts(self) -> None:
        """Cases that feel values inside clauses change, for each side on which none does."""
        pools: dict[tuple[int, ...], Pool] = {}
        for each in feelings(self._screening(), self._trials):
            inside = each.inside
            if inside.leaf == OF_PARTS:
                self.undecided += [f"{inside}: no case found that feels it {was(side)}" for side in each.unfelt]
                continue
            for side in each.unfelt:
                if inside.nodes not in pools:
                    pools[inside.nodes] = Pool(self._attempts, inside, self._seeds(inside))
                if Sense(self.screener.tree, self.made).feels(inside, side):
                    continue
                found = pools[inside.nodes].feeling(inside, side)
                if found is not None:
                    self._keep(found, _name_of(inside, side))
                else:
                    self.undecided.append(f"{inside}: no case found that feels it {was(side)}")

    def _seeds(self, inside: Inside) -> list[tuple[Lists, date]]:
        """Records from which a value may come to matter: cases that come near to its clause, and built ones."""
        leaf, pack = self.screener.tree.leaves[inside.leaf], self.screener.pack
        standing = [trial for trial in self._trials if trial.leaves[inside.leaf] > Standing.UNMET]
        whole = [(self._lists(trial), trial.as_of) for trial in standing]
        built = [lists for held in (False, True) if (lists := self._built(inside.nodes[0], holding=held)) is not None]
        built += seeds(self._builder, leaf, inside.nodes[:1], pack.policy, self.as_of)
        return [*whole[:MOST_BASES], *((lists, self.as_of) for lists in built), *whole[MOST_BASES:]]

    def _decide(self, decided: Decided, *, stands: bool) -> None:
        tree, all_levels = self.screener.tree, range(len(self.screener.pack.judged))
        test = stands_by if stands else falls_by
        candidates = list(islice(self._with(decided) if stands else self._without(decided), MOST_CANDIDATES))
        for as_of in dict.fromkeys(day for _, day in candidates):
            for trial in self._attempts.judged([lists for lists, day in candidates if day == as_of], as_of):
                if test(tree, trial.leaves, all_levels, decided.nodes):
                    self._keep(trial, f"{_title(decided.name)}, {'held' if stands else 'not held'}")
                    return
        self.undecided.append(f"{decided.name}: no case found that it decides by being {'' if stands else 'not '}met")

    def _with(self, decided: Decided) -> Iterator[tuple[Lists, date]]:
        """Records in which a clause may decide by being met: built ones, and others with what it asks added."""
        nodes = decided.nodes
        built = [lists for node in nodes if (lists := self._built(node)) is not None]
        yield from ((lists, self.as_of) for lists in built)
        yield from ((each, self.as_of) for lists in built for each in variants(self.screener.pack, lists))
        held = self._built(nodes[0], holding=True)
        for trial in self._trials:
            if held is not None and trial.as_of == self.as_of:
                lists = self._lists(trial)
                yield {name: (*lists[name], *held[name]) for name in LISTS}, trial.as_of

    def _without(self, decided: Decided) -> Iterator[tuple[Lists, date]]:
        """Records in which a clause may decide by not being met: others without a row, or with a cell changed."""
        tables = self.screener.tree.leaves[decided.leaf].draws_on()
        holding = [trial for trial in self._trials if trial.leaves[decided.leaf] >= Standing.CONDITIONAL]
        built = [lists for node in decided.nodes if (lists := self._built(node)) is not None]
        whole = [(lists, self.as_of) for lists in built]
        whole += [(self._lists(trial), trial.as_of) for trial in holding[-MOST_BASES:]]
        for lists, as_of in whole:
            yield from ((fewer, as_of) for table in tables for fewer in without(lists, table))
        for lists, as_of in whole:
            yield from ((each, as_of) for each in variants(self.screener.pack, lists))

    def _pair(self, bound: Bound, *, above: bool, below: bool) -> list[tuple[Trial, str]] | str:
        """The cases at a bound, or why there are none."""
        for lists, as_of in self._bases(bound):
            if (outright := self._outright(bound, lists, as_of)) is not None:
                return _pinning([each for each, needed in zip(outright, (above, below), strict=True) if needed], bound)
        return self._moved(bound, above=above, below=below)

    def _moved(self, bound: Bound, *, above: bool, below: bool) -> list[tuple[Trial, str]] | str:
        """The same from records of which a lever moves the figure."""
        best: tuple[tuple[bool, bool], list[tuple[Trial, str]]] | None = None
        found_base = False
        for lists, as_of in self._bases(bound):
            found_base = True
            moved = list(levers(lists, as_of))
            for lever, reached in zip(
                moved,
                self._attempts.reach(moved, self.screener.tree.leaves[bound.leaf], bound.standing, as_of),
                strict=True,
            ):
                if bound.upper:
                    sides = self._above(lever, bound, as_of)
                else:
                    sides = self._at(lever, reached, bound, as_of) if reached is not None else None
                if sides is None:
                    continue
                wanted = [each for each, needed in zip(sides, (above, below), strict=True) if needed]
                exact = figure(sides[0][0], bound.leaf)[0] in {bound.value, bound.needed}
                rank = (not all(pins(trial, bound) for trial, _ in wanted), not exact)
                if best is None or rank < best[0]:
                    best = rank, wanted
                if rank == (False, False):
                    break
            if best is not None and best[0] == (False, False):
                break
        if best is None:
            kind = self.screener.tree.leaves[bound.leaf].kind
            if not found_base:
                return f"no case counts anything for it and no record can be built for the kind {kind!r}"
            return "none could be made by moving a date or a figure of the cases there are: write it by hand"
        return _pinning(best[1], bound)

    def _at(
        self, lever: Lever, reached: int, bound: Bound, as_of: date
    ) -> tuple[tuple[Trial, str], tuple[Trial, str]] | None:
        """A lever's records on both sides of a bound, None where they do not come near enough."""
        settings = [reached, *(reached - step for step in lever.steps if step <= reached)]
        lists = [found for setting in settings if (found := lever.near(setting)) is not None]
        if lever.at(reached) is None or len(lists) < 2:
            return None
        return self._on_both_sides(self._attempts.judged(lists, as_of), bound)

    def _outright(self, bound: Bound, lists: Lists, as_of: date) -> tuple[tuple[Trial, str], tuple[Trial, str]] | None:
        """Records that state what a bound asks as it is counted, on both sides of it."""
        leaf = self.screener.tree.leaves[bound.leaf]
        pairs_ = (self._attempts.judged(two, as_of) for two in at_bound(leaf, bound, lists))
        return next((each for two in pairs_ if len(two) > 1 and (each := self._on_both_sides(two, bound))), None)

    @staticmethod
    def _on_both_sides(trials: Sequence[Trial], bound: Bound) -> tuple[tuple[Trial, str], tuple[Trial, str]] | None:
        """Records of which the first just reaches a bound and another just does not, with what each shows."""
        top, *lower = trials
        short = next((trial for trial in lower if falls_short(trial, bound)), None)
        if short is None or not reaches(top, bound):
            return None
        if bound.upper:
            return (top, f"{bound}"), (short, f"{step_words(bound)} above {bound.amount}")
        low, high = figure(top, bound.leaf)[0], figure(short, bound.leaf)[1]
        said_top = f"{'exactly' if low == bound.value else 'just over'} {bound}"
        whole = high is not None and bound.value - high == bound.step
        said_short = f"{step_words(bound) if whole else 'just'} short of {bound}"
        return (top, said_top), (short, said_short)

    def _above(self, lever: Lever, bound: Bound, as_of: date) -> tuple[tuple[Trial, str], tuple[Trial, str]] | None:
        """A lever's records with the most that may be, and with just more; None where it does not count such things."""
        lists = [lever.at(int(value * lever.one)) for value in (bound.value, bound.value + bound.step)]
        if not lever.one or None in lists:
            return None
        trials = self._attempts.judged([each for each in lists if each is not None], as_of)
        if len(trials) < 2 or not reaches(trials[0], bound) or not falls_short(trials[1], bound):
            return None
        return (trials[0], f"exactly {bound}"), (trials[1], f"just above {bound}")

    def _bases(self, bound: Bound) -> Iterator[tuple[Lists, date]]:
        """Records to start from: the nearest cases that count anything, those first that depend on the bound."""
        counting = [trial for trial in self._trials if figure(trial, bound.leaf)[0] > 0]
        near = sorted(counting, key=lambda trial: abs(figure(trial, bound.leaf)[0] - bound.value))[:60]
        for trial in sorted(near, key=lambda trial: not pins(trial, bound))[:MOST_BASES]:
            yield self._lists(trial), trial.as_of
        for holding in (False, True):
            built = self._built(bound.nodes[0], holding=holding)
            if built is not None:
                yield built, self.as_of

    def _built(self, node: int, *, holding: bool = False) -> Lists | None:
        try:
            return self._builder.holding(node) if holding else self._builder.deciding(node)
        except NotBuilt:
            return None

    def _lists(self, trial: Trial) -> Lists:
        cases = made(Cases, as_of=self.as_of, given=self._given, cases=())
        return {name: cases.stated(trial.case, name) for name in LISTS}

    def _screening(self) -> Screening:
        """Any screening, for what the clauses need."""
        return self._attempts.screening([{}], self.as_of)

    def _keep(self, trial: Trial, name: str) -> None:
        """Take a case among those proposed, under a name that no other has, with its open facts.

        Where one of the same rows is there already, only the clauses that it names are added to it.
        """
        for place, other in enumerate(self.made):
            if all(getattr(other.case, name) == getattr(trial.case, name) for name in (*LISTS, "as_of")):
                clauses = {**other.case.clauses, **trial.case.clauses}
                merged = replace(other, case=other.case.model_copy(update={"clauses": clauses}))
                self.made[place] = self._trials[self._trials.index(other)] = merged
                return
        taken = {each.case.name for each in self._trials}
        numbered = [name, *(f"{name} ({number})" for number in range(2, len(taken) + 3))]
        free = next(each for each in numbered if each not in taken)
        facts = {}
        if "review" in trial.case.expect.values():
            facts = {"open": tuple(sorted(open_facts_of([trial])[trial.number]))}
        kept = replace(trial, case=trial.case.model_copy(update={"name": free, **facts}))
        self._trials.append(kept)
        self.made.append(kept)


def _standing(trial: Trial, level: str) -> Standing:
    """What a case expects of a level; unmet where it expects nothing."""
    return Standing[trial.case.expect.get(level, "unmet").upper()]


def _pinning(made: Sequence[tuple[Trial, str]], bound: Bound) -> list[tuple[Trial, str]]:
    """Cases at a bound, each of which expects something that hangs on it, if need be of the clause itself."""
    return [(trial if pins(trial, bound) else _naming(trial, bound), said) for trial, said in made]


def _naming(trial: Trial, bound: Bound) -> Trial:
    """The same with the clause of the bound named, where no level depends on it."""
    standing = Standing(trial.leaves[bound.leaf]).word
    name = trial.screening.tree.nodes[bound.nodes[0]].id
    return replace(trial, case=trial.case.model_copy(update={"clauses": {name: standing}}))


def _name_of(inside: Inside, side: str) -> str:
    """What a case shows of a value inside a clause, as its name."""
    if not inside.named:
        return f"{_title(inside.name)}, {_in_name(side, inside.value)}"
    clause, _, key = inside.name.rpartition(".")
    return f"{_title(clause)}, {key.replace('-', ' ')} {inside.value}"


def _in_name(side: str, value: str) -> str:
    """What a case shows of a value, for its name."""
    if side in {SMALLER, LARGER}:
        return f"{value} and no {'less' if side == SMALLER else 'more'}"
    return "which counts" if side == LEFT_OUT else f"{value} and not {side}"


def _title(node: str) -> str:
    """A clause's id as the beginning of a case's name."""
    return " ".join(part for part in node.split(".") if part not in _FRAME)


WIDEST: Final = 120


_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,_./()'+%-]*[A-Za-z0-9_./()'+%])?")


def case_lines(case: Case, indent: int) -> Iterator[str]:
    """One case, with the remark that it is proposed, as an entry of the list of cases."""
    blank = " " * indent
    yield f"{blank}{UNREAD}"
    yield f"{blank}- name: {scalar(case.name, _NAME)}"
    if case.as_of is not None:
        yield f"{blank}  as of: {case.as_of.isoformat()}"
    if case.vacancy:
        yield f"{blank}  vacancy: {_flow(case.vacancy)}"
    for table in LISTS:
        rows = getattr(case, table)
        if rows is not None:
            yield from _table(f"{blank}  ", table, rows)
    yield f"{blank}  expect: {_flow(case.expect)}"
    if case.clauses:
        yield f"{blank}  clauses: {_flow(case.clauses)}"
    if case.open is not None:
        yield f"{blank}  open: [{', '.join(scalar(fact) for fact in case.open)}]"


def _table(blank: str, table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    line = f"{blank}{table}: [{', '.join(map(_flow, rows))}]"
    if len(line) <= WIDEST:
        yield line
        return
    yield f"{blank}{table}:"
    for row in rows:
        yield f"{blank}  - {_flow(row)}"


def _flow(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{scalar(key)}: {_cell(value)}" for key, value in values.items()) + "}"


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_cell(item) for item in value) + "]"
    return '""' if value is None else scalar(str(value))


def head(pack: str, as_of: date) -> str:
    """The beginning of a file of cases that does not exist yet."""
    return f"# What must come of applicants for {pack}.\n\nas of: {as_of.isoformat()}\ncases:\n"


def indent_of(text: YamlText | None) -> int:
    """How far the entries of an existing list of cases are indented."""
    place = text.places.get(("cases", 0)) if text is not None else None
    return max(place[1] - 3, 0) if place is not None else 2
