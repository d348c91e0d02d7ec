"""Files of sheets: one reader for each form, which asks its file each question once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable

import pytest

from minqual.sources import Reading, delimited, read_source
from support.places import APPLICANTS, ROOT


def test_what_stands_between_cells_is_told_once_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the four signs is tried once on each of five files, whoever asks for the header or how it was read."""
    tried = Counter[str]()
    likeness: Callable[[bytes, str], object] = vars(delimited)["_likeness"]

    def counted(sample: bytes, delimiter: str) -> object:
        tried[delimiter] += 1
        return likeness(sample, delimiter)

    monkeypatch.setattr(delimited, "_likeness", counted)
    read = read_source(APPLICANTS / "stockton-mayoral-pio", Reading())
    assert len(read.files) == 5
    assert tried == dict.fromkeys(delimited.DELIMITERS.values(), 5)


def test_the_reader_of_workbooks_is_entered_by_one_function() -> None:
    sources = ROOT / "engine" / "minqual" / "sources"
    inside = "minqual.sources.xlsx"
    taken = {
        (node.module, name.name)
        for path in sources.rglob("*.py")
        if path.parent.name != "xlsx"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{inside}.")
        for name in node.names
    }
    assert taken == {(inside, "Workbook"), (inside, "open_workbook")}
