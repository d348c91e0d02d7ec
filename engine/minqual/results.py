"""The results of a screening as tables, and a summary that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from minqual.applicants import Applicants, Reject, RowCount
from minqual.mosaics import Texts
from minqual.naming import entry_of
from minqual.openings import SCREENER, OpenFact, open_facts, widest_first
from minqual.packs import Pack
from minqual.reasons import reasons
from minqual.screening import Screening
from minqual.standings import Standing, Standings
from minqual.work_list import work_list

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FREE_TEXT = ("applicant_id", "reasons", "to_resolve")
"""Columns that may hold an applicant's words; all others hold words of ours."""

TELLING = {
    "education": ("field", "conferred", "awarded"),
    "experience": ("start", "end", "hours_per_week"),
    "credentials": ("issuer",),
}
"""Columns that a source had better have: without one, its fact is open in every row."""

REJECT_COLUMNS = ("file", "sheet", "row", "column", "value", "reason", "applicant_id")
UNREAD_ROWS = "What do the rows say that cannot be read (the rejected ones)?"

Key = tuple[str, str, str, str]
"""An open fact across applicants: table, column, who can say, and the question where no cell is meant."""

MOST_WORDS = 10
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One open fact, how many applicants it holds back, and how many it alone holds back."""

    fact: str
    of: str
    applicants: int
    alone: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a screening did with every row and every applicant."""

    pack: str
    as_of: str
    policy: Mapping[str, str]
    applicants: int
    verdicts: Mapping[str, int]
    levels: Mapping[str, Mapping[str, int]]
    rows: Sequence[RowCount]
    held_back: Sequence[HeldBack]
    unknown_words: Mapping[str, int]
    unknown_columns: Mapping[str, tuple[str, ...]]
    absent_columns: Mapping[str, tuple[str, ...]]
    patterns: int

    @property
    def rejected(self) -> int:
        """Rows that could not be used."""
        return sum(count.rejected for count in self.rows)


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a screening: columns of text per applicant, rejected rows, and a summary.

    pack: by which applicants were judged. only: the one level that verdicts are of, if asked for. details: what the
    figures of each clause, what to ask and the work list are told from; None once they were let go.
    """

    columns: Mapping[str, Sequence[str] | Texts]
    rejected: Sequence[Reject]
    summary: Summary
    pack: Pack
    details: Screening | None
    only: str | None = None

    @property
    def screening(self) -> Screening:
        """What they are of, with all columns of the applicants; ValueError once the details were let go."""
        if self.details is None:
            msg = "results whose details were let go"
            raise ValueError(msg)
        return self.details

    def without_details(self) -> Results:
        """The same results without the applicants' columns, which take most of the memory."""
        return replace(self, details=None)

    @property
    def work_list(self) -> Mapping[str, Texts]:
        """What to settle, one row each, the facts that alone decide most verdicts first; made anew at each call."""
        level = _place(self.screening, self.only)
        return work_list(self.screening, level, widest_first(open_facts(self.screening, level)))

    @property
    def rejects(self) -> Mapping[str, Sequence[str]]:
        """The rejected rows as columns: file, sheet, row, column, value, reason, applicant_id."""
        rows = [
            (each.where, each.sheet, str(each.row), each.column, each.value, each.reason, each.whose)
            for each in self.rejected
        ]
        return dict(zip(REJECT_COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(REJECT_COLUMNS), strict=True))

    @property
    def frame(self) -> pd.DataFrame:
        """The results as a DataFrame, one row per applicant in the order of the applicants table."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))

    @property
    def rejected_rows(self) -> pd.DataFrame:
        """The rejected rows as a DataFrame: file, sheet, row, column, value, reason, applicant_id."""
        import pandas as pd

        return pd.DataFrame({name: list(cells) for name, cells in self.rejects.items()})


def results_of(screening: Screening, only: str | None = None) -> Results:
    """The results of a screening; `only` makes every verdict that of one level."""
    pack, tree = screening.pack, screening.tree
    level = _place(screening, only)
    facts = list(open_facts(screening, level))
    verdict = screening.standing(tree.verdict if level is None else tree.levels[level])
    levels = {each.id: screening.standing(node) for each, node in zip(pack.levels, tree.levels, strict=True)}
    columns: dict[str, Sequence[str] | Texts] = {
        "applicant_id": screening.applicants.ids,
        "verdict": _words(verdict),
        "eligible_level": _highest(levels, Standing.MET),
        "conditional_level": _highest(levels, Standing.CONDITIONAL),
        "best_possible_level": _highest(levels, Standing.REVIEW),
        "reasons": reasons(screening, level, facts),
        "to_resolve": _to_resolve(screening, facts),
    }
    columns |= {f"level_{name}": _words(standing) for name, standing in levels.items()}
    summary = _summary(screening, verdict, levels, facts)
    return Results(columns, screening.applicants.rejects, summary, pack, screening, only)


def _place(screening: Screening, only: str | None) -> int | None:
    """The place of the one level that is asked for."""
    return None if only is None else screening.pack.levels.index(screening.pack.level(only))


def _words(standings: Standings) -> Texts:
    words = np.array([standing.word for standing in Standing], dtype=object)
    told: Texts = words[standings]
    return told


def _highest(levels: Mapping[str, Standings], enough: Standing) -> Texts:
    """Per applicant, the id of the highest level that stands at some standing or above; empty if none."""
    names = np.array(["", *levels], dtype=object)
    number = np.zeros(len(next(iter(levels.values()))), dtype=np.int64)
    for place, standings in enumerate(levels.values(), start=1):
        number[standings >= enough] = place
    told: Texts = names[number]
    return told


def _to_resolve(screening: Screening, facts: Sequence[OpenFact]) -> Texts:
    """Per applicant, the open facts that decide, each with the row it is about, in the order of their words."""
    owners: list[NDArray[np.int32]] = []
    texts: list[str] = []
    names: dict[tuple[str, int], str] = {}
    asked: dict[tuple[str, ...], NDArray[np.bool_]] = {}
    for fact in widest_first(facts):
        question, owner, rows = fact.question, fact.question.owner, fact.question.row
        if len(rows) and rows[0] >= 0:
            height = len(screening.applicants.table(question.table).rows)
            seen = asked.setdefault(fact.same, np.zeros(height, dtype=np.bool_))
            fresh = ~seen[rows]
            owner, rows = owner[fresh], rows[fresh]
            seen[rows] = True
            texts += [f"{_name(screening, names, question.table, row)}: {question.ask}" for row in rows.tolist()]
        else:
            texts += [question.ask] * len(owner)
        owners.append(owner)
    return _gathered(np.concatenate([np.zeros(0, dtype=np.int32), *owners]), texts, screening.tally.count)


def _name(screening: Screening, names: dict[tuple[str, int], str], table: str, row: int) -> str:
    """A row's name, made once."""
    name = names.get((table, row))
    if name is None:
        name = names[table, row] = entry_of(screening.applicants, table, row)
    return name


