"""Letters of an examination: who gets which, who gets none and why, and the files that they come to."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from minqual.examinations import Examination, Replayed, decision_number, replayed
from minqual.letters.agency_profile import AgencyProfile
from minqual.letters.clause_parts import Part
from minqual.letters.letter import Decided, Letter, kind_of, letter_of
from minqual.letters.letter_fields import ALWAYS, OF_KIND
from minqual.letters.people_file import Person
from minqual.letters.templates import LetterTemplate
from minqual.letters.working_days import CalendarEndsError
from minqual.notation import Quotes
from minqual.values import Fault, SourceError, Standing, so_many
from minqual.verdicts import asked
from minqual.what_if import ways_of

UNCONFIRMED: Final = "not met, and no person has confirmed it: minqual exam screen --confirm, exam settle"
REFERRED: Final = "left to an authority, who decides first: minqual exam screen --to-resolve, exam settle"


@dataclass(frozen=True, slots=True)
class LetterRun:
    """The letters of an examination, each with the run that it is of. left: how many get none, by reason."""

    letters: Sequence[tuple[int, Letter]]
    left: Mapping[str, int]


def letters_of(
    examination: Examination,
    people: Mapping[str, Person],
    profile: AgencyProfile,
    kinds: Sequence[str],
    day: date,
    quotes: Mapping[str, Quotes],
) -> LetterRun:
    """The letters of some kinds about what was last decided. quotes: by pack.

    SourceError: a verdict that is not derived again as it is kept, people who are not in the file of people, and a
    deadline beyond the calendar.
    """
    letters: list[tuple[int, Letter]] = []
    left: Counter[str] = Counter()
    missing = 0
    for each in _last_decided(examination):
        kind = kind_of(each.verdict)
        if kind not in kinds:
            left[_why_none(each, kind)] += 1
        elif (person := people.get(each.verdict.applicant_id)) is None:
            missing += 1
        elif not missing:
            decided = _decided(examination, each)
            letters.append((each.run.number, _letter(decided, person, profile, day, quotes.get(each.pack, {}))))
    if missing:
        found = f"no row for {so_many(missing, 'person')} who {'get' if missing > 1 else 'gets'} a letter"
        raise SourceError([Fault("--people", found, "a row for each, by the ids of the examination", code="missing")])
    return LetterRun(letters, left)


def _letter(decided: Decided, person: Person, profile: AgencyProfile, day: date, quotes: Quotes) -> Letter:
    try:
        return letter_of(decided, person, profile, day, quotes)
    except CalendarEndsError as error:
        found = f"a deadline on or after {error.day}, whose holidays nobody knows"
        expected = "holidays known until a later day, and the holidays up to it"
        raise SourceError([Fault("--agency, calendar", found, expected, code="date-range")]) from None


def _last_decided(examination: Examination) -> Iterator[Replayed]:
    """What was last decided of each applicant, derived again."""
    judged = examination.judged()
    for first in range(0, len(judged), _AT_A_TIME):
        some = judged[first : first + _AT_A_TIME]
        for each in replayed(examination, some):
            if not each.same:
                found = f"entry {each.run.number}: another verdict than is kept"
                raise SourceError([Fault(str(examination.file.path), found, "a file that minqual exam replay accepts")])
            yield each


_AT_A_TIME: Final = 500


def _why_none(each: Replayed, kind: str | None) -> str:
    if kind is not None:
        return f"{each.verdict.standing.said}: no template of {kind} is given"
    return UNCONFIRMED if each.verdict.standing is Standing.UNMET else REFERRED


def _decided(examination: Examination, each: Replayed) -> Decided:
    applicant, level = each.verdict.applicant_id, examination.level
    return Decided(
        verdict=each.verdict,
        number=decision_number(examination, each.run.number, each.pack, applicant),
        examination=examination.file.path.stem,
        class_title=each.screening.pack.title,
        level=level,
        asked=asked(each.screening, level),
        ways=partial(_ways, each, level),
    )


def _ways(each: Replayed, level: str | None) -> Any:  # noqa: ANN401  # what ways_of gives
    tables = each.again.tables(each.verdict.applicant_id)
    assert tables is not None
    return ways_of(each.again.screener(each.pack), tables, each.screening, 0, level)


def file_name(place: int, template: LetterTemplate) -> str:
    """The name of a letter's file, which tells nothing of whom it is for."""
    return f"{place:05}-{template.kind}{template.form}"


def merge_rows(letters: Sequence[tuple[str, Letter]]) -> bytes:
    """Letters as CSV for mail merge: file names with letters, one row each, one column for each field.

    The cells are as they are, for a program that merges them: a spreadsheet may take one for a formula.
    """
    fields = [*ALWAYS, *(name for names in OF_KIND.values() for name in names)]
    own = dict.fromkeys(
        name for _, each in letters for name in each.fields if name not in {*fields, "headings", "language"}
    )
    columns = [*fields, *own]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "applicant_id", "kind", "language", "pack", *columns])
    for name, each in letters:
        cells = [_flat(each.fields.get(column, "")) for column in columns]
        writer.writerow([name, each.applicant, each.kind, each.language, each.pack, *cells])
    return text.getvalue().encode("utf-8-sig")


def _flat(value: Any) -> str:  # noqa: ANN401  # a text, or a list of texts or parts
    if isinstance(value, str):
        return value
    return "\n".join(
        "\n".join((f"{each.number} {each.needs}", *each.lines)) if isinstance(each, Part) else each for each in value
    )
