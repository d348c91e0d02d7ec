"""One applicant's record as JSON or Python values, and the tables that it stands for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from minqual._forking import built
from minqual.records.column_meanings import DATES
from minqual.records.tables import COLUMNS, ENTRY, Origin, Table, Tables, TextColumn
from minqual.records.typed_cells import NO_TEXT, TOO_LONG, cell_fault, cell_of, endless
from minqual.values import (
    CREDITS,
    DATE_FORMS,
    DEGREE_WORDS,
    HOURS_PER_WEEK,
    QUARTER_UNITS,
    SEMESTER_UNITS,
    YEARS,
    Fault,
    RecordError,
    nearest,
    path_to,
    told_order,
)

MOST_ROWS: Final = 10_000
"""Rows of one table in one record; more is no applicant's history."""

MOST_ID: Final = 200
"""Signs of an applicant's id."""


MOST_DIGITS: Final = 20
"""Digits of a whole number; no figure here has more."""

TOO_MANY_DIGITS: Final = (
    f"a number of more than {MOST_DIGITS} digits",
    f"a number of at most {MOST_DIGITS} digits",
)
ENDLESS: Final = ("a number without end", "a number that has one")
_NO_CELL: Final = "no_cell"


MOST_NAMED: Final = 80
"""Signs of an unknown key that a message shows."""


def _text(value: object) -> object:
    """A value of JSON or Python as the cell that it would be in a spreadsheet; what would be none stays."""
    cell = value if type(value) is str else cell_of(value)
    if cell is None:
        if isinstance(value, int | np.integer):
            raise _no_cell(TOO_MANY_DIGITS)
        if isinstance(value, bytes | bytearray):  # which would become the text that they may be
            raise _no_cell((f"a value of type {type(value).__name__}", "a text"))
        return value
    if endless(value):
        raise _no_cell(ENDLESS)
    if type(value) is not str and isinstance(value, int | float | np.number) and _digits(cell) > MOST_DIGITS:
        raise _no_cell(TOO_MANY_DIGITS)
    if fault := cell_fault(cell):
        raise _no_cell(fault)
    return cell


def _no_cell(fault: tuple[str, str]) -> PydanticCustomError:
    """The error of a value that is no cell: what was found, and what would be right."""
    return PydanticCustomError(_NO_CELL, "{found}", {"found": fault[0], "expected": fault[1]})


def _digits(cell: str) -> int:
    """The digits of a whole number; none of anything else."""
    figures = cell.removeprefix("-")
    return len(figures) if figures.isdigit() else 0


def _id(value: object) -> object:
    """An id as text: a text, or a whole number."""
    whole = isinstance(value, int | np.integer) or (isinstance(value, float | np.floating) and value.is_integer())
    return _text(value) if isinstance(value, str | UUID) or (whole and not isinstance(value, bool)) else value


def _kinds(value: object) -> object:
    """A list of kinds as the cell that lists them between semicolons."""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return _text(value)


def _facts(value: object) -> object:
    """A mapping or a list of facts as the cell that lists them between semicolons."""
    return _kinds(cell_of_facts(value))


def cell_of_facts(value: object) -> object:
    """A mapping of facts as the cell that lists them; any other value as it is."""
    if not isinstance(value, Mapping):
        return value
    said: list[str] = []
    for name, stated in value.items():
        for each in stated if isinstance(stated, list | tuple) else [stated]:
            cell = "" if each is None else each if isinstance(each, str) else cell_of(each)
            if not isinstance(name, str) or cell is None:
                return value
            said += [f"{name}: {cell}"] if cell else []
    return ";".join(said)


Id = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_ID, strict=True),
    BeforeValidator(
        _id, json_schema_input_type=Annotated[str, Field(min_length=1, max_length=MOST_ID, pattern=r"\S")] | int
    ),
]
Cell = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int | float | bool | None)]
KindsCell = Annotated[
    str,
    BeforeValidator(_kinds, json_schema_input_type=str | list[str] | None),
    Field(description="kinds of experience: a list, or words between semicolons; blank is open"),
]


