"""Values by a JSON Schema, and requests by an OpenAPI description: mostly as they should be, sometimes not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

Schema = Mapping[str, Any]

CELLS: Final = (
    "bachelor", "GED", "master", "none", "journalism", "public administration", "yes", "no", "2012-06-15", "2016",
    "2/2020", "present", "2021-02-30", "40", "1/2", "25%", "120", "data analytics", "communications; public relations",
    "evening-meetings", "driver's license", "California", "3.5", "1900-01-01", "N/A", "=1+1", "\u202e", "",
)  # fmt: skip
"""Words, dates and figures that mean something to some clause, or nearly."""

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(CELLS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


PLAIN: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "integer": st.integers(),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "null": st.none(),
}


def by_schema(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    """Values that a schema takes. root: where its references lead."""
    schema = _meant(schema, root)
    kind = schema.get("type")
    if "anyOf" in schema:
        return st.one_of([by_schema(each, root) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if kind == "string":
        days = schema.get("format") == "date"
        texts = st.sampled_from(CELLS) | st.text(min_size=schema.get("minLength", 0), max_size=12)
        return st.dates().map(str) if days else texts
    if kind == "array":
        return st.lists(by_schema(schema["items"], root), max_size=3)
    return _objects(schema, root) if kind == "object" else PLAIN.get(str(kind), anything)


def _meant(schema: Schema, root: Schema) -> Schema:
    """A schema, or the one that it refers to."""
    there: Any = root if "$ref" in schema else schema
    for part in schema.get("$ref", "#").split("/")[1:]:
        there = there[part]
    return {**there}


def _objects(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    parts = {name: by_schema(each, root) for name, each in schema.get("properties", {}).items()}
    needed = set(schema.get("required", ()))
    stated = st.fixed_dictionaries(
        {name: parts[name] for name in needed}, optional={name: parts[name] for name in set(parts) - needed}
    )
    more = schema.get("additionalProperties", True)
    if more is False or parts:
        return stated
    return st.dictionaries(st.text(max_size=8), anything if more is True else by_schema(more, root), max_size=3)


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: bytes
    kind: str


def requests(document: Schema, known: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Asked]:
    """Requests to all that a description has. known: values of parameters that there are."""
    return st.one_of(
        [
            _requests_to(path, method.upper(), operation, document, known)
            for path, each in document["paths"].items()
            for method, operation in each.items()
        ]
    )


@st.composite
def _requests_to(
    draw: Any,  # noqa: ANN401  # hypothesis's own
    path: str,
    method: str,
    operation: Schema,
    document: Schema,
    known: Mapping[str, Sequence[str]],
) -> Asked:
    """Requests to one place: nine of ten parts of each are as they should be."""

    def rarely() -> bool:
        return bool(draw(st.integers(0, 9)) == 9)

    query = []
    for each in operation["parameters"]:
        name = each["name"]
        values = st.sampled_from(known.get(name, ("",))) if name in known else by_schema(each["schema"], document)
        if rarely():
            values = anything
        if each["in"] == "path":
            path = path.replace(f"{{{name}}}", str(draw(values)) or "-")
        elif each["required"] or rarely():
            said = draw(st.lists(values, min_size=1, max_size=3) if name in known else values)
            query += [(name, str(value)) for value in (said if isinstance(said, list) else [said])]
    if rarely():
        query.append((draw(st.text(max_size=8)), draw(st.sampled_from(CELLS))))
    body, kind = b"", "application/json"
    if "requestBody" in operation:
        body = draw(_bodies(json.dumps(operation["requestBody"]["content"][kind]["schema"]), json.dumps(document)))
        kind = draw(st.sampled_from(CELLS)) if rarely() else kind
    return Asked("PUT" if rarely() else method, path, tuple(query), body, kind)


@cache
def _bodies(schema: str, document: str) -> st.SearchStrategy[bytes]:
    right = by_schema(json.loads(schema), json.loads(document)).map(lambda value: json.dumps(value).encode())
    wrong = anything.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
    cut = st.tuples(right, st.integers(0, 200)).map(lambda each: each[0][: each[1]])
    return st.one_of([*[right] * 8, wrong, cut])
