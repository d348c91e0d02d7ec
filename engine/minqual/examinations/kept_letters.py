"""Letters that were written, as an examination records them: their digests alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from minqual.examinations.chain import Entry
from minqual.examinations.examination import Examination
from minqual.settlements import sha256

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
    with examination.file.adding() as addition:
        return addition.seal("letters", at, {"letters": told, **made_of})


def _kept(examination: Examination, run: int, pack: str, applicant: str) -> tuple[str, str]:
    """The digest of a verdict, and the salt of the record that it is of."""
    asked = (
        "SELECT verdicts.digest, salt FROM verdicts JOIN records ON records.digest = record "
        "WHERE verdicts.run = ? AND pack = ? AND verdicts.applicant = ?"
    )
    digest, salt = examination.file.connection.execute(asked, (run, pack, applicant)).fetchone()
    return str(digest), str(salt)
