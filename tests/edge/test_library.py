"""The library: unknown keys, packs as values, values of wrong types, and whatever a program holds in memory."""

from __future__ import annotations

import ast
import copy
import io
import json
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import minqual
from minqual.values import CODES, visible
from support.command_line import minqual as run
from support.examples import examples
from support.packs import CLERK, PACK
from support.places import ROOT, edge

AS_OF = date(2026, 11, 21)
SCREENER = minqual.Screener(minqual.load_pack(text=CLERK))
JOB = {"kinds": "clerk", "start": "2015-01-01", "end": "2020-12-31", "hours_per_week": 40}
ANY: Any = minqual
"""The library as a program without types sees it."""


def faults(
    use: Callable[[], object], kind: type[minqual.FaultyInput] = minqual.FaultyInput
) -> tuple[minqual.Fault, ...]:
    """What is wrong with an input, each with a documented code and a path."""
    with pytest.raises(kind) as caught:
        use()
    found = caught.value.faults
    assert found
    assert all(each.code in CODES and each.path.startswith("$") for each in found)
    return found


# Keys that nobody knows


def test_what_is_wrong_with_a_record_is_told_beside_what_is_wrong_with_the_arguments() -> None:
    """All at once: an unknown key and a cell that cannot be read, beside a vacancy and a level that the pack lacks."""
    given = {"applicant_id": "k", "work": [], "experience": [{**JOB, "hours_per_week": "-5"}]}
    cell = {"applicant_id": "k", "experience": [{**JOB, "hours_per_week": "-5"}]}
    for record, paths in (
        (given, {"$.work", "$.experience[0].hours_per_week"}),
        (cell, {"$.experience[0].hours_per_week"}),
    ):
        found = faults(partial(minqual.check, record, SCREENER, AS_OF, "aide", vacancy={"shift": "night"}))
        assert {each.path for each in found if each.code != "unknown-name"} >= paths
        said = "\n".join(map(str, found))
        assert "'shift'" in said
        assert "'aide'" in said


@pytest.mark.parametrize(
    ("use", "where"),
    [
        (lambda: ANY.Verdict.from_json(None), "verdict"),
        (lambda: ANY.Verdict.from_json({"contract": 1}), "verdict"),
        (lambda: ANY.Screener(minqual.load_pack(text=CLERK), on_judged=3), "on_judged"),
    ],
)
def test_an_argument_of_another_kind_is_named(use: Callable[[], object], where: str) -> None:
    (fault,) = faults(use)
    assert (fault.where, fault.code) == (where, "argument")


def test_every_unknown_key_of_a_record_is_refused_with_the_nearest_spelling() -> None:
    given = {"applicant_id": "k", "work": [JOB], "experience": [{**JOB, "hours": 40, "start date": 1}]}
    found = faults(lambda: minqual.check(given, SCREENER, AS_OF), minqual.RecordError)
    assert {each.path for each in found} == {"$.work", "$.experience[0].hours", "$.experience[0]['start date']"}
    assert {each.code for each in found} == {"unknown-key"}
    misspelt = faults(lambda: minqual.read_record({"applicant_id": "k", "experiance": []}))
    assert misspelt[0].nearest == "experience"


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (minqual.Record, {"applicant_id": "k", "experiance": [JOB]}),
        (minqual.Record, {"applicant_id": "k", "experience": [{**JOB, "hourly": 1}]}),
        (minqual.EducationRow, {"levle": "bachelor"}),
        (minqual.ExperienceRow, {"kind": "clerk"}),
        (minqual.CredentialRow, {"title": "x"}),
        (minqual.AnswerRow, {"reply": "yes"}),
    ],
)
def test_the_models_refuse_unknown_keys_as_a_web_framework_would_find(
    model: type[BaseModel], values: dict[str, object]
) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        model.model_validate(values)
    assert model.model_json_schema()["additionalProperties"] is False


