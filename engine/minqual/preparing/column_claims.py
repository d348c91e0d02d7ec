"""What each column of a file is taken for, by its heading and its cells together; or why it is taken for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from minqual.preparing.cell_agreement import (
    SYSTEMS,
    Known,
    agree,
    are_days,
    is_duration,
    is_number,
    is_yes_no,
    mostly,
    said,
)
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import (
    Meaning,
    Phrase,
    answers,
    asks_to_drive,
    is_private,
    meanings,
    part_of,
    phrase_of,
    table_of,
    units_of,
    words_of,
)
from minqual.values import MONTHS, Vocabulary, fold, plain

if TYPE_CHECKING:
    from minqual.clauses import NamedQuestion
    from minqual.packs import Pack

AMOUNT: Final = frozenset(
    {"years", "year", "yrs", "yr", "months", "month", "mos", "of", "in", "experience", "exp", "full", "time"}
    | {"number", "total", "how", "many", "with", "work", "as", "a"}
)
"""Words of a heading that states how long some kind of work lasted, besides the kind."""

IN_MONTHS: Final = frozenset({"months", "month", "mos"})
_IN_YEARS: Final = frozenset({"years", "year", "yrs"})

_SYSTEM: Final = (
    "units of which system is not said: give it under semester_units or under quarter_units, or under both with where; "
    "under credits if nobody knows"
)
_STRANGE: Final = "it is called like {} of {}, but most of its cells are no such thing"
_NUMBER_OF_LICENCE: Final = (
    "the number of a licence? If whoever has one is licensed, say under credentials: name: {{always: {}}}, "
    'when: {{column: {}, row for: ["*"], no row for: ["no", "none"]}}'
)
_LAST_MONTH, _LAST_DAY = 12, 31


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Asked:
    """The words of a pack that headings and cells may speak of.

    questions: by name, how each is asked. numbers: those answered by a number; events: by days. licences: credentials
    to drive. full_time: hours a week.
    """

    kinds: Vocabulary
    questions: Mapping[str, str]
    licences: Sequence[str] = ()
    known: Known = field(default_factory=lambda: Known({}))
    numbers: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    full_time: str = "40"


NOTHING_ASKED: Final = Asked(Vocabulary({}), {})


def asked_by(pack: Pack, asked: Iterable[NamedQuestion]) -> Asked:
    """The words of a pack. asked: its questions."""
    questions = list(asked)
    forms = {form: frozenset(each.name for each in questions if each.form == form) for form in ("a number", "days")}
    licences = [name for name in pack.credentials if "license" in phrase_of(words_of(name)) and "driver" in fold(name)]
    return Asked(
        pack.vocabularies["kinds"],
        {each.name: each.ask for each in questions},
        licences,
        Known(pack.vocabularies),
        forms["a number"],
        forms["days"],
        plain(pack.policy.full_time_hours),
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Claim:
    """A column that is taken for one of ours.

    part: year, month or day, where a date stands in several columns. always: our columns with the same words in every
    row. own: whether the heading itself tells the table. asks: whether yes or no in it says if there is a row.
    where: the column that tells its system, with the words there for it. turned: whether a yes in it means no.
    """

    family: Family
    table: str
    column: str
    part: str = ""
    always: Mapping[str, str] = field(default_factory=dict)
    own: bool = True
    asks: bool = False
    where: tuple[Family, tuple[str, ...]] | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unplaced:
    """A column that is taken for nothing. why: what a person should know of it, if anything."""

    family: Family
    why: str = ""


def taken(members: Sequence[Family], asked: Asked) -> tuple[list[Claim], list[Unplaced], list[Family]]:
    """What each column is taken for, in the order of the file; those taken for nothing; those never to be used."""
    claims: list[Claim] = []
    unplaced: list[Unplaced] = []
    private: list[Family] = []
    systems = [family for family in members if _tells_system(family)]
    for family in members:
        special = _question(family, asked) or _duration(family, asked) or _driving(family, asked)
        if special is None and is_private(family.words):
            private.append(family)
            continue
        found = list(_claims(family, asked, systems)) if special is None else [special]
        claims += found
        if not found and family not in systems:
            unplaced.append(Unplaced(family, _why(family, asked)))
    jobs = {claim.column for claim in claims if claim.table == "experience"}
    if jobs == {"years"}:
        claims += _other_durations(unplaced, asked)
        unplaced = [each for each in unplaced if not any(each.family is claim.family for claim in claims)]
    used = [claim.where[0] for claim in claims if claim.where is not None]
    return claims, [*unplaced, *(Unplaced(each) for each in systems if each not in used)], private


def _claims(family: Family, asked: Asked, systems: Sequence[Family]) -> Iterator[Claim]:
    """What one column is taken for by the words of its heading: one of our columns, units of two systems, nothing."""
    words = family.words
    if (part := part_of(words)) is not None and mostly(said(family), _PARTS[part[2]]):
        table, column, name = part
        yield Claim(family, table, column, name, own=table_of(phrase_of(words)) == table)
    elif (system := units_of(words)) is not None:
        yield from _units(family, system, systems, asked)
    elif (meaning := next((each for each in meanings(words) if _fits(family, each, asked)), None)) is not None:
        yield _claim(family, meaning)
    elif _lasts(family):
        yield Claim(family, "experience", "years")


def _lasts(family: Family) -> bool:
    """Whether a column that is called like the dates of a job says how long it lasted in their place."""
    called = any((each.table, each.column) == ("experience", "span") for each in meanings(family.words))
    of_job = table_of(phrase_of(family.words)) == "experience"
    return called and of_job and bool(said(family)) and _are_durations(family)


def _fits(family: Family, meaning: Meaning, asked: Asked) -> bool:
    return agree(family, meaning.table, meaning.column, asked.known, sure=meaning.sure)


def _claim(family: Family, meaning: Meaning) -> Claim:
    """A column as what its heading means."""
    table, column = meaning.table, meaning.column
    own = table_of(phrase_of(family.words)) == table
    if column == "unpaid":
        turned = mostly(said(family), is_yes_no)
        return Claim(family, table, "paid", own=own, turned=turned)
    if column == "standing":
        return Claim(family, table, column, own=own, asks=True)
    return Claim(family, table, "hours_per_week" if column == "hours" else column, own=own)


def _units(family: Family, systems: tuple[str, ...], told: Sequence[Family], asked: Asked) -> Iterator[Claim]:
    """Units of the system that the heading names, or that another column tells."""
    if len(systems) == 1:
        column = f"{systems[0]}_units"
        if agree(family, "education", column, asked.known):
            yield Claim(family, "education", column)
        return
    beside = [each for each in told if each.slots == family.slots and each.place == family.place]
    if len(beside) != 1 or not agree(family, "education", "semester_units", asked.known):
        return
    for system, test in SYSTEMS.items():
        words = tuple(sorted({fold(cell) for cell in said(beside[0]) if test(cell)}))
        if words:
            yield Claim(family, "education", f"{system}_units", where=(beside[0], words))


def _tells_system(family: Family) -> bool:
    """Whether a column says of which system the units beside it are: its heading speaks of them, its cells name one."""
    phrase = phrase_of(family.words)
    about = {"units", "semester", "quarter", "system", "term"} & phrase
    cells = said(family)
    return bool(about and cells) and all(any(test(cell) for test in SYSTEMS.values()) for cell in cells)


def _question(family: Family, asked: Asked) -> Claim | None:
    """A column that answers a question of the pack."""
    words = family.words
    for question, ask in asked.questions.items():
        if family.slots or not answers(words, _all(question), _all(ask)):
            continue
        test = is_number if question in asked.numbers else are_days if question in asked.events else is_yes_no
        if mostly(said(family), test):
            return Claim(family, "answers", "answer", always={"question": question})
    return None


def _all(text: str) -> Phrase:
    return frozenset(words_of(text))


def _duration(family: Family, asked: Asked) -> Claim | None:
    """A column that says how long some kind of work of the pack lasted."""
    known = (kind for said_so in _lasting(family.words) if (kind := asked.kinds.meaning(said_so)) is not None)
    kind = None if family.slots else next(known, None)
    if kind is None or not _are_durations(family):
        return None
    return _of_kind(family, kind, asked)


def _of_kind(family: Family, kind: str, asked: Asked) -> Claim:
    """A column that says how long work of a kind lasted; in full-time years where its heading says so."""
    full_time = {"hours_per_week": asked.full_time} if {"full", "time"} <= set(family.words) else {}
    return Claim(family, "experience", "years", always={"kinds": kind, **full_time})


def _lasting(words: tuple[str, ...]) -> Sequence[str]:
    """The kind of work of which a heading says how long it lasted, as it may be meant; nothing if it speaks of no time.

    "Months of experience in clerical work" and "Years of clerical work experience" alike are of clerical work.
    """
    if not (IN_MONTHS | _IN_YEARS) & set(words):
        return ()
    first = next((place for place, word in enumerate(words) if word not in AMOUNT), len(words))
    last = len(words) - (words[-1] in {"experience", "exp"})
    bare = [word for word in words if word not in AMOUNT]
    return tuple(dict.fromkeys(fold(" ".join(each)) for each in (words[first:last], bare) if each))


def _are_durations(family: Family) -> bool:
    months = bool(IN_MONTHS & set(family.words))
    return mostly(said(family), lambda cell: is_duration(cell, months=months))


def _other_durations(unplaced: Sequence[Unplaced], asked: Asked) -> Iterator[Claim]:
    """Columns that say how long other kinds of work lasted, in a file that states no jobs: in its own words."""
    for each in unplaced:
        words = each.family.words
        kinds, told = _lasting(words), {"experience", "exp"} & set(words)
        if kinds and told and not each.family.slots and said(each.family) and _are_durations(each.family):
            yield _of_kind(each.family, kinds[0], asked)


def _driving(family: Family, asked: Asked) -> Claim | None:
    """A column that says yes or no to a driver's license; it then tells whether there is a row of one."""
    cells = said(family)
    if family.slots or not asks_to_drive(family.words) or not cells or not all(map(is_yes_no, cells)):
        return None
    name = asked.licences[0] if asked.licences else "driver's license"
    return Claim(family, "credentials", "name", always={"name": name}, asks=True)


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) in {2, 4}


def _is_month(text: str) -> bool:
    return fold(text).rstrip(".") in MONTHS or (text.isdigit() and 1 <= int(text[:9]) <= _LAST_MONTH)


def _is_day(text: str) -> bool:
    return text.isdigit() and 1 <= int(text[:9]) <= _LAST_DAY


_PARTS: Final = {"year": _is_year, "month": _is_month, "day": _is_day}


def _why(family: Family, asked: Asked) -> str:
    """What a person should know of a column that is taken for nothing."""
    phrase = phrase_of(family.words)
    if {"license", "number"} <= phrase and not family.slots:
        drives = asked.licences if {"driver", "drivers", "driving"} & phrase else ()
        name = next(iter(drives), "driver's license" if {"driver", "drivers", "driving"} & phrase else "...")
        return _NUMBER_OF_LICENCE.format(json.dumps(name), json.dumps(family.pattern, ensure_ascii=False))
    system = units_of(family.words)
    if system is not None and len(system) != 1:
        return _SYSTEM
    found = meanings(family.words)
    return _STRANGE.format(found[0].column.replace("_", " "), found[0].table) if found else ""
