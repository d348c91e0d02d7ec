"""What a clause finds for applicants: standings, evidence, open facts, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from minqual.notation import Amount
from minqual.records import Education, Experience
from minqual.values import Flags, Numbers, Quantity, Standings

if TYPE_CHECKING:
    from numpy.typing import NDArray


COUNTED: Final = "\0"
"""Stands in a wording where a counted figure goes, with its unit; no pack can hold this sign."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Why a clause stands where it does, in words that could be told to the applicant.

    text: a statement of its own without capital and full stop, or where it is `shown`, what "the record shows", so that
    several can be told in one sentence. where: how much is needed of what the text counts.
    """

    text: str
    shown: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A leaf's standing for every applicant, and what it counted against what it needs."""

    standings: Standings
    counted: Quantity | None = None
    needed: Amount | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One open fact, for all applicants and rows that it is open for.

    owner, row: the applicants asked and the row of the table in question (−1: no row). of: who can say.
    """

    table: str
    column: str
    ask: str
    of: Literal["applicant", "screener"]
    owner: NDArray[np.int32]
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of one applicant as a clause saw it: what it adds, and why or why not."""

    table: str
    row: int
    says: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """The day from which a clause is met, for every applicant, on the 30/360 axis.

    low: the day from which it certainly is. high: the day from which it may be. Who never meets it has the day from
    which nothing counts any more.
    """

    low: Numbers
    high: Numbers


Ask: TypeAlias = tuple[str, str, Literal["applicant", "screener"], Flags]
"""What is open about rows of a table: column, ask, who can say, and the rows, whoever they belong to."""


def open_rows(asks: Iterable[Ask]) -> list[Ask]:
    """The asks that are open for any row."""
    return [ask for ask in asks if ask[3].any()]


def put(table: str, asks: Iterable[Ask], section: Education | Experience, wanted: Flags) -> Iterator[Question]:
    """Asks as questions about the rows of the wanted applicants. section: the rows of the table."""
    for column, ask, of, rows in asks:
        chosen = asked(section.owner, rows, wanted)
        yield Question(table, column, ask, of, section.owner[chosen], section.row[chosen])


def asked(owner: NDArray[np.int32], rows: Flags, wanted: Flags) -> Flags:
    """Rows in question that belong to wanted applicants."""
    return rows & wanted[owner]
