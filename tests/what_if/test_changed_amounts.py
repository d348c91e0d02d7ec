"""Amounts of a pack changed by the ids of their clauses."""

from __future__ import annotations

import pytest

from minqual.packs import compare, load_pack, pack_names
from minqual.values import FaultyInput
from minqual.what_if import changed_packs
from minqual.what_if.changed_amounts import clause_amounts
from support.examples import some_of

SERIES = "san-jose/council-community-relations"


@pytest.mark.parametrize("name", some_of(pack_names()))
def test_every_amount_of_every_pack_can_be_changed_and_nothing_else_changes_with_it(name: str) -> None:
    pack = load_pack(name)
    for amount in clause_amounts(pack).values():
        said = str(amount.value)
        number, _, unit = said.partition(" ")
        if not unit or not number.isdigit():
            continue
        for other in (int(number) * 2, int(number) + 1, int(number) - 1):
            try:
                (changed,) = changed_packs(pack, [f"{amount.id}: {other} {unit}"])
            except FaultyInput as error:
                assert "expected" in str(error)  # noqa: PT017  # what the notation does not allow
                continue
            differences = compare(pack, changed.pack)
            assert len({each.key for each in differences if each.decides}) == 1
            assert changed.pack.digest != pack.digest
            assert [*clause_amounts(changed.pack)] == [*clause_amounts(pack)]
            break


def test_the_id_may_leave_out_what_lies_between_its_ends() -> None:
    pack = load_pack(SERIES)
    whole, short = (
        changed_packs(pack, [f"{name}: 4 years"])[0].pack
        for name in ("director.any-of.all-of.experience", "director.experience")
    )
    assert whole == short
    (row,) = changed_packs(load_pack("stockton/mayoral-pio"), ["mayoral-pio.row-5.experience: 10 years"])
    assert row.says == "mayoral-pio.any-of.table.rows.row-5.experience: 10 years"
    assert clause_amounts(row.pack)[row.says.partition(":")[0]].value == changed_amount("10 years")


def changed_amount(text: str) -> object:
    (found,) = changed_packs(load_pack(SERIES), [f"director.experience: {text}"])
    return clause_amounts(found.pack)["director.any-of.all-of.experience"].value


def test_a_sweep_tries_each_amount_and_several_sweeps_all_together() -> None:
    pack = load_pack(SERIES)
    found = changed_packs(pack, ["director.experience: 3 years..6 years step 18 months", "aide.experience: 2 years"])
    assert [each.says.split(",")[0].rpartition(": ")[2] for each in found] == ["3 years", "54 months", "6 years"]
    both = changed_packs(
        pack, ["director.experience: 3 years..4 years step 1 year", "aide.experience: 1 year..3 years step 1 year"]
    )
    assert len(both) == len({each.pack.digest for each in both}) == 6


def test_all_faults_are_told_at_once_with_the_nearest_id() -> None:
    asked = {
        "director.experence: 4 years": "did you mean 'director.experience'",
        "director.experience: 60 semester units": "which is 5 years; expected a duration",
        "director.experience: 1040 hours": "expected an amount of years",
        "director.experience: 3 years..6 years": "without a step",
        "director.experience: 3 years..6 years step 0 months": "expected an amount above zero",
        "director.experience: 1 month..80 years step 1 month": "a sweep of 960 steps",
        "director.experience": "expected CLAUSE: AMOUNT",
        "nobody: 3 years": "unknown clause 'nobody'",
    }
    with pytest.raises(FaultyInput) as raised:
        changed_packs(load_pack(SERIES), list(asked))
    assert len(raised.value.faults) == len(asked)
    for fault, said in zip(raised.value.faults, asked.values(), strict=True):
        assert said in str(fault)
    with pytest.raises(FaultyInput, match=r"the step '-1 year' of a sweep; expected .*, as the step above nothing"):
        changed_packs(load_pack(SERIES), ["director.experience: 3 years..6 years step -1 year"])
    with pytest.raises(FaultyInput, match="twice"):
        changed_packs(load_pack(SERIES), ["director.experience: 4 years", "director.experience: 3 years"])
    with pytest.raises(FaultyInput, match="rises as education falls"):
        changed_packs(load_pack("stockton/mayoral-pio"), ["mayoral-pio.row-2.experience: 5 years"])
    with pytest.raises(FaultyInput, match="which may be several amounts"):
        changed_packs(load_pack("stockton/mayoral-pio"), ["mayoral-pio.experience: 5 years"])


def test_a_sweep_runs_downwards_as_well_and_whole_years_are_told_as_years() -> None:
    found = changed_packs(load_pack(SERIES), ["director.experience: 5 years..3 years step 6 months"])
    said = [each.says.rpartition(": ")[2] for each in found]
    assert said == ["5 years", "54 months", "4 years", "42 months", "3 years"]


def test_less_in_a_row_than_the_base_of_its_table_asks_is_said_and_the_base_is_among_what_may_be_meant() -> None:
    pack = load_pack("stockton/mayoral-pio")
    (row,) = changed_packs(pack, ["mayoral-pio.row-1.experience: 4 years"])
    assert row.says.endswith("(mayoral-pio.any-of.table.base still asks 5 years)")
    (both,) = changed_packs(pack, ["mayoral-pio.row-1.experience: 4 years", "mayoral-pio.base: 4 years"])
    assert "still asks" not in both.says
    with pytest.raises(FaultyInput, match=r"mayoral-pio\.any-of\.table\.base"):
        changed_packs(pack, ["mayoral-pio.experience: 4 years"])


def test_a_sweep_whose_step_misses_its_end_says_so_instead_of_leaving_it_out() -> None:
    missed = "director.experience: 3 years..6 years step 7 months"
    with pytest.raises(FaultyInput, match="which ends at 71 months and never tries 6 years; expected a step"):
        changed_packs(load_pack(SERIES), [missed])
    with pytest.raises(FaultyInput, match="which ends at 38 months and never tries 3 years"):
        changed_packs(load_pack(SERIES), ["director.experience: 6 years..3 years step 17 months"])


def test_the_name_that_is_suggested_is_taken_and_a_clause_without_an_amount_is_told_as_one() -> None:
    pack = load_pack("stockton/mayoral-pio")
    for name in (
        "mayoral-pio.expereince",
        "mayoral-pio.row-1.experiense",
        "mayoral-pio.bsae",
        "mayoral-pio.row-2.unit",
    ):
        with pytest.raises(FaultyInput, match="unknown clause") as raised:
            changed_packs(pack, [f"{name}: 6 years"])
        (fault,) = raised.value.faults
        assert fault.nearest is not None
        with pytest.raises(FaultyInput, match=r"which is .*; expected"):
            changed_packs(pack, [f"{fault.nearest}: nothing"])
    for name in ("mayoral-pio.row-1.education", "mayoral-pio.licence"):
        with pytest.raises(FaultyInput, match="a clause without an amount of its own; expected an amount of this pack"):
            changed_packs(pack, [f"{name}: 4 years"])
