"""A rule pack: the minimum qualifications of one class specification, as data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from minqual.clauses import BY_KIND, BY_TAG
from minqual.clauses.base import AnyClause, Clause
from minqual.clauses.judgement import BoundedDiscretion, Discretion
from minqual.dates import PartialDate, parse_date
from minqual.faults import Fault, PackError, nearest
from minqual.notation import Mistake, Names, PackModel, Source
from minqual.policies import CountingPolicy, OwnPolicy, policies
from minqual.words import Vocabulary, fold
from minqual.yaml_text import Path, YamlText

SECTIONS = ("kinds", "fields", "subjects", "credentials", "issuers", "employers", "classes")


def _date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        msg = "a date such as 2025-04-29"
        raise ValueError(msg) from None


Words = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else [] if value is None else value),
]
"""The words that applicants use for a name, besides the name itself."""


class Statement(PackModel):
    """A sentence of the specification that does not decide, restated."""

    says: str
    source: Source


class Level(PackModel):
    """One level of the class series and what it requires. builds_on: a level whose requirements it needs as well."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    class_code: str = ""
    source: Source | None = None
    builds_on: str | None = None
    requires: Annotated[tuple[AnyClause, ...], Field(min_length=1)]


class QualificationPart(PackModel):
    """Where in the specification's text the qualifications stand: from one heading until another."""

    from_: str
    until: str | None = None


class Pack(PackModel):
    """The minimum qualifications of one class specification.

    levels: from the lowest to the highest. every_level_requires: clauses that each level needs besides its own.
    kinds, fields, subjects, credentials, issuers, employers, classes: the pack's names, each with the words that
    applicants use for it. groups: names for several kinds at once. counting_policy: the name of one, or `like` one
    with single values stated otherwise. accreditation: "a stated no removes the row", or not asked.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    title: str
    agency: str
    specification: str
    version: str
    in_force: Annotated[Any, BeforeValidator(_date, json_schema_input_type=str)]
    qualification_part: QualificationPart | None = None
    counting_policy: Annotated[
        OwnPolicy,
        BeforeValidator(lambda value: {"like": value} if isinstance(value, str) else value),
    ] = OwnPolicy.model_construct()
    accreditation: Literal["not asked", "a stated no removes the row"] = "not asked"
    kinds: Mapping[str, Words] = {}
    groups: Mapping[str, Names] = {}
    fields: Mapping[str, Words] = {}
    subjects: Mapping[str, Words] = {}
    credentials: Mapping[str, Words] = {}
    issuers: Mapping[str, Words] = {}
    employers: Mapping[str, Words] = {}
    classes: Mapping[str, Words] = {}
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    every_level_requires: tuple[AnyClause, ...] = ()
    desirable: tuple[Statement, ...] = ()
    confirm: tuple[Statement, ...] = ()
    assumptions: tuple[str, ...] = ()
    no_effect: tuple[Statement, ...] = ()
    never_screened: tuple[Statement, ...] = ()

    @cached_property
    def policy(self) -> CountingPolicy:
        """The counting policy that it names, with the values that it states itself."""
        return self.counting_policy.applied()

    @property
    def accredited(self) -> bool:
        """Whether a stated "no" to accreditation removes a row's degree and units."""
        return self.accreditation != "not asked"

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Each section of names, ready to match."""
        return {section: Vocabulary(getattr(self, section)) for section in SECTIONS}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the pack's content, independent of comments and layout."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def level(self, name: str) -> Level:
        """A level by its id; PackError names the nearest one."""
        for level in self.levels:
            if level.id == name:
                return level
        known = [level.id for level in self.levels]
        raise PackError(
            [Fault("--level", f"unknown level {name!r}", "one of " + ", ".join(known), nearest(name, known))]
        )


def read_pack(text: YamlText) -> Pack:
    """A pack from its YAML; PackError carries every fault with its line and column."""
    try:
        pack = Pack.model_validate(text.value)
    except ValidationError as error:
        reported = [
            each for each in error.errors(include_url=False) if not (each["type"] == "too_short" and each["input"])
        ]
        raise PackError(sorted((_fault(each, text) for each in reported), key=_line)) from None
    faults = [*_policy_faults(pack, text), *_vocabulary_faults(pack, text), *_level_faults(pack, text)]
    if faults:
        raise PackError(sorted(faults, key=_line))
    return pack


def _line(fault: Fault) -> list[int]:
    """A fault's line and column, for their order."""
    return [int(number) for number in re.findall(r"(?:line|column) (\d+)", fault.where)]


def _fault(error: ErrorDetails, text: YamlText) -> Fault:
    """A fault from pydantic's report of it."""
    path, model, missing = _follow(error["loc"], text.value)
    kind, found = error["type"], error["input"]
    if kind == "extra_forbidden":
        known = _keys(model)
        return Fault(
            text.place(path), f"unknown key {path[-1]!r}", "one of " + ", ".join(known), nearest(str(path[-1]), known)
        )
    if kind == "missing":
        return Fault(text.place(path), f"no {missing!r} here", f"the key {missing!r}")
    if kind == "clause_kind":
        return _clause_fault(text.place(path), found)
    shown = f"{found!r}" if isinstance(found, str) else "nothing" if found is None else f"a {type(found).__name__}"
    names = {"str": "text", "dict": "mapping"}
    for python, plain in names.items():
        shown = shown.replace(f"a {python}", f"a {plain}")
    expected = {
        "too_short": "at least one entry",
        "string_type": "text",
        "tuple_type": "a list",
        "mapping_type": "a mapping of names to words",
        "dict_type": "a mapping of names to words",
        "model_type": "a mapping of keys",
        "model_attributes_type": "a mapping of keys",
    }.get(kind, error["msg"].removeprefix("Value error, "))
    if kind == "literal_error":
        expected = "one of " + error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    if kind == "string_pattern_mismatch":
        expected = _PATTERNS[error["ctx"]["pattern"]]
    if expected.startswith("one of ") and isinstance(found, str):
        known = expected.removeprefix("one of ").split(", ")
        return Fault(text.place(path), shown, expected, nearest(found, known))
    mistake = error.get("ctx", {}).get("error")
    if isinstance(mistake, Mistake):
        return Fault(text.place(path), mistake.found, mistake.expected)
    return Fault(text.place(path), shown, expected)


