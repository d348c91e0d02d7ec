"""Laws of columns that come from Arrow: however cells are laid out and whoever reads them, the column is the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pyarrow as pa
from hypothesis import assume, example, given
from hypothesis import strategies as st

from minqual.records import (
    GrowingColumn,
    TextColumn,
    arrow_text,
    chained,
    longest,
    text_column,
)
from minqual.sources import Grid, applicant_index, delimited
from minqual.sources.applicant_index import places_in
from minqual.sources.delimited import Layout, is_well_quoted, read_regular, read_rows

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=6)
CELLS = st.lists(st.sampled_from(["", " ", "a", "b", " b", "b\u00a0", "\u00e9", "\x1cq", "~", "!"]) | CELL, max_size=30)


@st.composite
def ids(draw: st.DrawFn) -> list[str]:
    """Ids as exports have them: each applicant's rows together, mostly in order, a few of them astray."""
    numbers = sorted(draw(st.sets(st.integers(0, 200), max_size=60)))
    cells = [f"a{number:03d}" for number in numbers for _ in range(draw(st.integers(1, 3)))]
    for stray in draw(st.lists(st.sampled_from(["nobody", "", "a005", "a050", "a150 ", "a300"]), max_size=4)):
        cells.insert(draw(st.integers(0, len(cells))), stray)
    return cells


@contextmanager
def small() -> Iterator[None]:
    """Blocks of a few rows, so that short columns are put together from many."""
    with ExitStack() as stack:
        for module, name, size in (
            (applicant_index, "WINDOW", 4),
            (arrow_text, "_SAMPLE", 3),
            (arrow_text, "_SELDOM", 4),
            (delimited, "_BLOCK", 64),
            (delimited, "_PIECE", 5),
        ):
            stack.enter_context(patch.object(module, name, size))
        yield


def assert_same(column: TextColumn, cells: Sequence[str | None]) -> None:
    """The column has the words and codes of these cells."""
    expected = TextColumn.of(cell or "" for cell in cells)
    assert list(column.words) == list(expected.words)
    assert column.codes.dtype == np.int32
    assert column.codes.tolist() == expected.codes.tolist()


def layouts(cells: Sequence[str | None], cut: int) -> Iterator[pa.Array | pa.ChunkedArray]:
    """The same cells as Arrow may hand them over."""
    array = pa.array(cells, pa.string())
    parts = [array[:cut], array[cut:]]
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        yield array.cast(kind)
    yield pa.chunked_array(parts)
    yield pa.array([" astray", "z", *cells], pa.string())[2:]
    for nulls in ("mask", "encode"):
        yield array.dictionary_encode(nulls)
        yield pa.chunked_array([part.dictionary_encode(nulls) for part in parts])
        yield array.cast(pa.large_string()).dictionary_encode(nulls)
    yield pa.array(["z", "b", *cells], pa.string()).dictionary_encode()[2:]
    encoded = array.dictionary_encode()
    yield pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int8()), encoded.dictionary)
    words = pa.concat_arrays([encoded.dictionary, encoded.dictionary])
    yield pa.DictionaryArray.from_arrays(pa.compute.add(encoded.indices, len(encoded.dictionary)), words)


@given(
    st.lists(st.none() | st.sampled_from(["", " ", "a", "a ", "\u00e9"]) | CELL, max_size=20) | ids(), st.integers(0, 9)
)
def test_a_column_hangs_on_its_cells_alone_and_not_on_how_arrow_keeps_them(cells: list[str | None], cut: int) -> None:
    for layout in layouts(cells, cut):
        assert_same(text_column(layout), cells)
        with small():
            assert_same(text_column(layout), cells)


@given(CELLS | ids(), st.lists(st.integers(0, 90), max_size=4))
def test_a_column_that_grows_part_by_part_is_the_one_read_at_once(cells: list[str], cuts: list[int]) -> None:
    growing = GrowingColumn()
    places = sorted({0, len(cells), *(min(cut, len(cells)) for cut in cuts)})
    with small():
        for start, stop in pairwise(places):
            growing.add(pa.array(cells[start:stop], pa.string()))
        assert_same(growing.grown(), cells)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8) | ids().map(lambda each: [(cell, "x") for cell in each]))
@example([('a"b', "x,y\nz"), (" a", "\u00a0b")])
def test_the_quick_reader_the_careful_one_and_arrow_give_the_same_columns(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("applicant_id", "level"), *rows])
    content, layout = text.getvalue().encode(), Layout(",", 1)
    careful = read_rows("education.csv", content, layout, bool)
    for quick in (_quick(content), read_regular("education.csv", content, layout, bool)):
        assume(quick is not None)
        assert quick is not None
        assert quick.rows.tolist() == careful.rows.tolist()
        for place in (0, 1):
            cells = [row[place] for row in rows]
            assert_same(quick.columns[place], cells)
            assert_same(careful.columns[place], cells)
            assert_same(text_column(pa.array(cells, pa.string())), cells)


def _quick(content: bytes) -> Grid | None:
    with small():
        return read_regular("education.csv", content, Layout(",", 1), bool)


@given(ids() | ids().flatmap(st.permutations), ids())
def test_the_place_of_a_word_is_found_in_any_order(wanted: list[str], known: list[str]) -> None:
    words = TextColumn.of(wanted).words
    among = TextColumn.of(known).words
    expected = [among.index(word) if word in among else -1 for word in words]
    column, other = text_column(pa.array(words, pa.string())), text_column(pa.array(among, pa.string()))
    with small():
        assert places_in(column.words, other.words).tolist() == expected
        assert places_in(words, other.words).tolist() == expected
        assert places_in(column.words, among).tolist() == expected


@given(CELLS | ids(), CELLS | ids())
def test_columns_one_below_the_other_are_the_column_of_all_their_cells(above: list[str], below: list[str]) -> None:
    second = text_column(pa.array(below, pa.string()))
    for first in (text_column(pa.array(above, pa.string())), TextColumn.of(above)):
        assert_same(chained([first, second]), [*above, *below])


@given(CELLS)
def test_words_in_arrow_are_the_words(cells: list[str]) -> None:
    words = text_column(pa.array(cells, pa.string())).words
    expected = TextColumn.of(cells).words
    assert longest(words) == max(map(len, expected), default=0)
    assert all(word in words and words.index(word) == place for place, word in enumerate(expected))
    assert "not among them" not in words
    assert len(words) == len(expected)
    assert words[1:] == expected[1:]


@given(st.lists(st.sampled_from([b'"', b'"', b",", b"\n", b"\r", b"a"]), max_size=24).map(b"".join))
def test_quotes_are_as_sound_in_pieces_as_at_once(content: bytes) -> None:
    expected = content.count(b'"') % 2 == 0
    for number, place in enumerate(place for place, sign in enumerate(content) if sign == ord('"')):
        beside = b"\n" + content + b"\n"
        expected &= beside[place + 2] in b',\n\r"' if number % 2 else beside[place] in b',\n"'
    assert is_well_quoted(content, ",") == expected
    with small():
        assert is_well_quoted(content, ",") == expected
