"""Pages of comparisons and of rule changes say first what settles most."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual.comparisons import compared, read_decided
from minqual.comparisons.decided_files import Asked
from minqual.reports import as_text, page_of_comparison, page_of_rule_change, page_of_summary
from minqual.verdicts import SEPARATOR, asked
from support.examples import examples
from support.places import APPLICANTS

SOURCE: Final = APPLICANTS / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
OF_ROWS: Final = ("How many hours a week?", "Is it a permit: name and dates?")
"""Questions about an entry; the others are about none."""

QUESTIONS: Final = st.one_of(
    st.tuples(st.sampled_from(["job 2020 to ?", "bachelor, law", "permit"]), st.sampled_from(OF_ROWS)),
    st.tuples(st.just(""), st.sampled_from(["Do you type?", "Which holds, yes or no? Either: or not?"])),
)


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(st.lists(QUESTIONS, max_size=3), max_size=6))
@example([[("job 2020 to ?", OF_ROWS[0])], [("permit", OF_ROWS[0])]])
def test_a_question_counts_for_each_row_that_asks_it_whatever_entries_it_is_about(
    rows: list[list[tuple[str, str]]],
) -> None:
    texts, lists = Asked(), Asked()
    for row in rows:
        texts.take(SEPARATOR.join(": ".join(filter(None, each)) for each in row))
        lists.take([{"entry": entry or None, "ask": ask} for entry, ask in row])
    wanted = Counter(ask for row in rows for ask in {ask for _, ask in row})
    assert texts.of_rows == lists.of_rows
    assert sorted(texts.of_rows.values()) == sorted(wanted.values())
    for told, count in texts.of_rows.items():
        assert [times for ask, times in wanted.items() if told.endswith(ask)] == [count]


def test_the_two_questions_that_most_are_asked_come_before_all_else(tmp_path: Path) -> None:
    older, newer = (minqual.screen(SOURCE, PACK, date(year, 11, 21)) for year in (2025, 2026))
    times = Counter(ask for _, ask in {(each.applicant, each.ask) for each in asked(newer.screening)})
    for form in ("csv", "jsonl", "xlsx", "parquet"):
        before, after = (tmp_path / f"{name}.{form}" for name in ("before", "after"))
        minqual.write_results(older, before)
        minqual.write_results(newer, after)
        lines = list(as_text(page_of_comparison(compared(read_decided(before), read_decided(after))), 1000))[1:3]
        for begins, line, most in zip(("first to settle", "then"), lines, times.most_common(2), strict=True):
            told = re.fullmatch(rf"{begins} \(asked of (\d+) in after\.{form}\): (.*)", line)
            assert told
            assert int(told[1]) == most[1]
            assert any(told[2].endswith(ask) and count == most[1] for ask, count in times.items())


def test_a_rule_change_says_what_settles_most_as_the_summary_does() -> None:
    day = date(2026, 11, 21)
    change = minqual.effects(minqual.read(SOURCE), PACK, day, ["director.experience: 3 years"])
    told = list(as_text(page_of_rule_change(change), 1000))[1:3]
    assert told == list(as_text(page_of_summary(minqual.screen(SOURCE, PACK, day).summary), 1000))[:2]
    assert told[0].startswith("first to settle (decides ")
