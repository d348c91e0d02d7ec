"""What people see on the terminal: a verdict as a tree, a summary, a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from minqual.applicants import Reject
from minqual.figures import calendar_words, hundredths
from minqual.packs import Pack
from minqual.results import Results, Summary
from minqual.standings import Standing
from minqual.trees import Tree as ClauseTree
from minqual.verdicts import ClauseVerdict, LevelVerdict, Verdict

STYLES: Final = {
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


def verdict_report(verdict: Verdict, only: str | None = None) -> RenderableType:
    """A verdict at a glance: each level as a tree, then what is open and what was assumed."""
    heading = Text.assemble(
        (f"{verdict.applicant_id}: ", "bold"),
        (verdict.standing.said, f"bold {STYLES[verdict.standing]}"),
        f"   {verdict.pack.name} version {verdict.pack.version}, as of {verdict.as_of}",
    )
    levels = [level for level in reversed(verdict.levels) if only in (None, level.level)]
    lines: list[RenderableType] = [heading]
    if len(verdict.levels) > 1:
        lines.append(Text(_reached(verdict)))
    lines += [_level_tree(level) for level in levels]
    lines += _section("To resolve", _open_lines(levels))
    lines += _section("Short of what is needed", _shortfalls(levels))
    lines += _section(
        "Rows not read", [f"{row.table} row {row.row}, {row.column}: {row.reason}" for row in verdict.rejected_rows]
    )
    lines += _section("Taken as given", verdict.assumptions)
    if verdict.standing < Standing.MET or verdict.confirm:
        lines += _section("A person confirms before an adverse decision", [each.says for each in verdict.confirm])
    lines += _section("Desirable, never counted against anyone", [each.says for each in verdict.desirables][:FEW])
    policy = verdict.policy
    lines += _section(
        "Counting policy",
        [f"{policy['name']}: {policy['calendar']}", policy["full time"], f"overlap: {policy['overlap']}"],
    )
    return Group(*lines)


def _reached(verdict: Verdict) -> str:
    said = [f"eligible for {verdict.eligible_level or 'no level'}"]
    if verdict.conditional_level != verdict.eligible_level:
        said.append(f"conditionally for {verdict.conditional_level}")
    if verdict.best_possible_level != verdict.conditional_level:
        said.append(f"at best for {verdict.best_possible_level}")
    return ", ".join(said)


def _level_tree(level: LevelVerdict) -> Tree:
    standing = Standing[level.standing.upper()]
    code = f" ({level.class_code})" if level.class_code else ""
    tree = Tree(Text.assemble((f"{level.title}{code}: ", "bold"), (standing.said, f"bold {STYLES[standing]}")))
    _grow(tree, level.clauses, None)
    return tree


def _grow(tree: Tree, clauses: Sequence[ClauseVerdict], parent: str | None) -> None:
    """The clauses below one, those that cannot hold folded into a line."""
    for clause in clauses:
        if clause.parent == parent:
            inside = _worth_showing(clause, [each for each in clauses if each.parent == clause.id])
            branch = tree.add(_line(clause, opened=bool(inside)))
            _grow(branch, [each for each in clauses if each.parent != clause.id or each in inside], clause.id)


def _worth_showing(clause: ClauseVerdict, inside: Sequence[ClauseVerdict]) -> list[ClauseVerdict]:
    """The parts that account for a group: what holds it up where it is met, what fails in a row that fails."""
    if clause.kind in {"any of", "rows"} and clause.standing == "met":
        return [each for each in inside if each.standing == "met"]
    if clause.kind == "row" and clause.standing == "unmet":
        return [each for each in inside if each.standing == "unmet"]
    return list(inside)


_OPENED: Final = {"any of": "any one of these", "all of": "all of these"}


def _line(clause: ClauseVerdict, *, opened: bool) -> Text:
    standing = Standing[clause.standing.upper()]
    says = _OPENED.get(clause.kind, clause.says) if opened else clause.says
    line = Text.assemble((f"{SIGNS[standing]} {clause.standing:<11} ", STYLES[standing]), says)
    if clause.counted is not None:
        line.append(f"  [{counted_words(clause)}]", "bold")
    return line


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


def _section(title: str, lines: Sequence[str]) -> list[RenderableType]:
    if not lines:
        return []
    return [Text(f"\n{title}", "bold"), *(Text(f"  {line}") for line in lines)]


def summary_lines(summary: Summary, limit: int = FEW) -> list[str]:
    """A screening's summary: rows that add up, verdicts, and the open facts that hold back most applicants."""
    lines = [f"{'rows':<14}{'read':>10}{'used':>10}{'rejected':>10}{'blank':>10}"]
    lines += [f"{row.table:<14}{row.all:>10}{row.used:>10}{row.rejected:>10}{row.blank:>10}" for row in summary.rows]
    lines.append(f"{summary.applicants} applicants: {_counts(summary.verdicts)}")
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
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def results_table(results: Results, limit: int) -> Table:
    """The first results as a table for the terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("applicant", "verdict", "eligible level", "at best", "to resolve"):
        table.add_column(name, overflow="fold")
    columns = results.columns
    names = ("applicant_id", "verdict", "eligible_level", "best_possible_level", "to_resolve")
    for cells in list(zip(*(columns[name] for name in names), strict=True))[:limit]:
        applicant, verdict, *rest = map(str, cells)
        table.add_row(escape(applicant), Text(verdict, STYLES[Standing[verdict.upper()]]), *map(escape, rest))
    return table


def pack_report(pack: Pack, tree: ClauseTree) -> RenderableType:
    """A pack as a person reads it."""
    lines: list[RenderableType] = [
        Text(f"{pack.title}", "bold"),
        Text(f"{pack.name} version {pack.version}, in force {pack.in_force}"),
        Text(f"{pack.agency}. {pack.specification}."),
    ]
    for level, root in zip(pack.levels, tree.requirements, strict=True):
        code = f" ({level.class_code})" if level.class_code else ""
        branch = Tree(Text(f"{level.title}{code}, level {level.id}, requires all of these", "bold"))
        _grow_clauses(branch, tree, root)
        lines += [Text(""), branch]
    lines += _section("Taken as given", pack.assumptions)
    for title, statements in (
        ("A person confirms before an adverse decision", pack.confirm),
        ("Desirable, never counted against anyone", pack.desirable),
        ("Without effect on screening", pack.no_effect),
        ("Never screened", pack.never_screened),
    ):
        lines += _section(title, [f"{each.says} ({each.source.section}: {each.source.anchor})" for each in statements])
    lines += _section("Counting policy", [f"{name}: {value}" for name, value in pack.policy.printed().items()])
    return Group(*lines)


def _grow_clauses(branch: Tree, tree: ClauseTree, number: int) -> None:
    for part in tree.nodes[number].parts:
        clause = tree.nodes[part].clause
        assert clause is not None
        source = f"  ({clause.source.section}: {clause.source.anchor})" if clause.source else ""
        _grow_clauses(branch.add(Text.assemble(clause.says(), (source, "dim"))), tree, part)


def reject_line(reject: Reject) -> str:
    """A rejected row in words that show no cell."""
    column = f", column {reject.column}" if reject.column else ""
    return f"{reject.where} row {reject.row}{column}: {reject.reason}"
