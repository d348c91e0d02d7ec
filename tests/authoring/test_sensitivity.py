"""Amounts inside clauses: whoever changes one that is felt fails a case, and what no case feels is told."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import minqual
from minqual.authoring import run_lines, run_pack, totals
from minqual.authoring.case_runs import Trial, failures, run_cases, try_cases
from minqual.authoring.cases import Cases, cases_of, read_cases
from minqual.authoring.sensitivity import Felt, Sense, feelings
from minqual.authoring.variations import ANOTHER_NAME
from minqual.clauses import Leaf
from minqual.notation import PackModel, YamlText
from minqual.packs import Pack, pack_names
from support.command_line import Said
from support.command_line import minqual as command
from support.examples import examples, few_of, some_of
from support.packs import written
from support.proposals import read

slow = settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)

PACK = """\
name: elmwood/analyst
title: Analyst
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds:
  analysis: []
levels:
  - id: analyst
    title: Analyst
    requires:
      - total: 4 years
        may lack: 6 months
        of:
          - count: experience
            in: analysis
          - count: units
            every: 60 semester units
            gives: 1 year
            at most: 2 years
"""


@cache
def judged(pack: str) -> tuple[minqual.Screener, tuple[Trial, ...], Cases, YamlText, tuple[Felt, ...]]:
    """A bundled pack's cases, judged once, and what they feel."""
    screener = minqual.Screener(minqual.load_pack(pack))
    cases, text = read_cases(cases_of(pack), screener)
    trials = tuple(try_cases(cases, screener))
    return screener, trials, cases, text, tuple(feelings(trials[0].screening, trials))


