"""The JSON Schema of rule packs, for editors: what read_pack takes, as YAML reads it that guesses numbers and dates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from minqual.clauses import KINDS
from minqual.notation import TEXT, Generator, PackModel, SourceEntry, describe, schema_id, tidy
from minqual.packs.agency_file import AgencyFile
from minqual.packs.drawn_parts import STATING
from minqual.packs.pack import SECTIONS, Acceptance, Level, Pack, Statement

SCHEMA_FILE: Final = "pack.schema.json"
"""What the schema is called where it lies as a file, in the folder of bundled packs or beside a pack."""


def pack_schema() -> JsonSchemaValue:
    """The JSON Schema of a rule pack (draft 2020-12)."""
    schema = _whole(Pack, "minqual rule pack", (Level, Statement, Acceptance, SourceEntry))
    schema["required"].remove("agency")  # the agency's file may state it
    schema["$defs"]["NoteByName"] = _by_name("note", "says", "source")
    for key in STATING:
        items = schema["properties"][key]["items"]
        schema["properties"][key]["items"] = {"anyOf": [items, {"$ref": "#/$defs/NoteByName"}]}
    return schema


def agency_schema() -> JsonSchemaValue:
    """The JSON Schema of an agency's file (draft 2020-12)."""
    return _whole(AgencyFile, "minqual agency's file", (Statement, SourceEntry))


def _whole(model: type[PackModel], title: str, first: Sequence[type[PackModel]]) -> JsonSchemaValue:
    """The schema of a file with clauses in it. first: models whose keys are described before all else."""
    _, schemas = models_json_schema([(each, "validation") for each in (model, *KINDS)], schema_generator=Generator)
    definitions: dict[str, JsonSchemaValue] = schemas["$defs"]
    schema = definitions.pop(model.__name__)
    schema["description"] = schema["description"].partition("\n\n")[0]
    for definition in definitions.values():
        describe(definition)
    for definition in (schema, *(definitions[each.__name__] for each in first)):
        describe(definition, definition["properties"])
    definitions[SourceEntry.__name__] |= {"if": {"required": ["anchors"]}, "else": {"required": ["anchor"]}}
    kinds = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in KINDS]
    tidy([schema, *definitions.values()])
    for kind in KINDS:
        definition = definitions[kind.__name__]
        definition["title"] = kind.kind
        definition["required"] = [kind.kind, *(key for key in definition.get("required", ()) if key != kind.kind)]
    for definition in definitions.values():
        if "after" in definition.get("properties", {}):
            definition["properties"]["after"]["anyOf"][1:1] = _after()
    ladders = schema["properties"]["class ranks"]
    schema["properties"]["class ranks"] = {"anyOf": _ladders(ladders), "description": ladders.pop("description")}
    fact = definitions["JobFact"]
    guessed = {"^true$": fact["properties"]["yes"], "^false$": fact["properties"]["no"]}
    fact["patternProperties"] = guessed  # how YAML reads the words yes and no where it guesses
    schema["properties"]["groups"] = _groups(schema["properties"]["groups"])
    definitions["ClauseByName"] = _by_name("clause", "id", "source")
    kinds.append({"$ref": "#/$defs/ClauseByName"})
    said = "a clause, introduced by one of the keys " + ", ".join(kind.kind for kind in KINDS) + ", or named: clause"
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": schema_id("agency" if model is AgencyFile else "pack"),
        "title": title,
        **schema,
        "$defs": {"Clause": {"description": said, "anyOf": kinds}, **definitions},
    }


def _ladders(several: JsonSchemaValue) -> list[JsonSchemaValue]:
    """Several ladders, or the names of one."""
    return [several, {"type": "array", "items": {"type": TEXT}}]


def _after() -> list[JsonSchemaValue]:
    """What time may count after, where it is a credential that does not say by when it is due, or is made of such."""
    credential = _mapping({"credential": {"type": TEXT}, "issued by": {"type": TEXT}}, "credential")
    either: JsonSchemaValue = {"anyOf": [{"$ref": "#/$defs/Clause"}, credential]}
    parts = {"type": "array", "items": either, "minItems": 1}
    return [credential, _mapping({"all of": parts}, "all of"), _mapping({"any of": parts}, "any of")]


def _mapping(properties: JsonSchemaValue, needed: str) -> JsonSchemaValue:
    """A mapping with some keys, one of which it needs."""
    return {"type": "object", "properties": properties, "required": [needed], "additionalProperties": False}


def _groups(plain: JsonSchemaValue) -> JsonSchemaValue:
    """Groups of kinds, or groups by section."""
    stated = plain["additionalProperties"]
    plainly = [each for each in stated.get("anyOf", ()) if "additionalProperties" not in each]
    names = plainly[0] if len(plainly) == 1 else stated
    by_section = {"type": "object", "additionalProperties": names}
    sections = {key: {"anyOf": [names, by_section]} for key in SECTIONS}
    return {**plain, "additionalProperties": names, "properties": sections}


def _by_name(key: str, *others: str) -> JsonSchemaValue:
    """What a pack draws on by name, with what it says of it itself."""
    said = {"clause": "a named clause of the pack or its agency", "note": "a note of the agency's file"}[key]
    nothing = {"type": "null"} if key == "clause" else None  # a statement states what it states
    entry = {"$ref": f"#/$defs/{SourceEntry.__name__}"}
    source = {"anyOf": [entry, {"type": "array", "items": entry, "minItems": 1}]}
    kinds = {"source": source, "id": {"type": TEXT}, "says": {"type": TEXT}}
    own = {other: {"anyOf": [kinds[other], nothing]} if nothing else kinds[other] for other in others}
    return {
        "description": said,
        "type": "object",
        "properties": {key: {"type": TEXT}, **own},
        "required": [key],
        "additionalProperties": False,
    }


def schema_text(*, agency: bool = False) -> str:
    """The schema of packs as a file holds it, or that of agencies' files."""
    return json.dumps(agency_schema() if agency else pack_schema(), indent=2, ensure_ascii=False) + "\n"
