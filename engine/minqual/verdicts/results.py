"""The results of a screening as tables, and a summary that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from minqual.judging import Screening, highest_level
from minqual.packs import Pack
from minqual.records import Reject
from minqual.settlements import Settlement
from minqual.sources import UNSAID, SourceStamp
from minqual.values import Fault, FaultyInput, Standing, Standings
from minqual.verdicts.asked_applicants import to_resolve
from minqual.verdicts.confirmations import NOTHING_CONFIRMED, Confirmed, confirmed, rows_confirmed, to_confirm
from minqual.verdicts.open_facts import of_levels, open_facts, widest_first
from minqual.verdicts.reasons import reasons
from minqual.verdicts.summary import Counts, HeldBack, Settled, Summary, counted, held, ranked, summary_of
from minqual.verdicts.text_columns import Texts, Worded
from minqual.verdicts.work_list import work_list

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FREE_TEXT = ("applicant_id", "reasons", "to_resolve", "reasons_in_full")
"""Columns that may hold an applicant's words; all others hold words of ours."""

REJECT_COLUMNS = ("file", "sheet", "row", "column", "value", "reason", "applicant_id", "lost")


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The results of a screening: columns of text per applicant, rejected rows, and a summary.

    stale: settlements that no longer count, since what they were made on has changed.
    counts: what the summary is made from. pack: by which applicants were judged. only: the one level that verdicts are
    of, if asked for. read_from: what is known of the source.
    """

    columns: Mapping[str, Sequence[str]]
    rejected: Sequence[Reject]
    summary: Summary
    counts: Counts
    pack: Pack
    only: str | None
    stale: tuple[Settlement, ...]
    read_from: SourceStamp = field(default=UNSAID, kw_only=True)

    @property
    def rejects(self) -> Mapping[str, Sequence[str]]:
        """The rejected rows and cells as columns: file, sheet, row, column, value, reason, applicant_id, lost."""
        rows = [
            (each.where, each.sheet, str(each.row), each.column, each.value, each.reason_in_full, each.whose, each.lost)
            for each in self.rejected
        ]
        return dict(zip(REJECT_COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(REJECT_COLUMNS), strict=True))

    @property
    def frame(self) -> pd.DataFrame:
        """The results as a DataFrame, one row per applicant in the order of the applicants table."""
        return _frame(self.columns)

    @property
    def rejected_rows(self) -> pd.DataFrame:
        """The rejected rows and cells as a DataFrame: file, sheet, row, column, value, reason, applicant_id, lost."""
        return _frame(self.rejects)


def _frame(columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Columns as a DataFrame; FaultyInput where pandas is not installed, which nothing else here needs."""
    try:
        import pandas as pd
    except ImportError:
        expected = 'pip install "minqual[pandas]"; columns and rejects hold the same without it'
        raise FaultyInput([Fault("DataFrame", "pandas is not installed", expected, code="missing")]) from None
    return pd.DataFrame({name: _series(cells) for name, cells in columns.items()})


@dataclass(frozen=True, slots=True)
class Results(ResultTable):
    """Results with what they are of, from which each clause's figures, what to ask and the work list are told.

    confirmed: who stands by which adverse verdicts. confirming: whether the work list asks for that.
    """

    screening: Screening
    confirmed: Confirmed = NOTHING_CONFIRMED
    confirming: bool = False

    def without_details(self) -> ResultTable:
        """The same results without the applicants' columns, which take most of the memory."""
        return ResultTable(
            self.columns,
            self.rejected,
            self.summary,
            self.counts,
            self.pack,
            self.only,
            self.stale,
            read_from=self.read_from,
        )

    @property
    def work_list(self) -> Mapping[str, NDArray[np.object_]]:
        """What to settle, one row each, the facts that alone decide most verdicts first; made anew at each call."""
        level = _place(self.screening, self.only)
        asked = work_list(self.screening, level, widest_first(open_facts(self.screening, level)))
        if not self.confirming:
            return asked
        of = ("", "") if self.only is None else (self.only, self.pack.level(self.only).title)
        more = to_confirm(self.columns, self.pack.name, of, self.confirmed)
        return {name: np.concatenate([column, more[name]]) for name, column in asked.items()}


def held_back(screening: Screening) -> Sequence[HeldBack]:
    """The open facts that hold a screening's applicants back, those that hold most back first."""
    return ranked(held(screening, of_levels(screening, list(open_facts(screening, None)), None)))


def results_of(screening: Screening, only: str | None = None, *, of_share: bool = False) -> Results:
    """The results of a screening; `only` makes every verdict that of one level. of_share: of a share of a pool."""
    pack, tree = screening.pack, screening.tree
    level = _place(screening, only)
    facts = list(open_facts(screening, level))
    verdict = screening.standing(tree.verdict if level is None else tree.levels[level])
    levels = {each.id: screening.standing(node) for each, node in zip(pack.levels, tree.levels, strict=True)}
    short, full = reasons(screening, level, facts).columns()
    columns: dict[str, Sequence[str]] = {
        "applicant_id": screening.applicants.ids,
        "verdict": _words(verdict),
        "eligible_level": _highest(screening, Standing.MET),
        "conditional_level": _highest(screening, Standing.CONDITIONAL),
        "best_possible_level": _highest(screening, Standing.REVIEW),
        "reasons": short,
        "to_resolve": to_resolve(screening, facts, level),
    }
    posts = {each.id: screening.standing(node) for each, node in zip(pack.for_some_posts, tree.posts, strict=True)}
    columns |= {f"level_{name}": _words(standing) for name, standing in levels.items()}
    columns |= {f"posts_{name}": _words(standing) for name, standing in posts.items()}
    columns["reasons_in_full"] = full
    counts = counted(screening, verdict, levels, posts, of_levels(screening, facts, level), of_share=of_share)
    rows = rows_confirmed(pack.run.settlements, columns)
    stands = confirmed(pack.run.settlements, pack.name, only, rows) if rows else NOTHING_CONFIRMED
    stale = (*screening.stale, *stands.stale)
    waiting = sum(len(each.says) for each in screening.waiting.values())
    counts = replace(counts, settled=Settled(stale, waiting, len(stands.by_applicant)))
    summary = summary_of(pack, screening.applicants.as_of, counts)
    return Results(columns, screening.applicants.rejects, summary, counts, pack, only, stale, screening, stands)


def _series(column: Sequence[str]) -> pd.Series[str] | Sequence[str]:
    import pyarrow as pa

    if not isinstance(column, Texts):
        return column
    series: pd.Series[str] = pa.chunked_array(list(column.chunks()), pa.string()).to_pandas()
    return series


def _place(screening: Screening, only: str | None) -> int | None:
    """The place of the one level that is asked for."""
    return None if only is None else screening.pack.levels.index(screening.pack.level(only))


def _words(standings: Standings) -> Texts:
    return Worded(standings, [standing.word for standing in Standing])


def _highest(screening: Screening, enough: Standing) -> Texts:
    """Per applicant, the id of the highest level that stands at some standing or above; empty if none."""
    reached = [highest_level(screening.tree, each.standings, enough) for each in screening.derived]
    place = np.array([0 if each is None else each + 1 for each in reached], dtype=np.int32)
    return Worded(place[screening.pattern], ["", *(level.id for level in screening.pack.levels)])
