"""Forms of cells: in which of the ways that minqual reads each cell is written, and its shape without its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from minqual.records import DATES, FIGURES, YES_NO, YES_OR_NO
from minqual.values import PartialDate, bounds_form, date_if_any, fold, goes_on, never_expires

NUMBERS: Final = "numbers"
"""The form of a plainly written number, of which the smallest and the largest are told."""

OTHER: Final = "in other words"
"""The form of a cell that is read and has none of the forms told apart here."""

_DAY_NUMBER: Final = re.compile(r"\d{5}(\.\d+)?")
_ORDERED: Final = re.compile(r"\d{1,2}\D\d{1,2}\D\d{4}|\d{4}-\d\d-\d\d or \d{4}-\d\d-\d\d")
_OF_ONE_FIGURE: Final = {
    NUMBERS: re.compile(r"\+?(\d+(\.\d*)?|\.\d+)"),
    "percentages": re.compile(r"\+?(\d+(\.\d*)?|\.\d+)\s*%"),
    "with thousands separators": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"),
}
_WITH_UNIT: Final = re.compile(r"[\d.,]+\s*[^\W\d].*")

LONGEST_SHAPE: Final = 24
_LONGEST_WORD: Final = 4
"""Letters of one word that a shape shows: how long a name is, is no one's business."""


def form_reader(column: str) -> Callable[[str], str] | None:
    """What tells the form of a filled, readable cell of a column; None for columns of free words."""
    if column in DATES:
        return _form_of_date
    if column in FIGURES:
        return _form_of_figure
    if column in YES_OR_NO:
        return _form_of_yes_no
    if column == "answer":
        return _form_of_answer
    return None


def _form_of_date(text: str) -> str:
    if goes_on(text) or never_expires(text):
        return "present" if goes_on(text) else "no expiry"
    if _DAY_NUMBER.fullmatch(text):
        return "Excel day number"
    covered = date_if_any(text)
    return OTHER if covered is None else _precision(text, covered)


def _precision(text: str, covered: PartialDate) -> str:
    """How exactly a date is known."""
    first, last = covered.earliest, covered.latest
    tests = {
        "to the day": first == last,
        "to the month": (first.year, first.month, 1) == (last.year, last.month, first.day),
        "to the year": (first.year, 1, 1, 12, 31) == (last.year, first.month, first.day, last.month, last.day),
        "open day/month order": _ORDERED.fullmatch(text) is not None,
    }
    return next((name for name, passed in tests.items() if passed), "several days possible")


def _form_of_figure(text: str) -> str:
    for form, pattern in _OF_ONE_FIGURE.items():
        if pattern.fullmatch(text):
            return form
    return bounds_form(text) or ("with a unit" if _WITH_UNIT.fullmatch(text) else OTHER)


def _form_of_yes_no(text: str) -> str:
    stated = YES_NO.get(fold(text))
    return OTHER if stated is None else "yes" if stated else "no"


def _form_of_answer(text: str) -> str:
    if fold(text) in YES_NO and not _OF_ONE_FIGURE[NUMBERS].fullmatch(text):
        return _form_of_yes_no(text)
    if ";" in text or not _OF_ONE_FIGURE[NUMBERS].fullmatch(text):
        forms = {_form_of_date(part.strip()) for part in text.split(";") if part.strip()}
        if OTHER not in forms:
            return f"days, {forms.pop()}" if len(forms) == 1 else "days"
    return _form_of_figure(text)


def shape(text: str) -> str:
    """The shape of a cell, which tells nothing of its content: "Aaaa aaaa", "9999-99-99", "a9".

    Letters are a or A, digits 9, long words cut, signs beyond punctuation a middle dot.
    """
    signs: list[str] = []
    run = 0
    for sign in text:
        shown = _shown(sign)
        run = run + 1 if shown in "Aa" else 0
        if run <= _LONGEST_WORD:
            signs.append(shown)
        if len(signs) > LONGEST_SHAPE:
            return "".join(signs[:LONGEST_SHAPE]) + "..."
    return "".join(signs)


def _shown(sign: str) -> str:
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    if sign.isnumeric():
        return "9"
    return sign if sign.isascii() and sign.isprintable() else "·"
