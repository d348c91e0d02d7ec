"""Two results compared: nobody moves from a file to itself, swapped it is mirrored, and every form says the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.comparisons import (
    Clauses,
    Comparison,
    Decided,
    DecidedFile,
    StandingClause,
    compared,
    comparison_data,
    read_decided,
)
from minqual.settlements import cohens_kappa
from minqual.values import SourceError, Standing
from support.command_line import Said, minqual
from support.examples import examples
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
RULES: Final = ("--rules", "san-jose/council-community-relations")
LEVELS: Final = ("aide", "director")
ENDINGS: Final = ("csv", "jsonl", "parquet", "xlsx", "csv.gz")

standings = st.sampled_from(Standing)
decisions = st.builds(
    Decided,
    st.none() | standings,
    st.dictionaries(st.sampled_from(LEVELS), standings),
    st.sampled_from([(), ("aide", "aide", "director"), ("", "", "")]),
)


def file(rows: Mapping[str, Decided], name: str = "one") -> DecidedFile:
    return DecidedFile(name, by_hand=False, rows={(applicant, ""): each for applicant, each in rows.items()}, stamp={})


files = st.dictionaries(st.sampled_from("abcd"), decisions, min_size=4).map(file)


@st.composite
def clauses(draw: st.DrawFn) -> Clauses:
    def clause(level: str, number: str) -> StandingClause:
        return StandingClause(level, f"{level}.{number}", number, "degree", "a degree", draw(standings), "")

    told = [clause(level, number) for level in LEVELS for number in ("1", "1.1", "1.2", "2")]
    return {(applicant, ""): tuple(told) for applicant in "abcd"}


def both(one: Clauses, two: Clauses, first: DecidedFile, other: DecidedFile) -> Comparison:
    return compared(first, other, lambda which, _: (one, two)[which])


@given(first=files, stand=clauses())
@settings(max_examples=examples(50))
def test_nobody_moves_from_a_file_to_itself(first: DecidedFile, stand: Clauses) -> None:
    found = both(stand, stand, first, first)
    assert (found.moves, found.only, found.missing) == ((), ((), ()), ())
    assert found.agreement in {None, 1.0}
    assert found.kappa is None or found.kappa == pytest.approx(1)
    assert all(one == two for one, two in found.pairs)


@given(first=files, other=files, one=clauses(), two=clauses())
@settings(max_examples=examples(100))
def test_swapped_it_is_mirrored(first: DecidedFile, other: DecidedFile, one: Clauses, two: Clauses) -> None:
    there, back = both(one, two, first, other), both(two, one, other, first)
    turned = {"up": "down", "down": "up", "otherwise": "otherwise"}
    moves = {each.key: each for each in back.moves}
    assert {each.key: turned[each.way] for each in there.moves} == {key: each.way for key, each in moves.items()}
    assert {(b, a): times for (a, b), times in there.pairs.items()} == back.pairs
    assert there.only == back.only[::-1]
    assert (there.kappa is None) == (back.kappa is None)
    assert there.kappa is None or there.kappa == pytest.approx(back.kappa)
    for move, turn in ((each, moves[each.key]) for each in there.moves):
        assert {name: pair[::-1] for name, pair in move.levels.items()} == turn.levels
        assert {(each.before, each.after) for each in move.clauses} == {
            (each.after, each.before) for each in turn.clauses
        }
        assert not any(
            part.clause.number.startswith(f"{each.clause.number}.") and part.clause.level == each.clause.level
            for each in move.clauses
            for part in move.clauses
        )


def test_kappa_is_what_the_book_says() -> None:
    """Two readers of fifty: both yes 20, both no 15, one alone yes 5, the other alone yes 10."""
    yes, no = Standing.MET, Standing.UNMET
    assert cohens_kappa({(yes, yes): 20, (no, no): 15, (yes, no): 5, (no, yes): 10}) == pytest.approx(0.4)
    assert cohens_kappa({(yes, yes): 7}) is None
    assert cohens_kappa({}) is None


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pool screened as of two days: in all forms as of the first, with details of both."""
    folder = tmp_path_factory.mktemp("runs")
    for ending in ENDINGS:
        assert minqual("screen", SOURCE, *RULES, "--as-of", "2026-11-21", "-o", folder / f"a.{ending}").code == 0
    for day, name in (("2026-11-21", "d"), ("2025-11-21", "e")):
        to = ("-o", folder / f"{name}.csv", "--details", folder / f"{name}.details.jsonl")
        assert minqual("screen", SOURCE, *RULES, "--as-of", day, *to).code in {0, 4}
    to = ("-o", folder / "p.csv", "--details", folder / "p.details.parquet")
    minqual("screen", SOURCE, *RULES, "--as-of", "2025-11-21", *to)
    return folder


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_of_one_run_is_the_same(runs: Path, ending: str) -> None:
    done = minqual("compare", runs / "a.csv", runs / f"a.{ending}")
    assert done.code == 0, done.out + done.err
    assert "30 applicants compared, 0 moved" in done.out
    assert read_decided(runs / "a.csv").rows == read_decided(runs / f"a.{ending}").rows


