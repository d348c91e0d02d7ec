"""JSON Resume (schema 1.x): a résumé as people write it for themselves.

work and volunteer are experience, education is education, certificates are credentials; names and contacts stand under
basics. An endDate that is missing stays open. Most who write these résumés mean "present" by it, but the schema does
not say so: its authors were asked for a way to say it and have settled on none, and a date that the writer forgot looks
just the same. The end of a course of study proves no award: it is when a degree is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minqual.sources.documents.common import Format, ListOf, Person, rows_and_stated

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


def _resume(value: Mapping[str, object]) -> Mapping[str, object] | None:
    """The object, where it has basics or work, or names the schema."""
    schema = value.get("$schema")
    named = isinstance(schema, str) and ("jsonresume" in schema or "resume-schema" in schema)
    return value if named or isinstance(value.get("basics"), dict) or isinstance(value.get("work"), list) else None


JSON_RESUME: Final = Format(
    "JSON Resume",
    "hours a week, kinds of work, units and whether a degree was conferred are not in it; "
    "a job without an endDate may have ended",
    _resume,
    lambda resume: Person(None, *rows_and_stated(resume, _LISTS)),
    {"$schema": None, "meta": None, "basics": None, **{each.key: each.known for each in _LISTS}},
)
