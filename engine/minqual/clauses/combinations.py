"""Combinations: all of, any of, and wordings that can be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, model_validator

from minqual.clauses.base import AnyClause, Clause, Gate, Group, Leaf, Member
from minqual.clauses.field_directions import Demand, Direction, Parts
from minqual.clauses.findings import Since
from minqual.clauses.judgement import Judgement
from minqual.counting import Tally
from minqual.notation import Mistake, Number, made
from minqual.values import plain


def numbered(clauses: Sequence[Clause]) -> tuple[Member, ...]:
    """Clauses as members: named by their own id, else by their kind, with a number where it repeats."""
    kinds = [clause.kind.replace(" ", "-") for clause in clauses]
    members = []
    for position, (clause, kind) in enumerate(zip(clauses, kinds, strict=True)):
        number = f"-{kinds[: position + 1].count(kind)}" if kinds.count(kind) > 1 else ""
        members.append(Member(clause.id or kind + number, clause))
    return tuple(members)


FEW_WORDS = 120
"""Letters beyond which a combination is no longer said in one breath."""


def spoken(clauses: Sequence[Clause], word: str) -> str:
    """Plain tests in one breath: "a, or b"; nothing where they are too many words or not plain."""
    said = f", {word} ".join(clause.says() for clause in clauses)
    return said if len(said) <= FEW_WORDS and not any(isinstance(clause, Group) for clause in clauses) else ""


def _mark(clause: Clause) -> str:
    """What makes a clause one that counts by itself: all that it asks, whatever it is called."""
    if isinstance(clause, Leaf):
        return clause.substance
    assert isinstance(clause, Group)
    return f"{clause.kind} {clause.gate()}: {[_mark(member.clause) for member in clause.members()]}"


class _Several(Group):
    """Several clauses in a list. listed_in: its field. joined_by: the word between them, said in one breath.

    altogether: what is said where they are too many words for that.
    """

    listed_in: ClassVar[str]
    joined_by: ClassVar[str]
    altogether: ClassVar[str]

    @property
    def clauses(self) -> Sequence[Clause]:
        """The clauses of the list."""
        found: Sequence[Clause] = getattr(self, self.listed_in)
        return found

    @property
    def points(self) -> bool:
        return not spoken(self.clauses, self.joined_by)

    def says(self) -> str:
        return spoken(self.clauses, self.joined_by) or self.altogether

    def members(self) -> Sequence[Member]:
        return numbered(self.clauses)

    def dated(self) -> bool:
        return self.gate() in {"all", "any"} and all(clause.dated() for clause in self.clauses)

    def since(self, tally: Tally) -> Since:
        if not self.dated():
            return super().since(tally)
        each = [clause.since(tally) for clause in self.clauses]
        when = np.maximum if self.gate() == "all" else np.minimum
        return Since(when.reduce([since.low for since in each]), when.reduce([since.high for since in each]))


class AllOf(_Several):
    """Every one of a list of clauses must hold.

    It stands where the worst of them stands.

        - all of:
            - degree: bachelor
            - experience: 2 years
              in: communications
    """

    kind: ClassVar[str] = "all of"
    listed_in: ClassVar[str] = "all_of"
    joined_by: ClassVar[str] = "and"
    altogether: ClassVar[str] = "all of these"

    all_of: Annotated[tuple[AnyClause, ...], Field(min_length=1), Parts(more="harder")]


class AnyOf(_Several):
    """One of a list of clauses is enough.

    It stands where the best of them stands.

        - any of:
            - degree: associate
            - units: 60 semester units
    """

    kind: ClassVar[str] = "any of"
    must_hold: ClassVar[Gate] = "any"
    listed_in: ClassVar[str] = "any_of"
    joined_by: ClassVar[str] = "or"
    altogether: ClassVar[str] = "any one of these"

    any_of: Annotated[tuple[AnyClause, ...], Field(min_length=1), Parts(more="easier")]


class AtLeast(_Several):
    """So many of a list of clauses must hold, whichever they are.

    It stands where the best so many of them stand at least: of two needed, where the second best stands. No clause
    may be listed twice, or it would count for two.

        - at least: 2
          of:
            - degree: associate
            - experience: 1 year
              in: communications
            - {credential: driver's license, due: at filing}
    """

    kind: ClassVar[str] = "at least"
    listed_in: ClassVar[str] = "of"
    joined_by: ClassVar[str] = "or"

    at_least: Annotated[Number, Field(description="how many of them must hold"), Demand()]
    of: Annotated[tuple[AnyClause, ...], Field(min_length=2, description="the clauses"), Parts(more="easier")]

    @model_validator(mode="after")
    def _can_hold(self) -> AtLeast:
        if self.at_least not in range(1, len(self.of) + 1):
            raise Mistake(
                f"{plain(self.at_least)} of {len(self.of)} clauses", f"a whole number from 1 to {len(self.of)}"
            )
        marks = [_mark(clause) for clause in self.of]
        for clause, mark in zip(self.of, marks, strict=True):
            if marks.count(mark) > 1:
                raise Mistake(f"a clause listed twice: {clause.says()}", "each clause once")
        return self

    def gate(self) -> Gate:
        return int(self.at_least)

    def says(self) -> str:
        told = spoken(self.of, "or")
        return f"at least {plain(self.at_least)} of: {told}" if told else f"at least {plain(self.at_least)} of these"


class Ambiguous(Group):
    """A wording that can be read in several ways: where all readings agree it is decided, else a person decides.

    An unparenthesised "and … or" is written out once for each way of setting the brackets.

        - ambiguous: whether the certificate is needed with the experience or with either
          by: the screener
          readings:
            - any of:
                - experience: 4 years
                  in: communications
                - all of:
                    - degree: bachelor
                    - {credential: driver's license, due: at filing}
            - all of:
                - any of:
                    - experience: 4 years
                      in: communications
                    - degree: bachelor
                - {credential: driver's license, due: at filing}
    """

    kind: ClassVar[str] = "ambiguous"
    must_hold: ClassVar[Gate] = "any"
    last_tells: ClassVar[bool] = True

    ambiguous: Annotated[str, Field(description="what the wording leaves open"), Direction()]
    by: Annotated[str, Field(description="who decides between the readings"), Direction()] = "the screener"
    readings: Annotated[tuple[AnyClause, ...], Field(min_length=2, description="one clause for each reading"), Parts()]

    def says(self) -> str:
        return f"under every reading, or as {self.by} decides: {self.ambiguous}"

    def members(self) -> Sequence[Member]:
        either = made(AnyOf, any_of=self.readings)
        which = f"which reading holds: {self.ambiguous}"
        judged = made(AllOf, all_of=(either, made(Judgement, judgement=which, by=self.by)))
        return (Member("every-reading", made(AllOf, all_of=self.readings)), Member("a-reading", judged))
