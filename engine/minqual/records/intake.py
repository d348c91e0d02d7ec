"""From tables of text to applicants as columns: every row used, or rejected; every cell read, or open; with reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar, cast

import numpy as np

from minqual.records.applicants import (
    BLANK,
    Answers,
    Applicants,
    Credentials,
    Days,
    Education,
    Experience,
    Figures,
    Reject,
    RowCount,
)
from minqual.records.cells import FaultyRows, rows_with
from minqual.records.contradictions import Conferral, JobTime, fitting_conferral, fitting_time, fitting_validity
from minqual.records.equal_rows import repeated_jobs, repeated_studies
from minqual.records.record import Record, record_tables
from minqual.records.refused_ids import ids_to_judge, reject_broken, reject_strangers
from minqual.records.tables import APART, COLUMNS, ENTRY, Codes, Table, Tables, TextColumn, empty_table
from minqual.records.unit_cells import units_stated
from minqual.values import (
    ANY_LEVEL,
    CREDITS,
    DEGREE_HINTS,
    HOURS_PER_WEEK,
    LEVELS_EXPECTED,
    STRANGE_LEVEL,
    YEARS,
    AsOf,
    DegreeLevel,
    DegreeWord,
    Flags,
    RecordError,
    anywhere,
    fold,
    goes_on,
    read_degree,
    silent,
    unanswered,
)

_COLLEGE, _HIGHEST = np.int8(DegreeLevel.SOME_COLLEGE), np.int8(DegreeLevel.DOCTORATE)

Section = TypeVar("Section", Education, Experience, Credentials, Answers)


def take_in(tables: Tables, as_of: date | AsOf, levels: Collection[str] = ()) -> Applicants:
    """Read every cell that minqual uses, as of one date (the final filing date), or of each applicant's own.

    levels: folded words for levels of study and awards that packs know beside the usual ones.
    """
    ids, number, id_rejects = ids_to_judge(tables)
    dated = as_of if isinstance(as_of, AsOf) else AsOf(as_of)
    taken = _Taken(tables, number, len(ids))
    faulty = len(tables.applicant_ids) - len(ids)
    as_read = {name: tables.tables.get(name) or empty_table(name) for name in ("education", "experience")}
    studies = taken.section("education", partial(_education, levels, dated))
    jobs = taken.section("experience", partial(_experience, dated))
    studies = _told_apart(studies, repeated_studies(studies, as_read["education"]))
    jobs = _told_apart(jobs, repeated_jobs(jobs, as_read["experience"]))
    blank, left_out = (counts.get("applicants", 0) for counts in (tables.blank_rows, tables.left_out))
    counted = RowCount("applicants", len(ids), faulty, blank, left_out=left_out)
    lines = [
        RowCount(name, each.used, each.rejected, each.blank, left_out=each.left_out)
        for name, each in tables.lines.items()
    ]
    return Applicants(
        ids=ids,
        listed=_listed(tables.applicants, number != BLANK),
        dated=dated if dated.which is None else replace(dated, which=dated.which[number != BLANK]),
        education=studies,
        experience=jobs,
        credentials=taken.section("credentials", _credentials),
        answers=taken.section("answers", _answers),
        unread=taken.unread,
        rejects=(*id_rejects, *taken.rejects),
        counts=(*lines, counted, *taken.counts),
        unknown_columns=tables.unknown_columns,
    )


def with_faulty_cells(error: RecordError, as_of: date, levels: Collection[str] = ()) -> RecordError:
    """The error of a record with the faults of those cells that can be read, too. The others: as for take_in."""
    if error.rest is None:
        return error
    record, where = cast("tuple[Record, str]", error.rest)
    cells = take_in(record_tables([record], where), as_of, levels).to_mend
    return RecordError([*error.faults, *(each.fault() for each in cells)])


Repeating = TypeVar("Repeating", Education, Experience)


def _told_apart(section: Repeating, repeated: Flags) -> Repeating:
    """A section without rows that people say are others over again; those that are not are no longer open."""
    table = section.table
    if not anywhere(repeated):
        return section
    if not (table.again or "" in table.confirmed):
        return replace(section, repeated=repeated)
    again, apart = (np.isin(section.row, list(rows)) for rows in (table.again, table.confirmed.get("", ())))
    return _kept(replace(section, repeated=repeated & ~apart), ~(repeated & again))


class _Taken:
    """The sections of an intake, as they are read one after the other, with what they could not use.

    number: per applicant of the source, their number among the judged ones (BLANK: not judged). judged: how many are.
    """

    def __init__(self, tables: Tables, number: Codes, judged: int) -> None:
        self._tables, self._number = tables, number
        self.unread: Flags = np.zeros(judged, dtype=np.bool_)
        self._everyone = judged == len(number)
        self.rejects: list[Reject] = []
        self.counts: list[RowCount] = []

    def section(self, name: str, read: Callable[[FaultyRows], Section]) -> Section:
        """One table read, without its rejected rows."""
        table = self._tables.tables.get(name) or empty_table(name)
        rows = FaultyRows(table, self._tables.applicant_ids)
        reject_broken(rows)
        rows.open_cells()
        reject_strangers(rows, self._tables, None if self._everyone else self._number)
        section = read(rows)
        rejects = rows.rejects
        self.rejects += (
            rejects if self._everyone else [replace(each, applicant=self._judged(each.applicant)) for each in rejects]
        )
        owners = {each.applicant for each in rejects if each.lost == "row"}
        self.unread[[judged for owner in owners if (judged := self._judged(owner)) != BLANK]] = True
        faulty = int(rows.faulty.sum()) if rejects else 0
        if name in self._tables.tables:
            blank = self._tables.blank_rows.get(name, 0)
            left_out = self._tables.left_out.get(name, 0)
            cells = sum(each.lost == "cell" for each in rejects)
            aside = table.aside
            lost = int((rows.faulty & ~aside).sum()) - len(table.echoed) if rejects else 0
            used = int((~rows.faulty & ~aside).sum()) if anywhere(aside) else table.height - faulty
            self.counts.append(RowCount(name, used, lost, blank, cells, left_out))
        if rejects or table.supposed:
            section = replace(section, table=rows.readable, doubts=tuple(rows.doubts))
        kept = _kept(section, ~rows.faulty) if faulty else section
        return kept if self._everyone else replace(kept, owner=self._number[kept.owner])

    def _judged(self, owner: int) -> int:
        """A source applicant's number among the judged ones."""
        return BLANK if owner < 0 else int(self._number[owner])


