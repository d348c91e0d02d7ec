"""Reasons are sentences that could stand in a letter, whatever the pack and the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, Final

import pytest
from hypothesis import given, settings

import minqual
from minqual.authoring.cases import cases_of, read_cases, record_of
from minqual.clauses import COUNTED, RECORD, Events, StatedNumber
from minqual.judging import Screening
from minqual.packs import SECTIONS, Pack, load_pack, load_written, pack_names
from minqual.records import record_tables
from minqual.values import Standing
from minqual.verdicts import OpenFact, results_of
from minqual.verdicts.open_facts import open_facts
from support.examples import examples, few_of, some_of
from support.screened import relaxed
from support.strategies.packs_with_records import Drawn, drawn

FREE: Final = frozenset(
    {"judgement", "by", "ask", "because", "discretion", "bounded discretion", "may accept", "table", "ambiguous"}
)
"""Keys of a pack under which its author writes words that are told as they are."""

JARGON: Final = re.compile(
    r"\b(clause|review|leaf|leaves|unmet|refer|standing|pattern|low|node|rung|pack|null|nan|None|True|False)\b"
)
UNIT: Final = r"(?:years?|months?|weeks?|days?|hours?|(?:semester |quarter )?units?|of them|OF)\b|%"
NUMBER: Final = re.compile(
    rf"\d+(?:\.\d+)?(?: (?:and|or|to|,) \d+(?:\.\d+)?)*(?:%| (?:{UNIT})| and \d+\.\d+ (?:{UNIT}))"
)
OF_A_JOB: Final = re.compile(
    r"\b\d+(?: or (?:more|fewer))?(?=[,.;)]| )(?<=more|ewer)|\bexactly \d+|(?<=seats: )\d+ to \d+"
)
"""A number that is asked of a fact of the job, which is its unit."""
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
SENTENCES: Final = re.compile(r"[A-Z][^.]*\.(?: [A-Z][^.]*\.)*")


def words_of(value: object) -> Iterator[str]:
    """The words of a pack's own, and the questions and units of its numbers."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in FREE and isinstance(inner, str):
                yield inner
            elif key == "questions" and isinstance(inner, Mapping):
                yield from inner.values()
            else:
                yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)


def names_of(pack: Pack, written: object) -> list[str]:
    """All that a pack's author has named, the longest first."""
    vocabulary = (name for section in SECTIONS for name in getattr(pack, section))
    titles = (level.title for level in pack.levels)
    values = (value for fact in pack.job_facts.values() for value in fact.values)
    return sorted({*vocabulary, *pack.groups, *titles, *values, *words_of(written)}, key=len, reverse=True)


def units_of(screening: Screening) -> list[str]:
    numbers = [leaf.of for leaf in screening.tree.leaves if isinstance(leaf, StatedNumber)]
    events = [leaf.events for leaf in screening.tree.leaves if isinstance(leaf, Events)]
    return [*numbers, *events, *(name.removesuffix("s") for name in events)]


def ids_of(screening: Screening) -> set[str]:
    """Names that only machines use: those of levels and clauses, and of questions, that are no words."""
    nodes = chain.from_iterable(node.id.split(".") for node in screening.tree.nodes)
    questions = (asked.name for leaf in screening.tree.leaves for asked in leaf.asks())
    return {name for name in (*nodes, *questions) if "-" in name}


