"""The JSON Schema of column maps, for editors: what read_map takes, as YAML reads it that guesses numbers and truth."""

from __future__ import annotations

import json
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from minqual.notation import Generator, describe, schema_id, tidy
from minqual.sources.column_maps.model import ColumnMap, Group

_GROUPS: Final = {group.__name__ for group in Group.__subclasses__()}


def map_schema() -> JsonSchemaValue:
    """The JSON Schema of a column map (draft 2020-12)."""
    schema = ColumnMap.model_json_schema(by_alias=True, schema_generator=Generator, mode="validation")
    definitions: dict[str, JsonSchemaValue] = schema.pop("$defs")
    for definition in (*definitions.values(), schema):
        definition["description"] = definition.get("description", "").partition("\n\n")[0]
        describe(definition, definition["properties"])
    tidy([schema, *definitions.values()])
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": schema_id("map"),
        "title": "minqual column map",
        **schema,
        "$defs": {
            name: _without_nothing(definition) if name in _GROUPS else definition
            for name, definition in definitions.items()
        },
    }


def map_schema_text() -> str:
    """The schema as a file holds it."""
    return json.dumps(map_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_nothing(definition: JsonSchemaValue) -> JsonSchemaValue:
    """A group of columns, whose keys, where they stand, say something."""
    for name, value in definition.get("properties", {}).items():
        choices = [each for each in value.get("anyOf", ()) if each != {"type": "null"}]
        if len(choices) == 1:
            said = {key: part for key, part in value.items() if key != "anyOf"}
            definition["properties"][name] = choices[0] | said
        elif choices:
            value["anyOf"] = choices
    return definition
