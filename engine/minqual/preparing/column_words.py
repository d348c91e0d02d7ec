"""Words of columns that have a vocabulary: what each means, how often it stands there, and which may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minqual.counting import SECTION_OF
from minqual.packs import Pack, asked_questions
from minqual.records import Codes, TextColumn
from minqual.values import DEGREE_SPELLINGS, Vocabulary, fold, items, read_degree
from minqual.verdicts import MANY_PEOPLE

FREE: Final = frozenset({"applicant_id", "entry", "employer", "title", "institution", "field"})
"""Columns in which anything may stand, a person's own words among it: such words are counted here, never shown."""

MOST_SHOWN: Final = 12
"""Words of one column that are shown."""

LONGEST: Final = 40
"""Letters of a word that are shown."""

UNKNOWN: Final = "unknown"
KNOWN_OTHER: Final = "none of the names"
SILENT: Final = "says nothing"


@dataclass(frozen=True, slots=True)
class WordSeen:
    """A word and what it means, or words that are not shown. cells: how many hold it.

    word: empty where it is not shown. means: what it is taken for; empty where no pack says. different: how many
    different words are counted here; 1 for a word that is shown.
    """

    word: str
    means: str
    cells: int
    different: int = 1


@dataclass(frozen=True, slots=True)
class WordReading:
    """How the cells of a column are told apart.

    split: the words of a cell. tell: a word as it may be shown (empty: not at all), and what it means. free: whether
    words that mean nothing here are never shown.
    """

    split: Callable[[str], list[str]]
    tell: Callable[[str], tuple[str, str]]
    free: bool


def reading_of(table: str, column: str, pack: Pack | None) -> WordReading | None:
    """How the words of a column are told, by a pack if there is one; None for columns without a vocabulary."""
    if column == "level":
        return WordReading(lambda text: [text], _level if pack is None else _own_levels(pack), free=True)
    section = SECTION_OF.get((table, column))
    if section is None and column != "question":
        return None
    split = items if section is not None else lambda text: [fold(text)]
    if pack is None:
        return WordReading(split, lambda _: ("", ""), column in FREE)
    if section is not None:
        return WordReading(split, _by_vocabulary(pack.vocabularies[section]), column in FREE)
    names = {question.name: () for question in asked_questions(pack.clauses)}
    return WordReading(split, _by_vocabulary(Vocabulary(names)), free=False)


def _level(text: str) -> tuple[str, str]:
    """A degree level: its word where it is one of the usual spellings, without the field that follows it."""
    stated = fold(text).replace(".", "").replace("'s", "s").replace("s'", "s")
    degree = read_degree(text)
    means = degree.high.word if degree.low == degree.high else f"open, {degree.high.word} at most"
    name, found, _ = stated.partition(" in ")
    if stated.replace("-", " ") in DEGREE_SPELLINGS:
        return stated, means
    return (f"{name} in ..." if found and name.replace("-", " ") in DEGREE_SPELLINGS else ""), means


def _own_levels(pack: Pack) -> Callable[[str], tuple[str, str]]:
    """Levels as a pack has them, which may have words of its own for them, and awards beside them."""
    words, awards = pack.study_words.words, pack.vocabularies["awards"]

    def tell(text: str) -> tuple[str, str]:
        word = fold(text)
        if (stated := words.get(word)) is None:
            return _level(text)
        if (award := awards.meaning(word)) is not None:
            return word, award
        return word, stated.high.word if stated.low is stated.high else KNOWN_OTHER

    return tell


def _by_vocabulary(vocabulary: Vocabulary) -> Callable[[str], tuple[str, str]]:
    def tell(word: str) -> tuple[str, str]:
        name = vocabulary.meaning(word)
        if name is not None:
            return word, name
        if vocabulary.knows(word):
            return word, KNOWN_OTHER if vocabulary.is_other(word) else SILENT
        near, akin = (" or ".join(sorted(names)) for names in (vocabulary.near(word), vocabulary.akin(word)))
        return "", f"nearly {near}" if near else f"like {akin}" if akin else UNKNOWN

    return tell


def words_seen(text: TextColumn, owner: Codes, reading: WordReading) -> tuple[WordSeen, ...]:
    """The words of a column, the most frequent first; those that may not be shown are only counted."""
    shown: dict[tuple[str, str], int] = {}
    hidden: dict[str, list[int]] = {}
    for word, cells, people in _spread(text, owner, reading):
        told, means = reading.tell(word)
        if not told and not reading.free and people >= MANY_PEOPLE:
            told = word[:LONGEST]
        if told:
            shown[told, means] = shown.get((told, means), 0) + cells
        else:
            hidden.setdefault(means, []).append(cells)
    seen = [WordSeen(word, means, cells) for (word, means), cells in shown.items()]
    seen.sort(key=lambda each: (-each.cells, each.word, each.means))
    rest = [WordSeen("", means, sum(cells), len(cells)) for means, cells in sorted(hidden.items())]
    return (*seen, *rest)


def _spread(text: TextColumn, owner: Codes, reading: WordReading) -> Iterator[tuple[str, int, int]]:
    """Each word with the number of its cells and of the applicants who certainly write it (never too many)."""
    cells = np.bincount(text.codes, minlength=len(text.words)).tolist()
    width = int(owner.max(initial=0)) + 1
    mine = owner >= 0
    pairs = np.unique(text.codes[mine].astype(np.int64) * width + owner[mine])
    people = np.bincount(pairs // width, minlength=len(text.words)).tolist()
    found: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(text.words):
        if cells[place]:
            for word in dict.fromkeys(reading.split(cell)):
                count, most = found.get(word, (0, 0))
                found[word] = count + cells[place], max(most, people[place])
    for word, (count, most) in found.items():
        yield word, count, most


def words_of_many(columns: Sequence[TextColumn], owners: TextColumn) -> tuple[list[str], int]:
    """The cells of columns that so many applicants share that they may be shown, and how many others there are.

    owners: per row the applicant whose cells they are.
    """
    people: dict[str, set[int]] = {}
    for column in columns:
        pairs = np.unique(np.stack([column.codes, owners.codes]), axis=1)
        for code, owner in pairs.T.tolist():
            if (word := column.words[code]) and owners.words[owner]:
                people.setdefault(fold(word), set()).add(owner)
    shown = sorted(
        (word for word, who in people.items() if len(who) >= MANY_PEOPLE), key=lambda word: (-len(people[word]), word)
    )
    return [word[:LONGEST] for word in shown[:MOST_SHOWN]], len(people) - len(shown[:MOST_SHOWN])
