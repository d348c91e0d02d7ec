"""Rates and needs of nothing at all are no requirement: each is a fault with its place; a rate of one is a rate."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import minqual

PACK = """\
name: elmwood/archivist
title: Archivist
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds: {archive work: []}
levels:
  - id: archivist
    title: Archivist
    source: {anchor: made up}
    requires:
      - total: 12 months
        of:
          - {count: experience, in: archive work}
          - TERM
"""
ONE = (
    '{count: number, question: courses, ask: How many courses?, every: "1", gives: 1 month}',
    "{count: units, every: 1 semester unit, gives: 1 month}",
    "{count: clause, gives: 1 month, holds: {units: 1 semester unit, or: 1 quarter unit}}",
    '{count: clause, gives: 1 month, holds: {number: "1", of: courses, questions: {courses: How many courses?}}}',
)


def written(folder: Path, term: str) -> Path:
    """A pack with a term, and a case of somebody without a row."""
    path = folder / "archivist.yaml"
    path.write_text(PACK.replace("TERM", term))
    cases = "as of: 2026-11-21\ncases:\n  - name: nobody\n    expect: {archivist: unmet}\n    open: []\n"
    path.with_suffix(".cases.yaml").write_text(cases.replace("unmet", "review") if "question" in term else cases)
    return path


@pytest.mark.parametrize("term", ONE)
def test_a_rate_of_one_is_felt_like_any_other(term: str, tmp_path: Path) -> None:
    """Amounts of one, of which one less is none, are tried like all others when cases are run."""
    said = minqual("rules", "test", str(written(tmp_path, term)))
    assert said.code in {0, 1}, said.err
    assert "amounts:" in said.out


@pytest.mark.parametrize("term", ONE)
def test_none_at_all_is_a_fault_with_its_place(term: str, tmp_path: Path) -> None:
    """An amount of zero in a rate or a need is refused wherever it stands."""
    nothing = term.replace('"1"', '"0"').replace(": 1 semester", ": 0 semester").replace(": 1 quarter", ": 0 quarter")
    said = minqual("rules", "lint", str(written(tmp_path, nothing)))
    assert said.code == 2
    assert "line 16 column" in said.err
    assert "expected an amount above zero" in said.err
