"""Faults of form in a pack or a map: pydantic's reports with their line, what was expected, the nearest spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from minqual.notation.pack_model import Mistake, PackModel
from minqual.notation.yaml_text import Path, YamlText
from minqual.values import Fault, nearest

Say: TypeAlias = Callable[[str, object], Fault]
"""What is wrong with a value: from its place and the value."""


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """The form of what is written: root is its model.

    tagged: the models that marks in the path of a report stand for. misplaced: what is expected in place of keys that
    belong elsewhere; one with a dot before it is meant anywhere but at the root. own: what is said of errors of types
    that the models have made themselves.
    """

    root: type[PackModel]
    tagged: Mapping[str, type[PackModel]]
    misplaced: Mapping[str, str]
    own: Mapping[str, Say]


def faults_of_form(error: ValidationError, text: YamlText, form: WrittenForm) -> list[Fault]:
    """What is wrong with the form of a pack or a map."""
    found = error.errors(include_url=False)
    reported = [each for each in found if not _is_of_entries(each)] or found
    return [_guessed(each, text, form) or _fault(each, text, form) for each in reported]


def _guessed(error: ErrorDetails, text: YamlText, form: WrittenForm) -> Fault | None:
    """A key below the root that is written for want of another, told with what says it; none for any other fault."""
    path, model, _ = _follow(error["loc"], text.value, form)
    says = form.misplaced.get(f".{path[-1]}") if path and model is not form.root else None
    if error["type"] != "extra_forbidden" or says is None:
        return None
    return Fault(text.place(path), f"unknown key {path[-1]!r}", says, code="unknown-key")


def _is_of_entries(error: ErrorDetails) -> bool:
    """Whether a list is too short only because entries of it are faulty themselves."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def line(fault: Fault) -> list[int]:
    """A fault's line and column, for their order."""
    return [int(number) for number in re.findall(r"(?:line|column) (\d+)", fault.where)]


def _fault(error: ErrorDetails, text: YamlText, form: WrittenForm) -> Fault:
    """A fault from pydantic's report of it."""
    path, model, missing = _follow(error["loc"], text.value, form)
    kind, found = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(path, found, text.place(path), _keys(model), form)
    if kind == "missing":
        return Fault(text.place(path), f"no {missing!r} here", f"the key {missing!r}", code="missing")
    if kind in form.own:
        return form.own[kind](text.place(path), found)
    shown = f"{found!r}" if isinstance(found, str) else "nothing" if found is None else f"a {type(found).__name__}"
    if kind == "too_short" and isinstance(found, list):
        shown = f"a list of {_COUNTS.get(len(found), len(found))}" if found else "an empty list"
    names = {"str": "text", "dict": "mapping"}
    for python, plain in names.items():
        shown = shown.replace(f"a {python}", f"a {plain}")
    expected = {
        "too_short": f"at least {_many(error)}",
        "string_type": "text" if isinstance(found, str) else "text (with a colon or a comma in it: in double quotes)",
        "tuple_type": "a list, each entry of it after a dash",
        "mapping_type": "a mapping of names to words",
        "dict_type": "a mapping of names to words",
        "model_type": "a mapping of keys",
        "model_attributes_type": "a mapping of keys",
    }.get(kind, error["msg"].removeprefix("Value error, "))
    if kind == "literal_error":
        expected = "one of " + ", ".join(re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    if kind == "string_pattern_mismatch":
        expected = _PATTERNS[error["ctx"]["pattern"]]
    if expected.startswith("one of ") and isinstance(found, str):
        known = expected.removeprefix("one of ").split(", ")
        return Fault(text.place(path), shown, expected, nearest(found, known))
    mistake = error.get("ctx", {}).get("error")
    if isinstance(mistake, Mistake):
        return Fault(text.place(path), mistake.found, mistake.expected)
    return Fault(text.place(path), shown, expected)


def _unknown_key(path: Path, found: object, place: str, known: Sequence[str], form: WrittenForm) -> Fault:
    """A key that is none; one without a value may be the rest of a text that has a comma in it."""
    key = str(path[-1])
    if key in form.misplaced:
        return Fault(place, f"unknown key {key!r}", form.misplaced[key], code="unknown-key")
    expected, near = "one of " + ", ".join(known), nearest(key, known)
    if found is None and not near:
        expected += "; or, where it belongs to the text before it, all of that in double quotes"
    return Fault(place, f"unknown key {key!r}", expected, near, code="unknown-key")


_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four"}


def _many(error: ErrorDetails) -> str:
    """How many entries a list has at least."""
    least = error.get("ctx", {}).get("min_length", 1)
    return f"{_COUNTS.get(least, least)} {'entry' if least == 1 else 'entries'}"


_PATTERNS = {
    r"^[a-z0-9-]+/[a-z0-9-]+$": "a name such as agency/class, in small letters, digits and hyphens",
    r"^[a-z0-9][a-z0-9-]*$": "a name in small letters, digits and hyphens",
}


def _follow(location: tuple[int | str, ...], value: object, form: WrittenForm) -> tuple[Path, type[PackModel], str]:
    """A fault's path in the YAML, the model it lies in, and the key that is missing, if one is."""
    path: list[int | str] = []
    model, missing = form.root, ""
    for part in location:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            path.append(part)
            value = value[part]
        elif isinstance(value, Mapping) and part in value:
            path.append(part)
            value = value[str(part)]
            model = _inner(model, str(part))
        elif part in form.tagged:
            model = form.tagged[str(part)]
        else:
            missing = str(part)
    return tuple(path), model, missing


def _inner(model: type[PackModel], key: str) -> type[PackModel]:
    """The model of a key's value where it is a fixed one, else the same model."""
    field = next((field for name, field in model.model_fields.items() if key_of(name, model) == key), None)
    annotation: Any = field.annotation if field is not None else None
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, PackModel):
            return candidate
    return model


def _keys(model: type[PackModel]) -> list[str]:
    return [key_of(name, model) for name in model.model_fields]


def key_of(field: str, model: type[PackModel] = PackModel) -> str:
    """The key in a pack of a field of a model; a model that is not built yet does not know its aliases."""
    named: Any = model.model_config["alias_generator"]
    return str(named(field))
