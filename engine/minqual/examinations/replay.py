"""Replay: what was decided about an applicant, derived again from what is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination, verdict_contents
from minqual.examinations.kept_letters import letters_about
from minqual.examinations.kept_records import tables_of_records
from minqual.examinations.kept_settlements import settlement_of
from minqual.settlements import Confirmation, Decision, Recusal, SettledFact, Settlement, Settlements, settled
from minqual.sources import SourceStamp
from minqual.values import Fault, SourceError, nearest, so_many
from minqual.verdicts import Verdict, asked, confirmed, explain, results_of, to_settle

if TYPE_CHECKING:
    from datetime import date

    from minqual.judging import Screener, Screening
    from minqual.records import Tables


NO_LONGER: Final = "no longer counts: what it was made on has changed"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A verdict that was kept, and the same derived again. asks: what is open, each with who can say.

    screening: that of the applicant alone, by `again`.
    """

    run: Entry
    pack: str
    on_file: str
    derived: str
    verdict: Verdict
    asks: Sequence[str]
    screening: Screening
    again: Rescreening

    @property
    def same(self) -> bool:
        """Whether what was derived again is what was kept, byte for byte."""
        return self.on_file == self.derived


def run_on(examination: Examination, entry: int | None) -> Entry:
    """The last screening, or the last one up to an entry; SourceError where there is none."""
    return _runs_until(examination, entry)[-1]


def entry_on(examination: Examination, day: date) -> int:
    """The number of the last entry up to a day; 0 where there is none."""
    return max((each.number for each in examination.file.entries() if each.at[:10] <= day.isoformat()), default=0)


def _runs_until(examination: Examination, entry: int | None) -> list[Entry]:
    runs = [each for each in examination.runs() if entry is None or each.number <= entry]
    if not runs:
        found = "no screening" if entry is None else "no screening up to then"
        expected = "an examination that was screened: minqual exam screen"
        raise SourceError([Fault(str(examination.file.path), found, expected)])
    return runs


def replayed(examination: Examination, applicants: Sequence[str], entry: int | None = None) -> list[Replayed]:
    """What was last said of applicants, by each pack, and the same derived again from what is kept.

    entry: as the file stood after this one. SourceError carries all whom no screening up to then holds.
    """
    runs = {each.number: each for each in _runs_until(examination, entry)}
    held = {each: _last_run(examination, each, max(runs)) for each in applicants}
    if gone := sum(run is None for run in held.values()):
        found = f"{so_many(gone, 'applicant')} whom no screening holds, or who are erased"
        expected = "the id of one of its applicants"
        raise SourceError([Fault(str(examination.file.path), found, expected, code="unknown-name")])
    said = examination.settlements(None if entry is None else entry + 1)
    again = {
        number: Rescreening(examination, runs[number], examination.settlements(number))
        for number in {number for number in held.values() if number is not None}
    }
    return [
        each
        for applicant, number in held.items()
        if number is not None
        for each in _replayed(again[number], applicant, examination.level, said)
    ]


def _last_run(examination: Examination, applicant: str, last: int) -> int | None:
    """The number of the last screening that holds an applicant, up to one."""
    asked = "SELECT max(run) FROM verdicts WHERE applicant = ? AND run <= ?"
    number: int | None = examination.file.connection.execute(asked, (applicant, last)).fetchone()[0]
    return number


def _replayed(again: Rescreening, applicant: str, level: str | None, said: Settlements) -> Iterator[Replayed]:
    rows = again.rows(applicant)
    screenings = again.of(applicant)
    for pack, kept, _ in rows:
        each = screenings[pack]
        verdict = replace(explain(each, 0, level), confirmed=_stood_by(said, pack, level, applicant, kept))
        (derived,) = verdict_contents(results_of(each, level))
        yield Replayed(again.run, pack, kept, derived, verdict, to_settle(asked(each, level)), each, again)


def _stood_by(said: Settlements, pack: str, level: str | None, applicant: str, kept: str) -> str | None:
    """Who stands by a verdict; it counts at once, since nothing is screened by it."""
    found = confirmed(said, pack, level, {applicant: json.loads(kept)}).by_applicant.get(applicant)
    return None if found is None else found.signature


