"""What people settled counts in shares as it does in the whole: each share settles those of its own applicants."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual import Confirmation, Decision, SettledFact, SettledWord, read_settled
from minqual.judging import Screener
from minqual.outputs import Form, Target, write_judged
from minqual.packs import WrittenPack, given_packs
from minqual.parallel import Task, pool_of, screen_pool
from minqual.settlements import Recusal, Settlement, settled
from minqual.sources import Reading, read_source
from minqual.verdicts import Judged, judged_by
from support.command_line import minqual as run
from support.examples import examples
from support.own_process import one_hand
from support.places import ROOT
from support.screened import relaxed

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
OTHER: Final = "stockton/mayoral-pio"
AS_OF: Final = date(2026, 11, 21)
ANSWERS: Final = {
    "hours_per_week": "40", "start": "2015-01-01", "end": "2024-12-01", "semester_units": "150", "answer": "yes",
    "level": "bachelor", "awarded": "2014-06-01", "field": "journalism",
    "name": "name: driver's license; issuer: California; valid from: 2020-01-01; expires: 2030-01-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work list, filled in wherever an answer is known."""
    folder = tmp_path_factory.mktemp("sheet")
    words = ("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", folder / "r.csv")
    assert run(*words, "--confirm", "--to-resolve", folder / "w.csv").code in {0, 4}
    with (folder / "w.csv").open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["key"]]
    for row in asked:
        choice = row["choices"].partition(";")[0].strip() or ANSWERS.get(row["column"], "")
        row.update(answer=choice, by="JD", on="2026-11-24", how="by phone", why="other: asked")
    with (folder / "w.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asked[0]))
        writer.writeheader()
        writer.writerows(asked)
    return folder / "w.csv"


def unheard(rows: int, total: int) -> None:
    """Nobody listens."""


def stale(each: Settlement) -> Settlement:
    """A settlement of what has changed since."""
    if isinstance(each, SettledFact):
        return replace(each, row="0" * 16)
    return replace(each, made_on="0" * 16) if isinstance(each, SettledWord | Decision | Confirmation) else each


def by_another(each: Settlement, *, accepted: bool) -> list[Settlement]:
    """What a second reader says of what the first decided, or that they take no part."""
    if not isinstance(each, Decision):
        return []
    if accepted:
        return [replace(each, by="MR", on=each.on + timedelta(1))]
    return [Recusal(pack=each.pack, applicant=each.applicant, clause=each.clause, by="MR", on=each.on)]


@st.composite
def said(draw: st.DrawFn, sheet: Path) -> tuple[list[Settlement], int]:
    """Some of what the work list settles, some of it stale, some of it read twice; and how many must have read it."""
    found: list[Settlement] = []
    for each in read_settled([sheet]).settlements:
        kind = draw(st.sampled_from(["left", "as it is", "as it is", "stale", "again", "recused"]))
        if kind != "left":
            found.append(stale(each) if kind == "stale" else each)
        if kind in {"again", "recused"}:
            found += by_another(each, accepted=kind == "again")
    return found, draw(st.sampled_from([1, 2]))


def plain(judged: Judged) -> list[object]:
    return [(asdict(each.summary), each.stale, [str(row) for row in each.rejected]) for each in judged.by_pack]


@pytest.mark.long
@settings(relaxed, max_examples=examples(24))
@given(data=st.data())
def test_shares_of_any_size_settle_what_the_whole_settles(
    data: st.DataObject, sheet: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Results, stale settlements and every count are the same, whatever the packs and the form."""
    folder = tmp_path_factory.mktemp("pool")
    given_, readers = data.draw(said(sheet))
    names = data.draw(st.sampled_from([[PACK], [PACK, OTHER]]))
    form = data.draw(st.sampled_from([Form.CSV, Form.JSONL, Form.PARQUET]))
    packs = tuple(with_run(name, given_, readers) for name in names)
    judges = [Screener(each.read()) for each in packs]
    reading = Reading(tuple(sorted({table for each in judges for table in each.tables})))
    several = len(names) > 1
    task = Task(packs, AS_OF, None, form, data.draw(st.integers(1, 40)), several)
    pool = pool_of(SOURCE, reading, judges, task, data.draw(st.integers(1, 3000)), "a source")
    one, two = (Target(folder / f"{place}.{form}", form) for place in ("one", "two"))
    found = screen_pool(pool, one, None, one_hand, unheard)
    tables = read_source(SOURCE, reading).tables
    expected = judged_by(judges, tables, AS_OF, None, apart=several, detailed=True).of_source(task.read_from)
    write_judged(expected, two, None, source="a source")
    assert plain(found) == plain(expected)
    assert one.path.read_bytes() == two.path.read_bytes()


def with_run(name: str, given_: Sequence[Settlement], readers: int) -> WrittenPack:
    pack = given_packs([name])[0].written
    return replace(pack, run=replace(pack.run, settlements=settled(given_, readers)))


def test_settlements_of_nobody_are_refused_in_shares_too_and_nothing_is_written(sheet: Path, tmp_path: Path) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["key"] = row["key"].replace("|a0", "|b0")
    with (tmp_path / "other.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    words = ("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "--settled", tmp_path / "other.csv")
    plainly = run(*words, "-o", tmp_path / "one.csv")
    shared = run(*words, "-o", tmp_path / "two.csv", "--workers", "1")
    assert plainly.code == shared.code == 2
    assert shared.err == plainly.err
    assert "an applicant whom the source does not hold" in shared.err
    assert [each.name for each in tmp_path.iterdir()] == ["other.csv"]


def test_the_command_line_settles_in_shares_as_it_does_in_the_whole(sheet: Path, tmp_path: Path) -> None:
    words = ("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "--settled", sheet)
    plainly = run(*words, "-o", tmp_path / "one.csv")
    shared = run(*words, "-o", tmp_path / "two.csv", "--memory", "700MB")
    assert plainly.code == shared.code
    assert shared.err.replace("two.csv", "one.csv") == plainly.err
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
