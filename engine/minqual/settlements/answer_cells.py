"""Answers as people write them into a sheet: what a cell says, what a word means, whether a clause is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np

from minqual.counting import SYSTEMS
from minqual.records import (
    AS_IT_STANDS,
    COLUMNS,
    PART,
    SEPARATE,
    SYSTEM,
    THE_SAME,
    Origin,
    Table,
    Tables,
    TextColumn,
    names_meant,
    take_in,
    told_beside,
    units_of_subjects,
)
from minqual.settlements.corrected_tables import stated_cells
from minqual.settlements.reason_codes import REASON_CODES
from minqual.settlements.settlement import NOBODY, OWNER, ROW
from minqual.values import NONE_OF_THESE, UNIT_MEASURES, fold, nearest, read_figure, silent, unanswered

ACCEPTED: Final = ("accepted", "refused")
RECUSED: Final = "recused"
CONFIRMED: Final = "confirmed"

_NONE: Final = frozenset(map(fold, (NONE_OF_THESE, "none", "none of them", "no", "not one of these", "neither")))
NO_STANDS: Final = "the no stands"

_AS_IT_STANDS: Final = frozenset(map(fold, (AS_IT_STANDS, "right", "as it stands", "correct", "confirmed", NO_STANDS)))
_YES: Final = frozenset(map(fold, ("accepted", "accept", "yes", "y", "met", "approved")))
_NO: Final = frozenset(map(fold, ("refused", "refuse", "no", "n", "not accepted", "unmet", "not met", "rejected")))
_RECUSED: Final = frozenset(map(fold, (RECUSED, "recuse", "recusal", "recused myself")))
_CONFIRMED: Final = frozenset(map(fold, (CONFIRMED, "confirm", "yes", "y", "right", "correct")))

_NOBODYS: Final = frozenset(map(fold, (NOBODY, "nobody", "nobodys", "no one's", "none", "not theirs", "no row")))
_SAME: Final = frozenset(map(fold, (THE_SAME, "same", "yes", "y", "one", "the same job", "duplicate")))
_SEPARATE: Final = frozenset(map(fold, (SEPARATE, "no", "n", "two", "different", "not the same")))


class AnswerFault(ValueError):
    """An answer that cannot be read, or what stands in another column beside it."""

    def __init__(self, found: str, expected: str, near: str | None = None, column: str = "answer") -> None:
        self.found, self.expected, self.near, self.column = found, expected, near, column
        super().__init__(found)


def says_nothing_yet(key: str, answer: str) -> bool:
    """Whether an answer leaves open what a key asks; "none" is an answer where a word or a credential is asked of."""
    if key.startswith("word") or "|credentials|" in key:
        return unanswered(answer) and fold(answer) not in _NONE
    return silent(answer)


def accepted(answer: str) -> bool:
    """Whether a decision accepts."""
    word = fold(answer)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise AnswerFault("no decision", f"{', '.join(ACCEPTED)} or {RECUSED}", nearest(word, [*ACCEPTED, RECUSED]))


def recused(answer: str) -> bool:
    """Whether a person takes no part in a decision."""
    return fold(answer) in _RECUSED


def check_confirmed(answer: str) -> None:
    """AnswerFault where an answer does not confirm."""
    if fold(answer) not in _CONFIRMED:
        expected = f"{CONFIRMED}; a verdict that is not right is left blank, and what is wrong with it is settled"
        raise AnswerFault("no confirmation", expected, nearest(fold(answer), [CONFIRMED]))


def chosen(answer: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The names that an answer chooses; none of them where it says so. A yes chooses the only one."""
    by_fold = {fold(each): each for each in choices}
    if fold(answer) in by_fold:
        return (by_fold[fold(answer)],)
    if fold(answer) in _NONE:
        return ()
    if fold(answer) in {"yes", "y"} and len(choices) == 1:
        return tuple(choices)
    words = [fold(each) for each in answer.split(";") if each.strip()]
    strange = [each for each in words if each not in by_fold] if choices else []
    if strange or not words:
        expected = "; ".join([*choices, NONE_OF_THESE])
        raise AnswerFault("none of the choices", expected, nearest(strange[0], choices) if strange else None)
    return tuple(by_fold.get(fold(each), each.strip()) for each in answer.split(";") if each.strip())


def with_code(why: str, codes: Iterable[str] = ()) -> tuple[str, str]:
    """The reason code that a reason begins with, and the words after it. codes: those of an agency beside the usual."""
    first, mark, rest = why.partition(":")
    code = next((each for each in (*REASON_CODES, *codes) if fold(each) == fold(first)), None)
    if code is None:
        return "", why
    return code, rest.strip() if mark else ""


def corrected_cells(table: str, column: str, row: str, answer: str) -> Mapping[str, str | None]:
    """The cells that an answer states, by column; None: right as it stands.

    An answer is the text of the cell in question, or of several of its row: "name: notary; valid from: 2020-05-01".
    What is added as a row of its own is one fact under the column in question. row: the digest of the row, if any.
    Of a row that is lost it is whose the row is, or all of its cells.
    """
    name, part = column.partition(PART)[::2]
    if column in {OWNER, ROW}:
        return {column: _of_lost_row(table, column, answer)}
    if (row and not column) or told_beside(name, part):
        return {column: _said_beside(name, part, answer)}
    if row and (names := names_meant(name, part)):
        said = _of_names(names, answer)
        return {column: said} if said else corrected_cells(table, name, row, answer)
    if row and _stands(table, column, answer):
        return {column: None}
    if name == "kinds" and part and fold(answer) in {fold(part.partition(PART)[2]), *_NONE}:  # of one kind, by its name
        answer = "no" if fold(answer) in _NONE else "yes"
    if table == "answers" or part:
        return {column: answer if row or table == "answers" else _row_added(table, name, part, answer)}
    cells = _stated(table, answer) or {column: answer}
    _check_row(table, cells)
    none = (table, column, row) == ("credentials", "name", "") and fold(answer) in _NO
    return cells if row else {column: "none" if none else answer}


