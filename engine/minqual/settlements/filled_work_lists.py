"""Sheets of settlements: the work list as it is handed back, its answers filled in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from minqual.records import COLUMNS as TABLES
from minqual.records import ENTRY, PART, YES_NO
from minqual.settlements.answer_cells import (
    AnswerFault,
    accepted,
    check_confirmed,
    chosen,
    corrected_cells,
    recused,
    says_nothing_yet,
    with_code,
)
from minqual.settlements.keys import read_key
from minqual.settlements.reason_codes import contradicting
from minqual.settlements.settlement import (
    OWNER,
    ROW,
    Confirmation,
    Decision,
    Recusal,
    SettledFact,
    SettledWord,
    Settlement,
)
from minqual.sources import Contents, Grid, Reading, entries, named, read_contents, read_text, sheet_file
from minqual.values import NONE_OF_THESE, Fault, SourceError, date_if_any, fold, nearest, silent

FORM: Final = ("key", "answer", "by", "on", "how", "why")
"""Columns of a sheet that settle; all others are for whoever fills it in."""

NEEDED: Final = ("key", "answer", "by", "on")
CHOICES: Final = "choices"


@dataclass(frozen=True, slots=True)
class SettledSheets:
    """What sheets settle, how many of their rows are answered, and how many are still open."""

    settlements: tuple[Settlement, ...]
    open: int
    answered: int = 0

    @property
    def told(self) -> str:
        """How many rows were read, in words."""
        return f"settlements: {self.answered + self.open} rows read, {self.answered} answered, {self.open} still open"


def read_settled(paths: Sequence[Path], reason_codes: Collection[str] | Mapping[str, str] = ()) -> SettledSheets:
    """What sheets settle: CSV, workbooks, Parquet and JSON lines; SourceError carries the faults of all of them.

    Of a workbook those sheets are read that have the columns of the form. A row without an answer stays open.
    reason_codes: those of the agency beside the usual ones, each with what it says.
    """
    found: list[Settlement] = []
    faults: list[Fault] = []
    still = answered = 0
    for path in paths:
        try:
            for row in _rows(path, reason_codes):
                if says_nothing_yet(row.cell("key"), row.cell("answer")):
                    still += 1
                    continue
                answered += 1
                try:
                    found += _settled_by(row)
                except SourceError as error:
                    faults += error.faults
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)
    return SettledSheets(tuple(found), still, answered)


def settle(  # the columns of a sheet that settles
    key: str, answer: str, *, by: str, on: date, how: str = "", why: str = "", choices: Sequence[str] = ()
) -> tuple[Settlement, ...]:
    """What an answer to an open fact settles, by the key of that fact; SourceError where it cannot be read.

    by, on, how: who says it, on which day, and how it is known. choices: those that the fact came with.
    """
    cells = {"key": key, "answer": answer, "by": by, "on": on.isoformat(), "how": how, "why": why}
    return tuple(_settled_by(Row("settlement", {**cells, CHOICES: "; ".join(choices)})))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet. place: its file and row. codes: reason codes of the agency's own."""

    place: str
    cells: Mapping[str, str]
    codes: Collection[str] | Mapping[str, str] = ()

    def cell(self, column: str) -> str:
        """The text of a cell, blanks around it aside."""
        return self.cells.get(column, "").strip()

    def fault(self, column: str, found: str, expected: str, near: str | None = None) -> Fault:
        """What is wrong with one cell."""
        return Fault(f"{self.place}, column {column!r}", found, expected, near, code="cell")


def _rows(path: Path, codes: Collection[str] | Mapping[str, str]) -> Iterator[Row]:
    contents = read_contents(path)
    if path.suffix.casefold() in {".jsonl", ".ndjson", ".json"}:
        yield from _json_rows(contents, codes)
        return
    grids = [grid for grid in sheet_file(contents, Reading()).grids(lambda _: True) if _is_form(grid)]
    if not grids:
        expected = "a sheet with the columns " + ", ".join(map(repr, NEEDED))
        raise SourceError([Fault(contents.name, "no sheet of settlements", expected, code="missing")])
    for grid in grids:
        columns = {name: grid.under(name) for name in (*FORM, CHOICES)}
        for place, number in enumerate(grid.rows.tolist()):
            cells = {name: column.cell(place) for name, column in columns.items() if column is not None}
            yield Row(f"{grid.said} row {number}", cells, codes)


def _is_form(grid: Grid) -> bool:
    """Whether a sheet has the columns that settle."""
    return set(NEEDED) <= set(map(named, grid.header))


def _json_rows(contents: Contents, codes: Collection[str] | Mapping[str, str]) -> Iterator[Row]:
    """The entries of a JSON text, each an object of texts."""
    faults = []
    for entry in entries(read_text(contents)):
        place = f"{contents.name} line {entry.number}"
        value = entry.value
        if isinstance(value, dict) and all(isinstance(each, str | None) for each in value.values()):
            yield Row(place, {str(name): cell or "" for name, cell in value.items()}, codes)
        else:
            found, expected = entry.fault or ("no object of texts", 'one such as {"key": "…", "answer": "…"}')
            faults.append(Fault(place, found, expected, code="cell"))
    if faults:
        raise SourceError(faults)


