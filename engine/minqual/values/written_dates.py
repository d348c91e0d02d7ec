"""Dates as people write them, as bounds: a day, a month, Q3 2020, mid-2019, 2018-19, 201X, about 2010."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from minqual.values.date_stretches import MONTHS, academic_year, stretch, two_years
from minqual.values.dates import EARLIEST_YEAR, LATEST_YEAR, NO_MONTH, PartialDate
from minqual.values.edtf import EVER, read_edtf
from minqual.values.listed_words import word_lists
from minqual.values.typography import typed

DATE_FORMS: Final = (
    "a date such as 2021-06-30, 2021-06, 2021, 6/30/2021, 6/2021, Jun 2021, June 30, 2021 or Summer 2021"
)

_WORDS: Final = word_lists(Path(__file__).with_suffix(".yaml"))

PRESENT: Final = frozenset(_WORDS["present"])
"""What an end date may say of a job that goes on: the as-of date."""
NEVER: Final = frozenset(_WORDS["never"])
"""What an expiry may say of a credential that does not expire."""
_BETWEEN_WORDS: Final = re.compile(r"[\s()\[\].,;:!*\"'\u2019-]+")

NO_DATE: Final = "not a date"
TWO_DIGITS: Final = "a year of two digits"
FROM_TO: Final = "two dates, from and to, in the place of one"
ADVICE: Final = {
    TWO_DIGITS: "; a column map with 'two-digit years from' reads years of two digits",
    NO_MONTH: "; where the day stands before the month, a column map with 'date order: day first'",
    FROM_TO: "; a column map with 'span' reads the two of them out of one column",
}
"""What may help against a fault of a date, to be said after the forms that are read."""

FIRST_DAY_NUMBER: Final = 14977
LAST_DAY_NUMBER: Final = 73415
"""Days as a spreadsheet numbers them, from 1941 to 2100: other numbers of five digits are no dates."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_LIKELY_YEARS: Final = range(1950, 2050)
"""Years that the last four digits of a number may be, whose first one is then a month."""

LONGEST_DATE: Final = 60
"""Characters of the longest text that is read as a date."""

YEARS_ABOUT: Final = 5
"""Years by which "about 2010" may be off either way; a month or a day by one."""

Order = Literal["month first", "day first", "open"]
"""What stands first in a date of numbers: the month, the day, or the one or the other."""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})")
_HYPHENED: Final = re.compile(r"(\d{1,2})-(?:(\d{1,2})-)?(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?|\.(\d{1,2})\.(\d{1,2}))")
_EIGHT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_NUMBER: Final = re.compile(r"(\d{5})(?:\.\d*)?")
_MONTH_FIRST: Final = re.compile(
    r"([A-Za-z]{3,9})\.?[\s,/-]*(?:(?<=[\s,/.-])(\d{1,2})(?:st|nd|rd|th)?[\s,/-]+)?(\d{4})", re.IGNORECASE
)
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/-]*(?:of\s+)?([A-Za-z]{3,9})\.?[\s,/-]*(\d{4})", re.IGNORECASE
)
_YEAR_AND_NAME: Final = re.compile(r"(\d{4})[\s,/-]+([A-Za-z]{3,9})\.?(?:[\s/-]+(\d{1,2}))?")
_TIMED: Final = re.compile(
    r"(.*\d)(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|[A-Z]{2,5})?(?:[+-]\d{2}:?\d{2})?(?:\s*\(.*\))?",
)
_WEEKDAY: Final = re.compile(
    r"((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\.?,?\s+(.+)", re.IGNORECASE
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EITHER: Final = re.compile(r"(.+?)\s+or\s+(.+)", re.IGNORECASE)
_ENCLOSED: Final = re.compile(r"\((.*)\)|\"(.*)\"|'(.*)'")
_ABOUT: Final = re.compile(
    r"(?:(?:circa|about|around|approx(?:imately|\.)?|roughly|abt\.?|estimated|est\.|ca\.)\s*|ca?\.?\s*(?=\d)|c\.\s*|~\s*)(.+)"
    r"|(.+?)(?:\s*[?~%]|\s*\(?(?:approximately|approx\.?|estimated|est\.?|or so|circa|\?)\)?)",
    re.IGNORECASE,
)
_IN_PART: Final = re.compile(r"[?~%]*(?:[\dXx]+[?~%]*)(?:-[?~%]*[\dXx]+[?~%]*){0,2}")
_BOUNDED: Final = re.compile(r"(before|prior to|after|later than)\s+(.+)", re.IGNORECASE)
_FROM_TO: Final = re.compile(r"\s+(?:-|to|until|till|through|thru)\s+|\.\.|-", re.IGNORECASE)
_SHORT_YEAR: Final = re.compile(
    r"\d{1,2}[/.-](\d{1,2}[/.-])?'?\d{2}|(\d{1,2}[\s-]+)?[A-Za-z]{3,9}\.?[\s,'-]+(\d{1,2},?\s+)?'?\d{2}"
    r"|Q[1-4][\s/'-]*\d\d|[1-4]Q[\s/'-]*\d\d",
    re.IGNORECASE,
)

_OF_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])(?:(\d{1,2})\2)?(\d{4}|'?\d{2})")
_ORDERED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/.-])")
_SHORT_NAMED: Final = re.compile(
    r"(?:(\d{1,2})[\s-]+)?([A-Za-z]{3,9})\.?(?:[\s-]+(\d{1,2}),)?[\s,-]*['\u2019\s-](\d{2})", re.ASCII
)


