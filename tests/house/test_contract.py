"""The contract: what programs rely on only grows, each growth stands in the CHANGELOG, and all types are given."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

import minqual
from support.command_line import minqual as run
from support.places import ROOT

PINNED: Final = ROOT / "tests" / "golden" / "contract-1.json"
CHANGELOG: Final = (ROOT / "README.md").read_text(encoding="utf-8").partition("## CHANGELOG")[2].partition("\n## ")[0]
CONTRACTS: Final = ("record", "result", "results")

OWN_AFFAIR: Final = {
    "Pack": "a pack is its YAML, which rules/README.md describes",
    "Level": "a part of a pack",
    "Results.screening": "the columns from which results are told",
    "ResultTable.counts": "what the summary is put together from",
    "Results.counts": "what the summary is put together from",
    "Results.confirmed": "told by the verdict",
    "Pool.tables": "what was read, before it is judged",
    "Screener.count": "what several packs share",
    "Screener.derived": "what results are told from",
    "Screener.screen": "what results are told from",
    "Screener.judge": "what results are told from",
    "Screener.decide": "what results are told from",
    "Screener.for_run": "what results are told from",
}
"""What is not followed to the types that it is made of."""


def schema(name: str) -> dict[str, Any]:
    said = run("schema", name)
    assert said.code == 0
    made: dict[str, Any] = json.loads(said.out)
    return made


def digest(of: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_schema_changes_only_with_a_line_in_the_changelog(name: str) -> None:
    lines = [line.split("|")[1:-1] for line in CHANGELOG.splitlines() if line.startswith("| ") and "`" in line]
    newest = dict(zip(CONTRACTS, (re.sub(r"[` ]", "", cell) for cell in lines[-1][-3:]), strict=True))
    assert newest[name] == digest(schema(name)), "say in the CHANGELOG what was added, with the digest"


def lost(before: object, now: object, place: str = "$") -> Iterator[str]:
    """What a schema no longer has, or has otherwise. Descriptions may change; what is required may become less."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key, value in before.items():
            if key in {"description", "title"} and isinstance(value, str):
                continue
            if key not in now:
                yield f"{place}.{key}"
            elif key in {"enum", "required"}:
                yield from (f"{place}.{key}: {each}" for each in value if each not in now[key])
            else:
                yield from lost(value, now[key], f"{place}.{key}")
    elif before != now:
        yield place


@pytest.mark.parametrize("name", CONTRACTS)
def test_what_is_in_contract_1_stays_there(name: str) -> None:
    assert list(lost(json.loads(PINNED.read_text(encoding="utf-8"))[name], schema(name))) == []


def test_what_goes_is_found() -> None:
    before = {"properties": {"a": {"type": "string"}, "b": {"enum": ["x", "y"]}}, "required": ["a"]}
    now = {"properties": {"a": {"type": "integer"}, "b": {"enum": ["y", "z"]}}, "required": ["a", "b"]}
    assert list(lost(before, now)) == ["$.properties.a.type", "$.properties.b.enum: x"]
    assert list(lost(before, before | {"properties": {**before["properties"], "c": {}}})) == []  # type: ignore[dict-item]


def types_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type):
        if hint.__module__.startswith("minqual."):
            yield hint
    else:
        for part in typing.get_args(hint):
            yield from types_in(part)


def hints_of(what: Any) -> dict[str, Any]:  # noqa: ANN401  # a class or a function
    """The annotations of something; what is imported for checking alone is of other people's libraries."""
    others: dict[str, Any] = {}
    while True:
        try:
            return typing.get_type_hints(what, localns=others)
        except NameError as error:
            others[str(error.name)] = _Anything()


class _Anything:
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return list

    def __getitem__(self, of: object) -> Any:  # noqa: ANN401
        return list

    def __or__(self, other: object) -> Any:  # noqa: ANN401
        return list

    def __call__(self) -> None:
        """What may stand as an annotation can be called."""


def given_by(what: type) -> Iterator[tuple[str, Any]]:
    """What one gets from a value of a type: its fields, its properties, and what its methods return."""
    for cls in what.__mro__:
        if not cls.__module__.startswith("minqual."):
            continue
        yield from ((name, hint) for name, hint in hints_of(cls).items() if not name.startswith("_"))
        for name, member in list(vars(cls).items()):
            each = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not name.startswith("_") and inspect.isfunction(each):
                yield name, hints_of(each).get("return")


def reachable() -> dict[type, str]:
    """Every type that one can get from what is exported, with where."""
    found: dict[type, str] = {}
    todo = [(name, getattr(minqual, name)) for name in minqual.__all__]
    while todo:
        where, what = todo.pop()
        if inspect.isfunction(what):
            hints = [(f"{where}()", hint) for hint in hints_of(what).values()]
        elif isinstance(what, type):
            hints = [(f"{what.__name__}.{name}", hint) for name, hint in given_by(what)]
        else:
            continue
        for place, hint in hints:
            if not {place, place.partition(".")[0]} & set(OWN_AFFAIR):
                for each in types_in(hint):
                    if each not in found:
                        found[each] = place
                        todo.append((place, each))
    return found


def test_every_type_that_one_can_get_is_exported_and_says_what_it_is() -> None:
    exported = {getattr(minqual, name) for name in minqual.__all__}
    assert {each.__name__: where for each, where in reachable().items() if each not in exported} == {}
    assert [each for each in exported if isinstance(each, type) and not (each.__doc__ or "").strip()] == []
