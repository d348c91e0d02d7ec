"""Made-up applicants of any number, the same for the same seed: a folder of the five tables, for benchmarks.

    python tests/benchmarks/generate.py FOLDER --applicants 1000000 --jobs 3000000 --seed 7
    python tests/benchmarks/generate.py FOLDER --applicants 4000000 --form parquet --files 8

The applicants do not depend on the form. In Parquet every column is text, and a blank cell is null. They are made
and written 50,000 at a time: the memory that this takes does not grow with their number.

Nothing in them is taken from people: ids, employers and titles are numbers. What applicants leave open, misspell
or write in their own way is mixed in as exports have it: partial dates, blanks, part time, overlapping jobs, kinds of
work that packs know, nearly know or do not know, and one faulty row in ten thousand.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from table_files import FORMS, Cells, Folder, Form

Numbers = NDArray[np.int64]
Mix = Mapping[str, float]

CHUNK: Final = 50_000
"""Applicants made at a time. It is part of the seed: another number makes other applicants."""
MOST_JOBS: Final = 8
FAULTY: Final = 1e-4
"""The share of rows that cannot be read."""

FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2035, 12, 31)
TODAY: Final = date(2026, 11, 21)
TODAY_PLACE: Final = (TODAY - FIRST_DAY).days

HEADERS: Final[Mapping[str, Sequence[str]]] = {
    "applicants": ("applicant_id",),
    "education": (
        "applicant_id", "level", "field", "institution", "accredited", "conferred", "awarded", "expected",
        "semester_units", "quarter_units", "subject",
    ),
    "experience": (
        "applicant_id", "employer", "title", "class_code", "start", "end", "hours_per_week", "kinds", "share",
        "paid", "years",
    ),
    "credentials": ("applicant_id", "name", "issuer", "valid_from", "expires"),
    "answers": ("applicant_id", "question", "answer"),
}  # fmt: skip

DATE_FORMS: Final = (
    (0.42, "{0:%Y-%m-%d}"),
    (0.16, "{0.month}/{0.day}/{0.year}"),
    (0.16, "{0:%Y-%m}"),
    (0.08, "{0.month}/{0.year}"),
    (0.11, "{0:%b %Y}"),
    (0.07, "{0:%Y}"),
)
"""How dates are written, and how often: to the day, to the month, to the year."""

KNOWN_KINDS: Final = (
    "public information management", "public information", "public information officer", "communications",
    "communication", "corporate communications", "data analytics", "data analysis", "analytics",
    "performance management", "performance measurement", "journalism", "news reporting", "reporting",
    "public service", "civil service", "constituent services", "customer service", "customer support",
    "public relations", "PR", "media relations", "recreation programming", "recreation", "Public Service",
    "Communications", "Customer Service",
)  # fmt: skip
NEAR_KINDS: Final = ("comunications", "data analitics", "public relation", "costumer service", "jurnalism")
OTHER_KINDS: Final = (
    "accounting", "nursing", "construction", "retail sales", "teaching", "warehouse work", "food service",
    "software development", "human resources", "landscaping", "security", "procurement",
    *(f"clerical work {number}" for number in range(400)),
)  # fmt: skip

DEGREES: Final[Mix] = {
    "high school": 12, "High School Diploma": 8, "GED": 4, "some college": 9, "college credit": 2, "certificate": 3,
    "associate": 6, "AA": 4, "Associate of Science": 2, "A.S.": 1, "bachelor": 14, "BA": 9, "B.S.": 7,
    "Bachelor of Arts": 5, "Bachelor's degree": 4, "BS in Economics": 1, "BBA": 1, "master": 4, "MA": 2, "M.S.": 1,
    "MBA": 2, "MPA": 2, "PhD": 1, "JD": 0.5, "foreign bachelor": 0.8, "bachelor equivalent": 0.4, "none": 0.8, "": 0.5,
}  # fmt: skip
COLLEGE_FROM: Final = 3
"""The place of the first kind of college study among DEGREES."""
FIELDS: Final[Mix] = {
    "": 10, "journalism": 4, "public administration": 6, "Business Administration": 9, "business": 5, "marketing": 4,
    "communications": 7, "communication studies": 3, "economics": 4, "econ": 1, "computer science": 5, "CS": 1,
    "information systems": 3, "MIS": 1, "public relations": 2, "comunications": 0.3, "English": 5, "history": 4,
    "political science": 5, "psychology": 6, "sociology": 4, "biology": 3, "nursing": 2, "fine arts": 2,
} | {f"interdisciplinary studies {number}": 0.01 for number in range(400)}  # fmt: skip
UNITS: Final[Mix] = {"30": 4, "45": 3, "60": 8, "62.5": 2, "75": 2, "90": 5, "100": 2, "120": 10, "128": 4, "180": 1}
HOURS: Final[Mix] = {
    "40": 62, "37.5": 6, "": 9, "20": 7, "30": 4, "25": 3, "32": 2, "10": 2, "15": 2, "50": 1.5, "45": 1, "12.5": 0.5,
}  # fmt: skip
SHARES: Final[Mix] = {"": 82, "1": 9, "0.5": 3, "50%": 2, "0.75": 2, "25%": 1, "0.333": 1}
LICENCES: Final[Mix] = {
    "driver's license": 58, "Driver License": 18, "Class C license": 5, "drivers licence": 1, "notary public": 4,
    "CPR": 6, "project management": 4, "teaching credential": 3, "": 1,
}  # fmt: skip
ISSUERS: Final[Mix] = {
    "California": 55, "CA": 22, "State of California": 6, "Nevada": 3, "Oregon": 2, "Californa": 0.5, "": 11,
}  # fmt: skip
ANSWERS: Final[Mix] = {"yes": 62, "Yes": 16, "y": 4, "no": 5, "No": 1, "": 8, "maybe": 0.5}
IMPOSSIBLE_DATES: Final = ("2019-02-30", "13/45/2001", "soon", "2999-01-01")

_SPELLED: Final[list[Cells]] = []


def picked(rng: np.random.Generator, mix: Mix, size: int) -> Cells:
    """Cells drawn from words with their weights."""
    words = np.array(list(mix), dtype=object)
    return np.asarray(words[_drawn(rng, list(mix.values()), size)], dtype=object)


def picked_evenly(rng: np.random.Generator, words: Sequence[str], size: int) -> Cells:
    """Cells drawn from words, each as often as the other."""
    return np.asarray(np.array(words, dtype=object)[rng.integers(0, len(words), size)], dtype=object)


def numbered(rng: np.random.Generator, form: str, most: int, size: int) -> Cells:
    """Cells that are a form with a number in it: "Employer 17"."""
    return picked_evenly(rng, [form.format(number) for number in range(1, most + 1)], size)


def blanked(rng: np.random.Generator, cells: Cells, share: float) -> Cells:
    """The cells with a share of them blank."""
    return np.where(rng.random(len(cells)) < share, "", cells)


def dates(rng: np.random.Generator, days: Numbers) -> Cells:
    """Days, counted from FIRST_DAY, written in one form or another."""
    if not _SPELLED:
        span = [FIRST_DAY + timedelta(days=place) for place in range((LAST_DAY - FIRST_DAY).days + 1)]
        _SPELLED.extend(np.array([form.format(day) for day in span], dtype=object) for _, form in DATE_FORMS)
    within = np.clip(days, 0, len(_SPELLED[0]) - 1)
    form = _drawn(rng, [weight for weight, _ in DATE_FORMS], len(days))
    written = np.empty(len(days), dtype=object)
    for number, spelled in enumerate(_SPELLED):
        written[form == number] = spelled[within[form == number]]
    return written


def _drawn(rng: np.random.Generator, weights: Sequence[float], size: int) -> Numbers:
    bounds = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(bounds, rng.random(size), side="right"), len(weights) - 1).astype(np.int64)


def experience(rng: np.random.Generator, ids: Cells, rows: int) -> list[Cells]:
    """Jobs of some applicants, each one's latest first, at most MOST_JOBS each."""
    owner = np.sort(rng.choice(len(ids) * MOST_JOBS, size=rows, replace=False)) // MOST_JOBS
    start, end, latest = _careers(rng, owner)
    begun, ended = dates(rng, start), dates(rng, end)
    going_on = latest & (rng.random(rows) < 0.55)
    ended[going_on] = picked(rng, {"present": 6, "Present": 2, "current": 1}, int(going_on.sum()))
    begun, ended = blanked(rng, begun, 0.01), blanked(rng, ended, 0.04)
    years = np.full(rows, "", dtype=object)
    undated = rng.random(rows) < 0.02
    begun[undated] = ended[undated] = ""
    years[undated] = numbered(rng, "{}.5", 9, int(undated.sum()))
    columns = {
        "employer": _employers(rng, rows),
        "title": numbered(rng, "Title {}", 2000, rows),
        "class_code": blanked(rng, numbered(rng, "C{:04}", 500, rows), 0.8),
        "start": begun,
        "end": ended,
        "hours_per_week": picked(rng, HOURS, rows),
        "kinds": kinds(rng, rows),
        "share": picked(rng, SHARES, rows),
        "paid": picked(rng, {"yes": 60, "": 35, "no": 5}, rows),
        "years": years,
    }
    spoil(rng, columns, {"start": IMPOSSIBLE_DATES, "hours_per_week": ("full time", "400"), "share": ("2",)})
    return [_strangers(rng, ids[owner]), *columns.values()]


