"""Columns of numbers and of flags, as numpy holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


Numbers: TypeAlias = "NDArray[np.signedinteger[Any]]"
"""Whole numbers, as wide as holds them all."""


Flags: TypeAlias = "NDArray[np.bool_]"


FEW: Final = 32
"""Rows up to which Python looks through them in less time than numpy takes to begin."""


def anywhere(flags: NDArray[Any]) -> bool:
    """Whether any of some flags holds."""
    return any(flags.tolist()) if flags.size <= FEW else bool(np.count_nonzero(flags))


def everywhere(flags: NDArray[Any]) -> bool:
    """Whether all of some flags hold."""
    return all(flags.tolist()) if flags.size <= FEW else bool(np.count_nonzero(flags) == flags.size)


def wherever(flags: NDArray[Any]) -> Numbers:
    """The places of the flags that hold, or of the numbers that are not 0; numpy's own function takes far longer."""
    return flags.nonzero()[0]
