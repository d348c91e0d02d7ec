"""What a screening was: pack, policy, date and counts, as the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from minqual import __version__
from minqual.results import Results
from minqual.standings import Standing
from minqual.summaries import Summary

Row = tuple[str | int, ...]
"""A row of the page: the first cell names the others; a row of one cell is a heading, an empty one a gap."""

_CLAIMS = {
    Standing.MET: "proven by the record under every reading of it",
    Standing.CONDITIONAL: "will hold by a stated date or event",
    Standing.REVIEW: "open: a named missing fact, or a named judgement, decides",
    Standing.REFER: "the printed pattern is not met, but a named authority may accept an equivalent",
    Standing.UNMET: "impossible under every reading; a person confirms it",
}


def stamp_of(results: Results, source: str = "") -> Mapping[str, str]:
    """What an output says of itself: pack, version, digest, as-of date, policy, engine, and the source if known."""
    pack, summary = results.pack, results.summary
    stamp = {"pack": pack.name, "version": pack.version, "digest": pack.digest, "as_of": summary.as_of}
    stamp |= {"policy": summary.policy["name"], "engine": f"minqual {__version__}"}
    if results.only is not None:
        stamp["level"] = results.only
    return stamp | ({"source": source} if source else {})


def about_rows(results: Results, source: str = "") -> Iterator[Row]:
    """The page, row by row."""
    pack, summary = results.pack, results.summary
    yield ("Screening",)
    yield ("rule pack", pack.name)
    yield ("title", pack.title)
    yield ("version", pack.version)
    yield ("digest", pack.digest)
    yield ("as of", summary.as_of)
    if results.only is not None:
        yield ("verdicts are those of the level", results.only)
    if source:
        yield ("source", source)
    yield ("engine", f"minqual {__version__}")
    yield ()
    yield ("Rows", "read", "used", "rejected", "blank")
    for row in summary.rows:
        yield (row.table, row.all, row.used, row.rejected, row.blank)
    yield ()
    words = [standing.word for standing in reversed(Standing)]
    yield ("Applicants", "all", *words)
    yield ("verdict", summary.applicants, *(summary.verdicts[word] for word in words))
    for level in pack.levels:
        counts = summary.levels[level.id]
        yield (f"{level.id}: {level.title}", sum(counts.values()), *(counts[word] for word in words))
    yield ()
    yield ("Standings", "said to people", "the claim")
    for standing, claim in _CLAIMS.items():
        yield (standing.word, standing.said, claim)
    yield ()
    yield from _remarks(summary)
    yield ("Counting policy", "value")
    yield from summary.policy.items()


def _remarks(summary: Summary) -> Iterator[Row]:
    """What a screener had better look at: what is open, and what was not understood."""
    if summary.held_back:
        yield ("Open facts that hold back most", "applicants", "held back by it alone", "who can say")
        for held in summary.held_back:
            yield (held.fact, held.applicants, held.alone, held.of)
        yield ()
    if summary.unknown_words:
        yield ("Kinds of work that the pack does not know, counted for nothing", "times")
        yield from summary.unknown_words.items()
        yield ()
    for title, columns in (
        ("Columns not used", summary.unknown_columns),
        ("Columns not there", summary.absent_columns),
    ):
        if columns:
            yield (title, "columns")
            yield from ((where, ", ".join(names)) for where, names in columns.items())
            yield ()
