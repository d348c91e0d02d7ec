"""The chain of an examination: entries in canonical JSON, each sealed by a digest over itself and the one before it.

What an entry says of people stands in it as digests alone. A chain shows every change but one: whoever can rewrite the
file can cut its end, or write all of it anew. The digest of the last entry, kept elsewhere, shows that too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from minqual.settlements import canonical, sha256
from minqual.values import Fault

START: Final = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    number: from 1. at: when it was made, in UTC. content: canonical JSON. previous: the digest of the one before it.
    """

    number: int
    kind: str
    at: str
    content: str
    previous: str
    digest: str

    @property
    def says(self) -> Any:  # noqa: ANN401  # whatever JSON has
        """What it says."""
        return json.loads(self.content)

    def own_digest(self) -> str:
        """The digest of all that it says, and of the one before it."""
        return sha256(canonical([self.number, self.kind, self.at, self.previous, self.content]))


def sealed(before: Entry | None, kind: str, at: str, content: Mapping[str, object]) -> Entry:
    """The next entry of a chain. before: the last one so far."""
    number, previous = (1, START) if before is None else (before.number + 1, before.digest)
    open_ = Entry(number, kind, at, canonical(content), previous, "")
    return Entry(number, kind, at, open_.content, previous, open_.own_digest())


def chain_faults(entries: Iterable[Entry], head: str | None = None) -> Iterator[Fault]:
    """What is wrong with a chain, the first bad entry first. head: the digest of an entry that was kept elsewhere."""
    previous, number, seen = START, 0, head is None
    for each in entries:
        where = f"entry {each.number}"
        if each.number != number + 1:
            yield Fault(where, f"no entry {number + 1} before it", "every entry, in its order")
        elif each.previous != previous:
            yield Fault(where, "another entry before it than the one it was sealed on", "the entry as it was made")
        elif each.digest != each.own_digest():
            yield Fault(where, "content that its digest does not fit", "the entry as it was made")
        previous, number, seen = each.digest, each.number, seen or each.digest == head
    if not seen:
        found = f"no entry of the head that was kept, {head}"
        yield Fault(f"entry {number}, the last", found, "all entries up to that one: the end is cut, or written anew")
