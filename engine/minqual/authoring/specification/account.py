"""How a pack accounts for its specification: each sentence with the clauses and statements that cite it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from pydantic import BaseModel

from minqual.authoring.specification.sentences import Passage
from minqual.clauses import Clause, Leaf
from minqual.judging import Tree, grow
from minqual.notation import CitedAmount, Source, Sources
from minqual.packs import Level, Pack, QualificationPart
from minqual.values import Fault, FaultyInput, Standing, nearest


class Treatment(StrEnum):
    """What a pack does with a sentence; of several, the first of these is the one that counts."""

    DECIDED = "decided"
    JUDGED = "judged"
    NEVER_SCREENED = "never screened"
    DESIRABLE = "desirable"
    NO_EFFECT = "no effect"
    UNACCOUNTED = "unaccounted"


_TOKEN: Final = re.compile(r"\d+(?:[./]\d+)+|[^\W_]+")
DIGEST: Final = 16
"""Letters of a sentence's digest that are kept."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause or statement of a pack that cites the specification.

    by: the clause's id, or the pack's section of the statement. kind: that of the clause; "statement" for those.
    """

    treatment: Treatment
    by: str
    kind: str
    says: str
    source: Source

    @property
    def states(self) -> bool:
        """Whether it is a statement, which may speak of a whole list by its heading."""
        return self.kind == "statement"


@dataclass(frozen=True, slots=True)
class Treated:
    """One sentence and what cites it. known: whether it is among those recorded; None where none are."""

    passage: Passage
    claims: tuple[Citation, ...]
    known: bool | None = None

    @property
    def treatment(self) -> Treatment:
        """The first of the treatments by those that cite it."""
        ranks = list(Treatment)
        return min((claim.treatment for claim in self.claims), key=ranks.index, default=Treatment.UNACCOUNTED)

    @property
    def digest(self) -> str:
        """What tells this sentence from another wording, whatever its line breaks and punctuation."""
        return digest(self.passage.text)


@dataclass(frozen=True, slots=True)
class Account:
    """Every sentence of a qualification part, in order, and what of the pack finds no place in the text.

    outside: sentences beyond that part that are cited. unfound: what cites words that the text does not have.
    elsewhere: what cites a section that the text does not have, or one that begins only below the words. gone: recorded
    digests, and treatments, of no sentence.
    """

    sentences: tuple[Treated, ...]
    outside: tuple[Treated, ...] = ()
    unfound: tuple[Citation, ...] = ()
    elsewhere: tuple[Citation, ...] = ()
    gone: tuple[tuple[str, Treatment], ...] = ()

    @property
    def counts(self) -> Mapping[Treatment, int]:
        """How many sentences have each treatment; together they are all."""
        said = [sentence.treatment for sentence in self.sentences]
        return {treatment: said.count(treatment) for treatment in Treatment}

    @property
    def new(self) -> int:
        """How many sentences are not among those recorded."""
        return sum(sentence.known is False for sentence in (*self.sentences, *self.outside))

    @property
    def settled(self) -> bool:
        """Whether every sentence is accounted for and as recorded, and every citation has its place."""
        unsettled = self.counts[Treatment.UNACCOUNTED] or self.unfound or self.elsewhere or self.gone or self.new
        return not unsettled


def account(pack: Pack, passages: Sequence[Passage], recorded: Mapping[str, Treatment] | None = None) -> Account:
    """A pack's account of a text; recorded: the digests of the sentences that it was written for."""
    parts = [stretch(passages, each) for each in pack.qualification_part] or [range(len(passages))]
    index = _Index(passages)
    direct: dict[int, list[Citation]] = {}
    lists: dict[int, list[Citation]] = {}
    unfound, elsewhere = [], []
    for citation in citations(pack):
        places = index.places(citation.source)
        if not places:
            unfound.append(citation)
        elif not index.stands_under(places, citation.source.section):
            elsewhere.append(citation)
        for place in places:
            if passages[place].counts:
                direct.setdefault(place, []).append(citation)
            if citation.states:
                for below in _list_below(passages, place):
                    lists.setdefault(below, []).append(citation)

    def treated(places: Iterable[int]) -> tuple[Treated, ...]:
        claims = {place: tuple(direct.get(place) or lists.get(place) or ()) for place in places}
        said = {place: digest(passages[place].text) for place in claims if passages[place].counts}
        return tuple(
            Treated(passages[place], claims[place], None if recorded is None else each in recorded)
            for place, each in said.items()
        )

    inside = sorted({place for part in parts for place in part})
    sentences, outside = treated(inside), treated(sorted({*direct, *lists}.difference(inside)))
    present = {sentence.digest for sentence in (*sentences, *outside)}
    gone = tuple(each for each in (recorded or {}).items() if each[0] not in present)
    return Account(sentences, outside, tuple(unfound), tuple(elsewhere), gone)


