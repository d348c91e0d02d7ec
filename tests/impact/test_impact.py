"""What a requirement does to groups, from files, from an examination and from a program."""

from __future__ import annotations

import ast
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import minqual
from minqual.impact import impact_data
from support.command_line import minqual as run
from support.places import ROOT

POOL = ROOT / "applicants" / "stockton-mayoral-pio"
RUN = ("--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21")
ROOMS_THAT_JUDGE = (
    "values",
    "notation",
    "records",
    "counting",
    "sources",
    "settlements",
    "clauses",
    "packs",
    "judging",
)


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with results and details of the sample, and who belongs to which group."""
    folder = tmp_path_factory.mktemp("impact")
    out, details = folder / "results.csv", folder / "details.parquet"
    assert run("screen", POOL, *RUN, "-o", out, "--details", details).code in {0, 4}
    with out.open(encoding="utf-8") as file:
        ids = [row["applicant_id"] for row in csv.DictReader(file)]
    groups = [f"{each},{('women', 'men', 'n/a')[place % 3]},{'ab'[place % 2]}" for place, each in enumerate(ids)]
    (folder / "groups.csv").write_text("\n".join(["applicant_id,sex,office", *groups, ""]), encoding="utf-8")
    return folder


def told(folder: Path, *more: object) -> dict[str, Any]:
    said = run("impact", folder / "results.csv", "--groups", folder / "groups.csv", "--format", "json", *more)
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_files_an_examination_and_a_program_come_to_the_same(screened: Path) -> None:
    files = told(screened, "--details", screened / "details.parquet", "--convention", "four-fifths")
    exam = screened / "pio.exam"
    assert run("exam", "open", exam, *RUN).code == 0
    assert run("exam", "screen", exam, POOL).code in {0, 4}
    of_exam = json.loads(
        run("impact", exam, "--groups", screened / "groups.csv", "--convention", "four-fifths", "--format", "json").out
    )
    assert of_exam["categories"] == files["categories"]
    assert of_exam["whole"] == files["whole"]
    results = minqual.screen(POOL, "stockton/mayoral-pio", date(2026, 11, 21))
    found = minqual.impact_of(results, screened / "groups.csv", convention="four-fifths")
    assert [each.category for each in found.categories] == ["sex", "office", "sex and office"]
    for category, of_files in zip(found.categories, files["categories"], strict=True):
        for rate, plain in zip(category.rates, of_files["rates"], strict=True):
            assert (rate.selected.passed, rate.selected.open) == (plain["through"], plain["open"])
            assert (rate.conclusion, list(rate.notes)) == (plain["conclusion"], plain["notes"])


def test_a_blank_group_is_unknown_and_shown_and_compared_with_none(screened: Path) -> None:
    (sex, *_) = told(screened)["categories"]
    assert [each["group"] for each in sex["rates"]] == ["men", "women", "unknown"]
    assert sex["rates"][-1]["ratio"] is None
    assert "not known, so compared with none" in sex["rates"][-1]["notes"]


def test_without_details_it_says_how_to_get_what_stops_people(screened: Path) -> None:
    said = told(screened)
    assert said["whole"] is None
    assert said["missing"] == ["no details: minqual screen --details writes them"]


def test_what_stops_groups_adds_up_to_what_stops_all(screened: Path) -> None:
    found = told(screened, "--details", screened / "details.parquet")
    for category in found["categories"]:
        for name in ("through", "open", "stopped", "count"):
            assert sum(each[name] for each in category["stopped"]) == found["whole"][name]
        for place, clause in enumerate(found["whole"]["clauses"]):
            assert (
                sum(each["clauses"][place]["stopped_alone"] for each in category["stopped"]) == clause["stopped_alone"]
            )


def test_a_plot_and_sheets_are_written_and_a_file_that_is_read_is_not_written_over(screened: Path) -> None:
    for name in ("impact.svg", "impact.csv", "impact.xlsx"):
        told(screened, "-o", screened / name)
        assert (screened / name).stat().st_size > 500
    said = run(
        "impact",
        screened / "results.csv",
        "--groups",
        screened / "groups.csv",
        "-o",
        screened / "groups.csv",
        "--force",
    )
    assert (said.code, "a file that is read" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("applicant_id\na001\n", ["other columns", "one for each category"]),
        ("applicant_id,sex\na001,m\na001,f\n", ["row 3", "an applicant of", "in another group of 'sex'"]),
        ("applicant_id,sex\n,f\n", ["row 2", "blank"]),
        ("applicant_id,sex\nA001,f\n A002,m\n", ["written otherwise than in the results"]),
        ("applicant_id,sex\nx1,f\nx2,m\n", ["2 ids, none of which the results hold"]),
        ("applicant_id,sex,race,Sex\na001,f,x,old\n", ["columns 2 and 4 both called 'sex'"]),
        ("aplicant_id,sex\na001,f\n", ["did you mean 'applicant_id'?"]),
        ("applicant_id,sex\n", ["headings and no rows"]),
        (
            "applicant_id,name\n" + "".join(f"a{place:03},n{place}\n" for place in range(1, 20)),
            ["column 'name'", "another word for each of 19 applicants"],
        ),
    ],
)
def test_a_file_of_groups_that_does_not_fit_is_refused(
    screened: Path, tmp_path: Path, lines: str, words: list[str]
) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text(lines, encoding="utf-8")
    said = run("impact", screened / "results.csv", "--groups", groups)
    assert said.code == 2
    assert all(each in said.err for each in words), said.err


def test_who_has_no_group_and_groups_that_may_be_one_are_told(screened: Path, tmp_path: Path) -> None:
    """Of whom the file of groups has no row, the group is unknown; a group in capitals and small letters may be one."""
    groups = tmp_path / "groups.csv"
    groups.write_text("applicant_id,team\na001,Red\na002,red\na003,blue\nz9,blue\n", encoding="utf-8")
    said = run("impact", screened / "results.csv", "--groups", groups)
    people = told(screened)["applicants"]
    assert f"not in groups.csv, so that their groups are unknown: {people - 3} applicants" in said.out
    assert "not in the results: 1 applicant of groups.csv" in said.out
    assert "groups of team that may be one, written in several ways: Red, red" in said.out


def test_results_of_nobody_have_no_rates(screened: Path, tmp_path: Path) -> None:
    nobody = tmp_path / "nobody.csv"
    nobody.write_text((screened / "results.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    said = run("impact", nobody, "--groups", screened / "groups.csv")
    assert (said.code, said.out, "nobody.csv: no applicants" in said.err) == (2, "", True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--convention", "four-fifth"], ["four-fifths"]),
        (["--reference", "sex=woman"], ["women"]),
        (["--reference", "sec=women"], ["sex"]),
        (["--reference", "women"], ["no ="]),
        (["--reference", "sex=mne"], ["(did you mean 'men'?)"]),
        (["--reference", "sex=women", "--reference", "Sex=men"], ["two groups of 'sex'"]),
        (["--level", "mayoral"], ["mayoral-pio"]),
        (["--class", "stockton/mayoral-pio"], ["none, since it holds one class"]),
        (["-o", "impact.pdf"], [".svg"]),
        (["--after-details", "x.parquet"], ["without --after"]),
    ],
)
def test_an_option_that_names_nothing_is_refused_with_the_nearest(
    screened: Path, options: list[str], words: list[str]
) -> None:
    said = run("impact", screened / "results.csv", "--groups", screened / "groups.csv", *options)
    assert said.code == 2
    assert all(each in said.err for each in words), said.err


def test_what_is_said_of_groups_where_there_are_none_is_refused() -> None:
    ask = ("what-if", POOL, *RUN, "--change", "mayoral-pio.base: 4 years")
    for option in (("--convention", "four-fifths"), ("--reference", "sex=men")):
        said = run(*ask, *option)
        assert (said.code, f"{option[0]}: said without --groups" in said.err) == (2, True)


def test_a_threshold_is_named_for_what_it_is_and_every_test_stands_on_the_terminal(
    screened: Path, tmp_path: Path
) -> None:
    rows = [f"p{place:03},{'met' if place % 50 < (40 if place < 50 else 15) else 'unmet'}" for place in range(100)]
    groups = [f"p{place:03},{'men' if place < 50 else 'women'}" for place in range(100)]
    out, of = tmp_path / "hand.csv", tmp_path / "groups.csv"
    out.write_text("\n".join(["applicant_id,decision", *rows, ""]), encoding="utf-8")
    of.write_text("\n".join(["applicant_id,sex", *groups, ""]), encoding="utf-8")
    said = {}
    for convention in ("two-standard-deviations", "five-percent-exact"):
        said[convention] = " ".join(run("impact", out, "--groups", of, "--convention", convention).out.split())
    assert "women: lower by more than 2 standard deviations, however" in said["two-standard-deviations"]
    assert "women: lower with a Fisher chance under 5% (not corrected for several groups)" in said["five-percent-exact"]
    assert "women: Fisher <0.0001, mid-P <0.0001, Holm <0.0001, Z -5.03" in said["five-percent-exact"]


def test_details_of_another_run_are_refused(screened: Path, tmp_path: Path) -> None:
    out, details = tmp_path / "other.csv", tmp_path / "other.jsonl"
    run("screen", POOL, "--rules", "stockton/mayoral-pio", "--as-of", "2025-11-21", "-o", out, "--details", details)
    said = run(
        "impact", screened / "results.csv", "--groups", screened / "groups.csv", "--details", tmp_path / "other.jsonl"
    )
    assert said.code == 2
    found = run("impact", out, "--groups", screened / "groups.csv", "--details", screened / "details.parquet")
    assert (found.code, "details of another run" in found.err) == (2, True)


def rates(impact: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (category["category"], rate["group"], rate["through"], rate["open"], rate["ratio_least"], rate["ratio_most"])
        for category in impact["categories"]
        for rate in category["rates"]
    ]


def test_before_and_after_are_those_of_each_alone_in_whatever_order(screened: Path, tmp_path: Path) -> None:
    after, details = tmp_path / "after.csv", tmp_path / "after.parquet"
    run("screen", POOL, *RUN[:2], "--as-of", "2029-11-21", "-o", after, "--details", details)
    head, *rows = after.read_text(encoding="utf-8").splitlines(keepends=True)
    after.write_text("".join([head, *reversed(rows)]), encoding="utf-8")
    files = ("--details", screened / "details.parquet", "--after", after, "--after-details", details)
    both = told(screened, *files)
    (change,) = both["changes"]
    assert both["differing"] == [
        "after.csv is of another run: as_of 2029-11-21, before 2026-11-21; its difference is in it too"
    ]
    alone = json.loads(
        run("impact", after, "--groups", screened / "groups.csv", "--details", details, "--format", "json").out
    )
    assert rates(both["before"]) == rates(told(screened))
    assert rates(change["after"]) == rates(alone)
    assert change["after"]["whole"] == alone["whole"]
    before = {
        row["applicant_id"]: row["verdict"] in {"met", "conditional"} for row in rows_of(screened / "results.csv")
    }
    now = {row["applicant_id"]: row["verdict"] in {"met", "conditional"} for row in rows_of(after)}
    for category in change["moved"]:
        assert sum(each["newly_through"] for each in category["groups"]) == sum(now[x] > before[x] for x in now)
        assert sum(each["no_longer_through"] for each in category["groups"]) == sum(now[x] < before[x] for x in now)
    for name in ("change.svg", "change.csv", "change.xlsx", "change.html"):
        told(screened, *files, "-o", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    first, other = (minqual.screen(POOL, "stockton/mayoral-pio", date(year, 11, 21)) for year in (2026, 2029))
    found = minqual.impact_change(first, other, screened / "groups.csv")
    shifts = [(each.group, each.gained, each.lost) for each in found.steps[0].shifts[0]]
    assert shifts == [tuple(each.values()) for each in change["moved"][0]["groups"]]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_results_of_other_applicants_are_refused(screened: Path, tmp_path: Path) -> None:
    lines = (screened / "results.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    other = tmp_path / "other.csv"
    other.write_text("".join([*lines[:-2], lines[-1].replace("a", "b", 1)]), encoding="utf-8")
    said = run("impact", screened / "results.csv", "--groups", screened / "groups.csv", "--after", other)
    assert said.code == 2
    assert "other.csv: without 2 applicants of results.csv and with 1 whom results.csv lacks" in said.err


def test_what_a_change_does_to_a_pool_does_not_hang_on_groups(screened: Path, tmp_path: Path) -> None:
    ask = ("what-if", POOL, *RUN, "--change", "mayoral-pio.base: 4 years", "--format", "json")
    plain = json.loads(run(*ask).out)
    of_groups = json.loads(run(*ask, "--groups", screened / "groups.csv").out)
    (impact,) = of_groups.pop("impact")
    assert of_groups == plain
    (step,) = plain["steps"]
    moved = step["levels"]["mayoral-pio"]
    for category in impact["changes"][0]["after"]["categories"]:
        assert sum(rate["through"] for rate in category["rates"]) == moved["through"]["after"]
    exam = tmp_path / "pio.exam"
    run("exam", "open", exam, *RUN)
    run("exam", "screen", exam, POOL)
    again = json.loads(run("what-if", exam, *ask[-4:], "--groups", screened / "groups.csv").out)
    assert again.pop("impact") == [impact]
    assert again == plain
    refused = run("what-if", exam, *ask[-4:], "--as-of", "2026-11-21", "--settled", "x.csv")
    assert refused.code == 2
    assert all(f"{each}: said beside an examination file" in refused.err for each in ("--as-of", "--settled"))


def test_nothing_that_judges_can_reach_groups() -> None:
    for room in ROOMS_THAT_JUDGE:
        for file in (ROOT / "engine" / "minqual" / room).rglob("*.py"):
            named = {
                name
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                for name in (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [each.name for each in node.names]
                    if isinstance(node, ast.Import)
                    else []
                )
            }
            assert not any(each.startswith("minqual.impact") for each in named), file


BY_SEX = {"a001": "women", "a002": "men", "a003": None}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"groups": {"a001": {"sex": "women"}}}, "the ids of applicants in place of categories; expected by category"),
        ({"groups": {"a001": "women"}}, "the ids of applicants in place of categories"),
        ({"groups": {"sex": ["women"]}}, "groups 'sex': a value of type list"),
        ({"groups": {"sex": {"a001": ["women"]}}}, "groups 'sex': 1 entry of another type"),
        ({"groups": {"sex": {"A001": "women"}}}, "1 id written otherwise than in the results"),
        ({"groups": {"sex": {"x": "women"}}}, "1 id, none of which the results hold"),
        ({"groups": {}}, "groups: no category"),
        ({"groups": None}, "groups: nothing; expected by category"),
        ({"groups": 5}, "groups: a value of type int"),
        ({"results": None}, "results: nothing; expected the Results"),
        ({"convention": None}, "convention: nothing"),
        ({"convention": "fourfifths"}, r"^convention: 'fourfifths'.*\(did you mean 'four-fifths'"),
        ({"reference": {"sex": "boys"}}, "^reference: 'boys' of sex"),
        ({"reference": "sex=men"}, "^reference: a value of type str"),
        ({"level": "mayoral"}, "^level: 'mayoral'"),
    ],
)
def test_a_program_is_told_what_was_expected_of_each_argument(asked: dict[str, Any], words: str) -> None:
    results = minqual.screen(POOL, "stockton/mayoral-pio", date(2026, 11, 21))
    sound: dict[str, Any] = {"results": results, "groups": {"sex": BY_SEX}}
    with pytest.raises(minqual.FaultyInput, match=words):
        minqual.impact_of(**sound | asked)


def test_a_program_may_hold_groups_as_a_frame_or_by_category_and_gets_plain_data(screened: Path) -> None:
    results = minqual.screen(POOL, "stockton/mayoral-pio", date(2026, 11, 21))
    of_file = minqual.impact_of(results, screened / "groups.csv")
    frame = pd.read_csv(screened / "groups.csv")
    by_id = frame.set_index("applicant_id")
    by_category: Any = {name: by_id[name].to_dict() for name in by_id}
    for groups in (frame, by_id, by_category):
        found = minqual.impact_of(results, groups)
        assert found.to_dict() == impact_data(found)
        assert impact_data(found)["categories"] == impact_data(of_file)["categories"]
        assert len(repr(found)) < 200
    with pytest.raises(minqual.FaultyInput, match="groups: other columns"):
        minqual.impact_of(results, frame.drop(columns="applicant_id"))


def test_each_clause_stands_on_the_terminal_and_the_page_with_its_ratio_and_those_that_stop_nobody(
    tmp_path: Path,
) -> None:
    series = ROOT / "applicants" / "san-jose-council-community-relations"
    rules = "san-jose/council-community-relations"
    out, details = tmp_path / "r.csv", tmp_path / "d.parquet"
    assert run("screen", series, "--rules", rules, *RUN[2:], "-o", out, "--details", details).code in {0, 4}
    page, groups = tmp_path / "impact.html", ROOT / "applicants" / "groups.csv"
    said = run("impact", out, "--groups", groups, "--details", details, "--level", "director",
               "--convention", "four-fifths", "-o", page)  # fmt: skip
    assert "all figures" not in said.out + said.err
    for shown in (said.out, page.read_text(encoding="utf-8")):
        assert "under 40, at 1.1.2: below 0.8 of the rate compared with, however what is open ends" in shown
        assert "0.509-0.764" in shown
        assert shown.count("2: stops nobody") == 2


def test_without_a_level_it_is_said_how_one_is_named_and_which_group_the_others_are_compared_with(
    screened: Path,
) -> None:
    series = ("san-jose/council-community-relations", date(2026, 11, 21))
    results = minqual.screen(ROOT / "applicants" / "san-jose-council-community-relations", *series)
    minqual.write_results(results, screened / "series.csv")
    said = run("impact", screened / "series.csv", "--groups", ROOT / "applicants" / "groups.csv").out
    assert "told of one level: --level, one of aide, representative, coordinator, director" in " ".join(said.split())
    assert "the others are compared with it" in said


@pytest.mark.parametrize("name", ["r.pdf", "r"])
def test_a_program_is_told_every_ending_that_results_may_have(name: str) -> None:
    results = minqual.screen(POOL, "stockton/mayoral-pio", date(2026, 11, 21))
    with pytest.raises(minqual.FaultyInput, match=r"\.csv, .*\.html, or form"):
        minqual.write_results(results, name)
