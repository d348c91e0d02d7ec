"""Education as the design defines it, the slow way: degrees and units under any pack, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from support.as_written import figure
from support.oracle.equal import repeats
from support.oracle.levels import Levels
from support.oracle.policy import Plain, Policy, listed, months, semester
from support.oracle.time import High, Row, day_number, last_of_month, read_award
from support.oracle.two_packs import (
    ASSOCIATE,
    BACHELOR,
    CERTIFICATE,
    CONDITIONAL,
    DOCTORATE,
    FIELD_IN_NAME,
    FOREIGN,
    HIGH_SCHOOL,
    IMPLIED_UNITS,
    MASTER,
    MET,
    NONE,
    REVIEW,
    SOME_COLLEGE,
    UNMET,
    claim,
    conferral,
    stated_units,
)
from support.oracle.words import Words

LEVELS = {
    "high school": HIGH_SCHOOL,
    "some college": SOME_COLLEGE,
    "certificate": CERTIFICATE,
    "associate": ASSOCIATE,
    "bachelor": BACHELOR,
    "master": MASTER,
    "doctorate": DOCTORATE,
}
NEVER = 10**9
EVER = -(10**9)
Since = tuple[int, int]
"""A day by its number on the 30/360 axis and by its ordinal on the calendar."""


def after(day: date, amount: str) -> date:
    """The day so long after another."""
    number, unit = amount.split()
    if unit.startswith(("day", "week")):
        return day + timedelta(days=int(number) * (7 if unit.startswith("week") else 1))
    return later(day, months(amount))


def before(day: date, amount: str) -> date:
    """The day so long before another."""
    return after(day, f"-{amount}")


def later(day: date, count: int) -> date:
    """The same day so many months later; the last of a month that is too short."""
    month = 12 * day.year + day.month - 1 + count
    last = last_of_month(month // 12, month % 12 + 1)
    return last.replace(day=min(day.day, last.day))


@dataclass(frozen=True)
class Study:
    """Rows of education under one pack, as of one date."""

    rows: Sequence[Row]
    as_of: date
    policy: Policy
    fields: Words
    subjects: Words
    accredited: bool
    stated: bool
    countries: Words
    levels: Levels

    def unsure(self, row: Row) -> bool:
        """Whether the pack wants accreditation stated, and the row of college study says nothing of it."""
        return self.stated and not row["accredited"] and max(self.levels.levels(row["level"])) > HIGH_SCHOOL

    def removed(self, row: Row) -> bool:
        """Whether the pack asks for accreditation and the row says no to it."""
        return self.accredited and row["accredited"] == "no"

    def degree(self, clause: Plain) -> int:
        """The best standing of any one row."""
        return max((self.degree_row(row, clause) for row in self.rows), default=UNMET)

    def degree_row(self, row: Row, clause: Plain) -> int:
        """How one row stands: its level, its conferral and its field."""
        standing = self._in_field(row, clause, self._level_row(row, clause))
        if "country" in clause:
            standing = min(standing, _of_words(self.countries, row["country"], listed(clause["country"])))
        return standing

    def _level_row(self, row: Row, clause: Plain) -> int:
        needed, stated = LEVELS[clause["degree"]], self.levels.levels(row["level"])
        diploma = needed == HIGH_SCHOOL
        study = max(stated) >= SOME_COLLEGE
        if self.removed(row):
            return REVIEW if diploma and study else UNMET
        readings: set[int] = {UNMET} if self.unsure(row) else set()
        for level, conferred in self._readings(row, clause):
            if level < needed:
                readings.add(UNMET)
            elif needed == SOME_COLLEGE:
                readings.add(CONDITIONAL if _is_foreign(row) and clause.get("foreign") == "conditional" else MET)
            elif diploma and (level in (SOME_COLLEGE, CERTIFICATE) or (level >= ASSOCIATE and conferred == UNMET)):
                readings |= {UNMET, MET}
            else:
                readings.add(conferred)
        return max(claim(readings), REVIEW) if diploma and study else claim(readings)

    def _readings(self, row: Row, clause: Plain) -> Iterable[tuple[int, int]]:
        """What the row's level and conferral may be, as far as the clause lets them count."""
        levels = self.levels.levels(row["level"])
        foreign = _is_foreign(row) and clause.get("foreign", "review")
        if foreign == "refused":
            return [(NONE, UNMET)]
        conferred = self._conferral(row, clause)
        if foreign == "conditional":
            return [(max(levels), min(each, CONDITIONAL)) for each in conferred]
        return list(product(levels, conferred))

    def _conferral(self, row: Row, clause: Plain) -> set[int]:
        found = conferral(row, self.as_of)
        if CONDITIONAL not in found:
            return found
        if clause.get("in progress") == "refused":
            return found - {CONDITIONAL} | {UNMET}
        if "expected within" in clause:
            due = read_award(row["awarded"]) or read_award(row["expected"])
            last = after(self.as_of, clause["expected within"])
            assert due
            if due[0] > last:
                return found - {CONDITIONAL} | {UNMET}
            if due[1] > last:
                return found | {UNMET}
        return found

    def _in_field(self, row: Row, clause: Plain, standing: int) -> int:
        names = set(listed(clause.get("in", ())))
        if not names:
            return standing
        field = row["field"] or FIELD_IN_NAME.get(row["level"], "")
        related = clause.get("other fields") == "review" and not self.fields.known_other(field)
        in_field = _of_words(self.fields, field, names)
        return min(standing, max(in_field, REVIEW) if related else in_field)

    def course(self, clause: Plain) -> int:
        """Whether a course was completed: the best standing of any row."""
        return max((self._course_row(row, clause["course"]) for row in self.rows), default=UNMET)

    def _course_row(self, row: Row, name: str) -> int:
        standing = _of_words(self.subjects, row["subject"], [name])
        if self.removed(row) or not (row["subject"] or self._may_be_college(row)) or standing == UNMET:
            return UNMET
        if row["awarded"] or row["expected"]:
            told = conferral(row, self.as_of)
            standing = min(standing, REVIEW if told == {UNMET} or len(told) > 1 else told.pop())
        elif row["conferred"] == "no" and self.levels.levels(row["level"])[0] != SOME_COLLEGE:
            standing = min(standing, REVIEW)
        units = stated_units(row, self.policy.quarter)
        if units and units[1] == 0:
            return UNMET
        return min(standing, REVIEW) if self.unsure(row) or (units and units[0] == 0) else standing

    def _may_be_college(self, row: Row) -> bool:
        return max(self.levels.levels(row["level"])) >= SOME_COLLEGE

    def award(self, clause: Plain) -> int:
        """The best standing of any one row, each as far as its award, field, units and country go."""
        return max((self.award_row(row, clause) for row in self.rows), default=UNMET)

    def award_row(self, row: Row, clause: Plain) -> int:
        """How one row stands: all that is asked must hold of it."""
        if self.removed(row):
            return UNMET
        certain, possible = self.levels.named(row["level"])
        enough = self.levels.enough(set(listed(clause["award"])))
        standing = MET if certain & enough else REVIEW if possible & enough else UNMET
        standing = min(standing, REVIEW if self.unsure(row) else MET, claim(self._conferral(row, clause)))
        if "units at least" in clause:
            low, high = self._units_of_award(row, clause["units at least"].split())
            needed = Fraction(clause["units at least"].split()[0])
            standing = min(standing, MET if low >= needed else REVIEW if high is None or high >= needed else UNMET)
        if "country" in clause:
            standing = min(standing, _of_words(self.countries, row["country"], listed(clause["country"])))
        return self._in_field(row, clause, standing)

    def _units_of_award(self, row: Row, asked: Sequence[str]) -> tuple[Fraction, High]:
        """The units that a row states, in the units asked for; credits are the award's own where no system is."""
        columns = ("semester_units", "quarter_units", "credits")
        said = [figure(column, row[column]) if row.get(column) else None for column in columns]
        if not any(said):
            return Fraction(0), None
        quarter, one = self.policy.quarter, Fraction(1)
        rates = {
            "semester": ((one, one), (quarter, quarter), (quarter, one)),
            "quarter": ((1 / quarter, 1 / quarter), (one, one), (one, 1 / quarter)),
        }.get(asked[1] if len(asked) > 2 else "", ((one, 1 / quarter), (quarter, one), (one, one)))
        pairs = [(each, rate) for each, rate in zip(said, rates, strict=True) if each]
        low = max(each[0] * rate[0] for each, rate in pairs)
        highs = [each[1] * rate[1] for each, rate in pairs if each[1] is not None]
        return low, sum(highs, Fraction(0)) if len(highs) == len(pairs) else None

    def award_since(self, clause: Plain) -> tuple[Since, Since]:
        """The award day of the earliest row that meets it: certainly, and possibly."""
        return self._first_award([(row, self.award_row(row, clause)) for row in self.rows])

    def degree_since(self, clause: Plain) -> tuple[Since, Since]:
        """The award day of the earliest row that meets it: certainly, and possibly."""
        return self._first_award([(row, self.degree_row(row, clause)) for row in self.rows])

    @staticmethod
    def _first_award(rows: Iterable[tuple[Row, int]]) -> tuple[Since, Since]:
        low, high = (NEVER, NEVER), (NEVER, NEVER)
        for row, standing in rows:
            awarded = read_award(row["awarded"])
            if standing == MET and awarded:
                low = min(low, _moment(awarded[1]))
            if standing in (MET, REVIEW):
                high = min(high, _moment(awarded[0]) if awarded else (EVER, EVER))
        return low, high

    def units_since(self, clause: Plain, quarter: Fraction) -> tuple[Since, Since]:
        """The first day by which rows awarded by then hold enough; possibly since ever, if there may be enough."""
        needed, never = semester(clause["units"], quarter), (NEVER, NEVER)
        days = {_moment(awarded[1]) for row in self.rows if (awarded := read_award(row["awarded"]))}
        enough = [day for day in days if replace(self, rows=self._by(day)).units(clause, quarter)[0] >= needed]
        high = self.units(clause, quarter)[1]
        return min(enough, default=never), (EVER, EVER) if high is None or high >= needed else never

    def _by(self, day: Since) -> list[Row]:
        """The rows that certainly were awarded by a day."""
        return [row for row in self.rows if (awarded := read_award(row["awarded"])) and _moment(awarded[1]) <= day]

    def units(self, clause: Plain, quarter: Fraction) -> tuple[Fraction, High]:
        """Semester units as bounds: overall, or in some subjects, or at some level; without a system, under both."""
        if clause.get("units", "").split()[1:] == ["units"]:
            least, _ = self.units({**clause, "units": "0 semester units"}, quarter)
            _, most = self.units({**clause, "units": "0 quarter units"}, quarter)
            return least, None if most is None else most / quarter
        level = LEVELS[clause["level"]] if "level" in clause else NONE
        rows = [
            row
            for row in self.rows
            if not self.removed(row) and not (_is_foreign(row) and clause.get("foreign") == "refused")
        ]
        if clause.get("in"):
            return self._units_in(rows, clause, level, quarter)
        sure, floor, high, unbounded = Fraction(0), Fraction(0), Fraction(0), False
        for row, again in zip(rows, repeats(rows), strict=True):
            stated, implied = stated_units(row, quarter), self._implied(row, level)
            certain, possible = self._at_level(row, clause, level)
            certain &= not again
            if stated:
                sure += stated[0] if certain else 0
                high += max(stated[1] or Fraction(0), *implied) if possible else 0
                unbounded |= possible and stated[1] is None
            elif min(implied) > 0:
                floor = max(floor, min(implied) if certain else Fraction(0))
                high += min(implied) if possible else 0
            else:
                graduate = level > BACHELOR and min(self.levels.levels(row["level"])) >= MASTER
                if graduate and certain and conferral(row, self.as_of) == {MET}:
                    floor = max(floor, Fraction(30))
                unbounded |= possible and self._may_be_college(row)
        return max(sure, floor), None if unbounded else high

    def _at_level(self, row: Row, clause: Plain, level: int) -> tuple[bool, bool]:
        """Whether a row certainly is, and may be, study at a level whose units count."""
        levels = self.levels.levels(row["level"])
        asked = clause.get("foreign", "counts") != "counts"
        evaluated = not (asked and (_is_foreign(row) or self.levels.strange(row["level"])))
        return min(levels) >= level and evaluated and not self.unsure(row), max(levels) >= level

    def _implied(self, row: Row, asked: int) -> list[Fraction]:
        """Units that the degree implies under each reading; graduate study is beyond them."""
        return [
            Fraction(IMPLIED_UNITS.get(level, 0) if conferred == MET and asked <= BACHELOR else 0)
            for level in self.levels.levels(row["level"])
            for conferred in conferral(row, self.as_of)
        ]

    def _units_in(self, rows: Sequence[Row], clause: Plain, level: int, quarter: Fraction) -> tuple[Fraction, High]:
        """Low: the worst way of dividing each row among its subjects; high: the best among those that it may have."""
        names = set(listed(clause["in"]))
        caps: Mapping[str, High] = {
            name: semester(amount, quarter) for name, amount in clause.get("at most", {}).items() if name in names
        }
        sure: list[tuple[Fraction, list[str]]] = []
        maybe: list[tuple[High, set[str]]] = []
        for row, again in zip(rows, repeats(rows), strict=True):
            stated = stated_units(row, quarter)
            at_level, may_be = self._at_level(row, clause, level)
            at_level &= not again
            certain, possible, _ = self.subjects.meanings(row["subject"])
            subjects = self.subjects.stated(row["subject"])
            if at_level and subjects and all(self.subjects.wholes(each) & names for each in subjects) and stated:
                sure.append((stated[0], sorted(certain & names)))
            if may_be and possible & names and (stated or self._may_be_college(row)):
                implied = self._implied(row, level)
                most = min(implied) or None
                if stated:
                    most = stated[1]
                    if most is not None and not row["subject"]:
                        most = max(most, *implied)
                maybe.append((most, possible & names))
        worst = [
            _capped([(amount, subject) for (amount, _), subject in zip(sure, chosen, strict=True)], caps)
            for chosen in product(*(subjects for _, subjects in sure))
        ]
        return min(worst), _best(maybe, caps)


