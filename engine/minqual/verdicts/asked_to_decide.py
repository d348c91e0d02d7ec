"""What people are asked to decide: clauses of judgement, and what they may accept in place of what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from minqual.clauses import Discretion, Leaf
from minqual.judging import Screening
from minqual.settlements import ACCEPTED, FORM, RECUSED, written_key
from minqual.values import wherever
from minqual.verdicts.open_facts import levels_above, posts_in_question, referred

if TYPE_CHECKING:
    from numpy.typing import NDArray

Texts: TypeAlias = "NDArray[np.object_]"
Whole: TypeAlias = "NDArray[np.int64]"


def levels_told(screening: Screening, bits: NDArray[np.generic]) -> Texts:
    """The titles of the levels that bits stand for."""
    found, number = np.unique(bits, return_inverse=True)
    titles = [each.title for each in screening.pack.judged]
    told = np.empty(len(found), dtype=object)
    told[:] = [
        "; ".join(title for place, title in enumerate(titles) if each >> place & 1) for each in map(int, found.tolist())
    ]
    texts: Texts = told[number]
    return texts


def to_decide(screening: Screening) -> tuple[str, ...]:
    """The answers to what a person decides: who reads with others may have to stand back."""
    return ACCEPTED if screening.pack.run.settlements.readers == 1 else (*ACCEPTED, RECUSED)


def decision_key(screening: Screening, leaf: int, applicant: int) -> str:
    """What a decision on a clause settles for an applicant."""
    clause, made_on = screening.decision_on(leaf, applicant)
    return written_key(("decision", screening.pack.name, screening.applicants.ids[applicant], clause, made_on))


def to_accept(screening: Screening, only: int | None, number: Whole, width: int) -> tuple[Texts, ...]:
    """Who may accept an equivalent for whom: one row for each applicant and clause of discretion.

    number: how many facts each applicant is asked for besides. width: how many columns a row has.
    """
    tree, patterns = screening.tree, len(screening.derived)
    held: dict[int, NDArray[np.int64]] = {}
    for pattern, derived in enumerate(screening.derived):
        standings = derived.standings
        for level in (*levels_above(tree, standings, only), *posts_in_question(tree, standings, only)):
            for leaf in referred(tree, standings, level):
                bits = held.setdefault(leaf, np.zeros(patterns, dtype=np.int64))
                bits[pattern] |= 1 << level
    authorities: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for leaf, bits in held.items():
        flags = authorities.setdefault(_who_and_what(tree.leaves[leaf]), np.zeros(patterns, dtype=np.bool_))
        flags |= bits != 0
    one_only = sum((flags.astype(np.int64) for flags in authorities.values()), np.zeros(patterns, dtype=np.int64)) == 1
    found = []
    for leaf, bits in sorted(held.items()):
        who, what = _who_and_what(tree.leaves[leaf])
        ask = f"May this be accepted in place of what is printed: {what}?"
        owners = wherever(bits[screening.pattern] != 0)
        levels = levels_told(screening, bits[screening.pattern[owners]])
        for owner, titles in zip(owners.tolist(), levels.tolist(), strict=True):
            alone = int(one_only[screening.pattern[owner]] and number[owner] == 0)
            cells = ("1", str(alone), ask, who, "", screening.applicants.ids[owner], titles, "", "", "", "")
            waiting = screening.waiting.get((leaf, owner))
            on_record = "" if waiting is None else waiting.awaits
            form = (
                on_record,
                "; ".join(to_decide(screening)),
                *("" for _ in FORM[1:]),
                decision_key(screening, leaf, owner),
            )
            found.append(((-alone, owner, leaf), (*cells, *form)))
    rows = [cells for _, cells in sorted(found, key=lambda each: each[0])]
    return tuple(np.array([cells[place] for cells in rows], dtype=object) for place in range(width))


def _who_and_what(clause: Leaf) -> tuple[str, str]:
    """Who may accept what by a clause of discretion."""
    assert isinstance(clause, Discretion)
    return clause.discretion, clause.may_accept
