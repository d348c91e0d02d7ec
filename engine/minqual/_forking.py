"""Forking: a child process finds nothing half done, and no lock held by a thread that only its parent has."""

from __future__ import annotations

import os
import sys
import threading
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

no_fork = threading.RLock()
"""Held for what a child process could not finish: who forks waits until no other thread holds it.

There is one for all such things, so that no two threads wait for each other. A thread may take it again that holds it:
one that forks meanwhile does not wait for itself.
"""


def built(model: type[Model]) -> type[Model]:
    """A model that is built when it is first used."""
    if not model.__pydantic_complete__:
        with no_fork:
            model.model_rebuild()
    return model


def _renew_cached_properties() -> None:
    """Give the cached properties of minqual new locks: before Python 3.12 each has one, for all its instances."""
    for name, module in list(sys.modules.items()):
        if name.startswith("minqual."):
            for each in list(vars(module).values()):
                for value in vars(each).values() if isinstance(each, type) else ():
                    if isinstance(value, cached_property):
                        value.lock = threading.RLock()  # type: ignore[attr-defined]  # typeshed leaves it out


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=no_fork.acquire, after_in_parent=no_fork.release, after_in_child=no_fork.release)
    if sys.version_info < (3, 12):
        os.register_at_fork(after_in_child=_renew_cached_properties)
