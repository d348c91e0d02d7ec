"""The forms of output files, told by their names: CSV, a workbook, JSON lines or Parquet."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from minqual.values import Fault, SourceError, nearest


class Form(StrEnum):
    """The form of an output file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"


SUFFIXES: Final = {
    ".csv": Form.CSV,
    ".xlsx": Form.XLSX,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".parquet": Form.PARQUET,
}
TEXTS: Final = (Form.CSV, Form.JSONL)
"""Forms that a name in .gz packs as well."""

DETAILED: Final = (Form.XLSX, Form.JSONL)
"""Forms of results that tell more than their columns hold: figures of each clause, or what is open one by one."""

KNOWN: Final = (*SUFFIXES, *(f"{suffix}.gz" for suffix, form in SUFFIXES.items() if form in TEXTS))


PAGE: Final = ".html"
"""How the name of a page ends."""

DRAWERS: Final = 5000
"""Applicants of whom a page holds evidence and work history, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write, in which form, and whether packed by gzip."""

    path: Path
    form: Form
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """What faults call the ways out: those of a form that the name does not tell, and of a file that is there."""

    form: str
    force: str


COMMAND: Final = Saying("--format", "--force")
PROGRAM: Final = Saying("form", "force=True")


def target_of(where: str, path: Path, form: Form | None = None, saying: Saying = COMMAND) -> Target:
    """The form of a file by its name, or the one asked for. where: the option, for the fault raised if it has none."""
    packed = path.suffix.casefold() == ".gz"
    inner = Path(path.stem) if packed else path
    named = SUFFIXES.get(inner.suffix.casefold())
    told = form or named
    if told is None:
        suffix = "".join(path.suffixes[-2:] if packed else path.suffixes[-1:])
        found = f"a name that ends in {suffix!r}" if suffix else "a name without an ending"
        raise SourceError([Fault(where, found, _endings(where, saying), nearest(suffix, KNOWN))])
    if named is not None and named is not told:
        found = f"{told.value} in a file that is named as {named.value}"
        raise SourceError([Fault(where, found, f"a name that ends in .{told.value}, or {saying.form} {named.value}")])
    if packed and told not in TEXTS:
        raise SourceError(
            [Fault(where, f"{told.value} packed once more", f"a name that ends in .{told.value}: it is packed already")]
        )
    return Target(path, told, packed)


def _endings(where: str, saying: Saying) -> str:
    """What may be written instead; results may also be told their form."""
    own = where in {"--output", "path"}
    said = f"one of {', '.join((*KNOWN, PAGE) if own else KNOWN)}"
    return f"{said}, or {saying.form}" if own else said


def beside(output: Path) -> Path:
    """The rejects file of an output: CSV whatever the output is, so that programs find it under one name."""
    return output.parent / f"{output.name}.rejects.csv"


def about_beside(output: Target) -> Path | None:
    """The file beside a text that says what it is: other forms hold that themselves."""
    return output.path.parent / f"{output.path.name}.about.json" if output.form in TEXTS else None


def no_name(path: Path) -> str:
    """Why a path can be the name of no file, if it cannot."""
    try:
        path.lstat()
    except ValueError:  # zero bytes and half surrogates
        return "a name with signs that no name of a file has"
    except OSError as error:
        return "a name too long for a file" if error.errno == errno.ENAMETOOLONG else ""
    return ""


def place_faults(where: str, path: Path, saying: Saying = COMMAND, *, force: bool) -> list[Fault]:
    """What is wrong with a place to write to."""
    if said := no_name(path):
        return [Fault(where, said, "the path of a file")]
    if not path.parent.is_dir():
        return [Fault(where, f"no folder {str(path.parent)!r}", "a file in a folder that exists")]
    if path.is_dir():
        return [Fault(where, "a folder", "a file")]
    if path.exists() and not path.is_file():
        return [Fault(where, f"{str(path)!r} is no plain file", "a plain file, or - for standard output")]
    if path.exists() and not force:
        return [Fault(where, f"{str(path)!r} already exists", f"another name, or {saying.force}")]
    return []
