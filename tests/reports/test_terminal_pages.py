"""Pages on a terminal: no line is wider than it, and no word is lost on the way."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual.impact import rate_cells
from minqual.reports import (
    List,
    Page,
    Section,
    Span,
    Text,
    as_text,
    flowing,
    page_of_impact,
    page_of_summary,
    page_of_verdict,
)
from minqual.reports.page import Entry, Facts, Outline, Table
from minqual.values import Standing, visible
from minqual.verdicts import asked, explain, to_settle
from support.examples import examples
from support.places import APPLICANTS

AS_OF: Final = date(2026, 11, 21)
PACKS: Final = {
    "san-jose-council-community-relations": "san-jose/council-community-relations",
    "stockton-mayoral-pio": "stockton/mayoral-pio",
}
WIDE: Final = 1_000_000
WORDS: Final = st.text(st.sampled_from("ab-./ 1"), max_size=60) | st.just("x" * 150) | st.just("a-b " * 40)
SIGNS: Final = st.sampled_from(Standing)
ENTRIES: Final = st.recursive(
    st.builds(Entry, WORDS),
    lambda inner: st.builds(Entry, WORDS, WORDS, st.lists(inner, max_size=2).map(tuple), standing=SIGNS),
    max_leaves=4,
)
TABLES: Final = st.integers(2, 4).flatmap(
    lambda columns: st.builds(
        Table,
        st.lists(WORDS, min_size=columns, max_size=columns).map(tuple),
        st.lists(st.lists(WORDS, min_size=columns, max_size=columns).map(tuple), max_size=3).map(tuple),
    )
)
SPANS: Final = st.lists(st.builds(Span, WORDS, st.sampled_from([None, "red"]), st.booleans()), max_size=3).map(tuple)
BLOCKS: Final = st.one_of(
    st.builds(Text, SPANS, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)),
    st.builds(List, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)),
    st.builds(Outline, ENTRIES),
    TABLES,
)
SECTIONS: Final = st.builds(Section, st.builds(Text, SPANS), st.lists(BLOCKS, max_size=2).map(tuple))
PAGES: Final = st.builds(Page, st.builds(Text, SPANS), st.lists(BLOCKS | SECTIONS, max_size=3).map(tuple))


def plain(line: str) -> str:
    """A line without its colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", line)


def lines_of(page: Page, width: int) -> list[str]:
    """A page as a terminal without colours shows it."""
    return [plain(line) for line in as_text(page, width)]


@settings(deadline=None, max_examples=examples(300))
@given(PAGES, st.integers(40, 100))
@example(Page(Text.of(), (Table(("a", "b"), (("x" * 150, 1),)),)), 40)
@example(Page(Text.of(Span("a" * 39, "red"), Span("  b c", bold=True)), ()), 40)
def test_no_line_of_a_page_is_wider_than_the_terminal(page: Page, width: int) -> None:
    assert max(map(len, lines_of(page, width)), default=0) <= width


@settings(deadline=None, max_examples=examples(200))
@given(SPANS, st.integers(16, 60))
def test_a_line_broken_says_the_same_in_the_same_colours(spans: tuple[Span, ...], width: int) -> None:
    line = "".join(span.text for span in spans)
    broken = list(as_text(Page(Text(spans), ()), width))
    assert [plain(each) for each in broken] == (flowing(line, width) if spans else [])
    assert "".join("".join(map(plain, broken)).split()) == "".join(line.split())
    red = "".join(re.findall("\x1b\\[31m(?:\x1b\\[1m)?([^\x1b]*)", "".join(broken)))
    assert "".join(red.split()) == "".join("".join(span.text for span in spans if span.colour).split())


@cache
def sample(name: str) -> minqual.Results:
    """One of the samples screened."""
    return minqual.screen(APPLICANTS / name, PACKS[name], AS_OF)


@pytest.mark.parametrize("name", PACKS)
def test_trees_and_summaries_of_the_samples_fit_eighty_columns(name: str) -> None:
    results = sample(name)
    screening = results.screening
    questions = asked(screening)
    pages = [page_of_summary(results.summary)]
    for number in range(screening.applicants.count):
        mine = to_settle(each for each in questions if each.applicant == number)
        pages.append(page_of_verdict(explain(screening, number), mine))
        said = "\n".join(lines_of(pages[-1], WIDE))
        told = said.split("\nTo resolve\n")
        assert ("first to settle" in told[0]) is bool(mine) is (len(told) == 2)
        assert all(each in told[0] for each in mine[:2])
    assert max(len(line) for page in pages for line in lines_of(page, 80)) <= 80


@settings(deadline=None, max_examples=examples(8))
@given(
    st.lists(WORDS.map("group {}".format), min_size=3, max_size=3, unique_by=lambda name: " ".join(name.split())),
    st.integers(60, 100),
)
def test_impact_fits_the_terminal_whatever_groups_are_called(names: list[str], width: int) -> None:
    results = sample("san-jose-council-community-relations")
    people = results.columns["applicant_id"]
    groups = {"office": {str(each): names[place % 3] for place, each in enumerate(people)}}
    lines = lines_of(page_of_impact(minqual.impact_of(results, groups, "aide")), width)
    assert max(map(len, lines)) <= width
    told = "".join("".join(lines).split())
    assert all("".join(visible(name).split()) in told for name in names if len(name) <= 16)


