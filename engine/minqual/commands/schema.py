"""minqual schema: the JSON Schemas of records, of column maps, of agencies' profiles, of what comes of a screening."""

from __future__ import annotations

import json
from typing import Any

from minqual.commands.console import guarded, show_text


@guarded
def record() -> None:
    """Print the JSON Schema of an applicant record, as check reads it."""
    from minqual.records import Record

    _show("record", Record.model_json_schema())


@guarded
def result() -> None:
    """Print the JSON Schema of a verdict, as check --format json prints it."""
    from minqual.what_if import verdict_schema

    _show("result", verdict_schema())


@guarded
def asks() -> None:
    """Print the JSON Schema of what a pack asks, as rules show --format json prints it."""
    from minqual.preparing import Asks

    _show("asks", _told(Asks))


@guarded
def questions() -> None:
    """Print the JSON Schema of what to ask next, as the library answers it."""
    from minqual.verdicts import NextQuestions

    _show("questions", _told(NextQuestions))


@guarded
def results() -> None:
    """Print the JSON Schema of one line of what screen writes as JSON lines."""
    from minqual.outputs import line_schema

    _show("results", line_schema())


@guarded
def agency() -> None:
    """Print the JSON Schema of the profile of an agency, as letters reads it."""
    from minqual.letters import profile_schema

    _show("agency", dict(profile_schema()))


def _told(answer: type) -> dict[str, Any]:
    """The schema of what is answered."""
    from pydantic import TypeAdapter

    return TypeAdapter(answer).json_schema(mode="serialization")


def _show(of: str, said: dict[str, Any]) -> None:
    """A schema on standard output, with the draft of JSON Schema that it keeps to and its own name."""
    from pydantic.json_schema import GenerateJsonSchema

    from minqual.notation import schema_id

    named = {"$schema": GenerateJsonSchema.schema_dialect, "$id": schema_id(of)}
    show_text(json.dumps({**named, **said}, indent=2))


@guarded
def column_map() -> None:
    """Print the JSON Schema of column maps, by which editors check and complete them."""
    from minqual.sources import map_schema_text

    show_text(map_schema_text())
