"""The work list: what to settle for a whole pool, one row each, the facts that alone decide most verdicts first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.clauses import Gap
from minqual.counting import SECTION_OF
from minqual.judging import Screening
from minqual.notation import listed
from minqual.packs import joint_word
from minqual.records import COLUMNS as TABLES
from minqual.records import ENTRY, Misfit, Origin, Reject, Table
from minqual.settlements import (
    AS_IT_STANDS,
    FORM,
    NONE_OF_THESE,
    SEPARATE,
    THE_SAME,
    names_digest,
    row_digest,
    written_key,
)
from minqual.values import fold, items, silent, wherever
from minqual.verdicts.asked_to_decide import Texts, Whole, decision_key, levels_told, to_accept, to_decide
from minqual.verdicts.open_facts import (
    OF_A_WORD,
    OF_STUDY,
    SCREENER,
    OpenFact,
    level_bits,
    levels_decided,
    posts,
    stated,
)
from minqual.verdicts.row_names import entry_of, shortened

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

MOST_NAMED: Final = 20
"""Applicants of one row that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What facts of one kind have in common: what is asked of whom, and where it stands.

    about: what the row is about where that is no row of a table: a word, for all who wrote it. question: the name of
    the question that is not answered. choices: the answers that there are, if they are few. key: what an answer
    settles, where it is the same for all of the kind. clause: the leaf that a person decides, for each applicant.
    """

    ask: str
    who: str
    table: str = ""
    column: str = ""
    about: str = ""
    question: str = ""
    reject: Reject | None = None
    choices: tuple[str, ...] = ()
    key: str = ""
    clause: int = -1


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Facts of one kind, as often as clauses ask for them: for whom, in which row (−1: none), and which fact it is."""

    kind: Kind
    owner: Whole
    row: Whole
    fact: Whole
    leaf: int


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
    asked = list(Numbered(screening).all(facts))
    found = _rows(screening, only, asked)
    return {name: np.concatenate(parts) for name, parts in zip(COLUMNS, zip(*found, strict=True), strict=True)}


