"""What is kept is known by all that the function which computes it was given."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import minqual
from minqual.values import Kept, memo, once, once_each, once_for


@dataclass(frozen=True)
class Pool:
    kept: Kept = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    substance: str
    needed: int = 0

    @property
    def alone(self) -> Ask:
        return Ask(self.substance)

    @once_each
    def told(self, pool: Pool, name: str) -> list[str]:
        return [self.substance, name]

    @once_for("alone")
    def work(self, pool: Pool) -> tuple[str, int]:
        return self.substance, self.needed


@once
def pair(pool: Pool, one: int, other: int) -> list[int]:
    return [one, other]


def test_a_value_is_computed_once_for_each_of_all_that_it_is_given() -> None:
    pool, elsewhere = Pool(), Pool()
    assert pair(pool, 1, 2) is pair(pool, 1, 2)
    assert [pair(pool, 1, 2), pair(pool, 2, 1), pair(pool, 1, 3)] == [[1, 2], [2, 1], [1, 3]]
    assert pair(elsewhere, 1, 2) is not pair(pool, 1, 2)
    assert Ask("a").told(pool, "x") is Ask("a", needed=3).told(pool, "x")
    assert [Ask("a").told(pool, "y"), Ask("b").told(pool, "x")] == [["a", "y"], ["b", "x"]]


def test_a_part_that_computes_sees_nothing_else_of_the_whole() -> None:
    assert [Ask("a", needed).work(Pool()) for needed in (1, 2)] == [("a", 0), ("a", 0)]


def test_a_cache_that_leaves_out_an_argument_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="may be left out"):

        @once
        def wrong(pool: Pool, axis: str = "30/360") -> str:
            return axis

    with pytest.raises(TypeError):
        pair(Pool(), 1, other=2)


def test_what_is_kept_is_let_go_beyond_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MOST_KEPT", 3)
    pool = Pool()
    for number in range(10):
        assert pair(pool, number, number) == [number, number]
        assert len(pool.kept) <= 3


def test_only_the_memo_looks_into_what_is_kept_and_counting_and_verdicts_ask_no_id() -> None:
    package = Path(minqual.__file__).parent
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            used = isinstance(node, ast.Attribute) and node.attr == "kept" and isinstance(node.ctx, ast.Load)
            assert not used or path.name == "memo.py", path
            asked = isinstance(node, ast.Name) and node.id == "id" and isinstance(node.ctx, ast.Load)
            rooms = {"counting", "clauses", "judging", "verdicts"}
            assert not asked or path.relative_to(package).parts[0] not in rooms, path
