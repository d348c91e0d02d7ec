"""minqual as a library: load a pack, check a record, screen a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from minqual.judging import Screener, tables_for
from minqual.judging import screen_all as judge_all
from minqual.packs import OtherKinds, Pack, load_pack, pack_names
from minqual.records import Record, parse_json, parse_record, record_tables
from minqual.sources import Reading, frame_tables, load_map, read_source
from minqual.values import Fault, PackError, RecordError, SourceError, misused
from minqual.verdicts import Results, Verdict, explain, results_of

if TYPE_CHECKING:
    import pandas as pd

    from minqual.records import Tables

Packlike = Screener | Pack | str | Path


def read_record(value: str | bytes | Mapping[str, Any]) -> Record:
    """A record from JSON text or from a mapping of the same shape; RecordError carries every fault."""
    record, _ = parse_json(value) if isinstance(value, str | bytes) else parse_record(value)
    return record


def check(
    record: Record | str | bytes | Mapping[str, Any],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    other_kinds: OtherKinds | None = None,
) -> Verdict:
    """The verdict on one record of our own form as of a date (the final filing date).

    A mapping may hold dates, figures of numpy and pandas, and None or NaN for a blank cell; a list left out is an empty
    one, a list that is None is refused. A record with a row that cannot be read is not judged: RecordError carries
    every fault. level: makes the verdict that of one level. other_kinds: what kinds of work mean that the pack does not
    know ("review" or "count for nothing"), in place of what it says itself. PackError: the pack cannot be used, or has
    no such level.
    """
    screener = _for_run(screener_of(pack), other_kinds)
    _check_level(screener, level)
    judged = record if isinstance(record, Record) else read_record(record)
    screening = screener.screen(record_tables([judged]), day_of(as_of))
    rejects = screening.applicants.rejects
    if rejects:
        raise RecordError([each.fault() for each in rejects])
    return explain(screening, 0, level)


def screen(
    source: Path | str | Mapping[str, pd.DataFrame],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    column_map: Path | str | None = None,
    other_kinds: OtherKinds | None = None,
) -> Results:
    """The results for every applicant of a source, or of DataFrames by table name.

    source: the path of what minqual screen reads: a folder of tables, JSON, JSONL, what other systems export.
    DataFrames must hold every table that the pack draws on (Screener.tables), without rows where there are none.
    column_map: what the columns of a table or workbook mean, the name of a bundled map or a path; not for DataFrames.
    other_kinds: what kinds of work mean that the pack does not know ("review" or "count for nothing"), in place of what
    it says itself; the results say so.
    Rows that cannot be read are in the results' rejects. SourceError: the tables cannot be used at all.
    """
    return next(screen_all(source, [pack], as_of, level, column_map, other_kinds))


def screen_all(
    source: Path | str | Mapping[str, pd.DataFrame],
    packs: Iterable[Packlike],
    as_of: date,
    level: str | None = None,
    column_map: Path | str | None = None,
    other_kinds: OtherKinds | None = None,
) -> Iterator[Results]:
    """The results of each of several packs for every applicant of a source, in the order of the packs.

    They are what screen returns for each pack alone, but the source is read and counted once. A pack judges when its
    results are asked for, so that those of many packs need not be held at once; each has its pack as `results.pack`.
    The arguments and the errors are those of screen; they are looked at before the first results are asked for. A
    source must hold every table that any of the packs draws on.
    """
    if isinstance(packs, str | Path | Pack | Screener) or not isinstance(packs, Iterable):
        raise misused("packs", packs, "a list of packs: their names, paths, Packs or Screeners")
    screeners = [_for_run(screener_of(each), other_kinds) for each in packs]
    for each in screeners:
        _check_level(each, level)
    tables, day = _tables(source, tables_for(screeners), column_map), day_of(as_of)
    return (results_of(each, level) for each in judge_all(screeners, tables, day))


def _tables(
    source: Path | str | Mapping[str, pd.DataFrame], needed: tuple[str, ...], column_map: Path | str | None
) -> Tables:
    """The tables of a source, or of DataFrames. needed: those that packs draw on."""
    _check_source(source, column_map)
    if isinstance(source, Mapping):
        return frame_tables(source, needed)
    if not Path(source).exists():
        raise SourceError([Fault(str(source), "no such file or folder", "a folder of tables, or a file of applicants")])
    written = None if column_map is None else load_map(str(column_map), pack_names())
    return read_source(Path(source), Reading(needed, map=written)).tables


def day_of(as_of: object) -> date:
    """The as-of date as a day; FaultyInput where it is none."""
    if isinstance(as_of, date):
        return date(as_of.year, as_of.month, as_of.day)
    raise misused("as_of", as_of, "a datetime.date, the final filing date")


def screener_of(pack: Packlike) -> Screener:
    """A screener for a pack, its name or its path."""
    if isinstance(pack, Screener):
        return pack
    return Screener(pack)


def _for_run(screener: Screener, other_kinds: object) -> Screener:
    """A screener for a run in which other kinds of work mean this; the same one where nothing is said of them."""
    if other_kinds is None:
        return screener
    if other_kinds not in _OTHER_KINDS:
        raise misused("other_kinds", other_kinds, " or ".join(map(repr, _OTHER_KINDS)))
    return Screener(screener.pack.for_run(other_kinds))


_OTHER_KINDS: Final[tuple[OtherKinds, ...]] = get_args(OtherKinds)


def _check_level(screener: Screener, level: object) -> None:
    if level is not None:
        if not isinstance(level, str):
            raise misused("level", level, "the id of a level, a text")
        try:
            screener.pack.level(level)
        except PackError as error:
            raise PackError([replace(each, where="level") for each in error.faults]) from None


def _check_source(source: object, column_map: object) -> None:
    if not isinstance(source, Mapping | str | Path):
        raise misused("source", source, "the path of a source, or DataFrames by table name")
    if column_map is not None and not isinstance(column_map, str | Path):
        raise misused("column_map", column_map, "the name of a bundled column map, or a path")
    if column_map is not None and isinstance(source, Mapping):
        raise SourceError([Fault("column_map", "a map for DataFrames", "one for the path of a table or workbook")])


__all__ = ["Screener", "check", "load_pack", "read_record", "screen", "screen_all", "screener_of"]
