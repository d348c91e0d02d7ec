"""Column maps: what the columns of an agency's export mean, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from minqual._forking import built
from minqual.notation import (
    AnyNames,
    Mistake,
    WantedFile,
    WrittenForm,
    YamlText,
    bundled_maps,
    faults_of_form,
    line,
    parse_written,
)
from minqual.notation import Path as Place
from minqual.records import COLUMNS
from minqual.sources.column_maps.notation import (
    BLANK_WORDS,
    BY_HEADING,
    HEADING,
    IF_BLANK,
    OPTIONAL,
    Box,
    Cell,
    Current,
    Day,
    Degree,
    Duration,
    Ignored,
    Kinds,
    MapModel,
    Number,
    Reply,
    Slots,
    Span,
    Truth,
    When,
    Words,
    YesNo,
    holds_slot,
)
from minqual.values import NO_FILE, Fault, MapError, PackError, fold, no_plain_file, unknown

SCHEMA_FILE: Final = "map.schema.json"
"""What the schema of maps is called where it lies as a file, in the folder of bundled maps or beside a map."""

SUFFIXES: Final = (".yaml", ".yml")


SHEET: Final = Field(description="the sheet, or the file without its ending, where there are several")


class Group(MapModel):
    """Columns that together make rows of one table."""

    repeated: Slots = Field(
        (), description="what stands for {n} in the headings: 1 to 5, a list of words, numbers found or words found"
    )
    sheet: Annotated[str, SHEET] = ""
    applicant_id: str = Field(
        "", description="the column of applicant ids in a sheet of its own, if it is called otherwise there"
    )
    when: When | None = Field(None, description="a yes-or-no column that says whether there is a row at all")
    if_blank: Annotated[
        Literal["open row", "no row"] | None,
        IF_BLANK,
    ] = None
    rows: Literal["once", "each"] | None = Field(
        None, description="of ids that repeat: once drops rows that say the same, each keeps all"
    )
    optional: Annotated[YesNo, OPTIONAL] = False
    entry: Words | None = Field(None, description="the column that names the row in messages and questions")

    def cells(self) -> Iterator[tuple[str, Cell]]:
        """What the group fills: each column of our table with where its cells come from."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Cell):
                yield name, value

    @property
    def headings(self) -> Iterator[str]:
        """The headings that it draws on."""
        yield from (heading for _, cell in self.cells() for heading in cell.headings)
        yield from (cell.where.column for _, cell in self.cells() if cell.where is not None)
        yield from (box.column for box in (self.when, self.box) if box is not None)

    @property
    def box(self) -> Current | None:
        """The box that is ticked where a job goes on, if there is one."""
        return None

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, value: object) -> object:
        for key, said in value.items() if isinstance(value, Mapping) else ():
            if said is None:
                raise Mistake(f"nothing under {key!r}", "the heading of a column, or the key left out")
        return value

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        headings = list(self.headings)
        if not headings:
            raise Mistake("a group without a column", "at least one column of the file")
        slotted = any(map(holds_slot, headings))
        if self.repeated and not slotted:
            raise Mistake("repeated, with no {n} in the name of a column", "{n} where the number stands")
        if slotted and not self.repeated:
            raise Mistake("{n} in the name of a column that is not repeated", "repeated, such as 1 to 5")
        return self


class EducationGroup(Group):
    """Columns that state a degree, a diploma or a course of study."""

    level: Degree | None = None
    field: Words | None = None
    institution: Words | None = None
    accredited: Truth | None = None
    conferred: Truth | None = None
    awarded: Day | None = None
    expected: Day | None = None
    semester_units: Number | None = None
    quarter_units: Number | None = None
    credits: Number | None = None
    subject: Words | None = None
    country: Words | None = None
    span: Span | None = Field(
        None, description="the column that holds when study began and ended, which proves no degree: read as expected"
    )

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.span is not None and self.expected is not None:
            raise Mistake("span beside expected", "one or the other: the end of the span is read as expected")
        return self


