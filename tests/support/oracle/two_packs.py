"""A slow and obvious reading of the design: what every clause and level of the two packs must stand at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from support.as_written import figure
from support.oracle.equal import repeats
from support.oracle.time import High, Row, Walk, experience, leapt, read_award, read_date
from support.oracle.words import Words, told

UNMET, REFER, REVIEW, CONDITIONAL, MET = range(5)
WORDS = ("unmet", "refer", "review", "conditional", "met")

COLUMNS = {
    "education": (
        "level",
        "field",
        "accredited",
        "conferred",
        "awarded",
        "expected",
        "semester_units",
        "quarter_units",
        "credits",
        "institution",
        "subject",
        "country",
    ),
    "experience": (
        "start",
        "end",
        "hours_per_week",
        "kinds",
        "share",
        "years",
        "apart",
        "employer",
        "title",
        "class_code",
        "paid",
    ),
    "credentials": ("name", "issuer", "valid_from", "expires"),
    "answers": ("question", "answer"),
}

NONE, HIGH_SCHOOL, SOME_COLLEGE, CERTIFICATE, ASSOCIATE, BACHELOR, MASTER, DOCTORATE = range(8)
IMPLIED_UNITS = {ASSOCIATE: 60, BACHELOR: 120, MASTER: 120, DOCTORATE: 120}

_LEVELS = {
    NONE: ("none", "None"),
    HIGH_SCHOOL: ("high school", "High School Diploma", "ged", "GED"),
    SOME_COLLEGE: ("some college", "Some College"),
    CERTIFICATE: ("certificate",),
    ASSOCIATE: ("associate", "Associate of Arts", "A.A.", "Associate's degree"),
    BACHELOR: (
        "bachelor",
        "BSN",
        "Bachelor of Science - BS",
        "Bachelor's",
        "B.A.",
        "BS",
        "Bachelor of Science",
        "bachelor\u2019s degree",
    ),
    MASTER: ("master", "Master's degree", "M.A.", "MBA", "MPA"),
    DOCTORATE: ("doctorate", "Ph.D."),
}
_OPEN_LEVELS = {
    "foreign high school": HIGH_SCHOOL,
    "foreign associate": ASSOCIATE,
    "Foreign Bachelor": BACHELOR,
    "bachelor equivalent": BACHELOR,
    "foreign master": MASTER,
}
FOREIGN = frozenset(_OPEN_LEVELS)
"""Ways of writing the level of a foreign or an equivalent credential."""
_UNSURE_LEVELS = {
    "bachelor in progress": range(NONE, BACHELOR + 1),
    "MBA (expected)": range(NONE, MASTER + 1),
    "No degree": range(NONE, CERTIFICATE + 1),
    "Other": range(NONE, DOCTORATE + 1),
    "BA, MA": range(BACHELOR, MASTER + 1),
    "Vocational": range(NONE, ASSOCIATE + 1),
}
LEVEL_WORDS: Mapping[str, tuple[int, ...]] = {
    "": tuple(range(8)),
    **{word: tuple(levels) for word, levels in _UNSURE_LEVELS.items()},
    **{word: (level,) for level, words in _LEVELS.items() for word in words},
    **{word: (NONE, level) for word, level in _OPEN_LEVELS.items()},
}
"""Each way of writing a level, with the levels that it may mean."""

FIELD_IN_NAME = {"BSN": "nursing", "MBA": "business administration", "MPA": "public administration"}


def _words(section: str, others: Sequence[str] = (), **names: str) -> Words:
    """Words by name: the name itself (blanks for underscores) and its synonyms between semicolons."""
    said = {key.replace("_", " "): [*filter(None, synonyms.split(";"))] for key, synonyms in names.items()}
    return Words(section, said, others, open_=section == "kinds")


STOCKTON_KINDS = _words(
    "kinds",
    ["juggling"],
    public_information_management="public information;public information officer",
    communications="communication;corporate communications",
    data_analytics="data analysis;analytics",
    performance_management="performance measurement",
    journalism="reporting;news",
)
SAN_JOSE_KINDS = _words(
    "kinds",
    ["warehouse"],
    public_service="civil service;constituent services",
    customer_service="client service;customer support",
    public_relations="pr;media relations",
    communications="communication;corporate communications",
    recreation_programming="recreation programs;recreation",
)
FIELDS = {
    "stockton/mayoral-pio": _words(
        "fields",
        journalism="",
        public_administration="public admin",
        business_administration="business",
        marketing="",
        communications="mass communication",
        economics="econ",
        computer_science="cs",
        information_systems="mis",
    ),
    "san-jose/council-community-relations": _words(
        "fields",
        public_administration="public admin",
        business_administration="business",
        journalism="",
        public_relations="pr",
    ),
}
FIVE = set(STOCKTON_KINDS.certain.values())
FOUR = FIVE - {"journalism"}
POOLED = set(SAN_JOSE_KINDS.certain.values())

LICENCE_NAMES = ("driver's license", "drivers license", "Class C Driver's License", "driver\u2019s license")
CALIFORNIA = ("california", "ca", "state of california")


@dataclass(frozen=True)
class Judged:
    """What a record must come to: the standing of every leaf and level by name, and its quantities as bounds."""

    leaves: Mapping[str, int]
    levels: Mapping[str, int]
    bounds: Mapping[str, tuple[Fraction, High]]


def cells(record: Mapping[str, Any], table: str) -> list[Row]:
    """A table's rows with every column, blank where it is absent."""
    return [told({column: row.get(column, "") for column in COLUMNS[table]}) for row in record.get(table, ())]