def _careers(rng: np.random.Generator, owner: Numbers) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """First and last day of every job, counted back from today, and whether it is its owner's latest."""
    rows = len(owner)
    lasted = np.clip(rng.lognormal(6.8, 0.8, rows), 20, 9000).astype(np.int64)
    pause = np.where(rng.random(rows) < 0.2, -rng.integers(30, 700, rows), rng.integers(0, 240, rows))
    latest = np.ones(rows, dtype=np.bool_)
    latest[1:] = owner[1:] != owner[:-1]
    back = np.cumsum(lasted + pause)
    before = np.concatenate([[0], back[:-1]])
    first = np.maximum.accumulate(np.where(latest, np.arange(rows), 0))
    end = TODAY_PLACE - np.maximum(before - before[first] + np.maximum(pause, 0), 1)
    end = np.maximum(end, 400)
    return np.maximum(end - lasted, 0), end, latest


def _employers(rng: np.random.Generator, rows: int) -> Cells:
    """Employers; some have a comma in their name, so that their cells are quoted in CSV."""
    return np.where(
        rng.random(rows) < 0.03,
        numbered(rng, "Employer {}, Inc.", 5000, rows),
        numbered(rng, "Employer {}", 50_000, rows),
    )


def kinds(rng: np.random.Generator, rows: int) -> Cells:
    """Kinds of work: mostly one, some of several, a few blank."""
    first, second, third = (_kind(rng, rows) for _ in range(3))
    number = _drawn(rng, (4, 77, 16, 3), rows)
    told = np.where(number == 0, "", first)
    told[number >= 2] += ";" + second[number >= 2]
    told[number == 3] += "; " + third[number == 3]
    return told


