"""A pack's cases: applicants with the standings they must get, kept beside the pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from minqual.dates import parse_date
from minqual.explaining import explain
from minqual.faults import Fault, PackError, nearest
from minqual.library import CASES, find_pack
from minqual.notation import PackModel
from minqual.openings import holding_back
from minqual.records import LISTS, Record, record_tables
from minqual.screening import Screener, Screening
from minqual.standings import Standing
from minqual.tables import COLUMNS
from minqual.verdicts import Verdict
from minqual.yaml_text import YamlText, parse_yaml

Row = Mapping[str, Any]

FACTS = ("judgement", *(f"{table} {column}" for table, columns in COLUMNS.items() for column in columns))
"""What a case may name as open."""


def _day(value: object) -> date:
    partial = parse_date(str(value))
    if not partial.exact:
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

    expect: the standing of levels, by id. clauses: the standing of clauses, by id. open: every open fact that
    decides the expected levels, as "table column", or "judgement" where no column is in question; a case that
    expects a review must name them.
    """

    name: str
    as_of: Day | None = None
    expect: Annotated[Mapping[str, str], Field(min_length=1)]
    clauses: Mapping[str, str] = {}
    open: tuple[str, ...] | None = None


class Cases(PackModel):
    """The cases of one pack. given: rows of every case that does not state that table itself."""

    as_of: Day
    given: Rows = Rows()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: the differences from what it expects, none where it holds."""

    case: str
    place: str
    differences: tuple[str, ...]


def cases_of(name: str) -> Path:
    """The file of a pack's cases: beside the pack, under its name."""
    pack = find_pack(name)
    return pack.with_name(pack.name.removesuffix(pack.suffix) + CASES)


def read_cases(path: Path, screener: Screener) -> tuple[Cases, YamlText]:
    """A pack's cases; PackError carries every fault with its line."""
    if not path.is_file():
        raise PackError([Fault(path.name, "no such file", f"the pack's cases beside it, in {path.name}")])
    text = parse_yaml(path.read_bytes(), path.name)
    try:
        cases = Cases.model_validate(text.value)
    except ValidationError as error:
        raise PackError([_fault(each, text) for each in error.errors(include_url=False)]) from None
    faults = [fault for place, case in enumerate(cases.cases) for fault in _case_faults(case, place, text, screener)]
    if faults:
        raise PackError(faults)
    return cases, text


def run_cases(cases: Cases, text: YamlText, screener: Screener) -> list[Outcome]:
    """Every case judged by the engine; PackError where a case's record cannot be read."""
    outcomes = []
    for place, case in enumerate(cases.cases):
        rows = {name: [dict(row) for row in _stated(case, cases, name)] for name in LISTS}
        record = Record.model_validate({"applicant_id": "case", **rows})
        screening = screener.screen(record_tables([record]), case.as_of or cases.as_of)
        where = text.place(("cases", place))
        if screening.applicants.rejects:
            raise PackError(
                [
                    Fault(f"{where} {each.table} {each.column}", each.found, each.expected)
                    for each in screening.applicants.rejects
                ]
            )
        outcomes.append(Outcome(case.name, where, tuple(_differences(case, screening))))
    return outcomes


def _stated(case: Case, cases: Cases, name: str) -> Sequence[Row]:
    """A case's rows of one table: its own, else those given for all cases."""
    own: Sequence[Row] | None = getattr(case, name)
    given: Sequence[Row] | None = getattr(cases.given, name)
    return own if own is not None else given or ()


def _differences(case: Case, screening: Screening) -> list[str]:
    verdict = explain(screening, 0)
    levels = {level.level: level.standing for level in verdict.levels}
    clauses = {clause.id: clause.standing for level in verdict.levels for clause in level.clauses}
    found = [
        f"{name} is {actual[name]}, expected {standing}"
        for expected, actual in ((case.expect, levels), (case.clauses, clauses))
        for name, standing in expected.items()
        if actual[name] != standing
    ]
    if case.open is not None:
        open_ = _open(case, verdict, screening)
        if open_ != set(case.open):
            found.append(f"open: {_named(open_)}; expected {_named(set(case.open))}")
    return found


def _open(case: Case, verdict: Verdict, screening: Screening) -> set[str]:
    """The open facts that decide the expected levels, as cases name them."""
    tree, standings = screening.tree, screening.derived[0].standings
    places = [place for place, level in enumerate(screening.pack.levels) if level.id in case.expect]
    leaves = {leaf for place in places for leaf in holding_back(tree, standings, place)}
    deciding = {node.id for node in tree.nodes if node.leaf in leaves}
    return {
        f"{item.table} {item.column}" if item.table else "judgement"
        for level in verdict.levels
        for clause in level.clauses
        if clause.id in deciding
        for item in clause.open
    }


def _named(facts: set[str]) -> str:
    return ", ".join(sorted(facts)) or "nothing"


def _case_faults(case: Case, place: int, text: YamlText, screener: Screener) -> list[Fault]:
    path: tuple[int | str, ...] = ("cases", place)
    levels = [level.id for level in screener.pack.levels]
    clauses = [node.id for node in screener.tree.nodes if node.clause is not None]
    words = [standing.word for standing in Standing]
    faults = []
    for key, expected, known in (("expect", case.expect, levels), ("clauses", case.clauses, clauses)):
        for name, standing in expected.items():
            where = text.place((*path, key, name))
            if name not in known:
                faults.append(Fault(where, f"unknown id {name!r}", "an id of this pack", nearest(name, known)))
            if standing not in words:
                faults.append(Fault(where, f"{standing!r}", "one of " + ", ".join(words), nearest(standing, words)))
    for number, fact in enumerate(case.open or ()):
        if fact not in FACTS:
            where = text.place((*path, "open", number))
            faults.append(
                Fault(where, f"unknown fact {fact!r}", "a table and its column, or judgement", nearest(fact, FACTS))
            )
    if case.open is None and "review" in case.expect.values():
        faults.append(Fault(text.place(path), "a review without its open facts", "the key 'open'"))
    return faults + _row_faults(case, path, text)


def _row_faults(case: Case, path: tuple[int | str, ...], text: YamlText) -> list[Fault]:
    faults = []
    for name in LISTS:
        model = Record.model_fields[name].annotation
        assert model is not None
        known = list(model.__args__[0].model_fields)
        for number, row in enumerate(getattr(case, name) or ()):
            for key in row:
                if key not in known:
                    where = text.place((*path, name, number, key))
                    faults.append(
                        Fault(where, f"unknown key {key!r}", "one of " + ", ".join(known), nearest(key, known))
                    )
    return faults


def _fault(error: ErrorDetails, text: YamlText) -> Fault:
    path = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        known = [field.alias or name for model in (Case, Cases) for name, field in model.model_fields.items()]
        return Fault(text.place(path), f"unknown key {path[-1]!r}", "a key of a case", nearest(str(path[-1]), known))
    if error["type"] == "missing":
        return Fault(text.place(path[:-1]), f"no {path[-1]!r} here", f"the key {path[-1]!r}")
    return Fault(text.place(path), "a wrong value", error["msg"].removeprefix("Value error, "))


def failures(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The cases that do not hold."""
    return [outcome for outcome in outcomes if outcome.differences]
