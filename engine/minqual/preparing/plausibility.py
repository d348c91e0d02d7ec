"""What looks wrong in a source that can be read: said in counts and headings, so that a person looks before judging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from minqual.preparing.cell_agreement import is_name
from minqual.preparing.heading_words import meanings, prefix_of, words_of
from minqual.sources import filled_rows
from minqual.values import date_if_any, plain_id, so_many

if TYPE_CHECKING:
    from datetime import date

    from minqual.records import Applicants, Table, Tables
    from minqual.values import Numbers

LEAST: Final = 5
"""Rows from which on it is worth a word that all of them say the same."""

_NOT_ALL_ALIKE: Final = ("employer", "kinds", "start", "end", "class_code", "field", "awarded")
"""Columns in which hardly everybody says the same."""

_PAST: Final = ("start", "awarded", "valid_from")
"""Columns whose dates hardly lie after the as-of date."""


_NEEDED: Final = frozenset({"level", "field", "start", "end", "hours_per_week", "kinds", "name"})
"""Columns that are hardly blank in every row."""


class Counted(NamedTuple):
    """A column of a table with how many of its cells are filled and how many cannot be read."""

    table: str
    column: str
    heading: str
    rows: int
    asked: bool
    filled: int
    unreadable: int


def odd_looks(
    tables: Tables, seen: Sequence[Counted], asked: Mapping[str, set[str]] | None, applicants: Applicants
) -> list[str]:
    """What looks wrong, in sentences that show no cell. asked: by table, the columns that a pack asks for."""
    found = list(_ids(tables.applicant_ids))
    found += [
        f"{where}: {each.repeated}, and each is read as one applicant: are these the same people?"
        for where, each in tables.lines.items()
        if each.repeated
    ]
    equal = {
        "education": applicants.education.row[applicants.education.repeated],
        "experience": applicants.experience.row[applicants.experience.repeated],
    }
    for name, table in tables.tables.items():
        found += _rows(table, equal.get(name))
        found += _cells(name, table, applicants.as_of)
    for each in seen:
        found += _columns(each)
    return [*found, *_like_needed(tables, seen, asked)]


def _ids(ids: Sequence[str]) -> Iterator[str]:
    """Ids that look like names or addresses, and ids that are one but for their form."""
    named = sum(map(is_name, ids))
    if named > len(ids) / 2:
        yield f"applicants: {named} of {len(ids)} ids look like names or e-mail addresses: use numbers or codes"
    plain = len(set(map(plain_id, ids)))
    if plain < len(set(ids)):
        yield f"applicants: {len(set(ids)) - plain} ids differ from others by their form alone, such as zeros in front"


def _rows(table: Table, equal: Numbers | None) -> Iterator[str]:
    """Rows that are equal in all that they state, of those that stand in the source and state anything.

    equal: which rows are, where that is known.
    """
    columns = [column for name, column in table.columns.items() if name != "entry"]
    cells = [column for name, column in table.columns.items() if name not in {"entry", "applicant_id"}]
    listed = ~table.aside
    stated = listed & filled_rows(cells, table.height)
    if not stated.any():
        return
    if equal is None:
        codes = np.stack([column.codes[stated].astype(np.int64) for column in columns])
        number = codes.shape[1] - np.unique(codes, axis=1).shape[1]
    else:
        number = int(stated[equal].sum())
    if number:
        yield f"{table.name}: {number} of {int(listed.sum())} rows are equal to another row of the same applicant"


def _cells(name: str, table: Table, day: date) -> Iterator[str]:
    """Columns in which everybody says the same, and dates after the as-of date."""
    for column, text in table.columns.items():
        said = text.without_unused()
        if column in _NOT_ALL_ALIKE and len(said.words) == 1 and said.words[0] and table.height >= LEAST:
            yield f"{name}: all {table.height} rows say the same under {column}"
        if column in _PAST:
            late = int(text.flags(lambda word: (found := date_if_any(word)) is not None and found.earliest > day).sum())
            if late:
                lie = "lies" if late == 1 else "lie"
                yield f"{name}: {so_many(late, 'date')} under {column} {lie} after the as-of date"


def _columns(column: Counted) -> Iterator[str]:
    """A column most of whose cells cannot be read, or that is blank in every row."""
    if column.unreadable > column.filled:
        yield f"{column.table}: most cells under {column.heading} cannot be read: {column.unreadable}"
    elif column.asked and column.column in _NEEDED and column.rows >= LEAST and not column.filled:
        yield f"{column.table}: {column.heading} is blank in every row"


def _like_needed(tables: Tables, seen: Sequence[Counted], asked: Mapping[str, set[str]] | None) -> Iterator[str]:
    """Columns that are not used, and are called like one that is missing or blank."""
    have = {(each.table, each.column) for each in seen if each.filled or each.unreadable}
    for where, headings in tables.unknown_columns.items():
        for heading in headings:
            for meant in meanings(tuple(w for w in words_of(heading[prefix_of(heading) :]) if not w.isdigit())):
                needed = asked is None or meant.column in asked.get(meant.table, ())
                if needed and (meant.table, meant.column) not in have:
                    yield f"{where}: {heading!r} is not used, and is called like {meant.column} of {meant.table}"
                    break
