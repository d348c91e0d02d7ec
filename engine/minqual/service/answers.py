"""What the service answers beside verdicts, as plain values: packs, clauses with their sentences, problems."""

from __future__ import annotations

from dataclasses import dataclass, fields

from minqual.values import Fault, Named
from minqual.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """That the service answers."""

    status: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedLevel:
    """A level of a class."""

    id: str
    title: str
    class_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSummary:
    """A pack that is served. specification: whether the words of its specification are at hand.

    served_as: what requests call it: its name, and of a version beside the one in force today with a day.
    """

    name: str
    served_as: str
    title: str
    version: str
    in_force: str
    digest: str
    invented: bool
    levels: tuple[ServedLevel, ...]
    specification: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackList:
    """The packs that are served, and the engine by which they judge."""

    engine: str
    packs: tuple[PackSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What decided, so that the same can be decided again.

    pack, version, in_force, digest: the pack. engine: its version. policy: how was counted. level: the one that was
    asked for. input: SHA-256 of the body as it came.
    """

    pack: str
    version: str
    in_force: str
    digest: str
    engine: str
    policy: str
    as_of: str
    level: str | None
    input: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict and what decided it."""

    identity: Identity
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedByAll:
    """The verdicts of several packs on one record, in the order in which they were asked for."""

    answers: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSentence:
    """A sentence of a specification, with its lines and the headings above it."""

    text: str
    line: int
    last_line: int
    headings: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A place that a clause cites. sentences: its words; null where the specification is not at hand."""

    section: str
    anchor: str
    sentences: tuple[CitedSentence, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseSource:
    """A clause in the words of its pack, and where the specification says it."""

    pack: str
    digest: str
    clause: str
    kind: str
    says: str
    sources: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFault:
    """One fault of a request. path: its place in the body ("$.education[0].level") or in the query ("?as_of").

    Of a name in the path of the request it is "/pack", "/clause" or "/schema", and of a request as a whole "$".
    loc: the steps of a place in the body, as a form's fields are found; of a parameter "query" and its name. kind,
    values, also: of a cell, what is wrong with it, what a sentence about it may name, and the paths of the cells that
    it does not fit together with.
    """

    where: str
    found: str
    expected: str
    nearest: str | None
    path: str
    loc: tuple[str | int, ...]
    code: str
    kind: str
    values: Named
    also: tuple[str, ...]

    @classmethod
    def of(cls, fault: Fault) -> ProblemFault:
        """A fault as it is answered."""
        return cls(**{each.name: getattr(fault, each.name) for each in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem as RFC 9457 has it. errors: every fault of the request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[ProblemFault, ...] = ()
