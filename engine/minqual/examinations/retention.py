"""Retention: how long an examination is kept at least and at most, what holds it, and what is due to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination
from minqual.values import Fault, SourceError, months_later


@dataclass(frozen=True, slots=True)
class Retention:
    """How long an examination is kept, from its last entry that screened or settled anything.

    at_least, at_most: in months; None: nothing is said. held: why nothing may be erased, if anything holds it.
    """

    since: date
    at_least: int | None
    at_most: int | None
    held: tuple[str, ...]

    @property
    def not_before(self) -> date | None:
        """The day before which nothing is erased."""
        return None if self.at_least is None else months_later(self.since, self.at_least)

    @property
    def due(self) -> date | None:
        """The day by which all of it is to be erased."""
        return None if self.at_most is None else months_later(self.since, self.at_most)


def retention_of(examination: Examination) -> Retention:
    """What has been said of how long an examination is kept."""
    since, least, most = examination.opened["as_of"], None, None
    held: dict[str, str] = {}
    for each in examination.file.entries():
        if each.kind in {"screen", "settle"}:
            since = each.at[:10]
        elif each.kind == "keep":
            least, most = each.says["at_least"], each.says["at_most"]
        elif each.kind == "hold":
            held[each.says["name"]] = each.says["why"]
        elif each.kind == "release":
            held.pop(each.says["name"], None)
    reasons = tuple(f"{name}: {why}" if why else name for name, why in sorted(held.items()))
    return Retention(date.fromisoformat(since), least, most, reasons)


def keep_for(examination: Examination, at_least: int | None, at_most: int | None, by: str, at: str) -> Entry:
    """Say how long it is kept, in months."""
    if at_least is not None and at_most is not None and at_least > at_most:
        found = f"at least {at_least} months and at most {at_most}"
        raise SourceError([Fault("--at-most", found, "at most as long as at least, or longer")])
    return examination.file.seal("keep", at, {"at_least": at_least, "at_most": at_most, "by": by})


def hold(examination: Examination, name: str, why: str, by: str, at: str) -> Entry:
    """Hold it, so that nothing is erased until that is released. name: the complaint or the like."""
    return examination.file.seal("hold", at, {"name": name, "why": why, "by": by})


def release(examination: Examination, name: str, by: str, at: str) -> Entry:
    """Release a hold; SourceError where there is none of that name."""
    names = [each.partition(":")[0] for each in retention_of(examination).held]
    if name not in names:
        expected = "one of " + ", ".join(names) if names else "none: nothing holds it"
        raise SourceError([Fault("--release", f"no hold {name!r}", expected)])
    return examination.file.seal("release", at, {"name": name, "by": by})


def erase(examination: Examination, applicants: Sequence[str], by: str, why: str, today: date, at: str) -> Entry:
    """Erase all that is kept of applicants: rows, verdicts and settlements; their digests stay, so the chain is whole.

    SourceError: something holds the examination, or the day has not come before which nothing is erased.
    """
    said = retention_of(examination)
    if said.held:
        raise SourceError([Fault("--erase", "an examination that is held: " + "; ".join(said.held), "--release first")])
    if said.not_before is not None and today < said.not_before:
        found = f"an examination that is kept until {said.not_before.isoformat()} at least"
        raise SourceError([Fault("--erase", found, "a later day")])
    file = examination.file
    with file.adding() as addition:
        records, settlements = [], []
        for each in applicants:
            found_ = file.connection.execute("SELECT digest FROM records WHERE applicant = ?", (each,))
            records += [digest for (digest,) in found_]
            found_ = file.connection.execute("SELECT digest FROM settlements WHERE applicant = ?", (each,))
            settlements += [digest for (digest,) in found_]
        for statement in _ERASING:
            addition.rows(statement, [(each,) for each in applicants])
        content = {"records": records, "settlements": settlements, "by": by, "why": why}
        return addition.seal("erase", at, content)


_OF_VERDICTS: Final = (
    "UPDATE verdicts SET applicant = NULL, verdict = NULL, eligible_level = NULL, conditional_level = NULL, "
    "best_possible_level = NULL, content = NULL WHERE applicant = ?"
)
_ERASING: Final = (
    _OF_VERDICTS,
    "UPDATE settlements SET applicant = NULL, subject = NULL, content = NULL, salt = NULL WHERE applicant = ?",
    "UPDATE records SET applicant = NULL, salt = NULL, content = NULL WHERE applicant = ?",
)
