"""The work list: what to settle for a whole pool, one row each, the facts that alone decide most verdicts first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.judging import Screening
from minqual.records import COLUMNS as TABLES
from minqual.records import PART, Origin, Reject, Table
from minqual.settlements import (
    ADDED_ROW,
    FORM,
    OWNER,
    ROW,
    row_digest,
    written_key,
)
from minqual.values import fold, wherever
from minqual.verdicts.asked_to_decide import Texts, Whole, decision_key, levels_told, to_accept
from minqual.verdicts.open_facts import (
    OpenFact,
    level_bits,
    levels_decided,
)
from minqual.verdicts.row_names import entry_of, shortened
from minqual.verdicts.work_items import Kind, Numbered, Occurrences, groups, with_all_choices

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS: Final = (
    "verdicts",
    "alone",
    "ask",
    "who",
    "about",
    "applicants",
    "levels",
    "file",
    "sheet",
    "row",
    "column",
    "on record",
    "choices",
    "answer",
    "by",
    "on",
    "how",
    "why",
    "key",
)
WORK_LIST_TEXT: Final = ("about", "applicants", "ask", "file", "sheet", "column", "on record", "key")
"""Columns that may hold words that are not ours."""

MOST_ON_RECORD: Final = 240
"""Letters of a row on record; and of the cell that is asked of, after which no other cell of its row is told."""

MOST_NAMED: Final = 20
"""Applicants of one row that are named; the others are counted."""


def work_list(screening: Screening, only: int | None, facts: Sequence[OpenFact]) -> Mapping[str, Texts]:
    """The work list as columns of text.

    A fact is listed if it is open and belongs to a clause whose standing may still change a level that the applicant
    may reach (or the level asked for), or of posts for which more is asked. verdicts: how many applicants it so holds
    back; where one of several such facts
    would do, each of them is listed. alone: for how many of them no other fact is listed. What an applicant alone can
    say is one row for each cell or question. What a word means, and what a person must judge whoever the applicant, is
    one row for all. What decides posts alone decides no verdict, and comes after it. Last, since no fact is missing
    there, who may accept an equivalent: one row for each authority and level that stands at refer.
    """
    asked = with_all_choices(list(Numbered(screening).all(facts)))
    found = _rows(screening, only, asked)
    columns = {name: np.concatenate(parts) for name, parts in zip(COLUMNS, zip(*found, strict=True), strict=True)}
    first = np.sort(np.unique(columns["key"].astype(str), return_index=True)[1])
    once = np.zeros(len(columns["key"]), dtype=np.bool_)
    once[first] = True
    once |= columns["key"] == ""
    return columns if once.all() else {name: column[once] for name, column in columns.items()}


def _rows(screening: Screening, only: int | None, asked: Sequence[Occurrences]) -> Iterator[tuple[Texts, ...]]:
    """The facts as columns, then what may be accepted as columns."""
    none = np.zeros(0, dtype=np.int64)
    fact = np.concatenate([none, *(each.fact for each in asked)])
    owner = np.concatenate([none, *(each.owner for each in asked)])
    row = np.concatenate([none, *(each.row for each in asked)])
    kind = np.repeat(np.arange(len(asked)), [len(each.owner) for each in asked])
    decided = levels_decided(screening, only)
    leaf = np.array([each.leaf for each in asked], dtype=np.int64)[kind]
    level = decided[leaf, screening.pattern[owner]]
    order = np.argsort(fact * max(screening.tally.count, 1) + owner, kind="stable")
    unsorted, fact, owner = fact, fact[order], owner[order]
    fresh = np.ones(len(fact), dtype=np.bool_)
    fresh[1:] = fact[1:] != fact[:-1]
    starts = wherever(fresh)
    pair = fresh.copy()
    pair[1:] |= owner[1:] != owner[:-1]
    decisive = _decisive(screening, level[order], pair)
    number = np.bincount(owner[decisive], minlength=screening.tally.count)
    if len(starts):
        people = np.add.reduceat(pair.astype(np.int64), starts)
        verdicts = np.add.reduceat(decisive.astype(np.int64), starts)
        alone = np.add.reduceat((decisive & (number[owner] == 1)).astype(np.int64), starts)
        levels = np.bitwise_or.reduceat(level[order], starts)
        first = np.minimum.reduceat(order, starts)
        highest = np.lexsort((_standing_first(screening, [each.kind for each in asked], kind, row), unsorted))[starts]
        ranked = np.lexsort((first, owner[starts], -people, -verdicts, -alone))
        named = _named(screening, owner[pair], np.cumsum(pair)[starts] - 1, people)
        kinds, places = [each.kind for each in asked], kind[first]
        told = _Told(screening, kinds, places, row[highest], owner[starts])
        columns = (
            _texts(verdicts),
            _texts(alone),
            told.of(lambda kind: kind.ask),
            told.of(lambda kind: kind.who),
            told.about(),
            named,
            levels_told(screening, levels),
            *told.where(),
            told.on_record(),
            told.of(lambda kind: "; ".join(kind.choices)),
            *(np.full(len(first), "", dtype=object) for _ in FORM[1:]),
            told.keys(),
        )
        yield tuple(column[ranked] for column in columns)
    yield to_accept(screening, only, number, len(COLUMNS))


def _decisive(screening: Screening, levels: NDArray[Any], pair: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a pair of fact and applicant begins whose verdict the fact decides, not only posts. levels: as bits."""
    if not screening.tree.posts or not len(pair):
        return pair
    starts, decisive = wherever(pair), pair.copy()
    decisive[starts] = np.bitwise_or.reduceat(levels & level_bits(screening.tree), starts) != 0
    return decisive


