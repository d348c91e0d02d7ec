"""minqual what-if: what another pack, or another amount in a clause, would do to a pool, and to groups of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
    guarded,
    options_given,
    output_option,
    say,
)
from minqual.commands.figure_files import Figures, check_figures
from minqual.commands.impact import ConventionOption, ReferenceOption, references_in
from minqual.commands.inputs import inputs_of
from minqual.commands.packs import RunOptions, class_faults, complain_of_stale, packs_of
from minqual.commands.reading import ReadingOptions, SourceArgument, read, source_faults
from minqual.judging import Screener, screen_all, settlement_faults, tables_for, with_carried
from minqual.packs import is_folder
from minqual.values import Fault, SourceError, so_many

if TYPE_CHECKING:
    from minqual.comparisons import RuleChange
    from minqual.impact import ImpactChange, Outcomes
    from minqual.judging import Screening
    from minqual.records import Tables
    from minqual.reports import Page
    from minqual.sources import Reading


@guarded
def what_if(
    source: SourceArgument,
    rules: Annotated[
        str | None,
        typer.Option(
            "--rules",
            help="The pack as it is: the name of a bundled one, or a path; of an examination file one of its packs, "
            "where it has several.",
            metavar="PACK",
        ),
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="Another pack, or another version of it (PACK@DATE).", metavar="PACK")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            help="Another amount in a clause, 'director.experience: 4 years'; '3 years..6 years step 1 year' tries "
            "each. Several times for several clauses.",
            metavar="CLAUSE: AMOUNT",
        ),
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option(
            help="Who belongs to which group, as impact takes it: the rates of each group before and after.",
            metavar="FILE",
        ),
    ] = None,
    convention: ConventionOption = "none",
    reference: ReferenceOption = None,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None, output_option("All who move (.csv), with all counts (.xlsx), a plot (.svg) or a page (.html).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,  # noqa: FBT002  # typer's flag
    format_: Annotated[Format, typer.Option("--format", help="Tables for people, or JSON.")] = Format.TEXT,
    *,
    said: RunOptions,
    how: ReadingOptions,
    quiet: QuietOption = False,
) -> None:
    """Say who would stand otherwise under another pack, or with another amount in a clause, and by which clause.

    The source is read and counted once; of an examination file it is the last screening, with what was settled before
    it. Nothing is decided by it: the results of `screen` stay as they are.

    Exit codes: 0 told, 2 usage or input error, 4 some rows were rejected or cells set open.
    """
    from minqual.examinations import is_examination

    kept, names = is_examination(Path(source)), [each for each in (rules, against) if each is not None]
    options = [*(["--as-of"] if as_of is not None else []), *options_given(said), *options_given(how)]
    beside = options if kept else []
    faults = [*_faults(source, rules, against, change or [], kept=kept), *(_said_itself(each) for each in beside)]
    if groups is None:
        of_groups = {"--convention": convention != "none", "--reference": bool(reference)}
        expected = "--groups FILE, which it belongs to"
        faults += [Fault(each, "said without --groups", expected) for each, said_so in of_groups.items() if said_so]
    if faults:
        raise SourceError(faults)
    if output is not None:
        inputs = inputs_of(source, names, how.column_map, said.settled)
        check_figures(output, [*inputs, *([(groups, "a file that is read")] if groups else [])], force=force)
    asked = Asked(change or [], groups, convention, references_in(reference or []))
    if kept:
        found = _of_examination(Path(source), rules, against, asked)
    else:
        day = as_of_date(as_of)
        packs = said.packs(names, None, day, versions=True)
        says, screeners = _changed(packs.screeners, asked.changes)
        try:
            tables = _tables(source, screeners, day, how.reading(tables_for(screeners)))
        except SourceError as error:
            raise SourceError(class_faults(error.faults, packs)) from None
        found = _effects(screen_all(screeners, tables, day), says, asked)
    _show(found, output, format_)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: changes, and who belongs to which group."""

    changes: Sequence[str]
    groups: Path | None
    convention: str
    reference: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Effects:
    """What changes do to a pool, and to the groups of it at each level that somebody moves at."""

    of_all: RuleChange
    of_groups: tuple[ImpactChange, ...] = ()


def _faults(source: str, rules: str | None, against: str | None, changes: Sequence[str], *, kept: bool) -> list[Fault]:
    """What is wrong with what was asked. kept: whether the source is an examination file."""
    faults = source_faults(source)
    if rules is None and not kept:
        faults.append(Fault("--rules", "no pack", "the name of a bundled one, or a path", code="missing"))
    for option, name in (("--rules", None if kept else rules), ("--against", against)):
        if name is not None and is_folder(name):
            faults.append(Fault(option, "a folder of packs", "one pack"))
    if against is None and not changes:
        expected = "--against PACK, or --change 'CLAUSE: AMOUNT'"
        faults.append(Fault("what-if", "nothing that would change", expected, code="missing"))
    return faults


def _said_itself(option: str) -> Fault:
    return Fault(option, "said beside an examination file", "nothing: the file says it itself")


