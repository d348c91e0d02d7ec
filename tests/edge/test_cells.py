"""Cells that cannot be read, contradict each other or can hardly be meant: open, with one question, and never firm."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from minqual.verdicts import Results, asked
from support.command_line import minqual as run
from support.examples import some_of
from support.places import SHARED

DAY: Final = date(2026, 11, 21)
EDGE: Final = SHARED / "findings" / "edge"

PACK: Final = """
name: example/cells
title: Cells
agency: Town of Example
specification: Class specification 1, 2024
version: "1"
in force: 2024-01-01
accreditation: a stated no removes the row
kinds:
  clerical work: [clerk]
fields:
  journalism: []
credentials:
  driver's license: []
issuers:
  California: []
levels:
  - {id: school, title: School, source: {section: Q, anchor: diploma}, requires: [degree: high school]}
  - {id: units, title: Units, source: {section: Q, anchor: units}, requires: [units: 60 semester units]}
  - {id: degree, title: Degree, source: {section: Q, anchor: degree}, requires: [degree: bachelor]}
  - {id: holds, title: Holds, source: {section: Q, anchor: holds}, requires: [{degree: bachelor, in progress: refused}]}
  - {id: year, title: Year, source: {section: Q, anchor: year}, requires: [{experience: 1 year, in: clerical work}]}
  - id: paid
    title: Paid
    source: {section: Q, anchor: paid}
    requires: [{experience: 1 year, in: clerical work, unpaid work: refused}]
  - id: half
    title: Half
    source: {section: Q, anchor: half}
    requires: [{experience: 1 year, in: clerical work, share at least: 50%}]
  - id: licence
    title: Licence
    source: {section: Q, anchor: licence}
    requires: [{credential: driver's license, issued by: California, due: at filing}]
"""
"""A level for each kind of fact that a cell may state."""

Row = Mapping[str, Any]
JOB: Final[Row] = {"kinds": "clerk", "start": "2019-01-01", "end": "2021-12-31", "hours_per_week": 40}
BACHELOR: Final[Row] = {"level": "bachelor", "conferred": "yes", "awarded": "2012-05-20"}
LICENCE: Final[Row] = {"name": "driver's license", "issuer": "California", "expires": "2029-01-01"}
WHOLE: Final[Mapping[str, Row]] = {"education": BACHELOR, "experience": JOB, "credentials": LICENCE}
OF_TABLE: Final = {
    "education": ("school", "units", "degree", "holds"),
    "experience": ("year", "paid", "half"),
    "credentials": ("licence",),
}
"""The levels that hang on each table."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> minqual.Screener:
    path = tmp_path_factory.mktemp("pack") / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return minqual.Screener(path)


def screened(folder: Path, pack: minqual.Screener, *records: Row) -> Results:
    """Records as a pool."""
    path = folder / "pool.jsonl"
    lists = ("education", "experience", "credentials", "answers")
    path.write_text(
        "".join(
            json.dumps({"applicant_id": f"a{place}", **{name: [] for name in lists}, **record}) + "\n"
            for place, record in enumerate(records)
        ),
        encoding="utf-8",
    )
    return minqual.screen(path, pack, DAY)


def levels(results: Results, place: int = 0) -> dict[str, str]:
    """The standing of each level of one applicant."""
    return {
        name.removeprefix("level_"): str(column[place])
        for name, column in results.columns.items()
        if name.startswith("level_")
    }


def asks(results: Results, place: int = 0) -> set[str]:
    """What one applicant is asked under any level."""
    pack = results.screening.pack
    found = (each for level in pack.levels for each in asked(results.screening, level.id))
    return {each.ask for each in found if each.applicant == place}


def whole(**changed: Row) -> dict[str, list[Row]]:
    """A record with one row in each table, one of them changed."""
    return {table: [{**row, **changed.get(table, {})}] for table, row in WHOLE.items()}


UNREADABLE: Final[Sequence[tuple[str, Row, Mapping[str, str]]]] = (
    ("education", {"awarded": "in the spring"}, {"degree": "review", "holds": "review", "school": "review"}),
    ("education", {"awarded": "2012-02-30"}, {"degree": "review"}),
    ("education", {"level": "wizard"}, {"degree": "review", "school": "review", "units": "review"}),
    ("education", {"conferred": "perhaps"}, {"degree": "met", "school": "met"}),
    ("education", {"conferred": "perhaps", "awarded": ""}, {"degree": "review", "school": "review"}),
    ("education", {"accredited": "perhaps"}, {"degree": "review", "units": "review", "school": "review"}),
    ("education", {"semester_units": "some sixty"}, {"degree": "met", "school": "met", "units": "review"}),
    ("experience", {"start": "once"}, {"year": "review"}),
    ("experience", {"end": "2020-13-01"}, {"year": "review"}),
    ("experience", {"hours_per_week": "full"}, {"year": "review"}),
    ("experience", {"share": "most"}, {"year": "review", "half": "review"}),
    ("experience", {"paid": "perhaps"}, {"year": "met", "paid": "review", "half": "met"}),
    ("experience", {"years": "a few"}, {"year": "review"}),
    ("credentials", {"expires": "when I move"}, {"licence": "review"}),
    ("credentials", {"valid_from": "long ago"}, {"licence": "review"}),
)
"""A cell that cannot be read, and how levels of its table stand with it."""


@pytest.mark.parametrize(("table", "cells", "found"), UNREADABLE, ids=str)
def test_a_cell_that_cannot_be_read_is_open_and_loses_nothing_else(
    tmp_path: Path, pack: minqual.Screener, table: str, cells: Row, found: Mapping[str, str]
) -> None:
    results = screened(tmp_path, pack, whole(), whole(**{table: cells}))
    before, after = levels(results), levels(results, 1)
    assert set(before.values()) == {"met"}
    assert {level: after[level] for level in found} == found
    assert all(after[level] == "met" for other, own in OF_TABLE.items() if other != table for level in own)
    column = next(iter(cells))
    assert [(each.lost, each.column.split()[-1], each.doubtful) for each in results.rejected] == [
        ("cell", column, column == "level")
    ]
    assert results.summary.rejected == 0
    assert results.summary.opened == 1
    assert bool(asks(results, 1)) == ("review" in after.values())


@pytest.mark.parametrize(("table", "cells", "found"), [each for each in UNREADABLE if "level" not in each[1]], ids=str)
def test_one_record_with_a_cell_that_cannot_be_read_is_refused(
    pack: minqual.Screener, table: str, cells: Row, found: Mapping[str, str]
) -> None:
    with pytest.raises(minqual.RecordError):
        minqual.check({"applicant_id": "a", **whole(**{table: cells})}, pack, DAY)


CONTRADICTIONS: Final[Sequence[tuple[str, Row, Mapping[str, str], str]]] = (
    ("education", {"conferred": "no"}, {"degree": "review", "school": "review"}, "conferred"),
    (
        "education",
        {"conferred": "no", "awarded": "", "expected": "2026-11-21"},
        {"degree": "review", "holds": "review"},
        "conferred",
    ),
    ("education", {"conferred": "no", "awarded": "", "expected": "2026-10"}, {"degree": "review"}, "conferred"),
    (
        "education",
        {"level": "GED", "conferred": "no", "awarded": ""},
        {"school": "review", "degree": "unmet", "units": "unmet"},
        "conferred",
    ),
    ("education", {"level": "HS diploma", "conferred": "no", "awarded": ""}, {"school": "review"}, "conferred"),
    ("education", {"level": "No degree"}, {"degree": "review"}, "level"),
    ("education", {"level": "Did not graduate", "awarded": "2015"}, {"degree": "review", "school": "review"}, "level"),
    ("experience", {"end": "2018-12-31"}, {"year": "review"}, "end"),
    ("experience", {"start": "2030", "end": "2018"}, {"year": "review"}, "end"),
    ("experience", {"years": "0.5"}, {"year": "review"}, "years"),
    ("credentials", {"valid_from": "2030-01-01"}, {"licence": "review"}, "expires"),
)
"""Cells of a row that cannot all be right, how levels stand with them, and the cell that is asked about."""


@pytest.mark.parametrize(("table", "cells", "found", "column"), CONTRADICTIONS, ids=str)
def test_cells_that_contradict_each_other_are_open_together_with_one_question(
    tmp_path: Path, pack: minqual.Screener, table: str, cells: Row, found: Mapping[str, str], column: str
) -> None:
    results = screened(tmp_path, pack, whole(**{table: cells}))
    after = levels(results)
    assert {level: after[level] for level in found} == found
    assert all(after[level] == "met" for other, own in OF_TABLE.items() if other != table for level in own)
    (reject,) = results.rejected
    assert (reject.lost, reject.column.split()[-1]) == ("cell", column)
    (doubt,) = getattr(results.screening.applicants, table).doubts
    told = asks(results)
    assert doubt.ask in told
    others = told - {doubt.ask}
    assert not [ask for ask in others if "conferred" in ask or "begin" in ask or "dates" in ask], others
    with pytest.raises(minqual.RecordError):
        minqual.check({"applicant_id": "a", **whole(**{table: cells})}, pack, DAY)


def test_a_level_that_nobody_knows_is_judged_as_open(pack: minqual.Screener) -> None:
    """It may be a word of some country: the screener says what it is, in a record as in a pool."""
    verdict = minqual.check({"applicant_id": "a", **whole(education={"level": "wizard"})}, pack, DAY)
    assert verdict.rejected_rows[0].lost == "cell"
    assert {level.level: level.standing for level in verdict.levels}["degree"] == "review"


FITTING: Final[Sequence[tuple[str, Row, Mapping[str, str]]]] = (
    ("education", {"conferred": "no", "awarded": "", "semester_units": 60}, {"degree": "unmet", "units": "met"}),
    ("education", {"conferred": "no", "awarded": "", "expected": "2026-11-22"}, {"degree": "conditional"}),
    ("education", {"conferred": "no", "awarded": "2026-11-22"}, {"degree": "conditional", "holds": "unmet"}),
    (
        "education",
        {"level": "high school", "conferred": "no", "awarded": "", "expected": "2027-06"},
        {"school": "conditional"},
    ),
    ("education", {"level": "none", "conferred": "", "awarded": ""}, {"school": "unmet"}),
    ("education", {"level": "No degree", "awarded": ""}, {"degree": "unmet"}),
    ("education", {"level": "foreign certificate", "conferred": "yes"}, {"degree": "unmet"}),
    ("experience", {"end": "2021"}, {"year": "met"}),
    ("experience", {"start": "2019-06", "end": "2019"}, {"year": "unmet"}),
    ("experience", {"start": "", "end": "", "years": "2"}, {"year": "met"}),
    ("credentials", {"valid_from": "2029-01-01"}, {"licence": "unmet"}),
)
"""Cells that fit, though they look alike."""


@pytest.mark.parametrize(("table", "cells", "found"), FITTING, ids=str)
def test_what_fits_stays_firm(
    tmp_path: Path, pack: minqual.Screener, table: str, cells: Row, found: Mapping[str, str]
) -> None:
    results = screened(tmp_path, pack, whole(**{table: cells}))
    assert {level: levels(results)[level] for level in found} == found
    assert not results.rejected


NULLS: Final = ("1900-01-01", "1/1/1900", "1904-01-01", "1970-01-01", "Jan 1, 1970", "9999-12-31", "12/31/9999",
                "0001-01-01", "1899-12-30", "1900-01-01T00:00:00Z", "1900", "1900-01", "Jan 1900", "1900-00-00",
                "1904", "1/1904")  # fmt: skip


@pytest.mark.parametrize("day", NULLS)
@pytest.mark.parametrize(
    ("table", "column", "level"),
    [
        ("education", "awarded", "degree"),
        ("experience", "start", "year"),
        ("experience", "end", "year"),
        ("credentials", "expires", "licence"),
        ("credentials", "valid_from", "licence"),
    ],
)
def test_a_day_that_stands_for_a_blank_is_open_and_is_no_blank(
    tmp_path: Path, pack: minqual.Screener, table: str, column: str, level: str, day: str
) -> None:
    """Nothing rests on it in a pool or in one record, and what is assumed of a blank is not assumed of it."""
    results = screened(tmp_path, pack, whole(**{table: {column: day}}))
    assert levels(results)[level] == "review"
    assert [(each.lost, each.doubtful) for each in results.rejected] == [("cell", True)]
    verdict = minqual.check({"applicant_id": "a", **whole(**{table: {column: day}})}, pack, DAY)
    assert {each.level: each.standing for each in verdict.levels} == levels(results)
    assert "stands for a blank" in " ".join(asks(results))


@pytest.mark.parametrize("day", ["1900-01-02", "1905", "1970-01", "1970", "1999-12-31", "12/31/1999"])
def test_other_days_are_what_they_say(tmp_path: Path, pack: minqual.Screener, day: str) -> None:
    results = screened(tmp_path, pack, whole(education={"awarded": day}))
    assert levels(results)["degree"] == "met"
    assert not results.rejected


UNLIKELY: Final[Sequence[tuple[Row, str]]] = (
    ({"start": "1955-01-01", "end": "2021-12-31"}, "start"),
    ({"start": "1955-01-01", "end": "present"}, "start"),
    ({"start": "", "end": "", "years": 75}, "years"),
    ({"start": "", "end": "", "years": "61+"}, "years"),
    ({"end": "2109-03"}, "end"),
    ({"end": "2028"}, "end"),
    ({"start": "2109-03", "end": "present"}, "start"),
    ({"start": "2028-01-01", "end": ""}, "start"),
    ({"hours_per_week": "0.75"}, "hours_per_week"),
    ({"hours_per_week": 1}, "hours_per_week"),
    ({"hours_per_week": "0"}, "hours_per_week"),
    ({"hours_per_week": "0.5-1"}, "hours_per_week"),
    ({"hours_per_week": 160}, "hours_per_week"),
    ({"hours_per_week": "over 100.5"}, "hours_per_week"),
)


@pytest.mark.parametrize(("cells", "column"), UNLIKELY, ids=str)
def test_nothing_firm_rests_on_what_can_hardly_be_meant(
    tmp_path: Path, pack: minqual.Screener, cells: Row, column: str
) -> None:
    results = screened(tmp_path, pack, whole(experience=cells))
    assert {level: levels(results)[level] for level in OF_TABLE["experience"]} == dict.fromkeys(
        OF_TABLE["experience"], "review"
    )
    assert [(each.lost, each.column.split()[-1], each.doubtful) for each in results.rejected] == [
        ("cell", column, True)
    ]
    (doubt,) = results.screening.applicants.experience.doubts
    assert doubt.ask in asks(results)
    verdict = minqual.check({"applicant_id": "a", **whole(experience=cells)}, pack, DAY)
    assert {each.level: each.standing for each in verdict.levels} == levels(results)


def test_what_else_the_record_shows_decides_without_what_can_hardly_be_meant(
    tmp_path: Path, pack: minqual.Screener
) -> None:
    odd = {**JOB, "hours_per_week": 0.75}
    results = screened(tmp_path, pack, {**whole(), "experience": [odd, JOB]})
    assert levels(results)["year"] == "met"


LIKELY: Final[Sequence[tuple[Row, str]]] = (
    ({"start": "1967-01-01", "end": "present"}, "met"),
    ({"end": "2027-11-21"}, "met"),
    ({"end": "2027"}, "met"),
    ({"start": "2027-01-01", "end": "2027-06-30"}, "unmet"),
    ({"hours_per_week": "1.5"}, "unmet"),
    ({"hours_per_week": 100}, "met"),
    ({"hours_per_week": 84}, "met"),
    ({"start": "", "end": "", "years": 60}, "met"),
)


@pytest.mark.parametrize(("cells", "standing"), LIKELY, ids=str)
def test_what_may_well_be_meant_stays_firm(tmp_path: Path, pack: minqual.Screener, cells: Row, standing: str) -> None:
    results = screened(tmp_path, pack, whole(experience=cells))
    assert levels(results)["year"] == standing
    assert not results.rejected


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2031, 5, 31)])
def test_a_verdict_states_up_to_when_a_job_that_goes_on_is_counted(pack: minqual.Screener, day: date) -> None:
    jobs = [{**JOB, "end": "present"}], [JOB]
    told = [
        [
            each
            for each in minqual.check({"applicant_id": "a", "experience": job}, pack, day).assumptions
            if "goes on" in each
        ]
        for job in jobs
    ]
    assert told == [[f"a job that goes on was held up to the as-of date, {day}"], []]


