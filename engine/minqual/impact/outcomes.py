"""Outcomes: how applicants stand, at one level or over all, with the parts of that level where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from minqual._version import __version__
from minqual.comparisons import Decided, read_decided, read_parts
from minqual.examinations import Examination, Rescreening, is_examination
from minqual.values import Fault, SourceError, Standing, nearest
from minqual.verdicts import PartStandings, Results, part_standings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from minqual.judging import Screening


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """How applicants stand. level: the one that is meant, or blank where it is the verdict.

    parts: how the parts of the level stand; None where that is not known. missing: what there would have to be.
    """

    name: str
    ids: tuple[str, ...]
    level: str
    standings: NDArray[np.int8]
    parts: PartStandings | None
    missing: tuple[str, ...] = ()
    stamp: Mapping[str, str] = field(default_factory=dict)


def outcomes_of(results: Results, level: str | None = None, name: str = "results") -> Outcomes:
    """The outcomes of results that a program holds, for one level; for a pack of one level, for that one."""
    return outcomes_of_screening(results.screening, level, name)


def outcomes_of_screening(screening: Screening, level: str | None, name: str) -> Outcomes:
    """The outcomes of a screening at one level, or over all where none is named and there are several."""
    pack = screening.pack
    levels = [each.id for each in pack.judged]
    chosen = _chosen(level, levels, name)
    ids = tuple(screening.applicants.ids)
    day = screening.applicants.as_of.isoformat()
    stamp = {"pack": pack.name, "version": pack.version, "digest": pack.digest, "as_of": day, "engine": __version__}
    if not chosen:
        verdicts = screening.standing(screening.tree.verdict)
        return Outcomes(name, ids, "", verdicts, None, (_name_a_level(levels),), stamp)
    parts = part_standings(screening, levels.index(chosen))
    return Outcomes(name, ids, chosen, parts.whole, parts, (), stamp)


def outcomes_of_examination(path: Path, level: str | None = None, of_class: str | None = None) -> Outcomes:
    """The outcomes of the last screening of an examination file, derived again from what is kept."""
    with Examination.of(path) as examination:
        again = Rescreening.last(examination)
        screener = again.chosen(of_class, "--class")
        screening = screener.screen(again.pool(), examination.as_of)
        return outcomes_of_screening(screening, level or examination.level, str(path))


def outcomes_of_file(
    path: Path,
    level: str | None = None,
    details: Path | None = None,
    of_class: str | None = None,
    *,
    option: str = "--details",
) -> Outcomes:
    """The outcomes of a file of results, of decisions by hand, or of an examination file.

    option: by which details were given.
    """
    if is_examination(path):
        return outcomes_of_examination(path, level, of_class)
    return read_outcomes(path, level, details, of_class, option=option)


def read_outcomes(
    path: Path,
    level: str | None = None,
    details: Path | None = None,
    of_class: str | None = None,
    *,
    option: str = "--details",
) -> Outcomes:
    """The outcomes that a file of results or of decisions by hand holds.

    details: the file of details that was written with it. of_class: the class, where the file holds several.
    SourceError carries what is wrong with the files, or that there is no such level or class.
    """
    read = read_decided(path)
    if not read.rows:
        raise nobody(read.name)
    classes = list(dict.fromkeys(named for _, named in read.rows))
    chosen_class = _class_of(classes, of_class, read.name)
    rows = {key: each for key, each in read.rows.items() if key[1] == chosen_class}
    levels = list(dict.fromkeys(name for each in rows.values() for name in each.levels))
    chosen = _chosen(level, levels, read.name)
    told = {key: standing for key, each in rows.items() if (standing := _standing(each, chosen)) is not None}
    keys = list(told)
    standings = np.array([int(each) for each in told.values()], dtype=np.int8)
    ids = tuple(applicant for applicant, _ in keys)
    if details is None or not chosen:
        missing = _name_a_level(levels) if not chosen else "no details: minqual screen --details writes them"
        return Outcomes(read.name, ids, chosen, standings, None, (missing,), read.stamp)
    parts = read_parts(details, option, read.stamp, keys, chosen, standings)
    return Outcomes(read.name, ids, chosen, standings, parts, (), read.stamp)


def nobody(name: str) -> SourceError:
    """The error of results without anybody, of whom no figure can be told."""
    return SourceError([Fault(name, "no applicants", "results of one or more", code="missing")])


def _name_a_level(levels: list[str]) -> str:
    if not levels:
        return "no levels"
    return f"what stops people is told of one level: --level, one of {', '.join(levels)}"


def _chosen(level: str | None, levels: list[str], name: str) -> str:
    """The level that is meant; blank where it is the verdict over several."""
    if level is None:
        return levels[0] if len(levels) == 1 else ""
    if level not in levels:
        expected = f"one of {', '.join(levels)}" if levels else "none, since there are no levels"
        raise SourceError(
            [Fault("--level", f"{level!r}, which {name} lacks", expected, nearest(level, levels), code="unknown-name")]
        )
    return level


def _class_of(classes: list[str], wanted: str | None, name: str) -> str:
    if wanted is None and len(classes) == 1:
        return classes[0]
    if wanted not in classes:
        found = "several classes" if wanted is None else f"{wanted!r}, which {name} lacks"
        expected = f"one of {', '.join(filter(None, classes))}" if any(classes) else "none, since it holds one class"
        near = None if wanted is None else nearest(wanted, classes)
        raise SourceError([Fault("--class", found, expected, near, code="unknown-name")])
    return wanted


def _standing(decided: Decided, level: str) -> Standing | None:
    return decided.levels.get(level) if level else decided.verdict
