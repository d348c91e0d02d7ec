"""What a pack's clauses draw on: applicants' rows matched to its words and counted by its policy, once each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from minqual.counting.answered_questions import AnsweredQuestions
from minqual.counting.college_units import earned_units
from minqual.counting.job_facts import FACT_COLUMNS, FactRows, Told, ToldFacts
from minqual.counting.matched_words import Matched, Spread, Worded
from minqual.counting.policies import CountingPolicy
from minqual.counting.ranks import Ranks
from minqual.counting.spells import Axis, Spells, Stretches, pooled, spells
from minqual.counting.study_words import AwardRows, StudyWords
from minqual.counting.time_credit import hours_worked, time_credit, weeks_worked
from minqual.records import BLANK, EITHER, ENTRY, PART, Applicants, Education, TextColumn, equal_prints, prints
from minqual.values import (
    DAYS_IN_YEAR,
    DegreeLevel,
    Flags,
    Kept,
    Quantity,
    Standings,
    Vocabulary,
    anywhere,
    fold,
    in_steps,
    once,
    wherever,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records import Prints


COLUMN_OF: Final = {
    "kinds": ("experience", "kinds"),
    "employers": ("experience", "employer"),
    "classes": ("experience", "class_code"),
    "fields": ("education", "field"),
    "subjects": ("education", "subject"),
    "countries": ("education", "country"),
    "credentials": ("credentials", "name"),
    "issuers": ("credentials", "issuer"),
}
"""The table and the column whose words are matched against each section of a pack's vocabulary."""


SECTION_OF: Final = {place: section for section, place in COLUMN_OF.items()}
"""The section of a pack's vocabulary that each column of words is matched against."""


class Ledger:
    """Applicants, with what has been counted of them for any pack and does not hang on which pack it was.

    written: the words of their jobs as they were written, where people have said of some what they mean.
    """

    def __init__(self, applicants: Applicants, written: Ledger | None = None) -> None:
        self.applicants = applicants
        self._written = written
        self.kept: Kept = {}

    @once
    def _worded(self, table: str, column: str) -> Worded:
        """A column of words taken apart."""
        return Worded(getattr(getattr(self.applicants, table), column))

    def words_of(self, column: str) -> Worded:
        """A column of the jobs taken apart as it was written, their own names for the rows included."""
        if self._written is not None:
            return self._written.words_of(column)
        if column != ENTRY:
            return self._worded("experience", column)
        return self._entries()

    @once
    def _entries(self) -> Worded:
        jobs = self.applicants.experience
        column = jobs.table.column(ENTRY)
        return Worded(TextColumn(column.codes[jobs.row], column.words))

    @once
    def matched(self, table: str, column: str, vocabulary: Vocabulary) -> Matched:
        """A column of words matched against a vocabulary."""
        return Matched(self._worded(table, column), vocabulary, self._denied(table, column, vocabulary))

    def _denied(self, table: str, column: str, vocabulary: Vocabulary) -> Mapping[str, Flags]:
        """By name, the rows of which people have said that a cell does not mean it, or a name of which it is a part."""
        section = getattr(self.applicants, table)
        places = {name: f"{column}{PART}{name}{PART}no" for name in vocabulary.names} if section.table.confirmed else {}
        said = {
            name: section.table.said_of(place, section.row)
            for name, place in places.items()
            if place in section.table.confirmed
        }
        wholes = {name: [said[each] for each in vocabulary.wholes(name) if each in said] for name in places if said}
        return {name: np.logical_or.reduce(rows) for name, rows in wholes.items() if rows}

    @once
    def equal_prints(self) -> Prints:
        """What tells applicants all of whose rows are equal."""
        return equal_prints(self.applicants)

    @once
    def prints(self) -> Prints:
        """What tells applicants all of whose rows are equal, of them and others elsewhere."""
        return prints(self.applicants)

    @once
    def spells(self, axis: Axis, timing: CountingPolicy) -> Spells:
        """Every job as a spell. timing: the policy, with nothing in it but what time hangs on."""
        return spells(self.applicants.experience, self.applicants.dated, timing, axis)


Accreditation: TypeAlias = Literal["not asked", "a stated no removes the row", "must be stated"]
"""What a pack says of accreditation: nothing, that a stated no removes a row, or that a yes must be stated."""