@lru_cache(maxsize=1 << 10)
def goes_on(text: str) -> bool:
    """Whether an end says that the job goes on."""
    return _without_signs(text) in PRESENT


@lru_cache(maxsize=1 << 10)
def never_expires(text: str) -> bool:
    """Whether an expiry says that there is none."""
    return _without_signs(text) in NEVER


def _without_signs(text: str) -> str:
    """Words in small letters, with single blanks in place of all signs between them."""
    words = typed(text).casefold().replace("n't", "nt")
    return _BETWEEN_WORDS.sub(" ", words).strip()


def parse_date(text: str) -> PartialDate:
    """The days that a written date covers; ValueError says what is wrong with its shape.

    Dates of numbers are month first, unless the year stands first. "A or B" is every day from the one date to the
    other. The time of a day is passed over. "present" is not a date: see PRESENT.
    """
    if found := _ISO.fullmatch(text):
        return _iso(*found.groups())
    if found := _SLASHED.fullmatch(text):
        return _of(found[3], found[1], found[2])
    text = _bare(text)
    if (found := _EITHER.fullmatch(text)) and all(map(_is_one, found.groups())):
        return PartialDate.between(*map(_one, found.groups()))
    return _one(text)


def date_if_any(text: str) -> PartialDate | None:
    """The date that a text is; None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def award_date(text: str) -> PartialDate:
    """The days that the date of a degree covers: 2018-19 is an academic year, and 2010-11 may be one."""
    covered = parse_date(text)
    written = typed(text)
    found = _ISO.fullmatch(written) or _YEAR_FIRST.fullmatch(written)
    if found is None or found[3] or len(found[2] or "") != 2 or two_years(found[1], found[2]) is None:
        return covered
    academic = academic_year(found[1])
    return PartialDate.between(covered, academic) if 1 <= int(found[2]) <= 12 else academic


def _bare(text: str) -> str:
    """A date without brackets and quotes around it, and stops behind it; ValueError for what is too long for one."""
    if len(text) > LONGEST_DATE:
        raise ValueError(NO_DATE)
    text = _without_stops(typed(text))
    if found := _ENCLOSED.fullmatch(text):
        text = _without_stops((found[1] or found[2] or found[3] or "").strip())
    return text


def _without_stops(text: str) -> str:
    """A text without stops behind it, two points apart, which leave an end open."""
    return text if text.endswith("..") else text.rstrip(" .,;:")


def _one(text: str) -> PartialDate:
    """One written date, exact or not; ValueError says what is wrong with its shape."""
    text = _untimed(text)
    if found := _dated(text):
        return found
    if _is_from_to(text):
        raise ValueError(FROM_TO)
    raise ValueError(TWO_DIGITS if _SHORT_YEAR.fullmatch(text) else NO_DATE)


def _dated(text: str) -> PartialDate | None:
    """One written date, exact or not; None for what is none."""
    return _simple(text) or _qualified(text) or _on_weekday(text) or _bounded(text)


def _untimed(text: str) -> str:
    """A text without the time of the day behind a date."""
    timed = _TIMED.fullmatch(text)
    return timed[1] if timed else text


def _simple(text: str) -> PartialDate | None:
    """A date that says of nothing that it is not certain; None for what is none."""
    for form, read in _FORMS:
        if (found := form.fullmatch(text)) and (date_ := read(found)):
            return date_
    return stretch(text) or read_edtf(text)


def _qualified(text: str) -> PartialDate | None:
    """A date that is said to be about right; None for any other."""
    if found := _ABOUT.fullmatch(text):
        inside = _simple(found[1] or found[2])
    elif _IN_PART.fullmatch(text) and re.search(r"[?~%]", text):
        inside = _simple(re.sub(r"[?~%]", "", text))
    else:
        return None
    if inside is None:
        return None
    years = YEARS_ABOUT if (inside.latest - inside.earliest).days > 31 else 1
    first, last = inside.earliest, inside.latest
    return PartialDate(max(EVER.earliest, _years_later(first, -years)), min(EVER.latest, _years_later(last, years)))


def _years_later(day: date, years: int) -> date:
    """The same day of another year, the 28th of February for the 29th."""
    year = min(max(day.year + years, EARLIEST_YEAR - 1), LATEST_YEAR + 1)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _on_weekday(text: str) -> PartialDate | None:
    """A day with the name of its weekday, which must be right."""
    found = _WEEKDAY.fullmatch(text)
    covered = _simple(found[2]) if found else None
    if found is None or covered is None:
        return None
    if not covered.exact or covered.earliest.weekday() != _WEEKDAYS.index(found[1][:3].casefold()):
        msg = "a day that is another day of the week"
        raise ValueError(msg)
    return covered


def _bounded(text: str) -> PartialDate | None:
    """Any day before a date, or after one."""
    found = _BOUNDED.fullmatch(text)
    covered = _simple(found[2]) if found else None
    if found is None or covered is None:
        return None
    if found[1].casefold() in {"before", "prior to"}:
        return PartialDate(EVER.earliest, max(EVER.earliest, covered.earliest - timedelta(days=1)))
    return PartialDate(min(EVER.latest, covered.latest + timedelta(days=1)), EVER.latest)


def _is_from_to(text: str) -> bool:
    """Whether a text is two dates, or a date and the present."""
    pairs = ((text[: sign.start()], text[sign.end() :]) for sign in _FROM_TO.finditer(text.removeprefix("from ")))
    return any(_is_one(one.strip()) and (_is_one(other.strip()) or goes_on(other)) for one, other in pairs)


def _is_one(text: str) -> bool:
    """Whether a text is one date."""
    try:
        return text != "" and _dated(_untimed(text)) is not None
    except ValueError:
        return False


def _iso(year: str, month: str | None, day: str | None) -> PartialDate:
    """A date with its year first; a month or a day of 00 is not known."""
    if month and not 1 <= int(month) <= 12 and day is None and len(month) == 2 and (years := two_years(year, month)):
        return years
    return _of(year, month, day)


def _of(year: str, month: str | int | None = None, day: str | None = None) -> PartialDate:
    """A date of numbers; a day of 00, and a month of 00 without a day, are not known."""
    known_day = int(day) if day and day != "00" else None
    known_month = int(month) if month and (month != "00" or known_day) else None
    return PartialDate.of(int(year), known_month, known_day)


def _named(year: str, name: str, day: str | None = None) -> PartialDate | None:
    """A date with the name of its month, None where there is no such month."""
    month = MONTHS.get(name.casefold())
    return None if month is None else _of(year, month, day)


def _numbered(number: str) -> PartialDate | None:
    """The day that a spreadsheet numbers so, None for other numbers; a month and its year, where it may be these."""
    readings = []
    if FIRST_DAY_NUMBER <= int(number) <= LAST_DAY_NUMBER:
        day = date.fromordinal(_DAY_ZERO + int(number))
        readings.append(PartialDate(day, day))
    month, year = int(number[0]), int(number[1:])
    if readings and month and year in _LIKELY_YEARS:
        readings.append(PartialDate.of(year, month))
    return PartialDate.between(*readings) if readings else None


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate | None]], ...]] = (
    (_ISO, lambda found: _iso(*found.groups())),
    (_SLASHED, lambda found: _of(found[3], found[1], found[2])),
    (_MONTH_FIRST, lambda found: _named(found[3], found[1], found[2])),
    (_DAY_FIRST, lambda found: _named(found[3], found[2], found[1])),
    (_HYPHENED, lambda found: _of(found[3], found[1], found[2])),
    (_YEAR_FIRST, lambda found: _iso(found[1], found[2] or found[4], found[3] or found[5])),
    (_EIGHT, lambda found: _of(*found.groups())),
    (_DAY_NUMBER, lambda found: _numbered(found[1])),
    (_YEAR_AND_NAME, lambda found: _named(*found.groups())),
)
"""Every form of one date, with what it covers; None where a word in it is no month."""


def plain_date(text: str, order: Order, century: int | None) -> str:
    """A written date in a form that parse_date reads, by the order of its numbers and the century of short years.

    order: what stands first in a date of numbers; where it is open and both readings exist, "A or B". century: the
    first of the hundred years that two digits may stand for (1950: 50 is 1950, 49 is 2049); None: they stay unread.
    Any other text comes back unchanged; a date that its order does not allow comes back as one that is refused.
    """
    if len(text) > LONGEST_DATE:
        return text
    written = _bare(text)
    if found := _EITHER.fullmatch(written):
        pair = [plain_date(each, order, century) for each in found.groups()]
        dates = [date for date in map(date_if_any, pair) if date is not None]
        return str(PartialDate.between(*dates)) if len(dates) == 2 else " or ".join(pair)
    written = _untimed(written)
    if found := _OF_NUMBERS.fullmatch(written):
        year = _whole_year(found[4], century)
        return text if year is None else _in_order(found[1], found[3], year, order)
    found = _SHORT_NAMED.fullmatch(written)
    if found and century is not None and found[2].casefold() in MONTHS and not (found[1] and found[3]):
        year = _whole_year(found[4], century)
        month, day = MONTHS[found[2].casefold()], found[1] or found[3]
        return f"{year}-{month:02d}-{int(day):02d}" if day else f"{year}-{month:02d}"
    return in_order(text, order)


def in_order(text: str, order: Order) -> str:
    """A text in which every day of numbers with a year of four digits stands with its year first, or as "A or B"."""
    return _ORDERED.sub(lambda inside: _in_order(inside[1], inside[3], inside[4], order), text)


_SEPARATORS: Final = frozenset("/.-")


def told_order(text: str, century: int | None = None) -> Order | None:
    """Which order of its numbers a written date allows: one, or either ("open"); None where it tells nothing.

    A day and a month that are the same number tell nothing. century: as in plain_date.
    """
    if len(text) > LONGEST_DATE or (text.isascii() and text[1:2] not in _SEPARATORS and text[2:3] not in _SEPARATORS):
        return None
    found = _OF_NUMBERS.fullmatch(_untimed(_bare(text)))
    if found is None or found[3] is None or found[1] == found[3] or _whole_year(found[4], century) is None:
        return None
    one, other = int(found[1]), int(found[3])
    by_month, by_day = one <= 12 and other <= 31, other <= 12 and one <= 31
    if one == other or not (by_month or by_day):
        return None
    return "open" if by_month and by_day else "month first" if by_month else "day first"


def _in_order(one: str, other: str | None, year: str, order: Order) -> str:
    """A date of numbers with its year first."""
    if other is None:
        return f"{year}-{one:0>2}"
    by_month, by_day = f"{year}-{one:0>2}-{other:0>2}", f"{year}-{other:0>2}-{one:0>2}"
    if order != "open":
        return by_month if order == "month first" else by_day
    possible = [each for each in dict.fromkeys((by_month, by_day)) if date_if_any(each) is not None]
    return " or ".join(possible) or by_month


def _whole_year(digits: str, century: int | None) -> str | None:
    """A year of four digits; None for one of two digits without a century."""
    if len(digits) == 4:
        return digits
    return None if century is None else str(century + (int(digits[-2:]) - century) % 100)