def test_a_source_of_many_reports_unknown_keys_and_a_record_alone_is_refused(tmp_path: Path) -> None:
    record = {"applicant_id": "k", "experience": [JOB], "phone": "0"}
    (tmp_path / "pool.json").write_text(json.dumps([record, {"applicant_id": "l"}]))
    results = minqual.screen(tmp_path / "pool.json", SCREENER, AS_OF)
    assert "phone" in results.summary.unknown_columns["pool.json"]
    (tmp_path / "one.json").write_text(json.dumps(record))
    (tmp_path / "pack.yaml").write_text(CLERK)
    said = run("check", tmp_path / "one.json", "--rules", tmp_path / "pack.yaml", "--as-of", AS_OF)
    assert said.code == 2
    said.line("unknown key 'phone'")


# Packs that come as values or as text


def wrong() -> dict[str, Any]:
    """A pack as a mapping that names a kind of work which is not among its kinds."""
    said: dict[str, Any] = yaml.safe_load(CLERK)
    said["levels"][0]["requires"][0]["in"] = "clerical wrok"
    return said


def test_a_pack_made_by_a_program_is_checked_in_full_before_it_judges(tmp_path: Path) -> None:
    file = tmp_path / "clerk.yaml"
    file.write_text(yaml.safe_dump(wrong(), sort_keys=False))
    by_file = faults(lambda: minqual.load_pack(file), minqual.PackError)
    pack = minqual.Pack.model_validate({**wrong(), "in force": "2024-01-01"})
    ways: list[Any] = [
        lambda: minqual.Screener(pack),
        lambda: minqual.check({"applicant_id": "k"}, pack, AS_OF),
        lambda: minqual.Screener(copy.copy(pack)),
        lambda: minqual.Screener(wrong()),
        lambda: minqual.check({"applicant_id": "k"}, wrong(), AS_OF),
        lambda: next(minqual.screen_all({}, [wrong()], AS_OF)),
        lambda: minqual.load_pack(text=wrong()),
        lambda: minqual.load_pack(text=file.read_text()),
        lambda: minqual.load_pack(text=file.read_bytes()),
    ]
    for way in ways:
        found = faults(way, minqual.PackError)
        assert [(each.path, each.code, each.found, each.nearest) for each in found] == [
            (each.path, each.code, each.found, each.nearest) for each in by_file
        ]
        assert found[0].path == "$.levels[0].requires[0].in"


def test_a_sound_pack_is_the_same_whichever_way_it_comes(tmp_path: Path) -> None:
    (tmp_path / "clerk.yaml").write_text(CLERK)
    by_file = minqual.load_pack(tmp_path / "clerk.yaml")
    for pack in (minqual.load_pack(text=CLERK), minqual.load_pack(text=yaml.safe_load(CLERK)), SCREENER.pack):
        assert pack.digest == by_file.digest
    assert minqual.check({"applicant_id": "k", "experience": [JOB]}, yaml.safe_load(CLERK), AS_OF).verdict == "met"


def test_the_text_of_a_pack_in_place_of_its_name_is_a_fault_that_is_told() -> None:
    for text in (CLERK, "x" * 10_000, "a\0b", "\ud800"):
        assert faults(partial(minqual.load_pack, text), minqual.PackError)
    assert faults(lambda: ANY.load_pack("a", text=CLERK))
    assert faults(lambda: ANY.load_pack(text=3))
    assert faults(ANY.load_pack)


def test_what_no_pack_can_hold_is_a_fault_with_its_path() -> None:
    circle: dict[str, Any] = {}
    circle["levels"] = circle
    assert faults(lambda: minqual.load_pack(text=circle))[0].code == "limit"
    assert {
        each.path for each in faults(lambda: minqual.load_pack(text={**wrong(), "title": {1}, "agency": b"x"}))
    } == {
        "$.title",
        "$.agency",
    }


