"""How orders and outcomes cross from one process to another: as JSON that says what they are, never as code."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from minqual.outputs import Form
from minqual.packs import WrittenPack
from minqual.parallel.file_blocks import Block
from minqual.parallel.part_work import Orders, Outcome
from minqual.parallel.parts import Outline
from minqual.records import Origin, Reject, RowCount
from minqual.verdicts import Counts, Holding

Json = dict[str, Any]


def orders_as_json(orders: Orders) -> Json:
    """Orders as JSON; the packs cross as they are written."""
    packs = [
        {"content": base64.b64encode(each.content).decode(), "file": str(each.file), "shown": each.shown}
        for each in orders.packs
    ]
    return {
        "packs": packs,
        "as_of": orders.as_of.isoformat(),
        "level": orders.level,
        "form": orders.form.value,
        "size": orders.size,
        "classed": orders.classed,
    }


def orders_from(told: Mapping[str, Any]) -> Orders:
    """Orders from their JSON."""
    packs = tuple(
        WrittenPack(base64.b64decode(each["content"]), Path(each["file"]), each["shown"]) for each in told["packs"]
    )
    as_of, form = date.fromisoformat(told["as_of"]), Form(told["form"])
    return Orders(packs, as_of, told["level"], form, told["size"], told["classed"])


def outline_as_json(outline: Outline) -> Json:
    """An outline as JSON."""
    return asdict(outline)


def outline_from(told: Mapping[str, Any]) -> Outline:
    """An outline from its JSON."""
    return Outline(
        columns=_tuples(told["columns"]),
        origins={name: tuple(Origin(**each) for each in origins) for name, origins in told["origins"].items()},
        written=_tuples(told["written"]),
        blank=told["blank"],
        unknown_columns=_tuples(told["unknown_columns"]),
    )


def block_as_json(block: Block) -> Json:
    """A block as JSON."""
    return asdict(block)


def block_from(told: Mapping[str, Any]) -> Block:
    """A block from its JSON."""
    return Block(**{**told, "header": tuple(told["header"])})


def outcome_as_json(outcome: Outcome) -> Json:
    """An outcome as JSON, without its rows."""
    return {
        "height": outcome.height,
        "rejected": [asdict(each) for each in outcome.rejected],
        "counts": [_counts_as_json(each) for each in outcome.counts],
    }


def outcome_from(told: Mapping[str, Any], rows: bytes) -> Outcome:
    """An outcome from its JSON and its rows."""
    rejected = tuple(Reject(**{**each, "place": tuple(each["place"])}) for each in told["rejected"])
    return Outcome(told["height"], rows, rejected, tuple(map(_counts_from, told["counts"])))


def _counts_as_json(counts: Counts) -> Json:
    held = [[*key, each.ask, each.applicants, each.alone] for key, each in counts.held.items()]
    rows = [_plain(each) for each in counts.rows.values()]
    plain = {each.name: getattr(counts, each.name) for each in fields(counts)}
    return plain | {"held": held, "rows": rows, "patterns": sorted(counts.patterns)}


def _counts_from(told: Mapping[str, Any]) -> Counts:
    return Counts(
        applicants=told["applicants"],
        verdicts=told["verdicts"],
        levels=told["levels"],
        rows={each[0]: RowCount(*each) for each in told["rows"]},
        held={(each[0], each[1], each[2], each[3]): Holding(*each[4:]) for each in told["held"]},
        unknown_words=told["unknown_words"],
        unknown_columns=_tuples(told["unknown_columns"]),
        absent_columns=_tuples(told["absent_columns"]),
        patterns=frozenset(told["patterns"]),
    )


def _plain(value: RowCount) -> list[Any]:
    """The fields of a value, one after the other."""
    return [getattr(value, each.name) for each in fields(value)]


def _tuples(told: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each) for name, each in told.items()}