FactsCell = Annotated[
    str,
    BeforeValidator(
        _facts,
        json_schema_input_type=str | list[str] | dict[str, str | int | float | bool | list[str] | None] | None,
    ),
    Field(description="facts of the job that a pack asks for: a mapping, a list, or words between semicolons"),
]


class _Row(BaseModel):
    """A row of a record: text cells, null for blank. A key that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, defer_build=True)

    entry: Annotated[Cell, Field(description="a name for the row in messages and questions")] = ""


class EducationRow(_Row):
    """A degree, a diploma or a course of study."""

    level: Annotated[Cell, Field(description="one of: " + ", ".join(DEGREE_WORDS))] = ""
    field: Annotated[Cell, Field(description="major or field of study")] = ""
    institution: Cell = ""
    accredited: Annotated[Cell, Field(description="yes or no")] = ""
    conferred: Annotated[Cell, Field(description="yes or no")] = ""
    awarded: Annotated[Cell, Field(description=DATE_FORMS)] = ""
    expected: Annotated[Cell, Field(description=DATE_FORMS)] = ""
    semester_units: Annotated[Cell, Field(description=SEMESTER_UNITS.expected)] = ""
    quarter_units: Annotated[Cell, Field(description=QUARTER_UNITS.expected)] = ""
    credits: Annotated[Cell, Field(description=CREDITS.expected)] = ""
    subject: Cell = ""
    country: Annotated[Cell, Field(description="where the award was earned, or the study done")] = ""


class ExperienceRow(_Row):
    """A job, paid or not: dates or a duration in years, hours a week, kinds of work."""

    employer: Cell = ""
    title: Cell = ""
    class_code: Cell = ""
    start: Annotated[Cell, Field(description=DATE_FORMS)] = ""
    end: Annotated[Cell, Field(description=DATE_FORMS + ', or "present"')] = ""
    hours_per_week: Annotated[Cell, Field(description=HOURS_PER_WEEK.expected)] = ""
    kinds: KindsCell = ""
    share: Annotated[Cell, Field(description="share of qualifying duties, 0 to 1 or a percentage")] = ""
    paid: Annotated[Cell, Field(description="yes or no")] = ""
    years: Annotated[Cell, Field(description="a duration in place of dates: " + YEARS.expected)] = ""
    facts: FactsCell = ""


class CredentialRow(_Row):
    """A licence or certificate."""

    name: Cell = ""
    issuer: Cell = ""
    valid_from: Annotated[Cell, Field(description=DATE_FORMS)] = ""
    expires: Annotated[Cell, Field(description=DATE_FORMS)] = ""


class AnswerRow(_Row):
    """An applicant's answer to a question that a pack asks."""

    question: Cell = ""
    answer: Cell = ""


class Record(BaseModel):
    """Everything that one applicant states. A list left out is an empty one: the applicant claims none.

    A list that is null is refused: it may mean that nothing is known; so is a key that nobody knows. Python values are
    taken as well: dates, figures of numpy and pandas, and NaN or NaT for a blank cell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, defer_build=True)

    applicant_id: Id
    education: Annotated[tuple[EducationRow, ...], Field(max_length=MOST_ROWS)] = ()
    experience: Annotated[tuple[ExperienceRow, ...], Field(max_length=MOST_ROWS)] = ()
    credentials: Annotated[tuple[CredentialRow, ...], Field(max_length=MOST_ROWS)] = ()
    answers: Annotated[tuple[AnswerRow, ...], Field(max_length=MOST_ROWS)] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The lists that whoever wrote the record did not write: perhaps nobody has asked for them yet."""
        return tuple(name for name in LISTS if name not in self.model_fields_set)


_MODELS: Final[Mapping[str, type[_Row]]] = {
    "education": EducationRow,
    "experience": ExperienceRow,
    "credentials": CredentialRow,
    "answers": AnswerRow,
}
LISTS: Final = tuple(_MODELS)


def parse_record(value: object, where: str = "record") -> Record:
    """A record from JSON-like Python values; RecordError names every fault."""
    try:
        return built(Record).model_validate(_mappings(value))
    except ValidationError as error:
        given = value if isinstance(value, Mapping) else {}
        found = error.errors(include_url=False)
        rest = _without(given, [each["loc"] for each in found])
        raise RecordError([_fault(each, given, where) for each in found], (rest, where) if rest else None) from None


