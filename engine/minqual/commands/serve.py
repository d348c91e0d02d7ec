"""minqual serve: checks for programs in any language, over HTTP."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from minqual.commands.console import QuietOption, complain, guarded, say
from minqual.values import Fault, FaultyInput

if TYPE_CHECKING:
    from minqual.service import ServedPacks, Shelf


@guarded
def serve(
    rules: Annotated[
        list[str],
        typer.Option(
            help="Rule pack: the name of a bundled one, a path, or a folder of packs; @DATE picks a version. Several "
            "times, for several versions of a pack, too.",
            metavar="PACK",
        ),
    ],
    host: Annotated[
        str,
        typer.Option(help="Address to listen at; one that others can reach needs MINQUAL_TOKEN.", metavar="ADDRESS"),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 is any that is free.", min=0, max=65535)] = 8080,
    specification: Annotated[
        list[str] | None,
        typer.Option(
            help="The text of a pack's specification, whose sentences are then served. Several times.",
            metavar="PACK=FILE",
        ),
    ] = None,
    at_once: Annotated[int, typer.Option(help="Requests answered at once; more are told to come again.", min=1)] = 64,
    most_bytes: Annotated[int, typer.Option(help="Bytes that a request may have.", min=1)] = 250_000,
    most_seconds: Annotated[float, typer.Option(help="Seconds that an answer may take.", min=0.1)] = 10.0,
    quiet: QuietOption = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Answer checks over HTTP by packs, until told to stop; the access log is on stdout.

    On HUP the packs are read anew. Exit codes: 0 stopped, 2 usage or input error.
    """
    try:
        from minqual.service import Renewal, RequestLimits, Shelf, served_packs, token_in
        from minqual.service import serve as start
    except ImportError:
        expected = 'pip install "minqual[serve]"'
        raise FaultyInput([Fault("serve", "FastAPI or uvicorn, which is not installed", expected)]) from None
    token, renewal = token_in(os.environ, host), Renewal()
    with _heard_by(renewal.ask):
        shelf = Shelf(served_packs(rules, specification or ()))
        renewal.work = lambda: _renewed(shelf, lambda: served_packs(rules, specification or ()))
        start(
            shelf,
            host,
            port,
            RequestLimits(at_once, most_bytes, most_seconds),
            token,
            log=_log,
            ready=lambda address: say(f"{', '.join(shelf.packs.by_name)} at {address}"),
            renewal=renewal,
        )


@contextmanager
def _heard_by(ask: Callable[..., None]) -> Iterator[None]:
    """Let somebody hear HUP, which would else end the command; where it is ignored, whoever sends it means it still."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:
        yield
        return
    before = signal.signal(number, ask)
    try:
        yield
    finally:
        signal.signal(number, before)


def _renewed(shelf: Shelf, read: Callable[[], ServedPacks]) -> None:
    """Packs read anew in place of those on a shelf; where one is broken all stay, and it is told."""
    from minqual.service import renewal_line

    faults = 0
    try:
        shelf.packs = read()
        say(f"read anew: {', '.join(shelf.packs.by_name)}")
    except FaultyInput as error:
        faults = len(error.faults)
        complain(*map(str, error.faults), _KEPT)
    except Exception as error:  # noqa: BLE001  # whatever it is, what was served goes on
        faults = 1
        complain(f"{type(error).__name__} where packs were read anew", _KEPT)
    _log(renewal_line(shelf.packs.by_name, faults))


_KEPT: Final = "no pack is read anew; those of before are served on"


def _log(line: str) -> None:
    """A line of the access log; where none can be written, requests are answered still."""
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        return
