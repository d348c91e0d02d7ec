"""Applicants' records for both packs: realistic, adversarial, and as incomplete as real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from support.as_written import DAY, FIGURES, MONTH, PRESENT, either_order, raised, seasons_with, stretches_with
from support.oracle.equal import repeats
from support.oracle.time import read_award
from support.oracle.two_packs import (
    CALIFORNIA,
    FIELDS,
    HIGH_SCHOOL,
    LEVEL_WORDS,
    LICENCE_NAMES,
    NONE,
    SAN_JOSE_KINDS,
    STOCKTON_KINDS,
)

Record = dict[str, Any]
Cells = dict[str, str]
Option = TypeVar("Option")

STOCKTON: Final = "stockton/mayoral-pio"
SAN_JOSE: Final = "san-jose/council-community-relations"
PACKS: Final = (STOCKTON, SAN_JOSE)
THRESHOLDS: Final[Mapping[str, Sequence[int]]] = {STOCKTON: (5, 6, 7, 8, 9), SAN_JOSE: (1, 2, 5)}
KINDS: Final = {STOCKTON: STOCKTON_KINDS, SAN_JOSE: SAN_JOSE_KINDS}

TAPE: Final = 320
"""Bytes that decide one record; a record that needs more goes on with first options."""


class Tape:
    """Choices taken from bytes, two for each: drawn in one go, they are quick and shrink to first options."""

    def __init__(self, choices: bytes) -> None:
        self.choices, self.taken = choices, 0

    def pick(self, options: Sequence[Option]) -> Option:
        """One of some options."""
        place, self.taken = self.taken, self.taken + 2
        return options[int.from_bytes(self.choices[place : place + 2], "little") % len(options)]

    def chance(self, one_in: int) -> bool:
        """True once in so many times."""
        return self.pick(range(one_in)) == one_in - 1


tapes = st.binary(min_size=TAPE, max_size=TAPE).map(Tape)

AS_OF: Final = (
    date(2025, 1, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2023, 12, 31),
    date(2025, 7, 31),
    date(2025, 8, 30),
    date(2026, 6, 15),
)


def as_of_date(tape: Tape) -> date:
    """An as-of date: an awkward one, or any."""
    return tape.pick(AS_OF) if tape.chance(2) else date(2019, 1, 1) + timedelta(days=tape.pick(range(2900)))


def written(tape: Tape, day: date) -> str:
    """A date known to the day, in one way of writing it."""
    plain = [day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}"]
    return tape.pick([*plain, *plain, *(f"{day:{form}}" for form in DAY), str((day - date(1899, 12, 30)).days)])


def vague(tape: Tape, day: date) -> str:
    """A date known to the month, the year, a season or two days, in one way of writing it."""
    months = [f"{day:{form}}" for form in MONTH]
    if tape.chance(3):
        return tape.pick([*stretches_with(day)] or [f"{day.year}"])
    return tape.pick([*months, f"{day.month}/{day.year}", *[f"{day.year}"] * 3, *seasons_with(day), either_order(day)])


def date_cell(tape: Tape, day: date) -> str:
    """A date: mostly exact, sometimes vague, sometimes left blank."""
    form = tape.pick(("exact", "exact", "exact", "exact", "vague", "blank"))
    return written(tape, day) if form == "exact" else vague(tape, day) if form == "vague" else ""


def award_cell(tape: Tape, day: date) -> str:
    """The date of a degree: two years that it covers may be an academic year that a day does not lie in."""
    cell = date_cell(tape, day)
    covered = read_award(cell)
    return cell if covered is None or covered[0] <= day <= covered[1] else day.isoformat()


def years_after(day: date, years: int) -> date:
    """The same day of the month some years later; the 28th where it has no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def soon(day: date, as_of: date) -> date:
    """A day, no more than a year after the as-of date: what lies beyond is in doubt."""
    return min(day, as_of + timedelta(days=365))


def span(tape: Tape, pack: str, as_of: date) -> tuple[date, date]:
    """First and last day of some work: short of a threshold by a day, touching it, past it, or of any length."""
    start = as_of - timedelta(days=tape.pick(range(-40, 5000)))
    if tape.chance(3):
        return start, soon(start + timedelta(days=tape.pick(range(2500))), as_of)
    end = years_after(start, tape.pick(THRESHOLDS[pack])) + timedelta(days=tape.pick((-1, -2, -1, 0)))
    if tape.chance(3):
        last = as_of + timedelta(days=tape.pick((0, -1, 1)))
        start, end = last - (end - start), last
    return start, soon(end, as_of)