def _of_words(words: Words, cell: str, names: Collection[str]) -> int:
    """Where a cell leaves it that one of some names is stated."""
    return MET if words.states(cell, names) else REVIEW if words.may_state(cell, names) else UNMET


def _capped(amounts: Sequence[tuple[Fraction, str]], caps: Mapping[str, High]) -> Fraction:
    """Amounts by subject, each subject up to its cap."""
    sums: dict[str, Fraction] = {}
    for amount, subject in amounts:
        sums[subject] = sums.get(subject, Fraction(0)) + amount
    limits = {subject: caps.get(subject) for subject in sums}
    return sum(
        (total if (cap := limits[name]) is None else min(total, cap) for name, total in sums.items()), Fraction(0)
    )


def _best(rows: Sequence[tuple[High, set[str]]], caps: Mapping[str, High]) -> High:
    """The most that rows can hold in subjects with caps: the least cut between the rows and the subjects."""
    cuts: list[High] = []
    for kept in product((False, True), repeat=len(rows)):
        through = {subject for (_, subjects), keep in zip(rows, kept, strict=True) if keep for subject in subjects}
        parts = [amount for (amount, _), keep in zip(rows, kept, strict=True) if not keep]
        parts += [caps.get(subject) for subject in through]
        bounded = [part for part in parts if part is not None]
        cuts.append(sum(bounded, Fraction(0)) if len(bounded) == len(parts) else None)
    return min((cut for cut in cuts if cut is not None), default=None)


def _is_foreign(row: Row) -> bool:
    return row["level"] in FOREIGN


def _moment(day: date) -> Since:
    return day_number(day), day.toordinal()


def on_calendar(number: int) -> Since:
    """A day on the 30/360 axis with the first day of the calendar that has its number or a later one."""
    if number in (EVER, NEVER):
        return number, number
    year, month, day = (number - 1) // 360, (number - 1) % 360 // 30 + 1, (number - 1) % 30 + 1
    last = last_of_month(year, month)
    found = last.replace(day=day) if day <= last.day else last + timedelta(days=1)
    return number, found.toordinal()
