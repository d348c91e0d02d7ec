"""What a careful colleague asks about a rule pack; a remark is one function in one of the modules listed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from minqual.authoring.lint import barriers, form, levels, names, redundant, tables, wording
from minqual.authoring.lint.agency import UNDRAWN, undrawn
from minqual.authoring.lint.written_pack import Found, Remarker, Strength, Written
from minqual.notation import YamlText
from minqual.packs import Acceptance, Pack
from minqual.values import nearest

STALE: Final = Remarker(
    "acceptance of nothing",
    "fault",
    "An acceptance under accepted that no remark answers to, or that gives no reason.",
)
"""What is remarked on acceptances themselves, once all else is known."""

WHOLESALE: Final = Remarker(
    "acceptance of several at once",
    "warning",
    "An acceptance that names no clause and takes in several remarks, and so each that is still to come.",
)

REMARKS: Final = (
    *(
        each
        for module in (form, names, wording, barriers, redundant, tables, levels)
        for each in vars(module).values()
        if isinstance(each, Remarker)
    ),
    STALE,
    WHOLESALE,
)
"""Every kind of remark."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a colleague would ask about a pack.

    where: file, line and column. about: the name of what it is about. because: why the pack's author accepts it;
    None if it is not accepted.
    """

    name: str
    strength: Strength
    where: str
    about: str
    found: str
    advice: str
    because: str | None = None


def remarks_on(pack: Pack, text: YamlText) -> tuple[Remark, ...]:
    """All remarks on a pack in the order of the lines of its text, accepted ones among them."""
    written = Written(pack, text)
    remarks = []
    matched: dict[int, list[str]] = {}
    for remarker in REMARKS:
        for found in remarker.find(written):
            answers = [place for place, each in enumerate(pack.accepted) if _answers(each, remarker, found)]
            for place in answers:
                matched.setdefault(place, []).append(found.about[0])
            because = pack.accepted[answers[0]].because if answers else None
            remarks.append((found.path, _remark(remarker, found, text, because)))
    for place, each in enumerate(pack.accepted):
        if place not in matched or not each.because.strip():
            found = _stale(each, ("accepted", place))
            remarks.append((found.path, _remark(STALE, found, text, None)))
        elif not each.clause and len(about := list(dict.fromkeys(matched[place]))) > 1:
            found = _several(each, about, ("accepted", place))
            remarks.append((found.path, _remark(WHOLESALE, found, text, None)))
    return tuple(remark for _, remark in sorted(remarks, key=lambda each: text.position(each[0])))


def remarks_on_agency(agency: YamlText, packs: Sequence[YamlText]) -> tuple[Remark, ...]:
    """All remarks on an agency's file, in the order of its lines. packs: those that may draw on it."""
    found = sorted(undrawn(agency, packs), key=lambda each: agency.position(each.path))
    return tuple(_remark(UNDRAWN, each, agency, None) for each in found)


def _remark(remarker: Remarker, found: Found, text: YamlText, because: str | None) -> Remark:
    where = text.place(found.path)
    return Remark(remarker.name, remarker.strength, where, found.about[0], found.says, found.advice, because)


def _answers(acceptance: Acceptance, remarker: Remarker, found: Found) -> bool:
    """Whether an acceptance is about something found."""
    named = not acceptance.clause or not {*acceptance.clause}.isdisjoint({"all", *found.about})
    return acceptance.remark == remarker.name and named


def _several(acceptance: Acceptance, about: list[str], path: tuple[str | int, ...]) -> Found:
    """What is wrong with an acceptance that takes in several remarks without naming any."""
    says = f"{acceptance.remark!r} is accepted of {len(about)} at once, and of whatever comes later"
    return Found(path, (acceptance.remark,), says, f"clause: [{', '.join(about)}], or clause: all")


def _stale(acceptance: Acceptance, path: tuple[str | int, ...]) -> Found:
    """What is wrong with an acceptance that answers nothing, or has no reason."""
    known = [each.name for each in REMARKS if each not in {STALE, WHOLESALE}]
    clauses = ", ".join(acceptance.clause)
    about = (clauses or acceptance.remark,)
    if acceptance.remark not in known:
        near = nearest(acceptance.remark, known)
        hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(known)
        return Found(path, about, f"no remark is called {acceptance.remark!r}", hint)
    if not acceptance.because.strip():
        return Found(path, about, f"no reason for accepting {acceptance.remark!r}", "say why under because")
    of = f" of {clauses!r}" if clauses else ""
    return Found(path, about, f"{acceptance.remark!r}{of} is not remarked", "leave the acceptance out")
