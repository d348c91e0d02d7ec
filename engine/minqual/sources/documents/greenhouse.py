"""Greenhouse candidates, as its Harvest API and its webhooks write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from minqual.sources.documents.common import Known, ListOf, Person, month, rows_and_stated, unread_keys

_LISTS: Final = (
    ListOf(
        "employments",
        "experience",
        {"employer": ("company_name",), "title": ("title",), "start": ("start_date",), "end": ("end_date",)},
        {"start": month, "end": month},
        beside=("id",),
    ),
    ListOf(
        "educations",
        "education",
        {"level": ("degree",), "field": ("discipline",), "institution": ("school_name",), "expected": ("end_date",)},
        {"expected": month},
        beside=("id",),
    ),
)
_KNOWN: Final[Known] = {"id": None, **{each.key: each.known for each in _LISTS}}


class Greenhouse:
    """employments are experience, educations are education.

    The API writes dates as moments and webhooks as MM/DD/YYYY, but candidates are asked for a month and a year
    alone: the day is made up, and is not read. An end that is null is open: it may be the present, or forgotten.
    An empty list is as open as a missing one: the API sends it for a section that no one was asked to fill in, too.
    """

    name = "Greenhouse candidate"
    open = (
        "hours a week, kinds of work, units, credentials and whether a degree was conferred are not in it; "
        "dates are read to the month; a job without an end_date may have ended; "
        "empty educations or employments may never have been asked for"
    )

    def recognises(self, value: Mapping[str, object]) -> bool:
        """It, or the candidate in its payload, has an id and educations or employments."""
        return _candidate(value) is not None

    def person(self, value: Mapping[str, object]) -> Person:
        """The candidate's rows, under the candidate's id."""
        found = _candidate(value) or {}
        filled = {key: stated for key, stated in found.items() if stated not in ([], {"item": []})}
        return Person(("id", found.get("id")), *rows_and_stated(filled, _LISTS))

    def unread(self, value: Mapping[str, object]) -> Iterator[str]:
        """The keys of the candidate, whatever the message around it says."""
        return unread_keys(_candidate(value) or {}, _KNOWN)


def _candidate(value: Mapping[str, object]) -> dict[str, object] | None:
    payload = value.get("payload")
    places: list[object] = [value]
    if isinstance(payload, dict):
        application = payload.get("application")
        places += [payload.get("candidate"), application.get("candidate") if isinstance(application, dict) else None]
    for each in places:
        if type(each) is dict and "id" in each and any(listed.key in each for listed in _LISTS):
            return each
    return None
