"""Arguments of the library: what programs say of a run, as the engine takes it, or the fault of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, get_args

from minqual.judging import Screener, settlement_faults
from minqual.packs import AS_WRITTEN, OtherKinds, Pack, Run, runs_of
from minqual.records import Tables
from minqual.settlements import Settlements
from minqual.sources import Pool, absent_table
from minqual.values import EARLIEST_YEAR, LATEST_YEAR, Fault, FaultyInput, PackError, SourceError, misused

Packlike = Screener | Pack | str | Path | Mapping[str, object]


def check_settlements(
    settlements: Settlements, screeners: Sequence[Screener], applicants: Sequence[str] | None, as_of: date
) -> None:
    """SourceError where something was settled of nobody, of no clause or of no word.

    applicants: those of the source; None for one of whom some of it may be.
    """
    judged = [(each.pack, each.tree) for each in screeners]
    faults = list(settlement_faults(settlements, judged, applicants, as_of))
    if faults:
        raise SourceError(faults)


def is_there(path: Path) -> bool:
    """Whether a path leads somewhere."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def with_needed(pool: Pool, needed: tuple[str, ...]) -> Tables:
    """The tables of what was read; SourceError where one lacks that a pack draws on."""
    faults = [absent_table(name) for name in needed if name not in pool.tables.tables]
    if faults:
        raise SourceError(faults)
    return pool.tables


def day_of(given: object, name: str = "as_of", what: str = "the final filing date") -> date:
    """A date that a program gives, as a day; FaultyInput where it is none, or outside the years that are counted."""
    if not isinstance(given, date) or given != given:  # noqa: PLR0124  # pandas' NaT is a date that differs from itself
        raise misused(name, given, f"a datetime.date, {what}")
    if not EARLIEST_YEAR <= given.year <= LATEST_YEAR:
        expected = f"a day of the years {EARLIEST_YEAR} to {LATEST_YEAR}"
        raise FaultyInput([Fault(name, "a year far away", expected, code="date-range")])
    return date(given.year, given.month, given.day)


def screener_of(pack: Packlike) -> Screener:
    """A screener for a pack, its name, its path or a mapping of its shape."""
    if isinstance(pack, Screener):
        return pack
    return Screener(pack)


def for_run(screeners: Sequence[Screener], run: Run, vacancy: object) -> list[Screener]:
    """Screeners for a run of which this is said; the same ones where nothing is said."""
    said = vacancy_of(vacancy)
    runs = runs_of([each.pack for each in screeners], run, said)
    return [
        each if run == AS_WRITTEN and own.vacancy == each.pack.run.vacancy else each.for_run(own)
        for each, own in zip(screeners, runs, strict=True)
    ]


def vacancy_of(given: object) -> Mapping[str, str]:
    """What a program says of the vacancy."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise misused("vacancy", given, 'a mapping, such as {"subject": "history"}')
    said = {True: "yes", False: "no"}
    plain = {name: said[value] if isinstance(value, bool) else value for name, value in given.items()}
    for each in (*plain, *plain.values()):
        if not isinstance(each, str):
            raise misused("vacancy", each, 'names and values as texts, such as {"subject": "history"}')
    return plain


def run_of(other_kinds: object, papers_until: object, day: date, settlements: object) -> Run:
    """What a program says of a run as of a day."""
    expected = "one of " + " or ".join(map(repr, _OTHER_KINDS))
    if other_kinds is not None and not isinstance(other_kinds, str):
        raise misused("other_kinds", other_kinds, expected)
    kinds = next((each for each in _OTHER_KINDS if each == other_kinds), None)
    if other_kinds is not None and kinds is None:
        raise FaultyInput([Fault("other_kinds", repr(other_kinds), expected, code="argument")])
    until = None
    if papers_until is not None:
        until = day_of(papers_until, "papers_until", "the day up to which papers are in")
        if until < day:
            expected = f"the as-of date, {day.isoformat()}, or a later day"
            raise FaultyInput([Fault("papers_until", until.isoformat(), expected, code="date-range")])
    if not isinstance(settlements, Settlements):
        raise misused("settlements", settlements, "what minqual.settled makes of them")
    return Run(kinds, until, settlements=settlements)


_OTHER_KINDS: Final[tuple[OtherKinds, ...]] = get_args(OtherKinds)


def check_level(screener: Screener, level: object) -> None:
    """PackError where a pack has no such level."""
    if level is not None:
        if not isinstance(level, str):
            raise misused("level", level, "the id of a level, a text")
        try:
            screener.pack.level(level)
        except PackError as error:
            raise PackError([replace(each, where="level", code="unknown-name") for each in error.faults]) from None


def check_source(source: object, column_map: object) -> None:
    """FaultyInput where a source is of no kind that is read."""
    if not isinstance(source, Mapping | str | Path | Pool):
        raise misused("source", source, "the path of a source, what read returns, or DataFrames by table name")
    if column_map is not None and not isinstance(column_map, str | Path):
        raise misused("column_map", column_map, "the name of a bundled column map, or a path")
    if column_map is not None and isinstance(source, Mapping | Pool):
        expected = "one for the path of a table or workbook"
        raise SourceError([Fault("column_map", "a map for DataFrames", expected, code="argument")])