def _kind(rng: np.random.Generator, rows: int) -> Cells:
    group = _drawn(rng, (70, 1, 29), rows)
    told = np.empty(rows, dtype=object)
    for number, words in enumerate((KNOWN_KINDS, NEAR_KINDS, OTHER_KINDS)):
        told[group == number] = picked_evenly(rng, words, int((group == number).sum()))
    return told


def education(rng: np.random.Generator, ids: Cells) -> list[Cells]:
    """Rows of education of some applicants, at most three each."""
    owner = np.repeat(np.arange(len(ids)), _drawn(rng, (8, 58, 26, 8), len(ids)))
    rows = len(owner)
    place = _drawn(rng, list(DEGREES.values()), rows)
    college = place >= COLLEGE_FROM
    conferred = picked(rng, {"yes": 62, "": 28, "no": 10}, rows)
    day = TODAY_PLACE - rng.integers(200, 14_000, rows)
    later = TODAY_PLACE + rng.integers(20, 900, rows)
    awarded = np.where(conferred == "no", "", blanked(rng, dates(rng, day), 0.35))
    units = picked(rng, UNITS, rows)
    system = np.where(college, _drawn(rng, (56, 34, 9, 1), rows), 0)
    columns = {
        "level": np.array(list(DEGREES), dtype=object)[place],
        "field": np.where(college, picked(rng, FIELDS, rows), ""),
        "institution": numbered(rng, "Institution {}", 4000, rows),
        "accredited": picked(rng, {"": 66, "yes": 32, "no": 2}, rows),
        "conferred": conferred,
        "awarded": awarded,
        "expected": np.where(conferred == "no", blanked(rng, dates(rng, later), 0.4), ""),
        "semester_units": np.where((system == 1) | (system == 3), units, ""),
        "quarter_units": np.where(system >= 2, units, ""),
        "subject": np.full(rows, "", dtype=object),
    }
    spoil(rng, columns, {"level": ("wizardry",), "awarded": IMPOSSIBLE_DATES, "semester_units": ("many", "-3")})
    return [_strangers(rng, ids[owner]), *columns.values()]