def exchanged(value: object, old: PackModel, new: PackModel) -> Any:  # noqa: ANN401  # any part of a pack
    """A part of a pack with one model in it exchanged for another wherever that very one stands."""
    if value is old:
        return new
    if isinstance(value, tuple):
        parts = tuple(exchanged(part, old, new) for part in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    if isinstance(value, PackModel):
        changed = {
            name: other
            for name in type(value).model_fields
            if (other := exchanged(getattr(value, name), old, new)) is not getattr(value, name)
        }
        return value.model_copy(update=changed) if changed else value
    return value


def with_clause(pack: Pack, old: PackModel, new: PackModel) -> Pack:
    """A pack with one written clause exchanged; a table's line by the rule that it is made of."""
    if getattr(old, "kind", None) == "year for year":
        old, new = old.rule, new.rule  # type: ignore[attr-defined]  # the line is made from its rule
    return exchanged(pack, old, new)  # type: ignore[no-any-return]  # a pack comes back


def feeling_packs() -> list[str]:
    return [pack for pack in few_of(pack_names(), 10) if any(any(each.sides.values()) for each in judged(pack)[4])]


@pytest.mark.long
@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_bundled_pack_with_a_felt_value_changed_as_far_or_further_fails_a_case(data: st.DataObject) -> None:
    screener, trials, cases, text, felt = judged(data.draw(st.sampled_from(feeling_packs())))
    sides = [(each.inside, side) for each in felt for side in each.inside.sides if each.sides[side]]
    inside, side = data.draw(st.sampled_from(sides))
    sense, clauses = Sense(screener.tree, trials), inside.sides[side]
    feeling = [place for place, clause in enumerate(clauses) if sense.feeling(inside, clause) is not None]
    assume(feeling)  # one of several equal places may be felt, and not this one
    changed = clauses[data.draw(st.integers(0, feeling[-1]) if side != ANOTHER_NAME else st.sampled_from(feeling))]
    here = screener.tree.nodes[inside.nodes[0]].clause
    assert isinstance(here, Leaf)
    called = {"id": here.id, "source": here.source} if "id" in type(changed).model_fields else {}
    pack = with_clause(screener.pack, here, changed.model_copy(update=called))
    assert pack is not screener.pack
    assert failures(run_cases(cases, text, minqual.Screener(pack)))


@pytest.mark.long
@given(st.data())
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_more_cases_never_feel_less(data: st.DataObject) -> None:
    _, trials, _, _, _ = judged(data.draw(st.sampled_from(feeling_packs())))
    more = data.draw(st.lists(st.sampled_from(trials), min_size=1, max_size=6))
    fewer = more[: data.draw(st.integers(0, len(more)))]
    screening = trials[0].screening
    for before, after in zip(feelings(screening, fewer), feelings(screening, more), strict=True):
        assert all(after.sides[side] >= does for side, does in before.sides.items())


@pytest.mark.parametrize("pack", some_of(pack_names(), 6))
def test_no_bundled_pack_has_a_value_that_no_case_feels(pack: str) -> None:
    assert [str(each.inside) for each in judged(pack)[4] if each.by_none] == []


def run_on(path: Path, *options: str) -> Said:
    return command("rules", "test", path, *options)


def test_what_is_proposed_for_a_total_fails_once_its_rate_or_its_term_is_another(tmp_path: Path) -> None:
    proposed = run_on(written(tmp_path, PACK, None), "--propose")
    assert run_on(written(tmp_path, PACK, read(proposed.out)), "--strict").code == 0
    term = PACK[PACK.index("          - count: units") :]
    for changed in (
        PACK.replace("60 semester", "30 semester"),
        PACK.replace("60 semester", "61 semester"),
        PACK.replace("gives: 1 year", "gives: 11 months"),
        PACK.replace("at most: 2 years", "at most: 23 months"),
        PACK.replace("at most: 2 years", "at most: 25 months"),
        PACK.replace("may lack: 6 months", "may lack: 5 months"),
        PACK.replace("may lack: 6 months", "may lack: 7 months"),
        PACK.replace(term, ""),
    ):
        assert "FAILED" in run_on(written(tmp_path, changed, proposed.out)).out


def test_a_value_that_no_case_feels_is_told_and_fails_only_where_it_is_demanded(tmp_path: Path) -> None:
    cases = """\
as of: 2026-11-21
cases:
  - name: four years
    experience: [{start: 2020-01-01, end: 2023-12-31, hours_per_week: 40, kinds: analysis}]
    expect: {analyst: met}
"""
    path = written(tmp_path, PACK, cases)
    said, strict = run_on(path), run_on(path, "--strict")
    values = json.loads(run_on(path, "--format", "json").out)["packs"][0]
    assert (said.code, strict.code) == (0, 1)
    assert "felt by no case: analyst.total.of.2.gives (1 year)" in " ".join(said.out.split())
    assert "FAILED analyst.total.of.2.every (60 semester units): no case feels it change" in strict.out
    assert "analyst.total.may-lack: no case that just reaches 4 years less 6 months" in strict.out
    assert {"id": "analyst.total.of.2.every", "value": "60 semester units"}.items() <= next(
        each for each in values["amounts"] if each["id"].endswith("every")
    ).items()


NAMES = """\
name: elmwood/warden
title: Warden
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds: {patrols: [], gates: [], night duty: [], cells: []}
groups: {guarding: [patrols, gates]}
job facts:
  grade: {from the lowest: {junior: [], warden: [], senior: []}}
levels:
  - id: warden
    title: Warden
    requires:
      - experience: 1 year
        in: guarding
        also in: [night duty, cells]
        where: {grade: warden or above}
"""


def test_each_name_that_a_clause_asks_for_must_be_felt_and_what_is_proposed_feels_it(tmp_path: Path) -> None:
    cases = """\
as of: 2026-11-21
cases:
  - name: a year at the gates by night
    experience: [{start: 2024-01-01, end: 2024-12-31, hours_per_week: 40, kinds: gates; night duty; warden}]
    expect: {warden: met}
  - name: a day less
    experience: [{start: 2024-01-01, end: 2024-12-30, hours_per_week: 40, kinds: gates; night duty; warden}]
    expect: {warden: unmet}
"""
    strict = run_on(written(tmp_path, NAMES, cases), "--strict")
    assert strict.code == 1
    assert "names: 3 of 5 felt" in strict.out
    assert "FAILED warden.experience.in (patrols): no case feels it change" in strict.out
    assert "FAILED warden.experience.also-in (cells): no case feels it change" in strict.out
    proposed = read(run_on(tmp_path / "clerk.yaml", "--propose").out)
    path = written(tmp_path, NAMES, cases + proposed)
    assert run_on(path, "--strict").code == 0
    for old, new in (
        ("[patrols, gates]", "[gates]"),
        ("[night duty, cells]", "[night duty]"),
        ("grade: warden or", "grade: junior or"),
        ("grade: warden or", "grade: senior or"),
    ):
        assert "FAILED" in run_on(written(tmp_path, NAMES.replace(old, new), cases + proposed)).out


def test_what_is_stated_as_it_is_counted_gets_a_pair_and_each_question_a_no(tmp_path: Path) -> None:
    head, _ = NAMES.split("      - experience")
    asked = """\
      - {number: 2 to 5, of: warnings, questions: {warnings: How many?}}
      - {answer: form, ask: Has the form come?, due: by appointment}
      - {experience: 1 hours, in: gates}
"""
    path = written(tmp_path, head + asked, None)
    proposed = run_on(path, "--propose")
    assert "write it by hand" not in proposed.err
    assert "{question: form, answer: no}" in proposed.out
    assert run_on(written(tmp_path, head + asked, read(proposed.out)), "--strict").code == 0
    for old, new in (("2 to 5", "2 to 6"), ("2 to 5", "1 to 5"), ("appointment}", "appointment, if no: conditional}")):
        other = (head + asked).replace(old, new)
        assert "FAILED" in run_on(written(tmp_path, other, read(proposed.out))).out


def test_where_nothing_is_missing_the_proposals_say_so_and_a_written_file_is_named(tmp_path: Path) -> None:
    path, cases = written(tmp_path, PACK, None), tmp_path / "clerk.cases.yaml"
    first = run_on(path, "--propose", "--output", str(cases))
    again = run_on(path, "--propose")
    assert f"written to {cases}" in first.err
    assert "nothing is missing" in again.err or "no case found that feels" in again.err
    assert again.out == ""


@pytest.mark.long
@slow
@given(
    need=st.integers(2, 9),
    every=st.integers(2, 90),
    months=st.integers(1, 24),
    more=st.integers(1, 12),
    lack=st.integers(1, 11),
    step=st.sampled_from(["counts", "open", "does not count"]),
)
def test_what_is_proposed_for_any_total_holds_and_feels_every_value(
    need: int, every: int, months: int, more: int, lack: int, step: str
) -> None:
    text = PACK.replace("4 years", f"{need} years").replace("60 semester", f"{every} semester")
    text = text.replace("gives: 1 year", f"gives: {months} months\n            part of a step: {step}")
    text = text.replace("at most: 2 years", f"at most: {min(months + more, need * 12 - 1)} months")
    text = text.replace("may lack: 6 months", f"may lack: {lack} months")
    with TemporaryDirectory() as folder:
        proposed = run_on(written(Path(folder), text, None), "--propose")
        said = run_on(written(Path(folder), text, read(proposed.out)), "--strict")
        assert said.code == 0, said.out + proposed.err


def test_numbers_of_parts_facts_and_days_are_felt_and_what_no_record_shows_is_named() -> None:
    felt = {str(each.inside): each for each in judged("example/every-form")[4]}
    for amount in (
        "counter-clerk.any-of.all-of.two-of-three (at least 2)",
        "van-driver.any-of.all-of.vans.where.seats (12 or more)",
        "ferry-clerk.any-of.all-of.form.due (10 days after filing)",
        "watch-clerk.any-of.all-of.examined.within (18 months)",
    ):
        assert felt[amount].whole, amount
    run = run_pack("example/every-form", only=None, strict=True)
    (left,) = run.left_out
    assert left.endswith("certificate: within 6 months, people see to it after appointment")
    said = " ".join(" ".join(run_lines(run, 100)).split())
    assert "left out, 1 amount that no record can show: line" in said
    assert totals([run])["amounts left out"] == 1