def claim(readings: Iterable[int]) -> int:
    """The standing that holds under every reading, or review where they differ."""
    found = set(readings)
    return found.pop() if len(found) == 1 else REVIEW


def reaches(bounds: tuple[Fraction, High], needed: int) -> int:
    """Met where low reaches what is needed, unmet where high does not, else review."""
    low, high = bounds
    if low >= needed:
        return MET
    return UNMET if high is not None and high < needed else REVIEW


def conferral(row: Row, as_of: date) -> set[int]:
    """How far a degree may be conferred: an award date decides, then a yes, then a later expected date, then a no.

    A no beside an expected date that may be past contradicts itself.
    """
    awarded, expected, conferred = read_award(row["awarded"]), read_award(row["expected"]), row["conferred"]
    if awarded:
        if awarded[1] <= as_of:
            return {MET}
        return {CONDITIONAL} if awarded[0] > as_of else {UNMET, MET}
    if conferred == "yes":
        return {MET}
    if expected and expected[0] > as_of:
        return {CONDITIONAL}
    if conferred == "no":
        return {UNMET, MET} if expected else {UNMET}
    return {UNMET, MET}


class Education:
    """Rows of education under one pack, as of one date."""

    def __init__(self, rows: Sequence[Row], as_of: date, fields: Words, *, accredited: bool) -> None:
        self.rows, self.as_of, self.fields, self.accredited = rows, as_of, fields, accredited

    def removed(self, row: Row) -> bool:
        """Whether the pack asks for accreditation and the row says no to it."""
        return self.accredited and row["accredited"] == "no"

    def degree(self, needed: int, fields: set[str] | None = None) -> int:
        """The best standing of any one row at or above a level; with fields, an unlisted or blank one is review."""
        return max((self._row(row, needed, fields) for row in self.rows), default=UNMET)

    def _row(self, row: Row, needed: int, fields: set[str] | None) -> int:
        if self.removed(row):
            return UNMET
        readings = [
            UNMET if level < needed else conferred
            for level in LEVEL_WORDS[row["level"]]
            for conferred in conferral(row, self.as_of)
        ]
        standing = claim(readings)
        field = row["field"] or FIELD_IN_NAME.get(row["level"], "")
        listed = fields is None or (bool(field) and not fields.isdisjoint(self.fields.meanings(field)[0]))
        return standing if listed else min(standing, REVIEW)

    def high_school(self) -> int:
        """A diploma: its own row, implied by a conferred college degree, left open by any other college study."""
        return max(map(self._diploma, self.rows), default=UNMET)

    def _diploma(self, row: Row) -> int:
        levels = LEVEL_WORDS[row["level"]]
        study = max(levels) >= SOME_COLLEGE
        if self.removed(row):
            return REVIEW if study else UNMET
        readings: set[int] = set()
        for level in levels:
            for conferred in conferral(row, self.as_of):
                if level == NONE:
                    readings.add(UNMET)
                elif level in (SOME_COLLEGE, CERTIFICATE) or (level >= ASSOCIATE and conferred == UNMET):
                    readings |= {UNMET, MET}
                else:
                    readings.add(conferred)
        return max(claim(readings), REVIEW) if study else claim(readings)

    def units(self) -> tuple[Fraction, High]:
        """Semester units as bounds: what is stated, and what silent rows imply or may hold."""
        low, floor, high, unbounded = Fraction(0), Fraction(0), Fraction(0), False
        for row, again in zip(self.rows, repeats(self.rows), strict=True):
            if self.removed(row):
                continue
            stated, implied = stated_units(row), self._implied(row)
            if stated:
                low += 0 if again else stated[0]
                high += max(stated[1] or Fraction(0), *implied)
                unbounded |= stated[1] is None
            elif min(implied) > 0:
                floor = max(floor, min(implied))
                high += min(implied)
            else:
                unbounded |= max(LEVEL_WORDS[row["level"]]) >= SOME_COLLEGE
        return max(low, floor), None if unbounded else high

    def _implied(self, row: Row) -> list[Fraction]:
        """Units that the degree implies, under each reading of its level and conferral."""
        return [
            Fraction(IMPLIED_UNITS.get(level, 0) if conferred == MET else 0)
            for level in LEVEL_WORDS[row["level"]]
            for conferred in conferral(row, self.as_of)
        ]