@pytest.mark.parametrize(
    ("clause", "least"),
    [
        ("at least: 2\n        of:\n          - degree: bachelor", "two entries"),
        ("at least: 1\n        of: []", "two entries"),
        ("any of: []", "one entry"),
        ("all of: []", "one entry"),
    ],
)
def test_a_list_that_is_too_short_is_told_with_its_line_by_every_command(
    tmp_path: Path, clause: str, least: str
) -> None:
    file = tmp_path / "short.yaml"
    file.write_text(CLERK.replace("experience: 1 year\n        in: clerical work", clause))
    record = tmp_path / "record.json"
    record.write_text('{"applicant_id": "a"}')
    for words in (
        ("rules", "lint", file),
        ("rules", "show", file),
        ("rules", "test", file),
        ("check", record, "--rules", file),
        ("screen", record, "--rules", file, "-o", tmp_path / "r.csv"),
        ("screen", record, "--rules", tmp_path, "-o", tmp_path / "r.csv"),
    ):
        said = run(*words)
        assert said.code == 2, words
        said.line("short.yaml line ", f"at least {least}")


def test_no_error_is_without_a_fault() -> None:
    for kind in (minqual.FaultyInput, minqual.PackError, minqual.RecordError, minqual.SourceError):
        assert len(kind([]).faults) == 1
        again = pickle.loads(pickle.dumps(kind([minqual.Fault("x", "y", "z")])))  # noqa: S301  # it was made here
        assert (again.faults[0].path, again.faults[0].code) == ("$", kind.code)


# Values of wrong types


def frames(**cells: object) -> dict[str, pd.DataFrame]:
    job = {"applicant_id": "a", **JOB, **cells}
    return {
        "applicants": pd.DataFrame({"applicant_id": [job["applicant_id"]]}, dtype=object),
        "experience": pd.DataFrame([list(job.values())], columns=list(job), dtype=object),
    }


@pytest.mark.parametrize(
    "value", [{"clerk"}, b"clerk", {"a": 1}, [["clerk"]], [1], object(), 1j, lambda: 0, "\ud800", "\0"]
)
@pytest.mark.parametrize("column", ["kinds", "start", "hours_per_week", "entry"])
def test_a_value_of_a_frame_that_is_no_cell_is_a_fault_with_row_and_column(column: str, value: object) -> None:
    found = faults(lambda: minqual.screen(frames(**{column: value}), SCREENER, AS_OF), minqual.SourceError)
    assert [each.path for each in found] == [f"$.experience[0].{column}"]
    assert "row 2" in found[0].where


@pytest.mark.parametrize("value", [["clerk"], ("clerk", "filing"), np.array(["clerk"]), "clerk", "clerk;filing"])
def test_a_list_of_kinds_in_a_frame_stays_one(value: object) -> None:
    assert minqual.screen(frames(kinds=value), SCREENER, AS_OF).frame["verdict"].tolist() == ["met"]


@pytest.mark.parametrize(
    "start",
    [
        date(2015, 1, 1),
        pd.Timestamp("2015-01-01 03:00").to_pydatetime(),
        pd.Timestamp("2015-01-01"),
        np.datetime64("2015-01-01"),
        pd.Period("2015-01"),
    ],
)
def test_days_of_other_libraries_in_a_frame_are_days(start: object) -> None:
    assert minqual.screen(frames(start=start), SCREENER, AS_OF).frame["verdict"].tolist() == ["met"]


def test_missing_values_of_every_kind_are_blank_in_a_record_and_in_a_frame() -> None:
    for missing in (None, float("nan"), pd.NA, pd.NaT, np.datetime64("NaT"), Decimal("NaN"), Decimal("sNaN"), ""):
        given = {"applicant_id": "a", "experience": [{**JOB, "paid": missing, "employer": missing}]}
        assert minqual.check(given, SCREENER, AS_OF).verdict == "met"
        assert minqual.screen(frames(paid=missing, employer=missing), SCREENER, AS_OF).frame["verdict"][0] == "met"


FAR_AWAY = (date(9999, 12, 31), date(1, 1, 1), date(1899, 12, 31), date(2201, 1, 1))


@pytest.mark.parametrize("day", [*FAR_AWAY, pd.NaT, None, "x"])
def test_an_as_of_date_outside_the_years_that_are_counted_is_refused_everywhere(day: object, tmp_path: Path) -> None:
    faults(lambda: ANY.check({"applicant_id": "a"}, SCREENER, day))
    faults(lambda: ANY.screen(frames(), SCREENER, day))
    if day in FAR_AWAY:
        (tmp_path / "pack.yaml").write_text(CLERK)
        assert run("check", "--rules", tmp_path / "pack.yaml", "--as-of", day, "--degree", "bachelor").code == 2


