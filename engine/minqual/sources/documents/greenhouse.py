"""Greenhouse candidates, as its Harvest API and its webhooks write them.

employments are experience, educations are education. The API writes dates as moments and webhooks as MM/DD/YYYY, but
candidates are asked for a month and a year alone: the day is made up, and is not read. An end that is null is open: it
may be the present, or forgotten. An empty list is as open as a missing one: the API sends it for a section that no one
was asked to fill in, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minqual.sources.documents.common import Format, ListOf, Person, month, rows_and_stated

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


def _candidate(value: Mapping[str, object]) -> Mapping[str, object] | None:
    """The object, or the candidate in its payload: with an id, and educations or employments."""
    payload = value.get("payload")
    places: list[object] = [value]
    if isinstance(payload, dict):
        application = payload.get("application")
        places += [payload.get("candidate"), application.get("candidate") if isinstance(application, dict) else None]
    for each in places:
        if type(each) is dict and "id" in each and any(listed.key in each for listed in _LISTS):
            return each
    return None


def _person(found: Mapping[str, object]) -> Person:
    filled = {key: stated for key, stated in found.items() if stated not in ([], {"item": []})}
    return Person(("id", found.get("id")), *rows_and_stated(filled, _LISTS))


GREENHOUSE: Final = Format(
    "Greenhouse candidate",
    "hours a week, kinds of work, units, credentials and whether a degree was conferred are not in it; "
    "dates are read to the month; a job without an end_date may have ended; "
    "empty educations or employments may never have been asked for",
    _candidate,
    _person,
    {"id": None, **{each.key: each.known for each in _LISTS}},
)
