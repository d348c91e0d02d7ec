"""Zip archives, read member by member within limits; nothing is ever unpacked to a disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.parsers.expat import ExpatError

from minqual.sources.files import Contents
from minqual.values import Fault, SourceError

MOST_MEMBERS: Final = 10_000
"""Members of one archive; a workbook has some dozens."""

MOST_UNPACKED: Final = 4 << 30
"""Bytes of all members together, unpacked."""

MOST_PACKED: Final = 250
"""How many times smaller a large member may be packed; text of spreadsheets packs 10 to 100 times smaller."""

LARGE: Final = 64 << 20
"""Bytes of a member, unpacked, from which MOST_PACKED holds."""

PIECE: Final = 1 << 20

_ENCRYPTED: Final = 1
_LISTED: Final = b"PK\x01\x02"
_HEADER: Final = 30
_FOREIGN: Final = {
    "mimetype": ("an OpenDocument file (.ods)", "an .xlsx workbook or CSV, saved from the program that made it"),
    "xl/workbook.bin": ("a binary workbook (.xlsb)", "an .xlsx workbook or CSV, saved from the program that made it"),
    "word/document.xml": ("a document of a word processor (.docx)", "a workbook (.xlsx) or CSV"),
    "ppt/presentation.xml": ("a presentation (.pptx)", "a workbook (.xlsx) or CSV"),
}
"""Files that are archives too: by the member that tells them."""

_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ExpatError, struct.error, EOFError, OSError, ValueError, LookupError,
    ArithmeticError, NotImplementedError, RuntimeError,
)  # fmt: skip


@contextmanager
def legible(where: str, expected: str) -> Iterator[None]:
    """SourceError in place of all that damage can bring about while an archive is read."""
    try:
        yield
    except SourceError:
        raise
    except MemoryError:
        raise SourceError([Fault(where, "more than this machine's memory holds", "a smaller file")]) from None
    except _BROKEN:
        raise SourceError([Fault(where, "a damaged file", expected)]) from None


@dataclass(frozen=True, slots=True, repr=False)
class Archive:
    """A zip archive whose members have been found to lie within the limits.

    members: the files in it, by their paths with slashes, case-folded as workbooks are to be read.
    """

    name: str
    file: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]

    def pieces(self, member: str) -> Iterator[bytes]:
        """A member's bytes in pieces of at most 1 MB; its checksum is verified with the last one."""
        with self.file.open(self.members[member]) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def contents(self, member: str) -> Contents:
        """A member as the contents of a file; SourceError if it is damaged."""
        name = f"{self.name} file {self.members[member].filename!r}"
        with legible(name, "the whole file, packed anew"):
            return Contents(name, b"".join(self.pieces(member)))

    def foreign(self) -> Fault | None:
        """The fault of a file that is an archive too and of a kind that is not read; None of any other archive."""
        told = (Fault(self.name, *_FOREIGN[member]) for member in _FOREIGN if member in self.members)
        return next(told, None)

    def unread(self) -> Fault:
        """The fault of an archive in which there is nothing that could be read."""
        if fault := self.foreign():
            return fault
        expected = "a workbook (.xlsx), or an archive with applicants.csv and the other tables"
        return Fault(self.name, "an archive without tables", expected)


def open_archive(contents: Contents) -> Archive:
    """A zip archive; SourceError if it is damaged, protected or larger than is read."""
    name = contents.name
    if contents.content.count(_LISTED) > MOST_MEMBERS:
        raise SourceError([_too_many(name)])
    with legible(name, "the whole file, saved or packed anew"):
        file = zipfile.ZipFile(BytesIO(contents.content))
        listed = [each for each in file.infolist() if not each.is_dir()]
        if fault := _fault(name, listed, len(contents.content)):
            raise SourceError([fault])
        members = {each.filename.replace("\\", "/").lstrip("/").casefold(): each for each in listed}
    if len(members) != len(listed):
        raise SourceError([Fault(name, "an archive with two files of one name", "each file once")])
    return Archive(name, file, members)


def _too_many(name: str) -> Fault:
    return Fault(name, f"an archive of more than {MOST_MEMBERS} files", f"at most {MOST_MEMBERS} files")


def _fault(name: str, listed: list[zipfile.ZipInfo], size: int) -> Fault | None:
    """What speaks against reading an archive, told from its list of members alone."""
    if any(each.flag_bits & _ENCRYPTED for each in listed):
        return Fault(name, "an archive with a password", "an archive without a password")
    if any(each.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for each in listed):
        return Fault(name, "an archive packed in an unusual way", "a common zip archive (deflated)")
    if sum(each.file_size for each in listed) > MOST_UNPACKED:
        most = f"{MOST_UNPACKED / (1 << 30):g} GiB"
        return Fault(name, f"unpacked, more than {most}", f"at most {most}, or several files")
    if any(each.file_size > max(LARGE, MOST_PACKED * each.compress_size) for each in listed):
        found = f"an archive packed more than {MOST_PACKED} times smaller, as only a trap is"
        return Fault(name, found, "the workbook saved anew, or CSV")
    ends = [(each.header_offset, each.header_offset + _HEADER + each.compress_size) for each in listed]
    ends.sort()
    starts = [start for start, _ in ends[1:]] + [size]
    if any(end > following for (_, end), following in zip(ends, starts, strict=False)):
        return Fault(name, "an archive whose files lie over each other", "the whole file, saved or packed anew")
    return None
