"""Greenhouse candidates, as its Harvest API and its webhooks write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from minqual.sources.documents.common import CURRENT, Known, Person, month, rows_of, stated_in, unread_keys

_EMPLOYMENT: Final = {
    "employer": ("company_name",), "title": ("title",), "start": ("start_date",), "end": ("end_date",),
}  # fmt: skip
_STUDY: Final = {
    "level": ("degree",), "field": ("discipline",), "institution": ("school_name",), "expected": ("end_date",),
}  # fmt: skip
_LISTS: Final = {"education": ("educations",), "experience": ("employments",)}
_KNOWN: Final[Known] = {
    "id": None,
    "employments": dict.fromkeys(("id", *CURRENT, *(key for keys in _EMPLOYMENT.values() for key in keys))),
    "educations": dict.fromkeys(("id", *(key for keys in _STUDY.values() for key in keys))),
}


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
        dates = {"start": month, "end": month}
        rows = [
            *rows_of(found, "employments", "experience", _EMPLOYMENT, dates),
            *rows_of(found, "educations", "education", _STUDY, {"expected": month}),
        ]
        filled = {key: stated for key, stated in found.items() if stated not in ([], {"item": []})}
        return Person(("id", found.get("id")), rows, stated_in(filled, _LISTS))

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
        if type(each) is dict and "id" in each and any(name in each for (name,) in _LISTS.values()):
            return each
    return None
