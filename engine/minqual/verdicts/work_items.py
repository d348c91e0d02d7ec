"""What the work list asks: open facts, those together that one answer settles, with what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.clauses import Gap, Question, WaysToRead
from minqual.counting import SECTION_OF, SYSTEMS
from minqual.judging import Screening, ways_to_read
from minqual.notation import listed
from minqual.packs import AWARD_COLUMN, LEVEL_COLUMN, joint_word, section_of
from minqual.records import AS_IT_STANDS, PART, SEPARATE, SYSTEM, THE_SAME, UNITS_BESIDE, Misfit, Reject, names_meant
from minqual.settlements import (
    NO_STANDS,
    NOBODY,
    READING,
    names_digest,
    written_key,
)
from minqual.values import NONE_OF_THESE, Standing, fold, items, silent, wherever
from minqual.verdicts.asked_to_decide import Whole, to_decide
from minqual.verdicts.open_facts import (
    OF_A_WORD,
    OF_STUDY,
    SCREENER,
    OpenFact,
    posts,
    stated,
)
from minqual.verdicts.row_names import shortened

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Kind:
    """What facts of one kind have in common: what is asked of whom, and where it stands.

    about: what the row is about where that is no row of a table: a word, for all who wrote it. question: the name of
    the question that is not answered. choices: the answers that there are, if they are few. key: what an answer
    settles, where it is the same for all of the kind. clause: the leaf that a person decides, for each applicant. part:
    what of the cell is meant.
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
    part: str = ""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Facts of one kind, as often as clauses ask for them: for whom, in which row (−1: none), and which fact it is."""

    kind: Kind
    owner: Whole
    row: Whole
    fact: Whole
    leaf: int


def with_all_choices(asked: Sequence[Occurrences]) -> Sequence[Occurrences]:
    """What is asked, a word of which clauses ask different things with the names of all of them."""
    choices: dict[str, dict[str, None]] = {}
    for each in asked:
        if each.kind.key:
            choices.setdefault(each.kind.key, {}).update(dict.fromkeys(each.kind.choices))
    found = []
    for each in asked:
        names = tuple(choices.get(each.kind.key, each.kind.choices))
        if len(names) != len(each.kind.choices):
            last = NONE_OF_THESE in names
            names = (*(name for name in names if name != NONE_OF_THESE), *((NONE_OF_THESE,) if last else ()))
            each = replace(each, kind=replace(each.kind, choices=names))  # noqa: PLW2901  # with more names
        found.append(each)
    return found


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
        own = self._screening.applicants.ids[reject.applicant]
        choices = (own, NOBODY) if reject.place[-1] else (NOBODY,)
        kind = Kind(fact.question.ask, fact.who, reject.table, reject.column, reject=reject, choices=choices)
        number = np.array([self._numbers(1, "reject", self._next)], dtype=np.int64)
        return Occurrences(kind, fact.question.owner.astype(np.int64), fact.question.row, number, fact.leaf)

    def _of_pool(self, fact: OpenFact) -> Occurrences:
        """A question about no row: of each applicant by themselves, or one judgement for all."""
        question = fact.question
        owner = question.owner.astype(np.int64)
        key = (question.table, question.column, question.of, question.ask)
        if question.table == "answers":
            return self._of_answers(fact)
        if (ways := ways_to_read(self._screening.tree).get(fold(question.ask))) and not question.table:
            return self._of_reading(fact, ways)
        decided = self._screening.tree.leaves[fact.leaf].decidable and not question.table
        kind = Kind(
            question.ask,
            fact.who,
            *key[:2],
            choices=to_decide(self._screening) if decided else (),
            clause=fact.leaf if decided else -1,
            part=question.part,
        )
        if question.table and question.part:
            asked = self._not_answered(fact)
            owner, fact = owner[asked], replace(fact, question=replace(question, row=question.row[asked]))
            question = fact.question
        own = (str(fact.leaf),) if decided else ()
        if question.of == "applicant" or question.table or decided:
            same = (question.table, question.column, question.part) if question.table else key
            first = self._numbers(self._screening.tally.count, *same, *own)
            return Occurrences(kind, owner, question.row, first + owner, fact.leaf)
        number = np.full(len(owner), self._numbers(1, *key), dtype=np.int64)
        return Occurrences(kind, owner, question.row, number, fact.leaf)

    def _not_answered(self, fact: OpenFact) -> NDArray[np.bool_]:
        """Whom a question about no row is put to: not again to those who will have it later, and have answered it."""
        question, facts = fact.question, self._screening.pack.run.settlements.facts
        place = question.column + PART + question.part
        ids, later = self._screening.applicants.ids, self._screening.assessments[fact.leaf].standings
        return np.array(
            [
                later[owner] != Standing.CONDITIONAL
                or not any((each.table, each.row, each.column) == (question.table, "", place) for each in told)
                for owner in question.owner.tolist()
                for told in [facts.get(ids[owner], ())]
            ],
            dtype=np.bool_,
        )

    def _of_reading(self, fact: OpenFact, ways: WaysToRead) -> Occurrences:
        """Which way of reading the pack holds, for all applicants."""
        ask, made_on = fact.question.ask, names_digest(ways.choices)
        key = written_key(("word", self._screening.pack.name, READING, fold(ask), made_on))
        kind = Kind(ask, fact.who, choices=tuple(ways.choices), key=key)
        number = np.full(len(fact.question.owner), self._numbers(1, "word", key), dtype=np.int64)
        return Occurrences(kind, fact.question.owner.astype(np.int64), fact.question.row, number, fact.leaf)

    def _of_answers(self, fact: OpenFact) -> Occurrences:
        """What somebody answers to a question, whatever rows answer it: of each applicant once."""
        question = fact.question
        forms = {each.form for each in self._screening.tree.leaves[fact.leaf].asks() if each.name == question.part}
        choices = ("yes", "no") if forms == {"yes or no"} else ()
        kind = Kind(question.ask, fact.who, question.table, question.column, question=question.part, choices=choices)
        owner = question.owner.astype(np.int64)
        first = self._numbers(self._screening.tally.count, "answers", fold(question.part))
        return Occurrences(kind, owner, question.row, first + owner, fact.leaf)

    def _of_cells(self, fact: OpenFact) -> Iterator[Occurrences]:
        """Questions about cells: each by itself, or where a word is in question, each word once."""
        question = fact.question
        table = self._screening.applicants.table(question.table)
        owner, rows = question.owner.astype(np.int64), question.row
        section = SECTION_OF.get((question.table, question.column))
        if (question.table, question.column, question.of) == ("answers", "answer", "applicant"):
            yield self._of_answers(fact)
            return
        if question.says in OF_STUDY:
            column = stated(self._screening.applicants, question.table, question.column)
            for code, mine in groups(column.codes[rows]):
                yield self._of_word(fact, fold(column.words[code]), owner[mine], rows[mine])
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
        first = self._numbers(len(table.rows), *fact.settled_together)
        kind = Kind(
            question.ask,
            fact.who,
            question.table,
            question.column,
            choices=self._choices(question),
            part="" if question.table == "answers" else question.part,
        )
        yield Occurrences(kind, owner, rows, first + self._first_alike(question.table)[rows], fact.leaf)

    def _choices(self, question: Question) -> tuple[str, ...]:
        """The answers that there are to a question about a cell, where they are few."""
        if names := names_meant(question.column, question.part):
            return ("yes", "no") if len(names) == 1 else (*names, NONE_OF_THESE)
        if question.table == "experience" and question.part:
            fact = self._screening.pack.job_facts.get(question.part)
            if fact is not None and question.column == "facts":
                return ("yes", "no") if fact.form == "yes or no" else tuple(fact.values)
            kinds = question.part.partition(PART)[2].split("; ")
            return ("yes", "no") if len(kinds) == 1 else (*kinds, NONE_OF_THESE)
        return _answers(question)

    def _asked_by(self, fact: OpenFact, section: str) -> Sequence[str]:
        """The names of a section that one clause asks for."""
        return sorted(set(_names_of(self._screening, fact, section)))

    def _first_alike(self, name: str) -> Whole:
        """Per row of a table, the first that says the same of the same applicant: one answer is for all of them."""
        if name not in self._alike:
            table, part = self._screening.applicants.table(name), getattr(self._screening.applicants, name)
            self._alike[name] = first = np.arange(len(table.rows))
            repeated: NDArray[np.bool_] = getattr(part, "repeated", np.zeros(0, dtype=np.bool_))
            twice = np.isin(part.row, list(table.confirmed.get("", ()))) | (repeated if len(repeated) else False)
            places = wherever(np.isin(part.owner, part.owner[wherever(twice)]))
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
        place = f"{question.table}.{question.column}"
        if question.says in OF_STUDY:
            place = LEVEL_COLUMN if question.table == "education" else AWARD_COLUMN
        section = section_of(place)
        key = written_key(("word", pack.name, place, *(parts or (word,)), names_digest(pack.names_of(section))))
        kind = Kind(
            self._asks[question.column] if question.says in OF_A_WORD else question.ask,
            SCREENER,
            question.table,
            question.column,
            shortened(word),
            choices=(*self._names_for(fact, section), NONE_OF_THESE),
            key=key,
        )
        number = np.full(len(owner), self._numbers(1, "word", key), dtype=np.int64)
        return Occurrences(kind, owner, rows, number, fact.leaf)

    def _names_for(self, fact: OpenFact, section: str) -> Sequence[str]:
        """The names that a word in question may mean."""
        if fact.question.says in OF_STUDY:
            return self._screening.pack.names_of(section)
        return self._names[fact.question.column] if fact.question.says in OF_A_WORD else self._asked_by(fact, section)


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


def _answers(question: Question) -> tuple[str, ...]:
    """The answers that there are to a question about a cell, where they are few."""
    column, says = question.column, question.says
    few = ("yes", "no") if column in _YES_OR_NO else ()
    if question.table == "answers":
        return (question.part, NONE_OF_THESE) if column == "question" else ("yes", NO_STANDS)
    if says in {Gap.EQUAL_JOBS, Gap.EQUAL_STUDIES} or question.part == UNITS_BESIDE:
        return THE_SAME, SEPARATE
    if question.part == SYSTEM:
        return SYSTEMS
    return (*few, AS_IT_STANDS) if isinstance(says, Misfit) and says.may_be_right else few


def groups(numbers: NDArray[np.integer[Any]]) -> Iterator[tuple[int, Whole]]:
    """Each number that stands in a column, with the places at which it stands."""
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    ends = np.append(starts, len(order))[1:]
    for number, start, end in zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield number, order[start:end]
