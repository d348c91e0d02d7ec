"""What a file or standard input holds: bytes unpacked within limits, and text brought to UTF-8."""

from __future__ import annotations

import codecs
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minqual.values import Fault, SourceError, nearest, no_plain_file

MOST_BYTES: Final = 4 << 30
"""Bytes of one file, as it lies there and unpacked."""

MOST_PACKED: Final = 400
"""How many times larger than its archive a text may be; more is made to overflow, not to be read."""

_SMALL: Final = 64 << 20
"""Bytes below which no packing is too tight."""

STDIN: Final = "stdin"

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_TABLE_OF_IT: Final = "the table that it shows, as an .xlsx workbook or CSV"
_FOREIGN: Final = (
    (_OLD_OFFICE, "an old or a protected workbook (.xls, or one with a password)",
     "an .xlsx workbook without a password, or CSV"),
    (b"%PDF-", "a PDF document", _TABLE_OF_IT),
    (b"{\\rtf", "a document of a word processor (.rtf)", _TABLE_OF_IT),
    (b"\x89PNG\r\n", "an image (.png)", _TABLE_OF_IT),
    (b"\xff\xd8\xff", "an image (.jpg)", _TABLE_OF_IT),
    (b"GIF8", "an image (.gif)", _TABLE_OF_IT),
    (b"II*\x00", "an image (.tif)", _TABLE_OF_IT),
    (b"MM\x00*", "an image (.tif)", _TABLE_OF_IT),
    (b"PARE", "an encrypted Parquet file", "one that is not encrypted"),
    (b"SQLite format 3\x00", "a database (SQLite)", "its tables as CSV"),
    (b"Rar!\x1a", "an archive (.rar)", "the files in it, or a zip archive of them"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (.7z)", "the files in it, or a zip archive of them"),
)  # fmt: skip
"""How files begin that are no tables, with what they are and what is expected in their place."""

_CHUNK: Final = 1 << 20

_SAMPLE: Final = 1 << 12
"""Bytes that tell whether a text without a mark is UTF-16."""

_SELDOM: Final = 16
"""How many times rarer zero bytes of the other place are in UTF-16, where some letters have them too."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Marks at the beginning of a text, and the encodings that they announce."""

ENCODINGS: Final = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "mac-roman", "utf-16-le", "utf-16-be", "cp437")
"""Encodings that a person may name; any other that Python reads will do as well."""


@dataclass(frozen=True, slots=True, repr=False)
class Contents:
    """The bytes of one file, unpacked.

    name: the file's name without its folder and without .gz, by which messages call it.
    """

    name: str
    content: bytes

    @property
    def zipped(self) -> bool:
        """Whether it is a zip archive, as workbooks and LinkedIn's exports are."""
        return self.content.startswith(_ZIP)


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text in UTF-8, without a mark at its beginning, and the encoding that it came in."""

    name: str
    content: bytes
    encoding: str


def read_contents(path: Path | None) -> Contents:
    """The contents of a file, or of standard input where there is no path; SourceError if it cannot be read.

    Gzip is unpacked, whatever the file is called.
    """
    name = STDIN if path is None else name_of(path)
    if path is not None and (found := no_plain_file(path)):
        raise SourceError([Fault(name, found, "a plain file, or - for standard input", code="file")])
    try:
        if path is None:
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError([Fault(name, error.strerror or "unreadable", "a readable file", code="file")]) from None
    return contents_of(name, content)


def contents_of(name: str, content: bytes) -> Contents:
    """The contents that a name and bytes make up, gzip unpacked; SourceError where they are of no kind that is read."""
    if len(content) > MOST_BYTES:
        raise SourceError([_too_large(name, "more")])
    if content.startswith(_GZIP):
        name, content = name.removesuffix(".gz"), _gunzipped(name, content)
    for beginning, found, expected in _FOREIGN:
        if content.startswith(beginning):
            raise SourceError([Fault(name, found, expected, code="other-kind")])
    return Contents(name, content)


def name_of(path: Path) -> str:
    """A file's name without its folder, as a text."""
    return told_name(path.name)


def told_name(name: str) -> str:
    """A name of a file, or of a key, as a text: without the halves of signs that may stand in it."""
    return name.encode("utf-8", "replace").decode()


def _too_large(name: str, size: str) -> Fault:
    return Fault(
        name, f"{size} than {MOST_BYTES >> 30} GiB", f"at most {MOST_BYTES >> 30} GiB, or several files", code="limit"
    )


