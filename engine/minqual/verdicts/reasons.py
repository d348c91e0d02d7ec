"""Reasons in sentences: one template for each pattern, filled with each applicant's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import numpy as np

from minqual.clauses import COUNTED, RECORD, Assessment, Leaf, in_one_breath
from minqual.judging import Screening, Tree
from minqual.notation import Amount, listed
from minqual.packs import Pack
from minqual.values import Flags, Kept, Numbers, Quantity, Standing, once, wherever
from minqual.verdicts.grounds import Account, Accounts, Below
from minqual.verdicts.not_counted import NotCountedRows
from minqual.verdicts.open_facts import OpenFact, Said, Wanted, holding_back, levels_above, missing, posts_in_question
from minqual.verdicts.printed_figures import forgiveness, in_whole_hundredths, printed
from minqual.verdicts.short_reasons import MOST_WORDS, Rung, best_level, lacking, ladder, noted_of
from minqual.verdicts.statements import of_each
from minqual.verdicts.text_columns import Mosaic, Patterns, Tiles
from minqual.verdicts.wording import ALTERNATIVES, WAYS, Phrase, besides, clauses, counted, sentences, spoken_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.verdicts.text_columns import Places

FULL_OPEN, FULL_NOTE, SHORT_OPEN, SHORT_NOTE, FULL_FORGIVEN = -1, -2, -3, -4, -5
"""The slots for what is open and does not count, in full reasons and in short ones, and for forgiven days."""
_ASIDES: Final = 5
LENGTHY: Final = 300
"""Letters beyond which what was said of one level is not said again of another."""

THE_RECORD: Final = "the record"
"""What the record is called where the applicant is spoken of."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReasonColumns:
    """Reasons in sentences, per applicant, as tiles. short: what decides the one level asked for, or the best."""

    tiles: Tiles
    short: Mosaic
    full: Mosaic

    def columns(self) -> tuple[Mosaic, Mosaic]:
        """The short ones and the full ones as columns."""
        words = self.tiles.arrow
        return replace(self.short, tiles=words), replace(self.full, tiles=words)

    def of(self, applicant: int) -> tuple[str, str]:
        """Those of one applicant, short and full."""
        texts = self.tiles.texts
        short, full = ("".join([texts[tile] for tile in each.row(applicant)]) for each in (self.short, self.full))
        return short, full


