"""The application: which requests there are, how each is answered, and how OpenAPI describes them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final, Literal, TypeVar

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from minqual._version import __version__
from minqual.notation import schema_id
from minqual.preparing import Asks, asked_of
from minqual.records import Record
from minqual.service.answers import (
    ClauseSource,
    Health,
    Identity,
    JudgedByAll,
    PackList,
    Problem,
)
from minqual.service.cited import clause_source
from minqual.service.gate import TOLD
from minqual.service.problems import BROKEN, MEDIA_TYPE, Refused, faulty, unfit_body, unknown, unsupported
from minqual.service.queries import Heard, PacksQuery, Query, RunQuery, parameters, read_query
from minqual.service.requests import JudgedRecord, identity, printed, screened
from minqual.service.served import ServedPack, ServedPacks, Shelf
from minqual.values import ROOT, Fault, FaultyInput, nearest
from minqual.verdicts import NextQuestions, Verdict, explain, next_questions_of
from minqual.what_if import verdict_schema

THREADS: Final = 4
"""Requests that are judged at once; others wait. One that takes long does not keep the rest from being answered."""

IDENTITY: Final = "Minqual-Identity"
"""The header of a verdict that says what decided it."""

Returned = TypeVar("Returned")

SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "record": Record.model_json_schema,
    "result": verdict_schema,
    "asks": lambda: TypeAdapter(Asks).json_schema(mode="serialization"),
    "questions": lambda: TypeAdapter(NextQuestions).json_schema(mode="serialization"),
}
"""The JSON Schemas that are served, as minqual schema prints them."""


def application(shelf: Shelf) -> FastAPI:
    """The service of the packs on a shelf, as an ASGI application without limits, token or log."""
    app = FastAPI(
        title="minqual",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # its own route answers as the others do
        redirect_slashes=False,
    )
    for kind in (FaultyInput, Refused, HTTPException, Exception):
        app.add_exception_handler(kind, _told)
    served = _Served(shelf, app)
    for route in served.routes():
        app.add_api_route(**route)
        if route["methods"] == ["GET"]:
            app.add_api_route(**route | {"methods": ["HEAD"], "include_in_schema": False})
    return app


class _Served:
    """Requests and their answers."""

    def __init__(self, shelf: Shelf, app: FastAPI) -> None:
        self._shelf, self._app = shelf, app
        self._threads = ThreadPoolExecutor(THREADS, "minqual")
        self._document: str | None = None

    def routes(self) -> list[dict[str, Any]]:
        """The routes as FastAPI takes them."""
        one = "/packs/{agency}/{name}"
        body = {"required": True, "content": {"application/json": {"schema": {"$ref": f"{_COMPONENTS}Record"}}}}
        return [
            _route("GET", "/health", self.health, Health, "Whether the service answers; no token is asked."),
            _route("GET", "/packs", self.listed, PackList, "The packs that are served."),
            _route("GET", one, self.page, None, "A pack as a person reads it, as Markdown."),
            _route("GET", f"{one}/asks", self.asks, Asks, "What a pack asks: enough to build a form."),
            _route("POST", f"{one}/check", self.check, Verdict, "Judge one record by one pack.", RunQuery, body),
            _route("POST", f"{one}/next", self.next, NextQuestions, "What to ask of it next.", RunQuery, body),
            _route(
                "GET", f"{one}/clauses/{{clause}}", self.source, ClauseSource, "Where the specification says a clause."
            ),
            _route("POST", "/check", self.check_by_all, JudgedByAll, "Judge it by several.", PacksQuery, body),
            _route("GET", "/schemas/{schema}", self.schema, dict[str, Any], f"One of {', '.join(SCHEMAS)}."),
            _route("GET", "/openapi.json", self.document, dict[str, Any], "This description."),
        ]

    async def health(self, request: Request) -> Response:
        with _asking_nothing(request):
            return _json(asdict(Health()))

    async def listed(self, request: Request) -> Response:
        with _asking_nothing(request):
            packs = tuple(each.summary for each in self._shelf.packs)
            return _json(asdict(PackList(engine=__version__, packs=packs)))

    async def page(self, request: Request, agency: str, name: str) -> Response:
        with _asking_nothing(request):
            served = self._pack(request, agency, name)
        return Response(await self._worked(served.page), media_type="text/markdown")

    async def asks(self, request: Request, agency: str, name: str) -> Response:
        with _asking_nothing(request):
            served = self._pack(request, agency, name)
        return Response(
            printed(await self._worked(lambda: asked_of(served.screener.pack).to_json())), media_type="application/json"
        )

    async def source(self, request: Request, agency: str, name: str, clause: str) -> Response:
        with _asking_nothing(request):
            served = self._pack(request, agency, name)
            return _json(asdict(clause_source(served.screener, served.words, clause)))

    async def check(self, request: Request, agency: str, name: str) -> Response:
        return await self._of_one(request, agency, name, _verdict)

    async def next(self, request: Request, agency: str, name: str) -> Response:
        return await self._of_one(
            request,
            agency,
            name,
            lambda each: next_questions_of(each.screening, 0, each.asked.level, each.record.left_out).to_json(),
        )

    async def _of_one(self, request: Request, agency: str, name: str, told: Callable[[JudgedRecord], str]) -> Response:
        """What is told of a record screened by one pack, with what decided it."""
        found, lost = self._found(request, [f"{agency}/{name}"], "pack", "/pack")
        heard = read_query(RunQuery, request.query_params.multi_items())

        def answer(body: bytes, each: JudgedRecord) -> tuple[bytes, Identity]:
            return printed(told(each)), identity(each.screening, each.asked, body)

        text, decided = await self._judged(request, found, lost, heard, lambda body, every: answer(body, *every))
        return Response(text, headers={IDENTITY: json.dumps(asdict(decided))}, media_type="application/json")

    async def check_by_all(self, request: Request) -> Response:
        pairs = request.query_params.multi_items()
        given = list(dict.fromkeys(each for name, each in pairs if name == "pack"))
        found, lost = self._found(request, given, "query pack", "?pack")
        heard = read_query(PacksQuery, pairs)

        def answer(body: bytes, every: Sequence[JudgedRecord]) -> bytes:
            told = [
                f'{{"identity": {json.dumps(asdict(identity(each.screening, each.asked, body)))}, '
                f'"verdict": {_verdict(each)}}}'
                for each in every
            ]
            return printed(f'{{"answers": [{", ".join(told)}]}}')

        return Response(await self._judged(request, found, lost, heard, answer), media_type="application/json")

    async def _judged(  # all that one request has
        self,
        request: Request,
        packs: Sequence[ServedPack],
        lost: Sequence[Fault],
        heard: Heard[RunQuery],
        answer: Callable[[bytes, Sequence[JudgedRecord]], Returned],
    ) -> Returned:
        """What an answer makes of a record screened by packs. lost: the faults of those that are asked for in vain.

        Refused with all that is wrong, by the status of what is wrong first: the path, the kind of body, the rest.
        """
        body, unfit = await request.body(), unfit_body(request.headers)

        def work() -> Returned:
            return answer(body, screened(packs, heard, None if unfit else body, [*lost, *unfit]))

        try:
            return await self._worked(work)
        except FaultyInput as error:
            if lost and "/pack" in {each.path for each in lost}:
                raise unknown(*error.faults) from None
            raise (unsupported if unfit else faulty)(error.faults) from None

    async def schema(self, request: Request, schema: str) -> Response:
        with _asking_nothing(request):
            if schema not in SCHEMAS:
                found, expected = f"unknown schema {schema[:80]!r}", "one of " + ", ".join(SCHEMAS)
                near = nearest(schema, list(SCHEMAS))
                raise unknown(Fault("schema", found, expected, near, path="/schema", code="unknown-name"))
            named = {"$schema": GenerateJsonSchema.schema_dialect, "$id": schema_id(schema)}
            return _json({**named, **SCHEMAS[schema]()})

    async def document(self, request: Request) -> Response:
        with _asking_nothing(request):
            if self._document is None:
                self._document = json.dumps(_described(self._app))
            return Response(self._document, media_type="application/json")

    async def _worked(self, work: Callable[[], Returned]) -> Returned:
        """What a thread makes of it; one that waits for a thread is let go when its request is."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _pack(self, request: Request, agency: str, name: str) -> ServedPack:
        found, lost = self._found(request, [f"{agency}/{name}"], "pack", "/pack")
        if lost:
            raise unknown(*lost)
        return found[0]

    def _found(
        self, request: Request, names: Sequence[str], where: str, path: str
    ) -> tuple[list[ServedPack], list[Fault]]:
        """The packs of some names, of which the log tells, and the faults of names that none has."""
        packs = self._shelf.packs  # those of now, though others take their place while it is answered
        met = {name: packs.find(name) for name in names}
        found = {each.name: each for each in met.values() if each is not None}
        request.scope[TOLD]["packs"] = list(found)
        return list(found.values()), [_unknown(name, packs, where, path) for name in names if met[name] is None]


