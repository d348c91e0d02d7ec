"""Names of a pack's vocabulary as they are written, with the words for them and what stands in place of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Final, Self

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from minqual.notation.models import Lacking, PackModel, SourceEntry

AnyNames = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""One name of the pack's vocabulary, a list of them, or none."""

Names = Annotated[AnyNames, Field(min_length=1)]
"""One name of the pack's vocabulary, or a list of them."""

WordList = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else [] if value is None else value),
]
"""The words that applicants use for a name: one, a list of them, or none."""


class Entry(PackModel):
    """A name of the vocabulary with more than its words beside it."""

    words: Annotated[WordList, Field(description="the words that applicants use for the name, besides itself")] = ()
    within: Annotated[
        str | None,
        Field(description="a name of the same section of which this is a part: a department within an employer"),
    ] = None


class Words(tuple[str, ...]):  # noqa: SLOT001  # a tuple with a value of its own has no slots
    """The words that applicants use for a name, besides the name itself. within: the name of which it is a part.

    entry: the mapping that says more than the words, with its mark in the path of a fault.
    """

    entry: ClassVar[tuple[str, type[Entry]]] = ("<entry>", Entry)
    within: str

    def __new__(cls, words: Iterable[str] = (), within: str = "") -> Self:
        """The words of a name."""
        made = super().__new__(cls, tuple(words))
        made.within = within
        return made

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and self.more == getattr(other, "more", {})

    __hash__ = tuple.__hash__

    def __getnewargs__(self) -> tuple[tuple[str, ...], str]:
        """What is pickled."""
        return tuple(self), self.within

    @property
    def more(self) -> Mapping[str, str]:
        """What is said of the name beside its words."""
        return {"within": self.within} if self.within else {}

    @property
    def understood(self) -> tuple[str, ...]:
        """What is said of the name: its words, and of what it is a part."""
        return (*self, *(f"{key} {value}" for key, value in self.more.items()))

    @classmethod
    def of(cls, written: tuple[str, ...] | Entry) -> Self:
        """The words of a name as they are written."""
        return cls(written.words, written.within or "") if isinstance(written, Entry) else cls(written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A list of words, or a mapping with what stands beside them."""
        mark, entry = cls.entry
        written = core_schema.tagged_union_schema(
            {"<words>": handler.generate_schema(WordList), mark: handler.generate_schema(entry)},
            discriminator=lambda value: mark if isinstance(value, Mapping | Entry) else "<words>",
        )
        return core_schema.no_info_after_validator_function(
            cls.of, written, serialization=core_schema.plain_serializer_function_ser_schema(_as_written)
        )


def _as_written(words: Words) -> object:
    return {"words": list(words), **words.more} if words.more else list(words)


ENTRIES: Final[Mapping[str, type[PackModel]]] = {
    "<entry>": Entry,
    "<source>": SourceEntry,
    "<sources>": SourceEntry,
    "<lacking>": Lacking,
}
"""The mappings that stand in place of a single text or a list, by their marks in the path of a report."""
