"""Rule packs of several classes: each by its name or path, or all that lie in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from minqual.counting import FILE as POLICIES
from minqual.packs.agency_file import AGENCY_FILES
from minqual.packs.library import (
    SUFFIXES,
    Version,
    WrittenPack,
    class_of,
    find_pack,
    pack_files,
    pack_names,
    versions_under,
    written_pack,
    written_under,
)
from minqual.packs.pack import Pack
from minqual.packs.rule_folders import folder_holding, rule_folders
from minqual.packs.run import Run
from minqual.values import Fault, Gathered, PackError


@dataclass(frozen=True, slots=True)
class GivenPack:
    """A pack that was asked for: as it is written, and as it was read."""

    written: WrittenPack
    pack: Pack

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions of it that lie beside each other, from the oldest to the newest."""
        return versions_under(self.stem, self.stem.as_posix())

    @property
    def stem(self) -> Path:
        """Its file without date and suffix, which its versions have in common."""
        return self.written.file.with_name(class_of(self.written.file))

    def for_run(self, run: Run) -> GivenPack:
        """The pack for a run of which this is said."""
        return GivenPack(replace(self.written, run=run), self.pack.for_run(run))


Several: TypeAlias = Literal["none", "versions", "any"]
"""Which packs of one class there may be: one alone, versions that lie beside each other, or any, to be compared."""


def given_packs(names: Sequence[str], several: Several = "none") -> tuple[GivenPack, ...]:
    """The packs that names, paths and folders stand for, in their order; those of a folder by name.

    Of several versions in a folder, the one in force today is meant. PackError carries the faults of all packs; a class
    that is there twice is one. several: which of one class there may be.
    """
    found: list[GivenPack] = []
    faults: list[Fault] = []
    for name in names:
        packs: list[GivenPack] = []
        try:
            for each in _written(name):
                try:
                    packs.append(GivenPack(each, each.read()))
                except PackError as error:
                    faults += error.faults
        except PackError as error:
            faults += error.faults
        found += sorted(packs, key=lambda each: each.pack.name) if is_folder(name) else packs
    if several != "any":
        faults += _twice(found, versions=several == "versions")
    if faults:
        raise PackError(list(dict.fromkeys(faults)))
    return tuple(found)


def codes_of(names: Sequence[str]) -> Mapping[str, str]:
    """The reason codes that the agencies of packs have beside the usual ones, each with what it says."""
    try:
        written = [each for name in names for each in _written(name)]
        return {code: says for each in written for code, says in each.reason_codes.items()}
    except PackError:
        return {}  # it is told where the packs are read


def is_folder(name: str) -> bool:
    """Whether a name is that of a folder of packs: one on disk, or that of an agency whose packs are bundled."""
    return bool(name.strip()) and (Path(name).is_dir() or _is_agency(name))


def _is_agency(name: str) -> bool:
    return not Path(name).exists() and any(each.startswith(f"{name}/") for each in pack_names())


def _written(name: str) -> Iterator[WrittenPack]:
    """The packs that a name or path stands for, unread."""
    if not is_folder(name):
        yield written_pack(name)
        return
    unread = Gathered()
    for stem, shown in _stems_in(name):
        with unread.step():
            yield written_under(stem, shown)
    unread.told()


def packs_in(name: str) -> tuple[Version, ...]:
    """Every version of every pack in a folder, or of an agency: by name, and from the oldest to the newest."""
    return tuple(version for stem, shown in _stems_in(name) for version in versions_under(stem, shown))


def references_of(name: str) -> tuple[str, ...]:
    """What a name or a path of a pack stands for, or a folder of packs: each version of these by its reference."""
    return tuple(version.reference for version in packs_in(name)) if is_folder(name) else (name,)


def agencies_in(name: str) -> tuple[str, ...]:
    """The agencies' files in a folder, or that of an agency, as load_agency takes them."""
    found = {Path(shown).parent for _, shown in _stems_in(name)}
    beside = (each / file for each in (Path(name), *found) for file in AGENCY_FILES)
    return tuple(sorted({each.as_posix() for each in beside if _is_there(each)}))


def _is_there(path: Path) -> bool:
    return path.is_file() or any((folder / path).is_file() for folder in rule_folders())


def _stems_in(name: str) -> tuple[tuple[Path, str], ...]:
    """The packs in a folder, or of an agency, each without its date and suffix, and what messages call it."""
    stems: dict[str, Path] = {}
    for folder in _folders_of(name):
        for path in _files_in(folder):
            stem = path.with_name(class_of(path))
            shown = (Path(name) / stem.relative_to(folder)).as_posix()
            if stems.setdefault(shown, stem) != stem:
                folder_holding(shown)  # which tells where both are
    if not stems:
        raise PackError([Fault(name, "a folder without a rule pack", "packs in it, such as class.yaml")])
    return tuple((stem, shown) for shown, stem in stems.items())


def _folders_of(name: str) -> tuple[Path, ...]:
    """The folder of that path, or those of an agency by its name."""
    if Path(name).is_dir():
        return (Path(name),)
    return tuple(each / name for each in rule_folders() if (each / name).is_dir())


def _files_in(folder: Path) -> list[Path]:
    """The files of packs in a folder and the folders in it, but for what is hidden and counting policies."""

    def told(error: OSError) -> None:
        raise error

    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=told):
        folders[:] = [each for each in folders if not each.startswith(".")]
        paths = (Path(place, each) for each in files if not each.startswith(".") and each != POLICIES)
        found += pack_files(paths)
    return sorted(found)


def pack_paths(name: str) -> Iterator[Path]:
    """The files that a name or path of packs stands for, with all that lies beside each under its name."""
    if is_folder(name):
        for folder in _folders_of(name):
            for place, _, files in os.walk(folder):
                yield from (Path(place, each) for each in files if each.endswith(SUFFIXES))
        return
    pack = find_pack(name)
    yield pack
    beside = (f"{class_of(pack)}.", f"{class_of(pack)}@")
    yield from (each for each in pack.parent.iterdir() if each.name.startswith(beside) and each.suffix in SUFFIXES)


def _twice(found: Sequence[GivenPack], *, versions: bool) -> Iterator[Fault]:
    """Classes that are there more than once: an applicant would have two verdicts of one class.

    versions: whether several of a class may be there, each once.
    """
    first: dict[str, list[GivenPack]] = {}
    expected = "each version once, beside the others" if versions else "each class once"
    for each in found:
        name, others = each.pack.name, first.setdefault(each.pack.name, [])
        if any(not versions or other.stem != each.stem or other.written.file == each.written.file for other in others):
            found_twice = f"the class {name!r} a second time, after {others[0].written.shown}"
            yield Fault(each.written.shown, found_twice, expected)
        others.append(each)
