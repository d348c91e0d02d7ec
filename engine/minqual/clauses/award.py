"""Awards that stand beside the levels of study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import Field

from minqual.clauses.base import Making, unsettled, unsettled_in_short, with_article, without_article
from minqual.clauses.degree import (
    Conferred,
    accreditation_asks,
    conferral_of,
    country_asks,
    field_asks,
    in_fields,
    named,
)
from minqual.clauses.field_directions import Demand, FromHardest, Limit, Welcome
from minqual.clauses.findings import (
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
    since_first,
)
from minqual.clauses.unit_asks import stated_unit_asks
from minqual.counting import Tally, stated_units
from minqual.notation import Amount, AnyNames, Names, SomeDuration, SomeUnits, listed
from minqual.records import UNIT_COLUMNS
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    UNBOUNDED,
    UNMET,
    Flags,
    Numbers,
    Standing,
    Standings,
    anywhere,
    months_later,
    once_each,
    threshold,
)

ONE_OF_THEM: Final = "one of the awards that are asked for"
"""What awards are called without their list."""

_SAID: Final = {Standing.MET: "counts", Standing.CONDITIONAL: "to be conferred", Standing.REVIEW: "open"}


class Award(Conferred):
    """An award that the pack names under `awards`, or one above it in its ladder (`award ranks`).

    It is read from a row of education by its level. Level, field, units and country must stand in that one row: a
    "level 5 award with 90 credits" is not made up of two awards.

        - award: Guild Diploma
          in: [glass, metal]
        - award: Level 5 award
          units at least: 90 credits
          country: Ireland

    A credential of that name counts as well; it says nothing of field, units or country, which are open then where
    the clause asks for them. A word for a level that nobody knows may be any award. Units without a system (`90
    credits`) are the award's own where the row states them as credits; a blank is open, whatever the award implies.
    """

    kind: ClassVar[str] = "award"
    tables: ClassVar[tuple[str, ...]] = ("education", "credentials")

    award: Annotated[
        Names, Field(description="its name in the vocabulary of awards; one of a list is enough"), Welcome("awards")
    ]
    in_: Annotated[
        AnyNames, Field(description="fields that satisfy it; none: any field"), Welcome(section="fields")
    ] = ()
    other_fields: Annotated[
        Literal["review", "refused"],
        Field(description="a field not listed: reviewed as possibly related, or refused"),
        FromHardest(words=("refused", "review"), of="in_"),
    ] = "refused"
    units_at_least: Annotated[
        SomeUnits | None,
        Field(description="how many units, or credits, the award must hold itself"),
        Demand(),
    ] = None
    country: Annotated[
        AnyNames, Field(description="countries in which it was earned; none: any"), Welcome(section="countries")
    ] = ()
    in_progress: Annotated[
        Literal["conditional", "refused"],
        Field(description="an award that is still to be conferred"),
        FromHardest(words=("refused", "conditional")),
    ] = "conditional"
    expected_within: Annotated[
        SomeDuration | None,
        Field(description="an award expected later than this after the as-of date is refused"),
        Limit(),
    ] = None

    def columns(self) -> Iterator[str]:
        yield "level"
        if self.units_at_least is not None:
            yield from UNIT_COLUMNS

    def _row(self, making: Making) -> dict[str, str]:
        words = making.words(self)
        found = {
            "level": self.award[0],
            "field": words.get(("fields", "in")),
            "country": words.get(("countries", "country")),
        }
        if (units := self.units_at_least) is not None:
            column = {"semester units": "semester_units", "quarter units": "quarter_units"}.get(units.unit, "credits")
            found[column] = str(units).split()[0]
        return {column: word for column, word in found.items() if word}

    def called(self) -> str:
        related = " or a related field" if self.other_fields == "review" else ""
        parts = [listed([with_article(name) for name in self.award])]
        parts += [f"in {listed(self.in_)}{related}"] if self.in_ else []
        parts += [f"of {self.units_at_least} or more"] if self.units_at_least else []
        parts += [f"from {listed(self.country)}"] if self.country else []
        return " ".join(parts)

    def assess(self, tally: Tally) -> Assessment:
        low, high = self._held(tally)
        held = np.where(low == high, low, np.maximum(low, REVIEW))
        studied = tally.best(tally.education.owner, self._rows(tally))
        return Assessment(np.maximum(studied, tally.best(tally.applicants.credentials.owner, held)))

    def reason(self, standing: Standing) -> Wording:
        award = self.called()
        if standing is Standing.MET:
            return Wording(award, shown=True, short=ONE_OF_THEM)
        if standing is Standing.CONDITIONAL:
            later = "is still to be conferred before it counts"
            return Wording(f"{award} {later}", short=f"{ONE_OF_THEM} {later}")
        if standing is Standing.REVIEW:
            return Wording(unsettled(award), short=unsettled_in_short(ONE_OF_THEM))
        return Wording(f"no {without_article(self.says())}", shown=True, short="none of the awards that are asked for")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from put(self._asks(tally), wanted)
        yield from put(self._asks_of_credentials(tally), wanted)

    @once_each
    def _asks(self, tally: Tally) -> Sequence[Question]:
        """What is open about rows of education that may count."""
        education, parts, rows = tally.education, self._parts(tally), self._rows(tally)
        live = (rows == REVIEW) | (rows == CONDITIONAL)
        if not anywhere(live):
            return ()
        name, conferral = live & (parts["another award"] == REVIEW), parts["not conferred"]
        undecided, straddles = live & (conferral == REVIEW), education.awarded.stated
        blank, whether = ~education.level_stated, f"Is this {listed([with_article(each) for each in self.award])}?"
        asks: list[Ask] = [
            ("level", "Which award, degree or diploma is this?", "applicant", name & blank, Gap.BLANK_LEVEL),
            ("level", whether, "screener", name & ~blank, Gap.AWARD_WORD),
            ("conferred", "Was the award conferred, and when?", "applicant", undecided & ~straddles, Gap.CONFERRED),
            ("awarded", "On which day was the award conferred?", "applicant", undecided & straddles, Gap.AWARDED),
            (
                "awarded",
                "Can the applicant show the award once it is conferred?",
                "applicant",
                live & (conferral == CONDITIONAL),
                Gap.TO_CONFER,
            ),
            *self._field_asks(tally, live),
            *accreditation_asks(tally, live),
            *country_asks(tally, live, self.country),
        ]
        if self.units_at_least is not None:
            ask, open_ = f"How many {self.units_at_least.unit} does the award hold?", parts["too few units"] == REVIEW
            stated = stated_units(education, tally.policy.quarter_unit)[2]
            column = {"quarter units": "quarter_units", "units": "credits"}.get(
                self.units_at_least.unit, "semester_units"
            )
            asks.append((column, ask, "applicant", live & open_ & ~stated, Gap.BLANK_UNITS))
            asks += stated_unit_asks(education, live & open_ & stated)
        return open_questions("education", asks, education)

    def _field_asks(self, tally: Tally, live: Flags) -> Iterator[Ask]:
        if self.in_:
            open_ = live & (self._parts(tally)["another field"] == REVIEW)
            yield from field_asks(tally, open_, self.in_, self.other_fields, "award")

    def _asks_of_credentials(self, tally: Tally) -> Sequence[Question]:
        """What is open about credentials that may be it."""
        low, high = self._held(tally)
        words = tally.awards_held
        word = (low != high) & words.in_question(self._names(tally))
        ask = f"Is this {self.says()}, and on which day was it awarded?"
        whether = f"Is this {listed([with_article(each) for each in self.award])}?"
        asks: tuple[Ask, ...] = (
            ("name", ask, "applicant", (low != high) & ~word, Gap.AWARD),
            ("name", whether, "screener", word, Gap.AWARD_WORD),
            (
                "valid_from",
                "Can the applicant show the award once it is conferred?",
                "applicant",
                (low == high) & (low == CONDITIONAL),
                Gap.TO_CONFER,
            ),
        )
        return open_questions("credentials", asks, tally.applicants.credentials)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education, rows, parts = tally.education, self._rows(tally), self._parts(tally)
        for row in tally.rows_of("education", applicant):
            said = _SAID.get(Standing(rows[row]))
            if said is None:
                failed = [test for test, standing in parts.items() if not standing[row]]
                said = f"does not count: {listed(failed, 'and')}"
            yield Evidence("education", int(education.row[row]), said)
        credentials, (low, high) = tally.applicants.credentials, self._held(tally)
        certain, possible = self._bearing(tally)
        for row in tally.rows_of("credentials", applicant):
            if not possible[row]:
                said = "does not count: another award"
            elif not high[row]:
                said = "does not count: not valid on the day that matters"
            elif low[row] == high[row]:
                said = "counts" if low[row] == MET else "will count once it is valid"
            else:
                said = "open" if certain[row] else "open: whether it is that award"
            yield Evidence("credentials", int(credentials.row[row]), said)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        parts = self._parts(tally)
        left = parts["another award"] == MET
        for why, standing in parts.items():
            fails = left & (standing == UNMET)
            if fails.any():
                yield NotCounted(tally.education.owner, fails, "an award that is asked for", why)
                left = left & ~fails

    def since(self, tally: Tally) -> Since:
        education, credentials = tally.education, tally.applicants.credentials
        rows, (sure, may) = self._rows(tally), self._held(tally)
        return since_first(
            tally,
            (education.awarded, education.owner, rows == MET, (rows == MET) | (rows == REVIEW)),
            (credentials.valid_from, credentials.owner, sure == MET, may == MET),
        )

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.questions(tally, wanted)
        education, credentials = tally.education, tally.applicants.credentials
        ask, (_, may) = "On which day was the award conferred?", self._held(tally)
        for table, section, days, column, rows in (
            ("education", education, education.awarded, "awarded", self._rows(tally) == MET),
            ("credentials", credentials, credentials.valid_from, "valid_from", may == MET),
        ):
            open_ = asked(section.owner, rows & ~(days.stated & ~days.partial), wanted)
            yield Question(table, column, ask, "applicant", section.owner[open_], section.row[open_], Gap.AWARDED)

    def _names(self, tally: Tally) -> Sequence[str]:
        """The awards that count: those asked for, and what ranks above them."""
        return [*self.award, *tally.award_ranks.higher(self.award)]

    @once_each
    def _rows(self, tally: Tally) -> Standings:
        """How each row of education stands: where the least of its parts does."""
        found: Standings = np.minimum.reduce([*self._parts(tally).values()])
        return found

    @once_each
    def _parts(self, tally: Tally) -> dict[str, Standings]:
        """How each row of education stands in each of what is asked, by what is said where it fails."""
        names = self._names(tally)
        sure, may = tally.awards.certain(names), tally.awards.possible(names)
        recognised = np.where(tally.surely_recognised, MET, np.where(tally.recognised, REVIEW, UNMET))
        parts = {
            "not accredited": recognised,
            "another award": np.where(sure, MET, np.where(may, REVIEW, UNMET)),
            "not conferred": conferral_of(tally, self.in_progress, self.expected_within),
        }
        if self.in_:
            parts["another field"] = in_fields(tally, self.in_, self.other_fields)
        if self.units_at_least is not None:
            parts["too few units"] = threshold(*self._units(tally), self._needed(tally, self.units_at_least))
        if self.country:
            parts["another country"] = named(tally.countries, self.country)
        return parts

    def _needed(self, tally: Tally, units: Amount) -> int:
        """The units asked for, in the parts that stated ones are counted in."""
        parts = units.semester(tally.policy.quarter_unit) * 1000 * tally.policy.quarter_unit.denominator
        return -(-parts.numerator // parts.denominator)

    def _units(self, tally: Tally) -> tuple[Numbers, Numbers]:
        """The units that each row states, at least and at most; where it states none, any number.

        Where no system is asked for, credits are what they are, and units of a system may be read in the other.
        """
        education, rate = tally.education, tally.policy.quarter_unit
        assert self.units_at_least is not None
        least, most, stated = stated_units(education, tally.policy.quarter_unit)
        if self.units_at_least.of_either_system:
            semester, quarter, own = education.semester, education.quarter, education.either
            endless = semester.unlimited | quarter.unlimited | own.unlimited
            least = np.maximum(least, own.low * rate.denominator)
            high, rest = (np.where(endless, 0, each) for each in (semester.high, quarter.high + own.high))
            most = high * rate.denominator**2 // rate.numerator + rest * rate.denominator
            most = np.where(endless, UNBOUNDED, most)
        return np.where(stated, least, 0), np.where(stated, most, UNBOUNDED)

    def _bearing(self, tally: Tally) -> tuple[Flags, Flags]:
        """Credentials that certainly, and possibly, are an award that counts by their name."""
        names, words = self._names(tally), tally.awards_held
        return words.certain(names), words.possible(names)

    @once_each
    def _held(self, tally: Tally) -> tuple[Standings, Standings]:
        """How each credential stands, certainly and possibly: its name, its dates, and what it cannot say."""
        credentials = tally.applicants.credentials
        as_of = tally.applicants.dated.told(date.toordinal, credentials.owner)
        certain, possible = self._bearing(tally)
        begun, ends = credentials.valid_from, credentials.expires
        certain = certain & (~ends.stated | (ends.earliest >= as_of))
        possible = possible & (~ends.stated | (ends.latest >= as_of))
        if self.in_ or self.country or self.units_at_least is not None or tally.accreditation_stated:
            certain = np.zeros_like(certain)
        worst = np.where(~begun.stated | (begun.latest <= as_of), MET, self._ahead(tally, begun.latest))
        best = np.where(~begun.stated | (begun.earliest <= as_of), MET, self._ahead(tally, begun.earliest))
        return np.where(certain, worst, UNMET), np.where(possible, best, UNMET)

    def _ahead(self, tally: Tally, day: Numbers) -> Standings:
        """Where a credential that is valid from a day ahead leaves what is asked for."""
        if self.in_progress == "refused":
            return np.full(len(day), UNMET)
        if self.expected_within is None:
            return np.full(len(day), CONDITIONAL)
        months = int(self.expected_within.years * 12)
        owner = tally.applicants.credentials.owner
        last = tally.applicants.dated.told(lambda day: months_later(day, months).toordinal(), owner)
        return np.where(day <= last, CONDITIONAL, UNMET)
