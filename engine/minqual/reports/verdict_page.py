"""What people see on the terminal: a verdict as an outline, a summary, a table of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from typer import style

from minqual.clauses import BY_KIND, Leaf
from minqual.records import Reject
from minqual.reports.outline import COLOURS, Branch, drawn, section
from minqual.values import Standing, calendar_words, hundredths
from minqual.verdicts import ClauseVerdict, EvidenceItem, LevelVerdict, Verdict

if TYPE_CHECKING:
    from rich.table import Table

    from minqual.outputs import Listing
    from minqual.verdicts import Summary

FEW: Final = 10
FEW_OF_A_CLASS: Final = 3
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
            if clause.standing != "unmet" or level.standing == "met" or clause.kind not in _RECORDED:
                continue
            above = [each for each in level.clauses if clause.id.startswith(f"{each.id}.")]
            in_a_row = [each for each in above if each.kind == "row"]
            without_education = any(standing[f"{row.id}.education"] == "unmet" for row in in_a_row)
            if all(each.standing in {"unmet", "refer"} for each in above) and not without_education:
                lines[f"{clause.says}: {_missing(clause)}"] = None
    return list(lines)


_RECORDED: Final = frozenset(name for name, kind in BY_KIND.items() if issubclass(kind, Leaf) and kind.recorded)
"""Kinds of clause of which it is told what is missing on record."""


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
    return [
        *_row_lines(summary),
        *_verdict_lines(summary),
        *_held_lines(summary, limit),
        *_word_lines(summary),
        *_column_lines(summary),
        _policy_line(summary, "counted"),
    ]


def class_lines(summaries: Sequence[Summary], limit: int = FEW_OF_A_CLASS) -> list[str]:
    """The summary of several packs: the rows once, and for each class what summary_lines has, but fewer open facts."""
    lines = _row_lines(summaries[0])
    policies: dict[str, list[str]] = {}
    for each in summaries:
        title, *held = _held_lines(each, limit) or [""]
        told = title in lines
        lines += [*_verdict_lines(each), *([] if told or not title else [title]), *held, *_word_lines(each)]
        policies.setdefault(_policy_line(each, " counted"), []).append(each.pack)
    lines += _column_lines(summaries[0])
    return [*lines, *(f"{', '.join(packs)}{line}" for line, packs in policies.items())]


def _row_lines(summary: Summary) -> list[str]:
    lines = [f"{'rows':<14}{'read':>10}{'used':>10}{'rejected':>10}{'blank':>10}"]
    lines += [f"{row.table:<14}{row.all:>10}{row.used:>10}{row.rejected:>10}{row.blank:>10}" for row in summary.rows]
    return lines


def _verdict_lines(summary: Summary) -> list[str]:
    lines = [f"{summary.applicants} applicants by {summary.pack}, as of {summary.as_of}: {_counts(summary.verdicts)}"]
    if len(summary.levels) > 1:
        lines += [f"  {level}: {_counts(counts)}" for level, counts in summary.levels.items()]
    return lines


def _held_lines(summary: Summary, limit: int) -> list[str]:
    if not summary.held_back:
        return []
    first = "open facts that hold back most applicants (in brackets: those whom it alone holds back)"
    told = summary.held_back[:limit]
    return [first, *(f"  {held.applicants} ({held.alone})  {held.fact} ({held.of} can say)" for held in told)]


def _word_lines(summary: Summary) -> list[str]:
    if not summary.unknown_words:
        return []
    words = ", ".join(f"{word} ({count})" for word, count in summary.unknown_words.items())
    return [f"kinds of work that the pack does not know, counted for nothing: {words}"]


def _column_lines(summary: Summary) -> list[str]:
    return [f"{where}: columns not used: {_first(columns)}" for where, columns in summary.unknown_columns.items()]


def _policy_line(summary: Summary, counted: str) -> str:
    names = ("calendar", "full time", "overlap", "quarter unit")
    values = "; ".join(f"{name}: {summary.policy[name]}" for name in names)
    return f"{counted} by the policy {summary.policy['name']!r} - {values}"


def _first(names: Sequence[str]) -> str:
    """Some names, or the first of many."""
    rest = len(names) - MANY
    return ", ".join(names[:MANY]) + (f" and {rest} more" if rest > 0 else "")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def results_table(listing: Listing, limit: int) -> Table:
    """The first rows of results as a table for the terminal."""
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    shown = {name: head for name, head in _SHOWN.items() if name in listing.columns}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in shown.values():
        table.add_column(head, overflow="fold")
    for cells in zip(*(listing.columns[name][:limit] for name in shown), strict=True):
        row = dict(zip(shown, map(str, cells), strict=True))
        coloured = Text(row["verdict"], COLOURS[Standing[row["verdict"].upper()]])
        table.add_row(*(coloured if name == "verdict" else escape(cell) for name, cell in row.items()))
    return table


_SHOWN: Final = {
    "applicant_id": "applicant",
    "class": "class",
    "verdict": "verdict",
    "eligible_level": "eligible level",
    "best_possible_level": "at best",
    "to_resolve": "to resolve",
}
"""The columns of results that the terminal shows, and what stands above them."""


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