def _without(given: Mapping[Any, Any], places: Iterable[tuple[int | str, ...]]) -> Record | None:
    """A record without what is wrong at some places of it, its rows where they were; None where nothing is left."""
    kept: dict[Any, Any] = {
        key: [*map(_mappings, part)] if isinstance(part, list | tuple) else part for key, part in given.items()
    }
    for place in places:
        match place:
            case ("applicant_id",):
                kept["applicant_id"] = "-"
            case (key,):
                kept.pop(key, None)
            case (str(key), int(row)) if isinstance(kept[key], list):
                kept[key][row] = {}
            case (str(key), int(row), column, *_) if isinstance(kept[key], list):
                kept[key][row] = {name: cell for name, cell in kept[key][row].items() if name != column}
            case _:
                return None
    try:
        return built(Record).model_validate(kept)
    except ValidationError:
        return None


def _mappings(value: object) -> object:
    """A mapping of any class as one that pydantic takes; rows in it as well."""
    if type(value) is dict or not isinstance(value, Mapping):
        return value
    return {key: [*map(_mappings, part)] if isinstance(part, list | tuple) else part for key, part in value.items()}


def _fault(error: ErrorDetails, given: Mapping[Any, Any], where: str) -> Fault:
    """A fault from pydantic's report of it."""
    kind, location = error["type"], error["loc"]
    if kind in {"extra_forbidden", "invalid_key"}:
        return _unknown_key(location, given, where)
    place = _path(location)
    if kind == _NO_CELL:
        found, expected = error["ctx"]["found"], error["ctx"]["expected"]
    else:
        found, expected = _FOUND.get(kind) or _named(error["input"]), _expected(kind, location)
    code = _CODES.get(found) or _CODES.get(kind, "wrong-type")
    return Fault(f"{where}{' ' + place if place else ''}", found, expected, path=path_to(location), code=code)


def _unknown_key(location: tuple[int | str, ...], given: Mapping[Any, Any], where: str) -> Fault:
    """The fault of a key that nobody knows, with the absent one that it nearly is, or the nearest of all."""
    *around, key = location
    row = given.get(around[0], ()) if around else given
    row = row[around[1]] if len(around) > 1 and isinstance(around[1], int) and around[1] < len(row) else row
    known = (_MODELS[str(around[0])] if around else Record).model_fields
    shown = str(key)[:MOST_NAMED]
    absent = [each for each in known if each not in row]
    begun = [each for each in absent if each.startswith(f"{shown.casefold()}_")]
    near = nearest(shown, absent) or (begun[0] if len(begun) == 1 else nearest(shown, known))
    place = " ".join((where, *_path(tuple(around)).split()))
    expected = "one of " + ", ".join(known)
    return Fault(place, f"unknown key {shown!r}", expected, near, path=path_to(location), code="unknown-key")


def _named(value: object) -> str:
    kind = type(value).__name__
    return _NAMED.get(kind) or f"a value of type {kind}"


def _expected(fault: str, location: tuple[int | str, ...]) -> str:
    if location == ("applicant_id",):
        return f"an id of 1 to {MOST_ID} signs, a text or a whole number"
    if location[-1:] == ("kinds",):
        return "a text, a list of texts or null"
    if location[-1:] == ("facts",):
        return "a text, a list of texts, a mapping of facts to what is so, or null"
    return _EXPECTED.get(fault, "what minqual schema record says")


_FOUND: Final = {
    "missing": "nothing",
    "string_too_short": "an empty text",
    "string_too_long": "a text that is too long",
    "too_long": f"a list of more than {MOST_ROWS} rows",
}
_CODES: Final = {
    "missing": "missing",
    "string_too_short": "missing",
    "string_too_long": "limit",
    "too_long": "limit",
    TOO_MANY_DIGITS[0]: "limit",
    TOO_LONG[0]: "limit",
    NO_TEXT[0]: "not-text",
}
_NAMED: Final = {
    "NoneType": "nothing",
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "a truth value",
    "list": "a list",
    "dict": "an object",
}
_EXPECTED: Final = {
    "missing": "a value",
    "string_type": "a text, a number, yes/no or null",
    "too_long": f"at most {MOST_ROWS} rows",
    "tuple_type": "a list of rows, an empty one where the applicant has none",
    "model_type": "an object with named values",
    "model_attributes_type": "an object with named values",
}


