"""Problems: what is wrong with a request as RFC 9457 has it, and the requests that are refused unheard."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from starlette.responses import Response

from minqual.service.answers import Problem, ProblemFault
from minqual.values import Fault, so_many

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[int, str]] = {
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""The statuses that the service answers beside 200, as RFC 9110 names them."""


class Refused(Exception):
    """A request that is answered by a problem: its status, what is wrong in words, headers, and faults if there are."""

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.faults = status, detail, headers, faults

    def response(self) -> Response:
        """The problem as it is answered."""
        errors = tuple(map(ProblemFault.of, self.faults))
        title = TITLES.get(self.status, "Error")
        said = Problem(title=title, status=self.status, detail=self.detail, errors=errors)
        return Response(json.dumps(asdict(said)), self.status, dict(self.headers or {}), MEDIA_TYPE)


def faulty(faults: Sequence[Fault]) -> Refused:
    """A request that cannot be answered as it is, with all its faults."""
    return Refused(422, f"{so_many(len(faults), 'fault')} in the request", faults=faults)


def unknown(found: Fault) -> Refused:
    """A request for what is not there, with the nearest that is."""
    return Refused(404, f"no such {found.where}", faults=[found])


BROKEN: Final = Refused(500, "an internal fault: nothing it would answer could be trusted; the log says where")
"""The answer where the service itself is at fault."""
