"""The page of a pack: facts, levels as outlines, names, statements that do not decide, counting values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minqual.clauses import Clause, Leaf, Provision
from minqual.judging import Node, Tree
from minqual.notation import CitedAmount, Quotes, Sources, listed
from minqual.packs import Level, Pack, Statement, fields, heading, in_words, told, understood
from minqual.reports.page import Entry, Facts, Grid, List, Names, Outline, Page, Pairs, Section, Text, section


def page_of_pack(pack: Pack, tree: Tree, quotes: Quotes | None = None) -> Page:
    """The page of a pack. quotes: the words of its specification, which stand in place of the anchors."""
    mine, teller = fields(pack), _Told(tree, quotes or {})
    apart = len(pack.levels) > 1
    shared = {id(clause) for clause in pack.every_level_requires} if apart else set()
    levels = [
        _level(
            level.title + (f" ({level.class_code})" if level.class_code else ""),
            tuple(teller.entry(part) for part in tree.nodes[root].parts if id(tree.nodes[part].clause) not in shared),
            tuple(_level_facts(level)),
            teller.cited(level.source),
        )
        for level, root in zip(pack.levels, tree.requirements, strict=False)
    ]
    parts = [part for part in tree.nodes[tree.requirements[0]].parts if id(tree.nodes[part].clause) in shared]
    if parts:
        levels.append(_level("Every level", tuple(teller.entry(part) for part in parts)))
    levels += [
        _level(
            posts.heading,
            tuple(teller.entry(part) for part in tree.nodes[root].parts),
            (("posts", posts.id),),
            teller.cited(posts.source),
            opening="in addition to the level",
        )
        for posts, root in zip(pack.for_some_posts, tree.requirements[len(pack.levels) :], strict=True)
    ]
    facts = tuple((key, in_words(value)) for key, value in mine.items() if key not in APART and _is_fact(value))
    names = [
        section(heading(key), _names(key, value)) for key, value in mine.items() if isinstance(value, Mapping) and value
    ]
    statements = [section(heading(key), List(teller.sentences(mine[key]))) for key in UNDECIDED]
    policy = Facts(tuple(pack.policy.printed().items()), ("value", "in force"))
    return Page(
        Text.wrapped(pack.titled, bold=True),
        (
            Facts(facts),
            *levels,
            section("Names", *names, *_ladders(pack)),
            section("What does not decide", *statements),
            section("Counting policy", policy),
        ),
    )


def _level(
    title: str, requires: tuple[Entry, ...], facts: Pairs = (), source: str = "", opening: str = "requires"
) -> Section:
    """What one level requires, or every level besides its own, or posts besides the level."""
    said = opening if len(requires) == 1 else f"{opening}{'' if opening == 'requires' else ':'} all of these"
    outline = Outline(Entry(said, source, requires))
    return Section(Text.wrapped(title, bold=True), (outline,), facts, source)


APART: Final = frozenset({"title", "invented", "counting policy"})  # the title says whether it is made up
UNDECIDED: Final = ("assumptions", "confirm", "desirable", "no effect", "never screened")


def _is_fact(value: object) -> bool:
    return bool(in_words(value)) and not isinstance(value, Mapping | tuple)


def _level_facts(level: Level) -> Iterator[tuple[str, str]]:
    """What a level states beside its title, its class code and its clauses."""
    for key, value in fields(level).items():
        if key not in {"title", "class code", "source", "requires"} and in_words(value):
            yield "level" if key == "id" else key, in_words(value)


def _names(key: str, names: Mapping[str, object]) -> Names:
    words = {name: understood(entry) for name, entry in names.items()}
    if key == "groups":
        return Names(("group", "stands for any of"), tuple((name, listed(each, "or")) for name, each in words.items()))
    heads = {
        "vacancy": ("parameter", "what is asked, and what it may be"),
        "job facts": ("fact", "what states it"),
        "may mean": ("section", "what its words may mean"),
        "es": ("in English", "in Spanish"),
    }
    between = "; " if key in heads else ", "
    columns = heads.get(key, ("name", "words understood for it"))
    return Names(columns, tuple((name, between.join(each)) for name, each in words.items()))


def _ladders(pack: Pack) -> Iterator[Section]:
    for key, ladders in (("class ranks", pack.class_ranks), ("award ranks", pack.award_ranks)):
        yield section(heading(key), List(tuple((", then ".join(ladder), "") for ladder in ladders)))


@dataclass(frozen=True, slots=True)
class _Told:
    """The clauses of a tree as they are told. quotes: in place of anchors."""

    tree: Tree
    quotes: Quotes

    def sentences(self, stated: object) -> Pairs:
        """Sentences, each with its source."""
        assert isinstance(stated, tuple)
        return tuple(
            (each.says, self.cited(each.source)) if isinstance(each, Statement) else (each, "") for each in stated
        )

    def cited(self, source: Sources | None) -> str:
        """Where the specification says it, in its words where they are known."""
        return "" if source is None else source.cited_by(self.quotes)

    def _cited_of(self, clause: Clause) -> str:
        """Where the specification says a clause, and what may be lacking of it."""
        lacking = clause.shortfall if isinstance(clause, Leaf) else None
        places = (self.cited(clause.source), self.cited(lacking.source) if isinstance(lacking, CitedAmount) else "")
        return "; ".join(dict.fromkeys(filter(None, places)))

    def _outlined(self, clause: Clause, says: str, source: str, parts: tuple[str, ...]) -> Entry:
        """A clause with its parts that are no clauses, each with its source and those inside it."""
        inner = [part for _, part in clause.parts() if not isinstance(part, Clause)] if parts else []
        sources = ["; ".join(dict.fromkeys(self._sources_in(part))) for part in inner]
        if len(sources) != len(parts):
            sources = [""] * len(parts)
        return Entry(says, source, tuple(map(Entry, parts, sources)))

    def _sources_in(self, part: Provision) -> Iterator[str]:
        """The sources of a part that is no clause, and of the parts of it that are none."""
        source: Sources | None = getattr(part, "source", None)
        if source is not None:
            yield self.cited(source)
        for _, inner in part.parts():
            if not isinstance(inner, Clause):
                yield from self._sources_in(inner)

    def entry(self, number: int, above: str = "") -> Entry:
        """A clause with those below it; a source is told where it differs from the one above."""
        node = self.tree.nodes[number]
        clause = _clause(node)
        cited = self._cited_of(clause)
        source = "" if cited == above else cited
        if not node.parts:
            says, parts = clause.outline()
            return self._outlined(clause, says, source, parts)
        below = tuple(self.entry(part, cited or above) for part in node.parts)
        inner = [_clause(self.tree.nodes[part]) for part in node.parts]
        if all(isinstance(part, Leaf) and not part.source and part.says() in clause.says() for part in inner):
            return Entry(clause.says(), source)
        if clause.kind == "rows":
            return self._rows(node, Entry(clause.says(), source, below))
        repeats = inner[0].says() in clause.says()
        return Entry(_gate_words(node) if repeats else clause.says(), source, below)

    def _rows(self, node: Node, entry: Entry) -> Entry:
        """The rows of a table with their grid; what all cells of a column end in stands in its heading."""
        nodes = self.tree.nodes
        rows = [nodes[part] for part in node.parts if nodes[part].parts]
        columns = tuple(_slug(nodes[part]) for part in rows[0].parts)
        if any(tuple(_slug(nodes[part]) for part in row.parts) != columns for row in rows):
            return entry
        cells = [[told(_clause(nodes[part])) for part in row.parts] for row in rows]
        heads, tails = zip(*(_split(column) for column in zip(*cells, strict=True)), strict=True)
        named = tuple(f"{name} in {tail}" if tail else name for name, tail in zip(columns, tails, strict=True))
        rest = tuple(each for part, each in zip(node.parts, entry.below, strict=True) if not nodes[part].parts)
        grid = Grid(
            named, tuple(zip(*heads, strict=True)), tuple(self.cited(_clause(row).source) for row in rows), rest
        )
        below = []
        for part, inner in zip(node.parts, entry.below, strict=True):
            clause = _clause(nodes[part])
            plain = inner.below and told(_clause(nodes[nodes[part].parts[0]])) in clause.says() and any(tails)
            below.append(replace(inner, says=clause.says(), below=()) if plain else inner)
        tail = "; ".join(name for name, shared in zip(named, tails, strict=True) if shared)
        return replace(entry, says=f"{entry.says}; {tail}" if tail else entry.says, below=tuple(below), grid=grid)


def _gate_words(node: Node) -> str:
    """How a group combines what stands below it."""
    if node.gate == "all":
        return "all of these"
    return "any one of these" if node.gate == "any" else f"at least {node.gate} of these"


def _split(cells: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The cells of a column without what all of them end in after the word "in", and that ending."""
    parts = [cell.partition(" in ") for cell in cells]
    tails = {tail for *_, tail in parts}
    if len(cells) < 2 or len(tails) > 1 or tails == {""}:
        return tuple(cells), ""
    return tuple(head for head, *_ in parts), tails.pop()


def _slug(node: Node) -> str:
    return node.id.rpartition(".")[2]


def _clause(node: Node) -> Clause:
    assert node.clause is not None
    return node.clause