class Numbered:
    """Open facts with a number each: one that several clauses ask for has one number."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._next = 0
        self._first: dict[tuple[object, ...], int] = {}
        self._asks: Mapping[str, str] = {}
        self._names: Mapping[str, Sequence[str]] = {}
        self._alike: dict[str, Whole] = {}

    def all(self, facts: Sequence[OpenFact]) -> Iterator[Occurrences]:
        """Every open fact that decides, kind by kind."""
        self._names = _names_asked(self._screening, facts)
        self._asks = {column: f"Is this {_WORD[column]} {listed(names)}?" for column, names in self._names.items()}
        for fact in facts:
            if fact.reject is not None:
                yield self._of_reject(fact, fact.reject)
            elif len(fact.question.row) and fact.question.row[0] >= 0:
                yield from self._of_cells(fact)
            else:
                yield self._of_pool(fact)

    def _numbers(self, size: int, *key: object) -> int:
        """The first of the numbers that facts of some kind have."""
        first = self._first.get(key)
        if first is None:
            first = self._first[key] = self._next
            self._next += size
        return first

    def _of_reject(self, fact: OpenFact, reject: Reject) -> Occurrences:
        kind = Kind(fact.question.ask, fact.who, reject.table, reject.column, reject=reject)
        number = np.array([self._numbers(1, "reject", self._next)], dtype=np.int64)
        return Occurrences(kind, fact.question.owner.astype(np.int64), fact.question.row, number, fact.leaf)

    def _of_pool(self, fact: OpenFact) -> Occurrences:
        """A question about no row: of each applicant by themselves, or one judgement for all."""
        question = fact.question
        owner = question.owner.astype(np.int64)
        key = (question.table, question.column, question.of, question.ask)
        names = (
            [each.name for each in self._screening.tree.leaves[fact.leaf].asks()] if question.table == "answers" else []
        )
        decided = self._screening.tree.leaves[fact.leaf].decidable and not question.table
        kind = Kind(
            question.ask,
            fact.who,
            *key[:2],
            question=names[0] if len(names) == 1 else "",
            choices=to_decide(self._screening) if decided else (),
            clause=fact.leaf if decided else -1,
        )
        own = (str(fact.leaf),) if decided else ()
        if question.of == "applicant" or question.table or decided:
            first = self._numbers(self._screening.tally.count, *key, *own)
            return Occurrences(kind, owner, question.row, first + owner, fact.leaf)
        number = np.full(len(owner), self._numbers(1, *key), dtype=np.int64)
        return Occurrences(kind, owner, question.row, number, fact.leaf)

    def _of_cells(self, fact: OpenFact) -> Iterator[Occurrences]:
        """Questions about cells: each by itself, or where a word is in question, each word once."""
        question = fact.question
        table = self._screening.applicants.table(question.table)
        owner, rows = question.owner.astype(np.int64), question.row
        section = SECTION_OF.get((question.table, question.column))
        if question.says in OF_STUDY:
            column = stated(self._screening.applicants, question.table, question.column)
            for code, mine in groups(column.codes[rows]):
                word = fold(column.words[code])
                kind = Kind(question.ask, SCREENER, question.table, question.column, shortened(word))
                number = np.full(len(mine), self._numbers(1, *fact.same, word), dtype=np.int64)
                yield Occurrences(kind, owner[mine], rows[mine], number, fact.leaf)
            return
        if section is not None and question.of == "screener":
            column = table.column(question.column)
            codes = column.codes[rows]
            if question.says is Gap.CLASS_AT_LEVEL:
                yield from self._of_classes(fact, owner, rows)
                return
            for code, mine in groups(codes):
                for word in self._in_question(column.words[code], section, fact):
                    yield self._of_word(fact, word, owner[mine], rows[mine])
            blank = np.array(column.each(silent), dtype=np.bool_)[codes]
            owner, rows = owner[blank], rows[blank]
        first = self._numbers(len(table.rows), *fact.same)
        kind = Kind(
            question.ask, fact.who, question.table, question.column, choices=_answers(question.column, question.says)
        )
        yield Occurrences(kind, owner, rows, first + self._first_alike(question.table)[rows], fact.leaf)

    def _asked_by(self, fact: OpenFact, section: str) -> Sequence[str]:
        """The names of a section that one clause asks for."""
        return sorted(set(_names_of(self._screening, fact, section)))

    def _first_alike(self, name: str) -> Whole:
        """Per row of a table, the first that says the same of the same applicant: one answer is for all of them."""
        if name not in self._alike:
            table, part = self._screening.applicants.table(name), getattr(self._screening.applicants, name)
            self._alike[name] = first = np.arange(len(table.rows))
            repeated: NDArray[np.bool_] = getattr(part, "repeated", np.zeros(0, dtype=np.bool_))
            places = wherever(np.isin(part.owner, part.owner[wherever(repeated)]))
            said: dict[tuple[int, Any], int] = {}
            for owner, row in zip(part.owner[places].tolist(), part.row[places].tolist(), strict=True):
                first[row] = said.setdefault((owner, table.content(row)), row)
        return self._alike[name]

    def _in_question(self, cell: str, section: str, fact: OpenFact) -> Sequence[str]:
        """The words of a cell that are in question: those that are not known, or the whole of it where it is judged."""
        if silent(cell):
            return []
        if fact.question.says not in OF_A_WORD:
            return [fold(cell)]
        knows = self._screening.pack.vocabularies[section].knows
        return [word for word in dict.fromkeys(items(cell)) if not knows(word)]

    def _of_classes(self, fact: OpenFact, owner: Whole, rows: Whole) -> Iterator[Occurrences]:
        """Classes whose level is judged, once for each class and employer."""
        which, named = posts(self._screening.applicants.table(fact.question.table), rows)
        for number, mine in groups(which):
            word, employer = named[number]
            yield self._of_word(fact, joint_word(word, employer), owner[mine], rows[mine], (word, employer))

    def _of_word(
        self, fact: OpenFact, word: str, owner: Whole, rows: Whole, parts: tuple[str, ...] = ()
    ) -> Occurrences:
        """A word in question, for all who wrote it. parts: the words of several columns that it stands for."""
        question, pack = fact.question, self._screening.pack
        number = self._numbers(1, *fact.same, word)
        section = SECTION_OF[question.table, question.column]
        names = self._names[question.column] if question.says in OF_A_WORD else self._asked_by(fact, section)
        ask = self._asks[question.column] if question.says in OF_A_WORD else question.ask
        made_on = names_digest(getattr(pack, section)) if section != "facts" else ""
        place = f"{question.table}.{question.column}"
        key = written_key(("word", pack.name, place, *(parts or (word,)), made_on)) if section != "facts" else ""
        kind = Kind(
            ask, SCREENER, question.table, question.column, shortened(word), choices=(*names, NONE_OF_THESE), key=key
        )
        return Occurrences(kind, owner, rows, np.full(len(owner), number, dtype=np.int64), fact.leaf)


_WORD: Final = {
    "kinds": "kind of work",
    "employer": "employer",
    "class_code": "class",
    "facts": "fact of the job",
    "field": "field",
    "subject": "subject",
    "country": "country",
    "name": "credential",
    "issuer": "issuer",
}
"""What a word of each column is a word for."""


def _names_asked(screening: Screening, facts: Sequence[OpenFact]) -> Mapping[str, Sequence[str]]:
    """The names that some clause asks for, by the column of a word that is not known."""
    names: dict[str, set[str]] = {}
    for fact in facts:
        question = fact.question
        section = SECTION_OF.get((question.table, question.column))
        if question.says in OF_A_WORD and section is not None:
            names.setdefault(question.column, set()).update(_names_of(screening, fact, section))
    return {column: sorted(asked) for column, asked in names.items()}


def _names_of(screening: Screening, fact: OpenFact, section: str) -> Sequence[str]:
    """The names of a section that a clause asks for."""
    inside = screening.tree.leaves[fact.leaf].all_inside()
    return screening.tally.kinds_in([name for clause in inside for _, each, name in clause.names() if each == section])


_YES_OR_NO: Final = frozenset({"conferred", "accredited", "paid"})


def _answers(column: str, says: object) -> tuple[str, ...]:
    """The answers that there are to a question about a cell, where they are few."""
    few = ("yes", "no") if column in _YES_OR_NO else ()
    if says in {Gap.EQUAL_JOBS, Gap.EQUAL_STUDIES}:
        return THE_SAME, SEPARATE
    return (*few, AS_IT_STANDS) if isinstance(says, Misfit) and says.may_be_right else few


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


def groups(numbers: NDArray[np.integer[Any]]) -> Iterator[tuple[int, Whole]]:
    """Each number that stands in a column, with the places at which it stands."""
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    ends = np.append(starts, len(order))[1:]
    for number, start, end in zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield number, order[start:end]


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
                    told[fact] = shortened("; ".join(_filled_cells(table, int(self._row[fact]))))
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
            elif kind.question:
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
    if kind.question and row < 0:
        return written_key(("fact", applicant, "answers", "", kind.question))
    if kind.reject is not None:
        return _key_of_row(screening, kind.reject, applicant)
    if not kind.table or kind.about or (row < 0 and not kind.column):
        return ""
    digest = "" if row < 0 else row_digest(screening.applicants.table(kind.table), row)
    return "" if row >= 0 and not digest else written_key(("fact", applicant, kind.table, digest, kind.column))


def _key_of_row(screening: Screening, reject: Reject, applicant: str) -> str:
    """What a cell settles that keeps a row from being read; nothing where the row as a whole cannot be."""
    _, _, number, origin, place = reject.place
    column = ("", *TABLES[reject.table], ENTRY)[place]
    if not column:
        return ""
    table = screening.applicants.table(reject.table)
    row = int(wherever((table.rows == number) & (table.origin == origin))[0])
    return written_key(("fact", applicant, reject.table, row_digest(table, row), column))


def _filled_cells(table: Table, row: int) -> Iterator[str]:
    """The filled cells of a row, each with the name of its column."""
    for name in TABLES[table.name][1:]:
        cell = table.cell(name, row)
        if cell:
            yield f"{name.replace('_', ' ')}: {cell}"


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
