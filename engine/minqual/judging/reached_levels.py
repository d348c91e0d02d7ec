"""The levels that an applicant reaches, and the highest of them."""

from __future__ import annotations

from collections.abc import Sequence

from minqual.judging.requirement_tree import Tree
from minqual.values import Standing


def highest_level(tree: Tree, standings: Sequence[Standing], enough: Standing) -> int | None:
    """The place of the highest level, in pack order, that stands at some standing or above. standings: of nodes."""
    reached = (place for place, node in enumerate(tree.levels) if standings[node] >= enough)
    return max(reached, default=None)
