"""What a screening was: pack, policy, date and counts, as the rows of a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from minqual._version import __version__
from minqual.values import Standing
from minqual.verdicts import UNKNOWN, ResultTable, Summary

CONTRACT: Final = 1
"""The contract that results keep: it changes where a column or a key comes to mean something else."""

AS_JSON: Final = ("packs", "sources")
"""What of a stamp is JSON in a text, where a form holds texts alone."""

Row = tuple[str | int, ...]
"""A row of the page: the first cell names the others; a row of one cell is a heading, an empty one a gap."""

_CLAIMS = {
    Standing.MET: "proven by the record under every reading of it",
    Standing.CONDITIONAL: "will hold by a stated date or event",
    Standing.REVIEW: "open: a named missing fact, or a named judgement, decides",
    Standing.REFER: "the printed pattern is not met, but a named authority may accept an equivalent",
    Standing.UNMET: "impossible under every reading; a person confirms it",
}

_WORDS = tuple(standing.word for standing in reversed(Standing))


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an output says of itself. stamp: as a mapping. rows: as a page. day: the as-of date."""

    stamp: Mapping[str, str]
    rows: Sequence[Row]
    day: str


def of_source(results: ResultTable, source: str) -> ResultTable:
    """Results which say that they are of a source that is called so."""
    return replace(results, read_from=replace(results.read_from, name=source)) if source else results


def imprint_of(results: ResultTable, source: str = "") -> Imprint:
    """What an output of one pack says of itself."""
    return Imprint(stamp_of(results, source), tuple(about_rows(results, source)), results.summary.as_of)


def imprint_of_classes(by_pack: Sequence[ResultTable], source: str = "") -> Imprint:
    """What an output of several packs says of itself."""
    return Imprint(_stamp_of(by_pack, source), tuple(_about(by_pack, source)), by_pack[0].summary.as_of)


def _stamp_of(by_pack: Sequence[ResultTable], source: str) -> Mapping[str, str]:
    """The stamp of several packs: what is the same for all, and the packs as a list in JSON."""
    stamps = [dict(stamp_of(each, source)) for each in by_pack]
    own = ("pack", "version", "digest", "policy", "invented", "vacancy")
    packs = [{name: stamp.pop(name) for name in own if name in stamp} for stamp in stamps]
    contract = stamps[0].pop("contract")
    return {"contract": contract, "packs": json.dumps(packs, ensure_ascii=False), **stamps[0]}


def _about(by_pack: Sequence[ResultTable], source: str) -> Iterator[Row]:
    """The page of several packs: what is the same for all, and then pack by pack."""
    first = by_pack[0]
    yield ("Screening",)
    yield ("rule packs", len(by_pack))
    yield from _run(first, source)
    yield from _rows(first.summary)
    yield ("Applicants", "all", *_WORDS)
    for each in by_pack:
        yield _verdicts(each.pack.name, each.summary)
    yield ()
    yield from _standings()
    yield from _columns(first.summary)
    for each in by_pack:
        yield ("Class",)
        yield from _pack(each)
        yield ()
        yield ("Applicants", "all", *_WORDS)
        yield from _levels(each)
        yield ()
        yield from _remarks(each.summary)
        yield ("Counting policy", "value")
        yield from each.summary.policy.items()
        yield ()


def stamp_of(results: ResultTable, source: str = "") -> Mapping[str, str]:
    """What an output says of itself.

    Contract, pack, version, digest, as-of date, policy, engine and what else was said of the run; of the source, if it
    is known, its name, its map, how it was read, and the digests of its files.
    """
    return {**_said_of_run(results), **_said_of_source(of_source(results, source))}


def _said_of_run(results: ResultTable) -> dict[str, str]:
    pack, summary = results.pack, results.summary
    stamp = {"contract": str(CONTRACT), "pack": pack.name, "version": pack.version, "digest": pack.digest}
    stamp["as_of"] = summary.as_of
    stamp |= {"policy": summary.policy["name"], "engine": f"minqual {__version__}"}
    if pack.invented == "yes":
        stamp["invented"] = "yes"
    if results.only is not None:
        stamp["level"] = results.only
    if pack.run.other_kinds is not None:
        stamp["other_kinds"] = pack.run.other_kinds
    if pack.run.papers_until is not None:
        stamp["papers_until"] = pack.run.papers_until.isoformat()
    if pack.run.vacancy:
        stamp["vacancy"] = "; ".join(f"{name}={value}" for name, value in pack.run.vacancy)
    if pack.run.settlements:
        stamp["settlements"] = f"{len(pack.run.settlements.all)}, digest {pack.run.settlements.digest}"
    return stamp


