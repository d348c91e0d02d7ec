"""Questions that rows of answers answer: word for word those that a pack asks, nearly those, or none of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.counting.matched_words import Spread
from minqual.values import Flags, blank, fold, likest, silent

if TYPE_CHECKING:
    from minqual.records import Answers

NEAR: Final = 0.85
"""Ratio of letters from which a question may be a misspelt one of those that are asked."""


def _letters(folded: str) -> str:
    """A folded question as it is compared: blanks, hyphens and underscores, and other signs, are alike."""
    return "".join(filter(str.isalnum, folded))


def _digits(letters: str) -> str:
    return "".join(filter(str.isdigit, letters))


class AnsweredQuestions:
    """The questions of answers, against those that are asked."""

    def __init__(self, answers: Answers, asked: Iterable[str]) -> None:
        self._answers = answers
        self._asked = frozenset(map(fold, asked))
        self._words = [fold(word) for word in answers.question.words]
        self._by_letters: dict[str, list[str]] = {}
        for name in sorted(self._asked):
            self._by_letters.setdefault(_letters(name), []).append(name)

    @cached_property
    def stated(self) -> Flags:
        """Rows with an answer in them."""
        return self._answers.answer.flags(lambda word: not blank(word))

    @cached_property
    def _near(self) -> list[Collection[str]]:
        """Per distinct question, those asked that it nearly is."""
        return [() if word in self._asked or silent(word) else self._nearly(word) for word in self._words]

    def _nearly(self, word: str) -> Collection[str]:
        letters = _letters(word)
        if letters in self._by_letters:
            return self._by_letters[letters]
        like = [each for each in likest(letters, self._by_letters, NEAR, 1) if _digits(each) == _digits(letters)]
        return self._by_letters[like[0]] if like else ()

    def exactly(self, question: str) -> Flags:
        """Rows that answer a question."""
        name = fold(question)
        return self._flags([word == name for word in self._words])

    def nearly(self, question: str) -> Flags:
        """Rows with an answer to what nearly is a question, and is none that is asked."""
        name = fold(question)
        return self._flags([name in near for near in self._near]) & self.stated

    @cached_property
    def _strange(self) -> Flags:
        """Rows with an answer to what nobody asks."""
        return self._flags([word not in self._asked and not silent(word) for word in self._words]) & self.stated

    def unknown(self) -> Spread:
        """The questions that nobody asks, and how widely each is spread."""
        strange = self._strange
        return Spread.of(self._words, self._answers.question.codes[strange], self._answers.owner[strange])

    def strange_among(self, rows: Iterable[int]) -> list[str]:
        """The questions that nobody asks of some rows, in the order of their letters."""
        return sorted({self._words[int(self._answers.question.codes[row])] for row in rows if self._strange[row]})

    def _flags(self, by_word: list[bool]) -> Flags:
        return np.asarray(np.array(by_word, dtype=np.bool_)[self._answers.question.codes], dtype=np.bool_)