def _listed(people: Table, kept: Flags) -> Table:
    """Where the applicants stand who are judged."""
    owner = np.arange(int(kept.sum()), dtype=np.int32)
    return Table(people.name, people.origins, {}, owner, people.origin[kept], people.rows[kept])


def _education(levels: Collection[str], as_of: AsOf, rows: FaultyRows) -> Education:
    table = rows.table
    text = table.column("level")
    degrees = _degree_words(rows, text, levels)
    low = np.array([each.low for each in degrees], dtype=np.int8)[text.codes]
    high = np.array([each.high for each in degrees], dtype=np.int8)[text.codes]
    said = np.array([(each.stated, each.strange, each.foreign, each.study) for each in degrees], dtype=np.bool_)
    stated, strange, foreign, study = said.reshape(-1, 4)[text.codes].T
    told = Conferral(rows.yes_no("conferred"), rows.days("awarded"), rows.days("expected"))
    most = np.where(_read_whole(degrees, text, levels)[text.codes], high, _HIGHEST)
    today = as_of.told(date.toordinal, table.owner)
    told, of_level = fitting_conferral(rows, told, low, most, foreign, today)
    if anywhere(of_level):
        low, high = np.where(of_level, ANY_LEVEL.low, low), np.where(of_level, ANY_LEVEL.high, high)
        stated = stated & ~of_level
    conferral_low, conferral_high = told.bounds(today)
    semester, quarter = units_stated(rows)
    return Education(
        table=table,
        owner=table.owner,
        row=np.arange(table.height, dtype=np.int64),
        level=text,
        level_low=low,
        level_high=high,
        level_stated=stated,
        level_strange=strange,
        foreign=foreign,
        study=study | (high >= _COLLEGE),
        field=_fields(table.column("field"), text, degrees),
        accredited=rows.yes_no("accredited"),
        conferred=told.conferred,
        conferral_low=conferral_low,
        conferral_high=conferral_high,
        awarded=told.awarded,
        expected=told.expected,
        semester=semester,
        quarter=quarter,
        either=rows.figures("credits", CREDITS),
        subject=table.column("subject"),
        country=table.column("country"),
        repeated=np.zeros(table.height, dtype=np.bool_),
    )


