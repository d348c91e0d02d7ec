"""From a screening to one applicant's verdict, with evidence and open facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial, reduce
from typing import Any, TypeAlias

import numpy as np

from minqual._version import __version__
from minqual.clauses import Discretion, Evidence, Judgement, Leaf, Question
from minqual.counting import COLUMN_OF
from minqual.judging import Screening, Tree, highest_level, of_packs
from minqual.notation import Amount, Sources
from minqual.packs import Level, Pack, Posts, Statement
from minqual.records import Applicants, Reject
from minqual.settlements import Confirmation, Decision, SettledWord, Settlement
from minqual.values import Kept, Quantity, Standing, fold, hundredths, once, plainly_made, quickly_made
from minqual.verdicts.asked_applicants import asked_about
from minqual.verdicts.contract import (
    ClauseVerdict,
    Counted,
    EngineStamp,
    EvidenceItem,
    LevelReasons,
    LevelVerdict,
    OpenItem,
    PackStamp,
    PostsVerdict,
    Reasons,
    RejectedRow,
    Sentence,
    SourcePlace,
    Verdict,
)
from minqual.verdicts.open_facts import (
    UNSETTLED,
    OpenFact,
    as_asked,
    decider,
    facts_asked,
    facts_of,
    holding_back,
    levels_decided,
    short,
)
from minqual.verdicts.printed_figures import forgiveness
from minqual.verdicts.reasons import ReasonColumns, Telling
from minqual.verdicts.row_names import entry_of, shortened
from minqual.verdicts.words_told import sections_named, words_told

_Ask: TypeAlias = tuple[str, str, str, str, str]
"""An open fact: table, column, ask, entry, and who can say."""


def explain(screening: Screening, applicant: int, only: str | None = None) -> Verdict:
    """The verdict of one applicant by number; `only` makes it that of one level. Of several, Verdicts has them."""
    return Verdicts(screening, only).of(applicant)


class Verdicts:
    """The verdicts of a screening; `only` makes them those of one level. What they share is put into words once."""

    def __init__(self, screening: Screening, only: str | None = None) -> None:
        pack, tree = screening.pack, screening.tree
        self._screening, self._only = screening, only
        self._level = None if only is None else pack.levels.index(pack.level(only))
        self._chosen = tree.verdict if self._level is None else tree.levels[self._level]
        self.kept: Kept = {}

    def of(self, applicant: int) -> Verdict:
        """The verdict of one applicant by number.

        How it stands is there at once. Its clauses, with their evidence and open facts, are put together when they are
        first looked at, and so are its reasons, with those of all others; until then it holds what was counted.
        """
        screening = self._screening
        name = screening.applicants.ids[applicant]
        standings = screening.derived[int(screening.pattern[applicant])].standings
        return Verdict.later(
            partial(_explained, screening, applicant),
            contract=1,
            applicant_id=name,
            as_of=screening.applicants.as_of.isoformat(),
            verdict=standings[self._chosen].word,
            eligible_level=_highest(screening, standings, Standing.MET),
            conditional_level=_highest(screening, standings, Standing.CONDITIONAL),
            best_possible_level=_highest(screening, standings, Standing.REVIEW),
            reasons=Reasons.later(partial(self._reasons, applicant)),
            confirmed=self._confirmed(name),
            stale=tuple(each.named for each in screening.stale if _is_of(each, name)),
            left_alone=self._left_alone(name),
        )

    def _reasons(self, applicant: int) -> dict[str, Any]:
        """Why the verdict of one applicant is as it is, and each of its levels."""
        told = {place: columns.of(applicant) for place, (columns, _) in self._told().items()}
        short, full = told[self._shown()]
        levels = (
            LevelReasons(level=level.id, short=told[place][0], full=told[place][1])
            for place, level in enumerate(self._screening.pack.levels)
        )
        open_ = tuple(self._asked().get(applicant, ()))
        return {"short": short, "full": full, "to_resolve": open_, "levels": tuple(levels)}

    def _shown(self) -> int | None:
        """The level that is told of; where there is one, what is said of the verdict is said of it."""
        return 0 if len(self._screening.pack.levels) == 1 else self._level

    @once
    def _told(self) -> Mapping[int | None, tuple[ReasonColumns, Sequence[OpenFact]]]:
        """The reasons of the verdicts and of each level, with the open facts that decide there."""
        screening, telling = self._screening, Telling(self._screening)
        count = len(screening.pack.levels)
        places = tuple(dict.fromkeys((0 if count == 1 else None, *range(count))))
        decided = {place: levels_decided(screening, place) != 0 for place in places}
        every = list(facts_asked(screening, reduce(np.logical_or, decided.values())))
        facts = {place: facts_of(screening, every, decided[place]) for place in places}
        return {place: (telling.reasons(place, facts[place]), facts[place]) for place in places}

    @once
    def _asked(self) -> Mapping[int, Sequence[str]]:
        """What is open and decides, by applicant."""
        found: dict[int, list[str]] = {}
        _, facts = self._told()[self._shown()]
        for each in asked_about(self._screening, facts, self._shown()):
            found.setdefault(each.applicant, []).append(each.said)
        return found

    def _confirmed(self, applicant: str) -> str | None:
        """Who stands by an adverse verdict."""
        if applicant not in self._screening.pack.run.settlements.confirmations:
            return None
        found = self._confirmations().get(applicant)
        return None if found is None else found.signature

    @once
    def _confirmations(self) -> Mapping[str, Confirmation]:
        from minqual.verdicts.results import results_of

        return results_of(self._screening, self._only).confirmed.by_applicant

    def _left_alone(self, applicant: str) -> int:
        """How many settlements are of other applicants than one, or of other packs than theirs."""
        given = self._screening.pack.run.settlements
        return len(given.all) - self._settled()[None] - self._settled()[applicant] if given else 0

    @once
    def _settled(self) -> Counter[str | None]:
        """How many settlements may count here, by applicant; under None those of words, which are for everybody."""
        here = of_packs(self._screening.pack.run.settlements, [self._screening.pack.name])["here"]
        return Counter(None if isinstance(each, SettledWord) else each.applicant for each in here)


def _explained(screening: Screening, applicant: int) -> dict[str, Any]:
    """All that a verdict says beside how it stands: clause by clause, what it rests on and what it was made by."""
    pack, tree = screening.pack, screening.tree
    fixed = _fixed(pack, tree)
    assumed = {said for leaf in tree.leaves for said in leaf.assumptions(screening.tally, applicant)}
    levels, posts = _judged(screening, applicant, fixed)
    return {
        "levels": levels,
        "posts": posts,
        "desirables": fixed.desirables,
        "confirm": fixed.confirm,
        "assumptions": (
            *_early(pack, screening.applicants.as_of),
            *pack.assumptions,
            *sorted(assumed),
            *(each.told for each in pack.settled.readings.values()),
        ),
        "policy": dict(fixed.policy),
        "papers_until": screening.tally.papers_until.isoformat(),
        "other_kinds": pack.kinds_otherwise,
        "vacancy": dict(pack.run.vacancy),
        "unknown_words": _unknown_words(screening, applicant),
        "rejected_rows": tuple(
            RejectedRow(table=each.table, row=each.row, column=each.column, reason=each.reason_in_full, lost=each.lost)
            for each in screening.applicants.rejects
            if each.applicant == applicant
        ),
        "pack": fixed.pack,
        "engine": fixed.engine,
    }


def _early(pack: Pack, as_of: date) -> Iterator[str]:
    """What is taken as given where a pack came into force after the as-of date only."""
    if said := pack.not_in_force_yet(as_of):
        yield f"{said}: it is taken to hold on that date as well"


def _judged(
    screening: Screening, applicant: int, fixed: _Fixed
) -> tuple[tuple[LevelVerdict, ...], tuple[PostsVerdict, ...]]:
    """The levels, and posts for which more is asked, each with its clauses."""
    pack, tree = screening.pack, screening.tree
    standings = screening.derived[int(screening.pattern[applicant])].standings
    told = _Findings(screening, applicant)
    findings = [told.of(leaf) for leaf in range(len(tree.leaves))]
    judged = [_clauses(screening, fixed, findings, applicant, place, standings) for place in range(len(pack.judged))]
    levels = (
        LevelVerdict(
            level=level.id,
            title=level.title,
            class_code=level.class_code,
            standing=standings[node].word,
            clauses=clauses,
        )
        for level, node, clauses in zip(pack.levels, tree.levels, judged, strict=False)
    )
    posts = (
        PostsVerdict(posts=posts.id, title=posts.title, standing=standings[node].word, clauses=clauses)
        for posts, node, clauses in zip(pack.for_some_posts, tree.posts, judged[len(pack.levels) :], strict=True)
    )
    return tuple(levels), tuple(posts)


def _is_of(each: Settlement, applicant: str) -> bool:
    """Whether a settlement is of an applicant, or of a word, which is for everybody."""
    return isinstance(each, SettledWord) or each.applicant == applicant


def _unknown_words(screening: Screening, applicant: int) -> dict[str, tuple[str, ...]]:
    """The words of one applicant's record that the pack does not know, in the order of their letters."""
    tally = screening.tally
    found = {}
    for section, (table, column) in COLUMN_OF.items():
        vocabulary = screening.pack.vocabularies[section]
        if vocabulary.names:
            cells = getattr(getattr(screening.applicants, table), column)
            rows = tally.rows_of(table, applicant)
            words = {word for row in rows for word in vocabulary.unknown_in(cells.cell(row))}
            found[section] = tuple(map(shortened, sorted(words)))
    level = screening.applicants.education.level
    strange = [row for row in tally.rows_of("education", applicant) if tally.education.level_strange[row]]
    found["levels"] = tuple(map(shortened, sorted({fold(level.cell(row)) for row in strange})))
    questions = tally.answered.strange_among(tally.rows_of("answers", applicant))
    found["questions"] = tuple(map(shortened, questions))
    return {section: words for section, words in found.items() if words}


