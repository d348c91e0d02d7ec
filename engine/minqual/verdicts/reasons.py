"""Reasons in sentences: one template for each pattern, filled with each applicant's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from minqual.clauses import COUNTED, Assessment, Leaf, in_one_breath
from minqual.judging import Derived, Screening, Tree
from minqual.notation import Amount, listed
from minqual.packs import Pack
from minqual.values import Kept, Quantity, Standing, once
from minqual.verdicts.grounds import Account, Accounts
from minqual.verdicts.open_facts import OpenFact, levels_above, missing, posts_in_question
from minqual.verdicts.printed_figures import forgiveness, printed
from minqual.verdicts.text_columns import Mosaic, Patterns, Texts, Tiles
from minqual.verdicts.wording import ALTERNATIVES, WAYS, Phrase, besides, clauses, opened, sentences

if TYPE_CHECKING:
    from minqual.verdicts.text_columns import Places

OPEN: Final = -1
"""The slot for what is open."""
LENGTHY: Final = 300
"""Letters beyond which what was said of one level is not said again of another."""


def reasons(screening: Screening, only: int | None, facts: Sequence[OpenFact]) -> Texts:
    """Per applicant, the eligible level and every one above it, each with its standing and why, in sentences.

    Then posts for which more is asked, if the applicant may come to hold one.
    facts: the open facts that decide, of which is said what they are.
    """
    phrases: dict[Phrase, int] = {}
    texts = reason_texts(screening.pack, screening.tree)
    said = [texts.of(derived, only) for derived in screening.derived]
    numbers = np.array([phrases.setdefault(phrase, len(phrases)) for phrase in said], dtype=np.int32)
    return _filled(screening, list(phrases), numbers[screening.pattern], facts)


def _filled(screening: Screening, said: Sequence[Phrase], number: Places, facts: Sequence[OpenFact]) -> Texts:
    """Every applicant's phrase, by its number, with its slots filled."""
    slots = Slots(screening)
    slots.filled.append(missing(facts, [phrase.open for phrase in said], number, slots.tiles))
    patterns = Patterns.of([slots.template(phrase) for phrase in said])
    return Mosaic(slots.tiles.arrow, patterns, number, slots.filled)


