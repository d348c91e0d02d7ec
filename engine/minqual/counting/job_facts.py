"""Facts that a job may state beside its kind: yes or no, a step of a ladder, one of several, duties, a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Annotated, Any, Final, Literal, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from minqual.counting.matched_words import Worded
from minqual.notation import Mistake, PackModel, WordList, listed
from minqual.records import ENTRY
from minqual.values import Flags, Numbers, Vocabulary, anywhere, blank, fold, nearest, says_none, silent

Form: TypeAlias = Literal["yes or no", "from the lowest", "one of", "several of", "number of"]

Values = Annotated[
    Mapping[str, WordList],
    BeforeValidator(
        lambda value: dict.fromkeys(value) if isinstance(value, list | tuple) else value,
        json_schema_input_type=Mapping[str, WordList] | list[str],
    ),
]
"""The values of a fact, each with the words for it."""


class JobFact(PackModel):
    """What each job may state of one fact, and in which words."""

    yes: Annotated[WordList, Field(description="words that say yes, besides the fact's own name")] = ()
    no: Annotated[WordList, Field(description="words that say no")] = ()
    from_the_lowest: Annotated[
        Values | None, Field(description="values that stand one above the other, each with the words for it")
    ] = None
    one_of: Annotated[Values | None, Field(description="values of which a job has one, each with its words")] = None
    several_of: Annotated[
        Values | None,
        Field(description="values told together, each with its words: a job that states some of them has no others"),
    ] = None
    number_of: Annotated[
        str, Field(description="what is counted: seats, grade; 12 seats, grade 11 or seats: 12 state it")
    ] = ""
    not_told: Annotated[
        Literal["ask", "counts as no"], Field(description="what it means where a job says nothing of it")
    ] = "ask"
    ask: Annotated[str, Field(description="the question in full, where the one that is made up does not do")] = ""
    stated_in: Annotated[
        tuple[Literal["kinds", "facts", "entry"], ...],
        Field(description="the columns whose words may state it", min_length=1),
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    ] = ("kinds", "facts")

    @model_validator(mode="after")
    def _is_one(self) -> JobFact:
        stated = [key for key, value in self._values.items() if value]
        if self.number_of:
            stated.append("number of")
        if len(stated) > 1 or (stated and (self.yes or self.no)):
            ways = [*(["yes or no"] if self.yes or self.no else []), *stated]
            raise Mistake("a fact told in several ways: " + ", ".join(ways), "one of them")
        for key, values in self._values.items():
            if values is not None and len(values) < (1 if key == "several of" else 2):
                raise Mistake(f"{key!r} with too few values", "two values or more")
        return self

    @property
    def _values(self) -> dict[str, Mapping[str, Sequence[str]] | None]:
        return {"from the lowest": self.from_the_lowest, "one of": self.one_of, "several of": self.several_of}

    @property
    def form(self) -> Form:
        """What kind of fact it is."""
        if self.number_of:
            return "number of"
        if self.from_the_lowest is not None:
            return "from the lowest"
        if self.one_of is not None:
            return "one of"
        return "several of" if self.several_of is not None else "yes or no"

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """Its values with their words; none of a number, or of yes and no."""
        return self.from_the_lowest or self.one_of or self.several_of or {}

    @property
    def understood(self) -> tuple[str, ...]:
        """What is said of it, each value with its words."""
        values = self.values or ({"yes": self.yes, "no": self.no} if self.form == "yes or no" else {})
        said = [f"{value}: {', '.join(words)}" if words else value for value, words in values.items()]
        head = f"number of {self.number_of}" if self.number_of else self.form
        rest = [f"not told: {self.not_told}"] if self.not_told != "ask" else []
        rest += [f"stated in: {', '.join(self.stated_in)}"] if self.stated_in != ("kinds", "facts") else []
        return head, *said, *rest, *([f"asked: {self.ask}"] if self.ask else [])


def _facts(value: object) -> object:
    """Facts as they may be written in short."""
    if not isinstance(value, Mapping):
        return value
    short: dict[object, dict[str, str]] = {None: {}, "yes or no": {}}
    numbers = {"a number"}
    return {
        name: {"number of": name} if isinstance(fact, str) and fact in numbers else short.get(fact, fact)
        if fact is None or isinstance(fact, str) else fact
        for name, fact in value.items()
    }  # fmt: skip


JobFacts = Annotated[
    Mapping[str, JobFact],
    BeforeValidator(
        _facts,
        json_schema_input_type=Mapping[str, JobFact | Literal["yes or no", "a number"] | None],
    ),
]
"""The facts of a pack by name."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked of one fact: any of some values, or every one of them."""

    names: tuple[str, ...]
    every: bool = False

    def __str__(self) -> str:
        return listed(self.names, "and" if self.every else "or")

    @property
    def example(self) -> str:
        """What a job states that is as it is asked for."""
        return ", ".join(self.names) if self.every else _RANGE.sub("", self.names[0])


