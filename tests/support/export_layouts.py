"""Ten export layouts in the style of well-known systems, as data, and pools of made-up applicants written in them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from minqual.values import day_number, number_after
from support.workbooks import workbook

Row = dict[str, str]
Record = dict[str, Any]
Cells = list[str]

AS_OF: Final = date(2026, 11, 21)

PACK: Final = """\
name: elmwood/writer
title: Writer
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds:
  clerical work: [clerk, office work]
  communications: [public information]
fields:
  journalism: [media]
credentials:
  driver's license: [driver license]
issuers:
  California: [ca]
levels:
  - {id: school, title: School, requires: [{degree: high school}]}
  - {id: units, title: Units, requires: [{units: 60 semester units}]}
  - {id: degree, title: Degree, requires: [{degree: bachelor}]}
  - {id: major, title: Major, requires: [{degree: bachelor, in: journalism}]}
  - {id: year, title: Year, requires: [{experience: 1 year, in: clerical work}]}
  - {id: five, title: Five years, requires: [{experience: 5 years, in: clerical work}]}
  - {id: licence, title: Licence, requires: [{credential: driver's license, issued by: California, due: at filing}]}
  - id: evenings
    title: Evenings
    requires: [{answer: evening-meetings, ask: "Are you willing to attend evening meetings?", due: at filing}]
"""


def pool(seed: int, count: int = 30) -> list[Record]:
    """Made-up applicants, each stated in full."""
    tape = random.Random(seed)  # made-up people, not secrets
    return [_person(tape, f"A-{1000 + 7 * number}") for number in range(count)]


def _person(tape: random.Random, name: str) -> Record:
    license_ = tape.random() < 0.7
    held = {
        "name": "driver's license",
        "issuer": tape.choice(("California", "California", "Nevada")),
        "expires": tape.choice(("2029-03-14", "2028-08-01", "2025-02-28")),
    }
    return {
        "applicant_id": name,
        "education": [_study(tape) for _ in range(tape.choice((1, 1, 2)))],
        "experience": _jobs(tape),
        "credentials": [held] if license_ else [],
        "answers": [{"question": "evening-meetings", "answer": tape.choice(("yes", "yes", "no"))}],
    }


def _study(tape: random.Random) -> Row:
    level = tape.choice(("high school", "associate", "bachelor", "bachelor", "master", "some college"))
    school = tape.choice(("Elmwood State University", "Alder College", "Birch University"))
    if level == "high school":
        return {
            "level": level,
            "institution": "Elmwood High School",
            "conferred": "yes",
            "awarded": _day(tape, 2008, 2014),
        }
    row = {"level": level, "institution": school, "field": tape.choice(("journalism", "history", "marketing", "media"))}
    if level == "some college":
        return row | {"semester_units": str(tape.choice((24, 45, 66, 90))), "conferred": "no"}
    units = {"associate": "60", "bachelor": "120", "master": "156"}[level]
    if tape.random() < 0.15:
        return row | {"conferred": "no", "expected": _day(tape, 2027, 2028), "semester_units": units}
    return row | {"conferred": "yes", "awarded": _day(tape, 2009, 2024), "semester_units": units}


def _jobs(tape: random.Random) -> list[Row]:
    jobs, year = [], tape.choice((2010, 2013, 2016, 2019))
    for _ in range(tape.choice((0, 1, 2, 2, 3))):
        start = _day(tape, year, year)
        year += tape.choice((1, 2, 3))
        end = _day(tape, year, year)
        year += 1
        jobs.append(
            {
                "employer": tape.choice(("City of Elmwood", "County of Alder", "Acme", "Birch & Sons")),
                "title": tape.choice(("Clerk", "Writer", "Assistant")),
                "start": start,
                "end": end,
                "hours_per_week": tape.choice(("40", "40", "40", "20", "37.5")),
                "kinds": tape.choice(("clerk", "clerical work", "office work", "communications", "public information")),
                "paid": tape.choice(("yes", "yes", "yes", "no")),
            }
        )
    if jobs and tape.random() < 0.4:
        jobs[-1]["end"] = "present"
    return jobs


def _day(tape: random.Random, first: int, last: int) -> str:
    return date(tape.randint(first, last), tape.randint(1, 12), tape.randint(1, 28)).isoformat()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export. heading: {n} is the number of the job or school. holds: what stands in it.

    holds: "experience.start" of our tables, "=text" for the same text in every row, or one of the words under SPECIAL.
    """

    heading: str
    holds: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an export. rows: what a row is: an applicant, a job, a school, or a job with each school.

    times: how often the columns of a table stand side by side. by_column: whether all first, then all second columns
    stand together. above, below: lines around the table.
    """

    rows: str
    columns: Sequence[Column]
    times: Mapping[str, int]
    by_column: bool = False
    above: Sequence[Sequence[str]] = ()
    below: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """An export of one system. dates: how days are written. words: what it writes in place of our words, by column."""

    name: str
    sheets: Mapping[str, Sheet]
    dates: str = "%m/%d/%Y"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    delimiter: str = ","


def columns(text: str) -> list[Column]:
    """Columns from lines of a heading and what it holds, with "->" between them."""
    return [Column(*map(str.strip, line.split("->"))) for line in text.strip().splitlines()]


LEVELS: Final = {
    "bachelor": "Bachelor's", "associate": "Associate's", "master": "Master's", "high school": "High School",
    "some college": "Some college",
}  # fmt: skip
_NO_TIMES: Final[Mapping[str, int]] = {}
_THREE: Final = {"education": 2, "experience": 3}

LAYOUTS: Final = (
    Layout(
        "wide report of a city",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Person ID -> id
                    First Name -> =Ann
                    Last Name -> =Example
                    Job Number -> =2026-114
                    Application Status -> =Submitted
                    Desired Job Title -> =Writer
                    School {n} Name -> education.institution
                    School {n} Degree Type -> education.level
                    School {n} Major -> education.field
                    School {n} Did you graduate? -> education.conferred
                    School {n} Date Graduated -> education.awarded
                    School {n} Expected Graduation Date -> education.expected
                    School {n} Semester Units -> education.semester_units
                    Job {n} Employer -> experience.employer
                    Job {n} Title -> experience.title
                    Job {n} From -> experience.start
                    Job {n} To -> experience.end
                    Job {n} Hours/Week -> experience.hours_per_week
                    Job {n} Type of Work -> experience.kinds
                    Job {n} Paid? -> experience.paid
                    Job {n} Reason for Leaving -> =Moved
                    Driver License? -> license held
                    Driver License State -> credentials.issuer
                    Driver License Expires -> credentials.expires
                    Supplemental 1: Available for evening meetings? -> answers.answer
                    """
                ),
                _THREE,
            )
        },
        words={"level": LEVELS, "conferred": {"yes": "Yes", "no": "No"}, "paid": {"no": "Volunteer", "yes": "Paid"}},
    ),
    Layout(
        "groups of a staff system",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Candidate ID -> id
                    Candidate Name -> =Ann Example
                    Worker Type -> =External
                    Company -> experience.employer
                    Job Title -> experience.title
                    Start Date -> experience.start
                    End Date -> experience.end
                    I currently work here -> current
                    Hours per Week -> experience.hours_per_week
                    Type of Work -> experience.kinds
                    Volunteer -> volunteer
                    Time Type -> full time
                    School or University -> education.institution
                    Degree -> education.level
                    Field of Study -> education.field
                    Date Awarded -> education.awarded
                    Expected Graduation Date -> education.expected
                    """
                ),
                _THREE,
            )
        },
        dates="%Y-%m-%d",
        words={"level": LEVELS | {"bachelor": "Bachelor of Arts", "master": "Master of Arts"}},
    ),
    Layout(
        "plain file of a start-up",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Id -> id
                    Name -> =Ann Example
                    Tags -> =referred
                    Stage -> =Review
                    Highest Degree -> education.level
                    Discipline -> education.field
                    Graduation Year -> education.year
                    Current Company -> =Acme
                    Question 3 - Are you willing to attend evening meetings? -> answers.answer
                    Q4. Do you have a valid driver's license? -> license held
                    """
                ),
                _NO_TIMES,
            )
        },
        dates="%Y-%m-%d",
        words={"level": LEVELS},
    ),
    Layout(
        "profile of a recruiting suite",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Person Number -> id
                    Requisition -> =R-88
                    Employer {n} -> experience.employer
                    Position {n} -> experience.title
                    Dates Employed {n} -> span
                    Hours Per Week {n} -> experience.hours_per_week
                    Kind of Work {n} -> experience.kinds
                    Unpaid {n} -> volunteer
                    FTE {n} -> fte
                    Degree {n} -> education.level
                    Major {n} -> education.field
                    Degree Conferred {n} -> education.awarded
                    Degree Expected {n} -> education.expected
                    Units {n} -> education.semester_units
                    """
                ),
                _THREE,
                by_column=True,
            )
        },
        dates="%b %Y",
        words={"level": LEVELS},
    ),
    Layout(
        "two sheets of a talent system",
        {
            "Candidates": Sheet(
                "applicant",
                columns(
                    """
                    Candidate Number -> id
                    Email -> =ann@example.org
                    Availability Start Date -> =2027-01-04
                    License Number -> =D123
                    Driver License -> license held
                    License State -> credentials.issuer
                    License Expiration Date -> credentials.expires
                    """
                ),
                _NO_TIMES,
                above=[["Candidates of Writer", "", ""], ["", "", ""]],
            ),
            "Work History": Sheet(
                "experience",
                columns(
                    """
                    Candidate Number -> id
                    Employer Name -> experience.employer
                    Job Title -> experience.title
                    Start Date -> experience.start
                    End Date -> experience.end
                    Average Hours per Week -> experience.hours_per_week
                    Type of Work -> experience.kinds
                    Paid/Unpaid -> experience.paid
                    Job Category -> =Administration
                    """
                ),
                _NO_TIMES,
                above=[["Work history of candidates", "", ""], ["", "", ""]],
            ),
            "Filters": Sheet("none", columns("Filter -> =x\nValue -> =y"), _NO_TIMES),
        },
        words={"paid": {"no": "Unpaid", "yes": "Paid"}},
    ),
    Layout(
        "questionnaire of a federal office",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Applicant Number -> id
                    Vacancy -> =V-7
                    Months of full-time experience in clerical work -> months
                    Major field of study -> education.field
                    Highest level of education -> education.level
                    Semester hours required -> =60
                    Age -> =40
                    Willing to attend evening meetings -> answers.answer
                    """
                ),
                _NO_TIMES,
            )
        },
        dates="%d/%m/%Y",
        words={"level": LEVELS},
    ),
    Layout(
        "long file, a line for each job",
        {
            "": Sheet(
                "experience",
                columns(
                    """
                    ApplicantID -> id
                    Employer -> experience.employer
                    Position -> experience.title
                    EmploymentType -> full time
                    StartDate -> experience.start
                    EndDate -> experience.end
                    HoursPerWeek -> experience.hours_per_week
                    KindOfWork -> experience.kinds
                    Paid -> experience.paid
                    """
                ),
                _NO_TIMES,
            )
        },
        dates="%d.%m.%Y",
        delimiter="\t",
    ),
    Layout(
        "joined file, each job with each school",
        {
            "": Sheet(
                "joined",
                columns(
                    """
                    Applicant ID -> id
                    Employer -> experience.employer
                    Job Title -> experience.title
                    Start Date -> experience.start
                    End Date -> experience.end
                    Hours Per Week -> experience.hours_per_week
                    Type of Work -> experience.kinds
                    Paid? -> experience.paid
                    School -> education.institution
                    Degree -> education.level
                    Major -> education.field
                    Date Degree Awarded -> education.awarded
                    Date Degree Expected -> education.expected
                    """
                ),
                _NO_TIMES,
            )
        },
        words={"level": LEVELS},
    ),
    Layout(
        "report with a preamble and a footer",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Applicant ID -> id
                    County -> =Alder
                    Job Category -> =Clerical
                    College {n} -> education.institution
                    Degree Earned {n} -> education.level
                    Major {n} -> education.field
                    Date Conferred {n} -> education.awarded
                    Anticipated Graduation {n} -> education.expected
                    Semester Credits {n} -> education.semester_units
                    Credits Attempted {n} -> =999
                    Employer {n} -> experience.employer
                    Employed From {n} -> experience.start
                    Employed To {n} -> experience.end
                    Hrs/Wk {n} -> experience.hours_per_week
                    Hours per month {n} -> monthly
                    Nature of Work {n} -> experience.kinds
                    Paid {n} -> experience.paid
                    """
                ),
                _THREE,
                above=[
                    ["Report", "Applicants for Writer"],
                    ["Status", "Submitted"],
                    ["Degree required", "Bachelor's"],
                    [""],
                ],
                below=[["", ""], ["Total applicants: 30", ""]],
            )
        },
        words={"level": LEVELS},
    ),
    Layout(
        "supplemental questions of a county",
        {
            "": Sheet(
                "applicant",
                columns(
                    """
                    Candidate ID -> id
                    Q1: Highest Level of Education Completed -> education.level
                    Q2: Employer 1 -> experience.employer
                    Q3: Employer 1 Start Date -> experience.start
                    Q4: Employer 1 End Date -> experience.end
                    Q5: Employer 1 Hours Per Week -> experience.hours_per_week
                    Q6: Employer 1 Type of Work -> experience.kinds
                    Q7: Employer 1 Volunteer? -> volunteer
                    Q8: Years of communications experience required -> =2
                    [Custom] Preferred Start Date -> =01/04/2027
                    Supplemental 9: Willing to attend evening meetings? -> answers.answer
                    Custom: Driver's License -> license held
                    Custom: Driver's License State -> credentials.issuer
                    Custom: Driver's License Expiration -> credentials.expires
                    """
                ),
                {"experience": 1},
            )
        },
        words={"level": LEVELS},
    ),
)
"""The layouts. What is not in them an applicant cannot state there, and it stays open."""


def written(layout: Layout, people: Sequence[Record], folder: Path) -> Path:
    """A pool as a file of a layout."""
    tables = {
        name: [*sheet.above, *table(layout, sheet, people), *sheet.below] for name, sheet in layout.sheets.items()
    }
    if len(tables) > 1:
        file = folder / "export.xlsx"
        file.write_bytes(workbook(tables))
        return file
    file, text = folder / "export.csv", io.StringIO()
    csv.writer(text, delimiter=layout.delimiter).writerows(next(iter(tables.values())))
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def table(layout: Layout, sheet: Sheet, people: Sequence[Record]) -> list[Cells]:
    """The headings and the rows of one sheet."""
    wide = list(_side_by_side(sheet))
    header = [column.heading.replace("{n}", str(number + 1)) for column, number in wide]
    return [header, *(row for person in people for row in _rows(layout, sheet, wide, person))]


def _side_by_side(sheet: Sheet) -> Iterator[tuple[Column, int]]:
    """The columns of a sheet, each with the number of the job or school that it is of, from 0."""
    of = [(column, sheet.times.get(_table(column), 1) if _table(column) else 1) for column in sheet.columns]
    if sheet.by_column:
        yield from ((column, number) for column, times in of for number in range(times))
        return
    done: set[str] = set()
    for column, times in of:
        about = _table(column)
        if times == 1:
            yield column, 0
        elif about not in done:
            done.add(about)
            block = [each for each, _ in of if _table(each) == about]
            yield from ((each, number) for number in range(times) for each in block)


SPECIAL: Final = {
    "current": "experience", "volunteer": "experience", "span": "experience", "fte": "experience",
    "full time": "experience", "monthly": "experience",
}  # fmt: skip


def _table(column: Column) -> str:
    """The list that a column is of; empty where it is of the applicant alone."""
    about = SPECIAL.get(column.holds) or column.holds.partition(".")[0]
    if "{n}" in column.heading and about not in {"education", "experience"}:
        return "experience" if any(word in column.heading for word in ("Job", "Hours")) else "education"
    return about if about in {"education", "experience"} else ""


def _rows(layout: Layout, sheet: Sheet, wide: Sequence[tuple[Column, int]], person: Record) -> Iterator[Cells]:
    """The rows of one applicant in a sheet."""
    jobs, schools = person["experience"], person["education"]
    if len(layout.sheets) == 1:
        jobs = jobs or [{}]
    pairs: Mapping[str, list[tuple[list[Row], list[Row]]]] = {
        "applicant": [(person["experience"], _best_first(person["education"]))],
        "experience": [([job], schools) for job in jobs],
        "joined": [([job], [school]) for job in jobs for school in schools],
        "none": [],
    }
    for own_jobs, own_schools in pairs[sheet.rows]:
        rows = {"experience": own_jobs, "education": own_schools}
        yield [_cell(layout, column, number, rows, person) for column, number in wide]


_RANKS: Final = ("high school", "some college", "associate", "bachelor", "master")


def _best_first(schools: list[Row]) -> list[Row]:
    return sorted(schools, key=lambda each: -_RANKS.index(each["level"]))


def _cell(layout: Layout, column: Column, number: int, rows: Mapping[str, list[Row]], person: Record) -> str:
    holds = column.holds
    if holds.startswith("="):
        return holds[1:]
    if holds == "id":
        return str(person["applicant_id"])
    if holds == "license held":
        return "Yes" if person["credentials"] else "No"
    if holds == "months":
        return str(_months(person))
    about = _table(column)
    mine = rows[about] if about else person[holds.partition(".")[0]]
    if number >= len(mine) or not mine[number]:
        return ""
    row = mine[number]
    return _SPECIAL[holds](layout, row) if holds in _SPECIAL else _plain(layout, holds.partition(".")[2], row)


def _plain(layout: Layout, name: str, row: Row) -> str:
    if name == "year":
        return row.get("awarded", "")[:4]
    text = row.get(name, "")
    if name in {"start", "end", "awarded", "expected", "expires"} and text[:1].isdigit():
        return date.fromisoformat(text).strftime(layout.dates)
    return layout.words.get(name, {}).get(text, text)


def _span(layout: Layout, row: Row) -> str:
    ends = [_plain(layout, name, row) for name in ("start", "end")]
    return " - ".join(each.replace("present", "Present") for each in ends)


_SPECIAL: Final[Mapping[str, Callable[[Layout, Row], str]]] = {
    "current": lambda _, row: "Yes" if row["end"] == "present" else "No",
    "volunteer": lambda _, row: "Yes" if row["paid"] == "no" else "No",
    "span": _span,
    "fte": lambda _, row: f"{float(row['hours_per_week']) / 40:.2f}",
    "full time": lambda _, row: "Full-time" if float(row["hours_per_week"]) >= 35 else "Part-time",
    "monthly": lambda _, row: f"{float(row['hours_per_week']) * 4:.0f}",
}


def _months(person: Record) -> int:
    """Whole months of full-time clerical work: what an applicant would put in a questionnaire."""
    days = Fraction(0)
    for job in person["experience"]:
        if job["kinds"] in {"clerk", "clerical work", "office work"}:
            end = AS_OF if job["end"] == "present" else date.fromisoformat(job["end"])
            length = number_after(end) - day_number(date.fromisoformat(job["start"]))
            days += length * min(Fraction(job["hours_per_week"]) / 40, Fraction(1))
    return int(days / 30)


def as_stated(layout: Layout, people: Sequence[Record]) -> list[Record]:
    """The pool as far as a layout has room for its jobs."""
    room = max((sheet.times.get("experience", 3) for sheet in layout.sheets.values()), default=3)
    return [person | {"experience": person["experience"][:room]} for person in people]


def renamed(layout: Layout, rename: Callable[[str], str]) -> Layout:
    """A layout under other headings."""
    sheets = {
        name: replace(sheet, columns=[Column(rename(each.heading), each.holds) for each in sheet.columns])
        for name, sheet in layout.sheets.items()
    }
    return replace(layout, sheets=sheets)


def shuffled(layout: Layout, tape: random.Random) -> Layout:
    """A layout with its columns in another order."""
    sheets = {
        name: replace(sheet, columns=tape.sample(list(sheet.columns), len(sheet.columns)))
        for name, sheet in layout.sheets.items()
    }
    return replace(layout, sheets=sheets)
