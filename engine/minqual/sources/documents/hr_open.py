"""HR Open 4.x candidates, as JazzHR and others send them.

employment is experience, education is education, licenses and certifications are credentials, in every profile.
A degree counts as conferred where its status is Granted or says the like; otherwise its date is when it is due.
A position that is current and has no end goes on; of one that is current and has one the end is open. Where an employer
has one position, what that does not say of its time the employer's does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from minqual.sources.documents.common import Format, Known, Person, Row, day, first, listed, readable, stated_in
from minqual.values import fold, goes_on, silent

Cell = tuple[str, object]

_ISCED: Final = re.compile(r"(?:ISCED\D*)?([0-8])\d{0,2}", re.IGNORECASE)
_BY_ISCED: Final = {
    "3": "high school equivalent",
    "5": "associate equivalent",
    "6": "bachelor equivalent",
    "7": "master equivalent",
    "8": "doctorate equivalent",
}
"""Levels of the international classification in ours: like, but not the same, hence open until someone evaluates them.
The others (less than a secondary school, and 4) have no like, and are left open altogether."""

_CONFERRED: Final = {
    **dict.fromkeys(("granted", "completed", "complete", "conferred", "awarded", "yes"), "yes"),
    **dict.fromkeys(("inprogress", "postponed", "notgranted", "no"), "no"),
}
_STATUSES: Final = (
    "one of Granted, Completed, Complete, Conferred, Awarded, InProgress, Postponed, NotGranted, or a blank"
)
_SILENT: Final = frozenset({"no answer", "other"})
_LISTS: Final = {
    "education": "education", "employment": "experience", "licenses": "credentials", "certifications": "credentials",
}  # fmt: skip
_PREFIX: Final = "College - "
_NAMES: Final = ("name", "value", "code", "formattedDateTime")


_POSITION: Final = dict.fromkeys(("organization", "title", "start", "end", "current", "jobCategories"))
_LICENSE: Final = dict.fromkeys(("name", "type", "issuingAuthority", "issued", "issueDate", "firstIssued"))
_KNOWN: Final[Known] = {
    "documentId": None,
    "person": None,
    "profiles": {
        "employment": {**_POSITION, "positionHistories": _POSITION},
        "education": {
            "institution": None,
            "end": None,
            "educationLevelCodes": None,
            "educationDegrees": dict.fromkeys(
                ("name", "codes", "specializations", "degreeGrantedStatus", "date", "iscedEducationLevelCode")
            ),
        },
        "licenses": {**_LICENSE, "effectiveTimePeriod": dict.fromkeys(("validFrom", "validTo"))},
        "certifications": {**_LICENSE, "effectiveTimePeriod": dict.fromkeys(("validFrom", "validTo"))},
    },
}


def _candidate(value: Mapping[str, object]) -> Mapping[str, object] | None:
    """The object, or what it calls candidate: with profiles, and a person or the id of a document."""
    for each in (value, value.get("candidate")):
        if type(each) is dict and "profiles" in each and ("person" in each or "documentId" in each):
            return each
    return None


def _person(found: Mapping[str, object]) -> Person:
    """The rows of all profiles, under the person's id, else the document's."""
    rows: list[Row] = []
    stated: set[str] = set()
    for path, profile in listed(found, "profiles", "experience"):
        if isinstance(profile, Row):
            rows.append(profile)
            continue
        stated |= stated_in(profile, _LISTS)
        rows += (*_employment(profile, path), *_education(profile, path), *_credentials(profile, path))
    person = found.get("person")
    own = person.get("id") if isinstance(person, dict) else None
    for key, said in (("person id", own), ("documentId", found.get("documentId"))):
        if (applicant := _text(said)) is not None:
            return Person((key, applicant), rows, stated)
    return Person(None, rows, stated)


def _employment(profile: dict[str, object], above: str) -> Iterator[Row]:
    for path, employer in listed(profile, "employment", "experience", above):
        if isinstance(employer, Row):
            yield employer
            continue
        positions = list(listed(employer, "positionHistories", "experience", path))
        for at, position in positions or [(path, employer)]:
            if isinstance(position, Row):
                yield position
            else:
                yield _position(position, employer, path, _below(at, path), alone=len(positions) < 2)


def _below(path: str, above: str) -> str:
    return path[len(above) + 1 :] + " " if path != above else ""


def _position(position: dict[str, object], employer: dict[str, object], path: str, at: str, *, alone: bool) -> Row:
    """A position, by keys below its employer's. An end beside current is no answer to whether it goes on."""

    def said(key: str) -> Cell:
        own = (f"{at}{key}", day(_text(position.get(key))))
        return (key, day(_text(employer.get(key)))) if own[1] is None and alone else own

    end = said("end")
    current = position.get("current")
    if current is None and alone:
        current = employer.get("current")
    if end[1] is None and current is True:
        end = (end[0].removesuffix("end") + "current", "present")
    elif current is True and isinstance(end[1], str) and not goes_on(end[1]):
        end = (end[0], f"{end[1]}, and current")
    organization = _organization(position.get("organization")) or _organization(employer.get("organization"))
    cells: dict[str, Cell] = {
        "employer": ("organization", organization),
        "title": (f"{at}title", _text(position.get("title"))),
        "start": said("start"),
        "end": end,
        "kinds": (f"{at}jobCategories", _words(position, "jobCategories")),
    }
    return Row("experience", path, cells)


