"""Made-up applicants in the words of many rule packs, the same for the same seed: the five tables, or JSON records.

Each applicant aims at one pack. Some are a case of that pack, some a case with a cell or two changed, some made anew
from the pack's vocabularies, so that standings lie on both sides of most bounds. As exports have it, some cells are
blank, vague, misspelt or cannot be read, some rows are nobody's or blank, and some ids stand twice.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from generate import HEADERS, TODAY

Row = dict[str, str]
Record = dict[str, list[Row]]
Dice = random.Random

TABLES: Final = ("education", "experience", "credentials", "answers")
COLUMNS: Final = {
    table: names if table == "applicants" else ("applicant_id", "entry", *names[1:]) for table, names in HEADERS.items()
}
SECTION_OF: Final = {
    "kinds": "kinds",
    "field": "fields",
    "subject": "subjects",
    "name": "credentials",
    "issuer": "issuers",
    "employer": "employers",
    "class_code": "classes",
}
"""The vocabulary of a pack from which a column draws its words."""

DATES: Final = {"start", "end", "awarded", "expected", "valid_from", "expires"}
LEVELS: Final = ("bachelor", "master", "associate", "high school", "some college", "doctorate", "foreign bachelor", "")
HOURS: Final = ("40", "40", "20", "37.5", "", "10", "30-40", "about 20", "60", "20+", "9.999")
SHARES: Final = ("", "", "50%", "0.85", "84.9%", "1", "0")
YEARS: Final = ("1.5", "18 months", "5", "3 years 6 months", "at least 2", "")
UNITS: Final = ("", "60", "90", "120", "59.999", "30", "15", "24+", "30-60", "3")
UNREADABLE: Final = {
    "start": ("2021-02-30", "soon"),
    "end": ("15/09/2007", "Jun-21"),
    "hours_per_week": ("full time", "400"),
    "share": ("2", "most"),
    "years": ("-3",),
    "level": ("wizardry", "batchelor"),
    "awarded": ("2030-13", "0000"),
    "semester_units": ("many", "37,5"),
    "conferred": ("perhaps",),
    "paid": ("a little",),
    "valid_from": ("2021-02-29",),
    "question": ("",),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a pack gives to draw from: its names and synonyms by section, its cases' records, and their answers."""

    pack: str
    sections: Mapping[str, Sequence[str]]
    cases: Sequence[Record]
    answers: Sequence[Row]


AGENCY: Final = "agency.yaml"
"""The file of an agency, beside the packs that draw on it."""


def words_of(pack: Path) -> Words:
    """What a pack's file and the file of its cases give; without cases there is nothing to vary."""
    read = _parsed(pack)
    theirs = _parsed(pack.with_name(AGENCY)) if pack.with_name(AGENCY).is_file() else {}
    sections = {
        section: [
            word
            for stated in (read, theirs)
            for name, synonyms in stated.get(section, {}).items()
            for word in (name, *(synonyms or ()))
        ]
        for section in set(SECTION_OF.values())
    }
    stated = _parsed(pack.with_name(pack.stem + ".cases.yaml"))
    given = stated.get("given") or {}
    cases = [
        {table: list(map(_row, each.get(table, given.get(table)) or ())) for table in TABLES}
        for each in stated["cases"]
    ]
    answers = {tuple(row.items()): row for case in cases for row in case["answers"]}
    return Words(read["name"], sections, cases, list(answers.values()))


def _parsed(path: Path) -> dict[str, Any]:
    """A YAML file in which every scalar stays the text that stands there."""
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # makes text alone
    return read


def _row(stated: Mapping[str, Any]) -> Row:
    return {name: "; ".join(cell) if isinstance(cell, list) else str(cell) for name, cell in stated.items()}


def applicant(dice: Dice, words: Words) -> Record:
    """The rows of one applicant who aims at a pack."""
    form = dice.random()
    if form < 0.3:
        return {table: make(dice, words) for table, make in MAKERS.items()}
    record = {table: [dict(row) for row in rows] for table, rows in dice.choice(words.cases).items()}
    if form < 0.7:
        changed(dice, words, record)
    return record


