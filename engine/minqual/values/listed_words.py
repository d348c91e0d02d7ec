"""Lists of words that lie as YAML beside the module which they are for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def word_lists(file: Path) -> Any:  # noqa: ANN401  # as the file has them
    """The lists of a file: texts alone, whatever they look like."""
    return yaml.load(file.read_bytes(), _LOADER)  # noqa: S506  # it makes texts alone
