"""What every remark is made of: a pack as it is written, its clauses with their places, and what was found there."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from minqual.clauses import Clause
from minqual.judging import grow
from minqual.notation import PackModel, Path, Source, Sources, YamlText, key_of
from minqual.packs import SECTIONS, Implication, Level, Pack, Posts

Strength = Literal["warning", "fault"]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found in a pack.

    path: where it stands. about: what an acceptance may call it, the full name first. says: what was found.
    advice: what to do about it.
    """

    path: Path
    about: tuple[str, ...]
    says: str
    advice: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause where it is written. above: the clauses around it, the outermost first. source: its own or theirs."""

    path: Path
    name: str
    clause: Clause
    above: tuple[Clause, ...]
    source: Sources | None

    @property
    def about(self) -> tuple[str, ...]:
        """What an acceptance may call it."""
        return (self.name, self.clause.id) if self.clause.id else (self.name,)

    def found(self, says: str, advice: str) -> Found:
        """Something found in this clause."""
        return Found(self.path, self.about, says, advice)


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping inside the requirements: a clause itself, or a part of one. within: the clause that it belongs to."""

    path: Path
    model: PackModel
    within: Placed

    def texts(self, but: Container[str]) -> Iterator[str]:
        """What it says in words, and where a clause says that it stands; neither ids nor the pack's names."""
        for key, value in self.model:
            if key != "id":
                yield from (text for text in _texts(value) if text not in but)
        source = self.model.source if isinstance(self.model, Clause) else None
        if source is not None:
            yield from (text for each in source for text in (each.section, each.anchor))


@dataclass(frozen=True)
class Written:
    """A pack as it is written."""

    pack: Pack
    text: YamlText
    implication: Implication = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "implication", Implication(self.pack))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every mapping inside the levels' requirements, each before those inside it."""
        found: list[Part] = []
        for place, level in enumerate(self.pack.levels):
            found += self._parts(level.requires, ("levels", place, "requires"), None, level.source)
        for place, posts in enumerate(self.pack.for_some_posts):
            found += self._parts(posts.requires, ("for some posts", place, "requires"), None, posts.source)
        found += self._parts(self.pack.every_level_requires, ("every level requires",), None, None)
        return tuple(found)

    @cached_property
    def clauses(self) -> tuple[Placed, ...]:
        """Every clause of the pack, each before those inside it."""
        return tuple(part.within for part in self.parts if part.model is part.within.clause)

    @cached_property
    def words(self) -> frozenset[str]:
        """The pack's names and groups."""
        return frozenset(name for section in (*SECTIONS, "groups") for name in getattr(self.pack, section))

    def path_of(self, judged: Level | Posts) -> Path:
        """Where a level, or an entry of posts, is written."""
        if isinstance(judged, Level):
            return "levels", self.pack.levels.index(judged)
        return "for some posts", self.pack.for_some_posts.index(judged)

    def own(self, judged: Level | Posts) -> list[tuple[Path, Clause]]:
        """The clauses written under a level, or under posts."""
        path = self.path_of(judged)
        return [((*path, "requires", number), clause) for number, clause in enumerate(judged.requires)]

    @property
    def shared(self) -> list[tuple[Path, Clause]]:
        """The clauses that every level requires."""
        return [
            (("every level requires", place), clause) for place, clause in enumerate(self.pack.every_level_requires)
        ]

    def inherited(self, level: Level) -> Iterator[tuple[Path, Clause]]:
        """The clauses of the level that one builds on, and of the level that that one builds on."""
        if level.builds_on is not None:
            base = self.pack.level(level.builds_on)
            yield from self.own(base)
            yield from self.inherited(base)

    def name(self, clause: Clause) -> str:
        """A clause's name in the tree, else its own id or its kind."""
        return self._names.get(id(clause)) or clause.id or clause.kind

    @cached_property
    def _names(self) -> Mapping[int, str]:
        nodes = grow(self.pack).nodes
        return {id(node.clause): node.id for node in reversed(nodes) if node.clause is not None}

    def _parts(self, value: object, path: Path, around: Placed | None, source: Sources | None) -> Iterator[Part]:
        if isinstance(value, Source | Sources):
            return
        if isinstance(value, PackModel):
            if isinstance(value, Clause):
                above = (*around.above, around.clause) if around else ()
                around = Placed(path, self.name(value), value, above, value.source or source)
            assert around is not None
            yield Part(path, value, around)
            for name in type(value).model_fields:
                yield from self._parts(getattr(value, name), (*path, key_of(name)), around, around.source)
        elif isinstance(value, tuple | list):
            for place, each in enumerate(value):
                yield from self._parts(each, (*path, place), around, source)


@dataclass(frozen=True, slots=True)
class Remarker:
    """A kind of remark. name: what it is called. says: what it is about. find: where a pack draws it by itself."""

    name: str
    strength: Strength
    says: str
    find: Callable[[Written], Iterator[Found]] = lambda _: iter(())


def remarker(name: str, strength: Strength) -> Callable[[Callable[[Written], Iterator[Found]]], Remarker]:
    """A function as a kind of remark; its docstring says what the remark is about."""

    def kind(find: Callable[[Written], Iterator[Found]]) -> Remarker:
        return Remarker(name, strength, " ".join((find.__doc__ or "").split()), find)

    return kind


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        yield from (each for each in value if isinstance(each, str))
    elif isinstance(value, Mapping):
        yield from (each for each in value.values() if isinstance(each, str))


def shortened(text: str, most: int = 100) -> str:
    """A text that fits into a sentence."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
