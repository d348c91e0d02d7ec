"""A pool of applicants as each side of the comparison of peers is given it; making it is not timed.

The rows are read by minqual, so that every side starts from the same cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from counting_plainly import Job, Licence, Parsed, Study
from decision import FIGURES, MOST_STUDY, PACK, REVIEW, UNIT, UNLIMITED, YEAR, YEARS_OF_UNITS, Figures
from minqual.clauses import Answer, CollegeUnits, Credential, Degree
from minqual.clauses.experience import Experience
from minqual.counting import Tally
from minqual.judging import Screener, Screening, Taken, taken
from minqual.packs import load_pack
from minqual.records import YES_NO, Applicants, Days, Tables
from minqual.records import Figures as FigureColumn
from minqual.settlements import NOTHING_SETTLED
from minqual.sources import Reading, read_source
from minqual.values import DegreeLevel, fold, number_after, silent

Column = NDArray[Any]
Row = TypeVar("Row")


@dataclass(frozen=True, eq=False, repr=False)
class Pool:
    """Applicants in three shapes, all in one order.

    tables: as minqual reads them, text in columns. parsed: the rows of some of the first, as plain Python counts them.
    columns: the counted figures of all; figures: the same of some of the first, one by one.
    """

    as_of: date
    tables: Tables
    columns: Mapping[str, NDArray[np.int64]]
    figures: Sequence[Figures]
    parsed: Sequence[Parsed]
    applicants: Applicants
    tally: Tally
    taken: Taken

    @property
    def count(self) -> int:
        """How many applicants."""
        return self.applicants.count

    @property
    def sampled(self) -> int:
        """How many of the first are there one by one."""
        return len(self.figures)

    @property
    def today(self) -> int:
        """The as-of date as a calendar day."""
        return self.as_of.toordinal()

    @property
    def cut(self) -> int:
        """The day after the as-of date on the 30/360 axis."""
        return number_after(self.as_of)


def screener() -> Screener:
    """A screener for the pack of the comparison that has derived nothing yet."""
    return Screener(load_pack(PACK))


def decided(screening: Screening) -> NDArray[np.int64]:
    """The standing of the pack's one level for every applicant."""
    (level,) = screening.tree.levels
    return screening.standing(level).astype(np.int64)


def pool_of(folder: Path, as_of: date, sample: int) -> Pool:
    """The pool in a folder of tables, the first `sample` applicants also one by one."""
    return pool_from(read_source(folder, Reading(screener().tables)).tables, as_of, sample)


def pool_from(tables: Tables, as_of: date, sample: int) -> Pool:
    """The pool in tables."""
    judge = screener()
    tally = judge.count(tables, as_of)
    columns = figures_of(judge, tally)
    few = min(sample, tally.count)
    rows = zip(*(columns[name][:few].tolist() for name in FIGURES), strict=True)
    figures = [dict(zip(FIGURES, row, strict=True)) for row in rows]
    return Pool(
        as_of,
        tables,
        columns,
        figures,
        parsed_of(tally, few),
        tally.applicants,
        tally,
        taken(tables, as_of, NOTHING_SETTLED),
    )


def figures_of(judge: Screener, tally: Tally) -> dict[str, NDArray[np.int64]]:
    """What minqual's own clauses counted, as the figures of the decision."""
    found: dict[str, NDArray[np.int64]] = {}
    degrees = {"listed": (DegreeLevel.BACHELOR, True), "bachelor": (DegreeLevel.BACHELOR, False)}
    degrees |= {"associate": (DegreeLevel.ASSOCIATE, False), "school": (DegreeLevel.HIGH_SCHOOL, False)}
    for leaf in judge.tree.leaves:
        assessed = leaf.assess(tally)
        if assessed.counted is not None:
            unit = YEAR if isinstance(leaf, Experience) else UNIT
            assert assessed.counted.scale == unit
            name = "units"
            if isinstance(leaf, Experience):
                name = "all" if "journalism" in tally.kinds_in(leaf.in_) else "base"
            found[f"{name}_low"] = np.minimum(assessed.counted.low, UNLIMITED)
            found[f"{name}_high"] = np.minimum(assessed.counted.high, UNLIMITED)
        names = [name for name, asked in degrees.items() if isinstance(leaf, Degree) and _asks(leaf) == asked]
        names += ["licence"] * isinstance(leaf, Credential) + ["answer"] * isinstance(leaf, Answer)
        found |= {name: assessed.standings.astype(np.int64) for name in names}
    assert any(isinstance(leaf, CollegeUnits) for leaf in judge.tree.leaves)
    study = np.where(found["bachelor"] >= REVIEW, MOST_STUDY, np.minimum(found["units_high"], MOST_STUDY))
    found["together_high"] = found["all_high"] + study * YEARS_OF_UNITS
    found["unread"] = tally.applicants.unread.astype(np.int64)
    return found


def _asks(leaf: Degree) -> tuple[DegreeLevel, bool]:
    return leaf.degree, bool(leaf.in_)


