"""The comparison of what was decided twice: who moved, from where to where, by which clause, and how far both agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Final, Literal

from minqual.comparisons.decided_files import Decided, DecidedFile, Key
from minqual.comparisons.standing_clauses import Clauses, StandingClause
from minqual.records import Reject, RowCount
from minqual.settlements import cohens_kappa
from minqual.values import Fault, SourceError, Standing, nearest, plain_id

Way = Literal["up", "down", "otherwise"]
Pair = tuple[Standing, Standing]

FIRM: Final = (Standing.MET, Standing.UNMET)


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that stands otherwise: how it stood and how it stands, None where it is in one only."""

    before: StandingClause | None
    after: StandingClause | None

    @property
    def clause(self) -> StandingClause:
        """The clause itself, as the later has it."""
        said = self.after or self.before
        assert said is not None
        return said


@dataclass(frozen=True, slots=True)
class Move:
    """An applicant who stands otherwise. levels: those that stand otherwise, with how they stood and stand."""

    key: Key
    before: Decided
    after: Decided
    levels: Mapping[str, Pair]
    clauses: tuple[ClauseChange, ...] = ()

    @property
    def way(self) -> Way:
        """Whether all that changed is better, or worse."""
        pairs = [*self.levels.values()]
        if self.before.verdict is not None and self.after.verdict is not None:
            pairs.append((self.before.verdict, self.after.verdict))
        if all(after >= before for before, after in pairs) and any(after > before for before, after in pairs):
            return "up"
        if all(after <= before for before, after in pairs) and any(after < before for before, after in pairs):
            return "down"
        return "otherwise"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """What was decided twice, compared.

    pairs: how often both said what: of verdicts, or of single levels where people decided on these. only: who stands in
    one of the two files alone. runs: what differs of what the files say of themselves. missing: what there would have
    to be for more to be told. Of a source that was judged twice: counts, how its rows were used; rejects, the rows that
    are lost and the cells that are open; unknown_columns, by file, what nobody knows.
    """

    files: tuple[DecidedFile, DecidedFile]
    compared: int
    moves: tuple[Move, ...]
    pairs: Mapping[Pair, int]
    only: tuple[tuple[Key, ...], tuple[Key, ...]]
    runs: Mapping[str, tuple[str, str]]
    missing: tuple[str, ...]
    counts: tuple[RowCount, ...] = ()
    rejects: tuple[Reject, ...] = ()
    unknown_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        first, other = (each.name for each in self.files)
        rejected = f", {len(self.rejects)} rejected" if self.rejects else ""
        return f"<Comparison of {first} with {other}: {self.compared} compared, {len(self.moves)} moved{rejected}>"

    @property
    def classes(self) -> tuple[str, str] | None:
        """The packs of the two sides by name, where they have two: two classes, that is, not versions of one."""
        first, other = self.runs.get("pack", ("", ""))
        return (first, other) if first and other else None

    @property
    def agreement(self) -> float | None:
        """The share of pairs in which both say the same; None where there are none."""
        return _agreement(self.pairs)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond that of chance; None where both say one thing of everyone."""
        return _kappa(self.pairs)

    @property
    def firm_kappa(self) -> float | None:
        """Kappa among those of whom both say met or unmet."""
        return _kappa({pair: times for pair, times in self.pairs.items() if pair[0] in FIRM and pair[1] in FIRM})

    def asked_most(self, most: int) -> list[tuple[str, str, int]]:
        """What the later file, or the one that says so, asks of most: its name, the question, of how many."""
        file = next((each for each in reversed(self.files) if each.asked), self.files[0])
        found = nsmallest(most, file.asked.items(), key=lambda item: (-item[1], item[0]))
        return [(file.name, ask, count) for ask, count in found]

    @property
    def by_clause(self) -> Mapping[tuple[str, str], int]:
        """How many of those who moved each clause moved with, those with the most first; by level and clause."""
        counts = Counter((each.clause.level, each.clause.clause) for move in self.moves for each in move.clauses)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def compared(
    first: DecidedFile,
    other: DecidedFile,
    clauses: Callable[[int, Collection[Key]], Clauses | None] | None = None,
) -> Comparison:
    """Two files compared.

    clauses: how clauses stand by the first file (0) or the other (1), for some applicants; None where that is unknown.
    SourceError: no one stands in both.
    """
    first, other = _of_one_class(first, other)
    there = [key for key in first.rows if key in other.rows]
    if not there and (first.rows or other.rows):
        found = f"nobody who stands in {first.name} as well"
        expected = "the same applicants, by the same ids"
        bare = {plain_id(applicant) for applicant, _ in first.rows}
        if any(plain_id(applicant) in bare for applicant, _ in other.rows):
            expected += ": here they are written otherwise, perhaps without the zeros that a spreadsheet drops"
        raise SourceError([Fault(other.name, found, expected, code="other-kind")])
    _check_levels(first, other)
    _check_levels(other, first)
    pairs = {key: tuple(pairs_of(first.rows[key], other.rows[key])) for key in there}
    moves = [move for key in there if (move := move_between(key, first.rows[key], other.rows[key])) is not None]
    keys = [each.key for each in moves]
    told = (None, None) if clauses is None else (clauses(0, keys), clauses(1, keys))
    return Comparison(
        (first, other),
        sum(map(bool, pairs.values())),
        tuple(with_clauses(each, *told) for each in moves),
        Counter(pair for each in pairs.values() for pair in each),
        (_alone(first, other), _alone(other, first)),
        runs_of(first.stamp, other.stamp),
        tuple(_missing((first, other), told)) if moves else (),
    )


def _check_levels(by_hand: DecidedFile, results: DecidedFile) -> None:
    """SourceError where people decided on a level that results do not have."""
    if not by_hand.by_hand or results.by_hand:
        return
    known = {level for each in results.rows.values() for level in each.levels}
    strange = [level for each in by_hand.rows.values() for level in each.levels if level not in known]
    if strange:
        where, expected = f"{by_hand.name}, column 'level'", f"one of {', '.join(sorted(known))}"
        raise SourceError(
            [
                Fault(where, f"a level that {results.name} does not have", expected, nearest(each, known), code="cell")
                for each in dict.fromkeys(strange)
            ]
        )


def _of_one_class(first: DecidedFile, other: DecidedFile) -> tuple[DecidedFile, DecidedFile]:
    """Two files of which both tell classes apart, or neither does; SourceError where that cannot be."""
    classes = [{name for _, name in each.rows} for each in (first, other)]
    if not all(classes) or ("" in classes[0]) == ("" in classes[1]):
        return first, other
    files = [first, other]
    for place in (0, 1):
        if "" not in classes[place]:
            if len(classes[place]) > 1 or classes[1 - place] != {""}:
                found = f"no class, where {files[place].name} has several"
                expected = "a column class with the names of the packs"
                raise SourceError([Fault(files[1 - place].name, found, expected, code="missing")])
            files[place] = _without_class(files[place])
    return files[0], files[1]


def _without_class(file: DecidedFile) -> DecidedFile:
    rows = {(applicant, ""): each for (applicant, _), each in file.rows.items()}
    return replace(file, rows=rows)


def move_between(key: Key, before: Decided, after: Decided) -> Move | None:
    """How an applicant stands otherwise, if so."""
    levels = {
        name: (standing, after.levels[name])
        for name, standing in before.levels.items()
        if after.levels.get(name, standing) != standing
    }
    verdict = before.verdict is not None and after.verdict is not None and before.verdict != after.verdict
    reached = bool(before.reached and after.reached) and before.reached != after.reached
    return Move(key, before, after, levels) if levels or verdict or reached else None


def pairs_of(before: Decided, after: Decided) -> Iterator[Pair]:
    """What is counted of an applicant: both verdicts, or both standings of each level on which people decided."""
    if before.verdict is not None and after.verdict is not None:
        yield before.verdict, after.verdict
        return
    for name, standing in before.levels.items():
        if name in after.levels:
            yield standing, after.levels[name]


def _alone(file: DecidedFile, other: DecidedFile) -> tuple[Key, ...]:
    return tuple(key for key in file.rows if key not in other.rows)


def with_clauses(move: Move, before: Clauses | None, after: Clauses | None) -> Move:
    """A move with the clauses by which it came, as far as they are known."""
    levels = move.levels or None
    sides = [None if each is None else _of_levels(each.get(move.key, ()), levels) for each in (before, after)]
    if sides[0] is not None and sides[1] is not None:
        changes = _changed(sides[0], sides[1])
    elif sides[0] is not None:
        changes = [ClauseChange(each, None) for each in _holding(sides[0])]
    else:
        changes = [ClauseChange(None, each) for each in _holding(sides[1] or {})]
    return Move(move.key, move.before, move.after, move.levels, tuple(changes))


Stated = Mapping[tuple[str, str], StandingClause]


def _of_levels(clauses: tuple[StandingClause, ...], levels: Collection[str] | None) -> Stated:
    return {(each.level, each.clause): each for each in clauses if levels is None or each.level in levels}


def _changed(before: Stated, after: Stated) -> list[ClauseChange]:
    """The clauses that stand otherwise, without those that do so only since a part of them does."""
    changes = [
        ClauseChange(before.get(name), after.get(name))
        for name in (*after, *(name for name in before if name not in after))
        if _standing(before.get(name)) != _standing(after.get(name))
    ]
    return [each for each in changes if not _part_among(each.clause, [other.clause for other in changes])]


def _holding(clauses: Stated) -> list[StandingClause]:
    """The clauses below met, without those that stand so only since a part of them does."""
    below = [each for each in clauses.values() if each.standing is not Standing.MET]
    return [each for each in below if not _part_among(each, below)]


def _part_among(clause: StandingClause, others: Collection[StandingClause]) -> bool:
    inside = f"{clause.number}."
    return any(each.level == clause.level and each.number.startswith(inside) for each in others)


def _standing(clause: StandingClause | None) -> Standing | None:
    return None if clause is None else clause.standing


def runs_of(first: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """What differs of what two files say of themselves, if both do."""
    if not first or not other:
        return {}
    both = {name: (first.get(name, ""), other.get(name, "")) for name in dict.fromkeys((*first, *other))}
    return {name: (one, two) for name, (one, two) in both.items() if one != two}


def _missing(files: tuple[DecidedFile, DecidedFile], told: tuple[Clauses | None, ...]) -> Iterator[str]:
    """What there would have to be for the clauses to be told, and how to get it."""
    for file, clauses, option in zip(files, told, ("--details", "--other-details"), strict=True):
        if clauses is None and not file.by_hand:
            yield (
                f"{file.name} does not say how clauses stand: screen that pool again with --details FILE, "
                f"and name the file here with {option}"
            )


def _agreement(pairs: Mapping[Pair, int]) -> float | None:
    total = sum(pairs.values())
    return sum(times for (one, two), times in pairs.items() if one == two) / total if total else None


def _kappa(pairs: Mapping[Pair, int]) -> float | None:
    kappa = cohens_kappa(pairs)
    return None if kappa is None else float(kappa)
