"""Writing files whole or not at all, with cells that are safe to open in a spreadsheet."""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Final

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows refuses to remove a file that another process has open
    fcntl = None  # type: ignore[assignment]

from minqual.values import UNSEEN, Fault

RISKY: Final = rf"[\t\r]|[\s\x1c-\x1f\u3000{UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫]"
"""How cells begin that some spreadsheet takes for formulas: with their signs, full-width ones too, wherever blanks and
signs that nobody sees stand before them; with a tab or a carriage return."""

_RISKY: Final = re.compile(RISKY)
ROOM: Final = ".room"
_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def safe_cell(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: risky first signs get an apostrophe before them."""
    return f"'{text}" if _RISKY.match(text) else text


def folder_faults(where: str, folder: Path) -> list[Fault]:
    """What is wrong with a place for a new folder. where: the option."""
    if folder.exists():
        return [Fault(where, f"{str(folder)!r} already exists", "the name of a new folder")]
    if not folder.resolve().parent.is_dir():
        return [Fault(where, f"no folder {str(folder.parent)!r}", "a folder in one that exists")]
    return []


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder that appears under its name when all of it is written, or not at all; it is written to under another."""
    free = Path(tempfile.mkdtemp(prefix=".minqual-", dir=folder.resolve().parent))
    try:
        yield free
        free.rename(folder)
    except BaseException:
        shutil.rmtree(free, ignore_errors=True)
        raise


@contextmanager
def write_whole(*paths: Path) -> Iterator[Sequence[IO[bytes]]]:
    """Files that appear under their names, together, only when all of each is written and on disk.

    What was written before by a process that no longer runs is removed. Raises FileExistsError where a file has come to
    stand meanwhile under a name that was free: it is left as it is.
    """
    targets = [Path(os.path.realpath(path)) for path in paths]
    partials = [target.with_name(f".{target.name}.{os.getpid()}.part") for target in targets]
    free = [target for target in targets if not target.exists()]
    try:
        with ExitStack() as stack:
            files = []
            for target, partial in zip(targets, partials, strict=True):
                _sweep(target)
                file = stack.enter_context(partial.open("xb"))
                _lock(file)
                files.append(file)
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
            with _undisturbed():
                _appear(dict(zip(partials, targets, strict=True)), free)
    except OSError as error:
        # Names of our own, and folders as they are resolved, say nothing to who gave the paths.
        own = {str(each): given for each, given in zip(partials, paths, strict=True)}
        folders = {str(target.parent): given for target, given in zip(targets, paths, strict=True)}
        error.filename = str((folders | own).get(str(error.filename), error.filename or paths[0]))
        raise
    finally:
        for partial in partials:
            partial.unlink(missing_ok=True)


@contextmanager
def room_beside(file: IO[bytes]) -> Iterator[str]:
    """A folder for what is needed only while a file is written: beside it, if it is one that appears whole."""
    name = getattr(file, "name", None)
    if not isinstance(name, str) or not name.endswith(".part"):
        with tempfile.TemporaryDirectory() as folder:
            yield folder
        return
    room = Path(f"{name}{ROOM}")
    room.mkdir(0o700)
    try:
        yield str(room)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _appear(targets: dict[Path, Path], free: Sequence[Path]) -> None:
    """Give finished files their names; where one cannot have it, none of those that are new keeps its own."""
    for target in free:
        if target.exists():
            raise FileExistsError(17, "has come to stand there meanwhile, and is left as it is", str(target))
    done: list[Path] = []
    try:
        for partial, target in targets.items():
            partial.replace(target)
            done.append(target)
    except OSError:
        for target in done:
            if target in free:
                target.unlink(missing_ok=True)
        raise
    for folder in {target.parent for target in targets.values()}:
        _settle(folder)


def _settle(folder: Path) -> None:
    """Put a folder's names on disk, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _lock(file: IO[bytes]) -> None:
    """Mark a file as being written by a process that runs; the system takes the mark away when it ends."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sweep(target: Path) -> None:
    """Remove what processes that no longer run have left of a file."""
    name = f".{target.name}."
    for each in target.parent.iterdir():
        process = each.name.removeprefix(name).removesuffix(".part")
        if each.name == f"{name}{process}.part" and process.isdigit():
            with suppress(OSError), each.open("rb") as file:
                if fcntl is not None:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                each.unlink()
                shutil.rmtree(f"{each}{ROOM}", ignore_errors=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A moment in which signals wait: those that arrive are answered at its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        waiting.append(number)

    before = {number: signal.signal(number, wait) for number in _ENDING}
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)
        for number in waiting:
            signal.raise_signal(number)
