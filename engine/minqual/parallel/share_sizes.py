"""How many applicants make a share, so that screening keeps within the memory that it may use."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from minqual.values import Fault, SourceError

MB: Final = 1_000_000

USUAL_SHARE: Final = 50_000
"""Applicants of a share where memory is not limited."""

LEAST_SHARE: Final = 1_000

SMALL_SHARE: Final = 10_000
"""Applicants below which a share is not made for the sake of idle workers: what it costs by itself counts then."""

EVENLY: Final = 3
"""Shares for each worker, so that none waits long for the last one."""

AT_REST: Final = 200 * MB
"""Bytes that a worker takes before it has read anything."""

AT_THE_HEAD: Final = 400 * MB
"""Bytes that the process takes which divides a pool of a million applicants and writes what became of it."""

BY_APPLICANT: Final = 14_000
"""Bytes that a worker takes for each applicant of a share, where these have as many rows as they usually have."""

BY_BLOCK: Final = 12
"""Bytes that a worker takes for each byte of a block while it sorts it."""

USUAL_BLOCK: Final = 32 << 20
LEAST_BLOCK: Final = 1 << 20

BY_CLASS: Final = 6_500
"""Bytes that a worker takes for each applicant of a share and each pack beside the first, mostly for their rows."""

PACK_AT_REST: Final = 3 * MB
"""Bytes that a process takes for each pack beside the first before it has read anything."""

USUAL_ROWS: Final = 250_000
"""Rows of results that a share makes where memory is not limited and there are many packs."""

LEAST: Final = AT_THE_HEAD + AT_REST + LEAST_SHARE * BY_APPLICANT + LEAST_BLOCK * BY_BLOCK
MOST: Final = 2**60

_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([kmgt])(i?)b?|b)?", re.IGNORECASE)
_POWER: Final = {"k": 1, "m": 2, "g": 3, "t": 4}


@dataclass(frozen=True, slots=True)
class Limits:
    """How a pool is divided. workers: processes. share: applicants of a share. block: bytes that are read at a time."""

    workers: int
    share: int
    block: int

    def share_for(self, applicants: int) -> int:
        """The applicants of a share in a pool of so many: smaller where each worker would else have too few."""
        return max(min(self.share, -(-applicants // (EVENLY * self.workers))), min(self.share, SMALL_SHARE))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def limits_of(memory: int | None, workers: int | None, packs: int = 1) -> Limits:
    """How a pool is divided so that all processes together keep within some bytes of memory; None: as is quickest.

    packs: by how many of them each applicant is judged.
    """
    wanted = workers or cores()
    usual = max(min(USUAL_SHARE, USUAL_ROWS // packs), LEAST_SHARE)
    at_rest = AT_REST + PACK_AT_REST * (packs - 1)
    by_applicant = BY_APPLICANT + BY_CLASS * (packs - 1)
    if memory is None:
        return Limits(wanted, usual, USUAL_BLOCK)
    for number in range(wanted, 0, -1):
        each = (memory - AT_THE_HEAD - PACK_AT_REST * (packs - 1) - at_rest * number) // number
        share, block = each // by_applicant, each // BY_BLOCK
        if (share >= LEAST_SHARE and block >= LEAST_BLOCK) or number == 1:
            return Limits(number, max(min(share, usual), 1), max(min(block, USUAL_BLOCK), LEAST_BLOCK))
    raise AssertionError


def bytes_of(text: str, where: str = "--memory") -> int:
    """An amount of memory such as 2GB, 512MB or 1.5GiB in bytes; SourceError says what is wrong with it."""
    expected = f"an amount such as 2GB or 800MB, at least {-(-LEAST // MB)}MB"
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise SourceError([Fault(where, f"{text!r}", expected)])
    number, prefix, binary = found.groups()
    power = _POWER[prefix.lower()] if prefix else 0
    exact = float(number) * (1024 if binary else 1000) ** power
    if exact > MOST:
        raise SourceError([Fault(where, "more than any machine has", expected)])
    size = int(exact)
    if size < LEAST:
        raise SourceError([Fault(where, f"{text}, which is too little to begin with", expected)])
    return size
