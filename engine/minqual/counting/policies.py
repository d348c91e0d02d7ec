"""Counting policies: the values that turn spells and units into credit, by name, with their source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from minqual._forking import built
from minqual.notation import Amount, Number, PackModel, SomeNumber, YamlText, bundled_rules, made, parse_yaml
from minqual.values import Fault, PackError, plain


class PolicyValues(PackModel):
    """The values of a counting policy; a pack may state any of them itself."""

    full_time_hours: Annotated[
        SomeNumber, Field(description="hours a week that earn full credit; more earns no extra")
    ] = Fraction(40)
    full_time_from: Annotated[
        SomeNumber | None,
        Field(description="hours a week from which a job is full time; as full time hours if left out"),
    ] = None
    least_hours: Annotated[Number, Field(description="a job of fewer hours a week counts for nothing")] = Fraction(0)
    weeks_in_a_month: Annotated[
        SomeNumber | None, Field(description="with hours in a month: how part time is converted; else in proportion")
    ] = None
    hours_in_a_month: Annotated[SomeNumber | None, Field(description="hours that make one month of full time")] = None
    part_time: Annotated[
        Literal["in proportion", "half"],
        Field(description="a job of fewer hours than full time: in proportion to them, or half, however many they are"),
    ] = "in proportion"
    weeks: Annotated[
        Literal["to the day", "whole weeks only"],
        Field(description="time that is counted in weeks: to the day, or rounded down to whole weeks, at the end"),
    ] = "to the day"
    months: Annotated[
        Literal["by days", "of 15 days or more"],
        Field(description="time to the day, or a calendar month counts whole if worked on 15 days, else not"),
    ] = "by days"
    partial_dates: Annotated[
        Literal["as bounds", "month by month"],
        Field(description="open between their readings, or settled: 6/2000 to 5/2001 is 11 months, 1998 to 2000 is 13"),
    ] = "as bounds"
    as_of_day: Annotated[
        Literal["counts", "does not count"], Field(description="whether the final filing date is itself worked")
    ] = "counts"
    forgiven_days: Annotated[
        Number,
        Field(
            description="days of 30/360 by which time (not unbroken time) may fall short of a need, once, at the end"
        ),
    ] = Fraction(0)
    unpaid_work: Annotated[Number, Field(description="what unpaid work counts beside paid: 1, 1/2, 0")] = Fraction(1)
    unstated_share: Annotated[
        Literal["counts in full", "is open"], Field(description="a job that states no share of qualifying duties")
    ] = "counts in full"
    quarter_unit: Annotated[SomeNumber, Field(description="semester units that one quarter unit is worth")] = Fraction(
        2, 3
    )
    units_in_a_year: Annotated[
        SomeNumber, Field(description="semester units that make a year of study, where a pack does not say")
    ] = Fraction(30)
    silence_on_substitution: Annotated[
        Literal["no substitution", "an equivalent may be accepted"],
        Field(description="what holds for a level whose specification names no equivalent"),
    ] = "no substitution"
    who_may_accept: Annotated[
        str, Field(description="who may accept an equivalent where the specification is silent")
    ] = "the agency"


class CountingPolicy(PolicyValues):
    """A named counting policy with the norm it is taken from."""

    name: str
    source: str

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """What cannot be right: (key, found, expected)."""
        hours = Fraction(self.full_time_hours)
        if not 0 < hours <= HOURS_IN_A_WEEK or (hours * 1000).denominator != 1:
            yield "full time hours", plain(hours), f"hours a week above 0 and up to {HOURS_IN_A_WEEK}"
        if self.least_hours > hours:
            yield "least hours", f"{plain(self.least_hours)}, more than full time", "at most the full time hours"
        if (self.weeks_in_a_month is None) != (self.hours_in_a_month is None):
            yield "weeks in a month", "one of weeks and hours in a month without the other", "both, or neither"
        if self.part_time == "half" and self.weeks_in_a_month is not None:
            yield "part time", "half, beside hours that make a month", "one of the two ways to count part time"
        for key, value, most in (("unpaid work", self.unpaid_work, 1), ("forgiven days", self.forgiven_days, 31)):
            if value > most:
                yield key, plain(value), f"a number up to {most}"
        for key, value, most in (
            ("quarter unit", self.quarter_unit, 1),
            ("units in a year", self.units_in_a_year, 200),
        ):
            if not 0 < value <= most:
                yield key, plain(value), f"a number above 0 and up to {most}"

    def __hash__(self) -> int:
        return hash(self.substance)

    @property
    def full_from(self) -> Fraction:
        """Hours a week from which a job is full time."""
        return min(self.full_time_from or self.full_time_hours, self.full_time_hours)

    @cached_property
    def thousandths(self) -> tuple[int, int, int]:
        """Hours a week in thousandths: of full time, from which a job is full time, and of which a job must have."""
        return int(self.full_time_hours * 1000), int(self.full_from * 1000), int(self.least_hours * 1000)

    @cached_property
    def timing(self) -> CountingPolicy:
        """The policy with nothing in it but what time hangs on: where these are equal, so is what a job counts for."""
        return made(CountingPolicy, name="", source="", **{name: getattr(self, name) for name in _OF_TIME})

    @cached_property
    def part_time_rate(self) -> Fraction:
        """What an hour a week of part-time work counts beside its plain share of full time."""
        if self.weeks_in_a_month is None or self.hours_in_a_month is None:
            return Fraction(1)
        return Fraction(self.weeks_in_a_month * self.full_time_hours / self.hours_in_a_month)

    def semester_units(self, amount: Amount) -> Fraction:
        """An amount with quarter units in semester units, any other as it stands: the unit in which it is counted."""
        return amount.semester(self.quarter_unit)

    def printed(self) -> dict[str, str]:
        """Every value in force, in words, for the foot of a reason."""
        hours, least = plain(self.full_time_hours), plain(self.least_hours)
        full = f"{hours} hours a week"
        if self.full_from != self.full_time_hours:
            full += f" (from {plain(self.full_from)} hours on)"
        return {
            "name": self.name,
            "source": self.source,
            "calendar": _CALENDARS[self.months],
            "full time": f"{full}; overtime earns no extra credit",
            "overlap": "hours of jobs held at once are added and capped at full time",
            "part time": self._part_time_words()
            + (f"; below {least} hours a week not at all" if self.least_hours else ""),
            "partial dates": _PARTIAL[self.partial_dates],
            "as-of day": self.as_of_day,
            "quarter unit": f"{self.quarter_unit} semester unit",
            "year of study": f"{plain(self.units_in_a_year)} semester units where the pack does not say",
            "rounding": self._rounding_words(),
            "unpaid work": _UNPAID.get(self.unpaid_work, f"counts {self.unpaid_work} of paid work"),
            "unstated share of duties": self.unstated_share,
            "silence on substitution": self.silence_on_substitution
            + (f" by {self.who_may_accept}" if self.accepts_equivalents else ""),
        }

    @cached_property
    def told_values(self) -> Sequence[tuple[str, str, CountingPolicy]]:
        """Values by which something counts for more or less than usually: table, words, and the policy without it.

        Forgiven days, and those by which a job counts for nothing, are told of where they do.
        """
        usual, found = PolicyValues(), []
        for table, names, words in _TOLD:
            own = {name: getattr(self, name) for name in names}
            without = {name: getattr(usual, name) for name in names}
            if own not in (without, {"unpaid_work": 0}):
                figures = {name: _figure(value) for name, value in own.items()}
                said = words.format(**figures, unpaid=plain(self.unpaid_work * 100))
                found.append((table, said, self.model_copy(update=without)))
        return found

    @property
    def accepts_equivalents(self) -> bool:
        """Whether somebody may accept an equivalent where the specification is silent on it."""
        return self.silence_on_substitution == "an equivalent may be accepted"

    def _rounding_words(self) -> str:
        forgiven = _rounding(self.forgiven_days)
        if self.weeks == "to the day":
            return forgiven
        weeks = "time in weeks is rounded down to whole weeks"
        return weeks if forgiven == "none" else f"{forgiven}; {weeks}"

    def _part_time_words(self) -> str:
        if self.part_time == "half":
            return "half of full time, however many hours; in proportion to the share of qualifying duties"
        if self.weeks_in_a_month is None or self.hours_in_a_month is None:
            return "in proportion to hours and to the share of qualifying duties"
        return (
            f"{plain(self.weeks_in_a_month)} weeks a month, {plain(self.hours_in_a_month)} hours to a month, "
            "never more than the calendar time; in proportion to the share of qualifying duties"
        )


_OF_TIME: Final = (
    "full_time_hours", "full_time_from", "least_hours", "weeks_in_a_month", "hours_in_a_month", "part_time", "months",
    "partial_dates", "as_of_day", "unpaid_work", "unstated_share",
)  # fmt: skip
"""The values of a policy that say what a job counts for."""

_TOLD: Final = (
    ("experience", ("full_time_hours",), "full time is {full_time_hours} hours a week"),
    ("experience", ("full_time_from",), "a job is full time from {full_time_from} hours a week on"),
    (
        "experience",
        ("weeks_in_a_month", "hours_in_a_month"),
        "part time by {weeks_in_a_month} weeks a month, {hours_in_a_month} hours to a month",
    ),
    ("experience", ("part_time",), "part time counts half"),
    ("experience", ("weeks",), "weeks are rounded down to whole ones"),
    ("experience", ("months",), "a calendar month counts whole if worked on 15 days or more, else not"),
    ("experience", ("partial_dates",), "months and years without days are settled month by month"),
    ("experience", ("as_of_day",), "the final filing date itself does not count"),
    ("experience", ("unpaid_work",), "unpaid work counts for {unpaid}% of paid work"),
    ("experience", ("unstated_share",), "a job that states no share of its duties is open"),
    ("education", ("quarter_unit",), "a quarter unit is {quarter_unit} semester units"),
    ("education", ("units_in_a_year",), "{units_in_a_year} semester units are a year of study"),
)
"""Values of a policy in words: the table that they are about, their fields, what is said of them."""

_CALENDARS: Final = {
    "by days": "30/360: a month is 30 days, a year 360; a spell runs to the day after its last day",
    "of 15 days or more": "a calendar month counts whole if worked on at least 15 of its 30 days, else not",
}
_PARTIAL: Final = {
    "as bounds": "open between their shortest and longest reading",
    "month by month": "settled: a month is its first day, a first year its December, a last year its January",
}
_UNPAID: Final = {Fraction(1): "counts like paid work", Fraction(0): "does not count"}


def _rounding(forgiven: Fraction) -> str:
    return f"time short by {plain(forgiven)} days or less passes, but not of unbroken time" if forgiven else "none"


FILE: Final = "policies.yaml"
HOURS_IN_A_WEEK: Final = 168


@cache
def _file() -> YamlText:
    return parse_yaml((bundled_rules() / FILE).read_bytes(), FILE)


def policy_names() -> tuple[str, ...]:
    """The names of the policies in the data file beside the packs."""
    value = _file().value
    return tuple(value) if isinstance(value, dict) else ()


@cache
def policy(name: str) -> CountingPolicy:
    """A policy by its name; PackError carries every fault of it."""
    text = _file()
    values = text.value.get(name) if isinstance(text.value, dict) else None
    if isinstance(values, dict) and list(values) == ["source"]:
        return CountingPolicy.model_construct(name=name, source=str(values["source"]))
    return read_policies(YamlText(text.where, {name: values}, text.places))[name]


def bundled_policies() -> Mapping[str, CountingPolicy]:
    """All named policies; PackError carries every fault of them."""
    return read_policies(_file())


def read_policies(text: YamlText) -> Mapping[str, CountingPolicy]:
    """Policies from their YAML: names, each with its source and the values that differ from the default."""
    faults: list[Fault] = []
    found: dict[str, CountingPolicy] = {}
    for name, values in text.value.items() if isinstance(text.value, dict) else ():
        try:
            stated = values if isinstance(values, dict) else {}
            found[name] = built(CountingPolicy).model_validate({"name": name, **stated})
        except ValidationError as error:
            for each in error.errors(include_url=False):
                place = text.place((name, *each["loc"]))
                faults.append(Fault(place, f"a wrong value ({each['msg']})", "a value as rules/README.md lists them"))
    for name, policy in found.items():
        faults += [Fault(text.place((name, key)), value, expected) for key, value, expected in policy.faults()]
    if faults or not found:
        raise PackError(faults or [Fault(text.where, "no policies", "a mapping of names to their values")])
    return found


class OwnPolicy(PolicyValues):
    """The counting policy of a pack: a named one, and values that the pack states itself."""

    like: Annotated[str, Field(description="the name of a policy")] = "default"

    def applied(self) -> CountingPolicy:
        """The named policy with the pack's own values."""
        named = policy(self.like)
        own = {name: getattr(self, name) for name in PolicyValues.model_fields if name in self.model_fields_set}
        if not own:
            return named
        said = ", ".join(f"{PolicyValues.model_fields[name].alias} {_said(value)}" for name, value in own.items())
        return named.model_copy(update={**own, "name": f"{named.name} with {said}"})


def _said(value: object) -> str:
    return plain(value) if isinstance(value, Fraction) and value.denominator == 1 else str(value)


def _figure(value: object) -> str:
    """A value in hundredths where it is exact in them, else as it is."""
    return plain(value) if isinstance(value, Fraction) and (value * 100).denominator == 1 else str(value)
