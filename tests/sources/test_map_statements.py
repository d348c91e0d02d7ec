"""What a column map says beyond where its columns are: what does not overlap, what a cell is, what is of no use."""

from __future__ import annotations

from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from minqual.clauses.experience import Experience
from minqual.records import APART, TextColumn, take_in
from minqual.sources import named
from minqual.sources.column_maps.cells import stands
from minqual.sources.column_maps.headings import ignored_by
from minqual.sources.column_maps.notation import When
from minqual.values import MapError
from sources.test_column_maps import AS_OF, SCREENERS, faults_of, grid, read, rows_of, written
from support.strategies.records import SAN_JOSE

YEARS: Final = """
map: m
applicants: Id
experience:
  - repeated: [public relations, communications]
    years: Years in {n}
    hours_per_week: {always: "40"}
    kinds: {always: "{n}"}
  - years: Years with the public
    hours_per_week: {always: "40"}
    kinds: {always: public service}
not stated: [education, credentials]
"""
ROWS: Final = [
    ["Id", "Years in public relations", "Years in communications", "Years with the public"],
    ["a", "3", "2", "1"],
    ["b", "3", "2", "6"],
]
STATED: Final = YEARS.replace("    years: Years in {n}\n", "    years: Years in {n}\n    no overlap within: form\n")
ALL: Final = STATED.replace(
    "years: Years with the public\n", "years: Years with the public\n    no overlap within: FORM\n"
)
TWO: Final = ALL.replace("FORM", "another")


@pytest.mark.parametrize(
    ("text", "lows"), [(YEARS, (3, 6)), (STATED, (5, 6)), (ALL, (6, 11)), (TWO, (5, 6))], ids=range(4)
)
def test_durations_under_one_name_do_not_overlap_each_other(text: str, lows: tuple[int, int]) -> None:
    screening = SCREENERS[SAN_JOSE].screen(read(text, grid(ROWS)), AS_OF)
    place = next(place for place, leaf in enumerate(screening.tree.leaves) if isinstance(leaf, Experience))
    counted = screening.assessments[place].counted
    assert counted is not None
    assert [counted.exact(row) for row in range(2)] == [
        (Fraction(low), Fraction(high)) for low, high in zip(lows, (6, 11), strict=True)
    ]


def test_plain_tables_cannot_say_that_durations_do_not_overlap() -> None:
    """The statement is of a map: a column of that name in a table means nothing and is reported."""
    assert APART not in {key for row in rows_of(read(YEARS, grid(ROWS)), "experience") for key in row}
    assert {row[APART] for row in rows_of(read(TWO, grid(ROWS)), "experience")} == {"1", "2"}


def test_what_does_not_overlap_are_durations() -> None:
    with pytest.raises(MapError, match="no overlap within, without years"):
        written("map: m\napplicants: Id\nexperience: [{start: S, no overlap within: form}]\n")


UNITS: Final = """
map: m
applicants: Id
education:
  - repeated: 1 to 2
    level: {always: some college}
    semester_units: {column: "Units {n}", where: {column: "Type {n}", is: [Semester, S]}}
    quarter_units: {column: "Units {n}", where: {column: "Type {n}", is: [Quarter]}}
blank words: [n/a]
"""
HEADER: Final = ["Id", "Units 1", "Type 1", "Units 2", "Type 2"]


def test_units_are_of_the_system_that_another_column_names() -> None:
    rows = [HEADER, ["a", "90", " QUARTER ", "60", "s"], ["b", "30", "", "40", "n/a"], ["c", "", "Hours", "", ""]]
    tables = read(UNITS, grid(rows))
    assert not take_in(tables, AS_OF).rejects
    level = {"level": "some college"}
    assert rows_of(tables, "education") == [
        {"applicant_id": "a", "quarter_units": "90"} | level,
        {"applicant_id": "a", "semester_units": "60"} | level,
        {"applicant_id": "b"} | level,
        {"applicant_id": "b"} | level,
    ]


def test_units_of_a_system_that_the_map_does_not_know_are_open_in_both_systems() -> None:
    rows = [HEADER, ["a", "90", "Quarter", "60", "Clock hours"]]
    reject, other = take_in(read(UNITS, grid(rows)), AS_OF).rejects
    assert {(each.row, each.table, each.lost, each.value) for each in (reject, other)} == {
        (2, "education", "cell", "60")
    }
    assert reject.found.startswith("a word in 'Type 2' that the map has nowhere under where")
    assert "'Units 2'" in reject.found
    assert reject.expected in {
        f"one of {words}, or a blank" for words in ("Semester, S, Quarter", "Quarter, Semester, S")
    }
    assert "Clock" not in reject.reason


def test_a_column_that_tells_what_a_cell_is_must_be_there_unless_the_cell_is_optional() -> None:
    rows = [["Id", "Units"], ["a", "90"]]
    text = "map: m\napplicants: Id\neducation: [{level: {always: some college}, semester_units: {column: Units, "
    text += "where: {column: Type, is: S}OPTIONAL}}]\n"
    (fault,) = faults_of(text.replace("OPTIONAL", ""), grid(rows))
    assert "no column 'Type'" in fault
    with pytest.raises(MapError, match="always beside where"):
        written("map: m\napplicants: Id\neducation: [{level: {always: BA, where: {column: T, is: S}}, field: F}]\n")


