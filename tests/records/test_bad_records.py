"""JSON records that cannot be read: nothing is judged, and every fault is told with its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import minqual as library
from support.bad_inputs import AS_OF, SAN_JOSE
from support.command_line import Said, minqual
from support.examples import some_of

SOUND: dict[str, Any] = {
    "applicant_id": "a001",
    "education": [{"level": "bachelor", "field": "journalism", "conferred": True, "awarded": "2012-05-20"}],
    "experience": [{"kinds": ["communications"], "start": "2015-01-05", "end": "2021-06-30", "hours_per_week": 40}],
    "credentials": [{"name": "driver's license", "issuer": "California"}],
}


def told(text: str | bytes) -> Said:
    """A check of what stands on stdin."""
    stdin = text.encode() if isinstance(text, str) else text
    return minqual("check", "-", "--rules", SAN_JOSE, "--as-of", AS_OF, stdin=stdin)


def checked(**changed: object) -> Said:
    """A check of the sound record with some of its values changed."""
    return told(json.dumps({**SOUND, **changed}))


def refused(said: Said, *parts: str) -> None:
    """Exit code 2, a message that has all parts, and no verdict."""
    assert said.code == 2
    said.line(*parts)
    assert said.out == ""


def test_the_sound_record_is_judged() -> None:
    said = checked()
    assert said.code == 0
    assert "a001: eligible" in said.out


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"applicant_id": "a001",}', "stdin line 1 column"),
        ('{\n  "applicant_id": "a001"\n  "education": []\n}', "stdin line 3 column 3"),
    ],
)
def test_broken_json_is_told_with_line_and_column(text: str, place: str) -> None:
    refused(told(text), place, "not JSON", "expected one JSON object in UTF-8")


def test_two_json_objects_in_a_row_are_several_applicants() -> None:
    other = json.dumps({**SOUND, "applicant_id": "a002"})
    refused(told(f"{json.dumps(SOUND)}\n{other}\n"), "stdin", "2 applicants", "expected --applicant ID")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_stdin_is_told_as_empty(text: str) -> None:
    refused(told(text), "stdin", "empty", "expected one JSON object")


def test_json_nested_without_end_is_refused() -> None:
    refused(told("[" * 100_000), "stdin", "expected one JSON object")


def test_a_key_that_stands_twice_is_refused() -> None:
    """JSON readers keep the last one: the rows of the first would be lost without a word."""
    refused(
        told('{"applicant_id": "a001", "education": [{"level": "bachelor"}], "education": []}'),
        "stdin",
        "'education'",
        "twice",
    )


@pytest.mark.parametrize(
    ("changed", "place", "expected"),
    [
        ({"education": "none"}, "stdin education", "expected a list of rows"),
        ({"education": ["bachelor"]}, "stdin education 1", "expected an object with named values"),
        (
            {"education": [{"level": {"name": "bachelor"}}]},
            "stdin education 1 level",
            "expected a text, a number, yes/no or null",
        ),
        ({"experience": [{"kinds": [1, 2]}]}, "stdin experience 1 kinds", "expected a"),
        ({"credentials": {"name": "driver's license"}}, "stdin credentials", "expected a list of rows"),
        ({"applicant_id": ""}, "stdin applicant_id", "expected"),
        ({"applicant_id": "   "}, "stdin applicant_id", "expected"),
        ({"applicant_id": None}, "stdin applicant_id", "expected"),
        ({"applicant_id": ["a001"]}, "stdin applicant_id", "expected"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_with_its_place(
    changed: dict[str, object], place: str, expected: str
) -> None:
    refused(checked(**changed), f"{place}: ", expected)


@pytest.mark.parametrize("found", ["number", "text"])
def test_a_wrong_value_is_told_by_its_type(found: str) -> None:
    """ "A wrong value" alone does not say what stands there."""
    refused(checked(education={"number": 7, "text": "none"}[found]), "stdin education: ", found)


def test_a_record_that_is_no_object_is_refused() -> None:
    refused(told("[]"), "stdin: ", "expected an object with named values")
    refused(told("7"), "stdin: ", "expected an object with named values")


def test_a_record_without_an_id_is_refused() -> None:
    refused(told("{}"), "stdin applicant_id", "nothing", "expected an id of 1 to 200 signs")


@pytest.mark.parametrize(
    ("changed", "place", "key", "meant"),
    [
        ({"eduction": []}, "stdin", "eduction", "education"),
        ({"education": [{"levle": "bachelor"}]}, "stdin education 1", "levle", "level"),
        (
            {"experience": [{"kinds": "x"}, {"kinds": "x", "hours_per_weak": 40}]},
            "stdin experience 2",
            "hours_per_weak",
            "hours_per_week",
        ),
    ],
)
def test_a_misspelt_key_is_told_with_the_right_spelling(
    changed: dict[str, object], place: str, key: str, meant: str
) -> None:
    said = checked(**changed)
    refused(said, f"{place}: unknown key '{key}'", f"did you mean '{meant}'?")


def test_a_misspelt_list_is_told_with_the_right_spelling() -> None:
    record = {key: value for key, value in SOUND.items() if key != "education"} | {"eduction": SOUND["education"]}
    refused(told(json.dumps(record)), "stdin: unknown key 'eduction'", "did you mean 'education'?")


def test_unknown_keys_of_one_record_are_refused_all_at_once() -> None:
    said = checked(remarks="zz", education=[{**SOUND["education"][0], "gpa": "3.9"}])
    refused(said, "stdin: unknown key 'remarks'", "expected one of applicant_id, education")
    refused(said, "stdin education 1: unknown key 'gpa'", "expected one of")
    assert "3.9" not in said.err


@pytest.mark.parametrize(
    ("table", "cells", "column", "parts"),
    [
        ("education", {"level": "bachelor", "conferred": "perhaps"}, "conferred", ("neither yes nor no",)),
        (
            "education",
            {"level": "bachelor", "awarded": "2021-02-30"},
            "awarded",
            ("a day that does not exist", "expected a date such as"),
        ),
        ("education", {"level": "some college", "semester_units": -7}, "semester_units", ("a negative number",)),
        ("experience", {"kinds": "x", "hours_per_week": 987}, "hours_per_week", ("too large", "from 0 to 168")),
        ("experience", {"start": "2020-05", "end": "2019-05"}, "end", ("an end before the start",)),
    ],
)
def test_a_record_with_a_faulty_cell_is_not_judged(
    table: str, cells: dict[str, object], column: str, parts: tuple[str, ...]
) -> None:
    """In a batch the other rows are used; a single record can be corrected before anything is said."""
    refused(checked(**{table: [*SOUND[table], cells]}), f"stdin {table} 2 {column}: ", *parts)


def test_a_word_for_a_level_that_nobody_knows_is_open_and_told() -> None:
    said = checked(education=[{"level": "bachlor", "awarded": "2012-05-20"}])
    assert said.code == 3
    assert "not a degree level" in said.out
    assert "did you mean 'bachelor'?" in said.out


def test_messages_name_the_shape_of_a_cell_and_never_show_it() -> None:
    said = checked(
        education=[{"level": "zzsecret", "awarded": "zzsecret", "conferred": "zzsecret", "semester_units": "zzsecret"}]
    )
    assert said.code == 2
    assert "zzsecret" not in said.err + said.out


def test_all_faults_of_a_record_are_told_at_once() -> None:
    said = checked(
        education=[{"levle": "bachelor"}, {"level": {}}],
        experience="none",
        credentials=[{"name": []}],
    )
    refused(said, "stdin education 1", "'levle'")
    refused(said, "stdin education 2 level")
    refused(said, "stdin experience", "a list of rows")
    refused(said, "stdin credentials 1 name")


def test_all_faulty_cells_of_a_record_are_told_at_once() -> None:
    said = checked(education=[{"conferred": "zz", "awarded": "zz"}], experience=[{"start": "zz", "years": "zz"}])
    for place in ("education 1 conferred", "education 1 awarded", "experience 1 start", "experience 1 years"):
        refused(said, f"stdin {place}: ")


def test_null_and_a_list_left_out_are_no_faults() -> None:
    record = {"applicant_id": 7, "education": [{"level": None}], "experience": [{"kinds": None, "start": None}]}
    assert told(json.dumps(record)).code == 3


def test_a_byte_order_mark_is_accepted() -> None:
    assert told(b"\xef\xbb\xbf" + json.dumps(SOUND).encode()).code == 0


def test_a_record_in_another_encoding_is_read_as_a_pool_is_and_bytes_of_none_are_refused() -> None:
    education = [{**SOUND["education"][0], "institution": "Educación"}]
    text = json.dumps({**SOUND, "education": education}, ensure_ascii=False)
    said = told(text.encode("latin-1"))
    assert said.code == 0
    said.line("stdin: read as Windows-1252")
    refused(told(b'{"applicant_id": "a\x81"}'), "stdin line 1", "bytes of no encoding that is tried")


def test_a_record_file_is_named_in_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps({**SOUND, "education": [{"conferred": "zz"}]}))
    refused(minqual("check", path, "--rules", SAN_JOSE, "--as-of", AS_OF), f"{path} education 1 conferred")


def test_a_record_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    refused(
        minqual("check", path, "--rules", SAN_JOSE, "--as-of", AS_OF),
        str(path),
        "no such file",
        "expected a JSON record",
    )


def test_an_empty_record_file_is_told_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("")
    refused(minqual("check", path, "--rules", SAN_JOSE, "--as-of", AS_OF), str(path), "empty")


def test_the_library_carries_the_same_faults() -> None:
    with pytest.raises(library.RecordError) as caught:
        library.read_record(json.dumps({**SOUND, "education": "none", "experience": "none"}))
    assert [fault.where for fault in caught.value.faults] == ["record education", "record experience"]


@pytest.mark.parametrize(
    "record", some_of(["", "{", "[]", '{"applicant_id": "a001", "education": [{"awarded": "zz"}]}'], 2)
)
def test_a_process_of_its_own_ends_with_2_and_without_a_traceback(record: str) -> None:
    words = [sys.executable, "-m", "minqual", "check", "-", "--rules", SAN_JOSE, "--as-of", AS_OF]
    ended = subprocess.run(words, input=record, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("minqual: ")
    assert "Traceback" not in ended.stderr


def test_a_number_of_thousands_of_digits_is_a_faulty_cell() -> None:
    """Python refuses to convert it; it is a fault of the record, not ours."""
    said = told('{"applicant_id": 1, "education": [{"semester_units": ' + "1" * 5000 + "}]}")
    refused(said, "stdin education 1 semester_units", "not a plain number")


def test_a_cell_of_any_length_is_named_in_a_few_words() -> None:
    said = told('{"applicant_id": "a1", "experience": [{"kinds": "' + "x" * 100_000 + '"}]}')
    assert said.code == 1
    assert len(said.out) < 20_000
