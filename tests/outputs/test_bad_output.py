"""What a screening of faulty input still owes: counts that add up, full rejects, files safe, whole and repeatable."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

import minqual.outputs.results
import minqual.outputs.tables
from minqual.outputs import Listing
from minqual.outputs.tables import Told
from support.bad_inputs import (
    AS_OF,
    SAN_JOSE,
    SOUND,
    STOCKTON,
    more,
    rejects_file,
    results_file,
    row_of,
    rows_in,
    screened,
    source,
    verdicts,
)
from support.command_line import minqual as run
from support.examples import some_of
from support.places import APPLICANTS

SAMPLES = APPLICANTS
HIDDEN = "zzhidden"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def messy(folder: Path) -> Path:
    """A source with every sort of faulty row, each faulty cell of which holds the same word."""
    applicants = ["a001", "a002", "a002", "a003", "", ",an entry without an id", "a004"]
    education = [
        "",
        ",,,,,,,,",
        row_of("education", {"applicant_id": "a003", "level": HIDDEN, "awarded": HIDDEN}),
        row_of("education", {"applicant_id": "a003", "field": "two\nlines", "conferred": HIDDEN}),
        row_of("education", {"applicant_id": HIDDEN, "level": "bachelor"}),
        f"a003,bachelor,{HIDDEN}",
    ]
    experience = [
        row_of("experience", {"applicant_id": "a003", "start": HIDDEN, "end": HIDDEN, "years": HIDDEN}),
        row_of(
            "experience",
            {"applicant_id": "a004", "kinds": "communications", "start": "2015", "end": "2022", "hours_per_week": "40"},
        ),
        f"a004,{HIDDEN},,,,,,,,,,,,,",
    ]
    return source(
        folder,
        applicants="applicant_id,entry\n" + "".join(f"{row}\n" if "," in row else f"{row},\n" for row in applicants),
        education=more("education", *education),
        experience=more("experience", *experience),
        credentials=more(
            "credentials", row_of("credentials", {"applicant_id": "a003", "name": "x", "expires": HIDDEN})
        ),
        answers=more("answers", f"{HIDDEN},evening-meetings,yes"),
    )


def rows_below_header(path: Path) -> int:
    """How many rows a spreadsheet shows below the header, blank ones too."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def test_row_counts_add_up_table_by_table(tmp_path: Path) -> None:
    """Used, rejected and blank rows are all the rows of the file."""
    folder = messy(tmp_path / "in")
    said = screened(folder)
    assert said.code == 4
    for table in SOUND:
        read, used, rejected, blank, _ = map(int, said.line(f"{table}  ").split()[1:])
        assert read == used + rejected + blank == rows_below_header(folder / f"{table}.csv")


def test_rejected_rows_are_as_many_as_the_counts_say(tmp_path: Path) -> None:
    folder = messy(tmp_path / "in")
    said = screened(folder)
    rejects = rows_in(rejects_file(folder))
    for table in SOUND:
        mine = [reject for reject in rejects if reject["file"] == f"{table}.csv"]
        rows = {reject["row"] for reject in mine if reject["lost"] == "row"}
        cells = {(reject["row"], reject["column"]) for reject in mine if reject["lost"] == "cell"}
        assert not rows & {row for row, _ in cells}, "a cell of a lost row is in use"
        figures = said.line(f"{table}  ").split()
        assert (len(rows), len(cells)) == (int(figures[3]), int(figures[5]))


def test_every_reject_names_file_row_column_value_and_reason(tmp_path: Path) -> None:
    """The value stands in the rejects file so that it can be corrected. A row of the wrong width has no column."""
    folder = messy(tmp_path / "in")
    screened(folder)
    rejects = rows_in(rejects_file(folder))
    assert rejects
    for reject in rejects:
        assert list(reject) == ["file", "sheet", "row", "column", "value", "reason", "applicant_id", "lost"]
        assert reject["file"].removesuffix(".csv") in SOUND
        assert int(reject["row"]) >= 2
        assert "; expected " in reject["reason"]
        if "cells under" not in reject["reason"]:
            assert reject["column"] in SOUND[reject["file"].removesuffix(".csv")].partition("\n")[0].split(",")
    assert {reject["value"] for reject in rejects} >= {HIDDEN}