def test_all_faults_of_a_record_are_told_in_one_round_each_with_its_path() -> None:
    given: Any = {
        "applicant_id": "a" * 300,
        "experience": [{"start": {1}}, {"hours_per_week": float("inf")}, {"kinds": "\ud800"}, {"years": 10**50}, 3],
        "answers": None,
        "extra": 1,
    }
    found = faults(lambda: minqual.check(given, SCREENER, AS_OF), minqual.RecordError)
    assert {(each.path, each.code) for each in found} == {
        ("$.applicant_id", "limit"),
        ("$.experience[0].start", "wrong-type"),
        ("$.experience[1].hours_per_week", "wrong-type"),
        ("$.experience[2].kinds", "not-text"),
        ("$.experience[3].years", "limit"),
        ("$.experience[4]", "wrong-type"),
        ("$.answers", "wrong-type"),
        ("$.extra", "unknown-key"),
    }


def test_cells_that_cannot_be_read_have_their_path_too() -> None:
    given = {"applicant_id": "a", "experience": [JOB, {"start": "soon", "hours_per_week": "many"}]}
    found = faults(lambda: minqual.check(given, SCREENER, AS_OF), minqual.RecordError)
    assert {(each.path, each.code) for each in found} == {
        ("$.experience[1].start", "cell"),
        ("$.experience[1].hours_per_week", "cell"),
    }


def test_every_code_is_documented_with_what_it_means_and_no_other_is() -> None:
    manual = (ROOT / "applicants" / "README.md").read_text(encoding="utf-8")
    table = manual.partition("| code | what it says |\n|------|--------------|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| `{code}` | {meaning} |" for code, meaning in CODES.items()]


# What a program holds in memory


@pytest.mark.parametrize("job", [JOB, {**JOB, "end": ""}, {**JOB, "end": "2015-06-30"}])
def test_a_record_says_the_same_however_it_is_handed_over(job: dict[str, Any], tmp_path: Path) -> None:
    record = {"applicant_id": "a", "experience": [job]}
    text = json.dumps(record)
    file = tmp_path / "record.json"
    file.write_text(text)
    verdict = minqual.check(record, SCREENER, AS_OF)
    model = minqual.Record.model_validate(record)
    reads = [record, [record], iter([record]), text, text.encode(), io.BytesIO(text.encode()), io.StringIO(text), file,
             str(file), model, [model], bytearray(text.encode()), f"{text}\n", text.encode("utf-16")]  # fmt: skip
    for held in reads:
        pool = minqual.read(held)
        assert pool.applicant_ids == ("a",)
        assert minqual.check(pool, SCREENER, AS_OF) == verdict
        assert minqual.check(pool, SCREENER, AS_OF, applicant="a") == verdict
        assert minqual.screen(pool, SCREENER, AS_OF).frame["verdict"].tolist() == [verdict.verdict]


def test_a_foreign_document_in_memory_is_read_as_its_file_is(tmp_path: Path) -> None:
    resume = {
        "basics": {"name": "x"},
        "work": [{"name": "Town", "position": "Clerk", "startDate": "2015-01-01", "endDate": date(2020, 12, 31)}],
    }
    (tmp_path / "r.json").write_text(json.dumps(resume, default=str))
    by_file = minqual.read(tmp_path / "r.json")
    held = minqual.read(resume, name="r.json")
    assert (held.form, held.notes, held.applicant_ids) == (by_file.form, by_file.notes, by_file.applicant_ids)
    verdicts = [minqual.check(each, SCREENER, AS_OF) for each in (by_file, held)]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0].verdict == "review"


def test_tables_in_memory_are_read_by_their_content_or_their_name() -> None:
    wide = "applicant_id,job1_kinds,job1_start,job1_end,job1_hours_per_week\na,clerk,2015-01-01,2020-12-31,40\n"
    for held in (wide, wide.encode(), io.StringIO(wide), io.BytesIO(wide.encode("latin-1"))):
        assert minqual.check(minqual.read(held, name="pool.csv"), SCREENER, AS_OF).verdict == "met"
    assert minqual.check(minqual.read(frames()), SCREENER, AS_OF).verdict == "met"


