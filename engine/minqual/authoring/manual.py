"""The manual of clauses and policies for pack authors, made from the classes themselves, as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from minqual.clauses import KINDS, TERMS, Clause, Work
from minqual.counting import PolicyValues, bundled_policies
from minqual.notation import PackModel, key_of
from minqual.values import plain

BEGIN: Final = "<!-- made by: minqual rules manual -->"
END: Final = "<!-- end of what is made -->"

EVERY: Final = frozenset(Clause.model_fields)


def manual_page() -> str:
    """All kinds of clause, the keys that say which time counts, the terms of totals, and the counting policies."""
    return "\n".join([*_kinds(), *_work(), *_terms(), *_policies()]).rstrip() + "\n"


def _kinds() -> Iterator[str]:
    yield "## The kinds of clause"
    yield ""
    yield "A clause is introduced by one key; the others say more about it."
    yield ""
    for kind in KINDS:
        yield f"### {kind.kind}"
        yield ""
        yield from _explained(kind)
        yield from _keys(kind, kind.kind)


def _work() -> Iterator[str]:
    users = [kind.kind for kind in KINDS if tells_time(kind)]
    yield "## Which time counts"
    yield ""
    yield f"These keys stand in {', '.join(users)} and in terms that count experience."
    yield ""
    yield from _table(Work, set())


def _terms() -> Iterator[str]:
    yield "## The terms of totals"
    yield ""
    yield "Each says what it counts; `gives` and `at most` are in the unit of the total."
    yield ""
    for name, term in TERMS.items():
        yield f"`count: {name}` - {_first_line(term)}"
        yield ""
        skipped = {"count", *(Work.model_fields if tells_time(term) else ())}
        yield from _table(term, skipped)


def _policies() -> Iterator[str]:
    yield "## Counting policies"
    yield ""
    yield "A pack names one (`counting policy: los-angeles`), or states single values of it otherwise,"
    yield "as in `counting policy: {like: los-angeles, forgiven days: 16}`. The values in force are printed with each"
    yield "verdict; the full reasons name each by which a clause stands otherwise than by the default."
    yield ""
    yield "| policy | taken from | what differs from the default |"
    yield "|--------|------------|-------------------------------|"
    for name, policy in bundled_policies().items():
        own = [
            f"{PolicyValues.model_fields[field].alias}: {_value(getattr(policy, field))}"
            for field in PolicyValues.model_fields
            if field in policy.model_fields_set
        ]
        yield f"| {name} | {policy.source} | {'; '.join(own) or 'nothing'} |"
    yield ""
    yield from _table(PolicyValues, set())


def _explained(kind: type[PackModel]) -> Iterator[str]:
    """A class's docstring, its indented examples as blocks of YAML."""
    example = False
    for line in (inspect.getdoc(kind) or "").splitlines():
        indented = line.startswith("    ")
        if indented and not example:
            yield "```yaml"
            example = True
        elif example and not indented and line:
            yield "```"
            yield ""
            example = False
        if example and not line:
            yield "```"
            yield ""
            example = False
            continue
        yield line.removeprefix("    ") if example else line
    if example:
        yield "```"
    yield ""


def _first_line(kind: type[PackModel]) -> str:
    return re.split(r"(?<=\.)\s", inspect.getdoc(kind) or "", maxsplit=1)[0]


def _keys(kind: type[Clause], introduced_by: str) -> Iterator[str]:
    """The keys of a kind: its own first, then where those that say which time counts are explained."""
    skipped = EVERY | (set(Work.model_fields) if tells_time(kind) else set())
    yield from _table(kind, skipped)
    if tells_time(kind):
        yield f"Beside these, the keys of [which time counts](#which-time-counts) say what `{introduced_by}` counts."
        yield ""


def _table(model: type[PackModel], skipped: set[str] | frozenset[str]) -> Iterator[str]:
    yield "| key | what it says | if left out |"
    yield "|-----|--------------|-------------|"
    for name, field in model.model_fields.items():
        if name not in skipped:
            yield f"| `{key_of(name)}` | {_said(field)} | {_left_out(field)} |"
    yield ""


def tells_time(kind: type[PackModel]) -> bool:
    """Whether the keys that say which time counts stand in a kind of clause or term."""
    return Work in kind.__mro__


def _said(field: FieldInfo) -> str:
    choices = [f"`{choice}`" for choice in _choices(field.annotation)]
    return (field.description or "") + (f": {', '.join(choices)}" if choices else "")


def _choices(annotation: Any) -> list[str]:  # noqa: ANN401  # an annotation may be anything
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for inner in get_args(annotation) for choice in _choices(inner)]


def _left_out(field: FieldInfo) -> str:
    if field.is_required():
        return "*needed*"
    return _value(field.get_default(call_default_factory=True)) or "-"


def _value(value: object) -> str:
    if isinstance(value, Fraction):
        return plain(value) if (value * 100).denominator == 1 else str(value)
    return "" if value in (None, (), {}) else str(value)
