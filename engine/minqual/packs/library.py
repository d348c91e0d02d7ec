"""Finding rule packs: bundled ones by name, others by path, and of several versions the one in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from minqual.notation import WantedFile, YamlText, bundled_maps, key_of, parse_written, top_scalar, written_values
from minqual.packs.agency_file import agency_beside, is_agency_file, read_agency, reason_codes
from minqual.packs.checks import VALUES, checked_pack, read_drawn, read_pack
from minqual.packs.drawn_parts import drawn_together
from minqual.packs.pack import Pack
from minqual.packs.rule_folders import folder_holding, rule_folders
from minqual.packs.run import AS_WRITTEN, Run
from minqual.values import (
    NO_FILE,
    Fault,
    FaultyInput,
    PackError,
    PartialDate,
    date_if_any,
    misused,
    nearest,
    no_plain_file,
    parse_date,
)

CASES: Final = ".cases.yaml"
"""How the name of a pack's cases ends; they stand beside it."""

SOURCE: Final = ".source.yaml"
"""How the name of the record of a pack's source ends; it stands beside the pack too."""

SUFFIXES: Final = (".yaml", ".yml")

LONGEST_NAME: Final = 4_096
"""Signs of a name or path."""

_KEYS: Final = frozenset(key_of(name, Pack) for name in Pack.model_fields)


def _means_a_pack(value: Mapping[str, object]) -> bool:
    """Whether a mapping is meant as a pack, or is a column map, which is told as one."""
    half = 2 * len(_KEYS.intersection(value)) > max(len(value), 3) and not _OWN.isdisjoint(value)
    return half or "levels" in value or {"map", "applicants"} <= set(value)


_OWN: Final = frozenset({"levels", "agency", "specification", "in force", "every level requires"})
"""Keys that nothing but a pack has."""

OF_AN_AGENCY: Final = "an agency's file, which is no pack"

A_PACK: Final = WantedFile("a rule pack, which has levels and what they require", tuple(_OWN), _means_a_pack)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a pack: its file, what --rules takes for it, and when it came into force.

    name: the pack's name, or its path without suffix and date. shown: the file as messages name it.
    """

    name: str
    file: Path
    shown: str
    in_force: PartialDate

    @property
    def since(self) -> date:
        """The first day on which it is in force; of a date known to the month or year, the earliest."""
        return self.in_force.earliest

    @property
    def reference(self) -> str:
        """The name with a day on which this version, and no other, is in force."""
        return f"{self.name}@{self.since.isoformat()}"


def pack_names() -> tuple[str, ...]:
    """The names of the packs that have one, sorted, whatever versions each has; no file is opened."""
    paths = (path for folder in rule_folders() for path in pack_files(folder.glob("*/*")))
    return tuple(sorted({f"{path.parent.name}/{class_of(path)}" for path in paths}))


def pack_versions() -> tuple[Version, ...]:
    """Every version of every pack that has a name: by name, and from the oldest to the newest."""
    return tuple(version for name in pack_names() for version in versions_under(folder_holding(name) / name, name))


def find_pack(name: str, today: date | None = None) -> Path:
    """The file of a pack given by name (stockton/mayoral-pio) or by path; PackError if there is none.

    A name may end in @ and a day, for the version in force on it; without one, today's is meant.
    """
    return _find(name, today)[0]


def load_pack(
    name: str | Path | None = None,
    *,
    text: str | bytes | Mapping[str, object] | None = None,
    agency: str | Path | Mapping[str, object] | None = None,
) -> Pack:
    """A pack by name or path, read and checked in full; PackError carries every fault.

    text: the pack itself in place of its name, as YAML or as a mapping of the same shape. agency: the agency's file
    that it draws on, as a path or as a mapping of the same shape; of a pack that lies in a file, the one beside it.
    """
    given = None if agency is None else _agency_given(agency)
    if text is not None:
        if name is not None:
            expected = "a name or a path, or the pack's text, and not both"
            raise FaultyInput([Fault("pack", "a name and a text", expected, code="argument")])
        return pack_of_text(text, given)
    if not isinstance(name, str | Path):
        raise misused("pack", name, "the name of a bundled pack, or a path")
    file, shown = _find(str(name))
    return pack_of(_bytes(file, shown), file, shown, given)


def bundled_agencies() -> tuple[str, ...]:
    """The agencies' files that have a name, which `load_agency` takes, sorted."""
    paths = (path for folder in rule_folders() for path in folder.glob("*/*") if is_agency_file(path))
    return tuple(sorted({f"{path.parent.name}/{path.name}" for path in paths}))


