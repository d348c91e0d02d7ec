"""What can be wrong with an input, as values: where it is, what was found, what was expected."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, TypeAlias

ROOT: Final = "$"
"""The path of an input as a whole."""

CODES: Final[Mapping[str, str]] = {
    "argument": "an argument of the library is of another kind than is taken there",
    "cell": "a cell cannot be read, or contradicts another of its row",
    "date-range": "a date lies outside the years that are counted",
    "file": "a file is not there, cannot be read, or is no plain file",
    "limit": "something is larger, longer or more than is taken",
    "map": "a column map has any other fault",
    "missing": "a key, a column, a table or a value that is needed is not there",
    "not-json": "a text is not JSON",
    "not-text": "a text holds zero bytes or half surrogates, which are no Unicode",
    "other-kind": "a file or text is of another kind than is wanted: a table for a pack, say",
    "pack": "a rule pack has any other fault",
    "record": "a record has any other fault",
    "route": "a request for what the service does not have, or by a method that it does not take there",
    "source": "a source has any other fault",
    "token": "a request without the token of the service, or with another one",
    "twice": "something stands twice that may stand once",
    "unknown-key": "a key or a column that nobody knows",
    "unknown-name": "a name that is not among the known ones",
    "wrong-type": "a value is of another type than is taken there",
}
"""The codes of faults, for programs: they stay as they are, whatever the words of a message become."""


Named: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Values by name that a sentence may name: the least and the most, say."""


class Place(str):
    """A place in words that knows its path for a program."""

    __slots__ = ("path",)

    path: str

    @classmethod
    def at(cls, words: str, location: Iterable[int | str]) -> Place:
        """The place of a value inside an input."""
        place = cls(words)
        place.path = path_to(location)
        return place


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    where: file and row, column or line, as the reader's own program numbers them.
    found: the shape of what stands there, never an applicant's own words.
    expected: what would be right, written so that it can be typed in.
    nearest: the right spelling closest to what was found, if one is close.
    table: the table of applicants that is not there, where that is the fault.
    path: where it is for a program, as in "$.experience[0].start"; "$" is the input as a whole. loc: its steps.
    code: what kind of fault it is for a program, one of CODES.
    Of a cell: kind, what is wrong with it for a program, one of the kinds in the manual; values, what a sentence of
    one's own may name, such as {"least": "0", "most": "168", "unit": "hours"}; also, the paths of the other cells that
    it does not fit together with.
    """

    where: str
    found: str
    expected: str
    nearest: str | None = None
    table: str = field(default="", compare=False)
    path: str = field(default="", compare=False)
    code: str = field(default="", compare=False)
    kind: str = field(default="", compare=False)
    values: Named = field(default_factory=dict, compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)

    def within(self, place: int) -> Fault:
        """The same fault of a record that stands at a place, from 0, of a list of them."""
        where = f"record {place + 1}{self.where.removeprefix('record')}"
        path, *also = (f"{ROOT}[{place}]{each.removeprefix(ROOT)}" for each in (self.path, *self.also))
        return replace(self, where=where, path=path, also=tuple(also))

    @property
    def loc(self) -> tuple[str | int, ...]:
        """The path as its steps, as a form's fields are found: ("experience", 0, "start").

        Of a parameter of a request, "?as_of", they are ("query", "as_of").
        """
        of_request = _OF_REQUEST.fullmatch(self.path)
        if of_request:
            return ("path" if of_request[1] == "/" else "query", of_request[2])
        return tuple(
            int(each["place"]) if each["place"] else each["plain"] or str(literal_eval(each["quoted"]))
            for each in _STEP.finditer(self.path)
        )

    def __str__(self) -> str:
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{_printed(self.where)}: {_printed(self.found)}; expected {self.expected}{hint}"


MOST_SHOWN: Final = 300
"""Signs of what was found that a message shows: whoever wrote it knows the rest by them."""


def _printed(text: str) -> str:
    """A text as every stream prints it: no longer than a message may be, half surrogates as escapes."""
    if len(text) > MOST_SHOWN:
        text = f"{text[: MOST_SHOWN // 2]} … {text[-MOST_SHOWN // 2 :]}"
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


class FaultyInput(ValueError):
    """An input that cannot be judged, with every fault found in it: at least one, each with its path and code."""

    code: ClassVar[str] = "argument"

    def __init__(self, faults: Sequence[Fault]) -> None:
        found = faults or [Fault("input", "something that cannot be used", "what the manual says")]
        self.faults = tuple(
            replace(each, path=each.path or getattr(each.where, "path", ROOT), code=each.code or self.code)
            if not (each.path and each.code)
            else each
            for each in found
        )
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[FaultyInput], tuple[tuple[Fault, ...]]]:
        """What it is made of, for a copy of it in another process."""
        return type(self), (self.faults,)


class Gathered:
    """The faults of several steps, to be told together: `with gathered.step(): …`, and in the end `gathered.told()`."""

    def __init__(self) -> None:
        self._errors: list[FaultyInput] = []

    @contextmanager
    def step(self) -> Iterator[None]:
        """A step whose faults are kept, so that those of the next are heard as well."""
        try:
            yield
        except FaultyInput as error:
            self._errors.append(error)

    def __bool__(self) -> bool:
        return bool(self._errors)

    def told(self) -> None:
        """Raise all faults of all steps: of the kind that they have in common, or as FaultyInput."""
        if self._errors:
            kinds = {type(each) for each in self._errors}
            kind = kinds.pop() if len(kinds) == 1 else FaultyInput
            raise kind([fault for each in self._errors for fault in each.faults])


def path_to(location: Iterable[int | str]) -> str:
    """The path of a value inside an input: "$.experience[0].start"."""
    return ROOT + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" if _PLAIN.fullmatch(part) else f"[{part!r}]"
        for part in location
    )


_STEP: Final = re.compile(
    r"""\.(?P<plain>[^\W\d]\w*)|\[(?P<place>\d+)\]|\[(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]"""
)
_OF_REQUEST: Final = re.compile(r"([/?])(.+)")
_PLAIN: Final = re.compile(r"[^\W\d]\w*")


def misused(where: str, value: object, expected: str) -> FaultyInput:
    """The fault of a value from a program that is of another type than is wanted there."""
    found = "nothing" if value is None else f"a value of type {type(value).__name__}"
    return FaultyInput([Fault(where, found, expected, code="argument")])


class PackError(FaultyInput):
    """A rule pack that cannot be used."""

    code = "pack"


class MapError(FaultyInput):
    """A column map that cannot be used."""

    code = "map"


class RecordError(FaultyInput):
    """An applicant record that cannot be judged. rest: what of it can be read, whose cells may have faults too."""

    code = "record"

    def __init__(self, faults: Sequence[Fault], rest: object = None) -> None:
        super().__init__(faults)
        self.rest = rest


class SourceError(FaultyInput):
    """A set of applicant tables that cannot be read at all."""

    code = "source"


class InternalFault(RuntimeError):
    """A disagreement inside minqual itself: nothing it would print could be trusted."""


class EngineMissing(RuntimeError):
    """durable-rules is not installed or cannot be imported here."""