def _gathered(owner: NDArray[np.int32], texts: Sequence[str], applicants: int) -> Texts:
    """Each applicant's texts, sorted, without repetition, in one."""
    told = np.full(applicants, "", dtype=object)
    if not len(owner):
        return told
    order = np.argsort(owner, kind="stable")
    owner = owner[order]
    starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    ends = np.append(starts[1:], len(owner))
    places = order.tolist()
    for applicant, start, end in zip(owner[starts].tolist(), starts.tolist(), ends.tolist(), strict=True):
        told[applicant] = " | ".join(sorted({texts[place] for place in places[start:end]}))
    return told


def _counts(standings: Standings) -> dict[str, int]:
    counts = np.bincount(standings, minlength=len(Standing)).tolist()
    return {standing.word: counts[standing] for standing in reversed(Standing)}


def _summary(
    screening: Screening, verdict: Standings, levels: Mapping[str, Standings], facts: Sequence[OpenFact]
) -> Summary:
    unknown = screening.tally.kinds.unknown() if screening.pack.kinds else {}
    used = ((word, count) for word, count in unknown.items() if count)
    ranked = sorted(used, key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    pack = screening.pack
    return Summary(
        pack=f"{pack.name} version {pack.version}",
        as_of=screening.applicants.as_of.isoformat(),
        policy=pack.policy.printed(),
        applicants=screening.tally.count,
        verdicts=_counts(verdict),
        levels={name: _counts(standings) for name, standings in levels.items()},
        rows=screening.applicants.counts,
        held_back=_held_back(screening, facts),
        unknown_words={word[:LONGEST_WORD]: count for word, count in ranked},
        unknown_columns=screening.applicants.unknown_columns,
        absent_columns=_absent(screening.applicants),
        patterns=len(screening.derived),
    )


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


def _held_back(screening: Screening, facts: Sequence[OpenFact]) -> list[HeldBack]:
    """Open facts by how many applicants they hold back, the most first; the same cell asked twice is one fact."""
    owners: dict[Key, NDArray[np.bool_]] = {}
    asks: dict[Key, str] = {}
    for fact in facts:
        question = fact.question
        of_a_cell = bool(question.table) and bool((question.row >= 0).all())
        key: Key = (question.table, question.column, fact.who, "" if of_a_cell else question.ask)
        if fact.leaf == screening.tree.unread:
            key = ("", "", SCREENER, UNREAD_ROWS)
        asks.setdefault(key, question.ask if key[3] == "" else key[3])
        flags = owners.setdefault(key, np.zeros(screening.tally.count, dtype=np.bool_))
        flags[question.owner] = True
    number = np.zeros(screening.tally.count, dtype=np.int64)
    for flags in owners.values():
        number += flags
    held = []
    for key, flags in owners.items():
        column = f"{key[0]} {key[1]}: " if key[0] else ""
        alone = int((flags & (number == 1)).sum())
        held.append(HeldBack(f"{column}{asks[key]}", key[2], int(flags.sum()), alone))
    return sorted(held, key=lambda each: (-each.applicants, -each.alone, each.fact))
