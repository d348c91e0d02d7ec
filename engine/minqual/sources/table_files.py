"""Which files of a folder or an archive hold which table: one file, or several in an order of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from minqual.records import COLUMNS
from minqual.sources.files import told_name
from minqual.sources.parquet import ENDING as PARQUET
from minqual.values import Fault, SourceError

SUFFIXES: Final = (".csv", ".tsv", ".tab", ".txt")
"""What follows the name of a file of delimited text; .gz may follow it."""

ENDINGS: Final = (*(f"{suffix}{packed}" for suffix in SUFFIXES for packed in ("", ".gz")), PARQUET)
"""What follows the name of any file of a table."""

_NUMBERED: Final = re.compile(r"[-_.](?:part[-_.]?)?([0-9]+)")
"""What follows a table's name in one of several files beside each other, before the ending."""

_STATED: Final = re.compile(r"([^=]+)=(.*)", re.DOTALL)
"""A folder whose name states what stands in a column of all its rows: year=2020."""

_ESCAPED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_NULL: Final = "__HIVE_DEFAULT_PARTITION__"
_MOST_NAMED: Final = 3


def is_delimited(name: str) -> bool:
    """Whether a file holds delimited text by its name."""
    return name.casefold().removesuffix(".gz").endswith(SUFFIXES)


def is_table_file(name: str) -> bool:
    """Whether a file holds rows by its name: delimited text, or Parquet."""
    return is_delimited(name) or name.casefold().endswith(PARQUET)


def names_in(folder: Path) -> list[str]:
    """The files of a folder, and those inside its folders that are named as tables, by their paths from it."""
    names = [path.name for path in folder.iterdir() if not path.is_dir()]
    for table in COLUMNS:
        for inside, _, files in os.walk(folder / table):
            paths = [path for name in files if not (path := Path(inside, name)).is_dir()]
            names += [path.relative_to(folder).as_posix() for path in paths]
    return sorted(names)


def table_of(name: str) -> str | None:
    """The table that a file is of, or a part of, by its path from the folder."""
    first, _, inside = name.partition("/")
    if inside:
        return first if first in COLUMNS and not _is_hidden(inside) else None
    stem = _stem(name)
    table = next((table for table in COLUMNS if stem.startswith(table)), "")
    known = table and name.endswith(ENDINGS) and (stem == table or _NUMBERED.fullmatch(stem, len(table)))
    return table if known else None


def table_files(names: Collection[str], where: str) -> tuple[dict[str, Sequence[str]], list[Fault]]:
    """The files of each table among others, in their order, and the faults of tables that stand there twice.

    One file named as the table; or files beside each other, numbered from 0 or 1 without a gap; or all files in a
    folder named as the table, in the order of their names, numbers in them by size.
    """
    files: dict[str, Sequence[str]] = {}
    faults: list[Fault] = []
    for table in COLUMNS:
        mine = [name for name in names if table_of(name) == table]
        alone = [name for end in ENDINGS if (name := f"{table}{end}") in mine]
        inside = sorted((name for name in mine if "/" in name), key=_in_order)
        beside = sorted((name for name in mine if name not in alone and "/" not in name), key=_in_order)
        if (alone or beside) and not any(map(is_table_file, inside)):
            inside = []
        found = [each for each in (alone, beside, inside) if each]
        if len(found) > 1 or len(alone) > 1:
            told = _told([name for each in found for name in each] if len(found) == 1 else [each[0] for each in found])
            faults.append(Fault(where, f"the table {table} twice ({told})", "each table once, whole or in parts"))
        else:
            faults += _numbering(table, beside, where)
            faults += _inside(table, inside, where)
        if found:
            files[table] = found[0]
    return files, faults


def files_in(folder: Path) -> dict[str, Sequence[str]]:
    """The files of each table of a folder, by their paths from it; SourceError for a table that stands in two ways."""
    files, faults = table_files(names_in(folder), str(folder))
    if faults:
        raise SourceError(faults)
    return files


def stated_in(name: str) -> Mapping[str, str]:
    """The columns that the folders around a file state for all its rows, as year=2020 does."""
    stated = {}
    for folder in name.split("/")[1:-1]:
        if found := _STATED.fullmatch(folder):
            value = _unescaped(found[2])
            stated[_unescaped(found[1])] = "" if value == _NULL else value.strip()
    return stated


def _numbering(table: str, beside: Sequence[str], where: str) -> Iterator[Fault]:
    """The faults of files beside each other whose numbers do not run on: one of them may be missing."""
    numbers = [_number(table, name) for name in beside]
    for number in sorted({each for each in numbers if numbers.count(each) > 1}):
        told = _told([name for name in beside if _number(table, name) == number])
        yield Fault(where, f"part {number} of the table {table} twice ({told})", "each part once")
    lost = next(each for each in range(0 if 0 in numbers else 1, len(numbers) + 2) if each not in numbers)
    if lost < max(numbers, default=0):
        expected = f"all parts, numbered from 0 or 1, or a folder {table} with files of any name"
        yield Fault(where, f"{len(beside)} files of the table {table} and no part {lost} among them", expected)


def _inside(table: str, inside: Sequence[str], where: str) -> Iterator[Fault]:
    """The faults of files in a folder that is named as a table."""
    for name in inside:
        if not is_table_file(name):
            expected = "CSV or Parquet; names that begin with . or _ are left aside"
            yield Fault(told_name(name), f"no part of the table {table}", expected)
            return
        if odd := [folder for folder in name.split("/")[1:-1] if not _STATED.fullmatch(folder)]:
            yield Fault(
                told_name(name),
                f"a folder {told_name(odd[0])!r} inside the table {table}",
                "folders such as year=2020, or none",
            )
            return
    stems = [_stem(name) for name in inside]
    if len(set(stems)) < len(stems):
        twice = [name for name in inside if stems.count(_stem(name)) > 1]
        yield Fault(where, f"a part of the table {table} twice ({_told(twice)})", "each part once")
    if len({name.casefold().endswith(PARQUET) for name in inside}) > 1:
        first = [next(name for name in inside if name.casefold().endswith(PARQUET) is kind) for kind in (True, False)]
        yield Fault(where, f"the table {table} in Parquet and in text ({_told(first)})", "all its parts in one form")


def _number(table: str, name: str) -> int:
    found = _NUMBERED.fullmatch(_stem(name), len(table))
    assert found is not None
    return int(found[1])


def _stem(name: str) -> str:
    """A name without its ending."""
    low = name.casefold()
    end = next((end for end in sorted(ENDINGS, key=len, reverse=True) if low.endswith(end)), "")
    return name[: len(name) - len(end)]


def _in_order(name: str) -> tuple[Sequence[str | int], str]:
    """What names are sorted by: the numbers in them by size, so that part 10 follows part 9."""
    parts = re.split("([0-9]+)", name)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name


def _is_hidden(inside: str) -> bool:
    return any(part.startswith((".", "_")) and not _STATED.fullmatch(part) for part in inside.split("/"))


def _told(names: Sequence[str]) -> str:
    shown = " and ".join(map(told_name, names[:_MOST_NAMED]))
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")


def _unescaped(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")

    return _ESCAPED.sub(plain, text)
