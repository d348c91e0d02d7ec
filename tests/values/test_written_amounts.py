"""Laws of cells as people write them: every form means what it says, no more and no less."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import minqual
from minqual.values import (
    HOURS_PER_WEEK,
    LATEST_YEAR,
    QUARTER_UNITS,
    SEMESTER_UNITS,
    UNBOUNDED,
    YEARS,
    Measure,
    Order,
    PartialDate,
    award_date,
    parse_date,
    plain_date,
    read_figure,
    thousandths,
)
from minqual.values.written_dates import PRESENT
from support.as_written import DAY, FIGURES, MONTH, STRETCHES, figure, seasons_with, stretches
from support.examples import some_of
from support.oracle.time import last_of_month, read_date

DAYS = st.dates(date(1902, 1, 1), date(2198, 12, 31))
MEASURES: Mapping[str, tuple[Measure, int]] = {
    "hours_per_week": (HOURS_PER_WEEK, 1000),
    "years": (YEARS, 12_000),
    "semester_units": (SEMESTER_UNITS, 1000),
    "quarter_units": (QUARTER_UNITS, 1000),
}
"""Each column of figures, with the parts that make one hour, year or unit."""

columns = st.sampled_from(sorted(MEASURES))


def read(column: str, text: str) -> tuple[Fraction, Fraction | None]:
    """The bounds of a written figure in hours, years or units."""
    measure, parts = MEASURES[column]
    low, high = read_figure(text, measure)
    return Fraction(low, parts), None if high == measure.above else Fraction(high, parts)


@pytest.mark.parametrize(("column", "text"), [(column, text) for column in FIGURES for text in FIGURES[column]])
def test_a_figure_means_what_the_dictionary_of_the_tests_says(column: str, text: str) -> None:
    assert read(column, text) == figure(column, text)
    assert read(column, f" {text.upper()}\u00a0") == figure(column, text)


@pytest.mark.parametrize("text", some_of(["40", "5+", "ten", "x or more"], 2))
def test_reading_a_figure_leaves_nothing_behind_that_only_a_collector_frees(text: str) -> None:
    gc.collect()
    gc.disable()
    try:
        with contextlib.suppress(ValueError):
            read("years", text)
        assert gc.collect() == 0
    finally:
        gc.enable()


AT_LEAST = ("{}+", "{} +", "at least {}", "{} or more", "more than {}", "over {}", "> {}", ">= {}", "\u2265{}")
AT_MOST = ("up to {}", "at most {}", "less than {}", "< {}", "<={}", "{} or less", "under {}")
ABOUT = ("approx. {}", "approx {}", "about {}", "~{}", "circa {}", "around {}", "ca. {}", "approximately {}")
RANGES = ("{}-{}", "{} - {}", "{} to {}", "{}\u2013{}", "between {} and {}", "from {} to {}")
UNITS = {
    "hours_per_week": ("", "h", " hours", " hrs/week", " hours per week", " hr", " hours a week", "/week"),
    "years": ("", " years", " yrs", "y", " year"),
    "semester_units": ("", " units", " semester units", " credits", " unit"),
    "quarter_units": ("", " units", " quarter units", " credits", " quarter credits"),
}
numbers = st.integers(0, 80_000).map(lambda value: f"{value // 1000}.{value % 1000:03d}".rstrip("0").rstrip("."))


@given(columns, numbers, numbers, st.data())
def test_bounds_hold_what_their_words_say(column: str, one: str, other: str, data: st.DataObject) -> None:
    """At least is unlimited, at most begins at none, a range is both, and about is nothing certain."""
    low, high = sorted((one, other), key=Fraction)
    unit = data.draw(st.sampled_from(UNITS[column]))
    before, after = data.draw(st.sampled_from([(unit, unit), ("", unit), (unit, "")]))
    assert read(column, low + unit) == (Fraction(low), Fraction(low))
    assert read(column, data.draw(st.sampled_from(AT_LEAST)).format(low + unit)) == (Fraction(low), None)
    assert read(column, data.draw(st.sampled_from(AT_MOST)).format(low + unit))[0] == 0
    most = read(column, data.draw(st.sampled_from(AT_MOST)).format(low + unit))[1]
    assert most == Fraction(low)
    assert read(column, data.draw(st.sampled_from(ABOUT)).format(low + unit)) == (Fraction(0), None)
    written = data.draw(st.sampled_from(RANGES)).format(low + before, high + after)
    assert read(column, written) == (Fraction(low), Fraction(high))
    about = data.draw(st.sampled_from(ABOUT)).format(written)
    assert read(column, about) == (Fraction(0), None)


@given(st.integers(0, 79), st.integers(0, 11), st.sampled_from(["{} years {} months", "{}y {}m", "{} yrs, {} mos"]))
def test_years_and_months_are_exact(years: int, months: int, form: str) -> None:
    exact = years + Fraction(months, 12)
    assert read("years", form.format(years, months)) == (exact, exact)
    assert read("years", f"{12 * years + months} months") == (exact, exact)


@given(st.integers(1000, 999_999_999), st.integers(0, 999))
def test_commas_between_thousands_change_nothing(whole: int, rest: int) -> None:
    assert thousandths(f"{whole:,}.{rest:03d}") == thousandths(f"{whole}.{rest:03d}") == whole * 1000 + rest


REFUSED = {
    "hours_per_week": {
        "full time": "not a plain number",
        "part-time": "not a plain number",
        "8 hours per day": "not a plain number",
        "20 years": "not a plain number",
        "n/a": "not a plain number",
        "37,5": "a decimal comma",
        "0,500": "a decimal comma",
        "1.040,5": "too many points, or commas",
        "1,04,000": "too many points, or commas",
        "-5": "a negative number",
        "-5 to 10": "a negative number",
        "10+ to 20": "not",
        "40-30": "a range that ends below its start",
        "170+": "too large",
        "about 170": "too large",
        "9" * 81: "not a plain number",
        "9" * 20: "too large",
    },
    "years": {
        "5 weeks": "not a plain number",
        "6 to 7 years 6 months": "a range that is not of two figures of one unit",
        "81 years": "too large",
        "up to 81": "too large",
        "961 months": "too large",
        "a few": "not a plain number",
    },
    "semester_units": {
        "90 quarter units": "quarter units in the column of semester units",
        "60+ quarter credits": "quarter units in the column",
        "60 or more quarter units": "quarter units in the column",
        "3 quarters": "not a plain number",
        "60 semester (90 quarter)": "not",
        "2,001": "too large",
    },
    "quarter_units": {"90 semester units": "semester units in the column of quarter units", "90 hours": "not"},
}


@pytest.mark.parametrize(
    ("column", "text", "said"), [(column, *each) for column, cells in REFUSED.items() for each in cells.items()]
)
def test_what_is_no_figure_of_its_column_is_refused_with_its_shape(column: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        read(column, text)
    assert text not in str(refused.value)


@given(columns, st.text("0123456789.,+-~<> ymhorte", max_size=12))
def test_any_text_is_read_as_bounds_in_order_or_refused(column: str, text: str) -> None:
    measure, _ = MEASURES[column]
    try:
        low, high = read_figure(text, measure)
    except ValueError:
        return
    assert 0 <= low <= high <= max(measure.most, measure.above) <= UNBOUNDED
    assert low <= measure.most


@given(DAYS, st.sampled_from(DAY))
def test_a_day_is_itself_in_every_form(day: date, form: str) -> None:
    assert parse_date(f"{day:{form}}") == PartialDate(day, day)


@given(DAYS, st.sampled_from(MONTH))
def test_a_month_is_all_its_days_in_every_form(day: date, form: str) -> None:
    assert parse_date(f"{day:{form}}") == PartialDate(day.replace(day=1), last_of_month(day.year, day.month))


@given(st.dates(date(1941, 1, 1), date(2100, 12, 31)), st.sampled_from(["", ".0", ".5", ".99999"]))
def test_a_spreadsheet_number_is_its_day_or_a_month_and_its_year(day: date, time: str) -> None:
    number = f"{(day - date(1899, 12, 30)).days}"
    covered = parse_date(f"{number}{time}")
    assert (covered.earliest, covered.latest) == read_date(number)
    if not 1950 <= int(number[1:]) < 2050:
        assert covered == PartialDate(day, day)


@given(DAYS)
def test_every_day_lies_in_the_seasons_that_name_it(day: date) -> None:
    names = [*seasons_with(day)]
    assert names
    for name in names:
        covered = parse_date(name)
        assert covered.earliest <= day <= covered.latest
        first, last = name.split()
        assert parse_date(f"{last} {first.lower()}") == parse_date(f"{first} of {last}") == covered


@given(st.sampled_from(sorted(stretches())))
def test_a_stretch_is_all_its_days_and_no_other(text: str) -> None:
    covered = parse_date(text)
    assert (covered.earliest, covered.latest) == stretches()[text]
    assert parse_date(str(covered)) == parse_date(text.upper()) == parse_date(f" ({text}). ") == covered


@pytest.mark.parametrize("text", sorted({form.format(2017, 2018) for form in STRETCHES} | {"2017-18"}))
def test_every_form_of_a_stretch_is_read(text: str) -> None:
    covered = parse_date(text)
    assert (covered.earliest, covered.latest) == stretches()[text]


@given(DAYS, st.sampled_from((*DAY, *MONTH, "%Y")))
def test_other_signs_of_the_same_look_change_nothing(day: date, form: str) -> None:
    text = f"{day:{form}}"
    turned = str.maketrans("0123456789-/ ", "０１２３４５６７８９\u2011\uff0f\u00a0")
    assert parse_date(text.translate(turned)) == parse_date(f"\u200b{text}\ufeff") == parse_date(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010-11", date(2010, 5, 1), date(2011, 9, 30)),
        ("2010\u201311", date(2010, 5, 1), date(2011, 9, 30)),
        ("2010/11", date(2010, 5, 1), date(2011, 9, 30)),
        ("2018-2019", date(2018, 1, 1), date(2019, 12, 31)),
        ("2010-12", date(2010, 12, 1), date(2010, 12, 31)),
        ("2015-06", date(2015, 6, 1), date(2015, 6, 30)),
        ("11/2010", date(2010, 11, 1), date(2010, 11, 30)),
        ("2018-19", date(2018, 5, 1), date(2019, 9, 30)),
        ("2010-11-15", date(2010, 11, 15), date(2010, 11, 15)),
    ],
)
def test_the_date_of_a_degree_may_be_an_academic_year(text: str, first: date, last: date) -> None:
    assert award_date(text) == PartialDate(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018-03/..", date(2018, 3, 1), date(2200, 12, 31)),
        ("../2018-03", date(1900, 1, 1), date(2018, 3, 31)),
        ("[..2018]", date(1900, 1, 1), date(2018, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("201X-XX", date(2010, 1, 1), date(2019, 12, 31)),
        ("2018-06-1X", date(2018, 6, 10), date(2018, 6, 19)),
        ("2018-02-XX", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018-06-00", date(2018, 6, 1), date(2018, 6, 30)),
        ("1999-00", date(1999, 1, 1), date(2000, 12, 31)),
        ("32024", date(1987, 9, 4), date(2024, 3, 31)),
        ("62024", date(2024, 6, 1), date(2069, 10, 23)),
        ("before 2019", date(1900, 1, 1), date(2018, 12, 31)),
        ("after June 2019", date(2019, 7, 1), date(2200, 12, 31)),
        ("the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("mid-1990s", date(1992, 1, 1), date(1997, 12, 31)),
        ("AY 2019", date(2018, 5, 1), date(2020, 9, 30)),
        ("Wednesday, June 30, 2021", date(2021, 6, 30), date(2021, 6, 30)),
        ("Wed Jun 30 2021 00:00:00 GMT-0700 (Pacific Daylight Time)", date(2021, 6, 30), date(2021, 6, 30)),
        ("2021-06-30T00:00:00.000-0800", date(2021, 6, 30), date(2021, 6, 30)),
        ("30JUN2021", date(2021, 6, 30), date(2021, 6, 30)),
    ],
)
def test_a_notation_of_dates_is_the_days_that_it_plainly_covers(text: str, first: date, last: date) -> None:
    assert parse_date(text) == PartialDate(first, last)


@given(DAYS, DAYS, st.sampled_from((*DAY, *MONTH, "%Y")), st.sampled_from((*DAY, *MONTH, "%Y")))
def test_one_date_or_another_is_every_day_between_them(one: date, other: date, form: str, other_form: str) -> None:
    first, second = parse_date(f"{one:{form}}"), parse_date(f"{other:{other_form}}")
    either = parse_date(f"{one:{form}} or {other:{other_form}}")
    assert either.earliest == min(first.earliest, second.earliest)
    assert either.latest == max(first.latest, second.latest)
    assert parse_date(str(either)) == either


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("15/09/2007", "the month stands before the day"),
        ("2021-06-30 to 2021-07-30", "two dates, from and to"),
        ("2020 or 2021 or 2022", "not a date"),
        ("30.06.2021", "not a date"),
        ("Jun-21", "two digits"),
        ("30-Jun-21", "two digits"),
        ("6/30/21 12:00 AM", "two digits"),
        ("20211301", "a month that does not exist"),
        ("20210631", "a day that does not exist"),
        ("14976", "not a date"),
        ("73416", "not a date"),
        ("Easter 2021", "not a date"),
        ("3/2016 - Present", "two dates, from and to"),
        ("2018-2022", "two dates, from and to"),
        ("2019/2018", "an end before its start"),
        ("Monday, June 30, 2021", "another day of the week"),
        ("3Q20", "two digits"),
        ("Winter 2200", "a year outside"),
        ("Winter 1900", "a year outside"),
        ("n/a", "not a date"),
        ("-", "not a date"),
        ("June 31, 2021", "a day that does not exist"),
        ("2021" + " " * 60 + "or 2022", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_shape(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_date(text)


@given(st.text("0123456789/-. orTJunSmey:", max_size=24))
def test_any_text_is_a_stretch_of_days_or_refused(text: str) -> None:
    try:
        found = parse_date(text)
    except ValueError:
        return
    assert date(1900, 1, 1) <= found.earliest <= found.latest <= date(LATEST_YEAR, 12, 31)
    assert parse_date(str(found)) == found


ORDERS: tuple[Order, ...] = ("month first", "day first", "open")


@given(day=DAYS, sign=st.sampled_from("/-."), time=st.sampled_from(["", " 00:00", " 12:00:00 AM"]), pad=st.booleans())
def test_a_date_of_numbers_reads_back_in_the_order_that_a_map_states(
    day: date, sign: str, time: str, *, pad: bool
) -> None:
    """Month first and day first are that day; open is both days where both exist, and holds the right one."""
    month, number = (f"{day:%m}", f"{day:%d}") if pad else (str(day.month), str(day.day))
    by_month, by_day = (sign.join((*parts, str(day.year))) + time for parts in ((month, number), (number, month)))
    assert plain_date(by_month, "month first", None) == plain_date(by_day, "day first", None) == day.isoformat()
    for text in (by_month, by_day):
        covered = parse_date(plain_date(text, "open", None))
        turned = day.replace(month=day.day, day=day.month) if day.day <= 12 else day
        assert (covered.earliest, covered.latest) == tuple(sorted((day, turned)))


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.data())
def test_years_of_two_digits_read_back_within_their_century(day: date, data: st.DataObject) -> None:
    century = data.draw(st.integers(day.year - 99, day.year))
    order = data.draw(st.sampled_from(ORDERS[:2]))
    numbers = f"{day:%m/%d/%y}" if order == "month first" else f"{day:%d-%m-%y}"
    for text in (numbers, f"{day:%d-%b-%y}", f"{day:%b %d, %y}", f"{day:%d %B %y}"):
        assert plain_date(text, order, century) == day.isoformat()
        assert plain_date(text, order, None) == text
    for text in (f"{day:%b-%y}", f"{day:%B %y}", f"{day:%b '%y}", f"{day:%m/%y}"):
        assert plain_date(text, order, century) == f"{day:%Y-%m}"


@given(DAYS, st.sampled_from((*DAY, *MONTH, "%Y")), st.sampled_from(ORDERS), st.sampled_from([None, 1950]))
def test_dates_that_a_map_leaves_alone_mean_the_same_after_it(
    day: date, form: str, order: Order, century: int | None
) -> None:
    """Year first, by name, months and years: no order of day and month bears on them."""
    assume(form[:2] != "%m" or "%d" not in form or order == "month first")
    text = f"{day:{form}}"
    assert parse_date(plain_date(text, order, century)) == parse_date(text)


@pytest.mark.parametrize(
    ("text", "order", "century", "plain"),
    [
        ("06/30/2021", "day first", None, "2021-30-06"),
        ("15/09/2007", "month first", None, "2007-15-09"),
        ("06/30/2021", "open", None, "2021-06-30"),
        ("06/07/2021", "open", None, "2021-06-07 or 2021-07-06"),
        ("06/06/2021", "open", None, "2021-06-06"),
        ("13/13/2021", "open", None, "2021-13-13"),
        ("1/2/2021 or 3/2/2021", "day first", None, "2021-02-01 or 2021-02-03"),
        ("1/2/2021 or 2/3/2021", "open", None, "2021-01-02 or 2021-03-02"),
        ("01/02/50", "month first", 1950, "1950-01-02"),
        ("01/02/49", "month first", 1950, "2049-01-02"),
        ("Jun-21", "open", 1950, "2021-06"),
        ("present", "open", 1950, "present"),
        ("", "open", 1950, ""),
        ("44377", "day first", 1950, "44377"),
        ("Foo-21", "open", 1950, "Foo-21"),
    ],
)
def test_what_a_map_makes_of_a_date(text: str, order: Order, century: int | None, plain: str) -> None:
    """A date against its order comes back as one that is refused, not as one of another order."""
    assert plain_date(text, order, century) == plain


AS_OF = date(2026, 11, 21)
JOB = {"start": "2020-01-01", "end": "2021-12-31", "hours_per_week": "40", "kinds": "communications"}
READY = {
    "applicant_id": "a1",
    "credentials": [{"name": "driver's license", "issuer": "California"}],
    "education": [{"level": "bachelor", "conferred": "yes", "awarded": "2015-06-01"}],
}


def coordinator(**lists: Any) -> tuple[str, list[str]]:  # noqa: ANN401  # rows as a record holds them
    """How a record stands at the level of two years and a bachelor's degree, and what is asked there."""
    screener = minqual.Screener(minqual.load_pack("san-jose/council-community-relations"))
    verdict = minqual.check({**READY, **lists}, screener, AS_OF)
    level = next(each for each in verdict.levels if each.level == "coordinator")
    return level.standing, [open_.ask for clause in level.clauses for open_ in clause.open]


