"""A pack's cases: applicants with the standings they must get, kept beside the pack, read with every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from minqual.judging import Screener
from minqual.notation import PackModel, YamlText, made, parse_yaml
from minqual.notation import Path as Place
from minqual.packs import AS_WRITTEN, CASES, beside_pack, find_pack, runs_of
from minqual.records import COLUMNS, LISTS, Record, record_tables, take_in
from minqual.values import Fault, FaultyInput, PackError, Standing, date_if_any, nearest, unknown

Row = Mapping[str, Any]
Model = TypeVar("Model", bound=BaseModel)

FACTS = (
    "judgement",
    *("education", "experience"),
    *(f"{table} {column}" for table, columns in COLUMNS.items() for column in columns),
)
"""What a case may name as open: a table stands for rows of it that are equal."""

UNREAD: Final = "# proposed: check against the specification before you keep it"
"""The line above a proposed case, until somebody has read it beside the specification."""


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    partial = date_if_any(str(value))
    if partial is None or not partial.exact:
        msg = "a day, such as 2026-11-21"
        raise ValueError(msg)
    return partial.earliest


Day = Annotated[Any, BeforeValidator(_day, json_schema_input_type=str)]


class Rows(PackModel):
    """Rows of a record, by table."""

    education: tuple[Row, ...] | None = None
    experience: tuple[Row, ...] | None = None
    credentials: tuple[Row, ...] | None = None
    answers: tuple[Row, ...] | None = None


class Case(Rows):
    """One applicant and what must come of them.

    papers_until: the day up to which papers and answers are in; the as-of date if not stated. vacancy: what is said of
    the vacancy, beside what is said for all cases. expect: the standing of
    levels, by id. clauses: the standing of clauses, by id. open: every open fact that decides the expected levels, as
    "table column", or "judgement" where no column is in question; a case that expects a review does not hold without.
    """

    name: Annotated[str, Field(min_length=1)]
    as_of: Day | None = None
    papers_until: Day | None = None
    vacancy: Mapping[str, str] = {}
    expect: Annotated[Mapping[str, str], Field(min_length=1)]
    clauses: Mapping[str, str] = {}
    open: tuple[str, ...] | None = None


class Cases(PackModel):
    """The cases of one pack. given: rows of every case that does not state that table itself.

    vacancy: what is said of the vacancy, where a case does not say otherwise.
    """

    as_of: Day
    vacancy: Mapping[str, str] = {}
    given: Rows = Rows()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    def vacancy_of(self, case: Case) -> Mapping[str, str]:
        """What is said of the vacancy in a case."""
        return {**self.vacancy, **case.vacancy}

    def stated(self, case: Case, name: str) -> Sequence[Row]:
        """A case's rows of one table: its own, else those given for all cases."""
        own: Sequence[Row] | None = getattr(case, name)
        given: Sequence[Row] | None = getattr(self.given, name)
        return own if own is not None else given or ()


def cases_of(name: str) -> Path:
    """The file of a pack's cases: beside the pack, under its name."""
    pack = find_pack(name)
    return pack.with_name(pack.name.removesuffix(pack.suffix) + CASES)


def unread(path: Path) -> int:
    """How many cases of a file still carry the remark of a proposal that nobody has read."""
    content = beside_pack(path) or b""
    return sum(line.strip() == UNREAD.encode() for line in content.splitlines())


def read_cases(path: Path, screener: Screener) -> tuple[Cases, YamlText]:
    """A pack's cases; PackError carries every fault with its line: of form, of sense and of cells."""
    content = beside_pack(path)
    if content is None:
        expected = f"the pack's cases beside it, in {path.name} (--propose writes a first file of them)"
        raise PackError([Fault(path.name, "no such file", expected)])
    text = parse_yaml(content, path.name)
    return cases_in(text, screener), text


def cases_in(text: YamlText, screener: Screener) -> Cases:
    """The cases that a YAML text holds; PackError carries every fault with its line."""
    try:
        cases = Cases.model_validate(text.value)
        faults = []
    except ValidationError as error:
        faults = [_form_fault(each, text) for each in error.errors(include_url=False)]
        cases = _sound_part(text)
    for place, case in _placed(cases, text):
        faults += _sense_faults(case, place, text, screener)
        faults += _vacancy_faults(cases, case, place, text, screener)
    faults += _name_faults(text)
    for path, rows in (
        (("given",), cases.given),
        *((("cases", place), case) for place, case in _placed(cases, text)),
    ):
        faults += _row_faults(rows, path, text)
    if not faults:
        faults = _cell_faults(cases, text)
    if faults:
        raise PackError(sorted(dict.fromkeys(faults), key=_line))
    return cases


def _line(fault: Fault) -> list[int]:
    return [int(number) for number in re.findall(r"(?:line|column) (\d+)", fault.where)]


def _listed(text: YamlText) -> list[Any]:
    """Whatever stands under `cases`, as a list."""
    listed = text.value.get("cases") if isinstance(text.value, dict) else None
    return listed if isinstance(listed, list) else []


