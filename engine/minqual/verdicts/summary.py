"""What a screening did with every row and every applicant, as counts that add up over shares of a pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.counting import Spread
from minqual.judging import Screening, of_packs
from minqual.packs import Pack
from minqual.records import COLUMNS, Applicants, RowCount, equal_places
from minqual.settlements import Confirmation, Decision, Recusal, SettledFact, SettledWord, Settlements
from minqual.values import Standing, Standings, wherever
from minqual.verdicts.open_facts import SCREENER, OpenFact, widest_first

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records import Prints
    from minqual.settlements import Settlement

TELLING: Final = {
    "education": ("field", "conferred", "awarded"),
    "experience": ("start", "end", "hours_per_week"),
    "credentials": ("issuer",),
}
"""Columns that a source had better have: without one, its fact is open in every row."""

UNREAD_ROWS: Final = "What do the rows say that cannot be read (the rejected ones)?"

MOST_WORDS: Final = 10
MANY_PEOPLE: Final = 5
"""Different applicants who write a word that the pack does not know, from which on it is shown."""

LONGEST_WORD: Final = 40

UNKNOWN: Final = {
    "kinds": "kinds of work",
    "employers": "employers",
    "classes": "classes",
    "fields": "fields",
    "subjects": "subjects",
    "countries": "countries",
    "credentials": "credentials",
    "issuers": "issuers",
    "levels": "levels of study",
    "questions": "questions",
}
"""What the words of each section of a pack's vocabulary are called, and the questions that are answered."""

Key = tuple[str, str, str, str]
"""An open fact across applicants: table, column, who can say, and the question."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One open fact, how many applicants it holds back, and how many it alone holds back."""

    fact: str
    of: str
    applicants: int
    alone: int


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """Words of one section that a pack does not know: those that many applicants write, and how many others there are.

    shown: in how many rows each stands, the most frequent first.
    """

    shown: Mapping[str, int]
    others: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a screening did with every row and every applicant.

    unknown_words: by section of the pack's vocabulary. settlements: how many there were, and how many of them count,
    are stale, or are of other packs.
    """

    pack: str
    as_of: str
    policy: Mapping[str, str]
    applicants: int
    verdicts: Mapping[str, int]
    levels: Mapping[str, Mapping[str, int]]
    posts: Mapping[str, Mapping[str, int]]
    rows: Sequence[RowCount]
    held_back: Sequence[HeldBack]
    unknown_words: Mapping[str, UnknownWords]
    unknown_columns: Mapping[str, tuple[str, ...]]
    absent_columns: Mapping[str, tuple[str, ...]]
    patterns: int
    equal_applicants: tuple[tuple[str, ...], ...] = ()
    settlements: Mapping[str, int] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Rows that could not be used, or lines of a file that makes rows of several tables, if these are more."""
        of_tables = sum(count.rejected for count in self.rows if count.table in COLUMNS)
        return max(of_tables, sum(count.rejected for count in self.rows if count.table not in COLUMNS))

    @property
    def opened(self) -> int:
        """Cells that could not be used, in rows that are."""
        return sum(count.cells for count in self.rows)


@dataclass(frozen=True, slots=True)
class Holding:
    """How many applicants an open fact holds back, and how many it alone."""

    applicants: int
    alone: int


