"""The page of a pool: everyone in a list that is searched and filtered, what stops them, what to settle."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from minqual.judging import grow, highest_level
from minqual.outputs import imprint
from minqual.pages.filled import packed, template_text, whole
from minqual.pages.one_applicant import AT_ONCE, drawers
from minqual.reports import page_of_pack, page_visible
from minqual.values import Fault, SourceError, Standing, so_many, visible
from minqual.verdicts import Judged, Results, Texts, asked_of_each, funnels_of, part_standings

if TYPE_CHECKING:
    from minqual.notation import Quotes
    from minqual.verdicts import Funnel
    from minqual.what_if import LevelWays

MOST: Final = 250_000
"""Applicants of a page: a browser holds them all."""

FIRST: Final = 200
"""Applicants who can be read without a script."""

FIRST_LINES: Final = 100
"""Lines of what is to be settled, and of what was rejected."""

_WORDS: Final = tuple(each.word for each in reversed(Standing))


@dataclass(frozen=True, slots=True)
class LevelFunnel:
    """The funnel of a level, by its title."""

    title: str
    of: Funnel


def check_size(applicants: int) -> None:
    """SourceError where there are more applicants than a page holds."""
    if applicants > MOST:
        found = f"{applicants:,} applicants, more than a page holds ({MOST:,})"
        raise SourceError([Fault("--output", found, "a file named .parquet, which tools for data open at any size")])


def pool_page(
    judged: Judged,
    source: str,
    most_drawers: int,
    quotes: Quotes,
    ways: Sequence[Sequence[LevelWays]] = (),
    examination: str = "",
) -> bytes:
    """The page of the results of one pack.

    most_drawers: of so many applicants at most it holds all drawers. quotes: the words of the specification, where
    they are known. ways: of each applicant to each level that is not met, where they were sought; for drawers.
    examination: the name of its file, where the results are by the rows that it keeps: those of its applicants.
    """
    results = judged.first
    assert isinstance(results, Results)
    count, pack = results.summary.applicants, results.pack
    check_size(count)
    said = imprint(judged, source)
    few = 0 < count <= most_drawers
    made = list(drawers(results, ways)) if few else []
    one = _exporting(examination, ways=bool(ways)) if examination else _command(results, said.stamp)
    listed = _listed(results, AT_ONCE if made else 0, one)
    heads, work = _work_list(results) if few else _held_back(results)
    return whole(
        "pool.html",
        pack.titled if results.only is None else f"{pack.titled}: {pack.level(results.only).title}",
        script=template_text("pool.js"),
        day=results.summary.as_of,
        people=so_many(count, "applicant"),
        count=count,
        kept=bool(examination),
        invented=pack.invented == "yes",
        counts=(("", "all", *_WORDS), tuple(_counts(results))),
        funnels=tuple(_funnels(results)),
        rows=_rows(results),
        first=tuple(_first(listed)),
        work_heads=heads,
        work=work[:FIRST_LINES],
        work_count=len(work),
        rejected=tuple(_rejected(results)),
        rejected_count=len(results.rejected),
        pack=pack,
        rules=page_visible(page_of_pack(pack, grow(pack), quotes)),
        stamp=tuple((name, visible(value)) for name, value in said.stamp.items()),
        data=packed(listed),
        drawers=made,
    )


def _counts(results: Results) -> Iterator[tuple[str | int, ...]]:
    """The standings of verdicts, levels and posts, counted."""
    summary = results.summary
    yield "verdict", summary.applicants, *(summary.verdicts[word] for word in _WORDS)
    for level in results.pack.levels:
        counts = summary.levels[level.id]
        yield level.title, sum(counts.values()), *(counts[word] for word in _WORDS)
    for posts in results.pack.for_some_posts:
        counts = summary.posts[posts.id]
        yield posts.title, sum(counts.values()), *(counts[word] for word in _WORDS)


def _funnels(results: Results) -> Iterator[LevelFunnel]:
    pack = results.pack
    everyone = np.ones((1, results.screening.applicants.count), dtype=np.bool_)
    for place, level in enumerate(pack.levels):
        if results.only in {None, level.id}:
            (found,) = funnels_of(part_standings(results.screening, place), everyone)
            yield LevelFunnel(level.title, found)


def _rows(results: Results) -> tuple[Sequence[str], Sequence[tuple[str | int, ...]]]:
    """What became of the rows of the source."""
    heads = ("rows", "read", "used", "rejected", "blank", "left out", "open cells")
    rows = results.summary.rows
    return heads, [
        (each.table, each.all, each.used, each.rejected, each.blank, each.left_out, each.cells) for each in rows
    ]


Lines: TypeAlias = "list[tuple[str | int, ...]]"
_ASKED: Final = ("ask", "who can say", "settles alone", "holds back")


def _work_list(results: Results) -> tuple[Sequence[str], Lines]:
    """What to settle item by item, what settles most first."""
    work = results.work_list
    columns = (work[name] for name in ("ask", "who", "alone", "verdicts", "applicants", "about", "levels"))
    return (*_ASKED, "applicants", "about", "levels"), [
        (visible(ask), who, int(alone), int(verdicts), visible(whom), visible(about), levels)
        for ask, who, alone, verdicts, whom, about, levels in zip(*columns, strict=True)
    ]


def _held_back(results: Results) -> tuple[Sequence[str], Lines]:
    """What to settle kind by kind, what settles most first; of many applicants nobody reads the items."""
    held = sorted(results.summary.held_back, key=lambda each: (-each.alone, -each.applicants))
    return _ASKED, [(each.fact, each.of, each.alone, each.applicants) for each in held]


def _rejected(results: Results) -> Iterator[tuple[str | int, ...]]:
    """Rejected rows and open cells, without what stands in them."""
    for each in results.rejected[:FIRST_LINES]:
        where = f"{each.where}, {each.sheet}" if each.sheet else each.where
        yield visible(where), each.row, visible(each.column), visible(each.reason), each.lost


def _command(results: Results, stamp: Mapping[str, str]) -> str:
    """How one applicant's page is had; the id stands at the sign zero."""
    said = ["minqual", "check", stamp.get("source") or "SOURCE", "--rules", results.pack.name]
    said += ["--as-of", results.summary.as_of]
    if "map" in stamp:
        said += ["--map", stamp["map"]]
    if results.only is not None:
        said += ["--level", results.only]
    return f"{shlex.join(map(visible, said))} --applicant \0 -o one.html"


