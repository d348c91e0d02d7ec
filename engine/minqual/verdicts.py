"""One applicant's verdict as plain values: the contract that programs rely on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from minqual.standings import Standing

Word = Literal["unmet", "refer", "review", "conditional", "met"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class SourcePlace(_Value):
    """Where the class specification says it."""

    section: str
    anchor: str


class Counted(_Value):
    """What was counted: what is certain and what is possible, rounded down to two decimals; null is unbounded."""

    low: str
    high: str | None
    unit: str
    exact: tuple[str, str | None]


class EvidenceItem(_Value):
    """One row of the record as a clause saw it, and how much of it counted."""

    table: str
    entry: str
    says: str
    low: str | None = None
    high: str | None = None


class OpenItem(_Value):
    """One fact that would settle a clause, and who can say it."""

    clause: str
    table: str
    entry: str
    column: str
    ask: str
    of: Literal["applicant", "screener"]


class ClauseVerdict(_Value):
    """One clause: its standing, what was counted against what is needed, and what is open."""

    id: str
    kind: str
    parent: str | None
    standing: Word
    says: str
    source: SourcePlace | None
    counted: Counted | None
    needed: str | None
    evidence: tuple[EvidenceItem, ...]
    open: tuple[OpenItem, ...]


class LevelVerdict(_Value):
    """One level of the class series, with its clauses in pack order."""

    level: str
    title: str
    class_code: str
    standing: Word
    clauses: tuple[ClauseVerdict, ...]


class Remark(_Value):
    """A sentence of the specification that did not decide."""

    says: str
    source: SourcePlace


class RejectedRow(_Value):
    """A row of the applicant's that could not be read."""

    table: str
    row: int
    column: str
    reason: str


class PackStamp(_Value):
    """The pack that decided: its digest is that of its content."""

    name: str
    version: str
    digest: str


class EngineStamp(_Value):
    """The engine that decided."""

    version: str


class Verdict(_Value):
    """What one applicant's record comes to under one pack, as of one date, clause by clause."""

    contract: Literal[1] = 1
    applicant_id: str
    as_of: str
    verdict: Word
    eligible_level: str | None
    conditional_level: str | None
    best_possible_level: str | None
    levels: tuple[LevelVerdict, ...]
    desirables: tuple[Remark, ...]
    confirm: tuple[Remark, ...]
    assumptions: tuple[str, ...]
    policy: dict[str, str]
    rejected_rows: tuple[RejectedRow, ...]
    pack: PackStamp
    engine: EngineStamp

    @property
    def standing(self) -> Standing:
        """The verdict as a standing."""
        return Standing[self.verdict.upper()]
