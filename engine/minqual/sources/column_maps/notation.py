"""How a column map writes things down: where a cell comes from, what its words mean, which columns repeat."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from minqual.notation import AnyNames, Mistake, Names, PackModel
from minqual.records import COLUMNS, YES_NO
from minqual.sources.column_maps.spans import span_of
from minqual.values import (
    DATE_FORMS,
    DEGREE_WORDS,
    fold,
    goes_on,
    never_expires,
    parse_date,
    read_degree,
    says_none,
    silent,
)

MOST_SLOTS: Final = 100
"""How often a group may be repeated side by side; no form asks for more jobs."""

NUMBERS, WORDS = "numbers found", "words found"
"""What `repeated` says where the headings of the file decide: whatever number, or word, stands for {n} in them."""

_OWN: Final = {column for columns in COLUMNS.values() for column in columns}
_SLOT: Final = re.compile(r"\{(n|n:0?\d|letter)\}")
_PLACE: Final = re.compile(r"(\{(?:n|n:0?\d|letter)\})")


def map_key(field: str) -> str:
    """The key of a field in a map: columns of our tables as they are called, all else in words."""
    if field == "two_digit_years_from":
        return "two-digit years from"
    return field if field in _OWN else field.strip("_").replace("_", " ")


class MapModel(PackModel):
    """A mapping in a column map: keys in words, or the names of our own columns; no other key is allowed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=map_key,
        validate_by_alias=True,
        validate_by_name=False,
        serialize_by_alias=True,
        defer_build=True,
    )


def _yes(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in {"yes", "no"}:
        return value == "yes"
    raise ValueError("yes or no")


def _slots(value: object) -> object:
    """The words that stand for {n}, from "1 to 5", from a list, or as the headings will say."""
    if isinstance(value, str):
        if value in {NUMBERS, WORDS}:
            return (value,)
        found = re.fullmatch(r"(\d{1,3}) to (\d{1,3})", value)
        if found is None or not int(found[1]) <= int(found[2]) < int(found[1]) + MOST_SLOTS:
            raise ValueError(f"numbers such as 1 to 5 (at most {MOST_SLOTS}), a list of words, {NUMBERS} or {WORDS}")
        return tuple(map(str, range(int(found[1]), int(found[2]) + 1)))
    return ["" if each is None else each for each in value] if isinstance(value, list) else value


def _meanings(value: object) -> object:
    """Words and what they mean; nothing after the colon is a blank."""
    if not isinstance(value, Mapping):
        return value
    return {word: "" if meant is None else meant for word, meant in value.items()}


def _ignored(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if holds_any(word) and not any(sign.isalnum() for sign in _SLOT.sub("", word)):
            raise Mistake(f"{word!r}, which would ignore headings whatever they say", "letters beside it")
    return words


def _signs(words: tuple[str, ...]) -> tuple[str, ...]:
    if not all(words):
        raise Mistake("a sign that is blank", "what stands between the kinds, such as a comma")
    return words


def _different(words: tuple[str, ...]) -> tuple[str, ...]:
    twice = [word for place, word in enumerate(words) if fold(word) in map(fold, words[:place])]
    if twice:
        raise Mistake(f"{twice[0]!r} twice", "each word once")
    if len(words) > MOST_SLOTS:
        raise Mistake(f"{len(words)} repetitions", f"at most {MOST_SLOTS}")
    return words


Signs = Annotated[Names, AfterValidator(_signs)]
"""What stands between several words of one cell."""

Ignored = Annotated[AnyNames, AfterValidator(_ignored)]
"""Headings of no use; a star stands for anything, {n} for a number."""

YesNo = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"enum": ["yes", "no", True, False]})]
"""yes or no."""

_TEXTS = {"type": ["string", "number", "boolean"]}
_REPEATED = {
    "anyOf": [
        {"type": "string", "pattern": rf"^(\d{{1,3}} to \d{{1,3}}|{NUMBERS}|{WORDS})$"},
        {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}, "minItems": 1},
    ]
}
Slots = Annotated[
    tuple[str, ...],
    BeforeValidator(_slots),
    Field(min_length=1),
    AfterValidator(_different),
    WithJsonSchema(_REPEATED),
]
"""What stands for {n} in the headings of a group, time after time."""

