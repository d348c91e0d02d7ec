"""A record spoken on the command line: degrees, jobs, units, credentials and answers as short texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from minqual.records import Record, Reject, parse_record
from minqual.values import (
    DEGREE_SPELLINGS,
    DEGREE_WORDS,
    Fault,
    RecordError,
    Vocabulary,
    fold,
    nearest,
    parse_date,
    read_degree,
    says_none,
    word_lists,
)

DEGREE_FORM: Final = (
    '"LEVEL: FIELD, DATE" such as "bachelor: journalism, 2015-06"; without a date: conferred; '
    'also "LEVEL in FIELD", "expected DATE"'
)
JOB_FORM: Final = (
    '"KINDS, START..END, HOURSh" such as "communications, 2018-03..2021-06, 40h"; '
    'also "50%" (of the duties qualify), "3 years" (in place of dates), "unpaid", "with EMPLOYER", "class CODE"'
)
UNITS_FORM: Final = '"60", "60 semester", "90 quarter" or "24 semester in accounting"'
CREDENTIAL_FORM: Final = (
    '"NAME, ISSUER, EXPIRES" such as "driver\'s license, California, 2028-01"; '
    'also "issued by ISSUER", "valid from DATE", "expires DATE"'
)
ANSWER_FORM: Final = '"QUESTION: yes", "QUESTION: no", "QUESTION: 50" or "QUESTION: 2025-06-30; 2025-09-01"'

Row = dict[str, str]

_HOURS: Final = re.compile(r"([\d.]+(?:\s*(?:-|–|to)\s*[\d.]+)?)\s*h(?:ours)?(?:/week| a week)?")
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

    def record(self, known: Mapping[str, Vocabulary]) -> Record:
        """The record that the texts make up; RecordError carries every fault. known: the names that a pack knows."""
        faults: list[Fault] = []
        units, credential = partial(_units, known["subjects"]), partial(_credential, known["issuers"])
        education = [
            *_read(self.degrees, partial(_degree, known["fields"]), "--degree", DEGREE_FORM, faults),
            *_read(self.units, units, "--units", UNITS_FORM, faults),
        ]
        rows = {
            "education": education,
            "experience": _read(self.jobs, _job, "--job", JOB_FORM, faults),
            "credentials": _read(self.credentials, credential, "--credential", CREDENTIAL_FORM, faults),
            "answers": _read(self.answers, _answer, "--answer", ANSWER_FORM, faults),
        }
        if faults:
            raise RecordError(faults)
        return parse_record({"applicant_id": "applicant", **rows}, "options")

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
            near = _near_level(text) if option == "--degree" else None
            faults.append(Fault(f"{option} (number {number})", str(error), form, near))
    return rows


def _near_level(text: str) -> str | None:
    """The level that the first word of a degree may have been meant for, where it is none."""
    level = re.split("[:,]", text)[0].strip()
    return None if fold(level) in DEGREE_SPELLINGS else nearest(level, DEGREE_WORDS)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _put(row: Row, column: str, value: str, said: str) -> None:
    """Put what was said into a row; ValueError where it has been said before."""
    if column in row:
        msg = f"a second {said}, {value!r}"
        raise ValueError(msg)
    row[column] = value


def _strange(part: str) -> ValueError:
    return ValueError(f"cannot read {part!r} in it")


def _refuse_states(text: str, known: Vocabulary | None = None) -> None:
    """ValueError where a text says how far something has come, which is no name; one that a pack knows is a name."""
    plain = " ".join(_JOINED.sub(" ", fold(text)).split())
    if known is not None and known.meaning(fold(text)) is not None:
        return
    anywhere, alone = _states()
    found = anywhere.search(plain)
    if found or plain in alone:
        msg = f"{found[0] if found else plain!r} is not understood in it"
        raise ValueError(msg)


_JOINED: Final = re.compile(r"[^\w']+|_")


@cache
def _states() -> tuple[re.Pattern[str], frozenset[str]]:
    """Words that say how far something has come wherever they stand, and those that do so alone."""
    listed = word_lists(Path(__file__).with_name("state_words.yaml"))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed["anywhere"])) + r")\b"), frozenset(listed["alone"])


def _day(part: str, words: Mapping[str, str]) -> tuple[str, str] | None:
    """The column and the date that a part says, if it says one. words: the columns, by what may stand before a date."""
    for word, column in words.items():
        if part.casefold().startswith(word) and (said := part[len(word) :].strip()):
            try:
                parse_date(said)
            except ValueError:
                if word or _LIKE_A_DATE.search(said):
                    raise
            else:
                return column, said
    return None


_LIKE_A_DATE: Final = re.compile(r"\d{4}|\d[/.-]\d")
_OF_DEGREES: Final = {"expected ": "expected", "awarded ": "awarded", "conferred ": "awarded", "": "awarded"}
_OF_CREDENTIALS: Final = {"valid from ": "valid_from", "expires ": "expires", "until ": "expires", "": "expires"}


def _degree(known: Vocabulary, text: str) -> Row:
    level, colon, rest = text.partition(":")
    if colon:
        level, parts = level.strip(), _parts(rest)
    else:
        level, parts = _level_of(_parts(text))
    if fold(level) not in DEGREE_SPELLINGS:
        _refuse_states(level)
    stated = read_degree(level)
    if stated.low is not stated.high and not stated.foreign and fold(level) not in DEGREE_SPELLINGS:
        msg = "a level that is not certain: several of them, or words of which some are not known"
        raise ValueError(msg)
    row = {"level": level, "entry": f"degree: {text}"}
    fields: list[str] = []
    for part in filter(None, parts):
        if known.meaning(fold(part)) is None and (said := _day(part, _OF_DEGREES)):
            _put(row, "expected" if "expected" in row else "awarded" if "awarded" in row else said[0], said[1], "date")
        elif _is_field(part, level, known, named=bool(colon)):
            fields.append(re.sub(r"^in\s+", "", part, flags=re.IGNORECASE))
        else:
            raise _strange(part)
    if fields and " in " in fold(level):
        msg = f"a second field, {', '.join(fields)!r}"
        raise ValueError(msg)
    if "awarded" not in row and not says_none(fold(level)):
        row["conferred"] = "no" if "expected" in row else "yes"
    return row | {"field": ", ".join(fields)}


def _level_of(parts: list[str]) -> tuple[str, list[str]]:
    """The level that parts begin with, which may have a comma in it, and the other parts."""
    for number in range(len(parts), 1, -1):
        if fold(", ".join(parts[:number])) in DEGREE_SPELLINGS:
            return ", ".join(parts[:number]), parts[number:]
    return parts[0], parts[1:]


def _is_field(part: str, level: str, known: Vocabulary, *, named: bool) -> bool:
    """Whether a part is a field: one that was named as such, that the pack knows, or that a cell would be read with."""
    _refuse_states(part, known)
    if named or part.casefold().startswith("in ") or known.meaning(fold(part)) is not None:
        return True
    try:
        return bool(read_degree(f"{level}, {part}").field)
    except ValueError:
        return False


def _job(text: str) -> Row:
    kinds, *parts = _parts(text)
    _refuse_no_kinds(text, kinds)
    row = {"kinds": kinds, "entry": f"job: {text}"}
    for part in parts:
        if ".." in part:
            start, _, end = part.partition("..")
            _put(row, "start", start.strip(), "span")
            _put(row, "end", end.strip(), "span")
        elif found := _HOURS.fullmatch(part):
            _put(row, "hours_per_week", found[1], "number of hours")
        elif found := _YEARS.fullmatch(part):
            _put(row, "years", found[1], "duration")
        elif part.endswith("%"):
            _put(row, "share", part, "share")
        elif part in {"paid", "unpaid"}:
            _put(row, "paid", "yes" if part == "paid" else "no", "word on pay")
        elif part.startswith("with "):
            _put(row, "employer", part.removeprefix("with ").strip(), "employer")
        elif part.startswith("class "):
            _put(row, "class_code", part.removeprefix("class ").strip(), "class")
        else:
            raise _strange(part)
    return row


_NO_KIND: Final = re.compile(rf"\.\.|^(?:{_HOURS.pattern}|{_YEARS.pattern}|[\d.]+\s*%|paid|unpaid)$|^(?:with|class)\s")
"""What a job says of itself behind its kinds of work."""


def _refuse_no_kinds(text: str, kinds: str) -> None:
    """ValueError where a job says nothing at all, or something else in the place of its kinds of work."""
    if not text.strip():
        msg = "an empty text"
        raise ValueError(msg)
    if _NO_KIND.search(kinds):
        msg = f"{kinds!r} in the place of the kinds of work, with nothing before the first comma where they are unknown"
        raise ValueError(msg)


def _units(known: Vocabulary, text: str) -> Row:
    found = _UNITS.fullmatch(text.strip())
    if found is None:
        msg = "not a number of units"
        raise ValueError(msg)
    row = {"level": "some college", f"{found[2] or 'semester'}_units": found[1], "entry": f"units: {text}"}
    subject = (found[3] or "").strip()
    if known.meaning(fold(subject)) is None:
        _refuse_states(text)
        _refuse_states(subject)
        if _A_FIGURE.search(subject):
            raise _strange(subject)
    return row | ({"subject": subject} if subject else {})


_A_FIGURE: Final = re.compile(r"\d\s*(?:semester|quarter|unit)|\d{4}|\d[/.-]\d|,\s*\d", re.IGNORECASE)
"""What is a further figure or a date behind units, and no number of a course."""


def _credential(known: Vocabulary, text: str) -> Row:
    name, *parts = _parts(text)
    _refuse_states(name)
    row = {"name": name, "entry": f"credential: {text}"}
    for part in filter(None, parts):
        if fold(part).removeprefix("expires ") in _NEVER:
            _put(row, "expires", "never", "date")
        elif said := _day(part, _OF_CREDENTIALS):
            _put(row, *said, "date")
        else:
            _put(row, "issuer", _issuer(part, known), "issuer")
    return row


_NEVER: Final = frozenset({"never", "no expiry"})


def _issuer(part: str, known: Vocabulary) -> str:
    """An issuer: one that the pack knows, or nearly; one that was named as such; one written as names are."""
    named = re.sub(r"^(?:issued\s+)?by\s+|^from\s+", "", part, flags=re.IGNORECASE)
    _refuse_states(named, known)
    if named == part and not known.knows(fold(part)) and not known.akin(fold(part)) and part == part.casefold():
        raise _strange(part)
    return named


def _answer(text: str) -> Row:
    question, answer = question_and_answer(text)
    if answer is None:
        msg = "no : or = between a question and its answer"
        raise ValueError(msg)
    return {"question": question, "answer": answer}


def question_and_answer(text: str) -> tuple[str, str | None]:
    """The name of a question, and what stands behind the : or = after it; None where neither is there."""
    question, sign, answer = text.partition("=" if "=" in text else ":")
    return question.strip(), answer.strip() if sign else None
