"""Rule packs of several classes: each by its name or path, or all that lie in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from minqual.counting import FILE as POLICIES
from minqual.notation import bundled_rules
from minqual.packs.library import (
    SUFFIXES,
    WrittenPack,
    class_of,
    find_pack,
    pack_files,
    pack_names,
    written_pack,
    written_under,
)
from minqual.packs.pack import Pack
from minqual.packs.run import Run
from minqual.values import Fault, PackError


@dataclass(frozen=True, slots=True)
class GivenPack:
    """A pack that was asked for: as it is written, and as it was read."""

    written: WrittenPack
    pack: Pack

    def for_run(self, run: Run) -> GivenPack:
        """The pack for a run of which this is said."""
        return GivenPack(replace(self.written, run=run), self.pack.for_run(run))


def given_packs(names: Sequence[str]) -> tuple[GivenPack, ...]:
    """The packs that names, paths and folders stand for, in their order; those of a folder by name.

    Of several versions in a folder, the one in force today is meant. PackError carries the faults of all packs; a class
    that is there twice is one.
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
    faults += _twice(found)
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
    folder = Path(name) if Path(name).is_dir() else bundled_rules() / name
    stems = {path.with_name(class_of(path)): None for path in _files_in(folder)}
    if not stems:
        raise PackError([Fault(name, "a folder without a rule pack", "packs in it, such as class.yaml")])
    faults: list[Fault] = []
    for stem in stems:
        try:
            yield written_under(stem, (Path(name) / stem.relative_to(folder)).as_posix())
        except PackError as error:
            faults += error.faults
    if faults:
        raise PackError(faults)


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
        folder = Path(name) if Path(name).is_dir() else bundled_rules() / name
        for place, _, files in os.walk(folder):
            yield from (Path(place, each) for each in files if each.endswith(SUFFIXES))
        return
    pack = find_pack(name)
    yield pack
    beside = (f"{class_of(pack)}.", f"{class_of(pack)}@")
    yield from (each for each in pack.parent.iterdir() if each.name.startswith(beside) and each.suffix in SUFFIXES)


def _twice(found: Sequence[GivenPack]) -> Iterator[Fault]:
    """Classes that are there more than once: an applicant would have two verdicts of one class."""
    first: dict[str, str] = {}
    for each in found:
        name, shown = each.pack.name, each.written.shown
        if name in first:
            yield Fault(shown, f"the class {name!r} a second time, after {first[name]}", "each class once")
        first.setdefault(name, shown)