class ReasonTexts:
    """What is said to those of a pattern, made once for what there is to say of each level.

    titles: of the levels, then of posts.
    """

    def __init__(self, tree: Tree, titles: Sequence[str]) -> None:
        self._tree, self._titles = tree, titles
        self._accounts = Accounts(tree)
        inner = chain.from_iterable(leaf.inner() for leaf in tree.leaves)
        before = {in_one_breath(clause) for path, clause in inner if path[-1] == "after"}
        self._lengthy = [words for words in before if len(words) > LENGTHY // 2]
        self.kept: Kept = {}

    def of(self, derived: Derived, only: int | None) -> Phrase:
        """All that is said to those of one pattern, of one level or of those that may still be reached."""
        tree, standings = self._tree, derived.standings
        above = levels_above(tree, standings, only)
        first = above.start if only is not None or above.start == 0 else above.start - 1
        accounts = tuple(self._accounts.of(derived, node) for node in tree.levels[first : above.stop])
        stand = bytes(standings[node] for node in tree.levels[first : above.stop])
        said = self._said(first, stand, accounts)
        places = posts_in_question(tree, standings, only)
        return said if not places else self._with_posts(derived, said, places)

    @once
    def _said(self, first: int, stand: bytes, accounts: tuple[Account, ...]) -> Phrase:
        """What is said of some levels from one on, by their standings and accounts."""
        titles = self._titles[first : first + len(stand)]
        phrases = [account.phrases for account in accounts]
        said = _together(list(zip(map(Standing, stand), phrases, titles, strict=True)))
        return replace(said, text=_in_full_once(said.text, self._lengthy))

    def _with_posts(self, derived: Derived, said: Phrase, places: range) -> Phrase:
        """What is said of levels, with what is said of posts after it."""
        parts = [said]
        for place in places:
            node = self._tree.judged[place]
            told = self._accounts.of(derived, node).phrases
            body = sentences(told)
            opening = f"More is asked for {self._titles[place]}, {_OF_POSTS[derived.standings[node]]}."
            parts.append(Phrase(" ".join(filter(None, (opening, body.text))), body.figures, open=opened(told)))
        figures = tuple(leaf for part in parts for leaf in part.figures)
        return Phrase(" ".join(part.text for part in parts), figures, open=opened(parts))


def _in_full_once(text: str, lengthy: Sequence[str]) -> str:
    """A text in which what must come before is told in full where it stands first, if there is one such thing."""
    found = [words for words in lengthy if words in text]
    if len(found) != 1:
        return text
    first, words, rest = text.partition(found[0])
    return f"{first}{words}{rest.replace(words, 'the same')}"


@once
def reason_texts(pack: Pack, tree: Tree) -> ReasonTexts:
    """The texts for a pack."""
    return ReasonTexts(tree, [each.title for each in pack.judged])


_OF_POSTS: Final = {
    Standing.MET: "and it is met",
    Standing.CONDITIONAL: "and it will be met on a condition",
    Standing.REVIEW: "and it cannot be said yet whether it is met",
    Standing.REFER: "and what is printed is not met",
    Standing.UNMET: "and it is not met",
}
"""How posts stand for which more is asked."""


def _together(levels: Sequence[tuple[Standing, tuple[Phrase, ...], str]]) -> Phrase:
    """What is said of some levels, each by its standing, account and title: levels that are alike together."""
    titles: dict[tuple[Standing, tuple[Phrase, ...]], list[str]] = {}
    remarked: dict[Phrase, list[str]] = {}
    for standing, told, title in levels:
        titles.setdefault((standing, told), []).append(title)
        for phrase in told:
            if phrase.remark:
                remarked.setdefault(phrase, []).append(title)
    shared = {phrase for phrase in remarked if sum(phrase in told for _, told in titles) > 1}
    said: list[str] = []
    figures: list[Leaf] = []
    before: list[tuple[Sequence[Phrase], Sequence[str]]] = []
    for (standing, told), of in titles.items():
        here = [phrase for phrase in told if phrase not in shared]
        again, levels_before = _said_before(here, before)
        body = sentences([phrase for phrase in here if phrase not in again])
        said += [_opening(standing, of), _as_before(levels_before), body.text]
        figures += body.figures
        before.append((here, of))
    for remark in _shared({phrase: of for phrase, of in remarked.items() if phrase in shared}, titles):
        said.append(remark.text)
        figures += remark.figures
    open_ = opened(phrase for _, told in titles for phrase in told)
    return Phrase(" ".join(filter(None, said)), tuple(figures), open=open_)


def _said_before(
    told: Sequence[Phrase], before: Sequence[tuple[Sequence[Phrase], Sequence[str]]]
) -> tuple[Sequence[Phrase], Sequence[str]]:
    """Of what is told of levels before, all that holds here as well, and of which levels it is told: the longest."""
    here = {_anywhere(phrase): phrase for phrase in told}
    holding = [
        ([here[_anywhere(phrase)] for phrase in each], of)
        for each, of in before
        if len(sentences(each).text) > LENGTHY and here.keys() >= set(map(_anywhere, each))
    ]
    return max(holding, key=lambda each: len(each[0]), default=((), ()))


def _anywhere(phrase: Phrase) -> Phrase:
    """A phrase as it is told where it is not all that a level asks for."""
    return replace(phrase, text=phrase.text.replace(WAYS, ALTERNATIVES, 1))


def _as_before(titles: Sequence[str]) -> str:
    return f"What is said of {_named(titles, 'and')} holds here as well." if titles else ""


def _shared(
    remarks: Mapping[Phrase, Sequence[str]], told: Mapping[tuple[Standing, tuple[Phrase, ...]], Sequence[str]]
) -> list[Phrase]:
    """What is said once for several levels: what would have to be settled besides, then each remark."""
    every = list(chain.from_iterable(titles for titles in told.values()))
    said = []
    beside: dict[tuple[str, ...], list[Phrase]] = {}
    for phrase, of in remarks.items():
        if phrase.beside:
            beside.setdefault(tuple(of), []).append(phrase)
    for of, phrases in beside.items():
        said.append(besides(clauses(phrases), "all of them" if list(of) == every else _named(of, "and")))
    for phrase, of in remarks.items():
        if not phrase.beside:
            named = "all of them" if list(of) == every else _named(of, "and")
            said.append(Phrase(f"For {named}, {phrase.text}.", phrase.figures))
    return said


def _named(titles: Sequence[str], word: str) -> str:
    """Titles as a phrase, set apart by semicolons where they hold commas or the word themselves."""
    apart = any("," in title or f" {word} " in title for title in titles)
    return f"; {word} ".join(titles) if apart else listed(titles, word)


def _opening(standing: Standing, titles: Sequence[str]) -> str:
    """How some levels stand, as a sentence."""
    several = len(titles) > 1
    named = _named(titles, "or" if standing in {Standing.UNMET, Standing.REVIEW} else "and")
    return {
        Standing.MET: f"Eligible for {named}.",
        Standing.CONDITIONAL: f"Conditionally eligible for {named}.",
        Standing.REVIEW: f"It cannot be said yet whether the applicant is eligible for {named}.",
        Standing.REFER: f"The printed {'requirements' if several else 'requirement'} for {named} "
        f"{'are' if several else 'is'} not met.",
        Standing.UNMET: f"Not eligible for {named}.",
    }[standing]


class Slots:
    """What fills the slots for every applicant, as numbers of tiles: what is open, then each figure printed once."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self.tiles = Tiles()
        self.filled: list[Places] = []
        self.kept: Kept = {}
        leaves = zip(screening.tree.leaves, screening.assessments, strict=True)
        self._assessed = {leaf.substance: assessment for leaf, assessment in leaves}

    def template(self, phrase: Phrase) -> list[int]:
        """The tiles of a phrase, with a slot for what is open and two, side by side, for each figure."""
        first, *rest = phrase.text.split(COUNTED)
        laid = [self.tiles.number(first)]
        for leaf, text in zip(phrase.figures, rest, strict=True):
            slot = self._slot(leaf)
            laid += [slot, slot - 1, self.tiles.number(text)]
        return [*laid, OPEN] if phrase.open else laid

    def _slot(self, leaf: Leaf) -> int:
        """The first of the two slots of a leaf's figure."""
        assessment = self._assessed.get(leaf.substance) or leaf.assess(self._screening.tally)
        counted, needed = assessment.counted, assessment.amount
        assert counted is not None
        assert needed is not None
        # What is needed changes the print only where it is no whole number of hundredths.
        whole = (needed.value * 100).denominator == 1
        amount = replace(needed, value=Fraction(0)) if whole else needed
        return self._printed(counted, amount, None if assessment.rounded is None else assessment)

    @once
    def _printed(self, counted: Quantity, needed: Amount, rounded: Assessment | None) -> int:
        """The first of the two slots of a figure. rounded: where the standing of some rests on days forgiven."""
        some = () if rounded is None else (rounded.rounded, forgiveness(rounded.forgiven_days))
        self.filled += printed(counted, needed, self.tiles, *some)
        return 1 - len(self.filled)
