"""What a pack leaves to each vacancy: its parameters, what is said of them, and clauses with that put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Literal, Protocol, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from minqual.clauses import directions, remade
from minqual.counting import Sought
from minqual.notation import Mistake, PackModel, listed
from minqual.packs.run import Run, Vacancy
from minqual.values import Fault, FaultyInput, fold, nearest, unknown

OF_THE_VACANCY: Final = "the vacancy's "
"""What stands before a parameter where a pack uses it in place of a name."""

YES_OR_NO: Final = "yes or no"

Choices = Annotated[
    tuple[str, ...],
    BeforeValidator(
        lambda value: ["yes", "no"] if value == YES_OR_NO else value,
        json_schema_input_type=Literal["yes or no"] | list[str],
    ),
]
"""What a parameter may be."""


class VacancyParameter(PackModel):
    """What is told of each vacancy that is filled by a pack."""

    ask: Annotated[str, Field(min_length=1, description="the question in full")]
    one_of: Annotated[Choices, Field(description="what it may be: a list of names, or `yes or no`")]

    @model_validator(mode="after")
    def _differ(self) -> VacancyParameter:
        if len({fold(each) for each in self.one_of}) < max(len(self.one_of), 2):
            raise Mistake(f"'one of': {listed(self.one_of) or 'nothing'}", "two values or more, each once")
        return self

    @property
    def understood(self) -> tuple[str, ...]:
        """What is said of it."""
        return (self.ask, f"one of {listed(self.one_of)}")


def parameter_in(name: str) -> str | None:
    """The parameter that stands in place of a name; None where a name stands there."""
    return name.removeprefix(OF_THE_VACANCY) if name.startswith(OF_THE_VACANCY) else None


def said_of(
    parameters: Mapping[str, VacancyParameter], given: Mapping[str, str], where: str = "vacancy"
) -> tuple[Vacancy, list[Fault]]:
    """What is said of a vacancy as its pack has it, and what is wrong with it: missing, or none of its choices.

    What is given beside the parameters is left to other packs.
    """
    said, faults = [], []
    for name, parameter in parameters.items():
        choices = {fold(each): each for each in parameter.one_of}
        expected = f"{name}={parameter.one_of[0]}, or another of {listed(parameter.one_of)}"
        if name not in given:
            faults.append(Fault(where, f"nothing said of {name}: {parameter.ask}", expected, code="missing"))
        elif (choice := choices.get(fold(given[name]))) is None:
            found = f"{name} is {given[name]!r}: {parameter.ask}"
            near = nearest(fold(given[name]), choices)
            hint = choices[near] if near else None
            faults.append(Fault(where, found, "one of " + ", ".join(parameter.one_of), hint, code="unknown-name"))
        else:
            said.append((name, choice))
    return tuple(said), faults


class Leaving(Protocol):
    """What leaves parameters to the vacancy: a pack."""

    @property
    def vacancy(self) -> Mapping[str, VacancyParameter]:
        """The parameters."""

    @property
    def run(self) -> Run:
        """What was said for its run already."""


def runs_of(packs: Sequence[Leaving], run: Run, given: Mapping[str, str], where: str = "vacancy") -> list[Run]:
    """For each pack its run, with what is said of the vacancy; FaultyInput carries all that is wrong with that.

    A parameter that is said of one pack need not be known to another.
    """
    known = sorted({name for pack in packs for name in pack.vacancy})
    faults = []
    for name in given:
        if name not in known:
            expected = "" if known else "none: nothing is left to the vacancy"
            faults.append(unknown(where, "parameter of the vacancy", name, known, expected))
    runs = []
    for pack in packs:
        said, wrong = said_of(pack.vacancy, {**dict(pack.run.vacancy), **given}, where)
        faults += wrong
        runs.append(replace(run, vacancy=said))
    if faults:
        raise FaultyInput(list(dict.fromkeys(faults)))
    return runs


def refuse_unsaid(parameters: Mapping[str, VacancyParameter], said: Vacancy) -> None:
    """FaultyInput where something is left to the vacancy and nothing is said of it."""
    if parameters and (faults := said_of(parameters, dict(said))[1]):
        raise FaultyInput(faults)


Part = TypeVar("Part")


def put_in(part: Part, said: Vacancy) -> Part:
    """A part of a pack with what is said of the vacancy in place of its parameters."""
    if not said:
        return part
    values = {OF_THE_VACANCY + name: value for name, value in said}

    def change(model: PackModel) -> Mapping[str, object]:
        found = {}
        for field, direction in directions(type(model)).items():
            value = getattr(model, field) if direction.section else None
            if value and (new := _with_values(value, values)) != value:
                found[field] = new
        return found

    return remade(part, change)


def _with_values(value: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401  # whatever a field of names holds
    """The names that a field holds, those of parameters replaced."""
    if isinstance(value, str):
        return values.get(value, value)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(values.get(each, each) for each in value))
    if isinstance(value, Sought):
        return replace(value, names=tuple(dict.fromkeys(_in_text(each, values) for each in value.names)))
    if isinstance(value, Mapping):
        return {values.get(name, name): _with_values(each, values) for name, each in value.items()}
    return value


def _in_text(text: str, values: Mapping[str, str]) -> str:
    """A value that is asked for, "the vacancy's grade or above", with what is said put in."""
    whole = max((each for each in values if text == each or text.startswith(f"{each} ")), key=len, default="")
    return values[whole] + text.removeprefix(whole) if whole else text


def of_each(asked: Sought, parameters: Mapping[str, VacancyParameter]) -> Iterator[Sought]:
    """What is asked of a fact, for each value that a parameter in it may have."""
    used = [name for name in parameters if _with_values(asked, {OF_THE_VACANCY + name: ""}) != asked]
    if not used:
        yield asked
        return
    for choice in parameters[used[0]].one_of:
        yield from of_each(_with_values(asked, {OF_THE_VACANCY + used[0]: choice}), parameters)