def _of_names(names: Sequence[str], answer: str) -> str:
    """Whether a cell means a name as well, or which of several; empty where an answer says what the cell is."""
    try:
        said = () if fold(answer) == fold(AS_IT_STANDS) else chosen(answer, names)
    except AnswerFault:
        return ""
    return "; ".join(said) if len(names) > 1 and said else "yes" if said else "no"


def _said_beside(name: str, part: str, answer: str) -> str:
    """What an answer says that is no text of a cell."""
    if units_of_subjects(name, part):
        return _units_of_some(name, answer)
    return _system(answer) if part == SYSTEM else _same_or_not(answer)


def _system(answer: str) -> str:
    """The system of units that an answer names: semester, or quarter."""
    found = [each for each in SYSTEMS if each.startswith(fold(answer).removesuffix("s").removesuffix(" unit"))]
    if len(found) != 1:
        raise AnswerFault("no system of units", " or ".join(SYSTEMS), nearest(fold(answer), SYSTEMS))
    return found[0]


def _units_of_some(column: str, answer: str) -> str:
    """How many of the units of a row an answer says: an exact figure, or none of them."""
    said, measure = "0" if fold(answer) in _NONE else answer, UNIT_MEASURES[column]
    try:
        least, most = read_figure(said, measure)
    except ValueError as fault:
        raise AnswerFault(str(fault), measure.expected) from None
    if least != most:
        raise AnswerFault("no exact number of units", "how many of the units, such as 6; 0 for none of them")
    return said


def _stands(table: str, column: str, answer: str) -> bool:
    """Whether an answer says that a cell is right as it stands; of a no that was answered, a no says so."""
    word = fold(answer)
    return word in _AS_IT_STANDS or ((table, column) == ("answers", "answer") and word in _NO)


def _stated(table: str, answer: str) -> Mapping[str, str]:
    """The cells that an answer states by their columns, if any; AnswerFault where a column is nearly one."""
    cells = stated_cells(table, answer)
    for piece in answer.split(";"):
        name, mark, _ = piece.replace("=", ":", 1).partition(":")
        name = name.strip().casefold().replace(" ", "_")
        near = nearest(name, COLUMNS[table]) if mark and name not in COLUMNS[table] else None
        if near is not None:
            raise AnswerFault("a column that the table does not have", "one of its columns", near.replace("_", " "))
    return cells


_ROWS_ADDED: Final = {"level": ("{}; conferred: yes", "no diploma; semester units: 0")}
"""What a row says of what is asked for, by its column: that it is there, and that there is none."""


def _row_added(table: str, name: str, part: str, answer: str) -> str:
    """A row that is added where something in particular is asked for: its cells, that it is there, or that none is."""
    word = fold(answer)
    if word in _YES or word in {*_NO, "none"}:
        there, none = _ROWS_ADDED.get(name, ("{}", "none"))
        return f"{name}: {there.format(part) if word in _YES else none}"
    cells = _stated(table, answer) or ({name: answer} if name != "name" or fold(answer) == fold(part) else {})
    if not cells:
        raise AnswerFault("no cells with their columns", f"{name}: {part}; issuer: ...; expires: ..., or none")
    _check_row(table, cells)
    return answer


def _of_lost_row(table: str, column: str, answer: str) -> str:
    """Whose a lost row is, or what its cells are."""
    if fold(answer) in _NOBODYS:
        return NOBODY
    if column == OWNER:
        return answer
    cells = _stated(table, answer)
    if not cells:
        first, second = COLUMNS[table][1:3]
        expected = f"{NOBODY}, or the cells of the row with their columns: {first}: ...; {second}: ..."
        raise AnswerFault("no cells with their columns", expected.replace("_", " "))
    _check_row(table, cells)
    return answer


def _same_or_not(answer: str) -> str:
    """Whether rows that are equal are the same."""
    word = fold(answer)
    for meant, words in {THE_SAME: _SAME, SEPARATE: _SEPARATE}.items():
        if word in words:
            return meant
    raise AnswerFault("neither of the answers", f"{THE_SAME} or {SEPARATE}", nearest(word, [THE_SAME, SEPARATE]))


def _check_row(table: str, cells: Mapping[str, str]) -> None:
    """AnswerFault where a cell cannot be read as its column asks, or days of one row do not fit together."""
    together = [cells] if table != "education" else [{name: cell} for name, cell in cells.items()]
    for each in together:
        _check(table, each)


def _check(table: str, cells: Mapping[str, str]) -> None:
    owner, first = np.zeros(1, dtype=np.int32), np.ones(1, dtype=np.int64)
    people = Table("applicants", (Origin("applicants"),), {}, owner, owner, first)
    columns = {name: TextColumn.of([cell]) for name, cell in cells.items()}
    given = Table(table, (Origin(table),), columns, owner, owner, first)
    taken = take_in(Tables(["0"], people, {table: given}, np.zeros(1, dtype=np.bool_)), _SOME_DAY)
    for each in taken.rejects:
        if each.column in cells and not each.doubtful:
            raise AnswerFault(each.found, each.expected, each.nearest)


_SOME_DAY: Final = date(2100, 1, 1)
"""A day after which nobody's records lie: whether a cell can be read does not depend on it."""