class Tally:
    """Applicants counted for one pack. Every quantity is computed when first asked for and kept.

    groups: the kinds of work that each group name stands for.
    accreditation: what the pack says of it, as it says it. facts: those of a job.
    ledger: what other packs may have counted of the same applicants already. asks: the questions that the pack asks.
    papers_until: the day up to which papers and answers are in, the as-of date or later.
    ranks: which classes rank above others. award_ranks: which awards do. study_words: the pack's own words for levels.
    vacancy: what is said of it.
    """

    def __init__(  # noqa: PLR0913  # all that a pack and a run say of counting
        self,
        ledger: Ledger,
        policy: CountingPolicy,
        vocabularies: Mapping[str, Vocabulary],
        *,
        groups: Mapping[str, Sequence[str]],
        accreditation: Accreditation = "not asked",
        facts: ToldFacts | None = None,
        asks: Collection[str] = (),
        papers_until: date | None = None,
        ranks: Ranks | None = None,
        award_ranks: Ranks | None = None,
        study_words: StudyWords | None = None,
        vacancy: Mapping[str, str] | None = None,
    ) -> None:
        self.applicants = ledger.applicants
        self._ledger = ledger
        self.policy = policy
        self.accreditation = accreditation
        self._vocabularies = vocabularies
        self._groups = groups
        self._facts = facts
        self._asks = asks
        self.papers_until = max(papers_until or self.applicants.as_of, self.applicants.as_of)
        self.ranks, self.award_ranks = ranks or Ranks(), award_ranks or Ranks()
        self.study_words = study_words or StudyWords()
        self.vacancy = vacancy or {}
        self.kept: Kept = {}

    def counted_by(self, policy: CountingPolicy) -> Tally:
        """The same applicants, counted by another policy."""
        other = copy(self)
        for name in [each for each in vars(other) if isinstance(getattr(Tally, each, None), cached_property)]:
            del vars(other)[name]
        other.policy, other.kept = policy, {}
        return other

    @property
    def accredited(self) -> bool:
        """Whether a stated "no" to accreditation removes a row's degree and units."""
        return self.accreditation != "not asked"

    @property
    def accreditation_stated(self) -> bool:
        """Whether college study counts for certain only where a yes is stated."""
        return self.accreditation == "must be stated"

    @property
    def equal_prints(self) -> Prints:
        """What tells applicants all of whose rows are equal."""
        return self._ledger.equal_prints()

    @property
    def prints(self) -> Prints:
        """What tells applicants all of whose rows are equal, of them and others elsewhere."""
        return self._ledger.prints()

    @property
    def count(self) -> int:
        """How many applicants."""
        return self.applicants.count

    def _matched(self, section: str) -> Matched:
        """A column of words matched against its section of the pack's vocabulary."""
        return self._ledger.matched(*COLUMN_OF[section], self._vocabularies[section])

    @cached_property
    def unknown_words(self) -> Mapping[str, Spread]:
        """The words that the pack does not know, by section of its vocabulary, and questions that it does not ask."""
        found = {}
        for section, (table, _) in COLUMN_OF.items():
            if self._vocabularies[section].names:
                owner = getattr(self.applicants, table).owner
                found[section] = self._matched(section).unknown(owner)
        education, strange = self.education, self.education.level_strange
        if anywhere(strange):
            words = [fold(word) for word in education.level.words]
            found["levels"] = Spread.of(words, education.level.codes[strange], education.owner[strange])
        found["questions"] = self.answered.unknown()
        return {section: spread for section, spread in found.items() if spread.words}

    @cached_property
    def answered(self) -> AnsweredQuestions:
        """The questions of answers, against those that the pack asks."""
        return AnsweredQuestions(self.applicants.answers, self._asks)

    @cached_property
    def kinds(self) -> Matched:
        """The kinds of work stated on each job."""
        return self._matched("kinds")

    @cached_property
    def fields(self) -> Matched:
        """The field stated on each row of education."""
        return self._matched("fields")

    @cached_property
    def credentials(self) -> Matched:
        """The name stated on each credential."""
        return self._matched("credentials")

    @cached_property
    def education(self) -> Education:
        """The rows of education, their levels by the pack's own words where it has any."""
        education = self.applicants.education
        return self.study_words.over(education) if self.study_words.words else education

    @cached_property
    def awards(self) -> AwardRows:
        """The award stated on each row of education, in the column of levels."""
        return self.study_words.awards(self.applicants.education.level)

    @cached_property
    def awards_held(self) -> Matched:
        """The award that the name of each credential states."""
        return self._ledger.matched("credentials", "name", self._vocabularies["awards"])

    @cached_property
    def issuers(self) -> Matched:
        """The issuer stated on each credential."""
        return self._matched("issuers")

    @cached_property
    def employers(self) -> Matched:
        """The employer stated on each job."""
        return self._matched("employers")

    @cached_property
    def classes(self) -> Matched:
        """The class stated on each job, by its code or title in the class_code column."""
        return self._matched("classes")

    @once
    def fact(self, name: str) -> FactRows:
        """What each job states of a fact, or of a kind of work that the facts column may deny."""
        assert self._facts is not None
        jobs = self.applicants.experience
        told = jobs.table.said_of(f"facts{PART}{name}", jobs.row)
        return FactRows(self._facts, name, {column: self._ledger.words_of(column) for column in FACT_COLUMNS}, told)

    def speaking_of(self, kind: str) -> Iterator[tuple[FactRows, frozenset[Told]]]:
        """The facts that speak of a kind of work, each with the values that are, or may be, that kind."""
        if self._facts is not None:
            yield from ((self.fact(name), values) for name, values in self._facts.about(kind))

    @cached_property
    def subjects(self) -> Matched:
        """The subject stated on each row of education."""
        return self._matched("subjects")

    @cached_property
    def countries(self) -> Matched:
        """The country stated on each row of education."""
        return self._matched("countries")

    @cached_property
    def spells(self) -> Spells:
        """Every job as a spell."""
        return self._ledger.spells("30/360", self.policy.timing)

    @cached_property
    def forgiven(self) -> Fraction:
        """Years by which time may fall short, once, at the end."""
        return Fraction(self.policy.forgiven_days) / DAYS_IN_YEAR

    @once
    def spells_on(self, axis: Axis) -> Spells:
        """Every job as a spell on an axis."""
        return self._ledger.spells(axis, self.policy.timing)

    @cached_property
    def recognised(self) -> Flags:
        """Rows of education whose degree and units may count."""
        refused = self.education.accredited == 0
        recognised: Flags = ~refused if self.accredited else np.ones(len(refused), dtype=np.bool_)
        return recognised

    @cached_property
    def surely_recognised(self) -> Flags:
        """Rows of education whose degree and units certainly count."""
        education = self.education
        unsure = education.accredited == EITHER
        if self.accreditation_stated:
            unsure |= (education.accredited == BLANK) & (education.level_high > int(DegreeLevel.HIGH_SCHOOL))
        return self.recognised & ~unsure if self.accredited and anywhere(unsure) else self.recognised

    @cached_property
    def takes_silence_for_accredited(self) -> Flags:
        """Rows of education whose school is taken as accredited though nothing says so."""
        silent_ = self.applicants.education.accredited == BLANK
        return silent_ & self.surely_recognised if self.accredited else np.zeros(len(silent_), dtype=np.bool_)

    @cached_property
    def units(self) -> Quantity:
        """College units of every applicant."""
        education, sure, may = self.education, self.surely_recognised, self.recognised
        return earned_units(education, sure, may, self.policy, self.count, implied=True)

    def kinds_in(self, names: Sequence[str]) -> tuple[str, ...]:
        """The kinds of work that some names of kinds and groups stand for, sorted."""
        return tuple(sorted({kind for name in names for kind in self._groups.get(name, (name,))}))

    @once
    def credit(self, uses: frozenset[Stretches]) -> Quantity:
        """Time credit of every applicant over stretches of their spells, none of it twice, in years."""
        return time_credit(self.spells, pooled(tuple(uses)), self.count)

    @once
    def hours(self, counted: Stretches) -> Quantity:
        """Hours worked by every applicant over stretches of their spells on the calendar."""
        return hours_worked(self.spells_on("calendar"), counted, self.policy, self.count)

    @once
    def weeks(self, counted: Stretches) -> Quantity:
        """Time credit of every applicant over stretches of their spells on the calendar, in weeks."""
        return self.whole_weeks(weeks_worked(self.spells_on("weeks"), counted, self.count))

    def whole_weeks(self, weeks: Quantity) -> Quantity:
        """Weeks as the policy counts them: as they are, or whole ones alone."""
        return weeks if self.policy.weeks == "to the day" else in_steps(weeks, Fraction(1))

    @once
    def rows_of(self, table: str, applicant: int) -> Sequence[int]:
        """The places of one applicant's rows in a table."""
        rows: list[int] = wherever(getattr(self.applicants, table).owner == applicant).tolist()
        return rows

    def best(self, owner: NDArray[np.int32], standings: Standings) -> Standings:
        """Per applicant, the best standing among their rows; UNMET without rows."""
        best = np.zeros(self.count, dtype=np.int8)
        np.maximum.at(best, owner, standings)
        return best