def _sound_part(text: YamlText) -> Cases:
    """The cases that are sound in form among others that are not, so that their faults of sense are told too."""
    value = text.value if isinstance(text.value, dict) else {}
    sound = [case for raw in _listed(text) if (case := _valid(Case, raw)) is not None]
    given = _valid(Rows, value.get("given") or {})
    vacancy = value.get("vacancy")
    said = vacancy if isinstance(vacancy, dict) and all(isinstance(each, str) for each in vacancy.values()) else {}
    return made(Cases, as_of=date.min, vacancy=said, given=given if given is not None else Rows(), cases=tuple(sound))


def _valid(model: type[Model], raw: object) -> Model | None:
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


def _placed(cases: Cases, text: YamlText) -> Iterator[tuple[int, Case]]:
    """Each sound case with its number in the file."""
    sound = [place for place, raw in enumerate(_listed(text)) if _valid(Case, raw) is not None]
    return zip(sound, cases.cases, strict=True)


def _name_faults(text: YamlText) -> Iterator[Fault]:
    names = [raw.get("name") if isinstance(raw, dict) else None for raw in _listed(text)]
    for place, name in enumerate(names):
        if name is not None and name in names[:place]:
            yield Fault(text.place(("cases", place, "name")), f"the case {name!r} twice", "a name of its own")


FEW_IDS: Final = 12
"""Ids up to which all of them are listed in a message."""


def _sense_faults(case: Case, place: int, text: YamlText, screener: Screener) -> Iterator[Fault]:
    """Unknown ids, standings and facts of one case."""
    path: Place = ("cases", place)
    judged = [each.id for each in screener.pack.judged]
    clauses = [node.id for node in screener.tree.nodes if node.clause is not None]
    words = [standing.word for standing in Standing]
    for key, expected, known in (("expect", case.expect, judged), ("clauses", case.clauses, clauses)):
        for name, standing in expected.items():
            where = text.place((*path, key, name))
            if name not in known:
                ids = "one of " + ", ".join(known) if len(known) <= FEW_IDS else "an id of this pack"
                yield unknown(where, "id", name, known, ids)
            if standing not in words:
                yield Fault(where, f"{standing!r}", "one of " + ", ".join(words), nearest(standing, words))
    for number, fact in enumerate(case.open or ()):
        if fact not in FACTS:
            yield unknown(
                text.place((*path, "open", number)), "fact", fact, FACTS, "a table and its column, or judgement"
            )


def _vacancy_faults(cases: Cases, case: Case, place: int, text: YamlText, screener: Screener) -> Iterator[Fault]:
    """What a case says of the vacancy that its pack does not leave to it, or does not say."""
    where = text.place(("cases", place, "vacancy"))
    try:
        runs_of([screener.pack.written], AS_WRITTEN, cases.vacancy_of(case), where)
    except FaultyInput as error:
        yield from error.faults


def _row_faults(rows: Rows, path: Place, text: YamlText) -> Iterator[Fault]:
    """Unknown keys of rows, and cells that are no text."""
    for name in LISTS:
        model = Record.model_fields[name].annotation
        assert model is not None
        row_model: type[BaseModel] = model.__args__[0]
        known = list(row_model.model_fields)
        for number, row in enumerate(getattr(rows, name) or ()):
            here = (*path, name, number)
            for key in row:
                if key not in known:
                    yield unknown(text.place((*here, key)), "key", key, known)
            try:
                row_model.model_validate(row)
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    yield Fault(text.place((*here, *each["loc"])), "no single cell", "a text, or a list of kinds")


def _cell_faults(cases: Cases, text: YamlText) -> list[Fault]:
    """Cells of any case that cannot be read, each at its place in the file."""
    faults = []
    for as_of in sorted({case.as_of or cases.as_of for case in cases.cases}):
        group = [place for place, case in enumerate(cases.cases) if (case.as_of or cases.as_of) == as_of]
        records = [record_of(cases, cases.cases[place], str(place)) for place in group]
        for each in take_in(record_tables(records), as_of).to_mend:
            place = group[each.applicant]
            own = getattr(cases.cases[place], each.table) is not None
            path: Place = ("cases", place) if own else ("given",)
            faults.append(each.fault(text.place((*path, each.table, each.row - 1, each.column))))
    return faults


def record_of(cases: Cases, case: Case, name: str) -> Record:
    """A case's rows as an applicant's record."""
    rows = {table: [dict(row) for row in cases.stated(case, table)] for table in LISTS}
    return Record.model_validate({"applicant_id": name, **rows})


_SHAPES = {
    "too_short": "at least one entry",
    "string_too_short": "a name",
    "string_type": "text",
    "tuple_type": "a list",
    "mapping_type": "a mapping of names to standings",
    "dict_type": "a mapping of columns to cells",
    "model_type": "a mapping of keys",
}


def _form_fault(error: ErrorDetails, text: YamlText) -> Fault:
    path = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        model = Cases if len(path) == 1 else Rows if path[0] == "given" else Case
        known = [field.alias or name for name, field in model.model_fields.items()]
        return unknown(text.place(path), "key", path[-1], known)
    if error["type"] == "missing":
        return Fault(text.place(path[:-1]), f"no {path[-1]!r} here", f"the key {path[-1]!r}")
    found = error["input"]
    shown = repr(found) if isinstance(found, str) else "nothing" if not found else "a mapping or a list"
    return Fault(text.place(path), shown, _SHAPES.get(error["type"], error["msg"].removeprefix("Value error, ")))
