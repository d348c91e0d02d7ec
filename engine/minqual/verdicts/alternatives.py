"""Alternatives taken apart: where any one is enough, what they ask of education, of experience, and of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses import BY_KIND, Leaf
from minqual.values import Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

GATES: Final[Mapping[str, str]] = {"table": "all", "row": "all", "all of": "all", "rows": "any", "any of": "any"}
"""By kind, whether all parts of a group must hold or any one. A group of another kind is taken as a whole."""

TABLE: Final = "table"
ASPECTS: Final = ("education", "experience")
TOGETHER: Final = "together"


@dataclass(frozen=True, slots=True)
class Part:
    """A clause that all must meet for a level. number: in the outline of the level."""

    clause: str
    number: str
    kind: str
    says: str

    @property
    def brief(self) -> str:
        """What it says, without what each alternative asks."""
        return (
            self.says.partition(":")[0]
            if self.kind in {*ASPECTS, TOGETHER} and self.number[-1:].isalpha()
            else self.says
        )


@dataclass(frozen=True, slots=True, eq=False)
class StandingPart:
    """A line of the outline of a level, and how it stands for each applicant. of_all: whether all must meet it."""

    part: Part
    standings: NDArray[np.int8]
    of_all: bool


def asked_lines(lines: Sequence[StandingPart]) -> list[StandingPart]:
    """The lines that all must meet; a table as one of them, since its base and its rows count the same years.

    Apart, whoever lacks nothing but these years would be stopped by two clauses, and by none alone.
    """
    asked = [each for each in lines if each.of_all]
    for table in lines:
        inside = [each for each in asked if _above(each) == table.part.number]
        parts = [each for each in lines if _above(each) == table.part.number]
        if table.part.kind == TABLE and len(parts) > 1 and len(inside) == len(parts):
            place = asked.index(inside[0])
            asked = [each for each in asked if each not in inside]
            asked.insert(place, table)
    return asked


def _above(line: StandingPart) -> str:
    return line.part.number.rpartition(".")[0]


def parts_within(line: StandingPart, lines: Sequence[StandingPart]) -> list[StandingPart]:
    """What a clause asks that all must meet: where any one part of it is enough, of education, of experience, together.

    Whoever fails it lacks education, where no amount of work would do; or experience, where no study would; or both of
    them; or, where either would do, the two together. The worst of what is told stands as the clause itself does.
    """
    if (GATES.get(line.part.kind) != "any" and line.part.kind != TABLE) or not line.part.number:
        return [line]
    inside = _Inside(line, lines)
    asked = [each for each in ASPECTS if inside.stops(each)]
    if not asked:
        return [line]
    alone = [inside.where(each) for each in asked]
    together = np.where(np.minimum.reduce(alone) > line.standings, line.standings, np.int8(Standing.MET))
    words = "row" if line.part.kind in {TABLE, "rows"} else "alternative"
    told = [
        (each, f"{each} enough for one {words}, whatever the {_other(each)}: {inside.spoken(each)}", standings)
        for each, standings in zip(asked, alone, strict=True)
    ]
    told.append((TOGETHER, f"both enough for the same {words}: more education or more experience would do", together))
    return [
        StandingPart(
            Part(f"{line.part.clause}.{name}", f"{line.part.number}{sign}", name, says), standings, of_all=True
        )
        for sign, (name, says, standings) in zip("abc", told, strict=False)
    ]


class _Inside:
    """What is inside a clause, by its outline."""

    def __init__(self, line: StandingPart, lines: Sequence[StandingPart]) -> None:
        self._line, self._lines = line, lines
        self._below: dict[str, list[StandingPart]] = {}
        for each in lines:
            above = each.part.number.rpartition(".")[0]
            if f"{above}.".startswith(f"{line.part.number}."):
                self._below.setdefault(above, []).append(each)

    def where(self, aspect: str) -> NDArray[np.int8]:
        """How the clause stands where all that is asked of the other aspect holds."""
        every = np.full_like(self._line.standings, Standing.MET)
        return self._value(self._line, lambda leaf: every if _aspect(leaf.part) not in {aspect, ""} else leaf.standings)

    def stops(self, aspect: str) -> bool:
        """Whether it cannot hold without anything of an aspect, whatever else there is."""
        holds, not_ = np.array([Standing.MET], dtype=np.int8), np.array([Standing.UNMET], dtype=np.int8)
        found = self._value(self._line, lambda leaf: holds if _aspect(leaf.part) not in {aspect, ""} else not_)
        return bool(found[0] < Standing.REVIEW) and any(self.asks(aspect)) and any(self.asks(_other(aspect)))

    def asks(self, aspect: str) -> list[str]:
        """What is asked of an aspect, each once, in words."""
        return list(dict.fromkeys(each.part.says for each in self._leaves(self._line) if _aspect(each.part) == aspect))

    def spoken(self, aspect: str) -> str:
        """What is asked of an aspect in a few words: what a table asks on every row, then what its rows do."""
        if self._line.part.kind != TABLE:
            return _spoken(self.asks(aspect))
        always, rows = self._parts(self._line)
        of_rows = _spoken(_Inside(rows, self._lines).asks(aspect))
        return f"{always.part.says}; and {of_rows}" if _aspect(always.part) == aspect else of_rows

    def _parts(self, line: StandingPart) -> list[StandingPart]:
        """The parts of a group that is looked into; nothing of anything else."""
        return self._below.get(line.part.number, []) if line.part.kind in GATES else []

    def _leaves(self, line: StandingPart) -> Iterator[StandingPart]:
        parts = self._parts(line)
        if not parts:
            yield line
        for each in parts:
            yield from self._leaves(each)

    def _value(self, line: StandingPart, of_leaf: Callable[[StandingPart], NDArray[np.int8]]) -> NDArray[np.int8]:
        """How a line stands, from how what is innermost does."""
        parts = [self._value(each, of_leaf) for each in self._parts(line)]
        if not parts:
            return of_leaf(line)
        found: NDArray[np.int8] = (np.minimum if GATES[line.part.kind] == "all" else np.maximum).reduce(parts)
        return found


def _other(aspect: str) -> str:
    return next(each for each in ASPECTS if each != aspect)


def _aspect(part: Part) -> str:
    """Which of the two a clause asks about; blank where it asks about both, or about neither."""
    kind = BY_KIND.get(part.kind)
    tables = kind.tables if kind is not None and issubclass(kind, Leaf) else ()
    return tables[0] if len(tables) == 1 and tables[0] in ASPECTS else ""


def _spoken(asks: Sequence[str]) -> str:
    """Several things of which one is enough, in a few words: what they end with alike is said once."""
    words = [each.split() for each in asks]
    same = 0
    while all(len(each) > same + 1 and each[-1 - same] == words[0][-1 - same] for each in words):
        same += 1
    if same and len(asks) > 1:
        heads = [" ".join(each[: len(each) - same]) for each in words]
        return f"{', '.join(heads[:-1])} or {heads[-1]} {' '.join(words[0][-same:])}"
    if len(asks) > 2:
        others = "another way" if len(asks) == 3 else f"one of {len(asks) - 2} other ways"
        return f"{asks[0]}; or {others}; or {asks[-1]}"
    return "; or ".join(asks)