UNKNOWN_KINDS: Final = ("plumbing", "communications intern", "assistant to the director of communications")
"""Words that neither pack knows, although some contain a word that it does."""

OTHER_KINDS: Final = {STOCKTON: "juggling", SAN_JOSE: "warehouse"}
"""Words that each pack knows to be none of its kinds."""

NEAR_KINDS: Final = {
    STOCKTON: ("comunications", "data analitics", "jounalism"),
    SAN_JOSE: ("comunications", "costumer service", "public relation"),
}
"""Misspellings of kinds of each pack."""


def kind_word(tape: Tape, pack: str) -> str:
    """One kind: known in some of its ways, nearly known, or unknown."""
    words = KINDS[pack]
    form = tape.pick(("known", "known", "known", "known", "shouted", "near", "unknown", "other"))
    if form == "near":
        return tape.pick(NEAR_KINDS[pack])
    if form == "other":
        return OTHER_KINDS[pack]
    if form == "unknown":
        return tape.pick(UNKNOWN_KINDS)
    known = tape.pick(sorted(words.certain))
    return known.upper() if form == "shouted" else known


def kinds_cell(tape: Tape, pack: str) -> str:
    """A kinds cell: one kind, several, or none."""
    count = tape.pick((1, 1, 1, 1, 1, 1, 2, 3, 0))
    return "; ".join(kind_word(tape, pack) for _ in range(count))


HOURS: Final = ("40", "40", "20", "", "1.5", "13.333", "37.5", "60", "1.001", "39.999", *FIGURES["hours_per_week"])
SHARES: Final = ("", "", "1", "0.5", "50%", "0.333", "33.3%", "0")
YEARS: Final = ("1", "2", "5", "0.5", "3.5", "4.999", "9", "0", "0.001", "2.25", *FIGURES["years"])


def job(tape: Tape, pack: str, as_of: date) -> Cells:
    """A job: dated, going on, or of a stated duration; half of them without anything odd about them."""
    plain = not tape.chance(2)
    start, end = span(tape, pack, as_of)
    row = {
        "start": start.isoformat() if plain else date_cell(tape, start),
        "end": end.isoformat() if plain else date_cell(tape, end),
        "hours_per_week": "40" if plain else tape.pick(HOURS),
        "kinds": tape.pick(sorted(KINDS[pack].certain)) if plain else kinds_cell(tape, pack),
        "share": "" if plain else tape.pick(SHARES),
        "years": "",
        "entry": tape.pick(("", "", "", "first", "second")),
    }
    form = tape.pick(("dated", "dated", "dated", "dated", "dated", "present", "duration"))
    if form == "duration":
        return row | {"start": "", "end": "", "years": tape.pick(YEARS)}
    if form == "present" and start <= as_of:
        return row | {"end": tape.pick(PRESENT)}
    return row


def jobs(tape: Tape, pack: str, as_of: date) -> list[Cells]:
    """A working life: some jobs, or one stretch of work in pieces that abut."""
    if not tape.chance(4):
        return [job(tape, pack, as_of) for _ in range(tape.pick((0, 1, 1, 2, 2, 3, 4)))]
    start, end = span(tape, pack, as_of)
    cuts = sorted(start + timedelta(days=tape.pick(range((end - start).days + 1))) for _ in range(tape.pick((1, 2))))
    starts = [start, *(cut + timedelta(days=1) for cut in cuts if cut < end)]
    kind = tape.pick(sorted(KINDS[pack].certain))
    hours = tape.pick(("40", "40", "60", "20"))
    row = {"hours_per_week": hours, "kinds": kind, "share": "", "years": "", "entry": ""}
    ends = [*(after - timedelta(days=1) for after in starts[1:]), end]
    pieces = [row | {"start": a.isoformat(), "end": b.isoformat()} for a, b in zip(starts, ends, strict=True) if a <= b]
    return pieces * 2 if hours == "20" else pieces


