"""Files of what was decided: results of minqual in any form, or a sheet of decisions by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from minqual.comparisons.decision_words import EXPECTED, decided_standing, likest_word
from minqual.comparisons.rows_of_files import APPLICANT, FileRow, FileRows, rows_in
from minqual.values import Fault, SourceError, Standing, silent
from minqual.verdicts import SEPARATOR

Key = tuple[str, str]
"""An applicant, and the class where there are several."""

DECISION: Final = ("decision", "verdict")
REACHED: Final = ("eligible level", "conditional level", "best possible level")
HEADINGS: Final = "the columns applicant_id and verdict, as results have them, or applicant_id and decision"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of one applicant. verdict: None where it is of single levels.

    levels: of levels and posts. reached: the highest levels at met, at conditional and at review, where that is told.
    """

    verdict: Standing | None
    levels: Mapping[str, Standing]
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedFile:
    """What was decided of all applicants of a file. by_hand: by people. undecided: rows without a decision.

    asked: of how many rows what is still to resolve is asked, by its question.
    """

    name: str
    by_hand: bool
    rows: Mapping[Key, Decided]
    stamp: Mapping[str, str]
    undecided: int = 0
    asked: Mapping[str, int] = field(default_factory=dict)


def read_decided(path: Path) -> DecidedFile:
    """What a file decides; SourceError carries every fault, with its row."""
    read = rows_in(path, lambda names: APPLICANT in names and not names.isdisjoint(DECISION), HEADINGS)
    by_hand = REACHED[0] not in read.headings
    reading = _Reading(read, by_hand)
    rows = reading.rows()
    if reading.faults:
        raise SourceError(reading.faults)
    return DecidedFile(read.name, by_hand, rows, read.stamp, reading.undecided, reading.asked.of_rows)


class Asked:
    """What rows have still to resolve: of how many each question is asked, of whatever entry of theirs it is."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._texts: dict[str, str | None] = {}

    def take(self, cell: object) -> None:
        """Take in what one row has: a text, or of JSON a list."""
        if isinstance(cell, list):
            told = [f"{each.get('entry') or ''}: {each.get('ask')}" for each in cell if isinstance(each, dict)]
            texts = [each.removeprefix(": ") for each in told]
        else:
            texts = cell.split(SEPARATOR) if isinstance(cell, str) and cell else []
        found = dict(map(_behind_entry, texts))
        self._rows.update(found.keys())
        for ask, text in found.items():
            self._texts[ask] = text if self._texts.get(ask, text) == text else None

    @property
    def of_rows(self) -> Mapping[str, int]:
        """How many rows each is asked of. What always stands behind the same words is told with them."""
        return {self._texts[ask] or ask: count for ask, count in self._rows.items()}


def _behind_entry(text: str) -> tuple[str, str]:
    """The question of a text that may begin with an entry, and the text."""
    ask = text.partition(": ")[2]
    return ask or text, text


class _Reading:
    """The rows of a file as they are read: faults, and how many rows decide nothing."""

    def __init__(self, read: FileRows, by_hand: bool) -> None:  # noqa: FBT001  # what the file is
        self._read, self._by_hand = read, by_hand
        self._column = next((each for each in DECISION if each in read.headings), DECISION[-1])
        self.faults: list[Fault] = []
        self.undecided = 0
        self.asked = Asked()

    def rows(self) -> Mapping[Key, Decided]:
        """What is decided, by applicant and class; each once."""
        found: dict[Key, Decided] = {}
        places: dict[tuple[Key, str], str] = {}
        for row in self._read.rows:
            key, level = (row.text(APPLICANT), row.text("class")), row.text("level") if self._by_hand else ""
            if not key[0]:
                self._fault(row, APPLICANT, "blank", "the id of an applicant")
                continue
            if (key, level) in places:
                self._fault(row, APPLICANT, f"an applicant of {places[key, level]} as well", "each applicant once")
                continue
            places[key, level] = row.place
            decided = self._by_person(row, level) if self._by_hand else self._by_minqual(row)
            if decided is not None:
                found[key] = _together(found.get(key), decided)
        return found

    def _by_person(self, row: FileRow, level: str) -> Decided | None:
        word = row.text(self._column)
        standing = decided_standing(word)
        if standing is None and silent(word):
            self.undecided += 1
            return Decided(None, {})
        if standing is None:
            self._fault(row, self._column, "a word that is no decision", EXPECTED, likest_word(word))
            return None
        return Decided(None, {level: standing}) if level else Decided(standing, {})

    def _by_minqual(self, row: FileRow) -> Decided | None:
        found = {"verdict": row.text("verdict"), **dict(_levels(row))}
        standings = {name: _standing(word) for name, word in found.items()}
        for name, word in found.items():
            if standings[name] is None and (word or name == "verdict"):
                self._fault(row, name, "no standing", "met, conditional, review, refer or unmet")
        known = {name: each for name, each in standings.items() if each is not None}
        verdict = known.pop("verdict", None)
        self.asked.take(row.cells.get("to resolve"))
        return None if verdict is None else Decided(verdict, known, tuple(map(row.text, REACHED)))

    def _fault(self, row: FileRow, column: str, found: str, expected: str, near: str | None = None) -> None:
        self.faults.append(
            Fault(f"{row.place}, column {column.replace(' ', '_')!r}", found, expected, near, code="cell")
        )


def _together(before: Decided | None, more: Decided) -> Decided:
    """What single rows decide of one applicant."""
    if before is None:
        return more
    return Decided(before.verdict if more.verdict is None else more.verdict, {**before.levels, **more.levels})


def _levels(row: FileRow) -> Iterator[tuple[str, str]]:
    """The standings of levels and posts as a row has them, in columns of their own or together."""
    for name, cell in row.cells.items():
        if name in {"levels", "posts"} and isinstance(cell, dict):
            yield from ((str(level), str(word)) for level, word in cell.items())
        elif name == "levels" and isinstance(cell, str):
            yield from (
                (level, word) for each in cell.split("; ") if each for level, _, word in [each.rpartition(": ")]
            )
        elif name.startswith(("level_", "posts_")) and isinstance(cell, str):
            yield name[len("level_") :], cell


def _standing(word: str) -> Standing | None:
    return Standing.__members__.get(word.upper()) if word == word.lower() else None
