"""Ids that are refused: applicants who stand twice or without an id, and the rows of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from minqual.records.applicants import BLANK, BY_FORM, NOBODYS, Reject
from minqual.records.cells import FaultyRows
from minqual.records.tables import Codes, Tables
from minqual.values import anywhere, wherever

TWICE: Final = "an id that stands more than once"


def ids_to_judge(tables: Tables) -> tuple[Sequence[str], Codes, list[Reject]]:
    """The ids to judge, each source applicant's number among them (−1: not judged), and the rejects."""
    people = FaultyRows(tables.applicants, tables.applicant_ids)
    blank = [place for place, each in enumerate(tables.applicant_ids) if not each] if "" in tables.applicant_ids else []
    reject_broken(people)
    people.add(blank, "applicant_id", "no applicant id", "an id")
    people.add(wherever(tables.repeated).tolist(), "applicant_id", TWICE, "each id once")
    out = people.faulty
    if not anywhere(out):
        return tables.applicant_ids, np.arange(len(out), dtype=np.int32), []
    number = np.where(out, BLANK, np.cumsum(~out) - 1).astype(np.int32)
    ids = [each for each, gone in zip(tables.applicant_ids, out, strict=True) if not gone]
    return (
        ids,
        number,
        [replace(each, applicant=BLANK) for each in people.rejects],
    )


def reject_broken(rows: FaultyRows) -> None:
    """Reject rows that cannot be taken apart."""
    for row, (found, expected) in rows.table.broken.items():
        rows.add([row], "", found, expected)


def reject_strangers(rows: FaultyRows, tables: Tables, number: Codes | None) -> None:
    """Reject rows that belong to no applicant, or to one who is not judged; number: None where everyone is."""
    owner, nearly = rows.table.owner, rows.table.nearly
    strangers = owner < 0
    if anywhere(strangers):
        where = [row for row in wherever(strangers).tolist() if row not in nearly]
        rows.add(where, "applicant_id", NOBODYS, "the id of an applicant")
        rows.add(sorted(nearly), "applicant_id", BY_FORM, "the id as that table has it")
    if number is None:
        return
    not_judged = (owner >= 0) & (np.append(number, 0)[owner] == BLANK)
    if anywhere(not_judged):
        repeated = np.append(tables.repeated, False)[owner]
        twice, lost = wherever(not_judged & repeated), wherever(not_judged & ~repeated)
        rows.add(twice.tolist(), "applicant_id", f"{TWICE} in the applicants table", "each id once")
        rows.add(lost.tolist(), "applicant_id", "an applicant whose own row cannot be read", "a row that can be read")
