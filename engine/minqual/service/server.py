"""The server: uvicorn on one address, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import math
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import uvicorn

from minqual.service.application import application
from minqual.service.gate import Gate, RequestLimits
from minqual.service.served import Shelf
from minqual.values import Fault, FaultyInput

TOKEN: Final = "MINQUAL_TOKEN"  # noqa: S105  # the name of a variable
"""The environment variable with the token that clients must send."""

LEAST_TOKEN: Final = 16
"""Signs of a token that is not soon guessed."""

KEPT: Final = 75
"""Seconds for which an idle connection is kept: longer than by proxies, which would else send on one that closes."""


def token_in(environment: Mapping[str, str], host: str) -> str | None:
    """The token that clients must send; FaultyInput where other machines could reach the service without one."""
    token = environment.get(TOKEN)
    if token is None and not _loopback(host):
        expected = f"{TOKEN} in the environment, which clients send as a bearer token"
        raise FaultyInput([Fault("--host", "an address that others can reach, without a token", expected)])
    if token is not None and not (len(token) >= LEAST_TOKEN and token.isascii() and token.isprintable()):
        expected = f"at least {LEAST_TOKEN} signs of ASCII"
        raise FaultyInput([Fault(TOKEN, "a token that is too short, or has other signs than ASCII", expected)])
    return token


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(  # all that a server is told
    shelf: Shelf,
    host: str,
    port: int,
    limits: RequestLimits,
    token: str | None,
    *,
    log: Callable[[str], None],
    ready: Callable[[str], None],
    renewal: Renewal,
) -> None:
    """Answer requests until TERM or an interrupt; those that came before it are answered still.

    log: takes the lines of the access log. ready: is told the address once requests are taken. renewal: how packs are
    read anew. FaultyInput: the address cannot be used.
    """
    gate = Gate(application(shelf), limits, token, log)
    config = uvicorn.Config(
        gate,
        host,
        port,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEPT,
        timeout_graceful_shutdown=math.ceil(limits.longest) + 1,
    )
    _settled()
    gc.enable()  # a command makes no garbage worth looking for, but a server does
    server = _Server(config, ready, renewal)
    try:
        server.run()
    except KeyboardInterrupt:
        pass  # having stopped as it was told, uvicorn raises the signal again for whoever listened before
    except SystemExit:
        expected = "an address of this machine at which nobody listens"
        raise FaultyInput([Fault("--host, --port", "an address that cannot be used", expected)]) from None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # what is left to do is to end


def _settled() -> None:
    """Let what is there stay, so that nothing looks for garbage in packs that are made ready."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@dataclass(slots=True)
class Renewal:
    """How packs are read anew while others are served. work: does it, and tells what came of it. due: whether to."""

    work: Callable[[], None] = lambda: None
    due: bool = False

    def ask(self, *_: object) -> None:
        """Let it be done soon: a signal is heard so."""
        self.due = True


class _Server(uvicorn.Server):
    """A server that tells its address once it takes requests, and has packs read anew beside them."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None], renewal: Renewal) -> None:
        super().__init__(config)
        self._ready, self._renewal = ready, renewal
        self._renewing: asyncio.Future[None] | None = None

    async def on_tick(self, counter: int) -> bool:
        """What is to be done ten times a second, and whether to end."""
        if self._renewal.due and (self._renewing is None or self._renewing.done()):
            self._renewal.due = False
            self._renewing = asyncio.get_running_loop().run_in_executor(None, self._renew)
        return await super().on_tick(counter)

    def _renew(self) -> None:
        self._renewal.work()
        _settled()

    async def startup(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # as uvicorn calls it
        """Listen, and say where."""
        await super().startup(*given, **named)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
