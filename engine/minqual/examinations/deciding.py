"""The clauses that decide a verdict: those of its level that stand as it does and hold it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from minqual.values import Standing
from minqual.verdicts import ClauseVerdict, LevelVerdict, explain

if TYPE_CHECKING:
    from minqual.judging import Screening, Tree


def deciding_clauses(screening: Screening, only: str | None) -> tuple[LevelVerdict, tuple[ClauseVerdict, ...]]:
    """The level that the verdict of one applicant is that of, and the clauses that decide it.

    only: the one level that verdicts are of; else it is the lowest level that stands as the verdict does.
    """
    tree, verdict = screening.tree, explain(screening, 0, only)
    standings = screening.derived[int(screening.pattern[0])].standings
    place = next(
        number
        for number, each in enumerate(verdict.levels)
        if (each.level == only if only is not None else each.standing == verdict.verdict)
    )
    names = {tree.nodes[number].id for number in _deciding(tree, standings, tree.levels[place])}
    level = verdict.levels[place]
    return level, tuple(each for each in level.clauses if each.id in names)


def _deciding(tree: Tree, standings: Sequence[Standing], number: int) -> Iterator[int]:
    """The leaves that hold a node where it stands: of its parts those that stand as it does."""
    node = tree.nodes[number]
    if node.leaf is not None:
        yield number
    for part in node.parts:
        if standings[part] == standings[number]:
            yield from _deciding(tree, standings, part)
