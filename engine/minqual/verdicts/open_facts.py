"""What is open: which clauses hold a level back, and the facts that would settle them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from minqual.clauses import COUNTED, RECORD, Gap, Judgement, Leaf, Question
from minqual.judging import Node, Screening, Tree
from minqual.records import BLANK, Applicants, Doubt, Misfit, Reject, Table, TextColumn
from minqual.values import CONDITIONAL, Flags, Numbers, Standing, anywhere, fold, once, quickly_made, wherever
from minqual.verdicts.statements import of_each

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places, Tiles

UNSETTLED = (Standing.REVIEW, Standing.CONDITIONAL)


OF_A_WORD: Final = frozenset(
    {
        Gap.KIND_WORD,
        Gap.EMPLOYER_WORD,
        Gap.CLASS_WORD,
        Gap.FACT_WORD,
        Gap.FIELD_WORD,
        Gap.SUBJECT_WORD,
        Gap.CREDENTIAL_WORD,
        Gap.COUNTRY_WORD,
        Gap.COURSE_WORD,
    }
)
"""What is open where a word is not known: which of the names it means, whatever clause asks."""

OF_STUDY: Final = frozenset({Gap.LEVEL_WORD, Gap.AWARD_WORD})
"""What is open where a word for a level or an award is not known: told once, it belongs to the pack's words."""

SCREENER: Final = "the screener"


@quickly_made(frozen=True, slots=True)
class OpenFact:
    """A question for all applicants whom it holds back, with the leaf that asks it; or a row that was rejected.

    who: who can say, the same in every list: the applicant, the screener, or the authority that the pack names.
    """

    leaf: int
    question: Question
    who: str
    reject: Reject | None = None

    @property
    def said_of(self) -> str:
        """Who can say, as programs are told: applicant, screener, or the authority in the pack's words."""
        return short(self.who)

    @property
    def same(self) -> tuple[str, ...]:
        """What questions about one cell have in common that one answer settles; judgements differ by what is asked."""
        question = self.question
        judged = question.ask if question.of == "screener" and question.says not in OF_A_WORD else ""
        return (question.table, question.column, question.of, judged)

    @property
    def settled_together(self) -> tuple[str, ...]:
        """The same, where a question is about a part of a cell: of that part."""
        question = self.question
        return (question.table, question.column, question.part) if question.part else self.same


def short(who: str) -> str:
    """Who can say, without the article where it is the applicant or the screener."""
    return who.removeprefix("the ") if who in {"the applicant", SCREENER} else who


def told_by(screening: Screening, leaf: int, question: Question) -> Iterator[OpenFact]:
    """A question as open facts, with who can say."""
    who = decider(screening.tree.leaves[leaf])
    for each in as_asked(screening, question):
        yield OpenFact(leaf, each, who or f"the {each.of}")


def decider(clause: Leaf) -> str:
    """The authority that a pack names as who decides a clause; empty where it names none."""
    return clause.by if isinstance(clause, Judgement) else ""


def as_asked(screening: Screening, question: Question) -> Iterator[Question]:
    """A question as people are asked it; of rows whose cell is in doubt, the doubt is asked instead."""
    for each in _without_doubts(screening, question):
        yield _once_for_each_class(screening, each) if each.says is Gap.CLASS_AT_LEVEL else each


