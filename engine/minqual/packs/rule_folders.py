"""Folders of rule packs by name: the bundled one, those of installed packages, those that MINQUAL_RULES names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from minqual.notation import bundled_rules
from minqual.values import Fault, PackError

GROUP: Final = "minqual.packs"
"""The entry points by which a package says that it holds packs: each names a package in whose folder they lie."""

VARIABLE: Final = "MINQUAL_RULES"
"""The environment variable that names further folders, with what separates paths between them."""


def rule_folders() -> tuple[Path, ...]:
    """The folders in which packs lie as agency/class.yaml; PackError where one that is named is not there."""
    named = [Path(each) for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each.strip()]
    if lost := [each for each in named if not each.is_dir()]:
        expected = "folders that hold packs as agency/class.yaml"
        raise PackError([Fault(VARIABLE, f"no folder {str(each)!r}", expected, code="file") for each in lost])
    return tuple(dict.fromkeys((bundled_rules(), *_installed(tuple(sys.path)), *named)))


def folder_holding(name: str) -> Path:
    """The folder in which a pack lies, or an agency's file; PackError where two have it under one name.

    name: agency/class, or agency/agency.yaml. The bundled folder where none has it.
    """
    every = rule_folders()
    agency, _, own = name.rpartition("/")
    holding = [each for each in every if _holds(each / agency, own)] if len(every) > 1 else []
    if len(holding) > 1:
        places = " and ".join(str(each / name) for each in holding)
        raise PackError([Fault("rule packs", f"{name!r} twice: {places}", "one pack of each name", code="twice")])
    return holding[0] if holding else every[0]


def _holds(folder: Path, name: str) -> bool:
    """Whether a file is named so, but for the date of a version and its suffix."""
    if not name or not folder.is_dir():
        return False
    return any(
        file.name == name or (file.suffix in {".yaml", ".yml"} and file.stem.partition("@")[0] == name)
        for file in folder.iterdir()
    )


@lru_cache(maxsize=8)
def _installed(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders that installed packages name; none is imported for it but what holds a package inside another."""
    found: list[Path] = []
    for value in _values(paths):
        spec = find_spec(value.partition(":")[0])
        found += [] if spec is None else map(Path, spec.submodule_search_locations or ())
    return tuple(found)


def _values(paths: tuple[str, ...]) -> Iterator[str]:
    """What the entry points of the group say. importlib.metadata is imported only where there are any: it is slow."""
    for folder in (Path(path or ".") for path in paths):
        for each in sorted(folder.glob("*.dist-info/entry_points.txt")) if folder.is_dir() else ():
            if f"[{GROUP}]".encode() in each.read_bytes():
                from importlib.metadata import Distribution

                entries = Distribution.at(each.parent).entry_points
                yield from (entry.value for entry in entries if entry.group == GROUP)