def _changed(screeners: Sequence[Screener], changes: Sequence[str]) -> tuple[list[str], list[Screener]]:
    """What each new pack changes, and the screeners: of the pack as it is, then of each new one."""
    from minqual.what_if import changed_packs

    first = screeners[0].pack
    says = [each.pack.called_beside(first) for each in screeners[1:]]
    made = [screeners[0], *(with_carried(screeners[0], each) for each in screeners[1:])]
    for each in changed_packs(first.written, changes) if changes else ():
        says.append(each.says)
        made.append(Screener(each.pack.for_run(first.run)))
    return says, made


def _of_examination(path: Path, rules: str | None, against: str | None, asked: Asked) -> Effects:
    """The rule change over the last screening of an examination file, with what was settled before it."""
    from minqual.examinations import Examination, Rescreening

    with Examination.of(path) as examination:
        again, day = Rescreening.last(examination), examination.as_of
        first = again.chosen(rules, "--rules")
        run = first.pack.run
        others = (
            packs_of([against], None, day, replace(run, vacancy=()), dict(run.vacancy)).screeners if against else ()
        )
        says, screeners = _changed([first, *others], asked.changes)
        return _effects(screen_all(screeners, again.pool(tables_for(screeners)), day), says, asked)


def _tables(source: str, screeners: Sequence[Screener], day: date, how: Reading) -> Tables:
    """What a source holds; SourceError where what was settled does not fit it."""
    found = read(source, how)
    say(*found.notes)
    settlements = screeners[0].pack.run.settlements
    if settlements:
        judged_by = [(each.pack, each.tree) for each in screeners]
        if faults := list(settlement_faults(settlements, judged_by, found.tables.applicant_ids, day)):
            raise SourceError(faults)
    return found.tables


def _effects(screenings: Iterable[Screening], says: Sequence[str], asked: Asked) -> Effects:
    """What the packs of screenings do, the pack as it is first."""
    from minqual.comparisons import effects_of

    if asked.groups is None:
        return Effects(effects_of(screenings, says))
    from minqual.impact import impact_changed, read_groups

    stand: list[dict[str | None, Outcomes]] = []
    found = effects_of(_watched(screenings, stand), says)
    groups = read_groups(asked.groups, stand[0][None].ids)
    levels: list[str | None] = [each if each in stand[0] else None for each in found.levels]
    return Effects(
        found,
        tuple(
            impact_changed(
                stand[0][level],
                [(each, own[level]) for each, own in zip(says, stand[1:], strict=True) if level in own],
                groups,
                asked.convention,
                asked.reference,
            )
            for level in levels
        ),
    )


def _watched(screenings: Iterable[Screening], stand: list[dict[str | None, Outcomes]]) -> Iterator[Screening]:
    """Screenings as they come; how their applicants stand, over all and at each level, is put into a list."""
    from minqual.impact import outcomes_of_screening

    for each in screenings:
        levels = [None, *(judged.id for judged in each.pack.judged)]
        told = {level: outcomes_of_screening(each, level, each.pack.called) for level in levels}
        stand.append({level: replace(one, missing=()) for level, one in told.items()})
        yield each


def _said(effects: Effects) -> Iterator[str]:
    """What figures are of: the pack and its digest, each change, and what impact says of itself."""
    from minqual._version import __version__
    from minqual.impact import impact_said

    found = effects.of_all
    yield f"{found.pack}, as of {found.as_of}, {so_many(found.applicants, 'applicant')}, engine {__version__}"
    for number, step in enumerate(found.steps, start=1):
        first, other = (each.stamp.get("pack digest", "") for each in step.comparison.files)
        if number == 1:
            yield f"as it is: digest {first}"
        yield f"change {number}: {step.says}; digest {other}"
    yield from (each for change in effects.of_groups[:1] for each in impact_said(change.before))


def _show(effects: Effects, output: Path | None, format_: Format) -> None:
    from minqual.comparisons import rule_change_data, rule_change_sheets
    from minqual.impact import impact_change_data, impact_change_sheets
    from minqual.reports import Text, page_of_impact_change, page_of_rule_change, plot_of_rule_change

    found, groups = effects.of_all, effects.of_groups

    def page() -> Page:
        made, more = page_of_rule_change(found), [page_of_impact_change(each) for each in groups]
        below = (block for each in more for block in (Text.of(""), each.title, *each.blocks))
        return replace(made, blocks=(*made.blocks, *below))

    figures = Figures(
        "What if",
        list(_said(effects)),
        found.as_of,
        lambda: rule_change_data(found) | ({"impact": list(map(impact_change_data, groups))} if groups else {}),
        lambda: [*rule_change_sheets(found), *(impact_change_sheets(groups) if groups else ())],
        page,
        lambda: plot_of_rule_change(found),
    )
    figures.show(output, format_, "all who move are")
    complain_of_stale(each for step in found.steps for each in step.stale)
    if found.rejects:
        complain("some rows were rejected or cells set open; minqual applicants inspect tells which")
        raise typer.Exit(Exit.SOME_REJECTED)