def _standing_first(
    screening: Screening, kinds: Sequence[Kind], kind: NDArray[np.intp], row: Whole
) -> NDArray[np.int64]:
    """Per asked fact, the place of its row among those of its table as the source has them, from the top."""
    place = np.zeros(len(row), dtype=np.int64)
    for name in {each.table for each in kinds if each.table and each.reject is None}:
        table = screening.applicants.table(name)
        files: dict[str, int] = {}
        file = np.array([files.setdefault(each.said, len(files)) for each in table.origins], dtype=np.int64)
        ordered = np.lexsort((table.origin, table.rows, file[table.origin]))
        number = np.empty(len(ordered), dtype=np.int64)
        number[ordered] = np.arange(len(ordered))
        mine = np.array([each.table == name for each in kinds], dtype=np.bool_)[kind] & (row >= 0)
        place[mine] = number[row[mine]]
    return place


def _texts(numbers: Whole) -> Texts:
    found, number = np.unique(numbers, return_inverse=True)
    texts: Texts = np.array(list(map(str, found.tolist())), dtype=object)[number]
    return texts


def _named(screening: Screening, owner: Whole, starts: Whole, counts: Whole) -> Texts:
    """The applicants of each fact, the first of them by name and the others counted."""
    ids = screening.applicants.ids
    named = np.empty(len(starts), dtype=object)
    named[:] = [ids[applicant] for applicant in owner[starts].tolist()]
    for place in wherever(counts > 1).tolist():
        start, count = int(starts[place]), int(counts[place])
        named[place] = _first_few([ids[each] for each in owner[start : start + min(count, MOST_NAMED)].tolist()], count)
    return named


def _first_few(names: Sequence[str], count: int) -> str:
    return "; ".join(names) + (f"; and {count - len(names)} more" if count > len(names) else "")


class _Told:
    """What is told of each fact: place is its kind, row that of its table (−1: none), owners who is asked."""

    def __init__(
        self, screening: Screening, kinds: Sequence[Kind], place: NDArray[np.intp], row: Whole, owners: Whole
    ) -> None:
        self._screening, self._kinds, self._place, self._row, self._owners = screening, kinds, place, row, owners

    def of(self, tell: Callable[[Kind], str]) -> Texts:
        """What is the same for all facts of a kind."""
        texts = np.empty(len(self._kinds), dtype=object)
        texts[:] = [tell(kind) for kind in self._kinds]
        told: Texts = texts[self._place]
        return told

    def about(self) -> Texts:
        """The word in question, or the name of the row."""
        told = self.of(lambda kind: kind.about)
        of_rows = np.array([not kind.about and kind.reject is None for kind in self._kinds])[self._place]
        for fact in wherever(of_rows & (self._row >= 0)).tolist():
            table = self._kinds[self._place[fact]].table
            told[fact] = entry_of(self._screening.applicants, table, int(self._row[fact]))
        return told

    def on_record(self) -> Texts:
        """What the row says that a fact is about, cell by cell as it was read."""
        told = np.full(len(self._place), "", dtype=object)
        for name, facts in self._facts_by_table().items():
            table = self._screening.applicants.table(name).as_read
            for fact in facts:
                if self._row[fact] < table.height:
                    asked = self._kinds[self._place[fact]].column
                    told[fact] = _told_cells(table, int(self._row[fact]), asked)
        for fact, place in enumerate(self._place.tolist() if self._screening.waiting else ()):
            waiting = self._screening.waiting.get((self._kinds[place].clause, int(self._owners[fact])))
            if waiting is not None:
                told[fact] = waiting.awaits
        return told

    def _facts_by_table(self) -> Mapping[str, list[int]]:
        """The facts that are about a row, by its table."""
        found: dict[str, list[int]] = {}
        for fact in wherever(self._row >= 0).tolist():
            kind = self._kinds[self._place[fact]]
            if kind.reject is None and kind.table:
                found.setdefault(kind.table, []).append(fact)
        return found

    def keys(self) -> Texts:
        """What an answer to each fact settles."""
        told = self.of(lambda kind: kind.key)
        for fact, place in enumerate(self._place.tolist()):
            if not told[fact]:
                kind, row, owner = self._kinds[place], int(self._row[fact]), int(self._owners[fact])
                told[fact] = key_of_answer(self._screening, kind, row, owner)
        return told

    def where(self) -> tuple[Texts, Texts, Texts, Texts]:
        """File, sheet, row and column: as the source has them, so that the cell is found; of a word, the first one."""
        told = tuple(np.full(len(self._place), "", dtype=object) for _ in range(4))
        for place, mine in groups(self._place):
            kind = self._kinds[place]
            if kind.reject is not None:
                each = kind.reject
                cells: Sequence[object] = (each.where, each.sheet, str(each.row), each.column)
            elif kind.question and bool((self._row[mine] < 0).all()):
                cells = _places_to_answer(self._screening, kind, self._owners[mine])
            elif kind.table:
                cells = places_of(self._screening.applicants.table(kind.table), self._row[mine], kind.column)
            else:
                continue
            for column, cell in zip(told, cells, strict=True):
                column[mine] = cell
        return told[0], told[1], told[2], told[3]


