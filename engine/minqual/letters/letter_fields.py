"""What a letter of each kind has to say: the fields that its template must use, all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minqual.values import Standing

KINDS: Final[Mapping[str, Standing]] = {
    "not-eligible": Standing.UNMET,
    "conditionally-eligible": Standing.CONDITIONAL,
    "what-we-still-need": Standing.REVIEW,
    "eligible": Standing.MET,
}
"""The kinds of letters, each with the verdict for which it is written; one that refers to an authority has none."""

ALWAYS: Final = (
    "sender", "day", "recipient", "subject", "greeting", "decision", "about", "parts", "correct", "review", "appeal",
    "accommodation", "tool", "decision_id", "closing", "signed",
)  # fmt: skip
"""Fields of every letter."""

OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "not-eligible": ("cure",),
    "conditionally-eligible": ("due", "asks"),
    "what-we-still-need": ("asks",),
    "eligible": ("asks",),
}

FIELDS: Final = frozenset({*ALWAYS, "headings", "language", *(name for names in OF_KIND.values() for name in names)})

PART: Final = ("number", "needs", "lines")
"""Fields of each of the parts: a clause, where it stands, and what was counted for it."""

HEADINGS: Final = ("parts", "cure", "asks", "correct", "rights", "accommodation", "tool")
"""Headings that a template may use."""
