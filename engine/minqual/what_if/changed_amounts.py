"""Amounts of a pack changed: any amount of any clause by its id, one other value or a sweep of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Annotated, Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from minqual.clauses import Clause, measure
from minqual.judging import grow
from minqual.notation import Amount, Mistake, NumberRange, PackModel, key_of, with_value
from minqual.packs import Pack, in_words, pack_from
from minqual.values import Fault, FaultyInput, nearest

Value: TypeAlias = Amount | Fraction | NumberRange

MOST_STEPS: Final = 50
"""Packs that one question compares."""

LIKE: Final = "CLAUSE: AMOUNT, such as director.experience: 4 years, or 3 years..6 years step 1 year"

MOST_NAMED: Final = 12
"""Amounts that a fault names."""

_ENTRY: Final = {"rows": "row", "of": "term", "terms": "term"}
_SWEEP: Final = re.compile(r"(?P<first>.+?)\s*\.\.\s*(?P<last>.+?)(?:\s+step\s+(?P<step>.+))?")


@dataclass(frozen=True, slots=True)
class ClauseAmount:
    """An amount that a clause states: its id, the part of the clause that holds it, and the field.

    The id is that of the clause where the amount is what the clause is about, and else ends with the key.
    """

    id: str
    part: PackModel
    field: str

    @property
    def value(self) -> Value:
        """The amount as the pack states it."""
        found: Value = getattr(self.part, self.field)
        return found


@dataclass(frozen=True, slots=True)
class ChangedPack:
    """A pack with some amounts changed. says: which, and what they are now."""

    says: str
    pack: Pack


def clause_amounts(pack: Pack) -> dict[str, ClauseAmount]:
    """Every amount of every clause of a pack, by its id; one that several levels share has an id in each."""
    written = {id(each) for each in pack.clauses}  # without those that are made for the tree
    nodes = [each for each in grow(pack).nodes if id(each.clause) in written]
    placed = {id(each.clause) for each in nodes}
    return {
        each.id: each for node in nodes if node.clause is not None for each in _amounts(node.clause, node.id, placed)
    }


def _amounts(part: PackModel, name: str, placed: set[int]) -> Iterator[ClauseAmount]:
    """The amounts of a clause and of what is inside it, but for clauses that have a place of their own."""
    for field in type(part).model_fields:
        if field not in part.model_fields_set:
            continue
        value, key = getattr(part, field), key_of(field)
        if isinstance(value, Amount | Fraction | NumberRange):
            own = isinstance(part, Clause) and key == part.kind
            yield ClauseAmount(name if own else f"{name}.{_slug(key)}", part, field)
        for place, inner in enumerate(value if isinstance(value, tuple) else (value,), start=1):
            if isinstance(inner, PackModel) and id(inner) not in placed:
                entry = f".{_ENTRY.get(key, 'part')}-{place}" if isinstance(value, tuple) else ""
                yield from _amounts(inner, f"{name}.{_slug(key)}{entry}", placed)


def _slug(key: str) -> str:
    return key.replace(" ", "-")


def changed_packs(pack: Pack, changes: Sequence[str], where: str = "--change") -> list[ChangedPack]:
    """The packs that a pack becomes with some amounts changed: one, or of sweeps one for each step of all together.

    changes: "CLAUSE: AMOUNT" or "CLAUSE: AMOUNT..AMOUNT step AMOUNT" each, where CLAUSE is the id of a clause, or as
    much of it as is told from all others. FaultyInput carries every fault of all of them.
    """
    known = clause_amounts(pack)
    bare = [each.id for each in grow(pack).nodes if each.clause is not None and each.id not in known]
    faults: list[Fault] = []
    steps: list[list[tuple[ClauseAmount, Value]]] = []
    for text in changes:
        try:
            steps.append(_steps(text, known, where, bare))
        except FaultyInput as error:
            faults += error.faults
    asked = [(each[0][0].part, each[0][0].field) for each in steps]
    faults += [
        Fault(where, f"{each[0][0].id!r} twice", "each amount once", code="twice")
        for place, each in enumerate(steps)
        if any(part is asked[place][0] and field == asked[place][1] for part, field in asked[:place])
    ]
    number = 1
    for each in steps:
        number *= len(each)
    if number > MOST_STEPS:
        faults.append(Fault(where, f"{number} packs to compare", f"at most {MOST_STEPS}"))
    if faults:
        raise FaultyInput(faults)
    return [_changed(pack, chosen, where, known) for chosen in product(*steps)]


def _steps(
    text: str, known: Mapping[str, ClauseAmount], where: str, bare: Sequence[str]
) -> list[tuple[ClauseAmount, Value]]:
    """The values that one change gives an amount."""
    name, colon, said = (each.strip() for each in text.partition(":"))
    if not (name and colon and said):
        raise FaultyInput([Fault(where, repr(text), LIKE)])
    amount = _named(name, known, where, bare)
    sweep = _SWEEP.fullmatch(said)
    if sweep is None:
        values = [_read(amount, said, where)]
    else:
        values = _swept(amount, sweep["first"], sweep["last"], sweep["step"], where)
    return [(amount, each) for each in values]


def _named(name: str, known: Mapping[str, ClauseAmount], where: str, bare: Sequence[str]) -> ClauseAmount:
    """The amount of which an id, or a part of one, speaks. bare: the ids of clauses without an amount of their own."""
    found = {(id(known[each].part), known[each].field): known[each] for each in known if _speaks_of(name, each)}
    if name in known:
        return known[name]
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        ids = ", ".join((*(each.id for each in found.values()), *_bases(name, known)))
        raise FaultyInput([Fault(where, f"{name!r}, which may be several amounts", f"one of {ids}")])
    level, _, _ = name.partition(".")
    own = [each for each in known if each.startswith(f"{level}.")] or [*known]
    expected = f"an amount of this pack: {_some(own)}" if own else "a pack with an amount; this one has none"
    if any(_speaks_of(name, each) for each in bare):
        raise FaultyInput([Fault(where, f"{name!r}, a clause without an amount of its own", expected)])
    short = [each for each in map(_shortened, known) if sum(_speaks_of(each, other) for other in known) == 1]
    raise FaultyInput([Fault(where, f"unknown clause {name!r}", expected, nearest(name, [*short, *known]))])


def _shortened(name: str) -> str:
    """The first and the last part of an id, or with the row between them, as people say it."""
    parts = name.split(".")
    return ".".join((parts[0], *(each for each in parts[1:-1] if each.startswith("row-")), parts[-1]))


def _some(ids: Sequence[str]) -> str:
    """The ids that a fault names, and how many more there are."""
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _bases(name: str, known: Mapping[str, ClauseAmount]) -> Iterator[str]:
    """The amounts that the tables of a level ask whatever the row: who speaks of its rows may mean these."""
    level, _, _ = name.partition(".")
    return (each for each in known if each.startswith(f"{level}.") and each.endswith(".base"))


def _speaks_of(name: str, whole: str) -> bool:
    """Whether a name is an id with some of the parts between its first and its last left out."""
    own, parts = name.split("."), whole.split(".")
    rest = iter(parts)
    return own[0] == parts[0] and own[-1] == parts[-1] and all(each in rest for each in own)


@lru_cache(maxsize=256)
def _adapter(model: type[PackModel], field: str) -> TypeAdapter[Any]:
    info = model.model_fields[field]
    written: Any = info.annotation
    return TypeAdapter(Annotated[written, *info.metadata] if info.metadata else written)


def _read(amount: ClauseAmount, text: str, where: str) -> Value:
    """A value as the field takes it; FaultyInput where it does not, or where it is of another unit."""
    found = f"{text!r} for {amount.id}, which is {in_words(amount.value)}"
    try:
        value: Value = _adapter(type(amount.part), amount.field).validate_python(text)
    except ValidationError as error:
        raise FaultyInput([Fault(where, found, _expected(error))]) from None
    if _unit(value) != _unit(amount.value):
        raise FaultyInput([Fault(where, found, f"an amount of {_unit(amount.value)}")])
    return value


def _unit(value: Value) -> str:
    """What an amount is an amount of: time, units, or the name of what is counted."""
    if isinstance(value, Amount) and value.of_units:
        return "units"
    found = measure(value)
    return "a number" if found is None else found[1]


def _expected(error: ValidationError) -> str:
    """What a field takes, out of pydantic's report."""
    report = error.errors(include_url=False)[0]
    cause = report.get("ctx", {}).get("error")
    return cause.expected if isinstance(cause, Mistake) else str(cause or report["msg"])


