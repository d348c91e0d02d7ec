"""Laws of reading and printing: two readers agree, dates are what they cover, figures never flatter."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from minqual.notation import Amount
from minqual.outputs import safe_cell
from minqual.sources.delimited import Layout, read_regular, read_rows
from minqual.values import (
    UNBOUNDED,
    PartialDate,
    Quantity,
    calendar_words,
    day_number,
    hundredths,
    number_after,
    parse_date,
    thousandths,
)
from minqual.verdicts.printed_figures import printed
from minqual.verdicts.text_columns import Tiles

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=8)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(["\n", "\r\n"]))
@example([('a"b', "x,y", "line\nbreak")], "\n")
def test_the_quick_reader_and_the_careful_one_read_the_same(rows: list[tuple[str, str, str]], end: str) -> None:
    """Where the quick reader takes a file at all, it takes what the careful one takes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(["applicant_id", "level", "field"])
    writer.writerows(rows)
    content = text.getvalue().encode()
    careful = read_rows("education.csv", content, Layout(",", 1), bool)
    quick = read_regular("education.csv", content, Layout(",", 1), bool)
    assume(quick is not None)
    assert quick is not None
    assert (quick.rows == careful.rows).all()
    for name, column in careful.columns.items():
        cells = [column.cell(row) for row in range(len(careful.rows))]
        assert [quick.columns[name].cell(row) for row in range(len(quick.rows))] == cells


@given(DAYS)
def test_a_written_date_covers_its_days_in_every_form(day: date) -> None:
    for text in (day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}"):
        assert parse_date(text) == PartialDate(day, day)
    for text in (f"{day:%Y-%m}", f"{day.month}/{day.year}", f"{day:%b %Y}", f"{day:%B %Y}"):
        covered = parse_date(text)
        assert covered.earliest.day == 1
        assert covered.latest + timedelta(days=1) == (covered.latest + timedelta(days=1)).replace(day=1)
        assert covered.earliest <= day <= covered.latest
    assert parse_date(str(day.year)) == PartialDate(date(day.year, 1, 1), date(day.year, 12, 31))


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13", "0/2021", "13/13/2021", "1850", "soon", "21-01-01", "", "2021-6-"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a day|a month|a year|not a date"):
        parse_date(text)


@given(DAYS, DAYS)
def test_day_numbers_never_run_backwards_and_adjacent_spells_add_up(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert day_number(first) <= day_number(last)
    whole = number_after(last) - day_number(first)
    assert whole == (number_after(first) - day_number(first)) + (number_after(last) - number_after(first))


@given(st.integers(1900, 2199), st.integers(1, 12), st.integers(0, 60))
def test_whole_calendar_months_count_thirty_days_each(year: int, month: int, months: int) -> None:
    start = date(year, month, 1)
    end_month = year * 12 + month - 1 + months
    assume(end_month // 12 < 2200)
    last = date(end_month // 12, end_month % 12 + 1, 1) - timedelta(days=1)
    assert number_after(last) - day_number(start) == 30 * months


@given(st.fractions(0, 200))
def test_a_printed_figure_is_never_more_than_the_figure(value: Fraction) -> None:
    assert 0 <= value - Fraction(hundredths(value)) < Fraction(1, 100)


@given(st.fractions(0, 200))
def test_years_months_and_days_never_say_more_than_the_duration(value: Fraction) -> None:
    parts = calendar_words(value).split()
    days = {"year": 360, "month": 30, "day": 1}
    said = sum(int(count) * days[unit.removesuffix("s")] for count, unit in zip(parts[::2], parts[1::2], strict=True))
    assert 0 <= value * 360 - said < 1


@given(st.decimals(0, 99999, places=3))
def test_a_plain_decimal_is_read_exactly(value: object) -> None:
    assert Fraction(thousandths(str(value)), 1000) == Fraction(str(value))


@given(
    st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 10**13) | st.none()), min_size=1, max_size=20),
    st.fractions(0, 20, max_denominator=8),
    st.sampled_from(["years", "months"]),
)
def test_figures_printed_in_columns_are_those_printed_one_by_one(
    bounds: list[tuple[int, int | None]], needed: Fraction, unit: str
) -> None:
    """A shortfall that rounding would show as equal is printed in years, months and days."""
    scale = 360_000_000_000
    low = [min(first, second) if second is not None else first for first, second in bounds]
    high = [max(first, second) if second is not None else UNBOUNDED for first, second in bounds]
    quantity = Quantity(np.array(low), np.array(high), scale, "years")
    factor = 12 if unit == "months" else 1

    def shown(value: int) -> str:
        exact = Fraction(value * factor, scale)
        equal = exact < needed and hundredths(exact) == hundredths(needed)
        return calendar_words(exact / factor) if equal else f"{hundredths(exact)} {unit}"

    def told(least: int, most: int) -> str:
        if most == 0:
            return f"no {unit}"
        none = shown(least) == f"0.00 {unit}"
        if most == UNBOUNDED:
            return f"an unknown number of {unit}" if none else f"at least {shown(least)}"
        if shown(least) == shown(most):
            return shown(least)
        if none:
            return f"at most {shown(most)}"
        both = all(each.split()[1:] == [unit] for each in (shown(least), shown(most)))
        return f"between {shown(least).removesuffix(f' {unit}') if both else shown(least)} and {shown(most)}"

    expected = [told(least, most) for least, most in zip(low, high, strict=True)]
    tiles = Tiles()
    begun, ended = printed(quantity, Amount(needed, unit), tiles)
    texts = tiles.arrow.to_pylist()
    assert [texts[one] + texts[other] for one, other in zip(begun.tolist(), ended.tolist(), strict=True)] == expected


@given(st.text(max_size=5))
def test_a_safe_cell_starts_no_formula_and_loses_nothing(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in {text, f"'{text}"}
