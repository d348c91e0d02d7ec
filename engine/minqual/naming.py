"""How results name a row of the record: by its entry, else by what stands in it, so that order does not matter."""

from __future__ import annotations

from typing import Final

from minqual.applicants import Applicants
from minqual.tables import ENTRY, Table

LONGEST_NAME: Final = 120
"""Letters after which a name is cut: it points at a row, the row itself stands in the source."""


def entry_of(applicants: Applicants, table: str, row: int) -> str:
    """A row's name; empty where no row is meant (row −1)."""
    if row < 0:
        return ""
    source = applicants.table(table)
    name = source.cell(ENTRY, row) or _described(source, row)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 3]}..."


def _described(table: Table, row: int) -> str:
    def cell(name: str) -> str:
        return table.cell(name, row)

    if table.name == "experience":
        if cell("years"):
            spell = f"job of {cell('years')} years"
        elif cell("start") or cell("end"):
            spell = f"job {cell('start') or '?'} to {cell('end') or '?'}"
        else:
            spell = "job without dates"
        return f"{spell} ({cell('kinds')})" if cell("kinds") else spell
    if table.name == "education":
        parts = [cell("level") or "study of no stated level", cell("field"), cell("awarded")]
        return ", ".join(part for part in parts if part)
    if table.name == "credentials":
        return ", ".join(part for part in (cell("name"), cell("issuer")) if part) or "credential without a name"
    return cell("question") or "answer without a question"
