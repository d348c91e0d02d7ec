"""One applicant's record as JSON or Python values, and the tables that it stands for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from minqual._forking import built
from minqual.records.tables import COLUMNS, ENTRY, Origin, Table, Tables, TextColumn
from minqual.records.typed_cells import cell_of
from minqual.values import (
    DATE_FORMS,
    DEGREE_WORDS,
    HOURS_PER_WEEK,
    QUARTER_UNITS,
    SEMESTER_UNITS,
    YEARS,
    Fault,
    RecordError,
    nearest,
)

MOST_ROWS: Final = 10_000
"""Rows of one table in one record; more is no applicant's history."""

MOST_ID: Final = 200
"""Signs of an applicant's id."""


MOST_DIGITS: Final = 20
"""Digits of a whole number; no figure here has more."""


def _text(value: object) -> object:
    """A value of JSON or Python as the cell that it would be in a spreadsheet; what would be none stays."""
    if type(value) is str:
        return value
    cell = cell_of(value)
    if isinstance(value, int | float | np.number) and _digits(str(cell)) > MOST_DIGITS:
        raise ValueError
    return value if cell is None else cell


def _digits(cell: str) -> int:
    """The digits of a whole number; none of anything else."""
    figures = cell.removeprefix("-")
    return len(figures) if figures.isdigit() else 0


def _id(value: object) -> object:
    """An id as text: a text, or a whole number."""
    whole = isinstance(value, int | np.integer) or (isinstance(value, float | np.floating) and value.is_integer())
    return _text(value) if whole and not isinstance(value, bool) else value


def _kinds(value: object) -> object:
    """A list of kinds as the cell that lists them between semicolons."""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return _text(value)


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


class _Row(BaseModel):
    """A row of a record: text cells, null for blank. Unknown keys are reported and otherwise ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True, defer_build=True)

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
    subject: Cell = ""


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

    A list that is null is refused: it may mean that nothing is known. Python values are taken as well: dates, figures
    of numpy and pandas, and NaN or NaT for a blank cell.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True, defer_build=True)

    applicant_id: Id
    education: Annotated[tuple[EducationRow, ...], Field(max_length=MOST_ROWS)] = ()
    experience: Annotated[tuple[ExperienceRow, ...], Field(max_length=MOST_ROWS)] = ()
    credentials: Annotated[tuple[CredentialRow, ...], Field(max_length=MOST_ROWS)] = ()
    answers: Annotated[tuple[AnswerRow, ...], Field(max_length=MOST_ROWS)] = ()


_MODELS: Final[Mapping[str, type[_Row]]] = {
    "education": EducationRow,
    "experience": ExperienceRow,
    "credentials": CredentialRow,
    "answers": AnswerRow,
}
LISTS: Final = tuple(_MODELS)


def parse_record(value: object, where: str = "record") -> tuple[Record, tuple[str, ...]]:
    """A record from JSON-like Python values, and its unknown keys; RecordError names every fault."""
    unknown, faults = _unknown_keys(value, where)
    try:
        record = built(Record).model_validate(value)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            place = _path(each["loc"])
            found = _FOUND.get(each["type"]) or _named(each["input"])
            faults.append(Fault(f"{where}{' ' + place if place else ''}", found, _expected(each["type"], each["loc"])))
        raise RecordError(faults) from None
    if faults:
        raise RecordError(faults)
    return record, unknown


def _named(value: object) -> str:
    kind = type(value).__name__
    return _NAMED.get(kind) or f"a value of type {kind}"


def _expected(fault: str, location: tuple[int | str, ...]) -> str:
    if location == ("applicant_id",):
        return f"an id of 1 to {MOST_ID} signs, a text or a whole number"
    if location[-1:] == ("kinds",):
        return "a text, a list of texts or null"
    return _EXPECTED.get(fault, "what minqual schema record says")


_FOUND: Final = {
    "missing": "nothing",
    "string_too_short": "an empty text",
    "string_too_long": "a text that is too long",
    "string_unicode": "a text with signs that are not Unicode",
    "too_long": f"a list of more than {MOST_ROWS} rows",
    "value_error": f"a number of more than {MOST_DIGITS} digits",
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
    "string_unicode": "a text in Unicode",
    "value_error": f"a number of at most {MOST_DIGITS} digits",
    "too_long": f"at most {MOST_ROWS} rows",
    "tuple_type": "a list of rows, an empty one where the applicant has none",
    "model_type": "an object with named values",
    "model_attributes_type": "an object with named values",
}


def parse_json(text: str | bytes, where: str = "record") -> tuple[Record, tuple[str, ...]]:
    """A record from JSON text; RecordError if it is no JSON or no record."""
    if not text.strip():
        raise RecordError([Fault(where, "an empty text", "one JSON object, see minqual schema record")])
    try:
        value = json.loads(text, parse_float=str, parse_int=_whole, parse_constant=float, object_pairs_hook=_object)
    except _TwiceError as error:
        raise RecordError([Fault(where, f"the key {error.args[0]!r} twice", "each key once")]) from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        place = (
            f"{where} line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else where
        )
        raise RecordError([Fault(place, "not JSON", "one JSON object in UTF-8, see minqual schema record")]) from None
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
    return Tables(ids, applicants, tables, _repeated(ids))


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


def _repeated(ids: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    counts: dict[str, int] = {}
    for each in ids:
        counts[each] = counts.get(each, 0) + 1
    return np.array([counts[each] > 1 for each in ids], dtype=np.bool_)


def _unknown_keys(value: object, where: str) -> tuple[tuple[str, ...], list[Fault]]:
    """Keys of a record that mean nothing here; those nearly spelt like an absent one are faults."""
    if not isinstance(value, Mapping):
        return (), []
    unknown: list[str] = []
    faults: list[Fault] = []
    _sort_keys(value, Record, where, unknown, faults)
    for name in LISTS:
        rows = value.get(name)
        for number, row in enumerate(rows if isinstance(rows, Sequence) and not isinstance(rows, str) else (), start=1):
            if isinstance(row, Mapping):
                _sort_keys(row, _MODELS[name], f"{where} {name} {number}", unknown, faults)
    return tuple(dict.fromkeys(unknown)), faults


def _sort_keys(
    value: Mapping[Any, Any], model: type[BaseModel], where: str, unknown: list[str], faults: list[Fault]
) -> None:
    known = model.model_fields
    strange = [key for key in value if key not in known]
    absent = [key for key in known if key not in value] if strange else []
    for key in strange:
        meant = nearest(str(key), absent)
        if meant is None:
            unknown.append(str(key))
        else:
            faults.append(Fault(where, f"unknown key {str(key)!r}", "a key of this row", meant))


def _path(location: tuple[int | str, ...]) -> str:
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in location)