@dataclass(frozen=True, slots=True)
class People:
    """Per applicant whose rows say enough, a number for all that they hold and where they are listed, as bytes.

    origins: the files and sheets that list applicants.
    """

    prints: bytes
    rows: bytes
    files: bytes
    origins: tuple[str, ...]

    @classmethod
    def of(cls, applicants: Applicants, prints: Prints) -> People:
        """Those of a share, or of a whole pool."""
        listed, some = applicants.listed, wherever(prints)
        return cls(
            prints[some].tobytes(),
            listed.rows[some].astype(np.int64).tobytes(),
            listed.origin[some].astype(np.int32).tobytes(),
            tuple(each.said for each in listed.origins),
        )

    @classmethod
    def together(cls, parts: Sequence[People]) -> People:
        """Those of all shares of a pool."""
        return cls(
            b"".join(each.prints for each in parts),
            b"".join(each.rows for each in parts),
            b"".join(each.files for each in parts),
            parts[0].origins,
        )

    def equal(self) -> tuple[tuple[str, ...], ...]:
        """Where those are listed who are equal in all their rows."""
        rows, files = np.frombuffer(self.rows, dtype=np.int64), np.frombuffer(self.files, dtype=np.int32)
        found = equal_places(np.frombuffer(self.prints, dtype=np.uint64))
        return tuple(tuple(f"{self.origins[files[place]]} row {rows[place]}" for place in places) for places in found)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of settlements: those that are stale, decisions that wait for another reader, verdicts confirmed."""

    stale: tuple[Settlement, ...] = ()
    waiting: int = 0
    confirmed: int = 0

    @classmethod
    def together(cls, parts: Sequence[Settled], given: Settlements) -> Settled:
        """What became of them in all shares of a pool. given: all of them."""
        stale = {each for part in parts for each in part.stale}
        return cls(
            tuple(each for kind in _IN_TURN for each in given.of(kind) if each in stale) if stale else (),
            sum(part.waiting for part in parts),
            sum(part.confirmed for part in parts),
        )

    def told(self, pack: Pack) -> Mapping[str, int]:
        """How many settlements there were for a run of a pack, and what became of them."""
        given = pack.run.settlements
        if not given:
            return {}
        here = of_packs(given, [pack.name])
        recusals = sum(isinstance(each, Recusal) for each in here["here"])
        told = {
            "read": len(given.all),
            "counted": len(here["here"]) - len(self.stale) - self.waiting - recusals,
            "stale": len(self.stale),
            "of other packs": len(here["elsewhere"]),
        }
        more = {
            "waiting for another reader": self.waiting,
            "recusals": recusals,
            "adverse verdicts confirmed": self.confirmed,
        }
        return told | {name: count for name, count in more.items() if count}


_IN_TURN: Final = (SettledWord, SettledFact, Decision, Confirmation)
NOTHING_BECAME: Final = Settled()


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a screening; those of the shares of a pool add up to those of the whole pool.

    rows: by table. held: by open fact. patterns: the standings of all leaves, one after the other, of each pattern.
    people: what tells of applicants all of whose rows are equal. settled: what became of settlements.
    """

    applicants: int
    verdicts: Mapping[str, int]
    levels: Mapping[str, Mapping[str, int]]
    posts: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, RowCount]
    held: Mapping[Key, Holding]
    unknown_words: Mapping[str, Spread]
    unknown_columns: Mapping[str, tuple[str, ...]]
    absent_columns: Mapping[str, tuple[str, ...]]
    patterns: frozenset[str]
    people: People
    settled: Settled = NOTHING_BECAME


def counted(
    screening: Screening,
    verdict: Standings,
    levels: Mapping[str, Standings],
    posts: Mapping[str, Standings],
    facts: Sequence[OpenFact],
    *,
    of_share: bool = False,
) -> Counts:
    """The counts of a screening. facts: those that are open and decide a level. of_share: whether there are others.

    Who is equal to another in all rows is told from fewer of the rows where there are no others.
    """
    applicants = screening.applicants
    leaves = [node for node in range(len(screening.tree.nodes)) if screening.tree.nodes[node].leaf is not None]
    return Counts(
        applicants=screening.tally.count,
        verdicts=_by_word(verdict),
        levels={name: _by_word(standings) for name, standings in levels.items()},
        posts={name: _by_word(standings) for name, standings in posts.items()},
        rows={count.table: count for count in applicants.counts},
        held=held(screening, facts),
        unknown_words=screening.tally.unknown_words,
        unknown_columns=applicants.unknown_columns,
        absent_columns=_absent(applicants),
        patterns=frozenset("".join(str(int(each.standings[node])) for node in leaves) for each in screening.derived),
        people=People.of(applicants, screening.tally.prints if of_share else screening.tally.equal_prints),
    )


def counts_of_parts(shares: Iterable[Counts], settlements: Settlements) -> Counts:
    """The counts of all shares of a pool; there is at least one. settlements: all that were given."""
    parts = list(shares)
    return Counts(
        applicants=sum(part.applicants for part in parts),
        verdicts=_added(part.verdicts for part in parts),
        levels={name: _added(part.levels[name] for part in parts) for name in parts[0].levels},
        posts={name: _added(part.posts[name] for part in parts) for name in parts[0].posts},
        rows=_rows_of(parts),
        held=_held_together(parts),
        unknown_words=_words_together(parts),
        unknown_columns={where: names for part in parts for where, names in part.unknown_columns.items()},
        absent_columns={where: names for part in parts for where, names in part.absent_columns.items()},
        patterns=frozenset[str]().union(*(part.patterns for part in parts)),
        people=People.together([part.people for part in parts]),
        settled=Settled.together([part.settled for part in parts], settlements),
    )


