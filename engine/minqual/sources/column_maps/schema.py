"""The JSON Schema of column maps, for editors: what read_map takes, as YAML reads it that guesses numbers and truth."""

from __future__ import annotations

import json
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from minqual.notation import Description, Generator, describe, tidy
from minqual.sources.column_maps.model import ColumnMap, Group

KEYS: Final[Description] = {
    "map": "a name for the map, in small letters, digits and hyphens",
    "about": "which export it is for",
    "header row": "the row with the headings, as the spreadsheet numbers it; rows above it are skipped",
    "date order": "what stands first in a date such as 03/04/2021; open takes both readings as possible, and asks",
    "two-digit years from": "the first of the hundred years that two digits may mean: 1950 makes 50 1950 and 49 2049",
    "decimal sign": "what stands before the decimals of a number",
    "blank words": "words that say nothing, so that their cell counts as blank; in a column, in place of the map's own",
    "applicants": "the column of applicant ids",
    "in several rows": "ids repeat, because the file has a row for each job or the like",
    "education": "columns that state degrees, diplomas and study, each list entry one row (or one for each repetition)",
    "experience": "columns that state jobs, or the duration of some kind of work in all",
    "credentials": "columns that state licences and certificates",
    "answers": "columns that answer questions of the rule pack",
    "not stated": "tables of which the file says nothing: all of it is then open, not none",
    "ignored": "headings of no use, which are then not reported; * stands for anything, {n} for a number",
    "repeated": "what stands for {n} in the headings: 1 to 5, a list of words, numbers found or words found",
    "sheet": "the sheet, or the file without its ending, where there are several",
    "applicant_id": "the column of applicant ids in a sheet of its own, if it is called otherwise there",
    "when": "a yes-or-no column that says whether there is a row at all",
    "row for": "words that mean yes",
    "no row for": "words that mean no",
    "if blank": "what a blank means: in a column the word to read instead; of a whole entry, an open row or no row",
    "rows": "of ids that repeat: once drops rows that say the same, each keeps all",
    "optional": "it may be missing from the file",
    "entry": "the column that names the row in messages and questions",
    "column": "the heading, as the file has it; Title (2) is the second of that name",
    "always": "the same words in every row",
    "values": "words of the column, each with what it means; nothing is a blank",
    "other values": "what becomes of other words: keep them, take them for blanks, or refuse the row",
    "unit": "of a plain number: years or months",
    "where": "another column that tells what the cell is; elsewhere the cell is blank",
    "is": "words there for which the cell counts",
    "no overlap within": "a name of your own; an applicant's durations under the same name do not overlap each other",
    "split": "what stands between several kinds of work in one cell",
    "year": "the column of years, where a date stands in several columns",
    "month": "the column of months, as numbers or names",
    "day": "the column of days",
}
"""What each key means; the other keys are columns of our tables, which the data manual describes."""


_GROUPS: Final = {group.__name__ for group in Group.__subclasses__()}


def map_schema() -> JsonSchemaValue:
    """The JSON Schema of a column map (draft 2020-12)."""
    schema = ColumnMap.model_json_schema(by_alias=True, schema_generator=Generator, mode="validation")
    definitions: dict[str, JsonSchemaValue] = schema.pop("$defs")
    for definition in (*definitions.values(), schema):
        definition["description"] = definition.get("description", "").partition("\n\n")[0]
        describe(definition, KEYS)
    tidy([schema, *definitions.values()], [])
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
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
