"""A comparison as plain data, as sheets and in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from minqual.comparisons.comparison import ClauseChange, Comparison, Move, Pair
from minqual.comparisons.decided_files import Decided, Key
from minqual.comparisons.standing_clauses import StandingClause
from minqual.outputs import Listing, Sheet
from minqual.values import Standing, so_many

WORDS: Final = tuple(standing.word for standing in reversed(Standing))
BOTH: Final = ("first", "other")


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A comparison as plain data, for programs."""
    ways = [each.way for each in found.moves]
    return {
        "first": found.files[0].name,
        "other": found.files[1].name,
        "runs": {name: dict(zip(BOTH, both, strict=True)) for name, both in found.runs.items()},
        **({"classes": list(found.classes)} if found.classes else {}),
        "compared": found.compared,
        "moved": len(found.moves),
        **{way: ways.count(way) for way in ("up", "down", "otherwise")},
        "agreement": _rounded(found.agreement),
        "kappa": _rounded(found.kappa),
        "firm_kappa": _rounded(found.firm_kappa),
        "counts": counts_of(found.pairs),
        "moves": [_move(each) for each in found.moves],
        "by_clause": [
            {"level": level, "clause": clause, "moved": times} for (level, clause), times in found.by_clause.items()
        ],
        "only_in_first": [_named(key) for key in found.only[0]],
        "only_in_other": [_named(key) for key in found.only[1]],
        "undecided": dict(zip(BOTH, (each.undecided for each in found.files), strict=True)),
        "missing": list(found.missing),
    }


def counts_of(pairs: Mapping[Pair, int]) -> dict[str, dict[str, int]]:
    """How many stand so now of those who stood so before, by the words of both: the best first."""
    return {one.word: {two.word: pairs.get((one, two), 0) for two in reversed(Standing)} for one in reversed(Standing)}


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _named(key: Key) -> dict[str, str]:
    applicant, class_ = key
    return {"applicant_id": applicant, **({"class": class_} if class_ else {})}


def _move(move: Move) -> dict[str, Any]:
    return {
        **_named(move.key),
        "way": move.way,
        "first": _decided(move.before),
        "other": _decided(move.after),
        "levels": {name: {"first": one.word, "other": two.word} for name, (one, two) in move.levels.items()},
        "clauses": [_clause(each) for each in move.clauses],
    }


def _decided(decided: Decided) -> dict[str, str | None]:
    names = ("eligible_level", "conditional_level", "best_possible_level")
    reached = {name: level or None for name, level in zip(names, decided.reached, strict=False)}
    return {"verdict": None if decided.verdict is None else decided.verdict.word, **reached}


def _clause(change: ClauseChange) -> dict[str, Any]:
    said = change.clause
    told = {"level": said.level, "clause": said.clause, "number": said.number, "kind": said.kind, "says": said.says}
    return told | {"first": _stood(change.before), "other": _stood(change.after)}


def _stood(clause: StandingClause | None) -> dict[str, str | None] | None:
    return None if clause is None else {"standing": clause.standing.word, "counted": clause.counted or None}


def comparison_said(found: Comparison) -> Iterator[str]:
    """How many moved, how far both agree, what differs between the runs."""
    if found.classes:
        first, other = found.classes
        yield f"two classes are compared, {first} and {other}: levels and clauses of one are not those of the other"
    for name, (one, two) in found.runs.items():
        yield f"{name}: {one or 'not said'} -> {two or 'not said'}"
    ways = [each.way for each in found.moves]
    told = ", ".join(f"{ways.count(way)} {way}" for way in ("up", "down", "otherwise") if way in ways)
    yield f"{so_many(found.compared, 'applicant')} compared, {len(ways)} moved{f' ({told})' if told else ''}"
    for keys, file in zip(found.only, found.files, strict=True):
        if keys:
            yield f"{len(keys)} only in {file.name}"
    for file in found.files:
        if file.undecided:
            yield f"{so_many(file.undecided, 'row')} of {file.name} without a decision"
    if found.agreement is not None:
        kappa = "no kappa, since both say one thing of everyone" if found.kappa is None else f"kappa {found.kappa:.2f}"
        firm = "" if found.firm_kappa is None else f"; kappa {found.firm_kappa:.2f} among those firm in both"
        by_hand = any(each.by_hand for each in found.files)
        of = "what people decided" if by_hand else "the verdict over all levels"
        yield f"agreement on {of} {found.agreement:.0%}, {kappa}{firm}"


def comparison_sheets(found: Comparison) -> list[Sheet]:
    """A comparison as sheets: who moved or stands in one file alone, the counts, the clauses."""
    return [Sheet(_moved(found), ("first", "other")), Sheet(_counts(found)), Sheet(_clauses(found))]


def _moved(found: Comparison) -> Listing:
    """One row for each who moved, then for each who stands in one file alone."""
    rows = [
        (
            *move.key,
            move.way,
            *_verdicts(move),
            *map(_eligible, (move.before, move.after)),
            levels_said(move),
            _by(move),
        )
        for move in found.moves
    ]
    for keys, file in zip(found.only, found.files, strict=True):
        rows += [(*key, f"only in {file.name}", "", "", "", "", "", "") for key in keys]
    names = ("applicant_id", "class", "way", "first", "other", "first_level", "other_level", "levels", "clauses")
    columns = _columns(names, rows)
    if not any(columns["class"]):
        del columns["class"]
    return Listing("moved", columns, ("applicant_id", "class", "levels"))


def _columns(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _verdicts(move: Move) -> tuple[str, str]:
    first, other = ("" if each.verdict is None else each.verdict.word for each in (move.before, move.after))
    return first, other


def _eligible(decided: Decided) -> str:
    return decided.reached[0] if decided.reached else ""


def levels_said(move: Move) -> str:
    """The levels that stand otherwise, in words."""
    return "; ".join(f"{name}: {one.word} -> {two.word}" for name, (one, two) in move.levels.items())


def clause_said(change: ClauseChange) -> str:
    """A clause that stands otherwise, in words."""
    said = change.clause
    stood = [
        f"{each.standing.word}{f' ({each.counted})' if each.counted else ''}"
        for each in (change.before, change.after)
        if each
    ]
    return f"{said.level} {said.number} {said.kind}: {' -> '.join(stood)}: {said.says}"


def _by(move: Move) -> str:
    return "; ".join(map(clause_said, move.clauses))


def _counts(found: Comparison) -> Listing:
    """What the first file says by what the other does."""
    columns: dict[str, Any] = {f"{found.files[0].name} by {found.files[1].name}": list(WORDS)}
    counts = counts_of(found.pairs).values()
    columns |= {word: np.array([row[word] for row in counts], dtype=np.int64) for word in WORDS}
    return Listing("counts", columns)


def _clauses(found: Comparison) -> Listing:
    """How many moved with each clause."""
    says = {(each.clause.level, each.clause.clause): each.clause for move in found.moves for each in move.clauses}
    columns = _columns(
        ("level", "clause", "number", "says"),
        [(level, clause, says[level, clause].number, says[level, clause].says) for level, clause in found.by_clause],
    )
    return Listing("clauses", columns | {"moved": np.array([*found.by_clause.values()], dtype=np.int64)})
