"""Licences and certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import ExampleRows, Leaf, Making, unsettled, unsettled_in_short, with_article, without_article
from minqual.clauses.due import AFTER_APPOINTMENT, WHEN_DUE, Deadline, Due, DueBy, deadline
from minqual.clauses.field_directions import Allowance, Direction, FromHardest, Limit, Welcome
from minqual.clauses.findings import (
    Ask,
    Assessment,
    Evidence,
    Gap,
    NotCounted,
    Question,
    Since,
    Wording,
    open_questions,
    put,
    put_without_row,
    since_first,
)
from minqual.counting import Tally
from minqual.notation import Amount, CalendarTime, Mistake, listed
from minqual.records import PART
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    UNMET,
    Flags,
    Standing,
    Standings,
    anywhere,
    once,
    once_each,
)


class Credential(Leaf):
    """A licence or certificate, valid on the as-of date; one without a stated expiry is taken as valid.

    Due `at filing` it is met or unmet. Due `by appointment`, or `after appointment`, with `within` so long after it,
    or by an event, whoever does not show it yet is conditional, never unmet; due so long after filing, until that is
    over. The issuer may be left out. Whoever is still to get it, on a day stated as `valid_from`, is conditional under
    `in progress: conditional`, or where that day is `expected within` so long after the as-of date.

        - credential: driver's license
          issued by: California
          due: by appointment

        - credential: certified public accountant
          due: after appointment
          within: 24 months

        - credential: certified public accountant
          due: at filing
          expected within: 4 months
    """

    kind: ClassVar[str] = "credential"
    tables: ClassVar[tuple[str, ...]] = ("credentials",)

    credential: Annotated[
        str, Field(description="its name in the vocabulary of credentials"), Direction(section="credentials")
    ]
    issued_by: Annotated[
        str | None, Field(description="its issuer in the vocabulary of issuers"), Welcome(section="issuers")
    ] = None
    due: Annotated[Due, Field(description=WHEN_DUE), DueBy(absent=True)]
    within: Annotated[
        CalendarTime | None,
        Field(description="with `due: after appointment`: how long after it; left out where no figure is printed"),
        Limit(afterwards=True),
    ] = None
    in_progress: Annotated[
        Literal["conditional", "refused"],
        Field(description="one that is valid from a day ahead; `expected within` lets those in that are near enough"),
        FromHardest(words=("refused", "conditional")),
    ] = "refused"
    expected_within: Annotated[
        CalendarTime | None,
        Field(description="one that is valid from a day no later than this after the as-of date is conditional"),
        Allowance(instead=True),
    ] = None

    @model_validator(mode="after")
    def _stage(self) -> Credential:
        if self.within is not None and self.due != AFTER_APPOINTMENT:
            raise Mistake(
                f"due {self.due} with 'within'",
                "'within' beside 'due: after appointment', and there alone; so long after filing is "
                "'due: 10 days after filing'",
            )
        refused = "in_progress" in self.model_fields_set and self.in_progress == "refused"
        if self.expected_within is not None and refused:
            raise Mistake("'in progress: refused' with 'expected within'", "one of the two")
        return self

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        issuer = {"issuer": self.issued_by} if self.issued_by else {}
        return {"credentials": [{"name": self.credential, **issuer}]}

    def says(self) -> str:
        ahead = ""
        if self.expected_within is not None:
            ahead = f", or expected within {self.expected_within}"
        elif self.in_progress == "conditional":
            ahead = ", or expected on a day that is stated"
        return f"{self.called()}, due {self._when()}{ahead}"

    def called(self) -> str:
        issuer = f" issued by {self.issued_by}" if self.issued_by else ""
        once_done = self.credential.split()[-1].casefold() in _DONE_ONCE
        return f"a {'completed' if once_done else 'valid'} {self.credential}{issuer}"

    def _when(self) -> str:
        return f"within {self.within} {self.due}" if self.within else self.due

    def assess(self, tally: Tally) -> Assessment:
        low, high = self._rows(tally)
        owner = tally.applicants.credentials.owner
        missing = deadline(self.due).where_missing(tally, UNMET)
        certain = np.maximum(tally.best(owner, low), missing)
        possible = np.maximum(tally.best(owner, high), missing)
        return Assessment(np.where(certain == possible, certain, np.maximum(certain, REVIEW)))

    def reason(self, standing: Standing) -> Wording:
        due = deadline(self.due)
        if standing is Standing.MET:
            return Wording(self.called(), shown=True)
        if standing is Standing.CONDITIONAL and due.later:
            when = due.told if due.number else self._when()
            return Wording(f"{self.called()} must be shown {when}")
        if standing is Standing.CONDITIONAL:
            return Wording(f"{self.called()} is still to be shown, on the day that is stated for it")
        if standing is Standing.REVIEW:
            return Wording(unsettled(self.called()), short=unsettled_in_short(self.called()))
        return Wording(f"no {without_article(self.called())}", shown=True)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        credentials = tally.applicants.credentials
        yield from put(self._asks(tally), wanted)
        low, high = self._rows(tally)
        without = wanted.copy()
        without[credentials.owner[low != high]] = False
        ask = f"Can the applicant show {self.says()}?"
        yield put_without_row("credentials", "name", ask, "applicant", without, part=self.credential)

    @once_each
    def _asks(self, tally: Tally) -> Sequence[Question]:
        """What is open about rows that may be it: what a word means, and what is not stated in full."""
        low, high = self._rows(tally)
        open_ = low != high
        if not anywhere(open_):
            return ()
        named = open_ & tally.credentials.in_question([self.credential])
        issued = np.zeros(len(open_), dtype=np.bool_)
        if self.issued_by:
            issued = open_ & tally.issuers.in_question([self.issued_by])
        tests, parts = self._tests(tally), self._of_wholes(tally, open_)
        apart = {_OTHER_NAME: named, _OTHER_ISSUER: issued}
        for test, rows in parts.items():
            apart[test] = apart[test] | rows
        rest = open_ & ~reduce(and_, [certain | apart.get(name, False) for name, (certain, _) in tests.items()])
        ask = f"Is it {self.says()}: name, issuer and dates in full?"
        asks: tuple[Ask, ...] = (
            ("name", ask, "applicant", rest, Gap.CREDENTIAL),
            ("name", f"Is this credential {with_article(self.credential)}?", "screener", named, Gap.CREDENTIAL_WORD),
            ("issuer", f"Is this issuer {self.issued_by}?", "screener", issued, Gap.CREDENTIAL_WORD),
            *self._asks_of_wholes(parts),
        )
        return open_questions("credentials", asks, tally.applicants.credentials)

    def _of_wholes(self, tally: Tally, live: Flags) -> Mapping[str, Flags]:
        """Rows whose name, or whose issuer, is that of which the one asked for is a part: whether it is, is open."""
        found = {_OTHER_NAME: live & _open_in(_test_of_name(tally, self.credential))}
        found[_OTHER_NAME] &= tally.credentials.of_a_whole([self.credential])
        if self.issued_by:
            found[_OTHER_ISSUER] = live & _open_in(_test_of_issuer(tally, self.issued_by))
            found[_OTHER_ISSUER] &= tally.issuers.of_a_whole([self.issued_by])
        return found

    def _asks_of_wholes(self, wholes: Mapping[str, Flags]) -> Iterator[Ask]:
        ask = f"Is this credential {with_article(self.credential)}?"
        yield f"name{PART}{self.credential}", ask, "applicant", wholes[_OTHER_NAME], Gap.CREDENTIAL
        if self.issued_by:
            ask = f"Is this issuer {self.issued_by}?"
            yield f"issuer{PART}{self.issued_by}", ask, "applicant", wholes[_OTHER_ISSUER], Gap.CREDENTIAL

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        tests, (rows, _) = self._tests(tally), self._rows(tally)
        credentials = tally.applicants.credentials
        for row in tally.rows_of("credentials", applicant):
            failed = [name for name, (_, high) in tests.items() if not high[row]]
            if failed == [_AHEAD] and rows[row] == CONDITIONAL:
                yield Evidence("credentials", int(credentials.row[row]), "will count once it is valid")
                continue
            unsure = [name for name, (low, _) in tests.items() if not low[row]]
            if failed:
                said = f"does not count: {listed(failed, 'and')}"
            elif unsure:
                said = f"open: {listed(unsure, 'and')}"
            else:
                said = "counts"
            yield Evidence("credentials", int(credentials.row[row]), said)

    def not_counted(self, tally: Tally) -> Iterator[NotCounted]:
        tests = self._tests(tally)
        left = tests[_OTHER_NAME][1] & (self._rows(tally)[1] == UNMET)
        for why, (_, high) in tests.items():
            fails = left & ~high
            if fails.any():
                owner, said = tally.applicants.credentials.owner, _WHY.get(why, why)
                yield NotCounted(owner, fails, with_article(self.credential), said)
                left = left & ~fails

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        low, _ = self._rows(tally)
        credentials = tally.applicants.credentials
        held = (credentials.owner == applicant) & (low == MET) & ~credentials.expires.stated
        if anywhere(held):
            yield f"{with_article(self.credential)} without a stated expiry is valid"

    def held_before(self, year: int, making: Making) -> ExampleRows:
        rows = self.example(None, making)["credentials"]
        return {"credentials": [{**row, "valid_from": f"{year - 1}-01-01"} for row in rows]}

    def dated(self) -> bool:
        return True

    def _is_it(self, tally: Tally) -> tuple[Flags, Flags]:
        """The rows that certainly are the credential asked for, valid still or not, and those that may be."""
        tests = [
            _test_of_name(tally, self.credential),
            *([_test_of_issuer(tally, self.issued_by)] if self.issued_by else []),
        ]
        return reduce(and_, [certain for certain, _ in tests]), reduce(and_, [possible for _, possible in tests])

    def since(self, tally: Tally) -> Since:
        rows, (sure, may) = tally.applicants.credentials, self._is_it(tally)
        return since_first(tally, (rows.valid_from, rows.owner, sure, may))

    def since_when(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        rows, (sure, may) = tally.applicants.credentials, self._is_it(tally)
        undated = may & ~(rows.valid_from.stated & ~rows.valid_from.partial)
        parts = self._of_wholes(tally, may & ~sure)
        unsure = may & ~sure & ~reduce(or_, parts.values())
        asks: tuple[Ask, ...] = (
            ("name", f"Is it {self.called()}: name and issuer in full?", "applicant", unsure, Gap.CREDENTIAL),
            *self._asks_of_wholes(parts),
            ("valid_from", "Since which day is it valid?", "applicant", undated, Gap.CREDENTIAL),
        )
        yield from put(open_questions("credentials", asks, rows), wanted)

    @once_each
    def _rows(self, tally: Tally) -> tuple[Standings, Standings]:
        """Per row, where it certainly and where it possibly leaves what is asked for."""
        if not len(tally.applicants.credentials.owner):
            return (none := np.zeros(0, dtype=np.int8)), none
        tests = self._tests(tally)
        low = reduce(and_, [certain for certain, _ in tests.values()])
        high = reduce(and_, [possible for _, possible in tests.values()])
        certain, possible = np.where(low, MET, UNMET), np.where(high, MET, UNMET)
        if not self._under_way:
            return certain, possible
        others = [each for name, each in tests.items() if name != _AHEAD]
        soon, perhaps = self._soon(tally)
        low = reduce(and_, [each for each, _ in others], soon)
        high = reduce(and_, [each for _, each in others], perhaps)
        return np.where(low, np.maximum(certain, CONDITIONAL), certain), np.where(
            high, np.maximum(possible, CONDITIONAL), possible
        )

    @property
    def _under_way(self) -> bool:
        return self.in_progress == "conditional" or self.expected_within is not None

    def _soon(self, tally: Tally) -> tuple[Flags, Flags]:
        """Rows that are valid from a day that is near enough: certainly, and possibly."""
        begun = tally.applicants.credentials.valid_from
        if self.expected_within is None:
            return begun.stated, begun.stated
        within, credentials = self.expected_within, tally.applicants.credentials
        last = tally.applicants.dated.told(lambda day: within.after(day).toordinal(), credentials.owner)
        return begun.stated & (begun.latest <= last), begun.stated & (begun.earliest <= last)

    def _tests(self, tally: Tally) -> dict[str, tuple[Flags, Flags]]:
        return _tests(tally, self.credential, self.issued_by, deadline(self.due))


def _test_of_name(tally: Tally, name: str) -> tuple[Flags, Flags]:
    return tally.credentials.certain([name]), tally.credentials.possible([name])


def _test_of_issuer(tally: Tally, name: str) -> tuple[Flags, Flags]:
    return tally.issuers.certain([name]), tally.issuers.possible([name])


def _open_in(test: tuple[Flags, Flags]) -> Flags:
    certain, possible = test
    return possible & ~certain


_OTHER_NAME: Final = "another credential"
_OTHER_ISSUER: Final = "another issuer"


_AHEAD: Final = "not valid yet"

_WHY: Final = {_OTHER_ISSUER: "from another issuer"}
"""What is said of a credential on record that fails a test."""

_DONE_ONCE: Final = frozenset(
    {"apprenticeship", "class", "course", "courses", "exam", "examination", "program", "programme", "training"}
)
"""Words at the end of the name of what is completed once, and is not valid for a time."""


@once
def _tests(tally: Tally, credential: str, issued_by: str | None, due: Deadline) -> dict[str, tuple[Flags, Flags]]:
    """Each test of a row as (certainly passes, may pass). due: by when it must have become valid."""
    credentials = tally.applicants.credentials
    filing = tally.applicants.dated.told(date.toordinal, credentials.owner)
    until = due.shown_until(tally, credentials.owner)
    begun, ends = credentials.valid_from, credentials.expires
    tests = {
        _OTHER_NAME: _test_of_name(tally, credential),
        _AHEAD: (~begun.stated | (begun.latest <= until), ~begun.stated | (begun.earliest <= until)),
        "expired": (~ends.stated | (ends.earliest >= filing), ~ends.stated | (ends.latest >= filing)),
    }
    if issued_by:
        tests[_OTHER_ISSUER] = _test_of_issuer(tally, issued_by)
    return tests
