"""Confirmations: adverse verdicts that a person has looked at and stands by, as long as they say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.settlements import CONFIRMED, Confirmation, Settlements, digest_of, written_key
from minqual.values import Standing
from minqual.verdicts.work_list import COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADVERSE: Final = frozenset({Standing.UNMET.word, Standing.REFER.word})

NOT_LOOKED_AT: Final = frozenset({"applicant_id", "to_resolve"})
"""Columns of results that say nothing of what a verdict is."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who stands by whose verdict, by applicant. stale: confirmations of verdicts that are no longer the same."""

    by_applicant: Mapping[str, Confirmation] = field(default_factory=dict)
    stale: tuple[Confirmation, ...] = ()


NOTHING_CONFIRMED: Final = Confirmed()


def verdict_digest(row: Mapping[str, str]) -> str:
    """The digest of a verdict: its standings, and the reasons with their figures. row: its cells in the results."""
    return digest_of({name: cell for name, cell in row.items() if name not in NOT_LOOKED_AT})


def is_adverse(row: Mapping[str, str]) -> bool:
    """Whether a verdict is one that a person confirms."""
    return row["verdict"] in ADVERSE


def confirmed(
    settlements: Settlements, pack: str, level: str | None, rows: Mapping[str, Mapping[str, str]]
) -> Confirmed:
    """What was confirmed of verdicts by a pack. level: the one that verdicts are of. rows: of each applicant."""
    found: dict[str, Confirmation] = {}
    stale = []
    for applicant, row in rows.items():
        for each in settlements.confirmations.get(applicant, ()):
            if each.pack != pack:
                continue
            if each.level == (level or "") and is_adverse(row) and each.made_on == verdict_digest(row):
                found[applicant] = each
            else:
                stale.append(each)
    return Confirmed(found, tuple(stale))


def rows_confirmed(settlements: Settlements, columns: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """The rows of results of those of whom anything was confirmed."""
    if not settlements.confirmations:
        return {}
    return {row["applicant_id"]: row for row in _rows(columns) if row["applicant_id"] in settlements.confirmations}


def _rows(columns: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


def to_confirm(
    columns: Mapping[str, Sequence[str]], pack: str, level: tuple[str, str], done: Confirmed
) -> Mapping[str, NDArray[np.object_]]:
    """Adverse verdicts that nobody stands by yet, as rows of the work list. level: id and title, or blanks."""
    rows = list(_to_confirm(columns, pack, level, done))
    return {name: np.array([row.get(name, "") for row in rows], dtype=object) for name in COLUMNS}


def _to_confirm(
    columns: Mapping[str, Sequence[str]], pack: str, level: tuple[str, str], done: Confirmed
) -> Iterator[dict[str, str]]:
    name, title = level
    for row in filter(is_adverse, _rows(columns)):
        applicant = row["applicant_id"]
        if applicant not in done.by_applicant:
            yield {
                "verdicts": "0",
                "alone": "0",
                "ask": f"Do you stand by this verdict: {Standing[row['verdict'].upper()].said}?",
                "who": "the screener",
                "applicants": applicant,
                "levels": title,
                "on record": row["reasons_in_full"],
                "choices": CONFIRMED,
                "key": written_key(("confirmation", pack, applicant, name, verdict_digest(row))),
            }
