"""Laws of the workbench: what is proposed holds, coverage only grows, and a changed bound is always noticed."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import minqual
from minqual.authoring import proposals
from minqual.authoring.boundary_pairs import bounds, pairs
from minqual.authoring.case_runs import Trial, failures, outcomes, run_cases, try_cases
from minqual.authoring.cases import Cases, cases_in, cases_of, read_cases
from minqual.authoring.coverage import coverage
from minqual.notation import YamlText, bundled_rules, parse_yaml
from minqual.packs import pack_names
from minqual.packs.checks import read_pack
from minqual.values import PackError, Standing
from support.examples import examples, few_of, some_of
from support.packs import PACK, written

slow = settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@cache
def judged(pack: str) -> tuple[tuple[Trial, ...], Cases, YamlText]:
    """A bundled pack's cases, judged once."""
    screener = minqual.Screener(minqual.load_pack(pack))
    cases, text = read_cases(cases_of(pack), screener)
    return tuple(try_cases(cases, screener)), cases, text


packs = st.sampled_from(few_of(pack_names(), 10))


@given(st.data())
def test_a_wrong_expectation_is_always_reported(data: st.DataObject) -> None:
    trials, _, text = judged(data.draw(packs))
    trial = data.draw(st.sampled_from(trials))
    level = data.draw(st.sampled_from(sorted(trial.case.expect)))
    word = data.draw(st.sampled_from([each.word for each in Standing if each.word != trial.case.expect[level]]))
    wrong = replace(trial, case=trial.case.model_copy(update={"expect": {**trial.case.expect, level: word}}))
    (outcome,) = outcomes([wrong], text)
    assert f"{level} is {trial.case.expect[level]}, expected {word}" in outcome.differences


@given(st.data())
def test_more_cases_never_uncover_a_clause(data: st.DataObject) -> None:
    trials, _, _ = judged(data.draw(packs))
    screening = trials[0].screening
    more = data.draw(st.lists(st.sampled_from(trials), max_size=12))
    fewer = more[: data.draw(st.integers(0, len(more)))]
    for before, after in zip(coverage(screening, fewer), coverage(screening, more), strict=True):
        assert before.standing <= after.standing
        assert before.lacking <= after.lacking


@given(st.data())
def test_more_cases_never_break_a_pair(data: st.DataObject) -> None:
    trials, _, _ = judged(data.draw(packs))
    found = bounds(trials[0].screening)
    more = data.draw(st.lists(st.sampled_from(trials), max_size=12))
    fewer = more[: data.draw(st.integers(0, len(more)))]
    for before, after in zip(pairs(found, fewer), pairs(found, more), strict=True):
        assert before.whole <= after.whole


BOUND = re.compile(r"^ +(?:- )?(?:experience|units): (\d+) (years?|semester units)$", re.MULTILINE)