_PATTERNS = {
    r"^[a-z0-9-]+/[a-z0-9-]+$": "a name such as agency/class, in small letters, digits and hyphens",
    r"^[a-z0-9][a-z0-9-]*$": "a name in small letters, digits and hyphens",
}


def _clause_fault(place: str, found: object) -> Fault:
    kinds = list(BY_KIND)
    keys = list(found) if isinstance(found, Mapping) else []
    several = [key for key in keys if key in BY_KIND]
    expected = "a clause, introduced by one of " + ", ".join(kinds)
    if several:
        return Fault(place, "several clauses in one: " + ", ".join(several), "one clause in each list entry")
    hints = [hint for key in keys if (hint := nearest(str(key), kinds))]
    shown = "a clause of no known kind, with " + ", ".join(map(str, keys)) if keys else "no clause"
    return Fault(place, shown, expected, hints[0] if hints else None)


def _follow(location: tuple[int | str, ...], value: object) -> tuple[Path, type[PackModel], str]:
    """A fault's path in the YAML, the model it lies in, and the key that is missing, if one is."""
    path: list[int | str] = []
    model: type[PackModel] = Pack
    missing = ""
    for part in location:
        if isinstance(part, str) and part.startswith("<"):
            model = BY_TAG[part]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            path.append(part)
            value = value[part]
        elif isinstance(value, Mapping) and part in value:
            path.append(part)
            value = value[str(part)]
            model = _inner(model, str(part))
        else:
            missing = str(part)
    return tuple(path), model, missing


def _inner(model: type[PackModel], key: str) -> type[PackModel]:
    """The model of a key's value where it is a fixed one, else the same model."""
    field = next((field for field in model.model_fields.values() if field.alias == key), None)
    annotation: Any = field.annotation if field is not None else None
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, PackModel):
            return candidate
    return model


def _keys(model: type[PackModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _policy_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    name, known = pack.counting_policy.like, list(policies())
    if name not in known:
        place = text.place(("counting policy", "like"))
        found = f"unknown counting policy {name!r}"
        yield Fault(place, found, "one of " + ", ".join(known), nearest(name, known))


def _vocabulary_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    for section in SECTIONS:
        meanings: dict[str, str] = {}
        for name, words in getattr(pack, section).items():
            for word in dict.fromkeys(map(fold, (name, *words))):
                other = meanings.setdefault(word, name)
                if other != name:
                    place = text.place((section, name))
                    yield Fault(place, f"{word!r} means both {other!r} and {name!r}", "a word that means one name")
    for group, names in pack.groups.items():
        if group in pack.kinds:
            yield Fault(text.place(("groups", group)), f"{group!r} is a kind as well", "another name for the group")
        for name in names:
            if name not in pack.kinds:
                place = text.place(("groups", group))
                yield Fault(place, f"unknown kind {name!r}", "a name under kinds", nearest(name, pack.kinds))


def _level_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    ids = [level.id for level in pack.levels]
    for place, level in enumerate(pack.levels):
        if level.id in ids[:place]:
            yield Fault(text.place(("levels", place, "id")), f"level {level.id!r} twice", "each id once")
        yield from _base_faults(pack, text, place)
        for number, clause in enumerate(level.requires):
            yield from _clause_faults(pack, text, clause, ("levels", place, "requires", number))
    for number, clause in enumerate(pack.every_level_requires):
        yield from _clause_faults(pack, text, clause, ("every level requires", number))


def _clause_faults(pack: Pack, text: YamlText, clause: Clause, path: Path, inside: str = "") -> Iterator[Fault]:
    """Faults of a clause and those inside it: unknown names, and discretion anywhere but in any of."""
    if isinstance(clause, Discretion | BoundedDiscretion) and inside != "any of":
        yield Fault(text.place(path), "discretion outside any of", "discretion as one of the clauses of an any of")
    for key, section, name in clause.names():
        known = {**getattr(pack, section), **(pack.groups if section == "kinds" else {})}
        if name not in known:
            near = pack.vocabularies[section].meaning(fold(name)) or nearest(name, known)
            yield Fault(text.place((*path, key)), f"unknown name {name!r}", f"a name under {section}", near)
    for step, inner in clause.inner():
        yield from _clause_faults(pack, text, inner, (*path, *step), clause.kind)


def _base_faults(pack: Pack, text: YamlText, place: int) -> Iterator[Fault]:
    """Faults of what a level builds on: no level, or a circle."""
    bases = {level.id: level.builds_on for level in pack.levels}
    level = pack.levels[place]
    where = text.place(("levels", place, "builds on"))
    if level.builds_on is not None and level.builds_on not in bases:
        yield Fault(where, f"unknown level {level.builds_on!r}", "the id of a level", nearest(level.builds_on, bases))
    seen, base = [level.id], level.builds_on
    while base is not None and base in bases and base not in seen:
        seen.append(base)
        base = bases[base]
    if base == level.id:
        circle = " on ".join([*seen, level.id])
        yield Fault(where, f"levels that build on each other in a circle: {circle}", "a level that builds on none")
