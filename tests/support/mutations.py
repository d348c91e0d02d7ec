"""Packs changed in one place: every value by another that the place takes, lists longer and shorter."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from minqual.notation import Path, Value, YamlText
from minqual.packs import SECTIONS, Pack, load_written
from minqual.packs.checks import read_pack
from minqual.values import PackError

CHOICES: Final = {
    "at filing": ("by appointment",),
    "by appointment": ("at filing",),
    "review": ("refused", "unmet"),
    "a stated no removes the row": ("not asked",),
    "bachelor": ("associate", "master"),
    "associate": ("high school", "bachelor"),
    "high school": ("associate",),
}


@cache
def written(name: str) -> dict[str, Any]:
    """A bundled pack as plain values, with what it draws on."""
    value = load_written(name)[1].value
    assert isinstance(value, dict)
    return value


def read(value: Value) -> Pack:
    """A pack from plain values."""
    return read_pack(YamlText("pack", value, {}))


def read_if_sound(value: Value) -> Pack | None:
    """A pack from plain values, or None where they are no pack."""
    try:
        return read(value)
    except PackError:
        return None


def paths(value: Value, path: Path = ()) -> Iterator[Path]:
    """The place of every single value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*path, place))
    else:
        yield path


def at(value: Any, path: Path) -> Any:  # noqa: ANN401  # whatever a pack holds
    """The value at a place."""
    for part in path:
        value = value[part]
    return value


def put(value: Value, path: Path, new: object) -> Value:
    """A copy with another value at a place."""
    changed = copy.deepcopy(value)
    at(changed, path[:-1])[path[-1]] = new
    return changed


def without(value: Value, path: Path) -> Value:
    """A copy without what stands at a place."""
    changed = copy.deepcopy(value)
    del at(changed, path[:-1])[path[-1]]
    return changed


def others(value: dict[str, Any], text: str | None) -> Iterator[str]:
    """What could stand in the place of a text: another amount, choice or name, else another text."""
    text = text or ""
    if found := re.match(r"(\d+(?:\.\d+)?)( \D+)", text):
        for step in (-0.5, 0.5):
            yield f"{float(found[1]) + step:g}{found[2]}"
    if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        yield "2001-01-01"
    yield from CHOICES.get(text, ())
    for section in (*SECTIONS, "groups"):
        if text in value.get(section, {}):
            yield from (name for name in value[section] if name != text)
    yield from (f"{text}-x", f"{text}x")


def mutated(name: str) -> Iterator[tuple[Path, str, Pack]]:
    """A bundled pack with each of its values changed in turn: the place, the new value, the pack."""
    value = written(name)
    digest = read(value).digest
    for path in paths(value):
        for new in others(value, at(value, path)):
            pack = read_if_sound(put(value, path, new))
            if pack is not None and pack.digest != digest:
                yield path, new, pack
                if path[0] not in {"levels", "every level requires"} or new.endswith("x"):
                    break
