"""Letters that were written, as an examination records them: their digests alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination
from minqual.settlements import sha256
from minqual.values import Standing

SHOWN: Final = 12
"""Letters of a verdict's digest that a decision's number has."""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter about a verdict: that of a screening, by a pack, of an applicant. digest: of the letter's file."""

    run: int
    pack: str
    applicant: str
    digest: str


def decision_number(examination: Examination, run: int, pack: str, applicant: str) -> str:
    """The number of a decision: that of the screening, and the beginning of the digest under which it is kept."""
    return f"{run}-{_kept(examination, run, pack, applicant)[0][:SHOWN]}"


def keep_letters(
    examination: Examination, letters: Sequence[KeptLetter], made_of: Mapping[str, object], at: str
) -> Entry:
    """Record that letters were written: of each the digest of its verdict, and its own with the record's salt.

    With the salt it tells nothing of a letter by itself, and nothing at all once the record is erased. made_of: digests
    of what they were made of.
    """
    told = []
    for each in letters:
        verdict, salt = _kept(examination, each.run, each.pack, each.applicant)
        told.append([verdict, sha256(salt + each.digest)])
    return examination.file.seal("letters", at, {"letters": told, **made_of})


@dataclass(frozen=True, slots=True)
class LetterAbout:
    """A letter about an applicant. run: the screening that it tells of. stale: what it tells is no longer so."""

    entry: Entry
    run: int
    pack: str
    verdict: str
    stale: bool

    @property
    def told(self) -> str:
        """The letter in words."""
        gone = f" ({OUT_OF_DATE})" if self.stale else ""
        standing = Standing[self.verdict.upper()].said
        return f"letter of {self.entry.says['dated']}: {standing}, by {self.pack}, as of entry {self.run}{gone}"


OUT_OF_DATE: Final = "out of date: what it tells is no longer so; write again"


def letters_about(examination: Examination, applicant: str, last: int) -> list[LetterAbout]:
    """The letters that were written about an applicant up to an entry, in their order."""
    asked = (
        "SELECT digest, run, pack, verdict, content FROM verdicts "
        "WHERE applicant = ? AND run <= ? AND content IS NOT NULL ORDER BY run"
    )
    rows = examination.file.connection.execute(asked, (applicant, last)).fetchall()
    now = {pack: content for _, _, pack, _, content in rows}
    by_digest = {digest: (run, pack, verdict, content != now[pack]) for digest, run, pack, verdict, content in rows}
    return [
        LetterAbout(entry, *by_digest[digest])
        for entry in examination.file.entries("letters")
        if entry.number <= last
        for digest, _ in entry.says["letters"]
        if digest in by_digest
    ]


def stale_letters(examination: Examination) -> int:
    """How many applicants and packs have a last letter that tells what is no longer so."""
    told = {digest for entry in examination.file.entries("letters") for digest, _ in entry.says["letters"]}
    if not told:
        return 0
    now: dict[tuple[str, str], str] = {}
    lettered: dict[tuple[str, str], str] = {}
    asked = "SELECT digest, applicant, pack, content FROM verdicts WHERE content IS NOT NULL ORDER BY run"
    for digest, applicant, pack, content in examination.file.connection.execute(asked):
        now[applicant, pack] = content
        if digest in told:
            lettered[applicant, pack] = content
    return sum(content != now[key] for key, content in lettered.items())


def _kept(examination: Examination, run: int, pack: str, applicant: str) -> tuple[str, str]:
    """The digest of a verdict, and the salt of the record that it is of."""
    asked = (
        "SELECT verdicts.digest, salt FROM verdicts JOIN records ON records.digest = record "
        "WHERE verdicts.run = ? AND pack = ? AND verdicts.applicant = ?"
    )
    digest, salt = examination.file.connection.execute(asked, (run, pack, applicant)).fetchone()
    return str(digest), str(salt)
