"""Random records for random packs: every column, blank, vague, nearly right, contradictory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from support.oracle.study import before
from support.strategies.packs import EVENTS, MAY_MEAN, NEAR, NUMBERS, OTHERS, RELATED, SECTIONS
from support.strategies.records import (
    HOURS,
    SHARES,
    YEARS,
    Cells,
    Record,
    Tape,
    date_cell,
    fitting,
    soon,
    study,
    years_after,
)

FACTS: Final = (
    "oversight: yes", "oversight: no", "in charge", "not in charge", "grade two", "grade: grade three", "grade one",
    "12 seats", "seats: 8", "supervision: no", "journalism: no", "communications: no", "budgeting: yes",
    "seats: 12 or more", "about 12 seats", "permanent", "appointment: temporary", "for good", "provisionl",
    "duties: supervision, binding", "duties: none", "binding", "book binding", "budgeting", "grade: grade two or above",
    "oversight: none", "appointment: unknown", "duties: other", "team leadership", "speechwriting: yes",
)  # fmt: skip
"""Words of facts that random packs ask for, and of kinds of work that were no part of a job."""

UNKNOWN: Final = ("plumbing", "pottery", "zoology")
BLANKS: Final = ("N/A", "-", "not provided", "#REF!", "\u200b", "None")
"""Words that say nothing; "none" is an answer as the name of a credential."""


STRANGE_LEVELS: Final = ("matura", "laureate", "wizardry", "")
"""Words for levels that random packs know themselves, one that nobody knows, and none."""


def word(tape: Tape, section: str) -> str:
    """A word of a section: a name, a synonym, either shouted, nearly or partly one, another, or a blank."""
    names = list(SECTIONS[section])
    form = tape.pick(
        ("name", "name", "name", "name", "synonym", "shouted", "near", "unknown", "other", "odd", "several")
    )
    if form == "several":
        several: Sequence[str] = [*MAY_MEAN.get(section, ()), *(FACTS if section == "kinds" else names)]
        return tape.pick(several)
    if form in ("other", "odd"):
        return tape.pick(OTHERS[section] if form == "other" else (*RELATED[section], *BLANKS))
    if form == "unknown":
        return tape.pick(UNKNOWN)
    if form == "near":
        near = [wrong for wrong, right in NEAR.items() if right in {name.casefold() for name in names}]
        return tape.pick(near)
    name = tape.pick(names)
    if form == "synonym":
        return tape.pick([*SECTIONS[section][name], name])
    return name.upper() if form == "shouted" else name


def words(tape: Tape, section: str, counts: Sequence[int] = (1, 1, 1, 2, 0)) -> str:
    """A cell of several words, or of none."""
    return "; ".join(word(tape, section) for _ in range(tape.pick(counts)))


def span(tape: Tape, as_of: date) -> tuple[date, date]:
    """First and last day of some work, often a round number of months or just short of it."""
    start = as_of - timedelta(days=tape.pick(range(-40, 4400)))
    form = tape.pick(("any", "years", "months", "up to now"))
    if form == "months":
        start = start.replace(day=tape.pick((1, 15, 16, 17)))
    if form in ("any", "months"):
        return start, soon(start + timedelta(days=tape.pick(range(1800))), as_of)
    end = years_after(start, tape.pick((1, 2, 3, 5))) + timedelta(days=tape.pick((-1, -2, -1, 0, -15, -16)))
    if form == "up to now":
        last = as_of + timedelta(days=tape.pick((0, -1, 1)))
        start, end = last - (end - start), last
    return start, soon(end, as_of)


def job(tape: Tape, as_of: date) -> Cells:
    """A job: dated, going on, or of a stated duration; half of them without anything odd about them."""
    plain = not tape.chance(2)
    start, end = span(tape, as_of)
    row = {
        "start": start.isoformat() if plain else date_cell(tape, start),
        "end": end.isoformat() if plain else date_cell(tape, end),
        "hours_per_week": "40" if plain else tape.pick((*HOURS, "36", "30", "19.5")),
        "kinds": tape.pick(list(SECTIONS["kinds"])) if plain else words(tape, "kinds", (1, 1, 1, 2, 2, 3, 0)),
        "share": "" if plain else tape.pick((*SHARES, "0.85", "0.849", "90%")),
        "employer": words(tape, "employers", (1, 1, 1, 0)),
        "class_code": words(tape, "classes", (1, 1, 1, 0)),
        "paid": tape.pick(("yes", "", "", "no")),
        "years": "",
        "facts": "; ".join(tape.pick(FACTS) for _ in range(tape.pick((0, 0, 1, 2)))),
        "entry": tape.pick(("", "", "", "first", "second", "12 seats")),
    }
    form = tape.pick(("dated", "dated", "dated", "dated", "dated", "present", "duration"))
    if form == "duration":
        return row | {"start": "", "end": "", "years": tape.pick(YEARS)}
    if form == "present" and start <= as_of:
        return row | {"end": "present"}
    return row


def schooling(tape: Tape, as_of: date) -> Cells:
    """A row of education with a field and a subject."""
    row = study(tape, as_of)
    if tape.chance(4):
        cell = tape.pick((word(tape, "awards"), word(tape, "awards"), *STRANGE_LEVELS))
        row = fitting(as_of, row | {"level": "high school" if cell == "matura" else ""}) | {"level": cell}
    return row | {
        "field": words(tape, "fields", (1, 1, 1, 0)),
        "subject": words(tape, "subjects", (0, 1, 1, 0, 2)),
        "country": words(tape, "countries", (0, 1)),
        "semester_units": tape.pick((row["semester_units"], row["semester_units"], "6", "12", "24", "3.5")),
    }


def credential(tape: Tape, as_of: date) -> Cells:
    """A credential: in force, expired, vague or another's."""
    begun = as_of + timedelta(days=tape.pick((-400, -1, 0, 1)))
    ends = as_of + timedelta(days=tape.pick((900, -1, 0, 1)))
    return {
        "name": words(tape, tape.pick(("credentials", "credentials", "credentials", "awards")), (1, 1, 1, 1, 0)),
        "issuer": words(tape, "issuers", (1, 1, 1, 0)),
        "valid_from": date_cell(tape, begun) if begun <= ends and tape.chance(2) else "",
        "expires": date_cell(tape, ends) if tape.chance(2) else "",
    }