@dataclass(frozen=True, slots=True)
class _Place:
    """A clause at its place in a level. blank: its verdicts by standing, without what any record says about it."""

    number: int
    leaf: int | None
    blank: tuple[ClauseVerdict, ...]


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What is fixed of every verdict under a pack: `judged` holds the clauses of levels, then of posts."""

    judged: tuple[tuple[_Place, ...], ...]
    desirables: tuple[Sentence, ...]
    confirm: tuple[Sentence, ...]
    policy: Mapping[str, str]
    pack: PackStamp
    engine: EngineStamp


@once
def _fixed(pack: Pack, tree: Tree) -> _Fixed:
    return _Fixed(
        judged=tuple(
            tuple(_placed(tree, number, each) for _, number in tree.outline(root))
            for root, each in zip(tree.requirements, pack.judged, strict=True)
        ),
        desirables=tuple(map(_remark, pack.desirable)),
        confirm=tuple(map(_remark, pack.confirm)),
        policy=pack.policy.printed(),
        pack=PackStamp.of(pack),
        engine=EngineStamp(version=__version__),
    )


def _placed(tree: Tree, number: int, judged: Level | Posts) -> _Place:
    node = tree.nodes[number]
    clause = node.clause
    assert clause is not None
    assert node.parent is not None
    above, source = tree.nodes[node.parent], tree.source(number) or judged.source
    unmet = ClauseVerdict(
        id=node.id,
        kind=clause.kind,
        parent=None if above.clause is None else above.id,
        standing=Standing.UNMET.word,
        says=clause.says(),
        source=_place(source) if source else None,
        further_sources=_further(source),
        counted=None,
        needed=None,
        most=None,
        evidence=(),
        open=(),
    )
    return _Place(number, node.leaf, tuple(unmet.having(standing=standing.word) for standing in Standing))


@quickly_made(frozen=True, slots=True)
class _Finding:
    """What one leaf found in an applicant's record."""

    counted: Counted | None
    needed: str | None
    most: str | None
    evidence: tuple[EvidenceItem, ...]
    open: tuple[_Ask, ...]
    remark: str


