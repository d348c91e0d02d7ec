"""minqual exam: one recruitment in one file: opened, screened, settled, verified, replayed, kept and erased."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    Format,
    QuietOption,
    as_of_date,
    complain,
    day_in,
    guarded,
    say,
    say_page,
    show,
    show_broken,
    show_json,
    show_page,
    width,
)
from minqual.commands.destinations import Outputs, WorkListOption
from minqual.commands.inputs import inputs_of
from minqual.commands.packs import (
    ConfirmOption,
    OtherKindsOption,
    PacksOption,
    PapersOption,
    ReadersOption,
    VacancyOption,
    VerdictLevelOption,
    check_confirm,
    complain_of_stale,
    packs_of,
    run_of,
    vacancy_in,
)
from minqual.commands.reading import ReadingOptions, SourceArgument, given_source, source_faults
from minqual.judging import tables_for
from minqual.settlements import NOTHING_SETTLED, Confirmation, settled
from minqual.values import Fault, FaultyInput, SourceError, so_many

if TYPE_CHECKING:
    from minqual.examinations import Examination, Replayed, SourceFiles, Status
    from minqual.reports import Page
    from minqual.settlements import Settlement
    from minqual.sources import SourceStamp
    from minqual.what_if import LevelWays

FileArgument = Annotated[Path, typer.Argument(help="The examination file.", metavar="FILE")]
ApplicantArgument = Annotated[str, typer.Argument(help="The id of an applicant.", metavar="APPLICANT")]
OnOption = Annotated[
    str | None,
    typer.Option("--on", help="As it stood at the end of this day; as it stands now if not given.", metavar="DATE"),
]
EntryOption = Annotated[
    int | None, typer.Option("--entry", help="As it stood after this entry.", min=1, metavar="NUMBER")
]


def now() -> str:
    """The moment, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def examination_of(path: Path) -> Examination:
    """The examination in a file."""
    from minqual.examinations import Examination

    return Examination.of(path)


