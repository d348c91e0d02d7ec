"""Jobs as people have settled them: a class or a title with its employer is one word, which means what they said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from minqual.counting import Ledger
from minqual.packs import Pack, joint_word, kinds_left_to_title, title_word
from minqual.records import TextColumn
from minqual.values import folded, wherever

if TYPE_CHECKING:
    from minqual.records import Experience


def as_settled(ledger: Ledger, pack: Pack) -> Ledger:
    """A ledger in which the classes and kinds of jobs stand as people have settled them for a pack."""
    settled = pack.settled
    if not settled.posts and not settled.titles:
        return ledger
    jobs = ledger.applicants.experience
    if settled.posts:
        jobs = replace(jobs, class_code=_with_classes(jobs, pack))
    if settled.titles:
        jobs = replace(jobs, kinds=_with_titles(jobs, pack))
    return Ledger(replace(ledger.applicants, experience=jobs), ledger)


def titles_of(jobs: Experience) -> TextColumn:
    """The title of each job, as the source has it."""
    column = jobs.table.column("title")
    return TextColumn(column.codes[jobs.row], column.words)


def _with_classes(jobs: Experience, pack: Pack) -> TextColumn:
    """The classes of jobs, those that a person has placed together with their employers."""
    posts, post_of = pack.settled.posts, _posts(jobs.class_code, jobs.employer)

    def placed(row: int) -> str | None:
        post = post_of(row)
        return joint_word(*post) if post in posts else None

    return _restated(jobs.class_code, jobs.class_code, {each for each, _ in posts}, placed)


def _with_titles(jobs: Experience, pack: Pack) -> TextColumn:
    """The kinds of work of jobs; where their titles were settled and nothing else tells it, what these mean."""
    posts, kinds, titles = pack.settled.titles, pack.vocabularies["kinds"], titles_of(jobs)
    post_of = _posts(titles, jobs.employer)

    def stated(row: int) -> str | None:
        post = post_of(row)
        beside = kinds_left_to_title(jobs.kinds.cell(row), kinds) if post in posts else None
        return None if beside is None else "; ".join([*beside, title_word(*post)])

    return _restated(jobs.kinds, titles, {each for each, _ in posts}, stated)


def _posts(column: TextColumn, employers: TextColumn) -> Callable[[int], tuple[str, str]]:
    """The words of a column and of employers in one row, as they are compared."""
    words, names = (list(folded(list(each.words))) for each in (column, employers))
    return lambda row: (words[column.codes[row]], names[employers.codes[row]])


def _restated(column: TextColumn, by: TextColumn, wanted: set[str], say: Callable[[int], str | None]) -> TextColumn:
    """A column of which some cells say something else: of rows whose cell in `by` is one of some folded words.

    say: what the cell of a row says; None for the same as before.
    """
    flags = np.array([word in wanted for word in folded(list(by.words))], dtype=np.bool_)
    words, codes = list(column.words), column.codes.copy()
    numbers: dict[str, int] = {}
    for row in wherever(flags[by.codes]).tolist():
        said = say(row)
        if said is not None:
            if said not in numbers:
                numbers[said] = len(words)
                words.append(said)
            codes[row] = numbers[said]
    return TextColumn(codes, tuple(words))
