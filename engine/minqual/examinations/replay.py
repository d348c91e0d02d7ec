"""Replay: what was decided about an applicant, derived again from what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from minqual.examinations.chain import Entry, canonical
from minqual.examinations.examination import Examination, verdict_contents
from minqual.examinations.kept_records import tables_of_record
from minqual.examinations.kept_settlements import settlement_of
from minqual.settlements import Confirmation, Decision, Recusal, SettledFact, Settlement, Settlements, settled
from minqual.values import Fault, SourceError
from minqual.verdicts import Verdict, asked, confirmed, explain, results_of

if TYPE_CHECKING:
    from datetime import date

    from minqual.judging import Screening


@dataclass(frozen=True, slots=True)
class Replayed:
    """A verdict that was kept, and the same derived again. asks: what is open, each with who can say."""

    run: Entry
    pack: str
    on_file: str
    derived: str
    verdict: Verdict
    asks: Sequence[str]

    @property
    def same(self) -> bool:
        """Whether what was derived again is what was kept, byte for byte."""
        return self.on_file == self.derived


def run_on(examination: Examination, day: date | None) -> Entry:
    """The last screening, or the last one up to a day; SourceError where there is none."""
    runs = [each for each in examination.runs() if day is None or each.at[:10] <= day.isoformat()]
    if not runs:
        found = "no screening" if day is None else f"no screening up to {day.isoformat()}"
        expected = "an examination that was screened: minqual exam screen"
        raise SourceError([Fault(str(examination.file.path), found, expected)])
    return runs[-1]


def replayed(examination: Examination, applicant: str, day: date | None = None) -> list[Replayed]:
    """What a screening said of an applicant, by each pack, and the same derived again from what is kept."""
    run = run_on(examination, day)
    rows = list(_kept(examination, applicant, run))
    if not rows:
        found = "an applicant whom that screening does not hold, or who is erased"
        expected = "the id of one of its applicants"
        raise SourceError([Fault(str(examination.file.path), found, expected, code="unknown-name")])
    level = examination.level
    again = {each.pack.name: each for each in screened_again(examination, applicant, run, rows[0][2])}
    said = settled((each for each in examination.kept_settlements() if _by_day(each, day)), examination.readers)
    return [
        Replayed(
            run,
            pack,
            kept,
            _derived(each, level),
            replace(explain(each, 0, level), confirmed=_stood_by(said, pack, level, applicant, kept)),
            _asks(each, level),
        )
        for pack, kept, _ in rows
        for each in (again[pack],)
    ]


def _by_day(settlement: Settlement, day: date | None) -> bool:
    return day is None or settlement.on <= day


def _stood_by(said: Settlements, pack: str, level: str | None, applicant: str, kept: str) -> str | None:
    """Who stands by a verdict; it counts at once, since nothing is screened by it."""
    found = confirmed(said, pack, level, {applicant: json.loads(kept)}).by_applicant.get(applicant)
    return None if found is None else found.signature


def _kept(examination: Examination, applicant: str, run: Entry) -> Iterator[tuple[str, str, str]]:
    asked = (
        "SELECT verdicts.pack, verdicts.content, records.content FROM verdicts JOIN records ON records.digest = record "
        "WHERE verdicts.run = ? AND verdicts.applicant = ? AND records.content IS NOT NULL ORDER BY pack"
    )
    yield from examination.file.connection.execute(asked, (run.number, applicant))


def screened_again(examination: Examination, applicant: str, run: Entry, record: str) -> list[Screening]:
    """The screenings of one applicant by each pack, with what was settled before that screening."""
    shape = json.loads(examination.file.content(run.says["shape"]))
    tables = tables_of_record(applicant, record, shape)
    screeners = examination.screeners(examination.settlements(run.number))
    return [each.screen(tables, examination.as_of) for each in screeners]


class Rescreening:
    """A screening of an examination again, applicant by applicant, with other settlements than it had."""

    def __init__(self, examination: Examination, run: Entry, settlements: Settlements) -> None:
        self._examination, self._run = examination, run
        self._screeners = examination.screeners(settlements)
        self._shape = json.loads(examination.file.content(run.says["shape"]))

    def of(self, applicant: str) -> Mapping[str, Screening]:
        """What becomes of one applicant, by pack; nothing of one whom the screening does not hold."""
        rows = list(_kept(self._examination, applicant, self._run))
        if not rows:
            return {}
        tables = tables_of_record(applicant, rows[0][2], self._shape)
        found = (each.screen(tables, self._examination.as_of) for each in self._screeners)
        return {each.pack.name: each for each in found}


def _derived(screening: Screening, level: str | None) -> str:
    """What became of one applicant, as it is kept."""
    (row,) = verdict_contents(results_of(screening, level))
    return canonical(row)


def _asks(screening: Screening, level: str | None) -> Sequence[str]:
    """What is open for one applicant, each with who can say."""
    return [f"{each.said} ({each.who} can say)" for each in asked(screening, level)]


def history_of(examination: Examination, applicant: str) -> list[dict[str, Any]]:
    """All that was done about an applicant, entry by entry; SourceError for one whom the examination does not hold."""
    if applicant not in examination.applicants():
        found, expected = "an applicant of whom nothing is kept", "the id of one of its applicants"
        raise SourceError([Fault(str(examination.file.path), found, expected, code="unknown-name")])
    at = {each.number: each.at for each in examination.file.entries()}
    told: list[dict[str, Any]] = []
    verdicts = "SELECT run, pack, verdict, eligible_level FROM verdicts WHERE applicant = ? ORDER BY run, pack"
    for run, pack, verdict, level in examination.file.connection.execute(verdicts, (applicant,)):
        told.append(
            {"entry": run, "at": at[run], "says": f"screened by {pack}: {' '.join(filter(None, (verdict, level)))}"}
        )
    settled = "SELECT entry, kind, subject, content FROM settlements WHERE applicant = ? ORDER BY number"
    for entry, kind, _, content in examination.file.connection.execute(settled, (applicant,)):
        says = settlement_of(json.loads(content))
        told.append({"entry": entry, "at": at[entry], "says": f"{kind}: {_told(says)}"})
    return sorted(told, key=lambda each: int(each["entry"]))


def _told(settlement: Settlement) -> str:
    """A settlement of one applicant in words."""
    if isinstance(settlement, SettledFact):
        return f"{settlement.table}, {settlement.told}"
    if isinstance(settlement, Confirmation):
        reason = f"; {settlement.why}" if settlement.why else ""
        return f"the verdict{f' for {settlement.level}' if settlement.level else ''}: {settlement.signature}{reason}"
    if isinstance(settlement, Recusal):
        return f"{settlement.clause}: {settlement.signature}{f'; {settlement.why}' if settlement.why else ''}"
    assert isinstance(settlement, Decision)
    reason = ", ".join(filter(None, (settlement.code, settlement.why)))
    said = f"{settlement.clause} {'accepted' if settlement.accepted else 'refused'}: {settlement.signature}"
    return f"{said}; {reason}" if reason else said
