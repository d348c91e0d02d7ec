"""Where an examination stands: how many are open for what, and who moved since the screening before, and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination
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
    somebody else must read too.
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


def status_of(examination: Examination) -> Status | None:
    """Where it stands after the last screening; None where there was none."""
    runs = examination.runs()
    if not runs:
        return None
    last = runs[-1]
    counts: dict[str, Counter[str]] = {}
    asked: Counter[str] = Counter()
    after = _rows(examination, last)
    for (pack, _), (verdict, _, content) in after.items():
        counts.setdefault(pack, Counter())[verdict] += 1
        asked.update(filter(None, content.get("to_resolve", "").split(SEPARATOR)))
    since = moved(examination, runs[-2], last) if len(runs) > 1 else []
    said = examination.settlements()
    adverse, stood_by, gone = 0, 0, 0
    for pack in counts:
        rows = {applicant: content for (name, applicant), (_, _, content) in after.items() if name == pack}
        adverse += sum(map(is_adverse, rows.values()))
        found = confirmed(said, pack, examination.level, rows)
        stood_by, gone = stood_by + len(found.by_applicant), gone + len(found.stale)
    return Status(last, counts, asked, since, last.says["stale"], adverse, stood_by, gone, _waiting(examination))


def _waiting(examination: Examination) -> int:
    """How many clauses of applicants somebody else must read too."""
    readers = examination.readers
    says = says_of(examination.kept_settlements()).values() if readers > 1 else ()
    return sum(reading_of(each, readers).accepted is None for each in says)


def moved(examination: Examination, before: Entry, after: Entry) -> list[Moved]:
    """Who stands elsewhere than in another screening, each with what changed in between."""
    first, second = _rows(examination, before), _rows(examination, after)
    earlier = sum(1 for _ in examination.kept_settlements(before.number))
    since = list(islice(examination.kept_settlements(after.number), earlier, None))
    settled = {each.applicant for each in since if not isinstance(each, SettledWord)}
    words = any(isinstance(each, SettledWord) for each in since)
    found = []
    for key, (verdict, record, content) in second.items():
        if key not in first:
            found.append(Moved(key[1], key[0], "", verdict, "an applicant who is new"))
            continue
        was, record_before, content_before = first[key]
        if content == content_before:
            continue
        why = "other rows" if record != record_before else "settled"
        if why == "settled" and key[1] not in settled:
            why = "a word that was settled" if words else "the same rows, judged otherwise"
        found.append(Moved(key[1], key[0], _standing(was, content_before), _standing(verdict, content), why))
    found += [
        Moved(key[1], key[0], verdict, "", "an applicant who is gone")
        for key, (verdict, _, _) in first.items()
        if key not in second
    ]
    return [each for each in found if each.before != each.after]


def _standing(verdict: str, content: Mapping[str, str]) -> str:
    """A verdict with the level, where there is one."""
    level = content.get("eligible_level") or content.get("conditional_level")
    return f"{verdict} ({level})" if level else verdict


def _rows(examination: Examination, run: Entry) -> dict[tuple[str, str], tuple[str, str, dict[str, Any]]]:
    asked = "SELECT pack, applicant, verdict, record, content FROM verdicts WHERE run = ? AND content IS NOT NULL"
    return {
        (pack, applicant): (verdict, record, json.loads(content))
        for pack, applicant, verdict, record, content in examination.file.connection.execute(asked, (run.number,))
    }
