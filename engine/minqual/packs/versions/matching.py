"""Which parts of two versions of a pack are the same part, whatever was put before or between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from minqual.clauses import Clause
from minqual.notation import PackModel, key_of

Part = TypeVar("Part")
Pairs = list[tuple[int, int]]


def fields(model: PackModel) -> dict[str, object]:
    """The fields of a model by their keys in a pack."""
    return {
        field.alias or key_of(name): getattr(model, name)
        for name, field in type(model).model_fields.items()
        if not field.exclude
    }


def facts(value: object, path: str = "") -> Iterator[str]:
    """Everything that a value states, piece by piece, without names of clauses and sources."""
    if isinstance(value, PackModel):
        kind = value.kind if isinstance(value, Clause) else ""
        yield f"{path}<{kind}>"
        for key, inner in fields(value).items():
            if key not in {"id", "source"}:
                yield from facts(inner, f"{path}/{key}")
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from facts(inner, path)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{path}/{key}"
            yield from facts(inner, f"{path}/{key}")
    else:
        yield f"{path}={value}"


def substance(value: object) -> tuple[str, ...]:
    """What makes two parts say the same, whatever they are called and cite."""
    return tuple(sorted(facts(value)))


def likeness(old: object, new: object) -> float:
    """The share of what two parts state that both state, from 0 to 1, the same in both directions."""
    return _shared(frozenset(facts(old)), frozenset(facts(new)))


def _shared(mine: frozenset[str], yours: frozenset[str]) -> float:
    return len(mine & yours) / max(1, len(mine | yours))


def matched(old: Sequence[Part], new: Sequence[Part], keys: Sequence[Callable[[Part], object]]) -> Pairs:
    """Places of parts that are the same: by each key in turn where it is not None, the likest and nearest first.

    A part has one partner at most. Exchanging old and new exchanges the places in each pair.
    """
    pairs: Pairs = []
    stated = [[frozenset(facts(part)) for part in parts] for parts in (old, new)]

    def likest(here: int, there: int) -> float:
        return _shared(stated[0][here], stated[1][there])

    for key in keys:
        mine, yours = [key(part) for part in old], [key(part) for part in new]
        taken = [{pair[side] for pair in pairs} for side in (0, 1)]
        possible = sorted(
            (
                -likest(here, there),
                abs(here - there),
                here + there,
                min(here, there),
                here,
                there,
            )
            for here in range(len(old))
            for there in range(len(new))
            if here not in taken[0] and there not in taken[1] and mine[here] is not None and mine[here] == yours[there]
        )
        for *_, here, there in possible:
            if here not in taken[0] and there not in taken[1]:
                pairs.append((here, there))
                taken[0].add(here)
                taken[1].add(there)
    return sorted(pairs)


def alone(pairs: Pairs, count: int, side: int) -> list[int]:
    """Places on one side without a partner."""
    taken = {pair[side] for pair in pairs}
    return [place for place in range(count) if place not in taken]


def in_order(pairs: Pairs) -> bool:
    """Whether the parts that stayed stand in the same order as before."""
    places = [there for _, there in sorted(pairs)]
    return places == sorted(places)
