"""Where a class specification says what a pack says: a section, and words to find its sentences by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from minqual.notation.pack_model import Mistake, PackModel, made

Quotes: TypeAlias = Mapping[tuple[str, str], str]
"""A specification's own words, by the section and the words that a pack cites them by."""


class Source(PackModel):
    """Where the class specification says it: a section, if the text has any, and words to find the sentence by."""

    section: Annotated[str, Field(description="the heading under which it stands")] = ""
    anchor: Annotated[str, Field(description="a few words, as printed, to find the sentence by")]

    @property
    def cited(self) -> str:
        """The place as it is cited: "Minimum Qualifications: five years of"."""
        return f"{self.section}: {self.anchor}" if self.section else self.anchor


def _anchors(value: object) -> object:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list | tuple):
        msg = "text, or a list of texts"
        raise ValueError(msg)  # noqa: TRY004  # pydantic turns a ValueError into a fault of the pack
    return value


Anchors = Annotated[tuple[str, ...], BeforeValidator(_anchors)]
"""Words to find sentences by: those of one sentence, or a list of them."""


class SourceEntry(PackModel):
    """Where the class specification says it, as it is written: a section, and words to find its sentences by."""

    section: Annotated[str, Field(description="the heading under which it stands")] = ""
    anchor: Annotated[Anchors, Field(description="a few words, as printed, to find the sentence by")] = ()
    anchors: Annotated[Anchors, Field(description="the same, where several sentences say it: a list")] = ()

    @model_validator(mode="after")
    def _found_by_something(self) -> SourceEntry:
        if not (self.anchor or self.anchors):
            raise Mistake("no 'anchor' here", "the key 'anchor', or 'anchors' with a list")
        return self

    @property
    def places(self) -> tuple[Source, ...]:
        """Each place by itself."""
        return tuple(made(Source, section=self.section, anchor=each) for each in (*self.anchor, *self.anchors))


class Sources(tuple[Source, ...]):
    """Where the class specification says something: one place or several, never none."""

    __slots__ = ()

    @property
    def section(self) -> str:
        """The section of the first place."""
        return self[0].section

    @property
    def anchor(self) -> str:
        """The words by which the first place is found."""
        return self[0].anchor

    @property
    def cited(self) -> str:
        """All places as they are cited, each section once: "Requirements: five years of; or two of them"."""
        return self.cited_by({})

    def cited_by(self, quotes: Quotes) -> str:
        """The same with the words of the specification in place of anchors, where they are known."""
        told: dict[tuple[str, str], None] = {}
        for each in self:
            words = quotes.get((each.section, each.anchor))
            told[each.section, each.anchor if words is None else f"“{words}”"] = None
        sections = ["", *(section for section, _ in told)]
        return "; ".join(
            said if before == section or not section else f"{section}: {said}"
            for before, (section, said) in zip(sections, told, strict=False)
        )

    @property
    def said(self) -> str:
        """The words of all places together, as they are searched for what the specification says."""
        return " … ".join(each.anchor for each in self)

    @classmethod
    def of(cls, written: SourceEntry | Sequence[SourceEntry]) -> Self:
        """The places that are written: under one mapping, or in a list of them."""
        entries = [written] if isinstance(written, SourceEntry) else written
        return cls(dict.fromkeys(place for each in entries for place in each.places))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A mapping, or a list of them; a program may hand over the places themselves."""
        entry = handler.generate_schema(SourceEntry)
        written = core_schema.tagged_union_schema(
            {"<source>": entry, "<sources>": core_schema.list_schema(entry, min_length=1)},
            discriminator=lambda value: "<sources>" if isinstance(value, list) else "<source>",
        )
        return core_schema.no_info_wrap_validator_function(
            cls._read,
            core_schema.no_info_after_validator_function(cls.of, written),
            serialization=core_schema.plain_serializer_function_ser_schema(_sources_as_written),
        )

    @classmethod
    def _read(cls, value: object, read: Callable[[object], Any]) -> Any:  # noqa: ANN401  # what pydantic's handler returns
        if isinstance(value, Source):
            return cls((value,))
        given = isinstance(value, tuple) and len(value) > 0 and all(isinstance(each, Source) for each in value)
        return cls(value) if given else read(value)  # type: ignore[arg-type]  # a tuple of places, as was looked at


def _sources_as_written(sources: Sources) -> object:
    places = [{"section": each.section, "anchor": each.anchor} for each in sources]
    return places[0] if len(places) == 1 else places
