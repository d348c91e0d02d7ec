"""The packs that a command judges by: one, or several and whole folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from minqual.commands.console import complain, day_in, mind_the_date, say
from minqual.judging import Screener, tables_for
from minqual.packs import GivenPack, Pack, Run, WrittenPack, codes_of, given_packs, is_folder, runs_of
from minqual.packs import OtherKinds as Meaning
from minqual.settlements import MOST_READERS, NOTHING_SETTLED, SettledFact, Settlement, Settlements, settled
from minqual.values import Fault, FaultyInput, PackError, SourceError, so_many

MOST_NAMED: Final = 3
"""Classes that a fault names."""

PacksOption = Annotated[
    list[str],
    typer.Option(
        "--rules",
        help="Rule pack: the name of a bundled one, or a path; @DATE picks a version. Several times, or a folder of "
        "packs: a row for each applicant and class.",
        metavar="PACK",
    ),
]


class OtherKinds(StrEnum):
    """What a kind of work means that a pack does not know, as an option says it."""

    REVIEW = "review"
    NOTHING = "count-for-nothing"


OtherKindsOption = Annotated[
    OtherKinds | None,
    typer.Option(help="What kinds of work mean that the pack does not know, in place of what it says itself."),
]


PapersOption = Annotated[
    str | None,
    typer.Option(
        "--papers-until",
        help="Day up to which papers and answers are in, for what is due after filing; the as-of date if not given.",
        metavar="DATE",
    ),
]


VacancyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--vacancy",
        help="What the pack leaves to the vacancy, such as subject=history. Several times for several parameters.",
        metavar="NAME=VALUE",
    ),
]


SettledOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--settled",
        help="What people have settled: the work list filled in, as CSV, workbook or JSON lines. Several times.",
        metavar="FILE",
    ),
]


ReadersOption = Annotated[
    int,
    typer.Option(
        "--readers",
        help="How many people must have decided a clause the same before it counts; a third one breaks ties.",
        min=1,
        max=MOST_READERS,
    ),
]


VerdictLevelOption = Annotated[
    str | None, typer.Option("--level", help="Let each verdict be that of this level.", metavar="ID")
]


ConfirmOption = Annotated[
    bool,
    typer.Option("--confirm", help="Let the work list ask who stands by each adverse verdict as well."),
]


def check_confirm(to_resolve: Path | None, *, confirm: bool) -> None:
    """SourceError where nothing is written in which adverse verdicts could be confirmed."""
    if confirm and to_resolve is None:
        found, expected = "without a work list", "--to-resolve FILE beside it"
        raise SourceError([Fault("--confirm", found, expected, code="missing")])


def vacancy_in(options: Sequence[str] | None) -> Mapping[str, str]:
    """What options say of the vacancy."""
    said: dict[str, str] = {}
    for option in options or ():
        name, equals, value = (part.strip() for part in option.partition("="))
        if not equals or not name or not value:
            raise FaultyInput([Fault("--vacancy", repr(option), "NAME=VALUE, such as subject=history")])
        if name in said:
            raise FaultyInput([Fault("--vacancy", f"{name!r} twice", "each parameter once", code="twice")])
        said[name] = value
    return said


def settlements_of(paths: Sequence[Path] | None, rules: Sequence[str], readers: int = 1) -> Settlements:
    """What people have settled, as files say it; how many rows were read, and how many of them are still open.

    rules: the packs, whose agencies may have reason codes of their own.
    """
    if not paths:
        return settled((), readers)
    from minqual.settlements import read_settled

    sheets = read_settled(paths, codes_of(rules))
    say(sheets.told)
    return settled(sheets.settlements, readers)


MOST_PLACES: Final = 20
"""Settlements of one kind that are named; the others are counted."""

_KINDS: Final = {
    "SettledWord": ("word", "among names that are others now"),
    "SettledFact": ("fact", "of rows that are others now"),
    "Decision": ("decision", "of rows or a clause that are others now"),
    "Confirmation": ("confirmation", "of verdicts that are others now: confirm once all else is settled"),
}


def complain_of_stale(stale: Iterable[Settlement]) -> None:
    """Name the settlements that no longer count, each once, by where they were read, kind by kind."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for each in stale:
        kinds.setdefault(_KINDS[type(each).__name__], {})[f"    {each.named}"] = None
    told = []
    for (noun, why), places in kinds.items():
        told += [f"  {so_many(len(places), noun)}, {why}", *list(places)[:MOST_PLACES]]
        if len(places) > MOST_PLACES:
            told.append(f"    and {len(places) - MOST_PLACES} more")
    if told:
        complain("settlements that no longer count, since what they were made on has changed:", *told)


