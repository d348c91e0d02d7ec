"""The schema of column maps is valid, current, found by editors, and refuses nothing that the reader takes."""

from __future__ import annotations

import copy
import json
from typing import Any, Final

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minqual.notation import Value, YamlText, bundled_maps, parse_yaml
from minqual.sources import load_map, map_schema_text
from minqual.sources.column_maps.model import SCHEMA_FILE, map_names, read_map
from minqual.sources.column_maps.schema import map_schema
from minqual.values import MapError
from support.command_line import minqual as run
from support.examples import examples
from support.schema_keys import treated_apart

VALIDATOR: Final = Draft202012Validator(map_schema())
DEFINITIONS: Final = {"ColumnMap": map_schema(), **map_schema()["$defs"]}
KEYS: Final = sorted(
    {key for each in DEFINITIONS.values() for key, said in each["properties"].items() if "description" in said}
)
"""The keys whose meaning the schema says."""


def text_of(name: str) -> str:
    return (bundled_maps() / f"{name}.yaml").read_text(encoding="utf-8")


def value_of(name: str) -> Value:
    """A bundled map as plain values, every scalar as typed."""
    return parse_yaml(text_of(name).encode(), name).value


def readable(value: object) -> bool:
    try:
        read_map(YamlText("map", value, {}))  # type: ignore[arg-type]
    except MapError:
        return False
    return True


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(map_schema())


def test_the_file_of_the_schema_is_what_the_command_prints() -> None:
    held = (bundled_maps() / SCHEMA_FILE).read_text(encoding="utf-8")
    assert held == map_schema_text(), f"stale: run minqual schema map > applicants/maps/{SCHEMA_FILE}"
    assert run("schema", "map").out == held


@pytest.mark.parametrize("name", map_names())
def test_a_bundled_map_names_the_schema_in_its_first_line_and_is_called_as_its_file(name: str) -> None:
    assert text_of(name).partition("\n")[0] == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    assert load_map(name).name == name


@pytest.mark.parametrize("name", map_names())
def test_a_bundled_map_is_valid_however_its_scalars_are_guessed(name: str) -> None:
    guessed = json.loads(json.dumps(yaml.safe_load(text_of(name)), default=str))
    for value in (guessed, value_of(name)):
        assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(value)] == []


WRONG: Final[tuple[Any, ...]] = (
    "",
    "x",
    "yes",
    "1 to 3",
    "{n}",
    "open",
    None,
    [],
    {},
    ["x"],
    {"column": "x"},
    {"x": "y"},
)


def parts(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every value inside a value."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        found += parts(part, (*path, key))
    return found


@st.composite
def mutants(draw: st.DrawFn) -> object:
    """A bundled map changed in up to two places: a value replaced, a key renamed, added or taken out."""
    value = copy.deepcopy(value_of(draw(st.sampled_from(map_names()))))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(parts(value)))
        holder: Any = value
        for part in path[:-1]:
            holder = holder[part]
        change = draw(st.sampled_from(["replace", "remove", "rename", "add"]))
        if change == "replace":
            holder[path[-1]] = draw(st.sampled_from(WRONG))
        elif change == "remove":
            del holder[path[-1]]
        elif isinstance(holder, dict):
            kept = holder.pop(path[-1]) if change == "rename" else draw(st.sampled_from(WRONG))
            key = draw(st.sampled_from([*KEYS, "level", "start", "years", "unknown key", f"{path[-1]}s"]))
            holder[key] = kept
        if not parts(value):
            break
    return value


def test_nothing_under_a_key_is_taken_by_schema_and_reader_alike_as_if_the_key_were_left_out() -> None:
    assert treated_apart([*map(value_of, map_names()), WHERE, ROWS], map_schema(), readable) == []


WHERE: Final = parse_yaml(
    b"map: m\napplicants: Id\nnot all stated: [education]\n"
    b"education: [{semester_units: {column: Units, where: {column: System, is: [SEM]}}, span: {column: Attended}}]\n"
    b"experience: [{span: {column: Dates}, current: {column: Now, ticked: [X], not ticked: [O]}}]\n",
    "m",
).value
"""What no bundled map has."""

ROWS: Final = parse_yaml(
    b"map: m\napplicants: Id\nrows: [{column: Status, is: [Open], sheet: s}, {column: Test, is not: [Y]}]\n", "m"
).value
"""The same: which rows are read."""


@settings(max_examples=examples(400))
@given(mutants())
@example({"map": "m", "applicants": "Id", "education": [{"level": "Degree"}], "two-digit years from": None})
def test_what_the_schema_refuses_the_reader_refuses(value: object) -> None:
    if not VALIDATOR.is_valid(value):
        assert not readable(value)


def test_every_key_of_a_map_is_described_unless_it_is_a_column_of_our_tables() -> None:
    for name, definition in DEFINITIONS.items():
        assert definition["additionalProperties"] is False, name
        assert definition["description"], name
    silent = {key for definition in DEFINITIONS.values() for key in definition["properties"] if key not in KEYS}
    columns = {"level", "field", "institution", "accredited", "conferred", "awarded", "expected", "semester_units"}
    columns |= {
        "quarter_units",
        "credits",
        "subject",
        "country",
        "employer",
        "title",
        "class_code",
        "start",
        "end",
        "hours_per_week",
        "kinds",
    }
    columns |= {"share", "paid", "years", "name", "issuer", "valid_from", "expires", "question", "answer"}
    assert silent == columns