def test_messages_never_show_a_cell(tmp_path: Path) -> None:
    folder = messy(tmp_path / "in")
    said = screened(folder)
    assert HIDDEN not in said.err + said.out
    assert HIDDEN not in results_file(folder).read_text(encoding="utf-8")
    assert HIDDEN in rejects_file(folder).read_text(encoding="utf-8")


def test_reasons_in_the_rejects_file_never_show_a_cell(tmp_path: Path) -> None:
    folder = messy(tmp_path / "in")
    screened(folder)
    assert not [reject for reject in rows_in(rejects_file(folder)) if HIDDEN in reject["reason"]]


@pytest.mark.parametrize("debug", [False, True])
def test_messages_of_one_check_never_show_a_cell(tmp_path: Path, *, debug: bool) -> None:
    folder = messy(tmp_path / "in")
    words: list[str | Path] = ["check", folder, "--applicant", "a003", "--rules", SAN_JOSE, "--as-of", AS_OF]
    said = run(*(["--debug", *words] if debug else words))
    assert said.code == 3
    assert HIDDEN not in said.err + said.out


def test_levels_below_review_are_raised_to_review_by_a_row_that_could_not_be_read(tmp_path: Path) -> None:
    """What the other rows prove stays proven, and other applicants are judged as before."""
    unread = [f"{name},2015-01-05,2021-06-30,40,communications,,,,,," for name in ("a002", "a001")]
    folder = source(tmp_path / "in", experience=more("experience", *unread))
    assert screened(folder).code == 4
    first, second = rows_in(results_file(folder))
    assert {first[level] for level in first if level.startswith("level_")} == {"met"}
    assert {second[level] for level in second if level.startswith("level_")} == {"review"}
    assert "could not be read" in second["reasons_in_full"]


def test_results_are_written_beside_rejects(tmp_path: Path) -> None:
    folder = messy(tmp_path / "in")
    assert screened(folder).code == 4
    assert set(verdicts(folder)) == {"a001", "a003", "a004"}
    assert verdicts(folder)["a001"] == "met"


def test_rejects_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    folder = messy(tmp_path / "in")
    said = run("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", "-", "--rejects", tmp_path / "faults.csv")
    assert said.code == 4
    assert rows_in(tmp_path / "faults.csv")
    header = "applicant_id,verdict,eligible_level,conditional_level,best_possible_level,reasons,to_resolve,level_"
    assert said.out.replace('"', "").startswith(header)


