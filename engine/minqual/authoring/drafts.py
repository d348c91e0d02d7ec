"""Drafts of rule packs: a commented pack that loads, and cases of it that hold, to be filled in by their writer."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from minqual.clauses import BY_KIND
from minqual.notation import parse_yaml
from minqual.packs import Pack, pack_schema
from minqual.values import Fault, FaultyInput, PackError, PartialDate, parse_date

COLUMNS: Final = 100
"""Columns in which comments are broken."""

_NAME: Final = re.compile(r"([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9-]*)(?:@(.*))?")

_STATEMENT: Final = """\
  - says: {says}
    source: {{section: Qualifications, anchor: a few words as printed}}
"""

_WRITTEN: Final[Mapping[str, str]] = {
    "name": "name: {name}",
    "title": "title: {title}",
    "agency": "agency: {agency}",
    "specification": "specification: number and date of the class specification",
    "version": 'version: "1"',
    "in force": "in force: {in_force}",
    "kinds": "kinds:\n  relevant work: [another word for it, and one more]",
    "known others": "known others:\n  kinds: [other work]",
}
"""Sections that stand in a draft."""

_EXAMPLES: Final[Mapping[str, str]] = {
    "qualification part": "qualification part: {from: Minimum Qualifications, until: Physical Demands}",
    "counting policy": "counting policy: default",
    "accreditation": "accreditation: a stated no removes the row",
    "other kinds": "other kinds: count for nothing",
    "groups": "groups:\n  any relevant work: [relevant work]",
    "fields": "fields:\n  public administration: [public admin, public affairs]",
    "subjects": "subjects:\n  accounting: [bookkeeping]",
    "countries": "countries:\n  Ireland: [Eire]",
    "credentials": "credentials:\n  driver's license: [driver license, driving licence]",
    "issuers": "issuers:\n  California: [ca, state of california]",
    "employers": "employers:\n  the City: [city of example]",
    "classes": 'classes:\n  Clerk I: ["1001", clerk 1]',
    "every level requires": "every level requires:\n  - degree: high school",
    "desirable": "desirable:\n" + _STATEMENT.format(says="a master's degree"),
    "confirm": "confirm:\n" + _STATEMENT.format(says="experience is at the level of the class"),
    "assumptions": "assumptions:\n  - units without a printed system are semester units",
    "no effect": "no effect:\n" + _STATEMENT.format(says="knowledge is assessed by examination"),
    "never screened": "never screened:\n" + _STATEMENT.format(says="bodily demands"),
    "accepted": "accepted:\n  - remark: degree without another path\n    because: a law asks for the degree",
}
"""Sections that a draft shows as comments."""

_LEVEL: Final = """\
levels:
  - id: {level}
    title: {title}
    # class code: "0000"
    source: {{section: Minimum Qualifications, anchor: a few words as printed}}
    requires:"""

_CLAUSE: Final = "- experience: 1 year\n  in: relevant work"
"""The clause that stands in a draft; its cases are about it."""

_CLAUSES: Final = (
    "- degree: bachelor\n  in: [public administration]\n  other fields: review",
    "- units: 60 semester units",
    "- credential: driver's license\n  issued by: California\n  due: by appointment",
    "- answer: evening-meetings\n  ask: Are you willing to attend meetings in the evening?\n  due: by appointment",
    "- any of:\n    - degree: associate\n    - units: 60 semester units",
)
"""Clauses that a draft shows as comments."""

_HEAD: Final = """\
# yaml-language-server: $schema={schema}

## A draft. Replace what stands here by what the class specification says, and cite where it says it.
## Lines that begin with ## explain. Those with # are examples: take the # and its blank away to use them.
## Every value is text as typed. minqual rules show prints the pack as a reader sees it.
"""

_CASES: Final = """\
## What must come of applicants for {title}: one case on each side of every bound.
## These hold for the draft. Change them with the pack, and write a pair for each clause.

## The final filing date.
as of: {day}

## Rows of every case that does not state that table itself.
# given:
#   credentials: [{{name: driver's license, issuer: California}}]

cases:
  - name: a year exactly
    experience: [{{kinds: relevant work, start: {year}-01-01, end: {year}-12-31, hours_per_week: 40}}]
    expect: {{{level}: met}}
  - name: one day short of a year
    experience: [{{kinds: relevant work, start: {year}-01-01, end: {year}-12-30, hours_per_week: 40}}]
    expect: {{{level}: unmet}}
  - name: a year in work of another kind
    experience: [{{kinds: other work, start: {year}-01-01, end: {year}-12-31, hours_per_week: 40}}]
    expect: {{{level}: unmet}}
  ## A case that expects a review names in open every fact that decides it.
  - name: a year, hours not stated
    experience: [{{kinds: relevant work, start: {year}-01-01, end: {year}-12-31}}]
    expect: {{{level}: review}}
    open: [experience hours_per_week]
"""


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
    """The pack of a draft, with every section that a pack can have. schema: where its JSON Schema lies, from it."""
    said = {
        "name": f"{draft.agency_name}/{draft.class_name}",
        "title": _scalar(draft.title),
        "agency": _scalar(draft.agency),
        "in_force": str(draft.in_force),
        "level": draft.class_name,
    }
    descriptions = pack_schema()["properties"]
    parts = [_HEAD.format(schema=schema)]
    for field in Pack.model_fields.values():
        key = field.alias or ""
        parts.append("\n".join(_section(key, descriptions[key].get("description", ""), said)) + "\n")
    return "\n".join(parts)


def draft_cases(draft: Draft) -> str:
    """The cases of a draft, each of which holds."""
    day = draft.in_force.earliest
    return _CASES.format(title=draft.title, day=day.isoformat(), year=day.year - 1, level=draft.class_name)


def _section(key: str, description: str, said: Mapping[str, str]) -> Iterator[str]:
    """A section of the pack: what belongs there, and what stands there or might."""
    if key == "levels":
        yield from _prose(description)
        yield from _LEVEL.format(**said).splitlines()
        yield from _clauses()
    elif key in _WRITTEN:
        yield from _prose(description)
        yield from _WRITTEN[key].format(**said).splitlines()
    elif key in _EXAMPLES:
        yield from _prose(description)
        yield from (f"# {line}" for line in _EXAMPLES[key].splitlines())
    else:
        yield from _prose(f"{key}: {description}")


def _clauses() -> Iterator[str]:
    """What a level requires: one clause, and examples of others, each with what its kind is."""
    indent = " " * 6
    for place, clause in enumerate((_CLAUSE, *_CLAUSES)):
        kind = BY_KIND[clause.removeprefix("- ").partition(":")[0]]
        yield from _prose((kind.__doc__ or "").partition("\n")[0].removesuffix("."), indent)
        yield from (indent + "# " * bool(place) + line for line in clause.splitlines())
    shown = _LEVEL + _CLAUSE + "".join(_CLAUSES)
    others = [kind for kind in BY_KIND if f"- {kind}:" not in shown]
    yield from _prose("Other kinds of clause, explained in the manual: " + ", ".join(others), indent)


def _prose(text: str, indent: str = "") -> list[str]:
    """A sentence as a comment."""
    sentence = text[:1].upper() + text[1:] + "."
    return textwrap.wrap(sentence, COLUMNS, initial_indent=f"{indent}## ", subsequent_indent=f"{indent}## ")


def _titled(name: str) -> str:
    return name.replace("-", " ").title()


def _scalar(text: str) -> str:
    """A text as a value in YAML: plain where it stays what it is, else quoted."""
    try:
        plain = parse_yaml(f"text: {text}".encode(), "text").value == {"text": text}
    except PackError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