def _asked(value: object) -> Sought:
    if isinstance(value, Sought):
        return value
    every = False
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in {"all of", "any of"}:
        ((key, value),) = value.items()
        every = key == "all of"
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names or not all(isinstance(name, str) for name in names):
        msg = "a value of the fact, a list of values of which one must hold, or {all of: [...]}"
        raise ValueError(msg)
    return Sought(tuple(names), every)


AskedFact = Annotated[
    Any,
    BeforeValidator(_asked, json_schema_input_type=str | list[str] | dict[Literal["all of", "any of"], list[str]]),
]
"""What is asked of one fact, as a clause writes it."""

Range: TypeAlias = tuple[Fraction, Fraction | None]
"""The least and the most that a number may be."""

Told: TypeAlias = str | Range
"""One value of a fact: a name, or a number as bounds."""

NONE: Final = ""
"""Stands for a fact that is told to have none of its values."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What words say of one fact. told: the values they state. loose: whether one may have to do with it."""

    told: frozenset[Told] = frozenset()
    loose: bool = False

    def __or__(self, other: Statement) -> Statement:
        return Statement(self.told | other.told, self.loose or other.loose)


SILENT: Final = Statement()
LOOSE: Final = Statement(loose=True)
DENIED: Final = Statement(frozenset(("no",)))

_NUMBER: Final = r"(\d{1,9}(?:\.\d{1,3})?)"
_MORE: Final = r"(?: ?\+| (?:or|and) (?:more|above|over|higher|up|better|greater))"
_LESS: Final = r" (?:or|and) (?:fewer|less|below|under|lower)"
_LEAST: Final = r"(?:at least|no fewer than|no less than|not less than|more than|over|minimum(?: of)?|from)"
_MOST: Final = r"(?:at most|no more than|not more than|up to|fewer than|less than|under|maximum(?: of)?|below)"
_RANGE: Final = re.compile(rf"^(?:exactly|at least|at most|from|up to) |(?:{_MORE}|{_LESS})$", re.IGNORECASE)
"""The words around a value that make a range of it which takes the value in."""

_BEYOND: Final = {"more than", "over", "fewer than", "less than", "under", "below"}
"""Words for a range that does not take in the number named."""

SMALLEST: Final = Fraction(1, 1000)
"""By how much two numbers that are told differ at the least."""

_ABOUT: Final = r"(?:about|around|approximately|approx\.?|nearly|almost|some|circa|ca\.?)"
_DENIED: Final = re.compile(r"\b(?:no|not|without|except|never|than|or|than|nor|instead)\b|[?~<>]")