def stated_units(row: Row, quarter: Fraction = Fraction(2, 3)) -> tuple[Fraction, High] | None:
    """Units that a row states, in semester units: the larger of both systems, and their sum; None for none.

    One whose system is not told is a quarter unit at least and a semester unit at most.
    """
    one = Fraction(1)
    rates = (("semester_units", one, one), ("quarter_units", quarter, quarter), ("credits", quarter, one))
    stated = [(figure(column, row[column]), least, most) for column, least, most in rates if row.get(column)]
    if not stated:
        return None
    highs = [high * most for (_, high), _, most in stated if high is not None]
    lows = [low * least for (low, _), least, _ in stated]
    return max(lows), sum(highs, Fraction(0)) if len(highs) == len(stated) else None


def worked(jobs: Sequence[Row], kinds: Words, names: set[str], as_of: date, walk: Walk) -> tuple[Fraction, High]:
    """Years of experience in some kinds, as bounds: a job without a kind, or with a near one, is open."""
    once = [job for job, again in zip(jobs, repeats(jobs), strict=True) if not again]
    certain = [job for job in once if kinds.meanings(job["kinds"])[0] & names]
    possible = [job for job in jobs if kinds.meanings(job["kinds"])[1] & names]
    return experience(certain, possible, as_of, walk)


def licence(rows: Sequence[Row], as_of: date) -> int:
    """A California driver's licence valid on the as-of date is met; anything else is conditional."""
    return MET if any(_held(row, as_of) for row in rows) else CONDITIONAL


def _held(row: Row, as_of: date) -> bool:
    begun, ends = read_date(row["valid_from"]), read_date(row["expires"])
    named = row["name"].casefold() in [name.casefold() for name in LICENCE_NAMES]
    valid = (begun is None or begun[1] <= as_of) and (ends is None or ends[0] >= as_of)
    return named and row["issuer"].casefold() in CALIFORNIA and valid


