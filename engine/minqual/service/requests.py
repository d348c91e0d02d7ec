"""A request to judge: one record by one pack or several, or every fault of it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from minqual._version import __version__
from minqual.judging import Screener, Screening
from minqual.packs import Run, runs_of
from minqual.records import Record, parse_json, record_tables, take_in, with_faulty_cells
from minqual.service.answers import Identity
from minqual.service.queries import RunQuery
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
    packs: Sequence[ServedPack], asked: RunQuery | None, faults: Sequence[Fault], body: bytes
) -> list[JudgedRecord]:
    """One record screened by each pack.

    asked, faults: the query as far as it can be read, and what is wrong with it. FaultyInput carries its faults and
    those of the body; of several packs each says which it is of.
    """
    found = list(faults)
    record = None
    try:
        record = parse_json(read_text(Contents("record", body)).content)
    except RecordError as error:
        found += with_faulty_cells(error, *_read_for(packs, asked)).faults
    except FaultyInput as error:
        found += error.faults
    ready = []
    if asked is not None:
        for each in packs:
            try:
                ready.append(_for_run(each.screener, asked))
            except FaultyInput as error:
                of = f" for {each.screener.pack.name}" if len(packs) > 1 else ""
                found += [replace(fault, where=f"{fault.where}{of}") for fault in error.faults]
    if record is None or asked is None or found:
        if record is not None:
            unread = take_in(record_tables([record]), *_read_for(packs, asked)).to_mend
            found += [each.fault() for each in unread]
        raise FaultyInput(list(dict.fromkeys(found)))
    screenings = [each.screen(record_tables([record]), asked.as_of) for each in ready]
    cells = dict.fromkeys(reject.fault() for each in screenings for reject in each.applicants.to_mend)
    if cells:
        raise FaultyInput(list(cells))
    return [JudgedRecord(asked, record, each) for each in screenings]


def _for_run(screener: Screener, asked: RunQuery) -> Screener:
    """A screener for what a query says; FaultyInput where its pack has no such level, or not that of the vacancy."""
    faults: list[Fault] = []
    runs = []
    try:
        if asked.level is not None:
            screener.pack.level(asked.level)
    except FaultyInput as error:
        faults += [replace(each, where="query level", path="?level", code="unknown-name") for each in error.faults]
    try:
        said = Run(asked.other_kinds, asked.papers_until)
        runs = runs_of([screener.pack], said, asked.vacancy, "query vacancy")
    except FaultyInput as error:
        faults += [replace(each, path="?vacancy") for each in error.faults]
    if faults:
        raise FaultyInput(faults)
    return screener.for_run(runs[0])


def _read_for(packs: Sequence[ServedPack], asked: RunQuery | None) -> tuple[date, frozenset[str]]:
    """As of which day, and with which words for levels of study, cells are read, whatever is wrong with the request."""
    day = date.today() if asked is None else asked.as_of  # noqa: DTZ011  # no verdict hangs on it
    return day, frozenset().union(*(each.screener.pack.study_words.words for each in packs))


def identity(screening: Screening, asked: RunQuery, body: bytes) -> Identity:
    """What decides a screening of a body."""
    pack = screening.pack
    return Identity(
        pack=pack.name,
        version=pack.version,
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