def _settled_by(row: Row) -> Sequence[Settlement]:
    """What one row settles; SourceError carries all that is wrong with it."""
    faults: list[Fault] = []
    by, on = row.cell("by"), _day(row, faults)
    if silent(by):
        faults.append(row.fault("by", "nobody", "who says it: initials, or a number"))
    kind, *parts = read_key(row.cell("key"))
    made: Sequence[Settlement] = ()
    signed = {"by": by, "on": on or date.min, "how": row.cell("how"), "why": row.cell("why"), "place": row.place}
    try:
        made = _MAKERS[kind](row, parts, signed)
    except AnswerFault as fault:
        faults.append(row.fault(fault.column, fault.found, fault.expected, fault.near))
    except (KeyError, ValueError):
        expected = "the key of a row of the work list, as it stands there"
        faults.append(row.fault("key", "no key" if not row.cell("key") else "a key of another form", expected))
    if faults:
        raise SourceError(faults)
    return made


def _day(row: Row, faults: list[Fault]) -> date | None:
    """The day on which it was settled."""
    text = row.cell("on")
    day = date_if_any(text)
    if day is not None and day.earliest == day.latest:
        if day.earliest > date.today():  # noqa: DTZ011  # the day of whoever hands it in
            faults.append(row.fault("on", "a day to come", "the day on which it was said"))
        return day.earliest
    faults.append(
        row.fault("on", "no day" if not text else "no certain day", "the day on which it was said: 2026-11-24")
    )
    return None


def _word(row: Row, parts: Sequence[str], signed: Mapping[str, Any]) -> Sequence[Settlement]:
    pack, column, *words, made_on = parts
    if not words:
        raise ValueError(row.place)
    choices = [each for each in map(str.strip, row.cell(CHOICES).split(";")) if each and each != NONE_OF_THESE]
    means = chosen(row.cell("answer"), choices)
    return [SettledWord(pack=pack, column=column, words=tuple(words), means=means, made_on=made_on, **signed)]


def _fact(row: Row, parts: Sequence[str], signed: Mapping[str, Any]) -> Sequence[Settlement]:
    applicant, table, digest, column = parts
    if table not in TABLES or not applicant or not _is_column(table, digest, column):
        raise ValueError(row.place)
    _check_choice(row)
    cells = corrected_cells(table, column, digest, row.cell("answer"))
    return [
        SettledFact(applicant=applicant, table=table, row=digest, column=name, says=says, **signed)
        for name, says in cells.items()
    ]


def _is_column(table: str, digest: str, column: str) -> bool:
    """Whether a key is of a column that a row may have, or of a question."""
    if (table == "answers" and not digest and column) or column in {OWNER, ROW}:
        return True
    return column.partition(PART)[0] in {*TABLES[table][1:], ENTRY, *([""] if digest else [])}


def _check_choice(row: Row) -> None:
    """AnswerFault where yes or no is asked and something else is answered."""
    choices = {fold(each) for each in row.cell(CHOICES).split(";")}
    answer = row.cell("answer")
    if choices == {"yes", "no"} and fold(answer) not in YES_NO:
        raise AnswerFault("neither yes nor no", "yes or no", nearest(fold(answer), list(YES_NO)))


def _decision(row: Row, parts: Sequence[str], signed: Mapping[str, Any]) -> Sequence[Settlement]:
    pack, applicant, clause, made_on = parts
    if recused(row.cell("answer")):
        return [Recusal(pack=pack, applicant=applicant, clause=clause, **signed)]
    code, why = with_code(row.cell("why"), row.codes)
    made = {"pack": pack, "applicant": applicant, "clause": clause, "made_on": made_on, **signed, "why": why}
    says = row.codes.get(code, "") if isinstance(row.codes, Mapping) else ""
    is_accepted = accepted(row.cell("answer"))
    if fitting := contradicting(code, is_accepted=is_accepted):
        found = f"a reason code that contradicts {'accepted' if is_accepted else 'refused'}: {code}"
        raise AnswerFault(found, f"one of {', '.join(fitting)}", column="why")
    return [Decision(accepted=is_accepted, code=code, code_says=says, **made)]


def _confirmation(row: Row, parts: Sequence[str], signed: Mapping[str, Any]) -> Sequence[Settlement]:
    pack, applicant, level, made_on = parts
    check_confirmed(row.cell("answer"))
    return [Confirmation(pack=pack, applicant=applicant, level=level, made_on=made_on, **signed)]


_MAKERS: Final[Mapping[str, Callable[[Row, Sequence[str], Mapping[str, Any]], Sequence[Settlement]]]] = {
    "word": _word,
    "fact": _fact,
    "decision": _decision,
    "confirmation": _confirmation,
}