def parse_json(text: str | bytes, where: str = "record") -> Record:
    """A record from JSON text; RecordError if it is no JSON or no record."""
    if not text.strip():
        raise RecordError(
            [Fault(where, "an empty text", "one JSON object, see minqual schema record", code="not-json")]
        )
    try:
        value = json.loads(text, parse_float=str, parse_int=_whole, parse_constant=float, object_pairs_hook=_object)
    except _TwiceError as error:
        found = f"the key {error.args[0][:MOST_NAMED]!r} twice"
        raise RecordError([Fault(where, found, "each key once", code="twice")]) from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        place = (
            f"{where} line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else where
        )
        expected = "one JSON object in UTF-8, see minqual schema record"
        raise RecordError([Fault(place, "not JSON", expected, code="not-json")]) from None
    return parse_record(value, where)


class _TwiceError(ValueError):
    """A key that stands twice in one JSON object."""


def _whole(text: str) -> int | str:
    """A JSON integer; one that is longer than any figure here stays text, and is then refused as a cell."""
    return int(text) if len(text) <= 20 else text


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object whose keys stand once."""
    made = dict(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        raise _TwiceError(next(key for key in times if times[key] > 1))
    return made


def record_tables(records: Sequence[Record], where: str = "record") -> Tables:
    """The tables that records stand for, in their order."""
    tables = {name: _table(records, name, where) for name in LISTS}
    ids = [record.applicant_id.strip() for record in records]
    numbers = np.arange(len(ids), dtype=np.int64)
    owner, origin = numbers.astype(np.int32), np.zeros(len(ids), dtype=np.int32)
    applicants = Table("applicants", (Origin(where),), {}, owner, origin, numbers + 1)
    times = Counter(ids)
    return Tables(ids, applicants, tables, np.array([times[each] > 1 for each in ids], dtype=np.bool_))


MOST_AT_ONCE: Final = 64
"""Records that are judged in one batch: of more, what is told of one takes longer than their sharing saves."""


def batches(records: Iterable[tuple[int, Record]]) -> Iterator[tuple[list[int], list[Record]]]:
    """Records with their places in batches that can be judged together, as each would be alone.

    Those of one batch have ids of their own, and where a date tells that the day stands first in its column, which
    columns of others must not hear of, the record stands in a batch by itself.
    """
    held: dict[str, tuple[int, Record]] = {}
    for place, record in records:
        if _tells_order(record):
            yield [place], [record]
            continue
        name = record.applicant_id.strip()
        if name in held or len(held) == MOST_AT_ONCE:
            yield [each for each, _ in held.values()], [each for _, each in held.values()]
            held = {}
        held[name] = place, record
    if held:
        yield [each for each, _ in held.values()], [each for _, each in held.values()]


def _tells_order(record: Record) -> bool:
    """Whether some date of a record has the day before the month."""
    rows = (vars(row) for name in LISTS for row in getattr(record, name))
    return any(told_order(row[column]) == "day first" for row in rows for column in DATES if column in row)


def _table(records: Sequence[Record], name: str, where: str) -> Table:
    """One list of all records; a column in which no row says anything is left out."""
    rows = [vars(row) for record in records for row in getattr(record, name)]
    cells = {column: [row[column] for row in rows] for column in (*COLUMNS[name][1:], ENTRY)} if rows else {}
    columns = {column: TextColumn.of(each) for column, each in cells.items() if any(each)}
    heights = [len(getattr(record, name)) for record in records]
    owner = [number for number, height in enumerate(heights) for _ in range(height)]
    places = [place for height in heights for place in range(1, height + 1)]
    return Table(
        name,
        (Origin(f"{where} {name}"),),
        columns,
        np.array(owner, dtype=np.int32),
        np.zeros(len(rows), dtype=np.int32),
        np.array(places, dtype=np.int64),
    )


def _path(location: tuple[int | str, ...]) -> str:
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in location)
