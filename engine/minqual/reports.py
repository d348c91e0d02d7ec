"""What people see on the terminal: a verdict as an outline, a summary, a pack."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from typer import style

from minqual.applicants import Reject
from minqual.figures import calendar_words, hundredths
from minqual.packs import Pack
from minqual.standings import Standing
from minqual.trees import Tree
from minqual.verdicts import ClauseVerdict, LevelVerdict, Verdict

if TYPE_CHECKING:
    from rich.table import Table

    from minqual.results import Results, Summary

COLOURS: Final = {
    Standing.MET: "green",
    Standing.CONDITIONAL: "cyan",
    Standing.REVIEW: "yellow",
    Standing.REFER: "magenta",
    Standing.UNMET: "red",
}
SIGNS: Final = {
    Standing.MET: "+",
    Standing.CONDITIONAL: "~",
    Standing.REVIEW: "?",
    Standing.REFER: ">",
    Standing.UNMET: "-",
}
FEW: Final = 10


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an outline and what hangs below it. standing: colours the mark before the text."""

    text: str
    below: tuple[Branch, ...] = ()
    standing: Standing | None = None

    @property
    def mark(self) -> str:
        """The sign and word of a standing, in a column of their own."""
        return "" if self.standing is None else f"{SIGNS[self.standing]} {self.standing.word:<11} "


def drawn(branch: Branch, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    """An outline line by line, broken at a width; marks carry the colours of their standings."""
    pieces = textwrap.wrap(branch.text, max(20, width - len(rest) - len(branch.mark))) or [""]
    mark = branch.mark if branch.standing is None else style(branch.mark, fg=COLOURS[branch.standing])
    yield f"{first}{mark}{pieces[0] if branch.standing is not None else style(pieces[0], bold=True)}"
    yield from (f"{rest}{' ' * len(branch.mark)}{piece}" for piece in pieces[1:])
    for number, each in enumerate(branch.below, start=1):
        last = number == len(branch.below)
        yield from drawn(each, width, f"{rest}{'└── ' if last else '├── '}", f"{rest}{'    ' if last else '│   '}")


def verdict_report(verdict: Verdict, width: int, only: str | None = None) -> Iterator[str]:
    """A verdict at a glance, line by line: each level as an outline, then what is open and what was assumed."""
    said = style(verdict.standing.said, fg=COLOURS[verdict.standing], bold=True)
    pack = f"{verdict.pack.name} version {verdict.pack.version}, as of {verdict.as_of}"
    yield f"{style(verdict.applicant_id + ':', bold=True)} {said}   {pack}"
    if len(verdict.levels) > 1:
        yield _reached(verdict)
    levels = [level for level in reversed(verdict.levels) if only in (None, level.level)]
    for level in levels:
        yield from drawn(_level_outline(level), width)
    unread = [f"{row.table} row {row.row}, {row.column}: {row.reason}" for row in verdict.rejected_rows]
    policy = verdict.policy
    for title, lines in (
        ("To resolve", _open_lines(levels)),
        ("Short of what is needed", _shortfalls(levels)),
        ("Rows not read", unread),
        ("Taken as given", verdict.assumptions),
        ("A person confirms before an adverse decision", [each.says for each in verdict.confirm]),
        ("Desirable, never counted against anyone", [each.says for each in verdict.desirables]),
        ("Counting policy", [f"{policy['name']}: {policy['calendar']}", policy["full time"], policy["overlap"]]),
    ):
        yield from _section(title, lines, width)


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
    return Branch(f"{level.title}{code}: {said}", _outline(level.clauses, None))


def _outline(clauses: Sequence[ClauseVerdict], parent: str | None) -> tuple[Branch, ...]:
    """The clauses below one, without those that do not account for it."""
    inside = [each for each in clauses if each.parent == parent]
    if parent is not None:
        inside = _worth_showing(next(each for each in clauses if each.id == parent), inside)
    return tuple(_branch(clause, _outline(clauses, clause.id)) for clause in inside)


def _worth_showing(clause: ClauseVerdict, inside: Sequence[ClauseVerdict]) -> list[ClauseVerdict]:
    """The parts that account for a group: what holds it up where it is met, what fails in a row that fails."""
    if clause.kind in {"any of", "rows"} and clause.standing == "met":
        return [each for each in inside if each.standing == "met"]
    if clause.kind == "row" and clause.standing == "unmet":
        return [each for each in inside if each.standing == "unmet"]
    return list(inside)


_OPENED: Final = {"any of": "any one of these", "all of": "all of these"}


def _branch(clause: ClauseVerdict, below: tuple[Branch, ...]) -> Branch:
    says = _OPENED.get(clause.kind, clause.says) if below else clause.says
    figure = "" if clause.counted is None else f"  [{counted_words(clause)}]"
    return Branch(says + figure, below, Standing[clause.standing.upper()])


def counted_words(clause: ClauseVerdict) -> str:
    """Counted against needed: "4.50 of 5.00 years", "3.00 to 6.00 of 5.00 years"."""
    counted = clause.counted
    assert counted is not None
    low, high = counted.low, counted.high
    exact_low, exact_high = counted.exact
    if counted.unit in {"years", "months"} and clause.standing != "met" and clause.needed in (low, high):
        return (
            f"{_words(exact_low, counted.unit)} to {_words(exact_high, counted.unit)} of {clause.needed} {counted.unit}"
        )
    span = low if low == high else f"{low} or more" if high is None else f"{low} to {high}"
    return f"{span} of {clause.needed} {counted.unit}"


def _words(exact: str | None, unit: str) -> str:
    if exact is None:
        return "any time"
    return calendar_words(Fraction(exact) / (12 if unit == "months" else 1))


def _open_lines(levels: Sequence[LevelVerdict]) -> list[str]:
    """Every open fact of the levels shown, once, with who can say it."""
    lines: dict[str, None] = {}
    for level in levels:
        for clause in level.clauses:
            for item in filter(lambda item: item.decides, clause.open):
                about = f"{item.entry}: " if item.entry else ""
                lines[f"{about}{item.ask} (the {item.of} can say)"] = None
    return list(lines)


def _shortfalls(levels: Sequence[LevelVerdict]) -> list[str]:
    """What is missing even at best, for clauses that are counted."""
    lines: dict[str, None] = {}
    for level in levels:
        for clause in level.clauses:
            counted = clause.counted
            if clause.standing != "unmet" or counted is None or counted.exact[1] is None or clause.needed is None:
                continue
            short = Fraction(clause.needed) - Fraction(counted.exact[1])
            said = (
                calendar_words(short / (12 if counted.unit == "months" else 1))
                if "units" not in counted.unit
                else f"{hundredths(short)} units"
            )
            lines[f"{clause.says}: {said} short"] = None
    return list(lines)


def _section(title: str, lines: Sequence[str], width: int) -> Iterator[str]:
    if lines:
        yield ""
        yield style(title, bold=True)
    for line in lines:
        yield textwrap.fill(line, max(20, width), initial_indent="  ", subsequent_indent="    ")


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
            f"  {held.applicants} ({held.alone})  {held.fact} (the {held.of} can say)"
            for held in summary.held_back[:limit]
        ]
    if summary.unknown_words:
        words = ", ".join(f"{word} ({count})" for word, count in summary.unknown_words.items())
        lines.append(f"kinds of work that the pack does not know, counted for nothing: {words}")
    for where, columns in summary.unknown_columns.items():
        lines.append(f"{where}: columns not used: {', '.join(columns)}")
    counted = ("calendar", "full time", "overlap", "quarter unit")
    values = "; ".join(f"{name}: {summary.policy[name]}" for name in counted)
    lines.append(f"counted by the policy {summary.policy['name']!r} - {values}")
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def results_table(results: Results, limit: int) -> Table:
    """The first results as a table for the terminal."""
    from rich.markup import escape  # noqa: PLC0415  # a single check needs no tables and starts faster without
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("applicant", "verdict", "eligible level", "at best", "to resolve"):
        table.add_column(name, overflow="fold")
    columns = results.columns
    names = ("applicant_id", "verdict", "eligible_level", "best_possible_level", "to_resolve")
    for cells in list(zip(*(columns[name] for name in names), strict=True))[:limit]:
        applicant, verdict, *rest = map(str, cells)
        table.add_row(escape(applicant), Text(verdict, COLOURS[Standing[verdict.upper()]]), *map(escape, rest))
    return table