EXACT_HOURS = "How many hours a week exactly?"
EXACT_YEARS = "How many years and months exactly?"


@pytest.mark.parametrize(
    ("job", "standing", "asked"),
    [
        (JOB | {"hours_per_week": "40+"}, "met", None),
        (JOB | {"hours_per_week": "30+"}, "review", EXACT_HOURS),
        (JOB | {"hours_per_week": "up to 39"}, "refer", None),
        (JOB | {"hours_per_week": "up to 40"}, "review", EXACT_HOURS),
        (JOB | {"hours_per_week": "about 40"}, "review", EXACT_HOURS),
        (JOB | {"hours_per_week": "60-80"}, "met", None),
        (JOB | {"start": "", "end": "", "years": "2+"}, "met", None),
        (JOB | {"start": "", "end": "", "years": "23 months or more"}, "review", EXACT_YEARS),
        (JOB | {"start": "", "end": "", "years": "24 months"}, "met", None),
        (JOB | {"start": "", "end": "", "years": "1 year 11 months"}, "refer", None),
        (JOB | {"start": "", "end": "", "years": "1-1.999"}, "refer", None),
        (JOB | {"start": "", "end": "", "years": "about 10"}, "review", EXACT_YEARS),
        (JOB | {"start": "Winter 2019", "end": "2022"}, "review", "On which day did the job begin?"),
        (JOB | {"start": "2020-01-01 or 2020-01-02"}, "review", "On which day did the job begin?"),
        (JOB | {"start": "2019-01-01 or 2020-01-01"}, "met", None),
    ],
    ids=str,
)
def test_what_a_vague_figure_leaves_open_is_asked_where_it_decides(
    job: dict[str, str], standing: str, asked: str | None
) -> None:
    found, asks = coordinator(experience=[job])
    assert found == standing
    assert (asked in asks) if asked else not {EXACT_HOURS, EXACT_YEARS} & set(asks)


