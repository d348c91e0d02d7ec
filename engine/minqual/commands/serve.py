"""minqual serve: checks for programs in any language, over HTTP."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from minqual.commands.console import QuietOption, guarded, say
from minqual.commands.packs import PacksOption
from minqual.values import Fault, FaultyInput


@guarded
def serve(
    rules: PacksOption,
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
    """Answer checks over HTTP, by packs that are read once, until told to stop; the access log is on stdout.

    Exit codes: 0 stopped, 2 usage or input error.
    """
    try:
        from minqual.service import RequestLimits, served_packs, token_in
        from minqual.service import serve as start
    except ImportError:
        expected = 'pip install "minqual[serve]"'
        raise FaultyInput([Fault("serve", "FastAPI or uvicorn, which is not installed", expected)]) from None
    token = token_in(os.environ, host)
    packs = served_packs(rules, specification or ())
    start(
        packs,
        host,
        port,
        RequestLimits(at_once, most_bytes, most_seconds),
        token,
        log=_log,
        ready=lambda address: say(f"{', '.join(packs)} at {address}"),
    )


def _log(line: str) -> None:
    """A line of the access log; where none can be written, requests are answered still."""
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        return
