"""Where the data that comes with minqual lies."""

from __future__ import annotations

from pathlib import Path


def bundled_rules() -> Path:
    """The folder of bundled rules: inside an installed wheel, or at the top of a checkout."""
    return _folder("rules", "rules")


def bundled_maps() -> Path:
    """The folder of bundled column maps: inside an installed wheel, or at the top of a checkout."""
    return _folder("maps", "applicants/maps")


def _folder(installed: str, written: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    inside = package / installed
    return inside if inside.is_dir() else package.parent.parent / written
