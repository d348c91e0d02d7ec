"""Settlements: what people say after the source was written, each with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, TypeAlias

from minqual.records import PART
from minqual.settlements.reason_codes import OTHER, REASON_CODES

READING: Final = "pack.reading"
"""Stands in place of a column where it is said which way of reading a pack holds: the word is the question."""

OWNER: Final = "applicant_id"
ROW: Final = "row"
"""Of a row that is lost: whose it is, and what its cells are, under these in place of a column."""

NOBODY: Final = "nobody's"
"""What people say of a row that is no applicant's, or no row at all."""

Key: TypeAlias = tuple[str, ...]
"""What a settlement settles: its kind, then what it is about. A later one of the same key supersedes an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who settled something, and when.

    by: initials or a number, as the agency signs. how: how it is known: asked by phone, document seen. why: in words.
    place: where it was read, for messages.
    """

    kind: ClassVar[str]
    settles: ClassVar[tuple[str, ...]]
    says_of_it: ClassVar[tuple[str, ...]] = ()
    """Which settlement it is, the fields by which it is known what it settles, and those that say something of it."""

    by: str
    on: date
    how: str = ""
    why: str = ""
    place: str = ""

    @property
    def key(self) -> Key:
        """What it settles: its kind, then what it is about."""
        about = (getattr(self, name) for name in self.settles)
        return (self.kind, *(part for each in about for part in (each if isinstance(each, tuple) else (each,))))

    @property
    def content(self) -> tuple[object, ...]:
        """What it says of it, in whatever order of names."""
        says = (getattr(self, name) for name in self.says_of_it)
        return tuple(frozenset(each) if isinstance(each, tuple) else each for each in says)

    @property
    def named(self) -> str:
        """It as messages name it: where it was read, by whom it was said, and when."""
        return f"{self.place}: by {self.by} on {self.on.isoformat()}"

    @property
    def signature(self) -> str:
        """How it is known, on which day and by whom, as evidence says it."""
        return ", ".join(filter(None, (self.how, self.on.isoformat(), self.by)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledWord(Signed):
    """What a word means, for everyone who wrote it.

    pack: the pack whose names it means, or the agency for all of its packs. column: the table and column where it
    stands, such as experience.kinds. words: folded; one, or a class or a title and its employer together. means: names
    of the pack; none: it is none of them. made_on: the digest of the names that there were to choose from.
    """

    kind = "word"
    settles = ("pack", "column", "words")
    says_of_it = ("means",)

    pack: str
    column: str
    words: tuple[str, ...]
    means: tuple[str, ...]
    made_on: str = ""

    @property
    def told(self) -> str:
        """What evidence says of it."""
        if self.column == READING:
            return f"{self.words[0]} {'; '.join(self.means)}: {self.signature}"
        said = f"means {'; '.join(self.means)}" if self.means else "is none of the names"
        return f"{' with '.join(filter(None, self.words))} {said}: {self.signature}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledFact(Signed):
    """What a cell of one applicant says, in place of what stands there or does not.

    row: the digest of all cells of the row, which is the same wherever the row stands; none for a row that the source
    lacks, whose question is then the column, and that column behind a + for a cell of such a row. column: behind a
    colon may stand the part of the cell that is meant; of a row that is lost it is OWNER or ROW. says: the text of the
    cell, as a source would have it; None: right as it stands.
    """

    kind = "fact"
    settles = ("applicant", "table", "row", "column")
    says_of_it = ("says",)

    applicant: str
    table: str
    row: str
    column: str
    says: str | None

    @property
    def told(self) -> str:
        """What evidence says of it."""
        said = "right as it stands" if self.says is None else self.says
        column = {OWNER: "the row is", ROW: "the row reads"}.get(self.column, self.column.replace("_", " "))
        if said == NOBODY:
            column = "the row is"
        elif not self.row and PART in said:
            column = "added"
        return f"{' '.join(filter(None, (column, said)))}: {self.signature}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Signed):
    """A clause of judgement or discretion decided for one applicant.

    clause: its id in the verdict, which begins with its level. accepted: it is met; else it is unmet. code: one of the
    reason codes. code_says: what an agency's own code says. made_on: the digest of the clause and of the applicant's
    rows.
    """

    kind = "decision"
    settles = ("pack", "applicant", "clause")
    says_of_it = ("accepted",)

    pack: str
    applicant: str
    clause: str
    accepted: bool
    code: str = ""
    made_on: str = ""
    code_says: str = ""

    @property
    def because(self) -> str:
        """Why, as it stands behind what was decided: the code with what it says, and the words beside it."""
        says = self.code_says or REASON_CODES.get(self.code, "")
        told = f", {self.code}" if self.code else ""
        words = [each for each in ("" if self.code == OTHER else says, self.why) if each]
        return f"{told}: {'; '.join(words)}" if words else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Signed):
    """A person has looked at an adverse verdict and stands by it. made_on: the digest of that verdict."""

    kind = "confirmation"
    settles = ("pack", "applicant", "level")

    pack: str
    applicant: str
    level: str
    made_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal(Signed):
    """A person takes no part in what is decided about an applicant. clause: the one at which they said so."""

    kind = "recusal"
    settles = ("pack", "applicant", "clause", "by")

    pack: str
    applicant: str
    clause: str


Settlement: TypeAlias = SettledWord | SettledFact | Decision | Confirmation | Recusal
