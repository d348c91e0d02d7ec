"""JSON Schemas of what people write by hand: what is taken, as YAML reads it that guesses numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

TEXT: Final = ["string", "number", "boolean"]
"""What YAML makes of text that is not quoted; minqual itself takes every scalar as typed."""


def schema_id(of: str) -> str:
    """The name of a schema: of what, and of which contract."""
    return f"urn:minqual:schema:{of}:1"


def describe(definition: JsonSchemaValue, last: Container[str] = ("source",)) -> None:
    """Descriptions as editors show them: paragraphs without line breaks, and no titles.

    last: keys whose description stands behind all else that is said of them, as in the files of schemas.
    """
    definition.pop("title", None)
    if said := definition.get("description"):
        definition["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", said)
    for key, value in definition.get("properties", {}).items():
        value.pop("title", None)
        if key in last and "description" in value:
            value["description"] = value.pop("description")


def tidy(value: object) -> None:
    """One definition for any clause, and the least length of a list said of the list alone."""
    if isinstance(value, list):
        for item in value:
            tidy(item)
    elif isinstance(value, dict):
        if value.get("oneOf") == []:
            del value["oneOf"]
            value["$ref"] = "#/$defs/Clause"
        lists = [choice for choice in value.get("anyOf", ()) if choice.get("type") == "array"]
        if lists and "minLength" in value:
            lists[0]["minItems"] = value.pop("minLength")
        for item in value.values():
            tidy(item)


class Generator(GenerateJsonSchema):
    """The schema as pydantic makes it, widened by what validators take and YAML guesses."""

    # What each method makes is said by its name: the schema of one kind of value.
    # ruff: noqa: D102

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "type": TEXT}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {**super().int_schema(schema), "type": ["integer", "string"], "pattern": r"^[0-9]+$"}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if not isinstance(made.get("default"), str) or not made["default"]:
            made.pop("default", None)
        return made

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        if schema["function"]["type"] != "no-info":
            return made
        takes: Callable[[Any], Any] = schema["function"]["function"]
        if made.get("type") == TEXT:
            read = ["string", *(name for name, typed in _TYPED.items() if any(_reads(takes, each) for each in typed))]
            return {**made, "type": read if len(read) > 1 else "string"}
        return _or_less(made, takes)


_TYPED: Final = {"number": ("2011", "3"), "boolean": ("yes",)}
"""What may stand in a pack where YAML sees another type than text."""


_MAPPING: Final = {"x": "x"}
"""A mapping, to try what a validator makes of one."""


def _or_less(made: JsonSchemaValue, takes: Callable[[Any], Any]) -> JsonSchemaValue:
    """A list or a mapping, and what else a validator makes into one: a single text, or nothing at all."""
    choices = [made]
    if _reads(takes, "x") and takes("x") != "x":
        choices.insert(0, made.get("items", {"type": TEXT}))
    if "items" in made and _reads(takes, _MAPPING) and isinstance(takes(_MAPPING), list):
        choices.insert(0, made["items"])
    if _reads(takes, None) and takes(None) is not None:
        choices.append({"type": "null"})
    return {"anyOf": choices} if len(choices) > 1 else made


def _reads(takes: Callable[[Any], Any], value: object) -> bool:
    """Whether a validator takes a value."""
    try:
        takes(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
