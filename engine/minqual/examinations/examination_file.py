"""An examination file: one recruitment in one SQLite file, to which entries are only ever added.

Each addition is one transaction: it is there as a whole, or not at all, and two writers wait for each other. The tables
are plain, so that Datasette or pandas open them.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final, Self

from minqual.examinations.chain import Entry, sealed
from minqual.values import Fault, SourceError

FORMAT: Final = 1
"""The form of the tables; a file of a newer one is refused."""

APPLICATION: Final = 0x6D71_6578
"""Marks a SQLite file as an examination file."""

PAGE: Final = 32_768
"""Bytes of a page of a new file: many verdicts share one, so that little of it stays empty."""

_WRITABLE: Final = "a file on a disk with room, which may be written to, as its folder"

_TABLES: Final = """
CREATE TABLE entries (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, content TEXT NOT NULL,
  previous TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TABLE contents (digest TEXT PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL) STRICT;
CREATE TABLE records (
  number INTEGER PRIMARY KEY, run INTEGER NOT NULL, digest TEXT NOT NULL UNIQUE, applicant TEXT, salt TEXT,
  content TEXT) STRICT;
CREATE TABLE verdicts (
  run INTEGER NOT NULL, pack TEXT NOT NULL, place INTEGER NOT NULL, applicant TEXT, record TEXT NOT NULL, verdict TEXT,
  eligible_level TEXT, conditional_level TEXT, best_possible_level TEXT, content TEXT, digest TEXT NOT NULL,
  PRIMARY KEY (run, pack, place)) STRICT;
CREATE TABLE settlements (
  number INTEGER PRIMARY KEY, entry INTEGER NOT NULL, kind TEXT NOT NULL, applicant TEXT, subject TEXT,
  content TEXT, salt TEXT, digest TEXT NOT NULL) STRICT;
CREATE INDEX records_of ON records (applicant);
CREATE INDEX verdicts_of ON verdicts (applicant);
CREATE INDEX settlements_of ON settlements (applicant);
"""


def is_examination(path: Path) -> bool:
    """Whether a path is a file that SQLite has written, as examination files are."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):  # a text that is no path
        return False


_SQLITE: Final = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class ExaminationFile:
    """An open examination file."""

    path: Path
    connection: sqlite3.Connection

    @classmethod
    def create(
        cls, path: Path, at: str, content: Mapping[str, object], contents: Sequence[tuple[str, str, str]]
    ) -> Self:
        """A new file with its first entry. contents: what the entry refers to, as digest, kind and text.

        SourceError: there is a file already, or none can be made there.
        """
        if path.exists():
            raise SourceError([_taken(path)])
        free = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with _told(path), closing(sqlite3.connect(free, isolation_level=None)) as connection:
                marks = f"PRAGMA page_size={PAGE};PRAGMA application_id={APPLICATION};PRAGMA user_version={FORMAT};"
                connection.executescript(f"{marks}BEGIN;{_TABLES}COMMIT;")
                with cls(path, connection).adding() as addition:
                    addition.keep(contents)
                    addition.seal("open", at, content)
                connection.execute("PRAGMA journal_mode=WAL")  # from here on: until here all is in the file itself
            _named(free, path)
        finally:
            for end in ("", "-wal", "-shm", "-journal"):
                Path(f"{free}{end}").unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """A file that is there; SourceError where it is none, is damaged or of a newer format."""
        if not path.is_file():
            raise SourceError([Fault(str(path), "no such file", "an examination file", code="file")])
        with _told(path):
            connection = sqlite3.connect(_opened(path), isolation_level=None, uri=True)
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION:
                expected = "a file that minqual exam open has made"
                raise SourceError([Fault(str(path), "no examination file", expected, code="other-kind")])
            if version > FORMAT:
                found, expected = f"format {version}", f"format {FORMAT} or an older one: a newer minqual reads it"
                raise SourceError([Fault(str(path), found, expected)])
            return cls(path, _ready(path, connection))

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """The entries in their order, all or those of one kind."""
        asked = "SELECT * FROM entries WHERE kind = coalesce(?, kind) ORDER BY number"
        with _told(self.path):
            for row in self.connection.execute(asked, (kind,)):
                yield Entry(*row)

    def content(self, digest: str) -> str:
        """A text that entries refer to; SourceError where it is not there."""
        with _told(self.path):
            found = self.connection.execute("SELECT content FROM contents WHERE digest = ?", (digest,)).fetchone()
        if found is None:
            raise SourceError(
                [Fault(str(self.path), "a text that is gone", "the file as it was made: see exam verify")]
            )
        text: str = found[0]
        return text

    def seal(self, kind: str, at: str, content: Mapping[str, object]) -> Entry:
        """Add an entry by itself."""
        with self.adding() as addition:
            return addition.seal(kind, at, content)

    @contextmanager
    def adding(self) -> Iterator[Addition]:
        """One addition: all of it appears in the file, or nothing; whoever else adds waits."""
        with _told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield Addition(self)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite takes back by itself what a full disk has no room for
                    self.connection.execute("ROLLBACK")
                raise


@dataclass(frozen=True, slots=True)
class Addition:
    """What is being added to a file, within one transaction."""

    file: ExaminationFile

    def keep(self, contents: Sequence[tuple[str, str, str]]) -> None:
        """Keep texts, each once: digest, kind and text."""
        self.file.connection.executemany("INSERT OR IGNORE INTO contents VALUES (?, ?, ?)", contents)

    def rows(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows to a table."""
        self.file.connection.executemany(statement, rows)

    @property
    def next(self) -> int:
        """The number of the entry that will be sealed."""
        last = self._last()
        return 1 if last is None else last.number + 1

    def seal(self, kind: str, at: str, content: Mapping[str, object]) -> Entry:
        """Add an entry to the chain."""
        entry = sealed(self._last(), kind, at, content)
        self.file.connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", astuple(entry))
        return entry

    def _last(self) -> Entry | None:
        found = self.file.connection.execute("SELECT * FROM entries ORDER BY number DESC LIMIT 1").fetchone()
        return None if found is None else Entry(*found)


def _taken(path: Path) -> Fault:
    return Fault(str(path), "a file that is there already", "a new name")


def _named(free: Path, path: Path) -> None:
    """Give a file that is finished its name, in place of no other."""
    try:
        os.link(free, path)
    except FileExistsError:
        raise SourceError([_taken(path)]) from None
    except OSError:  # a file system without links
        free.rename(path)


def _opened(path: Path) -> str:
    """How SQLite opens a file: one that is finished and may not be written to is read where it lies."""
    ours = os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)
    finished = not path.with_name(path.name + "-wal").exists()
    return path.resolve().as_uri() + ("?immutable=1" if finished and not ours else "?mode=rw")


def _ready(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that acknowledges nothing before it is on the disk, and waits for other writers."""
    with _told(path):
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(
            "PRAGMA cache_size=-65536"
        )  # KiB: an index that is grown does not go to the disk again and again
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What SQLite cannot do as a fault of the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise SourceError([_fault(path, error)]) from error


_SAID: Final = {
    sqlite3.SQLITE_FULL: "a disk that is full: nothing was added",
    sqlite3.SQLITE_IOERR: "a disk that is full, or cannot be read or written: nothing was added",
    sqlite3.SQLITE_READONLY: "a file that may not be written to: nothing was added",
    sqlite3.SQLITE_CANTOPEN: "a file that cannot be opened, or whose folder may not be written to",
    sqlite3.SQLITE_BUSY: "a file to which somebody else is adding",
    sqlite3.SQLITE_CORRUPT: "a damaged file",
    sqlite3.SQLITE_NOTADB: "no examination file, or a damaged one",
}


def _fault(path: Path, error: sqlite3.DatabaseError) -> Fault:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # what is above it says more than people need
    damaged = code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    expected = "the file as it was written, from a copy" if damaged else _WRITABLE
    return Fault(str(path), _SAID.get(code, f"a file that SQLite cannot use ({error})"), expected, code="file")
