"""Where the rules that come with minqual lie."""

from __future__ import annotations

from pathlib import Path


def bundled() -> Path:
    """The folder of bundled rules: inside an installed wheel, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"
