"""Degrees and diplomas."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from minqual.clauses.base import ExampleRows, Leaf, Making, unsettled, unsettled_in_short, without_article
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
    put_without_row,
    since_first,
)
from minqual.counting import LEVELS, Matched, Tally, level_of
from minqual.notation import Amount, AnyNames, CalendarTime, listed
from minqual.records import PART, Education
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    SAID,
    UNMET,
    DegreeLevel,
    Flags,
    Standing,
    Standings,
    anywhere,
    denies_diploma,
    fold,
    once,
    once_each,
    silent,
    threshold,
)

SOME_COLLEGE, ASSOCIATE = np.int8(DegreeLevel.SOME_COLLEGE), np.int8(DegreeLevel.ASSOCIATE)

_DIPLOMA: Final = "a high school diploma, a GED or the like"
_SAID: Final = {Standing.MET: "counts", Standing.CONDITIONAL: "to be conferred", Standing.REVIEW: "open"}
"""How a row that may count bears on the clause."""


class Conferred(Leaf):
    """What a school confers at the end of study, read from a row of education: a degree, or an award beside them."""

    if TYPE_CHECKING:
        in_progress: Literal["conditional", "refused"]
        expected_within: Amount | None

    @abstractmethod
    def _row(self, making: Making) -> dict[str, str]:
        """A row of education that has it, but for when it was conferred."""

    @abstractmethod
    def _rows(self, tally: Tally) -> Standings:
        """The standing of each row of education."""

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        return {"education": [{**self._row(making), "conferred": "yes"}]}

    def held_before(self, year: int, making: Making) -> ExampleRows:
        return {"education": [{**self._row(making), "awarded": f"{year - 1}-06-15"}]}

    def says(self) -> str:
        due = ", conferred" if self.in_progress == "refused" else ""
        if self.expected_within is not None:
            due = f", conferred or expected within {self.expected_within}"
        return f"{self.called()}{due}"

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        yield from taken_for_accredited(tally, applicant, self._rows(tally))

    def dated(self) -> bool:
        return True


class Degree(Conferred):
    """A conferred degree or diploma at a level or above it, if need be in certain fields.

    Any one row of education suffices: it must be at or above the level, conferred by the as-of date, and in
    one of the fields. Levels: high school (a GED is the same level), some college, certificate, associate,
    bachelor, master, doctorate. Without `in`, any field does. A field that is blank is open; one that is not
    listed goes by `other fields`.

        - degree: bachelor
          in: [journalism, public relations]
          other fields: review

    A degree that is still to be conferred is conditional, unless `in progress` refuses it or it is expected
    later than `expected within` allows. A foreign or "equivalent" credential whose level no evaluation has
    settled goes by `foreign`:

        - degree: bachelor
          expected within: 6 months
          foreign: conditional

    `country` asks where it was earned, in the column of that name; a blank is open. So "a degree from here, or one
    from abroad that was evaluated" is any of two:

        - any of:
            - {degree: bachelor, country: Ireland}
            - all of:
                - degree: bachelor
                - {answer: evaluation, ask: "Was it evaluated?"}

    Fields given as examples ("such as weaving or pottery") are `in` with `other fields: review`; what is plainly
    no such field stands under `known others` of the pack, and is a firm no.
    """

    kind: ClassVar[str] = "degree"
    tables: ClassVar[tuple[str, ...]] = ("education",)

    degree: Annotated[
        Any,
        BeforeValidator(level_of, json_schema_input_type=Literal[LEVELS]),
        Field(description="the lowest level"),
        Demand(),
    ]
    in_: Annotated[
        AnyNames, Field(description="fields that satisfy it; none: any field"), Welcome(section="fields")
    ] = ()
    other_fields: Annotated[
        Literal["review", "refused"],
        Field(description="a field not listed: reviewed as possibly related, or refused"),
        FromHardest(words=("refused", "review"), of="in_"),
    ] = "refused"
    country: Annotated[
        AnyNames, Field(description="countries in which it was earned; none: any"), Welcome(section="countries")
    ] = ()
    in_progress: Annotated[
        Literal["conditional", "refused"],
        Field(description="a degree that is still to be conferred"),
        FromHardest(words=("refused", "conditional")),
    ] = "conditional"
    expected_within: Annotated[
        CalendarTime | None,
        Field(description="a degree expected later than this after the as-of date is refused"),
        Limit(),
    ] = None
    foreign: Annotated[
        Literal["review", "conditional", "refused"],
        Field(description="a foreign or equivalent credential without an evaluation that names its level"),
        FromHardest(words=("refused", "review", "conditional")),
    ] = "review"

    def _row(self, making: Making) -> dict[str, str]:
        words = making.words(self)
        named = {"field": words.get(("fields", "in")), "country": words.get(("countries", "country"))}
        return {"level": self.degree.word, **{column: word for column, word in named.items() if word}}

    def called(self) -> str:
        fields = f" in {listed(self.in_)}" if self.in_ else ""
        related = " or a related field" if self.in_ and self.other_fields == "review" else ""
        country = f" from {listed(self.country)}" if self.country else ""
        return f"{SAID[self.degree]}{fields}{related}{country}"

    @property
    def _called_short(self) -> str:
        """The same without its lists."""
        fields = " in a required field" if self.in_ else ""
        return f"{SAID[self.degree]}{fields}{' from a required country' if self.country else ''}"

    def assess(self, tally: Tally) -> Assessment:
        return Assessment(tally.best(tally.education.owner, self._rows(tally)))

    def reason(self, standing: Standing) -> Wording:
        degree = self.called()
        if standing is Standing.MET:
            return Wording(degree, shown=True, short=self._called_short)
        if standing is Standing.CONDITIONAL:
            evaluated = ", or to be shown by an evaluation," if self.foreign == "conditional" else ""
            text = f"{degree} is still to be conferred{evaluated} before it counts"
            return Wording(text, short=text.replace(degree, self._called_short))
        if standing is Standing.REVIEW:
            return Wording(unsettled(degree), short=unsettled_in_short(self._called_short))
        due = f" that is {self.says().removeprefix(f'{degree}, ')}" if self.says() != degree else ""
        none = f"no {without_article(degree)}"
        return Wording(none + due, shown=True, briefly=none, short=f"no {without_article(self._called_short)}")

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from put(self._asks(tally), wanted)

    @once_each
    def _asks(self, tally: Tally) -> Sequence[Question]:
        """What is open about rows that may count."""
        education = tally.education
        rows = self._rows(tally)
        level, conferral, field = self._parts(tally)
        live = (rows == REVIEW) | (rows == CONDITIONAL)
        if not anywhere(live):
            return ()
        open_level, blank = live & (level == REVIEW), ~education.level_stated
        unsure = ~blank & ~education.foreign & (education.level_low != education.level_high)
        diploma, denied = self.degree is DegreeLevel.HIGH_SCHOOL, self._denied(tally)
        if diploma:
            without_degree = (conferral == UNMET) | ~tally.recognised | (education.foreign & (level != CONDITIONAL))
            college = education.level_high >= SOME_COLLEGE
            open_level |= live & (rows == REVIEW) & college & without_degree
            open_level |= live & (rows == CONDITIONAL) & college & ~denied
            unsure = denied
        strange = open_level & education.level_strange
        open_level = open_level & ~strange
        foreign = live & education.foreign & (level == CONDITIONAL)
        straddles = education.awarded.stated
        undecided = live & (conferral == REVIEW) & ~open_level & ~strange
        due = undecided & ~straddles & (education.conferred == 0)
        undecided &= ~due
        which = (open_level & ~blank & ~unsure) | foreign
        beside = which & ~self._told_beside(tally) if diploma else np.zeros_like(which)
        asks: tuple[Ask, ...] = (
            ("level", "Which degree or diploma is this?", "applicant", open_level & blank, Gap.BLANK_LEVEL),
            ("level", "Which degree or diploma is this?", "applicant", open_level & unsure, Gap.LEVEL),
            ("level", "At which level of study is this?", "screener", strange, Gap.LEVEL_WORD),
            (
                "level",
                f"Does an evaluation show that it is equal to {SAID[self.degree]}?",
                "applicant",
                which & ~beside,
                Gap.LEVEL,
            ),
            ("expected", "On which day is the degree expected?", "applicant", due, Gap.EXPECTED),
            ("conferred", "Was the degree conferred, and when?", "applicant", undecided & ~straddles, Gap.CONFERRED),
            ("awarded", "On which day was the degree conferred?", "applicant", undecided & straddles, Gap.AWARDED),
            (
                "awarded",
                "Can the applicant show the degree once it is conferred?",
                "applicant",
                live & (conferral == CONDITIONAL) & ~foreign,
                Gap.TO_CONFER,
            ),
            *field_asks(tally, live & (field == REVIEW), self.in_, self.other_fields),
            *accreditation_asks(tally, live),
            *country_asks(tally, live, self.country),
        )
        return [*self._of_diplomas(tally, beside), *open_questions("education", asks, education)]

    def _of_diplomas(self, tally: Tally, beside: Flags) -> Iterator[Question]:
        """Whether there is a diploma beside some rows of study: a row of its own says so, or that there is none.

        Where such a row is there that is open, what it lacks is asked instead.
        """
        education, stands = tally.education, self._rows(tally)
        named = bool(tally.study_words.called(self.degree))
        ask = f"Does the applicant hold {tally.study_words.said(self.degree) if named else _DIPLOMA}?"
        diploma = (education.level_low == self.degree) & (education.level_high == self.degree)
        left = np.ones(tally.count, dtype=np.bool_)
        left[education.owner[diploma & (stands == REVIEW)]] = False
        for rows, says in ((tally.recognised, Gap.DIPLOMA), (~tally.recognised, Gap.DIPLOMA_ALONE)):
            asked_of = np.zeros(tally.count, dtype=np.bool_)
            asked_of[education.owner[beside & rows]] = True
            if anywhere(asked_of := asked_of & left):
                yield put_without_row("education", "level", ask, "applicant", asked_of, says, self.degree.word)
            left &= ~asked_of

    def _denied(self, tally: Tally) -> Flags:
        """Rows beside which the applicant says that there is no diploma, where one is asked for."""
        education = tally.education
        denied = np.zeros(tally.count, dtype=np.bool_)
        if self.degree is DegreeLevel.HIGH_SCHOOL:
            denied[education.owner[education.level.flags(denies_diploma)]] = True
        return denied[education.owner] & education.level_stated & ~education.level_strange

    def _told_beside(self, tally: Tally) -> Flags:
        """Rows beside which a person has said whether there is a diploma, where one is asked for: it says so itself."""
        education, table = tally.education, tally.education.table
        told = np.zeros(tally.count, dtype=np.bool_)
        if self.degree is DegreeLevel.HIGH_SCHOOL:
            for row, column in enumerate(table.added, table.height - len(table.added)):
                told[table.owner[row]] |= column == f"level{PART}{self.degree.word}"
        return told[education.owner]

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        education = tally.education
        rows, recognised = self._rows(tally), tally.recognised
        level, conferral, field = self._parts(tally)
        for row in tally.rows_of("education", applicant):
            said = _SAID.get(Standing(rows[row]))
            if said is None:
                tests = (
                    ("not accredited", recognised[row]),
                    (f"below {self.degree.word}", level[row]),
                    ("not conferred", conferral[row]),
                    ("another field", field[row]),
                )
                failed = [test for test, holds in tests if not holds]
                if self.country and not named(tally.countries, self.country)[row]:
                    failed.append("another country")
                said = f"does not count: {listed(failed, 'and')}"
            yield Evidence("education", int(education.row[row]), said)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        education = tally.education
        level, conferral, field = self._parts(tally)
        left = (self._rows(tally) == UNMET) & (level == MET) & education.level_stated
        said_no = education.conferral_high == UNMET
        country = named(tally.countries, self.country) == UNMET if self.country else np.zeros_like(left)
        failing = {
            "not accredited": ~tally.recognised,
            "stated as not conferred": (conferral == UNMET) & said_no,
            "not conferred yet": conferral == UNMET,
            "in another field": field == UNMET,
            "from another country": country,
        }
        for why, fails in failing.items():
            yield from _by_level(education, left & fails, why)
            left = left & ~fails

    @once_each
    def _rows(self, tally: Tally) -> Standings:
        """The standing of each row of education."""
        level, conferral, field = self._parts(tally)
        rows = np.minimum(level, conferral)
        if tally.surely_recognised is not tally.recognised:
            rows = np.where(tally.surely_recognised, rows, np.minimum(rows, REVIEW))
        rows = np.where(tally.recognised, rows, UNMET)
        if self.degree is DegreeLevel.HIGH_SCHOOL:
            college = tally.education.level_high >= SOME_COLLEGE
            left = college & ~self._denied(tally) & ~self._told_beside(tally)
            rows = np.where(left, np.maximum(rows, REVIEW), rows)
        rows = np.minimum(rows, field) if self.in_ else rows
        return np.minimum(rows, named(tally.countries, self.country)) if self.country else rows

    @once_each
    def _parts(self, tally: Tally) -> tuple[Standings, Standings, Standings]:
        """How each row stands in level, in conferral and in field."""
        return (*self._level(tally), in_fields(tally, self.in_, self.other_fields))

    def _level(self, tally: Tally) -> tuple[Standings, Standings]:
        """How each row stands in level and in conferral."""
        education = tally.education
        level = threshold(education.level_low, education.level_high, int(self.degree))
        if self.foreign != "review":
            otherwise = CONDITIONAL if self.foreign == "conditional" else UNMET
            level = np.where(education.foreign & (level == REVIEW), otherwise, level)
        conferral = conferral_of(tally, self.in_progress, self.expected_within)
        if self.degree is DegreeLevel.HIGH_SCHOOL:
            without_degree = (education.level_low >= SOME_COLLEGE) & (education.level_low < ASSOCIATE)
            level = np.where(without_degree, REVIEW, level)
            no_degree = (level == REVIEW) & (education.level_high < ASSOCIATE)
            told = self._denied(tally) | self._told_beside(tally)
            level = np.where(no_degree & told, UNMET, level)
        if self.degree is DegreeLevel.SOME_COLLEGE:
            conferral = np.where(education.level_high >= SOME_COLLEGE, MET, conferral)
        return level, conferral

    def since(self, tally: Tally) -> Since:
        education, rows = tally.education, self._rows(tally)
        may = (rows == MET) | (rows == REVIEW)
        return since_first(tally, (education.awarded, education.owner, rows == MET, may))

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        yield from self.questions(tally, wanted)
        education, rows = tally.education, self._rows(tally)
        known = education.awarded.stated & ~education.awarded.partial
        open_ = asked(education.owner, (rows == MET) & ~known, wanted)
        ask = "On which day was the degree conferred?"
        owner, row = education.owner[open_], education.row[open_]
        yield Question("education", "awarded", ask, "applicant", owner, row, Gap.AWARDED)


def _by_level(education: Education, rows: Flags, why: str) -> Iterator[NotCounted]:
    """Some rows of education that count for nothing, by what they are."""
    if not rows.any():
        return
    ged = education.level.flags(lambda word: "ged" in fold(word).split())
    for level in np.unique(education.level_low[rows]).tolist():
        mine = rows & (education.level_low == level)
        if level == DegreeLevel.HIGH_SCHOOL:
            yield NotCounted(education.owner, mine & ged, "a GED", why)
            yield NotCounted(education.owner, mine & ~ged, "a high school diploma", why)
        elif level > DegreeLevel.HIGH_SCHOOL:
            yield NotCounted(education.owner, mine, SAID[DegreeLevel(level)], why)


def in_fields(tally: Tally, fields: Sequence[str], other_fields: str) -> Standings:
    """How each row stands in its field; without fields that are asked for, any does."""
    if not fields:
        return np.full(len(tally.education.owner), MET)
    other = REVIEW if other_fields == "review" else UNMET
    otherwise = np.where(tally.fields.others(), UNMET, other)
    listed_or_not = np.where(tally.fields.possible(fields), REVIEW, otherwise)
    return np.where(tally.fields.certain(fields), MET, listed_or_not)


def field_asks(
    tally: Tally, open_: Flags, fields: Sequence[str], other_fields: str, of: str = "degree"
) -> Iterator[Ask]:
    """What the field of a row is, and whether it is one of those asked for, where that is open."""
    silent_, related = tally.education.field.flags(silent), other_fields == "review"
    yield "field", f"What is the field of the {of}?", "applicant", open_ & silent_, Gap.FIELD
    ask, open_ = f"Is the field {'related to ' if related else ''}{listed(fields)}?", open_ & ~silent_
    known = open_ & ~tally.fields.in_question(fields) if not related else np.zeros_like(open_)
    place, by_name = f"field{PART}{'; '.join(fields)}", f"Is the field of the {of} {listed(fields)}?"
    yield place, by_name, "applicant", known, Gap.FIELD
    yield "field", ask, "screener", open_ & ~known, Gap.RELATED_FIELD if related else Gap.FIELD_WORD


def named(words: Matched, names: Sequence[str]) -> Standings:
    """How each row stands in stating one of some names."""
    return np.where(words.certain(names), MET, np.where(words.possible(names), REVIEW, UNMET))


def country_asks(tally: Tally, live: Flags, countries: Sequence[str]) -> Iterator[Ask]:
    """In which country it was earned, where that is not certain."""
    if countries:
        open_ = live & (named(tally.countries, countries) == REVIEW)
        unknown = open_ & tally.countries.in_question(countries)
        whole, part = open_ & tally.countries.of_a_whole(countries), f"country{PART}{'; '.join(countries)}"
        yield "country", "In which country was it earned?", "applicant", open_ & ~unknown & ~whole, Gap.COUNTRY
        yield part, f"Was it earned in {listed(countries)}?", "applicant", whole, Gap.COUNTRY
        yield "country", f"Is this country {listed(countries)}?", "screener", unknown, Gap.COUNTRY_WORD


def accreditation_asks(tally: Tally, live: Flags) -> Iterator[Ask]:
    """Whether the school is accredited, where that is stated and cannot be told."""
    unsure = live & tally.recognised & ~tally.surely_recognised
    yield "accredited", "Is the school accredited?", "applicant", unsure, Gap.ACCREDITED


def taken_for_accredited(tally: Tally, applicant: int, rows: Standings) -> Iterator[str]:
    """What was settled by assumption about schools of one applicant's rows, by how all rows stand."""
    taken = tally.takes_silence_for_accredited
    if any(rows[row] and taken[row] for row in tally.rows_of("education", applicant)):
        yield "an institution whose accreditation is not stated is accredited"


@once
def conferral_of(tally: Tally, in_progress: str, within: Amount | None) -> Standings:
    """How each row stands in conferral, as far as a degree in progress counts."""
    education = tally.education
    low, high = education.conferral_low, education.conferral_high
    if in_progress == "refused":
        low = np.where(low == CONDITIONAL, UNMET, low)
        high = np.where(high == CONDITIONAL, UNMET, high)
    elif within is not None:
        last = tally.applicants.dated.told(lambda day: within.after(day).toordinal(), education.owner)
        awarded, expected = education.awarded, education.expected
        soonest = np.where(awarded.stated, awarded.earliest, expected.earliest)
        latest = np.where(awarded.stated, awarded.latest, expected.latest)
        low = np.where((low == CONDITIONAL) & (latest > last), UNMET, low)
        high = np.where((high == CONDITIONAL) & (soonest > last), UNMET, high)
    return np.where(low == high, low, REVIEW)