def columns_of(tally: Tally) -> dict[str, dict[str, Column]]:
    """Every table of parsed rows as columns; blank cells are masked, and become None in lists."""
    applicants = tally.applicants
    study, work, shown, told = applicants.education, applicants.experience, applicants.credentials, applicants.answers
    judge = screener()
    (listed,) = (leaf.in_ for leaf in judge.tree.leaves if isinstance(leaf, Degree) and leaf.in_)
    (licence,) = (leaf for leaf in judge.tree.leaves if isinstance(leaf, Credential))
    (asked,) = (leaf.answer for leaf in judge.tree.leaves if isinstance(leaf, Answer))
    kinds = {len(names): names for names in judge.pack.groups.values()}
    base, counts = kinds[min(kinds)], kinds[max(kinds)]
    assert licence.issued_by
    meanings = [_answer(word) for word in told.answer.words]
    return {
        "education": {
            "owner": study.owner,
            "level_low": study.level_low,
            "level_high": study.level_high,
            "fits": tally.fields.certain(listed),
            "accredited": _yes_no(study.accredited),
            "conferred": _yes_no(study.conferred),
            **_bounds("awarded", *_calendar(study.awarded)),
            **_bounds("expected", *_calendar(study.expected)),
            **_bounds("semester", *_stated(study.semester)),
            **_bounds("quarter", *_stated(study.quarter)),
            "repeated": study.repeated,
        },
        "experience": {
            "owner": work.owner,
            **_bounds("start", work.start.stated, work.start.first, work.start.last),
            **_bounds("after", work.end.stated, work.end.after_first, work.end.after_last),
            "ongoing": work.ongoing,
            **_bounds("hours", *_stated(work.hours)),
            "share": _or_none(work.share.stated, work.share.low),
            **_bounds("years", *_stated(work.years)),
            "base_sure": tally.kinds.certain(base),
            "base_may": tally.kinds.possible(base),
            "counts_sure": tally.kinds.certain(counts),
            "counts_may": tally.kinds.possible(counts),
            "repeated": work.repeated,
        },
        "credentials": {
            "owner": shown.owner,
            "named": tally.credentials.certain([licence.credential]),
            "issued": tally.issuers.certain([licence.issued_by]),
            **_bounds("valid_from", *_calendar(shown.valid_from)),
            **_bounds("expires", *_calendar(shown.expires)),
        },
        "answers": {
            "owner": told.owner[told.question.flags(lambda word: fold(word) == asked)],
            "meant": np.array(meanings)[told.answer.codes][told.question.flags(lambda word: fold(word) == asked)],
        },
    }


def _answer(word: str) -> int:
    return 0 if silent(word) else {1: 2, 0: 1}.get(YES_NO.get(fold(word), -1), 4)


def _calendar(days: Days) -> tuple[Column, Column, Column]:
    return days.stated, days.earliest, days.latest


def _stated(figures: FigureColumn) -> tuple[Column, Column, Column]:
    return figures.stated, figures.low, np.minimum(figures.high, UNLIMITED)


def _bounds(name: str, stated: Column, low: Column, high: Column) -> dict[str, Column]:
    return {f"{name}_low": _or_none(stated, low), f"{name}_high": _or_none(stated, high)}


def _or_none(stated: Column, values: Column) -> Column:
    return np.ma.array(values, mask=~stated)


def _yes_no(column: NDArray[np.int8]) -> Column:
    return _or_none((column == 0) | (column == 1), column == 1)


def parsed_of(tally: Tally, few: int) -> list[Parsed]:
    """The rows of the first applicants, one by one."""
    tables = columns_of(tally)
    unread = tally.applicants.unread.tolist()

    def of_each(name: str, make: Callable[[Sequence[Any]], Row]) -> list[list[Row]]:
        rows: list[list[Row]] = [[] for _ in range(few)]
        first = tables[name]["owner"] < few
        columns = (column[first].tolist() for column in tables[name].values())
        for owner, *cells in zip(*columns, strict=True):
            rows[owner].append(make(cells))
        return rows

    studies, jobs = of_each("education", _study), of_each("experience", _job)
    licences, answers = of_each("credentials", _licence), of_each("answers", _told)
    return [Parsed(*each) for each in zip(studies, jobs, licences, answers, unread[:few], strict=True)]


def _pair(cells: Iterable[Any]) -> tuple[Any, Any] | None:
    low, high = cells
    return None if low is None else (low, high)


def _study(cells: Sequence[Any]) -> Study:
    fits, accredited, conferred = cells[2:5]
    awarded, expected, semester, quarter = (_pair(cells[at : at + 2]) for at in (5, 7, 9, 11))
    level = (cells[0], cells[1])
    return Study(level, fits, accredited, conferred, awarded, expected, semester, quarter, cells[13])


def _job(cells: Sequence[Any]) -> Job:
    start, after, ongoing, hours = _pair(cells[0:2]), _pair(cells[2:4]), cells[4], _pair(cells[5:7])
    base, counts = (cells[10], cells[11]), (cells[12], cells[13])
    return Job(start, after, ongoing, hours, cells[7], _pair(cells[8:10]), base, counts, cells[14])


def _licence(cells: Sequence[Any]) -> Licence:
    return Licence(cells[0], cells[1], _pair(cells[2:4]), _pair(cells[4:6]))


def _told(cells: Sequence[Any]) -> int:
    return int(cells[0])