class Telling:
    """The reasons of a screening, of whatever levels are asked for: what they have in common is made once.

    record: what an applicant's record is called.
    """

    def __init__(self, screening: Screening, record: str = THE_RECORD) -> None:
        self._screening = screening
        self._texts = reason_texts(screening.pack, screening.tree)
        self._slots = Slots(screening, record)
        self._rows = NotCountedRows(screening)

    def reasons(self, only: int | None, facts: Sequence[OpenFact]) -> ReasonColumns:
        """Per applicant, why they stand where they do, at most 40 words long and in full.

        In full it is told of the eligible level and every one above it, each with its standing and why; then of posts
        for which more is asked, if the applicant may come to hold one. only: the one level that it is told of.
        facts: the open facts that decide, of which is said what they are.
        """
        screening, slots, rows = self._screening, self._slots, self._rows
        below = [Below.top(each) for each in screening.derived]
        long, number = _numbered([self._texts.of(each, only) for each in below], screening.pattern)
        short, which = _numbered([self._texts.short(each, only) for each in below], screening.pattern)
        asides = [
            missing(screening, facts, [each.wanted for each in long], number, slots.tiles, still_open),
            rows.told(
                [each.lacking for each in long], number, slots.tiles, _all_not_counted, [each.leaves for each in long]
            ),
            missing(screening, facts, [each.wanted for each in short], which, slots.tiles, _first_open),
            rows.told([each.lacking for each in short], which, slots.tiles, _first_not_counted),
            self._by_policy([each.silent for each in long], [each.leaves for each in long], number),
        ]
        patterns = Patterns.of([slots.template(each.phrase) for each in long])
        chosen, laid = _fitting(slots, asides, [each.rungs for each in short], which)
        filled = [*asides, *slots.filled]
        short_ones = Mosaic(None, Patterns.of(laid), chosen, filled)
        return ReasonColumns(slots.tiles, short_ones, Mosaic(None, patterns, number, filled))

    def _by_policy(self, silent: Sequence[frozenset[int]], leaves: Sequence[frozenset[int]], of: Places) -> Places:
        """Per applicant, the tile that says which values of the counting policy decide how clauses stand.

        silent, leaves: sets of leaves, those that are not spoken of and all. of: per applicant, the place of theirs.
        """
        held = chain(self._forgiven(silent, of), self._valued(leaves, of))
        return of_each(len(of), held, self._slots.tiles, _all_by_policy)

    def _forgiven(self, silent: Sequence[frozenset[int]], of: Places) -> Iterator[tuple[_ByPolicy, Places]]:
        """Clauses that stand as they do by forgiven days, and whose."""
        screening = self._screening
        for leaf, assessment in enumerate(screening.assessments):
            if assessment.rounded is not None:
                owners = np.flatnonzero(assessment.rounded & _within(leaf, silent)[of]).astype(np.int32)
                said = f"{screening.tree.leaves[leaf].says()}{forgiveness(assessment.forgiven_days)}"
                yield ("Days forgiven decide", said), owners

    def _valued(self, leaves: Sequence[frozenset[int]], of: Places) -> Iterator[tuple[_ByPolicy, Places]]:
        """Values of the counting policy without which a clause stands otherwise, and for whom."""
        screening, tally = self._screening, self._screening.tally
        for table, value, without in tally.policy.told_values:
            other = tally.counted_by(without)
            for number, leaf in enumerate(screening.tree.leaves):
                theirs = _within(number, leaves)
                if table in leaf.draws_on() and theirs.any():
                    moved = leaf.assess(tally).standings != leaf.assess(other).standings
                    owners = np.flatnonzero(moved & theirs[of]).astype(np.int32)
                    yield ("The counting policy decides", value), owners


_ByPolicy: TypeAlias = tuple[str, str]
"""How it decides; and the value that does, or a clause with the days forgiven."""


def _within(leaf: int, sets: Sequence[frozenset[int]]) -> Flags:
    """Of each of some sets, whether a leaf is in it."""
    return np.array([leaf in each for each in sets], dtype=np.bool_)


def reasons(screening: Screening, only: int | None, facts: Sequence[OpenFact]) -> ReasonColumns:
    """The reasons of one level, or of the best one and those above the eligible one, as Telling has them."""
    return Telling(screening).reasons(only, facts)


_Said = TypeVar("_Said")


def _numbered(said: Sequence[_Said], pattern: NDArray[np.int64]) -> tuple[Sequence[_Said], Places]:
    """What is said of each pattern, each thing once, and per applicant the place of theirs."""
    if len(said) == 1:
        return said, np.zeros(len(pattern), dtype=np.int32)
    places: dict[_Said, int] = {}
    numbers = np.array([places.setdefault(each, len(places)) for each in said], dtype=np.int32)
    return list(places), numbers[pattern]


def _fitting(
    slots: Slots, asides: Sequence[Places], ladders: Sequence[tuple[Rung, ...]], which: Places
) -> tuple[Places, list[list[int]]]:
    """Per applicant, the place of the first rung of their ladder that is short enough; and the tiles of each."""
    laid: list[list[int]] = []
    chosen = np.zeros(len(which), dtype=np.int32)
    in_slot: dict[int, NDArray[np.int64]] = {}

    def blanks(tiles: Sequence[int], rows: Numbers) -> Numbers:
        """How many blanks some tiles have in some rows."""
        found = np.full(len(rows), slots.tiles.blanks_in(tile for tile in tiles if tile >= 0), dtype=np.int64)
        for slot in (tile for tile in tiles if tile < 0):
            if slot not in in_slot:
                filled = asides[-1 - slot] if slot >= -_ASIDES else slots.filled[-1 - slot - _ASIDES]
                in_slot[slot] = slots.tiles.blanks[filled]
            found += in_slot[slot][rows]
        return found

    for number, rungs in enumerate(ladders):
        rest = wherever(which == number)
        for rung in rungs:
            if not len(rest):
                break
            tried = slots.rung(rung)
            long = blanks(tried, rest) >= MOST_WORDS if rung is not rungs[-1] else np.zeros(len(rest), dtype=np.bool_)
            chosen[rest] = len(laid)
            laid.append(tried)
            rest = rest[long]
    return chosen, laid