def complain_of_others(settlements: Settlements, packs: Sequence[Pack]) -> None:
    """Say how many settlements are left alone because they are of packs that judge nobody here."""
    from minqual.judging import of_packs

    others = of_packs(settlements, [each.name for each in packs])["elsewhere"]
    if others:
        names = sorted({each.pack for each in others if not isinstance(each, SettledFact)})
        complain(f"settlements of other packs, left alone: {len(others)} ({', '.join(names)})")


def run_of(
    other_kinds: OtherKinds | None,
    papers_until: str | None,
    day: date,
    settlements: Settlements = NOTHING_SETTLED,
) -> Run:
    """What the options say of a run as of a day, as packs take it."""
    kinds: Meaning | None = None
    if other_kinds is not None:
        kinds = "review" if other_kinds is OtherKinds.REVIEW else "count for nothing"
    until = None if papers_until is None else day_in(papers_until, "--papers-until")
    if until is not None and until < day:
        expected = f"the as-of date, {day.isoformat()}, or a later day"
        raise FaultyInput([Fault("--papers-until", until.isoformat(), expected)])
    return Run(kinds, until, settlements=settlements)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options that say what holds for one run of packs."""

    other_kinds: OtherKindsOption = None
    papers_until: PapersOption = None
    vacancy: VacancyOption = None
    settled: SettledOption = None
    readers: ReadersOption = 1

    def run(self, names: Sequence[str], day: date) -> Run:
        """What is said of the run of some packs as of a day, but for the vacancy."""
        return run_of(self.other_kinds, self.papers_until, day, settlements_of(self.settled, names, self.readers))

    def packs(self, names: Sequence[str], level: str | None, day: date, *, versions: bool = False) -> Packs:
        """The packs of these names, each for its run. versions: of one class there may be several."""
        return packs_of(names, level, day, self.run(names, day), vacancy_in(self.vacancy), versions=versions)


@dataclass(frozen=True, slots=True)
class Packs:
    """Packs made ready, as they are written and as they judge. level: the one level that verdicts are of.

    classed: whether several were asked for, or a folder, so that rows say of which class they are.
    """

    written: tuple[WrittenPack, ...]
    screeners: tuple[Screener, ...]
    level: str | None
    classed: bool

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that they together draw on."""
        return tables_for(self.screeners)


def packs_of(  # all that may be said of a run
    names: Sequence[str],
    level: str | None,
    day: date,
    run: Run,
    vacancy: Mapping[str, str] | None = None,
    *,
    versions: bool = False,
) -> Packs:
    """The packs that names, paths and folders stand for, with their level and dates looked at.

    run: what is said for this run. vacancy: what is said of the vacancy. versions: of one class there may be several.
    """
    read = given_packs(names, "any" if versions else "none")
    runs = runs_of([each.pack for each in read], run, vacancy or {}, "--vacancy")
    given = [each.for_run(own) for each, own in zip(read, runs, strict=True)]
    classed = len(names) > 1 or is_folder(names[0])
    if level is not None:
        faults = list(_level_faults(given, level))
        if faults:
            raise PackError(faults)
    screeners = tuple(Screener(each.pack) for each in given)
    for each in given:
        mind_the_date(each.pack, day)
    return Packs(tuple(each.written for each in given), screeners, level, classed)


def _level_faults(given: Sequence[GivenPack], level: str) -> Iterator[Fault]:
    """The faults of packs that have no such level. Of several, each says which it is of."""
    for each in given:
        try:
            each.pack.level(level)
        except PackError as error:
            of = f" of {each.pack.name}" if len(given) > 1 else ""
            yield from (replace(fault, where=fault.where + of) for fault in error.faults)


def class_faults(faults: Sequence[Fault], packs: Packs) -> list[Fault]:
    """Faults of a source; where a table is absent, of several classes those are named that draw on it."""
    return [_of_classes(each, packs) if each.table and len(packs.screeners) > 1 else each for each in faults]


def _of_classes(fault: Fault, packs: Packs) -> Fault:
    names = [each.pack.name for each in packs.screeners if fault.table in each.tables]
    told, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    said = f"{told} and {more} more" if more > 0 else told
    return (
        replace(fault, found=f"{fault.found} ({said} draw{'s' if len(names) == 1 else ''} on it)") if names else fault
    )
