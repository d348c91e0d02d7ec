"""What a pack says of study in words of its own: words for the levels that there are, and awards beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, ClassVar, Final, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field

from minqual.notation import Entry, Words
from minqual.records import EITHER, Education, TextColumn
from minqual.values import (
    MET,
    SAID,
    UNMET,
    DegreeLevel,
    DegreeWord,
    Flags,
    Match,
    Vocabulary,
    anywhere,
    fold,
    read_degree,
    silent,
    unanswered,
)

LEVELS: Final = tuple(level.word for level in DegreeLevel if level is not DegreeLevel.NONE)


def level_of(value: object) -> DegreeLevel:
    """A level by its word, as packs write it."""
    if isinstance(value, DegreeLevel):
        return value
    if isinstance(value, str) and value in LEVELS:
        return DegreeLevel[value.upper().replace(" ", "_")]
    msg = "one of " + ", ".join(LEVELS)
    raise ValueError(msg)


StudyLevel = Annotated[Any, BeforeValidator(level_of, json_schema_input_type=Literal[LEVELS])]
"""A level of study, by its word."""


class AwardEntry(Entry):
    """An award with more than its words beside it."""

    counts_as: Annotated[
        StudyLevel | None,
        Field(
            description="the level of study that the award counts as; left out, it is a degree only if its own words "
            "say so",
        ),
    ] = None


class AwardWords(Words):  # a tuple with a value of its own has no slots
    """The words that applicants use for an award, besides its name. counts_as: the level that it counts as."""

    entry: ClassVar[tuple[str, type[Entry]]] = ("<award entry>", AwardEntry)
    counts_as: DegreeLevel | None = None

    @property
    def more(self) -> Mapping[str, str]:
        """What is said of the award beside its words."""
        counted = {"counts as": self.counts_as.word} if self.counts_as else {}
        return {**super().more, **counted}

    @classmethod
    def of(cls, written: tuple[str, ...] | Entry) -> Self:
        """The words of an award as they are written."""
        made = super().of(written)
        if isinstance(written, AwardEntry):
            made.counts_as = written.counts_as
        return made


NO_DEGREE: Final = DegreeWord(DegreeLevel.NONE, DegreeLevel.CERTIFICATE, study=True)
"""What an award is of which nothing says that it counts as a degree."""

_NO_LEVEL: Final = DegreeWord(DegreeLevel.NONE, DegreeLevel.NONE, study=True)
"""What a word is of which a person has said that it is no level and no award: the row may be study all the same."""

_NO_AWARD: Final = Match(frozenset(), frozenset(), other=True)


class StudyWords:
    """What a pack's own words mean in the column of levels.

    levels: words by the level that they mean. awards: by name. others: words that are known to be other awards.
    may_mean: words that may mean several awards. settled: folded words of which a person has said which levels and
    awards they mean, or that they mean none.
    """

    def __init__(
        self,
        levels: Mapping[str, Sequence[str]] | None = None,
        awards: Mapping[str, AwardWords] | None = None,
        others: Sequence[str] = (),
        may_mean: Mapping[str, Sequence[str]] | None = None,
        settled: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.levels, self._awards = levels or {}, awards or {}
        within = {name: words.within for name, words in self._awards.items() if words.within}
        said = {
            word: [name for name in meant if name in self._awards]
            for word, meant in (settled or {}).items()
            if not meant or any(name in self._awards for name in meant)
        }
        self._vocabulary = Vocabulary(self._awards, others, open_=True, within=within, may_mean=may_mean, settled=said)
        self.words: Mapping[str, DegreeWord] = {
            **{fold(word): NO_DEGREE for word in others},
            **{fold(word): self._of_several(meant) for word, meant in (may_mean or {}).items()},
            **{fold(word): self._of_award(word, name) for name in self._awards for word in (name, *self._awards[name])},
            **{
                fold(word): DegreeWord(level_of(level), level_of(level))
                for level, listed in self.levels.items()
                for word in listed
            },
            **{word: self._of_all(word, meant) for word, meant in (settled or {}).items()},
        }

    def _of_award(self, word: str, name: str) -> DegreeWord:
        """The level of an award: what it counts as, else what its words say, else no degree."""
        level, usual = self._counts_as(name), usual_level(word)
        if level:
            return DegreeWord(level, level)
        return usual if usual and not usual.in_part else NO_DEGREE

    def _of_all(self, word: str, meant: Sequence[str]) -> DegreeWord:
        """The level of a word of which a person has said all that it means."""
        levels = [level_of(name) for name in meant if name in LEVELS]
        each = [DegreeWord(level, level) for level in levels]
        each += [self._of_award(word, name) for name in meant if name in self._awards]
        return max(each, key=lambda one: (one.low, one.high)) if each else _NO_LEVEL

    def _counts_as(self, name: str) -> DegreeLevel | None:
        """The level that an award counts as, or the award of which it is a part."""
        seen: list[str] = []
        while name in self._awards and name not in seen:
            if level := self._awards[name].counts_as:
                return level
            seen.append(name)
            name = self._awards[name].within
        return None

    def _of_several(self, meant: Sequence[str]) -> DegreeWord:
        """The level of a word that may mean several awards."""
        names = {fold(word): name for name in self._awards for word in (name, *self._awards[name])}
        each = [self._of_award(word, names[fold(word)]) if fold(word) in names else NO_DEGREE for word in meant]
        low, high = min(one.low for one in each), max(one.high for one in each)
        return DegreeWord(low, high, study=any(one.study for one in each))

    def called(self, level: DegreeLevel) -> Sequence[str]:
        """The pack's own words for a level, as it writes them."""
        return self.levels.get(level.word, ())

    def said(self, level: DegreeLevel) -> str:
        """A level as people are asked about it: by the pack's own words for it, where it has any."""
        words = [f"{'an' if word[:1].lower() in 'aeio' else 'a'} {word}" for word in self.called(level)]
        return f"{', '.join(words)} or the like" if words else SAID[level]

    def over(self, education: Education) -> Education:
        """Rows of education with the levels that the pack's own words mean; the same rows where none of them stands."""
        cells = education.level.words
        said = {place: self.words[word] for place, cell in enumerate(cells) if (word := fold(cell)) in self.words}
        if not said:
            return education
        known, study = (np.zeros(len(cells), dtype=np.bool_) for _ in range(2))
        low, high = (np.zeros(len(cells), dtype=np.int8) for _ in range(2))
        for place, each in said.items():
            known[place], low[place], high[place] = True, each.low, each.high
            study[place] = each.study or each.high >= DegreeLevel.SOME_COLLEGE
        codes = education.level.codes
        rows = known.take(codes)
        told = replace(
            education,
            level_low=np.where(rows, low.take(codes), education.level_low),
            level_high=np.where(rows, high.take(codes), education.level_high),
            level_stated=education.level_stated | rows,
            level_strange=education.level_strange & ~rows,
            foreign=education.foreign & ~rows,
            study=np.where(rows, study.take(codes), education.study),
        )
        return _open_diplomas(told, rows)

    def awards(self, level: TextColumn) -> AwardRows:
        """What each row of a column of levels says of the pack's awards."""
        return AwardRows(level, [self._award(cell) for cell in level.words])

    def _award(self, cell: str) -> Match:
        """What a cell says of the awards: a name, none of them, or which of them it may be."""
        word = fold(cell)
        if unanswered(cell) or (self._vocabulary.knows(word) and not silent(cell)):
            return self._vocabulary.match(word or None)
        stated = self.words.get(word) or usual_level(cell)
        if stated is None or not stated.stated:
            return self._vocabulary.match(word if stated is None else None)
        named = self._by_level.get(stated.high, frozenset())
        if stated.foreign:
            return Match(frozenset(), named, open=True) if named else _NO_AWARD
        if stated.low is stated.high:
            sure = named if len(named) == 1 else frozenset[str]()
            return Match(
                sure, named, open=bool(named) and not sure, stated=sure, one_of=frozenset([named] if named else ())
            )
        if stated.high < DegreeLevel.SOME_COLLEGE:
            return _NO_AWARD
        may = [name for name in self._awards if not _beyond(self._counts_as(name), stated)]
        return Match(frozenset(), frozenset(may), open=True)

    @cached_property
    def _by_level(self) -> Mapping[DegreeLevel, frozenset[str]]:
        """The awards among whose words a usual one for a level stands, by that level."""
        found: dict[DegreeLevel, frozenset[str]] = {}
        for name, words in self._awards.items():
            for word in (name, *words):
                level = usual_level(word)
                if level and level.low is level.high and not level.foreign:
                    found[level.low] = found.get(level.low, frozenset()) | {name}
        return found