def compared_with_details(runs: Path, *words: object) -> Said:
    details = ("--details", runs / "d.details.jsonl", "--other-details", runs / "p.details.parquet")
    return minqual("compare", runs / "a.xlsx", runs / "e.csv", *details, *words)


def test_who_moved_is_told_with_the_clauses_by_which(runs: Path, tmp_path: Path) -> None:
    done = compared_with_details(runs, "--format", "json", "-o", tmp_path / "moved.csv")
    assert done.code == 1, done.err
    found = json.loads(done.out)
    verdicts = [
        {row["applicant_id"]: row for row in csv.DictReader((runs / name).read_text(encoding="utf-8").splitlines())}
        for name in ("d.csv", "e.csv")
    ]
    told = {each["applicant_id"]: each for each in found["moves"]}
    columns = ("verdict", "eligible_level", *(f"level_{name}" for name in ("aide", "coordinator", "director")))
    for applicant, row in verdicts[0].items():
        other = verdicts[1][applicant]
        if any(row[name] != other[name] for name in columns):
            assert told[applicant]["first"]["verdict"] == row["verdict"]
            assert told[applicant]["other"]["verdict"] == other["verdict"]
            assert told[applicant]["clauses"]
    details = [json.loads(line) for line in (runs / "d.details.jsonl").read_text(encoding="utf-8").splitlines()]
    stood = {(each["applicant_id"], each["clause"]): each["standing"] for each in details}
    for applicant, move in told.items():
        for each in move["clauses"]:
            assert each["first"]["standing"] == stood[applicant, each["clause"]] != each["other"]["standing"]
    rows = list(csv.DictReader((tmp_path / "moved.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["applicant_id"] for row in rows] == list(told)
    assert found["missing"] == []


def test_a_comparison_is_written_as_a_workbook_and_told_in_words(runs: Path, tmp_path: Path) -> None:
    done = compared_with_details(runs, "-o", tmp_path / "moved.xlsx")
    assert done.code == 1
    assert "Who moved" in done.out
    book = openpyxl.load_workbook(tmp_path / "moved.xlsx")
    assert book.sheetnames == ["moved", "counts", "clauses", "about"]
    again = compared_with_details(runs, "-o", tmp_path / "moved.xlsx")
    assert again.code == 2
    again.line("already exists", "--force")


def test_runs_that_differ_say_in_what_and_what_is_missing_for_clauses(runs: Path) -> None:
    done = minqual("compare", runs / "a.parquet", runs / "e.csv")
    assert "as_of: 2026-11-21 -> 2025-11-21" in done.out
    assert "a.parquet does not say how clauses stand: screen that pool again with --details FILE" in done.out
    assert "name the file here with --other-details" in done.out


def hand(folder: Path, *rows: str, head: str = "applicant_id,decision") -> Path:
    path = folder / "hand.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_decisions_by_hand_are_compared_with_the_clauses_on_which_they_differ(runs: Path, tmp_path: Path) -> None:
    rows = read_decided(runs / "a.csv").rows
    review = next(key[0] for key, each in rows.items() if each.verdict is Standing.REVIEW)
    met = [key[0] for key, each in rows.items() if each.verdict is Standing.MET]
    path = hand(tmp_path, f"{met[0]},Qualified", f"{met[1]},YES", f"{review},not-eligible", f"{met[2]},", "x,no")
    done = minqual("compare", runs / "a.csv", path, "--details", runs / "d.details.jsonl", "--format", "json")
    found = json.loads(done.out)
    assert done.code == 1
    assert (found["compared"], found["moved"], found["undecided"]) == (3, 1, {"first": 0, "other": 1})
    assert found["only_in_other"] == [{"applicant_id": "x"}]
    (move,) = found["moves"]
    assert (move["applicant_id"], move["first"]["verdict"], move["other"]["verdict"]) == (review, "review", "unmet")
    assert move["clauses"]
    assert all(each["other"] is None and each["first"]["standing"] != "met" for each in move["clauses"])
    agreed = minqual("compare", runs / "a.csv", hand(tmp_path, f"{met[0]},eligible"))
    assert agreed.code == 0
    assert "agreement on what people decided 100%" in agreed.out
    assert "agreement on the verdict over all levels 100%" in minqual("compare", runs / "a.csv", runs / "a.csv").out


def test_decisions_on_single_levels_are_compared_with_these(runs: Path, tmp_path: Path) -> None:
    rows = read_decided(runs / "a.csv").rows
    (applicant, _), decided = next(iter(rows.items()))
    said = [f"{applicant},{level},{standing.said}" for level, standing in decided.levels.items()]
    assert minqual("compare", runs / "a.csv", hand(tmp_path, *said, head="applicant_id,level,verdict")).code == 0
    done = minqual(
        "compare", runs / "a.csv", hand(tmp_path, f"{applicant},directr,yes", head="applicant_id,level,verdict")
    )
    assert done.code == 2
    done.line("column 'level'", "director")


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("applicant_id,decision", ("a001,yess",), ("hand.csv row 2, column 'decision'", "did you mean 'yes'")),
        ("applicant_id,decision", ("a001,yes", "a001,no"), ("row 3", "row 2 as well", "each applicant once")),
        ("applicant_id,decision", (",yes",), ("row 2, column 'applicant_id'", "blank")),
        ("applicant_id,decision", ("zzz,yes",), ("hand.csv", "nobody who stands in a.csv")),
        ("applicant_id,said", ("a001,yes",), ("hand.csv", "applicant_id and decision")),
        ("applicant_id,verdict,eligible_level", ("a001,good,",), ("row 2, column 'verdict'", "no standing")),
        ("applicant_id,decision", ("a001,yes,more",), ("hand.csv row 2",)),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_row(
    runs: Path, tmp_path: Path, head: str, rows: tuple[str, ...], said: tuple[str, ...]
) -> None:
    done = minqual("compare", runs / "a.csv", hand(tmp_path, *rows, head=head))
    assert done.code == 2
    done.line(*said)


def test_files_that_do_not_fit_are_refused(runs: Path, tmp_path: Path) -> None:
    details = minqual("compare", runs / "a.csv", runs / "e.csv", "--details", runs / "e.details.jsonl")
    assert details.code == 2
    details.line("--details", "details of another run", "as_of")
    minqual("compare", runs / "a.csv", runs / "e.csv", "--details", runs / "a.csv").line("a.csv", "details")
    minqual("compare", runs / "a.csv", tmp_path / "none.csv").line("none.csv", "no such file")
    over = minqual("compare", runs / "a.csv", runs / "e.csv", "-o", runs / "e.csv", "--force")
    over.line("--output", "a file that is compared")
    assert minqual("compare", runs / "a.csv", runs / "e.csv", "-o", tmp_path / "m.parquet").code == 2


def test_several_classes_are_compared_class_by_class(runs: Path, tmp_path: Path) -> None:
    words = ("--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21", "-o")
    for name in ("c.csv", "c.jsonl"):
        minqual("screen", SOURCE, *RULES, *words, tmp_path / name)
    done = minqual("compare", tmp_path / "c.csv", tmp_path / "c.jsonl")
    assert done.code == 0
    assert "60 applicants" in done.out
    minqual("compare", tmp_path / "c.csv", runs / "a.csv").line("no class, where c.csv has several")


def test_an_id_that_looks_like_a_formula_is_the_same_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("applicant_id,decision\n'=1+1,yes\n", encoding="utf-8")
    (tmp_path / "two.jsonl").write_text('{"applicant_id": "=1+1", "decision": true}\n', encoding="utf-8")
    found = compared(read_decided(tmp_path / "one.csv"), read_decided(tmp_path / "two.jsonl"))
    assert comparison_data(found)["compared"] == 1
    with pytest.raises(SourceError):
        compared(read_decided(tmp_path / "one.csv"), file({}, "none"))