def load_agency(name: str) -> YamlText:
    """An agency's file by its path, or of a bundled one by its name; PackError carries every fault."""
    return read_agency(_bytes(_agency_at(name), name), name)


def drawing_on(name: str) -> tuple[YamlText, ...]:
    """The texts of the packs that lie in the folder of an agency's file and may draw on it."""
    folder = _agency_at(name).parent
    return tuple(_written(_bytes(file, str(file)), str(file)) for file in sorted(pack_files(folder.iterdir())))


def _agency_at(name: str) -> Path:
    """Where an agency's file lies: at its path, or under its name."""
    path = Path(name)
    if path.is_file():
        return path
    named = folder_holding(name) / name
    return named if named.is_file() else path


def _agency_given(agency: str | Path | Mapping[str, object]) -> YamlText:
    """An agency's file that a program hands over, as a path or as a mapping."""
    if isinstance(agency, Mapping):
        return read_agency(agency, "agency")
    if not isinstance(agency, str | Path):
        raise misused("agency", agency, "the path of an agency's file, or a mapping of the same shape")
    return read_agency(_bytes(Path(agency), str(agency)), str(agency))


def pack_of_text(text: str | bytes | Mapping[str, object], agency: YamlText | None = None) -> Pack:
    """A pack from its YAML or from a mapping of the same shape, checked in full."""
    if isinstance(text, Mapping):
        return read_pack(written_values(text, VALUES), agency)
    if not isinstance(text, str | bytes):
        raise misused("text", text, "the text of a pack, or a mapping of the same shape")
    return read_pack(_written(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, VALUES), agency)


def pack_from(given: Pack | str | Path | Mapping[str, object]) -> Pack:
    """A pack however a program has it: made by itself, by name, by path or as a mapping; checked in full."""
    if isinstance(given, Pack):
        return checked_pack(given)
    return load_pack(text=given) if isinstance(given, Mapping) else load_pack(given)


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack as its file's content, which can be sent to where it is read again. shown: how messages name it.

    run: what was said for the run that it is meant for. agency: the content of the agency's file that it draws on, and
    how messages name it.
    """

    content: bytes
    file: Path
    shown: str
    run: Run = AS_WRITTEN
    agency: tuple[bytes, str] | None = None

    @property
    def reason_codes(self) -> Mapping[str, str]:
        """The reason codes that its agency has beside the usual ones."""
        return {} if self.agency is None else reason_codes(read_agency(*self.agency))

    def text(self) -> YamlText:
        """The pack's text with what it draws on, which knows where everything stands."""
        agency = None if self.agency is None else read_agency(*self.agency)
        return drawn_together(_written(self.content, self.shown), agency)

    def read(self) -> Pack:
        """The pack; PackError carries every fault."""
        return _checked(self.text(), self.file).for_run(self.run)


def written_pack(name: str | Path) -> WrittenPack:
    """A pack by name or path as its file's content, unread; PackError if there is none."""
    return _as_written(*_find(str(name)))


def _as_written(file: Path, shown: str) -> WrittenPack:
    return WrittenPack(_bytes(file, shown), file, shown, agency=_agency_beside(file, shown))


