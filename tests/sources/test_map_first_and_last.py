"""Two dates in one cell, and boxes that are ticked where a job goes on, as a column map reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.notation import parse_yaml
from minqual.records import TextColumn
from minqual.sources import span_of
from minqual.sources.column_maps.mapping import mapped, sheets
from minqual.sources.column_maps.model import read_map
from minqual.sources.grids import grid_of
from minqual.values import MapError, PartialDate, parse_date
from support.as_written import DAY, MONTH, PRESENT
from support.examples import examples

BETWEEN: Final = (" - ", "-", " \u2013 ", "\u2013", " \u2014 ", " to ", " until ", " through ", " TO ")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("3/2016 - Present", "2016-03", "present"),
        ("Mar 2016 \u2013 Jun 2018", "2016-03", "2018-06"),
        ("2016-2018", "2016", "2018"),
        ("2016 to 2018", "2016", "2018"),
        ("2016-18", "2016", "2018"),
        ("1998-00", "1998", "2000"),
        ("Mar - Jun 2018", "2018-03", "2018-06"),
        ("Jan 2016 \u2013 Present \u00b7 2 yrs", "2016-01", "present"),
        ("2016 - 2018 (two years)", "2016", "2018"),
        ("from June 2016 to date", "2016-06", "present"),
        ("since 2016", "2016", "present"),
        ("2016 -", "2016", ""),
        ("2016", "2016", ""),
        ("until 2018", "", "2018"),
        ("present", "", "present"),
        ("2016-05", "2016-05", ""),
        ("2004-09", "2004", ""),
        ("2010-11", "2010", ""),
    ],
)
def test_a_cell_with_two_dates_is_taken_apart(cell: str, first: str, last: str) -> None:
    dates = span_of(cell)
    assert dates is not None
    assert [same(each) for each in dates] == [same(first), same(last)]


def same(text: str) -> PartialDate | str:
    return text if text in {"", "present"} else parse_date(text)


@pytest.mark.parametrize("cell", ["soon", "40", "2016-2018-2020", "3 years", "03/16 - 04/18", "", "-", "to", "2010-90"])
def test_what_is_no_two_dates_stays_unread(cell: str) -> None:
    assert span_of(cell) is None


days: Final = st.dates(date(1950, 1, 1), date(2030, 12, 31))
forms: Final = st.sampled_from([*(each for each in DAY if "%H" not in each and "%I" not in each), *MONTH, "%Y"])


@settings(max_examples=examples(400))
@given(days, days, forms, forms, st.sampled_from(BETWEEN), st.sampled_from([*[""] * 5, *PRESENT]))
def test_a_span_never_says_less_or_other_than_its_two_dates(
    one: date,
    other: date,
    form: str,
    form_of_last: str,
    between: str,
    present: str,
) -> None:
    goes_on = bool(present)
    first, last = one.strftime(form), present or other.strftime(form_of_last)
    if dates := span_of(f"{first}{between}{last}", "month first"):
        assert parse_date(dates[0]).earliest <= one <= parse_date(dates[0]).latest
        if dates[1]:
            assert (dates[1] == "present") == goes_on
            assert goes_on or parse_date(dates[1]).earliest <= other <= parse_date(dates[1]).latest
    else:
        assert goes_on or " " not in {between[0], between[-1]} or re.search("[-\u2010-\u2015]", first + last)


def jobs(rows: Sequence[tuple[str, ...]], header: tuple[str, ...], text: str) -> list[tuple[str, str]]:
    """The first and the last day of each job that a map reads out of rows."""
    columns = {place: TextColumn.of(row[place] for row in rows) for place in range(len(header))}
    grid = grid_of("e.csv", "", header, columns, np.arange(2, len(rows) + 2, dtype=np.int64), {})
    table = mapped(sheets([grid]), read_map(parse_yaml(text.encode(), "m")), ("experience",)).tables["experience"]
    return [(table.cell("start", row), table.cell("end", row)) for row in range(table.height)]


WITH_BOX: Final = "map: m\napplicants: Id\nexperience: [{start: From, end: To, current: Now}]\n"


@pytest.mark.parametrize(
    ("end", "box", "meant"),
    [
        ("", "yes", "present"),
        ("?", "X", "present"),
        ("Present", "true", "present"),
        ("2018-06", "1", ""),
        ("2018-06", "no", "2018-06"),
        ("2018-06", "", "2018-06"),
        ("2018-06", "maybe", "2018-06"),
        ("", "no", ""),
        ("", "", ""),
        ("Present", "No", ""),
        ("Present", "", "Present"),
    ],
)
def test_a_box_says_that_a_job_goes_on_and_what_contradicts_it_is_open(end: str, box: str, meant: str) -> None:
    (job,) = jobs([("a", "2016-03", end, box)], ("Id", "From", "To", "Now"), WITH_BOX)
    assert job == ("2016-03", meant)


def test_a_span_a_box_and_repetition_go_together() -> None:
    text = (
        "map: m\napplicants: Id\ndate order: day first\n"
        "experience: [{repeated: 1 to 2, span: 'Dates {n}', current: {column: 'Now {n}', optional: yes}}]\n"
    )
    header = ("Id", "Dates 1", "Now 1", "Dates 2")
    rows = [("a", "3/4/2016 -", "x", "2010-2012"), ("b", "", "no", "soon")]
    assert sorted(jobs(rows, header, text)) == sorted([("2016-04-03", "present"), ("2010", "2012"), ("soon", "")])


def test_a_span_against_the_stated_order_opens_the_others_of_its_column() -> None:
    text = "map: m\napplicants: Id\ndate order: month first\nexperience: [{span: Dates}]\n"
    rows = [("a", "3/4/2016 - 25/4/2016"), ("b", "3/4/2016 - present")]
    assert jobs(rows, ("Id", "Dates"), text)[1] == ("2016-03-04 or 2016-04-03", "present")
    assert jobs(rows[1:], ("Id", "Dates"), text) == [("2016-03-04", "present")]


def test_the_end_of_study_is_the_date_that_is_expected() -> None:
    text = "map: m\napplicants: Id\neducation: [{level: Degree, span: Attended}]\n"
    cells = (["a", "b"], ["BA", "BA"], ["2010-2014", "2015 to present"])
    columns = {place: TextColumn.of(column) for place, column in enumerate(cells)}
    grid = grid_of("e.csv", "", ("Id", "Degree", "Attended"), columns, np.arange(2, 4, dtype=np.int64), {})
    table = mapped(sheets([grid]), read_map(parse_yaml(text.encode(), "m")), ()).tables["education"]
    assert [table.cell("expected", row) for row in range(2)] == ["2014", ""]


@pytest.mark.parametrize(
    ("group", "fault"),
    [
        ("{start: From, span: Dates}", "span beside start or end"),
        ("{span: Dates, end: To}", "span beside start or end"),
        ("{start: From, end: {column: To, if blank: present}, current: Now}", "if blank for the end beside current"),
        ("{start: From, current: {column: Now, ticked: [x], not ticked: [X]}}", "both for ticked and for not ticked"),
        ("{start: From, current: {column: Now, tiked: [x]}}", "tiked"),
        ("{current: {ticked: [x]}}", "column"),
    ],
)
def test_what_cannot_be_of_a_span_or_a_box_is_told_with_its_line(group: str, fault: str) -> None:
    with pytest.raises(MapError) as caught:
        read_map(parse_yaml(f"map: m\napplicants: Id\nexperience:\n  - {group}\n".encode(), "m.yaml"))
    assert all(each.where.startswith("m.yaml line 4") for each in caught.value.faults)
    assert fault in str(caught.value)


def test_a_box_or_a_span_that_the_file_lacks_stops_the_run() -> None:
    for text in (WITH_BOX, "map: m\napplicants: Id\nexperience: [{span: Now}]\n"):
        with pytest.raises(Exception, match="no column 'Now'"):
            jobs([("a", "2016-03", "")], ("Id", "From", "To"), text)
