"""JSON Resume (schema 1.x): a résumé as people write it for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from minqual.sources.documents.common import Known, ListOf, Person, rows_and_stated, unread_keys

_JOB: Final = {"title": ("position",), "start": ("startDate",), "end": ("endDate",)}
_LISTS: Final = (
    ListOf("work", "experience", {"employer": ("name", "company"), **_JOB}),
    ListOf("volunteer", "experience", {"employer": ("organization",), **_JOB}, fixed={"paid": "no"}),
    ListOf(
        "education",
        "education",
        {"level": ("studyType",), "field": ("area",), "institution": ("institution",), "expected": ("endDate",)},
    ),
    ListOf("certificates", "credentials", {"name": ("name",), "issuer": ("issuer",), "valid_from": ("date",)}),
)
_KNOWN: Final[Known] = {"$schema": None, "meta": None, "basics": None, **{each.key: each.known for each in _LISTS}}


class JsonResume:
    """work and volunteer are experience, education is education, certificates are credentials.

    An endDate that is missing stays open. Most who write these résumés mean "present" by it, but the schema does not
    say so: its authors were asked for a way to say it and have settled on none, and a date that the writer forgot
    looks just the same. The end of a course of study proves no award: it is when a degree is due.
    """

    name = "JSON Resume"
    open = (
        "hours a week, kinds of work, units and whether a degree was conferred are not in it; "
        "a job without an endDate may have ended"
    )

    def recognises(self, value: Mapping[str, object]) -> bool:
        """It has basics or work, or names the schema."""
        schema = value.get("$schema")
        named = isinstance(schema, str) and ("jsonresume" in schema or "resume-schema" in schema)
        return named or isinstance(value.get("basics"), dict) or isinstance(value.get("work"), list)

    def person(self, value: Mapping[str, object]) -> Person:
        """Its rows; it has no id."""
        return Person(None, *rows_and_stated(value, _LISTS))

    def unread(self, value: Mapping[str, object]) -> Iterator[str]:
        """All but names and contacts, which stand under basics and are not looked at."""
        return unread_keys(value, _KNOWN)