Meanings = Annotated[
    Mapping[str, str],
    BeforeValidator(_meanings),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": [*_TEXTS["type"], "null"]}}),
]
"""Words of the file, each with what it means; nothing is a blank."""


HEADING: Final = Field(description="the heading, as the file has it; Title (2) is the second of that name")
OPTIONAL: Final = Field(description="it may be missing from the file")
BLANK_WORDS: Final = Field(
    description="words that say nothing, so that their cell counts as blank; in a column, in place of the map's own"
)
IF_BLANK: Final = Field(
    description="what a blank means: in a column the word to read instead; of a whole entry, an open row or no row"
)
"""What keys mean that stand in several places."""


TICKED: Final = ("yes", "y", "true", "x", "checked", "1")
NOT_TICKED: Final = ("no", "n", "false", "unchecked", "0")
"""What usually stands in a box that is ticked, and in one that is not."""


ENDED: Final = (
    "expired", "inactive", "revoked", "suspended", "lapsed", "surrendered", "cancelled", "canceled", "invalid",
)  # fmt: skip
"""How something stands that is no longer held."""

_NEGATIVE: Final = re.compile(
    rf"(?:no|not|none|never|without|don't|dont|doesn't|didn't|n)\b.*|.*\b(?:{'|'.join(ENDED)})\b.*", re.DOTALL
)


def _check_sides(yes: Sequence[str], no: Sequence[str], sides: str) -> None:
    """Refuse a word that stands on both sides."""
    if both := [word for word in no if fold(word) in set(map(fold, yes))]:
        raise Mistake(f"{both[0]!r} both for {sides}", "each word on one side")


class When(MapModel):
    """A column that says whether there is a row at all: words for one, and words for none.

    A * stands for anything, and alone for any word that is not said besides. A blank leaves it open, and no star means
    it. Any other word is rejected.
    """

    column: Annotated[str, Field(min_length=1), HEADING]
    row_for: Names = Field(
        description="words that mean yes; * stands for anything, as in D*, and alone for any word that is not said "
        "besides, but for blanks and words such as no, none and expired, which are never a yes by a star"
    )
    no_row_for: AnyNames = Field(
        (), description="words that mean no; * as in row for, so that it means all words but those"
    )

    @property
    def by_star(self) -> bool:
        """Whether a star tells of words that the map does not name."""
        return any("*" in word for word in (*self.row_for, *self.no_row_for))

    def reading(self) -> Callable[[str], int]:
        """What a folded word that is no blank says: 1 a row, 0 no row, 2 nothing that is known."""
        yes, no = (set(map(fold, words)) for words in (self.row_for, self.no_row_for))
        patterns = [
            [ignoring(word) for word in sorted(words) if "*" in word and word.strip("*")] for words in (yes, no)
        ]

        def read(word: str) -> int:
            if word in yes or word in no:
                return int(word in yes)
            if self.by_star and (word in NOT_TICKED or says_none(word)):
                return 0
            fits = [any(each.fullmatch(word) for each in some) for some in patterns]
            if fits[0] and fits[1]:
                return 2
            if fits[0] or ("*" in yes and not fits[1]):
                return 2 if _NEGATIVE.fullmatch(word) else 1
            return 0 if fits[1] or "*" in no else 2

        return read

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _check_sides(self.row_for, self.no_row_for, "a row and for no row")
        return self


class Where(MapModel):
    """Another column that tells what a cell is, and its words for this: units of semesters, say, not of quarters."""

    column: Annotated[str, Field(min_length=1), HEADING]
    is_: Names = Field(description="words there for which the cell counts")


