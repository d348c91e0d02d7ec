"""A record spoken on the command line: degrees, jobs, units, credentials and answers as short texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.records import Record, Reject
from minqual.values import DEGREE_WORDS, Fault, RecordError, nearest, parse_date, read_degree

DEGREE_FORM: Final = '"LEVEL: FIELD, DATE" such as "bachelor: journalism, 2015-06"; without a date: conferred'
JOB_FORM: Final = (
    '"KINDS, START..END, HOURSh" such as "communications, 2018-03..2021-06, 40h"; '
    'also "50%" (of the duties qualify), "unpaid", "with EMPLOYER", "class CODE"'
)
UNITS_FORM: Final = '"60", "60 semester", "90 quarter" or "24 semester in accounting"'
CREDENTIAL_FORM: Final = '"NAME, ISSUER, EXPIRES" such as "driver\'s license, California, 2028-01"'
ANSWER_FORM: Final = '"QUESTION=yes" or "QUESTION=no"'

Row = dict[str, str]

_HOURS: Final = re.compile(r"([\d.]+)\s*h(?:ours)?(?:/week| a week)?")
_YEARS: Final = re.compile(r"([\d.]+)\s*years?")
_UNITS: Final = re.compile(r"([\d.]+)\s*(semester|quarter)?(?:\s*units?)?(?:\s+in\s+(.+))?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the options say of one applicant: texts of each kind."""

    degrees: Sequence[str]
    jobs: Sequence[str]
    units: Sequence[str]
    credentials: Sequence[str]
    answers: Sequence[str]

    def __bool__(self) -> bool:
        return any((self.degrees, self.jobs, self.units, self.credentials, self.answers))

    def record(self) -> Record:
        """The record that the texts make up; RecordError carries every fault."""
        faults: list[Fault] = []
        education = [
            *_read(self.degrees, _degree, "--degree", DEGREE_FORM, faults),
            *_read(self.units, _units, "--units", UNITS_FORM, faults),
        ]
        rows = {
            "education": education,
            "experience": _read(self.jobs, _job, "--job", JOB_FORM, faults),
            "credentials": _read(self.credentials, _credential, "--credential", CREDENTIAL_FORM, faults),
            "answers": _read(self.answers, _answer, "--answer", ANSWER_FORM, faults),
        }
        if faults:
            raise RecordError(faults)
        return Record.model_validate({"applicant_id": "applicant", **rows})

    def place(self, reject: Reject) -> str:
        """Where a row of the record was said: the option and its number."""
        if reject.table == "education" and reject.row > len(self.degrees):
            return f"--units (number {reject.row - len(self.degrees)}), {reject.column}"
        return f"{_OPTIONS[reject.table]} (number {reject.row}), {reject.column}"


_OPTIONS: Final = {"education": "--degree", "experience": "--job", "credentials": "--credential", "answers": "--answer"}


def _read(texts: Sequence[str], read: Callable[[str], Row], option: str, form: str, faults: list[Fault]) -> list[Row]:
    rows: list[Row] = []
    for number, text in enumerate(texts, start=1):
        try:
            rows.append(read(text))
        except ValueError as error:
            near = nearest(text.partition(":")[0].strip(), DEGREE_WORDS) if option == "--degree" else None
            faults.append(Fault(f"{option} (number {number})", str(error), form, near))
    return rows


def _date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _degree(text: str) -> Row:
    level, _, rest = text.partition(":")
    parts = [part.strip() for part in rest.split(",")] if rest else []
    if not rest:
        level, *parts = (part.strip() for part in text.split(","))
    stated = read_degree(level.strip())
    if stated.low is not stated.high and not stated.foreign:
        msg = "a level that is not certain: a degree in progress, several levels, or words of which some are not known"
        raise ValueError(msg)
    row = {"level": level.strip(), "entry": f"degree: {text}"}
    if parts and parts[-1].startswith("expected "):
        row["expected"] = parts.pop().removeprefix("expected ")
        row["conferred"] = "no"
    elif parts and re.search(r"\d", parts[-1]):
        parse_date(parts[-1])
        row["awarded"] = parts.pop()
    else:
        row["conferred"] = "yes"
    return row | {"field": ", ".join(part for part in parts if part)}


def _job(text: str) -> Row:
    kinds, *parts = (part.strip() for part in text.split(","))
    if not text.strip():
        msg = "an empty text"
        raise ValueError(msg)
    row = {"kinds": kinds, "entry": f"job: {text}"}
    for part in parts:
        if ".." in part:
            start, _, end = part.partition("..")
            row |= {"start": start.strip(), "end": end.strip()}
        elif found := _HOURS.fullmatch(part):
            row["hours_per_week"] = found[1]
        elif found := _YEARS.fullmatch(part):
            row["years"] = found[1]
        elif part.endswith("%"):
            row["share"] = part
        elif part in {"paid", "unpaid"}:
            row["paid"] = "yes" if part == "paid" else "no"
        elif part.startswith("with "):
            row["employer"] = part.removeprefix("with ").strip()
        elif part.startswith("class "):
            row["class_code"] = part.removeprefix("class ").strip()
        else:
            msg = f"cannot read {part!r} in it"
            raise ValueError(msg)
    return row


def _units(text: str) -> Row:
    found = _UNITS.fullmatch(text.strip())
    if found is None:
        msg = "not a number of units"
        raise ValueError(msg)
    row = {"level": "some college", f"{found[2] or 'semester'}_units": found[1], "entry": f"units: {text}"}
    return row | ({"subject": found[3].strip()} if found[3] else {})


def _credential(text: str) -> Row:
    parts = [part.strip() for part in text.split(",")]
    row = {"name": parts[0], "entry": f"credential: {text}"}
    for part in parts[1:]:
        if _date(part):
            row["expires"] = part
        elif "issuer" not in row:
            row["issuer"] = part
        else:
            msg = f"cannot read {part!r} in it"
            raise ValueError(msg)
    return row


def _answer(text: str) -> Row:
    question, equals, answer = text.partition("=")
    if not equals:
        msg = "no = in it"
        raise ValueError(msg)
    return {"question": question.strip(), "answer": answer.strip()}
