"""Agreement of readers: how often two people decided a clause the same, how far beyond chance, and what overrode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

from minqual.settlements.readings import MOST_READERS, person, reading_of
from minqual.settlements.settlement import Decision, Recusal, Settlement
from minqual.settlements.settlements import settled
from minqual.values import Standing

Matter: TypeAlias = tuple[str, str, str]
"""What is decided: pack, clause and applicant."""

Pair: TypeAlias = tuple[bool, bool]
"""What two people said of one matter: whether each of them accepted."""

Said = TypeVar("Said")

HELD_BACK: Final = frozenset({Standing.UNMET, Standing.REFER})
LET_PASS: Final = frozenset({Standing.MET, Standing.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class ClauseAgreement:
    """What readers made of one clause, over all applicants.

    read: applicants for whom anybody decided it; by_two: for whom two people or more did; agreed: for whom the first
    two said the same. kappa: how far they agree beyond chance; None where both always said one thing. broken: of those
    for whom the first two differ, how many a majority decided. decided: applicants for whom the clause counts as
    decided; overridden: where that is another side than the one that minqual left it on.
    """

    pack: str
    clause: str
    read: int
    by_two: int
    agreed: int
    kappa: Fraction | None
    broken: int
    recusals: int
    decided: int
    overridden: int

    @property
    def differed(self) -> int:
        """For how many applicants the first two readers differ."""
        return self.by_two - self.agreed


def says_of(given: Iterable[Settlement]) -> Mapping[Matter, tuple[Decision, ...]]:
    """Each person's last decision on each matter; of what has changed meanwhile, those on what it is now."""
    found: dict[Matter, list[Decision]] = {}
    for each in settled(given, MOST_READERS).of(Decision):
        found.setdefault((each.pack, each.clause, each.applicant), []).append(each)
    return {matter: tuple(_of_one_thing(says)) for matter, says in found.items()}


def _of_one_thing(says: Sequence[Decision]) -> Iterator[Decision]:
    """Decisions made on what the last one was made on."""
    last = max(says, key=lambda each: (each.on, person(each.by)))
    yield from (each for each in says if each.made_on == last.made_on)


def clause_agreements(
    given: Sequence[Settlement], readers: int, own: Mapping[Matter, Standing]
) -> Sequence[ClauseAgreement]:
    """How far readers agree on each clause. readers: how many must. own: where minqual itself left each matter."""
    says = says_of(given)
    recused = {each.key: (each.pack, each.clause) for each in given if isinstance(each, Recusal)}
    clauses = sorted({matter[:2] for matter in says} | set(recused.values()))
    return [
        _of_clause(
            clause,
            {matter: each for matter, each in says.items() if matter[:2] == clause},
            list(recused.values()).count(clause),
            readers,
            own,
        )
        for clause in clauses
    ]


def _of_clause(
    clause: tuple[str, str],
    says: Mapping[Matter, tuple[Decision, ...]],
    recusals: int,
    readers: int,
    own: Mapping[Matter, Standing],
) -> ClauseAgreement:
    several = [each for each in says.values() if len(each) >= MOST_READERS]
    pairs = list(map(first_two, several))
    differing = [each for each, (one, other) in zip(several, pairs, strict=True) if one is not other]
    outcomes = {matter: _outcome(each, readers) for matter, each in says.items()}
    decided = {matter: outcome for matter, outcome in outcomes.items() if outcome is not None}
    return ClauseAgreement(
        *clause,
        read=len(says),
        by_two=len(several),
        agreed=len(several) - len(differing),
        kappa=cohens_kappa(Counter(pairs)),
        broken=sum(reading_of(each, MOST_READERS).accepted is not None for each in differing),
        recusals=recusals,
        decided=len(decided),
        overridden=sum(overrides(own.get(matter), accepted=outcome) for matter, outcome in decided.items()),
    )


def _outcome(says: Sequence[Decision], readers: int) -> bool | None:
    return reading_of(sorted(says, key=lambda each: each.on), readers).accepted


def first_two(says: Sequence[Decision]) -> Pair:
    """What the first two readers said, by day; the one whose initials come first in the alphabet stands first."""
    two = sorted(says, key=lambda each: (each.on, person(each.by)))[:2]
    one, other = sorted(two, key=lambda each: person(each.by))
    return one.accepted, other.accepted


def cohens_kappa(pairs: Mapping[tuple[Said, Said], int]) -> Fraction | None:
    """Cohen's kappa of pairs and how often they are: agreement beyond that of chance.

    None where it is not defined: there are none, or both always say one thing.
    """
    total = sum(pairs.values())
    first, other = Counter[Said](), Counter[Said]()
    for (one, two), times in pairs.items():
        first[one] += times
        other[two] += times
    chance = sum(first[each] * other[each] for each in first)
    if chance == total * total:
        return None
    alike = total * sum(times for (one, two), times in pairs.items() if one == two)
    return Fraction(alike - chance, total * total - chance)


def overrides(own: Standing | None, *, accepted: bool) -> bool:
    """Whether a decision is another one than minqual's: what it leaves open is overridden by nobody."""
    return own in (HELD_BACK if accepted else LET_PASS)
