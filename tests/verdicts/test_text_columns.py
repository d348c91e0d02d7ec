"""What is told in columns is what would be told of each applicant, each cell and each row by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.clauses import COUNTED, RECORD
from minqual.judging import Screening, Tree
from minqual.outputs import safe_cell
from minqual.outputs.arrow_cells import blank_as_null, letters_of, safe_cells
from minqual.outputs.json_text import Json, json_cells, json_texts
from minqual.values import Standing
from minqual.verdicts import Lettered, Mosaic, Patterns, Worded, asked, asked_columns, entry_of
from minqual.verdicts.asked_applicants import to_resolve
from minqual.verdicts.grounds import Below
from minqual.verdicts.open_facts import levels_above, levels_decided, missing, open_facts, widest_first
from minqual.verdicts.printed_figures import printed
from minqual.verdicts.reasons import ReasonTexts, reasons, still_open
from minqual.verdicts.row_names import LONGEST_NAME, Names
from minqual.verdicts.text_columns import NARROW, Tiles, distinct
from support.examples import examples
from support.screened import relaxed, screened
from support.strategies.records import PACKS, pools

TEXTS = st.lists(st.text(alphabet=st.sampled_from('a"é=-@\t\r\n\\\x00\x1f\U0001f9ed '), max_size=5), max_size=8)
AS_OF = date(2026, 11, 21)
both_packs = pytest.mark.parametrize("pack", PACKS)


def sliced(texts: Sequence[str], before: int) -> Any:  # noqa: ANN401
    """Texts as a stretch of a longer Arrow array."""
    return pa.array(["=before"] * before + list(texts) + ["after"], pa.string()).slice(before, len(texts))


@given(TEXTS, st.integers(0, 9))
@example([], 0)
@example([], 3)
def test_cells_in_arrow_are_made_safe_blank_and_json_as_one_by_one(texts: list[str], before: int) -> None:
    cells = sliced(texts, before)
    assert safe_cells(cells).to_pylist() == [safe_cell(text) for text in texts]
    assert blank_as_null(cells).to_pylist() == [text or None for text in texts]
    assert [json.loads(each) for each in json_texts(cells).to_pylist()] == [text or None for text in texts]
    assert json_texts(cells).to_pylist() == [json.dumps(text or None, ensure_ascii=False) for text in texts]
    assert bytes(letters_of(cells)).decode() == "".join(texts)


@given(TEXTS)
def test_columns_of_every_kind_are_the_same_json(texts: list[str]) -> None:
    wanted = [json.dumps(text or None, ensure_ascii=False) for text in texts]
    words = sorted(set(texts))
    codes = np.array([words.index(text) for text in texts], dtype=np.int64)
    for column in (texts, Worded(codes, words), Lettered([pa.array(texts, pa.string())])):
        assert json_cells(column).to_pylist() == wanted
    ready = Json(Lettered([pa.array(wanted, pa.string())]))
    assert json_cells(ready).to_pylist() == json_cells(ready[:]).to_pylist() == wanted
    assert json_cells([1, None, 0.5, {"a": "b"}, ""]).to_pylist() == ["1", "null", "0.5", '{"a":"b"}', "null"]


@st.composite
def mosaics(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[Mosaic, list[str]]:
    """A mosaic and its texts, each put together by itself."""
    tiles = draw(st.lists(st.text(max_size=3), min_size=1, max_size=5))
    numbers = st.integers(0, len(tiles) - 1)
    slots = draw(st.integers(0, 3))
    patterns = draw(st.lists(st.lists(st.integers(-slots, len(tiles) - 1), max_size=5), min_size=1, max_size=4))
    height = draw(st.integers(0, 6))
    pattern = draw(st.lists(st.integers(0, len(patterns) - 1), min_size=height, max_size=height))
    filled = [draw(st.lists(numbers, min_size=height, max_size=height)) for _ in range(slots)]
    mosaic = Mosaic(
        pa.array(tiles, pa.string()),
        Patterns.of(patterns),
        np.array(pattern, dtype=np.int64),
        [np.array(each, dtype=np.int32) for each in filled],
    )
    texts = [
        "".join(tiles[number if number >= 0 else filled[-1 - number][row]] for number in patterns[each])
        for row, each in enumerate(pattern)
    ]
    return mosaic, texts


@given(mosaics(), st.integers(-8, 8), st.integers(-8, 8), st.sampled_from([1, 2, -1]))
def test_a_mosaic_is_a_sequence_of_the_texts_that_its_tiles_make(
    made: tuple[Mosaic, list[str]], start: int, stop: int, step: int
) -> None:
    mosaic, texts = made
    chunks = list(mosaic.chunks(2))
    for column in (mosaic, Lettered(chunks), mosaic[:]):
        assert list(column) == texts
        assert len(column) == len(texts)
        assert list(column[start:stop:step]) == texts[start:stop:step]
        assert [column[place] for place in range(-len(texts), len(texts))] == texts * 2
        with pytest.raises(IndexError):
            column[len(texts)]
    assert all(chunk.type == pa.string() for chunk in chunks)


@given(st.lists(st.integers(-5, 5) | st.integers(-(10**12), 10**12), max_size=50))
@example([0, NARROW - 1, 0])
@example([0, NARROW, 0])
def test_distinct_numbers_are_found_in_their_order_each_with_its_places(numbers: list[int]) -> None:
    found, places = distinct(np.array(numbers, dtype=np.int64))
    assert found.tolist() == sorted(set(numbers))
    assert [found.tolist()[place] for place in places.tolist()] == numbers


def obvious_reasons(screening: Screening, applicant: int) -> str:
    """The reasons of one applicant: the phrase of their pattern, made anew, with each slot filled by itself."""
    tree = screening.tree
    titles = [level.title for level in screening.pack.levels]
    below = Below.top(screening.derived[int(screening.pattern[applicant])])
    full = ReasonTexts(tree, titles, screening.pack.groups).of(below, None)
    phrase = full.phrase
    said: str = re.sub(rf"(^|(?<=\. )){RECORD}", "The record", phrase.text).replace(RECORD, "the record")
    for leaf in phrase.figures:
        tiles, assessment = Tiles(), leaf.assess(screening.tally)
        assert assessment.counted
        assert assessment.needed
        begun, ended = printed(assessment.counted, assessment.needed, tiles)
        texts = tiles.arrow.to_pylist()
        said = said.replace(COUNTED, texts[int(begun[applicant])] + texts[int(ended[applicant])], 1)
    rows = sorted(
        {
            f"{each.what} ({each.why})"
            for leaf in full.lacking
            if screening.assessments[leaf].standings[applicant] in {Standing.UNMET, Standing.CONDITIONAL}
            for each in tree.leaves[leaf].not_counted(screening.tally)
            for row, owner in enumerate(each.owner.tolist())
            if owner == applicant and each.rows[row] and not counted_beside(screening, leaf, full.lacking, row)
        }
    )
    said += f" On record, but not counted: {'; '.join(rows)}." if rows else ""
    tiles = Tiles()
    own = [fact for fact in open_facts(screening, None) if applicant in fact.question.owner.tolist()]
    everybody = np.zeros(screening.tally.count, dtype=np.int32)
    place = missing(screening, own, [full.wanted], everybody, tiles, still_open)[applicant]
    return said + str(tiles.arrow[int(place)].as_py())


def obvious_questions(screening: Screening, applicant: int) -> str:
    """What is to resolve for one applicant, question by question: of those about one cell, the widest."""
    said, seen = set(), set()
    for fact in widest_first(open_facts(screening, None)):
        question = fact.question
        for owner, row in zip(question.owner.tolist(), question.row.tolist(), strict=True):
            if owner == applicant and row < 0:
                said.add(question.ask)
            elif owner == applicant and (fact.same, row) not in seen:
                seen.add((fact.same, row))
                said.add(f"{entry_of(screening.applicants, question.table, row)}: {question.ask}")
    return " | ".join(sorted(said))


def counted_beside(screening: Screening, leaf: int, lacking: Iterable[int], row: int) -> bool:
    """Whether a row that one figure does not count is counted in another one that is lacking too."""
    leaves, assessed = screening.tree.leaves, screening.assessments
    return any(
        not any(each.rows[row] for each in leaves[other].not_counted(screening.tally))
        for other in lacking
        if other != leaf and leaves[other].tables == leaves[leaf].tables
        if assessed[leaf].counted is not None and assessed[other].counted is not None
    )


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_what_is_told_of_a_batch_is_what_is_told_of_each_applicant(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    screening = screened(pack, pool, as_of)
    facts = list(open_facts(screening, None))
    told, open_ = list(reasons(screening, None, facts).columns()[1]), list(to_resolve(screening, facts, None))
    for applicant in range(screening.tally.count):
        assert told[applicant] == obvious_reasons(screening, applicant)
        assert open_[applicant] == obvious_questions(screening, applicant)


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_what_decides_in_a_batch_is_what_decides_in_each_pattern(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    screening = screened(pack, pool, as_of)
    tree, decided = screening.tree, levels_decided(screening, None)
    assert decided.shape == (len(tree.leaves) + 1, len(screening.derived))
    for pattern, derived in enumerate(screening.derived):
        above = levels_above(tree, derived.standings, only=None)
        for leaf, bits in enumerate(decided[:, pattern].tolist()):
            held = [level for level in above if leaf in deciding(tree, derived.standings, tree.levels[level])]
            assert bits == sum(1 << level for level in held)


def deciding(tree: Tree, standings: Sequence[Standing], number: int) -> frozenset[int]:
    """The leaves that decide a node, walked down from it: of alternatives the last resort only where it is alone."""
    node = tree.nodes[number]
    if standings[number] not in {Standing.REVIEW, Standing.CONDITIONAL}:
        return frozenset()
    below = {part: deciding(tree, standings, part) for part in node.parts}
    if node.gate == "any":
        last = {part for part in below if getattr(tree.nodes[part].clause, "last_resort", False)}
        if any(leaves for part, leaves in below.items() if part not in last):
            below = {part: leaves for part, leaves in below.items() if part not in last}
    own = frozenset() if node.leaf is None else frozenset({node.leaf})
    return own.union(*below.values())


@both_packs
@given(data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_a_batch_is_asked_what_each_applicant_is_asked(pack: str, data: st.DataObject) -> None:
    as_of, pool = data.draw(pools(pack))
    screening = screened(pack, pool, as_of)
    columns = asked_columns(screening)
    names = [level.id for level in screening.pack.levels]
    rows = zip(columns.applicant.tolist(), columns.entry, columns.fact.tolist(), columns.levels.tolist(), strict=True)
    told = [
        (applicant, entry, columns.facts[fact].question.ask, columns.facts[fact].who, bits)
        for applicant, entry, fact, bits in rows
    ]
    assert told == [
        (each.applicant, each.entry, each.ask, each.who, sum(1 << names.index(level) for level in each.levels))
        for each in asked(screening)
    ]


LONG = "long " * 30
ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "experience": [
        {"years": years, "start": start, "end": end, "kinds": kinds, "entry": entry}
        for years in ("", "3")
        for start in ("", "2010")
        for end in ("", "present")
        for kinds in ("", "communications", LONG, LONG.replace("l", "é"))
        for entry in ("", "job 1", LONG)
    ],
    "education": [
        {"level": level, "field": field, "awarded": awarded, "entry": entry}
        for level in ("", "bachelor")
        for field in ("", "history", LONG)
        for awarded in ("", "2012")
        for entry in ("", "é" * LONGEST_NAME, "é" * (LONGEST_NAME + 1))
    ],
    "credentials": [{"name": name, "issuer": issuer} for name in ("", "licence") for issuer in ("", "California")],
    "answers": [{"question": question, "answer": "yes"} for question in ("", "evening-meetings")],
}


@pytest.mark.parametrize("table", ROWS)
def test_rows_named_many_at_a_time_are_named_as_one_by_one(table: str) -> None:
    record = {"applicant_id": "a", **{name: list(rows) for name, rows in ROWS.items() if name == table}}
    source = screened(PACKS[0], [record], AS_OF).applicants
    rows = np.arange(source.table(table).height, dtype=np.int64)[::-1]
    named = Names(source.table(table)).of(rows).to_pylist()
    assert named == [entry_of(source, table, row) for row in rows.tolist()]
    assert len(set(named)) > 1
