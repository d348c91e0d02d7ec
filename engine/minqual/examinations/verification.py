"""Verification: whether an examination file is as it was written, entry by entry and row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator

from minqual.examinations.chain import Entry, chain_faults
from minqual.examinations.examination import PLAIN, Examination, verdict_digest
from minqual.examinations.kept_settlements import settlement_of
from minqual.settlements import canonical_text, sha256
from minqual.values import Fault


def faults_of(examination: Examination, head: str | None = None) -> list[Fault]:
    """Everything that is not as it was written, the first bad entry first. head: a digest that was kept elsewhere."""
    entries = list(examination.file.entries())
    faults = list(chain_faults(entries, head))
    if faults:
        return faults
    erased = {digest for each in entries if each.kind == "erase" for digest in each.says["records"]}
    gone = {digest for each in entries if each.kind == "erase" for digest in each.says["settlements"]}
    return [
        *_of_contents(examination, entries),
        *_of_records(examination, entries, erased),
        *_of_verdicts(examination, entries, erased),
        *_of_settlements(examination, entries, gone),
    ]


def _bad(entry: int | str, found: str) -> Fault:
    return Fault(f"entry {entry}" if isinstance(entry, int) else entry, found, "what it was sealed with")


def _of_contents(examination: Examination, entries: list[Entry]) -> Iterator[Fault]:
    """Packs, maps and shapes that entries refer to."""
    asked = "SELECT digest, kind, content FROM contents"
    held = {digest: (kind, content) for digest, kind, content in examination.file.connection.execute(asked)}
    referred: set[str] = set()
    for each in entries:
        for kind, digest in _texts_of(each):
            if digest not in held:
                yield _bad(each.number, "a text that is gone")
            elif digest not in referred and (held[digest][0] != kind or sha256(held[digest][1]) != digest):
                yield _bad(each.number, "a text that was changed")
            referred.add(digest)
    for digest in sorted(held.keys() - referred):
        yield _bad(f"text {digest}", "a text that no entry refers to")


def _texts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """The texts that an entry refers to, each with its kind."""
    if entry.kind == "open":
        yield from (("pack", digest) for digest in entry.says["packs"])
    if entry.kind == "screen":
        yield "shape", entry.says["shape"]
        if entry.says["map"] is not None:
            yield "map", entry.says["map"]


def _of_records(examination: Examination, entries: list[Entry], erased: set[str]) -> Iterator[Fault]:
    """Applicants' rows, each as the screening kept it that first read them."""
    asked = "SELECT run, digest, applicant, salt, content FROM records ORDER BY number"
    by_run: dict[int, list[str]] = {}
    for run, digest, applicant, salt, content in examination.file.connection.execute(asked):
        by_run.setdefault(run, []).append(digest)
        if digest in erased:
            if content is not None or applicant is not None:
                yield _bad(run, "a record that was erased, and is there")
        elif sha256(f"{salt}{applicant}{content}") != digest:
            yield _bad(run, "a record that was changed")
    for each in entries:
        if each.kind == "screen" and sha256("".join(by_run.pop(each.number, []))) != each.says["records"]:
            yield _bad(each.number, "records changed, added, moved or gone")
    for run in by_run:
        yield _bad(run, "records that no entry refers to")


def _of_verdicts(examination: Examination, entries: list[Entry], erased: set[str]) -> Iterator[Fault]:
    """What became of applicants, screening by screening."""
    asked = (
        "SELECT verdicts.run, pack, place, record, verdicts.content, verdicts.digest, salt, verdict, "
        "eligible_level, conditional_level, best_possible_level, verdicts.applicant, records.applicant "
        "FROM verdicts LEFT JOIN records ON records.digest = record ORDER BY verdicts.rowid"
    )
    by_run: dict[int, list[str]] = {}
    for run, pack, place, record, content, digest, salt, *told in examination.file.connection.execute(asked):
        by_run.setdefault(run, []).append(digest)
        if record in erased:
            if content is not None:
                yield _bad(run, f"a verdict of an erased record (pack {pack}, place {place})")
        elif (
            None in {salt, content}
            or verdict_digest(record, pack, place, salt, content) != digest
            or not _as_told(content, told)
        ):
            yield _bad(run, f"a verdict that was changed (pack {pack}, place {place})")
    for each in entries:
        if each.kind == "screen" and sha256("".join(by_run.pop(each.number, []))) != each.says["verdicts"]:
            yield _bad(each.number, "a table of verdicts with rows changed, added, moved or gone")
    for run in sorted(by_run):
        yield _bad(run, "verdicts that no entry refers to")


def _as_told(content: str, told: list[str]) -> bool:
    """Whether the columns of a verdict say what its content says."""
    *columns, of_record = told
    if None in columns:
        return False
    # Within a text of JSON a backslash stands before each quotation mark: what is found is a key with its cell.
    cells = (f'"{name}":{canonical_text(cell)}' for name, cell in zip((*PLAIN, "applicant_id"), columns, strict=True))
    return columns[-1] == of_record and all(cell in content for cell in cells)


def _of_settlements(examination: Examination, entries: list[Entry], gone: set[str]) -> Iterator[Fault]:
    asked = "SELECT entry, kind, applicant, subject, content, salt, digest FROM settlements ORDER BY number"
    by_entry: dict[int, list[str]] = {}
    for entry, kind, applicant, subject, content, salt, digest in examination.file.connection.execute(asked):
        by_entry.setdefault(entry, []).append(digest)
        if digest in gone:
            if content is not None:
                yield _bad(entry, "a settlement that was erased, and is there")
        elif content is None or sha256(salt + content) != digest or not _as_settled(content, kind, applicant, subject):
            yield _bad(entry, "a settlement that was changed")
    for each in entries:
        if each.kind == "settle" and by_entry.pop(each.number, []) != each.says["settlements"]:
            yield _bad(each.number, "settlements changed, added, moved or gone")
    for number in by_entry:
        yield _bad(number, "settlements that no entry refers to")


def _as_settled(content: str, kind: str, applicant: str | None, subject: str) -> bool:
    settlement = settlement_of(json.loads(content))
    told = (settlement.kind, getattr(settlement, "applicant", None), " ".join(settlement.key[1:]))
    return told == (kind, applicant, subject)