def key_of_answer(screening: Screening, kind: Kind, row: int, owner: int) -> str:
    """What an answer of one applicant settles; nothing where no answer in a cell can settle it."""
    applicant = screening.applicants.ids[owner]
    if kind.clause >= 0:
        return decision_key(screening, kind.clause, owner)
    if kind.question:
        return written_key(("fact", applicant, "answers", "", kind.question))
    if kind.reject is not None:
        return _key_of_row(screening, kind.reject, applicant)
    if not kind.table or kind.about or (row < 0 and not kind.column):
        return ""
    table, column = screening.applicants.table(kind.table), kind.column + (PART + kind.part if kind.part else "")
    digest = "" if row < 0 else row_digest(table, row)
    if row >= 0 and not digest:
        added = table.added[row - table.height]
        digest = "" if added == column else ADDED_ROW + added
    return written_key(("fact", applicant, kind.table, digest, column))


def _key_of_row(screening: Screening, reject: Reject, applicant: str) -> str:
    """What settles a row that is lost: whose it is, or what its cells are."""
    _, _, number, origin, place = reject.place
    table = screening.applicants.table(reject.table)
    row = int(wherever((table.rows == number) & (table.origin == origin))[0])
    return written_key(("fact", applicant, reject.table, row_digest(table, row), OWNER if place else ROW))


def _told_cells(table: Table, row: int, asked: str) -> str:
    """The filled cells of a row, each with the name of its column; where they are too long, that asked of is whole."""
    cells = {
        name: f"{name.replace('_', ' ')}: {cell}" for name in TABLES[table.name][1:] if (cell := table.cell(name, row))
    }
    told = "; ".join(cells.values())
    if len(told) <= MOST_ON_RECORD or asked not in cells:
        return shortened(told, MOST_ON_RECORD)
    own = cells.pop(asked)
    if len(own) >= MOST_ON_RECORD:
        return own
    return "; ".join((own, shortened("; ".join(cells.values()), MOST_ON_RECORD)))


def _places_to_answer(screening: Screening, kind: Kind, owners: Whole) -> tuple[Texts, Texts, Texts, Texts]:
    """Where answers would stand that are not given: a blank cell's place, or the applicant's own row beside others."""
    answers, listed = screening.applicants.answers, screening.applicants.listed
    name = fold(kind.question)
    rows = wherever(answers.question.flags(lambda word: fold(word) == name))[::-1]
    blank = np.full(screening.tally.count, -1, dtype=np.int64)
    blank[answers.owner[rows]] = answers.row[rows]
    cells = places_of(answers.table, blank[owners], kind.column)
    if not len(rows):
        return cells
    usual = answers.table.origin_of(int(answers.row[rows[-1]]))
    for place in wherever(blank[owners] < 0).tolist():
        own = int(owners[place])
        beside = listed.origin_of(own).said == usual.said
        number = str(listed.rows[own]) if beside else ""
        for column, cell in zip(cells, (usual.where, usual.sheet, number, usual.column(kind.column)), strict=True):
            column[place] = cell
    return cells


def places_of(table: Table, rows: Whole, column: str) -> tuple[Texts, Texts, Texts, Texts]:
    """File, sheet, row and column of some cells of a table as its source has them; no row where none is meant."""
    origin = np.where(rows < 0, 0, table.origin[rows] if len(table.rows) else 0)

    def each(tell: Callable[[Origin], str]) -> Texts:
        told: Texts = np.array([tell(one) for one in table.origins], dtype=object)[origin]
        return told

    number = _texts(table.rows[rows]) if len(table.rows) else np.full(len(rows), "", dtype=object)
    number[rows < 0] = ""
    return each(lambda one: one.where), each(lambda one: one.sheet), number, each(lambda one: one.column(column))
