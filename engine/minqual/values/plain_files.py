"""Paths told as what they are: only plain files are read, and none is waited for."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import Final

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
NO_FILE: Final = "no such file"
CIRCLE: Final = "links in a circle"


def no_plain_file(path: Path) -> str:
    """What a path is in words, if it is no plain file; nothing where it is one, so that it may be opened."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            return CIRCLE
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
            return NO_FILE if not _is_link(path) else "a link to what is not there"
        return error.strerror or "unreadable"
    except ValueError:  # a zero byte in it
        return NO_FILE
    if stat.S_ISREG(mode):
        return ""
    return next((said for is_kind, said in _KINDS if is_kind(mode)), "no plain file")


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False
