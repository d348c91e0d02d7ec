"""Laws are tried on examples that hang on the kind of run and its seed, and on nothing of the machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.examples import COUNTED, LONG, USUAL
from support.places import TESTS

PROFILE = "from support.examples import *; register_profiles(7); print(settings.get_profile({!r}))"


@pytest.mark.parametrize("name", [USUAL, LONG, COUNTED])
def test_the_same_examples_are_drawn_in_continuous_integration(name: str) -> None:
    """Hypothesis takes examples of its own where CI is set: the same ones every time, whatever the seed."""
    code, plain = PROFILE.format(name), {key: value for key, value in os.environ.items() if key != "CI"}
    here, there = (
        subprocess.run([sys.executable, "-c", code], cwd=TESTS, env=env, capture_output=True, text=True, check=True)
        for env in (plain, plain | {"CI": "true"})
    )
    assert f"derandomize={name == USUAL}" in here.stdout
    assert here.stdout == there.stdout