def _all_by_policy(decides: Sequence[_ByPolicy]) -> str:
    said: dict[str, list[str]] = {}
    for how, what in decides:
        said.setdefault(how, []).append(what)
    return "".join(f" {how}: {'; '.join(each)}." for how, each in said.items())


def still_open(says: Sequence[Said]) -> str:
    """What is open, as a sentence after a blank."""
    return f" Still open: {'; '.join(text for _, text in says)}."


def _first_open(says: Sequence[Said]) -> str:
    more = f", and {counted(len(says) - 1)} more" if len(says) > 1 else ""
    return f" Still open: {says[0][1]}{more}."


def _all_not_counted(rows: Sequence[tuple[str, str]]) -> str:
    return f" On record, but not counted: {'; '.join(f'{what} ({why})' for what, why in rows)}."


def _first_not_counted(rows: Sequence[tuple[str, str]]) -> str:
    what, why = rows[0]
    return f" (on record, but not counted: {what}, {why})"


@dataclass(frozen=True, slots=True)
class Short:
    """What may be said in short to those of a pattern.

    rungs: the ways to say it. wanted: of which leaves is said what is open; lacking: of which, what does not count.
    """

    rungs: tuple[Rung, ...]
    wanted: Wanted
    lacking: frozenset[int]


@dataclass(frozen=True, slots=True)
class Full:
    """What is said in full to those of a pattern.

    leaves: those of its levels. silent: those of them that are not spoken of. The rest is as in Short.
    """

    phrase: Phrase
    wanted: Wanted
    lacking: frozenset[int]
    leaves: frozenset[int]
    silent: frozenset[int]