# The order of day and month.

TABLES: Final = {
    "applicants": "applicant_id\na\nb\n",
    "education": "applicant_id,level\n",
    "credentials": "applicant_id,name\n",
    "answers": "applicant_id,question,answer\n",
}


def dated(folder: Path, *jobs: str) -> Path:
    """A folder of tables with some jobs."""
    folder.mkdir(exist_ok=True)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    text = "applicant_id,kinds,start,end,hours_per_week\n" + "".join(f"{job}\n" for job in jobs)
    (folder / "experience.csv").write_text(text, encoding="utf-8")
    return folder


SHORT_OR_LONG: Final = "a,clerk,11/01/2021,10/11/2022,40"
"""0.94 years with the month first, 1.83 with the day first."""


def test_without_a_sign_of_another_order_the_month_stands_first(tmp_path: Path, pack: minqual.Screener) -> None:
    results = minqual.screen(dated(tmp_path / "in", SHORT_OR_LONG), pack, DAY)
    assert levels(results)["year"] == "unmet"
    assert not results.rejected


@pytest.mark.parametrize("other", ["25/06/2018,30/09/2018", "25/06/2018,", "2018-06-25,30/09/2018", "25-06-2018,2019"])
def test_a_date_with_the_day_first_opens_those_that_may_have_it_too(
    tmp_path: Path, pack: minqual.Screener, other: str
) -> None:
    """A column that tells nothing itself goes by the others of its table."""
    results = minqual.screen(dated(tmp_path / "in", SHORT_OR_LONG, f"b,clerk,{other},40"), pack, DAY)
    assert levels(results)["year"] == "review"
    told = {(each.column, each.row) for each in results.rejected if each.doubtful}
    assert told == {("start", 2), ("end", 2)}
    assert asks(results) == {
        "The start of the job may be read with the month or with the day first: which day is it?",
        "The end of the job may be read with the month or with the day first: which day is it?",
    }


