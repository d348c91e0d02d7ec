"""Records told less well than they are known: no firm standing of theirs may be contradicted by the whole record.

    python tests/benchmarks/blurring.py --records 100000 --seed 1

Made-up applicants of the bundled packs are screened as they are, and again after some of their cells were blanked,
made vague, made unreadable, told in words around the right word, or told twice. Whoever stands firmly in the blurred
tables must stand so in the whole ones, in every clause and level. Each contradiction is told with the records.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Final

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))  # where this runs as a script

from generate import TODAY
from minqual.judging import Screener, Screening
from minqual.sources import Reading, read_source
from minqual.values import Standing, fold
from pool_of_packs import COLUMNS, DATES, SECTION_OF, Record, Row, Words, applicant, words_of
from support.places import RULES

Dice = random.Random
Blur = Callable[[Dice, Row, str], str]

AT_ONCE: Final = 2_000
"""Applicants of one pool."""

SHARE_BLURRED: Final = 0.35
"""Of the rows that have cells, how many are blurred."""

SAYS_NOTHING: Final = (
    "", "N/A", "n.a.", "NULL", "nan", "-", "--", "not provided", "Not applicable", "no answer", "#N/A", "#REF!",
    "#DIV/0!", "\u200b", "\u00a0", "?", "unknown",
)  # fmt: skip
GARBAGE: Final = ("see attached", "as agreed", "varies!", "12/34/5678", "<b>", "as needed")
NO_DATES: Final = ("1900-01-01", "1970-01-01", "1/1/1904", "9999-12-31")
AROUND: Final = (
    "{} and English", "{}, office work", "{} (class C)", "other / {}", "{} & cashier", "the {} of Example",
    "{} - general", "\u200b{}\u00ad",
)  # fmt: skip

ASSUMED: Final = frozenset({"share", "paid", "accredited", "expires", "valid_from", "answer", "expected", "question"})
"""Columns whose blank cells are settled by an assumption, or say something themselves."""

ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
UNREADABLE_HERE: Final = DATES | {"hours_per_week", "share", "years", "semester_units", "quarter_units", "paid"}
FIRM: Final = {Standing.MET: {Standing.MET}, Standing.UNMET: {Standing.UNMET}, Standing.REFER: {Standing.REFER}} | {
    Standing.CONDITIONAL: {Standing.CONDITIONAL, Standing.MET}
}
"""What the whole record may stand at where the blurred one stands firmly."""


def blanked(dice: Dice, row: Row, column: str) -> str:
    """A word that says nothing, where a blank is open."""
    both = row.get("semester_units") and row.get("quarter_units")
    units = column in {"semester_units", "quarter_units"} and (both or row.get("level", "") != "some college")
    told = (column == "conferred" and row.get("expected")) or (column == "awarded" and row.get("conferred") == "yes")
    implied = column == "field" and fold(row.get("level", "")) in {"mba", "mpa"}
    return row[column] if column in ASSUMED or units or told or implied else dice.choice(SAYS_NOTHING)


def unreadable(dice: Dice, row: Row, column: str) -> str:
    """What no reader can read."""
    return dice.choice(GARBAGE) if column in UNREADABLE_HERE | {"conferred", "accredited"} else row[column]


def less_exact(dice: Dice, row: Row, column: str) -> str:
    """Less of a date, or a range around a figure."""
    cell = row[column]
    if column in DATES and ISO.fullmatch(cell):
        day = date.fromisoformat(cell)
        return dice.choice((f"{day:%Y-%m}", f"{day:%b %Y}", f"{day:%Y}", f"{day:%m/%d/%Y}", dice.choice(NO_DATES)))
    if column in {"hours_per_week", "semester_units", "quarter_units"} and re.fullmatch(r"\d+", cell):
        return dice.choice((f"{max(int(cell) - 5, 0)}-{int(cell) + 5}", f"up to {cell}", f"{cell}+", f"about {cell}"))
    return cell


def worded(known: Container[str], dice: Dice, row: Row, column: str) -> str:
    """Other words around the right ones, so far as they are known."""
    words = [each.strip() for each in row[column].split(";")]
    return ";".join(dice.choice(AROUND).format(each) if fold(each) in known else each for each in words)


def blurred(dice: Dice, record: Record, ways: Callable[[str], Sequence[Blur]]) -> Record:
    """A record told less well: some rows with a cell or two blurred, some twice. ways: how a column may be blurred."""
    told: Record = {}
    for table, rows in record.items():
        told[table] = []
        for row in rows:
            again = dict(row)
            if dice.random() < SHARE_BLURRED:
                for column in dice.sample(sorted(row), k=min(len(row), dice.choice((1, 1, 2)))):
                    way = dice.choice(ways(column))
                    again[column] = way(dice, again, column) if again[column] else ""
            told[table] += [again, dict(again)] if table != "answers" and dice.random() < 0.05 else [again]
    return told


def ways_for(screener: Screener, words: Words, column: str) -> Sequence[Blur]:
    """How a column may be blurred for a pack. Some policies settle by themselves which day a month stands for."""
    if column in SECTION_OF:
        known = set(map(fold, words.sections[SECTION_OF[column]]))
        return [blanked, partial(worded, known)]
    settled = column in DATES and screener.pack.policy.partial_dates != "as bounds"
    return [blanked, unreadable] if settled else [blanked, unreadable, less_exact, less_exact]


def written(folder: Path, pool: Mapping[str, Record], dice: Dice | None = None) -> Path:
    """A folder of tables; dice: ids of some rows are written in another form."""
    folder.mkdir(parents=True)
    for table, columns in COLUMNS.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            for name, record in pool.items():
                for row in [{}] if table == "applicants" else record[table]:
                    other = dice is not None and table not in {"applicants", "answers"} and dice.random() < 0.01
                    row_id = dice.choice((name.upper(), f"00{name}", f" {name}\u200b")) if other and dice else name
                    writer.writerow([row_id, *(row.get(column, "") for column in columns[1:])])
    return folder


def screening(screener: Screener, folder: Path) -> Screening:
    """A folder of tables judged."""
    return screener.screen(read_source(folder, Reading(screener.tables)).tables, TODAY)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one pool: records compared, firm standings, those that became open, and contradictions in words."""

    records: int
    firm: int
    opened: int
    contradictions: tuple[str, ...]


