"""Records moved until a clause turns, and records built from a pack.

The modules in their order:

    moves           Levers: the cells of a record that move a counted figure, each from nothing upward, step by step
    record_builder  Records built from a pack's own words, so that certain clauses hold and no others need to
    search          Search: records tried at once, and levers set where a clause begins to stand
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.what_if.moves import Lever, Lists, changed, events_in, levers, stated
    from minqual.what_if.record_builder import Builder, variants, without
    from minqual.what_if.search import Attempts

__all__, __getattr__, __dir__ = door(__name__)