def changed(dice: Dice, words: Words, record: Record) -> None:
    """Change a cell or two of a record, or add a row to it."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        table = dice.choice(TABLES)
        rows = record[table]
        if not rows or dice.random() < 0.1:
            rows += MAKERS[table](dice, words)
            continue
        row = dice.choice(rows)
        column = dice.choice(list(row))
        row[column] = _other(dice, words, column, row[column])


def _other(dice: Dice, words: Words, column: str, cell: str) -> str:
    if dice.random() < 0.15:
        return dice.choice(("", "unknown", "?"))
    if column in DATES:
        return vague(dice, cell)
    if column in SECTION_OF:
        return word(dice, words, SECTION_OF[column])
    others = {"hours_per_week": HOURS, "share": SHARES, "years": YEARS, "semester_units": UNITS, "quarter_units": UNITS}
    others |= {"level": LEVELS, "answer": ("yes", "no", "", "3", "40", "719"), "paid": ("yes", "no", "")}
    return dice.choice(others.get(column, (cell,)))


def vague(dice: Dice, cell: str) -> str:
    """A date in another form: shifted, or less of it; what is no plain day stays as it is."""
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return cell
    return _told(dice, day + timedelta(days=dice.choice((0, 0, -1, 1, -15, 30, -360, 365))))


def _told(dice: Dice, day: date) -> str:
    form = dice.choice(("%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d", "%m/%d/%Y", "%Y-%m", "%b %Y", "%Y", "%d %B %Y"))
    return day.strftime(form)


def word(dice: Dice, words: Words, section: str) -> str:
    """A word of a vocabulary, now and then misspelt, shouted, of another pack, or none."""
    own = words.sections[section]
    form = dice.random()
    if not own or form < 0.06:
        return dice.choice(("", "pottery", "communications", "customer service"))
    found = dice.choice(own)
    if form < 0.1 and len(found) > 4:
        at = dice.randrange(1, len(found) - 1)
        return found[:at] + found[at + 1 :]
    return found.upper() if form < 0.15 else found


def _education(dice: Dice, words: Words) -> list[Row]:
    return [
        {
            "level": dice.choice(LEVELS),
            "field": word(dice, words, "fields"),
            "institution": f"Institution {dice.randrange(50)}",
            "accredited": dice.choice(("", "", "yes", "no")),
            "conferred": dice.choice(("yes", "yes", "", "", "no" if dice.random() < 0.3 else "")),
            "awarded": dice.choice(("", _told(dice, TODAY - timedelta(days=dice.randrange(-200, 9000))))),
            "semester_units": dice.choice(UNITS),
            "quarter_units": dice.choice(("", "", "", "90", "45")),
            "subject": word(dice, words, "subjects"),
        }
        for _ in range(dice.choice((0, 1, 1, 2)))
    ]


def _experience(dice: Dice, words: Words) -> list[Row]:
    rows = []
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        first = TODAY - timedelta(days=dice.randrange(1, 6000))
        last = first + timedelta(days=dice.randrange(0, 3000))
        row = {
            "employer": word(dice, words, "employers"),
            "title": f"Title {dice.randrange(50)}",
            "class_code": word(dice, words, "classes"),
            "start": _told(dice, first),
            "end": _told(dice, last) if last < TODAY else dice.choice(("present", "", "ongoing")),
            "hours_per_week": dice.choice(HOURS),
            "kinds": "; ".join(word(dice, words, "kinds") for _ in range(dice.choice((1, 1, 1, 2, 3)))),
            "share": dice.choice(SHARES),
            "paid": dice.choice(("", "yes", "no")),
        }
        if dice.random() < 0.1:
            row |= {"start": "", "end": "", "years": dice.choice(YEARS)}
        rows.append(row)
    return rows


def _credentials(dice: Dice, words: Words) -> list[Row]:
    return [
        {
            "name": word(dice, words, "credentials"),
            "issuer": word(dice, words, "issuers"),
            "valid_from": dice.choice(("", "", _told(dice, TODAY + timedelta(days=dice.randrange(-900, 100))))),
            "expires": dice.choice(("", _told(dice, TODAY + timedelta(days=dice.randrange(-90, 900))))),
        }
        for _ in range(dice.choice((0, 1, 1, 2)))
    ]


def _answers(dice: Dice, words: Words) -> list[Row]:
    return [dict(row) for row in dice.choices(words.answers, k=dice.choice((0, 1, 1, 2)))] if words.answers else []


MAKERS: Final[Mapping[str, Callable[[Dice, Words], list[Row]]]] = {
    "education": _education,
    "experience": _experience,
    "credentials": _credentials,
    "answers": _answers,
}


def records(seed: str, words: Words, number: int) -> Iterator[dict[str, Any]]:
    """So many applicants of one pack, as `check` reads them; a few have a cell that cannot be read."""
    dice = Dice(seed)
    for place in range(number):
        tables = applicant(dice, words)
        if dice.random() < 0.03:
            _spoil(dice, tables)
        yield {"applicant_id": f"r{place}", **{table: [_filled(row) for row in rows] for table, rows in tables.items()}}


def _filled(row: Row) -> Row:
    return {name: cell for name, cell in row.items() if cell}


def write_tables(folder: Path, packs: Sequence[Words], number: int, seed: int) -> None:
    """A folder of tables with so many applicants, who aim at the packs in turn."""
    dice = Dice(seed)
    folder.mkdir(parents=True)
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for place in range(number):
        name = f"A{place:07}"
        rows["applicants"].append({"applicant_id": name, "entry": ""})
        record = applicant(dice, packs[place % len(packs)])
        if dice.random() < 0.01:
            _spoil(dice, record)
        for table, own in record.items():
            rows[table] += [{"applicant_id": name if dice.random() > 0.0005 else "nobody", **row} for row in own]
    rows["applicants"] += [dict(row) for row in dice.sample(rows["applicants"], number // 2000 or 1)]
    rows["experience"] += [{} for _ in range(number // 500)]
    dice.shuffle(rows["experience"])
    for table, columns in COLUMNS.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([row.get(column, "") for column in columns] for row in rows[table])


def _spoil(dice: Dice, record: Record) -> None:
    """Let one cell of a record be unreadable, if it has a row with one that could be."""
    places = [(row, column) for rows in record.values() for row in rows for column in UNREADABLE if column in row]
    if places:
        row, column = dice.choice(places)
        row[column] = dice.choice(UNREADABLE[column])
