"""Drafts of rule packs: a short pack that loads, and cases of it that hold, to be filled in by their writer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minqual.notation import parse_yaml
from minqual.values import Fault, FaultyInput, PackError, PartialDate, parse_date

_NAME: Final = re.compile(r"([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9-]*)(?:@(.*))?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft is about. dated: whether its file bears the date in force, beside other versions."""

    agency_name: str
    class_name: str
    title: str
    agency: str
    in_force: PartialDate
    dated: bool

    @property
    def file(self) -> str:
        """The pack's file in the folder of its agency."""
        return f"{self.class_name}@{self.in_force}.yaml" if self.dated else f"{self.class_name}.yaml"


def drafted(name: str, title: str | None, agency: str | None, today: PartialDate) -> Draft:
    """A draft for agency/class or agency/class@date; FaultyInput carries what is wrong with the name or a title."""
    found = _NAME.fullmatch(name)
    expected = "agency/class in small letters, digits and hyphens, such as san-jose/office-specialist"
    if found is None:
        near = re.sub(r"[^a-z0-9/@]+", "-", name.casefold()).strip("-")
        raise FaultyInput([Fault("NAME", f"{name!r}", expected, near if _NAME.fullmatch(near) else None)])
    agency_name, class_name, dated = found.groups()
    try:
        in_force = today if dated is None else parse_date(dated)
    except ValueError as error:
        raise FaultyInput([Fault("NAME", str(error), "a date in force such as 2024-11-20 after the @")]) from None
    titles = {"--title": title, "--agency": agency}
    faults = [
        Fault(option, "nothing that can be printed on one line", "a title, on one line")
        for option, text in titles.items()
        if text is not None and not (text.isprintable() and text.strip())
    ]
    if faults:
        raise FaultyInput(faults)
    return Draft(
        agency_name,
        class_name,
        title or _titled(class_name),
        agency or _titled(agency_name),
        in_force,
        dated is not None,
    )


def draft_pack(draft: Draft, schema: str) -> str:
    """The pack of a draft, short enough to be read at a glance. schema: where its JSON Schema lies, from it."""
    return _form("draft-pack").format(
        schema=schema,
        name=f"{draft.agency_name}/{draft.class_name}",
        title=_scalar(draft.title),
        agency=_scalar(draft.agency),
        in_force=draft.in_force,
        level=draft.class_name,
    )


def draft_cases(draft: Draft) -> str:
    """The cases of a draft, each of which holds."""
    day = draft.in_force.earliest
    return _form("draft-cases").format(
        title=draft.title, day=day.isoformat(), year=day.year - 1, level=draft.class_name
    )


def _titled(name: str) -> str:
    return name.replace("-", " ").title()


def _scalar(text: str) -> str:
    """A text as a value in YAML: plain where it stays what it is, else quoted."""
    try:
        plain = parse_yaml(f"text: {text}".encode(), "text").value == {"text": text}
    except PackError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def _form(name: str) -> str:
    """The text of a draft, with braces for what is filled in; it lies beside this module."""
    return Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
