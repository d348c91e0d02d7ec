"""Several packs that judge the same applicants share what they count, and each says what it says alone."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.judging import Screening, screen_all, tables_for
from minqual.verdicts import explain, results_of
from support.examples import examples
from support.screened import relaxed, screener, tables_of
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import PACKS, pools


def told(screening: Screening) -> tuple[object, ...]:
    """All that a screening says: every standing, figure, reason and open fact."""
    return (
        [screening.standing(node).tolist() for node in range(len(screening.tree.nodes))],
        [explain(screening, applicant).to_json() for applicant in range(screening.applicants.count)],
        {name: list(cells) for name, cells in results_of(screening).columns.items()},
    )


@given(cases=st.lists(drawn(4), min_size=2, max_size=4))
@settings(relaxed, max_examples=examples(25))
def test_packs_together_say_what_each_says_alone(cases: list[Drawn]) -> None:
    """Whatever the packs are, and in whichever order they judge."""
    as_of, tables = cases[0].as_of, tables_of(cases[0].pool)
    screeners = [case.screener() for case in cases]
    alone = [told(each.screen(tables, as_of)) for each in screeners]
    assert [told(each) for each in screen_all(screeners, tables, as_of)] == alone
    assert [told(each) for each in screen_all(screeners[::-1], tables, as_of)] == alone[::-1]


@given(data=st.data())
@settings(relaxed, max_examples=examples(10))
def test_a_pack_judges_twice_as_it_judges_once(data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(PACKS[0]))
    screeners = [screener(pack) for pack in (*PACKS, *PACKS)]
    tables = tables_of(pool)
    together = [told(each) for each in screen_all(screeners, tables, as_of)]
    assert together[: len(PACKS)] == together[len(PACKS) :]
    assert together[0] == told(screeners[0].screen(tables, as_of))


def test_no_packs_judge_nobody() -> None:
    assert not list(screen_all([], tables_of([]), date(2026, 11, 21)))


def test_the_tables_of_several_packs_are_those_of_each() -> None:
    screeners = [screener(pack) for pack in PACKS]
    assert set(tables_for(screeners)) == {table for each in screeners for table in each.tables}