class ReasonTexts:
    """What is said to those of a pattern, made once for what there is to say of each level.

    titles: of the levels, then of posts. groups: the names that each group of the pack stands for.
    """

    def __init__(self, tree: Tree, titles: Sequence[str], groups: Mapping[str, Sequence[str]]) -> None:
        self._tree, self._titles, self._groups = tree, titles, groups
        self._accounts = Accounts(tree)
        inner = chain.from_iterable(leaf.inner() for leaf in tree.leaves)
        before = {in_one_breath(clause) for path, clause in inner if path[-1] == "after"}
        self._lengthy = [words for words in before if len(words) > LENGTHY // 2]
        self._again = list(_named_again(tree))
        self.kept: Kept = {}

    @once
    def of(self, derived: Below, only: int | None) -> Full:
        """All that is said to those of one pattern, of one level or of those that may still be reached."""
        tree, standings = self._tree, derived.standings
        above = levels_above(tree, standings, only)
        first = above.start if only is not None or above.start == 0 else above.start - 1
        accounts = tuple(self._accounts.of(derived, node) for node in tree.levels[first : above.stop])
        stand = bytes(standings[node] for node in tree.levels[first : above.stop])
        said = self._said(first, stand, accounts)
        posts = posts_in_question(tree, standings, only)
        phrase = said if not posts else self._with_posts(derived, said, posts)
        deciding = (holding_back(tree, standings, place) for place in (*above, *posts))
        told = frozenset(leaf for leaf, _ in phrase.of)
        wanted = Wanted(frozenset().union(*deciding) - phrase.standing_at(Standing.CONDITIONAL), told)
        leaves = self._leaves(first, above.stop)
        return Full(phrase, wanted, lacking(phrase), leaves, leaves - self._counting(phrase))

    @once
    def _leaves(self, first: int, stop: int) -> frozenset[int]:
        """The leaves of some levels."""
        found, nodes = set[int](), list(self._tree.levels[first:stop])
        while nodes:
            node = self._tree.nodes[nodes.pop()]
            nodes += node.parts
            found |= set() if node.leaf is None else {node.leaf}
        return frozenset(found)

    def _counting(self, phrase: Phrase) -> frozenset[int]:
        """The leaves whose figures stand in a phrase."""
        told = {leaf.substance for leaf in phrase.figures}
        return frozenset(place for place, leaf in enumerate(self._tree.leaves) if leaf.substance in told)

    @once
    def short(self, derived: Below, only: int | None) -> Short:
        """What is said in short to those of one pattern, of one level or of the best one."""
        tree, standings = self._tree, derived.standings
        place = best_level(tree, standings) if only is None else only
        deciding = holding_back(tree, standings, place)
        account = self._accounts.of(derived, tree.levels[place])
        return self._short(place, derived.standing(tree.levels[place]), account, deciding)

    @once
    def _short(self, place: int, standing: Standing, account: Account, deciding: frozenset[int]) -> Short:
        phrases = account.phrases
        told = frozenset(leaf for leaf, _ in spoken_of(phrases))
        rungs = ladder(standing, phrases, self._titles[place], self._groups)
        return Short(rungs, Wanted(deciding, told), noted_of(phrases, standing, self._groups))

    @once
    def _said(self, first: int, stand: bytes, accounts: tuple[Account, ...]) -> Phrase:
        """What is said of some levels from one on, by their standings and accounts."""
        titles = self._titles[first : first + len(stand)]
        phrases = [account.phrases for account in accounts]
        said = _together(list(zip(map(Standing, stand), phrases, titles, strict=True)))
        return replace(said, text=_once(_in_full_once(said.text, self._lengthy), self._again))

    def _with_posts(self, derived: Below, said: Phrase, places: range) -> Phrase:
        """What is said of levels, with what is said of posts after it."""
        parts = [said]
        for place in places:
            node = self._tree.judged[place]
            told = self._accounts.of(derived, node).phrases
            body = sentences(told)
            opening = f"More is asked for {self._titles[place]}, {_OF_POSTS[derived.standing(node)]}."
            text = " ".join(filter(None, (opening, body.text)))
            parts.append(Phrase(text, body.figures, of=spoken_of(told)))
        figures = tuple(leaf for part in parts for leaf in part.figures)
        text = " ".join(part.text for part in parts)
        return Phrase(text, figures, of=spoken_of(parts))


def _in_full_once(text: str, lengthy: Sequence[str]) -> str:
    """A text in which what must come before is told in full where it stands first, if there is one such thing."""
    found = [words for words in lengthy if words in text]
    if len(found) != 1:
        return text
    first, words, rest = text.partition(found[0])
    return f"{first}{words}{rest.replace(words, 'the same')}"


MOST_TWICE: Final = 60
"""Letters beyond which the same words are not said twice."""


def _named_again(tree: Tree) -> Iterator[tuple[str, str]]:
    """The lists of names in the words of clauses that are lengthy, and what stands for each the second time."""
    for leaf in tree.leaves:
        lists: dict[tuple[str, str], list[str]] = {}
        for key, section, name in leaf.names():
            lists.setdefault((key, section), []).append(name)
        for (_, section), names in lists.items():
            if section in _AGAIN and len(listed(names)) > MOST_TWICE:
                yield listed(names), _AGAIN[section]


_AGAIN: Final = {
    "fields": "one of the same fields",
    "kinds": "the same kinds of work",
    "subjects": "the same subjects",
    "classes": "one of the same classes",
    "employers": "one of the same employers",
}
"""What stands for a list of names that was told before."""


def _once(text: str, lists: Sequence[tuple[str, str]]) -> str:
    """A text in which no lengthy list is told twice, where it is plain which one is meant."""
    told = {(words, again) for words, again in lists if words in text}
    for again in sorted({again for _, again in told}):
        which = [words for words, each in told if each == again]
        if len(which) == 1:
            first, words, rest = text.partition(which[0])
            text = f"{first}{words}{rest.replace(words, again)}"
    return text


@once
def reason_texts(pack: Pack, tree: Tree) -> ReasonTexts:
    """The texts for a pack."""
    return ReasonTexts(tree, [each.title for each in pack.judged], pack.groups)


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
    every = [phrase for _, told in titles for phrase in told]
    return Phrase(" ".join(filter(None, said)), tuple(figures), of=spoken_of(every))


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
        Standing.REVIEW: f"Eligibility for {named} cannot be decided yet.",
        Standing.REFER: f"The printed {'requirements' if several else 'requirement'} for {named} "
        f"{'are' if several else 'is'} not met.",
        Standing.UNMET: f"Not eligible for {named}.",
    }[standing]


