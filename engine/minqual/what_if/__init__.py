"""Records moved until a clause turns, records built from a pack, and ways to qualify.

The modules in their order:

    changed_amounts      Amounts of a pack changed: any amount of any clause by its id
    correction_sets      Which things together would bring a level to be met: minimal correction sets
    hypothetical_tables  Hypothetical records: those of a source with rows that are still to come, as one pool
    moves                Levers: the cells of a record that move a counted figure, each from nothing upward
    record_builder       Records built from a pack's own words, so that certain clauses hold and no others need to
    search               Search: records tried at once, and levers set where a clause begins to stand
    supposing            Hypothetical records judged: whatever several searches suppose of one day, as one pool
    known_remedies       The things that may bring the clauses of a pack to be met: each once
    looks                Looks at what an applicant may come to: what was seen is known
    way_search           The search for the ways of one applicant to one level: the earliest day of each
    earliest_days        The earliest day of each way as what is open of a record may turn out
    ways                 Ways to qualify: the least that is still to come by which a level would be met
    ways_told            Ways to qualify as they are told: one sentence each, with its figures
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.what_if.changed_amounts import changed_packs
    from minqual.what_if.moves import Lever, Lists, changed, events_in, levers, stated
    from minqual.what_if.record_builder import Builder, variants, without
    from minqual.what_if.search import Attempts
    from minqual.what_if.ways_told import (
        LevelWays,
        ThingTold,
        WayTold,
        verdict_schema,
        ways_of,
        ways_of_pool,
        with_ways,
    )

__all__, __getattr__, __dir__ = door(__name__)
