"""What was understood of a source: as a page for people, and as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from minqual.preparing import ColumnSeen, Inspection, TableSeen, WordSeen
from minqual.records import Reject
from minqual.reports.page import Block, Facts, Page, Section, Text
from minqual.reports.summary_page import counts_of_rows

FORMAT: Final = 1
"""The version of the plain data."""

MOST_WORDS: Final = 12
"""Words of a column that the page shows."""


def page_of_inspection(seen: Inspection) -> Page:
    """What was understood, without a single cell of a free column."""
    pack = f", as {seen.pack} understands it" if seen.pack else ""
    return Page(
        Text.of(f"{seen.form}{pack}, as of {seen.as_of}"),
        (
            *(Text.of(f"  {file}") for file in seen.files),
            Text.of(""),
            counts_of_rows([(each.table, each) for each in (*seen.lines, *(table.counts for table in seen.tables))]),
            Text.of(f"{seen.applicants} applicants would be judged"),
            *([Text.of(f"no table {', '.join(seen.missing)}")] if seen.missing else ()),
            *(block for table in seen.tables for block in _table(table)),
            *(_apart(f"looks wrong: {each}") for each in seen.odd),
            *(_apart(f"{where}: not used: {', '.join(columns)}") for where, columns in seen.not_used.items()),
            *(
                _apart(f"{where}: for the reader alone, never decides: {', '.join(columns)}")
                for where, columns in seen.for_the_reader.items()
            ),
        ),
    )


def _apart(said: str) -> Section:
    return Section(Text(()), (Text.of(said),))


def _table(table: TableSeen) -> Iterator[Block]:
    for part in table.parts:
        sheet = f", sheet {part.sheet}" if part.sheet else ""
        title = f"{table.name} ({part.where}{sheet}): {part.rows} {'row' if part.rows == 1 else 'rows'}"
        columns = tuple((_heading(column), _cells(column), *_details(column)) for column in part.columns)
        yield from (Text.of(""), Text.of(title), Facts(columns, ("column", "cells")))
    if table.absent:
        yield Text.of(f"  {table.name}: no column {', '.join(table.absent)} (blank in every row)")


def _heading(column: ColumnSeen) -> str:
    return column.column if column.heading == column.column else f"{column.heading} -> {column.column}"


def _cells(column: ColumnSeen) -> str:
    counts = [f"{column.filled} filled", f"{column.blank} blank"]
    counts += [f"{column.not_known} not known"] if column.not_known else []
    counts += [f"{column.unreadable} unreadable"] if column.unreadable else []
    return ", ".join(counts) + ("" if column.asked else "; the pack does not ask for it")


def _details(column: ColumnSeen) -> Iterator[str]:
    if column.forms:
        forms = ", ".join(f"{form} {count}" for form, count in column.forms.items())
        spread = "" if column.least is None else f" (from {column.least:g} to {column.most:g})"
        yield forms + spread
    if column.words:
        shown, rest = column.words[:MOST_WORDS], column.words[MOST_WORDS:]
        more = f", and {sum(each.different for each in rest)} more words" if rest else ""
        yield ", ".join(map(_word, shown)) + more
    if column.shapes:
        yield f"such as {'  '.join(column.shapes)}"


def _word(seen: WordSeen) -> str:
    if not seen.word:
        words = f"{seen.different} {'word' if seen.different == 1 else 'words'}"
        return f"not shown {seen.cells} ({seen.means + ', ' if seen.means else ''}{words})"
    meaning = "" if seen.means.casefold() in {"", seen.word} else f" ({seen.means})"
    return f"{seen.word}{meaning} {seen.cells}"


def inspection_data(seen: Inspection, most_rejects: int) -> dict[str, Any]:
    """What was understood, as plain data. most_rejects: reasons of rejection that are listed; all are counted."""
    return {
        "inspection": FORMAT,
        "form": seen.form,
        "files": list(seen.files),
        "notes": list(seen.notes),
        "as_of": seen.as_of,
        "pack": seen.pack or None,
        "applicants": seen.applicants,
        "tables": [_table_data(table) for table in seen.tables],
        "missing_tables": list(seen.missing),
        "columns_not_used": {where: list(columns) for where, columns in seen.not_used.items()},
        "columns_for_the_reader": {where: list(columns) for where, columns in seen.for_the_reader.items()},
        "looks_wrong": list(seen.odd),
        "reasons": len(seen.rejected),
        "rejected": [_reject_data(each) for each in seen.rejected[:most_rejects]],
    }


def _table_data(table: TableSeen) -> Mapping[str, Any]:
    count = table.counts
    return {
        "table": table.name,
        "rows": {
            "read": count.all,
            "used": count.used,
            "rejected": count.rejected,
            "blank": count.blank,
            "open_cells": count.cells,
        }
        | ({"left_out": count.left_out} if count.left_out else {}),
        "absent_columns": list(table.absent),
        "columns": [
            {"file": part.where, "sheet": part.sheet or None, **_column_data(column)}
            for part in table.parts
            for column in part.columns
        ],
    }


def _column_data(column: ColumnSeen) -> Mapping[str, Any]:
    return {
        "heading": column.heading,
        "column": column.column,
        "asked": column.asked,
        "cells": {
            "filled": column.filled,
            "blank": column.blank,
            "not_known": column.not_known,
            "unreadable": column.unreadable,
        },
        "forms": dict(column.forms),
        "least": column.least,
        "most": column.most,
        "words": [
            {
                "word": each.word or None,
                "means": each.means or None,
                "cells": each.cells,
                "different": each.different,
            }
            for each in column.words
        ],
        "shapes": list(column.shapes),
    }


def _reject_data(reject: Reject) -> Mapping[str, Any]:
    return {
        "file": reject.where,
        "sheet": reject.sheet or None,
        "row": reject.row,
        "column": reject.column or None,
        "reason": reject.reason,
    }