class Cell(MapModel):
    """Where a cell comes from: a column of the file by its heading, or always the same words."""

    wanted: ClassVar[str] = "text"

    column: Annotated[str, HEADING] = ""
    always: str = Field("", description="the same words in every row")
    values: Meanings = Field(
        default_factory=dict, description="words of the column, each with what it means; nothing is a blank"
    )
    other_values: Literal["keep", "blank", "refuse"] = Field(
        "keep", description="what becomes of other words: keep them, take them for blanks, or refuse the row"
    )
    blank_words: Annotated[
        AnyNames | None,
        BLANK_WORDS,
    ] = None
    if_blank: Annotated[
        str,
        IF_BLANK,
    ] = ""
    optional: Annotated[YesNo, OPTIONAL] = False
    where: Where | None = Field(
        None, description="another column that tells what the cell is; elsewhere the cell is blank"
    )

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that it draws on."""
        return (self.column,) if self.column else ()

    @property
    def given(self) -> bool:
        """Whether the map says anything of it."""
        return bool(self.headings or self.always)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not self.given:
            raise Mistake("neither a column nor always", "column with a heading, or always with the words")
        if self.always and self.headings:
            raise Mistake("always beside a column", "one or the other")
        if self.always and (self.values or self.if_blank):
            raise Mistake("always beside values or if blank", "always alone")
        if self.always and self.where is not None:
            raise Mistake("always beside where", "when, on the entry as a whole")
        if self.other_values != "keep" and not self.values:
            raise Mistake("other values without values", "the values that are no others")
        meanings: dict[str, str] = {}
        for word, meant in self.values.items():
            if meanings.setdefault(fold(word), meant) != meant:
                raise Mistake(f"two meanings of {word!r} (capitals do not matter)", "one meaning for each word")
        self._check_words()
        return self

    def _check_words(self) -> None:
        for word in (self.always, self.if_blank, *self.values.values()):
            if not silent(word) and "{" not in word:
                try:
                    self.read(word)
                except (ValueError, KeyError):
                    raise Mistake(f"{word!r}", type(self).wanted) from None

    def read(self, word: str) -> object:
        """What a word of the map means in this column; ValueError or KeyError if nothing."""
        return word


class YesNoCell(Cell):
    """A cell that is read as yes or no."""

    wanted: ClassVar[str] = "yes, no or nothing"

    def read(self, word: str) -> object:
        """What a word of the map means in this column; ValueError or KeyError if nothing."""
        return YES_NO[fold(word)]


class LevelCell(Cell):
    """A cell that is read as a degree or a diploma."""

    wanted: ClassVar[str] = "one of " + ", ".join(DEGREE_WORDS)

    def read(self, word: str) -> object:
        """What a word of the map means in this column; ValueError or KeyError if nothing."""
        return read_degree(word)


class NumberCell(Cell):
    """A cell that is read as a number."""


class ReplyCell(NumberCell):
    """A cell that answers a question: yes, no, a number, or days."""


class YearsCell(Cell):
    """A cell that is read as a duration in place of dates. unit: of a plain number in it."""

    unit: Literal["years", "months"] = Field("years", description="of a plain number: years or months")


class KindsCell(Cell):
    """A cell that lists kinds of work. split: what stands between them, a semicolon if not given."""

    split: Signs = Field(
        (";",), description="what stands between several kinds of work in one cell: a sign, or several"
    )


class DateCell(Cell):
    """A cell that is read as a date, or up to three columns that make one up."""

    wanted: ClassVar[str] = DATE_FORMS + ", or present"

    year: str = Field("", description="the column of years, where a date stands in several columns")
    month: str = Field("", description="the column of months, as numbers or names")
    day: str = Field("", description="the column of days")

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that it draws on."""
        return tuple(each for each in (self.column, self.year, self.month, self.day) if each)

    def read(self, word: str) -> object:
        """What a word of the map means in this column; ValueError or KeyError if nothing."""
        return word if goes_on(word) or never_expires(word) else parse_date(word)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.column and (self.year or self.month or self.day):
            raise Mistake("a column beside year, month or day", "one or the other")
        if ((self.month or self.day) and not self.year) or (self.day and not self.month):
            raise Mistake("a day without a month, or a month without a year", "year, year and month, or all three")
        return self


