"""A slip of the pen in a bundled pack turns reading, lint or the pack's cases red."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Final

import pytest

from minqual.packs import pack_names
from support.slips import KINDS, caught, slips

DRAWN: Final = 2000
KNOWN: Final = 0.95
"""The share that is caught, at the least; what is not is listed by kind."""


@pytest.mark.long
def test_most_slips_of_the_pen_are_noticed() -> None:
    every = [slip for name in pack_names() for slip in slips(name)]
    chosen = Random(0).sample(every, DRAWN)
    unnoticed = [slip for slip in chosen if not caught(slip)]
    for slip in unnoticed:
        print(slip)
    told = f"{len(unnoticed)} of {DRAWN} unnoticed: {Counter(slip.kind for slip in unnoticed)}"
    assert len(unnoticed) <= (1 - KNOWN) * DRAWN, told


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_slip_of_each_kind_is_noticed(kind: str) -> None:
    slip = next(slip for name in pack_names() for slip in slips(name, [kind]))
    assert caught(slip), slip
