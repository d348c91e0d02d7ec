"""College units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import Leaf, WaysToRead, counted_words, least, to_be_completed, weighed
from minqual.clauses.degree import ASSOCIATE, accreditation_asks
from minqual.clauses.field_directions import SHORT, Demand, Direction, FromHardest, Limit, Shortfall, Welcome
from minqual.clauses.findings import (
    COUNTED,
    Ask,
    Assessment,
    Evidence,
    Gap,
    NotCounted,
    Question,
    Since,
    Wording,
    asked,
    open_questions,
    put,
    put_without_row,
)
from minqual.clauses.unit_asks import may_be_any, of_several_systems, stated_unit_asks, unit_figures
from minqual.counting import (
    UNITS_BY_LEVEL,
    CountingPolicy,
    Divided,
    StudyLevel,
    Tally,
    earned_units,
    may_be_college,
    part_of_units,
    says_not_conferred,
    stated_units,
    units_divided,
    units_in,
    units_to_tell,
    units_told,
    without_award,
)
from minqual.notation import Amount, AnyNames, AnyUnits, LackingUnits, Mistake, Units, listed
from minqual.records import PART, UNIT_COLUMNS
from minqual.values import (
    AXIS_SPAN,
    AXIS_START,
    CONDITIONAL,
    GRADUATE_UNITS,
    IMPLIED_UNITS,
    MET,
    REVIEW,
    SAID,
    UNBOUNDED,
    DegreeLevel,
    Flags,
    Numbers,
    Quantity,
    Standing,
    alike,
    anywhere,
    once_for,
    silent,
    times,
)

_HOW_MANY_IN: Final = "How many of the {} were earned in {}?"

_HALF_WAY: Final = Fraction(2, 3)
"""What a quarter unit is usually worth, for telling which of two amounts is larger before a policy is known."""


class CollegeUnits(Leaf):
    """College units earned, overall or in some subjects, as semester-unit equivalents.

    Where the system is not printed, both are read: `50 units` is met where it holds of semester units, and open
    where it holds of quarter units alone. A conferred degree whose row states no units holds what it implies
    (associate 60, bachelor's and above 120 semester units; of graduate study, a graduate degree 30 at least);
    study without a degree whose row states none may hold any number.

        - units: 60 semester units
          may lack: 30 semester units

    A printed pair of systems that is not 2 : 3 is met in either system, or by parts of both that add up:

        - units: 15 semester units
          or: 20 quarter units

    In subjects, the rows count that name them in the subject column, with the units that they state; a row that
    names none is open. A degree beside a transcript row by row is open so until it has a subject as well, if need be
    its own with units of 0. `at most` caps single subjects, `level` asks for study at a level or above:

        - units: 24 semester units
          in: [accounting, business law]
          at most: {business law: 6 semester units}
    """

    kind: ClassVar[str] = "units"
    tables: ClassVar[tuple[str, ...]] = ("education",)

    units: Annotated[
        AnyUnits,
        Field(
            description="how many, with their system: 60 semester units; without one where none is printed: 60 units"
        ),
        Demand(),
    ]
    or_: Annotated[
        Units | None,
        Field(description="the same in the other system, where the pair is not 2 : 3"),
        Direction(),
    ] = None
    in_: Annotated[
        AnyNames,
        Field(description="subjects in which they are earned; none: any study"),
        Welcome(section="subjects"),
    ] = ()
    at_most: Annotated[
        Mapping[str, AnyUnits],
        Field(description="subjects that count up to so many units only"),
        Limit(section="subjects"),
    ] = {}
    level: Annotated[
        StudyLevel | None, Field(description="the lowest level of the study: master for graduate units"), Demand()
    ] = None
    may_lack: Annotated[LackingUnits | None, Field(description=SHORT), Shortfall()] = None
    foreign: Annotated[
        Literal["counts", "review", "refused"],
        Field(description="units of a foreign or equivalent credential without an evaluation that names its level"),
        FromHardest(words=("refused", "review", "counts")),
    ] = "counts"

    @model_validator(mode="after")
    def _pair(self) -> CollegeUnits:
        if self.or_ is not None and self.or_.unit == self.units.unit:
            raise Mistake(f"{self.units} or {self.or_}", "under 'or', units of the other system")
        beside = [each for each in (self.or_, self.may_lack, *self.at_most.values()) if each is not None]
        if any(each.of_either_system != self.units.of_either_system for each in beside):
            raise Mistake(
                f"{self.units} beside {listed([*map(str, beside)], 'and')}", "a system for all of them, or none"
            )
        for name in self.at_most:
            if name not in self.in_:
                raise Mistake(f"at most so many units in {name!r}", "one of the subjects under 'in'")
        if self.may_lack is not None and self.may_lack.semester(_HALF_WAY) > self.units.semester(_HALF_WAY):
            raise Mistake(f"{self.units} that may lack {self.may_lack}", "a shortfall no larger than what is needed")
        caps = [cap.semester(_HALF_WAY) for cap in self.at_most.values()]
        if self.in_ and set(self.in_) == set(self.at_most) and sum(caps) < self.units.semester(_HALF_WAY):
            raise Mistake(f"{self.units} of which all subjects together count for less", "caps that leave room for it")
        return self

    def columns(self) -> Iterator[str]:
        yield from UNIT_COLUMNS

    def semester_units(self, policy: CountingPolicy) -> Fraction:
        """What is needed, in semester units, or in units of which each may be one."""
        return self.units.semester(self.quarter_unit(policy))

    def quarter_unit(self, policy: CountingPolicy) -> Fraction:
        """What a quarter unit is worth: by the printed pair, else by the policy."""
        if self.or_ is None:
            return policy.quarter_unit
        semester, quarter = sorted((self.units, self.or_), key=lambda each: each.unit, reverse=True)
        return Fraction(semester.value, quarter.value)

    def says(self) -> str:
        return self.called() + (f" (short by up to {self.may_lack}: conditional)" if self.may_lack else "")

    def called(self) -> str:
        pair = f" or {self.or_}" if self.or_ else ""
        return f"{self.units}{pair} or more of {self.study()}"

    @property
    def measured(self) -> str:
        return f"of {self.study()}"

    def study(self) -> str:
        """The study that counts, in words."""
        level = f" at the level of {SAID[self.level]} or above" if self.level else ""
        subjects = f" in {listed(self.in_)}" if self.in_ else ""
        caps = ", ".join(f"{name} at most {units}" for name, units in self.at_most.items())
        foreign = "" if self.foreign == "counts" else ", foreign study only as an evaluation shows"
        return f"college study{level}{subjects}{f' ({caps})' if caps else ''}{foreign}"

    def counted(self, tally: Tally) -> Quantity:
        """The units that count, in semester units; those asked for without a system, in as many as each reading has."""
        if self.units.of_either_system:
            return self._of_either_system(tally)
        return self._of_one_system(tally)

    def _of_either_system(self, tally: Tally) -> Quantity:
        """The units that count if semester units are meant, and, as the most, if quarter units are."""
        low, high = (self._read_as(system).counted(tally) for system in ("semester units", "quarter units"))
        least, most = alike([replace(low, unit="units"), times(high, 1 / tally.policy.quarter_unit, "units")])
        return replace(least, high=most.high)

    def _read_as(self, system: str) -> CollegeUnits:
        """The clause with a system where none is printed."""
        return self.model_copy(update=self._with_system(system))

    def _with_system(self, system: str) -> Mapping[str, object]:
        """Its amounts with a system where none is printed."""
        caps = {name: Amount(cap.value, system) for name, cap in self.at_most.items()}
        return {"units": Amount(self.units.value, system), "at_most": caps}

    def ways_to_read(self) -> WaysToRead | None:
        if not self.units.of_either_system:
            return None
        ask = f"Does the specification mean {self.units} of semesters or of quarters?"
        lack = {} if self.may_lack is None else {"may_lack": self.may_lack}
        return WaysToRead(
            ask,
            {
                system: {
                    **self._with_system(system),
                    **{name: Amount(value.value, system) for name, value in lack.items()},
                }
                for system in ("semester units", "quarter units")
            },
        )

    def _of_one_system(self, tally: Tally) -> Quantity:
        """The units that count, in semester units."""
        if self._overall() and self.or_ is None and self.foreign == "counts":
            return tally.units
        return self._recognised(tally)

    @cached_property
    def study_alone(self) -> CollegeUnits:
        """The clause with nothing in it but what its units are counted by, a printed pair of systems among it."""
        unit = "units" if self.units.of_either_system else "semester units"
        any_number = self.units if self.or_ else Amount(Fraction(0), unit)
        return self.model_copy(update={"units": any_number, "may_lack": None})

    @once_for("study_alone")
    def _recognised(self, tally: Tally) -> Quantity:
        """The units that count of all rows whose units do."""
        return self._counted(tally, None)

    def _counted(self, tally: Tally, among: Flags | None) -> Quantity:
        """The units that count of some rows, or of all."""
        policy = self._policy(tally)
        education = tally.education
        low, high = (rows if among is None else rows & among for rows in self._rows(tally))
        if not self.in_:
            return earned_units(education, low, high, policy, tally.count, implied=self._implied())
        scale = 1000 * policy.quarter_unit.denominator
        caps = {name: int(cap.semester(policy.quarter_unit) * scale) for name, cap in self.at_most.items()}
        told = self._divided(tally)
        apart = np.zeros(len(low), dtype=np.bool_) if told is None else told.rows
        certain = {
            names: rows & low & ~apart
            for names, rows in tally.subjects.dividing(self.in_, caps, certainly=True).items()
        }
        possible = {
            names: rows & high & ~apart
            for names, rows in tally.subjects.dividing(self.in_, caps, certainly=False).items()
        }
        units = {
            frozenset(group).intersection(caps): (np.where(low & apart, least, 0), np.where(high & apart, most, 0))
            for group, (least, most) in (told.units.items() if told else ())
        }
        return units_in(education, certain, possible, caps, policy, tally.count, implied=self._implied(), told=units)

    def _groups(self, tally: Tally) -> Mapping[tuple[str, ...], Flags]:
        """Rows by the subjects of which it is asked how many of their units are in them, since they name others too.

        Each subject that counts up to so many units only is asked of alone, and the others together; none of them where
        one is a part of another, as its units would be told twice.
        """
        subjects, groups = tally.subjects, self._told_apart
        if not subjects.share_none(groups):
            return {}
        possible = {group: subjects.possible(group) for group in groups}
        shared = np.sum([*possible.values()], axis=0) > 1
        rows = subjects.certain(self.in_) & (~subjects.whole(self.in_) | shared)
        return {group: rows & may for group, may in possible.items()} if anywhere(rows) else {}

    @cached_property
    def _told_apart(self) -> Sequence[tuple[str, ...]]:
        """The subjects in groups that count apart from each other."""
        rest = tuple(name for name in self.in_ if name not in self.at_most)
        return [*((name,) for name in self.in_ if name in self.at_most), *([rest] if rest else [])]

    def _divided(self, tally: Tally) -> Divided | None:
        """How the units of rows divide, as far as people have told; None where they have told nothing."""
        education = tally.education
        if not education.table.confirmed or not (groups := self._groups(tally)):
            return None
        return units_divided(education, groups, self._policy(tally).quarter_unit)

    def _division_asks(self, tally: Tally, groups: Mapping[tuple[str, ...], Flags], live: Flags) -> Iterator[Ask]:
        """How many of the units of rows that name several subjects are in those that count. groups: as above."""
        education, rate = tally.education, self._policy(tally).quarter_unit
        live = live & ~of_several_systems(education)
        for group, column, rows, several in units_to_tell(education, groups, rate):
            left = live & rows & ~unit_figures(education)[column].vague
            place, names = f"{column}{PART}{part_of_units(group)}", listed(group)
            yield place, _HOW_MANY_IN.format("units", names), "applicant", left & ~several, Gap.SUBJECT
            kind = column.replace("_", " ")
            yield place, _HOW_MANY_IN.format(kind, names), "applicant", left & several, Gap.SUBJECT

    def _policy(self, tally: Tally) -> CountingPolicy:
        """The counting policy, with the printed pair of systems where there is one."""
        if self.or_ is None:
            return tally.policy
        return tally.policy.model_copy(update={"quarter_unit": self.quarter_unit(tally.policy)})

    def _overall(self) -> bool:
        """Whether any study counts, so that a degree holds what it implies."""
        return not self.in_ and self.level is None

    def _implied(self) -> bool:
        """Whether units that a degree implies may be among those asked for: graduate study is beyond them."""
        return self.level is None or self.level <= DegreeLevel.BACHELOR

    def _rows(self, tally: Tally) -> tuple[Flags, Flags]:
        """Rows of study at the level asked for, certainly and possibly."""
        education = tally.education
        low, high = tally.surely_recognised, tally.recognised
        if self.level is not None:
            low, high = low & (education.level_low >= self.level), high & (education.level_high >= self.level)
        if self.foreign != "counts":
            foreign = education.foreign
            # A word for a level that nobody knows may be that of another country.
            low = low & ~foreign & ~education.level_strange
            high = high if self.foreign == "review" else high & ~foreign
        return low, high

    def assess(self, tally: Tally) -> Assessment:
        counted, rate = self.counted(tally), self.quarter_unit(tally.policy)
        lack = None if self.may_lack is None else self.may_lack.semester(rate)
        needed = self.semester_units(tally.policy)
        return weighed(counted, Amount(needed, counted.unit), needed, lack)

    def reason(self, standing: Standing) -> Wording:
        needed = f"{self.units} or {self.or_}" if self.or_ else str(self.units)
        return counted_words(
            f"{COUNTED} of {self.study()}",
            standing,
            needed,
            self.may_lack,
            short=f"{COUNTED} of qualifying college study",
        )

    def dated(self) -> bool:
        return True

    def since(self, tally: Tally) -> Since:
        counted, cut = self.counted(tally), tally.spells.cut
        sure = self._read_as("semester units") if self.units.of_either_system else self
        education = tally.education
        may = np.asarray(counted.high >= least(self.semester_units(tally.policy), counted), dtype=np.bool_)
        dated = tally.recognised & education.awarded.stated
        rank, held = self._in_order(tally, dated)
        first = sure._enough_with(tally, dated, rank, held)  # noqa: SLF001  # a reading of its own
        low = np.full(tally.count, cut, dtype=np.int64)
        last = dated & (rank == first[education.owner])
        low[education.owner[last]] = np.minimum(education.awarded.last, tally.spells.cut_of(education.owner))[last]
        told = self.assess(tally).standings == Standing.MET
        told[education.owner[self._holding(tally) & ~self._day_told(tally)]] = False
        return Since(low, np.where(may, np.where(told, low, AXIS_START), cut))

    def _holding(self, tally: Tally) -> Flags:
        """Rows that may hold units that count."""
        education = tally.education
        return tally.recognised & (may_be_college(education) | stated_units(education, tally.policy.quarter_unit)[2])

    def _day_told(self, tally: Tally) -> Flags:
        """Rows of which a person has said by which day the units were earned."""
        education = tally.education
        exact = education.awarded.stated & ~education.awarded.partial
        return education.table.said_of("awarded", education.row) & exact

    def _in_order(self, tally: Tally, dated: Flags) -> tuple[Numbers, Numbers]:
        """The place of each dated row among its owner's by the day of its award, and how many each applicant has."""
        education = tally.education
        day = np.where(dated, education.awarded.last, AXIS_START + AXIS_SPAN)
        order = np.lexsort((day, education.owner))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - np.searchsorted(education.owner[order], education.owner[order])
        return rank, np.bincount(education.owner[dated], minlength=tally.count)

    def _enough_with(self, tally: Tally, dated: Flags, rank: Numbers, held: Numbers) -> Numbers:
        """The place of the row with which each applicant's dated rows are enough; as many as they have: never.

        More rows never count for less, so that it is looked for by halves.
        """
        owner, needed = tally.education.owner, self.semester_units(tally.policy)
        low, high = np.zeros_like(held), held.copy()
        while anywhere(low < high):
            middle = (low + high) // 2
            then = self._counted(tally, dated & (rank <= middle[owner]))
            enough = np.asarray(then.low >= least(needed, then), dtype=np.bool_)
            open_ = low < high
            low, high = np.where(open_ & ~enough, middle + 1, low), np.where(open_ & enough, middle, high)
        return low

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.questions(tally, wanted & (self.assess(tally).standings == REVIEW))
        education = tally.education
        rows = asked(education.owner, self._holding(tally) & ~self._day_told(tally), wanted)
        # Beside what says that there is no degree, no day of an award fits: a person must judge such units.
        none = without_award(education) | says_not_conferred(education)
        ask = "By which day were the units earned?"
        asks: tuple[Ask, ...] = (
            ("awarded", ask, "applicant", rows & ~none, Gap.AWARDED),
            ("awarded", ask, "screener", rows & none, Gap.AWARDED),
        )
        yield from open_questions("education", asks, education)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        if self.may_lack is not None:
            later = self.assess(tally).standings == CONDITIONAL
            yield from to_be_completed(self.units, self.called(), wanted & later)
        if (ways := self.ways_to_read()) is not None:
            open_ = self.assess(tally).standings == REVIEW
            yield put_without_row("", "", ways.ask, "screener", wanted & open_, Gap.SYSTEM)
        yield from put(self._asks(tally), wanted)

    @once_for("study_alone")
    def _asks(self, tally: Tally) -> Sequence[Question]:
        """What is open about the rows of study that may count."""
        live = tally.recognised & self._rows(tally)[1]
        if self.in_:
            live = live & tally.subjects.possible(self.in_)
        return open_questions("education", self._all_asks(tally, live), tally.education) if anywhere(live) else ()

    def _all_asks(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        education = tally.education
        stated = np.logical_or.reduce([figures.stated for figures in unit_figures(education).values()])
        live = live & (stated | may_be_college(education))
        yield from self._study_asks(tally, live)
        yield from accreditation_asks(tally, live)
        silent_ = live & ~stated
        certain = (education.conferral_low == MET) & (education.level_low >= ASSOCIATE)
        floor = certain if not self.in_ and self._implied() else np.zeros_like(certain)
        holding = tally.recognised & (stated | may_be_college(education))
        several = np.bincount(education.owner[holding], minlength=tally.count)[education.owner] > 1
        both = live & of_several_systems(education)
        unread = {column: may_be_any(figures) for column, figures in unit_figures(education).items()}
        unknown = np.logical_or.reduce([*unread.values()])
        degree = live & ~unknown & stated & ~both & (education.conferral_high == MET)
        degree &= education.level_high >= ASSOCIATE
        if self.in_:
            degree &= education.subject.flags(silent)
        if education.table.confirmed:
            degree &= ~units_told(education)
        policy = self._policy(tally)
        whole = 1000 * policy.quarter_unit.denominator
        implied = UNITS_BY_LEVEL[education.level_high] * whole
        short = stated_units(education, policy.quarter_unit)[0] < implied
        for ask, rows, says in (
            (
                "How many semester or quarter units were earned?",
                silent_ & ~floor,
                Gap.BLANK_UNITS,
            ),
            (
                "How many units were earned for the degree, beside others?",
                silent_ & floor & several,
                Gap.UNITS,
            ),
            (
                "The degree implies more units than the row states: how many were earned in all?",
                degree & short & self._implied(),
                Gap.UNITS,
            ),
        ):
            yield "semester_units", ask, "applicant", np.asarray(rows, dtype=np.bool_), says
        yield "", "Are these rows the same study?", "applicant", live & stated & education.repeated, Gap.EQUAL_STUDIES
        yield from stated_unit_asks(education, live)

    def _study_asks(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        """What is open about the subject and the level of study."""
        education = tally.education
        if self.in_:
            whole, groups = tally.subjects.whole(self.in_), self._groups(tally)
            dividing = np.logical_or.reduce([np.zeros_like(live), *groups.values()])
            if not tally.subjects.share_none(self._told_apart):
                several = live & whole & tally.subjects.several()
                yield "subject", "How do the units divide among these subjects?", "applicant", several, Gap.SUBJECT
            unknown = live & ~whole & ~dividing & tally.subjects.in_question(self.in_)
            ask = _HOW_MANY_IN.format("units", listed(self.in_))
            yield from self._division_asks(tally, groups, live) if groups else ()
            part, inside = f"subject{PART}{'; '.join(self.in_)}", live & ~whole & tally.subjects.of_a_whole(self.in_)
            inside &= ~tally.subjects.certain(self.in_)
            yield part, f"Were units earned in {listed(self.in_)}?", "applicant", inside, Gap.SUBJECT
            yield "subject", ask, "applicant", live & ~whole & ~unknown & ~inside & ~dividing, Gap.SUBJECT
            yield "subject", f"Is this subject {listed(self.in_)}?", "screener", unknown, Gap.SUBJECT_WORD
        if self.foreign == "review":
            foreign = education.foreign
            ask = "Does an evaluation show which study this is equal to?"
            yield "level", ask, "applicant", live & foreign, Gap.LEVEL
        if self.foreign != "counts":
            ask = "At which level of study is this?"
            yield "level", ask, "screener", live & education.level_strange, Gap.LEVEL_WORD
        if self.level is not None:
            ask = f"Was this study at the level of {SAID[self.level]} or above?"
            yield "level", ask, "applicant", live & (education.level_low < self.level), Gap.LEVEL

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        education = tally.education
        yield NotCounted(education.owner, education.study & ~tally.recognised, "college study", "not accredited")
        if self.in_:
            other = education.study & tally.recognised & ~tally.subjects.possible(self.in_)
            yield NotCounted(education.owner, other, "college study", "in another subject")

    @once_for("study_alone")
    def evidence(self, tally: Tally, applicant: int) -> Sequence[Evidence]:
        return tuple(self._evidence(tally, applicant))

    def _stated(self, tally: Tally) -> tuple[Numbers, Numbers, Flags]:
        """The least and the most that each row adds by the units that it states, and which rows state any."""
        education, rate = tally.education, self._policy(tally).quarter_unit
        least, most, stated = stated_units(education, rate)
        implied = UNITS_BY_LEVEL[education.level_low] * 1000 * rate.denominator
        most = np.where(education.conferral_low == MET, np.maximum(most, implied), most)
        if self.in_ and (told := self._divided(tally)) is not None:
            low, high = told.together
            least, most = np.where(told.rows, low, least), np.where(told.rows, high, most)
        return least, most, stated

    def _evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education = tally.education
        policy = self._policy(tally)
        least_stated, most_stated, stated = self._stated(tally)
        may = self._rows(tally)[1] | ~tally.recognised
        if self.in_:
            may = may & tally.subjects.possible(self.in_)
        for row in tally.rows_of("education", applicant):
            level, conferred = DegreeLevel(int(education.level_low[row])), education.conferral_low[row] == MET
            implied = Fraction(IMPLIED_UNITS.get(level, 0)) if conferred else Fraction(0)
            place = int(education.row[row])
            if not may[row]:
                yield Evidence("education", place, "does not count: other study", Fraction(0), Fraction(0))
            elif not tally.recognised[row]:
                yield Evidence("education", place, "does not count: not accredited", Fraction(0), Fraction(0))
            elif stated[row]:
                parts = 1000 * policy.quarter_unit.denominator
                low, most = (Fraction(int(bound[row]), parts) for bound in (least_stated, most_stated))
                high = None if most_stated[row] >= UNBOUNDED else most
                if education.repeated[row]:
                    yield Evidence("education", place, "units that another row states as well", Fraction(0), high)
                else:
                    yield Evidence("education", place, "units stated", low, high)
            elif implied and not self._implied():
                graduate = Fraction(GRADUATE_UNITS)
                yield Evidence("education", place, "graduate units that the degree holds at least", graduate, None)
            elif implied:
                yield Evidence("education", place, "units that the degree implies", implied, implied)
            elif education.study[row]:
                yield Evidence("education", place, "open: study without stated units", Fraction(0), None)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        education = tally.education
        mine = [row for row in tally.rows_of("education", applicant) if tally.recognised[row]]
        stated = stated_units(education, tally.policy.quarter_unit)[2]
        silent_ = [row for row in mine if not stated[row]]
        if any(education.conferral_low[row] == MET and education.level_low[row] >= ASSOCIATE for row in silent_):
            yield (
                "a conferred degree that states no units holds the number it implies (associate 60, bachelor's 120)"
                if self._implied()
                else f"a graduate degree that states no units holds at least {GRADUATE_UNITS} units of graduate study"
            )
        taken = tally.takes_silence_for_accredited
        if any(education.study[row] and taken[row] for row in mine):
            yield "an institution whose accreditation is not stated is accredited"
