"""Number formats of spreadsheets: the text that a cell with a number shows, with no more certainty than it shows."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

GENERAL: Final = "General"

BUILT_IN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)', 43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that workbooks name by a number alone (ECMA-376, 18.8.30), as they are in the United States."""

LONGEST_FORMAT: Final = 1_000
"""Signs of a number format; a longer one is not heeded (spreadsheet programs take 255)."""

_KEPT: Final = 50_000
"""Texts that one format remembers."""

_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?")
_TOKEN: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | [_*](?P<filler>.) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General) | (?P<noon>AM/PM|A/P) | (?P<power>E[+-]) | (?P<calendar>y+|m+|d+|h+|s+|e+|b+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_EXACT: Final = Context(prec=400)
_MOST_PLACES: Final = 30
"""Decimals, thousands and percents of a format that is heeded."""

_ISO: Final = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})?T?(?P<time>(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?)?Z?")
_ISO_DURATION: Final = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?")

_LAST_DAY: Final = 2_958_465
"""The serial number of 9999-12-31, counted from 1900."""

_FROM_1900: Final = date(1899, 12, 30)
_FROM_1904: Final = date(1904, 1, 1)
_NO_DAY: Final = "########"
"""What a spreadsheet shows for a number that is no day, in a cell that shows dates."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format between semicolons: what it shows, and of which numbers.

    tokens: (kind, text); kinds are literal, digit, point, comma, percent, plain, calendar and elapsed.
    """

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    def count(self, kind: str) -> int:
        """How many of its tokens are of one kind."""
        return sum(each == kind for each, _ in self.tokens)

    @property
    def shows_digits(self) -> bool:
        """Whether it shows the digits of a number: "-"?? shows none, in place of zero."""
        return any(kind == "digit" and text in "0#" for kind, text in self.tokens)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format by which numbers are shown. from_1904: whether days are counted from 1904, as old Macs did."""

    code: str
    from_1904: bool = False
    _sections: tuple[_Section, ...] = ()
    _known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, *, from_1904: bool = False) -> NumberFormat:
        """A format from its code: "0.00", "mmm-yy"."""
        heeded = code if 0 < len(code) <= LONGEST_FORMAT else GENERAL
        return cls(code, from_1904, () if heeded in {GENERAL, "@", "0"} else _sections(heeded))

    @property
    def dated(self) -> bool:
        """Whether it shows days or times."""
        return any(each.count("calendar") or each.count("elapsed") for each in self._sections)

    def shown(self, number: str) -> str:
        """The text that a stored number shows; ValueError if it is none.

        Where the format hides a number (";;;", or words in place of zero) it is told as it was typed.
        """
        if len(number) < 16 and number.isdigit() and number.isascii() and number[0] != "0" and not self._sections:
            return number
        text = self._known.get(number)
        if text is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            text = self._known[number] = self._text(_fifteen_digits(number))
        return text

    def _text(self, value: Decimal) -> str:
        section, signed = self._section(value)
        if section is None:
            return _plain(_rounded(value, 0)) if self.code == "0" else _plain(value)
        if section.count("calendar") or section.count("elapsed"):
            return _moment(value, section, self.from_1904)
        if not section.count("plain") and not section.count("text") and not section.shows_digits:
            return _plain(value)
        # A section for negative numbers may show them by their colour alone: a minus sign says the same.
        unsigned = signed or not any(kind == "literal" and set(text) & set("-(") for kind, text in section.tokens)
        sign = "-" if value < 0 and unsigned else ""
        shown = _figure(abs(value), section).strip()
        return shown if not sign or shown.strip("0.%") == "" else sign + shown

    def _section(self, value: Decimal) -> tuple[_Section | None, bool]:
        """The section that shows a number, and whether a minus sign is to stand before it."""
        sections = self._sections
        if not sections:
            return None, True
        if any(each.condition for each in sections):
            for each in sections:
                if each.condition is None or _holds(value, *each.condition):
                    return each, True
            return None, True
        if value < 0 and len(sections) > 1:
            return sections[1], False
        return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _fifteen_digits(number: str) -> Decimal:
    """A stored number, to the 15 digits that spreadsheets keep."""
    if len(number) > 400 or not _NUMBER.fullmatch(number):
        msg = "no number"
        raise ValueError(msg)
    value = Decimal(format(float(number), ".15g"))
    if not value.is_finite():
        msg = "no number"
        raise ValueError(msg)
    return value


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound, "=": value == bound,
        "<>": value != bound,
    }[sign]  # fmt: skip


def _sections(code: str) -> tuple[_Section, ...]:
    """The sections of a format; one for text is left out."""
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for match in [*_TOKEN.finditer(code), None]:
        if match is None or match["sign"] == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif match["bracket"] is not None:
            if told := _CONDITION.fullmatch(match["bracket"]):
                condition = (told[1], Decimal(told[2]))
            tokens += _bracket(match["bracket"])
        else:
            tokens += _token(match)
    return tuple(each for each in sections[:3] if ("text", "@") not in each.tokens or len(sections) == 1)


def _bracket(inside: str) -> list[tuple[str, str]]:
    """What stands in brackets: elapsed time, a currency's sign; colours, conditions and languages show nothing."""
    if inside.casefold().strip("hms") == "" and inside:
        return [("elapsed", inside.casefold()[0])]
    return [("literal", inside[1:].partition("-")[0])] if inside.startswith("$") else []


def _token(match: re.Match[str]) -> list[tuple[str, str]]:
    for kind in ("quoted", "escaped"):
        if match[kind] is not None:
            return [("literal", match[kind])]
    if match["filler"] is not None or match["noon"] is not None:
        return []
    if match["general"] is not None or match["power"] is not None:
        return [("plain", "")]
    if match["calendar"] is not None:
        return [("calendar", match["calendar"].casefold())]
    sign = match["sign"]
    if sign in "0#?":
        return [("digit", sign)]
    return [({".": "point", ",": "comma", "%": "percent", "@": "text"}.get(sign, "literal"), sign)]


def _figure(value: Decimal, section: _Section) -> str:
    """A number that is not negative, as a section shows it: rounded, without signs between thousands."""
    tokens = list(section.tokens)
    kinds = [kind for kind, _ in tokens]
    typed = _plain(value)
    if "plain" in kinds or "text" in kinds or ("literal", "/") in tokens:
        told = {"plain": typed, "text": typed}
        return typed if "digit" in kinds else "".join(told.get(kind, text) for kind, text in tokens)
    point = kinds.index("point") if "point" in kinds else len(kinds)
    before = [place for place, kind in enumerate(kinds) if kind == "digit" and place < point]
    decimals = sum(kind == "digit" for kind in kinds[point:])
    ends = before[-1] if before else point
    scale = next((at for at, kind in enumerate(kinds[ends + 1 : point]) if kind != "comma"), max(point - ends - 1, 0))
    if max(decimals, scale, kinds.count("percent")) > _MOST_PLACES:
        return typed
    scaled = _EXACT.scaleb(value, 2 * kinds.count("percent") - 3 * scale)
    whole, _, rest = format(_rounded(scaled, decimals), "f").partition(".")
    places = _placed(whole, [tokens[place][1] for place in before])
    shown = dict(zip(before, places, strict=True))
    out: list[str] = []
    for place, (kind, text) in enumerate(tokens):
        if place == point:
            fraction = rest.rstrip("0")
            out += [] if before else [whole]
            out.append(f".{fraction}" if fraction else "")
        elif kind == "digit":
            out.append(shown.get(place, ""))
        elif kind in {"literal", "percent"}:
            out.append(text)
    return "".join(out)


def _placed(whole: str, places: list[str]) -> list[str]:
    """The digits of a whole number, one to a place of the format; the first place holds those left over."""
    if not places:
        return []
    missing = len(places) - len(whole)
    if missing <= 0:
        return [whole[: 1 - missing], *whole[1 - missing :]]
    zero = places.index("0") if "0" in places else len(places)
    return ["0" if place >= zero else "" for place in range(missing)] + list(whole)


def _moment(value: Decimal, section: _Section, from_1904: bool) -> str:  # noqa: FBT001  # how days are counted
    """A date to the day, month or year that is shown; a time where no date is."""
    seconds = int(_rounded(value * 86_400, 0))
    letters = _letters(section)
    if not letters & set("ymda"):
        return _clock(seconds, section)
    day = int(_rounded(value * 86_400_000, 0) // 86_400_000)
    year, month, number = _day(day, from_1904)
    if not year:
        return _NO_DAY
    if "y" in letters and (letters & set("md")) != {"d"}:
        return f"{year:04}" + f"-{month:02}" * ("m" in letters) + f"-{number:02}" * ("d" in letters)
    # Without a year the date is not certain: the year that is stored was never typed.
    weekday = [calendar.day_abbr[calendar.weekday(year, month, max(number, 1))]] if letters == {"a"} else []
    said = weekday + [str(number)] * ("d" in letters) + [calendar.month_abbr[month]] * ("m" in letters)
    return " ".join(said + [str(year)] * ("y" in letters))


def _letters(section: _Section) -> set[str]:
    """What a format shows of a moment: y, m, d, h, s; n for minutes; a for the day of the week."""
    shown: set[str] = set()
    runs = [text for kind, text in section.tokens if kind in {"calendar", "elapsed"}]
    for place, run in enumerate(runs):
        letter = {"e": "y", "b": "y"}.get(run[0], run[0])
        following = runs[place + 1][0] if place + 1 < len(runs) else ""
        if letter == "m" and len(run) < 3 and ((place and runs[place - 1][0] == "h") or following == "s"):
            letter = "n"
        if letter == "d" and len(run) > 2:
            letter = "a"
        shown.add(letter)
    elapsed = {text for kind, text in section.tokens if kind == "elapsed"}
    return shown - {"m"} | {"n"} if "m" in elapsed else shown


def _clock(seconds: int, section: _Section) -> str:
    """A time of day, or time gone by, as hours, minutes and seconds."""
    if not section.count("elapsed"):
        seconds %= 86_400
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 or "s" in _letters(section) else text


def _day(serial: int, from_1904: bool) -> tuple[int, int, int]:  # noqa: FBT001  # how days are counted
    """Year, month and day of a serial number; zeros if it has none.

    Counted from 1900 there is a 29 February 1900 and a 0 January, because Lotus 1-2-3 had them.
    """
    if from_1904:
        found = _FROM_1904 + timedelta(days=serial) if 0 <= serial <= _LAST_DAY - 1462 else None
    elif serial in {0, 60}:
        return (1900, 1, 0) if serial == 0 else (1900, 2, 29)
    else:
        found = _FROM_1900 + timedelta(days=serial + (serial < 60)) if 0 < serial <= _LAST_DAY else None
    return (found.year, found.month, found.day) if found else (0, 0, 0)


def serial_of(text: str, *, from_1904: bool) -> str:
    """The serial number of a day, a time or a duration stored as text (ISO 8601); ValueError if it is none.

    What follows such a beginning is not looked at.
    """
    found = _ISO.match(text)
    if found is None or not (found["day"] or found["time"]):
        return str(_elapsed(text))
    hour, minute, second = (int(part or 0) for part in found.group(3, 4, 5))
    clock = time(hour, minute, second, int(float(found[6] or 0) * 1_000_000))
    passed = (hour * 3600 + minute * 60 + second + clock.microsecond / 10**6) / 86_400
    if not found["day"]:
        return str(passed)
    year, month, day = map(int, found["day"].split("-"))
    days = (date(year, month, day) - (_FROM_1904 if from_1904 else _FROM_1900)).days
    return str(days - (not from_1904 and 0 < days <= 60) + passed)


def _elapsed(text: str) -> float:
    """A duration in days."""
    found = _ISO_DURATION.match(text)
    if found is None or not any(found.groups()):
        msg = "no moment"
        raise ValueError(msg)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds).total_seconds() / 86_400
