"""minqual schema: the JSON Schemas of a record, of a result and of a column map."""

from __future__ import annotations

import json

import typer

from minqual.commands.console import guarded

schema = typer.Typer(help="Print the JSON Schemas of what minqual reads and writes.", no_args_is_help=True)


@schema.command()
@guarded
def record() -> None:
    """Print the JSON Schema of an applicant record, as check reads it."""
    from minqual.records import Record

    print(json.dumps(Record.model_json_schema(), indent=2))


@schema.command()
@guarded
def result() -> None:
    """Print the JSON Schema of a verdict, as check --format json prints it."""
    from pydantic import TypeAdapter

    from minqual.verdicts import Verdict

    print(json.dumps(TypeAdapter(Verdict).json_schema(mode="serialization"), indent=2))


@schema.command("map")
@guarded
def column_map() -> None:
    """Print the JSON Schema of column maps, by which editors check and complete them."""
    from minqual.map_schemas import map_schema_text

    print(map_schema_text(), end="")
