"""Doors: the names that a room gives to others, each imported when it is first asked for.

A check needs few of the names that stand at the doors it passes, and starts the sooner for importing no others.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TypeAlias

Door: TypeAlias = tuple[list[str], Callable[[str], object], Callable[[], list[str]]]
"""What a package needs to give names that it has not imported: `__all__`, `__getattr__` and `__dir__`."""


def door(room: str) -> Door:
    """The door of a room: the names that its `if TYPE_CHECKING` imports, which stand nowhere else."""
    homes = _homes(room)

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name]), name)
        setattr(sys.modules[room], name, value)
        return value

    return sorted(homes), get, lambda: sorted(homes)


def _homes(room: str) -> Mapping[str, str]:
    """The module of each name at a door, as its source states them for type checkers."""
    spec = find_spec(room)
    source = spec.loader.get_source(room) if spec is not None and spec.loader is not None else None  # type: ignore[attr-defined]  # an InspectLoader has it
    blocks = [node for node in ast.parse(source or "").body if isinstance(node, ast.If)]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom) and node.module]
    return {name.name: str(node.module) for node in imports for name in node.names}
