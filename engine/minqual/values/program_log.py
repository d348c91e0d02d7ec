"""The log: what a program that has loggers is told of the work, without a word of any applicant.

A logger of Python's can be asked for by whoever has imported logging; before, nobody can be listening, and nothing is.
"""

from __future__ import annotations

import sys


def watched(name: str) -> bool:
    """Whether anybody listens to a logger for details."""
    logging = sys.modules.get("logging")
    return logging is not None and logging.getLogger(name).isEnabledFor(logging.DEBUG)


def log(name: str, says: str) -> None:
    """Tell a logger a detail; minqual adds no handler of its own."""
    if watched(name):
        sys.modules["logging"].getLogger(name).debug(says)
