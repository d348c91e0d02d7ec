"""Where things lie: the checkout, its samples and rules, and the material beside it, which may be absent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
APPLICANTS: Final = ROOT / "applicants"
RULES: Final = ROOT / "rules"
TESTS: Final = ROOT / "tests"
SHARED: Final = ROOT.parent / "shared"