def summary_of(pack: Pack, as_of: date, counts: Counts) -> Summary:
    """The summary of what was counted by a pack as of a date."""
    return Summary(
        pack=pack.called,
        as_of=as_of.isoformat(),
        policy=pack.policy.printed(),
        applicants=counts.applicants,
        verdicts=counts.verdicts,
        levels=counts.levels,
        posts=counts.posts,
        rows=tuple(counts.rows.values()),
        held_back=ranked(counts.held),
        unknown_words={section: _shown(spread) for section, spread in counts.unknown_words.items()},
        unknown_columns=counts.unknown_columns,
        absent_columns=counts.absent_columns,
        patterns=len(counts.patterns),
        equal_applicants=counts.people.equal(),
        settlements=counts.settled.told(pack),
    )


def _shown(spread: Spread) -> UnknownWords:
    """The words that may be shown: so many applicants do not share one that tells of any of them."""
    shared = wherever(spread.people >= MANY_PEOPLE)
    counted = zip((-spread.rows[shared]).tolist(), map(spread.words.__getitem__, shared.tolist()), strict=True)
    ranked = nsmallest(MOST_WORDS, counted)
    return UnknownWords({word[:LONGEST_WORD]: -count for count, word in ranked}, len(spread.words) - len(ranked))


def _by_word(standings: Standings) -> dict[str, int]:
    counts = np.bincount(standings, minlength=len(Standing)).tolist()
    return {standing.word: counts[standing] for standing in reversed(Standing)}


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def _words_together(parts: Sequence[Counts]) -> dict[str, Spread]:
    sections = dict.fromkeys(section for part in parts for section in part.unknown_words)
    return {
        section: Spread.together([part.unknown_words[section] for part in parts if section in part.unknown_words])
        for section in sections
    }


def _rows_of(parts: Sequence[Counts]) -> dict[str, RowCount]:
    """The rows of each table, over all shares, in the order of the tables."""
    total: dict[str, RowCount] = {}
    for part in parts:
        for name, more in part.rows.items():
            so_far = total.get(name, RowCount(name, 0, 0, 0))
            total[name] = RowCount(
                name,
                so_far.used + more.used,
                so_far.rejected + more.rejected,
                so_far.blank + more.blank,
                so_far.cells + more.cells,
                so_far.left_out + more.left_out,
            )
    return total


def _held_together(parts: Sequence[Counts]) -> dict[Key, Holding]:
    total: dict[Key, Holding] = {}
    for part in parts:
        for key, more in part.held.items():
            so_far = total.get(key, Holding(0, 0))
            total[key] = Holding(so_far.applicants + more.applicants, so_far.alone + more.alone)
    return total


def _absent(applicants: Applicants) -> dict[str, tuple[str, ...]]:
    """Columns whose absence leaves a fact open in every row of a table, by file."""
    absent = {}
    for name, columns in TELLING.items():
        table = applicants.table(name)
        if table.height:
            stated_in_years = name == "experience" and "years" in table.columns
            missing = [each for each in columns if each not in table.columns]
            missing = [each for each in missing if not (stated_in_years and each in {"start", "end"})]
            if missing:
                absent[table.where] = tuple(missing)
    return absent


def held(screening: Screening, facts: Sequence[OpenFact]) -> dict[Key, Holding]:
    """Open facts with whom they hold back; of several questions about one cell the one that asks the most counts."""
    owners: dict[Key, NDArray[np.bool_]] = {}
    taken: dict[tuple[str, ...], NDArray[np.bool_]] = {}
    for fact in widest_first(facts):
        question = fact.question
        owner = question.owner
        if question.table and len(question.row) and bool((question.row >= 0).all()):
            height = screening.applicants.table(question.table).height
            cells = taken.setdefault(fact.same, np.zeros(height, dtype=np.bool_))
            owner = owner[~cells[question.row]]
            cells[question.row] = True
        key: Key = (question.table, question.column, fact.who, question.ask)
        if fact.leaf == screening.tree.unread:
            key = ("", "", SCREENER, UNREAD_ROWS)
        if len(owner):
            owners.setdefault(key, np.zeros(screening.tally.count, dtype=np.bool_))[owner] = True
    number = np.zeros(screening.tally.count, dtype=np.int64)
    for flags in owners.values():
        number += flags
    only = number == 1
    return {key: Holding(int(flags.sum()), int((flags & only).sum())) for key, flags in owners.items()}


def ranked(held: Mapping[Key, Holding]) -> list[HeldBack]:
    """Open facts by how many applicants they hold back, the most first; of those alike, by words and who can say."""
    told = []
    for key, each in held.items():
        column = f"{' '.join(filter(None, key[:2]))}: " if key[0] else ""
        told.append(HeldBack(f"{column}{key[3]}", key[2], each.applicants, each.alone))
    return sorted(told, key=lambda each: (-each.applicants, -each.alone, each.fact, each.of))