def test_nothing_is_read_anew_and_plain_dates_stay_firm(tmp_path: Path, pack: minqual.Screener) -> None:
    """A date that can only have the day first is not read; those of which one order is possible, or none asked, are."""
    rows = ("a,clerk,2015-01-01,12/31/2018,40", "b,clerk,25/06/2018,30/09/2018,40", "b,clerk,05/05/2020,06/06/2020,40")
    results = minqual.screen(dated(tmp_path / "in", *rows), pack, DAY)
    assert levels(results)["year"] == "met"
    assert {(each.row, each.doubtful) for each in results.rejected} == {(3, False)}


def test_a_column_with_the_month_first_goes_by_itself(tmp_path: Path, pack: minqual.Screener) -> None:
    rows = ("a,clerk,2020-01-01,02/11/2021,40", "b,clerk,25/06/2018,12/31/2018,40")
    results = minqual.screen(dated(tmp_path / "in", *rows), pack, DAY)
    assert levels(results)["year"] == "met"
    assert [(each.row, each.column) for each in results.rejected] == [(3, "start")]


def test_a_map_that_states_an_order_is_told_where_a_column_contradicts_it(
    tmp_path: Path, pack: minqual.Screener
) -> None:
    """The dates that fit the order that is stated alone stay as they are; those of either order are open."""
    written = "map: m\napplicants: Id\ndate order: day first\nexperience:\n  - {start: From, end: To, kinds: Kind, hours_per_week: H}\n"  # noqa: E501
    (tmp_path / "m.yaml").write_text(written + "not stated: [education, credentials]\n", encoding="utf-8")
    rows = ["Id,From,To,Kind,H", "a,01/11/2021,11/10/2022,clerk,40", "b,01/02/2020,30/05/2020,clerk,40"]
    (tmp_path / "x.csv").write_text("\n".join([*rows, "c,06/25/2018,2020,clerk,40"]), encoding="utf-8")
    results = minqual.screen(tmp_path / "x.csv", pack, DAY, column_map=tmp_path / "m.yaml")
    assert [levels(results, place)["year"] for place in range(3)] == ["review", "unmet", "review"]
    (tmp_path / "x.csv").write_text("\n".join(rows), encoding="utf-8")
    results = minqual.screen(tmp_path / "x.csv", pack, DAY, column_map=tmp_path / "m.yaml")
    assert [levels(results, place)["year"] for place in range(2)] == ["unmet", "unmet"]


