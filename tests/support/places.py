"""Where things lie: the checkout, its samples and rules, and the material beside it, which may be absent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
APPLICANTS: Final = ROOT / "applicants"
RULES: Final = ROOT / "rules"
TESTS: Final = ROOT / "tests"
SHARED: Final = ROOT.parent / "shared"


def language(name: str) -> Path:
    """A pack or records in the language of specifications that lie beside the checkout; else the test is skipped."""
    path = SHARED / "findings" / "language" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


def edge(name: str) -> Path:
    """An input that lies beside the checkout; where it is absent, the test is skipped."""
    path = SHARED / "findings" / "edge" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


def said_in(pack: str) -> tuple[Path, Path, Path]:
    """A pack of invented sentences with its records and the right standings, which lie beside the checkout."""
    folder = SHARED / "findings" / "language"
    restated = TESTS / "language" / "restated" / f"{pack}.yaml"
    paths = (restated if restated.exists() else folder / f"{pack}.yaml", folder / f"{pack}.jsonl", folder / "right.csv")
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path} is not here")
    return paths