class Rescreening:
    """A screening of an examination again, applicant by applicant, with what was settled before it or with other."""

    def __init__(self, examination: Examination, run: Entry, settlements: Settlements) -> None:
        self._examination, self.run = examination, run
        self.screeners = examination.screeners(settlements)
        self._shape = json.loads(examination.file.content(run.says["shape"]))

    @classmethod
    def last(cls, examination: Examination) -> Rescreening:
        """The last screening, with what was settled before it."""
        run = run_on(examination, None)
        return cls(examination, run, examination.settlements(run.number))

    @classmethod
    def shown(cls, examination: Examination) -> Rescreening:
        """The last screening, with what was settled before it and what was confirmed after it."""
        run = run_on(examination, None)
        before = list(examination.kept_settlements(run.number))
        after = [each for each in examination.kept_settlements() if isinstance(each, Confirmation)]
        return cls(examination, run, settled([*before, *after], examination.readers))

    @property
    def stamp(self) -> SourceStamp:
        """What was read, with its digests."""
        files = tuple((name, digest) for name, digest in self.run.says["sources"])
        digest = self.run.says["map"]
        return SourceStamp(files=files, map=None if digest is None else ("as it is kept", digest))

    def rows(self, applicant: str) -> Sequence[tuple[str, str, str]]:
        """What is kept of one applicant: by pack, what became of them, and their record."""
        asked = (
            "SELECT verdicts.pack, verdicts.content, records.content FROM verdicts "
            "JOIN records ON records.digest = record "
            "WHERE verdicts.run = ? AND verdicts.applicant = ? AND records.content IS NOT NULL ORDER BY pack"
        )
        return self._examination.file.connection.execute(asked, (self.run.number, applicant)).fetchall()

    def of(self, applicant: str) -> Mapping[str, Screening]:
        """What becomes of one applicant, by pack; nothing of one whom the screening does not hold."""
        tables = self.tables(applicant)
        if tables is None:
            return {}
        found = (each.screen(tables, self._examination.as_of) for each in self.screeners)
        return {each.pack.name: each for each in found}

    def tables(self, applicant: str) -> Tables | None:
        """What was read of one applicant; nothing of one whom the screening does not hold."""
        rows = self.rows(applicant)
        return tables_of_records({applicant: rows[0][2]}, self._shape) if rows else None

    def pool(self, needed: Collection[str] = ()) -> Tables:
        """What was read of all whom the screening holds, in its order; those who are erased are left out.

        needed: the tables on which a pack draws that is not the examination's own. SourceError: one was not kept.
        """
        path = str(self._examination.file.path)
        if lacking := [each for each in needed if each not in self._shape]:
            found = f"no table {' or '.join(lacking)}, on which the other pack draws"
            expected = f"a pack that draws on what was kept: {', '.join(self._shape)}"
            raise SourceError([Fault(path, found, expected, code="other-kind")])
        asked = (
            "SELECT verdicts.applicant, records.content FROM verdicts JOIN records ON records.digest = record "
            "WHERE verdicts.run = ? AND verdicts.pack = ? AND records.content IS NOT NULL ORDER BY place"
        )
        key = self.run.number, self.screeners[0].pack.name
        return tables_of_records(dict(self._examination.file.connection.execute(asked, key)), self._shape)

    def screener(self, pack: str) -> Screener:
        """One of its packs, made ready."""
        return next(each for each in self.screeners if each.pack.name == pack)

    def chosen(self, pack: str | None, option: str) -> Screener:
        """The pack that is meant, made ready: its only one, or the one of a name. option: which says it.

        SourceError: there are several, or none is called so.
        """
        names = [each.pack.name for each in self.screeners]
        if pack is None and len(names) == 1:
            return self.screeners[0]
        if pack not in names:
            found = "several packs" if pack is None else f"{pack!r}, which is none of its packs"
            near = None if pack is None else nearest(pack, names)
            raise SourceError([Fault(option, found, f"one of {', '.join(names)}", near, code="unknown-name")])
        return self.screener(pack)


def history_of(examination: Examination, applicant: str, entry: int | None = None) -> list[dict[str, Any]]:
    """All that was done about an applicant, entry by entry; SourceError for one whom the examination does not hold.

    entry: up to this one. What people said that no longer counts, since what they said it of has changed, is marked.
    """
    connection = examination.file.connection
    told: list[dict[str, Any]] = []
    last = 1 << 62 if entry is None else entry
    verdicts = (
        "SELECT run, at, pack, verdict, eligible_level FROM verdicts JOIN entries ON entries.number = run "
        "WHERE applicant = ? AND run <= ? ORDER BY run, pack"
    )
    for run, at, pack, verdict, level in connection.execute(verdicts, (applicant, last)):
        told.append({"entry": run, "at": at, "says": f"screened by {pack}: {' '.join(filter(None, (verdict, level)))}"})
    if not told:
        found, expected = "an applicant of whom nothing is kept", "the id of one of its applicants"
        raise SourceError([Fault(str(examination.file.path), found, expected, code="unknown-name")])
    said = (
        "SELECT entry, at, settlements.kind, settlements.content FROM settlements "
        "JOIN entries ON entries.number = entry WHERE applicant = ? AND entry <= ? ORDER BY settlements.number"
    )
    stale = _stale(examination, applicant, entry)
    for number, at, kind, content in connection.execute(said, (applicant, last)):
        each = settlement_of(json.loads(content))
        gone = f" ({NO_LONGER})" if each in stale else ""
        told.append({"entry": number, "at": at, "says": f"{kind}: {_told(each)}{gone}"})
    told += [
        {"entry": each.entry.number, "at": each.entry.at, "says": each.told}
        for each in letters_about(examination, applicant, last)
    ]
    return sorted(told, key=lambda each: int(each["entry"]))


def _stale(examination: Examination, applicant: str, entry: int | None) -> set[Settlement]:
    """What people said of an applicant that no longer counts, by the last screening that holds them."""
    last = _last_run(examination, applicant, run_on(examination, entry).number)
    run = next(each for each in examination.runs() if each.number == last)
    said = examination.settlements(None if entry is None else entry + 1)
    again = Rescreening(examination, run, said)
    return {
        each for screening in again.of(applicant).values() for each in results_of(screening, examination.level).stale
    }


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
    said = f"{settlement.clause} {'accepted' if settlement.accepted else 'refused'}: {settlement.signature}"
    reason = settlement.because.lstrip(",: ")
    return f"{said}; {reason}" if reason else said
