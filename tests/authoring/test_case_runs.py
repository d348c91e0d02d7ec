"""minqual rules test: what a run says, when it fails, and what it proposes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from minqual.packs import pack_names
from support.command_line import Said, minqual
from support.examples import few_of
from support.packs import CASES, PACK, written
from support.proposals import read


def run_on(path: Path, *options: str) -> Said:
    """The cases of one pack run from the command line."""
    return minqual("rules", "test", path, *options)


EVERY: Final = pytest.mark.parametrize(
    "named", [few_of(pack_names(), 4), pytest.param([], marks=pytest.mark.long, id="all")]
)
"""Some bundled packs, and all of them by naming none."""


@EVERY
def test_a_passing_run_is_one_line_for_each_pack_one_for_its_coverage_and_the_sum(named: list[str]) -> None:
    said = minqual("rules", "test", *named)
    packs = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert said.code == 0
    assert all("cases hold" in line and "bounds in pairs" in line for line in packs)
    assert len([line for line in said.out.splitlines() if line.startswith("    clauses: ")]) == len(packs) - 1


@EVERY
def test_the_counts_of_json_add_up_over_the_packs(named: list[str]) -> None:
    said = json.loads(minqual("rules", "test", *named, "--format", "json").out)
    packs, totals = said["packs"], said["totals"]
    assert totals["packs"] == len(packs) == len(named or pack_names())
    assert totals["packs"] == totals["packs that pass"]
    assert totals["cases"] == sum(pack["cases"] for pack in packs) == totals["hold"] + totals["failed"]
    assert totals["bounds"] == sum(len(pack["bounds"]) for pack in packs) == totals["bounds in pairs"]
    assert all(bound["reached by"] and bound["missed by"] for pack in packs for bound in pack["bounds"])


def test_a_bound_without_a_pair_is_reported_and_fails_only_where_it_is_demanded(tmp_path: Path) -> None:
    path = written(tmp_path)
    said, strict = run_on(path), run_on(path, "--strict")
    assert (said.code, strict.code) == (0, 1)
    assert "2 of 2 cases hold, 1 of 3 bounds in pairs" in said.out
    assert "clerk.any-of.all-of.units: no case that misses it by one unit or less" in said.out
    assert "FAILED senior.any-of.experience: no case that just reaches 10 years" in strict.out


def test_coverage_names_what_no_case_decides_and_what_is_decided_on_one_side(tmp_path: Path) -> None:
    said = run_on(written(tmp_path)).out
    assert "clauses: 2 of 7 decided on both sides; never decided: senior.judgement; decided on one side only: " in said
    assert "clerk.any-of.all-of.units (only met)" in said
    assert "senior.any-of.degree (only not met)" in said


def test_a_failing_case_tells_what_was_expected_and_the_nearest_figures_on_both_sides(tmp_path: Path) -> None:
    more = """\
  - name: half a year
    education: [{level: some college, semester_units: 30}]
    experience: [{start: 2020-01-01, end: 2020-06-30, hours_per_week: 40, kinds: office work}]
    expect: {clerk: met}
"""
    said = run_on(written(tmp_path, cases=CASES + more))
    assert said.code == 1
    assert "FAILED clerk.cases.yaml line 13 column 5: half a year" in said.out
    assert "clerk is refer, expected met" in said.out
    assert (
        "clerk.any-of.all-of.experience: counted 6.00 of 18 months (6 months); nearest case that passes: "
        "'eighteen months exactly' with 18.00; nearest case that fails: 'a day short' with 17.96"
    ) in said.out


def test_a_filter_runs_some_cases_without_coverage_and_fails_where_it_selects_none(tmp_path: Path) -> None:
    path = written(tmp_path)
    some, none = run_on(path, "--case", "SHORT", "--strict"), run_on(path, "--case", "nowhere")
    assert some.code == 0
    assert some.out.splitlines() == [f"{path}: 1 of 1 cases hold"]
    assert none.code == 2
    assert none.line("--case", "no case with 'nowhere' in its name")


@pytest.mark.parametrize("cases", ["as of: 2026-11-21\ncases: []\n", "as of: 2026-11-21\n", CASES.split("  - name")[0]])
def test_a_file_without_cases_asserts_nothing_and_is_refused(tmp_path: Path, cases: str) -> None:
    assert run_on(written(tmp_path, cases=cases)).code == 2


def test_a_pack_without_a_file_of_cases_fails_and_is_told_how_to_begin(tmp_path: Path) -> None:
    said = run_on(written(tmp_path, cases=None))
    assert said.code == 2
    assert said.line("clerk.cases.yaml", "no such file", "--propose")


def test_a_case_without_an_expectation_is_refused(tmp_path: Path) -> None:
    cases = CASES.replace("    expect: {clerk: refer, senior: unmet}\n", "")
    assert run_on(written(tmp_path, cases=cases)).line("line 9", "no 'expect' here")


def test_all_faults_of_a_file_are_told_at_once_whatever_their_kind(tmp_path: Path) -> None:
    cases = """\
