"""Verdicts read back from the JSON that they were written as."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from minqual.values import Fault, RecordError, misused, path_to

MOST_FAULTS = 50
"""Faults that are told of one text."""


class Written(Protocol):
    """What has plain values to be written as."""

    def to_dict(self) -> dict[str, Any]:
        """The plain values."""


W = TypeVar("W", bound=Written)


@lru_cache(maxsize=64)
def form_of(of: type[W]) -> TypeAdapter[W]:
    """What reads values of a kind, and writes them quickly; it takes as long to make as to write ten of them."""
    return TypeAdapter(of)


def read_back(of: type[W], text: str | bytes) -> W:
    """The value of a kind that a JSON text holds; RecordError with every fault, FaultyInput where it is no text."""
    if not isinstance(text, str | bytes | bytearray):
        raise misused("verdict", text, "the JSON text that to_json wrote")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordError([Fault("verdict", "not JSON", "what to_json of a verdict wrote", code="not-json")]) from None
    try:
        verdict: W = form_of(of).validate_python(given, strict=False)
    except ValidationError as error:
        faults = [
            _fault(each["loc"], "missing" if each["type"] == "missing" else "wrong-type") for each in error.errors()
        ]
        raise RecordError(faults[:MOST_FAULTS]) from None
    if unknown := list(_beside(given, verdict.to_dict(), ())):
        raise RecordError([_fault(place, "unknown-key") for place in unknown[:MOST_FAULTS]])
    return verdict


def _fault(place: tuple[int | str, ...], code: str) -> Fault:
    found = {"missing": "nothing", "unknown-key": "a key that nobody knows"}.get(code, "a value of another type")
    where = " ".join(["verdict", *map(str, place)])
    return Fault(where, found, "what minqual schema result says", path=path_to(place), code=code)


def _beside(given: object, known: object, place: tuple[int | str, ...]) -> Iterator[tuple[int | str, ...]]:
    """The places of what is given and was not read."""
    if isinstance(given, dict) and isinstance(known, dict):
        for key, value in given.items():
            yield from _beside(value, known[key], (*place, key)) if key in known else [(*place, key)]
    elif isinstance(given, list) and isinstance(known, list):
        for number, (value, each) in enumerate(zip(given, known, strict=True)):
            yield from _beside(value, each, (*place, number))
    elif given != known:
        yield place
