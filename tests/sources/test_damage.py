"""Damaged files end in rejected rows or in a message; the script beside this file throws any number of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from support.damage import Sound, batch, damaged, outcome, sound_sources
from support.examples import some_of


@pytest.mark.parametrize("sound", some_of(sound_sources(), 4, lambda sound: sound.form))
def test_no_damaged_file_ends_in_a_traceback_a_hang_or_a_lost_row(sound: Sound) -> None:
    told = batch(sound, range(120))
    assert told.total() == 120
    assert len(told) > 1, "the damage does nothing"


@pytest.mark.parametrize("sound", list(sound_sources()), ids=lambda sound: sound.form)
def test_the_sound_file_of_each_form_is_used_row_by_row(sound: Sound, tmp_path: Path) -> None:
    for name, content in sound.files.items():
        (tmp_path / name).write_bytes(content)
    assert outcome(tmp_path if len(sound.files) > 1 else tmp_path / next(iter(sound.files)), sound.read) == "all used"


def test_the_same_seed_makes_the_same_damage() -> None:
    assert damaged(b"some bytes of a file" * 20, random.Random(7)) == damaged(
        b"some bytes of a file" * 20, random.Random(7)
    )
