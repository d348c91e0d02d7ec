"""The library answers misuse with its own error, and takes the values that Python programs have."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

import minqual
from minqual.outputs import line_schema, write_whole
from minqual.records import MOST_ID, MOST_ROWS, REQUIRED, Record
from minqual.values import CODES
from minqual.verdicts import Verdict

AS_OF = date(2026, 11, 21)
SCREENER = minqual.Screener(minqual.load_pack("stockton/mayoral-pio"))
ANY: Any = minqual
"""The library as a program without types sees it."""


def frames() -> dict[str, pd.DataFrame]:
    """One applicant who has nothing, in every table."""
    blank = {name: pd.DataFrame(columns=list(columns)) for name, columns in REQUIRED.items()}
    return {**blank, "applicants": pd.DataFrame({"applicant_id": ["a1"]})}


def test_every_table_that_the_pack_draws_on_is_needed_and_all_that_lack_are_told_at_once() -> None:
    assert minqual.screen(frames(), SCREENER, AS_OF).frame["verdict"].tolist() == ["refer"]
    for name in SCREENER.tables:
        with pytest.raises(minqual.SourceError, match=f"no table '{name}'"):
            minqual.screen({key: frame for key, frame in frames().items() if key != name}, SCREENER, AS_OF)
    with pytest.raises(minqual.SourceError) as caught:
        minqual.screen({"aplicants": frames()["applicants"]}, SCREENER, AS_OF)
    assert len(caught.value.faults) == 2 + len(SCREENER.tables)


def test_missing_values_of_any_column_type_are_blank() -> None:
    tables = frames()
    tables["education"] = pd.DataFrame(
        {"applicant_id": ["a1"] * 3, "level": ["bachelor"] * 3, "field": pd.array(["economics", pd.NA, None], "string")}
    )
    assert minqual.screen(tables, SCREENER, AS_OF).summary.rejected == 0


@pytest.mark.parametrize(
    ("use", "where"),
    [
        (lambda: ANY.Screener(None), "pack"),
        (lambda: ANY.Screener("stockton/nobody"), "rule pack"),
        (lambda: ANY.load_pack(None), "pack"),
        (lambda: ANY.load_pack(""), "rule pack"),
        (lambda: ANY.check({"applicant_id": "a1"}, {}, AS_OF), "pack"),
        (lambda: ANY.check({"applicant_id": "a1"}, SCREENER, AS_OF, level=4), "level"),
        (lambda: ANY.check({"applicant_id": "a1"}, SCREENER, AS_OF, level="clerk"), "level"),
        (lambda: ANY.check({"applicant_id": "a1"}, SCREENER, "2026-11-21"), "as_of"),
        (lambda: ANY.check(None, SCREENER, AS_OF), "record"),
        (lambda: ANY.check_many({"applicant_id": "a1"}, SCREENER, AS_OF), "records"),
        (lambda: ANY.check_many([{"applicant_id": "a1"}, None], SCREENER, AS_OF), "record 2"),
        (lambda: ANY.screen(None, SCREENER, AS_OF), "source"),
        (lambda: ANY.screen([], SCREENER, AS_OF), "source"),
        (lambda: ANY.screen(frames()["applicants"], SCREENER, AS_OF), "source"),
        (lambda: ANY.screen({**frames(), "education": "x"}, SCREENER, AS_OF), "tables 'education'"),
        (lambda: ANY.screen(frames(), SCREENER, AS_OF, column_map="neogov-report"), "column_map"),
        (lambda: ANY.screen("x", SCREENER, AS_OF, column_map=3), "column_map"),
        (lambda: ANY.write_results(None, "x.csv"), "results"),
        (lambda: ANY.write_results(minqual.screen(frames(), SCREENER, AS_OF), None), "path"),
        (lambda: ANY.write_results(minqual.screen(frames(), SCREENER, AS_OF), "."), "path"),
        (lambda: ANY.write_results(minqual.screen(frames(), SCREENER, AS_OF), "x.csv", form="pdf"), "form"),
        (lambda: ANY.write_results(minqual.screen(frames(), SCREENER, AS_OF), "x.csv", form=3), "form"),
        (lambda: ANY.write_results(minqual.screen(frames(), SCREENER, AS_OF), "x.csv", rejects="./x.csv"), "rejects"),
    ],
)
def test_misuse_is_told_with_its_place(use: Callable[[], object], where: str) -> None:
    with pytest.raises(minqual.FaultyInput) as caught:
        use()
    assert {each.where for each in caught.value.faults} == {where}
    assert all(each.code in CODES and each.path.startswith("$") for each in caught.value.faults)
    assert "--" not in str(caught.value)


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(tmp_path: Path) -> None:
    given = tmp_path / "sub" / "x.csv"
    with pytest.raises(OSError, match="x") as caught, write_whole(tmp_path / "y.csv", given):
        pass
    assert caught.value.filename == str(given)
    assert not list(tmp_path.iterdir())


def row(**values: object) -> dict[str, object]:
    """A record with one job."""
    return {"applicant_id": "a1", "experience": [values]}


def test_values_of_python_are_the_cells_that_their_texts_are() -> None:
    mine = row(start=date(2016, 1, 1), end=datetime(2020, 12, 31, 5), hours_per_week=np.int64(40), paid=np.bool_(1))  # noqa: DTZ001
    text = row(start="2016-01-01", end="2020-12-31", hours_per_week="40", paid="yes")
    assert minqual.read_record(mine) == minqual.read_record(text)
    assert minqual.read_record(row(start=None, end=pd.NaT, hours_per_week=np.nan, years=pd.NA)) == minqual.read_record(
        row()
    )


@pytest.mark.parametrize(
    ("value", "where", "found"),
    [
        ({"applicant_id": "a" * (MOST_ID + 1)}, "applicant_id", "a text that is too long"),
        ({"applicant_id": 4.5}, "applicant_id", "a number"),
        ({"applicant_id": True}, "applicant_id", "a truth value"),
        ({"applicant_id": 10**5000}, "applicant_id", "a number of more than 20 digits"),
        ({"applicant_id": "\ud800"}, "applicant_id", "letters that are no text"),
        (
            {"applicant_id": "a", "answers": [{}] * (MOST_ROWS + 1)},
            "answers",
            f"a list of more than {MOST_ROWS} rows",
        ),
        ({"applicant_id": "a", "answers": None}, "answers", "nothing"),
        (row(hours_per_week=10**5000), "experience 1 hours_per_week", "a number of more than 20 digits"),
        (row(start={1}), "experience 1 start", "a value of type set"),
    ],
)
def test_what_a_record_cannot_hold_is_told_in_our_words(value: Mapping[str, object], where: str, found: str) -> None:
    with pytest.raises(minqual.RecordError) as caught:
        minqual.read_record(value)
    assert [(each.where, each.found) for each in caught.value.faults] == [(f"record {where}", found)]
    assert not {"should", "Tuple", "String", "sys."} & set(str(caught.value).replace(".", ". ").split())


@pytest.mark.parametrize("stated", ["a1", 70, "", "  ", 4.5, True, None, "a" * (MOST_ID + 1)])
def test_the_schema_and_the_reader_agree_about_ids(stated: object) -> None:
    valid = Draft202012Validator(Record.model_json_schema()).is_valid({"applicant_id": stated})
    try:
        minqual.read_record({"applicant_id": stated})
    except minqual.RecordError:
        assert not valid
    else:
        assert valid


def test_every_line_of_results_keeps_to_its_schema(tmp_path: Path) -> None:
    tables = frames()
    tables["applicants"] = pd.DataFrame({"applicant_id": ["a1", "a2"]})
    tables["education"] = pd.DataFrame({"applicant_id": ["a1"], "level": ["associate"], "awarded": ["1999-06"]})
    tables["experience"] = pd.DataFrame({"applicant_id": ["a1"], "kinds": ["communications"], "start": ["2001"]})
    minqual.write_results(minqual.screen(tables, SCREENER, AS_OF), tmp_path / "r.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    validator = Draft202012Validator(line_schema())
    for line in lines:
        validator.validate(line)
    assert any(line["to_resolve"] for line in lines)
    assert not validator.is_valid({**lines[0], "verdict": "maybe"})


def test_a_verdict_keeps_to_the_schema_of_results() -> None:
    schema = TypeAdapter(Verdict).json_schema(mode="serialization")
    verdict = cast("dict[str, object]", json.loads(minqual.check({"applicant_id": 70}, SCREENER, AS_OF).to_json()))
    Draft202012Validator(schema).validate(verdict)


def test_what_needs_pandas_says_so_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """All else of a screening is there without it."""
    results = minqual.screen(minqual.read([{"applicant_id": "a1"}]), "stockton/mayoral-pio", date(2026, 11, 21))
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert list(results.columns["applicant_id"]) == ["a1"]
    for name in ("frame", "rejected_rows"):
        with pytest.raises(minqual.FaultyInput, match=r"minqual\[pandas\]"):
            getattr(results, name)