class _Findings:
    """What each leaf found in one applicant's record; what several of them found alike is put into words once."""

    def __init__(self, screening: Screening, applicant: int) -> None:
        self._screening, self._applicant = screening, applicant
        self.kept: Kept = {}
        self._settled = bool(screening.pack.settled)
        self._wanted = np.zeros(screening.tally.count, dtype=np.bool_)
        self._wanted[applicant] = True

    @once
    def _named(self, table: str, row: int) -> str:
        return entry_of(self._screening.applicants, table, row)

    @once
    def _said(self, quantity: Quantity, months: bool) -> Counted:  # noqa: FBT001  # what is kept is known by it
        return _said(self._applicant, quantity, months)

    @once
    def _shown(
        self,
        rows: tuple[Evidence, ...],
        months: bool,  # noqa: FBT001  # as above
        sections: frozenset[str],
    ) -> tuple[EvidenceItem, ...]:
        return _shown(self._named, self._screening, rows, months, sections)

    def of(self, number: int) -> _Finding:
        """What one leaf found."""
        screening, tree = self._screening, self._screening.tree
        assessment = screening.assessments[number]
        amount = assessment.amount
        months = amount is not None and amount.unit == "months"
        counted = needed = most = None
        if assessment.counted is not None and amount is not None:
            counted = self._said(assessment.counted, months)
            needed = None if assessment.needed is None else _needed(screening.pack, assessment.needed)
            most = None if assessment.most is None else _needed(screening.pack, assessment.most)
        rows = tuple(tree.leaves[number].evidence(screening.tally, self._applicant))
        unsettled = int(assessment.standings[self._applicant]) in UNSETTLED
        rounded = assessment.rounded is not None and bool(assessment.rounded[self._applicant])
        remark = forgiveness(assessment.forgiven_days) if rounded else ""
        open_ = self._open(number) if unsettled else ()
        sections = sections_named(screening.pack, tree.leaves[number]) if self._settled else frozenset()
        shown = self._shown(rows, months, sections) if rows else ()
        place = number, self._applicant
        if place in screening.decided:
            shown = (*(_decided(tree.leaves[number], each) for each in screening.decided[place].says), *shown)
        elif place in screening.waiting:
            shown = (EvidenceItem(table="decisions", entry="", says=screening.waiting[place].awaits), *shown)
        return _Finding(counted, needed, most, shown, open_, remark)

    def _open(self, number: int) -> tuple[_Ask, ...]:
        """The open facts of a leaf."""
        clause, tally = self._screening.tree.leaves[number], self._screening.tally
        items: dict[_Ask, None] = {}
        for question in clause.questions(tally, self._wanted):
            if len(question.owner):
                items |= self._asked(question, decider(clause))
        return tuple(sorted(items, key=lambda item: item[:4]))

    @once
    def _asked(self, whole: Question, who: str) -> dict[_Ask, None]:
        """A question as the applicant is asked it, put into words once for all leaves that ask it."""
        return {
            (each.table, each.column, each.ask, self._named(each.table, row), short(who or f"the {each.of}")): None
            for each in as_asked(self._screening, whole)
            for row in each.row[each.owner == self._applicant].tolist()
        }