@pytest.mark.parametrize("workers", some_of([2, 1], 1))
def test_the_evidence_of_a_column_holds_for_every_share_of_a_pool(tmp_path: Path, workers: int) -> None:
    """The one date that tells the order may stand in another share, and in another block of the file."""
    folder = tmp_path / "in"
    people = [f"p{place:05}" for place in range(3000)]
    dated(folder, *(f"{name},clerk,11/01/2021,10/11/2022,40" for name in people), "p02999,clerk,25/06/2018,,40")
    (folder / "applicants.csv").write_text("applicant_id\n" + "\n".join(people) + "\n", encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    words = ["screen", folder, "--rules", tmp_path / "pack.yaml", "--as-of", "2026-11-21", "--quiet"]
    whole_, shares = tmp_path / "whole.csv", tmp_path / "shares.csv"
    assert run(*words, "-o", whole_).code == 4
    assert run(*words, "-o", shares, "--memory", "800MB", "--workers", workers).code == 4
    assert shares.read_bytes() == whole_.read_bytes()
    rejects = [path.with_name(f"{path.name}.rejects.csv").read_bytes() for path in (whole_, shares)]
    assert rejects[0] == rejects[1]
    assert b'"met"' not in whole_.read_bytes()


# Scales.

SCALED: Final = """
name: example/scale
title: Scale
agency: Town of Example
specification: Class specification 2, 2024
version: "1"
in force: 2024-01-01
levels:
  - id: average
    title: Average
    source: {section: Q, anchor: average}
    requires:
      - number: 3.0
        out of: 4.0
        of: grade points
        questions: {gpa: What is your grade average out of 4.0?, gpa-major: And in the major?}
"""


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        (("4.0", "2"), "met"),
        (("4", ""), "met"),
        (("2.9", "2.99"), "unmet"),
        (("85", "2"), "review"),
        (("4.01", "2"), "review"),
        (("85", "3.2"), "met"),
        (("2.9", ""), "review"),
        (("3,2", "2"), "review"),
    ],
)
def test_an_average_above_its_scale_is_open(tmp_path: Path, answers: tuple[str, str], standing: str) -> None:
    (tmp_path / "pack.yaml").write_text(SCALED, encoding="utf-8")
    rows = [{"question": name, "answer": each} for name, each in zip(("gpa", "gpa-major"), answers, strict=True)]
    verdict = minqual.check({"applicant_id": "a", "answers": rows}, minqual.Screener(tmp_path / "pack.yaml"), DAY)
    assert verdict.verdict == standing
    above = [each for each in answers if each in {"85", "4.01"}]
    told = [ask.ask for level in verdict.levels for clause in level.clauses for ask in clause.open]
    assert any("top of the scale" in ask for ask in told) == bool(above and standing == "review")


