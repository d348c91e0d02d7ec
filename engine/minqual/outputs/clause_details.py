"""Details: each applicant's standing in each clause, with its figures and what is open, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from minqual.clauses import Clause
from minqual.judging import Screening
from minqual.outputs.forms import Form
from minqual.outputs.interleaved import in_classes
from minqual.outputs.json_text import ENCODE, Json
from minqual.outputs.level_tables import counted_in
from minqual.outputs.provenance import Imprint
from minqual.outputs.tables import Listing, arrow_batch, jsonl_rows, parquet_parts
from minqual.values import Standing
from minqual.verdicts import UNSETTLED, Results, Worded, told_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.outputs.tables import Column

APPLICANTS_AT_A_TIME: Final = 5_000

YES, NO = "yes", "no"

WORDS: Final = tuple(standing.word for standing in Standing)


@dataclass(frozen=True, slots=True, eq=False)
class _ClauseRows:
    """A clause at its place in a level, for every applicant. fixed: what is the same for all."""

    fixed: dict[str, str]
    standing: NDArray[np.int8]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    needed: float
    most: float
    open: Worded


def write_details(by_pack: Sequence[Results], form: Form, file: IO[bytes], said: Imprint) -> None:
    """Write the details of one pack or several as JSON lines or Parquet."""
    parts = (part for each in by_pack for part in details_of(each))
    if form is Form.JSONL:
        for part in parts:
            file.write(jsonl_rows(part))
        return
    first = next(parts)
    with parquet_parts(first, file, said.stamp) as write:
        write(arrow_batch(first))
        for part in parts:
            write(arrow_batch(part))


def details_of(results: Results) -> Iterator[Listing]:
    """The details level by level, then those of posts; of each applicant all clauses, one after the other.

    Figures are rounded down to hundredths, in the unit of the row; a blank high is unlimited. What is open is a list in
    JSON: of a clause that stands at review or conditional, what to ask and who can say. of_all: whether all must meet
    the clause for the level, discretion aside.
    """
    screening = results.screening
    asked = cache(lambda leaf: _open(screening, leaf))
    ids, classed = list(screening.applicants.ids), "class" in results.columns
    for place, judged in enumerate(screening.pack.judged):
        fixed = ({"class": results.pack.name} if classed else {}) | {"level": judged.id}
        of_all = frozenset(screening.tree.asked_of_all(screening.tree.requirements[place]))
        clauses = [
            _clause(screening, number, node, fixed | {"of_all": YES if node in of_all else NO}, asked)
            for number, node in _outline(screening, place)
        ]
        if screening.applicants.unread.any():
            clauses.append(_unread(screening, fixed | {"of_all": YES}))
        for start in range(0, max(len(ids), 1), APPLICANTS_AT_A_TIME):
            own = ids[start : start + APPLICANTS_AT_A_TIME]
            yield in_classes([_listing(each, own, start) for each in clauses])


def _outline(screening: Screening, place: int) -> Iterator[tuple[str, int]]:
    return screening.tree.outline(screening.tree.requirements[place])


def _listing(clause: _ClauseRows, ids: Sequence[str], start: int) -> Listing:
    """The rows of a clause for some applicants, from one place on."""
    here = slice(start, start + len(ids))
    one = np.zeros(len(ids), dtype=np.int8)
    said: dict[str, Column] = {name: Worded(one, [text]) for name, text in clause.fixed.items() if name != "unit"}
    columns: dict[str, Column] = {
        "applicant_id": ids,
        **{name: column for name, column in said.items() if name != "of_all"},
        "standing": Worded(clause.standing[here], WORDS),
        "low": clause.low[here],
        "high": clause.high[here],
        "needed": np.full(len(ids), clause.needed),
        "most": np.full(len(ids), clause.most),
        "unit": Worded(one, [clause.fixed["unit"]]),
        "open": Json(Worded(clause.open.codes[here], clause.open.words)),
        "of_all": said["of_all"],
    }
    return Listing("details", columns, ("applicant_id",))


def _clause(
    screening: Screening, number: str, node: int, fixed: dict[str, str], asked: Callable[[int], Worded]
) -> _ClauseRows:
    tree = screening.tree
    clause, leaf = tree.nodes[node].clause, tree.nodes[node].leaf
    assert clause is not None
    count, told = screening.applicants.count, counted_in(screening, node)
    said = _said(fixed, number, tree.nodes[node].id, clause, told.unit if told else "")
    standing, asks = screening.standing(node), _nothing(count) if leaf is None else asked(leaf)
    if told is None:
        return _ClauseRows(said, standing, *_uncounted(count), asks)
    needed, most = (np.nan if each is None else float(each) for each in (told.needed, told.most))
    return _ClauseRows(said, standing, told.low, told.high, needed, most, asks)


def _uncounted(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], float, float]:
    """The figures of a clause that counts nothing."""
    blank = np.full(count, np.nan)
    return blank, blank, np.nan, np.nan


def _said(fixed: dict[str, str], number: str, name: str, clause: Clause, unit: str) -> dict[str, str]:
    return {**fixed, "clause": name, "number": number, "kind": clause.kind, "says": clause.says(), "unit": unit}


def _unread(screening: Screening, fixed: dict[str, str]) -> _ClauseRows:
    """Rows that could not be read, as a clause of a level."""
    count, unread = screening.applicants.count, screening.applicants.unread
    standing = np.where(unread, np.int8(Standing.REVIEW), np.int8(Standing.MET)).astype(np.int8)
    said = {"clause": f"{fixed['level']}.unread-rows", "number": "", "kind": "unread rows"}
    says = {"says": "every row of the record can be read", "unit": ""}
    return _ClauseRows({**fixed, **said, **says}, standing, *_uncounted(count), _nothing(count))


def _nothing(count: int) -> Worded:
    """Nothing open for anyone."""
    return Worded(np.zeros(count, dtype=np.int8), ["[]"])


def _open(screening: Screening, leaf: int) -> Worded:
    """What a leaf leaves open for each applicant, as a list in JSON."""
    wanted = np.isin(screening.assessments[leaf].standings, UNSETTLED)
    told: dict[int, set[tuple[str, str]]] = {}
    if wanted.any():
        for question in screening.tree.leaves[leaf].questions(screening.tally, wanted):
            for fact in told_by(screening, leaf, question) if len(question.owner) else ():
                said = fact.question.ask, fact.said_of
                for owner in np.unique(fact.question.owner).tolist():
                    told.setdefault(owner, set()).add(said)
    words: dict[tuple[tuple[str, str], ...], int] = {(): 0}
    codes = np.zeros(screening.applicants.count, dtype=np.int32)
    for owner, facts in told.items():
        codes[owner] = words.setdefault(tuple(sorted(facts)), len(words))
    return Worded(codes, [ENCODE([{"ask": ask, "of": of} for ask, of in each]) for each in words])
