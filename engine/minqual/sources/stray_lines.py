"""Lines in the column of ids that are no applicant: totals and remarks of a report, and its headings once more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minqual.records import HEADINGS, LINE
from minqual.sources.grids import named
from minqual.values import fold, word_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minqual.records import TextColumn
    from minqual.values import Flags, Numbers

_ALONE: Final = frozenset(word_lists(Path(__file__).with_suffix(".yaml")))
_OWN: Final = "applicant_id"
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")

_EXPECTED: Final = "the row of an applicant"


def stray_lines(ids: TextColumn, bare: Flags, heading: str) -> Mapping[int, tuple[str, str]]:
    """The rows that are no applicant, with what is found there and what would be right.

    bare: rows with nothing beside the id. heading: what stands above the ids. A line of text is one only if no id of
    any other row looks like it: ids of the same form stay ids, whatever is blank.
    """
    suspects = {code: word.casefold() for code, word in enumerate(ids.words) if _suspect(word)}
    called = named(heading)
    headings = [code for code, word in suspects.items() if word == called or (" " in word and named(word) == called)]
    texts = [code for code, word in suspects.items() if _is_text(word) and code not in headings]
    again = np.flatnonzero(np.isin(ids.codes, headings)).tolist() if headings else []
    lines = _unlike(ids, texts, bare).tolist() if texts else []
    return dict.fromkeys(again, (HEADINGS, _EXPECTED)) | dict.fromkeys(lines, (LINE, _EXPECTED))


def may_hold_stray_lines(ids: Any) -> bool:  # noqa: ANN401  # pyarrow is untyped
    """Whether an Arrow array of ids may hold such lines, whatever stands beside them: some are text, some are not."""
    import pyarrow.compute as pc

    alone = "|".join(map(re.escape, sorted({*_ALONE, _OWN})))
    text = pc.match_substring_regex(ids, rf"\pL{{3}}.*[\pZ\s]|[\pZ\s].*\pL{{3}}|^(?i:{alone})[:.]*$")
    found = pc.sum(text).as_py() or 0
    blank = pc.sum(pc.equal(ids, "")).as_py() or 0
    return 0 < found < len(ids) - blank


def _unlike(ids: TextColumn, texts: Sequence[int], bare: Flags) -> Numbers:
    """Bare rows whose id is text, where no other id is. texts: the words that are."""
    lines = np.isin(ids.codes, texts) & bare
    if 2 * lines.sum() > len(lines):
        return np.zeros(0, dtype=np.int64)
    others = np.setdiff1d(ids.codes[~lines], [code for code, word in enumerate(ids.words) if not word])
    if not lines.any() or not len(others) or np.isin(others, texts).any():
        return np.zeros(0, dtype=np.int64)
    known = {run for code in others.tolist() for run in _LETTERS.findall(fold(ids.words[code]))}
    unlike = [code for code in texts if known.isdisjoint(_LETTERS.findall(fold(ids.words[code])))]
    return np.flatnonzero(lines & np.isin(ids.codes, unlike))


def _suspect(word: str) -> bool:
    """Whether a cell may hold text, told at a glance: most ids end with a digit, and have no blank."""
    return " " in word or not word[-1:].isdigit() or not word.isascii()


def _is_text(word: str) -> bool:
    """Whether a cell holds several words, or one that stands under tables."""
    if word.rstrip(":.") in _ALONE:
        return True
    return not word.isalnum() and len(word.split()) > 1 and _LETTERS.search(word) is not None