class ExperienceGroup(Group):
    """Columns that state a job, or the duration of some kind of work in all."""

    employer: Words | None = None
    title: Words | None = None
    class_code: Words | None = None
    start: Day | None = None
    end: Day | None = None
    hours_per_week: Number | None = None
    kinds: Kinds | None = None
    share: Number | None = None
    paid: Truth | None = None
    years: Duration | None = None
    facts: Kinds | None = None
    span: Span | None = Field(None, description="the column that holds both dates, such as Mar 2016 - Jun 2018")
    current: Box | None = Field(None, description="a box that is ticked where the job goes on")
    no_overlap_within: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="a name of your own; an applicant's durations under the same name do not overlap each other"
    )

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.no_overlap_within is not None and self.years is None:
            raise Mistake("no overlap within, without years", "durations under years, of which it is said")
        if self.span is not None and (self.start is not None or self.end is not None):
            raise Mistake("span beside start or end", "one or the other: the span holds both dates")
        if self.current is not None and self.end is not None and self.end.if_blank:
            raise Mistake("if blank for the end beside current", "one or the other: the box says what a blank means")
        return self

    @property
    def box(self) -> Current | None:
        """The box that is ticked where a job goes on, if there is one."""
        return self.current


class CredentialGroup(Group):
    """Columns that state a licence or certificate."""

    name: Words | None = None
    issuer: Words | None = None
    valid_from: Day | None = None
    expires: Day | None = None


class AnswerGroup(Group):
    """A column that answers a question of the rule pack."""

    question: Words
    answer: Reply


class Applicants(MapModel):
    """The column of applicant ids."""

    column: Annotated[str, Field(min_length=1), HEADING]
    sheet: Annotated[str, SHEET] = ""
    in_several_rows: YesNo = Field(
        default=False, description="ids repeat, because the file has a row for each job or the like"
    )


class KeptRows(MapModel):
    """A column by which rows are kept or left out: those of withdrawn applications, say, or of tests."""

    column: Annotated[str, Field(min_length=1), HEADING]
    is_: AnyNames = Field((), description="words there with which a row is kept")
    is_not: AnyNames = Field((), description="words there with which a row is left out")
    sheet: Annotated[str, SHEET] = ""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if bool(self.is_) == bool(self.is_not):
            found = "both is and is not" if self.is_ else "neither is nor is not"
            raise Mistake(found, "is with the words of rows that are kept, or is not with those of the others")
        return self


def _several(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


class ColumnMap(MapModel):
    """What the columns of one kind of export mean."""

    map_: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$", description="a name for the map, in small letters, digits and hyphens"
    )
    about: str = Field("", description="which export it is for")
    header_row: int = Field(
        1,
        ge=1,
        le=1000,
        description="the row with the headings, as the spreadsheet numbers it; rows above it are skipped",
    )
    date_order: Literal["month first", "day first", "open"] = Field(
        "open",
        description="what stands first in a date such as 03/04/2021; open takes both readings as possible, and asks",
    )
    two_digit_years_from: Annotated[int, Field(ge=1900, le=2100)] | None = Field(
        None, description="the first of the hundred years that two digits may mean: 1950 makes 50 1950 and 49 2049"
    )
    decimal_sign: Literal[".", ","] = Field(".", description="what stands before the decimals of a number")
    blank_words: Annotated[
        AnyNames,
        BLANK_WORDS,
    ] = ()
    applicants: Annotated[Applicants, BY_HEADING] = Field(description="the column of applicant ids")
    rows: Annotated[
        tuple[KeptRows, ...], BeforeValidator(_several, json_schema_input_type=KeptRows | tuple[KeptRows, ...])
    ] = Field(
        (), description="which rows are read: those with some words in a column; the others are counted as left out"
    )
    education: tuple[EducationGroup, ...] = Field(
        (),
        description="columns that state degrees, diplomas and study, each list entry one row "
        "(or one for each repetition)",
    )
    experience: tuple[ExperienceGroup, ...] = Field(
        (), description="columns that state jobs, or the duration of some kind of work in all"
    )
    credentials: tuple[CredentialGroup, ...] = Field((), description="columns that state licences and certificates")
    answers: tuple[AnswerGroup, ...] = Field((), description="columns that answer questions of the rule pack")
    not_stated: tuple[Literal["education", "experience", "credentials"], ...] = Field(
        (), description="tables of which the file says nothing: all of it is then open, not none"
    )
    not_all_stated: tuple[Literal["education", "experience", "credentials"], ...] = Field(
        (), description="tables of which the file says a part: beside its rows there may be any others, for everyone"
    )
    ignored: Ignored = Field(
        (), description="headings of no use, which are then not reported; * stands for anything, {n} for a number"
    )

    def groups(self) -> Iterator[tuple[str, int, Group]]:
        """Every group with its table and its place there."""
        for table in list(COLUMNS)[1:]:
            for place, group in enumerate(getattr(self, table)):
                yield table, place, group

    def apart(self, group: Group) -> int:
        """The number of the durations that do not overlap those of a group, from 1; 0 where nothing is said."""
        said = [fold(each.no_overlap_within) for each in self.experience if each.no_overlap_within is not None]
        name = group.no_overlap_within if isinstance(group, ExperienceGroup) else None
        return 0 if name is None else list(dict.fromkeys(said)).index(fold(name)) + 1

    def sheet_of(self, group: Group) -> str:
        """The sheet that a group stands in."""
        return group.sheet or self.applicants.sheet


