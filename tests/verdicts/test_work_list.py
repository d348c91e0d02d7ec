"""The work list holds what decides, each fact once, and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.judging import Screening
from minqual.values import Standing
from minqual.verdicts import Results, results_of
from minqual.verdicts.open_facts import levels_above, open_facts
from minqual.verdicts.work_list import MOST_NAMED, MOST_ON_RECORD
from support.command_line import minqual as run
from support.examples import examples
from support.screened import relaxed, screened, screener
from support.strategies.pack_fillings import filled
from support.strategies.packs_with_records import Drawn, changed, drawn
from support.strategies.records import PACKS, Record, pools

AS_OF = date(2026, 11, 21)
SAN_JOSE = "san-jose/council-community-relations"
STOCKTON = "stockton/mayoral-pio"

Listed = Mapping[str, list[Mapping[str, str]]]


def rows(results: Results) -> list[dict[str, str]]:
    columns = results.work_list
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def facts_of(results: Results) -> list[dict[str, str]]:
    """The rows that are about open facts, without those about what may be accepted."""
    return [row for row in rows(results) if not row["ask"].startswith("May this be accepted")]


def by_applicant(found: list[dict[str, str]]) -> Listed:
    listed: dict[str, list[Mapping[str, str]]] = {}
    for row in found:
        for name in row["applicants"].split("; "):
            listed.setdefault(name, []).append(row)
    return listed


def open_levels(screening: Screening, applicant: int) -> list[Standing]:
    """How the levels that an applicant may still reach stand."""
    standings = screening.derived[screening.pattern[applicant]].standings
    return [standings[screening.tree.levels[level]] for level in levels_above(screening.tree, standings, None)]


def of_levels(case: Drawn) -> Drawn:
    """What was drawn, without posts for which more is asked: their facts decide no verdict."""
    return replace(case, pack={key: value for key, value in case.pack.items() if key != "for some posts"})


def check_listed(screening: Screening) -> None:
    """Who has an unsettled level has a row, nobody else has one, and the counts are those of the rows."""
    found = facts_of(results_of(screening))
    listed = by_applicant(found)
    for place, name in enumerate(screening.applicants.ids):
        unsettled = {Standing.REVIEW, Standing.CONDITIONAL} & set(open_levels(screening, place))
        assert bool(listed.get(name)) == bool(unsettled), (name, listed.get(name))
    for row in found:
        names = row["applicants"].split("; ")
        assert int(row["verdicts"]) == len(names) == len(set(names))
        assert int(row["alone"]) == sum(len(listed[name]) == 1 for name in names)
        assert row["levels"]
    ranks = [(-int(row["alone"]), -int(row["verdicts"])) for row in found]
    assert ranks == sorted(ranks)


@settings(relaxed, max_examples=examples(20))
@given(
    st.lists(st.text("abcdefg hij", min_size=1, max_size=150), min_size=2, max_size=2), st.sampled_from(["", "often"])
)
@example(["County of Alder", "Specialist in Communications with the Public and the Press of the County"], "")
def test_a_row_on_record_is_told_whole_up_to_a_length_and_the_cell_asked_of_always(
    words: list[str], hours: str
) -> None:
    employer, title = (f"x{' '.join(each.split())}x" for each in words)
    stated = {"employer": employer, "title": title, "start": "2020-01-01", "end": "2021-12-31",
              "hours_per_week": hours, "kinds": "customer service"}  # fmt: skip
    record = {"applicant_id": "A", "education": [{"level": "ged"}], "experience": [stated]}
    (row,) = [each for each in facts_of(results_of(screened(SAN_JOSE, [record], AS_OF)))
              if each["column"] == "hours_per_week"]  # fmt: skip
    whole = "; ".join(f"{name.replace('_', ' ')}: {cell}" for name, cell in stated.items() if cell)
    assert (row["on record"] == whole) is (len(whole) <= MOST_ON_RECORD)
    assert not hours or f"hours per week: {hours}" in row["on record"]


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_whoever_may_still_reach_a_level_is_listed_and_nobody_else(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    check_listed(screened(pack, pool, as_of))


@given(case=drawn())
@settings(relaxed, max_examples=examples(100))
def test_whoever_may_still_reach_a_level_under_any_pack_is_listed_and_nobody_else(case: Drawn) -> None:
    case = of_levels(case)
    check_listed(case.screened(case.screener(), case.pool))


@given(case=drawn())
@settings(relaxed, max_examples=examples(30))
def test_facts_of_posts_alone_decide_no_verdict_and_come_last(case: Drawn) -> None:
    """They are added behind the rows that there are without posts, whose verdicts stay as they are counted."""
    told = []
    for each in (of_levels(case), case):
        found = facts_of(results_of(each.screened(each.screener(), each.pool)))
        told.append([(row["ask"], row["about"], row["verdicts"], row["alone"]) for row in found])
    plain, within = told
    deciding = [row for row in within if row[2] != "0"]
    assert within[: len(deciding)] == deciding
    assert sum(int(row[2]) for row in deciding) == sum(int(row[2]) for row in plain), case.told(case.pool[0])
    assert sum(int(row[3]) for row in deciding) == sum(int(row[3]) for row in plain), case.told(case.pool[0])


@given(data=st.data())
@settings(relaxed, max_examples=examples(50))
def test_without_a_row_no_way_of_filling_in_what_is_open_lifts_the_verdict(data: st.DataObject) -> None:
    """Of an applicant who is not listed, eligible level and verdict stay however blanks are filled in.

    Only what is referred may come to be unmet, by a fact that no longer needs asking where an authority is asked.
    """
    case, after = data.draw(changed(filled))
    case = of_levels(case)
    ready = case.screener()
    before, later = (results_of(case.screened(ready, pool)).columns for pool in (case.pool, after))
    listed = by_applicant(facts_of(results_of(case.screened(ready, case.pool))))
    for place, name in enumerate(before["applicant_id"]):
        if name not in listed:
            told = case.told(case.pool[place])
            assert before["eligible_level"][place] == later["eligible_level"][place], told
            settled = (before["verdict"][place], later["verdict"][place])
            assert settled[0] == settled[1] or settled == ("refer", "unmet"), told


@given(data=st.data())
@settings(relaxed, max_examples=examples(50))
def test_a_fact_that_stands_alone_is_needed(data: st.DataObject) -> None:
    """However all the rest of a record is filled in, who has one row in the list is not settled without it."""
    case, after = data.draw(changed(filled))
    case = of_levels(case)
    ready = case.screener()
    before = case.screened(ready, case.pool)
    facts = list(open_facts(before, None))
    listed = by_applicant(facts_of(results_of(before)))
    kept = []
    for place, record in enumerate(case.pool):
        tables = {
            (fact.question.table, int(row))
            for fact in facts
            for owner, row in zip(fact.question.owner.tolist(), fact.question.row.tolist(), strict=True)
            if owner == place
        }
        kept.append(without(case, record, after[place], place, {table for table, _ in tables}))
    later = case.screened(ready, kept)
    for place, name in enumerate(before.applicants.ids):
        if len(listed.get(name, ())) == 1:
            told = case.told(case.pool[place], kept[place])
            assert {Standing.REVIEW, Standing.CONDITIONAL} & set(open_levels(later, place)), (listed[name], told)


def without(case: Drawn, record: Record, after: Record, place: int, tables: set[str]) -> Record:
    """A record filled in, but for the tables in question, which are as they were."""
    return after | {table: record[table] for table in tables if table}


def source(folder: Path, jobs: str, education: str = "") -> Path:
    folder.mkdir()
    people = sorted({line.split(",")[0] for line in (jobs + education).splitlines()})
    (folder / "applicants.csv").write_text("applicant_id\n" + "\n".join(people) + "\n")
    (folder / "experience.csv").write_text("applicant_id,entry,start,end,hours_per_week,kinds\n" + jobs)
    (folder / "education.csv").write_text("applicant_id,level,field,awarded\n" + education)
    (folder / "credentials.csv").write_text(
        "applicant_id,name,issuer\n" + "".join(f"{name},driver's license,California\n" for name in people)
    )
    return folder


def listed(folder: Path, *options: str | Path, rules: str = SAN_JOSE) -> list[dict[str, str]]:
    """The work list as the command writes it."""
    out = folder.parent / "work.csv"
    done = run("screen", folder, "--rules", rules, "--as-of", AS_OF.isoformat(), "-o", folder.parent / "r.csv",
               "--to-resolve", out, *options)  # fmt: skip
    assert done.code in {0, 4}, done.err
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_a_word_means_is_one_row_for_all_who_wrote_it(tmp_path: Path) -> None:
    jobs = "".join(f"a{place},job,2015-01-01,2024-01-01,40,{word}\n" for place, word in enumerate(
        ["comunications", "Comunications", "communications", "comunications"]))  # fmt: skip
    study = "".join(f"a{place},bachelor,journalism,2010-05-01\n" for place in range(4))
    found = listed(source(tmp_path / "in", jobs, study))
    assert [(row["about"], row["applicants"], row["verdicts"], row["alone"], row["who"]) for row in found] == [
        ("comunications", "a0; a1; a3", "3", "3", "the screener")
    ]
    assert [found[0][name] for name in ("file", "row", "column")] == ["experience.csv", "2", "kinds"]


def test_of_a_word_in_several_columns_the_highest_row_is_named(tmp_path: Path) -> None:
    """In a table with jobs side by side, the row counts, not which of the jobs it is."""
    wide = tmp_path / "wide.csv"
    wide.write_text(
        "applicant_id,degree1_level,degree1_field,degree1_awarded,job1_kinds,job1_start,job1_end,job1_hours_per_week,"
        "job2_kinds,job2_start,job2_end,job2_hours_per_week,credential1_name,credential1_issuer\n"
        "a1,bachelor,journalism,2010-05-01,retail,2015-01-01,2016-01-01,40,comunications,2016-01-01,2024-01-01,40,"
        "driver's license,California\n"
        "a2,bachelor,journalism,2010-05-01,comunications,2015-01-01,2024-01-01,40,,,,,driver's license,California\n"
    )
    (word,) = (row for row in listed(wide, "--map", "wide") if row["about"] == "comunications")
    assert (word["row"], word["column"], word["applicants"]) == ("2", "job2_kinds", "a1; a2")


def test_a_field_that_may_be_related_is_judged_once_and_a_blank_one_is_asked_of_each(tmp_path: Path) -> None:
    jobs = "".join(f"a{place},job,2015-01-01,2024-01-01,40,communications\n" for place in range(4))
    fields = ("sociology", "Sociology", "", "")
    study = "".join(f"a{place},bachelor,{field},2010-05-01\n" for place, field in enumerate(fields))
    found = listed(source(tmp_path / "in", jobs, study))
    assert [(row["who"], row["applicants"], row["row"]) for row in found] == [
        ("the screener", "a0; a1", "2"),
        ("the applicant", "a2", "4"),
        ("the applicant", "a3", "5"),
    ]


def test_who_may_accept_an_equivalent_comes_last_once_for_each_level(tmp_path: Path) -> None:
    found = listed(source(tmp_path / "in", "a1,job,2024-01-01,2024-02-01,40,communications\n", "a1,none,,\n"))
    assert [row["who"] for row in found] == ["the appointing authority"] * 4
    assert {(row["verdicts"], row["alone"], row["applicants"]) for row in found} == {("1", "1", "a1")}
    assert {row["levels"] for row in found} == {level.title for level in screener(SAN_JOSE).pack.levels}


def test_a_row_that_could_not_be_read_is_listed_where_it_stands(tmp_path: Path) -> None:
    found = listed(source(tmp_path / "in", "a1,job,soon,2024-02-01,40,communications,,,\n", "a1,none,,\n"))
    unread = [row for row in found if row["ask"].startswith("Correct")]
    assert [(row["file"], row["row"], row["column"], row["who"]) for row in unread] == [
        ("experience.csv", "2", "", "the screener")
    ]


def test_of_many_applicants_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    people = [f"a{place:03}" for place in range(MOST_NAMED + 5)]
    jobs = "".join(f"{name},job,2015-01-01,2024-01-01,40,communications\n" for name in people)
    study = "".join(f"{name},bachelor,sociology,2010-05-01\n" for name in people)
    (row,) = listed(source(tmp_path / "in", jobs, study))
    assert row["applicants"] == "; ".join(people[:MOST_NAMED]) + "; and 5 more"
    assert row["verdicts"] == str(len(people))


def test_a_settled_pool_has_a_work_list_of_a_header(tmp_path: Path) -> None:
    jobs, study = "a1,job,2015-01-01,2024-01-01,40,communications\n", "a1,bachelor,journalism,2010-05-01\n"
    assert listed(source(tmp_path / "in", jobs, study)) == []


@pytest.mark.parametrize("place", ["-", "r.csv", "r.csv.rejects.csv"])
def test_the_work_list_needs_a_file_of_its_own(tmp_path: Path, place: str) -> None:
    folder = source(tmp_path / "in", "a1,job,2015-01-01,2024-01-01,40,communications\n")
    out = place if place == "-" else tmp_path / place
    done = run("screen", folder, "--rules", SAN_JOSE, "--as-of", "2026-11-21", "-o", tmp_path / "r.csv",
               "--to-resolve", out)  # fmt: skip
    assert done.code == 2
    assert "--to-resolve" in done.err
    assert not (tmp_path / "r.csv").exists()


def test_a_blank_answer_is_found_in_its_own_row_or_beside_the_applicant(tmp_path: Path) -> None:
    """Of a plain table with a row for the answer, that row; of a wide one, the applicant's; else no row."""
    folder = source(
        tmp_path / "in", "a1,job,2010-01-01,2024-01-01,40,communications\n", "a1,bachelor,journalism,2010-05-01\n"
    )
    told = {}
    for name, text in (("row", "a1,evening-meetings,\n"), ("none", "")):
        (folder / "answers.csv").write_text("applicant_id,question,answer\n" + text)
        told[name] = [(row["file"], row["row"]) for row in listed(folder, "--force", rules=STOCKTON)]
    assert told == {"row": [("answers.csv", "2")], "none": [("answers.csv", "")]}
    wide = tmp_path / "wide.csv"
    wide.write_text(
        "applicant_id,degree1_level,degree1_field,degree1_awarded,job1_kinds,job1_start,job1_end,job1_hours_per_week,"
        "credential1_name,credential1_issuer,answer_evening-meetings\n"
        + "".join(
            f"{name},bachelor,journalism,2010-05-01,communications,2010-01-01,2024-01-01,40,"
            f"driver's license,California,{answer}\n"
            for name, answer in (("a1", "yes"), ("a2", ""))
        )
    )
    found = listed(wide, "--map", "wide", "--force", rules=STOCKTON)
    assert [(row["applicants"], row["row"], row["column"]) for row in found] == [("a2", "3", "answer_evening-meetings")]
