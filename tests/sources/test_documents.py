"""JSON of our own as a source: the verdicts are those of the tables, and nothing is lost on the way."""

from __future__ import annotations

import csv
import gzip
import json
import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings

import minqual as library
from house.test_samples import FOLDER, SAMPLES
from minqual.records import MOST_ROWS
from minqual.sources import Reading, read_source
from minqual.sources.documents import json_entries
from minqual.values import SourceError
from minqual.verdicts import results_of
from support.command_line import minqual
from support.documents import (
    AS_OF,
    PACKS,
    Record,
    columns,
    counts,
    reasons,
    results,
    source,
    write_csv,
    write_json,
    write_tables,
)
from support.examples import examples
from support.screened import relaxed, screened
from support.strategies.records import pools

JOB: dict[str, Any] = {"kinds": "communications", "start": "2015-01-05", "end": "2021-06-30", "hours_per_week": 40}
GOOD: dict[str, Any] = {
    "applicant_id": "a1",
    "education": [{"level": "bachelor", "field": "journalism", "conferred": True}],
    "experience": [JOB],
    "credentials": [],
    "answers": [{"question": "evening-meetings", "answer": "yes"}],
}


def lines(path: Path, *entries: object) -> Path:
    """A file with one entry a line; texts stand as they are."""
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in entries))
    return path


def named(name: str, **changed: object) -> dict[str, Any]:
    return {**GOOD, "applicant_id": name, **changed}


@settings(relaxed, max_examples=examples(25))
@given(
    pools(PACKS[0]),
)
def test_tables_a_list_and_lines_of_the_same_records_give_the_same_results(drawn: tuple[date, list[Record]]) -> None:
    as_of, pool = drawn
    with TemporaryDirectory() as folder:
        here = Path(folder)
        expected = columns(write_tables(here / "tables", pool), PACKS[0], as_of)
        assert columns(write_json(here / "list.json", pool), PACKS[0], as_of) == expected
        assert columns(lines(here / "pool.jsonl", *pool), PACKS[0], as_of) == expected
        assert columns(write_json(here / "key.json", {"applicants": pool}), PACKS[0], as_of) == expected


