"""Documents read into tables: each entry told apart by its content, and taken, or set aside with a reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from minqual.records import Tables
from minqual.sources.archives import Archive, open_archive
from minqual.sources.assembly import APPLICANT, assembled
from minqual.sources.documents import linkedin
from minqual.sources.documents.common import Format, gather
from minqual.sources.documents.gathered_rows import Gathering, shape, written
from minqual.sources.documents.greenhouse import GREENHOUSE
from minqual.sources.documents.hr_open import HR_OPEN
from minqual.sources.documents.json_entries import SUFFIXES, Twice, entries, stem
from minqual.sources.documents.json_resume import JSON_RESUME
from minqual.sources.documents.own_records import MOST_KEYS, OwnRecords
from minqual.sources.files import Contents, Text, read_text, told_name
from minqual.sources.grids import unwatched
from minqual.sources.left_over import not_read
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.sources.grids import Watch

FORMATS: Final = (GREENHOUSE, HR_OPEN, JSON_RESUME)
"""The forms of others, each told by its keys; no object is of two."""

OWN: Final = "minqual JSON"

_RECORD: Final = "a record with applicant_id, or " + ", ".join(each.name for each in FORMATS)
_OFTEN: Final = 1 << 12
_MOST_NAMED: Final = 3
_LONGEST_KEY: Final = 120


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Documents:
    """What documents hold. form: what they are, in words. notes: what was recognised and what it leaves open."""

    tables: Tables
    form: str
    notes: tuple[str, ...]


def format_of(value: Mapping[str, object]) -> Format | None:
    """The form of others in which an object is written; None for a record of ours, and for anything else."""
    if APPLICANT in value:
        return None
    return next((each for each in FORMATS if each.recognises(value)), None)


def document_paths(folder: Path) -> list[Path]:
    """The files of a folder that are documents by their names, in the order of these."""
    return sorted(path for path in folder.iterdir() if not path.is_dir() and is_document(path.name))


def is_document(name: str) -> bool:
    """Whether a file is JSON or an archive by its name."""
    return name.casefold().removesuffix(".gz").endswith((*SUFFIXES, ".zip"))


def read_documents(
    files: Sequence[tuple[str, Callable[[], Contents | Text | Archive]]],
    encoding: str | None = None,
    watch: Watch = unwatched,
) -> Documents:
    """What files of JSON and archives hold, in their order. files: the name of each, and what reads it.

    One that cannot be read is a rejected row among others; SourceError carries every fault where none can be.
    """
    pool, faults, unread, several = _Pool(watch), list[Fault](), list[Fault](), len(files) > 1
    for name, opened in files:
        try:
            found = _legible(opened(), encoding, several=several)
        except SourceError as error:
            unread += error.faults
            pool.set_aside_file(name, error.faults)
            continue
        try:
            pool.take(found)
        except SourceError as error:
            faults += error.faults
    try:
        unknown = pool.own.unknown()
    except SourceError as error:
        faults += error.faults
    if faults or pool.unread == len(files):
        raise SourceError(list(dict.fromkeys((*unread, *faults))))
    unknown = {**unknown, **pool.unread_keys}
    return Documents(assembled(pool.into.pieces(files[0][0] if files else ""), unknown), pool.form, pool.notes)


def _legible(found: Contents | Text | Archive, encoding: str | None, *, several: bool) -> Text | linkedin.Export:
    """A file that can be read to its end, if it is one of several, so that it is taken whole or not at all."""
    if isinstance(found, Contents):
        found = open_archive(found) if found.zipped else read_text(found, encoding)
    if isinstance(found, Archive):
        if not linkedin.is_linkedin(found):
            raise SourceError([Fault(found.name, "a zip archive of no form that is known", linkedin.NAME)])
        return linkedin.read(found, stem(found.name))
    if several:
        deque(entries(found), maxlen=0)
    return found


class _Pool:
    """What has been gathered from documents so far."""

    def __init__(self, watch: Watch) -> None:
        self.into, self.own = Gathering(), OwnRecords()
        self.unread = 0
        self._watch = watch
        self._found: dict[str, dict[str, None]] = {}
        self._open: dict[str, str] = {}
        self._said: list[str] = []
        self._keys: dict[str, dict[str, None]] = {}

    def take(self, found: Text | linkedin.Export) -> None:
        """Gather what a file holds."""
        if isinstance(found, Text):
            self.take_text(found)
        else:
            self.take_export(found)

    def take_text(self, text: Text) -> None:
        """Gather the entries of a JSON text."""
        for entry in entries(text):
            if entry.number % _OFTEN == 1:
                self._watch(text.name, entry.number, 0, "entries")
            value = entry.value
            if type(value) is not dict:
                found, expected = entry.fault or (value.found if isinstance(value, Twice) else shape(value), _RECORD)
                stood = str(value) if entry.fault and value is not None else written(value)
                self._set_aside(text.name, entry.number, found, expected, stood)
                continue
            form = format_of(value)
            if form is not None:
                self._note(form.name, form.open, text.name)
                self._mind(text.name, form.unread(value))
                fallback = stem(text.name) if entry.alone else f"{stem(text.name)}-{entry.number}"
                gather(form.person(value), fallback, text.name, entry.number, self.into)
            elif self.own.recognises(value):
                self._note(OWN, "", text.name)
                self.own.take(value, text.name, entry.number, self.into)
            else:
                self._set_aside(text.name, entry.number, "an object of no form that is known", _RECORD, written(value))
        if not text.encoding.startswith("UTF-8"):
            self._said.append(f"{text.name}: read as {text.encoding}")

    def _mind(self, where: str, unread: Iterable[str]) -> None:
        """Note keys, or columns, that are not read."""
        keys = self._keys.setdefault(where, {})
        for key in unread:
            if len(keys) < MOST_KEYS:
                keys[told_name(key[:_LONGEST_KEY])] = None

    @property
    def unread_keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of documents of others that were not read, by file."""
        return {where: tuple(keys) for where, keys in self._keys.items() if keys}

    def take_export(self, export: linkedin.Export) -> None:
        """Gather what LinkedIn's archive holds."""
        lacks = linkedin.take(export, 1, self.into)
        self._note(linkedin.NAME, linkedin.OPEN, export.name)
        for name, columns in export.unread.items():
            self._mind(f"{export.name} {name}", columns)
        self._said += not_read(export.others, export.name)
        if lacks:
            self._said.append(f"{export.name}: no {' and no '.join(lacks)}: left open")

    def set_aside_file(self, name: str, faults: Sequence[Fault]) -> None:
        """Reject a file as a whole."""
        self.unread += 1
        found = [
            f"{each.found} ({at})" if (at := each.where.removeprefix(name).strip()) else each.found for each in faults
        ]
        self._set_aside(name, 1, "; ".join(found), faults[0].expected)

    def _set_aside(self, where: str, number: int, found: str, expected: str, stood: str = "") -> None:
        people = self.into.sheet("applicants")
        people.add_broken("", number, people.place(where), found, expected, stood)

    def _note(self, form: str, left_open: str, where: str) -> None:
        self._found.setdefault(form, {})[where] = None
        self._open[form] = left_open

    @property
    def form(self) -> str:
        """What the documents are, in words."""
        return " and ".join(self._found) or OWN

    @property
    def notes(self) -> tuple[str, ...]:
        """What was recognised where, and what each form leaves open; our own form needs no word."""
        told = []
        for form, files in self._found.items():
            if form != OWN or len(self._found) > 1:
                names = ", ".join(files) if len(files) <= _MOST_NAMED else f"{len(files)} files"
                told.append(f"{names}: {form}")
            if self._open[form]:
                told.append(f"{form}: {self._open[form]}")
        return (*told, *self._said)
