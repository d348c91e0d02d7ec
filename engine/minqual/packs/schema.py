"""The JSON Schema of rule packs, for editors: what read_pack takes, as YAML reads it that guesses numbers and dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from minqual.clauses import KINDS
from minqual.notation import Description, Generator, describe, tidy
from minqual.packs.pack import Pack

SCHEMA_FILE: Final = "pack.schema.json"
"""What the schema is called where it lies as a file, in the folder of bundled packs or beside a pack."""


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
