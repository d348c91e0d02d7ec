"""Agreement of readers: figures that a textbook has, and what they must not depend on."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minqual import Decision, Recusal
from minqual.settlements import Settlement, clause_agreements, cohens_kappa
from minqual.values import Standing
from support.command_line import minqual as run
from support.places import ROOT

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
CLAUSE: Final = "aide.any-of.discretion"


def said(applicant: str, by: str, day: int, *, accepted: bool, made_on: str = "x") -> Decision:
    return Decision(
        pack="p/q", applicant=applicant, clause="c", accepted=accepted, by=by, on=date(2030, 1, day), made_on=made_on
    )


@pytest.mark.parametrize(
    ("yes_yes", "yes_no", "no_yes", "no_no", "kappa"),
    [(20, 5, 10, 15, "2/5"), (45, 15, 25, 15, "3/23"), (25, 35, 5, 35, "7/27"), (0, 1, 1, 0, "-1"), (3, 0, 0, 0, None)],
)
def test_kappa_is_that_of_the_textbooks(yes_yes: int, yes_no: int, no_yes: int, no_no: int, kappa: str | None) -> None:
    pairs = [(True, True)] * yes_yes + [(True, False)] * yes_no + [(False, True)] * no_yes + [(False, False)] * no_no
    assert cohens_kappa(Counter(pairs)) == (None if kappa is None else Fraction(kappa))


@given(
    tape=st.randoms(use_true_random=False),
    says=st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["JD", "KL", "MN"]), st.booleans()), max_size=12,
                  unique_by=lambda each: each[:2]),
)  # fmt: skip
def test_agreement_adds_up_and_the_order_of_settlements_does_not_matter(
    tape: object, says: list[tuple[str, str, bool]]
) -> None:
    given_ = [said(who, by, 1 + ["JD", "KL", "MN"].index(by), accepted=yes) for who, by, yes in says]
    found = clause_agreements(given_, 2, {})
    shuffled = list(given_)
    tape.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clause_agreements(shuffled, 2, {}) == found
    for each in found:
        assert each.read == len({who for who, _, _ in says})
        assert each.agreed + each.differed == each.by_two <= each.read
        assert each.broken <= each.differed
        assert each.decided == each.agreed + each.broken


def test_what_was_read_before_it_changed_agrees_with_nothing_and_recusals_are_counted() -> None:
    given_: list[Settlement] = [
        said("A", "JD", 1, accepted=True, made_on="before"),
        said("A", "KL", 2, accepted=True),
        said("B", "JD", 1, accepted=True),
        said("B", "MN", 1, accepted=True),
        Recusal(pack="p/q", applicant="B", clause="c", by="MN", on=date(2030, 1, 3)),
    ]
    (found,) = clause_agreements(given_, 2, {})
    assert (found.read, found.by_two, found.recusals, found.kappa) == (2, 0, 1, None)


@pytest.mark.parametrize(
    ("own", "accepted", "overridden"),
    [(Standing.REFER, True, 1), (Standing.REFER, False, 0), (Standing.UNMET, True, 1), (Standing.REVIEW, True, 0),
     (Standing.REVIEW, False, 0), (Standing.MET, False, 1), (Standing.CONDITIONAL, False, 1)],
)  # fmt: skip
def test_a_decision_overrides_what_minqual_itself_decides_and_nothing_that_it_leaves_open(
    own: Standing, *, accepted: bool, overridden: int
) -> None:
    (found,) = clause_agreements([said("A", "JD", 1, accepted=accepted)], 1, {("p/q", "c", "A"): own})
    assert (found.decided, found.overridden) == (1, overridden)


def written(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_an_examination_tells_how_far_its_readers_agree(tmp_path: Path) -> None:
    exam, work = tmp_path / "e.exam", tmp_path / "work.csv"
    assert run("exam", "open", exam, "--rules", PACK, "--as-of", "2026-11-21", "--readers", "2").code == 0
    assert run("exam", "agreement", exam).code == 2
    assert run("exam", "screen", exam, SOURCE, "--to-resolve", work).code in {0, 4}
    assert run("exam", "agreement", exam).out == "nobody has decided anything yet\n"
    with work.open(encoding="utf-8") as file:
        (row,) = [row for row in csv.DictReader(file) if CLAUSE in row["key"] and "|a023|" in row["key"]]
    sheet = written(
        tmp_path / "sheet.csv",
        [
            {**row, "answer": answer, "by": by, "on": "2026-11-24"}
            for by, answer in (("JD", "accepted"), ("KL", "refused"), ("MN", "accepted"), ("OP", "recused"))
        ],
    )
    assert run("exam", "settle", exam, sheet).code == 0
    found = json.loads(run("exam", "agreement", exam, "--format", "json").out)["clauses"]
    assert found == [
        {
            "pack": PACK, "clause": CLAUSE, "read": 1, "by_two": 1, "agreed": 0, "agreement": "0.00", "kappa": "0.00",
            "differed": 1, "ties_broken": 1, "recusals": 1, "decided": 1, "overridden": 1, "overriding": "1.00",
        }
    ]  # fmt: skip
    heading, line = run("exam", "agreement", exam).out.splitlines()
    assert heading.split()[:2] == ["clause", "read"]
    assert line.split() == [PACK, CLAUSE, "1", "1", "0", "0.00", "1", "1", "1", "1", "1"]
