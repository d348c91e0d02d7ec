"""One listing for each level: every applicant's standing in each of its clauses, with the figures counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.judging import Screening
from minqual.notation import Amount
from minqual.outputs.tables import Listing
from minqual.packs import Level
from minqual.values import Quantity, Standing, hundredths, in_hundredths

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
        leaf = tree.nodes[node].leaf
        assessment = None if leaf is None else screening.assessments[leaf]
        amount = None if assessment is None else assessment.amount
        if assessment is not None and assessment.counted is not None and amount is not None:
            unit = unit_of(assessment.counted, amount)
            low, high = figures(assessment.counted, amount)
            columns |= {f"{number} low ({unit})": low, f"{number} high ({unit})": high}
            said = (("needed", assessment.needed), ("at most", assessment.most))
            needed = "; ".join(
                f"{word}: {hundredths(pack.policy.semester_units(each))} {unit}"
                for word, each in said
                if each is not None
            )
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


def unit_of(counted: Quantity, needed: Amount) -> str:
    """The unit in which a figure is shown."""
    return "months" if needed.unit == "months" else counted.unit


def figures(counted: Quantity, needed: Amount) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The bounds of a figure for every applicant, rounded down to hundredths; NaN where nothing limits it."""
    factor = 12 if needed.unit == "months" else 1
    low, high = (bound / 100 for bound in in_hundredths(counted, factor))
    high[counted.unbounded] = np.nan
    return low, high