def written_bounds() -> list[tuple[str, int]]:
    """Every bound of time or units that a bundled pack writes: the pack and where in its text."""
    return [
        (pack, found.start(1))
        for pack in ("san-jose/council-community-relations", "stockton/mayoral-pio")
        for found in BOUND.finditer((bundled_rules() / f"{pack}.yaml").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("bound", some_of(written_bounds(), 10, "{0[0]}-{0[1]}".format))
@slow
@given(data=st.data())
def test_a_pack_with_one_bound_changed_fails_a_case(bound: tuple[str, int], data: st.DataObject) -> None:
    """Nothing is counted finer than a day: a bound lowered by less than a day or a unit asks the same."""
    pack, place = bound
    text = (bundled_rules() / f"{pack}.yaml").read_text(encoding="utf-8")
    found = BOUND.search(text, text.rindex("\n", 0, place))
    assert found is not None
    units = found[2] == "semester units"
    least, most = (1000, 29_000) if units else (3, 999)
    change = data.draw(st.integers(1, most) | st.integers(-most, -least))
    value = Fraction(found[1]) + Fraction(change, 1000)
    unit = found[2] if units else "years"
    changed = f"{text[:place]}{float(value):.3f} {unit}{text[found.end() :]}"
    screener = minqual.Screener(read_pack(parse_yaml(changed.encode(), "changed")))
    _, cases, cases_text = judged(pack)
    assert failures(run_cases(cases, cases_text, screener))


@slow
@given(
    months=st.integers(1, 200),
    units=st.integers(1, 120_000),
    years=st.integers(1, 30),
    quarter=st.booleans(),
)
def test_what_is_proposed_for_any_bounds_holds_and_makes_every_pair(
    months: int,
    units: int,
    years: int,
    quarter: bool,  # noqa: FBT001  # hypothesis gives it by name
) -> None:
    system = "quarter" if quarter else "semester"
    text = PACK.replace("18 months", f"{months} months").replace("10 years", f"{years} years")
    text = text.replace("30 semester units", f"{units / 1000:.3f} {system} units")
    with TemporaryDirectory() as folder:
        path = written(Path(folder), text, None)
        screener = minqual.Screener(minqual.load_pack(path))
        proposed = proposals(str(path), judged(pack_names()[0])[1].as_of)
        assert proposed.unable == ()
        whole = parse_yaml(proposed.text.encode(), "proposed")
        trials = try_cases(cases_in(whole, screener), screener)
        assert not failures(outcomes(trials, whole))
        assert all(pair.whole for pair in pairs(bounds(trials[0].screening), trials))


def entries_of(pack: str) -> tuple[str, list[str]]:
    """The head of a bundled pack's cases, and each of them as it is written."""
    head, *entries = re.split(r"^(?=  - name:)", cases_of(pack).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return head, entries


def holds_beside(pack: str, some: str) -> None:
    """What is proposed beside some of a pack's cases holds, and every bound that lacks a case then is told as it is."""
    with TemporaryDirectory() as folder:
        file = bundled_rules() / f"{pack}.yaml"
        path = written(Path(folder), file.read_text(encoding="utf-8"), some)
        if (agency := file.with_name("agency.yaml")).is_file():
            shutil.copy(agency, folder)
        screener = minqual.Screener(minqual.load_pack(path))
        proposed = proposals(str(path), judged(pack)[1].as_of)
        whole = parse_yaml((some + proposed.text).encode(), "proposed")
        trials = try_cases(cases_in(whole, screener), screener)
        assert not failures(outcomes(trials, whole))
        lacking = [pair.lacks() for pair in pairs(bounds(trials[0].screening), trials) if not pair.whole]
        assert [each.partition("; ")[0] for each in proposed.unable] == lacking


@pytest.mark.long
@slow
@given(st.data())
def test_what_is_proposed_beside_some_of_a_packs_cases_holds(data: st.DataObject) -> None:
    pack = data.draw(packs)
    head, entries = entries_of(pack)
    kept = data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=1, max_size=6))
    holds_beside(pack, head + "".join(entries[number] for number in sorted(kept)))


@pytest.mark.long
def test_a_case_that_is_proposed_for_something_else_may_make_a_pair() -> None:
    """A bound for which none could be made is not told as lacking what a later proposal shows of it."""
    head, entries = entries_of("example/every-form")
    (one,) = [each for each in entries if "two years of recent sales are one" in each]
    holds_beside("example/every-form", head + one)


def test_a_file_of_cases_is_read_whole_or_not_at_all() -> None:
    screener = minqual.Screener(minqual.load_pack(pack_names()[0]))
    with pytest.raises(PackError):
        cases_in(parse_yaml(b"as of: 2026-11-21\ncases: [{name: one}]\n", "cases"), screener)


KINDS_OF_BOUND = {
    "hours": "{experience: 1040 hours, in: office work}",
    "a part of the time": "{experience: 2 years, in: office work, also in: public service, within: 10 years}",
    "time that may lack": "{experience: 2 years, in: either kind, may lack: 6 months}",
    "time after a degree": "{experience: 1 year, in: office work, after: {degree: associate}}",
    "unbroken time": "{unbroken: 12 months, in: either kind, gap at most: 1 month}",
    "graduate units": "{units: 12 quarter units, level: master}",
    "a printed pair of units": "{units: 15 semester units, or: 20 quarter units}",
    "a number": '{number: "3.0", of: grade points, questions: {one: which, other: which}, decimals: "1"}',
    "a total": "{total: 8 years, of: [{count: experience, in: office work}, {count: units, at most: 4 years}]}",
    "a total of steps": "{total: 2 years, of: [{count: experience, in: office work, every: 2 years, gives: 1 year}]}",
    "uses that share no time": (
        "{disjoint: [{needs: 2 years, of: [{count: experience, in: office work}]}, "
        "{needs: 1 year, of: [{count: experience, in: either kind}]}]}"
    ),
}


@pytest.mark.parametrize("policy", some_of(["default", "los-angeles"], 1))
@pytest.mark.parametrize("kind", KINDS_OF_BOUND)
def test_a_pair_is_proposed_for_every_kind_of_bound(kind: str, policy: str, tmp_path: Path) -> None:
    head = PACK.partition("    requires:\n")[0].replace("kinds:", f"counting policy: {policy}\nkinds:", 1)
    path = written(tmp_path, f"{head}    requires:\n      - {KINDS_OF_BOUND[kind]}\n", None)
    proposed = proposals(str(path), judged(pack_names()[0])[1].as_of)
    assert proposed.unable == ()
    screener = minqual.Screener(minqual.load_pack(path))
    trials = try_cases(cases_in(parse_yaml(proposed.text.encode(), "proposed"), screener), screener)
    assert all(pair.whole for pair in pairs(bounds(trials[0].screening), trials))
    assert len(bounds(trials[0].screening)) == 1 + ("may lack" in kind)
