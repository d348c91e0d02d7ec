"""minqual exam compare: what people decided by hand beside what an examination says, and the clauses that decide it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import Exit, Format, guarded, show_json, show_page, width
from minqual.commands.exam import FileArgument
from minqual.values import Standing

if TYPE_CHECKING:
    from minqual.comparisons import ClauseChange, DecidedFile, StandingClause
    from minqual.examinations import Examination, Rescreening
    from minqual.verdicts import ClauseVerdict


@guarded
def compare_by_hand(
    file: FileArgument,
    hand: Annotated[
        Path,
        typer.Argument(
            help="Decisions by hand: columns applicant_id and decision, and by, who decided.", metavar="HAND"
        ),
    ],
    format_: Annotated[Format, typer.Option("--format", help="Sentences for people, or JSON.")] = Format.TEXT,
) -> None:
    """Compare what people decided by hand with the verdicts of the last screening, and say which clauses decide these.

    Exit codes: 0 both say the same, 1 somebody was decided on otherwise, 2 usage or input error.
    """
    from minqual.comparisons import compared, comparison_data, read_decided
    from minqual.examinations import Examination, Rescreening, run_on

    with Examination.of(file) as examination:
        run = run_on(examination, None)
        found = compared(_decided(examination, run.number), read_decided(hand))
        again = Rescreening(examination, run, examination.settlements(run.number))
        moves = tuple(replace(each, clauses=_deciding(again, examination.level, *each.key)) for each in found.moves)
    told = replace(found, moves=moves, missing=())
    if format_ is Format.JSON:
        show_json(comparison_data(told))
    else:
        from minqual.reports import page_of_comparison

        show_page(page_of_comparison(told), width())
    if told.moves:
        raise typer.Exit(Exit.NOT_MET)


def _decided(examination: Examination, run: int) -> DecidedFile:
    """The verdicts of a screening as a file of results would have them."""
    from minqual.comparisons import Decided, DecidedFile

    rows = {}
    several = len(examination.packs) > 1
    for pack, row in examination.verdicts(run):
        levels = {
            name.partition("_")[2]: Standing[cell.upper()]
            for name, cell in row.items()
            if name.startswith(("level_", "posts_"))
        }
        reached = tuple(row[name] for name in ("eligible_level", "conditional_level", "best_possible_level"))
        key = row["applicant_id"], pack if several else ""
        rows[key] = Decided(Standing[row["verdict"].upper()], levels, reached)
    return DecidedFile(str(examination.file.path), by_hand=False, rows=rows, stamp={})


def _deciding(again: Rescreening, only: str | None, applicant: str, pack: str) -> tuple[ClauseChange, ...]:
    """The clauses that decide what an examination says of an applicant."""
    from minqual.comparisons import ClauseChange
    from minqual.examinations import deciding_clauses

    screenings = again.of(applicant)
    screening = screenings[pack] if pack else next(iter(screenings.values()))
    level, clauses = deciding_clauses(screening, only)
    roots = {judged.id: root for judged, root in zip(screening.pack.judged, screening.tree.requirements, strict=True)}
    outline = screening.tree.outline(roots[level.level])
    numbers = {each.id: number for each, (number, _) in zip(level.clauses, outline, strict=True)}
    return tuple(ClauseChange(_standing_clause(level.level, numbers[each.id], each), None) for each in clauses)


def _standing_clause(level: str, number: str, clause: ClauseVerdict) -> StandingClause:
    from minqual.comparisons import StandingClause, figures_said

    counted = ""
    if (each := clause.counted) is not None:
        counted = figures_said(each.low, each.high or "", clause.needed or "", "", each.unit)
    standing = Standing[clause.standing.upper()]
    return StandingClause(level, clause.id, number, clause.kind, clause.says, standing, counted)
