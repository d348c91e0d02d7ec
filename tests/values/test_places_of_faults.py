"""Where a fault is, for a form: the steps of its path lead to what is wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minqual.values import Fault, path_to

steps = st.lists(st.one_of(st.integers(min_value=0, max_value=99), st.text(max_size=6)), max_size=4).map(tuple)


@given(steps)
def test_the_steps_of_a_path_are_those_that_it_was_made_of(location: tuple[int | str, ...]) -> None:
    assert Fault("somewhere", "this", "that", path=path_to(location)).loc == location
