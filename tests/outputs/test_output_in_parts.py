"""An output is the same byte for byte, however the rows that are written to it come in parts."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence

import numpy as np
import pyarrow.parquet
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minqual.outputs import Form, Listing
from minqual.outputs import tables as listings
from minqual.outputs.tables import Column, write_csv, write_jsonl, write_parquet
from minqual.parallel.part_work import Outcome, in_shares, rendered

STAMP = {"pack": "a pack", "as_of": "2026-11-21"}
FORMS = (Form.CSV, Form.JSONL, Form.PARQUET)
CELLS = st.text(alphabet=st.sampled_from('a"é=-\t\r\n,;\U0001f9ed '), max_size=6)
ROWS = st.lists(st.tuples(CELLS, st.sampled_from(["met", "unmet", ""]), st.integers(0, 9), st.none() | st.floats(0, 1)))


def listing_of(rows: Sequence[tuple[str, str, int, float | None]]) -> Listing:
    ids, verdicts, numbers, shares = zip(*rows, strict=True) if rows else ((), (), (), ())
    columns: dict[str, Column] = {
        "applicant_id": np.array(ids, dtype=object),
        "verdict": list(verdicts),
        "row": np.array(numbers, dtype=np.int64),
        "share": np.array([np.nan if each is None else each for each in shares], dtype=np.float64),
    }
    return Listing("results", columns, ("applicant_id",))


def at_once(form: Form, listing: Listing) -> bytes:
    file = io.BytesIO()
    if form is Form.PARQUET:
        write_parquet(listing, file, STAMP)
    else:
        (write_csv if form is Form.CSV else write_jsonl)(listing, file)
    return file.getvalue()


def outcome(form: Form, part: Listing) -> Outcome:
    """A share whose rows are those of a listing."""
    return Outcome(part.height, rendered(part, form), (), ())


def divided(form: Form, listing: Listing, cuts: Sequence[int]) -> bytes:
    """A listing written in parts that end where they are told to."""
    file = io.BytesIO()
    ends = sorted(min(cut, listing.height) for cut in cuts)
    like = Listing("", {name: cells[:0] for name, cells in listing.columns.items()})
    with in_shares(form, like, file, STAMP) as take:
        for start, end in zip([0, *ends], [*ends, listing.height], strict=True):
            columns = {name: cells[start:end] for name, cells in listing.columns.items()}
            take(outcome(form, Listing("results", columns, listing.free_text)))
    return file.getvalue()


@pytest.mark.parametrize("form", FORMS)
@given(rows=ROWS, cuts=st.lists(st.integers(0, 12), max_size=4))
@example(rows=[], cuts=[])
def test_an_output_is_the_same_however_its_rows_are_divided(
    form: Form, rows: list[tuple[str, str, int, float | None]], cuts: list[int]
) -> None:
    listing = listing_of(rows)
    assert divided(form, listing, cuts) == at_once(form, listing)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("height", [3, 4, 5, 8, 9])
def test_parts_around_the_size_of_a_row_group_are_the_same_as_one(
    monkeypatch: pytest.MonkeyPatch, form: Form, height: int
) -> None:
    monkeypatch.setattr(listings, "ROWS_AT_A_TIME", 4)
    listing = listing_of([(f"a{row}", "met", row, None) for row in range(height)])
    whole = at_once(form, listing)
    assert {divided(form, listing, cuts) for cuts in ([], [4], [1, 2, 3], [3], [5], [4, 8], [0, 0])} == {whole}
    if form is Form.PARQUET:
        meta = pyarrow.parquet.ParquetFile(io.BytesIO(whole)).metadata
        groups = [meta.row_group(place).num_rows for place in range(meta.num_row_groups)]
        assert groups == [4] * (height // 4) + [height % 4] * bool(height % 4)


def test_a_packed_output_is_the_same_however_its_rows_are_divided() -> None:
    listing = listing_of([(f"a{row * row}", "met", row, None) for row in range(20_000)])
    packed = set()
    for cuts in ([], [7, 19_000], list(range(0, 20_000, 123))):
        file = io.BytesIO()
        with gzip.GzipFile("", "wb", 6, file, 0) as inner:
            ends = [*cuts, listing.height]
            with in_shares(Form.CSV, listing, inner, STAMP) as take:  # type: ignore[arg-type]  # a file by what it does
                for start, end in zip([0, *cuts], ends, strict=True):
                    columns = {name: cells[start:end] for name, cells in listing.columns.items()}
                    take(outcome(Form.CSV, Listing("", columns, ["applicant_id"])))
        packed.add(file.getvalue())
    assert len(packed) == 1
