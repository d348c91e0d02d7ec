"""An examination: one recruitment, its packs and its day, every screening of it, and what people settled on the way."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from minqual._version import __version__
from minqual.examinations.chain import Entry
from minqual.examinations.examination_file import ExaminationFile
from minqual.examinations.kept_records import kept_records, shape_of
from minqual.examinations.kept_settlements import plain_settlement, settlement_of
from minqual.judging import Screener, of_packs, screen_all, settlement_faults
from minqual.packs import Run, WrittenPack
from minqual.records import Tables
from minqual.settlements import Settlement, Settlements, canonical, canonical_text, settled, sha256
from minqual.values import Fault, SourceError
from minqual.verdicts import Results, ResultTable, Worded, results_of

PLAIN: Final = ("verdict", "eligible_level", "conditional_level", "best_possible_level")
"""Columns of results that have columns of their own in the table of verdicts."""


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """What was screened: its files with their digests, and the column map, as it is written."""

    files: tuple[tuple[str, str], ...]
    map: str | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """One screening of an examination: its entry, and the results of each pack."""

    entry: Entry
    results: tuple[Results, ...]


@dataclass(frozen=True)
class Examination:
    """An examination in its file."""

    file: ExaminationFile

    @classmethod
    def open(cls, path: Path, packs: Sequence[WrittenPack], as_of: date, level: str | None, at: str) -> Self:
        """A new examination of some packs, each for its run, as of a day, in a file that is not there yet."""
        texts = [_written_text(each) for each in packs]
        run = packs[0].run
        content: dict[str, object] = {
            "packs": list(map(sha256, texts)),
            "vacancies": [[list(said) for said in each.run.vacancy] for each in packs],
            "as_of": as_of.isoformat(),
            "level": level,
            "other_kinds": run.other_kinds,
            "papers_until": None if run.papers_until is None else run.papers_until.isoformat(),
            "engine": __version__,
        }
        if run.settlements.readers > 1:
            content["readers"] = run.settlements.readers
        return cls(ExaminationFile.create(path, at, content, [(sha256(text), "pack", text) for text in texts]))

    @classmethod
    def of(cls, path: Path) -> Self:
        """The examination of a file."""
        return cls(ExaminationFile.open(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.connection.close()

    @cached_property
    def opened(self) -> Mapping[str, Any]:
        """What was said when it was opened."""
        said: Mapping[str, Any] = next(self.file.entries("open")).says
        return said

    @property
    def as_of(self) -> date:
        """The day as of which applicants are judged."""
        return date.fromisoformat(self.opened["as_of"])

    @property
    def level(self) -> str | None:
        """The one level that verdicts are of, if any."""
        level: str | None = self.opened["level"]
        return level

    @property
    def readers(self) -> int:
        """How many people must have decided a clause the same before it counts."""
        readers: int = self.opened.get("readers", 1)
        return readers

    def screeners(self, settlements: Settlements) -> list[Screener]:
        """Its packs made ready, with what people have settled."""
        until = self.opened["papers_until"]
        day = None if until is None else date.fromisoformat(until)
        runs = [
            Run(self.opened["other_kinds"], day, tuple((name, value) for name, value in said), settlements)
            for said in self.opened["vacancies"]
        ]
        return [each.for_run(run) for each, run in zip(self._ready, runs, strict=True)]

    @cached_property
    def _ready(self) -> Sequence[Screener]:
        """Its packs made ready, each once, whatever was settled."""
        return [Screener(each.read()) for each in self.packs]

    @cached_property
    def packs(self) -> Sequence[WrittenPack]:
        """Its packs, as they were written when it was opened."""
        return [_pack_of(self.file.content(digest)) for digest in self.opened["packs"]]

    def verdicts(self, run: int) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The pack and the row of results of each verdict of a screening; erased ones left out."""
        asked = "SELECT pack, content FROM verdicts WHERE run = ? AND content IS NOT NULL ORDER BY pack, place"
        for pack, content in self.file.connection.execute(asked, (run,)):
            yield pack, json.loads(content)

    def runs(self) -> list[Entry]:
        """Its screenings, the first one first."""
        return list(self.file.entries("screen"))

    def settlements(self, before: int | None = None) -> Settlements:
        """All that was settled, or what was before an entry; of those of one key the latest counts."""
        return settled(self.kept_settlements(before), self.readers)

    def kept_settlements(self, before: int | None = None) -> Iterator[Settlement]:
        """Every settlement, those that others superseded too, in their order; erased ones left out."""
        asked = "SELECT content FROM settlements WHERE content IS NOT NULL AND entry < ? ORDER BY number"
        for (content,) in self.file.connection.execute(asked, (1 << 62 if before is None else before,)):
            yield settlement_of(json.loads(content))

    def applicants(self) -> list[str]:
        """Whom it has records of, in the order in which they came."""
        asked = "SELECT applicant FROM records WHERE content IS NOT NULL GROUP BY applicant ORDER BY min(number)"
        return [applicant for (applicant,) in self.file.connection.execute(asked)]

    def judged(self) -> list[str]:
        """Who stands in some screening, in the order of their ids."""
        asked = "SELECT DISTINCT applicant FROM verdicts WHERE applicant IS NOT NULL ORDER BY applicant"
        return [applicant for (applicant,) in self.file.connection.execute(asked)]

    def not_on_file(self, settlements: Iterable[Settlement]) -> list[Settlement]:
        """Those of some settlements that it does not hold yet, wherever they were read."""
        held = {replace(each, place="") for each in self.kept_settlements()}
        return [each for each in settlements if replace(each, place="") not in held]

    def settle(self, settlements: Sequence[Settlement], at: str) -> Entry:
        """Add settlements; SourceError, and nothing is added, where they fit nothing or contradict each other."""
        trees = [(each.pack, each.tree) for each in self.screeners(Settlements())]
        given = Settlements(tuple(settlements))
        names = [pack.name for pack, _ in trees]
        faults = [_elsewhere(each, names) for each in of_packs(given, names)["elsewhere"]]
        if found := [*faults, *settlement_faults(given, trees, self.applicants())]:
            raise SourceError(found)
        settled([*self.kept_settlements(), *settlements], self.readers)
        with self.file.adding() as addition:
            number = addition.next
            salted = zip(settlements, _salts(len(settlements)), strict=True)
            rows = [_settlement_row(number, each, salt) for each, salt in salted]
            statement = (
                "INSERT INTO settlements (entry, kind, applicant, subject, content, salt, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            addition.rows(statement, rows)
            return addition.seal("settle", at, {"settlements": [row[-1] for row in rows]})

    def screen(self, tables: Tables, source: SourceFiles, at: str) -> Screened:
        """Judge a source, with all that was settled, and keep what was read and what became of it."""
        settlements = self.settlements()
        screeners = self.screeners(settlements)
        screenings = list(screen_all(screeners, tables, self.as_of))
        results = tuple(results_of(each, self.level) for each in screenings)
        shape, texts = canonical(shape_of(tables)), kept_records(tables)
        kept = dict(zip(tables.applicant_ids, texts, strict=True))
        with self.file.adding() as addition:
            records, fresh = self._records(kept, addition.next)
            addition.keep([(sha256(shape), "shape", shape)])
            if source.map is not None:
                addition.keep([(sha256(source.map), "map", source.map)])
            addition.rows("INSERT INTO records (run, digest, applicant, salt, content) VALUES (?, ?, ?, ?, ?)", fresh)
            rows = [row for each in results for row in _verdict_rows(each, addition.next, records)]
            addition.rows("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            content = {
                "packs": [[each.pack.name, each.pack.version, each.pack.digest] for each in screeners],
                "as_of": self.opened["as_of"],
                "engine": __version__,
                "sources": [list(each) for each in source.files],
                "map": None if source.map is None else sha256(source.map),
                "shape": sha256(shape),
                "applicants": len(tables.applicant_ids),
                "records": sha256("".join(str(row[1]) for row in fresh)),
                "verdicts": sha256("".join(str(row[-1]) for row in rows)),
                "settlements": len(settlements.all),
                "stale": sum(len(each.screening.stale) for each in results),
            }
            return Screened(addition.seal("screen", at, content), results)

    def _records(
        self, kept: Mapping[str, str], run: int
    ) -> tuple[dict[str, tuple[str, str]], list[tuple[int, str, str, str, str]]]:
        """The digest and the salt of each applicant's record, and the records that are not on file yet."""
        known: dict[tuple[str, str], tuple[str, str]] = {}
        asked = "SELECT applicant, content, digest, salt FROM records WHERE content IS NOT NULL"
        for applicant, content, digest, salt in self.file.connection.execute(asked):
            known[applicant, content] = digest, salt
        records: dict[str, tuple[str, str]] = {}
        fresh = []
        salts = _salts(len(kept))
        for applicant, content in kept.items():
            found = known.get((applicant, content))
            if found is None:
                salt = next(salts)
                found = sha256(salt + applicant + content), salt
                fresh.append((run, found[0], applicant, salt, content))
            records[applicant] = found
        return records, fresh


def _elsewhere(settlement: Settlement, packs: Sequence[str]) -> Fault:
    """A settlement that is none of this examination's."""
    pack = getattr(settlement, "pack", "")
    expected = "a sheet of this examination: of " + ", ".join(packs)
    return Fault(settlement.place or "settlements", f"an answer about {pack}, of another examination", expected)


def _salts(count: int) -> Iterator[str]:
    """So many salts, each of 16 bytes by chance."""
    signs = secrets.token_hex(16 * count)
    return (signs[place : place + 32] for place in range(0, len(signs), 32))


def _settlement_row(entry: int, settlement: Settlement, salt: str) -> tuple[object, ...]:
    content = canonical(plain_settlement(settlement))
    applicant = getattr(settlement, "applicant", None)
    subject = " ".join(settlement.key[1:])
    return entry, settlement.kind, applicant, subject, content, salt, sha256(salt + content)


def _verdict_rows(results: Results, run: int, records: Mapping[str, tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    """What became of each applicant by one pack, as the table of verdicts has it."""
    told = zip(*(results.columns[name] for name in ("applicant_id", *PLAIN)), strict=True)
    name = results.pack.name
    for place, ((applicant, *plain), content) in enumerate(zip(told, verdict_contents(results), strict=True)):
        digest, salt = records[applicant]
        yield run, name, place, applicant, digest, *plain, content, verdict_digest(digest, name, place, salt, content)


def verdict_digest(record: str, pack: str, place: int, salt: str, content: str) -> str:
    """The digest of what became of an applicant by a pack: with the record's salt, it tells nothing by itself."""
    return sha256(f'["{record}",{canonical_text(pack)},{place},"{salt}",{canonical_text(content)}]')


def verdict_contents(results: ResultTable) -> Iterator[str]:
    """What became of each applicant, by the columns of results, in canonical JSON."""
    names = sorted(results.columns)
    form = "{" + ",".join(canonical_text(name).replace("%", "%%") + ":%s" for name in names) + "}"
    return (form % cells for cells in zip(*(_in_json(results.columns[name]) for name in names), strict=True))


def _in_json(column: Sequence[str]) -> Iterable[str]:
    """The cells of a column in JSON; those of a few words are written once each."""
    if isinstance(column, Worded):
        return map(list(map(canonical_text, column.words)).__getitem__, column.codes.tolist())
    return map(canonical_text, column)


def _written_text(written: WrittenPack) -> str:
    """A pack's file as text, with the agency's file that it draws on."""
    agency = None if written.agency is None else [written.agency[0].decode(), written.agency[1]]
    return canonical(
        {"content": written.content.decode(), "file": written.file.name, "shown": written.shown, "agency": agency}
    )


def _pack_of(text: str) -> WrittenPack:
    said = json.loads(text)
    agency = None if said["agency"] is None else (said["agency"][0].encode(), said["agency"][1])
    name = Path(said["shown"]).parent / said["file"]
    return WrittenPack(said["content"].encode(), name, said["shown"], agency=agency)
