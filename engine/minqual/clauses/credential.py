"""Licences and certificates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import ExampleRows, Leaf, Making, with_article
from minqual.clauses.field_directions import Direction, FromHardest, Limit, Welcome
from minqual.clauses.findings import Ask, Assessment, Evidence, Gap, Question, Wording, open_rows, put, put_without_row
from minqual.counting import Tally
from minqual.notation import Amount, Mistake, SomeDuration, listed
from minqual.values import (
    CONDITIONAL,
    MET,
    REVIEW,
    UNMET,
    Flags,
    Standing,
    Standings,
    once,
)


class Credential(Leaf):
    """A licence or certificate, valid on the as-of date; one without a stated expiry is taken as valid.

    Due `at filing` it is met or unmet. Due `by appointment`, or so long `after appointment`, whoever does not
    show it yet is conditional, never unmet. The issuer may be left out.

        - credential: driver's license
          issued by: California
          due: by appointment

        - credential: certified public accountant
          due: after appointment
          within: 24 months
    """

    kind: ClassVar[str] = "credential"
    tables: ClassVar[tuple[str, ...]] = ("credentials",)

    credential: Annotated[
        str, Field(description="its name in the vocabulary of credentials"), Direction(section="credentials")
    ]
    issued_by: Annotated[
        str | None, Field(description="its issuer in the vocabulary of issuers"), Welcome(section="issuers")
    ] = None
    due: Annotated[
        Literal["at filing", "by appointment", "after appointment"],
        Field(description="when it must be shown"),
        FromHardest(words=("at filing", "by appointment", "after appointment")),
    ]
    within: Annotated[
        SomeDuration | None,
        Field(description="how long after appointment it may be shown"),
        Limit(afterwards=True),
    ] = None

    @model_validator(mode="after")
    def _stage(self) -> Credential:
        if (self.within is not None) != (self.due == "after appointment"):
            found = f"due {self.due} {'with' if self.within else 'without'} 'within'"
            raise Mistake(found, "'within' beside 'due: after appointment', and there alone")
        return self

    def example(self, needed: Amount | None, making: Making) -> ExampleRows:
        issuer = {"issuer": self.issued_by} if self.issued_by else {}
        return {"credentials": [{"name": self.credential, **issuer}]}

    def says(self) -> str:
        return f"{self.called()}, due {self._when()}"

    def called(self) -> str:
        return f"a valid {self.credential}{f' issued by {self.issued_by}' if self.issued_by else ''}"

    def _when(self) -> str:
        return f"within {self.within} {self.due}" if self.within else self.due

    def assess(self, tally: Tally) -> Assessment:
        low, high = self._rows(tally)
        owner = tally.applicants.credentials.owner
        certain, possible = tally.best(owner, low), tally.best(owner, high)
        missing = UNMET if self.due == "at filing" else CONDITIONAL
        otherwise = np.where(possible == MET, np.maximum(missing, REVIEW), missing)
        return Assessment(np.where(certain == MET, MET, otherwise))

    def reason(self, standing: Standing) -> Wording:
        if standing is Standing.MET:
            return Wording(self.called(), shown=True)
        if standing is Standing.CONDITIONAL:
            return Wording(f"{self.called()} must be shown {self._when()}")
        if standing is Standing.REVIEW:
            return Wording(f"the record does not settle whether the applicant holds {self.called()}")
        return Wording(f"no {self.called().removeprefix('a ')}", shown=True)

    def questions(self, tally: Tally, wanted: Flags) -> Iterator[Question]:
        credentials = tally.applicants.credentials
        yield from put("credentials", self._asks(tally), credentials, wanted)
        low, high = self._rows(tally)
        without = wanted.copy()
        without[credentials.owner[low != high]] = False
        ask = f"Can the applicant show {self.says()}?"
        yield put_without_row("credentials", "name", ask, "applicant", without, Gap.CREDENTIAL)

    def _asks(self, tally: Tally) -> Sequence[Ask]:
        """What is open about rows that may be it: what a word means, and what is not stated in full."""
        low, high = self._rows(tally)
        open_ = low != high
        named = open_ & tally.credentials.in_question([self.credential])
        issued = np.zeros(len(open_), dtype=np.bool_)
        if self.issued_by:
            issued = open_ & tally.issuers.in_question([self.issued_by])
        tests = _tests(tally, self.credential, self.issued_by)
        rest = open_ & ~reduce(and_, [certain | _words_of(name, named, issued) for name, (certain, _) in tests.items()])
        ask = f"Is it {self.says()}: name, issuer and dates in full?"
        asks: tuple[Ask, ...] = (
            ("name", ask, "applicant", rest, Gap.CREDENTIAL),
            ("name", f"Is this credential a {self.credential}?", "screener", named, Gap.CREDENTIAL_WORD),
            ("issuer", f"Is this issuer {self.issued_by}?", "screener", issued, Gap.CREDENTIAL_WORD),
        )
        return open_rows(asks)

    def evidence(self, tally: Tally, applicant: int) -> Iterator[Evidence]:
        tests = _tests(tally, self.credential, self.issued_by)
        credentials = tally.applicants.credentials
        for row in tally.rows_of("credentials", applicant):
            failed = [name for name, (_, high) in tests.items() if not high[row]]
            unsure = [name for name, (low, _) in tests.items() if not low[row]]
            if failed:
                said = f"does not count: {listed(failed, 'and')}"
            elif unsure:
                said = f"open: {listed(unsure, 'and')}"
            else:
                said = "counts"
            yield Evidence("credentials", int(credentials.row[row]), said)

    def assumptions(self, tally: Tally, applicant: int) -> Iterator[str]:
        low, _ = self._rows(tally)
        credentials = tally.applicants.credentials
        held = (credentials.owner == applicant) & (low == MET) & ~credentials.expires.stated
        if held.any():
            yield f"{with_article(self.credential)} without a stated expiry is valid"

    def _rows(self, tally: Tally) -> tuple[Standings, Standings]:
        """Per row, whether it certainly and whether it possibly is the credential asked for."""
        tests = _tests(tally, self.credential, self.issued_by).values()
        low = reduce(and_, [certain for certain, _ in tests])
        high = reduce(and_, [possible for _, possible in tests])
        return np.where(low, MET, UNMET), np.where(high, MET, UNMET)


def _words_of(test: str, named: Flags, issued: Flags) -> Flags | bool:
    """The rows in which a test is open by a word alone, which is asked about by itself."""
    return named if test == _OTHER_NAME else issued if test == _OTHER_ISSUER else False


_OTHER_NAME: Final = "another credential"
_OTHER_ISSUER: Final = "another issuer"


@once
def _tests(tally: Tally, credential: str, issued_by: str | None) -> dict[str, tuple[Flags, Flags]]:
    """Each test of a row as (certainly passes, may pass)."""
    credentials = tally.applicants.credentials
    today = tally.applicants.as_of.toordinal()
    begun, ends = credentials.valid_from, credentials.expires
    tests = {
        _OTHER_NAME: (tally.credentials.certain([credential]), tally.credentials.possible([credential])),
        "not valid yet": (~begun.stated | (begun.latest <= today), ~begun.stated | (begun.earliest <= today)),
        "expired": (~ends.stated | (ends.earliest >= today), ~ends.stated | (ends.latest >= today)),
    }
    if issued_by:
        tests[_OTHER_ISSUER] = (tally.issuers.certain([issued_by]), tally.issuers.possible([issued_by]))
    return tests
