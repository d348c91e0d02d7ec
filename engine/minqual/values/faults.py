"""What can be wrong with an input, as values: where it is, what was found, what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    where: file and row, column or line, as the reader's own program numbers them.
    found: the shape of what stands there, never an applicant's own words.
    expected: what would be right, written so that it can be typed in.
    nearest: the right spelling closest to what was found, if one is close.
    table: the table of applicants that is not there, where that is the fault.
    """

    where: str
    found: str
    expected: str
    nearest: str | None = None
    table: str = field(default="", compare=False)

    def __str__(self) -> str:
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{self.where}: {self.found}; expected {self.expected}{hint}"


class FaultyInput(ValueError):
    """An input that cannot be judged, with every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[FaultyInput], tuple[tuple[Fault, ...]]]:
        """What it is made of, for a copy of it in another process."""
        return type(self), (self.faults,)


def misused(where: str, value: object, expected: str) -> FaultyInput:
    """The fault of a value from a program that is of another type than is wanted there."""
    found = "nothing" if value is None else f"a value of type {type(value).__name__}"
    return FaultyInput([Fault(where, found, expected)])


class PackError(FaultyInput):
    """A rule pack that cannot be used."""


class MapError(FaultyInput):
    """A column map that cannot be used."""


class RecordError(FaultyInput):
    """An applicant record that cannot be judged."""


class SourceError(FaultyInput):
    """A set of applicant tables that cannot be read at all."""


class InternalFault(RuntimeError):
    """A disagreement inside minqual itself: nothing it would print could be trusted."""


class EngineMissing(RuntimeError):
    """durable-rules is not installed or cannot be imported here."""
