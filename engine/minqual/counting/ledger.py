"""What packs count of the same applicants: what several of them count alike is counted once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from minqual.records.applicants import Applicants

Memo = TypeVar("Memo")


class Ledger:
    """Applicants, with what has been counted of them for any pack and does not hang on which pack it was."""

    def __init__(self, applicants: Applicants) -> None:
        self.applicants = applicants
        self._kept: dict[object, object] = {}

    def once(self, key: object, compute: Callable[[], Memo]) -> Memo:
        """A value computed once for a key, which must state all that the value hangs on beside the applicants."""
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]  # type: ignore[return-value]  # kept under the key that computed it
