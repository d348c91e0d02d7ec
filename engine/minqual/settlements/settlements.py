"""Settlements together: of those of one key the latest counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from minqual.settlements.digests import digest_of
from minqual.settlements.readings import MOST_READERS, person
from minqual.settlements.settlement import (
    NOBODY,
    OWNER,
    ROW,
    Confirmation,
    Decision,
    Key,
    Recusal,
    SettledFact,
    SettledWord,
    Settlement,
)
from minqual.values import Fault, SourceError

Kind = TypeVar("Kind", bound=Settlement)
OfOne = TypeVar("OfOne", SettledFact, Decision, Confirmation)


@dataclass(frozen=True)
class Settlements:
    """Settlements, each key once; `settled` puts them together.

    readers: how many people must have decided a clause the same; of two, all holds what each of them decided.
    """

    all: tuple[Settlement, ...] = ()
    readers: int = 1

    def __bool__(self) -> bool:
        return bool(self.all)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Those of one kind."""
        return tuple(each for each in self.all if isinstance(each, kind))

    @cached_property
    def facts(self) -> Mapping[str, tuple[SettledFact, ...]]:
        """What was settled of each applicant's facts, by applicant."""
        return _by_applicant(self.of(SettledFact))

    @cached_property
    def decisions(self) -> Mapping[str, tuple[Decision, ...]]:
        """What was decided for each applicant."""
        return _by_applicant(self.of(Decision))

    @cached_property
    def confirmations(self) -> Mapping[str, tuple[Confirmation, ...]]:
        """What was confirmed of each applicant's verdicts."""
        return _by_applicant(self.of(Confirmation))

    @cached_property
    def digest(self) -> str:
        """The digest of all of them."""
        said = [[*each.key, *map(str, each.content), each.by, each.on.isoformat()] for each in self.all]
        return digest_of(said if self.readers == 1 else [self.readers, *said])

    def words_for(self, pack: str) -> tuple[SettledWord, ...]:
        """What words mean under a pack: as its agency has settled it, then as it was for the pack itself."""
        agency = pack.partition("/")[0]
        words = self.of(SettledWord)
        return (*(each for each in words if each.pack == agency), *(each for each in words if each.pack == pack))


NOTHING_SETTLED = Settlements()
"""A pool of which nobody has said anything yet."""


def settled(given: Iterable[Settlement], readers: int = 1) -> Settlements:
    """Settlements put together: of those of one key the one of the latest day counts.

    readers: how many people must have decided a clause the same before it counts, 1 or 2; of two, the latest of each
    person is kept. What people decided or confirmed of an applicant of whom they have recused themselves is left out.
    SourceError: two of one key and one day say different things, so that none of them can be taken for the later one.
    """
    if not isinstance(readers, int) or not 1 <= readers <= MOST_READERS:
        raise SourceError([Fault("readers", repr(readers), "1 or 2")])
    ordered = sorted(given, key=lambda settlement: settlement.on)
    recused = {(each.applicant, person(each.by)) for each in ordered if isinstance(each, Recusal)}
    if recused:
        ordered = [each for each in ordered if not _is_left_out(each, recused)]
    latest = {_slot(each, readers): each for each in ordered}
    faults = [*_contradictions(ordered, latest, readers), *_twice_claimed(latest.values())]
    if faults:
        raise SourceError(faults)
    return Settlements(tuple(latest[key] for key in sorted(latest)), readers)


def _is_left_out(each: Settlement, recused: Collection[tuple[str, str]]) -> bool:
    return isinstance(each, Decision | Confirmation) and (each.applicant, person(each.by)) in recused


def _slot(each: Settlement, readers: int) -> Key:
    """What only one settlement is kept of: of a clause that several people read, one of each of them."""
    own = readers > 1 and isinstance(each, Decision)
    return (*each.key, person(each.by)) if own else each.key


def _contradictions(given: Iterable[Settlement], latest: Mapping[Key, Settlement], readers: int) -> Iterator[Fault]:
    for each in given:
        other = latest[_slot(each, readers)]
        if each.on == other.on and each.content != other.content:
            found = f"another answer than {other.place or 'another settlement'} has, of the same day"
            yield Fault(each.place or "settlements", found, "one answer, or a later day for the one that holds")


def _twice_claimed(latest: Iterable[Settlement]) -> Iterator[Fault]:
    """Rows that are lost and that two applicants are said to have written."""
    claims: dict[tuple[str, str], SettledFact] = {}
    for each in latest:
        if isinstance(each, SettledFact) and each.column in {OWNER, ROW} and each.says != NOBODY:
            if each.column == OWNER and each.says != each.applicant:
                continue
            other = claims.setdefault((each.table, each.row), each)
            if other.applicant != each.applicant:
                found = f"a row that {other.place or 'another settlement'} says is another applicant's"
                yield Fault(each.place or "settlements", found, f"{NOBODY} for all but one of them", code="twice")


def _by_applicant(settlements: Iterable[OfOne]) -> dict[str, tuple[OfOne, ...]]:
    found: dict[str, list[OfOne]] = {}
    for each in settlements:
        found.setdefault(each.applicant, []).append(each)
    return {name: tuple(several) for name, several in found.items()}
