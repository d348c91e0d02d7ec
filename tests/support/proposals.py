"""Proposed cases, once somebody has read them."""

from __future__ import annotations


def read(proposed: str) -> str:
    """Proposals without their remarks, as by somebody who has read each beside the specification."""
    return "".join(line for line in proposed.splitlines(keepends=True) if not line.strip().startswith("# proposed"))