def _swept(amount: ClauseAmount, first: str, last: str, step: str | None, where: str) -> list[Value]:
    """The values from one to another; FaultyInput where there are none."""
    if step is None:
        raise FaultyInput([Fault(where, f"{first}..{last} without a step", f"{first}..{last} step …")])
    faults: list[Fault] = []
    read: list[Value] = []
    for text, of_step in ((first, False), (last, False), (step, True)):
        try:
            read.append(_read(amount, text, where))
        except FaultyInput as error:
            faults += [_of_the_step(each, step) if of_step else each for each in error.faults]
    if faults:
        raise FaultyInput(faults)
    units = {each.unit for each in read if isinstance(each, Amount)}
    unit = "" if not units else next(iter(units)) if len(units) == 1 else "months"
    if any(isinstance(each, NumberRange) for each in read) or (len(units) > 1 and units != {"years", "months"}):
        raise FaultyInput([Fault(where, f"{first}..{last} step {step}", "three amounts of one unit")])
    begin, end, by = (_number(each, unit) for each in read)
    if by <= 0:
        raise FaultyInput([Fault(where, f"{first}..{last} step {step}", "a step above nothing")])
    count = int(abs(end - begin) / by) + 1
    if count > MOST_STEPS:
        raise FaultyInput([Fault(where, f"a sweep of {count} steps", f"at most {MOST_STEPS}")])
    numbers = [begin + place * (by if end >= begin else -by) for place in range(count)]
    if numbers[-1] != end:
        tried, amounts = f"{first}..{last} step {step}", [_told(each, unit) for each in (numbers[-1], end)]
        found = f"{tried}, which ends at {amounts[0]} and never tries {amounts[1]}"
        raise FaultyInput([Fault(where, found, f"a step that leads from {first} to {last}")])
    return [_amount(each, unit, whole=len(units) > 1) if unit else each for each in numbers]


