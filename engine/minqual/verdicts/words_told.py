"""What people said that words mean, as the evidence of a clause tells it of a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minqual.counting import COLUMN_OF
from minqual.judging import Screening
from minqual.packs import Pack, kinds_left_to_title
from minqual.values import fold, items

if TYPE_CHECKING:
    from minqual.clauses import Evidence, Leaf
    from minqual.records import Table
    from minqual.settlements import SettledWord


def sections_named(pack: Pack, leaf: Leaf) -> frozenset[str]:
    """The sections of which people have said what words mean, as far as a clause asks for names of them."""
    if not pack.settled:
        return frozenset()
    return frozenset(section for clause in leaf.all_inside() for _, section, _ in clause.names())


def words_told(screening: Screening, evidence: Evidence, sections: frozenset[str]) -> Iterator[str]:
    """What people said that words of a row mean, by whom and when; of words under some sections."""
    if not sections or not evidence.table or evidence.row < 0:
        return
    table = screening.applicants.table(evidence.table)
    told: dict[SettledWord, None] = {}
    for section in sorted(sections):
        if COLUMN_OF.get(section, ("",))[0] == evidence.table:
            told |= dict.fromkeys(_said_of(screening.pack, table, evidence.row, section))
    yield from (each.told for each in told)


def _said_of(pack: Pack, table: Table, row: int, section: str) -> Iterator[SettledWord]:
    """What was said of the words of one cell, or of it together with the employer."""
    settled, cell = pack.settled, table.cell(COLUMN_OF[section][1], row)
    words = settled.words.get(section, {})
    yield from (words[word] for word in items(cell) if word in words)
    employer = fold(table.cell("employer", row)) if section in {"kinds", "classes"} else ""
    if section == "classes" and (post := settled.posts.get((fold(cell), employer))) is not None:
        yield post
    if section == "kinds" and settled.titles:
        title = settled.titles.get((fold(table.cell("title", row)), employer))
        if title is not None and kinds_left_to_title(cell, pack.vocabularies["kinds"]) is not None:
            yield title
