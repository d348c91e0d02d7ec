"""One applicant's verdict as plain values: the contract that programs rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from minqual.packs import OtherKinds
from minqual.values import Fault, PackError, Standing, Word, nearest, plainly_made

if TYPE_CHECKING:
    from minqual.packs import Pack


class _Value:  # noqa: PLW1641  # the policy is a mapping, so a verdict has no hash
    """Plain values side by side: equal where all of them are. Shared, because made once it costs a start less."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"

    def having(self, **other: object) -> Self:
        """The same with other values: what dataclasses' own replace does, in a quarter of the time."""
        return plainly_made(type(self), **(self.__dict__ | other))


class _Later(_Value):  # noqa: PLW1641  # as above
    """Plain values of which some are made when one of them is first looked at; copied and stored they are all made."""

    @classmethod
    def later(cls, make: Callable[[], dict[str, Any]], **made: object) -> Self:
        """A value of which these fields are there, all with a default among them; the others come from a call."""
        value = object.__new__(cls)
        value.__dict__.update(made)
        value.__dict__["_make"] = make
        return value

    if not TYPE_CHECKING:  # which sees the fields, and no others

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # only of what is not made yet
            make = self.__dict__.get("_make")
            if make is not None and name in type(self).__dataclass_fields__:
                self.__dict__.update(make())
                self.__dict__.pop("_make", None)
            if name not in self.__dict__:  # which another thread may have seen to
                raise AttributeError(name)
            return self.__dict__[name]

    def said(self) -> dict[str, Any]:
        """The fields, all of them made."""
        return {name: getattr(self, name) for name in type(self).__dataclass_fields__}  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Later) and type(self) is type(other) and self.said() == other.said()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.said().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), self.said())