def _exporting(examination: str, *, ways: bool) -> str:
    """The same of an examination."""
    options = "--html --ways" if ways else "--html"
    return f"minqual exam export {shlex.quote(visible(examination))} {options} -o one --applicant \0"


def _listed(results: Results, at_once: int, command: str) -> dict[str, Any]:
    """The list as plain data: each text once, standings by their pattern.

    ids, pattern, reason, open: for each applicant their id, pattern, reason and number of open facts; fact: which these
    are, one applicant after the other. standings: for each pattern a digit for each of `nodes`: the verdict, what is
    judged, the clauses. eligible: for each pattern the place of the level, or −1.
    """
    screening, pack, tree = results.screening, results.pack, results.screening.tree
    chosen = tree.verdict if results.only is None else tree.levels[pack.levels.index(pack.level(results.only))]
    nodes, names = [chosen, *tree.judged], ["verdict", *(each.title for each in pack.judged)]
    for level, root in zip(pack.judged, tree.requirements, strict=True):
        for number, node in tree.outline(root):
            clause = tree.nodes[node].clause
            assert clause is not None
            nodes.append(node)
            names.append(f"{f'{level.title} ' if len(pack.judged) > 1 else ''}{number}: {clause.says()}")
    places = [highest_level(tree, each.standings, Standing.MET) for each in screening.derived]
    facts, owner, fact = asked_of_each(screening, results.only)
    reasons, reason = _distinct(results.columns["reasons"])
    return {
        "ids": [visible(each) for each in results.columns["applicant_id"]],
        "pattern": screening.pattern.tolist(),
        "standings": ["".join(str(int(each.standings[node])) for node in nodes) for each in screening.derived],
        "eligible": [-1 if each is None else each for each in places],
        "nodes": names,
        "judged": 1 + len(pack.judged),
        "levels": [each.title for each in pack.levels],
        "reason": reason,
        "reasons": [visible(each) for each in reasons],
        "open": np.bincount(owner, minlength=screening.applicants.count).tolist(),
        "fact": fact.tolist(),
        "facts": [[each.question.ask, each.who] for each in facts],
        "drawers": at_once,
        "command": command,
    }


def _distinct(column: Sequence[str]) -> tuple[list[str], list[int]]:
    """The distinct texts of a column, and which of them each row has."""
    import pyarrow as pa

    chunks = list(column.chunks()) if isinstance(column, Texts) else [pa.array(column, pa.string())]
    coded = pa.chunked_array(chunks, pa.string()).combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_pylist()


def _first(listed: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The first applicants in words."""
    until = np.cumsum([0, *listed["open"][:FIRST]]).tolist()
    for place, name in enumerate(listed["ids"][:FIRST]):
        pattern = listed["pattern"][place]
        reached = listed["eligible"][pattern]
        open_ = listed["fact"][until[place] : until[place + 1]]
        asks = " · ".join(listed["facts"][each][0] for each in open_)
        yield {
            "id": name,
            "verdict": Standing(int(listed["standings"][pattern][0])).word,
            "level": "" if reached < 0 else listed["levels"][reached],
            "reasons": listed["reasons"][listed["reason"][place]],
            "open": f"{len(open_)}: {asks}" if open_ else "",
        }