class ToldNumber:
    """A number that belongs to a job, read from words with its unit: "12 seats or more", "grade 11", "seats: 12"."""

    def __init__(self, unit: str) -> None:
        one = re.escape(fold(unit))
        forms = {one, one.removesuffix("s"), f"{one}s"} if one.isalpha() else {one}
        units = "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"
        before = rf"(?:(?P<least>{_LEAST}) |(?P<most>{_MOST}) |(?P<about>{_ABOUT}) )?"
        number = rf"(?P<low>{_NUMBER[1:-1]})(?: ?(?:-|to) ?(?P<high>{_NUMBER[1:-1]}))?"
        after = rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))?"
        early = rf"(?:(?P<soon>{_MORE})|(?P<few>{_LESS}))?"
        self._behind = re.compile(rf"(?<![\w.,]){before}{number}{early}[ -]?{units}(?!\w){after}")
        self._before = re.compile(rf"(?<!\w)(?:{units})[:=]? ?{before}{number}(?![\w])(?! ?{units}){after}")
        self._bare = re.compile(rf"{before}{number}{early}(?:[ -]?{units})?{after}")
        self._unit = re.compile(rf"(?<!\w){units}(?!\w)")

    def told(self, word: str) -> Statement:
        """What a folded word says; a number that stands with another, or that is denied, is open."""
        found = self._behind.search(word) or self._before.search(word)
        if found is None:
            return LOOSE if self._unit.search(word) else SILENT
        rest = f"{word[: found.start()]} {word[found.end() :]}"
        if re.search(r"\d", rest) or _DENIED.search(rest):
            return LOOSE
        return _bounds(found)

    def stated(self, word: str) -> Statement:
        """What a folded word says where it is known to be about the number."""
        found = self._bare.fullmatch(word)
        return _bounds(found) if found else self.told(word) | LOOSE

    def asked(self, word: str) -> Range | None:
        """The numbers that a clause asks for; None where it does not say it."""
        exactly = word.removeprefix("exactly ")
        found = self._bare.fullmatch(exactly) or self._before.fullmatch(exactly)
        if found is None or found["about"]:
            return None
        bounds = next(iter(_bounds(found).told), None)
        if bounds is None or isinstance(bounds, str) or (bounds[0] == bounds[1] and exactly == word):
            return None
        return bounds


def _bounds(found: re.Match[str]) -> Statement:
    """The bounds that a number states; "about" leaves nothing certain."""
    groups = found.groupdict()
    low = Fraction(groups["low"])
    high: Fraction | None = Fraction(groups["high"]) if groups["high"] else low
    upward = groups["least"] or groups["more"] or groups.get("soon")
    downward = groups["most"] or groups["less"] or groups.get("few")
    if groups["about"] or (upward and downward) or (groups["high"] and (upward or downward)):
        return LOOSE
    if high is not None and high < low:
        return LOOSE
    if groups["least"] in _BEYOND:
        low += SMALLEST
    if groups["most"] in _BEYOND and high is not None:
        high -= SMALLEST
    return Statement(frozenset(((Fraction(0) if downward else low, None if upward else high),)))


_YES: Final = {"yes": True, "y": True, "true": True, "x": True, "no": False, "n": False, "false": False}
_STEP: Final = re.compile(
    r"(?:(?P<least>at least|from) )?(?P<one>.+?)"
    r"(?: (?:or|and) (?:(?P<more>above|higher|more|up|over|better)|(?P<less>below|lower|less|under)))?"
)