def _said_of_source(results: ResultTable) -> dict[str, str]:
    said = results.read_from
    stamp = {"source": said.name} if said.name else {}
    if said.map is not None:
        stamp |= {"map": said.map[0], "map_digest": said.map[1]}
    stamp |= dict(said.how)
    if said.files:
        files = [{"file": name, "sha256": digest} for name, digest in said.files]
        stamp |= {"sources_digest": said.digest, "sources": json.dumps(files, ensure_ascii=False)}
    return stamp


def plain_stamp(stamp: Mapping[str, str]) -> Mapping[str, Any]:
    """A stamp as JSON has it: the contract as a number, packs and files as lists."""
    plain: dict[str, Any] = {name: json.loads(value) if name in AS_JSON else value for name, value in stamp.items()}
    return plain | {"contract": int(stamp["contract"])}


def line_stamp(results: ResultTable) -> Mapping[str, Any]:
    """The stamp as each line of JSON has it: of the files, which may be many, one digest over all."""
    return {name: value for name, value in plain_stamp(stamp_of(results)).items() if name != "sources"}


def about_rows(results: ResultTable, source: str = "") -> Iterator[Row]:
    """The page, row by row."""
    summary = results.summary
    yield ("Screening",)
    yield from _pack(results)
    yield from _run(results, source)
    yield from _rows(summary)
    yield ("Applicants", "all", *_WORDS)
    yield _verdicts("verdict", summary)
    yield from _levels(results)
    yield ()
    yield from _standings()
    yield from _remarks(summary)
    yield from _columns(summary)
    yield ("Counting policy", "value")
    yield from summary.policy.items()


def _pack(results: ResultTable) -> Iterator[Row]:
    pack = results.pack
    yield ("rule pack", pack.name)
    yield ("title", pack.titled)
    yield ("version", pack.version)
    yield ("digest", pack.digest)
    yield from ((f"the vacancy's {name}", value) for name, value in pack.run.vacancy)


def _run(results: ResultTable, source: str) -> Iterator[Row]:
    """When it was, and of what."""
    yield ("as of", results.summary.as_of)
    if results.only is not None:
        yield ("verdicts are those of the level", results.only)
    run = results.pack.run
    if run.other_kinds is not None:
        yield ("kinds of work that the pack does not know", run.other_kinds)
    if run.papers_until is not None:
        yield ("papers and answers are in until", run.papers_until.isoformat())
    if run.settlements:
        counts = results.summary.settlements
        yield ("settlements", "; ".join(f"{name} {count}" for name, count in counts.items()))
    said = of_source(results, source).read_from
    if said.name:
        yield ("source", said.name)
    if said.map is not None:
        yield ("column map", f"{said.map[0]}, SHA-256 {said.map[1]}")
    yield from said.how
    yield from ((f"file {name}", f"SHA-256 {digest}") for name, digest in said.files)
    yield ("engine", f"minqual {__version__}")
    yield ("contract", str(CONTRACT))
    yield ()


def _rows(summary: Summary) -> Iterator[Row]:
    some = any(row.left_out for row in summary.rows)
    yield ("Rows", "read", "used", "rejected", "blank", *(["left out"] if some else ()), "open cells")
    for row in summary.rows:
        left_out = [row.left_out] if some else ()
        yield (row.table, row.all, row.used, row.rejected, row.blank, *left_out, row.cells)
    yield ()


def _verdicts(name: str, summary: Summary) -> Row:
    return (name, summary.applicants, *(summary.verdicts[word] for word in _WORDS))


def _levels(results: ResultTable) -> Iterator[Row]:
    by_id = {**results.summary.levels, **results.summary.posts}
    for each in results.pack.judged:
        counts = by_id[each.id]
        yield (f"{each.id}: {each.title}", sum(counts.values()), *(counts[word] for word in _WORDS))


def _standings() -> Iterator[Row]:
    yield ("Standings", "said to people", "the claim")
    for standing, claim in _CLAIMS.items():
        yield (standing.word, standing.said, claim)
    yield ()


def _remarks(summary: Summary) -> Iterator[Row]:
    """What a screener had better look at: what is open, and what was not understood."""
    if summary.held_back:
        yield ("Open facts that hold back most", "applicants", "held back by it alone", "who can say")
        for held in summary.held_back:
            yield (held.fact, held.applicants, held.alone, held.of)
        yield ()
    for section, words in summary.unknown_words.items():
        yield (f"{UNKNOWN[section].capitalize()} that the pack does not know", "times")
        yield from words.shown.items()
        if words.others:
            yield ("others, not shown here", words.others)
        yield ()


def _columns(summary: Summary) -> Iterator[Row]:
    """Columns that mean nothing, and columns without which a fact is open in every row."""
    for title, columns in (
        ("Columns not used", summary.unknown_columns),
        ("Columns not there", summary.absent_columns),
    ):
        if columns:
            yield (title, "columns")
            yield from ((where, ", ".join(names)) for where, names in columns.items())
            yield ()
