"""Words that applicants write, matched whole against the words that a pack knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any, Final, Protocol

from minqual.values.blank_words import BLANKS, says_none, says_nothing
from minqual.values.folding import fold
from minqual.values.related_words import Related
from minqual.values.spelling import LONGEST_MISSPELLING, like_any, likest

NEAR: Final = 0.82
"""Ratio from which an unknown word is taken for a possible misspelling."""

MOST_NEAR: Final = 3
"""Words that one word is taken for a possible misspelling of."""

MANY: Final = 64
"""Words from which on it pays to compare all at once."""

MOST_KEPT: Final = 1 << 14
"""Unknown words whose possible meanings a vocabulary keeps."""


def items(text: str) -> list[str]:
    """The folded words of a cell that lists them between semicolons, without empty ones."""
    return [word for word in map(fold, text.split(";")) if word]


@dataclass(frozen=True, slots=True)
class Match:
    """What words may mean: names they certainly state, and names they may mean.

    stated: the names as they stand there; certain are also those of which these are a part. one_of: sets of names, one
    of which each is certain to be stated. open: whether any of the words is not certain to state a name, or to state
    none. other: whether any is certain to be something else, or is not known. strange: whether any is not known.
    closed: whether a person has said of all of them what they mean, so that they mean nothing besides.
    """

    certain: frozenset[str]
    possible: frozenset[str]
    open: bool = False
    other: bool = False
    strange: bool = False
    stated: frozenset[str] = frozenset()
    one_of: frozenset[frozenset[str]] = frozenset()
    closed: bool = False

    def alone(self) -> Match:
        """The same, of words beside which is said that they mean nothing else."""
        return replace(self, possible=self.certain, open=False, strange=False, one_of=frozenset(), closed=True)

    def states(self, names: Collection[str]) -> bool:
        """Whether it is certain that one of some names is stated."""
        return not self.certain.isdisjoint(names) or any(each.issubset(names) for each in self.one_of)


NONE_OF_THESE: Final = "none of these"
"""What says of a cell that it means no name besides those that it states."""

NOTHING: Final = Match(frozenset(), frozenset(), other=True, strange=True)
"""What a word means that is not known and has nothing to do with any that is."""

KNOWN_OTHER: Final = Match(frozenset(), frozenset(), other=True)
"""What a word means that is known, and is none of the names."""


ASIDE: Final = Match(frozenset(), frozenset())
"""What a word means that is known to speak of something else than the names: as if it were not there."""


class Aside(Protocol):
    """Words that speak of something else than the names of a vocabulary."""

    def __hash__(self) -> int: ...

    def speaks(self, word: str) -> bool:
        """Whether a folded word speaks of it."""
        ...


class Vocabulary:
    """Names with the words that applicants use for them; a word means one name at most.

    known_others: words that are known to be none of the names. open_: whether any other word may mean any name; else it
    may mean the names that it is related to or nearly is. none_is_one: whether "none" is such a known word, and not a
    blank. within: names that are a part of another one: whoever states the part states the whole, and whoever states
    the whole alone leaves the part open. may_mean: words that may mean several names, or known others. aside: words
    that speak of something else beside the names.
    """

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        known_others: Iterable[str] = (),
        *,
        open_: bool = False,
        none_is_one: bool = False,
        within: Mapping[str, str] | None = None,
        may_mean: Mapping[str, Sequence[str]] | None = None,
        aside: Aside | None = None,
        settled: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.names = tuple(names)
        self._meaning = {fold(word): name for name, words in names.items() for word in (name, *words)}
        self._others = frozenset(map(fold, (*known_others, NONE_OF_THESE))).difference(self._meaning)
        self._open, self._none_is_one = open_, none_is_one
        self._aside = aside
        self._within = within or {}
        stated = {name: frozenset((name,)) for name in names}
        parts = {name: frozenset([part for part in self._within if name in self.wholes(part)]) for name in names}
        self._stated = {
            name: Match(wholes := self.wholes(name), wholes | parts[name], stated=each) for name, each in stated.items()
        }
        self._parts = parts if self._within else {}
        self._several = {fold(word): self._one_of(meant) for word, meant in (may_mean or {}).items()}
        self._settled = {word: self._all_of(meant) for word, meant in (settled or {}).items()}
        self._found: dict[str, frozenset[str]] = {}
        self._unknown: dict[str, tuple[str, ...]] = {}
        self.columns: dict[tuple[str, ...], Any] = {}  # what was told of whole columns, by their cells
        self._any = Match(frozenset(), frozenset(names), open=True)
        self.unknown = (
            Match(frozenset(), frozenset(names), open=True, other=True, strange=True) if open_ and names else NOTHING
        )

    @cached_property
    def content(self) -> tuple[object, ...]:
        """What it says: two vocabularies of the same content take every word alike."""
        words = frozenset(self._meaning.items())
        meant = frozenset(self._several.items()), frozenset(self._settled.items())
        more = frozenset(self._within.items()), *meant, self._aside
        return frozenset(self.names), words, self._others, self._open, self._none_is_one, more

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    @cached_property
    def _related(self) -> Related:
        return Related(self._meaning)

    def wholes(self, name: str) -> frozenset[str]:
        """A name with all those of which it is a part."""
        found = [name]
        while (whole := self._within.get(found[-1])) is not None and whole not in found:
            found.append(whole)
        return frozenset(found)

    def _one_of(self, meant: Sequence[str]) -> Match:
        """What a word means that may mean several names, or others as well."""
        each = [self._stated.get(self._meaning.get(fold(word), "")) for word in meant]
        possible: frozenset[str] = frozenset().union(*(match.possible for match in each if match))
        # One of several names is certain to be stated where all of them are asked for.
        sure = [frozenset(names) for names in product(*(match.certain for match in each if match))] if all(each) else []
        return Match(frozenset(), possible, open=True, one_of=frozenset(sure))

    def _all_of(self, meant: Sequence[str]) -> Match:
        """What a word means of which a person has said that it means all of some names, and nothing else."""
        if not meant:
            return replace(KNOWN_OTHER, closed=True)
        return replace(joint_match([self._stated[name] for name in meant]), closed=True)

    def meaning(self, word: str) -> str | None:
        """The name that a folded word states, if any."""
        return self._meaning.get(word)

    def is_other(self, word: str) -> bool:
        """Whether a folded word is known to be none of the names."""
        return word in self._others or (self._none_is_one and says_none(word))

    def knows(self, word: str) -> bool:
        """Whether a folded word is a name, is known to be none, or says nothing."""
        known = word in self._meaning or word in self._several or word in self._settled or self.is_other(word)
        return known or self._is_aside(word) or says_nothing(word)

    def unknown_in(self, cell: str) -> tuple[str, ...]:
        """The words of a cell, folded, that it does not know."""
        found = self._unknown.get(cell)
        if found is None:
            if len(self._unknown) >= MOST_KEPT:
                self._unknown.clear()
            found = self._unknown[cell] = tuple(word for word in items(cell) if not self.knows(word))
        return found

    def is_settled(self, word: str) -> bool:
        """Whether a person has said of a folded word what it means."""
        return word in self._settled

    def tells_by_itself(self, word: str) -> bool:
        """Whether a folded word of which nobody has said anything is a name, one of several, or none of them."""
        if word in self._settled or self._is_aside(word):
            return False
        return word in self._meaning or word in self._several or self.is_other(word)

    def _is_aside(self, word: str) -> bool:
        return self._aside is not None and self._aside.speaks(word)

    def near(self, word: str) -> frozenset[str]:
        """The names that a folded word, not itself known, may be a misspelling of."""
        return frozenset([self._meaning[each] for each in likest(word, self._meaning, NEAR, MOST_NEAR)])

    def akin(self, word: str) -> frozenset[str]:
        """The names that a folded word, not itself known, is related to or may be a misspelling of."""
        found = self._found.get(word)
        if found is None:
            found = self._related.names(word) | self.near(word)
            if self._within:
                wholes = frozenset().union(*map(self.wholes, found))
                found = wholes.union(*(self._parts[name] for name in found))
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[word] = found
        return found

    def meanings(self, words: Sequence[str]) -> dict[int, Match]:
        """What each of some folded words may mean, by its number, without those that mean what any unknown one does."""
        asked = range(len(words)) if len(words) < MANY else self._not_strange(words)
        found = {number: self.match(words[number]) for number in asked}
        return {number: match for number, match in found.items() if match is not self.unknown}

    def _not_strange(self, words: Sequence[str]) -> Iterator[int]:
        """The numbers of words that are known, that say nothing, or that are near or related to a known one."""
        strange = []
        meaning, others, several, aside = self._meaning, self._others, self._several, self._aside is not None
        for number, word in enumerate(words):
            plain = word.replace(" ", "").isalnum()
            known = word in meaning or word in others or word in several or word in self._settled
            if known or (word in BLANKS if plain else says_nothing(word)) or (aside and self._is_aside(word)):
                yield number
            elif self._open:
                continue
            elif (not plain or self._related.may_be(word)) and self._related.names(word):
                yield number
            elif len(word) <= LONGEST_MISSPELLING:
                strange.append(number)
        near = like_any([words[number] for number in strange], list(self._meaning), NEAR)
        yield from (strange[place] for place in near)

    def match(self, word: str | None) -> Match:
        """What a folded word may mean; none at all, or one that says nothing, may mean every name."""
        if word is None:
            return self._any
        known = self._known(word)
        if known is not None:
            return known
        akin = frozenset() if self._open else self.akin(word)
        return Match(frozenset(), akin, open=True, other=True, strange=True) if akin else self.unknown

    def _known(self, word: str) -> Match | None:
        """What a folded word means that is known, or says nothing."""
        if word in self._settled:
            return self._settled[word]
        name = self.meaning(word)
        if name is not None:
            return self._stated[name]
        if self.is_other(word):
            return KNOWN_OTHER
        if word in self._several:
            return self._several[word]
        if self._is_aside(word):
            return ASIDE
        return self._any if says_nothing(word) else None


def joint_match(matches: Sequence[Match]) -> Match:
    """What several words in one cell mean."""
    if len(matches) == 1:
        return matches[0]
    return Match(
        frozenset().union(*(each.certain for each in matches)),
        frozenset().union(*(each.possible for each in matches)),
        open=any(each.open for each in matches),
        other=any(each.other for each in matches),
        strange=any(each.strange for each in matches),
        stated=frozenset().union(*(each.stated for each in matches)),
        one_of=frozenset().union(*(each.one_of for each in matches)),
        closed=all(each.closed or each == KNOWN_OTHER for each in matches),
    )