def _said(applicant: int, quantity: Quantity, months: bool) -> Counted:  # noqa: FBT001  # what is kept is known by it
    """A quantity as the contract shows it, in the unit that the clause is stated in."""
    low, high = quantity.exact(applicant)
    if months:
        low, high = low * 12, None if high is None else high * 12
    return Counted(
        low=hundredths(low),
        high=None if high is None else hundredths(high),
        unit="months" if months else quantity.unit,
        exact=(str(low), None if high is None else str(high)),
    )


def _shown(
    named: Callable[[str, int], str],
    screening: Screening,
    rows: tuple[Evidence, ...],
    months: bool,  # noqa: FBT001  # as above
    sections: frozenset[str],
) -> tuple[EvidenceItem, ...]:
    """Evidence as the contract shows it, in an order that does not depend on that of the rows.

    sections: those of which people have said what words mean, as far as the clause asks for names of them.
    """

    def figure(value: Fraction | None) -> str | None:
        return None if value is None else hundredths(value * 12 if months else value)

    items = []
    for each in rows:
        told = (*_told(screening.applicants, each), *(words_told(screening, each, sections) if sections else ()))
        low = figure(each.low)
        items.append(
            plainly_made(
                EvidenceItem,
                table=each.table,
                entry=named(each.table, each.row),
                says="; ".join((each.says, *told)) if told else each.says,
                low=low,
                high=low if each.high is each.low else figure(each.high),
            )
        )
    return tuple(sorted(items, key=lambda item: (item.table, item.says, item.low or "", item.high or "", item.entry)))


