"""Remarks on clauses that do nothing, because another clause holds whenever they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minqual.authoring.lint.written_pack import Found, Placed, Written, remarker, shortened
from minqual.clauses import AllOf, AnyOf, Clause, Group, Row, SubstitutionTable
from minqual.notation import Path, made


@remarker("alternative that never decides", "warning")
def dead_alternative(written: Written) -> Iterator[Found]:
    """An alternative of any of, or a row, that never decides: another one holds whenever it does."""
    for placed in written.clauses:
        if isinstance(placed.clause, AnyOf):
            inner = [((*placed.path, *step), clause) for step, clause in placed.clause.inner()]
            yield from _dead(written, inner)
        elif isinstance(placed.clause, SubstitutionTable):
            yield from _dead_rows(written, placed)


@remarker("clause that follows from another", "warning")
def redundant(written: Written) -> Iterator[Found]:
    """A clause beside a stricter or an equal one, all of which must hold: it adds nothing."""
    for level in written.pack.levels:
        yield from _redundant(written, written.own(level), [*written.inherited(level), *written.shared])
    for posts in written.pack.for_some_posts:
        yield from _redundant(written, written.own(posts), written.shared)
    yield from _redundant(written, written.shared)
    for placed in written.clauses:
        if isinstance(placed.clause, AllOf):
            yield from _redundant(written, [((*placed.path, *step), clause) for step, clause in placed.clause.inner()])


def _redundant(
    written: Written, clauses: Sequence[tuple[Path, Clause]], others: Sequence[tuple[Path, Clause]] = ()
) -> Iterator[Found]:
    """Those of some clauses that follow from another of them, or from one of others."""
    for place, (path, easier) in enumerate(clauses):
        stricter = [each for each in others if written.implication.holds(each[1], easier)]
        stricter += [
            each
            for other, each in enumerate(clauses)
            if other != place and _leads(written, each[1], easier, first=other < place)
        ]
        if stricter:
            where, harder = stricter[0]
            yield Found(
                path,
                _about(written, easier),
                f"{_told(written, easier)!r} holds whenever {_told(written, harder)!r} does ({_line(written, where)})",
                "leave it out, or correct the one that was meant to be different",
            )


def _dead(written: Written, clauses: Sequence[tuple[Path, Clause]]) -> Iterator[Found]:
    for place, (path, harder) in enumerate(clauses):
        for other, (where, easier) in enumerate(clauses):
            if place != other and _leads(written, harder, easier, first=other < place):
                yield _unreachable(written, path, harder, where, easier)
                break


def _dead_rows(written: Written, placed: Placed) -> Iterator[Found]:
    """Each alternative of each row with the row's experience, against all other rows."""
    table = placed.clause
    assert isinstance(table, SubstitutionTable)
    members = written.implication.members
    rows = [row for group in members(table) for row in members(group) if isinstance(row, Row)]
    for place, row in enumerate(table.rows):
        path: Path = (*placed.path, "rows", place, "education")
        education = row.education
        several = education.inner() if isinstance(education, AnyOf) else [((), education)]
        for step, clause in several:
            whole = made(AllOf, all_of=(clause, rows[place].experience))
            for other, easier in enumerate(rows):
                if other != place and written.implication.holds(whole, easier):
                    where: Path = (*placed.path, "rows", other, "education")
                    yield _unreachable(written, (*path, *step), clause, where, easier)
                    break


def _leads(written: Written, harder: Clause, easier: Clause, *, first: bool) -> bool:
    """Whether a clause leads to another; of two equal ones only the first counts as the other."""
    holds = written.implication.holds
    return holds(harder, easier) and (first or not holds(easier, harder))


def _unreachable(written: Written, path: Path, harder: Clause, where: Path, easier: Clause) -> Found:
    return Found(
        path,
        _about(written, harder),
        f"{_told(written, harder)!r} never decides: whoever meets it meets {_told(written, easier)!r} "
        f"({_line(written, where)})",
        "leave it out, or correct the one that was meant to be different",
    )


def _told(written: Written, clause: Clause) -> str:
    """A clause in words; one whose words only point at its parts by its name."""
    pointing = isinstance(clause, Group) and clause.points
    return written.name(clause) if pointing else shortened(clause.says())


def _about(written: Written, clause: Clause) -> tuple[str, ...]:
    name = written.name(clause)
    return (name, clause.id) if clause.id else (name,)


def _line(written: Written, path: Path) -> str:
    return "line" + written.text.place(path).rpartition(" line")[2].partition(" column")[0]