@pytest.mark.parametrize("word", sorted(PRESENT))
def test_a_job_goes_on_in_all_words_for_the_present(word: str) -> None:
    assert coordinator(experience=[JOB | {"end": word.title()}])[0] == "met"


@pytest.mark.parametrize(
    ("cells", "standing", "asked"),
    [
        ({"semester_units": "60+"}, "met", False),
        ({"semester_units": "59+"}, "review", True),
        ({"semester_units": "less than 60"}, "review", True),
        ({"semester_units": "30-59.999 units"}, "refer", False),
        ({"quarter_units": "90 or more"}, "met", False),
        ({"quarter_units": "about 90"}, "review", True),
        ({"semester_units": "1,040"}, "met", False),
    ],
    ids=str,
)
def test_units_that_are_not_exact_are_asked_for_where_they_decide(
    cells: dict[str, str], standing: str, *, asked: bool
) -> None:
    screener = minqual.Screener(minqual.load_pack("san-jose/council-community-relations"))
    record = {**READY, "education": [{"level": "some college", **cells}], "experience": [JOB]}
    level = next(each for each in minqual.check(record, screener, AS_OF).levels if each.level == "representative")
    asks = {open_.ask for clause in level.clauses for open_ in clause.open}
    assert level.standing == standing
    how_many = {"How many units were earned exactly?", "How many units were earned?"}
    assert bool(how_many & asks) == asked


@given(DAYS)
def test_the_day_before_and_after_a_month_are_not_in_it(day: date) -> None:
    covered = parse_date(f"{day:%Y %b}")
    assert (covered.earliest - timedelta(days=1)).month != day.month != (covered.latest + timedelta(days=1)).month


@pytest.mark.parametrize("text", ["-" * 60, "2018-" * 12, "XXXX-XX-3X", "~" * 60, "1 or " * 12, "(" * 60, "1:00 " * 12])
def test_a_text_of_signs_alone_is_told_at_once_that_it_is_no_date(text: str) -> None:
    """Taken apart at every sign again and again, some of these would never end."""
    with contextlib.suppress(ValueError):
        parse_date(text)
