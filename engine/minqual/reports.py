"""What people see on the terminal: a verdict as an outline, a summary, a table of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from typer import style

from minqual.applicants import Reject
from minqual.figures import calendar_words, hundredths
from minqual.outlines import COLOURS, Branch, drawn, section
from minqual.standings import Standing
from minqual.verdicts import ClauseVerdict, EvidenceItem, LevelVerdict, Verdict

if TYPE_CHECKING:
    from rich.table import Table

    from minqual.results import Results
    from minqual.summaries import Summary

FEW: Final = 10
MANY: Final = 40


def verdict_report(verdict: Verdict, width: int, open_lines: Sequence[str], only: str | None = None) -> Iterator[str]:
    """A verdict at a glance, line by line: each level as an outline, then what is open and what was assumed."""
    said = style(verdict.standing.said, fg=COLOURS[verdict.standing], bold=True)
    pack = f"{verdict.pack.name} version {verdict.pack.version}, as of {verdict.as_of}"
    yield f"{style(verdict.applicant_id + ':', bold=True)} {said}   {pack}"
    if len(verdict.levels) > 1 and only is None:
        yield _reached(verdict)
    levels = [level for level in reversed(verdict.levels) if only in (None, level.level)]
    for level in levels:
        yield from drawn(_level_outline(level), width)
    unread = [f"{row.table} row {row.row}, {row.column}: {row.reason}" for row in verdict.rejected_rows]
    policy = verdict.policy
    for title, lines in (
        ("To resolve", open_lines),
        ("Short of what is needed", _shortfalls(levels)),
        ("Rows not read", unread),
        ("Taken as given", verdict.assumptions),
        ("A person confirms before an adverse decision", [each.says for each in verdict.confirm]),
        ("Desirable, never counted against anyone", [each.says for each in verdict.desirables]),
        ("Counting policy", [f"{policy['name']}: {policy['calendar']}", policy["full time"], policy["overlap"]]),
    ):
        yield from section(title, lines, width)


def _reached(verdict: Verdict) -> str:
    said = [f"eligible for {verdict.eligible_level or 'no level'}"]
    if verdict.conditional_level != verdict.eligible_level:
        said.append(f"conditionally for {verdict.conditional_level}")
    if verdict.best_possible_level != verdict.conditional_level:
        said.append(f"at best for {verdict.best_possible_level}")
    return ", ".join(said)


def _level_outline(level: LevelVerdict) -> Branch:
    code = f" ({level.class_code})" if level.class_code else ""
    said = Standing[level.standing.upper()].said
    return Branch(f"{level.title}{code}: {said}", _outline(level.clauses, None, set()), bold=True)


def _outline(clauses: Sequence[ClauseVerdict], parent: str | None, told: set[EvidenceItem]) -> tuple[Branch, ...]:
    """The clauses below one, without those that do not account for it; each row of evidence is told once."""
    inside = [each for each in clauses if each.parent == parent]
    if parent is not None:
        inside = _worth_showing(next(each for each in clauses if each.id == parent), inside)
    return tuple(_branch(clause, clauses, told) for clause in inside)


def _worth_showing(clause: ClauseVerdict, inside: Sequence[ClauseVerdict]) -> list[ClauseVerdict]:
    """The parts that account for a group: one that holds it up where it is met, what fails in a row that fails."""
    if clause.kind in {"any of", "rows"} and clause.standing == "met":
        return [each for each in inside if each.standing == "met"][:1]
    if clause.kind == "row" and clause.standing == "unmet":
        return [each for each in inside if each.standing == "unmet"]
    return list(inside)


_OPENED: Final = {"any of": "any one of these", "all of": "all of these"}


def _branch(clause: ClauseVerdict, clauses: Sequence[ClauseVerdict], told: set[EvidenceItem]) -> Branch:
    below = _outline(clauses, clause.id, told)
    says = _OPENED.get(clause.kind, clause.says) if below else clause.says
    figure = "" if clause.counted is None else f"  [{counted_words(clause)}]"
    place = (
        f"  ({clause.source.section})"
        if clause.source is not None and clause.source.section and clause.parent is None
        else ""
    )
    fresh = [item for item in clause.evidence if item not in told]
    told.update(fresh)
    unit = "" if clause.counted is None else f" {clause.counted.unit}"
    rows = tuple(Branch(_evidence_words(item, unit)) for item in fresh)
    return Branch(says + figure + place, (*rows, *below), Standing[clause.standing.upper()])


def _evidence_words(item: EvidenceItem, unit: str) -> str:
    """A row of the record as a clause saw it: "job 2018-03 to 2021-06 (communications): counts, 3.25 years"."""
    said = f"{item.entry}: {item.says}" if item.entry else item.says
    if item.low is None or item.high == "0.00":
        return said
    if item.high is None:
        return f"{said}, {item.low} or more{unit}"
    # Beside more jobs that may count, a job's part of full time may be the smaller one.
    least, most = sorted((item.low, item.high), key=Fraction)
    return f"{said}, {least if least == most else f'{least} to {most}'}{unit}"


def counted_words(clause: ClauseVerdict) -> str:
    """Counted against needed: "4.50 of 5.00 years", "3.00 to 6.00 of 5.00 years"."""
    counted, needed = clause.counted, clause.needed
    assert counted is not None
    assert needed is not None
    low = _exactly(counted.low, counted.exact[0], counted.unit, needed)
    if counted.high is None or counted.exact[1] is None:
        return f"{low} or more of {needed} {counted.unit}"
    high = _exactly(counted.high, counted.exact[1], counted.unit, needed)
    return f"{low if low == high else f'{low} to {high}'} of {needed} {counted.unit}"


def _exactly(shown: str, exact: str, unit: str, needed: str) -> str:
    """A figure; in years, months and days where rounding would show a shortfall as equal."""
    if shown == needed and Fraction(exact) < Fraction(needed) and unit in {"years", "months"}:
        return calendar_words(Fraction(exact) / (12 if unit == "months" else 1))
    return shown


def _shortfalls(levels: Sequence[LevelVerdict]) -> list[str]:
    """What is missing even at best of levels that are not met: in a table, from the rows whose education is there."""
    lines: dict[str, None] = {}
    for level in levels:
        standing = {clause.id: clause.standing for clause in level.clauses}
        for clause in level.clauses:
            if clause.standing != "unmet" or level.standing == "met" or clause.kind not in _WITH_FIGURES:
                continue
            above = [each for each in level.clauses if clause.id.startswith(f"{each.id}.")]
            in_a_row = [each for each in above if each.kind == "row"]
            without_education = any(standing[f"{row.id}.education"] == "unmet" for row in in_a_row)
            if all(each.standing in {"unmet", "refer"} for each in above) and not without_education:
                lines[f"{clause.says}: {_missing(clause)}"] = None
    return list(lines)


_WITH_FIGURES: Final = ("experience", "unbroken", "units", "total", "disjoint", "number", "degree", "credential")


def _missing(clause: ClauseVerdict) -> str:
    """How much a clause falls short by, at best and at worst."""
    counted = clause.counted
    if counted is None or counted.exact[1] is None or clause.needed is None:
        return "not on record"
    least, most = (Fraction(clause.needed) - Fraction(exact) for exact in (counted.exact[1], counted.exact[0]))
    if counted.unit in {"years", "months"}:
        said = [calendar_words(each / (12 if counted.unit == "months" else 1)) for each in (least, most)]
    else:
        said = [f"{hundredths(each)} {counted.unit.removeprefix('semester ')}" for each in (least, most)]
    return f"{said[0]} short" if said[0] == said[1] else f"{said[0]} to {said[1]} short"


def summary_lines(summary: Summary, limit: int = FEW) -> list[str]:
    """A screening's summary: rows that add up, verdicts, and the open facts that hold back most applicants."""
    lines = [f"{'rows':<14}{'read':>10}{'used':>10}{'rejected':>10}{'blank':>10}"]
    lines += [f"{row.table:<14}{row.all:>10}{row.used:>10}{row.rejected:>10}{row.blank:>10}" for row in summary.rows]
    lines.append(
        f"{summary.applicants} applicants by {summary.pack}, as of {summary.as_of}: {_counts(summary.verdicts)}"
    )
    if len(summary.levels) > 1:
        lines += [f"  {level}: {_counts(counts)}" for level, counts in summary.levels.items()]
    if summary.held_back:
        lines.append("open facts that hold back most applicants (in brackets: those whom it alone holds back)")
        lines += [
            f"  {held.applicants} ({held.alone})  {held.fact} ({held.of} can say)" for held in summary.held_back[:limit]
        ]
    if summary.unknown_words:
        words = ", ".join(f"{word} ({count})" for word, count in summary.unknown_words.items())
        lines.append(f"kinds of work that the pack does not know, counted for nothing: {words}")
    for where, columns in summary.unknown_columns.items():
        lines.append(f"{where}: columns not used: {_first(columns)}")
    counted = ("calendar", "full time", "overlap", "quarter unit")
    values = "; ".join(f"{name}: {summary.policy[name]}" for name in counted)
    lines.append(f"counted by the policy {summary.policy['name']!r} - {values}")
    return lines