@dataclass(frozen=True, slots=True, repr=False)
class WrittenMap:
    """A column map with its text, which knows where everything stands."""

    columns: ColumnMap
    text: YamlText

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.columns.map_

    def place(self, path: Place) -> str:
        """Where a value stands."""
        return self.text.place(path)


FORM: Final = WrittenForm(ColumnMap, {}, {}, {})
"""The form of a column map."""


def read_map(text: YamlText) -> WrittenMap:
    """A map from its YAML; MapError carries every fault with its line and column."""
    if isinstance(text.value, dict) and "levels" in text.value and "map" not in text.value:
        raise MapError([Fault(text.place(("levels",)), "a rule pack", "a column map in its place", code="other-kind")])
    try:
        columns = built(ColumnMap).model_validate(text.value)
    except ValidationError as error:
        faults = faults_of_form(error, text, FORM)
        raise MapError(sorted(dict.fromkeys(faults), key=line)) from None
    if sense := sorted(_sense_faults(columns, text), key=line):
        raise MapError(sense)
    return WrittenMap(columns, text)


def load_map(name: str, packs: Collection[str] = ()) -> WrittenMap:
    """A map by the name of a bundled one or by path; MapError carries every fault.

    packs: names of rule packs, so that one in place of a map's is told.
    """
    path = Path(name)
    found = no_plain_file(path) if name else NO_FILE
    if path.suffix not in SUFFIXES and found == NO_FILE:
        known = map_names()
        if name not in known:
            expected = "the path of a map (.yaml), or one of " + ", ".join(known)
            if name in packs:
                raise MapError(
                    [Fault("column map", f"{name!r}, a rule pack", f"a column map: {expected}", code="other-kind")]
                )
            raise MapError([unknown("column map", "map", name, known, expected)])
        path, found = bundled_maps() / f"{name}.yaml", ""
    try:
        content = b"" if found else path.read_bytes()
    except OSError as error:
        found = error.strerror or "unreadable"
    if found:
        raise MapError([Fault(name, found, "the path of a map, or the name of a bundled one", code="file")])
    try:
        return read_map(parse_written(content, path.name, A_MAP))
    except PackError as error:
        raise MapError([replace(each, code=each.code.replace("pack", "map")) for each in error.faults]) from None


A_MAP: Final = WantedFile(
    "a column map, which has map, its name, and applicants, the column of their ids",
    ("map", "applicants"),
    lambda value: "map" in value or "levels" in value or ("applicants" in value and "applicant_id" not in value),
)


def map_path(name: str) -> Path:
    """Where a map lies: the bundled one of a name, or the path itself."""
    bundled = bundled_maps() / f"{name}.yaml"
    return bundled if name in map_names() and not Path(name).is_file() else Path(name)


def map_names() -> tuple[str, ...]:
    """The names of the bundled maps, sorted."""
    return tuple(sorted(path.stem for path in bundled_maps().glob("*.yaml")))


def _sense_faults(columns: ColumnMap, text: YamlText) -> Iterator[Fault]:
    """What parts of a map, each right by itself, get wrong together."""
    seen: dict[tuple[object, ...], int] = {}
    for table, place, group in columns.groups():
        written = (table, columns.sheet_of(group), tuple((name, repr(cell)) for name, cell in group.cells()))
        if (first := seen.setdefault(written, place)) != place:
            found = f"the same columns as in entry {first + 1} of {table}"
            yield Fault(text.place((table, place)), found, "each column once: rows would count twice")
        if group.applicant_id and not group.sheet:
            where = text.place((table, place, "applicant_id"))
            yield Fault(where, "applicant_id without a sheet", "sheet, or no applicant_id: it is the applicants' own")
    for place, table in enumerate(columns.not_stated):
        if getattr(columns, table):
            where, expected = text.place(("not stated", place)), "one or the other, or not all stated"
            yield Fault(where, f"{table!r} not stated, yet with columns", expected)
    for place, table in enumerate(columns.not_all_stated):
        if not getattr(columns, table):
            where = text.place(("not all stated", place))
            yield Fault(where, f"{table!r} not all stated, and without columns", "not stated, or columns for it")