def _gunzipped(name: str, content: bytes) -> bytes:
    """A gzip file unpacked piece by piece, so that one made to overflow is stopped."""
    pieces: list[bytes] = []
    size, rest = 0, content
    try:
        while rest:
            stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            while not stream.eof:
                piece = stream.decompress(rest, _CHUNK)
                rest = stream.unconsumed_tail
                size += len(piece)
                if size > MOST_BYTES:
                    raise SourceError([_too_large(name, "unpacked, more")])
                if size > max(_SMALL, MOST_PACKED * len(content)):
                    found = f"unpacked, more than {MOST_PACKED} times its size"
                    raise SourceError([Fault(name, found, "a file that is not made to overflow, or the file unpacked")])
                if not piece and not rest:
                    raise SourceError([Fault(name, "a gzip file that breaks off", "the whole file")])
                pieces.append(piece)
            rest = stream.unused_data.lstrip(b"\0")
    except zlib.error:
        raise SourceError([Fault(name, "broken gzip", "a gzip file, or the file unpacked")]) from None
    return b"".join(pieces)


def read_text(contents: Contents, encoding: str | None = None) -> Text:
    """A text in UTF-8. SourceError says on which line it cannot be read.

    Without an encoding: what a mark at the beginning announces, else UTF-16 where zero bytes say so, else UTF-8, else
    Windows-1252, as spreadsheet programs save CSV. Single zero bytes are of no encoding: they stay where they are.
    """
    name, content = contents.name, contents.content
    if encoding is not None:
        mark = next((mark for mark, _ in _MARKS if content.startswith(mark)), b"")
        return _decoded(name, content, _known(encoding), "" if mark else encoding)
    for mark, announced in _MARKS:
        if content.startswith(mark):
            if announced == "utf-8":
                content = content.removeprefix(mark)
            return _decoded(
                name, content, announced, "UTF-8 with a mark" if announced == "utf-8" else announced.upper()
            )
    if codec := _unmarked_utf16(content):
        return _decoded(name, content, codec, "UTF-16 without a mark")
    if _is_utf8(content):
        return Text(name, content, "UTF-8")
    return _decoded(name, content, "windows-1252", "Windows-1252")


def not_delimited(text: Text) -> Fault | None:
    """What a text is, if it is of another kind than delimited text."""
    if b"\0" in text.content:
        return Fault(text.name, "zero bytes in the text", "a file saved as CSV UTF-8")
    begin = text.content[:4096].lstrip().lower()
    expected = "an .xlsx workbook or CSV: open it in a spreadsheet program and save it anew"
    if begin.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div")):
        return Fault(text.name, "a web page (HTML), which some systems export in place of a workbook", expected)
    if b"urn:schemas-microsoft-com:office:" in begin:
        return Fault(text.name, "an XML spreadsheet of 2003", expected)
    if begin.startswith(b"<?xml") or (_ELEMENT.match(begin) and text.content.rstrip().endswith(b">")):
        europass = b"europass" in begin
        found = f"an XML document{' (Europass)' if europass else ''}"
        return Fault(text.name, found, "JSON of a form that is read, or a table: an .xlsx workbook or CSV")
    return None


_ELEMENT: Final = re.compile(rb"<(?:!doctype|!--|[a-z_][\w:.-]*)(?=[\s>/])")


def _unmarked_utf16(content: bytes) -> str | None:
    """The order of bytes of a text without a mark, where every second byte is mostly zero and the others are not."""
    sample = content[:_SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if 4 * max(first, second) < len(sample) or min(first, second) * _SELDOM > max(first, second) or not sample:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _known(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)
    except (LookupError, ValueError):  # a name with zero bytes or half surrogates in it
        expected = "one of " + ", ".join(ENCODINGS)
        raise SourceError([Fault("encoding", "no known encoding", expected, nearest(encoding, ENCODINGS))]) from None
    return found.name


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(name: str, content: bytes, codec: str, said: str) -> Text:
    try:
        text = content.decode(codec).removeprefix("\ufeff")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = content[:start].count(b"\n") + 1
        found = f"bytes that are not {codec}" if codec != "windows-1252" else "bytes of no encoding that is tried"
        expected = "a file saved as CSV UTF-8, or in an encoding that is named"
        raise SourceError([Fault(f"{name} line {line}", found, expected)]) from None
    return Text(name, text.encode("utf-8", "surrogatepass"), said or codec)