def test_an_applicant_of_several_must_be_named_and_be_there() -> None:
    pool = minqual.read([{"applicant_id": UUID(int=1), "experience": [JOB]}, {"applicant_id": "b"}])
    assert minqual.check(pool, SCREENER, AS_OF, applicant=str(UUID(int=1))).verdict == "met"
    faults(lambda: minqual.check(pool, SCREENER, AS_OF))
    faults(lambda: minqual.check(pool, SCREENER, AS_OF, applicant="c"))
    faults(lambda: ANY.check(pool, SCREENER, AS_OF, applicant=3))
    faults(lambda: minqual.check({"applicant_id": "b"}, SCREENER, AS_OF, applicant="b"))


def test_what_cannot_be_read_is_refused_in_one_record_and_open_in_a_pool() -> None:
    record = {"applicant_id": "a", "experience": [{**JOB, "hours_per_week": "many"}]}
    faults(lambda: minqual.check(record, SCREENER, AS_OF), minqual.RecordError)
    faults(lambda: minqual.check(minqual.read(record), SCREENER, AS_OF), minqual.RecordError)
    results = minqual.screen(minqual.read([record, {"applicant_id": "b"}]), SCREENER, AS_OF)
    assert results.frame["verdict"].tolist() == ["review", "unmet"]
    assert results.rejects


@pytest.mark.parametrize(
    "held", [None, 3, {"a": {1}}, [3], b"", "", "{", b"\x89PNG\r\n\x1a\n", {1: 2}, object(), "no/such/file"]
)
def test_what_cannot_be_read_at_all_is_a_fault(held: object) -> None:
    faults(lambda: ANY.read(held))


def test_a_table_that_a_pack_draws_on_is_missed_when_it_judges() -> None:
    pool = minqual.read({"applicants": pd.DataFrame({"applicant_id": ["a"]})})
    assert faults(lambda: minqual.screen(pool, SCREENER, AS_OF))[0].code == "missing"


# The law: a fault or a verdict, and nothing else

CELL = st.one_of(
    st.text(st.characters(), max_size=12),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.binary(max_size=3),
    st.sets(st.integers(), max_size=1),
    st.sampled_from(["clerk", "2015-01-01", "present", "40", "\ud800x", "\x1b[31m", "=1+1", "NaN", "N/A"]),
)


def refused(way: Callable[[], object]) -> minqual.FaultyInput | None:
    """The error of an input that is not judged, whose faults have documented codes and paths."""
    try:
        way()
    except minqual.FaultyInput as error:
        found = error
    else:
        return None
    assert all(each.code in CODES and each.path.startswith("$") for each in found.faults)
    return found


ROW = st.dictionaries(st.sampled_from([*minqual.ExperienceRow.model_fields, "nobody"]), CELL, max_size=5)
RECORD = st.fixed_dictionaries(
    {"applicant_id": CELL}, optional={"experience": st.lists(ROW, max_size=3) | CELL, "strange": CELL}
)


@given(RECORD)
@example({"applicant_id": None, "experience": {0}})
@settings(max_examples=examples(400), deadline=None)
def test_a_record_of_whatever_values_is_judged_or_a_fault_that_shows_none_of_its_words(record: dict[str, Any]) -> None:
    for way in (
        lambda: minqual.check(record, SCREENER, AS_OF),
        lambda: minqual.check(minqual.read([record]), SCREENER, AS_OF),
        lambda: minqual.screen(minqual.read([record]), SCREENER, AS_OF),
    ):
        error = refused(way)
        rows = record.get("experience", [])
        words = [cell for row in (rows if isinstance(rows, list) else []) for cell in row.values()]
        assert not any(isinstance(word, str) and len(word) > 7 and word in str(error) for word in words)


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(("kinds", "start", "hours_per_week", "employer"), CELL)), max_size=3)
)
@settings(max_examples=examples(200), deadline=None)
def test_frames_of_whatever_values_are_judged_or_a_fault(rows: list[dict[str, object]]) -> None:
    columns = ["applicant_id", "kinds", "start", "hours_per_week", "employer"]
    table = pd.DataFrame([{"applicant_id": "a", **row} for row in rows] or None, columns=columns, dtype=object)
    held = {"applicants": pd.DataFrame({"applicant_id": ["a"]}), "experience": table}
    error = refused(lambda: minqual.screen(held, SCREENER, AS_OF))
    assert error is None or all(each.path.startswith("$.experience[") for each in error.faults)