def stretch(passages: Sequence[Passage], part: QualificationPart) -> range:
    """The places of a stretch of qualifications among all passages; a fault where the text lacks its headings."""
    start = _heading(passages, part.from_, 0)
    stop = len(passages) if part.until is None else _heading(passages, part.until, start + 1)
    return range(start, stop)


def _heading(passages: Sequence[Passage], words: str, first: int) -> int:
    """The place of a heading: one of just these words, else a passage that begins with them."""
    wanted, places = letters(words), range(first, len(passages))
    said = [letters(passage.text) for passage in passages]
    exact = [place for place in places if said[place] == wanted]
    begun = [place for place in places if wanted and said[place].startswith(wanted)]
    if exact or begun:
        return (exact or begun)[0]
    known = [passage.text.rstrip(": ") for passage in passages if passage.kind == "heading"]
    found = f"no heading {words!r}" + (" after that of the qualification part" if first else "")
    raise FaultyInput(
        [Fault("the text", found, "one of its headings, as the pack's 'qualification part'", nearest(words, known))]
    )


def citations(pack: Pack) -> Iterator[Citation]:
    """Everything in a pack that cites the specification, each once: clauses and levels, then statements."""
    decisive = list(_of_nodes(pack))
    yield from decisive
    cited = {citation.source for citation in decisive}
    names = {id(node.clause): node.id for node in grow(pack).nodes if node.clause is not None}
    for each in pack.judged:
        for clause, name, source in _inner_sources((each.requires, pack.every_level_requires), None, each.id, names):
            if source not in cited:
                cited.add(source)
                yield _of_clause(clause, name, source)
        for source in each.source or ():
            if source not in cited:
                kind = "level" if isinstance(each, Level) else "posts"
                yield Citation(Treatment.DECIDED, each.id, kind, each.title, source)
    for section, treatment, statements in (
        ("confirm", Treatment.JUDGED, pack.confirm),
        ("desirable", Treatment.DESIRABLE, pack.desirable),
        ("no effect", Treatment.NO_EFFECT, pack.no_effect),
        ("never screened", Treatment.NEVER_SCREENED, pack.never_screened),
    ):
        for statement in statements:
            yield from (
                Citation(treatment, section, "statement", statement.says, source) for source in statement.source
            )


def _of_nodes(pack: Pack) -> Iterator[Citation]:
    """What the clauses cite that have a source of their own, and the tests that have that of what is around them."""
    tree = grow(pack)
    told: list[tuple[Clause, Sources]] = []
    written = {id(clause) for clause in pack.clauses}
    for number, node in enumerate(tree.nodes):
        clause = node.clause
        if clause is None or (clause.source is None and not isinstance(clause, Leaf)):
            continue
        if clause.reaches is Standing.REFER and id(clause) not in written:
            continue  # the counting policy or a bounded discretion made it: no sentence says it
        source = _source_of(pack, tree, number)
        if source is not None and not any(each is clause and where == source for each, where in told):
            told.append((clause, source))
            yield from (_of_clause(clause, node.id, each) for each in source)


def _source_of(pack: Pack, tree: Tree, number: int) -> Sources | None:
    """A clause's own source, or else that of what is around it: a clause or its level."""
    around = (level.source for level in pack.judged if tree.nodes[number].id.startswith(f"{level.id}."))
    return tree.source(number) or next(around, None)