def _called(text: str, record: str) -> str:
    """A text in which the record is called something, with a capital where a sentence begins with it."""
    begun = f"{record[:1].upper()}{record[1:]}"
    if text.startswith(RECORD):
        text = begun + text[1:]
    return text.replace(f". {RECORD}", f". {begun}").replace(RECORD, record)


class Slots:
    """What fills the slots for every applicant, as numbers of tiles: what is open, then each figure printed once."""

    def __init__(self, screening: Screening, record: str) -> None:
        self._screening, self._record = screening, record
        self.tiles = Tiles()
        self.filled: list[Places] = []
        self.kept: Kept = {}
        leaves = zip(screening.tree.leaves, screening.assessments, strict=True)
        self._assessed = {leaf.substance: assessment for leaf, assessment in leaves}

    def template(self, phrase: Phrase) -> list[int]:
        """The tiles of a full reason, with slots for what does not count and what is open."""
        return [*self._laid(phrase), FULL_FORGIVEN, FULL_NOTE, FULL_OPEN]

    @once
    def rung(self, rung: Rung) -> list[int]:
        """The tiles of a short reason in one of its ways."""
        stop = self.tiles.number(".")
        laid = [*self._laid(rung.first, capital=True), *([SHORT_NOTE] if rung.noted else []), stop]
        if rung.then is not None:
            laid += [self.tiles.number(" "), *self._laid(rung.then, capital=True), stop]
        return [*laid, SHORT_OPEN] if rung.opened else laid

    def _laid(self, phrase: Phrase, *, capital: bool = False) -> list[int]:
        """The tiles of a phrase, with two slots, side by side, for each figure."""
        text = _called(phrase.text, self._record)
        first, *rest = (f"{text[:1].upper()}{text[1:]}".removesuffix(".") if capital else text).split(COUNTED)
        laid = [self.tiles.number(first)]
        for leaf, text in zip(phrase.figures, rest, strict=True):
            slot = self._slot(leaf)
            laid += [slot, slot - 1, self.tiles.number(text)]
        return laid

    def _slot(self, leaf: Leaf) -> int:
        """The first of the two slots of a leaf's figure."""
        assessment = self._assessed.get(leaf.substance) or leaf.assessed(self._screening.tally)
        counted, needed = assessment.counted, assessment.amount
        assert counted is not None
        assert needed is not None
        # What is needed changes the print only where it is no whole number of hundredths.
        amount = Amount(Fraction(0), needed.unit) if in_whole_hundredths(needed) else needed
        return self._printed(counted, amount, None if assessment.rounded is None else assessment)

    @once
    def _printed(self, counted: Quantity, needed: Amount, rounded: Assessment | None) -> int:
        """The first of the two slots of a figure. rounded: where the standing of some rests on days forgiven."""
        some = () if rounded is None else (rounded.rounded, forgiveness(rounded.forgiven_days))
        self.filled += printed(counted, needed, self.tiles, *some)
        return 1 - len(self.filled) - _ASIDES