short_tapes = st.binary(min_size=40, max_size=40).map(Tape)


def apart(tape: Tape, record: Record) -> Record:
    """A record some of whose jobs are durations without dates that do not overlap each other, as a map may say."""
    found = []
    for row in record["experience"]:
        stated = row | {"start": "", "end": "", "years": tape.pick(YEARS), "apart": tape.pick(("1", "1", "1", "2"))}
        found.append(row if tape.chance(4) else stated)
    return record | {"experience": found}


LISTED_FIELDS: Final = sorted({word for words in FIELDS.values() for word in words.certain})
SEMESTER: Final = (
    "",
    "",
    "",
    "30",
    "60",
    "90",
    "59.999",
    "29.999",
    "45",
    "120",
    "0",
    "15",
    "89.999",
    "119.999",
    *FIGURES["semester_units"],
)
QUARTER: Final = (
    "",
    "",
    "",
    "",
    "",
    "45",
    "90",
    "135",
    "89.999",
    "44.999",
    "0",
    "22.5",
    "67.5",
    *FIGURES["quarter_units"],
)


def study(tape: Tape, as_of: date) -> Cells:
    """A row of education, its conferral stated in any way that does not contradict itself."""
    plain = not tape.chance(3)
    near = as_of + timedelta(days=tape.pick((-1500, -200, -1, 0, 1, 40, 400)))
    conferred = "yes" if plain else tape.pick(("yes", "", "", "no", "no"))
    if conferred == "no":
        near = max(near, as_of + timedelta(days=1))
    due = as_of + timedelta(days=tape.pick((90, 400, 1) if conferred == "no" else (90, -90, 0, 1, 400)))
    return fitting(as_of, {
        "level": tape.pick(sorted(LEVEL_WORDS, key=lambda word: (word in ("", "none", "None"), word))),
        "field": tape.pick(LISTED_FIELDS)
        if plain
        else tape.pick(("", "history", "Business", "ECONOMICS", "fine arts")),
        "accredited": tape.pick(("", "", "", "", "yes", "no")),
        "conferred": conferred,
        "awarded": award_cell(tape, near) if tape.chance(3) else "",
        "expected": award_cell(tape, due) if tape.chance(2) else "",
        "semester_units": tape.pick(SEMESTER),
        "quarter_units": tape.pick(QUARTER),
        "credits": tape.pick(("", "", "", "", "", "", "60", "24.5", "90")),
        "entry": tape.pick(("", "", "first", "second")),
    })  # fmt: skip


def fitting(as_of: date, row: Cells) -> Cells:
    """A row of education without what contradicts its level: a diploma not conferred, no degree that is."""
    awarded, (*_, highest) = read_award(row["awarded"]), LEVEL_WORDS[row["level"]]
    before = awarded and awarded[1] <= as_of
    if (highest == NONE and (row["conferred"] == "yes" or before)) or (before and row["level"] == "No degree"):
        return row | {"conferred": "", "awarded": ""}
    if highest == HIGH_SCHOOL and row["conferred"] == "no" and not row["awarded"] and not row["expected"]:
        return row | {"conferred": ""}
    return row


def licence(tape: Tape, as_of: date) -> Cells:
    """A licence: mostly a Californian driver's, in force, expired, vague or another's."""
    begun = as_of + timedelta(days=tape.pick((-400, -1, 0, 1)))
    ends = as_of + timedelta(days=tape.pick((900, -1, 0, 1)))
    expires = date_cell(tape, ends) if tape.chance(2) else ""
    return {
        "name": tape.pick([*LICENCE_NAMES, *LICENCE_NAMES, "driver's licens", "notary public", ""]),
        "issuer": tape.pick(["California", "CA", *CALIFORNIA, "Nevada", ""]),
        "valid_from": date_cell(tape, begun) if begun <= ends and tape.chance(2) else "",
        "expires": expires,
    }


def answer(tape: Tape) -> Cells:
    """An answer to the question that one of the packs asks, or to another."""
    return {
        "question": tape.pick(("evening-meetings", "evening-meetings", "evening-meetings", "relocation")),
        "answer": tape.pick(("yes", "YES", "Yes", "no", "", "maybe")),
    }


