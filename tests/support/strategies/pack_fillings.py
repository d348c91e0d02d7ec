"""Ways of filling in what a record leaves open under a generated pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from support.oracle.events import told_events
from support.oracle.facts import Facts
from support.oracle.levels import Levels
from support.oracle.pack import every_clause, rows
from support.oracle.policy import policy_of
from support.oracle.time import Row, read_award, read_date
from support.oracle.two_packs import (
    ASSOCIATE,
    BACHELOR,
    FIELD_IN_NAME,
    FOREIGN,
    IMPLIED_UNITS,
    LEVEL_WORDS,
    MET,
    SOME_COLLEGE,
    conferral,
)
from support.oracle.words import Words, fold
from support.oracle.work import settles
from support.strategies.fillings import PLAIN_LEVELS, confer, dated, day_between, exactly, laid_out, settled
from support.strategies.packs import EVENTS, NUMBERS, OTHERS
from support.strategies.packs_with_records import Drawn
from support.strategies.records import Cells, Record, Tape, fitting, soon


def filled(tape: Tape, record: Record, case: Drawn) -> Record:
    """A record with its open facts filled in, in one of the ways that they may be."""
    named = tape.chance(2)
    return record | {
        "education": [
            _study(tape, row, case, named=named) for row in settled(tape, rows(record, "education"), "institution")
        ],
        "experience": _jobs(tape, settled(tape, rows(record, "experience"), "title"), case),
        "credentials": [_credential(tape, dict(row), case) for row in rows(record, "credentials")],
        "answers": _answers(tape, rows(record, "answers"), case) + _all_events(tape, record, case),
    }


def _words(tape: Tape, cell: str, section: str, case: Drawn) -> str:
    """A cell of known words: a blank becomes any, a word that may mean some names one of them or another.

    Nothing is left open where nothing stands between two words, or before or behind one.
    """
    words = Words.of(case.pack, section, *([Facts.of(case.pack).speaks] if section == "kinds" else []))
    parts = [part for part in cell.split(";") if fold(part)]
    silent = words.words_in(cell) == [""]
    return "; ".join(_word(tape, part, words, OTHERS[section][0]) for part in (*parts, *([""] if silent else ())))


def _word(tape: Tape, part: str, words: Words, other: str) -> str:
    word = fold(part)
    if part and words.words_in(part) == [""] and words.aside(word):
        return part.strip()
    known = word in words.certain or words.other(word)
    settled = [part.strip()] if known else [] if word in words.several else [other]
    return tape.pick((*words.put(word), *settled))


def _jobs(tape: Tape, stated: Sequence[Row], case: Drawn) -> list[Cells]:
    jobs = [_job(tape, dict(row), case) for row in stated]
    return jobs if _in_hours(case) else laid_out(tape, jobs, case.as_of)


def _in_hours(case: Drawn) -> bool:
    """Whether any time is counted on the calendar."""
    times = [clause.get(key, "") for clause in every_clause(case.pack) for key in ("experience", "unbroken")]
    return any(unit in time for time in times for unit in ("hour", "week"))


def _job(tape: Tape, job: Cells, case: Drawn) -> Cells:
    policy = policy_of(case.pack)
    job |= {
        "kinds": _words(tape, job["kinds"], "kinds", case),
        "employer": _words(tape, job["employer"], "employers", case),
        "class_code": _words(tape, job["class_code"], "classes", case),
        "hours_per_week": exactly(tape, "hours_per_week", job["hours_per_week"])
        or tape.pick(("40", "1.001", "20", "13.333", "35")),
        "years": exactly(tape, "years", job["years"]),
        "share": job["share"] or tape.pick(("1", "0.5", "0", "85%") if policy.share_open else ("1", "")),
    }
    if job["years"]:
        return job if job["apart"] or _in_hours(case) else dated(tape, job, case.as_of)
    ongoing = job["end"] == "present"
    start, end = read_date(job["start"]), None if ongoing else read_date(job["end"])
    if start and not job["end"] and start[0] > case.as_of:
        return job
    stop = end or ((start[0] if start else date(1990, 1, 1)), case.as_of)
    begins = start or (date(1970, 2, 1), stop[1])
    first = day_between(tape, begins[0], max(begins[0], min(begins[1], soon(stop[1], case.as_of))))
    last = day_between(tape, max(first, stop[0]), max(first, stop[0], soon(stop[1], case.as_of)))
    written = {"start": first.isoformat(), "end": job["end"] if ongoing else last.isoformat()}
    if policy.settled:
        settled = {column: read_date(job[column]) for column in written if job[column] not in ("", "present")}
        written |= {column: job[column] for column, span in settled.items() if span and settles(span)}
        if not _possible(job | written):
            return job
    return job | written


def _possible(job: Cells) -> bool:
    """Whether a job may end after it starts."""
    start, end = read_date(job["start"]), None if job["end"] == "present" else read_date(job["end"])
    return start is None or end is None or start[0] <= end[1]


def _study(tape: Tape, row: Cells, case: Drawn, *, named: bool) -> Cells:
    row |= {column: exactly(tape, column, row[column]) for column in ("semester_units", "quarter_units")}
    known = Levels(case.pack)
    levels = known.levels(row["level"])
    certain = min(levels) >= ASSOCIATE and conferral(row, case.as_of) == {MET}
    college = max(levels) >= SOME_COLLEGE
    settled = any(clause.get("foreign", "review") != "review" for clause in every_clause(case.pack))
    carried = FIELD_IN_NAME.get(row["level"], "")
    (_, awards), told = known.named(row["level"]), fold(row["level"]) in {*known.awards, *known.others, *known.own}
    if len(levels) > 1 and not told and not (settled and row["level"] in FOREIGN):
        may = sorted(each for each in awards if set(known.levels(each)) <= set(levels))
        plain = [PLAIN_LEVELS[each] for each in levels]
        fits = [each for each in plain if fitting(case.as_of, row | {"level": each}) == row | {"level": each}]
        row["level"] = tape.pick((*(fits or plain), *may))
    in_subject = bool(row["subject"])
    day_told = row["awarded"] or row["expected"]
    stated = row["level"]
    row["level"] = stated if stated in LEVEL_WORDS else PLAIN_LEVELS[max(known.levels(stated))]
    said = row["conferred"]
    confer(tape, row, case.as_of)
    awarded = read_award(row["awarded"])
    if not day_told and awarded and awarded[1] > case.as_of:
        row["awarded"] = ""  # study without a date is taken as completed
    if not day_told and not said and any("course" in clause for clause in every_clause(case.pack)):
        row["conferred"] = row["conferred"].replace("no", "")  # and so is a course of it
    row |= fitting(case.as_of, row)
    row["level"] = stated
    if not carried:
        row["field"] = _words(tape, row["field"], "fields", case)
    if row["subject"] or (named and college):
        row["subject"] = _words(tape, row["subject"], "subjects", case)
    if not any(row.get(each) for each in ("semester_units", "quarter_units", "credits")):
        row["semester_units"] = "" if certain or not college else tape.pick(("", "0", "30", "60", "90", "400"))
    elif not (in_subject or row["quarter_units"] or row.get("credits")) and tape.chance(2):
        level = min(known.levels(row["level"]))
        implied = IMPLIED_UNITS[level] if level in (ASSOCIATE, BACHELOR) else 0
        if conferral(row, case.as_of) == {MET} and implied >= Fraction(row["semester_units"]):
            row["semester_units"] = str(implied)
    return row


def _credential(tape: Tape, row: Cells, case: Drawn) -> Cells:
    begun, ends = read_date(row["valid_from"]), read_date(row["expires"])
    if begun:
        begun = (begun[0], min(begun[1], ends[1]) if ends else begun[1])
        first = day_between(tape, *begun)
        row["valid_from"] = first.isoformat()
        ends = ends and (max(first, ends[0]), ends[1])
    if ends:
        row["expires"] = day_between(tape, *ends).isoformat()
    return row | {
        "name": _named(tape, row["name"], case),
        "issuer": _words(tape, row["issuer"], "issuers", case),
    }


def _named(tape: Tape, cell: str, case: Drawn) -> str:
    """The name of a credential of known words: those of credentials, or of awards."""
    parts = [part for part in cell.split(";") if fold(part)] or [""]
    sections = [Words.of(case.pack, section) for section in ("credentials", "awards")]
    found, other = [], OTHERS["credentials"][0]
    for part in parts:
        word = fold(part)
        told = any(word in each.certain for each in sections) or all(each.other(word) for each in sections)
        may = sorted({put for each in sections for put in each.put(word)})
        settled = [part.strip()] if told else [] if any(word in each.several for each in sections) else [other]
        found.append(tape.pick((*may, *settled)))
    return "; ".join(found)


def _answers(tape: Tape, given: Sequence[Row], case: Drawn) -> list[Cells]:
    """One answer to every question, of those given where there are any that say something.

    Where a clause says what silence is, silence is no open fact.
    """
    found: list[Cells] = []
    for question in ("travel", "nights", *NUMBERS):
        known = ("yes", "no") if question not in NUMBERS else ("3", "720", "0", "2.5", "1440", "100000")
        said = [row["answer"] for row in given if row["question"] == question and row["answer"]]
        vague = [each for each in said if each in ("maybe", "many")]
        silent = not said and settled_by_silence(question, case)
        found.append(
            {"question": question, "answer": "" if silent else tape.pick(known if not said or vague else said)}
        )
    return found


def _all_events(tape: Tape, record: Record, case: Drawn) -> list[Cells]:
    return [_events(tape, question, record["answers"], case) for question in EVENTS]


def _events(tape: Tape, question: str, given: Sequence[Row], case: Drawn) -> Cells:
    """The days of events, all of them known; of silence and of what is no day, any days that there may have been."""
    told = told_events([row["answer"] for row in given if row["question"] == question])
    silent = not (told.days or told.none or told.loose)
    if silent and settled_by_silence(question, case):
        return {"question": question, "answer": ""}
    early = case.as_of - timedelta(days=1500)
    known = dict.fromkeys(told.days)
    days = [
        day_between(tape, *(span if span[0] <= case.as_of and span[0] != date.min else (early, case.as_of)))
        for span in known
    ]
    if told.none and tape.chance(2):
        days = []
    for _ in range(tape.pick((0, 0, 1, 3)) if silent or told.loose else 0):
        days.append(day_between(tape, early, case.as_of))
    return {"question": question, "answer": "; ".join(day.isoformat() for day in dict.fromkeys(days)) or "none"}


def _asked_by(clause: Mapping[str, Any]) -> tuple[str, ...]:
    return (clause.get("answer", ""), clause.get("events", ""), *clause.get("questions", ()))


def settled_by_silence(question: str, case: Drawn) -> bool:
    """Whether silence on a question decides under a pack: it is a no, or the days after filing may be over."""
    asking = [each for each in every_clause(case.pack) if question in _asked_by(each)]
    return any(each.get("if silent") == "unmet" or "after filing" in each.get("due", "") for each in asking)
