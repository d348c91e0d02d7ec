"""Ways of filling in what a record leaves open: blanks, vague dates, near misses, unsettled degrees and units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from support.as_written import figure
from support.oracle.equal import repeats
from support.oracle.time import Row, last_of_month, ongoing, read_award, read_date
from support.oracle.two_packs import (
    ASSOCIATE,
    HIGH_SCHOOL,
    IMPLIED_UNITS,
    LEVEL_WORDS,
    LICENCE_NAMES,
    MET,
    NONE,
    SOME_COLLEGE,
    cells,
    conferral,
)
from support.oracle.words import fold
from support.strategies.records import KINDS, LISTED_FIELDS, OTHER_KINDS, Cells, Record, Tape, fitting, soon

PLAIN_LEVELS = ("none", "high school", "some college", "certificate", "associate", "bachelor", "master", "doctorate")


def filled(tape: Tape, record: Record, pack: str, as_of: date) -> Record:
    """A record with its open facts filled in, in one of the ways that they may be."""
    return record | {
        "education": [_study(tape, row, as_of) for row in settled(tape, cells(record, "education"), "institution")],
        "experience": laid_out(
            tape,
            [_job(tape, row, pack, as_of) for row in settled(tape, cells(record, "experience"), "title")],
            as_of,
        ),
        "credentials": [licence(tape, dict(row)) for row in cells(record, "credentials")],
        "answers": [{**row, "answer": row["answer"] or tape.pick(("yes", ""))} for row in cells(record, "answers")],
    }


def settled(tape: Tape, stated: Sequence[Row], column: str) -> list[Cells]:
    """Rows of which it is said whether those that are equal are one. column: tells apart the rows that are kept."""
    kept = [row for row, again in zip(stated, repeats(stated), strict=True) if not (again and tape.chance(2))]
    return [{**row, column: f"{row[column]} {number}"} for number, row in enumerate(kept)]


def day_between(tape: Tape, first: date, last: date) -> date:
    """A day of a stretch, often its first or last."""
    return first + timedelta(days=tape.pick((0, (last - first).days, tape.pick(range((last - first).days + 1)))))


def _job(tape: Tape, job: Cells, pack: str, as_of: date) -> Cells:
    words = KINDS[pack]
    any_kind = (*sorted(words.names), OTHER_KINDS[pack])
    stated = [fold(word) for word in job["kinds"].split(";")]
    kinds = [word if word in words.certain or words.other(word) else tape.pick(any_kind) for word in stated]
    job |= {
        "kinds": "; ".join(kinds),
        "hours_per_week": exactly(tape, "hours_per_week", job["hours_per_week"])
        or tape.pick(("40", "1.001", "20", "13.333")),
        "years": exactly(tape, "years", job["years"]),
    }
    if job["years"]:
        return job if job["apart"] else dated(tape, job, as_of)
    goes_on = ongoing(job["end"])
    start, end = read_date(job["start"]), None if goes_on else read_date(job["end"])
    if start and not job["end"] and start[0] > as_of:
        return job
    stop = end or ((start[0] if start else date(1990, 1, 1)), as_of)
    begins = start or (date(1970, 2, 1), stop[1])
    first = day_between(tape, begins[0], max(begins[0], min(begins[1], soon(stop[1], as_of))))
    last = day_between(tape, max(first, stop[0]), max(first, stop[0], soon(stop[1], as_of)))
    ends = job["end"] if goes_on else last.isoformat()
    return job | {"start": first.isoformat(), "end": ends if end or goes_on else tape.pick((ends, "present"))}


LEAST = {"hours_per_week": Fraction("1.001")}
MOST = {"hours_per_week": 100, "years": 60, "semester_units": 2000, "quarter_units": 2000}
"""By column, the least and the most that is in no doubt."""


def exactly(tape: Tape, column: str, cell: str) -> str:
    """One figure of those that a cell may mean, plainly written; a blank stays one."""
    if not cell:
        return ""
    low, high = figure(column, cell)
    low = max(low, LEAST.get(column, Fraction(0)))
    last = Fraction(MOST[column]) if high is None else high
    steps = [low + Fraction(step) for step in ("0.001", "0.5", "1", "20", "40")]
    value = tape.pick((low, last, (low + last) / 2, *(step for step in steps if step <= last)))
    if column == "years":
        months = value * 12
        tenths = Fraction(int(months * 1000), 1000)
        return cell if tenths < low * 12 else _whole(value) or f"{_decimal(tenths)} months"
    return _whole(value) or _decimal(max(low, Fraction(int(value * 1000), 1000)))


def _whole(value: Fraction) -> str:
    """A figure without its zeros, where it has at most three decimals."""
    return f"{_decimal(value)}".rstrip("0").rstrip(".") if (value * 1000).denominator == 1 else ""


def dated(tape: Tape, job: Cells, as_of: date) -> Cells:
    """A stated duration given dates, where it is a whole number of months."""
    months = _months(job)
    if months.denominator != 1 or not months or tape.chance(4):
        return job
    return _ending(job, int(months), 12 * as_of.year + as_of.month - 1 - tape.pick(range(60)))


MONTHS_OF_A_LIFE = 1200


def laid_out(tape: Tape, jobs: Sequence[Cells], as_of: date) -> list[Cells]:
    """Jobs whose durations that do not overlap are given dates one after another, where all are of whole months."""
    found = list(jobs)
    for number in sorted({job["apart"] for job in jobs} - {""}):
        places = [place for place, job in enumerate(jobs) if job["apart"] == number and job["years"]]
        months = [_months(jobs[place]) for place in places]
        if any(each.denominator != 1 for each in months) or sum(months) > MONTHS_OF_A_LIFE or tape.chance(3):
            continue
        after = 12 * as_of.year + as_of.month - 1 - tape.pick(range(12))
        while places:
            place = places.pop(tape.pick(range(len(places))))
            if length := int(_months(jobs[place])):
                found[place] = _ending(jobs[place], length, after)
                after -= length + tape.pick((0, 0, 1, 7))
    return found


def _months(job: Cells) -> Fraction:
    """The months of a duration that is plainly stated."""
    text = job["years"]
    return Fraction(text.removesuffix(" months")) if text.endswith(" months") else Fraction(text) * 12


def _ending(job: Cells, months: int, after: int) -> Cells:
    """A job of so many whole months, the last of them before a month that is numbered from the year 0."""
    begins, last = after - months, after - 1
    return job | {
        "years": "",
        "start": date(begins // 12, begins % 12 + 1, 1).isoformat(),
        "end": last_of_month(last // 12, last % 12 + 1).isoformat(),
    }


def _study(tape: Tape, row: Cells, as_of: date) -> Cells:
    row |= {column: exactly(tape, column, row[column]) for column in ("semester_units", "quarter_units")}
    certain = min(LEVEL_WORDS[row["level"]]) >= ASSOCIATE and conferral(row, as_of) == {MET}
    college = max(LEVEL_WORDS[row["level"]]) >= SOME_COLLEGE
    if len(LEVEL_WORDS[row["level"]]) > 1:
        row["level"] = PLAIN_LEVELS[tape.pick(LEVEL_WORDS[row["level"]])]
    confer(tape, row, as_of)
    row |= fitting(as_of, row)
    if row["level"] not in ("MBA", "MPA") and (not row["field"] or row["field"].casefold() not in LISTED_FIELDS):
        row["field"] = tape.pick((row["field"], *LISTED_FIELDS, "dance"))
    if not any(row.get(each) for each in ("semester_units", "quarter_units", "credits")):
        row["semester_units"] = "" if certain or not college else tape.pick(("", "0", "30", "60", "90", "400"))
    elif not row.get("credits") and tape.chance(2):
        _settle_units(tape, row, as_of)
    return row


def confer(tape: Tape, row: Cells, as_of: date) -> None:
    """Settle when, and whether, a degree was conferred."""
    awarded, expected = read_award(row["awarded"]), read_award(row["expected"])
    tomorrow = as_of + timedelta(days=1)
    if awarded:
        earliest = max(awarded[0], tomorrow) if row["conferred"] == "no" else awarded[0]
        row["awarded"] = day_between(tape, earliest, awarded[1]).isoformat()
        return
    later = expected is not None and expected[0] > as_of
    if expected:
        earliest = max(expected[0], tomorrow) if row["conferred"] == "no" else expected[0]
        row["expected"] = day_between(tape, earliest, expected[1]).isoformat()
    level = max(LEVEL_WORDS[row["level"]])
    if not row["conferred"] and not later and level != NONE:
        row["conferred"] = tape.pick(("yes", "") if expected or level == HIGH_SCHOOL else ("yes", "no", ""))
        if not row["conferred"]:
            row["awarded"] = tape.pick((as_of, tomorrow)).isoformat()


def _settle_units(tape: Tape, row: Cells, as_of: date) -> None:
    """Settle units stated in two systems, or fewer than the degree implies."""
    semester = Fraction(row["semester_units"] or 0)
    quarter = Fraction(row["quarter_units"] or 0) * Fraction(2, 3)
    both = bool(row["semester_units"]) and bool(row["quarter_units"])
    level = min(LEVEL_WORDS[row["level"]])
    implied = IMPLIED_UNITS.get(level, 0) if conferral(row, as_of) == {MET} else 0
    larger, total = max(semester, quarter), semester + quarter
    choices: list[Fraction] = [Fraction(implied)] if implied >= larger else []
    rounded = min(Fraction(int(total * 1000), 1000), Fraction(MOST["semester_units"]))
    if both and rounded >= larger:
        choices.append(rounded)
    if choices:
        row |= {"semester_units": _decimal(tape.pick(choices)), "quarter_units": ""}
    elif both:
        row["quarter_units" if semester >= quarter else "semester_units"] = ""


def _decimal(value: Fraction) -> str:
    thousandths = int(value * 1000)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def licence(tape: Tape, row: Cells) -> Cells:
    begun, ends = read_date(row["valid_from"]), read_date(row["expires"])
    if begun:
        begun = (begun[0], min(begun[1], ends[1]) if ends else begun[1])
        first = day_between(tape, *begun)
        row["valid_from"] = first.isoformat()
        ends = ends and (max(first, ends[0]), ends[1])
    if ends:
        row["expires"] = day_between(tape, *ends).isoformat()
    names: Sequence[str] = (LICENCE_NAMES[0], "notary public")
    known = row["name"] in LICENCE_NAMES or row["name"] == "notary public"
    return row | {
        "name": row["name"] if known else tape.pick(names),
        "issuer": row["issuer"] or tape.pick(("California", "Nevada")),
    }