def compared(words: Words, seed: int, number: int, folder: Path) -> Told:
    """A pool as it is known and as it is told."""
    dice = Dice(seed)
    screener = Screener(words.pack)
    whole = {f"a{place}": applicant(dice, words) for place in range(number)}
    ways = cache(partial(ways_for, screener, words))
    told = {name: blurred(dice, record, ways) for name, record in whole.items()}
    known = screening(screener, written(folder / "whole", whole))
    unsure = screening(screener, written(folder / "told", told, dice))
    # Whoever has a cell or a row that is not sure is not known wholly, and may become so by losing it.
    spoilt, jobs = {each.whose for each in known.applicants.rejects}, known.applicants.experience
    ids = np.array([name not in spoilt for name in whole])
    ids[jobs.owner[jobs.repeated]] = False
    before, after = _standings(known), _standings(unsure)
    wrong = np.zeros(before.shape, dtype=np.bool_)
    for standing, allowed in FIRM.items():
        wrong |= (after == standing) & ~np.isin(before, list(allowed))
    wrong &= ids[:, np.newaxis]
    # A row that is lost raises levels to review; what their clauses make of the other rows stands as it is.
    lost = {each.whose for each in unsure.applicants.rejects if each.lost == "row"}
    of_rows = np.ones(len(known.tree.nodes), dtype=np.bool_)
    of_rows[[*known.tree.levels, known.tree.verdict]] = False
    wrong &= ~(np.array([name in lost for name in whole])[:, np.newaxis] & of_rows)
    firm = (after != Standing.REVIEW) & ids[:, np.newaxis]
    opened = (after == Standing.REVIEW) & (before != Standing.REVIEW) & ids[:, np.newaxis]
    names, nodes = list(whole), [node.id for node in known.tree.nodes]
    said = tuple(
        f"{words.pack} seed {seed} {nodes[node]}: {Standing(before[who, node]).name} becomes "
        f"{Standing(after[who, node]).name}\n"
        f"    whole {_shown(whole[names[who]])}\n    told  {_shown(told[names[who]])}"
        for who, node in _first_of_each(wrong)
    )
    return Told(int(ids.sum()), int(firm.sum()), int(opened.sum()), said)


def _first_of_each(wrong: np.ndarray) -> list[tuple[int, int]]:
    """The last clause of each applicant that is contradicted: the innermost, that is."""
    return [(int(who), int(np.flatnonzero(wrong[who])[-1])) for who in np.flatnonzero(wrong.any(axis=1))]


def _standings(screening: Screening) -> np.ndarray:
    """A row for each applicant, a column for each clause and level."""
    by_pattern = np.array([each.standings for each in screening.derived], dtype=np.int8)
    return by_pattern[screening.pattern]


def _shown(record: Record) -> str:
    told = {table: [{key: cell for key, cell in row.items() if cell} for row in rows] for table, rows in record.items()}
    return str({table: rows for table, rows in told.items() if rows})


def batch(pack: Path, seed: int, number: int) -> Told:
    """One pool of one pack."""
    with tempfile.TemporaryDirectory() as name:
        return compared(words_of(pack), seed, number, Path(name))


def pack_files() -> Sequence[Path]:
    """The bundled packs that have cases."""
    cases = ".cases.yaml"
    return sorted(each.with_name(each.name.removesuffix(cases) + ".yaml") for each in RULES.rglob("*" + cases))


def main() -> int:
    """Blur so many records of all bundled packs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="packs whose name contains this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--shown", type=int, default=20, help="contradictions to print in full")
    asked = parser.parse_args()
    packs = [each for each in pack_files() if asked.only in str(each)]
    each_pack = -(-asked.records // len(packs))
    work = [
        (pack, asked.seed * 1_000_000 + 1_000 * place + start // AT_ONCE, min(AT_ONCE, each_pack - start))
        for place, pack in enumerate(packs)
        for start in range(0, each_pack, AT_ONCE)
    ]
    total: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for told in pool.starmap(batch, work, chunksize=1):
            for said in told.contradictions[: max(asked.shown - total["contradictions"], 0)]:
                print(said, flush=True)
            total += Counter(records=told.records, firm=told.firm, opened=told.opened)
            total["contradictions"] += len(told.contradictions)
    print(", ".join(f"{number} {what}" for what, number in total.items()))
    return 1 if total["contradictions"] else 0


if __name__ == "__main__":
    sys.exit(main())
