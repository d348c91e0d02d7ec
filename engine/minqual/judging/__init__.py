"""Standings derived: the tree of requirements, its derivation by durable-rules, the screening of applicants.

The modules in their order:

    distinct_standings  Patterns: the distinct columns among many columns of standings
    requirement_tree    A pack's clauses as one tree, leaves first, and its plain evaluation by minimum and maximum
    settled_posts       Jobs as people have settled them: a class or a title with its employer is one word
    derivation          Standings derived by durable-rules: the only module that knows the library
    peoples_decisions   Decisions of people: which clauses they decide for which applicants
    reached_levels      The levels that an applicant reaches, and the highest of them
    read_packs          Packs as people read them: where words of a pack can be read in several ways
    faulty_settlements  What is wrong with settlements, before anyone is judged by them: of nobody, of no clause
    carried_over        Settlements carried to another pack, where it asks the same; those that count for one alone
    screening           Screening: applicants counted, every leaf assessed, each distinct pattern derived once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.judging.carried_over import counting_in_one, with_carried
    from minqual.judging.derivation import Derived
    from minqual.judging.faulty_settlements import of_packs, settlement_faults
    from minqual.judging.reached_levels import highest_level
    from minqual.judging.read_packs import ways_to_read
    from minqual.judging.requirement_tree import UNREAD, Node, Tree, grow, required
    from minqual.judging.screening import Judging, Screener, Screening, Taken, screen_all, tables_for, taken

__all__, __getattr__, __dir__ = door(__name__)