class AwardRows:
    """A column of levels as awards: which rows state one of some, and which may."""

    def __init__(self, level: TextColumn, matches: Sequence[Match]) -> None:
        self._codes, self._matches = level.codes, matches

    def certain(self, names: Sequence[str]) -> Flags:
        """Rows that state one of the names."""
        return self._flags([match.states(names) for match in self._matches])

    def possible(self, names: Sequence[str]) -> Flags:
        """Rows that state or may mean one of the names."""
        return self._flags([not match.possible.isdisjoint(names) for match in self._matches])

    def _flags(self, by_cell: list[bool]) -> Flags:
        return np.array(by_cell or [False], dtype=np.bool_).take(self._codes)


def usual_level(word: str) -> DegreeWord | None:
    """What a word for a level means by itself; None where it is none of the usual ones."""
    try:
        return read_degree(word)
    except ValueError:
        return None


def _beyond(level: DegreeLevel | None, stated: DegreeWord) -> bool:
    """Whether a level lies outside of what a word may mean."""
    return level is not None and not stated.low <= level <= stated.high


def _open_diplomas(education: Education, rows: Flags) -> Education:
    """Rows of a diploma that is said not to be one are open, as those of the usual words for it are."""
    no = rows & (education.conferred == 0) & (education.level_high == DegreeLevel.HIGH_SCHOOL)
    no &= ~(education.awarded.stated | education.expected.stated)
    if not anywhere(no):
        return education
    return replace(
        education,
        conferred=np.where(no, np.int8(EITHER), education.conferred),
        conferral_low=np.where(no, UNMET, education.conferral_low),
        conferral_high=np.where(no, MET, education.conferral_high),
    )