def _agency_beside(file: Path, shown: str) -> tuple[bytes, str] | None:
    """The content of the agency's file that lies beside a pack, and how messages name it."""
    beside = agency_beside(file)
    if beside is None:
        return None
    folder = shown.rpartition("/")[0]
    name = f"{folder}/{beside.name}" if folder else beside.name
    return _bytes(beside, name), name


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Of versions from the oldest to the newest, the one in force on a day; None where none was yet."""
    return next((version for version in reversed(versions) if version.since <= day), None)


def pack_of(content: bytes, file: Path, shown: str, agency: YamlText | None = None) -> Pack:
    """A pack from the content of a file, which keeps to the date in the file's name. shown: how messages name it.

    agency: the agency's file that it draws on; if none is given, the one that lies beside it.
    """
    if agency is None and (beside := _agency_beside(file, shown)) is not None:
        agency = read_agency(*beside)
    return _checked(drawn_together(_written(content, shown), agency), file)


def _written(content: bytes, shown: str) -> YamlText:
    """The text of a pack; nothing out of a file that is of another kind stands in a message."""
    return parse_written(content, shown, A_PACK)


def load_written(name: str | Path) -> tuple[Pack, YamlText]:
    """A pack by name or path with its text, which knows where everything stands; PackError carries every fault."""
    written = written_pack(name)
    text = written.text()
    return _checked(text, written.file), text


def _checked(text: YamlText, file: Path) -> Pack:
    pack = read_drawn(text)
    faults = list(_name_faults(file, pack, text))
    if faults:
        raise PackError(faults)
    return pack


def _find(name: str, today: date | None = None) -> tuple[Path, str]:
    """The file of a pack and how messages name it."""
    expected = "the name of a bundled pack, or a path"
    if not name.strip():
        raise PackError([Fault("rule pack", "an empty name", expected, code="missing")])
    if "\n" in name or len(name) > LONGEST_NAME:
        raise PackError([Fault("rule pack", "a text too long to be a name", expected, code="other-kind")])
    path = Path(name)
    other = no_plain_file(path)
    if not other and is_agency_file(path):
        raise PackError([Fault(name, OF_AN_AGENCY, "a pack that draws on it", code="other-kind")])
    if not other:
        return path, name
    if path.suffix in SUFFIXES and other == NO_FILE:
        raise PackError([Fault(name, other, "the path of a pack, or the name of a bundled one", code="file")])
    if other != NO_FILE:
        inside = "the path of a pack in it, such as class.yaml" if path.is_dir() else "the path of a pack, a plain file"
        raise PackError([Fault(name, other, inside, code="file")])
    stem, at, asked = name.rpartition("@") if "@" in path.name else (name, "", "")
    versions = _versions_of(stem, asked)
    day = _day(name, asked) if at else today or date.today()  # noqa: DTZ011  # the local calendar day is meant
    found = in_force(versions, day)
    if found is None:
        raise PackError([_asked_too_early(versions, day) if at else _ahead(versions, day)])
    return found.file, found.shown


def written_under(path: Path, name: str, today: date | None = None) -> WrittenPack:
    """The version in force today of those beside each other under a path without suffix, unread; PackError if none is.

    name: how messages name them.
    """
    versions, day = versions_under(path, name), today or date.today()  # noqa: DTZ011  # the local calendar day is meant
    found = in_force(versions, day)
    if found is None:
        raise PackError([_ahead(versions, day)])
    return _as_written(found.file, found.shown)


def _versions_of(stem: str, asked: str) -> Sequence[Version]:
    """The versions of a pack by its name or path without a date; PackError where there are none."""
    known = pack_names()
    if stem in known:
        return versions_under(folder_holding(stem) / stem, stem)
    path = Path(stem)
    path = path.with_suffix("") if path.suffix in SUFFIXES else path
    if path.name and (versions := versions_under(path, path.as_posix())):
        return versions
    if (bundled_maps() / f"{stem}.yaml").is_file():
        raise PackError([Fault("rule pack", f"{stem!r}, a column map", "a rule pack in its place", code="other-kind")])
    if f"{stem}.yaml" in bundled_agencies():
        raise PackError([Fault("rule pack", f"{stem!r}, {OF_AN_AGENCY}", "a pack that draws on it", code="other-kind")])
    classes = {each.rpartition("/")[2]: each for each in known}
    near = nearest(stem, known) or classes.get(nearest(stem.rpartition("/")[2], classes) or "")
    hint = f"{near}@{asked}" if near and asked else near
    expected = "a path, or one of " + ", ".join(known)
    raise PackError([Fault("rule pack", f"unknown pack {stem!r}", expected, hint, code="unknown-name")])


def _day(name: str, asked: str) -> date:
    """The day after the @ of a name."""
    expected = "a day such as 2024-11-20 after the @"
    try:
        partial = parse_date(asked)
    except ValueError as error:
        raise PackError([Fault(name, str(error), expected)]) from None
    if not partial.exact:
        raise PackError([Fault(name, "a date without a day", expected)])
    return partial.earliest


def _asked_too_early(versions: Sequence[Version], day: date) -> Fault:
    first = versions[0]
    found = f"no version was in force on {day.isoformat()}"
    return Fault(first.name, found, f"a day from {first.since.isoformat()} on, when the earliest came into force")


def _ahead(versions: Sequence[Version], day: date) -> Fault:
    references = ", ".join(version.reference for version in versions)
    return Fault(versions[0].name, f"no version is in force yet on {day.isoformat()}", f"one by its date: {references}")


def versions_under(path: Path, name: str) -> tuple[Version, ...]:
    """The versions beside each other under one path without suffix, from the oldest to the newest."""
    shown = name.rpartition("/")[0]
    files = sorted(file for file in pack_files(_beside(path)) if class_of(file) == path.name)
    found = []
    for file in files:
        label = f"{shown}/{file.name}" if shown else file.name
        found.append(Version(name, file, label, _in_force(file, label)))
    found.sort(key=lambda version: version.since)
    for earlier, later in pairwise(found):
        if earlier.since == later.since:
            where, what = f"{earlier.shown} and {later.shown}", f"both in force from {later.since.isoformat()}"
            raise PackError([Fault(where, what, "another date in force for each version")])
    return tuple(found)


def _beside(path: Path) -> Iterable[Path]:
    return path.parent.iterdir() if path.parent.is_dir() else ()


def pack_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Those of some files that are named as packs are."""
    for path in paths:
        if path.suffix in SUFFIXES and not path.name.endswith((CASES, SOURCE)) and not is_agency_file(path):
            yield path