def _first(names: Sequence[str]) -> str:
    """Some names, or the first of many."""
    rest = len(names) - MANY
    return ", ".join(names[:MANY]) + (f" and {rest} more" if rest > 0 else "")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def results_table(results: Results, limit: int) -> Table:
    """The first results as a table for the terminal."""
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("applicant", "verdict", "eligible level", "at best", "to resolve"):
        table.add_column(name, overflow="fold")
    columns = results.columns
    names = ("applicant_id", "verdict", "eligible_level", "best_possible_level", "to_resolve")
    for cells in zip(*(columns[name][:limit] for name in names), strict=True):
        applicant, verdict, *rest = map(str, cells)
        table.add_row(escape(applicant), Text(verdict, COLOURS[Standing[verdict.upper()]]), *map(escape, rest))
    return table


def reject_lines(rejected: Sequence[Reject], limit: int) -> list[str]:
    """Rejected rows in words that show no cell: the first for each reason in a file, with how many more there are.

    limit: reasons that are told; the rows of the others are counted.
    """
    alike: dict[tuple[str, str, str, str], list[Reject]] = {}
    for each in rejected:
        alike.setdefault((each.table, each.where, each.sheet, each.reason), []).append(each)
    groups = list(alike.values())
    lines = [
        reject_line(first) + (f" (and {len(rest)} more for the same reason)" if rest else "")
        for first, *rest in groups[:limit]
    ]
    left = sum(map(len, groups[limit:]))
    return [*lines, f"and {left} more reasons"] if left else lines


def reject_line(reject: Reject) -> str:
    """A rejected row in words that show no cell."""
    column = f", column {reject.column}" if reject.column else ""
    sheet = f", sheet {reject.sheet}" if reject.sheet else ""
    return f"{reject.where}{sheet} row {reject.row}{column}: {reject.reason}"
