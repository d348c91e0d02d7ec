"""What is asked of each job beside its time, in the words of its columns: certain, possible, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, reduce

import numpy as np

from minqual.clauses.findings import Ask, Gap
from minqual.counting import Matched, Sought, Tally
from minqual.notation import listed
from minqual.records import PART
from minqual.values import Flags, quickly_made


@quickly_made(frozen=True, slots=True, eq=False)
class Test:
    """A test of a job: the rows that certainly pass it and those that may. failed: what a job is that does not."""

    certain: Flags
    possible: Flags
    failed: str


@quickly_made(frozen=True, slots=True, eq=False)
class JobProperty(Test):
    """A test of what a job states in words. unknown: rows of which a word that is not known decides.

    blank, word: what the applicant is asked where nothing is said, and the screener where a word is not known. part:
    the part of another cell that answers the first of these, where it is not the column. whole: rows that state that of
    which one of the names is a part, and are asked whether it is one of them; None where that is no question.
    """

    column: str
    unknown: Flags
    blank: str
    word: str
    says: tuple[Gap, Gap]
    part: str = ""
    whole: Flags | None = None
    names: tuple[str, ...] = ()

    def asks(self, live: Flags) -> Iterator[Ask]:
        """What is open about it in some rows."""
        open_ = live & ~self.certain & self.possible
        place = f"{self.column}{PART}{self.part}" if self.part else self.column
        blank = open_ & ~self.unknown
        if self.whole is not None:
            part = f"{self.column}{PART}{'; '.join(self.names)}"
            yield part, self.blank, "applicant", blank & self.whole, self.says[0]
            blank = blank & ~self.whole
        yield place, self.blank, "applicant", blank, self.says[0]
        yield self.column, self.word, "screener", open_ & self.unknown, self.says[1]


def of_words(column: str, names: Sequence[str], words: Matched, failed: str, asked: str = "") -> JobProperty:
    """That a column states one of some names. asked: what a blank is called, where it is not the column's word."""
    sure, may, unknown = words.certain(names), words.possible(names), words.in_question(names)
    asks, whole = _questions(column, tuple(names), asked), words.of_a_whole(names)
    return JobProperty(sure, may, failed, column, unknown, *asks, _SAYS[column], whole=whole, names=tuple(names))


@lru_cache(maxsize=1 << 12)
def _questions(column: str, names: tuple[str, ...], asked: str) -> tuple[str, str]:
    """What is asked where nothing is said, and where a word is not known."""
    (blank, word), one = _CALLED[column], listed(names)
    return f"Was {asked or blank} {one}?", f"Is this {word} {one}?"


def none_of_words(column: str, names: Sequence[str], words: Matched, failed: str) -> JobProperty:
    """That a column states none of some names."""
    stated = of_words(column, names, words, failed)
    return replace(stated, certain=~stated.possible, possible=~stated.certain)


_CALLED = {
    "kinds": ("this work in", "kind of work"),
    "employer": ("the employer", "employer"),
    "class_code": ("the class", "class"),
}
"""What a blank and a word of a column are called in questions."""

_SAYS = {
    "kinds": (Gap.KIND, Gap.KIND_WORD),
    "employer": (Gap.EMPLOYER, Gap.EMPLOYER_WORD),
    "class_code": (Gap.CLASS, Gap.CLASS_WORD),
    "facts": (Gap.FACT, Gap.FACT_WORD),
}
"""What is open where a cell is blank, and where its word is not known."""

_AS_WELL = "this work also in"


def as_well(tally: Tally, names: Sequence[str]) -> JobProperty:
    """That a job states one of some kinds beside its own; a job that does not say so is open."""
    kinds = tally.kinds_in(names)
    words = of_words("kinds", kinds, tally.kinds, f"not in {listed(names)} as well", _AS_WELL)
    denied, stated = _told_by_facts(tally, kinds)
    return _as_told(tally, kinds, replace(words, certain=words.certain | stated, possible=words.possible | ~denied))


def together(tally: Tally, names: Sequence[str], *, beside: bool) -> Iterator[JobProperty]:
    """That a job states each of some kinds: one that states some of them, and not the others, has no others.

    beside: whether another property is asked first, so that a job that states none of them is open.
    """
    each = [tally.kinds_in((name,)) for name in names]
    every = tuple(sorted({kind for kinds in each for kind in kinds}))
    told = tally.kinds.certain(every) | _told_by_facts(tally, every)[1]
    for name, kinds in zip(names, each, strict=True):
        words = of_words("kinds", kinds, tally.kinds, f"not in {name} as well", _AS_WELL)
        denied, stated = _told_by_facts(tally, kinds)
        silent = ~told & ~denied if beside else np.zeros_like(told)
        yield _as_told(tally, kinds, replace(words, certain=words.certain | stated, possible=words.possible | silent))


def _as_told(tally: Tally, kinds: Sequence[str], words: JobProperty) -> JobProperty:
    """A property but for jobs of which people have told that they were in none of the kinds, or both yes and no."""
    if not tally.applicants.experience.table.confirmed:
        return replace(words, possible=words.possible | words.certain, part=among(kinds), whole=None)
    yes, no = zip(*(_told(tally, kind) for kind in kinds), strict=True)
    none = np.logical_and.reduce(no) & ~np.logical_or.reduce(yes)
    torn = np.logical_or.reduce(np.logical_and(yes, no))
    certain = words.certain & ~none
    return replace(
        words, certain=certain, possible=(words.possible | certain | torn) & ~none, part=among(kinds), whole=None
    )


def _told(tally: Tally, kind: str) -> tuple[Flags, Flags]:
    """Jobs of which a person has told that they were in a kind, and those of which, that they were not."""
    jobs = tally.applicants.experience
    yes, no = (jobs.table.said_of(f"facts{PART}{kind}{PART}{said}", jobs.row) for said in ("yes", "no"))
    return yes, no


def among(kinds: Sequence[str]) -> str:
    """The part of a job by which people say which of some kinds it was in as well."""
    return f"facts{PART}{'; '.join(kinds)}"


def _told_by_facts(tally: Tally, kinds: Sequence[str]) -> tuple[Flags, Flags]:
    """Rows in which facts deny each of some kinds, and rows in which they state one of them."""
    rows = len(tally.applicants.experience.owner)
    none = np.zeros(rows, dtype=np.bool_)
    denied, stated = [], [none]
    jobs = tally.applicants.experience
    for kind in kinds:
        told = [fact.having(values) for fact, values in tally.speaking_of(kind)]
        if jobs.table.confirmed:
            yes, no = _told(tally, kind)
            told = [*((those & ~no, others & ~yes) for those, others in told), (yes & ~no, no & ~yes)]
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
        failed = f"not as asked for: {name} {asked}"
        place = f"facts{PART}{name}"
        yield JobProperty(certain, possible, failed, place, fact.loose(), question, word, _SAYS["facts"])
