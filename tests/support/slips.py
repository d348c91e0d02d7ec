"""Slips of the pen in bundled packs: one thing dropped, changed or swapped, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

from minqual.authoring import remarks_on
from minqual.authoring.boundary_pairs import bounds, pairs
from minqual.authoring.case_runs import failures, outcomes, try_cases
from minqual.authoring.cases import cases_in, cases_of
from minqual.authoring.sensitivity import feelings
from minqual.judging import Screener
from minqual.notation import Path, Value, YamlText, parse_yaml
from minqual.packs import SECTIONS
from minqual.packs.checks import read_pack
from minqual.values import PackError
from support.mutations import put, without, written

WHERE: Final = ("levels", "every level requires", "for some posts", "clauses")


@dataclass(frozen=True)
class Slip:
    """One change of a bundled pack. kind: what was done. path: where."""

    pack: str
    kind: str
    path: Path
    value: Value

    def __str__(self) -> str:
        return f"{self.kind}: {self.pack} {'.'.join(map(str, self.path))}"


def slips(name: str, kinds: Iterable[str] = ()) -> Iterator[Slip]:
    """Every slip of some kinds that a pack has a place for; of each kind, where none is named."""
    value = written(name)
    for kind in kinds or KINDS:
        for path, changed in KINDS[kind](value):
            yield Slip(name, kind, path, changed)


def caught(slip: Slip) -> str:
    """Which check turns red, the quickest first: the reading of the pack, lint, or its cases; none of them: ''."""
    text = YamlText("pack", slip.value, {})
    try:
        pack = read_pack(text)
    except PackError:
        return "read"
    if any(each.because is None for each in remarks_on(pack, text)):
        return "lint"
    cases_text = _cases(slip.pack)
    try:
        screener = Screener(pack)
        trials = try_cases(cases_in(cases_text, screener), screener)
    except PackError:
        return "test"
    if failures(outcomes(trials, cases_text)):
        return "test"
    if not all(each.whole for each in pairs(bounds(trials[0].screening), trials)):
        return "test"
    felt = feelings(trials[0].screening, trials)
    return "test" if any(each.by_none for each in felt) else ""


@cache
def _cases(name: str) -> YamlText:
    path = cases_of(name)
    return parse_yaml(path.read_bytes(), path.name)


def _places(value: Value, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of what levels require, with what stands there; no sources."""
    yield path, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in {"source", "id", "title", "class code"}:
                yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _places(inner, (*path, place))


def _required(value: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    for section in WHERE:
        yield from _places(value.get(section, []), (section,))


def _groups(value: dict[str, Any]) -> Iterator[tuple[Path, str, list[str]]]:
    """Each group of names: where it stands, its section, and the names."""
    for name, names in value.get("groups", {}).items():
        if isinstance(names, Mapping):
            yield from ((("groups", name, group), name, listed) for group, listed in names.items())
        else:
            yield ("groups", name), "kinds", names


Changes = Iterator[tuple[Path, Value]]


def _entries(value: dict[str, Any], keys: frozenset[str]) -> Changes:
    """Each entry left out of lists under some keys that have several."""
    for path, found in _required(value):
        if isinstance(found, list) and len(found) > 1 and path[-1] in keys:
            yield from (((*path, place), without(value, (*path, place))) for place in range(len(found)))


def _members(value: dict[str, Any]) -> Changes:
    """Each name left out of each group that has several."""
    for path, _, names in _groups(value):
        yield from (((*path, place), without(value, (*path, place))) for place in range(len(names)) if len(names) > 1)


def _levels(value: dict[str, Any]) -> Changes:
    if len(value["levels"]) > 1:
        yield from ((("levels", place), without(value, ("levels", place))) for place in range(len(value["levels"])))


def _amounts(value: dict[str, Any]) -> Changes:
    for path, found in _required(value):
        number, _, unit = str(found).partition(" ") if isinstance(found, str) else ("", "", "")
        if unit in UNITS or (isinstance(found, str) and found.endswith("%")):
            size = Fraction(number.rstrip("%"))
            for other in (size / 2, size - 1, size + 1, size * 2):
                if other > 0:
                    shown = f"{float(other):g}{'%' if found.endswith('%') else ' ' + unit}"
                    yield path, put(value, path, shown)


def _swapped(value: dict[str, Any]) -> Changes:
    for path, found in _required(value):
        if isinstance(found, Mapping):
            for one, other in (("all of", "any of"), ("any of", "all of")):
                if one in found:
                    swapped = {other if key == one else key: each for key, each in found.items()}
                    yield (*path, one), put(value, path, swapped)


def _names(value: dict[str, Any]) -> Changes:
    """Each name in what is required by each other one of its section."""
    sections = {section: list(value.get(section, {})) for section in SECTIONS}
    for path, section, _ in _groups(value):
        sections[section].append(str(path[-1]))
    for path, found in _required(value):
        for names in sections.values() if isinstance(found, str) else ():
            if found in names:
                yield from ((path, put(value, path, other)) for other in names if other != found)


UNITS: Final = frozenset(
    f"{unit}{plural}" for unit in ("year", "month", "hour", "semester unit", "quarter unit") for plural in ("", "s")
)
KINDS: Final[Mapping[str, Callable[[dict[str, Any]], Changes]]] = {
    "a part dropped": lambda value: _entries(value, frozenset({"of", "requires", "all of", "any of", "terms"})),
    "a row dropped": lambda value: _entries(value, frozenset({"rows"})),
    "a name dropped": lambda value: _entries(value, frozenset({"in", "also in", "not in", "class", "employer"})),
    "a name of a group dropped": _members,
    "a level dropped": _levels,
    "an amount changed": _amounts,
    "all and any swapped": _swapped,
    "another name": _names,
}
