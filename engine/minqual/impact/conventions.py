"""Conventions: named thresholds for selection rates, each with its source; they are listed in conventions.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from minqual.notation import parse_yaml
from minqual.values import Fault, SourceError, nearest

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Convention:
    """A named threshold: of the ratio, of Z, or of the chance by Fisher's test; none where all three are None."""

    name: str
    says: str
    source: str
    ratio: float | None = None
    z: float | None = None
    chance: float | None = None

    @property
    def beyond(self) -> str:
        """What a rate is that this convention takes as a sign, in words."""
        if self.z is not None:
            return f"lower by more than {self.z:g} standard deviations"
        if self.chance is not None:
            return f"lower with a Fisher chance under {self.chance:.0%} (not corrected for several groups)"
        return "" if self.ratio is None else f"below {self.ratio:g} of the rate compared with"


@lru_cache(maxsize=1)
def conventions() -> Mapping[str, Convention]:
    """All conventions by name."""
    file = Path(__file__).with_suffix(".yaml")
    stated = parse_yaml(file.read_bytes(), file.name).value
    assert isinstance(stated, dict)
    return {name: _convention(name, each) for name, each in stated.items()}


def _convention(name: str, stated: object) -> Convention:
    assert isinstance(stated, dict)
    thresholds = {key: float(stated[key]) for key in ("ratio", "z", "chance") if key in stated}
    return Convention(name, stated["says"], stated["source"], **thresholds)


def convention_of(name: str, where: str = "--convention") -> Convention:
    """A convention by its name; SourceError where there is none of that name."""
    found = conventions().get(name)
    if found is None:
        expected = f"one of {', '.join(conventions())}"
        raise SourceError([Fault(where, f"{name!r}", expected, nearest(name, conventions()), code="unknown-name")])
    return found
