"""A request to judge: one record by one pack or several, or every fault of it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from minqual._version import __version__
from minqual.judging import Screening
from minqual.packs import Run, runs_of
from minqual.records import Record, parse_json, record_tables, take_in, with_faulty_cells
from minqual.service.answers import Identity
from minqual.service.queries import Heard, RunQuery
from minqual.service.served import ServedPack
from minqual.sources import Contents, read_text
from minqual.values import Fault, FaultyInput, RecordError, visible_lines


@dataclass(frozen=True, slots=True)
class JudgedRecord:
    """A record as a pack judges it. asked: what the query says of it."""

    asked: RunQuery
    record: Record
    screening: Screening


def screened(
    packs: Sequence[ServedPack],
    heard: Heard[RunQuery],
    body: bytes | None,
    faults: Sequence[Fault] = (),
) -> list[JudgedRecord]:
    """One record screened by each pack.

    body: None where it is of no kind that can be read. faults: what else is wrong with the request. FaultyInput carries
    these and all other faults: those of the query, of what it says of the packs, and of the body.
    """
    asked = heard.said
    runs, unfit = _runs(packs, heard)
    wrong = [*faults, *heard.faults, *unfit]
    record, unread = _record(body)
    if wrong or record is None:
        raise FaultyInput(list(dict.fromkeys([*wrong, *_faults_of(record, unread, packs, asked.as_of)])))
    screeners = [each.screener.for_run(run) for each, run in zip(packs, runs, strict=True)]
    screenings = [each.screen(record_tables([record]), asked.as_of) for each in screeners]
    cells = dict.fromkeys(reject.fault() for each in screenings for reject in each.applicants.to_mend)
    if cells:
        raise FaultyInput(list(cells))
    return [JudgedRecord(asked, record, each) for each in screenings]


def _runs(packs: Sequence[ServedPack], heard: Heard[RunQuery]) -> tuple[list[Run], list[Fault]]:
    """For each pack the run that a query says, and what of it some pack does not have: its level, or the vacancy."""
    asked = heard.said
    faults = [] if asked.level is None else list(_without_level(packs, asked.level))
    if "vacancy" in heard.wrong or not packs:
        return [], faults
    try:
        said = Run(asked.other_kinds, asked.papers_until)
        return runs_of([each.screener.pack for each in packs], said, asked.vacancy, "query vacancy"), faults
    except FaultyInput as error:
        return [], [*faults, *(replace(each, path="?vacancy") for each in error.faults)]


def _without_level(packs: Sequence[ServedPack], level: str) -> Iterator[Fault]:
    """The faults of packs that have no such level. Of several, each says which it is of."""
    for each in packs:
        try:
            each.screener.pack.level(level)
        except FaultyInput as error:
            where = f"query level of {each.name}" if len(packs) > 1 else "query level"
            yield from (replace(fault, where=where, path="?level", code="unknown-name") for fault in error.faults)


def _record(body: bytes | None) -> tuple[Record | None, FaultyInput | None]:
    """The record in a body, or why there is none."""
    if body is None:
        return None, None
    try:
        return parse_json(read_text(Contents("record", body)).content), None
    except FaultyInput as error:
        return None, error


def _faults_of(
    record: Record | None, unread: FaultyInput | None, packs: Sequence[ServedPack], day: date
) -> Sequence[Fault]:
    """All that is wrong with a record: with its form, and with its cells where there are packs by whose words to read.

    unread: why there is none.
    """
    words: frozenset[str] = frozenset().union(*(each.screener.pack.study_words.words for each in packs))
    if isinstance(unread, RecordError) and packs:
        unread = with_faulty_cells(unread, day, words)
    if unread is not None:
        return unread.faults
    return [each.fault() for each in take_in(record_tables([record]), day, words).to_mend] if record and packs else ()


def identity(screening: Screening, asked: RunQuery, body: bytes) -> Identity:
    """What decides a screening of a body."""
    pack = screening.pack
    return Identity(
        pack=pack.name,
        version=pack.version,
        in_force=str(pack.in_force),
        digest=pack.digest,
        engine=__version__,
        policy=pack.policy.name,
        as_of=asked.as_of.isoformat(),
        level=asked.level,
        input=hashlib.sha256(body).hexdigest(),
    )


def printed(answer: str) -> bytes:
    """An answer in JSON as the command prints it, byte for byte."""
    return (visible_lines(answer) + "\n").encode("utf-8", "backslashreplace")
