"""Next questions: what one applicant can say that would settle most, in that order; or why there is nothing to ask."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from minqual.clauses import Gap
from minqual.counting import SECTION_OF
from minqual.judging import Screening, Tree
from minqual.packs import Pack, asked_tables
from minqual.records import (
    AS_IT_STANDS,
    COLUMNS,
    PART,
    SEPARATE,
    THE_SAME,
    CellForm,
    Doubt,
    cell_form,
    names_meant,
    units_of_subjects,
)
from minqual.values import (
    CONDITIONAL,
    DEGREE_WORDS,
    NONE_OF_THESE,
    UNMET,
    Fault,
    Standing,
    fold,
    says_none,
    silent,
    wherever,
)
from minqual.verdicts.asked_applicants import levels_named
from minqual.verdicts.open_facts import (
    SCREENER,
    UNSETTLED,
    OpenFact,
    levels_above,
    levels_decided,
    open_facts,
    posts_in_question,
    widest_first,
)
from minqual.verdicts.row_names import entry_of
from minqual.verdicts.work_list import Kind, Numbered, key_of_answer

AnswerForm: TypeAlias = Literal["a number", "days", "dates", "the same or separate", "a row", "rows", "a decision"]
"""With what a question is answered that is about no single cell, or about a cell of answers."""

WhyNone: TypeAlias = Literal["decided", "for people", "due later", "faults"]
"""Why there is nothing to ask of the applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """One open fact. ask: the question. of: who can say: applicant, screener, or the authority that the pack names.

    table, columns: where the answer stands: in the first of them, or in several cells of a row. path: the first one
    in the record: ("experience", 0, "hours_per_week"); a list where a row is to be added to it, or in place of
    those that answer the same question; empty where no cell says it, and its key alone is answered. cells: what
    such a row says beside the answer. entry: the name of the row that it is about. fact: the fact of a job that is
    told there, as "fact: value". form: with what it is answered. choices: words to choose from, if there are any.
    denied: by kind of work, what says in which column that a job was not in it. levels: levels and posts that it
    holds back. settles: those of them that may be decided once it is answered, one way or another. key: what an
    answer settles, in place of one in the record.
    """

    ask: str
    of: str
    table: str
    columns: tuple[str, ...]
    path: tuple[str | int, ...]
    cells: Mapping[str, str]
    fact: str
    entry: str
    form: CellForm | AnswerForm
    choices: tuple[str, ...]
    denied: Mapping[str, Mapping[str, str]]
    levels: tuple[str, ...]
    settles: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestions:
    """What to ask of one applicant, the first first. others: what else is open: what people decide, what is due later.

    A list that the record leaves out is asked for as a whole, in the form "rows"; an empty one says that there is none.
    none: why there are no questions; null where there are some. decided: nothing is open. for people: what is open, a
    person must decide. due later: it lies ahead, such as an award. faults: the record cannot be judged, for `faults`.
    """

    contract: Literal[1] = 1
    applicant_id: str
    as_of: str
    questions: tuple[NextQuestion, ...] = ()
    none: WhyNone | None = None
    others: tuple[NextQuestion, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    def to_json(self) -> str:
        """The contract as JSON text."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain values, as they come out of its JSON."""
        plain: dict[str, Any] = json.loads(self.to_json())
        return plain


@dataclass(slots=True)
class _Found:
    """An open fact as it is found. leaves: those that ask for it. row: that of its table; −1: none."""

    fact: OpenFact
    kind: Kind
    row: int
    name: str
    leaves: set[int]


def next_questions_of(
    screening: Screening, applicant: int, level: str | None = None, unasked: Sequence[str] = ()
) -> NextQuestions:
    """What to ask of one applicant by number. level: the one that the verdict is of.

    unasked: lists that the record does not have yet, as it has none where an interview begins: they are asked first.
    """
    only = None if level is None else screening.pack.levels.index(screening.pack.level(level))
    found = list(_found(screening, applicant, only))
    ranked = _Ranked(screening, applicant, only, found)
    told = [(ranked.order(each), each, ranked.told(each)) for each in found]
    told.sort(key=lambda each: each[0])
    later = [_lies_ahead(screening, applicant, each) for _, each, _ in told]
    mine = [question.of == "applicant" and not ahead for (_, _, question), ahead in zip(told, later, strict=True)]
    lists = [each for name in unasked if (each := _whole_list(screening, applicant, only, name)) is not None]
    whole = {each.path for each in lists}
    single = (question for (*_, question), asked in zip(told, mine, strict=True) if asked)
    questions = (*lists, *(each for each in single if each.path not in whole))
    others = tuple(question for (*_, question), asked in zip(told, mine, strict=True) if not asked)
    none: WhyNone | None = None
    if not questions:
        none = "decided" if not others else "due later" if all(later) else "for people"
    return NextQuestions(
        applicant_id=screening.applicants.ids[applicant],
        as_of=screening.applicants.as_of.isoformat(),
        questions=questions,
        none=none,
        others=others,
    )


_LISTS: Final = {
    "education": "Which degrees, diplomas and courses of study does the applicant have?",
    "experience": "Which jobs, paid or not, has the applicant held?",
    "credentials": "Which licences and certificates does the applicant hold?",
}
"""How a whole list is asked for; answers are asked for one by one."""


def _whole_list(screening: Screening, applicant: int, only: int | None, table: str) -> NextQuestion | None:
    """A list asked for as a whole; None where no level that is worth asking about draws on it."""
    tree, standings = screening.tree, screening.derived[int(screening.pattern[applicant])].standings
    asked = [*levels_above(tree, standings, only), *posts_in_question(tree, standings, only)]
    drawing = [each for each in asked if table in _drawn_on(tree, tree.requirements[each])]
    if table not in _LISTS or not drawing:
        return None
    levels = tuple(screening.pack.judged[each].id for each in drawing)
    return NextQuestion(
        ask=_LISTS[table],
        of="applicant",
        table=table,
        columns=_asked_in(screening.pack, table),
        path=(table,),
        cells={},
        fact="",
        entry="",
        form="rows",
        choices=(),
        denied={},
        levels=levels,
        settles=levels,
        key="",
    )


def _asked_in(pack: Pack, table: str) -> tuple[str, ...]:
    """The columns of a list that the pack asks for, and the title, which tells apart jobs that are else equal."""
    asked = asked_tables(pack)[table]
    return tuple(each for each in COLUMNS[table][1:] if each in asked or each == "title")


def _drawn_on(tree: Tree, root: int) -> frozenset[str]:
    """The tables that the clauses below a node draw on."""
    clauses = (tree.nodes[part].clause for part in tree.nodes[root].parts)
    return frozenset().union(*(each.draws_on() for each in clauses if each is not None))


def _found(screening: Screening, applicant: int, only: int | None) -> Iterator[_Found]:
    """Each open fact of an applicant that decides, once."""
    found: dict[object, _Found] = {}
    for fact in widest_first(open_facts(screening, only)):
        for each in Numbered(screening).all([fact]):
            for place in wherever(each.owner == applicant).tolist():
                row, name = int(each.row[place]), fact.question.part if fact.question.table == "answers" else ""
                same = (each.kind.about, each.kind.clause)
                key = (
                    ("answers", name)
                    if name
                    else (
                        *fact.same,
                        row,
                        *same,
                        "" if row >= 0 and fact.question.column != "facts" else fact.question.ask,
                    )
                )
                found.setdefault(key, _Found(fact, each.kind, row, name, set())).leaves.add(fact.leaf)
    yield from found.values()


def _lies_ahead(screening: Screening, applicant: int, found: _Found) -> bool:
    """Whether what is asked lies ahead, or is not there yet as the applicant has said: it is not asked again."""
    table, column, row = found.kind.table, found.kind.column, found.row
    if found.fact.question.of != "applicant" or found.fact.leaf == screening.tree.unread:
        return False
    studies, held = screening.applicants.education, screening.applicants.credentials
    if row < 0 and table == "credentials":
        told = screening.tally.credentials.certain([found.fact.question.part])
        mine = wherever(held.owner == applicant).tolist()
        return any(told[each] or says_none(fold(held.name.cell(each))) for each in mine)
    if row >= 0 and column == "awarded":
        place = int(wherever(studies.row == row)[0])
        return bool(studies.conferral_low[place] == studies.conferral_high[place] == Standing.CONDITIONAL)
    if row >= 0 and column == "valid_from":
        place = int(wherever(held.row == row)[0])
        begun = held.valid_from.earliest[place] if held.valid_from.stated[place] else 0
        return bool(begun > screening.applicants.as_of.toordinal())
    if table == "answers" and row >= 0:
        return bool(screening.assessments[found.fact.leaf].standings[applicant] == Standing.CONDITIONAL)
    return row < 0 and table != "answers" and column != "level"


class _Ranked:
    """The open facts of one applicant, ranked by what they settle."""

    def __init__(self, screening: Screening, applicant: int, only: int | None, found: Sequence[_Found]) -> None:
        self._screening, self._applicant = screening, applicant
        tree, pattern = screening.tree, int(screening.pattern[applicant])
        standings = screening.derived[pattern].standings
        asked = (*levels_above(tree, standings, only), *posts_in_question(tree, standings, only))
        self._open = [place for place in asked if standings[tree.judged[place]] in UNSETTLED]
        self._decided = levels_decided(screening, only)[:, pattern]
        leaves = {node.leaf: standings[number] for number, node in enumerate(tree.nodes) if node.leaf is not None}
        self._leaves = np.array([leaves[leaf] for leaf in range(len(tree.leaves) + 1)], dtype=np.int8)
        self._times = Counter(leaf for each in found for leaf in each.leaves)
        # What asks nothing of its own is settled by what others ask.
        self._unasked = [
            leaf for leaf in wherever(np.isin(self._leaves, UNSETTLED)).tolist() if leaf not in self._times
        ]
        # What was due and is over is a no until the same question is answered after all.
        self._asking = {
            name: {leaf for leaf, clause in enumerate(tree.leaves) if name in {each.name for each in clause.asks()}}
            for name in {each.name for each in found if each.name}
        }
        self._of_rows: dict[tuple[str, int], set[int]] = {}
        for each in found:
            if each.row >= 0:
                self._of_rows.setdefault((each.kind.table, each.row), set()).update(each.leaves)
        self._without_row = [each for each in found if each.row < 0 and each.fact.question.part]

    def _settled(self, found: _Found, leaves: Iterable[int]) -> Sequence[frozenset[int]]:
        """The levels that are settled where some leaves turn out well, and where they turn out badly."""
        tree, chosen = self._screening.tree, list(leaves)
        both = np.repeat(self._leaves[:, np.newaxis], 2, axis=1)
        both[chosen, 0] = Standing.MET
        # What is conditional stays so where it is not there yet; only an answer can be a no.
        answer = found.kind.table == "answers"
        stays = CONDITIONAL if not answer else UNMET
        both[chosen, 1] = np.where(self._leaves[chosen] == CONDITIONAL, stays, UNMET)
        nodes = tree.evaluate(both)
        return [
            frozenset(each for each in self._open if nodes[tree.judged[each], way] not in UNSETTLED) for way in (0, 1)
        ]

    def _may_settle(self, found: _Found) -> Sequence[frozenset[int]]:
        """The same, of all that it may turn out well or badly for, what else its row leaves open with it."""
        own = found.leaves.union(self._unasked, self._asking.get(found.name, ()))
        every = own.union(self._of_rows.get((found.kind.table, found.row), ()), *self._in_one_row(found))
        return [one | other for one, other in zip(self._settled(found, own), self._settled(found, every), strict=True)]

    def _in_one_row(self, found: _Found) -> Iterator[set[int]]:
        """The leaves that ask for the row that a question asks for as well, or for what that is a part of."""
        if found in self._without_row:
            table, part = found.kind.table, found.fact.question.part
            section = SECTION_OF.get((table, found.kind.column))
            said = self._screening.pack.vocabularies[section].wholes(part) if section else frozenset({part})
            for each in self._without_row:
                if each.kind.table == table and each.fact.question.part in said:
                    yield each.leaves

    def order(self, found: _Found) -> tuple[object, ...]:
        """What comes first: what settles most levels by itself, then perhaps, then what most clauses ask."""
        alone = [leaf for leaf in found.leaves if self._times[leaf] == 1]
        sure, may = (sum(map(len, each)) for each in (self._settled(found, alone), self._may_settle(found)))
        said = self._entry(found), found.fact.question.ask, found.row
        return -sure, -may, -len(found.leaves), min(found.leaves), *said

    def told(self, found: _Found) -> NextQuestion:
        """A fact as the contract tells it."""
        screening, fact, kind = self._screening, found.fact, found.kind
        bits = int(np.bitwise_or.reduce(self._decided[list(found.leaves)]))
        names = [each.id for each in screening.pack.judged]
        settled = sum(1 << each for each in frozenset().union(*self._may_settle(found)))
        fact_asked = _fact(screening, found)
        form, choices = _answered(screening, found, fact_asked)
        path, cells = _path(screening, found)
        return NextQuestion(
            ask=kind.ask if kind.about else fact.question.ask,
            of=fact.said_of if kind.who != SCREENER else "screener",
            table=kind.table,
            columns=_columns(screening, found),
            path=path,
            cells=cells,
            fact=fact_asked,
            entry=kind.about or self._entry(found),
            form=form,
            choices=choices,
            denied=_denied(screening, found, choices),
            levels=levels_named(names, bits),
            settles=levels_named(names, settled),
            key=kind.key or key_of_answer(screening, kind, found.row, self._applicant),
        )

    def _entry(self, found: _Found) -> str:
        return entry_of(self._screening.applicants, found.kind.table, found.row) if found.row >= 0 else ""


def _path(screening: Screening, found: _Found) -> tuple[tuple[str | int, ...], Mapping[str, str]]:
    """Where in the record the answer goes, and what a row to be added says beside it."""
    table = found.kind.table
    if found.name:
        return ("answers",), {"question": found.name}
    if not table or units_of_subjects(found.kind.column, found.kind.part):
        return (), {}
    if found.row < 0:
        return (table,), {"semester_units": "0"} if table == "education" else {}
    rows = screening.applicants.table(table)
    if rows.origin_of(found.row).aside:
        return (), {}
    place = int(rows.rows[found.row]) - 1
    return (table, place, *_columns(screening, found)[:1]), {}


def _answered_in(screening: Screening, found: _Found) -> tuple[str, ...]:
    """The columns in which the answer stands, whatever else the row says."""
    table, column, says = found.kind.table, found.kind.column, found.fact.question.says
    if fact := _fact(screening, found):
        return (_stated_in(screening, fact),)
    if says is Gap.DATES:
        return "start", "end", "years"
    if says is Gap.COURSE and column == "awarded":  # one that was not completed holds no units
        return "awarded", "conferred", "semester_units"
    if units_of_subjects(column, found.kind.part):
        return (column,)
    if _is_whole_row(found):
        return COLUMNS["credentials"][1:]
    doubts: Sequence[Doubt] = getattr(getattr(screening.applicants, table, None), "doubts", ())
    doubted = next((each.columns for each in doubts if each.says is says), None)
    return doubted or _TOGETHER.get(column, (column,) if column else ())


def _columns(screening: Screening, found: _Found) -> tuple[str, ...]:
    """The columns in which the answer stands: a day on which a degree was expected is not right where it was not."""
    columns, row = _answered_in(screening, found), found.row
    if row < 0 or "conferred" not in columns or "expected" in columns:
        return columns
    expected = screening.applicants.table("education").cell("expected", row)
    return columns if silent(expected) else (*columns, "expected")


_TOGETHER: Final = {
    "kinds": ("kinds", "facts"),
    "conferred": ("conferred", "awarded"),
    "awarded": ("awarded", "conferred"),
    **dict.fromkeys(("semester_units", "quarter_units", "credits"), ("semester_units", "quarter_units", "credits")),
}
"""Columns in which an answer stands, by the one that is asked for: a kind of work may be denied among the facts."""


def _is_whole_row(found: _Found) -> bool:
    """Whether a credential is asked for in full."""
    question = found.fact.question
    return question.table == "credentials" and question.of == "applicant" and question.column == "name"


def _fact(screening: Screening, found: _Found) -> str:
    """The fact of a job that is asked for."""
    facts = screening.pack.told_facts.facts.values() if found.kind.column == "facts" else ()
    return next((fact.name for fact in facts if fact.question() == found.fact.question.ask), "")


def _stated_in(screening: Screening, fact: str) -> str:
    """The column in which a fact of a job is told."""
    columns = screening.pack.told_facts.facts[fact].fact.stated_in
    return "facts" if "facts" in columns else columns[0]


def _denied(screening: Screening, found: _Found, choices: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """By kind of work, what says in which column that a job was not in it."""
    question, facts = found.fact.question, screening.pack.told_facts
    if question.column != "kinds" or question.of != "applicant":
        return {}
    denied: dict[str, dict[str, str]] = {}
    for kind in choices:
        if kind == NONE_OF_THESE:
            continue
        for name, _ in facts.about(kind):
            own = facts.facts.get(name)
            column = "facts" if own is None else _stated_in(screening, name)
            says = f"{name}: {'no' if own is None or own.fact.form == 'yes or no' else 'none'}"
            denied.setdefault(kind, {})[column] = "; ".join(filter(None, (denied.get(kind, {}).get(column), says)))
    return denied


def _answered(screening: Screening, found: _Found, fact: str) -> tuple[CellForm | AnswerForm, tuple[str, ...]]:
    """With what a question is answered, and the words to choose from."""
    question, kind = found.fact.question, found.kind
    asks = screening.tree.leaves[found.fact.leaf].asks() if found.name else ()
    for each in asks:
        if each.name == found.name:
            return each.form, ("yes", "no") if each.form == "yes or no" else ()
    if kind.clause >= 0 or not kind.table:
        return "a decision", kind.choices
    if question.says in {Gap.EQUAL_JOBS, Gap.EQUAL_STUDIES}:
        return "the same or separate", (THE_SAME, SEPARATE)
    names = question.of == "applicant" and (question.column == "kinds" or names_meant(question.column, question.part))
    if fact:
        told = screening.pack.told_facts.facts[fact].fact
        return _FORM_OF_FACT[told.form], ("yes", "no") if told.form == "yes or no" else tuple(told.values)
    if _is_whole_row(found) or found.row < 0:
        return "a row", (*_names(screening, found), *(() if kind.column == "level" else ("none",)))
    confirmed = tuple(each for each in kind.choices if each == AS_IT_STANDS)
    choices = tuple(each for each in kind.choices if each != AS_IT_STANDS and not names) or _names(screening, found)
    dates = question.says is Gap.DATES
    form: CellForm | AnswerForm = "dates" if dates else cell_form(kind.column, choices=bool(choices))
    return form, (*choices, *confirmed)


_DIPLOMAS: Final = ("high school", "ged", "no diploma")
"""What a row of its own says of a diploma beside study that shows none."""

_FORM_OF_FACT: Final[Mapping[str, CellForm]] = {
    "yes or no": "yes or no",
    "from the lowest": "one of",
    "one of": "one of",
    "several of": "several of",
    "number of": "number",
}


def _names(screening: Screening, found: _Found) -> tuple[str, ...]:
    """The words to choose from in a column; of credentials and awards, those that are asked for.

    What has parts stands for itself alone: else the question would come again, for one of them.
    """
    table, column, pack = found.kind.table, found.kind.column, screening.pack
    if column == "level":
        return DEGREE_WORDS if found.row >= 0 else _DIPLOMAS
    section = SECTION_OF.get((table, column))
    if section is None or section == "facts":
        return ()
    if section == "kinds":
        part = found.kind.part.partition(PART)[2]
        return (*(part.split("; ") if part else pack.kinds), NONE_OF_THESE)
    vocabulary = pack.vocabularies[section]
    if section == "credentials":
        asked = screening.tree.leaves[found.fact.leaf].asked_names()
        names = tuple(dict.fromkeys(name for _, each, name in asked if each in {section, "awards"}))
    else:
        names = vocabulary.names
    wholes = frozenset().union(*(vocabulary.wholes(name) - {name} for name in vocabulary.names))
    return tuple(f"{name}; {NONE_OF_THESE}" if name in wholes else name for name in names)