@guarded
def open_(
    file: FileArgument,
    rules: PacksOption,
    as_of: AsOfOption = None,
    level: VerdictLevelOption = None,
    other_kinds: OtherKindsOption = None,
    papers_until: PapersOption = None,
    vacancy: VacancyOption = None,
    readers: ReadersOption = 1,
    quiet: QuietOption = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Open an examination: its packs, as they are now, and the day as of which applicants are judged.

    Exit codes: 0 it is open, 2 usage or input error.
    """
    from minqual.examinations import Examination

    day = as_of_date(as_of)
    run = run_of(other_kinds, papers_until, day, settled((), readers))
    packs = packs_of(rules, level, day, run, vacancy_in(vacancy))
    with Examination.open(file, packs.written, day, level, now()) as opened:
        _say_head(opened)


def _say_head(examination: Examination) -> None:
    last = list(examination.file.entries())[-1]
    say(f"entry {last.number}, {last.kind}; head {last.digest}")


@guarded
def screen(
    file: FileArgument,
    source: SourceArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Results file as well, as minqual screen writes it.")
    ] = None,
    to_resolve: WorkListOption = None,
    confirm: ConfirmOption = False,  # noqa: FBT002  # typer's flag
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,  # noqa: FBT002  # typer's flag
    *,
    how: ReadingOptions,
    quiet: QuietOption = False,
) -> None:
    """Screen a source by the examination's packs, with all that was settled, and keep what was read and decided.

    Exit codes: 0 every row used, 4 some rows rejected or cells set open, 2 usage or input error.
    """
    from minqual.examinations import status_of
    from minqual.reports import page_of_summaries, page_of_summary
    from minqual.sources import read_source
    from minqual.verdicts import Judged, classed

    check_confirm(to_resolve, confirm=confirm)
    outputs = Outputs(output, None, to_resolve, None, None, force)
    inputs = [*inputs_of(source, (), how.column_map, None), (file, "the examination")]
    if faults := [*source_faults(source), *outputs.faults(Path(source), inputs)]:
        raise SourceError(faults)
    with examination_of(file) as examination:
        screeners = examination.screeners(NOTHING_SETTLED)
        several = len(screeners) > 1
        to = outputs.destinations()
        to.check_use(classed=several)
        reading = how.reading(tables_for(screeners))
        given = given_source(source)
        found = read_source(given.given, reading)
        say(*found.notes)
        stamp = given.stamp(reading)
        to.check_size(len(found.tables.applicant_ids))
        screened = examination.screen(found.tables, _source(stamp, how.column_map), now())
        asking = tuple(replace(each, confirming=confirm) for each in screened.results)
        results = tuple(classed(each) for each in asking) if several else asking
        if to.results or to.to_resolve:
            to.write_files(Judged(results, several).of_source(stamp), source)
        summaries = [each.summary for each in screened.results]
        say_page(page_of_summaries(summaries) if several else page_of_summary(summaries[0]), width(sys.stderr))
        complain_of_stale(each for result in screened.results for each in result.stale)
        say(*_status(examination, status_of(examination), after_screening=True))
        _say_head(examination)
        summary = summaries[0]
    if summary.rejected or summary.opened:
        raise typer.Exit(Exit.SOME_REJECTED)


def _source(stamp: SourceStamp, column_map: str | None) -> SourceFiles:
    """The files of a source with their digests, and the column map as it is written."""
    from minqual.examinations import SourceFiles
    from minqual.sources import map_path

    written = None if column_map is None else map_path(column_map).read_text(encoding="utf-8")
    return SourceFiles(stamp.files, written)


@guarded
def settle(
    file: FileArgument,
    sheets: Annotated[list[Path], typer.Argument(help="Work lists filled in.", metavar="SHEET...")],
    quiet: QuietOption = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Add what people have settled: the work list filled in. It counts from the next screening on.

    Exit codes: 0 it was added, 2 usage or input error, and nothing was added.
    """
    from minqual.settlements import read_settled

    with examination_of(file) as examination:
        codes = {code: says for pack in examination.packs for code, says in pack.reason_codes.items()}
        read_ = read_settled(sheets, codes)
        say(read_.told)
        fresh = examination.not_on_file(read_.settlements)
        if len(fresh) < len(read_.settlements):
            say(f"on file already, word for word: {len(read_.settlements) - len(fresh)}")
        if fresh:
            examination.settle(fresh, now())
            say(_when_they_count(fresh))
        _say_head(examination)


def _when_they_count(settlements: Sequence[Settlement]) -> str:
    at_once = sum(isinstance(each, Confirmation) for each in settlements)
    if at_once == len(settlements):
        return "confirmations count at once"
    return "they count from the next screening on: minqual exam screen" + ("; confirmations at once" if at_once else "")


@guarded
def status(file: FileArgument) -> None:
    """Show where an examination stands: how many are open for what, who moved since the screening before, and why.

    Exit codes: 0 it is shown, 2 usage or input error.
    """
    from minqual.examinations import status_of
    from minqual.reports import Page, Text, first_to_settle

    with examination_of(file) as examination:
        found = status_of(examination)
        asked = _asked_most(found, 2) if found else []
        first = first_to_settle([(f"asked of {count}", ask) for ask, count in asked])
        show_page(Page(Text(()), (*first, *map(Text.of, _status(examination, found)))), width())


def _asked_most(found: Status, most: int) -> list[tuple[str, int]]:
    """The facts that are asked for most often, each with how often."""
    return nsmallest(most, found.open.items(), key=lambda item: (-item[1], item[0]))


def _status(examination: Examination, found: Status | None, *, after_screening: bool = False) -> list[str]:
    """Where an examination stands, line by line. after_screening: without what its summary says already."""
    if found is None:
        return ["no screening yet: minqual exam screen"]
    lines = [f"screening of entry {found.run.number}, {found.run.at}, as of {examination.as_of.isoformat()}"]
    if after_screening:
        return [*lines, *_settled_and_moved(found), *_kept(examination)]
    for pack, counts in found.verdicts.items():
        told = ", ".join(f"{counts.get(word, 0)} {word}" for word in ("met", "conditional", "review", "refer", "unmet"))
        lines.append(f"{sum(counts.values())} applicants by {pack}: {told}")
    lines += _settled_and_moved(found)
    if found.open:
        lines.append("asked most often:")
        lines += [f"  {count}: {ask}" for ask, count in _asked_most(found, 10)]
    return [*lines, *_kept(examination)]


def _settled_and_moved(found: Status) -> list[str]:
    """What became of what was settled, and who moved, line by line."""
    lines = []
    if found.adverse:
        lines.append(f"adverse verdicts: {found.adverse}, of which {found.confirmed} are confirmed")
    if found.waiting:
        lines.append(f"clauses that another reader must read too: {found.waiting}")
    if found.unconfirmed:
        lines.append(f"confirmations of verdicts that are no longer the same: {found.unconfirmed}")
    if found.stale:
        lines.append(f"settlements that no longer count: {found.stale}")
    if found.letters:
        lines.append(f"letters that are out of date, as what they tell is no longer so: {found.letters}")
    if found.moved:
        lines.append("moved since the screening before:")
        lines += [f"  {each.told}" for each in found.moved]
    return lines


@guarded
def show_applicant(
    file: FileArgument,
    applicant: ApplicantArgument,
    on: OnOption = None,
    entry: EntryOption = None,
    ways: Annotated[bool, typer.Option("--ways", help="Tell as well what would be enough.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="A tree for people, or JSON.")] = Format.TEXT,
) -> None:
    """Show all that was ever decided about an applicant, and on what.

    Exit codes: 0 it is shown, 2 usage or input error.
    """
    from minqual.examinations import history_of, replayed

    with examination_of(file) as examination:
        upto = _up_to(examination, on, entry)
        history = history_of(examination, applicant, upto)
        found = replayed(examination, [applicant], upto)
        told = [ways_kept(each) if ways else () for each in found]
    if format_ is Format.JSON:
        verdicts = [each.verdict.to_dict() for each in found]
        for verdict, some in zip(verdicts if ways else (), told, strict=False):
            verdict["ways"] = [each.to_dict() for each in some]
        show_json({"history": history, "verdicts": verdicts})
        return
    show_broken([f"{each['at']}  entry {each['entry']}  {each['says']}" for each in history])
    for each, some in zip(found, told, strict=True):
        show_page(page_kept(each), width())
        if ways:
            from minqual.reports import page_of_ways

            show_page(page_of_ways(some, each.verdict.as_of), width())


def ways_kept(each: Replayed, level: str | None = None) -> Sequence[LevelWays]:
    """What would be enough for one applicant, by the record that was kept. level: the one level asked for."""
    from minqual.what_if import ways_of

    tables = each.again.tables(each.verdict.applicant_id)
    return ways_of(each.again.screener(each.pack), tables, each.screening, 0, level) if tables is not None else ()


@guarded
def agreement(
    file: FileArgument,
    format_: Annotated[Format, typer.Option("--format", help="A table for people, or JSON.")] = Format.TEXT,
) -> None:
    """Show how far readers agree on each clause, and how often they override what minqual itself says.

    Exit codes: 0 it is shown, 2 usage or input error.
    """
    from minqual.examinations import agreement_of
    from minqual.reports import agreement_lines, plain_agreement

    with examination_of(file) as examination:
        found = agreement_of(examination)
    if format_ is Format.JSON:
        show_json({"clauses": list(map(plain_agreement, found))})
        return
    show_broken(agreement_lines(found) or ["nobody has decided anything yet"])


def page_kept(replayed: Replayed) -> Page:
    """A verdict that was kept, as a page."""
    from minqual.reports import page_of_verdict

    return page_of_verdict(replayed.verdict, replayed.asks)


@guarded
def verify(
    file: FileArgument,
    head: Annotated[
        str | None, typer.Option("--head", help="A head kept elsewhere: it tells a cut end.", metavar="DIGEST")
    ] = None,
) -> None:
    """Verify that a file is as it was written, entry by entry and row by row.

    Exit codes: 0 it is, 1 it is not, 2 usage or input error.
    """
    from minqual.examinations import faults_of

    with examination_of(file) as examination:
        faults = faults_of(examination, head)
        entries = list(examination.file.entries())
    if faults:
        complain(*map(str, faults))
        raise typer.Exit(Exit.NOT_MET)
    show([f"{len(entries)} entries, all as they were written; head {entries[-1].digest}"])


@guarded
def replay(
    file: FileArgument,
    applicant: Annotated[
        str | None, typer.Argument(help="The id of an applicant; all of them if not given.", metavar="APPLICANT")
    ] = None,
    on: OnOption = None,
    entry: EntryOption = None,
) -> None:
    """Derive again what a screening decided, from the rows, packs and settlements that are kept.

    Exit codes: 0 it is the same byte for byte, 1 it is not, 2 usage or input error.
    """
    from minqual.examinations import replayed

    with examination_of(file) as examination:
        asked = examination.judged() if applicant is None else [applicant]
        found = replayed(examination, asked, _up_to(examination, on, entry))
    other = [each for each in found if not each.same]
    for each in other:
        complain(f"entry {each.run.number}, {each.verdict.applicant_id} by {each.pack}: another verdict than is kept")
    if other:
        raise typer.Exit(Exit.NOT_MET)
    runs = sorted({each.run.number for each in found})
    of = f"entr{'y' if len(runs) == 1 else 'ies'} {', '.join(map(str, runs))}"
    show([f"{so_many(len(found), 'verdict')} of {of} derived again, all the same byte for byte"])


def _up_to(examination: Examination, on: str | None, entry: int | None) -> int | None:
    """The entry after which a file is looked at; None: as it stands now."""
    from minqual.examinations import entry_on

    if on is None:
        return entry
    if entry is not None:
        raise FaultyInput([Fault("--on", "a day and an entry", "one of --on and --entry")])
    if ":" in on:
        raise FaultyInput([Fault("--on", "a time of day", "a day such as 2026-11-21, or --entry NUMBER")])
    return entry_on(examination, day_in(on, "--on"))


@guarded
def retain(
    file: FileArgument,
    by: Annotated[str | None, typer.Option(help="Who says so: initials, or a number.", metavar="NAME")] = None,
    at_least: Annotated[
        str | None, typer.Option(help="How long it is kept at least: 4 years, 30 months.", metavar="TIME")
    ] = None,
    at_most: Annotated[str | None, typer.Option(help="How long it is kept at most.", metavar="TIME")] = None,
    hold: Annotated[
        str | None, typer.Option(help="Hold it, as for a complaint: nothing is erased then.", metavar="NAME")
    ] = None,
    release: Annotated[str | None, typer.Option(help="Release a hold.", metavar="NAME")] = None,
    applicant: Annotated[
        list[str] | None, typer.Option(help="Whom to erase; all of them if not given. Several times.", metavar="ID")
    ] = None,
    why: Annotated[str, typer.Option(help="Why, in words.", metavar="TEXT")] = "",
    erase: Annotated[bool, typer.Option("--erase", help="Erase what is due, or the applicants named.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Say how long an examination is kept, hold it or release it; list what is due, and erase it only with --erase.

    Exit codes: 0 done, 2 usage or input error.
    """
    from minqual.examinations import erase as erased
    from minqual.examinations import hold as held
    from minqual.examinations import keep_for, retention_of
    from minqual.examinations import release as released

    saying = any(each is not None for each in (at_least, at_most, hold, release))
    who = _signed(by, needed=saying or erase, applicants=bool(applicant), erasing=erase)
    with examination_of(file) as examination:
        if at_least is not None or at_most is not None:
            before = retention_of(examination)
            least = before.at_least if at_least is None else _months(at_least, "--at-least")
            most = before.at_most if at_most is None else _months(at_most, "--at-most")
            keep_for(examination, least, most, who, now())
        if hold is not None:
            held(examination, hold, why, who, now())
        if release is not None:
            released(examination, release, who, now())
        today = datetime.now(UTC).date()
        due = applicant or _due(examination, today)
        if erase and due:
            erased(examination, due, who, why, today, now())
            say(f"erased: {len(due)} applicants")
        elif due:
            show([f"due: {len(due)} applicants; --erase erases them"])
        elif erase:
            say("nothing is due: nothing was erased")
        show(_kept(examination) or ["nothing is said of how long it is kept"])
        _say_head(examination)


def _signed(by: str | None, *, needed: bool, applicants: bool, erasing: bool) -> str:
    """Who says so of how long it is kept; FaultyInput where nobody does, or where applicants are named in vain."""
    faults = []
    if needed and not by:
        faults.append(Fault("--by", "nobody who says so", "initials, or a number"))
    if applicants and needed and not erasing:
        faults.append(Fault("--applicant", "applicants, where all are kept or held", "--erase beside it, or none"))
    if faults:
        raise FaultyInput(faults)
    return by or ""


def _kept(examination: Examination) -> list[str]:
    """How long an examination is kept, and what holds it."""
    from minqual.examinations import retention_of

    kept = retention_of(examination)
    until = [] if kept.not_before is None else [f"kept until {kept.not_before.isoformat()} at least"]
    by = [] if kept.due is None else [f"to be erased by {kept.due.isoformat()}"]
    return [*until, *by, *(f"held: {each}" for each in kept.held)]


def _due(examination: Examination, today: date) -> list[str]:
    """Whoever is due to be erased."""
    from minqual.examinations import retention_of

    due = retention_of(examination).due
    return examination.applicants() if due is not None and due <= today else []


def _months(text: str, option: str) -> int:
    """A time in whole months."""
    number, _, unit = text.strip().partition(" ")
    factor = {"year": 12, "years": 12, "month": 1, "months": 1}.get(unit.strip())
    if not number.isdigit() or factor is None or not int(number):
        raise FaultyInput([Fault(option, "no time in years or months", "4 years, or 30 months")])
    return int(number) * factor
