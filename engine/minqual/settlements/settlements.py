"""Settlements together: of those of one key the latest counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from minqual.settlements.digests import digest_of
from minqual.settlements.settlement import Decision, Key, SettledFact, SettledWord, Settlement
from minqual.values import Fault, SourceError

Kind = TypeVar("Kind", bound=Settlement)
OfOne = TypeVar("OfOne", SettledFact, Decision)


@dataclass(frozen=True)
class Settlements:
    """Settlements, each key once; `settled` puts them together."""

    all: tuple[Settlement, ...] = ()

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
    def digest(self) -> str:
        """The digest of all of them."""
        return digest_of([[*each.key, *map(str, each.content), each.by, each.on.isoformat()] for each in self.all])

    def words_for(self, pack: str) -> tuple[SettledWord, ...]:
        """What words mean under a pack: as its agency has settled it, then as it was for the pack itself."""
        agency = pack.partition("/")[0]
        words = self.of(SettledWord)
        return (*(each for each in words if each.pack == agency), *(each for each in words if each.pack == pack))


NOTHING_SETTLED = Settlements()
"""A pool of which nobody has said anything yet."""


def settled(given: Iterable[Settlement]) -> Settlements:
    """Settlements put together: of those of one key the one of the latest day counts.

    SourceError: two of one key and one day say different things, so that none of them can be taken for the later one.
    """
    ordered = sorted(given, key=lambda settlement: settlement.on)
    latest = {each.key: each for each in ordered}
    faults = list(_contradictions(ordered, latest))
    if faults:
        raise SourceError(faults)
    return Settlements(tuple(latest[key] for key in sorted(latest)))


def _contradictions(given: Iterable[Settlement], latest: Mapping[Key, Settlement]) -> Iterator[Fault]:
    for each in given:
        other = latest[each.key]
        if each.on == other.on and each.content != other.content:
            found = f"another answer than {other.place or 'another settlement'} has, of the same day"
            yield Fault(each.place or "settlements", found, "one answer, or a later day for the one that holds")


def _by_applicant(settlements: Iterable[OfOne]) -> dict[str, tuple[OfOne, ...]]:
    found: dict[str, list[OfOne]] = {}
    for each in settlements:
        found.setdefault(each.applicant, []).append(each)
    return {name: tuple(several) for name, several in found.items()}
