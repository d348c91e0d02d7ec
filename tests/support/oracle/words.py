"""What applicants' words may mean, read slowly: every rule is tried on every known word, one after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from support.places import ROOT

_VALUES = ROOT / "engine" / "minqual" / "values"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "\u2018\u2019\u02bc\u00b4\u0060"
NEARLY = 82
"""Of 100 letters of two words, how many both must have in one order for one to be nearly the other."""


@cache
def _listed(file: str, key: str) -> frozenset[str]:
    text = (_VALUES / file).read_text(encoding="utf-8")
    return frozenset(yaml.load(text, yaml.BaseLoader)[key])  # noqa: S506  # scalars as text, nothing else


@cache
def fold(text: str) -> str:
    """A word as it is compared."""
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    for sign in DASHES:
        text = text.replace(sign, "-")
    seen = [sign for sign in unicodedata.normalize("NFKC", text) if sign.isspace() or _visible(sign)]
    return " ".join(unicodedata.normalize("NFKC", "".join(seen).casefold()).split())


def _visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs") and sign not in "\u115f\u1160\u2800\u034f"


def pieces(word: str, *, kept: str = "") -> list[str]:
    """The letters and figures of a word, taken apart at every other sign."""
    return "".join(sign if sign.isalnum() or sign in kept else " " for sign in word).split()


def blank(text: str) -> bool:
    """Whether a cell says nothing."""
    word = fold(text)
    if word in _listed("blank_words.yaml", "errors"):
        return True
    said = " ".join(pieces(word, kept="'"))
    return not said or said in _listed("blank_words.yaml", "words") or none(text)


def none(text: str) -> bool:
    """Whether a cell says that there is none."""
    return " ".join(pieces(fold(text), kept="'")) in _listed("blank_words.yaml", "none")


def told(row: Mapping[str, str]) -> dict[str, str]:
    """A row without the words that say nothing; that there is none is an answer as a level and as a name."""
    return {
        column: "" if blank(cell) and not (none(cell) and column in ("level", "name")) else cell
        for column, cell in row.items()
    }


@cache
def _singulars(word: str) -> list[str]:
    found = pieces(word.replace("'", ""))
    return [each[:-1] if len(each) > 4 and each.endswith("s") and not each.endswith("ss") else each for each in found]


def _content(words: Iterable[str]) -> set[str]:
    idle = {each for word in _listed("related_words.yaml", "no content") for each in _singulars(word)}
    return {each for each in words if each not in idle and len(each) > 1 and not (each.isdigit() and len(each) == 2)}


def _inside(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether some words stand side by side among others."""
    return bool(few) and any(list(many[at : at + len(few)]) == list(few) for at in range(len(many)))


@cache
def related(word: str, known: str) -> bool:
    """Whether a word contains another, is contained in it, or shares a word of content with it."""
    mine, others = _singulars(word), _singulars(known)
    if _inside(others, mine) or _inside(mine, others) or _content(mine) & _content(others):
        return True
    ends = any(
        len(min(one, other, key=len)) >= 5 and (one.endswith(other) or other.endswith(one))
        for one in _content(mine)
        for other in _content(others)
    )
    pointed = [short for short in pieces(word, kept=".") for short in short.split(".")[:-1]]
    return (
        ends
        or shortens([each for each in mine if _content([each])], others)
        or any(shortens([short], others) for short in pointed if short.isalpha())
    )


