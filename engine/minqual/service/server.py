"""The server: uvicorn on one address, until it is told to stop."""

from __future__ import annotations

import gc
import ipaddress
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import uvicorn

from minqual.service.application import application
from minqual.service.gate import Gate, RequestLimits
from minqual.service.served import ServedPack
from minqual.values import Fault, FaultyInput

TOKEN: Final = "MINQUAL_TOKEN"  # noqa: S105  # the name of a variable
"""The environment variable with the token that clients must send."""

LEAST_TOKEN: Final = 16
"""Signs of a token that is not soon guessed."""


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
        timeout_graceful_shutdown=max(1, round(limits.seconds)),
    )
    try:
        socket = config.bind_socket()
    except SystemExit:
        expected = "an address of this machine that nobody listens at"
        raise FaultyInput([Fault("--host, --port", "an address that cannot be used", expected)]) from None
    socket.listen(config.backlog)  # from now on requests may come; they wait until they are taken
    shown, number = socket.getsockname()[:2]
    ready(f"http://{f'[{shown}]' if ':' in shown else shown}:{number}")
    # A command makes no garbage worth looking for, but a server does.
    gc.collect()
    gc.freeze()
    gc.enable()
    server = uvicorn.Server(config)
    # Having stopped as it was told, uvicorn raises the signal again for whoever listened before.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[socket])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # what is left to do is to end
