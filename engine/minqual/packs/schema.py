"""The JSON Schema of rule packs, for editors: what read_pack takes, as YAML reads it that guesses numbers and dates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from minqual.clauses import KINDS
from minqual.packs.pack import Pack

SCHEMA_FILE: Final = "pack.schema.json"
"""What the schema is called where it lies as a file, in the folder of bundled packs or beside a pack."""

TEXT: Final = ["string", "number", "boolean"]
"""What YAML makes of text that is not quoted; minqual itself takes every scalar as typed."""

Description = Mapping[str, str]

SECTIONS: Final[Description] = {
    "name": "agency/class, as the folder and the file are called, in small letters, digits and hyphens",
    "title": "the title of the class, as printed",
    "agency": "who issues the class specification, in full",
    "specification": "which specification this is: its number, and when it was adopted or amended",
    "version": "the version of this pack, raised whenever the pack is changed",
    "in force": "since when the specification is in force: 2024-11-20, or as far as is known, 2024-11 or 2024",
    "qualification part": "where the qualifications stand in the specification's text: from one heading until another",
    "counting policy": "how time and units are counted: the name of a policy, or like one with values of its own",
    "accreditation": "whether a stated no to accreditation removes a row's degree and units",
    "kinds": "kinds of experience that clauses name, each with the words that applicants use for it",
    "groups": "names for several kinds at once",
    "fields": "fields of study that clauses name, each with the words that applicants use for it",
    "subjects": "subjects of study that clauses name, each with the words that applicants use for it",
    "credentials": "licences and certificates that clauses name, each with the words that applicants use for it",
    "issuers": "who issues credentials, each with the words that applicants use for them",
    "employers": "employers that clauses name, each with the words that applicants use for them",
    "classes": "job classes that clauses name, each with the codes and words that applicants use for it",
    "levels": "the levels of the class, from the lowest to the highest",
    "every level requires": "clauses that each level needs besides its own",
    "desirable": "what the specification calls desirable: reported, never decisive",
    "confirm": "what a person confirms before the result is used",
    "assumptions": "how the pack reads the specification where it is silent",
    "no effect": "sentences about qualifications that have no effect on the result",
    "never screened": "what may not be screened, such as bodily demands",
    "accepted": "remarks of minqual rules lint that are accepted, each with the reason",
}
"""What belongs into each section of a pack."""

KEYS: Final[Mapping[str, Description]] = {
    "Pack": SECTIONS,
    "Level": {
        "id": "a name for the level, in small letters, digits and hyphens; results are filed under it",
        "title": "the title of the level, as printed",
        "class code": "the agency's code for the class",
        "source": "where the specification says it; clauses without one have this",
        "builds on": "the id of another level, whose requirements this one needs as well",
        "requires": "what the level requires: every one of these clauses must hold",
    },
    "Statement": {"says": "the sentence restated in other words"},
    "Acceptance": {
        "remark": "the name of the remark, as minqual rules lint prints it",
        "because": "why it is accepted",
        "clause": "the name in brackets behind the remark, or the clause's own id; all of that name if left out",
    },
    "Source": {
        "section": "the heading under which it stands",
        "anchor": "a few words, as printed, to find the sentence by",
    },
}
"""Descriptions of keys whose models state none themselves."""

EVERYWHERE: Final[Description] = {"source": "where the specification says it"}
"""Descriptions of keys that are the same wherever they stand."""


def pack_schema() -> JsonSchemaValue:
    """The JSON Schema of a rule pack (draft 2020-12)."""
    schema = Pack.model_json_schema(by_alias=True, schema_generator=Generator, mode="validation")
    definitions: dict[str, JsonSchemaValue] = schema.pop("$defs")
    schema["description"] = schema["description"].partition("\n\n")[0]
    for name, definition in [*definitions.items(), ("Pack", schema)]:
        describe(definition, KEYS.get(name, {}))
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


def describe(definition: JsonSchemaValue, keys: Description) -> None:
    """Descriptions as editors show them: paragraphs without line breaks, and one for each key."""
    definition.pop("title", None)
    if said := definition.get("description"):
        definition["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", said)
    for key, value in definition.get("properties", {}).items():
        value.pop("title", None)
        if said := keys.get(key) or EVERYWHERE.get(key):
            value.setdefault("description", said)


def tidy(value: object, kinds: list[dict[str, str]]) -> None:
    """One definition for any clause, and the least length of a list said of the list alone."""
    if isinstance(value, list):
        for item in value:
            tidy(item, kinds)
    elif isinstance(value, dict):
        if value.get("oneOf") == kinds:
            del value["oneOf"]
            value["$ref"] = "#/$defs/Clause"
        lists = [choice for choice in value.get("anyOf", ()) if choice.get("type") == "array"]
        if lists and "minLength" in value:
            lists[0]["minItems"] = value.pop("minLength")
        for item in value.values():
            tidy(item, kinds)


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


def _or_less(made: JsonSchemaValue, takes: Callable[[Any], Any]) -> JsonSchemaValue:
    """A list or a mapping, and what else a validator makes into one: a single text, or nothing at all."""
    choices = [made]
    if _reads(takes, "x") and takes("x") != "x":
        choices.insert(0, made.get("items", {"type": TEXT}))
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
