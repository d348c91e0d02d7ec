"""The server: uvicorn on one address, until it is told to stop."""

from __future__ import annotations

import gc
import ipaddress
import math
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final

import uvicorn

from minqual.service.application import application
from minqual.service.gate import Gate, RequestLimits
from minqual.service.served import ServedPack
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
    packs: Mapping[str, ServedPack],
    host: str,
    port: int,
    limits: RequestLimits,
    token: str | None,
    *,
    log: Callable[[str], None],
    ready: Callable[[str], None],
) -> None:
    """Answer requests until TERM or an interrupt; those that came before it are answered still.

    log: takes the lines of the access log. ready: is told the address once requests are taken. FaultyInput: the address
    cannot be used.
    """
    gate = Gate(application(packs), limits, token, log)
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
    # A command makes no garbage worth looking for, but a server does.
    gc.collect()
    gc.freeze()
    gc.enable()
    server = _Server(config, ready)
    try:
        server.run()
    except KeyboardInterrupt:
        pass  # having stopped as it was told, uvicorn raises the signal again for whoever listened before
    except SystemExit:
        expected = "an address of this machine at which nobody listens"
        raise FaultyInput([Fault("--host, --port", "an address that cannot be used", expected)]) from None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # what is left to do is to end


class _Server(uvicorn.Server):
    """A server that tells its address once it takes requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # as uvicorn calls it
        """Listen, and say where."""
        await super().startup(*given, **named)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
