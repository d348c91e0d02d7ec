"""What a pack asks, as plain values: the contract by which a program builds a form for its applicants."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from minqual.clauses import Clause, NamedQuestion, Provision
from minqual.counting import SECTION_OF, JobFact
from minqual.judging import required
from minqual.packs import Pack, asked_questions, asked_tables, choices_in
from minqual.records import HOW_WRITTEN, MEANINGS, REQUIRED, ROWS, CellForm, cell_form, limits_in
from minqual.values import Named
from minqual.verdicts import PackStamp

AnswerForm: TypeAlias = Literal["yes or no", "a number", "days"]
"""With what a question is answered; days: several with ; between them, or none."""

FactForm: TypeAlias = Literal["yes or no", "from the lowest", "one of", "several of", "number of"]
"""With what a fact of a job is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A word to choose from. also: other words that mean the same."""

    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAsked:
    """A level of the class, or posts of it for which more is asked. posts: whether it is these."""

    level: str
    title: str
    class_code: str
    posts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnAsked:
    """A column of a table. blank: what a blank in it means. needed: whether a row is of little use without it.

    A blank is taken even there: what is not known is open. how: how it is written. choices: words that are understood
    there. only_choices: whether no others make sense. limits: the least and the most that are read, with their unit.
    levels: those that some clause needs it for; none: it tells rows apart, for the reader.
    """

    column: str
    form: CellForm
    says: str
    how: str
    blank: str
    needed: bool
    choices: tuple[Choice, ...]
    only_choices: bool
    levels: tuple[str, ...]
    limits: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAsked:
    """A list of a record. row: what one of its rows is. levels: those that some clause needs it for."""

    table: str
    row: str
    columns: tuple[ColumnAsked, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question that a row of answers answers, under its name. levels: those that it is asked for."""

    question: str
    ask: str
    form: AnswerForm
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAsked:
    """A fact that each job may state among its `facts`. choices: its values. unit: what is counted, of a number.

    not_told: what it means that a job says nothing of it. levels: those that it is asked for.
    """

    fact: str
    ask: str
    form: FactForm
    choices: tuple[Choice, ...]
    unit: str
    not_told: Literal["ask", "counts as no"]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterAsked:
    """What is said once of each vacancy, before anyone is judged."""

    parameter: str
    ask: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """All that a pack asks: enough to build a form. levels: in pack order, the posts after them.

    A record has one list for each table but `applicants`, with these columns less applicant_id.
    """

    contract: Literal[1] = 1
    pack: PackStamp
    title: str
    agency: str
    levels: tuple[LevelAsked, ...]
    tables: tuple[TableAsked, ...]
    questions: tuple[QuestionAsked, ...]
    job_facts: tuple[FactAsked, ...]
    vacancy: tuple[ParameterAsked, ...]

    def to_json(self) -> str:
        """The contract as JSON text."""
        return json.dumps(asdict(self), default=vars, indent=2, ensure_ascii=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain values, as they come out of its JSON."""
        plain: dict[str, Any] = json.loads(self.to_json())
        return plain


_Clauses: TypeAlias = Mapping[str, Sequence[Clause]]
"""All clauses of each level and of posts, by its id."""


def asked_of(pack: Pack) -> Asks:
    """All that a pack asks of a record, whose rows belong to its applicant without a word."""
    asks = asked_in_sheets(pack)
    tables = (
        each
        if each.table == "applicants"
        else replace(each, columns=tuple(column for column in each.columns if column.column != "applicant_id"))
        for each in asks.tables
    )
    return replace(asks, tables=tuple(tables))


def asked_in_sheets(pack: Pack) -> Asks:
    """All that a pack asks of tables, each row of which names its applicant."""
    clauses = {
        each.id: [inner for clause in required(pack, each) for inner in clause.all_inside()] for each in pack.judged
    }
    of_levels = {level: asked_tables(pack, each) for level, each in clauses.items()}
    return Asks(
        pack=PackStamp.of(pack),
        title=pack.title,
        agency=pack.agency,
        levels=tuple(
            LevelAsked(level=each.id, title=each.title, class_code=getattr(each, "class_code", ""), posts=posts)
            for posts, every in ((False, pack.levels), (True, pack.for_some_posts))
            for each in every
        ),
        tables=tuple(_table(pack, *each, of_levels) for each in asked_tables(pack).items()),
        questions=tuple(_question(each, clauses) for each in asked_questions(pack.clauses)),
        job_facts=tuple(_fact(pack, name, fact, clauses) for name, fact in pack.job_facts.items()),
        vacancy=tuple(
            ParameterAsked(parameter=name, ask=each.ask, choices=each.one_of) for name, each in pack.vacancy.items()
        ),
    )


_Columns: TypeAlias = Mapping[str, Sequence[str]]


def _table(pack: Pack, table: str, columns: Sequence[str], of_levels: Mapping[str, _Columns]) -> TableAsked:
    needing = {level: tables[table] for level, tables in of_levels.items() if table in tables}
    return TableAsked(
        table=table,
        row=ROWS[table],
        columns=tuple(_column(pack, table, each, needing) for each in columns),
        levels=tuple(needing),
    )


def _column(pack: Pack, table: str, column: str, needing: _Columns) -> ColumnAsked:
    meaning, (words, firm) = MEANINGS[table, column], choices_in(pack, table, column)
    form = cell_form(column, choices=bool(words))
    how = HOW_WRITTEN["date" if form == "date" else "several"] if form in {"date", "several of"} else ""
    return ColumnAsked(
        column=column,
        form=form,
        says=meaning.says,
        how=how,
        blank=meaning.blank,
        needed=column in REQUIRED[table],
        choices=tuple(Choice(name=word, also=_also(pack, table, column, word)) for word in words),
        only_choices=firm,
        levels=tuple(level for level, asked in needing.items() if column in asked),
        limits={} if firm else limits_in(column),
    )


def _also(pack: Pack, table: str, column: str, name: str) -> tuple[str, ...]:
    """Other words that applicants use for a name."""
    sections = (SECTION_OF.get((table, column), ""), "awards" if column == "level" else "")
    words = next((getattr(pack, each)[name] for each in sections if each and name in getattr(pack, each)), ())
    return tuple(words)


def _question(question: NamedQuestion, clauses: _Clauses) -> QuestionAsked:
    asking = [level for level, each in clauses.items() if any(q.name == question.name for q in asked_questions(each))]
    return QuestionAsked(question=question.name, ask=question.ask, form=question.form, levels=tuple(asking))


def _fact(pack: Pack, name: str, fact: JobFact, clauses: _Clauses) -> FactAsked:
    asking = [level for level, each in clauses.items() if any(name in _facts(pack, clause) for clause in each)]
    words = fact.values or ({"yes": fact.yes, "no": fact.no} if fact.form == "yes or no" else {})
    return FactAsked(
        fact=name,
        ask=pack.told_facts.facts[name].question(),
        form=fact.form,
        choices=tuple(Choice(name=value, also=tuple(also)) for value, also in words.items()),
        unit=fact.number_of,
        not_told=fact.not_told,
        levels=tuple(asking),
    )


def _facts(pack: Pack, clause: Clause) -> Iterator[str]:
    """The facts that a clause asks of jobs, also by a kind of work that such a fact speaks of."""
    yield from _stated(clause)
    for _, section, name in clause.names():
        for kind in pack.groups.get(name, (name,)) if section == "kinds" else ():
            yield from (fact for fact, _ in pack.told_facts.about(kind))


def _stated(provision: Provision) -> Iterator[str]:
    yield from getattr(provision, "where", ())
    for _, part in provision.parts():
        yield from _stated(part)
