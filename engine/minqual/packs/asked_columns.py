"""What a rule pack asks of applicants: the tables and columns that its clauses draw on, and the words it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from minqual.clauses import Clause, NamedQuestion
from minqual.counting import SECTION_OF
from minqual.packs.pack import Pack
from minqual.records import COLUMNS, ENTRY, NEVER_DECIDE, UNIT_COLUMNS, YES_OR_NO
from minqual.values import DEGREE_WORDS


def asked_tables(pack: Pack, clauses: Sequence[Clause] | None = None) -> Mapping[str, tuple[str, ...]]:
    """The tables that a pack draws on, the applicants first, each with the columns that it asks for, in their order.

    clauses: those of it that ask; None: all.
    """
    asking = pack.clauses if clauses is None else clauses
    drawn_on = {table for clause in asking for table in clause.draws_on()}
    asked: dict[str, tuple[str, ...]] = {"applicants": ("applicant_id",)}
    for name, columns in COLUMNS.items():
        if name in drawn_on:
            left_out = _not_asked(pack, asking, name) | NEVER_DECIDE
            first, *others = (column for column in columns if column not in left_out)
            asked[name] = (first, *([] if name == "answers" else [ENTRY]), *others)
    return asked


def asked_questions(clauses: Iterable[Clause]) -> tuple[NamedQuestion, ...]:
    """The questions that clauses ask, each once, in their order."""
    found: dict[str, NamedQuestion] = {}
    for clause in clauses:
        for question in clause.asks():
            found.setdefault(question.name, question)
    return tuple(found.values())


def _not_asked(pack: Pack, clauses: Sequence[Clause], table: str) -> set[str]:
    """Columns of a table that none of some clauses of a pack draws on."""
    sections = {section for clause in clauses for _, section, _ in clause.names()}
    left_out = {
        column
        for (each, column), section in SECTION_OF.items()
        if each == table and section not in sections and column not in {"kinds", "name"}
    }
    asked = {column for clause in clauses for column in clause.columns()}
    left_out |= {*UNIT_COLUMNS, "paid"} - asked
    if not pack.job_facts:
        left_out.add("facts")
    if not pack.accredited:
        left_out.add("accredited")
    return left_out if pack.policy.unpaid_work == 1 else left_out - {"paid"}


def choices_in(pack: Pack, table: str, column: str) -> tuple[tuple[str, ...], bool]:
    """The words that a pack understands in a column, where there are any, and whether no other words make sense."""
    if section := SECTION_OF.get((table, column)):
        return tuple(getattr(pack, section)), False
    if column == "level":
        asked = {name for clause in pack.clauses for _, section, name in clause.names() if section == "awards"}
        awards = [name for name in pack.awards if name in {*asked, *pack.award_order.higher(asked)}]
        own = [word for words in pack.levels_of_study.values() for word in words]
        return (*DEGREE_WORDS, *own, *awards), False
    if column in YES_OR_NO:
        return ("yes", "no"), True
    questions = asked_questions(pack.clauses) if table == "answers" else ()
    if column == "question":
        return tuple(question.name for question in questions), True
    forms = {question.form for question in questions}
    return (("yes", "no"), len(forms) == 1) if column == "answer" and "yes or no" in forms else ((), False)