def test_tables_of_impact_fit_eighty_columns_with_every_figure_where_lines_are_not_broken() -> None:
    results = sample("san-jose-council-community-relations")
    sexes = {each: "women" if place % 2 else "men" for place, each in enumerate(results.columns["applicant_id"])}
    found = minqual.impact_of(results, {"sex": sexes}, "director", "four-fifths")
    page = page_of_impact(found)
    tables = [each for each in page.blocks if isinstance(each, Table)]
    assert len(tables) == 3
    assert all(len(line) <= 80 for each in tables for line in lines_of(Page(Text(()), (each,)), WIDE))
    (category,) = found.categories
    told = " ".join(lines_of(page, WIDE)).split()
    for rate in (*category.rates, *(rate for clause in category.clauses[:2] for rate in clause.rates)):
        cells = rate_cells(rate)
        assert all(cells[name] in told for name in ("rate", "ratio", "can become", "Fisher") if cells[name])


HEADS: Final = st.lists(st.sampled_from(["people", "of the", "neighbourhood", "who came"]), min_size=1, max_size=6)


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(HEADS.map(" ".join), min_size=1, max_size=5), st.integers(40, 100))
def test_names_of_columns_are_broken_between_words_alone(heads: list[str], width: int) -> None:
    table = Table(("", *heads), (("row", *range(len(heads))),))
    words = " ".join(lines_of(Page(Text.of(), (table,)), width)).replace(":", "").split()
    assert {*words} <= {word for head in heads for word in head.split()} | {"row", *map(str, range(len(heads)))}


@pytest.mark.parametrize("name", PACKS)
def test_the_two_facts_that_decide_most_verdicts_come_before_all_else(name: str) -> None:
    summary = sample(name).summary
    most = sorted(((each.alone, each.applicants) for each in summary.held_back), reverse=True)[:2]
    told = lines_of(page_of_summary(summary), 80)
    decides = [tuple(map(int, found)) for line in told[:2] for found in re.findall(r"decides (\d+) of (\d+)", line)]
    assert decides == most
    assert told[2].startswith("rows ")
    full = lines_of(page_of_summary(summary), WIDE)[:2]
    assert {line.split("): ", 1)[1] for line in full} <= {each.fact for each in summary.held_back}


def on_terminal(*command: object) -> list[str]:
    """The lines of a command whose streams are a terminal of eighty columns."""
    outer, inner = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-m", "minqual", *map(str, command)], stdin=inner, stdout=inner, stderr=inner, env=environment
    )
    os.close(inner)
    told = b""
    while True:
        try:
            part = os.read(outer, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
    process.wait(60)
    os.close(outer)
    return told.decode().replace("\r\n", "\n").split("\n")


@pytest.mark.long
def test_commands_fit_a_terminal_of_eighty_columns(tmp_path: Path) -> None:
    pack, source = PACKS["san-jose-council-community-relations"], APPLICANTS / "san-jose-council-community-relations"
    given, file = ["--rules", pack, "--as-of", "2026-11-21"], tmp_path / "e.minqual"
    groups, long = tmp_path / "groups.csv", f"women {'of the neighbourhood ' * 4}"
    groups.write_text((APPLICANTS / "groups.csv").read_text(encoding="utf-8").replace("women", long), encoding="utf-8")
    people, shown = ["--people", APPLICANTS / "people.csv", "--agency", "example", "--dated", "2026-11-26"], 0
    for command in (
        ["screen", source, *given, "--no-progress"],
        [
            "screen",
            source,
            *given,
            "--no-progress",
            "--funnel",
            "-o",
            tmp_path / "a.csv",
            "--details",
            tmp_path / "d.parquet",
        ],
        ["screen", source, "--rules", pack, "--as-of", "2025-11-21", "-o", tmp_path / "b.csv", "--no-progress"],
        ["check", source, "--applicant", "a001", *given, "--ways"],
        ["compare", tmp_path / "b.csv", tmp_path / "a.csv"],
        ["what-if", source, *given, "--change", "aide.experience: 2 years"],
        ["what-if", source, *given, "--change", "aide.experience: 2 years", "--groups", groups],
        ["impact", tmp_path / "a.csv", "--groups", groups, "--details", tmp_path / "d.parquet", "--level", "aide"],
        ["impact", tmp_path / "b.csv", "--groups", groups, "--after", tmp_path / "a.csv"],
        ["exam", "open", file, *given],
        ["exam", "screen", file, source],
        ["exam", "status", file],
        ["exam", "show", file, "a001"],
        ["letters", file, *people, "-o", tmp_path / "letters"],
    ):
        # Messages name files and digests as they are, so that these can be copied.
        own = (str(tmp_path), "head ")
        told = [line for line in on_terminal(*command) if not line.startswith("minqual:")]
        told = [line for line in told if not any(each in line for each in own)]
        assert not [line for line in told if len(line) > 80], command
        shown += len(told) > 4
    assert shown >= 11