as of: 2026-11
given:
  credentials: [{nam: typing certificate}]
cases:
  - name: one
    expcet: {clerk: met}
  - name: two
    expect: {clerck: mett, senior: review}
    clauses: {clerk.any-off: met}
  - name: two
    experience: [{strat: 2020-01-01}]
    expect: {clerk: unmet}
    open: [experience endd]
"""
    said = run_on(written(tmp_path, cases=cases))
    assert said.code == 2
    for parts in (
        ("line 1 column", "a day, such as 2026-11-21"),
        ("line 3 column", "unknown key 'nam'", "'name'?"),
        ("line 5 column", "no 'expect' here"),
        ("line 6 column", "unknown key 'expcet'", "'expect'?"),
        ("line 8 column", "unknown id 'clerck'", "'clerk'?"),
        ("line 8 column", "'mett'", "'met'?"),
        ("line 9 column", "unknown id 'clerk.any-off'", "'clerk.any-of'?"),
        ("line 10 column", "the case 'two' twice"),
        ("line 11 column", "unknown key 'strat'", "'start'?"),
        ("line 13 column", "unknown fact 'experience endd'", "'experience end'?"),
    ):
        said.line("clerk.cases.yaml", *parts)


def test_a_review_without_its_open_facts_fails_with_the_facts_ready_to_paste(tmp_path: Path) -> None:
    cases = """\
as of: 2026-11-21
cases:
  - name: no dates
    education: [{level: bachelor}]
    expect: {senior: review}
"""
    said = run_on(written(tmp_path, cases=cases))
    assert said.code == 1
    assert "a review without its open facts; what came of it: open: [" in said.out


def test_every_cell_that_cannot_be_read_is_told_at_its_place(tmp_path: Path) -> None:
    cases = CASES.replace("end: 2021-06-30", "end: 2021-06-31").replace("end: 2021-06-29", "end: someday")
    cases = cases.replace("issuer: County of Alder}", "issuer: County of Alder, expires: 2021-13-01}")
    said = run_on(written(tmp_path, cases=cases))
    assert said.code == 2
    assert said.line("line 3 column", "a month that does not exist")
    assert said.line("line 7 column 38", "a day that does not exist in its month")
    assert said.line("line 11 column 38", "not a date")
    assert said.err.count("a month that does not exist") == 1


def test_what_is_proposed_completes_the_pairs_and_holds_once_it_is_appended(tmp_path: Path) -> None:
    path = written(tmp_path)
    said = run_on(path, "--propose")
    assert said.code == 0
    assert said.out.count("# proposed: check against the specification before you keep it") == said.out.count("name:")
    unread = run_on(written(tmp_path, cases=CASES + said.out), "--strict")
    assert unread.code == 1
    assert f"FAILED {said.out.count('name:')} proposals that nobody has read" in unread.out
    after = run_on(written(tmp_path, cases=CASES + read(said.out)), "--strict")
    assert after.code == 0, after.out
    assert "3 of 3 bounds in pairs" in after.out
    assert "decided on both sides" in after.out
    assert "never decided" not in after.out
    assert "clerk units, one unit short of 30 semester units" in said.out
    assert "senior experience, one day short of 10 years" in said.out


def test_for_a_pack_without_cases_a_whole_first_file_is_proposed(tmp_path: Path) -> None:
    path = written(tmp_path, cases=None)
    said = run_on(path, "--propose", "--output", str(tmp_path / "clerk.cases.yaml"))
    assert said.code == 0
    assert said.out == ""
    assert run_on(path, "--strict").code == 1
    assert run_on(path, "--propose").out == ""
    proposed = tmp_path / "clerk.cases.yaml"
    proposed.write_text(read(proposed.read_text()))
    assert run_on(path, "--strict").code == 0


def test_proposals_never_replace_a_file_unless_they_are_told_to(tmp_path: Path) -> None:
    path, kept = written(tmp_path), tmp_path / "kept.yaml"
    kept.write_text("mine", encoding="utf-8")
    assert run_on(path, "--propose", "--output", str(kept)).code == 2
    assert kept.read_text(encoding="utf-8") == "mine"
    assert run_on(path, "--propose", "--output", str(kept), "--force").code == 0
    assert "# proposed" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--output", "x.yaml"), ("--force",), ("--propose", "--case", "x")])
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert run_on(written(tmp_path), *options).code == 2


def test_proposals_are_appended_as_the_file_is_indented(tmp_path: Path) -> None:
    flush = "as of: 2026-11-21\ncases:\n- name: nobody\n  expect: {clerk: unmet, senior: unmet}\n"
    path = written(tmp_path, PACK, flush)
    said = run_on(path, "--propose")
    assert run_on(written(tmp_path, PACK, flush + read(said.out)), "--strict").code == 0
