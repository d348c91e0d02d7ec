"""One listing for each level: every applicant's standing in each of its clauses, with the figures counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.judging import Screening
from minqual.outputs.tables import Listing
from minqual.packs import Level
from minqual.values import Standing, hundredths, in_hundredths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.outputs.tables import Column

UNREAD: Final = "rows that cannot be read"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above some columns, side by side: a clause in words, where the specification says it, its need."""

    first: int
    columns: int
    says: str
    place: str


@dataclass(frozen=True, slots=True)
class LevelListing:
    """A level's listing, the columns of it that hold standings, and what stands above its columns."""

    listing: Listing
    standings: tuple[str, ...]
    headings: tuple[Heading, ...]


def level_listings(screening: Screening) -> Iterator[LevelListing]:
    """Every level in pack order, then posts for which more is asked.

    Columns: applicant_id and standing; for each clause, numbered as an outline, its standing, and for one that counts
    also low and high, in the unit that the column's name states, rounded down to hundredths; a blank high is unlimited.
    """
    for place in range(len(screening.pack.judged)):
        yield _level(screening, place)


def _level(screening: Screening, place: int) -> LevelListing:
    pack, tree = screening.pack, screening.tree
    judged = pack.judged[place]
    columns: dict[str, Column] = {
        "applicant_id": screening.applicants.ids,
        "standing": _words(screening, tree.judged[place]),
    }
    standings = ["standing"]
    code = f" ({judged.class_code})" if isinstance(judged, Level) and judged.class_code else ""
    title = judged.title if isinstance(judged, Level) else judged.heading
    headings = [Heading(0, 2, f"{title}{code}", f"as of {screening.applicants.as_of.isoformat()}")]
    for number, node in tree.outline(tree.requirements[place]):
        clause = tree.nodes[node].clause
        assert clause is not None
        first, name = len(columns), f"{number} {clause.kind}"
        columns[name] = _words(screening, node)
        standings.append(name)
        needed = ""
        if (told := counted_in(screening, node)) is not None:
            columns |= {f"{number} low ({told.unit})": told.low, f"{number} high ({told.unit})": told.high}
            said = (("needed", told.needed), ("at most", told.most))
            needed = "; ".join(f"{word}: {each} {told.unit}" for word, each in said if each is not None)
        source = tree.source(node) or judged.source
        place_said = "; ".join(part for part in (source.section if source else "", needed) if part)
        headings.append(Heading(first, len(columns) - first, clause.says(), place_said))
    if screening.applicants.unread.any():
        headings.append(Heading(len(columns), 1, "every row of the record can be read", ""))
        columns[UNREAD] = np.where(screening.applicants.unread, Standing.REVIEW.word, "").astype(object)
        standings.append(UNREAD)
    return LevelListing(Listing(judged.id, columns, {"applicant_id"}), tuple(standings), tuple(headings))


def _words(screening: Screening, node: int) -> NDArray[np.object_]:
    words = np.array([standing.word for standing in Standing], dtype=object)
    told: NDArray[np.object_] = words[screening.standing(node)]
    return told


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What a clause counts. low, high: for every applicant, rounded down to hundredths; NaN where nothing limits it.

    needed, most: what it needs and what it allows, if anything, as they are printed.
    """

    unit: str
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    needed: str | None
    most: str | None


def counted_in(screening: Screening, node: int) -> Counted | None:
    """What the clause at a node counts; None where it counts nothing."""
    leaf = screening.tree.nodes[node].leaf
    assessment = None if leaf is None else screening.assessments[leaf]
    if assessment is None or assessment.counted is None or assessment.amount is None:
        return None
    counted, months = assessment.counted, assessment.amount.unit == "months"
    low, high = (bound / 100 for bound in in_hundredths(counted, 12 if months else 1))
    high[counted.unbounded] = np.nan
    needed, most = (
        None if each is None else hundredths(screening.pack.policy.semester_units(each))
        for each in (assessment.needed, assessment.most)
    )
    return Counted("months" if months else counted.unit, low, high, needed, most)