@given(st.text(st.characters(), max_size=60) | st.binary(max_size=60))
@settings(max_examples=examples(300), deadline=None)
def test_whatever_text_or_bytes_are_read_or_a_fault(held: str | bytes) -> None:
    refused(lambda: minqual.read(held))
    refused(lambda: minqual.read_record(held))
    refused(lambda: minqual.load_pack(text=held))
    refused(lambda: minqual.check(held, SCREENER, AS_OF))


@pytest.mark.parametrize("name", ["surrogate.json"])
def test_the_given_record_with_half_a_sign_is_refused_alone_and_open_in_a_pool(name: str, tmp_path: Path) -> None:
    file = edge(name)
    pack = tmp_path / "pack.yaml"
    pack.write_text(CLERK)
    said = run("check", file, "--rules", pack, "--as-of", AS_OF)
    assert said.code == 2
    said.line("letters that are no text")
    assert run("screen", file, "--rules", pack, "--as-of", AS_OF, "-o", tmp_path / "r.csv").code == 4


def test_the_given_pack_with_a_list_of_one_is_told(tmp_path: Path) -> None:
    said = run("rules", "lint", edge("two-of-one.yaml"))
    assert said.code == 2
    said.line("line 13", "at least two")


def test_a_record_in_another_encoding_says_the_same_through_every_way_in(tmp_path: Path) -> None:
    record = {"applicant_id": "a", "experience": [{**JOB, "entry": "caf\u00e9"}]}
    verdicts = set()
    (tmp_path / "pack.yaml").write_text(CLERK)
    for encoding in ("utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le"):
        content = json.dumps(record, ensure_ascii=False).encode(encoding)
        file = tmp_path / f"{encoding}.json"
        file.write_bytes(content)
        verdicts.add(minqual.check(content, SCREENER, AS_OF).to_json())
        verdicts.add(minqual.check(minqual.read(content), SCREENER, AS_OF).to_json())
        said = run("check", file, "--rules", tmp_path / "pack.yaml", "--as-of", AS_OF, "--format", "json")
        assert json.loads(said.out)["verdict"] == "met"
        assert minqual.screen(file, SCREENER, AS_OF).frame["verdict"].tolist() == ["met"]
    assert len(verdicts) == 1


def test_a_column_that_is_not_used_is_named_where_one_of_many_is_checked(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(CLERK)
    (tmp_path / "pool.json").write_text(json.dumps([{"applicant_id": "a", "phone": 1}, {"applicant_id": "b"}]))
    said = run("check", tmp_path / "pool.json", "--applicant", "a", "--rules", tmp_path / "pack.yaml")
    said.line("pool.json", "columns not used", "phone")


LINES = st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=4), max_size=4)


@pytest.mark.long
@given(LINES, st.sampled_from(["experience", "applicants", "pool"]), st.binary(max_size=8))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_a_file_holds_the_command_ends_with_a_code_of_its_own_and_shows_no_such_sign(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], name: str, more: bytes
) -> None:
    folder = tmp_path_factory.mktemp("whatever")
    (folder / "pack.yaml").write_text(CLERK)
    (folder / "applicants.csv").write_text("applicant_id\na\n")
    (folder / "experience.csv").write_text("applicant_id,kinds\na,clerk\n")
    table = "\n".join(",".join(row) for row in [["applicant_id", "kinds", "start"], *rows])
    (folder / f"{name}.csv").write_bytes(table.encode() + more)
    (folder / "record.json").write_text(
        json.dumps({"applicant_id": "a", "experience": [{"kinds": "".join(map("".join, rows))}]})
    )
    for words in (
        ("screen", folder, "-o", folder / "out.csv", "--force"),
        ("screen", folder / f"{name}.csv", "-o", folder / "out.csv", "--force"),
        ("check", folder / "record.json"),
        ("applicants", "inspect", folder),
    ):
        said = run(*words, "--rules", folder / "pack.yaml", "--as-of", AS_OF)
        assert said.code in {0, 1, 2, 3, 4}
        assert all(visible(line) == line for line in (said.out + said.err).split("\n"))


