"""The JSON Schema of rule packs, for editors: what read_pack takes, as YAML reads it that guesses numbers and dates."""

from __future__ import annotations

import json
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from minqual.clauses import KINDS
from minqual.notation import Generator, Source, describe, tidy
from minqual.packs.pack import Acceptance, Level, Pack, Statement

SCHEMA_FILE: Final = "pack.schema.json"
"""What the schema is called where it lies as a file, in the folder of bundled packs or beside a pack."""


def pack_schema() -> JsonSchemaValue:
    """The JSON Schema of a rule pack (draft 2020-12)."""
    schema = Pack.model_json_schema(by_alias=True, schema_generator=Generator, mode="validation")
    definitions: dict[str, JsonSchemaValue] = schema.pop("$defs")
    schema["description"] = schema["description"].partition("\n\n")[0]
    for definition in definitions.values():
        describe(definition)
    for definition in (schema, *(definitions[model.__name__] for model in (Level, Statement, Acceptance, Source))):
        describe(definition, definition["properties"])
    kinds = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in KINDS]
    tidy([schema, *definitions.values()], kinds)
    for kind in KINDS:
        definition = definitions[kind.__name__]
        definition["title"] = kind.kind
        definition["required"] = [kind.kind, *(key for key in definition.get("required", ()) if key != kind.kind)]
    said = "a clause, introduced by one of the keys " + ", ".join(kind.kind for kind in KINDS)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "minqual rule pack",
        **schema,
        "$defs": {"Clause": {"description": said, "anyOf": kinds}, **definitions},
    }


def schema_text() -> str:
    """The schema as a file holds it."""
    return json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n"
