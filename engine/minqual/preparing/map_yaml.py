"""A proposed column map as YAML with comments, for a person to read through. It shows no cell of the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from minqual.preparing.cell_agreement import date_in, is_date, is_level, said
from minqual.preparing.column_claims import IN_MONTHS
from minqual.preparing.column_groups import Proposed
from minqual.preparing.column_words import words_of_many
from minqual.preparing.heading_families import Family
from minqual.preparing.heading_words import CLOSED, HELD, NOT_HELD, NOTHING
from minqual.preparing.map_proposal import LeftOver, Proposal
from minqual.records import COLUMNS, DATES, FIGURES, YES_NO, YES_OR_NO
from minqual.sources import NOT_TICKED, TICKED
from minqual.values import fold, so_many

_NUMBERS: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b.*")
_ASKED_IF_BLANK: Final = {
    "education": "Who leaves all of these blank is asked for a degree; if that means none, add: if blank: no row",
    "credentials": "Who leaves all of these blank is asked for one; if that means none, add: if blank: no row",
}
_SHORT: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b.*")
_COMMA: Final = re.compile(r"\d+,\d{1,2}")
_POINT: Final = re.compile(r"\d+\.\d+")


def written_map(proposal: Proposal, name: str, source: str, *, show_words: bool = False) -> str:
    """The map as a file holds it. name: what it calls itself. source: the file that it was made from.

    show_words: whether the words of columns without a place are shown, as far as enough applicants share them.
    """
    return "\n".join(_lines(proposal, name, source, show_words)) + "\n"


def map_name(stem: str) -> str:
    """A name for the map of a file."""
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "proposed"


def quoted(text: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(signs.get(each) or (each if _plain(each) else f"\\U{ord(each):08X}") for each in text) + '"'


def _plain(sign: str) -> bool:
    return sign.isprintable() and not "\ud7ff" < sign < "\ue000" and sign not in "\ufeff\ufffe\uffff"


def _lines(proposal: Proposal, name: str, source: str, show_words: bool) -> Iterator[str]:  # noqa: FBT001
    yield f"# Proposed by `minqual applicants map` from the headings and cells of {quoted(source)}. Read it"
    yield "# through. A column has a place where both agree. What is not stated here stays open, and is asked for."
    yield f"map: {name}"
    if proposal.header_row > 1:
        yield f"header row: {proposal.header_row}"
    yield from _dates(proposal)
    if _has_commas(proposal):
        yield 'decimal sign: "," # numbers are written so'
    if blank := sorted({fold(cell) for family in _families(proposal) for cell in family.cells} & set(NOTHING)):
        yield f"blank words: {_list(blank)} # these words stand in the file; take out those that are answers"
    sheet = f", sheet: {quoted(proposal.sheet)}" if proposal.sheet else ""
    repeated = proposal.repeated
    if repeated.repeated and not proposal.several:
        yield f"# {repeated.said}:"
        yield "# nobody with such an id is judged until that is mended. If it is no slip, since the export has a row"
        yield "# for each job or the like, say: in several rows: yes"
    if proposal.several:
        built = f"{repeated.repeated} of {repeated.different} ids repeat, as where there is a row for each job"
        yield f"applicants: {{column: {quoted(proposal.ids)}{sheet}, in several rows: yes}} # {built}"
    elif sheet:
        yield f"applicants: {{column: {quoted(proposal.ids)}{sheet}}}"
    else:
        yield f"applicants: {quoted(proposal.ids)}"
    yield from _tables(proposal)
    yield from _rest(proposal, show_words)


def _tables(proposal: Proposal) -> Iterator[str]:
    stated = {group.table for group in proposal.groups}
    for table in list(COLUMNS)[1:]:
        if table in stated:
            yield from ("", f"{table}:")
        for group in proposal.groups:
            if group.table == table:
                yield from _group(group)
    missing = [table for table in ("education", "experience", "credentials") if table not in stated]
    if missing:
        yield from ("", "# No column was found for these: they are open for every applicant, not none.")
        yield f"not stated: [{', '.join(missing)}]"
    if proposal.partly:
        yield from (
            "",
            "# Of these a part is stated: what is not asked for, or not understood, is open, not none. So every",
            "# applicant is asked for more of them where that could decide: leave out what nobody has more of.",
        )
        yield f"not all stated: [{', '.join(table for table in COLUMNS if table in proposal.partly)}]"


def _rest(proposal: Proposal, show_words: bool) -> Iterator[str]:  # noqa: FBT001
    """The columns and sheets that have no part in the map."""
    if proposal.ignored:
        yield from ("", "# Names, places and the like take no part in any decision.")
        yield f"ignored: {_list(dict.fromkeys(proposal.ignored))}"
    if proposal.unplaced:
        yield from ("", "# These columns could not be placed. Give each its place above, or list it under ignored:")
        for left in proposal.unplaced:
            yield f"#   {quoted(left.heading)}{f': {left.why}' if left.why else ''}"
            yield from _words(left) if show_words else ()
    if proposal.not_read:
        yield from ("", "# These sheets hold nothing of the applicants above that is understood, and are not read:")
        yield from (f"#   {quoted(sheet)}" for sheet in proposal.not_read)


def _words(left: LeftOver) -> Iterator[str]:
    """The words that enough applicants share in a column without a place, and how many others there are."""
    if left.owners is None:
        return
    shown, others = words_of_many(left.columns, left.owners)
    told = [*map(quoted, shown), *([so_many(others, "other word")] if others else [])]
    yield f"#     {', '.join(told) or 'blank in every row'}"


def _group(group: Proposed) -> Iterator[str]:
    entries = [f"sheet: {quoted(group.sheet)}"] if group.sheet else []
    entries += [f"applicant_id: {quoted(group.ids)}"] if group.ids else []
    entries += [f"repeated: {_slots(group.slots)}"] if group.slots else []
    entries += ["rows: once # each job stands here once with each school: rows that say the same are one"] * group.once
    for column in (*COLUMNS[group.table][1:], "span"):
        if column in group.always:
            entries.append(f"{column}: {{always: {quoted(group.always[column])}}}")
        elif column in group.cells:
            entries.append(_cell(group, column))
    if group.box is not None:
        entries.append(_box(group, group.box))
    if group.when is not None:
        entries.append(_when(group.when, group.having))
    if group.having:
        yield "  # Whoever has a higher degree has a lower one too, of which nothing is stated: add words for those"
        entries.append("if blank: no row")
    elif group.later:
        entries.append("if blank: no row # who leaves all of these blank has no further one")
    elif not group.slots and not group.always and group.when is None and group.table in _ASKED_IF_BLANK:
        yield f"  # {_ASKED_IF_BLANK[group.table]}"
    for place, entry in enumerate(entries):
        yield f"  {'-' if place == 0 else ' '} {entry}"


def _cell(group: Proposed, column: str) -> str:
    """One column of ours with where it comes from."""
    cell = group.cells[column]
    if isinstance(cell, dict):
        keys: dict[str, str] = {part: quoted(cell[part].pattern) for part in ("year", "month", "day") if part in cell}
        if any(family.slots != group.slots for family in cell.values()):
            keys["optional"] = "yes"
        return f"{column}: {_mapping(keys)}"
    keys = {"column": quoted(cell.pattern)}
    if column in YES_OR_NO and (values := _meanings(cell, turned=column in group.turned)):
        keys["values"] = _mapping({quoted(word): quoted(meant) for word, meant in values.items()})
    if column in group.where:
        told, words = group.where[column]
        keys["where"] = f"{{column: {quoted(told.pattern)}, is: {_list(words)}}}"
    if column == "years" and IN_MONTHS & set(cell.words):
        keys["unit"] = "months"
    if column == "kinds" and (split := group.split or _split(cell)):
        keys["split"] = quoted(split[0]) if len(split) == 1 else _list(split)
    if cell.slots != group.slots:
        keys["optional"] = "yes"
    shown = keys["column"] if len(keys) == 1 else _mapping(keys)
    remark = _remark(column, cell)
    return f"{column}: {shown}{f' # {remark}' if remark else ''}"


def _meanings(family: Family, *, turned: bool) -> dict[str, str]:
    """Words of a column of yes and no, with what each means. turned: whether a yes means no, as of volunteers."""
    found = sorted(map(fold, family.cells))
    if turned:
        return {word: "no" if YES_NO[word] else "yes" for word in found if word in YES_NO}
    return {word: CLOSED[word] for word in found if word in CLOSED}


def _box(group: Proposed, family: Family) -> str:
    """The box that is ticked where a job goes on, with the words of the file for it."""
    found = sorted(map(fold, family.cells))
    keys = {"column": quoted(family.pattern)}
    if strange := [word for word in found if word in TICKED]:
        keys["ticked"] = _list(strange)
    if strange := [word for word in found if word in NOT_TICKED]:
        keys["not ticked"] = _list(strange)
    if family.slots != group.slots:
        keys["optional"] = "yes"
    return f"current: {_mapping(keys)}"


def _when(family: Family, having: Sequence[str]) -> str:
    if having:
        return f'when: {{column: {quoted(family.pattern)}, row for: {_list(having)}, no row for: ["*"]}}'
    found = {fold(cell) for cell in family.cells}
    yes = sorted({word for word in found if YES_NO.get(word) == 1 or word in HELD} | {"yes"})
    no = sorted({word for word in found if YES_NO.get(word) == 0 or word in NOT_HELD} | {"no"})
    return f"when: {{column: {quoted(family.pattern)}, row for: {_list(yes)}, no row for: {_list(no)}}}"


def _remark(column: str, family: Family) -> str:
    """What a person should look at in a column, in words that show no cell."""
    cells, strange = said(family), 0
    if column in YES_OR_NO:
        strange = sum(fold(cell) not in {*YES_NO, *CLOSED} for cell in cells)
    elif column == "level":
        strange = sum(not is_level(cell) for cell in cells)
    if strange:
        return f"{strange} different words in it cannot be read: give their meanings under values"
    if column == "end" and any("" in each.words for each in family.columns):
        return "if a blank means that the job goes on, add: if blank: present"
    return ""


def _split(family: Family) -> tuple[str, ...]:
    """What seems to stand between several kinds of work in one cell, besides a semicolon."""
    if any(";" in cell for cell in family.cells):
        return ()
    return tuple(sign for sign in ("|", ",") if any(sign in cell for cell in family.cells))[:1]


def _families(proposal: Proposal) -> Iterator[Family]:
    for group in proposal.groups:
        yield from group.families


def _of(proposal: Proposal, columns: Collection[str]) -> Iterator[str]:
    """The cells of some of our columns."""
    for group in proposal.groups:
        for column, cell in group.cells.items():
            if column in columns and not isinstance(cell, dict):
                yield from cell.cells


def _dates(proposal: Proposal) -> Iterator[str]:
    """The order of dates, where one of them is possible in that order alone."""
    cells = [cell for cell in _of(proposal, DATES) if _NUMBERS.fullmatch(cell) and is_date(cell)]
    month_first = any(date_in(cell, "day first") is None for cell in cells)
    day_first = any(date_in(cell, "month first") is None for cell in cells)
    if day_first and month_first:
        yield "date order: open # some dates have the day first, others the month: where both are possible, it is asked"
    elif day_first or month_first:
        yield f"date order: {'day first' if day_first else 'month first'} # dates with a part over 12 tell it"
    elif cells:
        yield "# date order: month first # or day first. No date tells it; without it both readings are possible"
    if any(_SHORT.fullmatch(cell) for cell in cells):
        yield "# two-digit years from: 1950 # years of two digits occur; without this they are set open"


def _has_commas(proposal: Proposal) -> bool:
    figures = list(_of(proposal, (*FIGURES, "answer")))
    return any(map(_COMMA.fullmatch, figures)) and not any(map(_POINT.fullmatch, figures))


def _slots(slots: Sequence[str]) -> str:
    numbers = [int(each) for each in slots if each.isdigit()]
    if len(numbers) == len(slots) and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{numbers[0]} to {numbers[-1]}"
    return _list(slots)


def _mapping(keys: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {said}" for key, said in keys.items()) + "}"


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, words)) + "]"
