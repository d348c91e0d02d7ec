"""The service called in the tests' own process, as a server would call it, without a connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from minqual.service import RequestLimits, Shelf, served_packs
from minqual.service.application import application
from minqual.service.gate import Gate

PACKS = ("stockton/mayoral-pio", "san-jose/council-community-relations")


@dataclass(frozen=True)
class Answer:
    """What one request came to."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401  # whatever JSON has
        return json.loads(self.body)


@dataclass
class Client:
    """A service with its log. gate: where it stands in place of one of the two packs."""

    limits: RequestLimits = field(default_factory=RequestLimits)
    token: str | None = None
    packs: Sequence[str] = PACKS
    specifications: Sequence[str] = ()
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shelf = Shelf(served_packs(self.packs, self.specifications))
        self.gate = Gate(
            application(self.shelf), self.limits, self.token, lambda line: self.log.append(json.loads(line))
        )

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), **headers: str) -> Answer:
        return self.ask("GET", path, query, headers=headers)

    def post(self, path: str, body: object, query: Sequence[tuple[str, str]] = (), **headers: str) -> Answer:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, query, text, {"content_type": "application/json", **headers})

    def ask(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        return asyncio.run(self.asked(method, path, query, body, headers))

    async def asked(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        late: float = 0.0,
    ) -> Answer:
        """One request. late: seconds after which its body comes."""
        given = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(query, errors="surrogatepass").encode(),
            "headers": given,
            "root_path": "",
            "server": ("127.0.0.1", 8080),
            "client": ("127.0.0.1", 1),
        }
        sent: list[Any] = []
        parts = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:  # noqa: ANN401  # a message of ASGI
            await asyncio.sleep(late)
            return next(parts, {"type": "http.disconnect"})

        async def send(message: Any) -> None:  # noqa: ANN401  # the same
            sent.append(message)

        await self.gate(scope, receive, send)
        start, *rest = sent
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], told, b"".join(each["body"] for each in rest))
