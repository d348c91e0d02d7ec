"""The work list filled in, again and again, settles everything that is open: no level stays in review."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual import read_settled, settled
from minqual.judging import Screening, settlement_faults
from minqual.records import UNIT_COLUMNS, Tables
from minqual.sources import Reading, read_source
from minqual.values import NONE_OF_THESE, Standing
from minqual.verdicts import Results, results_of
from support.documents import write_tables
from support.examples import examples
from support.screened import relaxed
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import Tape

Row = Mapping[str, str]

MOST_ROUNDS: Final = 16
APPLICANTS: Final = 4
UNREADABLE: Final = ("many", "31.02.2020", "12 or so", "maybe", "1900-01-01", "5/6/2019")

ROWS: Final = {
    "education": "level: bachelor; field: economics; awarded: 2012-05-05",
    "experience": "kinds: communications; budgeting; start: 2010-01-01; end: 2014-01-01; hours per week: 40",
    "credentials": "name: driver's license; issuer: California",
    "answers": "question: travel; answer: yes",
}
"""What a row that cannot be taken apart may turn out to say."""

FITTING: Final = {
    "start": ("2001-02-03", "2008-05-01"), "hours_per_week": ("40", "20"), "share": ("1", "50%"),
    "kinds": ("communications", "budgeting", "plumbing"), "paid": ("yes", "no"),
    "employer": ("City of Stockton", "Acme"), "class_code": ("Program Analyst", "Janitor"),
    "years": ("start: 2003-01-01; end: 2009-06-30; years:",),
    "level": ("bachelor", "high school", "associate", "none"), "field": ("economics", "history"),
    "conferred": ("yes",), "awarded": ("2012-05-20",), "semester_units": ("60", "6"), "quarter_units": ("90", "0"),
    "credits": ("0",), "subject": ("accounting", "music"), "accredited": ("yes", "no"),
    "country": ("Ireland", "France"),
    "name": ("driver's license", "none"), "issuer": ("California", "Nevada", "Texas"), "valid_from": ("2010-01-01",),
    "expires": ("2040-01-01",), "row": ("nobody's",),
}  # fmt: skip
"""What the cells of a column may say, so that those of one row fit together."""


def spoiled(folder: Path, tape: Tape) -> None:
    """Spoil rows of a folder of tables: too wide, too short, under nearly an id, unreadable, twice, contradictory."""
    for name in ROWS:
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        for row in list(rows):
            match tape.pick(("", "", "", "", "wide", "short", "id", "cell", "twice", "contradictory")):
                case "wide":
                    row.append("more")
                case "short":
                    del row[-1]
                case "id":
                    row[0] = tape.pick((row[0].lower(), f"0{row[0]}", row[0].replace("A", "\uff21")))
                case "cell":
                    row[tape.pick(range(1, len(row)))] = tape.pick(UNREADABLE)
                case "twice":
                    rows.append(list(row))
                case "contradictory" if name == "experience":
                    row[head.index("start")], row[head.index("end")] = "2020-01-01", "2015-01-01"
                case "contradictory" if name == "education":
                    row[head.index("conferred")], row[head.index("awarded")] = "no", "2011-05-05"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])


def answered(row: Row, as_of: date, tape: Tape) -> str:
    """Any answer to a row of the work list that is one."""
    key, choices = row["key"], [each.strip() for each in row["choices"].split(";") if each.strip()]
    column, past = key.split("|")[-1], (str(as_of - timedelta(days=1)), str(as_of - timedelta(days=400)))
    if key.endswith("|row") and tape.chance(2):
        choices = [ROWS[key.split("|")[2]]]
    elif choices:
        pass
    elif "from which day to which was it held" in row["ask"]:
        choices = [f"start: 2010-01-01; end: {day}" for day in past]
    elif "|answers|" in key and "days" in row["ask"]:
        choices = [*past, "none", f"{as_of - timedelta(days=900)}; 2013-01-01"]
    elif "|answers|" in key:
        choices = ["3", "2.5"] if "How many" in row["ask"] else ["yes", "no"]
    elif row["ask"].endswith("in full?"):
        dates = "; valid from: 2010-01-01; expires: 2040-01-01" if "dates" in row["ask"] else ""
        choices = [*(f"name: driver's license; issuer: {each}{dates}" for each in FITTING["issuer"]), "none"]
    elif row["ask"].startswith("How many of the") and column.partition(":")[0] in UNIT_COLUMNS:
        choices = ["0", "0", "3", "60"]  # more than the row states is asked for again
    elif asked := row["ask"].partition("How many of the units were earned in ")[2]:
        one = asked.rstrip("?").partition(" or ")[0].partition(",")[0]
        choices = [one, "music", f"{one}; music"]
    elif column.startswith("name: "):
        choices = [f"{column}; issuer: {row['ask'].partition('issued by ')[2].partition(',')[0] or 'California'}"]
    else:
        more = {"end": past, "expected": (str(as_of + timedelta(days=90)),), "facts": ("12",)}
        choices = [*(FITTING | more)[column.partition(":")[0]]]
    return tape.pick(choices)


def work_of(results: Results) -> list[Row]:
    columns = results.work_list
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    dated = {row["key"].rpartition("|")[0] for row in rows if row["key"].endswith("|years")}
    # The answer to how long a job was states its first and its last day as well.
    return [row for row in rows if row["key"].endswith("|years") or row["key"].rpartition("|")[0] not in dated]


def in_review(screening: Screening) -> bool:
    """Whether a level stands in review for somebody, above the one for which they are eligible."""
    for each in screening.derived:
        standings = [each.standings[node] for node in screening.tree.levels]
        met = [place for place, standing in enumerate(standings) if standing is Standing.MET]
        if Standing.REVIEW in standings[met[-1] + 1 if met else 0 :]:
            return True
    return False


def fitting(key: str, answer: str, told: dict[str, bool]) -> str:
    """An answer about parts of a job that says the same as those before it in the same sheet. told: what these say."""
    row, mark, part = key.partition("|kinds: facts: ")
    things = part.split("; ")
    if not mark:
        return answer
    chosen = things if answer == "yes" else answer.split("; ")
    says = {each: told.setdefault(f"{row}|{each}", each in chosen) for each in things}
    if len(things) == 1:
        return "yes" if says[part] else "no"
    return "; ".join(each for each in things if says[each]) or NONE_OF_THESE


def sheet(path: Path, rows: Sequence[Row], number: int, as_of: date, tape: Tape) -> Path:
    """A work list filled in, by the day of its round."""
    day = str(date(2026, 1, 1) + timedelta(days=number))
    told: dict[str, bool] = {}
    answers = {row["key"]: fitting(row["key"], answered(row, as_of, tape), told) for row in rows}
    filled = [
        {"key": row["key"], "choices": row["choices"], "answer": answers[row["key"]], "by": "JD", "on": day}
        for row in rows
    ]
    path.write_text("\n".join(map(json.dumps, filled)), encoding="utf-8")
    return path


def judged(ready: minqual.Screener, tables: Tables, sheets: Sequence[Path], as_of: date) -> Screening:
    said = settled(read_settled(sheets).settlements)
    assert not list(settlement_faults(said, [(ready.pack, ready.tree)], tables.applicant_ids))
    return ready.for_run(replace(ready.pack.run, settlements=said)).screen(tables, as_of)


choices = st.binary(min_size=1200, max_size=1200).map(Tape)


@given(case=drawn(size=APPLICANTS), tape=choices)
@settings(relaxed, max_examples=examples(60))
def test_settling_everything_open_leaves_no_review(case: Drawn, tape: Tape) -> None:
    """Every open fact has a key, no key stands twice, nothing goes stale by itself, and in the end nothing is open."""
    ready = case.screener()
    with TemporaryDirectory() as name:
        folder = write_tables(Path(name) / "pool", case.pool)
        spoiled(folder, tape)
        tables = read_source(folder, Reading()).tables
        sheets: list[Path] = []
        for number in range(MOST_ROUNDS):
            screening = judged(ready, tables, sheets, case.as_of)
            assert screening.stale == ()
            rows = work_of(results_of(screening))
            keys = [row["key"] for row in rows]
            assert all(keys), [row["ask"] for row in rows if not row["key"]]
            assert len(keys) == len(set(keys))
            if not in_review(screening):
                return
            assert rows
            sheets.append(sheet(Path(name) / f"{number}.jsonl", rows, number, case.as_of, tape))
        raise AssertionError([(row["ask"], row["key"]) for row in rows])
