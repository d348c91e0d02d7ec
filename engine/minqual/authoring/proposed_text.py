"""Proposed cases as YAML that can be appended to a pack's cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from minqual.authoring.cases import Case
from minqual.notation.yaml_text import YamlText
from minqual.records.record import LISTS

REMARK: Final = "# proposed: check against the specification before you keep it"
WIDEST: Final = 120
_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./()'+%-]*[A-Za-z0-9_./()'+%])?")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,_./()'+%-]*[A-Za-z0-9_./()'+%])?")


def case_lines(case: Case, indent: int) -> Iterator[str]:
    """One case, with the remark that it is proposed, as an entry of the list of cases."""
    blank = " " * indent
    yield f"{blank}{REMARK}"
    yield f"{blank}- name: {scalar(case.name, _NAME)}"
    if case.as_of is not None:
        yield f"{blank}  as of: {case.as_of.isoformat()}"
    for table in LISTS:
        rows = getattr(case, table)
        if rows is not None:
            yield from _table(f"{blank}  ", table, rows)
    yield f"{blank}  expect: {_flow(case.expect)}"
    if case.clauses:
        yield f"{blank}  clauses: {_flow(case.clauses)}"
    if case.open is not None:
        yield f"{blank}  open: [{', '.join(scalar(fact) for fact in case.open)}]"


def _table(blank: str, table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    line = f"{blank}{table}: [{', '.join(map(_flow, rows))}]"
    if len(line) <= WIDEST:
        yield line
        return
    yield f"{blank}{table}:"
    for row in rows:
        yield f"{blank}  - {_flow(row)}"


def _flow(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{scalar(key)}: {_cell(value)}" for key, value in values.items()) + "}"


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_cell(item) for item in value) + "]"
    return '""' if value is None else scalar(str(value))


def scalar(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    """A text as a YAML scalar, in quotes where it could be taken for something else."""
    return text if plain.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def head(pack: str, as_of: date) -> str:
    """The beginning of a file of cases that does not exist yet."""
    return f"# What must come of applicants for {pack}.\n\nas of: {as_of.isoformat()}\ncases:\n"


def indent_of(text: YamlText | None) -> int:
    """How far the entries of an existing list of cases are indented."""
    place = text.places.get(("cases", 0)) if text is not None else None
    return max(place[1] - 3, 0) if place is not None else 2