def class_of(file: Path) -> str:
    """The class that a pack's file is named after, without the date of the version."""
    return file.name.removesuffix(file.suffix).partition("@")[0]


def _date_of(file: Path) -> str:
    """The date of a version in its file's name; nothing where there is none."""
    return file.stem.partition("@")[2]


def _in_force(file: Path, shown: str) -> PartialDate:
    """Since when a pack is in force, read no further than that where its date is sound."""
    content = _bytes(file, shown)
    try:
        found = parse_date(top_scalar(content, "in force") or "")
        sound = "@" not in file.stem or found == parse_date(_date_of(file))
    except ValueError:
        sound = False
    return found if sound else pack_of(content, file, shown).in_force


def _bytes(file: Path, shown: str) -> bytes:
    """The content of a file; one that is no plain file is told, and never waited for."""
    found = no_plain_file(file)
    if not found:
        try:
            return file.read_bytes()
        except OSError as error:
            found = error.strerror or "unreadable"
    raise PackError([Fault(shown, found, "a readable file", code="file")]) from None


def beside_pack(file: Path) -> bytes | None:
    """The content of a file that may lie beside a pack, its cases for one; None where there is none."""
    return None if no_plain_file(file) == NO_FILE else _bytes(file, file.name)


def _name_faults(file: Path, pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Where the name of a version's file and what stands in it disagree."""
    if "@" not in file.stem:
        return
    part, expected = _date_of(file), f"the date in its file's name, {_date_of(file)}"
    if (named := date_if_any(part)) is None:
        expected = f"a file's name with the date in force after the @, not {part!r}"
    if named != pack.in_force:
        yield Fault(text.place(("in force",)), f"in force {pack.in_force}", expected)
    if pack.name.rpartition("/")[2] != class_of(file):
        yield Fault(text.place(("name",)), f"{pack.name!r}", f"the class in its file's name, agency/{class_of(file)}")