def _education(profile: dict[str, object], above: str) -> Iterator[Row]:
    for path, study in listed(profile, "education", "education", above):
        if isinstance(study, Row):
            yield study
            continue
        degrees = list(listed(study, "educationDegrees", "education", path))
        for at, each in degrees or [(path, {})]:
            if isinstance(each, Row):
                yield each
                continue
            below = _below(at, path)
            school = _organization(study.get("institution"))
            field = (f"{below}specializations", _words(each, "specializations"))
            cells = {"level": _level(each, study, below), "field": field, "institution": ("institution", school)}
            conferral = _conferral(each, study, below)
            status = conferral["conferred"][1]
            if isinstance(status, str) and status not in ("yes", "no") and not silent(status):
                at_status: dict[str, Cell] = {"": conferral["conferred"]}
                yield Row("education", path, at_status, ("a status that is not known", _STATUSES), status)
                continue
            yield Row("education", path, cells | conferral)


def _level(each: dict[str, object], study: dict[str, object], at: str) -> Cell:
    """The first of a degree's names and codes that is a level, else the first that is filled."""
    stated: list[Cell] = [(f"{at}name", _text(each.get("name")))]
    stated += [(f"{at}codes", word) for word in _texts(each, "codes")]
    stated += [("educationLevelCodes", word) for word in _texts(study, "educationLevelCodes")]
    told = [(key, _college(word)) for key, word in stated if isinstance(word, str) and word.strip()]
    named = [(key, word) for key, word in told if word is not None]
    if known := next(((key, word) for key, word in named if readable(word)), None):
        return known
    isced = _text(each.get("iscedEducationLevelCode"))
    if not isinstance(isced, str):
        return named[0] if named else (f"{at}name", _unread(stated))
    found = _ISCED.fullmatch(isced.strip())
    return (f"{at}iscedEducationLevelCode", _BY_ISCED.get(found[1]) if found else isced)


def _unread(stated: Sequence[Cell]) -> object:
    """A value among some that is no text, so that it is rejected."""
    return next((value for _, value in stated if value is not None and not isinstance(value, str)), None)


def _college(word: str) -> str | None:
    """A level as JazzHR lists it in our words; None for those that say nothing."""
    if word.strip().casefold() in _SILENT:
        return None
    said = word.strip().removeprefix(_PREFIX)
    return "MD" if said == "Medical Doctor" else said


def _conferral(each: dict[str, object], study: dict[str, object], at: str) -> dict[str, Cell]:
    status = _text(each.get("degreeGrantedStatus"))
    conferred = _CONFERRED.get(fold(status).replace(" ", ""), status) if isinstance(status, str) else status
    on: Cell = (f"{at}date", day(_text(each.get("date"))))
    cells: dict[str, Cell] = {"conferred": (f"{at}degreeGrantedStatus", conferred)}
    if conferred == "yes":
        return cells | {"awarded": on}
    return cells | {"expected": on if on[1] is not None else ("end", day(_text(study.get("end"))))}


def _credentials(profile: dict[str, object], above: str) -> Iterator[Row]:
    for key in ("licenses", "certifications"):
        for path, each in listed(profile, key, "credentials", above):
            if isinstance(each, Row):
                yield each
                continue
            period = each.get("effectiveTimePeriod")
            valid = period if type(period) is dict else {}
            begun: Cell = ("effectiveTimePeriod validFrom", day(_text(valid.get("validFrom"))))
            if begun[1] is None:
                issued, said = first(each, ("issued", "issueDate", "firstIssued"))
                begun = (issued, None if isinstance(said, bool) else day(_text(said)))
            name = _text(each.get("name"))
            cells: dict[str, Cell] = {
                "name": ("name", name) if name is not None else ("type", _organization(each.get("type"))),
                "issuer": ("issuingAuthority", _organization(each.get("issuingAuthority"))),
                "valid_from": begun,
                "expires": ("effectiveTimePeriod validTo", day(_text(valid.get("validTo")))),
            }
            yield Row("credentials", path, cells)


def _text(value: object) -> object:
    """A text, itself or in an object around it; None for a blank one; what is neither stays, to be rejected."""
    if type(value) is dict and (not value or any(name in value for name in _NAMES)):
        value = first(value, _NAMES)[1]
    return None if value == "" else value


def _organization(value: object) -> object:
    """The name of an organization or of a type, else its identifier."""
    if type(value) is not dict:
        return _text(value)
    for key in ("name", "legalId", "id"):
        if (found := _text(value.get(key))) is not None:
            return found
    return _text(value)


def _texts(value: dict[str, object], key: str) -> list[object]:
    """The texts of a list."""
    stated = value.get(key)
    if type(stated) is dict and "item" in stated:
        stated = stated["item"]
    if isinstance(stated, list):
        return [found for each in stated if (found := _text(each)) is not None]
    return [] if stated is None else [_text(stated)]


def _words(value: dict[str, object], key: str) -> object:
    """The texts of a list between semicolons; what is no text stays, to be rejected."""
    words = _texts(value, key)
    if all(isinstance(word, str) for word in words):
        return ";".join(map(str, words)) or None
    return next(word for word in words if not isinstance(word, str))


HR_OPEN: Final = Format(
    "HR Open candidate",
    "hours a week and units are not in it; a position without an end that is not called current may have ended",
    _candidate,
    _person,
    _KNOWN,
)
