"""Where the mappings that a JSON Schema defines stand inside a value, with the keys that each may have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

Schema = Mapping[str, Any]
Place = tuple[Any, ...]
Plain = Any
"""A value as YAML and JSON make it."""


def defined(
    value: Plain, schema: Schema, whole: Schema, place: Place = (), name: str = ""
) -> Iterator[tuple[Place, str]]:
    """Every mapping inside a value that stands under a definition of the schema, with the name of that definition."""
    if "$ref" in schema:
        called = schema["$ref"].rpartition("/")[2]
        yield from defined(value, whole["$defs"][called], whole, place, called)
        return
    choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if choices:
        taking = next(each for each in choices if validator(each, whole).is_valid(value))
        yield from defined(value, taking, whole, place, name)
        return
    if isinstance(value, Mapping):
        keys, others = schema.get("properties", {}), schema.get("additionalProperties")
        if keys:
            yield place, name
        for key, part in value.items():
            under = keys.get(key, others)
            if isinstance(under, Mapping):
                yield from defined(part, under, whole, (*place, key))
    elif isinstance(value, list) and "items" in schema:
        for number, part in enumerate(value):
            yield from defined(part, schema["items"], whole, (*place, number))


def validator(schema: Schema, whole: Schema) -> Draft202012Validator:
    """A part of a schema, able to refer to its definitions."""
    return Draft202012Validator({"$defs": whole["$defs"], **{key: schema[key] for key in schema if key != "$defs"}})


def treated_apart(values: Iterable[Plain], schema: Schema, readable: Callable[[Plain], bool]) -> list[str]:
    """The keys under which nothing (null) is taken by schema or reader alone; a null is as good as no key.

    values: sound ones, as plain data, of which no more are looked at than show every key that the schema knows.
    """
    known = {("", key) for key in schema["properties"]}
    known |= {(name, key) for name, each in schema["$defs"].items() for key in each.get("properties", ())}
    found: list[str] = []
    met: set[tuple[str, str]] = set()
    for value in values:
        if known <= met:
            break
        for place, name in defined(value, schema, schema):
            definition = schema["$defs"][name] if name else schema
            for key in definition["properties"]:
                if (name, key) in met:
                    continue
                met.add((name, key))
                mapping = at(value, place)
                taken = validator(definition, schema).is_valid({**mapping, key: None})
                left_out = {each: part for each, part in mapping.items() if each != key}
                expected = taken and readable(put(value, place, left_out))
                if readable(put(value, place, {**mapping, key: None})) != expected:
                    found.append(f"{name or 'the whole'}, {key}: the schema {'takes' if taken else 'refuses'} null")
    return found + [f"{name}, {key}: stands in no value" for name, key in sorted(known - met)]


def at(value: Plain, place: Place) -> Plain:
    """What stands at a place."""
    for step in place:
        value = value[step]
    return value


def put(value: Plain, place: Place, part: Plain) -> Plain:
    """A value with something else at a place."""
    if not place:
        return part
    step, *rest = place
    changed = dict(value) if isinstance(value, Mapping) else list(value)
    changed[step] = put(value[step], tuple(rest), part)
    return changed
