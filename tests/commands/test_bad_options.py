"""Options that cannot be meant: each message names the option, what was found and what may stand there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from support.bad_inputs import AS_OF, SAN_JOSE, STOCKTON, source
from support.command_line import Said, minqual
from support.places import ROOT


def spoken(*options: str, rules: str = SAN_JOSE) -> Said:
    """A check of a record in options."""
    return minqual("check", "--rules", rules, "--as-of", AS_OF, *options)


def refused(said: Said, *parts: str) -> None:
    """Exit code 2, a message that has all parts, and nothing on stdout."""
    assert said.code == 2
    said.line(*parts)
    assert said.out == ""


@pytest.mark.parametrize(
    ("option", "text", "parts"),
    [
        ("--degree", "xyzzy: journalism", ("not a degree level", 'expected "LEVEL: FIELD, DATE"')),
        ("--degree", "bachlor: journalism", ("not a degree level", "did you mean 'bachelor'?")),
        ("--degree", "", ("--degree", 'expected "LEVEL: FIELD, DATE"')),
        ("--degree", "bachelor: journalism, 2021-02-30", ("a day that does not exist in its month",)),
        ("--degree", "bachelor: journalism, expected someday", ("not a date",)),
        ("--job", "communications, 2018-03..2021-06, 40", ("cannot read '40'", 'expected "KINDS, START..END, HOURSh"')),
        ("--job", "communications, 2018-03..2021-13, 40h", ("a month that does not exist",)),
        ("--job", "communications, 2021-03..2018-01, 40h", ("an end before the start",)),
        ("--job", "communications, 2018-03..2021-06, 987h", ("too large", "from 0 to 168")),
        ("--job", "communications, 2018-03 to 2021-06, 40h", ("cannot read '2018-03 to 2021-06'",)),
        ("--job", "", ("--job", 'expected "KINDS, START..END, HOURSh"')),
        ("--units", "sixty", ("not a number of units", 'expected "60", "60 semester", "90 quarter" or')),
        ("--units", "60 trimester", ("not a number of units",)),
        (
            "--credential",
            "driver's license, California, Nevada",
            ("a second issuer, 'Nevada'", 'expected "NAME, ISSUER, EXPIRES"'),
        ),
        ("--answer", "evening-meetings", ('expected "QUESTION: yes"',)),
    ],
)
def test_a_record_in_options_names_the_option_at_fault(option: str, text: str, parts: tuple[str, ...]) -> None:
    """The place is the option as it was typed, not a row of a table that no one wrote."""
    refused(spoken(option, text, rules=STOCKTON), f"{option} (number 1)", *parts)


def test_an_unknown_question_has_the_right_name_as_hint() -> None:
    refused(
        spoken("--answer", "evening-meeting=yes", rules=STOCKTON),
        "--answer (number 1)",
        "unknown question",
        "'evening-meetings'?",
    )


def test_an_answer_stands_behind_a_colon_as_behind_a_sign_of_equality() -> None:
    every = [spoken("--answer", f"evening-meetings{sign}yes", rules=STOCKTON).out for sign in ("=", ": ", ":")]
    assert every[0]
    assert len(set(every)) == 1
    refused(spoken("--answer", "evening-meeting: yes", rules=STOCKTON), "--answer (number 1)", "'evening-meetings'")


def test_an_answer_to_a_pack_without_questions_is_refused() -> None:
    refused(spoken("--answer", "evening-meetings=yes"), "--answer (number 1)", "the pack asks nothing")


def test_all_faulty_options_of_a_record_are_told_at_once() -> None:
    said = spoken("--degree", "xyzzy", "--degree", "plugh", "--job", "communications, zz", "--units", "zz")
    for option in ("--degree (number 1)", "--degree (number 2)", "--job (number 1)", "--units (number 1)"):
        refused(said, option)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tomorrow", "not a date"),
        ("2026-13-01", "a month that does not exist"),
        ("2026-02-30", "a day that does not exist in its month"),
        ("2026-11", "a date without a day"),
        ("", "not a date"),
    ],
)
@pytest.mark.parametrize("command", ["check", "screen"])
def test_an_as_of_date_must_be_a_day(tmp_path: Path, command: str, text: str, found: str) -> None:
    words = [source(tmp_path / "in"), "--applicant", "a001"] if command == "check" else [source(tmp_path / "in")]
    said = minqual(command, *words, "--rules", SAN_JOSE, "--as-of", text)
    refused(said, "--as-of", found, "expected a day such as 2026-11-21")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("stockton/mayoral-poi", STOCKTON), ("mayoral-pio", "mayoral-pio"), ("Stockton/Mayoral-PIO", STOCKTON)],
)
@pytest.mark.parametrize("command", ["check", "screen", "show", "test"])
def test_an_unknown_pack_has_the_right_name_as_hint(tmp_path: Path, command: str, name: str, meant: str) -> None:
    folder = source(tmp_path / "in")
    words: dict[str, list[str | Path]] = {
        "check": ["check", folder, "--applicant", "a001", "--as-of", AS_OF, "--rules", name],
        "screen": ["screen", folder, "--as-of", AS_OF, "--rules", name],
        "show": ["rules", "show", name],
        "test": ["rules", "test", name],
    }
    refused(minqual(*words[command]), f"unknown pack '{name}'", STOCKTON, f"{meant}'?")


def test_a_hint_for_a_pack_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    said = minqual("screen", source(tmp_path / "in"), "--as-of", AS_OF, "--rules", "mayoral-pio")
    refused(said, "unknown pack 'mayoral-pio'", f"did you mean '{STOCKTON}'?")


def test_a_pack_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    refused(minqual("rules", "show", path), str(path), "no such file", "expected the path of a pack")


@pytest.mark.parametrize("command", ["check", "screen"])
def test_an_unknown_level_has_the_right_id_as_hint(tmp_path: Path, command: str) -> None:
    words: list[str | Path] = [source(tmp_path / "in"), *(["--applicant", "a001"] if command == "check" else [])]
    said = minqual(command, *words, "--rules", SAN_JOSE, "--as-of", AS_OF, "--level", "directer")
    refused(
        said, "level", "unknown level 'directer'", "one of aide, representative, coordinator, director", "'director'?"
    )


def test_an_unknown_applicant_is_named_with_the_table(tmp_path: Path) -> None:
    said = minqual("check", source(tmp_path / "in"), "--applicant", "a009", "--rules", SAN_JOSE, "--as-of", AS_OF)
    refused(said, "applicants.csv", "applicant", "no such applicant", "expected an id that stands there once")


def test_an_applicant_whose_id_stands_twice_is_not_judged(tmp_path: Path) -> None:
    folder = source(tmp_path / "in", applicants="applicant_id\na001\na001\n")
    said = minqual("check", folder, "--applicant", "a001", "--rules", SAN_JOSE, "--as-of", AS_OF)
    refused(said, "applicants.csv", "applicant", "stands more than once")


def test_a_folder_needs_an_applicant(tmp_path: Path) -> None:
    refused(
        minqual("check", source(tmp_path / "in"), "--rules", SAN_JOSE, "--as-of", AS_OF),
        "without an applicant",
        "--applicant ID",
    )


def test_a_record_is_told_in_one_way(tmp_path: Path) -> None:
    said = minqual("check", source(tmp_path / "in"), "--degree", "bachelor", "--rules", SAN_JOSE, "--as-of", AS_OF)
    refused(said, "a source beside a record in options", "expected one or the other")


@pytest.mark.parametrize("option", ["--output", "--rejects"])
def test_an_output_into_a_missing_folder_is_refused_before_anything_is_done(tmp_path: Path, option: str) -> None:
    path = tmp_path / "nowhere" / "results.csv"
    said = minqual("screen", source(tmp_path / "in"), "--rules", SAN_JOSE, "--as-of", AS_OF, option, path)
    refused(said, option, f"no folder '{path.parent}'", "expected a file in a folder that exists")
    assert not path.parent.exists()


def test_an_output_over_a_table_of_the_source_is_refused(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    before = (folder / "education.csv").read_bytes()
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", folder / "education.csv")
    refused(said, "--output", "one of the source's own tables", "expected another file")
    assert (folder / "education.csv").read_bytes() == before


def test_not_even_by_force_is_a_packed_table_of_the_source_replaced(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    packed = folder / "education.csv.gz"
    packed.write_bytes(gzip.compress((folder / "education.csv").read_bytes()))
    (folder / "education.csv").unlink()
    before = packed.read_bytes()
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", packed, "--force")
    refused(said, "--output", "one of the source's own tables", "expected another file")
    assert packed.read_bytes() == before


def test_an_output_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    said = minqual("screen", source(tmp_path / "in"), "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", tmp_path)
    refused(said, "--output", "a folder", "expected a file")


def test_rejects_and_results_need_two_files(tmp_path: Path) -> None:
    """One would replace the other without a word."""
    path = tmp_path / "results.csv"
    said = minqual(
        "screen", source(tmp_path / "in"), "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", path, "--rejects", path
    )
    refused(said, "--rejects", "expected another file")


def test_all_faulty_paths_are_told_at_once(tmp_path: Path) -> None:
    said = minqual(
        "screen", tmp_path / "none", "--rules", SAN_JOSE, "--as-of", AS_OF,
        "-o", tmp_path / "a" / "results.csv", "--rejects", tmp_path / "b" / "rejects.csv",
    )  # fmt: skip
    refused(said, str(tmp_path / "none"), "no such file or folder")
    refused(said, "--output")
    refused(said, "--rejects")


@pytest.mark.parametrize(("option", "other"), [("--level", "--level"), ("-o", "--output")])
def test_an_option_that_stands_twice_is_refused(tmp_path: Path, option: str, other: str) -> None:
    folder = source(tmp_path / "in")
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, option, "a.csv", other, "b.csv")
    assert said.code == 2
    assert "2 times; expected once" in said.err


def test_options_that_may_stand_several_times_do() -> None:
    assert spoken("--degree", "bachelor", "--degree", "master").code != 2


def test_an_unknown_option_ends_with_a_message(tmp_path: Path) -> None:
    said = minqual("screen", source(tmp_path / "in"), "--rule", SAN_JOSE)
    assert said.code == 2
    assert "--rule" in said.err


@pytest.mark.parametrize("given", ["wide", "applicants/maps/wide.yaml"])
def test_a_column_map_in_place_of_a_rule_pack_is_told_in_one_line(given: str) -> None:
    said = spoken("--degree", "bachelor", rules=given if given == "wide" else str(ROOT / given))
    refused(said, "a column map", "expected a rule pack in its place")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("given", [SAN_JOSE, f"rules/{SAN_JOSE}.yaml"])
def test_a_rule_pack_in_place_of_a_column_map_is_told_in_one_line(tmp_path: Path, given: str) -> None:
    folder = source(tmp_path / "in")
    mapped = given if given == SAN_JOSE else str(ROOT / given)
    said = minqual("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "--map", mapped, "-o", "-")
    refused(said, "a rule pack")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "hint"),
    [("7", "with leading zeros"), ("0007", "without leading zeros"), ("8", ""), ("X1", "large or small"), ("0", "")],
)
def test_an_id_that_differs_in_its_zeros_alone_is_hinted_at_and_not_shown(
    tmp_path: Path, given: str, hint: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "applicants.csv").write_text("applicant_id\n007\nx1\n")
    for name, header in (("education", "level"), ("experience", "kinds"), ("credentials", "name")):
        (folder / f"{name}.csv").write_text(f"applicant_id,{header}\n")
    said = minqual("check", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "--applicant", given)
    refused(said, "no such applicant", "stands there once")
    assert (hint in said.err) if hint else "(is it" not in said.err
    assert "x1" not in said.err
    assert given == "0007" or "007" not in said.err


def test_quiet_is_heeded_before_and_behind_the_command(tmp_path: Path) -> None:
    folder = source(tmp_path / "in")
    options = ("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", "-")
    assert minqual(*options).err
    assert minqual("-q", *options).err == minqual(*options, "-q").err == minqual(*options, "--quiet").err == ""