def faults(reason: str, screening: Screening, names: Sequence[str]) -> list[str]:
    """What keeps a reason from standing in a letter."""
    units = "|".join(map(re.escape, units_of(screening)))
    text = re.sub(rf"(?<=\d )(?:{units})\b", "OF", reason) if units else reason
    text = re.sub(rf"(?<=number of )(?:{units})\b", "OF", text) if units else text
    text = re.sub("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), "X", text, flags=re.IGNORECASE)
    found = [f"says {word!r}" for word in JARGON.findall(text)]
    found += [f"the id {name!r}" for name in ids_of(screening) if re.search(rf"(?<![\w-]){name}(?![\w-])", text)]
    found += [f"holds {sign!r}" for sign in ("  ", "{", "}", "\0", "..", " .", " ,", ",,", "()") if sign in text]
    rest = NUMBER.sub("so much", DAY.sub("a day", OF_A_JOB.sub("as asked", text)))
    found += [f"{number!r} without its unit" for number in re.findall(r"\S*\d\S*(?: \S+)?", rest)]
    if not SENTENCES.fullmatch(rest):
        found.append("no sentences")
    if text.count("(") != text.count(")"):
        found.append("brackets that do not match")
    return found


def told(screening: Screening, names: Sequence[str], only: str | None = None) -> None:
    """Every reason of a screening may stand in a letter; short ones are short, say how it stands, and full ones all."""
    columns = results_of(screening, only).columns
    for reason in {*columns["reasons"], *columns["reasons_in_full"]}:
        assert not faults(reason, screening, names), f"{faults(reason, screening, names)}: {reason}"
    for reason, full, verdict in zip(columns["reasons"], columns["reasons_in_full"], columns["verdict"], strict=True):
        assert len(reason.split()) <= 40, reason
        assert reason.startswith(SAID_FIRST[verdict][0]), reason
        assert SAID_FIRST[verdict][1] in full, full
    for fact in open_facts(screening, None if only is None else len(screening.pack.levels) - 1):
        for owner in set(fact.question.owner.tolist()):
            assert is_named(fact, screening, columns["reasons_in_full"][owner]), (fact.question.ask, owner)


SAID_FIRST: Final = {
    "met": ("Eligible for ", "Eligible for "),
    "conditional": ("Conditionally eligible for ", "Conditionally eligible for "),
    "review": ("Eligibility for ", " cannot be decided yet."),
    "refer": ("The printed requirement for ", "The printed requirement"),
    "unmet": ("Not eligible for ", "Not eligible for "),
}
"""How a short reason begins by its verdict, and what the full one says."""


def is_named(fact: OpenFact, screening: Screening, reason: str) -> bool:
    """Whether a full reason says what is open: in its own words, or in those of the clause that asks it."""
    if fact.leaf == screening.tree.unread:
        return "could not be read" in reason
    leaf, says = screening.tree.leaves[fact.leaf], fact.question.says
    reason = reason.lower()
    if says is not None and says.lower() in reason:
        return True
    texts = (leaf.reason(standing).text.lower() for standing in (Standing.REVIEW, Standing.CONDITIONAL))
    words = [re.split(rf"[{COUNTED}{RECORD}]", text) for text in texts]
    own = f'the question "{fact.question.ask.lower()}"' in reason
    return own or any(all(part in reason for part in parts) for parts in words)


@cache
def variants(name: str) -> Sequence[tuple[date, dict[str, Any]]]:
    """The records of a pack's cases, and each again with one row or one cell less."""
    cases, _ = read_cases(cases_of(name), minqual.Screener(load_pack(name)))
    made: list[tuple[date, dict[str, Any]]] = []
    for case in cases.cases:
        record = record_of(cases, case, "x").model_dump(mode="json", exclude_none=True)
        day = case.as_of or cases.as_of
        made.append((day, record))
        for table in ("education", "experience", "credentials", "answers"):
            for place, row in enumerate(record.get(table, ())):
                rows = record[table]
                made.append((day, record | {table: [*rows[:place], *rows[place + 1 :]]}))
                for column in row:
                    less = {key: cell for key, cell in row.items() if key != column}
                    made.append((day, record | {table: [*rows[:place], less, *rows[place + 1 :]]}))
    return made


@pytest.mark.parametrize("name", some_of(pack_names(), 4))
def test_reasons_under_bundled_packs_are_sentences(name: str) -> None:
    """For the records of all cases, and for each of them with a row or a cell less."""
    pack, text = load_written(name)
    screener, names = minqual.Screener(pack), names_of(pack, text.value)
    for day in {day for day, _ in variants(name)}:
        chosen = few_of([record for on, record in variants(name) if on == day], 60)
        records = [record | {"applicant_id": f"x{place}"} for place, record in enumerate(chosen)]
        screening = screener.screen(record_tables([minqual.read_record(record) for record in records]), day)
        told(screening, names)
        told(screening, names, pack.levels[-1].id)


@given(case=drawn())
@settings(relaxed, max_examples=examples(100))
def test_reasons_under_any_pack_are_sentences(case: Drawn) -> None:
    """For generated packs of every kind of clause and generated records."""
    screener = case.screener()
    told(case.screened(screener, case.pool), names_of(screener.pack, json.loads(json.dumps(case.pack))))
