"""What is wrong with settlements, before anyone is judged by them: of nobody, of no clause, of no word."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from minqual.judging.peoples_decisions import Decidable
from minqual.judging.requirement_tree import Tree
from minqual.packs import TITLE_COLUMN, TOGETHER, Pack, columns_of_words, fits, section_of
from minqual.settlements import Confirmation, Decision, Recusal, SettledFact, SettledWord, Settlement, Settlements
from minqual.values import Fault, months_later, nearest, so_many

MONTHS_BEFORE: Final = 24
"""Months before the as-of date beyond which nobody can have said anything of who is judged as of it."""


def settlement_faults(
    settlements: Settlements,
    packs: Sequence[tuple[Pack, Tree]],
    applicants: Collection[str] | None,
    as_of: date | None = None,
) -> Iterator[Fault]:
    """What is wrong with settlements for some packs and the applicants of a source; those of other packs are left.

    applicants: None where one is judged of whom some of the settlements may be; others' are left alone. as_of: the day
    as of which these are judged, long before which nobody said anything of them. What one of several versions of a pack
    knows is no fault.
    """
    known = None if applicants is None else frozenset(applicants)
    trees: dict[str, list[Tree]] = {}
    levels: dict[str, dict[str, None]] = {}
    for pack, tree in packs:
        trees.setdefault(pack.name, []).append(tree)
        levels.setdefault(pack.name, {}).update(dict.fromkeys(each.id for each in pack.levels))
    for each in settlements.all:
        where = each.place or "settlements"
        if isinstance(each, Decision | Recusal | Confirmation) and each.pack not in trees:
            continue
        if as_of is not None and not isinstance(each, SettledWord) and each.on < months_later(as_of, -MONTHS_BEFORE):
            found = f"said on {each.on.isoformat()}, long before the as-of date"
            yield Fault(where, found, "the day on which it was said", code="cell")
        if known is not None and not isinstance(each, SettledWord) and each.applicant not in known:
            yield Fault(
                where, "an applicant whom the source does not hold", "one of its applicants", code="unknown-name"
            )
        elif isinstance(each, Decision | Recusal) and each.pack in trees:
            yield from _of_decision(each, trees[each.pack], where)
        elif isinstance(each, Confirmation) and each.level and each.level not in levels.get(each.pack, (each.level,)):
            expected, near = "one of " + ", ".join(levels[each.pack]), nearest(each.level, levels[each.pack])
            yield Fault(where, f"an unknown level {each.level!r}", expected, near, code="unknown-name")
        elif isinstance(each, SettledWord):
            yield from _of_word(each, where)


def _of_word(each: SettledWord, where: str) -> Iterator[Fault]:
    """A word is one of a column that has a vocabulary; of a class or a title, with its employer."""
    if not section_of(each.column):
        known = columns_of_words()
        found = f"words of a column {each.column!r}"
        yield Fault(where, found, "one of " + ", ".join(known), nearest(each.column, known), code="unknown-name")
        return
    if not fits(each):
        found, expected = f"{so_many(len(each.words), 'word')} of a column {each.column!r}", "one word"
        if each.column in TOGETHER:
            name = "title" if each.column == TITLE_COLUMN else "class"
            expected = f"a {name} and its employer"
        yield Fault(where, found, expected, code="cell")


def _of_decision(each: Decision | Recusal, trees: Sequence[Tree], where: str) -> Iterator[Fault]:
    """A decision is of a clause that a person decides, and of no other. trees: of the versions of its pack."""
    decidable = dict.fromkeys(name for tree in trees for name in Decidable(tree).leaves())
    if each.clause in decidable:
        return
    every = {node.id for tree in trees for node in tree.nodes if node.clause is not None}
    expected = "a clause that a person decides: " + (", ".join(decidable) or "the pack has none")
    if each.clause in every:
        yield Fault(where, f"a decision on {each.clause}, which the record decides", expected, code="unknown-name")
    else:
        near = nearest(each.clause, list(decidable))
        yield Fault(where, f"a decision on an unknown clause {each.clause!r}", expected, near, code="unknown-name")


def of_packs(settlements: Settlements, packs: Collection[str]) -> dict[str, list[Settlement]]:
    """Settlements by what becomes of them: those that may count here, and those of packs that judge nobody here."""
    agencies = {name.partition("/")[0] for name in packs}
    found: dict[str, list[Settlement]] = {"here": [], "elsewhere": []}
    for each in settlements.all:
        here = isinstance(each, SettledFact) or each.pack in packs or each.pack in agencies
        found["here" if here else "elsewhere"].append(each)
    return found
