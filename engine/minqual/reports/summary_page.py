"""The page of a screening: rows that add up, verdicts, what holds back most, what was not understood, rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from minqual.records import BY_FORM, HEADINGS, LINE, NOBODYS, Reject
from minqual.reports.page import COLOURS, Page, Span, Table, Text
from minqual.values import Standing, so_many, visible
from minqual.verdicts import MANY_PEOPLE, MOST_WORDS, UNKNOWN

if TYPE_CHECKING:
    from rich.table import Table as TerminalTable

    from minqual.outputs import Listing
    from minqual.records import RowCount
    from minqual.verdicts import HeldBack, Summary, UnknownWords

FEW: Final = 10
FEW_STRANGERS: Final = 5
FEW_OF_A_CLASS: Final = 3
MANY: Final = 40

_LOST: Final = {"row": "row left out", "cell": "cell open"}

_STRANGE: Final = {
    (LINE, HEADINGS): "no applicant",
    (NOBODYS,): "of no applicant",
    (BY_FORM,): "of an applicant whose id is written otherwise, and who is held at least at review",
}


def page_of_summary(summary: Summary, limit: int = FEW) -> Page:
    """A screening by one pack: rows that add up, verdicts, and the open facts that hold back most applicants."""
    lines = (
        *_verdicts(summary),
        *_settlements(summary),
        *_held(summary, limit),
        *_words(summary),
        *_equal_applicants(summary),
        *_columns(summary),
    )
    return _page([summary], (*lines, _policy(summary, "counted")))


def page_of_summaries(summaries: Sequence[Summary], limit: int = FEW_OF_A_CLASS) -> Page:
    """A screening by several packs: the rows once, and for each class what one has, but fewer open facts."""
    lines: list[str] = []
    policies: dict[str, list[str]] = {}
    for each in summaries:
        lines += [*_verdicts(each), *_settlements(each), *_held(each, limit), *_words(each)]
        policies.setdefault(_policy(each, "counted"), []).append(each.pack)
    lines += [*_equal_applicants(summaries[0]), *_columns(summaries[0])]
    one = len(policies) == 1
    told = [said if one else f"{_first(packs, FEW_OF_A_CLASS)} {said}" for said, packs in policies.items()]
    return _page(summaries, (*lines, *told))


def _page(summaries: Sequence[Summary], lines: Sequence[str]) -> Page:
    rows = counts_of_rows([(row.table, row) for row in summaries[0].rows])
    first = first_of_held(each for summary in summaries for each in summary.held_back)
    return Page(Text(()), (*first, rows, *map(Text.of, lines)))


def first_of_held(facts: Iterable[HeldBack]) -> tuple[Text, ...]:
    """The two open facts that decide most verdicts by themselves, over all classes."""
    alone: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    for each in facts:
        alone[each.fact, each.of] += each.alone
        held[each.fact, each.of] += each.applicants
    most = nsmallest(2, held, key=lambda fact: (-alone[fact], -held[fact], fact))
    return first_to_settle([(f"decides {alone[fact]} of {held[fact]}", fact[0]) for fact in most])


def first_to_settle(facts: Sequence[tuple[str, str]]) -> tuple[Text, ...]:
    """What settles most, a line each: how much it settles, then the open fact, cut where a line ends."""
    begun = zip(("first to settle", "then"), facts, strict=False)
    return tuple(Text.of(f"{begins} ({settles}): ", Span(fact, cut=True)) for begins, (settles, fact) in begun)


def counts_of_rows(rows: Sequence[tuple[str, RowCount]]) -> Table:
    """How many rows of each table were read, and what became of them."""
    some = any(count.left_out for _, count in rows)
    figures = [
        (name, count.all, count.used, count.rejected, count.blank, *([count.left_out] if some else ()), count.cells)
        for name, count in rows
    ]
    heads = ("rows", "read", "used", "rejected", "blank", *(["left out"] if some else ()), "open")
    return Table(heads, tuple(figures))


def _verdicts(summary: Summary) -> list[str]:
    people = so_many(summary.applicants, "applicant")
    lines = [f"{people} by {summary.pack}, as of {summary.as_of}: {_counts(summary.verdicts)}"]
    if len(summary.levels) > 1:
        lines += [f"  {level}: {_counts(counts)}" for level, counts in summary.levels.items()]
    lines += [f"  posts {posts}: {_counts(counts)}" for posts, counts in summary.posts.items()]
    return lines


def _settlements(summary: Summary) -> list[str]:
    """What became of what people settled."""
    told = [f"{count} {name}" for name, count in summary.settlements.items()]
    return [f"settlements: {', '.join(told)}"] if told else []


def _held(summary: Summary, limit: int) -> list[str]:
    if not summary.held_back:
        return []
    first = "open facts that hold back most applicants (in brackets: those whom it alone holds back)"
    told = summary.held_back[:limit]
    return [first, *(f"  {held.applicants} ({held.alone})  {held.fact} ({held.of} can say)" for held in told)]


def _words(summary: Summary) -> list[str]:
    lines = []
    for section, words in summary.unknown_words.items():
        told = [f"{word} ({count})" for word, count in words.shown.items()]
        told += [_others(words)] if words.others else []
        lines.append(f"{UNKNOWN[section]} that the pack does not know: {', '.join(told)}")
    return lines


def _others(words: UnknownWords) -> str:
    """How many words are not shown, why, and where they are."""
    many = f"{words.others} more" if words.shown else str(words.others)
    why = f"fewer than {MANY_PEOPLE} applicants write {'it' if words.others == 1 else 'each'}"
    rarer = f"rarer, or {why}" if len(words.shown) >= MOST_WORDS else why
    return f"{many}, not shown ({rarer}; minqual check lists those of an applicant)"


def _equal_applicants(summary: Summary) -> list[str]:
    """Applicants all of whose rows are equal: who may be one person under several ids."""
    told = [f"{', '.join(each[:-1])} and {each[-1]}" for each in summary.equal_applicants[:FEW]]
    rest = len(summary.equal_applicants) - FEW
    first = "applicants whose rows are all equal; the same person twice?"
    return [first, *(f"  {each}" for each in told), *([f"  and {rest} more"] if rest > 0 else ())] if told else []


def _columns(summary: Summary) -> list[str]:
    return [f"{where}: columns not used: {_first(columns)}" for where, columns in summary.unknown_columns.items()]


def _policy(summary: Summary, counted: str) -> str:
    names = ("calendar", "full time", "overlap", "quarter unit")
    values = "; ".join(f"{name}: {summary.policy[name]}" for name in names)
    return f"{counted} by the policy {summary.policy['name']!r} - {values}"


def _first(names: Sequence[str], many: int = MANY) -> str:
    """Some names, or the first of many."""
    rest = len(names) - many
    return ", ".join(names[:many]) + (f" and {rest} more" if rest > 0 else "")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def results_table(listing: Listing, limit: int) -> TerminalTable:
    """The first rows of results as a table for the terminal."""
    return _table(listing, _SHOWN, limit)


def words_table(listing: Listing, limit: int) -> TerminalTable:
    """The first words that hold verdicts back as a table for the terminal."""
    return _table(listing, _SHOWN_OF_WORDS, limit)


def _table(listing: Listing, columns: Mapping[str, str], limit: int) -> TerminalTable:
    """The first rows of a listing, some columns of it under headings of their own; standings in colour."""
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    shown = {name: head for name, head in columns.items() if name in listing.columns}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in shown.values():
        table.add_column(head, overflow="fold")
    for cells in zip(*(listing.columns[name][:limit] for name in shown), strict=True):
        row = dict(zip(shown, map(visible, map(str, cells)), strict=True))
        told: dict[str, str | Text] = {name: escape(cell) for name, cell in row.items()}
        if "verdict" in row:
            told["verdict"] = Text(row["verdict"], COLOURS[Standing[row["verdict"].upper()]])
        table.add_row(*told.values())
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

_SHOWN_OF_WORDS: Final = {
    "verdicts": "verdicts held back",
    "applicants": "applicants",
    "rows": "rows",
    "column": "column",
    "word": "word",
    "employer": "employer",
    "duties": "kinds told",
    "nearest": "nearest",
}
"""The columns of words that the terminal shows, and what stands above them."""


def reject_lines(rejected: Sequence[Reject], limit: int) -> list[str]:
    """Rejected rows in words that show no cell: the first for each reason in a file, with how many more there are.

    limit: reasons that are told; the rows of the others are counted.
    """
    alike: dict[tuple[str, ...], list[Reject]] = {}
    for each in rejected:
        alike.setdefault((each.table, each.where, each.sheet, each.reason, each.lost), []).append(each)
    groups = list(alike.values())
    lines = [
        reject_line(first) + (f" (and {len(rest)} more for the same reason)" if rest else "")
        for first, *rest in groups[:limit]
    ]
    left = sum(map(len, groups[limit:]))
    return [*lines, f"and {so_many(left, 'more reason')}"] if left else lines


def rejects_line(summary: Summary) -> str:
    """What was lost of a source, rows and cells apart."""
    return f"{so_many(summary.rejected, 'row')} left out, {so_many(summary.opened, 'cell')} open"


def stranger_lines(rejected: Sequence[Reject]) -> list[str]:
    """How many rows are no applicant or of none, or miss one by the form of the id alone, with the first of them."""
    lines = []
    for found, what in _STRANGE.items():
        rows = {(each.table, each.where, each.sheet, each.row): each for each in rejected if each.found in found}
        if rows:
            first = ", ".join(map(_row, list(rows.values())[:FEW_STRANGERS]))
            rest = len(rows) - FEW_STRANGERS
            more = f" and {rest} more" if rest > 0 else ""
            lines.append(f"{what}: {_rows_by_table(list(rows.values()))} ({first}{more})")
    return lines


def _rows_by_table(rejects: Sequence[Reject]) -> str:
    """How many rows of which tables."""
    counts = Counter(each.table for each in rejects)
    return " and ".join(f"{so_many(count, 'row')} of {table}" for table, count in counts.items())


def _row(reject: Reject) -> str:
    """Where a row stands."""
    return f"{reject.where}{f', sheet {reject.sheet}' if reject.sheet else ''} row {reject.row}"


def reject_line(reject: Reject) -> str:
    """A rejected row, or a cell that is open, in words that show no cell."""
    column = f", column {reject.column}" if reject.column else ""
    return f"{_row(reject)}{column}: {reject.reason} ({_LOST[reject.lost]})"