def test_a_scale_below_what_is_needed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(SCALED.replace("out of: 4.0\n", "out of: 2.5\n"), encoding="utf-8")
    with pytest.raises(minqual.PackError, match="no larger than the scale"):
        minqual.Screener(tmp_path / "pack.yaml")


# What was found, as it was found.


@cache
def _found(name: str, rules: str) -> Results:
    if not EDGE.is_dir():
        pytest.skip("the findings are not beside this checkout")
    return minqual.screen(EDGE / name, EDGE / rules, DAY)


@pytest.mark.parametrize(
    ("name", "rules", "place", "right"),
    [
        ("one-cell.jsonl", "pack.yaml", 0, {"degree": "met", "school": "met", "licence": "unmet"}),
        ("contradiction.jsonl", "pack.yaml", 0, {"school": "review"}),
        ("contradiction.jsonl", "pack.yaml", 1, {"year": "review", "degree": "unmet"}),
        ("spans.jsonl", "pack.yaml", 0, {"five": "review"}),
        ("spans.jsonl", "pack.yaml", 1, {"five": "review"}),
        ("hours.jsonl", "pack.yaml", 0, {"year": "review"}),
        ("dates", "clerk.yaml", 0, {"clerk": "review"}),
        ("dates", "clerk.yaml", 1, {"clerk": "review"}),
        ("expected-past.jsonl", "pack.yaml", 0, {"degree": "review"}),
    ],
)
def test_inputs_that_came_out_wrong_once_come_out_right(
    name: str, rules: str, place: int, right: Mapping[str, str]
) -> None:
    results = _found(name, rules)
    assert {level: levels(results, place)[level] for level in right} == right
    assert any(each.applicant == place for each in results.rejected) or name == "dates"


def test_an_average_on_another_scale_is_no_proof_under_the_bundled_pack() -> None:
    if not EDGE.is_dir():
        pytest.skip("the findings are not beside this checkout")
    record = (EDGE / "average.json").read_text(encoding="utf-8")
    assert minqual.check(record, "opm/administrative-positions", DAY, "gs-7").verdict == "review"
