"""The word list: the words and titles of a pool that hold verdicts back, each once, as a form to be filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.judging import Screening
from minqual.packs import TITLE_COLUMN, Pack, kinds_left_to_title, section_of
from minqual.settlements import FORM, READING, names_digest, read_key, written_key
from minqual.values import (
    DEGREE_HINTS,
    NONE_OF_THESE,
    SIGNS,
    fold,
    folded,
    items,
    nearest,
    parts_of,
    read_degree,
    silent,
    wherever,
)
from minqual.verdicts.open_facts import OpenFact, level_bits, levels_decided, open_facts
from minqual.verdicts.work_items import Numbered, groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.records import Table
    from minqual.values import Numbers

Columns: TypeAlias = "dict[str, Sequence[str] | NDArray[np.int64]]"

MOST_DUTIES: Final = 5
"""Kinds of work that are shown beside a title; the others are counted."""

WORD_LIST_TEXT: Final = ("word", "employer", "duties", "nearest", "key")
"""Columns that may hold words that are not ours."""

Words: TypeAlias = tuple[str, ...]
"""A word, or a class or a title with its employer, as they are compared."""


@dataclass(slots=True)
class Asked:
    """What is asked of one word. held: whose verdicts it holds back. people: of whom are the rows where it stands.

    duties: of a title, what its jobs tell of kinds of work.
    """

    column: str
    words: Words
    held: set[int] = field(default_factory=set)
    rows: int = 0
    people: set[int] = field(default_factory=set)
    duties: dict[str, None] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[object, ...]:
        """Where it stands in the list: what holds most verdicts back comes first."""
        return -len(self.held), -len(self.people), -self.rows, self.column, self.words


def words_holding_back(screening: Screening, *, titles: bool = False) -> Columns:
    """The words that hold verdicts back, as columns. titles: whether titles of jobs that tell no kind are among them.

    Words of facts of a job are not: no settlement says what these mean, but the pack.
    """
    facts = list(open_facts(screening, None))
    asked = [*_words_asked(screening, facts), *(_titles_asked(screening, facts) if titles else ())]
    return _as_form(screening.pack, sorted(asked, key=lambda each: each.rank))


def _as_form(pack: Pack, asked: Sequence[Asked]) -> Columns:
    """What is asked, as the columns of a form."""
    names = {each.column: list(pack.names_of(section_of(each.column))) for each in asked}
    made_on = {column: names_digest(known) for column, known in names.items()}
    columns: Columns = {
        "verdicts": np.array([len(each.held) for each in asked], dtype=np.int64),
        "applicants": np.array([len(each.people) for each in asked], dtype=np.int64),
        "rows": np.array([each.rows for each in asked], dtype=np.int64),
        "column": [each.column for each in asked],
        "word": [each.words[0] for each in asked],
        "employer": [each.words[1] if len(each.words) > 1 else "" for each in asked],
        "duties": [_first_few(list(each.duties)) for each in asked],
        "nearest": [_nearest(each, pack) for each in asked],
        "choices": ["; ".join((*names[each.column], NONE_OF_THESE)) for each in asked],
    }
    columns |= {name: [""] * len(asked) for name in FORM if name != "key"}
    keys = [("word", pack.name, each.column, *each.words, made_on[each.column]) for each in asked]
    return columns | {"key": [written_key(key) for key in keys]}


def _nearest(asked: Asked, pack: Pack) -> str:
    """The names that a word, or each of several with signs between them, means or may be a misspelling of.

    Nothing where a part of it is near to none, and of titles. It only suggests: nothing is ever read by it.
    """
    if asked.column == TITLE_COLUMN:
        return ""
    vocabulary = pack.vocabularies.get(section_of(asked.column))
    if vocabulary is None:
        return _nearest_level(asked.words[0])
    found = []
    for part in parts_of(asked.words[0], SIGNS, lambda word: vocabulary.knows(fold(word))):
        name = vocabulary.meaning(fold(part))
        near = [name] if name is not None else sorted(vocabulary.near(fold(part)))
        if not near and not silent(part):
            return ""
        found += [" or ".join(near)] if near else []
    return "; ".join(dict.fromkeys(found))


def _nearest_level(word: str) -> str:
    """The level of study that a word may be a misspelling of, if that is one level."""
    near = nearest(word, DEGREE_HINTS)
    stated = None if near is None else read_degree(near)
    return "" if stated is None or stated.low is not stated.high else stated.low.word


def _first_few(told: Sequence[str]) -> str:
    more = len(told) - MOST_DUTIES
    return " | ".join(told[:MOST_DUTIES]) + (f" | and {more} more" if more > 0 else "")


def _words_asked(screening: Screening, facts: Sequence[OpenFact]) -> Iterable[Asked]:
    """The words of which the work list asks what they mean."""
    found: dict[tuple[str, Words], Asked] = {}
    decisive = _decisive(screening)
    for each in Numbered(screening).all(facts):
        if each.kind.key.startswith("word|"):
            _, _, column, *parts, _ = read_key(each.kind.key)
            if column == READING:
                continue
            asked = found.setdefault((column, tuple(parts)), Asked(column, tuple(parts)))
            asked.held |= set(each.owner[decisive[each.leaf][screening.pattern[each.owner]]].tolist())
    by_column: dict[str, dict[Words, Asked]] = defaultdict(dict)
    for (column, words), asked in found.items():
        by_column[column][words] = asked
    for column, by_words in by_column.items():
        name, _, cell = column.partition(".")
        table = screening.applicants.table(name)
        for words, rows in _places(table, cell):
            if words in by_words:
                _counted(by_words[words], table, rows)
    return found.values()


def _decisive(screening: Screening) -> NDArray[np.bool_]:
    """Per leaf and pattern, whether its open facts decide a level, and not only posts."""
    decisive: NDArray[np.bool_] = (levels_decided(screening, None) & level_bits(screening.tree)) != 0
    return decisive


def _counted(asked: Asked, table: Table, rows: Numbers) -> None:
    owner = table.owner[rows]
    asked.rows += int((owner >= 0).sum())
    asked.people |= set(owner[owner >= 0].tolist())


def _places(table: Table, name: str) -> Iterator[tuple[Words, Numbers]]:
    """The words of a column with the rows where they stand, each word of a cell and the cell as a whole.

    Of classes also each with its employer.
    """
    column = table.column(name)
    order = np.argsort(column.codes, kind="stable").astype(np.int64)
    bounds = np.searchsorted(column.codes[order], np.arange(len(column.words) + 1))
    employers = list(folded(list(table.column("employer").words))) if name == "class_code" else []
    for code, cell in enumerate(column.words):
        rows = order[bounds[code] : bounds[code + 1]]
        for word in dict.fromkeys((fold(cell), *items(cell))):
            yield (word,), rows
        if employers:
            of = table.column("employer").codes[rows]
            yield from (((fold(cell), employers[each]), rows[of == each]) for each in np.unique(of).tolist())


def _kinds_told(text: str) -> str:
    """The words of a cell without what says nothing, so that no sign stands before the first of them."""
    return "; ".join(part for part in parts_of(text, SIGNS, silent) if not silent(part))


def _titles_asked(screening: Screening, facts: Sequence[OpenFact]) -> Iterator[Asked]:
    """Titles with their employers, of jobs whose kinds of work hold a verdict back and are blank or not known."""
    table, kinds = screening.applicants.table("experience"), screening.pack.vocabularies["kinds"]
    title, employer, cell = (table.column(name) for name in ("title", "employer", "kinds"))
    titles, employers = (list(folded(list(each.words))) for each in (title, employer))
    left = np.array([kinds_left_to_title(word, kinds) is not None for word in cell.words], dtype=np.bool_)[cell.codes]
    left &= np.array([not silent(word) for word in title.words], dtype=np.bool_)[title.codes]
    post = title.codes.astype(np.int64) * len(employers) + employer.codes
    decisive, held = _decisive(screening), dict[Words, set[int]]()
    for fact in facts:
        question = fact.question
        if (question.table, question.column) == ("experience", "kinds") and fact.reject is None:
            of_rows = question.row >= 0
            owner, row = question.owner[of_rows], question.row[of_rows].astype(np.int64)
            mine = left[row] & decisive[fact.leaf][screening.pattern[owner]]
            for who, where in zip(owner[mine].tolist(), row[mine].tolist(), strict=True):
                words = titles[title.codes[where]], employers[employer.codes[where]]
                held.setdefault(words, set()).add(who)
    every = wherever(left).astype(np.int64)
    by_post: dict[Words, list[NDArray[np.int64]]] = defaultdict(list)
    for number, places in groups(post[every]):
        named = titles[number // len(employers)], employers[number % len(employers)]
        if named in held:
            by_post[named].append(every[places])
    for post_words, rows in by_post.items():
        asked, where = Asked(TITLE_COLUMN, post_words, held[post_words]), np.concatenate(rows)
        _counted(asked, table, where)
        told = (_kinds_told(cell.words[code]) for code in np.unique(cell.codes[where]).tolist())
        asked.duties = dict.fromkeys(sorted(text for text in told if text))
        yield asked