def test_a_dash_for_rejects_is_never_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = messy(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    run("screen", folder, "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", "results.csv", "--rejects", "-")
    assert not (tmp_path / "-").exists()


IDS = ["=1+1", "@x", "-x", "+x", "\tx", "=cmd|' /C calc'!A0"]


def risky(folder: Path) -> Path:
    """A source whose ids, entries and faulty cells a spreadsheet would take for formulas."""
    quoted = [f'"{each}"' for each in IDS]
    return source(
        folder,
        applicants="applicant_id\n" + "".join(f"{each}\n" for each in quoted),
        education="applicant_id,entry,level,awarded\n"
        + "".join(f"{each},{each},bachelor,2015-06\n" for each in quoted),
        experience="applicant_id,entry,kinds,start\n"
        + "".join(f"{each},{each},communications,2015\n{each},,communications,{each}\n" for each in quoted),
        credentials="applicant_id,name\n",
        answers=None,
    )


def test_no_cell_of_an_output_is_taken_for_a_formula(tmp_path: Path) -> None:
    folder = risky(tmp_path / "in")
    assert screened(folder).code == 4
    results, rejects = rows_in(results_file(folder)), rows_in(rejects_file(folder))
    assert len(results) == len(rejects) == len(IDS)
    cells = [cell for row in [*results, *rejects] for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(RISKY)]
    assert [row["applicant_id"] for row in results][:2] == ["'=1+1", "'@x"]


def test_no_cell_on_stdout_is_taken_for_a_formula(tmp_path: Path) -> None:
    """What is piped into a file is opened in a spreadsheet as well."""
    said = run("screen", risky(tmp_path / "in"), "--rules", SAN_JOSE, "--as-of", AS_OF, "-o", "-")
    cells = [cell for row in csv.reader(said.out.splitlines()) for cell in row]
    assert cells
    assert not [cell for cell in cells if cell.startswith(RISKY)]


Write = Callable[[Listing, IO[bytes], Told], None]


def breaking(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """Let the writing of one file, by number, fail when part of it stands on disk."""
    write: Write = minqual.outputs.tables.write_csv
    seen: list[int] = []

    def broken(listing: Listing, file: IO[bytes], told: Told) -> None:
        seen.append(1)
        if len(seen) == number:
            file.write(b"applicant_id,verd")
            file.flush()
            raise error
        write(listing, file, told)

    monkeypatch.setattr(minqual.outputs.results, "write_csv", broken)


def files_of(folder: Path) -> list[str]:
    """Every file in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


FULL = (28, "No space left on device")


@pytest.mark.parametrize("number", [1, 2])
def test_outputs_appear_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Results and rejects are one answer: where one cannot be written, neither appears."""
    folder = messy(tmp_path / "in")
    breaking(monkeypatch, number, OSError(*FULL))
    assert screened(folder).code == 2
    assert files_of(tmp_path) == []


@pytest.mark.parametrize("number", [1, 2])
def test_existing_outputs_remain_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = messy(tmp_path / "in")
    for path in (results_file(folder), rejects_file(folder)):
        path.write_text("as before\n")
    breaking(monkeypatch, number, OSError(*FULL))
    assert screened(folder).code == 2
    assert files_of(tmp_path) == ["results.csv", "results.csv.rejects.csv"]
    assert [path.read_text() for path in (results_file(folder), rejects_file(folder))] == ["as before\n"] * 2


def test_a_failure_to_write_names_the_file_and_the_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system does not say which file had no space; minqual knows."""
    folder = source(tmp_path / "in")
    breaking(monkeypatch, 1, OSError(*FULL))
    screened(folder).line(str(results_file(folder)), "No space left on device")


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = messy(tmp_path / "in")
    breaking(monkeypatch, 2, KeyboardInterrupt())
    said = screened(folder)
    assert said.code == 130
    said.line("interrupted; no file is half written")
    assert files_of(tmp_path) == []


def test_an_internal_fault_shows_neither_traceback_nor_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = messy(tmp_path / "in")
    breaking(monkeypatch, 1, RuntimeError(HIDDEN))
    said = screened(folder)
    assert said.code == 70
    said.line("internal fault", "--debug")
    assert HIDDEN not in said.err
    assert files_of(tmp_path) == []


def shuffled(folder: Path, to: Path, seed: int) -> Path:
    """The same tables with the rows below each header in another order."""
    to.mkdir()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        random.Random(seed).shuffle(rows)
        with (to / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return to


@pytest.mark.parametrize("seed", some_of(range(3), 1))
@pytest.mark.parametrize(
    ("sample", "rules"),
    [("san-jose-council-community-relations", SAN_JOSE), ("stockton-mayoral-pio", STOCKTON), ("", STOCKTON)],
)
def test_permuted_rows_give_the_same_bytes_in_another_order(tmp_path: Path, sample: str, rules: str, seed: int) -> None:
    """Row numbers and the order of rows appear in no result."""
    folder = SAMPLES / sample if sample else messy(tmp_path / "in")
    told = []
    for each in (folder, shuffled(folder, tmp_path / "shuffled", seed)):
        said = run("screen", each, "--rules", rules, "--as-of", AS_OF, "-o", "-")
        assert said.code == (0 if sample else 4)
        header, *lines = said.out.splitlines()
        told.append([header, *sorted(lines)])
    assert told[0] == told[1]
