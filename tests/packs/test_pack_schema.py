"""The schema of packs is valid, current, found by editors, and agrees with the reader about what is a pack."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from minqual.clauses import BY_KIND, KINDS, kind_of
from minqual.notation import Value, YamlText, bundled_rules, parse_yaml
from minqual.packs import SCHEMA_FILE, pack_schema, pack_versions, schema_text
from minqual.packs.checks import read_pack
from minqual.values import PackError
from support.command_line import minqual as run
from support.examples import some_of
from support.places import TESTS
from support.schema_keys import treated_apart

FILES: Final = [version.file for version in pack_versions()]
VALIDATOR: Final = Draft202012Validator(pack_schema())

PACK: Final = """\
name: town/clerk
title: Clerk
agency: Town
specification: 2024
version: 1.0
in force: 2024-01-01
kinds: {clerical work: , 2024: 7, filing: [yes, 2.50, "no"]}
groups: {office: [clerical work, filing]}
credentials: {licence: }
levels:
  - id: clerk
    title: Clerk
    class code: 0100
    requires:
      - experience: 5 years
        in: office
        source: {section: 4, anchor: yes}
      - credential: licence
        due: at filing
      - any of:
          - degree: bachelor
          - units: 60 semester units
          - total: 1 year
            of:
              - {count: number, question: hours, ask: How many hours, every: 720, gives: 6 months}
              - {count: clause, holds: {degree: master}, gives: 1 year}
counting policy: {like: default, forgiven days: 14, quarter unit: 0.75}
"""


def guessed(text: str) -> object:
    """A pack as a loader sees it that guesses numbers, truth values and dates, which JSON writes as text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def valid(text: str) -> bool:
    return VALIDATOR.is_valid(guessed(text))


def readable(text: str) -> bool:
    try:
        read_pack(parse_yaml(text.encode(), "pack.yaml"))
    except PackError:
        return False
    return True


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(pack_schema())


def test_the_file_of_the_schema_is_what_the_command_prints(tmp_path: Path) -> None:
    held = (bundled_rules() / SCHEMA_FILE).read_text(encoding="utf-8")
    assert held == schema_text(), f"stale: run minqual rules schema --force --output rules/{SCHEMA_FILE}"
    assert run("rules", "schema").out == held
    written = tmp_path / "schema.json"
    done = run("rules", "schema", "--output", written)
    assert (done.code, done.out, done.err) == (0, "", f"wrote {written}\n")
    assert written.read_text(encoding="utf-8") == held


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_a_bundled_pack_names_the_schema_in_its_first_line(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
    assert (file.parent / first.partition("=")[2]).resolve() == (bundled_rules() / SCHEMA_FILE).resolve()


@pytest.mark.parametrize("file", some_of(FILES, 10, lambda file: str(file.stem)))
def test_a_bundled_pack_is_valid(file: Path) -> None:
    errors = [
        f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(guessed(file.read_text("utf-8")))
    ]
    assert errors == []


RESTATED: Final = sorted(
    file for file in (TESTS / "language" / "restated").glob("*.yaml") if not file.name.endswith(".cases.yaml")
)


def test_every_restated_pack_is_valid() -> None:
    for file in RESTATED:
        value = parse_yaml(file.read_bytes(), file.name).value
        errors = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(value)]
        assert errors == [], file.stem


CLAUSES: Final = Draft202012Validator({"$defs": pack_schema()["$defs"], "$ref": "#/$defs/Clause"})


def shown_clauses() -> Iterator[tuple[str, Any]]:
    """Every clause that the manual shows: in its blocks, and inline between backquotes."""
    manual = (bundled_rules() / "README.md").read_text(encoding="utf-8")
    texts = [*re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL), *re.findall(r"`(\{[^`]*\})`", manual)]
    for text in texts:
        try:
            shown = guessed(text)
        except yaml.YAMLError:
            continue  # a form with dots in it
        for value in shown if isinstance(shown, list) else [shown]:
            if isinstance(value, dict) and kind_of(value) is not None:
                yield text, value


NESTED: Final = {"discretion", "bounded discretion"}
"""Kinds that stand inside `any of` alone."""


def test_every_clause_that_the_manual_shows_is_valid() -> None:
    shown = list(shown_clauses())
    assert {key for _, value in shown for key in value if key in BY_KIND} == set(BY_KIND) - NESTED
    for text, value in shown:
        assert [error.message for error in CLAUSES.iter_errors(value)] == [], text


