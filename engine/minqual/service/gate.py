"""The gate: who may come in, how many at once, how much they may send, how long it may take, and what is logged."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from starlette.applications import Starlette
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

from minqual.service.problems import BROKEN, Refused
from minqual.values import ROOT, Fault

TOLD: Final = "minqual.told"
"""The key of a request under which stands what the log says of it, beside what the gate knows."""

OPEN: Final = "/health"
"""What anybody may ask at any time."""

_DRAINED: Final = 1.0
"""Seconds for which a refused request is read to its end, so that its client hears why."""

_ENDING: Final = "the service ends"


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """What the service takes: requests at once, bytes of a body, seconds for a body to come and for its answer."""

    at_once: int = 64
    size: int = 250_000
    seconds: float = 10.0

    @property
    def longest(self) -> float:
        """Seconds after which every request has been answered, or refused with the reason."""
        return 2 * self.seconds + _DRAINED


class Gate:
    """An ASGI application behind limits, a token and a log. It answers whatever comes, with a problem if need be."""

    def __init__(self, inner: Starlette, limits: RequestLimits, token: str | None, log: Callable[[str], None]) -> None:
        self._inner, self._limits, self._log = inner, limits, log
        self._token = None if token is None else _digest(token.encode())
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and log that."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        told: dict[str, Any] = {"packs": []}
        scope[TOLD] = told
        answer = _Answer(send)
        try:
            await self._heard(scope, receive, answer)
        except asyncio.CancelledError:
            again = {"Retry-After": "1"}
            faults = [_limit("service", _ENDING, "the same request once it runs again")]
            await answer.refuse(scope, receive, Refused(503, _ENDING, again, faults))
            raise
        finally:
            self._log(_line(scope, self._route(scope), answer.status, time.perf_counter() - began, told))

    def _route(self, scope: Scope) -> str | None:
        """The route of a request, as the application names it; of one that was refused before it came there, too."""
        met = (each for each in self._inner.routes if each.matches(scope)[0] is not Match.NONE)
        return getattr(scope.get("route") or next(met, None), "path", None)

    async def _heard(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Answer a request, or say why not."""
        try:
            await self._answered(scope, receive, answer)
        except Refused as refused:
            await _drained(receive, self._limits.size)
            await answer.refuse(scope, receive, refused)
        except Exception as error:  # noqa: BLE001  # whatever it is, its words may hold an applicant's
            scope[TOLD]["fault"] = _fault_of(error)
            await answer.refuse(scope, receive, BROKEN)

    async def _answered(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        if scope["path"] == OPEN:
            await self._inner(scope, receive, answer.send)
            return
        self._admit(scope)
        self._inside += 1
        try:
            body = await self._body(receive)
            async with asyncio.timeout(self._limits.seconds):
                await self._inner(scope, _handed(body), answer.send)
        except TimeoutError:
            found = f"not answered within {self._limits.seconds:g} seconds"
            faults = [_limit("service", found, "the same request later")]
            raise Refused(503, found, {"Retry-After": "10"}, faults) from None
        finally:
            self._inside -= 1

    def _admit(self, scope: Scope) -> None:
        """Refused where a request may not come in."""
        headers = dict(scope["headers"])
        scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
        known = self._token is None or hmac.compare_digest(_digest(given.strip(b" ")), self._token)
        if not known or (self._token is not None and scheme.lower() != b"bearer"):
            detail = "no token, or another one than the service has"
            fault = Fault(
                "header authorization", detail, "Bearer and the token of the service", path=ROOT, code="token"
            )
            raise Refused(401, detail, {"WWW-Authenticate": "Bearer"}, [fault])
        if self._inside >= self._limits.at_once:
            detail = f"{self._limits.at_once} requests are being answered, as many as may be"
            raise Refused(503, detail, {"Retry-After": "1"}, [_limit("service", detail, "the same request later")])
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > self._limits.size:
            raise self._too_large()

    def _too_large(self) -> Refused:
        found, most = f"a body of more than {self._limits.size} bytes", f"at most {self._limits.size} bytes"
        return Refused(413, found, faults=[_limit("body", found, most)])

    async def _body(self, receive: Receive) -> bytes:
        """The body of a request, whole; Refused where it is too large or too slow."""
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._limits.seconds):
                async for part in _parts(receive):
                    size += len(part)
                    if size > self._limits.size:
                        raise self._too_large()
                    parts.append(part)
        except TimeoutError:
            found = f"no whole body within {self._limits.seconds:g} seconds"
            raise Refused(408, found, faults=[_limit("body", found, "a body that comes in time")]) from None
        return b"".join(parts)


def _limit(where: str, found: str, expected: str) -> Fault:
    """The fault of a request that is more than the service takes."""
    return Fault(where, found, expected, path=ROOT, code="limit")


class _Answer:
    """What is sent as the answer to one request. status: as it was begun; 0 where it was not."""

    def __init__(self, send: Send) -> None:
        self._send, self.status = send, 0

    async def send(self, message: Message) -> None:
        """Send a part of it; answers are about people and are kept nowhere on their way."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message["headers"],
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
            ]
        await self._send(message)

    async def refuse(self, scope: Scope, receive: Receive, refused: Refused) -> None:
        """A problem in place of an answer, unless one was begun."""
        if not self.status:
            await refused.response()(scope, receive, self.send)


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _drained(receive: Receive, most: int) -> None:
    """Read on to the end of a body that is refused, within reason."""
    size = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAINED):
            async for part in _parts(receive):
                size += len(part)
                if size > 8 * most:
                    return


def _handed(body: bytes) -> Receive:
    """What an application receives whose request has come whole."""
    messages = iter(({"type": "http.request", "body": body, "more_body": False},))

    async def receive() -> Message:
        return next(messages, {"type": "http.disconnect"})

    return receive


def _digest(text: bytes) -> bytes:
    """Texts of any length as ones of equal length, whose comparison takes the same time."""
    return hashlib.sha256(text).digest()


def _fault_of(error: Exception) -> str:
    """Where an exception arose and of which kind it is, without its words."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" at {place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}"
    return f"{type(error).__name__}{where}"


def _line(scope: Scope, route: str | None, status: int, seconds: float, told: dict[str, Any]) -> str:
    """A line of the log: of a request only its route and its packs, by the names that the service has for them."""
    said = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": scope["method"] if scope["method"] in _METHODS else None,
        "route": route,
        "status": status,
        "ms": round(seconds * 1e3, 1),
        **told,
    }
    return json.dumps(said)


def renewal_line(packs: Iterable[str], faults: int) -> str:
    """The line of the log of packs that were read anew, or with so many faults were not. packs: those now served."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": now, "event": "packs read anew", "faults": faults, "packs": list(packs)})


_METHODS: Final = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"}