def pack_report(pack: Pack, tree: Tree, width: int) -> Iterator[str]:
    """A pack as a person reads it, line by line."""
    yield style(pack.title, bold=True)
    yield f"{pack.name} version {pack.version}, in force {pack.in_force}"
    yield f"{pack.agency}. {pack.specification}."
    for level, root in zip(pack.levels, tree.requirements, strict=True):
        code = f" ({level.class_code})" if level.class_code else ""
        heading = f"{level.title}{code}, level {level.id}, requires all of these"
        yield ""
        yield from drawn(Branch(heading, _clauses(tree, root)), width)
    yield from _section("Taken as given", pack.assumptions, width)
    for title, statements in (
        ("A person confirms before an adverse decision", pack.confirm),
        ("Desirable, never counted against anyone", pack.desirable),
        ("Without effect on screening", pack.no_effect),
        ("Never screened", pack.never_screened),
    ):
        lines = [f"{each.says} ({each.source.section}: {each.source.anchor})" for each in statements]
        yield from _section(title, lines, width)
    yield from _section("Counting policy", [f"{name}: {value}" for name, value in pack.policy.printed().items()], width)


def _clauses(tree: Tree, number: int) -> tuple[Branch, ...]:
    """The clauses below a node as an outline, each with its source."""
    branches = []
    for part in tree.nodes[number].parts:
        clause = tree.nodes[part].clause
        assert clause is not None
        below = _clauses(tree, part)
        says = _OPENED.get(clause.kind, clause.says()) if below else clause.says()
        source = f"  ({clause.source.section}: {clause.source.anchor})" if clause.source else ""
        branches.append(Branch(says + source, below))
    return tuple(branches)


def reject_line(reject: Reject) -> str:
    """A rejected row in words that show no cell."""
    column = f", column {reject.column}" if reject.column else ""
    return f"{reject.where} row {reject.row}{column}: {reject.reason}"