def credentials(rng: np.random.Generator, ids: Cells) -> list[Cells]:
    """Licences and certificates of some applicants, at most two each."""
    owner = np.repeat(np.arange(len(ids)), _drawn(rng, (18, 64, 18), len(ids)))
    rows = len(owner)
    start = TODAY_PLACE - rng.integers(30, 3000, rows)
    end = np.maximum(TODAY_PLACE + rng.integers(-300, 1800, rows), start + 30)
    columns = {
        "name": picked(rng, LICENCES, rows),
        "issuer": picked(rng, ISSUERS, rows),
        "valid_from": blanked(rng, dates(rng, start), 0.7),
        "expires": blanked(rng, dates(rng, end), 0.4),
    }
    spoil(rng, columns, {"valid_from": IMPOSSIBLE_DATES})
    return [_strangers(rng, ids[owner]), *columns.values()]


def answers(rng: np.random.Generator, ids: Cells) -> list[Cells]:
    """Answers of some applicants: most to the question of a pack, some to one that no pack asks."""
    asked = np.repeat(np.arange(len(ids)), _drawn(rng, (10, 89.9, 0.1), len(ids)))
    others = np.flatnonzero(rng.random(len(ids)) < 0.1)
    owner = np.concatenate([asked, others])
    question = np.repeat(np.array(["evening-meetings", "relocation"], dtype=object), [len(asked), len(others)])
    order = np.argsort(owner, kind="stable")
    columns = {"question": question[order], "answer": picked(rng, ANSWERS, len(owner))}
    return [_strangers(rng, ids[owner[order]]), *columns.values()]


def spoil(rng: np.random.Generator, columns: dict[str, Cells], faults: Mapping[str, Sequence[str]]) -> None:
    """Put a fault into a few rows, each in one of some columns."""
    height = len(next(iter(columns.values())))
    rows = np.flatnonzero(rng.random(height) < FAULTY * 0.9)
    names = list(faults)
    for row, choice in zip(rows.tolist(), rng.integers(0, len(names), len(rows)).tolist(), strict=True):
        words = faults[names[choice]]
        columns[names[choice]][row] = words[row % len(words)]


def _strangers(rng: np.random.Generator, owners: Cells) -> Cells:
    """The ids of rows' owners, a few of them of nobody."""
    return np.where(rng.random(len(owners)) < FAULTY * 0.1, "nobody", owners)


def generate(folder: Path, applicants: int, jobs: int, seed: int, form: Form = "csv", files: int = 1) -> None:
    """Write the five tables; `jobs` is exact, at most MOST_JOBS for each applicant. files: to each table."""
    if not 0 <= jobs <= applicants * MOST_JOBS:
        msg = f"jobs: {jobs}; expected 0 to {MOST_JOBS} for each applicant"
        raise ValueError(msg)
    chunks = -(-applicants // CHUNK) or 1
    with Folder(folder, dict(HEADERS), form, files, chunks) as tables:
        for chunk, first in enumerate(range(0, applicants, CHUNK)):
            last = min(first + CHUNK, applicants)
            rows = jobs * last // applicants - jobs * first // applicants
            for name, columns in made(seed, first, last, rows).items():
                tables.add(name, chunk, columns)


def made(seed: int, first: int, last: int, jobs: int) -> dict[str, list[Cells]]:
    """The columns of every table for the applicants of a chunk, the last not among them."""
    rng = np.random.default_rng([seed, first])
    ids = np.array([f"A{number:07}" for number in range(first + 1, last + 1)], dtype=object)
    return {
        "applicants": [ids],
        "education": education(rng, ids),
        "experience": experience(rng, ids, jobs),
        "credentials": credentials(rng, ids),
        "answers": answers(rng, ids),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, help="rows of experience; three for each applicant unless given")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--form", choices=FORMS, default="csv")
    parser.add_argument("--files", type=int, default=1, help="files to each table, in a folder of its name")
    given = parser.parse_args()
    jobs = given.applicants * 3 if given.jobs is None else given.jobs
    generate(given.folder, given.applicants, jobs, given.seed, given.form, given.files)


if __name__ == "__main__":
    main()