def shortens(shorts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether some words, three letters or longer, begin others in their order, one of these being of content."""

    def begun(shorts: Sequence[str], words: Sequence[str], content: set[str]) -> bool:
        if not shorts:
            return bool(content)
        for place, each in enumerate(words):
            if len(shorts[0]) >= 3 and each.startswith(shorts[0]):
                return begun(shorts[1:], words[place + 1 :], content | _content([each]))
        return False

    return bool(shorts) and begun(shorts, words, set())


@cache
def nearly(word: str, known: str) -> bool:
    """Whether a word is so like another that it may be a misspelling of it."""
    if len(word) > 80:
        return False
    row = [0] * (len(known) + 1)
    for letter in word:
        before = row[:]
        for place, other in enumerate(known, start=1):
            row[place] = before[place - 1] + 1 if letter == other else max(before[place], row[place - 1])
    return 200 * row[-1] >= NEARLY * (len(word) + len(known))


def _said(words: Any) -> Sequence[str]:  # noqa: ANN401  # a word, a list of them, or a mapping that holds one
    listed = words.get("words") if isinstance(words, Mapping) else words
    return [listed] if isinstance(listed, str) else listed or ()


class Words:
    """One section of a pack's names: the ways in which each word may be taken, as the names that it then states.

    aside: whether a word speaks of something else than the names.
    """

    def __init__(
        self,
        section: str,
        names: Mapping[str, Any],
        others: Sequence[str] = (),
        *,
        open_: bool,
        several: Mapping[str, Sequence[str]] | None = None,
        aside: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.section, self.names, self.open, self.aside = section, set(names), open_, aside
        self.others = set(map(fold, others))
        self.certain = {fold(word): name for name, words in names.items() for word in (name, *_said(words))}
        self.within = {name: words["within"] for name, words in names.items() if _is_part(words)}
        self.several = {fold(word): list(map(fold, meant)) for word, meant in (several or {}).items()}

    @classmethod
    def of(cls, pack: Mapping[str, Any], section: str, aside: Callable[[str], bool] = lambda _: False) -> Words:
        """The words of a section of a pack."""
        others = list(pack.get("known others", {}).get(section, ()))
        if section == "awards":
            others += [each for name, words in pack.get("credentials", {}).items() for each in (name, *(words or ()))]
        counts = pack.get("other kinds", "review") == "review"
        several = pack.get("may mean", {}).get(section)
        open_ = section == "kinds" and counts
        return cls(section, pack.get(section, {}), others, open_=open_, several=several, aside=aside)

    def other(self, word: str) -> bool:
        """Whether a word is known to be none of the names."""
        if word in self.certain:
            return False
        return word in self.others or (self.section in ("credentials", "awards") and none(word))

    def wholes(self, name: str) -> frozenset[str]:
        """A name with all those of which it is a part."""
        return frozenset({name, *(self.wholes(self.within[name]) if name in self.within else ())})

    def _as_written(self, name: str) -> list[frozenset[str]]:
        """The ways of taking a name: as it stands, or as any of its parts."""
        return [self.wholes(name), *(self.wholes(part) for part in self.names if name in self.wholes(part) - {part})]

    def readings(self, word: str) -> list[frozenset[str]]:
        """Every way in which a folded word may be taken: the names that it then states."""
        if word in self.certain:
            return self._as_written(self.certain[word])
        if self.other(word):
            return [frozenset()]
        if word in self.several:
            return [reading for meant in self.several[word] for reading in self.readings(meant)]
        found = self.names
        if not (blank(word) or self.open):
            found = {name for known, name in self.certain.items() if related(word, known) or nearly(word, known)}
        return [frozenset(), *(reading for name in found for reading in self._as_written(name))]

    def words_in(self, cell: str) -> list[str]:
        """The folded words of a cell that have to do with the names; a blank one where there are none."""
        words = [word for part in cell.split(";") if (word := fold(part))]
        return [word for word in words if not self._is_aside(word)] or [""]

    def _is_aside(self, word: str) -> bool:
        known = word in self.certain or self.other(word) or word in self.several
        return not known and self.aside(word)

    def states(self, cell: str, names: Iterable[str]) -> bool:
        """Whether a cell certainly states one of some names: some word does so however it is taken."""
        wanted = set(names)
        return any(all(reading & wanted for reading in self.readings(word)) for word in self.words_in(cell))

    def may_state(self, cell: str, names: Iterable[str]) -> bool:
        """Whether a cell may state one of some names."""
        wanted = set(names)
        return any(reading & wanted for word in self.words_in(cell) for reading in self.readings(word))

    def stated(self, cell: str) -> set[str] | None:
        """The names that a cell states, as they are written there; None where some word is not known to be one."""
        words = self.words_in(cell)
        return {self.certain[word] for word in words} if all(word in self.certain for word in words) else None

    def meanings(self, cell: str) -> tuple[set[str], set[str], bool]:
        """The names that a cell certainly states, those that it may mean, and whether every word states one."""
        known = [self.certain[word] for word in self.words_in(cell) if word in self.certain]
        may = [reading for word in self.words_in(cell) for reading in self.readings(word)]
        sure: set[str] = set().union(*map(self.wholes, known))
        return sure, set().union(*may), self.stated(cell) is not None

    def known_other(self, cell: str) -> bool:
        """Whether every word of a cell is known to be none of the names."""
        return all(self.other(word) for word in self.words_in(cell))

    def put(self, word: str) -> list[str]:
        """What may stand in place of a folded word, once it is known what it means; none where it is known now."""
        if word in self.certain:
            return [part for part in self.names if self.certain[word] in self.wholes(part)]
        if self.other(word):
            return []
        if word in self.several:
            return self.several[word]
        return sorted(set().union(*self.readings(word)))


def _is_part(words: Any) -> bool:  # noqa: ANN401  # a word, a list of them, or a mapping that holds one
    return isinstance(words, Mapping) and "within" in words
