"""Where an examination stands: how many are open for what, and who moved since the screening before, and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination
from minqual.examinations.kept_letters import stale_letters
from minqual.settlements import SettledWord, reading_of, says_of
from minqual.verdicts import confirmed, is_adverse

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Moved:
    """One applicant whose standing is another than in the screening before. why: what changed in between."""

    applicant: str
    pack: str
    before: str
    after: str
    why: str

    @property
    def told(self) -> str:
        """From where to where, and why."""
        return f"{self.applicant}: {self.before or 'not screened'} to {self.after or 'not screened'}: {self.why}"


@dataclass(frozen=True, slots=True)
class Status:
    """Where an examination stands after a screening, by pack.

    open: how often each fact is asked for. adverse: how many verdicts are adverse; confirmed: those that a person
    stands by; unconfirmed: confirmations of verdicts that are no longer the same. waiting: clauses of applicants that
    somebody else must read too. letters: those last written that tell what is no longer so.
    """

    run: Entry
    verdicts: Mapping[str, Mapping[str, int]]
    open: Mapping[str, int]
    moved: Sequence[Moved]
    stale: int
    adverse: int
    confirmed: int
    unconfirmed: int
    waiting: int
    letters: int


def status_of(examination: Examination) -> Status | None:
    """Where it stands after the last screening; None where there was none."""
    runs = examination.runs()
    if not runs:
        return None
    last = runs[-1]
    counts = _counts(examination, last)
    since = moved(examination, runs[-2], last) if len(runs) > 1 else []
    adverse = sum(
        count for told in counts.values() for verdict, count in told.items() if is_adverse({"verdict": verdict})
    )
    stood_by, gone = _confirmed(examination, last, list(counts))
    waiting = _waiting(examination)
    stale, letters = last.says["stale"], stale_letters(examination)
    return Status(last, counts, _asked(examination, last), since, stale, adverse, stood_by, gone, waiting, letters)


def _counts(examination: Examination, run: Entry) -> dict[str, Counter[str]]:
    """How many verdicts there are of each kind, by pack."""
    asked = "SELECT pack, verdict, count(*) FROM verdicts WHERE run = ? AND content IS NOT NULL GROUP BY 1, 2"
    counts: dict[str, Counter[str]] = {}
    for pack, verdict, count in examination.file.connection.execute(asked, (run.number,)):
        counts.setdefault(pack, Counter())[verdict] = count
    return counts


def _asked(examination: Examination, run: Entry) -> Counter[str]:
    """How often each fact is asked for."""
    asked = "SELECT json_extract(content, '$.to_resolve') FROM verdicts WHERE run = ? AND content IS NOT NULL"
    told = (text for (text,) in examination.file.connection.execute(asked, (run.number,)) if text)
    return Counter(chain.from_iterable(text.split(SEPARATOR) for text in told))


def _confirmed(examination: Examination, run: Entry, packs: Sequence[str]) -> tuple[int, int]:
    """How many verdicts a person stands by, and how many confirmations are of verdicts that are no longer the same."""
    said = examination.settlements()
    asked = "SELECT applicant, content FROM verdicts WHERE run = ? AND pack = ? AND applicant = ?"
    stood_by, gone = 0, 0
    for pack in packs:
        rows = {
            applicant: json.loads(content)
            for each in said.confirmations
            for applicant, content in examination.file.connection.execute(asked, (run.number, pack, each))
        }
        found = confirmed(said, pack, examination.level, rows)
        stood_by, gone = stood_by + len(found.by_applicant), gone + len(found.stale)
    return stood_by, gone


def _waiting(examination: Examination) -> int:
    """How many clauses of applicants somebody else must read too."""
    readers = examination.readers
    says = says_of(examination.kept_settlements()).values() if readers > 1 else ()
    return sum(reading_of(each, readers).accepted is None for each in says)


def moved(examination: Examination, before: Entry, after: Entry) -> list[Moved]:
    """Who stands elsewhere than in another screening, each with what changed in between."""
    earlier = sum(1 for _ in examination.kept_settlements(before.number))
    since = list(islice(examination.kept_settlements(after.number), earlier, None))
    settled = {each.applicant for each in since if not isinstance(each, SettledWord)}
    by_words = "a word that was settled" if any(isinstance(each, SettledWord) for each in since) else ""
    found = []
    for applicant, pack, same_rows, first, second in _changed(examination, before, after):
        if not first:
            why = "an applicant who is new"
        elif not second:
            why = "an applicant who is gone"
        elif not same_rows:
            why = "other rows"
        else:
            why = "settled" if applicant in settled else by_words or "the same rows, judged otherwise"
        found.append(Moved(applicant, pack, first, second, why))
    return [each for each in found if each.before != each.after]


_SIDES: Final = """
SELECT {0}.applicant, {0}.pack, first.record IS second.record,
  first.verdict, coalesce(nullif(first.eligible_level, ''), first.conditional_level),
  second.verdict, coalesce(nullif(second.eligible_level, ''), second.conditional_level)
FROM verdicts AS {0} LEFT JOIN verdicts AS {1}
ON {1}.run = :{1} AND {1}.applicant = {0}.applicant AND {1}.pack = {0}.pack
WHERE {0}.run = :{0} AND {0}.content IS NOT NULL AND {2} ORDER BY {0}.pack, {0}.place
"""
"""Rows of one screening beside those of another, if they have any of the same applicant."""
_OTHERWISE: Final = _SIDES.format("second", "first", "first.content IS NOT second.content")
_GONE: Final = _SIDES.format("first", "second", "second.content IS NULL")


def _changed(examination: Examination, before: Entry, after: Entry) -> Iterator[tuple[str, str, bool, str, str]]:
    """Of whom two screenings say other things: applicant, pack, whether of the same rows, and both standings."""
    runs = {"first": before.number, "second": after.number}
    for asked in (_OTHERWISE, _GONE):
        for applicant, pack, same_rows, was, of, now, of_now in examination.file.connection.execute(asked, runs):
            yield applicant, pack, bool(same_rows), _standing(was, of), _standing(now, of_now)


def _standing(verdict: str | None, level: str | None) -> str:
    """A verdict with the level, where there is one; nothing of nobody."""
    return f"{verdict} ({level})" if level else verdict or ""