@settings(relaxed, max_examples=examples(25))
@given(pools(PACKS[1], size=4))
def test_records_in_a_pool_are_judged_as_single_records_are(drawn: tuple[date, list[Record]]) -> None:
    as_of, pool = drawn
    with TemporaryDirectory() as folder:
        pooled = columns(write_json(Path(folder) / "list.json", pool), PACKS[1], as_of)
    single = results_of(screened(PACKS[1], pool, as_of))
    assert pooled == {name: list(map(str, column)) for name, column in single.columns.items()}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_as_lines_give_the_same_results(sample: str, tmp_path: Path) -> None:
    pool: dict[str, dict[str, Any]] = {}
    for name in ("applicants", *("education", "experience", "credentials", "answers")):
        with (FOLDER / sample / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                owner = row.pop("applicant_id")
                if name == "applicants":
                    pool[owner] = {"applicant_id": owner}
                else:
                    pool[owner].setdefault(name, []).append(row)
    expected = columns(FOLDER / sample, SAMPLES[sample])
    assert columns(lines(tmp_path / "pool.jsonl", *pool.values()), SAMPLES[sample]) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_json_is_read_in_any_usual_encoding_and_packed(tmp_path: Path, encoding: str, packed: str) -> None:
    text = json.dumps([named("ä1"), named("a2")], ensure_ascii=False).encode(encoding)
    path = tmp_path / f"pool.json{packed}"
    path.write_bytes(gzip.compress(text) if packed else text)
    assert list(source(path).tables.applicant_ids) == ["ä1", "a2"]


def test_json_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert list(source(write_json(tmp_path / "export", GOOD)).tables.applicant_ids) == ["a1"]
    assert list(source(write_json(tmp_path / "export.csv", [GOOD])).tables.applicant_ids) == ["a1"]


def test_json_is_screened_from_standard_input() -> None:
    said = minqual(
        "screen", "-", "--rules", PACKS[0], "--as-of", str(AS_OF), "-o", "-", stdin=json.dumps([GOOD]).encode()
    )
    assert said.code == 0
    assert '"a1","conditional"' in said.out


def test_a_line_that_is_no_record_is_rejected_and_the_others_are_judged(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "pool.jsonl", named("a1"), '{"applicant_id": "a2"', "", "[1, 2]", '"a3"', {"remark": 1}, named("a4")
    )
    assert list(results(path, PACKS[0]).columns["applicant_id"]) == ["a1", "a4"]
    assert [(row, found.partition(" (")[0]) for _, row, _, found in reasons(path)] == [
        (2, "not JSON"),
        (4, "a list"),
        (5, "a text"),
        (6, "an object of no form that is known"),
    ]
    assert counts(path)["applicants"] == (2, 4)


def test_lines_whose_first_is_broken_are_lines_still(tmp_path: Path) -> None:
    path = lines(tmp_path / "pool.jsonl", '{"applicant_id": "a1", oops', named("a2"))
    assert [(row, found.partition(" (")[0]) for _, row, _, found in reasons(path)] == [(1, "not JSON")]
    assert list(results(path, PACKS[0]).columns["applicant_id"]) == ["a2"]


def test_a_line_with_zero_bytes_is_rejected_and_the_others_are_judged(tmp_path: Path) -> None:
    """Few zero bytes make no UTF-16 of a text, wherever they stand."""
    path = tmp_path / "pool.jsonl"
    for broken in (b'{"applicant_id": "a\0\0 2"}', b'\0{"applicant_id": "a2"}'):
        sound = (json.dumps(named(each)).encode() for each in ("a1", "a3"))
        path.write_bytes(next(sound) + b"\n" + broken + b"\n" + next(sound) + b"\n")
        assert [(row, found.partition(" (")[0]) for _, row, _, found in reasons(path)] == [(2, "not JSON")]
        assert list(results(path, PACKS[0]).columns["applicant_id"]) == ["a1", "a3"]


def test_a_table_with_zero_bytes_is_told_as_one(tmp_path: Path) -> None:
    path = tmp_path / "pool.csv"
    path.write_bytes(b"applicant_id,level\na1,bach\0\0elor\n")
    assert refusal(path).startswith("pool.csv: zero bytes in the text; expected a file saved as CSV UTF-8")


@pytest.mark.parametrize("name", ["pool", "pool.csv", "pool.json", "pool.jsonl"])
@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_told_as_one(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert refusal(path).startswith(f"{name}: an empty file; expected ")


def test_an_empty_standard_input_is_told_as_an_empty_file() -> None:
    said = minqual("screen", "-", "--rules", PACKS[0], "--as-of", str(AS_OF), "-o", "-", stdin=b"")
    assert said.code == 2
    assert "stdin: an empty file; expected " in said.err


def test_a_list_with_an_entry_a_line_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "pool.json"
    for before, after in (("[", "]"), ('{"applicants": [', "]}")):
        path.write_text(f"{before}\n{json.dumps(named('a1'))},\n{json.dumps(named('a2'))}\n{after}\n")
        assert list(source(path).tables.applicant_ids) == ["a1", "a2"]
        path.write_text(f"{before}\n{json.dumps(named('a1'))}\n{json.dumps(named('a2'))}\n{after}\n")
        assert before != "[" or refusal(path).startswith("pool.json line 3 column 1: not JSON")


def refusal(path: Path) -> str:
    """The message with which a source is refused."""
    with pytest.raises(SourceError) as caught:
        source(path)
    return str(caught.value)


def test_objects_of_many_strange_keys_cost_little(tmp_path: Path) -> None:
    pool = [{f"zz{number}x{key}": 1 for key in range(30)} for number in range(3_000)]
    path = write_json(tmp_path / "pool.json", [named("a1"), *pool])
    assert counts(path)["applicants"] == (1, 3_000)


def test_a_list_counts_its_entries_from_one(tmp_path: Path) -> None:
    path = write_json(tmp_path / "pool.json", [named("a1"), None, named("a3", applicant_id=None)])
    assert [(row, column, found) for _, row, column, found in reasons(path)][:2] == [
        (2, "", "null"),
        (3, "applicant_id", "no id"),
    ]


@pytest.mark.parametrize(
    ("changed", "column", "found"),
    [
        ({"experience": "none"}, "experience", "a text"),
        ({"experience": None}, "experience", "null"),
        ({"experience": {}}, "experience", "an object"),
        ({"experience": [JOB] * (MOST_ROWS + 1)}, "experience", f"a list of more than {MOST_ROWS} rows"),
        ({"experience": [JOB, "clerk"]}, "experience 2", "a text"),
    ],
)  # fmt: skip
def test_what_is_no_row_is_rejected_under_its_path_and_raises_its_applicant_to_review(
    tmp_path: Path, changed: dict[str, object], column: str, found: str
) -> None:
    path = write_json(
        tmp_path / "pool.json",
        [
            named("a1"),
            named("a2", **{"education": [], "experience": [], **changed}),
        ],
    )
    assert [(row, at, what) for _, row, at, what in reasons(path)] == [(2, column, found)]
    assert results(path, PACKS[0]).columns["verdict"][1] == "review"


@pytest.mark.parametrize(
    ("changed", "column", "found"),
    [
        ({"experience": [JOB, {**JOB, "start": "soon"}]}, "experience 2 start", "not a date"),
        ({"education": [{"level": "bachlor"}]}, "education 1 level", "not a degree level"),
        ({"experience": [JOB, {**JOB, "start": {"year": 2020}}]}, "experience 2 start", "an object"),
        ({"experience": [JOB, {**JOB, "kinds": [1]}]}, "experience 2 kinds", "a list"),
        ({"experience": [JOB, {**JOB, "start": float("inf")}]}, "experience 2 start", "a number without end"),
        ({"experience": [JOB, {**JOB, "employer": "x" * 140_000}]}, "experience 2 employer", "a text too long to be a cell"),  # noqa: E501
        ({"experience": [JOB, {**JOB, "employer": "\ud800"}]}, "experience 2 employer", "letters that are no text"),
        ({"experience": [JOB, {**JOB, "employer": "a\0"}]}, "experience 2 employer", "letters that are no text"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_under_its_path_and_its_row_stays(
    tmp_path: Path, changed: dict[str, object], column: str, found: str
) -> None:
    path = write_json(tmp_path / "pool.json", [named("a2", **{"education": [], "experience": [], **changed})])
    assert [(row, at, what) for _, row, at, what in reasons(path)] == [(1, column, found)]
    assert results(path, PACKS[0]).rejects["lost"] == ("cell",)
    assert results(path, PACKS[0]).summary.rejected == 0


def test_a_whole_record_is_never_set_aside_for_one_row(tmp_path: Path) -> None:
    """The pair of the rejects above: the sound row of the same record is used."""
    path = write_json(tmp_path / "pool.json", [named("a1", experience=[JOB, "clerk"])])
    assert counts(path)["experience"] == (1, 1)


@pytest.mark.parametrize(
    ("text", "column", "found"),
    [
        ('{"applicant_id": "a2", "education": [], "education": []}', "", "the key 'education' twice"),
        ('{"applicant_id": "a2", "experience": [{"start": "2020", "start": "2010"}]}', "experience 1", "the key 'start' twice"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_is_rejected_where_it_stands(
    tmp_path: Path, text: str, column: str, found: str
) -> None:
    path = lines(tmp_path / "pool.jsonl", named("a1"), text)
    assert (2, column, found) in [(row, at, what) for _, row, at, what in reasons(path)]


def test_an_id_that_stands_twice_is_not_judged_and_its_rows_are_counted(tmp_path: Path) -> None:
    path = lines(tmp_path / "pool.jsonl", named("a1"), named("a2"), named("a1"))
    assert list(results(path, PACKS[0]).columns["applicant_id"]) == ["a2"]
    assert counts(path)["applicants"] == (1, 2)
    assert counts(path)["experience"] == (1, 2)


def test_unknown_keys_are_reported_by_name(tmp_path: Path) -> None:
    path = write_json(tmp_path / "pool.json", [named("a1", remarks="zz", education=[{"level": "ba", "gpa": 4}])])
    assert source(path).tables.unknown_columns == {"pool.json": ("remarks", "education gpa")}


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"education": [{"levle": "bachelor"}]}, "pool.json row 1 education 1"),
        ({"experiense": [JOB], "experience": None}, ""),
    ],
)
def test_a_key_nearly_that_of_an_absent_one_stops_the_run(
    tmp_path: Path, changed: dict[str, object], place: str
) -> None:
    """Reading on would take a whole column for blank. Beside the right key it is an unknown one."""
    path = write_json(tmp_path / "pool.json", [named("a1", **changed)])
    if not place:
        assert source(path).tables.unknown_columns == {"pool.json": ("experiense",)}
        return
    with pytest.raises(SourceError) as caught:
        source(path)
    assert [(fault.where, fault.nearest) for fault in caught.value.faults] == [(place, "level")]


def test_a_misspelt_id_is_told_with_the_right_spelling(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="did you mean 'applicant_id'"):
        source(write_json(tmp_path / "pool.json", [{"aplicant_id": "a1", "experience": []}]))


def test_misspelt_keys_are_told_up_to_a_bound(tmp_path: Path) -> None:
    pool = [named(f"a{number}", education=[{f"level{number}": "x"}]) for number in range(60)]
    with pytest.raises(SourceError) as caught:
        source(write_json(tmp_path / "pool.json", pool))
    assert len(caught.value.faults) == 20


def test_more_keys_than_any_export_has_are_refused(tmp_path: Path) -> None:
    pool = [named("a1", **{f"zzz{number}": 1 for number in range(3_000)})]
    with pytest.raises(SourceError, match="more than 2000 different keys"):
        source(write_json(tmp_path / "pool.json", pool))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[" * 200_000, "nested too deeply"),
        ('[{"applicant_id": "a1"},]', "line 1 column"),
        ('[{"applicant_id": "a1"}', "line 1 column"),
        ('[{"applicant_id": "a1"}] 7', "line 1 column 26"),
        ('{"applicant_id": "a1",\n"education": }', "line 2 column 14"),
        ("{", "not JSON"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_told_with_its_place(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "pool.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=found):
        source(path)


def test_a_line_nested_without_end_is_one_reject(tmp_path: Path) -> None:
    path = lines(tmp_path / "pool.jsonl", named("a1"), '{"x":' * 50_000, named("a2"))
    assert reasons(path) == [("pool.jsonl", 2, "", "lists or objects nested too deeply")]


def test_an_empty_list_has_no_applicants(tmp_path: Path) -> None:
    assert list(results(write_json(tmp_path / "pool.json", []), PACKS[0]).columns["applicant_id"]) == []


def test_numbers_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Also those of thousands of digits, which are faulty cells and no more."""
    path = tmp_path / "pool.json"
    path.write_text('[{"applicant_id": 7, "education": [{"level": "ba", "semester_units": ' + "1" * 5000 + "}]}]")
    assert list(source(path).tables.applicant_ids) == ["7"]
    assert reasons(path)[0][2:] == ("education 1 semester_units", "not a plain number")


def test_limits_of_size_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_entries, "MOST_DOCUMENT", 1 << 10)
    monkeypatch.setattr(json_entries, "MOST_LINE", 1 << 10)
    with pytest.raises(SourceError, match="JSONL"):
        source(write_json(tmp_path / "pool.json", [named("a1", remarks="x" * 2000)]))
    path = lines(tmp_path / "pool.jsonl", named("a1"), named("a2", remarks="x" * 2000))
    assert [found for *_, found in reasons(path)] == ["a line of more than 0 MiB"]


def test_a_folder_of_documents_is_one_pool_in_the_order_of_names(tmp_path: Path) -> None:
    write_json(tmp_path / "b.json", GOOD)
    write_json(tmp_path / "a.json", [named("a9"), named("a8")])
    (tmp_path / "notes.txt").write_text("nothing")
    assert list(source(tmp_path).tables.applicant_ids) == ["a9", "a8", "a1"]
    write_csv(tmp_path / "applicants.csv", ("applicant_id",), [])
    with pytest.raises(SourceError, match=r"no education\.csv"):
        read_source(tmp_path, Reading(("education",)))


BROKEN: Final = {
    "b.json": (b'[{"applicant_id": "a2"},\n{"applicant_id": ]', "not JSON (line 2 column 18)"),
    "b.jsonl": (b"", "an empty file"),
    "b.jsonl.gz": (b"\x1f\x8b\0\0\0", "broken gzip"),
    "b.zip": (b"PK\x03\x04\0\0", "a damaged file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_of_a_folder_is_one_rejected_row_and_the_others_are_judged(tmp_path: Path, name: str) -> None:
    """A list that breaks off is rejected whole: its first entries are not judged beside a loss of the last."""
    content, found = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    write_json(tmp_path / "a.json", named("a1"))
    write_json(tmp_path / "c.json", named("a3"))
    assert list(results(tmp_path, PACKS[0]).columns["applicant_id"]) == ["a1", "a3"]
    ((where, row, column, what),) = reasons(tmp_path)
    assert (where, row, column) == (name, 1, "")
    assert what.startswith(found)
    assert counts(tmp_path)["applicants"] == (2, 1)


@pytest.mark.parametrize("name", BROKEN)
def test_a_folder_of_which_no_file_can_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BROKEN[name][0])
    (tmp_path / "z.json").write_text("{")
    message = refusal(tmp_path)
    assert message.startswith(name)
    assert "z.json line 1 column 2: not JSON" in message


def test_a_misspelt_key_stops_the_run_in_a_folder_too(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", named("a1"))
    write_json(tmp_path / "b.json", named("a2", education=[{"levle": "bachelor"}]))
    assert "did you mean 'level'" in refusal(tmp_path)


def test_a_file_whose_name_is_no_text_is_read_and_named(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/pool\xff.json"))
    try:
        write_json(path, [named("a1"), {}])
    except OSError:
        pytest.skip("no such names here")
    assert [where for where, *_ in reasons(path)] == ["pool?.json"]


@pytest.mark.parametrize("form", ["list", "lines", "folder", "gzip"])
def test_check_takes_an_applicant_of_every_source(tmp_path: Path, form: str) -> None:
    pool = [named("a1"), named("a2", experience=[])]
    path = {
        "list": lambda: write_json(tmp_path / "pool.json", pool),
        "lines": lambda: lines(tmp_path / "pool.jsonl", *pool),
        "folder": lambda: write_tables(tmp_path / "tables", pool),
        "gzip": lambda: gzipped(tmp_path / "pool.json.gz", pool),
    }[form]()
    options = ("--rules", PACKS[0], "--as-of", str(AS_OF), "--format", "json")
    verdicts = [json.loads(minqual("check", path, "--applicant", each["applicant_id"], *options).out) for each in pool]
    expected = [library.check(each, PACKS[0], AS_OF) for each in pool]
    assert [each["verdict"] for each in verdicts] == [each.verdict for each in expected]
    said = minqual("check", path, *options)
    assert said.code == 2
    said.line("2 applicants, without an applicant named", "--applicant ID")


def gzipped(path: Path, value: object) -> Path:
    path.write_bytes(gzip.compress(json.dumps(value).encode()))
    return path


def test_check_needs_no_name_where_there_is_one_applicant(tmp_path: Path) -> None:
    said = minqual("check", write_json(tmp_path / "pool.json", [GOOD]), "--rules", PACKS[0], "--as-of", str(AS_OF))
    assert (said.code, "a1: conditionally eligible" in said.out) == (3, True)


def test_check_of_a_packed_record_is_as_strict_as_of_a_plain_one(tmp_path: Path) -> None:
    path = gzipped(tmp_path / "record.json.gz", named("a1", experience=[{**JOB, "start": "soon"}]))
    said = minqual("check", path, "--rules", PACKS[0], "--as-of", str(AS_OF))
    assert said.code == 2
    said.line("experience 1 start", "not a date")


def test_check_of_an_applicant_whose_own_entry_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    path = write_json(tmp_path / "pool.json", [{**GOOD, "applicant_id": None}])
    said = minqual("check", path, "--rules", PACKS[0], "--as-of", str(AS_OF))
    assert (said.code, said.out) == (2, "")


def test_the_library_screens_every_source(tmp_path: Path) -> None:
    path = lines(tmp_path / "pool.jsonl", named("a1"), named("a2"))
    assert list(library.screen(str(path), PACKS[0], AS_OF).columns["verdict"]) == ["conditional", "conditional"]
    with pytest.raises(SourceError, match="no such file"):
        library.screen(tmp_path / "nowhere.jsonl", PACKS[0], AS_OF)


def test_the_rejects_show_what_stood_there_cut_short(tmp_path: Path) -> None:
    """A text that is no JSON as it is, a value of the wrong type as JSON; a fault never shows it."""
    path = lines(
        tmp_path / "pool.jsonl",
        named("a1", experience="lots"),
        ["no", 1],
        '{"oops',
        named("a2", experience=[{"start": {"year": "x" * 300}}]),
        named("a3", experience=["clerk"]),
    )
    rejected = results(path, PACKS[0]).rejected
    shown = {each.row: each.value for each in rejected}
    assert shown[2].startswith('["no", ')
    assert (shown[1], shown[3], shown[5]) == ('"lots"', '{"oops', '"clerk"')
    assert len(shown[4]) == 201
    assert shown[4].startswith('{"year": "xxx')
    assert not any("lots" in each.reason or "oops" in each.reason for each in rejected)
