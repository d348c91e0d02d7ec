"""Problems: what is wrong with a request as RFC 9457 has it, and the requests that are refused unheard."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Final

from starlette.responses import Response

from minqual.service.answers import Problem, ProblemFault
from minqual.values import ROOT, Fault, so_many

MEDIA_TYPE: Final = "application/problem+json"

JSON: Final = "application/json"
"""The kind of body that is read."""

PLAIN: Final = "identity"
"""How a body is packed that is read: not at all."""

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
        self.status, self.detail, self.headers = status, detail, headers
        self.faults = tuple(replace(each, path=each.path or ROOT) for each in faults)

    def beside(self, others: Sequence[Fault]) -> Refused:
        """The same with what else is wrong with the request."""
        return Refused(self.status, self.detail, self.headers, [*self.faults, *others])

    def response(self) -> Response:
        """The problem as it is answered."""
        errors = tuple(map(ProblemFault.of, self.faults))
        title = TITLES.get(self.status, "Error")
        said = Problem(title=title, status=self.status, detail=self.detail, errors=errors)
        return Response(json.dumps(asdict(said)), self.status, dict(self.headers or {}), MEDIA_TYPE)


def faulty(faults: Sequence[Fault]) -> Refused:
    """A request that cannot be answered as it is, with all its faults."""
    return Refused(422, f"{so_many(len(faults), 'fault')} in the request", faults=faults)


def unknown(found: Fault, *others: Fault) -> Refused:
    """A request for what is not there, with the nearest that is. others: what else is wrong with it."""
    return Refused(404, f"no such {found.where}", faults=[found, *others])


def unsupported(faults: Sequence[Fault]) -> Refused:
    """A request whose body is of another kind than is taken, with all its faults."""
    taken = {"Accept": JSON, "Accept-Encoding": PLAIN}
    return Refused(415, f"a body of another kind than {JSON}, or a packed one", taken, faults)


def unfit_body(headers: Mapping[str, str]) -> list[Fault]:
    """What of a body cannot be read by what its headers say of it."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = headers.get("content-encoding", "").strip().lower()
    faults = []
    if kind != JSON:
        found = f"a body of another kind than {JSON}"
        faults.append(Fault("header content-type", found, JSON, code="other-kind"))
    if coding not in {"", PLAIN}:
        found, expected = "a body that is packed", f"{PLAIN}, or no such header: a body as it is"
        faults.append(Fault("header content-encoding", found, expected, code="other-kind"))
    return faults


BROKEN: Final = Refused(500, "an internal fault: nothing it would answer could be trusted; the log says where")
"""The answer where the service itself is at fault."""
