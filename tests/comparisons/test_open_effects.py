"""How many more a change may bring through once all is settled: no way of settling it leaves the bounds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual.comparisons import RuleChange, effects_of
from minqual.judging import screen_all
from minqual.values import Standing
from minqual.what_if import changed_packs
from support.examples import examples
from support.places import ROOT
from support.screened import relaxed, screener, tables_of
from support.strategies.fillings import filled
from support.strategies.records import PACKS, SAN_JOSE, STOCKTON, Record, pools, tapes

SAMPLE = ROOT / "applicants" / "san-jose-council-community-relations"
DAY = date(2026, 11, 21)
CHANGES = {
    SAN_JOSE: (
        ["director.experience: 4 years"],
        ["director.experience: 6 years"],
        ["director.experience: 4 years", "aide.experience: 2 years"],
        ["representative.experience: 1 year", "director.experience: 6 years"],
    ),
    STOCKTON: (
        ["mayoral-pio.base: 4 years"],
        ["mayoral-pio.row-5.experience: 10 years"],
        ["mayoral-pio.base: 4 years", "mayoral-pio.row-1.experience: 4 years"],
        ["mayoral-pio.base: 6 years", "mayoral-pio.row-5.experience: 10 years"],
    ),
}


def effect(pack: str, changes: list[str], pool: list[Record], as_of: date) -> RuleChange:
    before = screener(pack)
    (changed,) = changed_packs(before.pack.written, changes)
    after = minqual.Screener(changed.pack.for_run(before.pack.run))
    return effects_of(screen_all([before, after], tables_of(pool), as_of), [changed.says])


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(60))
def test_however_all_is_settled_the_change_does_what_it_was_said_that_it_may(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    tape = data.draw(tapes)
    changes = data.draw(st.sampled_from(CHANGES[pack]))
    for record in pool:
        (before,) = effect(pack, changes, [record], as_of).steps
        (after,) = effect(pack, changes, [filled(tape, record, pack, as_of)], as_of).steps
        for said in before.shifts:
            now = after.shift(said.level)
            may = said.open_effect
            assert may.at_least <= now.through(1) - now.through(0) <= may.at_most
            assert may.at_least <= said.through(1) - said.through(0) <= may.at_most
            assert may.may_move == (may.at_least < may.at_most)


def test_what_is_open_elsewhere_alone_is_not_counted_as_what_the_change_may_move() -> None:
    """Who lacks nothing but an answer on evening meetings is not moved by a year of experience more or less."""
    sample = ROOT / "applicants" / "stockton-mayoral-pio"
    changes = ["mayoral-pio.base: 4 years", "mayoral-pio.row-1.experience: 4 years"]
    (step,) = minqual.effects(sample, STOCKTON, DAY, changes).steps
    shift = step.shift("mayoral-pio")
    assert shift.still_open == 19
    assert (shift.open_effect.at_least, shift.open_effect.at_most, shift.open_effect.may_move) == (0, 6, 6)
    (none,) = minqual.effects(SAMPLE, SAN_JOSE, DAY, ["director.experience: 5 years"]).steps
    assert none.shift("director").still_open == 7
    assert none.shift("director").open_effect.may_move == 0
    told = minqual.effects(sample, STOCKTON, DAY, changes).to_dict()["steps"][0]["levels"]["mayoral-pio"]
    assert told["more"] == {"now": 1, "at_least": 0, "at_most": 6}
    assert told["may_move"] == 6


def test_packs_of_two_classes_are_open_against_each_other_without_bounds_that_they_share(tmp_path: Path) -> None:
    """One answer need not settle the same words in packs that understand them otherwise."""
    text = (ROOT / "rules" / f"{SAN_JOSE}.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("recreation programming", "recreation"), encoding="utf-8")
    (step,) = minqual.effects(SAMPLE, SAN_JOSE, DAY, against=[str(other)]).steps
    shift = step.shift("director")
    (open_before, open_after) = (shift.at(Standing.REVIEW, side) for side in (0, 1))
    assert shift.open_effect.at_most == shift.through(1) - shift.through(0) + open_after
    assert shift.open_effect.at_least == shift.through(1) - shift.through(0) - open_before