def _made(of: Callable[..., _Later], said: dict[str, Any]) -> _Later:
    return of(**said)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SourcePlace(_Value):
    """Where the class specification says it."""

    section: str
    anchor: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Counted(_Value):
    """What was counted: what is certain and what is possible, rounded down to two decimals; null is unbounded."""

    low: str
    high: str | None
    unit: str
    exact: tuple[str, str | None]


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """One row of the record as a clause saw it, and how much of it counted."""

    table: str
    entry: str
    says: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OpenItem(_Value):
    """One fact that would settle a clause, who can say it, and whether it decides the level as well.

    of: applicant, screener, or the authority that the pack names, in its words.
    """

    clause: str
    table: str
    entry: str
    column: str
    ask: str
    of: str
    decides: bool


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClauseVerdict(_Value):
    """One clause: its standing, what was counted against what is needed or may be at most, and what is open.

    further_sources: where else the specification says it.
    """

    id: str
    kind: str
    parent: str | None
    standing: Word
    says: str
    source: SourcePlace | None
    further_sources: tuple[SourcePlace, ...]
    counted: Counted | None
    needed: str | None
    most: str | None
    evidence: tuple[EvidenceItem, ...]
    open: tuple[OpenItem, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LevelVerdict(_Value):
    """One level of the class series, with its clauses in pack order."""

    level: str
    title: str
    class_code: str
    standing: Word
    clauses: tuple[ClauseVerdict, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PostsVerdict(_Value):
    """Posts for which more is asked than the level: how that stands by itself, with its clauses in pack order."""

    posts: str
    title: str
    standing: Word
    clauses: tuple[ClauseVerdict, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sentence(_Value):
    """A sentence of the specification that did not decide."""

    says: str
    source: SourcePlace
    further_sources: tuple[SourcePlace, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RejectedRow(_Value):
    """A row of the applicant's that could not be read, or a cell of it that is open; lost says which."""

    table: str
    row: int
    column: str
    reason: str
    lost: Literal["row", "cell"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PackStamp(_Value):
    """The pack that decided: its digest is that of its content. invented: whether its specification is made up."""

    name: str
    version: str
    digest: str
    invented: bool

    @classmethod
    def of(cls, pack: Pack) -> PackStamp:
        """The stamp of a pack."""
        return cls(name=pack.name, version=pack.version, digest=pack.digest, invented=pack.invented == "yes")

    @property
    def called(self) -> str:
        """Its name and version, as pages show them."""
        return f"{self.name}{' (invented)' if self.invented else ''} version {self.version}"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EngineStamp(_Value):
    """The engine that decided."""

    version: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LevelReasons(_Value):
    """Why one level, or posts for which more is asked, stand where they do: at most 40 words long, and in full."""

    level: str
    short: str
    full: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reasons(_Later):
    """Why a verdict is as it is, in sentences that the applicant may be shown, put into words when they are asked for.

    short: what decides the level asked for, or else the best one, in at most 40 words. full: all that there is to say
    of the level asked for, or else of the eligible one and every one above it. to_resolve: what is open and decides,
    each with the row that it is about. levels: the reasons of each level alone.
    """

    short: str
    full: str
    to_resolve: tuple[str, ...]
    levels: tuple[LevelReasons, ...]

    def __call__(self, level: str | None = None, *, full: bool = False) -> str:
        """The reasons of the verdict, or of one level by its id; PackError where there is no such level."""
        of = self if level is None else next((each for each in self.levels if each.level == level), None)
        if of is None:
            ids = [each.level for each in self.levels]
            found = Fault("level", f"unknown level {level!r}", f"one of {', '.join(ids)}", nearest(str(level), ids))
            raise PackError([replace(found, code="unknown-name")])
        return of.full if full else of.short


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Verdict(_Later):
    """What one applicant's record comes to under one pack, as of one date, clause by clause.

    papers_until: the day up to which papers and answers were in. other_kinds: what a kind of work means that the pack
    does not know. vacancy: what was said of what the pack leaves to the vacancy. unknown_words: words of the record
    that it does not know, by section of its vocabulary. reasons: why, in sentences; `verdict.reasons()` is the short
    one, `verdict.reasons(level, full=True)` that of one level in full. confirmed: how it is known, when and by whom,
    where a person has looked at an adverse verdict and stands by it. stale: settlements of the applicant, and of words,
    that no longer count, each as it is named in messages; left_alone: how many are of other applicants or of other
    packs. Both are told where there are any.
    """

    contract: Literal[1] = 1
    applicant_id: str
    as_of: str
    verdict: Word
    eligible_level: str | None
    conditional_level: str | None
    best_possible_level: str | None
    reasons: Reasons
    levels: tuple[LevelVerdict, ...]
    posts: tuple[PostsVerdict, ...]
    desirables: tuple[Sentence, ...]
    confirm: tuple[Sentence, ...]
    assumptions: tuple[str, ...]
    policy: dict[str, str]
    papers_until: str
    other_kinds: OtherKinds
    vacancy: dict[str, str]
    unknown_words: dict[str, tuple[str, ...]]
    rejected_rows: tuple[RejectedRow, ...]
    pack: PackStamp
    engine: EngineStamp
    confirmed: str | None = None
    stale: tuple[str, ...] = ()
    left_alone: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain values, as they come out of its JSON."""
        plain: dict[str, Any] = _plain(asdict(self))
        return self._told(plain)

    def to_json(self) -> str:
        """The contract as JSON text."""
        if next(_WRITTEN) < FIRST_WRITTEN:
            return json.dumps(self._told(self.said()), default=_fields, indent=2, ensure_ascii=False)
        from minqual.verdicts.stored_verdict import form_of

        return form_of(Verdict).dump_json(self, indent=2, exclude=self.untold()).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Verdict:
        """The verdict that to_json wrote, the same byte for byte; RecordError with every fault where it is none."""
        from minqual.verdicts.stored_verdict import read_back

        return read_back(cls, text)

    @property
    def to_resolve(self) -> tuple[str, ...]:
        """What is open and decides, each with the row that it is about: what the results join in their column."""
        return self.reasons.to_resolve

    def _told(self, values: dict[str, Any]) -> dict[str, Any]:
        untold = self.untold()
        return {name: each for name, each in values.items() if name not in untold}

    def untold(self) -> set[str]:
        """What is not told of it: what is said of settlements, where there are none."""
        return {name for name in ("stale", "left_alone") if not getattr(self, name)}

    @property
    def standing(self) -> Standing:
        """The verdict as a standing."""
        return Standing[self.verdict.upper()]


FIRST_WRITTEN: Final = 8
"""Verdicts that a program writes before it makes a writer, which writes the same in a tenth of the time."""

_WRITTEN: Final = count()


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever a verdict is made of
    """The fields of a value, as JSON has them."""
    return value.said() if isinstance(value, _Later) else vars(value)


def _plain(value: object) -> Any:  # noqa: ANN401  # whatever JSON has
    """A value with lists in place of tuples."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
