"""What a request says beside its body: the parameters of its query, read with every fault of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Generic, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from minqual.packs import OtherKinds
from minqual.values import EARLIEST_YEAR, LATEST_YEAR, Fault, nearest

_FAULT: Final = "fault"
MOST_NAMED: Final = 80
"""Signs of an unknown parameter that a fault shows."""


def _fault(found: str, expected: str, code: str) -> PydanticCustomError:
    return PydanticCustomError(_FAULT, "{found}", {"found": found, "expected": expected, "code": code})


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-11-21") else None
    except ValueError:
        day = None
    if day is None:
        raise _fault("not a day", "a day such as 2026-11-21", "cell")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise _fault("a year far away", f"a day of the years {EARLIEST_YEAR} to {LATEST_YEAR}", "date-range")
    return day


def _vacancy(said: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in said:
        name, _, value = (part.strip() for part in each.partition("="))
        if not name or not value:
            raise _fault("a value without its name", "NAME=VALUE, such as subject=history", "cell")
        if name in found:
            raise _fault("one name twice", "each name once", "twice")
        found[name] = value
    return found


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Vacancy = Annotated[
    Mapping[str, str],
    BeforeValidator(_vacancy),
    WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": "=", "examples": ["subject=history"]}}),
]


class Query(BaseModel):
    """A query without parameters; one that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunQuery(Query):
    """What is said of one judging, as the options of minqual check say it."""

    as_of: Day = Field(description="the final filing date")
    level: str | None = Field(None, description="the id of a level, of which the verdict is then")
    other_kinds: OtherKinds | None = Field(
        None, description="what kinds of work mean that the pack does not know, in place of what it says itself"
    )
    papers_until: Day | None = Field(
        None, description="day up to which papers and answers are in; the final filing date if not given"
    )
    vacancy: Vacancy = Field(
        {}, description="what the pack leaves to the vacancy; several times for several parameters"
    )


class PacksQuery(RunQuery):
    """The same for several packs."""

    pack: tuple[str, ...] = Field(min_length=1, description="agency/class of a pack that is served; several times")


Asked = TypeVar("Asked", bound=Query)
Said_co = TypeVar("Said_co", bound=Query, covariant=True)


@dataclass(frozen=True, slots=True)
class Heard(Generic[Said_co]):
    """A query as far as it can be read. faults: all that is wrong with it. wrong: the parameters that say nothing.

    said: what the others say. Where one that must be there is wrong, something stands in its place.
    """

    said: Said_co
    wrong: frozenset[str]
    faults: tuple[Fault, ...]


def read_query(model: type[Asked], pairs: Iterable[tuple[str, str]]) -> Heard[Asked]:
    """A query as its model has it, with every fault of it."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    several = {name for name, field in model.model_fields.items() if _takes_several(field.annotation)}
    twice = [name for name, values in given.items() if len(values) > 1 and name in set(model.model_fields) - several]
    faults = [
        Fault(f"query {name}", f"{len(given[name])} times", "once", path=f"?{name}", code="twice") for name in twice
    ]
    plain: dict[str, object] = {name: values if name in several else values[-1] for name, values in given.items()}
    wrong = set(twice)
    try:
        read = model.model_validate(plain)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faults = [*(_told(each, model) for each in errors), *faults]
        wrong |= {str(each["loc"][0]) for each in errors}
    if wrong:
        stand_ins = {name: value for name, value in _stand_ins().items() if name in model.model_fields}
        read = model.model_validate(stand_ins | {name: plain[name] for name in set(plain) - wrong})
    faults += _too_soon(read, wrong)
    return Heard(read, frozenset(wrong), tuple(faults))


def _stand_ins() -> Mapping[str, object]:
    """What stands in place of parameters that must be there, where they cannot be read; no verdict hangs on it."""
    return {"as_of": date.today().isoformat(), "pack": [""]}  # noqa: DTZ011


def _too_soon(read: Query, wrong: Container[str]) -> Iterator[Fault]:
    """The fault of papers that are in before the as-of date."""
    if not isinstance(read, RunQuery) or read.papers_until is None or "as_of" in wrong:
        return
    if read.papers_until < read.as_of:
        expected = f"the as-of date, {read.as_of.isoformat()}, or a later day"
        found = read.papers_until.isoformat()
        yield Fault("query papers_until", found, expected, path="?papers_until", code="date-range")


def _takes_several(annotation: object) -> bool:
    return getattr(annotation, "__origin__", None) in {tuple, Mapping}


def _told(error: ErrorDetails, model: type[Query]) -> Fault:
    """A fault from pydantic's report of it."""
    name = str(error["loc"][0])[:MOST_NAMED]
    where, path, known = f"query {name}", f"?{name}", tuple(model.model_fields)
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "fault":
            return Fault(where, context["found"], context["expected"], path=path, code=context["code"])
        case "extra_forbidden":
            expected = "one of " + ", ".join(known) if known else "no parameters"
            found, near = f"unknown parameter {name!r}", nearest(name, known)
            return Fault("query", found, expected, near, path=path, code="unknown-key")
        case "literal_error":
            choices = get_args(OtherKinds)
            near = nearest(str(error["input"]), choices)
            return Fault(where, "another word", "one of " + ", ".join(choices), near, path=path, code="unknown-name")
        case _:
            return Fault(where, "nothing", model.model_fields[name].description or "a value", path=path, code="missing")


def parameters(model: type[Query]) -> list[dict[str, Any]]:
    """The parameters of a query as OpenAPI lists them."""
    said = model.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in said.get("required", ()),
            "description": schema.pop("description", ""),
            "schema": {key: value for key, value in schema.items() if key not in {"default", "title"}},
        }
        for name, schema in said.get("properties", {}).items()
    ]
