"""A rule pack: the minimum qualifications of one class specification, as data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from minqual.clauses.base import AnyClause, Clause
from minqual.clauses.judgement import BoundedDiscretion, Discretion
from minqual.counting.policies import CountingPolicy, OwnPolicy, policy_names
from minqual.notation.form_faults import MISPLACED, form_faults, line, well_formed
from minqual.notation.models import Names, PackModel, Source
from minqual.notation.yaml_text import Path, Value, YamlText
from minqual.values.dates import PartialDate, parse_date
from minqual.values.faults import Fault, PackError, nearest
from minqual.values.vocabulary import Vocabulary, fold

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


_ID = r"^[a-z0-9][a-z0-9-]*$"


class Level(PackModel):
    """One level of the class series and what it requires. builds_on: a level whose requirements it needs as well."""

    id: Annotated[str, Field(pattern=_ID)]
    title: str
    class_code: str = ""
    source: Source | None = None
    builds_on: str | None = None
    requires: Annotated[tuple[AnyClause, ...], Field(min_length=1)]


class Acceptance(PackModel):
    """A remark of the workbench that the pack's author has seen and accepts. clause: the one that it is about."""

    remark: str
    because: str
    clause: str = ""


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
    accepted: tuple[Acceptance, ...] = ()

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
        return hashlib.sha256(self.model_dump_json(exclude={"accepted"}).encode()).hexdigest()

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
    if isinstance(text.value, dict) and "map" in text.value and "levels" not in text.value:
        expected = "a rule pack; a column map is given with --map"
        raise PackError([Fault(text.place(("map",)), "a column map", expected)])
    try:
        pack = Pack.model_validate(text.value)
    except ValidationError as error:
        faults = [*form_faults(error, text, Pack, MISPLACED), *_sense_faults(error, text)]
        raise PackError(sorted(dict.fromkeys(faults), key=line)) from None
    faults = [*_policy_faults(pack, text), *_vocabulary_faults(pack, text), *_level_faults(pack, text)]
    if faults:
        raise PackError(sorted(faults, key=line))
    return pack


def _sense_faults(error: ValidationError, text: YamlText) -> Iterator[Fault]:
    """Faults of sense in those parts of a pack whose form is right."""
    raw = text.value if isinstance(text.value, dict) else {}
    faulty = {each["loc"][0] for each in error.errors() if each["loc"]}
    sound: dict[str, Any] = {"levels": _bare_levels(raw.get("levels"))}
    sound |= {key: part for key, part in raw.items() if key not in faulty}
    for section in SECTIONS:
        sound[section] = _readable_names(raw.get(section))
    one_kind = list(_readable_names(raw.get("kinds")))[:1]
    groups = {name: kinds or one_kind for name, kinds in _readable_names(raw.get("groups")).items()}
    sound["groups"] = {name: kinds for name, kinds in groups.items() if kinds}
    try:
        pack = Pack.model_validate({**_STAND_IN, **sound})
    except ValidationError:
        return
    yield from _policy_faults(pack, text)
    yield from _vocabulary_faults(pack, text)
    yield from _level_faults(pack, text)
    for key in ("levels", "every level requires"):
        for path, clause, inside in well_formed(raw.get(key), (key,)) if key in faulty else ():
            yield from _clause_faults(pack, text, clause, path, inside)


_STAND_IN: dict[str, Value] = {
    **dict.fromkeys(("title", "agency", "specification", "version"), ""),
    "name": "a/pack",
    "in force": "2000",
}
"""What takes the place of faulty parts of a pack while the others are looked at."""


def _bare_levels(levels: Value) -> list[dict[str, Value]]:
    """Levels of which nothing is taken over but what they are called and what they build on."""
    bare: list[dict[str, Value]] = []
    for place, level in enumerate(levels if isinstance(levels, list) and levels else [None]):
        said = {key: level.get(key) for key in ("id", "builds on")} if isinstance(level, dict) else {}
        known = {key: name for key, name in said.items() if isinstance(name, str) and re.fullmatch(_ID, name)}
        bare.append({"id": f"unread-{place}", "title": "", "requires": [{"judgement": "", "by": ""}], **known})
    return bare


def _readable_names(section: Value) -> dict[str, list[str]]:
    """The names of a section with those of their words that are text, whatever else is wrong with it."""
    if not isinstance(section, dict):
        listed = section if isinstance(section, list) else [section]
        return {name: [] for name in listed if isinstance(name, str)}
    lists = {name: [words] if isinstance(words, str) else words for name, words in section.items()}
    return {
        name: [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
        for name, words in lists.items()
    }


def _policy_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    name, known = pack.counting_policy.like, list(policy_names())
    if name not in known:
        place = text.place(("counting policy", "like"))
        found = f"unknown counting policy {name!r}"
        yield Fault(place, found, "one of " + ", ".join(known), nearest(name, known))
        return
    for key, found, expected in pack.policy.faults():
        yield Fault(text.place(("counting policy", key)), found, expected)


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
    yield from _repeated_ids([level.id for level in pack.levels], text)
    for place, level in enumerate(pack.levels):
        yield from _base_faults(pack, text, place)
        for number, clause in enumerate(level.requires):
            yield from _clause_faults(pack, text, clause, ("levels", place, "requires", number))
    for number, clause in enumerate(pack.every_level_requires):
        yield from _clause_faults(pack, text, clause, ("every level requires", number))


def _repeated_ids(ids: Sequence[object], text: YamlText) -> Iterator[Fault]:
    for place, name in enumerate(ids):
        if isinstance(name, str) and name in ids[:place]:
            yield Fault(text.place(("levels", place, "id")), f"level {name!r} twice", "each id once")


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
    elif level.builds_on in [each.id for each in pack.levels[place + 1 :]] and bases[level.builds_on] != level.id:
        yield Fault(where, f"level {level.builds_on!r} stands above it", "a level that stands before it in the list")
    seen, base = [level.id], level.builds_on
    while base is not None and base in bases and base not in seen:
        seen.append(base)
        base = bases[base]
    if base == level.id:
        circle = " on ".join([*seen, level.id])
        yield Fault(
            where, f"levels that build on each other in a circle: {circle}", f"no {level.id!r} among what it builds on"
        )
