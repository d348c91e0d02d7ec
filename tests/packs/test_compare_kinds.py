"""The comparison knows no kind of clause: one that it has never seen is compared by what its fields say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from minqual.clauses import (
    Allowance,
    Assessment,
    Clause,
    Degree,
    Demand,
    Gate,
    Group,
    Leaf,
    Limit,
    Member,
    Parts,
    Shortfall,
    Welcome,
    Wording,
    numbered,
)
from minqual.counting import Tally
from minqual.notation import AnyNames, Duration, PackModel, Source, Units
from minqual.packs import Change
from minqual.packs.versions.clauses import Spot, clause_lists, identities
from minqual.values import Standing


class Term(PackModel):
    """A part of a sum."""

    count: str
    in_: Annotated[AnyNames, Welcome(section="kinds")] = ()
    every: Annotated[Duration | None, Demand(instead=True)] = None
    gives: Annotated[Duration | None, Allowance(instead=True)] = None


class Sum(Leaf):
    """A leaf with terms, an allowance, limits by name, a clause inside and a key without a meaning."""

    kind: ClassVar[str] = "total"

    total: Annotated[Duration, Demand()]
    may_lack: Annotated[Duration | None, Shortfall()] = None
    of: Annotated[tuple[Term, ...], Parts(more="easier")] = ()
    at_most: Annotated[Mapping[str, Units], Limit(section="subjects")] = {}
    after: Annotated[Clause | None, Parts(more="harder")] = None
    colour: str = "blue"

    def says(self) -> str:
        return f"{self.total} in all"

    def assess(self, tally: Tally) -> Assessment:
        raise NotImplementedError

    def reason(self, standing: Standing) -> Wording:
        return Wording("")


class AtLeast(Group):
    """So many of a list of clauses."""

    kind: ClassVar[str] = "at least"

    at_least: Annotated[int, Demand()]
    of: Annotated[tuple[Any, ...], Parts(more="easier")]

    def gate(self) -> Gate:
        return self.at_least

    def says(self) -> str:
        return f"at least {self.at_least} of these"

    def members(self) -> tuple[Member, ...]:
        return numbered(self.of)


def total(**changed: object) -> Sum:
    """A sum of two terms, with some of its keys changed."""
    terms = [{"count": "experience", "in": "clerical"}, {"count": "units", "every": "2 years", "gives": "1 year"}]
    return Sum.model_validate({"total": "4 years", "of": terms} | changed)


def only(old: Clause, new: Clause) -> Change:
    """The one change between two clauses that a level requires."""
    spot = Spot("Level", (identities([old], "level"), identities([new], "level")), "level", "level")
    (change,) = clause_lists(spot, "requires", [old], [new], "all")
    return change


def test_the_value_that_introduces_a_clause_is_told_by_the_whole_clause() -> None:
    change = only(total(), total(total="3 years"))
    assert (change.says, change.effect, change.before) == ("4 years in all becomes 3 years", "easier", "level.total")


def test_an_allowance_that_is_new_is_easier_and_a_limit_that_is_new_is_harder() -> None:
    change = only(total(), total(**{"may lack": "6 months"}))
    assert (change.says, change.effect) == ("4 years in all: may lack 6 months is new", "easier")
    change = only(total(), total(**{"at most": {"law": "6 semester units"}}))
    assert (change.says, change.effect) == ("4 years in all, at most: law 6 semester units is new", "harder")


def test_a_key_without_a_known_meaning_is_told_with_both_values_and_no_effect() -> None:
    change = only(total(), total(colour="red"))
    assert (change.says, change.effect) == ("4 years in all: colour blue becomes red", None)


def test_a_term_is_told_by_its_number_and_its_key() -> None:
    terms = [{"count": "experience", "in": "clerical"}, {"count": "units", "every": "3 years", "gives": "1 year"}]
    change = only(total(), total(of=terms))
    assert (change.says, change.effect) == ("4 years in all, term 2: every 2 years becomes 3 years", "harder")


def test_a_term_that_is_new_is_easier() -> None:
    terms = [{"count": "number"}, {"count": "experience", "in": "clerical"}]
    terms.append({"count": "units", "every": "2 years", "gives": "1 year"})
    change = only(total(), total(of=terms))
    assert (change.what, change.effect, change.new) == ("added", "easier", "count number")


def test_a_clause_that_time_must_follow_is_harder_when_it_is_new_and_compared_when_it_stays() -> None:
    bachelor, master = (Degree.model_validate({"degree": level}) for level in ("bachelor", "master"))
    change = only(total(), total(after=bachelor))
    assert (change.what, change.effect) == ("added", "harder")
    change = only(total(after=bachelor), total(after=master))
    assert (change.says, change.effect) == (
        "4 years in all, after: a bachelor's degree becomes a master's degree",
        "harder",
    )


def test_fewer_of_the_same_clauses_and_more_clauses_to_choose_from_are_easier() -> None:
    degrees = tuple(Degree.model_validate({"degree": level}) for level in ("associate", "bachelor", "master"))
    three, two = (AtLeast.model_validate({"at least": 2, "of": each}) for each in (degrees, degrees[1:]))
    change = only(two, three)
    assert (change.what, change.effect, change.after) == ("added", "easier", "level.at-least.degree-1")
    one = AtLeast.model_validate({"at least": 1, "of": degrees})
    assert only(three, one).effect == "easier"


def test_a_source_is_told_and_decides_nothing() -> None:
    cited = total(source=Source(section="Education", anchor="Four years"))
    change = only(total(), cited)
    assert (change.says, change.decides) == ("4 years in all: the source is now Education: Four years", False)