def _told(applicants: Applicants, evidence: Evidence) -> Sequence[str]:
    """What people said of a row after the source was written."""
    return applicants.table(evidence.table).told.get(evidence.row, ()) if evidence.table and evidence.row >= 0 else ()


@once
def _needed(pack: Pack, amount: Amount) -> str:
    """What is needed, in the unit in which it is counted."""
    return hundredths(pack.policy.semester_units(amount))


def _highest(screening: Screening, standings: Sequence[Standing], enough: Standing) -> str | None:
    place = highest_level(screening.tree, standings, enough)
    return None if place is None else screening.pack.levels[place].id


def _clauses(
    screening: Screening,
    fixed: _Fixed,
    findings: Sequence[_Finding],
    applicant: int,
    place: int,
    standings: Sequence[Standing],
) -> tuple[ClauseVerdict, ...]:
    """The clauses of a level, or of posts."""
    tree, judged = screening.tree, screening.pack.judged[place]
    deciding = holding_back(tree, standings, place)
    clauses = [
        each.blank[standings[each.number]]
        if each.leaf is None
        else _clause(each.blank[standings[each.number]], findings[each.leaf], decides=each.leaf in deciding)
        for each in fixed.judged[place]
    ]
    if screening.applicants.unread[applicant]:
        clauses.append(_unread(screening, applicant, judged.id, decides=tree.unread in deciding))
    return tuple(clauses)


def _clause(blank: ClauseVerdict, found: _Finding, *, decides: bool) -> ClauseVerdict:
    """A test at its place, with what it found."""
    return blank.having(
        says=blank.says + found.remark,
        counted=found.counted,
        needed=found.needed,
        most=found.most,
        evidence=found.evidence,
        open=tuple(
            plainly_made(
                OpenItem, clause=blank.id, table=table, entry=entry, column=column, ask=ask, of=of, decides=decides
            )
            for table, column, ask, entry, of in found.open
        ),
    )


def _decided(clause: Leaf, decision: Decision) -> EvidenceItem:
    """What a person decided, as what a clause rests on."""
    who = clause.by if isinstance(clause, Judgement) else clause.discretion if isinstance(clause, Discretion) else ""
    said = "accepted" if decision.accepted else "refused"
    said += f" by {who}" if who else ""
    return EvidenceItem(table="decisions", entry=decision.signature, says=said + decision.because)


def _unread(screening: Screening, applicant: int, judged: str, *, decides: bool) -> ClauseVerdict:
    name = f"{judged}.unread-rows"
    rejects = [each for each in screening.applicants.rejects if each.applicant == applicant and each.lost == "row"]
    return ClauseVerdict(
        id=name,
        kind="unread rows",
        parent=None,
        standing="review",
        says="every row of the record can be read",
        source=None,
        further_sources=(),
        counted=None,
        needed=None,
        most=None,
        evidence=(),
        open=tuple(
            OpenItem(
                clause=name,
                table=each.table,
                entry=f"row {each.row}",
                column=each.column,
                ask=f"Correct the row of {_place_of(each)}: {each.reason_in_full}.",
                of="screener",
                decides=decides,
            )
            for each in rejects
        ),
    )


def _place_of(reject: Reject) -> str:
    """The table of a row, and the column to look at where it is one."""
    return f"{reject.table}, column {reject.column!r}" if reject.column else reject.table


def _remark(statement: Statement) -> Sentence:
    return Sentence(says=statement.says, source=_place(statement.source), further_sources=_further(statement.source))


def _place(source: Sources) -> SourcePlace:
    return SourcePlace(section=source.section, anchor=source.anchor)


def _further(source: Sources | None) -> tuple[SourcePlace, ...]:
    """The places beside the first one."""
    return tuple(SourcePlace(section=each.section, anchor=each.anchor) for each in (source or ())[1:])