def _of_clause(clause: Clause, name: str, source: Source) -> Citation:
    treatment = Treatment.JUDGED if clause.by_person else Treatment.DECIDED
    return Citation(treatment, name, clause.kind, clause.says(), source)


def _inner_sources(
    value: object, around: Clause | None, name: str, names: Mapping[int, str]
) -> Iterator[tuple[Clause, str, Source]]:
    """Every source written inside a value of a pack, with the clause that it stands in, and the name of that.

    names: of the clauses of the tree. One that is no part of it is named after the one around it.
    """
    if isinstance(value, Source):
        if around is not None:
            yield around, name, value
    elif isinstance(value, BaseModel):
        if isinstance(value, Clause):
            around, name = value, names.get(id(value)) or f"{name}.{value.id or value.kind.replace(' ', '-')}"
        for _, part in value:
            yield from _inner_sources(part, around, name, names)
    elif isinstance(value, CitedAmount):
        yield from _inner_sources(value.source, around, name, names)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _inner_sources(part, around, name, names)


def letters(text: str) -> str:
    """A text as it is searched: capitals, blanks, hyphens and punctuation do not matter."""
    return "".join(_tokens(text))


def _ends_word(heading: str, section: str) -> bool:
    """Whether a section that a heading begins with ends where a word of it does: I is no section of II."""
    return section in accumulate(_tokens(heading), initial="")


def digest(text: str) -> str:
    """The first letters of a sentence's SHA-256, taken of its letters and figures alone."""
    return hashlib.sha256(letters(text).encode()).hexdigest()[:DIGEST]


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold().replace("\u2044", "/"))


class _Index:
    """All passages as one run of letters, to find words in."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._offsets: list[int] = []
        self._edges: set[int] = {0}
        parts: list[str] = []
        length = 0
        for passage in passages:
            self._offsets.append(length)
            for token in _tokens(passage.text):
                parts.append(token)
                length += len(token)
                self._edges.add(length)
        self._letters = "".join(parts)
        self._folded = {words: letters(words) for passage in passages for words in passage.headings}
        self._said = [letters(passage.text) for passage in passages]

    def places(self, source: Source) -> tuple[int, ...]:
        """The passages that have a source's words: a heading of just these, else all sentences under its section."""
        wanted = letters(source.anchor)
        found = list(self._occurrences(wanted)) if wanted else []
        inside = [each for each in found if any(self._under(place, source.section) for place in each)]
        several = inside or found
        heading = [each[0] for each in several if not self._passages[each[0]].counts and self._said[each[0]] == wanted]
        places = dict.fromkeys(heading) or dict.fromkeys(place for each in several for place in each)
        sentences = [place for place in places if self._passages[place].counts]
        return tuple(sentences or places)

    def _occurrences(self, wanted: str) -> Iterator[range]:
        start = self._letters.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if start in self._edges and end in self._edges:
                yield range(bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, end - 1))
            start = self._letters.find(wanted, start + 1)

    def _under(self, place: int, section: str) -> bool:
        wanted = letters(section)
        headings = self._passages[place].headings
        return any(self._folded[each].startswith(wanted) and _ends_word(each, wanted) for each in headings)

    def stands_under(self, places: Sequence[int], section: str) -> bool:
        """Whether a section stands in the text, above one of some places: as a heading, or as words that begin a line.

        How deep headings lie in each other is often not printed, so that any one above will do.
        """
        wanted = letters(section)
        if not wanted:
            return True
        begun = [place for place, said in enumerate(self._said) if said.startswith(wanted)]
        inside = [place for place, each in enumerate(self._passages) if not each.counts and wanted in self._said[place]]
        return bool(begun or inside) and min((*begun, *inside)) <= max(places)


def _list_below(passages: Sequence[Passage], place: int) -> Iterator[int]:
    """The items of the list that a heading, or a sentence that ends in a colon, stands above."""
    if passages[place].counts and not passages[place].text.endswith(":"):
        return
    for below in range(place + 1, len(passages)):
        if passages[below].kind != "item":
            return
        yield below