def record(tape: Tape, pack: str, as_of: date, name: str = "A") -> Record:
    """A record; half of them hold a licence and are willing, so that education and experience decide."""
    ready = not tape.chance(2)
    credentials = [licence(tape, as_of) for _ in range(tape.pick((0, 1, 1, 2)))]
    answers = [answer(tape) for _ in range(tape.pick((0, 1, 1, 2)))]
    return {
        "applicant_id": name,
        "education": [study(tape, as_of) for _ in range(tape.pick((0, 1, 1, 1, 2, 3)))],
        "experience": jobs(tape, pack, as_of),
        "credentials": [{"name": "driver's license", "issuer": "California"}] if ready else credentials,
        "answers": [{"question": "evening-meetings", "answer": "yes"}] if ready else answers,
    }


@st.composite
def pools(draw: Callable[[st.SearchStrategy[Any]], Any], pack: str, size: int = 12) -> tuple[date, list[Record]]:
    """An as-of date and some applicants, by number."""
    drawn = draw(st.lists(tapes, min_size=size, max_size=size))
    as_of = as_of_date(drawn[0])
    return as_of, [record(tape, pack, as_of, f"A{number}") for number, tape in enumerate(drawn)]


@st.composite
def pools_apart(draw: Callable[[st.SearchStrategy[Any]], Any], pack: str, size: int = 8) -> tuple[date, list[Record]]:
    """The same with durations that do not overlap each other."""
    as_of, pool = draw(pools(pack, size))
    return as_of, [apart(draw(short_tapes), each) for each in pool]


TEN_YEARS: Final[Cells] = {"start": "2010-01-01", "end": "2020-01-01", "kinds": "communications"}

FAULTY_ROWS: Final[Sequence[tuple[str, Cells]]] = (
    ("experience", {"start": "2020-13-01", "end": "2021-01-01", "kinds": "communications"}),
    ("experience", {"start": "2021-05", "end": "2020-01", "kinds": "communications"}),
    ("experience", TEN_YEARS | {"hours_per_week": "full time"}),
    ("experience", TEN_YEARS | {"hours_per_week": "37,5"}),
    ("experience", {"start": "2010-01-01", "years": "9", "kinds": "communications"}),
    ("experience", {"years": "-9", "kinds": "communications"}),
    ("experience", {"years": "9", "share": "1.2", "kinds": "communications"}),
    ("education", {"level": "bachelor", "conferred": "perhaps"}),
    ("education", {"level": "bachelor", "conferred": "no", "awarded": "2015-06-01"}),
    ("education", {"level": "some college", "semester_units": "sixty"}),
    ("education", {"level": "some college", "semester_units": "60,5"}),
    ("credentials", {"name": "driver's license", "issuer": "California", "expires": "2030-02-30"}),
    ("credentials", {"name": "driver's license", "valid_from": "2022-02-01", "expires": "2021-02-01"}),
)
"""Rows with a cell that cannot be read, or with cells that contradict each other, each with its table."""


def plus(cell: str, step: str, most: int) -> str:
    """A stated number raised by a step, up to the most that is read."""
    thousandths = min(Fraction(cell) + Fraction(step), Fraction(most)) * 1000
    return f"{thousandths.numerator // 1000}.{thousandths.numerator % 1000:03d}"


STATED = (
    ("experience", "hours_per_week", 100),
    ("experience", "share", 1),
    ("experience", "years", 60),
    ("education", "semester_units", 2000),
    ("education", "quarter_units", 2000),
)


def more_stated(tape: Tape, record: Record) -> Record:
    """A record with one of its stated numbers raised, unless its row would then say what another one does."""
    numbers = [
        (table, place, column, most)
        for table, column, most in STATED
        for place, row in enumerate(record[table])
        if row[column] and not row[column].endswith("%")
    ]
    if not numbers:
        return record
    table, place, column, most = tape.pick(numbers)
    row = record[table][place]
    if column in FIGURES and (row[column] in FIGURES[column] or tape.chance(4)):
        more = tape.pick([row[column], *raised(column, row[column])])
    else:
        more = plus(row[column], tape.pick(("0.001", "0.5", "1", "20", "30")), most)
    rows = [*record[table][:place], row | {column: more}, *record[table][place + 1 :]]
    return record if sum(repeats(rows)) > sum(repeats(record[table])) else record | {table: rows}