def _of_the_step(fault: Fault, step: str) -> Fault:
    """A fault as one of the step of a sweep."""
    return replace(
        fault, found=f"the step {step!r} of a sweep", expected=f"{fault.expected}, as the step above nothing"
    )


def _told(number: Fraction, unit: str) -> str:
    return in_words(_amount(number, unit, whole=unit == "months") if unit else number)


def _amount(number: Fraction, unit: str, *, whole: bool) -> Amount:
    """An amount of a sweep; of one in years by months, whole years as such."""
    return Amount(number / 12, "years") if whole and number % 12 == 0 else Amount(number, unit)


def _number(value: Value, unit: str) -> Fraction:
    """An amount in some unit."""
    assert not isinstance(value, NumberRange)
    if not isinstance(value, Amount):
        return value
    return value.value * 12 if unit == "months" and value.unit == "years" else value.value


def _held_by(
    amount: ClauseAmount,
    value: Value,
    chosen: Sequence[tuple[ClauseAmount, Value]],
    known: Mapping[str, ClauseAmount],
) -> str:
    """What of its table asks for more than the row of an amount does, so that less in the row alone changes nothing."""
    table, row, _ = amount.id.partition(".rows.row-")
    base = known.get(f"{table}.base")
    if not row or base is None:
        return ""
    asked = next((new for each, new in chosen if each.id == base.id), base.value)
    one, other = measure(value), measure(asked)
    held = one is not None and other is not None and one[1] == other[1] and one[0] < other[0]
    return f" ({base.id} still asks {in_words(asked)})" if held else ""


def _changed(
    pack: Pack, chosen: Sequence[tuple[ClauseAmount, Value]], where: str, known: Mapping[str, ClauseAmount]
) -> ChangedPack:
    """A pack with other values in some of its amounts."""
    told = (f"{amount.id}: {in_words(value)}{_held_by(amount, value, chosen, known)}" for amount, value in chosen)
    says = ", ".join(told)
    new: dict[int, list[tuple[ClauseAmount, Value]]] = {}
    for amount, value in chosen:
        new.setdefault(id(amount.part), []).append((amount, value))
    try:
        values = {
            name: tuple(_put(each, new) for each in getattr(pack, name))
            for name in ("levels", "every_level_requires", "for_some_posts")
        }
    except ValidationError as error:
        raise FaultyInput([Fault(where, says, _expected(error))]) from None
    version = f"{pack.version} with {says}"
    return ChangedPack(says, pack_from(pack.model_copy(update={**values, "version": version})))


def _put(part: PackModel, new: Mapping[int, Sequence[tuple[ClauseAmount, Value]]]) -> PackModel:
    """A part of a pack with new values in it, itself where there are none; each part is checked anew."""
    changed = part
    for field in part.model_fields_set:
        value: Any = getattr(part, field)
        if isinstance(value, PackModel):
            inner: Any = _put(value, new)
        elif isinstance(value, tuple):
            inner = tuple(_put(each, new) if isinstance(each, PackModel) else each for each in value)
            inner = value if all(one is other for one, other in zip(inner, value, strict=True)) else inner
        else:
            continue
        if inner is not value:
            changed = with_value(changed, field, inner)
    for amount, value in new.get(id(part), ()):
        changed = with_value(changed, amount.field, value)
    return changed
