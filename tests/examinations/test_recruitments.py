"""Generated recruitments: screened several times, settled in between, and every stored verdict derived again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual import Decision, SettledFact, SettledWord, SourceError
from minqual.examinations import Examination, Rescreening, SourceFiles, faults_of, replayed, status_of
from minqual.examinations.examination import verdict_contents
from minqual.packs import WrittenPack, given_packs
from minqual.records import Tables
from minqual.settlements import Recusal, Settlement, row_digest
from minqual.verdicts import results_of
from support.examples import examples, some_of
from support.screened import relaxed, tables_of
from support.strategies.records import PACKS, Record, pools

DAY: Final = date(2030, 1, 2)
SAYS: Final = {
    "hours_per_week": ("40", "20", "many", None),
    "start": ("2010-01-01", "2031", None),
    "end": ("2020-06-30", "present", None),
    "kinds": ("communications", "gardening", None),
    "level": ("bachelor", "none", None),
    "field": ("english", "alchemy", None),
    "conferred": ("yes", "no", None),
    "name": ("driver's license",),
    "answer": ("yes", "no"),
}
"""What is said of cells, by column: what a pack knows, what it does not, and that it is right as it stands."""


@cache
def written(pack: str) -> WrittenPack:
    (found,) = given_packs([pack])
    return found.written


def facts(tape: Random, tables: Tables, signed: dict[str, Any]) -> Iterator[SettledFact]:
    """Cells of rows as they stand, of rows that are gone by now, and rows that are added."""
    for name, table in tables.tables.items():
        for row in range(table.height):
            column = tape.choice(sorted(table.columns))
            if table.owner[row] >= 0 and column in SAYS and tape.random() < 0.5:
                of = "0" * 16 if tape.random() < 0.2 else row_digest(table, row)
                owner = tables.applicant_ids[table.owner[row]]
                yield SettledFact(applicant=owner, table=name, row=of, column=column, says=tape.choice(SAYS[column]),
                                  **signed)  # fmt: skip
    added = "level: bachelor; field: english; conferred: yes"
    owner = tape.choice(tables.applicant_ids)
    yield SettledFact(applicant=owner, table="education", row="", column="", says=added, **signed)


def decisions(tape: Random, examination: Examination, tables: Tables, signed: dict[str, Any]) -> Iterator[Settlement]:
    """What people decide of clauses, on what stands there or on what has changed, and that they take no part."""
    for screener in examination.screeners(examination.settlements()):
        clauses = [each.id for each in screener.tree.nodes if each.leaf is not None and each.clause
                   and each.clause.decidable]  # fmt: skip
        for clause in clauses:
            applicant, made_on = tape.choice(tables.applicant_ids), tape.choice(["", "", "f" * 16])
            if tape.random() < 0.1:
                yield Recusal(pack=screener.pack.name, applicant=applicant, clause=clause, **signed)
            yield Decision(pack=screener.pack.name, applicant=applicant, clause=clause, made_on=made_on,
                           accepted=tape.random() < 0.5, **signed)  # fmt: skip


def words(tape: Random, pack: str, signed: dict[str, Any]) -> Iterator[SettledWord]:
    for word in tape.sample(["gardening", "alchemy", "data entry"], 2):
        column = "experience.kinds" if tape.random() < 0.5 else "education.field"
        yield SettledWord(pack=tape.choice([pack, pack.partition("/")[0]]), column=column, words=(word,), means=(),
                          made_on=tape.choice(["", "e" * 16]), **signed)  # fmt: skip


def changed(tape: Random, people: Sequence[Record]) -> list[Record]:
    """The same people later: some have gone, some have other rows or fewer, and they stand in another order."""
    found = []
    for each in people:
        lists = {name: [dict(row) for row in rows] for name, rows in each.items() if isinstance(rows, list)}
        for rows in lists.values():
            if rows and tape.random() < 0.3:
                rows.pop(tape.randrange(len(rows)))
            elif rows and "hours_per_week" in rows[0]:
                rows[0]["hours_per_week"] = "30"
        if tape.random() > 0.15:
            found.append({**each, **lists})
    tape.shuffle(found)
    return found or list(people)


@pytest.mark.long
@pytest.mark.parametrize("pack", some_of(PACKS[:2], 1))
@settings(relaxed, max_examples=examples(100))
@given(pool=pools(PACKS[0], 5), seed=st.integers(0, 2**32))
def test_every_stored_verdict_of_a_recruitment_is_derived_again_byte_for_byte(
    pack: str, pool: tuple[date, list[Record]], seed: int
) -> None:
    """Settlements supersede each other, go stale as rows change, and come to count again."""
    as_of, people = pool
    tape = Random(seed)  # the course of a recruitment, not a secret
    given_ = [people]
    with (
        TemporaryDirectory() as folder,
        Examination.open(Path(folder) / "one.exam", [written(pack)], as_of, None, at(0)) as examination,
    ):
        for step in range(1, 4):
            tables = tables_of(given_[-1])
            examination.screen(tables, SourceFiles(()), at(step))
            signed = {"by": tape.choice(["JD", "MR"]), "on": DAY + timedelta(step), "how": "by phone"}
            said = [*facts(tape, tables, signed), *decisions(tape, examination, tables, signed),
                    *words(tape, pack, signed)]  # fmt: skip
            settled_at_once(examination, tape.sample(said, tape.randrange(len(said) + 1)), at(step))
            given_.append(changed(tape, given_[-1]) if tape.random() < 0.6 else tape.choice(given_))
        assert faults_of(examination) == []
        assert status_of(examination) is not None
        check_replayed(examination, [each.number for each in examination.runs()])
        check_pool(examination)


def check_pool(examination: Examination) -> None:
    """All whom the last screening holds judged at once, by what is kept of them."""
    again = Rescreening.last(examination)
    (screener,) = again.screeners
    derived = verdict_contents(results_of(screener.screen(again.pool(), examination.as_of), examination.level))
    asked = "SELECT content FROM verdicts WHERE run = ? ORDER BY place"
    assert [*derived] == [content for (content,) in examination.file.connection.execute(asked, (again.run.number,))]


def at(step: int) -> str:
    return f"2030-01-{step + 1:02}T10:00:00Z"


def settled_at_once(examination: Examination, said: Sequence[Settlement], when: str) -> None:
    """Settled all at once, or each by itself where some of one day say other things than others."""
    try:
        examination.settle(said, when)
    except SourceError:
        for each in said:
            examination.settle([replace(each, on=each.on + timedelta(len(list(examination.file.entries()))))], when)


def check_replayed(examination: Examination, runs: Sequence[int]) -> None:
    """Of each screening, all verdicts that it stored."""
    asked = "SELECT DISTINCT applicant FROM verdicts WHERE run = ?"
    for run in runs:
        people = [name for (name,) in examination.file.connection.execute(asked, (run,))]
        found = replayed(examination, people, run)
        assert {each.run.number for each in found} == {run}
        assert len(found) == len(people)
        assert [each for each in found if not each.same] == []
