"""Judged trials: records tried as cases that expect what comes of them now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from minqual.authoring.case_runs import Trial
from minqual.authoring.cases import Case, Rows
from minqual.judging import Screener
from minqual.notation import made
from minqual.records import LISTS
from minqual.what_if import Attempts, Lists


class JudgedTrials(Attempts):
    """Records of one pack that are tried as cases.

    given: the rows that its cases need not state. vacancy: what they need not say of the vacancy.
    """

    def __init__(self, screener: Screener, as_of: date, given: Rows, vacancy: Mapping[str, str]) -> None:
        super().__init__(screener)
        self.as_of, self._given = as_of, given
        said = dict(screener.pack.run.vacancy)
        self._vacancy = {} if said == dict(vacancy) else said

    def judged(self, lists: Sequence[Lists], as_of: date) -> list[Trial]:
        """Records judged, each as a case that expects of every level and of posts what comes of it now."""
        if not lists:
            return []
        screening = self.screening(lists, as_of)
        judged = list(zip(self.screener.pack.judged, self.screener.tree.judged, strict=True))
        trials = []
        for applicant, rows in enumerate(lists):
            standings = screening.derived[int(screening.pattern[applicant])].standings
            own = {name: None if _same(rows[name], getattr(self._given, name)) else tuple(rows[name]) for name in LISTS}
            case = made(
                Case,
                name=f"try {applicant}",
                as_of=as_of if as_of != self.as_of else None,
                vacancy=self._vacancy,
                expect={each.id: standings[node].word for each, node in judged},
                **own,
            )
            if not screening.applicants.unread[applicant]:
                trials.append(Trial(applicant, case, as_of, screening, applicant))
        return trials


def _same(rows: Sequence[object], given: Sequence[object] | None) -> bool:
    return list(rows) == list(given or ())
