"""Letters about what was decided: who gets which, who gets none and why, and the files that they come to."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from minqual.comparisons import Decided, DecidedFile
from minqual.examinations import Examination, Replayed, decision_number, replayed
from minqual.judging import Screener
from minqual.letters.agency_profile import AgencyProfile
from minqual.letters.letter import Basis, Letter, kind_of, letter_of
from minqual.letters.letter_fields import ALWAYS, OF_KIND
from minqual.letters.people_file import Person
from minqual.letters.templates import LetterTemplate
from minqual.letters.told_clauses import Part
from minqual.letters.working_days import CalendarEndsError
from minqual.notation import Quotes
from minqual.records import Tables
from minqual.settlements import Settlements, sha256
from minqual.values import Fault, SourceError, Standing, so_many
from minqual.verdicts import AskedQuestion, Verdict, Verdicts, asked
from minqual.what_if import LevelWays, ways_of

UNCONFIRMED: Final = "not met, and no person has confirmed it: --to-resolve FILE --confirm asks who does"
REFERRED: Final = "left to an authority, who decides first: the work list of --to-resolve asks"


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Letters, each with what it rests on. left: how many get none, by reason."""

    letters: Sequence[tuple[Basis, Letter]]
    left: Mapping[str, int]


def letters_of(
    decided: Iterable[Basis],
    people: Mapping[str, Person],
    profile: AgencyProfile,
    kinds: Sequence[str],
    day: date,
    quotes: Mapping[str, Quotes],
) -> LetterRun:
    """The letters of some kinds about what was decided. quotes: by pack.

    SourceError: people who are not in the file of people, a deadline beyond the calendar, and a day before one that a
    letter tells of.
    """
    letters: list[tuple[Basis, Letter]] = []
    left: Counter[str] = Counter()
    missing = 0
    last = day
    for each in decided:
        kind = kind_of(each.verdict)
        if kind not in kinds:
            left[_why_none(each.verdict, kind)] += 1
        elif (person := people.get(each.verdict.applicant_id)) is None:
            missing += 1
        elif each.told_until > day:
            last = max(last, each.told_until)
        elif not missing and last == day:
            letters.append((each, _letter(each, person, profile, day, quotes.get(each.pack.name, {}))))
    faults = []
    if last > day:
        expected = f"{last} or a later day: until then was settled what they tell of"
        faults.append(Fault("--dated", f"{day}, before what letters tell of", expected, code="date-range"))
    if missing:
        found = f"no row for {so_many(missing, 'person')} who {'get' if missing > 1 else 'gets'} a letter"
        expected = "a row for each, by the ids of the applicants"
        faults.append(Fault("--people", found, expected, code="missing"))
    if faults:
        raise SourceError(faults)
    return LetterRun(letters, left)


def _letter(decided: Basis, person: Person, profile: AgencyProfile, day: date, quotes: Quotes) -> Letter:
    try:
        return letter_of(decided, person, profile, day, quotes)
    except CalendarEndsError as error:
        found = f"a deadline on or after {error.day}, whose holidays nobody knows"
        expected = "holidays known until a later day, and the holidays up to it"
        raise SourceError([Fault("--agency, calendar", found, expected, code="date-range")]) from None


def _why_none(verdict: Verdict, kind: str | None) -> str:
    if kind is not None:
        return f"{verdict.standing.said}: no template of {kind} is given"
    return UNCONFIRMED if verdict.standing is Standing.UNMET else REFERRED


def decided_in(examination: Examination) -> Iterator[Basis]:
    """What an examination last decided of each applicant, derived again; SourceError where it keeps another thing."""
    judged, settlements = examination.judged(), examination.settlements()
    for first in range(0, len(judged), _AT_A_TIME):
        for each in replayed(examination, judged[first : first + _AT_A_TIME]):
            if not each.same:
                found = f"entry {each.run.number}: another verdict than is kept"
                raise SourceError([Fault(str(examination.file.path), found, "a file that minqual exam replay accepts")])
            applicant, level = each.verdict.applicant_id, examination.level
            yield Basis(
                verdict=each.verdict,
                number=decision_number(examination, each.run.number, each.pack, applicant),
                entry=each.run.number,
                examination=each.screening.pack.title,
                pack=each.screening.pack,
                level=level,
                told_until=_told_until(each.verdict, settlements),
                asked=partial(asked, each.screening, level),
                ways=partial(_ways, each, level),
            )


_AT_A_TIME: Final = 500


def _told_until(verdict: Verdict, settlements: Settlements) -> date:
    """The last day that a letter tells of: the as-of day, or one on which people settled something of the applicant."""
    applicant, pack = verdict.applicant_id, verdict.pack.name
    days = [each.on for each in settlements.facts.get(applicant, ())]
    for of_kind in (settlements.decisions, settlements.confirmations):
        days += [each.on for each in of_kind.get(applicant, ()) if each.pack == pack]
    return max((date.fromisoformat(verdict.as_of), *days))


def _ways(each: Replayed, level: str | None) -> Sequence[LevelWays]:
    tables = each.again.tables(each.verdict.applicant_id)
    assert tables is not None
    return ways_of(each.again.screener(each.pack), tables, each.screening, 0, level)


def decided_again(
    results: DecidedFile,
    digest: str,
    screener: Screener,
    tables: Tables,
    level: str | None,
    settlements: Settlements,
) -> Iterator[Basis]:
    """What results of one pack say of each applicant, judged again from their source. digest: that of the file.

    settlements: those that the screener judges by.

    SourceError: some come out otherwise than the results say, or stand in one of both alone.
    """
    screening = screener.screen(tables, date.fromisoformat(results.stamp["as_of"]))
    verdicts = list(map(Verdicts(screening, level).of, range(len(tables.applicant_ids))))
    other = sum(_differs(results.rows.get((each.applicant_id, "")), each) for each in verdicts)
    if other or len(verdicts) != len(results.rows):
        count = other or abs(len(verdicts) - len(results.rows))
        found = f"{so_many(count, 'applicant')} of whom the source now says otherwise"
        expected = "results of this source, by this pack, with the same --settled: screen again"
        raise SourceError([Fault(results.name, found, expected)])
    questions: dict[int, list[AskedQuestion]] = defaultdict(list)
    for question in asked(screening, level):
        questions[question.applicant].append(question)
    for row, verdict in enumerate(verdicts):
        yield Basis(
            verdict=verdict,
            number=f"{digest[:SHOWN]}-{sha256(f'{digest} {verdict.applicant_id}')[:SHOWN]}",
            entry=None,
            examination=screening.pack.title,
            pack=screening.pack,
            level=level,
            told_until=_told_until(verdict, settlements),
            asked=partial(questions.__getitem__, row),
            ways=partial(ways_of, screener, tables, screening, row, level),
        )


SHOWN: Final = 8
"""Letters of digests that the number of a decision has."""


def _differs(said: Decided | None, verdict: Verdict) -> bool:
    reached = tuple(
        each or "" for each in (verdict.eligible_level, verdict.conditional_level, verdict.best_possible_level)
    )
    return said is None or said.verdict is not verdict.standing or said.reached != reached


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
