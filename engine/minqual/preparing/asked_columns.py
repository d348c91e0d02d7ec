"""What a rule pack asks of applicants: the tables and columns that its clauses draw on, and the words it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from minqual.clauses import (
    Answer,
    Clause,
    CollegeUnits,
    NumberTerm,
    StatedNumber,
    SubstitutionTable,
    Term,
    UnitsTerm,
    Work,
)
from minqual.judging import grow
from minqual.notation import PackModel
from minqual.packs import Pack
from minqual.records import COLUMNS, ENTRY, NEVER_DECIDE, YES_OR_NO
from minqual.values import DEGREE_WORDS

SECTION_OF: Final[Mapping[tuple[str, str], str]] = {
    ("education", "field"): "fields",
    ("education", "subject"): "subjects",
    ("experience", "employer"): "employers",
    ("experience", "class_code"): "classes",
    ("experience", "kinds"): "kinds",
    ("credentials", "name"): "credentials",
    ("credentials", "issuer"): "issuers",
}
"""The section of a pack's vocabulary that each column of words is matched against."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that the answers table answers. number: whether with a number, else with yes or no."""

    name: str
    ask: str
    number: bool


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column that a pack asks for.

    choices: words that it understands there, where there are any. firm: whether no other words make sense.
    """

    name: str
    choices: tuple[str, ...] = ()
    firm: bool = False


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table that a pack draws on, with the columns that it asks for, in the order of the contract."""

    name: str
    columns: tuple[AskedColumn, ...]


def asked_tables(pack: Pack) -> tuple[AskedTable, ...]:
    """The tables that a pack draws on, the applicants first."""
    drawn_on = {table for leaf in grow(pack).leaves for table in leaf.draws_on()}
    asked = []
    for name, columns in COLUMNS.items():
        if name == "applicants":
            asked.append(AskedTable(name, (AskedColumn("applicant_id"),)))
        elif name in drawn_on:
            left_out = _not_asked(pack, name) | NEVER_DECIDE
            wanted = [column for column in columns if column not in left_out]
            if name != "answers":
                wanted.insert(1, ENTRY)
            asked.append(AskedTable(name, tuple(_column(pack, name, column) for column in wanted)))
    return tuple(asked)


def asked_questions(pack: Pack) -> tuple[AskedQuestion, ...]:
    """The questions of a pack, each once, in its order."""
    found: dict[str, AskedQuestion] = {}
    for part in _parts(pack):
        for question in _questions(part):
            found.setdefault(question.name, question)
    return tuple(found.values())


def _questions(part: PackModel) -> Iterator[AskedQuestion]:
    if isinstance(part, Answer):
        yield AskedQuestion(part.answer, part.ask, number=False)
    elif isinstance(part, StatedNumber):
        yield from (AskedQuestion(name, ask, number=True) for name, ask in part.questions_.items())
    elif isinstance(part, NumberTerm):
        yield AskedQuestion(part.question, part.ask, number=True)


def _not_asked(pack: Pack, table: str) -> set[str]:
    """Columns of a table that no clause of a pack draws on."""
    parts = list(_parts(pack))
    sections = {
        section for part in parts if isinstance(part, Clause | Term | Work) for _, section, _ in part.names()
    }  # fmt: skip
    left_out = {
        column
        for (each, column), section in SECTION_OF.items()
        if each == table and section not in sections and column not in {"kinds", "name"}
    }
    if not any(isinstance(part, CollegeUnits | UnitsTerm | SubstitutionTable) for part in parts):
        left_out |= {"semester_units", "quarter_units"}
    if not pack.accredited:
        left_out.add("accredited")
    refused = any(isinstance(part, Work) and part.unpaid_work == "refused" for part in parts)
    if not refused and pack.policy.unpaid_work == 1:
        left_out.add("paid")
    return left_out


def _column(pack: Pack, table: str, column: str) -> AskedColumn:
    if section := SECTION_OF.get((table, column)):
        return AskedColumn(column, tuple(getattr(pack, section)))
    if column == "level":
        return AskedColumn(column, DEGREE_WORDS)
    if column in YES_OR_NO:
        return AskedColumn(column, ("yes", "no"), firm=True)
    questions = asked_questions(pack) if table == "answers" else ()
    if column == "question":
        return AskedColumn(column, tuple(question.name for question in questions), firm=True)
    if column == "answer" and not all(question.number for question in questions):
        return AskedColumn(column, ("yes", "no"), firm=not any(question.number for question in questions))
    return AskedColumn(column)


def _parts(value: object) -> Iterator[PackModel]:
    """All that a pack is made of, at any depth."""
    if isinstance(value, PackModel):
        yield value
        for _, inner in value:
            yield from _parts(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _parts(inner)
