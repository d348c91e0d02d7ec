"""JSON Resume (schema 1.x): a résumé as people write it for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from minqual.sources.documents.common import CURRENT, Known, Person, rows_of, stated_in, unread_keys

_WORK = {"employer": ("name", "company"), "title": ("position",), "start": ("startDate",), "end": ("endDate",)}
_VOLUNTEER = {"employer": ("organization",), "title": ("position",), "start": ("startDate",), "end": ("endDate",)}
_STUDY = {
    "level": ("studyType",), "field": ("area",), "institution": ("institution",), "expected": ("endDate",),
}  # fmt: skip
_CERTIFICATE = {"name": ("name",), "issuer": ("issuer",), "valid_from": ("date",)}
_LISTS = {"experience": ("work", "volunteer"), "education": ("education",), "credentials": ("certificates",)}


_KNOWN: Known = {
    "$schema": None,
    "meta": None,
    "basics": None,
    "work": dict.fromkeys((*CURRENT, *(key for keys in _WORK.values() for key in keys))),
    "volunteer": dict.fromkeys((*CURRENT, *(key for keys in _VOLUNTEER.values() for key in keys))),
    "education": dict.fromkeys(key for keys in _STUDY.values() for key in keys),
    "certificates": dict.fromkeys(key for keys in _CERTIFICATE.values() for key in keys),
}


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
        rows = [
            *rows_of(value, "work", "experience", _WORK),
            *rows_of(value, "volunteer", "experience", _VOLUNTEER, fixed={"paid": "no"}),
            *rows_of(value, "education", "education", _STUDY),
            *rows_of(value, "certificates", "credentials", _CERTIFICATE),
        ]
        return Person(None, rows, stated_in(value, _LISTS))

    def unread(self, value: Mapping[str, object]) -> Iterator[str]:
        """All but names and contacts, which stand under basics and are not looked at."""
        return unread_keys(value, _KNOWN)
