"""Facts of a job read slowly: every word of a job is tried on every fact, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from support.oracle.levels import words_of
from support.oracle.time import Row
from support.oracle.words import blank, fold, nearly, none, related

Plain = Mapping[str, Any]
Value = str | tuple[int, int | None]
"""A name, or a number as its least and its most."""

NONE: Final = ""
"""Stands for a fact that is told to have none of its values."""
OF_KIND: Final[Plain] = {"stated in": ["facts"]}
"""A kind of work as a fact of its own, yes or no."""
FORMS: Final = ("from the lowest", "one of", "several of")
YES, NO = ("yes", "y", "true", "x"), ("no", "n", "false")


@dataclass
class Told:
    """What a job says of one fact. loose: whether some word may have to do with it."""

    values: set[Value] = field(default_factory=set)
    loose: bool = False


@dataclass(frozen=True)
class Facts:
    """The facts that a pack asks of jobs. kinds: the names and words of the kinds of work that it knows."""

    facts: Mapping[str, Plain]
    kinds: Mapping[str, Sequence[str]]
    found: dict[tuple[str, str], Told] = field(default_factory=dict)
    """What words were found to say of facts, so that each is looked at once."""

    @classmethod
    def of(cls, pack: Plain) -> Facts:
        """The facts of a pack."""
        kinds = pack.get("kinds", {})
        return cls(pack.get("job facts", {}), {name: [name, *words_of(kinds[name])] for name in kinds})

    def speaks(self, word: str) -> bool:
        """Whether a word of the column of kinds states a fact, or names one."""
        return any(
            self._names(name, word) is not None or self._bare(name, word).values
            for name, fact in self.facts.items()
            if "kinds" in fact.get("stated in", ("kinds", "facts"))
        )

    def said(self, name: str, row: Row) -> Told:
        """What a job says of a fact, or of a kind of work."""
        told = Told()
        for column in self._fact(name).get("stated in", ("kinds", "facts")):
            for word in filter(None, map(fold, row[column].split(";"))):
                if (name, word) not in self.found:
                    self.found[name, word] = self._of_word(name, word)
                each = self.found[name, word]
                told = Told(told.values | each.values, told.loose or each.loose)
        return told

    def _fact(self, name: str) -> Plain:
        return self.facts.get(name, OF_KIND)

    def _meanings(self, name: str) -> dict[str, str]:
        """The words of a fact, each with its value."""
        fact = self._fact(name)
        values: Any = next((fact[form] for form in FORMS if form in fact), {})
        values = values if isinstance(values, Mapping) else dict.fromkeys(values, ())
        said = {value: (value, *(words or ())) for value, words in values.items()}
        if not values and "number of" not in fact:
            said = {"yes": (name, *fact.get("yes", ())), "no": (f"no {name}", *fact.get("no", ()))}
        found = {fold(word): value for value, words in said.items() for word in words}
        for words in self.kinds.values() if name in self.facts else ():
            known = {found[fold(word)] for word in words if fold(word) in found}
            if len(known) == 1:
                found |= dict.fromkeys(map(fold, words), *known)
        return found

    def _names(self, name: str, word: str) -> str | None:
        """What stands behind a fact's name in a word such as "seats: 12"."""
        rest = word[len(fold(name)) :].lstrip()
        return rest[1:].strip() if word.startswith(fold(name)) and rest[:1] in (":", "=") else None

    def _of_word(self, name: str, word: str) -> Told:
        rest = self._names(name, word)
        if rest is not None:
            return self._behind_name(name, rest)
        told = self._bare(name, word)
        if told.values:
            return told
        known = any(word in map(fold, words) for words in self.kinds.values())
        others = [each for each in self.facts if each != name]
        if known or any(self._names(each, word) is not None or self._bare(each, word).values for each in others):
            return Told()
        akin = any(related(word, each) or nearly(word, each) for each in self._meanings(name))
        return Told(loose=told.loose or akin)

    def _bare(self, name: str, word: str) -> Told:
        """What a word says by itself."""
        value = self._meanings(name).get(word)
        if value is not None:
            return Told({value})
        unit = self._fact(name).get("number of")
        return _number(word, unit) if unit and unit in word.split() else Told()

    def _behind_name(self, name: str, rest: str) -> Told:
        fact, meanings = self._fact(name), self._meanings(name)
        if blank(rest) and not none(rest):
            return Told()
        if "number of" in fact:
            return _number(rest, fact["number of"])
        if not any(form in fact for form in FORMS) and (rest in (*YES, *NO) or none(rest)):
            return Told({"yes" if rest in YES else "no"})
        if none(rest) or rest == "no":
            return Told({NONE})
        if "from the lowest" in fact:
            return Told(set(self._steps(name, rest)), loose=not self._steps(name, rest))
        parts = [rest] if rest in meanings or "several of" not in fact else rest.replace(" and ", ",").split(",")
        said = [meanings.get(part.strip()) for part in parts]
        return Told({value for value in said if value is not None}, loose=None in said)

    def _steps(self, name: str, word: str) -> list[str]:
        """The steps of a ladder that a step, a step or above, or one or below take in."""
        ladder, meanings = list(self._fact(name)["from the lowest"]), self._meanings(name)
        step = meanings.get(word.removesuffix(" or above").removesuffix(" or below"))
        if step is None:
            return []
        at = ladder.index(step)
        return ladder[at:] if word.endswith("above") else ladder[: at + 1] if word.endswith("below") else [step]

    def passes(self, name: str, row: Row, asked: Any) -> tuple[bool, bool]:  # noqa: ANN401  # as a pack writes it
        """Whether what a job says of a fact certainly is what is asked for, and whether it may be."""
        fact, told = self._fact(name), self.said(name, row)
        counts_as_no = fact.get("not told") == "counts as no"
        if not told.values and not told.loose and counts_as_no:
            told = Told({"no"} if not any(form in fact for form in (*FORMS, "number of")) else {NONE})
        wanted = asked.get("all of", asked.get("any of")) if isinstance(asked, Mapping) else asked
        listed = [wanted] if isinstance(wanted, str) else wanted
        if "several of" in fact:
            holds = all if isinstance(asked, Mapping) and "all of" in asked else any
            certain = holds(each in told.values for each in listed)
            return certain, certain or told.loose or not told.values
        fits = [self._fits(name, value, listed) for value in told.values]
        certain = bool(fits) and all(sure for sure, _ in fits)
        return certain, told.loose or not fits or any(may for _, may in fits)

    def _fits(self, name: str, value: Value, asked: Sequence[str]) -> tuple[bool, bool]:
        """Whether one value certainly is among those asked for, and whether it may be."""
        fact = self._fact(name)
        if "number of" not in fact:
            ladder = "from the lowest" in fact
            accepted = [step for each in asked for step in self._steps(name, each)] if ladder else asked
            return (value in accepted,) * 2
        if isinstance(value, str):
            return False, False
        (low, high), spans = value, [_span(each) for each in asked]
        certain = any(least <= low and (most is None or (high is not None and high <= most)) for least, most in spans)
        may = any((high is None or least <= high) and (most is None or low <= most) for least, most in spans)
        return certain, may

    def _about(self, kind: str) -> list[tuple[str, set[str]]]:
        """The facts that speak of a kind of work, with the values that are that kind; else it is a fact itself."""
        words = list(map(fold, self.kinds.get(kind, (kind,))))
        found = [
            (name, {meant[word] for word in words if word in (meant := self._meanings(name))}) for name in self.facts
        ]
        return [(name, values) for name, values in found if values] or [(kind, {"yes"})]

    def states(self, kind: str, row: Row) -> bool:
        """Whether facts of a job say that it is of a kind."""
        return any(
            "yes" in values and (told := self.said(name, row).values) == {"yes"} and told <= values
            for name, values in self._about(kind)
            if not any(form in self._fact(name) for form in (*FORMS, "number of"))
        )

    def denies(self, kind: str, row: Row) -> bool:
        """Whether facts of a job say that it is not of a kind."""
        each = [(self.said(name, row), values) for name, values in self._about(kind)]
        return any(told.values and not told.loose and not told.values & values for told, values in each)


def _number(word: str, unit: str) -> Told:
    """A number in one of the few ways in which these records write it."""
    said = word.replace(unit, " ").strip()
    about, more = said.startswith("about "), said.endswith(" or more")
    figure = said.removesuffix(" or more")
    if about or not figure.isdigit():
        return Told(loose=True)
    return Told({(int(figure), None if more else int(figure))})


def _span(asked: str) -> tuple[int, int | None]:
    """The least and the most of what is asked of a number."""
    if " to " in asked:
        least, most = asked.split(" to ")
        return int(least), int(most)
    figure = int(asked.removeprefix("exactly ").split()[0])
    return (0 if asked.endswith("fewer") else figure), None if asked.endswith("more") else figure