def event(tape: Tape, as_of: date) -> str:
    """One day, near the edge of a window or of today, exact or vague; or a word in its place."""
    if tape.chance(8):
        return tape.pick(("unknown", "often", "none", "no", "-"))
    edge = tape.pick((as_of, as_of, *(before(as_of, each) for each in ("18 months", "2 years", "90 days", "26 weeks"))))
    return date_cell(tape, edge + timedelta(days=tape.pick((0, -1, 1, -30, 30)))) or "2020-02-20"


def answer(tape: Tape, as_of: date) -> Cells:
    """An answer in words, in numbers or in days."""
    if tape.chance(4):
        days = "; ".join(event(tape, as_of) for _ in range(tape.pick((1, 1, 2, 3, 0))))
        return {"question": tape.pick(EVENTS), "answer": days}
    if tape.chance(3):
        return {"question": tape.pick(("travel", "nights")), "answer": tape.pick(("yes", "YES", "no", "", "maybe"))}
    numbers = ("3.0", "2.95", "2.949", "720", "3", "4", "1440", "", "many", "0", "359.5")
    return {"question": tape.pick(NUMBERS), "answer": tape.pick(numbers)}


def record(tape: Tape, as_of: date, name: str = "A") -> Record:
    """A record of a few rows in every table."""
    return {
        "applicant_id": name,
        "education": [schooling(tape, as_of) for _ in range(tape.pick((1, 0, 1, 1, 2, 3)))],
        "experience": [job(tape, as_of) for _ in range(tape.pick((1, 0, 1, 2, 2, 3, 4)))],
        "credentials": [credential(tape, as_of) for _ in range(tape.pick((0, 1, 1, 2)))],
        "answers": [answer(tape, as_of) for _ in range(tape.pick((0, 1, 2, 3)))],
    }
