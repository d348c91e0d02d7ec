"""Counts with their nouns: one row, several rows."""

from __future__ import annotations


def so_many(count: int, one: str, more: str = "") -> str:
    """A count with its noun. more: the plural, where it is not made with an s."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