@pytest.mark.parametrize(
    "after",
    [
        "{credential: licence}",
        "{credential: licence, issued by: Ohio}",
        "{all of: [{credential: licence}, {degree: bachelor}]}",
        "{any of: [{credential: licence}, {experience: 1 year, in: filing}]}",
    ],
)
def test_time_counts_after_a_credential_that_is_not_due(after: str) -> None:
    text = PACK.replace("        in: office\n", f"        in: office\n        after: {after}\n", 1)
    text = text.replace("credentials: {licence: }", "credentials: {licence: }\nissuers: {Ohio: }", 1)
    assert readable(text)
    assert valid(text)


def test_what_looks_like_a_number_a_date_or_a_truth_value_is_taken_where_text_is() -> None:
    assert readable(PACK)
    assert valid(PACK)


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        ("title: Clerk\nagency", "titel: Clerk\nagency"),
        ("        due: at filing\n", "        due: next week\n"),
        ("        due: at filing\n", ""),
        ("  - id: clerk\n    title", "  - title"),
        ("      - credential: licence\n", "      - credential: licence\n        degree: bachelor\n"),
        ("      - credential: licence\n", "      - licence: licence\n"),
        ("degree: bachelor", "degree: batchelor"),
        ("degree: bachelor", "degree: bachelor\n            of: arts"),
        ("experience: 5 years", "experience: 5"),
        ("office: [clerical work, filing]", "office: []"),
        ("forgiven days: 14", "forgiven day: 14"),
        ("degree: bachelor", "total: 1 year\n            of: [{count: hours}]"),
        ("degree: bachelor", "total: 1 year\n            of: [{count: clause, holds: {degree: master}, give: 1 year}]"),
        ("        in: office\n", "        in: {office: }\n"),
        ("in force: 2024-01-01\n", ""),
        ("in force: 2024-01-01\n", "in force: yes\n"),
        ("name: town/clerk", "name: clerk"),
        ("kinds: {", "kinds: [{"),
        ("anchor: yes", "anker: yes"),
        ("title: Clerk\nagency", "title: [Clerk]\nagency"),
    ],
)
def test_a_faulty_pack_is_refused_by_schema_and_reader_alike(sound: str, faulty: str) -> None:
    assert sound in PACK
    text = PACK.replace(sound, faulty, 1)
    text = text.replace('"no"]}\n', '"no"]}]\n') if faulty == "kinds: [{" else text
    assert not valid(text)
    assert not readable(text)


def test_a_pack_without_levels_is_refused() -> None:
    assert not valid(PACK.partition("levels:")[0])
    assert not valid(PACK.partition("levels:")[0] + "levels: []\n")


@pytest.mark.long
def test_nothing_under_a_key_is_taken_by_schema_and_reader_alike_as_if_the_key_were_left_out() -> None:
    how = b"agency: Town\nnotes: {how: {says: how to file, source: {anchor: by letter}}}\n"
    agency = parse_yaml(how, "agency.yaml")

    def is_pack(value: Value) -> bool:
        try:
            read_pack(YamlText("pack.yaml", value, {}), agency)
        except PackError:
            return False
        return True

    names = ("every-fact.yaml", "study.yaml", "awards.yaml", "a20.yaml")
    restated = [TESTS / "language" / "restated" / name for name in names]
    files = sorted(FILES, key=lambda file: file.parent.name not in {"example", "opm", "stockton"})
    packs = (parse_yaml(file.read_bytes(), file.name).value for file in (*restated, *files))
    noted = parse_yaml((PACK + "no effect: [{note: how}]\n").encode(), "noted").value
    assert treated_apart(chain([noted], packs), pack_schema(), is_pack) == []


def definitions() -> Iterator[tuple[str, Mapping[str, Any]]]:
    schema = copy.deepcopy(pack_schema())
    yield "Pack", schema
    for name, definition in schema["$defs"].items():
        if name != "Clause":
            yield name, definition


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.kind))
def test_a_clause_is_told_apart_by_the_key_that_introduces_it(kind: type[Any]) -> None:
    schema = pack_schema()
    definition = schema["$defs"][kind.__name__]
    assert kind.kind in definition["required"]
    assert definition["additionalProperties"] is False
    assert {"$ref": f"#/$defs/{kind.__name__}"} in schema["$defs"]["Clause"]["anyOf"]
    assert definition["description"]


@pytest.mark.parametrize(("name", "definition"), list(definitions()))
def test_a_mapping_is_closed_and_its_keys_have_blanks(name: str, definition: Mapping[str, Any]) -> None:
    assert definition["additionalProperties"] is False
    assert not [key for key in definition["properties"] if "_" in key]


def test_every_section_of_a_pack_is_described() -> None:
    assert [key for key, value in pack_schema()["properties"].items() if not value.get("description")] == []
