"""What is asked of each job beside its time, in the words of its columns: certain, possible, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from minqual.clauses.findings import Ask, Gap
from minqual.counting import Matched, Sought, Tally
from minqual.notation import listed
from minqual.values import Flags


@dataclass(frozen=True, slots=True, eq=False)
class JobProperty:
    """One thing that a job must state. unknown: rows of which a word that is not known decides.

    blank, word: what the applicant is asked where nothing is said, and the screener where a word is not known.
    """

    column: str
    certain: Flags
    possible: Flags
    unknown: Flags
    blank: str
    word: str
    says: tuple[Gap, Gap]

    def asks(self, live: Flags) -> Iterator[Ask]:
        """What is open about it in some rows."""
        open_ = live & ~self.certain & self.possible
        yield self.column, self.blank, "applicant", open_ & ~self.unknown, self.says[0]
        yield self.column, self.word, "screener", open_ & self.unknown, self.says[1]


def of_words(column: str, names: Sequence[str], words: Matched, blank: str, word: str) -> JobProperty:
    """That a column states one of some names."""
    says = _SAYS[column]
    sure, may, unknown = words.certain(names), words.possible(names), words.in_question(names)
    asked = listed(names)
    return JobProperty(column, sure, may, unknown, f"Was {blank} {asked}?", f"Is this {word} {asked}?", says)


_SAYS = {
    "kinds": (Gap.KIND, Gap.KIND_WORD),
    "employer": (Gap.EMPLOYER, Gap.EMPLOYER_WORD),
    "class_code": (Gap.CLASS, Gap.CLASS_WORD),
    "facts": (Gap.FACT, Gap.FACT_WORD),
}
"""What is open where a cell is blank, and where its word is not known."""


def as_well(tally: Tally, names: Sequence[str]) -> JobProperty:
    """That a job states one of some kinds beside its own; a job that does not say so is open."""
    kinds = tally.kinds_in(names)
    words = of_words("kinds", kinds, tally.kinds, "this work also in", "kind of work")
    denied, stated = _told_by_facts(tally, kinds)
    certain = words.certain | stated
    return _with(words, certain, words.possible | certain | ~denied)


def together(tally: Tally, names: Sequence[str], *, beside: bool) -> Iterator[JobProperty]:
    """That a job states each of some kinds: one that states some of them, and not the others, has no others.

    beside: whether another property is asked first, so that a job that states none of them is open.
    """
    each = [tally.kinds_in((name,)) for name in names]
    every = tuple(sorted({kind for kinds in each for kind in kinds}))
    told = tally.kinds.certain(every) | _told_by_facts(tally, every)[1]
    for kinds in each:
        words = of_words("kinds", kinds, tally.kinds, "this work also in", "kind of work")
        denied, stated = _told_by_facts(tally, kinds)
        certain = words.certain | stated
        silent = ~told & ~denied if beside else np.zeros_like(told)
        yield _with(words, certain, words.possible | certain | silent)


def _with(words: JobProperty, certain: Flags, possible: Flags) -> JobProperty:
    return JobProperty(words.column, certain, possible, words.unknown, words.blank, words.word, words.says)


def _told_by_facts(tally: Tally, kinds: Sequence[str]) -> tuple[Flags, Flags]:
    """Rows in which facts deny each of some kinds, and rows in which they state one of them."""
    rows = len(tally.applicants.experience.owner)
    none = np.zeros(rows, dtype=np.bool_)
    denied, stated = [], [none]
    for kind in kinds:
        told = [fact.having(values) for fact, values in tally.speaking_of(kind)]
        denied.append(reduce(np.logical_or, [others for _, others in told], none))
        stated += [those for those, _ in told]
    return np.logical_and.reduce(denied), np.logical_or.reduce(stated)


def of_facts(tally: Tally, where: Mapping[str, Sought]) -> Iterator[JobProperty]:
    """That a job states what is asked of each of some facts."""
    for name, asked in where.items():
        fact = tally.fact(name)
        certain, possible = fact.passing(asked)
        question = fact.fact.question()
        word = f"Does the job state this: {name} {asked}?"
        yield JobProperty("facts", certain, possible, fact.loose(), question, word, _SAYS["facts"])