class ToldFact:
    """One fact of a pack, ready to be told from words, and to be asked for.

    name: what it is called. kinds: the words of each kind of work that the pack knows.
    """

    def __init__(self, name: str, fact: JobFact, kinds: Iterable[frozenset[str]] = ()) -> None:
        self.name, self.fact = name, fact
        self._called = fold(name)
        self._words = {value: (value, *words) for value, words in fact.values.items()}
        if fact.form == "yes or no":
            self._words = {"yes": (name, *fact.yes), "no": (f"no {name}", *fact.no)}
        self._meaning = {fold(word): value for value, words in self._words.items() for word in words}
        # A kind of work that is among its words brings its own words along.
        for words in kinds:
            values = {self._meaning[word] for word in words if word in self._meaning}
            if len(values) == 1:
                self._meaning |= dict.fromkeys(words, *values)
        self._number = ToldNumber(fact.number_of) if fact.number_of else None

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(dict.fromkeys(self._meaning, ()))

    def means(self, word: str) -> str | None:
        """The value that a folded word states by itself, where it is no number."""
        return self._meaning.get(word)

    def words(self) -> Iterator[str]:
        """The folded words that state a value of it."""
        return iter(self._meaning)

    def named(self, word: str) -> str | None:
        """What stands behind the fact's name in a folded word such as "seats: 12"; None where it is not named."""
        if not word.startswith(self._called):
            return None
        rest = word[len(self._called) :].lstrip()
        return rest[1:].strip() if rest[:1] in {":", "="} else None

    def of(self, rest: str) -> Statement:
        """What the words behind the fact's name say."""
        if silent(rest) and not says_none(rest):
            return SILENT if blank(rest) else LOOSE
        if self._number is not None:
            return self._number.stated(rest)
        if self.fact.form == "yes or no" and (rest in _YES or says_none(rest)):
            return Statement(frozenset(("yes" if _YES.get(rest) else "no",)))
        if says_none(rest) or rest == "no":
            return Statement(frozenset((NONE,)))
        if self.fact.form == "from the lowest":
            return self._step(rest)
        parts = re.split(r" ?(?:,| and | & ) ?", rest) if self.fact.form == "several of" else [rest]
        values = [self._meaning.get(each) for each in (parts if self._meaning.get(rest) is None else [rest])]
        told = frozenset(value for value in values if value is not None)
        return Statement(told, loose=None in values)

    def _step(self, rest: str) -> Statement:
        """What is said of a ladder: a step, or a step or above."""
        try:
            return Statement(frozenset(self._accepted(rest)))
        except Mistake:
            return LOOSE

    def bare(self, word: str) -> Statement:
        """What a folded word says that does not name the fact."""
        value = self._meaning.get(word)
        if value is not None:
            return Statement(frozenset((value,)))
        return self._number.told(word) if self._number is not None else SILENT

    def related(self, word: str) -> bool:
        """Whether a folded word that states nothing has something to do with the fact."""
        return bool(self._meaning) and bool(self._vocabulary.akin(word))

    def accepted(self, asked: Sought) -> tuple[Told, ...]:
        """The values, or ranges of numbers, that are asked for; Mistake for what is none."""
        return tuple(value for name in asked.names for value in self._accepted(name))

    def _accepted(self, name: str) -> tuple[Told, ...]:
        word = fold(name)
        if self._number is not None:
            found = self._number.asked(word)
            if found is None:
                unit = self.fact.number_of
                raise Mistake(
                    f"{name!r}", f"such as 12 {unit} or more, 12 or fewer, 7 to 9, exactly 12: the number itself counts"
                )
            return (found,)
        if self.fact.form == "yes or no":
            if word not in {"yes", "no"}:
                raise Mistake(f"{name!r}", "yes or no")
            return (word,)
        steps = tuple(self.fact.values)
        value = self._meaning.get(word)
        if value is not None:
            return (value,)
        found_step = _STEP.fullmatch(word) if self.fact.form == "from the lowest" else None
        value = self._meaning.get(found_step["one"]) if found_step else None
        if value is None or found_step is None:
            expected = "one of " + ", ".join(steps)
            if self.fact.form == "from the lowest":
                expected += f", or {steps[0]} or above"
            near = nearest(name, steps)
            hint = f" (did you mean {near!r}?)" if near else ""
            raise Mistake(f"unknown value {name!r} of the fact {self.name!r}", expected + hint)
        place = steps.index(value)
        return steps[: place + 1] if found_step["less"] else steps[place:]

    def check(self, asked: Sought) -> None:
        """Mistake where what is asked is nothing that the fact can be."""
        self.accepted(asked)
        if asked.every and self.fact.form != "several of" and len(asked.names) > 1:
            raise Mistake(f"all of several values of the fact {self.name!r}", "one value: a job has one of them")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Words that state two values, or nothing: what was found, and what is expected."""
        seen: dict[str, str] = {}
        for value, words in self._words.items():
            for word in dict.fromkeys(map(fold, words)):
                other = seen.setdefault(word, value)
                if other != value:
                    yield f"{word!r} means both {other!r} and {value!r}", "a word that means one value"
                if silent(word):
                    yield f"{word!r}, which says nothing", "a word that does not stand for a blank in every table"

    def passes(self, said: Statement, asked: Sought) -> tuple[bool, bool]:
        """Whether what is said certainly is what is asked for, and whether it may be."""
        if self.fact.form == "yes or no" and self.fact.not_told == "counts as no" and not (said.told or said.loose):
            said = DENIED
        untold = not said.told and (said.loose or self.fact.not_told == "ask")
        accepted = self.accepted(asked)
        if self.fact.form == "several of":
            holds = all if asked.every else any
            sure = bool(said.told) and holds(value in said.told for value in accepted)
            return sure, sure or untold or said.loose
        each = [_fits(value, accepted) for value in said.told]
        sure = bool(each) and all(fit for fit, _ in each)
        return sure, untold or said.loose or any(may for _, may in each)

    def question(self) -> str:
        """What is asked of an applicant whose job does not tell it."""
        if self.fact.ask:
            return self.fact.ask
        if self.fact.form == "yes or no":
            return f"Is this so of the job: {self.name}?"
        if self.fact.form == "several of":
            return f"Which {self.name} did the job take in? ({', '.join(self.fact.values)})"
        if self.fact.form == "number of":
            return f"What was the number of {self.fact.number_of} in this job?"
        return f"What was the {self.name} of the job?"


def _fits(value: Told, accepted: Sequence[Told]) -> tuple[bool, bool]:
    """Whether one value certainly is among those accepted, and whether it may be."""
    if isinstance(value, str):
        return (value in accepted,) * 2
    low, high = value
    ranges = [each for each in accepted if not isinstance(each, str)]
    inside = any(least <= low and (most is None or (high is not None and high <= most)) for least, most in ranges)
    touches = any((high is None or least <= high) and (most is None or low <= most) for least, most in ranges)
    return inside, touches


FACT_COLUMNS: Final = ("kinds", "facts", ENTRY)
"""The columns of a job whose words may state a fact of it."""


class ToldFacts:
    """The facts of a pack. kinds: the kinds of work that the pack knows, with their words."""

    def __init__(self, facts: Mapping[str, JobFact], kinds: Mapping[str, Sequence[str]]) -> None:
        self._kinds = {name: frozenset(map(fold, (name, *words))) for name, words in kinds.items()}
        self.facts = {name: ToldFact(name, fact, self._kinds.values()) for name, fact in facts.items()}
        self._known = frozenset().union(*self._kinds.values())
        self._key = repr(sorted((name, repr(fact)) for name, fact in facts.items())), self._known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ToldFacts) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def speaks(self, word: str) -> bool:
        """Whether a folded word of the kinds column states a fact, or names one."""
        return any(
            fact.named(word) is not None or bool(fact.bare(word).told)
            for fact in self.facts.values()
            if "kinds" in fact.fact.stated_in
        )

    def said(self, name: str, word: str) -> Statement:
        """What a folded word says of a fact; what is known to speak of something else says nothing of it."""
        fact = self.facts.get(name) or self.of_kind(name)
        rest = fact.named(word)
        if rest is not None:
            return fact.of(rest)
        said = fact.bare(word)
        if said.told:
            return said
        others = [each for each in self.facts.values() if each.name != name]
        if word in self._known or any(each.named(word) is not None or each.bare(word).told for each in others):
            return SILENT
        return LOOSE if said.loose or fact.related(word) else SILENT

    def of_kind(self, kind: str) -> ToldFact:
        """A kind of work as a fact of its own, which the facts column may deny: "supervision: no"."""
        return self._of_kinds.setdefault(kind, ToldFact(kind, JobFact.model_validate({"stated in": ["facts"]})))

    @cached_property
    def _of_kinds(self) -> dict[str, ToldFact]:
        return {}

    def about(self, kind: str) -> Iterator[tuple[str, frozenset[Told]]]:
        """The facts that speak of a kind of work, each with the values that are, or may be, that kind."""
        words = self._kinds.get(kind, frozenset((fold(kind),)))
        known = False
        for name, fact in self.facts.items():
            values = frozenset(value for word in words if (value := fact.means(word)) is not None)
            if values:
                known = True
                yield name, values
        if not known:
            yield kind, frozenset(("yes",))


class FactRows:
    """What each job states of one fact. columns: those of its words. told: the jobs of which a person has told it."""

    def __init__(self, facts: ToldFacts, name: str, columns: Mapping[str, Worded], told: Flags) -> None:
        self.fact = facts.facts.get(name) or facts.of_kind(name)
        number: dict[Statement, int] = {SILENT: 0}
        rows = None
        for column in self.fact.fact.stated_in:
            said = _by_cell(facts, self.fact.name, columns[column], number).take(columns[column].codes)
            rows = said if rows is None else _joined(rows, said, number)
        assert rows is not None
        if told.any():
            named = columns["facts"]
            rows = np.where(told, self._named(named, number).take(named.codes), rows)
        self._rows, self.statements = rows, tuple(number)

    def _named(self, wording: Worded, number: dict[Statement, int]) -> Numbers:
        """What each distinct cell says of the fact by its name, the last time that it does."""
        said = [SILENT if (rest := self.fact.named(word)) is None else self.fact.of(rest) for word in wording.words]
        by_word = np.array([*(number.setdefault(each, len(number)) for each in said), 0], dtype=np.int64)
        cells: Numbers = by_word[wording.lone]
        for cell, several in wording.several.items():
            named = [word for word in several if said[word] is not SILENT]
            cells[cell] = by_word[named[-1]] if named else 0
        return cells

    def passing(self, asked: Sought) -> tuple[Flags, Flags]:
        """Rows that certainly state what is asked for, and rows that may."""
        sure, may = zip(*(self.fact.passes(each, asked) for each in self.statements), strict=True)
        return self._flags(sure), self._flags(may)

    def loose(self) -> Flags:
        """Rows of which a word that is not known may decide."""
        return self._flags([each.loose and not each.told for each in self.statements])

    def having(self, values: frozenset[Told]) -> tuple[Flags, Flags]:
        """Rows that state one of some values by its name, and those that state only others."""
        name = "yes" if self.fact.fact.form == "yes or no" else None
        stated = [bool(each.told) and name in each.told and each.told <= values for each in self.statements]
        others = [bool(each.told) and not each.loose and each.told.isdisjoint(values) for each in self.statements]
        return self._flags(stated), self._flags(others)

    def _flags(self, by_statement: Sequence[bool]) -> Flags:
        return np.array(by_statement, dtype=np.bool_).take(self._rows)


def _by_cell(facts: ToldFacts, name: str, wording: Worded, number: dict[Statement, int]) -> Numbers:
    """What each distinct cell of a column says of a fact, by the number of the statement."""
    words = [facts.said(name, word) for word in wording.words]
    by_word = np.array([*(number.setdefault(said, len(number)) for said in words), 0], dtype=np.int64)
    cells: Numbers = by_word[wording.lone]
    for cell, several in wording.several.items():
        said = reduce(or_, [words[word] for word in several])
        cells[cell] = number.setdefault(said, len(number))
    return cells


def _joined(one: Numbers, other: Numbers, number: dict[Statement, int]) -> Numbers:
    """What two columns together say, row by row."""
    if not anywhere(other):
        return one
    said, pairs = list(number), one * len(number) + other
    different, place = np.unique(pairs, return_inverse=True)
    both = [said[each // len(said)] | said[each % len(said)] for each in different.tolist()]
    numbers: Numbers = np.array([number.setdefault(each, len(number)) for each in both], dtype=np.int64)
    joined: Numbers = numbers.take(place.reshape(-1))
    return joined