def posts(table: Table, rows: Numbers) -> tuple[NDArray[np.int64], Sequence[tuple[str, str]]]:
    """The class and the employer of some jobs, as they are compared: the number of each job's, and them by number."""
    words: list[list[str]] = []
    numbers: list[NDArray[np.int64]] = []
    for name in ("class_code", "employer"):
        column = table.column(name)
        codes, place = np.unique(column.codes[rows], return_inverse=True)
        number: dict[str, int] = {}
        each = [number.setdefault(fold(column.words[code]), len(number)) for code in codes.tolist()]
        numbers.append(np.array(each, dtype=np.int64)[place])
        words.append(list(number))
    found, which = np.unique(numbers[0] * max(len(words[1]), 1) + numbers[1], return_inverse=True)
    named = [(words[0][each // len(words[1])], words[1][each % len(words[1])]) for each in found.tolist()]
    return which.astype(np.int64), named


def stated(applicants: Applicants, table: str, name: str) -> TextColumn:
    """A column by the rows of its table, as it was taken in: with what people settled, and words for no level too."""
    part, height = getattr(applicants, table), applicants.table(table).height
    column: TextColumn = getattr(part, name)
    codes = np.zeros(height, dtype=column.codes.dtype)
    codes[part.row] = column.codes
    return TextColumn(codes, column.words)


def _once_for_each_class(screening: Screening, question: Question) -> Question:
    """A question about the level of classes, once for each class and employer of an applicant."""
    table = screening.applicants.table("experience")
    which, named = posts(table, question.row)
    keys = question.owner.astype(np.int64) * len(named) + which
    found, first, place, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    if len(found) == len(keys):
        return question
    for several in wherever(counts > 1).tolist():
        mine = wherever(place == several).tolist()
        first[several] = min(mine, key=lambda each: table.content(int(question.row[each])))
    kept = np.sort(first)
    return replace(question, owner=question.owner[kept], row=question.row[kept])


def _without_doubts(screening: Screening, question: Question) -> Iterator[Question]:
    """A question about the rows that are not in doubt, and in place of it about each other row what is doubted."""
    doubts: Sequence[Doubt] = getattr(getattr(screening.applicants, question.table, None), "doubts", ())
    for doubt in doubts:
        if question.column in doubt.columns:
            rows = np.isin(question.row, doubt.rows)
            if anywhere(rows):
                owner, row = question.owner[rows], question.row[rows]
                yield Question(question.table, doubt.columns[0], doubt.ask, doubt.of, owner, row, doubt.says)
                question = replace(question, owner=question.owner[~rows], row=question.row[~rows])
    if len(question.owner):
        yield question


def widest_first(facts: Iterable[OpenFact]) -> list[OpenFact]:
    """Facts in the order in which one of several about the same cell is asked: the one that asks the most."""
    return sorted(facts, key=lambda fact: (-len(fact.question.ask), fact.question.ask))


def holding_back(tree: Tree, standings: Sequence[Standing] | bytes, place: int) -> frozenset[int]:
    """The leaves whose open facts decide a level, or posts, that stand at review or conditional."""
    number = tree.judged[place]
    return _deciding(tree, number, _below(tree, bytes(standings), number))


def _below(tree: Tree, standings: bytes, number: int) -> bytes:
    """The standings of a node and of all those below it, as they lie among those of others."""
    return standings[tree.first()[number] : number + 1]


@once
def _deciding(tree: Tree, number: int, below: bytes) -> frozenset[int]:
    """The leaves whose open facts decide a node. below: as _below has it."""
    node = tree.nodes[number]
    if below[-1] not in UNSETTLED:
        return frozenset()
    if node.leaf is not None:
        return frozenset({node.leaf})
    before = bytes(number + 1 - len(below))
    parts = _worth_asking(tree, before + below, node) if node.gate == "any" else node.parts
    return frozenset().union(*(_deciding(tree, part, _below(tree, before + below, part)) for part in parts))


def _worth_asking(tree: Tree, standings: bytes, node: Node) -> list[int]:
    """The parts of an any-of that may lift it: the last resort only where it is the only one.

    What can refer at best lifts nothing that is conditional.
    """
    unsettled = [part for part in node.parts if standings[part] in UNSETTLED]
    if any(standings[part] == Standing.CONDITIONAL for part in unsettled):
        unsettled = [part for part in unsettled if not _refers(tree, part)]
    first = [part for part in unsettled if not getattr(tree.nodes[part].clause, "last_resort", False)]
    return first or unsettled


@once
def _refers(tree: Tree, number: int) -> bool:
    """Whether a node can refer at best: discretion, also within a bound."""
    node = tree.nodes[number]
    if node.clause is not None and node.clause.reaches is Standing.REFER:
        return True
    inner = [_refers(tree, part) for part in node.parts]
    return any(inner) if node.gate == "all" else bool(inner) and all(inner)


def levels_above(tree: Tree, standings: Sequence[Standing] | bytes, only: int | None) -> range:
    """The levels worth asking about: those above the eligible one, or the one asked for."""
    if only is not None:
        return range(only, only + 1)
    met = [place for place, node in enumerate(tree.levels) if standings[node] == Standing.MET]
    return range(met[-1] + 1 if met else 0, len(tree.levels))


def posts_in_question(tree: Tree, standings: Sequence[Standing] | bytes, only: int | None) -> range:
    """The places of the posts, if the applicant may come to hold one: a level stands at review or above."""
    first = len(tree.levels)
    may = tree.verdict if only is None else tree.levels[only]
    return range(first, first + len(tree.posts) if standings[may] >= Standing.REVIEW else first)


def referred(tree: Tree, standings: Sequence[Standing], level: int) -> frozenset[int]:
    """The leaves of discretion that hold a level at refer: who may accept an equivalent."""
    found: set[int] = set()
    stack = [tree.judged[level]]
    while stack:
        number = stack.pop()
        node = tree.nodes[number]
        if standings[number] is Standing.REFER:
            stack += node.parts
            if node.leaf is not None:
                found.add(node.leaf)
    return frozenset(found)


def levels_decided(screening: Screening, only: int | None) -> NDArray[Any]:
    """Per leaf and pattern, the levels above the eligible one and the posts that its open facts decide, as bits."""
    tree = screening.tree
    decided = [_levels_decided(tree, bytes(each.standings), only) for each in screening.derived]
    every = (1 << len(tree.judged)) - 1
    return np.array(decided, dtype=np.min_scalar_type(every)).reshape(len(decided), len(tree.leaves) + 1).T


@once
def _levels_decided(tree: Tree, standings: bytes, only: int | None) -> tuple[int, ...]:
    decided = [0] * (len(tree.leaves) + 1)
    for place in (*levels_above(tree, standings, only), *posts_in_question(tree, standings, only)):
        for leaf in holding_back(tree, standings, place):
            decided[leaf] |= 1 << place
    return tuple(decided)


def open_facts(screening: Screening, only: int | None) -> Iterator[OpenFact]:
    """Every open fact that decides a verdict, clause by clause in pack order, for all applicants at once."""
    yield from facts_asked(screening, levels_decided(screening, only) != 0)


def facts_asked(screening: Screening, asked: Flags) -> Iterator[OpenFact]:
    """The open facts of some leaves, clause by clause in pack order. asked: per leaf and pattern, whether they are."""
    for leaf, clause in enumerate(screening.tree.leaves):
        by_pattern = asked[leaf]
        if anywhere(by_pattern):
            wanted: Flags = by_pattern[screening.pattern]
            for question in clause.questions(screening.tally, wanted):
                if len(question.owner):
                    yield from told_by(screening, leaf, question)
    held_by_rows = asked[screening.tree.unread]
    for reject in screening.applicants.rejects:
        if reject.applicant != BLANK and held_by_rows[screening.pattern[reject.applicant]]:
            owner, row = np.array([reject.applicant], dtype=np.int32), np.array([-1], dtype=np.int64)
            if reject.lost == "cell":
                continue
            where = f"{reject.column}: " if reject.column else ""
            ask = f"Correct a row of {reject.table} that cannot be read ({where}{reject.reason_in_full})."
            question = Question(reject.table, reject.column, ask, "screener", owner, row)
            yield OpenFact(screening.tree.unread, question, SCREENER, reject)


def of_levels(screening: Screening, facts: Sequence[OpenFact], only: int | None) -> Sequence[OpenFact]:
    """Open facts for those whose level they decide, without those whom they hold back from posts alone."""
    tree = screening.tree
    return facts_of(screening, facts, levels_decided(screening, only) & level_bits(tree) != 0) if tree.posts else facts


def facts_of(screening: Screening, facts: Iterable[OpenFact], decided: Flags) -> list[OpenFact]:
    """Open facts for those whose verdict they decide. decided: per leaf and pattern, whether they do."""
    deciding, patterns = decided.sum(axis=1).tolist(), len(screening.derived)
    kept = []
    for fact in facts:
        if deciding[fact.leaf] == patterns:
            kept.append(fact)
        elif deciding[fact.leaf]:
            question = fact.question
            mine = decided[fact.leaf][screening.pattern[question.owner]]
            if anywhere(mine):
                of_them = replace(question, owner=question.owner[mine], row=question.row[mine])
                kept.append(replace(fact, question=of_them))
    return kept


def level_bits(tree: Tree) -> int:
    """The bits that stand for levels, among those of all that has a standing of its own."""
    return (1 << len(tree.levels)) - 1


Said: TypeAlias = tuple[int, str]
"""What is open, as a statement, after its place among others."""

_PLACES: Final = {says: place for place, says in enumerate((*Gap, *Misfit))}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which leaves is said what is open. told: those that are spoken of anyway."""

    open: frozenset[int]
    told: frozenset[int]


def missing(
    screening: Screening,
    facts: Sequence[OpenFact],
    wanted: Sequence[Wanted],
    of: Places,
    tiles: Tiles,
    said: Callable[[Sequence[Said]], str],
) -> Places:
    """Per applicant, the tile that says what some leaves leave open; or is empty.

    of: per applicant, the place among `wanted` of what is theirs. said: statements in a sentence.
    """
    return of_each(len(of), _holding(screening, facts, wanted, of), tiles, said)


def _holding(
    screening: Screening, facts: Sequence[OpenFact], wanted: Sequence[Wanted], of: Places
) -> Iterator[tuple[Said, NDArray[np.int32]]]:
    """Each open fact as a statement, with the applicants of whom it is said."""
    asked: dict[tuple[int, bool], NDArray[np.bool_]] = {}
    for fact in facts:
        says, owner = fact.question.says, fact.question.owner
        key = fact.leaf, says is None
        if key not in asked:
            leaves = [fact.leaf in each.open and not (says is None and fact.leaf in each.told) for each in wanted]
            asked[key] = np.array(leaves, dtype=np.bool_)
        mine = owner[asked[key][of[owner]]]
        if says is not None and len(mine):
            yield (_PLACES[says], str(says)), mine
        elif len(mine):
            for standing, owners in _by_standing(screening, fact.leaf, mine):
                yield (len(_PLACES), _of_its_own(screening, fact, standing)), owners


def _by_standing(
    screening: Screening, leaf: int, owners: NDArray[np.int32]
) -> Iterator[tuple[Standing, NDArray[np.int32]]]:
    """Applicants whom a leaf holds back, apart by whether it is still to come or open; rows not read are open."""
    if leaf == screening.tree.unread:
        yield Standing.REVIEW, owners
        return
    later = screening.assessments[leaf].standings[owners] == CONDITIONAL
    for standing, of in ((Standing.REVIEW, owners[~later]), (Standing.CONDITIONAL, owners[later])):
        if len(of):
            yield standing, of


def _of_its_own(screening: Screening, fact: OpenFact, standing: Standing) -> str:
    """What is open where no other words say it: those of the clause as it stands, or the question."""
    if fact.leaf == screening.tree.unread:
        return "a row of the application could not be read"
    text = screening.tree.leaves[fact.leaf].reason(standing).text
    return f'the question "{fact.question.ask}"' if COUNTED in text or RECORD in text else text