def willing(rows: Sequence[Row]) -> int:
    """Yes is met, silence conditional; no, or two different answers, review."""
    given = {row["answer"].casefold() for row in rows if row["question"] == "evening-meetings" and row["answer"]}
    if not given:
        return CONDITIONAL
    return MET if given == {"yes"} else REVIEW


def judge(record: Mapping[str, Any], pack: str, as_of: date, walk: Walk = leapt) -> Judged:
    """What a record must come to under one of the two packs."""
    return {"stockton/mayoral-pio": _stockton, "san-jose/council-community-relations": _san_jose}[pack](
        record, pack, as_of, walk
    )


def _san_jose(record: Mapping[str, Any], pack: str, as_of: date, walk: Walk) -> Judged:
    education = Education(cells(record, "education"), as_of, FIELDS[pack], accredited=False)
    units = education.units()
    years = worked(cells(record, "experience"), SAN_JOSE_KINDS, POOLED, as_of, walk)
    listed = {"public administration", "business administration", "journalism", "public relations"}
    leaves = {
        "high school": education.high_school(),
        "60 units": reaches(units, 60),
        "bachelor": education.degree(BACHELOR),
        "bachelor in a listed field": education.degree(BACHELOR, listed),
        "1 pooled": reaches(years, 1),
        "2 pooled": reaches(years, 2),
        "5 pooled": reaches(years, 5),
        "licence": licence(cells(record, "credentials"), as_of),
    }
    patterns = {
        "aide": ("high school", "1 pooled"),
        "representative": ("60 units", "2 pooled"),
        "coordinator": ("bachelor", "2 pooled"),
        "director": ("bachelor in a listed field", "5 pooled"),
    }
    levels = {
        level: min(max(REFER, min(leaves[part] for part in pattern)), leaves["licence"])
        for level, pattern in patterns.items()
    }
    return Judged(leaves, levels, {"units": units, "pooled": years})


def _stockton(record: Mapping[str, Any], pack: str, as_of: date, walk: Walk) -> Judged:
    education = Education(cells(record, "education"), as_of, FIELDS[pack], accredited=True)
    jobs = cells(record, "experience")
    units = education.units()
    base, total = (worked(jobs, STOCKTON_KINDS, names, as_of, walk) for names in (FOUR, FIVE))
    leaves = {
        "bachelor in a listed field": education.degree(BACHELOR, set(FIELDS[pack].certain.values())),
        "bachelor": education.degree(BACHELOR),
        "associate": education.degree(ASSOCIATE),
        "high school": education.high_school(),
        **{f"{needed} units": reaches(units, needed) for needed in (90, 60, 30)},
        "5 base": reaches(base, 5),
        **{f"{needed} total": reaches(total, needed) for needed in (5, 6, 7, 8, 9)},
        "licence": licence(cells(record, "credentials"), as_of),
        "answer": willing(cells(record, "answers")),
    }
    rows = [
        min(leaves["bachelor in a listed field"], leaves["5 total"]),
        min(max(leaves["bachelor"], leaves["90 units"]), leaves["6 total"]),
        min(max(leaves["associate"], leaves["60 units"]), leaves["7 total"]),
        min(max(leaves["associate"], leaves["30 units"]), leaves["8 total"]),
        min(leaves["high school"], leaves["9 total"]),
    ]
    leaves["linear"] = REVIEW if _linear(units[1], total[1], leaves) else UNMET
    table = min(leaves["5 base"], max(*rows, leaves["linear"]))
    level = min(max(table, REFER), leaves["licence"], leaves["answer"])
    return Judged(leaves, {"mayoral-pio": level}, {"units": units, "base": base, "total": total})


def _linear(units: High, years: High, leaves: Mapping[str, int]) -> bool:
    """Whether the table read year for year may pass: experience at least 9 − e, never below 5, e > 0 or a diploma."""
    education = Fraction(4) if units is None else min(units / 30, Fraction(4))
    if leaves["bachelor"] >= REVIEW:
        education = Fraction(4)
    if education == 0 and leaves["high school"] < REVIEW:
        return False
    return years is None or years >= max(9 - education, Fraction(5))