@pytest.mark.parametrize("encoding", ["\ud800", "\0", "idna", "base64", "", "utf-7", "no such"])
def test_no_name_of_an_encoding_ends_in_an_internal_fault(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "applicants.csv").write_text("applicant_id\na\n")
    assert run("applicants", "inspect", tmp_path, "--encoding", encoding).code in {0, 2}


def test_a_pack_of_the_tests_is_read_from_its_text() -> None:
    assert minqual.load_pack(text=PACK).name == "elmwood/clerk"


KINDS = st.sampled_from(["clerk", "filing", "clerk;filing", "N/A", "", None, float("nan"), "CLERK "])
DATES = st.sampled_from(["2015-01-01", "2015", date(2019, 5, 1), "present", "6/30/2021", "N/A", "", None, "soon"])
JOBS_READ = st.fixed_dictionaries(
    {},
    optional={
        "kinds": KINDS,
        "start": DATES,
        "end": DATES,
        "hours_per_week": st.sampled_from([40, 20.5, "40", np.int64(10), "", None, Decimal("37.5"), "many"]),
        "paid": st.sampled_from([True, False, "yes", np.bool_(1), None]),
        "share": st.sampled_from([1, "50%", 0.5, None]),
    },
)


@given(st.lists(JOBS_READ, max_size=3))
@settings(max_examples=examples(120), deadline=None)
def test_every_way_in_says_the_same_of_what_can_be_read_and_none_drops_the_rest(jobs: list[dict[str, Any]]) -> None:
    record = {"applicant_id": "a", "experience": jobs}
    text = json.dumps(json.loads(json.dumps(record, default=as_cell)))
    columns = ["applicant_id", *JOBS_COLUMNS]
    frame = pd.DataFrame([{"applicant_id": "a", **job} for job in jobs], columns=columns, dtype=object)
    pools = [
        minqual.screen(minqual.read([record]), SCREENER, AS_OF),
        minqual.screen(minqual.read(f"[{text}]"), SCREENER, AS_OF),
        minqual.screen({"applicants": pd.DataFrame({"applicant_id": ["a"]}), "experience": frame}, SCREENER, AS_OF),
    ]
    assert len({each.frame["verdict"][0] for each in pools}) == 1
    assert len({len(each.rejects["row"]) for each in pools}) == 1
    error = refused(lambda: minqual.check(record, SCREENER, AS_OF))
    if error is None:
        verdicts = [
            minqual.check(each, SCREENER, AS_OF) for each in (record, text, minqual.read(record), minqual.read(text))
        ]
        assert {each.verdict for each in verdicts} == {pools[0].frame["verdict"][0]}
        assert all(each.levels == verdicts[0].levels for each in verdicts)
    else:
        assert all(len(each.rejects["row"]) for each in pools)


JOBS_COLUMNS = ("kinds", "start", "end", "hours_per_week", "paid", "share")


def as_cell(value: object) -> object:
    """A value of Python as JSON has it."""
    return (
        value.isoformat() if isinstance(value, date) else value.item() if isinstance(value, np.generic) else str(value)
    )


def test_every_code_that_is_given_is_a_documented_one() -> None:
    kinds = (minqual.FaultyInput, minqual.MapError, minqual.PackError, minqual.RecordError, minqual.SourceError)
    given_codes: set[object] = {each.code for each in kinds} | {"not-text"}
    for path in (ROOT / "engine" / "minqual").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Fault", "replace"}:
                named = [each.value for each in node.keywords if each.arg == "code"]
                given_codes |= {each.value for each in named if isinstance(each, ast.Constant)}
    assert given_codes == set(CODES)
