"""The profile of an agency: who writes its letters, what its days off are, and how long people have for what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from minqual.letters.working_days import Deadline, WorkingDays
from minqual.notation import PackModel, WantedFile, WrittenForm, YamlText, faults_of_form, line, parse_written
from minqual.values import Fault, PackError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _time(text: str) -> str:
    if not re.fullmatch("[1-9][0-9]{0,2} (working )?days?", text):
        msg = "a time such as 10 working days, or 30 days"
        raise ValueError(msg)
    return text


def _name(text: str) -> str:
    if not re.fullmatch("[a-z][a-z_]{0,30}", text):
        msg = "a name of small letters, such as office_hours"
        raise ValueError(msg)
    return text


Time = Annotated[str, AfterValidator(_time)]


class InEachLanguage(PackModel):
    """A text in each language of letters."""

    en: Text
    es: Text


class Calendar(PackModel):
    """Which days an agency works, and which of them it does not."""

    working_days: Annotated[tuple[Weekday, ...], Field(min_length=1, description="the days of a week that it works")]
    holidays: Mapping[date, Text] = Field(description="days off, each with its name")
    holidays_known_until: date = Field(description="the last day up to which all holidays are listed")
    on_a_day_off: Literal["the next working day", "as it falls"] = Field(
        "the next working day", description="when a deadline ends that falls on a day off"
    )
    days_for_the_mail: Annotated[int, Field(ge=0, le=30)] = Field(
        0, description="days after that of the letter before a deadline begins"
    )


class Deadlines(PackModel):
    """How long people have, as `10 working days` or `30 days`."""

    answer: Time = Field(description="to answer what is asked and to show what is due")
    correct: Time = Field(description="to correct facts")
    review: Time = Field(description="to ask for review by a person")
    appeal: Time = Field(description="to appeal")


class AgencyProfile(PackModel):
    """What an agency's letters say of the agency. invented: whether it is made up, as an example."""

    agency: Text = Field(description="the agency's name")
    office: Text = Field(description="the office that writes")
    address: Annotated[tuple[Text, ...], Field(min_length=1, description="its address, line by line")]
    contact: Text = Field(description="telephone and mail for questions and corrections")
    signed: Text = Field(description="who signs: a title, or a name")
    appeal_to: InEachLanguage = Field(description="to whom an appeal is sent, and how")
    accommodation: InEachLanguage = Field(description="whom to ask for accommodation")
    calendar: Calendar
    deadlines: Deadlines
    fields: Mapping[Annotated[str, AfterValidator(_name)], InEachLanguage] = Field(
        {}, description="fields of your own templates, each in every language"
    )
    invented: bool = Field(default=False, description="whether the agency is made up, as an example")

    @property
    def working_days(self) -> WorkingDays:
        """Its calendar."""
        week = frozenset(map(WEEK.index, self.calendar.working_days))
        off = frozenset(self.calendar.holidays)
        return WorkingDays(week, off, self.calendar.holidays_known_until)

    def deadline(self, of: str, written: date) -> date:
        """The last day for something, in a letter of a day; CalendarEnds where the holidays then are not known."""
        calendar = self.calendar
        return self.working_days.deadline(
            written, _deadline(getattr(self.deadlines, of)), calendar.days_for_the_mail,
            moved=calendar.on_a_day_off == "the next working day",
        )  # fmt: skip


EXAMPLE: Final = Path(__file__).with_name("example.yaml")
"""A profile to begin from, of an agency that is made up."""

WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PROFILE: Final = WantedFile(
    "the profile of an agency, with its calendar and deadlines",
    ("agency", "office", "address", "contact", "signed", "calendar", "deadlines"),
    lambda value: "deadlines" in value or "calendar" in value,
)
FORM: Final = WrittenForm(AgencyProfile, {}, {}, {})


def profile_schema() -> Mapping[str, Any]:
    """The JSON Schema of a profile, by which editors check and complete it."""
    return AgencyProfile.model_json_schema(by_alias=True)


def _deadline(time: str) -> Deadline:
    count, unit = time.split(" ", 1)
    return Deadline(int(count), working=unit.startswith("working"))


def read_profile(path: Path) -> AgencyProfile:
    """The profile in a file; PackError carries every fault of it, by line."""
    try:
        content = path.read_bytes()
    except OSError:
        raise PackError([Fault(str(path), "no file that can be read", PROFILE.said, code="file")]) from None
    text = parse_written(content, path.name, PROFILE)
    try:
        found = AgencyProfile.model_validate(text.value)
    except ValidationError as error:
        raise PackError(sorted(dict.fromkeys(faults_of_form(error, text, FORM)), key=line)) from None
    if wrong := list(_faults(found, text)):
        raise PackError(sorted(wrong, key=line))
    return found


def _faults(profile: AgencyProfile, text: YamlText) -> Iterator[Fault]:
    """A holiday beyond the day up to which they are known, and a field that letters have themselves."""
    from minqual.letters.letter_fields import FIELDS

    until = profile.calendar.holidays_known_until
    if profile.calendar.holidays and max(profile.calendar.holidays) > until:
        place, found = text.place(("calendar", "holidays known until")), "a day before that of a holiday"
        yield Fault(place, found, "the last day up to which all holidays are listed")
    for name in profile.fields:
        if name in FIELDS:
            found, expected = f"{name!r}, a field that every letter has", "another name"
            yield Fault(text.place(("fields", name)), found, expected, code="twice")
