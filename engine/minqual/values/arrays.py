"""Columns of numbers and of flags, as numpy holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


Numbers: TypeAlias = "NDArray[np.signedinteger[Any]]"
"""Whole numbers, as wide as holds them all."""


Flags: TypeAlias = "NDArray[np.bool_]"