def _degree_words(rows: FaultyRows, text: TextColumn, levels: Collection[str]) -> list[DegreeWord]:
    """The meaning of every distinct level; those that only packs know, and unknown ones, may be any."""
    unread: set[str] = set()
    degrees = []
    for word in text.words:
        try:
            degrees.append(ANY_LEVEL if unanswered(word) else read_degree(word))
        except ValueError:
            if not (levels and fold(word) in levels):
                unread.add(word)
            degrees.append(STRANGE_LEVEL)
    if unread:
        rows.leave_out("level", unread)
        rows.add(
            rows_with(text, unread),
            "level",
            "not a degree level",
            LEVELS_EXPECTED,
            DEGREE_HINTS,
            lost="cell",
            doubtful=True,
        )
    return degrees


def _read_whole(degrees: Sequence[DegreeWord], text: TextColumn, levels: Collection[str]) -> Flags:
    """Which distinct levels are read whole: others may be what contradicts nothing, as a pack's own words may."""
    whole = [not each.in_part for each in degrees]
    if levels:
        own = [fold(word) in levels for word in text.words]
        firm = [each.low is each.high for each in degrees]
        whole = [one and (sure or not mine) for one, sure, mine in zip(whole, firm, own, strict=True)]
    return np.array(whole, dtype=np.bool_)


def _fields(field: TextColumn, level: TextColumn, degrees: Sequence[DegreeWord]) -> TextColumn:
    """The field column, filled where blank with the field that the degree's name carries."""
    implied = np.array([bool(each.field) for each in degrees], dtype=np.bool_)
    if not anywhere(implied):
        return field
    fill = field.flags(silent) & implied[level.codes]
    words = [*field.words, *(each.field for each in degrees)]
    codes = np.where(fill, level.codes + len(field.words), field.codes).astype(np.int32)
    return TextColumn(codes, tuple(words))


def _experience(as_of: AsOf, rows: FaultyRows) -> Experience:
    table = rows.table
    start, end = rows.days("start"), rows.days("end")
    ongoing = _ongoing(table.column("end"), end)
    stated = JobTime(start, end, ongoing, rows.figures("years", YEARS), rows.figures("hours_per_week", HOURS_PER_WEEK))
    time = fitting_time(rows, stated, as_of)
    return Experience(
        table=table,
        owner=table.owner,
        row=np.arange(table.height, dtype=np.int64),
        start=time.start,
        end=time.end,
        ongoing=time.ongoing,
        hours=time.hours,
        share=rows.shares("share"),
        years=time.years,
        kinds=table.column("kinds"),
        paid=rows.yes_no("paid"),
        employer=table.column("employer"),
        class_code=table.column("class_code"),
        facts=table.column("facts"),
        apart=_numbers(table.column(APART)),
        repeated=np.zeros(table.height, dtype=np.bool_),
    )


def _ongoing(text: TextColumn, end: Days) -> Flags:
    """Which ends say that the job goes on."""
    present = [not said and goes_on(word) for word, said in zip(text.words, end.said.tolist(), strict=False)]
    return np.array(present or [False], dtype=np.bool_).take(text.codes)


def _numbers(column: TextColumn) -> Codes:
    """A column of whole numbers that no person wrote; a blank is 0."""
    return np.array([int(word or 0) for word in column.words], dtype=np.int32)[column.codes]


def _credentials(rows: FaultyRows) -> Credentials:
    table = rows.table
    start, end = fitting_validity(rows, rows.days("valid_from"), rows.days("expires"))
    row = np.arange(table.height, dtype=np.int64)
    return Credentials(table, table.owner, row, table.column("name"), table.column("issuer"), start, end)


def _answers(rows: FaultyRows) -> Answers:
    table = rows.table
    row = np.arange(table.height, dtype=np.int64)
    return Answers(table, table.owner, row, table.column("question"), table.column("answer"))


def _kept(section: Section, keep: Flags) -> Section:
    """A section without its rejected rows."""
    if keep.all():
        return section
    picked: dict[str, Any] = {}
    for each in fields(section):
        value = getattr(section, each.name)
        if isinstance(value, Table | tuple):
            continue
        picked[each.name] = value.only(keep) if isinstance(value, Days | Figures | TextColumn) else value[keep]
    return replace(section, **picked)


@cache
def used_columns(name: str) -> tuple[str, ...]:
    """The columns of a table that bear on a decision or tell rows apart; readers may skip the others."""
    return (*COLUMNS[name], ENTRY)