def _unknown(name: str, packs: ServedPacks, where: str, path: str) -> Fault:
    """The fault of the name of a pack, or of a version, that is not served."""
    found, expected = f"unknown pack {name[:80]!r}", "one of GET /packs"
    return Fault(where, found, expected, nearest(name[:80], list(packs.by_name)), path=path, code="unknown-name")


_ANSWERS: Final = (Health, PackList, Asks, Verdict, NextQuestions, JudgedByAll, ClauseSource, Identity, Problem)
_COMPONENTS: Final = "#/components/schemas/"
_PROBLEM: Final = {
    "description": "A problem, with all that is wrong.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_COMPONENTS}Problem"}}},
}
_PAGE: Final = {"description": "The page.", "content": {"text/markdown": {"schema": {"type": "string"}}}}
_IDENTITY: Final = {
    IDENTITY: {
        "description": "What decided, so that the same can be decided again.",
        "content": {"application/json": {"schema": {"$ref": f"{_COMPONENTS}Identity"}}},
    }
}


def _route(  # all that is said of a route
    method: str,
    path: str,
    endpoint: Callable[..., Any],
    model: Any,  # noqa: ANN401  # FastAPI takes any type
    summary: str,
    query: type[Query] = Query,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A route as FastAPI takes it. query, body: what is read by other hands than FastAPI's, and described here."""
    answer = {"description": "The answer."} | ({"headers": _IDENTITY} if model in {Verdict, NextQuestions} else {})
    return {
        "path": path,
        "endpoint": endpoint,
        "methods": [method],
        "summary": summary,
        "operation_id": endpoint.__name__,
        "response_model": model,
        "response_class": Response if model is None else JSONResponse,
        "responses": {200: _PAGE if model is None else answer, "default": _PROBLEM},
        "openapi_extra": {"parameters": parameters(query)} | ({} if body is None else {"requestBody": body}),
    }


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with the schemas of the models as minqual schema makes them."""
    said = get_openapi(title=app.title, version=app.version, routes=app.routes)
    models: list[tuple[Any, Literal["validation", "serialization"], TypeAdapter[Any]]] = [
        ("request", "validation", TypeAdapter(Record)),
        *((each.__name__, "serialization", TypeAdapter(each)) for each in _ANSWERS),
    ]
    _, schemas = TypeAdapter.json_schemas(models, ref_template=f"{_COMPONENTS}{{model}}")
    said["components"] = {
        "schemas": schemas["$defs"],
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    said["security"] = [{"token": []}, {}]
    return said


def _verdict(judged: JudgedRecord) -> str:
    """The verdict on a record as Verdict.to_json writes it."""
    return explain(judged.screening, 0, judged.asked.level).to_json()


async def _told(request: Request, error: Exception) -> Response:
    """The problem that an exception comes to; what is unforeseen is raised again behind it."""
    match error:
        case Refused():
            return error.response()
        case FaultyInput():
            return faulty(error.faults).response()
        case HTTPException(status_code=404):
            found = "a path where nothing is"
            fault = Fault("request", found, "one that GET /openapi.json tells", path=ROOT, code="route")
            return Refused(404, "nothing is there; GET /openapi.json says what there is", faults=[fault]).response()
        case HTTPException():
            methods = (error.headers or {}).get("Allow", "another")
            allowed = "GET, HEAD" if methods == "GET" else methods
            fault = Fault("request", f"the method {request.method[:20]}", allowed, path=ROOT, code="route")
            return Refused(error.status_code, "not by this method", {"Allow": allowed}, [fault]).response()
        case _:
            return BROKEN.response()


@contextmanager
def _asking_nothing(request: Request) -> Iterator[None]:
    """An answer to a request without parameters: any that it has are faults, told beside what else is wrong with it."""
    faults = read_query(Query, request.query_params.multi_items()).faults
    try:
        yield
    except Refused as refused:
        raise refused.beside(faults) from None
    if faults:
        raise FaultyInput(faults)


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), media_type="application/json")
