"""A rule change over a pool: the same as two runs joined by hand, and monotone where the pack's fields are."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click import unstyle
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

import minqual
from minqual import Decision, SettledFact
from minqual.clauses import Leaf
from minqual.comparisons import effects_of, screenings_compared
from minqual.examinations import Examination, SourceFiles
from minqual.judging import Screening, screen_all
from minqual.packs import WrittenPack, compare
from minqual.reports import as_text, page_of_rule_change
from minqual.settlements import Settlement, settled
from minqual.values import FaultyInput, Standing
from minqual.verdicts import ClauseVerdict, Verdict, explain
from minqual.what_if import changed_packs
from minqual.what_if.changed_amounts import clause_amounts
from support.command_line import minqual as command
from support.examples import examples
from support.places import ROOT
from support.screened import relaxed, tables_of
from support.strategies.packs import with_named_clauses
from support.strategies.packs_with_records import Drawn, drawn

SERIES = "san-jose/council-community-relations"
SAMPLE = ROOT / "applicants" / "san-jose-council-community-relations"
DAY = date(2026, 11, 21)

UNITS = {"years": ("years", "months"), "months": ("months", "years"), "semester units": ("semester units",)}


@st.composite
def changes(draw: st.DrawFn, of: Drawn) -> tuple[minqual.Screener, minqual.Screener]:
    """A pack and the same with another amount somewhere."""
    screener = of.screener()
    known = clause_amounts(screener.pack.written)
    assume(known)
    amount = known[draw(st.sampled_from(sorted(known)))]
    number, _, unit = str(amount.value).partition(" ")
    most = 2 * int(number) + 2 if number.isdigit() else 4
    said = f"{draw(st.integers(0, most))} {draw(st.sampled_from(UNITS.get(unit, (unit,))))}"
    try:
        (changed,) = changed_packs(screener.pack.written, [f"{amount.id}: {said.strip()}"])
    except FaultyInput:
        reject()
    return screener, minqual.Screener(changed.pack.for_run(screener.pack.run))


@st.composite
def judged_twice(draw: st.DrawFn) -> tuple[Screening, Screening, Screening]:
    of = draw(drawn())
    before, after = draw(changes(of))
    first, other = screen_all([before, after], tables_of(of.pool), of.as_of)
    return first, other, after.screen(tables_of(of.pool), of.as_of)


def stands(verdict: Verdict) -> Mapping[str, str]:
    return {each.level: each.standing for each in verdict.levels} | {
        each.posts: each.standing for each in verdict.posts
    }


def clauses_of(verdict: Verdict, levels: set[str]) -> dict[tuple[str, str], ClauseVerdict]:
    told = [(each.level, each.clauses) for each in verdict.levels] + [
        (each.posts, each.clauses) for each in verdict.posts
    ]
    return {(level, each.id): each for level, clauses in told if level in levels for each in clauses}


def joined_by_hand(one: Verdict, two: Verdict) -> tuple[set[str], set[tuple[str, str, str, str]]]:
    """The levels that stand otherwise, and the innermost clauses that do, with how they stood and stand."""
    moved = {name for name, standing in stands(one).items() if stands(two)[name] != standing}
    before, after = clauses_of(one, moved), clauses_of(two, moved)
    turned = {name for name in before if before[name].standing != after[name].standing}
    parents = {(level, before[level, name].parent) for level, name in turned}
    above = set(parents)
    while (
        parents := {(level, before[level, name].parent) for level, name in parents if name and (level, name) in before}
        - above
    ):
        above |= parents
    return moved, {(*name, before[name].standing, after[name].standing) for name in turned - above}


@given(judged=judged_twice())
@settings(relaxed, max_examples=examples(300))
def test_it_is_what_two_separate_runs_joined_by_hand_say(judged: tuple[Screening, Screening, Screening]) -> None:
    first, other, alone = judged
    check_joined(screenings_compared(first, other), first, alone)


@pytest.mark.long
@given(data=st.data())
@settings(relaxed, max_examples=examples(30))
def test_of_an_examination_it_is_what_two_runs_with_all_that_was_settled_joined_by_hand_say(
    data: st.DataObject,
) -> None:
    of = data.draw(drawn())
    before, after = data.draw(changes(of))
    tables = tables_of(of.pool)
    run = before.pack.run
    text = json.dumps(with_named_clauses(of.pack)).encode()
    written = WrittenPack(text, Path("pack.yaml"), "pack.yaml", run=run)
    names = data.draw(st.sets(st.sampled_from(tables.applicant_ids), min_size=1))
    clauses = sorted(each.id for each in before.tree.nodes if isinstance(each.clause, Leaf) and each.clause.decidable)
    signed: dict[str, Any] = {"by": "JD", "on": of.as_of, "how": "by phone"}
    said: list[Settlement] = [
        SettledFact(
            applicant=name, table="education", row="", column="", says="level: bachelor; conferred: yes", **signed
        )
        for name in sorted(names)
    ]
    said += [
        Decision(
            pack=before.pack.name,
            applicant=name,
            clause=clause,
            made_on="",
            accepted=data.draw(st.booleans()),
            **signed,
        )
        for name, clause in zip(sorted(names), clauses, strict=False)
    ]
    with (
        TemporaryDirectory() as folder,
        Examination.open(Path(folder) / "one.exam", [written], of.as_of, None, "2030-01-01T10:00:00Z") as examination,
    ):
        examination.screen(tables, SourceFiles(()), "2030-01-02T10:00:00Z")
        examination.settle(said, "2030-01-03T10:00:00Z")
        examination.screen(tables, SourceFiles(()), "2030-01-04T10:00:00Z")
        amount = after.pack.version.partition(" with ")[2]
        found = minqual.effects(examination.file.path, changes=[amount])
    one, two = (
        each.for_run(replace(run, settlements=settled(said))).screen(tables, of.as_of) for each in (before, after)
    )
    check_joined(found.steps[0].comparison, one, two)


def check_joined(compared: minqual.Comparison, first: Screening, alone: Screening) -> None:
    """Everyone who moved, and nobody else, by two runs that know nothing of each other."""
    found = {each.key[0]: each for each in compared.moves}
    for place, name in enumerate(first.applicants.ids):
        one, two = explain(first, place), explain(alone, place)
        levels, clauses = joined_by_hand(one, two)
        move = found.pop(name, None)
        reached = [
            (each.eligible_level, each.conditional_level, each.best_possible_level, each.verdict) for each in (one, two)
        ]
        assert (move is not None) == (bool(levels) or reached[0] != reached[1])
        if move is not None:
            assert set(move.levels) == levels
            told = {
                (each.clause.level, each.clause.clause, each.before.standing.word, each.after.standing.word)
                for each in move.clauses
                if each.before is not None and each.after is not None
            }
            assert told == clauses
            for each in move.clauses:
                for stood, verdict in ((each.before, one), (each.after, two)):
                    assert stood is not None
                    figures = clauses_of(verdict, {stood.level})[stood.level, stood.clause]
                    assert (figures.counted is not None) == bool(stood.counted)
                    if figures.counted is not None:
                        assert stood.counted.startswith(figures.counted.low)
                        assert stood.counted.endswith(figures.counted.unit)
    assert not found


@given(judged=judged_twice())
@settings(relaxed, max_examples=examples(300))
def test_nobody_falls_where_a_change_is_easier_and_nobody_rises_where_it_is_harder(
    judged: tuple[Screening, Screening, Screening],
) -> None:
    first, other, _ = judged
    effects = {each.effect for each in compare(first.pack.written, other.pack.written) if each.decides}
    if len(effects) == 1 and effects <= {"easier", "harder"}:
        ways = {"easier": "up", "harder": "down"}
        (effect,) = effects
        assert {each.way for each in screenings_compared(first, other).moves} <= {ways[str(effect)]}


@given(of=drawn())
@settings(relaxed, max_examples=examples(60))
def test_counts_add_up_to_all_applicants_and_a_pack_against_itself_moves_nobody(of: Drawn) -> None:
    screener = of.screener()
    found = effects_of(screen_all([screener, screener], tables_of(of.pool), of.as_of), ["itself"])
    (step,) = found.steps
    assert not step.comparison.moves
    for shift in step.shifts:
        assert sum(shift.pairs.values()) == found.applicants == len(of.pool)
        assert shift.moved == 0
        assert [shift.at(each, 0) for each in Standing] == [shift.at(each, 1) for each in Standing]


def test_a_supervisor_is_told_how_many_more_would_pass(tmp_path: Path) -> None:
    options = ["what-if", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat()]
    change = "representative.experience: 1 year"
    said = command(*options, "--change", change, "-o", tmp_path / "moved.csv")
    assert said.code in {0, 4}
    more = "1 more through (from as many to 2 more once all that is open is settled), 1 moved, 9 stay open"
    assert f"{more}; the change hangs on what is open for 2" in said.out
    page = page_of_rule_change(minqual.effects(minqual.read(SAMPLE), SERIES, DAY, [change]))
    assert all(len(unstyle(line)) <= 80 for line in as_text(page, 80))
    with (tmp_path / "moved.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["applicant_id"], row["levels"]) == ("a022", "representative: review -> met")
    assert row["change"] == "representative.any-of.all-of.experience: 1 year"
    told = json.loads(command(*options, "--change", change, "--format", "json").out)
    (step,) = told["steps"]
    assert step["levels"]["representative"]["through"] == {"before": 12, "after": 13}
    by_library = minqual.effects(minqual.read(SAMPLE), SERIES, DAY, [change])
    assert by_library.steps[0].shift("representative").through(1) == 13
    for name in ("all.xlsx", "plot.svg"):
        swept = command(*options, "--change", f"{change}..4 years step 1 year", "-o", tmp_path / name)
        assert swept.code in {0, 4}
        assert (tmp_path / name).stat().st_size > 500
    (changed,) = changed_packs(minqual.load_pack(SERIES), [change])
    packs = SERIES, changed.pack
    before, after = (minqual.screen(SAMPLE, each, DAY).columns["level_representative"] for each in packs)
    assert sum(one != two for one, two in zip([*before], [*after], strict=True)) == 1


def test_what_cannot_be_asked_is_told_at_once(tmp_path: Path) -> None:
    options = ["what-if", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat()]
    said = command(*options)
    assert (said.code, "nothing that would change" in said.err) == (2, True)
    said = command(*options, "--change", "directr.experience: 4 years", "--change", "aide.experience: 4 units")
    assert said.code == 2
    assert "did you mean 'director.experience'?" in said.err
    assert "'4 units' for aide.any-of.all-of.experience, which is 1 year" in said.err
    assert command(*options, "--against", "stockton/mayoral-pi").code == 2
    said = command(*options, "--against", SERIES, "-o", tmp_path / "x.jsonl")
    assert (said.code, ".svg" in said.err) == (2, True)


def test_a_funnel_that_is_asked_for_is_printed_though_nothing_else_is_and_never_into_results(tmp_path: Path) -> None:
    options = ["screen", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat(), "-o", tmp_path / "results.csv"]
    said = " ".join(command(*options, "--funnel", "-q").out.split())
    assert "director: 30 applicants, 7 through, 7 open, 16 stopped" in said
    assert "one clause short: 5 certainly, 11 at most: a bachelor's degree (5 certainly, 11 at most)" in said
    assert "\\u001b" not in said
    assert "\x1b" not in said
    assert "one clause short" not in command(*options, "--force").out
    refused = command(*options, "--force", "--funnel", "--memory", "1GB")
    assert (refused.code, "--funnel, which is not made in shares" in refused.err) == (2, True)


def test_where_nobody_moves_the_table_is_that_of_the_level_whose_clause_is_changed() -> None:
    options = ["what-if", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat(), "--change"]
    said = command(*options, "director.experience: 4 years", "--groups", ROOT / "applicants" / "groups.csv")
    assert said.code in {0, 4}
    assert "nobody moved, 7 stay open" in said.out
    assert "groups.csv, level director" in said.out.replace("\n", " ")
    assert "name it" not in said.out


def test_a_program_reads_how_many_more_come_through_and_is_told_the_nearest_level() -> None:
    found = minqual.effects(SAMPLE, SERIES, DAY, ["director.experience: 4 years"])
    assert found.levels == ("director",)
    assert found.to_dict()["steps"][0]["levels"]["director"]["moved"] == found.steps[0].shift("director").moved == 0
    assert max(len(repr(each)) for each in (found, found.steps[0], found.steps[0].comparison)) < 400
    with pytest.raises(minqual.FaultyInput, match="did you mean 'director'"):
        found.steps[0].shift("dirctor")


def test_a_sweep_names_who_moves_with_each_amount_and_a_plot_is_announced_as_one(tmp_path: Path) -> None:
    options = ["what-if", SAMPLE, "--rules", SERIES, "--as-of", DAY.isoformat(), "--change"]
    said = command(*options, "director.experience: 3 years..6 years step 1 year", "-o", tmp_path / "plot.svg")
    assert "  change 1: a011 up, a025 up" in said.out
    assert "  change 2: nobody" in said.out
    assert f"the plot is in {tmp_path / 'plot.svg'}" in said.err
