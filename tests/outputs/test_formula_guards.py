"""No cell of free text begins as a formula does in some spreadsheet."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.outputs import Listing, safe_cell
from minqual.outputs.arrow_cells import safe_cells
from minqual.outputs.tables import write_csv
from support.examples import examples

SIGNS = "=+-@＝＋－＠"
BEFORE = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\u202e", "\ufeff", "\u3000", "\x00", "\u00ad ", "\x85")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_formulas_gets_an_apostrophe_whatever_nobody_sees_stands_before_it(before: str, sign: str) -> None:
    assert safe_cell(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", "clerk", "a=b", "3-4", "(+1)", "'=1", "“-”", "é-", "漢字=", "  clerk", "1\t="])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


WORDS = st.lists(st.text(st.sampled_from([*SIGNS, *"ab1 \t\r\u200b\ufeffé漢"]), max_size=4))


@given(WORDS)
@settings(max_examples=examples(200))
def test_columns_are_guarded_as_their_cells_are(texts: list[str]) -> None:
    guarded = safe_cells(pa.array(texts, pa.string()))
    assert guarded.to_pylist() == [safe_cell(each) for each in texts]


@given(WORDS.filter(bool))
@settings(max_examples=examples(100))
def test_no_cell_of_free_text_in_a_csv_begins_so(texts: list[str]) -> None:
    out = io.BytesIO()
    write_csv(Listing("words", {"word": texts}, ("word",)), out)
    _, *rows = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert [row[0] if row else "" for row in rows] == [safe_cell(each) for each in texts]