class SpanCell(Cell):
    """A cell that holds a first and a last date, such as "Mar 2016 - Jun 2018"."""

    wanted: ClassVar[str] = "two dates such as 2016-03 to 2018-06, or 2016-03 to present"

    def read(self, word: str) -> object:
        """What a word of the map means in this column; ValueError if nothing."""
        if (dates := span_of(word)) is None:
            raise ValueError(word)
        return dates


class Current(MapModel):
    """A box that is ticked where a job goes on.

    A blank end is then the present. A stated end beside it is open, since the two contradict each other.
    """

    column: Annotated[str, Field(min_length=1), HEADING]
    ticked: Names = Field(TICKED, description="words that mean that it is ticked")
    not_ticked: AnyNames = Field(NOT_TICKED, description="words that mean that it is not")
    optional: Annotated[YesNo, OPTIONAL] = False

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _check_sides(self.ticked, self.not_ticked, "ticked and for not ticked")
        return self


def by_heading(value: object) -> object:
    """A column by its heading alone, as a mapping that names it."""
    return {"column": value} if isinstance(value, str) else value


BY_HEADING: Final = BeforeValidator(by_heading)

Words = Annotated[Cell, BY_HEADING]
Truth = Annotated[YesNoCell, BY_HEADING]
Degree = Annotated[LevelCell, BY_HEADING]
Number = Annotated[NumberCell, BY_HEADING]
Reply = Annotated[ReplyCell, BY_HEADING]
Duration = Annotated[YearsCell, BY_HEADING]
Kinds = Annotated[KindsCell, BY_HEADING]
Day = Annotated[DateCell, BY_HEADING]
Span = Annotated[SpanCell, BY_HEADING]
Box = Annotated[Current, BY_HEADING]
"""Cells, and a box, each of which may be written as the heading of its column alone."""


def holds_slot(text: str) -> bool:
    """Whether a heading has a place for what repeats."""
    return _SLOT.search(text) is not None


def filled(text: str, word: str) -> str:
    """A heading with its place for what repeats filled by a number or a word."""

    def fill(found: re.Match[str]) -> str:
        form = found[1]
        if form == "letter" and word.isdigit() and 1 <= int(word) <= 26:
            return chr(ord("A") + int(word) - 1)
        return word.zfill(int(form[2:])) if form.startswith("n:") else word

    return _SLOT.sub(fill, text)


def found_in(pattern: str, heading: str, kind: str) -> str | None:
    """What stands in a heading for the place that repeats, if the heading is of this pattern.

    kind: NUMBERS or WORDS.
    """
    place = _SLOT.search(pattern)
    if place is None:
        return None
    before, after = pattern[: place.start()], pattern[place.end() :]
    if _SLOT.search(after) or not (heading.startswith(before) and heading.endswith(after)):
        return None
    word = heading[len(before) : len(heading) - len(after)]
    if not word or len(heading) < len(before) + len(after):
        return None
    if kind == NUMBERS:
        return (
            str(int(word)) if re.fullmatch(r"[0-9]{1,3}", word) and filled(pattern, str(int(word))) == heading else None
        )
    return word


def holds_any(text: str) -> bool:
    """Whether a heading that is ignored stands for several: by a star, or a place for what repeats."""
    return "*" in text or holds_slot(text)


def ignoring(pattern: str) -> re.Pattern[str]:
    """Headings that a pattern stands for: a star is anything, {n} a number and {letter} a letter."""
    first, *others = (
        "".join(_standing_for(part) if holds_slot(part) else re.escape(part) for part in _PLACE.split(text))
        for text in re.split(r"\*+", pattern)
    )
    if not others:
        return re.compile(first)
    # Each part is found where it first occurs, and that is not tried again: headings may be long.
    between = "".join(f"(?>.*?{part})" for part in others[:-1])
    return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


def _standing_for(slot: str) -> str:
    return "[a-z]" if slot == "{letter}" else r"\d{1,3}"
