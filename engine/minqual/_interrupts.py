"""Interrupts of the command: told in one line from its first moment on, and answered as Python does in the library."""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def is_command() -> bool:
    """Whether this process is the command, told from how it was started: minqual, or python -m minqual."""
    program = os.path.basename(sys.argv[0]) if sys.argv else ""  # noqa: PTH119  # pathlib takes long to import
    asked = getattr(sys, "orig_argv", [])
    return program in {"minqual", "minqual.exe"} or (
        "-m" in asked and asked[asked.index("-m") + 1 :][:1] == ["minqual"]
    )


def _end_at_once(number: int, frame: object) -> None:
    """Answer an interrupt while there is nothing to take back: modules load, or all is done."""
    try:
        os.write(2, b"minqual: interrupted\n")
    finally:
        os._exit(INTERRUPTED)


def end_at_once() -> None:
    """Let an interrupt end the process at once, unless who started it lets it ignore them."""
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        _set(_end_at_once)


def raise_again() -> None:
    """Let an interrupt be raised where the program is, so that what is half done is taken back."""
    import signal

    if signal.getsignal(signal.SIGINT) is _end_at_once:
        _set(signal.default_int_handler)


def _set(handler: object) -> None:
    import contextlib
    import signal

    with contextlib.suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]  # it is one of two handlers


if is_command():
    end_at_once()
