"""Which known spellings a word is like."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minqual.values import likest, nearest
from minqual.values.spelling import like_any

WORDS = st.text("abcd", min_size=1, max_size=12)
LEAST = st.sampled_from([Fraction(70, 100), Fraction(82, 100)])


def in_one_order(one: str, other: str) -> int:
    """The most letters that two words have in one order, counted plainly."""
    row = [0] * (len(other) + 1)
    for letter in one:
        above = row
        row = [0]
        for place, each in enumerate(other):
            row.append(above[place] + 1 if each == letter else max(above[place + 1], row[place]))
    return row[-1]


@given(WORDS, st.lists(WORDS, max_size=6, unique=True), LEAST)
def test_spellings_are_like_a_word_from_an_exact_share_of_letters_in_one_order(
    word: str, known: list[str], least: Fraction
) -> None:
    ratio = {each: Fraction(2 * in_one_order(word, each), len(word) + len(each)) for each in known}
    found = likest(word, known, float(least), len(known))
    assert found == sorted((each for each in known if ratio[each] >= least), key=lambda each: (ratio[each], each))[::-1]


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6, unique=True), LEAST)
def test_many_words_are_compared_as_each_is_alone(words: list[str], known: list[str], least: Fraction) -> None:
    like = [number for number, word in enumerate(words) if likest(word, known, float(least), 1)]
    assert list(like_any(words, known, float(least))) == like


@pytest.mark.parametrize(
    ("word", "meant"), [("Mayoral-pioo", "mayoral-pio"), ("pio", None), ("m" * 81, None), ("", None)]
)
def test_a_hint_is_the_nearest_spelling_that_is_near_at_all(word: str, meant: str | None) -> None:
    assert nearest(word, ["mayoral-pio", "m" * 80]) == meant