@pytest.mark.parametrize(
    ("pattern", "ignored", "kept"),
    [
        ("Address *", ("Address 1", "ADDRESS line  two"), ("Address", "Home address 1")),
        ("*_reason", ("job1_reason", "_reason"), ("job1_reasons",)),
        ("job{n}_reason", ("job1_reason", "Job12_Reason"), ("job_reason", "jobx_reason", "job1234_reason")),
        ("Ref {n:02} Phone", ("ref 01 phone", "Ref 10 Phone"), ("Ref A Phone",)),
        ("Ref {letter}", ("Ref A",), ("Ref 1", "Ref AB")),
        ("Evenings (OK?)", ("evenings (ok?)",), ("Evenings (O)",)),
        ("Shoe", ("shoe", "Shoe"), ("Shoe size",)),
        ("Shoe {nr} *", ("Shoe {nr} left",), ("Shoe 1 left",)),
    ],
)
def test_headings_of_no_use_may_be_named_by_a_pattern(
    pattern: str, ignored: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    text = f"map: m\napplicants: Id\neducation: [{{level: D}}]\nignored: ['{pattern}']\n"
    header = ["Id", "D", *dict.fromkeys((*ignored[:1], *kept))]
    told = read(text, grid([header, ["a"] * len(header)])).unknown_columns
    assert told == {"export.csv": kept}
    test = ignored_by(written(text).columns)
    assert all(test(named(each)) for each in ignored)


@pytest.mark.parametrize("pattern", ["*", "{n}", "**", "* {n}"])
def test_a_pattern_that_would_ignore_any_heading_is_refused(pattern: str) -> None:
    with pytest.raises(MapError, match="would ignore"):
        written(f"map: m\napplicants: Id\nignored: ['{pattern}']\n")


@given(st.text("ab*{n}1 ", max_size=8), st.text("ab1 ", max_size=8))
def test_a_pattern_ignores_what_begins_and_ends_as_it_does(pattern: str, heading: str) -> None:
    """A star stands for anything; all other signs stand for themselves."""
    try:
        test = ignored_by(written(f"map: m\napplicants: Id\nignored: ['{pattern}']\n").columns)
    except MapError:
        return
    if "{" not in pattern and pattern.count("*") == 1:
        before, _, after = named(pattern).partition("*")
        long = len(heading := named(heading)) >= len(before) + len(after)
        assert test(heading) is (long and heading.startswith(before) and heading.endswith(after))


def test_a_pattern_is_matched_without_trying_every_way_whatever_the_heading() -> None:
    """To try every way would take longer than anyone waits for a test."""
    test = ignored_by(written("map: m\napplicants: Id\nignored: ['*a*a*{n}*a*b']\n").columns)
    assert not test("a" * 100_000)


STARS: Final = st.lists(
    st.one_of(st.sampled_from(["*", "D*", "*9", "Yes", "No", "expired*", "none", "-"]), st.text("dn*", min_size=1)),
    min_size=1,
    max_size=3,
    unique_by=named,
)
NEGATIVE: Final = ("no", "No", "none", "None", "0", "false", "n")
DOUBTFUL: Final = ("no license", "not yet", "expired 2020", "D123 (revoked)", "never had one")
SILENT: Final = ("", "n/a", "N/A", "-", "unknown", "see resume", "pending", "asked")
SAID: Final = ("D1234567", "Yes", "yes", "C-99", "dn", "99", "November", "notary 5")


@given(STARS, STARS, st.sampled_from([*NEGATIVE, *DOUBTFUL, *SILENT, *SAID]))
@example(["*"], ["No"], "none")
@example(["D*"], ["*"], "D1234567")
@example(["*"], ["D*"], "D1234567")
@example(["*"], ["No"], "notary 5")
def test_a_star_is_any_word_that_says_something_and_never_a_blank_or_a_no(
    yes: list[str], no: list[str], cell: str
) -> None:
    """Named words come first, then patterns with letters, then the bare star; two that contradict say nothing."""
    assume(not set(map(named, yes)) & set(map(named, no)))
    when = When.model_validate({"column": "C", "row for": yes, "no row for": no})
    found = int(stands(when, TextColumn.of([cell]), ["asked"])[0])

    def fits(words: list[str]) -> int:
        folded = [each.casefold() for each in words]
        if cell.casefold() in folded:
            return 3
        lettered = [each for each in folded if each.strip("*")]
        return 2 if any("*" in each and fnmatchcase(cell.casefold(), each) for each in lettered) else int("*" in folded)

    strength = fits(yes), fits(no)
    if 3 in strength:
        assert found == int(strength[0] == 3)
        return
    starred = any("*" in each for each in (*yes, *no))
    if cell in SILENT or (cell.casefold() == "none" and not starred):
        assert found == -1
    elif starred and cell in NEGATIVE:
        assert found == 0
    elif strength[0] == strength[1]:
        assert found == 2
    elif strength[0] < strength[1]:
        assert found == 0
    else:
        assert found == (2 if cell in DOUBTFUL else 1)


def test_whoever_has_a_number_has_the_licence() -> None:
    text = """
map: m
applicants: Id
credentials:
  - name: {always: driver's license}
    when: {column: License no, row for: ["*"]}
"""
    rows = [
        ["Id", "License no"],
        *([name, cell] for name, cell in zip("abcde", ("D1", "none", "", "No", "expired"), strict=True)),
    ]
    tables = read(text, grid(rows), needed=())
    taken = take_in(tables, AS_OF)
    assert [(row["applicant_id"], row.get("name", "")) for row in rows_of(tables, "credentials")][:2] == [
        ("a", "driver's license"),
        ("c", ""),
    ]
    assert [(each.row, each.lost) for each in taken.rejects] == [(6, "row")]
